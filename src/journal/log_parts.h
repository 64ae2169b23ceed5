/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the log: segments, frames as they stand on disk, the scan that readers and recovery share,
 * remembered batches. Nobody outside the journal includes this; docs/journal.md has the format.
 */
#ifndef JOURNAL_LOG_PARTS_H
#define JOURNAL_LOG_PARTS_H

#include "journal/disk.h"
#include "journal/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_HEADER 80 /* bytes of a segment's head */
#define LOG_HEAD 64   /* bytes of a frame's head */
#define LOG_SALT 16
/* Bytes of a frame behind its head. */
#define LOG_STORED (FRAME_BODY + FRAME_ID + FRAME_ID + FRAME_ORIGIN + FRAME_BATCH)

/* Kinds besides those of frame.h: the log's own, which log_read() passes over. */
enum {
	LOG_NAMES = 0x41,   /* carried over: highest numbers of (source, NAME) */
	LOG_LAST = 0x42,    /* carried over: the last other batch ids, oldest first */
	LOG_CARRIED = 0x43, /* all that is carried over stands before this */
	LOG_MARK = 0x44,    /* says nothing but how far the log was durable */
};

/* [0-9a-z-]{1,40}: ids go into paths. */
bool frame_id_valid(struct text id);

/* log_segment.c: files. */

struct log_segment {
	uint64_t base;         /* position of its first byte */
	uint64_t previous_end; /* what the segments before hold at or behind this never counted */
	uint64_t durable;      /* how far the log was durable when it was made */
	unsigned char salt[LOG_SALT];
};
#define LOG_NAME 32
void log_segment_name(uint64_t base, char name[LOG_NAME]);
/* A new file that nobody sees yet, with its head; the salt is made here. */
enum outcome log_segment_begin(
    const char *folder, struct log_segment *segment, int *fd, struct why *why) MUST_CHECK;
/* Sync it, give it its name, sync the folder. */
enum outcome log_segment_show(
    const char *folder, const struct log_segment *segment, int fd, struct why *why) MUST_CHECK;
/* Remove one that was never shown. */
void log_segment_unfinished(const char *folder, uint64_t base);
/* Remove it, shown or not. */
void log_segment_remove(const char *folder, uint64_t base);
/* Open for reading. MALFORMED: its head is damaged (*fd is open all the same, base is set). */
enum outcome log_segment_open(const char *folder, uint64_t base, struct log_segment *segment,
    int *fd, struct why *why) MUST_CHECK;
/* All bases, ascending. */
enum outcome log_segments(
    const char *folder, struct disk_numbers *bases, struct why *why) MUST_CHECK;

/* log_code.c: frames on disk. */

struct log_raw {
	unsigned kind;
	bool packed;
	bool history;
	uint32_t stored; /* bytes behind the head */
	uint32_t unpacked;
	uint32_t count;
	uint64_t durable;
	int64_t received;
	uint64_t position;
	uint64_t next;
	struct text company;
	struct text source;
	struct text origin;
	struct text batch;
	struct text body; /* as stored */
};
/* Write the head of a frame whose stored bytes stand behind it; position, durable and the rest as
 * in `raw`; sizes from its texts. */
void log_seal(const unsigned char salt[LOG_SALT], const struct log_raw *raw, char *head);
/* Whether a head stands at `head` for this position; fills sizes, numbers, next. */
bool log_head_read(
    const unsigned char salt[LOG_SALT], uint64_t position, const char *head, struct log_raw *raw);
/* Whether the stored bytes behind a head that was read are whole; fills the texts. */
bool log_stored_read(const unsigned char salt[LOG_SALT], const char *head, struct log_raw *raw);

/* log_scan.c: frame by frame over the segments. */

struct log_scan {
	char *folder;
	int fd;                     /* -1: no segment is open */
	struct log_segment segment; /* the open one */
	bool headless;              /* its head is damaged: nothing in it can be told */
	bool ended;                 /* another one follows */
	uint64_t end;               /* then: where this one ends */
	uint64_t next_base;
	uint64_t checked; /* no segment followed when this much was durable */
	uint64_t position;
	char *bytes; /* a window of the segment */
	size_t room;
	size_t size;
	uint64_t from;
};
void log_scan_begin(struct log_scan *scan, const char *folder, uint64_t position);
void log_scan_end(struct log_scan *scan);
/* As log_read(), raw and with the log's own kinds; texts are valid until the next call. What lies
 * before `known` was durable whatever the frames say. */
enum outcome log_scan_next(struct log_scan *scan, uint64_t until, uint64_t known,
    struct log_raw *raw, struct why *why) MUST_CHECK;

/* log_window.c: the scan's look at one segment. */
enum log_sight { LOG_WHOLE, LOG_SHORT, LOG_NO_HEAD, LOG_BROKEN };
/* What stands at the scan's position; LOG_BROKEN: the head holds, what is behind it does not. */
enum log_sight log_look(struct log_scan *scan, struct log_raw *raw);
/* The first head that holds in from..to; `to` when there is none. */
uint64_t log_find_head(struct log_scan *scan, uint64_t from, uint64_t to);
/* How far the log was durable, by the heads behind `from` in the open segment; 0: nothing. */
uint64_t log_find_durable(struct log_scan *scan, uint64_t from);
/* Position behind the open segment's last byte. */
uint64_t log_window_end(const struct log_scan *scan);

/* log_batches.c: what need not be appended again. */

struct log_batches;
struct log_batch_key {
	unsigned char id[16];   /* of the batch */
	unsigned char name[16]; /* of (source, NAME) when numbered */
	bool numbered;
	uint64_t number;
};
struct log_batches *log_batches_create(void);
void log_batches_destroy(struct log_batches *batches);
void log_batch_key(struct text source, struct text batch, struct log_batch_key *key);
bool log_batches_durable(const struct log_batches *batches, const struct log_batch_key *key);
bool log_batches_pending(
    const struct log_batches *batches, const struct log_batch_key *key, uint64_t *ticket);
void log_batches_begin(
    struct log_batches *batches, const struct log_batch_key *key, uint64_t ticket);
/* No longer pending; remembered when it is durable. */
void log_batches_settle(struct log_batches *batches, const struct log_batch_key *key, bool durable);
void log_batches_remember(struct log_batches *batches, const struct log_batch_key *key);
/* What is carried over, in bodies of LOG_NAMES and LOG_LAST: malloc'ed, free it. */
void log_batches_dump(const struct log_batches *batches, unsigned kind, char **body, size_t *size);
/* False when the body is none of that kind. */
bool log_batches_load(struct log_batches *batches, unsigned kind, struct text body);

#endif
