/* SPDX-License-Identifier: Apache-2.0 */
/* Log Event Extended Format: delimiters as characters and codes, left out, or lost on the way. */
#include "expect.h"

static void reads_events(void **state)
{
	static const struct expect_case cases[] = {
	    {"LEEF:1.0|Example|IDS|1|77|src=192.0.2.7\tdst=198.51.100.9\tsrcPort=5\tproto=UDP\tusr"
	     "Name=taro\tcat=scan\tsev=7\tpolicy=p 1",
		{"@product=cef", "@service=ids", "src_ip=192.0.2.7", "src_port=5",
		    "dst_ip=198.51.100.9", "transport=udp", "user=taro", "event_code=77",
		    "event_severity=7", "rule_category=scan", "rule_name=p 1"}},
	    {"<13>Mar  2 10:15:30 gw LEEF:2.0|Example|IDS|1|77|^|src=192.0.2.7^url=http://a.exampl"
	     "e/x=1^devTime=May 12 2019 02:10:11 UTC",
		{"src_ip=192.0.2.7", "c-uri=http://a.example/x=1",
		    "@time=2019-05-12T02:10:11.000000Z", "device=gw"}},
	    {"LEEF:2.0|Example|IDS|1|77|x5E|a=1^b=2", {"a=1", "b=2"}},
	    {"LEEF:2.0|Example|IDS|1|77|0x09|a=1\tb=2 c=3", {"a=1", "b=2 c=3"}},
	    {"LEEF:2.0|Example|IDS|1|77||a=1\tb=2", {"a=1", "b=2"}},
	    {"LEEF:2.0|Example|IDS|1|77|a=1\tb=x|y", {"a=1", "b=x|y"}},
	    {"LEEF:1.0|Example|IDS|1|77|src=192.0.2.7 usrName=taro yamada dst=198.51.100.9",
		{"src_ip=192.0.2.7", "user=taro yamada", "dst_ip=198.51.100.9"}},
	    {"LEEF:1.0|Example|IDS|1|77|",
		{"event_code=77", "@message=LEEF:1.0|Example|IDS|1|77|"}},
	    {"LEEF:2.0|Trend Micro|Deep Discovery Inspector|3|MALWARE|devTimeFormat=MMM dd yyyy HH"
	     ":mm:ss z\tfname=C:\\\\a\\\\b.exe",
		{"@service=deep_discovery_inspector", "Filename=C:\\a\\b.exe"}},
	};
	(void)state;
	EXPECT("leef", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("leef", "LEEF:1.0|a|b|c");
	expect_other("leef", "LEEF:");
	expect_other("leef", "LEEF:1.0");
	expect_other("leef", "x LEEF:y|a|b|c|d|e");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "<13>Mar  2 10:15:30 gw LEEF:2.0|Example|IDS|1|77|^|src=192.0.2.7^url=http://a.exampl"
	    "e/x=1^devTime=May 12 2019 02:10:11 UTC",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("leef/leef.log", "leef", 4);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_events),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
