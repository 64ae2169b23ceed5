/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV exports and W3C extended logs, from bytes to fields: the framer, the mapping files under
 * content/csv (each is loaded), code page 932 and UTF-16 samples spelt out byte by byte, and
 * mappings that are wrong.
 */
#include "decode/table/csv.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "decode/decoder.h"
#include "decode/frame/framer.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

extern const struct decoder csv_decoder;

static const char japanese[] =
    "\x93\xfa\x8e\x9e,\x91\x97\x90M\x8c\xb3IP,\x91\x97\x90M\x8c\xb3\x83|\x81[\x83g,"
    "\x88\xb6\x90\xe6IP,\x88\xb6\x90\xe6\x83|\x81[\x83g,\x83v\x83\x8d\x83g\x83R\x83\x8b,"
    "\x91\x80\x8d\xec,\x8e\xed\x95\xca,\x8b\xba\x88\xd0\x96\xbc,\x83\x86\x81[\x83U\x81[\x96\xbc,"
    "\x8f\xda\x8d\xd7\r\n2026\x94N11\x8c\x8e"
    "20\x93\xfa \x8c\xdf\x8c\xe3"
    "3\x8e\x9e"
    "4\x95\xaa"
    "5\x95"
    "b,192.0.2.10,51000,198.51.100.7,443,TCP,\x8e\xd5\x92"
    "f,\x83"
    "E\x83"
    "C\x83\x8b\x83X\x8c\x9f\x92m,Eicar_test_1,EXAMPLE\\\x8d\xb2\x93\xa1,\"\x95\\\x8e\xa6,"
    "\x83\\\x83t\x83g\r\n\x93\xf1\x8ds\x96\xda\"\r\n2026/1/2 "
    "3:04,192.0.2.11,,198.51.100.8,80,UDP,\x8c\x9f\x92m\x82\xcc\x82\xdd,\x95s\x90\xb3\x90N\x93\xfc,"
    "\x82r\x82p\x82k,-,\r\n";

static const char utf16[] =
    "\xff\xfe"
    "Bf;R,\x00\xb2"
    "0\xfc"
    "0\xc8"
    "0\xa6"
    "0\xa7"
    "0\xa4"
    "0,\x00\x01\x90\xe1OCQI\x00P\x00\xa2"
    "0\xc9"
    "0\xec"
    "0\xb9"
    "0,\x00\x9b[HQI\x00P\x00\xa2"
    "0\xc9"
    "0\xec"
    "0\xb9"
    "0,\x00U\x00R\x00L\x00,\x00\xe6Q\x06t,\x00\x05\x81\x01Zn0.z^\x98,\x00\x1ci\xfaQ\rT\r\x00\n\x00"
    "2\x00"
    "0\x00"
    "2\x00"
    "6\x00/\x00"
    "1\x00"
    "1\x00/\x00"
    "2\x00"
    "0\x00 \x00"
    "1\x00"
    "0\x00:\x00"
    "1\x00"
    "1\x00:\x00"
    "1\x00"
    "2\x00,\x00,g>y,\x00"
    "1\x00"
    "9\x00"
    "2\x00.\x00"
    "0\x00.\x00"
    "2\x00.\x00"
    "2\x00"
    "0\x00,\x00"
    "2\x00"
    "0\x00"
    "3\x00.\x00"
    "0\x00.\x00"
    "1\x00"
    "1\x00"
    "3\x00.\x00"
    "5\x00,\x00h\x00t\x00t\x00p\x00:\x00/\x00/\x00"
    "b\x00"
    "a\x00"
    "d\x00.\x00"
    "e\x00x\x00"
    "a\x00m\x00p\x00l\x00"
    "e\x00/\x00"
    "a\x00?\x00"
    "b\x00=\x00"
    "c\x00,\x00\xd6"
    "0\xed"
    "0\xc3"
    "0\xaf"
    "0,\x00"
    "C\x00&\x00"
    "C\x00\xb3"
    "0\xfc"
    "0\xeb"
    "0\xd0"
    "0\xc3"
    "0\xaf"
    "0,\x00"
    "C\x00N\x00"
    "C\x00-\x00"
    "1\x00\r\x00\n\x00";

/* A stream framed and decoded: its first events. */
struct run {
	struct arena *arena;
	struct csv_mappings *mappings;
	struct framer *framer;
	struct event *events[16];
	size_t count;
	size_t undecoded;
	size_t refused;
	const struct zone *zone;
};

static void load(struct run *run, const char *path)
{
	static char bytes[64 * 1024];
	struct why why;
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s cannot be opened (tests run from the project's folder)", path);
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	if (csv_mappings_add(run->mappings, (struct text){bytes, size}, &why) != DONE)
		fail_msg("%s: %s", path, why.text);
}

static void begin(struct run *run)
{
	*run = (struct run){.arena = arena_create("test", (size_t)64 * 1024 * 1024)};
	run->mappings = csv_mappings_create(run->arena);
}

/* All mapping files of the product, in no order. */
static void begin_with_content(struct run *run)
{
	begin(run);
	DIR *dir = opendir("content/csv");
	assert_non_null(dir);
	struct dirent *entry;
	size_t count = 0;
	while ((entry = readdir(dir)) != NULL) {
		char path[512];
		if (strstr(entry->d_name, ".yaml") == NULL)
			continue;
		snprintf(path, sizeof(path), "content/csv/%s", entry->d_name);
		load(run, path);
		count++;
	}
	closedir(dir);
	assert_true(count >= 3);
}

static void end(struct run *run)
{
	framer_destroy(run->framer);
	arena_destroy(run->arena);
}

static void take(struct run *run, const struct framed *framed)
{
	struct decode_context context = {
	    .received = INT64_C(1800000000000000), .columns = framed->columns, .zone = run->zone};
	struct view view = {.record = text_copy(run->arena, framed->bytes),
	    .context = &context,
	    .arena = run->arena,
	    .envelope = {.priority = -1}};
	struct events events;
	struct why why;
	events_init(&events, run->arena);
	view.message = view.record;
	if (!csv_decoder.recognise(&view) || csv_decoder.decode(&view, &events, &why) != DONE) {
		run->undecoded++;
		return;
	}
	assert_int_equal(events.count, 1);
	assert_true(run->count < 16);
	run->events[run->count++] = events.at[0];
}

static void feed(struct run *run, struct text input)
{
	struct framed framed;
	struct why why;
	run->framer = framer_create(run->mappings);
	framer_push(run->framer, input);
	framer_finish(run->framer);
	while (framer_next(run->framer, &framed, &why) == DONE) {
		run->refused += framed.refused;
		if (!framed.refused)
			take(run, &framed);
	}
}

static void has(const struct event *event, const char *name, const char *value)
{
	const struct field *field = event_find(event, text_of(name));
	if (field == NULL)
		fail_msg("no field %s", name);
	if (!text_equal(field->value, text_of(value)))
		fail_msg("%s is \"%.*s\", not \"%s\"", name, TEXT_ARGS(field->value), value);
}

static void has_not(const struct event *event, const char *name)
{
	assert_null(event_find(event, text_of(name)));
}

static void at(const struct event *event, const char *time)
{
	char written[CLOCK_TEXT];
	assert_true(event->has_time);
	clock_format(event->time, written);
	assert_string_equal(written, time);
}

static void test_japanese_cp932(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	run.zone = zone_fixed(9 * 3600, run.arena);
	feed(&run, (struct text){japanese, sizeof(japanese) - 1});
	assert_string_equal(framer_kind(run.framer), "csv");
	assert_int_equal(run.count, 2);
	assert_int_equal(run.undecoded + run.refused, 0);
	struct event *event = run.events[0];
	at(event, "2026-11-20T06:04:05.000000Z");
	has(event, "日時", "2026年11月20日 午後3時4分5秒");
	has(event, "src_ip", "192.0.2.10");
	has(event, "src_port", "51000");
	has(event, "dst_ip", "198.51.100.7");
	has(event, "transport", "tcp");
	has(event, "event_action", "blocked");
	has(event, "操作", "遮断");
	has(event, "threat_category", "malware");
	has(event, "Signature", "Eicar_test_1");
	has(event, "user", "佐藤");
	has(event, "user_domain", "EXAMPLE");
	has(event, "詳細", "表示,ソフト\r\n二行目");
	assert_true(text_equal(event->message, TEXT("表示,ソフト\r\n二行目")));
	assert_true(text_equal(event->logsource.category, TEXT("firewall")));
	event = run.events[1];
	at(event, "2026-01-01T18:04:00.000000Z");
	has(event, "event_action", "allowed");
	has(event, "threat_category", "intrusion");
	has(event, "Signature", "ＳＱＬ");
	has_not(event, "user");
	has_not(event, "src_port");
	end(&run);
}

static void test_cloud_edge_utf16(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	feed(&run, (struct text){utf16, sizeof(utf16) - 1});
	assert_int_equal(run.count, 1);
	struct event *event = run.events[0];
	at(event, "2026-11-20T10:11:12.000000Z");
	assert_true(text_equal(event->logsource.product, TEXT("trendmicro")));
	assert_true(text_equal(event->logsource.service, TEXT("cloud-edge")));
	has(event, "device", "本社");
	has(event, "src_ip", "192.0.2.20");
	has(event, "dst_ip", "203.0.113.5");
	has(event, "cs-host", "bad.example");
	has(event, "event_action", "blocked");
	has(event, "threat_category", "callback");
	has(event, "Signature", "CNC-1");
	end(&run);
}

static void test_header_below_a_title(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	feed(&run, TEXT("Log report\n\nTime;SRC-IP;Destination;Action\n"
			"2026-01-02 03:04:05;192.0.2.1:1024;[2001:db8::1]:53;Accept\n"
			"Time;SRC-IP;Destination;Action\n"
			"2026-01-02 03:04:06;192.0.2.2;198.51.100.1;something else\n\nTotal 2\n"));
	assert_int_equal(run.count, 2);
	assert_int_equal(run.undecoded, 2);
	has(run.events[0], "src_ip", "192.0.2.1");
	has(run.events[0], "src_port", "1024");
	has(run.events[0], "dst_ip", "2001:db8::1");
	has(run.events[0], "dst_port", "53");
	has(run.events[0], "event_action", "allowed");
	has(run.events[1], "event_action", "something else");
	at(run.events[1], "2026-01-02T03:04:06.000000Z");
	end(&run);
}

static void test_event_viewer(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	feed(&run,
	    TEXT(
		"\xef\xbb\xbf"
		"Level,Date and Time,Source,Event ID,Task Category\r\n"
		"Information,11/20/2026 12:11:12 AM,Microsoft-Windows-Security-Auditing,4625,Logon,"
		"\"An account failed to log on.\r\n\r\nSubject:\r\n\tSecurity "
		"ID:\t\t\"\"x\"\"\"\r\n"));
	assert_int_equal(run.count, 1);
	struct event *event = run.events[0];
	at(event, "2026-11-20T00:11:12.000000Z");
	has(event, "EventID", "4625");
	has(event, "event_code", "4625");
	has(event, "Provider_Name", "Microsoft-Windows-Security-Auditing");
	assert_true(text_equal(event->logsource.service, TEXT("security")));
	assert_true(text_equal(event->message,
	    TEXT("An account failed to log on.\r\n\r\nSubject:\r\n\tSecurity ID:\t\t\"x\"")));
	end(&run);
}

/* A header that no mapping knows is a line like any other. */
static void test_unknown_header(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	feed(&run, TEXT("a,b,c\n1,2,3\n"));
	assert_string_equal(framer_kind(run.framer), "lines");
	assert_int_equal(run.undecoded, 2);
	end(&run);
}

static const char small[] = "name: small\nproduct: p\nrequired: [[when], [who]]\n"
			    "time: {from: [when], form: dmy}\n"
			    "columns:\n  - {from: [who], to: user, form: account}\n"
			    "  - {from: [size], to: bytes, form: number}\n"
			    "constants: {event_action: seen, own: x}\n";

static void begin_small(struct run *run)
{
	struct why why;
	begin(run);
	assert_int_equal(csv_mappings_add(run->mappings, text_of(small), &why), DONE);
}

static void test_quote_that_never_ends(void **state)
{
	(void)state;
	struct run run;
	struct buffer input;
	begin_small(&run);
	buffer_init(&input, (size_t)16 * 1024 * 1024);
	buffer_put(&input, TEXT("when,who,what\n1/2/2026,\"a,b\n"));
	for (int i = 0; i < 8; i++)
		buffer_put(&input, TEXT("3/2/2026,c,d\n"));
	feed(&run, buffer_text(&input));
	assert_int_equal(run.count, 9);
	has(run.events[1], "user", "c");
	at(run.events[1], "2026-02-03T00:00:00.000000Z");
	has(run.events[1], "event_action", "seen");
	has(run.events[1], "own", "x");
	buffer_free(&input);
	end(&run);
}

/* Every line opens a quote: still linear, nothing lost. */
static void test_quotes_everywhere(void **state)
{
	(void)state;
	struct run run;
	struct buffer input;
	struct framed framed;
	uint64_t lines = 0;
	begin_small(&run);
	buffer_init(&input, (size_t)16 * 1024 * 1024);
	buffer_put(&input, TEXT("when,who,what\n"));
	for (int i = 0; i < 99999; i++)
		buffer_put(&input, i % 2 ? TEXT("1/2/2026,\"b,c\n") : TEXT("1/2/2026,x\"b,c\n"));
	run.framer = framer_create(run.mappings);
	framer_push(run.framer, buffer_text(&input));
	framer_finish(run.framer);
	while (framer_next(run.framer, &framed, NULL) == DONE)
		lines += framed.lines;
	assert_int_equal(lines, 99999);
	buffer_free(&input);
	end(&run);
}

/* A megabyte of quotes and separators may not cost more memory than it has. */
static void test_memory_of_a_row(void **state)
{
	(void)state;
	struct run run;
	struct buffer row;
	begin_small(&run);
	buffer_init(&row, 2 * LIMIT_LINE);
	buffer_put(&row, TEXT("when,who,what\n"));
	while (row.size < LIMIT_LINE - 64)
		buffer_put(&row, TEXT("\"\"\"\","));
	size_t before = arena_used(run.arena);
	feed(&run, buffer_text(&row));
	assert_int_equal(run.count, 1);
	assert_true(arena_used(run.arena) - before < 4 * LIMIT_LINE);
	buffer_free(&row);
	end(&run);
}

static void time_is(const char *text, const char *form, const char *wanted)
{
	struct run run;
	struct why why;
	begin(&run);
	struct text mapping = text_format(run.arena,
	    "name: t\nrequired: [[when], [who]]\ntime: {from: [when], form: %s}\n", form);
	assert_int_equal(csv_mappings_add(run.mappings, mapping, &why), DONE);
	feed(&run, text_format(run.arena, "when,who\n\"%s\",x\n", text));
	assert_int_equal(run.count, 1);
	if (wanted == NULL)
		assert_false(run.events[0]->has_time);
	else
		at(run.events[0], wanted);
	end(&run);
}

static void test_times(void **state)
{
	(void)state;
	time_is("2026-03-04T05:06:07+09:00", "ymd", "2026-03-03T20:06:07.000000Z");
	time_is("2026/3/4 5:06", "ymd", "2026-03-04T05:06:00.000000Z");
	time_is("2026/03/04", "ymd", "2026-03-04T00:00:00.000000Z");
	time_is("3/4/2026 12:06:07 PM", "mdy", "2026-03-04T12:06:07.000000Z");
	time_is("3/4/26 12:06:07.250 am", "mdy", "2026-03-04T00:06:07.250000Z");
	time_is("03.04.2026 05:06:07", "dmy", "2026-04-03T05:06:07.000000Z");
	time_is("2026年3月4日 午前12時6分", "ymd", "2026-03-04T00:06:00.000000Z");
	time_is("1772600767", "epoch", "2026-03-04T05:06:07.000000Z");
	time_is("1772600767123", "milli", "2026-03-04T05:06:07.123000Z");
	static const char *const none[] = {"", "yesterday", "12", "1/2", "2026/13/1", "2026/1/32",
	    "2026/1/1 25:00:00", "1 2 3 4 5 6 7 8 9", "99999999999999999999/1/1", "1800/1/1"};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		time_is(none[i], "ymd", NULL);
}

/* A date and a time of day in columns of their own. */
static void test_time_in_two_columns(void **state)
{
	(void)state;
	struct run run;
	begin_with_content(&run);
	feed(&run, TEXT("Date\tTime\tSource\tDestination\tAction\n"
			"2026/1/2\t3:04:05\t192.0.2.1\t192.0.2.2\tDrop\n"
			"2026/1/2 3:04:06\t3:04:06\t192.0.2.1\t192.0.2.2\tDrop\n"));
	assert_int_equal(run.count, 2);
	at(run.events[0], "2026-01-02T03:04:05.000000Z");
	at(run.events[1], "2026-01-02T03:04:06.000000Z");
	end(&run);
}

static void refused(const char *mapping, const char *why_begins)
{
	struct run run;
	struct why why;
	begin(&run);
	assert_int_equal(csv_mappings_add(run.mappings, text_of(mapping), &why), MALFORMED);
	assert_memory_equal(why.text, why_begins, strlen(why_begins));
	end(&run);
}

static void test_wrong_mappings(void **state)
{
	(void)state;
	refused("name: x\n", "line 1: a mapping needs name and required");
	refused("required: [[a]]\n", "line 1: a mapping needs name and required");
	refused("name: x\nrequired: [a]\n", "line 2: ");
	refused("name: x\nrequired: [[]]\n", "line 2: ");
	refused("name: x\nrequired: [[a]]\ncolour: red\n", "line 3: no such key in a mapping");
	refused("name: x\nrequired: [[a]]\ncolumns:\n  - {from: [a], to: nothing}\n",
	    "line 4: no field of that name");
	refused("name: x\nrequired: [[a]]\ncolumns:\n  - {to: src_ip}\n", "line 4: a column needs");
	refused("name: x\nrequired: [[a]]\ncolumns:\n  - {from: [a], to: src_ip, form: z}\n",
	    "line 4: no such form");
	refused("name: x\nrequired: [[a]]\ntime: {from: [a], form: z}\n", "line 3: form:");
	refused("- a\n", "line 1: a mapping is a map");
	refused("a: [\n", "line ");
	refused("", "line 1: one document");
}

static void test_best_mapping(void **state)
{
	(void)state;
	struct run run;
	struct why why;
	struct text names[] = {TEXT("Source_IP"), TEXT("dst ip"), TEXT("ＡＣＴＩＯＮ")};
	begin(&run);
	assert_null(csv_mapping_find(run.mappings, names, 3));
	assert_int_equal(csv_mappings_add(run.mappings,
			     TEXT("name: two\nrequired: [[source ip], [x, Dst-IP]]\n"), &why),
	    DONE);
	assert_int_equal(
	    csv_mappings_add(run.mappings,
		TEXT("name: three\nrequired: [[sourceip], [dstip], [action]]\n"), &why),
	    DONE);
	const struct csv_mapping *found = csv_mapping_find(run.mappings, names, 3);
	assert_non_null(found);
	assert_true(text_equal(csv_mapping_name(found), TEXT("three")));
	found = csv_mapping_find(run.mappings, names, 2);
	assert_non_null(found);
	assert_true(text_equal(csv_mapping_name(found), TEXT("two")));
	assert_null(csv_mapping_find(run.mappings, names, 1));
	end(&run);
}

static void test_iis(void **state)
{
	(void)state;
	struct run run;
	begin(&run);
	run.zone = zone_fixed(9 * 3600, run.arena);
	feed(&run,
	    TEXT("#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
		 "#Date: 2026-11-20 01:02:03\r\n#Fields: date time s-ip cs-method cs-uri-stem "
		 "cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
		 "sc-substatus sc-win32-status time-taken\r\n"
		 "2026-11-20 01:02:03 192.0.2.80 GET /a/x.aspx id=%27+or+1 443 EXAMPLE\\bob "
		 "198.51.100.9 Mozilla/5.0+(Windows+NT+10.0) - 404 0 2 1234\r\n"));
	assert_int_equal(run.count, 1);
	struct event *event = run.events[0];
	at(event, "2026-11-20T01:02:03.000000Z");
	assert_true(text_equal(event->decoder, TEXT("w3c-extended")));
	assert_true(text_equal(event->logsource.product, TEXT("windows")));
	assert_true(text_equal(event->logsource.service, TEXT("iis")));
	assert_true(text_equal(event->logsource.category, TEXT("webserver")));
	has(event, "cs-method", "GET");
	has(event, "cs-uri-stem", "/a/x.aspx");
	has(event, "src_ip", "198.51.100.9");
	has(event, "dst_ip", "192.0.2.80");
	has(event, "dst_port", "443");
	has(event, "c-useragent", "Mozilla/5.0 (Windows NT 10.0)");
	has(event, "cs(User-Agent)", "Mozilla/5.0+(Windows+NT+10.0)");
	has(event, "sc-status", "404");
	has(event, "duration", "1.234");
	has_not(event, "cs-referer");
	end(&run);
}

static void test_windows_firewall(void **state)
{
	(void)state;
	struct run run;
	begin(&run);
	run.zone = zone_fixed(9 * 3600, run.arena);
	feed(&run,
	    TEXT("#Version: 1.5\r\n#Software: Microsoft Windows Firewall\r\n#Time Format: Local\r\n"
		 "#Fields: date time action protocol src-ip dst-ip src-port dst-port size "
		 "path\r\n\r\n"
		 "2026-11-20 10:02:03 DROP TCP 198.51.100.9 192.0.2.80 50000 3389 0 RECEIVE\r\n"));
	assert_int_equal(run.count, 1);
	struct event *event = run.events[0];
	at(event, "2026-11-20T01:02:03.000000Z");
	has(event, "action", "DROP");
	has(event, "event_action", "drop");
	has(event, "src_ip", "198.51.100.9");
	has(event, "dst_port", "3389");
	has(event, "transport", "tcp");
	assert_true(text_equal(event->logsource.category, TEXT("firewall")));
	end(&run);
}

static void test_w3c_quoted_and_commas(void **state)
{
	(void)state;
	struct run run;
	begin(&run);
	feed(&run, TEXT("#Fields: date time c-ip cs-host s-action cs(User-Agent) cs-uri\n"
			"2026-11-20 10:02:03 192.0.2.1 www.example TCP_DENIED \"A B/1\" "
			"http://www.example/q\n"
			"#Fields: date-time,client-ip,event-id,message-subject\n"
			"2026-11-20T10:02:04.5Z,192.0.2.2,RECEIVE,\"a, \"\"b\"\"\"\n"));
	assert_int_equal(run.count, 2);
	has(run.events[0], "c-useragent", "A B/1");
	has(run.events[0], "event_action", "TCP_DENIED");
	has(run.events[0], "c-uri", "http://www.example/q");
	assert_true(text_equal(run.events[0]->logsource.category, TEXT("proxy")));
	at(run.events[1], "2026-11-20T10:02:04.500000Z");
	has(run.events[1], "mail_subject", "a, \"b\"");
	has(run.events[1], "event_action", "RECEIVE");
	end(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_japanese_cp932),
	    cmocka_unit_test(test_cloud_edge_utf16),
	    cmocka_unit_test(test_header_below_a_title),
	    cmocka_unit_test(test_event_viewer),
	    cmocka_unit_test(test_unknown_header),
	    cmocka_unit_test(test_quote_that_never_ends),
	    cmocka_unit_test(test_quotes_everywhere),
	    cmocka_unit_test(test_memory_of_a_row),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_time_in_two_columns),
	    cmocka_unit_test(test_wrong_mappings),
	    cmocka_unit_test(test_best_mapping),
	    cmocka_unit_test(test_iis),
	    cmocka_unit_test(test_windows_firewall),
	    cmocka_unit_test(test_w3c_quoted_and_commas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
