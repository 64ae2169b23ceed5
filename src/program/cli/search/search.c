/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `sakimori search`: reads store and journal itself, with a server running or not. Everything that
 * names what is read is opened before the sandbox; records are read within it.
 */
#include "base/arena.h"
#include "os/sandbox.h"
#include "os/time.h"
#include "program/cli/command.h"
#include "program/cli/duration.h"
#include "program/cli/progress.h"
#include "program/cli/search/search_command.h"
#include "program/content/content.h"
#include "program/content/timezone.h"
#include "program/server/engine/engine_zones.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIMIT_DEFAULT 100
#define QUERY_MEMORY ((size_t)16 << 20)
#define SCRATCH_MEMORY ((size_t)64 << 20)
#define PROGRESS_EVERY 0.3

static const char help[] =
    "usage: sakimori search [OPTION]... QUERY\n"
    "\n"
    "Looks for records, the newest first.\n"
    "\n"
    "  word  \"two words\"    whole words, in the record or any field; fail* and *fail* for parts\n"
    "  field:value          all of a field's value; * is any text, ? any one character\n"
    "  field:10.0.0.0/8     an address of a block; field:>100 a number (>= < <=)\n"
    "  -condition           does not hold;   a OR b   one of them;   ( ) group\n"
    "\n"
    "  --company NAME       of this company only\n"
    "  --source NAME        of this source of the company\n"
    "  --since T  --until T RFC 3339, a date, or so long ago: 30m, 12h, 7d\n"
    "  --limit N            stop at so many (100; 0: all)\n"
    "  --json               one object a line\n"
    "  --raw                records as they came, a line each\n"
    "  --timezone ZONE      times in this zone (each company's)\n"
    "  --data DIR           the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "Example: sakimori search --company \"Yamada Parts\" --since 7d 'src_ip:192.0.2.0/24 "
    "-action:deny'\n"
    "\n"
    "Exit status: 0 done; 2 unusable arguments; 3 stopped, or part of the journal is damaged;\n"
    "4 the data could not be opened.\n";

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* One search over one company after the other. */
struct task {
	const struct search_settings *settings;
	const struct search_data *data;
	struct words words;
	struct search_writer writer;
	struct search_counts sums;
	int64_t now;
	double told; /* when progress was shown last */
	bool terminal;
	const struct query *query;
	const struct csv_mappings *mappings;
};

static int fail(const struct why *why)
{
	fprintf(stderr, "sakimori search: %s\n", why->text);
	return EXIT_UNREACHABLE;
}

static bool on_hit(void *data, const struct hit *hit)
{
	struct task *task = data;
	uint64_t limit = task->settings->limit;
	if (interrupted)
		return false;
	if (task->terminal && task->told != 0)
		fputs("\r\033[K", stderr);
	search_write_hit(&task->writer, hit);
	task->sums.hits++;
	return limit == 0 || task->sums.hits < limit;
}

static bool on_progress(void *data, int64_t at, uint64_t records)
{
	struct task *task = data;
	double now = progress_now();
	if (interrupted)
		return false;
	if (!task->terminal || now - task->told < PROGRESS_EVERY)
		return true;
	task->told = now;
	const struct fill fills[] = {{"time", words_moment(&task->words, at)},
	    {"records", words_count(&task->words, task->sums.records + records)}};
	struct text line = words_fill(&task->words, "search_back", fills, 2);
	fprintf(stderr, "\r\033[K%.*s", TEXT_ARGS(line));
	fflush(stderr);
	return true;
}

static const struct zone *zone_of(void *data, struct text source)
{
	const struct task *task = data;
	return zones_of_source(task->data->zones, text_of(task->writer.company->id), source);
}

static int read_moments(struct task *task, const struct zone *zone, struct search_wish *wish)
{
	const struct search_settings *settings = task->settings;
	if (settings->since != NULL &&
	    !duration_moment(text_of(settings->since), zone, task->now, false, &wish->since))
		return command_unusable(&search_command,
		    "--since: '%s' is no time (2026-11-20, "
		    "2026-11-20T09:00:00+09:00, 7d)",
		    settings->since);
	if (settings->until != NULL &&
	    !duration_moment(text_of(settings->until), zone, task->now, true, &wish->until))
		return command_unusable(&search_command,
		    "--until: '%s' is no time (2026-11-20, "
		    "2026-11-20T09:00:00+09:00, 7d)",
		    settings->until);
	return EXIT_DONE;
}

static void add_counts(struct task *task, const struct search_counts *counts)
{
	task->sums.records += counts->records;
	task->sums.decoded += counts->decoded;
	task->sums.blocks += counts->blocks;
	task->sums.passed += counts->passed;
	task->sums.damaged += counts->damaged;
}

static int search_company(struct task *task, const struct company *company, const struct zone *zone)
{
	const struct journal_place place = {task->data->places.journal, task->data->places.keys};
	struct search_counts counts = {0};
	struct why why;
	if (zone == NULL)
		zone = zones_of_company(task->data->zones, text_of(company->id));
	task->words.zone = zone;
	task->writer.zone = zone;
	task->writer.company = company;
	task->writer.headed = false;
	struct search_wish wish = {
	    .place = &place,
	    .company = text_of(company->id),
	    .query = task->query,
	    .since = CLOCK_NONE,
	    .until = CLOCK_NONE,
	    .source = text_of(task->data->source.id),
	    .log_end = UINT64_MAX,
	    .zone = zone,
	    .zone_of = zone_of,
	    .mappings = task->mappings,
	    .hit = on_hit,
	    .progress = on_progress,
	    .data = task,
	};
	int status = read_moments(task, zone, &wish);
	if (status != EXIT_DONE)
		return status;
	if (search(&wish, &counts, &why) != DONE)
		return fail(&why);
	add_counts(task, &counts);
	return EXIT_DONE;
}

/* What is left to say goes where it does not mix with records. */
static int tell_end(struct task *task)
{
	const struct search_counts *sums = &task->sums;
	const struct fill fills[] = {{"hits", words_count(&task->words, sums->hits)},
	    {"records", words_count(&task->words, sums->records)},
	    {"n", words_count(&task->words, sums->damaged)}};
	bool limited = task->settings->limit != 0 && sums->hits >= task->settings->limit;
	const char *key = limited ? "search_more" : "search_found";
	if (task->terminal)
		fputs("\r\033[K", stderr);
	if (task->terminal || interrupted)
		fprintf(stderr, "%.*s\n", TEXT_ARGS(words_fill(&task->words, key, fills, 3)));
	if (sums->damaged != 0)
		fprintf(stderr, "%.*s\n",
		    TEXT_ARGS(words_fill(&task->words, "search_damaged", fills, 3)));
	return interrupted || sums->damaged != 0 ? EXIT_PARTLY : EXIT_DONE;
}

/* Journal and keys may be read, and nothing else be done. */
static int confine(const struct search_data *data)
{
	const char *const readable[] = {data->places.journal, data->places.keys};
	const struct sandbox sandbox = {
	    .readable = readable, .readable_count = sizeof(readable) / sizeof(readable[0])};
	struct sandbox_state state;
	struct why why;
	if (sandbox_enter(&sandbox, &state, &why) != DONE)
		return fail(&why);
	return EXIT_DONE;
}

static int search_all(struct task *task, const struct zone *zone)
{
	const struct companies *companies = &task->data->companies;
	uint64_t limit = task->settings->limit;
	int status = confine(task->data);
	for (size_t i = 0; i < companies->count && status == EXIT_DONE && !interrupted; i++) {
		if (limit != 0 && task->sums.hits >= limit)
			break;
		status = search_company(task, &companies->at[i], zone);
	}
	return status == EXIT_DONE ? tell_end(task) : status;
}

static void catch_interrupt(void)
{
	struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static int run_query(const struct search_settings *settings, struct content *content,
    struct search_data *data, struct arena *arena)
{
	struct why why;
	struct text shown;
	const struct zone *zone = NULL;
	struct task task = {.settings = settings,
	    .data = data,
	    .words = {arena, content->texts, settings->language, NULL, "commands"},
	    .now = time_now(),
	    .terminal = isatty(STDERR_FILENO) == 1,
	    .mappings = content->mappings};
	if (query_read(settings->query, arena, &task.query, &why) != DONE)
		return command_unusable(&search_command, "the query: %s", why.text);
	if (settings->timezone != NULL &&
	    timezone_find(settings->timezone, arena, &zone, &shown, &why) != DONE)
		return command_unusable(&search_command, "--timezone: %s", why.text);
	struct search_wish times;
	int status = read_moments(&task, zone, &times);
	if (status != EXIT_DONE)
		return status;
	enum outcome outcome = search_data_load(settings, content, data, &why);
	if (outcome == NOT_FOUND && data->opened)
		return command_unusable(&search_command, "%s", why.text);
	if (outcome != DONE)
		return fail(&why);
	task.writer = (struct search_writer){.settings = settings,
	    .data = data,
	    .scratch = arena_create("search: a hit", SCRATCH_MEMORY)};
	catch_interrupt();
	status = search_all(&task, zone);
	arena_destroy(task.writer.scratch);
	return status;
}

static int run_search(int argc, char **argv)
{
	struct search_settings settings = {
	    .limit = LIMIT_DEFAULT, .language = command_default_language()};
	struct arena *arena = arena_create("query", QUERY_MEMORY);
	struct content content = {0};
	struct search_data data = {0};
	struct why why;
	bool helped = false;
	int status = search_arguments(argc, argv, &settings, arena, &helped);
	if (status == EXIT_DONE && !helped) {
		status = content_load(&content, &why) == DONE
			     ? run_query(&settings, &content, &data, arena)
			     : fail(&why);
		search_data_unload(&data);
		content_unload(&content);
	}
	arena_destroy(arena);
	return status;
}

const struct command search_command = {
    .name = "search",
    .summary = "look for records, the newest first",
    .help = help,
    .run = run_search,
};
