/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of the value index, and how text is cut into words: what is written into the index and
 * what a query asks of it are made here, so that they agree. A token is a letter and its text:
 *
 *   w WORD      a whole word, folded, TOKEN_WORD_LEAST to TOKEN_WORD bytes; of a run of ideographs
 *               or kana each pair of neighbours
 *   = VALUE     a whole value, folded, at most TOKEN_VALUE bytes, that is not one word
 *   3 XYZ       three bytes of a folded word that does not stand in the raw record (a decoder
 *               derived or unescaped it): without them a part of a word need only be looked for in
 *               the bytes of records
 *   / BYTES     the first 3 and 2 bytes of a value that is an IPv4 address, 8 and 6 of an IPv6
 *               address; all 4 bytes of a dotted quad anywhere in a text
 *   d DAY, m N  the day (32 days) of an event's time since 1970, UTC, where it was received over
 *               TOKEN_NEAR later (then also "-"); "+" where it was received so long before
 *   !           something of the block is not in the index: TOKEN_EVENT was reached
 */
#ifndef SEARCH_TOKENS_H
#define SEARCH_TOKENS_H

#include "base/clock.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_WORD_LEAST 2
#define TOKEN_WORD 64
#define TOKEN_VALUE 128
#define TOKEN_EVENT 50000 /* tokens of one event */
#define TOKEN_MONTH 32    /* days */
#define TOKEN_NEAR CLOCK_HOUR

#define TOKEN_INCOMPLETE TEXT("!")
#define TOKEN_LATE TEXT("-")
#define TOKEN_EARLY TEXT("+")

enum run_kind {
	RUN_NONE,
	RUN_LETTERS,    /* letters and digits that are written with spaces between words */
	RUN_IDEOGRAPHS, /* Japanese, Chinese, Korean: no word begins or ends for certain */
};

/* What the character at the start of t (not empty) is, and its bytes. */
enum run_kind tokens_character(struct text t, size_t *bytes);

/* Take the next maximal run of one kind from *rest. False at the end. */
bool tokens_run(struct text *rest, struct text *run, enum run_kind *kind);

/* Four numbers with dots between, run after run of a text. Begin with a zeroed one. */
struct quad {
	unsigned char bytes[4];
	size_t count;
	const char *start[4]; /* of each number */
	const char *end;      /* behind the last one */
};
/* The next run of the same text. True: the last four runs are an address. */
bool tokens_quad(struct quad *quad, struct text run);

/* Gets a token; its text is valid during the call. */
struct token_sink {
	void (*add)(void *data, struct text token);
	void *data;
};
/* A letter and what stands behind it, as one token (at most TOKEN_VALUE bytes behind it). */
void tokens_give(const struct token_sink *sink, char letter, struct text t);
/* The "w" tokens of a whole run; none where it is too short or too long. */
void tokens_word(const struct token_sink *sink, struct text run, enum run_kind kind);
/* The "3" tokens of a run. */
void tokens_thirds(const struct token_sink *sink, struct text run);
/* Whether a value (folded) has a "=" token: it is not one word, and not too long. */
bool tokens_is_value(struct text folded);
/* The token of a day, or of the month that a day is in; `out` has room for 24 bytes. */
struct text tokens_day(int64_t instant, char out[24]);
struct text tokens_month(int64_t instant, char out[24]);

#endif
