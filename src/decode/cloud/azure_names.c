/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of Entra ID's and Azure's members. Resource logs and Microsoft Graph begin them with a
 * small letter, Log Analytics with a capital, and public rules mix them; some rules use the words
 * of the portal's columns. Source: Azure Monitor's table reference, Microsoft Graph's resource
 * types, and the fields that the public rules ask for.
 */
#include "decode/cloud/azure_names.h"

#include "base/arena.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define PATH_LIMIT 64
#define PARTS_LIMIT 256 /* targets and their changes whose names are given twice */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The name with its first letter in the other case. */
static struct text swapped(struct text name, struct arena *arena)
{
	if (name.size == 0 || name.size > PATH_LIMIT || !is_letter(name.at[0]))
		return name;
	char *out = arena_alloc(arena, name.size);
	memcpy(out, name.at, name.size);
	out[0] = (char)(out[0] ^ 0x20);
	return (struct text){out, name.size};
}

const struct json *azure_names_inner(const struct json *value, struct arena *arena)
{
	if (value == NULL || value->kind == JSON_OBJECT || value->kind == JSON_ARRAY)
		return value;
	struct text t = text_trim(json_text(value));
	const struct json *inner;
	if (t.size < 2 || (t.at[0] != '{' && t.at[0] != '[') ||
	    json_read(t, &json_record_limits, arena, &inner, NULL) != DONE)
		return NULL;
	return inner;
}

void azure_names_read(const struct json *object, struct arena *arena, struct azure_record *record)
{
	const struct json *properties = azure_names_inner(json_get(object, "properties"), arena);
	bool has = properties != NULL && properties->kind == JSON_OBJECT;
	*record = (struct azure_record){object, has ? properties : object, arena};
}

/* The member of either case. */
static const struct json *member_of(const struct json *object, struct text name)
{
	char other[PATH_LIMIT];
	if (name.size == 0 || name.size >= sizeof(other))
		return NULL;
	memcpy(other, name.at, name.size);
	other[name.size] = 0;
	const struct json *member = json_get(object, other);
	if (member != NULL || !is_letter(other[0]))
		return member;
	other[0] = (char)(other[0] ^ 0x20);
	return json_get(object, other);
}

static const struct json *at_path(const struct json *object, const char *path, struct arena *arena)
{
	struct text rest = text_of(path);
	const struct json *value = object;
	while (value != NULL && rest.size != 0) {
		size_t dot = text_find_char(rest, '.');
		struct text name = text_part(rest, 0, dot == TEXT_NONE ? rest.size : dot);
		rest = dot == TEXT_NONE ? (struct text){NULL, 0} : text_from(rest, dot + 1);
		value = member_of(value, name);
		if (rest.size != 0)
			value = azure_names_inner(value, arena);
	}
	return value;
}

struct text azure_names_text(const struct azure_record *record, const char *path)
{
	struct text t = json_text(at_path(record->core, path, record->arena));
	if (t.size == 0 && record->core != record->outer)
		t = json_text(at_path(record->outer, path, record->arena));
	return t;
}

/* One member under one name: its leaves, an empty list as "[]", and what a text of JSON holds. */
static void put_as(
    struct event *event, struct text name, const struct json *member, const struct json *inner)
{
	if (member->kind == JSON_ARRAY && member->count == 0)
		event_add(event, name, TEXT("[]"), VALUE_TEXT);
	else
		decode_flatten(event, name, member);
	if (inner != NULL && inner != member)
		decode_flatten(event, name, inner);
}

/* Portal and rules call some members otherwise. */
static void put_core(struct event *event, const struct azure_record *record)
{
	bool apart = record->core != record->outer;
	for (const struct json *member = record->core->first; member != NULL;
	     member = member->next) {
		struct text name = member->name;
		const struct json *inner = azure_names_inner(member, record->arena);
		put_as(event, name, member, inner);
		put_as(event, swapped(name, record->arena), member, inner);
		if (apart)
			decode_flatten(event,
			    decode_join(record->arena, TEXT("properties"), '.', name), member);
	}
}

/* What stands around the core. Its category would hide the core's own. */
static void put_outer(struct event *event, const struct azure_record *record)
{
	if (record->core == record->outer)
		return;
	for (const struct json *member = record->outer->first; member != NULL;
	     member = member->next) {
		if (text_equal_fold(member->name, TEXT("properties")))
			continue;
		decode_flatten(event, member->name, member);
		if (member_of(record->core, member->name) == NULL)
			decode_flatten(event, swapped(member->name, record->arena), member);
	}
}

static void add(struct event *event, const char *name, struct text value)
{
	if (value.size != 0)
		event_add(event, text_of(name), value, VALUE_TEXT);
}

static struct text unquoted(struct text value)
{
	value = text_trim(value);
	if (value.size >= 2 && value.at[0] == '"' && value.at[value.size - 1] == '"')
		return text_part(value, 1, value.size - 2);
	return value;
}

/* What was changed: also under the name of the property itself ("ConsentContext.IsAdminConsent").
 */
static void put_changes(struct event *event, const struct json *target, size_t *left)
{
	const struct json *list = member_of(target, TEXT("modifiedProperties"));
	for (const struct json *one = list == NULL ? NULL : list->first; one != NULL && *left != 0;
	     one = one->next, --*left) {
		struct text name = json_text(member_of(one, TEXT("displayName")));
		struct text value = json_text(member_of(one, TEXT("newValue")));
		add(event, "TargetResources.ModifiedProperties.DisplayName", name);
		add(event, "TargetResources.ModifiedProperties.NewValue", value);
		add(event, "TargetResources.modifiedProperties", name);
		add(event, "TargetResources.modifiedProperties", value);
		if (name.size != 0)
			event_add(event, name, unquoted(value), VALUE_TEXT);
	}
}

/* Rules look for a word anywhere in the list of targets. */
static void put_targets(struct event *event, const struct azure_record *record)
{
	const struct json *list =
	    azure_names_inner(member_of(record->core, TEXT("targetResources")), record->arena);
	size_t left = PARTS_LIMIT;
	for (const struct json *target = list == NULL ? NULL : list->first;
	     target != NULL && left != 0; target = target->next, left--) {
		struct text user = json_text(member_of(target, TEXT("userPrincipalName")));
		static const char *const words[] = {"id", "displayName", "userPrincipalName"};
		for (size_t i = 0; i < COUNT(words); i++) {
			struct text word = json_text(member_of(target, text_of(words[i])));
			add(event, "TargetResources", word);
			add(event, "properties.targetResources", word);
		}
		event_put(event, FIELD_TARGET_USER, user);
		put_changes(event, target, &left);
		if (left == 0)
			break;
	}
	for (size_t i = 0; i < event->count && left != 0; i++) {
		if (!text_equal(
			event->fields[i].name, TEXT("TargetResources.ModifiedProperties.NewValue")))
			continue;
		add(event, "TargetResources", event->fields[i].value);
		add(event, "properties.targetResources", event->fields[i].value);
		left--;
	}
}

/* Success, failure, or empty where the record says neither. */
static struct text outcome_of(const struct azure_record *record, struct text service)
{
	struct text code = azure_names_text(record, "status.errorCode");
	if (code.size == 0 && text_equal(service, TEXT("signinlogs")))
		code = azure_names_text(record, "resultType");
	if (code.size != 0)
		return text_equal(code, TEXT("0")) ? TEXT("Success") : TEXT("Failure");
	static const char *const places[] = {"result", "resultType", "activityStatusValue"};
	for (size_t i = 0; i < COUNT(places); i++) {
		struct text result = azure_names_text(record, places[i]);
		if (text_starts_fold(result, TEXT("succe")))
			return TEXT("Success");
		if (text_starts_fold(result, TEXT("fail")))
			return TEXT("Failure");
	}
	return (struct text){NULL, 0};
}

static void put_outcome(struct event *event, const struct azure_record *record)
{
	struct text outcome = outcome_of(record, event->logsource.service);
	event_put(event, FIELD_OUTCOME, text_lower(event->arena, outcome));
	add(event, "Status", outcome);
	add(event, "Status", azure_names_text(record, "status.additionalDetails"));
	add(event, "Status", azure_names_text(record, "resultReason"));
	add(event, "failure_status_reason", azure_names_text(record, "resultReason"));
}

static void add_missing(struct event *event, const char *name, struct text value)
{
	if (event_find(event, text_of(name)) == NULL)
		add(event, name, value);
}

/* A sign-in's protocol in the words that rules have for it. */
static struct text protocol_of(const struct azure_record *record)
{
	struct text protocol = azure_names_text(record, "authenticationProtocol");
	if (text_equal_fold(protocol, TEXT("deviceCode")))
		return TEXT("Device Code");
	return text_equal_fold(protocol, TEXT("ropc")) ? TEXT("ROPC") : (struct text){NULL, 0};
}

static void put_sign_in(struct event *event, const struct azure_record *record)
{
	struct text reason = azure_names_text(record, "resultDescription");
	if (reason.size == 0)
		reason = azure_names_text(record, "status.failureReason");
	add_missing(event, "ResultType", azure_names_text(record, "status.errorCode"));
	add_missing(event, "ResultDescription", reason);
	add(event, "Resultdescription", reason);
	add(event, "properties.message", protocol_of(record));
	add(event, "ClientApp", azure_names_text(record, "clientAppUsed"));
	add(event, "DeviceDetail.trusttype", azure_names_text(record, "deviceDetail.trustType"));
}

static void put_activity(struct event *event, struct text operation)
{
	size_t slash = text_find_char(operation, '/');
	add_missing(event, "OperationNameValue", operation);
	add_missing(event, "CategoryValue", event_get(event, TEXT("category")));
	if (slash != TEXT_NONE)
		add_missing(event, "ResourceProviderValue", text_part(operation, 0, slash));
}

void azure_names_put(struct event *event, const struct azure_record *record)
{
	struct text service = event->logsource.service;
	struct text operation = event_get_field(event, FIELD_ACTION);
	put_core(event, record);
	put_outer(event, record);
	put_outcome(event, record);
	if (text_equal(service, TEXT("signinlogs")))
		put_sign_in(event, record);
	if (text_equal(service, TEXT("activitylogs"))) {
		operation = azure_names_text(record, "operationNameValue");
		if (operation.size == 0)
			operation = azure_names_text(record, "operationName");
		put_activity(event, operation);
		add_missing(event, "operationName", operation);
	}
	if (!text_equal(service, TEXT("auditlogs")))
		return;
	put_targets(event, record);
	add_missing(event, "operationName", operation);
	add_missing(event, "OperationName", operation);
	add_missing(event, "ActivityDisplayName", operation);
	add(event, "properties.message", operation);
	add(event, "activityType", operation);
	add(event, "ActivityType", operation);
}
