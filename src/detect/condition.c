/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The condition's parser. Source: Sigma rules specification 2.0.0, "Condition": loosest first,
 * or, and, not, "x of", brackets. Recursive descent with a bound on its depth.
 */
#include "detect/condition.h"

#include "base/arena.h"

struct parser {
	struct reading *reading;
	unsigned line;
	const struct detections *detections;
	struct text rest;
	struct text word; /* the next one; empty at the end */
	size_t words;     /* read so far */
	unsigned depth;
};

static enum outcome parse_or(struct parser *parser, struct node **node);

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_mark(char c)
{
	return c == '(' || c == ')' || c == '|';
}

static void advance(struct parser *parser)
{
	struct text rest = text_trim(parser->rest);
	size_t size = 0;
	while (size < rest.size && !is_space(rest.at[size]) && !is_mark(rest.at[size]))
		size++;
	if (size == 0 && rest.size > 0)
		size = 1;
	parser->word = text_part(rest, 0, size);
	parser->rest = text_from(rest, size);
	parser->words++;
}

static bool next_is(const struct parser *parser, const char *word)
{
	return text_equal_fold(parser->word, text_of(word));
}

static enum outcome refuse_word(struct parser *parser, const char *expected)
{
	if (parser->word.size == 0)
		return reading_refuse(
		    parser->reading, parser->line, "the condition ends where %s belongs", expected);
	if (next_is(parser, "|"))
		return reading_refuse(parser->reading, parser->line,
		    "the condition has an aggregation (|) of Sigma 1, which correlations replaced");
	return reading_refuse(parser->reading, parser->line,
	    "the condition has \"%.*s\" where %s belongs", TEXT_ARGS(parser->word), expected);
}

static struct node *new_node(struct parser *parser, enum node_kind kind, size_t children)
{
	struct arena *arena = parser->reading->store->arena;
	struct node *node = arena_alloc(arena, sizeof(*node));
	node->kind = kind;
	if (children > 0)
		node->children = arena_array(arena, children, sizeof(struct node *));
	return node;
}

static struct node *detection_node(struct parser *parser, size_t number)
{
	struct node *node = new_node(parser, NODE_DETECTION, 0);
	node->detection = number;
	return node;
}

/* Whether a name fits a pattern in which * is any run of characters. */
static bool name_fits(struct text name, struct text pattern)
{
	size_t i = 0;
	size_t j = 0;
	size_t star = TEXT_NONE;
	size_t from = 0;
	while (i < name.size) {
		if (j < pattern.size && pattern.at[j] == '*') {
			star = ++j;
			from = i;
		} else if (j < pattern.size && pattern.at[j] == name.at[i]) {
			i++;
			j++;
		} else if (star != TEXT_NONE) {
			i = ++from;
			j = star;
		} else {
			return false;
		}
	}
	while (j < pattern.size && pattern.at[j] == '*')
		j++;
	return j == pattern.size;
}

/* "them" is all but the identifiers that begin with an underscore. */
static bool is_meant(struct text name, struct text pattern)
{
	if (text_equal_fold(pattern, TEXT("them")))
		return !text_starts(name, TEXT("_"));
	return name_fits(name, pattern);
}

/* Behind "1 of" or "all of". */
static enum outcome parse_several(struct parser *parser, enum node_kind kind, struct node **node)
{
	const struct detections *detections = parser->detections;
	struct text pattern = parser->word;
	if (pattern.size == 0 || is_mark(pattern.at[0]))
		return refuse_word(parser, "a pattern of identifiers");
	/* Many "1 of *" over many identifiers would fill the arena. */
	enum outcome outcome = reading_spend(parser->reading, parser->line, 0,
	    detections->count * (sizeof(struct node) + sizeof(struct node *)));
	if (outcome != DONE)
		return outcome;
	struct node *made = new_node(parser, kind, detections->count);
	for (size_t i = 0; i < detections->count; i++) {
		if (is_meant(detections->names[i], pattern))
			made->children[made->count++] = detection_node(parser, i);
	}
	if (made->count == 0)
		return reading_refuse(parser->reading, parser->line,
		    "the condition names \"%.*s\", which no search identifier fits",
		    TEXT_ARGS(pattern));
	advance(parser);
	*node = made;
	return DONE;
}

static enum outcome find_identifier(struct parser *parser, struct text name, struct node **node)
{
	for (size_t i = 0; i < parser->detections->count; i++) {
		if (text_equal(parser->detections->names[i], name)) {
			*node = detection_node(parser, i);
			return DONE;
		}
	}
	return reading_refuse(parser->reading, parser->line,
	    "the condition names \"%.*s\", which is no search identifier", TEXT_ARGS(name));
}

static bool is_operator(const struct parser *parser)
{
	return next_is(parser, "and") || next_is(parser, "or") || next_is(parser, "not") ||
	       next_is(parser, "of");
}

static enum outcome parse_brackets(struct parser *parser, struct node **node)
{
	advance(parser);
	enum outcome outcome = parse_or(parser, node);
	if (outcome != DONE)
		return outcome;
	if (!next_is(parser, ")"))
		return refuse_word(parser, "a closing bracket");
	advance(parser);
	return DONE;
}

static enum outcome parse_operand(struct parser *parser, struct node **node)
{
	if (next_is(parser, "("))
		return parse_brackets(parser, node);
	if (parser->word.size == 0 || is_mark(parser->word.at[0]) || is_operator(parser))
		return refuse_word(parser, "a search identifier");
	struct text name = parser->word;
	advance(parser);
	if (!next_is(parser, "of"))
		return find_identifier(parser, name, node);
	advance(parser);
	if (text_equal(name, TEXT("1")) || text_equal_fold(name, TEXT("any")))
		return parse_several(parser, NODE_OR, node);
	if (text_equal_fold(name, TEXT("all")))
		return parse_several(parser, NODE_AND, node);
	return reading_refuse(parser->reading, parser->line,
	    "the condition says \"%.*s of\"; only \"1 of\" and \"all of\" are Sigma",
	    TEXT_ARGS(name));
}

static enum outcome parse_not(struct parser *parser, struct node **node)
{
	bool negated = false;
	while (next_is(parser, "not")) {
		negated = !negated;
		advance(parser);
	}
	struct node *operand = NULL;
	enum outcome outcome = parse_operand(parser, &operand);
	if (outcome != DONE)
		return outcome;
	if (negated) {
		struct node *made = new_node(parser, NODE_NOT, 1);
		made->children[made->count++] = operand;
		operand = made;
	}
	*node = operand;
	return DONE;
}

/* Operands of one kind with `word` between them. */
static enum outcome parse_chain(struct parser *parser, enum node_kind kind, const char *word,
    enum outcome (*parse)(struct parser *parser, struct node **node), struct node **node)
{
	struct arena *scratch = parser->reading->scratch;
	struct node **operands = NULL;
	size_t count = 0;
	size_t room = 0;
	for (;;) {
		if (count == room) {
			size_t more = room == 0 ? 4 : room * 2;
			operands = arena_grow(scratch, operands, room, more, sizeof(struct node *));
			room = more;
		}
		enum outcome outcome = parse(parser, &operands[count]);
		if (outcome != DONE)
			return outcome;
		count++;
		if (!next_is(parser, word))
			break;
		advance(parser);
	}
	if (count == 1) {
		*node = operands[0];
		return DONE;
	}
	struct node *made = new_node(parser, kind, count);
	for (size_t i = 0; i < count; i++)
		made->children[made->count++] = operands[i];
	*node = made;
	return DONE;
}

static enum outcome parse_and(struct parser *parser, struct node **node)
{
	return parse_chain(parser, NODE_AND, "and", parse_not, node);
}

static enum outcome parse_or(struct parser *parser, struct node **node)
{
	if (parser->depth == READING_DEPTH)
		return reading_refuse(parser->reading, parser->line,
		    "the condition's brackets nest deeper than %d", READING_DEPTH);
	parser->depth++;
	enum outcome outcome = parse_chain(parser, NODE_OR, "or", parse_and, node);
	parser->depth--;
	return outcome;
}

static size_t count_words(struct text condition)
{
	struct parser parser = {.rest = condition};
	do
		advance(&parser);
	while (parser.word.size > 0);
	return parser.words;
}

enum outcome condition_read(struct reading *reading, unsigned line, struct text condition,
    const struct detections *detections, struct node **node)
{
	if (count_words(condition) > CONDITION_WORDS)
		return reading_refuse(
		    reading, line, "a condition of more than %d words", CONDITION_WORDS);
	struct parser parser = {
	    .reading = reading, .line = line, .detections = detections, .rest = condition};
	advance(&parser);
	struct node *read = NULL;
	enum outcome outcome = parse_or(&parser, &read);
	if (outcome != DONE)
		return outcome;
	if (parser.word.size > 0)
		return refuse_word(&parser, "the end, \"and\" or \"or\"");
	*node = read;
	return DONE;
}
