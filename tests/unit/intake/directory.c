/* SPDX-License-Identifier: Apache-2.0 */
/* The snapshot goes out and comes in; each way to be known; what breaks it is named. */
#include "intake/directory.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define FINGERPRINT "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static struct intake_source source(const char *id, const char *company)
{
	struct intake_source made = {0};
	snprintf(made.id, sizeof(made.id), "%s", id);
	snprintf(made.company, sizeof(made.company), "%s", company);
	return made;
}

static struct directory *directory_of(const struct intake_source *sources, size_t count)
{
	struct directory *directory = NULL;
	struct buffer out;
	struct why why;
	buffer_init(&out, 1 << 20);
	directory_write(&out, sources, count);
	if (directory_read(buffer_text(&out), &directory, &why) != DONE)
		fail_msg("%s", why.text);
	buffer_free(&out);
	return directory;
}

static void assert_id(const struct intake_source *found, const char *id)
{
	assert_non_null(found);
	assert_string_equal(found->id, id);
}

static void tokens(void **state)
{
	(void)state;
	struct intake_source sources[3] = {source("a", "x"), source("b", "x"), source("c", "y")};
	token_hash(TEXT("first"), sources[0].token_hash);
	token_hash(TEXT("second"), sources[2].token_hash);
	sources[2].records_a_second = 17;
	struct directory *directory = directory_of(sources, 3);
	assert_int_equal(directory_count(directory), 3);
	assert_id(directory_by_token(directory, TEXT("first")), "a");
	assert_id(directory_by_token(directory, TEXT("second")), "c");
	assert_int_equal(directory_by_token(directory, TEXT("second"))->records_a_second, 17);
	assert_string_equal(directory_by_token(directory, TEXT("second"))->company, "y");
	assert_null(directory_by_token(directory, TEXT("third")));
	/* A source without a token is not known by an empty one. */
	assert_null(directory_by_token(directory, TEXT("")));
	directory_destroy(directory);
	directory_destroy(NULL);
}

static void addresses(void **state)
{
	(void)state;
	struct intake_source sources[5] = {source("wide", "x"), source("narrow", "x"),
	    source("six", "x"), source("one", "x"), source("all-six", "x")};
	sources[0].addresses[sources[0].address_count++] = TEXT("10.0.0.0/8");
	sources[1].addresses[sources[1].address_count++] = TEXT("10.1.2.0/24");
	sources[2].addresses[sources[2].address_count++] = TEXT("2001:db8::/32");
	sources[3].addresses[sources[3].address_count++] = TEXT("10.1.2.3");
	sources[3].addresses[sources[3].address_count++] = TEXT("192.0.2.77/32");
	sources[4].addresses[sources[4].address_count++] = TEXT("::/0");
	struct directory *directory = directory_of(sources, 5);
	assert_id(directory_by_address(directory, TEXT("10.9.9.9")), "wide");
	assert_id(directory_by_address(directory, TEXT("10.1.2.4")), "narrow");
	assert_id(directory_by_address(directory, TEXT("10.1.2.3")), "one");
	assert_id(directory_by_address(directory, TEXT("::ffff:10.1.2.3")), "one");
	assert_id(directory_by_address(directory, TEXT("2001:db8:1::5")), "six");
	assert_id(directory_by_address(directory, TEXT("2001:db9::5")), "all-six");
	/* A block of IPv6 holds no IPv4 address. */
	assert_null(directory_by_address(directory, TEXT("11.0.0.1")));
	assert_null(directory_by_address(directory, TEXT("router")));
	assert_null(directory_by_address(directory, TEXT("")));
	directory_destroy(directory);
}

static void ports_and_certificates(void **state)
{
	(void)state;
	struct intake_source sources[2] = {source("a", "x"), source("b", "x")};
	sources[0].port = 5514;
	sources[1].certificate = TEXT(FINGERPRINT);
	struct directory *directory = directory_of(sources, 2);
	assert_id(directory_by_port(directory, 5514), "a");
	assert_null(directory_by_port(directory, 5515));
	assert_null(directory_by_port(directory, 0));
	assert_id(directory_by_certificate(directory, TEXT(FINGERPRINT)), "b");
	assert_null(directory_by_certificate(directory, TEXT("")));
	directory_destroy(directory);
}

static void behind_a_relay(void **state)
{
	(void)state;
	struct intake_source sources[5] = {source("relay", "x"), source("utm", "x"),
	    source("file", "x"), source("other", "y"), source("direct", "x")};
	snprintf(sources[1].via, sizeof(sources[1].via), "relay");
	snprintf(sources[2].via, sizeof(sources[2].via), "relay");
	snprintf(sources[3].via, sizeof(sources[3].via), "other-relay");
	sources[1].addresses[sources[1].address_count++] = TEXT("192.168.1.0/24");
	sources[2].addresses[sources[2].address_count++] = TEXT("/var/log/auth.log");
	sources[3].addresses[sources[3].address_count++] = TEXT("192.168.1.1");
	sources[4].addresses[sources[4].address_count++] = TEXT("192.168.1.2");
	struct directory *directory = directory_of(sources, 5);
	const struct intake_source *relay = &sources[0];
	/* Private addresses are the same at every company: only those behind this relay count. */
	assert_id(directory_behind(directory, relay, TEXT("192.168.1.1")), "utm");
	assert_id(directory_behind(directory, relay, TEXT("192.168.1.2")), "utm");
	assert_id(directory_behind(directory, relay, TEXT("/var/log/auth.log")), "file");
	assert_id(directory_behind(directory, relay, TEXT("/var/log/syslog")), "relay");
	assert_id(directory_behind(directory, relay, TEXT("")), "relay");
	assert_id(directory_by_address(directory, TEXT("192.168.1.2")), "direct");
	assert_null(directory_by_address(directory, TEXT("192.168.1.1")));
	directory_destroy(directory);
}

static void broken(void **state)
{
	(void)state;
	static const struct {
		const char *snapshot;
		const char *says;
	} cases[] = {
	    {"{", ""},
	    {"{\"version\":1}", "sources"},
	    {"{\"sources\":[{\"company\":\"x\"}]}", "source 1"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\"},{\"id\":\"A\",\"company\":\"x\"}]}",
		"source 2"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\",\"token_hash\":\"12\"}]}", "hash"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\",\"port\":70000}]}", "number"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\",\"addresses\":[\"10.0.0.0/33\"]}]}",
		"address"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\",\"addresses\":[\"somewhere\"]}]}",
		"address"},
	    {"{\"sources\":[{\"id\":\"a\",\"company\":\"x\",\"addresses\":["
	     "\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\","
	     "\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\",\"::1\"]}]}",
		"too long"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct directory *directory = NULL;
		struct why why = {""};
		assert_int_equal(
		    directory_read(text_of(cases[i].snapshot), &directory, &why), MALFORMED);
		assert_null(directory);
		assert_non_null(strstr(why.text, cases[i].says));
	}
}

static void hash(void **state)
{
	(void)state;
	char out[65];
	token_hash(TEXT("abc"), out);
	/* b2sum -l 256 */
	assert_string_equal(
	    out, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tokens),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(ports_and_certificates),
	    cmocka_unit_test(behind_a_relay),
	    cmocka_unit_test(broken),
	    cmocka_unit_test(hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
