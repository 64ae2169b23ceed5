/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of Azure Monitor's Syslog table: the carried message is decoded as if it had come by syslog.
 */
#include "expect.h"

static void test_rows(void **state)
{
	static const struct expect_case cases[] = {
	    {"{\"TimeGenerated\":\"2023-03-02T10:00:01.5Z\",\"EventTime\":\"2023-03-02T10:00:00\","
	     "\"Facility\":\"authpriv\",\"HostName\":\"web1\",\"SeverityLevel\":\"info\","
	     "\"SyslogMessage\":\"Failed password for invalid user oracle from 203.0.113.45 port "
	     "60413 "
	     "ssh2\",\"ProcessName\":\"sshd\",\"ProcessID\":4711}",
		{"@decoder=sshd", "@service=sshd", "@time=2023-03-02T10:00:00.000000Z",
		    "machine=web1", "user=oracle", "process_id=4711", "syslog_priority=86"}},
	    {"{\"Computer\":\"WEB1\",\"Facility\":\"odd\",\"SyslogMessage\":\"hello\","
	     "\"ProcessName\":\"myapp\",\"TimeGenerated\":\"2023-03-02T10:00:01Z\"}",
		{"@decoder=syslog", "@message=hello", "program=myapp", "!syslog_priority",
		    "@time=2023-03-02T10:00:01.000000Z"}},
	};

	(void)state;
	EXPECT("log-analytics-syslog", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("log-analytics-syslog", "{\"SyslogMessage\":\"x\"}");
	expect_other("log-analytics-syslog", "{\"SyslogMessage\":\"x\",\"Facility\":\"user\"}");
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("log_analytics/syslog.json", "log-analytics-syslog", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
