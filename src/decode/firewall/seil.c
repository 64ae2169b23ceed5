/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIJ SEIL/B1, SEIL/X, SEIL/x86 and BPV4 routers.
 *
 * Facts from the maker's public log list (seil.jp: "SEILシリーズ ログ一覧", functions filter and
 * ipf; "ログとログ一覧の読み方"; "Syslogメッセージのリモートサーバへの転送"; read 2026-11). The
 * packet filter writes INTERFACE @P:N[NAME] ACTION SRC,PORT -> DST,PORT PR PROTO len L H/P DIR
 * OPTION without ports and with "type T code C" for ICMP, "AP APPLICATION" instead of "PR PROTO"
 * for application filters. "show log" and the sender may put the level and the function before it
 * ("info filter …"), and a sequence number.
 */
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/pattern.h"

static const struct text levels[] = {TEXT_INIT("alert"), TEXT_INIT("crit"), TEXT_INIT("error"),
    TEXT_INIT("warn"), TEXT_INIT("warning"), TEXT_INIT("notice"), TEXT_INIT("info"),
    TEXT_INIT("debug")};

static const struct text functions[] = {TEXT_INIT("application-gateway"), TEXT_INIT("bridge"),
    TEXT_INIT("cbq"), TEXT_INIT("dhcp"), TEXT_INIT("dhcp6"), TEXT_INIT("dialup"), TEXT_INIT("dns"),
    TEXT_INIT("ether"), TEXT_INIT("filter"), TEXT_INIT("floatlink"), TEXT_INIT("hdlc"),
    TEXT_INIT("http"), TEXT_INIT("httpd"), TEXT_INIT("ike"), TEXT_INIT("ip"), TEXT_INIT("ipf"),
    TEXT_INIT("ipsec"), TEXT_INIT("isdn"), TEXT_INIT("l2tp"), TEXT_INIT("l2tpv3"), TEXT_INIT("mld"),
    TEXT_INIT("nat"), TEXT_INIT("nat6"), TEXT_INIT("ntp"), TEXT_INIT("ppp"), TEXT_INIT("pppac"),
    TEXT_INIT("queue"), TEXT_INIT("route"), TEXT_INIT("rtadvd"), TEXT_INIT("smf"),
    TEXT_INIT("snmp"), TEXT_INIT("sshd"), TEXT_INIT("system"), TEXT_INIT("telnet"),
    TEXT_INIT("telnetd"), TEXT_INIT("upnp"), TEXT_INIT("vendor"), TEXT_INIT("vrrp"),
    TEXT_INIT("wol")};

struct line {
	struct text level;
	struct text function;
	struct text rest;
};

static bool in_list(const struct text *list, size_t count, struct text t)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal(list[i], t))
			return true;
	}
	return false;
}

/* Level and function where both stand before the text; a colon may follow the function. */
static void read_line(struct text message, struct line *line)
{
	struct text rest = message;
	struct text level = text_word(&rest);
	struct text function = text_word(&rest);

	*line = (struct line){TEXT(""), TEXT(""), text_trim(message)};
	if (function.size != 0 && function.at[function.size - 1] == ':')
		function.size--;
	if (!in_list(levels, sizeof(levels) / sizeof(levels[0]), level) ||
	    !in_list(functions, sizeof(functions) / sizeof(functions[0]), function))
		return;
	line->level = level;
	line->function = function;
	line->rest = text_trim(rest);
}

/* clang-format off */
static const char *const packets[] = {
	"{interface} @{page}:{number}\\[{rule*}\\] {verb} {src},{sport} -> {dst},{dport} PR {proto} len {size} {*}",
	"{interface} @{page}:{number}\\[{rule*}\\] {verb} {src} -> {dst} PR {proto} type {icmp_type} code {icmp_code} len {size} {*}",
	"{interface} @{page}:{number}\\[{rule*}\\] {verb} {src} -> {dst} PR {proto} len {size} {*}",
	"{interface} @{page}:{number}\\[{rule*}\\] {verb} {src},{sport} -> {dst},{dport} AP {application} len {size} {*}",
};
/* clang-format on */

static bool fits_packet(struct text t, struct pattern_match *match)
{
	if (text_find(text_part(t, 0, 64), TEXT(" @")) == TEXT_NONE)
		return false;
	for (size_t i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
		if (pattern_fits(packets[i], t, match))
			return true;
	}
	return false;
}

static bool is_filter_notice(struct text t)
{
	return text_starts(t, TEXT("iipf: ")) || text_starts(t, TEXT("== OLDER \""));
}

static bool recognise(const struct view *view)
{
	struct line line;
	struct pattern_match match;

	read_line(view->message, &line);
	if (line.function.size != 0 && (view->envelope.has_time || view->envelope.priority >= 0))
		return true;
	return is_filter_notice(line.rest) || fits_packet(line.rest, &match);
}

struct plain {
	const char *hole;
	enum field_id field;
};

static const struct plain plains[] = {{"src", FIELD_SRC_IP}, {"sport", FIELD_SRC_PORT},
    {"dst", FIELD_DST_IP}, {"dport", FIELD_DST_PORT}, {"rule", FIELD_RULE_NAME}};

static const char *const extras[] = {
    "page", "number", "icmp_type", "icmp_code", "size", "interface"};

/* "pass", "p", "block", "b" in any case; others as they are. */
static struct text action_of(struct text verb, struct arena *arena)
{
	struct text lower = text_lower(arena, verb);

	if (text_equal(lower, TEXT("p")))
		return TEXT("pass");
	return text_equal(lower, TEXT("b")) ? TEXT("block") : lower;
}

/* The direction is a word behind the lengths: "in", "out". */
static void put_direction(struct event *event, struct text sentence, struct text interface)
{
	size_t size = text_find(sentence, TEXT(" len "));
	struct text rest = size == TEXT_NONE ? TEXT("") : text_from(sentence, size);

	while (rest.size != 0) {
		struct text word = text_word(&rest);
		bool in = text_equal_fold(word, TEXT("in"));

		if (!in && !text_equal_fold(word, TEXT("out")))
			continue;
		event_put(event, FIELD_DIRECTION, in ? TEXT("inbound") : TEXT("outbound"));
		event_put(event, in ? FIELD_SRC_INTERFACE : FIELD_DST_INTERFACE, interface);
		return;
	}
}

static void put_packet(struct event *event, struct text sentence, const struct pattern_match *match)
{
	struct text action = action_of(pattern_value(match, "verb"), event->arena);
	struct text application = pattern_value(match, "application");

	event->logsource.category = TEXT("firewall");
	event->logsource.service = TEXT("filter");
	event_put(event, FIELD_ACTION, action);
	blocked_put(event, text_starts(action, TEXT("b")));
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++)
		event_put(event, plains[i].field, pattern_value(match, plains[i].hole));
	for (size_t i = 0; i < sizeof(extras) / sizeof(extras[0]); i++) {
		struct text value = pattern_value(match, extras[i]);

		if (value.size != 0)
			event_add(event, text_of(extras[i]), value, VALUE_TEXT);
	}
	if (application.size != 0)
		event_put(event, FIELD_APPLICATION, text_lower(event->arena, application));
	else
		event_put(event, FIELD_TRANSPORT,
		    decode_transport(pattern_value(match, "proto"), event->arena));
	put_direction(event, sentence, pattern_value(match, "interface"));
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = events_add(events, view->context->received);
	struct line line;
	struct pattern_match match;

	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	read_line(view->message, &line);
	event->logsource.product = TEXT("seil");
	event->logsource.service = line.function.size != 0 ? line.function : TEXT("filter");
	event->message = line.rest;
	event_put(event, FIELD_LEVEL, line.level);
	if (fits_packet(line.rest, &match))
		put_packet(event, line.rest, &match);
	return DONE;
}

const struct decoder seil_decoder = {
    "seil", "IIJ SEIL and BPV4 routers", "seil", recognise, decode};
