/* SPDX-License-Identifier: Apache-2.0 */
/* Tests against values: the plain evaluator's inner loop, deliberately without any cleverness. */
#include "detect/check.h"

#include "detect/regex.h"

#include <assert.h>

static bool check_glob(struct scene *scene, const struct glob *glob, size_t value)
{
	if (glob->shape == GLOB_CONTAINS &&
	    !glob_possible(glob, scene_grams(scene, value, glob->form)))
		return false;
	return glob_matches(glob, scene_form(scene, value, glob->form));
}

static bool check_regex(struct scene *scene, const struct test *test, size_t value)
{
	struct text text = scene_form(scene, value, FORM_PLAIN);
	enum regex_answer answer = regex_search(test->regex, scene->matcher, text);
	scene->gave_up += answer == REGEX_GAVE_UP;
	return answer == REGEX_YES;
}

static bool check_number(struct scene *scene, const struct test *test, size_t value)
{
	struct number number;
	if (number_parse(scene_form(scene, value, FORM_PLAIN), &number))
		return number_compare(&number, &test->number.number) == 0;
	return check_glob(scene, &test->number.written, value);
}

static bool related(struct text text, enum relation relation, struct text other)
{
	switch (relation) {
	case RELATION_EQUALS:
		return text_equal(text, other);
	case RELATION_STARTS:
		return text_starts(text, other);
	case RELATION_ENDS:
		return text_ends(text, other);
	case RELATION_CONTAINS:
		return text_find(text, other) != TEXT_NONE;
	}
	assert(!"a relation");
	return false;
}

static bool check_other_field(struct scene *scene, const struct test *test, size_t value)
{
	struct text text = scene_form(scene, value, test->other.form);
	size_t other = scene_first(scene, test->other.field);
	for (; other != SCENE_NONE; other = scene->values[other].next) {
		if (!scene->values[other].null &&
		    related(text, test->other.relation, scene_form(scene, other, test->other.form)))
			return true;
	}
	return false;
}

static bool check_compare(struct scene *scene, const struct test *test, size_t value)
{
	struct number number;
	return number_parse(text_trim(scene_form(scene, value, FORM_PLAIN)), &number) &&
	       number_holds(&number, test->compare.comparison, &test->compare.bound);
}

static bool check_moment(struct scene *scene, const struct test *test, size_t value)
{
	struct number part = {.whole = true};
	struct text text = scene_form(scene, value, FORM_PLAIN);
	return moment_read(text, test->compare.part, &part.integer) &&
	       number_holds(&part, test->compare.comparison, &test->compare.bound);
}

/* One test of one value that is not null. */
static bool check_value(struct scene *scene, const struct test *test, size_t value)
{
	switch (test->kind) {
	case TEST_GLOB:
		return check_glob(scene, &test->glob, value);
	case TEST_REGEX:
		return check_regex(scene, test, value);
	case TEST_NETWORK:
		return network_holds(&test->network, scene_form(scene, value, FORM_PLAIN));
	case TEST_NUMBER:
		return check_number(scene, test, value);
	case TEST_FIELD:
		return check_other_field(scene, test, value);
	case TEST_COMPARE:
		return check_compare(scene, test, value);
	case TEST_MOMENT:
		return check_moment(scene, test, value);
	case TEST_NULL:
	case TEST_EXISTS:
		break;
	}
	assert(!"a test of values");
	return false;
}

static bool any_null(const struct scene *scene, size_t first)
{
	for (size_t value = first; value != SCENE_NONE; value = scene->values[value].next) {
		if (scene->values[value].null)
			return true;
	}
	return first == SCENE_NONE;
}

static bool check_field(struct scene *scene, const struct test *test, size_t first)
{
	if (test->kind == TEST_NULL)
		return any_null(scene, first);
	if (test->kind == TEST_EXISTS)
		return (first != SCENE_NONE) == test->exists;
	for (size_t value = first; value != SCENE_NONE; value = scene->values[value].next) {
		if (!scene->values[value].null && check_value(scene, test, value))
			return true;
	}
	return false;
}

static bool check_everywhere(struct scene *scene, const struct test *test)
{
	for (size_t value = 0; value < scene->count; value++) {
		if (!scene->values[value].null && check_value(scene, test, value))
			return true;
	}
	return false;
}

/* With `all`, a run of tests joined by or_next counts as one. */
static bool check_tests(struct scene *scene, const struct item *item)
{
	bool keywords = item->field == ITEM_KEYWORDS;
	size_t first = keywords ? SCENE_NONE : scene_first(scene, item->field);
	bool held = false;
	for (size_t i = 0; i < item->count; i++) {
		const struct test *test = &item->tests[i];
		held = held ||
		       (keywords ? check_everywhere(scene, test) : check_field(scene, test, first));
		if (!item->all) {
			if (held)
				return true;
			continue;
		}
		if (test->or_next)
			continue;
		if (!held)
			return false;
		held = false;
	}
	return item->all;
}

bool check_item(struct scene *scene, const struct item *item)
{
	return check_tests(scene, item) != item->negated;
}
