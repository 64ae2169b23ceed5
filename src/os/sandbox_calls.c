/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seccomp (libseccomp): a list of calls that fail with EPERM.
 *
 * A list of what is forbidden, not of what is allowed. An allow-list has to name every call that
 * any version of the C library, its allocator, its threads, libarchive or a sanitizer makes; the
 * next security update adds one, and the program dies in the middle of somebody's incident. What an
 * attacker in a parser needs instead is known and changes slowly: the network, other programs,
 * other processes, other files (which Landlock confines), and the kernel's large and often broken
 * interfaces. Those are closed here. Calls of other ABIs (32-bit, x32), whose numbers mean other
 * things, end the process.
 */
#include "os/sandbox_parts.h"

#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const forbidden[] = {
    /* listening, whoever connects */
    "bind",
    "listen",
    /* other programs */
    "execve",
    "execveat",
    "uselib",
    /* other processes */
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "process_madvise",
    "process_mrelease",
    "kcmp",
    "pidfd_open",
    "pidfd_getfd",
    "pidfd_send_signal",
    "kill",
    "tkill",
    "rt_sigqueueinfo",
    "rt_tgsigqueueinfo",
    "migrate_pages",
    "move_pages",
    /* namespaces and file systems */
    "unshare",
    "setns",
    "mount",
    "umount",
    "umount2",
    "pivot_root",
    "chroot",
    "move_mount",
    "open_tree",
    "open_tree_attr",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    "swapon",
    "swapoff",
    "quotactl",
    "quotactl_fd",
    "acct",
    /* files past Landlock: by handle; what version 2 of it does not cover */
    "open_by_handle_at",
    "name_to_handle_at",
    "truncate",
    "truncate64",
    "chmod",
    "fchmodat",
    "fchmodat2",
    "chown",
    "chown32",
    "fchown",
    "fchown32",
    "lchown",
    "lchown32",
    "fchownat",
    "setxattr",
    "lsetxattr",
    "fsetxattr",
    "setxattrat",
    "removexattr",
    "lremovexattr",
    "fremovexattr",
    "removexattrat",
    "file_setattr",
    "mknod",
    "mknodat",
    "utime",
    "utimes",
    "futimesat",
    "utimensat",
    "utimensat_time64",
    "fanotify_init",
    /* other users */
    "setuid",
    "setuid32",
    "setgid",
    "setgid32",
    "setreuid",
    "setreuid32",
    "setregid",
    "setregid32",
    "setresuid",
    "setresuid32",
    "setresgid",
    "setresgid32",
    "setfsuid",
    "setfsuid32",
    "setfsgid",
    "setfsgid32",
    "setgroups",
    "setgroups32",
    "capset",
    /* the kernel itself */
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    "io_setup",
    "io_submit",
    "keyctl",
    "add_key",
    "request_key",
    "init_module",
    "finit_module",
    "delete_module",
    "create_module",
    "kexec_load",
    "kexec_file_load",
    "reboot",
    "syslog",
    "iopl",
    "ioperm",
    "modify_ldt",
    "personality",
    "lookup_dcookie",
    "nfsservctl",
    "vhangup",
    "vmsplice",
    "_sysctl",
    "sysfs",
    "ustat",
    "vm86",
    "vm86old",
    "remap_file_pages",
    "mbind",
    "set_mempolicy",
    "memfd_secret",
    "map_shadow_stack",
    /* the machine */
    "settimeofday",
    "stime",
    "clock_settime",
    "clock_settime64",
    "adjtimex",
    "clock_adjtime",
    "clock_adjtime64",
    "sethostname",
    "setdomainname",
};

/* The network and local services, unless the process is there for them. */
static const char *const accepting[] = {"accept", "accept4"};
static const char *const connecting[] = {"socket", "connect", "sendmmsg"};

#define NEW_NAMESPACES                                                                             \
	(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | \
	    CLONE_NEWCGROUP)

#define OPENING_MODES (S_IRWXO | S_ISVTX | S_ISGID | S_ISUID)

static int forbid(scmp_filter_ctx filter, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);
	/* A call that this libseccomp or this machine does not have. */
	if (number == __NR_SCMP_ERROR || number < 0)
		return 0;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
}

/* Forbid a call where an argument has a value (under a mask, for SCMP_CMP_MASKED_EQ). */
static int forbid_with(scmp_filter_ctx filter, int call, struct scmp_arg_cmp argument)
{
	return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, 1, &argument);
}

/* Calls that are forbidden with some arguments only. */
static int forbid_partly(scmp_filter_ctx filter)
{
	static const unsigned typing[] = {TIOCSTI, TIOCLINUX}; /* they type into the terminal */
	int result = 0;
	for (size_t i = 0; i < sizeof(typing) / sizeof(typing[0]) && result == 0; i++)
		result = forbid_with(filter, SCMP_SYS(ioctl),
		    (struct scmp_arg_cmp){1, SCMP_CMP_MASKED_EQ, UINT32_MAX, typing[i]});
	/* A process may close its own files to others, and not open them; chmod by name is
	 * forbidden altogether. */
	for (unsigned bit = 1; bit <= S_ISUID && result == 0; bit <<= 1) {
		if ((OPENING_MODES & bit) != 0)
			result = forbid_with(filter, SCMP_SYS(fchmod),
			    (struct scmp_arg_cmp){1, SCMP_CMP_MASKED_EQ, bit, bit});
	}
	/* abort() signals its own process; nobody else needs to be. */
	if (result == 0)
		result = forbid_with(filter, SCMP_SYS(tgkill),
		    (struct scmp_arg_cmp){0, SCMP_CMP_NE, (scmp_datum_t)getpid(), 0});
	for (unsigned bit = 1U << 7; bit != 0 && result == 0; bit <<= 1) {
		if ((NEW_NAMESPACES & bit) != 0)
			result = forbid_with(filter, SCMP_SYS(clone),
			    (struct scmp_arg_cmp){0, SCMP_CMP_MASKED_EQ, bit, bit});
	}
	/* clone3's flags lie in memory, out of a filter's sight; without it the C library makes
	 * threads with clone. */
	if (result == 0)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	return result;
}

static int forbid_all(scmp_filter_ctx filter, const char *const *names, size_t count)
{
	int result = 0;
	for (size_t i = 0; i < count && result == 0; i++)
		result = forbid(filter, names[i]);
	return result;
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static int fill(scmp_filter_ctx filter, const struct sandbox *sandbox)
{
	int result = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (result == 0)
		result = forbid_all(filter, forbidden, COUNT_OF(forbidden));
	if (result == 0 && !sandbox->accepts)
		result = forbid_all(filter, accepting, COUNT_OF(accepting));
	if (result == 0 && !sandbox->connects)
		result = forbid_all(filter, connecting, COUNT_OF(connecting));
	/* A datagram socket that was passed on could send to any address; answering on a connection
	 * names none. (sendmsg, which TLS uses, keeps its address in memory, out of sight:
	 * socket_listen() makes datagram sockets that cannot send.) */
	if (result == 0 && !sandbox->connects)
		result = forbid_with(
		    filter, SCMP_SYS(sendto), (struct scmp_arg_cmp){4, SCMP_CMP_NE, 0, 0});
	for (size_t i = 0; i < sandbox->shared_count && result == 0; i++)
		result = forbid_with(filter, SCMP_SYS(shutdown),
		    (struct scmp_arg_cmp){
			0, SCMP_CMP_MASKED_EQ, UINT32_MAX, (scmp_datum_t)sandbox->shared[i]});
	return result == 0 ? forbid_partly(filter) : result;
}

enum outcome sandbox_calls(const struct sandbox *sandbox, bool *entered, struct why *why)
{
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0) /* a kernel without it */
		return DONE;
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int result = filter == NULL ? -ENOMEM : fill(filter, sandbox);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	if (result != 0) {
		why_set(why, "seccomp: %s", strerror(-result));
		return NOT_ALLOWED;
	}
	*entered = true;
	return DONE;
}
