/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the store: named statements, prepared once a connection, with the viewer bound into each.
 *
 * query_open() binds what says whom the viewer sees (:all, :own, :group, :member, :system), so a
 * call cannot forget it; the SQL of statements.def decides with it. A query is a value; whatever
 * query_next() gives but DONE has ended it.
 */
#ifndef STORE_SQLITE_QUERY_H
#define STORE_SQLITE_QUERY_H

#include "store/rights.h"
#include "store/store.h"

#include <sqlite3.h>

struct value_set;

enum statement {
#define STATEMENT(name, plan, sql) SQL_##name,
#include "store/sqlite/statements.def"
#undef STATEMENT
	SQL_COUNT
};

/* The number that an id has, for ever. */
struct known_key {
	char id[STORE_ID];
	int64_t key;
};

struct store {
	sqlite3 *db;
	bool read_only;
	bool begun;           /* store_begin() */
	struct known_key own; /* of the viewer that was here last */
	struct known_key group;
	sqlite3_stmt *statements[SQL_COUNT];
};

struct query {
	struct store *store;
	sqlite3_stmt *statement;
	int code; /* of the first thing that failed */
};

struct query query_open(struct store *store, enum statement statement, const struct viewer *viewer);
void query_text(struct query *query, const char *name, struct text value);
void query_text_or_null(struct query *query, const char *name, struct text value); /* empty: NULL */
void query_int(struct query *query, const char *name, int64_t value);
void query_real(struct query *query, const char *name, double value);
void query_time(struct query *query, const char *name, int64_t instant); /* CLOCK_NONE: NULL */
/* DONE: there is a row. AT_END. Else it failed. */
enum outcome query_next(struct query *query, struct why *why) MUST_CHECK;
/* Run one that gives no rows; *changed (may be NULL) is how many it changed. */
enum outcome query_run(struct query *query, uint64_t *changed, struct why *why) MUST_CHECK;
/* End before its end. */
void query_close(struct query *query);

/* The columns of the current row. */
struct text row_text(const struct query *query, int column, struct arena *arena);
int64_t row_int(const struct query *query, int column);
uint64_t row_count(const struct query *query, int column);
int64_t row_time(const struct query *query, int column); /* NULL: CLOCK_NONE */
void row_id(const struct query *query, int column, char id[STORE_ID]);

/*
 * Work of several statements that hold together: its own transaction, or a part of the one that
 * is begun. work_end() keeps it when `outcome` is DONE, else undoes it; gives the outcome.
 */
enum outcome work_begin(struct store *store, struct why *why) MUST_CHECK;
enum outcome work_end(struct store *store, enum outcome outcome, struct why *why) MUST_CHECK;

/* After something was undone: a number of a row that is no more may be given again. */
void forget_keys(struct store *store);

/* What a failure of SQLite is for the caller. */
enum outcome store_failed(struct store *store, int code, struct why *why);

/* The number of a company that the viewer sees; NOT_FOUND. */
enum outcome company_key(struct store *store, const struct viewer *viewer, struct text id,
    int64_t *key, struct why *why) MUST_CHECK;
/* NOT_FOUND for a company that left or never was, when nothing was changed. */
enum outcome company_wanted(uint64_t changed, struct text company, struct why *why) MUST_CHECK;

/* A random id. */
void id_create(char id[STORE_ID]);
/* Copy an id that came as text; false when it is longer than one. */
bool id_copy(struct text t, char id[STORE_ID]);
/* The first of a list's rows may grow without copying them all each time. */
#define LIST_FIRST 16
/* Make room for element `count` of a list on an arena. */
void *list_room(struct arena *arena, void *at, size_t count, size_t size);

#endif
