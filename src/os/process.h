/* SPDX-License-Identifier: Apache-2.0 */
/* What a process may use of the machine, which account it has, and which descriptors. */
#ifndef OS_PROCESS_H
#define OS_PROCESS_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process_limits {
	uint64_t descriptors; /* as many as are allowed, at most so many; 0: as it is */
	uint64_t memory;      /* address space in bytes; 0: as it is */
	bool no_core;         /* no memory on disk after a fault: it may hold keys */
};
enum outcome process_limit(const struct process_limits *limits, struct why *why) MUST_CHECK;

/* An account to become: looked up while the files of accounts can still be read. */
struct process_account {
	uid_t user;
	gid_t group;
	gid_t more[2]; /* further groups */
	size_t more_count;
};
/* NOT_FOUND: there is no such user, or no such group. `group` NULL: the user's own. */
enum outcome process_account_find(const char *user, const char *group,
    struct process_account *account, struct why *why) MUST_CHECK;
/* Become it for good (real, effective and saved, all groups given up); checks that there is no
 * way back. Only root can. */
enum outcome process_become(const struct process_account *account, struct why *why) MUST_CHECK;

/* Where root stays root: keep of its powers only that permissions of files do not bind it, which a
 * data folder of somebody else's needs. Of the calling thread: before others are started. */
enum outcome process_shed(struct why *why) MUST_CHECK;

/* Close all descriptors but the standard ones and those listed (in any order; negative ones are
 * passed over). At most 64. */
void process_keep_descriptors(const int *keep, size_t count);

#endif
