/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batches that need not be appended again: by hashes, in tables that drop their oldest eighth when
 * they are full. Slots are chosen by a hash that is keyed anew in each process, so that no sender
 * can aim at one.
 */
#include "journal/bytes.h"
#include "journal/log_parts.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ID 16
#define NAMES_MOST ((size_t)131072) /* (source, NAME) pairs */

struct entry {
	unsigned char id[ID];
	uint64_t value;
	uint64_t used; /* when it was put last, ascending; 0: an empty slot */
};

struct table {
	struct entry *at;
	size_t room; /* a power of two, at least twice `count` */
	size_t count;
	size_t most;
	uint64_t clock;
};

struct log_batches {
	struct table pending; /* id: ticket */
	struct table names;   /* name: highest number */
	struct table last;    /* id */
};

static size_t slot_of(const struct table *table, const unsigned char *id)
{
	size_t slot = text_hash((struct text){(const char *)id, ID}) & (table->room - 1);
	while (table->at[slot].used != 0 && memcmp(table->at[slot].id, id, ID) != 0)
		slot = (slot + 1) & (table->room - 1);
	return slot;
}

static struct entry *find(const struct table *table, const unsigned char *id)
{
	if (table->room == 0)
		return NULL;
	struct entry *entry = &table->at[slot_of(table, id)];
	return entry->used != 0 ? entry : NULL;
}

/* Make the table anew with those put after `oldest`. */
static void rebuild(struct table *table, size_t room, uint64_t oldest)
{
	struct table old = *table;
	table->at = disk_memory(NULL, room * sizeof(table->at[0]));
	memset(table->at, 0, room * sizeof(table->at[0]));
	table->room = room;
	table->count = 0;
	for (size_t i = 0; i < old.room; i++) {
		if (old.at[i].used <= oldest)
			continue;
		table->at[slot_of(table, old.at[i].id)] = old.at[i];
		table->count++;
	}
	free(old.at);
}

static int by_use(const void *a, const void *b)
{
	uint64_t x = ((const struct entry *)a)->used;
	uint64_t y = ((const struct entry *)b)->used;
	return x < y ? -1 : x > y;
}

/* The entries, oldest first; free it. */
static struct entry *in_order(const struct table *table)
{
	struct entry *list = disk_memory(NULL, (table->count + 1) * sizeof(list[0]));
	size_t count = 0;
	for (size_t i = 0; i < table->room; i++) {
		if (table->at[i].used != 0)
			list[count++] = table->at[i];
	}
	qsort(list, count, sizeof(list[0]), by_use);
	return list;
}

static void drop_oldest(struct table *table)
{
	struct entry *list = in_order(table);
	uint64_t oldest = list[table->count - table->most - 1].used;
	free(list);
	rebuild(table, table->room, oldest);
}

static void put(struct table *table, const unsigned char *id, uint64_t value)
{
	if (2 * (table->count + 1) > table->room)
		rebuild(table, table->room == 0 ? 64 : 2 * table->room, 0);
	struct entry *entry = &table->at[slot_of(table, id)];
	if (entry->used == 0)
		table->count++;
	memcpy(entry->id, id, ID);
	entry->value = value;
	entry->used = ++table->clock;
	if (table->most != 0 && table->count > table->most + table->most / 8)
		drop_oldest(table);
}

/* Take an entry out and move back those that stood behind it for want of its slot. */
static void take_out(struct table *table, const unsigned char *id)
{
	if (find(table, id) == NULL)
		return;
	size_t hole = slot_of(table, id);
	table->at[hole].used = 0;
	table->count--;
	for (size_t i = (hole + 1) & (table->room - 1); table->at[i].used != 0;
	     i = (i + 1) & (table->room - 1)) {
		struct entry moved = table->at[i];
		table->at[i].used = 0;
		table->at[slot_of(table, moved.id)] = moved;
	}
	if (table->count == 0 && table->room > 1024)
		rebuild(table, 64, UINT64_MAX);
}

struct log_batches *log_batches_create(void)
{
	struct log_batches *batches = disk_memory(NULL, sizeof(*batches));
	*batches =
	    (struct log_batches){.names = {.most = NAMES_MOST}, .last = {.most = LOG_BATCHES}};
	return batches;
}

void log_batches_destroy(struct log_batches *batches)
{
	if (batches == NULL)
		return;
	free(batches->pending.at);
	free(batches->names.at);
	free(batches->last.at);
	free(batches);
}

static void hash(struct text a, struct text b, unsigned char out[ID])
{
	crypto_generichash_state state;
	unsigned char size[8];
	bytes_put64(size, a.size);
	crypto_generichash_init(&state, NULL, 0, ID);
	crypto_generichash_update(&state, size, sizeof(size));
	crypto_generichash_update(&state, (const unsigned char *)a.at, a.size);
	crypto_generichash_update(&state, (const unsigned char *)b.at, b.size);
	crypto_generichash_final(&state, out, ID);
}

static bool digits(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] < '0' || t.at[i] > '9')
			return false;
	}
	return t.size != 0;
}

void log_batch_key(struct text source, struct text batch, struct log_batch_key *key)
{
	struct text name = batch;
	*key = (struct log_batch_key){.numbered = false};
	hash(source, batch, key->id);
	if (!text_skip(&name, TEXT("seq:")))
		return;
	size_t colon = text_find_last_char(name, ':');
	struct text number =
	    colon == TEXT_NONE ? (struct text){NULL, 0} : text_from(name, colon + 1);
	if (colon == TEXT_NONE || colon == 0 || !digits(number) ||
	    !text_to_uint(number, &key->number))
		return;
	char bytes[8];
	key->numbered = true;
	hash(source, text_part(name, 0, colon), key->name);
	/* "seq:x:7" and "seq:x:07" are the same. */
	bytes_put64(bytes, key->number);
	hash((struct text){(const char *)key->name, ID}, (struct text){bytes, 8}, key->id);
}

bool log_batches_durable(const struct log_batches *batches, const struct log_batch_key *key)
{
	if (!key->numbered)
		return find(&batches->last, key->id) != NULL;
	const struct entry *entry = find(&batches->names, key->name);
	return entry != NULL && key->number <= entry->value;
}

bool log_batches_pending(
    const struct log_batches *batches, const struct log_batch_key *key, uint64_t *ticket)
{
	const struct entry *entry = find(&batches->pending, key->id);
	if (entry != NULL)
		*ticket = entry->value;
	return entry != NULL;
}

void log_batches_begin(
    struct log_batches *batches, const struct log_batch_key *key, uint64_t ticket)
{
	put(&batches->pending, key->id, ticket);
}

void log_batches_remember(struct log_batches *batches, const struct log_batch_key *key)
{
	if (!key->numbered) {
		put(&batches->last, key->id, 0);
		return;
	}
	const struct entry *entry = find(&batches->names, key->name);
	uint64_t highest = entry != NULL ? entry->value : 0;
	put(&batches->names, key->name, key->number > highest ? key->number : highest);
}

void log_batches_settle(struct log_batches *batches, const struct log_batch_key *key, bool durable)
{
	take_out(&batches->pending, key->id);
	if (durable)
		log_batches_remember(batches, key);
}

void log_batches_dump(const struct log_batches *batches, unsigned kind, char **body, size_t *size)
{
	const struct table *table = kind == LOG_NAMES ? &batches->names : &batches->last;
	size_t each = kind == LOG_NAMES ? ID + 8 : ID;
	struct entry *list = in_order(table);
	char *bytes = disk_memory(NULL, table->count * each);
	for (size_t i = 0; i < table->count; i++) {
		memcpy(bytes + i * each, list[i].id, ID);
		if (kind == LOG_NAMES)
			bytes_put64(bytes + i * each + ID, list[i].value);
	}
	free(list);
	*size = table->count * each;
	*body = bytes;
}

bool log_batches_load(struct log_batches *batches, unsigned kind, struct text body)
{
	size_t each = kind == LOG_NAMES ? ID + 8 : ID;
	if (body.size % each != 0)
		return false;
	for (; body.size != 0; body = text_from(body, each)) {
		const unsigned char *id = (const unsigned char *)body.at;
		if (kind == LOG_NAMES)
			put(&batches->names, id, bytes_get64(body.at + ID));
		else
			put(&batches->last, id, 0);
	}
	return true;
}
