/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What senders post, turned into records. Pure: bytes come in, records go out.
 */
#ifndef INTAKE_BODY_H
#define INTAKE_BODY_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

#define BODY_MOST ((size_t)32 << 20) /* bytes of a request's body, unpacked */

/* Undo a Content-Encoding ("gzip", "zstd", "deflate", "identity" or empty) into `out`, whose
 * ceiling is the limit. TOO_LARGE, MALFORMED, NOT_SUPPORTED (an encoding that is not known). */
enum outcome body_unpack(
    struct text encoding, struct text body, struct buffer *out, struct why *why) MUST_CHECK;

/* Gets each record; false stops (the receiver is full or has failed): what called it returns DONE
 * and leaves the rest. A record is valid during the call. */
struct body_sink {
	bool (*record)(void *data, struct text record);
	void *data;
};

/* Lines or NDJSON: a record a line, without its line end; blank lines are skipped. A line over
 * LIMIT_LINE: TOO_LARGE with its number, nothing of the body counts. */
enum outcome body_lines(struct text body, const struct body_sink *sink, struct why *why) MUST_CHECK;

/*
 * Elasticsearch's bulk format (POST /_bulk, /INDEX/_bulk): action lines `index` and `create` with
 * their documents, which become records as they are; `update` and `delete` are refused one by one
 * (400), as are documents that are no JSON object (400) or over LIMIT_LINE (413). `items` gets the
 * response's "items" in order (a JSON array; its ceiling bounds it: TOO_LARGE), `errors` whether
 * one failed. MALFORMED names the line; the sink may have had records before it.
 */
struct bulk_answer {
	struct buffer *items;
	bool errors;
	uint64_t records;
};
enum outcome body_bulk(struct text body, struct text index, const struct body_sink *sink,
    struct bulk_answer *answer, struct why *why) MUST_CHECK;

/*
 * OTLP logs as JSON (opentelemetry-proto, ExportLogsServiceRequest in the JSON mapping of OTLP/HTTP
 * 1.x): every log record becomes one record. Where its body is a string that is the record's line
 * itself (a syslog line, a JSON line that an agent tailed) and nothing else is told, that string;
 * else a JSON object with the log record's fields, its resource's and scope's attributes; a body
 * that is a string stands under "message" there, any other under "body".
 * `rejected` counts the log records that break the format.
 */
enum outcome body_otlp(struct text body, const struct body_sink *sink, struct arena *arena,
    uint64_t *rejected, struct why *why) MUST_CHECK;

#endif
