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
#include "incident/value_set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LINK_SUBJECTS 12

enum name_kind { NAME_HOST, NAME_USER, NAME_ADDRESS, NAME_FILE };

struct listed {
	enum name_kind kind;
	struct text name;
	int64_t first;
	int64_t last;
	size_t index; /* of the finding, or of the incident */
};

struct listing {
	struct listed *at;
	size_t count;
	size_t room;
	struct arena *arena;
};

struct groups {
	size_t *parent;
	size_t count;
};

static bool alarms(const struct finding *finding)
{
	return finding->severity >= SEVERITY_MEDIUM && finding->blocked < finding->count;
}

/* Accounts that exist everywhere: equal names on two machines need not be one person. */
static bool is_common_user(struct text user)
{
	static const struct text common[] = {TEXT_INIT("root"), TEXT_INIT("admin"),
	    TEXT_INIT("administrator"), TEXT_INIT("guest"), TEXT_INIT("user"), TEXT_INIT("test"),
	    TEXT_INIT("nobody"), TEXT_INIT("www-data")};
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (text_equal_fold(user, common[i]))
			return true;
	}
	return false;
}

/* Programs and libraries of the system are on every machine. */
static bool is_common_file(struct text file)
{
	static const struct text folders[] = {TEXT_INIT("c:\\windows\\"),
	    TEXT_INIT("c:\\program files"), TEXT_INIT("/usr/"), TEXT_INIT("/bin/"),
	    TEXT_INIT("/lib"), TEXT_INIT("/sbin/"), TEXT_INIT("/etc/")};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (text_starts_fold(file, folders[i]))
			return true;
	}
	return false;
}

/* Loopback and unset addresses are every machine's. */
static bool is_common_address(struct text address)
{
	return text_starts(address, TEXT("127.")) || text_equal(address, TEXT("::1")) ||
	       text_equal(address, TEXT("0.0.0.0")) || text_equal(address, TEXT("::")) ||
	       text_equal(address, TEXT("255.255.255.255")) ||
	       text_starts_fold(address, TEXT("ff02:"));
}

static void list_name(struct listing *listing, const struct listed *entry)
{
	if (listing->count == listing->room) {
		size_t room = listing->room == 0 ? 256 : listing->room * 2;
		listing->at = arena_grow(
		    listing->arena, listing->at, listing->count, room, sizeof(*listing->at));
		listing->room = room;
	}
	listing->at[listing->count++] = *entry;
}

static bool links(enum name_kind kind, struct text name)
{
	switch (kind) {
	case NAME_USER:
		return !is_common_user(name);
	case NAME_FILE:
		return !is_common_file(name);
	case NAME_ADDRESS:
		return !is_common_address(name);
	case NAME_HOST:
		break;
	}
	return true;
}

static void list_set(struct listing *listing, const struct value_set *set, struct listed entry)
{
	for (size_t i = 0; i < set->count; i++) {
		entry.name = set->at[i];
		if (links(entry.kind, entry.name))
			list_name(listing, &entry);
	}
}

static void list_finding(struct listing *listing, const struct finding *finding, size_t index)
{
	struct listed entry = {.first = finding->first, .last = finding->last, .index = index};
	entry.kind = NAME_HOST;
	list_set(listing, &finding->hosts, entry);
	entry.kind = NAME_USER;
	list_set(listing, &finding->users, entry);
	entry.kind = NAME_ADDRESS;
	list_set(listing, &finding->addresses, entry);
	entry.kind = NAME_FILE;
	list_set(listing, &finding->files, entry);
}

static int by_name(const void *a, const void *b)
{
	const struct listed *x = a;
	const struct listed *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = text_compare(x->name, y->name);
	if (order != 0)
		return order;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
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

/* Whether more than LINK_SUBJECTS different subjects stand in a run of listed findings. */
static bool is_everywhere(
    const struct listed *run, size_t count, const struct finding *findings, struct arena *arena)
{
	if (run[0].kind == NAME_HOST || count <= LINK_SUBJECTS)
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

static size_t run_length(const struct listed *at, size_t left)
{
	size_t n = 1;
	while (n < left && at[n].kind == at[0].kind && text_equal(at[n].name, at[0].name))
		n++;
	return n;
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
		if (alarms(&findings[i]))
			list_finding(&listing, &findings[i], i);
	}
	if (listing.count == 0)
		return;
	qsort(listing.at, listing.count, sizeof(*listing.at), by_name);
	for (size_t i = 0; i < listing.count;) {
		size_t n = run_length(listing.at + i, listing.count - i);
		if (!is_everywhere(listing.at + i, n, findings, arena))
			join_run(groups, listing.at + i, n);
		i += n;
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

/*
 * How sure one rule of a severity makes us that something real happened. Our own judgement
 * (2026-11), to be replaced by rates measured on closed incidents.
 */
static double weight_of(enum severity severity)
{
	static const double weights[] = {
	    [SEVERITY_INFORMATIONAL] = 0.01,
	    [SEVERITY_LOW] = 0.05,
	    [SEVERITY_MEDIUM] = 0.25,
	    [SEVERITY_HIGH] = 0.6,
	    [SEVERITY_CRITICAL] = 0.85,
	};
	return weights[severity];
}

static bool rule_seen_before(const struct incident *incident, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (incident->findings[i]->rule == incident->findings[index]->rule)
			return true;
	}
	return false;
}

/* Different rules as independent witnesses, at most 0.99: nothing is certain from logs alone. */
static void judge(struct incident *incident)
{
	double wrong = 1.0;
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (alarms(finding) && !rule_seen_before(incident, i))
			wrong *= 1.0 - weight_of(finding->severity);
	}
	incident->confidence = wrong < 0.01 ? 0.99 : 1.0 - wrong;
	bool act = incident->severity >= SEVERITY_HIGH && incident->confidence >= 0.6;
	incident->state = act ? INCIDENT_ACT : INCIDENT_LOOK;
}

/* Incidents of the alarming findings, in the order of their earliest one; `of` gets each root's
 * incident + 1. */
static size_t make_incidents(
    struct groups *groups, struct finding *findings, size_t *of, struct incident *incidents)
{
	size_t made = 0;
	for (size_t i = 0; i < groups->count; i++) {
		if (!alarms(&findings[i]))
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
		struct listed entry = {.first = incidents[i].first - CORRELATE_WINDOW,
		    .last = incidents[i].last + CORRELATE_WINDOW,
		    .index = i};
		entry.kind = NAME_HOST;
		list_set(listing, &incidents[i].hosts, entry);
		entry.kind = NAME_USER;
		list_set(listing, &incidents[i].users, entry);
		entry.kind = NAME_ADDRESS;
		list_set(listing, &incidents[i].addresses, entry);
	}
	if (listing->count != 0)
		qsort(listing->at, listing->count, sizeof(*listing->at), by_name);
}

/* First entry that is not before the name. */
static size_t lower_bound(const struct listing *listing, enum name_kind kind, struct text name)
{
	struct listed wanted = {.kind = kind, .name = name, .first = INT64_MIN};
	size_t low = 0;
	size_t high = listing->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_name(&listing->at[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool find_in(const struct listing *listing, enum name_kind kind,
    const struct value_set *names, const struct finding *finding, size_t *incident)
{
	for (size_t i = 0; i < names->count; i++) {
		size_t at = lower_bound(listing, kind, names->at[i]);
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
	}
}

/* Names of the alarming findings first, so that context can be looked up by them. */
static void assign(struct groups *groups, struct finding *findings, const size_t *of_root,
    struct incident *incidents, struct membership *members)
{
	for (size_t i = 0; i < groups->count; i++) {
		if (!alarms(&findings[i]))
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

struct incident *correlate(
    struct finding *findings, size_t count, struct arena *arena, size_t *incident_count)
{
	struct groups groups = {arena_array(arena, count + 1, sizeof(size_t)), count};
	for (size_t i = 0; i < count; i++)
		groups.parent[i] = i;
	join_by_names(&groups, findings, count, arena);

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
		judge(&incidents[i]);
	}
	qsort(incidents, made, sizeof(*incidents), by_urgency);
	for (size_t i = 0; i < made; i++) {
		for (size_t f = 0; f < incidents[i].finding_count; f++)
			incidents[i].findings[f]->incident = &incidents[i];
	}
	*incident_count = made;
	return incidents;
}
