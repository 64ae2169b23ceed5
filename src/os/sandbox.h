/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Give up rights before the first byte from outside is read: Landlock for files, seccomp
 * (libseccomp) against connect, exec, ptrace and the rest, no-new-privileges.
 */
#ifndef OS_SANDBOX_H
#define OS_SANDBOX_H

#include "base/outcome.h"

#include <stdbool.h>
#include <stddef.h>

struct sandbox {
	const char *const
	    *readable; /* files and folders that may be read, with what is below them */
	size_t readable_count;
	const char *const
	    *writable; /* folders below which files and folders may be made, changed and removed */
	size_t writable_count;
	/* Listening sockets that are shared with other processes: a shutdown(2) here would end them
	 * for all, and for whoever is started next. It is forbidden for these descriptors. */
	const int *shared;
	size_t shared_count;
	bool accepts;  /* take connections of listening sockets that were open before */
	bool connects; /* open sockets and connect them (over TCP, UDP, and to local ones) */
};

/* What is in force afterwards; a kernel may lack either. */
struct sandbox_state {
	bool files; /* Landlock confines files */
	bool calls; /* seccomp forbids connect, exec and the rest (they fail with EPERM) */
};

/*
 * Enter, for the whole process; call it before threads are started. It cannot be undone. A path
 * that is not there is left out. NOT_SUPPORTED never fails the call: read `state`. NOT_ALLOWED when
 * the kernel has a mechanism but refused to put it in force.
 */
enum outcome sandbox_enter(
    const struct sandbox *sandbox, struct sandbox_state *state, struct why *why) MUST_CHECK;

#endif
