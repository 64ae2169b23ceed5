/* SPDX-License-Identifier: Apache-2.0 */
/* The records of one request, gathered into frames before any of them is appended: what breaks a
 * limit half-way leaves nothing behind. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_FRAMES_H
#define PROGRAM_SERVER_INTAKE_INTAKE_FRAMES_H

#include "base/buffer.h"
#include "intake/body.h"
#include "journal/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTAKE_RECORDS_MOST 262144 /* of one request */
/* A frame is ended by a record that does not fit, so it is half full at least; and by its count. */
#define INTAKE_FRAMES (2 * BODY_MOST / FRAME_BODY + INTAKE_RECORDS_MOST / FRAME_RECORDS_MOST)

struct intake_frames {
	enum frame_kind kind;
	struct buffer bodies[INTAKE_FRAMES];
	uint32_t counts[INTAKE_FRAMES];
	size_t used;
	uint64_t records;
	uint64_t bytes; /* of the records */
	bool full;      /* more records than a request may have */
};

void intake_frames_init(struct intake_frames *frames);
void intake_frames_free(struct intake_frames *frames);
/* A body_sink's record(): `data` is the frames. */
bool intake_frames_add(void *data, struct text record);
/* One frame whose body is that of the request; `records` in it, or lines of a stream. */
void intake_frames_whole(
    struct intake_frames *frames, enum frame_kind kind, struct text body, uint64_t records);

#endif
