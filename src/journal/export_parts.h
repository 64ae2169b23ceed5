/* SPDX-License-Identifier: Apache-2.0 */
/* Inside exports. Nobody outside the journal includes this. */
#ifndef JOURNAL_EXPORT_PARTS_H
#define JOURNAL_EXPORT_PARTS_H

#include "journal/verify_parts.h"

#define EXPORT_RECORDS "records.jsonl"
#define EXPORT_MANIFEST "manifest.json"

/* BLAKE2b-256 of a file. */
enum outcome export_hash(const char *folder, const char *name, char hash[BLOCK_HASH_TEXT],
    uint64_t *size, struct why *why) MUST_CHECK;
/* Write records.jsonl, from the oldest block to `last`. */
enum outcome export_records(const struct journal_place *place, const struct export_wish *wish,
    uint64_t last, uint64_t *records, struct why *why) MUST_CHECK;

#endif
