/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog over a stream cut into messages (RFC 6587): octet counting ("123 <34>1 …") and
 * non-transparent framing (LF, NUL or CR LF behind each), told apart for each message by its first
 * byte, as senders mix them up. RFC 5425 uses octet counting. A message is given out without its
 * frame and without trailing line ends, its bytes otherwise untouched.
 */
#ifndef INTAKE_SYSLOG_STREAM_H
#define INTAKE_SYSLOG_STREAM_H

#include "base/outcome.h"
#include "base/text.h"

#include <stddef.h>

struct syslog_stream;

/* Messages over LIMIT_LINE come out as TOO_LARGE, once, and are skipped. Memory is held only while
 * part of a message waits for the rest: at most LIMIT_LINE and the largest push. */
struct syslog_stream *syslog_stream_create(void);
/* NULL is harmless. */
void syslog_stream_destroy(struct syslog_stream *stream);
/* The next bytes of the connection (copied); only after syslog_stream_next() said NEED_MORE. */
void syslog_stream_push(struct syslog_stream *stream, struct text bytes);
/* The connection was ended: what is left without its line end is a message, too. */
void syslog_stream_finish(struct syslog_stream *stream);
/*
 * DONE with a message, valid until the next call (empty ones are passed over); NEED_MORE; AT_END;
 * TOO_LARGE; MALFORMED, from now on: a count over SYSLOG_STREAM_COUNT, the connection cannot be
 * understood any more. Digits without a space behind them are no count but the beginning of a line.
 */
#define SYSLOG_STREAM_COUNT ((size_t)64 << 20)
enum outcome syslog_stream_next(struct syslog_stream *stream, struct text *message) MUST_CHECK;
/* Bytes of memory that it holds at present. */
size_t syslog_stream_held(const struct syslog_stream *stream);

#endif
