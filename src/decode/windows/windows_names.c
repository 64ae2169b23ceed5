/* SPDX-License-Identifier: Apache-2.0 */
/* EventData names that matter to us: a sorted table, so that one pass over an event finds them all.
 */
#include "decode/windows/windows_names.h"

static const struct text table[WINDOWS_NAME_COUNT] = {
#define ENTRY(id, name) TEXT_INIT(name),
    WINDOWS_NAMES(ENTRY)
#undef ENTRY
};

bool windows_names_find(struct text name, enum windows_name *id)
{
	size_t low = 0;
	size_t high = WINDOWS_NAME_COUNT;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = text_compare(name, table[middle]);
		if (order == 0) {
			*id = (enum windows_name)middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

void windows_names_collect(const struct windows_event *windows, struct windows_names *names)
{
	*names = (struct windows_names){.of = {{NULL, 0}}};
	for (size_t i = 0; i < windows->count; i++) {
		enum windows_name id;
		const struct windows_datum *datum = &windows->data[i];
		if (windows_names_find(datum->name, &id) && names->of[id].size == 0)
			names->of[id] = datum->value;
	}
}

bool windows_names_has(const struct windows_names *names, enum windows_name id)
{
	struct text value = names->of[id];
	return value.size != 0 && !text_equal(value, TEXT("-"));
}

void windows_names_give(struct windows_event *windows, struct windows_names *names,
    enum windows_name id, struct text value)
{
	if (value.size == 0)
		return;
	windows_event_add(windows, table[id], value, VALUE_TEXT);
	if (names->of[id].size == 0)
		names->of[id] = value;
}
