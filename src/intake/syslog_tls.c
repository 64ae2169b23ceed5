/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS for syslog (RFC 5425), by GnuTLS: 1.2 and 1.3, no tickets (a session that is resumed would
 * not show its certificate again). A client's certificate is asked for, not demanded; that it holds
 * the key is proven by the handshake.
 */
#include "intake/syslog_parts.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <sodium.h>
#include <stdlib.h>

struct tls_context {
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
	bool verifies; /* clients' certificates against CAs */
};

struct tls_session {
	gnutls_session_t session;
	const struct tls_context *context;
	bool shaken;
};

static const char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE";

static enum outcome fill(struct tls_context *context, const char *const files[3], struct why *why)
{
	int result = gnutls_certificate_set_x509_key_file(
	    context->credentials, files[0], files[1], GNUTLS_X509_FMT_PEM);
	if (result < 0) {
		why_set(why, "cannot use the certificate %s with the key %s: %s", files[0],
		    files[1], gnutls_strerror(result));
		return NOT_READABLE;
	}
	if (files[2] != NULL) {
		result = gnutls_certificate_set_x509_trust_file(
		    context->credentials, files[2], GNUTLS_X509_FMT_PEM);
		context->verifies = true;
	}
	if (files[2] != NULL && result <= 0) {
		why_set(why, "no certificate of a CA can be read from %s", files[2]);
		return NOT_READABLE;
	}
	result = gnutls_priority_init(&context->priority, priorities, NULL);
	if (result < 0) {
		why_set(why, "TLS cannot be set up: %s", gnutls_strerror(result));
		return NOT_SUPPORTED;
	}
	return DONE;
}

enum outcome tls_context_create(const char *certificate, const char *key, const char *clients,
    struct tls_context **context, struct why *why)
{
	const char *const files[3] = {certificate, key, clients};
	if (certificate == NULL || key == NULL) {
		why_set(why, "syslog over TLS wants a certificate and its key");
		return NOT_FOUND;
	}
	struct tls_context *made = calloc(1, sizeof(*made));
	if (made == NULL || gnutls_certificate_allocate_credentials(&made->credentials) < 0)
		abort();
	enum outcome outcome = fill(made, files, why);
	if (outcome == DONE)
		*context = made;
	else
		tls_context_destroy(made);
	return outcome;
}

void tls_context_destroy(struct tls_context *context)
{
	if (context == NULL)
		return;
	if (context->priority != NULL)
		gnutls_priority_deinit(context->priority);
	gnutls_certificate_free_credentials(context->credentials);
	free(context);
}

struct tls_session *tls_session_create(const struct tls_context *context, int fd)
{
	struct tls_session *session = calloc(1, sizeof(*session));
	if (session == NULL)
		abort();
	session->context = context;
	if (gnutls_init(&session->session,
		GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_TICKETS | GNUTLS_NO_SIGNAL) < 0) {
		free(session);
		return NULL;
	}
	gnutls_priority_set(session->session, context->priority);
	gnutls_credentials_set(session->session, GNUTLS_CRD_CERTIFICATE, context->credentials);
	gnutls_certificate_server_set_request(session->session, GNUTLS_CERT_REQUEST);
	gnutls_handshake_set_timeout(session->session, GNUTLS_INDEFINITE_TIMEOUT);
	gnutls_transport_set_int(session->session, fd);
	return session;
}

/* Without saying goodbye: that could block, and syslog's senders do not wait for it. */
void tls_session_destroy(struct tls_session *session)
{
	if (session == NULL)
		return;
	gnutls_deinit(session->session);
	free(session);
}

static enum outcome identify(struct tls_session *session, char certificate[65])
{
	unsigned count = 0;
	unsigned status = 0;
	unsigned char hash[32];
	size_t size = sizeof(hash);
	const gnutls_datum_t *chain = gnutls_certificate_get_peers(session->session, &count);
	certificate[0] = '\0';
	if (chain == NULL || count == 0)
		return DONE;
	if (session->context->verifies &&
	    (gnutls_certificate_verify_peers2(session->session, &status) < 0 || status != 0))
		return NOT_ALLOWED;
	if (gnutls_fingerprint(GNUTLS_DIG_SHA256, &chain[0], hash, &size) < 0)
		return NOT_ALLOWED;
	sodium_bin2hex(certificate, 65, hash, sizeof(hash));
	return DONE;
}

enum outcome tls_session_shake(struct tls_session *session, char certificate[65])
{
	if (session->shaken)
		return DONE;
	int result;
	do {
		result = gnutls_handshake(session->session);
	} while (result < 0 && result != GNUTLS_E_AGAIN && gnutls_error_is_fatal(result) == 0);
	if (result == GNUTLS_E_AGAIN)
		return NEED_MORE;
	if (result < 0)
		return NOT_ALLOWED;
	session->shaken = true;
	return identify(session, certificate);
}

ssize_t tls_session_read(struct tls_session *session, char *bytes, size_t size)
{
	ssize_t got;
	do {
		got = gnutls_record_recv(session->session, bytes, size);
	} while (got == GNUTLS_E_INTERRUPTED || got == GNUTLS_E_WARNING_ALERT_RECEIVED ||
		 got == GNUTLS_E_HEARTBEAT_PING_RECEIVED);
	if (got >= 0)
		return got;
	/* Many senders just close: that is an end, too. */
	if (got == GNUTLS_E_PREMATURE_TERMINATION)
		return 0;
	errno = got == GNUTLS_E_AGAIN ? EAGAIN : EPROTO;
	return -1;
}
