/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matches message texts with patterns. A hole ends at the first place where what follows it
 * in the pattern can begin, and that is never tried again: hostile text costs no more than linear
 * time a hole.
 */
#include "decode/pattern.h"

#include <assert.h>
#include <string.h>

#define SPACES_MAX 16 /* a run of spaces that one literal may swallow: keeps the search linear */

struct cursor {
	const char *pattern;
	struct text rest;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t skip_blanks(struct text *rest)
{
	size_t count = 0;

	while (count < rest->size && count < SPACES_MAX && is_blank(rest->at[count]))
		count++;
	*rest = text_from(*rest, count);
	return count;
}

static bool take_char(struct text *rest, char c)
{
	if (rest->size == 0 || fold(rest->at[0]) != fold(c))
		return false;
	*rest = text_from(*rest, 1);
	return true;
}

/* '~' in a pattern. */
static bool take_separator(struct text *rest)
{
	skip_blanks(rest);
	if (!take_char(rest, ':') && !take_char(rest, ','))
		return false;
	skip_blanks(rest);
	return true;
}

/* One literal element of the pattern. */
static bool literal_step(struct cursor *at)
{
	char c = *at->pattern++;

	switch (c) {
	case ' ':
		return skip_blanks(&at->rest) != 0;
	case '~':
		return take_separator(&at->rest);
	case ':':
	case ',':
	case '.':
		skip_blanks(&at->rest);
		return take_char(&at->rest, c);
	case '\\':
		assert(*at->pattern != '\0');
		return take_char(&at->rest, *at->pattern++);
	default:
		return take_char(&at->rest, c);
	}
}

static bool is_special(char c)
{
	return c == '{' || c == '[' || c == ']' || c == '\0';
}

static bool at_end(struct text rest)
{
	return rest.size == 0 || (rest.size == 1 && rest.at[0] == '.');
}

/* Whether the literals up to the next hole or border stand here. */
static bool literals_here(struct cursor at)
{
	while (!is_special(*at.pattern)) {
		if (!literal_step(&at))
			return false;
	}
	return *at.pattern != '\0' || at_end(at.rest);
}

static const char *behind_group(const char *pattern)
{
	while (*pattern != ']') {
		if (*pattern == '\\')
			pattern++;
		assert(*pattern != '\0');
		pattern++;
	}
	return pattern + 1;
}

/* Whether the rest of the pattern can begin here: its literals, or those of a group that may come
 * first. */
static bool can_begin(struct cursor at)
{
	while (*at.pattern == '[' || *at.pattern == ']') {
		if (*at.pattern == '[') {
			if (literals_here((struct cursor){at.pattern + 1, at.rest}))
				return true;
			at.pattern = behind_group(at.pattern + 1);
		} else {
			at.pattern++;
		}
	}
	return literals_here(at);
}

/* The end of "(…)" at `start`, or `start` when none is to be taken there. */
static size_t behind_parentheses(struct text t, size_t start, bool attached)
{
	struct text inside = text_from(t, start);
	size_t close;

	if (inside.size == 0 || inside.at[0] != '(' || text_starts(inside, TEXT("(type ")))
		return start;
	close = text_find_char(text_part(inside, 0, 512), ')');
	if (close == TEXT_NONE)
		return start;
	if (!attached && text_find_char(text_part(inside, 0, close), ' ') != TEXT_NONE)
		return start;
	return start + close + 1;
}

/* Where a {name+} hole ends whose word ends at `end`. */
static size_t behind_groups(struct text t, size_t end)
{
	size_t before;

	do {
		before = end;
		end = behind_parentheses(t, end, true);
		if (end == before && end < t.size && is_blank(t.at[end])) {
			size_t next = behind_parentheses(t, end + 1, false);

			end = next == end + 1 ? end : next;
		}
	} while (end != before);
	return end;
}

static size_t hole_size(struct cursor at, char kind)
{
	size_t i = 0;

	while (i < at.rest.size) {
		struct cursor here = {at.pattern, text_from(at.rest, i)};

		if (kind != '*' && is_blank(at.rest.at[i]))
			break;
		if (kind == '+' && at.rest.at[i] == '(')
			break;
		if (can_begin(here))
			break;
		i++;
	}
	return kind == '+' ? behind_groups(at.rest, i) : i;
}

/* "{name…}": at->pattern stands behind the brace. A word is never empty, a text may be. */
static bool take_hole(struct cursor *at, struct pattern_match *match)
{
	const char *close = strchr(at->pattern, '}');
	struct text name;
	struct text value;
	char kind = '\0';

	assert(close != NULL);
	name = (struct text){at->pattern, (size_t)(close - at->pattern)};
	if (name.size != 0 && (close[-1] == '*' || close[-1] == '+')) {
		kind = close[-1];
		name.size--;
	}
	at->pattern = close + 1;
	value = text_part(at->rest, 0, hole_size(*at, kind));
	if (value.size == 0 && kind != '*')
		return false;
	at->rest = text_from(at->rest, value.size);
	if (name.size == 0)
		return true;
	assert(match->count < PATTERN_HOLES);
	match->at[match->count++] = (struct pattern_hole){name, text_trim(value)};
	return true;
}

/* Holes and literals up to the end of the pattern or of the group. */
static bool take_plain(struct cursor *at, struct pattern_match *match)
{
	while (*at->pattern != '\0' && *at->pattern != '[' && *at->pattern != ']') {
		bool fits;

		if (*at->pattern == '{') {
			at->pattern++;
			fits = take_hole(at, match);
		} else {
			fits = literal_step(at);
		}
		if (!fits)
			return false;
	}
	return true;
}

static void take_group(struct cursor *at, struct pattern_match *match)
{
	struct cursor inside = {at->pattern + 1, at->rest};
	size_t count = match->count;

	at->pattern = behind_group(at->pattern + 1);
	if (take_plain(&inside, match) && *inside.pattern == ']')
		at->rest = inside.rest;
	else
		match->count = count;
}

bool pattern_fits(const char *pattern, struct text t, struct pattern_match *match)
{
	struct cursor at = {pattern, text_trim(t)};

	match->count = 0;
	for (;;) {
		if (!take_plain(&at, match))
			return false;
		if (*at.pattern != '[')
			return at_end(at.rest);
		take_group(&at, match);
	}
}

struct text pattern_value(const struct pattern_match *match, const char *name)
{
	struct text wanted = text_of(name);

	for (size_t i = 0; i < match->count; i++) {
		if (text_equal(match->at[i].name, wanted))
			return match->at[i].value;
	}
	return TEXT("");
}
