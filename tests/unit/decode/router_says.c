/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What routers, Cisco and Juniper firewalls and Linux programs say (content/verdicts) of records as
 * their decoders read them.
 */
#include "says.h"

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
    {"%FTD-1-430005: SrcIP: 192.0.2.1, FileAction: Malware Cloud Lookup, SHA_Disposition: "
     "Unavailable, ThreatName: Unknown",
	"cisco-ftd-file medium allowed: File that Cisco Firepower took note of"},
    {"%FTD-1-430005: SrcIP: 192.0.2.1, FileAction: Malware Block, SHA_Disposition: Malware, "
     "ThreatName: Unknown",
	"cisco-ftd-malware low blocked: Malware reported by Cisco Firepower"},
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
	"cisco-asa-callback high allowed: bad.example"},
    {"%ASA-4-338004: Dynamic filter monitored blacklisted TCP traffic from inside:192.0.2.5/1 "
     "(203.0.113.2/1) to outside:198.51.100.99/80 (198.51.100.99/80), destination 198.51.100.99 "
     "resolved from local list: 198.51.100.99/255.255.255.255, threat-level: very-high, category: "
     "Botnets",
	"cisco-asa-callback high allowed: Botnets"},
    {"%ASA-4-338002: Dynamic filter permitted blacklisted TCP traffic from inside:192.0.2.5/1 "
     "(203.0.113.2/1) to outside:198.51.100.99/80 (198.51.100.99/80), destination 198.51.100.99 "
     "resolved from local list: 198.51.100.99/255.255.255.255",
	"cisco-asa-callback high allowed: Traffic to a listed malicious host reported by the Cisco "
	"ASA"},
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

SAYS_MAIN(files, trials)
