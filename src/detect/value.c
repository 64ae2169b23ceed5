/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values to tests. Source: Sigma rules specification 2.0.0, "Detection".
 *
 * A plain scalar may be null, a number or a boolean (YAML 1.2's core schema: "yes" and "on" are
 * words). A number that goes through string modifiers or is a keyword is taken as the text that was
 * written.
 */
#include "detect/value.h"

#include "base/arena.h"
#include "base/limits.h"
#include "detect/draft.h"
#include "detect/modifier.h"

#include <assert.h>

#define LONGEST_REGEX_STORE ((size_t)256 * 1024 * 1024)

/* An item while its tests are collected. */
struct building {
	struct reading *reading;
	struct modifiers modifiers;
	bool keywords;
	struct item item;
	size_t room;
};

static struct test *add_test(struct building *building, enum test_kind kind)
{
	struct item *item = &building->item;
	if (item->count == building->room) {
		size_t room = building->room == 0 ? 4 : building->room * 2;
		item->tests = arena_grow(building->reading->scratch, item->tests, building->room,
		    room, sizeof(*item->tests));
		building->room = room;
	}
	struct test *test = &item->tests[item->count++];
	test->kind = kind;
	return test;
}

static enum outcome add_glob(struct building *building, const struct yaml *node, struct draft draft)
{
	struct reading *reading = building->reading;
	if (building->keywords)
		draft = glob_widen(reading->scratch, draft, true, true);
	if (draft.count > GLOB_PIECES)
		return reading_refuse(
		    reading, node->line, "more than %d wildcards in a value", GLOB_PIECES);
	struct test *test = add_test(building, TEST_GLOB);
	test->glob = glob_compile(
	    reading->store->arena, reading->scratch, &draft, building->modifiers.cased);
	return DONE;
}

static enum outcome add_drafts(
    struct building *building, const struct yaml *node, const struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++) {
		enum outcome outcome = add_glob(building, node, drafts->at[i]);
		if (outcome != DONE)
			return outcome;
		building->item.tests[building->item.count - 1].or_next = i + 1 < drafts->count;
	}
	return DONE;
}

static enum outcome read_number(struct building *building, const struct yaml *node)
{
	struct reading *reading = building->reading;
	struct test *test = add_test(building, TEST_NUMBER);
	struct draft draft = glob_literal(reading->scratch, node->text);
	test->number.written = glob_compile(reading->store->arena, reading->scratch, &draft, false);
	bool parsed = number_parse(node->text, &test->number.number);
	assert(parsed);
	return DONE;
}

static enum outcome read_string(struct building *building, const struct yaml *node)
{
	struct reading *reading = building->reading;
	bool plain = building->modifiers.change_count == 0 && !building->keywords;
	struct number number;
	if (yaml_is_null(node)) {
		if (!plain)
			return reading_refuse(reading, node->line,
			    "null stands only for the value of a field, without string modifiers");
		(void)add_test(building, TEST_NULL);
		return DONE;
	}
	if (plain && node->plain && number_parse(node->text, &number))
		return read_number(building, node);
	struct draft draft = building->modifiers.expands
				 ? glob_read_percent(reading->scratch, node->text)
				 : glob_read(reading->scratch, node->text);
	struct drafts drafts = {&draft, 1};
	enum outcome outcome = draft_change(reading, node->line, &building->modifiers, &drafts);
	return outcome == DONE ? add_drafts(building, node, &drafts) : outcome;
}

static enum outcome read_regex(struct building *building, const struct yaml *node)
{
	struct reading *reading = building->reading;
	struct store *store = reading->store;
	if (yaml_is_null(node))
		return reading_refuse(reading, node->line, "\"re\" needs a text");
	if (store->regex_bytes > LONGEST_REGEX_STORE)
		return reading_refuse(reading, node->line,
		    "the rule set's regular expressions take more than %zu bytes",
		    LONGEST_REGEX_STORE);
	/* A machine-code program for each: one counts as a hundred values. */
	enum outcome outcome = reading_spend(reading, node->line, 100, 0);
	if (outcome != DONE)
		return outcome;
	struct regex *regex;
	struct why why;
	if (regex_compile(node->text, &building->modifiers.flags, store->arena, &regex, &why) !=
	    DONE)
		return reading_refuse(reading, node->line, "%s", why.text);
	if (store->regex_count == store->regex_room) {
		size_t room = store->regex_room == 0 ? 64 : store->regex_room * 2;
		store->regexes = arena_grow(
		    store->arena, store->regexes, store->regex_room, room, sizeof(struct regex *));
		store->regex_room = room;
	}
	store->regexes[store->regex_count++] = regex;
	store->regex_bytes += regex_size(regex);
	add_test(building, TEST_REGEX)->regex = regex;
	return DONE;
}

static enum outcome read_network(struct building *building, const struct yaml *node)
{
	struct network network;
	if (!network_parse(node->text, &network))
		return reading_refuse(building->reading, node->line,
		    "\"%.*s\" is no address block for \"cidr\"", TEXT_ARGS(node->text));
	add_test(building, TEST_NETWORK)->network = network;
	return DONE;
}

static enum outcome read_exists(struct building *building, const struct yaml *node)
{
	bool yes = text_equal_fold(node->text, TEXT("true"));
	if (!node->plain || (!yes && !text_equal_fold(node->text, TEXT("false"))))
		return reading_refuse(
		    building->reading, node->line, "\"exists\" needs true or false");
	add_test(building, TEST_EXISTS)->exists = yes;
	return DONE;
}

static enum outcome read_other_field(struct building *building, const struct yaml *node)
{
	struct reading *reading = building->reading;
	struct draft draft = glob_read(reading->scratch, node->text);
	struct text name;
	if (!glob_is_literal(&draft, reading->scratch, &name) || name.size == 0 ||
	    name.size > LIMIT_NAME || yaml_is_null(node))
		return reading_refuse(
		    reading, node->line, "\"fieldref\" needs the name of a field");
	struct test *test = add_test(building, TEST_FIELD);
	test->other.field = names_add(&reading->store->fields, name);
	test->other.relation = building->modifiers.relation;
	test->other.form = building->modifiers.cased ? FORM_PLAIN : FORM_FOLDED;
	return DONE;
}

static enum outcome read_compare(struct building *building, const struct yaml *node)
{
	struct number bound;
	if (!node->plain || !number_parse(node->text, &bound))
		return reading_refuse(building->reading, node->line,
		    "\"lt\", \"lte\", \"gt\" and \"gte\" need a number");
	struct test *test = add_test(building, TEST_COMPARE);
	test->compare.bound = bound;
	test->compare.comparison = building->modifiers.comparison;
	return DONE;
}

static enum outcome read_moment(struct building *building, const struct yaml *node)
{
	struct number bound;
	if (!node->plain || !number_parse(node->text, &bound) || !bound.whole ||
	    !moment_possible(building->modifiers.part, bound.integer))
		return reading_refuse(building->reading, node->line,
		    "\"%.*s\" is no value that this part of a time can have",
		    TEXT_ARGS(node->text));
	struct test *test = add_test(building, TEST_MOMENT);
	test->compare.bound = bound;
	test->compare.comparison = building->modifiers.comparison;
	test->compare.part = building->modifiers.part;
	return DONE;
}

static enum outcome (*const readers[])(struct building *building, const struct yaml *node) = {
    [VALUE_TYPE_STRING] = read_string,
    [VALUE_TYPE_REGEX] = read_regex,
    [VALUE_TYPE_NETWORK] = read_network,
    [VALUE_TYPE_EXISTS] = read_exists,
    [VALUE_TYPE_FIELD] = read_other_field,
    [VALUE_TYPE_COMPARE] = read_compare,
    [VALUE_TYPE_MOMENT] = read_moment,
};

static enum outcome read_scalar(struct building *building, const struct yaml *node)
{
	if (node->kind != YAML_SCALAR)
		return reading_refuse(
		    building->reading, node->line, "a value is neither a text nor a number");
	enum outcome outcome =
	    reading_spend(building->reading, node->line, 1, 64 + node->text.size * 4);
	if (outcome != DONE)
		return outcome;
	return readers[building->modifiers.type](building, node);
}

/* All values of `node`, and the finished item on the rule set's arena. */
static enum outcome read_values(
    struct building *building, const struct yaml *node, const struct item **item)
{
	const struct yaml *value = node->kind == YAML_LIST ? node->first : node;
	if (value == NULL)
		return reading_refuse(building->reading, node->line, "a list without values");
	while (value != NULL) {
		enum outcome outcome = read_scalar(building, value);
		if (outcome != DONE)
			return outcome;
		value = node->kind == YAML_LIST ? value->next : NULL;
	}
	struct arena *arena = building->reading->store->arena;
	struct item *made = arena_copy(arena, &building->item, sizeof(*made));
	made->tests = arena_copy(arena, made->tests, made->count * sizeof(*made->tests));
	made->all = building->modifiers.all;
	made->negated = building->modifiers.negated;
	*item = made;
	return DONE;
}

enum outcome value_read_member(
    struct reading *reading, const struct yaml *member, const struct item **item)
{
	struct building building = {.reading = reading, .item = {.field = ITEM_KEYWORDS}};
	struct text field;
	enum outcome outcome = modifier_read(reading, member, &field, &building.modifiers);
	if (outcome != DONE)
		return outcome;
	if (field.size > LIMIT_NAME)
		return reading_refuse(
		    reading, member->key_line, "a field's name of more than %d bytes", LIMIT_NAME);
	building.keywords = field.size == 0;
	if (field.size > 0)
		building.item.field = names_add(&reading->store->fields, field);
	return read_values(&building, member, item);
}

enum outcome value_read_keywords(
    struct reading *reading, const struct yaml *node, const struct item **item)
{
	struct building building = {
	    .reading = reading, .keywords = true, .item = {.field = ITEM_KEYWORDS}};
	return read_values(&building, node, item);
}

enum outcome value_read_field(
    struct reading *reading, struct text field, const struct yaml *node, const struct item **item)
{
	struct building building = {.reading = reading};
	building.item.field = names_add(&reading->store->fields, field);
	return read_values(&building, node, item);
}
