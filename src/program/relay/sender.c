/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A batch is some frames of one sender, one behind the other, within a second. Which ones is made
 * durable before it is sent (`until` of the spool's file): the same batch must come again after a
 * crash, since the server knows it by its end. So nothing is lost, and nothing comes twice.
 */
#include "program/relay/sender.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "os/files.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define BATCH ((size_t)4 << 20)
#define BATCH_RECORDS 10000
#define WAIT (CLOCK_SECOND / 2)
#define ARENA ((size_t)32 << 20)

struct sending {
	const struct sender_options *options;
	struct log_reader *reader;
	struct arena *arena; /* of the frame ahead */
	bool ahead;          /* `frame` was read and is in no batch yet */
	struct frame frame;
	struct buffer body;
	char origin[FRAME_ORIGIN + 1];
	int64_t received;
	uint32_t count;
	uint64_t until;
	unsigned attempts;
	enum outcome told; /* the trouble that was told last; DONE: none */
};

/* The next frame of the spool; AT_END. A damaged stretch is told and passed over. */
static enum outcome next_frame(struct sending *sending, uint64_t end, struct why *why)
{
	enum outcome outcome = DONE;
	if (sending->ahead)
		return DONE;
	arena_reset(sending->arena);
	do {
		outcome = log_read(sending->reader, end, sending->arena, &sending->frame, why);
		if (outcome == MALFORMED)
			sending->options->say("the spool is damaged from %llu to %llu: %s",
			    (unsigned long long)sending->frame.position,
			    (unsigned long long)sending->frame.next, why->text);
	} while (outcome == MALFORMED);
	sending->ahead = outcome == DONE;
	return outcome;
}

static void begin_batch(struct sending *sending)
{
	const struct frame *frame = &sending->frame;
	buffer_clear(&sending->body);
	snprintf(sending->origin, sizeof(sending->origin), "%.*s", TEXT_ARGS(frame->origin));
	sending->received = frame->received;
	sending->count = 0;
}

/* Whether the frame ahead goes into the batch that has been begun. */
static bool belongs(const struct sending *sending)
{
	const struct frame *frame = &sending->frame;
	int64_t distance = frame->received - sending->received;
	return text_equal(frame->origin, text_of(sending->origin)) &&
	       sending->body.size + frame->body.size <= BATCH &&
	       sending->count + frame->count <= BATCH_RECORDS && distance >= 0 &&
	       distance < CLOCK_SECOND;
}

static void take_frame(struct sending *sending)
{
	buffer_put(&sending->body, sending->frame.body);
	sending->count += sending->frame.count;
	sending->until = sending->frame.next;
	sending->ahead = false;
}

/* Gather a batch. Where one was under way before a restart: exactly that one. */
static enum outcome gather(struct sending *sending, struct why *why)
{
	struct spool *spool = sending->options->spool;
	const struct spool_sent *sent = spool_sent(spool);
	bool again = sent->until > sent->position;
	uint64_t end = again ? sent->until : spool_durable(spool);
	enum outcome outcome = next_frame(sending, end, why);
	if (outcome == AT_END && again) {
		/* All of it was damaged. */
		return spool_set_sent(spool, sent->until, sent->until, why) == DONE ? AT_END
										    : NOT_READABLE;
	}
	if (outcome != DONE)
		return outcome;
	begin_batch(sending);
	do {
		take_frame(sending);
		outcome = next_frame(sending, end, why);
	} while (outcome == DONE && (again || belongs(sending)));
	if (again)
		sending->until = sent->until;
	return outcome == DONE || outcome == AT_END ? DONE : outcome;
}

static void tell(struct sending *sending, enum outcome outcome, const struct why *why)
{
	if (outcome == DONE && sending->told != DONE)
		sending->options->say("the server takes records again");
	else if (outcome != DONE && outcome != sending->told)
		sending->options->say("%s; records are kept in the spool", why->text);
	sending->told = outcome;
}

static void sleep_for(const struct sending *sending, int64_t microseconds)
{
	const int64_t step = CLOCK_SECOND / 10;
	struct timespec pause = {.tv_nsec = step * 1000};
	for (; microseconds > 0 && !atomic_load(sending->options->stopping); microseconds -= step)
		nanosleep(&pause, NULL);
}

/* The server will never take it: into a file beside the spool, told, and on with the next. */
static enum outcome set_aside(struct sending *sending, const struct why *reason, struct why *why)
{
	char path[4096];
	int used = snprintf(path, sizeof(path), "%s/set-aside-%llu.records",
	    spool_folder(sending->options->spool), (unsigned long long)sending->until);
	if (used < 0 || (size_t)used >= sizeof(path))
		return NOT_READABLE;
	enum outcome outcome = file_write(path, buffer_text(&sending->body), why);
	if (outcome == DONE)
		sending->options->say("%u records of %s were refused for good (%s) and set aside "
				      "in %s",
		    sending->count, sending->origin, reason->text, path);
	return outcome;
}

/* Until it is there, set aside, or we are asked to stop (AT_END). */
static enum outcome deliver(struct sending *sending, struct why *why)
{
	const struct sender_options *options = sending->options;
	char id[FRAME_BATCH];
	struct post_batch batch = {.id = id,
	    .content = POST_RECORDS,
	    .origin = text_of(sending->origin),
	    .received = sending->received,
	    .body = buffer_text(&sending->body)};
	snprintf(id, sizeof(id), "seq:%s:%llu", spool_sent(options->spool)->relay,
	    (unsigned long long)sending->until);
	while (!atomic_load(options->stopping)) {
		struct post_answer answer;
		enum outcome outcome = post_send(options->post, &batch, &answer, why);
		if (outcome == MALFORMED || outcome == TOO_LARGE) {
			struct why reason = *why;
			return set_aside(sending, &reason, why);
		}
		if (atomic_load(options->stopping) && outcome != DONE)
			break;
		tell(sending, outcome, why);
		if (outcome == DONE) {
			sending->attempts = 0;
			return DONE;
		}
		sleep_for(sending, post_wait(sending->attempts++, &answer));
	}
	return AT_END;
}

static enum outcome send_one(struct sending *sending, struct why *why)
{
	struct spool *spool = sending->options->spool;
	const struct spool_sent *sent = spool_sent(spool);
	uint64_t begin = sent->position;
	enum outcome outcome = gather(sending, why);
	if (outcome != DONE)
		return outcome;
	uint64_t until = sending->until;
	if (sent->until != until)
		outcome = spool_set_sent(spool, begin, until, why);
	if (outcome == DONE)
		outcome = deliver(sending, why);
	if (outcome != DONE)
		return outcome;
	outcome = spool_set_sent(spool, until, until, why);
	if (outcome == DONE && begin / SPOOL_SEGMENT != until / SPOOL_SEGMENT)
		spool_drop(spool);
	return outcome;
}

enum outcome sender_run(const struct sender_options *options, struct why *why)
{
	struct sending sending = {.options = options, .told = DONE};
	enum outcome outcome = spool_reader(options->spool, &sending.reader, why);
	if (outcome != DONE)
		return outcome;
	buffer_init(&sending.body, (size_t)2 * FRAME_BODY);
	sending.arena = arena_create("spooled frame", ARENA);
	spool_drop(options->spool);
	while ((outcome == DONE || outcome == AT_END) && !atomic_load(options->stopping)) {
		outcome = send_one(&sending, why);
		if (outcome == AT_END)
			spool_sleep(options->spool, WAIT);
	}
	arena_destroy(sending.arena);
	buffer_free(&sending.body);
	log_reader_close(sending.reader);
	return outcome == AT_END ? DONE : outcome;
}
