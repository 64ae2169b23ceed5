/* SPDX-License-Identifier: Apache-2.0 */
/* Objects out of a JSON body. */
#include "program/server/intake/intake_json.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"

struct cutting {
	struct text rest;
	const struct body_sink *sink;
	struct arena *arena;
	unsigned long long number; /* of the value that is read */
	bool in_array;
	bool stopped; /* the sink has enough */
};

static void skip_space(struct text *rest)
{
	while (rest->size > 0 &&
	       (*rest->at == ' ' || *rest->at == '\t' || *rest->at == '\r' || *rest->at == '\n'))
		*rest = text_from(*rest, 1);
}

static enum outcome take_object(struct cutting *c, struct why *why)
{
	c->number++;
	if (c->rest.size == 0 || *c->rest.at != '{') {
		why_set(why, "value %llu is no object", c->number);
		return MALFORMED;
	}
	const struct json *value;
	struct why inner = {{0}};
	/* What one value may take of the input bounds what it takes of the arena. */
	struct text window = text_part(c->rest, 0, LIMIT_DOCUMENT + 1);
	struct text left = window;
	arena_reset(c->arena);
	enum outcome outcome = json_read_next(&left, &json_record_limits, c->arena, &value, &inner);
	if (outcome != DONE && window.size > LIMIT_DOCUMENT && c->rest.size > window.size) {
		why_set(why, "value %llu breaks its format or is over %zu bytes", c->number,
		    (size_t)LIMIT_DOCUMENT);
		return TOO_LARGE;
	}
	if (outcome != DONE) {
		why_set(why, "value %llu: %s", c->number, inner.text);
		return outcome == TOO_LARGE ? TOO_LARGE : MALFORMED;
	}
	size_t size = window.size - left.size;
	if (size > LIMIT_DOCUMENT) {
		why_set(why, "value %llu is over %zu bytes", c->number, (size_t)LIMIT_DOCUMENT);
		return TOO_LARGE;
	}
	c->stopped = !c->sink->record(c->sink->data, text_part(c->rest, 0, size));
	c->rest = text_from(c->rest, size);
	return DONE;
}

/* Behind an element of an array: a comma and another element, or the array's end. */
static enum outcome take_separator(struct cutting *c, struct why *why)
{
	skip_space(&c->rest);
	if (text_skip(&c->rest, TEXT("]"))) {
		c->in_array = false;
		return DONE;
	}
	if (text_skip(&c->rest, TEXT(","))) {
		skip_space(&c->rest);
		return DONE;
	}
	why_set(why, "a comma or the array's end is missing behind value %llu", c->number);
	return MALFORMED;
}

static enum outcome step(struct cutting *c, struct why *why)
{
	if (!c->in_array && text_skip(&c->rest, TEXT("["))) {
		skip_space(&c->rest);
		c->in_array = !text_skip(&c->rest, TEXT("]"));
		return DONE;
	}
	enum outcome outcome = take_object(c, why);
	if (outcome == DONE && c->in_array && !c->stopped)
		outcome = take_separator(c, why);
	return outcome;
}

enum outcome intake_json(
    struct text body, const struct body_sink *sink, struct arena *arena, struct why *why)
{
	struct cutting c = {.rest = body, .sink = sink, .arena = arena};
	text_skip(&c.rest, TEXT("\xef\xbb\xbf"));
	skip_space(&c.rest);
	while (c.rest.size > 0 && !c.stopped) {
		enum outcome outcome = step(&c, why);
		if (outcome != DONE)
			return outcome;
		skip_space(&c.rest);
	}
	if (c.in_array && !c.stopped) {
		why_set(why, "the array does not end");
		return MALFORMED;
	}
	return DONE;
}
