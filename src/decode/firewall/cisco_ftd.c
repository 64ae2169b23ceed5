/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FTD's security events, as Cisco's "Threat Defense Syslog Messages: Security Events" describes
 * their fields: intrusions (430001), connections that start and end (430002, 430003), files
 * (430004) and malware (430005). Values are not quoted and may hold commas and colons, so a pair
 * ends only where a comma and another key follow.
 */
#include "decode/firewall/cisco_ftd.h"

#include "decode/blocked.h"

#define KEY_MAX 48

struct mapped {
	struct text key;
	enum field_id field;
};

static const struct mapped mappings[] = {{TEXT_INIT("SrcIP"), FIELD_SRC_IP},
    {TEXT_INIT("DstIP"), FIELD_DST_IP}, {TEXT_INIT("SrcPort"), FIELD_SRC_PORT},
    {TEXT_INIT("DstPort"), FIELD_DST_PORT}, {TEXT_INIT("IngressInterface"), FIELD_SRC_INTERFACE},
    {TEXT_INIT("EgressInterface"), FIELD_DST_INTERFACE}, {TEXT_INIT("IngressZone"), FIELD_SRC_ZONE},
    {TEXT_INIT("EgressZone"), FIELD_DST_ZONE}, {TEXT_INIT("InitiatorBytes"), FIELD_SRC_BYTES},
    {TEXT_INIT("ResponderBytes"), FIELD_DST_BYTES},
    {TEXT_INIT("InitiatorPackets"), FIELD_SRC_PACKETS},
    {TEXT_INIT("ResponderPackets"), FIELD_DST_PACKETS},
    {TEXT_INIT("NAT_InitiatorIP"), FIELD_SRC_NAT_IP},
    {TEXT_INIT("NAT_ResponderIP"), FIELD_DST_NAT_IP},
    {TEXT_INIT("NAT_InitiatorPort"), FIELD_SRC_NAT_PORT},
    {TEXT_INIT("NAT_ResponderPort"), FIELD_DST_NAT_PORT},
    {TEXT_INIT("ConnectionID"), FIELD_SESSION_ID},
    {TEXT_INIT("ConnectionDuration"), FIELD_DURATION},
    {TEXT_INIT("FirstPacketSecond"), FIELD_START},
    {TEXT_INIT("AccessControlRuleName"), FIELD_RULE_NAME}, {TEXT_INIT("SID"), FIELD_RULE_ID},
    {TEXT_INIT("Classification"), FIELD_RULE_CATEGORY},
    {TEXT_INIT("AccessControlRuleReason"), FIELD_REASON}, {TEXT_INIT("FileName"), FIELD_FILE_NAME},
    {TEXT_INIT("FileSize"), FIELD_FILE_SIZE}, {TEXT_INIT("FileType"), FIELD_FILE_TYPE},
    {TEXT_INIT("FileSHA256"), FIELD_SHA256}, {TEXT_INIT("UserAgent"), FIELD_USER_AGENT},
    {TEXT_INIT("HTTPReferer"), FIELD_REFERER}, {TEXT_INIT("HTTPResponse"), FIELD_STATUS},
    {TEXT_INIT("DNSQuery"), FIELD_DNS_QUERY}, {TEXT_INIT("URLCategory"), FIELD_URL_CATEGORY},
    {TEXT_INIT("URLSICategory"), FIELD_URL_CATEGORY},
    {TEXT_INIT("IPReputationSICategory"), FIELD_URL_CATEGORY},
    {TEXT_INIT("DNSSICategory"), FIELD_URL_CATEGORY}, {TEXT_INIT("SSLServerName"), FIELD_TLS_SNI},
    {TEXT_INIT("SSLVersion"), FIELD_TLS_VERSION}, {TEXT_INIT("DeviceUUID"), FIELD_DEVICE_SERIAL}};

/* Keys with spaces; all others are one word. */
static const struct text long_keys[] = {TEXT_INIT("Prefilter Policy"),
    TEXT_INIT("Endpoint Profile"), TEXT_INIT("Tunnel or Prefilter Rule"),
    TEXT_INIT("Source Security Group Tag"), TEXT_INIT("Destination Security Group Tag"),
    TEXT_INIT("Security Group"), TEXT_INIT("Original Client IP"), TEXT_INIT("SSL Policy")};

static bool is_key_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* The length of the key at the start of `t`, its colon not counted; 0 when there is none. */
static size_t key_size(struct text t)
{
	size_t i = 0;

	for (size_t k = 0; k < sizeof(long_keys) / sizeof(long_keys[0]); k++) {
		if (text_starts(t, long_keys[k]) &&
		    text_starts(text_from(t, long_keys[k].size), TEXT(":")))
			return long_keys[k].size;
	}
	if (t.size == 0 || t.at[0] < 'A' || t.at[0] > 'Z')
		return 0;
	while (i < t.size && i <= KEY_MAX && is_key_char(t.at[i]))
		i++;
	if (i == t.size || t.at[i] != ':' || i > KEY_MAX)
		return 0;
	/* "Key:" ends with a space, or the value is missing. */
	if (i + 1 == t.size || t.at[i + 1] == ' ' || t.at[i + 1] == ',')
		return i;
	return 0;
}

static struct text skip_spaces(struct text t)
{
	while (text_skip(&t, TEXT(" ")))
		;
	return t;
}

/* Where the value at the start of `t` ends: at a comma with a key behind it, or at the end. */
static size_t value_size(struct text t)
{
	size_t i = 0;

	while (i < t.size) {
		size_t comma = text_find_char(text_from(t, i), ',');

		if (comma == TEXT_NONE)
			return t.size;
		i += comma;
		if (key_size(skip_spaces(text_part(t, i + 1, 2 * KEY_MAX))) != 0)
			return i;
		i++;
	}
	return i;
}

static bool next_pair(struct text *rest, struct text *key, struct text *value)
{
	size_t size;

	*rest = skip_spaces(*rest);
	size = key_size(*rest);
	if (size == 0)
		return false;
	*key = text_part(*rest, 0, size);
	*rest = text_from(*rest, size + 1);
	size = value_size(*rest);
	*value = text_trim(text_part(*rest, 0, size));
	*rest = text_from(*rest, size + 1);
	return true;
}

static bool is_known(struct text key)
{
	static const struct text others[] = {TEXT_INIT("ApplicationProtocol"), TEXT_INIT("Client"),
	    TEXT_INIT("Message"), TEXT_INIT("EventPriority"), TEXT_INIT("AccessControlRuleAction"),
	    TEXT_INIT("Protocol"), TEXT_INIT("User"), TEXT_INIT("Priority"), TEXT_INIT("URL")};

	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (text_equal(mappings[i].key, key))
			return true;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (text_equal(others[i], key))
			return true;
	}
	return false;
}

bool cisco_ftd_is_list(struct text t)
{
	struct text key;
	struct text value;

	return next_pair(&t, &key, &value) && is_known(key);
}

struct word {
	struct text long_form;
	struct text short_form;
};

/* FTD writes IANA's descriptions of DNS types and codes; the others stay as they are. */
static const struct word dns_words[] = {{TEXT_INIT("a host address"), TEXT_INIT("A")},
    {TEXT_INIT("IP6 Address"), TEXT_INIT("AAAA")},
    {TEXT_INIT("an authoritative name server"), TEXT_INIT("NS")},
    {TEXT_INIT("the canonical name for an alias"), TEXT_INIT("CNAME")},
    {TEXT_INIT("marks the start of a zone of authority"), TEXT_INIT("SOA")},
    {TEXT_INIT("a domain name pointer"), TEXT_INIT("PTR")},
    {TEXT_INIT("mail exchange"), TEXT_INIT("MX")}, {TEXT_INIT("text strings"), TEXT_INIT("TXT")},
    {TEXT_INIT("Server Selection"), TEXT_INIT("SRV")},
    {TEXT_INIT("No Error"), TEXT_INIT("NOERROR")},
    {TEXT_INIT("Non-Existent Domain"), TEXT_INIT("NXDOMAIN")},
    {TEXT_INIT("Server Failure"), TEXT_INIT("SERVFAIL")},
    {TEXT_INIT("Query Refused"), TEXT_INIT("REFUSED")}};

static struct text dns_word(struct text value)
{
	for (size_t i = 0; i < sizeof(dns_words) / sizeof(dns_words[0]); i++) {
		if (text_equal_fold(dns_words[i].long_form, value))
			return dns_words[i].short_form;
	}
	return value;
}

/* FTD writes these where it knows no account. */
static bool is_nobody(struct text user)
{
	return text_equal(user, TEXT("No Authentication Required")) ||
	       text_equal(user, TEXT("Not Found")) || text_equal(user, TEXT("Unknown")) ||
	       text_equal(user, TEXT("No Authentication"));
}

/* What stands for the name of a threat that has none. */
static bool is_nameless(struct text threat)
{
	return text_equal(threat, TEXT("Invalid ID")) || text_equal_fold(threat, TEXT("Unknown"));
}

static void put_access_action(struct event *event, struct text action)
{
	bool blocked = text_starts(action, TEXT("Block")) || text_starts(action, TEXT("Reset"));

	blocked_put(event, blocked);
}

static void put_lower(struct event *event, enum field_id field, struct text value)
{
	event_put(event, field, text_lower(event->arena, value));
}

/* Keys whose values need more than a new name. */
static void put_special(struct event *event, struct text key, struct text value)
{
	if (text_equal(key, TEXT("Protocol")))
		event_put(event, FIELD_TRANSPORT, decode_transport(value, event->arena));
	else if (text_equal(key, TEXT("ApplicationProtocol")))
		put_lower(event, FIELD_APP_PROTOCOL, value);
	else if (text_equal(key, TEXT("Client")) || text_equal(key, TEXT("WebApplication")))
		put_lower(event, FIELD_APPLICATION, value);
	else if (text_equal(key, TEXT("URL")) || text_equal(key, TEXT("URI")))
		decode_put_url(event, value);
	else if (text_equal(key, TEXT("User")) && !is_nobody(value))
		decode_put_user(event, value);
	else if (text_equal(key, TEXT("AccessControlRuleAction")))
		put_access_action(event, value);
	else if (text_equal(key, TEXT("DNSRecordType")))
		event_put(event, FIELD_DNS_TYPE, dns_word(value));
	else if (text_equal(key, TEXT("DNSResponseType")))
		event_put(event, FIELD_DNS_CODE, dns_word(value));
	else if (text_equal(key, TEXT("ThreatName")) && !is_nameless(value))
		event_put(event, FIELD_SIGNATURE, value);
}

static void put_pair(struct event *event, struct text key, struct text value)
{
	event_add(event, key, value, VALUE_TEXT);
	if (value.size == 0)
		return;
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (text_equal(mappings[i].key, key)) {
			event_put(event, mappings[i].field, value);
			return;
		}
	}
	put_special(event, key, value);
}

struct kind {
	struct text code;
	struct text action;
	bool firewall;
};

static const struct kind kinds[] = {{TEXT_INIT("430001"), TEXT_INIT("intrusion-detected"), false},
    {TEXT_INIT("430002"), TEXT_INIT("connection-started"), true},
    {TEXT_INIT("430003"), TEXT_INIT("connection-finished"), true},
    {TEXT_INIT("430004"), TEXT_INIT("file-detected"), false},
    {TEXT_INIT("430005"), TEXT_INIT("malware-detected"), false}};

/* By the number; a list that lost its number is told by keys that only one kind has. */
static const struct kind *kind_of(const struct event *event)
{
	struct text code = event_get_field(event, FIELD_EVENT_CODE);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (text_equal(kinds[i].code, code))
			return &kinds[i];
	}
	if (event_find(event, TEXT("SID")) != NULL)
		return &kinds[0];
	if (event_find(event, TEXT("AccessControlRuleAction")) != NULL)
		return &kinds[1];
	return event_find(event, TEXT("FileAction")) != NULL ? &kinds[3] : NULL;
}

void cisco_ftd_put_list(struct event *event, struct text list)
{
	struct text key;
	struct text value;
	const struct kind *kind;

	while (next_pair(&list, &key, &value))
		put_pair(event, key, value);
	kind = kind_of(event);
	if (kind == NULL)
		return;
	event_put(event, FIELD_ACTION, kind->action);
	if (kind->firewall)
		event->logsource.category = TEXT("firewall");
	if (kind == &kinds[0])
		event_put(event, FIELD_SIGNATURE, event_get(event, TEXT("Message")));
}
