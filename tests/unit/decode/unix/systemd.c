/* SPDX-License-Identifier: Apache-2.0 */
/* systemd's units and sessions, and the kernel's packet filter lines. */
#include "expect.h"

static void test_units(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:00 web1 systemd[1]: Started nginx.service - A web server.",
		{"@product=linux", "@service=syslog", "event_action=started",
		    "event_outcome=success", "unit=nginx.service - A web server", "process_id=1",
		    "machine=web1"}},
	    {"Mar  2 10:00:00 web1 systemd[1]: Stopping firewalld - dynamic firewall daemon...",
		{"event_action=stopping", "unit=firewalld - dynamic firewall daemon"}},
	    {"Mar  2 10:00:00 web1 systemd[1]: Failed to start nginx.service.",
		{"event_action=started", "event_outcome=failure"}},
	    {"Mar  2 10:00:00 web1 systemd[1]: nginx.service: Failed with result 'exit-code'.",
		{"unit=nginx.service", "reason=exit-code", "event_outcome=failure"}},
	    {"Mar  2 10:00:00 web1 systemd-logind[6]: New session 12 of user alice.",
		{"session_id=12", "user=alice"}},
	    {"Mar  2 10:00:00 web1 systemd[1]: anything else", {"@message=anything else"}},
	};

	(void)state;
	EXPECT("systemd", cases);
}

static void test_kernel(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:00 web1 kernel: [12.3] [UFW BLOCK] IN=eth0 OUT= MAC=00 SRC=203.0.113.45 "
	     "DST=192.0.2.10 LEN=60 DF PROTO=TCP SPT=50122 DPT=23 SYN URGP=0",
		{"@category=firewall", "event_action=block", "blocked=true", "src_ip=203.0.113.45",
		    "dst_port=23", "transport=tcp", "src_interface=eth0", "!dst_interface",
		    "rule_name=[UFW BLOCK]"}},
	    {"Mar  2 10:00:00 web1 kernel: [UFW ALLOW] IN=eth0 OUT= SRC=203.0.113.45 "
	     "DST=192.0.2.10 "
	     "PROTO=TCP SPT=50122 DPT=22",
		{"@category=firewall", "event_action=allow", "blocked=false"}},
	    {"Mar  2 10:00:00 web1 kernel: [    1.5] [UFW LIMIT BLOCK] IN=eth0 OUT= "
	     "SRC=203.0.113.45 "
	     "PROTO=TCP",
		{"event_action=block", "blocked=true", "rule_name=[UFW LIMIT BLOCK]"}},
	    {"Mar  2 10:00:00 web1 kernel: [UFW AUDIT] IN=eth0 OUT= SRC=203.0.113.45 PROTO=TCP",
		{"@category=firewall", "!event_action", "!blocked"}},
	    {"Mar  2 10:00:00 web1 kernel: filter_IN_public_REJECT: IN=eth0 OUT= SRC=203.0.113.45 "
	     "PROTO=TCP",
		{"event_action=reject", "blocked=true", "rule_name=filter_IN_public_REJECT:"}},
	    {"Mar  2 10:00:00 web1 kernel: IPTables-Dropped: IN=eth0 OUT= SRC=203.0.113.45 "
	     "PROTO=TCP",
		{"event_action=dropped", "blocked=true"}},
	    {"Mar  2 10:00:00 web1 kernel: blocklist hit IN=eth0 OUT= SRC=203.0.113.45 PROTO=TCP",
		{"!event_action", "!blocked", "rule_name=blocklist hit"}},
	    {"Mar  2 10:00:00 web1 kernel: log: IN= OUT=eth0 SRC=192.0.2.10 DST=203.0.113.45 "
	     "PROTO=UDP "
	     "SPT=1 DPT=53",
		{"@category=firewall", "!blocked", "dst_interface=eth0"}},
	    {"Mar  2 10:00:00 web1 kernel: usb 1-1: new device", {"@category=", "@service=syslog"}},
	};

	(void)state;
	EXPECT("systemd", cases);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("systemd/system.log", "systemd", 10);
	expect_sample("systemd/kernel.log", "systemd", 1);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "Mar  2 10:00:00 web1 kernel: [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.45 PROTO=TCP",
	    NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_units),
	    cmocka_unit_test(test_kernel),
	    cmocka_unit_test(test_samples),
	    cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
