/* SPDX-License-Identifier: Apache-2.0 */
/* Findings, incidents, tenancies, counters, strangers: kept whole, found again, put twice harmless.
 */
#include "scene.h"

#define STORE scene->store, &scene->system

static void check_facts(const struct rule_facts *got)
{
	const struct rule_facts *want = scene_rule();
	assert_true(text_equal(got->id, want->id));
	assert_true(text_equal(got->title, want->title));
	assert_true(text_equal(got->title_ja, want->title_ja));
	assert_true(text_equal(got->description, want->description));
	assert_true(text_equal(got->file, want->file));
	assert_int_equal(got->severity, want->severity);
	assert_int_equal(got->stage, want->stage);
	assert_int_equal(got->category, want->category);
	assert_int_equal(got->tag_count, 2);
	assert_true(text_equal(got->tags[1], want->tags[1]));
	assert_int_equal(got->falsepositive_count, 1);
	assert_true(text_equal(got->falsepositives[0], want->falsepositives[0]));
	assert_true(got->product_says);
}

static void whole_finding(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_finding got;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct kept_finding kept = scene_finding("f1", scene->companies[0].id, T0, T0 + 7);
	memcpy(kept.source, scene->sources[0].id, STORE_ID);
	kept.finding.title = TEXT("W32/Evil \"x\" \xe3\x81\x82");
	kept.finding.blocked = 3;
	kept.finding.allowed = 4;
	kept.finding.unknown = 5;
	kept.finding.count = 12;
	for (size_t i = 0; i < SET_VALUES; i++)
		kept.finding.addresses.at[i] = text_format(scene->arena, "10.0.0.%zu", i);
	kept.finding.addresses.count = SET_VALUES;
	kept.finding.addresses.more = UINT64_C(1) << 40;
	kept.finding.users.at[0] = TEXT("123");
	kept.finding.users.count = 1;
	kept.finding.evidence_count = 2;
	kept.finding.evidence[1] =
	    (struct evidence){.time = -5, .excerpt = TEXT_INIT("a\tb \"c\"")};
	kept.names[1] = (struct record_name){UINT64_C(1) << 50, 65535};
	kept.change = 99;
	OK(finding_put(STORE, &kept, &scene->why));
	OK(finding_get(STORE, TEXT("f1"), scene->arena, &got, &scene->why));
	assert_string_equal(got.company, kept.company);
	assert_string_equal(got.source, kept.source);
	assert_string_equal(got.incident, "");
	assert_true(text_equal(got.finding.title, kept.finding.title));
	assert_true(text_equal(got.finding.subject, TEXT("pc1")));
	assert_int_equal(got.finding.count, 12);
	assert_int_equal(got.finding.blocked, 3);
	assert_int_equal(got.finding.allowed, 4);
	assert_int_equal(got.finding.unknown, 5);
	assert_int_equal(got.finding.addresses.count, SET_VALUES);
	assert_int_equal(got.finding.addresses.more, kept.finding.addresses.more);
	assert_true(text_equal(got.finding.addresses.at[11], TEXT("10.0.0.11")));
	assert_true(text_equal(got.finding.users.at[0], TEXT("123")));
	assert_int_equal(got.finding.users.more, 0);
	assert_int_equal(got.finding.files.count, 0);
	assert_int_equal(got.finding.evidence_count, 2);
	assert_int_equal(got.finding.evidence[1].time, -5);
	assert_true(text_equal(got.finding.evidence[1].excerpt, TEXT("a\tb \"c\"")));
	assert_int_equal(got.names[1].position, UINT64_C(1) << 50);
	assert_int_equal(got.names[1].place, 65535);
	assert_int_equal(got.seen, T0 + 7);
	assert_int_equal(got.change, 99);
	check_facts(got.finding.rule);
	scene_close(scene);
}

static size_t near(struct scene *scene, const struct kept_finding *like, int64_t gap)
{
	struct kept_findings list;
	OK(finding_near(STORE, like, gap, scene->arena, &list, &scene->why));
	return list.count;
}

static void alike(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	/* The scene's own is T0 to T0 + 5. */
	struct kept_finding like = scene_finding("x", scene->companies[0].id, T0 + 10, T0 + 20);
	assert_int_equal(near(scene, &like, 4), 0);
	assert_int_equal(near(scene, &like, 5), 1);
	like.finding.first = like.finding.last = T0 - 3;
	assert_int_equal(near(scene, &like, 2), 0);
	assert_int_equal(near(scene, &like, 3), 1);
	assert_int_equal(near(scene, &like, INT64_MAX), 1);
	like.finding.subject = TEXT("pc2");
	assert_int_equal(near(scene, &like, CLOCK_DAY), 0);
	like.finding.subject = TEXT("pc1");
	like.finding.title = TEXT("Another");
	assert_int_equal(near(scene, &like, CLOCK_DAY), 0);
	like.finding.title = TEXT("A shell");
	struct rule_facts other = *scene_rule();
	like.finding.rule = &other;
	/* A new text of the rule is the same rule. */
	other.description = TEXT("said otherwise");
	assert_int_equal(near(scene, &like, CLOCK_DAY), 1);
	other.id = TEXT("another-rule");
	assert_int_equal(near(scene, &like, CLOCK_DAY), 0);
	scene_close(scene);
}

static void put_again(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_finding got;
	struct finding_wish wish = {.since = CLOCK_NONE, .page = {100, {NULL, 0}}};
	struct kept_findings list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct kept_finding kept = scene->findings[0];
	kept.finding.count = 50;
	kept.finding.last = T0 + 60;
	for (int i = 0; i < 3; i++)
		OK(finding_put(STORE, &kept, &scene->why));
	OK(finding_get(STORE, TEXT("finding-0"), scene->arena, &got, &scene->why));
	assert_int_equal(got.finding.count, 50);
	wish.company = text_of(scene->companies[0].id);
	OK(finding_list(STORE, &wish, scene->arena, &list, &scene->why));
	assert_int_equal(list.count, 1);
	/* An id stays its company's. */
	memcpy(kept.company, scene->companies[1].id, STORE_ID);
	IS(finding_put(STORE, &kept, &scene->why), NOT_FOUND);
	OK(finding_get(STORE, TEXT("finding-0"), scene->arena, &got, &scene->why));
	assert_string_equal(got.company, scene->companies[0].id);
	kept.finding.id[0] = '\0';
	IS(finding_put(STORE, &kept, &scene->why), MALFORMED);
	scene_close(scene);
}

static void incident_life(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_incident got;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct text id = TEXT("incident-0");
	OK(incident_set_status(STORE, id, INCIDENT_WORKED_ON, T0 + 50, &scene->why));
	struct kept_incident again = scene->incidents[0];
	again.status = INCIDENT_CLOSED;
	again.opened = 1;
	again.changed = T0 + 70;
	again.incident.state = INCIDENT_LOOK;
	again.incident.attempts = true;
	again.incident.stages = 0x80000001u;
	again.incident.next[2].en = TEXT("Third.");
	OK(incident_put(STORE, &again, &scene->why));
	OK(incident_get(STORE, id, scene->arena, &got, &scene->why));
	assert_int_equal(got.status, INCIDENT_WORKED_ON);
	assert_int_equal(got.opened, T0);
	assert_int_equal(got.changed, T0 + 70);
	assert_int_equal(got.incident.state, INCIDENT_LOOK);
	assert_int_equal(got.incident.stages, 0x80000001u);
	assert_true(got.incident.attempts);
	assert_true(got.incident.confidence > 0.74 && got.incident.confidence < 0.76);
	assert_true(text_equal(got.incident.next[2].en, TEXT("Third.")));
	assert_true(text_equal(got.incident.story.ja, TEXT("\xe3\x81\x82")));
	assert_true(text_equal(got.company_name, TEXT("Alpha")));
	IS(incident_set_status(STORE, id, (enum incident_status)7, T0, &scene->why), MALFORMED);
	scene_close(scene);
}

static void merge_incidents(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_incident got;
	struct kept_findings list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct kept_incident second =
	    scene_incident("incident-x", scene->companies[0].id, INCIDENT_ACT, T0 - 10);
	OK(incident_put(STORE, &second, &scene->why));
	second = scene_incident("incident-y", scene->companies[0].id, INCIDENT_ACT, T0 + 10);
	second.status = INCIDENT_CLOSED;
	OK(incident_put(STORE, &second, &scene->why));
	OK(incident_set_status(STORE, TEXT("incident-0"), INCIDENT_WORKED_ON, T0, &scene->why));
	IS(incident_merge(STORE, TEXT("incident-0"), TEXT("incident-1"), &scene->why), MALFORMED);
	IS(incident_merge(STORE, TEXT("incident-0"), TEXT("none"), &scene->why), NOT_FOUND);
	OK(incident_merge(STORE, TEXT("incident-0"), TEXT("incident-x"), &scene->why));
	OK(incident_merge(STORE, TEXT("incident-x"), TEXT("incident-y"), &scene->why));
	/* Done already, by whatever name. */
	OK(incident_merge(STORE, TEXT("incident-0"), TEXT("incident-y"), &scene->why));
	IS(incident_put(STORE, &scene->incidents[0], &scene->why), ALREADY_THERE);
	static const char *const names[] = {"incident-0", "incident-x", "incident-y"};
	for (size_t i = 0; i < 3; i++) {
		OK(incident_get(STORE, text_of(names[i]), scene->arena, &got, &scene->why));
		assert_string_equal(got.incident.id, "incident-y");
		assert_int_equal(got.status, INCIDENT_WORKED_ON);
		assert_int_equal(got.opened, T0 - 10);
		assert_int_equal(got.finding_count, 1);
		struct finding_wish wish = {
		    .incident = text_of(names[i]), .since = CLOCK_NONE, .page = {10, {NULL, 0}}};
		OK(finding_list(STORE, &wish, scene->arena, &list, &scene->why));
		assert_int_equal(list.count, 1);
		assert_string_equal(list.at[0].incident, "incident-y");
	}
	/* What is put with the old incident's id belongs to the new one. */
	struct kept_finding late = scene_finding("late", scene->companies[0].id, T0, T0);
	snprintf(late.incident, STORE_ID, "incident-0");
	OK(finding_put(STORE, &late, &scene->why));
	struct kept_finding kept;
	OK(finding_get(STORE, TEXT("late"), scene->arena, &kept, &scene->why));
	assert_string_equal(kept.incident, "incident-y");
	scene_close(scene);
}

/* Over several companies, in small pages: act before look, newest change first, each once. */
static void walk(struct scene *scene, const struct viewer *as, size_t limit, size_t want)
{
	struct incident_wish wish = {.page = {limit, {NULL, 0}}};
	struct kept_incidents list;
	struct kept_incident before = {.changed = INT64_MAX};
	size_t seen = 0;
	before.incident.state = INCIDENT_ACT;
	do {
		OK(incident_list(scene->store, as, &wish, scene->arena, &list, &scene->why));
		assert_true(list.count <= limit);
		for (size_t i = 0; i < list.count; i++, seen++) {
			const struct kept_incident *it = &list.at[i];
			assert_true(it->incident.state < before.incident.state ||
				    (it->incident.state == before.incident.state &&
					it->changed <= before.changed));
			before = *it;
		}
		wish.page.after = list.next;
	} while (list.next.size != 0);
	assert_int_equal(seen, want);
}

static void pages(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_incidents list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	OK(group_consent(scene->store, &scene->administrator, text_of(scene->groups[0].id),
	    text_of(scene->companies[2].id), T0, &scene->why));
	for (unsigned i = 0; i < 60; i++) {
		char id[STORE_ID];
		snprintf(id, sizeof(id), "i%u", i);
		struct kept_incident kept = scene_incident(id, scene->companies[i % 3].id,
		    i % 2 == 0 ? INCIDENT_ACT : INCIDENT_LOOK, T0 + (int64_t)(i * 7919 % 61));
		if (i % 5 == 0)
			kept.status = INCIDENT_CLOSED;
		OK(incident_put(STORE, &kept, &scene->why));
	}
	struct viewer group = scene_viewer(scene, ROLE_ANALYST, 0, -1);
	for (size_t limit = 1; limit < 50; limit += 6) {
		walk(scene, &scene->system, limit, 51);
		walk(scene, &group, limit, 34);
	}
	struct incident_wish wish = {.page = {10, TEXT_INIT("x:y")}};
	IS(incident_list(STORE, &wish, scene->arena, &list, &scene->why), MALFORMED);
	wish.page = (struct page){0, {NULL, 0}};
	IS(incident_list(STORE, &wish, scene->arena, &list, &scene->why), MALFORMED);
	wish.page = (struct page){1001, {NULL, 0}};
	IS(incident_list(STORE, &wish, scene->arena, &list, &scene->why), MALFORMED);
	scene_close(scene);
}

static void severities(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_findings list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	for (unsigned i = 0; i < 20; i++) {
		char id[STORE_ID];
		snprintf(id, sizeof(id), "s%u", i);
		struct kept_finding kept =
		    scene_finding(id, scene->companies[1].id, T0, T0 + 100 + i);
		kept.finding.severity = (enum severity)(i % 5);
		OK(finding_put(STORE, &kept, &scene->why));
	}
	struct finding_wish wish = {.company = text_of(scene->companies[1].id),
	    .since = T0 + 110,
	    .least = SEVERITY_HIGH,
	    .page = {100, {NULL, 0}}};
	OK(finding_list(STORE, &wish, scene->arena, &list, &scene->why));
	assert_int_equal(list.count, 4);
	assert_string_equal(list.at[0].finding.id, "s19");
	scene_close(scene);
}

static void tenancies(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct kept_tenancy *list;
	size_t count;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct text company = text_of(scene->companies[0].id);
	struct kept_tenancy wider = {TEXT("10.0.0.1"), TEXT("pc1"), T0 - 9, T0};
	OK(tenancy_put(STORE, company, &wider, 10, &scene->why));
	OK(tenancy_list(STORE, company, T0 - 9, T0 - 9, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 1);
	assert_int_equal(list[0].first, T0 - 9);
	assert_int_equal(list[0].last, T0 + 1);
	for (int64_t i = 0; i < 30; i++) {
		struct kept_tenancy one = {TEXT("10.0.0.2"),
		    text_format(scene->arena, "pc-%d", (int)i), T0 + 100 + i, T0 + 100 + i};
		OK(tenancy_put(STORE, company, &one, 10, &scene->why));
	}
	OK(tenancy_list(STORE, company, 0, INT64_MAX, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 10);
	assert_int_equal(list[0].last, T0 + 120);
	OK(tenancy_list(
	    STORE, company, T0 + 125, T0 + 126, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 2);
	scene_close(scene);
}

static void counters(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct counter *list;
	size_t count;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct text company = text_of(scene->companies[0].id);
	struct counter counter = {.company = company,
	    .hour = T0 + 59 * CLOCK_MINUTE,
	    .name = TEXT("records"),
	    .value = 5};
	/* Of no source, and in the next hour: 1700000000 is 22:13:20. */
	OK(counter_add(STORE, &counter, &scene->why));
	counter.hour = T0;
	OK(counter_add(STORE, &counter, &scene->why));
	counter.company = (struct text){NULL, 0};
	OK(counter_add(STORE, &counter, &scene->why));
	OK(counter_list(STORE, company, TEXT("records"), T0 - CLOCK_DAY, T0 + CLOCK_DAY,
	    scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 2);
	assert_int_equal(list[0].hour % CLOCK_HOUR, 0);
	assert_int_equal(list[0].value, 15);
	assert_int_equal(list[1].value, 5);
	OK(counter_list(STORE, (struct text){NULL, 0}, TEXT(""), T0 - CLOCK_HOUR, T0, scene->arena,
	    &list, &count, &scene->why));
	assert_int_equal(count, 1);
	assert_int_equal(list[0].value, 10 + 11 + 12 + 5 + 5);
	OK(counter_list(
	    STORE, company, TEXT("none"), 0, INT64_MAX, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 0);
	scene_close(scene);
}

static void strangers(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct stranger *list;
	size_t count;
	(void)state;
	scene_open(scene);
	OK(store_begin(scene->store, &scene->why));
	for (int64_t i = 0; i < 10050; i++) {
		char address[32];
		snprintf(address, sizeof(address), "10.%d.%d.1", (int)(i / 250), (int)(i % 250));
		struct stranger one = {text_of(address), TEXT("udp"), 2, T0 + i, T0 + i};
		OK(stranger_saw(STORE, &one, &scene->why));
		if (i == 10049)
			OK(stranger_saw(STORE, &one, &scene->why));
	}
	OK(store_commit(scene->store, &scene->why));
	OK(stranger_list(STORE, SIZE_MAX, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 10000);
	assert_int_equal(list[0].last, T0 + 10049);
	assert_int_equal(list[0].refused, 4);
	assert_int_equal(list[9999].last, T0 + 50);
	OK(stranger_list(STORE, 3, scene->arena, &list, &count, &scene->why));
	assert_int_equal(count, 3);
	scene_close(scene);
}

static void due_and_notices(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct text *due;
	size_t count;
	struct notices list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	OK(correlation_mark(STORE, text_of(scene->companies[1].id), false, &scene->why));
	OK(correlation_mark(STORE, text_of(scene->companies[0].id), true, &scene->why));
	OK(correlation_due(STORE, scene->arena, &due, &count, &scene->why));
	assert_int_equal(count, 2);
	struct notice notice = {.kind = TEXT("disk-low"), .detail = TEXT("5 %")};
	for (int i = 0; i < 3; i++)
		OK(notice_open(STORE, &notice, T0 + 10 + i, &scene->why));
	OK(notice_over(STORE, TEXT("disk-low"), TEXT(""), T0 + 20, &scene->why));
	OK(notice_over(STORE, TEXT("disk-low"), TEXT(""), T0 + 21, &scene->why));
	OK(notice_list(STORE, false, (struct page){10, {NULL, 0}}, scene->arena, &list, NULL));
	assert_int_equal(list.count, 3);
	OK(notice_open(STORE, &notice, T0 + 30, &scene->why));
	struct page page = {2, {NULL, 0}};
	size_t seen = 0;
	int64_t over = 0;
	do {
		OK(notice_list(STORE, true, page, scene->arena, &list, &scene->why));
		if (seen == 0)
			assert_int_equal(list.at[0].since, T0 + 30);
		seen += list.count;
		over = list.at[list.count - 1].over;
		if (list.next.size == 0)
			assert_int_equal(list.at[list.count - 1].times, 3);
		page.after = list.next;
	} while (list.next.size != 0);
	assert_int_equal(seen, 5);
	assert_int_equal(over, T0 + 20);
	scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_finding),
	    cmocka_unit_test(alike),
	    cmocka_unit_test(put_again),
	    cmocka_unit_test(incident_life),
	    cmocka_unit_test(merge_incidents),
	    cmocka_unit_test(pages),
	    cmocka_unit_test(severities),
	    cmocka_unit_test(tenancies),
	    cmocka_unit_test(counters),
	    cmocka_unit_test(strangers),
	    cmocka_unit_test(due_and_notices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
