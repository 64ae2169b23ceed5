/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a product's own field names to the taxonomy's, by a table.
 *
 * A decoder adds the fields of a record under the names that the maker gave them, then
 * applies its table once. So the vendor's names stay for the vendor's rules, and
 * every product gets the same names for generic rules and reports.
 */
#ifndef DECODE_NATIVE_H
#define DECODE_NATIVE_H

#include "base/outcome.h"
#include "base/text.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>

/* What is made of the native value. */
enum native_form {
	NATIVE_TEXT,
	NATIVE_LOWER,     /* in lower case */
	NATIVE_TRANSPORT, /* decode_transport(): "6" and "TCP" are "tcp" */
	NATIVE_ACCOUNT,   /* "DOMAIN\user", "user@domain": also the domain, where the field is
			     FIELD_USER */
	NATIVE_IP,        /* left out when it is no address, or the address that means "none" */
	NATIVE_PORT,      /* left out when it is 0 or no number */
	NATIVE_NUMBER,    /* left out when it is no number */
	NATIVE_MILLI,     /* thousandths, given as seconds */
	NATIVE_DIRECTION, /* "outgoing", "out", "egress" … as outbound, "incoming" … as inbound;
			     other words are left out */
};

struct native_row {
	struct text name; /* in the record */
	enum field_id field;
	enum native_form form;
};

/* A row of a table: NATIVE_ROW("srcip", SRC_IP, IP). */
#define NATIVE_ROW(native, id, as)                                                                 \
	{                                                                                          \
		TEXT_INIT(native), FIELD_##id, NATIVE_##as                                         \
	}

/*
 * Put the taxonomy fields of an event whose fields are all native so far. Where several rows
 * name one field, the first that finds a value has it. Where a native name is a taxonomy name
 * itself, the field takes the taxonomy's value, and the native one is added behind it when it
 * differs.
 */
void native_apply(struct event *event, const struct native_row *rows, size_t count);

/* Put a taxonomy field the same way, for a value that a decoder worked out itself. */
void native_put(struct event *event, enum field_id field, struct text value);

/* Whether a value only says that there is none: "", "-", "N/A", "(null)". */
bool native_is_none(struct text value);

/* Add every key=value pair of `t` under its own name; the number of pairs. `separator` as in
 * decode_next_pair(). */
size_t native_pairs(struct event *event, struct text t, char separator);

/*
 * The same for makers that leave values with spaces in them unquoted (branch_name=West Wing
 * recv_bytes=0): a bare value goes on to the next word that begins with letters and an equals sign.
 */
size_t native_pairs_spaced(struct event *event, struct text t);

/* Whether "key=" stands in `t` at its start or behind a space, comma or quote. `key` includes the
 * equals sign. */
bool native_has_key(struct text t, struct text key);

/*
 * Put a URL from its parts: `url` whole or a path, `host` for a path, `scheme` "" where it is not
 * known. Only the host where there is no url.
 */
void native_put_url(struct event *event, struct text scheme, struct text host, struct text url);

/* Add the finished event, made with event_create(), to the record's. TOO_LARGE when they are too
 * many. */
enum outcome native_give(
    const struct event *event, struct events *events, struct why *why) MUST_CHECK;

#endif
