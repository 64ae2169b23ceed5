/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori source` */
#include "base/arena.h"
#include "program/cli/directory/directory.h"
#include "program/cli/duration.h"

static const char help[] =
    "usage: sakimori source add NAME --company COMPANY [OPTION]...\n"
    "       sakimori source set NAME --company COMPANY [OPTION]...   change what is given\n"
    "       sakimori source list [--company COMPANY]\n"
    "       sakimori source show NAME --company COMPANY\n"
    "       sakimori source token NAME --company COMPANY    a new one; the old one ends\n"
    "       sakimori source remove NAME --company COMPANY\n"
    "\n"
    "A source is what sends records: a firewall, a server, a relay. It is known by one of\n"
    "--address, --port, --certificate (syslog) or its token (HTTP).\n"
    "\n"
    "  --company COMPANY   whose it is\n"
    "  --kind KIND         syslog (default), http, relay, file\n"
    "  --address A         address or block that its syslog comes from; may be given again\n"
    "  --port N            a syslog port of its own\n"
    "  --certificate FP    SHA-256 of its client certificate, hexadecimal\n"
    "  --via RELAY         the source of kind relay that it comes through\n"
    "  --token             make a token, shown once\n"
    "  --zone ZONE         of lines without one (its company's)\n"
    "  --quiet-after SPAN  tell when it is silent so long: 30m, 12h, 7d\n"
    "  --limit N           records a second (as the server is configured)\n"
    "  --rename NAME       with set: its new name\n"
    "  --json              for programs\n"
    "  --data DIR          the data folder (./var)\n"
    "  --lang ja|en\n"
    "\n"
    "Example: sakimori source add gateway --company \"Yamada Parts\" --address 192.0.2.1\n"
    "\n"
    "Exit status: 0 done; 2 refused, or unusable arguments; 4 the data could not be opened.\n";

static const char *company_of(struct directory_call *call)
{
	return text_cstr(call->arena, directory_option(call, "company"));
}

static int need_company(const struct directory_call *call)
{
	if (directory_option(call, "company").size != 0)
		return EXIT_DONE;
	return command_unusable(call->noun->command, "%s needs --company", call->verb->name);
}

/* The path of the one source that is meant; `part` (may be NULL) behind it. */
static const char *source_path(struct directory_call *call, const char *part)
{
	return directory_path(
	    call, "companies", company_of(call), "sources", call->names[0], part, NULL);
}

/* A relay is named by people, and its id posted. */
static int find_relay(struct directory_call *call, struct fill *via)
{
	const struct json *relay = NULL;
	const char *name = text_cstr(call->arena, directory_option(call, "via"));
	*via = (struct fill){"via", TEXT("")};
	if (name[0] == '\0')
		return EXIT_DONE;
	const char *path =
	    directory_path(call, "companies", company_of(call), "sources", name, NULL);
	int status = directory_ask(call, path, TEXT(""), &relay);
	if (status == EXIT_DONE)
		via->value = json_get_text(relay, "id");
	return status;
}

static int check_durations(const struct directory_call *call)
{
	int64_t span;
	struct text quiet = directory_option(call, "quiet-after");
	if (quiet.size == 0 || duration_read(quiet, &span))
		return EXIT_DONE;
	return command_unusable(call->noun->command, "--quiet-after is a span: 30m, 12h, 7d");
}

static int post_source(struct directory_call *call, const char *path, const struct fill *texts,
    size_t count, const struct json **json)
{
	struct fill all[3];
	int status = check_durations(call);
	if (status != EXIT_DONE)
		return status;
	for (size_t i = 0; i < count; i++)
		all[i] = texts[i];
	status = find_relay(call, &all[count]);
	if (status != EXIT_DONE)
		return status;
	if (directory_given(call, "via"))
		count++;
	return directory_ask(call, path, directory_body(call, all, count), json);
}

/* What it is, its token, and how to make it send. */
static int answer_new(struct directory_call *call, int status, const struct json *json)
{
	status = directory_answer(call, status, json);
	if (status != EXIT_DONE || call->json)
		return status;
	struct fill token = {"token", json_get_text(json, "token")};
	if (token.value.size != 0)
		directory_say(call, "token_once", &token, 1);
	directory_connect(call, json);
	return EXIT_DONE;
}

static int do_add(struct directory_call *call)
{
	const struct json *json = NULL;
	int status = need_company(call);
	if (status != EXIT_DONE)
		return status;
	/* What sends over HTTP is known by its token and by nothing else. */
	struct text kind = directory_option(call, "kind");
	if (text_equal(kind, TEXT("http")) || text_equal(kind, TEXT("relay")))
		directory_give(call, "token", TEXT(""));
	const char *path = directory_path(call, "companies", company_of(call), "sources", NULL);
	const struct fill name = {"name", text_of(call->names[0])};
	status = post_source(call, path, &name, 1, &json);
	return answer_new(call, status, json);
}

static int do_set(struct directory_call *call)
{
	const struct json *json = NULL;
	int status = need_company(call);
	if (status == EXIT_DONE)
		status = post_source(call, source_path(call, NULL), NULL, 0, &json);
	return directory_answer(call, status, json);
}

static int do_list(struct directory_call *call)
{
	if (!directory_given(call, "company"))
		return directory_do_list(call);
	return directory_answer_list(
	    call, directory_path(call, "companies", company_of(call), "sources", NULL));
}

static int do_show(struct directory_call *call)
{
	const struct json *json = NULL;
	int status = need_company(call);
	if (status == EXIT_DONE)
		status = directory_ask(call, source_path(call, NULL), TEXT(""), &json);
	return directory_answer(call, status, json);
}

static int do_token(struct directory_call *call)
{
	const struct json *json = NULL;
	int status = need_company(call);
	if (status == EXIT_DONE)
		status = directory_ask(call, source_path(call, "token"), TEXT("{}"), &json);
	return answer_new(call, status, json);
}

static int do_remove(struct directory_call *call)
{
	int status = need_company(call);
	if (status != EXIT_DONE)
		return status;
	return directory_tell(call, source_path(call, "remove"), TEXT("{}"), "removed");
}

static int run(int argc, char **argv);

const struct command source_command = {
    .name = "source",
    .summary = "what sends records: add, change, list, show, token, remove",
    .help = help,
    .run = run,
};

static const struct directory_option options[] = {
    {"company", DIRECTORY_TEXT, NULL},
    {"kind", DIRECTORY_TEXT, "kind"},
    {"address", DIRECTORY_LIST, "addresses"},
    {"port", DIRECTORY_NUMBER, "port"},
    {"certificate", DIRECTORY_TEXT, "certificate"},
    {"via", DIRECTORY_TEXT, NULL},
    {"token", DIRECTORY_FLAG, "token"},
    {"zone", DIRECTORY_TEXT, "zone"},
    {"quiet-after", DIRECTORY_DURATION, "quiet_after"},
    {"limit", DIRECTORY_NUMBER, "records_a_second"},
    {"rename", DIRECTORY_TEXT, "name"},
    {NULL, DIRECTORY_FLAG, NULL},
};
#define SOURCE_OPTIONS " company kind address port certificate via zone quiet-after limit "
static const struct directory_verb verbs[] = {
    {"add", 1, 1, SOURCE_OPTIONS "token ", do_add},
    {"set", 1, 1, SOURCE_OPTIONS "rename ", do_set},
    {"list", 0, 0, " company ", do_list},
    {"show", 1, 1, " company ", do_show},
    {"token", 1, 1, " company ", do_token},
    {"remove", 1, 1, " company ", do_remove},
    {NULL, 0, 0, NULL, NULL},
};
static const struct directory_column list[] = {
    {"name", SHOW_TEXT},
    {"kind", SHOW_WORD},
    {"addresses", SHOW_LIST},
    {"state", SHOW_WORD},
    {"last_seen", SHOW_TIME},
    {"records", SHOW_COUNT},
    {"refused", SHOW_COUNT},
    {"not_understood", SHOW_COUNT},
    {"id", SHOW_TEXT},
    {NULL, SHOW_TEXT},
};
static const struct directory_column show[] = {
    {"name", SHOW_TEXT},
    {"id", SHOW_TEXT},
    {"company", SHOW_TEXT},
    {"kind", SHOW_WORD},
    {"addresses", SHOW_LIST},
    {"port", SHOW_TEXT},
    {"certificate", SHOW_TEXT},
    {"via", SHOW_TEXT},
    {"has_token", SHOW_WORD},
    {"zone", SHOW_TEXT},
    {"state", SHOW_WORD},
    {"last_seen", SHOW_TIME},
    {"records", SHOW_COUNT},
    {"refused", SHOW_COUNT},
    {"not_understood", SHOW_COUNT},
    {"quiet_after", SHOW_DURATION},
    {"records_a_second", SHOW_COUNT},
    {"created", SHOW_TIME},
    {"removed", SHOW_TIME},
    {NULL, SHOW_TEXT},
};

static int run(int argc, char **argv)
{
	static const struct noun noun = {
	    &source_command, "sources", options, verbs, list, show, NULL};
	return directory_run(&noun, argc, argv);
}
