/* SPDX-License-Identifier: Apache-2.0 */
/* Files followed: read a stretch of each, note its end, append it, wait until it is durable. */
#include "program/relay/follow.h"

#include "base/clock.h"
#include "base/limits.h"
#include "journal/frame.h"
#include "os/time.h"
#include "program/relay/follow_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STRETCH                                                                                    \
	((size_t)LIMIT_LINE) /* bytes of a file at a time: a line fits, a longer one is cut */
#define BODY (2 * STRETCH)   /* lines and their lengths */

enum outcome follow_open(
    const struct follow_options *options, struct follow **follow, struct why *why)
{
	struct follow *made = calloc(1, sizeof(*made));
	if (options->count > FOLLOW_FILES) {
		free(made);
		why_set(why, "at most %d files can be followed", FOLLOW_FILES);
		return TOO_LARGE;
	}
	struct followed *files = calloc(options->count + 1, sizeof(*files));
	char *bytes = malloc(STRETCH);
	if (made == NULL || files == NULL || bytes == NULL)
		abort();
	made->options = *options;
	made->files = files;
	made->bytes = bytes;
	snprintf(made->positions, sizeof(made->positions), "%s/files.json",
	    spool_folder(options->spool));
	for (size_t i = 0; i < options->count; i++) {
		files[i].path = options->paths[i];
		files[i].fd = -1;
		buffer_init(&files[i].body, (size_t)1 << 24);
	}
	enum outcome outcome = follow_positions_read(made, why);
	if (outcome == DONE)
		*follow = made;
	else
		follow_close(made);
	return outcome;
}

void follow_close(struct follow *follow)
{
	if (follow == NULL)
		return;
	for (size_t i = 0; i < follow->options.count; i++) {
		if (follow->files[i].fd >= 0)
			close(follow->files[i].fd);
		buffer_free(&follow->files[i].body);
	}
	free(follow->files);
	free(follow->bytes);
	free(follow);
}

/* Where the stretch that was read ends: behind its last whole line. One that fills the stretch is
 * cut; the last one of a file that was left has no end to wait for. */
static size_t end_of(const struct followed *file, struct text bytes)
{
	size_t at = text_find_last_char(bytes, '\n');
	if (at != TEXT_NONE)
		return at + 1;
	return bytes.size == STRETCH || file->left ? bytes.size : 0;
}

static void put_lines(struct followed *file, struct text bytes)
{
	buffer_clear(&file->body);
	file->count = 0;
	while (bytes.size != 0 && file->count < FRAME_RECORDS_MOST) {
		struct text rest = bytes;
		struct text line = text_cut(&rest, '\n');
		if (line.size != 0 && line.at[line.size - 1] == '\r')
			line.size--;
		bytes = rest;
		if (text_trim(line).size == 0)
			continue;
		records_put(&file->body, line);
		file->count++;
	}
}

/* Lines may be short: a stretch ends where a frame has no more records. */
static struct text bounded(struct text bytes)
{
	struct text rest = bytes;
	for (uint32_t lines = 0; lines < FRAME_RECORDS_MOST && rest.size != 0; lines++)
		text_cut(&rest, '\n');
	return text_part(bytes, 0, bytes.size - rest.size);
}

/* Read what comes next; true when there is a stretch to be appended. */
static bool read_stretch(struct follow *follow, struct followed *file)
{
	/* A stretch that was on its way is read again as it was. */
	size_t size = STRETCH;
	if (file->intent > file->offset && file->intent - file->offset < size)
		size = (size_t)(file->intent - file->offset);
	ssize_t got = pread(file->fd, follow->bytes, size, (off_t)file->offset);
	struct text bytes = {follow->bytes, got > 0 ? (size_t)got : 0};
	if (file->intent == file->offset) {
		bytes = bounded(text_part(bytes, 0, end_of(file, bytes)));
		follow->dirty = follow->dirty || bytes.size != 0;
		file->intent = file->offset + bytes.size;
	}
	put_lines(file, bytes);
	return file->intent > file->offset;
}

static void append(struct follow *follow, struct followed *file)
{
	char batch[FRAME_BATCH];
	snprintf(batch, sizeof(batch), "seq:%s:%llu", file->id, (unsigned long long)file->intent);
	struct spooled records = {.source = "file",
	    .origin = text_of(file->path),
	    .batch = text_of(batch),
	    .received = time_now(),
	    .count = file->count,
	    .body = buffer_text(&file->body)};
	file->ticket = 0;
	file->appended = file->count == 0;
	if (file->appended)
		return;
	enum outcome outcome = spool_append(follow->options.spool, &records, &file->ticket, NULL);
	file->appended = outcome == DONE || outcome == ALREADY_THERE;
}

static void settle(struct follow *follow, struct followed *file)
{
	if (file->appended && spool_wait(follow->options.spool, file->ticket, NULL) == DONE) {
		file->offset = file->intent;
		file->count = 0;
		follow->dirty = true;
	}
	file->appended = false;
}

enum outcome follow_turn(struct follow *follow, bool *busy, struct why *why)
{
	size_t count = follow->options.count;
	*busy = false;
	if (spool_is_full(follow->options.spool))
		return DONE;
	for (size_t i = 0; i < count; i++) {
		struct followed *file = &follow->files[i];
		follow_file_look(follow, file);
		if (file->fd >= 0)
			*busy = read_stretch(follow, file) || *busy;
	}
	if (follow->dirty) {
		enum outcome outcome = follow_positions_write(follow, why);
		if (outcome != DONE)
			return outcome;
	}
	for (size_t i = 0; i < count; i++) {
		if (follow->files[i].intent > follow->files[i].offset)
			append(follow, &follow->files[i]);
	}
	for (size_t i = 0; i < count; i++)
		settle(follow, &follow->files[i]);
	return DONE;
}
