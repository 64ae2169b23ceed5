/* SPDX-License-Identifier: Apache-2.0 */
/* The server's own certificate: made once, private, whole, and no other key goes with it. */
#include "program/server/certificate.h"

#include "base/arena.h"
#include "os/files.h"

#include <gnutls/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/unit-certificate-XXXXXX";
static char certificate[64];
static char key[64];
static char other[64];

static int set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(certificate, sizeof(certificate), "%s/server.pem", folder);
	snprintf(key, sizeof(key), "%s/server.key", folder);
	snprintf(other, sizeof(other), "%s/other.key", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(certificate);
	unlink(key);
	unlink(other);
	return rmdir(folder);
}

static void test_made_once(void **state)
{
	struct certificate_pins first;
	struct certificate_pins second;
	struct stat status;
	struct why why;
	bool made = false;
	(void)state;
	assert_int_equal(certificate_make(certificate, key, &made, &why), DONE);
	assert_true(made);
	assert_int_equal(stat(key, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0640);
	assert_int_equal(certificate_read(certificate, key, &first, &why), DONE);
	assert_int_equal(strlen(first.fingerprint), 64);
	assert_int_equal(strlen(first.pin), 8 + 44);
	assert_int_equal(certificate_make(certificate, key, &made, &why), DONE);
	assert_false(made);
	assert_int_equal(certificate_read(certificate, key, &second, &why), DONE);
	assert_string_equal(first.fingerprint, second.fingerprint);
}

static void test_what_it_says(void **state)
{
	struct arena *arena = arena_create("test", (size_t)1 << 20);
	struct text pem;
	gnutls_x509_crt_t read;
	unsigned critical;
	char serial[20];
	size_t size = sizeof(serial);
	(void)state;
	assert_int_equal(file_read(certificate, 65536, arena, &pem, NULL), DONE);
	gnutls_datum_t datum = {(unsigned char *)(uintptr_t)pem.at, (unsigned)pem.size};
	assert_int_equal(gnutls_x509_crt_init(&read), 0);
	assert_int_equal(gnutls_x509_crt_import(read, &datum, GNUTLS_X509_FMT_PEM), 0);
	assert_int_not_equal(gnutls_x509_crt_check_hostname(read, "localhost"), 0);
	assert_int_not_equal(gnutls_x509_crt_check_hostname(read, "127.0.0.1"), 0);
	assert_int_equal(gnutls_x509_crt_check_hostname(read, "example.jp"), 0);
	time_t now = time(NULL);
	assert_true(gnutls_x509_crt_get_activation_time(read) <= now);
	assert_true(gnutls_x509_crt_get_expiration_time(read) > now + 9 * 365 * 86400);
	assert_int_equal(gnutls_x509_crt_get_ca_status(read, &critical), 0);
	assert_int_equal(gnutls_x509_crt_get_serial(read, serial, &size), 0);
	assert_int_equal(size, 16);
	gnutls_x509_crt_deinit(read);
	arena_destroy(arena);
}

static void test_refused(void **state)
{
	struct certificate_pins pins = {.pin = "as it was"};
	struct why why;
	bool made;
	char third[64];
	(void)state;
	snprintf(third, sizeof(third), "%s/other.pem", folder);
	assert_int_equal(certificate_make(third, other, &made, &why), DONE);
	assert_int_equal(certificate_read(certificate, other, &pins, &why), MALFORMED);
	assert_non_null(strstr(why.text, certificate));
	assert_string_equal(pins.pin, "as it was");
	assert_int_equal(certificate_read("/nowhere.pem", key, &pins, &why), NOT_FOUND);
	assert_int_equal(file_write(third, TEXT("no certificate"), &why), DONE);
	assert_int_equal(certificate_read(third, key, &pins, &why), MALFORMED);
	unlink(third);
	assert_int_not_equal(
	    certificate_make("/nowhere/c.pem", "/nowhere/k.pem", &made, &why), DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_made_once),
	    cmocka_unit_test(test_what_it_says),
	    cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
