/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, migrating, transactions, copies; the words for roles. */
#include "scene.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void execute(const char *folder, const char *sql)
{
	char path[1024];
	sqlite3 *db;
	snprintf(path, sizeof(path), "%.900s/sakimori.db", folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void roles(void **state)
{
	enum role role;
	(void)state;
	for (enum role r = ROLE_ADMINISTRATOR; r <= ROLE_SYSTEM; r++) {
		assert_true(role_parse(text_of(role_word(r)), &role));
		assert_int_equal(role, r);
	}
	assert_true(role_parse(TEXT("Operator"), &role));
	assert_int_equal(role, ROLE_OPERATOR);
	assert_false(role_parse(TEXT("king"), &role));
	assert_false(role_parse(TEXT(""), &role));
}

static void newer_schema(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct store *store = NULL;
	(void)state;
	scene_open(scene);
	assert_int_equal(store_schema(scene->store), store_schema_known());
	store_close(scene->store);
	execute(scene->folder, "PRAGMA user_version = 4000");
	struct store_options options = {.folder = scene->folder};
	IS(store_open(&options, &store, &scene->why), NOT_SUPPORTED);
	assert_non_null(strstr(scene->why.text, "4000"));
	assert_null(store);
	execute(scene->folder, "PRAGMA user_version = 1");
	OK(store_open(&options, &scene->store, &scene->why));
	scene_close(scene);
}

static void no_store(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct store *store = NULL;
	(void)state;
	scene_open(scene);
	struct store_options options = {.folder = "/nowhere/at/all"};
	IS(store_open(&options, &store, &scene->why), NOT_READABLE);
	options.read_only = true;
	IS(store_open(&options, &store, &scene->why), NOT_READABLE);
	store_close(NULL);
	/* What is no database is not taken for one, nor written over. */
	char folder[] = "/tmp/sakimori-none-XXXXXX";
	char path[1024];
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%.900s/sakimori.db", folder);
	FILE *file = fopen(path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("this is no database\n", file);
	fclose(file);
	options = (struct store_options){.folder = folder};
	IS(store_open(&options, &store, &scene->why), NOT_READABLE);
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_size, 20000);
	unlink(path);
	rmdir(folder);
	scene_close(scene);
}

static void read_only(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct store *store;
	struct company company = {.name = TEXT_INIT("X")};
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct store_options options = {.folder = scene->folder, .read_only = true};
	OK(store_open(&options, &store, &scene->why));
	IS(company_add(store, &scene->administrator, T0, &company, &scene->why), NOT_ALLOWED);
	struct companies list;
	OK(company_list(store, &scene->administrator, (struct page){10, {NULL, 0}}, true,
	    scene->arena, &list, &scene->why));
	assert_int_equal(list.count, 3);
	store_close(store);
	scene_close(scene);
}

/* Several processes open a new store at once: one migrates, the others wait. */
static void opened_at_once(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	int status;
	(void)state;
	char folder[] = "/tmp/sakimori-once-XXXXXX";
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 4; i++) {
		if (fork() == 0) {
			struct store *store;
			struct store_options options = {.folder = folder};
			bool good = store_open(&options, &store, NULL) == DONE &&
				    store_schema(store) == store_schema_known();
			_exit(good ? 0 : 1);
		}
	}
	for (int i = 0; i < 4; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	scene_open(scene);
	store_close(scene->store);
	(void)rmdir(scene->folder);
	snprintf(scene->folder, sizeof(scene->folder), "%s", folder);
	struct store_options options = {.folder = folder};
	OK(store_open(&options, &scene->store, &scene->why));
	scene_close(scene);
}

/* Results and position stand together or not at all. */
static void transactions(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	uint64_t position;
	struct kept_finding kept;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct kept_finding finding = scene_finding("f-new", scene->companies[0].id, T0, T0);
	OK(store_begin(scene->store, &scene->why));
	OK(finding_put(scene->store, &scene->system, &finding, &scene->why));
	OK(position_set(scene->store, &scene->system, TEXT("engine"), 77, &scene->why));
	/* What a company that left is sent changes nothing, and the transaction goes on. */
	struct kept_finding foreign = scene_finding("f-lost", "no-such-company", T0, T0);
	IS(finding_put(scene->store, &scene->system, &foreign, &scene->why), NOT_FOUND);
	/* Neither does a part of it that fails within. */
	IS(finding_merge(scene->store, &scene->system, TEXT("f-new"), TEXT("no"), &scene->why),
	    NOT_FOUND);
	store_rollback(scene->store);
	OK(position_get(scene->store, &scene->system, TEXT("engine"), &position, &scene->why));
	assert_int_equal(position, 0);
	IS(finding_get(scene->store, &scene->system, TEXT("f-new"), scene->arena, &kept, NULL),
	    NOT_FOUND);
	OK(store_begin(scene->store, &scene->why));
	OK(finding_put(scene->store, &scene->system, &finding, &scene->why));
	IS(finding_merge(scene->store, &scene->system, TEXT("f-new"), TEXT("no"), &scene->why),
	    NOT_FOUND);
	OK(position_set(scene->store, &scene->system, TEXT("engine"), 78, &scene->why));
	OK(store_commit(scene->store, &scene->why));
	OK(position_get(scene->store, &scene->system, TEXT("engine"), &position, &scene->why));
	assert_int_equal(position, 78);
	OK(finding_get(scene->store, &scene->system, TEXT("f-new"), scene->arena, &kept, NULL));
	scene_close(scene);
}

/* A process that dies within a transaction leaves nothing of it. */
static void killed_within(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	uint64_t position;
	int status;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	if (fork() == 0) {
		struct store *store;
		struct store_options options = {.folder = scene->folder};
		if (store_open(&options, &store, NULL) != DONE || store_begin(store, NULL) != DONE)
			_exit(2);
		for (uint64_t i = 1; i < 2000; i++) {
			char id[STORE_ID];
			snprintf(id, sizeof(id), "k%llu", (unsigned long long)i);
			struct kept_finding kept =
			    scene_finding(id, scene->companies[0].id, T0, T0);
			if (finding_put(store, &scene->system, &kept, NULL) != DONE ||
			    position_set(store, &scene->system, TEXT("e"), i, NULL) != DONE)
				_exit(3);
		}
		raise(9);
	}
	assert_true(wait(&status) > 0);
	assert_true(WIFSIGNALED(status));
	OK(position_get(scene->store, &scene->system, TEXT("e"), &position, &scene->why));
	assert_int_equal(position, 0);
	struct kept_finding kept;
	IS(finding_get(scene->store, &scene->system, TEXT("k1"), scene->arena, &kept, NULL),
	    NOT_FOUND);
	scene_close(scene);
}

static void put_many(struct store *store, struct scene *scene, uint64_t from)
{
	for (uint64_t i = from; i < from + 50; i++) {
		char id[STORE_ID];
		snprintf(id, sizeof(id), "b%llu", (unsigned long long)i);
		struct kept_finding kept = scene_finding(id, scene->companies[0].id, T0, T0);
		OK(store_begin(store, &scene->why));
		OK(finding_put(store, &scene->system, &kept, &scene->why));
		OK(position_set(store, &scene->system, TEXT("e"), i, &scene->why));
		OK(store_commit(store, &scene->why));
	}
}

/* The copy is of one instant: its findings are those up to its position. */
static void backup(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct store *store;
	struct kept_finding kept;
	uint64_t position;
	char path[256];
	char folder[128];
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	put_many(scene->store, scene, 1);
	snprintf(folder, sizeof(folder), "%.63s-copy", scene->folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(path, sizeof(path), "%.900s/sakimori.db", folder);
	struct viewer watcher = scene_viewer(scene, ROLE_OPERATOR, 0, -1);
	IS(store_backup(scene->store, &watcher, path, &scene->why), NOT_ALLOWED);
	OK(store_backup(scene->store, &scene->administrator, path, &scene->why));
	IS(store_backup(scene->store, &scene->administrator, path, &scene->why), ALREADY_THERE);
	struct stat status;
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	put_many(scene->store, scene, 100);
	struct store_options options = {.folder = folder};
	OK(store_open(&options, &store, &scene->why));
	OK(position_get(store, &scene->system, TEXT("e"), &position, &scene->why));
	assert_int_equal(position, 50);
	OK(finding_get(store, &scene->system, TEXT("b50"), scene->arena, &kept, &scene->why));
	IS(finding_get(store, &scene->system, TEXT("b100"), scene->arena, &kept, NULL), NOT_FOUND);
	store_close(store);
	unlink(path);
	assert_int_equal(rmdir(folder), 0);
	scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(roles),
	    cmocka_unit_test(newer_schema),
	    cmocka_unit_test(no_store),
	    cmocka_unit_test(read_only),
	    cmocka_unit_test(opened_at_once),
	    cmocka_unit_test(transactions),
	    cmocka_unit_test(killed_within),
	    cmocka_unit_test(backup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
