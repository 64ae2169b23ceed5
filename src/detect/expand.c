/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expansion of one draft to many. Source: Sigma rules specification 2.0.0, "Placeholders";
 * modifiers appendix 2.1.0, "windash". Both count combinations before they make them.
 */
#include "detect/expand.h"

#include "base/arena.h"

#include <string.h>

/* A piece of the draft, or the place of a placeholder. */
struct part {
	struct piece piece;
	const struct placeholder *placeholder;
};

struct parts {
	struct part *at;
	size_t count;
	size_t room;
};

static void add_part(struct reading *reading, struct parts *parts, struct part part)
{
	if (part.placeholder == NULL && part.piece.kind == PIECE_TEXT && part.piece.text.size == 0)
		return;
	if (parts->count == parts->room) {
		size_t room = parts->room == 0 ? 8 : parts->room * 2;
		parts->at =
		    arena_grow(reading->scratch, parts->at, parts->room, room, sizeof(*parts->at));
		parts->room = room;
	}
	parts->at[parts->count++] = part;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.';
}

/* The name in "%name%" at the start of t; empty when there is none. */
static struct text name_at(struct text t)
{
	size_t end = 1;
	while (end < t.size && is_name_char(t.at[end]))
		end++;
	if (t.size == 0 || t.at[0] != '%' || end == t.size || t.at[end] != '%')
		return TEXT("");
	return text_part(t, 1, end - 1);
}

static const struct placeholder *find_placeholder(const struct store *store, struct text name)
{
	for (size_t i = 0; i < store->placeholder_count; i++) {
		if (text_equal(store->placeholders[i].name, name))
			return &store->placeholders[i];
	}
	return NULL;
}

static struct part text_part_of(struct text t, size_t size)
{
	return (struct part){{PIECE_TEXT, text_part(t, 0, size)}, NULL};
}

/* Split one text at its placeholders. */
static enum outcome split_text(
    struct reading *reading, unsigned line, struct text t, struct parts *parts)
{
	size_t size = 0; /* of the plain text before */
	while (size < t.size) {
		struct text name = name_at(text_from(t, size));
		if (name.size == 0) {
			size++;
			continue;
		}
		const struct placeholder *placeholder = find_placeholder(reading->store, name);
		if (placeholder == NULL)
			return reading_refuse(
			    reading, line, "placeholder %%%.*s%% has no values", TEXT_ARGS(name));
		add_part(reading, parts, text_part_of(t, size));
		add_part(reading, parts, (struct part){.placeholder = placeholder});
		t = text_from(t, size + name.size + 2);
		size = 0;
	}
	add_part(reading, parts, text_part_of(t, size));
	return DONE;
}

static enum outcome split(
    struct reading *reading, unsigned line, const struct draft *draft, struct parts *parts)
{
	for (size_t i = 0; i < draft->count; i++) {
		if (draft->pieces[i].kind != PIECE_TEXT) {
			add_part(reading, parts, (struct part){.piece = draft->pieces[i]});
			continue;
		}
		enum outcome outcome = split_text(reading, line, draft->pieces[i].text, parts);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

/* How many drafts the parts make. */
static enum outcome combinations(
    struct reading *reading, unsigned line, const struct parts *parts, size_t *total)
{
	size_t product = 1;
	for (size_t i = 0; i < parts->count; i++) {
		if (parts->at[i].placeholder == NULL)
			continue;
		product *= parts->at[i].placeholder->count;
		if (product > EXPAND_MOST)
			return reading_refuse(reading, line,
			    "placeholders: more than %d combinations of their values", EXPAND_MOST);
	}
	*total = product;
	return DONE;
}

/* Combination number `which`: each placeholder is a digit of it. */
static enum outcome combine(struct reading *reading, unsigned line, const struct parts *parts,
    size_t which, struct draft *made)
{
	struct draft draft = {NULL, 0, made->dashes};
	for (size_t i = 0; i < parts->count; i++) {
		struct draft value = {(struct piece *)&parts->at[i].piece, 1, false};
		const struct placeholder *placeholder = parts->at[i].placeholder;
		if (placeholder != NULL) {
			value = glob_read(
			    reading->scratch, placeholder->values[which % placeholder->count]);
			which /= placeholder->count;
		}
		size_t count = draft.count + value.count;
		enum outcome outcome =
		    reading_spend(reading, line, 0, value.count * sizeof(struct piece));
		if (outcome != DONE)
			return outcome;
		draft.pieces = arena_grow(
		    reading->scratch, draft.pieces, draft.count, count, sizeof(*draft.pieces));
		memcpy(
		    draft.pieces + draft.count, value.pieces, value.count * sizeof(*value.pieces));
		draft.count = count;
	}
	*made = draft;
	return DONE;
}

enum outcome expand_placeholders(
    struct reading *reading, unsigned line, const struct draft *draft, struct drafts *drafts)
{
	struct parts parts = {NULL, 0, 0};
	size_t total = 0;
	enum outcome outcome = split(reading, line, draft, &parts);
	if (outcome == DONE)
		outcome = combinations(reading, line, &parts, &total);
	if (outcome == DONE)
		outcome = reading_spend(reading, line, total, 0);
	if (outcome != DONE)
		return outcome;
	struct draft *made = arena_array(reading->scratch, total, sizeof(*made));
	for (size_t i = 0; i < total; i++) {
		made[i].dashes = draft->dashes;
		outcome = combine(reading, line, &parts, i, &made[i]);
		if (outcome != DONE)
			return outcome;
	}
	*drafts = (struct drafts){made, total};
	return DONE;
}

static const struct text dashes[] = {TEXT_INIT("-"), TEXT_INIT("/"), TEXT_INIT("\xe2\x80\x93"),
    TEXT_INIT("\xe2\x80\x94"), TEXT_INIT("\xe2\x80\x95")};
#define DASHES (sizeof(dashes) / sizeof(dashes[0]))

/* Size of the dash at the start of t, 0 when there is none. */
static size_t dash_at(struct text t)
{
	for (size_t i = 0; i < DASHES; i++) {
		if (text_starts(t, dashes[i]))
			return dashes[i].size;
	}
	return 0;
}

static struct text permutation(struct arena *arena, struct text t, size_t which)
{
	char *out = arena_alloc(arena, t.size * dashes[DASHES - 1].size);
	size_t size = 0;
	while (t.size > 0) {
		size_t dash = dash_at(t);
		struct text put = dash == 0 ? text_part(t, 0, 1) : dashes[which % DASHES];
		which /= dash == 0 ? 1 : DASHES;
		memcpy(out + size, put.at, put.size);
		size += put.size;
		t = text_from(t, dash == 0 ? 1 : dash);
	}
	return (struct text){out, size};
}

enum outcome expand_dashes(
    struct reading *reading, unsigned line, const struct draft *draft, struct drafts *drafts)
{
	struct text text;
	if (!glob_is_literal(draft, reading->scratch, &text))
		return reading_refuse(
		    reading, line, "a value with wildcards cannot be encoded behind windash");
	size_t total = 1;
	for (struct text rest = text; rest.size > 0 && total <= EXPAND_MOST;) {
		size_t dash = dash_at(rest);
		total *= dash == 0 ? 1 : DASHES;
		rest = text_from(rest, dash == 0 ? 1 : dash);
	}
	if (total > EXPAND_MOST)
		return reading_refuse(reading, line,
		    "more than %d permutations of dashes before an encoding", EXPAND_MOST);
	enum outcome outcome = reading_spend(reading, line, total, total * text.size * 3);
	if (outcome != DONE)
		return outcome;
	struct draft *made = arena_array(reading->scratch, total, sizeof(*made));
	for (size_t i = 0; i < total; i++)
		made[i] = glob_literal(reading->scratch, permutation(reading->scratch, text, i));
	*drafts = (struct drafts){made, total};
	return DONE;
}
