/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The syslog header that may stand before a message: RFC 5424, RFC 3164 and what is really sent.
 *
 * Read are: `<PRI>` alone or before any of the others; RFC 5424 with version 1 (with or without
 * PRI, with structured data, byte order mark, NILVALUE); RFC 3164 as network devices and syslog
 * daemons write it
 * ("Mmm dd hh:mm:ss[.frac] host tag[pid]: …", with a year before or after the time, without host,
 * without tag); the lines of rsyslog and journald with an ISO 8601 time; Cisco's forms (sequence
 * numbers, "host : %ASA-…", "Mmm dd yyyy hh:mm:ss ZONE: %ASA-…", "*Mmm dd …: %SYS-…").
 *
 * Pure and strict: a line that merely begins with a date in another form, an access log or
 * a CSV line is no header.
 */
#ifndef DECODE_ENVELOPE_ENVELOPE_H
#define DECODE_ENVELOPE_ENVELOPE_H

#include "base/text.h"
#include "decode/decoder.h"

/*
 * Take the header off `record` (without its line end). *message is what stands behind it, with the
 * spaces before it left out; the whole record where there is no header, and then *envelope is
 * empty. What looks like RFC 5424 structured data but names no SD-ID (Check Point's
 * `[action:"Accept"; …]`) is left in the message. All texts point into the record.
 */
void envelope_read(struct text record, struct envelope *envelope, struct text *message);

/* An envelope with nothing in it: priority -1, no time, empty texts. */
void envelope_clear(struct envelope *envelope);

#endif
