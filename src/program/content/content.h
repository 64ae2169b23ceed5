/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is data and not code: found beside the program, loaded once before any input is read.
 *
 * The content folder is $SAKIMORI_CONTENT, else ../content or ../share/sakimori/content
 * seen from the program's own folder.
 */
#ifndef PROGRAM_CONTENT_CONTENT_H
#define PROGRAM_CONTENT_CONTENT_H

#include "base/outcome.h"
#include "decode/table/csv.h"
#include "detect/ruleset.h"
#include "incident/story.h"
#include "render/texts.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct content {
	struct arena *arena;
	const char *folder;
	struct texts *texts;
	struct playbook *playbook;
	struct csv_mappings *mappings;
};

/* Find the folder and load texts, playbook and mappings. */
enum outcome content_load(struct content *content, struct why *why) MUST_CHECK;
/* Frees all; harmless on a zeroed struct. */
void content_unload(struct content *content);

/* Whether a name is that of a rule or content file: *.yml, *.yaml. */
bool content_is_yaml(struct text name);

/* A file below the content folder as text on the content's arena. */
enum outcome content_file(
    struct content *content, const char *name, struct text *bytes, struct why *why) MUST_CHECK;

/*
 * A frozen rule set of `dirs` (files or folders of *.yml and *.yaml) or, where there are none, of
 * those that Sakimori ships and those that `rules add` put under `data`; product mappings, too.
 * `placeholders` may be NULL: a YAML file that maps placeholder names to lists of values. A folder
 * that cannot be read: NOT_FOUND, NOT_READABLE.
 */
struct rule_sources {
	const char *const *dirs;
	size_t count;
	const char *placeholders;
	const char *data; /* the data folder as given by --data; NULL: the default */
	bool only_dirs;   /* without the product mappings */
};
enum outcome content_rules(struct content *content, const struct rule_sources *sources,
    struct ruleset **rules, struct why *why) MUST_CHECK;

/*
 * The folder that `rules add` fills: "rules" under `data`, or where that is NULL under ./var, or
 * /var/lib/sakimori for an installed program. On the content's arena.
 */
const char *content_added_rules(struct content *content, const char *data);

#endif
