/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies of records, names of records, partitions. */
#include "place.h"

#include "base/buffer.h"

static void records_there_and_back(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 127, 128, 16383, 16384, 1 << 20};
	struct buffer body;
	char *bytes = calloc(1, 1 << 20);
	buffer_init(&body, FRAME_BODY);
	for (size_t i = 0; i < 7; i++)
		records_put(&body, (struct text){bytes, sizes[i]});
	struct text rest = buffer_text(&body);
	struct text record;
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(records_next(&rest, &record), DONE);
		assert_int_equal(record.size, sizes[i]);
	}
	assert_int_equal(records_next(&rest, &record), AT_END);
	rest = TEXT("\5abc");
	assert_int_equal(records_next(&rest, &record), MALFORMED);
	rest = TEXT("\x80");
	assert_int_equal(records_next(&rest, &record), MALFORMED);
	rest = TEXT("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	assert_int_equal(records_next(&rest, &record), MALFORMED);
	/* A body that is full takes a record wholly or not at all. */
	struct buffer small;
	buffer_init(&small, 4);
	records_put(&small, TEXT("abc"));
	assert_false(small.full);
	records_put(&small, TEXT("d"));
	assert_true(small.full);
	assert_int_equal(small.size, 4);
	buffer_free(&small);
	buffer_free(&body);
	free(bytes);
}

static void names(void **state)
{
	(void)state;
	char text[RECORD_NAME_TEXT];
	struct record_name name = {1, 2};
	record_name_write((struct record_name){UINT64_MAX, UINT64_MAX}, text);
	assert_true(record_name_read(text_of(text), &name));
	assert_true(name.position == UINT64_MAX && name.place == UINT64_MAX);
	assert_true(record_name_read(TEXT("48151-3"), &name));
	assert_true(name.position == 48151 && name.place == 3);
	static const char *const bad[] = {"", "-", "1-", "-1", "1", "01-2", "1-02", "+1-2", "1--2",
	    "1-2 ", "18446744073709551616-0", "1-2-3"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(record_name_read(text_of(bad[i]), &name));
}

static void partitions(void **state)
{
	(void)state;
	unsigned seen[JOURNAL_PARTITIONS] = {0};
	for (unsigned i = 0; i < 10000; i++) {
		char id[16];
		snprintf(id, sizeof(id), "%x", i);
		unsigned partition = journal_partition(text_of(id));
		assert_true(partition < JOURNAL_PARTITIONS);
		seen[partition]++;
	}
	for (unsigned i = 0; i < JOURNAL_PARTITIONS; i++)
		assert_true(seen[i] > 80);
	/* For ever: folders on disk are named by it. */
	assert_int_equal(journal_partition(TEXT("c0ffee")), 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(records_there_and_back),
	    cmocka_unit_test(names), cmocka_unit_test(partitions)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
