/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All tokens of an event. Every word is looked up in a set first, since the fields of an event
 * repeat what the raw record says: what remains is little.
 */
#include "base/address.h"
#include "base/arena.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "search/search.h"
#include "search/tokens.h"

#define SLOTS_LEAST 256
/* Bytes that may be searched for words of one event. What is not looked for counts as derived:
 * a record made to cost time gets a larger index, not a longer one. */
#define SEARCHED ((size_t)256 << 20)

struct known {
	struct text *slots; /* open addressing, a power of two */
	size_t room;
	size_t used;
};

struct telling {
	const struct token_sink *sink;
	struct arena *arena;
	struct text lowered; /* the raw record, ASCII letters in lower case */
	struct known words;
	struct known values;
	size_t searched; /* bytes, so far */
	size_t told;     /* tokens */
};

static void told(void *data, struct text token)
{
	struct telling *telling = data;
	if (telling->told++ < TOKEN_EVENT)
		telling->sink->add(telling->sink->data, token);
}

static struct text *slot_of(const struct known *known, struct text t)
{
	size_t i = text_hash(t) & (known->room - 1);
	while (known->slots[i].at != NULL && !text_equal(known->slots[i], t))
		i = (i + 1) & (known->room - 1);
	return &known->slots[i];
}

static void widen(struct known *known, struct arena *arena)
{
	struct known wide = {.room = known->room == 0 ? SLOTS_LEAST : known->room * 2};
	wide.slots = arena_array(arena, wide.room, sizeof(*wide.slots));
	wide.used = known->used;
	for (size_t i = 0; i < known->room; i++) {
		if (known->slots[i].at != NULL)
			*slot_of(&wide, known->slots[i]) = known->slots[i];
	}
	*known = wide;
}

/* Whether a text (not empty) is new; it is known from now on. */
static bool is_new(struct known *known, struct text t, struct arena *arena)
{
	if (known->used * 2 >= known->room)
		widen(known, arena);
	struct text *slot = slot_of(known, t);
	if (slot->at != NULL)
		return false;
	*slot = t;
	known->used++;
	return true;
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
	if (is_new(&telling->words, t, telling->arena))
		tokens_give(&sink, '/', (struct text){(const char *)quad->bytes, 4});
}

/* `raw`: the text is the record itself, all ASCII: its words need not be looked for in it. */
static void tell_words(struct telling *telling, struct text folded, bool raw)
{
	const struct token_sink sink = {told, telling};
	struct text run;
	enum run_kind kind;
	struct quad quad = {.count = 0};
	while (telling->told < TOKEN_EVENT && tokens_run(&folded, &run, &kind)) {
		if (tokens_quad(&quad, run))
			tell_quad(telling, &quad);
		if (!is_new(&telling->words, run, telling->arena))
			continue;
		tokens_word(&sink, run, kind);
		if (!raw && is_derived(telling, run))
			tokens_thirds(&sink, run);
	}
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

static void tell_value(struct telling *telling, struct text value)
{
	const struct token_sink sink = {told, telling};
	if (value.size == 0)
		return;
	struct text folded = unicode_fold(telling->arena, value);
	if (tokens_is_value(folded)) {
		if (!is_new(&telling->values, folded, telling->arena))
			return;
		tokens_give(&sink, '=', folded);
		tell_address(telling, value);
	}
	tell_words(telling, folded, false);
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
    void (*add)(void *data, struct text token), void *data)
{
	const struct token_sink sink = {add, data};
	struct telling telling = {
	    .sink = &sink,
	    .arena = arena,
	    .lowered = text_lower(arena, record),
	};
	tell_time(&telling, event);
	bool ascii = utf8_ascii(record) == record.size;
	tell_words(&telling, ascii ? telling.lowered : unicode_fold(arena, record), ascii);
	tell_value(&telling, event->message);
	tell_value(&telling, event->decoder);
	tell_value(&telling, event->logsource.product);
	tell_value(&telling, event->logsource.category);
	tell_value(&telling, event->logsource.service);
	for (size_t i = 0; i < event->count && telling.told < TOKEN_EVENT; i++)
		tell_value(&telling, event->fields[i].value);
	if (telling.told >= TOKEN_EVENT)
		add(data, TOKEN_INCOMPLETE);
}
