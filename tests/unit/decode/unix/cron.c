/* SPDX-License-Identifier: Apache-2.0 */
/* cron: commands with parentheses, changed tables, PAM. */
#include "expect.h"

static void test_lines(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:01 web1 CRON[254]: (alice) CMD (/bin/echo tick (one) >/dev/null 2>&1)",
		{"@product=linux", "@service=cron", "user=alice", "event_action=CMD",
		    "CommandLine=/bin/echo tick (one) >/dev/null 2>&1", "process_id=254"}},
	    {"Mar  2 10:00:01 web1 crontab[249]: (root) REPLACE (alice)",
		{"event_action=REPLACE", "user=root", "detail=alice",
		    "@message=(root) REPLACE (alice)"}},
	    {"Mar  2 10:00:01 web1 cron[247]: (*system*) RELOAD (/etc/crontab)",
		{"event_action=RELOAD", "!user"}},
	    {"Mar  2 10:00:01 web1 cron[247]: (CRON) INFO (Running @reboot jobs)", {"!user"}},
	    {"Mar  2 10:00:01 web1 crond[247]: (root) CMD", {"event_action=CMD", "!CommandLine"}},
	    {"Mar  2 10:00:01 web1 CRON[253]: pam_unix(cron:session): session opened for user "
	     "alice(uid=1001) by (uid=0)",
		{"event_action=session-opened", "user=alice"}},
	    {"Mar  2 10:00:01 web1 anacron[1]: Job `cron.daily' started", {"@service=cron"}},
	};

	(void)state;
	EXPECT("cron", cases);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed("Mar  2 10:00:01 web1 CRON[254]: (a) CMD (x (y)", NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("cron/syslog.log", "cron", 9);
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
