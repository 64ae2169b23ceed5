/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/certificate.h"

#include "base/arena.h"
#include "os/files.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define YEAR ((time_t)365 * 24 * 3600)
#define MOST_BYTES ((size_t)256 << 10)
#define MOST_ADDRESSES 32

static enum outcome refuse(const char *doing, int error, struct why *why)
{
	why_set(why, "%s: %s", doing, gnutls_strerror(error));
	return error == GNUTLS_E_MEMORY_ERROR ? NOT_READABLE : MALFORMED;
}

static int add_name(gnutls_x509_crt_t certificate, const char *name)
{
	return gnutls_x509_crt_set_subject_alt_name(
	    certificate, GNUTLS_SAN_DNSNAME, name, (unsigned)strlen(name), GNUTLS_FSAN_APPEND);
}

static int add_address(gnutls_x509_crt_t certificate, const struct sockaddr *address)
{
	const void *bytes;
	unsigned size;
	if (address->sa_family == AF_INET) {
		bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
		size = sizeof(struct in_addr);
	} else {
		bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
		size = sizeof(struct in6_addr);
	}
	return gnutls_x509_crt_set_subject_alt_name(
	    certificate, GNUTLS_SAN_IPADDRESS, bytes, size, GNUTLS_FSAN_APPEND);
}

/* Under what the machine is reached, as far as it knows: its host name, localhost, the addresses of
 * its interfaces. */
static int add_names(gnutls_x509_crt_t certificate)
{
	char host[256] = "";
	struct ifaddrs *interfaces = NULL;
	unsigned count = 0;
	int error = add_name(certificate, "localhost");
	if (error == 0 && gethostname(host, sizeof(host) - 1) == 0 && host[0] != '\0' &&
	    strcmp(host, "localhost") != 0)
		error = add_name(certificate, host);
	if (getifaddrs(&interfaces) != 0)
		return error;
	for (const struct ifaddrs *at = interfaces;
	     error == 0 && at != NULL && count < MOST_ADDRESSES; at = at->ifa_next) {
		if (at->ifa_addr == NULL ||
		    (at->ifa_addr->sa_family != AF_INET && at->ifa_addr->sa_family != AF_INET6))
			continue;
		error = add_address(certificate, at->ifa_addr);
		count++;
	}
	freeifaddrs(interfaces);
	return error;
}

static int set_life(gnutls_x509_crt_t certificate)
{
	unsigned char serial[16];
	/* A day back: clocks of those who connect may be behind. */
	time_t start = time(NULL) - (time_t)24 * 3600;
	int error = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));
	serial[0] = (serial[0] & 0x3f) | 0x40; /* positive, and never shorter */
	if (error == 0)
		error = gnutls_x509_crt_set_serial(certificate, serial, sizeof(serial));
	if (error == 0)
		error = gnutls_x509_crt_set_activation_time(certificate, start);
	if (error == 0)
		error = gnutls_x509_crt_set_expiration_time(certificate, start + 10 * YEAR);
	return error;
}

static int fill(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key)
{
	static const char name[] = "Sakimori";
	int error = gnutls_x509_privkey_generate(
	    key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	if (error == 0)
		error = gnutls_x509_crt_set_version(certificate, 3);
	if (error == 0)
		error = gnutls_x509_crt_set_dn_by_oid(
		    certificate, GNUTLS_OID_X520_COMMON_NAME, 0, name, sizeof(name) - 1);
	if (error == 0)
		error = gnutls_x509_crt_set_key(certificate, key);
	if (error == 0)
		error = set_life(certificate);
	if (error == 0)
		error = add_names(certificate);
	if (error == 0)
		error = gnutls_x509_crt_set_basic_constraints(certificate, 0, -1);
	if (error == 0)
		error = gnutls_x509_crt_set_key_usage(certificate, GNUTLS_KEY_DIGITAL_SIGNATURE);
	if (error == 0)
		error =
		    gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0);
	return error != 0
		   ? error
		   : gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0);
}

/* The key is written first: a certificate without one would look whole the next time. */
static enum outcome write_both(gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key,
    const char *certificate_path, const char *key_path, struct why *why)
{
	gnutls_datum_t pem = {NULL, 0};
	mode_t before = umask(027);
	int error = gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem);
	enum outcome outcome = DONE;
	if (error == 0)
		outcome =
		    file_write(key_path, (struct text){(const char *)pem.data, pem.size}, why);
	if (pem.data != NULL)
		gnutls_memset(pem.data, 0, pem.size);
	gnutls_free(pem.data);
	pem.data = NULL;
	(void)umask(022);
	if (error == 0 && outcome == DONE)
		error = gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem);
	if (error == 0 && outcome == DONE)
		outcome = file_write(
		    certificate_path, (struct text){(const char *)pem.data, pem.size}, why);
	gnutls_free(pem.data);
	(void)umask(before);
	return error != 0 ? refuse("the certificate cannot be written", error, why) : outcome;
}

enum outcome certificate_make(const char *certificate, const char *key, bool *made, struct why *why)
{
	gnutls_x509_crt_t crt = NULL;
	gnutls_x509_privkey_t private_key = NULL;
	if (access(certificate, F_OK) == 0 && access(key, F_OK) == 0) {
		*made = false;
		return DONE;
	}
	int error = gnutls_x509_crt_init(&crt);
	if (error == 0)
		error = gnutls_x509_privkey_init(&private_key);
	if (error == 0)
		error = fill(crt, private_key);
	enum outcome outcome = error == 0 ? write_both(crt, private_key, certificate, key, why)
					  : refuse("no certificate can be made", error, why);
	if (private_key != NULL)
		gnutls_x509_privkey_deinit(private_key);
	if (crt != NULL)
		gnutls_x509_crt_deinit(crt);
	if (outcome == DONE)
		*made = true;
	return outcome;
}

static enum outcome load(
    const char *path, struct arena *arena, gnutls_datum_t *pem, struct why *why)
{
	struct text bytes;
	enum outcome outcome = file_read(path, MOST_BYTES, arena, &bytes, why);
	if (outcome == DONE)
		*pem = (gnutls_datum_t){(unsigned char *)(uintptr_t)bytes.at, (unsigned)bytes.size};
	return outcome;
}

static int pins_of(gnutls_x509_crt_t certificate, struct certificate_pins *pins)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[32];
	size_t size = sizeof(hash);
	gnutls_datum_t base = {NULL, 0};
	int error = gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, hash, &size);
	if (error != 0)
		return error;
	for (size_t i = 0; i < sizeof(hash); i++) {
		pins->fingerprint[2 * i] = digits[hash[i] >> 4];
		pins->fingerprint[2 * i + 1] = digits[hash[i] & 15];
	}
	pins->fingerprint[64] = '\0';
	size = sizeof(hash);
	error = gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, hash, &size);
	if (error == 0)
		error = gnutls_base64_encode2(&(gnutls_datum_t){hash, sizeof(hash)}, &base);
	if (error != 0)
		return error;
	struct text text = {(const char *)base.data, base.size};
	memcpy(pins->pin, "sha256//", 8);
	text = text_part(text, 0, sizeof(pins->pin) - 9);
	memcpy(pins->pin + 8, text.at, text.size);
	pins->pin[8 + text.size] = '\0';
	gnutls_free(base.data);
	return 0;
}

static int key_fits(gnutls_x509_crt_t certificate, const gnutls_datum_t *pem)
{
	unsigned char ids[2][32];
	size_t size = sizeof(ids[0]);
	gnutls_x509_privkey_t key;
	int error = gnutls_x509_privkey_init(&key);
	if (error != 0)
		return error;
	error = gnutls_x509_privkey_import2(key, pem, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (error == 0)
		error = gnutls_x509_privkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, ids[0], &size);
	size = sizeof(ids[1]);
	if (error == 0)
		error =
		    gnutls_x509_crt_get_key_id(certificate, GNUTLS_KEYID_USE_SHA256, ids[1], &size);
	if (error == 0 && memcmp(ids[0], ids[1], sizeof(ids[0])) != 0)
		error = GNUTLS_E_CERTIFICATE_KEY_MISMATCH;
	gnutls_x509_privkey_deinit(key);
	return error;
}

static enum outcome examine(const char *path, const gnutls_datum_t *pem, const gnutls_datum_t *key,
    struct certificate_pins *pins, struct why *why)
{
	gnutls_x509_crt_t certificate;
	struct certificate_pins found;
	int error = gnutls_x509_crt_init(&certificate);
	if (error != 0)
		return refuse(path, error, why);
	error = gnutls_x509_crt_import(certificate, pem, GNUTLS_X509_FMT_PEM);
	if (error == 0)
		error = key_fits(certificate, key);
	if (error == 0)
		error = pins_of(certificate, &found);
	gnutls_x509_crt_deinit(certificate);
	if (error != 0)
		return refuse(path, error, why);
	*pins = found;
	return DONE;
}

enum outcome certificate_read(
    const char *certificate, const char *key, struct certificate_pins *pins, struct why *why)
{
	struct arena *arena = arena_create("certificate", 3 * MOST_BYTES);
	gnutls_datum_t pem = {NULL, 0};
	gnutls_datum_t secret = {NULL, 0};
	enum outcome outcome = load(certificate, arena, &pem, why);
	if (outcome == DONE)
		outcome = load(key, arena, &secret, why);
	if (outcome == DONE)
		outcome = examine(certificate, &pem, &secret, pins, why);
	if (secret.data != NULL)
		gnutls_memset(secret.data, 0, secret.size);
	arena_destroy(arena);
	return outcome;
}
