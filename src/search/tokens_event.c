/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All tokens of an event. What was told of the block before is remembered, since the records of a
 * block are alike and the fields of an event repeat what the raw record says: what remains is
 * little.
 */
#include "base/address.h"
#include "base/arena.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "search/search.h"
#include "search/tokens.h"

#include <stdlib.h>

/*
 * A table of hashes: 64 bits, keyed with what nobody outside knows (text_hash()), stand for the
 * text itself, as even in millions of blocks no two texts of a block will share them. When it is
 * full everything is forgotten and told again.
 */
#define SLOTS ((size_t)1 << 16)
#define MOST (SLOTS / 4 * 3)
/* Bytes that may be searched for words of one event. What is not looked for counts as derived:
 * a record made to cost time gets a larger index, not a longer one. */
#define SEARCHED ((size_t)256 << 20)

#define EVERY UINT32_MAX

/* A word, value or quad whose own token was told. */
struct slot {
	uint64_t hash; /* 0: free */
	uint32_t
	    event; /* the last one for which nothing more is to be told; EVERY: for none ever */
};

struct search_told {
	size_t used;
	uint32_t event; /* the present one */
	struct slot slots[SLOTS];
};

/* What a text is told as: the same text may be several of these. */
enum told_as { AS_WORD = 0, AS_VALUE = 1, AS_QUAD = 2 };

struct telling {
	const struct token_sink *sink;
	struct arena *arena;
	struct search_told *memory;
	struct text record;
	struct text lowered; /* the raw record, ASCII letters in lower case */
	bool ascii;          /* it is all ASCII: its words are those of `lowered` */
	size_t searched;     /* bytes, so far */
	size_t told;         /* tokens */
};

struct search_told *search_told_create(void)
{
	struct search_told *memory = calloc(1, sizeof(*memory));
	if (memory == NULL)
		abort();
	return memory;
}

void search_told_destroy(struct search_told *memory)
{
	free(memory);
}

void search_told_forget(struct search_told *memory)
{
	memset(memory, 0, sizeof(*memory));
}

static void told(void *data, struct text token)
{
	struct telling *telling = data;
	if (telling->told++ < TOKEN_EVENT)
		telling->sink->add(telling->sink->data, token);
}

/* The slot of a text; *is_new: it was not told as that, and counts as told from now on. */
static struct slot *slot_of(struct telling *telling, struct text t, enum told_as as, bool *is_new)
{
	struct search_told *memory = telling->memory;
	uint64_t hash = text_hash(t) + as;
	hash += hash == 0;
	size_t i = hash & (SLOTS - 1);
	while (memory->slots[i].hash != 0 && memory->slots[i].hash != hash)
		i = (i + 1) & (SLOTS - 1);
	struct slot *slot = &memory->slots[i];
	*is_new = slot->hash == 0;
	if (*is_new) {
		*slot = (struct slot){.hash = hash};
		memory->used++;
	}
	return slot;
}

static bool is_settled(const struct telling *telling, const struct slot *slot)
{
	return slot->event == telling->memory->event || slot->event == EVERY;
}

static bool is_derived(struct telling *telling, struct text run)
{
	telling->searched += telling->lowered.size;
	return telling->searched > SEARCHED || text_find(telling->lowered, run) == TEXT_NONE;
}

static void tell_quad(struct telling *telling, const struct quad *quad)
{
	const struct token_sink sink = {told, telling};
	struct text t = {quad->start[0], (size_t)(quad->end - quad->start[0])};
	bool is_new;
	(void)slot_of(telling, t, AS_QUAD, &is_new);
	if (is_new)
		tokens_give(&sink, '/', (struct text){(const char *)quad->bytes, 4});
}

/* `raw`: it stands in the record. True when a later event of the block need not tell it. */
static bool tell_word(struct telling *telling, struct text run, enum run_kind kind, bool raw)
{
	const struct token_sink sink = {told, telling};
	bool is_new;
	struct slot *slot = slot_of(telling, run, AS_WORD, &is_new);
	if (is_new)
		tokens_word(&sink, run, kind);
	if (is_settled(telling, slot))
		return slot->event == EVERY;
	slot->event = telling->memory->event;
	if (!raw && is_derived(telling, run)) {
		tokens_thirds(&sink, run);
		slot->event = EVERY;
	}
	return slot->event == EVERY;
}

/* Room for one more of each kind, at least. */
static void make_room(struct telling *telling)
{
	struct search_told *memory = telling->memory;
	if (memory->used < MOST)
		return;
	uint32_t event = memory->event;
	search_told_forget(memory);
	memory->event = event;
}

/* `raw`: the text stands in the record, lower case and all ASCII. True: as tell_word(). */
static bool tell_words(struct telling *telling, struct text folded, bool raw)
{
	struct text run;
	enum run_kind kind;
	struct quad quad = {.count = 0};
	bool every = true;
	while (telling->told < TOKEN_EVENT && tokens_run(&folded, &run, &kind)) {
		make_room(telling);
		if (tokens_quad(&quad, run))
			tell_quad(telling, &quad);
		every = tell_word(telling, run, kind, raw) && every;
	}
	return every;
}

static void tell_address(struct telling *telling, struct text value)
{
	const struct token_sink sink = {told, telling};
	unsigned char bytes[ADDRESS_BYTES];
	size_t size = address_read(value, bytes);
	if (size == 0)
		return;
	struct text address = {(const char *)bytes, size};
	tokens_give(&sink, '/', text_part(address, 0, size == 4 ? 3 : 8));
	tokens_give(&sink, '/', text_part(address, 0, size == 4 ? 2 : 6));
}

/* A value that is no single word: itself, once a block. True: its words are settled, too. */
static bool tell_whole(
    struct telling *telling, struct text value, struct text folded, struct slot **slot)
{
	const struct token_sink sink = {told, telling};
	bool is_new;
	make_room(telling);
	*slot = slot_of(telling, folded, AS_VALUE, &is_new);
	if (is_new) {
		tokens_give(&sink, '=', folded);
		tell_address(telling, value);
	}
	return is_settled(telling, *slot);
}

static bool is_letter_at(struct text t, size_t at)
{
	size_t bytes;
	return at < t.size && tokens_character(text_from(t, at), &bytes) != RUN_NONE;
}

/* A value that is a part of a record that is all ASCII: its words were told with the record's,
 * unless it begins or ends amid one. */
static void tell_part(struct telling *telling, struct text value)
{
	size_t start = (size_t)(value.at - telling->record.at);
	size_t end = start + value.size;
	struct text folded = text_part(telling->lowered, start, value.size);
	struct slot *slot;
	if (tokens_is_value(folded))
		(void)tell_whole(telling, value, folded, &slot);
	bool whole =
	    (start == 0 || !is_letter_at(folded, 0) ||
		!is_letter_at(telling->lowered, start - 1)) &&
	    (!is_letter_at(folded, value.size - 1) || !is_letter_at(telling->lowered, end));
	if (!whole)
		(void)tell_words(telling, folded, true);
}

static bool is_part(const struct telling *telling, struct text value)
{
	uintptr_t at = (uintptr_t)value.at;
	uintptr_t record = (uintptr_t)telling->record.at;
	return telling->ascii && at >= record && at + value.size <= record + telling->record.size;
}

static void tell_value(struct telling *telling, struct text value)
{
	struct slot *slot = NULL;
	if (value.size == 0)
		return;
	if (is_part(telling, value)) {
		tell_part(telling, value);
		return;
	}
	struct text folded = unicode_fold(telling->arena, value);
	if (tokens_is_value(folded) && tell_whole(telling, value, folded, &slot))
		return;
	bool every = tell_words(telling, folded, false);
	/* Unless it was forgotten meanwhile: then the slot is free, or another text's. */
	bool is_new = false;
	if (slot != NULL)
		slot = slot_of(telling, folded, AS_VALUE, &is_new);
	if (slot != NULL)
		slot->event = every ? EVERY : telling->memory->event;
}

static void tell_time(struct telling *telling, const struct event *event)
{
	char out[24];
	int64_t late = event->received - event->time;
	if (late > TOKEN_NEAR) {
		told(telling, TOKEN_LATE);
		told(telling, tokens_day(event->time, out));
		told(telling, tokens_month(event->time, out));
	}
	if (late < -TOKEN_NEAR)
		told(telling, TOKEN_EARLY);
}

void search_tokens(const struct event *event, struct text record, struct arena *arena,
    const struct search_sink *sink)
{
	const struct token_sink to = {sink->add, sink->data};
	struct telling telling = {
	    .sink = &to,
	    .arena = arena,
	    .memory = sink->told,
	    .record = record,
	    .lowered = text_lower(arena, record),
	    .ascii = utf8_ascii(record) == record.size,
	};
	if (++sink->told->event == EVERY) {
		search_told_forget(sink->told);
		sink->told->event = 1;
	}
	tell_time(&telling, event);
	tell_words(
	    &telling, telling.ascii ? telling.lowered : unicode_fold(arena, record), telling.ascii);
	tell_value(&telling, event->message);
	tell_value(&telling, event->decoder);
	tell_value(&telling, event->logsource.product);
	tell_value(&telling, event->logsource.category);
	tell_value(&telling, event->logsource.service);
	for (size_t i = 0; i < event->count && telling.told < TOKEN_EVENT; i++)
		tell_value(&telling, event->fields[i].value);
	if (telling.told >= TOKEN_EVENT)
		sink->add(sink->data, TOKEN_INCOMPLETE);
}
