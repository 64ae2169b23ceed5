/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of following share; others use program/relay/follow.h. */
#ifndef PROGRAM_RELAY_FOLLOW_PARTS_H
#define PROGRAM_RELAY_FOLLOW_PARTS_H

#include "base/buffer.h"
#include "base/text.h"
#include "program/relay/follow.h"

#include <sys/types.h>

#define FOLLOW_PRINT 256 /* bytes of a file's beginning by which it is known again */

struct followed {
	const char *path;
	int fd;     /* -1: not open */
	bool known; /* device to print_size are set: of the file that is, or was, read */
	dev_t device;
	ino_t inode;
	char id[33]; /* random, of this file and generation: batch ids begin with it */
	uint64_t offset;
	uint64_t intent; /* a stretch up to here is on its way; else `offset` */
	char print[33];  /* hash of the first `print_size` bytes */
	size_t print_size;
	uint64_t seen;      /* its size when it was looked at last */
	int64_t idle_since; /* seconds: since when it does not grow while another file has its path;
			       0: it is not so */
	bool left;          /* that was so for long enough: nothing more is expected of it */
	bool told;          /* that it cannot be opened */
	/* of the turn */
	struct buffer body;
	uint32_t count;
	uint64_t ticket;
	bool appended;
};

struct follow {
	struct follow_options options;
	struct followed *files;
	char positions[4096];
	bool dirty; /* what stands in `positions` is not what holds */
	char *bytes;
};

/* Positions (follow_positions.c): files of `follow` get what is kept of their path. */
enum outcome follow_positions_read(struct follow *follow, struct why *why) MUST_CHECK;
enum outcome follow_positions_write(struct follow *follow, struct why *why) MUST_CHECK;

/* Which file it is (follow_file.c). Open it, or notice that it was replaced or emptied. */
void follow_file_look(struct follow *follow, struct followed *file);
/* Begin with the file that is open, as a new one, from `offset`. */
void follow_file_begin(struct follow *follow, struct followed *file, uint64_t offset);

#endif
