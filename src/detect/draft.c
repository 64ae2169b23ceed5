/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of a rule's strings. Source: modifiers appendix 2.1.0; modifiers are applied in the
 * order written, so "wide|base64offset|contains" encodes twice and then puts the wildcards.
 */
#include "detect/draft.h"

#include "base/arena.h"
#include "detect/encode.h"
#include "detect/expand.h"

#include <assert.h>

/* One change, and whether an encoding comes behind it. */
struct step {
	struct reading *reading;
	unsigned line;
	enum change change;
	bool encoded_later;
};

static void one(struct reading *reading, struct draft draft, struct drafts *drafts)
{
	drafts->at = arena_array(reading->scratch, 1, sizeof(*drafts->at));
	drafts->at[0] = draft;
	drafts->count = 1;
}

static enum outcome place(const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	bool before = step->change == CHANGE_CONTAINS || step->change == CHANGE_ENDS;
	bool behind = step->change == CHANGE_CONTAINS || step->change == CHANGE_STARTS;
	one(step->reading, glob_widen(step->reading->scratch, *draft, before, behind), drafts);
	return DONE;
}

static enum outcome windash(
    const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	if (step->encoded_later)
		return expand_dashes(step->reading, step->line, draft, drafts);
	struct draft changed = *draft;
	changed.dashes = true;
	one(step->reading, changed, drafts);
	return DONE;
}

static enum outcome placeholders(
    const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	return expand_placeholders(step->reading, step->line, draft, drafts);
}

/* Wildcards stay between the encoded texts; a byte order mark stands at the beginning only. */
static enum outcome wide(const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	struct arena *scratch = step->reading->scratch;
	enum utf16 kind = step->change == CHANGE_UTF16_BE ? UTF16_BE : UTF16_LE;
	if (step->change == CHANGE_UTF16_MARKED)
		kind = UTF16_MARKED;
	struct piece *pieces = arena_array(scratch, draft->count + 1, sizeof(*pieces));
	for (size_t i = 0; i < draft->count; i++) {
		pieces[i] = draft->pieces[i];
		if (pieces[i].kind != PIECE_TEXT)
			continue;
		enum utf16 here = kind == UTF16_MARKED && i > 0 ? UTF16_LE : kind;
		if (!encode_utf16(scratch, draft->pieces[i].text, here, &pieces[i].text))
			return reading_refuse(step->reading, step->line,
			    "a value that is not UTF-8 cannot become UTF-16");
	}
	one(step->reading, (struct draft){pieces, draft->count, false}, drafts);
	return DONE;
}

static enum outcome base64(
    const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	struct text text;
	if (!glob_is_literal(draft, step->reading->scratch, &text))
		return reading_refuse(step->reading, step->line,
		    "a value with wildcards cannot be encoded as Base64");
	struct text encoded = encode_base64(step->reading->scratch, text);
	one(step->reading, glob_literal(step->reading->scratch, encoded), drafts);
	return DONE;
}

static enum outcome base64_within(
    const struct step *step, const struct draft *draft, struct drafts *drafts)
{
	struct arena *scratch = step->reading->scratch;
	struct text text;
	if (!glob_is_literal(draft, scratch, &text))
		return reading_refuse(step->reading, step->line,
		    "a value with wildcards cannot be encoded as Base64");
	/* Of a single byte nothing is certain at one of the offsets: it would match everything. */
	if (text.size < 2)
		return reading_refuse(
		    step->reading, step->line, "base64offset needs a value of at least two bytes");
	enum outcome outcome = reading_spend(step->reading, step->line, 2, text.size * 4);
	if (outcome != DONE)
		return outcome;
	drafts->at = arena_array(scratch, 3, sizeof(*drafts->at));
	drafts->count = 3;
	for (unsigned shift = 0; shift < 3; shift++)
		drafts->at[shift] =
		    glob_literal(scratch, encode_base64_within(scratch, text, shift));
	return DONE;
}

static enum outcome (*const handlers[])(
    const struct step *step, const struct draft *draft, struct drafts *drafts) = {
    [CHANGE_CONTAINS] = place,
    [CHANGE_STARTS] = place,
    [CHANGE_ENDS] = place,
    [CHANGE_WINDASH] = windash,
    [CHANGE_EXPAND] = placeholders,
    [CHANGE_UTF16_LE] = wide,
    [CHANGE_UTF16_BE] = wide,
    [CHANGE_UTF16_MARKED] = wide,
    [CHANGE_BASE64] = base64,
    [CHANGE_BASE64_WITHIN] = base64_within,
};

/* Room at least doubles: what an arena outgrows it keeps, and thousands of drafts are possible. */
static void append(
    struct reading *reading, struct drafts *all, size_t *room, const struct drafts *more)
{
	if (*room - all->count < more->count) {
		size_t wanted = 2 * (all->count + more->count);
		all->at =
		    arena_grow(reading->scratch, all->at, all->count, wanted, sizeof(*all->at));
		*room = wanted;
	}
	for (size_t i = 0; i < more->count; i++)
		all->at[all->count + i] = more->at[i];
	all->count += more->count;
}

static enum outcome change_all(
    const struct step *step, const struct drafts *before, struct drafts *behind)
{
	struct drafts all = {NULL, 0};
	size_t room = 0;
	for (size_t i = 0; i < before->count; i++) {
		struct drafts made = {NULL, 0};
		enum outcome outcome = handlers[step->change](step, &before->at[i], &made);
		if (outcome == DONE)
			outcome = reading_spend(
			    step->reading, step->line, 0, made.count * sizeof(struct draft));
		if (outcome != DONE)
			return outcome;
		append(step->reading, &all, &room, &made);
	}
	*behind = all;
	return DONE;
}

enum outcome draft_change(struct reading *reading, unsigned line, const struct modifiers *modifiers,
    struct drafts *drafts)
{
	for (size_t i = 0; i < modifiers->change_count; i++) {
		struct step step = {reading, line, modifiers->changes[i], false};
		for (size_t j = i + 1; j < modifiers->change_count; j++)
			step.encoded_later |= modifiers->changes[j] >= CHANGE_UTF16_LE;
		struct drafts changed;
		enum outcome outcome = change_all(&step, drafts, &changed);
		if (outcome != DONE)
			return outcome;
		*drafts = changed;
	}
	return DONE;
}
