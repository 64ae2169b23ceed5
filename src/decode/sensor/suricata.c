/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Suricata EVE JSON, all event types (Suricata user guide, "EVE JSON Format", versions 4 to 8).
 *
 * Every leaf stands under its own dotted name; the taxonomy's names are added from the tables
 * below. EVE's top-level "host" is the sensor's name, so it becomes device.
 */
#include "base/arena.h"
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/web/request.h"

static bool recognise(const struct view *view)
{
	const struct json *type = json_get(view->json, "event_type");
	return type != NULL && type->kind == JSON_STRING &&
	       (json_get(view->json, "flow_id") != NULL ||
		   json_get(view->json, "timestamp") != NULL);
}

struct mapping {
	const char *path;
	enum field_id field;
};

/* src_ip, src_port, community_id and the like have the taxonomy's name already. */
static const struct mapping mappings[] = {
    {"host", FIELD_DEVICE},
    {"dest_ip", FIELD_DST_IP},
    {"dest_port", FIELD_DST_PORT},
    {"ether.src_mac", FIELD_SRC_MAC},
    {"ether.dest_mac", FIELD_DST_MAC},
    {"flow_id", FIELD_SESSION_ID},
    {"xff", FIELD_FORWARDED_FOR},
    {"http.xff", FIELD_FORWARDED_FOR},
    {"alert.action", FIELD_ACTION},
    {"alert.signature_id", FIELD_RULE_ID},
    {"alert.signature", FIELD_RULE_NAME},
    {"alert.signature", FIELD_SIGNATURE},
    {"alert.category", FIELD_RULE_CATEGORY},
    {"alert.severity", FIELD_SEVERITY},
    {"anomaly.event", FIELD_EVENT_CODE},
    {"drop.reason", FIELD_REASON},
    {"flow.reason", FIELD_REASON},
    {"flow.action", FIELD_ACTION},
    {"flow.age", FIELD_DURATION},
    {"netflow.age", FIELD_DURATION},
    {"netflow.bytes", FIELD_SRC_BYTES},
    {"netflow.pkts", FIELD_SRC_PACKETS},
    {"tls.subject", FIELD_TLS_SUBJECT},
    {"tls.issuerdn", FIELD_TLS_ISSUER},
    {"tls.ja3.hash", FIELD_JA3},
    {"tls.ja3s.hash", FIELD_JA3S},
    {"quic.ja3.hash", FIELD_JA3},
    {"quic.ja3s.hash", FIELD_JA3S},
    {"smb.ntlmssp.user", FIELD_USER},
    {"smb.ntlmssp.domain", FIELD_USER_DOMAIN},
    {"smb.ntlmssp.host", FIELD_SRC_HOST},
    {"smb.filename", FIELD_FILE_PATH},
    {"krb5.cname", FIELD_USER},
    {"krb5.realm", FIELD_USER_DOMAIN},
    {"pgsql.request.startup_parameters.user", FIELD_USER},
    {"rfb.authentication.security_result", FIELD_OUTCOME},
    {"rdp.cookie", FIELD_USER},
    {"mqtt.connect.username", FIELD_USER},
    {"ftp.command", FIELD_ACTION},
    {"ftp_data.filename", FIELD_FILE_PATH},
    {"tftp.file", FIELD_FILE_PATH},
    {"nfs.filename", FIELD_FILE_PATH},
    {"dhcp.client_mac", FIELD_SRC_MAC},
    {"dhcp.hostname", FIELD_SRC_HOST},
    {"email.subject", FIELD_MAIL_SUBJECT},
    {"email.message_id", FIELD_MAIL_ID},
    {"fileinfo.size", FIELD_FILE_SIZE},
    {"fileinfo.mimetype", FIELD_FILE_TYPE},
    {"fileinfo.magic", FIELD_FILE_TYPE},
    {"fileinfo.md5", FIELD_MD5},
    {"fileinfo.sha1", FIELD_SHA1},
    {"fileinfo.sha256", FIELD_SHA256},
};

static struct text get(const struct json *json, const char *path)
{
	return json_text(json_path(json, path));
}

static void put_mapped(struct event *event, const struct json *json)
{
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++)
		event_put(event, mappings[i].field, get(json, mappings[i].path));
}

static bool is_word(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		bool good = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
			    (c >= '0' && c <= '9') || c == '_';
		if (!good)
			return false;
	}
	return t.size != 0;
}

static bool is_upper(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] < 'A' || t.at[i] > 'Z')
			return false;
	}
	return t.size != 0;
}

/*
 * Emerging Threats and those who follow its naming write SET FAMILY description. Suricata's own
 * rules name a part of Suricata there, so their family is SURICATA.
 */
static void put_family(struct event *event, struct text signature)
{
	struct text set = text_word(&signature);
	struct text family = text_word(&signature);
	if (text_equal(set, TEXT("SURICATA")))
		family = set;
	bool named = is_upper(set) && is_word(family) && signature.size != 0;
	if (named)
		event_put(event, FIELD_RULE_FAMILY, family);
}

/*
 * Whether the record's source is the server. Alerts and files are written in the direction of
 * their packet, the counters of a flow by client and server. Suricata 7 says which way; older
 * ones do not, and then a well-known port at the source against a high one tells.
 */
static bool from_server(const struct json *json)
{
	struct text direction = json_get_text(json, "direction");
	if (direction.size != 0)
		return text_equal(direction, TEXT("to_client"));
	struct text client = get(json, "flow.src_ip");
	if (client.size != 0)
		return !text_equal(client, json_get_text(json, "src_ip"));
	struct text type = json_get_text(json, "event_type");
	if (!text_equal(type, TEXT("alert")) && !text_equal(type, TEXT("fileinfo")))
		return false;
	int64_t source;
	int64_t destination;
	return json_int(json_get(json, "src_port"), &source) &&
	       json_int(json_get(json, "dest_port"), &destination) && source < 1024 &&
	       destination >= 1024;
}

static void put_instant(struct event *event, enum field_id field, struct text t)
{
	struct civil civil;
	int64_t instant;
	if (!clock_parse(t, &civil) || !clock_from_civil(&civil, &instant))
		return;
	char out[CLOCK_TEXT];
	clock_format(instant, out);
	event_put(event, field, text_format(event->arena, "%s", out));
}

static void put_flow(struct event *event, const struct json *json, bool server)
{
	const struct json *flow = json_get(json, "flow");
	if (flow == NULL)
		flow = json_get(json, "netflow");
	put_instant(event, FIELD_START, json_get_text(flow, "start"));
	put_instant(event, FIELD_END, json_get_text(flow, "end"));
	struct text up = json_get_text(flow, "bytes_toserver");
	struct text down = json_get_text(flow, "bytes_toclient");
	event_put(event, FIELD_SRC_BYTES, server ? down : up);
	event_put(event, FIELD_DST_BYTES, server ? up : down);
	decode_put_sum(event, FIELD_BYTES, up, down);
	up = json_get_text(flow, "pkts_toserver");
	down = json_get_text(flow, "pkts_toclient");
	event_put(event, FIELD_SRC_PACKETS, server ? down : up);
	event_put(event, FIELD_DST_PACKETS, server ? up : down);
	decode_put_sum(event, FIELD_PACKETS, up, down);
}

/*
 * DNS: versions 1 and 2 of EVE have dns.rrname or, in answers, dns.answers[]; version 3 (and the
 * dns object of alerts) has dns.queries[]. `grouped` repeats the answers.
 */
static void put_dns_one(struct event *event, const struct json *dns)
{
	static const struct mapping names[] = {{"rrname", FIELD_DNS_QUERY},
	    {"rrtype", FIELD_DNS_TYPE}, {"rcode", FIELD_DNS_CODE}, {"id", FIELD_DNS_ID}};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		event_put(event, names[i].field, get(dns, names[i].path));
	event_put(event, FIELD_DNS_ANSWER, json_get_text(dns, "rdata"));
}

static const struct json *first_child(const struct json *list)
{
	return list == NULL ? NULL : list->first;
}

static void put_dns_lists(struct event *event, const struct json *dns)
{
	const struct json *query = json_get(dns, "queries");
	if (query == NULL)
		query = json_get(dns, "query");
	for (query = first_child(query); query != NULL; query = query->next)
		put_dns_one(event, query);
	const struct json *answer = json_get(dns, "answers");
	bool one = answer != NULL && answer->kind == JSON_OBJECT;
	/* Version 1 wrapped in an alert: one object. */
	for (answer = one ? answer : first_child(answer); answer != NULL;
	     answer = one ? NULL : answer->next)
		event_put(event, FIELD_DNS_ANSWER, json_get_text(answer, "rdata"));
}

static void put_dns(struct event *event, const struct json *dns)
{
	if (dns == NULL || dns->kind != JSON_OBJECT)
		return;
	put_dns_one(event, dns);
	put_dns_lists(event, dns);
}

static struct text header(const struct json *headers, struct text name)
{
	for (const struct json *item = first_child(headers); item != NULL; item = item->next) {
		if (text_equal_fold(json_get_text(item, "name"), name))
			return json_get_text(item, "value");
	}
	return (struct text){NULL, 0};
}

static void put_http(struct event *event, const struct json *json, bool server)
{
	const struct json *http = json_get(json, "http");
	if (http == NULL || http->kind != JSON_OBJECT)
		return;
	struct request request = {
	    .method = json_get_text(http, "http_method"),
	    .target = json_get_text(http, "url"),
	    .host = json_get_text(http, "hostname"),
	    .version = json_get_text(http, "protocol"),
	    .agent = json_get_text(http, "http_user_agent"),
	    .referer = json_get_text(http, "http_refer"),
	    .status = json_get_text(http, "status"),
	    .bytes = json_get_text(http, "length"),
	    .content_type = json_get_text(http, "http_content_type"),
	    .cookie = header(json_get(http, "request_headers"), TEXT("cookie")),
	};
	request_put(event, &request);
	event_put(event, server ? FIELD_SRC_HOST : FIELD_DST_HOST, request.host);
}

static void put_file(struct event *event, struct text path)
{
	event_put(event, FIELD_FILE_PATH, path);
	size_t slash = text_find_last_char(path, '/');
	event_put(event, FIELD_FILE_NAME, slash == TEXT_NONE ? path : text_from(path, slash + 1));
}

/* A name's root dot, which some clients send, is no part of it elsewhere. */
static void put_server_name(struct event *event, struct text name, bool server)
{
	if (text_ends(name, TEXT(".")))
		name.size--;
	event_put(event, FIELD_TLS_SNI, name);
	event_put(event, server ? FIELD_SRC_HOST : FIELD_DST_HOST, name);
}

/* "TLS 1.2" and "TLSv1.2" */
static void put_tls_version(struct event *event, struct text version)
{
	if (!text_skip(&version, TEXT("TLSv")))
		(void)text_skip(&version, TEXT("TLS "));
	event_put(event, FIELD_TLS_VERSION, version);
}

/* The application protocol: told, or the event's own type where that is one. */
static void put_protocol(struct event *event, const struct json *json, struct text type)
{
	static const struct text no_protocols[] = {TEXT_INIT("alert"), TEXT_INIT("anomaly"),
	    TEXT_INIT("drop"), TEXT_INIT("fileinfo"), TEXT_INIT("flow"), TEXT_INIT("netflow"),
	    TEXT_INIT("stats"), TEXT_INIT("metadata"), TEXT_INIT("packet"), TEXT_INIT("frame"),
	    TEXT_INIT("engine"), TEXT_INIT("arp"), TEXT_INIT("files")};
	struct text told = json_get_text(json, "app_proto");
	if (told.size != 0) {
		bool unknown =
		    text_equal(told, TEXT("failed")) || text_equal(told, TEXT("unknown"));
		event_put(event, FIELD_APP_PROTOCOL, unknown ? (struct text){NULL, 0} : told);
		return;
	}
	for (size_t i = 0; i < sizeof(no_protocols) / sizeof(no_protocols[0]); i++) {
		if (text_equal(type, no_protocols[i]))
			return;
	}
	event_put(event, FIELD_APP_PROTOCOL, type);
}

/* Categories of Sigma's generic rules that an event type can answer. */
static struct text category_of(struct text type)
{
	if (text_equal(type, TEXT("dns")))
		return TEXT("dns");
	if (text_equal(type, TEXT("http")) || text_equal(type, TEXT("http2")))
		return TEXT("proxy");
	bool traffic = text_equal(type, TEXT("flow")) || text_equal(type, TEXT("netflow")) ||
		       text_equal(type, TEXT("drop"));
	return traffic ? TEXT("firewall") : (struct text){NULL, 0};
}

/*
 * A flow that Suricata itself dropped or passed says so (flow.action); otherwise a server's SYN
 * with ACK shows that nothing on the way stopped the client's. Its silence tells nothing: Suricata
 * may sit on either side of a firewall.
 */
static void put_let_through(struct event *event, const struct json *json)
{
	uint64_t flags;
	const uint64_t answer = 0x12; /* RFC 9293 section 3.1: SYN, ACK */
	if (get(json, "flow.action").size == 0 &&
	    text_to_hex(get(json, "tcp.tcp_flags_tc"), &flags) && (flags & answer) == answer)
		blocked_put(event, false);
}

static struct text message_of(const struct json *json, struct text type)
{
	static const char *const paths[] = {"alert.signature", "anomaly.event", "engine.message"};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct text message = get(json, paths[i]);
		if (message.size != 0)
			return message;
	}
	return type;
}

/* SMTP's "<a@b>" is the address a@b. */
static struct text bare_address(struct text t)
{
	bool angled = t.size >= 2 && t.at[0] == '<' && t.at[t.size - 1] == '>';
	return angled ? text_part(t, 1, t.size - 2) : t;
}

static void put_mail(struct event *event, const struct json *json)
{
	struct text sender = get(json, "smtp.mail_from");
	event_put(event, FIELD_MAIL_FROM,
	    sender.size == 0 ? get(json, "email.from") : bare_address(sender));
	const struct json *to = json_path(json, "smtp.rcpt_to");
	for (to = first_child(to); to != NULL; to = to->next)
		event_put(event, FIELD_MAIL_TO, bare_address(json_text(to)));
}

static void put_taxonomy(struct event *event, const struct json *json, struct text type)
{
	bool server = from_server(json);
	put_mapped(event, json);
	put_family(event, get(json, "alert.signature"));
	event_put(
	    event, FIELD_TRANSPORT, decode_transport(json_get_text(json, "proto"), event->arena));
	put_protocol(event, json, type);
	put_flow(event, json, server);
	put_dns(event, json_get(json, "dns"));
	put_http(event, json, server);
	put_tls_version(event, get(json, "tls.version"));
	put_server_name(event, get(json, "tls.sni"), server);
	put_server_name(event, get(json, "quic.sni"), server);
	put_file(event, get(json, "fileinfo.filename"));
	put_mail(event, json);
	/* Suricata in line drops in alerts ("blocked") and in events of their own. */
	if (text_equal(type, TEXT("flow")))
		put_let_through(event, json);
	if (text_equal(type, TEXT("drop")) && get(json, "alert.action").size == 0)
		event_put(event, FIELD_ACTION, TEXT("blocked"));
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *json = view->json;
	struct text type = json_get_text(json, "event_type");
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = (struct logsource){TEXT("suricata"), category_of(type), type};
	event->message = message_of(json, type);
	(void)decode_set_time_text(event, json_get_text(json, "timestamp"), view->context);
	decode_flatten(event, (struct text){NULL, 0}, json);
	put_taxonomy(event, json, type);
	return DONE;
}

const struct decoder suricata_decoder = {
    "suricata", "Suricata EVE JSON", "suricata", recognise, decode};
