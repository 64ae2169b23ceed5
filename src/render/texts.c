/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words in Japanese and English, from content/texts (our own format, see the header).
 *
 * A few thousand keys at most, looked up by name while a page is made: an open hash
 * table over an array that keeps the order in which they were added.
 */
#include "render/texts.h"

#include "base/arena.h"
#include "base/yaml.h"

#include <assert.h>
#include <stdbool.h>

#define KEYS ((size_t)20000)
#define LANGUAGES 2

struct entry {
	struct text key;
	struct text in[LANGUAGES];
};

struct texts {
	struct arena *arena;
	struct entry *entries;
	size_t count;
	size_t room;
	size_t *slots; /* index + 1 into entries; 0 is free */
	size_t slot_count;
};

static const char *const language_words[LANGUAGES] = {
    [LANGUAGE_JA] = "ja",
    [LANGUAGE_EN] = "en",
};

struct texts *texts_create(struct arena *arena)
{
	struct texts *texts = arena_alloc(arena, sizeof(*texts));
	texts->arena = arena;
	return texts;
}

/* The slot that holds the key, or the free one where it would stand. */
static size_t find_slot(const struct texts *texts, struct text key)
{
	assert(texts->slot_count != 0);
	size_t slot = (size_t)text_hash(key) & (texts->slot_count - 1);
	while (
	    texts->slots[slot] != 0 && !text_equal(texts->entries[texts->slots[slot] - 1].key, key))
		slot = (slot + 1) & (texts->slot_count - 1);
	return slot;
}

static const struct entry *find(const struct texts *texts, struct text key)
{
	if (texts->count == 0)
		return NULL;
	size_t index = texts->slots[find_slot(texts, key)];
	return index == 0 ? NULL : &texts->entries[index - 1];
}

/* At most half of the slots are taken. */
static void make_room(struct texts *texts)
{
	if (texts->count < texts->room)
		return;
	size_t room = texts->room == 0 ? 64 : texts->room * 2;
	texts->entries =
	    arena_grow(texts->arena, texts->entries, texts->room, room, sizeof(struct entry));
	texts->room = room;
	texts->slot_count = room * 2;
	texts->slots = arena_array(texts->arena, texts->slot_count, sizeof(size_t));
	for (size_t i = 0; i < texts->count; i++)
		texts->slots[find_slot(texts, texts->entries[i].key)] = i + 1;
}

static enum outcome check(const struct texts *texts, const struct yaml *node, struct why *why)
{
	struct text key = node->key;
	if (node->kind != YAML_MAP) {
		why_set(why, "line %u: \"%.*s\" is not a map of languages", node->key_line,
		    TEXT_ARGS(key));
		return MALFORMED;
	}
	for (size_t i = 0; i < LANGUAGES; i++)
		if (text_trim(yaml_get_text(node, language_words[i])).size == 0) {
			why_set(why, "line %u: \"%.*s\" has no text in %s", node->key_line,
			    TEXT_ARGS(key), language_words[i]);
			return MALFORMED;
		}
	if (node->count != LANGUAGES) {
		why_set(why, "line %u: \"%.*s\" has more than ja and en", node->key_line,
		    TEXT_ARGS(key));
		return MALFORMED;
	}
	if (key.size == 0 || find(texts, key) != NULL) {
		why_set(why, "line %u: the key \"%.*s\" is %s", node->key_line, TEXT_ARGS(key),
		    key.size == 0 ? "empty" : "there already");
		return MALFORMED;
	}
	return DONE;
}

/* A block scalar ends with newlines that its writer did not mean. */
static struct text without_newlines(struct text t)
{
	while (t.size != 0 && t.at[t.size - 1] == '\n')
		t.size--;
	return t;
}

static void add(struct texts *texts, const struct yaml *node)
{
	make_room(texts);
	struct entry *entry = &texts->entries[texts->count];
	entry->key = text_copy(texts->arena, node->key);
	for (size_t i = 0; i < LANGUAGES; i++)
		entry->in[i] = text_copy(
		    texts->arena, without_newlines(yaml_get_text(node, language_words[i])));
	texts->slots[find_slot(texts, entry->key)] = texts->count + 1;
	texts->count++;
}

/* All is checked before anything is added. */
static enum outcome add_document(struct texts *texts, const struct yaml *root, struct why *why)
{
	if (root->kind != YAML_MAP) {
		why_set(why, "line %u: not a map of keys", root->line);
		return MALFORMED;
	}
	if (root->count > KEYS - texts->count) {
		why_set(why, "line %u: more than %zu keys", root->line, KEYS);
		return TOO_LARGE;
	}
	for (const struct yaml *node = root->first; node != NULL; node = node->next) {
		enum outcome outcome = check(texts, node, why);
		if (outcome != DONE)
			return outcome;
	}
	for (const struct yaml *node = root->first; node != NULL; node = node->next)
		add(texts, node);
	return DONE;
}

enum outcome texts_add(struct texts *texts, struct text bytes, struct why *why)
{
	struct yaml **documents;
	size_t count;
	struct arena *scratch = arena_create("texts", (size_t)64 * 1024 * 1024);
	enum outcome outcome =
	    yaml_read(bytes, &yaml_content_limits, scratch, &documents, &count, why);
	if (outcome == DONE && count != 1) {
		why_set(why, "line 1: %zu documents where one is expected", count);
		outcome = MALFORMED;
	}
	if (outcome == DONE)
		outcome = add_document(texts, documents[0], why);
	arena_destroy(scratch);
	return outcome;
}

struct text texts_get(const struct texts *texts, enum language language, const char *key)
{
	const struct entry *entry = find(texts, text_of(key));
	return entry == NULL ? text_of(key) : entry->in[language];
}

size_t texts_count(const struct texts *texts)
{
	return texts->count;
}

struct text texts_key(const struct texts *texts, size_t index)
{
	assert(index < texts->count);
	return texts->entries[index].key;
}

static const struct fill *find_fill(const struct fill *fills, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(text_of(fills[i].name), name))
			return &fills[i];
	return NULL;
}

/*
 * The next piece of *rest and step past it: plain text, a value, or a brace that opens no hole.
 * What was filled in is never looked at again, so a value cannot bring a hole of its own.
 */
static struct text take_piece(struct text *rest, const struct fill *fills, size_t count)
{
	size_t open = text_find_char(*rest, '{');
	size_t size = open == TEXT_NONE ? rest->size : open;
	struct text piece = text_part(*rest, 0, size);
	if (open == 0) {
		size_t close = text_find_char(*rest, '}');
		const struct fill *fill = NULL;
		if (close != TEXT_NONE)
			fill = find_fill(fills, count, text_part(*rest, 1, close - 1));
		size = fill == NULL ? 1 : close + 1;
		piece = fill == NULL ? text_part(*rest, 0, 1) : fill->value;
	}
	*rest = text_from(*rest, size);
	return piece;
}

struct text texts_fill(struct arena *arena, struct text t, const struct fill *fills, size_t count)
{
	size_t size = 0;
	for (struct text rest = t; rest.size != 0;)
		size += take_piece(&rest, fills, count).size;
	char *bytes = arena_alloc(arena, size);
	size_t at = 0;
	for (struct text rest = t; rest.size != 0;) {
		struct text piece = take_piece(&rest, fills, count);
		for (size_t i = 0; i < piece.size; i++)
			bytes[at++] = piece.at[i];
	}
	assert(at == size);
	return (struct text){bytes, size};
}
