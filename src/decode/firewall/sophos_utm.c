/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sophos UTM (SG, formerly Astaro Security Gateway): "2019:04:08-11:21:55 gate ulogd[4711]:
 * id="2001" severity="info" sys="SecureNet" sub="packetfilter" name="Packet dropped" …", and the
 * plain lines of its other programs (named, dhcpd, exim, openvpn) under the same header.
 *
 * Message ids and fields: Sophos, "UTM 9 Logfile reference" and knowledge base 118987 (read
 * 2026-11).
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/native.h"
#include "decode/web/request.h"

#define HEAD 512
static const struct native_row rows[] = {
    NATIVE_ROW("srcip", SRC_IP, IP),
    NATIVE_ROW("srcport", SRC_PORT, PORT),
    NATIVE_ROW("srcmac", SRC_MAC, TEXT),
    NATIVE_ROW("initf", SRC_INTERFACE, TEXT),
    NATIVE_ROW("dstip", DST_IP, IP),
    NATIVE_ROW("dstport", DST_PORT, PORT),
    NATIVE_ROW("dstmac", DST_MAC, TEXT),
    NATIVE_ROW("outitf", DST_INTERFACE, TEXT),
    NATIVE_ROW("proto", TRANSPORT, TRANSPORT),
    NATIVE_ROW("app", APPLICATION, LOWER),
    NATIVE_ROW("application", APPLICATION, LOWER),
    NATIVE_ROW("user", USER, ACCOUNT),
    NATIVE_ROW("group", GROUP, TEXT),
    NATIVE_ROW("action", ACTION, TEXT),
    NATIVE_ROW("id", EVENT_CODE, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("severity", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("fwrule", RULE_ID, TEXT),
    NATIVE_ROW("sid", RULE_ID, TEXT),
    NATIVE_ROW("class", RULE_CATEGORY, TEXT),
    NATIVE_ROW("categoryname", URL_CATEGORY, TEXT),
    NATIVE_ROW("category", URL_CATEGORY, TEXT),
    NATIVE_ROW("virus", SIGNATURE, TEXT),
    NATIVE_ROW("virusname", SIGNATURE, TEXT),
    NATIVE_ROW("threatname", SIGNATURE, TEXT),
    NATIVE_ROW("method", METHOD, TEXT),
    NATIVE_ROW("statuscode", STATUS, NUMBER),
    NATIVE_ROW("size", RESPONSE_BYTES, NUMBER),
    NATIVE_ROW("ua", USER_AGENT, TEXT),
    NATIVE_ROW("useragent", USER_AGENT, TEXT),
    NATIVE_ROW("referer", REFERER, TEXT),
    NATIVE_ROW("content-type", CONTENT_TYPE, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("from", MAIL_FROM, TEXT),
    NATIVE_ROW("to", MAIL_TO, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
    NATIVE_ROW("queueid", MAIL_ID, TEXT),
    NATIVE_ROW("fqdn", DNS_QUERY, TEXT),
};

/* "2019:04:08-11:21:55": a date that only this product writes so. */
static bool take_time(struct text *rest, struct civil *civil)
{
	static const char form[] = "0000:00:00-00:00:00";
	const size_t size = sizeof(form) - 1;
	if (rest->size < size)
		return false;
	for (size_t i = 0; i < size; i++) {
		bool digit = rest->at[i] >= '0' && rest->at[i] <= '9';
		if (form[i] == '0' ? !digit : rest->at[i] != form[i])
			return false;
	}
	int part[6];
	static const size_t at[] = {0, 5, 8, 11, 14, 17};
	for (size_t i = 0; i < 6; i++) {
		int64_t value = 0;
		if (!text_to_int(text_part(*rest, at[i], i == 0 ? 4 : 2), &value))
			return false;
		part[i] = (int)value;
	}
	*civil = (struct civil){.year = part[0],
	    .month = part[1],
	    .day = part[2],
	    .hour = part[3],
	    .minute = part[4],
	    .second = part[5]};
	*rest = text_from(*rest, size);
	return true;
}

struct header {
	bool has_time;
	struct civil time;
	struct text host;
	struct text program;
	struct text pid;
	struct text body;
};

/* "host program[pid]: " behind the time. */
static void take_names(struct text rest, struct header *header)
{
	header->host = text_word(&rest);
	size_t colon = text_find(rest, TEXT(": "));
	if (colon == TEXT_NONE || colon > 64) {
		header->body = text_trim(rest);
		return;
	}
	struct text tag = text_trim(text_part(rest, 0, colon));
	size_t open = text_find_char(tag, '[');
	header->program = text_part(tag, 0, open);
	if (open != TEXT_NONE && text_ends(tag, TEXT("]")))
		header->pid = text_part(tag, open + 1, tag.size - open - 2);
	header->body = text_trim(text_from(rest, colon + 2));
}

/* The device's own header, wherever it stands: a relay may have put one of its own before it. */
static bool find_header(const struct view *view, struct header *header)
{
	struct text head = text_part(view->record, 0, HEAD);
	*header = (struct header){.has_time = false};
	for (size_t i = 0; i < head.size; i++) {
		if (i != 0 && head.at[i - 1] != ' ' && head.at[i - 1] != '>')
			continue;
		struct text rest = text_from(view->record, i);
		if (take_time(&rest, &header->time)) {
			header->has_time = true;
			take_names(rest, header);
			return true;
		}
	}
	header->host = view->envelope.host;
	header->program = view->envelope.program;
	header->pid = view->envelope.pid;
	header->body = view->message;
	return false;
}

static bool is_structured(struct text t)
{
	struct text head = text_part(t, 0, HEAD);
	return native_has_key(head, TEXT("id=\"")) && native_has_key(head, TEXT("sys=\"")) &&
	       native_has_key(head, TEXT("sub=\""));
}

static bool recognise(const struct view *view)
{
	struct header header;
	return find_header(view, &header) || is_structured(view->message);
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

static struct text category_of(struct text service)
{
	if (text_equal(service, TEXT("packetfilter")))
		return TEXT("firewall");
	if (text_equal(service, TEXT("http")))
		return TEXT("proxy");
	return (struct text){NULL, 0};
}

static void put_outcome(struct event *event)
{
	struct text name = get(event, "name");
	if (text_find_fold(name, TEXT("authentication successful")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	else if (text_find_fold(name, TEXT("authentication failed")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
}

/* An intrusion's reason= is the signature's name; its class= words end in nothing of use. */
static void put_intrusion(struct event *event)
{
	event_put(event, FIELD_SIGNATURE, get(event, "reason"));
	event_put(event, FIELD_RULE_NAME, get(event, "reason"));
}

static void decode_structured(struct event *event, struct text body)
{
	native_pairs(event, body, 0);
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	event->message = get(event, "name");
	event->logsource.service = get(event, "sub");
	event->logsource.category = category_of(event->logsource.service);
	put_outcome(event);
	if (get(event, "url").size != 0)
		decode_put_url(event, get(event, "url"));
	if (text_equal(event->logsource.service, TEXT("ips")))
		put_intrusion(event);
	if (event_get_field(event, FIELD_SRC_IP).size != 0)
		event_put(event, FIELD_SRC_USER, event_get_field(event, FIELD_USER));
}

/* The reverse proxy's requests: id="0299" srcip="…" host="…" method="GET" statuscode="200" … in
 * pairs, yet without the sys= and sub= of all others. time= counts microseconds. */
static bool is_request(struct text program, struct text body)
{
	struct text head = text_part(body, 0, HEAD);
	return text_equal(program, TEXT("httpd")) && text_starts(head, TEXT("id=\"")) &&
	       native_has_key(head, TEXT("method=\"")) && native_has_key(head, TEXT("srcip=\""));
}

static void decode_request(struct event *event, struct text body)
{
	native_pairs(event, body, 0);
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	const struct request request = {.target = decode_join(event->arena, get(event, "url"), '?',
					    text_from(get(event, "query"), 1)),
	    .host = get(event, "server"),
	    .server = true};
	request_put(event, &request);
	event->logsource.category = TEXT("webserver");
}

/* "client 192.0.2.7#53211: query: www.example.com IN A" from the name server. */
static void decode_query(struct event *event, struct text body)
{
	size_t mark = text_find(body, TEXT("query: "));
	size_t client = text_find(body, TEXT("client "));
	if (mark == TEXT_NONE || client == TEXT_NONE)
		return;
	struct text rest = text_from(body, mark + sizeof("query: ") - 1);
	event_put(event, FIELD_DNS_QUERY, text_word(&rest));
	text_word(&rest);
	event_put(event, FIELD_DNS_TYPE, text_word(&rest));
	struct text address = text_from(body, client + sizeof("client ") - 1);
	if (text_starts(address, TEXT("@"))) /* BIND 9.11 and later name an object first */
		text_word(&address);
	struct text port = text_word(&address);
	address = text_cut(&port, '#');
	if (decode_is_ip(address)) {
		event_put(event, FIELD_SRC_IP, address);
		event_put(event, FIELD_SRC_PORT, text_part(port, 0, text_find_char(port, ':')));
	}
	event->logsource.category = TEXT("dns");
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct header header;
	bool own = find_header(view, &header);
	if (header.body.size == 0) {
		why_set(why, "nothing behind the header");
		return MALFORMED;
	}
	struct event *event = event_create(view->arena, view->context->received);
	if (own && header.has_time)
		decode_set_time(event, &header.time, view->context);
	event->logsource.product = TEXT("sophos-utm");
	event->logsource.service = header.program;
	event->message = header.body;
	if (is_structured(header.body))
		decode_structured(event, header.body);
	else if (is_request(header.program, header.body))
		decode_request(event, header.body);
	else if (text_equal(header.program, TEXT("named")))
		decode_query(event, header.body);
	event_put(event, FIELD_DEVICE, header.host);
	event_put(event, FIELD_SYSLOG_HOST, header.host);
	event_put(event, FIELD_PROGRAM, header.program);
	event_put(event, FIELD_PROCESS_ID, header.pid);
	return native_give(event, events, why);
}

const struct decoder sophos_utm_decoder = {
    "sophos-utm", "Sophos UTM", "sophos-utm", recognise, decode};
