/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSSH: log-ins, refusals, endings, PAM in its name; the recorded sample through all header
 * forms. */
#include "expect.h"

#define HEAD "<38>Mar  2 10:00:00 web1 sshd[4711]: "

static void test_logins(void **state)
{
	static const struct expect_case cases[] = {
	    {HEAD "Accepted publickey for alice from 198.51.100.7 port 38101 ssh2: ED25519 "
		  "SHA256:AAAA",
		{"@product=linux", "@service=sshd", "event_action=logged-in",
		    "event_outcome=success", "user=alice", "src_ip=198.51.100.7", "src_port=38101",
		    "method=publickey", "key=ED25519 SHA256:AAAA", "machine=web1",
		    "process_id=4711", "level=info", "app_protocol=ssh"}},
	    {HEAD "Accepted password for EXAMPLE user from 2001:db8::7 port 1 ssh2",
		{"user=EXAMPLE user", "src_ip=2001:db8::7"}},
	    {HEAD "Failed password for invalid user oracle from 203.0.113.45 port 60413 ssh2",
		{"event_action=logon-failed", "event_outcome=failure", "user=oracle",
		    "src_port=60413"}},
	    {HEAD "Failed password for root from 203.0.113.45 port 60413 ssh2", {"user=root"}},
	    {HEAD "Failed none for invalid user  from 203.0.113.45 port 60413 ssh2",
		{"event_outcome=failure", "src_ip=203.0.113.45"}},
	    {HEAD "Invalid user admin from 203.0.113.45 port 50647",
		{"event_action=logon-failed", "user=admin"}},
	    {HEAD "Invalid user  from 203.0.113.45 port 50647", {"!user", "src_port=50647"}},
	    {HEAD "error: maximum authentication attempts exceeded for invalid user admin from "
		  "203.0.113.45 port 50647 ssh2 [preauth]",
		{"user=admin", "event_outcome=failure", "src_ip=203.0.113.45"}},
	    {HEAD "User bob from 203.0.113.45 not allowed because listed in DenyUsers",
		{"event_action=logon-refused", "user=bob", "reason=listed in DenyUsers"}},
	    /* A name that looks like more of the sentence stays a name. */
	    {HEAD "Failed password for invalid user a from b port c from 203.0.113.45 port 5 ssh2",
		{"event_outcome=failure"}},
	};

	(void)state;
	EXPECT("sshd", cases);
}

static void test_endings(void **state)
{
	static const struct expect_case cases[] = {
	    {HEAD "Connection closed by authenticating user root 203.0.113.45 port 45509 [preauth]",
		{"event_action=disconnected", "user=root", "src_ip=203.0.113.45", "src_port=45509",
		    "!event_outcome"}},
	    {HEAD "Received disconnect from 198.51.100.7 port 38101:11: disconnected by user",
		{"code=11", "reason=disconnected by user", "src_port=38101"}},
	    {HEAD
		"Unable to negotiate with 203.0.113.45 port 51249: no matching cipher found. Their "
		"offer: aes128-cbc [preauth]",
		{"event_action=scanned",
		    "reason=no matching cipher found. Their offer: aes128-cbc"}},
	    {HEAD "Connection from 198.51.100.7 port 38101 on 192.0.2.10 port 2222 rdomain \"\"",
		{"dst_ip=192.0.2.10", "dst_port=2222"}},
	    {HEAD "drop connection #10 from [203.0.113.45]:5 on [192.0.2.10]:22 past MaxStartups",
		{"event_action=dropped", "src_ip=203.0.113.45"}},
	    {HEAD "Server listening on :: port 22.", {"event_action=listening"}},
	    {HEAD "something that no table has",
		{"@message=something that no table has", "!event_action"}},
	};

	(void)state;
	EXPECT("sshd", cases);
}

static void test_pam(void **state)
{
	static const struct expect_case cases[] = {
	    {HEAD
		"pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= "
		"rhost=203.0.113.45  user=alice",
		{"event_action=logon-failed", "user=alice", "src_ip=203.0.113.45",
		    "pam_service=sshd"}},
	    {HEAD
		"pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= "
		"rhost=gate.example ",
		{"src_host=gate.example", "!user"}},
	    {HEAD "pam_unix(sshd:session): session opened for user alice(uid=1001) by (uid=0)",
		{"event_action=session-opened", "target_user=alice", "user=alice"}},
	    {HEAD "PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= "
		  "rhost=203.0.113.45  user=alice",
		{"count=2", "user=alice", "event_outcome=failure"}},
	};

	(void)state;
	EXPECT("sshd", cases);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(HEAD
	    "error: maximum authentication attempts exceeded for invalid user admin from "
	    "203.0.113.45 port 50647 ssh2 [preauth]",
	    NULL);
	expect_unharmed(HEAD
	    "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh "
	    "ruser= rhost=203.0.113.45  user=alice",
	    NULL);
}

/* Before Linux-PAM 0.99, Solaris, macOS, and how OpenSSH ends what it will not go on with. */
static void test_elsewhere(void **state)
{
	static const struct expect_case cases[] = {
	    {"Mar  2 10:00:00 web1 sshd(pam_unix)[5]: 3 more authentication failures; logname= "
	     "uid=0 "
	     "euid=0 tty=ssh ruser= rhost=203.0.113.5  user=root",
		{"event_action=logon-failed", "src_ip=203.0.113.5", "user=root", "@service=sshd"}},
	    {"Mar  2 10:00:00 web1 sshd[5]: [ID 800047 auth.info] Failed none for bob from "
	     "203.0.113.5 port 5 ssh2",
		{"event_action=logon-failed", "user=bob", "src_ip=203.0.113.5"}},
	    {"2026-03-02 10:00:00.123456+0900  mac1 sshd[5]: Failed password for bob from "
	     "203.0.113.5 "
	     "port 5 ssh2",
		{"@time=2026-03-02T01:00:00.123456Z", "machine=mac1", "user=bob", "process_id=5"}},
	    {HEAD "fatal: Unable to negotiate with 203.0.113.5 port 9: no matching cipher found. "
		  "Their offer: a [preauth]",
		{"event_action=scanned", "src_ip=203.0.113.5", "src_port=9"}},
	    {HEAD "fatal: Unable to negotiate with 203.0.113.5: no matching key exchange method "
		  "found",
		{"event_action=scanned", "src_ip=203.0.113.5"}},
	    {HEAD "Read error from remote host 203.0.113.5: Connection reset by peer",
		{"event_action=disconnected", "src_ip=203.0.113.5"}},
	    {HEAD "reverse mapping checking getaddrinfo for a.example [203.0.113.5] failed.",
		{"event_action=name-mismatch", "src_ip=203.0.113.5"}},
	};
	(void)state;
	EXPECT("sshd", cases);
	/* A program's own log: no zone, or no process. */
	expect_other("syslog", "2026-03-02 10:00:00.123456  mac1 app[5]: text");
	expect_other("syslog", "2026-03-02 10:00:00.123456+0900 mac1 app: text");
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("sshd/auth.log", "sshd", 102);
	expect_sample("sshd/iso.log", "sshd", 8);
	expect_sample("sshd/rfc5424.log", "sshd", 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_logins),
	    cmocka_unit_test(test_endings),
	    cmocka_unit_test(test_pam),
	    cmocka_unit_test(test_elsewhere),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
