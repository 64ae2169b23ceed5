/* SPDX-License-Identifier: Apache-2.0 */
/* Limits at the store's door: what people give is checked before it becomes a row. Each names the
 * field in its reason. */
#ifndef STORE_CHECK_H
#define STORE_CHECK_H

#include "base/outcome.h"
#include "base/text.h"

struct arena;

#define CHECK_NAME 200 /* bytes of names and free words */

/* 1 to 200 bytes of UTF-8, not only spaces, no control characters. */
enum outcome check_name(const char *field, struct text t, struct why *why) MUST_CHECK;
/* The same, but may be empty. */
enum outcome check_words(const char *field, struct text t, struct why *why) MUST_CHECK;
/* A tz name's shape ("Asia/Tokyo"), or empty. */
enum outcome check_zone(const char *field, struct text t, struct why *why) MUST_CHECK;
/* One of `words` (ends with NULL). */
enum outcome check_word(
    const char *field, struct text t, const char *const *words, struct why *why) MUST_CHECK;
/* 64 lower-case hexadecimal digits. */
enum outcome check_hash(const char *field, struct text t, struct why *why) MUST_CHECK;
/* A SHA-256 fingerprint as tools print it (any case, colons); *plain has 64 lower-case digits. */
enum outcome check_fingerprint(const char *field, struct text t, struct arena *arena,
    struct text *plain, struct why *why) MUST_CHECK;
/* An IPv4 or IPv6 address or CIDR block; *plain is its one canonical form. */
enum outcome check_address(const char *field, struct text t, struct arena *arena,
    struct text *plain, struct why *why) MUST_CHECK;

#endif
