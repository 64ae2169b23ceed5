/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters in a hash table that is small by its nature: sources are known, strangers are capped.
 * Entries stay from one writing to the next, only their counts are cleared, unless there are many.
 */
#include "intake/tally.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRANGERS_MOST 1000
#define ENTRIES_MOST 100000 /* sources and strangers; beyond, they are summed up */
#define BUCKETS 4096
#define NAME_MOST 48 /* an id or an address */

struct entry {
	struct entry *next;
	char company[NAME_MOST]; /* empty: a stranger */
	char source[NAME_MOST];
	char word[8]; /* a stranger's transport */
	uint64_t records[REFUSED_COUNT];
	uint64_t bytes[REFUSED_COUNT];
	int64_t first;
	int64_t last;
};

struct tally {
	pthread_mutex_t lock;
	struct entry *buckets[BUCKETS];
	size_t strangers;
	size_t entries;
};

const char *refusal_word(enum refusal refusal)
{
	static const char *const words[REFUSED_COUNT] = {
	    "rate", "size", "disk", "busy", "malformed", "stranger"};
	return (unsigned)refusal < REFUSED_COUNT ? words[refusal] : "";
}

struct tally *tally_open(void)
{
	struct tally *tally = calloc(1, sizeof(*tally));
	if (tally == NULL || pthread_mutex_init(&tally->lock, NULL) != 0)
		abort();
	return tally;
}

static void forget(struct tally *tally)
{
	for (size_t i = 0; i < BUCKETS; i++) {
		while (tally->buckets[i] != NULL) {
			struct entry *entry = tally->buckets[i];
			tally->buckets[i] = entry->next;
			free(entry);
		}
	}
	tally->strangers = 0;
	tally->entries = 0;
}

void tally_close(struct tally *tally)
{
	if (tally == NULL)
		return;
	forget(tally);
	pthread_mutex_destroy(&tally->lock);
	free(tally);
}

static void set_name(char out[NAME_MOST], struct text name)
{
	snprintf(out, NAME_MOST, "%.*s", (int)(name.size < NAME_MOST ? name.size : NAME_MOST - 1),
	    name.at == NULL ? "" : name.at);
}

static struct entry **bucket_of(struct tally *tally, const struct entry *key)
{
	uint64_t hash = text_hash(text_of(key->company)) * 31 + text_hash(text_of(key->source));
	return &tally->buckets[(hash * 31 + text_hash(text_of(key->word))) % BUCKETS];
}

static struct entry *find(struct tally *tally, const struct entry *key)
{
	struct entry *entry = *bucket_of(tally, key);
	while (entry != NULL && (strcmp(entry->source, key->source) != 0 ||
				    strcmp(entry->company, key->company) != 0 ||
				    strcmp(entry->word, key->word) != 0))
		entry = entry->next;
	return entry;
}

static struct entry *add(struct tally *tally, const struct entry *key)
{
	struct entry *entry = malloc(sizeof(*entry));
	if (entry == NULL)
		abort();
	*entry = *key;
	struct entry **bucket = bucket_of(tally, key);
	entry->next = *bucket;
	*bucket = entry;
	tally->entries++;
	return entry;
}

void tally_source(struct tally *tally, struct text company, struct text source,
    enum refusal refusal, uint64_t records, uint64_t bytes)
{
	struct entry key = {.first = CLOCK_NONE, .last = CLOCK_NONE};
	set_name(key.company, company);
	set_name(key.source, source);
	pthread_mutex_lock(&tally->lock);
	struct entry *entry = find(tally, &key);
	if (entry == NULL && tally->entries < ENTRIES_MOST)
		entry = add(tally, &key);
	if (entry != NULL) {
		entry->records[refusal] += records;
		entry->bytes[refusal] += bytes;
	}
	pthread_mutex_unlock(&tally->lock);
}

void tally_stranger(
    struct tally *tally, struct text address, const char *transport, uint64_t records, int64_t now)
{
	struct entry key = {.first = CLOCK_NONE, .last = CLOCK_NONE};
	set_name(key.source, address);
	snprintf(key.word, sizeof(key.word), "%s", transport);
	pthread_mutex_lock(&tally->lock);
	struct entry *entry = find(tally, &key);
	if (entry == NULL && tally->strangers >= STRANGERS_MOST) {
		set_name(key.source, TEXT("others"));
		entry = find(tally, &key);
	}
	if (entry == NULL) {
		entry = add(tally, &key);
		tally->strangers++;
	}
	entry->records[REFUSED_STRANGER] += records;
	if (entry->first == CLOCK_NONE)
		entry->first = now;
	entry->last = now;
	pthread_mutex_unlock(&tally->lock);
}

/* Writing */

static void put_time(struct json_writer *writer, const char *name, int64_t time)
{
	char text[CLOCK_TEXT];
	if (time == CLOCK_NONE)
		return;
	clock_format(time, text);
	json_put_text(writer, name, text_of(text));
}

static void put_row(struct json_writer *writer, const struct entry *entry, enum refusal refusal)
{
	bool stranger = entry->company[0] == '\0';
	json_open_object(writer, NULL);
	if (!stranger)
		json_put_text(writer, "company", text_of(entry->company));
	json_put_text(writer, stranger ? "address" : "source", text_of(entry->source));
	json_put_text(writer, stranger ? "transport" : "refusal",
	    text_of(stranger ? entry->word : refusal_word(refusal)));
	json_put_int(writer, "records", (int64_t)entry->records[refusal]);
	json_put_int(writer, "bytes", (int64_t)entry->bytes[refusal]);
	put_time(writer, "first", entry->first);
	put_time(writer, "last", entry->last);
	json_close_object(writer);
}

static size_t put_entry(struct json_writer *writer, struct entry *entry)
{
	size_t rows = 0;
	for (unsigned i = 0; i < REFUSED_COUNT; i++) {
		if (entry->records[i] == 0 && entry->bytes[i] == 0)
			continue;
		put_row(writer, entry, (enum refusal)i);
		rows++;
	}
	memset(entry->records, 0, sizeof(entry->records));
	memset(entry->bytes, 0, sizeof(entry->bytes));
	entry->first = entry->last = CLOCK_NONE;
	return rows;
}

bool tally_flush(struct tally *tally, struct buffer *out)
{
	struct json_writer writer;
	size_t rows = 0;
	size_t before = out->size;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_open_array(&writer, "rows");
	pthread_mutex_lock(&tally->lock);
	for (size_t i = 0; i < BUCKETS; i++) {
		for (struct entry *entry = tally->buckets[i]; entry != NULL; entry = entry->next)
			rows += put_entry(&writer, entry);
	}
	/* Strangers come and go; entries that were silent since the last time are not kept on. */
	if (rows == 0 || tally->strangers >= STRANGERS_MOST / 2)
		forget(tally);
	pthread_mutex_unlock(&tally->lock);
	json_close_array(&writer);
	json_close_object(&writer);
	if (rows == 0)
		out->size = before;
	return rows != 0;
}

/* Reading */

static bool read_time(const struct json *row, const char *name, int64_t *out)
{
	struct civil civil;
	struct text t = json_get_text(row, name);
	*out = CLOCK_NONE;
	return t.size == 0 || (clock_parse(t, &civil) && clock_from_civil(&civil, out));
}

static bool read_count(const struct json *row, const char *name, uint64_t *out)
{
	int64_t value;
	const struct json *member = json_get(row, name);
	if (member == NULL || !json_int(member, &value) || value < 0)
		return false;
	*out = (uint64_t)value;
	return true;
}

static bool read_row(const struct json *value, struct tally_row *row)
{
	row->company = json_get_text(value, "company");
	bool stranger = row->company.size == 0;
	row->source = json_get_text(value, stranger ? "address" : "source");
	row->word = json_get_text(value, stranger ? "transport" : "refusal");
	return row->source.size != 0 && row->word.size != 0 &&
	       read_count(value, "records", &row->records) &&
	       read_count(value, "bytes", &row->bytes) && read_time(value, "first", &row->first) &&
	       read_time(value, "last", &row->last);
}

enum outcome tally_read(
    struct text json, struct arena *arena, struct tally_row **rows, size_t *count, struct why *why)
{
	static const struct json_limits limits = {.depth = 4, .values = 2000000, .lenient = false};
	const struct json *value = NULL;
	enum outcome outcome = json_read(json, &limits, arena, &value, why);
	if (outcome != DONE)
		return outcome;
	const struct json *list = json_get(value, "rows");
	if (list == NULL || list->kind != JSON_ARRAY) {
		why_set(why, "the tally has no list \"rows\"");
		return MALFORMED;
	}
	size_t size = sizeof(struct tally_row);
	if (list->count > (arena_left(arena) - arena_left(arena) / 8) / size) {
		why_set(why, "the tally has %zu rows", list->count);
		return TOO_LARGE;
	}
	struct tally_row *made = arena_array(arena, list->count, size);
	size_t number = 0;
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		if (!read_row(item, &made[number++])) {
			why_set(why, "row %zu of the tally lacks a member or breaks one", number);
			return MALFORMED;
		}
	}
	*rows = made;
	*count = number;
	return DONE;
}
