/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/logs: OpenTelemetry's logs over HTTP, as JSON (OTLP 1.x). */
#include "program/server/intake/intake_ways.h"

#include "base/arena.h"
#include "base/json.h"

#include <inttypes.h>
#include <stdio.h>

/* Values and their copies: a body of BODY_MOST at json_strict_limits stays below. */
#define OTLP_ARENA ((size_t)1 << 30)

void intake_otlp_take(struct intake_request *request, struct text body)
{
	struct body_sink sink = {intake_frames_add, &request->frames};
	struct why why = {{0}};
	if (!intake_is_type(request, "application/json")) {
		why_set(&why,
		    "only OTLP's JSON is taken here: set the exporter's protocol to http/json");
		intake_refuse_body(request, NOT_SUPPORTED, &why);
		return;
	}
	struct arena *arena = arena_create("OTLP body", OTLP_ARENA);
	enum outcome outcome = body_otlp(body, &sink, arena, &request->rejected, &why);
	arena_destroy(arena);
	if (outcome != DONE)
		intake_refuse_body(request, outcome, &why);
}

void intake_otlp_done(struct intake_request *request)
{
	struct json_writer json;
	request->answer.status = 200;
	json_begin(&json, &request->answer.body);
	json_open_object(&json, NULL);
	if (request->rejected > 0) {
		char number[24];
		snprintf(number, sizeof(number), "%" PRIu64, request->rejected);
		json_open_object(&json, "partialSuccess");
		json_put_text(&json, "rejectedLogRecords", text_of(number));
		json_put_text(&json, "errorMessage", TEXT("these log records break the format"));
		json_close_object(&json);
		intake_refused(
		    request->intake, &request->sender, REFUSED_MALFORMED, request->rejected, 0);
	}
	json_close_object(&json);
}
