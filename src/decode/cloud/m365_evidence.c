/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The evidence of Defender alerts (Microsoft Graph resource types *Evidence; entities and devices
 * of the Microsoft 365 Defender incidents API) as taxonomy fields.
 */
#include "decode/cloud/m365_evidence.h"

#include "base/arena.h"
#include "decode/decoder.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define EVIDENCE_LIMIT 512

struct mapping {
	const char *path;
	enum field_id field;
	bool list; /* every evidence adds its value; else only the first */
};

static const struct mapping mappings[] = {
    {"deviceDnsName", FIELD_HOST, true},
    {"hostName", FIELD_HOST, true},
    {"userAccount.accountName", FIELD_USER, true},
    {"userAccount.domainName", FIELD_USER_DOMAIN, true},
    {"userAccount.userPrincipalName", FIELD_USER_EMAIL, true},
    {"userAccount.azureAdUserId", FIELD_USER_ID, true},
    {"userAccount.userSid", FIELD_USER_ID, true},
    {"fileDetails.fileName", FIELD_FILE_NAME, true},
    {"fileDetails.filePath", FIELD_FILE_PATH, true},
    {"fileDetails.fileSize", FIELD_FILE_SIZE, false},
    {"fileDetails.sha1", FIELD_SHA1, true},
    {"fileDetails.sha256", FIELD_SHA256, true},
    {"imageFile.fileName", FIELD_PROCESS, true},
    {"imageFile.sha1", FIELD_SHA1, true},
    {"imageFile.sha256", FIELD_SHA256, true},
    {"processId", FIELD_PROCESS_ID, false},
    {"processCommandLine", FIELD_COMMAND_LINE, true},
    {"ipAddress", FIELD_SRC_IP, true},
    {"senderIp", FIELD_SRC_IP, true},
    {"p2Sender.emailAddress", FIELD_MAIL_FROM, false},
    {"p1Sender.emailAddress", FIELD_MAIL_FROM, false},
    {"recipientEmailAddress", FIELD_MAIL_TO, true},
    {"subject", FIELD_MAIL_SUBJECT, false},
    {"internetMessageId", FIELD_MAIL_ID, false},
    {"primaryAddress", FIELD_USER_EMAIL, true},
};

/* The older API writes entities flat. */
static const struct mapping entity_mappings[] = {
    {"accountName", FIELD_USER, true},
    {"domainName", FIELD_USER_DOMAIN, true},
    {"userPrincipalName", FIELD_USER_EMAIL, true},
    {"userSid", FIELD_USER_ID, true},
    {"fileName", FIELD_FILE_NAME, true},
    {"filePath", FIELD_FILE_PATH, true},
    {"sha1", FIELD_SHA1, true},
    {"sha256", FIELD_SHA256, true},
    {"processId", FIELD_PROCESS_ID, false},
    {"processCommandLine", FIELD_COMMAND_LINE, true},
    {"ipAddress", FIELD_SRC_IP, true},
    {"sender", FIELD_MAIL_FROM, false},
    {"recipient", FIELD_MAIL_TO, true},
    {"subject", FIELD_MAIL_SUBJECT, false},
};

/* The machine in Defender for Endpoint's own alerts. */
static const struct mapping alert_mappings[] = {
    {"computerDnsName", FIELD_HOST, false},
    {"relatedUser.userName", FIELD_USER, false},
    {"relatedUser.domainName", FIELD_USER_DOMAIN, false},
};

static bool has_value(const struct event *event, enum field_id field, struct text value)
{
	struct text name = field_spec(field)->name;
	for (size_t i = 0; i < event->count; i++) {
		if (text_equal(event->fields[i].name, name) &&
		    text_equal(event->fields[i].value, value))
			return true;
	}
	return false;
}

static void put_mapped(
    struct event *event, const struct json *object, const struct mapping *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct text value = json_text(json_path(object, table[i].path));
		bool first = event_find(event, field_spec(table[i].field)->name) == NULL;
		if (value.size != 0 && (first || table[i].list) &&
		    !has_value(event, table[i].field, value))
			event_put(event, table[i].field, value);
	}
}

/* Folder and name, as every other log writes a program. */
static void put_image(struct event *event, const struct json *image, enum field_id field)
{
	struct text folder = json_get_text(image, "filePath");
	struct text name = json_get_text(image, "fileName");
	if (name.size == 0)
		return;
	bool windows = text_find_char(folder, '\\') != TEXT_NONE;
	struct text path = folder.size == 0
			       ? name
			       : text_format(event->arena, "%.*s%s%.*s", TEXT_ARGS(folder),
				     windows ? "\\" : "/", TEXT_ARGS(name));
	if (!has_value(event, field, path))
		event_put(event, field, path);
}

static void put_url(struct event *event, const struct json *evidence)
{
	struct text url = json_get_text(evidence, "url");
	if (url.size != 0 && event_find(event, field_spec(FIELD_URI)->name) == NULL)
		decode_put_url(event, url);
}

static void put_list(
    struct event *event, const struct json *list, const struct mapping *table, size_t count)
{
	if (list == NULL || list->kind != JSON_ARRAY)
		return;
	unsigned seen = 0;
	for (const struct json *one = list->first; one != NULL && seen < EVIDENCE_LIMIT;
	     one = one->next, seen++) {
		put_mapped(event, one, table, count);
		put_image(event, json_get(one, "imageFile"), FIELD_IMAGE);
		put_image(event, json_get(one, "parentProcessImageFile"), FIELD_PARENT_IMAGE);
		put_url(event, one);
	}
}

void m365_evidence_put(struct event *event, const struct json *alert)
{
	put_mapped(event, alert, alert_mappings, COUNT(alert_mappings));
	put_list(event, json_get(alert, "evidence"), mappings, COUNT(mappings));
	put_list(event, json_get(alert, "devices"), mappings, COUNT(mappings));
	put_list(event, json_get(alert, "entities"), entity_mappings, COUNT(entity_mappings));
}
