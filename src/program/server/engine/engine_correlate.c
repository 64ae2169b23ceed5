/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_correlate.h"

#include "base/arena.h"
#include "base/hash.h"
#include "incident/correlate.h"
#include "incident/judge.h"
#include "incident/story.h"
#include "program/server/engine/engine_group.h"
#include "program/server/engine/engine_merge.h"

#include <stdio.h>
#include <string.h>

/* FOLD_FINDINGS rows at the very worst in a quarter of it (engine_group.c); the incidents that they
 * were in, each with one of its own, tenancies, stories and what correlation notes in the rest. */
#define CORRELATE_MEMORY ((size_t)768 << 20)

struct correlating {
	const struct correlation *correlation;
	struct correlated *correlated;
	struct group_set set;
};

/* What a group is called. */
struct identity {
	char id[STORE_ID];
	const struct before *before; /* NULL: it is new */
	bool grew;                   /* alarming findings joined that were not in it before */
};

static size_t index_of(const struct correlating *c, const struct finding *finding)
{
	return (size_t)(finding - c->set.findings);
}

static const struct before *before_of(const struct correlating *c, const struct finding *finding)
{
	size_t together = c->set.together[index_of(c, finding)];
	return together != 0 ? &c->set.before[together - 1] : NULL;
}

static const struct record_name *begun_of(
    const struct correlating *c, const struct finding *finding)
{
	return &c->set.rows[index_of(c, finding)].begun;
}

/* The alarming finding that begun first, of all or of those that were in an incident before. */
static const struct finding *oldest_of(
    const struct correlating *c, const struct incident *incident, bool before)
{
	const struct finding *oldest = NULL;
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (!judge_alarms(finding) || (before && before_of(c, finding) == NULL))
			continue;
		if (oldest == NULL ||
		    record_name_compare(*begun_of(c, finding), *begun_of(c, oldest)) < 0)
			oldest = finding;
	}
	return oldest;
}

/* Whether a finding that was there before, or not, is news to the incident that it is in now. What
 * was closed elsewhere is not. */
static bool is_more(const struct before *was, const struct before *is)
{
	return was == NULL || (was != is && was->kept.status != INCIDENT_CLOSED);
}

static void identify(
    const struct correlating *c, const struct incident *incident, struct identity *identity)
{
	const struct finding *known = oldest_of(c, incident, true);
	*identity = (struct identity){.before = known != NULL ? before_of(c, known) : NULL};
	if (identity->before != NULL) {
		memcpy(identity->id, identity->before->kept.incident.id, STORE_ID);
	} else {
		struct text first = text_of(oldest_of(c, incident, false)->id);
		hash_id(&first, 1, identity->id);
	}
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (judge_alarms(finding) && is_more(before_of(c, finding), identity->before))
			identity->grew = true;
	}
}

/* Other incidents of the group are part of this one from now on. */
static enum outcome merge_others(const struct correlating *c, const struct incident *incident,
    const struct identity *identity, struct why *why)
{
	bool *done = arena_array(c->set.arena, c->set.before_count + 1, sizeof(*done));
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		const struct before *before = before_of(c, finding);
		if (before == NULL || !judge_alarms(finding) || done[before - c->set.before] ||
		    strcmp(before->kept.incident.id, identity->id) == 0)
			continue;
		done[before - c->set.before] = true;
		enum outcome outcome = incident_merge(c->correlation->store, c->correlation->viewer,
		    text_of(before->kept.incident.id), text_of(identity->id), why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome put_rows(const struct correlating *c, const struct incident *incident,
    const struct identity *identity, struct why *why)
{
	for (size_t i = 0; i < incident->finding_count; i++) {
		struct kept_finding *row = &c->set.rows[index_of(c, incident->findings[i])];
		if (strcmp(row->incident, identity->id) == 0)
			continue;
		memcpy(row->incident, identity->id, STORE_ID);
		enum outcome outcome =
		    finding_put(c->correlation->store, c->correlation->viewer, row, why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static bool same_as_before(const struct incident *incident, const struct kept_incident *kept)
{
	const struct incident *was = &kept->incident;
	return was->state == incident->state && was->first == incident->first &&
	       was->last == incident->last && was->stage == incident->stage &&
	       was->severity == incident->severity && was->matches == incident->matches &&
	       kept->finding_count == incident->finding_count &&
	       text_equal(was->story.ja, incident->story.ja) &&
	       text_equal(was->story.en, incident->story.en) &&
	       text_equal(was->next[0].ja, incident->next[0].ja);
}

/* A closed incident in which more happens is open again: correlation joins nothing over a longer
 * gap than CORRELATE_WINDOW, so what comes later than that is an incident of its own. */
static enum outcome reopen(
    const struct correlating *c, const struct identity *identity, struct why *why)
{
	if (identity->before == NULL || !identity->grew ||
	    identity->before->kept.status != INCIDENT_CLOSED)
		return DONE;
	return incident_set_status(c->correlation->store, c->correlation->viewer,
	    text_of(identity->id), INCIDENT_NEW, c->correlation->now, why);
}

static enum outcome put_incident(
    const struct correlating *c, struct incident *incident, struct why *why)
{
	const struct correlation *correlation = c->correlation;
	struct identity identity;
	identify(c, incident, &identity);
	story_tell(
	    incident, correlation->playbook, correlation->texts, correlation->zone, c->set.arena);
	memcpy(incident->id, identity.id, STORE_ID);
	struct kept_incident kept = {.incident = *incident,
	    .finding_count = incident->finding_count,
	    .status = INCIDENT_NEW,
	    .opened = correlation->now,
	    .changed = correlation->now};
	snprintf(kept.company, sizeof(kept.company), "%.*s", TEXT_ARGS(correlation->company));
	/* Only one that is there already takes others in; its numbers are set behind that. */
	enum outcome outcome = merge_others(c, incident, &identity, why);
	bool same = identity.before != NULL && same_as_before(incident, &identity.before->kept);
	if (outcome == DONE && !same)
		outcome = incident_put(correlation->store, correlation->viewer, &kept, why);
	if (outcome == DONE)
		outcome = put_rows(c, incident, &identity, why);
	if (outcome == DONE)
		outcome = reopen(c, &identity, why);
	c->correlated->incidents += outcome == DONE && identity.before == NULL;
	return outcome;
}

/* What is only counted now was context of an incident, perhaps. */
static enum outcome put_loose(const struct correlating *c, struct why *why)
{
	for (size_t i = 0; i < c->set.count; i++) {
		struct kept_finding *row = &c->set.rows[i];
		if (c->set.findings[i].incident != NULL || row->incident[0] == '\0')
			continue;
		row->incident[0] = '\0';
		enum outcome outcome =
		    finding_put(c->correlation->store, c->correlation->viewer, row, why);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome put_all(
    const struct correlating *c, struct incident *incidents, size_t count, struct why *why)
{
	const struct correlation *correlation = c->correlation;
	enum outcome outcome = store_begin(correlation->store, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < count && outcome == DONE; i++)
		outcome = put_incident(c, &incidents[i], why);
	if (outcome == DONE)
		outcome = put_loose(c, why);
	if (outcome == DONE)
		outcome = correlation_mark(
		    correlation->store, correlation->viewer, correlation->company, false, why);
	if (outcome == DONE)
		outcome = store_commit(correlation->store, why);
	if (outcome != DONE)
		store_rollback(correlation->store);
	return outcome;
}

enum outcome correlate_company(
    const struct correlation *correlation, struct correlated *correlated, struct why *why)
{
	struct correlating c = {.correlation = correlation, .correlated = correlated};
	struct incident *incidents = NULL;
	size_t count = 0;
	*correlated = (struct correlated){0, 0, 0};
	c.set.arena = arena_create("correlation", CORRELATE_MEMORY);
	enum outcome outcome = group_load(correlation, &c.set, why);
	if (outcome == DONE && c.set.count != 0)
		incidents = correlate_again(
		    c.set.findings, c.set.count, c.set.together, c.set.arena, &count);
	correlated->findings = c.set.count;
	correlated->left_out = c.set.left_out;
	if (outcome == DONE)
		outcome = put_all(&c, incidents, count, why);
	arena_destroy(c.set.arena);
	return outcome;
}
