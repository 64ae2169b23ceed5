/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, times and foreign text for people; plain rules of our own, see the header. */
#include "render/words.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>

static struct text text_under(const struct words *words, const char *prefix, const char *key)
{
	char name[128];
	snprintf(name, sizeof(name), "%s.%s", prefix, key);
	struct text found = texts_get(words->texts, words->language, name);
	/* a missing key comes back as the name itself, which is about to go out of scope */
	return found.at == name ? text_copy(words->arena, found) : found;
}

struct text words_get(const struct words *words, const char *key)
{
	return text_under(words, words->prefix, key);
}

/* What this file itself needs to say. */
static struct text own(const struct words *words, const char *key)
{
	return text_under(words, "words", key);
}

struct text words_fill(
    const struct words *words, const char *key, const struct fill *fills, size_t count)
{
	return texts_fill(words->arena, words_get(words, key), fills, count);
}

static struct text number_in(const struct words *words, struct text many, uint64_t n)
{
	struct text one = text_cut(&many, '|');
	const struct fill fill = {"n", words_count(words, n)};
	return texts_fill(words->arena, n == 1 || many.size == 0 ? one : many, &fill, 1);
}

struct text words_number_of(const struct words *words, const char *key, uint64_t n)
{
	return number_in(words, words_get(words, key), n);
}

struct text words_count(const struct words *words, uint64_t n)
{
	char digits[32];
	char grouped[48];
	int size = snprintf(digits, sizeof(digits), "%" PRIu64, n);
	size_t at = 0;
	for (int i = 0; i < size; i++) {
		if (i > 0 && (size - i) % 3 == 0)
			grouped[at++] = ',';
		grouped[at++] = digits[i];
	}
	return text_copy(words->arena, (struct text){grouped, at});
}

struct text words_bytes(const struct words *words, uint64_t n)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
	if (n < 1000)
		return number_in(words, own(words, "bytes"), n);
	double value = (double)n / 1000;
	size_t unit = 0;
	while (value >= 999.5 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		value /= 1000;
		unit++;
	}
	return text_format(words->arena, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

struct text words_share(const struct words *words, uint64_t part, uint64_t whole)
{
	if (whole == 0)
		return TEXT("–");
	double share = (double)part * 100 / (double)whole;
	if (part == 0 || part >= whole)
		return text_format(words->arena, "%.0f%%", share);
	if (share < 0.1)
		return own(words, "share_least");
	if (share > 99.9)
		return own(words, "share_most");
	bool fine = share < 9.95 || share > 99;
	return text_format(words->arena, fine ? "%.1f%%" : "%.0f%%", share);
}

struct text words_duration(const struct words *words, int64_t microseconds)
{
	static const struct {
		int64_t length;
		const char *key;
	} units[] = {
	    {CLOCK_DAY, "days"},
	    {CLOCK_HOUR, "hours"},
	    {CLOCK_MINUTE, "minutes"},
	    {CLOCK_SECOND, "seconds"},
	};
	if (microseconds < CLOCK_SECOND)
		return own(words, "moment");
	size_t largest = 0;
	while (microseconds < units[largest].length)
		largest++;
	uint64_t n = (uint64_t)(microseconds / units[largest].length);
	struct text first = number_in(words, own(words, units[largest].key), n);
	/* Hours are worth naming beside days, minutes beside hours; seconds beside minutes are not.
	 */
	int64_t rest = microseconds % units[largest].length;
	if (largest >= 2 || n >= 10 || rest < units[largest + 1].length)
		return first;
	uint64_t m = (uint64_t)(rest / units[largest + 1].length);
	struct text second = number_in(words, own(words, units[largest + 1].key), m);
	struct text between = own(words, "duration_and");
	const struct fill fills[] = {{"first", first}, {"second", second}};
	return texts_fill(words->arena, between, fills, 2);
}

/* The local time to the minute: "2019-05-12 11:10", 16 bytes. */
static void local(const struct words *words, int64_t instant, char out[CLOCK_TEXT])
{
	clock_format_local(instant, words->zone, out);
	out[16] = '\0';
}

struct text words_moment(const struct words *words, int64_t instant)
{
	if (instant == CLOCK_NONE)
		return TEXT("–");
	if (instant < CLOCK_CREDIBLE)
		return own(words, "time_unknown");
	char out[CLOCK_TEXT];
	local(words, instant, out);
	return text_copy(words->arena, text_of(out));
}

struct text words_span(const struct words *words, int64_t first, int64_t last)
{
	if (first == CLOCK_NONE || last == CLOCK_NONE)
		return TEXT("–");
	if (first < CLOCK_CREDIBLE)
		return own(words, "time_unknown");
	char from[CLOCK_TEXT];
	char to[CLOCK_TEXT];
	local(words, first, from);
	local(words, last, to);
	struct text a = text_of(from);
	struct text b = text_of(to);
	if (text_equal(a, b))
		return text_copy(words->arena, a);
	bool one_day = text_equal(text_part(a, 0, 10), text_part(b, 0, 10));
	return text_format(words->arena, "%s – %s", from, one_day ? to + 11 : to);
}

struct text words_exact(const struct words *words, int64_t instant)
{
	if (instant == CLOCK_NONE)
		return TEXT("");
	char out[CLOCK_TEXT];
	clock_format(instant, out);
	return text_copy(words->arena, text_of(out));
}
