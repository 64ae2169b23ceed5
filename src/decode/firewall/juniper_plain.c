/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Junos sentences, from the message texts in Juniper's public System Log Explorer (as known in
 * 2026-11, not held against a dated copy). The hexadecimal connection tags and the types of NAT
 * rules came with Junos 15.1X49; both shapes are known.
 */
#include "decode/firewall/juniper_plain.h"

#include "decode/decoder.h"
#include "decode/pattern.h"

struct sentence {
	struct text tag; /* how the tag begins */
	const char *pattern;
};

/* Holes are named as in structured data; S, D, NS, ND are "address/port", X and Y "address:port" or
 * "address(port)". */
/* clang-format off */
static const struct sentence sentences[] = {
	{TEXT_INIT("RT_FLOW_SESSION_CREATE"), "session created {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} rule {src-nat-rule-name} {dst-nat-rule-type} rule {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32}[ {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CREATE"), "session created {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} rule {src-nat-rule-name} {dst-nat-rule-type} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32}[ {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CREATE"), "session created {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} {src-nat-rule-name} {dst-nat-rule-type} rule {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32}[ {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CREATE"), "session created {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} {src-nat-rule-name} {dst-nat-rule-type} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32}[ {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CREATE"), "session created {S}->{D} {service-name} {NS}->{ND} {src-nat-rule-name} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32}[ {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CLOSE"), "session closed {reason*}: {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} rule {src-nat-rule-name} {dst-nat-rule-type} rule {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32} {packets-from-client}({bytes-from-client}) {packets-from-server}({bytes-from-server}) {elapsed-time}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CLOSE"), "session closed {reason*}: {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} rule {src-nat-rule-name} {dst-nat-rule-type} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32} {packets-from-client}({bytes-from-client}) {packets-from-server}({bytes-from-server}) {elapsed-time}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CLOSE"), "session closed {reason*}: {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} {src-nat-rule-name} {dst-nat-rule-type} rule {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32} {packets-from-client}({bytes-from-client}) {packets-from-server}({bytes-from-server}) {elapsed-time}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CLOSE"), "session closed {reason*}: {S}->{D} 0x{*} {service-name} {NS}->{ND} 0x{*} {src-nat-rule-type} {src-nat-rule-name} {dst-nat-rule-type} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32} {packets-from-client}({bytes-from-client}) {packets-from-server}({bytes-from-server}) {elapsed-time}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_CLOSE"), "session closed {reason*}: {S}->{D} {service-name} {NS}->{ND} {src-nat-rule-name} {dst-nat-rule-name} {protocol-id} {policy-name} {source-zone-name} {destination-zone-name} {session-id-32} {packets-from-client}({bytes-from-client}) {packets-from-server}({bytes-from-server}) {elapsed-time}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_DENY"), "session denied {S}->{D} 0x{*} {service-name} {protocol-id}({icmp-type}) {policy-name} {source-zone-name} {destination-zone-name}[ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_FLOW_SESSION_DENY"), "session denied {S}->{D} {service-name} {protocol-id}({icmp-type}) {policy-name} {source-zone-name} {destination-zone-name}[ {username}({roles*}) {packet-incoming-interface}][ {application} {nested-application} {username}({roles*}) {packet-incoming-interface}][ {*}]"},
	{TEXT_INIT("RT_SCREEN"), "{attack-name*} source: {X}, destination: {Y}, protocol-id: {protocol-id}, zone name: {source-zone-name}, interface name: {interface-name}, action: {action}"},
	{TEXT_INIT("RT_SCREEN"), "{attack-name*} source: {X}, destination: {Y}, zone name: {source-zone-name}, interface name: {interface-name}, action: {action}"},
	{TEXT_INIT("RT_SCREEN"), "{attack-name*} source: {X}, zone name: {source-zone-name}, interface name: {interface-name}, action: {action}"},
	{TEXT_INIT("RT_SCREEN"), "{attack-name*} destination: {Y}, zone name: {source-zone-name}, interface name: {interface-name}, action: {action}"},
	{TEXT_INIT("WEBFILTER_"), "WebFilter: ACTION=\"{action*}\" {X}->{Y} CATEGORY=\"{category*}\" REASON=\"{reason*}\" PROFILE=\"{profile*}\" URL={url} OBJ={obj}[ USERNAME={username} ROLES={roles*}]"},
	{TEXT_INIT("AV_VIRUS_DETECTED"), "AntiVirus: Virus detected: from {X} to {Y} source-zone {source-zone-name} {filename} file {temporary-filename} virus {name}[ URL:{url}][ {*}]"},
	{TEXT_INIT("ANTISPAM_"), "AntiSpam: SPAM detected: {source-name} ({source-address}) action: {action}[,] reason: {reason*}"},
	{TEXT_INIT("IDP_ATTACK_LOG_EVENT"), "IDP: at {epoch-time}, {message-type} Attack log <{S}->{D}> for {protocol-name} protocol and service {service-name} application {application} by rule {rule-name} of rulebase {rulebase-name} in policy {policy-name}. attack: [id={index}, ]repeat={repeat-count}, action={action}, threat-severity={threat-severity}, name={attack-name}, NAT <{*}>, time-elapsed={elapsed-time}, inbytes={inbound-bytes}, outbytes={outbound-bytes}, inpackets={inbound-packets}, outpackets={outbound-packets}, intf:{source-zone-name}:{source-interface-name}->{destination-zone-name}:{destination-interface-name}, {*}"},
	{TEXT_INIT("SSHD_LOGIN_FAILED"), "Login failed for user '{username*}' from host '{source-address}'"},
	{TEXT_INIT("SSHD_AUTH_FAILURE"), "{*} for user '{username*}' from {source-address}"},
	{TEXT_INIT("LOGIN_FAILED"), "Login failed for user {username}[ from host {source-address}]"},
	{TEXT_INIT("UI_AUTH_EVENT"), "Authenticated user '{username*}' {*}"},
	{TEXT_INIT("UI_LOGIN_EVENT"), "User '{username*}' login, class '{class*}' \\[{*}\\], ssh-connection '{ssh-connection*}', client-mode '{client-mode*}'"},
	{TEXT_INIT("UI_LOGOUT_EVENT"), "User '{username*}' logout"},
	{TEXT_INIT("UI_CMDLINE_READ_LINE"), "User '{username*}', command '{command*}'"},
	{TEXT_INIT("UI_COMMIT"), "User '{username*}' requested '{command*}' operation[ (comment: {comment*})]"},
	{TEXT_INIT("FW"), "{interface-name} {verdict} {protocol-name} {source-address} {destination-address} {source-port} {destination-port}[ ({packets} packets)]"},
};
/* clang-format on */

struct put {
	struct event *event;
	void (*taxonomy)(struct event *event, struct text key, struct text value);
};

static void put_pair(const struct put *put, struct text key, struct text value)
{
	if (value.size == 0)
		return;
	event_add(put->event, key, value, VALUE_TEXT);
	put->taxonomy(put->event, key, value);
}

/* "address/port", "address:port", "address(port)" → the address and the port; all of it is the
 * address where there is none. */
static void split(struct text t, struct text *address, struct text *port)
{
	static const char separators[] = {'/', '(', ':'};

	*address = t;
	*port = TEXT("");
	if (decode_is_ip(t))
		return;
	for (size_t i = 0; i < sizeof(separators); i++) {
		size_t mark = text_find_last_char(t, separators[i]);
		uint64_t number;
		struct text digits;

		if (mark == TEXT_NONE)
			continue;
		digits = text_from(t, mark + 1);
		if (digits.size != 0 && digits.at[digits.size - 1] == ')')
			digits.size--;
		if (text_to_uint(digits, &number) && decode_is_ip(text_part(t, 0, mark))) {
			*address = text_part(t, 0, mark);
			*port = digits;
			return;
		}
	}
}

struct end {
	struct text hole;
	struct text address;
	struct text port;
};

static const struct end ends[] = {
    {TEXT_INIT("S"), TEXT_INIT("source-address"), TEXT_INIT("source-port")},
    {TEXT_INIT("D"), TEXT_INIT("destination-address"), TEXT_INIT("destination-port")},
    {TEXT_INIT("X"), TEXT_INIT("source-address"), TEXT_INIT("source-port")},
    {TEXT_INIT("Y"), TEXT_INIT("destination-address"), TEXT_INIT("destination-port")},
    {TEXT_INIT("NS"), TEXT_INIT("nat-source-address"), TEXT_INIT("nat-source-port")},
    {TEXT_INIT("ND"), TEXT_INIT("nat-destination-address"), TEXT_INIT("nat-destination-port")}};

static void put_hole(const struct put *put, const struct pattern_hole *hole)
{
	struct text address;
	struct text port;

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (text_equal(ends[i].hole, hole->name)) {
			split(hole->value, &address, &port);
			put_pair(put, ends[i].address, address);
			put_pair(put, ends[i].port, port);
			return;
		}
	}
	put_pair(put, hole->name, hole->value);
}

/* Firewall filter of the forwarding engine: A accepted, D discarded, R rejected. */
static void put_verdict(struct event *event)
{
	struct text verdict = event_get(event, TEXT("verdict"));

	if (verdict.size == 0)
		return;
	event_put(event, FIELD_ACTION,
	    text_equal(verdict, TEXT("A"))   ? TEXT("accept")
	    : text_equal(verdict, TEXT("R")) ? TEXT("reject")
					     : TEXT("deny"));
}

void juniper_plain_put(struct event *event, struct text tag, struct text sentence,
    void (*put)(struct event *event, struct text key, struct text value))
{
	const struct put both = {event, put};
	struct pattern_match match;

	if (text_skip(&sentence, TEXT("FW: ")))
		tag = TEXT("FW");
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		if (!text_starts(tag, sentences[i].tag) ||
		    !pattern_fits(sentences[i].pattern, sentence, &match))
			continue;
		for (size_t h = 0; h < match.count; h++)
			put_hole(&both, &match.at[h]);
		put_verdict(event);
		return;
	}
}
