/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rendering of compiled mustache templates. Source: the mustache specification 1.4
 * (its core modules); compilation is in render/mustache_compile.c.
 *
 * There is no recursion: sections stand on a stack of frames, partials on a stack
 * of calls, both of fixed depth, and the number of steps is bounded as well, since
 * partials that include each other twice would otherwise take exponential time.
 *
 * A partial that stands alone on its line passes its indentation to each line of
 * its own source, but not to lines that come out of data. So indentation is written
 * where the *template* begins a line (op.starts_line and newlines in its texts).
 */
#include "render/mustache.h"

#include "base/buffer.h"
#include "render/mustache_ops.h"

#include <assert.h>
#include <stdbool.h>

#define CALL_DEPTH 32
#define STEPS ((size_t)50 * 1000 * 1000)

struct section {
	const struct json *value; /* what the names inside see first */
	const struct json *next;  /* the list's next element; NULL when this is the last turn */
};

struct call {
	const struct program *program;
	size_t at;
	struct text indent;
	size_t indent_from; /* the outermost call whose indentation still counts */
};

struct run {
	const struct json *data;
	struct buffer *out;
	struct section sections[TEMPLATE_SECTION_DEPTH];
	size_t section_count;
	struct call calls[CALL_DEPTH];
	size_t call_count;
	struct why *why;
};

static const struct json *member(const struct json *object, struct text name)
{
	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json *child = object->first; child != NULL; child = child->next)
		if (text_equal(child->name, name))
			return child;
	return NULL;
}

/* The first name is looked for outwards through the sections; the rest only below what it found. */
static const struct json *look_up(const struct run *run, const struct op *op)
{
	const struct json *inner = run->data;
	if (run->section_count != 0)
		inner = run->sections[run->section_count - 1].value;
	if (op->name_count == 0)
		return inner;
	const struct json *found = NULL;
	for (size_t i = run->section_count; i > 0 && found == NULL; i--)
		found = member(run->sections[i - 1].value, op->names[0]);
	if (found == NULL)
		found = member(run->data, op->names[0]);
	for (size_t i = 1; i < op->name_count && found != NULL; i++)
		found = member(found, op->names[i]);
	return found;
}

static bool is_truthy(const struct json *value)
{
	if (value == NULL)
		return false;
	switch (value->kind) {
	case JSON_NULL:
	case JSON_FALSE:
		return false;
	case JSON_ARRAY:
		return value->first != NULL;
	case JSON_STRING:
		return value->text.size != 0;
	case JSON_TRUE:
	case JSON_NUMBER:
	case JSON_OBJECT:
		return true;
	}
	return false;
}

static struct call *top_call(struct run *run)
{
	assert(run->call_count != 0);
	return &run->calls[run->call_count - 1];
}

static void put_indent(struct run *run)
{
	size_t from = top_call(run)->indent_from;
	for (size_t i = from; i < run->call_count; i++)
		buffer_put(run->out, run->calls[i].indent);
}

static bool is_indented(struct run *run)
{
	size_t from = top_call(run)->indent_from;
	for (size_t i = from; i < run->call_count; i++)
		if (run->calls[i].indent.size != 0)
			return true;
	return false;
}

/* Template text within an indented partial. An empty line stays empty. */
static void put_lines(struct run *run, struct text text, bool starts_line)
{
	while (text.size != 0) {
		size_t newline = text_find_char(text, '\n');
		size_t size = newline == TEXT_NONE ? text.size : newline + 1;
		bool empty = newline == 0 || (newline == 1 && text.at[0] == '\r');
		if (starts_line && !empty)
			put_indent(run);
		buffer_put(run->out, text_part(text, 0, size));
		text = text_from(text, size);
		starts_line = true;
	}
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void put_escaped(struct buffer *out, struct text text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.size; i++) {
		const char *name = entity(text.at[i]);
		if (name == NULL)
			continue;
		buffer_put(out, text_part(text, from, i - from));
		buffer_put_string(out, name);
		from = i + 1;
	}
	buffer_put(out, text_from(text, from));
}

static void run_text(struct run *run, const struct op *op)
{
	if (is_indented(run))
		put_lines(run, op->text, op->starts_line);
	else
		buffer_put(run->out, op->text);
}

static enum outcome enter_section(struct run *run, const struct op *op)
{
	const struct json *value = look_up(run, op);
	if (!is_truthy(value)) {
		top_call(run)->at = op->jump;
		return DONE;
	}
	if (run->section_count == TEMPLATE_SECTION_DEPTH) {
		why_set(run->why, "sections are nested more than %d deep", TEMPLATE_SECTION_DEPTH);
		return TOO_LARGE;
	}
	bool list = value->kind == JSON_ARRAY;
	run->sections[run->section_count++] = (struct section){
	    .value = list ? value->first : value,
	    .next = list ? value->first->next : NULL,
	};
	return DONE;
}

static void end_section(struct run *run, const struct op *op)
{
	assert(run->section_count != 0);
	struct section *section = &run->sections[run->section_count - 1];
	if (section->next == NULL) {
		run->section_count--;
		return;
	}
	section->value = section->next;
	section->next = section->value->next;
	top_call(run)->at = op->jump;
}

static enum outcome enter_partial(struct run *run, const struct op *op)
{
	if (run->call_count == CALL_DEPTH) {
		why_set(run->why, "partials are nested more than %d deep", CALL_DEPTH);
		return TOO_LARGE;
	}
	run->calls[run->call_count] = (struct call){
	    .program = op->partial,
	    .indent = op->standalone ? op->text : TEXT(""),
	    .indent_from = op->standalone ? top_call(run)->indent_from : run->call_count,
	};
	run->call_count++;
	return DONE;
}

static enum outcome step(struct run *run, const struct op *op)
{
	if (op->starts_line && op->kind != OP_TEXT)
		put_indent(run);
	switch (op->kind) {
	case OP_TEXT:
		run_text(run, op);
		return DONE;
	case OP_ESCAPED:
		put_escaped(run->out, json_text(look_up(run, op)));
		return DONE;
	case OP_RAW:
		buffer_put(run->out, json_text(look_up(run, op)));
		return DONE;
	case OP_SECTION:
		return enter_section(run, op);
	case OP_INVERTED:
		if (is_truthy(look_up(run, op)))
			top_call(run)->at = op->jump;
		return DONE;
	case OP_END:
		if (op->ends_section)
			end_section(run, op);
		return DONE;
	case OP_PARTIAL:
		return enter_partial(run, op);
	}
	return DONE;
}

enum outcome template_render(
    const struct template *compiled, const struct json *data, struct buffer *out, struct why *why)
{
	struct run run = {.data = data, .out = out, .call_count = 1, .why = why};
	run.calls[0].program = template_program(compiled);
	for (size_t steps = 0; run.call_count != 0; steps++) {
		struct call *call = top_call(&run);
		if (call->at == call->program->count) {
			run.call_count--;
			continue;
		}
		enum outcome outcome = step(&run, &call->program->ops[call->at++]);
		if (outcome != DONE)
			return outcome;
		if (out->full || steps == STEPS) {
			why_set(why, out->full ? "the rendered page is over its limit"
					       : "rendering takes too many steps");
			return TOO_LARGE;
		}
	}
	assert(run.section_count == 0);
	return DONE;
}
