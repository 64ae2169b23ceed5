/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP daemon of intake and the course of a request: head, body, frames, log, answer.
 *
 * libmicrohttpd calls serve() again and again for a request: once with its head, then with pieces
 * of its body, then without any; and once more when it was resumed. A request that is refused has
 * the rest of its body read and thrown away when that is little, since a sender that is still
 * writing would otherwise find its connection reset instead of the answer.
 */
#include "program/server/intake/intake_http.h"

#include "base/clock.h"
#include "base/limits.h"
#include "os/time.h"
#include "program/server/gate.h"
#include "program/server/http_head.h"
#include "program/server/intake/intake_request.h"
#include "program/server/intake/intake_wait.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONNECTION_MEMORY ((size_t)32 << 10)
#define IDLE_SECONDS 60     /* of whoever has shown a token */
#define STRANGER_SECONDS 10 /* until then: half-open connections go soon */
/* Of all connections, those that have not shown a token: the rest is for senders. */
#define STRANGERS(connections) ((connections) - (connections) / 4)
#define REQUEST_SECONDS 120 /* from its head to the end of its body */
#define DRAIN_MOST ((uint64_t)1 << 20)
#define RESERVE ((size_t)64 << 10)
#define STOP_SECONDS 10

static const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

enum phase { PHASE_BODY, PHASE_DRAIN, PHASE_WAIT };

struct intake_http {
	struct intake *intake;
	struct MHD_Daemon *daemon;
	struct intake_wait wait;
	_Atomic size_t in_flight;
	struct gate *gate;
	_Atomic unsigned appending; /* requests between looking at `stopping` and waiting */
	_Atomic bool stopping;
};

/* Bytes of INTAKE_IN_FLIGHT for this request; false: there are none left. */
static bool reserve(struct intake_request *request, size_t wanted)
{
	struct intake_http *http = request->intake->http;
	if (wanted <= request->reserved)
		return true;
	size_t more = wanted - request->reserved;
	if (atomic_fetch_add(&http->in_flight, more) + more > INTAKE_IN_FLIGHT) {
		atomic_fetch_sub(&http->in_flight, more);
		return false;
	}
	request->reserved = wanted;
	return true;
}

static void refuse_busy(struct intake_request *request)
{
	struct intake_refusal refusal = {503, "busy", REFUSED_BUSY, 1};
	intake_refuse(request, &refusal, "too much is being taken in at present; try again");
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
	if (MHD_add_response_header(response, name, value) != MHD_YES)
		abort();
}

/* What clients of Elasticsearch 8 ask for and look for. */
static const char *elastic_content(const struct intake_request *request)
{
	static const char *const types[] = {
	    "application/vnd.elasticsearch+json;compatible-with=7",
	    "application/vnd.elasticsearch+json;compatible-with=8",
	    "application/vnd.elasticsearch+json;compatible-with=9",
	};
	struct text accept = intake_header(request, "Accept");
	if (!text_starts_fold(accept, TEXT("application/vnd.elasticsearch+json")))
		return "application/json";
	size_t at = text_find_fold(accept, TEXT("compatible-with="));
	struct text digit = text_part(accept, at == TEXT_NONE ? accept.size : at + 16, 1);
	if (digit.size == 1 && *digit.at >= '7' && *digit.at <= '9')
		return types[*digit.at - '7'];
	return types[1];
}

static const char *content_of(const struct intake_request *request)
{
	if (request->answer.content != NULL)
		return request->answer.content;
	return request->style == STYLE_ELASTIC ? elastic_content(request) : intake_json_content;
}

static struct gate_entry *entry_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info == NULL ? NULL : info->socket_context;
}

static enum MHD_Result reply(struct intake_request *request)
{
	struct intake_answer *answer = &request->answer;
	intake_count_refusal(request);
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    answer->body.size, answer->body.bytes, MHD_RESPMEM_MUST_COPY);
	if (response == NULL)
		return MHD_NO;
	add_header(response, "Content-Type", content_of(request));
	add_header(response, "Cache-Control", "no-store");
	if (request->style == STYLE_ELASTIC)
		add_header(response, "X-Elastic-Product", "Elasticsearch");
	if (answer->status == 401)
		add_header(response, "WWW-Authenticate", "Bearer realm=\"sakimori\"");
	if (answer->retry > 0) {
		char seconds[16];
		snprintf(seconds, sizeof(seconds), "%u", answer->retry);
		add_header(response, "Retry-After", seconds);
	}
	/* Whoever is still a stranger has to come with the next request as soon as with this. */
	gate_extend(request->intake->http->gate, entry_of(request->connection), STRANGER_SECONDS);
	enum MHD_Result result = MHD_queue_response(request->connection, answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static struct intake_request *request_create(
    struct intake *intake, struct MHD_Connection *connection, const char *url)
{
	struct intake_request *request = calloc(1, sizeof(*request));
	if (request == NULL)
		return NULL;
	request->intake = intake;
	request->connection = connection;
	request->started = time_monotonic();
	snprintf(request->path, sizeof(request->path), "%s", url);
	buffer_init(&request->body, BODY_MOST);
	buffer_init(&request->items, INTAKE_ANSWER);
	buffer_init(&request->answer.body, INTAKE_ANSWER + 4096);
	intake_frames_init(&request->frames);
	return request;
}

static void request_destroy(struct intake_request *request)
{
	if (request == NULL)
		return;
	atomic_fetch_sub(&request->intake->http->in_flight, request->reserved);
	buffer_free(&request->body);
	buffer_free(&request->items);
	buffer_free(&request->answer.body);
	intake_frames_free(&request->frames);
	free(request);
}

static void refuse_size(struct intake_request *request)
{
	struct intake_refusal refusal = {413, "too-large", REFUSED_SIZE, 0};
	intake_refuse(request, &refusal, "a body may have %zu bytes", BODY_MOST);
}

static void refuse_unclear(struct intake_request *request)
{
	struct intake_refusal refusal = {400, "malformed", REFUSED_MALFORMED, 0};
	intake_refuse(request, &refusal,
	    "the request says in more than one way where its body ends, or in none that is known");
}

/* The head is there: go on, drain, or answer at once. */
static enum MHD_Result begin(struct intake_request *request, const char *method)
{
	uint64_t length = 0;
	struct text said = intake_header(request, "Content-Length");
	intake_request_head(request, method);
	if (said.size > 0 && !text_to_uint(said, &length))
		length = UINT64_MAX;
	if (length > BODY_MOST)
		refuse_size(request);
	bool clear = http_head_is_clear(request->connection);
	if (!clear)
		refuse_unclear(request);
	/* Who has to wait is told before the body is kept and read. */
	if (!request->refused && !request->way->open && length > 0)
		intake_request_limit(request, 0);
	if (!request->refused) {
		if (!request->way->open) {
			gate_pass(request->intake->http->gate, entry_of(request->connection));
			MHD_set_connection_option(request->connection,
			    MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)IDLE_SECONDS);
		}
		return MHD_YES;
	}
	request->phase = PHASE_DRAIN;
	if (!clear || length > DRAIN_MOST || intake_header(request, "Expect").size > 0)
		return reply(request);
	return MHD_YES;
}

/* Lines of what is thrown away, so that what was refused is counted as it would have been. */
static void drain(struct intake_request *request, struct text piece)
{
	const char *at = piece.at;
	const char *end = piece.at + piece.size;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		request->lines++;
		at++;
	}
}

static enum MHD_Result take_piece(struct intake_request *request, struct text piece)
{
	request->size += piece.size;
	if (time_monotonic() - request->started > REQUEST_SECONDS * CLOCK_SECOND)
		return MHD_NO;
	if (request->phase == PHASE_DRAIN) {
		drain(request, piece);
		return request->size > BODY_MOST + DRAIN_MOST ? MHD_NO : MHD_YES;
	}
	size_t wanted = request->body.size + piece.size;
	if (wanted > BODY_MOST)
		refuse_size(request);
	else if (wanted > request->reserved &&
		 !reserve(request, wanted + (wanted > RESERVE ? wanted : RESERVE)))
		refuse_busy(request);
	if (request->refused) {
		request->phase = PHASE_DRAIN;
		drain(request, buffer_text(&request->body));
		buffer_free(&request->body);
		drain(request, piece);
		return MHD_YES;
	}
	buffer_put(&request->body, piece);
	return MHD_YES;
}

/* A log that does not take a frame. */
static void refuse_append(
    struct intake_request *request, enum outcome outcome, const struct why *why)
{
	struct intake_refusal disk = {507, "disk", REFUSED_DISK, 10};
	struct intake_refusal large = {413, "too-large", REFUSED_SIZE, 0};
	if (outcome == NEED_MORE)
		refuse_busy(request);
	else if (outcome == TOO_LARGE)
		intake_refuse(request, &large, "%s", why->text);
	else
		intake_refuse(request, &disk, "records cannot be stored at present: %s", why->text);
}

static bool append_frame(struct intake_request *request, size_t at)
{
	struct intake_frames *frames = &request->frames;
	struct frame frame = {
	    .kind = frames->kind,
	    .history = request->history,
	    .received = request->received,
	    .company = text_of(request->sender.company),
	    .source = text_of(request->sender.source),
	    .origin = request->origin,
	    .batch = request->batch,
	    .count = frames->counts[at],
	    .body = buffer_text(&frames->bodies[at]),
	};
	struct why why = {{0}};
	uint64_t ticket = 0;
	enum outcome outcome = log_append(request->intake->log, &frame, &ticket, &why);
	if (outcome == ALREADY_THERE)
		request->known = true;
	else if (outcome != DONE)
		refuse_append(request, outcome, &why);
	if (!request->refused && ticket != 0) {
		if (request->first_ticket == 0)
			request->first_ticket = ticket;
		if (ticket > request->last_ticket)
			request->last_ticket = ticket;
	}
	return !request->refused;
}

static void append_all(struct intake_request *request)
{
	struct intake_http *http = request->intake->http;
	atomic_fetch_add(&http->appending, 1);
	if (atomic_load(&http->stopping))
		refuse_busy(request);
	for (size_t i = 0; i < request->frames.used && !request->refused; i++)
		append_frame(request, i);
	intake_frames_free(&request->frames);
	buffer_free(&request->body);
	if (!request->refused && request->last_ticket != 0) {
		request->phase = PHASE_WAIT;
		intake_wait_add(&http->wait, request);
	}
	atomic_fetch_sub(&http->appending, 1);
}

static void check_frames(struct intake_request *request)
{
	const struct intake_frames *frames = &request->frames;
	struct intake_refusal large = {413, "too-large", REFUSED_SIZE, 0};
	if (frames->full)
		intake_refuse(
		    request, &large, "a request may hold %d records", INTAKE_RECORDS_MOST);
	if (request->batch.size > 0 && frames->used > 1)
		intake_refuse(request, &large,
		    "with a Batch-Id a request may hold %d records and about %zu bytes, unpacked",
		    FRAME_RECORDS_MOST, FRAME_BODY);
	if (!request->refused && frames->records > 0)
		intake_request_limit(request, frames->records);
	if (!request->refused && !reserve(request, request->items.size))
		refuse_busy(request);
}

/* The log has settled, or there was nothing to wait for. */
static enum MHD_Result conclude(struct intake_request *request)
{
	struct intake *intake = request->intake;
	if (request->failed) {
		struct why why = {{0}};
		if (log_state(intake->log, &why) == DONE)
			why_set(&why, "the disk failed");
		refuse_append(request, NOT_READABLE, &why);
	}
	if (request->refused)
		return reply(request);
	if (request->known)
		atomic_fetch_add(&intake->given->board->resent, 1);
	else if (request->frames.records > 0)
		intake_durable(intake, request->frames.records, request->frames.bytes);
	if (request->way->done != NULL)
		request->way->done(request);
	return reply(request);
}

/* What the way makes of the body, unpacked where it was packed. */
static void take_body(struct intake_request *request)
{
	struct text encoding = intake_header(request, "Content-Encoding");
	struct why why = {{0}};
	if (encoding.size == 0 || text_equal_fold(encoding, TEXT("identity"))) {
		request->way->take(request, buffer_text(&request->body));
		return;
	}
	struct buffer unpacked;
	buffer_init(&unpacked, BODY_MOST);
	enum outcome outcome = body_unpack(encoding, buffer_text(&request->body), &unpacked, &why);
	if (outcome == DONE)
		request->way->take(request, buffer_text(&unpacked));
	else
		intake_refuse_body(request, outcome, &why);
	buffer_free(&unpacked);
}

static enum MHD_Result complete(struct intake_request *request)
{
	if (request->phase == PHASE_DRAIN)
		return reply(request);
	if (request->phase == PHASE_WAIT)
		return conclude(request);
	take_body(request);
	check_frames(request);
	if (!request->refused && request->frames.used > 0)
		append_all(request);
	return request->phase == PHASE_WAIT ? MHD_YES : conclude(request);
}

static enum MHD_Result serve(void *data, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *piece, size_t *piece_size, void **state)
{
	struct intake_http *http = data;
	struct intake_request *request = *state;
	(void)version;
	if (request == NULL) {
		/* A path that does not fit is none that is known. */
		request = request_create(
		    http->intake, connection, strlen(url) < INTAKE_PATH ? url : "/?");
		if (request == NULL)
			return MHD_NO;
		*state = request;
		return begin(request, method);
	}
	if (*piece_size == 0)
		return complete(request);
	struct text bytes = {piece, *piece_size};
	*piece_size = 0;
	return take_piece(request, bytes);
}

static void completed(void *data, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode code)
{
	(void)data;
	(void)connection;
	(void)code;
	request_destroy(*state);
	*state = NULL;
}

static void connection_changed(void *data, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	struct intake_http *http = data;
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		*context = gate_enter(http->gate, info->connect_fd);
	else
		gate_leave(http->gate, *context);
}

static struct MHD_Daemon *start(struct intake_http *http, const struct intake_tls *tls)
{
	const struct config *config = http->intake->given->config;
	unsigned threads = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 0;
	struct MHD_OptionItem encrypted[] = {
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)tls->certificate},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)tls->key},
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)tls_priorities},
	    {MHD_OPTION_END, 0, NULL},
	};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
	if (tls->certificate != NULL)
		flags |= MHD_USE_TLS;
	else
		encrypted[0].option = MHD_OPTION_END;
	return MHD_start_daemon(flags, 0, NULL, NULL, serve, http, MHD_OPTION_LISTEN_SOCKET,
	    http->intake->given->sockets.intake, MHD_OPTION_THREAD_POOL_SIZE, threads,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)config->connections_of_one,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)STRANGER_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_NOTIFY_COMPLETED,
	    completed, NULL, MHD_OPTION_NOTIFY_CONNECTION, connection_changed, http,
	    MHD_OPTION_ARRAY, encrypted, MHD_OPTION_END);
}

enum outcome intake_http_start(struct intake *intake, const struct intake_tls *tls,
    struct intake_http **result, struct why *why)
{
	struct intake_http *http = calloc(1, sizeof(*http));
	if (http == NULL)
		abort();
	http->intake = intake;
	http->gate = gate_create(STRANGERS(intake->given->config->connections), STRANGER_SECONDS);
	intake_wait_init(&http->wait, &intake->groups);
	/* Requests look for it here, and the first may come before this function ends. */
	*result = http;
	http->daemon = start(http, tls);
	if (http->daemon != NULL)
		return DONE;
	*result = NULL;
	intake_wait_free(&http->wait);
	gate_destroy(http->gate);
	free(http);
	why_set(why, "the HTTP daemon does not start%s",
	    tls->certificate != NULL ? " (is the certificate in order, and the key its own?)" : "");
	return NOT_READABLE;
}

void intake_http_settled(struct intake_http *http, const struct intake_group *group)
{
	if (http != NULL)
		intake_wait_settled(&http->wait, group);
}

void intake_http_tick(struct intake_http *http, uint64_t *connections, uint64_t *closed)
{
	gate_sweep(http->gate);
	*connections = gate_connections(http->gate);
	*closed = gate_closed(http->gate);
}

void intake_http_quiesce(struct intake_http *http)
{
	atomic_store(&http->stopping, true);
	MHD_quiesce_daemon(http->daemon);
	int64_t end = time_monotonic() + STOP_SECONDS * CLOCK_SECOND;
	while (time_monotonic() < end &&
	       (atomic_load(&http->appending) > 0 || !intake_wait_empty(&http->wait)))
		usleep(2000);
	/* A disk that hangs: nobody is told that anything is durable. */
	intake_wait_give_up(&http->wait);
	/* The last answers go out. */
	usleep(50000);
}

void intake_http_stop(struct intake_http *http)
{
	if (http == NULL)
		return;
	MHD_stop_daemon(http->daemon);
	intake_wait_free(&http->wait);
	gate_destroy(http->gate);
	free(http);
}
