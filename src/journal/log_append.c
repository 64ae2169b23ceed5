/* SPDX-License-Identifier: Apache-2.0 */
/* Appending: refused at the door or compressed in the caller's thread and queued. */
#include "journal/log_writer.h"

#include <stdlib.h>
#include <string.h>

#define RAW_BODY 256 /* shorter ones are not compressed */
#define LEVEL 1
#define KEEP ((size_t)1 << 20) /* bytes a resting packer may hold */

static enum outcome too_large(const char *what, struct why *why)
{
	why_set(why, "a frame's %s is over the limit", what);
	return TOO_LARGE;
}

static enum outcome check(const struct frame *frame, struct why *why)
{
	bool tally = frame->kind == FRAME_TALLY;
	if (frame->kind < FRAME_RECORDS || frame->kind > FRAME_TALLY) {
		why_set(why, "a frame of an unknown kind");
		return MALFORMED;
	}
	if (frame->body.size > FRAME_BODY)
		return too_large("body", why);
	if (frame->origin.size > FRAME_ORIGIN)
		return too_large("origin", why);
	if (frame->batch.size > FRAME_BATCH)
		return too_large("batch id", why);
	if (frame->count > FRAME_RECORDS_MOST)
		return too_large("count of records", why);
	if (!frame_id_valid(frame->company) && !(tally && frame->company.size == 0)) {
		why_set(why, "a company's id is 1 to 40 of a-z, 0-9 and -");
		return MALFORMED;
	}
	if (!frame_id_valid(frame->source) && !(tally && frame->source.size == 0)) {
		why_set(why, "a source's id is 1 to 40 of a-z, 0-9 and -");
		return MALFORMED;
	}
	return DONE;
}

static struct log_packer *packer_take(struct log_writer *writer)
{
	struct log_packer *packer = NULL;
	pthread_mutex_lock(&writer->lock);
	for (size_t i = 0; packer == NULL && i < LOG_PACKERS; i++) {
		packer = writer->idle[i];
		writer->idle[i] = NULL;
	}
	pthread_mutex_unlock(&writer->lock);
	if (packer != NULL)
		return packer;
	packer = disk_memory(NULL, sizeof(*packer));
	*packer = (struct log_packer){.context = ZSTD_createCCtx()};
	if (packer->context == NULL)
		abort();
	return packer;
}

static void packer_give(struct log_writer *writer, struct log_packer *packer)
{
	if (packer->room > KEEP) {
		free(packer->bytes);
		packer->bytes = NULL;
		packer->room = 0;
	}
	pthread_mutex_lock(&writer->lock);
	for (size_t i = 0; packer != NULL && i < LOG_PACKERS; i++) {
		if (writer->idle[i] == NULL) {
			writer->idle[i] = packer;
			packer = NULL;
		}
	}
	pthread_mutex_unlock(&writer->lock);
	if (packer == NULL)
		return;
	ZSTD_freeCCtx(packer->context);
	free(packer->bytes);
	free(packer);
}

/* The body as it is stored: packed where that is shorter. */
static struct text pack(struct log_packer *packer, struct text body, bool *packed)
{
	size_t bound = ZSTD_compressBound(body.size);
	if (packer->room < bound) {
		packer->bytes = disk_memory(packer->bytes, bound);
		packer->room = bound;
	}
	size_t size = ZSTD_compressCCtx(
	    packer->context, packer->bytes, packer->room, body.at, body.size, LEVEL);
	*packed = !ZSTD_isError(size) && size < body.size;
	return *packed ? (struct text){packer->bytes, size} : body;
}

static char *put(char *to, struct text t)
{
	if (t.at != NULL && t.size != 0)
		memcpy(to, t.at, t.size);
	return to + t.size;
}

static struct log_pending *pending_of(const struct frame *frame, struct text stored, bool packed)
{
	size_t size = frame->company.size + frame->source.size + frame->origin.size +
		      frame->batch.size + stored.size;
	struct log_pending *p = disk_memory(NULL, sizeof(*p) + LOG_HEAD + size);
	*p = (struct log_pending){.held = sizeof(*p) + frame->body.size + size,
	    .has_batch = frame->batch.size != 0,
	    .raw = {.kind = frame->kind,
		.packed = packed,
		.history = frame->history,
		.stored = (uint32_t)size,
		.unpacked = (uint32_t)frame->body.size,
		.count = frame->count,
		.received = frame->received,
		.company = {NULL, frame->company.size},
		.source = {NULL, frame->source.size},
		.origin = {NULL, frame->origin.size},
		.batch = {NULL, frame->batch.size}}};
	char *to = put(p->bytes + LOG_HEAD, frame->company);
	to = put(to, frame->source);
	to = put(to, frame->origin);
	to = put(to, frame->batch);
	put(to, stored);
	if (p->has_batch)
		log_batch_key(frame->source, frame->batch, &p->batch);
	return p;
}

/* Whether it may be queued, with the lock held. */
static enum outcome admit(struct log_writer *writer, const struct log_batch_key *batch, size_t size,
    uint64_t *ticket, struct why *why)
{
	if (batch != NULL && log_batches_durable(writer->batches, batch)) {
		*ticket = 0;
		return ALREADY_THERE;
	}
	if (batch != NULL && log_batches_pending(writer->batches, batch, ticket))
		return ALREADY_THERE;
	if (writer->closing) {
		why_set(why, "the log is being closed");
		return NOT_READABLE;
	}
	if (writer->failing) {
		why_set(why, "%s", writer->failure.text);
		return NOT_READABLE;
	}
	if (writer->pending != 0 && writer->pending + size > LOG_PENDING) {
		why_set(why, "too much waits to be written");
		return NEED_MORE;
	}
	return DONE;
}

static enum outcome admit_early(
    struct log_writer *writer, const struct frame *frame, uint64_t *ticket, struct why *why)
{
	struct log_batch_key key;
	if (frame->batch.size != 0)
		log_batch_key(frame->source, frame->batch, &key);
	pthread_mutex_lock(&writer->lock);
	enum outcome outcome =
	    admit(writer, frame->batch.size != 0 ? &key : NULL, frame->body.size, ticket, why);
	pthread_mutex_unlock(&writer->lock);
	return outcome;
}

static void enqueue(struct log_writer *writer, struct log_pending *p)
{
	p->ticket = ++writer->ticket;
	writer->pending += p->held;
	if (p->has_batch)
		log_batches_begin(writer->batches, &p->batch, p->ticket);
	if (writer->queue.last != NULL)
		writer->queue.last->next = p;
	else
		writer->queue.first = p;
	writer->queue.last = p;
	pthread_cond_signal(&writer->work);
}

enum outcome log_append(
    struct log_writer *writer, const struct frame *frame, uint64_t *ticket, struct why *why)
{
	enum outcome outcome = check(frame, why);
	if (outcome == DONE)
		outcome = admit_early(writer, frame, ticket, why);
	if (outcome != DONE)
		return outcome;
	struct text stored = frame->body;
	struct log_packer *packer = NULL;
	bool packed = false;
	if (frame->body.size >= RAW_BODY) {
		packer = packer_take(writer);
		stored = pack(packer, frame->body, &packed);
	}
	struct log_pending *p = pending_of(frame, stored, packed);
	if (packer != NULL)
		packer_give(writer, packer);
	pthread_mutex_lock(&writer->lock);
	/* Again: another thread may have brought the same batch meanwhile. */
	outcome = admit(writer, p->has_batch ? &p->batch : NULL, p->held, ticket, why);
	if (outcome == DONE) {
		enqueue(writer, p);
		*ticket = p->ticket;
	}
	pthread_mutex_unlock(&writer->lock);
	if (outcome != DONE)
		free(p);
	return outcome;
}
