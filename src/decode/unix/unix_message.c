/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event of a Unix program's syslog message, and PAM's sentences (Linux-PAM 1.5: pam_unix,
 * pam_tally2, pam_faillock, pam_succeed_if), as the programs' sources format them.
 */
#include "decode/unix/unix_message.h"

#include "decode/pattern.h"

/* Solaris: "[ID 800047 auth.notice] " before the text. */
static struct text without_id(struct text message)
{
	size_t close = text_find(message, TEXT("] "));
	if (!text_starts(message, TEXT("[ID ")) || close == TEXT_NONE || close > 48)
		return message;
	return text_from(message, close + 2);
}

struct event *unix_event(
    const struct view *view, struct text service, struct events *events, struct why *why)
{
	static const struct text levels[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"), TEXT_INIT("notice"),
	    TEXT_INIT("info"), TEXT_INIT("debug")};
	struct event *event = events_add(events, view->context->received);
	uint64_t pid;

	if (event == NULL) {
		why_set(why, "too many events in one record");
		return NULL;
	}
	event->logsource.product = TEXT("linux");
	event->logsource.service = service;
	event->message = without_id(text_trim(view->message));
	if (text_to_uint(view->envelope.pid, &pid))
		event_put(event, FIELD_PROCESS_ID, view->envelope.pid);
	if (view->envelope.priority >= 0)
		event_put(event, FIELD_LEVEL, levels[view->envelope.priority & 7]);
	return event;
}

struct plain {
	struct text name;
	enum field_id field;
};

static const struct plain plains[] = {{TEXT_INIT("sport"), FIELD_SRC_PORT},
    {TEXT_INIT("dip"), FIELD_DST_IP}, {TEXT_INIT("dport"), FIELD_DST_PORT},
    {TEXT_INIT("group"), FIELD_GROUP}, {TEXT_INIT("command"), FIELD_COMMAND_LINE},
    {TEXT_INIT("reason"), FIELD_REASON}, {TEXT_INIT("uid"), FIELD_USER_ID},
    {TEXT_INIT("session"), FIELD_SESSION_ID}, {TEXT_INIT("target_user"), FIELD_TARGET_USER},
    {TEXT_INIT("by"), FIELD_USER}, {TEXT_INIT("user"), FIELD_USER}};

static void put_hole(struct event *event, const struct pattern_hole *hole)
{
	if (hole->value.size == 0)
		return;
	if (text_equal(hole->name, TEXT("sip")) || text_equal(hole->name, TEXT("host"))) {
		event_put(
		    event, decode_is_ip(hole->value) ? FIELD_SRC_IP : FIELD_SRC_HOST, hole->value);
		return;
	}
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++) {
		if (text_equal(plains[i].name, hole->name)) {
			event_put(event, plains[i].field, hole->value);
			return;
		}
	}
	event_add(event, hole->name, hole->value, VALUE_TEXT);
}

bool unix_put_sentence(struct event *event, const struct unix_sentence *sentences, size_t count)
{
	struct pattern_match match;

	for (size_t i = 0; i < count; i++) {
		if (!pattern_fits(sentences[i].pattern, event->message, &match))
			continue;
		event_put(event, FIELD_ACTION, text_of(sentences[i].action));
		event_put(event, FIELD_OUTCOME, text_of(sentences[i].outcome));
		for (size_t h = 0; h < match.count; h++)
			put_hole(event, &match.at[h]);
		return true;
	}
	return false;
}

/* clang-format off */
static const struct unix_sentence pam_sentences[] = {
	{"{module}({pam_service}:session): session opened for user {target_user*}(uid={target_uid}) by {by*}(uid={uid})", "session-opened", "success"},
	{"{module}({pam_service}:session): session opened for user {target_user*} by {by*}(uid={uid})", "session-opened", "success"},
	{"{module}({pam_service}:session): session closed for user {target_user*}", "session-closed", "success"},
	{"{module}({pam_service}:auth): authentication failure; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*} user={user*}", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): authentication failure; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*}", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): authentication success; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*} user={user*}", "logged-in", "success"},
	{"{module}({pam_service}:auth): check pass; user unknown", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): bad username \\[{user*}\\]", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): conversation failed", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): auth could not identify password for \\[{user*}\\]", "logon-failed", "failure"},
	{"{module}({pam_service}:auth): Consecutive login failures for user {user*} account temporarily locked", "account-locked", "failure"},
	{"{module}({pam_service}:auth): user {user*} ({uid}) tally {tally}, deny {limit}", "account-locked", "failure"},
	{"{module}({pam_service}:auth): requirement \"{requirement*}\" not met by user \"{user*}\"", "logon-failed", "failure"},
	{"{module}({pam_service}:account): account {user*} has expired ({*})", "logon-failed", "failure"},
	{"{module}({pam_service}:account): expired password for user {user*} ({*})", "password-expired", "failure"},
	{"{module}({pam_service}:chauthtok): password changed for {target_user*}", "password-changed", "success"},
	{"PAM {count} more authentication failure{*}; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*} user={user*}", "logon-failed", "failure"},
	{"PAM {count} more authentication failure{*}; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*}", "logon-failed", "failure"},
	{"PAM service({pam_service}) ignoring max retries; {*}", "logon-failed", "failure"},
	{"{module}({pam_service}:{type}): {detail*}", "", ""},
};
/* Older ones name the module in the tag: "su(pam_unix)[1]: …". */
static const struct unix_sentence old_pam_sentences[] = {
	{"session opened for user {target_user*} by {by*}(uid={uid})", "session-opened", "success"},
	{"session closed for user {target_user*}", "session-closed", "success"},
	{"authentication failure; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*} user={user*}", "logon-failed", "failure"},
	{"authentication failure; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*}", "logon-failed", "failure"},
	{"{count} more authentication failure{*}; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*} user={user*}", "logon-failed", "failure"},
	{"{count} more authentication failure{*}; logname={logname*} uid={uid} euid={euid} tty={tty*} ruser={ruser*} rhost={host*}", "logon-failed", "failure"},
	{"check pass; user unknown", "logon-failed", "failure"},
	{"bad username \\[{user*}\\]", "logon-failed", "failure"},
	{"password changed for {target_user*}", "password-changed", "success"},
};
/* clang-format on */

struct text unix_program(const struct view *view)
{
	struct text program = view->envelope.program;
	return text_part(program, 0, text_find(program, TEXT("(pam_")));
}

bool unix_put_old_pam(struct event *event, const struct view *view)
{
	if (unix_program(view).size == view->envelope.program.size)
		return false;
	return unix_put_sentence(
	    event, old_pam_sentences, sizeof(old_pam_sentences) / sizeof(old_pam_sentences[0]));
}

bool unix_put_pam(struct event *event)
{
	if (!text_starts(event->message, TEXT("pam_")) &&
	    !text_starts(event->message, TEXT("PAM ")))
		return false;
	if (!unix_put_sentence(
		event, pam_sentences, sizeof(pam_sentences) / sizeof(pam_sentences[0])))
		return false;
	/* A session that nobody else opened is the account's own. */
	if (event_find(event, field_spec(FIELD_USER)->name) == NULL)
		event_put(event, FIELD_USER, event_get_field(event, FIELD_TARGET_USER));
	return true;
}

bool unix_is_program(const struct view *view, const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal(names[i], unix_program(view)))
			return true;
	}
	return false;
}
