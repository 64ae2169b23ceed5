/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of Yamaha routers' messages: endpoints ("192.0.2.1:80", "2001:db8::1.80", a hardware
 * address), packets ("TCP a > b", "a > b IP6"), times of sessions.
 */
#include "decode/firewall/yamaha_parts.h"

#include "decode/blocked.h"

#define MAC_SIZE 17 /* "aa:bb:cc:dd:ee:ff" */

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_mac(struct text t)
{
	if (t.size != MAC_SIZE)
		return false;
	for (size_t i = 0; i < t.size; i++) {
		if (i % 3 == 2 ? t.at[i] != ':' : !is_hex(t.at[i]))
			return false;
	}
	return true;
}

struct side {
	enum field_id ip;
	enum field_id port;
	enum field_id mac;
	enum field_id host;
};

static const struct side source_side = {
    FIELD_SRC_IP, FIELD_SRC_PORT, FIELD_SRC_MAC, FIELD_SRC_HOST};
static const struct side destination_side = {
    FIELD_DST_IP, FIELD_DST_PORT, FIELD_DST_MAC, FIELD_DST_HOST};

/* "2001:db8::1.443": the port behind the last dot of an IPv6 address. */
static bool split_dotted(struct text t, struct text *address, struct text *port)
{
	size_t dot = text_find_last_char(t, '.');
	uint64_t number;

	if (dot == TEXT_NONE || text_find_char(t, ':') == TEXT_NONE ||
	    !decode_is_ip(text_part(t, 0, dot)) || !text_to_uint(text_from(t, dot + 1), &number))
		return false;
	*address = text_part(t, 0, dot);
	*port = text_from(t, dot + 1);
	return true;
}

static bool put_endpoint(struct event *event, const struct side *side, struct text t)
{
	struct text address;
	struct text port;

	if (is_mac(t)) {
		event_put(event, side->mac, t);
		return true;
	}
	/* The dotted form first: "::1.2.3.4" as a whole would be an address too. */
	if (!split_dotted(t, &address, &port) && !decode_split_address(t, &address, &port))
		return false;
	event_put(event, side->ip, address);
	event_put(event, side->port, port);
	return true;
}

/* "PROTO a > b …" or "a > b …". */
static void put_packet(struct event *event, struct text packet)
{
	struct text rest = packet;
	struct text first = text_word(&rest);
	struct text sign;

	if (!is_mac(first) && !decode_is_ip(first) && text_find_char(first, ':') == TEXT_NONE) {
		event_put(event, FIELD_TRANSPORT, decode_transport(first, event->arena));
		first = text_word(&rest);
	}
	sign = text_word(&rest);
	if (!text_equal(sign, TEXT(">")))
		return;
	put_endpoint(event, &source_side, first);
	put_endpoint(event, &destination_side, text_word(&rest));
	rest = text_trim(rest);
	text_skip(&rest, TEXT(": "));
	if (rest.size != 0)
		event_add(event, TEXT("packet_detail"), rest, VALUE_TEXT);
}

/* A dynamic filter names an application ("www") where a static one has the protocol. */
static void put_protocol(struct event *event, struct text t)
{
	struct text lower = decode_transport(t, event->arena);

	if (text_equal(lower, TEXT("tcp")) || text_equal(lower, TEXT("udp")) ||
	    text_starts(lower, TEXT("icmp")))
		event_put(event, FIELD_TRANSPORT, lower);
	else
		event_put(event, FIELD_APP_PROTOCOL,
		    text_equal(lower, TEXT("www")) ? TEXT("http") : lower);
}

static void put_start(struct event *event, struct text t, const struct decode_context *context)
{
	struct civil civil;
	int64_t instant;
	char when[CLOCK_TEXT];

	if (!clock_parse(t, &civil) ||
	    !clock_resolve(&civil, context->zone, context->received, &instant))
		return;
	clock_format(instant, when);
	event_put(event, FIELD_START, text_copy(event->arena, text_of(when)));
}

static void put_direction(struct event *event, struct text direction, struct text interface)
{
	bool in = text_equal_fold(direction, TEXT("in"));

	event_put(event, FIELD_DIRECTION, in ? TEXT("inbound") : TEXT("outbound"));
	event_put(event, in ? FIELD_SRC_INTERFACE : FIELD_DST_INTERFACE, interface);
}

struct plain {
	struct text name;
	enum field_id field;
};

static const struct plain plains[] = {{TEXT_INIT("rule"), FIELD_RULE_ID},
    {TEXT_INIT("lease"), FIELD_SRC_IP}, {TEXT_INIT("mac"), FIELD_SRC_MAC},
    {TEXT_INIT("client"), FIELD_SRC_IP}, {TEXT_INIT("query"), FIELD_DNS_QUERY},
    {TEXT_INIT("reason"), FIELD_REASON}, {TEXT_INIT("attack"), FIELD_SIGNATURE},
    {TEXT_INIT("local"), FIELD_SRC_IP}, {TEXT_INIT("remote"), FIELD_DST_IP},
    {TEXT_INIT("peer"), FIELD_DST_IP}};

static void put_plain(struct event *event, const struct pattern_hole *hole)
{
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++) {
		if (text_equal(plains[i].name, hole->name)) {
			event_put(event, plains[i].field, hole->value);
			return;
		}
	}
	event_add(event, hole->name, hole->value, VALUE_TEXT);
}

static void put_hole(
    struct event *event, const struct pattern_hole *hole, const struct decode_context *context)
{
	if (text_equal(hole->name, TEXT("src")))
		put_endpoint(event, &source_side, hole->value);
	else if (text_equal(hole->name, TEXT("dst")))
		put_endpoint(event, &destination_side, hole->value);
	else if (text_equal(hole->name, TEXT("packet")))
		put_packet(event, hole->value);
	else if (text_equal(hole->name, TEXT("proto")))
		put_protocol(event, hole->value);
	else if (text_equal(hole->name, TEXT("start")))
		put_start(event, hole->value, context);
	else if (text_equal(hole->name, TEXT("user")))
		decode_put_user(event, hole->value);
	else if (text_equal(hole->name, TEXT("verb")))
		event_put(event, FIELD_ACTION, text_lower(event->arena, hole->value));
	else if (text_equal(hole->name, TEXT("login")))
		event_put(event, FIELD_APPLICATION, text_lower(event->arena, hole->value));
	else if (!text_equal(hole->name, TEXT("dir")) && !text_equal(hole->name, TEXT("kind")) &&
		 !text_equal(hole->name, TEXT("unit")))
		put_plain(event, hole);
}

void yamaha_parts_put(
    struct event *event, const struct pattern_match *match, const struct decode_context *context)
{
	struct text direction = pattern_value(match, "dir");
	struct text interface = pattern_value(match, "interface");
	struct text unit = pattern_value(match, "unit");

	if (unit.size != 0) { /* "PP[01]" in front of other brackets */
		interface = text_format(event->arena, "%.*s[%.*s]",
		    TEXT_ARGS(pattern_value(match, "kind")), TEXT_ARGS(unit));
		event_add(event, TEXT("interface"), interface, VALUE_TEXT);
	}
	for (size_t i = 0; i < match->count; i++)
		put_hole(event, &match->at[i], context);
	if (direction.size != 0)
		put_direction(event, direction, interface);
}

void yamaha_parts_put_blocked(struct event *event)
{
	struct text action = event_get_field(event, FIELD_ACTION);

	if (text_equal(event->logsource.category, TEXT("firewall")))
		blocked_put(event, text_equal(action, TEXT("reject")));
}
