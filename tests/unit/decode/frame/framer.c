/* SPDX-License-Identifier: Apache-2.0 */
/* The framer: every framing, every refusal, and that the size of the pushes changes nothing. */
#include "decode/frame/framer.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/limits.h"
#include "decode/table/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

/* All that comes out, written down: one line a record, "!" before a refusal. */
struct run {
	struct buffer log;
	uint64_t records;
	uint64_t refused;
	uint64_t lines;
	uint64_t covered; /* offset + size of the last refusal */
	uint64_t blank;
	struct why why;
	enum outcome end;
	char kind[32];
	struct text source; /* the input where a record's bytes stand in it as they are */
};

static void note(struct run *run, const struct framed *framed)
{
	run->lines += framed->lines;
	if (framed->refused) {
		run->refused++;
		buffer_format(&run->log, "!%llu+%llu %s\n", (unsigned long long)framed->offset,
		    (unsigned long long)framed->size, framed->why.text);
		return;
	}
	run->records++;
	if (run->source.size != 0) {
		struct text there = text_part(run->source, framed->offset, framed->bytes.size);
		assert_true(text_equal(there, framed->bytes));
	}
	buffer_format(&run->log, "%llu:", (unsigned long long)framed->offset);
	buffer_put(&run->log, framed->bytes);
	if (framed->columns != NULL)
		buffer_format(&run->log, "<%zu:%.*s>", framed->columns->count,
		    TEXT_ARGS(framed->columns->names[0]));
	buffer_put(&run->log, TEXT("\n"));
}

static bool drain(struct framer *framer, struct run *run)
{
	struct framed framed;
	uint64_t number = run->records + run->refused;
	for (;;) {
		enum outcome outcome = framer_next(framer, &framed, &run->why);
		if (outcome != DONE) {
			run->end = outcome;
			return outcome == NEED_MORE;
		}
		assert_int_equal(framed.number, ++number);
		note(run, &framed);
	}
}

static void frame(
    struct text input, size_t chunk, const struct csv_mappings *mappings, struct run *run)
{
	*run = (struct run){.end = DONE};
	if (input.size > 1 && input.at[0] != 0 && input.at[1] != 0)
		run->source = input;
	if (text_starts(input, TEXT("\xff\xfe")) || text_starts(input, TEXT("\xfe\xff")))
		run->source.size = 0;
	buffer_init(&run->log, 64 * 1024 * 1024);
	struct framer *framer = framer_create(mappings);
	while (drain(framer, run) && input.size != 0) {
		framer_push(framer, text_part(input, 0, chunk));
		input = text_from(input, chunk);
	}
	if (run->end == NEED_MORE) {
		framer_finish(framer);
		assert_false(drain(framer, run));
	}
	run->blank = framer_blank(framer);
	snprintf(run->kind, sizeof(run->kind), "%s", framer_kind(framer));
	framer_destroy(framer);
}

static void free_run(struct run *run)
{
	buffer_free(&run->log);
}

/* Frame with pushes of several sizes: the same must come out each time. */
static void expect(struct text input, const char *kind, const char *wanted)
{
	static const size_t chunks[] = {SIZE_MAX, 1, 2, 3, 7, 64};
	for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
		struct run run;
		frame(input, chunks[i], NULL, &run);
		buffer_put_char(&run.log, 0);
		assert_string_equal(run.log.bytes, wanted);
		assert_string_equal(run.kind, kind);
		assert_int_equal(run.end, AT_END);
		free_run(&run);
	}
}

static void test_lines(void **state)
{
	(void)state;
	expect(TEXT("a b\nc\r\n\n  \nd"), "lines", "0:a b\n4:c\n11:d\n");
	expect(TEXT(""), "lines", "");
	expect(TEXT("\n\n\n"), "lines", "");
	expect(TEXT("<134>Jan  1 host x\n<134>y\n"), "lines", "0:<134>Jan  1 host x\n19:<134>y\n");
	/* A line that begins with white space stands alone where the file is no syslog file. */
	expect(TEXT("a\n b\n"), "lines", "0:a\n2: b\n");
	/* A byte order mark is dropped and counted in the offsets. */
	expect(TEXT("\xef\xbb\xbf"
		    "a\nb\n"),
	    "lines", "3:a\n5:b\n");
	/* An Apache error log is no JSON array. */
	expect(TEXT("[Mon Dec 26 16:15:55 2016] [error] x\n"), "lines",
	    "0:[Mon Dec 26 16:15:55 2016] [error] x\n");
}

static void test_nul_in_lines(void **state)
{
	(void)state;
	struct run run;
	struct text input = TEXT("one\0two\nthree\0\0\0\nfour\n");
	frame(input, 3, NULL, &run);
	struct text wanted = TEXT("0:one\0two\n8:three\0\0\0\n17:four\n");
	assert_true(text_equal(buffer_text(&run.log), wanted));
	free_run(&run);
}

static void test_invalid_utf8_passes(void **state)
{
	(void)state;
	expect(TEXT("a\xff\xfe\x80z\nb\n"), "lines", "0:a\xff\xfe\x80z\n6:b\n");
}

static void test_syslog_continuation(void **state)
{
	(void)state;
	expect(TEXT("May 21 21:54:44 host foo[1]: This message\n spans\n\tlines.\n"
		    "May 21 21:54:45 host foo[1]: next\n"),
	    "syslog",
	    "0:May 21 21:54:44 host foo[1]: This message\n spans\n\tlines.\n"
	    "57:May 21 21:54:45 host foo[1]: next\n");
	expect(TEXT("2026-01-02T03:04:05.123456+09:00 host a: b\n c"), "syslog",
	    "0:2026-01-02T03:04:05.123456+09:00 host a: b\n c\n");
}

static void test_syslog_continuation_limit(void **state)
{
	(void)state;
	struct buffer input;
	struct run run;
	buffer_init(&input, 1024 * 1024);
	buffer_put(&input, TEXT("May 21 21:54:44 host foo[1]: x\n"));
	for (int i = 0; i < 600; i++)
		buffer_put(&input, TEXT(" more\n"));
	frame(buffer_text(&input), 1000, NULL, &run);
	assert_int_equal(run.records, 3);
	assert_int_equal(run.lines, 601);
	assert_int_equal(run.refused, 0);
	free_run(&run);
	buffer_free(&input);
}

static void test_json_lines(void **state)
{
	(void)state;
	expect(TEXT("{\"a\":1}\n{\"b\":\"}{\\\"\"}\r\n\n{\"c\":[]}"), "json-lines",
	    "0:{\"a\":1}\n8:{\"b\":\"}{\\\"\"}\n23:{\"c\":[]}\n");
	/* One broken line harms no other; what it is, its decoder says. */
	expect(TEXT("{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":4}\n"), "json-lines",
	    "0:{\"a\":1}\n!8+14 a JSON value that does not end before the next one begins\n"
	    "22:{\"d\":4}\n");
	expect(TEXT("{\"a\":1}\n{\"b\":\"cut of\n{\"c\":3}\nplain\n"), "json-lines",
	    "0:{\"a\":1}\n8:{\"b\":\"cut of\n21:{\"c\":3}\n29:plain\n");
}

static void test_json_first_line_broken(void **state)
{
	(void)state;
	expect(TEXT("{\"a\":\"cut\n{\"b\":2}\n{\"c\":3}\n"), "json-lines",
	    "!0+10 a JSON value that does not end before the next one begins\n"
	    "10:{\"b\":2}\n18:{\"c\":3}\n");
	expect(TEXT("{\"a\":{\"x\":1}\n{\"b\":2}\n"), "json-lines",
	    "!0+13 a JSON value that does not end before the next one begins\n13:{\"b\":2}\n");
	expect(TEXT("{\"a\":1,\n{\"b\":2}\n"), "json-lines",
	    "!0+8 a JSON value that does not end before the next one begins\n8:{\"b\":2}\n");
	expect(TEXT("{\"a\":[1,2"), "json", "!0+9 a JSON value that does not end\n");
}

static void test_json_pretty(void **state)
{
	(void)state;
	expect(
	    TEXT("{\n  \"a\": {\n    \"b\": [\n      {\n\"c\": 1 }\n ]\n  }\n}\n{\n \"d\": 2\n}\n"),
	    "json",
	    "0:{\n  \"a\": {\n    \"b\": [\n      {\n\"c\": 1 }\n ]\n  }\n}\n48:{\n \"d\": 2\n}\n");
	/* Values without any indentation are legal where a value may stand. */
	expect(TEXT("{\"e\":[\n{\"a\":1},\n{\"a\":2}\n]}\n{\n\"x\":\n{\"y\":1}\n}"), "json",
	    "0:{\"e\":[\n{\"a\":1},\n{\"a\":2}\n]}\n27:{\n\"x\":\n{\"y\":1}\n}\n");
	/* The second of three does not end. */
	expect(TEXT("{\n \"a\": 1\n}\n{\n \"b\": 1\n{\n \"c\": 1\n}\n"), "json",
	    "0:{\n \"a\": 1\n}\n!12+10 a JSON value that does not end before the next one begins\n"
	    "22:{\n \"c\": 1\n}\n");
	/* Lines, then a document, then lines again. */
	expect(TEXT("{\"a\":1}\n{\n\"b\":2\n}\n{\"c\":3}\n"), "json-lines",
	    "0:{\"a\":1}\n8:{\n\"b\":2\n}\n18:{\"c\":3}\n");
	/* Two on one line, and text between values. */
	expect(TEXT("{\"a\":1} {\"b\":2}\nhello {\n{\n\"c\":3}"), "json",
	    "0:{\"a\":1}\n8:{\"b\":2}\n16:hello {\n24:{\n\"c\":3}\n");
}

static void test_json_array(void **state)
{
	(void)state;
	expect(TEXT("[{\"a\":1},{\"b\":[2,3]} , {}]\n"), "json",
	    "1:{\"a\":1}\n9:{\"b\":[2,3]}\n23:{}\n");
	expect(TEXT("[\n{\"a\":1},\n{\"b\":2}\n]\n[{\"c\":3}]"), "json",
	    "2:{\"a\":1}\n11:{\"b\":2}\n22:{\"c\":3}\n");
	expect(TEXT("[]"), "json", "");
	/* Elements that are no objects come out for what they are. */
	expect(TEXT("[{\"a\":1}, 12, null,{\"b\":2}, \"x\"]"), "json",
	    "1:{\"a\":1}\n10:12\n14:null\n19:{\"b\":2}\n28:\"x\"\n");
	/* An element without its end, in an indented array. */
	expect(TEXT("[\n  {\n    \"a\": 1,\n  {\n    \"b\": 2\n  }\n]\n"), "json",
	    "!4+16 a JSON value that does not end before the next one begins\n"
	    "20:{\n    \"b\": 2\n  }\n");
}

static void test_json_depth(void **state)
{
	(void)state;
	struct buffer input;
	struct run run;
	buffer_init(&input, 1024 * 1024);
	buffer_put(&input, TEXT("{\"a\":"));
	for (int i = 0; i < 10000; i++)
		buffer_put(&input, TEXT("[\n"));
	for (int i = 0; i < 10000; i++)
		buffer_put(&input, TEXT("]"));
	buffer_put(&input, TEXT("}\n{\"b\":1}\n"));
	frame(buffer_text(&input), 777, NULL, &run);
	assert_int_equal(run.records, 2);
	assert_int_equal(run.refused, 0);
	free_run(&run);
	buffer_free(&input);
}

static void test_xml(void **state)
{
	(void)state;
	expect(TEXT("<Event xmlns='x'><a/></Event>\r\n<Event><b/></Event>\n"), "xml",
	    "0:<Event xmlns='x'><a/></Event>\n31:<Event><b/></Event>\n");
	expect(
	    TEXT("<?xml version=\"1.0\"?>\n<!-- <Event> > -->\n<Events>\n<Event>\n <EventData>1\n"
		 "</EventData></Event><Event >2</Event>\n</Events>"),
	    "xml", "50:<Event>\n <EventData>1\n</EventData></Event>\n92:<Event >2</Event>\n");
	expect(TEXT("<Event>1<Event>2</Event>junk<Event>3</Event>"), "xml",
	    "!0+8 an <Event> element that does not end before the next one begins\n"
	    "8:<Event>2</Event>\n24:junk\n28:<Event>3</Event>\n");
	expect(TEXT("<Events><Event>1</Event><Event>2"), "xml",
	    "8:<Event>1</Event>\n!24+8 an <Event> element that does not end\n");
}

static void test_xml_blank_count(void **state)
{
	(void)state;
	struct run run;
	frame(TEXT("<?xml?><Events><Event>1</Event></Events>\n"), 5, NULL, &run);
	assert_int_equal(run.blank, 3);
	assert_int_equal(run.records, 1);
	free_run(&run);
}

static void test_modsecurity(void **state)
{
	(void)state;
	expect(TEXT("--7ae1b2c3-A--\n[x]\n--7ae1b2c3-B--\nGET /\n\n--7ae1b2c3-Z--\n\n"
		    "--00112233-A--\r\n[y]\r\n--00112233-Z--\r\n"),
	    "modsecurity",
	    "0:--7ae1b2c3-A--\n[x]\n--7ae1b2c3-B--\nGET /\n\n--7ae1b2c3-Z--\n"
	    "57:--00112233-A--\r\n[y]\r\n--00112233-Z--\n");
	expect(TEXT("---aBcD1234---A--\n[x]\n---aBcD1234---Z--\n"), "modsecurity",
	    "0:---aBcD1234---A--\n[x]\n---aBcD1234---Z--\n");
	/* A boundary of another name within a body ends nothing; a new entry does. */
	expect(TEXT("--7ae1b2c3-A--\n[x]\n--deadbeef-Z--\n--7ae1b2c3-C--\nq\n--11111111-A--\n"
		    "[y]\n--11111111-Z--\nstray\n"),
	    "modsecurity",
	    "0:--7ae1b2c3-A--\n[x]\n--deadbeef-Z--\n--7ae1b2c3-C--\nq\n\n"
	    "51:--11111111-A--\n[y]\n--11111111-Z--\n85:stray\n");
	expect(TEXT("--7ae1b2c3-A--\n[x]"), "modsecurity", "0:--7ae1b2c3-A--\n[x]\n");
}

static void test_zeek(void **state)
{
	(void)state;
	expect(TEXT("#separator \\x09\n#set_separator\t,\n#unset_field\t-\n#path\tconn\n"
		    "#fields\tts\tuid\n#types\ttime\tstring\n1\ta\n#close\t2023\n"
		    "#separator \\x09\n#path\tdns\n#fields\tx\ty\tz\n2\tb\tc\n"),
	    "zeek", "93:1\ta<2:ts>\n149:2\tb\tc<3:x>\n");
	/* a white space before the # */
	expect(TEXT("\t#separator \\x09\n #path\tconn\n\t #fields\tts\tuid\n1\ta\n \n\t\n 2\tb\n"),
	    "zeek", "46:1\ta<2:ts>\n54: 2\tb<2:ts>\n");
}

/* Each header has the types of its own #types line; a row before it has none. */
static void test_zeek_types(void **state)
{
	(void)state;
	struct framer *framer = framer_create(NULL);
	struct framed framed;
	framer_push(framer,
	    TEXT("#separator \\x09\n#types\tbool\n#fields\ta\tb\n1\t2\n#types\tcount\tset[addr]\n"
		 "3\t4\n#fields\ta\tb\n#types\tint\n5\t6\n#fields\ta\tb\n#types\tcount\tset[addr]\n"
		 "7\t8\n"));
	framer_finish(framer);
	assert_int_equal(framer_next(framer, &framed, NULL), DONE);
	const struct columns *untyped = framed.columns;
	assert_null(untyped->types);
	assert_int_equal(framer_next(framer, &framed, NULL), DONE);
	const struct columns *typed = framed.columns;
	assert_true(text_equal(typed->types[0], TEXT("count")));
	assert_true(text_equal(typed->types[1], TEXT("set[addr]")));
	assert_true(text_equal(typed->names[1], TEXT("b")));
	assert_null(untyped->types);
	assert_int_equal(framer_next(framer, &framed, NULL), DONE);
	assert_true(text_equal(framed.columns->types[0], TEXT("int")));
	assert_int_equal(framed.columns->types[1].size, 0);
	assert_int_equal(framer_next(framer, &framed, NULL), DONE);
	assert_ptr_equal(framed.columns, typed);
	framer_destroy(framer);
}

static void test_zeek_columns(void **state)
{
	(void)state;
	struct framer *framer = framer_create(NULL);
	struct framed framed;
	framer_push(framer, TEXT("#separator \\x2c\n#set_separator,|\n#empty_field,(none)\n"
				 "#unset_field,~\n#path,http\n#fields,a,b\nx,y\n"));
	framer_finish(framer);
	assert_int_equal(framer_next(framer, &framed, NULL), DONE);
	const struct columns *columns = framed.columns;
	assert_int_equal(columns->kind, COLUMNS_ZEEK);
	assert_int_equal(columns->separator, ',');
	assert_true(text_equal(columns->set_separator, TEXT("|")));
	assert_true(text_equal(columns->empty_field, TEXT("(none)")));
	assert_true(text_equal(columns->unset_field, TEXT("~")));
	assert_true(text_equal(columns->path, TEXT("http")));
	assert_int_equal(columns->count, 2);
	assert_true(text_equal(columns->names[1], TEXT("b")));
	assert_int_equal(framer_blank(framer), 6);
	framer_destroy(framer);
}

static void test_headers_are_bounded(void **state)
{
	(void)state;
	struct buffer input;
	struct run run;
	buffer_init(&input, 64 * 1024 * 1024);
	buffer_put(&input, TEXT("#separator \\x09\n"));
	for (int i = 0; i < 5000; i++)
		buffer_format(
		    &input, "#path\tp%d\n#fields\ta%d\tb\n1\t2\n", i % 2 ? i : 0, i % 2 ? i : 0);
	frame(buffer_text(&input), 65536, NULL, &run);
	assert_int_equal(run.records, 5000);
	assert_int_equal(run.refused, 2500 - 127);
	free_run(&run);
	buffer_free(&input);
}

static void test_w3c(void **state)
{
	(void)state;
	expect(TEXT("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n"
		    "#Date: 2026-01-01 00:00:00\n#Fields: date time cs-method\n"
		    "2026-01-01 00:00:01 GET\n#Fields: time date\n00:00:02 2026-01-01\n"),
	    "w3c", "126:2026-01-01 00:00:01 GET<3:date>\n169:00:00:02 2026-01-01<2:time>\n");
}

static void put_utf16(struct buffer *out, const char *ascii, bool big)
{
	for (; *ascii != 0; ascii++) {
		buffer_put_char(out, big ? 0 : *ascii);
		buffer_put_char(out, big ? *ascii : 0);
	}
}

static void utf16_case(bool big, bool mark)
{
	struct buffer input;
	buffer_init(&input, 4096);
	if (mark)
		buffer_put(&input, big ? TEXT("\xfe\xff") : TEXT("\xff\xfe"));
	put_utf16(&input, "first line\r\nsecond ", big);
	/* U+65E5 and U+1F600 */
	buffer_put(
	    &input, big ? TEXT("\x65\xe5\xd8\x3d\xde\x00") : TEXT("\xe5\x65\x3d\xd8\x00\xde"));
	put_utf16(&input, "\nthird\n", big);
	expect(buffer_text(&input), "lines",
	    mark ? "2:first line\n26:second \xe6\x97\xa5\xf0\x9f\x98\x80\n48:third\n"
		 : "0:first line\n24:second \xe6\x97\xa5\xf0\x9f\x98\x80\n46:third\n");
	buffer_free(&input);
}

static void test_utf16(void **state)
{
	(void)state;
	utf16_case(false, true);
	utf16_case(true, true);
}

static void test_utf16_without_mark(void **state)
{
	(void)state;
	utf16_case(false, false);
	utf16_case(true, false);
}

static void refuses(struct text input, const char *beginning)
{
	struct run run;
	frame(input, 10, NULL, &run);
	assert_int_equal(run.end, NOT_SUPPORTED);
	assert_int_equal(run.records + run.refused, 0);
	assert_memory_equal(run.why.text, beginning, strlen(beginning));
	free_run(&run);
}

static void test_binary(void **state)
{
	(void)state;
	refuses(TEXT("\x0a\x0d\x0d\x0a\x1c\0\0\0M<+\x1a"), "a packet capture (pcapng): ");
	refuses(TEXT("\xd4\xc3\xb2\xa1\x02\0\x04\0"), "a packet capture (pcap): ");
	refuses(TEXT("ElfFile\0\0\0\0"), "a Windows event log (EVTX): ");
	refuses(TEXT("\x7f"
		     "ELF\x02\x01\x01"),
	    "a program (ELF)");
	refuses(TEXT("%PDF-1.7\n"), "a PDF document");
	refuses(TEXT("\x89PNG\r\n\x1a\n\0\0"), "an image (PNG)");
	refuses(TEXT("SQLite format 3\0\x10"), "a database (SQLite)");
	refuses(TEXT("LPKSHHRH\0\0"), "a systemd journal file");
	char program[64] = "MZ";
	refuses((struct text){program, sizeof(program)}, "a program (PE)");
	char noise[4096];
	for (size_t i = 0; i < sizeof(noise); i++)
		noise[i] = (char)(i * 167 + i / 7);
	refuses((struct text){noise, sizeof(noise)}, "binary data");
	char nul[4096] = {0};
	refuses((struct text){nul, sizeof(nul)}, "binary data");
}

static void test_text_like_signatures(void **state)
{
	(void)state;
	expect(TEXT("MZ is how a program begins, and this line is long enough to be looked at "
		    "whole.\n"),
	    "lines",
	    "0:MZ is how a program begins, and this line is long enough to be looked at whole.\n");
	expect(TEXT("registry\n"), "lines", "0:registry\n");
}

/* After NOT_SUPPORTED nothing more comes, whatever is pushed. */
static void test_refused_stays_refused(void **state)
{
	(void)state;
	struct framer *framer = framer_create(NULL);
	struct framed framed;
	struct why why;
	framer_push(framer, TEXT("%PDF-1.7"));
	framer_finish(framer);
	assert_int_equal(framer_next(framer, &framed, &why), NOT_SUPPORTED);
	assert_int_equal(framer_next(framer, &framed, &why), AT_END);
	framer_destroy(framer);
	framer_destroy(NULL);
}

static void test_line_limit(void **state)
{
	(void)state;
	struct buffer input;
	struct run run;
	buffer_init(&input, 8 * LIMIT_LINE);
	char *line = malloc(LIMIT_LINE + 1);
	assert_non_null(line);
	memset(line, 'x', LIMIT_LINE + 1);
	buffer_put(&input, TEXT("a\n"));
	buffer_put(&input, (struct text){line, LIMIT_LINE});
	buffer_put(&input, TEXT("\nb\n"));
	buffer_put(&input, (struct text){line, LIMIT_LINE + 1});
	buffer_put(&input, TEXT("\nc\n"));
	for (size_t chunk = 999; chunk < 4 * LIMIT_LINE; chunk *= 37) {
		frame(buffer_text(&input), chunk, NULL, &run);
		assert_int_equal(run.records, 4);
		assert_int_equal(run.refused, 1);
		assert_int_equal(run.lines, 5);
		assert_true(text_find(buffer_text(&run.log),
				TEXT("!1048581+1048577 a line of 1048577 bytes, over the limit")) !=
			    TEXT_NONE);
		assert_true(text_ends(buffer_text(&run.log), TEXT("\n2097159:c\n")));
		free_run(&run);
	}
	free(line);
	buffer_free(&input);
}

static long peak_kib(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* Push `count` times the same mebibyte between two texts. */
static void flood(struct text before, char fill, size_t count, struct text after, struct run *run)
{
	size_t size = 1024 * 1024;
	char *block = malloc(size);
	assert_non_null(block);
	memset(block, fill, size);
	*run = (struct run){.end = DONE};
	buffer_init(&run->log, 4096);
	struct framer *framer = framer_create(NULL);
	framer_push(framer, before);
	for (size_t i = 0; i < count && drain(framer, run); i++)
		framer_push(framer, (struct text){block, size});
	assert_true(drain(framer, run));
	framer_push(framer, after);
	framer_finish(framer);
	drain(framer, run);
	framer_destroy(framer);
	free(block);
	buffer_put_char(&run->log, 0);
}

static void test_line_of_a_gigabyte(void **state)
{
	(void)state;
	struct run run;
	long before = peak_kib();
	flood(TEXT("first\n"), 'x', 1024, TEXT("\nlast\n"), &run);
	assert_string_equal(run.log.bytes,
	    "0:first\n!6+1073741824 a line of 1073741824 bytes, over the limit of 1048576 bytes\n"
	    "1073741831:last\n");
	assert_true(peak_kib() - before < 32 * 1024);
	free_run(&run);
}

static void test_document_without_end(void **state)
{
	(void)state;
	struct run run;
	long before = peak_kib();
	flood(TEXT("{\n\"a\":\""), 'x', 64, TEXT("\"}\n{\n}\n"), &run);
	assert_string_equal(run.log.bytes,
	    "!0+67108873 a record of 67108873 bytes, over the limit of 4194304 bytes\n"
	    "67108874:{\n}\n");
	free_run(&run);
	flood(TEXT("<Event>"), 'x', 64, TEXT("</Event><Event/></Event>"), &run);
	assert_string_equal(run.log.bytes,
	    "!0+67108879 a record of 67108879 bytes, over the limit of 4194304 bytes\n"
	    "67108879:<Event/></Event>\n");
	free_run(&run);
	flood(TEXT("--11111111-A--\n"), '\n', 64, TEXT("--11111111-Z--\nx"), &run);
	assert_string_equal(run.log.bytes,
	    "!0+67108893 a record of 67108893 bytes, over the limit of 4194304 bytes\n"
	    "67108894:x\n");
	free_run(&run);
	flood(TEXT("{\n\"a\":"), '[', 64, TEXT("]\n{\"b\":1}\n"), &run);
	assert_memory_equal(run.log.bytes, "!0+", 3);
	assert_int_equal(run.refused, 1);
	free_run(&run);
	assert_true(peak_kib() - before < 64 * 1024);
}

static void test_open_brackets_by_the_megabyte(void **state)
{
	(void)state;
	struct run run;
	flood(TEXT("[{}"), '[', 16, TEXT("{}]"), &run);
	assert_int_equal(run.records, 2);
	free_run(&run);
	flood(TEXT("{\n\"a\":\n"), '{', 16, TEXT("\n"), &run);
	assert_int_equal(run.records, 0);
	assert_int_equal(run.refused, 1);
	free_run(&run);
}

/* Real files: how many records they hold, counted by hand. */
static void test_real(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		const char *kind;
		unsigned records;
	} cases[] = {
	    {"logs/system/auth/test-multiline.log", "syslog", 2},
	    {"logs/system/syslog/test-darwin-syslog-sample.log", "syslog", 3},
	    {"logs/suricata/eve/test-eve-small.log", "json-lines", 12},
	    {"logs/apache/error/test-error-basic.log", "lines", 4},
	    {"network/test10-mixed-zeek-dir/notice.log", "zeek", 13},
	    {"network/port-scans/vertical/conn.log", "json-lines", 50},
	};
	const char *data = getenv("SAKIMORI_DATA");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static char bytes[256 * 1024];
		char path[512];
		struct run run;
		snprintf(path, sizeof(path), "%s/%s", data != NULL ? data : "../shared/data",
		    cases[i].path);
		FILE *file = fopen(path, "rb");
		if (file == NULL)
			skip();
		size_t size = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
		frame((struct text){bytes, size}, 5000, NULL, &run);
		assert_string_equal(run.kind, cases[i].kind);
		assert_int_equal(run.records, cases[i].records);
		assert_int_equal(run.refused, 0);
		free_run(&run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_nul_in_lines),
	    cmocka_unit_test(test_invalid_utf8_passes),
	    cmocka_unit_test(test_syslog_continuation),
	    cmocka_unit_test(test_syslog_continuation_limit),
	    cmocka_unit_test(test_json_lines),
	    cmocka_unit_test(test_json_first_line_broken),
	    cmocka_unit_test(test_json_pretty),
	    cmocka_unit_test(test_json_array),
	    cmocka_unit_test(test_json_depth),
	    cmocka_unit_test(test_xml),
	    cmocka_unit_test(test_xml_blank_count),
	    cmocka_unit_test(test_modsecurity),
	    cmocka_unit_test(test_zeek),
	    cmocka_unit_test(test_zeek_types),
	    cmocka_unit_test(test_zeek_columns),
	    cmocka_unit_test(test_headers_are_bounded),
	    cmocka_unit_test(test_w3c),
	    cmocka_unit_test(test_utf16),
	    cmocka_unit_test(test_utf16_without_mark),
	    cmocka_unit_test(test_binary),
	    cmocka_unit_test(test_text_like_signatures),
	    cmocka_unit_test(test_refused_stays_refused),
	    cmocka_unit_test(test_line_limit),
	    cmocka_unit_test(test_line_of_a_gigabyte),
	    cmocka_unit_test(test_document_without_end),
	    cmocka_unit_test(test_open_brackets_by_the_megabyte),
	    cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
