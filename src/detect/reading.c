/* SPDX-License-Identifier: Apache-2.0 */
/* The state of reading one document. */
#include "detect/reading.h"

#include <stdarg.h>
#include <stdio.h>

enum outcome reading_refuse(struct reading *reading, unsigned line, const char *format, ...)
{
	char text[sizeof(reading->why.text)];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	why_set(&reading->why, "%s", text);
	reading->line = line;
	return MALFORMED;
}

enum outcome reading_spend(struct reading *reading, unsigned line, size_t tests, size_t bytes)
{
	reading->tests += tests;
	reading->bytes += bytes;
	if (reading->tests <= READING_TESTS && reading->bytes <= READING_BYTES)
		return DONE;
	(void)reading_refuse(reading, line, "more than %d values or %zu bytes of them in one rule",
	    READING_TESTS, READING_BYTES);
	return TOO_LARGE;
}

enum outcome reading_text(
    struct reading *reading, const struct yaml *map, const char *key, struct text *text)
{
	const struct yaml *node = yaml_get(map, key);
	if (node != NULL && node->kind != YAML_SCALAR)
		return reading_refuse(reading, node->line, "%s is not a text", key);
	*text = node == NULL || yaml_is_null(node) ? TEXT("") : text_trim(node->text);
	return DONE;
}
