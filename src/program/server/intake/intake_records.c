/* SPDX-License-Identifier: Apache-2.0 */
/* POST /intake/records: lines, JSON, and what relay and `send` send. */
#include "program/server/intake/intake_ways.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/limits.h"
#include "program/server/intake/intake_json.h"

static enum outcome take_lines(struct intake_request *request, struct text body, struct why *why)
{
	struct body_sink sink = {intake_frames_add, &request->frames};
	return body_lines(body, &sink, why);
}

static enum outcome take_json(struct intake_request *request, struct text body, struct why *why)
{
	struct body_sink sink = {intake_frames_add, &request->frames};
	struct arena *arena = arena_create("JSON body", INTAKE_JSON_ARENA);
	enum outcome outcome = intake_json(body, &sink, arena, why);
	arena_destroy(arena);
	return outcome;
}

static enum outcome check_size(struct text body, struct why *why)
{
	if (body.size <= FRAME_BODY)
		return DONE;
	why_set(why, "a body of this type may have %zu bytes, unpacked", FRAME_BODY);
	return TOO_LARGE;
}

/* As records_put() writes them; looked through once, so that nobody later finds it broken. */
static enum outcome take_framed(struct intake_request *request, struct text body, struct why *why)
{
	struct text rest = body;
	struct text record;
	uint64_t count = 0;
	enum outcome outcome = check_size(body, why);
	while (outcome == DONE && rest.size > 0) {
		outcome = records_next(&rest, &record);
		if (outcome == MALFORMED)
			why_set(why, "value %llu: its length does not fit",
			    (unsigned long long)count + 1);
		if (outcome != DONE)
			return outcome;
		if (record.size > LIMIT_DOCUMENT || ++count > FRAME_RECORDS_MOST) {
			why_set(why, "at most %d records of %zu bytes each", FRAME_RECORDS_MOST,
			    LIMIT_DOCUMENT);
			return TOO_LARGE;
		}
	}
	if (outcome == DONE && count > 0)
		intake_frames_whole(&request->frames, FRAME_RECORDS, body, count);
	return outcome;
}

static enum outcome take_stream(struct intake_request *request, struct text body, struct why *why)
{
	uint64_t lines = 0;
	struct text rest = body;
	enum outcome outcome = check_size(body, why);
	if (outcome != DONE)
		return outcome;
	for (; rest.size > 0; lines++)
		text_cut(&rest, '\n');
	if (lines > 0)
		intake_frames_whole(&request->frames, FRAME_STREAM, body, lines);
	return DONE;
}

static const struct {
	const char *type;
	enum outcome (*take)(struct intake_request *request, struct text body, struct why *why);
} types[] = {
    {"", take_lines},
    {"text/plain", take_lines},
    {"application/x-ndjson", take_lines},
    {"application/ndjson", take_lines},
    {"application/jsonl", take_lines},
    /* what curl says where nobody told it */
    {"application/x-www-form-urlencoded", take_lines},
    {"application/octet-stream", take_lines},
    {"application/json", take_json},
    {"application/vnd.sakimori.records", take_framed},
    {"application/vnd.sakimori.stream", take_stream},
};

void intake_records_take(struct intake_request *request, struct text body)
{
	struct why why = {{0}};
	enum outcome outcome = NOT_SUPPORTED;
	why_set(&why,
	    "the Content-Type is none of text/plain, application/x-ndjson and application/json");
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!intake_is_type(request, types[i].type))
			continue;
		outcome = types[i].take(request, body, &why);
		break;
	}
	if (outcome != DONE)
		intake_refuse_body(request, outcome, &why);
}

void intake_records_done(struct intake_request *request)
{
	struct json_writer json;
	request->answer.status = 200;
	json_begin(&json, &request->answer.body);
	json_open_object(&json, NULL);
	json_put_int(&json, "records", (int64_t)request->frames.records);
	if (request->batch.size != 0)
		json_put_text(&json, "batch", request->batch);
	if (request->known)
		json_put_bool(&json, "known", true);
	json_close_object(&json);
	buffer_put_char(&request->answer.body, '\n');
}
