/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Microsoft Defender: incidents and alerts as Microsoft Graph and the older incidents API give
 * them, lists of them, and advanced hunting tables as the streaming export writes them. Sources:
 * Microsoft Graph security API (alerts_v2, incidents), the advanced hunting schema.
 *
 * An incident makes one event for each of its alerts, because alerts name machines and users; one
 * without alerts makes one itself.
 */
#include "base/arena.h"
#include "decode/cloud/m365_evidence.h"
#include "decode/cloud/m365_hunting.h"
#include "decode/decoder.h"

#define MEMBER_LIMIT 64
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool is_alert(const struct json *object)
{
	struct text type = json_get_text(object, "@odata.type");
	if (text_ends(type, TEXT("security.alert")))
		return true;
	bool graph = json_get(object, "serviceSource") != NULL &&
		     json_get(object, "detectionSource") != NULL;
	/* Defender for Endpoint's own alerts API. */
	bool endpoint =
	    json_get(object, "investigationState") != NULL && json_get(object, "machineId") != NULL;
	return graph || endpoint;
}

static bool is_incident(const struct json *object)
{
	struct text type = json_get_text(object, "@odata.type");
	if (text_ends(type, TEXT("security.incident")))
		return true;
	bool alerts = json_get(object, "alerts") != NULL;
	return alerts && (json_get(object, "incidentWebUrl") != NULL ||
			     json_get(object, "incidentId") != NULL);
}

static bool is_one(const struct json *object)
{
	return m365_hunting_is(object) || is_incident(object) || is_alert(object);
}

/* {"value": […]}: a page of an API's answer, possibly empty. */
static const struct json *page_of(const struct json *root)
{
	const struct json *list = json_get(root, "value");
	if (list == NULL || list->kind != JSON_ARRAY)
		return NULL;
	bool empty =
	    list->count == 0 && (root->count == 1 || json_get(root, "@odata.context") != NULL);
	return empty || is_one(list->first) ? list : NULL;
}

/* What Wazuh's collector of Graph puts around. */
static const struct json *root_of(const struct json *root)
{
	const struct json *inner = json_get(root, "ms-graph");
	if (inner == NULL)
		inner = json_path(root, "data.ms-graph");
	return inner != NULL ? inner : root;
}

static bool recognise(const struct view *view)
{
	const struct json *root = root_of(view->json);
	return root != NULL && (is_one(root) || page_of(root) != NULL);
}

/* The first of the names that holds a time. */
static bool set_time(struct event *event, const struct json *object, const struct view *view)
{
	static const char *const names[] = {"firstActivityDateTime", "firstActivity",
	    "firstEventTime", "createdDateTime", "creationTime", "alertCreationTime", "createdTime",
	    "lastUpdateDateTime", "lastUpdatedTime", "lastUpdateTime"};
	for (size_t i = 0; i < COUNT(names); i++) {
		if (decode_set_time_text(event, json_get_text(object, names[i]), view->context))
			return true;
	}
	return false;
}

static void put_times(struct event *event, const struct json *alert)
{
	struct text first = json_get_text(alert, "firstActivityDateTime");
	struct text last = json_get_text(alert, "lastActivityDateTime");
	event_put(
	    event, FIELD_START, first.size != 0 ? first : json_get_text(alert, "firstActivity"));
	event_put(event, FIELD_END, last.size != 0 ? last : json_get_text(alert, "lastActivity"));
}

static struct text either(const struct json *object, const char *name, const char *other)
{
	struct text text = json_get_text(object, name);
	return text.size != 0 ? text : json_get_text(object, other);
}

/*
 * The incident's own plain members under "incident.". They are repeated for each of its alerts, so
 * only a few: thousands of alerts and thousands of members must not multiply.
 */
static void put_incident(struct event *event, const struct json *incident)
{
	unsigned seen = 0;
	for (const struct json *member = incident->first; member != NULL && seen < MEMBER_LIMIT;
	     member = member->next) {
		if (member->kind == JSON_ARRAY || member->kind == JSON_OBJECT)
			continue;
		seen++;
		struct text name = text_format(
		    event->arena, "incident.%.*s", TEXT_ARGS(text_part(member->name, 0, 64)));
		decode_flatten(event, name, member);
	}
}

static void put_alert(struct event *event, const struct json *alert, const struct json *incident)
{
	struct text title = either(alert, "title", "name");
	struct text threat = either(alert, "threatDisplayName", "threatFamilyName");
	const struct json *whole = incident != NULL ? incident : alert;
	event_put(event, FIELD_EVENT_ID, either(whole, "id", "incidentId"));
	event_put(event, FIELD_RULE_NAME, title);
	event_put(event, FIELD_RULE_CATEGORY, json_get_text(alert, "category"));
	event_put(event, FIELD_RULE_ID, json_get_text(alert, "detectorId"));
	event_put(event, FIELD_SIGNATURE, threat.size != 0 ? threat : title);
	event_put(event, FIELD_SEVERITY, json_get_text(alert, "severity"));
	event_put(event, FIELD_REASON, json_get_text(alert, "description"));
	put_times(event, alert);
	m365_evidence_put(event, alert);
	event->message = title;
}

/* One event; `alert` may be NULL for an incident that has none, `incident` for an alert by itself.
 */
static bool add_event(const struct view *view, const struct json *incident,
    const struct json *alert, struct events *events)
{
	struct event *event = events_add(events, view->context->received);
	if (event == NULL)
		return false;
	event->logsource = (struct logsource){
	    TEXT("m365_defender"), {NULL, 0}, alert != NULL ? TEXT("alert") : TEXT("incident")};
	if (alert == NULL || !set_time(event, alert, view))
		set_time(event, incident != NULL ? incident : alert, view);
	if (alert != NULL) {
		put_alert(event, alert, incident);
		decode_flatten(event, (struct text){NULL, 0}, alert);
	}
	if (incident != NULL) {
		if (alert == NULL) {
			event_put(event, FIELD_EVENT_ID, either(incident, "id", "incidentId"));
			event_put(event, FIELD_SEVERITY, json_get_text(incident, "severity"));
			event->message = either(incident, "displayName", "incidentName");
		}
		put_incident(event, incident);
	}
	return true;
}

static bool add_incident(
    const struct view *view, const struct json *incident, struct events *events)
{
	const struct json *alerts = json_get(incident, "alerts");
	if (alerts != NULL && alerts->kind == JSON_OBJECT)
		return add_event(view, incident, alerts, events);
	if (alerts == NULL || alerts->kind != JSON_ARRAY || alerts->count == 0)
		return add_event(view, incident, NULL, events);
	for (const struct json *alert = alerts->first; alert != NULL; alert = alert->next) {
		if (alert->kind == JSON_OBJECT && !add_event(view, incident, alert, events))
			return false;
	}
	return true;
}

static bool add_one(const struct view *view, const struct json *object, struct events *events)
{
	if (m365_hunting_is(object)) {
		struct event *event = events_add(events, view->context->received);
		if (event != NULL)
			m365_hunting_put(event, object, view->context);
		return event != NULL;
	}
	if (is_incident(object))
		return add_incident(view, object, events);
	return add_event(view, NULL, object, events);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *root = root_of(view->json);
	const struct json *page = page_of(root);
	size_t before = events->count;
	bool room = true;
	if (page == NULL) {
		room = add_one(view, root, events);
	} else {
		for (const struct json *one = page->first; room && one != NULL; one = one->next)
			room = one->kind != JSON_OBJECT || add_one(view, one, events);
	}
	if (!room) {
		events->count = before;
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	return DONE;
}

const struct decoder m365_defender_decoder = {"m365-defender",
    "Microsoft Defender alerts and hunting tables", "m365_defender", recognise, decode};
