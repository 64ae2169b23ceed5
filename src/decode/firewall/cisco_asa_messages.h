/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sentences of Cisco ASA, FTD and PIX: message number → pattern (decode/pattern.h) and kind.
 *
 * Holes have the names that cisco_parts.c knows. S, D: source and destination as
 * "interface:address/port (mapped)(user)"; s, d: the same without interface; N: what the source was
 * translated to; A, B: "interface/address(port)(user)" of access lists; F, T: what stands behind
 * "for" and "to" in Built messages, where "outbound" makes T the source; fa, ga, la: ICMP's
 * foreign, global and local address. All other names are fields, see cisco_parts.c; unknown ones
 * become fields of that name.
 */
#ifndef DECODE_FIREWALL_CISCO_ASA_MESSAGES_H
#define DECODE_FIREWALL_CISCO_ASA_MESSAGES_H

#include <stddef.h>

enum asa_kind {
	ASA_PLAIN,
	ASA_DENY,
	ASA_PERMIT,
	ASA_LIST, /* by the hole "verb" */
	ASA_DROP,
	ASA_BUILT,
	ASA_TEARDOWN,
	ASA_LOGIN,   /* a person or a VPN client proved who they are */
	ASA_REFUSED, /* or did not */
	ASA_LOGOUT,
	ASA_VPN_UP,
	ASA_VPN_DOWN,
	ASA_SA_UP,
	ASA_SA_DOWN,
	ASA_COMMAND, /* an administrator's command */
	ASA_ACCOUNT, /* accounts of the device were changed */
	ASA_THREAT,
	ASA_ATTACK,    /* the device refused it as an attack */
	ASA_SIGNATURE, /* 400000 stands for 400000 to 400051 */
	ASA_SHUN,
	ASA_FAILURE,
	ASA_KINDS
};

struct asa_message {
	unsigned id;
	enum asa_kind kind;
	const char *pattern;
};

/* The messages in the order of their ids; several forms of one id stand together and are tried in
 * order. */
extern const struct asa_message asa_messages[];
extern const size_t asa_message_count;

#endif
