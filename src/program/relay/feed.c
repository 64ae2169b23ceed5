/* SPDX-License-Identifier: Apache-2.0 */
/* Walking, unpacking, framing, posting: one file after the other, one batch at a time. */
#include "program/relay/feed.h"

#include "base/clock.h"
#include "base/hash.h"
#include "decode/frame/framer.h"
#include "os/files.h"
#include "os/unpack.h"
#include "program/relay/feed_batch.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ATTEMPTS 8 /* without reaching the server: about two minutes */
#define WAITS 120  /* while it says "later": an hour or two */
#define BEGINNING 65536

struct feeding {
	const struct feed_options *options;
	struct feed_result *result;
	struct feed_batch batch;
	char file[HASH_ID_TEXT]; /* identity of the outer file */
	uint64_t before;         /* bytes of outer files that are done */
	struct framer *framer;   /* of the member at hand; NULL: none, or it is no log text */
	char id[HASH_ID_TEXT];   /* of the member */
	uint64_t number;         /* of its last batch */
	char name[1024];
	uint64_t bytes;
	enum outcome failed; /* nothing more can be sent */
	struct why why;
};

static void leave_out(struct feeding *feeding, const char *name, uint64_t offset, const char *why)
{
	feeding->result->unreadable++;
	feeding->options->unreadable(feeding->options->data, name, offset, why);
}

/* Posting */

static void pause_for(struct feeding *feeding, int64_t wait, const struct why *why)
{
	struct timespec t = {wait / CLOCK_SECOND, wait % CLOCK_SECOND * 1000};
	feeding->options->waiting(feeding->options->data, why->text, wait);
	nanosleep(&t, NULL);
}

/* Until it is there, or never will be. */
static enum outcome deliver(
    struct feeding *feeding, const struct post_batch *batch, struct post_answer *answer)
{
	struct why *why = &feeding->why;
	unsigned attempts = 0;
	for (unsigned waits = 0;; waits++) {
		enum outcome outcome = post_send(feeding->options->post, batch, answer, why);
		if (outcome == NEED_MORE && waits < WAITS)
			attempts = 0;
		else if (outcome != NOT_READABLE || attempts == ATTEMPTS)
			return outcome;
		pause_for(feeding, post_wait(attempts, answer), why);
		attempts += outcome == NOT_READABLE;
	}
}

static void flush(struct feeding *feeding)
{
	char id[64];
	struct feed_batch *batch = &feeding->batch;
	struct post_answer answer = {0};
	if (batch->count == 0 || feeding->failed != DONE)
		return;
	feeding->number++;
	snprintf(id, sizeof(id), "seq:%s:%llu", feeding->id, (unsigned long long)feeding->number);
	struct post_batch post = {.id = id,
	    .content = batch->columns == NULL ? POST_RECORDS : POST_STREAM,
	    .origin = text_of(
		feeding->options->origin != NULL ? feeding->options->origin : feeding->name),
	    .received = CLOCK_NONE,
	    .history = true,
	    .body = buffer_text(&batch->body)};
	enum outcome outcome = deliver(feeding, &post, &answer);
	if (outcome == MALFORMED || outcome == TOO_LARGE) {
		leave_out(feeding, feeding->name, feeding->bytes, feeding->why.text);
	} else if (outcome != DONE) {
		feeding->failed = outcome == NOT_ALLOWED ? NOT_ALLOWED : NOT_READABLE;
	} else {
		feeding->result->batches++;
		feeding->result->known += answer.known;
		feeding->result->records += batch->count;
	}
	feed_batch_clear(batch);
}

/* Members */

static void begin_member(struct feeding *feeding, struct text name)
{
	/* What it is called within its archive; the outer file may have been moved. */
	size_t inner = text_find_char(name, '!');
	struct text parts[] = {text_of(feeding->file),
	    inner == TEXT_NONE ? (struct text){NULL, 0} : text_from(name, inner)};
	hash_id(parts, 2, feeding->id);
	snprintf(feeding->name, sizeof(feeding->name), "%.*s", TEXT_ARGS(name));
	feeding->framer = framer_create(feeding->options->mappings);
	feeding->number = 0;
	feeding->bytes = 0;
	feeding->result->files++;
}

static void end_member(struct feeding *feeding)
{
	flush(feeding);
	feed_batch_clear(&feeding->batch);
	framer_destroy(feeding->framer);
	feeding->framer = NULL;
}

/* Take all records that there are. */
static void drain(struct feeding *feeding)
{
	struct framed framed;
	struct why why;
	enum outcome outcome;
	while (feeding->failed == DONE &&
	       (outcome = framer_next(feeding->framer, &framed, &why)) == DONE) {
		if (framed.refused) {
			leave_out(feeding, feeding->name, framed.offset, framed.why.text);
			continue;
		}
		if (feed_batch_ends(&feeding->batch, framed.columns, framed.bytes))
			flush(feeding);
		feed_batch_add(&feeding->batch, framed.columns, framed.bytes);
	}
	if (feeding->failed == DONE && outcome == NOT_SUPPORTED) {
		leave_out(feeding, feeding->name, 0, why.text);
		end_member(feeding);
	}
}

static void take_step(struct feeding *feeding, const struct unpack_step *step)
{
	if (step->kind == UNPACK_MEMBER)
		begin_member(feeding, step->name);
	if (step->kind == UNPACK_BYTES) {
		feeding->bytes += step->bytes.size;
		feeding->result->bytes += step->bytes.size;
	}
	if (step->kind == UNPACK_BYTES && feeding->framer != NULL) {
		framer_push(feeding->framer, step->bytes);
		drain(feeding);
	}
	if (step->kind != UNPACK_END && step->kind != UNPACK_REFUSED)
		return;
	if (feeding->framer != NULL) {
		framer_finish(feeding->framer);
		drain(feeding);
	}
	if (feeding->framer != NULL)
		end_member(feeding);
	if (step->kind == UNPACK_REFUSED) {
		char name[1024];
		snprintf(name, sizeof(name), "%.*s", TEXT_ARGS(step->name));
		leave_out(feeding, name, step->offset, step->why.text);
	}
}

/* Files */

/* By content, size and time of change: a file that was moved is the same one, a file that has grown
 * is another. */
static bool identify(struct feeding *feeding, const struct file_seen *seen)
{
	static char bytes[BEGINNING];
	char about[64];
	int fd = open(seen->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));
	if (fd >= 0)
		close(fd);
	if (got < 0)
		return false;
	snprintf(about, sizeof(about), "send 1 %llu %lld", (unsigned long long)seen->size,
	    (long long)seen->modified);
	struct text parts[] = {text_of(about), {bytes, (size_t)got}};
	hash_id(parts, 2, feeding->file);
	return true;
}

static void feed_file(struct feeding *feeding, const struct file_seen *seen)
{
	struct unpack *unpack;
	struct unpack_step step;
	struct why why = {"it cannot be read"};
	if (!identify(feeding, seen) ||
	    unpack_open(seen->path, seen->path, &unpack_default_limits, &unpack, &why) != DONE) {
		leave_out(feeding, seen->path, 0, why.text);
		return;
	}
	while (feeding->failed == DONE && unpack_next(unpack, &step) == DONE) {
		take_step(feeding, &step);
		feeding->options->progress(feeding->options->data,
		    feeding->before + unpack_consumed(unpack), text_of(feeding->name));
	}
	unpack_close(unpack);
	framer_destroy(feeding->framer);
	feeding->framer = NULL;
	feed_batch_clear(&feeding->batch);
	feeding->before += seen->size;
}

static bool visit(void *data, const struct file_seen *seen)
{
	struct feeding *feeding = data;
	if (seen->outcome != DONE)
		leave_out(feeding, seen->path, 0, seen->why);
	else
		feed_file(feeding, seen);
	return feeding->failed == DONE;
}

enum outcome feed(const struct feed_options *options, struct feed_result *result, struct why *why)
{
	struct feeding feeding = {.options = options, .result = result, .failed = DONE};
	struct why trouble = {""};
	*result = (struct feed_result){0};
	buffer_init(&feeding.batch.body, 4 * FEED_BATCH);
	for (size_t i = 0; i < options->count && feeding.failed == DONE; i++) {
		if (file_walk(options->paths[i], visit, &feeding, &trouble) != DONE)
			leave_out(&feeding, options->paths[i], 0, trouble.text);
	}
	buffer_free(&feeding.batch.body);
	if (feeding.failed != DONE)
		why_set(why, "%s", feeding.why.text);
	return feeding.failed;
}
