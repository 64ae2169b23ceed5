/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as rules and logs write them, and how two of them compare.
 */
#ifndef DETECT_NUMBER_H
#define DETECT_NUMBER_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct number {
	bool whole; /* `integer` holds it, else `real` */
	int64_t integer;
	double real;
};

/*
 * A whole text that is a decimal integer, "0x" and hexadecimal digits, or a
 * number as JSON writes it. An integer beyond 64 bits becomes real.
 */
bool number_parse(struct text t, struct number *number);

/* <0, 0, >0. */
int number_compare(const struct number *a, const struct number *b);

enum comparison { COMPARE_EQUAL, COMPARE_LT, COMPARE_LTE, COMPARE_GT, COMPARE_GTE };

/* Whether `value` stands in that relation to `bound`. */
bool number_holds(
    const struct number *value, enum comparison comparison, const struct number *bound);

#endif
