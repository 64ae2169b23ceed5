/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Juniper SRX and other Junos devices: structured ("[junos@2636.… key="value" …]", RFC 5424) and
 * plain messages.
 *
 * Facts from Juniper's public "System Log Explorer" and "Junos OS Administration Library" (read
 * 2026-11). The tag (RT_FLOW_SESSION_CREATE …) tells what happened; the process (RT_FLOW, RT_IDS,
 * RT_UTM, RT_IDP, RT_AAMW, RT_SECINTEL, or a daemon) is the service. Plain sentences are in
 * juniper_plain.c.
 */
#include "base/arena.h"
#include "decode/blocked.h"
#include "decode/decoder.h"
#include "decode/firewall/juniper_plain.h"

#define TAG_MAX 64

static const struct text mark = TEXT_INIT("[junos@");

/* Daemons that only Junos has; their messages without tag or structured data are Junos' too. */
static bool is_junos_daemon(struct text program)
{
	static const struct text names[] = {TEXT_INIT("kmd"), TEXT_INIT("iked"), TEXT_INIT("mib2d"),
	    TEXT_INIT("jsrpd"), TEXT_INIT("chassisd"), TEXT_INIT("rpd"), TEXT_INIT("mgd"),
	    TEXT_INIT("pkid"), TEXT_INIT("idpd"), TEXT_INIT("utmd"), TEXT_INIT("aamwd"),
	    TEXT_INIT("secinteld"), TEXT_INIT("dcd"), TEXT_INIT("eswd"), TEXT_INIT("l2ald"),
	    TEXT_INIT("flowd"), TEXT_INIT("nsd"), TEXT_INIT("jdhcpd"), TEXT_INIT("alarmd"),
	    TEXT_INIT("craftd"), TEXT_INIT("cosd"), TEXT_INIT("pfed"),
	    TEXT_INIT("PFE_FW_SYSLOG_IP"), TEXT_INIT("PFE_FW_SYSLOG_IP6_GEN")};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(names[i], program))
			return true;
	}
	return text_starts(program, TEXT("RT_")) && program.size > 3;
}

/* "CAPITALS_AND_DIGITS" with at least one underscore: how Junos names its messages. */
static bool is_tag(struct text t)
{
	bool joined = false;

	if (t.size < 4 || t.size > TAG_MAX || t.at[0] < 'A' || t.at[0] > 'Z')
		return false;
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] == '_')
			joined = true;
		else if (!(t.at[i] >= 'A' && t.at[i] <= 'Z') && !(t.at[i] >= '0' && t.at[i] <= '9'))
			return false;
	}
	return joined;
}

/* Take "TAG: " from the front. */
static bool take_tag(struct text *rest, struct text *tag)
{
	size_t colon = text_find_char(text_part(*rest, 0, TAG_MAX + 1), ':');

	if (colon == TEXT_NONE || !is_tag(text_part(*rest, 0, colon)))
		return false;
	*tag = text_part(*rest, 0, colon);
	*rest = text_trim(text_from(*rest, colon + 1));
	return true;
}

/* The packet forwarding engine logs without a program and says the host again: "node1.fpc0 PFE_…:
 * FW: …". */
static bool from_forwarding(const struct view *view, struct text *rest)
{
	struct text after = view->message;
	struct text first = text_word(&after);

	if (view->envelope.program.size != 0 || view->envelope.host.size == 0)
		return false;
	after = text_trim(after);
	*rest = after;
	return text_equal(first, view->envelope.host) ||
	       text_starts(after, TEXT("PFE_FW_SYSLOG_IP"));
}

/* A whole RFC 5424 header without its priority, behind another one that a relay wrote. */
struct nested {
	struct civil time;
	struct text host;
	struct text process;
	struct text tag;
	struct text data;
};

static bool is_nested(struct text message, struct nested *nested)
{
	struct text rest = message;
	if (!clock_read(&rest, &nested->time))
		return false;
	nested->host = text_word(&rest);
	nested->process = text_word(&rest);
	text_word(&rest); /* the process's number */
	nested->tag = text_word(&rest);
	nested->data = text_trim(rest);
	return is_tag(nested->tag) && text_starts(nested->data, mark);
}

static struct text structured(const struct view *view)
{
	if (text_starts(view->envelope.structured_data, mark))
		return view->envelope.structured_data;
	return text_starts(view->message, mark) ? view->message : TEXT("");
}

static bool is_session(struct text t)
{
	return text_starts(t, TEXT("RT_FLOW_SESSION_")) || text_starts(t, TEXT("RT_SCREEN_"));
}

/* Junos' log-in programs bear the names of others', but tag what they say. */
static bool is_tagged_login(const struct view *view)
{
	struct text rest = view->message;
	struct text tag;

	return (text_equal(view->envelope.program, TEXT("sshd")) ||
		   text_equal(view->envelope.program, TEXT("login"))) &&
	       take_tag(&rest, &tag) &&
	       (text_starts(tag, TEXT("SSHD_")) || text_starts(tag, TEXT("LOGIN_")));
}

static bool recognise(const struct view *view)
{
	struct text rest;
	struct nested nested;

	return structured(view).size != 0 || is_junos_daemon(view->envelope.program) ||
	       is_session(view->message) || is_nested(view->message, &nested) ||
	       is_tagged_login(view) || from_forwarding(view, &rest) ||
	       (text_equal(view->envelope.program, TEXT("kernel")) &&
		   text_starts(view->message, TEXT("FW: ")));
}

struct mapped {
	struct text key;
	enum field_id field;
};

static const struct mapped mappings[] = {{TEXT_INIT("source-address"), FIELD_SRC_IP},
    {TEXT_INIT("source-port"), FIELD_SRC_PORT}, {TEXT_INIT("destination-address"), FIELD_DST_IP},
    {TEXT_INIT("destination-port"), FIELD_DST_PORT}, {TEXT_INIT("client-ip"), FIELD_SRC_IP},
    {TEXT_INIT("local-address"), FIELD_SRC_IP}, {TEXT_INIT("remote-address"), FIELD_DST_IP},
    {TEXT_INIT("nat-source-address"), FIELD_SRC_NAT_IP},
    {TEXT_INIT("nat-source-port"), FIELD_SRC_NAT_PORT},
    {TEXT_INIT("nat-destination-address"), FIELD_DST_NAT_IP},
    {TEXT_INIT("nat-destination-port"), FIELD_DST_NAT_PORT},
    {TEXT_INIT("source-zone-name"), FIELD_SRC_ZONE}, {TEXT_INIT("source-zone"), FIELD_SRC_ZONE},
    {TEXT_INIT("destination-zone-name"), FIELD_DST_ZONE},
    {TEXT_INIT("destination-zone"), FIELD_DST_ZONE},
    {TEXT_INIT("packet-incoming-interface"), FIELD_SRC_INTERFACE},
    {TEXT_INIT("interface-name"), FIELD_SRC_INTERFACE},
    {TEXT_INIT("source-interface-name"), FIELD_SRC_INTERFACE},
    {TEXT_INIT("destination-interface-name"), FIELD_DST_INTERFACE},
    {TEXT_INIT("session-id-32"), FIELD_SESSION_ID}, {TEXT_INIT("session-id"), FIELD_SESSION_ID},
    {TEXT_INIT("packets-from-client"), FIELD_SRC_PACKETS},
    {TEXT_INIT("bytes-from-client"), FIELD_SRC_BYTES},
    {TEXT_INIT("packets-from-server"), FIELD_DST_PACKETS},
    {TEXT_INIT("bytes-from-server"), FIELD_DST_BYTES},
    {TEXT_INIT("inbound-bytes"), FIELD_SRC_BYTES}, {TEXT_INIT("outbound-bytes"), FIELD_DST_BYTES},
    {TEXT_INIT("inbound-packets"), FIELD_SRC_PACKETS},
    {TEXT_INIT("outbound-packets"), FIELD_DST_PACKETS}, {TEXT_INIT("elapsed-time"), FIELD_DURATION},
    {TEXT_INIT("reason"), FIELD_REASON}, {TEXT_INIT("policy-name"), FIELD_RULE_NAME},
    {TEXT_INIT("rule-name"), FIELD_RULE_ID}, {TEXT_INIT("attack-name"), FIELD_SIGNATURE},
    {TEXT_INIT("malware-info"), FIELD_SIGNATURE}, {TEXT_INIT("name"), FIELD_SIGNATURE},
    {TEXT_INIT("filename"), FIELD_FILE_NAME}, {TEXT_INIT("file-name"), FIELD_FILE_NAME},
    {TEXT_INIT("hostname"), FIELD_SRC_HOST}, {TEXT_INIT("http-host"), FIELD_WEB_HOST},
    {TEXT_INIT("sample-sha256"), FIELD_SHA256}, {TEXT_INIT("action"), FIELD_ACTION},
    {TEXT_INIT("feed-name"), FIELD_RULE_CATEGORY}, {TEXT_INIT("command"), FIELD_COMMAND_LINE}};

static bool is_nothing(struct text value)
{
	return value.size == 0 || text_equal(value, TEXT("N/A")) ||
	       text_equal(value, TEXT("UNKNOWN")) || text_equal_fold(value, TEXT("None"));
}

/* What stands for the taxonomy; the pair itself has been added. */
static void put_mapped(struct event *event, struct text key, struct text value)
{
	if (is_nothing(value))
		return;
	for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
		if (text_equal(mappings[i].key, key)) {
			/* "reason" has the taxonomy's name already. */
			if (!text_equal(field_spec(mappings[i].field)->name, key))
				event_put(event, mappings[i].field, value);
			return;
		}
	}
	if (text_equal(key, TEXT("protocol-id")) || text_equal(key, TEXT("protocol-name")))
		event_put(event, FIELD_TRANSPORT, decode_transport(value, event->arena));
	else if (text_equal(key, TEXT("protocol")))
		event_put(event, FIELD_APP_PROTOCOL, text_lower(event->arena, value));
	else if (text_equal(key, TEXT("application-name")))
		event_put(event, FIELD_APPLICATION, text_lower(event->arena, value));
	else if (text_equal(key, TEXT("username")))
		decode_put_user(event, value);
}

static struct text unescaped(struct text t, struct arena *arena)
{
	char *out = arena_alloc(arena, t.size);
	size_t size = 0;

	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] == '\\' && i + 1 < t.size)
			i++;
		out[size++] = t.at[i];
	}
	return (struct text){out, size};
}

/* A PARAM-VALUE: quoted (\", \\ and \] escaped), or up to the next space where the quotes are
 * broken. */
static struct text take_value(struct text *rest, struct arena *arena)
{
	struct text value;
	size_t end = 1;
	bool escaped = false;

	if (rest->size == 0 || rest->at[0] != '"') {
		size_t space = text_find_char(*rest, ' ');

		value = text_part(*rest, 0, space);
		*rest = space == TEXT_NONE ? TEXT("") : text_from(*rest, space);
		return value;
	}
	while (end < rest->size && rest->at[end] != '"') {
		escaped = escaped || rest->at[end] == '\\';
		end += rest->at[end] == '\\' ? 2 : 1;
	}
	if (end > rest->size)
		end = rest->size;
	value = text_part(*rest, 1, end - 1);
	*rest = text_from(*rest, end + 1);
	return escaped ? unescaped(value, arena) : value;
}

/* The pairs of "[junos@… k="v" …]"; what stands behind the bracket is the sentence. */
static void put_structured(struct event *event, struct text data)
{
	struct text rest = text_from(data, mark.size);

	text_word(&rest);
	while ((rest = text_trim(rest)).size != 0 && rest.at[0] != ']') {
		size_t equals = text_find_char(rest, '=');
		struct text key;
		struct text value;

		if (equals == TEXT_NONE)
			return;
		key = text_trim(text_part(rest, 0, equals));
		rest = text_from(rest, equals + 1);
		value = take_value(&rest, event->arena);
		event_add(event, key, value, VALUE_TEXT);
		put_mapped(event, key, value);
	}
}

/* "url" is the host and "obj" the path of what a web filter saw. */
static void put_web(struct event *event, struct text tag)
{
	struct text host = event_get(event, TEXT("url"));
	struct text path = event_get(event, TEXT("obj"));

	if (!text_starts(tag, TEXT("WEBFILTER_")))
		return;
	if (!is_nothing(host)) {
		event_put(event, FIELD_URI,
		    text_format(event->arena, "%.*s%.*s", TEXT_ARGS(host), TEXT_ARGS(path)));
		event_put(event, FIELD_WEB_HOST, host);
		event_put(event, FIELD_URI_PATH, path);
	}
	if (!is_nothing(event_get(event, TEXT("category"))))
		event_put(event, FIELD_URL_CATEGORY, event_get(event, TEXT("category")));
}

struct word {
	struct text part;
	struct text action;
	struct text outcome;
};

/* What a tag's name says was done, where the message has no action of its own. */
static const struct word words[] = {
    {TEXT_INIT("SESSION_CREATE"), TEXT_INIT("create"), TEXT_INIT("")},
    {TEXT_INIT("SESSION_CLOSE"), TEXT_INIT("close"), TEXT_INIT("")},
    {TEXT_INIT("SESSION_DENY"), TEXT_INIT("deny"), TEXT_INIT("")},
    {TEXT_INIT("APPTRACK_SESSION_CREATE"), TEXT_INIT("create"), TEXT_INIT("")},
    {TEXT_INIT("URL_BLOCKED"), TEXT_INIT("blocked"), TEXT_INIT("")},
    {TEXT_INIT("URL_PERMITTED"), TEXT_INIT("permitted"), TEXT_INIT("")},
    {TEXT_INIT("URL_REDIRECTED"), TEXT_INIT("redirected"), TEXT_INIT("")},
    {TEXT_INIT("_BLOCKED_"), TEXT_INIT("blocked"), TEXT_INIT("")},
    {TEXT_INIT("VIRUS_DETECTED"), TEXT_INIT("virus-detected"), TEXT_INIT("")},
    {TEXT_INIT("_DROPPED_"), TEXT_INIT("dropped"), TEXT_INIT("")},
    {TEXT_INIT("_DROP_"), TEXT_INIT("dropped"), TEXT_INIT("")},
    {TEXT_INIT("SSHD_LOGIN_FAILED"), TEXT_INIT("logon-failed"), TEXT_INIT("failure")},
    {TEXT_INIT("SSHD_AUTH_FAILURE"), TEXT_INIT("logon-failed"), TEXT_INIT("failure")},
    {TEXT_INIT("LOGIN_FAILED"), TEXT_INIT("logon-failed"), TEXT_INIT("failure")},
    {TEXT_INIT("SNMPD_AUTH_FAILURE"), TEXT_INIT("logon-failed"), TEXT_INIT("failure")},
    {TEXT_INIT("UI_LOGIN_EVENT"), TEXT_INIT("logged-in"), TEXT_INIT("success")},
    {TEXT_INIT("UI_AUTH_EVENT"), TEXT_INIT("logged-in"), TEXT_INIT("success")},
    {TEXT_INIT("UI_LOGOUT_EVENT"), TEXT_INIT("logged-out"), TEXT_INIT("success")},
    {TEXT_INIT("UI_CMDLINE_READ_LINE"), TEXT_INIT("command"), TEXT_INIT("")},
    {TEXT_INIT("UI_COMMIT"), TEXT_INIT("commit"), TEXT_INIT("")}};

static void put_action(struct event *event, struct text tag)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (text_find(tag, words[i].part) == TEXT_NONE)
			continue;
		if (event_find(event, field_spec(FIELD_ACTION)->name) == NULL)
			event_put(event, FIELD_ACTION, words[i].action);
		event_put(event, FIELD_OUTCOME, words[i].outcome);
		return;
	}
}

static bool is_denied(struct text action)
{
	static const struct text denials[] = {TEXT_INIT("deny"), TEXT_INIT("drop"),
	    TEXT_INIT("dropped"), TEXT_INIT("block"), TEXT_INIT("blocked"), TEXT_INIT("close"),
	    TEXT_INIT("reject"), TEXT_INIT("drop_packet")};

	for (size_t i = 0; i < sizeof(denials) / sizeof(denials[0]); i++) {
		if (text_equal_fold(denials[i], action))
			return true;
	}
	return false;
}

struct family {
	struct text process;
	struct text service;
	struct text category;
};

static const struct family families[] = {
    {TEXT_INIT("RT_FLOW"), TEXT_INIT("flow"), TEXT_INIT("firewall")},
    {TEXT_INIT("RT_IDS"), TEXT_INIT("ids"), TEXT_INIT("")},
    {TEXT_INIT("RT_SCREEN"), TEXT_INIT("ids"), TEXT_INIT("")},
    {TEXT_INIT("RT_UTM"), TEXT_INIT("utm"), TEXT_INIT("")},
    {TEXT_INIT("RT_IDP"), TEXT_INIT("idp"), TEXT_INIT("")},
    {TEXT_INIT("RT_AAMW"), TEXT_INIT("aamw"), TEXT_INIT("")},
    {TEXT_INIT("RT_SECINTEL"), TEXT_INIT("secintel"), TEXT_INIT("")},
    {TEXT_INIT("APPTRACK"), TEXT_INIT("flow"), TEXT_INIT("firewall")},
    {TEXT_INIT("PFE_FW"), TEXT_INIT("flow"), TEXT_INIT("firewall")}};

/* SigmaHQ's Juniper rules ask for the services bgp and ldp: authentication failures of routing
 * sessions. */
static void put_logsource(
    struct event *event, struct text process, struct text tag, struct text sentence)
{
	event->logsource.product = TEXT("juniper");
	event->logsource.service = TEXT("system");
	if (text_find(sentence, TEXT(":179")) != TEXT_NONE || text_starts(tag, TEXT("BGP_")) ||
	    text_starts(tag, TEXT("RPD_BGP_")))
		event->logsource.service = TEXT("bgp");
	else if (text_find_fold(sentence, TEXT("ldp")) != TEXT_NONE)
		event->logsource.service = TEXT("ldp");
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (text_starts(process, families[i].process) ||
		    text_starts(tag, families[i].process)) {
			event->logsource.service = families[i].service;
			event->logsource.category = families[i].category;
			return;
		}
	}
}

static void put_level(struct event *event, int priority)
{
	static const struct text levels[] = {TEXT_INIT("emergency"), TEXT_INIT("alert"),
	    TEXT_INIT("critical"), TEXT_INIT("error"), TEXT_INIT("warning"),
	    TEXT_INIT("notification"), TEXT_INIT("informational"), TEXT_INIT("debug")};

	if (priority >= 0)
		event_put(event, FIELD_LEVEL, levels[priority & 7]);
}

/* What the event says of what happened to traffic. */
static void put_blocked(struct event *event)
{
	struct text action = event_get_field(event, FIELD_ACTION);

	if (text_equal(event->logsource.service, TEXT("system")) || action.size == 0)
		return;
	if (text_equal(event->logsource.service, TEXT("flow"))) {
		bool deny = text_equal(action, TEXT("deny"));

		blocked_put(event, deny);
	} else if (is_denied(action)) {
		blocked_put(event, true);
	}
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct event *event = events_add(events, view->context->received);
	struct text data = structured(view);
	struct text tag = view->envelope.message_id;
	struct text sentence = view->message;
	struct text process = view->envelope.program;

	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	struct nested nested;
	if (is_nested(view->message, &nested)) {
		decode_set_time(event, &nested.time, view->context);
		event_put(event, FIELD_DEVICE, nested.host);
		process = nested.process;
		tag = nested.tag;
		data = nested.data;
	} else if (from_forwarding(view, &sentence))
		take_tag(&sentence, &process);
	if (tag.size == 0)
		take_tag(&sentence, &tag);
	put_logsource(event, process, tag, sentence);
	event_put(event, FIELD_EVENT_CODE, tag);
	event_put(event, FIELD_PROGRAM, process);
	put_level(event, view->envelope.priority);
	if (data.size != 0)
		put_structured(event, data);
	else
		juniper_plain_put(event, tag, sentence, put_mapped);
	put_web(event, tag);
	put_action(event, tag);
	put_blocked(event);
	if (data.size == 0 || view->envelope.structured_data.size != 0)
		event->message = sentence;
	if (event->message.size == 0)
		event->message = event_get(event, TEXT("message"));
	if (event->message.size == 0)
		event->message = data;
	return DONE;
}

const struct decoder juniper_srx_decoder = {
    "juniper-srx", "Juniper SRX and Junos", "juniper", recognise, decode};
