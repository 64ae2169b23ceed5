/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log sources. Sigma names some sources in more than one way, and a decoder gives an event one
 * name: the most exact. The table says which wider or older words cover it, and why. Source: Sigma
 * taxonomy appendix 2.1.0 and the rules that use the words.
 */
#include "detect/logsource.h"

#include <stddef.h>

enum aspect { PRODUCT, CATEGORY, SERVICE };

static const struct cover {
	enum aspect aspect;
	struct text rule;    /* the rule's word */
	struct text event;   /* the event's; empty: any */
	struct text product; /* the event's product must be this; empty: any */
} covers[] = {
    /* Sysmon 12, 13 and 14 are all "registry_event"; decoders tell the kinds apart. */
    {CATEGORY, TEXT_INIT("registry_event"), TEXT_INIT("registry_add"), TEXT_INIT("")},
    {CATEGORY, TEXT_INIT("registry_event"), TEXT_INIT("registry_delete"), TEXT_INIT("")},
    {CATEGORY, TEXT_INIT("registry_event"), TEXT_INIT("registry_set"), TEXT_INIT("")},
    {CATEGORY, TEXT_INIT("registry_event"), TEXT_INIT("registry_rename"), TEXT_INIT("")},
    /* Sysmon 26 is 23 without the archived copy. */
    {CATEGORY, TEXT_INIT("file_delete"), TEXT_INIT("file_delete_detected"), TEXT_INIT("")},
    /* FortiOS is the system that a FortiGate runs; its daemons' lines come as FortiGate events. */
    {PRODUCT, TEXT_INIT("fortios"), TEXT_INIT("fortigate"), TEXT_INIT("")},
    {SERVICE, TEXT_INIT("sslvpnd"), TEXT_INIT(""), TEXT_INIT("fortigate")},
    /* Any log of the device itself. */
    {CATEGORY, TEXT_INIT("appliance"), TEXT_INIT(""), TEXT_INIT("paloalto")},
    /* Routing daemons log through the device's one system log; the rules' keywords name the
       protocol. */
    {SERVICE, TEXT_INIT("bgp"), TEXT_INIT(""), TEXT_INIT("cisco")},
    {SERVICE, TEXT_INIT("ldp"), TEXT_INIT(""), TEXT_INIT("cisco")},
    {SERVICE, TEXT_INIT("bgp"), TEXT_INIT(""), TEXT_INIT("juniper")},
    {SERVICE, TEXT_INIT("bgp"), TEXT_INIT(""), TEXT_INIT("huawei")},
    /* auth.log and secure hold what these programs write (facilities auth and authpriv). */
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("sshd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("sudo"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("su"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("login"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("cron"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("pkexec"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("polkitd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("systemd-logind"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("useradd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("usermod"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("userdel"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("groupadd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("groupmod"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("groupdel"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("passwd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("chpasswd"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("chage"), TEXT_INIT("linux")},
    {SERVICE, TEXT_INIT("auth"), TEXT_INIT("syslog"), TEXT_INIT("linux")},
};

/*
 * On Linux "syslog" is every program's line, so any service but those that have logs and
 * formats of their own.
 */
static bool linux_syslog(const struct logsource *rule, const struct logsource *event)
{
	return text_equal(rule->service, TEXT("syslog")) &&
	       text_equal_fold(event->product, TEXT("linux")) &&
	       !text_equal_fold(event->service, TEXT("auditd")) &&
	       !text_equal_fold(event->service, TEXT("sysmon"));
}

static bool in_table(enum aspect aspect, struct text rule, struct text event, struct text product)
{
	for (size_t i = 0; i < sizeof(covers) / sizeof(covers[0]); i++) {
		const struct cover *cover = &covers[i];
		if (cover->aspect == aspect && text_equal(cover->rule, rule) &&
		    (cover->event.size == 0 || text_equal_fold(cover->event, event)) &&
		    (cover->product.size == 0 || text_equal_fold(cover->product, product)))
			return true;
	}
	return false;
}

static bool aspect_covers(
    enum aspect aspect, struct text rule, struct text event, struct text product)
{
	return rule.size == 0 || text_equal_fold(rule, event) ||
	       in_table(aspect, rule, event, product);
}

bool logsource_covers(const struct logsource *rule, const struct logsource *event)
{
	if (!aspect_covers(PRODUCT, rule->product, event->product, event->product))
		return false;
	if (!aspect_covers(CATEGORY, rule->category, event->category, event->product))
		return false;
	return aspect_covers(SERVICE, rule->service, event->service, event->product) ||
	       linux_syslog(rule, event);
}
