/* SPDX-License-Identifier: Apache-2.0 */
/* One frame: its records decoded and matched, and what they tell noted in a harvest. */
#include "base/arena.h"
#include "base/utf8.h"
#include "decode/decoder.h"
#include "incident/attribution.h"
#include "incident/excerpt.h"
#include "program/server/engine/engine_work.h"
#include "search/records.h"

#include <stdio.h>
#include <string.h>

/*
 * An event's own time counts within these bounds of its receive time; else its clock was never set,
 * or its year was guessed wrong, and the receive time is nearer to the truth. What was collected
 * earlier (frame.history) may be as old as it likes.
 */
#define EARLIER (7 * CLOCK_DAY)
#define LATER CLOCK_DAY
/*
 * Counters are kept by the hour: what is older than this is counted in the hour in which it came,
 * or a sender of history could fill the store with hours of a thousand years.
 */
#define COUNTED (800 * CLOCK_DAY)
#define TENANCIES 20000 /* of a worker's turn */

/* Where a frame's counts go. */
struct doing {
	struct frame_work *work;
	struct harvest *harvest;
	const struct frame *frame;
	struct harvest_company *company;
	struct harvest_source *source;
	char file[FOLD_PLACE]; /* the frame's position as a place that sorts */
};

void harvest_clear(struct harvest *harvest)
{
	struct arena *arena = harvest->arena;
	for (struct harvest_company *c = harvest->companies; c != NULL; c = c->next)
		fold_destroy(c->fold);
	arena_reset(arena);
	memset(harvest, 0, sizeof(*harvest));
	harvest->arena = arena;
}

void harvest_finish(struct harvest *harvest)
{
	for (struct harvest_company *c = harvest->companies; c != NULL; c = c->next) {
		if (c->fold == NULL)
			continue;
		c->findings = fold_findings(c->fold, &c->finding_count);
		harvest->overflow += fold_overflow(c->fold);
	}
}

static struct text kept_id(struct arena *arena, struct text id)
{
	return text_of(text_cstr(arena, id));
}

static struct harvest_company *company_of(struct harvest *harvest, struct text id)
{
	struct harvest_company **bucket =
	    &harvest->company_buckets[text_hash(id) % HARVEST_BUCKETS];
	for (struct harvest_company *c = *bucket; c != NULL; c = c->chain) {
		if (text_equal(c->id, id))
			return c;
	}
	struct harvest_company *company = arena_alloc(harvest->arena, sizeof(*company));
	company->id = kept_id(harvest->arena, id);
	company->counters = counters_create(harvest->arena);
	company->next = harvest->companies;
	harvest->companies = company;
	company->chain = *bucket;
	*bucket = company;
	return company;
}

static struct harvest_source *source_of(
    struct harvest *harvest, struct harvest_company *company, struct text id)
{
	struct harvest_source **link = &company->sources;
	while (*link != NULL && !text_equal((*link)->id, id))
		link = &(*link)->next;
	struct harvest_source *source = *link;
	if (source == NULL) {
		source = arena_alloc(harvest->arena, sizeof(*source));
		source->id = kept_id(harvest->arena, id);
	} else {
		*link = source->next;
	}
	/* The one asked for last comes first: frames come in bursts. */
	source->next = company->sources;
	company->sources = source;
	return source;
}

static void count(
    const struct doing *doing, int64_t time, enum count_name name, unsigned detail, uint64_t value)
{
	int64_t received = doing->frame->received;
	const struct counted counted = {.source = doing->source->id.at,
	    .time = time < received - COUNTED ? received : time,
	    .name = name,
	    .detail = detail,
	    .value = value};
	counters_add(doing->company->counters, &counted);
}

static struct harvest_tenancy *tenancy_of(
    struct harvest *harvest, struct harvest_company *company, const struct tenancy *tenancy)
{
	uint64_t hash = text_hash(tenancy->address) ^ text_hash(company->id);
	struct harvest_tenancy **bucket = &harvest->tenancy_buckets[hash % HARVEST_BUCKETS];
	for (struct harvest_tenancy *t = *bucket; t != NULL; t = t->chain) {
		if (t->company == company && text_equal(t->address, tenancy->address) &&
		    text_equal(t->host, tenancy->host))
			return t;
	}
	if (harvest->tenancy_count == TENANCIES)
		return NULL;
	harvest->tenancy_count++;
	struct harvest_tenancy *kept = arena_alloc(harvest->arena, sizeof(*kept));
	*kept = (struct harvest_tenancy){
	    .address = text_copy(harvest->arena, utf8_cut(tenancy->address, SET_VALUE_SIZE)),
	    .host = text_copy(harvest->arena, utf8_cut(tenancy->host, SET_VALUE_SIZE)),
	    .first = tenancy->time,
	    .last = tenancy->time,
	    .company = company,
	    .next = company->tenancies,
	    .chain = *bucket,
	};
	company->tenancies = kept;
	*bucket = kept;
	return kept;
}

static void learn(const struct doing *doing, const struct event *event)
{
	struct tenancy tenancy;
	if (!attribution_of(event, &tenancy))
		return;
	struct harvest_tenancy *kept = tenancy_of(doing->harvest, doing->company, &tenancy);
	if (kept == NULL)
		return;
	if (tenancy.time < kept->first)
		kept->first = tenancy.time;
	if (tenancy.time > kept->last)
		kept->last = tenancy.time;
}

static void note_match(const struct doing *doing, const struct match *match,
    const struct subject *subject, struct text excerpt, uint64_t place)
{
	struct harvest_company *company = doing->company;
	const struct sighting sighting = {
	    .rule = match->rule,
	    .title = match->title,
	    .severity = match->severity,
	    .disposition = match->disposition,
	    .time = match->event->time,
	    .subject = *subject,
	    .where = {text_of(doing->file), place},
	    .excerpt = excerpt,
	};
	if (company->fold == NULL)
		company->fold = fold_create_within(doing->harvest->arena, company->id);
	fold_add(company->fold, &sighting);
	if (company->seen < doing->frame->received)
		company->seen = doing->frame->received;
	count(doing, match->event->time, COUNT_MATCHES, match->severity, 1);
	if (match->rule->product_says)
		count(doing, match->event->time, COUNT_PRODUCT,
		    (unsigned)match->rule->category * 3 + (unsigned)match->disposition, 1);
}

static void match_event(const struct doing *doing, const struct event *event, uint64_t place)
{
	struct match *matches;
	size_t found = evaluate(doing->work->evaluator, event, &matches);
	if (found == 0)
		return;
	struct subject subject;
	char excerpt[EVIDENCE_EXCERPT];
	subject_of(event, &subject);
	size_t size = excerpt_of(event, excerpt, sizeof(excerpt));
	for (size_t i = 0; i < found; i++)
		note_match(doing, &matches[i], &subject, (struct text){excerpt, size}, place);
	doing->harvest->matches += found;
}

/* Note how far the clock is off, then take the receive time where that is beyond belief. */
static void settle_time(const struct doing *doing, struct event *event)
{
	struct harvest_source *source = doing->source;
	int64_t received = doing->frame->received;
	if (!event->has_time)
		return;
	if (!doing->frame->history)
		source->lags[source->lag_count++ % WORK_LAGS] = received - event->time;
	bool early = !doing->frame->history && event->time < received - EARLIER;
	if (early || event->time > received + LATER)
		event->time = received;
}

static void do_record(const struct doing *doing, const struct frame_record *record)
{
	struct arena *scratch = doing->work->scratch;
	const struct frame *frame = doing->frame;
	const struct decode_context context = {
	    .zone = zones_of_source(doing->work->zones, frame->company, frame->source),
	    .received = frame->received,
	    .columns = record->columns};
	struct events events;
	struct why why;
	arena_reset(scratch);
	events_init(&events, scratch);
	const struct decoder *decoder =
	    decode_record(record->bytes, &context, scratch, &events, &why);
	if (decoder == NULL) {
		doing->source->not_understood++;
		doing->harvest->not_understood++;
		count(doing, frame->received, COUNT_NOT_UNDERSTOOD, 0, 1);
		return;
	}
	doing->harvest->events += events.count;
	for (size_t i = 0; i < events.count; i++) {
		struct event *event = events.at[i];
		settle_time(doing, event);
		if (i == 0)
			count(doing, event->time, COUNT_DECODER, counters_decoder(decoder), 1);
		count(doing, event->time, COUNT_EVENTS, 0, 1);
		learn(doing, event);
		match_event(doing, event, record->place);
	}
}

static void do_records(const struct doing *doing)
{
	struct frame_records *records = frame_records_open(doing->frame, doing->work->mappings);
	struct frame_record record;
	struct why why;
	uint64_t taken = 0;
	uint64_t refused = 0;
	enum outcome outcome;
	while ((outcome = frame_records_next(records, &record, &why)) == DONE) {
		taken++;
		if (record.refused)
			refused++;
		else
			do_record(doing, &record);
		atomic_fetch_add(doing->work->records, 1);
	}
	/* What cannot be taken apart is one refusal: nobody knows how many records it held. */
	refused += outcome != AT_END;
	frame_records_close(records);
	count(doing, doing->frame->received, COUNT_RECORDS, 0, taken);
	count(doing, doing->frame->received, COUNT_BYTES, 0, doing->frame->body.size);
	if (refused != 0)
		count(doing, doing->frame->received, COUNT_REFUSED, 0, refused);
	doing->source->records += taken;
	doing->source->refused += refused;
	doing->harvest->records += taken;
}

static void do_tally(struct frame_work *work, const struct frame *frame)
{
	struct why why;
	struct harvest_tally *tally = arena_alloc(work->harvest->arena, sizeof(*tally));
	if (tally_read(frame->body, work->harvest->arena, &tally->rows, &tally->count, &why) !=
	    DONE)
		return;
	tally->received = frame->received;
	tally->next = work->harvest->tallies;
	work->harvest->tallies = tally;
}

void frame_work_do(struct frame_work *work, const struct frame *frame)
{
	if (frame->kind == FRAME_TALLY) {
		do_tally(work, frame);
		return;
	}
	struct doing doing = {.work = work, .harvest = work->harvest, .frame = frame};
	doing.company = company_of(work->harvest, frame->company);
	doing.source = source_of(work->harvest, doing.company, frame->source);
	if (doing.source->last_seen < frame->received)
		doing.source->last_seen = frame->received;
	snprintf(doing.file, sizeof(doing.file), "%020llu", (unsigned long long)frame->position);
	do_records(&doing);
	const struct fold *fold = doing.company->fold;
	work->harvest->full = work->harvest->full || (fold != NULL && fold_overflow(fold) != 0);
	arena_reset(work->scratch);
}
