/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A public suite of JSON cases (nst/JSONTestSuite), where it is at hand: y_ must be read, n_
 * refused, i_ either; and nothing that is read is changed by being lenient.
 */
#include "base/json.h"

#include "base/arena.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#define CASES_AT_LEAST 318

static char folder[3000];

static int is_case(const struct dirent *entry)
{
	const char *name = entry->d_name;
	return name[0] != '\0' && strchr("yni", name[0]) != NULL && name[1] == '_';
}

/* A copy of just its size, so that reading past the end is noticed. */
static struct text file_text(const char *name)
{
	static char bytes[1 << 20];
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	assert_true(feof(file));
	fclose(file);
	char *exact = malloc(size == 0 ? 1 : size);
	assert_non_null(exact);
	memcpy(exact, bytes, size);
	return (struct text){exact, size};
}

static void one_case(const char *name)
{
	struct arena *arena = arena_create("test", 64 << 20);
	struct text input = file_text(name);
	const struct json *value;
	enum outcome strict = json_read(input, &json_strict_limits, arena, &value, NULL);
	if (name[0] != 'i' && (strict == DONE) != (name[0] == 'y'))
		fail_msg("%s: %s", name, outcome_word(strict));
	if (json_read(input, &json_record_limits, arena, &value, NULL) != DONE && name[0] == 'y')
		fail_msg("%s is refused when lenient", name);
	free((char *)input.at);
	arena_destroy(arena);
}

static void every_case(void **state)
{
	(void)state;
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_case, alphasort);
	for (int i = 0; i < count; i++) {
		one_case(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	assert_true(count >= CASES_AT_LEAST);
}

int main(void)
{
	struct stat there;
	const char *data = getenv("SAKIMORI_DATA");
	snprintf(
	    folder, sizeof(folder), "%s/json-test-suite", data == NULL ? "../shared/data" : data);
	if (stat(folder, &there) != 0) {
		printf("1..0 # SKIP no %s (SAKIMORI_DATA names the folder above)\n", folder);
		return 0;
	}
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
