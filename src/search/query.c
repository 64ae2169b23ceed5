/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of queries: recursive descent over bytes, depth and number of terms bounded. */
#include "base/arena.h"
#include "base/utf8.h"
#include "search/query_term.h"
#include "search/search.h"

struct reader {
	struct text all;
	size_t at;
	unsigned depth;
	struct query *query;
	struct arena *arena;
	struct why *why;
};

static enum outcome read_any(struct reader *reader, struct node **node);

/* Columns are counted in characters, as a person sees them. */
static enum outcome refuse(const struct reader *reader, size_t at, const char *what)
{
	size_t column = 1;
	for (size_t i = 0; i < at && i < reader->all.size; i++)
		column += ((unsigned char)reader->all.at[i] & 0xc0) != 0x80;
	why_set(reader->why, "column %zu: %s", column, what);
	return MALFORMED;
}

static struct text rest_of(const struct reader *reader)
{
	return text_from(reader->all, reader->at);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Also the ideographic space, which a Japanese keyboard gives. */
static void skip_space(struct reader *reader)
{
	for (;;) {
		struct text rest = rest_of(reader);
		if (rest.size != 0 && is_space(rest.at[0]))
			reader->at++;
		else if (text_starts(rest, TEXT("\xe3\x80\x80")))
			reader->at += 3;
		else
			return;
	}
}

static bool is_end(struct text rest)
{
	return rest.size == 0 || is_space(rest.at[0]) || rest.at[0] == '(' || rest.at[0] == ')' ||
	       text_starts(rest, TEXT("\xe3\x80\x80"));
}

/* Step past a word of the language where it stands alone. */
static bool take_word(struct reader *reader, struct text word)
{
	struct text rest = rest_of(reader);
	if (!text_starts(rest, word) || !is_end(text_from(rest, word.size)))
		return false;
	reader->at += word.size;
	skip_space(reader);
	return true;
}

static struct node *node_create(struct reader *reader, enum node_kind kind)
{
	struct node *node = arena_alloc(reader->arena, sizeof(*node));
	node->kind = kind;
	return node;
}

/* A text in double quotes; a quote within is doubled. */
static enum outcome read_quoted(struct reader *reader, struct text *out)
{
	size_t start = reader->at++;
	char *bytes = arena_alloc(reader->arena, reader->all.size - start);
	size_t size = 0;
	while (reader->at < reader->all.size) {
		if (text_starts(rest_of(reader), TEXT("\"\"")))
			reader->at++;
		else if (reader->all.at[reader->at] == '"')
			break;
		bytes[size++] = reader->all.at[reader->at++];
	}
	if (reader->at >= reader->all.size)
		return refuse(reader, start, "this quote is not ended");
	reader->at++;
	*out = (struct text){bytes, size};
	return DONE;
}

/* Up to white space or a parenthesis; a word may hold "(" behind its first character only where
 * that is a value's. */
static struct text read_bare(struct reader *reader)
{
	size_t start = reader->at;
	while (!is_end(rest_of(reader)) && reader->all.at[reader->at] != '"')
		reader->at++;
	return text_part(reader->all, start, reader->at - start);
}

static enum outcome add_term(
    struct reader *reader, size_t start, const struct term_text *text, struct node **node)
{
	if (reader->query->term_count == QUERY_TERMS)
		return refuse(reader, start, "over 64 conditions");
	struct why why;
	struct term *term;
	enum outcome outcome = term_read(text, reader->arena, &term, &why);
	if (outcome != DONE)
		return refuse(reader, start, why.text);
	term->number = (unsigned)reader->query->term_count;
	reader->query->terms[reader->query->term_count++] = term;
	*node = node_create(reader, NODE_TERM);
	(*node)->term = term;
	return DONE;
}

static enum outcome read_term(struct reader *reader, struct node **node)
{
	struct term_text text = {.quoted = false};
	size_t start = reader->at;
	text.value = read_bare(reader);
	size_t colon = term_colon(text.value);
	if (colon != TEXT_NONE) {
		text.field = text_part(text.value, 0, colon);
		text.value = text_from(text.value, colon + 1);
		text.has_field = true;
	}
	bool quote = reader->at < reader->all.size && reader->all.at[reader->at] == '"';
	if (quote && text.value.size != 0)
		return refuse(reader, reader->at, "a quote within a word; quote all of it");
	if (quote) {
		enum outcome outcome = read_quoted(reader, &text.value);
		if (outcome != DONE)
			return outcome;
		text.quoted = true;
	}
	if (text.has_field && !text.quoted && text.value.size == 0)
		return refuse(
		    reader, start + colon + 1, "a value should stand here (\"\" is empty)");
	if (!is_end(rest_of(reader)))
		return refuse(reader, reader->at, "a space is missing here");
	return add_term(reader, start, &text, node);
}

static enum outcome read_group(struct reader *reader, struct node **node)
{
	size_t start = reader->at++;
	skip_space(reader);
	if (text_starts(rest_of(reader), TEXT(")")))
		return refuse(reader, reader->at, "nothing stands in these parentheses");
	enum outcome outcome = read_any(reader, node);
	if (outcome != DONE)
		return outcome;
	if (!text_starts(rest_of(reader), TEXT(")")))
		return refuse(reader, start, "this parenthesis is not closed");
	reader->at++;
	return DONE;
}

static enum outcome read_item(struct reader *reader, struct node **node);

static enum outcome read_not(struct reader *reader, struct node **node)
{
	struct node *inner = NULL;
	enum outcome outcome = read_item(reader, &inner);
	if (outcome != DONE)
		return outcome;
	*node = node_create(reader, NODE_NOT);
	(*node)->first = inner;
	return DONE;
}

static enum outcome read_inner(struct reader *reader, struct node **node)
{
	struct text rest = rest_of(reader);
	if (rest.size == 0)
		return refuse(reader, reader->at, "a condition should stand here");
	if (rest.at[0] == ')')
		return refuse(reader, reader->at, "this parenthesis was not opened");
	if (rest.at[0] == '(')
		return read_group(reader, node);
	if (take_word(reader, TEXT("NOT")))
		return read_not(reader, node);
	if (take_word(reader, TEXT("OR")) || take_word(reader, TEXT("AND")))
		return refuse(
		    reader, reader->at, "a condition should stand here, or quote the word");
	if (rest.at[0] == '-' && rest.size > 1 &&
	    (!is_end(text_from(rest, 1)) || rest.at[1] == '(')) {
		reader->at++;
		return read_not(reader, node);
	}
	return read_term(reader, node);
}

static enum outcome read_item(struct reader *reader, struct node **node)
{
	if (reader->depth == QUERY_DEPTH)
		return refuse(reader, reader->at, "nested over 32 deep");
	reader->depth++;
	enum outcome outcome = read_inner(reader, node);
	reader->depth--;
	if (outcome == DONE)
		skip_space(reader);
	return outcome;
}

/* Put further items behind the first: one of them alone is no list. */
static void gather(struct reader *reader, enum node_kind kind, struct node **list,
    struct node ***last, struct node *item)
{
	if (*list == NULL) {
		*list = item;
		return;
	}
	if (*last == NULL) {
		struct node *first = *list;
		*list = node_create(reader, kind);
		(*list)->first = first;
		*last = &first->next;
	}
	**last = item;
	*last = &item->next;
}

/* Whether another item of the same list follows. */
static bool goes_on(struct reader *reader)
{
	struct text rest = rest_of(reader);
	bool or = text_starts(rest, TEXT("OR")) && is_end(text_from(rest, 2));
	return rest.size != 0 && rest.at[0] != ')' && ! or ;
}

static enum outcome read_all(struct reader *reader, struct node **node)
{
	struct node *list = NULL;
	struct node **last = NULL;
	do {
		struct node *item = NULL;
		enum outcome outcome = read_item(reader, &item);
		if (outcome != DONE)
			return outcome;
		gather(reader, NODE_ALL, &list, &last, item);
	} while (take_word(reader, TEXT("AND")) || goes_on(reader));
	*node = list;
	return DONE;
}

static enum outcome read_any(struct reader *reader, struct node **node)
{
	struct node *list = NULL;
	struct node **last = NULL;
	do {
		struct node *item = NULL;
		enum outcome outcome = read_all(reader, &item);
		if (outcome != DONE)
			return outcome;
		gather(reader, NODE_ANY, &list, &last, item);
	} while (take_word(reader, TEXT("OR")));
	*node = list;
	return DONE;
}

enum outcome query_read(
    struct text t, struct arena *arena, const struct query **query, struct why *why)
{
	struct reader reader = {.arena = arena, .why = why};
	if (t.size > QUERY_SIZE) {
		why_set(why, "the query is over %d bytes", QUERY_SIZE);
		return MALFORMED;
	}
	reader.all = text_copy(arena, t);
	size_t good = 0;
	while (good < t.size && utf8_sequence(text_from(t, good)) != 0)
		good += utf8_sequence(text_from(t, good));
	if (good < t.size)
		return refuse(&reader, good, "this is no UTF-8");
	reader.query = arena_alloc(arena, sizeof(*reader.query));
	reader.query->terms = arena_array(arena, QUERY_TERMS, sizeof(struct term *));
	skip_space(&reader);
	if (reader.at < t.size) {
		enum outcome outcome = read_any(&reader, &reader.query->root);
		if (outcome != DONE)
			return outcome;
		if (reader.at < t.size)
			return refuse(&reader, reader.at, "this parenthesis was not opened");
	}
	*query = reader.query;
	return DONE;
}
