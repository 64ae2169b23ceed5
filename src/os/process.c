/* SPDX-License-Identifier: Apache-2.0 */
#include "os/process.h"

#include <assert.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KEEP_MOST 64

static enum outcome failed(const char *doing, struct why *why)
{
	why_set(why, "%s: %s", doing, strerror(errno));
	return NOT_ALLOWED;
}

enum outcome process_limit(const struct process_limits *limits, struct why *why)
{
	struct rlimit limit;
	if (limits->descriptors != 0) {
		if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
			return failed("the limit of descriptors", why);
		limit.rlim_cur =
		    limits->descriptors < limit.rlim_max ? limits->descriptors : limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
			return failed("the limit of descriptors", why);
	}
	limit = (struct rlimit){0, 0};
	if (limits->no_core && setrlimit(RLIMIT_CORE, &limit) != 0)
		return failed("the limit of core files", why);
	limit = (struct rlimit){limits->memory, limits->memory};
	if (limits->memory != 0 && setrlimit(RLIMIT_AS, &limit) != 0)
		return failed("the limit of memory", why);
	return DONE;
}

enum outcome process_account_find(
    const char *user, const char *group, struct process_account *account, struct why *why)
{
	const struct passwd *passwd = getpwnam(user);
	if (passwd == NULL) {
		why_set(why, "there is no user '%s'", user);
		return NOT_FOUND;
	}
	struct process_account found = {.user = passwd->pw_uid, .group = passwd->pw_gid};
	if (group != NULL) {
		const struct group *entry = getgrnam(group);
		if (entry == NULL) {
			why_set(why, "there is no group '%s'", group);
			return NOT_FOUND;
		}
		found.group = entry->gr_gid;
	}
	*account = found;
	return DONE;
}

enum outcome process_become(const struct process_account *account, struct why *why)
{
	gid_t groups[3] = {account->group};
	size_t count = 1;
	for (size_t i = 0; i < account->more_count && i < 2; i++)
		groups[count++] = account->more[i];
	if (setgroups(count, groups) != 0)
		return failed("setgroups", why);
	if (setresgid(account->group, account->group, account->group) != 0)
		return failed("setresgid", why);
	if (setresuid(account->user, account->user, account->user) != 0)
		return failed("setresuid", why);
	if (account->user != 0 && (setuid(0) == 0 || seteuid(0) == 0)) {
		why_set(why, "the way back to root is open");
		return NOT_ALLOWED;
	}
	return DONE;
}

enum outcome process_shed(struct why *why)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3] = {{0}};
	struct __user_cap_data_struct kept[_LINUX_CAPABILITY_U32S_3] = {{0}};
	if (syscall(SYS_capget, &header, has) != 0)
		return failed("capget", why);
	kept[0].permitted = has[0].permitted & 1U << CAP_DAC_OVERRIDE;
	kept[0].effective = kept[0].permitted;
	return syscall(SYS_capset, &header, kept) == 0 ? DONE : failed("capset", why);
}

static void close_between(unsigned first, unsigned last)
{
	if (first > last)
		return;
	if (syscall(SYS_close_range, first, last, 0) == 0)
		return;
	/* A kernel before 5.9: up to what may be open. */
	long most = sysconf(_SC_OPEN_MAX);
	for (unsigned fd = first; fd <= last && (long)fd < most; fd++)
		(void)close((int)fd);
}

void process_keep_descriptors(const int *keep, size_t count)
{
	int sorted[KEEP_MOST];
	size_t have = 0;
	assert(count <= KEEP_MOST);
	for (size_t i = 0; i < count; i++) {
		size_t at = have;
		if (keep[i] <= STDERR_FILENO)
			continue;
		for (; at > 0 && sorted[at - 1] > keep[i]; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = keep[i];
		have++;
	}
	unsigned next = STDERR_FILENO + 1;
	for (size_t i = 0; i < have; i++) {
		close_between(next, (unsigned)sorted[i] - 1);
		next = (unsigned)sorted[i] + 1;
	}
	close_between(next, ~0U);
}
