/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a fallible function ended, and the reason in words for a person.
 *
 * Every function that can fail returns an outcome that must be looked at.
 * Where a person needs the reason, its last parameter is a struct why, which
 * is written only on failure and may be NULL. Results stay untouched on failure.
 */
#ifndef BASE_OUTCOME_H
#define BASE_OUTCOME_H

enum outcome {
	DONE = 0,
	MALFORMED,     /* the input breaks its own format */
	TOO_LARGE,     /* the input is over a stated limit */
	NOT_FOUND,     /* what was asked for is not there */
	NOT_SUPPORTED, /* well-formed, but outside what is handled */
	NOT_READABLE,  /* the operating system could not read or write it */
	NOT_ALLOWED,   /* a permission or the sandbox forbids it */
	ALREADY_THERE, /* it exists and may not be replaced */
	AT_END,        /* no more input */
	NEED_MORE,     /* more input is needed before there is a result */
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* A reason in one line of English, without a newline, always terminated. */
struct why {
	char text[256];
};

/* Write a reason, cut where the buffer ends (on a UTF-8 border). `why` may be NULL. */
void why_set(struct why *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The word for an outcome ("malformed", "too large", …); never NULL. */
const char *outcome_word(enum outcome outcome);

#endif
