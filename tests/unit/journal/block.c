/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed blocks: what goes in comes out, what is changed is told, what is destroyed is gone. */
#include "place.h"

#include "base/clock.h"
#include "journal/verify.h"

#include <sodium.h>

#define COMPANY TEXT("c0ffee")

static struct journal_place place;

static int begin(void **state)
{
	int failed = set_up(state);
	static char folder[128];
	static char keys[128];
	struct why why;
	snprintf(folder, sizeof(folder), "%s/journal", top);
	snprintf(keys, sizeof(keys), "%s/keys", top);
	place = (struct journal_place){folder, keys};
	return failed != 0 || block_key_create(&place, COMPANY, &why) != DONE;
}

static const char *chain(void)
{
	static char path[256];
	snprintf(
	    path, sizeof(path), "%s/blocks/%02u/c0ffee", place.folder, journal_partition(COMPANY));
	return path;
}

static struct block_writer *open_writer(void)
{
	struct block_writer *writer = NULL;
	struct why why = {""};
	if (block_writer_open(&place, COMPANY, &writer, &why) != DONE)
		fail_msg("%s", why.text);
	return writer;
}

static void add(struct block_writer *writer, unsigned number)
{
	char body[1024];
	char token[32];
	struct why why = {""};
	struct frame frame = numbered(number, body, sizeof(body));
	frame.position = 100 + (uint64_t)number * 10;
	frame.next = frame.position + 10;
	frame.batch = TEXT("spool:1");
	if (block_add(writer, &frame, &why) != DONE)
		fail_msg("%s", why.text);
	snprintf(token, sizeof(token), "user%u", number);
	block_add_token(writer, text_of(token));
	block_add_token(writer, TEXT("everywhere"));
}

/* Blocks of `each` frames from..to. */
static struct chain_head fill(unsigned from, unsigned to, unsigned each)
{
	struct block_writer *writer = open_writer();
	struct chain_head head = {.sequence = 0};
	struct why why;
	for (unsigned i = from; i < to; i++) {
		add(writer, i);
		if ((i + 1) % each == 0)
			assert_int_equal(block_flush(writer, &head, &why), DONE);
	}
	assert_int_equal(block_flush(writer, &head, &why), DONE);
	block_writer_close(writer);
	return head;
}

static struct verified verify(const struct chain_head *anchor)
{
	struct verified verified;
	struct why why = {""};
	if (journal_verify(&place, COMPANY, anchor, &verified, &why) != DONE)
		fail_msg("%s", why.text);
	return verified;
}

static struct block_reader *open_reader(void)
{
	struct block_reader *reader = NULL;
	struct why why = {""};
	if (block_reader_open(&place, COMPANY, &reader, &why) != DONE)
		fail_msg("%s", why.text);
	return reader;
}

static void comes_back(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", (size_t)32 << 20);
	struct block_facts facts;
	struct frame *frames = NULL;
	struct frame frame;
	struct why why;
	size_t count = 0;
	struct chain_head head = fill(0, 100, 10);
	assert_int_equal(head.sequence, 10);
	struct block_reader *reader = open_reader();
	for (unsigned block = 10; block > 0; block--) {
		assert_int_equal(block_previous(reader, &facts, &why), DONE);
		assert_int_equal(facts.head.sequence, block);
		assert_int_equal(facts.records, 10);
		assert_int_equal(facts.first, 100 + (block - 1) * 100);
		assert_int_equal(block_frames(reader, arena, &frames, &count, &why), DONE);
		assert_int_equal(count, 10);
		assert_int_equal(number_of(&frames[3]), (block - 1) * 10 + 3);
		assert_true(text_equal(frames[3].company, COMPANY));
		assert_true(text_equal(frames[3].batch, TEXT("spool:1")));
		assert_int_equal(
		    frames[3].received, INT64_C(1700000000000000) + (block - 1) * 10 + 3);
		arena_reset(arena);
	}
	assert_int_equal(block_previous(reader, &facts, &why), AT_END);
	assert_int_equal(block_seek(reader, 100 + 47 * 10, &facts, &why), DONE);
	assert_int_equal(facts.head.sequence, 5);
	assert_int_equal(block_seek(reader, 99, &facts, &why), NOT_FOUND);
	assert_int_equal(block_seek(reader, 5000, &facts, &why), NOT_FOUND);
	block_reader_close(reader);
	assert_int_equal(journal_frame(&place, COMPANY, 100 + 470, arena, &frame, &why), DONE);
	assert_int_equal(number_of(&frame), 47);
	assert_int_equal(journal_frame(&place, COMPANY, 100 + 471, arena, &frame, &why), NOT_FOUND);
	struct verified verified = verify(&head);
	assert_true(verified.good && !verified.no_key);
	assert_int_equal(verified.blocks, 10);
	assert_string_equal(verified.head.hash, head.hash);
	arena_destroy(arena);
}

static void index_never_lies(void **state)
{
	(void)state;
	struct block_facts facts;
	struct why why;
	fill(0, 3000, 1000);
	struct block_reader *reader = open_reader();
	unsigned wrong = 0;
	for (unsigned block = 3; block > 0; block--) {
		assert_int_equal(block_previous(reader, &facts, &why), DONE);
		for (unsigned i = 0; i < 3000; i++) {
			char word[32];
			snprintf(word, sizeof(word), "user%u", i);
			struct text tokens[] = {text_of(word), TEXT("everywhere")};
			bool holds = block_may_hold(reader, tokens, 2);
			bool in = i / 1000 + 1 == block;
			assert_true(holds || !in);
			wrong += holds && !in;
			tokens[1] = TEXT("nowhere");
			wrong += block_may_hold(reader, tokens, 2) && i % 100 == 0;
		}
	}
	assert_true(wrong < 150); /* of 6,000 */
	block_reader_close(reader);
}

static void goes_on(void **state)
{
	(void)state;
	fill(0, 10, 10);
	struct block_writer *writer = open_writer();
	struct chain_head head;
	struct why why;
	char body[1024];
	assert_int_equal(block_writer_last(writer), 190);
	struct frame frame = numbered(9, body, sizeof(body));
	frame.position = 190;
	assert_int_equal(block_add(writer, &frame, &why), MALFORMED);
	frame.position = 191;
	frame.company = TEXT("other");
	assert_int_equal(block_add(writer, &frame, &why), MALFORMED);
	/* Large ones close the block before them by themselves. */
	char *large = malloc(FRAME_BODY);
	for (size_t i = 0; i < FRAME_BODY; i++)
		large[i] = (char)(i * 2654435761u >> 24);
	frame.company = COMPANY;
	frame.kind = FRAME_STREAM;
	frame.body = (struct text){large, FRAME_BODY};
	for (unsigned i = 0; i < 10; i++) {
		frame.position = 200 + i;
		assert_int_equal(block_add(writer, &frame, &why), DONE);
	}
	assert_int_equal(block_flush(writer, &head, &why), DONE);
	assert_int_equal(head.sequence, 11);
	block_writer_close(writer);
	assert_true(verify(&head).good);
	free(large);
}

static void torn_tail_is_cut(void **state)
{
	(void)state;
	struct why why;
	struct chain_head two = fill(0, 20, 10);
	char path[512];
	snprintf(path, sizeof(path), "%s", nth_file(chain(), ".vol", 0));
	struct text before = load(path);
	fill(20, 30, 10);
	struct text after = load(path);
	for (size_t cut = before.size + 1; cut < after.size; cut += 97) {
		save(path, (struct text){after.at, cut});
		assert_int_equal(verify(&two).blocks, 2);
		struct block_writer *writer = open_writer();
		assert_int_equal(block_writer_last(writer), 290);
		block_writer_close(writer);
		struct chain_head head = fill(20, 30, 10);
		assert_int_equal(head.sequence, 3);
		struct verified verified = verify(&head);
		assert_true(verified.good && verified.blocks == 3);
	}
	/* A head that was not written: the block never was. */
	char *bytes = malloc(after.size);
	memcpy(bytes, after.at, after.size);
	memset(bytes + before.size, 0, 256);
	save(path, (struct text){bytes, after.size});
	assert_true(verify(&two).good);
	struct chain_head head = fill(20, 30, 10);
	assert_true(verify(&head).good);
	/* Damage before blocks that were synced later is never cut. */
	memcpy(bytes, after.at, after.size);
	bytes[before.size / 2 + 300] ^= 1;
	save(path, (struct text){bytes, after.size});
	struct block_writer *writer = open_writer();
	assert_int_equal(block_writer_last(writer), 390);
	block_writer_close(writer);
	struct stat stat_;
	assert_int_equal(stat(path, &stat_), 0);
	assert_int_equal(stat_.st_size, after.size);
	struct block_extent extent;
	assert_int_equal(block_extent(&place, COMPANY, &extent, &why), DONE);
	assert_int_equal(extent.blocks, 3);
	assert_int_equal(extent.records, 30);
	free(bytes);
	free((char *)before.at);
	free((char *)after.at);
}

static void every_flip_is_told(void **state)
{
	(void)state;
	struct chain_head head = fill(0, 30, 10);
	char path[512];
	snprintf(path, sizeof(path), "%s", nth_file(chain(), ".vol", 0));
	struct text whole = load(path);
	for (size_t at = 0; at < whole.size; at += 13) {
		flip(path, (long)at);
		struct verified verified = verify(at % 2 == 0 ? &head : NULL);
		if (verified.good)
			fail_msg("byte %zu changed and nothing told", at);
		assert_true(verified.bad_sequence >= 1 && verified.bad_sequence <= 3);
		assert_non_null(strstr(verified.file, "c0ffee/0000000001.vol"));
		flip(path, (long)at);
	}
	assert_true(verify(&head).good);
	char start[512];
	snprintf(start, sizeof(start), "%s/start", chain());
	flip(start, 25);
	assert_false(verify(&head).good);
	free((char *)whole.at);
}

static void removals_are_told(void **state)
{
	(void)state;
	struct chain_head head = fill(0, 30, 10);
	char path[512];
	snprintf(path, sizeof(path), "%s", nth_file(chain(), ".vol", 0));
	struct text whole = load(path);
	/* Blocks begin where their magic stands. */
	size_t at[4] = {0, 0, 0, whole.size};
	for (unsigned i = 1; i < 3; i++)
		at[i] =
		    at[i - 1] + 1 + text_find(text_from(whole, at[i - 1] + 1), TEXT("SAKIBLK1"));
	char *bytes = malloc(whole.size);
	/* The second one taken out. */
	memcpy(bytes, whole.at, at[1]);
	memcpy(bytes + at[1], whole.at + at[2], at[3] - at[2]);
	save(path, (struct text){bytes, at[1] + at[3] - at[2]});
	struct verified verified = verify(NULL);
	assert_false(verified.good);
	assert_int_equal(verified.bad_sequence, 2);
	assert_non_null(strstr(verified.why.text, "missing"));
	/* The second and third one swapped. */
	memcpy(bytes + at[1] + at[3] - at[2], whole.at + at[1], at[2] - at[1]);
	save(path, (struct text){bytes, whole.size});
	assert_false(verify(NULL).good);
	/* The tail cut at a block's end: only the anchor knows. */
	save(path, (struct text){whole.at, at[2]});
	assert_true(verify(NULL).good);
	verified = verify(&head);
	assert_false(verified.good);
	assert_int_equal(verified.bad_sequence, 3);
	assert_non_null(strstr(verified.why.text, "tail was cut"));
	remove_all(chain());
	assert_false(verify(&head).good);
	free(bytes);
	free((char *)whole.at);
}

/* As if it were day 100 and records were kept since `before`. */
static enum outcome retire(int64_t before, uint64_t most, uint64_t *removed)
{
	struct why why;
	const struct block_keep keep = {.now = 100 * CLOCK_DAY,
	    .age = before == 0 ? 0 : 100 * CLOCK_DAY - before,
	    .most = most};
	return block_retire(&place, COMPANY, &keep, removed, &why);
}

static void retired_and_linked(void **state)
{
	(void)state;
	struct why why;
	struct chain_head head;
	uint64_t removed = 0;
	struct block_writer *writer = open_writer();
	char *large = malloc(FRAME_BODY);
	uint64_t noise = 88172645463325252u;
	for (size_t i = 0; i < FRAME_BODY; i++) {
		noise ^= noise << 13;
		noise ^= noise >> 7;
		noise ^= noise << 17;
		large[i] = (char)noise;
	}
	struct frame frame = {.kind = FRAME_STREAM,
	    .company = COMPANY,
	    .source = TEXT("s"),
	    .body = {large, FRAME_BODY}};
	for (unsigned i = 1; i <= 12; i++) {
		frame.position = i;
		frame.received = (int64_t)i * CLOCK_DAY;
		assert_int_equal(block_add(writer, &frame, &why), DONE);
	}
	assert_int_equal(block_flush(writer, &head, &why), DONE);
	block_writer_close(writer);
	assert_int_equal(count_files(chain(), ".vol"), 3);
	assert_true(verify(&head).good);
	assert_int_equal(retire(3 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 0);
	assert_int_equal(retire(6 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 1);
	struct verified verified = verify(&head);
	assert_true(verified.good);
	assert_int_equal(verified.blocks, 8);
	/* One more taken away by hand is no retirement. */
	char path[512];
	snprintf(path, sizeof(path), "%s", nth_file(chain(), ".vol", 0));
	struct text bytes = load(path);
	unlink(path);
	verified = verify(&head);
	assert_false(verified.good);
	assert_int_equal(verified.bad_sequence, 5);
	save(path, bytes);
	assert_int_equal(retire(0, 1, &removed), DONE);
	assert_int_equal(removed, 1);
	assert_int_equal(count_files(chain(), ".vol"), 1);
	assert_true(verify(&head).good);
	free((char *)bytes.at);
	free(large);
}

/* Three volumes, the middle one filled while the clock was off by so much. */
static void write_with_clock(int64_t off)
{
	struct why why;
	struct chain_head head;
	struct block_writer *writer = open_writer();
	char *large = malloc(FRAME_BODY);
	randombytes_buf(large, FRAME_BODY);
	struct frame frame = {.kind = FRAME_STREAM,
	    .company = COMPANY,
	    .source = TEXT("s"),
	    .body = {large, FRAME_BODY}};
	for (unsigned i = 1; i <= 12; i++) {
		frame.position = i;
		frame.received = (80 + (int64_t)i) * CLOCK_DAY + (i > 4 && i <= 8 ? off : 0);
		assert_int_equal(block_add(writer, &frame, &why), DONE);
	}
	assert_int_equal(block_flush(writer, &head, &why), DONE);
	block_writer_close(writer);
	assert_int_equal(count_files(chain(), ".vol"), 3);
	free(large);
}

static void clock_was_put_back(void **state)
{
	(void)state;
	uint64_t removed = 0;
	write_with_clock(-60 * CLOCK_DAY);
	assert_int_equal(retire(85 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 1);
	assert_int_equal(retire(89 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 0);
	assert_int_equal(retire(90 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 1);
}

static void clock_was_ahead(void **state)
{
	(void)state;
	uint64_t removed = 0;
	write_with_clock(365 * CLOCK_DAY);
	assert_int_equal(retire(89 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 0);
	/* The second's times are of the future: the third says how old both are. */
	assert_int_equal(retire(90 * CLOCK_DAY, 0, &removed), DONE);
	assert_int_equal(removed, 2);
}

static void key_destroyed(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", (size_t)32 << 20);
	struct block_facts facts;
	struct frame *frames = NULL;
	struct block_writer *writer = NULL;
	struct why why;
	size_t count = 0;
	struct stat stat_;
	struct chain_head head = fill(0, 10, 10);
	assert_int_equal(stat(below("keys/c0ffee.key"), &stat_), 0);
	assert_int_equal(stat_.st_mode & 0777, 0640);
	assert_int_equal(stat_.st_size, 32);
	assert_int_equal(block_key_create(&place, COMPANY, &why), ALREADY_THERE);
	assert_int_equal(block_key_create(&place, TEXT("../etc"), &why), MALFORMED);
	assert_int_equal(block_key_destroy(&place, COMPANY, &why), DONE);
	assert_false(block_key_exists(&place, COMPANY));
	assert_int_equal(block_key_destroy(&place, COMPANY, &why), NOT_FOUND);
	struct verified verified = verify(&head);
	assert_true(verified.good && verified.no_key);
	struct block_reader *reader = open_reader();
	assert_int_equal(block_previous(reader, &facts, &why), DONE);
	assert_int_equal(block_frames(reader, arena, &frames, &count, &why), NOT_ALLOWED);
	block_reader_close(reader);
	assert_int_equal(block_writer_open(&place, COMPANY, &writer, &why), NOT_FOUND);
	/* Another key does not open what was sealed with the first. */
	assert_int_equal(block_key_create(&place, COMPANY, &why), DONE);
	assert_false(verify(&head).good);
	arena_destroy(arena);
}

static void exported(void **state)
{
	(void)state;
	struct why why = {""};
	struct verified verified;
	uint64_t records = 0;
	struct chain_head head = fill(0, 30, 10);
	char to[128];
	snprintf(to, sizeof(to), "%s/export", top);
	struct export_wish wish = {COMPANY, to, &head, true, 0};
	assert_int_equal(journal_export(&place, &wish, &records, &why), DONE);
	assert_int_equal(records, 30);
	assert_int_equal(journal_export(&place, &wish, &records, &why), ALREADY_THERE);
	struct text lines = load(below("export/records.jsonl"));
	assert_true(text_starts(lines, TEXT("{\"name\":\"100-0\"")));
	free((char *)lines.at);
	assert_int_equal(block_key_destroy(&place, COMPANY, &why), DONE);
	assert_int_equal(journal_verify_export(wish.to, &verified, &why), DONE);
	assert_true(verified.good);
	assert_int_equal(verified.blocks, 3);
	static const char *const names[] = {
	    "export/records.jsonl", "export/0000000001.vol", "export/start"};
	for (unsigned i = 0; i < 3; i++) {
		flip(below(names[i]), 40);
		assert_int_equal(journal_verify_export(wish.to, &verified, &why), DONE);
		assert_false(verified.good);
		flip(below(names[i]), 40);
	}
	assert_int_equal(journal_verify_export(wish.to, &verified, &why), DONE);
	assert_true(verified.good);
	unlink(below("export/records.jsonl"));
	assert_int_equal(journal_verify_export(wish.to, &verified, &why), DONE);
	assert_false(verified.good);
}

static bool see(void *data, struct text company)
{
	(*(unsigned *)data)++;
	return text_equal(company, COMPANY);
}

static void companies(void **state)
{
	(void)state;
	unsigned count = 0;
	struct why why;
	assert_int_equal(block_companies(&place, see, &count, &why), DONE);
	assert_int_equal(count, 0);
	fill(0, 1, 1);
	assert_int_equal(block_companies(&place, see, &count, &why), DONE);
	assert_int_equal(count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)
int main(void)
{
	const struct CMUnitTest tests[] = {TEST(comes_back), TEST(index_never_lies), TEST(goes_on),
	    TEST(torn_tail_is_cut), TEST(every_flip_is_told), TEST(removals_are_told),
	    TEST(retired_and_linked), TEST(clock_was_put_back), TEST(clock_was_ahead),
	    TEST(key_destroyed), TEST(exported), TEST(companies)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
