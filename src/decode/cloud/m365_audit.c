/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Microsoft 365's unified audit log: as the Management Activity API gives it, as
 * Search-UnifiedAuditLog and the Purview portal export it (AuditData, also in CSV), inside what
 * Filebeat and log pipelines put around. Source: Microsoft's Office 365 Management Activity API
 * schema (Common, Exchange, SharePoint, Azure AD, Security and Compliance Center, Threat
 * Intelligence).
 */
#include "base/arena.h"
#include "decode/cloud/m365_record_types.h"
#include "decode/decoder.h"
#include "decode/table/columns.h"

#define RULES_LIMIT 64
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_audit(const struct json *object)
{
	return json_get(object, "Operation") != NULL && json_get(object, "Workload") != NULL &&
	       (json_get(object, "RecordType") != NULL || json_get(object, "CreationTime") != NULL);
}

/* JSON within a text member; NULL when it is none. */
static const struct json *inner_of(struct text t, struct arena *arena)
{
	const struct json *value;
	t = text_trim(t);
	if (t.size == 0 || t.at[0] != '{' ||
	    json_read(t, &json_record_limits, arena, &value, NULL) != DONE)
		return NULL;
	return is_audit(value) ? value : NULL;
}

/* The record itself, wherever it was put. */
static const struct json *audit_of(const struct json *root, struct arena *arena)
{
	static const char *const objects[] = {
	    "o365audit", "o365.audit", "_source", "AuditData", "office365", "data.office365"};
	static const char *const texts[] = {"AuditData", "event.original", "message"};
	if (is_audit(root))
		return root;
	for (size_t i = 0; i < COUNT(objects); i++) {
		const struct json *inner = json_path(root, objects[i]);
		if (is_audit(inner))
			return inner;
	}
	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct json *member = json_path(root, texts[i]);
		const struct json *inner = member != NULL && member->kind == JSON_STRING
					       ? inner_of(member->text, arena)
					       : NULL;
		if (inner != NULL)
			return inner;
	}
	return NULL;
}

/* The cell below a name of the table's header; empty where it has none. */
static struct text cell_of(const struct view *view, struct text name)
{
	const struct columns *columns = view->context->columns;
	if (columns == NULL || columns->kind != COLUMNS_CSV)
		return (struct text){NULL, 0};
	struct cells cells = {
	    .rest = view->record, .separator = columns->separator, .arena = view->arena};
	struct text cell;
	for (size_t i = 0; i < columns->count && decode_next_cell(&cells, &cell); i++) {
		if (text_equal(columns->names[i], name))
			return cell;
	}
	return (struct text){NULL, 0};
}

/* A row of Purview's export: the record is the JSON of its column AuditData, which need not name
 * the workload. A row without such JSON is the CSV decoder's. */
static const struct json *audit_of_row(const struct view *view)
{
	const struct json *value;
	struct text cell = text_trim(cell_of(view, TEXT("AuditData")));
	if (cell.size == 0 || cell.at[0] != '{' ||
	    json_read(cell, &json_record_limits, view->arena, &value, NULL) != DONE)
		return NULL;
	return json_get_text(value, "Operation").size != 0 ? value : NULL;
}

static bool recognise(const struct view *view)
{
	const struct json *root = view->json;
	if (root == NULL)
		return audit_of_row(view) != NULL;
	return is_audit(root) || json_get(root, "AuditData") != NULL ||
	       audit_of(root, view->arena) != NULL;
}

static bool is_named_list(const struct json *list)
{
	return list->kind == JSON_ARRAY && json_get(list->first, "Name") != NULL;
}

/* Nested values as one text: their leaves, one behind the other. */
static struct text value_of(const struct json *item)
{
	struct text value = json_get_text(item, "Value");
	return value.size != 0 ? value : json_get_text(item, "NewValue");
}

/*
 * Parameters, OperationProperties, ExtendedProperties … are lists of {Name, Value}. Rules look for
 * a parameter's name or value under the list's name, so each element becomes one "Name=Value"; for
 * rules of ours also "List.Name".
 */
static void put_named_list(struct event *event, const struct json *list)
{
	bool extended = text_equal(list->name, TEXT("ExtendedProperties"));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		struct text name = json_get_text(item, "Name");
		struct text value = value_of(item);
		if (name.size == 0)
			continue;
		event_add(event, list->name,
		    text_format(event->arena, "%.*s=%.*s", TEXT_ARGS(name), TEXT_ARGS(value)),
		    VALUE_TEXT);
		event_add(event,
		    text_format(event->arena, "%.*s.%.*s", TEXT_ARGS(list->name), TEXT_ARGS(name)),
		    value, VALUE_TEXT);
		struct text old = json_get_text(item, "OldValue");
		if (old.size != 0)
			event_add(event,
			    text_format(event->arena, "%.*s.%.*s.OldValue", TEXT_ARGS(list->name),
				TEXT_ARGS(name)),
			    old, VALUE_TEXT);
		if (extended)
			event_add(event, name, value, VALUE_TEXT);
	}
}

static void put_own(struct event *event, const struct json *audit)
{
	for (const struct json *member = audit->first; member != NULL; member = member->next) {
		if (is_named_list(member))
			put_named_list(event, member);
		else
			decode_flatten(event, member->name, member);
	}
}

struct mapping {
	const char *path;
	enum field_id field;
};

/* The first path that has a value fills the field. */
static const struct mapping mappings[] = {
    {"Operation", FIELD_ACTION},
    {"Id", FIELD_EVENT_ID},
    {"UserId", FIELD_USER_ID},
    {"MailboxOwnerUPN", FIELD_USER_EMAIL},
    {"UserAgent", FIELD_USER_AGENT},
    {"SourceFileName", FIELD_FILE_NAME},
    {"FileData.FileName", FIELD_FILE_NAME},
    {"FileData.SHA256", FIELD_SHA256},
    {"FileData.MalwareFamily", FIELD_SIGNATURE},
    {"MalwareFamily", FIELD_SIGNATURE},
    {"Name", FIELD_RULE_NAME},
    {"Severity", FIELD_SEVERITY},
    {"TeamName", FIELD_GROUP},
    {"TargetUserOrGroupName", FIELD_TARGET_USER},
    {"ExchangeMetaData.From", FIELD_MAIL_FROM},
    {"ExchangeMetaData.Subject", FIELD_MAIL_SUBJECT},
    {"ExchangeMetaData.MessageID", FIELD_MAIL_ID},
    {"Item.Subject", FIELD_MAIL_SUBJECT},
    {"Item.InternetMessageId", FIELD_MAIL_ID},
    {"P2Sender", FIELD_MAIL_FROM},
    {"P1Sender", FIELD_MAIL_FROM},
    {"Subject", FIELD_MAIL_SUBJECT},
    {"InternetMessageId", FIELD_MAIL_ID},
    {"LogonError", FIELD_REASON},
};

static bool has(const struct event *event, enum field_id field)
{
	return event_find(event, field_spec(field)->name) != NULL;
}

static void put_all(struct event *event, enum field_id field, const struct json *list)
{
	if (list == NULL || list->kind != JSON_ARRAY)
		return;
	for (const struct json *item = list->first; item != NULL; item = item->next)
		event_put(event, field, json_text(item));
}

static void put_mapped(struct event *event, const struct json *audit)
{
	for (size_t i = 0; i < COUNT(mappings); i++) {
		if (!has(event, mappings[i].field))
			event_put(event, mappings[i].field,
			    json_text(json_path(audit, mappings[i].path)));
	}
	put_all(event, FIELD_MAIL_TO, json_path(audit, "ExchangeMetaData.To"));
	put_all(event, FIELD_MAIL_TO, json_get(audit, "Recipients"));
}

/* Data loss prevention: the rules that matched, in a list within a list. */
static void put_rules(struct event *event, const struct json *audit)
{
	const struct json *policies = json_get(audit, "PolicyDetails");
	unsigned seen = 0;
	for (const struct json *policy = policies == NULL ? NULL : policies->first; policy != NULL;
	     policy = policy->next) {
		const struct json *rules = json_get(policy, "Rules");
		for (const struct json *rule = rules == NULL ? NULL : rules->first;
		     rule != NULL && seen < RULES_LIMIT; rule = rule->next, seen++) {
			event_put(event, FIELD_RULE_NAME, json_get_text(rule, "RuleName"));
			event_put(event, FIELD_RULE_ID, json_get_text(rule, "RuleId"));
		}
	}
}

/* "192.0.2.1", "192.0.2.1:443", "[2001:db8::1]:443", "::ffff:192.0.2.1". */
static void put_address(struct event *event, const struct json *audit)
{
	static const char *const names[] = {
	    "ClientIP", "ClientIPAddress", "ActorIpAddress", "SenderIp", "UserIp"};
	for (size_t i = 0; i < COUNT(names); i++) {
		struct text address;
		struct text port;
		struct text t = text_trim(json_get_text(audit, names[i]));
		if (text_starts_fold(t, TEXT("::ffff:")) && text_find_char(t, '.') != TEXT_NONE)
			t = text_from(t, 7);
		if (!decode_split_address(t, &address, &port))
			continue;
		event_put(event, FIELD_SRC_IP, address);
		event_put(event, FIELD_SRC_PORT, port);
		return;
	}
}

/* Users are named by UPN; services by a bare word or a SID. */
static void put_user(struct event *event, const struct json *audit)
{
	struct text user = json_get_text(audit, "UserId");
	size_t sign = text_find_char(user, '@');
	if (sign == TEXT_NONE || sign == 0)
		return;
	decode_put_user(event, user);
	if (!has(event, FIELD_USER_EMAIL))
		event_put(event, FIELD_USER_EMAIL, user);
}

static void put_outcome(struct event *event, const struct json *audit)
{
	static const struct {
		struct text status;
		struct text outcome;
	} known[] = {{TEXT_INIT("Succeeded"), TEXT_INIT("success")},
	    {TEXT_INIT("Success"), TEXT_INIT("success")}, {TEXT_INIT("True"), TEXT_INIT("success")},
	    {TEXT_INIT("PartiallySucceeded"), TEXT_INIT("success")},
	    {TEXT_INIT("Failed"), TEXT_INIT("failure")},
	    {TEXT_INIT("Failure"), TEXT_INIT("failure")},
	    {TEXT_INIT("False"), TEXT_INIT("failure")}};
	struct text status = json_get_text(audit, "ResultStatus");
	/* A refused sign-in says "Success" of the request itself. */
	if (text_equal(json_get_text(audit, "Operation"), TEXT("UserLoginFailed")))
		status = TEXT("Failed");
	for (size_t i = 0; i < COUNT(known); i++) {
		if (text_equal_fold(known[i].status, status))
			event_put(event, FIELD_OUTCOME, known[i].outcome);
	}
}

/*
 * Sigma's rules on alerts speak the older Cloud App Security schema: eventSource, eventName and
 * status are given from their counterparts.
 */
static void put_alert_names(struct event *event, const struct json *audit)
{
	struct text workload = json_get_text(audit, "Workload");
	struct text name = json_get_text(audit, "Name");
	bool alert = text_starts(json_get_text(audit, "Operation"), TEXT("Alert"));
	struct text operation = json_get_text(audit, "Operation");
	event_add(event, TEXT("eventSource"), workload, VALUE_TEXT);
	event_add(event, TEXT("eventName"), alert && name.size != 0 ? name : operation, VALUE_TEXT);
	struct text outcome = event_get_field(event, FIELD_OUTCOME);
	event_add(event, TEXT("status"), outcome.size != 0 ? outcome : TEXT("success"), VALUE_TEXT);
}

static struct text service_of(const struct json *audit)
{
	struct text workload = json_get_text(audit, "Workload");
	bool alert = text_starts(json_get_text(audit, "Operation"), TEXT("Alert"));
	bool center = text_equal(workload, TEXT("SecurityComplianceCenter"));
	return alert || center ? TEXT("threat_management") : TEXT("audit");
}

/* CreationTime is UTC and says so nowhere. */
static void put_time(struct event *event, const struct json *audit, const struct view *view)
{
	static const struct text names[] = {TEXT_INIT("CreationDate"), TEXT_INIT("CreationTime")};
	struct civil civil;
	bool found = clock_parse(json_get_text(audit, "CreationTime"), &civil);
	for (size_t i = 0; !found && i < COUNT(names); i++)
		found = clock_parse(cell_of(view, names[i]), &civil);
	if (!found)
		return;
	if (!civil.has_offset) {
		civil.has_offset = true;
		civil.offset = 0;
	}
	decode_set_time(event, &civil, view->context);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *audit =
	    view->json != NULL ? audit_of(view->json, view->arena) : audit_of_row(view);
	if (audit == NULL) {
		why_set(why, "no audit record with Operation and Workload inside");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = (struct logsource){TEXT("m365"), {NULL, 0}, service_of(audit)};
	put_time(event, audit, view);
	put_mapped(event, audit);
	struct text type = json_get_text(audit, "RecordType");
	event_put(event, FIELD_EVENT_CODE, m365_record_types_name(type));
	put_rules(event, audit);
	put_user(event, audit);
	put_address(event, audit);
	put_outcome(event, audit);
	struct text object = json_get_text(audit, "ObjectId");
	struct text url = json_get_text(audit, "Url");
	if (text_starts_fold(object, TEXT("http")))
		decode_put_url(event, object);
	else if (url.size != 0)
		decode_put_url(event, url);
	put_own(event, audit);
	put_alert_names(event, audit);
	event->message = event_get(event, TEXT("eventName"));
	return DONE;
}

const struct decoder m365_audit_decoder = {
    "m365-audit", "Microsoft 365 unified audit log", "m365", recognise, decode};
