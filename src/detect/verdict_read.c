/* SPDX-License-Identifier: Apache-2.0 */
/* Files of content/verdicts. They are ours, so a key that is not known is a mistake and refused. */
#include "detect/verdict_read.h"

#include "base/arena.h"
#include "detect/detection.h"
#include "detect/rule_read.h"
#include "detect/value.h"

#include <stdbool.h>

static bool listed(struct text key, const char *const *keys)
{
	for (size_t i = 0; keys[i] != NULL; i++) {
		if (text_equal(key, text_of(keys[i])))
			return true;
	}
	return false;
}

/* `map` is a map and has no other keys than these (ended by NULL). */
static enum outcome check_keys(
    struct reading *reading, const struct yaml *map, const char *const *keys)
{
	if (map->kind != YAML_MAP)
		return reading_refuse(reading, map->line, "no map");
	for (const struct yaml *member = map->first; member != NULL; member = member->next) {
		if (!listed(member->key, keys))
			return reading_refuse(reading, member->key_line, "unknown key \"%.*s\"",
			    TEXT_ARGS(member->key));
	}
	return DONE;
}

bool verdict_is(const struct yaml *document)
{
	return document->kind == YAML_MAP && yaml_get(document, "verdicts") != NULL;
}

static enum outcome read_words(struct reading *reading, const struct yaml *map, const char *key,
    struct text field, const struct item **item)
{
	const struct yaml *node = yaml_get(map, key);
	if (node == NULL)
		return DONE;
	return value_read_field(reading, field, node, item);
}

static enum outcome read_entry(
    struct reading *reading, const struct yaml *map, struct disposition_entry *entry)
{
	static const char *const keys[] = {"field", "blocked", "allowed", NULL};
	struct text field = {NULL, 0};
	enum outcome outcome = check_keys(reading, map, keys);
	if (outcome == DONE)
		outcome = reading_text(reading, map, "field", &field);
	if (outcome != DONE)
		return outcome;
	if (field.size == 0)
		return reading_refuse(reading, map->line, "a disposition without a field");
	outcome = read_words(reading, map, "blocked", field, &entry->blocked);
	if (outcome == DONE)
		outcome = read_words(reading, map, "allowed", field, &entry->allowed);
	if (outcome == DONE && entry->blocked == NULL && entry->allowed == NULL)
		return reading_refuse(
		    reading, map->line, "a disposition with neither blocked nor allowed values");
	return outcome;
}

static enum outcome read_disposition(
    struct reading *reading, const struct yaml *document, struct product_says *says)
{
	const struct yaml *list = yaml_get(document, "disposition");
	if (list == NULL || yaml_is_null(list))
		return DONE;
	if (list->kind != YAML_LIST)
		return reading_refuse(reading, list->line, "disposition is no list");
	says->entries = arena_array(reading->store->arena, list->count, sizeof(*says->entries));
	for (const struct yaml *map = list->first; map != NULL; map = map->next) {
		enum outcome outcome = read_entry(reading, map, &says->entries[says->count]);
		if (outcome != DONE)
			return outcome;
		says->count++;
	}
	return DONE;
}

enum outcome verdict_read_head(
    struct reading *reading, const struct yaml *document, struct product_says *says)
{
	static const char *const keys[] = {"product", "disposition", "verdicts", NULL};
	struct product_says read = {.count = 0};
	struct text product = {NULL, 0};
	enum outcome outcome = check_keys(reading, document, keys);
	if (outcome == DONE)
		outcome = reading_text(reading, document, "product", &product);
	if (outcome != DONE)
		return outcome;
	if (product.size == 0)
		return reading_refuse(reading, document->line, "the file names no product");
	if (yaml_get(document, "verdicts")->kind != YAML_LIST)
		return reading_refuse(
		    reading, yaml_get(document, "verdicts")->line, "verdicts is no list");
	read.product = text_copy(reading->store->texts, text_lower(reading->scratch, product));
	outcome = read_disposition(reading, document, &read);
	if (outcome == DONE)
		*says = read;
	return outcome;
}

/* {en: …, ja: …}; English is what rules have, so it must be there. */
static enum outcome read_title(
    struct reading *reading, const struct yaml *map, struct rule_facts *facts)
{
	static const char *const keys[] = {"en", "ja", NULL};
	const struct yaml *title = yaml_get(map, "title");
	struct text en = {NULL, 0};
	struct text ja = {NULL, 0};
	if (title == NULL)
		return reading_refuse(reading, map->line, "a verdict without title");
	enum outcome outcome = check_keys(reading, title, keys);
	if (outcome == DONE)
		outcome = reading_text(reading, title, "en", &en);
	if (outcome == DONE)
		outcome = reading_text(reading, title, "ja", &ja);
	if (outcome != DONE)
		return outcome;
	if (en.size == 0)
		return reading_refuse(reading, title->line, "a title without its English form");
	facts->title = text_copy(reading->store->texts, en);
	facts->title_ja = text_copy(reading->store->texts, ja);
	return DONE;
}

static enum outcome read_category(
    struct reading *reading, const struct yaml *map, struct rule_facts *facts)
{
	struct text word;
	enum outcome outcome = reading_text(reading, map, "category", &word);
	if (outcome != DONE)
		return outcome;
	if (word.size == 0 || !category_parse(word, &facts->category) ||
	    facts->category == CATEGORY_NONE)
		return reading_refuse(reading, map->line,
		    "\"%.*s\" is none of the categories of findings", TEXT_ARGS(word));
	return DONE;
}

static enum outcome read_facts(
    struct reading *reading, const struct yaml *map, struct rule_facts *facts)
{
	struct text description;
	enum outcome outcome = read_title(reading, map, facts);
	if (outcome == DONE)
		outcome = rule_read_id(reading, map, &facts->id);
	if (outcome == DONE && facts->id.size == 0)
		return reading_refuse(reading, map->line, "a verdict without id");
	if (outcome == DONE)
		outcome = read_category(reading, map, facts);
	if (outcome == DONE)
		outcome = rule_read_level(reading, map, "level", SEVERITY_MEDIUM, &facts->severity);
	if (outcome == DONE)
		outcome = rule_read_tags(reading, map, facts);
	if (outcome == DONE)
		outcome = rule_read_texts(reading, map, "falsepositives", &facts->falsepositives,
		    &facts->falsepositive_count);
	if (outcome == DONE)
		outcome = reading_text(reading, map, "description", &description);
	if (outcome == DONE)
		facts->description = text_copy(reading->store->texts, description);
	return outcome;
}

/* A `logsource` map or a `service` beside the detection narrows the file's product. */
static enum outcome read_logsource(
    struct reading *reading, const struct yaml *map, struct logsource *logsource)
{
	static const char *const keys[] = {"category", "service", NULL};
	const struct yaml *narrow = yaml_get(map, "logsource");
	struct text service;
	enum outcome outcome = reading_text(reading, map, "service", &service);
	if (outcome == DONE && narrow != NULL)
		outcome = check_keys(reading, narrow, keys);
	if (outcome == DONE && narrow != NULL)
		outcome = rule_read_logsource(reading, narrow, logsource);
	if (outcome == DONE && service.size > 0)
		logsource->service =
		    text_copy(reading->store->texts, text_lower(reading->scratch, service));
	return outcome;
}

static enum outcome read_rest(struct reading *reading, const struct yaml *map, struct rule *rule)
{
	const struct yaml *detection = yaml_get(map, "detection");
	struct text name;
	if (detection == NULL)
		return reading_refuse(reading, map->line, "a verdict without detection");
	enum outcome outcome =
	    rule_read_level(reading, map, "level_blocked", SEVERITY_LOW, &rule->severity_blocked);
	if (outcome == DONE)
		outcome = reading_text(reading, map, "name", &name);
	if (outcome != DONE)
		return outcome;
	rule->name_field = text_copy(reading->store->texts, name);
	return detection_read(reading, detection, rule);
}

enum outcome verdict_read(
    struct reading *reading, const struct yaml *map, struct text product, struct rule **rule)
{
	static const char *const keys[] = {"id", "title", "description", "detection", "service",
	    "logsource", "category", "level", "level_blocked", "name", "tags", "falsepositives",
	    NULL};
	enum outcome outcome = check_keys(reading, map, keys);
	if (outcome != DONE)
		return outcome;
	struct rule *made = arena_alloc(reading->store->texts, sizeof(*made));
	made->facts.product_says = true;
	made->logsource.product = product;
	outcome = read_facts(reading, map, &made->facts);
	if (outcome == DONE)
		outcome = read_logsource(reading, map, &made->logsource);
	if (outcome == DONE)
		outcome = read_rest(reading, map, made);
	if (outcome == DONE)
		*rule = made;
	return outcome;
}
