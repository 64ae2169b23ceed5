/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, migrating, transactions and copies of the SQLite store. */
#include "store/sqlite/query.h"

#include "base/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT 5000                /* ms */
#define LONGEST_VALUE (16 * 1024 * 1024) /* bytes of one value or row */
#define APPLICATION 0x53616b69           /* "Saki", in the file's head */

static const struct {
	unsigned number;
	const char *sql;
} migrations[] = {
#define MIGRATION(number, sql) {number, sql},
#include "store/sqlite/migrations.def"
#undef MIGRATION
};
#define MIGRATIONS (sizeof(migrations) / sizeof(migrations[0]))

unsigned store_schema_known(void)
{
	return migrations[MIGRATIONS - 1].number;
}

static int one_number(sqlite3 *db, const char *sql, int64_t *number)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

unsigned store_schema(struct store *store)
{
	int64_t number = 0;
	return one_number(store->db, "PRAGMA user_version", &number) == SQLITE_OK ? (unsigned)number
										  : 0;
}

static enum outcome run(struct store *store, const char *sql, struct why *why)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return DONE;
	return store_failed(store, sqlite3_extended_errcode(store->db), why);
}

/* Switching to WAL wants the file for itself for a moment and does not wait for it. */
static enum outcome use_wal(struct store *store, struct why *why)
{
	for (unsigned i = 0;; i++) {
		int code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if (code == SQLITE_OK)
			return DONE;
		if (code != SQLITE_BUSY || i == 100)
			return store_failed(store, code, why);
		usleep(20000);
	}
}

static enum outcome configure(struct store *store, struct why *why)
{
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, BUSY_TIMEOUT);
	sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, LONGEST_VALUE);
	sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	/* What was acknowledged must survive a power cut: FULL, not WAL's usual NORMAL. */
	enum outcome outcome = run(store,
	    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
	    "PRAGMA cache_size = -2000; PRAGMA mmap_size = 0; PRAGMA secure_delete = OFF;"
	    /* Pages are written back in large lots: a turn's rows are spread over all indexes. */
	    "PRAGMA wal_autocheckpoint = 8192; PRAGMA journal_size_limit = 67108864",
	    why);
	if (outcome == DONE && !store->read_only)
		outcome = use_wal(store, why);
	return outcome;
}

static enum outcome refuse_newer(unsigned schema, struct why *why)
{
	why_set(why,
	    "the store's schema is number %u, newer than this program, which knows %u: "
	    "use the newer program",
	    schema, store_schema_known());
	return NOT_SUPPORTED;
}

static enum outcome apply(struct store *store, unsigned number, struct why *why)
{
	enum outcome outcome = DONE;
	for (size_t i = 0; i < MIGRATIONS && outcome == DONE; i++) {
		if (migrations[i].number == number)
			outcome = run(store, migrations[i].sql, why);
	}
	return outcome;
}

static enum outcome migrate_to(struct store *store, unsigned number, struct why *why)
{
	char mark[96];
	enum outcome outcome = run(store, "BEGIN IMMEDIATE", why);
	if (outcome != DONE)
		return outcome;
	/* Another process may have done it while this one waited. */
	if (store_schema(store) < number) {
		snprintf(mark, sizeof(mark), "PRAGMA user_version = %u; PRAGMA application_id = %d",
		    number, APPLICATION);
		outcome = apply(store, number, why);
		if (outcome == DONE)
			outcome = run(store, mark, why);
	}
	if (outcome == DONE)
		outcome = run(store, "COMMIT", why);
	if (outcome != DONE)
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return outcome;
}

static enum outcome migrate(struct store *store, struct why *why)
{
	int64_t schema = 0;
	int code = one_number(store->db, "PRAGMA user_version", &schema);
	if (code != SQLITE_OK)
		return store_failed(store, code, why);
	if (schema > store_schema_known())
		return refuse_newer((unsigned)schema, why);
	if (store->read_only && schema < store_schema_known()) {
		why_set(why, "the store's schema is number %u and has to be brought to %u first",
		    (unsigned)schema, store_schema_known());
		return NOT_SUPPORTED;
	}
	enum outcome outcome = DONE;
	for (unsigned i = (unsigned)schema + 1; i <= store_schema_known() && outcome == DONE; i++)
		outcome = migrate_to(store, i, why);
	return outcome;
}

static enum outcome open_database(struct store *store, const char *path, struct why *why)
{
	int flags =
	    SQLITE_OPEN_NOMUTEX |
	    (store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
	int code = sqlite3_open_v2(path, &store->db, flags, NULL);
	if (code != SQLITE_OK) {
		why_set(why, "%s: it cannot be opened: %s", path,
		    store->db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(store->db));
		return NOT_READABLE;
	}
	enum outcome outcome = configure(store, why);
	return outcome == DONE ? migrate(store, why) : outcome;
}

enum outcome store_open(const struct store_options *options, struct store **store, struct why *why)
{
	char path[LIMIT_PATH];
	int size = snprintf(path, sizeof(path), "%s/sakimori.db", options->folder);
	if (size < 0 || (size_t)size >= sizeof(path)) {
		why_set(why, "the store's path is too long");
		return TOO_LARGE;
	}
	if (!options->read_only && mkdir(options->folder, 0770) != 0 && errno != EEXIST) {
		why_set(why, "cannot make %s: %s", options->folder, strerror(errno));
		return NOT_READABLE;
	}
	if (sodium_init() < 0) {
		why_set(why, "no randomness for ids");
		return NOT_READABLE;
	}
	struct store *opened = calloc(1, sizeof(*opened));
	if (opened == NULL)
		abort();
	opened->read_only = options->read_only;
	enum outcome outcome = open_database(opened, path, why);
	if (outcome != DONE) {
		store_close(opened);
		return outcome;
	}
	*store = opened;
	return DONE;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close(store->db);
	free(store);
}

enum outcome store_begin(struct store *store, struct why *why)
{
	assert(!store->begun);
	enum outcome outcome = run(store, "BEGIN IMMEDIATE", why);
	store->begun = outcome == DONE;
	return outcome;
}

enum outcome store_commit(struct store *store, struct why *why)
{
	assert(store->begun);
	enum outcome outcome = run(store, "COMMIT", why);
	if (outcome == DONE)
		store->begun = false;
	return outcome;
}

void store_rollback(struct store *store)
{
	if (store->begun)
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	forget_keys(store);
	store->begun = false;
}

/* A new, private file: SQLite takes an empty one as a new database. */
static enum outcome make_private(const char *path, struct why *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd >= 0) {
		close(fd);
		return DONE;
	}
	why_set(why, "%s: it cannot be made: %s", path, strerror(errno));
	return errno == EEXIST ? ALREADY_THERE : NOT_READABLE;
}

static enum outcome copy_into(struct store *store, sqlite3 *copy, struct why *why)
{
	sqlite3_backup *backup = sqlite3_backup_init(copy, "main", store->db, "main");
	if (backup == NULL) {
		why_set(why, "the copy: %s", sqlite3_errmsg(copy));
		return NOT_READABLE;
	}
	/* In one step: a reader of one instant, whom writers do not wait for in WAL mode. */
	int code = sqlite3_backup_step(backup, -1);
	(void)sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE)
		/* One file, without a log beside it. */
		code = sqlite3_exec(copy, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		return DONE;
	why_set(why, "the copy: %s", sqlite3_errstr(code));
	return NOT_READABLE;
}

enum outcome store_backup(
    struct store *store, const struct viewer *viewer, const char *path, struct why *why)
{
	enum outcome outcome = viewer_must(viewer, RIGHT_INSTALLATION, why);
	if (outcome == DONE)
		outcome = make_private(path, why);
	if (outcome != DONE)
		return outcome;
	sqlite3 *copy = NULL;
	int code = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK) {
		outcome = copy_into(store, copy, why);
	} else {
		why_set(why, "the copy: %s", sqlite3_errstr(code));
		outcome = NOT_READABLE;
	}
	sqlite3_close(copy);
	if (outcome != DONE)
		(void)unlink(path);
	return outcome;
}
