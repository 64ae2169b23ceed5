/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ModSecurity's message format (ModSecurity Reference Manual, "Audit log", section H; data
 * formats guide, "Alert action description / alert metadata") and the scores that the OWASP Core
 * Rule Set writes into messages of its rules 949110, 959100 and 980130 to 980170.
 */
#include "base/arena.h"
#include "decode/decoder.h"
#include "decode/web/modsecurity.h"

#include <string.h>

static const struct text severities[] = {TEXT_INIT("EMERGENCY"), TEXT_INIT("ALERT"),
    TEXT_INIT("CRITICAL"), TEXT_INIT("ERROR"), TEXT_INIT("WARNING"), TEXT_INIT("NOTICE"),
    TEXT_INIT("INFO"), TEXT_INIT("DEBUG")};
#define SEVERITIES (sizeof(severities) / sizeof(severities[0]))

/*
 * Version 2 writes the word, version 3 the number (Reference Manual, action `severity`), and 0 for
 * rules that state none, which must not read as an emergency. SEVERITIES: none, or one of its own.
 */
static unsigned rank_of(struct text severity)
{
	uint64_t number;
	if (text_to_uint(severity, &number) && number != 0 && number < SEVERITIES)
		return (unsigned)number;
	for (unsigned i = 0; i < SEVERITIES; i++) {
		if (text_equal_fold(severity, severities[i]))
			return i;
	}
	return SEVERITIES;
}

static void put_severity(struct event *event, struct text severity)
{
	unsigned rank = rank_of(severity);
	if (!text_equal(severity, TEXT("0")))
		event_put(event, FIELD_SEVERITY, rank < SEVERITIES ? severities[rank] : severity);
}

/* The Core Rule Set's rules that judge the score of the others, and report it. */
static bool is_score(struct text id)
{
	return text_starts(id, TEXT("949")) || text_starts(id, TEXT("959")) ||
	       text_starts(id, TEXT("980"));
}

static void take_worst(const struct modsecurity_rule *rule, struct modsecurity_worst *worst)
{
	unsigned rank = rank_of(rule->severity);
	if (is_score(rule->id) || rule->name.size == 0)
		return;
	if (worst->name.size == 0 || rank < worst->rank)
		*worst = (struct modsecurity_worst){rule->name, rank};
}

/* The number behind `mark`. */
static bool put_score_behind(struct event *event, struct text name, struct text mark)
{
	size_t at = text_find(name, mark);
	if (at == TEXT_NONE)
		return false;
	struct text rest = text_from(name, at + mark.size);
	size_t size = 0;
	while (size < rest.size && rest.at[size] >= '0' && rest.at[size] <= '9')
		size++;
	event_put(event, FIELD_ANOMALY_SCORE, text_part(rest, 0, size));
	return size != 0;
}

void modsecurity_put_rule(
    struct event *event, const struct modsecurity_rule *rule, struct modsecurity_worst *worst)
{
	static const struct text marks[] = {TEXT_INIT("Total Score: "),
	    TEXT_INIT("Total Inbound Score: "), TEXT_INIT("Total Outbound Score: "),
	    TEXT_INIT("(Inbound Scores: blocking=")};
	take_worst(rule, worst);
	put_severity(event, rule->severity);
	event_put(event, FIELD_RULE_ID, rule->id);
	event_put(event, FIELD_SIGNATURE, rule->name);
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (put_score_behind(event, rule->name, marks[i]))
			return;
	}
}

bool modsecurity_is_denial(struct text message)
{
	return text_find(message, TEXT("Access denied")) != TEXT_NONE;
}

struct tag {
	struct text name;
	struct text value;
};

/* The next [name "value"] of *rest; quotes inside a value are escaped with a backslash. */
static bool next_tag(struct event *event, struct text *rest, struct tag *tag)
{
	for (;;) {
		size_t open = text_find_char(*rest, '[');
		if (open == TEXT_NONE)
			return false;
		*rest = text_from(*rest, open + 1);
		size_t length = 0;
		while (length < rest->size &&
		       (rest->at[length] == '_' ||
			   (rest->at[length] >= 'a' && rest->at[length] <= 'z')))
			length++;
		struct text value = text_from(*rest, length);
		if (length == 0 || !text_skip(&value, TEXT(" \"")))
			continue;
		size_t end = request_quoted(value);
		tag->name = text_part(*rest, 0, length);
		tag->value = request_unescape(event->arena, text_part(value, 0, end));
		*rest = text_from(value, end + 1);
		return true;
	}
}

static void put_tag(struct event *event, const struct tag *tag)
{
	if (text_equal(tag->name, TEXT("tag"))) {
		event_put(event, FIELD_RULE_TAG, tag->value);
		return;
	}
	char name[64];
	size_t size = tag->name.size < sizeof(name) - 8 ? tag->name.size : sizeof(name) - 8;
	memcpy(name, "message.", 8);
	memcpy(name + 8, tag->name.at, size);
	struct text full = {name, size + 8};
	event_add(event, text_copy(event->arena, full), tag->value, VALUE_TEXT);
}

void modsecurity_put_message(
    struct event *event, struct text message, struct modsecurity_worst *worst)
{
	struct modsecurity_rule rule = {.id = {NULL, 0}};
	struct text rest = message;
	struct tag tag;
	struct text words = text_trim(text_part(message, 0, text_find(message, TEXT(" [file \""))));
	words = text_trim(text_part(words, 0, text_find(words, TEXT(" [id \""))));
	event_put(event, FIELD_REASON, words);
	while (next_tag(event, &rest, &tag)) {
		put_tag(event, &tag);
		if (text_equal(tag.name, TEXT("severity")))
			rule.severity = tag.value;
		else if (text_equal(tag.name, TEXT("id")))
			rule.id = tag.value;
		else if (text_equal(tag.name, TEXT("msg")))
			rule.name = tag.value;
	}
	/* A site's own rule may have no msg. */
	if (rule.name.size == 0)
		rule.name = words;
	modsecurity_put_rule(event, &rule, worst);
}

static void put_missing(struct event *event, enum field_id field, struct text name)
{
	if (event_find(event, field_spec(field)->name) == NULL)
		event_put(event, field, event_get(event, name));
}

void modsecurity_put_alert(struct event *event, struct text message)
{
	struct modsecurity_worst worst = {.rank = 0};
	event->logsource.product = TEXT("modsecurity");
	modsecurity_put_message(event, message, &worst);
	event_put(event, FIELD_RULE_NAME, worst.name);
	/* A warning alone does not tell what became of the request: other rules decide, in other
	 * lines. */
	event_put(
	    event, FIELD_ACTION, modsecurity_is_denial(message) ? TEXT("blocked") : TEXT("warned"));
	put_missing(event, FIELD_EVENT_ID, TEXT("message.unique_id"));
	put_missing(event, FIELD_URI, TEXT("message.uri"));
	put_missing(event, FIELD_WEB_HOST, TEXT("message.hostname"));
}
