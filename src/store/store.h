/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: what is few and must be found by many ways — companies, members, sources, findings,
 * incidents, hourly counters, positions, notices.
 *
 * An engine behind one interface, chosen by the address it is opened with; today SQLite
 * ("FOLDER/sakimori.db", WAL). All SQL stands in store/sqlite/statements.def, the schema in
 * numbered migrations (store/sqlite/migrations.def); opening brings an older schema up to date and
 * refuses a newer one.
 *
 * Every call takes a viewer, and there is none without: it sees and changes only what its role
 * allows. What it may not see is NOT_FOUND, what it may see but not change NOT_ALLOWED.
 *
 * A connection belongs to one thread. Results live on the arena that is given.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/clock.h"
#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

#define STORE_ID 33 /* 32 characters at most and a NUL */

enum role {
	ROLE_ADMINISTRATOR, /* of the installation: everything */
	ROLE_OPERATOR,      /* of a group: its companies, members and sources */
	ROLE_ANALYST,       /* of a group: sees its companies, works on incidents */
	ROLE_COMPANY,       /* member of one company: sees it, works on its incidents */
	ROLE_AUDITOR,       /* of a group, or of all where it has none: sees, changes nothing */
	ROLE_SYSTEM,        /* a process of the server; nobody signs in with it */
};
const char *role_word(enum role role); /* "administrator", …, "system" */
bool role_parse(struct text word, enum role *role);

/* On whose behalf a call is made. */
struct viewer {
	enum role role;
	char member[STORE_ID];  /* empty for ROLE_SYSTEM and for the local administrator */
	char group[STORE_ID];   /* operator, analyst, auditor: empty where there is none */
	char company[STORE_ID]; /* company member */
};
/* A process acting for the system; `process` is a static name. */
struct viewer viewer_system(const char *process);
/* Whoever runs commands on this machine with access to the data folder. */
struct viewer viewer_local(void);

struct store_options {
	const char *folder; /* made when it is not there */
	bool read_only;
};
/* Open, migrate. NOT_SUPPORTED: the schema is newer than this program; NOT_READABLE. */
enum outcome store_open(
    const struct store_options *options, struct store **store, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void store_close(struct store *store);

/*
 * A transaction over several calls: begun for writing at once, so that no call in it waits for a
 * lock. Without one every call is its own. Begins do not nest. After a failure within, roll back.
 */
enum outcome store_begin(struct store *store, struct why *why) MUST_CHECK;
enum outcome store_commit(struct store *store, struct why *why) MUST_CHECK;
void store_rollback(struct store *store);

/* A consistent copy while others write, as one file. */
enum outcome store_backup(
    struct store *store, const struct viewer *viewer, const char *path, struct why *why) MUST_CHECK;

/* The number of the schema's last migration: in the store, and as this program knows it. */
unsigned store_schema(struct store *store);
unsigned store_schema_known(void);

/* Which page of a list: `limit` 1 to 1,000; `after` is the `next` that the page before gave, empty
 * at first. */
struct page {
	size_t limit;
	struct text after;
};

#endif
