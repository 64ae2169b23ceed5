/* SPDX-License-Identifier: Apache-2.0 */
/* Access logs: prefixes, broken and encoded requests, what sites add. */
#include "expect.h"

static const struct expect_case cases[] = {
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /index.html HTTP/1.1\" 200 206",
	{"@product=", "@category=webserver", "@service=", "@time=2026-11-20T01:12:13.000000Z",
	    "@message=GET /index.html HTTP/1.1", "src_ip=192.0.2.10", "cs-method=GET",
	    "c-uri=/index.html", "cs-uri-stem=/index.html", "cs-uri-query=/index.html",
	    "c-uri-extension=html", "http_version=1.1", "sc-status=200", "sc-bytes=206",
	    "event_outcome=success", "!c-useragent", "!cs-username"}},
    {"192.0.2.10 - tanaka [20/Nov/2026:10:12:13 +0900] \"POST /a?b=c HTTP/2.0\" 404 - \"ht"
     "tp://r.example/\" \"Mozilla/5.0 (X)\"",
	{"cs-username=tanaka", "user=tanaka", "cs-uri-query=b=c ;; /a?b=c", "c-uri-query=b=c",
	    "cs-referer=http://r.example/", "cs-referrer=http://r.example/",
	    "c-useragent=Mozilla/5.0 (X)", "cs-user-agent=Mozilla/5.0 (X)", "!sc-bytes",
	    "event_outcome=failure", "http_version=2.0"}},
    {"2001:db8::7 - two words [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 401 1",
	{"src_ip=2001:db8::7", "cs-username=two words"}},
    {"192.0.2.10 ident0 bob [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1",
	{"src_ip=192.0.2.10", "cs-username=bob"}},
    {"pc07.parts.example - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1",
	{"src_host=pc07.parts.example", "!src_ip"}},
    {"www.parts.example 192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200"
     " 1",
	{"cs-host=www.parts.example", "dst_host=www.parts.example", "src_ip=192.0.2.10",
	    "!x_forwarded_for"}},
    {"www.parts.example:8080 192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1"
     "\" 200 1",
	{"cs-host=www.parts.example", "dst_port=8080", "src_ip=192.0.2.10"}},
    {"192.0.2.80:443 unix: - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1",
	{"dst_ip=192.0.2.80", "dst_port=443", "!src_host"}},
    {"www.parts.example 10.0.0.2, 198.51.100.7, 192.168.0.1 - - [20/Nov/2026:10:12:13 +090"
     "0] \"GET / HTTP/1.1\" 200 1",
	{"src_ip=198.51.100.7", "x_forwarded_for=10.0.0.2 ;; 198.51.100.7 ;; 192.168.0.1",
	    "cs-host=www.parts.example"}},
    {"10.0.0.2, 172.16.0.1 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1",
	{"src_ip=10.0.0.2", "!dst_ip"}},
    {"172.32.0.1, 10.0.0.9 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1",
	{"src_ip=172.32.0.1"}},
    {"www.parts.example \"10.5.102.222, 198.51.100.1\" 10.2.1.185 - - [20/Nov/2026:10:12:1"
     "3 +0900] \"GET / HTTP/1.1\" 200 1",
	{"src_ip=198.51.100.1", "x_forwarded_for=10.5.102.222 ;; 198.51.100.1 ;; 10.2.1.185"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1 \"-\" \"curl\" "
     "\"198.51.100.7, 10.0.0.2\"",
	{"x_forwarded_for=198.51.100.7 ;; 10.0.0.2", "src_ip=192.0.2.10", "!extra"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1 \"-\" \"curl\" "
     "\"-\"",
	{"!extra", "!x_forwarded_for"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1 \"-\" \"curl\" "
     "X-Forwarded-For=\"198.51.100.7\"",
	{"x_forwarded_for=198.51.100.7"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 1 \"-\" \"curl\" "
     "rt=0.005 \"text\" 0.004 uct=\"0.1\"",
	{"rt=0.005", "uct=0.1", "extra=text ;; 0.004"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET http://x.example/a HTTP/1.1\" 403 "
     "9 \"-\" \"curl\" TCP_DENIED:HIER_NONE",
	{"@product=squid", "@category=proxy", "event_action=TCP_DENIED", "hierarchy=HIER_NONE",
	    "cs-host=x.example", "c-uri=http://x.example/a"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /a\\\"b HTTP/1.1\" 200 1 \"-\" \"s"
     "ay \\\"hi\\\" \\x22\\\\ \\xe3\\x81\\x82 \\xff\"",
	{"c-uri=/a\"b", "c-useragent=say \"hi\" \"\\ \343\201\202 \357\277\275"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /d?f=..%2f..%2fetc HTTP/1.1\" 200 "
     "1",
	{"cs-uri-query=f=..%2f..%2fetc ;; f=../../etc ;; /d?f=..%2f..%2fetc ;; /d?f=../../etc",
	    "c-uri=/d?f=..%2f..%2fetc ;; /d?f=../../etc"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /s?q=%253Cscript%253E HTTP/1.1\" 2"
     "00 1",
	{"c-uri=/s?q=%253Cscript%253E ;; /s?q=%3Cscript%3E ;; /s?q=<script>"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /%2e%2e/a+b?x=1+UNION+SELECT HTTP/"
     "1.1\" 200 1",
	{"cs-uri-stem=/%2e%2e/a+b ;; /../a+b", "c-uri-query=x=1+UNION+SELECT ;; x=1 UNION SELECT"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /%zz%4 HTTP/1.1\" 200 1", {"c-uri=/%zz%4"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"-\" 408 -",
	{"!cs-method", "!c-uri", "sc-status=408", "@message=-"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"\" 400 0 \"-\" \"-\"",
	{"!c-uri", "sc-status=400"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"\\x16\\x03\\x01\" 400 157 \"-\" \"-\"",
	{"request=\026\003\001", "!c-uri"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"hello\" 400 1",
	{"request=hello", "!cs-method"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /old\" 200 1",
	{"cs-method=GET", "c-uri=/old", "!http_version"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /two words HTTP/1.0\" 400 1",
	{"c-uri=/two words", "http_version=1.0"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"CONNECT x.example:443 HTTP/1.1\" 405 1",
	{"c-uri=x.example:443", "cs-host=x.example", "!cs-uri-stem"}},
    {"192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /a?p=\"><script>x</script> HTTP/1."
     "1\" 404 997",
	{"c-uri=/a?p=\"><script>x</script>", "sc-status=404", "sc-bytes=997"}},
    {"<190>Nov 20 10:12:13 web1 nginx: 192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /"
     " HTTP/1.1\" 200 1",
	{"src_ip=192.0.2.10", "device=web1"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("web-access", cases);
}

static void test_not_access(void **state)
{
	(void)state;
	expect_other("web-access", "");
	expect_other(
	    "web-access", "192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\"");
	expect_other(
	    "web-access", "192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" OK 1");
	expect_other("web-access", " - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" OK 1");
	expect_other("web-access", "192.0.2.10 - - [yesterday] \"GET / HTTP/1.1\" 200 1");
	expect_other("web-access", "a \"b\" [20/Nov/2026:10:12:13 +0900]");
}

/* A request of 200 KB, all of it percent signs, takes linear time and is kept whole. */
static void test_long(void **state)
{
	(void)state;
	struct buffer line;
	buffer_init(&line, 1 << 20);
	buffer_put_string(&line, "192.0.2.10 - - [20/Nov/2026:10:12:13 +0900] \"GET /");
	for (int i = 0; i < 200000; i++)
		buffer_put_char(&line, '%');
	buffer_put_string(&line, " HTTP/1.1\" 414 9");
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	events_init(&events, arena);
	assert_non_null(decode_record(buffer_text(&line), &context, arena, &events, &why));
	assert_int_equal(event_get(events.at[0], TEXT("c-uri")).size, 200001);
	arena_destroy(arena);
	buffer_free(&line);
}

/* Hundreds of addresses in front are cut, not overrun. */
static void test_many_addresses(void **state)
{
	(void)state;
	struct buffer line;
	buffer_init(&line, 1 << 20);
	for (int i = 0; i < 500; i++)
		buffer_put_string(&line, "10.0.0.1, ");
	buffer_put_string(
	    &line, "10.0.0.2 - - [20/Nov/2026:10:12:13 +0900] \"GET / HTTP/1.1\" 200 9");
	buffer_put_char(&line, '\0');
	struct expect_case one = {line.bytes, {"src_ip=10.0.0.1"}};
	expect_record("web-access", NULL, &one);
	buffer_free(&line);
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 8; i < 20; i++)
		expect_unharmed(cases[i].record, NULL);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("web_access/apache-common.log", "web-access", 14);
	expect_sample("web_access/apache-combined.log", "web-access", 14);
	expect_sample("web_access/apache-vhost.log", "web-access", 14);
	expect_sample("web_access/nginx-main.log", "web-access", 19);
	expect_sample("web_access/nginx-hosted.log", "web-access", 19);
	expect_sample("web_access/squid-combined.log", "web-access", 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_access),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_many_addresses),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
