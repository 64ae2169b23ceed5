/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sudo's log lines (sudo 1.8 and 1.9, "sudoers" manual, section LOG FORMAT):
 *   USER : [REASON ; ]TTY=… ; PWD=… ; USER=… ; [GROUP=… ; ][ENV=… ; ]COMMAND=…
 * COMMAND comes last and may hold semicolons.
 */
#include "decode/unix/unix_message.h"

static const struct text programs[] = {TEXT_INIT("sudo"), TEXT_INIT("sudoedit"), TEXT_INIT("doas")};

static bool recognise(const struct view *view)
{
	return unix_is_program(view, programs, sizeof(programs) / sizeof(programs[0]));
}

static bool is_key(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		if ((t.at[i] < 'A' || t.at[i] > 'Z') && t.at[i] != '_')
			return false;
	}
	return t.size != 0;
}

/* Take what stands before the next " ; ", or all when the part is the command. */
static struct text take_part(struct text *rest)
{
	struct text part = *rest;
	size_t end = text_find(*rest, TEXT(" ; "));

	*rest = TEXT("");
	if (text_starts(part, TEXT("COMMAND=")) || end == TEXT_NONE)
		return part;
	*rest = text_from(part, end + 3);
	return text_part(part, 0, end);
}

static void put_known(struct event *event, struct text key, struct text value)
{
	if (text_equal(key, TEXT("USER")))
		event_put(event, FIELD_TARGET_USER, value);
	else if (text_equal(key, TEXT("GROUP")))
		event_put(event, FIELD_GROUP, value);
	else if (text_equal(key, TEXT("COMMAND")))
		event_put(event, FIELD_COMMAND_LINE, value);
}

/* The program of a command line, where it is given by its path. */
static void put_image(struct event *event, struct text command)
{
	struct text path = text_word(&command);

	if (path.size != 0 && path.at[0] == '/')
		event_put(event, FIELD_IMAGE, path);
}

/* False when the line is none of sudo's own (PAM writes through it too). */
static bool put_line(struct event *event)
{
	struct text rest = event->message;
	size_t colon = text_find(rest, TEXT(" : "));
	struct text reason = TEXT("");
	bool pairs = false;

	if (colon == TEXT_NONE || text_find_char(text_part(rest, 0, colon), ' ') != TEXT_NONE)
		return false;
	event_put(event, FIELD_USER, text_part(rest, 0, colon));
	rest = text_from(rest, colon + 3);
	while (rest.size != 0) {
		struct text part = text_trim(take_part(&rest));
		size_t equals = text_find_char(part, '=');
		struct text key = text_part(part, 0, equals);

		if (equals == TEXT_NONE || !is_key(key)) {
			if (reason.size == 0)
				reason = part;
			continue;
		}
		pairs = true;
		event_add(event, key, text_from(part, equals + 1), VALUE_TEXT);
		put_known(event, key, text_from(part, equals + 1));
	}
	event_put(event, FIELD_REASON, reason);
	event_put(event, FIELD_ACTION, TEXT("sudo"));
	if (pairs || reason.size != 0)
		event_put(event, FIELD_OUTCOME,
		    reason.size == 0 || text_starts(reason, TEXT("(command continued)"))
			? TEXT("success")
			: TEXT("failure"));
	put_image(event, event_get(event, TEXT("COMMAND")));
	return true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = unix_event(view, TEXT("sudo"), events, why);

	if (event == NULL)
		return TOO_LARGE;
	if (!unix_put_pam(event))
		put_line(event);
	return DONE;
}

const struct decoder sudo_decoder = {"sudo", "sudo", "linux", recognise, decode};
