/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zeek logs (Zeek documentation, "Log Files"): the TSV form, whose header the framer keeps in the
 * context's columns, and JSON, with _path where a shipper or the json-streaming-logs package
 * wrote it, else told by its fields.
 *
 * First all native fields are added under their own names, then the taxonomy's from those,
 * so both forms go one way. Unset fields are absent.
 */
#include "decode/sensor/zeek.h"

#include "base/arena.h"
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/table/columns.h"
#include "decode/web/request.h"

static bool is_tsv(const struct view *view)
{
	const struct columns *columns = view->context->columns;
	return columns != NULL && columns->kind == COLUMNS_ZEEK;
}

static struct text json_path_of(const struct json *json)
{
	struct text path = json_get_text(json, "_path");
	return path.size != 0 ? path : zeek_guess_path(json);
}

static bool recognise(const struct view *view)
{
	if (is_tsv(view))
		return view->record.size != 0 && view->record.at[0] != '#';
	if (view->json == NULL || json_get(view->json, "ts") == NULL)
		return false;
	bool connection =
	    json_get(view->json, "id.orig_h") != NULL || json_path(view->json, "id.orig_h") != NULL;
	return connection || json_path_of(view->json).size != 0;
}

/* Zeek's ASCII writer escapes separators and unprintable bytes as \xHH and a backslash as two. */
static struct text unescape(struct arena *arena, struct text t)
{
	if (text_find_char(t, '\\') == TEXT_NONE)
		return t;
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		size_t left = t.size - i;
		bool hex = left >= 4 && t.at[i] == '\\' && t.at[i + 1] == 'x' &&
			   text_hex_digit(t.at[i + 2]) >= 0 && text_hex_digit(t.at[i + 3]) >= 0;
		if (hex) {
			out[size++] =
			    (char)(text_hex_digit(t.at[i + 2]) * 16 + text_hex_digit(t.at[i + 3]));
			i += 3;
			continue;
		}
		if (left >= 2 && t.at[i] == '\\' && t.at[i + 1] == '\\')
			i++;
		out[size++] = t.at[i];
	}
	return (struct text){out, size};
}

static bool is_number(struct text type)
{
	static const struct text names[] = {TEXT_INIT("count"), TEXT_INIT("int"),
	    TEXT_INIT("double"), TEXT_INIT("port"), TEXT_INIT("time"), TEXT_INIT("interval")};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(type, names[i]))
			return true;
	}
	return false;
}

/* Without a type a value is a number when it looks like one. */
static void add_scalar(struct event *event, struct text name, struct text value, struct text type)
{
	double number;
	bool truth = text_equal(value, TEXT("T")) || text_equal(value, TEXT("F"));
	if (truth && text_equal(type, TEXT("bool"))) {
		bool yes = value.at[0] == 'T';
		event_add(event, name, yes ? TEXT("true") : TEXT("false"), VALUE_BOOL);
		return;
	}
	value = unescape(event->arena, value);
	bool numeric = (type.size == 0 || is_number(type)) && text_to_double(value, &number);
	event_add(event, name, value, numeric ? VALUE_NUMBER : VALUE_TEXT);
}

/* "set[addr]" and "vector[string]": true, and *type is what stands in the brackets. */
static bool is_list(struct text *type)
{
	if (!text_ends(*type, TEXT("]")))
		return false;
	if (!text_skip(type, TEXT("set[")) && !text_skip(type, TEXT("vector[")))
		return false;
	type->size--;
	return true;
}

static void add_cell(
    struct event *event, const struct columns *columns, size_t column, struct text cell)
{
	struct text name = columns->names[column];
	struct text type = columns->types == NULL ? (struct text){NULL, 0} : columns->types[column];
	if (!is_list(&type)) {
		add_scalar(event, name, cell, type);
		return;
	}
	char separator = columns->set_separator.size == 1 ? columns->set_separator.at[0] : ',';
	while (cell.size != 0) {
		struct text item = text_cut(&cell, separator);
		if (!text_equal(item, columns->unset_field))
			add_scalar(event, name, item, type);
	}
}

static void add_columns(struct event *event, struct text record, const struct columns *columns)
{
	struct text rest = record;
	for (size_t i = 0; i < columns->count && rest.at != NULL; i++) {
		bool last = text_find_char(rest, columns->separator) == TEXT_NONE;
		struct text cell = text_cut(&rest, columns->separator);
		if (last)
			rest = (struct text){NULL, 0};
		if (text_equal(cell, columns->unset_field) ||
		    text_equal(cell, columns->empty_field))
			continue;
		add_cell(event, columns, i, cell);
	}
}

struct mapping {
	struct text path; /* the log; empty: any */
	struct text name;
	enum field_id field;
};

#define ANY                                                                                        \
	{                                                                                          \
		NULL, 0                                                                            \
	}
#define OF(log) TEXT_INIT(log)

/* Names that are the taxonomy's own (query, user, duration, ja3, md5 …) need no entry. */
static const struct mapping mappings[] = {
    {ANY, TEXT_INIT("id.orig_h"), FIELD_SRC_IP},
    {ANY, TEXT_INIT("id.orig_p"), FIELD_SRC_PORT},
    {ANY, TEXT_INIT("id.resp_h"), FIELD_DST_IP},
    {ANY, TEXT_INIT("id.resp_p"), FIELD_DST_PORT},
    {ANY, TEXT_INIT("uid"), FIELD_SESSION_ID},
    {ANY, TEXT_INIT("orig_l2_addr"), FIELD_SRC_MAC},
    {ANY, TEXT_INIT("resp_l2_addr"), FIELD_DST_MAC},
    {ANY, TEXT_INIT("_system_name"), FIELD_DEVICE},
    {OF("conn"), TEXT_INIT("service"), FIELD_APP_PROTOCOL},
    {OF("conn"), TEXT_INIT("orig_bytes"), FIELD_SRC_BYTES},
    {OF("conn"), TEXT_INIT("resp_bytes"), FIELD_DST_BYTES},
    {OF("conn"), TEXT_INIT("orig_pkts"), FIELD_SRC_PACKETS},
    {OF("conn"), TEXT_INIT("resp_pkts"), FIELD_DST_PACKETS},
    {OF("dns"), TEXT_INIT("qtype_name"), FIELD_DNS_TYPE},
    {OF("dns"), TEXT_INIT("answers"), FIELD_DNS_ANSWER},
    {OF("dns"), TEXT_INIT("rcode_name"), FIELD_DNS_CODE},
    {OF("dns"), TEXT_INIT("trans_id"), FIELD_DNS_ID},
    {OF("http"), TEXT_INIT("request_body_len"), FIELD_REQUEST_BYTES},
    {OF("http"), TEXT_INIT("host"), FIELD_DST_HOST},
    {OF("ssl"), TEXT_INIT("server_name"), FIELD_TLS_SNI},
    {OF("ssl"), TEXT_INIT("server_name"), FIELD_DST_HOST},
    {OF("ssl"), TEXT_INIT("subject"), FIELD_TLS_SUBJECT},
    {OF("ssl"), TEXT_INIT("issuer"), FIELD_TLS_ISSUER},
    {OF("quic"), TEXT_INIT("server_name"), FIELD_TLS_SNI},
    {OF("x509"), TEXT_INIT("certificate.subject"), FIELD_TLS_SUBJECT},
    {OF("x509"), TEXT_INIT("certificate.issuer"), FIELD_TLS_ISSUER},
    {OF("files"), TEXT_INIT("filename"), FIELD_FILE_NAME},
    {OF("files"), TEXT_INIT("mime_type"), FIELD_FILE_TYPE},
    {OF("files"), TEXT_INIT("total_bytes"), FIELD_FILE_SIZE},
    {OF("notice"), TEXT_INIT("note"), FIELD_SIGNATURE},
    {OF("notice"), TEXT_INIT("note"), FIELD_RULE_NAME},
    {OF("notice"), TEXT_INIT("file_mime_type"), FIELD_FILE_TYPE},
    {OF("signatures"), TEXT_INIT("sig_id"), FIELD_RULE_ID},
    {OF("signatures"), TEXT_INIT("event_msg"), FIELD_SIGNATURE},
    {OF("signatures"), TEXT_INIT("src_addr"), FIELD_SRC_IP},
    {OF("signatures"), TEXT_INIT("dst_addr"), FIELD_DST_IP},
    {OF("intel"), TEXT_INIT("seen.indicator"), FIELD_SIGNATURE},
    {OF("weird"), TEXT_INIT("name"), FIELD_EVENT_CODE},
    {OF("smtp"), TEXT_INIT("mailfrom"), FIELD_MAIL_FROM},
    {OF("smtp"), TEXT_INIT("rcptto"), FIELD_MAIL_TO},
    {OF("smtp"), TEXT_INIT("subject"), FIELD_MAIL_SUBJECT},
    {OF("smtp"), TEXT_INIT("msg_id"), FIELD_MAIL_ID},
    {OF("ntlm"), TEXT_INIT("username"), FIELD_USER},
    {OF("ntlm"), TEXT_INIT("domainname"), FIELD_USER_DOMAIN},
    {OF("ntlm"), TEXT_INIT("hostname"), FIELD_SRC_HOST},
    {OF("rdp"), TEXT_INIT("cookie"), FIELD_USER},
    {OF("rdp"), TEXT_INIT("client_name"), FIELD_SRC_HOST},
    {OF("radius"), TEXT_INIT("username"), FIELD_USER},
    {OF("smb_files"), TEXT_INIT("action"), FIELD_ACTION},
    {OF("smb_files"), TEXT_INIT("name"), FIELD_FILE_PATH},
    {OF("smb_files"), TEXT_INIT("size"), FIELD_FILE_SIZE},
    {OF("ftp"), TEXT_INIT("command"), FIELD_ACTION},
    {OF("tunnel"), TEXT_INIT("tunnel_type"), FIELD_APP_PROTOCOL},
    {OF("dhcp"), TEXT_INIT("client_addr"), FIELD_SRC_IP},
    {OF("dhcp"), TEXT_INIT("server_addr"), FIELD_DST_IP},
    {OF("dhcp"), TEXT_INIT("mac"), FIELD_SRC_MAC},
    {OF("dhcp"), TEXT_INIT("host_name"), FIELD_SRC_HOST},
};

static void put_all(struct event *event, enum field_id field, struct text name)
{
	size_t count = event->count;
	for (size_t i = 0; i < count; i++) {
		if (text_equal(event->fields[i].name, name))
			event_put(event, field, event->fields[i].value);
	}
}

static struct text get(const struct event *event, const char *name)
{
	return event_get(event, text_of(name));
}

/* Logs of files and notices name the ends without an id.* where there is no one connection. */
static void put_ends(struct event *event)
{
	static const struct mapping ends[] = {{ANY, TEXT_INIT("tx_hosts"), FIELD_SRC_IP},
	    {ANY, TEXT_INIT("rx_hosts"), FIELD_DST_IP}, {ANY, TEXT_INIT("src"), FIELD_SRC_IP},
	    {ANY, TEXT_INIT("dst"), FIELD_DST_IP}, {ANY, TEXT_INIT("p"), FIELD_DST_PORT}};
	if (get(event, "id.orig_h").size != 0)
		return;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		put_all(event, ends[i].field, ends[i].name);
}

static void put_mapped(struct event *event, struct text path)
{
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (mappings[i].path.at == NULL || text_equal(mappings[i].path, path))
			put_all(event, mappings[i].field, mappings[i].name);
	}
}

static void put_http(struct event *event)
{
	struct request request = {
	    .method = get(event, "method"),
	    .target = get(event, "uri"),
	    .host = get(event, "host"),
	    .version = get(event, "version"),
	    .agent = get(event, "user_agent"),
	    .referer = get(event, "referrer"),
	    .user = get(event, "username"),
	    .status = get(event, "status_code"),
	    .bytes = get(event, "response_body_len"),
	    .content_type = get(event, "resp_mime_types"),
	};
	request_put(event, &request);
}

/* "TLSv12" is TLS 1.2, "TLSv13" 1.3; others ("SSLv3", "DTLSv12") as they are. */
static void put_tls_version(struct event *event)
{
	struct text version = get(event, "version");
	bool digits = text_starts(version, TEXT("TLSv")) && version.size == 6;
	event_put(event, FIELD_TLS_VERSION,
	    digits ? text_format(event->arena, "%c.%c", version.at[4], version.at[5]) : version);
}

/* "stevie.marie/PANDALAB.COM"; a machine's own account ends in "$". */
static void put_kerberos_client(struct event *event)
{
	struct text client = get(event, "client");
	size_t slash = text_find_last_char(client, '/');
	event_put(event, FIELD_USER, text_part(client, 0, slash));
	if (slash != TEXT_NONE)
		event_put(event, FIELD_USER_DOMAIN, text_from(client, slash + 1));
}

static void put_outcome(struct event *event)
{
	struct text told = get(event, "auth_success");
	if (told.size == 0)
		told = get(event, "success");
	if (text_equal(told, TEXT("true")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	else if (text_equal(told, TEXT("false")))
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
}

/*
 * Zeek watches and blocks nothing. Where it saw the other side answer a connection's first packet,
 * nothing on the way stopped it. No answer (S0) may be a firewall or a machine that is off, a
 * refusal (REJ) the machine itself or a firewall that answers in its name: these, and connections
 * that Zeek saw half of, do not tell.
 */
static void put_let_through(struct event *event)
{
	static const struct text answered[] = {TEXT_INIT("SF"), TEXT_INIT("S1"), TEXT_INIT("S2"),
	    TEXT_INIT("S3"), TEXT_INIT("RSTO"), TEXT_INIT("RSTR")};
	struct text state = get(event, "conn_state");
	for (size_t i = 0; i < sizeof(answered) / sizeof(answered[0]); i++) {
		if (text_equal(state, answered[i]))
			blocked_put(event, false);
	}
}

/* A log of one protocol is named after it. */
static void put_protocol(struct event *event, struct text path)
{
	static const struct text no_protocols[] = {TEXT_INIT("conn"), TEXT_INIT("notice"),
	    TEXT_INIT("weird"), TEXT_INIT("files"), TEXT_INIT("intel"), TEXT_INIT("signatures"),
	    TEXT_INIT("dpd"), TEXT_INIT("analyzer"), TEXT_INIT("tunnel")};
	if (get(event, "id.orig_h").size == 0)
		return;
	for (size_t i = 0; i < sizeof(no_protocols) / sizeof(no_protocols[0]); i++) {
		if (text_equal(path, no_protocols[i]))
			return;
	}
	event_put(event, FIELD_APP_PROTOCOL, path);
}

static void put_taxonomy(struct event *event, struct text path)
{
	put_mapped(event, path);
	put_ends(event);
	put_outcome(event);
	event_put(event, FIELD_TRANSPORT, decode_transport(get(event, "proto"), event->arena));
	if (text_equal(path, TEXT("conn"))) {
		decode_put_sum(
		    event, FIELD_BYTES, get(event, "orig_bytes"), get(event, "resp_bytes"));
		decode_put_sum(
		    event, FIELD_PACKETS, get(event, "orig_pkts"), get(event, "resp_pkts"));
		put_let_through(event);
	}
	if (text_equal(path, TEXT("http")))
		put_http(event);
	if (text_equal(path, TEXT("ssl")))
		put_tls_version(event);
	if (text_equal(path, TEXT("kerberos")))
		put_kerberos_client(event);
	put_protocol(event, path);
}

/* Categories of Sigma's generic rules that a log can answer. */
static struct text category_of(struct text path)
{
	if (text_equal(path, TEXT("dns")))
		return TEXT("dns");
	if (text_equal(path, TEXT("http")))
		return TEXT("proxy");
	return text_equal(path, TEXT("conn")) ? TEXT("firewall") : (struct text){NULL, 0};
}

static struct text message_of(const struct event *event, struct text path)
{
	static const char *const names[] = {
	    "msg", "message", "event_msg", "failure_reason", "name"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct text message = get(event, names[i]);
		if (message.size != 0)
			return message;
	}
	return path;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct columns *columns = is_tsv(view) ? view->context->columns : NULL;
	bool cells = columns != NULL && columns->count > 1;
	if (cells && text_find_char(view->record, columns->separator) == TEXT_NONE) {
		why_set(why, "a Zeek line without the columns that its "
			     "header names");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	struct text path = columns != NULL ? columns->path : json_path_of(view->json);
	if (columns != NULL)
		add_columns(event, view->record, columns);
	else
		decode_flatten(event, (struct text){NULL, 0}, view->json);
	event->logsource = (struct logsource){TEXT("zeek"), category_of(path), path};
	event->message = message_of(event, path);
	(void)decode_set_time_text(event, get(event, "ts"), view->context);
	put_taxonomy(event, path);
	return DONE;
}

const struct decoder zeek_decoder = {"zeek", "Zeek TSV and JSON", "zeek", recognise, decode};
