/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cisco IOS, IOS XE, IOS XR and NX-OS: "%FACILITY-SEVERITY-MNEMONIC: sentence" behind any syslog
 * header.
 *
 * Facts from Cisco's public system message guides (as known in 2026-11, not held against a dated
 * copy). Sentences of access lists, log-ins, commands, interfaces and inspection are taken apart;
 * of all others facility, severity, mnemonic and text are kept.
 */
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/firewall/cisco_parts.h"
#include "decode/pattern.h"

enum kind { PLAIN, LIST, DENY, LOGIN, REFUSED, LOGOUT, COMMAND, ATTACK, FLOW, KINDS };

struct sentence {
	struct text mnemonic;
	enum kind kind;
	const char *pattern;
};

/* clang-format off */
static const struct sentence sentences[] = {
	{TEXT_INIT("IPACCESSLOGP"), LIST, "list {rule} {verb} {proto} {sip}({sport})[ ({src_if} )][ ({src_if} {mac})][ ({src_if})] -> {d}({dport}), {packets} packet{*}"},
	{TEXT_INIT("ACCESSLOGP"), LIST, "list {rule} {verb} {proto} {sip}({sport})[ ({src_if} {mac})][ ({src_if})] -> {d}({dport}), {packets} packet{*}"},
	{TEXT_INIT("IPACCESSLOGDP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d} ({icmp_type}/{icmp_code}), {packets} packet{*}"},
	{TEXT_INIT("ACCESSLOGDP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d} ({icmp_type}/{icmp_code}), {packets} packet{*}"},
	{TEXT_INIT("IPACCESSLOGSP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d} ({igmp_type}), {packets} packet{*}"},
	{TEXT_INIT("IPACCESSLOGRP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d}, {packets} packet{*}"},
	{TEXT_INIT("IPACCESSLOGNP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d}, {packets} packet{*}"},
	{TEXT_INIT("ACCESSLOGNP"), LIST, "list {rule} {verb} {proto} {sip}[ ({src_if} {mac})][ ({src_if})] -> {d}, {packets} packet{*}"},
	{TEXT_INIT("IPACCESSLOGS"), LIST, "list {rule} {verb} {sip} {packets} packet{*}"},
	{TEXT_INIT("LOGIN_SUCCESS"), LOGIN, "Login Success \\[user: {user*}\\] \\[Source: {sip}\\] \\[localport: {dport}\\] {*}"},
	{TEXT_INIT("LOGIN_FAILED"), REFUSED, "Login failed \\[user: {user*}\\] \\[Source: {sip}\\] \\[localport: {dport}\\] \\[Reason: {reason*}\\] {*}"},
	{TEXT_INIT("QUIET_MODE_ON"), ATTACK, "{*} \\[user: {user*}\\] \\[Source: {sip}\\] \\[localport: {dport}\\] \\[Reason: {reason*}\\] {*}"},
	{TEXT_INIT("LOGOUT"), LOGOUT, "User {user} has exited {session_type} session {session}({sip})"},
	{TEXT_INIT("CONFIG_I"), COMMAND, "Configured from {source} by {user*} on {line*} ({sip})"},
	{TEXT_INIT("CONFIG_I"), COMMAND, "Configured from {source} by {user*} on {line*}"},
	{TEXT_INIT("CONFIG_I"), COMMAND, "Configured from {source} by {line*}"},
	{TEXT_INIT("VSHD_SYSLOG_CONFIG_I"), COMMAND, "Configured from {source} by {user} on {sip}@{line}"},
	{TEXT_INIT("CFGLOG_LOGGEDCMD"), COMMAND, "User:{user*} logged command:{command*}"},
	{TEXT_INIT("PRIV_AUTH_PASS"), LOGIN, "Privilege level set to {privilege} by {user*} on {line*}[ ({sip})]"},
	{TEXT_INIT("PRIV_AUTH_FAIL"), REFUSED, "Authentication to privilege level {privilege} failed by {user*} on {line*}[ ({sip})]"},
	{TEXT_INIT("SSH2_USERAUTH"), LOGIN, "User '{user*}' authentication for SSH2 Session from {sip} {*}Succeeded"},
	{TEXT_INIT("SSH2_USERAUTH"), REFUSED, "User '{user*}' authentication for SSH2 Session from {sip} {*}Failed"},
	{TEXT_INIT("SSH2_SESSION"), PLAIN, "SSH2 Session request from {sip} {*}"},
	{TEXT_INIT("SSH2_CLOSE"), LOGOUT, "SSH2 Session from {sip} (tty = {*}) for user '{user*}' {*}"},
	{TEXT_INIT("AUTHEN_SUCCESS"), LOGIN, "Successfully authenticated user '{user*}' from '{sip}' {*}"},
	{TEXT_INIT("AUTHEN_FAILED"), REFUSED, "Failed authentication attempt by user '{user*}' from '{sip}' {*}"},
	{TEXT_INIT("RELOAD"), COMMAND, "Reload requested by {user*} on {line*}. Reload Reason: {reason*}"},
	{TEXT_INIT("RELOAD"), COMMAND, "Reload requested[ by {user*}]. {*}"},
	{TEXT_INIT("UPDOWN"), PLAIN, "[Line protocol on ]Interface {interface*}, changed state to {state*}"},
	{TEXT_INIT("ERR_DISABLE"), PLAIN, "{reason} error detected on {interface}, putting {*}"},
	{TEXT_INIT("PSECURE_VIOLATION"), ATTACK, "Security violation occurred, caused by MAC address {mac} on port {interface}"},
	{TEXT_INIT("DHCP_SNOOPING_DENY"), ATTACK, "{packets} Invalid ARPs ({arp}) on {interface}, vlan {vlan}.(\\[{mac}/{sip}/{*}/{d}/{*}\\])"},
	{TEXT_INIT("DUPADDR"), PLAIN, "Duplicate address {sip} on {interface}, sourced by {mac}"},
	{TEXT_INIT("SIGNATURE"), ATTACK, "Sig:{signature_id} Subsig:{subsignature} Sev:{signature_severity} {signature*} \\[{sip}:{sport} -> {d}:{dport}\\]{*}"},
	{TEXT_INIT("SESS_AUDIT_TRAIL_START"), FLOW, "{*}Start {app} session: initiator ({sip}:{sport}) -- responder ({d}:{dport})"},
	{TEXT_INIT("SESS_AUDIT_TRAIL"), FLOW, "{*}Stop {app} session: initiator ({sip}:{sport}) sent {received} bytes -- responder ({d}:{dport}) sent {sent} bytes"},
	{TEXT_INIT("DROP_PKT"), DENY, "Dropping {proto} {session*} {sip}:{sport} {d}:{dport} {reason*} with ip ident {*}"},
	{TEXT_INIT("BADAUTH"), ATTACK, "{reason*} from {sip}({sport}) to {d}({dport}){*}"},
	{TEXT_INIT("BADAUTH"), ATTACK, "{reason*} from {sip}:{sport} to {d}:{dport}{*}"},
	{TEXT_INIT("INVALID_RP_JOIN"), PLAIN, "Received ({group_source}, {group_address}) Join from {sip} for invalid RP {d}"},
	{TEXT_INIT("FAIL"), REFUSED, "{*} failed[ or unapplied] for client ({mac}) on Interface {interface}{*}"},
};
/* clang-format on */

struct mark {
	struct text facility;
	unsigned severity;
	struct text mnemonic;
	struct text sentence;
};

static bool is_mnemonic(struct text t)
{
	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];

		if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    c != '_' && c != '-' && c != '/')
			return false;
	}
	return t.size != 0 && t.size <= 64;
}

/* "%FACILITY-SEVERITY-MNEMONIC:"; the facility may hold hyphens, so the severity is the first lone
 * digit. */
static bool read_mark(struct text message, struct mark *mark)
{
	struct text rest = message;
	struct text head;
	struct text after;

	if (!text_skip(&rest, TEXT("%")) || rest.size == 0 || rest.at[0] < 'A' || rest.at[0] > 'Z')
		return false;
	after = rest;
	head = text_word(&after);
	if (text_find_char(head, ':') != TEXT_NONE) {
		head = text_part(head, 0, text_find_char(head, ':'));
		after = text_from(rest, head.size + 1);
	} else if (!text_skip(&after, TEXT(" :"))) { /* IOS XR puts a space before it */
		return false;
	}
	for (size_t i = 1; i + 2 < head.size; i++) {
		if (head.at[i] != '-' || head.at[i + 1] < '0' || head.at[i + 1] > '7' ||
		    head.at[i + 2] != '-')
			continue;
		mark->facility = text_part(head, 0, i);
		mark->severity = (unsigned)(head.at[i + 1] - '0');
		mark->mnemonic = text_from(head, i + 3);
		mark->sentence = text_trim(after);
		return is_mnemonic(mark->facility) && is_mnemonic(mark->mnemonic);
	}
	return false;
}

static bool recognise(const struct view *view)
{
	struct mark mark;

	return read_mark(view->message, &mark);
}

struct meaning {
	struct text action;
	struct text outcome;
};

static const struct meaning meanings[KINDS] = {
    [PLAIN] = {TEXT_INIT(""), TEXT_INIT("")},
    [LIST] = {TEXT_INIT(""), TEXT_INIT("")},
    [DENY] = {TEXT_INIT("deny"), TEXT_INIT("")},
    [LOGIN] = {TEXT_INIT("logged-in"), TEXT_INIT("success")},
    [REFUSED] = {TEXT_INIT("logon-failed"), TEXT_INIT("failure")},
    [LOGOUT] = {TEXT_INIT("logged-out"), TEXT_INIT("success")},
    [COMMAND] = {TEXT_INIT("command"), TEXT_INIT("")},
    [ATTACK] = {TEXT_INIT("threat-detected"), TEXT_INIT("")},
    [FLOW] = {TEXT_INIT("flow"), TEXT_INIT("")},
};

static void put_traffic(struct event *event, bool blocked)
{
	event->logsource.category = TEXT("firewall");
	blocked_put(event, blocked);
}

static void put_meaning(struct event *event, enum kind kind, struct text verb)
{
	bool permitted = text_equal_fold(verb, TEXT("permitted"));

	if (kind == LIST) {
		event_put(event, FIELD_ACTION, permitted ? TEXT("permit") : TEXT("deny"));
		put_traffic(event, !permitted);
		return;
	}
	event_put(event, FIELD_ACTION, meanings[kind].action);
	event_put(event, FIELD_OUTCOME, meanings[kind].outcome);
	if (kind == DENY)
		put_traffic(event, true);
}

static void put_sentence(struct event *event, const struct mark *mark)
{
	struct pattern_match match;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (!text_equal(sentences[i].mnemonic, mark->mnemonic) ||
		    !pattern_fits(sentences[i].pattern, mark->sentence, &match))
			continue;
		put_meaning(event, sentences[i].kind, pattern_value(&match, "verb"));
		cisco_parts_put(event, &match);
		return;
	}
	cisco_parts_put_prefix(event, mark->sentence);
}

/* The service that SigmaHQ's Cisco rules ask for. */
static struct text service_of(const struct mark *mark)
{
	bool bad_digest = text_equal(mark->mnemonic, TEXT("BADAUTH"));

	if (text_find(mark->facility, TEXT("BGP")) != TEXT_NONE ||
	    (bad_digest && (text_find(mark->sentence, TEXT("(179)")) != TEXT_NONE ||
			       text_find(mark->sentence, TEXT(":179")) != TEXT_NONE)))
		return TEXT("bgp");
	if (text_find(mark->facility, TEXT("LDP")) != TEXT_NONE ||
	    text_starts(mark->facility, TEXT("TDP")))
		return TEXT("ldp");
	if (text_starts(mark->facility, TEXT("AAA")) || text_starts(mark->facility, TEXT("TAC")) ||
	    text_equal(mark->facility, TEXT("PARSER")) || text_equal(mark->facility, TEXT("VSHD")))
		return TEXT("aaa");
	return TEXT("syslog");
}

/* The number before the message, where the device counts its messages. */
static void put_sequence(struct event *event, const struct view *view)
{
	struct text before = view->record;
	size_t end = text_find_char(before, '%');
	uint64_t number;

	if (end == TEXT_NONE || end == 0 || end > 512)
		return;
	before = text_part(before, 0, end);
	if (before.at[0] == '<')
		before = text_from(before, text_find_char(before, '>') + 1);
	while (before.size != 0) {
		struct text word = text_word(&before);

		if (word.size > 1 && word.at[word.size - 1] == ':' &&
		    text_to_uint(text_part(word, 0, word.size - 1), &number)) {
			event_add(event, TEXT("sequence"), text_part(word, 0, word.size - 1),
			    VALUE_NUMBER);
			return;
		}
	}
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	static const struct text levels[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"),
	    TEXT_INIT("notification"), TEXT_INIT("informational"), TEXT_INIT("debug")};
	struct mark mark;
	struct event *event;

	if (!read_mark(view->message, &mark)) {
		why_set(why, "a Cisco message without facility, severity and mnemonic");
		return MALFORMED;
	}
	event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.product = TEXT("cisco");
	event->logsource.service = service_of(&mark);
	event->message = view->message;
	event_add(event, TEXT("facility"), mark.facility, VALUE_TEXT);
	event_put(event, FIELD_EVENT_CODE, mark.mnemonic);
	event_put_int(event, FIELD_SEVERITY, mark.severity);
	event_put(event, FIELD_LEVEL, levels[mark.severity]);
	put_sequence(event, view);
	put_sentence(event, &mark);
	return DONE;
}

const struct decoder cisco_ios_decoder = {
    "cisco-ios", "Cisco IOS, IOS XR and NX-OS", "cisco", recognise, decode};
