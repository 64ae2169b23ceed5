/* SPDX-License-Identifier: Apache-2.0 */
#include "event/finding.h"

#include "event/fields.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void severities_there_and_back(void **state)
{
	(void)state;
	for (int i = SEVERITY_INFORMATIONAL; i <= SEVERITY_CRITICAL; i++) {
		enum severity back = SEVERITY_INFORMATIONAL;
		assert_true(severity_parse(text_of(severity_word((enum severity)i)), &back));
		assert_int_equal(back, i);
	}
	enum severity kept = SEVERITY_HIGH;
	assert_false(severity_parse(TEXT("severe"), &kept));
	assert_false(severity_parse(TEXT(""), &kept));
	assert_int_equal(kept, SEVERITY_HIGH);
}

static void categories_there_and_back(void **state)
{
	(void)state;
	for (int i = CATEGORY_NONE + 1; i < CATEGORY_COUNT; i++) {
		enum category back = CATEGORY_NONE;
		assert_true(category_parse(text_of(category_word((enum category)i)), &back));
		assert_int_equal(back, i);
	}
	enum category kept = CATEGORY_SPAM;
	assert_false(category_parse(TEXT(""), &kept));
	assert_int_equal(kept, CATEGORY_SPAM);
}

static void tactics_of_tags(void **state)
{
	(void)state;
	enum stage stage = STAGE_NONE;
	assert_true(stage_from_tag(TEXT("attack.credential-access"), &stage));
	assert_int_equal(stage, STAGE_CREDENTIAL_ACCESS);
	assert_true(stage_from_tag(TEXT("attack.lateral_movement"), &stage));
	assert_int_equal(stage, STAGE_LATERAL_MOVEMENT);
	assert_true(stage_from_tag(TEXT("attack.stealth"), &stage));
	assert_int_equal(stage, STAGE_DEFENSE_EVASION);
	assert_false(stage_from_tag(TEXT("attack.t1003.001"), &stage));
	assert_false(stage_from_tag(TEXT("cve.2021-44228"), &stage));
	assert_false(stage_from_tag(TEXT("attack."), &stage));
	assert_false(stage_from_tag(TEXT("impact"), &stage));
}

static void own_addresses(void **state)
{
	(void)state;
	static const char *const own[] = {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
	    "169.254.0.9", "100.64.0.1", "127.0.0.1", "fd00::1", "fe80::1", "::1",
	    "::ffff:192.168.0.1"};
	static const char *const others[] = {"172.32.0.1", "172.15.0.1", "192.169.1.1",
	    "100.128.0.1", "203.0.113.1", "2001:db8::1", "", "localhost", "10.0.0", "10.0.0.1.2",
	    "::ffff:8.8.8.8"};
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		assert_true(address_is_own(text_of(own[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(address_is_own(text_of(others[i])));
	assert_false(address_is_own((struct text){"10.0.0.1\0x", 10}));
}

static void fields_by_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		enum field_id id = FIELD_COUNT;
		assert_true(field_by_name(field_spec((enum field_id)i)->name, &id));
		/* A name stands once, or two fields would write over each other. */
		assert_int_equal(id, i);
	}
	enum field_id id = FIELD_HOST;
	assert_false(field_by_name(TEXT("SRC_IP"), &id));
	assert_int_equal(id, FIELD_HOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(severities_there_and_back),
	    cmocka_unit_test(categories_there_and_back),
	    cmocka_unit_test(tactics_of_tags),
	    cmocka_unit_test(own_addresses),
	    cmocka_unit_test(fields_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
