/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine notices of itself and of its sources; rules that change. */
#include "program/server/engine/engine_notice.h"

#include "engine_world.h"
#include "os/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NAME "ET MALWARE Example beacon"

static void rules_are_loaded_again(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(0);
	char path[200];
	world_start(world);
	world_put_alert(world, 1, "quiet NEWWORD", 5);
	assert_true(world_settle(world));
	size_t before = world_findings(world).count;
	snprintf(path, sizeof(path), "%s/new.yml", world->rules);
	assert_int_equal(
	    file_write(path,
		TEXT("title: New word\nid: 11111111-2222-4333-8444-666666666666\nstatus: test\n"
		     "logsource: {product: suricata}\ndetection:\n  w: {alert.signature|contains: "
		     "NEWWORD}\n  condition: w\nlevel: high\n"),
		&why),
	    DONE);
	snprintf(path, sizeof(path), "%s/bad.yml", world->rules);
	assert_int_equal(file_write(path, TEXT("title: broken\n"), &why), DONE);
	uint64_t rules = atomic_load(&world->board->rules);
	atomic_fetch_add(&world->board->reload, 1);
	for (int i = 0; i < 500 && atomic_load(&world->board->rules) == rules; i++)
		usleep(10000);
	assert_int_equal(atomic_load(&world->board->rules), rules + 1);
	assert_int_equal(atomic_load(&world->board->rules_refused), 1);
	world_put_alert(world, 2, "quiet NEWWORD", 5);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, before * 2 + 1);
	assert_true(world_notice(world, "rules-refused"));
	world_stop(world);
	world_close(world);
}

static void look(struct watch *watch, int64_t now)
{
	struct why why;
	if (watch_look(watch, now, &why) != DONE)
		fail_msg("%s", why.text);
}

/* A notice opens with its condition and ends with it. */
static void silence_clocks_and_disk_are_told(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(0);
	int64_t now = world_now();
	struct watch watch = {
	    .given = &world->given, .store = world->store, .viewer = &world->viewer};
	struct source_seen seen = {
	    .last_seen = now - 2 * CLOCK_HOUR, .records = 1, .clock_off = -10 * CLOCK_MINUTE};
	memcpy(seen.source, world->source.id, STORE_ID);
	world->source.quiet_after = CLOCK_HOUR;
	world->config.disk_reserve = 1 << 20;
	assert_int_equal(source_change(world->store, &world->viewer, &world->source, &why), DONE);
	assert_int_equal(source_saw(world->store, &world->viewer, &seen, &why), DONE);
	atomic_store(&world->board->disk_free, 1 << 20);
	watch_begin(&watch);
	atomic_fetch_add(&world->board->restarts[PROCESS_WEB], 1);
	look(&watch, now);
	assert_true(world_notice(world, "source-silent"));
	assert_true(world_notice(world, "clock-off"));
	assert_true(world_notice(world, "disk-low"));
	assert_true(world_notice(world, "process-restarted"));
	assert_false(world_notice(world, "disk-full"));
	assert_false(world_notice(world, "intake-stopped"));
	seen.last_seen = now;
	seen.clock_off = CLOCK_SECOND;
	assert_int_equal(source_saw(world->store, &world->viewer, &seen, &why), DONE);
	atomic_store(&world->board->disk_refusing, 1);
	look(&watch, now + CLOCK_MINUTE);
	assert_false(world_notice(world, "source-silent"));
	assert_false(world_notice(world, "clock-off"));
	assert_false(world_notice(world, "disk-low"));
	assert_true(world_notice(world, "disk-full"));
	assert_true(world_notice(world, "process-restarted"));
	atomic_store(&world->board->disk_refusing, 0);
	atomic_store(&world->board->disk_free, 1 << 30);
	/* Two hours on the source is silent again; the restart is no news any more. */
	look(&watch, now + 2 * CLOCK_HOUR);
	assert_false(world_notice(world, "disk-full"));
	assert_false(world_notice(world, "process-restarted"));
	assert_true(world_notice(world, "source-silent"));
	world_close(world);
}

/* Sources whose lines come late by a constant: the median of many, not one that is odd. */
static void a_clock_is_off_by_its_median(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	struct why why;
	world_start(world);
	for (unsigned i = 0; i < 9; i++) {
		world_put_alert(world, 1, NAME, i == 8 ? 0 : 3600);
		assert_true(world_settle(world));
	}
	struct source source;
	assert_int_equal(source_get(world->store, &world->viewer, text_of(world->company.id),
			     text_of(world->source.id), world->arena, &source, &why),
	    DONE);
	assert_true(source.clock_off > 59 * CLOCK_MINUTE && source.clock_off < 61 * CLOCK_MINUTE);
	assert_int_equal(source.records, 9);
	world_stop(world);
	world_close(world);
}

int main(void)
{
	setenv("SAKIMORI_CONTENT", CONTENT_FOLDER, 1);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_are_loaded_again),
	    cmocka_unit_test(silence_clocks_and_disk_are_told),
	    cmocka_unit_test(a_clock_is_off_by_its_median),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
