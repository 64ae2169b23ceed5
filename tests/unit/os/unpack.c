/* SPDX-License-Identifier: Apache-2.0 */
/* Archives made here, whole, nested, damaged and hostile, and what comes out of them. */
#include "os/unpack.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/unit-unpack-XXXXXX";
static char file[sizeof(folder) + 16];

static int set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(file, sizeof(file), "%s/input", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(file);
	return rmdir(folder);
}

static void put_file(struct text bytes)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	while (bytes.size != 0) {
		ssize_t put = write(fd, bytes.at, bytes.size);
		assert_true(put > 0);
		bytes = text_from(bytes, (size_t)put);
	}
	close(fd);
}

/*
 * What came out, written down: "+name" where a member begins, its bytes in brackets, "." at its
 * end, "!name: why" where it is refused.
 */
struct run {
	struct buffer log;
	uint64_t bytes;
	unsigned members;
	unsigned refused;
	struct why why;
	uint64_t consumed;
};

static void note(struct run *run, const struct unpack_step *step, uint64_t *offset)
{
	switch (step->kind) {
	case UNPACK_MEMBER:
		run->members++;
		*offset = 0;
		buffer_format(&run->log, "+%.*s", TEXT_ARGS(step->name));
		break;
	case UNPACK_BYTES:
		assert_int_equal(step->offset, *offset);
		assert_true(step->bytes.size != 0);
		*offset += step->bytes.size;
		run->bytes += step->bytes.size;
		if (step->bytes.size < 200)
			buffer_format(&run->log, "[%.*s]", TEXT_ARGS(step->bytes));
		break;
	case UNPACK_END:
		assert_int_equal(step->offset, *offset);
		buffer_put(&run->log, TEXT(".\n"));
		break;
	case UNPACK_REFUSED:
		run->refused++;
		run->why = step->why;
		assert_true(step->why.text[0] != 0);
		buffer_format(&run->log, "!%.*s\n", TEXT_ARGS(step->name));
		break;
	}
}

static void unpack_file(const char *path, const struct unpack_limits *limits, struct run *run)
{
	struct unpack *unpack;
	struct unpack_step step;
	struct why why;
	uint64_t offset = 0;
	*run = (struct run){.members = 0};
	buffer_init(&run->log, (size_t)64 * 1024 * 1024);
	assert_int_equal(unpack_open(path, "in", limits, &unpack, &why), DONE);
	while (unpack_next(unpack, &step) == DONE)
		note(run, &step, &offset);
	assert_int_equal(unpack_next(unpack, &step), AT_END);
	run->consumed = unpack_consumed(unpack);
	unpack_close(unpack);
	buffer_put_char(&run->log, 0);
}

static void unpack_bytes(struct text bytes, struct run *run)
{
	put_file(bytes);
	unpack_file(file, &unpack_default_limits, run);
}

static void expect(struct text bytes, const char *wanted)
{
	struct run run;
	unpack_bytes(bytes, &run);
	assert_string_equal(run.log.bytes, wanted);
	buffer_free(&run.log);
}

static void expect_refused(struct text bytes, const char *wanted, const char *why)
{
	struct run run;
	unpack_bytes(bytes, &run);
	assert_string_equal(run.log.bytes, wanted);
	if (strstr(run.why.text, why) == NULL)
		fail_msg("\"%s\" does not hold \"%s\"", run.why.text, why);
	buffer_free(&run.log);
}

/* What the writer takes names to be in. */
static const char *maker_locale = "C.UTF-8";

/* An archive in the making. */
struct maker {
	struct archive *archive;
	char *room;
	size_t size;
};

#define MAKER_ROOM ((size_t)32 * 1024 * 1024)

static void maker_begin(struct maker *maker, int format, int filter, const char *options)
{
	/* The writer converts names; the reader under test must not need the process's locale. */
	assert_non_null(setlocale(LC_CTYPE, maker_locale));
	maker->room = malloc(MAKER_ROOM);
	assert_non_null(maker->room);
	maker->size = 0;
	maker->archive = archive_write_new();
	assert_int_equal(archive_write_set_format(maker->archive, format), ARCHIVE_OK);
	if (filter != ARCHIVE_FILTER_NONE)
		assert_int_equal(archive_write_add_filter(maker->archive, filter), ARCHIVE_OK);
	archive_write_set_bytes_in_last_block(maker->archive, 1);
	if (options != NULL) {
		assert_int_equal(archive_write_set_options(maker->archive, options), ARCHIVE_OK);
		assert_int_equal(
		    archive_write_set_passphrase(maker->archive, "secret"), ARCHIVE_OK);
	}
	assert_int_equal(
	    archive_write_open_memory(maker->archive, maker->room, MAKER_ROOM, &maker->size),
	    ARCHIVE_OK);
}

static void maker_add(struct maker *maker, const char *name, unsigned type, struct text bytes)
{
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, type);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, 1700000000, 0);
	archive_entry_set_size(entry, (la_int64_t)bytes.size);
	if (type == AE_IFLNK)
		archive_entry_set_symlink(entry, "/etc/passwd");
	assert_int_equal(archive_write_header(maker->archive, entry), ARCHIVE_OK);
	if (bytes.size != 0)
		assert_int_equal(
		    archive_write_data(maker->archive, bytes.at, bytes.size), bytes.size);
	archive_entry_free(entry);
}

static struct text maker_end(struct maker *maker)
{
	assert_int_equal(archive_write_close(maker->archive), ARCHIVE_OK);
	archive_write_free(maker->archive);
	setlocale(LC_CTYPE, "C");
	return (struct text){maker->room, maker->size};
}

/* One compressed text; the caller frees .at. */
static struct text compress(int filter, struct text bytes)
{
	struct maker maker;
	maker_begin(&maker, ARCHIVE_FORMAT_RAW, filter, NULL);
	maker_add(&maker, "x", AE_IFREG, bytes);
	return maker_end(&maker);
}

static struct text pack(int format, int filter, const char *name, struct text bytes)
{
	struct maker maker;
	maker_begin(&maker, format, filter, NULL);
	maker_add(&maker, name, AE_IFREG, bytes);
	return maker_end(&maker);
}

static void let_go(struct text bytes)
{
	free((char *)(uintptr_t)bytes.at);
}

static void test_plain(void **state)
{
	(void)state;
	expect(TEXT("hello\n"), "+in[hello\n].\n");
	expect(TEXT(""), "+in.\n");
	expect(TEXT("BZh9 is how bzip2 begins\n"), "+in[BZh9 is how bzip2 begins\n].\n");
}

static void test_plain_large(void **state)
{
	(void)state;
	struct run run;
	size_t size = 1000 * 1000;
	char *bytes = malloc(size);
	assert_non_null(bytes);
	memset(bytes, 'x', size);
	unpack_bytes((struct text){bytes, size}, &run);
	assert_int_equal(run.bytes, size);
	assert_int_equal(run.consumed, size);
	buffer_free(&run.log);
	free(bytes);
}

static const int filters[] = {
    ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD};
static const int containers[] = {ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FORMAT_7ZIP,
    ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE};

static void test_compressed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct text packed = compress(filters[i], TEXT("hello\n"));
		expect(packed, "+in[hello\n].\n");
		let_go(packed);
		packed = compress(filters[i], TEXT(""));
		expect(packed, "+in.\n");
		let_go(packed);
	}
}

/* Log rotation and cat make files of several compressed pieces. */
static void test_concatenated(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct buffer both;
		buffer_init(&both, 1024 * 1024);
		struct text one = compress(filters[i], TEXT("one\n"));
		struct text two = compress(filters[i], TEXT("two\n"));
		buffer_put(&both, one);
		buffer_put(&both, two);
		struct run run;
		unpack_bytes(buffer_text(&both), &run);
		assert_int_equal(run.bytes, 8);
		assert_int_equal(run.members, 1);
		assert_int_equal(run.refused, 0);
		buffer_free(&run.log);
		buffer_free(&both);
		let_go(one);
		let_go(two);
	}
}

static void test_containers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(containers) / sizeof(containers[0]); i++) {
		struct maker maker;
		maker_begin(&maker, containers[i], ARCHIVE_FILTER_NONE, NULL);
		maker_add(&maker, "var", AE_IFDIR, TEXT(""));
		maker_add(&maker, "var/auth.log", AE_IFREG, TEXT("first\n"));
		maker_add(&maker, "empty", AE_IFREG, TEXT(""));
		maker_add(&maker, "\xe6\x97\xa5\xe6\x9c\xac.csv", AE_IFREG, TEXT("second\n"));
		struct text packed = maker_end(&maker);
		struct run run;
		unpack_bytes(packed, &run);
		/* 7-Zip keeps empty files behind the others. */
		const char *wanted =
		    containers[i] == ARCHIVE_FORMAT_7ZIP
			? "+in!var/auth.log[first\n].\n"
			  "+in!\xe6\x97\xa5\xe6\x9c\xac.csv[second\n].\n+in!empty.\n"
			: "+in!var/auth.log[first\n].\n+in!empty.\n"
			  "+in!\xe6\x97\xa5\xe6\x9c\xac.csv[second\n].\n";
		assert_string_equal(run.log.bytes, wanted);
		buffer_free(&run.log);
		let_go(packed);
	}
}

static void test_times(void **state)
{
	(void)state;
	struct unpack *unpack;
	struct unpack_step step;
	struct why why;
	struct text packed = pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, "a", TEXT("x"));
	put_file(packed);
	assert_int_equal(unpack_open(file, "in", &unpack_default_limits, &unpack, &why), DONE);
	assert_int_equal(unpack_next(unpack, &step), DONE);
	assert_int_equal(step.modified, INT64_C(1700000000000000));
	unpack_close(unpack);
	unpack_close(NULL);
	let_go(packed);
}

static void test_nested(void **state)
{
	(void)state;
	struct text gz = compress(ARCHIVE_FILTER_GZIP, TEXT("deep\n"));
	struct text inner = pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "b/log.gz", gz);
	struct maker maker;
	maker_begin(&maker, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL);
	maker_add(&maker, "a.zip", AE_IFREG, inner);
	maker_add(&maker, "after", AE_IFREG, TEXT("shallow\n"));
	struct text outer = maker_end(&maker);
	expect(outer, "+in!a.zip!b/log.gz[deep\n].\n+in!after[shallow\n].\n");
	let_go(gz);
	let_go(inner);
	let_go(outer);
}

static void test_nested_7zip(void **state)
{
	(void)state;
	struct text inner = pack(ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "b", TEXT("x"));
	struct text outer = pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "a.7z", inner);
	expect_refused(outer, "!in!a.7z\n", "7-Zip");
	let_go(inner);
	let_go(outer);
}

/* Zip in zip in …: what is deeper than the limit is refused, and the rest comes out. */
static void test_depth(void **state)
{
	(void)state;
	struct text packed = pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "log", TEXT("x"));
	for (int i = 1; i < 6; i++) {
		struct maker maker;
		maker_begin(&maker, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL);
		maker_add(&maker, "z", AE_IFREG, packed);
		maker_add(&maker, "y", AE_IFREG, TEXT("y"));
		let_go(packed);
		packed = maker_end(&maker);
		if (i == LIMIT_ARCHIVE_DEPTH - 1)
			expect(
			    packed, "+in!z!z!z!log[x].\n+in!z!z!y[y].\n+in!z!y[y].\n+in!y[y].\n");
	}
	expect_refused(packed,
	    "!in!z!z!z!z\n+in!z!z!z!y[y].\n+in!z!z!y[y].\n+in!z!y[y].\n+in!y[y].\n",
	    "more than 4 deep");
	let_go(packed);
	packed = compress(ARCHIVE_FILTER_BZIP2, TEXT("x"));
	for (int i = 0; i < 8; i++) {
		struct text more = compress(filters[i % 4], packed);
		let_go(packed);
		packed = more;
	}
	expect_refused(packed, "!in\n", "more than 4 deep");
	let_go(packed);
}

static void test_names(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
	    {"../../etc/passwd", "+in!etc/passwd[x].\n"},
	    {"/etc/shadow", "+in!etc/shadow[x].\n"},
	    {"a/../../b", "+in!a/b[x].\n"},
	    {"./././c", "+in!c[x].\n"},
	    {"C:\\Windows\\..\\system.log", "+in!Windows/system.log[x].\n"},
	    {"\\\\server\\share\\log", "+in!server/share/log[x].\n"},
	    {"line\nbreak\x1b[31m\x7f", "+in!line?break?[31m?[x].\n"},
	    {"a\xe2\x80\xae"
	     "gol.b",
		"+in!a?gol.b[x].\n"},
	    {"...", "+in!...[x].\n"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct text packed =
		    pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, cases[i][0], TEXT("x"));
		expect(packed, cases[i][1]);
		let_go(packed);
	}
	struct text packed = pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "..", TEXT("x"));
	expect(packed, "+in!(no name)[x].\n");
	let_go(packed);
}

/* "日本語\表.csv" as Windows in Japanese writes it: the second byte of 表 is a backslash. */
static void test_cp932_name(void **state)
{
	(void)state;
	maker_locale = "C";
	struct text packed = pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
	    "\x93\xfa\x96\x7b\x8c\xea\\\x95\x5c.csv", TEXT("x"));
	expect(packed, "+in!\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e/\xe8\xa1\xa8.csv[x].\n");
	let_go(packed);
	packed = pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, "a\xff\xfe/b", TEXT("x"));
	maker_locale = "C.UTF-8";
	expect(packed, "+in!a\xef\xbf\xbd\xef\xbf\xbd/b[x].\n");
	let_go(packed);
}

static void test_links_and_devices(void **state)
{
	(void)state;
	struct maker maker;
	maker_begin(&maker, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL);
	maker_add(&maker, "link", AE_IFLNK, TEXT(""));
	maker_add(&maker, "pipe", AE_IFIFO, TEXT(""));
	maker_add(&maker, "log", AE_IFREG, TEXT("x"));
	struct text packed = maker_end(&maker);
	expect(packed, "!in!link\n!in!pipe\n+in!log[x].\n");
	let_go(packed);
}

static void test_encrypted(void **state)
{
	(void)state;
	static const char *const ways[] = {"zip:encryption=zipcrypt", "zip:encryption=aes256"};
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct maker maker;
		maker_begin(&maker, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, ways[i]);
		maker_add(&maker, "log", AE_IFREG, TEXT("hidden hidden hidden"));
		struct text packed = maker_end(&maker);
		expect_refused(packed, "!in!log\n", "encrypted");
		let_go(packed);
	}
}

static void test_office(void **state)
{
	(void)state;
	struct text packed =
	    pack(ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "[Content_Types].xml", TEXT("<x/>"));
	expect_refused(packed, "!in\n", "an Office document");
	let_go(packed);
}

/* Bytes that do not compress to nothing. */
static struct text noise(size_t size)
{
	char *bytes = malloc(size);
	assert_non_null(bytes);
	uint32_t x = 12345;
	for (size_t i = 0; i < size; i++) {
		x = x * 1664525 + 1013904223;
		bytes[i] = (char)('a' + (x >> 24) % 26);
	}
	return (struct text){bytes, size};
}

/* Cut anywhere: it ends, and unless all is there (or nothing), it says so. */
static void cut_everywhere(struct text packed, size_t step)
{
	for (size_t size = 4; size + 8 < packed.size; size += step) {
		struct run run;
		unpack_bytes(text_part(packed, 0, size), &run);
		assert_true(run.members + run.refused != 0);
		buffer_free(&run.log);
	}
	struct run run;
	unpack_bytes(text_part(packed, 0, packed.size / 2), &run);
	assert_true(run.refused != 0);
	buffer_free(&run.log);
}

static void test_truncated(void **state)
{
	(void)state;
	struct text bytes = noise(3000);
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		struct text packed = compress(filters[i], bytes);
		cut_everywhere(packed, 13);
		let_go(packed);
	}
	for (size_t i = 0; i < sizeof(containers) / sizeof(containers[0]); i++) {
		struct text packed = pack(containers[i], ARCHIVE_FILTER_NONE, "log", bytes);
		cut_everywhere(packed, 13);
		let_go(packed);
	}
	struct text packed = pack(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, "log", bytes);
	cut_everywhere(packed, 13);
	let_go(packed);
	let_go(bytes);
}

/* The bytes before the damage come out, then the reason. */
static void test_truncated_gives_what_is_there(void **state)
{
	(void)state;
	struct run run;
	struct text bytes = noise(400000);
	struct text packed = compress(ARCHIVE_FILTER_GZIP, bytes);
	unpack_bytes(text_part(packed, 0, packed.size / 2), &run);
	assert_int_equal(run.members, 1);
	assert_int_equal(run.refused, 1);
	assert_true(run.bytes > 100000 && run.bytes < 300000);
	assert_true(strstr(run.why.text, "truncated") != NULL);
	buffer_free(&run.log);
	let_go(packed);
	let_go(bytes);
}

/* Turn every byte of a small archive over, one at a time: nothing but an answer may come of it. */
static void test_damaged(void **state)
{
	(void)state;
	struct text bytes = noise(300);
	for (size_t i = 0; i < sizeof(containers) / sizeof(containers[0]); i++) {
		struct text packed = pack(containers[i], ARCHIVE_FILTER_NONE, "log", bytes);
		char *at = (char *)(uintptr_t)packed.at;
		for (size_t b = 0; b < packed.size && b < 1200; b++) {
			struct run run;
			at[b] = (char)~at[b];
			unpack_bytes(packed, &run);
			buffer_free(&run.log);
			at[b] = (char)~at[b];
		}
		let_go(packed);
	}
	let_go(bytes);
}

static void put_le32(char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (char)(value >> (8 * i));
}

/* A stored zip member that claims another size than it has, in its own header and in the directory.
 */
static void lying_zip(uint32_t claim, struct run *run)
{
	static const char local[30] = "PK\x03\x04\x0a\0\0\0\0\0\0\0\x21\0";
	static const char central[46] = "PK\x01\x02\x0a\0\x0a\0\0\0\0\0\0\0\x21\0";
	static const char end[22] = "PK\x05\x06\0\0\0\0\x01\0\x01\0";
	struct buffer zip;
	char header[46];
	buffer_init(&zip, 4096);
	memcpy(header, local, 30);
	put_le32(header + 14, 0xcbf43926); /* CRC-32 of "123456789" */
	put_le32(header + 18, claim);
	put_le32(header + 22, claim);
	header[26] = 1;
	buffer_put(&zip, (struct text){header, 30});
	buffer_put(&zip, TEXT("a123456789"));
	memcpy(header, central, 46);
	put_le32(header + 16, 0xcbf43926);
	put_le32(header + 20, claim);
	put_le32(header + 24, claim);
	header[28] = 1;
	buffer_put(&zip, (struct text){header, 46});
	buffer_put_char(&zip, 'a');
	memcpy(header, end, 22);
	put_le32(header + 12, 47);
	put_le32(header + 16, 40);
	buffer_put(&zip, (struct text){header, 22});
	unpack_bytes(buffer_text(&zip), run);
	buffer_free(&zip);
}

static void test_lying_sizes(void **state)
{
	(void)state;
	struct run run;
	lying_zip(9, &run);
	assert_string_equal(run.log.bytes, "+in!a[123456789].\n");
	buffer_free(&run.log);
	static const uint32_t lies[] = {5, 10, 200, 0x7fffffff, 0xfffffffe, 0xffffffff};
	for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		lying_zip(lies[i], &run);
		assert_true(run.refused != 0);
		assert_true(run.bytes < 1024);
		buffer_free(&run.log);
	}
}

static long peak_kib(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* `size` zero bytes compressed, made piece by piece. */
static struct text bomb(int filter, uint64_t size)
{
	struct maker maker;
	static char zeros[1024 * 1024];
	maker_begin(&maker, ARCHIVE_FORMAT_RAW, filter, NULL);
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "x");
	archive_write_header(maker.archive, entry);
	for (uint64_t done = 0; done < size; done += sizeof(zeros))
		archive_write_data(maker.archive, zeros, sizeof(zeros));
	archive_entry_free(entry);
	return maker_end(&maker);
}

static void test_bomb(void **state)
{
	(void)state;
	static const int worst[] = {ARCHIVE_FILTER_BZIP2, ARCHIVE_FILTER_ZSTD};
	for (size_t i = 0; i < sizeof(worst) / sizeof(worst[0]); i++) {
		struct run run;
		struct text packed = bomb(worst[i], UINT64_C(128) << 20);
		long before = peak_kib();
		unpack_bytes(packed, &run);
		assert_int_equal(run.refused, 1);
		assert_true(strstr(run.why.text, "bomb") != NULL);
		assert_true(run.bytes < UINT64_C(100) << 20);
		assert_true(peak_kib() - before < 32 * 1024);
		buffer_free(&run.log);
		let_go(packed);
	}
}

/* The dictionary's size in an xz block's header, made larger than "xz -9" makes it: the header's
 * checksum stays as it was, but the size is looked at first. */
static void test_large_dictionary(void **state)
{
	(void)state;
	struct text packed = compress(ARCHIVE_FILTER_XZ, TEXT("hello\n"));
	char *dictionary = (char *)(uintptr_t)packed.at + 16;
	assert_int_equal(packed.at[14], 0x21);
	*dictionary = 31;
	expect_refused(packed, "!in\n", "memory");
	let_go(packed);
}

/* A bomb within an archive ends the whole file: the rest of it cannot be trusted. */
static void test_nested_bomb(void **state)
{
	(void)state;
	struct text inner = bomb(ARCHIVE_FILTER_BZIP2, UINT64_C(128) << 20);
	struct maker maker;
	maker_begin(&maker, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL);
	maker_add(&maker, "bomb", AE_IFREG, inner);
	maker_add(&maker, "log", AE_IFREG, TEXT("x"));
	struct text outer = maker_end(&maker);
	expect_refused(outer, "+in!bomb!in!bomb\n", "bomb");
	let_go(inner);
	let_go(outer);
}

static void test_total_limit(void **state)
{
	(void)state;
	struct run run;
	struct unpack_limits limits = unpack_default_limits;
	limits.total = 100000;
	struct text bytes = noise(200000);
	struct text packed = compress(ARCHIVE_FILTER_GZIP, bytes);
	put_file(packed);
	unpack_file(file, &limits, &run);
	assert_int_equal(run.refused, 1);
	assert_true(run.bytes <= 100000);
	buffer_free(&run.log);
	let_go(packed);
	let_go(bytes);
}

static void test_member_limit(void **state)
{
	(void)state;
	struct run run;
	struct unpack_limits limits = unpack_default_limits;
	limits.members = 3;
	struct maker maker;
	maker_begin(&maker, ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL);
	for (int i = 0; i < 10; i++)
		maker_add(&maker, "x", AE_IFREG, TEXT("y"));
	struct text packed = maker_end(&maker);
	put_file(packed);
	unpack_file(file, &limits, &run);
	assert_int_equal(run.members, 3);
	assert_int_equal(run.refused, 1);
	buffer_free(&run.log);
	let_go(packed);
}

static void test_not_a_file(void **state)
{
	(void)state;
	struct unpack *unpack;
	struct why why;
	assert_int_equal(
	    unpack_open("/nowhere/at/all", "x", &unpack_default_limits, &unpack, &why), NOT_FOUND);
	assert_int_equal(
	    unpack_open(folder, "x", &unpack_default_limits, &unpack, &why), NOT_SUPPORTED);
	unlink(file);
	assert_int_equal(mkfifo(file, 0600), 0);
	assert_int_equal(
	    unpack_open(file, "x", &unpack_default_limits, &unpack, &why), NOT_SUPPORTED);
	unlink(file);
}

/* Real archives: the sizes that their directories name. */
static void test_real(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		uint64_t bytes;
		unsigned members;
	} cases[] = {
	    {"otrf/compound/LSASS_campaign_01/metasploit_logonpasswords_lsass_memory_dump.zip",
		106496231, 1},
	    {"otrf/compound/LSASS_campaign_01/"
	     "metasploit_logonpasswords_lsass_memory_dump_pcapng.zip",
		3045312, 1},
	    {"otrf/atomic/windows/discovery/host/cmd_seatbelt_group_user.zip", 827640, 1},
	};
	const char *data = getenv("SAKIMORI_DATA");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char path[1024];
		struct run run;
		snprintf(path, sizeof(path), "%s/%s", data != NULL ? data : "../shared/data",
		    cases[i].path);
		if (access(path, F_OK) != 0)
			skip();
		unpack_file(path, &unpack_default_limits, &run);
		assert_int_equal(run.bytes, cases[i].bytes);
		assert_int_equal(run.members, cases[i].members);
		assert_int_equal(run.refused, 0);
		buffer_free(&run.log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_plain),
	    cmocka_unit_test(test_plain_large),
	    cmocka_unit_test(test_compressed),
	    cmocka_unit_test(test_concatenated),
	    cmocka_unit_test(test_containers),
	    cmocka_unit_test(test_times),
	    cmocka_unit_test(test_nested),
	    cmocka_unit_test(test_nested_7zip),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_cp932_name),
	    cmocka_unit_test(test_links_and_devices),
	    cmocka_unit_test(test_encrypted),
	    cmocka_unit_test(test_office),
	    cmocka_unit_test(test_truncated),
	    cmocka_unit_test(test_truncated_gives_what_is_there),
	    cmocka_unit_test(test_damaged),
	    cmocka_unit_test(test_lying_sizes),
	    cmocka_unit_test(test_bomb),
	    cmocka_unit_test(test_large_dictionary),
	    cmocka_unit_test(test_nested_bomb),
	    cmocka_unit_test(test_total_limit),
	    cmocka_unit_test(test_member_limit),
	    cmocka_unit_test(test_not_a_file),
	    cmocka_unit_test(test_real),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
