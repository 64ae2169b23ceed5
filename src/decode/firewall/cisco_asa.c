/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cisco ASA, PIX and Firepower Threat Defense: "%ASA-[class-]severity-number: sentence".
 *
 * A known number's sentence is taken apart by its patterns (cisco_asa_messages.c), FTD's security
 * events (430001 to 430005) by cisco_ftd.c; of any other message the "Group = …, Username = …, IP =
 * …" before many VPN texts is read, and number, severity and text are kept.
 */
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/firewall/cisco_asa_messages.h"
#include "decode/firewall/cisco_ftd.h"
#include "decode/firewall/cisco_parts.h"
#include "decode/pattern.h"

#define EVENT_NUMBER_MIN 430000 /* FTD's security events */
#define EVENT_NUMBER_MAX 430999
#define SIGNATURE_MIN 400000 /* the ASA's own IPS signatures */
#define SIGNATURE_MAX 400051

struct mark {
	struct text family; /* "ASA", "FTD", "PIX" */
	struct text class;  /* "session", mostly empty */
	unsigned severity;
	struct text number;
};

/* "%ASA-6-302013: " at the start of *rest; the colon may be missing before FTD's lists. */
static bool take_mark(struct text *rest, struct mark *mark)
{
	static const struct text families[] = {
	    TEXT_INIT("ASA"), TEXT_INIT("FTD"), TEXT_INIT("PIX"), TEXT_INIT("NGIPS")};
	struct text after = *rest;
	struct text head;
	uint64_t number;

	if (!text_skip(&after, TEXT("%")))
		return false;
	mark->family = TEXT("");
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (text_skip(&after, families[i]))
			mark->family = families[i];
	}
	if (mark->family.size == 0 || !text_skip(&after, TEXT("-")))
		return false;
	head = text_word(&after);
	if (head.size != 0 && head.at[head.size - 1] == ':')
		head.size--;
	mark->number = text_from(head, 0);
	mark->class = TEXT("");
	for (size_t dash; (dash = text_find_char(mark->number, '-')) != TEXT_NONE;) {
		struct text part = text_part(mark->number, 0, dash);

		if (part.size == 1 && part.at[0] >= '0' && part.at[0] <= '9')
			mark->severity = (unsigned)(part.at[0] - '0');
		else
			mark->class = part;
		mark->number = text_from(mark->number, dash + 1);
	}
	if (mark->number.size != 6 || !text_to_uint(mark->number, &number))
		return false;
	*rest = text_trim(after);
	return true;
}

/* A security event whose header was cut off by a relay: a program that FTD is known by and a list
 * of its keys. */
static bool is_bare_event(const struct view *view)
{
	static const struct text programs[] = {
	    TEXT_INIT("ftd"), TEXT_INIT("SFIMS"), TEXT_INIT("NGIPS")};

	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		if (text_equal_fold(view->envelope.program, programs[i]))
			return cisco_ftd_is_list(view->message);
	}
	return false;
}

static bool recognise(const struct view *view)
{
	return text_starts(view->message, TEXT("%ASA-")) ||
	       text_starts(view->message, TEXT("%FTD-")) ||
	       text_starts(view->message, TEXT("%PIX-")) ||
	       text_starts(view->message, TEXT("%NGIPS-")) || is_bare_event(view);
}

struct meaning {
	struct text action;
	struct text outcome;
	bool firewall; /* about traffic: Sigma's category firewall */
	int blocked;   /* 1, 0; -1: says nothing about it */
};

static const struct meaning meanings[ASA_KINDS] = {
    [ASA_PLAIN] = {TEXT_INIT(""), TEXT_INIT(""), false, -1},
    [ASA_DENY] = {TEXT_INIT("deny"), TEXT_INIT(""), true, 1},
    [ASA_PERMIT] = {TEXT_INIT("permit"), TEXT_INIT(""), true, 0},
    [ASA_LIST] = {TEXT_INIT(""), TEXT_INIT(""), true, -1},
    [ASA_DROP] = {TEXT_INIT("drop"), TEXT_INIT(""), true, 1},
    [ASA_BUILT] = {TEXT_INIT("flow-creation"), TEXT_INIT(""), true, -1},
    [ASA_TEARDOWN] = {TEXT_INIT("flow-expiration"), TEXT_INIT(""), true, -1},
    [ASA_LOGIN] = {TEXT_INIT("logged-in"), TEXT_INIT("success"), false, -1},
    [ASA_REFUSED] = {TEXT_INIT("logon-failed"), TEXT_INIT("failure"), false, -1},
    [ASA_LOGOUT] = {TEXT_INIT("logged-out"), TEXT_INIT("success"), false, -1},
    [ASA_VPN_UP] = {TEXT_INIT("client-vpn-connected"), TEXT_INIT("success"), false, -1},
    [ASA_VPN_DOWN] = {TEXT_INIT("client-vpn-disconnected"), TEXT_INIT(""), false, -1},
    [ASA_SA_UP] = {TEXT_INIT("created"), TEXT_INIT("success"), false, -1},
    [ASA_SA_DOWN] = {TEXT_INIT("deleted"), TEXT_INIT("success"), false, -1},
    [ASA_COMMAND] = {TEXT_INIT("command"), TEXT_INIT(""), false, -1},
    [ASA_ACCOUNT] = {TEXT_INIT("account-changed"), TEXT_INIT(""), false, -1},
    [ASA_THREAT] = {TEXT_INIT("threat-detected"), TEXT_INIT(""), true, -1},
    [ASA_ATTACK] = {TEXT_INIT("deny"), TEXT_INIT(""), true, 1},
    [ASA_SIGNATURE] = {TEXT_INIT("signature"), TEXT_INIT(""), true, -1},
    [ASA_SHUN] = {TEXT_INIT("shun"), TEXT_INIT(""), true, -1},
    [ASA_FAILURE] = {TEXT_INIT("error"), TEXT_INIT("failure"), false, -1},
};

struct verb {
	struct text word;
	struct text action;
	int blocked;
};

static const struct verb verbs[] = {{TEXT_INIT("permitted"), TEXT_INIT("permit"), 0},
    {TEXT_INIT("est-allowed"), TEXT_INIT("permit"), 0}, {TEXT_INIT("denied"), TEXT_INIT("deny"), 1},
    {TEXT_INIT("dropped"), TEXT_INIT("drop"), 1},
    {TEXT_INIT("monitored"), TEXT_INIT("monitor"), 0}};

static struct meaning meaning_of(enum asa_kind kind, struct text verb)
{
	struct meaning meaning = meanings[kind];

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (text_equal_fold(verbs[i].word, verb)) {
			meaning.action = verbs[i].action;
			meaning.blocked = verbs[i].blocked;
		}
	}
	return meaning;
}

static void put_meaning(struct event *event, enum asa_kind kind, struct text verb)
{
	struct meaning meaning = meaning_of(kind, verb);

	event_put(event, FIELD_ACTION, meaning.action);
	event_put(event, FIELD_OUTCOME, meaning.outcome);
	if (meaning.firewall)
		event->logsource.category = TEXT("firewall");
	if (meaning.blocked >= 0)
		blocked_put(event, meaning.blocked);
}

/* The first message of the table with this number; asa_message_count when there is none. */
static size_t first_message(unsigned id)
{
	size_t low = 0;
	size_t high = asa_message_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (asa_messages[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * What the dynamic filter found: the domain on its list, or where the list has an address and mask
 * ("198.51.100.0/255.255.255.0") what the list says it is ("Malware", "Botnets").
 */
static void put_listed(struct event *event, const struct pattern_match *match)
{
	struct text indicator = pattern_value(match, "indicator");
	struct text address = text_part(indicator, 0, text_find_char(indicator, '/'));

	if (decode_is_ip(address))
		indicator = pattern_value(match, "category");
	event_put(event, FIELD_SIGNATURE, indicator);
}

static bool decode_sentence(unsigned id, struct text sentence, struct event *event)
{
	struct pattern_match match;

	if (id >= SIGNATURE_MIN && id <= SIGNATURE_MAX) /* all of them are one sentence */
		id = SIGNATURE_MIN;
	for (size_t i = first_message(id); i < asa_message_count && asa_messages[i].id == id; i++) {
		if (!pattern_fits(asa_messages[i].pattern, sentence, &match))
			continue;
		put_meaning(event, asa_messages[i].kind, pattern_value(&match, "verb"));
		cisco_parts_put(event, &match);
		put_listed(event, &match);
		return true;
	}
	return false;
}

static void put_mark(struct event *event, const struct mark *mark)
{
	static const struct text levels[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"),
	    TEXT_INIT("notification"), TEXT_INIT("informational"), TEXT_INIT("debug")};

	event_put(event, FIELD_EVENT_CODE, mark->number);
	event_put_int(event, FIELD_SEVERITY, mark->severity);
	if (mark->severity < sizeof(levels) / sizeof(levels[0]))
		event_put(event, FIELD_LEVEL, levels[mark->severity]);
	if (mark->class.size != 0)
		event_add(event, TEXT("message_class"), mark->class, VALUE_TEXT);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct text sentence = view->message;
	struct mark mark = {.family = TEXT("FTD")};
	bool marked = take_mark(&sentence, &mark);
	struct event *event;
	uint64_t id = 0;

	if (!marked && !is_bare_event(view)) {
		why_set(why, "a Cisco message without its number");
		return MALFORMED;
	}
	event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.product = TEXT("cisco");
	event->logsource.service =
	    text_equal(mark.family, TEXT("ASA")) || text_equal(mark.family, TEXT("PIX"))
		? TEXT("asa")
		: TEXT("ftd");
	event->message = sentence;
	if (marked)
		put_mark(event, &mark);
	text_to_uint(mark.number, &id);
	if (!marked || (id >= EVENT_NUMBER_MIN && id <= EVENT_NUMBER_MAX))
		cisco_ftd_put_list(event, sentence);
	else if (!decode_sentence((unsigned)id, sentence, event))
		cisco_parts_put_prefix(event, sentence);
	return DONE;
}

const struct decoder cisco_asa_decoder = {
    "cisco-asa", "Cisco ASA, FTD and PIX", "cisco", recognise, decode};
