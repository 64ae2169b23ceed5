/* SPDX-License-Identifier: Apache-2.0 */
/* sudo: who ran what as whom, refusals with their reason, commands with semicolons. */
#include "expect.h"

#define HEAD "Mar  2 10:00:00 web1 sudo: "

static void test_lines(void **state)
{
	static const struct expect_case cases[] = {
	    {HEAD "   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh -c 'echo a "
		  "; echo b'",
		{"@product=linux", "@service=sudo", "user=alice", "target_user=root", "TTY=pts/0",
		    "PWD=/home/alice", "USER=root", "CommandLine=/bin/sh -c 'echo a ; echo b'",
		    "Image=/bin/sh", "event_outcome=success", "event_action=sudo", "!reason",
		    "machine=web1"}},
	    {HEAD
		"   carol : command not allowed ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/cat "
		"/etc/shadow",
		{"event_outcome=failure", "reason=command not allowed",
		    "CommandLine=/bin/cat /etc/shadow"}},
	    {HEAD "   alice : 3 incorrect password attempts ; PWD=/ ; USER=root ; "
		  "COMMAND=/usr/bin/id",
		{"event_outcome=failure", "reason=3 incorrect password attempts"}},
	    {HEAD "    dave : user NOT in sudoers ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id",
		{"reason=user NOT in sudoers", "event_outcome=failure"}},
	    {HEAD "   alice : PWD=/ ; USER=carol ; GROUP=ops ; COMMAND=/usr/bin/id",
		{"target_user=carol", "group=ops"}},
	    {HEAD "pam_unix(sudo:session): session opened for user root(uid=0) by alice(uid=1001)",
		{"target_user=root", "user=alice", "user_id=1001"}},
	    {HEAD "something else", {"@message=something else", "!user"}},
	};

	(void)state;
	EXPECT("sudo", cases);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    HEAD "   alice : x ; TTY=pts/0 ; USER=root ; GROUP=g ; COMMAND=/bin/sh ; y", NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("sudo/auth.log", "sudo", 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
