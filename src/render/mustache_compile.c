/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compilation of mustache templates to flat lists of operations. Source: the mustache
 * specification 1.4, its core modules.
 *
 * Each source is scanned once from left to right. Partials are put on a list when they are
 * met and compiled after the source that names them, each once, so that partials
 * which include themselves need neither recursion nor end here.
 *
 * A line that holds nothing but one tag of a kind that writes nothing itself, and white
 * space, is taken out whole: the tag is "standalone".
 */
#include "base/arena.h"
#include "render/mustache.h"
#include "render/mustache_ops.h"

#include <assert.h>
#include <string.h>

#define PROGRAMS 256 /* a template and its partials */
#define SOURCE ((size_t)1024 * 1024)
#define DELIMITER 16 /* bytes */

struct template
{
	struct program *programs[PROGRAMS]; /* the first is the template itself */
	size_t count;
};

struct scan {
	struct template *template;
	struct program *program;
	const struct partials *partials;
	struct arena *arena;
	struct text open; /* delimiters */
	struct text close;
	size_t at;
	bool starts_line;                        /* the next op begins a line of the source */
	size_t sections[TEMPLATE_SECTION_DEPTH]; /* ops that wait for their end */
	size_t section_count;
	struct why *why;
};

struct tag {
	char kind;           /* '#', '^', '/', '!', '=', '>', '&' or 'v' for {{name}} */
	struct text content; /* trimmed, without the kind's sign */
	size_t start;
	size_t end; /* behind the closing delimiter */
};

static unsigned line_of(const struct scan *scan, size_t offset)
{
	unsigned line = 1;
	for (size_t i = 0; i < offset; i++)
		if (scan->program->source.at[i] == '\n')
			line++;
	return line;
}

static enum outcome refuse(const struct scan *scan, size_t offset, const char *reason)
{
	struct text name = scan->program->name;
	why_set(scan->why, "%.*s%sline %u: %s", TEXT_ARGS(name), name.size == 0 ? "" : ", ",
	    line_of(scan, offset), reason);
	return MALFORMED;
}

static enum outcome too_large(const struct scan *scan, const char *reason)
{
	(void)refuse(scan, scan->at, reason);
	return TOO_LARGE;
}

/* A new op; NULL when the arena has no room for it. */
static struct op *add_op(struct scan *scan, enum op_kind kind)
{
	struct program *program = scan->program;
	if (program->count == program->room) {
		size_t room = program->room == 0 ? 64 : program->room * 2;
		if (arena_left(scan->arena) < (room + 1) * sizeof(struct op))
			return NULL;
		program->ops =
		    arena_grow(scan->arena, program->ops, program->room, room, sizeof(struct op));
		program->room = room;
	}
	struct op *op = &program->ops[program->count++];
	*op = (struct op){.kind = kind, .starts_line = scan->starts_line};
	scan->starts_line = false;
	return op;
}

static enum outcome add_text(struct scan *scan, size_t start, size_t end)
{
	if (start == end)
		return DONE;
	struct op *op = add_op(scan, OP_TEXT);
	if (op == NULL)
		return too_large(scan, "the template is too large");
	op->text = text_part(scan->program->source, start, end - start);
	assert(op->text.size != 0 && op->text.at != NULL);
	scan->starts_line = op->text.at[op->text.size - 1] == '\n';
	return DONE;
}

/* "a.b.c" to its parts; "." to none. */
static enum outcome set_names(struct scan *scan, const struct tag *tag, struct op *op)
{
	if (text_equal(tag->content, TEXT(".")))
		return DONE;
	size_t count = 1;
	for (size_t i = 0; i < tag->content.size; i++)
		count += tag->content.at[i] == '.';
	if (arena_left(scan->arena) < (count + 1) * sizeof(struct text))
		return too_large(scan, "the template is too large");
	struct text *names = arena_array(scan->arena, count, sizeof(*names));
	struct text rest = tag->content;
	for (size_t i = 0; i < count; i++) {
		names[i] = text_cut(&rest, '.');
		if (names[i].size == 0)
			return refuse(scan, tag->start, "a name has an empty part");
	}
	op->names = names;
	op->name_count = count;
	return DONE;
}

static bool has_space(struct text t)
{
	for (size_t i = 0; i < t.size; i++)
		if (strchr(" \t\r\n\v\f", t.at[i]) != NULL)
			return true;
	return false;
}

/* Where the tag's content ends: "}}", or what the kind wants before it ("}}}", "=}}"). */
static size_t find_close(const struct scan *scan, struct text rest, char sign)
{
	if (sign != '{' && sign != '=')
		return text_find(rest, scan->close);
	char closing[DELIMITER + 1];
	closing[0] = sign == '{' ? '}' : '=';
	memcpy(closing + 1, scan->close.at, scan->close.size);
	return text_find(rest, (struct text){closing, scan->close.size + 1});
}

/* Read the tag whose opening delimiter is at `start`. */
static enum outcome read_tag(const struct scan *scan, size_t start, struct tag *tag)
{
	struct text rest = text_from(scan->program->source, start + scan->open.size);
	size_t blank = 0;
	while (blank < rest.size && (rest.at[blank] == ' ' || rest.at[blank] == '\t'))
		blank++;
	char sign = blank < rest.size ? rest.at[blank] : '\0';
	bool known = sign != '\0' && strchr("#^/!=>&{", sign) != NULL;
	size_t from = known ? blank + 1 : blank;
	struct text content = text_from(rest, from);
	size_t size = find_close(scan, content, known ? sign : 'v');
	if (size == TEXT_NONE)
		return refuse(scan, start, "a tag is not closed");
	size_t closing = scan->close.size + (sign == '{' || sign == '=' ? 1 : 0);
	*tag = (struct tag){
	    .kind = known ? sign : 'v',
	    .content = text_trim(text_part(content, 0, size)),
	    .start = start,
	    .end = start + scan->open.size + from + size + closing,
	};
	if (tag->kind == '{')
		tag->kind = '&';
	if (sign == '$' || sign == '<')
		return refuse(scan, start, "template inheritance is not supported");
	return DONE;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* If the tag is alone on its line: the line's beginning and what comes behind its end. */
static bool stands_alone(struct text source, const struct tag *tag, size_t *begin, size_t *end)
{
	if (tag->kind == 'v' || tag->kind == '&')
		return false;
	size_t from = tag->start;
	while (from > 0 && is_blank(source.at[from - 1]))
		from--;
	if (from > 0 && source.at[from - 1] != '\n')
		return false;
	size_t to = tag->end;
	while (to < source.size && is_blank(source.at[to]))
		to++;
	if (to + 1 < source.size && source.at[to] == '\r' && source.at[to + 1] == '\n')
		to++;
	if (to < source.size && source.at[to] != '\n')
		return false;
	*begin = from;
	*end = to < source.size ? to + 1 : to;
	return true;
}

static enum outcome set_delimiters(struct scan *scan, const struct tag *tag)
{
	struct text rest = tag->content;
	struct text open = text_word(&rest);
	struct text close = text_trim(rest);
	bool fits = open.size != 0 && close.size != 0 && open.size <= DELIMITER &&
		    close.size < DELIMITER && !has_space(open) && !has_space(close);
	if (!fits || text_find_char(tag->content, '=') != TEXT_NONE)
		return refuse(scan, tag->start, "wrong delimiters");
	scan->open = open;
	scan->close = close;
	return DONE;
}

static enum outcome open_section(struct scan *scan, const struct tag *tag)
{
	if (scan->section_count == TEMPLATE_SECTION_DEPTH)
		return too_large(scan, "sections are nested too deep");
	struct op *op = add_op(scan, tag->kind == '#' ? OP_SECTION : OP_INVERTED);
	if (op == NULL)
		return too_large(scan, "the template is too large");
	op->text = tag->content;
	scan->sections[scan->section_count++] = scan->program->count - 1;
	return set_names(scan, tag, op);
}

static enum outcome close_section(struct scan *scan, const struct tag *tag)
{
	if (scan->section_count == 0)
		return refuse(scan, tag->start, "a section is closed that was not opened");
	size_t opened = scan->sections[--scan->section_count];
	if (!text_equal(scan->program->ops[opened].text, tag->content))
		return refuse(scan, tag->start, "a section is closed under another name");
	struct op *end = add_op(scan, OP_END);
	if (end == NULL)
		return too_large(scan, "the template is too large");
	end->jump = opened + 1;
	end->ends_section = scan->program->ops[opened].kind == OP_SECTION;
	scan->program->ops[opened].jump = scan->program->count;
	return DONE;
}

/* The program of a partial; made, to be compiled later, when it is met first. NULL when there are
 * too many. */
static const struct program *find_partial(struct scan *scan, struct text name)
{
	struct template *template = scan->template;
	for (size_t i = 1; i < template->count; i++)
		if (text_equal(template->programs[i]->name, name))
			return template->programs[i];
	if (template->count == PROGRAMS || arena_left(scan->arena) < 2 * sizeof(struct program))
		return NULL;
	struct program *program = arena_alloc(scan->arena, sizeof(*program));
	program->name = name;
	if (scan->partials != NULL)
		program->source = scan->partials->find(scan->partials->data, name);
	template->programs[template->count++] = program;
	return program;
}

static enum outcome add_partial(
    struct scan *scan, const struct tag *tag, struct text indent, bool alone)
{
	const struct program *program = find_partial(scan, tag->content);
	/* Alone on its line it writes no indentation itself: its lines do. */
	bool starts_line = scan->starts_line;
	scan->starts_line = starts_line && !alone;
	struct op *op = program == NULL ? NULL : add_op(scan, OP_PARTIAL);
	if (op == NULL)
		return too_large(scan, "too many partials");
	op->partial = program;
	op->text = indent;
	op->standalone = alone;
	return DONE;
}

static enum outcome add_value(struct scan *scan, const struct tag *tag)
{
	struct op *op = add_op(scan, tag->kind == '&' ? OP_RAW : OP_ESCAPED);
	if (op == NULL)
		return too_large(scan, "the template is too large");
	return set_names(scan, tag, op);
}

static enum outcome take_tag(
    struct scan *scan, const struct tag *tag, struct text indent, bool alone)
{
	if (tag->kind == '!')
		return DONE;
	if (tag->kind == '=')
		return set_delimiters(scan, tag);
	if (tag->content.size == 0)
		return refuse(scan, tag->start, "a tag without a name");
	if (has_space(tag->content))
		return refuse(scan, tag->start, "a name with white space in it");
	switch (tag->kind) {
	case '#':
	case '^':
		return open_section(scan, tag);
	case '/':
		return close_section(scan, tag);
	case '>':
		return add_partial(scan, tag, indent, alone);
	default:
		return add_value(scan, tag);
	}
}

/* The text up to the next tag, and the tag. */
static enum outcome take_next(struct scan *scan)
{
	struct text source = scan->program->source;
	size_t found = text_find(text_from(source, scan->at), scan->open);
	if (found == TEXT_NONE) {
		enum outcome outcome = add_text(scan, scan->at, source.size);
		scan->at = source.size;
		return outcome;
	}
	struct tag tag;
	enum outcome outcome = read_tag(scan, scan->at + found, &tag);
	if (outcome != DONE)
		return outcome;
	size_t begin = tag.start;
	size_t end = tag.end;
	bool alone = stands_alone(source, &tag, &begin, &end);
	assert(begin >= scan->at);
	outcome = add_text(scan, scan->at, begin);
	if (outcome != DONE)
		return outcome;
	bool starts_line = scan->starts_line;
	if (alone)
		scan->starts_line = false; /* nothing of this line is written */
	outcome = take_tag(scan, &tag, text_part(source, begin, tag.start - begin), alone);
	if (alone)
		scan->starts_line = starts_line;
	scan->at = end;
	return outcome;
}

static enum outcome compile(struct scan *scan)
{
	if (scan->program->source.size > SOURCE)
		return too_large(scan, "the template is too large");
	while (scan->at < scan->program->source.size) {
		enum outcome outcome = take_next(scan);
		if (outcome != DONE)
			return outcome;
	}
	if (scan->section_count == 0)
		return DONE;
	struct why why;
	struct text name = scan->program->ops[scan->sections[scan->section_count - 1]].text;
	why_set(&why, "section \"%.*s\" is not closed", TEXT_ARGS(name));
	return refuse(scan, scan->program->source.size, why.text);
}

enum outcome template_compile(struct text source, const struct partials *partials,
    struct arena *arena, const struct template **compiled, struct why *why)
{
	struct template *template = arena_alloc(arena, sizeof(*template));
	template->programs[0] = arena_alloc(arena, sizeof(struct program));
	template->programs[0]->source = source;
	template->count = 1;
	for (size_t i = 0; i < template->count; i++) {
		struct scan scan = {
		    .template = template,
		    .program = template->programs[i],
		    .partials = partials,
		    .arena = arena,
		    .open = TEXT("{{"),
		    .close = TEXT("}}"),
		    .starts_line = true,
		    .why = why,
		};
		enum outcome outcome = compile(&scan);
		if (outcome != DONE)
			return outcome;
	}
	*compiled = template;
	return DONE;
}

const struct program *template_program(const struct template *compiled)
{
	return compiled->programs[0];
}
