/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two sentences: what was seen where and when, and how far it went or, where that is not sure, how
 * far it would have gone. Then the playbook's three steps with the names filled in.
 */
#include "incident/story.h"

#include "base/arena.h"
#include "base/clock.h"
#include "incident/judge.h"
#include "incident/ordinary.h"

#include <assert.h>
#include <inttypes.h>

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
	const struct finding *weightiest;
	const struct texts *texts;
	const struct zone *zone;
	struct arena *arena;
	enum language language;
};

static struct text word(const struct teller *teller, const char *key)
{
	return texts_get(teller->texts, teller->language, key);
}

/* What other findings tell of it comes second: the weightiest names the machine. */
static struct text address_of(const struct value_set *addresses, bool own)
{
	for (size_t i = 0; i < addresses->count; i++) {
		struct text address = addresses->at[i];
		if (address_is_own(address) == own && !ordinary_address(address))
			return address;
	}
	return (struct text){NULL, 0};
}

static struct text named(const struct teller *teller, const char *key, struct text name)
{
	const struct fill fill = {"name", name};
	return texts_fill(teller->arena, word(teller, key), &fill, 1);
}

/* "MKT01", "MKT01 and 2 more" */
static struct text hosts_of(const struct teller *teller)
{
	const struct value_set *hosts = &teller->incident->hosts;
	uint64_t more = hosts->count - 1 + hosts->more;
	if (more == 0)
		return hosts->at[0];
	const struct fill fills[] = {
	    {"host", hosts->at[0]},
	    {"more", text_format(teller->arena, "%" PRIu64, more)},
	    {"all", text_format(teller->arena, "%" PRIu64, more + 1)},
	};
	return texts_fill(teller->arena, word(teller, "story.hosts"), fills, 3);
}

/* A web server's own log names only its visitors. */
static bool is_web_log(const struct teller *teller)
{
	return teller->incident->hosts.count == 0 &&
	       teller->weightiest->rule->category == CATEGORY_WEB_APPLICATION;
}

/* The visitor of a web server; else the other side, where that is not the company's own. */
static struct text far_side(const struct teller *teller)
{
	struct text address = address_of(&teller->weightiest->addresses, false);
	if (address.size == 0)
		address = address_of(&teller->incident->addresses, false);
	if (address.size == 0 && is_web_log(teller))
		address = address_of(&teller->weightiest->addresses, true);
	return address;
}

static struct text user_of(const struct teller *teller)
{
	const struct value_set *users = &teller->weightiest->users;
	if (users->count == 0)
		users = &teller->incident->users;
	return users->count != 0 ? users->at[0] : (struct text){NULL, 0};
}

/* The machine, an own address, an account, a remote address: whatever is known. */
static struct text who(const struct teller *teller)
{
	const struct incident *incident = teller->incident;
	if (incident->hosts.count != 0)
		return hosts_of(teller);
	struct text remote = far_side(teller);
	if (is_web_log(teller))
		return word(teller, "story.web");
	struct text own = address_of(&incident->addresses, true);
	if (own.size != 0)
		return named(teller, "story.address", own);
	if (incident->users.count != 0)
		return named(teller, "story.user", user_of(teller));
	return remote.size != 0 ? named(teller, "story.remote", remote)
				: word(teller, "story.unknown");
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
	if (teller->incident->first < CLOCK_CREDIBLE)
		return word(teller, "story.no_time");
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
	const struct incident *incident = teller->incident;
	uint64_t blocked = 0;
	for (size_t i = 0; i < incident->finding_count; i++)
		blocked += incident->findings[i]->blocked;
	if (blocked == 0)
		return word(teller, "story.not_stopped");
	struct text many = word(teller, "story.partly_stopped");
	struct text one = text_cut(&many, '|');
	const struct fill fill = {"blocked", text_format(teller->arena, "%" PRIu64, blocked)};
	return texts_fill(teller->arena, blocked == 1 || many.size == 0 ? one : many, &fill, 1);
}

/* The rule's title; what a product calls it is behind it, for it may be a mere name or address. */
static struct text title_of(const struct teller *teller)
{
	const struct finding *finding = teller->weightiest;
	const struct rule_facts *rule = finding->rule;
	bool ours = teller->language == LANGUAGE_JA && rule->title_ja.size != 0;
	struct text title = ours ? rule->title_ja : rule->title;
	if (text_equal(finding->title, rule->title)) {
		const struct fill fill = {"title", title};
		return texts_fill(teller->arena, word(teller, "story.titled"), &fill, 1);
	}
	const struct fill fills[] = {{"title", title}, {"name", finding->title}};
	return texts_fill(teller->arena, word(teller, "story.named"), fills, 2);
}

static struct text stage_text(const struct teller *teller, const char *form)
{
	enum stage reached = teller->incident->stage;
	const char *stage = reached == STAGE_NONE ? "unknown" : stage_word(reached);
	struct text key = text_format(teller->arena, "%s.%s", form, stage);
	return word(teller, text_cstr(teller->arena, key));
}

/* "many" or "one" kind of sign; what to make of it: "act", "look", "attempt" or no "stage". */
static struct text tell(const struct teller *teller)
{
	const struct incident *incident = teller->incident;
	size_t kinds = different_rules(incident);
	const struct fill fills[] = {
	    {"who", who(teller)},
	    {"when", when(teller)},
	    {"kinds", text_format(teller->arena, "%zu", kinds)},
	    {"title", title_of(teller)},
	    {"stage", stage_text(teller, "stage")},
	    {"meaning", stage_text(teller, "stage_meaning")},
	    {"done", what_was_done(teller)},
	};
	const char *meaning = incident->state == INCIDENT_ACT ? "story.act" : "story.look";
	if (incident->stage == STAGE_NONE)
		meaning = "story.no_stage";
	if (incident->attempts)
		meaning = "story.attempt";
	struct text both = text_format(teller->arena, "%.*s%.*s",
	    TEXT_ARGS(word(teller, kinds == 1 ? "story.one" : "story.many")),
	    TEXT_ARGS(word(teller, meaning)));
	return texts_fill(teller->arena, both, fills, sizeof(fills) / sizeof(fills[0]));
}

static struct text or_word(const struct teller *teller, struct text name, const char *key)
{
	return name.size != 0 ? name : word(teller, key);
}

/* The machine that a step speaks of. */
static struct text machine_of(const struct teller *teller)
{
	if (teller->incident->hosts.count != 0)
		return hosts_of(teller);
	if (is_web_log(teller))
		return word(teller, "step.the_web_server");
	return or_word(teller, address_of(&teller->incident->addresses, true), "step.the_machine");
}

/* Without its folders. */
static struct text file_of(const struct teller *teller)
{
	const struct value_set *files = &teller->weightiest->files;
	if (files->count == 0)
		files = &teller->incident->files;
	if (files->count == 0)
		return word(teller, "step.the_file");
	struct text file = files->at[0];
	size_t folder = text_find_last_char(file, '\\');
	if (folder == TEXT_NONE)
		folder = text_find_last_char(file, '/');
	return folder == TEXT_NONE || folder + 1 == file.size ? file : text_from(file, folder + 1);
}

static struct text fill_step(const struct teller *teller, struct text step)
{
	const struct fill fills[] = {
	    {"host", machine_of(teller)},
	    {"user", or_word(teller, user_of(teller), "step.the_user")},
	    {"address", or_word(teller, far_side(teller), "step.the_address")},
	    {"file", file_of(teller)},
	};
	return texts_fill(teller->arena, step, fills, sizeof(fills) / sizeof(fills[0]));
}

void story_tell(struct incident *incident, const struct playbook *playbook,
    const struct texts *texts, const struct zone *zone, struct arena *arena)
{
	const struct finding *weightiest = judge_weightiest(incident);
	assert(weightiest != NULL);
	struct teller ja = {incident, weightiest, texts, zone, arena, LANGUAGE_JA};
	struct teller en = {incident, weightiest, texts, zone, arena, LANGUAGE_EN};
	incident->who = (struct both){who(&ja), who(&en)};
	incident->story = (struct both){tell(&ja), tell(&en)};
	const struct both *next = playbook_choose(playbook, incident);
	for (size_t i = 0; next != NULL && i < INCIDENT_STEPS; i++)
		incident->next[i] =
		    (struct both){fill_step(&ja, next[i].ja), fill_step(&en, next[i].en)};
}
