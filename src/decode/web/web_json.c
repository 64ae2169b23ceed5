/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Access logs of web servers as JSON: nginx and Apache with the names that their own variables and
 * the usual examples of a JSON log_format have, Caddy's and Traefik's own. Sources: nginx's list of
 * variables, Caddy's structured logs, Traefik's access log fields.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/web/request.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NAMES 6

enum part {
	PART_CLIENT,
	PART_LINE,
	PART_METHOD,
	PART_TARGET,
	PART_QUERY,
	PART_VERSION,
	PART_STATUS,
	PART_BYTES,
	PART_AGENT,
	PART_REFERER,
	PART_USER,
	PART_HOST,
	PART_FORWARDED,
	PART_TIME,
	PART_COUNT
};

/* The first that has a value is taken. */
static const char *const names[PART_COUNT][NAMES] = {
    [PART_CLIENT] = {"remote_addr", "remote_ip", "request.remote_ip", "clientip", "client_ip",
	"ClientHost"},
    [PART_LINE] = {"request"},
    [PART_METHOD] = {"request_method", "method", "request.method", "RequestMethod"},
    [PART_TARGET] = {"request_uri", "uri", "request.uri", "RequestPath", "url"},
    [PART_QUERY] = {"args", "query_string", "query"},
    [PART_VERSION] = {"server_protocol", "protocol", "request.proto", "RequestProtocol"},
    [PART_STATUS] = {"status", "status_code", "response_status", "DownstreamStatus"},
    [PART_BYTES] = {"body_bytes_sent", "bytes_sent", "size", "bytes", "DownstreamContentSize"},
    [PART_AGENT] = {"http_user_agent", "user_agent", "agent", "request.headers.User-Agent",
	"request_User-Agent", "userAgent"},
    [PART_REFERER] = {"http_referer", "http_referrer", "referer", "referrer",
	"request.headers.Referer", "request_Referer"},
    [PART_USER] = {"remote_user", "user_id", "user", "ClientUsername"},
    [PART_HOST] = {"http_host", "host", "server_name", "request.host", "vhost", "RequestHost"},
    [PART_FORWARDED] = {"http_x_forwarded_for", "x_forwarded_for", "xff",
	"request.headers.X-Forwarded-For"},
    [PART_TIME] = {"time_iso8601", "time_local", "@timestamp", "timestamp", "StartUTC", "time"},
};

/* Caddy has lists of a header's values. */
static struct text part_of(const struct json *object, enum part part)
{
	for (size_t i = 0; i < NAMES && names[part][i] != NULL; i++) {
		const struct json *value = json_path(object, names[part][i]);
		if (value != NULL && value->kind == JSON_ARRAY)
			value = value->first;
		struct text t = text_trim(json_text(value));
		if (t.size != 0 && !text_equal(t, TEXT("-")))
			return t;
	}
	return (struct text){NULL, 0};
}

static bool is_status(struct text t)
{
	uint64_t status;
	return t.size == 3 && text_to_uint(t, &status) && status < 600;
}

static bool is_client(struct text client)
{
	struct text address;
	struct text port;
	return decode_split_address(client, &address, &port);
}

/* A client's address, a status and what was asked for: nothing else has all three. */
static bool recognise(const struct view *view)
{
	if (view->json == NULL || !is_status(part_of(view->json, PART_STATUS)) ||
	    !is_client(part_of(view->json, PART_CLIENT)))
		return false;
	struct request request = {.server = true};
	if (request_split(part_of(view->json, PART_LINE), &request))
		return true;
	return part_of(view->json, PART_METHOD).size != 0 &&
	       part_of(view->json, PART_TARGET).size != 0;
}

/* Path and query in one, as a request line has them. */
static struct text target_of(const struct json *object, struct arena *arena)
{
	struct text target = part_of(object, PART_TARGET);
	struct text query = part_of(object, PART_QUERY);
	if (text_find_char(target, '?') != TEXT_NONE)
		return target;
	return decode_join(arena, target, '?', query);
}

static void read_request(const struct json *object, struct arena *arena, struct request *request)
{
	*request = (struct request){.server = true};
	if (!request_split(part_of(object, PART_LINE), request)) {
		request->method = part_of(object, PART_METHOD);
		request->target = target_of(object, arena);
		request->version = part_of(object, PART_VERSION);
	}
	request->host = part_of(object, PART_HOST);
	request->agent = part_of(object, PART_AGENT);
	request->referer = part_of(object, PART_REFERER);
	request->user = part_of(object, PART_USER);
	request->status = part_of(object, PART_STATUS);
	request->bytes = part_of(object, PART_BYTES);
}

static void put_client(struct event *event, const struct json *object)
{
	struct text address;
	struct text port;
	if (decode_split_address(part_of(object, PART_CLIENT), &address, &port)) {
		event_put(event, FIELD_SRC_IP, address);
		event_put(event, FIELD_SRC_PORT, port);
	}
	struct text list = part_of(object, PART_FORWARDED);
	if (list.size != 0)
		request_put_forwarded(event, list);
}

/* nginx's $time_local; all else a time says what it is. */
static void set_time(struct event *event, const struct json *object, const struct view *view)
{
	static const char *const epochs[] = {"msec", "ts"};
	bool done = decode_set_time_text(event, part_of(object, PART_TIME), view->context);
	for (size_t i = 0; !done && i < COUNT(epochs); i++)
		done = decode_set_time_text(event, json_get_text(object, epochs[i]), view->context);
}

/* The members under their own names, but none that means something else here ("query"). */
static void put_own(struct event *event, const struct json *object)
{
	enum field_id field;
	for (const struct json *member = object->first; member != NULL; member = member->next) {
		if (!field_by_name(member->name, &field))
			decode_flatten(event, member->name, member);
	}
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	const struct json *object = view->json;
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	struct request request;
	read_request(object, view->arena, &request);
	event->logsource.category = TEXT("webserver");
	set_time(event, object, view);
	put_client(event, object);
	request_put(event, &request);
	event_put(event, FIELD_USER, request.user);
	event_put(event, FIELD_OUTCOME,
	    request.status.at[0] < '4' && request.status.at[0] != '0' ? TEXT("success")
								      : TEXT("failure"));
	put_own(event, object);
	event->message = decode_join(view->arena, request.method, ' ', request.target);
	return DONE;
}

const struct decoder web_json_decoder = {
    "web-json", "Web server access log as JSON", "", recognise, decode};
