/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The registry of taxonomy field names, with the ECS and OCSF name of each.
 *
 * Names are those of Sigma's taxonomy appendix (version 2.0.0) where it has one.
 * The list itself is in event/fields.def, from which docs/fields.md is made
 * (a test shows that it is not stale).
 */
#ifndef EVENT_FIELDS_H
#define EVENT_FIELDS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum field_id {
#define FIELD(id, name, type, ecs, ocsf, meaning) FIELD_##id,
#include "event/fields.def"
#undef FIELD
	FIELD_COUNT
};

enum field_type {
	FIELD_TEXT,
	FIELD_IP,
	FIELD_PORT,
	FIELD_NUMBER,
	FIELD_TIME,
	FIELD_MAC,
	FIELD_HASH
};

struct field_spec {
	struct text name;
	enum field_type type;
	const char *ecs;  /* Elastic Common Schema 8 name, "" where there is none */
	const char *ocsf; /* Open Cybersecurity Schema Framework 1.x attribute path, "" where there
			     is none */
	const char *meaning;
};

/* The specification of a field; never NULL. */
const struct field_spec *field_spec(enum field_id id);

/* The field of that name; false when no taxonomy field has it. */
bool field_by_name(struct text name, enum field_id *id);

#endif
