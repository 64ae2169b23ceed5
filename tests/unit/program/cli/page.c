/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/page.h"

#include "base/buffer.h"
#include "render/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void expect(const char *in, size_t columns, const char *expected)
{
	struct buffer out;
	buffer_init(&out, 65536);
	page_layout(text_of(in), columns, &out);
	buffer_put_char(&out, '\0');
	assert_string_equal(out.bytes, expected);
	buffer_free(&out);
}

static void wraps_words(void **state)
{
	(void)state;
	expect("", 40, "");
	expect("short\n", 40, "short\n");
	expect("no newline", 40, "no newline\n");
	expect("\n\n", 40, "\n\n");
	expect("   \n", 40, "\n");
	expect("0123456789 0123456789 0123456789 0123456\n", 40,
	    "0123456789 0123456789 0123456789 0123456\n");
	expect("0123456789 0123456789 0123456789 01234567\n", 40,
	    "0123456789 0123456789 0123456789\n01234567\n");
	expect("  0123456789 0123456789 0123456789 01234567\n", 40,
	    "  0123456789 0123456789 0123456789\n  01234567\n");
	/* too narrow a page is widened */
	expect("0123456789 0123456789 0123456789 0123456\n", 3,
	    "0123456789 0123456789 0123456789 0123456\n");
}

static void breaks_long_words(void **state)
{
	(void)state;
	expect("a 01234567890123456789012345678901234567890123456789 b\n", 40,
	    "a\n0123456789012345678901234567890123456789\n0123456789 b\n");
	expect("  01234567890123456789012345678901234567890\n", 40,
	    "  01234567890123456789012345678901234567\n  890\n");
}

static void wraps_japanese(void **state)
{
	(void)state;
	expect("あいうえおかきくけこさしすせそたちつてとな\n", 40,
	    "あいうえおかきくけこさしすせそたちつてと\nな\n");
	/* no line begins with a full stop or ends with an opening bracket */
	expect("あいうえおかきくけこさしすせそたちつてと。な\n", 40,
	    "あいうえおかきくけこさしすせそたちつて\nと。な\n");
	expect("あいうえおかきくけこさしすせそたちつて「な」\n", 40,
	    "あいうえおかきくけこさしすせそたちつて\n「な」\n");
	/* a word in Latin letters stays whole */
	expect("あいうえおかきくけこさしすせそたちPowerShell\n", 40,
	    "あいうえおかきくけこさしすせそたち\nPowerShell\n");
}

static void aligns_tables(void **state)
{
	(void)state;
	expect("a\tb\nlonger\tc\n", 40, "a       b\nlonger  c\n");
	expect("種類\t数\n侵入\t12\nx\t1,234\n", 40, "種類     数\n侵入     12\nx     1,234\n");
	expect("one\n\na\t1\n", 40, "one\n\na  1\n");
	/* two tables with a line between them have widths of their own */
	expect("a\tb\n--\nlonger\tb\n", 40, "a  b\n--\nlonger  b\n");
	expect("a\t\nbcd\te\n", 40, "a\nbcd  e\n");
	expect("-\t0123456789 0123456789 0123456789 0123456789\n", 40,
	    "-  0123456789 0123456789 0123456789\n   0123456789\n");
	/* no room beside the first cell: below it */
	expect("012345678901234567890123456789\tabc defghijk lmn\n", 40,
	    "012345678901234567890123456789\n    abc defghijk lmn\n");
}

static void takes_many_cells(void **state)
{
	(void)state;
	expect("1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\n", 80,
	    "1  2  3  4  5  6  7  8  9  10  11  12\t13\n");
}

static void leaves_colours_out(void **state)
{
	(void)state;
	expect("\x1b[1mbold\x1b[0m\tx\nlonger\ty\n", 40, "\x1b[1mbold\x1b[0m    x\nlonger  y\n");
	expect("\x1b[1m0123456789 0123456789 0123456789 0123456\x1b[0m\n", 40,
	    "\x1b[1m0123456789 0123456789 0123456789 0123456\x1b[0m\n");
}

static void survives_bytes(void **state)
{
	(void)state;
	struct buffer out;
	buffer_init(&out, 65536);
	page_layout(TEXT("\xff\xfe\0\x1b[\t\xe3\x81\n\t\t\n\xe3"), 40, &out);
	assert_true(out.size > 0);
	buffer_clear(&out);
	out.ceiling = 10;
	page_layout(TEXT("far longer than the buffer may become"), 40, &out);
	assert_true(out.full);
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wraps_words),
	    cmocka_unit_test(breaks_long_words),
	    cmocka_unit_test(wraps_japanese),
	    cmocka_unit_test(aligns_tables),
	    cmocka_unit_test(takes_many_cells),
	    cmocka_unit_test(leaves_colours_out),
	    cmocka_unit_test(survives_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
