/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What routers, Cisco and Juniper firewalls and Linux programs say (content/verdicts) of records as
 * their decoders read them. Each record gets exactly one verdict, with level and disposition, or
 * none; and every verdict has its record.
 */
#include "expect.h"

#include "detect/ruleset.h"

struct trial {
	const char *record;
	const char *want; /* "id level disposition"; "" when nobody says anything */
};

static const char *const files[] = {"cisco", "juniper", "yamaha", "seil", "linux"};

static const struct trial trials[] = {
    {"%FTD-1-430001: SrcIP: 192.0.2.1, Priority: 1, SID: 1, Message: MALWARE-OTHER Ransom.A, "
     "Classification: x",
	"cisco-ftd-ransomware critical unknown"},
    {"%FTD-1-430005: SrcIP: 192.0.2.1, FileAction: Malware Block, SHA_Disposition: Malware, "
     "ThreatName: Win.Ransomware.A",
	"cisco-ftd-ransomware medium blocked"},
    {"%FTD-1-430001: SrcIP: 192.0.2.1, Priority: 1, SID: 1, Message: MALWARE-CNC beacon, "
     "InlineResult: Would have dropped",
	"cisco-ftd-callback high allowed"},
    {"%FTD-1-430003: AccessControlRuleAction: Block, SrcIP: 192.0.2.1, IPReputationSICategory: CnC",
	"cisco-ftd-callback medium blocked"},
    {"%FTD-1-430005: SrcIP: 192.0.2.1, FileAction: Malware Cloud Lookup, SHA_Disposition: Malware, "
     "ThreatName: EICAR",
	"cisco-ftd-malware high allowed"},
    {"%FTD-1-430005: SrcIP: 192.0.2.1, FileAction: Malware Cloud Lookup, SHA_Disposition: Unknown, "
     "ThreatName: Invalid ID",
	""},
    {"%FTD-1-430001: SrcIP: 192.0.2.1, Priority: 1, SID: 1, Message: SERVER-WEBAPP traversal, "
     "InlineResult: Dropped",
	"cisco-ftd-intrusion-high low blocked"},
    {"%FTD-1-430001: SrcIP: 192.0.2.1, Priority: 3, SID: 1, Message: APP-DETECT login",
	"cisco-ftd-intrusion medium unknown"},
    {"%FTD-1-430003: AccessControlRuleAction: Allow, SrcIP: 192.0.2.1, AccessControlRuleReason: IP "
     "Monitor, IPReputationSICategory: Malware",
	"cisco-ftd-malicious-site high allowed"},
    {"%FTD-1-430003: AccessControlRuleAction: Block, SrcIP: 192.0.2.1, AccessControlRuleReason: "
     "URL Block, URLCategory: Gambling",
	"cisco-ftd-url-category informational blocked"},
    {"%FTD-1-430003: AccessControlRuleAction: Block, SrcIP: 192.0.2.1, WebApplication: BitTorrent",
	"cisco-ftd-application informational blocked"},
    {"%FTD-1-430003: AccessControlRuleAction: Allow, SrcIP: 192.0.2.1, WebApplication: BitTorrent",
	""},
    {"%ASA-4-338008: Dynamic filter dropped blacklisted TCP traffic from inside:192.0.2.5/1 "
     "(203.0.113.2/1) to outside:198.51.100.99/80 (198.51.100.99/80), destination 198.51.100.99 "
     "resolved from dynamic list: bad.example, threat-level: very-high, category: Malware",
	"cisco-asa-callback medium blocked"},
    {"%ASA-4-338002: Dynamic filter permitted blacklisted TCP traffic from inside:192.0.2.5/1 "
     "(203.0.113.2/1) to outside:198.51.100.99/80 (198.51.100.99/80), destination 198.51.100.99 "
     "resolved from dynamic list: bad.example",
	"cisco-asa-callback high allowed"},
    {"%ASA-4-338202: Dynamic filter monitored greylisted TCP traffic from inside:192.0.2.5/1 "
     "(203.0.113.2/1) to outside:198.51.100.99/80 (198.51.100.99/80), destination x resolved from "
     "dynamic list: bad.example, threat-level: low, category: Ads",
	"cisco-asa-suspicious-host medium allowed"},
    {"%ASA-4-733100: [ Scanning] drop rate-1 exceeded. Current burst rate is 12 per second, max "
     "configured rate is 10; Current average rate is 6 per second, max configured rate is 5; "
     "Cumulative total count is 3823",
	"cisco-asa-scan low unknown"},
    {"%ASA-4-733100: [ ACL drop] drop rate-1 exceeded. Current burst rate is 12 per second, max "
     "configured rate is 10; Current average rate is 6 per second, max configured rate is 5; "
     "Cumulative total count is 3823",
	""},
    {"%ASA-2-106017: Deny IP due to Land Attack from 203.0.113.2 to 203.0.113.2",
	"cisco-asa-attack informational blocked"},
    {"%ASA-4-400007: IPS:1100 IP Fragment Attack from 198.51.100.7 to 203.0.113.2 on interface "
     "outside",
	"cisco-asa-signature medium unknown"},
    {"%ASA-6-113006: User 'tanaka' locked out on exceeding '3' successive failed authentication "
     "attempts",
	"cisco-asa-lockout medium unknown"},
    {"%ASA-4-401004: Shunned packet: 198.51.100.7 ==> 203.0.113.2 on interface outside",
	"cisco-asa-shun informational blocked"},
    {"%ASA-4-106023: Deny tcp src outside:198.51.100.9/4711 dst inside:203.0.113.2/3389 by "
     "access-group \"x\" [0x0, 0x0]",
	""},
    {"%SEC_LOGIN-1-QUIET_MODE_ON: Still timeleft for watching failures is 80 secs, [user: root] "
     "[Source: 198.51.100.66] [localport: 23] [Reason: Login Authentication Failed] [ACL: "
     "sl_def_acl] at 12:06:04 JST Wed Feb 8 2023",
	"cisco-ios-guessing medium unknown"},
    {"%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred, caused by MAC address "
     "0000.5e00.5301 on port Gi0/1",
	"cisco-ios-forged-address medium unknown"},
    {"%IPS-4-SIGNATURE: Sig:3041 Subsig:0 Sev:4 TCP SYN/FIN Packet [198.51.100.7:4711 -> "
     "203.0.113.2:80]",
	"cisco-ios-signature medium unknown"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - AV_VIRUS_DETECTED_MT [junos@2636.1 "
     "name=\"Trojan.Ransom.A\"]",
	"juniper-ransomware medium blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - AV_VIRUS_DETECTED_MT [junos@2636.1 "
     "name=\"EICAR-Test-File\"]",
	"juniper-virus low blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_AAMW - AAMW_ACTION_LOG [junos@2636.1 action=\"PERMIT\" "
     "verdict-number=\"9\"]",
	"juniper-virus high allowed"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_AAMW - AAMW_ACTION_LOG [junos@2636.1 action=\"PERMIT\" "
     "verdict-number=\"2\"]",
	""},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_AAMW - AAMW_HOST_INFECTED_EVENT_LOG [junos@2636.1 "
     "client-ip=\"192.0.2.5\" state=\"added\"]",
	"juniper-infected-host high unknown"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_SECINTEL - SECINTEL_ACTION_LOG [junos@2636.1 "
     "sub-category=\"CC\" action=\"BLOCK\"]",
	"juniper-callback medium blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_SECINTEL - SECINTEL_ACTION_LOG [junos@2636.1 "
     "sub-category=\"Blacklist\" action=\"PERMIT\"]",
	"juniper-listed-address medium allowed"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_IDP - IDP_ATTACK_LOG_EVENT [junos@2636.1 "
     "attack-name=\"HTTP:DIR:TRAVERSAL\" threat-severity=\"HIGH\" action=\"DROP\"]",
	"juniper-intrusion-high low blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_IDP - IDP_ATTACK_LOG_EVENT [junos@2636.1 "
     "attack-name=\"X\" threat-severity=\"INFO\" action=\"NONE\"]",
	"juniper-intrusion medium allowed"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_IDS - RT_SCREEN_TCP [junos@2636.1 attack-name=\"TCP "
     "sweep!\" action=\"alarm-without-drop\"]",
	"juniper-screen low allowed"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - WEBFILTER_URL_BLOCKED [junos@2636.1 "
     "category=\"Enhanced_Phishing\" url=\"x.example\"]",
	"juniper-malicious-site low blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - WEBFILTER_URL_BLOCKED [junos@2636.1 "
     "category=\"Enhanced_Gambling\" url=\"x.example\"]",
	"juniper-url-category informational blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - WEBFILTER_URL_PERMITTED [junos@2636.1 "
     "category=\"Enhanced_News\" url=\"x.example\"]",
	""},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - ANTISPAM_SPAM_DETECTED_MT [junos@2636.1 "
     "action=\"drop\"]",
	"juniper-spam informational blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_UTM - CONTENT_FILTERING_BLOCKED_MT [junos@2636.1 "
     "action=\"drop\" filename=\"a.cmd\"]",
	"juniper-content informational blocked"},
    {"<14>1 2023-05-04T15:27:30Z srx1 RT_FLOW - RT_FLOW_SESSION_DENY [junos@2636.1 "
     "source-address=\"192.0.2.1\"]",
	""},
    {"2023/04/01 12:00:37: [IDS] PP[01][in] SYN flooding: TCP 198.51.100.7:4711 > 203.0.113.2:80",
	"yamaha-intrusion medium unknown"},
    {"2023/04/01 12:00:37: [IDS] LAN1[out] Winny: TCP 192.0.2.7:4711 > 203.0.113.2:80",
	"yamaha-file-sharing medium unknown"},
    {"<134>[URL_FILTER] reject http://bad.example/ from 192.0.2.7",
	"yamaha-url-filter low unknown"},
    {"<134>PP[01] Rejected at IN(2000) filter: TCP 198.51.100.7:4711 > 203.0.113.2:3389",
	"yamaha-refused-administration informational blocked"},
    {"<134>PP[01] Rejected at IN(2000) filter: UDP 198.51.100.7:4711 > 203.0.113.2:53", ""},
    {"<134>[INSPECT] PP[01][out][101] TCP 192.168.100.2:50000 > 203.0.113.1:443 (2023/04/01 "
     "12:00:00)",
	""},
    {"lan0 @1:2[P2P] block 192.0.2.9,6881 -> 198.51.100.44,6881 AP winny len 60 20/40 out",
	"seil-application low blocked"},
    {"pppoe0 @0:12[T] block 198.51.100.7,4711 -> 203.0.113.2,23 PR tcp len 60 20/40 in S",
	"seil-refused-administration informational blocked"},
    {"pppoe0 @0:12[T] pass 198.51.100.7,4711 -> 203.0.113.2,23 PR tcp len 60 20/40 in S", ""},
    {"Mar  2 10:00:00 web1 clamd[5]: /tmp/x: Trojan.Example FOUND", "linux-clamav high unknown"},
    {"Mar  2 10:00:00 web1 clamd[5]: SelfCheck: Database status OK.", ""},
    {"Mar  2 10:00:00 web1 kernel: audit: type=1400 audit(1677751207.000:4718): "
     "apparmor=\"DENIED\" operation=\"open\" name=\"/etc/shadow\" comm=\"nginx\"",
	"linux-mandatory-access informational blocked"},
    {"type=AVC msg=audit(1677751207.000:1): avc:  denied  { read } for  pid=1 comm=\"httpd\" "
     "name=\"shadow\"",
	"linux-mandatory-access low unknown"},
    {"type=ANOM_LINK msg=audit(1677751207.000:1): op=follow_link ppid=1 pid=2 comm=\"cat\" res=0",
	"linux-audit-anomaly low unknown"},
    {"Mar  2 10:00:00 web1 fail2ban.actions[9]: NOTICE [sshd] Ban 203.0.113.45", ""},
    {"Mar  2 10:00:00 web1 fail2ban-server[9]: NOTICE [sshd] Ban 203.0.113.45",
	"linux-fail2ban low unknown"},
    {"Mar  2 10:00:00 web1 sshd[9]: pam_faillock(sshd:auth): Consecutive login failures for user "
     "alice account temporarily locked",
	"linux-account-locked medium unknown"},
    {"Mar  2 10:00:00 web1 sudo:     dave : user NOT in sudoers ; PWD=/ ; USER=root ; "
     "COMMAND=/usr/bin/id",
	""},
    {"Mar  2 10:00:00 web1 sudo:     dave : PWD=/ ; USER=root ; COMMAND=/usr/bin/id", ""},
};

static void add_file(struct ruleset *rules, const char *name)
{
	static char bytes[1 << 18];
	char path[256];
	snprintf(path, sizeof(path), "content/verdicts/%s.yaml", name);
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("%s: not readable from the top folder", path);
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_true(ruleset_add(rules, text_of(name), (struct text){bytes, size}) > 0);
}

static struct ruleset *load(void)
{
	struct ruleset *rules = ruleset_create();
	size_t refused;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		add_file(rules, files[i]);
	ruleset_freeze(rules);
	const struct refused_rule *first = ruleset_refused(rules, &refused);
	if (refused != 0)
		fail_msg(
		    "%.*s:%u: %.*s", TEXT_ARGS(first->file), first->line, TEXT_ARGS(first->why));
	return rules;
}

/* All that was said, in one line. */
static struct text said_of(struct evaluator *evaluator, const char *record, struct arena *arena)
{
	struct decode_context context = {.received = EXPECT_RECEIVED};
	struct events events;
	struct why why;
	struct match *matches;
	struct text said = TEXT("");
	events_init(&events, arena);
	if (decode_record(text_of(record), &context, arena, &events, &why) == NULL)
		fail_msg("%s\n not decoded: %s", record, why.text);
	assert_int_equal(events.count, 1);
	size_t count = evaluate(evaluator, events.at[0], &matches);
	for (size_t i = 0; i < count; i++)
		said = text_format(arena, "%.*s%s%.*s %s %s", TEXT_ARGS(said), i == 0 ? "" : ", ",
		    TEXT_ARGS(matches[i].rule->id), severity_word(matches[i].severity),
		    disposition_word(matches[i].disposition));
	return said;
}

static void test_one_verdict(void **state)
{
	(void)state;
	struct ruleset *rules = load();
	struct evaluator *evaluator = evaluator_create(rules);
	struct arena *arena = arena_create("test", (size_t)64 << 20);
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++) {
		struct text said = said_of(evaluator, trials[i].record, arena);
		if (!text_equal(said, text_of(trials[i].want)))
			fail_msg("%s\n want: %s\n got:  %.*s", trials[i].record, trials[i].want,
			    TEXT_ARGS(said));
		arena_reset(arena);
	}
	arena_destroy(arena);
	evaluator_destroy(evaluator);
	ruleset_destroy(rules);
}

static bool is_tried(struct text id)
{
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++) {
		struct text want = text_of(trials[i].want);
		if (text_equal(text_cut(&want, ' '), id))
			return true;
	}
	return false;
}

static void test_every_verdict(void **state)
{
	(void)state;
	struct ruleset *rules = load();
	for (size_t i = 0; i < ruleset_count(rules); i++) {
		const struct rule_facts *rule = ruleset_rule(rules, i);
		if (!is_tried(rule->id))
			fail_msg("%.*s has no record", TEXT_ARGS(rule->id));
		assert_true(rule->title.size != 0 && rule->title_ja.size != 0);
		assert_true(rule->category != CATEGORY_NONE && rule->product_says);
	}
	ruleset_destroy(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_one_verdict),
	    cmocka_unit_test(test_every_verdict),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
