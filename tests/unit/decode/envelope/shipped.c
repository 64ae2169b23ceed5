/* SPDX-License-Identifier: Apache-2.0 */
/* Lines that a shipper put into JSON. */
#include "expect.h"

static void reads_carried_lines(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"log\":\"Mar  2 10:00:00 web1 sshd[7]: Failed password for root from 203.0.113.5 "
	     "port 22 ssh2\\n\",\"stream\":\"stdout\",\"time\":\"2026-03-02T01:15:30Z\"}",
		{"@decoder=sshd", "machine=web1", "src_ip=203.0.113.5",
		    "event_action=logon-failed"}},
	    {"{\"@timestamp\":\"2026-03-02T01:15:30Z\",\"message\":\"Mar  2 10:00:00 web1 sshd[7]: "
	     "Failed password for root from 203.0.113.5 port 22 "
	     "ssh2\",\"host\":{\"name\":\"other\"}}",
		{"@decoder=sshd", "machine=web1", "@time=2026-03-02T10:00:00.000000Z"}},
	    {"{\"message\":\"Failed password for root from 203.0.113.5 port 22 "
	     "ssh2\",\"appname\":\"sshd\",\"hostname\":\"web2\",\"procid\":123,\"timestamp\":"
	     "\"2026-03-02T01:15:30Z\"}",
		{"@decoder=sshd", "machine=web2", "process_id=123",
		    "@time=2026-03-02T01:15:30.000000Z", "user=root"}},
	    {"{\"msg\":\"Invalid user x from "
	     "203.0.113.5\",\"syslogtag\":\"sshd[99]:\",\"hostname\":\"web3\",\"timereported\":"
	     "\"2026-03-02T01:15:30Z\"}",
		{"@decoder=sshd", "machine=web3", "process_id=99", "user=x"}},
	    {"{\"preview\":false,\"result\":{\"_raw\":\"Mar  2 10:00:00 web1 sshd[7]: Failed "
	     "password for root from 203.0.113.5 port 22 "
	     "ssh2\",\"host\":\"web9\",\"_time\":\"2026-03-02 10:00:00.000 UTC\"}}",
		{"@decoder=sshd", "machine=web1", "user=root"}},
	};
	(void)state;
	EXPECT("shipped", cases);
}

/* A line without a header of its own, and JSON in JSON. */
static void reads_other_formats(void **state)
{
	static const struct expect_case web[] = {
	    {"{\"@timestamp\":\"2026-03-02T01:15:30Z\",\"message\":\"192.0.2.4 - - "
	     "[02/Mar/2026:10:55:36 +0900] \\\"GET /a HTTP/1.1\\\" 200 12 \\\"-\\\" "
	     "\\\"curl\\\"\",\"log\":{\"file\":{\"path\":\"x\"}}}",
		{"@decoder=web-access", "src_ip=192.0.2.4", "@time=2026-03-02T01:55:36.000000Z"}},
	};
	static const struct expect_case zeek[] = {
	    {"{\"result\":{\"_raw\":\"{\\\"ts\\\": 1772414130.5, \\\"uid\\\": \\\"C1\\\", "
	     "\\\"id.orig_h\\\": \\\"192.0.2.1\\\", \\\"id.orig_p\\\": 1, \\\"id.resp_h\\\": "
	     "\\\"192.0.2.2\\\", \\\"id.resp_p\\\": 88, \\\"request_type\\\": \\\"TGS\\\"}\"}}",
		{"@decoder=zeek", "@service=kerberos", "src_ip=192.0.2.1"}},
	};
	(void)state;
	EXPECT("shipped", web);
	EXPECT("shipped", zeek);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	/* Any program's JSON has a time and a message. */
	expect_other("syslog", "{\"timestamp\":\"2026-03-02T01:15:30Z\",\"message\":\"hello\"}");
	expect_other("shipped", "{\"timestamp\":\"2026-03-02T01:15:30Z\",\"message\":\"hello\"}");
	expect_other("shipped", "{\"message\":\"\"}");
	/* One deep. */
	expect_other("shipped", "{\"log\":\"{\\\"log\\\":\\\"Mar  2 10:00:00 web1 sshd[7]: Invalid "
				"user x from 203.0.113.5\\\"}\"}");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed("{\"msg\":\"Invalid user x from "
			"203.0.113.5\",\"syslogtag\":\"sshd[99]:\",\"hostname\":\"web3\","
			"\"timereported\":\"2026-03-02T01:15:30Z\"}",
	    NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_carried_lines),
	    cmocka_unit_test(reads_other_formats),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
