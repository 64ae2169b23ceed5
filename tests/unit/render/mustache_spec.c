/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public mustache specification's core files, every case of each: read from
 * $SAKIMORI_DATA/mustache-spec (or ../shared/data/mustache-spec), skipped where that is not there.
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "render/mustache.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#define FILE_SIZE ((size_t)1024 * 1024)

struct spec {
	const char *file;
	size_t least; /* cases that were in the file when this was written: an emptied file fails */
};

static const char *data_folder(void)
{
	const char *folder = getenv("SAKIMORI_DATA");
	return folder != NULL ? folder : "../shared/data";
}

static struct text read_spec(struct arena *arena, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/mustache-spec/%s", data_folder(), name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s is not there though its folder is", path);
	char *bytes = arena_alloc(arena, FILE_SIZE);
	size_t size = fread(bytes, 1, FILE_SIZE, file);
	fclose(file);
	assert_true(size > 0 && size < FILE_SIZE);
	return (struct text){bytes, size};
}

static struct text find_partial(void *data, struct text name)
{
	const struct json *partials = data;
	if (partials == NULL)
		return TEXT("");
	for (const struct json *p = partials->first; p != NULL; p = p->next)
		if (text_equal(p->name, name))
			return p->text;
	return TEXT("");
}

/* 1 when the case does not come out as it must; says which and how. */
static int run_case(const struct json *test, struct arena *arena)
{
	struct text name = json_get_text(test, "name");
	struct partials partials = {find_partial, (void *)(uintptr_t)json_get(test, "partials")};
	const struct template *template;
	struct buffer out;
	struct why why = {""};
	buffer_init(&out, FILE_SIZE);
	enum outcome outcome =
	    template_compile(json_get_text(test, "template"), &partials, arena, &template, &why);
	if (outcome == DONE)
		outcome = template_render(template, json_get(test, "data"), &out, &why);
	struct text expected = json_get_text(test, "expected");
	int failed = outcome != DONE || !text_equal(buffer_text(&out), expected);
	if (failed)
		print_error("# %.*s: %s%s\n#   expected \"%.*s\"\n#   rendered \"%.*s\"\n",
		    TEXT_ARGS(name), outcome == DONE ? "" : outcome_word(outcome), why.text,
		    TEXT_ARGS(expected), TEXT_ARGS(buffer_text(&out)));
	buffer_free(&out);
	return failed;
}

static void run_file(void **state)
{
	const struct spec *spec = *state;
	struct arena *arena = arena_create("spec", (size_t)64 * 1024 * 1024);
	struct text bytes = read_spec(arena, spec->file);
	const struct json *root;
	struct why why = {""};
	assert_int_equal(json_read(bytes, &json_strict_limits, arena, &root, &why), DONE);
	const struct json *tests = json_get(root, "tests");
	assert_non_null(tests);
	assert_true(tests->count >= spec->least);
	int failed = 0;
	for (const struct json *test = tests->first; test != NULL; test = test->next)
		failed += run_case(test, arena);
	print_message("# %s: %zu cases, %d failed\n", spec->file, tests->count, failed);
	arena_destroy(arena);
	assert_int_equal(failed, 0);
}

int main(void)
{
	struct stat folder;
	if (stat(data_folder(), &folder) != 0) {
		/* cmocka's own skip() says "not ok", which a reader of TAP takes as a failure */
		printf("1..0 # SKIP no %s (SAKIMORI_DATA names the folder)\n", data_folder());
		return 0;
	}
	static struct spec specs[] = {
	    {"comments.json", 12},
	    {"delimiters.json", 14},
	    {"interpolation.json", 42},
	    {"inverted.json", 22},
	    {"partials.json", 12},
	    {"sections.json", 34},
	};
	const struct CMUnitTest tests[] = {
	    {"comments", run_file, NULL, NULL, &specs[0]},
	    {"delimiters", run_file, NULL, NULL, &specs[1]},
	    {"interpolation", run_file, NULL, NULL, &specs[2]},
	    {"inverted", run_file, NULL, NULL, &specs[3]},
	    {"partials", run_file, NULL, NULL, &specs[4]},
	    {"sections", run_file, NULL, NULL, &specs[5]},
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
