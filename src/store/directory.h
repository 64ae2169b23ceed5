/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who there is: companies, groups, members with their sessions, sources with their tokens.
 *
 * "NAME" arguments are an id or a unique name (case-folded ASCII); NOT_FOUND, or MALFORMED when
 * several have the name. Names are 1 to 200 bytes of valid UTF-8 without control characters.
 * Ids of what people create are random (128 bits, hexadecimal).
 */
#ifndef STORE_DIRECTORY_H
#define STORE_DIRECTORY_H

#include "store/store.h"

/* Companies. */

struct company {
	char id[STORE_ID];
	struct text name;
	struct text sector; /* free words; these five may be empty */
	struct text staff;  /* a band: "51-100" */
	struct text region;
	struct text domain;
	struct text zone; /* tz name, "Asia/Tokyo" */
	int64_t retain;   /* microseconds that records are kept; 0: the installation's default */
	uint64_t retain_bytes; /* 0: the installation's default */
	int64_t created;
	int64_t left; /* off-boarded at; CLOCK_NONE while it is a customer */
};
struct companies {
	struct company *at;
	size_t count;
	struct text next; /* empty: no more */
};
/* Creates it; company->id and created are set by the call (created = now). ALREADY_THERE: the name.
 */
enum outcome company_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct company *company, struct why *why) MUST_CHECK;
enum outcome company_change(struct store *store, const struct viewer *viewer,
    const struct company *company, struct why *why) MUST_CHECK;
enum outcome company_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct company *company, struct why *why) MUST_CHECK;
/* By name; those that left last. `gone`: also those that left. */
enum outcome company_list(struct store *store, const struct viewer *viewer, struct page page,
    bool gone, struct arena *arena, struct companies *list, struct why *why) MUST_CHECK;
/* Off-boarding: its sources, members and sessions end, findings and incidents go, it stays listed
 * as one that left. The caller destroys the journal's key. */
enum outcome company_leave(struct store *store, const struct viewer *viewer, struct text id,
    int64_t now, struct why *why) MUST_CHECK;

/* Groups: associations, makers, service providers. */

struct group {
	char id[STORE_ID];
	struct text name;
	struct text kind; /* "association", "maker", "provider" */
	int64_t created;
	uint64_t companies; /* that consented; set when read */
};
struct groups {
	struct group *at;
	size_t count;
	struct text next;
};
enum outcome group_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct group *group, struct why *why) MUST_CHECK;
enum outcome group_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct group *group, struct why *why) MUST_CHECK;
enum outcome group_list(struct store *store, const struct viewer *viewer, struct page page,
    struct arena *arena, struct groups *list, struct why *why) MUST_CHECK;
/* NOT_ALLOWED while members belong to it. */
enum outcome group_remove(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why) MUST_CHECK;
/* A company's consent that a group sees it: given at, or CLOCK_NONE to withdraw it. */
enum outcome group_consent(struct store *store, const struct viewer *viewer, struct text group,
    struct text company, int64_t given, struct why *why) MUST_CHECK;

/* Members. */

struct member {
	char id[STORE_ID];
	struct text login; /* unique, case-folded */
	struct text name;
	enum role role;
	char group[STORE_ID];
	char company[STORE_ID];
	struct text language; /* "ja", "en" */
	int64_t created;
	int64_t disabled; /* CLOCK_NONE: not */
};
struct members {
	struct member *at;
	size_t count;
	struct text next;
};
/* `secret` is the password's hash as the web room makes it; empty: cannot sign in yet. A viewer can
 * give no role above its own, nor outside what it sees. */
enum outcome member_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct member *member, struct text secret, struct why *why) MUST_CHECK;
enum outcome member_get(struct store *store, const struct viewer *viewer, struct text name,
    struct arena *arena, struct member *member, struct why *why) MUST_CHECK;
enum outcome member_list(struct store *store, const struct viewer *viewer, struct page page,
    struct arena *arena, struct members *list, struct why *why) MUST_CHECK;
/* Ends its sessions, too. NOT_ALLOWED for the last administrator. */
enum outcome member_remove(
    struct store *store, const struct viewer *viewer, struct text id, struct why *why) MUST_CHECK;
/* Ends its sessions. */
enum outcome member_set_secret(struct store *store, const struct viewer *viewer, struct text id,
    struct text secret, struct why *why) MUST_CHECK;
/* For signing in (system viewer only). */
enum outcome member_secret(struct store *store, const struct viewer *viewer, struct text login,
    struct arena *arena, struct member *member, struct text *secret, struct why *why) MUST_CHECK;

/* Sessions: the store knows hashes of their tokens only. System viewer. */
struct session {
	char member[STORE_ID];
	int64_t created;
	int64_t seen;
	int64_t expires;
};
enum outcome session_add(struct store *store, const struct viewer *viewer, struct text hash,
    const struct session *session, struct why *why) MUST_CHECK;
/* The member and its viewer; NOT_FOUND when expired, ended or the member is disabled. */
enum outcome session_find(struct store *store, const struct viewer *viewer, struct text hash,
    int64_t now, struct arena *arena, struct member *member, struct viewer *as,
    struct why *why) MUST_CHECK;
enum outcome session_end(
    struct store *store, const struct viewer *viewer, struct text hash, struct why *why) MUST_CHECK;

/* Sources. */

#define SOURCES_OF_ALL 60000 /* at a time; intake's directory takes 65,536 */
#define SOURCES_OF_ONE 2000  /* of a company */
#define SOURCE_ADDRESSES 16
struct source {
	char id[STORE_ID];
	char company[STORE_ID];
	struct text name;    /* unique within the company */
	struct text kind;    /* "syslog", "http", "relay", "file" */
	struct text zone;    /* for lines without one; empty: the company's */
	char token_hash[65]; /* BLAKE2b-256 of the token, hexadecimal; empty: none */
	struct text addresses[SOURCE_ADDRESSES]; /* senders: addresses or CIDR blocks */
	size_t address_count;
	uint16_t port;             /* a syslog port of its own; 0: none */
	struct text certificate;   /* SHA-256 fingerprint of its client certificate; empty: none */
	char via[STORE_ID];        /* the relay that it comes through; empty: directly */
	uint32_t records_a_second; /* limit; 0: the installation's default */
	int64_t quiet_after;       /* silent so long is a notice, microseconds; 0: never */
	int64_t created;
	int64_t removed; /* CLOCK_NONE */
	/* set when read, from results: */
	int64_t last_seen; /* CLOCK_NONE: never */
	uint64_t records;
	uint64_t refused;
	uint64_t not_understood;
	int64_t clock_off; /* median of receive time less event time of late, microseconds */
};
struct sources {
	struct source *at;
	size_t count;
	struct text next;
};
/* ALREADY_THERE: its name in the company, or an address, port, token or certificate that another
 * source has (addresses: of directly connected sources, and of the same relay). */
enum outcome source_add(struct store *store, const struct viewer *viewer, int64_t now,
    struct source *source, struct why *why) MUST_CHECK;
enum outcome source_change(struct store *store, const struct viewer *viewer,
    const struct source *source, struct why *why) MUST_CHECK;
enum outcome source_get(struct store *store, const struct viewer *viewer, struct text company,
    struct text name, struct arena *arena, struct source *source, struct why *why) MUST_CHECK;
/* Those that are there, by name; what was removed is found by source_get() with its id only.
 * `company` (an id) empty: of all that the viewer sees. */
enum outcome source_list(struct store *store, const struct viewer *viewer, struct text company,
    struct page page, struct arena *arena, struct sources *list, struct why *why) MUST_CHECK;
/* NOT_ALLOWED while others come through it. */
enum outcome source_remove(struct store *store, const struct viewer *viewer, struct text id,
    int64_t now, struct why *why) MUST_CHECK;

#endif
