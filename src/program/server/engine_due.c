/* SPDX-License-Identifier: Apache-2.0 */
/* Which companies' incidents are made again, and when. */
#include "program/server/engine.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>

/* Correlation may take one part in so many of this thread's time. */
#define CORRELATE_SHARE 5
#define CORRELATE_BURST (CLOCK_SECOND / 20)
/* After one that failed. */
#define FAILED_PAUSE (10 * CLOCK_SECOND)

static void correlate_one(struct engine *engine, struct text company)
{
	const struct correlation correlation = {.store = engine->store,
	    .viewer = &engine->viewer,
	    .rules = engine->rules,
	    .playbook = engine->content.playbook,
	    .texts = engine->content.texts,
	    .zone = zones_of_company(engine->zones, company),
	    .company = company,
	    .now = engine_now()};
	struct correlated correlated;
	struct why why;
	snprintf(engine->correlated, sizeof(engine->correlated), "%.*s", TEXT_ARGS(company));
	if (correlate_company(&correlation, &correlated, &why) != DONE) {
		process_say(engine->given, "incidents of %.*s: %s", TEXT_ARGS(company), why.text);
		engine->correlate_at = engine_monotonic() + FAILED_PAUSE;
		return;
	}
	atomic_fetch_add(&engine->given->board->incidents, correlated.incidents);
	if (correlated.left_out != 0)
		process_say(engine->given,
		    "%.*s has more findings of late than are correlated: the %" PRIu64
		    " oldest and more are left out",
		    TEXT_ARGS(company), correlated.left_out);
}

/* Which company comes next: after the last one, round and round, so that one that is always due
 * keeps no other waiting. */
static struct text next_due(const struct engine *engine, const struct text *companies, size_t count)
{
	const struct text *next = NULL;
	const struct text *least = NULL;
	struct text last = text_of(engine->correlated);
	for (size_t i = 0; i < count; i++) {
		const struct text *c = &companies[i];
		if (least == NULL || text_compare(*c, *least) < 0)
			least = c;
		if (text_compare(*c, last) > 0 && (next == NULL || text_compare(*c, *next) < 0))
			next = c;
	}
	return next != NULL ? *next : *least;
}

/* A burst of companies that are due, then a pause of CORRELATE_SHARE - 1 times as long: a quick
 * correlation follows its commit at once, a slow one does not keep records waiting. */
void engine_correlate_due(struct engine *engine)
{
	int64_t begun = engine_monotonic();
	if (!engine->due || begun < engine->correlate_at)
		return;
	int64_t now = begun;
	while (engine->due && now - begun < CORRELATE_BURST && now >= engine->correlate_at) {
		struct text *companies = NULL;
		size_t count = 0;
		struct why why;
		arena_reset(engine->arena);
		if (correlation_due(engine->store, &engine->viewer, engine->arena, &companies,
			&count, &why) != DONE)
			count = 0;
		engine->due = count > 1;
		if (count != 0) {
			struct text company =
			    text_copy(engine->arena, next_due(engine, companies, count));
			correlate_one(engine, company);
		}
		now = engine_monotonic();
	}
	if (now >= engine->correlate_at)
		engine->correlate_at = now + (now - begun) * (CORRELATE_SHARE - 1);
	else
		engine->due = true; /* one failed: it is due still */
}
