/* SPDX-License-Identifier: Apache-2.0 */
/* Whether an event fits a query. Texts are folded once an event, and only when a term looks at
 * them. */
#include "base/arena.h"
#include "base/unicode.h"
#include "search/query_parts.h"
#include "search/search.h"

struct seen {
	const struct event *event;
	struct text record;
	struct arena *arena;
	struct text *folded; /* of each field; at == NULL: not folded yet */
	struct text folded_record;
	struct text folded_message;
};

static struct text fold_once(struct seen *seen, struct text *folded, struct text t)
{
	if (folded->at == NULL)
		*folded = t.size == 0 ? TEXT("") : unicode_fold(seen->arena, t);
	return *folded;
}

static struct text folded_value(struct seen *seen, size_t i)
{
	if (seen->folded == NULL)
		seen->folded = arena_array(seen->arena, seen->event->count, sizeof(*seen->folded));
	return fold_once(seen, &seen->folded[i], seen->event->fields[i].value);
}

static bool fits_words(struct seen *seen, const struct pattern *pattern)
{
	if (pattern_in(pattern, fold_once(seen, &seen->folded_record, seen->record)) ||
	    pattern_in(pattern, fold_once(seen, &seen->folded_message, seen->event->message)))
		return true;
	for (size_t i = 0; i < seen->event->count; i++) {
		if (pattern_in(pattern, folded_value(seen, i)))
			return true;
	}
	return false;
}

static bool in_network(const struct term *term, struct text value)
{
	unsigned char bytes[ADDRESS_BYTES];
	if (address_read(value, bytes) != term->network_size)
		return false;
	size_t whole = term->prefix / 8;
	unsigned rest = term->prefix % 8;
	if (memcmp(bytes, term->network, whole) != 0)
		return false;
	return rest == 0 || (bytes[whole] ^ term->network[whole]) >> (8 - rest) == 0;
}

static bool in_bound(const struct term *term, struct text value)
{
	double number;
	if (!text_to_double(value, &number))
		return false;
	switch (term->compare) {
	case COMPARE_LESS:
		return number < term->bound;
	case COMPARE_LESS_EQUAL:
		return number <= term->bound;
	case COMPARE_MORE:
		return number > term->bound;
	case COMPARE_MORE_EQUAL:
		break;
	}
	return number >= term->bound;
}

static bool fits_value(struct seen *seen, const struct term *term, struct text value)
{
	switch (term->kind) {
	case TERM_NETWORK:
		return in_network(term, value);
	case TERM_NUMBER:
		return in_bound(term, value);
	case TERM_VALUE:
	case TERM_WORDS:
		break;
	}
	return pattern_is(&term->pattern, unicode_fold(seen->arena, value));
}

static bool fits_field(struct seen *seen, const struct term *term, size_t i)
{
	if (term->kind == TERM_VALUE)
		return pattern_is(&term->pattern, folded_value(seen, i));
	return fits_value(seen, term, seen->event->fields[i].value);
}

/* What is no field of the event but known of it. */
static struct text property(const struct event *event, struct text name)
{
	const struct {
		struct text name;
		struct text value;
	} properties[] = {
	    {TEXT("product"), event->logsource.product},
	    {TEXT("category"), event->logsource.category},
	    {TEXT("service"), event->logsource.service},
	    {TEXT("decoder"), event->decoder},
	    {TEXT("message"), event->message},
	};
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (text_equal_fold(name, properties[i].name))
			return properties[i].value;
	}
	return (struct text){NULL, 0};
}

/* Among the fields of a name. *named: there is one. */
static bool fits_named(struct seen *seen, const struct term *term,
    bool (*equal)(struct text a, struct text b), bool *named)
{
	for (size_t i = 0; i < seen->event->count; i++) {
		if (!equal(seen->event->fields[i].name, term->field))
			continue;
		*named = true;
		if (fits_field(seen, term, i))
			return true;
	}
	return false;
}

static bool exactly(struct text a, struct text b)
{
	return text_equal(a, b);
}

static bool fits_term(struct seen *seen, const struct term *term)
{
	bool named = false;
	if (term->kind == TERM_WORDS)
		return fits_words(seen, &term->pattern);
	if (term->field.size == 0) {
		for (size_t i = 0; i < seen->event->count; i++) {
			if (fits_field(seen, term, i))
				return true;
		}
		return false;
	}
	if (fits_named(seen, term, exactly, &named))
		return true;
	if (!named && fits_named(seen, term, text_equal_fold, &named))
		return true;
	struct text value = property(seen->event, term->field);
	return !named && value.size != 0 && fits_value(seen, term, value);
}

static bool fits(struct seen *seen, const struct node *node)
{
	const struct node *child = node->first;
	switch (node->kind) {
	case NODE_TERM:
		return fits_term(seen, node->term);
	case NODE_NOT:
		return !fits(seen, child);
	case NODE_ALL:
		while (child != NULL && fits(seen, child))
			child = child->next;
		return child == NULL;
	case NODE_ANY:
		break;
	}
	while (child != NULL && !fits(seen, child))
		child = child->next;
	return child != NULL;
}

bool query_fits(
    const struct query *query, const struct event *event, struct text record, struct arena *arena)
{
	struct seen seen = {.event = event, .record = record, .arena = arena};
	return query->root == NULL || fits(&seen, query->root);
}
