/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WatchGuard's messages about no single connection. Forms of the sentences: WatchGuard, "Fireware
 * v12.6 Log Message Catalog" (May 2020), sections Alarm and Event.
 */
#include "decode/firewall/watchguard_event.h"

#include "base/arena.h"
#include "decode/decoder.h"

/* The word behind `mark`, without what closes a sentence or a list behind it. */
static struct text word_behind(struct text message, struct text mark)
{
	size_t at = text_find_fold(message, mark);
	if (at == TEXT_NONE)
		return TEXT("");
	struct text rest = text_from(message, at + mark.size);
	struct text word = text_word(&rest);
	while (word.size != 0 && (text_ends(word, TEXT(".")) || text_ends(word, TEXT(",")) ||
				     text_ends(word, TEXT("'"))))
		word.size--;
	return word;
}

static bool put_address(
    struct event *event, enum field_id field, struct text message, struct text mark)
{
	struct text word = word_behind(message, mark);
	if (!decode_is_ip(word) || event_get_field(event, field).size != 0)
		return false;
	event_put(event, field, word);
	return true;
}

/* "Authentication of SSLVPN user [bob@example.invalid] from 192.0.2.9 was rejected" */
static void put_account(struct event *event, struct text message)
{
	struct text name = word_behind(message, TEXT("user "));
	text_skip(&name, TEXT("["));
	if (text_ends(name, TEXT("]")))
		name.size--;
	if (name.size != 0)
		decode_put_user(event, name);
	if (text_find(message, TEXT("reject")) != TEXT_NONE ||
	    text_find(message, TEXT("failed")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	else if (text_find(message, TEXT("accepted")) != TEXT_NONE ||
		 text_find(message, TEXT("logged in")) != TEXT_NONE)
		event_put(event, FIELD_OUTCOME, TEXT("success"));
}

/* "Details='Policy Name: Web-00 … Source IP: 192.0.2.9 Source Port: 43130 Destination IP: …'" */
static bool put_labelled(struct event *event, struct text message)
{
	bool found = put_address(event, FIELD_SRC_IP, message, TEXT("Source IP: "));
	found |= put_address(event, FIELD_SRC_IP, message, TEXT("Source IP Address: "));
	if (!found)
		return false;
	if (!put_address(event, FIELD_DST_IP, message, TEXT("Destination IP: ")))
		put_address(event, FIELD_DST_IP, message, TEXT("Destination IP Address: "));
	event_put(event, FIELD_SRC_PORT, word_behind(message, TEXT("Source Port: ")));
	event_put(event, FIELD_DST_PORT, word_behind(message, TEXT("Destination Port: ")));
	event_put(event, FIELD_RULE_NAME, word_behind(message, TEXT("Policy Name: ")));
	event_put(event, FIELD_WEB_HOST, word_behind(message, TEXT("Host: ")));
	return true;
}

/* "SYN flood attack against 192.0.2.1 from 198.51.100.7 detected", "DDOS from client …",
 * "Temporarily blocking host …", "ARP spoofing attack detected, ip=…, mac=…". */
static bool put_attacker(struct event *event, struct text message)
{
	bool found = put_address(event, FIELD_DST_IP, message, TEXT(" against server "));
	found |= put_address(event, FIELD_DST_IP, message, TEXT(" attack against "));
	found |= put_address(event, FIELD_SRC_IP, message, TEXT(" from client "));
	found |= put_address(event, FIELD_SRC_IP, message, TEXT("blocking host "));
	found |= put_address(event, FIELD_SRC_IP, message, TEXT(" attack from "));
	if (put_address(event, FIELD_SRC_IP, message, TEXT("spoofing attack detected, ip="))) {
		event_put(event, FIELD_SRC_MAC, word_behind(message, TEXT(" mac=")));
		found = true;
	}
	if (text_find(message, TEXT("Traffic detected from ")) == TEXT_NONE)
		return found;
	put_address(event, FIELD_DST_IP, message, TEXT(" to "));
	event_put(event, FIELD_DST_PORT, word_behind(message, TEXT(" on port ")));
	return true;
}

void watchguard_event_read(struct event *event, struct text message)
{
	bool alarm = put_labelled(event, message);
	alarm |= put_attacker(event, message);
	put_address(event, FIELD_SRC_IP, message, TEXT(" from "));
	put_account(event, message);
	if (alarm)
		event_add(event, TEXT("msg"), message, VALUE_TEXT);
}
