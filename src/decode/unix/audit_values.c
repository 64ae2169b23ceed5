/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of audit records. A value is bare (to the next space), in double quotes, or msg='…' with
 * pairs of its own inside. What a user can choose (names, command lines) is quoted, or in
 * upper-case hexadecimal when it holds a space, a quote or a control character.
 */
#include "decode/unix/audit_values.h"

#include "base/arena.h"
#include "base/limits.h"

#include <string.h>

#define ARGUMENTS_MAX 128 /* of a command line that are joined */

struct numbered {
	unsigned number;
	struct text name;
};

/* linux/audit.h of Linux 6.1 and libaudit's table (AUDIT_* constants). */
static const struct numbered types[] = {{1005, TEXT_INIT("USER")}, {1100, TEXT_INIT("USER_AUTH")},
    {1101, TEXT_INIT("USER_ACCT")}, {1102, TEXT_INIT("USER_MGMT")}, {1103, TEXT_INIT("CRED_ACQ")},
    {1104, TEXT_INIT("CRED_DISP")}, {1105, TEXT_INIT("USER_START")}, {1106, TEXT_INIT("USER_END")},
    {1107, TEXT_INIT("USER_AVC")}, {1108, TEXT_INIT("USER_CHAUTHTOK")},
    {1109, TEXT_INIT("USER_ERR")}, {1110, TEXT_INIT("CRED_REFR")}, {1112, TEXT_INIT("USER_LOGIN")},
    {1113, TEXT_INIT("USER_LOGOUT")}, {1114, TEXT_INIT("ADD_USER")}, {1115, TEXT_INIT("DEL_USER")},
    {1116, TEXT_INIT("ADD_GROUP")}, {1117, TEXT_INIT("DEL_GROUP")}, {1123, TEXT_INIT("USER_CMD")},
    {1124, TEXT_INIT("USER_TTY")}, {1127, TEXT_INIT("SYSTEM_BOOT")},
    {1128, TEXT_INIT("SYSTEM_SHUTDOWN")}, {1130, TEXT_INIT("SERVICE_START")},
    {1131, TEXT_INIT("SERVICE_STOP")}, {1200, TEXT_INIT("DAEMON_START")},
    {1201, TEXT_INIT("DAEMON_END")}, {1300, TEXT_INIT("SYSCALL")}, {1302, TEXT_INIT("PATH")},
    {1303, TEXT_INIT("IPC")}, {1305, TEXT_INIT("CONFIG_CHANGE")}, {1306, TEXT_INIT("SOCKADDR")},
    {1307, TEXT_INIT("CWD")}, {1309, TEXT_INIT("EXECVE")}, {1319, TEXT_INIT("TTY")},
    {1320, TEXT_INIT("EOE")}, {1321, TEXT_INIT("BPRM_FCAPS")}, {1325, TEXT_INIT("NETFILTER_CFG")},
    {1326, TEXT_INIT("SECCOMP")}, {1327, TEXT_INIT("PROCTITLE")}, {1330, TEXT_INIT("KERN_MODULE")},
    {1334, TEXT_INIT("BPF")}, {1400, TEXT_INIT("AVC")}, {1404, TEXT_INIT("MAC_STATUS")},
    {1700, TEXT_INIT("ANOM_PROMISCUOUS")}, {1701, TEXT_INIT("ANOM_ABEND")},
    {1702, TEXT_INIT("ANOM_LINK")}, {2100, TEXT_INIT("ANOM_LOGIN_FAILURES")}};

/* System calls that detection rules ask for: x86-64 (asm/unistd_64.h of Linux 6.1). */
static const struct numbered calls_x86_64[] = {{2, TEXT_INIT("open")}, {10, TEXT_INIT("mprotect")},
    {41, TEXT_INIT("socket")}, {42, TEXT_INIT("connect")}, {43, TEXT_INIT("accept")},
    {49, TEXT_INIT("bind")}, {56, TEXT_INIT("clone")}, {59, TEXT_INIT("execve")},
    {62, TEXT_INIT("kill")}, {63, TEXT_INIT("uname")}, {76, TEXT_INIT("truncate")},
    {77, TEXT_INIT("ftruncate")}, {82, TEXT_INIT("rename")}, {84, TEXT_INIT("rmdir")},
    {86, TEXT_INIT("link")}, {87, TEXT_INIT("unlink")}, {88, TEXT_INIT("symlink")},
    {90, TEXT_INIT("chmod")}, {91, TEXT_INIT("fchmod")}, {92, TEXT_INIT("chown")},
    {93, TEXT_INIT("fchown")}, {99, TEXT_INIT("sysinfo")}, {101, TEXT_INIT("ptrace")},
    {103, TEXT_INIT("syslog")}, {105, TEXT_INIT("setuid")}, {133, TEXT_INIT("mknod")},
    {135, TEXT_INIT("personality")}, {159, TEXT_INIT("adjtimex")}, {161, TEXT_INIT("chroot")},
    {164, TEXT_INIT("settimeofday")}, {165, TEXT_INIT("mount")}, {166, TEXT_INIT("umount2")},
    {169, TEXT_INIT("reboot")}, {170, TEXT_INIT("sethostname")}, {175, TEXT_INIT("init_module")},
    {176, TEXT_INIT("delete_module")}, {188, TEXT_INIT("setxattr")},
    {227, TEXT_INIT("clock_settime")}, {257, TEXT_INIT("openat")}, {259, TEXT_INIT("mknodat")},
    {263, TEXT_INIT("unlinkat")}, {264, TEXT_INIT("renameat")}, {268, TEXT_INIT("fchmodat")},
    {288, TEXT_INIT("accept4")}, {310, TEXT_INIT("process_vm_readv")},
    {311, TEXT_INIT("process_vm_writev")}, {313, TEXT_INIT("finit_module")},
    {316, TEXT_INIT("renameat2")}, {319, TEXT_INIT("memfd_create")}, {321, TEXT_INIT("bpf")},
    {322, TEXT_INIT("execveat")}, {435, TEXT_INIT("clone3")}};

/* The same of asm-generic/unistd.h: arm64 and riscv64. */
static const struct numbered calls_generic[] = {{33, TEXT_INIT("mknodat")},
    {35, TEXT_INIT("unlinkat")}, {40, TEXT_INIT("mount")}, {51, TEXT_INIT("chroot")},
    {53, TEXT_INIT("fchmodat")}, {56, TEXT_INIT("openat")}, {92, TEXT_INIT("personality")},
    {105, TEXT_INIT("init_module")}, {106, TEXT_INIT("delete_module")}, {116, TEXT_INIT("syslog")},
    {117, TEXT_INIT("ptrace")}, {129, TEXT_INIT("kill")}, {142, TEXT_INIT("reboot")},
    {146, TEXT_INIT("setuid")}, {160, TEXT_INIT("uname")}, {179, TEXT_INIT("sysinfo")},
    {198, TEXT_INIT("socket")}, {200, TEXT_INIT("bind")}, {203, TEXT_INIT("connect")},
    {220, TEXT_INIT("clone")}, {221, TEXT_INIT("execve")}, {226, TEXT_INIT("mprotect")},
    {273, TEXT_INIT("finit_module")}, {276, TEXT_INIT("renameat2")},
    {279, TEXT_INIT("memfd_create")}, {280, TEXT_INIT("bpf")}, {281, TEXT_INIT("execveat")}};

static struct text find(const struct numbered *list, size_t count, uint64_t number)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].number == number)
			return list[i].name;
	}
	return TEXT("");
}

struct text audit_values_type(struct text type)
{
	uint64_t number;
	struct text name;

	if (text_starts(type, TEXT("UNKNOWN["))) {
		type = text_from(type, 8);
		if (type.size != 0)
			type.size--;
	}
	if (!text_to_uint(type, &number))
		return type;
	name = find(types, sizeof(types) / sizeof(types[0]), number);
	return name.size != 0 ? name : type;
}

struct text audit_values_call(struct text call, struct text arch)
{
	uint64_t number;

	if (!text_to_uint(call, &number))
		return call;
	if (text_equal_fold(arch, TEXT("c000003e")) || text_equal(arch, TEXT("x86_64")))
		return find(calls_x86_64, sizeof(calls_x86_64) / sizeof(calls_x86_64[0]), number);
	if (text_equal_fold(arch, TEXT("c00000b7")) || text_equal(arch, TEXT("aarch64")) ||
	    text_equal_fold(arch, TEXT("c00000f3")))
		return find(
		    calls_generic, sizeof(calls_generic) / sizeof(calls_generic[0]), number);
	return TEXT("");
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_argument(struct text key)
{
	return key.size >= 2 && key.at[0] == 'a' && key.at[1] >= '0' && key.at[1] <= '9' &&
	       !text_ends(key, TEXT("_len"));
}

/* Fields whose unquoted value is hexadecimal. Arguments are so in EXECVE only; in SYSCALL they are
 * numbers. */
static bool may_be_hex(struct text key, struct text type)
{
	static const struct text keys[] = {TEXT_INIT("proctitle"), TEXT_INIT("comm"),
	    TEXT_INIT("exe"), TEXT_INIT("cwd"), TEXT_INIT("name"), TEXT_INIT("cmd"),
	    TEXT_INIT("acct"), TEXT_INIT("data"), TEXT_INIT("key"), TEXT_INIT("key_r"),
	    TEXT_INIT("path"), TEXT_INIT("dir"), TEXT_INIT("vm"), TEXT_INIT("ocomm"),
	    TEXT_INIT("new-disk"), TEXT_INIT("watch"), TEXT_INIT("device"), TEXT_INIT("cgroup"),
	    TEXT_INIT("grp")};

	if (is_argument(key))
		return text_equal(type, TEXT("EXECVE"));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (text_equal(keys[i], key))
			return true;
	}
	return false;
}

/* NUL between words becomes a space; 01 separates the keys of a rule and becomes a comma. */
static struct text decode_hex(struct text value, struct arena *arena)
{
	char *out;

	if (value.size < 2 || value.size % 2 != 0)
		return value;
	for (size_t i = 0; i < value.size; i++) {
		if (hex_digit(value.at[i]) < 0)
			return value;
	}
	out = arena_alloc(arena, value.size / 2);
	for (size_t i = 0; i < value.size; i += 2) {
		char c = (char)(hex_digit(value.at[i]) * 16 + hex_digit(value.at[i + 1]));

		out[i / 2] = c == '\0' ? ' ' : c == '\x01' ? ',' : c;
	}
	return text_trim((struct text){out, value.size / 2});
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\t' || c == '\x1d' || c == ',' || c == '\n' || c == '\r';
}

static void skip_gaps(struct audit_pairs *pairs)
{
	size_t i = 0;

	while (i < pairs->rest.size &&
	       (is_gap(pairs->rest.at[i]) || (pairs->nested && pairs->rest.at[i] == '\'')))
		i++;
	pairs->rest = text_from(pairs->rest, i);
}

/* auoms writes command lines bare: they end at one of the keys that follow them. */
static size_t bare_size(const struct audit_pairs *pairs, struct text key)
{
	struct text rest = pairs->rest;
	size_t i = 0;

	if (text_starts(pairs->type, TEXT("AUOMS")) &&
	    (text_equal(key, TEXT("proctitle")) || text_equal(key, TEXT("cmdline")))) {
		size_t end = text_find(rest, TEXT(" redactors="));

		return end == TEXT_NONE ? rest.size : end;
	}
	while (i < rest.size && rest.at[i] != ' ' && rest.at[i] != '\x1d' && rest.at[i] != '\n' &&
	       !(pairs->nested && rest.at[i] == '\''))
		i++;
	return i;
}

static struct text take_quoted(struct text *rest)
{
	struct text inside = text_from(*rest, 1);
	size_t end = text_find_char(inside, '"');
	struct text value = text_part(inside, 0, end);

	*rest = end == TEXT_NONE ? TEXT("") : text_from(inside, end + 1);
	return value;
}

static struct text take_value(struct audit_pairs *pairs, struct text key)
{
	struct text value;

	if (pairs->rest.size != 0 && pairs->rest.at[0] == '"')
		return take_quoted(&pairs->rest);
	value = text_part(pairs->rest, 0, bare_size(pairs, key));
	pairs->rest = text_from(pairs->rest, value.size);
	if (value.size != 0 && value.at[value.size - 1] == ',')
		value.size--;
	return may_be_hex(key, pairs->type) ? decode_hex(value, pairs->arena) : value;
}

bool audit_values_next(struct audit_pairs *pairs, struct text *key, struct text *value)
{
	for (;;) {
		size_t end = 0;

		skip_gaps(pairs);
		while (end < pairs->rest.size && end <= LIMIT_NAME && pairs->rest.at[end] != '=' &&
		       !is_gap(pairs->rest.at[end]))
			end++;
		if (end == pairs->rest.size)
			return false;
		if (end > LIMIT_NAME || pairs->rest.at[end] != '=' || end == 0) {
			/* A word that is no pair ("denied"): step over it. */
			pairs->rest = text_from(pairs->rest, end == 0 ? 1 : end);
			continue;
		}
		*key = text_part(pairs->rest, 0, end);
		pairs->rest = text_from(pairs->rest, end + 1);
		if (text_equal(*key, TEXT("msg")) && text_skip(&pairs->rest, TEXT("'"))) {
			pairs->nested = true;
			continue;
		}
		*value = take_value(pairs, *key);
		return true;
	}
}

void audit_values_put_command_line(struct event *event)
{
	struct text parts[ARGUMENTS_MAX];
	size_t count = 0;
	size_t size = 0;
	char *out;
	size_t at = 0;

	for (size_t i = 0; i < event->count && count < ARGUMENTS_MAX; i++) {
		if (is_argument(event->fields[i].name)) {
			parts[count++] = event->fields[i].value;
			size += event->fields[i].value.size + 1;
		}
	}
	if (count == 0)
		return;
	out = arena_alloc(event->arena, size);
	for (size_t i = 0; i < count; i++) {
		if (i != 0)
			out[at++] = ' ';
		if (parts[i].size != 0)
			memcpy(out + at, parts[i].at, parts[i].size);
		at += parts[i].size;
	}
	event_put(event, FIELD_COMMAND_LINE, (struct text){out, at});
	if (parts[0].size != 0 && parts[0].at[0] == '/')
		event_put(event, FIELD_IMAGE, parts[0]);
}
