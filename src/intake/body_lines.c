/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and NDJSON. */
#include "intake/body.h"

#include "base/limits.h"

/* The next line without its end. */
static struct text cut_line(struct text *rest)
{
	struct text line = text_cut(rest, '\n');
	if (line.size != 0 && line.at[line.size - 1] == '\r')
		line.size--;
	return line;
}

static bool is_blank(struct text line)
{
	for (size_t i = 0; i < line.size; i++) {
		if (line.at[i] != ' ' && line.at[i] != '\t')
			return false;
	}
	return true;
}

/* Before any is given out: of a body that is refused nothing counts. */
static enum outcome check(struct text body, struct why *why)
{
	uint64_t number = 0;
	if (body.size <= LIMIT_LINE)
		return DONE;
	while (body.size != 0) {
		struct text line = cut_line(&body);
		number++;
		if (line.size > LIMIT_LINE) {
			why_set(why, "line %llu is over %zu bytes", (unsigned long long)number,
			    LIMIT_LINE);
			return TOO_LARGE;
		}
	}
	return DONE;
}

enum outcome body_lines(struct text body, const struct body_sink *sink, struct why *why)
{
	enum outcome outcome = check(body, why);
	while (outcome == DONE && body.size != 0) {
		struct text line = cut_line(&body);
		if (!is_blank(line) && !sink->record(sink->data, line))
			break;
	}
	return outcome;
}
