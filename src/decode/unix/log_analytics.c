/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of Azure Monitor's Syslog table (Log Analytics, Microsoft Sentinel) exported as JSON: a
 * syslog message in SyslogMessage, its header in Computer, HostName, ProcessName, ProcessID,
 * Facility, SeverityLevel and EventTime or TimeGenerated. The message goes to the decoder that
 * knows it. (Table reference: Azure Monitor documentation, "Syslog", read 2026-11.)
 */
#include "decode/decoder.h"
#include "decode/envelope/envelope.h"

static bool recognise(const struct view *view)
{
	return json_get(view->json, "SyslogMessage") != NULL &&
	       (json_get(view->json, "Facility") != NULL ||
		   json_get(view->json, "ProcessName") != NULL);
}

static int index_of(const struct text *words, size_t count, struct text word)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal_fold(words[i], word))
			return (int)i;
	}
	return -1;
}

/* RFC 5424 table 1 and 2 by the names that syslog(3) uses. */
static int priority_of(struct text facility, struct text severity)
{
	static const struct text facilities[] = {TEXT_INIT("kern"), TEXT_INIT("user"),
	    TEXT_INIT("mail"), TEXT_INIT("daemon"), TEXT_INIT("auth"), TEXT_INIT("syslog"),
	    TEXT_INIT("lpr"), TEXT_INIT("news"), TEXT_INIT("uucp"), TEXT_INIT("cron"),
	    TEXT_INIT("authpriv"), TEXT_INIT("ftp"), TEXT_INIT("ntp"), TEXT_INIT("audit"),
	    TEXT_INIT("alert"), TEXT_INIT("clock"), TEXT_INIT("local0"), TEXT_INIT("local1"),
	    TEXT_INIT("local2"), TEXT_INIT("local3"), TEXT_INIT("local4"), TEXT_INIT("local5"),
	    TEXT_INIT("local6"), TEXT_INIT("local7")};
	static const struct text severities[] = {TEXT_INIT("emerg"), TEXT_INIT("alert"),
	    TEXT_INIT("crit"), TEXT_INIT("err"), TEXT_INIT("warning"), TEXT_INIT("notice"),
	    TEXT_INIT("info"), TEXT_INIT("debug")};
	int f = index_of(facilities, sizeof(facilities) / sizeof(facilities[0]), facility);
	int s = index_of(severities, sizeof(severities) / sizeof(severities[0]), severity);

	return f < 0 || s < 0 ? -1 : f * 8 + s;
}

/* The times of the table are UTC, with or without Z. */
static void read_time(struct envelope *envelope, struct text t)
{
	if (t.size == 0 || !clock_parse(t, &envelope->time))
		return;
	if (!envelope->time.has_offset) {
		envelope->time.has_offset = true;
		envelope->time.offset = 0;
	}
	envelope->has_time = true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct envelope envelope;

	envelope_clear(&envelope);
	envelope.priority = priority_of(
	    json_get_text(view->json, "Facility"), json_get_text(view->json, "SeverityLevel"));
	envelope.host = json_get_text(view->json, "HostName");
	if (envelope.host.size == 0)
		envelope.host = json_get_text(view->json, "Computer");
	envelope.program = json_get_text(view->json, "ProcessName");
	envelope.pid = json_get_text(view->json, "ProcessID");
	read_time(&envelope, json_get_text(view->json, "TimeGenerated"));
	read_time(&envelope, json_get_text(view->json, "EventTime"));
	if (decode_inner(
		view, &envelope, json_get_text(view->json, "SyslogMessage"), events, why) == NULL)
		return NOT_SUPPORTED;
	return DONE;
}

const struct decoder log_analytics_decoder = {
    "log-analytics-syslog", "Azure Monitor Syslog table", "", recognise, decode};
