/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, replacing and walking, on folders made here: links, loops, pipes, depth, length, lost
 * rights. */
#include "os/files.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/unit-files-XXXXXX";

/* A path below the folder; good until the fourth call after. */
static const char *in(const char *name)
{
	static char paths[4][LIMIT_PATH];
	static unsigned next;
	char *path = paths[next++ % 4];
	snprintf(path, LIMIT_PATH, "%s/%s", folder, name);
	return path;
}

static void put(const char *name, struct text bytes)
{
	struct why why;
	if (file_write(in(name), bytes, &why) != DONE)
		fail_msg("%s", why.text);
}

static int set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	mkdir(in("logs"), 0700);
	mkdir(in("logs/b"), 0700);
	mkdir(in("logs/empty"), 0755);
	put("logs/a.log", TEXT("a"));
	put("logs/b/inner", TEXT("bb"));
	put("logs/b.log", TEXT("ccc"));
	put("logs/line\nbreak", TEXT(""));
	if (symlink("/etc/passwd", in("logs/link")) != 0 || symlink("..", in("logs/b/loop")) != 0)
		return -1;
	return mkfifo(in("logs/pipe"), 0600);
}

static int tear_down(void **state)
{
	(void)state;
	static const char *const files[] = {"logs/a.log", "logs/b/inner", "logs/b.log",
	    "logs/line\nbreak", "logs/link", "logs/b/loop", "logs/pipe", "new"};
	static const char *const folders[] = {"logs/b", "logs/empty", "logs"};
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(in(files[i]));
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rmdir(in(folders[i]));
	return rmdir(folder);
}

struct seen {
	struct buffer log;
	unsigned stop_after;
	unsigned count;
	unsigned troubles;
	bool sane;
};

static bool visit(void *data, const struct file_seen *seen)
{
	struct seen *all = data;
	const char *name = seen->path + strlen(folder);
	if (seen->outcome == DONE)
		buffer_format(&all->log, "%s %llu\n", name, (unsigned long long)seen->size);
	else
		buffer_format(&all->log, "!%s\n", name);
	all->troubles += seen->outcome != DONE;
	all->sane = all->sane && seen->why != NULL && (seen->outcome == DONE || seen->why[0] != 0);
	if (seen->outcome == DONE)
		all->sane = all->sane && seen->modified > INT64_C(1600000000000000);
	return ++all->count != all->stop_after;
}

static void walk(const char *path, unsigned stop_after, struct seen *seen)
{
	struct why why;
	*seen = (struct seen){.stop_after = stop_after, .sane = true};
	buffer_init(&seen->log, 1024 * 1024);
	if (file_walk(path, visit, seen, &why) != DONE)
		fail_msg("%s", why.text);
	assert_true(seen->sane);
	buffer_put_char(&seen->log, 0);
}

static void test_walk(void **state)
{
	(void)state;
	struct seen seen;
	static const char wanted[] =
	    "/logs/a.log 1\n/logs/b/inner 2\n!/logs/b/loop\n/logs/b.log 3\n"
	    "/logs/line\nbreak 0\n!/logs/link\n!/logs/pipe\n";
	walk(in("logs"), 0, &seen);
	assert_string_equal(seen.log.bytes, wanted);
	buffer_free(&seen.log);
	/* A slash at the end changes nothing. */
	walk(in("logs/"), 0, &seen);
	assert_string_equal(seen.log.bytes, wanted);
	buffer_free(&seen.log);
}

static void test_walk_of_one(void **state)
{
	(void)state;
	struct seen seen;
	walk(in("logs/b.log"), 0, &seen);
	assert_string_equal(seen.log.bytes, "/logs/b.log 3\n");
	buffer_free(&seen.log);
	walk(in("logs/empty"), 0, &seen);
	assert_int_equal(seen.count, 0);
	buffer_free(&seen.log);
	/* The path that was given may be a link. */
	walk(in("logs/b/loop"), 0, &seen);
	assert_int_equal(seen.count, 7);
	buffer_free(&seen.log);
}

static void test_walk_stops(void **state)
{
	(void)state;
	struct seen seen;
	for (unsigned i = 1; i < 7; i++) {
		walk(in("logs"), i, &seen);
		assert_int_equal(seen.count, i);
		buffer_free(&seen.log);
	}
}

static void test_walk_of_nothing(void **state)
{
	(void)state;
	struct why why;
	char path[LIMIT_PATH + 16];
	assert_int_equal(file_walk(in("nowhere"), visit, NULL, &why), NOT_FOUND);
	assert_int_equal(file_walk(in("logs/pipe"), visit, NULL, &why), NOT_SUPPORTED);
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = 0;
	assert_int_equal(file_walk(path, visit, NULL, &why), TOO_LARGE);
}

/* Folders within folders until either limit is reached; made and removed step by step, since no
 * path is that long. */
static void deep(const char *name, unsigned levels, const char *wanted_trouble)
{
	struct seen seen;
	int fds[256];
	fds[0] = open(in("logs/empty"), O_RDONLY | O_DIRECTORY);
	assert_true(fds[0] >= 0 && levels < 256);
	for (unsigned i = 0; i < levels; i++) {
		assert_int_equal(mkdirat(fds[i], name, 0700), 0);
		fds[i + 1] = openat(fds[i], name, O_RDONLY | O_DIRECTORY);
		assert_true(fds[i + 1] >= 0);
	}
	close(openat(fds[levels], "log", O_WRONLY | O_CREAT, 0600));
	walk(in("logs/empty"), 0, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.troubles, wanted_trouble == NULL ? 0 : 1);
	buffer_free(&seen.log);
	unlinkat(fds[levels], "log", 0);
	for (unsigned i = levels; i > 0; i--) {
		close(fds[i]);
		unlinkat(fds[i - 1], name, AT_REMOVEDIR);
	}
	close(fds[0]);
}

static void test_depth(void **state)
{
	(void)state;
	char name[251];
	memset(name, 'n', sizeof(name));
	name[250] = 0;
	deep("d", 64, NULL);
	deep("d", 65, "too deep");
	deep(name, 10, NULL);
	deep(name, 20, "too long");
}

static void test_unreadable_folder(void **state)
{
	(void)state;
	struct seen seen;
	bool root = geteuid() == 0;
	chmod(folder, 0755);
	chmod(in("logs"), 0755);
	chmod(in("logs/b"), 0);
	/* Root may read everything, so be somebody else for the while. */
	if (root)
		assert_int_equal(seteuid(65534), 0);
	walk(in("logs"), 0, &seen);
	if (root)
		assert_int_equal(seteuid(0), 0);
	chmod(in("logs/b"), 0700);
	assert_non_null(strstr(seen.log.bytes, "!/logs/b\n"));
	assert_non_null(strstr(seen.log.bytes, "/logs/b.log 3\n"));
	buffer_free(&seen.log);
}

static void test_read(void **state)
{
	(void)state;
	struct text bytes = TEXT("untouched");
	struct why why;
	struct arena *arena = arena_create("test", 64 * 1024);
	assert_int_equal(file_read(in("logs/b.log"), 3, arena, &bytes, &why), DONE);
	assert_true(text_equal(bytes, TEXT("ccc")));
	assert_int_equal(file_read(in("logs/line\nbreak"), 3, arena, &bytes, &why), DONE);
	assert_int_equal(bytes.size, 0);
	bytes = TEXT("untouched");
	assert_int_equal(file_read(in("logs/b.log"), 2, arena, &bytes, &why), TOO_LARGE);
	assert_int_equal(file_read(in("nowhere"), 3, arena, &bytes, &why), NOT_FOUND);
	assert_int_equal(file_read(in("logs/pipe"), 3, arena, &bytes, &why), NOT_SUPPORTED);
	assert_int_equal(file_read(in("logs"), 3, arena, &bytes, &why), NOT_SUPPORTED);
	assert_true(text_equal(bytes, TEXT("untouched")));
	arena_destroy(arena);
}

/* A file larger than what is left on the arena is refused, not the arena's end. */
static void test_read_into_a_full_arena(void **state)
{
	(void)state;
	struct why why;
	struct text bytes;
	static char large[100000];
	struct arena *arena = arena_create("test", 64 * 1024);
	put("new", (struct text){large, sizeof(large)});
	assert_int_equal(file_read(in("new"), SIZE_MAX, arena, &bytes, &why), TOO_LARGE);
	put("new", (struct text){large, arena_left(arena)});
	assert_int_equal(file_read(in("new"), SIZE_MAX, arena, &bytes, &why), TOO_LARGE);
	arena_destroy(arena);
}

static void test_write(void **state)
{
	(void)state;
	struct text bytes;
	struct why why;
	struct stat stat_;
	struct arena *arena = arena_create("test", 64 * 1024);
	put("new", TEXT("one\0two"));
	put("new", TEXT("three"));
	assert_int_equal(file_read(in("new"), 100, arena, &bytes, &why), DONE);
	assert_true(text_equal(bytes, TEXT("three")));
	assert_int_equal(stat(in("new"), &stat_), 0);
	assert_int_equal(stat_.st_mode & 0133, 0);
	assert_int_equal(file_write(in("nowhere/new"), TEXT("x"), &why), NOT_FOUND);
	/* Onto a folder it cannot go, and nothing is left beside it. */
	assert_int_not_equal(file_write(in("logs"), TEXT("x"), &why), DONE);
	struct seen seen;
	walk(folder, 0, &seen);
	assert_null(strstr(seen.log.bytes, ".new-"));
	buffer_free(&seen.log);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_walk),
	    cmocka_unit_test(test_walk_of_one),
	    cmocka_unit_test(test_walk_stops),
	    cmocka_unit_test(test_walk_of_nothing),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_unreadable_folder),
	    cmocka_unit_test(test_read),
	    cmocka_unit_test(test_read_into_a_full_arena),
	    cmocka_unit_test(test_write),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
