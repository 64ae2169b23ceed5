/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Palo Alto Networks PAN-OS and Strata Logging Service, default CSV syslog format.
 *
 * The columns are in paloalto_columns.c. Records begin with a column that is kept for later use
 * ("1"), the receive time, the serial number and the type; quoted cells double their quotes.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/firewall/paloalto_columns.h"
#include "decode/firewall/paloalto_system.h"
#include "decode/native.h"

/* How far into a record the CSV may begin: behind any syslog header. */
#define HEAD 512

/* PAN-OS cuts its messages far below this: a longer line is something else. */
#define LONGEST (128 * 1024)
#define EXTRA 64 /* columns behind those that are known */

static const struct native_row rows[] = {
    NATIVE_ROW("src", SRC_IP, IP),
    NATIVE_ROW("ip", SRC_IP, IP),
    NATIVE_ROW("public_ip", SRC_IP, IP),
    NATIVE_ROW("public_ipv6", SRC_IP, IP),
    NATIVE_ROW("srcipv6", SRC_IP, IP),
    NATIVE_ROW("host", SRC_IP, IP),
    NATIVE_ROW("sport", SRC_PORT, PORT),
    NATIVE_ROW("natsrc", SRC_NAT_IP, IP),
    NATIVE_ROW("private_ip", SRC_NAT_IP, IP),
    NATIVE_ROW("private_ipv6", SRC_NAT_IP, IP),
    NATIVE_ROW("natsport", SRC_NAT_PORT, PORT),
    NATIVE_ROW("mac", SRC_MAC, TEXT),
    NATIVE_ROW("machinename", SRC_HOST, TEXT),
    NATIVE_ROW("machinename", HOST, TEXT),
    NATIVE_ROW("src_host", HOST, TEXT),
    NATIVE_ROW("from", SRC_ZONE, TEXT),
    NATIVE_ROW("inbound_if", SRC_INTERFACE, TEXT),
    NATIVE_ROW("dst", DST_IP, IP),
    NATIVE_ROW("end_ip_adr", DST_IP, IP),
    NATIVE_ROW("dport", DST_PORT, PORT),
    NATIVE_ROW("natdst", DST_NAT_IP, IP),
    NATIVE_ROW("natdport", DST_NAT_PORT, PORT),
    NATIVE_ROW("to", DST_ZONE, TEXT),
    NATIVE_ROW("outbound_if", DST_INTERFACE, TEXT),
    NATIVE_ROW("proto", TRANSPORT, TRANSPORT),
    NATIVE_ROW("app", APPLICATION, LOWER),
    NATIVE_ROW("bytes", BYTES, NUMBER),
    NATIVE_ROW("bytes_sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("bytes_received", DST_BYTES, NUMBER),
    NATIVE_ROW("packets", PACKETS, NUMBER),
    NATIVE_ROW("pkts_sent", SRC_PACKETS, NUMBER),
    NATIVE_ROW("pkts_received", DST_PACKETS, NUMBER),
    NATIVE_ROW("elapsed", DURATION, NUMBER),
    NATIVE_ROW("login_duration", DURATION, NUMBER),
    NATIVE_ROW("sessionid", SESSION_ID, TEXT),
    NATIVE_ROW("device_name", DEVICE, TEXT),
    NATIVE_ROW("serial", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("srcuser", USER, ACCOUNT),
    NATIVE_ROW("normalize_user", USER, ACCOUNT),
    NATIVE_ROW("user", USER, ACCOUNT),
    NATIVE_ROW("admin", USER, ACCOUNT),
    NATIVE_ROW("dstuser", DST_USER, ACCOUNT),
    NATIVE_ROW("action", ACTION, TEXT),
    NATIVE_ROW("cmd", ACTION, TEXT),
    NATIVE_ROW("event", ACTION, TEXT),
    NATIVE_ROW("stage", ACTION, TEXT),
    NATIVE_ROW("eventid", EVENT_CODE, TEXT),
    NATIVE_ROW("event_code", EVENT_CODE, TEXT),
    NATIVE_ROW("seqno", EVENT_ID, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("severity", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("error", REASON, TEXT),
    NATIVE_ROW("session_end_reason", REASON, TEXT),
    NATIVE_ROW("rule", RULE_NAME, TEXT),
    NATIVE_ROW("objectname", RULE_NAME, TEXT),
    NATIVE_ROW("rule_uuid", RULE_ID, TEXT),
    NATIVE_ROW("object_id", RULE_ID, TEXT),
    NATIVE_ROW("thr_category", RULE_CATEGORY, TEXT),
    NATIVE_ROW("user_agent", USER_AGENT, TEXT),
    NATIVE_ROW("referer", REFERER, TEXT),
    NATIVE_ROW("http_method", METHOD, TEXT),
    NATIVE_ROW("contenttype", CONTENT_TYPE, TEXT),
    NATIVE_ROW("filedigest", SHA256, LOWER),
    NATIVE_ROW("filetype", FILE_TYPE, TEXT),
    NATIVE_ROW("sender", MAIL_FROM, TEXT),
    NATIVE_ROW("recipient", MAIL_TO, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
    NATIVE_ROW("sni", TLS_SNI, TEXT),
    NATIVE_ROW("cn", TLS_SUBJECT, TEXT),
    NATIVE_ROW("issuer_cn", TLS_ISSUER, TEXT),
    NATIVE_ROW("tls_version", TLS_VERSION, TEXT),
};

static bool is_digits(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] < '0' || t.at[i] > '9')
			return false;
	}
	return t.size != 0;
}

/* Whether `t` begins "1,TIME,SERIAL,TYPE,". The type is given. */
static bool begins_record(struct text t, struct text *type)
{
	struct civil civil;
	struct text rest = text_part(t, 0, HEAD);
	if (!is_digits(text_part(t, 0, 1)) || !is_digits(text_cut(&rest, ',')))
		return false;
	if (!clock_parse(text_cut(&rest, ','), &civil))
		return false;
	text_cut(&rest, ',');
	*type = text_cut(&rest, ',');
	return rest.size != 0 && paloalto_columns(*type).size != 0;
}

/*
 * The record's CSV part. A header without a host lets "1,2012/10/30" look like one, so the start
 * is looked for in the whole record, at every word.
 */
static bool find_record(const struct view *view, struct text *csv, struct text *type)
{
	*csv = view->message;
	if (begins_record(*csv, type))
		return true;
	struct text head = text_part(view->record, 0, HEAD);
	for (size_t i = 0; i < head.size; i++) {
		if (i != 0 && head.at[i - 1] != ' ' && head.at[i - 1] != '>')
			continue;
		*csv = text_from(view->record, i);
		if (begins_record(*csv, type))
			return true;
	}
	return false;
}

static bool recognise(const struct view *view)
{
	struct text csv;
	struct text type;
	return text_find_char(text_part(view->record, 0, HEAD), ',') != TEXT_NONE &&
	       find_record(view, &csv, &type);
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/*
 * Whether a CONFIG record has no change details: then the sequence number and the flags
 * stand right behind the path.
 */
static bool is_short_config(struct text csv, struct arena *arena)
{
	struct cells cells = {.rest = csv, .separator = ',', .arena = arena};
	struct text cell = {NULL, 0};
	struct text before = {NULL, 0};
	for (size_t i = 0; i < 16; i++) {
		before = cell;
		if (!decode_next_cell(&cells, &cell))
			return true;
	}
	return is_digits(before) && text_starts(cell, TEXT("0x"));
}

static size_t read_cells(struct event *event, struct text csv, struct text columns)
{
	struct cells cells = {.rest = csv, .separator = ',', .arena = event->arena};
	struct text cell;
	size_t count = 0;
	while (columns.size != 0 && decode_next_cell(&cells, &cell)) {
		struct text name = text_cut(&columns, ',');
		if (name.size != 0)
			event_add(event, name, text_trim(cell), VALUE_TEXT);
		count++;
	}
	/* Columns of a release that is newer than the list. */
	for (size_t extra = count; extra < count + EXTRA && decode_next_cell(&cells, &cell);
	     extra++)
		event_add(
		    event, text_format(event->arena, "column_%zu", extra + 1), cell, VALUE_TEXT);
	return count;
}

/* The high resolution time has its zone in it; devices that do not know it write the epoch. */
static void set_time(struct event *event, const struct decode_context *context)
{
	struct text fine = get(event, "high_res_timestamp");
	bool known = fine.size != 0 && !text_starts(fine, TEXT("19"));
	if (known && decode_set_time_text(event, fine, context))
		return;
	if (!decode_set_time_text(event, get(event, "time_generated"), context))
		decode_set_time_text(event, get(event, "receive_time"), context);
}

static void put_start(struct event *event, const struct decode_context *context)
{
	struct civil civil;
	int64_t start;
	char out[CLOCK_TEXT];
	if (!clock_parse(get(event, "start"), &civil) ||
	    !clock_resolve(&civil, context->zone, context->received, &start))
		return;
	clock_format(start, out);
	event_put(event, FIELD_START, text_copy(event->arena, text_of(out)));
}

/* "Name of it(12345)": the name, and the number as the rule where no other is known. */
static void put_threat(struct event *event)
{
	struct text threat = get(event, "threatid");
	size_t open = text_find_last_char(threat, '(');
	if (open == TEXT_NONE || !text_ends(threat, TEXT(")"))) {
		event_put(event, FIELD_SIGNATURE, threat);
		return;
	}
	event_put(event, FIELD_SIGNATURE, text_trim(text_part(threat, 0, open)));
	event_put(event, FIELD_EVENT_CODE, text_part(threat, open + 1, threat.size - open - 2));
}

static void put_file(struct event *event, struct text path)
{
	size_t slash = text_find_last_char(path, '/');
	if (slash != TEXT_NONE)
		event_put(event, FIELD_FILE_PATH, path);
	event_put(event, FIELD_FILE_NAME, slash == TEXT_NONE ? path : text_from(path, slash + 1));
}

static bool is_one_of(struct text t, const char *a, const char *b)
{
	return text_equal(t, text_of(a)) || text_equal(t, text_of(b));
}

/* What stands in misc= depends on the subtype: a URL, a file's name, or a queried domain. */
static void put_misc(struct event *event)
{
	struct text subtype = get(event, "subtype");
	struct text misc = get(event, "misc");
	bool dns = text_starts(get(event, "app"), TEXT("dns"));
	if (native_is_none(misc))
		return;
	if (text_equal(subtype, TEXT("url"))) {
		bool tls = text_equal(get(event, "app"), TEXT("ssl")) ||
			   text_equal(get(event, "dport"), TEXT("443"));
		bool whole = text_find(misc, TEXT("://")) != TEXT_NONE;
		decode_put_url(event, whole ? misc
					    : text_format(event->arena, "%s://%.*s",
						  tls ? "https" : "http", TEXT_ARGS(misc)));
		event_put(event, FIELD_URL_CATEGORY, get(event, "category"));
	} else if (dns && is_one_of(subtype, "spyware", "vulnerability")) {
		event_put(event, FIELD_DNS_QUERY, misc);
	} else if (is_one_of(subtype, "spyware", "vulnerability")) {
		decode_put_url(event, misc);
	} else {
		put_file(event, misc);
	}
}

static void put_outcome(struct event *event)
{
	struct text status = get(event, "status");
	if (status.size == 0)
		status = get(event, "result");
	if (text_equal(status, TEXT("success")) || text_equal(status, TEXT("Succeeded")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	else if (text_equal_fold(status, TEXT("failure")) || text_equal(status, TEXT("Failed")) ||
		 text_equal(status, TEXT("Unauthorized")))
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	else if (text_find_fold(get(event, "event"), TEXT("fail")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	else if (text_find_fold(get(event, "event"), TEXT("success")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("success"));
}

static struct text category_of(struct text type, struct text subtype, struct text app)
{
	if (text_equal(type, TEXT("TRAFFIC")) || text_equal(type, TEXT("DECRYPTION")))
		return TEXT("firewall");
	if (!text_equal(type, TEXT("THREAT")))
		return (struct text){NULL, 0};
	if (text_equal(subtype, TEXT("url")))
		return TEXT("proxy");
	if (text_starts(subtype, TEXT("wildfire")) || is_one_of(subtype, "virus", "ml-virus"))
		return TEXT("antivirus");
	if (text_equal(subtype, TEXT("spyware")) && text_starts(app, TEXT("dns")))
		return TEXT("dns");
	return (struct text){NULL, 0};
}

static void put_taxonomy(struct event *event, const struct decode_context *context)
{
	struct text type = get(event, "type");
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	event->logsource.product = TEXT("paloalto");
	event->logsource.service = text_lower(event->arena, type);
	event->logsource.category = category_of(type, get(event, "subtype"), get(event, "app"));
	if (get(event, "srcuser").size != 0)
		event_put(event, FIELD_SRC_USER, event_get_field(event, FIELD_USER));
	event->message = get(event, "opaque");
	put_start(event, context);
	put_outcome(event);
	if (text_equal(type, TEXT("SYSTEM")))
		paloalto_system_put(event);
	if (text_equal(type, TEXT("THREAT"))) {
		put_threat(event);
		put_misc(event);
	}
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text csv;
	struct text type;
	if (!find_record(view, &csv, &type)) {
		why_set(why, "no PAN-OS record");
		return MALFORMED;
	}
	if (csv.size > LONGEST) {
		why_set(why, "longer than %d bytes", LONGEST);
		return TOO_LARGE;
	}
	if (text_equal(type, TEXT("CONFIG")) && is_short_config(csv, view->arena))
		type = TEXT("CONFIG-SHORT");
	struct event *event = event_create(view->arena, view->context->received);
	if (read_cells(event, csv, paloalto_columns(type)) < 8) {
		why_set(why, "fewer than eight columns");
		return MALFORMED;
	}
	set_time(event, view->context);
	put_taxonomy(event, view->context);
	return native_give(event, events, why);
}

const struct decoder paloalto_decoder = {
    "paloalto", "Palo Alto Networks PAN-OS", "paloalto", recognise, decode};
