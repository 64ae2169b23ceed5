/* SPDX-License-Identifier: Apache-2.0 */
/* Named statements: prepared once, bound by name, read by column. */
#include "store/sqlite/query.h"

#include "base/arena.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>

static const char *const texts[] = {
#define STATEMENT(name, plan, sql) [SQL_##name] = (sql),
#include "store/sqlite/statements.def"
#undef STATEMENT
};

enum outcome store_failed(struct store *store, int code, struct why *why)
{
	const char *message = sqlite3_errmsg(store->db);
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT: {
		/* "UNIQUE constraint failed: sources.port": which field, not whose. */
		const char *dot = strrchr(message, '.');
		bool unique =
		    code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
		why_set(why, unique ? "%s: it is there already" : "%s: the store refuses it",
		    dot == NULL ? message : dot + 1);
		return unique ? ALREADY_THERE : MALFORMED;
	}
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		why_set(why, "the store is busy: another process holds it");
		return NOT_READABLE;
	case SQLITE_FULL:
		why_set(why, "the disk of the store is full");
		return NOT_READABLE;
	case SQLITE_READONLY:
		why_set(why, "the store cannot be written: %s", message);
		return NOT_ALLOWED;
	case SQLITE_TOOBIG:
		why_set(why, "it is too large for the store");
		return TOO_LARGE;
	default:
		why_set(why, "the store: %s", message);
		return NOT_READABLE;
	}
}

static void note(struct query *query, int code)
{
	if (query->code == SQLITE_OK)
		query->code = code;
}

static int place_of(struct query *query, const char *name)
{
	return query->statement == NULL ? 0 : sqlite3_bind_parameter_index(query->statement, name);
}

static void bind_text(struct query *query, int place, struct text value)
{
	/* A NULL pointer would be NULL, not an empty text. The caller's bytes outlive the query. */
	note(query, sqlite3_bind_text64(query->statement, place, value.size == 0 ? "" : value.at,
			value.size, SQLITE_STATIC, SQLITE_UTF8));
}

/* The number of the viewer's company or group; false where there is none (any more). */
static bool find_key(
    struct store *store, enum statement statement, const char *id, struct known_key *known)
{
	const struct viewer nobody = {.role = ROLE_AUDITOR};
	if (id[0] == '\0')
		return false;
	if (strcmp(known->id, id) == 0)
		return true;
	struct query query = query_open(store, statement, &nobody);
	query_text(&query, ":id", text_of(id));
	if (query_next(&query, NULL) != DONE)
		return false;
	known->key = row_int(&query, 0);
	query_close(&query);
	return id_copy(text_of(id), known->id);
}

static void bind_key(struct query *query, const char *name, enum statement statement,
    const char *id, struct known_key *known)
{
	int place = place_of(query, name);
	/* Else it stays NULL, which is nobody's. */
	if (place != 0 && find_key(query->store, statement, id, known))
		note(query, sqlite3_bind_int64(query->statement, place, known->key));
}

static void bind_flag(struct query *query, const char *name, bool flag)
{
	int place = place_of(query, name);
	if (place != 0)
		note(query, sqlite3_bind_int(query->statement, place, flag));
}

/* Of the viewer's parameters those that the statement has. A role is bound by what it goes by only:
 * an analyst's company, were it set, gives nothing. */
static void bind_viewer(struct query *query, const struct viewer *viewer)
{
	struct store *store = query->store;
	bool of_group = viewer->role == ROLE_OPERATOR || viewer->role == ROLE_ANALYST ||
			viewer->role == ROLE_AUDITOR;
	bind_flag(query, ":all", viewer_sees_all(viewer));
	bind_flag(query, ":system", viewer_may(viewer, RIGHT_SYSTEM));
	if (viewer->role == ROLE_COMPANY)
		bind_key(query, ":own", SQL_viewer_company, viewer->company, &store->own);
	if (of_group)
		bind_key(query, ":group", SQL_viewer_group, viewer->group, &store->group);
	int member = place_of(query, ":member");
	if (member != 0 && viewer->member[0] != '\0')
		note(query, sqlite3_bind_text(
				query->statement, member, viewer->member, -1, SQLITE_TRANSIENT));
}

struct query query_open(struct store *store, enum statement statement, const struct viewer *viewer)
{
	struct query query = {.store = store};
	if (store->statements[statement] == NULL)
		query.code = sqlite3_prepare_v3(store->db, texts[statement], -1,
		    SQLITE_PREPARE_PERSISTENT, &store->statements[statement], NULL);
	query.statement = store->statements[statement];
	if (query.statement == NULL)
		return query;
	assert(!sqlite3_stmt_busy(query.statement));
	sqlite3_clear_bindings(query.statement);
	bind_viewer(&query, viewer);
	return query;
}

void query_text(struct query *query, const char *name, struct text value)
{
	int place = place_of(query, name);
	assert(place != 0 || query->statement == NULL);
	if (place != 0)
		bind_text(query, place, value);
}

void query_text_or_null(struct query *query, const char *name, struct text value)
{
	if (value.size != 0)
		query_text(query, name, value);
}

void query_int(struct query *query, const char *name, int64_t value)
{
	int place = place_of(query, name);
	assert(place != 0 || query->statement == NULL);
	if (place != 0)
		note(query, sqlite3_bind_int64(query->statement, place, value));
}

void query_real(struct query *query, const char *name, double value)
{
	int place = place_of(query, name);
	assert(place != 0 || query->statement == NULL);
	if (place != 0)
		note(query, sqlite3_bind_double(query->statement, place, value));
}

void query_time(struct query *query, const char *name, int64_t instant)
{
	if (instant != CLOCK_NONE)
		query_int(query, name, instant);
}

void query_close(struct query *query)
{
	if (query->statement != NULL)
		sqlite3_reset(query->statement);
}

enum outcome query_next(struct query *query, struct why *why)
{
	int code = query->code;
	if (code == SQLITE_OK)
		code = sqlite3_step(query->statement);
	if (code == SQLITE_ROW)
		return DONE;
	enum outcome outcome = code == SQLITE_DONE ? AT_END : store_failed(query->store, code, why);
	query_close(query);
	return outcome;
}

enum outcome query_run(struct query *query, uint64_t *changed, struct why *why)
{
	enum outcome outcome = query_next(query, why);
	if (outcome == DONE)
		query_close(query);
	if (outcome != AT_END && outcome != DONE)
		return outcome;
	if (changed != NULL)
		*changed = (uint64_t)sqlite3_changes64(query->store->db);
	return DONE;
}

struct text row_text(const struct query *query, int column, struct arena *arena)
{
	const unsigned char *bytes = sqlite3_column_text(query->statement, column);
	int size = sqlite3_column_bytes(query->statement, column);
	if (bytes == NULL || size <= 0)
		return (struct text){NULL, 0};
	return (struct text){arena_copy(arena, bytes, (size_t)size), (size_t)size};
}

int64_t row_int(const struct query *query, int column)
{
	return sqlite3_column_int64(query->statement, column);
}

uint64_t row_count(const struct query *query, int column)
{
	return (uint64_t)sqlite3_column_int64(query->statement, column);
}

int64_t row_time(const struct query *query, int column)
{
	if (sqlite3_column_type(query->statement, column) == SQLITE_NULL)
		return CLOCK_NONE;
	return sqlite3_column_int64(query->statement, column);
}

void row_id(const struct query *query, int column, char id[STORE_ID])
{
	const char *bytes = (const char *)sqlite3_column_text(query->statement, column);
	size_t size = bytes == NULL ? 0 : strnlen(bytes, STORE_ID - 1);
	memset(id, 0, STORE_ID);
	if (size != 0)
		memcpy(id, bytes, size);
}

void forget_keys(struct store *store)
{
	store->own.id[0] = store->group.id[0] = '\0';
}

static enum outcome run(struct store *store, const char *sql, struct why *why)
{
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? DONE
				 : store_failed(store, sqlite3_extended_errcode(store->db), why);
}

enum outcome work_begin(struct store *store, struct why *why)
{
	return run(store, store->begun ? "SAVEPOINT work" : "BEGIN IMMEDIATE", why);
}

enum outcome work_end(struct store *store, enum outcome outcome, struct why *why)
{
	if (outcome == DONE) {
		outcome = run(store, store->begun ? "RELEASE work" : "COMMIT", why);
		if (outcome == DONE)
			return DONE;
	}
	forget_keys(store);
	/* Some failures have rolled back by themselves; the rest is undone here. */
	(void)sqlite3_exec(store->db, store->begun ? "ROLLBACK TO work; RELEASE work" : "ROLLBACK",
	    NULL, NULL, NULL);
	return outcome;
}

enum outcome company_key(
    struct store *store, const struct viewer *viewer, struct text id, int64_t *key, struct why *why)
{
	struct query query = query_open(store, SQL_company_key, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE) {
		*key = row_int(&query, 0);
		query_close(&query);
		return DONE;
	}
	if (outcome != AT_END)
		return outcome;
	why_set(why, "company: there is none with the id '%.*s'", TEXT_ARGS(text_part(id, 0, 80)));
	return NOT_FOUND;
}

enum outcome company_wanted(uint64_t changed, struct text company, struct why *why)
{
	if (changed != 0)
		return DONE;
	why_set(
	    why, "company: '%.*s' is not there (any more)", TEXT_ARGS(text_part(company, 0, 80)));
	return NOT_FOUND;
}

void id_create(char id[STORE_ID])
{
	unsigned char bytes[(STORE_ID - 1) / 2];
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(id, STORE_ID, bytes, sizeof(bytes));
}

bool id_copy(struct text t, char id[STORE_ID])
{
	if (t.size >= STORE_ID)
		return false;
	memset(id, 0, STORE_ID);
	if (t.size != 0)
		memcpy(id, t.at, t.size);
	return true;
}

void *list_room(struct arena *arena, void *at, size_t count, size_t size)
{
	/* Full at LIST_FIRST and at every power of two from there on. */
	bool full = count == 0 || (count >= LIST_FIRST && (count & (count - 1)) == 0);
	if (!full)
		return at;
	return arena_grow(arena, at, count, count == 0 ? LIST_FIRST : 2 * count, size);
}
