/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding.
 *
 * A key is (rule, title, subject). The matches of a key are points in time; a finding is a
 * maximal run of them with no gap over FOLD_GAP. Each key has a list of intervals; a match
 * extends the first interval it is near to, or begins one. Intervals that came to touch are
 * joined at the end: runs under "nearer than the gap" do not depend on the order of arrival. A
 * bucket holds times and hashes side by side, so that a key with very many intervals is still soon
 * searched.
 */
#include "incident/fold.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "incident/value_set.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 16384
#define FILE_NAME_SIZE 512 /* bytes; a longer name is cut */
#define FOLD_MEMORY ((size_t)192 << 20)

struct open_finding {
	struct finding finding;
	char excerpts[FINDING_EVIDENCE][EVIDENCE_EXCERPT];
	char files[FINDING_EVIDENCE][FILE_NAME_SIZE];
};

/* What the search compares of an open finding. */
struct entry {
	uint64_t hash;
	int64_t first;
	int64_t last;
	struct open_finding *open;
};

struct bucket {
	struct entry *at;
	size_t count;
	size_t room;
};

struct fold {
	struct arena *arena;
	struct interned *texts;
	struct text company;
	struct bucket buckets[BUCKETS];
	size_t count;
	uint64_t overflow;
};

struct fold *fold_create(struct text company)
{
	struct arena *arena = arena_create("findings", FOLD_MEMORY);
	struct fold *fold = arena_alloc(arena, sizeof(*fold));
	fold->arena = arena;
	fold->texts = interned_create(arena);
	fold->company = text_copy(arena, company);
	return fold;
}

void fold_destroy(struct fold *fold)
{
	if (fold == NULL)
		return;
	interned_destroy(fold->texts);
	arena_destroy(fold->arena);
}

uint64_t fold_overflow(const struct fold *fold)
{
	return fold->overflow;
}

static struct text keep(struct fold *fold, struct text value)
{
	return interned_keep(fold->texts, value, SET_VALUE_SIZE);
}

static struct text name_of(const struct subject *subject)
{
	if (subject->host.size != 0)
		return subject->host;
	if (address_is_own(subject->src_ip))
		return subject->src_ip;
	if (address_is_own(subject->dst_ip))
		return subject->dst_ip;
	if (subject->src_ip.size != 0)
		return subject->src_ip;
	if (subject->user.size != 0)
		return subject->user;
	return subject->dst_ip.size != 0 ? subject->dst_ip : subject->file;
}

static bool same_key(
    const struct finding *finding, const struct sighting *sighting, struct text subject)
{
	return finding->rule == sighting->rule && text_equal(finding->subject, subject) &&
	       text_equal(finding->title, sighting->title);
}

static bool near(const struct entry *entry, int64_t time)
{
	return time >= entry->first - FOLD_GAP && time <= entry->last + FOLD_GAP;
}

static uint64_t hash_of(const struct sighting *sighting, struct text subject)
{
	uint64_t hash = text_hash(subject) * 31 + text_hash(sighting->title);
	hash ^= (uint64_t)(uintptr_t)sighting->rule * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static struct open_finding *open_new(
    struct fold *fold, const struct sighting *sighting, struct text subject)
{
	struct open_finding *open = arena_alloc(fold->arena, sizeof(*open));
	open->finding.rule = sighting->rule;
	open->finding.title = keep(fold, sighting->title);
	open->finding.subject = keep(fold, subject);
	open->finding.first = open->finding.last = sighting->time;
	for (size_t i = 0; i < FINDING_EVIDENCE; i++) {
		open->finding.evidence[i].excerpt.at = open->excerpts[i];
		open->finding.evidence[i].where.file.at = open->files[i];
	}
	return open;
}

static struct entry *add_entry(struct fold *fold, struct bucket *bucket)
{
	if (bucket->count == bucket->room) {
		size_t room = bucket->room == 0 ? 2 : bucket->room * 2;
		bucket->at =
		    arena_grow(fold->arena, bucket->at, bucket->count, room, sizeof(*bucket->at));
		bucket->room = room;
	}
	return &bucket->at[bucket->count++];
}

/* The open finding of that key that the time is near to, or a new one; NULL when there is no room.
 */
static struct entry *entry_for(
    struct fold *fold, const struct sighting *sighting, struct text subject)
{
	uint64_t hash = hash_of(sighting, subject);
	struct bucket *bucket = &fold->buckets[hash % BUCKETS];
	for (size_t i = 0; i < bucket->count; i++) {
		struct entry *entry = &bucket->at[i];
		if (entry->hash == hash && near(entry, sighting->time) &&
		    same_key(&entry->open->finding, sighting, subject))
			return entry;
	}
	if (fold->count == FOLD_FINDINGS) {
		fold->overflow++;
		return NULL;
	}
	fold->count++;
	struct entry *entry = add_entry(fold, bucket);
	*entry =
	    (struct entry){hash, sighting->time, sighting->time, open_new(fold, sighting, subject)};
	return entry;
}

static bool before(const struct evidence *a, const struct evidence *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	int order = text_compare(a->where.file, b->where.file);
	return order != 0 ? order < 0 : a->where.record < b->where.record;
}

static void fill(struct text *slot, const char *buffer, struct text t)
{
	*slot = (struct text){buffer, t.size};
	if (t.size != 0)
		memcpy((char *)(uintptr_t)buffer, t.at, t.size);
}

/* Put `shown` where it belongs among the earliest; slots keep their buffers. */
static void keep_evidence(struct finding *finding, const struct evidence *shown)
{
	size_t at = finding->evidence_count;
	while (at > 0 && before(shown, &finding->evidence[at - 1]))
		at--;
	if (at == FINDING_EVIDENCE)
		return;
	bool full = finding->evidence_count == FINDING_EVIDENCE;
	size_t last = full ? FINDING_EVIDENCE - 1 : finding->evidence_count++;
	const char *excerpt = finding->evidence[last].excerpt.at;
	const char *file = finding->evidence[last].where.file.at;
	memmove(&finding->evidence[at + 1], &finding->evidence[at],
	    (last - at) * sizeof(finding->evidence[0]));
	finding->evidence[at] = *shown;
	fill(&finding->evidence[at].excerpt, excerpt, shown->excerpt);
	fill(&finding->evidence[at].where.file, file, shown->where.file);
}

static void count_disposition(struct finding *finding, enum disposition disposition)
{
	finding->count++;
	if (disposition == DISPOSITION_BLOCKED)
		finding->blocked++;
	else if (disposition == DISPOSITION_ALLOWED)
		finding->allowed++;
	else
		finding->unknown++;
}

static void add_subject(struct fold *fold, struct finding *finding, const struct subject *subject)
{
	value_set_keep(&finding->hosts, fold->texts, subject->host);
	value_set_keep(&finding->users, fold->texts, subject->user);
	value_set_keep(&finding->addresses, fold->texts, subject->src_ip);
	value_set_keep(&finding->addresses, fold->texts, subject->dst_ip);
	value_set_keep(&finding->processes, fold->texts, subject->process);
	value_set_keep(&finding->files, fold->texts, subject->file);
}

void fold_add(struct fold *fold, const struct sighting *sighting)
{
	struct sighting kept = *sighting;
	kept.title = utf8_cut(sighting->title, SET_VALUE_SIZE);
	kept.where.file = utf8_cut(sighting->where.file, FILE_NAME_SIZE);
	struct text subject = utf8_cut(name_of(&sighting->subject), SET_VALUE_SIZE);
	struct entry *entry = entry_for(fold, &kept, subject);
	if (entry == NULL)
		return;
	struct finding *finding = &entry->open->finding;
	if (sighting->time < finding->first)
		finding->first = entry->first = sighting->time;
	if (sighting->time > finding->last)
		finding->last = entry->last = sighting->time;
	if (sighting->severity > finding->severity)
		finding->severity = sighting->severity;
	count_disposition(finding, sighting->disposition);
	add_subject(fold, finding, &sighting->subject);
	const struct evidence shown = {
	    .time = sighting->time,
	    .where = kept.where,
	    .excerpt = utf8_cut(sighting->excerpt, EVIDENCE_EXCERPT),
	};
	keep_evidence(finding, &shown);
}

static void join(struct finding *into, const struct finding *from)
{
	if (from->last > into->last)
		into->last = from->last;
	if (from->severity > into->severity)
		into->severity = from->severity;
	into->count += from->count;
	into->blocked += from->blocked;
	into->allowed += from->allowed;
	into->unknown += from->unknown;
	value_set_join(&into->hosts, &from->hosts);
	value_set_join(&into->users, &from->users);
	value_set_join(&into->addresses, &from->addresses);
	value_set_join(&into->processes, &from->processes);
	value_set_join(&into->files, &from->files);
	for (size_t i = 0; i < from->evidence_count; i++)
		keep_evidence(into, &from->evidence[i]);
}

/* Order that brings the intervals of a key together, by time. */
static int by_key(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a;
	const struct finding *y = *(struct finding *const *)b;
	int order = text_compare(x->rule->id, y->rule->id);
	if (order == 0)
		order = text_compare(x->title, y->title);
	if (order == 0)
		order = text_compare(x->subject, y->subject);
	if (order == 0)
		order = (x->first > y->first) - (x->first < y->first);
	return order;
}

static int by_time(const void *a, const void *b)
{
	const struct finding *x = a;
	const struct finding *y = b;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return strcmp(x->id, y->id);
}

static bool touch(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && text_equal(a->title, b->title) &&
	       text_equal(a->subject, b->subject) && b->first <= a->last + FOLD_GAP;
}

static void set_id(const struct fold *fold, struct finding *finding)
{
	char record[24];
	assert(finding->evidence_count != 0);
	snprintf(record, sizeof(record), "%" PRIu64, finding->evidence[0].where.record);
	const struct text parts[] = {fold->company, finding->rule->id, finding->title,
	    finding->subject, finding->evidence[0].where.file, text_of(record)};
	hash_id(parts, sizeof(parts) / sizeof(parts[0]), finding->id);
}

struct finding *fold_findings(struct fold *fold, size_t *count)
{
	struct finding **open = arena_array(fold->arena, fold->count + 1, sizeof(struct finding *));
	size_t n = 0;
	for (size_t i = 0; i < BUCKETS; i++) {
		for (size_t k = 0; k < fold->buckets[i].count; k++)
			open[n++] = &fold->buckets[i].at[k].open->finding;
	}
	assert(n == fold->count);
	qsort(open, n, sizeof(struct finding *), by_key);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept != 0 && touch(open[kept - 1], open[i]))
			join(open[kept - 1], open[i]);
		else
			open[kept++] = open[i];
	}
	struct finding *findings = arena_array(fold->arena, kept + 1, sizeof(*findings));
	for (size_t i = 0; i < kept; i++) {
		findings[i] = *open[i];
		set_id(fold, &findings[i]);
	}
	qsort(findings, kept, sizeof(*findings), by_time);
	*count = kept;
	return findings;
}
