/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings and their aliases against a model in memory: thousands of puts, merges and commits that
 * are rolled back, in random order; then every id is asked for and every list compared.
 */
#include "scene.h"

#define IDS 60
#define STEPS 4000

struct model {
	int target[IDS]; /* what the id leads to: itself, another, or -1 when it was never put */
	uint64_t count[IDS];
	int64_t last[IDS];
	int company[IDS];
};

static uint64_t random_state;

static unsigned draw(unsigned below)
{
	random_state = random_state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(random_state >> 33) % below;
}

static void name_of(int i, char id[STORE_ID])
{
	snprintf(id, STORE_ID, "model-%d", i);
}

static void put(struct scene *scene, struct model *model, int i)
{
	char id[STORE_ID];
	name_of(i, id);
	int company = model->target[i] == i ? model->company[i] : (int)draw(2);
	struct kept_finding kept =
	    scene_finding(id, scene->companies[company].id, T0, T0 + draw(1000));
	kept.finding.count = draw(100000);
	enum outcome outcome = finding_put(scene->store, &scene->system, &kept, &scene->why);
	bool alias = model->target[i] >= 0 && model->target[i] != i;
	assert_int_equal(outcome, alias ? ALREADY_THERE : DONE);
	if (alias)
		return;
	model->target[i] = i;
	model->company[i] = company;
	model->count[i] = kept.finding.count;
	model->last[i] = kept.finding.last;
}

static void merge(struct scene *scene, struct model *model, int from, int into)
{
	char a[STORE_ID];
	char b[STORE_ID];
	name_of(from, a);
	name_of(into, b);
	enum outcome outcome =
	    finding_merge(scene->store, &scene->system, text_of(a), text_of(b), &scene->why);
	int x = model->target[from];
	int y = model->target[into];
	if (x < 0 || y < 0) {
		assert_int_equal(outcome, NOT_FOUND);
		return;
	}
	if (model->company[x] != model->company[y]) {
		assert_int_equal(outcome, MALFORMED);
		return;
	}
	assert_int_equal(outcome, DONE);
	for (int i = 0; i < IDS; i++) {
		if (model->target[i] == x)
			model->target[i] = y;
	}
}

static void compare_ids(struct scene *scene, const struct model *model)
{
	for (int i = 0; i < IDS; i++) {
		char id[STORE_ID];
		char want[STORE_ID];
		struct kept_finding kept;
		name_of(i, id);
		enum outcome outcome = finding_get(
		    scene->store, &scene->system, text_of(id), scene->arena, &kept, NULL);
		int at = model->target[i];
		assert_int_equal(outcome, at < 0 ? NOT_FOUND : DONE);
		if (at < 0)
			continue;
		name_of(at, want);
		assert_string_equal(kept.finding.id, want);
		assert_int_equal(kept.finding.count, model->count[at]);
		assert_int_equal(kept.finding.last, model->last[at]);
		assert_string_equal(kept.company, scene->companies[model->company[at]].id);
	}
}

/* Walk a company's findings in small pages: each once, newest first. */
static void compare_list(struct scene *scene, const struct model *model, int company)
{
	struct finding_wish wish = {.company = text_of(scene->companies[company].id),
	    .since = CLOCK_NONE,
	    .page = {1 + draw(7), {NULL, 0}}};
	struct kept_findings list;
	size_t seen = 0;
	size_t want = 0;
	int64_t before = INT64_MAX;
	for (int i = 0; i < IDS; i++)
		want += model->target[i] == i && model->company[i] == company;
	do {
		OK(finding_list(
		    scene->store, &scene->system, &wish, scene->arena, &list, &scene->why));
		for (size_t i = 0; i < list.count; i++) {
			assert_true(list.at[i].finding.last <= before);
			before = list.at[i].finding.last;
			seen += strncmp(list.at[i].finding.id, "model-", 6) == 0;
		}
		wish.page.after = list.next;
	} while (list.next.size != 0);
	assert_int_equal(seen, want);
}

static void turn(struct scene *scene, struct model *model)
{
	struct model before = *model;
	OK(store_begin(scene->store, &scene->why));
	for (unsigned i = 0; i < 40; i++) {
		if (draw(3) != 0)
			put(scene, model, (int)draw(IDS));
		else
			merge(scene, model, (int)draw(IDS), (int)draw(IDS));
	}
	if (draw(4) == 0) {
		store_rollback(scene->store);
		*model = before;
	} else {
		OK(store_commit(scene->store, &scene->why));
	}
}

static void against_model(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct model model;
	(void)state;
	for (uint64_t seed = 1; seed < 4; seed++) {
		random_state = seed;
		print_message("# seed %llu\n", (unsigned long long)seed);
		for (int i = 0; i < IDS; i++)
			model.target[i] = -1;
		scene_open(scene);
		scene_fill(scene);
		for (unsigned i = 0; i < STEPS / 40; i++) {
			turn(scene, &model);
			if (i % 10 == 9) {
				compare_ids(scene, &model);
				compare_list(scene, &model, 0);
				compare_list(scene, &model, 1);
				arena_reset(scene->arena);
			}
		}
		scene_close(scene);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(against_model)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
