/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals in the words of each protocol, counted. */
#include "program/server/intake/intake_http.h"

#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>

const char intake_json_content[] = "application/json; charset=utf-8";

/* "line 12: …", "value 3 is no object" → 12, 3; 0: no number. */
static uint64_t line_of(struct text words)
{
	uint64_t line = 0;
	if (!text_skip(&words, TEXT("line ")) && !text_skip(&words, TEXT("value ")))
		return 0;
	size_t digits = 0;
	while (digits < words.size && words.at[digits] >= '0' && words.at[digits] <= '9')
		digits++;
	return text_to_uint(text_part(words, 0, digits), &line) ? line : 0;
}

static void write_plain(struct json_writer *json, const char *code, struct text words)
{
	uint64_t line = line_of(words);
	json_put_text(json, "error", words);
	json_put_text(json, "code", text_of(code));
	if (line != 0)
		json_put_int(json, "line", (int64_t)line);
}

static const char *elastic_type(unsigned status)
{
	switch (status) {
	case 401:
		return "security_exception";
	case 404:
		return "resource_not_found_exception";
	case 413:
		return "content_too_long_exception";
	case 429:
		return "es_rejected_execution_exception";
	case 503:
	case 507:
		return "unavailable_shards_exception";
	default:
		return "illegal_argument_exception";
	}
}

static void write_elastic(struct json_writer *json, unsigned status, struct text words)
{
	struct text type = text_of(elastic_type(status));
	json_open_object(json, "error");
	json_open_array(json, "root_cause");
	json_open_object(json, NULL);
	json_put_text(json, "type", type);
	json_put_text(json, "reason", words);
	json_close_object(json);
	json_close_array(json);
	json_put_text(json, "type", type);
	json_put_text(json, "reason", words);
	json_close_object(json);
	json_put_int(json, "status", (int64_t)status);
}

/* google.rpc.Status, as OTLP/HTTP has it. */
static void write_otlp(struct json_writer *json, unsigned status, struct text words)
{
	json_put_int(json, "code", status == 401 ? 16 : status == 429 || status >= 500 ? 14 : 3);
	json_put_text(json, "message", words);
}

void intake_count_refusal(const struct intake_request *request)
{
	/* Who has no token was counted as a stranger. */
	if (!request->refused || request->refusal >= REFUSED_COUNT ||
	    request->sender.source[0] == '\0')
		return;
	uint64_t records = request->frames.records;
	if (records == 0)
		records = request->lines > 0 ? request->lines : 1;
	uint64_t bytes = request->frames.bytes > 0 ? request->frames.bytes : request->size;
	intake_refused(request->intake, &request->sender, request->refusal, records, bytes);
}

void intake_refuse(
    struct intake_request *request, const struct intake_refusal *refusal, const char *format, ...)
{
	char words[400];
	va_list list;
	if (request->refused)
		return;
	va_start(list, format);
	vsnprintf(words, sizeof(words), format, list);
	va_end(list);
	request->refused = true;
	request->refusal = refusal->refusal;
	struct intake_answer *answer = &request->answer;
	/* Elasticsearch's and OTLP's senders try again after 503, and give up after 507. */
	bool plain = request->style == STYLE_PLAIN;
	answer->status = refusal->status == 507 && !plain ? 503 : refusal->status;
	answer->retry = refusal->retry;
	answer->content = NULL;
	struct json_writer json;
	buffer_clear(&answer->body);
	json_begin(&json, &answer->body);
	json_open_object(&json, NULL);
	if (plain)
		write_plain(&json, refusal->code, text_of(words));
	else if (request->style == STYLE_ELASTIC)
		write_elastic(&json, answer->status, text_of(words));
	else
		write_otlp(&json, answer->status, text_of(words));
	json_close_object(&json);
	buffer_put_char(&answer->body, '\n');
}

void intake_refuse_body(struct intake_request *request, enum outcome outcome, const struct why *why)
{
	struct intake_refusal malformed = {400, "malformed", REFUSED_MALFORMED, 0};
	struct intake_refusal large = {413, "too-large", REFUSED_SIZE, 0};
	struct intake_refusal unknown = {415, "not-supported", REFUSED_MALFORMED, 0};
	const struct intake_refusal *refusal = &malformed;
	if (outcome == TOO_LARGE)
		refusal = &large;
	else if (outcome == NOT_SUPPORTED)
		refusal = &unknown;
	intake_refuse(request, refusal, "%s", why->text);
}
