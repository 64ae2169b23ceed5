/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/intake/intake_request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect(const char *header, const char *first, const char *second)
{
	char room[INTAKE_TOKEN];
	struct text tokens[2];
	size_t count = intake_token(text_of(header), room, tokens);
	assert_int_equal(count, (first != NULL) + (second != NULL));
	if (first != NULL)
		assert_true(text_equal(tokens[0], text_of(first)));
	if (second != NULL)
		assert_true(text_equal(tokens[1], text_of(second)));
}

static void tokens(void **state)
{
	(void)state;
	expect("Bearer abc", "abc", NULL);
	expect("bearer  abc ", "abc", NULL);
	expect("ApiKey abc", "abc", NULL);
	/* id:token */
	expect("ApiKey aWQ6dG9rZW4=", "aWQ6dG9rZW4=", "token");
	expect("ApiKey aWQ6dG9rZW4", "aWQ6dG9rZW4", "token");
	/* any:token; user:to:ken */
	expect("Basic YW55OnRva2Vu", "token", NULL);
	expect("Basic dXNlcjp0bzprZW4=", "to:ken", NULL);
	expect("Basic YW55Og==", NULL, NULL);
	expect("Basic !!!", NULL, NULL);
	expect("Digest abc", NULL, NULL);
	expect("Bearer", NULL, NULL);
	expect("", NULL, NULL);
}

static void ways(void **state)
{
	(void)state;
	assert_non_null(intake_way_find("/intake/records", METHOD_POST));
	assert_non_null(intake_way_find("//_bulk", METHOD_POST));
	assert_non_null(intake_way_find("/filebeat-8.1/_bulk", METHOD_PUT));
	assert_ptr_equal(
	    intake_way_find("/_doc/_bulk", METHOD_POST), NULL); /* no index begins with "_" */
	assert_null(intake_way_find("/_search", METHOD_POST));
	assert_null(intake_way_find("/a/b/c/d", METHOD_GET));
	/* Known, though not so: it is told apart from what is not there. */
	assert_int_equal(intake_way_find("/intake/records", METHOD_GET)->methods, METHOD_POST);
	/* Of two ways with one path the one that takes the method. */
	assert_int_equal(intake_way_find("/_ilm/policy/x", METHOD_PUT)->methods, METHOD_PUT);
	assert_int_equal(intake_way_find("/_ilm/policy/x", METHOD_GET)->methods, METHOD_GET);
	assert_false(intake_way_find("/", METHOD_GET)->open);
	assert_true(intake_way_find("/health", METHOD_GET)->open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(tokens), cmocka_unit_test(ways)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
