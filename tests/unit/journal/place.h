/* SPDX-License-Identifier: Apache-2.0 */
/* What the journal's tests share: a temporary folder, files changed by hand, frames to append. */
#ifndef TESTS_JOURNAL_PLACE_H
#define TESTS_JOURNAL_PLACE_H

#include "base/arena.h"
#include "journal/log.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define UNUSED __attribute__((unused))

static char top[64];

UNUSED static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *walk)
{
	(void)stat;
	(void)flag;
	(void)walk;
	return remove(path);
}

UNUSED static void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

UNUSED static int set_up(void **state)
{
	(void)state;
	snprintf(top, sizeof(top), "/tmp/sakimori-journal-XXXXXX");
	return mkdtemp(top) == NULL;
}

UNUSED static int tear_down(void **state)
{
	(void)state;
	remove_all(top);
	return 0;
}

UNUSED static const char *below(const char *name)
{
	static char paths[8][256];
	static unsigned next;
	char *path = paths[next++ % 8];
	snprintf(path, 256, "%s/%s", top, name);
	return path;
}

/* The name of a folder's n-th file with this ending, in order; NULL: there is none. */
UNUSED static const char *nth_file(const char *folder, const char *ending, size_t n)
{
	static char path[512];
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	const char *found = NULL;
	for (int i = 0; i < count; i++) {
		if (text_ends(text_of(entries[i]->d_name), text_of(ending)) && n-- == 0) {
			snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
			found = path;
		}
		free(entries[i]);
	}
	free(entries);
	return found;
}

UNUSED static size_t count_files(const char *folder, const char *ending)
{
	size_t count = 0;
	while (nth_file(folder, ending, count) != NULL)
		count++;
	return count;
}

UNUSED static struct text load(const char *path)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *bytes = malloc((size_t)64 << 20);
	size_t size = fread(bytes, 1, (size_t)64 << 20, file);
	fclose(file);
	return (struct text){bytes, size};
}

UNUSED static void save(const char *path, struct text bytes)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	if (bytes.size != 0)
		assert_int_equal(fwrite(bytes.at, 1, bytes.size, file), bytes.size);
	assert_int_equal(fclose(file), 0);
}

UNUSED static void flip(const char *path, long offset)
{
	FILE *file = fopen(path, "r+b");
	assert_non_null(file);
	fseek(file, offset, offset < 0 ? SEEK_END : SEEK_SET);
	int byte = fgetc(file);
	assert_true(byte != EOF);
	fseek(file, -1, SEEK_CUR);
	fputc(byte ^ 0x10, file);
	assert_int_equal(fclose(file), 0);
}

/* A frame of one record each that says its number. */
UNUSED static struct frame numbered(unsigned number, char *body, size_t room)
{
	int size = snprintf(body + 2, room - 2,
	    "%u <34>Oct 11 22:14:15 mymachine su[%u]: 'su root' failed for user %u on /dev/pts/8 "
	    "with some more words so that it may be packed: %u %u %u %u and again the same words, "
	    "the same words, the same words, the same words, the same words, the same words",
	    number, number * 7919, number % 13, number, number + 1, number + 2, number + 3);
	body[0] = (char)(0x80 | (size & 0x7f));
	body[1] = (char)(size >> 7);
	return (struct frame){.kind = FRAME_RECORDS,
	    .received = INT64_C(1700000000000000) + number,
	    .company = TEXT("c0ffee"),
	    .source = TEXT("50a3ce"),
	    .origin = TEXT("192.0.2.1"),
	    .count = 1,
	    .body = {body, (size_t)size + 2}};
}

UNUSED static unsigned number_of(const struct frame *frame)
{
	struct text rest = frame->body;
	struct text record;
	uint64_t number = UINT64_MAX;
	assert_int_equal(records_next(&rest, &record), DONE);
	assert_true(text_to_uint(text_word(&record), &number));
	return (unsigned)number;
}

UNUSED static enum outcome append(struct log_writer *writer, unsigned number, struct text batch)
{
	char body[1024];
	struct why why = {""};
	uint64_t ticket = 0;
	struct frame frame = numbered(number, body, sizeof(body));
	frame.batch = batch;
	enum outcome outcome = log_append(writer, &frame, &ticket, &why);
	return outcome != DONE ? outcome : log_wait(writer, ticket, &why);
}

#endif
