/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rule sets: files are read to rules, refusals are kept, and freezing groups the rules by log
 * source. Whatever a file holds, the arena's ceiling is not reached: there must be room for the
 * most that one document can cost (detect/reading.h) before it is read.
 */
#include "detect/ruleset.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/limits.h"
#include "detect/rule_read.h"
#include "detect/ruleset_state.h"
#include "detect/source.h"
#include "detect/verdict_read.h"

#include <assert.h>
#include <stddef.h>

#define SET_CEILING ((size_t)2 * 1024 * 1024 * 1024)
#define SCRATCH_CEILING ((size_t)1024 * 1024 * 1024)
#define DOCUMENT_ROOM ((size_t)256 * 1024 * 1024)

static_assert(
    offsetof(struct rule, facts) == 0, "ruleset_source() goes from the facts to the rule");

struct ruleset *ruleset_create(void)
{
	struct arena *arena = arena_create("rule set", SET_CEILING);
	struct ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));
	ruleset->store.texts = arena;
	ruleset->store.arena = arena_create("rules", SET_CEILING);
	names_init(&ruleset->store.fields, arena);
	names_init(&ruleset->ids, arena);
	return ruleset;
}

void ruleset_destroy(struct ruleset *ruleset)
{
	if (ruleset == NULL)
		return;
	for (size_t i = 0; i < ruleset->store.regex_count; i++)
		regex_destroy(ruleset->store.regexes[i]);
	arena_destroy(ruleset->store.arena);
	arena_destroy(ruleset->store.texts);
}

void ruleset_placeholder(
    struct ruleset *ruleset, struct text name, const struct text *values, size_t count)
{
	struct store *store = &ruleset->store;
	assert(!ruleset->frozen && count > 0);
	struct placeholder made = {text_copy(store->texts, name), NULL, count};
	made.values = arena_array(store->texts, count, sizeof(*made.values));
	for (size_t i = 0; i < count; i++)
		made.values[i] = text_copy(store->texts, values[i]);
	for (size_t i = 0; i < store->placeholder_count; i++) {
		if (text_equal(store->placeholders[i].name, name)) {
			store->placeholders[i] = made;
			return;
		}
	}
	size_t have = store->placeholder_count;
	store->placeholders = arena_grow(
	    store->texts, store->placeholders, have, have + 1, sizeof(*store->placeholders));
	store->placeholders[store->placeholder_count++] = made;
}

/* One file while it is added. */
struct adding {
	struct ruleset *ruleset;
	struct arena *scratch;
	struct text file; /* on the set's arena */
	struct source source;
	bool depends; /* a document of Sigma 1's "action: global" stands before */
	size_t added;
};

static void refuse(struct adding *adding, unsigned line, struct text why)
{
	struct ruleset *ruleset = adding->ruleset;
	struct arena *arena = ruleset->store.texts;
	if (ruleset->refused_count == LIMIT_RULES)
		return;
	if (ruleset->refused_count + 1 == LIMIT_RULES)
		why = TEXT("this and any further refusals are not listed: there are too many");
	if (ruleset->refused_count == ruleset->refused_room) {
		size_t room = ruleset->refused_room == 0 ? 64 : ruleset->refused_room * 2;
		ruleset->refused = arena_grow(arena, ruleset->refused, ruleset->refused_room, room,
		    sizeof(*ruleset->refused));
		ruleset->refused_room = room;
	}
	ruleset->refused[ruleset->refused_count++] =
	    (struct refused_rule){adding->file, line, text_copy(arena, why)};
}

static void refuse_reading(struct adding *adding, const struct reading *reading)
{
	refuse(adding, reading->line, text_of(reading->why.text));
}

static struct reading start_reading(struct adding *adding)
{
	return (struct reading){.store = &adding->ruleset->store, .scratch = adding->scratch};
}

/* False (and refused) when there is no room for one more document. */
static bool has_room(struct adding *adding, unsigned line)
{
	const struct ruleset *ruleset = adding->ruleset;
	if (ruleset->count < LIMIT_RULES && arena_left(ruleset->store.texts) >= DOCUMENT_ROOM &&
	    arena_left(ruleset->store.arena) >= DOCUMENT_ROOM &&
	    arena_left(adding->scratch) >= DOCUMENT_ROOM)
		return true;
	refuse(adding, line, TEXT("the rule set is full"));
	return false;
}

static void name_rule(struct adding *adding, struct rule *rule)
{
	struct text parts[] = {TEXT("sigma"), rule->source};
	char id[HASH_ID_TEXT];
	if (rule->facts.id.size > 0)
		return;
	hash_id(parts, 2, id);
	rule->facts.id = text_copy(adding->ruleset->store.texts, text_of(id));
}

/* The rule is complete but for its place and source: keep it, unless its id is there already. */
static void keep_rule(struct adding *adding, struct rule *rule, unsigned line, struct text source)
{
	struct ruleset *ruleset = adding->ruleset;
	struct arena *arena = ruleset->store.texts;
	rule->source = text_copy(arena, source);
	rule->facts.file = adding->file;
	name_rule(adding, rule);
	size_t number = names_add(&ruleset->ids, rule->facts.id);
	if (number < ruleset->count) {
		const struct rule *other = ruleset->rules[number];
		refuse(adding, line,
		    text_format(adding->scratch, "id %.*s is already that of a rule in %.*s",
			TEXT_ARGS(rule->facts.id), TEXT_ARGS(other->facts.file)));
		return;
	}
	if (ruleset->count == ruleset->room) {
		size_t room = ruleset->room == 0 ? 256 : ruleset->room * 2;
		ruleset->rules =
		    arena_grow(arena, ruleset->rules, ruleset->room, room, sizeof(struct rule *));
		ruleset->room = room;
	}
	ruleset->rules[ruleset->count++] = rule;
	adding->added++;
}

static void add_rule(struct adding *adding, const struct yaml *document)
{
	struct reading reading = start_reading(adding);
	struct rule *rule;
	if (!has_room(adding, document->line))
		return;
	if (adding->depends) {
		refuse(adding, document->line,
		    TEXT("the rule stands behind a document with \"action\" (Sigma 1) and depends "
			 "on it"));
		return;
	}
	if (rule_read(&reading, document, &rule) != DONE) {
		adding->depends = yaml_get(document, "action") != NULL;
		refuse_reading(adding, &reading);
		return;
	}
	keep_rule(adding, rule, document->line, source_document(&adding->source, document->line));
}

static void keep_says(struct ruleset *ruleset, const struct product_says *says)
{
	size_t have = ruleset->says_count;
	ruleset->says =
	    arena_grow(ruleset->store.texts, ruleset->says, have, have + 1, sizeof(*ruleset->says));
	ruleset->says[ruleset->says_count++] = *says;
}

static void add_verdicts(struct adding *adding, const struct yaml *document)
{
	struct reading reading = start_reading(adding);
	struct product_says says;
	if (!has_room(adding, document->line))
		return;
	if (verdict_read_head(&reading, document, &says) != DONE) {
		refuse_reading(adding, &reading);
		return;
	}
	if (says.count > 0)
		keep_says(adding->ruleset, &says);
	const struct yaml *map = yaml_get(document, "verdicts")->first;
	for (; map != NULL; map = map->next) {
		struct reading one = start_reading(adding);
		struct rule *rule;
		if (!has_room(adding, map->line))
			return;
		if (verdict_read(&one, map, says.product, &rule) != DONE) {
			refuse_reading(adding, &one);
			continue;
		}
		unsigned next = map->next == NULL ? 0 : map->next->line;
		keep_rule(adding, rule, map->line, source_lines(&adding->source, map->line, next));
	}
}

/* yaml_read() begins its reasons with the line, which has a place of its own here. */
static void refuse_file(struct adding *adding, const struct why *why)
{
	struct text rest = text_of(why->text);
	uint64_t line = 0;
	struct text whole = rest;
	if (text_skip(&rest, TEXT("line "))) {
		struct text number = text_cut(&rest, ':');
		if (text_to_uint(number, &line) && line <= LIMIT_RULE_FILE)
			whole = text_trim(rest);
	}
	refuse(adding, (unsigned)line, whole);
}

static void add_documents(struct adding *adding, struct text bytes)
{
	struct yaml **documents;
	size_t count;
	struct why why;
	if (!has_room(adding, 0))
		return;
	enum outcome outcome =
	    yaml_read(bytes, &yaml_content_limits, adding->scratch, &documents, &count, &why);
	if (outcome != DONE) {
		refuse_file(adding, &why);
		return;
	}
	if (count == 0)
		refuse(adding, 0, TEXT("the file holds no document"));
	source_index(&adding->source, adding->scratch, bytes);
	for (size_t i = 0; i < count; i++) {
		if (verdict_is(documents[i]))
			add_verdicts(adding, documents[i]);
		else
			add_rule(adding, documents[i]);
	}
}

size_t ruleset_add(struct ruleset *ruleset, struct text file, struct text bytes)
{
	assert(!ruleset->frozen);
	struct adding adding = {.ruleset = ruleset};
	/* Without room even for the refusal there is nothing left to say: the set told so before.
	 */
	if (arena_left(ruleset->store.texts) < DOCUMENT_ROOM / 2)
		return 0;
	adding.scratch = arena_create("rule file", SCRATCH_CEILING);
	adding.file = text_copy(ruleset->store.texts, text_part(file, 0, LIMIT_PATH));
	add_documents(&adding, bytes);
	arena_destroy(adding.scratch);
	return adding.added;
}

void ruleset_refuse(struct ruleset *ruleset, struct text file, struct text why)
{
	assert(!ruleset->frozen);
	if (arena_left(ruleset->store.texts) < DOCUMENT_ROOM / 2)
		return;
	struct adding adding = {.ruleset = ruleset};
	adding.file = text_copy(ruleset->store.texts, text_part(file, 0, LIMIT_PATH));
	refuse(&adding, 0, why);
}

/* Groups are found by the three words, joined by a byte that no word holds. */
static size_t group_of(struct names *keys, struct arena *scratch, const struct logsource *logsource)
{
	struct text key = text_format(scratch, "%.*s\n%.*s\n%.*s", TEXT_ARGS(logsource->product),
	    TEXT_ARGS(logsource->category), TEXT_ARGS(logsource->service));
	return names_add(keys, key);
}

static void fill_groups(struct ruleset *ruleset, const size_t *group_by_rule)
{
	struct arena *arena = ruleset->store.texts;
	for (size_t i = 0; i < ruleset->count; i++)
		ruleset->groups[group_by_rule[i]].count++;
	for (size_t i = 0; i < ruleset->group_count; i++) {
		struct rule_group *group = &ruleset->groups[i];
		group->rules = arena_array(arena, group->count, sizeof(*group->rules));
		group->count = 0;
	}
	for (size_t i = 0; i < ruleset->count; i++) {
		struct rule_group *group = &ruleset->groups[group_by_rule[i]];
		group->logsource = ruleset->rules[i]->logsource;
		group->rules[group->count++] = (struct rule_core){
		    ruleset->rules[i]->condition, ruleset->rules[i]->detections.nodes, i};
	}
}

void ruleset_freeze(struct ruleset *ruleset)
{
	assert(!ruleset->frozen);
	struct arena *scratch = arena_create("rule groups", SCRATCH_CEILING);
	struct names keys;
	names_init(&keys, scratch);
	size_t *group_by_rule = arena_array(scratch, ruleset->count, sizeof(*group_by_rule));
	for (size_t i = 0; i < ruleset->count; i++) {
		const struct rule *rule = ruleset->rules[i];
		group_by_rule[i] = group_of(&keys, scratch, &rule->logsource);
		if (rule->detections.count > ruleset->most_detections)
			ruleset->most_detections = rule->detections.count;
	}
	ruleset->group_count = keys.count;
	ruleset->groups = arena_array(ruleset->store.texts, keys.count, sizeof(*ruleset->groups));
	fill_groups(ruleset, group_by_rule);
	arena_destroy(scratch);
	ruleset->frozen = true;
}

size_t ruleset_count(const struct ruleset *ruleset)
{
	return ruleset->count;
}

const struct rule_facts *ruleset_rule(const struct ruleset *ruleset, size_t index)
{
	assert(index < ruleset->count);
	return &ruleset->rules[index]->facts;
}

const struct refused_rule *ruleset_refused(const struct ruleset *ruleset, size_t *count)
{
	*count = ruleset->refused_count;
	return ruleset->refused;
}

/* Exact ids and titles go before beginnings of ids, so that a short id can be named at all. */
const struct rule_facts *ruleset_find(const struct ruleset *ruleset, struct text id)
{
	const struct rule_facts *found = NULL;
	size_t exact = id.size == 0 ? TEXT_NONE : names_find(&ruleset->ids, id);
	size_t titles = 0;
	size_t beginnings = 0;
	if (exact != TEXT_NONE)
		return &ruleset->rules[exact]->facts;
	for (size_t i = 0; i < ruleset->count && id.size > 0; i++) {
		const struct rule_facts *facts = &ruleset->rules[i]->facts;
		bool titled = text_equal(facts->title, id) || text_equal(facts->title_ja, id);
		if (titled && titles++ == 0)
			found = facts;
		if (!titled && titles == 0 && text_starts_fold(facts->id, id) && beginnings++ == 0)
			found = facts;
	}
	if (titles > 0)
		return titles == 1 ? found : NULL;
	return beginnings == 1 ? found : NULL;
}

struct text ruleset_source(const struct ruleset *ruleset, const struct rule_facts *rule)
{
	(void)ruleset;
	return ((const struct rule *)(const void *)rule)->source;
}
