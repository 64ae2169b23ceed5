/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trend Micro Vision One: workbench alerts (API 2.0 and 3.0) and observed attack techniques, alone
 * or as the page of an API's answer ("items", "data"). Source: the vendor's public API reference.
 */
#include "base/arena.h"
#include "decode/decoder.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define LIST_LIMIT 256

static bool is_workbench(const struct json *object)
{
	return (json_get(object, "workbenchLink") != NULL ||
		   json_get(object, "workbenchId") != NULL) &&
	       json_get(object, "impactScope") != NULL;
}

static bool is_technique(const struct json *object)
{
	return json_get(object, "detectedDateTime") != NULL &&
	       json_get(object, "filters") != NULL && json_get(object, "detail") != NULL;
}

static bool is_one(const struct json *object)
{
	return is_workbench(object) || is_technique(object);
}

static const struct json *page_of(const struct json *root)
{
	static const char *const paths[] = {"items", "data", "data.workbenchRecords"};
	for (size_t i = 0; i < COUNT(paths); i++) {
		const struct json *list = json_path(root, paths[i]);
		if (list != NULL && list->kind == JSON_ARRAY && is_one(list->first))
			return list;
	}
	return NULL;
}

static bool recognise(const struct view *view)
{
	return view->json != NULL && (is_one(view->json) || page_of(view->json) != NULL);
}

static void put_new(struct event *event, enum field_id field, struct text value)
{
	struct text name = field_spec(field)->name;
	for (size_t i = 0; i < event->count; i++) {
		if (text_equal(event->fields[i].name, name) &&
		    text_equal(event->fields[i].value, value))
			return;
	}
	event_put(event, field, value);
}

/* "DOMAIN\name"; the API escapes the backslash twice. */
static struct text last_name(struct text t)
{
	size_t slash = text_find_last_char(t, '\\');
	return slash == TEXT_NONE ? t : text_from(t, slash + 1);
}

static void put_account(struct event *event, struct text account)
{
	size_t slash = text_find_char(account, '\\');
	put_new(event, FIELD_USER, last_name(account));
	if (slash != TEXT_NONE)
		put_new(event, FIELD_USER_DOMAIN, text_part(account, 0, slash));
}

static void put_host(struct event *event, const struct json *host)
{
	put_new(event, FIELD_HOST, last_name(json_get_text(host, "name")));
	put_new(event, FIELD_HOST, last_name(json_get_text(host, "endpointName")));
	const struct json *ips = json_get(host, "ips");
	for (const struct json *ip = ips == NULL ? NULL : ips->first; ip != NULL; ip = ip->next) {
		if (decode_is_ip(json_text(ip)))
			put_new(event, FIELD_SRC_IP, json_text(ip));
	}
}

static void put_mail_user(struct event *event, struct text address)
{
	put_new(event, FIELD_USER_EMAIL, address);
	size_t sign = text_find_char(address, '@');
	if (sign != TEXT_NONE && sign != 0)
		put_new(event, FIELD_USER, text_part(address, 0, sign));
}

/* Whom the alert touches. */
static void put_scope(struct event *event, const struct json *alert)
{
	const struct json *list = json_path(alert, "impactScope.entities");
	unsigned seen = 0;
	for (const struct json *one = list == NULL ? NULL : list->first;
	     one != NULL && seen < LIST_LIMIT; one = one->next, seen++) {
		struct text type = json_get_text(one, "entityType");
		const struct json *value = json_get(one, "entityValue");
		if (text_equal(type, TEXT("host")))
			put_host(event, value);
		else if (text_equal(type, TEXT("account")))
			put_account(event, json_text(value));
		else if (text_equal(type, TEXT("emailAddress")))
			put_mail_user(event, json_text(value));
	}
}

static const struct {
	struct text type;
	enum field_id field;
} indicators[] = {
    {TEXT_INIT("command_line"), FIELD_COMMAND_LINE},
    {TEXT_INIT("file_sha1"), FIELD_SHA1},
    {TEXT_INIT("file_sha256"), FIELD_SHA256},
    {TEXT_INIT("fullpath"), FIELD_FILE_PATH},
    {TEXT_INIT("filename"), FIELD_FILE_NAME},
    {TEXT_INIT("ip"), FIELD_DST_IP},
    {TEXT_INIT("domain"), FIELD_DST_HOST},
    {TEXT_INIT("email_sender"), FIELD_MAIL_FROM},
    {TEXT_INIT("email_subject"), FIELD_MAIL_SUBJECT},
    {TEXT_INIT("email_message_id"), FIELD_MAIL_ID},
    {TEXT_INIT("detection_name"), FIELD_SIGNATURE},
};

/* What gave it away. */
static void put_indicators(struct event *event, const struct json *alert)
{
	const struct json *list = json_get(alert, "indicators");
	unsigned seen = 0;
	for (const struct json *one = list == NULL ? NULL : list->first;
	     one != NULL && seen < LIST_LIMIT; one = one->next, seen++) {
		struct text type = json_get_text(one, "type");
		struct text value = json_get_text(one, "value");
		for (size_t i = 0; i < COUNT(indicators); i++) {
			bool address = indicators[i].field == FIELD_DST_IP;
			if (text_equal(indicators[i].type, type) &&
			    (!address || decode_is_ip(value)))
				put_new(event, indicators[i].field, value);
		}
		if (text_equal(type, TEXT("url")))
			put_new(event, FIELD_URI, value);
	}
}

static void put_rules(struct event *event, const struct json *alert)
{
	const struct json *list = json_get(alert, "matchedRules");
	unsigned seen = 0;
	for (const struct json *rule = list == NULL ? NULL : list->first;
	     rule != NULL && seen < LIST_LIMIT; rule = rule->next, seen++) {
		put_new(event, FIELD_RULE_ID, json_get_text(rule, "id"));
		put_new(event, FIELD_RULE_NAME, json_get_text(rule, "name"));
	}
}

static struct text either(const struct json *object, const char *name, const char *other)
{
	struct text text = json_get_text(object, name);
	return text.size != 0 ? text : json_get_text(object, other);
}

static void put_workbench(struct event *event, const struct json *alert)
{
	struct text model = either(alert, "model", "workbenchName");
	event_put(event, FIELD_EVENT_ID, either(alert, "id", "workbenchId"));
	event_put(event, FIELD_SEVERITY, json_get_text(alert, "severity"));
	event_put(event, FIELD_LEVEL, json_get_text(alert, "severity"));
	event_put(event, FIELD_REASON, json_get_text(alert, "description"));
	put_scope(event, alert);
	put_rules(event, alert);
	put_indicators(event, alert);
	put_new(event, FIELD_RULE_NAME, model);
	if (event_find(event, field_spec(FIELD_SIGNATURE)->name) == NULL)
		event_put(event, FIELD_SIGNATURE, model);
	event->message = model;
}

/* Members of "detail" that say what happened. */
static const struct {
	const char *name;
	enum field_id field;
} details[] = {
    {"processCmd", FIELD_COMMAND_LINE},
    {"processFilePath", FIELD_IMAGE},
    {"processName", FIELD_PROCESS},
    {"parentFilePath", FIELD_PARENT_IMAGE},
    {"parentCmd", FIELD_PARENT_COMMAND_LINE},
    {"objectFilePath", FIELD_FILE_PATH},
    {"processUser", FIELD_USER},
    {"logonUser", FIELD_USER},
    {"endpointHostName", FIELD_HOST},
};

static void put_technique(struct event *event, const struct json *record)
{
	const struct json *filters = json_get(record, "filters");
	const struct json *detail = json_get(record, "detail");
	unsigned seen = 0;
	for (const struct json *one = filters->first; one != NULL && seen < LIST_LIMIT;
	     one = one->next, seen++) {
		put_new(event, FIELD_RULE_ID, json_get_text(one, "id"));
		put_new(event, FIELD_RULE_NAME, json_get_text(one, "name"));
		put_new(event, FIELD_SEVERITY, either(one, "riskLevel", "level"));
	}
	event_put(event, FIELD_EVENT_ID, json_get_text(record, "uuid"));
	event_put(event, FIELD_SIGNATURE, json_get_text(filters->first, "name"));
	put_host(event, json_get(record, "endpoint"));
	for (size_t i = 0; i < COUNT(details); i++) {
		const struct json *value = json_get(detail, details[i].name);
		if (value != NULL && value->kind == JSON_ARRAY)
			value = value->first;
		put_new(event, details[i].field, json_text(value));
	}
	event->message = json_get_text(filters->first, "name");
}

static void set_time(struct event *event, const struct json *record, const struct view *view)
{
	static const char *const names[] = {
	    "detectedDateTime", "createdDateTime", "createdTime", "updatedDateTime"};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (decode_set_time_text(event, json_get_text(record, names[i]), view->context))
			return;
	}
}

static bool add_one(const struct view *view, const struct json *record, struct events *events)
{
	struct event *event = events_add(events, view->context->received);
	if (event == NULL)
		return false;
	bool workbench = is_workbench(record);
	event->logsource = (struct logsource){TEXT("vision_one"), {NULL, 0},
	    workbench ? TEXT("workbench") : TEXT("observed_attack_techniques")};
	set_time(event, record, view);
	if (workbench)
		put_workbench(event, record);
	else
		put_technique(event, record);
	decode_flatten(event, (struct text){NULL, 0}, record);
	return true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *page = page_of(view->json);
	size_t before = events->count;
	bool room = true;
	if (page == NULL)
		room = add_one(view, view->json, events);
	for (const struct json *one = page == NULL ? NULL : page->first; room && one != NULL;
	     one = one->next)
		room = !is_one(one) || add_one(view, one, events);
	if (!room) {
		events->count = before;
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	return DONE;
}

const struct decoder vision_one_decoder = {
    "vision-one", "Trend Micro Vision One", "vision_one", recognise, decode};
