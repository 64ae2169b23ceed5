/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori triage`: reads its arguments, loads content and rules, enters the sandbox, runs,
 * writes. */
#include "base/arena.h"
#include "base/buffer.h"
#include "os/memory.h"
#include "os/sandbox.h"
#include "os/unpack.h"
#include "program/cli/command.h"
#include "program/cli/output.h"
#include "program/cli/page.h"
#include "program/cli/terminal.h"
#include "program/cli/triage/report_html.h"
#include "program/cli/triage/report_text.h"
#include "program/cli/triage/triage_run.h"
#include "program/cli/triage/triage_write.h"
#include "program/content/content.h"
#include "program/content/timezone.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MOST_RULE_DIRS 64
#define SETTINGS_MEMORY ((size_t)4 << 20)
#define REPORT_MEMORY ((size_t)64 << 20)

struct settings {
	const char *rule_dirs[MOST_RULE_DIRS];
	size_t rule_dir_count;
	const char *placeholders;
	const char *data;
	enum triage_format format;
	const char *out;
	enum severity min_level;
	bool fails;
	enum severity fail_on;
	const char *timezone;
	enum language language;
	unsigned threads;
	bool quiet;
	const char *const *paths;
	size_t path_count;
};

enum {
	OPTION_RULES = 256,
	OPTION_PLACEHOLDERS,
	OPTION_DATA,
	OPTION_FORMAT,
	OPTION_OUT,
	OPTION_MIN_LEVEL,
	OPTION_FAIL_ON,
	OPTION_TIMEZONE,
	OPTION_LANG,
	OPTION_THREADS,
	OPTION_QUIET,
	OPTION_JSON,
	OPTION_HELP
};

static const struct option options[] = {
    {"rules", required_argument, NULL, OPTION_RULES},
    {"placeholders", required_argument, NULL, OPTION_PLACEHOLDERS},
    {"data", required_argument, NULL, OPTION_DATA},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"json", no_argument, NULL, OPTION_JSON},
    {"out", required_argument, NULL, OPTION_OUT},
    {"min-level", required_argument, NULL, OPTION_MIN_LEVEL},
    {"fail-on", required_argument, NULL, OPTION_FAIL_ON},
    {"timezone", required_argument, NULL, OPTION_TIMEZONE},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"threads", required_argument, NULL, OPTION_THREADS},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: sakimori triage [OPTION]... PATH...\n"
    "\n"
    "Reads logs as they were collected from a machine or exported from a UTM (files, folders,\n"
    "and what is in .gz .zst .xz .bz2 .zip .tar .7z), tells their formats by content, and says "
    "what\n"
    "happened. Needs no server, no network and no set-up; changes nothing.\n"
    "\n"
    "  --rules DIR            Sigma rules to use instead of those shipped and added (repeat for "
    "more)\n"
    "  --placeholders FILE    YAML: values for the placeholders of rules\n"
    "  --data DIR             where `rules add` keeps added rules (./var)\n"
    "  --format FORMAT        text (a page to read), html (a report that stands alone), jsonl, "
    "csv\n"
    "  --json                 the same as --format jsonl\n"
    "  --out FILE             write there instead of to standard output\n"
    "  --min-level LEVEL      leave out matches below informational, low, medium, high or "
    "critical\n"
    "  --fail-on LEVEL        exit with 1 when something at or above this level was found\n"
    "  --timezone ZONE        of times in logs that name none, and of the report: Asia/Tokyo, "
    "+09:00\n"
    "  --lang ja|en           language of the report\n"
    "  --threads N            how many records to work on at once (all cores)\n"
    "  --quiet                no progress line\n"
    "\n"
    "Example: sakimori triage --format html --out report.html --timezone Asia/Tokyo collected/ "
    "utm-log.zip\n"
    "\n"
    "Exit status: 0 done; 1 --fail-on was reached; 2 unusable arguments; 3 some input could not be "
    "read\n"
    "(the report says which; the rest was); 4 rules, content or output could not be opened.\n";

static bool read_format(const char *word, enum triage_format *format)
{
	static const char *const words[] = {
	    [FORMAT_TEXT] = "text",
	    [FORMAT_JSONL] = "jsonl",
	    [FORMAT_CSV] = "csv",
	    [FORMAT_HTML] = "html",
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*format = (enum triage_format)i;
			return true;
		}
	}
	return false;
}

static bool read_threads(const char *word, unsigned *threads)
{
	uint64_t n;
	if (!text_to_uint(text_of(word), &n) || n == 0 || n > 64)
		return false;
	*threads = (unsigned)n;
	return true;
}

/* One option with its argument; false when the argument is not usable. */
static bool take_option(int option, const char *argument, struct settings *settings)
{
	switch (option) {
	case OPTION_RULES:
		if (settings->rule_dir_count == MOST_RULE_DIRS)
			return false;
		settings->rule_dirs[settings->rule_dir_count++] = argument;
		return true;
	case OPTION_PLACEHOLDERS:
		settings->placeholders = argument;
		return true;
	case OPTION_DATA:
		settings->data = argument;
		return argument[0] != '\0';
	case OPTION_FORMAT:
		return read_format(argument, &settings->format);
	case OPTION_JSON:
		settings->format = FORMAT_JSONL;
		return true;
	case OPTION_OUT:
		settings->out = argument;
		return true;
	case OPTION_MIN_LEVEL:
		return severity_parse(text_of(argument), &settings->min_level);
	case OPTION_FAIL_ON:
		settings->fails = true;
		return severity_parse(text_of(argument), &settings->fail_on);
	case OPTION_TIMEZONE:
		settings->timezone = argument;
		return true;
	case OPTION_LANG:
		return command_language(argument, &settings->language) != 0;
	case OPTION_THREADS:
		return read_threads(argument, &settings->threads);
	case OPTION_QUIET:
		settings->quiet = true;
		return true;
	default:
		return false;
	}
}

/* EXIT_DONE to go on; anything else, or *helped, to stop. */
static int read_arguments(int argc, char **argv, struct settings *settings, bool *helped)
{
	int option;
	int index = 0;
	optind = 1;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", options, &index)) != -1) {
		if (option == OPTION_HELP) {
			*helped = true;
			return command_help(&triage_command);
		}
		if (option == '?')
			return command_unusable(&triage_command,
			    "'%s' is no option, or lacks its value", argv[optind - 1]);
		if (!take_option(option, optarg, settings))
			return command_unusable(
			    &triage_command, "--%s cannot be '%s'", options[index].name, optarg);
	}
	settings->paths = (const char *const *)(argv + optind);
	settings->path_count = (size_t)(argc - optind);
	if (settings->path_count == 0)
		return command_unusable(
		    &triage_command, "which file or folder? Give at least one PATH");
	return EXIT_DONE;
}

static int fail(int status, const char *what, const char *why)
{
	assert(what != NULL && why != NULL);
	fprintf(stderr, "sakimori triage: %s%s%s\n", what, what[0] != '\0' ? ": " : "", why);
	return status;
}

/* Files are only read, and only below the given paths; no connection, no program. */
static enum outcome confine(const struct settings *settings, struct why *why)
{
	struct sandbox_state state;
	const struct sandbox sandbox = {
	    .readable = settings->paths, .readable_count = settings->path_count};
	memory_watch();
	unpack_prepare();
	enum outcome outcome = sandbox_enter(&sandbox, &state, why);
	if (outcome == DONE && !settings->quiet && (!state.files || !state.calls))
		fprintf(stderr, "sakimori triage: this kernel lacks %s%s%s; going on without\n",
		    state.files ? "" : "Landlock", state.files || state.calls ? "" : " and ",
		    state.calls ? "" : "seccomp");
	return outcome;
}

static void put_lines(const struct triage_result *result, FILE *out)
{
	struct buffer lines;
	buffer_init(&lines, REPORT_MEMORY);
	for (size_t i = 0; i < result->incident_count; i++) {
		write_json_incident(&lines, &result->incidents[i]);
		fwrite(lines.bytes, 1, lines.size, out);
		buffer_clear(&lines);
	}
	write_json_summary(&lines, result);
	fwrite(lines.bytes, 1, lines.size, out);
	buffer_free(&lines);
}

/* The width of the terminal, within what reads well; the same for a file as for an ordinary
 * terminal. */
static size_t columns_of(FILE *out)
{
	struct winsize size;
	if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 100;
	if (size.ws_col < PAGE_COLUMNS_LEAST)
		return PAGE_COLUMNS_LEAST;
	return size.ws_col > 120 ? 120 : size.ws_col;
}

struct templates {
	struct text page;
	struct text finding;
};

static enum outcome put_report(const struct settings *settings, const struct templates *templates,
    const struct triage_run *run, struct why *why)
{
	const struct report_input input = {
	    .result = &run->result,
	    .texts = run->content->texts,
	    .language = settings->language,
	    .template = templates->page,
	    .finding = templates->finding,
	    .paint = settings->format == FORMAT_TEXT && isatty(fileno(run->out)),
	};
	struct buffer page;
	buffer_init(&page, REPORT_MEMORY);
	enum outcome outcome = settings->format == FORMAT_HTML
				   ? report_html(&input, &page, why)
				   : report_text(&input, columns_of(run->out), &page, why);
	if (outcome == DONE)
		fwrite(page.bytes, 1, page.size, run->out);
	buffer_free(&page);
	return outcome;
}

/* The result in the format that was asked for, all of it on its way to disk. */
static int write_result(const struct settings *settings, const struct templates *templates,
    const struct triage_run *run)
{
	struct why why;
	if (settings->format == FORMAT_JSONL)
		put_lines(&run->result, run->out);
	else if (settings->format != FORMAT_CSV &&
		 put_report(settings, templates, run, &why) != DONE)
		return fail(EXIT_UNREACHABLE, "the report", why.text);
	if (fflush(run->out) != 0 || ferror(run->out) != 0)
		return fail(EXIT_UNREACHABLE, "cannot write the output", strerror(errno));
	return EXIT_DONE;
}

static bool reached(const struct settings *settings, const struct triage_result *result)
{
	uint64_t n = 0;
	for (size_t i = settings->fail_on; settings->fails && i <= SEVERITY_CRITICAL; i++)
		n += result->by_severity[i];
	return n != 0;
}

static void say_partly(const struct triage_result *result)
{
	fprintf(stderr, "sakimori triage: %" PRIu64 " files or parts could not be read:\n",
	    result->unreadable_total);
	for (size_t i = 0; i < result->unreadable_count && i < 10; i++) {
		fputs("  ", stderr);
		terminal_put(stderr, result->unreadable[i].file);
		fputs(": ", stderr);
		terminal_put(stderr, result->unreadable[i].why);
		fputc('\n', stderr);
	}
	if (result->unreadable_total > 10)
		fputs("  …\n", stderr);
}

static int run_and_write(
    const struct settings *settings, const struct templates *templates, struct triage_run *run)
{
	struct why why;
	if (confine(settings, &why) != DONE)
		return fail(EXIT_UNREACHABLE, "cannot enter the sandbox", why.text);
	if (settings->format == FORMAT_CSV) {
		struct buffer header;
		buffer_init(&header, 4096);
		write_csv_header(&header);
		fwrite(header.bytes, 1, header.size, run->out);
		buffer_free(&header);
	}
	int status = EXIT_DONE;
	if (triage_run(run, &why) != DONE)
		status = fail(EXIT_UNREACHABLE, "", why.text);
	else
		status = write_result(settings, templates, run);
	bool partly = run->result.unreadable_total != 0;
	bool told = settings->format == FORMAT_TEXT && settings->out == NULL;
	if (status == EXIT_DONE && partly && !told && !settings->quiet)
		say_partly(&run->result);
	if (status == EXIT_DONE)
		status = partly ? EXIT_PARTLY
				: (reached(settings, &run->result) ? EXIT_FOUND : EXIT_DONE);
	triage_run_end(run);
	return status;
}

static unsigned cores(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 && online <= 64 ? (unsigned)online : 1;
}

static enum outcome read_templates(const struct settings *settings, struct content *content,
    struct templates *templates, struct why *why)
{
	if (settings->format == FORMAT_TEXT)
		return content_file(content, "templates/triage.txt", &templates->page, why);
	if (settings->format != FORMAT_HTML)
		return DONE;
	enum outcome outcome =
	    content_file(content, "templates/triage.html", &templates->page, why);
	if (outcome == DONE)
		outcome = content_file(
		    content, "templates/triage-finding.html", &templates->finding, why);
	return outcome;
}

/* Everything that is needed of the file system is opened here, before the sandbox. */
static int prepare_and_run(
    const struct settings *settings, struct content *content, struct arena *arena)
{
	struct why why;
	struct ruleset *rules;
	struct templates templates = {{NULL, 0}, {NULL, 0}};
	struct triage_run run = {
	    .paths = settings->paths,
	    .path_count = settings->path_count,
	    .content = content,
	    .format = settings->format,
	    .min_level = settings->min_level,
	    .workers = settings->threads != 0 ? settings->threads : cores(),
	    .out = stdout,
	    .progress = !settings->quiet && isatty(STDERR_FILENO),
	    .language = settings->language,
	};
	enum outcome outcome =
	    timezone_find(settings->timezone, arena, &run.zone, &run.result.zone_name, &why);
	if (outcome != DONE)
		return fail(outcome == MALFORMED ? EXIT_UNUSABLE : EXIT_UNREACHABLE, "--timezone",
		    why.text);
	outcome = read_templates(settings, content, &templates, &why);
	const struct rule_sources sources = {settings->rule_dirs, settings->rule_dir_count,
	    settings->placeholders, settings->data, false};
	if (outcome == DONE)
		outcome = content_rules(content, &sources, &rules, &why);
	if (outcome != DONE)
		return fail(EXIT_UNREACHABLE, "", why.text);
	run.rules = rules;
	if (settings->out != NULL)
		outcome = output_open(
		    settings->out, settings->paths, settings->path_count, &run.out, &why);
	if (outcome != DONE) {
		ruleset_destroy(rules);
		return fail(outcome == NOT_ALLOWED ? EXIT_UNUSABLE : EXIT_UNREACHABLE,
		    settings->out, why.text);
	}
	run.result.ran_at = (int64_t)time(NULL) * CLOCK_SECOND;
	int status = run_and_write(settings, &templates, &run);
	if (run.out != stdout && fclose(run.out) != 0)
		status = fail(EXIT_UNREACHABLE, settings->out, strerror(errno));
	ruleset_destroy(rules);
	return status;
}

static int run_triage(int argc, char **argv)
{
	struct settings settings = {.language = command_default_language()};
	bool helped = false;
	int status = read_arguments(argc, argv, &settings, &helped);
	if (status != EXIT_DONE || helped)
		return status;
	struct content content;
	struct why why;
	struct arena *arena = arena_create("settings", SETTINGS_MEMORY);
	if (content_load(&content, &why) == DONE)
		status = prepare_and_run(&settings, &content, arena);
	else
		status = fail(EXIT_UNREACHABLE, "", why.text);
	content_unload(&content);
	arena_destroy(arena);
	return status;
}

const struct command triage_command = {
    .name = "triage",
    .summary = "say what happened from collected logs",
    .help = help,
    .run = run_triage,
};
