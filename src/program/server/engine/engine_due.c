/* SPDX-License-Identifier: Apache-2.0 */
/* Which companies' incidents are made again, and when. */
#include "program/server/engine/engine.h"

#include "base/arena.h"
#include "os/time.h"

#include <inttypes.h>
#include <stdio.h>

/* Correlation may take one part in so many of this thread's time, a company's own one part in so
 * many of the time between. */
#define CORRELATE_SHARE 5
#define CORRELATE_BURST (CLOCK_SECOND / 20)
/* The longest that all wait because one took long: it rests by itself. */
#define PAUSE_MOST (CLOCK_SECOND / 2)
/* A company whose correlation failed. */
#define FAILED_REST (10 * CLOCK_SECOND)

static int64_t rests_until(const struct engine *engine, struct text company)
{
	for (size_t i = 0; i < ENGINE_RESTING; i++) {
		if (text_equal(text_of(engine->resting[i].company), company))
			return engine->resting[i].until;
	}
	return 0;
}

static void rest(struct engine *engine, struct text company, int64_t until)
{
	struct resting *place = &engine->resting[0];
	for (size_t i = 0; i < ENGINE_RESTING; i++) {
		struct resting *other = &engine->resting[i];
		bool same = text_equal(text_of(other->company), company);
		if (same || other->until < place->until)
			place = other;
		if (same)
			break;
	}
	snprintf(place->company, sizeof(place->company), "%.*s", TEXT_ARGS(company));
	place->until = until;
}

static void correlate_one(struct engine *engine, struct text company)
{
	const struct correlation correlation = {.store = engine->store,
	    .viewer = &engine->viewer,
	    .rules = engine->rules,
	    .playbook = engine->content.playbook,
	    .texts = engine->content.texts,
	    .zone = zones_of_company(engine->zones, company),
	    .company = company,
	    .now = time_now()};
	struct correlated correlated;
	struct why why;
	int64_t begun = time_monotonic();
	snprintf(engine->correlated, sizeof(engine->correlated), "%.*s", TEXT_ARGS(company));
	if (correlate_company(&correlation, &correlated, &why) != DONE) {
		process_say(engine->given, "incidents of %.*s: %s", TEXT_ARGS(company), why.text);
		rest(engine, company, time_monotonic() + FAILED_REST);
		return;
	}
	int64_t took = time_monotonic() - begun;
	if (took > CORRELATE_BURST)
		rest(engine, company, begun + took * CORRELATE_SHARE);
	atomic_fetch_add(&engine->given->board->incidents, correlated.incidents);
	if (correlated.left_out != 0)
		process_say(engine->given,
		    "%.*s has more findings of late than are correlated: the %" PRIu64
		    " oldest and more are left out",
		    TEXT_ARGS(company), correlated.left_out);
}

/* Which company comes next: after the last one, round and round, so that one that is always due
 * keeps no other waiting. Those that rest are passed over; *wake is when the first of them is over.
 */
static const struct text *next_due(
    const struct engine *engine, const struct text *companies, size_t count)
{
	const struct text *next = NULL;
	const struct text *least = NULL;
	struct text last = text_of(engine->correlated);
	int64_t now = time_monotonic();
	for (size_t i = 0; i < count; i++) {
		const struct text *c = &companies[i];
		if (rests_until(engine, *c) > now)
			continue;
		if (least == NULL || text_compare(*c, *least) < 0)
			least = c;
		if (text_compare(*c, last) > 0 && (next == NULL || text_compare(*c, *next) < 0))
			next = c;
	}
	return next != NULL ? next : least;
}

/* Correlate one company; false when there is none that is due now. */
static bool correlate_next(struct engine *engine)
{
	struct text *companies = NULL;
	size_t count = 0;
	struct why why;
	arena_reset(engine->arena);
	if (correlation_due(
		engine->store, &engine->viewer, engine->arena, &companies, &count, &why) != DONE)
		count = 0;
	const struct text *next = next_due(engine, companies, count);
	engine->due = count > (next != NULL);
	if (next != NULL)
		correlate_one(engine, text_copy(engine->arena, *next));
	return next != NULL;
}

/* A burst of companies that are due, then a pause of CORRELATE_SHARE - 1 times as long: a quick
 * correlation follows its commit at once, a slow one does not keep records waiting. */
void engine_correlate_due(struct engine *engine)
{
	int64_t begun = time_monotonic();
	if (!engine->due || begun < engine->correlate_at)
		return;
	int64_t now = begun;
	bool more = true;
	while (engine->due && more && now - begun < CORRELATE_BURST) {
		more = correlate_next(engine);
		now = time_monotonic();
	}
	int64_t pause = (now - begun) * (CORRELATE_SHARE - 1);
	engine->correlate_at = now + (pause < PAUSE_MOST ? pause : PAUSE_MOST);
	/* Only resting ones are left: look again soon, as others come due with every commit. */
	if (!more && engine->correlate_at < now + CORRELATE_BURST)
		engine->correlate_at = now + CORRELATE_BURST;
}
