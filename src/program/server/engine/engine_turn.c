/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_turn.h"

#include "base/arena.h"
#include "journal/log.h"
#include "program/server/process.h"

#include <stdlib.h>
#include <string.h>

/* Bodies of a turn, or one at its limit, as stored and unpacked. */
#define TURN_MEMORY ((size_t)96 << 20)

struct engine_turn *engine_turn_create(void)
{
	struct arena *arena = arena_create("turn", TURN_MEMORY);
	struct engine_turn *turn = calloc(1, sizeof(*turn));
	if (turn == NULL)
		abort();
	turn->arena = arena;
	return turn;
}

void engine_turn_destroy(struct engine_turn *turn)
{
	if (turn == NULL)
		return;
	arena_destroy(turn->arena);
	free(turn);
}

void engine_turn_clear(struct engine_turn *turn)
{
	struct arena *arena = turn->arena;
	arena_reset(arena);
	memset(turn, 0, sizeof(*turn));
	turn->arena = arena;
}

static void give_room(struct engine_turn *turn)
{
	if (turn->count < turn->room)
		return;
	size_t room = turn->room == 0 ? 16 : turn->room * 2;
	turn->frames =
	    arena_grow(turn->arena, turn->frames, turn->count, room, sizeof(*turn->frames));
	turn->next = arena_grow(turn->arena, turn->next, turn->count, room, sizeof(*turn->next));
	turn->aside = arena_grow(turn->arena, turn->aside, turn->count, room, sizeof(*turn->aside));
	turn->room = room;
}

static bool is_set_aside(const struct process_given *given, uint64_t position)
{
	for (size_t i = 0; i < given->set_aside_count; i++) {
		if (given->set_aside[i] == position)
			return true;
	}
	return false;
}

static struct engine_turn_queue *queue_of(struct engine_turn *turn, unsigned partition)
{
	for (size_t i = 0; i < turn->queue_count; i++) {
		if (turn->queues[i].partition == partition)
			return &turn->queues[i];
	}
	turn->queues[turn->queue_count] = (struct engine_turn_queue){.partition = partition};
	return &turn->queues[turn->queue_count++];
}

static void take(struct engine_turn *turn, const struct frame *frame, bool aside)
{
	give_room(turn);
	size_t at = turn->count++;
	turn->frames[at] = *frame;
	turn->next[at] = 0;
	turn->aside[at] = aside;
	turn->bodies += frame->body.size;
	struct engine_turn_queue *queue = queue_of(turn, journal_partition(frame->company));
	if (queue->first == 0)
		queue->first = at + 1;
	else
		turn->next[queue->last - 1] = at + 1;
	queue->last = at + 1;
}

static void note_damage(struct engine_turn *turn, const struct frame *frame, const struct why *why)
{
	if (turn->damage_count == TURN_DAMAGES)
		return;
	turn->damages[turn->damage_count++] =
	    (struct damage){.from = frame->position, .to = frame->next, .why = *why};
}

enum outcome engine_turn_read(struct engine_turn *turn, struct log_reader *log,
    const struct process_given *given, const struct engine_turn_limits *limits, struct why *why)
{
	enum outcome outcome = DONE;
	uint64_t records = 0;
	engine_turn_clear(turn);
	turn->begin = log_reader_position(log);
	while (turn->bodies < limits->bodies && records < limits->records &&
	       turn->count < limits->frames && turn->damage_count < TURN_DAMAGES) {
		struct frame frame = {.kind = FRAME_RECORDS};
		struct why reason;
		outcome = log_read(log, limits->until, turn->arena, &frame, &reason);
		if (outcome == DONE) {
			take(turn, &frame, is_set_aside(given, frame.position));
			/* Each counts for one at least: a stream's records are not counted yet. */
			records += frame.count != 0 ? frame.count : 1;
		} else if (outcome == MALFORMED) {
			note_damage(turn, &frame, &reason);
		} else {
			if (outcome != AT_END)
				why_set(why, "%s", reason.text);
			break;
		}
	}
	turn->end = log_reader_position(log);
	if (turn->count != 0 || turn->damage_count != 0 || turn->end != turn->begin)
		return DONE;
	return outcome == AT_END ? AT_END : NOT_READABLE;
}

const struct frame *engine_turn_frame(const struct engine_turn *turn, uint64_t position)
{
	size_t low = 0;
	size_t high = turn->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (turn->frames[middle].position < position)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < turn->count && turn->frames[low].position == position;
	return found ? &turn->frames[low] : NULL;
}
