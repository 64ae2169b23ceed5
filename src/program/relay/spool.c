/* SPDX-License-Identifier: Apache-2.0 */
/* The log of the spool, its bound, and the small file that tells how far it was sent. */
#include "program/relay/spool.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "os/files.h"

#include <errno.h>
#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH 4000
#define RESERVE ((uint64_t)64 << 20) /* bytes of the disk that are left to others */

struct spool {
	char folder[PATH];
	char log[PATH + 8];
	char sent_path[PATH + 16];
	uint64_t most;
	struct log_writer *writer;
	_Atomic uint64_t durable;
	_Atomic uint64_t size;
	int wake;
	struct spool_sent sent;
};

static enum outcome read_sent(struct spool *spool, struct why *why)
{
	struct arena *arena = arena_create("sent", (size_t)4 << 20);
	struct text bytes;
	const struct json *value = NULL;
	uint64_t position = 0;
	uint64_t until = 0;
	enum outcome outcome = file_read(spool->sent_path, 65536, arena, &bytes, why);
	if (outcome == DONE)
		outcome = json_read(bytes, &json_strict_limits, arena, &value, why);
	struct text relay = json_get_text(value, "relay");
	if (outcome == DONE && (relay.size != sizeof(spool->sent.relay) - 1 ||
				   !text_to_uint(json_get_text(value, "position"), &position) ||
				   !text_to_uint(json_get_text(value, "until"), &until))) {
		why_set(why, "%s lacks a member or breaks one", spool->sent_path);
		outcome = MALFORMED;
	}
	if (outcome == DONE) {
		memcpy(spool->sent.relay, relay.at, relay.size);
		spool->sent.position = position;
		spool->sent.until = until;
	}
	arena_destroy(arena);
	return outcome;
}

enum outcome spool_set_sent(struct spool *spool, uint64_t position, uint64_t until, struct why *why)
{
	char bytes[256];
	int size = snprintf(bytes, sizeof(bytes),
	    "{\"relay\":\"%s\",\"position\":\"%llu\",\"until\":\"%llu\"}\n", spool->sent.relay,
	    (unsigned long long)position, (unsigned long long)until);
	enum outcome outcome =
	    file_write(spool->sent_path, (struct text){bytes, (size_t)size}, why);
	if (outcome == DONE) {
		spool->sent.position = position;
		spool->sent.until = until;
	}
	return outcome;
}

static enum outcome begin(struct spool *spool, struct why *why)
{
	unsigned char id[16];
	struct log_extent extent = {0};
	/* A log whose position is lost is sent from its beginning, under a new name: rather twice
	 * than not at all. */
	if (log_extent(spool->log, &extent, NULL) != DONE)
		extent.first = 0;
	randombytes_buf(id, sizeof(id));
	sodium_bin2hex(spool->sent.relay, sizeof(spool->sent.relay), id, sizeof(id));
	return spool_set_sent(spool, extent.first, extent.first, why);
}

static enum outcome open_log(struct spool *spool, struct why *why)
{
	struct log_options options = {
	    .folder = spool->log,
	    .segment = SPOOL_SEGMENT,
	    .reserve = RESERVE,
	    .durable = &spool->durable,
	    .wake = spool->wake,
	};
	enum outcome outcome = log_writer_open(&options, &spool->writer, why);
	if (outcome != DONE)
		return outcome;
	outcome = read_sent(spool, why);
	if (outcome == NOT_FOUND || (outcome != DONE && access(spool->sent_path, F_OK) != 0))
		outcome = begin(spool, why);
	return outcome;
}

enum outcome spool_open(const char *folder, uint64_t most, struct spool **spool, struct why *why)
{
	struct spool *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	made->most = most < SPOOL_LEAST ? SPOOL_LEAST : most;
	made->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	int used = snprintf(made->folder, sizeof(made->folder), "%s", folder);
	snprintf(made->log, sizeof(made->log), "%s/log", made->folder);
	snprintf(made->sent_path, sizeof(made->sent_path), "%s/sent.json", made->folder);
	enum outcome outcome = NOT_READABLE;
	if (used < 0 || (size_t)used >= sizeof(made->folder) || made->wake < 0)
		why_set(why, "the spool's name is too long");
	else if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		why_set(why, "cannot make the folder %s: %s", folder, strerror(errno));
	else
		outcome = open_log(made, why);
	if (outcome != DONE) {
		spool_close(made);
		return outcome;
	}
	spool_measure(made);
	*spool = made;
	return DONE;
}

void spool_close(struct spool *spool)
{
	if (spool == NULL)
		return;
	log_writer_close(spool->writer);
	if (spool->wake >= 0)
		close(spool->wake);
	free(spool);
}

const char *spool_folder(const struct spool *spool)
{
	return spool->folder;
}

enum outcome spool_append(
    struct spool *spool, const struct spooled *records, uint64_t *ticket, struct why *why)
{
	struct frame frame = {
	    .kind = FRAME_RECORDS,
	    .received = records->received,
	    .company = TEXT("relay"),
	    .source = text_of(records->source),
	    .origin = text_part(records->origin, 0, FRAME_ORIGIN),
	    .batch = records->batch,
	    .count = records->count,
	    .body = records->body,
	};
	if (spool_is_full(spool)) {
		why_set(why, "the spool holds %llu bytes, which is its bound",
		    (unsigned long long)spool_size(spool));
		return NEED_MORE;
	}
	enum outcome outcome = log_append(spool->writer, &frame, ticket, why);
	return outcome == NOT_READABLE ? NEED_MORE : outcome;
}

enum outcome spool_wait(struct spool *spool, uint64_t ticket, struct why *why)
{
	return ticket == 0 ? DONE : log_wait(spool->writer, ticket, why);
}

void spool_measure(struct spool *spool)
{
	struct log_extent extent;
	if (log_extent(spool->log, &extent, NULL) == DONE)
		atomic_store(&spool->size, extent.bytes);
}

bool spool_is_full(struct spool *spool)
{
	return atomic_load(&spool->size) >= spool->most;
}

uint64_t spool_size(struct spool *spool)
{
	return atomic_load(&spool->size);
}

const struct spool_sent *spool_sent(const struct spool *spool)
{
	return &spool->sent;
}

enum outcome spool_reader(struct spool *spool, struct log_reader **reader, struct why *why)
{
	return log_reader_open(spool->log, spool->sent.position, reader, why);
}

uint64_t spool_durable(const struct spool *spool)
{
	return atomic_load(&spool->durable);
}

void spool_sleep(struct spool *spool, int64_t microseconds)
{
	struct pollfd wait = {.fd = spool->wake, .events = POLLIN};
	uint64_t count;
	if (poll(&wait, 1, (int)(microseconds / 1000)) > 0)
		(void)!read(spool->wake, &count, sizeof(count));
}

void spool_drop(struct spool *spool)
{
	struct why ignored;
	/* What cannot be removed now is removed the next time; meanwhile it counts. */
	(void)!log_drop(spool->log, spool->sent.position, &ignored);
	spool_measure(spool);
}
