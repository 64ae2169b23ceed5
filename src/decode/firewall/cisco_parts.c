/* SPDX-License-Identifier: Apache-2.0 */
/* The holes of Cisco's sentences as fields. */
#include "decode/firewall/cisco_parts.h"

#include "decode/decoder.h"
#include "decode/firewall/cisco_endpoint.h"

/* "user@10.0.0.1:http://…": the server and what was asked of it. */
static void put_web(struct event *event, struct text web)
{
	size_t scheme = text_find(web, TEXT("://"));
	size_t colon = text_find_last_char(text_part(web, 0, scheme), ':');
	struct text server = text_part(web, 0, colon);
	size_t sign = text_find_char(server, '@');

	if (web.size == 0)
		return;
	if (colon == TEXT_NONE) {
		colon = text_find_char(web, ':');
		server = text_part(web, 0, colon);
	}
	if (sign != TEXT_NONE)
		server = text_from(server, sign + 1);
	cisco_endpoint_bare(event, CISCO_DESTINATION, server);
	decode_put_url(event, colon == TEXT_NONE ? web : text_from(web, colon + 1));
}

/* "92:24:20", "0h:32m:16s", "1d 2h:3m:4s" → seconds. */
static void put_duration(struct event *event, struct text t)
{
	uint64_t parts[4] = {0};
	size_t count = 0;
	bool in_number = false;

	for (size_t i = 0; i < t.size; i++) {
		char c = t.at[i];

		if (c >= '0' && c <= '9') {
			if (!in_number && count == 4)
				return;
			count += in_number ? 0 : 1;
			if (parts[count - 1] > 100000000)
				return;
			parts[count - 1] = parts[count - 1] * 10 + (uint64_t)(c - '0');
		}
		in_number = c >= '0' && c <= '9';
	}
	if (count < 3)
		return;
	uint64_t days = count == 4 ? parts[0] : 0;
	uint64_t *clock = &parts[count - 3];
	event_put_int(event, FIELD_DURATION,
	    (int64_t)(((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]));
}

/* The device writes stars for a name that it does not know. */
static void put_user(struct event *event, struct text user)
{
	if (!text_equal(user, TEXT("*****")))
		decode_put_user(event, user);
}

static void put_transport(struct event *event, struct text t)
{
	event_put(event, FIELD_TRANSPORT, decode_transport(t, event->arena));
}

static void put_direction(struct event *event, struct text t)
{
	event_put(event, FIELD_DIRECTION, text_lower(event->arena, t));
}

static void put_application(struct event *event, struct text t)
{
	event_put(event, FIELD_APP_PROTOCOL, text_lower(event->arena, t));
}

static void put_s(struct event *event, struct text t)
{
	cisco_endpoint_bare(event, CISCO_SOURCE, t);
}

static void put_d(struct event *event, struct text t)
{
	cisco_endpoint_bare(event, CISCO_DESTINATION, t);
}

static void put_if_s(struct event *event, struct text t)
{
	cisco_endpoint_interfaced(event, CISCO_SOURCE, t);
}

static void put_if_d(struct event *event, struct text t)
{
	cisco_endpoint_interfaced(event, CISCO_DESTINATION, t);
}

static void put_list_s(struct event *event, struct text t)
{
	cisco_endpoint_listed(event, CISCO_SOURCE, t);
}

static void put_list_d(struct event *event, struct text t)
{
	cisco_endpoint_listed(event, CISCO_DESTINATION, t);
}

/* "192.0.2.1:500" of the two ends of an IKE exchange. */
static void put_remote(struct event *event, struct text t)
{
	struct text address;
	struct text port;

	if (decode_split_address(t, &address, &port)) {
		event_put(event, FIELD_SRC_IP, address);
		event_put(event, FIELD_SRC_PORT, port);
	}
}

static void put_local(struct event *event, struct text t)
{
	struct text address;
	struct text port;

	if (decode_split_address(t, &address, &port)) {
		event_put(event, FIELD_DST_IP, address);
		event_put(event, FIELD_DST_PORT, port);
	}
}

struct reader {
	struct text name;
	void (*put)(struct event *event, struct text t);
};

static const struct reader readers[] = {{TEXT_INIT("S"), put_if_s}, {TEXT_INIT("D"), put_if_d},
    {TEXT_INIT("s"), put_s}, {TEXT_INIT("d"), put_d}, {TEXT_INIT("sip"), put_s},
    {TEXT_INIT("A"), put_list_s}, {TEXT_INIT("B"), put_list_d},
    {TEXT_INIT("N"), cisco_endpoint_translated}, {TEXT_INIT("web"), put_web},
    {TEXT_INIT("url"), decode_put_url}, {TEXT_INIT("dur"), put_duration},
    {TEXT_INIT("user"), put_user}, {TEXT_INIT("proto"), put_transport},
    {TEXT_INIT("dir"), put_direction}, {TEXT_INIT("app"), put_application},
    {TEXT_INIT("remote"), put_remote}, {TEXT_INIT("local"), put_local}};

struct plain {
	struct text name;
	enum field_id field;
};

static const struct plain plains[] = {{TEXT_INIT("conn"), FIELD_SESSION_ID},
    {TEXT_INIT("bytes"), FIELD_BYTES}, {TEXT_INIT("group"), FIELD_GROUP},
    {TEXT_INIT("src_if"), FIELD_SRC_INTERFACE}, {TEXT_INIT("rule"), FIELD_RULE_NAME},
    {TEXT_INIT("reason"), FIELD_REASON}, {TEXT_INIT("mac"), FIELD_SRC_MAC},
    {TEXT_INIT("file"), FIELD_FILE_PATH}, {TEXT_INIT("sport"), FIELD_SRC_PORT},
    {TEXT_INIT("dport"), FIELD_DST_PORT}, {TEXT_INIT("packets"), FIELD_PACKETS},
    {TEXT_INIT("signature"), FIELD_SIGNATURE}, {TEXT_INIT("sent"), FIELD_DST_BYTES},
    {TEXT_INIT("received"), FIELD_SRC_BYTES}, {TEXT_INIT("application"), FIELD_APPLICATION}};

static bool is_handled_apart(struct text name)
{
	static const struct text names[] = {TEXT_INIT("F"), TEXT_INIT("T"), TEXT_INIT("fa"),
	    TEXT_INIT("ga"), TEXT_INIT("la"), TEXT_INIT("verb")};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(names[i], name))
			return true;
	}
	return false;
}

static void put_part(struct event *event, const struct pattern_hole *hole)
{
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		if (text_equal(readers[i].name, hole->name)) {
			readers[i].put(event, hole->value);
			return;
		}
	}
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++) {
		if (text_equal(plains[i].name, hole->name)) {
			event_put(event, plains[i].field, hole->value);
			return;
		}
	}
	if (!is_handled_apart(hole->name))
		event_add(event, hole->name, hole->value, VALUE_TEXT);
}

void cisco_parts_put(struct event *event, const struct pattern_match *match)
{
	for (size_t i = 0; i < match->count; i++)
		put_part(event, &match->at[i]);
	cisco_endpoint_built(event, match);
	cisco_endpoint_icmp(event, match);
}

void cisco_parts_put_prefix(struct event *event, struct text sentence)
{
	static const char *const prefixes[] = {
	    "Group = {group*}, Username = {user*}, IP = {sip}, {*}",
	    "Group = {group*}, IP = {sip}, {*}",
	    "Group = {group*}, {*}",
	    "IP = {sip}, {*}",
	    "Group <{group*}> User <{user*}> IP <{sip}> {*}",
	    "Local:{local} Remote:{remote} Username:{user} {*}",
	};
	struct pattern_match match;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (pattern_fits(prefixes[i], sentence, &match)) {
			cisco_parts_put(event, &match);
			return;
		}
	}
}
