/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Yamaha RTX, NVR, FWX and vRX routers: what they send to a syslog host and what "show log" prints
 * ("2023/04/01 12:00:00: …").
 *
 * Facts from Yamaha's public command reference and technical documents (rtpro.yamaha.co.jp:
 * firewall, dynamic filter, intrusion detection, DHCP, L2MS; read 2026-11) and from logs that users
 * of RTX830, RTX1100, RTX1210 and RTX1300 published. IPv6 endpoints are written "address.port". The
 * word in brackets, in lower case, is the service.
 */
#include "decode/decoder.h"
#include "decode/firewall/yamaha_parts.h"
#include "decode/pattern.h"

#include <string.h>

#define WORD_MAX 24

/* Bracket words that are these devices' own wherever they stand. */
static const struct text sure_words[] = {TEXT_INIT("INSPECT"), TEXT_INIT("SWCTL"),
    TEXT_INIT("DHCPD"), TEXT_INIT("v6plus"), TEXT_INIT("NETVOLANTE-DNS"), TEXT_INIT("URL_FILTER")};

/* Bracket words that others could write too: known behind a syslog header or the device's own time.
 */
static const struct text words[] = {TEXT_INIT("IKE"), TEXT_INIT("IPSEC"), TEXT_INIT("IPsec"),
    TEXT_INIT("PPPOE"), TEXT_INIT("PPPoE"), TEXT_INIT("TUNNEL"), TEXT_INIT("LUA"), TEXT_INIT("IDS"),
    TEXT_INIT("NTP"), TEXT_INIT("SNTPD"), TEXT_INIT("SCHEDULE"), TEXT_INIT("DHCPC"),
    TEXT_INIT("DHCP"), TEXT_INIT("DHCPv6"), TEXT_INIT("DHCPV6"), TEXT_INIT("SSHD"),
    TEXT_INIT("SFTPD"), TEXT_INIT("TELNETD"), TEXT_INIT("HTTPD"), TEXT_INIT("L2TP"),
    TEXT_INIT("PPTP"), TEXT_INIT("PPP"), TEXT_INIT("UPNP"), TEXT_INIT("UPnP"), TEXT_INIT("DDNS"),
    TEXT_INIT("DNS"), TEXT_INIT("EMFS"), TEXT_INIT("VRRP"), TEXT_INIT("OSPF"), TEXT_INIT("BGP"),
    TEXT_INIT("RIP"), TEXT_INIT("SNMP"), TEXT_INIT("PKI"), TEXT_INIT("MAIL"), TEXT_INIT("NAT"),
    TEXT_INIT("BRIDGE"), TEXT_INIT("L2MS"), TEXT_INIT("LANMAP"), TEXT_INIT("HEARTBEAT"),
    TEXT_INIT("STATISTICS"), TEXT_INIT("SIP"), TEXT_INIT("NGN"), TEXT_INIT("DPI"), TEXT_INIT("YNO"),
    TEXT_INIT("MOBILE"), TEXT_INIT("USB"), TEXT_INIT("MAP-E"), TEXT_INIT("MAPE"),
    TEXT_INIT("KEEPALIVE"), TEXT_INIT("WINNY"), TEXT_INIT("SHARE"), TEXT_INIT("EXT-LED"),
    TEXT_INIT("QOS"), TEXT_INIT("TM")};

/* Interfaces that a line may begin with: "PP[01]", "TUNNEL[1]", "LAN1", "LAN1(port2)", "LAN2.1",
 * "ONU1". */
static const struct text interfaces[] = {TEXT_INIT("PP["), TEXT_INIT("TUNNEL["),
    TEXT_INIT("PPPOE["), TEXT_INIT("LAN"), TEXT_INIT("WAN"), TEXT_INIT("ONU"), TEXT_INIT("BRIDGE"),
    TEXT_INIT("VLAN"), TEXT_INIT("IP Tunnel["), TEXT_INIT("LOOPBACK"), TEXT_INIT("NULL")};

struct line {
	struct text rest; /* behind the device's own time */
	struct civil time;
	bool dated;         /* the device's own time stood before it */
	bool known_carrier; /* a syslog header or that time */
	struct text word;   /* in brackets, without them and a number behind it */
};

static bool in_list(const struct text *list, size_t count, struct text t)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal(list[i], t))
			return true;
	}
	return false;
}
#define IN_LIST(list, t) in_list(list, sizeof(list) / sizeof((list)[0]), t)

static struct text without_number(struct text t)
{
	while (t.size != 0 && t.at[t.size - 1] >= '0' && t.at[t.size - 1] <= '9')
		t.size--;
	return t;
}

/* "2023/04/01 12:00:00: " of "show log". */
static bool take_own_time(struct text *rest, struct civil *time)
{
	struct text after = *rest;

	if (after.size < 21 || after.at[4] != '/' || after.at[7] != '/' || after.at[10] != ' ' ||
	    !clock_read(&after, time) || !text_skip(&after, TEXT(": ")))
		return false;
	*rest = text_trim(after);
	return true;
}

static void read_line(const struct view *view, struct line *line)
{
	size_t close;

	*line = (struct line){.rest = text_trim(view->message), .word = TEXT("")};
	line->dated = take_own_time(&line->rest, &line->time);
	line->known_carrier =
	    line->dated || view->envelope.has_time || view->envelope.priority >= 0;
	if (line->rest.size == 0 || line->rest.at[0] != '[')
		return;
	close = text_find_char(text_part(line->rest, 0, WORD_MAX + 2), ']');
	if (close != TEXT_NONE)
		line->word = without_number(text_part(line->rest, 1, close - 1));
}

static bool is_interface_line(struct text t)
{
	static const struct text signs[] = {TEXT_INIT(" Rejected at "), TEXT_INIT(" Passed at "),
	    TEXT_INIT(" IP Commencing"), TEXT_INIT(" PPP/"), TEXT_INIT("link up"),
	    TEXT_INIT("link down"), TEXT_INIT("link changed"), TEXT_INIT("PPPoE"),
	    TEXT_INIT("Connecting to"), TEXT_INIT("Disconnected"), TEXT_INIT("] Up"),
	    TEXT_INIT("] Down"), TEXT_INIT(" Call"), TEXT_INIT(" Closed"),
	    TEXT_INIT(" PP IP address "), TEXT_INIT(" CHAP "), TEXT_INIT(" PAP ")};
	struct text head = text_part(t, 0, 96);

	for (size_t i = 0; i < sizeof(interfaces) / sizeof(interfaces[0]); i++) {
		if (!text_starts(t, interfaces[i]))
			continue;
		for (size_t s = 0; s < sizeof(signs) / sizeof(signs[0]); s++) {
			if (text_find(head, signs[s]) != TEXT_NONE)
				return true;
		}
	}
	return false;
}

/* Sentences without bracket and interface. */
static bool is_plain_line(struct text t)
{
	static const struct text beginnings[] = {TEXT_INIT("Login succeeded for "),
	    TEXT_INIT("Login failed for "), TEXT_INIT("Logout from "),
	    TEXT_INIT("'administrator' "), TEXT_INIT("Configuration saved in "),
	    TEXT_INIT("Restart by "), TEXT_INIT("Power-on boot"), TEXT_INIT("Add IPv6 prefix "),
	    TEXT_INIT("same message repeated "), TEXT_INIT("Previous EXEC: "),
	    TEXT_INIT("Restored "), TEXT_INIT("main:  RTX"), TEXT_INIT("RTX"), TEXT_INIT("NVR"),
	    TEXT_INIT("FWX"), TEXT_INIT("vRX"), TEXT_INIT("PORT"), TEXT_INIT("main: ")};

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
		if (text_starts(t, beginnings[i]))
			return true;
	}
	return false;
}

/* Of the plain sentences those that only these devices write, or that stand behind their own time.
 */
static bool is_yamaha_plain(const struct line *line)
{
	static const struct text logins[] = {TEXT_INIT(" TELNET"), TEXT_INIT(" SSH"),
	    TEXT_INIT(" HTTP"), TEXT_INIT(" SFTP"), TEXT_INIT(" Serial"), TEXT_INIT(" REMOTE"),
	    TEXT_INIT(" TFTP")};
	struct text head = text_part(line->rest, 0, 64);

	if (!is_plain_line(line->rest))
		return false;
	if (line->dated)
		return true;
	if (text_starts(head, TEXT("Configuration saved in \"CONFIG")))
		return line->known_carrier;
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		if (text_find(head, logins[i]) != TEXT_NONE)
			return line->known_carrier;
	}
	return false;
}

static bool recognise(const struct view *view)
{
	struct line line;

	read_line(view, &line);
	if (line.word.size != 0)
		return IN_LIST(sure_words, line.word) ||
		       (line.known_carrier && IN_LIST(words, line.word));
	return is_interface_line(line.rest) || is_yamaha_plain(&line);
}

struct sentence {
	const char *pattern;
	const char *service;
	const char *action;  /* "" where the hole "verb" tells */
	const char *outcome; /* "" for none */
	bool firewall;
};

/* clang-format off */
static const struct sentence sentences[] = {
	{"\\[INSPECT\\] {kind}\\[{unit}\\]\\[{dir}\\]\\[{rule}\\] {proto} {src} > {dst} ({start*})", "inspect", "pass", "", true},
	{"\\[INSPECT\\] {interface}\\[{dir}\\]\\[{rule}\\] {proto} {src} > {dst} ({start*})", "inspect", "pass", "", true},
	{"\\[INSPECT\\] {interface}\\[{dir}\\]\\[{rule}\\] {proto} {src} > {dst}", "inspect", "pass", "", true},
	{"{interface} Rejected at {dir}({rule}) filter: {packet*}", "filter", "reject", "", true},
	{"{interface} Passed at {dir}({rule}) filter: {packet*}", "filter", "pass", "", true},
	{"{interface} IP Commencing: {packet*}", "pp", "commencing", "", false},
	{"{interface} IP Commencing (DNS Query \\[{query}\\] from {client})", "pp", "commencing", "", false},
	{"{interface} PPP/IPCP up (Local: {local}, Remote: {remote})", "pp", "up", "", false},
	{"{interface} Disconnected, cause \\[{reason*}\\]", "pppoe", "disconnected", "", false},
	{"\\[DHCPD\\] {interface} {verb} {lease}: {mac}", "dhcpd", "", "", false},
	{"\\[DHCPD\\] {verb} {lease}: {mac}", "dhcpd", "", "", false},
	{"Login succeeded for {login}: {client} {user*}", "login", "logged-in", "success", false},
	{"Login succeeded for {login}: {client}", "login", "logged-in", "success", false},
	{"Login succeeded for {login*}", "login", "logged-in", "success", false},
	{"Login failed for {login}: {client} {user*}", "login", "logon-failed", "failure", false},
	{"Login failed for {login}: {client}", "login", "logon-failed", "failure", false},
	{"Login failed for {login*}", "login", "logon-failed", "failure", false},
	{"'administrator' succeeded for {login}: {client}[ {user*}]", "login", "administrator", "success", false},
	{"'administrator' failed for {login}: {client}[ {user*}]", "login", "administrator", "failure", false},
	{"'administrator' succeeded for {login*}", "login", "administrator", "success", false},
	{"'administrator' failed for {login*}", "login", "administrator", "failure", false},
	{"Logout from {login}: {client}[ {user*}]", "login", "logged-out", "success", false},
	{"Logout from {login*}", "login", "logged-out", "success", false},
	{"Configuration saved in {config} by {login}({user*})", "config", "config-saved", "", false},
	{"Configuration saved in {config} by {login*}", "config", "config-saved", "", false},
	{"Restart by {reason*}", "system", "restart", "", false},
	{"Power-on boot", "system", "boot", "", false},
	{"{model} Rev.{revision*} starts", "system", "start", "", false},
	{"\\[{*}\\] initiate {phase} phase to {peer}[ (local address {local_address})]", "ike", "initiate", "", false},
	{"\\[{*}\\] respond {phase} phase to {peer}", "ike", "respond", "", false},
	{"\\[{*}\\] {sa*} established", "ike", "established", "", false},
	{"\\[{*}\\] {sa*} deleted", "ike", "deleted", "", false},
	{"\\[L2TP\\] {interface} connected from {client}", "l2tp", "connected", "", false},
	{"IP Tunnel\\[{tunnel}\\] {state}", "tunnel", "", "", false},
	{"{interface}: {port} link {state*}", "link", "", "", false},
	{"{interface}: link {state*}", "link", "", "", false},
	{"\\[SWCTL\\] {switch}: {detail*}", "swctl", "", "", false},
	{"\\[IDS\\] {kind}\\[{unit}\\]\\[{dir}\\] {attack*}: {packet*}", "ids", "detected", "", false},
	{"\\[IDS\\] {interface}\\[{dir}\\] {attack*}: {packet*}", "ids", "detected", "", false},
	{"\\[IDS\\] {attack*}: {packet*}", "ids", "detected", "", false},
	{"\\[IDS\\] {attack*}", "ids", "detected", "", false},
};
/* clang-format on */

static bool put_sentence(struct event *event, const struct line *line, const struct view *view)
{
	struct pattern_match match;

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++) {
		const struct sentence *sentence = &sentences[i];

		if (!pattern_fits(sentence->pattern, line->rest, &match))
			continue;
		if (event->logsource.service.size == 0)
			event->logsource.service = text_of(sentence->service);
		if (sentence->firewall)
			event->logsource.category = TEXT("firewall");
		event_put(event, FIELD_ACTION, text_of(sentence->action));
		event_put(event, FIELD_OUTCOME, text_of(sentence->outcome));
		yamaha_parts_put(event, &match, view->context);
		return true;
	}
	return false;
}

static void put_level(struct event *event, int priority)
{
	static const struct text levels[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"), TEXT_INIT("notice"),
	    TEXT_INIT("info"), TEXT_INIT("debug")};

	if (priority >= 0)
		event_put(event, FIELD_LEVEL, levels[priority & 7]);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = events_add(events, view->context->received);
	struct line line;

	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	read_line(view, &line);
	event->logsource.product = TEXT("yamaha");
	event->message = line.rest;
	if (line.dated)
		decode_set_time(event, &line.time, view->context);
	put_level(event, view->envelope.priority);
	if (line.word.size != 0)
		event->logsource.service = text_lower(event->arena, line.word);
	if (!put_sentence(event, &line, view) && event->logsource.service.size == 0)
		event->logsource.service = TEXT("system");
	yamaha_parts_put_blocked(event);
	if (!event->has_time && !view->envelope.has_time)
		decode_set_time_text(event, event_get_field(event, FIELD_START), view->context);
	return DONE;
}

const struct decoder yamaha_decoder = {
    "yamaha", "Yamaha RTX, NVR and FWX routers", "yamaha", recognise, decode};
