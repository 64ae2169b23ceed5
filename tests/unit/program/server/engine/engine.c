/* SPDX-License-Identifier: Apache-2.0 */
/* The engine process over a real log and a real store. */
#include "base/buffer.h"
#include "engine_world.h"
#include "program/server/engine/engine_findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define NAME "ET MALWARE Example beacon"

static void a_record_becomes_a_finding_and_an_incident(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	world_start(world);
	world_put_alert(world, 7, NAME, 10);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 1);
	const struct kept_finding *kept = &findings.at[0];
	assert_int_equal(kept->finding.count, 1);
	assert_string_equal(kept->source, world->source.id);
	assert_true(text_equal(kept->finding.subject, TEXT("10.0.0.7")));
	assert_int_equal(kept->finding.evidence_count, 1);
	assert_int_equal(kept->names[0].position, kept->begun.position);
	struct kept_incidents incidents = world_incidents(world);
	assert_int_equal(incidents.count, 1);
	assert_string_equal(incidents.at[0].incident.id, kept->incident);
	assert_true(incidents.at[0].incident.story.ja.size != 0);
	assert_true(incidents.at[0].incident.next[2].en.size != 0);
	struct frame frame;
	struct why why;
	assert_int_equal(journal_frame(&world->place, text_of(world->company.id),
			     kept->names[0].position, world->arena, &frame, &why),
	    DONE);
	assert_true(text_find(frame.body, TEXT(NAME)) != TEXT_NONE);
	assert_int_equal(world_stop(world), 0);
	world_close(world);
}

/* `rounds` alerts of each of `machines` machines, in frames of one. */
static void put_all(struct world *world, unsigned machines, unsigned rounds)
{
	for (unsigned i = 0; i < machines * rounds; i++)
		world_put_alert(world, i % machines, NAME, 5);
}

static void killing_neither_loses_nor_doubles(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	srand(7);
	for (unsigned round = 0; round < 12; round++) {
		world_start(world);
		put_all(world, 40, 2);
		usleep((useconds_t)(rand() % 40) * 1000);
		world_kill(world);
	}
	world_start(world);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 40);
	for (size_t i = 0; i < findings.count; i++)
		assert_int_equal(findings.at[i].finding.count, 24);
	assert_int_equal(world_incidents(world).count, 1);
	world_stop(world);
	world_close(world);
}

/* Frames of a scene in which findings grow, meet and incidents merge; the same each time. */
static void put_scene(struct world *world, bool wait)
{
	static const struct {
		unsigned machine;
		int64_t hours;
	} steps[] = {{1, 80}, {2, 80}, {1, 30}, {3, 30}, {1, 55}, {2, 2}, {3, 31}, {2, 50}, {2, 26},
	    {1, 79}, {4, 1}};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		world_put_alert(world, steps[i].machine, NAME, steps[i].hours * 3600);
		if (wait)
			assert_true(world_settle(world));
	}
}

static void ids_do_not_depend_on_turns(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	world_keep(world);
	world_start(world);
	put_scene(world, true);
	world_stop(world);
	struct kept_findings a = world_findings(world);
	struct kept_incidents i = world_incidents(world);
	/* Once more from the start of the log, in one turn. */
	world_go_back(world);
	assert_int_equal(world_findings(world).count, 0);
	world_start(world);
	assert_true(world_settle(world));
	world_stop(world);
	struct kept_findings b = world_findings(world);
	struct kept_incidents k = world_incidents(world);
	assert_int_equal(a.count, b.count);
	for (size_t n = 0; n < a.count; n++) {
		assert_string_equal(a.at[n].finding.id, b.at[n].finding.id);
		assert_string_equal(a.at[n].incident, b.at[n].incident);
		assert_int_equal(a.at[n].finding.count, b.at[n].finding.count);
		assert_int_equal(a.at[n].names[0].position, b.at[n].names[0].position);
	}
	assert_int_equal(i.count, k.count);
	for (size_t n = 0; n < i.count; n++)
		assert_string_equal(i.at[n].incident.id, k.at[n].incident.id);
	world_close(world);
}

/* Two machines with alerts of their own, then one that links them: two incidents become one. */
static void incidents_that_meet_merge(void **state)
{
	(void)state;
	static const char *const lines[] = {
	    "{\"timestamp\":\"%s\",\"event_type\":\"alert\",\"src_ip\":\"10.0.0.1\",\"dest_ip\":"
	    "\"198.51.100.1\",\"alert\":{\"action\":\"allowed\",\"signature\":\"TESTTOOL one\","
	    "\"severity\":1}}",
	    "{\"timestamp\":\"%s\",\"event_type\":\"alert\",\"src_ip\":\"10.0.0.2\",\"dest_ip\":"
	    "\"198.51.100.2\",\"alert\":{\"action\":\"allowed\",\"signature\":\"TESTTOOL two\","
	    "\"severity\":1}}",
	    "{\"timestamp\":\"%s\",\"event_type\":\"alert\",\"src_ip\":\"10.0.0.1\",\"dest_ip\":"
	    "\"198.51.100.2\",\"alert\":{\"action\":\"allowed\",\"signature\":\"TESTTOOL three\","
	    "\"severity\":1}}",
	};
	char before[2][STORE_ID];
	struct why why;
	struct world *world = world_open(0);
	world_start(world);
	for (size_t i = 0; i < 3; i++) {
		char time[CLOCK_TEXT];
		char line[400];
		clock_format(world_now(), time);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(line, sizeof(line), lines[i], time);
#pragma GCC diagnostic pop
		const char *one = line;
		world_lines(world, &one, 1);
		assert_true(world_settle(world));
		struct kept_incidents now = world_incidents(world);
		assert_int_equal(now.count, i == 2 ? 1 : i + 1);
		for (size_t k = 0; i == 1 && k < 2; k++)
			memcpy(before[k], now.at[k].incident.id, STORE_ID);
	}
	struct kept_incident led[2];
	for (size_t k = 0; k < 2; k++)
		assert_int_equal(incident_get(world->store, &world->viewer, text_of(before[k]),
				     world->arena, &led[k], &why),
		    DONE);
	assert_string_equal(led[0].incident.id, led[1].incident.id);
	struct kept_findings findings = world_findings(world);
	for (size_t k = 0; k < findings.count; k++)
		assert_string_equal(findings.at[k].incident, led[0].incident.id);
	assert_int_equal(led[0].finding_count, findings.count);
	world_stop(world);
	world_close(world);
}

static void a_closed_incident_opens_again_when_more_happens(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(0);
	world_start(world);
	world_put_alert(world, 1, NAME, 60);
	assert_true(world_settle(world));
	struct kept_incidents now = world_incidents(world);
	assert_int_equal(now.count, 1);
	assert_int_equal(incident_set_status(world->store, &world->viewer,
			     text_of(now.at[0].incident.id), INCIDENT_CLOSED, world_now(), &why),
	    DONE);
	/* The same again is what was decided on. */
	world_put_alert(world, 1, NAME, 30);
	assert_true(world_settle(world));
	assert_int_equal(world_incidents(world).at[0].status, INCIDENT_CLOSED);
	world_put_alert(world, 1, "ET MALWARE Something else", 20);
	assert_true(world_settle(world));
	now = world_incidents(world);
	assert_int_equal(now.count, 1);
	assert_int_equal(now.at[0].status, INCIDENT_NEW);
	world_stop(world);
	world_close(world);
}

/* Times beyond belief count as received; what was collected earlier keeps its own. */
static void only_history_may_be_old(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	int64_t year = INT64_C(365) * 86400;
	world_start(world);
	world_put_alert(world, 1, NAME, year);
	world_put_alert(world, 2, NAME, -year);
	struct buffer body;
	buffer_init(&body, FRAME_BODY);
	buffer_put_string(&body, world_alert(world, 3, NAME, year));
	buffer_put_char(&body, '\n');
	struct frame frame = {.kind = FRAME_STREAM, .history = true, .body = buffer_text(&body)};
	world_frame(world, &frame);
	buffer_free(&body);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct finding *f = &findings.at[i].finding;
		int64_t age = world_now() - f->first;
		if (text_equal(f->subject, TEXT("10.0.0.3")))
			assert_true(age > 364 * CLOCK_DAY && age < 366 * CLOCK_DAY);
		else
			assert_true(age >= 0 && age < CLOCK_HOUR);
	}
	world_stop(world);
	world_close(world);
}

/* Alerts of one machine, so many hours apart, as one frame of history. */
static void put_apart(struct world *world, unsigned count, unsigned half_hours)
{
	struct buffer body;
	buffer_init(&body, FRAME_BODY);
	for (unsigned i = 0; i < count; i++)
		records_put(&body,
		    text_of(world_alert(world, 1, NAME, (int64_t)(count - i) * half_hours * 1800)));
	struct frame frame = {
	    .kind = FRAME_RECORDS, .history = true, .count = count, .body = buffer_text(&body)};
	world_frame(world, &frame);
	buffer_free(&body);
}

/* One frame whose records lie between very many findings: it joins some of them, and no match is
 * lost. */
static void what_joins_at_once_is_bounded(void **state)
{
	enum { APART = 300 };
	(void)state;
	struct world *world = world_open(0);
	uint64_t matches = 0;
	world_start(world);
	put_apart(world, APART, 50);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, APART);
	put_apart(world, 2 * APART, 25);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, APART - (FINDINGS_NEAR - 1));
	for (size_t i = 0; i < findings.count; i++)
		matches += findings.at[i].finding.count;
	assert_int_equal(matches, 3 * APART);
	/* The next one goes on with it. */
	put_apart(world, 2 * APART, 25);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, APART - 2 * (FINDINGS_NEAR - 1));
	assert_int_equal(world_stop(world), 0);
	world_close(world);
}

/* A company has so many new findings a day; what is there already goes on growing. */
static void a_flood_of_findings_is_counted(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	struct why why;
	const struct counter made = {.company = text_of(world->company.id),
	    .hour = world_now() - world_now() % CLOCK_HOUR,
	    .name = TEXT_INIT("findings"),
	    .value = 2 * FINDINGS_A_DAY - 5};
	assert_int_equal(counter_add(world->store, &world->viewer, &made, &why), DONE);
	world_start(world);
	for (unsigned machine = 1; machine <= 5; machine++)
		world_put_alert(world, machine, NAME, 5);
	assert_true(world_settle(world));
	assert_false(world_notice(world, "findings-flood"));
	for (unsigned machine = 4; machine <= 9; machine++)
		world_put_alert(world, machine, NAME, 5);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 5);
	uint64_t matches = 0;
	for (size_t i = 0; i < findings.count; i++)
		matches += findings.at[i].finding.count;
	assert_int_equal(matches, 7);
	assert_true(world_notice(world, "findings-flood"));
	assert_int_equal(world_stop(world), 0);
	world_close(world);
}

/* Frames of the log's first segments end in sealed blocks, and are found there by name. */
static void ended_segments_are_sealed(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(64 << 10);
	world_start(world);
	for (unsigned i = 0; i < 600; i++)
		world_put_alert(world, i, NAME, 5);
	atomic_fetch_add(&world->board->roll, 1);
	world_put_alert(world, 1, "the last", 5);
	world_put_alert(world, 1, "the very last", 5);
	assert_true(world_settle(world));
	for (int i = 0; i < 1000; i++) {
		struct log_extent extent;
		assert_int_equal(log_extent(world->places.log, &extent, &why), DONE);
		if (extent.end - extent.first < 4096)
			break;
		usleep(10000);
	}
	assert_true(atomic_load(&world->board->compacted) > 0);
	struct kept_findings findings = world_findings(world);
	for (size_t i = 0; i < findings.count; i++) {
		struct frame frame;
		assert_int_equal(journal_frame(&world->place, text_of(world->company.id),
				     findings.at[i].names[0].position, world->arena, &frame, &why),
		    DONE);
		assert_int_equal(frame.position, findings.at[i].names[0].position);
	}
	struct chain_head head;
	assert_int_equal(
	    anchor_get(world->store, &world->viewer, text_of(world->company.id), &head, &why),
	    DONE);
	struct block_extent extent;
	assert_int_equal(
	    block_extent(&world->place, text_of(world->company.id), &extent, &why), DONE);
	assert_true(extent.records >= 600);
	assert_string_equal(extent.head.hash, head.hash);
	world_stop(world);
	world_close(world);
}

/* Records of one that left are neither kept nor in the way. */
static void one_that_left_leaves_nothing(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(64 << 10);
	struct text id = text_of(world->company.id);
	for (unsigned i = 0; i < 50; i++)
		world_put_alert(world, i, NAME, 5);
	assert_int_equal(company_leave(world->store, &world->viewer, id, world_now(), &why), DONE);
	assert_int_equal(block_key_destroy(&world->place, id, &why), DONE);
	world_start(world);
	atomic_fetch_add(&world->board->roll, 1);
	world_put_alert(world, 1, NAME, 5);
	world_put_alert(world, 1, NAME, 5);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, 0);
	for (int i = 0; i < 500 && atomic_load(&world->board->compacted) == 0; i++)
		usleep(10000);
	assert_true(atomic_load(&world->board->compacted) > 0);
	world_stop(world);
	world_close(world);
}

/* A frame that was set aside is passed over, told, kept; what stands behind it is worked on. */
static void a_frame_set_aside_is_passed_over(void **state)
{
	(void)state;
	struct world *world = world_open(64 << 10);
	struct why why;
	struct log_extent extent;
	world_put_alert(world, 1, NAME, 5);
	assert_int_equal(log_extent(world->places.log, &extent, &why), DONE);
	world_put_alert(world, 2, NAME, 5);
	world_put_alert(world, 3, NAME, 5);
	struct log_reader *log;
	struct frame frame;
	assert_int_equal(log_reader_open(world->places.log, extent.end, &log, &why), DONE);
	assert_int_equal(log_read(log, UINT64_MAX, world->arena, &frame, &why), DONE);
	log_reader_close(log);
	uint64_t aside[] = {frame.position};
	world->given.set_aside = aside;
	world->given.set_aside_count = 1;
	world_start(world);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_false(text_equal(findings.at[i].finding.subject, TEXT("10.0.0.2")));
	struct set_aside *list;
	size_t count;
	assert_int_equal(
	    set_aside_list(world->store, &world->viewer, world->arena, &list, &count, &why), DONE);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].position, aside[0]);
	assert_true(world_notice(world, "frame-set-aside"));
	world_stop(world);
	world_close(world);
}

/* Where it is when it dies stands on the board: a worker is at a frame for as long as that takes.
 */
static void the_board_says_where_it_is(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	static const char *lines[20000];
	for (size_t i = 0; i < 20000; i++)
		lines[i] = i < 200 ? world_alert(world, (unsigned)i, NAME, 5) : lines[i % 200];
	world_start(world);
	world_lines(world, lines, 20000);
	bool seen = false;
	for (int i = 0; i < 20000 && !seen; i++) {
		for (size_t w = 0; w < BOARD_WORKERS; w++)
			seen = seen || atomic_load(&world->board->at[w]) != 0;
		usleep(100);
	}
	world_kill(world);
	assert_true(seen);
	bool stays = false;
	for (size_t w = 0; w < BOARD_WORKERS; w++)
		stays = stays || atomic_load(&world->board->at[w]) != 0;
	assert_true(stays);
	world_start(world);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, 200);
	world_stop(world);
	for (size_t w = 0; w < BOARD_WORKERS; w++)
		assert_int_equal(atomic_load(&world->board->at[w]), 0);
	world_close(world);
}

/* Another one that writes to the store for a while is waited for; nothing is passed over. */
static void a_store_that_is_busy_is_waited_for(void **state)
{
	(void)state;
	struct why why;
	struct world *world = world_open(0);
	world_start(world);
	world_put_alert(world, 1, NAME, 5);
	assert_true(world_settle(world));
	assert_int_equal(store_begin(world->store, &why), DONE);
	world_put_alert(world, 2, NAME, 5);
	usleep(300000);
	store_rollback(world->store);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, 2);
	world_stop(world);
	world_close(world);
}

/* More at once than a turn may take memory: it is done by halves, and comes to the same. Of so many
 * findings the oldest are not correlated, and it says so. */
/* Frames of one byte each, whose records nobody has counted, wait while the engine is away. */
static void very_many_small_frames(void **state)
{
	enum { FRAMES = 250000 };
	(void)state;
	struct world *world = world_open(0);
	struct why why;
	char origin[FRAME_ORIGIN];
	memset(origin, 'o', sizeof(origin));
	for (unsigned i = 0; i < FRAMES;) {
		const struct frame frame = {.kind = FRAME_STREAM,
		    .received = world_now(),
		    .company = text_of(world->company.id),
		    .source = text_of(world->source.id),
		    .origin = {origin, sizeof(origin)},
		    .body = TEXT_INIT("x")};
		enum outcome outcome = log_append(world->log, &frame, &world->ticket, &why);
		if (outcome == NEED_MORE)
			usleep(1000);
		else
			assert_int_equal(outcome, DONE);
		i += outcome == DONE;
	}
	world_put_alert(world, 1, NAME, 5);
	world_start(world);
	assert_true(world_settle(world));
	assert_int_equal(world_findings(world).count, 1);
	assert_int_equal(world_stop(world), 0);
	world_close(world);
}

static void a_turn_that_is_too_much_is_done_by_halves(void **state)
{
	(void)state;
	struct world *world = world_open(0);
	static const char *lines[1000];
	for (unsigned frame = 0; frame < 11; frame++) {
		for (unsigned i = 0; i < 1000; i++)
			lines[i] = world_alert(world, frame * 1000 + i, NAME, 5);
		world_lines(world, lines, 1000);
	}
	world_start(world);
	assert_true(world_settle(world));
	struct kept_findings findings = world_findings(world);
	assert_int_equal(findings.count, 11000);
	for (size_t i = 0; i < findings.count; i++)
		assert_int_equal(findings.at[i].finding.count, 1);
	assert_int_equal(world_stop(world), 0);
	world_close(world);
}

int main(void)
{
	setenv("SAKIMORI_CONTENT", CONTENT_FOLDER, 1);
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_becomes_a_finding_and_an_incident),
	    cmocka_unit_test(killing_neither_loses_nor_doubles),
	    cmocka_unit_test(ids_do_not_depend_on_turns),
	    cmocka_unit_test(incidents_that_meet_merge),
	    cmocka_unit_test(a_closed_incident_opens_again_when_more_happens),
	    cmocka_unit_test(only_history_may_be_old),
	    cmocka_unit_test(what_joins_at_once_is_bounded),
	    cmocka_unit_test(a_flood_of_findings_is_counted),
	    cmocka_unit_test(ended_segments_are_sealed),
	    cmocka_unit_test(one_that_left_leaves_nothing),
	    cmocka_unit_test(a_frame_set_aside_is_passed_over),
	    cmocka_unit_test(the_board_says_where_it_is),
	    cmocka_unit_test(a_store_that_is_busy_is_waited_for),
	    cmocka_unit_test(very_many_small_frames),
	    cmocka_unit_test(a_turn_that_is_too_much_is_done_by_halves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
