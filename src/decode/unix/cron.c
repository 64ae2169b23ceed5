/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cron, cronie, anacron and at: "(USER) WORD (DETAIL)", the form of Vixie cron's log_it(): CMD,
 * CMDEND, REPLACE, LIST, DELETE, BEGIN EDIT, END EDIT, RELOAD, ORPHAN, AUTH …
 */
#include "decode/unix/unix_message.h"

static const struct text programs[] = {TEXT_INIT("cron"), TEXT_INIT("CRON"), TEXT_INIT("crond"),
    TEXT_INIT("CROND"), TEXT_INIT("crontab"), TEXT_INIT("anacron"), TEXT_INIT("atd"),
    TEXT_INIT("fcron"), TEXT_INIT("/usr/sbin/cron"), TEXT_INIT("/USR/SBIN/CRON")};

static bool recognise(const struct view *view)
{
	return unix_is_program(view, programs, sizeof(programs) / sizeof(programs[0]));
}

/* "(user) WORD (detail)"; the detail, a command, may hold parentheses. */
static bool put_entry(struct event *event)
{
	struct text rest = event->message;
	size_t close = text_find(rest, TEXT(") "));
	struct text user;
	struct text word;
	struct text detail;
	size_t open;

	if (rest.size == 0 || rest.at[0] != '(' || close == TEXT_NONE)
		return false;
	user = text_part(rest, 1, close - 1);
	rest = text_from(rest, close + 2);
	open = text_find(rest, TEXT(" ("));
	word = text_part(rest, 0, open);
	detail = open == TEXT_NONE ? TEXT("") : text_from(rest, open + 2);
	if (detail.size != 0 && detail.at[detail.size - 1] == ')')
		detail.size--;
	event_put(event, FIELD_ACTION, word);
	if (!text_equal(user, TEXT("CRON")) && !text_equal(user, TEXT("*system*")))
		event_put(event, FIELD_USER, user);
	if (text_equal(word, TEXT("CMD")) || text_equal(word, TEXT("CMDEND")))
		event_put(event, FIELD_COMMAND_LINE, detail);
	else if (detail.size != 0)
		event_add(event, TEXT("detail"), detail, VALUE_TEXT);
	return true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = unix_event(view, TEXT("cron"), events, why);

	if (event == NULL)
		return TOO_LARGE;
	if (!unix_put_pam(event))
		put_entry(event);
	return DONE;
}

const struct decoder cron_decoder = {"cron", "cron and at", "linux", recognise, decode};
