/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a log's segment: reading must end, tell each stretch once and in order, and opening
 * to append must neither change what is read nor give a position a second time. Half of the inputs
 * are edits to a real segment, since nobody guesses checksums: pairs of an offset (three bytes) and
 * a byte.
 */
#include "base/arena.h"
#include "journal/log_parts.h"

#include <assert.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FRAMES 12
#define ROOM 65536

static char folder[64];
static char segment[128];
static uint8_t real[ROOM];
static size_t real_size;

static void append(struct log_writer *writer, unsigned i)
{
	char body[600];
	char batch[16];
	uint64_t ticket = 0;
	struct why why;
	memset(body, (int)('a' + i), sizeof(body));
	snprintf(batch, sizeof(batch), i % 2 == 0 ? "b:%u" : "b%u", i);
	struct frame frame = {.kind = FRAME_STREAM,
	    .company = TEXT("a"),
	    .source = TEXT("b"),
	    .batch = text_of(batch),
	    .body = {body, 100 + i * 25}};
	enum outcome outcome = log_append(writer, &frame, &ticket, &why);
	if (outcome != DONE && outcome != ALREADY_THERE)
		abort();
	if (log_wait(writer, ticket, &why) != DONE)
		abort();
}

static struct log_writer *open_log(void)
{
	struct log_options options = {.folder = folder, .wake = -1};
	struct log_writer *writer = NULL;
	struct why why;
	return log_writer_open(&options, &writer, &why) == DONE ? writer : NULL;
}

static void clear(void)
{
	struct disk_numbers bases;
	if (log_segments(folder, &bases, NULL) != DONE)
		return;
	for (size_t i = 0; i < bases.count; i++)
		log_segment_remove(folder, bases.at[i]);
	disk_list_free(&bases);
}

static void finish(void)
{
	clear();
	rmdir(folder);
}

static void prepare(void)
{
	if (folder[0] != '\0')
		return;
	snprintf(folder, sizeof(folder), "/tmp/sakimori-fuzz-log-XXXXXX");
	if (mkdtemp(folder) == NULL)
		abort();
	atexit(finish);
	snprintf(segment, sizeof(segment), "%s/%020d.log", folder, 0);
	struct log_writer *writer = open_log();
	for (unsigned i = 0; i < FRAMES; i++)
		append(writer, i);
	log_writer_close(writer);
	int fd = open(segment, O_RDONLY);
	real_size = disk_read(fd, real, sizeof(real), 0);
	close(fd);
}

/* Read all: how many frames, and where it ended. */
static size_t read_all(uint64_t until, uint64_t *end)
{
	struct arena *arena = arena_create("fuzz", (size_t)20 << 20);
	struct log_reader *reader = NULL;
	struct frame frame;
	struct why why;
	size_t count = 0;
	uint64_t last = 0;
	struct log_extent extent;
	/* A segment without frames is removed when the next is made. */
	if (log_extent(folder, &extent, &why) != DONE ||
	    log_reader_open(folder, extent.first, &reader, &why) != DONE)
		abort();
	enum outcome outcome;
	while ((outcome = log_read(reader, until, arena, &frame, &why)) == DONE ||
	       outcome == MALFORMED) {
		assert(frame.position >= last && frame.next > frame.position);
		last = frame.next;
		count += outcome == DONE;
		arena_reset(arena);
	}
	assert(outcome == AT_END);
	*end = log_reader_position(reader);
	log_reader_close(reader);
	arena_destroy(arena);
	return count;
}

static void put_segment(const uint8_t *data, size_t size)
{
	clear();
	int fd = open(segment, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || !disk_write(fd, data, size, 0))
		abort();
	close(fd);
}

static void check(const uint8_t *data, size_t size)
{
	uint64_t end = 0;
	put_segment(data, size);
	size_t before = read_all(UINT64_MAX, &end);
	read_all(size, &end);
	struct log_writer *writer = open_log();
	assert(writer != NULL);
	append(writer, FRAMES + 1);
	log_writer_close(writer);
	assert(read_all(UINT64_MAX, &end) == before + 1);
	assert(end > size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t edited[ROOM];
	if (size == 0)
		return 0;
	prepare();
	if (data[0] % 2 != 0) {
		check(data + 1, size - 1);
		return 0;
	}
	memcpy(edited, real, real_size);
	for (size_t i = 1; i + 4 <= size; i += 4) {
		size_t at = data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16;
		edited[at % real_size] = data[i + 3];
	}
	size_t cut = data[0] % 4 == 0 ? real_size : real_size * data[0] / 256;
	check(edited, cut);
	return 0;
}
