/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Microsoft Entra ID and Azure: sign-ins, directory audit, risk detections and the activity log, as
 * diagnostic settings write them, as rows of Log Analytics, and as Microsoft Graph gives them (also
 * the Entra portal's download). Sources: Azure Monitor's resource log schema and table reference
 * (SigninLogs, AuditLogs, AzureActivity, AADUserRiskEvents), Microsoft Graph's signIn,
 * directoryAudit and riskDetection.
 */
#include "base/arena.h"
#include "decode/cloud/azure_names.h"
#include "decode/decoder.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

struct kind {
	struct text name;
	struct text service;
};

#define KIND(name, service)                                                                        \
	{                                                                                          \
		TEXT_INIT(name), TEXT_INIT(service)                                                \
	}

/* Categories of diagnostic settings. */
static const struct kind categories[] = {
    KIND("SignInLogs", "signinlogs"),
    KIND("NonInteractiveUserSignInLogs", "signinlogs"),
    KIND("ServicePrincipalSignInLogs", "signinlogs"),
    KIND("ManagedIdentitySignInLogs", "signinlogs"),
    KIND("MicrosoftServicePrincipalSignInLogs", "signinlogs"),
    KIND("ADFSSignInLogs", "signinlogs"),
    KIND("AuditLogs", "auditlogs"),
    KIND("UserRiskEvents", "riskdetection"),
    KIND("ServicePrincipalRiskEvents", "riskdetection"),
    KIND("RiskyUsers", "riskyusers"),
    KIND("RiskyServicePrincipals", "riskyusers"),
    KIND("ProvisioningLogs", "provisioninglogs"),
};

/* Categories of the activity log; words so common that they count only with an operation on a
 * resource. */
static const struct kind activities[] = {
    KIND("Administrative", "activitylogs"),
    KIND("Action", "activitylogs"),
    KIND("Write", "activitylogs"),
    KIND("Delete", "activitylogs"),
    KIND("Security", "activitylogs"),
    KIND("ServiceHealth", "activitylogs"),
    KIND("ResourceHealth", "activitylogs"),
    KIND("Alert", "activitylogs"),
    KIND("Recommendation", "activitylogs"),
    KIND("Policy", "activitylogs"),
    KIND("Autoscale", "activitylogs"),
};

/* Tables of Log Analytics. */
static const struct kind tables[] = {
    KIND("SigninLogs", "signinlogs"),
    KIND("AADNonInteractiveUserSignInLogs", "signinlogs"),
    KIND("AADServicePrincipalSignInLogs", "signinlogs"),
    KIND("AADManagedIdentitySignInLogs", "signinlogs"),
    KIND("AuditLogs", "auditlogs"),
    KIND("AzureActivity", "activitylogs"),
    KIND("AADUserRiskEvents", "riskdetection"),
    KIND("AADServicePrincipalRiskEvents", "riskdetection"),
    KIND("AADRiskyUsers", "riskyusers"),
};

/* What tells a record that names neither: members that it has together. */
static const struct {
	const char *first;
	const char *second;
	const char *third;
	struct text service;
} shapes[] = {
    {"createdDateTime", "appDisplayName", "userPrincipalName", TEXT_INIT("signinlogs")},
    {"createdDateTime", "appDisplayName", "servicePrincipalId", TEXT_INIT("signinlogs")},
    {"activityDateTime", "activityDisplayName", "initiatedBy", TEXT_INIT("auditlogs")},
    {"detectedDateTime", "riskEventType", "riskState", TEXT_INIT("riskdetection")},
    {"TimeGenerated", "AppDisplayName", "ResultType", TEXT_INIT("signinlogs")},
    {"TimeGenerated", "LoggedByService", "TargetResources", TEXT_INIT("auditlogs")},
    {"TimeGenerated", "OperationNameValue", "ActivityStatusValue", TEXT_INIT("activitylogs")},
};

static struct text look(const struct kind *kinds, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal_fold(kinds[i].name, name))
			return kinds[i].service;
	}
	return (struct text){NULL, 0};
}

/* A resource log's: its category tells. */
static struct text service_of_category(const struct json *object)
{
	struct text category = json_get_text(object, "category");
	bool operation = json_get_text(object, "operationName").size != 0;
	if (category.size == 0 || !operation || json_get_text(object, "time").size == 0)
		return (struct text){NULL, 0};
	struct text service = look(categories, COUNT(categories), category);
	struct text resource = json_get_text(object, "resourceId");
	if (service.size == 0 && text_starts_fold(resource, TEXT("/subscriptions/")))
		service = look(activities, COUNT(activities), category);
	return service;
}

static struct text service_of(const struct json *object)
{
	struct text none = {NULL, 0};
	if (object == NULL || object->kind != JSON_OBJECT)
		return none;
	struct text service = service_of_category(object);
	if (service.size == 0 && json_get(object, "TimeGenerated") != NULL)
		service = look(tables, COUNT(tables), json_get_text(object, "Type"));
	for (size_t i = 0; service.size == 0 && i < COUNT(shapes); i++) {
		if (json_get(object, shapes[i].first) != NULL &&
		    json_get(object, shapes[i].second) != NULL &&
		    json_get(object, shapes[i].third) != NULL)
			service = shapes[i].service;
	}
	return service;
}

/* {"records": […]} of an event hub, {"value": […]} of Graph; NULL when it is none of ours. */
static const struct json *page_of(const struct json *root)
{
	static const char *const names[] = {"records", "value"};
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct json *list = json_get(root, names[i]);
		if (list != NULL && list->kind == JSON_ARRAY && service_of(list->first).size != 0)
			return list;
	}
	return NULL;
}

/* The record itself, or the text of it that a shipper kept. */
static const struct json *root_of(const struct json *root, struct arena *arena)
{
	static const char *const places[] = {"event.original", "message"};
	static const char *const wraps[] = {"_source", "ms-graph", "data.ms-graph"};
	for (size_t i = 0; i < COUNT(wraps); i++) {
		const struct json *source = json_path(root, wraps[i]);
		if (source != NULL)
			root = source;
	}
	if (service_of(root).size != 0 || page_of(root) != NULL)
		return root;
	for (size_t i = 0; i < COUNT(places); i++) {
		const struct json *inner = azure_names_inner(json_path(root, places[i]), arena);
		if (service_of(inner).size != 0)
			return inner;
	}
	return NULL;
}

static bool recognise(const struct view *view)
{
	return view->json != NULL && root_of(view->json, view->arena) != NULL;
}

struct mapping {
	const char *path;
	enum field_id field;
};

/* The first path that has a value fills the field. Log Analytics' names begin with a capital. */
static const struct mapping mappings[] = {
    {"riskEventType", FIELD_ACTION},
    {"operationName", FIELD_ACTION},
    {"activityDisplayName", FIELD_ACTION},
    {"operationNameValue", FIELD_ACTION},
    {"id", FIELD_EVENT_ID},
    {"correlationId", FIELD_EVENT_ID},
    {"userId", FIELD_USER_ID},
    {"initiatedBy.user.id", FIELD_USER_ID},
    {"userAgent", FIELD_USER_AGENT},
    {"appDisplayName", FIELD_APPLICATION},
    {"status.errorCode", FIELD_EVENT_CODE},
    {"status.failureReason", FIELD_REASON},
    {"resultReason", FIELD_REASON},
    {"resultDescription", FIELD_REASON},
    {"deviceDetail.displayName", FIELD_HOST},
    {"riskEventType", FIELD_SIGNATURE},
    {"riskLevel", FIELD_SEVERITY},
};

static void put_mapped(struct event *event, const struct azure_record *record)
{
	for (size_t i = 0; i < COUNT(mappings); i++) {
		enum field_id field = mappings[i].field;
		if (event_find(event, field_spec(field)->name) == NULL)
			event_put(event, field, azure_names_text(record, mappings[i].path));
	}
}

/* Somebody's name: a UPN; of the activity log's caller also an application's identifier. */
static void put_user(struct event *event, const struct azure_record *record)
{
	static const char *const places[] = {
	    "userPrincipalName", "initiatedBy.user.userPrincipalName", "caller"};
	for (size_t i = 0; i < COUNT(places); i++) {
		struct text user = azure_names_text(record, places[i]);
		if (user.size == 0)
			continue;
		decode_put_user(event, user);
		if (text_find_char(user, '@') != TEXT_NONE)
			event_put(event, FIELD_USER_EMAIL, user);
		return;
	}
}

static void put_address(struct event *event, const struct azure_record *record)
{
	static const char *const places[] = {
	    "ipAddress", "IPAddress", "callerIpAddress", "initiatedBy.user.ipAddress"};
	for (size_t i = 0; i < COUNT(places); i++) {
		struct text address;
		struct text port;
		struct text t = text_trim(azure_names_text(record, places[i]));
		if (!decode_split_address(t, &address, &port))
			continue;
		event_put(event, FIELD_SRC_IP, address);
		event_put(event, FIELD_SRC_PORT, port);
		return;
	}
}

static bool set_time(
    struct event *event, const struct azure_record *record, const struct view *view)
{
	static const char *const places[] = {"createdDateTime", "activityDateTime",
	    "detectedDateTime", "time", "timeGenerated", "eventTimestamp"};
	for (size_t i = 0; i < COUNT(places); i++) {
		if (decode_set_time_text(event, azure_names_text(record, places[i]), view->context))
			return true;
	}
	return false;
}

static bool add_one(const struct view *view, const struct json *object, struct events *events)
{
	struct text service = service_of(object);
	struct event *event = events_add(events, view->context->received);
	if (event == NULL)
		return false;
	struct azure_record record;
	azure_names_read(object, view->arena, &record);
	event->logsource = (struct logsource){TEXT("azure"), {NULL, 0}, service};
	set_time(event, &record, view);
	put_mapped(event, &record);
	/* Graph has a list of nothing but sign-ins. */
	if (event_get_field(event, FIELD_ACTION).size == 0)
		event_put(event, FIELD_ACTION, TEXT("Sign-in activity"));
	if (text_equal(service, TEXT("signinlogs")) &&
	    event_find(event, field_spec(FIELD_EVENT_CODE)->name) == NULL)
		event_put(event, FIELD_EVENT_CODE, azure_names_text(&record, "resultType"));
	put_user(event, &record);
	put_address(event, &record);
	azure_names_put(event, &record);
	event->message = event_get_field(event, FIELD_ACTION);
	return true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *root = root_of(view->json, view->arena);
	if (root == NULL) {
		why_set(why, "no record of Entra ID or Azure inside");
		return MALFORMED;
	}
	const struct json *page = page_of(root);
	size_t before = events->count;
	bool room = true;
	if (page == NULL)
		room = add_one(view, root, events);
	for (const struct json *one = page == NULL ? NULL : page->first; room && one != NULL;
	     one = one->next)
		room = one->kind != JSON_OBJECT || add_one(view, one, events);
	if (!room) {
		events->count = before;
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	return DONE;
}

const struct decoder azure_decoder = {
    "azure", "Microsoft Entra ID and Azure logs", "azure", recognise, decode};
