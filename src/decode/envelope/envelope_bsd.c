/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog headers as daemons and devices really write them: RFC 3164 section 4.1 (with and without
 * host, tag and year), the ISO times of rsyslog and journald, and Cisco's (ASA and IOS system
 * message guides: sequence number, origin id, "*" before an unsynchronised clock, time zone, uptime
 * instead of a time).
 */
#include "decode/envelope/envelope_bsd.h"

#include "base/text.h"
#include "decode/decoder.h"

#include <string.h>

#define HOST_MAX 255
#define TAG_MAX 96

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word_char(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool all_digits(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if (!is_digit(t.at[i]))
			return false;
	}
	return t.size != 0;
}

static void skip_spaces(struct text *rest)
{
	while (text_skip(rest, TEXT(" ")))
		;
}

static bool at_month(struct text t)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	if (t.size < 15 || t.at[3] != ' ')
		return false;
	for (size_t i = 0; i < sizeof(months) - 1; i += 3) {
		if (memcmp(t.at, months + i, 3) == 0)
			return true;
	}
	return false;
}

/* A year from 1970 to 2099 as a word of its own. */
static bool take_year(struct text *rest, int *year)
{
	uint64_t number;

	if (rest->size < 6 || (rest->at[4] != ' ' && (rest->at[4] != ':' || rest->at[5] != ' ')) ||
	    !all_digits(text_part(*rest, 0, 4)) || !text_to_uint(text_part(*rest, 0, 4), &number) ||
	    number < 1970 || number > 2099)
		return false;
	*year = (int)number;
	*rest = text_from(*rest, 4);
	return true;
}

/* "Mmm dd [yyyy] hh:mm:ss[.frac]", the year also before or behind it. */
bool envelope_bsd_time(struct text *rest, struct civil *time)
{
	struct text after = *rest;
	struct civil read;
	int year = 0;

	if (!at_month(after)) {
		if (!take_year(&after, &year) || !text_skip(&after, TEXT(" ")) || !at_month(after))
			return false;
	}
	if (!clock_read(&after, &read))
		return false;
	if (read.year == 0 && year == 0) {
		struct text behind = after;

		if (text_skip(&behind, TEXT(" ")) && take_year(&behind, &year))
			after = behind;
	}
	if (read.year == 0)
		read.year = year;
	*time = read;
	*rest = after;
	return true;
}

bool envelope_bsd_iso_time(struct text *rest, struct civil *time)
{
	struct text after = *rest;

	if (after.size < 19 || after.at[10] != 'T' || !is_digit(after.at[0]) ||
	    !is_digit(after.at[3]) || after.at[4] != '-' || !clock_read(&after, time))
		return false;
	*rest = after;
	return true;
}

/* Words that a program's own log has where syslog has the host. */
static bool is_level_word(struct text t)
{
	static const struct text words[] = {TEXT_INIT("error"), TEXT_INIT("warn"),
	    TEXT_INIT("warning"), TEXT_INIT("info"), TEXT_INIT("debug"), TEXT_INIT("trace"),
	    TEXT_INIT("fatal"), TEXT_INIT("notice"), TEXT_INIT("critical"), TEXT_INIT("severe")};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_equal_fold(words[i], t))
			return true;
	}
	return false;
}

bool envelope_bsd_is_host(struct text t)
{
	if (t.size == 0 || t.size > HOST_MAX || is_level_word(t))
		return false;
	if (!is_word_char(t.at[0]) && t.at[0] != ':')
		return false;
	for (size_t i = 1; i < t.size; i++) {
		if (!is_word_char(t.at[i]) && memchr("._:-/@%", t.at[i], 7) == NULL)
			return false;
	}
	return true;
}

/* "name" of a tag: what programs call themselves; no number alone, no maker's mark. */
static bool is_tag_name(struct text t)
{
	if (t.size == 0 || t.size > TAG_MAX || t.at[0] == '%' || all_digits(t) ||
	    is_level_word(t) || decode_is_ip(t))
		return false;
	return !text_equal(t, TEXT("CEF")) && !text_equal(t, TEXT("LEEF"));
}

/* The end of a tag's name: the first byte that cannot be in one. */
static size_t tag_name_end(struct text t)
{
	size_t i = 0;

	while (i < t.size && i <= TAG_MAX && (unsigned char)t.at[i] > ' ' &&
	       (unsigned char)t.at[i] < 0x7f && memchr("[]:\"=,<>|{};", t.at[i], 12) == NULL)
		i++;
	return i;
}

/* "[pid]" and what may stand before the colon behind it; `t` starts at the bracket. */
static bool take_pid(struct text *t, struct text *pid)
{
	size_t close = text_find_char(text_part(*t, 0, TAG_MAX), ']');

	if (close == TEXT_NONE || close == 1)
		return false;
	*pid = text_part(*t, 1, close - 1);
	for (size_t i = 0; i < pid->size; i++) {
		if (!is_word_char(pid->at[i]) && memchr("._-/:", pid->at[i], 5) == NULL)
			return false;
	}
	*t = text_from(*t, close + 1);
	if (text_starts(*t, TEXT(" ("))) { /* launchd: "com.apple.xpc.launchd[1] (com.apple.x): " */
		size_t end = text_find_char(text_part(*t, 0, HOST_MAX), ')');

		if (end != TEXT_NONE && end + 1 < t->size && t->at[end + 1] == ':')
			*t = text_from(*t, end + 1);
	}
	return text_skip(t, TEXT(":"));
}

/* "tag[pid]:" or "tag:" with a space or the end behind it. */
bool envelope_bsd_tag(struct text *rest, struct envelope *envelope)
{
	struct text after = *rest;
	size_t end = tag_name_end(after);
	struct text name = text_part(after, 0, end);
	struct text pid = TEXT("");

	if (!is_tag_name(name))
		return false;
	after = text_from(after, end);
	if (after.size != 0 && after.at[0] == '[') {
		if (!take_pid(&after, &pid))
			return false;
	} else if (!text_skip(&after, TEXT(":")) || (after.size != 0 && after.at[0] != ' ')) {
		return false;
	}
	envelope->program = name;
	envelope->pid = pid;
	*rest = after;
	return true;
}

/* The host, and a lone colon behind it (Cisco ASA, Juniper: "host : message"). */
static bool take_host(struct text *rest, struct envelope *envelope)
{
	struct text after = *rest;
	struct text host = text_word(&after);

	if (host.size > 1 && host.at[host.size - 1] == ':') {
		host.size--;
		if (!decode_is_ip(host))
			return false;
	}
	if (!envelope_bsd_is_host(host))
		return false;
	envelope->host = host;
	skip_spaces(&after);
	if (text_starts(after, TEXT(": ")))
		after = text_from(after, 2);
	*rest = after;
	return true;
}

/* rsyslog and syslogd write this without a tag. */
static bool is_repeat(struct text t)
{
	return text_starts(t, TEXT("last message repeated ")) ||
	       text_starts(t, TEXT("message repeated "));
}

/*
 * "host tag[pid]: message" behind the time. With `tag_needed` only what surely is that. What is a
 * tag where the host should be was written by a program on this machine.
 */
static bool take_origin(struct text *rest, bool tag_needed, struct envelope *envelope)
{
	struct text after = *rest;
	bool host;
	bool tag;

	skip_spaces(&after);
	tag = envelope_bsd_tag(&after, envelope);
	if (!tag) {
		host = take_host(&after, envelope);
		skip_spaces(&after);
		tag = host && envelope_bsd_tag(&after, envelope);
	}
	if (tag_needed && !tag && !is_repeat(after))
		return false;
	skip_spaces(&after);
	*rest = after;
	return true;
}

bool envelope_bsd_read(struct text rest, struct envelope *envelope, struct text *message)
{
	struct envelope read = *envelope;

	if (!envelope_bsd_time(&rest, &read.time))
		return false;
	if (text_skip(&rest, TEXT(": "))) {
		skip_spaces(&rest);
	} else if (rest.size != 0 && rest.at[0] != ' ') {
		return false;
	} else if (!take_origin(&rest, false, &read)) {
		return false;
	}
	read.has_time = true;
	*envelope = read;
	*message = rest;
	return true;
}

/*
 * macOS ("log show --style syslog"): "2020-03-24 08:38:42.344447-0700  host program[pid]: ". Many
 * programs' own logs begin so too; with a zone, a host and a process all three it is syslog.
 */
static bool read_spaced(struct text rest, struct envelope *envelope, struct text *message)
{
	struct envelope read = *envelope;

	if (rest.size < 26 || rest.at[4] != '-' || rest.at[10] != ' ' || !is_digit(rest.at[0]) ||
	    !clock_read(&rest, &read.time) || !read.time.has_offset || !text_skip(&rest, TEXT(" ")))
		return false;
	if (!take_origin(&rest, true, &read) || read.host.size == 0 || read.pid.size == 0)
		return false;
	read.has_time = true;
	*envelope = read;
	*message = rest;
	return true;
}

bool envelope_bsd_read_iso(struct text rest, struct envelope *envelope, struct text *message)
{
	struct envelope read = *envelope;

	if (envelope->priority < 0 && read_spaced(rest, envelope, message))
		return true;
	if (!envelope_bsd_iso_time(&rest, &read.time) || !text_skip(&rest, TEXT(" ")) ||
	    !take_origin(&rest, read.priority < 0, &read))
		return false;
	read.has_time = true;
	*envelope = read;
	*message = rest;
	return true;
}
