/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a volume: reading and verifying must end and never fail, and what verifies must
 * read. Half of the inputs are edits to a real volume: pairs of an offset (three bytes) and a byte;
 * one that changes anything must not verify.
 */
#include "base/arena.h"
#include "journal/block_parts.h"
#include "journal/verify.h"

#include <assert.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOM 65536

static char top[64];
static struct journal_place place;
static char *volume;
static uint8_t real[ROOM];
static size_t real_size;
static struct chain_head anchor;

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *walk)
{
	(void)stat;
	(void)flag;
	(void)walk;
	return remove(path);
}

static void finish(void)
{
	nftw(top, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(volume);
}

static void fill(void)
{
	struct block_writer *writer = NULL;
	struct why why;
	char body[300];
	memset(body, 'x', sizeof(body));
	if (block_key_create(&place, TEXT("a"), &why) != DONE ||
	    block_writer_open(&place, TEXT("a"), &writer, &why) != DONE)
		abort();
	for (unsigned i = 1; i <= 9; i++) {
		struct frame frame = {.kind = FRAME_STREAM,
		    .position = i,
		    .company = TEXT("a"),
		    .source = TEXT("b"),
		    .body = {body, sizeof(body)}};
		if (block_add(writer, &frame, &why) != DONE)
			abort();
		block_add_token(writer, TEXT("token"));
		if (i % 3 == 0 && block_flush(writer, &anchor, &why) != DONE)
			abort();
	}
	block_writer_close(writer);
}

static void prepare(void)
{
	static char folder[128];
	static char keys[128];
	char *chain = NULL;
	if (top[0] != '\0')
		return;
	snprintf(top, sizeof(top), "/tmp/sakimori-fuzz-block-XXXXXX");
	if (mkdtemp(top) == NULL)
		abort();
	atexit(finish);
	snprintf(folder, sizeof(folder), "%s/journal", top);
	snprintf(keys, sizeof(keys), "%s/keys", top);
	place = (struct journal_place){folder, keys};
	fill();
	if (block_folder(&place, TEXT("a"), &chain, NULL) != DONE)
		abort();
	volume = disk_path(chain, "0000000001.vol");
	free(chain);
	int fd = open(volume, O_RDONLY);
	real_size = disk_read(fd, real, sizeof(real), 0);
	close(fd);
}

/* Read all; how many blocks gave their frames. */
static size_t read_all(void)
{
	struct arena *arena = arena_create("fuzz", (size_t)32 << 20);
	struct block_reader *reader = NULL;
	struct block_facts facts;
	struct text token = TEXT("token");
	struct why why;
	size_t good = 0;
	enum outcome outcome;
	if (block_reader_open(&place, TEXT("a"), &reader, &why) != DONE)
		abort();
	while ((outcome = block_previous(reader, &facts, &why)) == DONE || outcome == MALFORMED) {
		struct frame *frames = NULL;
		size_t count = 0;
		arena_reset(arena);
		bool holds = block_may_hold(reader, &token, 1);
		if (block_frames(reader, arena, &frames, &count, &why) != DONE)
			continue;
		good++;
		assert(holds && count != 0);
	}
	assert(outcome == AT_END);
	block_reader_close(reader);
	arena_destroy(arena);
	return good;
}

static bool check(const uint8_t *data, size_t size)
{
	struct verified verified;
	struct why why;
	int fd = open(volume, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || !disk_write(fd, data, size, 0))
		abort();
	close(fd);
	size_t blocks = read_all();
	if (journal_verify(&place, TEXT("a"), &anchor, &verified, &why) != DONE)
		abort();
	assert(verified.good || verified.why.text[0] != '\0');
	assert(verified.blocks <= blocks);
	return verified.good;
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
	bool same = memcmp(edited, real, real_size) == 0;
	assert(check(edited, real_size) == same);
	return 0;
}
