/* SPDX-License-Identifier: Apache-2.0 */
/* Any syslog line: account tools taken apart, known programs as linux, others without a product. */
#include "expect.h"

static void test_accounts(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:00 web1 useradd[49]: new user: name=alice, UID=1001, GID=1002, "
	     "home=/home/alice, shell=/bin/bash, from=none",
		{"@product=linux", "@service=auth", "event_action=user-added", "target_user=alice",
		    "target_uid=1001", "event_outcome=success", "machine=web1"}},
	    {"Mar  2 10:00:00 web1 useradd[49]: failed adding user 'aol', exit code: 4",
		{"event_outcome=failure", "target_user=aol", "code=4"}},
	    {"Mar  2 10:00:00 web1 usermod[74]: add 'alice' to group 'sudo'",
		{"event_action=group-member-added", "target_user=alice", "group=sudo"}},
	    {"Mar  2 10:00:00 web1 userdel[74]: delete user 'alice'",
		{"event_action=user-deleted"}},
	    {"Mar  2 10:00:00 web1 su[241]: FAILED SU (to root) carol on pts/1",
		{"event_action=su", "event_outcome=failure", "user=carol", "target_user=root"}},
	    {"Mar  2 10:00:00 web1 su[241]: BAD SU carol to root on /dev/ttyp0",
		{"event_action=su", "event_outcome=failure", "user=carol", "target_user=root"}},
	    {"Mar  2 10:00:00 web1 su[241]: failed: ttyq4 changing from carol to root",
		{"event_action=su", "event_outcome=failure", "user=carol", "target_user=root"}},
	    {"Mar  2 10:00:00 web1 su: carol to root on /dev/ttyp1",
		{"event_action=su", "event_outcome=success", "user=carol", "target_user=root"}},
	    {"Mar  2 10:00:00 web1 su(pam_unix)[7]: authentication failure; logname= uid=1 euid=0 "
	     "tty= ruser=carol rhost=  user=root",
		{"@service=auth", "event_action=logon-failed", "user=root"}},
	    {"Mar  2 10:00:00 web1 vsftpd(pam_unix)[7]: check pass; user unknown",
		{"@product=linux", "@service=auth", "event_action=logon-failed"}},
	    {"Mar  2 10:00:00 web1 su[241]: (to root) carol on pts/1", {"event_outcome=success"}},
	    {"Mar  2 10:00:00 web1 chpasswd[71]: pam_unix(chpasswd:chauthtok): password changed "
	     "for alice",
		{"event_action=password-changed", "target_user=alice"}},
	    {"Mar  2 10:00:00 web1 other[71]: pam_unix(other:session): session closed for user "
	     "alice",
		{"@product=linux", "@service=auth"}},
	    {"Mar  2 10:00:00 web1 login[71]: FAILED LOGIN (2) on '/dev/tty1' FOR 'root', "
	     "Authentication "
	     "failure",
		{"event_action=logon-failed", "user=root"}},
	};

	(void)state;
	EXPECT("syslog", cases);
}

static void test_programs(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:00 ns1 named[5]: client 192.0.2.1#53: denied AXFR from 192.0.2.1",
		{"@product=linux", "@service=syslog", "machine=ns1", "process_id=5"}},
	    {"Mar  2 10:00:00 mx1 postfix/smtpd[5]: connect from x",
		{"@product=linux", "@service=syslog"}},
	    {"Mar  2 10:00:00 ftp vsftpd[5]: x", {"@service=vsftpd"}},
	    {"Mar  2 10:00:00 av clamd[5]: /tmp/x: Trojan.Example FOUND", {"@service=clamav"}},
	    {"<13>Mar  2 10:00:00 box MyApp[9]: hello\n more of it",
		{"@product=", "@service=myapp", "program=MyApp", "device=box", "!machine",
		    "@message=hello\n more of it", "syslog_priority=13", "level=notice"}},
	    {"<13>anything at all", {"@product=", "@service=", "@message=anything at all"}},
	    {"Mar  2 10:00:00 box -- MARK --", {"syslog_host=box", "@message=-- MARK --"}},
	};

	(void)state;
	EXPECT("syslog", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("syslog", "no header at all");
	expect_other("syslog", "");
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("syslog/auth.log", "syslog", 67);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_accounts),
	    cmocka_unit_test(test_programs),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
