/* SPDX-License-Identifier: Apache-2.0 */
/* Proving that nothing was changed, taken out or cut off; and taking a company's chain elsewhere.
 */
#ifndef JOURNAL_VERIFY_H
#define JOURNAL_VERIFY_H

#include "journal/block.h"

/* What verifying one company's chain, or the log, came to. */
struct verified {
	struct text company; /* empty: the log */
	bool good;
	uint64_t blocks;        /* that hold */
	struct chain_head head; /* the last that holds */
	/* The first that does not: */
	uint64_t bad_sequence; /* 0: none */
	char file[256];        /* below the journal's folder */
	uint64_t offset;
	struct why why; /* "block 17 is missing", "block 3 was changed: …", "the tail was cut: the
			   chain ended at block 20 (hash …) by its anchor, and ends at 18" */
	bool no_key; /* the company's key is destroyed or not at hand: sealed bodies were not opened
		      */
};

/*
 * Verify a company's chain from its `start` to its end: every head, hash and link; with the key
 * also that every body opens and its frames can be read. `anchor` (may be NULL) is the head as kept
 * outside the journal: the chain must contain it. Never fails for what it finds: read *verified.
 */
enum outcome journal_verify(const struct journal_place *place, struct text company,
    const struct chain_head *anchor, struct verified *verified, struct why *why) MUST_CHECK;
/* Verify the log's frames. */
enum outcome journal_verify_log(
    const struct journal_place *place, struct verified *verified, struct why *why) MUST_CHECK;

/*
 * Write a company's chain into a folder that is made (for tape, another disk, a court): its
 * volumes, `start`, and manifest.json with heads and a BLAKE2b hash of every file. With `plain`
 * also records.jsonl, one record a line with its name, times and source. The export verifies by
 * itself: journal_verify_export() needs no key.
 */
struct export_wish {
	struct text company;
	const char *to;
	const struct chain_head *anchor; /* NULL: none */
	bool plain;
	int64_t now;
};
enum outcome journal_export(const struct journal_place *place, const struct export_wish *wish,
    uint64_t *records, struct why *why) MUST_CHECK;
enum outcome journal_verify_export(
    const char *folder, struct verified *verified, struct why *why) MUST_CHECK;

#endif
