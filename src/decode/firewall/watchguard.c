/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WatchGuard Firebox (Fireware 11 and 12). Three kinds of lines, all with msg_id="XXXX-XXXX":
 *   syslog:   … firewall: msg_id="3000-0148" Deny 0-External Firebox 40 tcp 20 239 SRC DST SPORT
 * DPORT … (POLICY) monitor:  2024-03-29 15:00:50 Allow SRC DST http/tcp SPORT DPORT IN OUT Allowed
 * 60 63 (POLICY) … msg_id="…" events:   … sessiond[2612]: msg_id="3E00-0002" Management user
 * admin@Firebox-DB from ADDRESS logged in Interface names may hold spaces, so what stands before
 * the addresses is read from the addresses backwards.
 *
 * Sources: WatchGuard, "Fireware v12.6 Log Message Catalog" (May 2020) and Help Center "Read a Log
 * Message" (read 2026-11). Names of what has no key in the record are those of the catalog's
 * traffic log fields.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/firewall/watchguard_event.h"
#include "decode/native.h"

#define WORDS 32 /* between the disposition and the addresses at most */

static const struct native_row rows[] = {
    NATIVE_ROW("src_intf", SRC_INTERFACE, TEXT),
    NATIVE_ROW("dst_intf", DST_INTERFACE, TEXT),
    NATIVE_ROW("protocol", TRANSPORT, TRANSPORT),
    NATIVE_ROW("service", APP_PROTOCOL, LOWER),
    NATIVE_ROW("src_ip_nat", SRC_NAT_IP, IP),
    NATIVE_ROW("src_port_nat", SRC_NAT_PORT, PORT),
    NATIVE_ROW("dst_ip_nat", DST_NAT_IP, IP),
    NATIVE_ROW("dst_port_nat", DST_NAT_PORT, PORT),
    NATIVE_ROW("sent_bytes", SRC_BYTES, NUMBER),
    NATIVE_ROW("rcvd_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("sent_pkts", SRC_PACKETS, NUMBER),
    NATIVE_ROW("rcvd_pkts", DST_PACKETS, NUMBER),
    NATIVE_ROW("duration", DURATION, NUMBER),
    NATIVE_ROW("src_user", USER, ACCOUNT),
    NATIVE_ROW("src_user", SRC_USER, ACCOUNT),
    NATIVE_ROW("dst_user", DST_USER, ACCOUNT),
    NATIVE_ROW("disp", ACTION, TEXT),
    NATIVE_ROW("msg_id", EVENT_CODE, TEXT),
    NATIVE_ROW("policy", RULE_NAME, TEXT),
    NATIVE_ROW("signature_id", RULE_ID, TEXT),
    NATIVE_ROW("signature_cat", RULE_CATEGORY, TEXT),
    NATIVE_ROW("app_cat_name", RULE_CATEGORY, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("threat_level", SEVERITY, TEXT),
    NATIVE_ROW("app_name", APPLICATION, LOWER),
    NATIVE_ROW("virus", SIGNATURE, TEXT),
    NATIVE_ROW("signature_name", SIGNATURE, TEXT),
    NATIVE_ROW("cats", URL_CATEGORY, TEXT),
    NATIVE_ROW("op", METHOD, TEXT),
    NATIVE_ROW("method", METHOD, TEXT),
    NATIVE_ROW("content_type", CONTENT_TYPE, TEXT),
    NATIVE_ROW("question", DNS_QUERY, TEXT),
    NATIVE_ROW("query", DNS_QUERY, TEXT),
    NATIVE_ROW("sni", TLS_SNI, TEXT),
    NATIVE_ROW("cert_subject", TLS_SUBJECT, TEXT),
    NATIVE_ROW("cert_issuer", TLS_ISSUER, TEXT),
    NATIVE_ROW("md5", MD5, LOWER),
    NATIVE_ROW("file_name", FILE_NAME, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("sender", MAIL_FROM, TEXT),
    NATIVE_ROW("recipients", MAIL_TO, TEXT),
    NATIVE_ROW("reason", REASON, TEXT),
};

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Offset of msg_id="XXXX-XXXX" in the record; TEXT_NONE when there is none. */
static size_t find_id(struct text record)
{
	static const char form[] = "hhhh-hhhh\"";
	size_t at = text_find(record, TEXT("msg_id=\""));
	if (at == TEXT_NONE)
		return TEXT_NONE;
	struct text id = text_from(record, at + sizeof("msg_id=\"") - 1);
	if (id.size < sizeof(form) - 1)
		return TEXT_NONE;
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] == 'h' ? !is_hex(id.at[i]) : id.at[i] != form[i])
			return TEXT_NONE;
	}
	return at;
}

static bool recognise(const struct view *view)
{
	return find_id(view->record) != TEXT_NONE;
}

static bool is_disposition(struct text word)
{
	static const struct text words[] = {TEXT_INIT("Allow"), TEXT_INIT("Deny"),
	    TEXT_INIT("Drop"), TEXT_INIT("Block"), TEXT_INIT("Strip"), TEXT_INIT("ProxyAllow"),
	    TEXT_INIT("ProxyDeny"), TEXT_INIT("ProxyDrop"), TEXT_INIT("ProxyBlock"),
	    TEXT_INIT("ProxyStrip"), TEXT_INIT("ProxyLock"), TEXT_INIT("ProxyAvScan"),
	    TEXT_INIT("ProxyReplace")};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_equal(word, words[i]))
			return true;
	}
	return false;
}

static bool is_number(struct text t)
{
	uint64_t value;
	return text_to_uint(t, &value);
}

static void add(struct event *event, const char *name, struct text value)
{
	if (value.size != 0)
		event_add(event, text_of(name), value, VALUE_TEXT);
}

/* "firewall:" or "http-proxy[2094]:" before msg_id=, and the serial number and the cluster member
 * before that. */
static void put_tag(struct event *event, struct text before)
{
	before = text_trim(before);
	if (!text_ends(before, TEXT(":")))
		return;
	before.size--;
	size_t space = text_find_last_char(before, ' ');
	struct text tag = space == TEXT_NONE ? before : text_from(before, space + 1);
	size_t open = text_find_char(tag, '[');
	struct text program = text_part(tag, 0, open);
	event_put(event, FIELD_PROGRAM, program);
	if (open != TEXT_NONE && text_ends(tag, TEXT("]")))
		event_put(event, FIELD_PROCESS_ID, text_part(tag, open + 1, tag.size - open - 2));
	event->logsource.service = program;
}

/* The last word before the tag that looks like a Firebox's serial number: twelve or more of 0-9 and
 * A-Z. */
static void put_serial(struct event *event, struct text before)
{
	struct text word;
	for (size_t n = 0; n < 16 && (word = text_word(&before)).size != 0; n++) {
		bool serial = word.size >= 12 && word.size <= 20;
		size_t digits = 0;
		for (size_t i = 0; i < word.size && serial; i++) {
			bool digit = word.at[i] >= '0' && word.at[i] <= '9';
			digits += digit;
			serial = digit || (word.at[i] >= 'A' && word.at[i] <= 'Z');
		}
		if (serial && digits >= 6) {
			event_put(event, FIELD_DEVICE_SERIAL, word);
			return;
		}
	}
}

/* The stretch of the record from one word to another: interface names with their spaces. */
static struct text stretch(const struct text *words, size_t count)
{
	const struct text *last = &words[count - 1];
	return (struct text){words[0].at, (size_t)(last->at + last->size - words[0].at)};
}

/*
 * "IN OUT" of more than two words: the device itself is always "Firebox"; else the first word is
 * taken for the one and the rest for the other.
 */
static void put_interfaces(struct event *event, const struct text *words, size_t count)
{
	if (count < 2)
		return;
	size_t first = text_equal(words[count - 1], TEXT("Firebox")) ? count - 1 : 1;
	add(event, "src_intf", stretch(words, first));
	add(event, "dst_intf", stretch(words + first, count - first));
}

static void put_ports(struct event *event, struct text *rest)
{
	struct text after = *rest;
	struct text source = text_word(&after);
	struct text target = text_word(&after);
	struct text transport = event_get(event, TEXT("protocol"));
	if (!is_number(source) || !is_number(target))
		return;
	*rest = after;
	bool icmp = text_starts_fold(transport, TEXT("icmp"));
	if (icmp) {
		add(event, "icmp_type", source);
		add(event, "icmp_code", target);
		return;
	}
	event_put(event, FIELD_SRC_PORT, source);
	event_put(event, FIELD_DST_PORT, target);
}

/* "IN OUT [LENGTH] PROTOCOL [HEADER TTL] SRC DST …" behind the disposition. */
static bool read_syslog_order(struct event *event, struct text *rest)
{
	struct text words[WORDS];
	size_t count = 0;
	while (count < WORDS && (words[count] = text_word(rest)).size != 0 &&
	       !decode_is_ip(words[count]))
		count++;
	if (count == WORDS || words[count].size == 0)
		return false;
	struct text source = words[count];
	struct text target = text_word(rest);
	if (!decode_is_ip(target))
		return false;
	if (count >= 2 && is_number(words[count - 1]) && is_number(words[count - 2])) {
		add(event, "ttl", words[count - 1]);
		count -= 2;
	}
	if (count != 0)
		add(event, "protocol", words[--count]);
	if (count != 0 && is_number(words[count - 1]))
		add(event, "pckt_len", words[--count]);
	put_interfaces(event, words, count);
	event_put(event, FIELD_SRC_IP, source);
	event_put(event, FIELD_DST_IP, target);
	put_ports(event, rest);
	return true;
}

/* "SRC DST service/protocol [SPORT DPORT] IN OUT Allowed LENGTH TTL" as the traffic monitor shows
 * it. */
static bool read_monitor_order(struct event *event, struct text *rest)
{
	struct text source = text_word(rest);
	struct text target = text_word(rest);
	struct text service = text_word(rest);
	size_t slash = text_find_last_char(service, '/');
	if (!decode_is_ip(source) || !decode_is_ip(target) || slash == TEXT_NONE)
		return false;
	add(event, "service", text_part(service, 0, slash));
	add(event, "protocol", text_from(service, slash + 1));
	event_put(event, FIELD_SRC_IP, source);
	event_put(event, FIELD_DST_IP, target);
	struct text transport = event_get(event, TEXT("protocol"));
	if (!text_starts_fold(transport, TEXT("icmp")))
		put_ports(event, rest);
	struct text words[WORDS];
	size_t count = 0;
	while (count < WORDS && (words[count] = text_word(rest)).size != 0) {
		if (text_equal(words[count], TEXT("Allowed")) ||
		    text_equal(words[count], TEXT("Denied")))
			break;
		count++;
	}
	put_interfaces(event, words, count);
	return true;
}

/* "(POLICY-00)": the last thing of a syslog line, before the first key of the monitor's. */
static void put_policy(struct event *event, struct text t)
{
	t = text_trim(t);
	if (!text_ends(t, TEXT(")"))) {
		size_t key = text_find(t, TEXT("=\""));
		t = text_part(t, 0, key);
		t = text_part(t, 0, text_find_last_char(t, ')'));
	} else {
		t.size--;
	}
	size_t open = text_find_last_char(t, '(');
	if (open != TEXT_NONE)
		add(event, "policy", text_from(t, open + 1));
}

/* From the disposition on. `rest` behind it. */
static void read_traffic(struct event *event, struct text rest)
{
	struct text first = rest;
	bool monitor = decode_is_ip(text_word(&first));
	bool good = monitor ? read_monitor_order(event, &rest) : read_syslog_order(event, &rest);
	if (good)
		put_policy(event, rest);
}

/*
 * Which proxy speaks: by its program, or where all programs were renamed on the way, by the first
 * half of the message's number.
 */
static struct text proxy_of(struct text service, struct text id)
{
	static const struct {
		struct text program;
		struct text range;
	} known[] = {
	    {TEXT_INIT("http-proxy"), TEXT_INIT("1AFF-")},
	    {TEXT_INIT("https-proxy"), TEXT_INIT("2CFF-")},
	    {TEXT_INIT("dns-proxy"), TEXT_INIT("1DFF-")},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (text_starts(service, known[i].program) || text_starts(id, known[i].range))
			return known[i].program;
	}
	return TEXT("");
}

static void put_taxonomy(struct event *event)
{
	if (event->logsource.service.size == 0)
		event->logsource.service = event_get(event, TEXT("proc_id"));
	struct text service = event->logsource.service;
	struct text proxy = proxy_of(service, event_get(event, TEXT("msg_id")));
	struct text transport = event_get(event, TEXT("protocol"));
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	event->logsource.product = TEXT("watchguard");
	if (event_get(event, TEXT("virus")).size != 0)
		event->logsource.category = TEXT("antivirus");
	else if (text_starts(proxy, TEXT("http")))
		event->logsource.category = TEXT("proxy");
	else if (proxy.size != 0)
		event->logsource.category = TEXT("dns");
	else if (transport.size != 0)
		event->logsource.category = TEXT("firewall");
	bool tls = text_starts(proxy, TEXT("https"));
	struct text path = event_get(event, TEXT("arg"));
	if (path.size == 0)
		path = event_get(event, TEXT("path"));
	struct text server = event_get(event, TEXT("dstname"));
	if (server.size == 0)
		server = event_get(event, TEXT("host"));
	native_put_url(event, tls ? TEXT("https") : TEXT("http"), server, path);
	struct text message = event_get(event, TEXT("msg"));
	if (message.size != 0)
		event->message = message;
}

/* The disposition and what follows: right behind msg_id, or before it in the monitor's lines. */
static bool find_traffic(struct text record, size_t id, struct text *disposition, struct text *rest)
{
	*rest = text_from(record, id + sizeof("msg_id=\"hhhh-hhhh\"") - 1);
	*disposition = text_word(rest);
	if (is_disposition(*disposition))
		return true;
	*rest = text_part(record, 0, id < 160 ? id : 160);
	for (size_t n = 0; n < 12 && rest->size != 0; n++) {
		*disposition = text_word(rest);
		if (is_disposition(*disposition)) {
			*rest = text_from(record, (size_t)(rest->at - record.at));
			return true;
		}
	}
	return false;
}

/* "(2026-03-02T01:20:00)" behind the serial number: the same moment in UTC and with its year, which
 * the header lacks. */
static void put_universal_time(struct event *event, const struct view *view, struct text before)
{
	size_t open = text_find_last_char(before, '(');
	struct civil civil;
	if (open == TEXT_NONE)
		return;
	struct text inside = text_from(before, open + 1);
	inside.size = text_find_char(inside, ')') == TEXT_NONE ? 0 : text_find_char(inside, ')');
	if (inside.size < 19 || inside.at[10] != 'T' || !clock_parse(inside, &civil))
		return;
	civil.has_offset = true;
	decode_set_time(event, &civil, view->context);
}

/* Time and device where the header was not taken off: a monitor's line, or a relay's own form. */
static void put_header(struct event *event, const struct view *view)
{
	struct civil civil;
	struct text start = view->message;
	if (view->envelope.has_time || event->has_time || !clock_read(&start, &civil))
		return;
	decode_set_time(event, &civil, view->context);
	struct text word = text_word(&start);
	if (!is_disposition(word))
		event_put(event, FIELD_DEVICE, word);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	size_t id = find_id(view->record);
	if (id == TEXT_NONE) {
		why_set(why, "no msg_id");
		return MALFORMED;
	}
	struct event *event = event_create(view->arena, view->context->received);
	struct text disposition;
	struct text rest;
	struct text behind = text_from(view->record, id + sizeof("msg_id=\"hhhh-hhhh\"") - 1);
	put_tag(event, text_part(view->record, 0, id));
	put_serial(event, text_part(view->record, 0, id));
	put_universal_time(event, view, text_part(view->record, 0, id));
	event->message = text_trim(behind);
	if (find_traffic(view->record, id, &disposition, &rest)) {
		size_t at = (size_t)(disposition.at - view->record.at);
		event->message = text_trim(text_from(view->record, at));
		add(event, "disp", disposition);
		read_traffic(event, rest);
		native_pairs(event, rest, 0);
	} else {
		watchguard_event_read(event, event->message);
		native_pairs(event, event->message, 0);
	}
	if (event_find(event, TEXT("msg_id")) == NULL)
		add(event, "msg_id", text_part(view->record, id + sizeof("msg_id=\"") - 1, 9));
	put_taxonomy(event);
	put_header(event, view);
	return native_give(event, events, why);
}

const struct decoder watchguard_decoder = {
    "watchguard", "WatchGuard Firebox", "watchguard", recognise, decode};
