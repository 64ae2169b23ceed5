/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entering the sandbox: no-new-privileges, then files, then calls (sandbox_files.c,
 * sandbox_calls.c).
 */
#include "os/sandbox.h"

#include "os/sandbox_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

enum outcome sandbox_enter(
    const struct sandbox *sandbox, struct sandbox_state *state, struct why *why)
{
	struct sandbox_state entered = {false, false};
	/* Both mechanisms want it, and it is what keeps a set-uid program from giving rights back.
	 */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		why_set(why, "no-new-privileges: %s", strerror(errno));
		return NOT_ALLOWED;
	}
	enum outcome outcome = sandbox_files(sandbox, &entered.files, why);
	/* The order matters: the calls that make the file rules are forbidden afterwards. */
	if (outcome == DONE)
		outcome = sandbox_calls(sandbox, &entered.calls, why);
	if (outcome == DONE)
		*state = entered;
	return outcome;
}
