/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Windows events as JSON trees: what evtx_dump, python-evtx with xmltodict, and Velociraptor make
 * of the event's XML. They differ in where attributes and texts stand; names are those of the XML.
 */
#include "decode/windows/windows_tree.h"

#include "base/arena.h"
#include "decode/decoder.h"

#define TEXT_MEMBER "#text"

struct system_part {
	const char *element;
	const char *attribute; /* NULL: the element's text */
	enum windows_system part;
};

static const struct system_part parts[] = {
    {"Provider", "Name", WINDOWS_PROVIDER},
    {"Provider", "Guid", WINDOWS_PROVIDER_GUID},
    {"EventID", NULL, WINDOWS_EVENT_ID},
    {"EventID", "Qualifiers", WINDOWS_QUALIFIERS},
    {"Version", NULL, WINDOWS_VERSION},
    {"Level", NULL, WINDOWS_LEVEL},
    {"Task", NULL, WINDOWS_TASK},
    {"Opcode", NULL, WINDOWS_OPCODE},
    {"Keywords", NULL, WINDOWS_KEYWORDS},
    {"EventRecordID", NULL, WINDOWS_RECORD_ID},
    {"Correlation", "ActivityID", WINDOWS_ACTIVITY_ID},
    {"Correlation", "RelatedActivityID", WINDOWS_RELATED_ACTIVITY_ID},
    {"Execution", "ProcessID", WINDOWS_PROCESS_ID},
    {"Execution", "ThreadID", WINDOWS_THREAD_ID},
    {"Channel", NULL, WINDOWS_CHANNEL},
    {"Computer", NULL, WINDOWS_COMPUTER},
    {"Security", "UserID", WINDOWS_USER_ID},
};

static bool is_tree(const struct json *value)
{
	return value != NULL && (value->kind == JSON_OBJECT || value->kind == JSON_ARRAY);
}

struct text windows_tree_text(const struct json *node)
{
	if (node == NULL || node->kind != JSON_OBJECT)
		return json_text(node);
	const struct json *inner = json_get(node, TEXT_MEMBER);
	return json_text(inner != NULL ? inner : json_get(node, "Value"));
}

/* An attribute of an element, wherever its writer puts attributes. */
static struct text attribute_of(
    struct arena *arena, const struct json *parent, const char *element, const char *name)
{
	const struct json *node = json_get(parent, element);
	const struct json *found = json_get(json_get(node, "#attributes"), name);
	if (found == NULL)
		found = json_get(node, name);
	if (found == NULL && node != NULL && node->kind == JSON_OBJECT)
		found = json_get(node, text_cstr(arena, text_format(arena, "@%s", name)));
	if (found == NULL) {
		struct text beside = text_format(arena, "%s_attributes", element);
		found = json_get(json_get(parent, text_cstr(arena, beside)), name);
	}
	return json_text(found);
}

bool windows_tree_is(const struct json *event)
{
	const struct json *system = json_get(event, "System");
	return windows_tree_text(json_get(system, "EventID")).size != 0;
}

/* What describes an element instead of being its content. */
static bool is_markup(struct text name)
{
	return text_equal(name, TEXT("#attributes")) || text_equal(name, TEXT("xmlns")) ||
	       (name.size != 0 && name.at[0] == '@') || text_ends(name, TEXT("_attributes"));
}

/* The reader bounds the depth (json_record_limits), and so this recursion. */
void windows_tree_add(struct windows_event *windows, struct text name, const struct json *value)
{
	if (!is_tree(value)) {
		struct text text = value->kind == JSON_NULL ? (struct text){NULL, 0} : value->text;
		windows_event_add(windows, name, text, decode_value_kind(value));
		return;
	}
	struct text named = json_get_text(value, "@Name");
	if (named.size == 0)
		named = json_get_text(json_get(value, "#attributes"), "Name");
	if (named.size != 0)
		name = named;
	bool content = false;
	for (const struct json *child = value->first; child != NULL; child = child->next) {
		bool own = value->kind == JSON_ARRAY || text_equal(child->name, TEXT(TEXT_MEMBER));
		if (!own && is_markup(child->name))
			continue;
		content = true;
		windows_tree_add(windows, own ? name : child->name, child);
	}
	/* <Data Name="x"/> has no text member at all. */
	if (!content && named.size != 0)
		windows_event_add(windows, named, (struct text){NULL, 0}, VALUE_TEXT);
}

void windows_tree_data(const struct json *data, struct windows_event *windows)
{
	if (data == NULL || data->kind == JSON_NULL)
		return;
	if (data->kind != JSON_OBJECT) {
		windows_tree_add(windows, TEXT("Data"), data);
		return;
	}
	for (const struct json *child = data->first; child != NULL; child = child->next) {
		if (text_equal(child->name, TEXT(TEXT_MEMBER)))
			windows_tree_add(windows, TEXT("Data"), child);
		else if (!is_markup(child->name))
			windows_tree_add(windows, child->name, child);
	}
}

void windows_tree_read(const struct json *event, struct windows_event *windows, struct text *time)
{
	const struct json *system = json_get(event, "System");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const struct system_part *part = &parts[i];
		windows->system[part->part] =
		    part->attribute == NULL
			? windows_tree_text(json_get(system, part->element))
			: attribute_of(windows->arena, system, part->element, part->attribute);
	}
	struct text created = attribute_of(windows->arena, system, "TimeCreated", "SystemTime");
	if (created.size != 0)
		*time = created;
	windows_tree_data(json_get(event, "EventData"), windows);
	windows_tree_data(json_get(event, "UserData"), windows);
	windows->message = json_text(json_path(event, "RenderingInfo.Message"));
	if (windows->message.size == 0)
		windows->message = json_get_text(event, "Message");
}
