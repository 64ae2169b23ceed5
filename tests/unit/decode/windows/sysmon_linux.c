/* SPDX-License-Identifier: Apache-2.0 */
/* Sysmon for Linux: categories, entities with and without semicolon, broken events. */
#include "expect.h"

#define HEAD                                                                                       \
	"Mar  2 10:00:00 web1 sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" "             \
	"Guid=\"{a}\"/><EventID>"
#define MIDDLE                                                                                     \
	"</EventID><TimeCreated SystemTime=\"2023-03-02T10:00:01.5Z\"/><Computer>web1</Computer>"  \
	"</System><EventData>"
#define TAIL "</EventData></Event>"

static void test_kinds(void **state)
{
	static const struct expect_case cases[] = {
	    {HEAD "1" MIDDLE
		  "<Data Name=\"Image\">/usr/bin/bash</Data><Data Name=\"CommandLine\">bash -c "
		  "&quot;a &lt;b &amp;&amp; c&quot;</Data><Data Name=\"User\">www-data</Data><Data "
		  "Name=\"ParentImage\">/usr/bin/java</Data>" TAIL,
		{"@product=linux", "@category=process_creation", "@service=sysmon",
		    "@time=2023-03-02T10:00:01.500000Z", "EventID=1", "Image=/usr/bin/bash",
		    "CommandLine=bash -c \"a <b && c\"", "ParentImage=/usr/bin/java",
		    "user=www-data", "machine=web1"}},
	    {HEAD "3" MIDDLE "<Data Name=\"Image\">&lt unknown process&gt </Data><Data "
		  "Name=\"DestinationIp\">198.51.100.9</Data><Data "
		  "Name=\"DestinationPort\">443</Data><Data "
		  "Name=\"User\">-</Data>" TAIL,
		{"@category=network_connection", "Image=< unknown process> ", "dst_ip=198.51.100.9",
		    "dst_port=443", "!user"}},
	    {HEAD "11" MIDDLE "<Data Name=\"TargetFilename\">/tmp/x</Data>" TAIL,
		{"@category=file_event", "file_path=/tmp/x"}},
	    {HEAD "255" MIDDLE TAIL, {"@category=", "event_code=255"}},
	    {HEAD "1" MIDDLE "<Data Name=\"Image\">/cut", {"@category=process_creation", "!Image"}},
	};

	(void)state;
	EXPECT("sysmon-linux", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("sysmon-linux", HEAD "1</EventID>");
	expect_other("sysmon-linux",
	    "<Event xmlns='x'><System><Provider Name='Linux-Sysmon'/></System></Event>");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    HEAD "1" MIDDLE "<Data Name=\"CommandLine\">a &lt;b &amp</Data>" TAIL, NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("sysmon_linux/syslog.log", "sysmon-linux", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
