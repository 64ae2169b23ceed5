/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Squid's native access.log (Squid documentation, "logformat squid"):
 *
 *   time.ms elapsed client result/status bytes method URL user hierarchy/peer type [more]
 *
 * Squid writing the combined format is web_access's.
 */
#include "decode/decoder.h"
#include "decode/web/request.h"

#include "base/arena.h"

#include <inttypes.h>

struct line {
	struct text time;
	struct text elapsed;
	struct text client;
	struct text result; /* TCP_MISS */
	struct text status;
	struct text bytes;
	struct text method;
	struct text url;
	struct text user;
	struct text hierarchy; /* HIER_DIRECT, DIRECT */
	struct text peer;
	struct text type;
	struct text more;
};

/* "1157689312.049": ten digits or so, and three. */
static bool is_time(struct text t)
{
	int64_t instant;
	size_t dot = text_find_char(t, '.');
	return dot != TEXT_NONE && dot >= 9 && dot <= 11 && t.size - dot == 4 &&
	       clock_parse_epoch(t, &instant);
}

/* Squid's result codes begin so; what follows are upper-case words. */
static bool is_result(struct text t)
{
	static const struct text starts[] = {TEXT_INIT("TCP_"), TEXT_INIT("UDP_"),
	    TEXT_INIT("NONE"), TEXT_INIT("ICP_"), TEXT_INIT("TAG_"), TEXT_INIT("ERR_"),
	    TEXT_INIT("HIER_")};
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (text_starts(t, starts[i]))
			return true;
	}
	return false;
}

static bool recognise(const struct view *view)
{
	struct text rest = view->message;
	if (!is_time(text_word(&rest)))
		return false;
	(void)text_word(&rest);
	(void)text_word(&rest);
	struct text code = text_word(&rest);
	return text_find_char(code, '/') != TEXT_NONE && is_result(code);
}

static bool read_line(struct text rest, struct line *line)
{
	line->time = text_word(&rest);
	line->elapsed = text_word(&rest);
	line->client = text_word(&rest);
	line->status = text_word(&rest);
	line->result = text_cut(&line->status, '/');
	line->bytes = text_word(&rest);
	line->method = text_word(&rest);
	line->url = text_word(&rest);
	line->user = text_word(&rest);
	line->peer = text_word(&rest);
	line->hierarchy = text_cut(&line->peer, '/');
	line->type = text_word(&rest);
	line->more = text_trim(rest);
	int64_t number;
	return text_to_int(line->elapsed, &number) && text_to_int(line->bytes, &number) &&
	       line->hierarchy.size != 0;
}

static void put_client(struct event *event, struct text client)
{
	if (decode_is_ip(client))
		event_put(event, FIELD_SRC_IP, client);
	else
		event_put(event, FIELD_SRC_HOST, client);
}

/* Milliseconds as seconds. */
static void put_duration(struct event *event, struct text elapsed)
{
	int64_t ms;
	if (text_to_int(elapsed, &ms) && ms >= 0)
		event_put(event, FIELD_DURATION,
		    text_format(event->arena, "%" PRId64 ".%03" PRId64, ms / 1000, ms % 1000));
}

/* Only a direct fetch names the site's own address; otherwise the peer is another proxy. */
static void put_peer(struct event *event, const struct line *line)
{
	event_add(event, TEXT("hierarchy"), line->hierarchy, VALUE_TEXT);
	if (line->peer.size == 0 || text_equal(line->peer, TEXT("-")))
		return;
	event_add(event, TEXT("peer"), line->peer, VALUE_TEXT);
	bool direct = text_equal(line->hierarchy, TEXT("DIRECT")) ||
		      text_equal(line->hierarchy, TEXT("HIER_DIRECT")) ||
		      text_equal(line->hierarchy, TEXT("ORIGINAL_DST")) ||
		      text_equal(line->hierarchy, TEXT("PINNED"));
	if (direct && decode_is_ip(line->peer))
		event_put(event, FIELD_DST_IP, line->peer);
}

/* The port of "host:port" after CONNECT, or of the URL's authority. */
static void put_port(struct event *event, const struct line *line)
{
	struct text authority = line->url;
	size_t mark = text_find(authority, TEXT("://"));
	if (mark != TEXT_NONE)
		authority = text_from(authority, mark + 3);
	authority = text_part(authority, 0, text_find_char(authority, '/'));
	size_t colon = text_find_last_char(authority, ':');
	uint64_t port;
	if (colon != TEXT_NONE && text_to_uint(text_from(authority, colon + 1), &port) &&
	    port <= 65535)
		event_put(event, FIELD_DST_PORT, text_from(authority, colon + 1));
}

static void put_line(struct event *event, const struct line *line)
{
	put_client(event, line->client);
	put_duration(event, line->elapsed);
	put_peer(event, line);
	put_port(event, line);
	event_put(event, FIELD_ACTION, line->result);
	event_put(event, FIELD_USER, line->user);
	struct request request = {
	    .method = line->method,
	    .target = line->url,
	    .user = line->user,
	    .status = line->status,
	    .bytes = line->bytes,
	    .content_type = line->type,
	};
	request_put(event, &request);
	event_put(event, FIELD_DST_HOST, event_get_field(event, FIELD_WEB_HOST));
	if (line->more.size != 0)
		event_add(event, TEXT("extra"), line->more, VALUE_TEXT);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct line line;
	if (!read_line(view->message, &line)) {
		why_set(why, "a Squid line with parts missing");
		return MALFORMED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource = (struct logsource){TEXT("squid"), TEXT("proxy"), {NULL, 0}};
	(void)decode_set_time_text(event, line.time, view->context);
	put_line(event, &line);
	return DONE;
}

const struct decoder squid_decoder = {"squid", "Squid access log", "squid", recognise, decode};
