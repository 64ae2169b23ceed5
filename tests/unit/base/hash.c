/* SPDX-License-Identifier: Apache-2.0 */
/* Ids against values computed with Python's hashlib.blake2b over the same length-prefixed parts. */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void known_ids(void **state)
{
	(void)state;
	char id[HASH_ID_TEXT];
	hash_id(NULL, 0, id);
	assert_string_equal(id, "cae66941d9efbd404e4d88758ea67670");
	hash_id(&(struct text){NULL, 0}, 1, id);
	assert_string_equal(id, "c804ce198ec337e3dc762bdd1a09aece");
	hash_id((struct text[]){TEXT("ab"), TEXT("c")}, 2, id);
	assert_string_equal(id, "4826ed043ab3cdec576d8541fa5d5a80");
	hash_id((struct text[]){TEXT("a"), TEXT("bc")}, 2, id);
	assert_string_equal(id, "f14abc19c330e936bb9c8506d69bac9b");
}

static void longer_than_a_block(void **state)
{
	(void)state;
	char many[1000];
	char id[HASH_ID_TEXT];
	memset(many, 'x', sizeof(many));
	hash_id(&(struct text){many, sizeof(many)}, 1, id);
	assert_string_equal(id, "427ca91604a2fc48039573a667894251");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_ids),
	    cmocka_unit_test(longer_than_a_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
