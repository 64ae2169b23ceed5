/* SPDX-License-Identifier: Apache-2.0 */
/* Sources: what sends records, and how intake knows it. */
#include "store/check.h"
#include "store/directory.h"
#include "store/results.h"
#include "store/sqlite/claim.h"
#include "store/sqlite/page.h"

#include "base/arena.h"

#include <assert.h>
#include <string.h>

static const char *const kinds[] = {"syslog", "http", "relay", "file", NULL};

/* A source as it is stored: addresses and fingerprint in their one form. */
struct plain {
	struct text addresses[SOURCE_ADDRESSES];
	struct text certificate;
};

static enum outcome check_senders(
    const struct source *source, struct arena *arena, struct plain *plain, struct why *why)
{
	if (source->address_count > SOURCE_ADDRESSES) {
		why_set(why, "addresses: over the limit of %d", SOURCE_ADDRESSES);
		return TOO_LARGE;
	}
	for (size_t i = 0; i < source->address_count; i++) {
		enum outcome outcome = check_address(
		    "addresses", source->addresses[i], arena, &plain->addresses[i], why);
		if (outcome != DONE)
			return outcome;
	}
	return source->certificate.size == 0 ? DONE
					     : check_fingerprint("certificate", source->certificate,
						   arena, &plain->certificate, why);
}

static enum outcome check_source(
    const struct source *source, struct arena *arena, struct plain *plain, struct why *why)
{
	enum outcome outcome = check_name("name", source->name, why);
	if (outcome == DONE)
		outcome = check_word("kind", source->kind, kinds, why);
	if (outcome == DONE)
		outcome = check_zone("zone", source->zone, why);
	if (outcome == DONE && source->token_hash[0] != '\0')
		outcome = check_hash("token", text_of(source->token_hash), why);
	if (outcome == DONE && source->quiet_after < 0) {
		why_set(why, "quiet_after: it is negative");
		outcome = MALFORMED;
	}
	return outcome == DONE ? check_senders(source, arena, plain, why) : outcome;
}

/* A source may come through a relay of its own company. */
static enum outcome check_via(
    struct store *store, const struct viewer *viewer, const struct source *source, struct why *why)
{
	if (source->via[0] == '\0')
		return DONE;
	if (strcmp(source->via, source->id) == 0) {
		why_set(why, "via: a source cannot come through itself");
		return MALFORMED;
	}
	struct query query = query_open(store, SQL_source_relay, viewer);
	query_text(&query, ":via", text_of(source->via));
	query_text(&query, ":company", text_of(source->company));
	enum outcome outcome = query_next(&query, why);
	if (outcome == DONE)
		query_close(&query);
	if (outcome != AT_END)
		return outcome;
	why_set(why, "via: the company has no such relay");
	return NOT_FOUND;
}

static void bind_source(
    struct query *query, const struct source *source, const struct plain *plain, const char *id)
{
	query_text(query, ":id", text_of(id));
	query_text(query, ":name", source->name);
	query_text(query, ":kind", source->kind);
	query_text(query, ":zone", source->zone);
	query_text_or_null(query, ":token", text_of(source->token_hash));
	if (source->port != 0)
		query_int(query, ":port", source->port);
	query_text_or_null(query, ":certificate", plain->certificate);
	query_text_or_null(query, ":via", text_of(source->via));
	query_int(query, ":records_a_second", source->records_a_second);
	query_int(query, ":quiet_after", source->quiet_after);
}

static enum outcome put_senders(struct store *store, const struct viewer *viewer,
    const struct source *source, const struct plain *plain, const char *id, struct why *why)
{
	struct query query = query_open(store, SQL_senders_remove, viewer);
	query_text(&query, ":id", text_of(id));
	enum outcome outcome = query_run(&query, NULL, why);
	for (size_t i = 0; i < source->address_count && outcome == DONE; i++) {
		query = query_open(store, SQL_sender_insert, viewer);
		query_text(&query, ":id", text_of(id));
		query_text(&query, ":address", plain->addresses[i]);
		query_int(&query, ":place", (int64_t)i);
		outcome = query_run(&query, NULL, why);
		if (outcome == ALREADY_THERE)
			why_set(why, "addresses: a source with %.*s is there already",
			    TEXT_ARGS(plain->addresses[i]));
	}
	return outcome;
}

/* What the source claims of the installation's senders; `was` NULL: it is new. */
static enum outcome check_claim(struct store *store, const struct viewer *viewer,
    const struct source *source, const struct plain *plain, const struct source *was,
    struct why *why)
{
	const struct claim claim = {.port = source->port,
	    .addresses = plain->addresses,
	    .count = source->via[0] == '\0' ? source->address_count : 0,
	    .was = was};
	return claim_check(store, viewer, &claim, why);
}

static enum outcome insert(struct store *store, const struct viewer *viewer, int64_t now,
    const struct source *source, const struct plain *plain, const char *id, struct why *why)
{
	uint64_t changed;
	struct query query = query_open(store, SQL_source_insert, viewer);
	bind_source(&query, source, plain, id);
	query_text(&query, ":company", text_of(source->company));
	query_int(&query, ":created", now);
	enum outcome outcome = query_run(&query, &changed, why);
	if (outcome == DONE && changed == 0) {
		why_set(why, "the company left");
		outcome = NOT_ALLOWED;
	}
	return outcome == DONE ? put_senders(store, viewer, source, plain, id, why) : outcome;
}

static enum outcome add(struct store *store, const struct viewer *viewer, int64_t now,
    const struct source *source, const char *id, struct why *why)
{
	struct plain plain = {.certificate = {NULL, 0}};
	struct arena *arena = arena_create("source", 65536);
	enum outcome outcome = check_source(source, arena, &plain, why);
	if (outcome == DONE)
		outcome = check_via(store, viewer, source, why);
	if (outcome == DONE)
		outcome = check_claim(store, viewer, source, &plain, NULL, why);
	if (outcome == DONE)
		outcome = claim_room(store, viewer, text_of(source->company), why);
	if (outcome == DONE)
		outcome = work_begin(store, why);
	if (outcome == DONE)
		outcome = work_end(store, insert(store, viewer, now, source, &plain, id, why), why);
	arena_destroy(arena);
	return outcome;
}

enum outcome source_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct source *source, struct why *why)
{
	int64_t key;
	char id[STORE_ID];
	enum outcome outcome = company_key(store, viewer, text_of(source->company), &key, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_SOURCES, why);
	if (outcome != DONE)
		return outcome;
	id_create(id);
	outcome = add(store, viewer, now, source, id, why);
	if (outcome != DONE)
		return outcome;
	id_copy(text_of(id), source->id);
	source->created = now;
	source->removed = source->last_seen = CLOCK_NONE;
	source->records = source->refused = source->not_understood = 0;
	source->clock_off = 0;
	return DONE;
}

/* Reads of a source end with its senders: a second statement, once the first is through. */
static int64_t read_source(const struct query *query, struct arena *arena, struct source *source)
{
	struct text token = row_text(query, 5, arena);
	memset(source, 0, sizeof(*source));
	row_id(query, 0, source->id);
	row_id(query, 1, source->company);
	source->name = row_text(query, 2, arena);
	source->kind = row_text(query, 3, arena);
	source->zone = row_text(query, 4, arena);
	if (token.size == sizeof(source->token_hash) - 1)
		memcpy(source->token_hash, token.at, token.size);
	source->port = (uint16_t)row_int(query, 6);
	source->certificate = row_text(query, 7, arena);
	row_id(query, 8, source->via);
	source->records_a_second = (uint32_t)row_int(query, 9);
	source->quiet_after = row_int(query, 10);
	source->created = row_int(query, 11);
	source->removed = row_time(query, 12);
	source->last_seen = row_time(query, 13);
	source->records = row_count(query, 14);
	source->refused = row_count(query, 15);
	source->not_understood = row_count(query, 16);
	source->clock_off = row_int(query, 17);
	return row_int(query, 18);
}

static enum outcome read_senders(struct store *store, const struct viewer *viewer, int64_t key,
    struct arena *arena, struct source *source, struct why *why)
{
	struct query query = query_open(store, SQL_senders, viewer);
	enum outcome outcome;
	query_int(&query, ":source", key);
	while ((outcome = query_next(&query, why)) == DONE) {
		if (source->address_count < SOURCE_ADDRESSES)
			source->addresses[source->address_count++] = row_text(&query, 0, arena);
	}
	return outcome == AT_END ? DONE : outcome;
}

static enum outcome get_by(struct store *store, const struct viewer *viewer,
    enum statement statement, const struct text *company, struct text name, struct arena *arena,
    struct source *source, struct why *why)
{
	struct query query = query_open(store, statement, viewer);
	query_text(&query, ":name", name);
	if (company != NULL)
		query_text(&query, ":company", *company);
	enum outcome outcome = query_next(&query, why);
	if (outcome != DONE)
		return outcome;
	struct source found;
	int64_t key = read_source(&query, arena, &found);
	query_close(&query);
	outcome = read_senders(store, viewer, key, arena, &found, why);
	if (outcome == DONE)
		*source = found;
	return outcome;
}

static enum outcome no_source(struct text name, struct why *why)
{
	why_set(
	    why, "source: there is none called '%.*s'", TEXT_ARGS(text_part(name, 0, CHECK_NAME)));
	return NOT_FOUND;
}

enum outcome source_get(struct store *store, const struct viewer *viewer, struct text company,
    struct text name, struct arena *arena, struct source *source, struct why *why)
{
	struct company of = {.id = ""};
	struct source found;
	enum outcome outcome = DONE;
	if (company.size != 0)
		outcome = company_get(store, viewer, company, arena, &of, why);
	if (outcome == DONE)
		outcome = get_by(store, viewer, SQL_source_by_id, NULL, name, arena, &found, why);
	if (outcome == DONE && company.size != 0 && strcmp(found.company, of.id) != 0)
		outcome = AT_END;
	if (outcome == AT_END && company.size != 0) {
		struct text id = text_of(of.id);
		outcome = get_by(store, viewer, SQL_source_by_name, &id, name, arena, &found, why);
	}
	if (outcome == AT_END)
		return no_source(name, why);
	if (outcome == DONE)
		*source = found;
	return outcome;
}

static enum outcome open_list(struct store *store, const struct viewer *viewer, struct text company,
    struct page page, struct query *query, struct why *why)
{
	int64_t key = 0;
	int64_t after = INT64_MIN;
	struct text name = {NULL, 0};
	enum outcome outcome = page_check(&page, why);
	if (outcome == DONE && company.size != 0)
		outcome = company_key(store, viewer, company, &key, why);
	if (outcome != DONE)
		return outcome;
	if (page.after.size != 0 && !page_read(page.after, &after, 1, &name)) {
		why_set(why, "after: it is no 'next' that a list gave");
		return MALFORMED;
	}
	*query = query_open(
	    store, company.size != 0 ? SQL_source_list_company : SQL_source_list, viewer);
	if (company.size != 0)
		query_int(query, ":company", key);
	query_text(query, ":name", name);
	query_int(query, ":key", after);
	query_int(query, ":limit", (int64_t)page.limit + 1);
	return DONE;
}

enum outcome source_list(struct store *store, const struct viewer *viewer, struct text company,
    struct page page, struct arena *arena, struct sources *list, struct why *why)
{
	struct sources found = {NULL, 0, {NULL, 0}};
	struct query query;
	int64_t key = 0;
	enum outcome outcome = open_list(store, viewer, company, page, &query, why);
	if (outcome != DONE)
		return outcome;
	while ((outcome = query_next(&query, why)) == DONE) {
		if (found.count == page.limit) {
			assert(found.at != NULL); /* a page has room for one at least */
			found.next = page_token(arena, &key, 1, found.at[found.count - 1].name);
			query_close(&query);
			break;
		}
		found.at = list_room(arena, found.at, found.count, sizeof(*found.at));
		struct source *source = &found.at[found.count++];
		key = read_source(&query, arena, source);
		outcome = read_senders(store, viewer, key, arena, source, why);
		if (outcome != DONE) {
			query_close(&query);
			return outcome;
		}
	}
	if (outcome != DONE && outcome != AT_END)
		return outcome;
	*list = found;
	return DONE;
}

/* Seen, allowed, still there; *was is how it is stored. */
static enum outcome may_change(struct store *store, const struct viewer *viewer, struct text id,
    struct arena *arena, struct source *was, struct why *why)
{
	enum outcome outcome = get_by(store, viewer, SQL_source_by_id, NULL, id, arena, was, why);
	if (outcome == AT_END)
		return no_source(id, why);
	if (outcome == DONE)
		outcome = viewer_must(viewer, RIGHT_SOURCES, why);
	if (outcome == DONE && was->removed != CLOCK_NONE) {
		why_set(why, "the source was removed");
		outcome = NOT_ALLOWED;
	}
	return outcome;
}

/* NOT_ALLOWED while other sources come through it. */
static enum outcome none_behind(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why)
{
	struct query query = query_open(store, SQL_source_behind, viewer);
	query_text(&query, ":id", id);
	enum outcome outcome = query_next(&query, why);
	if (outcome == AT_END)
		return DONE;
	if (outcome != DONE)
		return outcome;
	query_close(&query);
	why_set(why, "other sources come through it: change or remove them first");
	return NOT_ALLOWED;
}

static enum outcome update(struct store *store, const struct viewer *viewer,
    const struct source *source, const struct plain *plain, struct why *why)
{
	struct query query = query_open(store, SQL_source_update, viewer);
	bind_source(&query, source, plain, source->id);
	enum outcome outcome = query_run(&query, NULL, why);
	return outcome == DONE ? put_senders(store, viewer, source, plain, source->id, why)
			       : outcome;
}

static enum outcome change(struct store *store, const struct viewer *viewer,
    const struct source *source, struct arena *arena, struct why *why)
{
	struct plain plain = {.certificate = {NULL, 0}};
	struct source was;
	enum outcome outcome = may_change(store, viewer, text_of(source->id), arena, &was, why);
	if (outcome != DONE)
		return outcome;
	struct source now = *source;
	/* A source stays its company's. */
	memcpy(now.company, was.company, STORE_ID);
	outcome = check_source(&now, arena, &plain, why);
	if (outcome == DONE)
		outcome = check_via(store, viewer, &now, why);
	if (outcome == DONE)
		outcome = check_claim(store, viewer, &now, &plain, &was, why);
	if (outcome == DONE && !text_equal(now.kind, TEXT("relay")))
		outcome = none_behind(store, viewer, text_of(now.id), why);
	return outcome == DONE ? update(store, viewer, &now, &plain, why) : outcome;
}

enum outcome source_change(
    struct store *store, const struct viewer *viewer, const struct source *source, struct why *why)
{
	enum outcome outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	struct arena *arena = arena_create("source", 262144);
	outcome = work_end(store, change(store, viewer, source, arena, why), why);
	arena_destroy(arena);
	return outcome;
}

static enum outcome remove_source(struct store *store, const struct viewer *viewer, struct text id,
    int64_t now, struct arena *arena, struct why *why)
{
	struct source was;
	enum outcome outcome = may_change(store, viewer, id, arena, &was, why);
	if (outcome == DONE)
		outcome = none_behind(store, viewer, id, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_senders_remove, viewer);
	query_text(&query, ":id", id);
	outcome = query_run(&query, NULL, why);
	if (outcome != DONE)
		return outcome;
	query = query_open(store, SQL_source_remove, viewer);
	query_text(&query, ":id", id);
	query_int(&query, ":now", now);
	return query_run(&query, NULL, why);
}

enum outcome source_remove(
    struct store *store, const struct viewer *viewer, struct text id, int64_t now, struct why *why)
{
	enum outcome outcome = work_begin(store, why);
	if (outcome != DONE)
		return outcome;
	struct arena *arena = arena_create("source", 262144);
	outcome = work_end(store, remove_source(store, viewer, id, now, arena, why), why);
	arena_destroy(arena);
	return outcome;
}

enum outcome source_saw(struct store *store, const struct viewer *viewer,
    const struct source_seen *seen, struct why *why)
{
	uint64_t changed;
	enum outcome outcome = viewer_must(viewer, RIGHT_SYSTEM, why);
	if (outcome != DONE)
		return outcome;
	struct query query = query_open(store, SQL_source_saw, viewer);
	query_text(&query, ":id", text_of(seen->source));
	query_time(&query, ":last_seen", seen->last_seen);
	query_time(&query, ":now", seen->now == 0 ? CLOCK_NONE : seen->now);
	query_int(&query, ":records", (int64_t)seen->records);
	query_int(&query, ":refused", (int64_t)seen->refused);
	query_int(&query, ":not_understood", (int64_t)seen->not_understood);
	query_time(&query, ":clock_off", seen->clock_off);
	outcome = query_run(&query, &changed, why);
	if (outcome == DONE && changed == 0)
		return no_source(text_of(seen->source), why);
	/* What came through a relay shows that the relay is well, too. */
	if (outcome != DONE || seen->last_seen == CLOCK_NONE || seen->records == 0)
		return outcome;
	query = query_open(store, SQL_source_saw_relay, viewer);
	query_text(&query, ":id", text_of(seen->source));
	query_time(&query, ":last_seen", seen->last_seen);
	query_time(&query, ":now", seen->now == 0 ? CLOCK_NONE : seen->now);
	return query_run(&query, NULL, why);
}
