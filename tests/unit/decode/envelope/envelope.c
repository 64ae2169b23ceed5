/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog headers: what is taken off, and what must be left alone. */
#include "decode/envelope/envelope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <string.h>

struct expected {
	const char *record;
	int priority;
	const char *time; /* "yyyy-mm-dd hh:mm:ss.ffffff[+minutes]", year 0 where there was none; ""
			     for none */
	const char *host;
	const char *program;
	const char *pid;
	const char *message;
};

static void assert_text(const char *record, struct text got, const char *want)
{
	if (!text_equal(got, text_of(want)))
		fail_msg("%s\n got:  \"%.*s\"\n want: \"%s\"", record, TEXT_ARGS(got), want);
}

static void time_text(const struct envelope *envelope, char out[64])
{
	const struct civil *t = &envelope->time;

	out[0] = '\0';
	if (!envelope->has_time)
		return;
	int size = snprintf(out, 64, "%04d-%02d-%02d %02d:%02d:%02d.%06d", t->year, t->month,
	    t->day, t->hour, t->minute, t->second, t->microsecond);
	if (t->has_offset)
		snprintf(out + size, 64 - (size_t)size, "%+d", t->offset / 60);
}

static void check(const struct expected *want)
{
	struct envelope envelope;
	struct text message;
	char time[64];

	envelope_read(text_of(want->record), &envelope, &message);
	time_text(&envelope, time);
	assert_text(want->record, text_of(time), want->time);
	assert_text(want->record, envelope.host, want->host);
	assert_text(want->record, envelope.program, want->program);
	assert_text(want->record, envelope.pid, want->pid);
	assert_text(want->record, message, want->message);
	assert_int_equal(envelope.priority, want->priority);
}

static void check_all(const struct expected *wants, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&wants[i]);
}
#define CHECK_ALL(wants) check_all(wants, sizeof(wants) / sizeof((wants)[0]))

/* The record comes out as it is and the envelope is empty. */
static void assert_untouched(const char *record)
{
	const struct expected want = {record, -1, "", "", "", "", record};

	check(&want);
}

static void reads_rfc5424(void **state)
{
	static const struct expected wants[] = {
	    {"<34>1 2003-10-11T22:14:15.003Z mymachine.example su - ID47 - 'su root' failed", 34,
		"2003-10-11 22:14:15.003000+0", "mymachine.example", "su", "", "'su root' failed"},
	    {"<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time.", 165,
		"2003-08-24 05:14:15.000003-420", "192.0.2.1", "myproc", "8710", "%% It's time."},
	    {"<13>1 - - - - - -", 13, "", "", "", "", ""},
	    {"<13>1 - - - - - - \xEF\xBB\xBFhi", 13, "", "", "", "", "hi"},
	    {"1 2021-05-06T07:08:09+09:00 fw1 app 1 - - hello", -1,
		"2021-05-06 07:08:09.000000+540", "fw1", "app", "1", "hello"},
	};

	(void)state;
	CHECK_ALL(wants);
}

static void reads_structured_data(void **state)
{
	struct envelope envelope;
	struct text message;
	const char *line = "<165>1 2003-10-11T22:14:15.003Z host evntslog - ID47 "
			   "[a@32473 x=\"1\\\"\\]\" y=\"]\"][b@32473 z=\"\"] the text";

	(void)state;
	envelope_read(text_of(line), &envelope, &message);
	assert_text(
	    line, envelope.structured_data, "[a@32473 x=\"1\\\"\\]\" y=\"]\"][b@32473 z=\"\"]");
	assert_text(line, envelope.message_id, "ID47");
	assert_text(line, message, "the text");

	/* No SD-ID: Check Point's list stays in the message. */
	line = "<134>1 2020-03-29T13:20:47Z gw CheckPoint 1930 - [action:\"Accept\"; flags:\"1\"]";
	envelope_read(text_of(line), &envelope, &message);
	assert_text(line, envelope.program, "CheckPoint");
	assert_text(line, envelope.structured_data, "");
	assert_text(line, message, "[action:\"Accept\"; flags:\"1\"]");

	/* An element that never ends stays in the message too. */
	line = "<14>1 2020-03-29T13:20:47Z fw RT_FLOW - X [junos@2636.1 a=\"b c=\"d";
	envelope_read(text_of(line), &envelope, &message);
	assert_text(line, envelope.structured_data, "");
	assert_text(line, message, "[junos@2636.1 a=\"b c=\"d");
}

static void reads_rfc3164(void **state)
{
	static const struct expected wants[] = {
	    {"<38>Mar  1 10:00:00 web1 sshd[311]: Accepted publickey for a", 38,
		"0000-03-01 10:00:00.000000", "web1", "sshd", "311", "Accepted publickey for a"},
	    {"Mar 11 10:00:00.123 web1 systemd: Started x.", -1, "0000-03-11 10:00:00.123000",
		"web1", "systemd", "", "Started x."},
	    {"Mar 11 2021 10:00:00 web1 postfix/smtpd[1]: connect", -1,
		"2021-03-11 10:00:00.000000", "web1", "postfix/smtpd", "1", "connect"},
	    {"Mar 11 10:00:00 2021 web1 cron[1]: x", -1, "2021-03-11 10:00:00.000000", "web1",
		"cron", "1", "x"},
	    {"Mar 11 10:00:00 web1 last message repeated 2 times", -1, "0000-03-11 10:00:00.000000",
		"web1", "", "", "last message repeated 2 times"},
	    {"Mar 11 10:00:00 kernel: eth0 up", -1, "0000-03-11 10:00:00.000000", "", "kernel", "",
		"eth0 up"},
	    {"Mar 11 10:00:00 192.0.2.9: hello", -1, "0000-03-11 10:00:00.000000", "192.0.2.9", "",
		"", "hello"},
	    {"Mar 11 10:00:00 mac com.apple.xpc.launchd[1] (com.example.x): exited", -1,
		"0000-03-11 10:00:00.000000", "mac", "com.apple.xpc.launchd", "1", "exited"},
	    {"Mar 11 10:00:00 host prog:", -1, "0000-03-11 10:00:00.000000", "host", "prog", "",
		""},
	    {"Mar 11 10:00:00 2001:db8::1 su(pam_unix)[12]: session opened", -1,
		"0000-03-11 10:00:00.000000", "2001:db8::1", "su(pam_unix)", "12",
		"session opened"},
	    {"Mar 11 10:00:00 host", -1, "0000-03-11 10:00:00.000000", "host", "", "", ""},
	};

	(void)state;
	CHECK_ALL(wants);
}

static void leaves_bodies_whole(void **state)
{
	static const struct expected wants[] = {
	    {"<190>date=2023-04-01 time=12:00:00 devname=fw", 190, "", "", "", "",
		"date=2023-04-01 time=12:00:00 devname=fw"},
	    {"<134>  id=firewall sn=1", 134, "", "", "", "", "id=firewall sn=1"},
	    {"Nov 30 16:09:08 1,2021/03/24 11:00:49,0131,USERID", -1, "0000-11-30 16:09:08.000000",
		"", "", "", "1,2021/03/24 11:00:49,0131,USERID"},
	    {"Nov 30 16:44:36 PA-220 1,2018/11/30 16:44:36,0128", -1, "0000-11-30 16:44:36.000000",
		"PA-220", "", "", "1,2018/11/30 16:44:36,0128"},
	    {"Nov 16 02:52:23 sophos device_name=\"SFW\" x=1", -1, "0000-11-16 02:52:23.000000",
		"sophos", "", "", "device_name=\"SFW\" x=1"},
	    {"<134>Apr  1 12:00:00 host CEF:0|Maker|Product|1|a: b|c|5|x=y", 134,
		"0000-04-01 12:00:00.000000", "host", "", "", "CEF:0|Maker|Product|1|a: b|c|5|x=y"},
	    {"<134>Apr  1 12:00:00 CEF:0|Maker|Product|1|a|c|5|x=y", 134,
		"0000-04-01 12:00:00.000000", "", "", "", "CEF:0|Maker|Product|1|a|c|5|x=y"},
	    {"<134>Apr  1 12:00:00 host LEEF: 1.0|a|b", 134, "0000-04-01 12:00:00.000000", "host",
		"", "", "LEEF: 1.0|a|b"},
	    {"Apr  1 12:00:00 192.0.2.1 PP[01] Rejected at IN(2000) filter: TCP", -1,
		"0000-04-01 12:00:00.000000", "192.0.2.1", "", "",
		"PP[01] Rejected at IN(2000) filter: TCP"},
	    {"<134>[INSPECT] PP[01][out][101] TCP", 134, "", "", "", "",
		"[INSPECT] PP[01][out][101] TCP"},
	    {"Apr  1 12:00:00 fw {\"a\":1}", -1, "0000-04-01 12:00:00.000000", "fw", "", "",
		"{\"a\":1}"},
	};

	(void)state;
	CHECK_ALL(wants);
}

static void reads_iso_lines(void **state)
{
	static const struct expected wants[] = {
	    {"2019-06-14T10:40:20.912134 localhost sudo: session opened", -1,
		"2019-06-14 10:40:20.912134", "localhost", "sudo", "", "session opened"},
	    {"2023-05-04T15:27:30.846+10:00 web1 sshd[8]: x", -1, "2023-05-04 15:27:30.846000+600",
		"web1", "sshd", "8", "x"},
	    {"<30>2023-05-04T15:27:30Z web1 no tag here", 30, "2023-05-04 15:27:30.000000+0",
		"web1", "", "", "no tag here"},
	};

	(void)state;
	CHECK_ALL(wants);
}

static void reads_cisco(void **state)
{
	static const struct expected wants[] = {
	    {"Apr 17 2020 14:08:08 VPN-A01 : %ASA-6-302016: Teardown", -1,
		"2020-04-17 14:08:08.000000", "VPN-A01", "", "", "%ASA-6-302016: Teardown"},
	    {"Apr 15 2013 09:36:50: %ASA-4-106023: Deny", -1, "2013-04-15 09:36:50.000000", "", "",
		"", "%ASA-4-106023: Deny"},
	    {"Apr 15 2014 09:34:34 EDT: %ASA-session-5-106100: access", -1,
		"2014-04-15 09:34:34.000000-240", "", "", "", "%ASA-session-5-106100: access"},
	    {"Jan  1 01:00:27 relay asa[1234]: %ASA-7-999999: This", -1,
		"0000-01-01 01:00:27.000000", "relay", "asa", "1234", "%ASA-7-999999: This"},
	    {"May  5 17:51:17 dev01: %FTD-6-302013: Built", -1, "0000-05-05 17:51:17.000000",
		"dev01", "", "", "%FTD-6-302013: Built"},
	    {"2019-08-16T09:54:00Z fp  %FTD-0-430001: SrcIP: 192.0.2.1", -1,
		"2019-08-16 09:54:00.000000+0", "fp", "", "", "%FTD-0-430001: SrcIP: 192.0.2.1"},
	    {"<113>2019-08-16T09:54:00Z fp SFIMS : %FTD-1-430003: a", 113,
		"2019-08-16 09:54:00.000000+0", "fp", "SFIMS", "", "%FTD-1-430003: a"},
	    {"Feb  8 04:00:48 192.0.2.2 585917: Feb  8 04:00:47.272: %SEC-6-IPACCESSLOGP: list", -1,
		"0000-02-08 04:00:47.272000", "192.0.2.2", "", "", "%SEC-6-IPACCESSLOGP: list"},
	    {"<190>2361044: sw01: Jan  6 2022 22:11:43.398 AEST: %FOO-6-BAR: x", 190,
		"2022-01-06 22:11:43.398000+600", "sw01", "", "", "%FOO-6-BAR: x"},
	    {"<189>29: *Mar  1 00:01:02.123: %SYS-5-CONFIG_I: Configured", 189,
		"0000-03-01 00:01:02.123000", "", "", "", "%SYS-5-CONFIG_I: Configured"},
	    {"<189>: 2023 Apr  1 12:00:00 UTC: %ETHPORT-5-IF_UP: up", 189,
		"2023-04-01 12:00:00.000000+0", "", "", "", "%ETHPORT-5-IF_UP: up"},
	    {"<189>46: 1w2d: %LINK-3-UPDOWN: Interface", 189, "", "", "", "",
		"%LINK-3-UPDOWN: Interface"},
	    {"<189>123: r1 RP/0/RSP0/CPU0:Apr  1 12:00:00.123 JST: exec[65710]: "
	     "%SECURITY-LOGIN-6-CLOSE : "
	     "x",
		189, "0000-04-01 12:00:00.123000+540", "r1", "exec", "65710",
		"%SECURITY-LOGIN-6-CLOSE : x"},
	    {"%ASA-6-302016: Teardown", -1, "", "", "", "", "%ASA-6-302016: Teardown"},
	};

	(void)state;
	CHECK_ALL(wants);
}

static void leaves_other_text_alone(void **state)
{
	static const char *const lines[] = {
	    "",
	    " ",
	    "<",
	    "<>",
	    "<192>x",
	    "<007>x",
	    "<1",
	    "<1234>x",
	    "<-1>x",
	    "<Event xmlns='x'>",
	    "192.0.2.7 - - [12/May/2019:02:10:11 +0900] \"GET /index: HTTP/1.1\" 200 5 \"-\" \"-\"",
	    "www.example 192.0.2.7 - - [12/May/2019:02:10:11 +0900] \"GET / HTTP/1.1\" 404 499",
	    "[Mon Dec 26 16:17:53 2016] [notice] Apache/2.2.22 (Ubuntu) configured",
	    "2016/10/25 14:49:34 [error] 54053#0: *1 open() \"/x\" failed",
	    "2023/04/01 12:00:00: [INSPECT] PP[01][out][101] TCP 192.0.2.2:5 > 192.0.2.1:443",
	    "1157689312.049 5006 192.0.2.9 TCP_MISS/200 19763 CONNECT a.example:443 - DIRECT/-",
	    "2019-06-14 10:40:20 host prog[1]: x",
	    "2019-06-14T10:40:20Z ERROR main: it broke",
	    "2019-06-14T10:40:20Z something without a tag",
	    "2019-06-14T10:40:20Z",
	    "1,2023/05/10 11:17:00,304565467,USERID,login",
	    "1 two three four five six seven",
	    "1 - - - - - -",
	    "Marching 12 10:00:00 host x: y",
	    "Mar 12 of the year host x: y",
	    "Mon Mar 11 10:00:00 2021 host x: y",
	    "100% sure-that this-is: no header",
	    "abc %ASA without: anything",
	    "a b c d: %ASA-1-2: x",
	    "device=\"SFW\" date=2018-06-06 time=10:44:40",
	    "{\"timestamp\":\"2018-07-05T15:01:09.820360-0400\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_untouched(lines[i]);
}

/* Every beginning of a line with much header is read without looking past its end. */
static void stands_cut_lines(void **state)
{
	static const char *const lines[] = {
	    "<165>1 2003-10-11T22:14:15.003Z host app 1 ID47 [a@1 b=\"c\\\"\"] text",
	    "<190>2361044: sw01: *Jan  6 2022 22:11:43.398 AEST: %FOO-6-BAR: x",
	    "Mar 11 10:00:00 mac launchd[1] (com.example.x): exited",
	    "RP/0/RSP0/CPU0:Apr  1 12:00:00.123 JST: exec[65710]: %A-B-6-C : x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		size_t whole = strlen(lines[i]);

		for (size_t size = 0; size <= whole; size++) {
			struct envelope envelope;
			struct text message;
			char *copy =
			    test_malloc(size + (size == 0)); /* sanitizers see an overrun */

			memcpy(copy, lines[i], size);
			envelope_read((struct text){copy, size}, &envelope, &message);
			assert_true(message.size <= size);
			assert_true(message.size == 0 || message.at + message.size == copy + size);
			test_free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_rfc5424),
	    cmocka_unit_test(reads_structured_data),
	    cmocka_unit_test(reads_rfc3164),
	    cmocka_unit_test(leaves_bodies_whole),
	    cmocka_unit_test(reads_iso_lines),
	    cmocka_unit_test(reads_cisco),
	    cmocka_unit_test(leaves_other_text_alone),
	    cmocka_unit_test(stands_cut_lines),
	};

	return cmocka_run_group_tests_name("decode-envelope", tests, NULL, NULL);
}
