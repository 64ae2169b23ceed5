/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every call, as every role: nothing foreign is returned, nothing is changed that the role may not
 * change. What a role sees and may do stands here once more, in the test's own words.
 */
#include "scene.h"

struct person {
	const char *name;
	enum role role;
	int group;
	int company;
	const char *sees;    /* companies: "ABC" */
	const char *works;   /* those whose incidents it works on */
	const char *manages; /* those whose sources and facts it changes */
};

static const struct person people[] = {
    {"administrator", ROLE_ADMINISTRATOR, -1, -1, "ABC", "ABC", "ABC"},
    {"operator of the first group", ROLE_OPERATOR, 0, -1, "A", "A", "A"},
    {"operator of the second group", ROLE_OPERATOR, 1, -1, "C", "C", "C"},
    {"operator of no group", ROLE_OPERATOR, -1, -1, "", "", ""},
    {"analyst", ROLE_ANALYST, 0, -1, "A", "A", ""},
    {"member of A", ROLE_COMPANY, -1, 0, "A", "A", ""},
    {"member of B", ROLE_COMPANY, -1, 1, "B", "B", ""},
    {"member of A who names a group, too", ROLE_COMPANY, 1, 0, "A", "A", ""},
    {"analyst who names a company, too", ROLE_ANALYST, 0, 2, "A", "A", ""},
    {"auditor of the second group", ROLE_AUDITOR, 1, -1, "C", "", ""},
    {"auditor of all", ROLE_AUDITOR, -1, -1, "ABC", "", ""},
    {"system", ROLE_SYSTEM, -1, -1, "ABC", "ABC", "ABC"},
};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static bool has(const char *letters, size_t i)
{
	return strchr(letters, (int)('A' + i)) != NULL;
}

static enum outcome seen_or(bool sees, bool may)
{
	return !sees ? NOT_FOUND : may ? DONE : NOT_ALLOWED;
}

static bool of_scene(const struct scene *scene, const char *sees, const char *company)
{
	for (size_t i = 0; i < SCENE_COMPANIES; i++) {
		if (strcmp(scene->companies[i].id, company) == 0)
			return has(sees, i);
	}
	return false;
}

static const struct page page = {100, {NULL, 0}};

/* Reads of one company's things. */
static void reads_of(
    struct scene *scene, const struct person *person, const struct viewer *as, size_t i)
{
	struct store *store = scene->store;
	struct arena *arena = scene->arena;
	struct text id = text_of(scene->companies[i].id);
	enum outcome want = has(person->sees, i) ? DONE : NOT_FOUND;
	struct company company;
	struct source source;
	struct sources sources;
	struct kept_finding finding;
	struct kept_findings findings;
	struct kept_incident incident;
	struct kept_incidents incidents;
	struct incident_sum sum;
	struct kept_tenancy *tenancies;
	struct counter *counters;
	struct chain_head head;
	size_t count;
	IS(company_get(store, as, id, arena, &company, NULL), want);
	IS(company_get(store, as, scene->companies[i].name, arena, &company, NULL), want);
	IS(source_get(store, as, id, TEXT("UTM"), arena, &source, NULL), want);
	IS(source_get(store, as, (struct text){NULL, 0}, text_of(scene->sources[i].id), arena,
	       &source, NULL),
	    want);
	IS(source_list(store, as, id, page, arena, &sources, NULL), want);
	IS(finding_get(store, as, text_of(scene->findings[i].finding.id), arena, &finding, NULL),
	    want);
	IS(incident_get(
	       store, as, text_of(scene->incidents[i].incident.id), arena, &incident, NULL),
	    want);
	struct finding_wish wish = {.company = id, .since = CLOCK_NONE, .page = page};
	IS(finding_list(store, as, &wish, arena, &findings, NULL), want);
	wish = (struct finding_wish){.incident = text_of(scene->incidents[i].incident.id),
	    .since = CLOCK_NONE,
	    .page = page};
	IS(finding_list(store, as, &wish, arena, &findings, NULL), want);
	struct incident_wish iwish = {.company = id, .closed = true, .page = page};
	IS(incident_list(store, as, &iwish, arena, &incidents, NULL), want);
	IS(incident_sum(store, as, id, &sum, NULL), want);
	IS(tenancy_list(store, as, id, T0, T0 + 1, arena, &tenancies, &count, NULL), want);
	IS(counter_list(store, as, id, TEXT(""), T0 - CLOCK_DAY, T0 + CLOCK_DAY, arena, &counters,
	       &count, NULL),
	    want);
	IS(anchor_get(store, as, id, &head, NULL), want);
	OK(finding_near(store, as, &scene->findings[i], CLOCK_DAY, arena, &findings, NULL));
	assert_int_equal(findings.count, want == DONE ? 1 : 0);
}

/* Lists over everything. */
static void lists(struct scene *scene, const struct person *person, const struct viewer *as)
{
	struct store *store = scene->store;
	struct arena *arena = scene->arena;
	size_t want = strlen(person->sees);
	struct companies companies;
	OK(company_list(store, as, page, true, arena, &companies, NULL));
	assert_int_equal(companies.count, want);
	for (size_t i = 0; i < companies.count; i++)
		assert_true(of_scene(scene, person->sees, companies.at[i].id));
	struct sources sources;
	OK(source_list(store, as, (struct text){NULL, 0}, page, arena, &sources, NULL));
	assert_int_equal(sources.count, want);
	for (size_t i = 0; i < sources.count; i++)
		assert_true(of_scene(scene, person->sees, sources.at[i].company));
	struct finding_wish wish = {.since = CLOCK_NONE, .page = page};
	struct kept_findings findings;
	OK(finding_list(store, as, &wish, arena, &findings, NULL));
	assert_int_equal(findings.count, want);
	for (size_t i = 0; i < findings.count; i++)
		assert_true(of_scene(scene, person->sees, findings.at[i].company));
	struct incident_wish iwish = {.page = page};
	struct kept_incidents incidents;
	OK(incident_list(store, as, &iwish, arena, &incidents, NULL));
	assert_int_equal(incidents.count, want);
	for (size_t i = 0; i < incidents.count; i++)
		assert_true(of_scene(scene, person->sees, incidents.at[i].company));
	struct incident_sum sum;
	OK(incident_sum(store, as, (struct text){NULL, 0}, &sum, NULL));
	assert_int_equal(sum.act, want);
}

static void sums(struct scene *scene, const struct person *person, const struct viewer *as)
{
	struct counter *counters;
	struct notices notices;
	size_t count;
	uint64_t want = 0;
	for (size_t i = 0; i < SCENE_COMPANIES; i++)
		want += has(person->sees, i) ? 10 + i : 0;
	OK(counter_list(scene->store, as, (struct text){NULL, 0}, TEXT("records"), T0 - CLOCK_DAY,
	    T0 + CLOCK_DAY, scene->arena, &counters, &count, NULL));
	assert_int_equal(count == 0 ? 0 : counters[0].value, want);
	OK(notice_list(scene->store, as, false, page, scene->arena, &notices, NULL));
	bool all = strlen(person->sees) == 3;
	/* And the installation's own. */
	assert_int_equal(notices.count, strlen(person->sees) + (all ? 1 : 0));
	for (size_t i = 0; i < notices.count; i++)
		assert_true(all || of_scene(scene, person->sees,
				       text_cstr(scene->arena, notices.at[i].company)));
}

/* What only a process may write, whoever asks. */
static void results(struct scene *scene, const struct person *person, const struct viewer *as)
{
	struct store *store = scene->store;
	struct text id = text_of(scene->companies[0].id);
	enum outcome want = person->role == ROLE_SYSTEM ? DONE : NOT_ALLOWED;
	struct kept_tenancy tenancy = {TEXT("10.0.0.1"), TEXT("pc1"), T0, T0 + 1};
	struct counter counter = {.company = id, .hour = T0, .name = TEXT("events"), .value = 0};
	struct source_seen seen = {.last_seen = CLOCK_NONE, .clock_off = CLOCK_NONE};
	struct stranger stranger = {TEXT("192.0.2.9"), TEXT("udp"), 1, T0, T0};
	struct chain_head head = {.sequence = 1, .hash = "aa"};
	struct set_aside frame = {.position = 5, .why = TEXT_INIT("twice")};
	struct notice notice = {.kind = TEXT("disk-low")};
	struct text *due;
	size_t count;
	memcpy(seen.source, scene->sources[0].id, STORE_ID);
	IS(position_set(store, as, TEXT("x"), 1, NULL), want);
	IS(finding_put(store, as, &scene->findings[0], NULL), want);
	IS(incident_put(store, as, &scene->incidents[0], NULL), want);
	IS(finding_merge(store, as, TEXT("finding-0"), TEXT("finding-0"), NULL), want);
	IS(incident_merge(store, as, TEXT("incident-0"), TEXT("incident-0"), NULL), want);
	IS(tenancy_put(store, as, id, &tenancy, 10, NULL), want);
	IS(counter_add(store, as, &counter, NULL), want);
	IS(source_saw(store, as, &seen, NULL), want);
	IS(stranger_saw(store, as, &stranger, NULL), want);
	IS(anchor_put(store, as, id, &head, NULL), want);
	IS(set_aside_put(store, as, &frame, NULL), want);
	IS(correlation_mark(store, as, id, true, NULL), want);
	IS(correlation_due(store, as, scene->arena, &due, &count, NULL), want);
	IS(notice_open(store, as, &notice, T0, NULL), want);
	IS(notice_over(store, as, TEXT("none"), TEXT(""), T0, NULL), want);
}

static void sessions(struct scene *scene, const struct person *person, const struct viewer *as)
{
	enum outcome want = person->role == ROLE_SYSTEM ? NOT_FOUND : NOT_ALLOWED;
	struct session session = {.member = "none", .created = T0, .seen = T0, .expires = T0 + 1};
	struct member member;
	struct viewer viewer;
	struct text secret;
	IS(session_add(scene->store, as, TEXT("h"), &session, NULL), want);
	IS(session_find(scene->store, as, TEXT("h"), T0, scene->arena, &member, &viewer, NULL),
	    want);
	IS(member_secret(scene->store, as, TEXT("no"), scene->arena, &member, &secret, NULL), want);
	IS(session_end(scene->store, as, TEXT("h"), NULL), want == NOT_FOUND ? DONE : NOT_ALLOWED);
}

/* What people change, company by company; tried with values that change nothing. */
static void changes(
    struct scene *scene, const struct person *person, const struct viewer *as, size_t i)
{
	struct store *store = scene->store;
	bool sees = has(person->sees, i);
	bool manages = has(person->manages, i);
	bool all = person->role == ROLE_ADMINISTRATOR || person->role == ROLE_SYSTEM;
	IS(incident_set_status(store, as, text_of(scene->incidents[i].incident.id), INCIDENT_NEW,
	       scene->incidents[i].changed, NULL),
	    seen_or(sees, has(person->works, i)));
	IS(company_change(store, as, &scene->companies[i], NULL), seen_or(sees, manages));
	IS(source_change(store, as, &scene->sources[i], NULL), seen_or(sees, manages));
	struct source again = scene->sources[i];
	IS(source_add(store, as, T0, &again, NULL), !sees     ? NOT_FOUND
						    : manages ? ALREADY_THERE
							      : NOT_ALLOWED);
	if (!manages)
		IS(source_remove(store, as, text_of(scene->sources[i].id), T0, NULL),
		    seen_or(sees, false));
	if (!all) {
		IS(company_leave(store, as, text_of(scene->companies[i].id), T0, NULL),
		    seen_or(sees, false));
		enum outcome outcome = group_consent(store, as, text_of(scene->groups[0].id),
		    text_of(scene->companies[i].id), T0, NULL);
		assert_true(outcome == NOT_FOUND || outcome == NOT_ALLOWED);
	}
}

static void installation(struct scene *scene, const struct person *person, const struct viewer *as)
{
	bool all = person->role == ROLE_ADMINISTRATOR || person->role == ROLE_SYSTEM;
	struct group group = {.name = TEXT_INIT("First"), .kind = TEXT_INIT("maker")};
	struct stranger *strangers;
	struct set_aside *frames;
	struct groups groups;
	uint64_t position;
	size_t count;
	IS(group_add(scene->store, as, T0, &group, NULL), all ? ALREADY_THERE : NOT_ALLOWED);
	IS(stranger_list(scene->store, as, 10, scene->arena, &strangers, &count, NULL),
	    all ? DONE : NOT_ALLOWED);
	bool sees_all = strlen(person->sees) == 3;
	IS(set_aside_list(scene->store, as, scene->arena, &frames, &count, NULL),
	    sees_all ? DONE : NOT_ALLOWED);
	IS(position_get(scene->store, as, TEXT("x"), &position, NULL),
	    sees_all ? DONE : NOT_ALLOWED);
	OK(group_list(scene->store, as, page, scene->arena, &groups, NULL));
	bool one = person->group >= 0 || person->company == 0;
	assert_int_equal(groups.count, sees_all ? 2 : one ? 1 : 0);
}

static void everybody(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct notice notice = {.kind = TEXT("disk-low")};
	OK(notice_open(scene->store, &scene->system, &notice, T0, NULL));
	for (size_t p = 0; p < PEOPLE; p++) {
		const struct person *person = &people[p];
		struct viewer as =
		    scene_viewer(scene, person->role, person->group, person->company);
		print_message("# %s\n", person->name);
		lists(scene, person, &as);
		sums(scene, person, &as);
		for (size_t i = 0; i < SCENE_COMPANIES; i++)
			reads_of(scene, person, &as, i);
		for (size_t i = 0; i < SCENE_COMPANIES; i++)
			changes(scene, person, &as, i);
		results(scene, person, &as);
		sessions(scene, person, &as);
		installation(scene, person, &as);
	}
	scene_close(scene);
}

/* A company that left: listed with its name, nothing else of it is there; consent that is
 * withdrawn ends the sight at once. */
static void left_and_withdrawn(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct company company;
	struct kept_incident incident;
	struct kept_finding finding;
	struct chain_head head;
	struct counter *counters;
	struct kept_tenancy *tenancies;
	size_t count;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct viewer first = scene_viewer(scene, ROLE_OPERATOR, 0, -1);
	struct text a = text_of(scene->companies[0].id);
	struct text c = text_of(scene->companies[2].id);
	OK(company_leave(scene->store, &scene->administrator, c, T0 + 9, &scene->why));
	OK(company_leave(scene->store, &scene->administrator, c, T0 + 10, &scene->why));
	OK(company_get(scene->store, &scene->administrator, c, scene->arena, &company, NULL));
	assert_int_equal(company.left, T0 + 9);
	struct viewer all = scene->administrator;
	IS(incident_get(scene->store, &all, TEXT("incident-2"), scene->arena, &incident, NULL),
	    NOT_FOUND);
	IS(finding_get(scene->store, &all, TEXT("finding-2"), scene->arena, &finding, NULL),
	    NOT_FOUND);
	OK(tenancy_list(
	    scene->store, &all, c, 0, INT64_MAX, scene->arena, &tenancies, &count, NULL));
	assert_int_equal(count, 0);
	OK(counter_list(
	    scene->store, &all, c, TEXT(""), 0, INT64_MAX, scene->arena, &counters, &count, NULL));
	assert_int_equal(count, 0);
	OK(anchor_get(scene->store, &all, c, &head, NULL));
	/* Nothing grows on it again. */
	IS(finding_put(scene->store, &scene->system, &scene->findings[2], NULL), NOT_FOUND);
	IS(incident_put(scene->store, &scene->system, &scene->incidents[2], NULL), NOT_FOUND);
	IS(company_change(scene->store, &all, &scene->companies[2], NULL), NOT_ALLOWED);
	struct source source = scene->sources[2];
	IS(source_add(scene->store, &all, T0, &source, NULL), NOT_ALLOWED);
	/* Its name and its sender's address are free again. */
	struct company again = {.name = TEXT_INIT("charlie")};
	OK(company_add(scene->store, &all, T0, &again, &scene->why));
	memcpy(source.company, again.id, STORE_ID);
	OK(source_add(scene->store, &all, T0, &source, &scene->why));
	OK(company_get(scene->store, &all, TEXT("CHARLIE"), scene->arena, &company, NULL));
	assert_string_equal(company.id, again.id);
	OK(group_consent(
	    scene->store, &all, text_of(scene->groups[0].id), a, CLOCK_NONE, &scene->why));
	IS(company_get(scene->store, &first, a, scene->arena, &company, NULL), NOT_FOUND);
	IS(incident_get(scene->store, &first, TEXT("incident-0"), scene->arena, &incident, NULL),
	    NOT_FOUND);
	scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(everybody),
	    cmocka_unit_test(left_and_withdrawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
