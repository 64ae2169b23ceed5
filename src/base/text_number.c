/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in text: whole texts only, checked for overflow, the locale ignored (RFC 8259 section 6
 * for reals). */
#include "base/text.h"

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every decimal of so many digits, and so many powers of ten, are exact in a double. */
#define EXACT_DIGITS 15
#define EXACT_POWER 22

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(struct text t, size_t from)
{
	size_t end = from;
	while (end < t.size && is_digit(t.at[end]))
		end++;
	return end - from;
}

bool text_to_uint(struct text t, uint64_t *out)
{
	uint64_t value = 0;
	if (t.size == 0)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		if (!is_digit(t.at[i]))
			return false;
		unsigned digit = (unsigned)(t.at[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

bool text_to_int(struct text t, int64_t *out)
{
	bool negative = text_starts(t, TEXT("-"));
	if (negative || text_starts(t, TEXT("+")))
		t = text_from(t, 1);
	uint64_t size;
	if (!text_to_uint(t, &size) || size > (uint64_t)INT64_MAX + negative)
		return false;
	/* Negated before it is made signed, so that the smallest number fits. */
	*out = (int64_t)(negative ? UINT64_C(0) - size : size);
	return true;
}

int text_hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool text_to_hex(struct text t, uint64_t *out)
{
	uint64_t value = 0;
	if (text_starts_fold(t, TEXT("0x")))
		t = text_from(t, 2);
	if (t.size == 0)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		int digit = text_hex_digit(t.at[i]);
		if (digit < 0 || value >> 60 != 0)
			return false;
		value = value << 4 | (unsigned)digit;
	}
	*out = value;
	return true;
}

/* The parts of a number, as offsets into its text. */
struct real {
	bool negative;
	size_t whole; /* where the digits before the point start, and how many */
	size_t whole_size;
	size_t fraction;
	size_t fraction_size;
	bool has_exponent;
};

static bool real_exponent(struct text t, size_t *at, struct real *real)
{
	if (*at == t.size || (t.at[*at] != 'e' && t.at[*at] != 'E'))
		return true;
	real->has_exponent = true;
	(*at)++;
	if (*at < t.size && (t.at[*at] == '+' || t.at[*at] == '-'))
		(*at)++;
	size_t size = digits(t, *at);
	*at += size;
	return size != 0;
}

static bool real_split(struct text t, struct real *real)
{
	size_t at = 0;
	*real = (struct real){.negative = text_starts(t, TEXT("-"))};
	at += real->negative;
	real->whole = at;
	real->whole_size = digits(t, at);
	if (real->whole_size == 0 || (real->whole_size > 1 && t.at[at] == '0'))
		return false;
	at += real->whole_size;
	if (at < t.size && t.at[at] == '.') {
		real->fraction = at + 1;
		real->fraction_size = digits(t, at + 1);
		if (real->fraction_size == 0)
			return false;
		at += 1 + real->fraction_size;
	}
	return real_exponent(t, &at, real) && at == t.size;
}

/* Short numbers without an exponent: one exact division, rounded once. */
static bool real_short(struct text t, const struct real *real, double *out)
{
	static const double power[EXACT_POWER + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
	    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	if (real->has_exponent || real->whole_size + real->fraction_size > EXACT_DIGITS)
		return false;
	int64_t whole = 0;
	for (size_t i = 0; i < real->whole_size; i++)
		whole = whole * 10 + (t.at[real->whole + i] - '0');
	for (size_t i = 0; i < real->fraction_size; i++)
		whole = whole * 10 + (t.at[real->fraction + i] - '0');
	double value = (double)whole / power[real->fraction_size];
	*out = real->negative ? -value : value;
	return true;
}

static locale_t plain_locale;
static pthread_once_t plain_once = PTHREAD_ONCE_INIT;

static void plain_set_up(void)
{
	plain_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (plain_locale == (locale_t)0) {
		fprintf(stderr, "sakimori: no C locale\n");
		abort();
	}
}

/* Any number of digits, rounded rightly, by the C library in its own locale. */
static double real_long(struct text t)
{
	char small[128];
	char *string = small;
	pthread_once(&plain_once, plain_set_up);
	if (t.size >= sizeof(small))
		string = malloc(t.size + 1);
	if (string == NULL) {
		fprintf(stderr, "sakimori: out of memory (%zu bytes)\n", t.size);
		abort();
	}
	memcpy(string, t.at, t.size);
	string[t.size] = '\0';
	double value = strtod_l(string, NULL, plain_locale);
	if (string != small)
		free(string);
	return value;
}

bool text_to_double(struct text t, double *out)
{
	struct real real;
	if (!real_split(t, &real))
		return false;
	if (!real_short(t, &real, out))
		*out = real_long(t);
	return true;
}
