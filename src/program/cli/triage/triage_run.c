/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader: walks the paths, unpacks, cuts into records, fills batches. Everything that
 * takes time per record is the workers'.
 */
#include "program/cli/triage/triage_run.h"

#include "base/arena.h"
#include "incident/correlate.h"
#include "incident/story.h"
#include "os/files.h"
#include "os/memory.h"
#include "os/unpack.h"
#include "program/cli/progress.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define RUN_WORKERS 64
/* Findings' shadows and stories: some kilobytes an incident at the most. */
#define RUN_MEMORY ((size_t)256 << 20)

struct reader {
	struct triage_run *run;
	struct turn *turn;
	struct progress progress;
	uint64_t total;  /* bytes of all files */
	uint64_t before; /* bytes of the files that are done */
	uint64_t index;  /* of the next source */
	struct source *source;
	struct batch *batch;
	struct stat out; /* the run's own output is not its input */
	bool out_known;
};

static bool is_own_output(const struct reader *reader, const char *path)
{
	struct stat status;
	return reader->out_known && stat(path, &status) == 0 &&
	       status.st_dev == reader->out.st_dev && status.st_ino == reader->out.st_ino;
}

static void submit(struct reader *reader)
{
	turn_submit(reader->turn, reader->batch);
	reader->batch = NULL;
}

static struct batch *batch_of(struct reader *reader)
{
	if (reader->batch == NULL) {
		reader->batch = turn_empty(reader->turn);
		batch_start(reader->batch, reader->source);
	}
	return reader->batch;
}

static void begin_source(struct reader *reader, struct text name, int64_t modified)
{
	struct framer *framer = framer_create(reader->run->content->mappings);
	reader->source = source_create(name.at, name.size, modified, framer, reader->index++);
}

/* The last batch of a source carries its end, and why there is no more where it was refused. */
static void end_source(
    struct reader *reader, uint64_t bytes, uint64_t refused_at, const struct why *why)
{
	struct batch *batch = batch_of(reader);
	batch->ends_source = true;
	batch->source_bytes = bytes;
	batch->source_refused = why != NULL;
	batch->refused_at = refused_at;
	if (why != NULL)
		batch->why = *why;
	submit(reader);
	source_release(reader->source);
	reader->source = NULL;
}

/* Take all records there are. False with the reason when the content is no log text. */
static bool drain(struct reader *reader, struct why *why)
{
	struct framed framed;
	enum outcome outcome;
	while ((outcome = framer_next(reader->source->framer, &framed, why)) == DONE) {
		if (!batch_has_room(batch_of(reader), framed.bytes.size))
			submit(reader);
		batch_add(batch_of(reader), &framed);
	}
	return outcome != NOT_SUPPORTED;
}

/* One source from its UNPACK_MEMBER to its end. */
struct member {
	uint64_t bytes;
	bool refused; /* its content is no log text: the rest is skipped */
	struct why why;
};

static void take_bytes(struct reader *reader, struct member *member, struct text bytes)
{
	member->bytes += bytes.size;
	if (member->refused)
		return;
	framer_push(reader->source->framer, bytes);
	member->refused = !drain(reader, &member->why);
}

static void take_end(struct reader *reader, struct member *member)
{
	if (!member->refused) {
		framer_finish(reader->source->framer);
		member->refused = !drain(reader, &member->why);
	}
	end_source(reader, member->bytes, 0, member->refused ? &member->why : NULL);
}

/* Refused before it began (it has no source yet) or in the middle, where what was read is kept. */
static void take_refusal(
    struct reader *reader, struct member *member, const struct unpack_step *step)
{
	struct why ignored;
	if (reader->source == NULL)
		begin_source(reader, step->name, step->modified);
	if (!member->refused) {
		framer_finish(reader->source->framer);
		(void)drain(reader, &ignored);
	}
	end_source(reader, member->bytes, step->offset, &step->why);
}

static void take_step(struct reader *reader, struct member *member, const struct unpack_step *step)
{
	switch (step->kind) {
	case UNPACK_MEMBER:
		*member = (struct member){0};
		begin_source(reader, step->name, step->modified);
		break;
	case UNPACK_BYTES:
		take_bytes(reader, member, step->bytes);
		break;
	case UNPACK_END:
		take_end(reader, member);
		break;
	case UNPACK_REFUSED:
		take_refusal(reader, member, step);
		*member = (struct member){0};
		break;
	}
}

static void refuse_file(struct reader *reader, const char *path, const struct why *why)
{
	begin_source(reader, text_of(path), 0);
	end_source(reader, 0, 0, why);
}

static void read_file(struct reader *reader, const struct file_seen *seen)
{
	struct unpack *unpack;
	struct why why;
	if (unpack_open(seen->path, seen->path, &unpack_default_limits, &unpack, &why) != DONE) {
		refuse_file(reader, seen->path, &why);
		return;
	}
	struct unpack_step step;
	struct member member = {0};
	while (unpack_next(unpack, &step) == DONE) {
		take_step(reader, &member, &step);
		progress_tell(
		    &reader->progress, reader->before + unpack_consumed(unpack), step.name);
	}
	unpack_close(unpack);
	reader->before += seen->size;
}

static bool visit_to_read(void *data, const struct file_seen *seen)
{
	struct reader *reader = data;
	struct why why;
	int error;
	if (seen->outcome != DONE) {
		why_set(&why, "%s", seen->why);
		refuse_file(reader, seen->path, &why);
	} else if (!is_own_output(reader, seen->path)) {
		read_file(reader, seen);
	}
	/* Reading on makes no sense when nothing can be written any more. */
	return tally_written(reader->run->tally, &error);
}

static bool visit_to_sum(void *data, const struct file_seen *seen)
{
	struct reader *reader = data;
	if (seen->outcome == DONE)
		reader->total += seen->size;
	return true;
}

static void read_paths(struct reader *reader)
{
	const struct triage_run *run = reader->run;
	struct why why;
	for (size_t i = 0; run->progress && i < run->path_count; i++)
		(void)!file_walk(run->paths[i], visit_to_sum, reader, &why);
	progress_begin(&reader->progress, run->progress, run->language, reader->total);
	for (size_t i = 0; i < run->path_count; i++) {
		if (file_walk(run->paths[i], visit_to_read, reader, &why) != DONE)
			refuse_file(reader, run->paths[i], &why);
	}
	progress_end(&reader->progress);
}

static void start_workers(pthread_t *threads, unsigned count, struct triage_work *work)
{
	for (unsigned i = 0; i < count; i++) {
		int error = pthread_create(&threads[i], NULL, triage_worker, work);
		if (error != 0) {
			fprintf(stderr, "sakimori: cannot start a thread: %s\n", strerror(error));
			abort();
		}
	}
}

static void tell_incidents(struct triage_run *run)
{
	struct triage_result *result = &run->result;
	result->incidents =
	    correlate(result->findings, result->finding_count, run->arena, &result->incident_count);
	for (size_t i = 0; i < result->incident_count; i++)
		story_tell(&result->incidents[i], run->content->playbook, run->content->texts,
		    run->zone, run->arena);
}

enum outcome triage_run(struct triage_run *run, struct why *why)
{
	double started = progress_now();
	unsigned workers = run->workers < RUN_WORKERS ? run->workers : RUN_WORKERS;
	bool lines = run->format == FORMAT_JSONL || run->format == FORMAT_CSV;
	run->tally = tally_create(lines ? run->out : NULL);
	run->arena = arena_create("run", RUN_MEMORY);
	struct reader reader = {.run = run, .turn = turn_create(workers * 2 + 2)};
	reader.out_known = run->out != NULL && fstat(fileno(run->out), &reader.out) == 0 &&
			   S_ISREG(reader.out.st_mode);
	struct triage_work work = {
	    .turn = reader.turn,
	    .tally = run->tally,
	    .rules = run->rules,
	    .zone = run->zone,
	    .format = run->format,
	    .min_level = run->min_level,
	};
	pthread_t threads[RUN_WORKERS];
	start_workers(threads, workers, &work);
	read_paths(&reader);
	turn_finish(reader.turn);
	for (unsigned i = 0; i < workers; i++)
		pthread_join(threads[i], NULL);
	turn_destroy(reader.turn);

	tally_result(run->tally, &run->result);
	tell_incidents(run);
	run->result.rules = run->rules;
	run->result.zone = run->zone;
	run->result.min_level = run->min_level;
	run->result.seconds = progress_now() - started;
	run->result.peak_rss = memory_peak();
	int error;
	if (tally_written(run->tally, &error))
		return DONE;
	why_set(why, "cannot write the output: %s", strerror(error));
	return NOT_READABLE;
}

void triage_run_end(struct triage_run *run)
{
	tally_destroy(run->tally);
	arena_destroy(run->arena);
	run->tally = NULL;
	run->arena = NULL;
}
