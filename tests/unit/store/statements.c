/* SPDX-License-Identifier: Apache-2.0 */
/* Every statement compiles, keeps to its plan, and says whom it shows its rows to. */
#include "scene.h"

#include "store/sqlite/query.h"

enum plan { HOT, ORDERED, RARE };

static const struct {
	const char *name;
	enum plan plan;
	const char *sql;
} table[] = {
#define STATEMENT(name, plan, sql) {#name, plan, sql},
#include "store/sqlite/statements.def"
#undef STATEMENT
};
#define STATEMENTS (sizeof(table) / sizeof(table[0]))

/* Whether a line of EXPLAIN QUERY PLAN is within what the statement promises. */
static bool is_within(enum plan plan, const char *line)
{
	if (plan == RARE)
		return true;
	if (strstr(line, "TEMP B-TREE") != NULL)
		/* Grouping a company's own counters is all that may be sorted. */
		return strstr(line, "GROUP BY") != NULL;
	if (strncmp(line, "SCAN", 4) != 0 || strstr(line, "CONSTANT ROW") != NULL)
		return true;
	return plan == ORDERED;
}

static int plan_of(struct scene *scene, size_t i)
{
	char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", table[i].sql);
	sqlite3_stmt *statement;
	int bad = 0;
	int code = sqlite3_prepare_v2(scene->store->db, sql, -1, &statement, NULL);
	if (code != SQLITE_OK)
		print_error("%s: %s\n", table[i].name, sqlite3_errmsg(scene->store->db));
	assert_int_equal(code, SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(statement, 3);
		if (!is_within(table[i].plan, line)) {
			print_error("%s: %s\n", table[i].name, line);
			bad++;
		}
	}
	sqlite3_finalize(statement);
	sqlite3_free(sql);
	return bad;
}

static void plans(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	int bad = 0;
	(void)state;
	scene_open(scene);
	for (size_t i = 0; i < STATEMENTS; i++)
		bad += plan_of(scene, i);
	scene_close(scene);
	assert_int_equal(bad, 0);
}

/* Each reads or changes something that is somebody's: it must ask who is looking. */
static void viewers(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_stmt *statement;
		assert_int_equal(
		    sqlite3_prepare_v2(scene->store->db, table[i].sql, -1, &statement, NULL),
		    SQLITE_OK);
		bool asks = sqlite3_bind_parameter_index(statement, ":all") != 0 ||
			    sqlite3_bind_parameter_index(statement, ":system") != 0 ||
			    /* Who the viewer is, is looked up by these. */
			    strncmp(table[i].name, "viewer_", 7) == 0;
		if (!asks)
			fail_msg("%s asks for no viewer", table[i].name);
		sqlite3_finalize(statement);
	}
	scene_close(scene);
}

/* With nobody as the viewer, none gives a row or changes one, whatever else is asked. */
static void nobody(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	for (size_t i = 0; i < STATEMENTS; i++) {
		sqlite3_stmt *statement;
		(void)sqlite3_prepare_v2(scene->store->db, table[i].sql, -1, &statement, NULL);
		int count = sqlite3_bind_parameter_count(statement);
		for (int j = 1; j <= count; j++) {
			const char *name = sqlite3_bind_parameter_name(statement, j);
			bool viewer = strcmp(name, ":all") == 0 || strcmp(name, ":system") == 0;
			bool empty = strcmp(name, ":own") == 0 || strcmp(name, ":group") == 0 ||
				     strcmp(name, ":member") == 0;
			if (viewer)
				sqlite3_bind_int(statement, j, 0);
			else if (!empty)
				sqlite3_bind_int64(statement, j, 1);
		}
		int64_t before = sqlite3_total_changes64(scene->store->db);
		int code = sqlite3_step(statement);
		bool sum = strstr(table[i].name, "_sum") != NULL ||
			   strstr(table[i].name, "administrators") != NULL;
		if (code == SQLITE_ROW && sum && sqlite3_column_int64(statement, 0) == 0)
			code = SQLITE_DONE;
		if (code != SQLITE_DONE)
			fail_msg("%s: %s", table[i].name, sqlite3_errmsg(scene->store->db));
		assert_int_equal(sqlite3_total_changes64(scene->store->db), before);
		sqlite3_finalize(statement);
	}
	scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(plans),
	    cmocka_unit_test(viewers),
	    cmocka_unit_test(nobody),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
