/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules. Source: Sigma rules specification 2.0.0 (the current one beside modifiers 2.1.0).
 *
 * title, logsource and detection must be there. A rule without a level counts as medium: the
 * specification gives no default, and medium is the lowest level that it says somebody should look
 * at. A rule without an id gets the hash of its text, so that it has the same one wherever the file
 * lies. One key of our own is read where it is there (the specification leaves room for such keys):
 * `title_ja`.
 */
#include "detect/rule_read.h"

#include "base/arena.h"
#include "detect/detection.h"

#define LONGEST_ID 128

enum outcome rule_read_id(struct reading *reading, const struct yaml *map, struct text *id)
{
	struct text read;
	enum outcome outcome = reading_text(reading, map, "id", &read);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < read.size; i++) {
		unsigned char c = (unsigned char)read.at[i];
		if (c <= ' ' || c == 0x7f || read.size > LONGEST_ID)
			return reading_refuse(reading, yaml_get(map, "id")->line,
			    "id holds white space or is longer than %d bytes", LONGEST_ID);
	}
	*id = text_copy(reading->store->texts, read);
	return DONE;
}

enum outcome rule_read_level(struct reading *reading, const struct yaml *map, const char *key,
    enum severity absent, enum severity *severity)
{
	struct text word;
	enum outcome outcome = reading_text(reading, map, key, &word);
	if (outcome != DONE)
		return outcome;
	enum severity read = absent;
	if (word.size > 0 && !severity_parse(word, &read))
		return reading_refuse(reading, yaml_get(map, key)->line,
		    "%s \"%.*s\" is none of Sigma's levels", key, TEXT_ARGS(word));
	*severity = read;
	return DONE;
}

enum outcome rule_read_texts(struct reading *reading, const struct yaml *map, const char *key,
    struct text **texts, size_t *count)
{
	const struct yaml *node = yaml_get(map, key);
	if (node == NULL || yaml_is_null(node))
		return DONE;
	if (node->kind == YAML_MAP)
		return reading_refuse(reading, node->line, "%s is no list of texts", key);
	const struct yaml *one = node->kind == YAML_LIST ? node->first : node;
	struct arena *arena = reading->store->texts;
	struct text *read =
	    arena_array(arena, node->kind == YAML_LIST ? node->count : 1, sizeof(*read));
	size_t have = 0;
	while (one != NULL) {
		if (one->kind != YAML_SCALAR)
			return reading_refuse(reading, one->line, "%s is no list of texts", key);
		read[have++] = text_copy(arena, text_trim(one->text));
		one = node->kind == YAML_LIST ? one->next : NULL;
	}
	*texts = read;
	*count = have;
	return DONE;
}

enum outcome rule_read_tags(
    struct reading *reading, const struct yaml *map, struct rule_facts *facts)
{
	enum outcome outcome =
	    rule_read_texts(reading, map, "tags", &facts->tags, &facts->tag_count);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < facts->tag_count; i++) {
		enum stage stage;
		if (!stage_from_tag(facts->tags[i], &stage))
			continue;
		/* Many techniques serve several tactics; that it came further is not certain. */
		if (facts->stage == STAGE_NONE || stage < facts->stage)
			facts->stage = stage;
	}
	return DONE;
}

enum outcome rule_read_logsource(
    struct reading *reading, const struct yaml *map, struct logsource *logsource)
{
	struct {
		const char *key;
		struct text *word;
	} aspects[] = {
	    {"product", &logsource->product},
	    {"category", &logsource->category},
	    {"service", &logsource->service},
	};
	for (size_t i = 0; i < sizeof(aspects) / sizeof(aspects[0]); i++) {
		struct text word;
		enum outcome outcome = reading_text(reading, map, aspects[i].key, &word);
		if (outcome != DONE)
			return outcome;
		if (word.size > 0)
			*aspects[i].word =
			    text_copy(reading->store->texts, text_lower(reading->scratch, word));
	}
	return DONE;
}

/* Documents that Sigma has and this does not evaluate, by the key that tells them. */
static enum outcome check_kind(struct reading *reading, const struct yaml *document)
{
	const struct yaml *key;
	if (document->kind != YAML_MAP)
		return reading_refuse(reading, document->line, "the document is no map");
	if ((key = yaml_get(document, "correlation")) != NULL) {
		(void)reading_refuse(
		    reading, key->key_line, "correlation rules are not supported yet");
		return NOT_SUPPORTED;
	}
	if ((key = yaml_get(document, "filter")) != NULL) {
		(void)reading_refuse(reading, key->key_line, "filters are not supported yet");
		return NOT_SUPPORTED;
	}
	if ((key = yaml_get(document, "action")) != NULL) {
		(void)reading_refuse(reading, key->key_line,
		    "\"action: %.*s\" belongs to the collections of Sigma 1, which Sigma 2 dropped",
		    TEXT_ARGS(yaml_text(key)));
		return NOT_SUPPORTED;
	}
	return DONE;
}

static enum outcome read_title(
    struct reading *reading, const struct yaml *document, struct rule_facts *facts)
{
	struct text title;
	struct text title_ja;
	struct text description;
	enum outcome outcome = reading_text(reading, document, "title", &title);
	if (outcome == DONE)
		outcome = reading_text(reading, document, "title_ja", &title_ja);
	if (outcome == DONE)
		outcome = reading_text(reading, document, "description", &description);
	if (outcome != DONE)
		return outcome;
	if (title.size == 0)
		return reading_refuse(reading, document->line, "the rule has no title");
	facts->title = text_copy(reading->store->texts, title);
	facts->title_ja = text_copy(reading->store->texts, title_ja);
	facts->description = text_copy(reading->store->texts, description);
	return DONE;
}

static enum outcome read_facts(
    struct reading *reading, const struct yaml *document, struct rule_facts *facts)
{
	enum outcome outcome = read_title(reading, document, facts);
	if (outcome == DONE)
		outcome = rule_read_id(reading, document, &facts->id);
	if (outcome == DONE)
		outcome =
		    rule_read_level(reading, document, "level", SEVERITY_MEDIUM, &facts->severity);
	if (outcome == DONE)
		outcome = rule_read_tags(reading, document, facts);
	if (outcome == DONE)
		outcome = rule_read_texts(reading, document, "falsepositives",
		    &facts->falsepositives, &facts->falsepositive_count);
	return outcome;
}

static enum outcome read_logsource(
    struct reading *reading, const struct yaml *document, struct logsource *logsource)
{
	const struct yaml *map = yaml_get(document, "logsource");
	if (map == NULL || map->kind != YAML_MAP)
		return reading_refuse(
		    reading, map == NULL ? document->line : map->line, "the rule has no logsource");
	enum outcome outcome = rule_read_logsource(reading, map, logsource);
	if (outcome != DONE)
		return outcome;
	if (logsource->product.size + logsource->category.size + logsource->service.size == 0)
		return reading_refuse(
		    reading, map->line, "logsource names neither product nor category nor service");
	return DONE;
}

enum outcome rule_read(struct reading *reading, const struct yaml *document, struct rule **rule)
{
	enum outcome outcome = check_kind(reading, document);
	if (outcome != DONE)
		return outcome;
	struct rule *made = arena_alloc(reading->store->texts, sizeof(*made));
	outcome = read_facts(reading, document, &made->facts);
	if (outcome == DONE)
		outcome = read_logsource(reading, document, &made->logsource);
	if (outcome != DONE)
		return outcome;
	/* What a web server's log shows calls for other steps than what a PC's does. */
	if (text_equal(made->logsource.category, TEXT("webserver")))
		made->facts.category = CATEGORY_WEB_APPLICATION;
	const struct yaml *detection = yaml_get(document, "detection");
	if (detection == NULL)
		return reading_refuse(reading, document->line, "the rule has no detection");
	outcome = detection_read(reading, detection, made);
	if (outcome == DONE)
		*rule = made;
	return outcome;
}
