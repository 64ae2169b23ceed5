/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What firewalls and UTMs say (content/verdicts) of records as their decoders read them.
 */
#include "says.h"

static const char *const files[] = {
    "fortigate", "paloalto", "sonicwall", "sophos-xg", "sophos-utm", "watchguard", "checkpoint"};

static const struct trial trials[] = {
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"virus\" eventtype=\"infected\" "
     "virus=\"W32/Filecoder.A!tr\" action=\"blocked\"",
	"fortigate-ransomware medium blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"virus\" eventtype=\"infected\" "
     "virus=\"EICAR_TEST_FILE\" action=\"blocked\"",
	"fortigate-virus low blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"virus\" eventtype=\"infected\" "
     "virus=\"EICAR_TEST_FILE\" action=\"monitored\"",
	"fortigate-virus high allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"virus\" subtype=\"infected\" virus=\"X\" status=\"blocked\" "
     "action=\"passthrough\"",
	"fortigate-virus high allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"virus\" eventtype=\"oversize\" "
     "action=\"passthrough\"",
	""},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"ips\" severity=\"critical\" "
     "attack=\"Apache.Log4j\" action=\"detected\"",
	"fortigate-intrusion-high high allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"ips\" severity=\"medium\" attack=\"Some.Scan\" "
     "action=\"reset_client\"",
	"fortigate-intrusion low blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"ips\" severity=\"critical\" "
     "attack=\"Cobalt.Strike.Beacon\" action=\"detected\"",
	"fortigate-callback high allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"ips\" severity=\"high\" "
     "attack=\"MS.SMB.WannaCry\" action=\"dropped\"",
	"fortigate-ransomware medium blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"ips\" eventtype=\"botnet\" "
     "severity=\"critical\" attack=\"Mirai\" action=\"dropped\"",
	"fortigate-callback medium blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"anomaly\" attack=\"tcp_syn_flood\" "
     "action=\"clear_session\"",
	"fortigate-anomaly informational blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"waf\" action=\"blocked\"",
	"fortigate-web-attack low blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"webfilter\" eventtype=\"ftgd_blk\" "
     "catdesc=\"Phishing\" action=\"blocked\"",
	"fortigate-malicious-site low blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"webfilter\" eventtype=\"ftgd_allow\" "
     "catdesc=\"Malicious Websites\" action=\"passthrough\"",
	"fortigate-malicious-site high allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"webfilter\" eventtype=\"ftgd_blk\" "
     "catdesc=\"Games\" action=\"blocked\"",
	"fortigate-url-category informational blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"webfilter\" eventtype=\"ftgd_allow\" "
     "catdesc=\"Games\" action=\"passthrough\"",
	""},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"dns\" qname=\"c2.example\" "
     "botnetdomain=\"c2.example\" action=\"redirect\"",
	"fortigate-callback medium blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"app-ctrl\" appcat=\"Proxy\" app=\"X-VPN\" "
     "action=\"block\"",
	"fortigate-application informational blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"app-ctrl\" appcat=\"P2P\" app=\"BitTorrent\" "
     "action=\"pass\"",
	"fortigate-application medium allowed"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"app-ctrl\" appcat=\"Web.Client\" "
     "app=\"HTTPS.BROWSER\" action=\"pass\"",
	""},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"utm\" subtype=\"emailfilter\" action=\"blocked\" "
     "from=\"a@b.example\"",
	"fortigate-spam informational blocked"},
    {"date=2026-03-02 time=10:15:30 devid=\"F\" logid=\"1\" vd=\"root\" srcip=192.0.2.10 "
     "dstip=198.51.100.2 type=\"traffic\" subtype=\"forward\" action=\"deny\"",
	""},
    {"1,2026/03/02 10:15:30,1,THREAT,virus,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,alert,\"a.exe\",Ransom/Win32.x(1),any,high,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,ransomware",
	"paloalto-ransomware critical allowed"},
    {"1,2026/03/02 10:15:30,1,THREAT,spyware,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,reset-both,\"x\",Cobalt Strike "
     "C2(1),any,critical,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,"
     ",N/A,command-and-control",
	"paloalto-callback medium blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,url,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,alert,\"c2.example/\",(9999),command-and-control,high,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,unknown",
	"paloalto-callback high allowed"},
    {"1,2026/03/02 10:15:30,1,THREAT,wildfire-virus,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,alert,\"a.exe\",Virus/Win32.x(1),any,medium,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,pe",
	"paloalto-virus high allowed"},
    {"1,2026/03/02 10:15:30,1,THREAT,wildfire,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,allow,\"a.exe\",Windows Executable "
     "(EXE)(52020),malicious,high,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,"
     ",,,,0,,0,,N/A,unknown",
	"paloalto-virus high allowed"},
    {"1,2026/03/02 10:15:30,1,THREAT,wildfire,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,allow,\"a.exe\",Windows Executable "
     "(EXE)(52020),benign,informational,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,"
     "0,,pa,,,,,0,,0,,N/A,unknown",
	""},
    {"1,2026/03/02 10:15:30,1,THREAT,spyware,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,sinkhole,\"x\",generic:x.example(1),any,low,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,dns-grayware",
	"paloalto-spyware low blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,spyware,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,sinkhole,\"x\",generic:x.example(1),any,medium,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,dns-malware",
	"paloalto-malicious-site low blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,vulnerability,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,reset-both,\"x\",Apache "
     "Log4j(1),any,critical,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,"
     ",0,,N/A,code-execution",
	"paloalto-vulnerability-high low blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,vulnerability,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,alert,\"x\",Port "
     "scan(1),any,low,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,"
     "N/A,info-leak",
	"paloalto-vulnerability medium allowed"},
    {"1,2026/03/02 10:15:30,1,THREAT,scan,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,drop,\"x\",SCAN: TCP Port "
     "Scan(8001),any,medium,client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,"
     ",0,,N/A,unknown",
	"paloalto-flood informational blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,url,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,block-url,\"bad.example/\",(9999),phishing,informational,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,unknown",
	"paloalto-malicious-site low blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,url,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,block-continue,\"g.example/\",(9999),games,informational,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,unknown",
	"paloalto-url-category informational blocked"},
    {"1,2026/03/02 10:15:30,1,THREAT,url,0,2026/03/02 "
     "10:15:30,192.0.2.10,198.51.100.2,0.0.0.0,0.0.0.0,r,,,web-browsing,vsys1,t,u,e1,e2,"
     "l,,1,1,1000,80,0,0,0x0,tcp,alert,\"g.example/\",(9999),games,informational,"
     "client-to-server,1,0x0,,,,,0,,,0,,,,,,,,0,0,0,0,0,,pa,,,,,0,,0,,N/A,unknown",
	""},
    {"1,2026/03/02 10:15:30,1,CORRELATION,0,0,2026/03/02 "
     "10:15:30,192.0.2.10,u,vsys1,compromised-host,high,0,0,0,0,,pa,1,Beacon "
     "Detection,6005,\"x\"",
	"paloalto-correlation high unknown"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=809 msg=\"Gateway Anti-Virus Alert: "
     "Ransom.X (Trojan) blocked.\"",
	"sonicwall-ransomware medium blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=1201 msg=\"Suspected Botnet responder "
     "blocked: Responder IP:203.0.113.7\" fw_action=\"drop\"",
	"sonicwall-callback medium blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=795 msg=\"Anti-Spyware Detection "
     "Alert: Example\"",
	"sonicwall-virus high allowed"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=609 ipspri=1 msg=\"IPS Prevention "
     "Alert: WEB-ATTACKS x\"",
	"sonicwall-intrusion-high low blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=608 ipspri=3 msg=\"IPS Detection "
     "Alert: ICMP Echo Reply\"",
	"sonicwall-intrusion medium allowed"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=83 msg=\"Probable port scan detected\" "
     "fw_action=\"drop\"",
	"sonicwall-scan informational blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=1155 msg=\"Application Control "
     "Prevention Alert: P2P x\"",
	"sonicwall-application informational blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=1198 msg=\"Initiator from country "
     "blocked: x\"",
	"sonicwall-country informational blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=14 msg=\"Web site access denied\"",
	"sonicwall-url-category informational blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=798 msg=\"Inbound connection from "
     "RBL-listed SMTP server dropped\"",
	"sonicwall-spam informational blocked"},
    {"id=firewall sn=1 time=\"2026-03-02 01:15:30\" fw=203.0.113.1 pri=1 c=32 "
     "src=192.0.2.10:1:X0 dst=198.51.100.2:80:X1 m=537 msg=\"Connection Closed\" "
     "fw_action=\"NA\"",
	""},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Anti-Virus\" log_component=\"HTTP\" "
     "log_subtype=\"Virus\" virus=\"Troj/Ransom-ABC\"",
	"sophos-xg-ransomware medium blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"ATP\" log_component=\"Firewall\" log_subtype=\"Alert\" "
     "threatname=\"C2/Generic-A\"",
	"sophos-xg-callback high allowed"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"IDP\" log_component=\"Signatures\" log_subtype=\"Drop\" "
     "category=\"Malware Communication\" signature_msg=\"x\"",
	"sophos-xg-callback medium blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Anti-Virus\" log_component=\"HTTP\" "
     "log_subtype=\"Virus\" virus=\"EICAR-AV-Test\"",
	"sophos-xg-virus low blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Anti-Virus\" log_component=\"FTP\" "
     "log_subtype=\"Allowed\" virus=\"\"",
	""},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Sandbox\" log_component=\"Web\" log_subtype=\"Denied\" "
     "filename=\"a\"",
	"sophos-xg-virus low blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"IDP\" log_component=\"Signatures\" "
     "log_subtype=\"Detect\" rule_priority=1 signature_msg=\"x\"",
	"sophos-xg-intrusion-high high allowed"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"IDP\" log_component=\"Signatures\" log_subtype=\"Drop\" "
     "rule_priority=5 signature_msg=\"x\"",
	"sophos-xg-intrusion low blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Firewall\" log_component=\"DoS Attack\" "
     "log_subtype=\"Denied\"",
	"sophos-xg-flood informational blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"WAF\" log_component=\"Web Application Firewall\" "
     "log_subtype=\"\" httpstatus=403 reason=\"WAF Anomaly\"",
	"sophos-xg-web-attack low blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"WAF\" log_component=\"Web Application Firewall\" "
     "log_subtype=\"\" httpstatus=200 reason=\"-\"",
	""},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Content Filtering\" log_component=\"HTTP\" "
     "log_subtype=\"Denied\" category=\"Phishing & Fraud\" url=\"http://bad.example/\"",
	"sophos-xg-malicious-site low blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Content Filtering\" log_component=\"Application\" "
     "log_subtype=\"Denied\" app_name=\"Torrent\"",
	"sophos-xg-application informational blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Content Filtering\" log_component=\"HTTP\" "
     "log_subtype=\"Denied\" category=\"Games\" url=\"http://g.example/\"",
	"sophos-xg-url-category informational blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Content Filtering\" log_component=\"HTTP\" "
     "log_subtype=\"Allowed\" category=\"Games\" url=\"http://g.example/\"",
	""},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Anti-Spam\" log_component=\"SMTP\" log_subtype=\"Spam\" "
     "spamaction=\"REJECT\"",
	"sophos-xg-spam informational blocked"},
    {"device=\"SFW\" date=2026-03-02 time=10:15:30 timezone=\"JST\" src_ip=192.0.2.10 "
     "dst_ip=198.51.100.2 log_type=\"Anti-Spam\" log_component=\"SMTP\" log_subtype=\"DLP\" "
     "spamaction=\"DROP\"",
	"sophos-xg-mail low blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureNet\" "
     "sub=\"packetfilter\" name=\"Packet dropped (ATP)\" threatname=\"C2/Generic-A\" "
     "action=\"drop\"",
	"sophos-utm-callback medium blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" sub=\"http\" "
     "name=\"web request blocked, virus detected\" action=\"block\" virus=\"EICAR\" "
     "url=\"http://x.example/a\"",
	"sophos-utm-virus low blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureNet\" sub=\"ips\" "
     "name=\"Intrusion protection alert\" action=\"alert\" priority=\"1\" reason=\"x\"",
	"sophos-utm-intrusion-high high allowed"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureNet\" sub=\"ips\" "
     "name=\"Intrusion protection alert\" action=\"drop\" priority=\"3\" reason=\"x\"",
	"sophos-utm-intrusion low blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureNet\" "
     "sub=\"packetfilter\" name=\"Portscan detected\" action=\"portscan\"",
	"sophos-utm-flood low unknown"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" "
     "sub=\"reverseproxy\" name=\"x\" statuscode=\"403\" reason=\"waf\" url=\"/\"",
	"sophos-utm-web-attack low blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" sub=\"http\" "
     "name=\"web request blocked, forbidden category detected\" action=\"block\" "
     "categoryname=\"Phishing\" url=\"http://x.example/a\"",
	"sophos-utm-malicious-site low blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" sub=\"http\" "
     "name=\"web request blocked, forbidden application detected\" action=\"block\" "
     "application=\"torrent\"",
	"sophos-utm-application informational blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" sub=\"http\" "
     "name=\"web request blocked, forbidden category detected\" action=\"block\" "
     "categoryname=\"Games\" url=\"http://x.example/a\"",
	"sophos-utm-url-category informational blocked"},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureWeb\" sub=\"http\" "
     "name=\"http access\" action=\"pass\" categoryname=\"Games\" url=\"http://x.example/a\"",
	""},
    {"2026:03:02-10:15:30 utm x[1]: id=\"1\" severity=\"info\" sys=\"SecureMail\" sub=\"smtp\" "
     "name=\"email rejected\" reason=\"rbl\" from=\"a@b.example\"",
	"sophos-utm-spam informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0159\" PORT scan attack against "
     "192.0.2.80 from 203.0.113.66 detected.",
	"watchguard-flood low unknown"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 firewall: msg_id=\"3000-0154\" ICMP flood attack against "
     "192.0.2.80 from 203.0.113.66 detected. 40 ICMP packets dropped since last alarm.",
	"watchguard-flood informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 scand: msg_id=\"0F01-0015\" APT threat notified. "
     "Details='Policy Name: Web-00 Source IP: 192.0.2.10 Source Port: 43130'",
	"watchguard-virus high unknown"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 spamd: msg_id=\"2300-0002\" spamD ready", ""},
    {"Mar  2 10:15:30 fb 80AA00000000A1 smtp-proxy[1]: msg_id=\"1BFF-001C\" Allow 1-Trusted "
     "0-External tcp 192.0.2.10 198.51.100.2 1000 25 msg=\"ProxyAllow: SMTP Classified as not "
     "SPAM\" (p)",
	""},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0021\" Allow 1-Trusted "
     "0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyAllow: HTTP Request categories\" "
     "cats=\"News\" (p)",
	""},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0040\" Allow 1-Trusted "
     "0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyAllow: HTTP DNSWatch blackholed "
     "domain\" host=\"bad.example\" (p)",
	"watchguard-malicious-site low blocked"},
    {"date=2026-03-02 time=10:00:00 devid=FG1 logid=\"0100020214\" type=\"event\" "
     "subtype=\"system\" vd=\"root\" logdesc=\"Locally generated traffic goes to IoC location\" "
     "srcip=192.0.2.1 dstip=203.0.113.5",
	"fortigate-callback high unknown"},
    {"id=firewall sn=0 time=\"2026-03-02 10:00:00\" fw=192.0.2.1 pri=1 c=32 m=83 msg=\"Probable "
     "port scan detected\" src=203.0.113.66:443:X1 dst=192.0.2.1:4507:X1",
	"sonicwall-scan low unknown"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Allow "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyDrop: HTTP "
     "Virus found\" virus=\"Ransom.X\" (p)",
	"watchguard-ransomware medium blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"blocked\" (Botnet "
     "Detection-00)",
	"watchguard-callback medium blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Allow "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyDrop: HTTP "
     "Virus found\" virus=\"EICAR\" (p)",
	"watchguard-virus low blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Allow "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyAllow: HTTP "
     "APT detected\" (p)",
	"watchguard-virus high allowed"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Allow "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"IPS detected\" "
     "signature_name=\"x\" severity=\"5\" (p)",
	"watchguard-intrusion-high high allowed"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"IPS detected\" "
     "signature_name=\"x\" severity=\"2\" (p)",
	"watchguard-intrusion low blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 (blocked sites-00)",
	"watchguard-flood informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyDeny: HTTP bad "
     "reputation\" (p)",
	"watchguard-malicious-site low blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyDeny: HTTP "
     "Request categories\" cats=\"Games\" (p)",
	"watchguard-url-category informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"Application "
     "identified\" app_name=\"BitTorrent\" (p)",
	"watchguard-application informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 msg=\"ProxyDeny: SMTP "
     "spam\" (p)",
	"watchguard-spam informational blocked"},
    {"Mar  2 10:15:30 fb 80AA00000000A1 http-proxy[1]: msg_id=\"1AFF-0001\" Deny "
     "1-Trusted 0-External tcp 192.0.2.10 198.51.100.2 1000 80 (Unhandled External "
     "Packet-00)",
	""},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Prevent\"; product:\"Anti-Ransomware\"; "
     "protection_name:\"x\"]",
	"checkpoint-ransomware medium blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Detect\"; product:\"Anti-Bot\"; protection_name:\"x\"]",
	"checkpoint-callback high allowed"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Prevent\"; product:\"Anti-Virus\"; protection_type:\"URL "
     "reputation\"; protection_name:\"x\"]",
	"checkpoint-malicious-site low blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Prevent\"; product:\"Anti-Virus\"; "
     "protection_type:\"Signature\"; protection_name:\"x\"]",
	"checkpoint-virus low blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Detect\"; product:\"Threat Emulation\"; "
     "verdict:\"Malicious\"; file_name:\"a.doc\"]",
	"checkpoint-virus high allowed"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Prevent\"; product:\"SmartDefense\"; severity:\"4\"; "
     "attack:\"x\"]",
	"checkpoint-intrusion-high low blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Detect\"; product:\"SmartDefense\"; severity:\"1\"; "
     "attack:\"x\"]",
	"checkpoint-intrusion medium allowed"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Prevent\"; product:\"Forensics\"; protection_name:\"x\"]",
	"checkpoint-endpoint low blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Block\"; product:\"Application Control\"; appi_name:\"x\"]",
	"checkpoint-application informational blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Block\"; product:\"URL Filtering\"; "
     "matched_category:\"Games\"; resource:\"http://g.example/\"]",
	"checkpoint-url-category informational blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Reject\"; product:\"Anti-Spam and Email Security\"; "
     "from:\"a@b.example\"]",
	"checkpoint-spam informational blocked"},
    {"<134>1 2026-03-02T01:15:30Z cp CheckPoint 1 - [loguid:\"{1}\"; src:\"192.0.2.10\"; "
     "dst:\"198.51.100.2\"; action:\"Drop\"; product:\"VPN-1 & FireWall-1\"; s_port:\"1\"; "
     "service:\"22\"]",
	""},
};

SAYS_MAIN(files, trials)
