/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions. A rule's expression runs over what an attacker wrote, so steps, depth and
 * memory of one search are bounded. The just-in-time compiler is used where the process may have
 * it; where it is not allowed or runs out of stack, the interpreter answers.
 */
#include "detect/regex.h"

#include "base/arena.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>

#define LONGEST_PATTERN ((size_t)16 * 1024)
#define MATCH_LIMIT 1000000
#define DEPTH_LIMIT 10000
#define HEAP_LIMIT_KIB (16 * 1024)
#define JIT_STACK_FIRST ((size_t)32 * 1024)
#define JIT_STACK_MOST ((size_t)1024 * 1024)

struct regex {
	pcre2_code *code;
	size_t size;
};

struct matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

/* PCRE2 takes no NULL, not even for nothing. */
static PCRE2_SPTR start_of(struct text t)
{
	return (PCRE2_SPTR)(t.at == NULL ? "" : t.at);
}

static uint32_t options_of(const struct regex_flags *flags)
{
	/* \C would cut characters in two; invalid UTF-8 in a value must be searched, not refused.
	 */
	uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
	options |= flags->any_case ? PCRE2_CASELESS : 0;
	options |= flags->multi_line ? PCRE2_MULTILINE : 0;
	options |= flags->dot_all ? PCRE2_DOTALL : 0;
	return options;
}

enum outcome regex_compile(struct text pattern, const struct regex_flags *flags,
    struct arena *arena, struct regex **regex, struct why *why)
{
	if (pattern.size > LONGEST_PATTERN) {
		why_set(why, "regular expression of more than %zu bytes", LONGEST_PATTERN);
		return TOO_LARGE;
	}
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile(
	    start_of(pattern), pattern.size, options_of(flags), &error, &offset, NULL);
	if (code == NULL) {
		PCRE2_UCHAR message[128];
		pcre2_get_error_message(error, message, sizeof(message));
		why_set(why, "regular expression: %s at offset %zu", (const char *)message,
		    (size_t)offset);
		return MALFORMED;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	size_t plain = 0;
	size_t machine = 0;
	pcre2_pattern_info(code, PCRE2_INFO_SIZE, &plain);
	pcre2_pattern_info(code, PCRE2_INFO_JITSIZE, &machine);
	struct regex *made = arena_alloc(arena, sizeof(*made));
	made->code = code;
	made->size = plain + machine;
	*regex = made;
	return DONE;
}

void regex_destroy(struct regex *regex)
{
	if (regex == NULL)
		return;
	pcre2_code_free(regex->code);
	regex->code = NULL;
}

size_t regex_size(const struct regex *regex)
{
	return regex->size;
}

struct matcher *matcher_create(void)
{
	struct matcher *matcher = malloc(sizeof(*matcher));
	if (matcher == NULL) {
		fprintf(stderr, "sakimori: out of memory (matcher)\n");
		abort();
	}
	matcher->data = pcre2_match_data_create(1, NULL);
	matcher->context = pcre2_match_context_create(NULL);
	matcher->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (matcher->data == NULL || matcher->context == NULL) {
		fprintf(stderr, "sakimori: out of memory (matcher)\n");
		abort();
	}
	pcre2_set_match_limit(matcher->context, MATCH_LIMIT);
	pcre2_set_depth_limit(matcher->context, DEPTH_LIMIT);
	pcre2_set_heap_limit(matcher->context, HEAP_LIMIT_KIB);
	if (matcher->stack != NULL)
		pcre2_jit_stack_assign(matcher->context, NULL, matcher->stack);
	return matcher;
}

void matcher_destroy(struct matcher *matcher)
{
	if (matcher == NULL)
		return;
	pcre2_match_data_free(matcher->data);
	pcre2_match_context_free(matcher->context);
	pcre2_jit_stack_free(matcher->stack);
	free(matcher);
}

enum regex_answer regex_search(
    const struct regex *regex, struct matcher *matcher, struct text value)
{
	PCRE2_SPTR at = start_of(value);
	int found = pcre2_match(regex->code, at, value.size, 0, 0, matcher->data, matcher->context);
	if (found == PCRE2_ERROR_JIT_STACKLIMIT)
		found = pcre2_match(
		    regex->code, at, value.size, 0, PCRE2_NO_JIT, matcher->data, matcher->context);
	if (found >= 0)
		return REGEX_YES;
	return found == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_GAVE_UP;
}
