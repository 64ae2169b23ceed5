/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSH's server: who logged in, who tried, how connections ended. Sentences as OpenSSH 5 to 9.8
 * writes them (sshd, and sshd-session since 9.8), recorded from 9.2p1 of Debian 12.
 */
#include "decode/unix/unix_message.h"

static const struct text programs[] = {
    TEXT_INIT("sshd"), TEXT_INIT("sshd-session"), TEXT_INIT("sshd-auth"), TEXT_INIT("dropbear")};

/* clang-format off */
static const struct unix_sentence sentences[] = {
	{"Accepted key {key*} found at {file*}", "key-accepted", ""},
	{"Accepted {method} for {user*} from {sip} port {sport}[ ssh2][: {key*}]", "logged-in", "success"},
	{"Accepted {method} for {user*} from {sip} port {sport} {*}", "logged-in", "success"},
	{"Failed {method} for invalid user {user*} from {sip} port {sport}[ {*}]", "logon-failed", "failure"},
	{"Failed {method} for illegal user {user*} from {sip} port {sport}[ {*}]", "logon-failed", "failure"},
	{"Failed {method} for {user*} from {sip} port {sport}[ {*}]", "logon-failed", "failure"},
	{"Postponed {method} for invalid user {user*} from {sip} port {sport}[ {*}]", "logon-postponed", ""},
	{"Postponed {method} for {user*} from {sip} port {sport}[ {*}]", "logon-postponed", ""},
	{"Invalid user from {sip}[ port {sport}]", "logon-failed", "failure"},
	{"Invalid user {user*} from {sip} port {sport}", "logon-failed", "failure"},
	{"Invalid user {user*} from {sip}", "logon-failed", "failure"},
	{"input_userauth_request: invalid user {user*}[ \\[preauth\\]]", "logon-failed", "failure"},
	{"[error: ]maximum authentication attempts exceeded for invalid user {user*} from {sip} port {sport}[ ssh2][ \\[preauth\\]]", "logon-failed", "failure"},
	{"[error: ]maximum authentication attempts exceeded for {user*} from {sip} port {sport}[ ssh2][ \\[preauth\\]]", "logon-failed", "failure"},
	{"[error: ]PAM: {reason*} for illegal user {user*} from {host}", "logon-failed", "failure"},
	{"[error: ]PAM: {reason*} for {user*} from {host}", "logon-failed", "failure"},
	{"User {user*} from {host} not allowed because {reason*}", "logon-refused", "failure"},
	{"User {user*} not allowed because {reason*}", "logon-refused", "failure"},
	{"ROOT LOGIN REFUSED FROM {sip}[ port {sport}][ \\[preauth\\]]", "logon-refused", "failure"},
	{"Authentication refused: {reason*}", "logon-refused", "failure"},
	{"Connection from {sip} port {sport} on {dip} port {dport}[ rdomain {*}]", "connected", ""},
	{"Connection closed by authenticating user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection closed by invalid user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection closed by {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection closed by {sip}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection reset by authenticating user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection reset by invalid user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Connection reset by {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Received disconnect from {sip} port {sport}:{code}: {reason*}[ \\[preauth\\]]", "disconnected", ""},
	{"Received disconnect from {sip}: {code}: {reason*}", "disconnected", ""},
	{"Disconnected from authenticating user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnected from invalid user {user*} {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnected from user {user*} {sip} port {sport}", "disconnected", ""},
	{"Disconnected from {sip} port {sport}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnecting authenticating user {user*} {sip} port {sport}: {reason*}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnecting invalid user {user*} {sip} port {sport}: {reason*}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnecting {sip} port {sport}: {reason*}[ \\[preauth\\]]", "disconnected", ""},
	{"Disconnecting: {reason*}[ \\[preauth\\]]", "disconnected", ""},
	{"Did not receive identification string from {sip}[ port {sport}]", "scanned", ""},
	{"[error: ]kex_exchange_identification: {reason*}", "scanned", ""},
	{"banner exchange: Connection from {sip} port {sport}: {reason*}", "scanned", ""},
	{"Bad protocol version identification '{data*}' from {sip}[ port {sport}]", "scanned", ""},
	{"[fatal: ]Unable to negotiate with {sip} port {sport}: {reason*}[ \\[preauth\\]]", "scanned", ""},
	{"[fatal: ]Unable to negotiate with {sip}: {reason*}[ \\[preauth\\]]", "scanned", ""},
	{"[fatal: ]Read error from remote host {sip} port {sport}: {reason*}", "disconnected", ""},
	{"[fatal: ]Read error from remote host {sip}: {reason*}", "disconnected", ""},
	{"ssh_dispatch_run_fatal: Connection from authenticating user {user*} {sip} port {sport}: {reason*}[ \\[preauth\\]]", "error", ""},
	{"ssh_dispatch_run_fatal: Connection from {sip} port {sport}: {reason*}[ \\[preauth\\]]", "error", ""},
	{"[fatal: ]Timeout before authentication for connection from {sip} to {dip}, pid = {*}", "disconnected", ""},
	{"[fatal: ]Timeout before authentication for {sip} port {sport}", "disconnected", ""},
	{"reverse mapping checking getaddrinfo for {name} \\[{sip}\\] failed{*}", "name-mismatch", ""},
	{"Address {sip} maps to {name}, but this does not map back to the address{*}", "name-mismatch", ""},
	{"drop connection #{number} from \\[{sip}\\]:{sport} on \\[{dip}\\]:{dport} {reason*}", "dropped", ""},
	{"Starting session: {kind*} for {user*} from {sip} port {sport} id {channel}", "session-opened", "success"},
	{"Close session: user {user*} from {sip} port {sport} id {channel}", "session-closed", ""},
	{"subsystem request for {subsystem} by user {user*}", "subsystem", ""},
	{"Server listening on {dip} port {dport}", "listening", ""},
	{"Received signal {signal}; {detail*}", "signal", ""},
	{"[error: ]beginning MaxStartups throttling", "throttling", ""},
};
/* clang-format on */

static bool recognise(const struct view *view)
{
	return unix_is_program(view, programs, sizeof(programs) / sizeof(programs[0]));
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = unix_event(view, TEXT("sshd"), events, why);

	if (event == NULL)
		return TOO_LARGE;
	event_put(event, FIELD_APP_PROTOCOL, TEXT("ssh"));
	if (!unix_put_pam(event) && !unix_put_old_pam(event, view))
		unix_put_sentence(event, sentences, sizeof(sentences) / sizeof(sentences[0]));
	return DONE;
}

const struct decoder sshd_decoder = {"sshd", "OpenSSH server", "linux", recognise, decode};
