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

static const struct native_row rows[] = {
    NATIVE_ROW("src_ip", SRC_IP, IP),
    NATIVE_ROW("sourceip", SRC_IP, IP),
    NATIVE_ROW("reported_ip", SRC_IP, IP),
    NATIVE_ROW("ipaddress", SRC_IP, IP),
    NATIVE_ROW("client_physical_address", SRC_MAC, TEXT),
    NATIVE_ROW("reported_host", HOST, TEXT),
    NATIVE_ROW("client_host_name", HOST, TEXT),
    NATIVE_ROW("ep_name", HOST, TEXT),
    NATIVE_ROW("srczone", SRC_ZONE, TEXT),
    NATIVE_ROW("src_zone", SRC_ZONE, TEXT),
    NATIVE_ROW("in_interface", SRC_INTERFACE, TEXT),
    NATIVE_ROW("tran_src_ip", SRC_NAT_IP, IP),
    NATIVE_ROW("src_trans_ip", SRC_NAT_IP, IP),
    NATIVE_ROW("tran_src_port", SRC_NAT_PORT, PORT),
    NATIVE_ROW("src_trans_port", SRC_NAT_PORT, PORT),
    NATIVE_ROW("dst_ip", DST_IP, IP),
    NATIVE_ROW("destinationip", DST_IP, IP),
    NATIVE_ROW("localip", DST_IP, IP),
    NATIVE_ROW("dstzone", DST_ZONE, TEXT),
    NATIVE_ROW("dst_zone", DST_ZONE, TEXT),
    NATIVE_ROW("out_interface", DST_INTERFACE, TEXT),
    NATIVE_ROW("tran_dst_ip", DST_NAT_IP, IP),
    NATIVE_ROW("dst_trans_ip", DST_NAT_IP, IP),
    NATIVE_ROW("tran_dst_port", DST_NAT_PORT, PORT),
    NATIVE_ROW("dst_trans_port", DST_NAT_PORT, PORT),
    NATIVE_ROW("src_domainname", SRC_HOST, TEXT),
    NATIVE_ROW("dst_domainname", DST_HOST, TEXT),
    NATIVE_ROW("protocol", TRANSPORT, TRANSPORT),
    NATIVE_ROW("application", APPLICATION, LOWER),
    NATIVE_ROW("application_name", APPLICATION, LOWER),
    NATIVE_ROW("app_name", APPLICATION, LOWER),
    NATIVE_ROW("con_direction", DIRECTION, DIRECTION),
    NATIVE_ROW("sent_bytes", SRC_BYTES, NUMBER),
    NATIVE_ROW("bytes_sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("bytesrcv", SRC_BYTES, NUMBER),
    NATIVE_ROW("recv_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("bytes_received", DST_BYTES, NUMBER),
    NATIVE_ROW("bytessent", DST_BYTES, NUMBER),
    NATIVE_ROW("sent_pkts", SRC_PACKETS, NUMBER),
    NATIVE_ROW("packets_sent", SRC_PACKETS, NUMBER),
    NATIVE_ROW("recv_pkts", DST_PACKETS, NUMBER),
    NATIVE_ROW("packets_received", DST_PACKETS, NUMBER),
    NATIVE_ROW("duration", DURATION, NUMBER),
    NATIVE_ROW("connid", SESSION_ID, TEXT),
    NATIVE_ROW("con_id", SESSION_ID, TEXT),
    NATIVE_ROW("device_serial_id", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("device_id", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("user_name", USER, ACCOUNT),
    NATIVE_ROW("username", USER, ACCOUNT),
    NATIVE_ROW("login_user", USER, ACCOUNT),
    NATIVE_ROW("usergroupname", GROUP, TEXT),
    NATIVE_ROW("user_gp", GROUP, TEXT),
    NATIVE_ROW("user_group", GROUP, TEXT),
    NATIVE_ROW("log_subtype", ACTION, LOWER),
    NATIVE_ROW("priority", LEVEL, LOWER),
    NATIVE_ROW("severity", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("signature_id", RULE_ID, TEXT),
    NATIVE_ROW("fw_rule_id", RULE_ID, TEXT),
    NATIVE_ROW("signature_msg", RULE_NAME, TEXT),
    NATIVE_ROW("fw_rule_name", RULE_NAME, TEXT),
    NATIVE_ROW("classification", RULE_CATEGORY, TEXT),
    NATIVE_ROW("app_category", RULE_CATEGORY, TEXT),
    NATIVE_ROW("application_category", RULE_CATEGORY, TEXT),
    NATIVE_ROW("http_category", URL_CATEGORY, TEXT),
    NATIVE_ROW("virus", SIGNATURE, TEXT),
    NATIVE_ROW("malware", SIGNATURE, TEXT),
    NATIVE_ROW("threatname", SIGNATURE, TEXT),
    NATIVE_ROW("signature_msg", SIGNATURE, TEXT),
    NATIVE_ROW("httpresponsecode", STATUS, NUMBER),
    NATIVE_ROW("status_code", STATUS, NUMBER),
    NATIVE_ROW("http_status", STATUS, NUMBER),
    NATIVE_ROW("httpstatus", STATUS, NUMBER),
    NATIVE_ROW("contenttype", CONTENT_TYPE, TEXT),
    NATIVE_ROW("content_type", CONTENT_TYPE, TEXT),
    NATIVE_ROW("user_agent", USER_AGENT, TEXT),
    NATIVE_ROW("http_user_agent", USER_AGENT, TEXT),
    NATIVE_ROW("useragent", USER_AGENT, TEXT),
    NATIVE_ROW("referer", REFERER, TEXT),
    NATIVE_ROW("http_referer", REFERER, TEXT),
    NATIVE_ROW("method", METHOD, TEXT),
    NATIVE_ROW("http_method", METHOD, TEXT),
    NATIVE_ROW("ws_protocol", HTTP_VERSION, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("file_name", FILE_NAME, TEXT),
    NATIVE_ROW("file_size", FILE_SIZE, NUMBER),
    NATIVE_ROW("filesize", FILE_SIZE, NUMBER),
    NATIVE_ROW("filetype", FILE_TYPE, TEXT),
    NATIVE_ROW("sha1sum", SHA1, LOWER),
    NATIVE_ROW("execution_path", IMAGE, TEXT),
    NATIVE_ROW("from_email_address", MAIL_FROM, TEXT),
    NATIVE_ROW("sender", MAIL_FROM, TEXT),
    NATIVE_ROW("to_email_address", MAIL_TO, TEXT),
    NATIVE_ROW("recipient", MAIL_TO, TEXT),
    NATIVE_ROW("email_subject", MAIL_SUBJECT, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
    NATIVE_ROW("mailid", MAIL_ID, TEXT),
    NATIVE_ROW("message_id", MAIL_ID, TEXT),
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
	struct text clock = decode_join(event->arena, get(event, "date"), ' ', get(event, "time"));
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
	decode_put_sum(event, FIELD_BYTES, event_get_field(event, FIELD_SRC_BYTES),
	    event_get_field(event, FIELD_DST_BYTES));
	decode_put_sum(event, FIELD_PACKETS, event_get_field(event, FIELD_SRC_PACKETS),
	    event_get_field(event, FIELD_DST_PACKETS));
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
	/* device="SFW" is the maker's mark, while the taxonomy's device is the name of this one. */
	event_rename(event, TEXT("device"), TEXT("device_mark"));
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
