/* SPDX-License-Identifier: Apache-2.0 */
#include "web/session.h"

#include "base/address.h"
#include "base/arena.h"
#include "web/call.h"
#include "web/state.h"

#include <sodium.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((size_t)19 << 20)
#define TOKEN_BYTES 32
#define HASH_TEXT 65
#define WAIT_MOST (15 * CLOCK_MINUTE)
#define FORGET CLOCK_HOUR
#define TOUCH (10 * CLOCK_MINUTE)
/* A session that begins later than now is of a clock that was ahead: it would last too long. */
#define FUTURE CLOCK_HOUR

/* The hash of a random password that nobody has, made with the same cost: so that an unknown login
 * takes as long as a known one. */
static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$c2FraW1vcmktbm9ib2R5"
			     "$OBKmYVDZ4ea0xZzTwmPpTrR3NqDvJnJOkCbUKqdWdfo";

enum outcome password_hash(
    struct text password, struct arena *arena, struct text *hash, struct why *why)
{
	char out[crypto_pwhash_STRBYTES];
	if (password.size < PASSWORD_LEAST || password.size > PASSWORD_MOST) {
		why_set(why, "a password has %d to %d bytes", PASSWORD_LEAST, PASSWORD_MOST);
		return MALFORMED;
	}
	if (crypto_pwhash_str(out, password.at, password.size, PASSES, MEMORY) != 0) {
		why_set(why, "no memory to hash a password");
		return NOT_READABLE;
	}
	*hash = text_copy(arena, text_of(out));
	return DONE;
}

bool password_fits(struct text hash, struct text password, struct arena *arena)
{
	bool known = hash.size != 0 && hash.size < crypto_pwhash_STRBYTES;
	const char *string = known ? text_cstr(arena, hash) : nobody;
	if (password.size > PASSWORD_MOST)
		password.size = PASSWORD_MOST;
	const char *at = password.size == 0 ? "" : password.at;
	return crypto_pwhash_str_verify(string, at, password.size) == 0 && known;
}

struct text token_make(const char *prefix, struct arena *arena)
{
	unsigned char random[TOKEN_BYTES];
	char text[sodium_base64_ENCODED_LEN(TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
	randombytes_buf(random, sizeof(random));
	sodium_bin2base64(
	    text, sizeof(text), random, sizeof(random), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(random, sizeof(random));
	return text_format(arena, "%s%s", prefix, text);
}

static struct text session_hash(struct text token, struct arena *arena)
{
	unsigned char hash[32];
	char text[HASH_TEXT];
	crypto_generichash(
	    hash, sizeof(hash), (const unsigned char *)token.at, token.size, NULL, 0);
	sodium_bin2hex(text, sizeof(text), hash, sizeof(hash));
	return text_copy(arena, text_of(text));
}

/* The guard. */

static uint64_t key_of(const char *kind, struct text t)
{
	uint64_t key = text_hash(t) * 31 + text_hash(text_of(kind));
	return key == 0 ? 1 : key;
}

/* What one sender can change at will does not make it another one. */
static uint64_t address_key(struct text address)
{
	unsigned char bytes[ADDRESS_BYTES];
	size_t size = address_read(address, bytes);
	if (size != ADDRESS_BYTES)
		return key_of("address", address);
	return key_of("address", (struct text){(const char *)bytes, ADDRESS_BYTES / 2});
}

static uint64_t pair_key(struct text address, struct text login)
{
	uint64_t key = address_key(address) * 31 + key_of("pair", login);
	return key == 0 ? 1 : key;
}

static bool is_known(const struct sign_in_guard *guard, uint64_t pair)
{
	for (size_t i = 0; i < GUARD_KNOWN; i++)
		if (guard->known[i] == pair)
			return true;
	return false;
}

/* Where failures of a login at an address are counted. */
static uint64_t login_key(const struct sign_in_guard *guard, struct text address, struct text login)
{
	uint64_t pair = pair_key(address, login);
	return is_known(guard, pair) ? pair : key_of("login", login);
}

static struct guard_entry *entry_of(struct sign_in_guard *guard, uint64_t key)
{
	for (size_t i = 0; i < GUARD_ENTRIES; i++)
		if (guard->entries[i].key == key)
			return &guard->entries[i];
	return NULL;
}

static int64_t wait_of(const struct guard_entry *entry, int64_t now)
{
	if (entry == NULL || entry->failures < GUARD_FREE || now - entry->last > FORGET)
		return 0;
	uint32_t doublings = entry->failures - GUARD_FREE;
	int64_t wait = doublings >= 10 ? WAIT_MOST : CLOCK_SECOND << doublings;
	if (wait > WAIT_MOST)
		wait = WAIT_MOST;
	int64_t since = now - entry->last;
	return since < 0 || since >= wait ? 0 : wait - since;
}

int64_t guard_wait(
    const struct sign_in_guard *guard, struct text address, struct text login, int64_t now)
{
	struct sign_in_guard *all = (struct sign_in_guard *)guard;
	int64_t by_address = wait_of(entry_of(all, address_key(address)), now);
	int64_t by_login = wait_of(entry_of(all, login_key(guard, address, login)), now);
	return by_address > by_login ? by_address : by_login;
}

static void count_failure(struct sign_in_guard *guard, uint64_t key, int64_t now)
{
	struct guard_entry *entry = entry_of(guard, key);
	if (entry == NULL) {
		entry = &guard->entries[0];
		for (size_t i = 0; i < GUARD_ENTRIES && entry->key != 0; i++)
			if (guard->entries[i].key == 0 || guard->entries[i].last < entry->last)
				entry = &guard->entries[i];
		*entry = (struct guard_entry){.key = key};
	}
	if (now - entry->last > FORGET)
		entry->failures = 0;
	entry->failures++;
	entry->last = now;
}

void guard_failed(struct sign_in_guard *guard, struct text address, struct text login, int64_t now)
{
	count_failure(guard, address_key(address), now);
	count_failure(guard, login_key(guard, address, login), now);
}

void guard_passed(struct sign_in_guard *guard, struct text address, struct text login)
{
	uint64_t pair = pair_key(address, login);
	struct guard_entry *entry = entry_of(guard, login_key(guard, address, login));
	if (entry != NULL)
		*entry = (struct guard_entry){0};
	if (!is_known(guard, pair))
		guard->known[guard->known_next++ % GUARD_KNOWN] = pair;
}

/* Sessions. */

static struct text cookie_name(const struct call *call)
{
	return call->request->secure ? TEXT("__Host-sakimori") : TEXT("sakimori");
}

static bool has_bearer(const struct web_request *request)
{
	return text_starts_fold(request->authorization, TEXT("Bearer "));
}

static struct text token_of(const struct call *call)
{
	if (has_bearer(call->request))
		return text_trim(text_from(call->request->authorization, 7));
	return cookie_get(call->request->cookie, cookie_name(call));
}

/* "RANDOM.BEGAN": the hash covers when the session began (seconds), so nobody can make it longer.
 */
static bool began_of(struct text token, int64_t *began)
{
	size_t dot = text_find_last_char(token, '.');
	int64_t seconds;
	if (dot == TEXT_NONE || !text_to_int(text_from(token, dot + 1), &seconds) || seconds < 0 ||
	    seconds > INT32_MAX * INT64_C(2))
		return false;
	*began = seconds * CLOCK_SECOND;
	return true;
}

static enum outcome prolong(struct call *call, int64_t began, struct why *why)
{
	struct viewer system = call_system(call);
	int64_t end = began + SESSION_MOST;
	int64_t idle = call->now + SESSION_IDLE;
	struct session session = {
	    .created = began, .seen = call->now, .expires = idle < end ? idle : end};
	memcpy(session.member, call->member.id, sizeof(session.member));
	enum outcome outcome = store_begin(call->store, why);
	if (outcome != DONE)
		return outcome;
	outcome = session_end(call->store, &system, call->session, why);
	if (outcome == DONE)
		outcome = session_add(call->store, &system, call->session, &session, why);
	if (outcome == DONE)
		outcome = store_commit(call->store, why);
	if (outcome != DONE)
		store_rollback(call->store);
	return outcome;
}

/* Using a session keeps it from going idle; written now and then, not with every request. */
static void touch(struct call *call, int64_t began)
{
	struct session_touch *slot =
	    &call->web->touches[text_hash(call->session) % SESSION_TOUCHES];
	uint64_t key = text_hash(call->session);
	if (slot->key == key && call->now >= slot->at && call->now - slot->at < TOUCH)
		return;
	*slot = (struct session_touch){key, call->now};
	/* Without it the session ends earlier than it might: no reason to refuse the page. */
	enum outcome outcome = prolong(call, began, NULL);
	(void)outcome;
}

void session_recognise(struct call *call)
{
	struct text token = token_of(call);
	if (call->request->local != NULL) {
		call->viewer = *call->request->local;
		call->known = true;
		return;
	}
	if (token.size == 0 || token.size > 128)
		return;
	struct viewer system = call_system(call);
	struct text hash = session_hash(token, call->arena);
	if (session_find(call->store, &system, hash, call->now, call->arena, &call->member,
		&call->viewer, NULL) != DONE)
		return;
	int64_t began;
	if (!began_of(token, &began) || call->now - began > SESSION_MOST ||
	    began - call->now > FUTURE)
		return;
	call->session = hash;
	call->known = true;
	touch(call, began);
}

static void set_cookie(struct call *call, struct text token, int64_t seconds)
{
	call->answer->set_cookie =
	    text_format(call->arena, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%lld%s",
		TEXT_ARGS(cookie_name(call)), TEXT_ARGS(token), (long long)seconds,
		call->request->secure ? "; Secure" : "");
}

enum outcome session_begin(struct call *call, struct text member_id, struct why *why)
{
	struct viewer system = call_system(call);
	struct text token = text_format(call->arena, "%.*s.%lld",
	    TEXT_ARGS(token_make("", call->arena)), (long long)(call->now / CLOCK_SECOND));
	struct session session = {
	    .created = call->now, .seen = call->now, .expires = call->now + SESSION_IDLE};
	if (member_id.size >= sizeof(session.member)) {
		why_set(why, "no member's id");
		return MALFORMED;
	}
	memcpy(session.member, member_id.at, member_id.size);
	enum outcome outcome =
	    session_add(call->store, &system, session_hash(token, call->arena), &session, why);
	if (outcome == DONE)
		set_cookie(call, token, SESSION_MOST / CLOCK_SECOND);
	return outcome;
}

void session_leave(struct call *call)
{
	struct viewer system = call_system(call);
	if (call->session.size != 0) {
		enum outcome outcome = session_end(call->store, &system, call->session, NULL);
		(void)outcome;
	}
	set_cookie(call, TEXT(""), 0);
}

bool session_same_site(const struct call *call)
{
	const struct web_request *request = call->request;
	if (request->local != NULL)
		return true;
	if (request->fetch_site.size != 0)
		return text_equal(request->fetch_site, TEXT("same-origin"));
	struct text own = text_format(
	    call->arena, "%s://%.*s", request->secure ? "https" : "http", TEXT_ARGS(request->host));
	if (request->origin.size != 0)
		return text_equal_fold(request->origin, own);
	/* An old browser, or a program. */
	if (!call->known || has_bearer(request))
		return true;
	return text_starts_fold(
	    request->referer, text_format(call->arena, "%.*s/", TEXT_ARGS(own)));
}
