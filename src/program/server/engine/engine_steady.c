/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_steady.h"

void steady_begin(struct steady *steady, int64_t even, int64_t away)
{
	*steady = (struct steady){.even = even, .away = away, .wall = CLOCK_NONE};
}

static bool is_even(const struct steady *steady, int64_t wall)
{
	int64_t ahead = wall - steady->even;
	/* How long the server was off nobody counted. */
	return ahead >= -STEADY_SLACK && ahead <= (steady->agreed ? STEADY_SLACK : STEADY_OFF);
}

bool steady_look(struct steady *steady, int64_t wall, int64_t ticks)
{
	bool was_away = steady->away != 0;
	int64_t passed = steady->wall == CLOCK_NONE ? 0 : ticks - steady->ticks;
	if (steady->even == 0)
		steady->even = wall;
	steady->even += passed;
	steady->wall = wall;
	steady->ticks = ticks;
	steady->by = wall - steady->even;
	/* Never 0 while it is away. */
	steady->away += passed + 1;
	if (is_even(steady, wall) || steady->away > STEADY_PROOF) {
		steady->even = wall;
		steady->away = 0;
		steady->agreed = true;
	}
	return (steady->away != 0) != was_away;
}

int64_t steady_now(const struct steady *steady)
{
	return steady->wall < steady->even ? steady->wall : steady->even;
}
