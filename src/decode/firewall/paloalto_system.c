/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PAN-OS system logs keep people and addresses in a sentence only: authentication (administrators
 * and VPN alike), the administration's sessions, GlobalProtect before PAN-OS 9.1 gave it a log of
 * its own.
 *
 * "logged in via Web" is as public samples have it (2026-11); the other sentences are as PAN-OS 8
 * to 11 are known to write them, not held against a dated copy of the vendor's reference.
 */
#include "decode/firewall/paloalto_system.h"

#include "decode/decoder.h"
#include "decode/pattern.h"

struct sentence {
	const char *pattern;
	struct text action;
	struct text outcome;
};

#define LOGIN TEXT_INIT("login")
#define LOGOUT TEXT_INIT("logout")
#define SUCCESS TEXT_INIT("success")
#define FAILURE TEXT_INIT("failure")
#define NOTHING                                                                                    \
	{                                                                                          \
		NULL, 0                                                                            \
	}

/* In the order they are tried: the one that says most first. */
static const struct sentence sentences[] = {
    {"failed authentication for user '{user*}'. Reason~{reason*}. {*}From~{from}", LOGIN, FAILURE},
    {"failed authentication for user '{user*}'{*}From~{from}", LOGIN, FAILURE},
    {"failed authentication for user '{user*}'{*}", LOGIN, FAILURE},
    {"authenticated for user '{user*}'{*}From~{from}", LOGIN, SUCCESS},
    {"authenticated for user '{user*}'{*}", LOGIN, SUCCESS},
    {"User '{user*}' failed authentication. Reason~{reason*}. {*}From~{from}", LOGIN, FAILURE},
    {"User '{user*}' failed authentication{*}From~{from}", LOGIN, FAILURE},
    {"User '{user*}' failed authentication{*}", LOGIN, FAILURE},
    {"User '{user*}' authenticated{*}From~{from}", LOGIN, SUCCESS},
    {"User {user*} logged in via {*} from {from}[ using {*}]", LOGIN, SUCCESS},
    {"User {user*} logged out via {*} from {from}", LOGOUT, NOTHING},
    {"Session for user {user*} via {*} from {from} timed out", LOGOUT, NOTHING},
    {"SAML SSO authenticated for user '{user*}'{*}From~{from}", LOGIN, SUCCESS},
    {"SAML SSO authenticated for user '{user*}'{*}", LOGIN, SUCCESS},
    {"SAML SSO authentication failed for user '{user*}'{*}From~{from}", LOGIN, FAILURE},
    {"SAML SSO authentication failed for user '{user*}'{*}", LOGIN, FAILURE},
    {"GlobalProtect {*} user authentication failed. Login from~{from},{*}User name~"
     "{user*},{*}Reason~{reason*}, Auth type{*}",
	LOGIN, FAILURE},
    {"GlobalProtect {*} user authentication failed. Login from~{from},{*}User name~{user*},{*}",
	LOGIN, FAILURE},
    {"GlobalProtect {*} user authentication succeeded. Login from~{from},{*}User name~"
     "{user*},{*}",
	LOGIN, SUCCESS},
    {"GlobalProtect {*} user logout succeeded. User name~{user*},{*}", LOGOUT, SUCCESS},
};

static void put_sentence(
    struct event *event, const struct sentence *sentence, const struct pattern_match *match)
{
	struct text user = pattern_value(match, "user");
	struct text from = pattern_value(match, "from");
	if (text_skip(&user, TEXT("'")) && text_ends(user, TEXT("'")))
		user.size--;
	decode_put_user(event, user);
	if (decode_is_ip(from)) /* else it is the console */
		event_put(event, FIELD_SRC_IP, from);
	event_put(event, FIELD_REASON, pattern_value(match, "reason"));
	event_put(event, FIELD_ACTION, sentence->action);
	event_put(event, FIELD_OUTCOME, sentence->outcome);
}

void paloalto_system_put(struct event *event)
{
	struct text message = event_get(event, TEXT("opaque"));
	struct text code = event_get(event, TEXT("eventid"));
	struct pattern_match match;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (pattern_fits(sentences[i].pattern, message, &match)) {
			put_sentence(event, &sentences[i], &match);
			return;
		}
	}
	/* In other words, or another language of a plug-in: the number still tells how it went. */
	if (text_ends(code, TEXT("auth-fail")))
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	else if (text_ends(code, TEXT("auth-success")) || text_ends(code, TEXT("auth-succ")))
		event_put(event, FIELD_OUTCOME, TEXT("success"));
}
