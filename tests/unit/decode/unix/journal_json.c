/* SPDX-License-Identifier: Apache-2.0 */
/* journalctl -o json: the message goes on to the syslog family's decoders. */
#include "expect.h"

static const struct expect_case cases[] = {
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"SYSLOG_IDENTIFIER\":\"prog\",\"_PID\":\"77\",\"PRIORITY\":\"6\",\"SYSLOG_FACILITY"
     "\":\"3\",\"MESSAGE\":\"nothing that anybody knows\"}",
	{"@product=linux", "@time=2026-11-20T10:14:15.806502Z",
	    "@message=nothing that anybody knows", "machine=ws01.parts.example", "program=prog",
	    "process_id=77", "_PID=77", "!MESSAGE"}},
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"SYSLOG_IDENTIFIER\":\"prog\",\"MESSAGE\":[98,97,100,32,255]}",
	{"@message=bad \357\277\275"}},
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"SYSLOG_IDENTIFIER\":\"prog\",\"MESSAGE\":[\"first\",\"second\"]}",
	{"@message=first"}},
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"SYSLOG_IDENTIFIER\":\"prog\",\"MESSAGE\":null,\"_EXE\":\"/bin/x\",\"_CMDLINE\":\"x"
     " -y\"}",
	{"Image=/bin/x", "CommandLine=x -y"}},
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"_COMM\":\"comm\",\"MESSAGE\":\"m\",\"TAG\":[\"a\",\"b\"],\"BYTES\":[104,105]}",
	{"program=comm", "TAG=a ;; b", "BYTES=hi"}},
    {"{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"ws01.parts.example\","
     "\"SYSLOG_IDENTIFIER\":\"prog\",\"MESSAGE\":\"m\",\"PRIORITY\":\"99\"}",
	{"@message=m"}},
    {"{\"__REALTIME_TIMESTAMP\":\"-5\",\"MESSAGE\":\"m\"}", {"@time=none"}},
    {"{\"__REALTIME_TIMESTAMP\":\"x\",\"MESSAGE\":[300,1]}", {"@time=none"}},
};

/*
 * A message that no decoder of the family knows may come out as the generic syslog decoder's event;
 * what the journal adds is there either way.
 */
static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_create("test", (size_t)16 << 20);
		struct decode_context context = {.received = EXPECT_RECEIVED};
		struct events events;
		struct why why;
		events_init(&events, arena);
		assert_non_null(
		    decode_record(text_of(cases[i].record), &context, arena, &events, &why));
		assert_int_equal(events.count, 1);
		expect_event(events.at[0], cases[i].record, cases[i].wants);
		arena_destroy(arena);
	}
}

/* A message that is itself a record of another product is read as that. */
static void test_inner(void **state)
{
	(void)state;
	static const struct expect_case inner = {
	    "{\"__REALTIME_TIMESTAMP\":\"1795169655806502\",\"_HOSTNAME\":\"web1\","
	    "\"SYSLOG_IDENTIFIER\":\"nginx\",\"_PID\":\"5\",\"MESSAGE\":"
	    "\"2026/11/20 10:12:13 [error] 9#9: *5 broken, client: 192.0.2.10\"}",
	    {"@product=nginx", "src_ip=192.0.2.10", "@time=2026-11-20T10:12:13.000000Z",
		"_HOSTNAME=web1", "process_id=9"}};
	struct arena *arena = arena_create("test", (size_t)16 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	events_init(&events, arena);
	assert_non_null(decode_record(text_of(inner.record), &context, arena, &events, &why));
	assert_int_equal(events.count, 1);
	expect_event(events.at[0], inner.record, inner.wants);
	arena_destroy(arena);
}

/* A journal entry in a journal entry in … ends. */
static void test_nested(void **state)
{
	(void)state;
	expect_unharmed(
	    "{\"__REALTIME_TIMESTAMP\":\"1\",\"MESSAGE\":\"{\\\"__REALTIME_TIMESTAMP\\\":"
	    "\\\"1\\\",\\\"MESSAGE\\\":\\\"x\\\"}\"}",
	    NULL);
}

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_unharmed(cases[i].record, NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("journal_json/journal.json", NULL, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_inner),
	    cmocka_unit_test(test_nested),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
