/* SPDX-License-Identifier: Apache-2.0 */
/* Records as Elasticsearch takes them: bulk requests and single documents. */
#include "program/server/intake/intake_ways.h"

#include "base/arena.h"
#include "base/json.h"
#include "os/time.h"
#include "program/server/intake/intake_json.h"

#include <sodium.h>

void intake_elastic_bulk(struct intake_request *request, struct text body)
{
	struct body_sink sink = {intake_frames_add, &request->frames};
	struct bulk_answer answer = {.items = &request->items};
	struct why why = {{0}};
	struct text index = intake_part(request, 0);
	if (text_equal(index, TEXT("_bulk")))
		index = TEXT("records");
	enum outcome outcome = body_bulk(body, index, &sink, &answer, &why);
	request->errors = answer.errors;
	if (outcome != DONE)
		intake_refuse_body(request, outcome, &why);
}

void intake_elastic_bulk_done(struct intake_request *request)
{
	struct buffer *out = &request->answer.body;
	request->answer.status = 200;
	buffer_format(out, "{\"took\":%lld,\"errors\":%s,\"items\":",
	    (long long)((time_monotonic() - request->started) / 1000),
	    request->errors ? "true" : "false");
	buffer_put(out, buffer_text(&request->items));
	buffer_put_char(out, '}');
}

void intake_elastic_document(struct intake_request *request, struct text body)
{
	struct body_sink sink = {intake_frames_add, &request->frames};
	struct arena *arena = arena_create("document", INTAKE_JSON_ARENA);
	struct why why = {{0}};
	enum outcome outcome = intake_json(body, &sink, arena, &why);
	arena_destroy(arena);
	if (outcome == DONE && request->frames.records != 1) {
		why_set(&why, "a document is one JSON object");
		outcome = MALFORMED;
	}
	if (outcome != DONE)
		intake_refuse_body(request, outcome, &why);
}

/* The id that was asked for, else one of 20 characters as Elasticsearch makes them. */
static struct text document_id(const struct intake_request *request, char room[21])
{
	unsigned char random[15];
	struct text id = intake_part(request, 2);
	if (id.size > 0)
		return id;
	randombytes_buf(random, sizeof(random));
	sodium_bin2base64(
	    room, 21, random, sizeof(random), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text_of(room);
}

void intake_elastic_document_done(struct intake_request *request)
{
	struct json_writer json;
	char room[21];
	request->answer.status = 201;
	json_begin(&json, &request->answer.body);
	json_open_object(&json, NULL);
	json_put_text(&json, "_index", intake_part(request, 0));
	json_put_text(&json, "_id", document_id(request, room));
	json_put_int(&json, "_version", 1);
	json_put_text(&json, "result", TEXT("created"));
	json_open_object(&json, "_shards");
	json_put_int(&json, "total", 1);
	json_put_int(&json, "successful", 1);
	json_put_int(&json, "failed", 0);
	json_close_object(&json);
	json_put_int(&json, "_seq_no", 0);
	json_put_int(&json, "_primary_term", 1);
	json_close_object(&json);
}
