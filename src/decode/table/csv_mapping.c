/* SPDX-License-Identifier: Apache-2.0 */
/* Mapping files read into tables, found by a header and bound to it. The format stands in csv.h. */
#include "base/arena.h"
#include "base/yaml.h"
#include "decode/table/csv_parts.h"

#include <assert.h>

struct csv_mappings *csv_mappings_create(struct arena *arena)
{
	struct csv_mappings *mappings = arena_alloc(arena, sizeof(*mappings));
	mappings->arena = arena;
	return mappings;
}

/* What is being read: the map, and where its parts go. */
struct reading {
	struct arena *arena;
	struct csv_mapping *mapping;
	struct why *why;
};

static enum outcome wrong(const struct reading *reading, unsigned line, const char *what)
{
	why_set(reading->why, "line %u: %s", line, what);
	return MALFORMED;
}

static enum outcome read_names(
    const struct reading *reading, const struct yaml *node, struct csv_names *names)
{
	assert(names != NULL);
	if (node->kind != YAML_LIST || node->count == 0)
		return wrong(reading, node->line, "a list of names is wanted");
	names->at = arena_array(reading->arena, node->count, sizeof(names->at[0]));
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		if (item->kind != YAML_SCALAR || item->text.size == 0)
			return wrong(reading, item->line, "a name is wanted");
		names->at[names->count++] = text_copy(reading->arena, item->text);
	}
	return DONE;
}

static enum outcome read_field(
    const struct reading *reading, const struct yaml *node, enum field_id *field)
{
	if (field_by_name(yaml_text(node), field))
		return DONE;
	return wrong(reading, node->line, "no field of that name in event/fields.def");
}

static enum outcome read_target(
    const struct reading *reading, const struct yaml *node, struct csv_column *column)
{
	static const struct text targets[] = {[CSV_PRODUCT] = TEXT_INIT("logsource.product"),
	    [CSV_CATEGORY] = TEXT_INIT("logsource.category"),
	    [CSV_SERVICE] = TEXT_INIT("logsource.service")};
	for (int i = CSV_PRODUCT; i <= CSV_SERVICE; i++) {
		if (!text_equal(yaml_text(node), targets[i]))
			continue;
		column->target = (enum csv_target)i;
		return DONE;
	}
	return read_field(reading, node, &column->field);
}

static enum outcome read_form(
    const struct reading *reading, const struct yaml *node, struct csv_column *column)
{
	static const struct {
		struct text name;
		enum csv_form form;
		enum native_form native;
	} forms[] = {{TEXT_INIT("text"), CSV_NATIVE, NATIVE_TEXT},
	    {TEXT_INIT("lower"), CSV_NATIVE, NATIVE_LOWER},
	    {TEXT_INIT("transport"), CSV_NATIVE, NATIVE_TRANSPORT},
	    {TEXT_INIT("account"), CSV_NATIVE, NATIVE_ACCOUNT},
	    {TEXT_INIT("ip"), CSV_NATIVE, NATIVE_IP}, {TEXT_INIT("port"), CSV_NATIVE, NATIVE_PORT},
	    {TEXT_INIT("number"), CSV_NATIVE, NATIVE_NUMBER},
	    {TEXT_INIT("milli"), CSV_NATIVE, NATIVE_MILLI},
	    {TEXT_INIT("direction"), CSV_NATIVE, NATIVE_DIRECTION},
	    {TEXT_INIT("url"), CSV_URL, NATIVE_TEXT},
	    {TEXT_INIT("address"), CSV_ADDRESS, NATIVE_TEXT}};
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!text_equal(yaml_text(node), forms[i].name))
			continue;
		column->form = forms[i].form;
		column->native = forms[i].native;
		return DONE;
	}
	return wrong(reading, node->line, "no such form");
}

static enum outcome read_words(
    const struct reading *reading, const struct yaml *node, struct csv_column *column)
{
	if (node->kind != YAML_MAP)
		return wrong(reading, node->line, "words: a map is wanted");
	column->words = arena_array(reading->arena, node->count, sizeof(column->words[0]));
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		struct csv_word *word = &column->words[column->word_count++];
		word->word = text_copy(reading->arena, item->key);
		enum outcome outcome = read_names(reading, item, &word->texts);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome read_column_key(
    const struct reading *reading, const struct yaml *node, struct csv_column *column)
{
	if (text_equal(node->key, TEXT("from")))
		return read_names(reading, node, &column->from);
	if (text_equal(node->key, TEXT("to")))
		return read_target(reading, node, column);
	if (text_equal(node->key, TEXT("form")))
		return read_form(reading, node, column);
	if (text_equal(node->key, TEXT("words")))
		return read_words(reading, node, column);
	if (text_equal(node->key, TEXT("port"))) {
		column->has_port = true;
		return read_field(reading, node, &column->port);
	}
	if (!text_equal(node->key, TEXT("else")))
		return wrong(reading, node->key_line, "no such key in a column");
	column->keep = text_equal(yaml_text(node), TEXT("keep"));
	if (column->keep || text_equal(yaml_text(node), TEXT("drop")))
		return DONE;
	return wrong(reading, node->line, "else: keep or drop");
}

static enum outcome read_column(
    const struct reading *reading, const struct yaml *node, struct csv_column *column)
{
	if (node->kind != YAML_MAP)
		return wrong(reading, node->line, "a column is a map");
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		enum outcome outcome = read_column_key(reading, item, column);
		if (outcome != DONE)
			return outcome;
	}
	if (column->from.count == 0 || yaml_get(node, "to") == NULL)
		return wrong(reading, node->line, "a column needs from and to");
	return DONE;
}

static enum outcome read_columns(const struct reading *reading, const struct yaml *node)
{
	struct csv_mapping *mapping = reading->mapping;
	assert(mapping != NULL);
	if (node->kind != YAML_LIST)
		return wrong(reading, node->line, "columns: a list is wanted");
	mapping->columns = arena_array(reading->arena, node->count, sizeof(mapping->columns[0]));
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		enum outcome outcome =
		    read_column(reading, item, &mapping->columns[mapping->column_count++]);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome read_required(const struct reading *reading, const struct yaml *node)
{
	struct csv_mapping *mapping = reading->mapping;
	assert(mapping != NULL);
	if (node->kind != YAML_LIST || node->count == 0)
		return wrong(reading, node->line, "required: a list of lists of names is wanted");
	mapping->required = arena_array(reading->arena, node->count, sizeof(mapping->required[0]));
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		enum outcome outcome =
		    read_names(reading, item, &mapping->required[mapping->required_count++]);
		if (outcome != DONE)
			return outcome;
	}
	return DONE;
}

static enum outcome read_time_form(const struct reading *reading, const struct yaml *node)
{
	static const struct text forms[] = {[CSV_YMD] = TEXT_INIT("ymd"),
	    [CSV_MDY] = TEXT_INIT("mdy"),
	    [CSV_DMY] = TEXT_INIT("dmy"),
	    [CSV_EPOCH] = TEXT_INIT("epoch"),
	    [CSV_MILLI] = TEXT_INIT("milli")};
	for (int i = CSV_YMD; i <= CSV_MILLI; i++) {
		if (!text_equal(yaml_text(node), forms[i]))
			continue;
		assert(reading->mapping != NULL);
		reading->mapping->time_form = (enum csv_time)i;
		return DONE;
	}
	return wrong(reading, node->line, "form: ymd, mdy, dmy, epoch or milli");
}

static enum outcome read_time(const struct reading *reading, const struct yaml *node)
{
	struct csv_mapping *mapping = reading->mapping;
	enum outcome outcome = DONE;
	if (node->kind != YAML_MAP)
		return wrong(reading, node->line, "time: a map is wanted");
	for (const struct yaml *item = node->first; item != NULL && outcome == DONE;
	     item = item->next) {
		if (text_equal(item->key, TEXT("from")) || text_equal(item->key, TEXT("date")))
			outcome = read_names(reading, item, &mapping->time);
		else if (text_equal(item->key, TEXT("clock")))
			outcome = read_names(reading, item, &mapping->clock);
		else if (text_equal(item->key, TEXT("form")))
			outcome = read_time_form(reading, item);
		else
			outcome = wrong(reading, item->key_line, "no such key in time");
	}
	return outcome;
}

static enum outcome read_pairs(
    const struct reading *reading, const struct yaml *node, struct csv_pair **pairs, size_t *count)
{
	assert(pairs != NULL && count != NULL);
	if (node->kind != YAML_MAP)
		return wrong(reading, node->line, "a map is wanted");
	*pairs = arena_array(reading->arena, node->count, sizeof(**pairs));
	for (const struct yaml *item = node->first; item != NULL; item = item->next) {
		struct csv_pair *pair = &(*pairs)[(*count)++];
		pair->name = text_copy(reading->arena, item->key);
		pair->value = text_copy(reading->arena, yaml_text(item));
		if (pair->name.size == 0 || pair->value.size == 0)
			return wrong(reading, item->line, "a name and a value are wanted");
	}
	return DONE;
}

/* The keys whose value is one text; NULL for any other. */
static struct text *text_key(struct csv_mapping *mapping, struct text key)
{
	if (text_equal(key, TEXT("name")))
		return &mapping->name;
	if (text_equal(key, TEXT("product")))
		return &mapping->logsource.product;
	if (text_equal(key, TEXT("category")))
		return &mapping->logsource.category;
	if (text_equal(key, TEXT("service")))
		return &mapping->logsource.service;
	return text_equal(key, TEXT("extra")) ? &mapping->extra : NULL;
}

static enum outcome read_key(const struct reading *reading, const struct yaml *node)
{
	struct csv_mapping *mapping = reading->mapping;
	struct text *text = text_key(mapping, node->key);
	if (text != NULL) {
		*text = text_copy(reading->arena, yaml_text(node));
		return text->size != 0 ? DONE : wrong(reading, node->line, "a text is wanted");
	}
	if (text_equal(node->key, TEXT("title")) || text_equal(node->key, TEXT("source")))
		return DONE;
	if (text_equal(node->key, TEXT("required")))
		return read_required(reading, node);
	if (text_equal(node->key, TEXT("time")))
		return read_time(reading, node);
	if (text_equal(node->key, TEXT("columns")))
		return read_columns(reading, node);
	if (text_equal(node->key, TEXT("message")))
		return read_names(reading, node, &mapping->message);
	if (text_equal(node->key, TEXT("names")))
		return read_pairs(reading, node, &mapping->names, &mapping->name_count);
	if (text_equal(node->key, TEXT("constants")))
		return read_pairs(reading, node, &mapping->constants, &mapping->constant_count);
	return wrong(reading, node->key_line, "no such key in a mapping");
}

static enum outcome read_mapping(const struct reading *reading, const struct yaml *root)
{
	if (root->kind != YAML_MAP)
		return wrong(reading, root->line, "a mapping is a map");
	for (const struct yaml *item = root->first; item != NULL; item = item->next) {
		enum outcome outcome = read_key(reading, item);
		if (outcome != DONE)
			return outcome;
	}
	if (reading->mapping->name.size == 0 || reading->mapping->required_count == 0)
		return wrong(reading, root->line, "a mapping needs name and required");
	return DONE;
}

enum outcome csv_mappings_add(struct csv_mappings *mappings, struct text bytes, struct why *why)
{
	struct yaml **documents;
	size_t count;
	struct reading reading = {.arena = mappings->arena, .why = why};
	if (mappings->count == CSV_MAPPINGS) {
		why_set(why, "line 1: more than %d mapping files", CSV_MAPPINGS);
		return TOO_LARGE;
	}
	enum outcome outcome =
	    yaml_read(bytes, &yaml_content_limits, mappings->arena, &documents, &count, why);
	if (outcome != DONE)
		return outcome;
	if (count != 1)
		return wrong(&reading, 1, "one document is wanted");
	reading.mapping = arena_alloc(mappings->arena, sizeof(*reading.mapping));
	outcome = read_mapping(&reading, documents[0]);
	if (outcome == DONE)
		mappings->at[mappings->count++] = reading.mapping;
	return outcome;
}

struct text csv_mapping_name(const struct csv_mapping *mapping)
{
	return mapping->name;
}
