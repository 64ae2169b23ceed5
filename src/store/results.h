/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the engine found: findings, incidents, who had which address, hourly counters, positions and
 * the anchors of the journal's chains.
 *
 * The engine's bulk writer puts all results of a stretch of the log and the new position into one
 * transaction (store_begin … store_commit), so that a crash neither loses nor doubles anything.
 * The rows are the checkpoint of folding, attribution and correlation: each turn takes them up
 * again. Writing is for the system viewer only.
 *
 * Results for a company that left, or never was, are NOT_FOUND: nothing is changed, and a
 * transaction that is begun may go on. Companies are named by their ids here.
 */
#ifndef STORE_RESULTS_H
#define STORE_RESULTS_H

#include "incident/incident.h"
#include "journal/block.h"
#include "store/store.h"

/* Positions: how far a reader of the log has committed. 0 when it never did. */
enum outcome position_get(struct store *store, const struct viewer *viewer, struct text reader,
    uint64_t *position, struct why *why) MUST_CHECK;
enum outcome position_set(struct store *store, const struct viewer *viewer, struct text reader,
    uint64_t position, struct why *why) MUST_CHECK;

/*
 * Findings. A stored finding's rule is described by what the row holds: id, title, severity, stage,
 * category, tags, so that it reads the same when the rule is gone. `evidence[].where.file` is empty
 * there and `where.record` is not used: `names[i]` is the record.
 */
struct kept_finding {
	struct finding
	    finding; /* finding.rule points to facts on the arena; finding.incident is NULL */
	char company[STORE_ID];
	char source[STORE_ID];                      /* of its first record */
	char incident[STORE_ID];                    /* empty: only counted */
	struct record_name names[FINDING_EVIDENCE]; /* the records of finding.evidence */
	struct record_name begun; /* the smallest name among its records: its id is made of it, and
				     of two that meet the one that begun before stays */
	int64_t seen;             /* receive time of its last record: when somebody could see it */
	uint64_t change;          /* the turn in which the row changed last */
};
struct kept_findings {
	struct kept_finding *at;
	size_t count;
	struct text next;
};
/* Findings of the same company, rule, title and subject within `gap` of first..last; of more than
 * FINDINGS_NEAR those that ended first. */
#define FINDINGS_NEAR 64
enum outcome finding_near(struct store *store, const struct viewer *viewer,
    const struct kept_finding *like, int64_t gap, struct arena *arena, struct kept_findings *list,
    struct why *why) MUST_CHECK;
/* Where an incident's oldest finding begun; UINT64_MAX where it has none. */
enum outcome finding_begun(struct store *store, const struct viewer *viewer, struct text incident,
    struct record_name *begun, struct why *why) MUST_CHECK;
/* Insert, or replace the row with that id. ALREADY_THERE: the id became an alias. */
enum outcome finding_put(struct store *store, const struct viewer *viewer,
    const struct kept_finding *finding, struct why *why) MUST_CHECK;
/* A finding that turned out to be part of another: remove it and let its id lead there. */
enum outcome finding_merge(struct store *store, const struct viewer *viewer, struct text from,
    struct text into, struct why *why) MUST_CHECK;
/* By id or alias. */
enum outcome finding_get(struct store *store, const struct viewer *viewer, struct text id,
    struct arena *arena, struct kept_finding *finding, struct why *why) MUST_CHECK;

struct finding_wish {
	struct text company;  /* empty: of all that the viewer sees */
	struct text incident; /* empty: whatever */
	int64_t since;        /* last seen (event time) at or after; CLOCK_NONE */
	enum severity least;
	struct page page; /* newest last-seen first */
};
enum outcome finding_list(struct store *store, const struct viewer *viewer,
    const struct finding_wish *wish, struct arena *arena, struct kept_findings *list,
    struct why *why) MUST_CHECK;

/* Attribution: an own address and the machine that had it. */
struct kept_tenancy {
	struct text address;
	struct text host;
	int64_t first;
	int64_t last;
};
/* Widen the row's times, or insert. The oldest rows over `most` of the company are removed. */
enum outcome tenancy_put(struct store *store, const struct viewer *viewer, struct text company,
    const struct kept_tenancy *tenancy, size_t most, struct why *why) MUST_CHECK;
/* Those of a company that overlap first..last. */
enum outcome tenancy_list(struct store *store, const struct viewer *viewer, struct text company,
    int64_t first, int64_t last, struct arena *arena, struct kept_tenancy **list, size_t *count,
    struct why *why) MUST_CHECK;

/* Incidents. */
enum incident_status { INCIDENT_NEW, INCIDENT_WORKED_ON, INCIDENT_CLOSED };
struct kept_incident {
	struct incident incident; /* findings are not filled: finding_list() has them */
	char company[STORE_ID];
	struct text company_name; /* set when read */
	uint64_t finding_count;
	enum incident_status status;
	int64_t opened; /* receive time when it was first there */
	int64_t changed;
};
struct kept_incidents {
	struct kept_incident *at;
	size_t count;
	struct text next;
};
/* Insert, or replace all but status and opened. ALREADY_THERE: the id became an alias. */
enum outcome incident_put(struct store *store, const struct viewer *viewer,
    const struct kept_incident *incident, struct why *why) MUST_CHECK;
/* Two merged: `from`'s findings belong to `into`, its id leads there; of the two statuses the one
 * that asks for more stays, and the earlier opening. */
enum outcome incident_merge(struct store *store, const struct viewer *viewer, struct text from,
    struct text into, struct why *why) MUST_CHECK;
/* By id or alias. */
enum outcome incident_get(struct store *store, const struct viewer *viewer, struct text id,
    struct arena *arena, struct kept_incident *incident, struct why *why) MUST_CHECK;
struct incident_wish {
	struct text company;
	bool closed;      /* also those */
	struct page page; /* act before look, then newest change first */
};
enum outcome incident_list(struct store *store, const struct viewer *viewer,
    const struct incident_wish *wish, struct arena *arena, struct kept_incidents *list,
    struct why *why) MUST_CHECK;
enum outcome incident_set_status(struct store *store, const struct viewer *viewer, struct text id,
    enum incident_status status, int64_t now, struct why *why) MUST_CHECK;
/* Open incidents by state: for lists of companies. */
struct incident_sum {
	uint64_t act;
	uint64_t look;
};
enum outcome incident_sum(struct store *store, const struct viewer *viewer, struct text company,
    struct incident_sum *sum, struct why *why) MUST_CHECK;

/* Companies whose findings changed after their incidents were made: correlation still to do. */
enum outcome correlation_due(struct store *store, const struct viewer *viewer, struct arena *arena,
    struct text **companies, size_t *count, struct why *why) MUST_CHECK;
/* Mark (when a finding was put) and unmark (in the transaction that puts the incidents). */
enum outcome correlation_mark(struct store *store, const struct viewer *viewer, struct text company,
    bool due, struct why *why) MUST_CHECK;

/*
 * Hourly counters, which stand for what is too many to keep as rows. `hour` is an instant, cut to
 * the hour. Names: "records", "bytes", "events", "not-understood", "refused" (detail: reason),
 * "decoder" (detail: its name), "matches" (detail: severity word), "product" (detail:
 * "CATEGORY/DISPOSITION").
 */
struct counter {
	struct text company;
	struct text source;
	int64_t hour;
	struct text name;
	struct text detail;
	uint64_t value;
};
/* Add to it. */
enum outcome counter_add(struct store *store, const struct viewer *viewer,
    const struct counter *counter, struct why *why) MUST_CHECK;
/* Sums over sources by hour, name and detail, since <= hour < until; `name` empty: all; `company`
 * empty: over all that the viewer sees. */
enum outcome counter_list(struct store *store, const struct viewer *viewer, struct text company,
    struct text name, int64_t since, int64_t until, struct arena *arena, struct counter **list,
    size_t *count, struct why *why) MUST_CHECK;

/* What the engine tells of a source (struct source has it when read). The relay that it comes
 * through was seen, too. */
struct source_seen {
	char source[STORE_ID];
	int64_t last_seen;
	int64_t now; /* one that was seen later was seen by a clock that was ahead: forgotten */
	uint64_t records; /* to add */
	uint64_t refused;
	uint64_t not_understood;
	int64_t clock_off;
};
enum outcome source_saw(struct store *store, const struct viewer *viewer,
    const struct source_seen *seen, struct why *why) MUST_CHECK;

/* Senders that belong to no source, so that somebody can give them one. */
struct stranger {
	struct text address;
	struct text transport; /* "udp", "tcp", "tls", "http" */
	uint64_t refused;
	int64_t first;
	int64_t last;
};
enum outcome stranger_saw(struct store *store, const struct viewer *viewer,
    const struct stranger *stranger, struct why *why) MUST_CHECK;
/* Administrators and system only; newest first. */
enum outcome stranger_list(struct store *store, const struct viewer *viewer, size_t limit,
    struct arena *arena, struct stranger **list, size_t *count, struct why *why) MUST_CHECK;

/* Anchors: the heads of the journal's chains. */
enum outcome anchor_put(struct store *store, const struct viewer *viewer, struct text company,
    const struct chain_head *head, struct why *why) MUST_CHECK;
/* NOT_FOUND: none yet. */
enum outcome anchor_get(struct store *store, const struct viewer *viewer, struct text company,
    struct chain_head *head, struct why *why) MUST_CHECK;

/* Frames at which the engine died twice. */
struct set_aside {
	uint64_t position;
	char company[STORE_ID];
	int64_t at;
	struct text why;
};
enum outcome set_aside_put(struct store *store, const struct viewer *viewer,
    const struct set_aside *frame, struct why *why) MUST_CHECK;
enum outcome set_aside_list(struct store *store, const struct viewer *viewer, struct arena *arena,
    struct set_aside **list, size_t *count, struct why *why) MUST_CHECK;

#endif
