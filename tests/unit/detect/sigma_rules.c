/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Public detection rules (SigmaHQ), where they are at hand: every one is loaded, but for those that
 * wait for a placeholder's value and say so; with values for all placeholders, every one.
 */
#include "trial.h"

#include <fts.h>
#include <sys/stat.h>

#define RULES_AT_LEAST 3780

static char folder[3000];

static void add_file(struct ruleset *ruleset, const char *path)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct text input = {bytes, fread(bytes, 1, sizeof(bytes), file)};
	fclose(file);
	ruleset_add(ruleset, text_of(path), input);
}

static bool is_rule(const FTSENT *entry)
{
	return entry->fts_info == FTS_F && strstr(entry->fts_path, "/sigma/rules") != NULL &&
	       text_ends(text_of(entry->fts_name), TEXT(".yml"));
}

/* Adds all rules; gives the number of files. */
static size_t add_all(struct ruleset *ruleset)
{
	char *roots[] = {folder, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	size_t files = 0;
	assert_non_null(walk);
	for (FTSENT *entry = fts_read(walk); entry != NULL; entry = fts_read(walk)) {
		if (!is_rule(entry))
			continue;
		add_file(ruleset, entry->fts_path);
		files++;
	}
	fts_close(walk);
	return files;
}

static void test_all_load(void **state)
{
	(void)state;
	struct ruleset *ruleset = ruleset_create();
	size_t files = add_all(ruleset);
	size_t count;
	const struct refused_rule *refused = ruleset_refused(ruleset, &count);
	assert_true(files >= RULES_AT_LEAST);
	assert_int_equal(ruleset_count(ruleset) + count, files);
	for (size_t i = 0; i < count; i++) {
		if (!text_starts(refused[i].why, TEXT("placeholder")) || refused[i].line == 0)
			fail_msg("%.*s:%u: %.*s", TEXT_ARGS(refused[i].file), refused[i].line,
			    TEXT_ARGS(refused[i].why));
	}
	printf("# %zu rules load, %zu wait for a placeholder's value\n", ruleset_count(ruleset),
	    count);
	for (size_t i = 0; i < ruleset_count(ruleset); i++) {
		const struct rule_facts *facts = ruleset_rule(ruleset, i);
		assert_ptr_equal(ruleset_find(ruleset, facts->id), facts);
		assert_true(text_starts(ruleset_source(ruleset, facts), TEXT("title: ")));
	}
	ruleset_freeze(ruleset);
	ruleset_destroy(ruleset);
}

/* The name of the placeholder that a refusal speaks of: "placeholder %NAME% has no values". */
static struct text missing(const struct refused_rule *refused)
{
	struct text rest = refused->why;
	(void)text_cut(&rest, '%');
	return text_cut(&rest, '%');
}

static void test_all_load_with_values(void **state)
{
	(void)state;
	struct text names[200];
	size_t name_count = 0;
	struct arena *arena = arena_create("names", 1 << 20);
	for (int round = 0; round < 4; round++) {
		struct ruleset *ruleset = ruleset_create();
		struct text value = TEXT("value");
		for (size_t i = 0; i < name_count; i++)
			ruleset_placeholder(ruleset, names[i], &value, 1);
		size_t files = add_all(ruleset);
		size_t count;
		const struct refused_rule *refused = ruleset_refused(ruleset, &count);
		for (size_t i = 0; i < count && name_count < 200; i++)
			names[name_count++] = text_copy(arena, missing(&refused[i]));
		bool all = count == 0 && ruleset_count(ruleset) == files;
		ruleset_destroy(ruleset);
		if (all) {
			arena_destroy(arena);
			return;
		}
	}
	fail_msg("some rules are refused with values for all placeholders");
}

int main(void)
{
	struct stat there;
	const char *data = getenv("SAKIMORI_DATA");
	snprintf(folder, sizeof(folder), "%s/sigma", data == NULL ? "../shared/data" : data);
	if (stat(folder, &there) != 0) {
		printf("1..0 # SKIP no %s (SAKIMORI_DATA names the folder above)\n", folder);
		return 0;
	}
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_load),
	    cmocka_unit_test(test_all_load_with_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
