/* SPDX-License-Identifier: Apache-2.0 */
/* The snapshot of sources in force: reloaded when web has put a new one in its place. */
#include "program/server/intake/intake_directory.h"

#include "base/arena.h"
#include "os/files.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SNAPSHOT_MOST ((size_t)64 << 20)

/* What tells one snapshot file from the next. */
struct mark {
	ino_t inode;
	off_t size;
	struct timespec modified;
};

struct intake_directory {
	char *path;
	uint32_t rate;
	struct mark seen;
	pthread_rwlock_t lock; /* of current */
	struct directory *current;
	_Atomic uint64_t generation;
};

struct intake_directory *intake_directory_create(const char *snapshot, uint32_t rate)
{
	struct intake_directory *d = calloc(1, sizeof(*d));
	if (d == NULL)
		abort();
	d->path = strdup(snapshot);
	if (d->path == NULL || pthread_rwlock_init(&d->lock, NULL) != 0)
		abort();
	d->rate = rate;
	d->generation = 1;
	return d;
}

void intake_directory_destroy(struct intake_directory *d)
{
	if (d == NULL)
		return;
	directory_destroy(d->current);
	pthread_rwlock_destroy(&d->lock);
	free(d->path);
	free(d);
}

static bool same(const struct mark *a, const struct mark *b)
{
	return a->inode == b->inode && a->size == b->size &&
	       a->modified.tv_sec == b->modified.tv_sec &&
	       a->modified.tv_nsec == b->modified.tv_nsec;
}

static enum outcome read_snapshot(const char *path, struct directory **directory, struct why *why)
{
	struct arena *arena = arena_create("snapshot of sources", SNAPSHOT_MOST + (1 << 20));
	struct text bytes;
	enum outcome outcome = file_read(path, SNAPSHOT_MOST, arena, &bytes, why);
	if (outcome == DONE)
		outcome = directory_read(bytes, directory, why);
	arena_destroy(arena);
	return outcome;
}

enum outcome intake_directory_refresh(struct intake_directory *d, struct why *why)
{
	struct stat st;
	if (stat(d->path, &st) != 0) {
		if (errno == ENOENT)
			return DONE;
		why_set(why, "%s: %s", d->path, strerror(errno));
		return NOT_READABLE;
	}
	struct mark mark = {st.st_ino, st.st_size, st.st_mtim};
	if (same(&mark, &d->seen))
		return DONE;
	/* Taken before reading: if it is replaced meanwhile, the next look sees it. */
	d->seen = mark;
	struct directory *fresh = NULL;
	enum outcome outcome = read_snapshot(d->path, &fresh, why);
	if (outcome != DONE)
		return outcome;
	pthread_rwlock_wrlock(&d->lock);
	struct directory *old = d->current;
	d->current = fresh;
	pthread_rwlock_unlock(&d->lock);
	atomic_fetch_add(&d->generation, 1);
	directory_destroy(old);
	return DONE;
}

uint64_t intake_directory_generation(const struct intake_directory *d)
{
	return atomic_load(&d->generation);
}

/* Copy what is needed; the lock is held. */
static bool copied(const struct intake_directory *d, const struct intake_source *source,
    struct intake_sender *sender)
{
	if (source == NULL)
		return false;
	memcpy(sender->company, source->company, sizeof(sender->company));
	memcpy(sender->source, source->id, sizeof(sender->source));
	sender->rate = source->records_a_second != 0 ? source->records_a_second : d->rate;
	return true;
}

bool intake_directory_token(
    struct intake_directory *d, struct text token, struct text origin, struct intake_sender *sender)
{
	if (token.size == 0)
		return false;
	pthread_rwlock_rdlock(&d->lock);
	const struct intake_source *source =
	    d->current == NULL ? NULL : directory_by_token(d->current, token);
	if (source != NULL && origin.size > 0)
		source = directory_behind(d->current, source, origin);
	bool found = copied(d, source, sender);
	pthread_rwlock_unlock(&d->lock);
	return found;
}

bool intake_directory_peer(
    struct intake_directory *d, const struct syslog_peer *peer, struct intake_sender *sender)
{
	pthread_rwlock_rdlock(&d->lock);
	const struct intake_source *source = NULL;
	if (d->current != NULL && peer->certificate.size > 0)
		source = directory_by_certificate(d->current, peer->certificate);
	if (d->current != NULL && source == NULL)
		source = directory_by_port(d->current, peer->local_port);
	if (d->current != NULL && source == NULL)
		source = directory_by_address(d->current, peer->address);
	bool found = copied(d, source, sender);
	pthread_rwlock_unlock(&d->lock);
	return found;
}
