/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 and Base64. */
#include "detect/encode.h"

#include "trial.h"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_create("encode", 1 << 20);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static void assert_text(struct text actual, struct text expected)
{
	assert_int_equal(actual.size, expected.size);
	assert_memory_equal(actual.at, expected.at, expected.size);
}

/* The test vectors of RFC 4648, section 10. */
static void test_base64(void **state)
{
	(void)state;
	static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
	    {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		assert_text(encode_base64(arena, text_of(vectors[i][0])), text_of(vectors[i][1]));
	assert_text(encode_base64(arena, TEXT("\xfb\xff\xfe")), TEXT("+//+"));
}

static void test_utf16(void **state)
{
	(void)state;
	struct text out;
	assert_true(encode_utf16(arena, TEXT("cmd"), UTF16_LE, &out));
	assert_text(out, TEXT("c\0m\0d\0"));
	assert_true(encode_utf16(arena, TEXT("cmd"), UTF16_BE, &out));
	assert_text(out, TEXT("\0c\0m\0d"));
	assert_true(encode_utf16(arena, TEXT("cmd"), UTF16_MARKED, &out));
	assert_text(out, TEXT("\xff\xfe"
			      "c\0m\0d\0"));
	assert_true(encode_utf16(arena, TEXT("é社😀"), UTF16_BE, &out));
	assert_text(out, TEXT("\x00\xe9\x79\x3e\xd8\x3d\xde\x00"));
	assert_true(encode_utf16(arena, TEXT(""), UTF16_LE, &out));
	assert_int_equal(out.size, 0);
	assert_false(encode_utf16(arena, TEXT("a\xff"), UTF16_LE, &out));
}

/*
 * Whatever stands before and behind, the Base64 of the whole holds the digits for its shift, and
 * they are as many as can be known.
 */
static void test_within(void **state)
{
	(void)state;
	static const char value[] = "IEX (New-Object";
	for (size_t size = 2; size < sizeof(value); size++) {
		for (size_t before = 0; before < 6; before++) {
			char whole[32] = "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~";
			memcpy(whole + before, value, size);
			struct text encoded = encode_base64(arena, text_of(whole));
			struct text digits = encode_base64_within(
			    arena, (struct text){value, size}, (unsigned)(before % 3));
			size_t bits_before = before * 8;
			size_t first = (bits_before + 5) / 6;
			size_t last = (bits_before + size * 8) / 6;
			assert_int_equal(digits.size, last - first);
			assert_text(digits, text_part(encoded, first, last - first));
		}
	}
}

static void test_within_too_little(void **state)
{
	(void)state;
	assert_int_equal(encode_base64_within(arena, TEXT(""), 0).size, 0);
	assert_int_equal(encode_base64_within(arena, TEXT(""), 2).size, 0);
	assert_int_equal(encode_base64_within(arena, TEXT("a"), 0).size, 1);
	assert_int_equal(encode_base64_within(arena, TEXT("a"), 1).size, 0);
	assert_int_equal(encode_base64_within(arena, TEXT("a"), 2).size, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_base64),
	    cmocka_unit_test(test_utf16),
	    cmocka_unit_test(test_within),
	    cmocka_unit_test(test_within_too_little),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
