/* SPDX-License-Identifier: Apache-2.0 */
/* The intake process: start, one look a second, stop. */
#include "program/server/intake/intake.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "os/files.h"
#include "os/time.h"
#include "program/server/intake/intake_http.h"
#include "program/server/intake/intake_syslog.h"
#include "program/server/sandboxes.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#define PEM_MOST ((size_t)1 << 20)
#define TALLY_SECONDS 60

struct intake_process {
	struct intake intake;
	struct arena *arena;
	struct intake_tls tls;
	struct buffer tally; /* written, not appended yet */
	int64_t told;        /* ticks of the last tally */
	char said[256];      /* the last complaint about the snapshot */
	bool refuses;        /* the disk, as it was told last */
};

void intake_refused(struct intake *intake, const struct intake_sender *sender, enum refusal refusal,
    uint64_t records, uint64_t bytes)
{
	atomic_fetch_add(&intake->given->board->refused[refusal], records);
	tally_source(intake->tally, text_of(sender->company), text_of(sender->source), refusal,
	    records, bytes);
}

void intake_stranger(
    struct intake *intake, struct text address, const char *transport, uint64_t records)
{
	atomic_fetch_add(&intake->given->board->refused[REFUSED_STRANGER], records);
	tally_stranger(intake->tally, address, transport, records, time_now());
}

void intake_durable(struct intake *intake, uint64_t records, uint64_t bytes)
{
	struct board *board = intake->given->board;
	atomic_fetch_add(&board->records, records);
	atomic_fetch_add(&board->bytes, bytes);
	atomic_fetch_add(&board->batches, 1);
}

static void settled(void *data, uint64_t ticket, enum outcome outcome, const struct why *why)
{
	struct intake *intake = data;
	(void)why;
	atomic_store(&intake->given->board->disk_refusing, outcome == DONE ? 0 : 1);
	struct intake_group group = intake_groups_note(&intake->groups, ticket, outcome != DONE);
	intake_http_settled(intake->http, &group);
	intake_syslog_settled(intake->syslog, &group);
}

static enum outcome read_pem(
    struct intake_process *process, const char *path, const char **pem, struct why *why)
{
	struct text bytes;
	enum outcome outcome = file_read(path, PEM_MOST, process->arena, &bytes, why);
	if (outcome == DONE)
		*pem = text_cstr(process->arena, bytes);
	return outcome;
}

/* What is read as whoever the parent is: the key may be root's alone. */
static enum outcome prepare(struct intake_process *process, struct why *why)
{
	const struct process_given *given = process->intake.given;
	enum outcome outcome = DONE;
	if (given->sockets.intake_tls)
		outcome =
		    read_pem(process, given->config->certificate, &process->tls.certificate, why);
	if (outcome == DONE && given->sockets.intake_tls)
		outcome = read_pem(process, given->config->key, &process->tls.key, why);
	if (outcome == DONE)
		outcome = intake_syslog_create(&process->intake, &process->intake.syslog, why);
	return outcome;
}

static enum outcome confine(struct intake_process *process, struct why *why)
{
	struct sandbox sandbox;
	intake_sandbox(process->intake.given, &sandbox);
	return process_confine(process->intake.given, &sandbox, why);
}

static enum outcome open_log(struct intake *intake, struct why *why)
{
	const struct process_given *given = intake->given;
	struct log_options options = {
	    .folder = given->places->log,
	    .segment = given->config->log_segment,
	    .reserve = given->config->disk_reserve,
	    .age = given->config->log_age,
	    .settled = settled,
	    .data = intake,
	    .durable = &given->board->durable,
	    .roll = &given->board->roll,
	    .wake = given->wake_engine,
	};
	return log_writer_open(&options, &intake->log, why);
}

/* The directory of sources, where there is a new one; a bad one is told once. */
static void refresh(struct intake_process *process)
{
	struct why why = {{0}};
	if (intake_directory_refresh(process->intake.directory, &why) == DONE)
		return;
	if (text_equal(text_of(process->said), text_of(why.text)))
		return;
	memcpy(process->said, why.text, sizeof(process->said));
	process_say(process->intake.given, "the sources stay as they were: %s", why.text);
}

static enum outcome start(struct intake_process *process, struct why *why)
{
	struct intake *intake = &process->intake;
	const struct config *config = intake->given->config;
	enum outcome outcome = prepare(process, why);
	if (outcome == DONE)
		outcome = confine(process, why);
	if (outcome != DONE)
		return outcome;
	intake->directory =
	    intake_directory_create(intake->given->places->snapshot, config->records_a_second);
	refresh(process);
	outcome = open_log(intake, why);
	if (outcome == DONE)
		outcome = intake_http_start(intake, &process->tls, &intake->http, why);
	if (outcome == DONE)
		outcome = intake_syslog_start(intake->syslog, why);
	return outcome;
}

/* Once a minute, what was refused becomes a frame; where the log does not take it, the next
 * minute's waits behind it. */
static void tell(struct intake_process *process, bool now)
{
	struct intake *intake = &process->intake;
	int64_t ticks = time_monotonic();
	if (!now && ticks - process->told < TALLY_SECONDS * CLOCK_SECOND)
		return;
	process->told = ticks;
	if (process->tally.size == 0 && !tally_flush(intake->tally, &process->tally))
		return;
	struct frame frame = {
	    .kind = FRAME_TALLY, .received = time_now(), .body = buffer_text(&process->tally)};
	uint64_t ticket;
	struct why why = {{0}};
	enum outcome outcome = log_append(intake->log, &frame, &ticket, &why);
	if (outcome == DONE || outcome == MALFORMED || outcome == TOO_LARGE)
		buffer_clear(&process->tally);
	if (outcome == MALFORMED || outcome == TOO_LARGE)
		process_say(intake->given, "what was refused is not recorded: %s", why.text);
}

static void look_at_disk(struct intake_process *process)
{
	const struct intake *intake = &process->intake;
	struct board *board = intake->given->board;
	struct statvfs disk;
	if (statvfs(intake->given->places->log, &disk) == 0)
		atomic_store(&board->disk_free, (uint64_t)disk.f_bavail * disk.f_frsize);
	struct why why = {{0}};
	bool refuses = log_state(intake->log, &why) != DONE;
	atomic_store(&board->disk_refusing, refuses);
	if (refuses == process->refuses)
		return;
	process->refuses = refuses;
	if (refuses)
		process_say(intake->given, "the disk takes no more records: %s", why.text);
	else
		process_say(intake->given, "the disk takes records again");
}

static void tick(struct intake_process *process)
{
	struct intake *intake = &process->intake;
	struct board *board = intake->given->board;
	struct syslog_counts counts;
	process_beat(intake->given);
	refresh(process);
	look_at_disk(process);
	intake_syslog_tick(intake->syslog);
	intake_syslog_counts(intake->syslog, &counts);
	uint64_t connections = 0;
	uint64_t closed = 0;
	intake_http_tick(intake->http, &connections, &closed);
	atomic_store(&board->connections, counts.connections + connections);
	atomic_store(&board->closed, counts.closed_limit + counts.closed_silent + closed);
	tell(process, false);
}

static void serve_until_asked(struct intake_process *process)
{
	const struct process_given *given = process->intake.given;
	struct pollfd stop = {.fd = process_stop_descriptor(given), .events = POLLIN};
	while (!process_stopping(given)) {
		tick(process);
		if (poll(&stop, 1, 1000) < 0 && errno != EINTR)
			break;
	}
}

/* No more is taken, what was taken is settled and answered, then the log is closed. */
static void stop(struct intake_process *process)
{
	struct intake *intake = &process->intake;
	intake_syslog_stop(intake->syslog);
	if (intake->http != NULL)
		intake_http_quiesce(intake->http);
	if (intake->log != NULL)
		tell(process, true);
	intake_http_stop(intake->http);
	log_writer_close(intake->log);
	uint64_t lost = intake_syslog_destroy(intake->syslog);
	if (lost > 0)
		process_say(intake->given,
		    "%llu syslog messages could not be stored before the end",
		    (unsigned long long)lost);
	intake_directory_destroy(intake->directory);
	intake_limit_destroy(intake->limit);
	tally_close(intake->tally);
	intake_groups_free(&intake->groups);
	buffer_free(&process->tally);
	arena_destroy(process->arena);
}

int intake_main(const struct process_given *given)
{
	struct intake_process process = {.intake = {.given = given}};
	struct why why = {{0}};
	int status = 0;
	signal(SIGPIPE, SIG_IGN);
	if (sodium_init() < 0)
		return 4;
	process.arena = arena_create("intake", 4 * PEM_MOST);
	process.intake.tally = tally_open();
	process.intake.limit = intake_limit_create();
	process.told = time_monotonic();
	intake_groups_init(&process.intake.groups);
	buffer_init(&process.tally, FRAME_BODY);
	if (start(&process, &why) == DONE) {
		serve_until_asked(&process);
	} else {
		process_say(given, "%s", why.text);
		status = 4;
	}
	stop(&process);
	return status;
}
