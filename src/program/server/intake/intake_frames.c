/* SPDX-License-Identifier: Apache-2.0 */
/* Records into frames. */
#include "program/server/intake/intake_frames.h"

#define LENGTH_MOST 10 /* bytes of a record's length */

void intake_frames_init(struct intake_frames *frames)
{
	*frames = (struct intake_frames){.kind = FRAME_RECORDS};
	for (size_t i = 0; i < INTAKE_FRAMES; i++)
		buffer_init(&frames->bodies[i], FRAME_BODY);
}

void intake_frames_free(struct intake_frames *frames)
{
	for (size_t i = 0; i < frames->used; i++)
		buffer_free(&frames->bodies[i]);
	frames->used = 0;
}

/* The frame that the next record goes into; NULL: there are as many as may be. */
static struct buffer *frame_for(struct intake_frames *frames, struct text record)
{
	if (frames->used > 0) {
		size_t last = frames->used - 1;
		struct buffer *body = &frames->bodies[last];
		if (body->size + record.size + LENGTH_MOST <= FRAME_BODY &&
		    frames->counts[last] < FRAME_RECORDS_MOST)
			return body;
	}
	if (frames->used == INTAKE_FRAMES)
		return NULL;
	return &frames->bodies[frames->used++];
}

bool intake_frames_add(void *data, struct text record)
{
	struct intake_frames *frames = data;
	struct buffer *body = NULL;
	if (frames->records < INTAKE_RECORDS_MOST)
		body = frame_for(frames, record);
	if (body == NULL) {
		frames->full = true;
		return false;
	}
	records_put(body, record);
	if (body->full) {
		frames->full = true;
		return false;
	}
	frames->counts[frames->used - 1]++;
	frames->records++;
	frames->bytes += record.size;
	return true;
}

void intake_frames_whole(
    struct intake_frames *frames, enum frame_kind kind, struct text body, uint64_t records)
{
	frames->kind = kind;
	frames->used = 1;
	buffer_put(&frames->bodies[0], body);
	frames->full = frames->bodies[0].full;
	frames->counts[0] = kind == FRAME_RECORDS ? (uint32_t)records : 0;
	frames->records = records;
	frames->bytes = body.size;
}
