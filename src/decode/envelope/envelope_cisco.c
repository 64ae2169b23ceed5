/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Cisco devices put before a message, as the ASA and the IOS, IOS XR and NX-OS system message
 * guides describe it: sequence number, origin id, "*" before the time of an unsynchronised clock,
 * time zone, uptime where the device knows no time. A relay may have put its own time and host
 * before all that.
 */
#include "decode/envelope/envelope_cisco.h"

#include "decode/envelope/envelope_bsd.h"

#include <string.h>

#define SEARCH_MAX 512 /* the percent sign stands this near the beginning, or it is no header */
#define ITEMS_MAX 10   /* parts before the percent sign */
#define MARK_MAX 80

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_word_char(char c)
{
	return is_digit(c) || is_upper(c) || (c >= 'a' && c <= 'z');
}

static bool all_digits(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (!is_digit(t.at[i]))
			return false;
	}
	return t.size != 0;
}

/* "%FACILITY-[…-]SEVERITY-NAME": the percent sign, a capital, two hyphens before a colon or space.
 */
static bool at_cisco_mark(struct text t)
{
	size_t hyphens = 0;

	if (t.size < 6 || t.at[0] != '%' || !is_upper(t.at[1]))
		return false;
	for (size_t i = 2; i < t.size && i < MARK_MAX; i++) {
		if (t.at[i] == ':' || t.at[i] == ' ')
			return hyphens >= 2;
		if (t.at[i] == '-')
			hyphens++;
		else if (!is_word_char(t.at[i]) && t.at[i] != '_' && t.at[i] != '/')
			return false;
	}
	return false;
}

struct zone_name {
	struct text name;
	int minutes;
};

/* RFC 5322 section 4.3 for the American ones; the others as IANA's time zone database abbreviates
 * them. */
static const struct zone_name zone_names[] = {{TEXT_INIT("UTC"), 0}, {TEXT_INIT("GMT"), 0},
    {TEXT_INIT("Z"), 0}, {TEXT_INIT("JST"), 540}, {TEXT_INIT("KST"), 540}, {TEXT_INIT("EST"), -300},
    {TEXT_INIT("EDT"), -240}, {TEXT_INIT("CST"), -360}, {TEXT_INIT("CDT"), -300},
    {TEXT_INIT("MST"), -420}, {TEXT_INIT("MDT"), -360}, {TEXT_INIT("PST"), -480},
    {TEXT_INIT("PDT"), -420}, {TEXT_INIT("AKST"), -540}, {TEXT_INIT("AKDT"), -480},
    {TEXT_INIT("HST"), -600}, {TEXT_INIT("WET"), 0}, {TEXT_INIT("WEST"), 60},
    {TEXT_INIT("BST"), 60}, {TEXT_INIT("CET"), 60}, {TEXT_INIT("CEST"), 120},
    {TEXT_INIT("EET"), 120}, {TEXT_INIT("EEST"), 180}, {TEXT_INIT("MSK"), 180},
    {TEXT_INIT("IST"), 330}, {TEXT_INIT("HKT"), 480}, {TEXT_INIT("AWST"), 480},
    {TEXT_INIT("ACST"), 570}, {TEXT_INIT("ACDT"), 630}, {TEXT_INIT("AEST"), 600},
    {TEXT_INIT("AEDT"), 660}, {TEXT_INIT("NZST"), 720}, {TEXT_INIT("NZDT"), 780}};

/* " ZONE" behind a device's time. An unknown word may be the host: it is left. */
static void take_zone(struct text *rest, struct civil *time)
{
	struct text after = *rest;
	struct text word = text_word(&after);

	if (word.size != 0 && word.at[word.size - 1] == ':')
		word.size--;
	for (size_t i = 0; i < sizeof(zone_names) / sizeof(zone_names[0]); i++) {
		if (text_equal(zone_names[i].name, word)) {
			time->has_offset = true;
			time->offset = zone_names[i].minutes * 60;
			*rest = text_from(*rest, (size_t)(word.at + word.size - rest->at));
			return;
		}
	}
}

/* "1w2d", "3d04h", "00:00:46": how long the device has been up, where it knows no time. */
static bool is_uptime(struct text t)
{
	if (t.size < 4 || !is_digit(t.at[0]))
		return false;
	for (size_t i = 0; i < t.size; i++) {
		if (!is_digit(t.at[i]) && memchr("ywdhms:.", t.at[i], 8) == NULL)
			return false;
	}
	return true;
}

static bool take_cisco_time(struct text *rest, struct envelope *envelope)
{
	struct civil time;

	if (rest->size != 0 && (rest->at[0] == '*' || rest->at[0] == '.'))
		*rest = text_from(*rest, 1);
	if (!envelope_bsd_time(rest, &time) && !envelope_bsd_iso_time(rest, &time))
		return false;
	if (!time.has_offset)
		take_zone(rest, &time);
	envelope->time = time;
	envelope->has_time = true;
	return true;
}

/* A word that is no time: sequence number, uptime, host or program. `numbered`: a sequence number
 * came before. */
static bool take_cisco_word(struct text *rest, bool *numbered, struct envelope *envelope)
{
	struct text after = *rest;
	struct text word = text_word(&after);
	if (word.size == 0)
		return false;
	bool attached = word.size > 1 && word.at[word.size - 1] == ':';
	bool colon = attached || text_starts(after, TEXT(" :"));
	struct text name = text_part(word, 0, word.size - (attached ? 1 : 0));

	if (text_find_char(name, '[') != TEXT_NONE) {
		return envelope_bsd_tag(rest, envelope);
	} else if (colon && all_digits(name)) {
		*numbered = true;
	} else if (colon && is_uptime(name)) {
		/* tells no time */
	} else if (name.at[0] == '<' && name.at[name.size - 1] == '>') {
		/* where somebody took the address out */
	} else if (!envelope_bsd_is_host(name)) {
		return false;
	} else if (envelope->host.size == 0 || *numbered) {
		envelope->host = name;
	} else if (colon || text_starts(after, TEXT(" %"))) {
		envelope->program = name;
	} else {
		return false;
	}
	*rest = after;
	return true;
}

/* IOS XR: "RP/0/RSP0/CPU0:Apr  1 …", the node that wrote it. */
static void skip_node(struct text *rest)
{
	size_t colon = text_find_char(text_part(*rest, 0, 32), ':');

	if (colon != TEXT_NONE &&
	    (text_starts(*rest, TEXT("RP/")) || text_starts(*rest, TEXT("LC/"))))
		*rest = text_from(*rest, colon + 1);
}

bool envelope_cisco_read(struct text rest, struct envelope *envelope, struct text *message)
{
	struct envelope read = *envelope;
	bool numbered = false;

	if (text_find_char(text_part(rest, 0, SEARCH_MAX), '%') == TEXT_NONE)
		return false;
	for (unsigned i = 0; i < ITEMS_MAX; i++) {
		while (text_skip(&rest, TEXT(" ")) || text_skip(&rest, TEXT(":")))
			;
		if (at_cisco_mark(rest))
			break;
		skip_node(&rest);
		if (!take_cisco_time(&rest, &read) && !take_cisco_word(&rest, &numbered, &read))
			return false;
	}
	if (!at_cisco_mark(rest))
		return false;
	*envelope = read;
	*message = rest;
	return true;
}
