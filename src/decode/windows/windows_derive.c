/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sysmon's names for audit events 4688 (a process was created) and 4657 (a registry value was
 * changed), PowerShell's context, Defender's names. Sources: Microsoft's descriptions of the two
 * audit events, Sysmon's manual, Sigma's public Windows mappings.
 */
#include "decode/windows/windows_derive.h"

#include "base/arena.h"

#include <string.h>

#define NAME(id) WINDOWS_NAME_##id

static bool id_is(const struct windows_event *windows, const char *id)
{
	return text_equal(windows->system[WINDOWS_EVENT_ID], text_of(id));
}

/* Sysmon resolves the three service accounts; the audit log names the machine account instead. */
static struct text well_known_account(struct text sid_or_logon)
{
	static const struct {
		struct text id;
		struct text account;
	} accounts[] = {
	    {TEXT_INIT("S-1-5-18"), TEXT_INIT("NT AUTHORITY\\SYSTEM")},
	    {TEXT_INIT("0x3e7"), TEXT_INIT("NT AUTHORITY\\SYSTEM")},
	    {TEXT_INIT("S-1-5-19"), TEXT_INIT("NT AUTHORITY\\LOCAL SERVICE")},
	    {TEXT_INIT("0x3e5"), TEXT_INIT("NT AUTHORITY\\LOCAL SERVICE")},
	    {TEXT_INIT("S-1-5-20"), TEXT_INIT("NT AUTHORITY\\NETWORK SERVICE")},
	    {TEXT_INIT("0x3e4"), TEXT_INIT("NT AUTHORITY\\NETWORK SERVICE")},
	};
	for (size_t i = 0; i < sizeof(accounts) / sizeof(accounts[0]); i++) {
		if (text_equal_fold(accounts[i].id, sid_or_logon))
			return accounts[i].account;
	}
	return (struct text){NULL, 0};
}

static struct text account_text(struct arena *arena, struct text domain, struct text user)
{
	if (domain.size == 0 || text_equal(domain, TEXT("-")))
		return user;
	return text_format(arena, "%.*s\\%.*s", TEXT_ARGS(domain), TEXT_ARGS(user));
}

/* The account the new process runs as: the target where one is named, else the creator. */
static struct text process_account(struct arena *arena, const struct windows_names *names)
{
	bool has_target = windows_names_has(names, NAME(TARGET_USER_NAME));
	struct text logon = names->of[has_target ? NAME(TARGET_LOGON_ID) : NAME(SUBJECT_LOGON_ID)];
	struct text sid = names->of[has_target ? NAME(TARGET_USER_SID) : NAME(SUBJECT_USER_SID)];
	struct text user = names->of[has_target ? NAME(TARGET_USER_NAME) : NAME(SUBJECT_USER_NAME)];
	struct text domain =
	    names->of[has_target ? NAME(TARGET_DOMAIN_NAME) : NAME(SUBJECT_DOMAIN_NAME)];
	struct text known = well_known_account(sid);
	if (known.size == 0)
		known = well_known_account(logon);
	return known.size != 0 ? known : account_text(arena, domain, user);
}

/* Mandatory labels (Windows SDK, SECURITY_MANDATORY_*_RID) in Sysmon's words. */
static struct text integrity_word(struct text label)
{
	static const struct {
		struct text label;
		struct text word;
	} levels[] = {
	    {TEXT_INIT("S-1-16-0"), TEXT_INIT("Untrusted")},
	    {TEXT_INIT("S-1-16-4096"), TEXT_INIT("Low")},
	    {TEXT_INIT("S-1-16-8192"), TEXT_INIT("Medium")},
	    {TEXT_INIT("S-1-16-8448"), TEXT_INIT("Medium Plus")},
	    {TEXT_INIT("S-1-16-12288"), TEXT_INIT("High")},
	    {TEXT_INIT("S-1-16-16384"), TEXT_INIT("System")},
	    {TEXT_INIT("S-1-16-20480"), TEXT_INIT("Protected")},
	};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (text_equal(levels[i].label, label))
			return levels[i].word;
	}
	return (struct text){NULL, 0};
}

static void derive_process(struct windows_event *windows, struct windows_names *names)
{
	windows_names_give(windows, names, NAME(IMAGE), names->of[NAME(NEW_PROCESS_NAME)]);
	windows_names_give(
	    windows, names, NAME(PARENT_IMAGE), names->of[NAME(PARENT_PROCESS_NAME)]);
	windows_names_give(windows, names, NAME(USER), process_account(windows->arena, names));
	struct text logon = names->of[NAME(SUBJECT_LOGON_ID)];
	struct text label = names->of[NAME(MANDATORY_LABEL)];
	struct text word = integrity_word(label);
	if (logon.size != 0)
		windows_event_add(windows, TEXT("LogonId"), logon, VALUE_TEXT);
	/* Rules name the level by word or by its SID. */
	if (word.size != 0)
		windows_event_add(windows, TEXT("IntegrityLevel"), word, VALUE_TEXT);
	if (label.size != 0)
		windows_event_add(windows, TEXT("IntegrityLevel"), label, VALUE_TEXT);
}

/* "\REGISTRY\MACHINE\SYSTEM\ControlSet001\…" as Sysmon writes it:
 * "HKLM\System\CurrentControlSet\…". */
static struct text registry_path(struct arena *arena, struct text path)
{
	static const struct {
		struct text kernel;
		struct text hive;
	} hives[] = {
	    {TEXT_INIT("\\REGISTRY\\MACHINE"), TEXT_INIT("HKLM")},
	    {TEXT_INIT("\\REGISTRY\\USER"), TEXT_INIT("HKU")},
	};
	for (size_t i = 0; i < sizeof(hives) / sizeof(hives[0]); i++) {
		if (!text_starts_fold(path, hives[i].kernel))
			continue;
		struct text rest = text_from(path, hives[i].kernel.size);
		struct text numbered = TEXT("\\SYSTEM\\ControlSet00");
		struct text current = {NULL, 0};
		if (text_starts_fold(rest, numbered) && rest.size > numbered.size) {
			rest = text_from(rest, numbered.size + 1);
			current = TEXT("\\System\\CurrentControlSet");
		}
		return text_format(arena, "%.*s%.*s%.*s", TEXT_ARGS(hives[i].hive),
		    TEXT_ARGS(current), TEXT_ARGS(rest));
	}
	return path;
}

/* Sysmon's form of a number; `type` is the audit event's message number for the value's type. */
static struct text registry_number(struct arena *arena, struct text type, struct text value)
{
	uint64_t number;
	bool dword = text_equal(type, TEXT("%%1876"));
	bool qword = text_equal(type, TEXT("%%1883"));
	if ((!dword && !qword) || !text_to_uint(value, &number))
		return (struct text){NULL, 0};
	unsigned long long high = number >> 32;
	unsigned long long low = number & 0xffffffff;
	return dword ? text_format(arena, "DWORD (0x%08llx)", low)
		     : text_format(arena, "QWORD (0x%08llx-0x%08llx)", high, low);
}

static void derive_registry(struct windows_event *windows, struct windows_names *names)
{
	struct text path = registry_path(windows->arena, names->of[NAME(OBJECT_NAME)]);
	struct text value_name = names->of[NAME(OBJECT_VALUE_NAME)];
	if (value_name.size != 0)
		path = text_format(
		    windows->arena, "%.*s\\%.*s", TEXT_ARGS(path), TEXT_ARGS(value_name));
	windows_names_give(windows, names, NAME(TARGET_OBJECT), path);
	struct text value = names->of[NAME(NEW_VALUE)];
	struct text number =
	    registry_number(windows->arena, names->of[NAME(NEW_VALUE_TYPE)], value);
	if (number.size != 0)
		windows_event_add(windows, TEXT("Details"), number, VALUE_TEXT);
	if (value.size != 0)
		windows_event_add(windows, TEXT("Details"), value, VALUE_TEXT);
	bool removed = text_equal(names->of[NAME(OPERATION_TYPE)], TEXT("%%1906"));
	windows_names_give(
	    windows, names, NAME(EVENT_TYPE), removed ? TEXT("DeleteValue") : TEXT("SetValue"));
	windows_names_give(windows, names, NAME(IMAGE), names->of[NAME(PROCESS_NAME)]);
}

/* "Host Application" → "HostApplication": one spelling for PowerShell's two logs, and no blanks in
 * names. */
static struct text without_blanks(struct arena *arena, struct text name)
{
	char *out = arena_alloc(arena, name.size);
	size_t size = 0;
	for (size_t i = 0; i < name.size; i++) {
		if (name.at[i] != ' ')
			out[size++] = name.at[i];
	}
	return (struct text){out, size};
}

static const struct text context_names[] = {
    TEXT_INIT("CommandName"),
    TEXT_INIT("CommandPath"),
    TEXT_INIT("CommandType"),
    TEXT_INIT("ConnectedUser"),
    TEXT_INIT("EngineVersion"),
    TEXT_INIT("HostApplication"),
    TEXT_INIT("HostID"),
    TEXT_INIT("HostId"),
    TEXT_INIT("HostName"),
    TEXT_INIT("HostVersion"),
    TEXT_INIT("NewEngineState"),
    TEXT_INIT("NewProviderState"),
    TEXT_INIT("PreviousEngineState"),
    TEXT_INIT("ProviderName"),
    TEXT_INIT("RunspaceId"),
    TEXT_INIT("RunspaceID"),
    TEXT_INIT("ScriptName"),
    TEXT_INIT("SequenceNumber"),
    TEXT_INIT("ShellID"),
};

/* One "Name=value" or "Name = value" line of a context. */
static void derive_context_line(
    struct windows_event *windows, struct windows_names *names, struct text line)
{
	size_t equals = text_find_char(line, '=');
	if (equals == TEXT_NONE || equals > 64)
		return;
	struct text value = text_trim(text_from(line, equals + 1));
	struct text name = without_blanks(windows->arena, text_trim(text_part(line, 0, equals)));
	if (value.size == 0)
		return;
	if (text_equal(name, TEXT("User")) || text_equal(name, TEXT("UserId"))) {
		windows_names_give(windows, names, NAME(USER), value);
		return;
	}
	for (size_t i = 0; i < sizeof(context_names) / sizeof(context_names[0]); i++) {
		if (text_equal(context_names[i], name))
			windows_event_add(windows, name, value, VALUE_TEXT);
	}
}

static void derive_context(
    struct windows_event *windows, struct windows_names *names, struct text context)
{
	/* A context has some twenty lines; a script that is shown behind it may have any number. */
	for (unsigned lines = 0; lines < 64 && context.size != 0; lines++)
		derive_context_line(windows, names, text_cut(&context, '\n'));
}

/* The classic log keeps its context in the last unnamed value, or only in the rendered message. */
static void derive_classic(struct windows_event *windows, struct windows_names *names)
{
	struct text context = {NULL, 0};
	for (size_t i = 0; i < windows->count; i++) {
		struct text value = windows->data[i].value;
		if (text_find(value, TEXT("HostApplication=")) != TEXT_NONE) {
			context = value;
			break;
		}
	}
	if (names->of[NAME(DATA)].size == 0 && context.size == 0) {
		windows_names_give(windows, names, NAME(DATA), windows->message);
		context = windows->message;
	}
	derive_context(windows, names, context);
}

/* Defender's names have blanks ("Threat Name"); rules write them without, or with underscores. */
static void derive_names(struct windows_event *windows)
{
	size_t count = windows->count;
	for (size_t i = 0; i < count; i++) {
		struct windows_datum datum = windows->data[i];
		if (datum.name.size > 64 || text_find_char(datum.name, ' ') == TEXT_NONE)
			continue;
		windows_event_add(
		    windows, without_blanks(windows->arena, datum.name), datum.value, datum.kind);
		char *underscored = arena_copy(windows->arena, datum.name.at, datum.name.size);
		for (size_t j = 0; j < datum.name.size; j++) {
			if (underscored[j] == ' ')
				underscored[j] = '_';
		}
		windows_event_add(
		    windows, (struct text){underscored, datum.name.size}, datum.value, datum.kind);
	}
}

void windows_derive(struct windows_event *windows, struct windows_names *names, struct text service)
{
	if (text_equal(service, TEXT("security"))) {
		if (id_is(windows, "4688"))
			derive_process(windows, names);
		if (id_is(windows, "4657"))
			derive_registry(windows, names);
	} else if (text_equal(service, TEXT("powershell"))) {
		derive_context(windows, names, names->of[NAME(CONTEXT_INFO)]);
	} else if (text_equal(service, TEXT("powershell-classic"))) {
		derive_classic(windows, names);
	} else if (text_equal(service, TEXT("windefend"))) {
		derive_names(windows);
	}
}
