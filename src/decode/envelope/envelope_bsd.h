/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 3164 headers, those with an ISO time, and their parts. For envelope.c.
 *
 * Each reader takes `rest` (what stands behind PRI, envelope->priority being set where there was
 * one), and either fills the envelope and *message and says true, or changes nothing.
 */
#ifndef DECODE_ENVELOPE_ENVELOPE_BSD_H
#define DECODE_ENVELOPE_ENVELOPE_BSD_H

#include "base/clock.h"
#include "base/text.h"
#include "decode/decoder.h"

#include <stdbool.h>

/* "Mmm dd hh:mm:ss host tag[pid]: …" and its relatives. */
bool envelope_bsd_read(struct text rest, struct envelope *envelope, struct text *message);

/* "2019-06-14T10:40:20.912134+09:00 host tag[pid]: …"; without PRI the tag must be there. */
bool envelope_bsd_read_iso(struct text rest, struct envelope *envelope, struct text *message);

/* "Mmm dd [yyyy] hh:mm:ss[.frac]", the year also before or behind it; *rest is stepped past it. */
bool envelope_bsd_time(struct text *rest, struct civil *time);

/* "2019-06-14T10:40:20[.frac][Z|±hh:mm]" at the start of *rest, stepped past. The T is needed. */
bool envelope_bsd_iso_time(struct text *rest, struct civil *time);

/* "tag[pid]:", or "tag:" with a space or the end behind it, into program and pid; *rest is stepped
 * past it. */
bool envelope_bsd_tag(struct text *rest, struct envelope *envelope);

/* Whether a word can be a host in a header: a name or an address, no log level. */
bool envelope_bsd_is_host(struct text t);

#endif
