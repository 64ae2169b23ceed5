/* SPDX-License-Identifier: Apache-2.0 */
/* The server's own certificate: made when there is none, shown by its fingerprint. */
#ifndef PROGRAM_SERVER_CERTIFICATE_H
#define PROGRAM_SERVER_CERTIFICATE_H

#include "base/outcome.h"

#include <stdbool.h>

/* What whoever connects can hold the server to. */
struct certificate_pins {
	char fingerprint[65]; /* SHA-256 of the certificate, lower-case hexadecimal */
	char pin[64]; /* "sha256//…": of its public key, as curl --pinnedpubkey takes it */
};

/*
 * A self-signed certificate for ten years (EC P-256) for this machine's names and addresses, in two
 * PEM files (0644 and 0640 less the umask), unless both are there. `*made` tells.
 */
enum outcome certificate_make(
    const char *certificate, const char *key, bool *made, struct why *why) MUST_CHECK;
/* Read a certificate (the first of its file) and see that the key fits it. */
enum outcome certificate_read(const char *certificate, const char *key,
    struct certificate_pins *pins, struct why *why) MUST_CHECK;

#endif
