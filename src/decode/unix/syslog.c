/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any line with a syslog header that no other decoder has. Account tools (shadow-utils, su, login,
 * passwd, PAM) are taken apart; of others host, program and text are kept. The product is linux
 * only where the program is one that runs on Unix systems.
 */
#include "decode/unix/unix_message.h"

static const struct text account_programs[] = {TEXT_INIT("useradd"), TEXT_INIT("userdel"),
    TEXT_INIT("usermod"), TEXT_INIT("groupadd"), TEXT_INIT("groupdel"), TEXT_INIT("groupmod"),
    TEXT_INIT("gpasswd"), TEXT_INIT("chage"), TEXT_INIT("chfn"), TEXT_INIT("chsh"),
    TEXT_INIT("newusers"), TEXT_INIT("passwd"), TEXT_INIT("chpasswd"), TEXT_INIT("adduser"),
    TEXT_INIT("su"), TEXT_INIT("login"), TEXT_INIT("runuser"), TEXT_INIT("pam"),
    TEXT_INIT("polkitd"), TEXT_INIT("pkexec"), TEXT_INIT("polkit-agent-helper-1"), TEXT_INIT("gdm"),
    TEXT_INIT("gdm-password]"), TEXT_INIT("gdm-launch-environment]"), TEXT_INIT("lightdm"),
    TEXT_INIT("sddm"), TEXT_INIT("unix_chkpwd"), TEXT_INIT("saslauthd"), TEXT_INIT("sssd")};

struct known {
	struct text program;
	struct text service;
};

/* Programs that Sigma's rules know by a service of their own, then other common ones (service
 * syslog). */
static const struct known known_programs[] = {{TEXT_INIT("vsftpd"), TEXT_INIT("vsftpd")},
    {TEXT_INIT("clamd"), TEXT_INIT("clamav")}, {TEXT_INIT("clamav"), TEXT_INIT("clamav")},
    {TEXT_INIT("clamscan"), TEXT_INIT("clamav")}, {TEXT_INIT("freshclam"), TEXT_INIT("clamav")},
    {TEXT_INIT("guacd"), TEXT_INIT("guacamole")}, {TEXT_INIT("guacamole"), TEXT_INIT("guacamole")},
    {TEXT_INIT("named"), TEXT_INIT("syslog")}, {TEXT_INIT("rsyslogd"), TEXT_INIT("syslog")},
    {TEXT_INIT("syslogd"), TEXT_INIT("syslog")}, {TEXT_INIT("syslog-ng"), TEXT_INIT("syslog")},
    {TEXT_INIT("dbus-daemon"), TEXT_INIT("syslog")},
    {TEXT_INIT("NetworkManager"), TEXT_INIT("syslog")},
    {TEXT_INIT("dhclient"), TEXT_INIT("syslog")}, {TEXT_INIT("dhcpd"), TEXT_INIT("syslog")},
    {TEXT_INIT("dnsmasq"), TEXT_INIT("syslog")}, {TEXT_INIT("ntpd"), TEXT_INIT("syslog")},
    {TEXT_INIT("chronyd"), TEXT_INIT("syslog")}, {TEXT_INIT("postfix"), TEXT_INIT("syslog")},
    {TEXT_INIT("dovecot"), TEXT_INIT("syslog")}, {TEXT_INIT("sendmail"), TEXT_INIT("syslog")},
    {TEXT_INIT("exim"), TEXT_INIT("syslog")}, {TEXT_INIT("smbd"), TEXT_INIT("syslog")},
    {TEXT_INIT("nmbd"), TEXT_INIT("syslog")}, {TEXT_INIT("winbindd"), TEXT_INIT("syslog")},
    {TEXT_INIT("snmpd"), TEXT_INIT("syslog")}, {TEXT_INIT("xinetd"), TEXT_INIT("syslog")},
    {TEXT_INIT("proftpd"), TEXT_INIT("syslog")}, {TEXT_INIT("pure-ftpd"), TEXT_INIT("syslog")},
    {TEXT_INIT("fail2ban"), TEXT_INIT("syslog")},
    {TEXT_INIT("fail2ban-server"), TEXT_INIT("syslog")},
    {TEXT_INIT("firewalld"), TEXT_INIT("syslog")}, {TEXT_INIT("ufw"), TEXT_INIT("syslog")},
    {TEXT_INIT("bash"), TEXT_INIT("syslog")}, {TEXT_INIT("sh"), TEXT_INIT("syslog")},
    {TEXT_INIT("logger"), TEXT_INIT("syslog")}, {TEXT_INIT("root"), TEXT_INIT("syslog")},
    {TEXT_INIT("dockerd"), TEXT_INIT("syslog")}, {TEXT_INIT("containerd"), TEXT_INIT("syslog")},
    {TEXT_INIT("kubelet"), TEXT_INIT("syslog")}, {TEXT_INIT("snapd"), TEXT_INIT("syslog")},
    {TEXT_INIT("dpkg"), TEXT_INIT("syslog")}, {TEXT_INIT("apt"), TEXT_INIT("syslog")},
    {TEXT_INIT("yum"), TEXT_INIT("syslog")}, {TEXT_INIT("dnf"), TEXT_INIT("syslog")},
    {TEXT_INIT("rkhunter"), TEXT_INIT("syslog")}, {TEXT_INIT("aide"), TEXT_INIT("syslog")},
    {TEXT_INIT("mysqld"), TEXT_INIT("syslog")}, {TEXT_INIT("postgres"), TEXT_INIT("syslog")},
    {TEXT_INIT("slapd"), TEXT_INIT("syslog")}, {TEXT_INIT("krb5kdc"), TEXT_INIT("syslog")},
    {TEXT_INIT("openvpn"), TEXT_INIT("syslog")}, {TEXT_INIT("charon"), TEXT_INIT("syslog")},
    {TEXT_INIT("pppd"), TEXT_INIT("syslog")}, {TEXT_INIT("auditd"), TEXT_INIT("auditd")}};

/* clang-format off */
static const struct unix_sentence account_sentences[] = {
	{"new user: name={target_user*}, UID={target_uid}, GID={gid}, home={home*}, shell={shell*}, from={from*}", "user-added", "success"},
	{"new user: name={target_user*}, UID={target_uid}, GID={gid}, home={home*}, shell={shell*}", "user-added", "success"},
	{"failed adding user '{target_user*}', exit code: {code}", "user-added", "failure"},
	{"failed adding user '{target_user*}', data deleted", "user-added", "failure"},
	{"new group: name={group*}, GID={gid}", "group-added", "success"},
	{"group added to {file}: name={group*}[, GID={gid}]", "group-added", "success"},
	{"failed adding group '{group*}'{*}", "group-added", "failure"},
	{"add '{target_user*}' to group '{group*}'", "group-member-added", "success"},
	{"add '{target_user*}' to shadow group '{group*}'", "group-member-added", "success"},
	{"delete '{target_user*}' from group '{group*}'", "group-member-removed", "success"},
	{"delete '{target_user*}' from shadow group '{group*}'", "group-member-removed", "success"},
	{"user {target_user*} added by {by} to group {group*}", "group-member-added", "success"},
	{"user {target_user*} removed by {by} from group {group*}", "group-member-removed", "success"},
	{"delete user '{target_user*}'", "user-deleted", "success"},
	{"removed group '{group*}' owned by '{target_user*}'", "group-deleted", "success"},
	{"removed shadow group '{group*}' owned by '{target_user*}'", "group-deleted", "success"},
	{"group '{group*}' removed{*}", "group-deleted", "success"},
	{"change user '{target_user*}' {attribute*} from '{old*}' to '{new*}'", "user-changed", "success"},
	{"change user '{target_user*}' {attribute*}", "user-changed", "success"},
	{"lock user '{target_user*}' password", "user-locked", "success"},
	{"unlock user '{target_user*}' password", "user-unlocked", "success"},
	{"password for '{target_user*}' changed by '{by*}'", "password-changed", "success"},
	{"changed password expiry for {target_user*}", "password-expiry-changed", "success"},
	{"changed user '{target_user*}' {attribute*}", "user-changed", "success"},
	{"Successful su for {target_user*} by {by*}", "su", "success"},
	{"FAILED su for {target_user*} by {by*}", "su", "failure"},
	{"FAILED SU (to {target_user*}) {by*} on {tty}", "su", "failure"},
	{"(to {target_user*}) {by*} on {tty}", "su", "success"},
	{"+ {tty} {by}:{target_user*}", "su", "success"},
	{"- {tty} {by}:{target_user*}", "su", "failure"},
	{"'su {target_user}' failed for {by} on {tty}", "su", "failure"},
	{"'su {target_user}' succeeded for {by} on {tty}", "su", "success"},
	{"BAD SU {by} to {target_user} on {tty}", "su", "failure"},
	{"failed: {tty} changing from {by} to {target_user}", "su", "failure"},
	{"{by} to {target_user} on {tty}", "su", "success"},
	{"ROOT LOGIN ON {tty}[ FROM {host}]", "logged-in", "success"},
	{"ROOT LOGIN on '{tty}'[ from '{host}']", "logged-in", "success"},
	{"LOGIN ON {tty} BY {user*}[ FROM {host}]", "logged-in", "success"},
	{"FAILED LOGIN ({count}) on '{tty}'[ from '{host}'] FOR '{user*}', {reason*}", "logon-failed", "failure"},
	{"FAILED LOGIN {count} FROM {host} FOR {user*}, {reason*}", "logon-failed", "failure"},
	{"user {user*} logged out", "logged-out", "success"},
	{"password check failed for user ({user*})", "logon-failed", "failure"},
	{"Operator of {subject*} {verb} to authenticate as unix-user:{user} to gain {kind} authorization for action {rule} for {client*}", "authorization", ""},
	{"{by}: Executing command \\[USER={target_user}\\] \\[TTY={tty*}\\] \\[CWD={cwd*}\\] \\[COMMAND={command*}\\]", "pkexec", "success"},
};
/* clang-format on */

static bool recognise(const struct view *view)
{
	const struct envelope *envelope = &view->envelope;

	return envelope->priority >= 0 || envelope->has_time;
}

/* "postfix/smtpd" is postfix. */
static struct text family_of(struct text program)
{
	return text_part(program, 0, text_find_char(program, '/'));
}

static const struct known *find_known(struct text program)
{
	struct text family = family_of(program);

	for (size_t i = 0; i < sizeof(known_programs) / sizeof(known_programs[0]); i++) {
		if (text_equal(known_programs[i].program, family))
			return &known_programs[i];
	}
	return NULL;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	bool account = unix_is_program(
	    view, account_programs, sizeof(account_programs) / sizeof(account_programs[0]));
	const struct known *known = find_known(unix_program(view));
	struct event *event = unix_event(view, TEXT("auth"), events, why);

	if (event == NULL)
		return TOO_LARGE;
	bool pam = unix_put_pam(event) || unix_put_old_pam(event, view);
	if (pam || account) {
		unix_put_sentence(event, account_sentences,
		    sizeof(account_sentences) / sizeof(account_sentences[0]));
		return DONE;
	}
	if (known != NULL) {
		event->logsource.service = known->service;
		return DONE;
	}
	event->logsource.product = TEXT("");
	event->logsource.service = text_lower(event->arena, family_of(unix_program(view)));
	return DONE;
}

const struct decoder syslog_decoder = {"syslog", "Any syslog line", "", recognise, decode};
