/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms in which a value and a rule's text are compared: as they are, without case, with all
 * dashes alike, or both.
 */
#ifndef DETECT_FORM_H
#define DETECT_FORM_H

#include "base/text.h"

struct arena;

enum form {
	FORM_PLAIN = 0,
	FORM_FOLDED = 1, /* see unicode_fold() */
	FORM_DASHED = 2, /* - / and the en dash, em dash and horizontal bar are all "-" */
	FORM_FOLDED_DASHED = 3,
	FORM_COUNT
};

/* The text in that form: itself where nothing changes, else on the arena, at most 1.5 times as
 * large. */
struct text form_of(struct arena *arena, struct text t, enum form form);

#endif
