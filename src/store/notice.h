/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notices: what the installation has to say of itself. A notice is open from when its condition
 * holds until it does not; while it is open it is one row, however often the condition is seen.
 */
#ifndef STORE_NOTICE_H
#define STORE_NOTICE_H

#include "store/store.h"

/* Kinds are words of content/texts/notice.yaml: "disk-full", "disk-low", "engine-stopped",
 * "intake-stopped", "source-silent", "clock-off", "frame-set-aside", "rules-refused",
 * "journal-damaged", "process-restarted", "findings-flood", "clock-jumped",
 * "engine-behind". */
struct notice {
	struct text kind;
	struct text company; /* empty: the installation's */
	struct text about;   /* id or name of what it is about; part of its identity */
	struct text detail;  /* one line */
	int64_t since;
	int64_t seen;
	int64_t over; /* CLOCK_NONE: still open */
	uint64_t times;
};
struct notices {
	struct notice *at;
	size_t count;
	struct text next;
};
/* Open it (since and seen are `now`), or note that it is seen again. System viewer. */
enum outcome notice_open(struct store *store, const struct viewer *viewer,
    const struct notice *notice, int64_t now, struct why *why) MUST_CHECK;
/* Its condition is over. Harmless when it is not open. */
enum outcome notice_over(struct store *store, const struct viewer *viewer, struct text kind,
    struct text about, int64_t now, struct why *why) MUST_CHECK;
/* Open ones first, newest first. Installation-wide ones for administrators and auditors of all. */
enum outcome notice_list(struct store *store, const struct viewer *viewer, bool over,
    struct page page, struct arena *arena, struct notices *list, struct why *why) MUST_CHECK;

#endif
