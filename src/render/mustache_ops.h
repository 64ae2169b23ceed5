/* SPDX-License-Identifier: Apache-2.0 */
/* What a mustache template is compiled to: between mustache_compile.c and mustache.c only. */
#ifndef RENDER_MUSTACHE_OPS_H
#define RENDER_MUSTACHE_OPS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define TEMPLATE_SECTION_DEPTH 64

struct template;

enum op_kind {
	OP_TEXT,     /* text */
	OP_ESCAPED,  /* names */
	OP_RAW,      /* names */
	OP_SECTION,  /* names; jump: behind its end */
	OP_INVERTED, /* names; jump: behind its end */
	OP_END,      /* jump: the first op of the section's body */
	OP_PARTIAL,  /* partial; text: its indentation */
};

struct op {
	enum op_kind kind;
	bool starts_line;  /* nothing of the template's line stands before it */
	bool ends_section; /* of an end: a section's, not an inverted one's */
	bool standalone;   /* of a partial: alone on its line */
	struct text text;
	const struct text *names; /* the parts of a dotted name; none for "." */
	size_t name_count;
	size_t jump;
	const struct program *partial;
};

/* One source compiled: the template itself or a partial. */
struct program {
	struct text name;
	struct text source;
	struct op *ops;
	size_t count;
	size_t room;
};

/* Where rendering begins. */
const struct program *template_program(const struct template *compiled);

#endif
