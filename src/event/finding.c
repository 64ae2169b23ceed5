/* SPDX-License-Identifier: Apache-2.0 */
/* The words for severities, dispositions, categories and stages, and back. */
#include "event/finding.h"

#include <assert.h>

static const struct text severities[] = {
    [SEVERITY_INFORMATIONAL] = TEXT_INIT("informational"),
    [SEVERITY_LOW] = TEXT_INIT("low"),
    [SEVERITY_MEDIUM] = TEXT_INIT("medium"),
    [SEVERITY_HIGH] = TEXT_INIT("high"),
    [SEVERITY_CRITICAL] = TEXT_INIT("critical"),
};

static const struct text categories[CATEGORY_COUNT] = {
    [CATEGORY_NONE] = TEXT_INIT(""),
    [CATEGORY_MALWARE] = TEXT_INIT("malware"),
    [CATEGORY_INTRUSION] = TEXT_INIT("intrusion"),
    [CATEGORY_MALICIOUS_SITE] = TEXT_INIT("malicious-site"),
    [CATEGORY_SPAM] = TEXT_INIT("spam"),
    [CATEGORY_RANSOMWARE] = TEXT_INIT("ransomware"),
    [CATEGORY_CALLBACK] = TEXT_INIT("callback"),
    [CATEGORY_PROHIBITED_APPLICATION] = TEXT_INIT("prohibited-application"),
    [CATEGORY_URL_CATEGORY] = TEXT_INIT("url-category"),
    [CATEGORY_ENDPOINT] = TEXT_INIT("endpoint"),
    [CATEGORY_WEB_APPLICATION] = TEXT_INIT("web-application"),
    [CATEGORY_MAIL] = TEXT_INIT("mail"),
};

/* ATT&CK Enterprise tactics, short names as in its URLs (v15, 2024-04). */
static const struct text stages[STAGE_COUNT] = {
    [STAGE_NONE] = TEXT_INIT(""),
    [STAGE_RECONNAISSANCE] = TEXT_INIT("reconnaissance"),
    [STAGE_RESOURCE_DEVELOPMENT] = TEXT_INIT("resource-development"),
    [STAGE_INITIAL_ACCESS] = TEXT_INIT("initial-access"),
    [STAGE_EXECUTION] = TEXT_INIT("execution"),
    [STAGE_PERSISTENCE] = TEXT_INIT("persistence"),
    [STAGE_PRIVILEGE_ESCALATION] = TEXT_INIT("privilege-escalation"),
    [STAGE_DEFENSE_EVASION] = TEXT_INIT("defense-evasion"),
    [STAGE_CREDENTIAL_ACCESS] = TEXT_INIT("credential-access"),
    [STAGE_DISCOVERY] = TEXT_INIT("discovery"),
    [STAGE_LATERAL_MOVEMENT] = TEXT_INIT("lateral-movement"),
    [STAGE_COLLECTION] = TEXT_INIT("collection"),
    [STAGE_COMMAND_AND_CONTROL] = TEXT_INIT("command-and-control"),
    [STAGE_EXFILTRATION] = TEXT_INIT("exfiltration"),
    [STAGE_IMPACT] = TEXT_INIT("impact"),
};

static bool find_word(const struct text *words, size_t count, struct text word, size_t *index)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].size != 0 && text_equal_fold(words[i], word)) {
			*index = i;
			return true;
		}
	}
	return false;
}

const char *severity_word(enum severity severity)
{
	assert(severity <= SEVERITY_CRITICAL);
	return severities[severity].at;
}

bool severity_parse(struct text word, enum severity *severity)
{
	size_t index;
	if (!find_word(severities, SEVERITY_CRITICAL + 1, word, &index))
		return false;
	*severity = (enum severity)index;
	return true;
}

const char *disposition_word(enum disposition disposition)
{
	switch (disposition) {
	case DISPOSITION_BLOCKED:
		return "blocked";
	case DISPOSITION_ALLOWED:
		return "allowed";
	case DISPOSITION_UNKNOWN:
		break;
	}
	return "unknown";
}

const char *category_word(enum category category)
{
	assert(category < CATEGORY_COUNT);
	return categories[category].at;
}

bool category_parse(struct text word, enum category *category)
{
	size_t index;
	if (!find_word(categories, CATEGORY_COUNT, word, &index))
		return false;
	*category = (enum category)index;
	return true;
}

const char *stage_word(enum stage stage)
{
	assert(stage < STAGE_COUNT);
	return stages[stage].at;
}

/* Sigma 1 wrote underscores where Sigma 2 writes hyphens; both are in use. */
static bool equal_hyphened(struct text word, struct text tag)
{
	if (word.size != tag.size)
		return false;
	for (size_t i = 0; i < word.size; i++) {
		char c = tag.at[i] == '_' ? '-' : tag.at[i];
		if (c != word.at[i])
			return false;
	}
	return true;
}

bool stage_from_tag(struct text tag, enum stage *stage)
{
	if (!text_skip(&tag, TEXT("attack.")))
		return false;
	/* SigmaHQ's rules of 2026 split defense evasion into these two. */
	if (text_equal(tag, TEXT("stealth")) || text_equal(tag, TEXT("defense-impairment"))) {
		*stage = STAGE_DEFENSE_EVASION;
		return true;
	}
	for (size_t i = 1; i < STAGE_COUNT; i++) {
		if (equal_hyphened(stages[i], tag)) {
			*stage = (enum stage)i;
			return true;
		}
	}
	return false;
}
