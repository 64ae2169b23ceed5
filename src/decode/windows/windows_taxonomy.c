/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Taxonomy fields from EventData: which of an event's many accounts acted, addresses without "-"
 * and
 * "::ffff:", decimal process numbers. Source: Microsoft's descriptions of the audit events.
 */
#include "decode/windows/windows_taxonomy.h"

#include "base/arena.h"
#include "decode/decoder.h"

#include <string.h>

#define NAME(id) WINDOWS_NAME_##id
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static bool number_in(struct text id, const unsigned *list, size_t count)
{
	uint64_t number;
	if (!text_to_uint(id, &number))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (list[i] == number)
			return true;
	}
	return false;
}

/* Logon, logoff, Kerberos and NTLM: the subject is the machine, the target is who came. */
static const unsigned target_acts[] = {4624, 4625, 4626, 4627, 4634, 4647, 4768, 4769, 4770, 4771,
    4772, 4773, 4774, 4775, 4776, 4777, 4800, 4801, 4802, 4803, 4820, 4821, 4822, 4823, 4824, 4825,
    4964};

/* TargetUserName is a group. */
static const unsigned about_group[] = {4727, 4728, 4729, 4730, 4731, 4732, 4733, 4734, 4735, 4737,
    4744, 4745, 4746, 4747, 4748, 4749, 4750, 4751, 4752, 4753, 4754, 4755, 4756, 4757, 4758, 4759,
    4760, 4761, 4762, 4763, 4764, 4783, 4784, 4785, 4786, 4787, 4788, 4789, 4790, 4791, 4792, 4799};

static struct text first_of(
    const struct windows_names *names, const enum windows_name *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (windows_names_has(names, list[i]))
			return names->of[list[i]];
	}
	return (struct text){NULL, 0};
}

static void put_account(struct event *event, const struct windows_names *names,
    enum windows_name user, enum windows_name domain, enum windows_name sid)
{
	/* Kerberos writes user@REALM and has the domain beside it. */
	struct text name = names->of[user];
	size_t sign = text_find_char(name, '@');
	event_put(event, FIELD_USER, sign == 0 ? name : text_part(name, 0, sign));
	event_put(event, FIELD_USER_DOMAIN, names->of[domain]);
	event_put(event, FIELD_USER_ID, names->of[sid]);
}

/* Accounts written as "DOMAIN\user", in the order of preference. */
static const enum windows_name full_accounts[] = {
    NAME(USER), NAME(SOURCE_USER), NAME(DETECTION_USER), NAME(USER_NAME)};

static void put_user(
    const struct windows_event *windows, const struct windows_names *names, struct event *event)
{
	struct text id = windows->system[WINDOWS_EVENT_ID];
	bool audit = text_equal(event->logsource.service, TEXT("security"));
	bool target = windows_names_has(names, NAME(TARGET_USER_NAME));
	bool subject = windows_names_has(names, NAME(SUBJECT_USER_NAME));
	struct text full = first_of(names, full_accounts, COUNT(full_accounts));
	if (target && (!subject || (audit && number_in(id, target_acts, COUNT(target_acts))))) {
		enum windows_name sid = windows_names_has(names, NAME(TARGET_USER_SID))
					    ? NAME(TARGET_USER_SID)
					    : NAME(TARGET_SID);
		put_account(event, names, NAME(TARGET_USER_NAME), NAME(TARGET_DOMAIN_NAME), sid);
	} else if (subject) {
		put_account(event, names, NAME(SUBJECT_USER_NAME), NAME(SUBJECT_DOMAIN_NAME),
		    NAME(SUBJECT_USER_SID));
	} else if (full.size != 0) {
		decode_put_user(event, full);
	} else if (windows_names_has(names, NAME(ACCOUNT_NAME))) {
		event_put(event, FIELD_USER, names->of[NAME(ACCOUNT_NAME)]);
		event_put(event, FIELD_USER_DOMAIN, names->of[NAME(ACCOUNT_DOMAIN)]);
		event_put(event, FIELD_USER_DOMAIN, names->of[NAME(DOMAIN)]);
	}
	if (!target && !subject && !text_equal(event->logsource.service, TEXT("sysmon")))
		event_put(event, FIELD_USER_ID, windows->system[WINDOWS_USER_ID]);
}

static void put_target(
    const struct windows_event *windows, const struct windows_names *names, struct event *event)
{
	struct text id = windows->system[WINDOWS_EVENT_ID];
	if (!text_equal(event->logsource.service, TEXT("security")) ||
	    number_in(id, target_acts, COUNT(target_acts)))
		return;
	if (!number_in(id, about_group, COUNT(about_group))) {
		event_put(event, FIELD_TARGET_USER, names->of[NAME(TARGET_USER_NAME)]);
		return;
	}
	event_put(event, FIELD_GROUP, names->of[NAME(TARGET_USER_NAME)]);
	/* A member is given by distinguished name: its first part is the account. */
	struct text member = names->of[NAME(MEMBER_NAME)];
	if (text_starts_fold(member, TEXT("CN="))) {
		member = text_from(member, 3);
		member = text_cut(&member, ',');
	}
	event_put(event, FIELD_TARGET_USER, member);
}

/* "::ffff:192.0.2.1" is an IPv4 address that came over an IPv6 socket. */
static struct text plain_address(struct text t)
{
	struct text mapped = t;
	if (text_starts_fold(t, TEXT("::ffff:")) && decode_is_ip(text_from(t, 7)) &&
	    text_find_char(text_from(t, 7), ':') == TEXT_NONE)
		mapped = text_from(t, 7);
	size_t zone = text_find_char(mapped, '%');
	return text_part(mapped, 0, zone);
}

static void put_address(struct event *event, enum field_id field, struct text t)
{
	struct text address = {NULL, 0};
	struct text port;
	t = plain_address(t);
	if (decode_split_address(t, &address, &port))
		event_put(event, field, address);
}

static void put_port(struct event *event, enum field_id field, struct text t)
{
	int64_t port;
	if (text_to_int(t, &port) && port > 0 && port <= 65535)
		event_put(event, field, t);
}

static void put_network(const struct windows_names *names, struct event *event)
{
	static const enum windows_name sources[] = {NAME(IP_ADDRESS), NAME(SOURCE_IP),
	    NAME(SOURCE_ADDRESS), NAME(CLIENT_ADDRESS), NAME(ADDRESS)};
	static const enum windows_name source_ports[] = {NAME(IP_PORT), NAME(SOURCE_PORT)};
	static const enum windows_name source_hosts[] = {
	    NAME(SOURCE_HOSTNAME), NAME(WORKSTATION_NAME), NAME(WORKSTATION), NAME(CLIENT_NAME)};
	static const enum windows_name targets[] = {NAME(DESTINATION_IP), NAME(DEST_ADDRESS)};
	static const enum windows_name target_ports[] = {NAME(DESTINATION_PORT), NAME(DEST_PORT)};
	static const enum windows_name target_hosts[] = {
	    NAME(DESTINATION_HOSTNAME), NAME(TARGET_SERVER_NAME)};
	put_address(event, FIELD_SRC_IP, first_of(names, sources, COUNT(sources)));
	put_port(event, FIELD_SRC_PORT, first_of(names, source_ports, COUNT(source_ports)));
	event_put(event, FIELD_SRC_HOST, first_of(names, source_hosts, COUNT(source_hosts)));
	put_address(event, FIELD_DST_IP, first_of(names, targets, COUNT(targets)));
	put_port(event, FIELD_DST_PORT, first_of(names, target_ports, COUNT(target_ports)));
	event_put(event, FIELD_DST_HOST, first_of(names, target_hosts, COUNT(target_hosts)));
	if (windows_names_has(names, NAME(PROTOCOL)))
		event_put(event, FIELD_TRANSPORT,
		    decode_transport(names->of[NAME(PROTOCOL)], event->arena));
	event_put(event, FIELD_DNS_QUERY, names->of[NAME(QUERY_NAME)]);
	event_put(event, FIELD_DNS_ANSWER, names->of[NAME(QUERY_RESULTS)]);
}

static struct text base_name(struct text path)
{
	size_t slash = text_find_last_char(path, '\\');
	if (slash == TEXT_NONE)
		slash = text_find_last_char(path, '/');
	return slash == TEXT_NONE ? path : text_from(path, slash + 1);
}

/* Process numbers are hexadecimal in the audit log, decimal in Sysmon's. */
static void put_process_id(struct event *event, struct text t)
{
	uint64_t number;
	bool hex = text_starts_fold(t, TEXT("0x"));
	if ((hex && text_to_hex(t, &number)) || (!hex && text_to_uint(t, &number)))
		event_put_int(event, FIELD_PROCESS_ID, (int64_t)(number & 0xffffffff));
}

static void put_process(const struct windows_names *names, struct event *event)
{
	static const enum windows_name images[] = {NAME(IMAGE), NAME(SOURCE_IMAGE),
	    NAME(PROCESS_NAME), NAME(CALLER_PROCESS_NAME), NAME(APPLICATION),
	    NAME(PROCESS_NAME_SPACED)};
	static const enum windows_name ids[] = {NAME(NEW_PROCESS_ID), NAME(SOURCE_PROCESS_ID),
	    NAME(PROCESS_ID), NAME(CALLER_PROCESS_ID)};
	struct text image = first_of(names, images, COUNT(images));
	event_put(event, FIELD_PROCESS, base_name(image));
	if (names->of[NAME(IMAGE)].size == 0)
		event_put(event, FIELD_IMAGE, image);
	put_process_id(event, first_of(names, ids, COUNT(ids)));
}

/* "SHA1=…,MD5=…,IMPHASH=…" */
static void put_hashes(struct event *event, struct text hashes)
{
	for (unsigned i = 0; i < 8 && hashes.size != 0; i++) {
		struct text value = text_cut(&hashes, ',');
		struct text kind = text_cut(&value, '=');
		if (text_equal(kind, TEXT("MD5")))
			event_put(event, FIELD_MD5, value);
		else if (text_equal(kind, TEXT("SHA1")))
			event_put(event, FIELD_SHA1, value);
		else if (text_equal(kind, TEXT("SHA256")))
			event_put(event, FIELD_SHA256, value);
		else if (text_equal(kind, TEXT("IMPHASH")))
			event_add(event, TEXT("Imphash"), value, VALUE_TEXT);
	}
}

/* Defender: "file:_C:\a.exe; process:_pid:1,…": the first file. */
static struct text defender_path(struct text path)
{
	size_t start = text_find(path, TEXT("file:_"));
	if (start == TEXT_NONE)
		return path;
	path = text_from(path, start + 6);
	size_t end = text_find_char(path, ';');
	path = text_part(path, 0, end);
	/* Inside a container the path goes on behind "->". */
	return text_part(path, 0, text_find(path, TEXT("->")));
}

static void put_file(const struct windows_names *names, struct event *event)
{
	struct text path = names->of[NAME(TARGET_FILENAME)];
	if (path.size == 0)
		path = names->of[NAME(IMAGE_LOADED)];
	bool file_object = text_equal(names->of[NAME(OBJECT_TYPE)], TEXT("File"));
	if (path.size == 0 && file_object)
		path = names->of[NAME(OBJECT_NAME)];
	bool antivirus = text_equal(event->logsource.category, TEXT("antivirus"));
	if (path.size == 0 && antivirus)
		path = defender_path(names->of[NAME(PATH)]);
	event_put(event, FIELD_FILE_PATH, path);
	event_put(event, FIELD_FILE_NAME, base_name(path));
	if (antivirus) {
		/* Antivirus rules ask for the whole path under this name. */
		event_put(event, FIELD_FILE_NAME, path);
		event_put(event, FIELD_SIGNATURE, names->of[NAME(THREAT_NAME)]);
	}
	put_hashes(event, names->of[NAME(HASHES)]);
}

/* Windows' own protection: what it did, where the event's number alone tells. */
static const struct {
	struct text service;
	unsigned first;
	unsigned last;
	struct text word;
} actions[] = {
    {TEXT_INIT("windefend"), 1008, 1008, TEXT_INIT("failed")},
    {TEXT_INIT("windefend"), 1118, 1119, TEXT_INIT("failed")},
    {TEXT_INIT("windefend"), 1121, 1121, TEXT_INIT("blocked")},
    {TEXT_INIT("windefend"), 1122, 1122, TEXT_INIT("audited")},
    {TEXT_INIT("windefend"), 1123, 1123, TEXT_INIT("blocked")},
    {TEXT_INIT("windefend"), 1124, 1125, TEXT_INIT("audited")},
    {TEXT_INIT("windefend"), 1126, 1127, TEXT_INIT("blocked")},
    {TEXT_INIT("windefend"), 1128, 1128, TEXT_INIT("audited")},
    {TEXT_INIT("applocker"), 8003, 8003, TEXT_INIT("audited")},
    {TEXT_INIT("applocker"), 8004, 8004, TEXT_INIT("blocked")},
    {TEXT_INIT("applocker"), 8006, 8006, TEXT_INIT("audited")},
    {TEXT_INIT("applocker"), 8007, 8007, TEXT_INIT("blocked")},
    {TEXT_INIT("applocker"), 8021, 8021, TEXT_INIT("audited")},
    {TEXT_INIT("applocker"), 8022, 8022, TEXT_INIT("blocked")},
    {TEXT_INIT("applocker"), 8024, 8024, TEXT_INIT("audited")},
    {TEXT_INIT("applocker"), 8025, 8025, TEXT_INIT("blocked")},
    {TEXT_INIT("codeintegrity-operational"), 3076, 3076, TEXT_INIT("audited")},
    {TEXT_INIT("codeintegrity-operational"), 3077, 3077, TEXT_INIT("blocked")},
};

/* Defender's action numbers (MSFT_MpThreatDetection, CleaningActionID) as done in 1007 and 1117. */
static const struct text cleaning_words[] = {
    [1] = TEXT_INIT("cleaned"),
    [2] = TEXT_INIT("quarantined"),
    [3] = TEXT_INIT("removed"),
    [6] = TEXT_INIT("allowed"),
    [8] = TEXT_INIT("user defined"),
    [9] = TEXT_INIT("no action"),
    [10] = TEXT_INIT("blocked"),
};

static void put_action(
    const struct windows_event *windows, const struct windows_names *names, struct event *event)
{
	struct text service = event->logsource.service;
	uint64_t id;
	uint64_t done;
	if (!text_to_uint(windows->system[WINDOWS_EVENT_ID], &id))
		return;
	for (size_t i = 0; i < COUNT(actions); i++) {
		if (id >= actions[i].first && id <= actions[i].last &&
		    text_equal(actions[i].service, service))
			event_put(event, FIELD_ACTION, actions[i].word);
	}
	bool acted = text_equal(service, TEXT("windefend")) && (id == 1007 || id == 1117);
	if (acted && text_to_uint(names->of[NAME(ACTION_ID)], &done) &&
	    done < COUNT(cleaning_words))
		event_put(event, FIELD_ACTION, cleaning_words[done]);
}

void windows_taxonomy_put(
    const struct windows_event *windows, const struct windows_names *names, struct event *event)
{
	event_put(event, FIELD_HOST, windows->system[WINDOWS_COMPUTER]);
	event_put(event, FIELD_EVENT_CODE, windows->system[WINDOWS_EVENT_ID]);
	put_action(windows, names, event);
	put_user(windows, names, event);
	put_target(windows, names, event);
	event_put(event, FIELD_LOGON_TYPE, names->of[NAME(LOGON_TYPE)]);
	put_network(names, event);
	put_process(names, event);
	put_file(names, event);
}
