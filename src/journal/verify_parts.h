/* SPDX-License-Identifier: Apache-2.0 */
/* Inside verifying: a chain wherever it stands. Nobody outside the journal includes this. */
#ifndef JOURNAL_VERIFY_PARTS_H
#define JOURNAL_VERIFY_PARTS_H

#include "journal/block_parts.h"
#include "journal/verify.h"

struct chain_wish {
	const char *folder; /* with volumes and start */
	const char *label;  /* the folder's name in results */
	struct text company;
	const struct block_keys *keys;   /* NULL: bodies are not opened */
	const struct chain_head *anchor; /* NULL: none */
};
/* Verify it; what is found is in *verified. */
enum outcome chain_verify(
    const struct chain_wish *wish, struct verified *verified, struct why *why) MUST_CHECK;
/* Note the first thing that is bad. */
void verified_bad(struct verified *verified, uint64_t sequence, const char *file, uint64_t offset,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
