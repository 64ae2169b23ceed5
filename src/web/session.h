/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signing in: passwords as Argon2id (RFC 9106; 19 MiB, two passes, as OWASP's password storage
 * sheet asks), sessions as random tokens of which the store knows the hash, and the guard against
 * guessing.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "base/clock.h"
#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct call;

#define PASSWORD_LEAST 10
#define PASSWORD_MOST 256
#define SESSION_IDLE (12 * CLOCK_HOUR)
#define SESSION_MOST (7 * CLOCK_DAY)

/* The hash to be stored, on the arena. MALFORMED: too short or too long. */
enum outcome password_hash(
    struct text password, struct arena *arena, struct text *hash, struct why *why) MUST_CHECK;
/* Takes the same time whatever the hash, also for an empty one. */
bool password_fits(struct text hash, struct text password, struct arena *arena);

/* 32 random bytes, base64url, behind a prefix. On the arena. */
struct text token_make(const char *prefix, struct arena *arena);

/*
 * Failures are remembered by address (IPv6: by its /64, which is one subscriber's) and by login;
 * after a few the next try must wait, each time longer, up to a quarter of an hour. Failures at
 * other addresses do not make a login wait where it was signed in with of late: nobody is locked
 * out by strangers who fail in their name. Tables of fixed size: the entry that failed, or passed,
 * longest ago makes room.
 */
#define GUARD_ENTRIES 1024
#define GUARD_KNOWN 256 /* logins at addresses */
#define GUARD_FREE 4    /* failures before waiting begins */
struct guard_entry {
	uint64_t key; /* 0: free */
	uint32_t failures;
	int64_t last;
};
struct sign_in_guard {
	struct guard_entry entries[GUARD_ENTRIES];
	uint64_t known[GUARD_KNOWN];
	size_t known_next;
};
/* Microseconds until a try may be made; 0: now. */
int64_t guard_wait(
    const struct sign_in_guard *guard, struct text address, struct text login, int64_t now);
void guard_failed(struct sign_in_guard *guard, struct text address, struct text login, int64_t now);
void guard_passed(struct sign_in_guard *guard, struct text address, struct text login);

/* When sessions were last noted as being used, so that not every request writes. */
#define SESSION_TOUCHES 256
struct session_touch {
	uint64_t key;
	int64_t at;
};

/* Who asks, by the cookie or "Authorization: Bearer": fills the call's viewer, member, known. */
void session_recognise(struct call *call);
/* Begin one for a member and set the cookie; NOT_READABLE. */
enum outcome session_begin(struct call *call, struct text member_id, struct why *why) MUST_CHECK;
/* End it and take the cookie back. */
void session_leave(struct call *call);

/* Whether a change may be asked for by this page: Fetch Metadata, else Origin (RFC 6454), else,
 * where a cookie vouches for it, Referer. A program without a cookie has none of them, and no
 * stranger's page could make it send anything. */
bool session_same_site(const struct call *call);

#endif
