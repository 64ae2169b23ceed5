/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two sentences: what was seen where and when, and how far it went. Then three steps from the
 * first entry of the playbook that fits: entries are tried in the file's order, so the
 * weightier ones (ransomware, malware, a callback) stand before those for a mere stage.
 */
#include "incident/story.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/yaml.h"

#include <assert.h>
#include <inttypes.h>

struct entry {
	bool any;
	bool act;               /* any incident that needs action */
	enum category category; /* CATEGORY_NONE: not asked for */
	enum stage stage;       /* STAGE_NONE: not asked for */
	struct both next[INCIDENT_STEPS];
	struct entry *after;
};

struct playbook {
	struct arena *arena;
	struct entry *first;
	struct entry **last;
};

struct playbook *playbook_create(struct arena *arena)
{
	struct playbook *playbook = arena_alloc(arena, sizeof(*playbook));
	playbook->arena = arena;
	playbook->last = &playbook->first;
	return playbook;
}

static enum outcome read_for(const struct yaml *node, struct entry *entry, struct why *why)
{
	struct text category = yaml_get_text(node, "category");
	struct text stage = yaml_get_text(node, "stage");
	if (node != NULL && text_equal(yaml_text(node), TEXT("any"))) {
		entry->any = true;
		return DONE;
	}
	if (node != NULL && text_equal(yaml_text(node), TEXT("act"))) {
		entry->act = true;
		return DONE;
	}
	if (category.size != 0 && category_parse(category, &entry->category))
		return DONE;
	for (size_t i = 1; stage.size != 0 && i < STAGE_COUNT; i++) {
		if (text_equal(text_of(stage_word((enum stage)i)), stage)) {
			entry->stage = (enum stage)i;
			return DONE;
		}
	}
	why_set(why, "line %u: 'for' needs a known category, a known stage, act, or any",
	    node == NULL ? 0 : node->line);
	return MALFORMED;
}

static enum outcome read_steps(
    const struct yaml *list, struct entry *entry, struct arena *arena, struct why *why)
{
	size_t n = 0;
	if (list != NULL && list->kind == YAML_LIST) {
		for (const struct yaml *y = list->first; y != NULL && n < INCIDENT_STEPS;
		     y = y->next) {
			entry->next[n].ja = text_copy(arena, yaml_get_text(y, "ja"));
			entry->next[n].en = text_copy(arena, yaml_get_text(y, "en"));
			if (entry->next[n].ja.size == 0 || entry->next[n].en.size == 0)
				break;
			n++;
		}
	}
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
	for (const struct yaml *y = list->first; y != NULL; y = y->next) {
		struct entry *entry = arena_alloc(playbook->arena, sizeof(*entry));
		outcome = read_for(yaml_get(y, "for"), entry, why);
		if (outcome == DONE)
			outcome = read_steps(yaml_get(y, "next"), entry, playbook->arena, why);
		if (outcome != DONE)
			return outcome;
		*playbook->last = entry;
		playbook->last = &entry->after;
	}
	return DONE;
}

static bool has_category(const struct incident *incident, enum category category)
{
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		bool stopped = finding->blocked == finding->count;
		if (finding->rule->category == category && !stopped)
			return true;
	}
	return false;
}

static const struct entry *choose(const struct playbook *playbook, const struct incident *incident)
{
	for (const struct entry *e = playbook->first; e != NULL; e = e->after) {
		if (e->any || (e->act && incident->state == INCIDENT_ACT) ||
		    (e->stage != STAGE_NONE && e->stage == incident->stage))
			return e;
		if (e->category != CATEGORY_NONE && has_category(incident, e->category))
			return e;
	}
	return NULL;
}

/* The weightiest finding that was not all blocked; the earliest among equals. */
static const struct finding *clearest(const struct incident *incident)
{
	const struct finding *best = NULL;
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (finding->blocked == finding->count)
			continue;
		if (best == NULL || finding->severity > best->severity)
			best = finding;
	}
	assert(best != NULL);
	return best;
}

static size_t different_rules(const struct incident *incident)
{
	size_t different = 0;
	for (size_t i = 0; i < incident->finding_count; i++) {
		size_t j = 0;
		while (j < i && incident->findings[j]->rule != incident->findings[i]->rule)
			j++;
		different += j == i;
	}
	return different;
}

struct teller {
	const struct incident *incident;
	const struct texts *texts;
	const struct zone *zone;
	struct arena *arena;
	enum language language;
};

static struct text word(const struct teller *teller, const char *key)
{
	return texts_get(teller->texts, teller->language, key);
}

static struct text first_address(const struct incident *incident, bool own)
{
	for (size_t i = 0; i < incident->addresses.count; i++) {
		if (address_is_own(incident->addresses.at[i]) == own)
			return incident->addresses.at[i];
	}
	return (struct text){NULL, 0};
}

/* "MKT01", "MKT01 and 2 more", an own address, an account, a remote address: whatever is known. */
static struct text who(const struct teller *teller)
{
	const struct incident *incident = teller->incident;
	if (incident->hosts.count == 1)
		return incident->hosts.at[0];
	if (incident->hosts.count > 1) {
		const struct fill fills[] = {{"host", incident->hosts.at[0]},
		    {"more", text_format(teller->arena, "%" PRIu64,
				 (uint64_t)incident->hosts.count - 1 + incident->hosts.more)}};
		return texts_fill(teller->arena, word(teller, "story.hosts"), fills, 2);
	}
	struct text name = first_address(incident, true);
	const char *key = "story.address";
	if (name.size == 0 && incident->users.count != 0) {
		name = incident->users.at[0];
		key = "story.user";
	}
	if (name.size == 0) {
		name = first_address(incident, false);
		key = "story.remote";
	}
	if (name.size == 0)
		return word(teller, "story.unknown");
	const struct fill fill = {"name", name};
	return texts_fill(teller->arena, word(teller, key), &fill, 1);
}

static struct text minute_of(const struct teller *teller, int64_t instant)
{
	char local[CLOCK_TEXT];
	clock_format_local(instant, teller->zone, local);
	return text_copy(
	    teller->arena, text_part(text_of(local), 0, sizeof("2019-05-12 11:10") - 1));
}

static struct text when(const struct teller *teller)
{
	struct text first = minute_of(teller, teller->incident->first);
	struct text last = minute_of(teller, teller->incident->last);
	/* The same day need not be named twice. */
	bool same_day = text_equal(text_part(first, 0, 10), text_part(last, 0, 10));
	const struct fill fills[] = {
	    {"first", first}, {"last", same_day ? text_from(last, 11) : last}};
	const char *key = text_equal(first, last) ? "story.at" : "story.between";
	return texts_fill(teller->arena, word(teller, key), fills, 2);
}

static struct text what_was_done(const struct teller *teller)
{
	uint64_t blocked = 0;
	for (size_t i = 0; i < teller->incident->finding_count; i++)
		blocked += teller->incident->findings[i]->blocked;
	const struct fill fill = {"blocked", text_format(teller->arena, "%" PRIu64, blocked)};
	return texts_fill(teller->arena,
	    word(teller, blocked == 0 ? "story.not_stopped" : "story.partly_stopped"), &fill, 1);
}

static struct text title_of(const struct teller *teller, const struct finding *finding)
{
	bool own_words = text_equal(finding->title, finding->rule->title);
	if (teller->language == LANGUAGE_JA && own_words && finding->rule->title_ja.size != 0)
		return finding->rule->title_ja;
	return finding->title;
}

static struct text stage_text(const struct teller *teller, const char *form)
{
	enum stage reached = teller->incident->stage;
	const char *stage = reached == STAGE_NONE ? "unknown" : stage_word(reached);
	struct text key = text_format(teller->arena, "%s.%s", form, stage);
	return word(teller, text_cstr(teller->arena, key));
}

static struct text tell(const struct teller *teller)
{
	size_t kinds = different_rules(teller->incident);
	const struct fill fills[] = {
	    {"who", who(teller)},
	    {"when", when(teller)},
	    {"kinds", text_format(teller->arena, "%zu", kinds)},
	    {"title", title_of(teller, clearest(teller->incident))},
	    {"stage", stage_text(teller, "stage")},
	    {"meaning", stage_text(teller, "stage_meaning")},
	    {"done", what_was_done(teller)},
	};
	bool staged = teller->incident->stage != STAGE_NONE;
	const char *key = staged ? (kinds == 1 ? "story.one" : "story.many")
				 : (kinds == 1 ? "story.one_unstaged" : "story.many_unstaged");
	return texts_fill(
	    teller->arena, word(teller, key), fills, sizeof(fills) / sizeof(fills[0]));
}

static struct text or_word(const struct teller *teller, struct text name, const char *key)
{
	return name.size != 0 ? name : word(teller, key);
}

static struct text fill_step(const struct teller *teller, struct text step)
{
	const struct incident *incident = teller->incident;
	struct text none = {NULL, 0};
	struct text host = incident->hosts.count != 0 ? incident->hosts.at[0] : none;
	if (host.size == 0)
		host = first_address(incident, true);
	const struct fill fills[] = {
	    {"host", or_word(teller, host, "step.the_machine")},
	    {"user", or_word(teller, incident->users.count != 0 ? incident->users.at[0] : none,
			 "step.the_user")},
	    {"address", or_word(teller, first_address(incident, false), "step.the_address")},
	    {"file", or_word(teller, incident->files.count != 0 ? incident->files.at[0] : none,
			 "step.the_file")},
	};
	return texts_fill(teller->arena, step, fills, sizeof(fills) / sizeof(fills[0]));
}

void story_tell(struct incident *incident, const struct playbook *playbook,
    const struct texts *texts, const struct zone *zone, struct arena *arena)
{
	struct teller ja = {incident, texts, zone, arena, LANGUAGE_JA};
	struct teller en = {incident, texts, zone, arena, LANGUAGE_EN};
	incident->story = (struct both){tell(&ja), tell(&en)};
	const struct entry *entry = choose(playbook, incident);
	for (size_t i = 0; entry != NULL && i < INCIDENT_STEPS; i++)
		incident->next[i] = (struct both){
		    fill_step(&ja, entry->next[i].ja), fill_step(&en, entry->next[i].en)};
}
