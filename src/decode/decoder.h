/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a record becomes events, and the contract of one decoder.
 *
 * decode_record() peels what may stand around a message (syslog header, JSON), makes
 * a view of it, and offers the view to the decoders in the order of decode/registry.c:
 * the most specific first, the generic ones last. The first that recognises the view
 * and decodes it has it. A record that none decodes yields no event and is the
 * caller's to keep, count and show.
 *
 * Decoders are pure: no input or output, no clock, no state, no locale. They trust nothing:
 * every length is checked, no recursion without a bound. What they return points into
 * the record and the arena. One arena serves one batch.
 *
 * To add a format: write decode/FAMILY/NAME.c exporting `const struct decoder NAME_decoder`,
 * name it in decode/registry.c and decode/FAMILY/meson.build, put real samples under
 * tests/samples/decode/NAME/.
 */
#ifndef DECODE_DECODER_H
#define DECODE_DECODER_H

#include "base/clock.h"
#include "base/json.h"
#include "base/outcome.h"
#include "base/text.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct columns; /* decode/table/columns.h */

/* What is known about the source of a record besides its bytes. */
struct decode_context {
	const struct zone *zone; /* for times without a zone; NULL is UTC */
	int64_t received;        /* receive time; years are inferred from it */
	const struct columns
	    *columns; /* the header that is in force, for headed formats; else NULL */
};

/* A syslog header that was peeled off; empty texts and -1 where it had no such part. */
struct envelope {
	int priority; /* RFC 5424 6.2.1; -1 */
	struct civil time;
	bool has_time;
	struct text host;
	struct text program; /* RFC 5424 APP-NAME, RFC 3164 TAG */
	struct text pid;
	struct text message_id;      /* RFC 5424 MSGID */
	struct text structured_data; /* RFC 5424 6.3, brackets included, not unescaped */
};

/* What a decoder sees of a record. */
struct view {
	struct text record;  /* all of it, without its line end */
	struct text message; /* what stands behind the syslog header; the record itself where there
				is none */
	struct envelope envelope;
	const struct json *json; /* the message as JSON when it is a whole JSON object; else NULL */
	const struct decode_context *context;
	struct arena *arena;
	bool inner; /* the message was carried by another record, see decode_inner() */
};

struct decoder {
	const char *name;  /* "suricata-eve": in events, statistics and documents */
	const char *title; /* "Suricata EVE JSON" */
	const char
	    *product; /* Sigma's logsource product that it sets in the ordinary case, or "" */
	/* Cheap test by content. True also for broken records of this format. */
	bool (*recognise)(const struct view *view);
	/*
	 * Add the record's events (usually one) with events_add(). MALFORMED or
	 * NOT_SUPPORTED with a reason when it cannot; nothing may have been added then.
	 * A decoder that recognised a view but fails does not keep later ones from trying.
	 */
	enum outcome (*decode)(const struct view *view, struct events *events, struct why *why);
};

/*
 * Decode one record. Every event gets its decoder's name, its times and, where the decoder did not
 * set them, the envelope's fields (FIELD_SYSLOG_*, FIELD_PROGRAM, FIELD_HOST or FIELD_DEVICE) and a
 * firewall's FIELD_BLOCKED. Returns the decoder that had it, or NULL with the most telling reason
 * in `why`.
 */
const struct decoder *decode_record(struct text record, const struct decode_context *context,
    struct arena *arena, struct events *events, struct why *why);

/*
 * Decode a message that another record carried (a journal entry's MESSAGE, a forwarded
 * line), as if it stood behind this envelope, with the carrier's context. One level deep: NULL when
 * the carrier is carried itself. For decoders; the events get the inner decoder's name.
 */
const struct decoder *decode_inner(const struct view *carrier, const struct envelope *envelope,
    struct text message, struct events *events, struct why *why);

/* No more decoders than this: tables by their place in decoder_all() have so many rows (asserted
 * when building). */
#define DECODER_MOST 64

/* All decoders, in the order they are asked. */
const struct decoder *const *decoder_all(size_t *count);

/*
 * Help for decoders (decode/help.c).
 */

/* Set an event's time from a civil time, with the context's zone and year inference. False when out
 * of range. */
bool decode_set_time(
    struct event *event, const struct civil *civil, const struct decode_context *context);

/* The same from a text in any form that clock_parse() or clock_parse_epoch() reads. */
bool decode_set_time_text(struct event *event, struct text t, const struct decode_context *context);

/*
 * Add all leaves of a JSON value as fields, names joined with dots below `prefix`
 * ("alert.signature"; an array's elements share their array's name). Depth and counts are limited
 * as read.
 */
void decode_flatten(struct event *event, struct text prefix, const struct json *value);

/* What a JSON value that is no object and no array is as a field. */
enum value_kind decode_value_kind(const struct json *value);

/* Two texts with a byte between them, on the arena; the other one alone where one is empty. */
struct text decode_join(struct arena *arena, struct text a, char between, struct text b);

/* A well-known account name "DOMAIN\user" or "user@domain" into FIELD_USER and FIELD_USER_DOMAIN.
 */
void decode_put_user(struct event *event, struct text account);

/* Put `url` as FIELD_URI and its parts (scheme, host, path, query, extension). Accepts a bare path.
 */
void decode_put_url(struct event *event, struct text url);

/* Put what two counters make together; nothing where one is no number. */
void decode_put_sum(struct event *event, enum field_id field, struct text a, struct text b);

/* Whether a text is an IPv4 or IPv6 address (no zone index, no brackets). */
bool decode_is_ip(struct text t);

/* Split "address:port", "[v6]:port", "v6", "address/port"; port stays empty where there is none.
 * False when no address. */
bool decode_split_address(struct text t, struct text *address, struct text *port);

/*
 * Step through key=value pairs: values bare, in double quotes (\" and \\ escaped) or in single
 * quotes. `separator` 0 is white space, else that byte. False at the end. Value unescaped onto the
 * arena.
 */
struct pairs {
	struct text rest;
	char separator;
	struct arena *arena;
};
bool decode_next_pair(struct pairs *pairs, struct text *key, struct text *value);

/*
 * Step through the cells of a CSV row (RFC 4180 quoting). A cell with doubled quotes is copied onto
 * the arena, which so never grows by more than the row. False at the end.
 */
struct cells {
	struct text rest;
	char separator;
	bool ended;
	struct arena *arena;
};
bool decode_next_cell(struct cells *cells, struct text *cell);

/* "TCP" or "6" → "tcp"; any other text in lower case. */
struct text decode_transport(struct text t, struct arena *arena);

#endif
