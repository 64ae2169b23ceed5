/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings and incidents: the shapes that reports, tickets and pages show.
 *
 * A match is folded into a finding (incident/fold.h); findings that belong together become an
 * incident (incident/correlate.h), which gets its story and next steps from content/incident
 * (incident/story.h).
 */
#ifndef INCIDENT_INCIDENT_H
#define INCIDENT_INCIDENT_H

#include "base/hash.h"
#include "base/text.h"
#include "event/finding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Different values of one kind, the first SET_VALUES of them kept, the rest counted (an upper
 * bound: repeats among the rest count again). */
#define SET_VALUES 12
#define SET_VALUE_SIZE 160 /* bytes; a longer value is cut */
struct value_set {
	struct text at[SET_VALUES];
	size_t count; /* kept */
	uint64_t more;
};

/* Where a record stands. */
struct position {
	struct text file;
	uint64_t record; /* 1-based */
};

/* One record that shows a finding. */
struct evidence {
	int64_t time;
	struct position where;
	struct text excerpt; /* what the record says, at most EVIDENCE_EXCERPT bytes, control
				characters as spaces */
};

#define FINDING_EVIDENCE 3
#define EVIDENCE_EXCERPT 400

/* Matches of one rule about one subject with no gap over FOLD_GAP between them. */
struct finding {
	char id[HASH_ID_TEXT]; /* of (company, rule, subject, position of its earliest record) */
	const struct rule_facts *rule;
	struct text title;   /* the rule's, or what the product called it */
	struct text subject; /* host name, else own address, else remote address, else account, else
				file; may be empty */
	enum severity severity;
	int64_t first;
	int64_t last;
	uint64_t count;
	uint64_t blocked; /* of count, by what the product says it did */
	uint64_t allowed;
	uint64_t unknown;
	struct value_set hosts;
	struct value_set users;
	struct value_set addresses; /* own and remote */
	struct value_set processes;
	struct value_set files;
	struct evidence evidence[FINDING_EVIDENCE]; /* the earliest */
	size_t evidence_count;
	struct position begun; /* the smallest place of its records: not always the earliest */
	const struct incident *incident; /* NULL: it is only counted */
};

enum incident_state {
	INCIDENT_LOOK, /* somebody should check it */
	INCIDENT_ACT,  /* something must be done now */
};

#define INCIDENT_STEPS 3

/* Texts in both languages. */
struct both {
	struct text ja;
	struct text en;
};

/* Findings that belong together and need a decision. */
struct incident {
	char id[HASH_ID_TEXT]; /* of its first finding's id */
	enum incident_state state;
	int64_t first;
	int64_t last;
	enum stage stage;       /* the furthest that a finding of it reached */
	uint32_t stages;        /* bit (1 << stage) for every stage seen */
	enum severity severity; /* the highest */
	double confidence; /* 0..1 that it is a real attack, from severities and number of different
			      rules */
	bool attempts; /* all that alarms in it are attempts: no record shows that one succeeded */
	struct value_set hosts; /* the one of the weightiest finding first */
	struct value_set users;
	struct value_set addresses;
	struct value_set processes;
	struct value_set files;
	struct finding **findings; /* by first time */
	size_t finding_count;
	uint64_t matches;
	struct both who;   /* the machine, account or address it is about, in a few words */
	struct both story; /* two sentences */
	struct both next[INCIDENT_STEPS];
};

#endif
