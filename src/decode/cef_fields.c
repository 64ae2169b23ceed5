/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CEF's dictionary (revision 25) and LEEF's predefined attributes (IBM QRadar DSM guide) in
 * taxonomy fields; custom values under their labels; the ways in which times are written.
 */
#include "decode/cef_fields.h"

#include "base/arena.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct mapping {
	struct text key;
	enum field_id field;
};

#define MAP(key, id)                                                                               \
	{                                                                                          \
		TEXT_INIT(key), FIELD_##id                                                         \
	}

/* The first key that has a value fills the field. */
static const struct mapping plain[] = {MAP("shost", SRC_HOST), MAP("sourceHostName", SRC_HOST),
    MAP("smac", SRC_MAC), MAP("srcMAC", SRC_MAC), MAP("dhost", DST_HOST),
    MAP("destinationHostName", DST_HOST), MAP("dmac", DST_MAC), MAP("dstMAC", DST_MAC),
    MAP("suser", SRC_USER), MAP("sourceUserName", SRC_USER), MAP("duser", DST_USER),
    MAP("destinationUserName", DST_USER), MAP("suser", USER), MAP("usrName", USER),
    MAP("duser", USER), MAP("sntdom", USER_DOMAIN), MAP("dntdom", USER_DOMAIN),
    MAP("domain", USER_DOMAIN), MAP("suid", USER_ID), MAP("duid", USER_ID), MAP("act", ACTION),
    MAP("action", ACTION), MAP("outcome", OUTCOME), MAP("reason", REASON),
    MAP("externalId", EVENT_ID), MAP("cat", RULE_CATEGORY), MAP("policy", RULE_NAME),
    MAP("fname", FILE_NAME), MAP("filePath", FILE_PATH), MAP("fsize", FILE_SIZE),
    MAP("fileType", FILE_TYPE), MAP("requestMethod", METHOD),
    MAP("requestClientApplication", USER_AGENT), MAP("requestContext", REFERER),
    MAP("dvchost", DEVICE), MAP("dvc", DEVICE), MAP("deviceExternalId", DEVICE_SERIAL),
    MAP("deviceInboundInterface", SRC_INTERFACE), MAP("deviceOutboundInterface", DST_INTERFACE),
    MAP("in", SRC_BYTES), MAP("srcBytes", SRC_BYTES), MAP("out", DST_BYTES),
    MAP("dstBytes", DST_BYTES), MAP("totalPackets", PACKETS), MAP("srcPackets", SRC_PACKETS),
    MAP("dstPackets", DST_PACKETS), MAP("sproc", PROCESS), MAP("dproc", PROCESS),
    MAP("spid", PROCESS_ID), MAP("dpid", PROCESS_ID), MAP("sourceZoneURI", SRC_ZONE),
    MAP("destinationZoneURI", DST_ZONE)};

static const struct mapping addresses[] = {MAP("src", SRC_IP), MAP("sourceAddress", SRC_IP),
    MAP("c6a2", SRC_IP), MAP("dst", DST_IP), MAP("destinationAddress", DST_IP), MAP("c6a3", DST_IP),
    MAP("sourceTranslatedAddress", SRC_NAT_IP), MAP("srcPostNAT", SRC_NAT_IP),
    MAP("destinationTranslatedAddress", DST_NAT_IP), MAP("dstPostNAT", DST_NAT_IP)};

static const struct mapping ports[] = {MAP("spt", SRC_PORT), MAP("srcPort", SRC_PORT),
    MAP("sourcePort", SRC_PORT), MAP("dpt", DST_PORT), MAP("dstPort", DST_PORT),
    MAP("destinationPort", DST_PORT), MAP("sourceTranslatedPort", SRC_NAT_PORT),
    MAP("srcPostNATPort", SRC_NAT_PORT), MAP("destinationTranslatedPort", DST_NAT_PORT),
    MAP("dstPostNATPort", DST_NAT_PORT)};

static bool has(const struct event *event, enum field_id field)
{
	return event_find(event, field_spec(field)->name) != NULL;
}

static void put_first(struct event *event, enum field_id field, struct text value)
{
	if (!has(event, field))
		event_put(event, field, value);
}

static void put_own(const struct cef_record *record, struct event *event)
{
	event_add(event, TEXT("deviceVendor"), record->vendor, VALUE_TEXT);
	event_add(event, TEXT("deviceProduct"), record->product, VALUE_TEXT);
	event_add(event, TEXT("deviceVersion"), record->version, VALUE_TEXT);
	event_add(event, TEXT("signatureId"), record->id, VALUE_TEXT);
	if (record->name.size != 0)
		event_add(event, TEXT("name"), record->name, VALUE_TEXT);
	if (record->severity.size != 0)
		event_add(event, TEXT("severity"), record->severity, VALUE_TEXT);
	for (size_t i = 0; i < record->count; i++)
		event_add(event, record->pairs[i].key, record->pairs[i].value, VALUE_TEXT);
}

/* "cs1Label=Policy" beside "cs1=…": the value also as "Policy". */
static void put_labelled(const struct cef_record *record, struct event *event)
{
	for (size_t i = 0; i < record->count; i++) {
		struct text key = record->pairs[i].key;
		struct text label = record->pairs[i].value;
		if (!text_ends(key, TEXT("Label")) || label.size == 0 || key.size > 64)
			continue;
		struct text of = text_part(key, 0, key.size - 5);
		for (size_t j = 0; j < record->count; j++) {
			if (text_equal(record->pairs[j].key, of))
				event_add(event, label, record->pairs[j].value, VALUE_TEXT);
		}
	}
}

static void put_network(const struct cef_record *record, struct event *event)
{
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct text value = cef_value(record, addresses[i].key.at);
		struct text address;
		struct text port;
		if (decode_split_address(value, &address, &port))
			put_first(event, addresses[i].field, address);
	}
	for (size_t i = 0; i < COUNT(ports); i++)
		put_first(event, ports[i].field, cef_value(record, ports[i].key.at));
	struct text proto = cef_value(record, "proto");
	if (proto.size != 0)
		event_put(event, FIELD_TRANSPORT, decode_transport(proto, event->arena));
	struct text app = cef_value(record, "app");
	if (app.size != 0)
		event_put(event, FIELD_APP_PROTOCOL, text_lower(event->arena, app));
	struct text direction = cef_value(record, "deviceDirection");
	if (text_equal(direction, TEXT("0")))
		event_put(event, FIELD_DIRECTION, TEXT("inbound"));
	else if (text_equal(direction, TEXT("1")))
		event_put(event, FIELD_DIRECTION, TEXT("outbound"));
}

/* One key for all kinds of hash: its length tells which. "SHA1=…" or "sha256:…" may stand before.
 */
static void put_hash(struct event *event, struct text hash)
{
	size_t mark = text_find_char(hash, '=');
	if (mark == TEXT_NONE)
		mark = text_find_char(hash, ':');
	if (mark != TEXT_NONE)
		hash = text_from(hash, mark + 1);
	if (hash.size == 32)
		event_put(event, FIELD_MD5, hash);
	else if (hash.size == 40)
		event_put(event, FIELD_SHA1, hash);
	else if (hash.size == 64)
		event_put(event, FIELD_SHA256, hash);
}

static void put_file_name(struct event *event, struct text path)
{
	size_t slash = text_find_last_char(path, '\\');
	if (slash == TEXT_NONE)
		slash = text_find_last_char(path, '/');
	if (path.size != 0)
		put_first(
		    event, FIELD_FILE_NAME, slash == TEXT_NONE ? path : text_from(path, slash + 1));
}

/* Milliseconds since 1970, or a date; a zone's name may stand behind it. */
static bool time_of(struct text t, struct event *event, const struct decode_context *context)
{
	uint64_t milliseconds;
	t = text_trim(t);
	if (t.size >= 12 && t.size <= 14 && text_to_uint(t, &milliseconds)) {
		event->time = (int64_t)milliseconds * 1000;
		event->has_time = true;
		return true;
	}
	if (t.size == 0)
		return false;
	if (decode_set_time_text(event, t, context))
		return true;
	size_t blank = text_find_last_char(t, ' ');
	struct text zone = blank == TEXT_NONE ? (struct text){NULL, 0} : text_from(t, blank + 1);
	struct civil civil;
	bool utc = text_equal(zone, TEXT("UTC")) || text_equal(zone, TEXT("GMT")) ||
		   text_equal(zone, TEXT("Z"));
	if (zone.size == 0 || !clock_parse(text_trim(text_part(t, 0, blank)), &civil))
		return false;
	civil.has_offset = utc;
	civil.offset = 0;
	return decode_set_time(event, &civil, context);
}

static void put_times(
    const struct cef_record *record, const struct decode_context *context, struct event *event)
{
	static const char *const keys[] = {"rt", "devTime", "end", "start", "deviceReceiptTime"};
	for (size_t i = 0; i < COUNT(keys); i++) {
		if (time_of(cef_value(record, keys[i]), event, context))
			break;
	}
	struct event copy = *event;
	char text[CLOCK_TEXT];
	if (time_of(cef_value(record, "start"), &copy, context)) {
		clock_format(copy.time, text);
		event_put(event, FIELD_START, text_copy(event->arena, text_of(text)));
	}
	if (time_of(cef_value(record, "end"), &copy, context)) {
		clock_format(copy.time, text);
		event_put(event, FIELD_END, text_copy(event->arena, text_of(text)));
	}
}

void cef_fields_put(
    const struct cef_record *record, const struct decode_context *context, struct event *event)
{
	put_times(record, context, event);
	event_put(event, FIELD_EVENT_CODE, record->id);
	event_put(event, FIELD_SEVERITY, record->severity);
	put_first(event, FIELD_SEVERITY, cef_value(record, "sev"));
	for (size_t i = 0; i < COUNT(plain); i++)
		put_first(event, plain[i].field, cef_value(record, plain[i].key.at));
	put_network(record, event);
	put_hash(event, cef_value(record, "fileHash"));
	put_file_name(event, cef_value(record, "filePath"));
	struct text url = cef_value(record, "request");
	if (url.size == 0)
		url = cef_value(record, "url");
	if (url.size != 0)
		decode_put_url(event, url);
	event->message = cef_value(record, "msg");
	if (event->message.size == 0)
		event->message = record->name;
	put_own(record, event);
	put_labelled(record, event);
}
