/* SPDX-License-Identifier: Apache-2.0 */
/* Reading and choosing; the conditions are a table of keyword → reader and test. */
#include "incident/playbook.h"

#include "base/arena.h"
#include "base/yaml.h"
#include "incident/judge.h"
#include "incident/ordinary.h"

enum about { ABOUT_MACHINE, ABOUT_MANY, ABOUT_ACCOUNT, ABOUT_ADDRESS };

#define CONDITIONS 8

struct condition {
	bool asked;
	int value;
	struct text text;
};

struct entry {
	struct condition conditions[CONDITIONS];
	const struct both *next;
	struct entry *after;
};

struct playbook {
	struct arena *arena;
	struct entry *first;
	struct entry **last;
};

static bool among(const char *const *words, size_t count, struct text word, int *value)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i] != NULL && text_equal(text_of(words[i]), word)) {
			*value = (int)i;
			return true;
		}
	}
	return false;
}

static bool read_state(struct text word, struct condition *condition)
{
	static const char *const words[] = {[INCIDENT_LOOK] = "look", [INCIDENT_ACT] = "act"};
	return among(words, 2, word, &condition->value);
}

static bool is_state(const struct incident *incident, const struct condition *condition)
{
	return (int)incident->state == condition->value;
}

static bool read_category(struct text word, struct condition *condition)
{
	enum category category;
	if (!category_parse(word, &category))
		return false;
	condition->value = (int)category;
	return true;
}

static bool has_category(const struct incident *incident, const struct condition *condition)
{
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if ((int)finding->rule->category == condition->value && judge_alarms(finding))
			return true;
	}
	return false;
}

static bool leads(const struct incident *incident, const struct condition *condition)
{
	const struct finding *weightiest = judge_weightiest(incident);
	return weightiest != NULL && (int)weightiest->rule->category == condition->value;
}

static bool read_technique(struct text word, struct condition *condition)
{
	condition->text = word;
	return word.size >= 5 && word.at[0] == 't';
}

static bool is_technique(struct text tag, struct text technique)
{
	if (!text_skip(&tag, TEXT("attack.")) || !text_skip(&tag, technique))
		return false;
	return tag.size == 0 || tag.at[0] == '.';
}

static bool has_technique(const struct incident *incident, const struct condition *condition)
{
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (finding->severity < SEVERITY_HIGH && finding->severity < incident->severity)
			continue;
		if (!judge_alarms(finding))
			continue;
		for (size_t t = 0; t < finding->rule->tag_count; t++) {
			if (is_technique(finding->rule->tags[t], condition->text))
				return true;
		}
	}
	return false;
}

static bool read_stage(struct text word, struct condition *condition)
{
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++) {
		condition->value = i;
		if (text_equal(text_of(stage_word((enum stage)i)), word))
			return true;
	}
	return false;
}

static bool is_stage(const struct incident *incident, const struct condition *condition)
{
	return (int)incident->stage == condition->value;
}

static bool read_about(struct text word, struct condition *condition)
{
	static const char *const words[] = {"machine", "many", "account", "address"};
	return among(words, 4, word, &condition->value);
}

static bool has_address(const struct incident *incident, bool own)
{
	for (size_t i = 0; i < incident->addresses.count; i++) {
		struct text address = incident->addresses.at[i];
		if (address_is_own(address) == own && (own || !ordinary_address(address)))
			return true;
	}
	return false;
}

static bool is_about(const struct incident *incident, const struct condition *condition)
{
	enum about about = ABOUT_ADDRESS;
	if (incident->hosts.count + incident->hosts.more > PLAYBOOK_MANY)
		about = ABOUT_MANY;
	else if (incident->hosts.count != 0 || has_address(incident, true))
		about = ABOUT_MACHINE;
	else if (incident->users.count != 0)
		about = ABOUT_ACCOUNT;
	return (int)about == condition->value;
}

static bool read_from(struct text word, struct condition *condition)
{
	static const char *const words[] = {"inside", "outside"};
	return among(words, 2, word, &condition->value);
}

static bool is_from(const struct incident *incident, const struct condition *condition)
{
	return (int)has_address(incident, false) == condition->value;
}

static bool read_attempts(struct text word, struct condition *condition)
{
	static const char *const words[] = {"no", "yes"};
	return among(words, 2, word, &condition->value);
}

static bool is_attempts(const struct incident *incident, const struct condition *condition)
{
	return (int)incident->attempts == condition->value;
}

static const struct {
	struct text name;
	bool (*read)(struct text word, struct condition *condition);
	bool (*holds)(const struct incident *incident, const struct condition *condition);
} kinds[CONDITIONS] = {
    {TEXT_INIT("state"), read_state, is_state},
    {TEXT_INIT("category"), read_category, has_category},
    {TEXT_INIT("leads"), read_category, leads},
    {TEXT_INIT("technique"), read_technique, has_technique},
    {TEXT_INIT("stage"), read_stage, is_stage},
    {TEXT_INIT("about"), read_about, is_about},
    {TEXT_INIT("from"), read_from, is_from},
    {TEXT_INIT("attempts"), read_attempts, is_attempts},
};

struct playbook *playbook_create(struct arena *arena)
{
	struct playbook *playbook = arena_alloc(arena, sizeof(*playbook));
	playbook->arena = arena;
	playbook->last = &playbook->first;
	return playbook;
}

static bool read_condition(const struct yaml *node, struct entry *entry)
{
	for (size_t i = 0; i < CONDITIONS; i++) {
		if (!text_equal(node->key, kinds[i].name))
			continue;
		entry->conditions[i].asked = true;
		return kinds[i].read(yaml_text(node), &entry->conditions[i]);
	}
	return false;
}

static bool read_conditions(const struct yaml *node, struct entry *entry)
{
	if (text_equal(yaml_text(node), TEXT("any")))
		return true;
	bool known = node->kind == YAML_MAP && node->count != 0;
	for (const struct yaml *y = known ? node->first : NULL; y != NULL && known; y = y->next)
		known = read_condition(y, entry);
	return known;
}

static enum outcome read_for(
    struct playbook *playbook, const struct yaml *node, const struct both *next, struct why *why)
{
	bool list = node != NULL && node->kind == YAML_LIST && node->count != 0;
	for (const struct yaml *y = list ? node->first : node; y != NULL; y = y->next) {
		struct entry *entry = arena_alloc(playbook->arena, sizeof(*entry));
		if (!read_conditions(y, entry)) {
			node = y;
			break;
		}
		entry->next = next;
		*playbook->last = entry;
		playbook->last = &entry->after;
		if (!list || y->next == NULL)
			return DONE;
	}
	why_set(why, "line %u: 'for' is any, a map of known conditions, or a list of such",
	    node == NULL ? 0 : node->line);
	return MALFORMED;
}

static enum outcome read_steps(
    const struct yaml *list, struct arena *arena, const struct both **next, struct why *why)
{
	struct both *steps = arena_array(arena, INCIDENT_STEPS, sizeof(*steps));
	size_t n = 0;
	if (list != NULL && list->kind == YAML_LIST) {
		for (const struct yaml *y = list->first; y != NULL && n < INCIDENT_STEPS;
		     y = y->next) {
			steps[n].ja = text_copy(arena, yaml_get_text(y, "ja"));
			steps[n].en = text_copy(arena, yaml_get_text(y, "en"));
			if (steps[n].ja.size == 0 || steps[n].en.size == 0)
				break;
			n++;
		}
	}
	*next = steps;
	if (n == INCIDENT_STEPS && list->count == INCIDENT_STEPS)
		return DONE;
	why_set(why, "line %u: 'next' needs exactly %d steps, each with ja and en",
	    list == NULL ? 0 : list->line, INCIDENT_STEPS);
	return MALFORMED;
}

enum outcome playbook_add(struct playbook *playbook, struct text bytes, struct why *why)
{
	struct yaml **documents;
	size_t count;
	enum outcome outcome =
	    yaml_read(bytes, &yaml_content_limits, playbook->arena, &documents, &count, why);
	if (outcome != DONE)
		return outcome;
	const struct yaml *list = count == 1 ? yaml_get(documents[0], "steps") : NULL;
	if (list == NULL || list->kind != YAML_LIST) {
		why_set(why, "line 1: a playbook is one document with a list 'steps'");
		return MALFORMED;
	}
	for (const struct yaml *y = list->first; y != NULL && outcome == DONE; y = y->next) {
		const struct both *next;
		outcome = read_steps(yaml_get(y, "next"), playbook->arena, &next, why);
		if (outcome == DONE)
			outcome = read_for(playbook, yaml_get(y, "for"), next, why);
	}
	return outcome;
}

static bool fits(const struct entry *entry, const struct incident *incident)
{
	for (size_t i = 0; i < CONDITIONS; i++) {
		const struct condition *condition = &entry->conditions[i];
		if (condition->asked && !kinds[i].holds(incident, condition))
			return false;
	}
	return true;
}

const struct both *playbook_choose(const struct playbook *playbook, const struct incident *incident)
{
	for (const struct entry *e = playbook->first; e != NULL; e = e->after) {
		if (fits(e, incident))
			return e->next;
	}
	return NULL;
}
