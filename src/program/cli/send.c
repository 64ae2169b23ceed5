/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori send`: feed files to a server, once, resumable. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "os/files.h"
#include "os/sandbox.h"
#include "os/unpack.h"
#include "program/cli/command.h"
#include "program/cli/progress.h"
#include "program/content/content.h"
#include "program/relay/feed.h"

#include <curl/curl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOKEN 512

static const char help[] =
    "usage: sakimori send --to URL (--token TOKEN | --token-file FILE) [OPTION]... PATH...\n"
    "\n"
    "Sends the records of files, folders and archives to a server, as what was collected earlier.\n"
    "Run again after an interruption, it changes nothing where the server has them already.\n"
    "\n"
    "  --to URL               the server's intake, as https://HOST:8481\n"
    "  --token TOKEN          the source's token\n"
    "  --token-file FILE      the same, from a file\n"
    "  --source-name NAME     send all under this name instead of each file's own\n"
    "  --pin sha256//BASE64   the server's public key, instead of checking its certificate by CAs\n"
    "  --ca FILE              PEM of CAs that are trusted instead of the system's\n"
    "  --json                 the summary as JSON on standard output\n"
    "  --quiet                no progress\n"
    "  --lang ja|en\n"
    "  --help\n"
    "\n"
    "Exit status: 0 all was sent; 2 unusable arguments; 3 some input could not be read, or was\n"
    "refused; 4 the server could not be reached, or refused the token.\n"
    "\n"
    "Example:\n"
    "  sakimori send --to https://sakimori.example:8481 --token-file token logs.zip /var/log\n";

struct sending {
	struct post_options post;
	const char *token_file;
	char token[TOKEN + 1];
	const char *origin;
	bool json;
	bool quiet;
	bool help;
	enum language language;
	const char *const *paths;
	size_t count;
	struct progress progress;
	uint64_t total;
	struct buffer unreadable; /* JSON objects with commas between */
};

static bool take_option(struct sending *sending, int option, const char *value)
{
	const char **const words[] = {['t'] = &sending->post.to,
	    ['k'] = &sending->post.token,
	    ['K'] = &sending->token_file,
	    ['n'] = &sending->origin,
	    ['p'] = &sending->post.pin,
	    ['a'] = &sending->post.ca};
	if (option > 0 && (size_t)option < sizeof(words) / sizeof(words[0]) &&
	    words[option] != NULL) {
		*words[option] = value;
		return true;
	}
	switch (option) {
	case 'j':
		sending->json = true;
		return true;
	case 'q':
		sending->quiet = true;
		return true;
	case 'l':
		return command_language(value, &sending->language) != 0;
	case 'h':
		sending->help = true;
		return true;
	default:
		return false;
	}
}

static bool read_options(struct sending *sending, int argc, char **argv)
{
	static const struct option options[] = {
	    {"to", required_argument, NULL, 't'},
	    {"token", required_argument, NULL, 'k'},
	    {"token-file", required_argument, NULL, 'K'},
	    {"source-name", required_argument, NULL, 'n'},
	    {"pin", required_argument, NULL, 'p'},
	    {"ca", required_argument, NULL, 'a'},
	    {"json", no_argument, NULL, 'j'},
	    {"quiet", no_argument, NULL, 'q'},
	    {"lang", required_argument, NULL, 'l'},
	    {"help", no_argument, NULL, 'h'},
	    {NULL, 0, NULL, 0},
	};
	int option;
	optind = 1;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (!take_option(sending, option, optarg))
			return false;
	}
	sending->paths = (const char *const *)(argv + optind);
	sending->count = (size_t)(argc - optind);
	return true;
}

static enum outcome read_token(struct sending *sending, struct why *why)
{
	struct arena *arena = arena_create("token", (size_t)1 << 20);
	struct text bytes;
	enum outcome outcome = file_read(sending->token_file, 65536, arena, &bytes, why);
	if (outcome == DONE) {
		bytes = text_trim(text_cut(&bytes, '\n'));
		snprintf(sending->token, sizeof(sending->token), "%.*s",
		    (int)(bytes.size < TOKEN ? bytes.size : TOKEN), bytes.at);
		sending->post.token = sending->token;
	}
	arena_destroy(arena);
	return outcome;
}

/* What feed() tells */

static void say(const char *first, const char *second, const char *third)
{
	char line[2048];
	snprintf(line, sizeof(line), "%s%s%s", first, second, third);
	for (char *c = line; *c != '\0'; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	}
	fprintf(stderr, "sakimori send: %s\n", line);
}

static void on_unreadable(void *data, const char *name, uint64_t offset, const char *why)
{
	struct sending *sending = data;
	struct json_writer writer;
	progress_end(&sending->progress);
	say(name, ": ", why);
	if (sending->unreadable.size != 0)
		buffer_put_char(&sending->unreadable, ',');
	json_begin(&writer, &sending->unreadable);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "file", text_of(name));
	json_put_int(&writer, "offset", (int64_t)offset);
	json_put_text(&writer, "why", text_of(why));
	json_close_object(&writer);
}

static void on_waiting(void *data, const char *why, int64_t microseconds)
{
	struct sending *sending = data;
	char after[64];
	progress_end(&sending->progress);
	snprintf(after, sizeof(after), "; trying again in %.1f s", (double)microseconds / 1e6);
	say(why, after, "");
}

static void on_progress(void *data, uint64_t bytes, struct text name)
{
	progress_tell(&((struct sending *)data)->progress, bytes, name);
}

static bool sum(void *data, const struct file_seen *seen)
{
	struct sending *sending = data;
	sending->total += seen->outcome == DONE ? seen->size : 0;
	return true;
}

static void begin_progress(struct sending *sending)
{
	bool shown = !sending->quiet && isatty(STDERR_FILENO);
	for (size_t i = 0; shown && i < sending->count; i++)
		(void)!file_walk(sending->paths[i], sum, sending, NULL);
	progress_begin(&sending->progress, shown, sending->language, sending->total);
}

static void print_summary(
    const struct sending *sending, const struct feed_result *result, double seconds)
{
	if (!sending->json) {
		fprintf(stderr,
		    "sakimori send: %llu file%s, %llu record%s in %llu batch%s (%llu there "
		    "already), %llu left out\n",
		    (unsigned long long)result->files, plural(result->files),
		    (unsigned long long)result->records, plural(result->records),
		    (unsigned long long)result->batches, result->batches == 1 ? "" : "es",
		    (unsigned long long)result->known, (unsigned long long)result->unreadable);
		return;
	}
	printf("{\"files\":%llu,\"bytes\":%llu,\"records\":%llu,\"batches\":%llu,\"known\":%llu,"
	       "\"left_out\":%llu,\"seconds\":%.3f,\"unreadable\":[%.*s]}\n",
	    (unsigned long long)result->files, (unsigned long long)result->bytes,
	    (unsigned long long)result->records, (unsigned long long)result->batches,
	    (unsigned long long)result->known, (unsigned long long)result->unreadable, seconds,
	    TEXT_ARGS(buffer_text(&sending->unreadable)));
}

/* Archives are hostile: whatever reads them may read the given paths, and reach out. */
static enum outcome confine(const struct sending *sending, struct why *why)
{
	static const char *const looked_up[] = {
	    "/etc", "/usr/lib", "/lib", "/usr/share", "/run/systemd"};
	size_t known = sizeof(looked_up) / sizeof(looked_up[0]);
	const char **readable = calloc(sending->count + known + 1, sizeof(*readable));
	struct sandbox_state state;
	if (readable == NULL)
		abort();
	memcpy(readable, looked_up, sizeof(looked_up));
	memcpy(readable + known, sending->paths, sending->count * sizeof(*readable));
	if (sending->post.ca != NULL)
		readable[known + sending->count] = sending->post.ca;
	struct sandbox sandbox = {.readable = readable,
	    .readable_count = known + sending->count + (sending->post.ca != NULL),
	    .connects = true};
	unpack_prepare();
	enum outcome outcome = sandbox_enter(&sandbox, &state, why);
	free(readable);
	return outcome;
}

static int send_all(struct sending *sending, const struct csv_mappings *mappings)
{
	struct feed_result result = {0};
	struct why why = {""};
	struct feed_options options = {
	    .mappings = mappings,
	    .paths = sending->paths,
	    .count = sending->count,
	    .origin = sending->origin,
	    .unreadable = on_unreadable,
	    .waiting = on_waiting,
	    .progress = on_progress,
	    .data = sending,
	};
	enum outcome outcome = post_create(&sending->post, &options.post, &why);
	if (outcome != DONE) {
		say(why.text, "", "");
		return EXIT_UNUSABLE;
	}
	double started = progress_now();
	begin_progress(sending);
	outcome = feed(&options, &result, &why);
	progress_end(&sending->progress);
	post_destroy(options.post);
	if (outcome != DONE)
		say(why.text, "", "");
	print_summary(sending, &result, progress_now() - started);
	if (outcome != DONE)
		return EXIT_UNREACHABLE;
	return result.unreadable != 0 ? EXIT_PARTLY : EXIT_DONE;
}

static int prepared(struct sending *sending)
{
	struct content content = {0};
	struct why why = {""};
	enum outcome outcome = DONE;
	int status = EXIT_UNREACHABLE;
	if (sending->token_file != NULL)
		outcome = read_token(sending, &why);
	if (outcome == DONE)
		outcome = content_load(&content, &why);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (outcome == DONE)
		outcome = confine(sending, &why);
	if (outcome == DONE)
		status = send_all(sending, content.mappings);
	else
		say(why.text, "", "");
	content_unload(&content);
	curl_global_cleanup();
	return status;
}

static int run(int argc, char **argv)
{
	struct sending sending = {.language = command_default_language()};
	if (!read_options(&sending, argc, argv))
		return command_unusable(&send_command, "unusable arguments");
	if (sending.help)
		return command_help(&send_command);
	if (sending.post.to == NULL)
		return command_unusable(&send_command, "--to is missing");
	if ((sending.post.token == NULL) == (sending.token_file == NULL))
		return command_unusable(&send_command, "one of --token and --token-file is needed");
	if (sending.count == 0)
		return command_unusable(&send_command, "nothing to send: name files or folders");
	buffer_init(&sending.unreadable, (size_t)64 << 20);
	int status = prepared(&sending);
	buffer_free(&sending.unreadable);
	return status;
}

const struct command send_command = {"send", "feed files to a server, once, resumable", help, run};
