/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori status`: how the installation does, in one look. */
#include "base/arena.h"
#include "base/buffer.h"
#include "program/cli/directory/directory.h"

#include <stdio.h>

#define PAGE_MOST ((size_t)4 << 20)
#define DETAIL_COLUMNS 120

static const char help[] =
    "usage: sakimori status [--fail] [--json]\n"
    "\n"
    "Whether the server runs, its processes, what waits, disk, rules, notices, companies.\n"
    "\n"
    "  --fail              exit status 1 where something is open or no server runs\n"
    "  --json              for programs\n"
    "  --data DIR          the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "Example: sakimori status --fail || mail -s sakimori admin@example.com < /dev/null\n"
    "\n"
    "Exit status: 0 done; 1 with --fail, something is open; 2 unusable arguments;\n"
    "4 the data could not be opened.\n";

struct states {
	uint64_t all;
	uint64_t act;
	uint64_t look;
	uint64_t good;
	uint64_t unknown;
};

/* All that is told. */
struct told {
	const struct json *status;
	const struct json *notices;   /* the array */
	const struct json *addresses; /* of the running server; NULL */
	struct states states;
};

static struct states count_states(const struct json *companies)
{
	struct states states = {0};
	for (const struct json *one = companies->first; one != NULL; one = one->next) {
		struct text word = json_get_text(one, "state");
		states.all++;
		states.act += text_equal(word, TEXT("act"));
		states.look += text_equal(word, TEXT("look"));
		states.good += text_equal(word, TEXT("good"));
		states.unknown += text_equal(word, TEXT("unknown"));
	}
	return states;
}

static int ask(struct directory_call *call, struct told *told)
{
	const struct json *list = NULL;
	int status = directory_ask(call, "/status", TEXT(""), &told->status);
	if (status == EXIT_DONE)
		status = directory_ask_all(call, "/companies", "companies", &list);
	if (status != EXIT_DONE)
		return status;
	told->states = count_states(list->first);
	status = directory_ask_all(call, "/notices", "notices", &list);
	if (status != EXIT_DONE)
		return status;
	told->notices = list->first;
	told->addresses = directory_addresses(call);
	return EXIT_DONE;
}

static void print_json(const struct told *told)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, PAGE_MOST);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	for (const struct json *one = told->status->first; one != NULL; one = one->next) {
		char name[64];
		snprintf(name, sizeof(name), "%.*s", TEXT_ARGS(one->name));
		json_put_value(&writer, name, one);
	}
	if (told->addresses != NULL)
		json_put_value(&writer, "addresses", told->addresses);
	json_put_value(&writer, "notices", told->notices);
	json_open_object(&writer, "companies");
	json_put_int(&writer, "all", (int64_t)told->states.all);
	json_put_int(&writer, "act", (int64_t)told->states.act);
	json_put_int(&writer, "look", (int64_t)told->states.look);
	json_put_int(&writer, "good", (int64_t)told->states.good);
	json_put_int(&writer, "unknown", (int64_t)told->states.unknown);
	json_close_object(&writer);
	json_close_object(&writer);
	buffer_put_char(&out, '\n');
	fwrite(out.bytes, 1, out.size, stdout);
	buffer_free(&out);
}

static uint64_t number(const struct json *object, const char *name)
{
	uint64_t value = 0;
	(void)text_to_uint(json_get_text(object, name), &value);
	return value;
}

static int64_t instant_of(const struct json *object, const char *name)
{
	struct civil civil;
	int64_t instant = CLOCK_NONE;
	if (clock_parse(json_get_text(object, name), &civil))
		(void)clock_from_civil(&civil, &instant);
	return instant;
}

static struct text moment(const struct words *words, const struct json *object, const char *name)
{
	return words_moment(words, instant_of(object, name));
}

/* Once a page also in UTC: it tells which zone the other times are in. */
static struct text both_moments(
    struct directory_call *call, const struct json *object, const char *name)
{
	int64_t instant = instant_of(object, name);
	if (instant == CLOCK_NONE)
		return TEXT("");
	return text_format(call->arena, "%.*s (%.*s)",
	    TEXT_ARGS(words_moment(&call->words, instant)),
	    TEXT_ARGS(words_exact(&call->words, instant)));
}

static void put_row(
    const struct words *words, struct buffer *page, const char *key, struct text value)
{
	if (value.size == 0)
		return;
	buffer_put(page, words_get(words, key));
	buffer_put_char(page, '\t');
	buffer_put(page, value);
	buffer_put_char(page, '\n');
}

static struct text state_text(struct directory_call *call, const struct json *status)
{
	struct text key =
	    text_format(call->arena, "server_%.*s", TEXT_ARGS(json_get_text(status, "state")));
	return words_clean(
	    &call->words, words_get(&call->words, text_cstr(call->arena, key)), DETAIL_COLUMNS);
}

static void put_processes(struct directory_call *call, const struct told *told, struct buffer *page)
{
	const struct words *words = &call->words;
	const struct json *list = json_get(told->status, "processes");
	const struct json *pids = json_get(told->addresses, "pids");
	struct text heads[] = {words_get(words, "status_process"), TEXT("PID"),
	    words_get(words, "status_restarts"), words_get(words, "status_beat")};
	buffer_format(page, "\n%.*s\t%.*s\t%.*s\t%.*s\n", TEXT_ARGS(heads[0]), TEXT_ARGS(heads[1]),
	    TEXT_ARGS(heads[2]), TEXT_ARGS(heads[3]));
	for (const struct json *one = list == NULL ? NULL : list->first; one != NULL;
	     one = one->next) {
		struct text name = json_get_text(one, "name");
		struct text pid = json_get_text(pids, text_cstr(call->arena, name));
		buffer_format(page, "%.*s\t%.*s\t%.*s\t%.*s\n", TEXT_ARGS(name),
		    TEXT_ARGS(pid.size == 0 ? TEXT("–") : pid),
		    TEXT_ARGS(json_get_text(one, "restarts")),
		    TEXT_ARGS(moment(words, one, "seen")));
	}
	buffer_put_char(page, '\n');
}

static struct text disk_text(const struct words *words, const struct json *status)
{
	const struct fill free = {"free", words_bytes(words, number(status, "disk_free"))};
	if (text_equal(json_get_text(status, "disk_refusing"), TEXT("true")))
		return words_fill(words, "status_disk_refusing", &free, 1);
	return free.value;
}

static struct text rules_text(const struct words *words, const struct json *status)
{
	const struct fill fills[] = {{"n", words_count(words, number(status, "rules"))},
	    {"refused", words_count(words, number(status, "rules_refused"))}};
	if (number(status, "rules_refused") == 0)
		return fills[0].value;
	return words_fill(words, "status_rules_refused", fills, 2);
}

/* What only a running server knows. */
static void put_server(struct directory_call *call, const struct told *told, struct buffer *page)
{
	const struct words *words = &call->words;
	const struct json *status = told->status;
	put_row(words, page, "status_since", both_moments(call, status, "started"));
	put_row(words, page, "status_console", json_get_text(told->addresses, "console"));
	put_row(words, page, "status_intake", json_get_text(told->addresses, "intake"));
	const struct json *syslog = json_get(told->addresses, "syslog");
	for (const struct json *one = syslog == NULL ? NULL : syslog->first; one != NULL;
	     one = one->next)
		buffer_format(page, "syslog %.*s\t%.*s\n",
		    TEXT_ARGS(json_get_text(one, "transport")),
		    TEXT_ARGS(json_get_text(one, "address")));
	put_processes(call, told, page);
	put_row(words, page, "status_records", words_count(words, number(status, "records")));
	put_row(words, page, "status_behind", words_bytes(words, number(status, "behind")));
	put_row(words, page, "status_disk", disk_text(words, status));
	put_row(words, page, "status_rules", rules_text(words, status));
}

static struct text companies_text(const struct words *words, const struct states *states)
{
	const struct fill fills[] = {{"n", words_count(words, states->all)},
	    {"act", words_count(words, states->act)}, {"look", words_count(words, states->look)},
	    {"good", words_count(words, states->good)},
	    {"unknown", words_count(words, states->unknown)}};
	return words_fill(words, "status_company_states", fills, 5);
}

/* What kind of notice it is, in words where there are some (content/texts/notice.yaml). */
static struct text kind_text(struct directory_call *call, struct text kind)
{
	const struct words *words = &call->words;
	struct text key = text_format(call->arena, "notice.%.*s", TEXT_ARGS(kind));
	struct text word = texts_get(words->texts, words->language, text_cstr(call->arena, key));
	return words_clean(words, text_equal(word, key) ? kind : word, DETAIL_COLUMNS);
}

static void put_notices(struct directory_call *call, const struct told *told, struct buffer *page)
{
	const struct words *words = &call->words;
	put_row(words, page, "status_notices",
	    told->notices->count == 0 ? words_get(words, "none")
				      : words_count(words, told->notices->count));
	for (const struct json *one = told->notices->first; one != NULL; one = one->next) {
		struct text detail =
		    words_clean(words, json_get_text(one, "detail"), DETAIL_COLUMNS);
		buffer_format(page, "  %.*s\t%.*s\t%.*s\n", TEXT_ARGS(moment(words, one, "since")),
		    TEXT_ARGS(kind_text(call, json_get_text(one, "kind"))), TEXT_ARGS(detail));
	}
}

static void print_text(struct directory_call *call, const struct told *told)
{
	const struct words *words = &call->words;
	struct buffer page;
	const struct json *aside = json_get(told->status, "set_aside");
	buffer_init(&page, PAGE_MOST);
	buffer_put(&page, state_text(call, told->status));
	buffer_put_char(&page, '\n');
	if (told->addresses != NULL)
		put_server(call, told, &page);
	put_row(words, &page, "status_companies", companies_text(words, &told->states));
	if (aside != NULL && aside->count != 0)
		put_row(words, &page, "status_aside", words_count(words, aside->count));
	put_notices(call, told, &page);
	directory_print_page(&page);
	buffer_free(&page);
}

/* Companies that need something are their own matter; this is the installation. */
static bool something_open(const struct told *told)
{
	return !text_equal(json_get_text(told->status, "state"), TEXT("good")) ||
	       told->notices->count != 0;
}

static int do_status(struct directory_call *call)
{
	struct told told = {NULL, NULL, NULL, {0}};
	int status = ask(call, &told);
	if (status != EXIT_DONE)
		return status;
	if (call->json)
		print_json(&told);
	else
		print_text(call, &told);
	return directory_given(call, "fail") && something_open(&told) ? EXIT_FOUND : EXIT_DONE;
}

static int run(int argc, char **argv);

const struct command status_command = {
    .name = "status",
    .summary = "how the installation does",
    .help = help,
    .run = run,
};

static int run(int argc, char **argv)
{
	static const struct directory_option options[] = {
	    {"fail", DIRECTORY_FLAG, NULL}, {NULL, DIRECTORY_FLAG, NULL}};
	static const struct directory_verb only = {"status", 0, 0, " fail ", do_status};
	static const struct noun noun = {
	    .command = &status_command, .options = options, .only = &only};
	return directory_run(&noun, argc, argv);
}
