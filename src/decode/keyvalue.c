/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any line that is mostly key=value and bears no maker's mark: small firewalls, logfmt (as Go
 * programs write it), netfilter's packet log from routers. Fields keep their names; well-known ones
 * are also given as taxonomy fields, by what most makers mean with them.
 *
 * Sources for the guesses: the key dictionaries of WebTrends' WELF, ArcSight CEF, QRadar LEEF and
 * Linux's net/netfilter/nf_log_syslog.c, which agree on these names.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/native.h"

#define HEAD 4096
#define PAIRS_MIN 4
static const struct native_row rows[] = {
    NATIVE_ROW("src_ip", SRC_IP, IP),
    NATIVE_ROW("srcip", SRC_IP, IP),
    NATIVE_ROW("src", SRC_IP, IP),
    NATIVE_ROW("SRC", SRC_IP, IP),
    NATIVE_ROW("source_ip", SRC_IP, IP),
    NATIVE_ROW("sourceip", SRC_IP, IP),
    NATIVE_ROW("source", SRC_IP, IP),
    NATIVE_ROW("saddr", SRC_IP, IP),
    NATIVE_ROW("client_ip", SRC_IP, IP),
    NATIVE_ROW("clientip", SRC_IP, IP),
    NATIVE_ROW("remote_ip", SRC_IP, IP),
    NATIVE_ROW("remote_addr", SRC_IP, IP),
    NATIVE_ROW("rip", SRC_IP, IP),
    NATIVE_ROW("ip", SRC_IP, IP),
    NATIVE_ROW("src_port", SRC_PORT, PORT),
    NATIVE_ROW("srcport", SRC_PORT, PORT),
    NATIVE_ROW("sport", SRC_PORT, PORT),
    NATIVE_ROW("spt", SRC_PORT, PORT),
    NATIVE_ROW("SPT", SRC_PORT, PORT),
    NATIVE_ROW("source_port", SRC_PORT, PORT),
    NATIVE_ROW("src_mac", SRC_MAC, TEXT),
    NATIVE_ROW("srcmac", SRC_MAC, TEXT),
    NATIVE_ROW("src_host", SRC_HOST, TEXT),
    NATIVE_ROW("srcname", SRC_HOST, TEXT),
    NATIVE_ROW("src_zone", SRC_ZONE, TEXT),
    NATIVE_ROW("srczone", SRC_ZONE, TEXT),
    NATIVE_ROW("src_intf", SRC_INTERFACE, TEXT),
    NATIVE_ROW("srcintf", SRC_INTERFACE, TEXT),
    NATIVE_ROW("IN", SRC_INTERFACE, TEXT),
    NATIVE_ROW("dst_ip", DST_IP, IP),
    NATIVE_ROW("dstip", DST_IP, IP),
    NATIVE_ROW("dst", DST_IP, IP),
    NATIVE_ROW("DST", DST_IP, IP),
    NATIVE_ROW("dest_ip", DST_IP, IP),
    NATIVE_ROW("destip", DST_IP, IP),
    NATIVE_ROW("destination_ip", DST_IP, IP),
    NATIVE_ROW("destination", DST_IP, IP),
    NATIVE_ROW("daddr", DST_IP, IP),
    NATIVE_ROW("server_ip", DST_IP, IP),
    NATIVE_ROW("lip", DST_IP, IP),
    NATIVE_ROW("dst_port", DST_PORT, PORT),
    NATIVE_ROW("dstport", DST_PORT, PORT),
    NATIVE_ROW("dport", DST_PORT, PORT),
    NATIVE_ROW("dpt", DST_PORT, PORT),
    NATIVE_ROW("DPT", DST_PORT, PORT),
    NATIVE_ROW("dest_port", DST_PORT, PORT),
    NATIVE_ROW("destination_port", DST_PORT, PORT),
    NATIVE_ROW("dst_mac", DST_MAC, TEXT),
    NATIVE_ROW("dstmac", DST_MAC, TEXT),
    NATIVE_ROW("dst_host", DST_HOST, TEXT),
    NATIVE_ROW("dstname", DST_HOST, TEXT),
    NATIVE_ROW("dst_zone", DST_ZONE, TEXT),
    NATIVE_ROW("dstzone", DST_ZONE, TEXT),
    NATIVE_ROW("dst_intf", DST_INTERFACE, TEXT),
    NATIVE_ROW("dstintf", DST_INTERFACE, TEXT),
    NATIVE_ROW("OUT", DST_INTERFACE, TEXT),
    NATIVE_ROW("proto", TRANSPORT, TRANSPORT),
    NATIVE_ROW("PROTO", TRANSPORT, TRANSPORT),
    NATIVE_ROW("protocol", TRANSPORT, TRANSPORT),
    NATIVE_ROW("service", APP_PROTOCOL, LOWER),
    NATIVE_ROW("app", APPLICATION, LOWER),
    NATIVE_ROW("application", APPLICATION, LOWER),
    NATIVE_ROW("direction", DIRECTION, DIRECTION),
    NATIVE_ROW("dir", DIRECTION, DIRECTION),
    NATIVE_ROW("sent_bytes", SRC_BYTES, NUMBER),
    NATIVE_ROW("bytes_sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("sentbyte", SRC_BYTES, NUMBER),
    NATIVE_ROW("sent", SRC_BYTES, NUMBER),
    NATIVE_ROW("rcvd_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("bytes_received", DST_BYTES, NUMBER),
    NATIVE_ROW("recv_bytes", DST_BYTES, NUMBER),
    NATIVE_ROW("rcvdbyte", DST_BYTES, NUMBER),
    NATIVE_ROW("rcvd", DST_BYTES, NUMBER),
    NATIVE_ROW("duration", DURATION, NUMBER),
    NATIVE_ROW("session_id", SESSION_ID, TEXT),
    NATIVE_ROW("sessionid", SESSION_ID, TEXT),
    NATIVE_ROW("devname", DEVICE, TEXT),
    NATIVE_ROW("device_name", DEVICE, TEXT),
    NATIVE_ROW("device", DEVICE, TEXT),
    NATIVE_ROW("serial", DEVICE_SERIAL, TEXT),
    NATIVE_ROW("user", USER, ACCOUNT),
    NATIVE_ROW("usr", USER, ACCOUNT),
    NATIVE_ROW("username", USER, ACCOUNT),
    NATIVE_ROW("user_name", USER, ACCOUNT),
    NATIVE_ROW("account", USER, ACCOUNT),
    NATIVE_ROW("suser", USER, ACCOUNT),
    NATIVE_ROW("login", USER, ACCOUNT),
    NATIVE_ROW("duser", DST_USER, ACCOUNT),
    NATIVE_ROW("dst_user", DST_USER, ACCOUNT),
    NATIVE_ROW("group", GROUP, TEXT),
    NATIVE_ROW("hostname", HOST, TEXT),
    NATIVE_ROW("host", HOST, TEXT),
    NATIVE_ROW("action", ACTION, TEXT),
    NATIVE_ROW("act", ACTION, TEXT),
    NATIVE_ROW("disposition", ACTION, TEXT),
    NATIVE_ROW("event", ACTION, TEXT),
    NATIVE_ROW("event_id", EVENT_CODE, TEXT),
    NATIVE_ROW("eventid", EVENT_CODE, TEXT),
    NATIVE_ROW("msg_id", EVENT_CODE, TEXT),
    NATIVE_ROW("logid", EVENT_CODE, TEXT),
    NATIVE_ROW("severity", SEVERITY, TEXT),
    NATIVE_ROW("pri", SEVERITY, TEXT),
    NATIVE_ROW("priority", SEVERITY, TEXT),
    NATIVE_ROW("level", LEVEL, LOWER),
    NATIVE_ROW("lvl", LEVEL, LOWER),
    NATIVE_ROW("reason", REASON, TEXT),
    NATIVE_ROW("rule_id", RULE_ID, TEXT),
    NATIVE_ROW("ruleid", RULE_ID, TEXT),
    NATIVE_ROW("policyid", RULE_ID, TEXT),
    NATIVE_ROW("sid", RULE_ID, TEXT),
    NATIVE_ROW("rule", RULE_NAME, TEXT),
    NATIVE_ROW("rule_name", RULE_NAME, TEXT),
    NATIVE_ROW("policy", RULE_NAME, TEXT),
    NATIVE_ROW("virus", SIGNATURE, TEXT),
    NATIVE_ROW("malware", SIGNATURE, TEXT),
    NATIVE_ROW("threat", SIGNATURE, TEXT),
    NATIVE_ROW("signature", SIGNATURE, TEXT),
    NATIVE_ROW("attack", SIGNATURE, TEXT),
    NATIVE_ROW("category", RULE_CATEGORY, TEXT),
    NATIVE_ROW("method", METHOD, TEXT),
    NATIVE_ROW("status", STATUS, NUMBER),
    NATIVE_ROW("status_code", STATUS, NUMBER),
    NATIVE_ROW("user_agent", USER_AGENT, TEXT),
    NATIVE_ROW("useragent", USER_AGENT, TEXT),
    NATIVE_ROW("agent", USER_AGENT, TEXT),
    NATIVE_ROW("referer", REFERER, TEXT),
    NATIVE_ROW("qname", DNS_QUERY, TEXT),
    NATIVE_ROW("query", DNS_QUERY, TEXT),
    NATIVE_ROW("qtype", DNS_TYPE, TEXT),
    NATIVE_ROW("filename", FILE_NAME, TEXT),
    NATIVE_ROW("file", FILE_NAME, TEXT),
    NATIVE_ROW("md5", MD5, LOWER),
    NATIVE_ROW("sha1", SHA1, LOWER),
    NATIVE_ROW("sha256", SHA256, LOWER),
    NATIVE_ROW("process", PROCESS, TEXT),
    NATIVE_ROW("pid", PROCESS_ID, NUMBER),
    NATIVE_ROW("from", MAIL_FROM, TEXT),
    NATIVE_ROW("to", MAIL_TO, TEXT),
    NATIVE_ROW("subject", MAIL_SUBJECT, TEXT),
};

static bool is_key(struct text t)
{
	if (t.size == 0 || t.size > 64)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		bool other = (c >= '0' && c <= '9') || c == '-' || c == '.';
		if (!letter && (i == 0 || !other))
			return false;
	}
	return true;
}

/* Count what is a pair and what is another word, in the first few kilobytes. */
static void count_words(struct text t, struct arena *arena, size_t *pairs, size_t *words)
{
	struct text rest = text_trim(text_part(t, 0, HEAD));
	*pairs = 0;
	*words = 0;
	while (rest.size != 0) {
		struct text word = rest;
		word = text_word(&word);
		size_t equals = text_find_char(word, '=');
		if (equals == TEXT_NONE || !is_key(text_part(word, 0, equals))) {
			(*words)++;
			rest = text_trim(text_from(rest, word.size));
			continue;
		}
		struct pairs reader = {.rest = rest, .arena = arena};
		struct text key;
		struct text value;
		if (!decode_next_pair(&reader, &key, &value))
			break;
		(*pairs)++;
		rest = text_trim(reader.rest);
	}
}

/*
 * A Unix program's message that only has some pairs in it (dovecot, postfix) is the syslog
 * decoder's: behind a program's name the message must begin with a pair. The kernel's packet log
 * begins with a label.
 */
static bool recognise(const struct view *view)
{
	struct text message = text_trim(view->message);
	if (text_find_char(text_part(message, 0, HEAD), '=') == TEXT_NONE)
		return false;
	struct text rest = message;
	struct text first = text_word(&rest);
	size_t equals = text_find_char(first, '=');
	bool begins = equals != TEXT_NONE && is_key(text_part(first, 0, equals));
	if (view->envelope.program.size != 0 && !begins)
		return false;
	size_t pairs;
	size_t words;
	count_words(message, view->arena, &pairs, &words);
	return pairs >= PAIRS_MIN && pairs >= words;
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* Bare values may be apart by commas or semicolons as well as spaces. */
static size_t read_pairs(struct event *event, struct text t)
{
	struct pairs pairs = {.rest = t, .arena = event->arena};
	struct text key;
	struct text value;
	size_t count = 0;
	while (decode_next_pair(&pairs, &key, &value)) {
		if (!is_key(key))
			continue;
		bool bare = value.size != 0 && value.at + value.size == pairs.rest.at;
		if (bare && (text_ends(value, TEXT(",")) || text_ends(value, TEXT(";"))))
			value.size--;
		event_add(event, key, value, VALUE_TEXT);
		count++;
	}
	return count;
}

static void set_time(struct event *event, const struct decode_context *context)
{
	static const char *const names[] = {
	    "timestamp", "datetime", "eventtime", "ts", "time", "date"};
	struct text both = decode_join(event->arena, get(event, "date"), ' ', get(event, "time"));
	if (get(event, "date").size != 0 && decode_set_time_text(event, both, context))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct text t = get(event, names[i]);
		bool written =
		    text_find_char(t, '-') != TEXT_NONE || text_find_char(t, ':') != TEXT_NONE;
		if ((written || t.size >= 9) && decode_set_time_text(event, t, context))
			return;
	}
}

static void set_logsource(struct event *event)
{
	bool ends = event_get_field(event, FIELD_SRC_IP).size != 0 &&
		    event_get_field(event, FIELD_DST_IP).size != 0;
	if (event_get_field(event, FIELD_DNS_QUERY).size != 0)
		event->logsource.category = TEXT("dns");
	else if (event_get_field(event, FIELD_URI).size != 0)
		event->logsource.category = TEXT("proxy");
	else if (ends)
		event->logsource.category = TEXT("firewall");
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = event_create(view->arena, view->context->received);
	if (read_pairs(event, view->message) < PAIRS_MIN) {
		why_set(why, "fewer than four key=value pairs");
		return MALFORMED;
	}
	set_time(event, view->context);
	event->message = get(event, "msg");
	if (event->message.size == 0)
		event->message = get(event, "message");
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	if (get(event, "url").size != 0)
		decode_put_url(event, get(event, "url"));
	set_logsource(event);
	return native_give(event, events, why);
}

const struct decoder keyvalue_decoder = {"keyvalue", "key=value", "", recognise, decode};
