/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of sources in memory: the sources as they came, and beside them sorted arrays of
 * pointers, one for each way to be known. Built once, never changed, so readers need no lock.
 */
#include "intake/directory.h"

#include "base/address.h"
#include "base/arena.h"
#include "base/json.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCES_MOST 65536
#define SNAPSHOT_MOST ((size_t)64 << 20)
#define ORIGIN_MOST 255

/* An address or block of a source, directly connected (via empty) or behind a relay. */
struct block {
	const struct intake_source *source;
	struct text origin; /* a name that is no address, e.g. a file's; else empty */
	unsigned size;      /* bytes of the address: 4, 16; 0 for a name */
	unsigned prefix;    /* bits */
	unsigned char bytes[ADDRESS_BYTES];
};

struct directory {
	struct arena *arena;
	struct intake_source *sources;
	size_t count;
	const struct intake_source **by_token;
	size_t tokens;
	const struct intake_source **by_port;
	size_t ports;
	const struct intake_source **by_certificate;
	size_t certificates;
	struct block *blocks;
	size_t block_count;
	bool has_prefix[ADDRESS_BYTES + 1][129]; /* by size: the prefixes that occur */
};

void token_hash(struct text token, char out[65])
{
	unsigned char hash[32];
	crypto_generichash(
	    hash, sizeof(hash), (const unsigned char *)token.at, token.size, NULL, 0);
	sodium_bin2hex(out, 65, hash, sizeof(hash));
}

/* Blocks */

static void mask(unsigned char *bytes, unsigned size, unsigned prefix)
{
	for (unsigned i = 0; i < size; i++) {
		unsigned keep = prefix > 8 * i ? prefix - 8 * i : 0;
		if (keep < 8)
			bytes[i] &= (unsigned char)(0xff00u >> keep);
	}
}

static bool read_block(struct text t, struct block *block)
{
	size_t slash = text_find_char(t, '/');
	block->size = (unsigned)address_read(text_part(t, 0, slash), block->bytes);
	block->prefix = 8 * block->size;
	uint64_t prefix = block->prefix;
	if (block->size == 0)
		return false;
	if (slash != TEXT_NONE && !text_to_uint(text_from(t, slash + 1), &prefix))
		return false;
	/* "::ffff:192.0.2.0/120" came out as IPv4. */
	if (block->size == 4 && text_find_char(t, ':') != TEXT_NONE && slash != TEXT_NONE) {
		if (prefix < 96)
			return false;
		prefix -= 96;
	}
	if (prefix > block->prefix)
		return false;
	block->prefix = (unsigned)prefix;
	mask(block->bytes, block->size, block->prefix);
	return true;
}

static int compare_block(const struct block *a, const struct block *b)
{
	int order = strcmp(a->source->via, b->source->via);
	if (order != 0)
		return order;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	if (a->size == 0)
		return text_compare(a->origin, b->origin);
	if (a->prefix != b->prefix)
		return a->prefix < b->prefix ? -1 : 1;
	return memcmp(a->bytes, b->bytes, a->size);
}

/* Equal keys stay in the snapshot's order, so that the first of them is found whatever qsort does.
 */
static int order_block(const void *a, const void *b)
{
	const struct block *x = a;
	const struct block *y = b;
	int order = compare_block(x, y);
	if (order != 0)
		return order;
	return x->source < y->source ? -1 : x->source > y->source;
}

static const struct intake_source *find_block(
    const struct directory *directory, const struct block *wanted)
{
	size_t low = 0;
	size_t high = directory->block_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_block(&directory->blocks[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == directory->block_count || compare_block(&directory->blocks[low], wanted) != 0)
		return NULL;
	return directory->blocks[low].source;
}

/* The longest block of those behind `via` that holds the address. */
static const struct intake_source *find_address(
    const struct directory *directory, const char *via, struct text address)
{
	struct intake_source key = {0};
	struct block wanted = {.source = &key};
	snprintf(key.via, sizeof(key.via), "%s", via);
	unsigned size = (unsigned)address_read(address, wanted.bytes);
	if (size == 0)
		return NULL;
	wanted.size = size;
	for (unsigned prefix = 8 * size + 1; prefix-- > 0;) {
		if (!directory->has_prefix[size][prefix])
			continue;
		wanted.prefix = prefix;
		mask(wanted.bytes, size, prefix);
		const struct intake_source *source = find_block(directory, &wanted);
		if (source != NULL)
			return source;
	}
	return NULL;
}

/* Writing */

void directory_write(struct buffer *out, const struct intake_source *sources, size_t count)
{
	struct json_writer writer;
	json_begin(&writer, out);
	json_open_object(&writer, NULL);
	json_put_int(&writer, "version", 1);
	json_open_array(&writer, "sources");
	for (size_t i = 0; i < count; i++) {
		const struct intake_source *source = &sources[i];
		json_open_object(&writer, NULL);
		json_put_text(&writer, "id", text_of(source->id));
		json_put_text(&writer, "company", text_of(source->company));
		if (source->token_hash[0] != '\0')
			json_put_text(&writer, "token_hash", text_of(source->token_hash));
		json_open_array(&writer, "addresses");
		for (size_t a = 0; a < source->address_count; a++)
			json_put_text(&writer, NULL, source->addresses[a]);
		json_close_array(&writer);
		if (source->port != 0)
			json_put_int(&writer, "port", source->port);
		if (source->certificate.size != 0)
			json_put_text(&writer, "certificate", source->certificate);
		if (source->via[0] != '\0')
			json_put_text(&writer, "via", text_of(source->via));
		if (source->records_a_second != 0)
			json_put_int(&writer, "records_a_second", source->records_a_second);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_close_object(&writer);
}

/* Reading */

struct reading {
	struct directory *directory;
	size_t place; /* of the source, from 0 */
	struct why *why;
};

static enum outcome broken(const struct reading *reading, const char *what)
{
	why_set(reading->why, "source %zu of the snapshot: %s", reading->place + 1, what);
	return MALFORMED;
}

static bool is_id(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'))
			return false;
	}
	return t.size < DIRECTORY_ID;
}

static bool is_hash(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (text_hex_digit(t.at[i]) < 0 || (t.at[i] >= 'A' && t.at[i] <= 'F'))
			return false;
	}
	return t.size == 0 || t.size == 64;
}

static bool take_id(const struct json *value, const char *name, bool needed, char *out)
{
	struct text t = json_get_text(value, name);
	if (!is_id(t) || (needed && t.size == 0))
		return false;
	if (t.size != 0)
		memcpy(out, t.at, t.size);
	out[t.size] = '\0';
	return true;
}

static bool take_number(const struct json *value, const char *name, int64_t most, int64_t *out)
{
	const struct json *member = json_get(value, name);
	*out = 0;
	if (member == NULL)
		return true;
	return json_int(member, out) && *out >= 0 && *out <= most;
}

static enum outcome read_addresses(
    const struct reading *reading, const struct json *list, struct intake_source *source)
{
	struct directory *directory = reading->directory;
	if (list == NULL)
		return DONE;
	if (list->kind != JSON_ARRAY || list->count > DIRECTORY_ADDRESSES)
		return broken(reading, "\"addresses\" is no list, or too long");
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		struct text t = text_copy(directory->arena, json_text(item));
		struct block block = {.source = source};
		if (t.size == 0 || t.size > ORIGIN_MOST)
			return broken(reading, "an address is empty or too long");
		if (!read_block(t, &block)) {
			if (source->via[0] == '\0')
				return broken(reading, "an address is none");
			block.size = 0;
			block.origin = t;
		} else {
			directory->has_prefix[block.size][block.prefix] = true;
		}
		source->addresses[source->address_count++] = t;
		directory->blocks[directory->block_count++] = block;
	}
	return DONE;
}

static enum outcome read_source(
    const struct reading *reading, const struct json *value, struct intake_source *source)
{
	struct text hash = json_get_text(value, "token_hash");
	struct text certificate = json_get_text(value, "certificate");
	int64_t port;
	int64_t rate;
	if (!take_id(value, "id", true, source->id) ||
	    !take_id(value, "company", true, source->company) ||
	    !take_id(value, "via", false, source->via))
		return broken(reading, "an id is missing or breaks its form");
	if (!is_hash(hash) || !is_hash(certificate))
		return broken(reading, "a hash is not 64 lower-case hexadecimal digits");
	if (!take_number(value, "port", UINT16_MAX, &port) ||
	    !take_number(value, "records_a_second", UINT32_MAX, &rate))
		return broken(reading, "a number is none or out of range");
	if (hash.size != 0)
		memcpy(source->token_hash, hash.at, hash.size);
	source->certificate = text_copy(reading->directory->arena, certificate);
	source->port = (uint16_t)port;
	source->records_a_second = (uint32_t)rate;
	return read_addresses(reading, json_get(value, "addresses"), source);
}

static int order_token(const void *a, const void *b)
{
	const struct intake_source *x = *(const struct intake_source *const *)a;
	const struct intake_source *y = *(const struct intake_source *const *)b;
	return strcmp(x->token_hash, y->token_hash);
}

static int order_port(const void *a, const void *b)
{
	const struct intake_source *x = *(const struct intake_source *const *)a;
	const struct intake_source *y = *(const struct intake_source *const *)b;
	return (int)x->port - (int)y->port;
}

static int order_certificate(const void *a, const void *b)
{
	const struct intake_source *x = *(const struct intake_source *const *)a;
	const struct intake_source *y = *(const struct intake_source *const *)b;
	return text_compare(x->certificate, y->certificate);
}

static void index_sources(struct directory *directory)
{
	size_t count = directory->count;
	size_t size = sizeof(directory->by_token[0]);
	directory->by_token = arena_array(directory->arena, count, size);
	directory->by_port = arena_array(directory->arena, count, size);
	directory->by_certificate = arena_array(directory->arena, count, size);
	for (size_t i = 0; i < count; i++) {
		const struct intake_source *source = &directory->sources[i];
		if (source->token_hash[0] != '\0')
			directory->by_token[directory->tokens++] = source;
		if (source->port != 0)
			directory->by_port[directory->ports++] = source;
		if (source->certificate.size != 0)
			directory->by_certificate[directory->certificates++] = source;
	}
	qsort(directory->by_token, directory->tokens, size, order_token);
	qsort(directory->by_port, directory->ports, size, order_port);
	qsort(directory->by_certificate, directory->certificates, size, order_certificate);
	qsort(directory->blocks, directory->block_count, sizeof(directory->blocks[0]), order_block);
}

static enum outcome read_sources(
    struct directory *directory, const struct json *list, struct why *why)
{
	if (list == NULL || list->kind != JSON_ARRAY) {
		why_set(why, "the snapshot has no list \"sources\"");
		return MALFORMED;
	}
	if (list->count > SOURCES_MOST) {
		why_set(why, "the snapshot has more than %d sources", SOURCES_MOST);
		return TOO_LARGE;
	}
	size_t addresses = 0;
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		const struct json *found = json_get(item, "addresses");
		addresses += found == NULL ? 0 : found->count;
	}
	directory->sources =
	    arena_array(directory->arena, list->count, sizeof(directory->sources[0]));
	directory->blocks = arena_array(directory->arena, addresses, sizeof(directory->blocks[0]));
	struct reading reading = {directory, 0, why};
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		enum outcome outcome =
		    read_source(&reading, item, &directory->sources[reading.place]);
		if (outcome != DONE)
			return outcome;
		reading.place++;
	}
	directory->count = list->count;
	index_sources(directory);
	return DONE;
}

enum outcome directory_read(struct text snapshot, struct directory **directory, struct why *why)
{
	static const struct json_limits limits = {.depth = 8, .values = 4000000, .lenient = false};
	if (snapshot.size > SNAPSHOT_MOST) {
		why_set(why, "the snapshot is over %zu bytes", SNAPSHOT_MOST);
		return TOO_LARGE;
	}
	struct arena *scratch = arena_create("sources snapshot", (size_t)768 << 20);
	/* A list of addresses that is too long is refused before anything of it is copied, so what
	 * the snapshot may have bounds this: structs of 600 bytes, 16 blocks of 64 each. */
	struct arena *arena = arena_create("directory", (size_t)512 << 20);
	struct directory *made = arena_alloc(arena, sizeof(*made));
	const struct json *value = NULL;
	made->arena = arena;
	enum outcome outcome = json_read(snapshot, &limits, scratch, &value, why);
	if (outcome == DONE)
		outcome = read_sources(made, json_get(value, "sources"), why);
	arena_destroy(scratch);
	if (outcome == DONE)
		*directory = made;
	else
		arena_destroy(arena);
	return outcome;
}

void directory_destroy(struct directory *directory)
{
	if (directory != NULL)
		arena_destroy(directory->arena);
}

size_t directory_count(const struct directory *directory)
{
	return directory->count;
}

/* Asking */

static const struct intake_source *find(const struct intake_source *const *sources, size_t count,
    const struct intake_source *key, int (*order)(const void *a, const void *b))
{
	const struct intake_source *const *found =
	    count == 0 ? NULL : bsearch(&key, sources, count, sizeof(sources[0]), order);
	return found == NULL ? NULL : *found;
}

const struct intake_source *directory_by_token(const struct directory *directory, struct text token)
{
	struct intake_source key = {0};
	if (token.size == 0)
		return NULL;
	/* What is compared is the hash: how long that takes tells nothing about a token. */
	token_hash(token, key.token_hash);
	return find(directory->by_token, directory->tokens, &key, order_token);
}

const struct intake_source *directory_by_address(
    const struct directory *directory, struct text address)
{
	return find_address(directory, "", address);
}

const struct intake_source *directory_by_port(const struct directory *directory, uint16_t port)
{
	struct intake_source key = {.port = port};
	return find(directory->by_port, directory->ports, &key, order_port);
}

const struct intake_source *directory_by_certificate(
    const struct directory *directory, struct text fingerprint)
{
	struct intake_source key = {.certificate = fingerprint};
	if (fingerprint.size == 0)
		return NULL;
	return find(directory->by_certificate, directory->certificates, &key, order_certificate);
}

const struct intake_source *directory_behind(
    const struct directory *directory, const struct intake_source *relay, struct text origin)
{
	struct intake_source key = {0};
	struct block wanted = {.source = &key, .origin = origin};
	const struct intake_source *source = find_address(directory, relay->id, origin);
	if (source == NULL && origin.size != 0) {
		snprintf(key.via, sizeof(key.via), "%s", relay->id);
		source = find_block(directory, &wanted);
	}
	return source == NULL ? relay : source;
}
