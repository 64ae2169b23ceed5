/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Correlation by shared names.
 *
 * Every alarming finding is listed once under each name that links (host, account, address, file).
 * Sorted by name and time, findings under one name whose times are within the window are joined;
 * a disjoint-set forest makes groups of the joins, so a chain host → account → other host is one
 * incident. A name that more than LINK_SUBJECTS subjects share says nothing (a name server, an
 * update server) and does not link. Then what is minor or was blocked joins as context where an
 * incident has its host, account or address at about that time.
 */
#include "incident/correlate.h"

#include "base/arena.h"
#include "incident/judge.h"
#include "incident/listing.h"
#include "incident/value_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LINK_SUBJECTS 12

struct groups {
	size_t *parent;
	size_t count;
};

static void list_finding(struct listing *listing, const struct finding *finding, size_t index)
{
	struct listed entry = {.first = finding->first, .last = finding->last, .index = index};
	listing_add_who(listing, &finding->hosts, &finding->users, &finding->addresses, entry);
	entry.kind = NAME_FILE;
	listing_add(listing, &finding->files, entry);
}

static size_t root_of(struct groups *groups, size_t i)
{
	while (groups->parent[i] != i) {
		groups->parent[i] = groups->parent[groups->parent[i]];
		i = groups->parent[i];
	}
	return i;
}

/* The smaller index (the earlier finding) stays the root, so that the result does not depend on the
 * order of joins. */
static void unite(struct groups *groups, size_t a, size_t b)
{
	size_t x = root_of(groups, a);
	size_t y = root_of(groups, b);
	if (x < y)
		groups->parent[y] = x;
	else
		groups->parent[x] = y;
}

static int by_text(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* What products call malicious links however many machines it reached: that is an outbreak. */
static bool is_outbreak(const struct listed *run, size_t count, const struct finding *findings)
{
	bool remote = run[0].kind == NAME_ADDRESS && !address_is_own(run[0].name);
	for (size_t i = 0; i < count; i++) {
		const struct finding *finding = &findings[run[i].index];
		enum category category = finding->rule->category;
		bool malicious = category == CATEGORY_MALWARE || category == CATEGORY_RANSOMWARE ||
				 category == CATEGORY_CALLBACK;
		if (!malicious || finding->severity < SEVERITY_HIGH)
			return false;
	}
	return remote || run[0].kind == NAME_FILE;
}

/* Whether more than LINK_SUBJECTS different subjects stand in a run of listed findings. */
static bool is_everywhere(
    const struct listed *run, size_t count, const struct finding *findings, struct arena *arena)
{
	if (run[0].kind == NAME_HOST || count <= LINK_SUBJECTS || is_outbreak(run, count, findings))
		return false;
	struct text *subjects = arena_array(arena, count, sizeof(*subjects));
	for (size_t i = 0; i < count; i++)
		subjects[i] = findings[run[i].index].subject;
	qsort(subjects, count, sizeof(*subjects), by_text);
	size_t different = 1;
	for (size_t i = 1; i < count; i++)
		different += !text_equal(subjects[i], subjects[i - 1]);
	return different > LINK_SUBJECTS;
}

static void join_run(struct groups *groups, const struct listed *run, size_t count)
{
	int64_t until = run[0].last;
	for (size_t i = 1; i < count; i++) {
		if (run[i].first <= until + CORRELATE_WINDOW)
			unite(groups, run[i - 1].index, run[i].index);
		if (run[i].last > until)
			until = run[i].last;
	}
}

static void join_by_names(
    struct groups *groups, struct finding *findings, size_t count, struct arena *arena)
{
	struct listing listing = {.arena = arena};
	for (size_t i = 0; i < count; i++) {
		if (judge_alarms(&findings[i]))
			list_finding(&listing, &findings[i], i);
	}
	listing_sort(&listing);
	for (size_t i = 0; i < listing.count;) {
		size_t n = listing_run(listing.at + i, listing.count - i);
		if (!is_everywhere(listing.at + i, n, findings, arena))
			join_run(groups, listing.at + i, n);
		i += n;
	}
}

/* Where an attempt came from is outside, or it was made on a web server, whose log knows only its
 * visitors. */
static bool is_from_outside(const struct finding *finding)
{
	for (size_t i = 0; i < finding->addresses.count; i++) {
		if (!address_is_own(finding->addresses.at[i]))
			return true;
	}
	return finding->rule->category == CATEGORY_WEB_APPLICATION;
}

/*
 * What faces the Internet is tried by many addresses all day. Groups of mere attempts of one kind
 * are one incident: one decision, not one for every address. A group in which more happened stays
 * alone.
 */
static void join_attempts(
    struct groups *groups, const struct finding *findings, struct arena *arena)
{
	bool *more = arena_array(arena, groups->count + 1, sizeof(*more)); /* by root */
	for (size_t i = 0; i < groups->count; i++) {
		bool attempt = judge_attempt(&findings[i]) && is_from_outside(&findings[i]);
		if (judge_alarms(&findings[i]) && !attempt)
			more[root_of(groups, i)] = true;
	}
	size_t last[CATEGORY_COUNT];
	int64_t until[CATEGORY_COUNT];
	bool any[CATEGORY_COUNT] = {false};
	for (size_t i = 0; i < groups->count; i++) {
		enum category category = findings[i].rule->category;
		if (!judge_alarms(&findings[i]) || more[root_of(groups, i)])
			continue;
		if (any[category] && findings[i].first <= until[category] + CORRELATE_WINDOW)
			unite(groups, last[category], i);
		if (!any[category] || findings[i].last > until[category])
			until[category] = findings[i].last;
		any[category] = true;
		last[category] = i;
	}
}

static void add_finding(struct incident *incident, struct finding *finding)
{
	incident->findings[incident->finding_count++] = finding;
	finding->incident = incident;
	incident->matches += finding->count;
	value_set_join(&incident->hosts, &finding->hosts);
	value_set_join(&incident->users, &finding->users);
	value_set_join(&incident->addresses, &finding->addresses);
	value_set_join(&incident->processes, &finding->processes);
	value_set_join(&incident->files, &finding->files);
}

static void widen(struct incident *incident, const struct finding *finding)
{
	if (finding->first < incident->first)
		incident->first = finding->first;
	if (finding->last > incident->last)
		incident->last = finding->last;
	if (finding->severity > incident->severity)
		incident->severity = finding->severity;
	enum stage stage = finding->rule->stage;
	if (stage == STAGE_NONE)
		return;
	incident->stages |= UINT32_C(1) << stage;
	if (stage > incident->stage)
		incident->stage = stage;
}

/* Incidents of the alarming findings, in the order of their earliest one; `of` gets each root's
 * incident + 1. */
static size_t make_incidents(
    struct groups *groups, struct finding *findings, size_t *of, struct incident *incidents)
{
	size_t made = 0;
	for (size_t i = 0; i < groups->count; i++) {
		if (!judge_alarms(&findings[i]))
			continue;
		size_t root = root_of(groups, i);
		if (of[root] == 0) {
			of[root] = ++made;
			incidents[made - 1].first = findings[i].first;
			incidents[made - 1].last = findings[i].last;
		}
		widen(&incidents[of[root] - 1], &findings[i]);
	}
	return made;
}

static void list_incidents(struct listing *listing, const struct incident *incidents, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct incident *incident = &incidents[i];
		struct listed entry = {.first = incident->first - CORRELATE_WINDOW,
		    .last = incident->last + CORRELATE_WINDOW,
		    .index = i};
		listing_add_who(
		    listing, &incident->hosts, &incident->users, &incident->addresses, entry);
	}
	listing_sort(listing);
}

static bool find_in(const struct listing *listing, enum name_kind kind,
    const struct value_set *names, const struct finding *finding, size_t *incident)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t at = listing_find(listing, kind, names->at[i]);
		for (; at < listing->count; at++) {
			const struct listed *entry = &listing->at[at];
			if (entry->kind != kind || !text_equal(entry->name, names->at[i]))
				break;
			if (finding->first <= entry->last && finding->last >= entry->first) {
				*incident = entry->index;
				return true;
			}
		}
	}
	return false;
}

/* Which incident a minor or blocked finding belongs to: by machine, then account, then address. */
static bool context_of(
    const struct listing *listing, const struct finding *finding, size_t *incident)
{
	return find_in(listing, NAME_HOST, &finding->hosts, finding, incident) ||
	       find_in(listing, NAME_USER, &finding->users, finding, incident) ||
	       find_in(listing, NAME_ADDRESS, &finding->addresses, finding, incident);
}

static int by_urgency(const void *a, const void *b)
{
	const struct incident *x = a;
	const struct incident *y = b;
	if (x->state != y->state)
		return x->state > y->state ? -1 : 1;
	if (x->confidence > y->confidence || x->confidence < y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return strcmp(x->id, y->id);
}

struct membership {
	size_t *of;   /* finding → incident + 1, 0 for none */
	size_t *size; /* incident → findings */
};

static void give_room(
    struct incident *incidents, size_t count, const size_t *sizes, struct arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		incidents[i].findings = arena_array(arena, sizes[i] + 1, sizeof(struct finding *));
		incidents[i].finding_count = 0;
		/* filled again with context; names that did not fit must not count twice */
		incidents[i].hosts = incidents[i].users = (struct value_set){.count = 0};
		incidents[i].addresses = (struct value_set){.count = 0};
	}
}

/* Names of the alarming findings first, so that context can be looked up by them. */
static void assign(struct groups *groups, struct finding *findings, const size_t *of_root,
    struct incident *incidents, struct membership *members)
{
	for (size_t i = 0; i < groups->count; i++) {
		if (!judge_alarms(&findings[i]))
			continue;
		members->of[i] = of_root[root_of(groups, i)];
		struct incident *incident = &incidents[members->of[i] - 1];
		members->size[members->of[i] - 1]++;
		value_set_join(&incident->hosts, &findings[i].hosts);
		value_set_join(&incident->users, &findings[i].users);
		value_set_join(&incident->addresses, &findings[i].addresses);
	}
}

static void assign_context(struct finding *findings, size_t count, struct incident *incidents,
    size_t incident_count, struct membership *members, struct arena *arena)
{
	struct listing listing = {.arena = arena};
	list_incidents(&listing, incidents, incident_count);
	for (size_t i = 0; i < count; i++) {
		size_t incident;
		if (members->of[i] == 0 && context_of(&listing, &findings[i], &incident)) {
			members->of[i] = incident + 1;
			members->size[incident]++;
		}
	}
}

static void join_again(struct groups *groups, const struct finding *findings,
    const size_t *together, struct arena *arena)
{
	size_t most = 0;
	for (size_t i = 0; i < groups->count; i++)
		most = together[i] > most ? together[i] : most;
	size_t *seen = arena_array(arena, most + 1, sizeof(*seen)); /* its first finding + 1 */
	for (size_t i = 0; i < groups->count; i++) {
		if (together[i] == 0 || !judge_alarms(&findings[i]))
			continue;
		if (seen[together[i]] != 0)
			unite(groups, seen[together[i]] - 1, i);
		else
			seen[together[i]] = i + 1;
	}
}

struct incident *correlate(
    struct finding *findings, size_t count, struct arena *arena, size_t *incident_count)
{
	return correlate_again(findings, count, NULL, arena, incident_count);
}

struct incident *correlate_again(struct finding *findings, size_t count, const size_t *together,
    struct arena *arena, size_t *incident_count)
{
	struct groups groups = {arena_array(arena, count + 1, sizeof(size_t)), count};
	for (size_t i = 0; i < count; i++)
		groups.parent[i] = i;
	if (together != NULL)
		join_again(&groups, findings, together, arena);
	join_by_names(&groups, findings, count, arena);
	join_attempts(&groups, findings, arena);

	size_t *of_root = arena_array(arena, count + 1, sizeof(size_t));
	struct incident *incidents = arena_array(arena, count + 1, sizeof(*incidents));
	size_t made = make_incidents(&groups, findings, of_root, incidents);
	struct membership members = {arena_array(arena, count + 1, sizeof(size_t)),
	    arena_array(arena, made + 1, sizeof(size_t))};
	assign(&groups, findings, of_root, incidents, &members);
	assign_context(findings, count, incidents, made, &members, arena);
	give_room(incidents, made, members.size, arena);
	for (size_t i = 0; i < count; i++) {
		if (members.of[i] != 0)
			add_finding(&incidents[members.of[i] - 1], &findings[i]);
	}
	for (size_t i = 0; i < made; i++) {
		assert(incidents[i].finding_count == members.size[i]);
		struct text first = text_of(incidents[i].findings[0]->id);
		hash_id(&first, 1, incidents[i].id);
		judge_incident(&incidents[i]);
	}
	qsort(incidents, made, sizeof(*incidents), by_urgency);
	for (size_t i = 0; i < made; i++) {
		for (size_t f = 0; f < incidents[i].finding_count; f++)
			incidents[i].findings[f]->incident = &incidents[i];
	}
	*incident_count = made;
	return incidents;
}
