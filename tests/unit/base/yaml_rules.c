/* SPDX-License-Identifier: Apache-2.0 */
/* Public detection rules (SigmaHQ), where they are at hand: every one is read, and is a map with a
 * title. */
#include "base/yaml.h"

#include "base/arena.h"

#include <fts.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define RULES_AT_LEAST 3780

static char folder[3000];

static void one_rule(const char *path)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	struct text input = {bytes, fread(bytes, 1, sizeof(bytes), file)};
	fclose(file);
	struct arena *arena = arena_create("test", 64 << 20);
	struct yaml **roots;
	size_t count;
	struct why why;
	if (yaml_read(input, &yaml_content_limits, arena, &roots, &count, &why) != DONE)
		fail_msg("%s: %s", path, why.text);
	assert_true(count >= 1);
	assert_int_equal(roots[0]->kind, YAML_MAP);
	assert_true(yaml_get_text(roots[0], "title").size != 0);
	arena_destroy(arena);
}

static bool is_rule(const FTSENT *entry)
{
	return entry->fts_info == FTS_F && strstr(entry->fts_path, "/sigma/rules") != NULL &&
	       text_ends(text_of(entry->fts_name), TEXT(".yml"));
}

static void every_rule(void **state)
{
	(void)state;
	char *roots[] = {folder, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	assert_non_null(walk);
	size_t rules = 0;
	for (FTSENT *entry = fts_read(walk); entry != NULL; entry = fts_read(walk)) {
		if (!is_rule(entry))
			continue;
		one_rule(entry->fts_path);
		rules++;
	}
	fts_close(walk);
	assert_true(rules >= RULES_AT_LEAST);
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
	    cmocka_unit_test(every_rule),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
