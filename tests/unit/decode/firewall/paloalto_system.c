/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences of PAN-OS system logs: who, from where, how it went. */
#include "decode/firewall/paloalto_system.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct sentence_case {
	const char *code;
	const char *sentence;
	const char *user;
	const char *src_ip;
	const char *action;
	const char *outcome;
	const char *reason;
};

static const struct sentence_case cases[] = {
    {"auth-fail",
	"failed authentication for user 'admin'. Reason: Invalid username/password. From: "
	"203.0.113.5.",
	"admin", "203.0.113.5", "login", "failure", "Invalid username/password"},
    {"auth-fail",
	"failed authentication for user 'tanaka'.  Reason: User is not in allowlist. auth profile "
	"'vpn', vsys 'vsys1', From: 2001:db8::5.",
	"tanaka", "2001:db8::5", "login", "failure", "User is not in allowlist"},
    {"auth-fail", "failed authentication for user 'x'. Reason: no From here", "x", "", "login",
	"failure", ""},
    {"auth-fail", "failed authentication for user ''. Reason: Empty. From: 203.0.113.5", "",
	"203.0.113.5", "login", "failure", "Empty"},
    {"auth-success",
	"authenticated for user 'PARTS\\tanaka'.   auth profile 'vpn', vsys 'shared', server "
	"profile "
	"'ad', server address '192.0.2.7', From: 203.0.113.5.",
	"tanaka", "203.0.113.5", "login", "success", ""},
    {"general", "User admin logged in via Web from 203.0.113.5 using https", "admin", "203.0.113.5",
	"login", "success", ""},
    {"general", "User admin logged in via CLI from Console", "admin", "", "login", "success", ""},
    {"general", "User admin logged out via Web from 192.0.2.5", "admin", "192.0.2.5", "logout", "",
	""},
    {"general", "Session for user admin via CLI from 192.0.2.5 timed out", "admin", "192.0.2.5",
	"logout", "", ""},
    {"general",
	"User 'tanaka' failed authentication.  Reason: Authentication failed. From: "
	"203.0.113.5",
	"tanaka", "203.0.113.5", "login", "failure", "Authentication failed"},
    {"auth-success",
	"SAML SSO authenticated for user 'tanaka@parts.example'. auth profile 'saml', "
	"From: 203.0.113.5.",
	"tanaka", "203.0.113.5", "login", "success", ""},
    {"globalprotectgateway-auth-fail",
	"GlobalProtect gateway user authentication failed. Login from: 203.0.113.5, Source region: "
	"JP, User name: tanaka, Client OS version: Microsoft Windows 11, Reason: Authentication "
	"failed: Invalid username or password, Auth type: profile.",
	"tanaka", "203.0.113.5", "login", "failure",
	"Authentication failed: Invalid username or password"},
    {"globalprotectportal-auth-succ",
	"GlobalProtect portal user authentication succeeded. Login from: 203.0.113.5, Source "
	"region: JP, User name: tanaka, Auth type: profile.",
	"tanaka", "203.0.113.5", "login", "success", ""},
    /* another wording: only the code tells */
    {"auth-fail", "something else went wrong", "", "", "", "failure", ""},
    {"auth-success", "", "", "", "", "success", ""},
    {"general", "Connection to Update server closed: updates.example, source: 192.0.2.5", "", "",
	"", "", ""},
    {"general", "User admin logged in", "", "", "", "", ""},
};

static void expect_field(const struct event *event, enum field_id field, const char *want)
{
	struct text got = event_get_field(event, field);
	if (!text_equal(got, text_of(want)))
		fail_msg("%.*s\n want: %s\n got:  %.*s",
		    TEXT_ARGS(event_get(event, TEXT("opaque"))), want, TEXT_ARGS(got));
}

static void test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct sentence_case *one = &cases[i];
		struct arena *arena = arena_create("test", 1 << 20);
		struct event *event = event_create(arena, 0);
		event_add(event, TEXT("eventid"), text_of(one->code), VALUE_TEXT);
		event_add(event, TEXT("opaque"), text_of(one->sentence), VALUE_TEXT);
		paloalto_system_put(event);
		expect_field(event, FIELD_USER, one->user);
		expect_field(event, FIELD_SRC_IP, one->src_ip);
		expect_field(event, FIELD_ACTION, one->action);
		expect_field(event, FIELD_OUTCOME, one->outcome);
		expect_field(event, FIELD_REASON, one->reason);
		arena_destroy(arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sentences),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
