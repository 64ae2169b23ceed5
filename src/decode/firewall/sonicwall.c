/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SonicWall SonicOS 5 to 7: "id=firewall sn=… time="…" fw=… pri=… c=… m=… msg="…" …", in its
 * Default and Enhanced Syslog formats (both on top of WebTrends' Extended Log Format).
 *
 * Tags and message numbers: SonicWall, "SonicOS Combined Log Events Reference Guide" 6.5 and
 * "SonicOS 7 Log Events Reference Guide" (read 2026-11).
 */
#include "base/arena.h"
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/native.h"

#define HEAD 512

/* src=, dst=, natSrc=, natDst= and proto= hold several things and are taken apart below. */
static const struct native_row rows[] = {
    NATIVE_ROW("srcV6", SRC_IP, IP),
    NATIVE_ROW("srcMac", SRC_MAC, TEXT),
    NATIVE_ROW("srcZone", SRC_ZONE, TEXT),
    NATIVE_ROW("dstV6", DST_IP, IP),
    NATIVE_ROW("dstMac", DST_MAC, TEXT),
    NATIVE_ROW("dstZone", DST_ZONE, TEXT),
    NATIVE_ROW("dstname", DST_HOST, TEXT),
    NATIVE_ROW("sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("rcvd", DST_BYTES, NUMBER),
    NATIVE_ROW("spkt", SRC_PACKETS, NUMBER),
    NATIVE_ROW("rpkt", DST_PACKETS, NUMBER),
    NATIVE_ROW("cdur", DURATION, MILLI),
    NATIVE_ROW("dur", DURATION, NUMBER),
    NATIVE_ROW("id", DEVICE, TEXT),
    NATIVE_ROW("sn", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("usr", USER, ACCOUNT),
    NATIVE_ROW("user", USER, ACCOUNT),
    NATIVE_ROW("m", EVENT_CODE, TEXT),
    NATIVE_ROW("pri", SEVERITY, TEXT),
    NATIVE_ROW("Category", URL_CATEGORY, TEXT),
    NATIVE_ROW("category", URL_CATEGORY, TEXT),
    NATIVE_ROW("ipscat", RULE_CATEGORY, TEXT),
    NATIVE_ROW("spycat", RULE_CATEGORY, TEXT),
    NATIVE_ROW("appcat", RULE_CATEGORY, TEXT),
    NATIVE_ROW("appName", APPLICATION, LOWER),
    NATIVE_ROW("result", STATUS, NUMBER),
    NATIVE_ROW("agent", USER_AGENT, TEXT),
    NATIVE_ROW("referer", REFERER, TEXT),
    NATIVE_ROW("fileid", FILE_NAME, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("from", MAIL_FROM, TEXT),
    NATIVE_ROW("to", MAIL_TO, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
};

static bool recognise(const struct view *view)
{
	struct text head = text_part(view->message, 0, HEAD);
	return native_has_key(head, TEXT("id=")) && native_has_key(head, TEXT("sn=")) &&
	       native_has_key(head, TEXT("fw=")) &&
	       (native_has_key(head, TEXT("m=")) || native_has_key(head, TEXT("c=")));
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* "2022-05-16 15:22:26 UTC" or without the zone. */
static void set_time(struct event *event, const struct decode_context *context)
{
	struct text t = get(event, "time");
	struct civil civil;
	bool utc = text_ends(t, TEXT(" UTC"));
	if (utc)
		t.size -= 4;
	if (!clock_parse(text_trim(t), &civil))
		return;
	if (utc) {
		civil.has_offset = true;
		civil.offset = 0;
	}
	decode_set_time(event, &civil, context);
}

struct end {
	enum field_id ip;
	enum field_id port;
	enum field_id interface; /* FIELD_COUNT: none */
	enum field_id host;
};

/*
 * "address:port:interface:name", ends left out. An IPv6 address has its colons in it, and no
 * brackets: the longest beginning that is an address is taken for it.
 */
static void put_end(struct event *event, const char *name, const struct end *end)
{
	struct text rest = get(event, name);
	size_t size = rest.size;
	while (size != 0 && !decode_is_ip(text_part(rest, 0, size))) {
		size_t colon = text_find_last_char(text_part(rest, 0, size), ':');
		size = colon == TEXT_NONE ? 0 : colon;
	}
	if (size == 0)
		return;
	event_put(event, end->ip, text_part(rest, 0, size));
	rest = text_from(rest, size + 1);
	struct text port = text_cut(&rest, ':');
	if (!text_equal(port, TEXT("0")))
		event_put(event, end->port, port);
	if (end->interface == FIELD_COUNT)
		return;
	event_put(event, end->interface, text_cut(&rest, ':'));
	if (event_get_field(event, end->host).size == 0)
		event_put(event, end->host, rest);
}

static void put_ends(struct event *event)
{
	static const struct end source = {
	    FIELD_SRC_IP, FIELD_SRC_PORT, FIELD_SRC_INTERFACE, FIELD_SRC_HOST};
	static const struct end target = {
	    FIELD_DST_IP, FIELD_DST_PORT, FIELD_DST_INTERFACE, FIELD_DST_HOST};
	static const struct end nat_source = {
	    FIELD_SRC_NAT_IP, FIELD_SRC_NAT_PORT, FIELD_COUNT, FIELD_COUNT};
	static const struct end nat_target = {
	    FIELD_DST_NAT_IP, FIELD_DST_NAT_PORT, FIELD_COUNT, FIELD_COUNT};
	put_end(event, "src", &source);
	put_end(event, "dst", &target);
	put_end(event, "natSrc", &nat_source);
	put_end(event, "natDst", &nat_target);
}

/* proto=tcp/https, proto=udp/53 */
static void put_protocol(struct event *event)
{
	struct text service = get(event, "proto");
	struct text transport = text_cut(&service, '/');
	if (transport.size == 0)
		return;
	event_put(event, FIELD_TRANSPORT, decode_transport(transport, event->arena));
	uint64_t number;
	if (!text_to_uint(service, &number))
		event_put(event, FIELD_APP_PROTOCOL, text_lower(event->arena, service));
}

static void put_level(struct event *event)
{
	/* RFC 5424 6.2.1, as syslog programs write them. */
	static const struct text words[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"), TEXT_INIT("notice"),
	    TEXT_INIT("info"), TEXT_INIT("debug")};
	uint64_t level;
	if (text_to_uint(get(event, "pri"), &level) && level < sizeof(words) / sizeof(words[0]))
		event_put(event, FIELD_LEVEL, words[level]);
}

static void put_sum(struct event *event, enum field_id field, const char *a, const char *b)
{
	uint64_t x = 0;
	uint64_t y = 0;
	bool has_a = text_to_uint(get(event, a), &x);
	bool has_b = text_to_uint(get(event, b), &y);
	if ((has_a || has_b) && x < INT64_MAX / 2 && y < INT64_MAX / 2)
		event_put_int(event, field, (int64_t)(x + y));
}

/* op= is the request's method by number. */
static void put_method(struct event *event)
{
	static const struct text methods[] = {
	    TEXT_INIT(""), TEXT_INIT("GET"), TEXT_INIT("POST"), TEXT_INIT("HEAD")};
	uint64_t op;
	if (text_to_uint(get(event, "op"), &op) && op < sizeof(methods) / sizeof(methods[0]))
		event_put(event, FIELD_METHOD, methods[op]);
}

/* A rule is a number on old releases, "15 (WAN->WAN)" or a name on new ones. */
static void put_rule(struct event *event)
{
	struct text rule = get(event, "rule");
	uint64_t number;
	event_put(event, FIELD_RULE_ID, rule);
	if (!text_to_uint(rule, &number))
		event_put(event, FIELD_RULE_NAME, rule);
}

/*
 * Security services write what they found behind the kind of alert: "IPS Prevention Alert:
 * WEB-ATTACKS …", "Gateway Anti-Virus Alert: Eicar (Trojan) blocked".
 */
static void put_signature(struct event *event)
{
	struct text message = event->message;
	size_t mark = text_find(message, TEXT(" Alert: "));
	if (mark == TEXT_NONE)
		return;
	struct text name = text_trim(text_from(message, mark + sizeof(" Alert: ") - 1));
	name = text_part(name, 0, text_find(name, TEXT(", SID: ")));
	if (text_ends(name, TEXT(" blocked.")))
		name.size -= sizeof(" blocked.") - 1;
	event_put(event, FIELD_SIGNATURE, name);
}

static void put_outcome(struct event *event)
{
	static const struct text bad[] = {TEXT_INIT("login denied"), TEXT_INIT("login failed")};
	if (text_find_fold(event->message, TEXT("login allowed")) != TEXT_NONE ||
	    text_find_fold(event->message, TEXT("login successful")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (text_find_fold(event->message, bad[i]) != TEXT_NONE)
			event_put(event, FIELD_OUTCOME, TEXT("failure"));
	}
}

static void set_logsource(struct event *event)
{
	struct text code = get(event, "m");
	event->logsource.product = TEXT("sonicwall");
	if (text_equal(code, TEXT("97")) || get(event, "arg").size != 0)
		event->logsource.category = TEXT("proxy");
	else if (text_equal(code, TEXT("809")))
		event->logsource.category = TEXT("antivirus");
	else if (event_get_field(event, FIELD_DST_IP).size != 0)
		event->logsource.category = TEXT("firewall");
}

/*
 * fw_action="NA" on messages that are about no packet. Releases without fw_action tell by the
 * message's number: 98 is a connection that was opened, 36 to 38 packets that were dropped; or by
 * the message's last word.
 */
static void put_action(struct event *event)
{
	struct text action = get(event, "fw_action");
	struct text code = get(event, "m");
	if (!text_equal(action, TEXT("NA")))
		event_put(event, FIELD_ACTION, text_lower(event->arena, action));
	if (action.size != 0 && !text_equal(action, TEXT("NA")))
		return;
	if (text_equal(code, TEXT("98")))
		blocked_put(event, false);
	else if (text_equal(code, TEXT("36")) || text_equal(code, TEXT("37")) ||
		 text_equal(code, TEXT("38")) || text_ends(get(event, "msg"), TEXT(" dropped")))
		blocked_put(event, true);
}

static void put_taxonomy(struct event *event)
{
	bool tls = text_find(get(event, "proto"), TEXT("https")) != TEXT_NONE;
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	put_action(event);
	put_ends(event);
	put_protocol(event);
	put_level(event);
	put_sum(event, FIELD_BYTES, "sent", "rcvd");
	put_sum(event, FIELD_PACKETS, "spkt", "rpkt");
	put_method(event);
	put_rule(event);
	put_signature(event);
	put_outcome(event);
	if (get(event, "arg").size != 0)
		native_put_url(event, tls ? TEXT("https") : TEXT("http"), get(event, "dstname"),
		    get(event, "arg"));
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = event_create(view->arena, view->context->received);
	if (native_pairs_spaced(event, view->message) < 4) {
		why_set(why, "fewer than four tags");
		return MALFORMED;
	}
	event->message = get(event, "msg");
	set_time(event, view->context);
	put_taxonomy(event);
	set_logsource(event);
	return native_give(event, events, why);
}

const struct decoder sonicwall_decoder = {
    "sonicwall", "SonicWall SonicOS", "sonicwall", recognise, decode};
