/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock (Linux, Documentation/userspace-api/landlock.rst): whatever is not below one of the
 * given paths can neither be read, listed, written nor run. Debian 12's kernel has version 2 of the
 * interface and its header knows no later one, so what came since is written down here: 3
 * truncation, 4 TCP ports, 5 device ioctls, 6 abstract sockets and signals. A kernel is asked for
 * its version and given what it knows.
 */
#include "os/sandbox_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RIGHT_TRUNCATE (UINT64_C(1) << 14)    /* version 3 */
#define RIGHT_IOCTL_DEV (UINT64_C(1) << 15)   /* version 5 */
#define NET_BIND UINT64_C(1)                  /* version 4 */
#define NET_CONNECT UINT64_C(2)               /* version 4 */
#define SCOPE_SOCKETS_AND_SIGNALS UINT64_C(3) /* version 6 */

#define RIGHTS_1                                                                                   \
	(LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |                              \
	    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |                           \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                       \
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |                           \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                           \
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |                         \
	    LANDLOCK_ACCESS_FS_MAKE_SYM)

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITING                                                                                    \
	(READING | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE |                                \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                         \
	    LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_DIR |                          \
	    LANDLOCK_ACCESS_FS_REFER)
/* The rights that a rule about a file, not a folder, may name. */
#define OF_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE)

/* struct landlock_ruleset_attr as it is since version 6; a kernel takes longer ones whose rest is
 * zero. */
struct ruleset {
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
};

static struct ruleset ruleset_of(const struct sandbox *sandbox, long version)
{
	struct ruleset ruleset = {.files = RIGHTS_1};
	if (version >= 2)
		ruleset.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		ruleset.files |= RIGHT_TRUNCATE;
	if (version >= 4)
		ruleset.network = sandbox->connects ? NET_BIND : NET_BIND | NET_CONNECT;
	if (version >= 5)
		ruleset.files |= RIGHT_IOCTL_DEV;
	if (version >= 6)
		ruleset.scoped = SCOPE_SOCKETS_AND_SIGNALS;
	return ruleset;
}

static enum outcome refused(const char *doing, struct why *why)
{
	why_set(why, "Landlock: %s: %s", doing, strerror(errno));
	return NOT_ALLOWED;
}

/* Allow what `rights` says below a path; one that is not there, or not to be reached, is left out.
 */
static enum outcome allow(int rules, const char *path, uint64_t rights, struct why *why)
{
	struct stat stat;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return DONE;
	struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
	bool is_folder = fstat(fd, &stat) == 0 && S_ISDIR(stat.st_mode);
	if (!is_folder)
		rule.allowed_access &= OF_FILES;
	long result = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	enum outcome outcome = result == 0 ? DONE : refused(path, why);
	close(fd);
	return outcome;
}

static enum outcome allow_all(
    int rules, const struct sandbox *sandbox, uint64_t known, struct why *why)
{
	enum outcome outcome = DONE;
	for (size_t i = 0; outcome == DONE && i < sandbox->readable_count; i++)
		outcome = allow(rules, sandbox->readable[i], READING & known, why);
	for (size_t i = 0; outcome == DONE && i < sandbox->writable_count; i++)
		outcome = allow(rules, sandbox->writable[i], WRITING & known, why);
	return outcome;
}

enum outcome sandbox_files(const struct sandbox *sandbox, bool *entered, struct why *why)
{
	long version =
	    syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 0) /* not built in, switched off, or hidden by a container */
		return DONE;
	struct ruleset ruleset = ruleset_of(sandbox, version);
	int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, sizeof(ruleset), 0);
	if (rules < 0)
		return refused("no rules", why);
	enum outcome outcome = allow_all(rules, sandbox, ruleset.files, why);
	if (outcome == DONE && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		outcome = refused("not put in force", why);
	close(rules);
	*entered = outcome == DONE;
	return outcome;
}
