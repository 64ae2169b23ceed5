/* SPDX-License-Identifier: Apache-2.0 */
/* Content, loaded once: templates, static files, words, CSV mappings; zones when they are needed.
 */
#include "web/state.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "decode/table/csv.h"
#include "os/files.h"

#include <sodium.h>
#include <string.h>

#define CONTENT_FILE ((size_t)1 << 20)
#define TEXTS_SIZE ((size_t)1 << 20)
#define ZONE_FILE ((size_t)64 << 10)

struct loading {
	struct web *web;
	enum outcome (*add)(struct web *web, struct text name, struct text bytes, struct why *why);
	enum outcome outcome;
	struct why *why;
};

static struct text base_name(struct text path)
{
	size_t slash = text_find_last_char(path, '/');
	return slash == TEXT_NONE ? path : text_from(path, slash + 1);
}

static bool visit(void *data, const struct file_seen *seen)
{
	struct loading *loading = data;
	struct text bytes;
	struct why reason;
	enum outcome outcome = seen->outcome;
	if (outcome != DONE)
		why_set(&reason, "%s", seen->why);
	else
		outcome = file_read(seen->path, CONTENT_FILE, loading->web->arena, &bytes, &reason);
	if (outcome == DONE)
		outcome = loading->add(loading->web,
		    text_copy(loading->web->arena, base_name(text_of(seen->path))), bytes, &reason);
	if (outcome != DONE)
		why_set(loading->why, "%s: %s", seen->path, reason.text);
	loading->outcome = outcome;
	return outcome == DONE;
}

static enum outcome load_folder(struct web *web, const char *folder,
    enum outcome (*add)(struct web *, struct text, struct text, struct why *), struct why *why)
{
	struct loading loading = {.web = web, .add = add, .why = why};
	struct text path = text_format(web->arena, "%s/%s", web->options.content, folder);
	enum outcome outcome = file_walk(text_cstr(web->arena, path), visit, &loading, why);
	return outcome != DONE ? outcome : loading.outcome;
}

static enum outcome add_template(
    struct web *web, struct text name, struct text bytes, struct why *why)
{
	if (!text_ends(name, TEXT(".html")))
		return DONE;
	if (web->template_count == WEB_TEMPLATES) {
		why_set(why, "more than %d templates", WEB_TEMPLATES);
		return TOO_LARGE;
	}
	web->templates[web->template_count++] =
	    (struct web_template){.name = text_part(name, 0, name.size - 5), .source = bytes};
	return DONE;
}

static struct text find_partial(void *data, struct text name)
{
	const struct web *web = data;
	for (size_t i = 0; i < web->template_count; i++)
		if (text_equal(web->templates[i].name, name))
			return web->templates[i].source;
	return TEXT("");
}

static enum outcome compile_templates(struct web *web, struct why *why)
{
	struct partials partials = {find_partial, web};
	for (size_t i = 0; i < web->template_count; i++) {
		struct web_template *template = &web->templates[i];
		struct why reason;
		enum outcome outcome = template_compile(
		    template->source, &partials, web->arena, &template->compiled, &reason);
		if (outcome != DONE) {
			why_set(why, "templates/console/%.*s.html: %s", TEXT_ARGS(template->name),
			    reason.text);
			return outcome;
		}
	}
	return DONE;
}

const struct template *state_template(const struct web *web, const char *name)
{
	for (size_t i = 0; i < web->template_count; i++)
		if (text_equal(web->templates[i].name, text_of(name)))
			return web->templates[i].compiled;
	return NULL;
}

static const char *type_of(struct text name)
{
	if (text_ends(name, TEXT(".css")))
		return "text/css; charset=utf-8";
	if (text_ends(name, TEXT(".js")))
		return "text/javascript; charset=utf-8";
	if (text_ends(name, TEXT(".svg")))
		return "image/svg+xml";
	return NULL;
}

static enum outcome add_file(struct web *web, struct text name, struct text bytes, struct why *why)
{
	const char *type = type_of(name);
	if (type == NULL)
		return DONE;
	if (web->file_count == WEB_FILES) {
		why_set(why, "more than %d static files", WEB_FILES);
		return TOO_LARGE;
	}
	unsigned char hash[16];
	char digits[33];
	crypto_generichash(
	    hash, sizeof(hash), (const unsigned char *)bytes.at, bytes.size, NULL, 0);
	sodium_bin2hex(digits, sizeof(digits), hash, sizeof(hash));
	web->files[web->file_count++] = (struct web_file){
	    .name = name,
	    .bytes = bytes,
	    .content_type = type,
	    .etag = text_format(web->arena, "\"%s\"", digits),
	};
	return DONE;
}

static enum outcome add_mapping(
    struct web *web, struct text name, struct text bytes, struct why *why)
{
	if (!text_ends(name, TEXT(".yaml")))
		return DONE;
	return csv_mappings_add(web->mappings, bytes, why);
}

static void set_version(struct web *web)
{
	crypto_generichash_state state;
	unsigned char hash[16];
	char digits[33];
	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < web->file_count; i++)
		crypto_generichash_update(
		    &state, (const unsigned char *)web->files[i].etag.at, web->files[i].etag.size);
	crypto_generichash_final(&state, hash, sizeof(hash));
	sodium_bin2hex(digits, sizeof(digits), hash, sizeof(hash));
	web->version = text_copy(web->arena, (struct text){digits, WEB_VERSION - 1});
}

/* All "console.KEY" as one object {"KEY": text}, read once. */
static enum outcome make_texts(struct web *web, enum language language, struct why *why)
{
	static const char prefix[] = "console.";
	const struct texts *texts = web->options.texts;
	struct buffer buffer;
	struct json_writer writer;
	buffer_init(&buffer, TEXTS_SIZE);
	json_begin(&writer, &buffer);
	json_open_object(&writer, NULL);
	for (size_t i = 0; i < texts_count(texts); i++) {
		struct text key = texts_key(texts, i);
		if (!text_starts(key, text_of(prefix)))
			continue;
		const char *name = text_cstr(web->arena, key);
		json_put_text(&writer, name + sizeof(prefix) - 1, texts_get(texts, language, name));
	}
	json_close_object(&writer);
	struct text bytes = text_copy(web->arena, buffer_text(&buffer));
	bool full = buffer.full;
	buffer_free(&buffer);
	if (full) {
		why_set(why, "the console's texts are too large");
		return TOO_LARGE;
	}
	return json_read(bytes, &json_strict_limits, web->arena, &web->texts[language], why);
}

enum outcome state_load(struct web *web, struct why *why)
{
	if (sodium_init() < 0) {
		why_set(why, "libsodium cannot be used");
		return NOT_SUPPORTED;
	}
	web->mappings = csv_mappings_create(web->arena);
	enum outcome outcome = load_folder(web, "templates/console", add_template, why);
	if (outcome == DONE)
		outcome = compile_templates(web, why);
	if (outcome == DONE)
		outcome = load_folder(web, "static", add_file, why);
	if (outcome == DONE)
		outcome = load_folder(web, "csv", add_mapping, why);
	if (outcome == DONE)
		outcome = make_texts(web, LANGUAGE_JA, why);
	if (outcome == DONE)
		outcome = make_texts(web, LANGUAGE_EN, why);
	if (outcome == DONE)
		set_version(web);
	return outcome;
}

static bool is_zone_name(struct text name)
{
	if (name.size == 0 || name.size > 64 || name.at[0] == '/' || name.at[0] == '.')
		return false;
	for (size_t i = 0; i < name.size; i++) {
		char c = name.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '0' && c <= '9') && memchr("/_+-", c, 4) == NULL)
			return false;
	}
	return true;
}

const struct zone *state_zone(struct web *web, struct text name, struct text *shown)
{
	const struct zone *zone = NULL;
	*shown = name;
	for (size_t i = 0; i < web->zone_count; i++)
		if (text_equal(web->zones[i].name, name))
			return web->zones[i].zone;
	if (is_zone_name(name) && web->zone_count < WEB_ZONES) {
		struct text bytes;
		struct text path =
		    text_format(web->arena, "/usr/share/zoneinfo/%.*s", TEXT_ARGS(name));
		if (file_read(text_cstr(web->arena, path), ZONE_FILE, web->arena, &bytes, NULL) ==
			DONE &&
		    zone_from_tzif(bytes, web->arena, &zone, NULL) == DONE) {
			web->zones[web->zone_count++] =
			    (struct web_zone){text_copy(web->arena, name), zone};
			return zone;
		}
	}
	*shown = TEXT("UTC");
	return NULL;
}
