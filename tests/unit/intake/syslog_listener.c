/* SPDX-License-Identifier: Apache-2.0 */
/* The listener on real sockets of the loopback interface: UDP, TCP, TLS, limits, flow control. */
#include "intake/syslog_listener.h"

#include "base/buffer.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* What came, guarded: the listener runs in its own thread. */
struct came {
	pthread_mutex_t lock;
	struct buffer text; /* "TRANSPORT ADDRESS message|" */
	char certificate[65];
	uint16_t port;
	atomic_uint messages;
	atomic_uint open;
	atomic_uint broken;
	atomic_uint turns;
	atomic_bool refuse; /* "not now" */
};

struct server {
	struct came came;
	struct syslog_listener *listener;
	pthread_t thread;
	uint16_t ports[3]; /* by transport */
	char folder[64];
	char certificate[96];
	char key[96];
};

static bool on_peer(void *data, const struct syslog_peer *peer, void **who)
{
	struct came *came = data;
	*who = came;
	atomic_fetch_add(&came->open, 1);
	pthread_mutex_lock(&came->lock);
	snprintf(
	    came->certificate, sizeof(came->certificate), "%.*s", TEXT_ARGS(peer->certificate));
	came->port = peer->local_port;
	pthread_mutex_unlock(&came->lock);
	return true;
}

static bool on_message(void *data, void *who, const struct syslog_peer *peer, struct text message)
{
	struct came *came = data;
	assert_ptr_equal(who, came);
	if (atomic_load(&came->refuse))
		return false;
	pthread_mutex_lock(&came->lock);
	buffer_format(&came->text, "%s %.*s %.*s|", syslog_transport_word(peer->transport),
	    TEXT_ARGS(peer->address), TEXT_ARGS(message));
	pthread_mutex_unlock(&came->lock);
	atomic_fetch_add(&came->messages, 1);
	return true;
}

static void on_broken(void *data, void *who, const struct syslog_peer *peer, enum outcome outcome)
{
	struct came *came = data;
	(void)who;
	(void)peer;
	(void)outcome;
	atomic_fetch_add(&came->broken, 1);
}

static void on_turn(void *data)
{
	atomic_fetch_add(&((struct came *)data)->turns, 1);
}

static void on_gone(void *data, void *who)
{
	(void)who;
	atomic_fetch_sub(&((struct came *)data)->open, 1);
}

static void *run(void *data)
{
	syslog_listener_run(data);
	return NULL;
}

static int bound(int type, uint16_t *port)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = in6addr_any};
	socklen_t size = sizeof(address);
	int off = 0;
	int fd = socket(AF_INET6, type | SOCK_NONBLOCK, 0);
	assert_true(fd >= 0);
	(void)!setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	if (type == SOCK_STREAM)
		assert_int_equal(listen(fd, 1024), 0);
	*port = ntohs(address.sin6_port);
	return fd;
}

static void write_file(const char *path, const gnutls_datum_t *bytes)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes->data, 1, bytes->size, file), bytes->size);
	fclose(file);
}

/* A certificate that is signed with its own key. */
static void make_certificate(const char *certificate_path, const char *key_path)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;
	gnutls_datum_t out;
	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
			     GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
	    0);
	assert_int_equal(gnutls_x509_crt_init(&certificate), 0);
	gnutls_x509_crt_set_version(certificate, 3);
	gnutls_x509_crt_set_serial(certificate, "\1", 1);
	gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 3600);
	gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + 3600);
	gnutls_x509_crt_set_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, "test", 4);
	gnutls_x509_crt_set_basic_constraints(certificate, 1, 0);
	gnutls_x509_crt_set_key(certificate, key);
	assert_int_equal(
	    gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &out), 0);
	write_file(certificate_path, &out);
	gnutls_free(out.data);
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &out), 0);
	write_file(key_path, &out);
	gnutls_free(out.data);
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
}

static void start_as(struct server *server, struct syslog_options options, const char *clients)
{
	struct syslog_socket sockets[3];
	struct why why;
	memset(server, 0, sizeof(*server));
	pthread_mutex_init(&server->came.lock, NULL);
	buffer_init(&server->came.text, 1 << 22);
	snprintf(server->folder, sizeof(server->folder), "/tmp/unit-syslog-XXXXXX");
	assert_non_null(mkdtemp(server->folder));
	snprintf(server->certificate, sizeof(server->certificate), "%s/c.pem", server->folder);
	snprintf(server->key, sizeof(server->key), "%s/k.pem", server->folder);
	make_certificate(server->certificate, server->key);
	for (unsigned i = 0; i < 3; i++) {
		int type = i == SYSLOG_UDP ? SOCK_DGRAM : SOCK_STREAM;
		sockets[i].fd = bound(type, &server->ports[i]);
		sockets[i].transport = (enum syslog_transport)i;
		sockets[i].clients = clients;
	}
	options.sockets = sockets;
	options.count = 3;
	options.certificate = server->certificate;
	options.key = server->key;
	options.receiver = (struct syslog_receiver){
	    on_peer, on_message, on_broken, on_turn, on_gone, &server->came};
	if (syslog_listener_create(&options, &server->listener, &why) != DONE)
		fail_msg("%s", why.text);
	assert_int_equal(pthread_create(&server->thread, NULL, run, server->listener), 0);
}

static void start(struct server *server)
{
	start_as(server, (struct syslog_options){0}, NULL);
}

static void stop(struct server *server)
{
	syslog_listener_stop(server->listener);
	pthread_join(server->thread, NULL);
	syslog_listener_destroy(server->listener);
	assert_int_equal(atomic_load(&server->came.open), 0);
	unlink(server->certificate);
	unlink(server->key);
	rmdir(server->folder);
	buffer_free(&server->came.text);
	pthread_mutex_destroy(&server->came.lock);
}

static int joined(const struct server *server, enum syslog_transport transport)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons(server->ports[transport]),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, transport == SYSLOG_UDP ? SOCK_DGRAM : SOCK_STREAM, 0);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void say(int fd, struct text t)
{
	while (t.size != 0) {
		ssize_t sent = send(fd, t.at, t.size, MSG_NOSIGNAL);
		assert_true(sent > 0);
		t = text_from(t, (size_t)sent);
	}
}

/* Wait until a counter is there, at most five seconds. */
static void await(const atomic_uint *counter, unsigned value)
{
	for (int i = 0; i < 5000 && atomic_load(counter) != value; i++)
		usleep(1000);
	assert_int_equal(atomic_load(counter), value);
}

static void await_count(struct server *server, size_t offset, uint64_t value)
{
	struct syslog_counts counts;
	uint64_t got = 0;
	for (int i = 0; i < 5000; i++) {
		syslog_listener_counts(server->listener, &counts);
		memcpy(&got, (const char *)&counts + offset, sizeof(got));
		if (got == value)
			return;
		usleep(1000);
	}
	assert_int_equal(got, value);
}
#define AWAIT_COUNT(server, member, value)                                                         \
	await_count(server, offsetof(struct syslog_counts, member), value)

static void assert_came(struct server *server, const char *expected)
{
	pthread_mutex_lock(&server->came.lock);
	bool same = text_equal(buffer_text(&server->came.text), text_of(expected));
	pthread_mutex_unlock(&server->came.lock);
	if (!same)
		fail_msg("%.*s", TEXT_ARGS(buffer_text(&server->came.text)));
}

static void datagrams(void **state)
{
	(void)state;
	struct server server;
	static char large[65000];
	start(&server);
	int fd = joined(&server, SYSLOG_UDP);
	say(fd, TEXT("<34>one\n\0"));
	say(fd, TEXT("<34>two\nand its second line"));
	await(&server.came.messages, 2);
	assert_came(&server, "udp 127.0.0.1 <34>one|udp 127.0.0.1 <34>two\nand its second line|");
	assert_int_equal(server.came.port, server.ports[SYSLOG_UDP]);
	memset(large, 'x', sizeof(large));
	say(fd, (struct text){large, sizeof(large)});
	await(&server.came.messages, 3);
	assert_true(buffer_text(&server.came.text).size > sizeof(large));
	/* Not now: lost, and counted. */
	atomic_store(&server.came.refuse, true);
	say(fd, TEXT("<34>lost"));
	AWAIT_COUNT(&server, datagrams_lost, 1);
	close(fd);
	stop(&server);
}

static void streams(void **state)
{
	(void)state;
	struct server server;
	start(&server);
	int fd = joined(&server, SYSLOG_TCP);
	say(fd, TEXT("<34>one\n7 <34>two<34>thr"));
	await(&server.came.messages, 2);
	say(fd, TEXT("ee\n<34>the last"));
	await(&server.came.messages, 3);
	close(fd);
	await(&server.came.messages, 4);
	assert_came(&server, "tcp 127.0.0.1 <34>one|tcp 127.0.0.1 <34>two|"
			     "tcp 127.0.0.1 <34>three|tcp 127.0.0.1 <34>the last|");
	AWAIT_COUNT(&server, connections, 0);
	assert_true(atomic_load(&server.came.turns) >= 2);
	/* Not understood: closed. */
	fd = joined(&server, SYSLOG_TCP);
	say(fd, TEXT("99999999999 <34>"));
	await(&server.came.broken, 1);
	char byte;
	assert_int_equal(recv(fd, &byte, 1, 0), 0);
	close(fd);
	stop(&server);
}

/* While the receiver says "not now" nothing is lost and nothing comes twice. */
static void not_now(void **state)
{
	(void)state;
	struct server server;
	char line[32];
	struct buffer expected;
	start(&server);
	buffer_init(&expected, 1 << 20);
	int fd = joined(&server, SYSLOG_TCP);
	atomic_store(&server.came.refuse, true);
	for (int i = 0; i < 1000; i++) {
		snprintf(line, sizeof(line), "<34>%d\n", i);
		say(fd, text_of(line));
		buffer_format(&expected, "tcp 127.0.0.1 <34>%d|", i);
	}
	close(fd);
	usleep(100000);
	assert_int_equal(atomic_load(&server.came.messages), 0);
	atomic_store(&server.came.refuse, false);
	await(&server.came.messages, 1000);
	buffer_put_char(&expected, '\0');
	assert_came(&server, expected.bytes);
	AWAIT_COUNT(&server, connections, 0);
	buffer_free(&expected);
	stop(&server);
}

static void limits(void **state)
{
	(void)state;
	struct server server;
	int fds[5];
	char byte;
	start_as(&server,
	    (struct syslog_options){
		.connections_of_one = 3, .silent_seconds = 1, .handshake_seconds = 1},
	    NULL);
	for (int i = 0; i < 5; i++)
		fds[i] = joined(&server, SYSLOG_TCP);
	AWAIT_COUNT(&server, closed_limit, 2);
	assert_int_equal(recv(fds[4], &byte, 1, 0), 0);
	/* Who is silent is closed. */
	AWAIT_COUNT(&server, closed_silent, 3);
	assert_int_equal(recv(fds[0], &byte, 1, 0), 0);
	for (int i = 0; i < 5; i++)
		close(fds[i]);
	int fd = joined(&server, SYSLOG_TLS);
	say(fd, TEXT("\x16\x03"));
	AWAIT_COUNT(&server, handshakes_failed, 1);
	close(fd);
	fd = joined(&server, SYSLOG_TLS);
	say(fd, TEXT("<34>this is no TLS at all\n"));
	AWAIT_COUNT(&server, handshakes_failed, 2);
	close(fd);
	assert_int_equal(atomic_load(&server.came.messages), 0);
	stop(&server);
}

struct client {
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	int fd;
};

static int shake(struct client *client, const struct server *server, const char *priorities,
    const char *certificate, const char *key)
{
	client->fd = joined(server, SYSLOG_TLS);
	gnutls_certificate_allocate_credentials(&client->credentials);
	if (certificate != NULL)
		assert_true(gnutls_certificate_set_x509_key_file(
				client->credentials, certificate, key, GNUTLS_X509_FMT_PEM) >= 0);
	gnutls_init(&client->session, GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT);
	gnutls_priority_set_direct(client->session, priorities, NULL);
	gnutls_credentials_set(client->session, GNUTLS_CRD_CERTIFICATE, client->credentials);
	gnutls_transport_set_int(client->session, client->fd);
	int result;
	do {
		result = gnutls_handshake(client->session);
	} while (result < 0 && gnutls_error_is_fatal(result) == 0);
	return result;
}

static void leave(struct client *client)
{
	gnutls_deinit(client->session);
	gnutls_certificate_free_credentials(client->credentials);
	close(client->fd);
}

static void tell(struct client *client, struct text t)
{
	assert_int_equal(gnutls_record_send(client->session, t.at, t.size), t.size);
}

static void tls(void **state)
{
	(void)state;
	static const char *const versions[] = {
	    "NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
	struct server server;
	struct client client;
	start(&server);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(shake(&client, &server, versions[i], NULL, NULL), 0);
		tell(&client, TEXT("7 <34>one"));
		await(&server.came.messages, 2 * i + 1);
		tell(&client, TEXT("7 <34>tw"));
		tell(&client, TEXT("o"));
		await(&server.came.messages, 2 * i + 2);
		gnutls_bye(client.session, GNUTLS_SHUT_WR);
		leave(&client);
		AWAIT_COUNT(&server, connections, 0);
	}
	assert_string_equal(server.came.certificate, "");
	assert_int_not_equal(
	    shake(&client, &server, "NORMAL:-VERS-ALL:+VERS-TLS1.1:%COMPAT", NULL, NULL), 0);
	leave(&client);
	AWAIT_COUNT(&server, handshakes_failed, 1);
	stop(&server);
}

/* The SHA-256 of the DER of a PEM file's first certificate. */
static void fingerprint(const char *path, char out[65])
{
	gnutls_datum_t bytes;
	gnutls_x509_crt_t certificate;
	unsigned char hash[32];
	size_t size = sizeof(hash);
	assert_int_equal(gnutls_load_file(path, &bytes), 0);
	gnutls_x509_crt_init(&certificate);
	assert_int_equal(gnutls_x509_crt_import(certificate, &bytes, GNUTLS_X509_FMT_PEM), 0);
	assert_int_equal(
	    gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, hash, &size), 0);
	for (size_t i = 0; i < size; i++)
		snprintf(out + 2 * i, 3, "%02x", hash[i]);
	gnutls_x509_crt_deinit(certificate);
	gnutls_free(bytes.data);
}

static void client_certificates(void **state)
{
	(void)state;
	struct server server;
	struct client client;
	char mine[96];
	char key[96];
	char expected[65];
	char folder[] = "/tmp/unit-syslog-client-XXXXXX";
	assert_non_null(mkdtemp(folder));
	snprintf(mine, sizeof(mine), "%s/c.pem", folder);
	snprintf(key, sizeof(key), "%s/k.pem", folder);
	make_certificate(mine, key);
	fingerprint(mine, expected);
	/* Without CAs any certificate is taken for what it is. */
	start(&server);
	assert_int_equal(shake(&client, &server, "NORMAL", mine, key), 0);
	tell(&client, TEXT("<34>one\n"));
	await(&server.came.messages, 1);
	assert_string_equal(server.came.certificate, expected);
	leave(&client);
	char other[96];
	char other_key[96];
	snprintf(other, sizeof(other), "%s/oc.pem", folder);
	snprintf(other_key, sizeof(other_key), "%s/ok.pem", folder);
	make_certificate(other, other_key);
	stop(&server);
	/* With CAs only theirs. */
	start_as(&server, (struct syslog_options){0}, mine);
	assert_int_equal(shake(&client, &server, "NORMAL", mine, key), 0);
	tell(&client, TEXT("<34>one\n"));
	await(&server.came.messages, 1);
	leave(&client);
	(void)!shake(&client, &server, "NORMAL", other, other_key);
	AWAIT_COUNT(&server, handshakes_failed, 1);
	leave(&client);
	stop(&server);
	unlink(mine);
	unlink(key);
	unlink(other);
	unlink(other_key);
	rmdir(folder);
}

static void unusable(void **state)
{
	(void)state;
	struct syslog_listener *listener = NULL;
	struct why why = {""};
	uint16_t port;
	struct syslog_socket socket = {bound(SOCK_STREAM, &port), SYSLOG_TLS, NULL};
	struct syslog_options options = {.sockets = &socket, .count = 1};
	assert_int_equal(syslog_listener_create(&options, &listener, &why), NOT_FOUND);
	options.certificate = options.key = "/nowhere.pem";
	assert_int_equal(syslog_listener_create(&options, &listener, &why), NOT_READABLE);
	assert_non_null(strstr(why.text, "/nowhere.pem"));
	assert_null(listener);
	close(socket.fd);
	syslog_listener_destroy(NULL);
	assert_string_equal(syslog_transport_word(SYSLOG_TLS), "tls");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(datagrams),
	    cmocka_unit_test(streams),
	    cmocka_unit_test(not_now),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(tls),
	    cmocka_unit_test(client_certificates),
	    cmocka_unit_test(unusable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
