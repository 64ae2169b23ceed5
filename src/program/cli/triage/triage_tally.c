/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/triage/triage_tally.h"

#include "base/arena.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Files with their samples, names and the unreadable list at their limits: well below this. */
#define TALLY_MEMORY ((size_t)96 << 20)

struct triage_tally {
	struct arena *arena;
	struct fold *fold;
	struct attribution *attribution;
	FILE *out;
	int error;
	struct triage_file **files; /* by source index; TRIAGE_FILES + 1 places */
	size_t file_count;
	uint64_t file_total;
	uint64_t bytes;
	struct batch_count all;
	struct triage_unreadable *unreadable;
	size_t unreadable_count;
	uint64_t unreadable_total;
};

struct triage_tally *tally_create(FILE *out)
{
	struct arena *arena = arena_create("tally", TALLY_MEMORY);
	struct triage_tally *tally = arena_alloc(arena, sizeof(*tally));
	tally->arena = arena;
	tally->fold = fold_create(TEXT(""));
	tally->attribution = attribution_create();
	tally->out = out;
	tally->files = arena_array(arena, TRIAGE_FILES + 1, sizeof(struct triage_file *));
	tally->unreadable = arena_array(arena, TRIAGE_UNREADABLE, sizeof(*tally->unreadable));
	tally->all.first = tally->all.last = CLOCK_NONE;
	return tally;
}

void tally_destroy(struct triage_tally *tally)
{
	if (tally == NULL)
		return;
	fold_destroy(tally->fold);
	attribution_destroy(tally->attribution);
	arena_destroy(tally->arena);
}

void tally_write(struct triage_tally *tally, struct text lines)
{
	if (tally->out == NULL || tally->error != 0 || lines.size == 0)
		return;
	if (fwrite(lines.at, 1, lines.size, tally->out) != lines.size)
		tally->error = errno != 0 ? errno : EIO;
}

bool tally_written(const struct triage_tally *tally, int *error)
{
	*error = tally->error;
	return tally->error == 0;
}

void tally_tenancy(struct triage_tally *tally, const struct tenancy *tenancy)
{
	attribution_add(tally->attribution, tenancy);
}

void tally_sighting(struct triage_tally *tally, const struct sighting *sighting)
{
	fold_add(tally->fold, sighting);
}

void tally_unreadable(
    struct triage_tally *tally, struct text file, uint64_t offset, struct text why)
{
	tally->unreadable_total++;
	if (tally->unreadable_count == TRIAGE_UNREADABLE)
		return;
	tally->unreadable[tally->unreadable_count++] = (struct triage_unreadable){
	    .file = text_copy(tally->arena, file),
	    .offset = offset,
	    .why = text_copy(tally->arena, why),
	};
}

/* The entry of a source; those beyond the limit share the last one. */
static struct triage_file *file_of(struct triage_tally *tally, const struct source *source)
{
	size_t at = source->index < TRIAGE_FILES ? source->index : TRIAGE_FILES;
	if (tally->files[at] != NULL)
		return tally->files[at];
	struct triage_file *file = arena_alloc(tally->arena, sizeof(*file));
	file->first = file->last = CLOCK_NONE;
	if (at < TRIAGE_FILES)
		file->name = text_copy(tally->arena, text_of(source->name));
	tally->files[at] = file;
	if (at >= tally->file_count)
		tally->file_count = at + 1;
	return file;
}

static void widen(int64_t *first, int64_t *last, const struct batch_count *count)
{
	if (count->first == CLOCK_NONE)
		return;
	if (*first == CLOCK_NONE || count->first < *first)
		*first = count->first;
	if (*last == CLOCK_NONE || count->last > *last)
		*last = count->last;
}

static void add_samples(
    struct triage_tally *tally, struct triage_file *file, const struct batch_count *count)
{
	for (size_t i = 0; i < count->sample_count && file->sample_count < TRIAGE_SAMPLES; i++) {
		file->samples[file->sample_count++] = (struct triage_sample){
		    .record = count->samples[i].record,
		    .excerpt = text_copy(tally->arena, count->samples[i].excerpt),
		    .why = text_copy(tally->arena, count->samples[i].why),
		};
	}
}

static void add_decoder(struct triage_file *file, const struct decoder *decoder, uint64_t records)
{
	struct text name = text_of(decoder->name);
	for (size_t i = 0; i < file->decoder_count; i++) {
		if (text_equal(file->decoders[i].name, name)) {
			file->decoders[i].records += records;
			return;
		}
	}
	assert(file->decoder_count < DECODER_MOST);
	file->decoders[file->decoder_count++] =
	    (struct triage_decoder){name, text_of(decoder->title), records};
}

static void add_totals(struct batch_count *all, const struct batch_count *count)
{
	all->records += count->records;
	all->events += count->events;
	all->not_understood += count->not_understood;
	all->refused += count->refused;
	all->matches += count->matches;
	all->left_out += count->left_out;
	all->gave_up += count->gave_up;
	for (size_t i = 0; i <= SEVERITY_CRITICAL; i++)
		all->by_severity[i] += count->by_severity[i];
	for (size_t c = 0; c < CATEGORY_COUNT; c++) {
		for (size_t d = 0; d < 3; d++)
			all->products[c][d] += count->products[c][d];
	}
	widen(&all->first, &all->last, count);
}

void tally_count(
    struct triage_tally *tally, const struct source *source, const struct batch_count *count)
{
	size_t decoder_count;
	const struct decoder *const *decoders = decoder_all(&decoder_count);
	struct triage_file *file = file_of(tally, source);
	file->records += count->records;
	file->events += count->events;
	file->not_understood += count->not_understood;
	file->refused += count->refused;
	file->matches += count->matches;
	widen(&file->first, &file->last, count);
	add_samples(tally, file, count);
	for (size_t i = 0; i < decoder_count; i++) {
		if (count->decoders[i] != 0)
			add_decoder(file, decoders[i], count->decoders[i]);
	}
	add_totals(&tally->all, count);
}

void tally_end(struct triage_tally *tally, const struct source *source, uint64_t bytes)
{
	file_of(tally, source)->bytes += bytes;
	tally->bytes += bytes;
	tally->file_total++;
}

static int by_records(const void *a, const void *b)
{
	const struct triage_decoder *x = a;
	const struct triage_decoder *y = b;
	if (x->records != y->records)
		return x->records > y->records ? -1 : 1;
	return text_compare(x->name, y->name);
}

static struct triage_file *files_in_order(struct triage_tally *tally, size_t *count)
{
	struct triage_file *files =
	    arena_array(tally->arena, tally->file_count + 1, sizeof(*files));
	size_t n = 0;
	for (size_t i = 0; i < tally->file_count; i++) {
		if (tally->files[i] == NULL)
			continue;
		files[n] = *tally->files[i];
		qsort(files[n].decoders, files[n].decoder_count, sizeof(files[n].decoders[0]),
		    by_records);
		n++;
	}
	*count = n;
	return files;
}

void tally_result(struct triage_tally *tally, struct triage_result *result)
{
	const struct batch_count *all = &tally->all;
	result->files = files_in_order(tally, &result->file_count);
	result->file_total = tally->file_total;
	result->unreadable = tally->unreadable;
	result->unreadable_count = tally->unreadable_count;
	result->unreadable_total = tally->unreadable_total;
	result->bytes = tally->bytes;
	result->records = all->records;
	result->events = all->events;
	result->not_understood = all->not_understood;
	result->refused = all->refused;
	result->matches = all->matches;
	result->left_out = all->left_out;
	result->gave_up = all->gave_up;
	memcpy(result->by_severity, all->by_severity, sizeof(result->by_severity));
	memcpy(result->products, all->products, sizeof(result->products));
	result->first = all->first;
	result->last = all->last;
	result->findings = fold_findings(tally->fold, &result->finding_count);
	attribution_name(tally->attribution, result->findings, result->finding_count);
	result->folded_away = fold_overflow(tally->fold);
}
