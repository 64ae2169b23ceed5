/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each firewall has words of its own for "stopped" and "let through"; a rule asks one field.
 *
 * Words are those of the decoders' sources: FortiGate's traffic log tells how a session ended,
 * which only one that was let through does; "timeout" and "ip-conn" end those that nobody answered
 * too, so they tell nothing. Palo Alto's "reset-…" and "drop-…" are the policy's.
 */
#include "decode/blocked.h"

struct word {
	struct text text;
	bool blocked;
};

static const struct word words[] = {
    {TEXT_INIT("deny"), true},
    {TEXT_INIT("denied"), true},
    {TEXT_INIT("drop"), true},
    {TEXT_INIT("dropped"), true},
    {TEXT_INIT("drop-icmp"), true},
    {TEXT_INIT("block"), true},
    {TEXT_INIT("blocked"), true},
    {TEXT_INIT("reject"), true},
    {TEXT_INIT("rejected"), true},
    {TEXT_INIT("discard"), true},
    {TEXT_INIT("reset-client"), true},
    {TEXT_INIT("reset-server"), true},
    {TEXT_INIT("reset-both"), true},
    {TEXT_INIT("accept"), false},
    {TEXT_INIT("accepted"), false},
    {TEXT_INIT("allow"), false},
    {TEXT_INIT("allowed"), false},
    {TEXT_INIT("pass"), false},
    {TEXT_INIT("passed"), false},
    {TEXT_INIT("passthrough"), false},
    {TEXT_INIT("permit"), false},
    {TEXT_INIT("permitted"), false},
    {TEXT_INIT("forward"), false},
    {TEXT_INIT("start"), false},
    {TEXT_INIT("close"), false},
    {TEXT_INIT("create"), false},
    {TEXT_INIT("flow-creation"), false},
    {TEXT_INIT("client-rst"), false},
    {TEXT_INIT("server-rst"), false},
    {TEXT_INIT("decrypt"), false},
};

bool blocked_by_word(struct text word, bool *blocked)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_equal_fold(words[i].text, word)) {
			*blocked = words[i].blocked;
			return true;
		}
	}
	return false;
}

void blocked_put(struct event *event, bool blocked)
{
	event_add(event, field_spec(FIELD_BLOCKED)->name, blocked ? TEXT("true") : TEXT("false"),
	    VALUE_BOOL);
}

void blocked_put_by_action(struct event *event)
{
	bool blocked;
	if (!text_equal(event->logsource.category, TEXT("firewall")) ||
	    event_find(event, field_spec(FIELD_BLOCKED)->name) != NULL)
		return;
	if (blocked_by_word(event_get_field(event, FIELD_ACTION), &blocked))
		blocked_put(event, blocked);
}
