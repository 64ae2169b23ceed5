/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Check Point Log Exporter's syslog formats: behind an RFC 5424 header [key:"value"; key:"value";
 * …], which is no RFC 5424 structured data, and the older [Fields@1.3.6.1.4.1.2620 key="value" …].
 * Its CEF and LEEF formats are read by the decoders of those.
 *
 * Values escape quotes, brackets and backslashes with a backslash; some keys are followed by two
 * colons. Field names: Check Point, "Log Fields' Descriptions" (sk144192, read 2026-11).
 */
#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"
#include "decode/native.h"

#define ENTERPRISE "[Fields@1.3.6.1.4.1.2620 "
static const struct native_row rows[] = {
    NATIVE_ROW("src", SRC_IP, IP),
    NATIVE_ROW("client_ip", SRC_IP, IP),
    NATIVE_ROW("endpoint_ip", SRC_IP, IP),
    NATIVE_ROW("s_port", SRC_PORT, PORT),
    NATIVE_ROW("sport_svc", SRC_PORT, PORT),
    NATIVE_ROW("mac_source_address", SRC_MAC, TEXT),
    NATIVE_ROW("src_machine_name", SRC_HOST, ACCOUNT),
    NATIVE_ROW("src_machine_name", HOST, ACCOUNT),
    NATIVE_ROW("host_name", HOST, TEXT),
    NATIVE_ROW("inzone", SRC_ZONE, TEXT),
    NATIVE_ROW("xlatesrc", SRC_NAT_IP, IP),
    NATIVE_ROW("xlatesport", SRC_NAT_PORT, PORT),
    NATIVE_ROW("xlatesport_svc", SRC_NAT_PORT, PORT),
    NATIVE_ROW("dst", DST_IP, IP),
    NATIVE_ROW("service", DST_PORT, PORT),
    NATIVE_ROW("svc", DST_PORT, PORT),
    NATIVE_ROW("mac_destination_address", DST_MAC, TEXT),
    NATIVE_ROW("dst_machine_name", DST_HOST, ACCOUNT),
    NATIVE_ROW("outzone", DST_ZONE, TEXT),
    NATIVE_ROW("xlatedst", DST_NAT_IP, IP),
    NATIVE_ROW("xlatedport", DST_NAT_PORT, PORT),
    NATIVE_ROW("xlatedport_svc", DST_NAT_PORT, PORT),
    NATIVE_ROW("proto", TRANSPORT, TRANSPORT),
    NATIVE_ROW("app_name", APPLICATION, LOWER),
    NATIVE_ROW("appi_name", APPLICATION, LOWER),
    NATIVE_ROW("service_id", APPLICATION, LOWER),
    NATIVE_ROW("service_name", APPLICATION, LOWER),
    NATIVE_ROW("ifdir", DIRECTION, DIRECTION),
    NATIVE_ROW("client_inbound_bytes", SRC_BYTES, NUMBER),
    NATIVE_ROW("sent_bytes", SRC_BYTES, NUMBER),
    NATIVE_ROW("client_outbound_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("received_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("client_inbound_packets", SRC_PACKETS, NUMBER),
    NATIVE_ROW("client_outbound_packets", DST_PACKETS, NUMBER),
    NATIVE_ROW("bytes", BYTES, NUMBER),
    NATIVE_ROW("packets", PACKETS, NUMBER),
    NATIVE_ROW("elapsed", DURATION, NUMBER),
    NATIVE_ROW("origin", DEVICE, TEXT),
    NATIVE_ROW("loguid", EVENT_ID, TEXT),
    NATIVE_ROW("action", ACTION, TEXT),
    NATIVE_ROW("operation", ACTION, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("syslog_severity", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("action_reason", REASON, TEXT),
    NATIVE_ROW("tcp_packet_out_of_state", REASON, TEXT),
    NATIVE_ROW("malware_rule_id", RULE_ID, TEXT),
    NATIVE_ROW("rule", RULE_ID, TEXT),
    NATIVE_ROW("rule_uid", RULE_ID, TEXT),
    NATIVE_ROW("rule_name", RULE_NAME, TEXT),
    NATIVE_ROW("malware_rule_name", RULE_NAME, TEXT),
    NATIVE_ROW("protection_type", RULE_CATEGORY, TEXT),
    NATIVE_ROW("app_category", URL_CATEGORY, TEXT),
    NATIVE_ROW("matched_category", URL_CATEGORY, TEXT),
    NATIVE_ROW("protection_name", SIGNATURE, TEXT),
    NATIVE_ROW("virus_name", SIGNATURE, TEXT),
    NATIVE_ROW("verdict_name", SIGNATURE, TEXT),
    NATIVE_ROW("malware_family", SIGNATURE, TEXT),
    NATIVE_ROW("attack", SIGNATURE, TEXT),
    NATIVE_ROW("method", METHOD, TEXT),
    NATIVE_ROW("http_status", STATUS, NUMBER),
    NATIVE_ROW("user_agent", USER_AGENT, TEXT),
    NATIVE_ROW("web_client_type", USER_AGENT, TEXT),
    NATIVE_ROW("referrer", REFERER, TEXT),
    NATIVE_ROW("content_type", CONTENT_TYPE, TEXT),
    NATIVE_ROW("dns_query", DNS_QUERY, TEXT),
    NATIVE_ROW("dns_type", DNS_TYPE, TEXT),
    NATIVE_ROW("tls_server_host_name", TLS_SNI, TEXT),
    NATIVE_ROW("file_name", FILE_NAME, TEXT),
    NATIVE_ROW("file_size", FILE_SIZE, NUMBER),
    NATIVE_ROW("file_type", FILE_TYPE, TEXT),
    NATIVE_ROW("file_md5", MD5, LOWER),
    NATIVE_ROW("file_sha1", SHA1, LOWER),
    NATIVE_ROW("file_sha256", SHA256, LOWER),
    NATIVE_ROW("process_name", PROCESS, TEXT),
    NATIVE_ROW("from", MAIL_FROM, TEXT),
    NATIVE_ROW("to", MAIL_TO, TEXT),
    NATIVE_ROW("email_subject", MAIL_SUBJECT, TEXT),
    NATIVE_ROW("email_id", MAIL_ID, TEXT),
};

/*
 * Where the fields begin, behind the bracket. `colons` tells the two forms apart. Some gateways
 * write a time that no standard knows ("10:10:16--5:00"), so that the header may still be there.
 */
static bool find_fields(const struct view *view, struct text *fields, bool *colons)
{
	size_t old = text_find(view->record, TEXT(ENTERPRISE));
	if (old != TEXT_NONE) {
		*colons = false;
		*fields = text_from(view->record, old + sizeof(ENTERPRISE) - 1);
		return true;
	}
	struct text head = text_part(view->record, 0, 512);
	size_t open = text_find_char(head, '[');
	if (open == TEXT_NONE)
		return false;
	struct text rest = text_from(head, open + 1);
	size_t i = 0;
	while (i < rest.size && (rest.at[i] == '_' || (rest.at[i] >= 'a' && rest.at[i] <= 'z') ||
				    (rest.at[i] >= 'A' && rest.at[i] <= 'Z')))
		i++;
	*colons = true;
	*fields = text_from(view->record, open + 1);
	rest = text_from(rest, i);
	return i != 0 && (text_starts(rest, TEXT(":\"")) || text_starts(rest, TEXT("::\"")));
}

static bool recognise(const struct view *view)
{
	struct text fields;
	bool colons;
	if (!find_fields(view, &fields, &colons))
		return false;
	return !colons || text_find(view->record, TEXT("CheckPoint")) != TEXT_NONE ||
	       (text_find(fields, TEXT("loguid:\"")) != TEXT_NONE);
}

/* The value's end: its closing quote. */
static size_t value_length(struct text t, bool *escaped)
{
	size_t i = 0;
	*escaped = false;
	while (i < t.size && t.at[i] != '"') {
		if (t.at[i] == '\\' && i + 1 < t.size) {
			*escaped = true;
			i++;
		}
		i++;
	}
	return i < t.size ? i : t.size;
}

static struct text unescaped(struct arena *arena, struct text t)
{
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		char next = i + 1 < t.size ? t.at[i + 1] : '\0';
		if (t.at[i] == '\\' && (next == '"' || next == ']' || next == '\\'))
			i++;
		out[size++] = t.at[i];
	}
	return (struct text){out, size};
}

/* One key:"value"; false at the closing bracket or where no further one can be read. */
static bool next_field(struct text *rest, struct arena *arena, struct text *key, struct text *value)
{
	while (rest->size != 0 && (rest->at[0] == ' ' || rest->at[0] == ';'))
		*rest = text_from(*rest, 1);
	size_t colon = text_find_char(*rest, ':');
	if (rest->size == 0 || rest->at[0] == ']' || colon == TEXT_NONE || colon == 0 ||
	    colon > LIMIT_NAME)
		return false;
	*key = text_part(*rest, 0, colon);
	struct text after = text_from(*rest, colon + 1);
	text_skip(&after, TEXT(":"));
	if (!text_skip(&after, TEXT("\"")))
		return false;
	bool escaped;
	size_t size = value_length(after, &escaped);
	*value = text_part(after, 0, size);
	if (escaped)
		*value = unescaped(arena, *value);
	*rest = text_from(after, size + 1);
	return true;
}

static size_t read_colons(struct event *event, struct text fields)
{
	struct text key;
	struct text value;
	size_t count = 0;
	for (; next_field(&fields, event->arena, &key, &value); count++)
		event_add(event, key, value, VALUE_TEXT);
	return count;
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* "2023-01-13T10:10:16--5:00": a minus too many, and an hour of one digit. */
static bool odd_time(struct text record, struct civil *civil)
{
	size_t mark = text_find(text_part(record, 0, 64), TEXT("--"));
	if (mark == TEXT_NONE || mark < 19)
		return false;
	if (!clock_parse(text_part(record, mark - 19, 19), civil))
		return false;
	struct text zone = text_from(record, mark + 2);
	struct text hours = text_cut(&zone, ':');
	uint64_t h;
	uint64_t m;
	if (!text_to_uint(hours, &h) || !text_to_uint(text_part(zone, 0, 2), &m) || h > 14 ||
	    m > 59)
		return false;
	civil->has_offset = true;
	civil->offset = -(int)(h * 3600 + m * 60);
	return true;
}

/* time= counts seconds or thousandths, or is written out; else the header's time is taken. */
static void set_time(struct event *event, const struct view *view)
{
	struct text t = get(event, "time");
	uint64_t count;
	struct civil civil;
	if (text_to_uint(t, &count) && t.size >= 9 && t.size <= 13) {
		event->time = (int64_t)count * (t.size > 11 ? 1000 : CLOCK_SECOND);
		event->has_time = true;
	} else if (t.size != 0) {
		decode_set_time_text(event, t, view->context);
	} else if (!view->envelope.has_time && odd_time(view->record, &civil)) {
		decode_set_time(event, &civil, view->context);
	}
}

/* The interface is the one that the packet came in by or went out by. */
static void put_interface(struct event *event)
{
	bool in = text_equal(get(event, "ifdir"), TEXT("inbound"));
	event_put(event, in ? FIELD_SRC_INTERFACE : FIELD_DST_INTERFACE, get(event, "ifname"));
}

static void put_outcome(struct event *event)
{
	static const char *const names[] = {"auth_status", "audit_status", "status", "action"};
	static const struct {
		struct text part;
		struct text outcome;
	} words[] = {{TEXT_INIT("fail"), TEXT_INIT("failure")},
	    {TEXT_INIT("unsuccess"), TEXT_INIT("failure")},
	    {TEXT_INIT("success"), TEXT_INIT("success")},
	    {TEXT_INIT("succeed"), TEXT_INIT("success")}};
	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		struct text value = get(event, names[n]);
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
			if (text_find_fold(value, words[i].part) == TEXT_NONE)
				continue;
			event_put(event, FIELD_OUTCOME, words[i].outcome);
			return;
		}
	}
}

/* "Tanaka Ichiro (tanaka)": the account is what stands in the parentheses. */
static struct text account_of(struct text t)
{
	t = text_trim(t);
	size_t open = text_find_last_char(t, '(');
	if (open != TEXT_NONE && text_ends(t, TEXT(")")) && t.size > open + 2)
		return text_part(t, open + 1, t.size - open - 2);
	return t;
}

static void put_users(struct event *event)
{
	static const char *const names[] = {"src_user_name", "user", "administrator"};
	struct text who = {NULL, 0};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && who.size == 0; i++)
		who = account_of(get(event, names[i]));
	native_put(event, FIELD_USER, who);
	if (get(event, "src").size != 0)
		event_put(event, FIELD_SRC_USER, who);
	event_put(event, FIELD_DST_USER, account_of(get(event, "dst_user_name")));
}

static void put_message(struct event *event)
{
	static const char *const names[] = {"default_device_message", "sys_message", "message_info",
	    "description", "additional_info", "subject"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && event->message.size == 0; i++)
		event->message = get(event, names[i]);
}

/* The blade that wrote the record. */
static struct text blade_of(struct event *event)
{
	struct text product = get(event, "product");
	if (product.size == 0)
		product = get(event, "ProductName");
	if (text_find(product, TEXT("FireWall-1")) != TEXT_NONE ||
	    text_find(product, TEXT("VPN & FireWall")) != TEXT_NONE)
		return TEXT("firewall");
	struct text lower = text_lower(event->arena, product);
	char *out = arena_copy(event->arena, lower.at, lower.size);
	for (size_t i = 0; i < lower.size; i++) {
		if (out[i] == ' ')
			out[i] = '-';
	}
	return (struct text){out, lower.size};
}

static struct text category_of(const struct event *event, struct text blade)
{
	if (text_equal(blade, TEXT("url-filtering")) ||
	    (text_equal(blade, TEXT("application-control")) && get(event, "resource").size != 0))
		return TEXT("proxy");
	if (text_find(blade, TEXT("anti-virus")) != TEXT_NONE ||
	    text_equal(blade, TEXT("threat-emulation")) || text_equal(blade, TEXT("anti-malware")))
		return TEXT("antivirus");
	if (get(event, "src").size != 0 && get(event, "dst").size != 0)
		return TEXT("firewall");
	return (struct text){NULL, 0};
}

static void put_taxonomy(struct event *event)
{
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	put_users(event);
	put_interface(event);
	put_outcome(event);
	put_message(event);
	if (get(event, "resource").size != 0)
		decode_put_url(event, get(event, "resource"));
	event->logsource.product = TEXT("checkpoint");
	event->logsource.service = blade_of(event);
	event->logsource.category = category_of(event, event->logsource.service);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text fields;
	bool colons;
	if (!find_fields(view, &fields, &colons)) {
		why_set(why, "no Check Point fields");
		return MALFORMED;
	}
	struct event *event = event_create(view->arena, view->context->received);
	size_t count = colons ? read_colons(event, fields) : native_pairs(event, fields, 0);
	if (count == 0) {
		why_set(why, "no field could be read");
		return MALFORMED;
	}
	set_time(event, view);
	put_taxonomy(event);
	return native_give(event, events, why);
}

const struct decoder checkpoint_decoder = {
    "checkpoint", "Check Point", "checkpoint", recognise, decode};
