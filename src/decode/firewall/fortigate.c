/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fortinet FortiGate, syslog and downloaded logs: key=value pairs, apart by spaces or (set format
 * csv) commas. Also FortiMail and FortiWeb, which write the same way with device_id= and log_id=.
 *
 * Field names and meanings: Fortinet, "FortiOS Log Message Reference" 6.0 to 7.6 (read 2026-11);
 * older names (src, dst, src_port) are those of FortiOS 4 and 5.0.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/native.h"

#include <stdlib.h>

/* The marks stand in the first fields. */
#define HEAD 512

static const struct native_row rows[] = {
    NATIVE_ROW("srcip", SRC_IP, IP),
    NATIVE_ROW("src", SRC_IP, IP),
    NATIVE_ROW("client_ip", SRC_IP, IP),
    NATIVE_ROW("srcport", SRC_PORT, PORT),
    NATIVE_ROW("src_port", SRC_PORT, PORT),
    NATIVE_ROW("srcmac", SRC_MAC, TEXT),
    NATIVE_ROW("mastersrcmac", SRC_MAC, TEXT),
    NATIVE_ROW("srcname", SRC_HOST, TEXT),
    NATIVE_ROW("srcname", HOST, TEXT),
    NATIVE_ROW("srcintf", SRC_INTERFACE, TEXT),
    NATIVE_ROW("src_int", SRC_INTERFACE, TEXT),
    NATIVE_ROW("dstip", DST_IP, IP),
    NATIVE_ROW("dst", DST_IP, IP),
    NATIVE_ROW("dstport", DST_PORT, PORT),
    NATIVE_ROW("dst_port", DST_PORT, PORT),
    NATIVE_ROW("dstmac", DST_MAC, TEXT),
    NATIVE_ROW("masterdstmac", DST_MAC, TEXT),
    NATIVE_ROW("dstname", DST_HOST, TEXT),
    NATIVE_ROW("dstintf", DST_INTERFACE, TEXT),
    NATIVE_ROW("dst_int", DST_INTERFACE, TEXT),
    NATIVE_ROW("transip", SRC_NAT_IP, IP),
    NATIVE_ROW("tranip", DST_NAT_IP, IP),
    NATIVE_ROW("tranport", DST_NAT_PORT, PORT),
    NATIVE_ROW("proto", TRANSPORT, TRANSPORT),
    NATIVE_ROW("service", APP_PROTOCOL, LOWER),
    NATIVE_ROW("app", APPLICATION, LOWER),
    NATIVE_ROW("direction", DIRECTION, DIRECTION),
    NATIVE_ROW("dir", DIRECTION, DIRECTION),
    NATIVE_ROW("sentbyte", SRC_BYTES, NUMBER),
    NATIVE_ROW("sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("rcvdbyte", DST_BYTES, NUMBER),
    NATIVE_ROW("rcvd", DST_BYTES, NUMBER),
    NATIVE_ROW("sentpkt", SRC_PACKETS, NUMBER),
    NATIVE_ROW("rcvdpkt", DST_PACKETS, NUMBER),
    NATIVE_ROW("duration", DURATION, NUMBER),
    NATIVE_ROW("sessionid", SESSION_ID, TEXT),
    NATIVE_ROW("session_id", SESSION_ID, TEXT),
    NATIVE_ROW("devname", DEVICE, TEXT),
    NATIVE_ROW("devid", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("device_id", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("eapuser", USER, ACCOUNT), /* user= is the address then */
    NATIVE_ROW("user", USER, ACCOUNT),
    NATIVE_ROW("unauthuser", USER, ACCOUNT),
    NATIVE_ROW("xauthuser", USER, ACCOUNT),
    NATIVE_ROW("user_name", USER, ACCOUNT),
    NATIVE_ROW("dstuser", DST_USER, ACCOUNT),
    NATIVE_ROW("group", GROUP, TEXT),
    NATIVE_ROW("action", ACTION, TEXT),
    NATIVE_ROW("logid", EVENT_CODE, TEXT),
    NATIVE_ROW("log_id", EVENT_CODE, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("severity_level", SEVERITY, TEXT),
    NATIVE_ROW("level", LEVEL, LOWER),
    NATIVE_ROW("pri", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("policyid", RULE_ID, TEXT),
    NATIVE_ROW("policy_id", RULE_ID, TEXT),
    NATIVE_ROW("policyname", RULE_NAME, TEXT),
    NATIVE_ROW("catdesc", URL_CATEGORY, TEXT),
    NATIVE_ROW("catdesc", RULE_CATEGORY, TEXT),
    NATIVE_ROW("appcat", RULE_CATEGORY, TEXT),
    NATIVE_ROW("agent", USER_AGENT, TEXT),
    NATIVE_ROW("http_agent", USER_AGENT, TEXT),
    NATIVE_ROW("referralurl", REFERER, TEXT),
    NATIVE_ROW("http_refer", REFERER, TEXT),
    NATIVE_ROW("httpmethod", METHOD, TEXT),
    NATIVE_ROW("http_method", METHOD, TEXT),
    NATIVE_ROW("http_retcode", STATUS, NUMBER),
    NATIVE_ROW("httpcode", STATUS, NUMBER),
    NATIVE_ROW("contenttype", CONTENT_TYPE, TEXT),
    NATIVE_ROW("qname", DNS_QUERY, TEXT),
    NATIVE_ROW("qtype", DNS_TYPE, TEXT),
    NATIVE_ROW("xid", DNS_ID, TEXT),
    NATIVE_ROW("rcode", DNS_CODE, TEXT),
    NATIVE_ROW("sni", TLS_SNI, TEXT),
    NATIVE_ROW("tlsver", TLS_VERSION, TEXT),
    NATIVE_ROW("scertcname", TLS_SUBJECT, TEXT),
    NATIVE_ROW("cn", TLS_SUBJECT, TEXT),
    NATIVE_ROW("scertissuer", TLS_ISSUER, TEXT),
    NATIVE_ROW("issuer", TLS_ISSUER, TEXT),
    NATIVE_ROW("virus", SIGNATURE, TEXT),
    NATIVE_ROW("attack", SIGNATURE, TEXT),
    NATIVE_ROW("attackname", SIGNATURE, TEXT),
    NATIVE_ROW("signature_cve_id", SIGNATURE, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("file", FILE_NAME, TEXT),
    NATIVE_ROW("filesize", FILE_SIZE, NUMBER),
    NATIVE_ROW("filetype", FILE_TYPE, TEXT),
    NATIVE_ROW("sender", MAIL_FROM, TEXT),
    NATIVE_ROW("from", MAIL_FROM, TEXT),
    NATIVE_ROW("recipient", MAIL_TO, TEXT),
    NATIVE_ROW("to", MAIL_TO, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
};

static bool recognise(const struct view *view)
{
	struct text head = text_part(view->message, 0, HEAD);
	if (text_find_char(head, '=') == TEXT_NONE)
		return false;
	bool dated = native_has_key(head, TEXT("date=")) && native_has_key(head, TEXT("time="));
	if (native_has_key(head, TEXT("logid=")) || native_has_key(head, TEXT("log_id=")))
		return native_has_key(head, TEXT("type=")) &&
		       (dated || native_has_key(head, TEXT("devid=")) ||
			   native_has_key(head, TEXT("vd=")));
	/* FortiClient's messages that a FortiGate passes on have no number. */
	return text_starts(text_trim(head), TEXT("date=")) &&
	       (native_has_key(head, TEXT("desc=")) || native_has_key(head, TEXT("devid=")));
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* "-0500", "+09:00", "UTC-5:00": seconds east of UTC. */
static bool offset_of(struct text t, int *offset)
{
	text_skip(&t, TEXT("UTC"));
	text_skip(&t, TEXT("GMT"));
	if (t.size < 2 || (t.at[0] != '+' && t.at[0] != '-'))
		return false;
	int sign = t.at[0] == '-' ? -1 : 1;
	struct text hours = text_from(t, 1);
	struct text minutes = {NULL, 0};
	size_t colon = text_find_char(hours, ':');
	if (colon != TEXT_NONE) {
		minutes = text_from(hours, colon + 1);
		hours.size = colon;
	} else if (hours.size == 4) {
		minutes = text_from(hours, 2);
		hours.size = 2;
	}
	uint64_t h;
	uint64_t m = 0;
	if (!text_to_uint(hours, &h) || h > 14)
		return false;
	if (minutes.size != 0 && (!text_to_uint(minutes, &m) || m > 59))
		return false;
	*offset = sign * (int)(h * 3600 + m * 60);
	return true;
}

/* eventtime= counts seconds, milli-, micro- or nanoseconds, by release; told by its length. */
static bool instant_of(struct text t, int64_t *instant)
{
	uint64_t count;
	if (t.size < 9 || t.size > 19 || !text_to_uint(t, &count))
		return false;
	if (t.size <= 11)
		*instant = (int64_t)count * CLOCK_SECOND;
	else if (t.size <= 14)
		*instant = (int64_t)count * 1000;
	else if (t.size <= 17)
		*instant = (int64_t)count;
	else
		*instant = (int64_t)(count / 1000);
	return true;
}

/*
 * date= and time= are the device's clock, tz= its offset. eventtime= is finer and needs no zone,
 * but on some releases it has another base: it is believed when it lies near the written time
 * (within two seconds where the offset is known, else within any zone's offset).
 */
static void set_time(struct event *event, const struct decode_context *context)
{
	int64_t exact;
	bool has_exact = instant_of(get(event, "eventtime"), &exact) ||
			 instant_of(get(event, "timestamp"), &exact) ||
			 instant_of(get(event, "itime"), &exact);
	struct text clock = decode_join(event->arena, get(event, "date"), ' ', get(event, "time"));
	struct civil civil;
	int64_t written;
	bool has_clock = clock_parse(text_trim(clock), &civil);
	bool zoned = has_clock && offset_of(get(event, "tz"), &civil.offset);
	if (has_clock) {
		civil.has_offset = zoned;
		has_clock =
		    decode_set_time(event, &civil, context) && clock_from_civil(&civil, &written);
	}
	if (!has_exact)
		return;
	int64_t bound = zoned ? 2 * CLOCK_SECOND : 15 * CLOCK_HOUR;
	if (!has_clock || llabs(exact - written) <= bound) {
		event->time = exact;
		event->has_time = true;
	}
}

/* The Sigma category that generic rules would look for such a log under. */
static struct text category_of(struct text kind)
{
	static const struct {
		struct text kind;
		struct text category;
	} known[] = {
	    {TEXT_INIT("traffic"), TEXT_INIT("firewall")},
	    {TEXT_INIT("app-ctrl"), TEXT_INIT("firewall")},
	    {TEXT_INIT("ssl"), TEXT_INIT("firewall")},
	    {TEXT_INIT("webfilter"), TEXT_INIT("proxy")},
	    {TEXT_INIT("dns"), TEXT_INIT("dns")},
	    {TEXT_INIT("virus"), TEXT_INIT("antivirus")},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_equal_fold(known[i].kind, kind))
			return known[i].category;
	}
	return (struct text){NULL, 0};
}

/* The first letters of a serial number tell the product line. */
static struct text product_of(const struct event *event)
{
	struct text serial = get(event, "device_id");
	if (text_starts(serial, TEXT("FE")))
		return TEXT("fortimail");
	if (text_starts(serial, TEXT("FV")))
		return TEXT("fortiweb");
	return TEXT("fortigate");
}

/* VPN events name the two ends as remote and local; who began is in dir=, else it was the remote
 * one. */
static void put_vpn_ends(struct event *event)
{
	struct text remote = get(event, "remip");
	struct text local = get(event, "locip");
	if (!decode_is_ip(remote) || get(event, "srcip").size != 0)
		return;
	bool outbound = text_equal(get(event, "dir"), TEXT("outbound"));
	enum field_id far = outbound ? FIELD_DST_IP : FIELD_SRC_IP;
	enum field_id near = outbound ? FIELD_SRC_IP : FIELD_DST_IP;
	event_put(event, far, remote);
	event_put(event, outbound ? FIELD_DST_PORT : FIELD_SRC_PORT, get(event, "remport"));
	if (!decode_is_ip(local))
		return;
	event_put(event, near, local);
	event_put(event, outbound ? FIELD_SRC_PORT : FIELD_DST_PORT, get(event, "locport"));
}

/* An administrator's address stands in ui="https(192.0.2.1)". */
static void put_ui_address(struct event *event)
{
	struct text ui = get(event, "ui");
	size_t open = text_find_char(ui, '(');
	if (open == TEXT_NONE || !text_ends(ui, TEXT(")")) ||
	    event_get_field(event, FIELD_SRC_IP).size != 0)
		return;
	struct text inside = text_part(ui, open + 1, ui.size - open - 2);
	if (decode_is_ip(inside))
		event_put(event, FIELD_SRC_IP, inside);
}

static void put_outcome(struct event *event)
{
	static const struct text bad[] = {TEXT_INIT("fail"), TEXT_INIT("failed"),
	    TEXT_INIT("failure"), TEXT_INIT("negotiate_error"), TEXT_INIT("error"),
	    TEXT_INIT("denied"), TEXT_INIT("deny")};
	static const struct text refused[] = {TEXT_INIT("ssl-login-fail"),
	    TEXT_INIT("auth-failure"), TEXT_INIT("authentication-failed")};
	struct text status = get(event, "status");
	struct text action = get(event, "action");
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (text_equal_fold(action, refused[i]))
			event_put(event, FIELD_OUTCOME, TEXT("failure"));
	}
	if (event_get_field(event, FIELD_OUTCOME).size != 0)
		return;
	if (text_equal(status, TEXT("success")) || text_equal(status, TEXT("succeeded")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (text_equal_fold(status, bad[i]))
			event_put(event, FIELD_OUTCOME, TEXT("failure"));
	}
}

/* ipaddr="192.0.2.1, 192.0.2.2" */
static void put_answers(struct event *event)
{
	struct text rest = get(event, "ipaddr");
	while (rest.size != 0)
		event_put(event, FIELD_DNS_ANSWER, text_trim(text_cut(&rest, ',')));
}

static void put_hash(struct event *event)
{
	struct text hash = get(event, "analyticscksum");
	if (hash.size == 0)
		hash = get(event, "filehash");
	if (hash.size == 64)
		event_put(event, FIELD_SHA256, text_lower(event->arena, hash));
	else if (hash.size == 40)
		event_put(event, FIELD_SHA1, text_lower(event->arena, hash));
	else if (hash.size == 32)
		event_put(event, FIELD_MD5, text_lower(event->arena, hash));
}

static void put_url(struct event *event)
{
	struct text service = text_lower(event->arena, get(event, "service"));
	struct text host = get(event, "hostname");
	struct text url = get(event, "url");
	if (host.size == 0)
		host = get(event, "http_host");
	if (url.size == 0)
		url = get(event, "http_url");
	bool web = text_equal(service, TEXT("http")) || text_equal(service, TEXT("https"));
	native_put_url(event, web ? service : TEXT("https"), host, url);
}

/*
 * FortiOS calls the port after source translation "transport", which is what the taxonomy calls the
 * protocol: it is kept as src_nat_port alone. Also the separator of "set format csv".
 */
static size_t read_pairs(struct event *event, struct text t)
{
	size_t space = text_find_char(t, ' ');
	size_t comma = text_find_char(t, ',');
	bool commas = comma != TEXT_NONE && comma < space;
	struct pairs pairs = {.rest = t, .separator = commas ? ',' : 0, .arena = event->arena};
	struct text key;
	struct text value;
	size_t count = 0;
	for (; decode_next_pair(&pairs, &key, &value); count++) {
		if (text_equal(key, TEXT("transport")))
			event_put(event, FIELD_SRC_NAT_PORT, value);
		else
			event_add(event, key, value, VALUE_TEXT);
	}
	return count;
}

/* Until FortiOS 5.0 a traffic log says what became of the traffic in status=. */
static void put_old_action(struct event *event)
{
	if (text_equal_fold(event->logsource.service, TEXT("traffic")) &&
	    get(event, "action").size == 0)
		event_put(event, FIELD_ACTION, get(event, "status"));
}

static void put_taxonomy(struct event *event)
{
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	put_old_action(event);
	struct text who = event_get_field(event, FIELD_USER);
	if (event_get_field(event, FIELD_SRC_IP).size != 0)
		event_put(event, FIELD_SRC_USER, who);
	put_vpn_ends(event);
	put_ui_address(event);
	put_outcome(event);
	decode_put_sum(event, FIELD_BYTES, get(event, "sentbyte"), get(event, "rcvdbyte"));
	decode_put_sum(event, FIELD_PACKETS, get(event, "sentpkt"), get(event, "rcvdpkt"));
	put_answers(event);
	put_hash(event);
	put_url(event);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = event_create(view->arena, view->context->received);
	if (read_pairs(event, text_trim(view->message)) < 2) {
		why_set(why, "fewer than two key=value pairs");
		return MALFORMED;
	}
	set_time(event, view->context);
	struct text type = text_lower(view->arena, get(event, "type"));
	bool utm = text_equal(type, TEXT("utm"));
	event->logsource.product = product_of(event);
	event->logsource.service = type;
	event->logsource.category = category_of(utm ? get(event, "subtype") : type);
	event->message = get(event, "msg");
	put_taxonomy(event);
	return native_give(event, events, why);
}

const struct decoder fortigate_decoder = {
    "fortigate", "Fortinet FortiGate", "fortigate", recognise, decode};
