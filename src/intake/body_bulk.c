/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elasticsearch's bulk format. An action is one short JSON line, mostly the same one again and
 * again, so the last one that was read is kept; documents are not parsed here at all.
 */
#include "intake/body.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/limits.h"

#include <sodium.h>

#define ACTION_MOST ((size_t)16 << 10) /* bytes of an action line */
#define NAME_MOST 512 /* bytes of an index' name or an id, as Elasticsearch has it */

struct action {
	const char *word; /* "index", "create", "update", "delete" */
	struct text index;
	struct text id; /* empty: to be made */
};

struct bulk {
	struct text rest;
	uint64_t line;
	struct text index; /* of the address */
	struct arena *arena;
	struct json_writer items;
	struct text action_line; /* that `action` was read from */
	struct action action;
	unsigned char id[15]; /* random, its last bytes counted up */
};

static struct text next_line(struct bulk *bulk)
{
	struct text line = text_cut(&bulk->rest, '\n');
	bulk->line++;
	if (line.size != 0 && line.at[line.size - 1] == '\r')
		line.size--;
	return line;
}

static enum outcome broken(const struct bulk *bulk, const char *what, struct why *why)
{
	why_set(why, "line %llu: %s", (unsigned long long)bulk->line, what);
	return MALFORMED;
}

static const char *action_word(struct text name)
{
	static const char *const words[] = {"create", "index", "update", "delete"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_equal(name, text_of(words[i])))
			return words[i];
	}
	return NULL;
}

static enum outcome read_action(struct bulk *bulk, struct text line, struct why *why)
{
	static const struct json_limits limits = {.depth = 4, .values = 64, .lenient = false};
	const struct json *value = NULL;
	struct why flaw;
	if (bulk->action_line.size != 0 && text_equal(line, bulk->action_line))
		return DONE;
	bulk->action_line.size = 0;
	arena_reset(bulk->arena);
	if (line.size > ACTION_MOST)
		return broken(bulk, "this is no action (too long)", why);
	if (json_read(line, &limits, bulk->arena, &value, &flaw) != DONE ||
	    value->kind != JSON_OBJECT || value->count != 1 || value->first->kind != JSON_OBJECT)
		return broken(
		    bulk, "an action is expected: an object with one member, an object", why);
	const char *word = action_word(value->first->name);
	if (word == NULL)
		return broken(bulk, "the action is none of index, create, update and delete", why);
	struct text index = json_get_text(value->first, "_index");
	bulk->action = (struct action){
	    word, index.size == 0 ? bulk->index : index, json_get_text(value->first, "_id")};
	if (bulk->action.index.size > NAME_MOST || bulk->action.id.size > NAME_MOST)
		return broken(bulk, "_index or _id is over 512 bytes", why);
	bulk->action_line = line;
	return DONE;
}

/* Twenty characters, as Elasticsearch makes them; random at its beginning, then counted. */
static struct text make_id(struct bulk *bulk, char out[21])
{
	for (size_t i = sizeof(bulk->id); i-- > 9;) {
		if (++bulk->id[i] != 0)
			break;
	}
	sodium_bin2base64(
	    out, 21, bulk->id, sizeof(bulk->id), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text_of(out);
}

struct refusal_words {
	int status; /* 0: taken */
	const char *type;
	const char *reason;
};

static void answer(struct bulk *bulk, const struct refusal_words *refused)
{
	struct json_writer *items = &bulk->items;
	char made[21];
	struct text id = bulk->action.id.size != 0 ? bulk->action.id : make_id(bulk, made);
	json_open_object(items, NULL);
	json_open_object(items, bulk->action.word);
	json_put_text(items, "_index", bulk->action.index);
	json_put_text(items, "_id", id);
	if (refused == NULL) {
		json_put_int(items, "_version", 1);
		json_put_text(items, "result", TEXT("created"));
		json_open_object(items, "_shards");
		json_put_int(items, "total", 1);
		json_put_int(items, "successful", 1);
		json_put_int(items, "failed", 0);
		json_close_object(items);
		json_put_int(items, "_seq_no", 0);
		json_put_int(items, "_primary_term", 1);
		json_put_int(items, "status", 201);
	} else {
		json_put_int(items, "status", refused->status);
		json_open_object(items, "error");
		json_put_text(items, "type", text_of(refused->type));
		json_put_text(items, "reason", text_of(refused->reason));
		json_close_object(items);
	}
	json_close_object(items);
	json_close_object(items);
}

/* NULL: the document may be taken. */
static const struct refusal_words *refusal_of(struct text document)
{
	static const struct refusal_words large = {
	    413, "document_parsing_exception", "the document is over 1 MiB"};
	static const struct refusal_words none = {
	    400, "document_parsing_exception", "the document is no JSON object"};
	if (document.size > LIMIT_LINE)
		return &large;
	document = text_trim(document);
	if (document.size < 2 || document.at[0] != '{' || document.at[document.size - 1] != '}')
		return &none;
	return NULL;
}

static const struct refusal_words refused_change = {400, "illegal_argument_exception",
    "records are never altered: update and delete are not supported"};

/* One action with its document. False in *more: the sink stopped. */
static enum outcome take_action(struct bulk *bulk, struct text line, const struct body_sink *sink,
    struct bulk_answer *result, bool *more, struct why *why)
{
	const struct refusal_words *refused = &refused_change;
	struct text document = {NULL, 0};
	enum outcome outcome = read_action(bulk, line, why);
	if (outcome != DONE)
		return outcome;
	const char *word = bulk->action.word;
	if (word[0] != 'd' && bulk->rest.size == 0)
		return broken(bulk, "the document behind this action is missing", why);
	if (word[0] != 'd')
		document = next_line(bulk);
	if (word[0] == 'i' || word[0] == 'c')
		refused = refusal_of(document);
	if (refused == NULL) {
		*more = sink->record(sink->data, document);
		if (!*more)
			return DONE;
		result->records++;
	}
	result->errors = result->errors || refused != NULL;
	answer(bulk, refused);
	return DONE;
}

enum outcome body_bulk(struct text body, struct text index, const struct body_sink *sink,
    struct bulk_answer *result, struct why *why)
{
	struct bulk bulk = {.rest = body, .index = index};
	enum outcome outcome = DONE;
	bool more = true;
	bulk.arena = arena_create("bulk action", (size_t)1 << 20);
	result->errors = false;
	result->records = 0;
	randombytes_buf(bulk.id, sizeof(bulk.id));
	json_begin(&bulk.items, result->items);
	json_open_array(&bulk.items, NULL);
	while (outcome == DONE && more && bulk.rest.size != 0) {
		struct text line = next_line(&bulk);
		if (text_trim(line).size != 0)
			outcome = take_action(&bulk, line, sink, result, &more, why);
	}
	json_close_array(&bulk.items);
	arena_destroy(bulk.arena);
	if (outcome == DONE && result->items->full) {
		why_set(why, "the answer would be over %zu bytes", result->items->ceiling);
		return TOO_LARGE;
	}
	return outcome;
}
