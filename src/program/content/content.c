/* SPDX-License-Identifier: Apache-2.0 */
#include "program/content/content.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/yaml.h"
#include "os/files.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONTENT_MEMORY ((size_t)64 << 20)

static bool is_folder(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static const char *beside_program(struct arena *arena)
{
	static const char *const places[] = {"../content", "../share/sakimori/content"};
	char self[PATH_MAX];
	ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (size <= 0)
		return NULL;
	struct text folder = {self, (size_t)size};
	folder = text_part(folder, 0, text_find_last_char(folder, '/'));
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		struct text path = text_format(arena, "%.*s/%s", TEXT_ARGS(folder), places[i]);
		const char *terminated = text_cstr(arena, path);
		if (is_folder(terminated))
			return terminated;
	}
	return NULL;
}

static const char *find_folder(struct arena *arena)
{
	const char *given = getenv("SAKIMORI_CONTENT");
	if (given != NULL && given[0] != '\0')
		return is_folder(given) ? text_cstr(arena, text_of(given)) : NULL;
	return beside_program(arena);
}

enum outcome content_file(
    struct content *content, const char *name, struct text *bytes, struct why *why)
{
	struct text path = text_format(content->arena, "%s/%s", content->folder, name);
	return file_read(
	    text_cstr(content->arena, path), LIMIT_RULE_FILE, content->arena, bytes, why);
}

/* What a walk over content files does with each. */
struct loading {
	struct content *content;
	struct ruleset *rules;
	enum outcome (*add)(struct content *content, struct text bytes, struct why *why);
	struct arena *arena;
	enum outcome outcome;
	struct why *why;
	bool added; /* the folder that `rules add` fills */
};

bool content_is_yaml(struct text name)
{
	return text_ends(name, TEXT(".yml")) || text_ends(name, TEXT(".yaml"));
}

static bool visit_content(void *data, const struct file_seen *seen)
{
	struct loading *loading = data;
	if (seen->outcome == DONE && !content_is_yaml(text_of(seen->path)))
		return true;
	struct text bytes;
	struct why reason;
	enum outcome outcome = seen->outcome;
	if (outcome != DONE)
		why_set(&reason, "%s", seen->why);
	else
		outcome = file_read(
		    seen->path, LIMIT_RULE_FILE, loading->content->arena, &bytes, &reason);
	if (outcome == DONE)
		outcome = loading->add(loading->content, bytes, &reason);
	if (outcome != DONE)
		why_set(loading->why, "%s: %s", seen->path, reason.text);
	loading->outcome = outcome;
	return outcome == DONE;
}

static enum outcome add_text(struct content *content, struct text bytes, struct why *why)
{
	return texts_add(content->texts, bytes, why);
}

static enum outcome add_playbook(struct content *content, struct text bytes, struct why *why)
{
	return playbook_add(content->playbook, bytes, why);
}

static enum outcome add_mapping(struct content *content, struct text bytes, struct why *why)
{
	return csv_mappings_add(content->mappings, bytes, why);
}

enum outcome content_load(struct content *content, struct why *why)
{
	static const struct {
		const char *folder;
		enum outcome (*add)(struct content *content, struct text bytes, struct why *why);
	} parts[] = {{"texts", add_text}, {"incident", add_playbook}, {"csv", add_mapping}};
	struct arena *arena = arena_create("content", CONTENT_MEMORY);
	*content = (struct content){
	    .arena = arena,
	    .folder = find_folder(arena),
	    .texts = texts_create(arena),
	    .playbook = playbook_create(arena),
	    .mappings = csv_mappings_create(arena),
	};
	if (content->folder == NULL) {
		why_set(why, "the content folder is neither beside the program nor in "
			     "SAKIMORI_CONTENT");
		return NOT_FOUND;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct loading loading = {.content = content, .add = parts[i].add, .why = why};
		struct text path = text_format(arena, "%s/%s", content->folder, parts[i].folder);
		enum outcome outcome =
		    file_walk(text_cstr(arena, path), visit_content, &loading, why);
		if (outcome != DONE || loading.outcome != DONE)
			return outcome != DONE ? outcome : loading.outcome;
	}
	return DONE;
}

void content_unload(struct content *content)
{
	arena_destroy(content->arena);
	*content = (struct content){0};
}

/* What an interrupted `rules add` may leave beside the added rules. */
static bool is_leftover(const char *path)
{
	return strstr(path, "/.new-") != NULL || strstr(path, "/.old-") != NULL;
}

static bool visit_rule(void *data, const struct file_seen *seen)
{
	struct loading *loading = data;
	if ((loading->added && is_leftover(seen->path)) ||
	    (seen->outcome == DONE && !content_is_yaml(text_of(seen->path))))
		return true;
	struct text bytes;
	struct why reason;
	enum outcome outcome = seen->outcome;
	arena_reset(loading->arena);
	if (outcome != DONE)
		why_set(&reason, "%s", seen->why);
	else
		outcome = file_read(seen->path, LIMIT_RULE_FILE, loading->arena, &bytes, &reason);
	if (outcome == DONE)
		ruleset_add(loading->rules, text_of(seen->path), bytes);
	else
		ruleset_refuse(loading->rules, text_of(seen->path), text_of(reason.text));
	return true;
}

/* Add the rule files of one file or folder. */
static enum outcome add_rules(struct ruleset *rules, const char *path, bool added, struct why *why)
{
	struct loading loading = {.rules = rules,
	    .arena = arena_create("rule file", LIMIT_RULE_FILE + 65536),
	    .added = added};
	enum outcome outcome = file_walk(path, visit_rule, &loading, why);
	arena_destroy(loading.arena);
	return outcome;
}

const char *content_added_rules(struct content *content, const char *data)
{
	bool installed = strstr(content->folder, "/share/sakimori/") != NULL;
	if (data == NULL)
		data = installed ? "/var/lib/sakimori" : "./var";
	return text_cstr(content->arena, text_format(content->arena, "%s/rules", data));
}

static enum outcome add_placeholders(
    struct ruleset *rules, const char *path, struct arena *arena, struct why *why)
{
	struct text bytes;
	struct yaml **documents;
	size_t count;
	enum outcome outcome = file_read(path, LIMIT_RULE_FILE, arena, &bytes, why);
	if (outcome == DONE)
		outcome = yaml_read(bytes, &yaml_content_limits, arena, &documents, &count, why);
	if (outcome != DONE)
		return outcome;
	if (count != 1 || documents[0]->kind != YAML_MAP) {
		why_set(why, "%s: placeholders are one map of names to lists of values", path);
		return MALFORMED;
	}
	for (const struct yaml *y = documents[0]->first; y != NULL; y = y->next) {
		struct text *values = arena_array(arena, y->count + 1, sizeof(*values));
		size_t n = 0;
		for (const struct yaml *v = y->first; v != NULL; v = v->next)
			values[n++] = yaml_text(v);
		if (y->kind == YAML_SCALAR)
			values[n++] = yaml_text(y);
		if (n == 0) {
			why_set(why, "%s: line %u: a placeholder needs at least one value", path,
			    y->key_line);
			return MALFORMED;
		}
		ruleset_placeholder(rules, y->key, values, n);
	}
	return DONE;
}

static enum outcome add_shipped(
    struct content *content, struct ruleset *rules, const char *name, struct why *why)
{
	struct text path = text_format(content->arena, "%s/%s", content->folder, name);
	return add_rules(rules, text_cstr(content->arena, path), false, why);
}

static enum outcome add_all(struct content *content, const struct rule_sources *sources,
    struct ruleset *rules, struct why *why)
{
	enum outcome outcome = DONE;
	if (sources->placeholders != NULL)
		outcome = add_placeholders(rules, sources->placeholders, content->arena, why);
	for (size_t i = 0; i < sources->count && outcome == DONE; i++)
		outcome = add_rules(rules, sources->dirs[i], false, why);
	if (sources->count == 0 && outcome == DONE)
		outcome = add_shipped(content, rules, "rules", why);
	const char *added = content_added_rules(content, sources->data);
	if (sources->count == 0 && outcome == DONE && is_folder(added))
		outcome = add_rules(rules, added, true, why);
	if (outcome == DONE && !sources->only_dirs)
		outcome = add_shipped(content, rules, "verdicts", why);
	return outcome;
}

enum outcome content_rules(struct content *content, const struct rule_sources *sources,
    struct ruleset **rules, struct why *why)
{
	struct ruleset *set = ruleset_create();
	enum outcome outcome = add_all(content, sources, set, why);
	if (outcome != DONE) {
		ruleset_destroy(set);
		return outcome;
	}
	ruleset_freeze(set);
	*rules = set;
	return DONE;
}
