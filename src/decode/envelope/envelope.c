/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes the syslog header off a record: PRI (RFC 5424 6.2.1) and the RFC 5424 header with its
 * structured data. The older and the makers' own forms are in envelope_bsd.c and envelope_cisco.c.
 *
 * Without PRI the reading is strict, because any text file may come here; with
 * PRI it is certain that the line went through syslog, and only the parts that are
 * surely header are taken.
 */
#include "decode/envelope/envelope.h"

#include "decode/envelope/envelope_bsd.h"
#include "decode/envelope/envelope_cisco.h"

#define PRIORITY_MAX 191 /* facility 23, severity 7 */
#define HOST_MAX 255     /* RFC 5424 6.2.4 */
#define NAME_MAX_5424 128

void envelope_clear(struct envelope *envelope)
{
	*envelope = (struct envelope){.priority = -1};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "<0>" to "<191>", without leading zeros. */
static bool take_priority(struct text *rest, int *priority)
{
	size_t i = 1;
	int value = 0;

	if (rest->size < 3 || rest->at[0] != '<')
		return false;
	while (i < rest->size && i < 4 && is_digit(rest->at[i]))
		value = value * 10 + (rest->at[i++] - '0');
	if (i == 1 || i == rest->size || rest->at[i] != '>' || value > PRIORITY_MAX)
		return false;
	if (rest->at[1] == '0' && i > 2)
		return false;
	*priority = value;
	*rest = text_from(*rest, i + 1);
	return true;
}

/* One header field of RFC 5424: printable ASCII up to the next space. NILVALUE comes out empty. */
static bool take_field(struct text *rest, size_t longest, struct text *field)
{
	size_t i = 0;

	while (i < rest->size && rest->at[i] > ' ' && rest->at[i] < 0x7f)
		i++;
	if (i == 0 || i > longest || (i < rest->size && rest->at[i] != ' '))
		return false;
	*field = text_part(*rest, 0, i);
	if (i == 1 && field->at[0] == '-')
		*field = TEXT("");
	*rest = text_from(*rest, i + 1);
	return true;
}

/* The end of one SD-ELEMENT that starts at `start`; TEXT_NONE when it is none. */
static size_t element_end(struct text t, size_t start)
{
	bool quoted = false;
	size_t i = start + 1;

	/* SD-ID: no '=', no quote; ends at a space or the bracket. */
	while (i < t.size && t.at[i] > ' ' && t.at[i] != ']' && t.at[i] != '=' && t.at[i] != '"')
		i++;
	if (i == start + 1 || i == t.size || (t.at[i] != ' ' && t.at[i] != ']'))
		return TEXT_NONE;
	for (; i < t.size; i++) {
		char c = t.at[i];

		if (c == '\\' && quoted)
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (c == ']' && !quoted)
			return i + 1;
	}
	return TEXT_NONE;
}

/*
 * STRUCTURED-DATA. Elements may follow one another without a space. Devices write broken
 * quotes: when an element has no end, its text stays in the message.
 */
static void take_structured_data(struct text *rest, struct text *data)
{
	size_t end = 0;

	*data = TEXT("");
	if (rest->size != 0 && rest->at[0] == '-' && (rest->size == 1 || rest->at[1] == ' ')) {
		*rest = text_from(*rest, 1);
		return;
	}
	while (end < rest->size && rest->at[end] == '[') {
		size_t next = element_end(*rest, end);

		if (next == TEXT_NONE)
			break;
		end = next;
	}
	*data = text_part(*rest, 0, end);
	*rest = text_from(*rest, end);
}

static bool take_time_5424(struct text *rest, struct envelope *envelope)
{
	struct text after = *rest;

	if (text_skip(&after, TEXT("- "))) {
		*rest = after;
		return true;
	}
	if (!envelope_bsd_iso_time(&after, &envelope->time) || !text_skip(&after, TEXT(" ")))
		return false;
	envelope->has_time = true;
	*rest = after;
	return true;
}

/* Behind PRI: "1 TIME HOST APP PID MSGID SD [MSG]". All or nothing. */
static bool read_5424(struct text rest, struct envelope *envelope, struct text *message)
{
	struct envelope read = *envelope;

	if (!text_skip(&rest, TEXT("1 ")) || !take_time_5424(&rest, &read) ||
	    !take_field(&rest, HOST_MAX, &read.host) ||
	    !take_field(&rest, NAME_MAX_5424, &read.program) ||
	    !take_field(&rest, NAME_MAX_5424, &read.pid) ||
	    !take_field(&rest, NAME_MAX_5424, &read.message_id))
		return false;
	if (read.priority < 0 && !read.has_time)
		return false;
	take_structured_data(&rest, &read.structured_data);
	while (text_skip(&rest, TEXT(" ")))
		;
	text_skip(&rest, TEXT("\xEF\xBB\xBF"));
	*envelope = read;
	*message = rest;
	return true;
}

void envelope_read(struct text record, struct envelope *envelope, struct text *message)
{
	struct text rest = record;
	bool has_priority;

	envelope_clear(envelope);
	text_skip(&rest, TEXT("\xEF\xBB\xBF"));
	has_priority = take_priority(&rest, &envelope->priority);
	if (read_5424(rest, envelope, message) || envelope_cisco_read(rest, envelope, message) ||
	    envelope_bsd_read(rest, envelope, message) ||
	    envelope_bsd_read_iso(rest, envelope, message))
		return;
	if (!has_priority) {
		*message = record;
		return;
	}
	while (text_skip(&rest, TEXT(" ")))
		;
	*message = rest;
}
