/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML 1.1 by libyaml's events, made into a tree on an arena.
 *
 * What makes YAML dangerous is refused: anchors and aliases, tags that are not of the core
 * schema, keys that are no scalars, the same key twice. "<<" is an ordinary key.
 */
#include "base/yaml.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

/* What the arena may add to a request for alignment. */
#define ARENA_SLACK 64
/* libyaml compares each tag directive with all before it. */
#define MOST_DIRECTIVES 100
/* Beyond so many keys a map's duplicates are sought by hashing. */
#define FEW_KEYS 16

struct level {
	struct yaml *container;
	struct yaml *last;
	struct text key; /* read, its value still to come */
	unsigned key_line;
	bool has_key;
	struct yaml **keys; /* open addressing by the key's hash; NULL while there are few */
	size_t slots;
};

struct reader {
	yaml_parser_t parser;
	const struct yaml_limits *limits;
	struct arena *arena;
	struct why *why;
	enum outcome outcome; /* of the failure */
	unsigned line;        /* of the event at hand */
	size_t nodes;
	struct level *levels;
	size_t depth;
	struct yaml **documents;
	size_t count;
	size_t room;
};

static bool refuse(struct reader *reader, enum outcome outcome, const char *what)
{
	reader->outcome = outcome;
	why_set(reader->why, "line %u: %s", reader->line, what);
	return false;
}

static bool over(struct reader *reader, size_t limit, const char *of_what)
{
	reader->outcome = TOO_LARGE;
	why_set(reader->why, "line %u: more than %zu %s", reader->line, limit, of_what);
	return false;
}

/* Zeroed memory, or a refusal where the arena would reach its ceiling. */
static void *take(struct reader *reader, size_t count, size_t size)
{
	size_t left = arena_left(reader->arena);
	if (left < ARENA_SLACK || count > (left - ARENA_SLACK) / size) {
		refuse(reader, TOO_LARGE, "too large for the memory there is");
		return NULL;
	}
	return arena_array(reader->arena, count, size);
}

/* Duplicate keys. */

static const struct yaml *find(const struct yaml *map, struct text key)
{
	const struct yaml *member = map->first;
	while (member != NULL && !text_equal(member->key, key))
		member = member->next;
	return member;
}

static void keys_insert(struct level *level, struct yaml *node)
{
	size_t slot = text_hash(node->key) & (level->slots - 1);
	while (level->keys[slot] != NULL)
		slot = (slot + 1) & (level->slots - 1);
	level->keys[slot] = node;
}

/* The newest member's key; the table is at most half full, so that a search ends soon. */
static bool keys_add(struct reader *reader, struct level *level)
{
	size_t count = level->container->count;
	if (count < FEW_KEYS)
		return true;
	if (count * 2 <= level->slots) {
		keys_insert(level, level->last);
		return true;
	}
	size_t slots = level->slots == 0 ? (size_t)FEW_KEYS * 4 : level->slots * 2;
	struct yaml **keys = take(reader, slots, sizeof(struct yaml *));
	if (keys == NULL)
		return false;
	level->keys = keys;
	level->slots = slots;
	for (struct yaml *member = level->container->first; member != NULL; member = member->next)
		keys_insert(level, member);
	return true;
}

static bool keys_have(const struct level *level, struct text key)
{
	if (level->keys == NULL)
		return find(level->container, key) != NULL;
	size_t slot = text_hash(key) & (level->slots - 1);
	while (level->keys[slot] != NULL && !text_equal(level->keys[slot]->key, key))
		slot = (slot + 1) & (level->slots - 1);
	return level->keys[slot] != NULL;
}

/* Nodes and their links. */

static bool append(struct reader *reader, struct yaml *node)
{
	struct level *level = &reader->levels[reader->depth - 1];
	if (level->last == NULL)
		level->container->first = node;
	else
		level->last->next = node;
	level->last = node;
	level->container->count++;
	if (level->container->kind != YAML_MAP)
		return true;
	assert(level->has_key);
	node->key = level->key;
	node->key_line = level->key_line;
	level->has_key = false;
	return keys_add(reader, level);
}

static bool add_document(struct reader *reader, struct yaml *root)
{
	if (reader->count == reader->room) {
		size_t room = reader->room == 0 ? 1 : reader->room * 2;
		struct yaml **documents = take(reader, room, sizeof(struct yaml *));
		if (documents == NULL)
			return false;
		for (size_t i = 0; i < reader->count; i++)
			documents[i] = reader->documents[i];
		reader->documents = documents;
		reader->room = room;
	}
	reader->documents[reader->count++] = root;
	return true;
}

static struct yaml *add_node(struct reader *reader, enum yaml_kind kind)
{
	if (reader->nodes == reader->limits->nodes) {
		over(reader, reader->limits->nodes, "nodes");
		return NULL;
	}
	struct yaml *node = take(reader, 1, sizeof(*node));
	if (node == NULL)
		return NULL;
	reader->nodes++;
	node->kind = kind;
	node->line = reader->line;
	bool added = reader->depth == 0 ? add_document(reader, node) : append(reader, node);
	return added ? node : NULL;
}

static bool copy(struct reader *reader, const yaml_event_t *event, struct text *out)
{
	size_t size = event->data.scalar.length;
	char *bytes = take(reader, size + 1, 1);
	if (bytes == NULL)
		return false;
	memcpy(bytes, event->data.scalar.value, size);
	*out = (struct text){bytes, size};
	return true;
}

/* Events. */

/* A tag must be one of the core schema and suit the node; *plain is what it makes of a scalar. */
static bool tag_fits(
    struct reader *reader, const yaml_char_t *tag, enum yaml_kind kind, bool *plain)
{
	static const struct {
		const char *tag;
		enum yaml_kind kind;
		bool plain;
	} core[] = {
	    {YAML_STR_TAG, YAML_SCALAR, false},
	    {YAML_NULL_TAG, YAML_SCALAR, true},
	    {YAML_BOOL_TAG, YAML_SCALAR, true},
	    {YAML_INT_TAG, YAML_SCALAR, true},
	    {YAML_FLOAT_TAG, YAML_SCALAR, true},
	    {YAML_SEQ_TAG, YAML_LIST, false},
	    {YAML_MAP_TAG, YAML_MAP, false},
	};
	if (tag == NULL)
		return true;
	for (size_t i = 0; i < sizeof(core) / sizeof(core[0]); i++) {
		if (core[i].kind == kind && strcmp(core[i].tag, (const char *)tag) == 0) {
			*plain = core[i].plain;
			return true;
		}
	}
	return refuse(reader, NOT_SUPPORTED, "this tag is not allowed");
}

static bool no_anchor(struct reader *reader, const yaml_char_t *anchor)
{
	return anchor == NULL || refuse(reader, NOT_SUPPORTED, "anchors are not allowed");
}

/* In a map, between values, only a key may come. */
static struct level *awaits_key(struct reader *reader)
{
	if (reader->depth == 0)
		return NULL;
	struct level *level = &reader->levels[reader->depth - 1];
	return level->container->kind == YAML_MAP && !level->has_key ? level : NULL;
}

static bool on_key(struct reader *reader, struct level *level, const yaml_event_t *event)
{
	struct text key;
	if (!copy(reader, event, &key))
		return false;
	if (keys_have(level, key)) {
		reader->outcome = MALFORMED;
		why_set(reader->why, "line %u: the key \"%.*s\" is there twice", reader->line,
		    TEXT_ARGS(text_part(key, 0, 100)));
		return false;
	}
	level->key = key;
	level->key_line = reader->line;
	level->has_key = true;
	return true;
}

static bool on_scalar(struct reader *reader, const yaml_event_t *event)
{
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (!no_anchor(reader, event->data.scalar.anchor) ||
	    !tag_fits(reader, event->data.scalar.tag, YAML_SCALAR, &plain))
		return false;
	struct level *level = awaits_key(reader);
	if (level != NULL)
		return on_key(reader, level, event);
	struct yaml *node = add_node(reader, YAML_SCALAR);
	if (node == NULL)
		return false;
	node->plain = plain;
	return copy(reader, event, &node->text);
}

static bool on_start(
    struct reader *reader, enum yaml_kind kind, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	bool plain;
	if (!no_anchor(reader, anchor) || !tag_fits(reader, tag, kind, &plain))
		return false;
	if (awaits_key(reader) != NULL)
		return refuse(reader, NOT_SUPPORTED, "a key must be a plain or quoted text");
	if (reader->depth == reader->limits->depth)
		return over(reader, reader->limits->depth, "levels of nesting");
	struct yaml *node = add_node(reader, kind);
	if (node == NULL)
		return false;
	reader->levels[reader->depth++] = (struct level){.container = node};
	return true;
}

static bool on_event(struct reader *reader, const yaml_event_t *event)
{
	reader->line = (unsigned)event->start_mark.line + 1;
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return on_scalar(reader, event);
	case YAML_SEQUENCE_START_EVENT:
		return on_start(reader, YAML_LIST, event->data.sequence_start.anchor,
		    event->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return on_start(reader, YAML_MAP, event->data.mapping_start.anchor,
		    event->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		assert(reader->depth != 0);
		reader->depth--;
		return true;
	case YAML_ALIAS_EVENT:
		return refuse(reader, NOT_SUPPORTED, "aliases are not allowed");
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	return true;
}

/* libyaml names the byte, not the line, where the input is no Unicode. */
static unsigned line_at(struct text input, size_t offset)
{
	unsigned line = 1;
	struct text before = text_part(input, 0, offset);
	for (size_t i = 0; i < before.size; i++)
		line += before.at[i] == '\n';
	return line;
}

static bool parser_failed(struct reader *reader, struct text input)
{
	const yaml_parser_t *parser = &reader->parser;
	const char *problem = parser->problem == NULL ? "not YAML" : parser->problem;
	if (parser->error == YAML_MEMORY_ERROR)
		return refuse(reader, TOO_LARGE, "too large for the memory there is");
	if (parser->error == YAML_READER_ERROR)
		reader->line = line_at(input, parser->problem_offset);
	else
		reader->line = (unsigned)parser->problem_mark.line + 1;
	return refuse(reader, MALFORMED, problem);
}

static bool few_directives(struct reader *reader, struct text input)
{
	const struct text directive = TEXT("%TAG");
	size_t at = text_find(input, directive);
	for (size_t count = 0; at != TEXT_NONE; count++) {
		if (count == MOST_DIRECTIVES)
			return over(reader, MOST_DIRECTIVES, "tag directives");
		input = text_from(input, at + directive.size);
		at = text_find(input, directive);
	}
	return true;
}

static bool read_all(struct reader *reader, struct text input)
{
	bool good = true;
	bool at_end = false;
	if (!few_directives(reader, input))
		return false;
	/* Named, so that no byte order mark makes it read UTF-16 that was not looked at. */
	yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader->parser, (const unsigned char *)input.at, input.size);
	while (good && !at_end) {
		yaml_event_t event;
		if (!yaml_parser_parse(&reader->parser, &event))
			return parser_failed(reader, input);
		good = on_event(reader, &event);
		at_end = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	return good;
}

enum outcome yaml_read(struct text input, const struct yaml_limits *limits, struct arena *arena,
    struct yaml ***documents, size_t *count, struct why *why)
{
	struct level levels[YAML_DEPTH];
	struct reader reader = {.limits = limits, .arena = arena, .why = why, .levels = levels};
	assert(limits->depth <= YAML_DEPTH);
	reader.line = 1;
	if (input.size > limits->bytes) {
		over(&reader, limits->bytes, "bytes");
		return reader.outcome;
	}
	if (input.at == NULL)
		input.at = "";
	if (!yaml_parser_initialize(&reader.parser)) {
		refuse(&reader, TOO_LARGE, "too large for the memory there is");
		return reader.outcome;
	}
	bool good = read_all(&reader, input);
	yaml_parser_delete(&reader.parser);
	if (!good)
		return reader.outcome;
	*documents = reader.documents;
	*count = reader.count;
	return DONE;
}
