/* SPDX-License-Identifier: Apache-2.0 */
/* Address blocks. */
#include "detect/network.h"

#include "trial.h"

static bool holds(const char *block, const char *address)
{
	struct network network;
	assert_true(network_parse(text_of(block), &network));
	return network_holds(&network, text_of(address));
}

static void test_v4(void **state)
{
	(void)state;
	assert_true(holds("10.0.0.0/8", "10.255.0.1"));
	assert_false(holds("10.0.0.0/8", "11.0.0.1"));
	assert_true(holds("192.0.2.128/25", "192.0.2.255"));
	assert_false(holds("192.0.2.128/25", "192.0.2.127"));
	assert_true(holds("192.0.2.4/30", "192.0.2.7"));
	assert_false(holds("192.0.2.4/30", "192.0.2.8"));
	assert_true(holds("0.0.0.0/0", "203.0.113.9"));
	assert_true(holds("192.0.2.1/32", "192.0.2.1"));
	assert_true(holds("192.0.2.1", "192.0.2.1"));
	assert_false(holds("192.0.2.1", "192.0.2.2"));
	assert_true(holds("10.9.8.7/8", "10.1.1.1"));
}

static void test_v6(void **state)
{
	(void)state;
	assert_true(holds("2001:db8::/32", "2001:DB8:ffff::1"));
	assert_false(holds("2001:db8::/32", "2001:db9::1"));
	assert_true(holds("fe80::/10", "febf::1%eth0"));
	assert_false(holds("fe80::/10", "fec0::1"));
	assert_true(holds("::/0", "2001:db8::1"));
	assert_true(holds("::1", "0:0:0:0:0:0:0:1"));
	assert_false(holds("::/0", "192.0.2.1"));
	assert_false(holds("0.0.0.0/0", "2001:db8::1"));
}

static void test_mapped(void **state)
{
	(void)state;
	assert_true(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
	assert_false(holds("10.0.0.0/8", "::ffff:11.1.2.3"));
	assert_true(holds("::ffff:0:0/96", "::ffff:10.1.2.3"));
	assert_false(holds("::ffff:0:0/96", "10.1.2.3"));
}

static void test_no_address(void **state)
{
	(void)state;
	static const char *const values[] = {"", "-", "10", "10.0.0", "10.0.0.256", "010.0.0.1",
	    "10.0.0.1 ", "10.0.0.1:80", "host.example", ":::", "%", "[::1]",
	    "1111111111111111111111111111111111111111111111111111111111111111"};
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		assert_false(holds("0.0.0.0/0", values[i]));
		assert_false(holds("::/0", values[i]));
	}
	struct network network;
	assert_true(network_parse(TEXT("0.0.0.0/0"), &network));
	assert_false(network_holds(&network, TEXT("10.0.0.1\0x")));
}

static void test_no_block(void **state)
{
	(void)state;
	static const char *const blocks[] = {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
	    "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "2001:db8::/129", "10.0.*", "10.0.0.0/ 8", "any"};
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		struct network network;
		assert_false(network_parse(text_of(blocks[i]), &network));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_v4),
	    cmocka_unit_test(test_v6),
	    cmocka_unit_test(test_mapped),
	    cmocka_unit_test(test_no_address),
	    cmocka_unit_test(test_no_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
