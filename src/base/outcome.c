/* SPDX-License-Identifier: Apache-2.0 */
/* Reasons for people, cut to their buffer, and the words for outcomes. */
#include "base/outcome.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

void why_set(struct why *why, const char *format, ...)
{
	if (why == NULL)
		return;
	va_list arguments;
	va_start(arguments, format);
	int n = vsnprintf(why->text, sizeof(why->text), format, arguments);
	va_end(arguments);
	if (n < 0) {
		why->text[0] = '\0';
		return;
	}
	if ((size_t)n < sizeof(why->text))
		return;
	/* Cut: do not leave half a UTF-8 sequence at the end. */
	size_t end = sizeof(why->text) - 1;
	size_t lead = end - 1;
	while (lead > 0 && ((unsigned char)why->text[lead] & 0xc0) == 0x80)
		lead--;
	if (utf8_sequence((struct text){why->text + lead, end - lead}) == 0)
		why->text[lead] = '\0';
}

const char *outcome_word(enum outcome outcome)
{
	switch (outcome) {
	case DONE:
		return "done";
	case MALFORMED:
		return "malformed";
	case TOO_LARGE:
		return "too large";
	case NOT_FOUND:
		return "not found";
	case NOT_SUPPORTED:
		return "not supported";
	case NOT_READABLE:
		return "not readable";
	case NOT_ALLOWED:
		return "not allowed";
	case ALREADY_THERE:
		return "already there";
	case AT_END:
		return "at end";
	case NEED_MORE:
		return "need more";
	}
	return "unknown outcome";
}
