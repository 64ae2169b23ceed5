/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the store's tests begin with: a store in a new folder, two groups, three companies (A with
 * the first group's eyes, B with nobody's, C with the second's), and something of everything in
 * each.
 */
#ifndef TESTS_UNIT_STORE_SCENE_H
#define TESTS_UNIT_STORE_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "store/directory.h"
#include "store/notice.h"
#include "store/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define T0 (INT64_C(1700000000) * CLOCK_SECOND)
#define SCENE_COMPANIES 3

struct scene {
	char folder[64];
	struct store *store;
	struct arena *arena;
	struct why why;
	struct viewer system;
	struct viewer administrator;
	struct group groups[2];
	struct company companies[SCENE_COMPANIES];
	struct source sources[SCENE_COMPANIES];
	struct kept_finding findings[SCENE_COMPANIES];
	struct kept_incident incidents[SCENE_COMPANIES];
};

#define OK(call)                                                                                   \
	do {                                                                                       \
		enum outcome ok_ = (call);                                                         \
		if (ok_ != DONE)                                                                   \
			print_error("%s: %s: %s\n", #call, outcome_word(ok_), scene->why.text);    \
		assert_int_equal(ok_, DONE);                                                       \
	} while (0)
#define IS(call, want) assert_int_equal(call, want)

__attribute__((unused)) static struct text id_of(const char *id)
{
	return text_of(id);
}

__attribute__((unused)) static const struct rule_facts *scene_rule(void)
{
	static struct text tags[] = {TEXT_INIT("attack.execution"), TEXT_INIT("attack.t1059")};
	static struct text wrong[] = {TEXT_INIT("administrators \"at work\"")};
	static struct rule_facts rule = {.id = TEXT_INIT("5f1abf38-0001"),
	    .title = TEXT_INIT("A shell"),
	    .title_ja = TEXT_INIT("\xe3\x82\xb7\xe3\x82\xa7\xe3\x83\xab"),
	    .severity = SEVERITY_HIGH,
	    .stage = STAGE_EXECUTION,
	    .category = CATEGORY_ENDPOINT,
	    .tags = tags,
	    .tag_count = 2,
	    .description = TEXT_INIT("It was started.\nTwice."),
	    .falsepositives = wrong,
	    .falsepositive_count = 1,
	    .file = TEXT_INIT("rules/shell.yml"),
	    .product_says = true};
	return &rule;
}

__attribute__((unused)) static struct kept_finding scene_finding(
    const char *id, const char *company, int64_t first, int64_t last)
{
	struct kept_finding kept = {.seen = last, .change = 1};
	snprintf(kept.finding.id, sizeof(kept.finding.id), "%.32s", id);
	snprintf(kept.company, sizeof(kept.company), "%.32s", company);
	kept.finding.rule = scene_rule();
	kept.finding.title = TEXT("A shell");
	kept.finding.subject = TEXT("pc1");
	kept.finding.severity = SEVERITY_HIGH;
	kept.finding.first = first;
	kept.finding.last = last;
	kept.finding.count = 1;
	kept.finding.unknown = 1;
	kept.finding.hosts.at[0] = TEXT("pc1");
	kept.finding.hosts.count = 1;
	return kept;
}

__attribute__((unused)) static struct kept_incident scene_incident(
    const char *id, const char *company, enum incident_state state, int64_t changed)
{
	struct kept_incident kept = {.opened = changed, .changed = changed, .finding_count = 1};
	snprintf(kept.incident.id, sizeof(kept.incident.id), "%.32s", id);
	snprintf(kept.company, sizeof(kept.company), "%.32s", company);
	kept.incident.state = state;
	kept.incident.first = kept.incident.last = changed;
	kept.incident.severity = SEVERITY_HIGH;
	kept.incident.confidence = 0.75;
	kept.incident.story.ja = TEXT("\xe3\x81\x82");
	kept.incident.story.en = TEXT("It happened.");
	return kept;
}

__attribute__((unused)) static void scene_open(struct scene *scene)
{
	memset(scene, 0, sizeof(*scene));
	snprintf(scene->folder, sizeof(scene->folder), "/tmp/sakimori-store-XXXXXX");
	assert_non_null(mkdtemp(scene->folder));
	scene->arena = arena_create("test", (size_t)256 << 20);
	scene->system = viewer_system("test");
	scene->administrator = viewer_local();
	struct store_options options = {.folder = scene->folder};
	OK(store_open(&options, &scene->store, &scene->why));
}

__attribute__((unused)) static void scene_close(struct scene *scene)
{
	char path[128];
	static const char *const names[] = {"", "-wal", "-shm"};
	store_close(scene->store);
	arena_destroy(scene->arena);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/sakimori.db%s", scene->folder, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(scene->folder);
}

__attribute__((unused)) static void scene_company(struct scene *scene, size_t i, const char *name)
{
	char id[STORE_ID];
	struct company *company = &scene->companies[i];
	struct source *source = &scene->sources[i];
	company->name = text_of(name);
	company->zone = TEXT("Asia/Tokyo");
	OK(company_add(scene->store, &scene->administrator, T0, company, &scene->why));
	memcpy(source->company, company->id, STORE_ID);
	source->name = TEXT("UTM");
	source->kind = TEXT("syslog");
	source->addresses[0] = text_format(scene->arena, "192.0.2.%zu", i + 1);
	source->address_count = 1;
	OK(source_add(scene->store, &scene->administrator, T0, source, &scene->why));
	snprintf(id, sizeof(id), "finding-%zu", i);
	scene->findings[i] = scene_finding(id, company->id, T0, T0 + 5);
	snprintf(scene->findings[i].incident, STORE_ID, "incident-%zu", i);
	OK(finding_put(scene->store, &scene->system, &scene->findings[i], &scene->why));
	snprintf(id, sizeof(id), "incident-%zu", i);
	scene->incidents[i] = scene_incident(id, company->id, INCIDENT_ACT, T0 + (int64_t)i);
	OK(incident_put(scene->store, &scene->system, &scene->incidents[i], &scene->why));
	struct kept_tenancy tenancy = {TEXT("10.0.0.1"), TEXT("pc1"), T0, T0 + 1};
	OK(tenancy_put(
	    scene->store, &scene->system, text_of(company->id), &tenancy, 100, &scene->why));
	struct counter counter = {.company = text_of(company->id),
	    .source = text_of(source->id),
	    .hour = T0,
	    .name = TEXT("records"),
	    .value = 10 + i};
	OK(counter_add(scene->store, &scene->system, &counter, &scene->why));
	struct chain_head head = {.sequence = i + 1, .hash = "aa"};
	OK(anchor_put(scene->store, &scene->system, text_of(company->id), &head, &scene->why));
	struct notice notice = {.kind = TEXT("source-silent"),
	    .company = text_of(company->id),
	    .about = text_of(source->id),
	    .detail = TEXT("silent")};
	OK(notice_open(scene->store, &scene->system, &notice, T0, &scene->why));
	OK(correlation_mark(scene->store, &scene->system, text_of(company->id), true, &scene->why));
}

__attribute__((unused)) static void scene_fill(struct scene *scene)
{
	static const char *const names[] = {"Alpha", "Bravo", "Charlie"};
	for (size_t i = 0; i < 2; i++) {
		scene->groups[i].name = i == 0 ? TEXT("First") : TEXT("Second");
		scene->groups[i].kind = TEXT("association");
		OK(group_add(
		    scene->store, &scene->administrator, T0, &scene->groups[i], &scene->why));
	}
	for (size_t i = 0; i < SCENE_COMPANIES; i++)
		scene_company(scene, i, names[i]);
	OK(group_consent(scene->store, &scene->administrator, text_of(scene->groups[0].id),
	    text_of(scene->companies[0].id), T0, &scene->why));
	OK(group_consent(scene->store, &scene->administrator, text_of(scene->groups[1].id),
	    text_of(scene->companies[2].id), T0, &scene->why));
}

__attribute__((unused)) static struct viewer scene_viewer(
    const struct scene *scene, enum role role, int group, int company)
{
	struct viewer viewer = {.role = role};
	if (group >= 0)
		memcpy(viewer.group, scene->groups[group].id, STORE_ID);
	if (company >= 0)
		memcpy(viewer.company, scene->companies[company].id, STORE_ID);
	return viewer;
}

#endif
