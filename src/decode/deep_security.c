/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trend Micro Deep Security and Workload Security, as CEF and LEEF. Source: the vendor's "Syslog
 * message formats": the event number tells the module, agents name the protected machine as device.
 */
#include "base/arena.h"
#include "decode/cef.h"
#include "decode/cef_fields.h"
#include "decode/decoder.h"
#include "decode/leef.h"

struct module {
	uint64_t first;
	uint64_t last;
	struct text service;
	struct text category; /* Sigma category where there is one */
};

/* Numbers of agent events; the manager's own ("system") are small too, so the product name decides
 * first. */
static const struct module modules[] = {
    {20, 29, TEXT_INIT("firewall"), TEXT_INIT("firewall")},
    {30, 49, TEXT_INIT("integrity_monitoring"), TEXT_INIT("")},
    {100, 199, TEXT_INIT("firewall"), TEXT_INIT("firewall")},
    {200, 499, TEXT_INIT("intrusion_prevention"), TEXT_INIT("")},
    {1000000, 2999999, TEXT_INIT("intrusion_prevention"), TEXT_INIT("")},
    {3000000, 3999999, TEXT_INIT("log_inspection"), TEXT_INIT("")},
    {4000000, 4999999, TEXT_INIT("antimalware"), TEXT_INIT("antivirus")},
    {5000000, 5999999, TEXT_INIT("web_reputation"), TEXT_INIT("")},
    {6000000, 6999999, TEXT_INIT("application_control"), TEXT_INIT("")},
    {7000000, 7999999, TEXT_INIT("device_control"), TEXT_INIT("")},
};

/* The vendor's file hashes have keys of their own. */
static const struct {
	const char *key;
	enum field_id field;
} hashes[] = {
    {"TrendMicroDsFileMD5", FIELD_MD5},
    {"TrendMicroDsFileSHA1", FIELD_SHA1},
    {"TrendMicroDsFileSHA256", FIELD_SHA256},
};

static bool is_manager(const struct cef_record *record)
{
	return text_find_fold(record->product, TEXT("Manager")) != TEXT_NONE;
}

static const struct module *module_of(const struct cef_record *record)
{
	uint64_t id;
	if (is_manager(record) || !text_to_uint(record->id, &id))
		return NULL;
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		if (id >= modules[i].first && id <= modules[i].last)
			return &modules[i];
	}
	return NULL;
}

static bool is_deep_security(const struct cef_record *record)
{
	return text_equal_fold(record->vendor, TEXT("Trend Micro")) &&
	       (text_starts_fold(record->product, TEXT("Deep Security")) ||
		   text_starts_fold(record->product, TEXT("Workload Security")));
}

static bool recognise(const struct view *view)
{
	struct text rest;
	if (!cef_find(view->record, TEXT("CEF:"), &rest) &&
	    !cef_find(view->record, TEXT("LEEF:"), &rest))
		return false;
	return text_find_fold(text_part(rest, 0, 64), TEXT("|Trend Micro|")) != TEXT_NONE;
}

static struct text named(const struct cef_record *record)
{
	if (record->name.size != 0)
		return record->name;
	struct text name = cef_value(record, "name");
	return name.size != 0 ? name : cef_value(record, "desc");
}

/* Antivirus rules ask for the malware's name and the file's path; the CEF name is the former. */
static void put_malware(const struct cef_record *record, struct event *event)
{
	struct text path = cef_value(record, "filePath");
	event_put(event, FIELD_SIGNATURE, named(record));
	event_put(event, FIELD_FILE_NAME, path);
	event_put(event, FIELD_PROCESS, cef_value(record, "sproc"));
}

static void put_module(
    const struct cef_record *record, const struct module *module, struct event *event)
{
	if (module == NULL) {
		event->logsource.service = TEXT("system");
		return;
	}
	event->logsource.service = module->service;
	event->logsource.category = module->category;
	if (module->category.size != 0 && text_equal(module->category, TEXT("antivirus")))
		put_malware(record, event);
	if (text_equal(module->service, TEXT("intrusion_prevention"))) {
		event_put(event, FIELD_SIGNATURE, named(record));
		event_put(event, FIELD_RULE_ID, record->id);
	}
	event_put(event, FIELD_RULE_NAME, named(record));
}

static enum outcome read_record(const struct view *view, struct cef_record *record, struct why *why)
{
	struct text rest;
	if (cef_find(view->record, TEXT("CEF:"), &rest))
		return cef_read(rest, view->arena, record, why);
	if (cef_find(view->record, TEXT("LEEF:"), &rest))
		return leef_read(rest, view->arena, record, why);
	why_set(why, "neither CEF nor LEEF");
	return NOT_SUPPORTED;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct cef_record record;
	enum outcome outcome = read_record(view, &record, why);
	if (outcome != DONE)
		return outcome;
	if (!is_deep_security(&record)) {
		why_set(why, "another product of Trend Micro");
		return NOT_SUPPORTED;
	}
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	event->logsource.product = TEXT("deep_security");
	if (!is_manager(&record)) {
		struct text host = cef_value(&record, "dvchost");
		event_put(event, FIELD_HOST, host.size != 0 ? host : cef_value(&record, "dvc"));
	}
	cef_fields_put(&record, view->context, event);
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
		event_put(event, hashes[i].field, cef_value(&record, hashes[i].key));
	put_module(&record, module_of(&record), event);
	return DONE;
}

const struct decoder deep_security_decoder = {
    "deep-security", "Trend Micro Deep Security", "deep_security", recognise, decode};
