/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One record at a time: decode, match, note what outlives the event, forget the rest. So memory
 * depends on the largest record and on HAND_OVER, not on the batch or the input. When the notes
 * grow past HAND_OVER the worker waits for its turn early and goes on with empty notes.
 */
#include "program/cli/triage/triage_work.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "incident/excerpt.h"
#include "program/cli/triage/triage_write.h"

#include <string.h>

/* One record at its limits: values of JSON, the fields made of them, what matches add. */
#define SCRATCH_MEMORY ((size_t)512 << 20)
#define LINE_MEMORY ((size_t)16 << 20)
#define NOTES_MEMORY ((size_t)64 << 20)
#define LINES_MEMORY ((size_t)64 << 20)
#define HAND_OVER ((size_t)4 << 20)
#define SAMPLE_EXCERPT 200

struct noted {
	struct sighting sighting;
	struct noted *next;
};

struct learnt {
	struct tenancy tenancy;
	struct learnt *next;
};

struct refused {
	uint64_t offset;
	struct text why;
	struct refused *next;
};

struct worker {
	const struct triage_work *work;
	struct evaluator *evaluator;
	struct arena *scratch; /* one record */
	struct arena *line;    /* one line of output */
	struct arena *notes;   /* since the last hand-over */
	struct buffer lines;
	struct buffer event; /* as its matches' lines have it */
	struct batch_count count;
	struct noted *first;
	struct noted **last;
	struct learnt *first_learnt; /* the newest first: their order does not matter */
	struct refused *first_refused;
	struct refused **last_refused;
	const struct batch *batch;
	uint64_t left_out; /* of the evaluator, handed over so far */
	uint64_t gave_up;
};

static void forget_notes(struct worker *worker)
{
	arena_reset(worker->notes);
	buffer_clear(&worker->lines);
	worker->first = NULL;
	worker->last = &worker->first;
	worker->first_learnt = NULL;
	worker->first_refused = NULL;
	worker->last_refused = &worker->first_refused;
	memset(&worker->count, 0, sizeof(worker->count));
	worker->count.first = worker->count.last = CLOCK_NONE;
}

/* The evaluator counts since it was made; what is handed over is the difference. */
static void count_evaluator(struct worker *worker)
{
	uint64_t left_out = evaluator_left_out(worker->evaluator);
	uint64_t gave_up = evaluator_gave_up(worker->evaluator);
	worker->count.left_out = left_out - worker->left_out;
	worker->count.gave_up = gave_up - worker->gave_up;
	worker->left_out = left_out;
	worker->gave_up = gave_up;
}

static void hand_over(struct worker *worker)
{
	struct triage_tally *tally = worker->work->tally;
	const struct source *source = worker->batch->source;
	count_evaluator(worker);
	turn_wait(worker->work->turn, worker->batch);
	for (const struct learnt *l = worker->first_learnt; l != NULL; l = l->next)
		tally_tenancy(tally, &l->tenancy);
	for (const struct noted *n = worker->first; n != NULL; n = n->next)
		tally_sighting(tally, &n->sighting);
	for (const struct refused *r = worker->first_refused; r != NULL; r = r->next)
		tally_unreadable(tally, text_of(source->name), r->offset, r->why);
	tally_count(tally, source, &worker->count);
	tally_write(tally, buffer_text(&worker->lines));
	forget_notes(worker);
}

static struct text kept(struct worker *worker, struct text t)
{
	return text_copy(worker->notes, utf8_cut(t, EVIDENCE_EXCERPT));
}

static struct subject kept_subject(struct worker *worker, const struct subject *subject)
{
	return (struct subject){
	    .host = kept(worker, subject->host),
	    .user = kept(worker, subject->user),
	    .src_ip = kept(worker, subject->src_ip),
	    .dst_ip = kept(worker, subject->dst_ip),
	    .process = kept(worker, subject->process),
	    .file = kept(worker, subject->file),
	};
}

static void note_match(struct worker *worker, const struct written_match *written)
{
	const struct match *match = written->match;
	struct noted *noted = arena_alloc(worker->notes, sizeof(*noted));
	noted->sighting = (struct sighting){
	    .rule = match->rule,
	    .title = kept(worker, match->title),
	    .severity = match->severity,
	    .disposition = match->disposition,
	    .time = match->event->time,
	    .subject = kept_subject(worker, written->subject),
	    .where = *written->where,
	    .excerpt = kept(worker, written->excerpt),
	};
	*worker->last = noted;
	worker->last = &noted->next;
	if (worker->work->format == FORMAT_JSONL)
		write_json_match(&worker->lines, written);
	else if (worker->work->format == FORMAT_CSV)
		write_csv_match(&worker->lines, written);
}

/* A busy machine tells the same again and again: once a hand-over is enough for its neighbours in
 * time. */
static void learn(struct worker *worker, const struct event *event)
{
	struct tenancy tenancy;
	if (!attribution_of(event, &tenancy))
		return;
	const struct learnt *last = worker->first_learnt;
	if (last != NULL && text_equal(last->tenancy.address, tenancy.address) &&
	    text_equal(last->tenancy.host, tenancy.host) &&
	    tenancy.time - last->tenancy.time < CLOCK_HOUR &&
	    last->tenancy.time - tenancy.time < CLOCK_HOUR)
		return;
	struct learnt *learnt = arena_alloc(worker->notes, sizeof(*learnt));
	learnt->tenancy = (struct tenancy){
	    kept(worker, tenancy.address), kept(worker, tenancy.host), tenancy.time};
	learnt->next = worker->first_learnt;
	worker->first_learnt = learnt;
}

static void count_match(struct batch_count *count, const struct match *match)
{
	count->matches++;
	count->by_severity[match->severity]++;
	if (match->rule->product_says)
		count->products[match->rule->category][match->disposition]++;
}

static struct text event_line(struct worker *worker, const struct event *event)
{
	if (worker->event.size == 0) {
		arena_reset(worker->line);
		write_json_event(&worker->event, event, worker->line);
	}
	return buffer_text(&worker->event);
}

static void match_event(struct worker *worker, const struct event *event, uint64_t record)
{
	struct match *matches;
	size_t count = evaluate(worker->evaluator, event, &matches);
	if (count == 0)
		return;
	struct subject subject;
	char excerpt[EVIDENCE_EXCERPT];
	subject_of(event, &subject);
	struct position where = {text_of(worker->batch->source->name), record};
	struct written_match written = {
	    .subject = &subject, .where = &where, .arena = worker->line};
	written.excerpt = (struct text){excerpt, excerpt_of(event, excerpt, sizeof(excerpt))};
	buffer_clear(&worker->event);
	for (size_t i = 0; i < count; i++) {
		written.match = &matches[i];
		if (matches[i].severity < worker->work->min_level)
			continue;
		if (worker->work->format == FORMAT_JSONL)
			written.event = event_line(worker, event);
		count_match(&worker->count, &matches[i]);
		note_match(worker, &written);
		if (arena_used(worker->notes) + worker->lines.size > HAND_OVER)
			hand_over(worker);
	}
}

static void count_time(struct batch_count *count, const struct event *event)
{
	if (!event->has_time || event->time < CLOCK_CREDIBLE)
		return;
	if (count->first == CLOCK_NONE || event->time < count->first)
		count->first = event->time;
	if (count->last == CLOCK_NONE || event->time > count->last)
		count->last = event->time;
}

static void count_decoder(struct batch_count *count, const struct decoder *decoder)
{
	size_t n;
	const struct decoder *const *all = decoder_all(&n);
	for (size_t i = 0; i < n; i++)
		count->decoders[i] += all[i] == decoder;
}

static void keep_sample(
    struct worker *worker, const struct batch_item *item, struct text record, const struct why *why)
{
	struct batch_count *count = &worker->count;
	count->not_understood++;
	if (count->sample_count == TRIAGE_SAMPLES)
		return;
	struct text shown = utf8_repaired(worker->scratch, utf8_cut(record, SAMPLE_EXCERPT));
	char *line = arena_copy(worker->notes, shown.at, shown.size);
	for (size_t i = 0; i < shown.size; i++) {
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = ' ';
	}
	count->samples[count->sample_count++] = (struct triage_sample){
	    .record = item->number,
	    .excerpt = {line, shown.size},
	    .why = text_copy(worker->notes, text_of(why->text)),
	};
}

static void do_record(struct worker *worker, const struct batch_item *item)
{
	const struct source *source = worker->batch->source;
	struct text record = {worker->batch->bytes.bytes + item->offset, item->size};
	struct decode_context context = {
	    .zone = worker->work->zone, .received = source->modified, .columns = item->columns};
	struct events events;
	struct why why;
	arena_reset(worker->scratch);
	events_init(&events, worker->scratch);
	const struct decoder *decoder =
	    decode_record(record, &context, worker->scratch, &events, &why);
	worker->count.records++;
	if (decoder == NULL) {
		keep_sample(worker, item, record, &why);
		return;
	}
	count_decoder(&worker->count, decoder);
	worker->count.events += events.count;
	for (size_t i = 0; i < events.count; i++) {
		count_time(&worker->count, events.at[i]);
		learn(worker, events.at[i]);
		match_event(worker, events.at[i], item->number);
	}
}

static void note_refused(struct worker *worker, uint64_t offset, const struct why *why)
{
	struct refused *refused = arena_alloc(worker->notes, sizeof(*refused));
	refused->offset = offset;
	refused->why = text_copy(worker->notes, text_of(why->text));
	*worker->last_refused = refused;
	worker->last_refused = &refused->next;
	if (worker->work->format == FORMAT_JSONL)
		write_json_unreadable(
		    &worker->lines, text_of(worker->batch->source->name), offset, refused->why);
}

static void do_batch(struct worker *worker, struct batch *batch)
{
	worker->batch = batch;
	for (size_t i = 0; i < batch->count; i++) {
		const struct batch_item *item = &batch->items[i];
		if (!item->refused) {
			do_record(worker, item);
			continue;
		}
		worker->count.records++;
		worker->count.refused++;
		note_refused(worker, item->stream_offset, &item->why);
	}
	if (batch->source_refused)
		note_refused(worker, batch->refused_at, &batch->why);
	hand_over(worker);
	if (batch->ends_source)
		tally_end(worker->work->tally, batch->source, batch->source_bytes);
	turn_done(worker->work->turn, batch);
}

void *triage_worker(void *work)
{
	struct worker worker = {
	    .work = work,
	    .scratch = arena_create("record", SCRATCH_MEMORY),
	    .line = arena_create("line", LINE_MEMORY),
	    .notes = arena_create("notes", NOTES_MEMORY),
	};
	worker.evaluator = evaluator_create(worker.work->rules);
	buffer_init(&worker.lines, LINES_MEMORY);
	buffer_init(&worker.event, LINES_MEMORY);
	forget_notes(&worker);
	struct batch *batch;
	while ((batch = turn_take(worker.work->turn)) != NULL)
		do_batch(&worker, batch);
	evaluator_destroy(worker.evaluator);
	buffer_free(&worker.lines);
	buffer_free(&worker.event);
	arena_destroy(worker.line);
	arena_destroy(worker.notes);
	arena_destroy(worker.scratch);
	return NULL;
}
