/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_world.h"

#include "base/buffer.h"
#include "os/files.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE 20 /* seconds */

static const char rule[] = "title: Test tool started\n"
			   "id: 11111111-2222-4333-8444-555555555555\n"
			   "status: test\n"
			   "logsource: {product: suricata}\n"
			   "detection:\n"
			   "  tool: {alert.signature|contains: TESTTOOL}\n"
			   "  condition: tool\n"
			   "level: high\n";

int64_t world_now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_REALTIME, &time);
	return (int64_t)time.tv_sec * CLOCK_SECOND + time.tv_nsec / 1000;
}

static void must(enum outcome outcome, const struct why *why)
{
	if (outcome != DONE)
		fail_msg("%s: %s", outcome_word(outcome), why->text);
}

static void open_log(struct world *world, uint64_t segment)
{
	struct why why;
	const struct log_options options = {.folder = world->places.log,
	    .segment = segment,
	    .durable = &world->board->durable,
	    .roll = &world->board->roll,
	    .wake = world->given.wake_engine};
	must(log_writer_open(&options, &world->log, &why), &why);
}

static void open_store(struct world *world)
{
	struct why why;
	const struct store_options options = {.folder = world->places.store};
	must(store_open(&options, &world->store, &why), &why);
	world->viewer = viewer_system("test");
	world->company =
	    (struct company){.name = TEXT_INIT("Example"), .zone = TEXT_INIT("Asia/Tokyo")};
	must(company_add(world->store, &world->viewer, world_now(), &world->company, &why), &why);
	world->source = (struct source){.name = TEXT_INIT("utm"), .kind = TEXT_INIT("http")};
	memcpy(world->source.company, world->company.id, STORE_ID);
	must(source_add(world->store, &world->viewer, world_now(), &world->source, &why), &why);
	must(block_key_create(&world->place, text_of(world->company.id), &why), &why);
}

struct world *world_open(uint64_t segment)
{
	struct why why;
	struct arena *arena = arena_create("world", (size_t)512 << 20);
	struct world *world = arena_alloc(arena, sizeof(*world));
	world->arena = arena;
	strcpy(world->folder, "/tmp/engine-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	places_of(world->folder, arena, &world->places);
	world->config = (struct config){
	    .data = world->folder, .workers = 2, .rules = world->rule_dirs, .rule_count = 1};
	snprintf(world->rules, sizeof(world->rules), "%s/test-rules", world->folder);
	world->rule_dirs[0] = world->rules;
	must(places_make(&world->places, &world->config, &why), &why);
	assert_int_equal(mkdir(world->rules, 0755), 0);
	char path[160];
	snprintf(path, sizeof(path), "%s/tool.yml", world->rules);
	must(file_write(path, text_of(rule), &why), &why);
	world->place = (struct journal_place){world->places.journal, world->places.keys};
	must(board_create(&world->board, &why), &why);
	world->given = (struct process_given){.which = PROCESS_ENGINE,
	    .config = &world->config,
	    .places = &world->places,
	    .content = CONTENT_FOLDER,
	    .board = world->board,
	    .wake_engine = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
	open_store(world);
	open_log(world, segment);
	return world;
}

void world_close(struct world *world)
{
	char command[128];
	if (world->engine != 0)
		world_kill(world);
	log_writer_close(world->log);
	store_close(world->store);
	close(world->given.wake_engine);
	snprintf(command, sizeof(command), "%s", world->folder);
	pid_t pid = fork();
	if (pid == 0) {
		execl("/bin/rm", "rm", "-rf", command, NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
	arena_destroy(world->arena);
}

void world_frame(struct world *world, struct frame *frame)
{
	struct why why;
	if (frame->company.size == 0)
		frame->company = text_of(world->company.id);
	if (frame->source.size == 0)
		frame->source = text_of(world->source.id);
	if (frame->received == 0)
		frame->received = world_now();
	must(log_append(world->log, frame, &world->ticket, &why), &why);
	must(log_wait(world->log, world->ticket, &why), &why);
}

void world_lines(struct world *world, const char *const *lines, size_t count)
{
	struct buffer body;
	buffer_init(&body, FRAME_BODY);
	for (size_t i = 0; i < count; i++)
		records_put(&body, text_of(lines[i]));
	struct frame frame = {
	    .kind = FRAME_RECORDS, .count = (uint32_t)count, .body = buffer_text(&body)};
	world_frame(world, &frame);
	buffer_free(&body);
}

const char *world_alert(struct world *world, unsigned machine, const char *name, int64_t ago)
{
	char time[CLOCK_TEXT];
	clock_format(world_now() - ago * CLOCK_SECOND, time);
	return text_cstr(world->arena,
	    text_format(world->arena,
		"{\"timestamp\":\"%s\",\"flow_id\":1,\"event_type\":\"alert\",\"src_ip\":"
		"\"10.0.%u.%u\",\"src_port\":1025,\"dest_ip\":\"203.0.113.9\",\"dest_port\":443,"
		"\"proto\":\"TCP\",\"alert\":{\"action\":\"allowed\",\"gid\":1,\"signature_id\":2,"
		"\"rev\":1,\"signature\":\"%s\",\"category\":\"A Network Trojan was detected\","
		"\"severity\":1}}",
		time, machine / 256 % 256, machine % 256, name));
}

void world_put_alert(struct world *world, unsigned machine, const char *name, int64_t ago)
{
	const char *line = world_alert(world, machine, name, ago);
	world_lines(world, &line, 1);
}

void world_start(struct world *world)
{
	int ends[2];
	assert_int_equal(world->engine, 0);
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	world->engine = fork();
	assert_true(world->engine >= 0);
	if (world->engine == 0) {
		close(ends[1]);
		world->given.lifeline = ends[0];
		_exit(engine_main(&world->given));
	}
	close(ends[0]);
	world->held = ends[1];
}

int world_stop(struct world *world)
{
	int status = 0;
	kill(world->engine, SIGTERM);
	waitpid(world->engine, &status, 0);
	close(world->held);
	world->engine = 0;
	return status;
}

void world_kill(struct world *world)
{
	kill(world->engine, SIGKILL);
	waitpid(world->engine, NULL, 0);
	close(world->held);
	world->engine = 0;
}

static bool is_settled(struct world *world)
{
	struct why why;
	struct text *due;
	size_t count;
	uint64_t position;
	must(position_get(world->store, &world->viewer, TEXT("engine"), &position, &why), &why);
	if (position < atomic_load(&world->board->durable))
		return false;
	must(correlation_due(world->store, &world->viewer, world->arena, &due, &count, &why), &why);
	return count == 0;
}

bool world_settle(struct world *world)
{
	time_t until = time(NULL) + PATIENCE;
	while (time(NULL) < until) {
		int status;
		if (is_settled(world))
			return true;
		if (waitpid(world->engine, &status, WNOHANG) == world->engine) {
			world->engine = 0;
			close(world->held);
			return false;
		}
		usleep(2000);
	}
	return false;
}

void world_keep(struct world *world)
{
	struct why why;
	char path[160];
	snprintf(path, sizeof(path), "%s/kept.db", world->folder);
	must(store_backup(world->store, &world->viewer, path, &why), &why);
}

void world_go_back(struct world *world)
{
	struct why why;
	char from[160];
	char to[160];
	const struct store_options options = {.folder = world->places.store};
	store_close(world->store);
	static const char *const sides[] = {"-wal", "-shm"};
	for (size_t i = 0; i < 2; i++) {
		snprintf(to, sizeof(to), "%s/sakimori.db%s", world->places.store, sides[i]);
		unlink(to);
	}
	snprintf(from, sizeof(from), "%s/kept.db", world->folder);
	snprintf(to, sizeof(to), "%s/sakimori.db", world->places.store);
	assert_int_equal(rename(from, to), 0);
	must(store_open(&options, &world->store, &why), &why);
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct kept_finding *)a)->finding.id,
	    ((const struct kept_finding *)b)->finding.id);
}

struct kept_findings world_findings(struct world *world)
{
	struct kept_findings all = {NULL, 0, {NULL, 0}};
	struct finding_wish wish = {
	    .company = text_of(world->company.id), .since = CLOCK_NONE, .page = {.limit = 1000}};
	struct why why;
	do {
		struct kept_findings page;
		must(finding_list(world->store, &world->viewer, &wish, world->arena, &page, &why),
		    &why);
		all.at = arena_grow(
		    world->arena, all.at, all.count, all.count + page.count + 1, sizeof(*all.at));
		if (page.count != 0)
			memcpy(all.at + all.count, page.at, page.count * sizeof(*all.at));
		all.count += page.count;
		wish.page.after = page.next;
	} while (wish.page.after.size != 0);
	if (all.count != 0)
		qsort(all.at, all.count, sizeof(*all.at), by_id);
	return all;
}

struct kept_incidents world_incidents(struct world *world)
{
	struct kept_incidents list = {NULL, 0, {NULL, 0}};
	const struct incident_wish wish = {
	    .company = text_of(world->company.id), .closed = true, .page = {.limit = 1000}};
	struct why why;
	must(incident_list(world->store, &world->viewer, &wish, world->arena, &list, &why), &why);
	return list;
}

bool world_notice(struct world *world, const char *kind)
{
	struct notices list = {NULL, 0, {NULL, 0}};
	struct why why;
	const struct page page = {.limit = 1000};
	must(notice_list(world->store, &world->viewer, false, page, world->arena, &list, &why),
	    &why);
	for (size_t i = 0; i < list.count; i++) {
		if (text_equal(list.at[i].kind, text_of(kind)))
			return true;
	}
	return false;
}
