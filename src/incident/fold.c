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
#include "incident/join.h"
#include "incident/value_set.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEWEST_BUCKETS 64 /* grows with what is in it */
#define MOST_BUCKETS 16384
#define FILE_NAME_SIZE 512 /* bytes; a longer name is cut */
#define FOLD_MEMORY ((size_t)192 << 20)

struct open_finding {
	struct finding finding;
	char excerpts[FINDING_EVIDENCE][EVIDENCE_EXCERPT];
	char files[]; /* of file_size each: the evidence's, then that of where it begun */
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
	bool within; /* the arena is another's */
	size_t file_size;
	struct bucket *buckets;
	size_t bucket_count;
	size_t count;
	uint64_t overflow;
};

struct fold *fold_create_within(struct arena *arena, struct text company)
{
	struct fold *fold = arena_alloc(arena, sizeof(*fold));
	fold->arena = arena;
	fold->within = true;
	fold->file_size = FOLD_PLACE;
	fold->texts = interned_create(arena);
	fold->company = text_copy(arena, company);
	fold->buckets = arena_array(arena, FEWEST_BUCKETS, sizeof(struct bucket));
	fold->bucket_count = FEWEST_BUCKETS;
	return fold;
}

struct fold *fold_create(struct text company)
{
	struct fold *fold = fold_create_within(arena_create("findings", FOLD_MEMORY), company);
	fold->within = false;
	fold->file_size = FILE_NAME_SIZE;
	return fold;
}

void fold_destroy(struct fold *fold)
{
	if (fold == NULL)
		return;
	interned_destroy(fold->texts);
	if (!fold->within)
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
	size_t files = fold->file_size * (FINDING_EVIDENCE + 1);
	struct open_finding *open = arena_alloc(fold->arena, sizeof(*open) + files);
	open->finding.rule = sighting->rule;
	open->finding.title = keep(fold, sighting->title);
	open->finding.subject = keep(fold, subject);
	open->finding.first = open->finding.last = sighting->time;
	for (size_t i = 0; i < FINDING_EVIDENCE; i++) {
		open->finding.evidence[i].excerpt.at = open->excerpts[i];
		open->finding.evidence[i].where.file.at = open->files + i * fold->file_size;
	}
	open->finding.begun.file.at = open->files + FINDING_EVIDENCE * fold->file_size;
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

/* Four times the buckets; entries of one bucket keep their order. */
static void spread(struct fold *fold)
{
	struct bucket *old = fold->buckets;
	size_t old_count = fold->bucket_count;
	fold->bucket_count = old_count * 4;
	fold->buckets = arena_array(fold->arena, fold->bucket_count, sizeof(struct bucket));
	for (size_t i = 0; i < old_count; i++) {
		for (size_t k = 0; k < old[i].count; k++) {
			size_t to = old[i].at[k].hash % fold->bucket_count;
			*add_entry(fold, &fold->buckets[to]) = old[i].at[k];
		}
	}
}

/* The open finding of that key that the time is near to, or a new one; NULL when there is no room.
 */
static struct entry *entry_for(
    struct fold *fold, const struct sighting *sighting, struct text subject)
{
	uint64_t hash = hash_of(sighting, subject);
	struct bucket *bucket = &fold->buckets[hash % fold->bucket_count];
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
	if (++fold->count > fold->bucket_count && fold->bucket_count < MOST_BUCKETS) {
		spread(fold);
		bucket = &fold->buckets[hash % fold->bucket_count];
	}
	struct entry *entry = add_entry(fold, bucket);
	*entry =
	    (struct entry){hash, sighting->time, sighting->time, open_new(fold, sighting, subject)};
	return entry;
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
	while (at > 0 && evidence_before(shown, &finding->evidence[at - 1]))
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

/* The match that is at `where` is counted already. */
static void keep_begun(struct finding *finding, const struct position *where)
{
	if (finding->count > 1 && position_compare(where, &finding->begun) >= 0)
		return;
	finding->begun.record = where->record;
	fill(&finding->begun.file, finding->begun.file.at, where->file);
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
	kept.where.file = utf8_cut(sighting->where.file, fold->file_size);
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
	keep_begun(finding, &kept.where);
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

static void set_id(struct text company, struct finding *finding, const struct position *where)
{
	char record[24];
	snprintf(record, sizeof(record), "%" PRIu64, where->record);
	const struct text parts[] = {company, finding->rule->id, finding->title, finding->subject,
	    where->file, text_of(record)};
	hash_id(parts, sizeof(parts) / sizeof(parts[0]), finding->id);
}

void fold_set_id(struct text company, struct finding *finding)
{
	set_id(company, finding, &finding->begun);
}

struct finding *fold_findings(struct fold *fold, size_t *count)
{
	struct finding **open = arena_array(fold->arena, fold->count + 1, sizeof(struct finding *));
	size_t n = 0;
	for (size_t i = 0; i < fold->bucket_count; i++) {
		for (size_t k = 0; k < fold->buckets[i].count; k++)
			open[n++] = &fold->buckets[i].at[k].open->finding;
	}
	assert(n == fold->count);
	qsort(open, n, sizeof(struct finding *), by_key);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept != 0 && touch(open[kept - 1], open[i]))
			finding_join(open[kept - 1], open[i]);
		else
			open[kept++] = open[i];
	}
	struct finding *findings = arena_array(fold->arena, kept + 1, sizeof(*findings));
	for (size_t i = 0; i < kept; i++) {
		findings[i] = *open[i];
		assert(findings[i].evidence_count != 0);
		set_id(fold->company, &findings[i],
		    fold->within ? &findings[i].begun : &findings[i].evidence[0].where);
	}
	qsort(findings, kept, sizeof(*findings), by_time);
	*count = kept;
	return findings;
}
