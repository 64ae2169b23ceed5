/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Severity, subject and match: what rules say of events, and of whom.
 */
#ifndef EVENT_FINDING_H
#define EVENT_FINDING_H

#include "base/text.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Sigma's level words. */
enum severity {
	SEVERITY_INFORMATIONAL,
	SEVERITY_LOW,
	SEVERITY_MEDIUM,
	SEVERITY_HIGH,
	SEVERITY_CRITICAL,
};
const char *severity_word(enum severity severity);
bool severity_parse(struct text word, enum severity *severity);

/*
 * What the product did with it (OCSF calls this the disposition), as content/verdicts
 * reads it from the product's own fields.
 */
enum disposition {
	DISPOSITION_UNKNOWN,
	DISPOSITION_BLOCKED, /* stopped, dropped, quarantined, cleaned, refused */
	DISPOSITION_ALLOWED, /* let through, only detected or logged */
};
const char *disposition_word(enum disposition disposition); /* "unknown", "blocked", "allowed" */

/*
 * What a product reported, in the words of the trials: eight network categories, then
 * endpoint, web application and mail. Of behaviour rules, those over web server logs are
 * CATEGORY_WEB_APPLICATION, all others CATEGORY_NONE.
 */
enum category {
	CATEGORY_NONE,
	CATEGORY_MALWARE,
	CATEGORY_INTRUSION,
	CATEGORY_MALICIOUS_SITE,
	CATEGORY_SPAM,
	CATEGORY_RANSOMWARE,
	CATEGORY_CALLBACK, /* command and control */
	CATEGORY_PROHIBITED_APPLICATION,
	CATEGORY_URL_CATEGORY,
	CATEGORY_ENDPOINT,
	CATEGORY_WEB_APPLICATION,
	CATEGORY_MAIL,
	CATEGORY_COUNT
};
const char *category_word(enum category category); /* "malware", "intrusion", …; "" for none */
bool category_parse(struct text word, enum category *category);

/*
 * ATT&CK tactics by how far an attack has come, the furthest last. The order is that of
 * the Unified Kill Chain (P. Pols, 2017, 2023): ATT&CK's own columns are no sequence, and put
 * a first call home behind what is done inside.
 */
enum stage {
	STAGE_NONE,
	STAGE_RECONNAISSANCE,
	STAGE_RESOURCE_DEVELOPMENT,
	STAGE_INITIAL_ACCESS,
	STAGE_PERSISTENCE,
	STAGE_DEFENSE_EVASION,
	STAGE_COMMAND_AND_CONTROL,
	STAGE_DISCOVERY,
	STAGE_PRIVILEGE_ESCALATION,
	STAGE_EXECUTION,
	STAGE_CREDENTIAL_ACCESS,
	STAGE_LATERAL_MOVEMENT,
	STAGE_COLLECTION,
	STAGE_EXFILTRATION,
	STAGE_IMPACT,
	STAGE_COUNT
};
const char *stage_word(enum stage stage); /* "credential-access", …; "" for none */
/* From a Sigma tag ("attack.credential-access", "attack.credential_access"); false for any other
 * tag. */
bool stage_from_tag(struct text tag, enum stage *stage);

/* Whom an event is about: every text may be empty. Texts live as long as the event. */
struct subject {
	struct text host; /* machine: name in lower case without domain where it is a Windows or
			     Unix host */
	struct text user; /* account, lower case, without domain; machine and service accounts are
			     left out */
	struct text src_ip;
	struct text dst_ip;
	struct text process; /* path or name of the program */
	struct text file;    /* path, name or hash of the file */
};

/* The subject of an event, from taxonomy and Windows fields. Texts on the event's arena. */
void subject_of(const struct event *event, struct subject *subject);

/* A machine's name as subjects have it: lower case, without domain; an address stays whole. On the
 * arena. */
struct text host_folded(struct arena *arena, struct text host);

/* Whether an address belongs to a company's own side: RFC 1918, RFC 6598, loopback, link-local, RFC
 * 4193. */
bool address_is_own(struct text address);

/* What a rule or product mapping says of itself; lives as long as the rule set. */
struct rule_facts {
	struct text id;
	struct text title;
	struct text title_ja; /* empty where it has none */
	enum severity severity;
	enum stage stage; /* the earliest tactic among its tags: more is not certain */
	enum category category;
	struct text *tags;
	size_t tag_count;
	struct text description;
	struct text *falsepositives;
	size_t falsepositive_count;
	struct text file;  /* where it was loaded from */
	bool product_says; /* a product's own verdict (content/verdicts), not a rule over behaviour
			    */
};

/* One rule fits one event. */
struct match {
	const struct rule_facts *rule;
	const struct event *event;
	struct text title;      /* the rule's, or what the product calls it (signature name) */
	enum severity severity; /* the rule's, or lowered where the product blocked it */
	enum disposition disposition;
};

#endif
