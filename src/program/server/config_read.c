/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration file's text. A table names every key with the form of its value, its bounds and
 * where it goes; lists (syslog, rules) are read by hand.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/yaml.h"
#include "os/sockets.h"
#include "program/server/config.h"

#include <stddef.h>
#include <string.h>

#define MOST_RULES 64

static const struct yaml_limits limits = {(size_t)64 << 10, 6, 2000};

struct reading {
	const char *file;
	struct arena *arena;
	struct config *config;
	struct why *why;
};

enum form {
	FORM_ADDRESS,
	FORM_PATH,
	FORM_NAME,   /* of an account; null: none */
	FORM_MOMENT, /* a number of `unit` microseconds, int64_t */
	FORM_BYTES,  /* 512M: uint64_t; a bare number counts `unit` */
	FORM_COUNT,  /* size_t */
	FORM_RATE,   /* uint32_t */
	FORM_FEW,    /* unsigned */
};

struct key {
	const char *section; /* "": at the top */
	const char *name;
	enum form form;
	size_t at;
	uint64_t least;
	uint64_t most;
	uint64_t unit;
};

#define AT(member) offsetof(struct config, member)
#define TEXTUAL 0, 0, 0
#define TERABYTES ((uint64_t)1 << 50)

static const struct key keys[] = {
    {"", "listen", FORM_ADDRESS, AT(listen), TEXTUAL},
    {"", "placeholders", FORM_PATH, AT(placeholders), TEXTUAL},
    {"", "back_off", FORM_MOMENT, AT(back_off), 1, 3600, 1000000},
    {"", "watchdog", FORM_MOMENT, AT(watchdog), 5, 86400, 1000000},
    {"intake", "listen", FORM_ADDRESS, AT(intake_listen), TEXTUAL},
    {"tls", "certificate", FORM_PATH, AT(certificate), TEXTUAL},
    {"tls", "key", FORM_PATH, AT(key), TEXTUAL},
    {"retain", "days", FORM_MOMENT, AT(retain), 1, 36500, UINT64_C(86400000000)},
    {"retain", "gigabytes", FORM_BYTES, AT(retain_bytes), 0, TERABYTES, (uint64_t)1 << 30},
    {"disk", "reserve", FORM_BYTES, AT(disk_reserve), 0, TERABYTES, 1},
    {"limits", "records_a_second", FORM_RATE, AT(records_a_second), 0, 1000000000, 1},
    {"limits", "connections", FORM_COUNT, AT(connections), 1, 1000000, 1},
    {"limits", "connections_of_one", FORM_COUNT, AT(connections_of_one), 1, 1000000, 1},
    {"log", "segment", FORM_BYTES, AT(log_segment), (uint64_t)1 << 20, (uint64_t)1 << 34, 1},
    {"log", "age", FORM_MOMENT, AT(log_age), 1, 86400, 1000000},
    {"engine", "workers", FORM_FEW, AT(workers), 0, 16, 1},
    {"users", "intake", FORM_NAME, AT(user_intake), TEXTUAL},
    {"users", "engine", FORM_NAME, AT(user_engine), TEXTUAL},
    {"users", "web", FORM_NAME, AT(user_web), TEXTUAL},
    {"users", "group", FORM_NAME, AT(group), TEXTUAL},
};

static enum outcome refuse(
    const struct reading *reading, unsigned line, const char *what, struct text about)
{
	why_set(reading->why, "%s:%u: %.*s%s%s", reading->file, line,
	    TEXT_ARGS(text_part(about, 0, 60)), about.size != 0 ? " " : "", what);
	return MALFORMED;
}

/* The text of a scalar that is not empty; NUL would cut it short. */
static bool is_word(const struct yaml *node)
{
	return node->kind == YAML_SCALAR && node->text.size != 0 && !yaml_is_null(node) &&
	       text_find_char(node->text, '\0') == TEXT_NONE;
}

static enum outcome read_address(
    const struct reading *reading, const struct yaml *node, const char **result)
{
	struct socket_address address;
	struct why reason;
	if (!is_word(node))
		return refuse(reading, node->line, "wants an address, HOST:PORT", node->key);
	if (socket_address_read(node->text, &address, &reason) != DONE)
		return refuse(reading, node->line, reason.text, (struct text){NULL, 0});
	*result = text_cstr(reading->arena, node->text);
	return DONE;
}

static enum outcome read_path(
    const struct reading *reading, const struct yaml *node, const char **result)
{
	if (!is_word(node))
		return refuse(reading, node->line, "wants a path", node->key);
	struct text path = node->text;
	if (path.at[0] != '/')
		path =
		    text_format(reading->arena, "%s/%.*s", reading->config->data, TEXT_ARGS(path));
	*result = text_cstr(reading->arena, path);
	return DONE;
}

static enum outcome read_name(
    const struct reading *reading, const struct yaml *node, const char **result)
{
	if (yaml_is_null(node)) {
		*result = NULL;
		return DONE;
	}
	if (!is_word(node) || node->text.size > 64)
		return refuse(reading, node->line, "wants the name of an account", node->key);
	*result = text_cstr(reading->arena, node->text);
	return DONE;
}

/* "512M": a number with at most one of K, M, G, T behind it, powers of 1,024. */
static bool read_size(struct text t, uint64_t unit, uint64_t *bytes)
{
	static const char units[] = "KMGT";
	const char *found = t.size > 1 ? strchr(units, t.at[t.size - 1]) : NULL;
	uint64_t number;
	if (found != NULL && *found != '\0') {
		unit = (uint64_t)1 << (10 * (found - units + 1));
		t = text_part(t, 0, t.size - 1);
	}
	if (!text_to_uint(t, &number) || number > UINT64_MAX / unit)
		return false;
	*bytes = number * unit;
	return true;
}

static enum outcome read_number(
    const struct reading *reading, const struct key *key, const struct yaml *node, uint64_t *result)
{
	uint64_t number;
	bool sized = key->form == FORM_BYTES;
	bool good = node->kind == YAML_SCALAR && (sized ? read_size(node->text, key->unit, &number)
							: text_to_uint(node->text, &number));
	if (!good)
		return refuse(reading, node->line,
		    sized ? "wants a size, such as 512M" : "wants a whole number", node->key);
	if (number < key->least || number > key->most) {
		struct text what = text_format(reading->arena, "must be from %llu to %llu",
		    (unsigned long long)key->least, (unsigned long long)key->most);
		return refuse(reading, node->line, text_cstr(reading->arena, what), node->key);
	}
	*result = number;
	return DONE;
}

static void put_number(const struct key *key, char *at, uint64_t number)
{
	int64_t moment = (int64_t)(key->form == FORM_MOMENT ? number * key->unit : 0);
	size_t count = (size_t)number;
	uint32_t rate = (uint32_t)number;
	unsigned few = (unsigned)number;
	if (key->form == FORM_MOMENT)
		memcpy(at, &moment, sizeof(moment));
	else if (key->form == FORM_COUNT)
		memcpy(at, &count, sizeof(count));
	else if (key->form == FORM_RATE)
		memcpy(at, &rate, sizeof(rate));
	else if (key->form == FORM_FEW)
		memcpy(at, &few, sizeof(few));
	else
		memcpy(at, &number, sizeof(number));
}

static enum outcome read_value(
    const struct reading *reading, const struct key *key, const struct yaml *node)
{
	static enum outcome (*const textual[])(
	    const struct reading *, const struct yaml *, const char **) = {
	    [FORM_ADDRESS] = read_address, [FORM_PATH] = read_path, [FORM_NAME] = read_name};
	char *at = (char *)reading->config + key->at;
	const char *word = NULL;
	uint64_t number = 0;
	if (key->form <= FORM_NAME) {
		enum outcome outcome = textual[key->form](reading, node, &word);
		if (outcome == DONE)
			memcpy(at, &word, sizeof(word));
		return outcome;
	}
	enum outcome outcome = read_number(reading, key, node, &number);
	if (outcome == DONE)
		put_number(key, at, number);
	return outcome;
}

static const struct key *find_key(const char *section, struct text name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (text_equal(text_of(keys[i].section), text_of(section)) &&
		    text_equal(text_of(keys[i].name), name))
			return &keys[i];
	}
	return NULL;
}

static const char *find_section(struct text name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].section[0] != '\0' && text_equal(text_of(keys[i].section), name))
			return keys[i].section;
	}
	return NULL;
}

static enum outcome read_section(
    const struct reading *reading, const char *section, const struct yaml *map)
{
	if (map->kind != YAML_MAP)
		return refuse(reading, map->line, "wants keys below it", map->key);
	enum outcome outcome = DONE;
	for (const struct yaml *node = map->first; outcome == DONE && node != NULL;
	     node = node->next) {
		const struct key *key = find_key(section, node->key);
		outcome = key != NULL
			      ? read_value(reading, key, node)
			      : refuse(reading, node->key_line, "is no key here", node->key);
	}
	return outcome;
}

static enum outcome read_syslog_key(
    const struct reading *reading, const struct yaml *node, struct config_syslog *syslog)
{
	static const enum syslog_transport transports[] = {SYSLOG_UDP, SYSLOG_TCP, SYSLOG_TLS};
	static const char *const words[] = {"udp", "tcp", "tls"};
	if (text_equal(node->key, TEXT("clients")))
		return read_path(reading, node, &syslog->clients);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!text_equal(node->key, text_of(words[i])))
			continue;
		if (syslog->address != NULL)
			return refuse(
			    reading, node->key_line, "is a second address of one entry", node->key);
		syslog->transport = transports[i];
		return read_address(reading, node, &syslog->address);
	}
	return refuse(reading, node->key_line, "is no key here", node->key);
}

static enum outcome read_syslog_entry(
    const struct reading *reading, const struct yaml *entry, struct config_syslog *result)
{
	struct config_syslog syslog = {.address = NULL};
	const struct text nothing = {NULL, 0};
	enum outcome outcome = DONE;
	if (entry->kind != YAML_MAP)
		return refuse(
		    reading, entry->line, "an entry is written {udp: 'HOST:PORT'}", nothing);
	for (const struct yaml *node = entry->first; outcome == DONE && node != NULL;
	     node = node->next)
		outcome = read_syslog_key(reading, node, &syslog);
	if (outcome == DONE && syslog.address == NULL)
		outcome = refuse(reading, entry->line, "the entry lacks udp, tcp or tls", nothing);
	if (outcome == DONE && syslog.clients != NULL && syslog.transport != SYSLOG_TLS)
		outcome = refuse(reading, entry->line, "clients goes with tls only", nothing);
	if (outcome == DONE)
		*result = syslog;
	return outcome;
}

static enum outcome read_syslog(const struct reading *reading, const struct yaml *list)
{
	struct config *config = reading->config;
	enum outcome outcome = DONE;
	if (list->kind != YAML_LIST)
		return refuse(reading, list->line, "wants a list", list->key);
	if (list->count > CONFIG_SYSLOG)
		return refuse(reading, list->line, "has more than 16 entries", list->key);
	config->syslog_count = 0;
	for (const struct yaml *entry = list->first; outcome == DONE && entry != NULL;
	     entry = entry->next)
		outcome =
		    read_syslog_entry(reading, entry, &config->syslog[config->syslog_count++]);
	return outcome;
}

static enum outcome read_rules(const struct reading *reading, const struct yaml *list)
{
	enum outcome outcome = DONE;
	size_t count = 0;
	if (list->kind != YAML_LIST || list->count == 0)
		return refuse(reading, list->line, "wants a list of folders", list->key);
	if (list->count > MOST_RULES)
		return refuse(reading, list->line, "has more than 64 entries", list->key);
	const char **rules = arena_array(reading->arena, list->count, sizeof(*rules));
	for (const struct yaml *node = list->first; outcome == DONE && node != NULL;
	     node = node->next)
		outcome = read_path(reading, node, &rules[count++]);
	if (outcome == DONE) {
		reading->config->rules = rules;
		reading->config->rule_count = count;
	}
	return outcome;
}

static enum outcome read_top(const struct reading *reading, const struct yaml *node)
{
	if (text_equal(node->key, TEXT("syslog")))
		return read_syslog(reading, node);
	if (text_equal(node->key, TEXT("rules")))
		return read_rules(reading, node);
	const char *section = find_section(node->key);
	if (section != NULL)
		return read_section(reading, section, node);
	const struct key *key = find_key("", node->key);
	return key != NULL ? read_value(reading, key, node)
			   : refuse(reading, node->key_line, "is no key here", node->key);
}

/* What no key can tell alone. */
static enum outcome check_together(const struct reading *reading)
{
	const struct config *config = reading->config;
	const char *what = NULL;
	if ((config->certificate == NULL) != (config->key == NULL))
		what = "tls: certificate and key go together";
	else if (config->connections_of_one > config->connections)
		what = "limits: connections_of_one is more than connections";
	if (what == NULL)
		return DONE;
	why_set(reading->why, "%s: %s", reading->file, what);
	return MALFORMED;
}

/* "line 3: text" of the YAML reader as FILE:3: text. */
static void locate(const char *file, const struct why *reason, struct why *why)
{
	struct text rest = text_of(reason->text);
	if (text_skip(&rest, TEXT("line "))) {
		struct text line = text_cut(&rest, ':');
		why_set(why, "%s:%.*s:%.*s", file, TEXT_ARGS(line), TEXT_ARGS(rest));
		return;
	}
	why_set(why, "%s: %s", file, reason->text);
}

enum outcome config_parse(struct text bytes, const char *file, struct arena *arena,
    struct config *config, struct why *why)
{
	struct reading reading = {file, arena, config, why};
	struct yaml **documents;
	struct why reason;
	size_t count;
	enum outcome outcome = yaml_read(bytes, &limits, arena, &documents, &count, &reason);
	if (outcome != DONE) {
		locate(file, &reason, why);
		return outcome;
	}
	if (count == 0 || (count == 1 && yaml_is_null(documents[0])))
		return DONE;
	if (count > 1 || documents[0]->kind != YAML_MAP)
		return refuse(&reading, documents[count > 1 ? 1 : 0]->line,
		    count > 1 ? "a second document" : "the file wants keys, such as listen: …",
		    (struct text){NULL, 0});
	for (const struct yaml *node = documents[0]->first; outcome == DONE && node != NULL;
	     node = node->next)
		outcome = read_top(&reading, node);
	return outcome == DONE ? check_together(&reading) : outcome;
}
