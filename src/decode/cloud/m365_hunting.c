/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advanced hunting columns (Microsoft's advanced hunting schema) in taxonomy fields and, for the
 * Device tables, in Sysmon's names.
 */
#include "decode/cloud/m365_hunting.h"

#include "base/arena.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define PREFIX TEXT("AdvancedHunting-")

struct mapping {
	const char *column;
	enum field_id field;
};

/* The first column that has a value fills the field. */
static const struct mapping mappings[] = {
    {"DeviceName", FIELD_HOST},
    {"AccountName", FIELD_USER},
    {"InitiatingProcessAccountName", FIELD_USER},
    {"AccountDisplayName", FIELD_USER},
    {"AccountDomain", FIELD_USER_DOMAIN},
    {"InitiatingProcessAccountDomain", FIELD_USER_DOMAIN},
    {"AccountId", FIELD_USER_ID},
    {"AccountObjectId", FIELD_USER_ID},
    {"AccountSid", FIELD_USER_ID},
    {"AccountUpn", FIELD_USER_EMAIL},
    {"InitiatingProcessAccountUpn", FIELD_USER_EMAIL},
    {"ActionType", FIELD_ACTION},
    {"FailureReason", FIELD_REASON},
    {"FileName", FIELD_FILE_NAME},
    {"FileSize", FIELD_FILE_SIZE},
    {"FileType", FIELD_FILE_TYPE},
    {"MD5", FIELD_MD5},
    {"SHA1", FIELD_SHA1},
    {"SHA256", FIELD_SHA256},
    {"SenderFromAddress", FIELD_MAIL_FROM},
    {"SenderMailFromAddress", FIELD_MAIL_FROM},
    {"RecipientEmailAddress", FIELD_MAIL_TO},
    {"Subject", FIELD_MAIL_SUBJECT},
    {"InternetMessageId", FIELD_MAIL_ID},
    {"ThreatNames", FIELD_SIGNATURE},
    {"Title", FIELD_RULE_NAME},
    {"Severity", FIELD_SEVERITY},
    {"UserAgent", FIELD_USER_AGENT},
    {"InitiatingProcessFileName", FIELD_PROCESS},
    {"AlertId", FIELD_EVENT_ID},
};

static const struct mapping addresses[] = {
    {"LocalIP", FIELD_SRC_IP},
    {"IPAddress", FIELD_SRC_IP},
    {"SenderIPv4", FIELD_SRC_IP},
    {"SenderIPv6", FIELD_SRC_IP},
    {"RemoteIP", FIELD_DST_IP},
    {"DestinationIPAddress", FIELD_DST_IP},
};

static const struct mapping ports[] = {
    {"LocalPort", FIELD_SRC_PORT},
    {"RemotePort", FIELD_DST_PORT},
    {"DestinationPort", FIELD_DST_PORT},
};

struct table {
	struct text name;
	struct text action; /* the beginning of ActionType; empty: any */
	struct text category;
};

static const struct table tables[] = {
    {TEXT_INIT("DeviceProcessEvents"), TEXT_INIT("ProcessCreated"), TEXT_INIT("process_creation")},
    {TEXT_INIT("DeviceNetworkEvents"), TEXT_INIT("Connection"), TEXT_INIT("network_connection")},
    {TEXT_INIT("DeviceImageLoadEvents"), TEXT_INIT(""), TEXT_INIT("image_load")},
    {TEXT_INIT("DeviceFileEvents"), TEXT_INIT("FileDeleted"), TEXT_INIT("file_delete")},
    {TEXT_INIT("DeviceFileEvents"), TEXT_INIT("FileRenamed"), TEXT_INIT("file_rename")},
    {TEXT_INIT("DeviceFileEvents"), TEXT_INIT(""), TEXT_INIT("file_event")},
    {TEXT_INIT("DeviceRegistryEvents"), TEXT_INIT("RegistryKeyCreated"), TEXT_INIT("registry_add")},
    {TEXT_INIT("DeviceRegistryEvents"), TEXT_INIT("RegistryValueSet"), TEXT_INIT("registry_set")},
    {TEXT_INIT("DeviceRegistryEvents"), TEXT_INIT("RegistryKeyRenamed"),
	TEXT_INIT("registry_rename")},
    {TEXT_INIT("DeviceRegistryEvents"), TEXT_INIT(""), TEXT_INIT("registry_delete")},
};

struct alias {
	struct text category; /* empty: every category */
	const char *column;
	struct text name;
};

/* Sysmon's name of a column; which, depends on what the row is about. */
static const struct alias aliases[] = {
    {TEXT_INIT("process_creation"), "FolderPath", TEXT_INIT("Image")},
    {TEXT_INIT("process_creation"), "ProcessCommandLine", TEXT_INIT("CommandLine")},
    {TEXT_INIT("process_creation"), "InitiatingProcessFolderPath", TEXT_INIT("ParentImage")},
    {TEXT_INIT("process_creation"), "InitiatingProcessCommandLine", TEXT_INIT("ParentCommandLine")},
    {TEXT_INIT("process_creation"), "ProcessVersionInfoOriginalFileName",
	TEXT_INIT("OriginalFileName")},
    {TEXT_INIT("process_creation"), "ProcessVersionInfoFileDescription", TEXT_INIT("Description")},
    {TEXT_INIT("process_creation"), "ProcessVersionInfoProductName", TEXT_INIT("Product")},
    {TEXT_INIT("process_creation"), "ProcessVersionInfoCompanyName", TEXT_INIT("Company")},
    {TEXT_INIT("process_creation"), "ProcessIntegrityLevel", TEXT_INIT("IntegrityLevel")},
    {TEXT_INIT("network_connection"), "RemoteIP", TEXT_INIT("DestinationIp")},
    {TEXT_INIT("network_connection"), "RemotePort", TEXT_INIT("DestinationPort")},
    {TEXT_INIT("network_connection"), "RemoteUrl", TEXT_INIT("DestinationHostname")},
    {TEXT_INIT("network_connection"), "LocalIP", TEXT_INIT("SourceIp")},
    {TEXT_INIT("network_connection"), "LocalPort", TEXT_INIT("SourcePort")},
    {TEXT_INIT("image_load"), "FolderPath", TEXT_INIT("ImageLoaded")},
    {TEXT_INIT("file_event"), "FolderPath", TEXT_INIT("TargetFilename")},
    {TEXT_INIT("file_delete"), "FolderPath", TEXT_INIT("TargetFilename")},
    {TEXT_INIT("file_rename"), "FolderPath", TEXT_INIT("TargetFilename")},
    {TEXT_INIT("file_rename"), "PreviousFileName", TEXT_INIT("SourceFilename")},
    {TEXT_INIT("registry_set"), "RegistryValueData", TEXT_INIT("Details")},
};

bool m365_hunting_is(const struct json *record)
{
	const struct json *properties = json_get(record, "properties");
	return properties != NULL && properties->kind == JSON_OBJECT &&
	       text_starts(json_get_text(record, "category"), PREFIX);
}

static struct text category_of(struct text table, struct text action)
{
	for (size_t i = 0; i < COUNT(tables); i++) {
		if (text_equal(tables[i].name, table) && text_starts(action, tables[i].action))
			return tables[i].category;
	}
	return (struct text){NULL, 0};
}

/* "HKEY_LOCAL_MACHINE\…" as Sysmon writes it, with the value's name behind the key. */
static void put_registry(struct event *event, const struct json *row)
{
	static const struct {
		struct text whole;
		struct text brief;
	} hives[] = {{TEXT_INIT("HKEY_LOCAL_MACHINE"), TEXT_INIT("HKLM")},
	    {TEXT_INIT("HKEY_USERS"), TEXT_INIT("HKU")},
	    {TEXT_INIT("HKEY_CURRENT_USER"), TEXT_INIT("HKCU")}};
	struct text key = json_get_text(row, "RegistryKey");
	struct text value = json_get_text(row, "RegistryValueName");
	struct text brief = {NULL, 0};
	for (size_t i = 0; i < COUNT(hives); i++) {
		if (text_starts_fold(key, hives[i].whole)) {
			brief = hives[i].brief;
			key = text_from(key, hives[i].whole.size);
			break;
		}
	}
	event_add(event, TEXT("TargetObject"),
	    text_format(event->arena, "%.*s%.*s%s%.*s", TEXT_ARGS(brief), TEXT_ARGS(key),
		value.size != 0 ? "\\" : "", TEXT_ARGS(value)),
	    VALUE_TEXT);
}

static void put_windows(struct event *event, const struct json *row)
{
	struct text category = event->logsource.category;
	for (size_t i = 0; i < COUNT(aliases); i++) {
		struct text value = json_get_text(row, aliases[i].column);
		if (value.size != 0 && text_equal(aliases[i].category, category))
			event_add(event, aliases[i].name, value, VALUE_TEXT);
	}
	bool creation = text_equal(category, TEXT("process_creation"));
	if (!creation) {
		event_put(event, FIELD_IMAGE, json_get_text(row, "InitiatingProcessFolderPath"));
		event_put(
		    event, FIELD_COMMAND_LINE, json_get_text(row, "InitiatingProcessCommandLine"));
	}
	struct text domain = event_get_field(event, FIELD_USER_DOMAIN);
	struct text user = event_get_field(event, FIELD_USER);
	if (user.size != 0)
		event_add(event, TEXT("User"),
		    text_format(event->arena, "%.*s%s%.*s", TEXT_ARGS(domain),
			domain.size != 0 ? "\\" : "", TEXT_ARGS(user)),
		    VALUE_TEXT);
	if (text_starts(category, TEXT("registry_")))
		put_registry(event, row);
	if (text_equal(category, TEXT("network_connection"))) {
		struct text action = json_get_text(row, "ActionType");
		bool inbound = text_starts(action, TEXT("InboundConnection"));
		event_add(
		    event, TEXT("Initiated"), inbound ? TEXT("false") : TEXT("true"), VALUE_TEXT);
	}
}

static void put_mapped(struct event *event, const struct json *row)
{
	for (size_t i = 0; i < COUNT(mappings); i++) {
		struct text value = json_get_text(row, mappings[i].column);
		if (event_find(event, field_spec(mappings[i].field)->name) == NULL)
			event_put(event, mappings[i].field, value);
	}
	for (size_t i = 0; i < COUNT(addresses); i++) {
		struct text value = json_get_text(row, addresses[i].column);
		if (decode_is_ip(value) &&
		    event_find(event, field_spec(addresses[i].field)->name) == NULL)
			event_put(event, addresses[i].field, value);
	}
	for (size_t i = 0; i < COUNT(ports); i++)
		event_put(event, ports[i].field, json_get_text(row, ports[i].column));
}

static void put_words(struct event *event, const struct json *row)
{
	struct text protocol = json_get_text(row, "Protocol");
	static const struct text transports[] = {
	    TEXT_INIT("Tcp"), TEXT_INIT("Udp"), TEXT_INIT("Icmp")};
	bool transport = false;
	for (size_t i = 0; i < COUNT(transports); i++)
		transport = transport || text_equal_fold(transports[i], protocol);
	event_put(event, transport ? FIELD_TRANSPORT : FIELD_APP_PROTOCOL,
	    text_lower(event->arena, protocol));
	struct text action = json_get_text(row, "ActionType");
	if (text_ends(action, TEXT("Success")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
	else if (text_ends(action, TEXT("Failed")))
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	struct text url = json_get_text(row, "Url");
	if (url.size == 0)
		url = json_get_text(row, "RemoteUrl");
	if (url.size != 0)
		decode_put_url(event, url);
}

void m365_hunting_put(
    struct event *event, const struct json *record, const struct decode_context *context)
{
	const struct json *row = json_get(record, "properties");
	struct text table = text_from(json_get_text(record, "category"), PREFIX.size);
	struct text category = category_of(table, json_get_text(row, "ActionType"));
	event->logsource =
	    (struct logsource){TEXT("m365_defender"), category, text_lower(event->arena, table)};
	if (!decode_set_time_text(event, json_get_text(row, "Timestamp"), context))
		decode_set_time_text(event, json_get_text(record, "time"), context);
	put_mapped(event, row);
	put_words(event, row);
	if (category.size != 0) {
		event->logsource.product = TEXT("windows");
		put_windows(event, row);
	}
	decode_flatten(event, (struct text){NULL, 0}, row);
	event->message = json_get_text(row, "ActionType");
	struct text tenant = json_get_text(record, "tenantId");
	event_add(event, TEXT("tenantId"), tenant, VALUE_TEXT);
	event_add(event, TEXT("category"), json_get_text(record, "category"), VALUE_TEXT);
}
