/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/web/web_http.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "os/time.h"
#include "program/server/gate.h"
#include "program/server/http_head.h"
#include "program/server/metrics.h"
#include "program/server/web/web_reply.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define REQUEST_MEMORY ((size_t)512 << 20) /* ceiling of one request's arena */
#define CONNECTIONS 512
#define CONNECTIONS_OF_ONE 64
#define CONNECTION_MEMORY ((size_t)32 << 10) /* request line and headers */
#define IDLE_SECONDS 30
#define WAITING (CONNECTIONS - CONNECTIONS / 4) /* connections that wait for a request */
#define HEAD_SECONDS 10                         /* in which the first request is whole */
#define ANSWER_SECONDS 120                      /* in which an answer is read */
#define BODIES ((size_t)32 << 20) /* bytes of bodies, over all requests: whoever sends them */
#define SMALL_BODY ((size_t)64 << 10)
#define METRICS_SIZE ((size_t)64 << 10)
#define LONGEST_SECONDS 20 /* a request that takes longer is a web process that hangs */

static const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct web_http {
	const struct process_given *given;
	struct web *web;
	uid_t owner;
	struct viewer local; /* who comes through the local socket */
	struct gate *gate;   /* of the console */
	struct MHD_Daemon *console;
	struct MHD_Daemon *commands;
	pthread_mutex_t one; /* struct web is one thread's at a time */
	_Atomic size_t bodies;
	struct arena *arena;
};

/* A request whose body is still coming. */
struct exchange {
	enum web_method method;
	struct buffer body;
	size_t held; /* bytes of BODIES */
	bool busy;   /* there were none left */
};

static enum web_method method_of(const char *word)
{
	static const struct {
		const char *word;
		enum web_method method;
	} methods[] = {
	    {"GET", WEB_GET}, {"HEAD", WEB_HEAD}, {"POST", WEB_POST}, {"DELETE", WEB_DELETE}};
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(word, methods[i].word) == 0)
			return methods[i].method;
	return WEB_OTHER;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
	return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static const struct sockaddr *peer_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	return info == NULL ? NULL : info->client_addr;
}

/* IPv4 that came over an IPv6 socket is written as IPv4. */
static void address_of(const struct sockaddr *peer, char out[INET6_ADDRSTRLEN])
{
	out[0] = '\0';
	if (peer == NULL)
		return;
	if (peer->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)peer;
		inet_ntop(AF_INET, &in->sin_addr, out, INET6_ADDRSTRLEN);
	} else if (peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)(const void *)peer;
		if (IN6_IS_ADDR_V4MAPPED(&in->sin6_addr))
			inet_ntop(AF_INET, in->sin6_addr.s6_addr + 12, out, INET6_ADDRSTRLEN);
		else
			inet_ntop(AF_INET6, &in->sin6_addr, out, INET6_ADDRSTRLEN);
	}
}

/* Whoever is root, or is who the data folder belongs to, acts for the machine. */
static bool peer_is_trusted(const struct web_http *http, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct ucred peer;
	socklen_t size = sizeof(peer);
	if (info == NULL ||
	    getsockopt(info->connect_fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
		return false;
	return peer.uid == 0 || peer.uid == http->owner || peer.uid == geteuid();
}

/* The query as it was sent: nothing was decoded (leave_encoded()). */
static enum MHD_Result put_argument(void *data, enum MHD_ValueKind kind, const char *name,
    size_t name_size, const char *value, size_t value_size)
{
	struct buffer *out = data;
	(void)kind;
	if (out->size != 0)
		buffer_put_char(out, '&');
	buffer_put(out, (struct text){name, name_size});
	buffer_put_char(out, '=');
	if (value != NULL)
		buffer_put(out, (struct text){value, value_size});
	return MHD_YES;
}

/* /health and /metrics are for programs that watch: no account, no words of anybody. */
static bool answer_watch(
    const struct web_http *http, struct text path, struct web_answer *answer, struct buffer *out)
{
	*answer = (struct web_answer){.status = 200};
	if (text_equal(path, TEXT("/health"))) {
		answer->content_type = "application/json";
		answer->status = health_write(http->given->board, time_now(), out);
	} else if (text_equal(path, TEXT("/metrics"))) {
		answer->content_type = METRICS_CONTENT;
		metrics_write(http->given->board, out);
	} else {
		return false;
	}
	answer->body = buffer_text(out);
	return true;
}

static void gather(struct MHD_Connection *connection, struct web_request *request)
{
	request->content_type = header(connection, "Content-Type");
	request->accept = header(connection, "Accept");
	request->accept_language = header(connection, "Accept-Language");
	request->cookie = header(connection, "Cookie");
	request->host = header(connection, "Host");
	request->origin = header(connection, "Origin");
	request->fetch_site = header(connection, "Sec-Fetch-Site");
	request->referer = header(connection, "Referer");
	request->authorization = header(connection, "Authorization");
	request->now = time_now();
}

static enum MHD_Result reply(struct MHD_Connection *connection, const struct web_answer *answer)
{
	struct text encodings = header(connection, "Accept-Encoding");
	const struct web_reply_wish wish = {
	    .gzip = text_find_fold(encodings, TEXT("gzip")) != TEXT_NONE,
	    .known = header(connection, "If-None-Match"),
	};
	return web_reply(connection, answer, &wish);
}

static enum MHD_Result answer(struct web_http *http, struct MHD_Connection *connection,
    const char *path, struct exchange *exchange)
{
	char address[INET6_ADDRSTRLEN];
	struct web_answer out;
	struct buffer query;
	const struct sockaddr *peer = peer_of(connection);
	bool local = peer == NULL || peer->sa_family == AF_UNIX;
	struct web_request request = {
	    .method = exchange->method,
	    .path = text_of(path),
	    .body = buffer_text(&exchange->body),
	    .secure = !local && http->given->sockets.console_tls,
	    .local = local ? &http->local : NULL,
	};
	buffer_init(&query, METRICS_SIZE);
	address_of(peer, address);
	request.address = text_of(address);
	gather(connection, &request);
	MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, put_argument, &query);
	request.query = buffer_text(&query);
	pthread_mutex_lock(&http->one);
	web_answer(http->web, &request, http->arena, &out);
	enum MHD_Result result = reply(connection, &out);
	arena_reset(http->arena);
	pthread_mutex_unlock(&http->one);
	buffer_free(&query);
	return result;
}

static enum MHD_Result refuse(struct MHD_Connection *connection, unsigned status, struct text body)
{
	const struct web_answer out = {
	    .status = status, .content_type = "application/json", .body = body};
	return reply(connection, &out);
}

static struct gate_entry *entry_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info == NULL ? NULL : info->socket_context;
}

static enum MHD_Result finish(struct web_http *http, struct MHD_Connection *connection,
    const char *path, struct exchange *exchange)
{
	struct web_answer out;
	struct buffer bytes;
	const struct sockaddr *peer = peer_of(connection);
	bool local = peer == NULL || peer->sa_family == AF_UNIX;
	if (exchange->busy)
		return refuse(connection, 503,
		    TEXT("{\"error\":\"too much is being sent at present; try again\","
			 "\"code\":\"busy\"}\n"));
	if (exchange->body.full)
		return refuse(connection, 413,
		    TEXT("{\"error\":\"the body is too large\",\"code\":\"too-large\"}\n"));
	if (local && !peer_is_trusted(http, connection))
		return refuse(connection, 403,
		    TEXT("{\"error\":\"this socket is for root and the server's own user\","
			 "\"code\":\"not-allowed\"}\n"));
	buffer_init(&bytes, METRICS_SIZE);
	enum MHD_Result result;
	gate_extend(http->gate, entry_of(connection), ANSWER_SECONDS);
	if (exchange->method == WEB_GET && answer_watch(http, text_of(path), &out, &bytes))
		result = reply(connection, &out);
	else
		result = answer(http, connection, path, exchange);
	buffer_free(&bytes);
	return result;
}

/* A body comes before anybody knows who sends it. Small ones always find room. */
static void take_piece(struct web_http *http, struct exchange *exchange, struct text piece)
{
	if (exchange->busy || exchange->body.full)
		return;
	exchange->held += piece.size;
	exchange->busy = atomic_fetch_add(&http->bodies, piece.size) + piece.size > BODIES &&
			 exchange->held > SMALL_BODY;
	if (exchange->busy)
		buffer_free(&exchange->body);
	else
		buffer_put(&exchange->body, piece);
}

static enum MHD_Result serve(void *data, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *piece, size_t *size, void **state)
{
	struct exchange *exchange = *state;
	(void)version;
	if (exchange == NULL) {
		exchange = calloc(1, sizeof(*exchange));
		if (exchange == NULL)
			return MHD_NO;
		exchange->method = method_of(method);
		buffer_init(&exchange->body, WEB_BODY);
		*state = exchange;
		if (!http_head_is_clear(connection))
			return refuse(connection, 400,
			    TEXT("{\"error\":\"it is not clear where the body ends\","
				 "\"code\":\"malformed\"}\n"));
		return MHD_YES;
	}
	if (*size != 0) {
		/* Past the ceilings it is read and forgotten, so that the sender sees the answer.
		 */
		take_piece(data, exchange, (struct text){piece, *size});
		*size = 0;
		return MHD_YES;
	}
	return finish(data, connection, path, exchange);
}

static void completed(void *data, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode code)
{
	struct web_http *http = data;
	struct exchange *exchange = *state;
	(void)code;
	gate_extend(http->gate, entry_of(connection), IDLE_SECONDS);
	if (exchange == NULL)
		return;
	atomic_fetch_sub(&http->bodies, exchange->held);
	buffer_free(&exchange->body);
	free(exchange);
	*state = NULL;
}

/* Only who comes from outside waits at the gate. */
static void connection_changed(void *data, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	const struct web_http *http = data;
	const struct sockaddr *peer = peer_of(connection);
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (code == MHD_CONNECTION_NOTIFY_CLOSED)
		gate_leave(http->gate, *context);
	else if (peer != NULL && peer->sa_family != AF_UNIX)
		*context = gate_enter(http->gate, info->connect_fd);
}

/* Paths come still encoded: decoding them is the web room's. */
static size_t leave_encoded(void *data, struct MHD_Connection *connection, char *text)
{
	(void)data;
	(void)connection;
	return strlen(text);
}

static struct MHD_Daemon *start(
    struct web_http *http, int fd, const struct web_http_options *options, bool tls)
{
	struct MHD_OptionItem encrypted[] = {
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key},
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities},
	    {MHD_OPTION_END, 0, NULL},
	};
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
	if (tls)
		flags |= MHD_USE_TLS;
	else
		encrypted[0].option = MHD_OPTION_END;
	return MHD_start_daemon(flags, 0, NULL, NULL, serve, http, MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    (unsigned)CONNECTIONS_OF_ONE, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_UNESCAPE_CALLBACK,
	    leave_encoded, NULL, MHD_OPTION_NOTIFY_COMPLETED, completed, http,
	    MHD_OPTION_NOTIFY_CONNECTION, connection_changed, http, MHD_OPTION_ARRAY, encrypted,
	    MHD_OPTION_END);
}

enum outcome web_http_start(
    const struct web_http_options *options, struct web_http **http, struct why *why)
{
	const struct process_sockets *sockets = &options->given->sockets;
	struct web_http *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	*made = (struct web_http){
	    .given = options->given,
	    .web = options->web,
	    .owner = options->owner,
	    .local = viewer_local(),
	    .gate = gate_create(WAITING, HEAD_SECONDS),
	    .arena = arena_create("request", REQUEST_MEMORY),
	};
	pthread_mutex_init(&made->one, NULL);
	made->console = start(made, sockets->console, options, options->certificate != NULL);
	if (sockets->local >= 0)
		made->commands = start(made, sockets->local, options, false);
	if (made->console == NULL || (sockets->local >= 0 && made->commands == NULL)) {
		why_set(why, "the HTTP server cannot be started");
		web_http_stop(made);
		return NOT_READABLE;
	}
	*http = made;
	return DONE;
}

bool web_http_lives(struct web_http *http)
{
	struct board *board = http->given->board;
	gate_sweep(http->gate);
	atomic_store(&board->console_connections, gate_connections(http->gate));
	atomic_store(&board->console_closed, gate_closed(http->gate));
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LONGEST_SECONDS;
	if (pthread_mutex_clocklock(&http->one, CLOCK_MONOTONIC, &until) != 0)
		return false;
	pthread_mutex_unlock(&http->one);
	return true;
}

void web_http_stop(struct web_http *http)
{
	if (http == NULL)
		return;
	if (http->console != NULL)
		MHD_stop_daemon(http->console);
	if (http->commands != NULL)
		MHD_stop_daemon(http->commands);
	gate_destroy(http->gate);
	pthread_mutex_destroy(&http->one);
	arena_destroy(http->arena);
	free(http);
}
