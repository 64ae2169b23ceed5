/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/engine/engine_group.h"

#include "base/arena.h"
#include "incident/attribution.h"
#include "incident/fold.h"

#include <stdlib.h>
#include <string.h>

#define PAGE 500
#define ALL (SEVERITY_CRITICAL + 1)

static void add_row(struct group_set *set, const struct kept_finding *row)
{
	if (set->count == FOLD_FINDINGS) {
		set->left_out++;
		return;
	}
	if (set->count == set->room) {
		size_t room = set->room == 0 ? 64 : set->room * 2;
		set->rows = arena_grow(set->arena, set->rows, set->count, room, sizeof(*set->rows));
		set->room = room;
	}
	set->rows[set->count++] = *row;
}

/* Rows that wish->least lets through, but not those of `below` and above. */
static enum outcome load(const struct correlation *correlation, struct group_set *set,
    const struct finding_wish *first, enum severity below, struct why *why)
{
	struct finding_wish wish = *first;
	enum outcome outcome;
	do {
		struct kept_findings list = {NULL, 0, {NULL, 0}};
		/* The rest is for what is made of them. */
		if (arena_left(set->arena) < set->spare) {
			set->left_out++;
			return DONE;
		}
		outcome = finding_list(
		    correlation->store, correlation->viewer, &wish, set->arena, &list, why);
		for (size_t i = 0; outcome == DONE && i < list.count; i++)
			if (list.at[i].finding.severity < below)
				add_row(set, &list.at[i]);
		wish.page.after = list.next;
	} while (outcome == DONE && wish.page.after.size != 0 && set->left_out == 0);
	return outcome;
}

/* What is severe first: a flood of the small must not push it out. */
static enum outcome load_both(const struct correlation *correlation, struct group_set *set,
    const struct finding_wish *first, struct why *why)
{
	struct finding_wish wish = *first;
	wish.least = SEVERITY_HIGH;
	enum outcome outcome = load(correlation, set, &wish, ALL, why);
	if (outcome == DONE && set->left_out == 0)
		outcome = load(correlation, set, first, SEVERITY_HIGH, why);
	return outcome;
}

/* When the company's newest finding was last seen, less CORRELATE_BACK; CLOCK_NONE without any. */
static enum outcome since_of(
    const struct correlation *correlation, struct arena *arena, int64_t *since, struct why *why)
{
	struct kept_findings list = {NULL, 0, {NULL, 0}};
	const struct finding_wish wish = {
	    .company = correlation->company, .since = CLOCK_NONE, .page = {.limit = 1}};
	enum outcome outcome =
	    finding_list(correlation->store, correlation->viewer, &wish, arena, &list, why);
	*since = CLOCK_NONE;
	if (outcome == DONE && list.count != 0)
		*since = list.at[0].finding.last - CORRELATE_BACK;
	return outcome;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct before *)a)->id, ((const struct before *)b)->id);
}

static const struct before *find_before(const struct group_set *set, const char *id)
{
	struct before wanted = {.there = false};
	memcpy(wanted.id, id, STORE_ID);
	return set->before_count == 0
		   ? NULL
		   : bsearch(&wanted, set->before, set->before_count, sizeof(wanted), by_id);
}

static int by_incident(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The different incidents that the rows name. */
static enum outcome load_before(
    const struct correlation *correlation, struct group_set *set, struct why *why)
{
	const char **ids = arena_array(set->arena, set->count + 1, sizeof(*ids));
	size_t n = 0;
	for (size_t i = 0; i < set->count; i++) {
		if (set->rows[i].incident[0] != '\0')
			ids[n++] = set->rows[i].incident;
	}
	qsort(ids, n, sizeof(*ids), by_incident);
	set->before = arena_array(set->arena, n + 1, sizeof(*set->before));
	for (size_t i = 0; i < n; i++) {
		if (i != 0 && strcmp(ids[i], ids[i - 1]) == 0)
			continue;
		struct before *before = &set->before[set->before_count++];
		memcpy(before->id, ids[i], STORE_ID);
		enum outcome outcome = incident_get(correlation->store, correlation->viewer,
		    text_of(before->id), set->arena, &before->kept, why);
		before->there = outcome == DONE;
		if (outcome != DONE && outcome != NOT_FOUND)
			return outcome;
	}
	return DONE;
}

/* Findings of incidents that go on, though last seen long ago: an incident is judged as a whole. */
static enum outcome load_older(
    const struct correlation *correlation, struct group_set *set, int64_t since, struct why *why)
{
	for (size_t i = 0; i < set->before_count; i++) {
		const struct before *before = &set->before[i];
		if (!before->there || before->kept.incident.first >= since)
			continue;
		struct group_set all = {.arena = set->arena, .spare = set->spare};
		const struct finding_wish wish = {.company = correlation->company,
		    .incident = text_of(before->id),
		    .since = CLOCK_NONE,
		    .page = {.limit = PAGE}};
		enum outcome outcome = load(correlation, &all, &wish, ALL, why);
		if (outcome != DONE)
			return outcome;
		set->left_out += all.left_out;
		for (size_t k = 0; k < all.count; k++) {
			if (all.rows[k].finding.last < since)
				add_row(set, &all.rows[k]);
		}
	}
	return DONE;
}

static int by_time(const void *a, const void *b)
{
	const struct finding *x = &((const struct kept_finding *)a)->finding;
	const struct finding *y = &((const struct kept_finding *)b)->finding;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return strcmp(x->id, y->id);
}

static int by_rule(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;
	int order = text_compare(x->rule->id, y->rule->id);
	return order != 0 ? order : (x > y) - (x < y);
}

/* Findings of one rule have the same facts: those of the rule as it is loaded, else as the first
 * row describes it. Whoever counts different rules compares pointers. */
static void settle_rules(const struct correlation *correlation, struct group_set *set)
{
	struct finding **order = arena_array(set->arena, set->count + 1, sizeof(*order));
	for (size_t i = 0; i < set->count; i++)
		order[i] = &set->findings[i];
	qsort(order, set->count, sizeof(*order), by_rule);
	const struct rule_facts *facts = NULL;
	for (size_t i = 0; i < set->count; i++) {
		struct text id = order[i]->rule->id;
		if (facts == NULL || !text_equal(facts->id, id)) {
			facts = ruleset_find(correlation->rules, id);
			if (facts == NULL || !text_equal(facts->id, id))
				facts = order[i]->rule;
		}
		order[i]->rule = facts;
	}
}

/* Findings that know only an address get their machine's name, here and not in their rows: a name
 * that is learnt later must not change what a finding is about. */
static enum outcome name_machines(
    const struct correlation *correlation, struct group_set *set, struct why *why)
{
	int64_t first = set->findings[0].first;
	int64_t last = set->findings[0].last;
	for (size_t i = 1; i < set->count; i++) {
		if (set->findings[i].last > last)
			last = set->findings[i].last;
	}
	struct kept_tenancy *list = NULL;
	size_t count = 0;
	enum outcome outcome = tenancy_list(correlation->store, correlation->viewer,
	    correlation->company, first - ATTRIBUTION_WINDOW, last + ATTRIBUTION_WINDOW, set->arena,
	    &list, &count, why);
	if (outcome != DONE || count == 0)
		return outcome;
	struct attribution *attribution = attribution_create();
	for (size_t i = 0; i < count; i++) {
		struct tenancy tenancy = {list[i].address, list[i].host, list[i].first};
		attribution_add(attribution, &tenancy);
		tenancy.time = list[i].last;
		attribution_add(attribution, &tenancy);
	}
	attribution_name(attribution, set->findings, set->count);
	/* Names live with the attribution: keep those that findings got. */
	for (size_t i = 0; i < set->count; i++) {
		struct finding *finding = &set->findings[i];
		if (set->rows[i].finding.hosts.count != 0)
			continue;
		finding->subject = text_copy(set->arena, finding->subject);
		for (size_t h = 0; h < finding->hosts.count; h++)
			finding->hosts.at[h] = text_copy(set->arena, finding->hosts.at[h]);
	}
	attribution_destroy(attribution);
	return DONE;
}

static void make_findings(const struct correlation *correlation, struct group_set *set)
{
	qsort(set->rows, set->count, sizeof(*set->rows), by_time);
	set->findings = arena_array(set->arena, set->count + 1, sizeof(*set->findings));
	set->together = arena_array(set->arena, set->count + 1, sizeof(*set->together));
	for (size_t i = 0; i < set->count; i++) {
		const struct before *before = find_before(set, set->rows[i].incident);
		set->findings[i] = set->rows[i].finding;
		if (before != NULL && before->there)
			set->together[i] = (size_t)(before - set->before) + 1;
	}
	settle_rules(correlation, set);
}

enum outcome group_load(
    const struct correlation *correlation, struct group_set *set, struct why *why)
{
	int64_t since;
	enum outcome outcome = since_of(correlation, set->arena, &since, why);
	if (outcome != DONE || since == CLOCK_NONE)
		return outcome;
	const struct finding_wish wish = {
	    .company = correlation->company, .since = since, .page = {.limit = PAGE}};
	set->spare = arena_left(set->arena) / 4 * 3;
	outcome = load_both(correlation, set, &wish, why);
	if (outcome == DONE)
		outcome = load_before(correlation, set, why);
	if (outcome == DONE)
		outcome = load_older(correlation, set, since, why);
	if (outcome != DONE || set->count == 0)
		return outcome;
	make_findings(correlation, set);
	return name_machines(correlation, set, why);
}
