/* SPDX-License-Identifier: Apache-2.0 */
#include "web/request.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"

static bool is_clean(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		unsigned char c = (unsigned char)t.at[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			return false;
	}
	return utf8_valid(t);
}

enum outcome percent_decode(
    struct text t, bool plus, struct arena *arena, struct text *decoded, struct why *why)
{
	char *out = arena_alloc(arena, t.size + 1);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];
		if (c == '%') {
			int high = i + 2 < t.size ? text_hex_digit(t.at[i + 1]) : -1;
			int low = i + 2 < t.size ? text_hex_digit(t.at[i + 2]) : -1;
			if (high < 0 || low < 0) {
				why_set(why, "byte %zu: %% without two digits", i);
				return MALFORMED;
			}
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		out[size++] = c;
	}
	struct text result = {out, size};
	if (!is_clean(result)) {
		why_set(why, "control characters or bytes that are no UTF-8");
		return MALFORMED;
	}
	*decoded = result;
	return DONE;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '.' || c == '~';
}

struct text percent_encode(struct arena *arena, struct text t)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_array(arena, t.size + 1, 3);
	size_t size = 0;
	for (size_t i = 0; i < t.size; i++) {
		unsigned char c = (unsigned char)t.at[i];
		if (is_plain(t.at[i])) {
			out[size++] = t.at[i];
			continue;
		}
		out[size++] = '%';
		out[size++] = digits[c >> 4];
		out[size++] = digits[c & 15];
	}
	return (struct text){out, size};
}

static enum outcome form_add(
    struct form *form, struct text name, struct text value, struct why *why)
{
	if (form->count == FORM_FIELDS) {
		why_set(why, "more than %d fields", FORM_FIELDS);
		return TOO_LARGE;
	}
	form->at[form->count++] = (struct form_field){name, value};
	return DONE;
}

enum outcome form_read(struct text encoded, struct arena *arena, struct form *form, struct why *why)
{
	struct form read = {arena_array(arena, FORM_FIELDS, sizeof(struct form_field)), 0};
	while (encoded.size != 0) {
		struct text value = text_cut(&encoded, '&');
		if (value.size == 0)
			continue;
		struct text name = text_cut(&value, '=');
		enum outcome outcome = percent_decode(name, true, arena, &name, why);
		if (outcome == DONE)
			outcome = percent_decode(value, true, arena, &value, why);
		if (outcome == DONE)
			outcome = form_add(&read, name, value, why);
		if (outcome != DONE)
			return outcome;
	}
	*form = read;
	return DONE;
}

static enum outcome add_value(
    struct form *form, struct text name, const struct json *value, struct why *why)
{
	if (value->kind == JSON_NULL)
		return DONE;
	if (value->kind == JSON_OBJECT || value->kind == JSON_ARRAY) {
		why_set(why, "\"%.*s\": only texts, numbers, booleans and lists of them",
		    (int)(name.size < 60 ? name.size : 60), name.at);
		return MALFORMED;
	}
	if (!is_clean(json_text(value)) || !is_clean(name)) {
		why_set(why, "a value holds control characters");
		return MALFORMED;
	}
	return form_add(form, name, json_text(value), why);
}

static enum outcome add_member(struct form *form, const struct json *member, struct why *why)
{
	if (member->kind != JSON_ARRAY)
		return add_value(form, member->name, member, why);
	/* An empty list says that there is to be none: one field without a value. */
	if (member->count == 0)
		return form_add(form, member->name, TEXT(""), why);
	enum outcome outcome = DONE;
	for (const struct json *value = member->first; value != NULL && outcome == DONE;
	     value = value->next)
		outcome = add_value(form, member->name, value, why);
	return outcome;
}

enum outcome form_read_json(
    struct text body, struct arena *arena, struct form *form, struct why *why)
{
	static const struct json_limits limits = {.depth = 4, .values = 4096, .lenient = false};
	struct form read = {arena_array(arena, FORM_FIELDS, sizeof(struct form_field)), 0};
	const struct json *value = NULL;
	enum outcome outcome = json_read(body, &limits, arena, &value, why);
	if (outcome != DONE)
		return outcome;
	if (value->kind != JSON_OBJECT) {
		why_set(why, "the body is no JSON object");
		return MALFORMED;
	}
	for (const struct json *member = value->first; member != NULL; member = member->next) {
		outcome = add_member(&read, member, why);
		if (outcome != DONE)
			return outcome;
	}
	*form = read;
	return DONE;
}

static const struct form_field *find(const struct form *form, const char *name)
{
	struct text wanted = text_of(name);
	for (size_t i = 0; i < form->count; i++)
		if (text_equal(form->at[i].name, wanted))
			return &form->at[i];
	return NULL;
}

bool form_has(const struct form *form, const char *name)
{
	return find(form, name) != NULL;
}

struct text form_raw(const struct form *form, const char *name)
{
	const struct form_field *field = find(form, name);
	return field == NULL ? TEXT("") : field->value;
}

struct text form_get(const struct form *form, const char *name)
{
	return text_trim(form_raw(form, name));
}

enum outcome path_split(struct text path, struct arena *arena, struct text parts[PATH_PARTS],
    size_t *count, struct why *why)
{
	size_t found = 0;
	if (path.size > PATH_SIZE || !text_skip(&path, TEXT("/"))) {
		why_set(why, "no path");
		return MALFORMED;
	}
	while (path.size != 0) {
		struct text part = text_cut(&path, '/');
		if (found == PATH_PARTS || part.size == 0) {
			why_set(why, "there is nothing at this address");
			return MALFORMED;
		}
		enum outcome outcome = percent_decode(part, false, arena, &parts[found++], why);
		if (outcome != DONE)
			return outcome;
	}
	*count = found;
	return DONE;
}

struct text cookie_get(struct text header, struct text name)
{
	while (header.size != 0) {
		struct text value = text_trim(text_cut(&header, ';'));
		struct text here = text_cut(&value, '=');
		if (text_equal(here, name))
			return value;
	}
	return TEXT("");
}

bool accepts(struct text header, struct text type)
{
	while (header.size != 0) {
		struct text range = text_cut(&header, ',');
		if (text_equal_fold(text_trim(text_cut(&range, ';')), type))
			return true;
	}
	return false;
}

bool language_parse(struct text word, enum language *language)
{
	if (text_equal_fold(word, TEXT("ja")) || text_starts_fold(word, TEXT("ja-"))) {
		*language = LANGUAGE_JA;
		return true;
	}
	if (text_equal_fold(word, TEXT("en")) || text_starts_fold(word, TEXT("en-"))) {
		*language = LANGUAGE_EN;
		return true;
	}
	return false;
}

struct text language_word(enum language language)
{
	return language == LANGUAGE_JA ? TEXT("ja") : TEXT("en");
}

static double quality(struct text parameters)
{
	struct text t = text_trim(parameters);
	double value;
	if (!text_skip(&t, TEXT("q=")))
		return 1;
	return text_to_double(t, &value) && value >= 0 && value <= 1 ? value : 0;
}

bool language_preferred(struct text header, enum language *language)
{
	double best = 0;
	while (header.size != 0) {
		struct text parameters = text_cut(&header, ',');
		struct text word = text_trim(text_cut(&parameters, ';'));
		enum language here;
		double weight = quality(parameters);
		if (weight > best && language_parse(word, &here)) {
			best = weight;
			*language = here;
		}
	}
	return best > 0;
}
