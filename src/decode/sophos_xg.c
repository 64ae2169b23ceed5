/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sophos Firewall (XG, XGS; SFOS 15 to 21): device="SFW" date=… time=… log_type="…" …, and since
 * SFOS 18.5's "central reporting" format device_name="SFW" timestamp="…" device_model="…" with
 * other names.
 *
 * Fields and log ids: Sophos, "Sophos Firewall syslog guide" 17.5, 18.5, 20.0 and "Log ID
 * structure" (read 2026-11).
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/native.h"

#define HEAD 512

#define ROW(native, id, as)                                                                        \
	{                                                                                          \
		TEXT_INIT(native), FIELD_##id, NATIVE_##as                                         \
	}

static const struct native_row rows[] = {
    ROW("src_ip", SRC_IP, IP),
    ROW("sourceip", SRC_IP, IP),
    ROW("reported_ip", SRC_IP, IP),
    ROW("ipaddress", SRC_IP, IP),
    ROW("client_physical_address", SRC_MAC, TEXT),
    ROW("reported_host", HOST, TEXT),
    ROW("client_host_name", HOST, TEXT),
    ROW("ep_name", HOST, TEXT),
    ROW("srczone", SRC_ZONE, TEXT),
    ROW("src_zone", SRC_ZONE, TEXT),
    ROW("in_interface", SRC_INTERFACE, TEXT),
    ROW("tran_src_ip", SRC_NAT_IP, IP),
    ROW("src_trans_ip", SRC_NAT_IP, IP),
    ROW("tran_src_port", SRC_NAT_PORT, PORT),
    ROW("src_trans_port", SRC_NAT_PORT, PORT),
    ROW("dst_ip", DST_IP, IP),
    ROW("destinationip", DST_IP, IP),
    ROW("localip", DST_IP, IP),
    ROW("dstzone", DST_ZONE, TEXT),
    ROW("dst_zone", DST_ZONE, TEXT),
    ROW("out_interface", DST_INTERFACE, TEXT),
    ROW("tran_dst_ip", DST_NAT_IP, IP),
    ROW("dst_trans_ip", DST_NAT_IP, IP),
    ROW("tran_dst_port", DST_NAT_PORT, PORT),
    ROW("dst_trans_port", DST_NAT_PORT, PORT),
    ROW("src_domainname", SRC_HOST, TEXT),
    ROW("dst_domainname", DST_HOST, TEXT),
    ROW("protocol", TRANSPORT, TRANSPORT),
    ROW("application", APPLICATION, LOWER),
    ROW("application_name", APPLICATION, LOWER),
    ROW("app_name", APPLICATION, LOWER),
    ROW("con_direction", DIRECTION, DIRECTION),
    ROW("sent_bytes", SRC_BYTES, NUMBER),
    ROW("bytes_sent", SRC_BYTES, NUMBER),
    ROW("bytesrcv", SRC_BYTES, NUMBER),
    ROW("recv_bytes", DST_BYTES, NUMBER),
    ROW("bytes_received", DST_BYTES, NUMBER),
    ROW("bytessent", DST_BYTES, NUMBER),
    ROW("sent_pkts", SRC_PACKETS, NUMBER),
    ROW("packets_sent", SRC_PACKETS, NUMBER),
    ROW("recv_pkts", DST_PACKETS, NUMBER),
    ROW("packets_received", DST_PACKETS, NUMBER),
    ROW("duration", DURATION, NUMBER),
    ROW("connid", SESSION_ID, TEXT),
    ROW("con_id", SESSION_ID, TEXT),
    ROW("device_serial_id", DEVICE_SERIAL, TEXT),
    ROW("device_id", DEVICE_SERIAL, TEXT),
    ROW("user_name", USER, ACCOUNT),
    ROW("username", USER, ACCOUNT),
    ROW("login_user", USER, ACCOUNT),
    ROW("usergroupname", GROUP, TEXT),
    ROW("user_gp", GROUP, TEXT),
    ROW("user_group", GROUP, TEXT),
    ROW("log_subtype", ACTION, LOWER),
    ROW("priority", LEVEL, LOWER),
    ROW("severity", LEVEL, LOWER),
    ROW("reason", REASON, TEXT),
    ROW("signature_id", RULE_ID, TEXT),
    ROW("fw_rule_id", RULE_ID, TEXT),
    ROW("signature_msg", RULE_NAME, TEXT),
    ROW("fw_rule_name", RULE_NAME, TEXT),
    ROW("classification", RULE_CATEGORY, TEXT),
    ROW("app_category", RULE_CATEGORY, TEXT),
    ROW("application_category", RULE_CATEGORY, TEXT),
    ROW("http_category", URL_CATEGORY, TEXT),
    ROW("virus", SIGNATURE, TEXT),
    ROW("malware", SIGNATURE, TEXT),
    ROW("threatname", SIGNATURE, TEXT),
    ROW("signature_msg", SIGNATURE, TEXT),
    ROW("httpresponsecode", STATUS, NUMBER),
    ROW("status_code", STATUS, NUMBER),
    ROW("http_status", STATUS, NUMBER),
    ROW("httpstatus", STATUS, NUMBER),
    ROW("contenttype", CONTENT_TYPE, TEXT),
    ROW("content_type", CONTENT_TYPE, TEXT),
    ROW("user_agent", USER_AGENT, TEXT),
    ROW("http_user_agent", USER_AGENT, TEXT),
    ROW("useragent", USER_AGENT, TEXT),
    ROW("referer", REFERER, TEXT),
    ROW("http_referer", REFERER, TEXT),
    ROW("method", METHOD, TEXT),
    ROW("http_method", METHOD, TEXT),
    ROW("ws_protocol", HTTP_VERSION, TEXT),
    ROW("filename", FILE_NAME, TEXT),
    ROW("file_name", FILE_NAME, TEXT),
    ROW("file_size", FILE_SIZE, NUMBER),
    ROW("filesize", FILE_SIZE, NUMBER),
    ROW("filetype", FILE_TYPE, TEXT),
    ROW("sha1sum", SHA1, LOWER),
    ROW("execution_path", IMAGE, TEXT),
    ROW("from_email_address", MAIL_FROM, TEXT),
    ROW("sender", MAIL_FROM, TEXT),
    ROW("to_email_address", MAIL_TO, TEXT),
    ROW("recipient", MAIL_TO, TEXT),
    ROW("email_subject", MAIL_SUBJECT, TEXT),
    ROW("subject", MAIL_SUBJECT, TEXT),
    ROW("mailid", MAIL_ID, TEXT),
    ROW("message_id", MAIL_ID, TEXT),
};

static bool recognise(const struct view *view)
{
	struct text head = text_part(view->message, 0, HEAD);
	if (text_find(head, TEXT("device=\"SFW\"")) != TEXT_NONE ||
	    text_find(head, TEXT("device_name=\"SFW\"")) != TEXT_NONE)
		return true;
	return native_has_key(head, TEXT("log_type=")) &&
	       native_has_key(head, TEXT("log_component=")) &&
	       native_has_key(head, TEXT("log_subtype="));
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* Abbreviations that mean one offset only. IST, CST and their like are left to the source's zone.
 */
static bool offset_of(struct text name, int *offset)
{
	static const struct {
		struct text name;
		int hours;
	} known[] = {{TEXT_INIT("UTC"), 0}, {TEXT_INIT("GMT"), 0}, {TEXT_INIT("BST"), 1},
	    {TEXT_INIT("WET"), 0}, {TEXT_INIT("WEST"), 1}, {TEXT_INIT("CET"), 1},
	    {TEXT_INIT("CEST"), 2}, {TEXT_INIT("EET"), 2}, {TEXT_INIT("EEST"), 3},
	    {TEXT_INIT("JST"), 9}, {TEXT_INIT("KST"), 9}, {TEXT_INIT("HKT"), 8},
	    {TEXT_INIT("SGT"), 8}, {TEXT_INIT("EST"), -5}, {TEXT_INIT("EDT"), -4},
	    {TEXT_INIT("CDT"), -5}, {TEXT_INIT("MST"), -7}, {TEXT_INIT("MDT"), -6},
	    {TEXT_INIT("PST"), -8}, {TEXT_INIT("PDT"), -7}};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_equal(known[i].name, name)) {
			*offset = known[i].hours * 3600;
			return true;
		}
	}
	return false;
}

static void set_time(struct event *event, const struct decode_context *context)
{
	if (decode_set_time_text(event, get(event, "timestamp"), context))
		return;
	struct civil civil;
	struct text clock = text_format(event->arena, "%.*s %.*s", TEXT_ARGS(get(event, "date")),
	    TEXT_ARGS(get(event, "time")));
	if (!clock_parse(text_trim(clock), &civil))
		return;
	if (!civil.has_offset)
		civil.has_offset = offset_of(get(event, "timezone"), &civil.offset);
	decode_set_time(event, &civil, context);
}

/* log_id= is type, component, subtype, priority and, in its last five digits, the message. */
static void put_code(struct event *event)
{
	struct text id = get(event, "log_id");
	event_put(event, FIELD_EVENT_CODE, id.size == 12 ? text_from(id, 7) : id);
}

/* Mail and web components are named as their protocol, some in the maker's own way. */
static void put_protocol(struct event *event)
{
	static const struct {
		struct text component;
		struct text protocol;
	} names[] = {{TEXT_INIT("http"), TEXT_INIT("http")},
	    {TEXT_INIT("https"), TEXT_INIT("https")}, {TEXT_INIT("ftp"), TEXT_INIT("ftp")},
	    {TEXT_INIT("smtp"), TEXT_INIT("smtp")}, {TEXT_INIT("smtps"), TEXT_INIT("smtps")},
	    {TEXT_INIT("pop3"), TEXT_INIT("pop3")}, {TEXT_INIT("pops"), TEXT_INIT("pop3s")},
	    {TEXT_INIT("imap4"), TEXT_INIT("imap")}, {TEXT_INIT("imaps"), TEXT_INIT("imaps")}};
	struct text component = get(event, "log_component");
	if (text_starts_fold(get(event, "url"), TEXT("https://")))
		component = TEXT("https");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal_fold(component, names[i].component))
			event_put(event, FIELD_APP_PROTOCOL, names[i].protocol);
	}
}

static void put_outcome(struct event *event)
{
	struct text status = get(event, "status");
	if (text_equal_fold(status, TEXT("successful")) || text_equal_fold(status, TEXT("success")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	else if (text_equal_fold(status, TEXT("failed")))
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
}

static void put_sum(struct event *event, enum field_id sum, enum field_id a, enum field_id b)
{
	uint64_t x;
	uint64_t y;
	if (text_to_uint(event_get_field(event, a), &x) &&
	    text_to_uint(event_get_field(event, b), &y) && x < INT64_MAX / 2 && y < INT64_MAX / 2)
		event_put_int(event, sum, (int64_t)(x + y));
}

static struct text first_of(const struct event *event, const char *const *names, size_t count)
{
	struct text value = {NULL, 0};
	for (size_t i = 0; i < count && value.size == 0; i++)
		value = get(event, names[i]);
	return value;
}

static void put_url(struct event *event)
{
	static const char *const hosts[] = {"domain", "domainname", "dstdomain", "server"};
	struct text url = get(event, "url");
	struct text host = first_of(event, hosts, sizeof(hosts) / sizeof(hosts[0]));
	bool tls = text_equal_fold(get(event, "log_component"), TEXT("https"));
	if (url.size == 0)
		url = get(event, "FTP_url");
	struct text query = get(event, "querystring");
	if (query.size != 0 && text_find_char(url, '?') == TEXT_NONE)
		url = text_format(event->arena, "%.*s%.*s", TEXT_ARGS(url), TEXT_ARGS(query));
	/* Threat protection gives the domain alone. */
	if (url.size != 0 && text_find_char(url, '/') == TEXT_NONE) {
		bool dns = text_equal(get(event, "dst_port"), TEXT("53"));
		event_put(event, dns ? FIELD_DNS_QUERY : FIELD_WEB_HOST, url);
		return;
	}
	native_put_url(event, tls ? TEXT("https") : TEXT("http"), host, url);
	if (event_get_field(event, FIELD_WEB_HOST).size == 0)
		event_put(event, FIELD_WEB_HOST, host);
}

/* The Sigma category that generic rules would look for such a log under. */
static struct text category_of(struct text type, struct text component)
{
	bool web =
	    text_starts_fold(component, TEXT("http")) || text_equal_fold(component, TEXT("web"));
	if (text_equal_fold(type, TEXT("firewall")))
		return TEXT("firewall");
	if (text_equal_fold(type, TEXT("content filtering")))
		return web ? TEXT("proxy") : TEXT("firewall");
	if (text_equal_fold(type, TEXT("anti-virus")))
		return TEXT("antivirus");
	if (text_equal_fold(type, TEXT("waf")))
		return TEXT("webserver");
	return (struct text){NULL, 0};
}

/* "Content Filtering" as "content-filtering". */
static struct text service_of(struct arena *arena, struct text type)
{
	char *out = arena_copy(arena, text_lower(arena, type).at, type.size);
	for (size_t i = 0; i < type.size; i++) {
		if (out[i] == ' ')
			out[i] = '-';
	}
	return (struct text){out, type.size};
}

/* device_name= is the maker's mark on new releases, the device's on old ones. */
static void put_device(struct event *event)
{
	struct text name = get(event, "device_name");
	if (!text_equal(name, TEXT("SFW")))
		event_put(event, FIELD_DEVICE, name);
}

/*
 * Names that mean something else in the taxonomy: device="SFW" is the maker's mark, and the web
 * application firewall's host= is the visitor.
 */
static void rename_natives(struct event *event)
{
	for (size_t i = 0; i < event->count; i++) {
		if (text_equal(event->fields[i].name, TEXT("device")))
			event->fields[i].name = TEXT("device_mark");
		else if (text_equal(event->fields[i].name, TEXT("host")))
			event->fields[i].name = TEXT("client_host");
	}
}

static void put_taxonomy(struct event *event)
{
	struct text path = get(event, "file_path");
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	if (path.size == 0)
		event_put(event, FIELD_FILE_PATH, get(event, "FTP_url"));
	if (text_equal_fold(get(event, "log_type"), TEXT("content filtering")))
		event_put(event, FIELD_URL_CATEGORY, get(event, "category"));
	put_device(event);
	put_code(event);
	put_protocol(event);
	put_outcome(event);
	put_sum(event, FIELD_BYTES, FIELD_SRC_BYTES, FIELD_DST_BYTES);
	put_sum(event, FIELD_PACKETS, FIELD_SRC_PACKETS, FIELD_DST_PACKETS);
	put_url(event);
	if (event_get_field(event, FIELD_SRC_IP).size != 0)
		event_put(event, FIELD_SRC_USER, event_get_field(event, FIELD_USER));
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = event_create(view->arena, view->context->received);
	if (native_pairs_spaced(event, view->message) < 4) {
		why_set(why, "fewer than four key=value pairs");
		return MALFORMED;
	}
	struct text type = get(event, "log_type");
	if (type.size == 0) {
		why_set(why, "no log_type");
		return MALFORMED;
	}
	rename_natives(event);
	set_time(event, view->context);
	event->logsource.product = TEXT("sophos-xg");
	event->logsource.service = service_of(view->arena, type);
	event->logsource.category = category_of(type, get(event, "log_component"));
	event->message = get(event, "message");
	put_taxonomy(event);
	return native_give(event, events, why);
}

const struct decoder sophos_xg_decoder = {
    "sophos-xg", "Sophos Firewall", "sophos-xg", recognise, decode};
