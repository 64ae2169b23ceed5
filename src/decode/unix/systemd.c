/* SPDX-License-Identifier: Apache-2.0 */
/*
 * systemd (service manager and log-in manager) and the kernel. Sentences as systemd 219 to 257
 * writes them; of kernel messages the netfilter log line ("IN=… OUT=… SRC=… DST=…", what ufw and
 * firewalld write) is taken apart.
 */
#include "decode/blocked.h"
#include "decode/unix/unix_message.h"

static const struct text programs[] = {TEXT_INIT("systemd"), TEXT_INIT("systemd-logind"),
    TEXT_INIT("systemd-journald"), TEXT_INIT("systemd-resolved"), TEXT_INIT("systemd-networkd"),
    TEXT_INIT("systemd-timesyncd"), TEXT_INIT("systemd-udevd"), TEXT_INIT("systemd-sysctl"),
    TEXT_INIT("systemd-modules-load"), TEXT_INIT("systemd-coredump"), TEXT_INIT("systemd-tmpfiles"),
    TEXT_INIT("systemd-fsck"), TEXT_INIT("systemd-machined"), TEXT_INIT("systemd-homed"),
    TEXT_INIT("(systemd)"), TEXT_INIT("(sd-pam)"), TEXT_INIT("init"), TEXT_INIT("kernel")};

/* clang-format off */
static const struct unix_sentence sentences[] = {
	{"Starting {unit*}[...]", "starting", ""},
	{"Started {unit*}", "started", "success"},
	{"Stopping {unit*}[...]", "stopping", ""},
	{"Stopped {unit*}", "stopped", "success"},
	{"Finished {unit*}", "finished", "success"},
	{"Reloading {unit*}[...]", "reloading", ""},
	{"Reloaded {unit*}", "reloaded", "success"},
	{"Failed to start {unit*}", "started", "failure"},
	{"Failed to stop {unit*}", "stopped", "failure"},
	{"Dependency failed for {unit*}", "started", "failure"},
	{"Reached target {unit*}", "reached", ""},
	{"Stopped target {unit*}", "stopped", ""},
	{"Listening on {unit*}", "listening", ""},
	{"Created slice {unit*}", "created", ""},
	{"Removed slice {unit*}", "removed", ""},
	{"Mounted {unit*}", "mounted", "success"},
	{"{unit}: Failed with result '{reason*}'", "failed", "failure"},
	{"{unit}: Main process exited, code={code}, status={status*}", "exited", ""},
	{"{unit}: Control process exited, code={code}, status={status*}", "exited", ""},
	{"{unit}: Deactivated successfully", "stopped", "success"},
	{"{unit}: Succeeded", "stopped", "success"},
	{"{unit}: Consumed {time*} CPU time", "consumed", ""},
	{"{unit}: Scheduled restart job, restart counter is at {count}", "restarting", ""},
	{"{unit}: A process of this unit has been killed by the OOM killer", "killed", "failure"},
	{"New session {session} of user {user*}", "session-opened", "success"},
	{"Removed session {session}", "session-closed", ""},
	{"Session {session} logged out. Waiting for processes to exit", "session-closed", ""},
	{"System is powering down{*}", "shutdown", ""},
	{"System is rebooting{*}", "reboot", ""},
};
/* clang-format on */

static bool recognise(const struct view *view)
{
	return unix_is_program(view, programs, sizeof(programs) / sizeof(programs[0]));
}

struct mapped {
	struct text key;
	enum field_id field;
};

static const struct mapped mappings[] = {{TEXT_INIT("IN"), FIELD_SRC_INTERFACE},
    {TEXT_INIT("OUT"), FIELD_DST_INTERFACE}, {TEXT_INIT("SRC"), FIELD_SRC_IP},
    {TEXT_INIT("DST"), FIELD_DST_IP}, {TEXT_INIT("SPT"), FIELD_SRC_PORT},
    {TEXT_INIT("DPT"), FIELD_DST_PORT}};

/* "[12.345] " before a message is the kernel's clock. */
static struct text without_uptime(struct text prefix)
{
	struct text rest = text_trim(prefix);
	double uptime;

	if (!text_skip(&rest, TEXT("[")))
		return rest;
	if (text_to_double(text_trim(text_cut(&rest, ']')), &uptime))
		return text_trim(rest);
	return text_trim(prefix);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * The kernel does not say what became of the packet, only the text that whoever wrote the rule gave
 * it. Common ones say it in a word: "[UFW BLOCK]", "filter_IN_public_REJECT: ", "IPTables-Dropped:
 * ". The last such word counts ("LIMIT BLOCK"); without one nothing is known ("[UFW AUDIT]").
 */
static void put_prefix_action(struct event *event, struct text prefix)
{
	struct text action = {NULL, 0};
	size_t end = 0;
	for (size_t start = 0; start < prefix.size; start = end + 1) {
		bool blocked;
		end = start;
		while (end < prefix.size && is_letter(prefix.at[end]))
			end++;
		struct text word = text_part(prefix, start, end - start);
		if (blocked_by_word(word, &blocked))
			action = word;
	}
	event_put(event, FIELD_ACTION, text_lower(event->arena, action));
}

/* "[UFW BLOCK] IN=eth0 OUT= MAC=… SRC=… DST=… PROTO=TCP SPT=… DPT=…": the text before it is the
 * rule's prefix. */
static void put_netfilter(struct event *event)
{
	size_t start = text_find(event->message, TEXT("IN="));
	struct pairs pairs = {.arena = event->arena};
	struct text key;
	struct text value;
	struct text prefix;

	if (start == TEXT_NONE || text_find(event->message, TEXT(" SRC=")) == TEXT_NONE)
		return;
	prefix = without_uptime(text_part(event->message, 0, start));
	pairs.rest = text_from(event->message, start);
	while (decode_next_pair(&pairs, &key, &value)) {
		event_add(event, key, value, VALUE_TEXT);
		for (size_t i = 0; i < sizeof(mappings) / sizeof(mappings[0]); i++) {
			if (text_equal(mappings[i].key, key))
				event_put(event, mappings[i].field, value);
		}
		if (text_equal(key, TEXT("PROTO")))
			event_put(event, FIELD_TRANSPORT, decode_transport(value, event->arena));
	}
	event->logsource.category = TEXT("firewall");
	event_put(event, FIELD_RULE_NAME, prefix);
	put_prefix_action(event, prefix);
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	/* SigmaHQ's rules over such messages ask for the service syslog. */
	struct event *event = unix_event(view, TEXT("syslog"), events, why);

	if (event == NULL)
		return TOO_LARGE;
	if (text_equal(view->envelope.program, TEXT("kernel")))
		put_netfilter(event);
	else if (!unix_put_pam(event))
		unix_put_sentence(event, sentences, sizeof(sentences) / sizeof(sentences[0]));
	return DONE;
}

const struct decoder systemd_decoder = {
    "systemd", "systemd and the Linux kernel", "linux", recognise, decode};
