/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers. Integers compare exactly; as soon as one side is real, both are taken as real. */
#include "detect/number.h"

#include <assert.h>
#include <math.h>

static bool parse_hex(struct text t, struct number *number)
{
	uint64_t value;
	if (!text_starts(t, TEXT("0x")) && !text_starts(t, TEXT("0X")))
		return false;
	if (!text_to_hex(t, &value))
		return false;
	if (value > INT64_MAX)
		*number = (struct number){.whole = false, .real = (double)value};
	else
		*number = (struct number){.whole = true, .integer = (int64_t)value};
	return true;
}

bool number_parse(struct text t, struct number *number)
{
	/* Most field values are words: tell them at the first byte. */
	if (t.size == 0 || t.size > 64 ||
	    ((t.at[0] < '0' || t.at[0] > '9') && t.at[0] != '-' && t.at[0] != '+'))
		return false;
	struct number read = {.whole = true};
	if (text_to_int(t, &read.integer)) {
		*number = read;
		return true;
	}
	if (parse_hex(t, number))
		return true;
	read.whole = false;
	if (!text_to_double(t, &read.real) || !isfinite(read.real))
		return false;
	*number = read;
	return true;
}

static double as_real(const struct number *number)
{
	return number->whole ? (double)number->integer : number->real;
}

int number_compare(const struct number *a, const struct number *b)
{
	if (a->whole && b->whole)
		return (a->integer > b->integer) - (a->integer < b->integer);
	double x = as_real(a);
	double y = as_real(b);
	return (x > y) - (x < y);
}

bool number_holds(
    const struct number *value, enum comparison comparison, const struct number *bound)
{
	int order = number_compare(value, bound);
	switch (comparison) {
	case COMPARE_EQUAL:
		return order == 0;
	case COMPARE_LT:
		return order < 0;
	case COMPARE_LTE:
		return order <= 0;
	case COMPARE_GT:
		return order > 0;
	case COMPARE_GTE:
		return order >= 0;
	}
	assert(!"a comparison");
	return false;
}
