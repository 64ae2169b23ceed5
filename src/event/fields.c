/* SPDX-License-Identifier: Apache-2.0 */
#include "event/fields.h"

#include <assert.h>

static const struct field_spec specs[FIELD_COUNT] = {
#define FIELD(id, name, type, ecs, ocsf, meaning)                                                  \
	[FIELD_##id] = {TEXT_INIT(name), FIELD_##type, ecs, ocsf, meaning},
#include "event/fields.def"
#undef FIELD
};

const struct field_spec *field_spec(enum field_id id)
{
	assert(id < FIELD_COUNT);
	return &specs[id];
}

bool field_by_name(struct text name, enum field_id *id)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		if (text_equal(specs[i].name, name)) {
			*id = (enum field_id)i;
			return true;
		}
	}
	return false;
}
