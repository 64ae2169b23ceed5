/* SPDX-License-Identifier: Apache-2.0 */
/* `sakimori rules`: what rules there are, whether they load, what one says, and adding more. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "program/cli/command.h"
#include "program/cli/rules/rules_add.h"
#include "program/cli/rules/rules_tell.h"
#include "program/cli/terminal.h"
#include "program/cli/triage/triage_write.h"
#include "program/content/content.h"

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUTPUT_MEMORY ((size_t)256 << 20)

struct settings {
	bool json;
	const char *data;
	const char *placeholders;
	const char *const *arguments;
	size_t count;
};

enum { OPTION_JSON = 256, OPTION_DATA, OPTION_PLACEHOLDERS, OPTION_LANG, OPTION_HELP };

static const struct option options[] = {
    {"json", no_argument, NULL, OPTION_JSON},
    {"data", required_argument, NULL, OPTION_DATA},
    {"placeholders", required_argument, NULL, OPTION_PLACEHOLDERS},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: sakimori rules check PATH...       say which Sigma rules load and why others do not\n"
    "       sakimori rules list                the rules and product mappings in use\n"
    "       sakimori rules explain ID          one rule, as it was written\n"
    "       sakimori rules add FILE.zip|DIR    use these, too, from now on\n"
    "\n"
    "  --json                 for programs\n"
    "  --data DIR             where added rules are kept (./var)\n"
    "  --placeholders FILE    YAML: values for the placeholders of rules\n"
    "\n"
    "Example: sakimori rules add sigma_all_rules.zip\n"
    "\n"
    "Exit status: 0 done; 2 unusable arguments; 3 some rules were refused; 4 could not be "
    "opened.\n";

static int fail(const char *what, const char *why)
{
	fprintf(stderr, "sakimori rules: %s%s%s\n", what, what[0] != '\0' ? ": " : "", why);
	return EXIT_UNREACHABLE;
}

static void print_buffer(struct buffer *out)
{
	fwrite(out->bytes, 1, out->size, stdout);
	buffer_free(out);
}

static void check_json(const struct ruleset *rules)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, OUTPUT_MEMORY);
	json_begin(&writer, &out);
	write_json_rules(&writer, NULL, rules);
	buffer_put_char(&out, '\n');
	print_buffer(&out);
}

static void check_text(const struct ruleset *rules)
{
	size_t count;
	const struct refused_rule *refused = ruleset_refused(rules, &count);
	for (size_t i = 0; i < count; i++) {
		terminal_put(stdout, refused[i].file);
		if (refused[i].line != 0)
			printf(":%u", refused[i].line);
		fputs(": ", stdout);
		terminal_put(stdout, refused[i].why);
		fputc('\n', stdout);
	}
	printf("%zu loaded, %zu refused\n", ruleset_count(rules), count);
}

static int tell_check(const struct settings *settings, const struct ruleset *rules)
{
	size_t refused;
	(void)ruleset_refused(rules, &refused);
	if (settings->json)
		check_json(rules);
	else
		check_text(rules);
	return refused != 0 ? EXIT_PARTLY : EXIT_DONE;
}

static int do_check(const struct settings *settings, struct content *content)
{
	if (settings->count == 0)
		return command_unusable(&rules_command, "check what? Give a folder or file");
	const struct rule_sources sources = {
	    settings->arguments, settings->count, settings->placeholders, settings->data, true};
	struct ruleset *rules;
	struct why why;
	if (content_rules(content, &sources, &rules, &why) != DONE)
		return fail("", why.text);
	int status = tell_check(settings, rules);
	ruleset_destroy(rules);
	return status;
}

static void list_json(const struct ruleset *rules)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, OUTPUT_MEMORY);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	json_open_array(&writer, "rules");
	for (size_t i = 0; i < ruleset_count(rules); i++) {
		const struct rule_facts *rule = ruleset_rule(rules, i);
		json_open_object(&writer, NULL);
		json_put_text(&writer, "id", rule->id);
		json_put_text(&writer, "title", rule->title);
		json_put_text(&writer, "level", text_of(severity_word(rule->severity)));
		json_put_text(&writer, "category", text_of(category_word(rule->category)));
		json_put_text(&writer, "file", rule->file);
		json_close_object(&writer);
	}
	json_close_array(&writer);
	json_close_object(&writer);
	buffer_put_char(&out, '\n');
	print_buffer(&out);
}

static void list_text(const struct ruleset *rules)
{
	for (size_t i = 0; i < ruleset_count(rules); i++) {
		const struct rule_facts *rule = ruleset_rule(rules, i);
		printf("%-13s ", severity_word(rule->severity));
		terminal_put(stdout, rule->id);
		fputs("  ", stdout);
		terminal_put(stdout, rule->title);
		fputc('\n', stdout);
	}
	printf("%zu rules\n", ruleset_count(rules));
}

static int do_list(const struct settings *settings, struct content *content)
{
	const struct rule_sources sources = {
	    .placeholders = settings->placeholders, .data = settings->data};
	struct ruleset *rules;
	struct why why;
	if (settings->count != 0)
		return command_unusable(&rules_command, "list takes no further argument");
	if (content_rules(content, &sources, &rules, &why) != DONE)
		return fail("", why.text);
	if (settings->json)
		list_json(rules);
	else
		list_text(rules);
	ruleset_destroy(rules);
	return EXIT_DONE;
}

static void explain_json(const struct ruleset *rules, const struct rule_facts *rule)
{
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, OUTPUT_MEMORY);
	json_begin(&writer, &out);
	json_open_object(&writer, NULL);
	json_put_text(&writer, "id", rule->id);
	json_put_text(&writer, "title", rule->title);
	json_put_text(&writer, "level", text_of(severity_word(rule->severity)));
	json_put_text(&writer, "stage", text_of(stage_word(rule->stage)));
	json_put_text(&writer, "description", rule->description);
	json_put_text(&writer, "file", rule->file);
	json_put_text(&writer, "source", ruleset_source(rules, rule));
	json_close_object(&writer);
	buffer_put_char(&out, '\n');
	print_buffer(&out);
}

/* A rule's lines, each made harmless for the terminal. */
static void explain_text(const struct ruleset *rules, const struct rule_facts *rule)
{
	struct text rest = ruleset_source(rules, rule);
	fputs("# ", stdout);
	terminal_put(stdout, rule->file);
	fputc('\n', stdout);
	while (rest.size != 0) {
		terminal_put(stdout, text_cut(&rest, '\n'));
		fputc('\n', stdout);
	}
}

static int do_explain(const struct settings *settings, struct content *content)
{
	const struct rule_sources sources = {
	    .placeholders = settings->placeholders, .data = settings->data};
	struct ruleset *rules;
	struct why why;
	if (settings->count != 1)
		return command_unusable(&rules_command, "explain takes the id of one rule");
	if (content_rules(content, &sources, &rules, &why) != DONE)
		return fail("", why.text);
	const struct rule_facts *rule = ruleset_find(rules, text_of(settings->arguments[0]));
	int status = EXIT_DONE;
	if (rule == NULL)
		status = command_unusable(&rules_command,
		    "no rule, or more than one, is called '%s'", settings->arguments[0]);
	else if (settings->json)
		explain_json(rules, rule);
	else
		explain_text(rules, rule);
	ruleset_destroy(rules);
	return status;
}

static int add(const struct settings *settings, const char *folder)
{
	struct why why;
	struct ruleset *rules;
	enum outcome outcome = rules_add(settings->arguments[0], folder, &rules, &why);
	if (outcome != DONE)
		return fail(settings->arguments[0], why.text);
	int status = tell_check(settings, rules);
	if (!settings->json)
		printf("now in %s\n", folder);
	ruleset_destroy(rules);
	return status;
}

/* The archive is read by a child: the sandbox that it enters forbids to tell the server. */
static int do_add(const struct settings *settings, struct content *content)
{
	int status = 0;
	if (settings->count != 1)
		return command_unusable(&rules_command, "add takes one folder or archive of rules");
	const char *folder = content_added_rules(content, settings->data);
	pid_t server = rules_server(folder);
	(void)fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		exit(add(settings, folder));
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return fail(settings->arguments[0], "the reading process did not end well");
	status = WEXITSTATUS(status);
	if (status == EXIT_DONE || status == EXIT_PARTLY)
		rules_tell(server, !settings->json);
	return status;
}

static const struct {
	const char *name;
	int (*run)(const struct settings *settings, struct content *content);
} parts[] = {{"check", do_check}, {"list", do_list}, {"explain", do_explain}, {"add", do_add}};

static int read_arguments(int argc, char **argv, struct settings *settings, bool *helped)
{
	int option;
	enum language language;
	optind = 1;
	opterr = 0;
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case OPTION_JSON:
			settings->json = true;
			break;
		case OPTION_DATA:
			if (optarg[0] == '\0')
				return command_unusable(&rules_command, "--data needs a folder");
			settings->data = optarg;
			break;
		case OPTION_PLACEHOLDERS:
			settings->placeholders = optarg;
			break;
		case OPTION_LANG:
			if (command_language(optarg, &language))
				break;
			return command_unusable(&rules_command, "--lang is ja or en");
		case OPTION_HELP:
			*helped = true;
			return command_help(&rules_command);
		default:
			return command_unusable(&rules_command,
			    "'%s' is no option, or lacks its value", argv[optind - 1]);
		}
	}
	settings->arguments = (const char *const *)(argv + optind + 1);
	settings->count = optind < argc ? (size_t)(argc - optind - 1) : 0;
	return optind < argc ? EXIT_DONE
			     : command_unusable(&rules_command, "check, list, explain or add?");
}

static int run_rules(int argc, char **argv)
{
	struct settings settings = {0};
	bool helped = false;
	int status = read_arguments(argc, argv, &settings, &helped);
	if (status != EXIT_DONE || helped)
		return status;
	assert(settings.arguments != NULL);
	const char *name = settings.arguments[-1];
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(name, parts[i].name) != 0)
			continue;
		struct content content;
		struct why why;
		if (content_load(&content, &why) == DONE)
			status = parts[i].run(&settings, &content);
		else
			status = fail("", why.text);
		content_unload(&content);
		return status;
	}
	return command_unusable(&rules_command, "there is no 'rules %s'", name);
}

const struct command rules_command = {
    .name = "rules",
    .summary = "check, list, explain and add detection rules",
    .help = help,
    .run = run_rules,
};
