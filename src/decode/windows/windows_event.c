/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The System part of a Windows event under the names that rules use, its keywords and level in
 * one notation, and the order in which data, derived values and taxonomy fields follow.
 */
#include "decode/windows/windows_event.h"

#include "base/arena.h"
#include "base/limits.h"
#include "decode/windows/windows_derive.h"
#include "decode/windows/windows_logsource.h"
#include "decode/windows/windows_names.h"
#include "decode/windows/windows_taxonomy.h"

#define FIRST_DATA 32
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Bits of Keywords (winmeta.xml: win:AuditSuccess, win:AuditFailure). */
#define AUDIT_FAILURE UINT64_C(0x10000000000000)
#define AUDIT_SUCCESS UINT64_C(0x20000000000000)

static const struct text system_names[WINDOWS_SYSTEM_COUNT] = {
    [WINDOWS_PROVIDER] = TEXT_INIT("Provider_Name"),
    [WINDOWS_PROVIDER_GUID] = TEXT_INIT("Provider_Guid"),
    [WINDOWS_EVENT_ID] = TEXT_INIT("EventID"),
    [WINDOWS_QUALIFIERS] = TEXT_INIT("EventID_Qualifiers"),
    [WINDOWS_VERSION] = TEXT_INIT("Version"),
    [WINDOWS_LEVEL] = TEXT_INIT("Level"),
    [WINDOWS_TASK] = TEXT_INIT("Task"),
    [WINDOWS_OPCODE] = TEXT_INIT("Opcode"),
    [WINDOWS_KEYWORDS] = TEXT_INIT("Keywords"),
    [WINDOWS_RECORD_ID] = TEXT_INIT("EventRecordID"),
    [WINDOWS_ACTIVITY_ID] = TEXT_INIT("Correlation_ActivityID"),
    [WINDOWS_RELATED_ACTIVITY_ID] = TEXT_INIT("Correlation_RelatedActivityID"),
    [WINDOWS_PROCESS_ID] = TEXT_INIT("Execution_ProcessID"),
    [WINDOWS_THREAD_ID] = TEXT_INIT("Execution_ThreadID"),
    [WINDOWS_CHANNEL] = TEXT_INIT("Channel"),
    [WINDOWS_COMPUTER] = TEXT_INIT("Computer"),
    [WINDOWS_USER_ID] = TEXT_INIT("Security_UserID"),
};

/* Level numbers (winmeta.xml) in words; 0 is "log always", which Event Viewer shows as information.
 */
static const struct text level_words[] = {TEXT_INIT("information"), TEXT_INIT("critical"),
    TEXT_INIT("error"), TEXT_INIT("warning"), TEXT_INIT("information"), TEXT_INIT("verbose")};

void windows_event_init(struct windows_event *windows, struct arena *arena)
{
	*windows = (struct windows_event){.arena = arena};
}

void windows_event_add(
    struct windows_event *windows, struct text name, struct text value, enum value_kind kind)
{
	if (windows->count == LIMIT_FIELDS) {
		windows->left_out++;
		return;
	}
	if (windows->count == windows->room) {
		size_t room = windows->room == 0 ? FIRST_DATA : windows->room * 2;
		windows->data = arena_grow(
		    windows->arena, windows->data, windows->count, room, sizeof(*windows->data));
		windows->room = room;
	}
	windows->data[windows->count++] = (struct windows_datum){name, value, kind};
}

/* Shippers write the 64 bits of Keywords as a signed number; rules know them as hexadecimal. */
static void keywords_to_hex(struct windows_event *windows, uint64_t *bits)
{
	struct text *keywords = &windows->system[WINDOWS_KEYWORDS];
	int64_t number;
	*bits = 0;
	if (text_starts_fold(*keywords, TEXT("0x"))) {
		if (!text_to_hex(*keywords, bits))
			*bits = 0;
		return;
	}
	if (text_to_uint(*keywords, bits))
		;
	else if (text_to_int(*keywords, &number))
		*bits = (uint64_t)number;
	else
		return;
	*keywords = text_format(windows->arena, "0x%llx", (unsigned long long)*bits);
}

/* A level as a word becomes its number; *word is the word for either. */
static void level_to_number(struct windows_event *windows, struct text *word)
{
	struct text *level = &windows->system[WINDOWS_LEVEL];
	uint64_t number;
	*word = (struct text){NULL, 0};
	if (text_to_uint(*level, &number)) {
		if (number < COUNT(level_words))
			*word = level_words[number];
		return;
	}
	for (size_t i = 1; i < COUNT(level_words); i++) {
		if (text_equal_fold(level_words[i], *level)) {
			*level = text_format(windows->arena, "%zu", i);
			*word = level_words[i];
			return;
		}
	}
}

static void put_system(const struct windows_event *windows, struct event *event)
{
	for (size_t i = 0; i < WINDOWS_SYSTEM_COUNT; i++) {
		struct text value = windows->system[i];
		uint64_t number;
		if (value.size == 0)
			continue;
		event_add(event, system_names[i], value,
		    text_to_uint(value, &number) ? VALUE_NUMBER : VALUE_TEXT);
	}
	/* The name that Windows 2003 gave it and some rules still use. */
	struct text computer = windows->system[WINDOWS_COMPUTER];
	if (computer.size != 0)
		event_add(event, TEXT("ComputerName"), computer, VALUE_TEXT);
}

static void put_outcome(const struct windows_event *windows, uint64_t keywords, struct event *event)
{
	if (windows->outcome.size != 0)
		event_put(event, FIELD_OUTCOME, windows->outcome);
	else if ((keywords & AUDIT_FAILURE) != 0)
		event_put(event, FIELD_OUTCOME, TEXT("failure"));
	else if ((keywords & AUDIT_SUCCESS) != 0)
		event_put(event, FIELD_OUTCOME, TEXT("success"));
}

void windows_event_put(struct windows_event *windows, struct event *event)
{
	struct windows_names names;
	uint64_t keywords;
	struct text level;
	keywords_to_hex(windows, &keywords);
	level_to_number(windows, &level);
	windows_names_collect(windows, &names);
	struct text service = windows_logsource_service(windows);
	windows_derive(windows, &names, service);
	event->logsource = windows_logsource_of(windows, service, &names);
	put_system(windows, event);
	/* Before the data: a record with thousands of values shall not push out who and where. */
	windows_taxonomy_put(windows, &names, event);
	event_put(event, FIELD_LEVEL, level);
	put_outcome(windows, keywords, event);
	event_put(event, FIELD_INCOMPLETE, windows->incomplete);
	event->message = windows->message;
	if (windows->message.size != 0)
		event_add(event, TEXT("Message"), windows->message, VALUE_TEXT);
	for (size_t i = 0; i < windows->count; i++)
		event_add(
		    event, windows->data[i].name, windows->data[i].value, windows->data[i].kind);
	event->left_out += windows->left_out;
}
