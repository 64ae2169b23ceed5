/* SPDX-License-Identifier: Apache-2.0 */
/* Words and tokens: see the header for the forms. */
#include "search/tokens.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>

struct range {
	uint32_t first;
	uint32_t last;
	enum run_kind kind;
};

/* What is not ASCII and no letter of a spaced script. Blocks of the Unicode standard; within them
 * marks and signs that separate words. What stands nowhere here is a letter. */
static const struct range ranges[] = {
    {0x0080, 0x00a9, RUN_NONE},
    {0x00ab, 0x00b4, RUN_NONE},
    {0x00b6, 0x00b9, RUN_NONE},
    {0x00bb, 0x00bf, RUN_NONE},
    {0x00d7, 0x00d7, RUN_NONE},
    {0x00f7, 0x00f7, RUN_NONE},
    {0x2000, 0x206f, RUN_NONE},
    {0x2190, 0x2bff, RUN_NONE},
    {0x2e00, 0x2e7f, RUN_NONE},
    {0x2e80, 0x2fff, RUN_IDEOGRAPHS},
    {0x3000, 0x3004, RUN_NONE},
    {0x3005, 0x3007, RUN_IDEOGRAPHS},
    {0x3008, 0x3020, RUN_NONE},
    {0x3021, 0x30fa, RUN_IDEOGRAPHS},
    {0x30fb, 0x30fb, RUN_NONE},
    {0x30fc, 0xa4cf, RUN_IDEOGRAPHS},
    {0xac00, 0xd7ff, RUN_IDEOGRAPHS},
    {0xf900, 0xfaff, RUN_IDEOGRAPHS},
    {0xfe00, 0xfe6f, RUN_NONE},
    {0xff00, 0xff0f, RUN_NONE},
    {0xff10, 0xff19, RUN_IDEOGRAPHS},
    {0xff1a, 0xff20, RUN_NONE},
    {0xff21, 0xff3a, RUN_IDEOGRAPHS},
    {0xff3b, 0xff40, RUN_NONE},
    {0xff41, 0xff5a, RUN_IDEOGRAPHS},
    {0xff5b, 0xff65, RUN_NONE},
    {0xff66, 0xffdf, RUN_IDEOGRAPHS},
    {0xffe0, 0xffff, RUN_NONE},
    {0x20000, 0x3ffff, RUN_IDEOGRAPHS},
};

static enum run_kind kind_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (code < ranges[i].first)
			return RUN_LETTERS;
		if (code <= ranges[i].last)
			return ranges[i].kind;
	}
	return RUN_LETTERS;
}

static uint32_t code_of(struct text sequence)
{
	static const unsigned char marks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t code = (unsigned char)sequence.at[0] & marks[sequence.size];
	for (size_t i = 1; i < sequence.size; i++)
		code = code << 6 | ((unsigned char)sequence.at[i] & 0x3f);
	return code;
}

static bool is_ascii_letter(unsigned char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)(c - '0') < 10;
}

enum run_kind tokens_character(struct text t, size_t *bytes)
{
	unsigned char c = (unsigned char)t.at[0];
	*bytes = 1;
	if (c < 0x80) {
		return is_ascii_letter(c) ? RUN_LETTERS : RUN_NONE;
	}
	size_t size = utf8_sequence(t);
	if (size == 0)
		return RUN_NONE;
	*bytes = size;
	return kind_of(code_of(text_part(t, 0, size)));
}

/* Nearly all text is ASCII: the first run, where it and what stands before and behind it is. */
static bool ascii_run(struct text *rest, struct text *run)
{
	const unsigned char *bytes = (const unsigned char *)rest->at;
	size_t start = 0;
	while (start < rest->size && bytes[start] < 0x80 && !is_ascii_letter(bytes[start]))
		start++;
	size_t end = start;
	while (end < rest->size && is_ascii_letter(bytes[end]))
		end++;
	if (end == start || (end < rest->size && bytes[end] >= 0x80))
		return false;
	*run = text_part(*rest, start, end - start);
	*rest = text_from(*rest, end);
	return true;
}

bool tokens_run(struct text *rest, struct text *run, enum run_kind *kind)
{
	size_t at = 0;
	size_t start = 0;
	size_t bytes;
	*kind = RUN_LETTERS;
	if (ascii_run(rest, run))
		return true;
	*kind = RUN_NONE;
	while (at < rest->size) {
		enum run_kind here = tokens_character(text_from(*rest, at), &bytes);
		if (*kind != RUN_NONE && here != *kind)
			break;
		if (*kind == RUN_NONE && here != RUN_NONE) {
			*kind = here;
			start = at;
		}
		at += bytes;
	}
	*run = text_part(*rest, start, at - start);
	*rest = text_from(*rest, at);
	return *kind != RUN_NONE;
}

static bool is_byte(struct text run, unsigned char *byte)
{
	uint64_t number;
	if (run.size > 3 || !text_to_uint(run, &number) || number > 255)
		return false;
	*byte = (unsigned char)number;
	return true;
}

bool tokens_quad(struct quad *quad, struct text run)
{
	unsigned char byte;
	bool joined = quad->end != NULL && run.at == quad->end + 1 && *quad->end == '.';
	if (!joined)
		quad->count = 0;
	quad->end = NULL;
	if (!is_byte(run, &byte)) {
		quad->count = 0;
		return false;
	}
	if (quad->count == 4) {
		memmove(quad->bytes, quad->bytes + 1, 3);
		memmove(quad->start, quad->start + 1, 3 * sizeof(quad->start[0]));
		quad->count = 3;
	}
	quad->bytes[quad->count] = byte;
	quad->start[quad->count++] = run.at;
	quad->end = run.at + run.size;
	return quad->count == 4;
}

void tokens_give(const struct token_sink *sink, char letter, struct text t)
{
	char token[1 + TOKEN_VALUE];
	assert(t.size <= TOKEN_VALUE);
	token[0] = letter;
	if (t.size != 0)
		memcpy(token + 1, t.at, t.size);
	sink->add(sink->data, (struct text){token, t.size + 1});
}

static void give_pairs(const struct token_sink *sink, struct text run)
{
	size_t first = utf8_sequence(run);
	while (first < run.size) {
		size_t second = utf8_sequence(text_from(run, first));
		tokens_give(sink, 'w', text_part(run, 0, first + second));
		run = text_from(run, first);
		first = second;
	}
}

void tokens_word(const struct token_sink *sink, struct text run, enum run_kind kind)
{
	if (kind == RUN_IDEOGRAPHS)
		give_pairs(sink, run);
	else if (run.size >= TOKEN_WORD_LEAST && run.size <= TOKEN_WORD)
		tokens_give(sink, 'w', run);
}

void tokens_thirds(const struct token_sink *sink, struct text run)
{
	for (; run.size >= 3; run = text_from(run, 1))
		tokens_give(sink, '3', text_part(run, 0, 3));
}

bool tokens_is_value(struct text folded)
{
	if (folded.size > TOKEN_VALUE)
		return false;
	struct text rest = folded;
	struct text run;
	enum run_kind kind;
	bool one = tokens_run(&rest, &run, &kind) && text_equal(run, folded);
	return !one || kind != RUN_LETTERS || run.size < TOKEN_WORD_LEAST || run.size > TOKEN_WORD;
}

/* Rounded down, also before 1970. */
static int64_t day_of(int64_t instant)
{
	int64_t day = instant / CLOCK_DAY;
	return instant % CLOCK_DAY < 0 ? day - 1 : day;
}

static struct text number_token(char letter, int64_t number, char out[24])
{
	int size = snprintf(out, 24, "%c%lld", letter, (long long)number);
	return (struct text){out, (size_t)size};
}

struct text tokens_day(int64_t instant, char out[24])
{
	return number_token('d', day_of(instant), out);
}

struct text tokens_month(int64_t instant, char out[24])
{
	int64_t day = day_of(instant);
	int64_t month = day / TOKEN_MONTH - (day % TOKEN_MONTH < 0);
	return number_token('m', month, out);
}
