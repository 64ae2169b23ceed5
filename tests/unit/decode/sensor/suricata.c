/* SPDX-License-Identifier: Apache-2.0 */
/* Suricata EVE: every leaf, the taxonomy, and which way traffic went. */
#include "expect.h"

static const struct expect_case cases[] = {
    /* what became of a flow: an answer, none, and what Suricata in line did */
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"flow\","
     "\"src_ip\":\"192.0.2.10\",\"proto\":\"TCP\",\"tcp\":{\"tcp_flags_tc\":\"1b\"}}",
	{"@category=firewall", "blocked=false", "!event_action"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"flow\","
     "\"src_ip\":\"192.0.2.10\",\"proto\":\"TCP\",\"tcp\":{\"tcp_flags_tc\":\"14\"}}",
	{"@category=firewall", "!blocked"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"flow\","
     "\"src_ip\":\"192.0.2.10\",\"proto\":\"TCP\",\"tcp\":{\"tcp_flags_tc\":\"00\"}}",
	{"!blocked"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"flow\","
     "\"src_ip\":\"192.0.2.10\",\"proto\":\"TCP\",\"flow\":{\"action\":\"drop\"},\"tcp\":{\"tcp_"
     "flags_tc\":\"1b\"}}",
	{"blocked=true", "event_action=drop"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"flow\","
     "\"src_ip\":\"192.0.2.10\",\"proto\":\"TCP\",\"flow\":{\"action\":\"pass\"}}",
	{"blocked=false", "event_action=pass"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"app_proto\":\"http\",\"alert\":{\"action\":\"allowed"
     "\",\"gid\":1,\"signature_id\":2024833,\"rev\":3,\"signature\":\"ET MALWARE Beacon\","
     "\"category\":\"A Network Trojan was detected\",\"severity\":1,\"metadata\":{\"tag\":"
     "[\"a\",\"b\"]}}}",
	{"@product=suricata", "@service=alert", "@category=", "@time=2026-11-20T01:00:00.000001Z",
	    "@message=ET MALWARE Beacon", "alert.signature_id=2024833", "rule_id=2024833",
	    "rule_name=ET MALWARE Beacon", "rule_family=MALWARE", "Signature=ET MALWARE Beacon",
	    "rule_category=A Network Trojan was detected", "event_action=allowed",
	    "event_severity=1", "src_ip=192.0.2.10", "dst_ip=203.0.113.9", "dst_port=80",
	    "transport=tcp", "app_protocol=http", "alert.metadata.tag=a ;; b", "session_id=7"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"alert\":{\"action\":\"blocked\",\"signature\":\"SURI"
     "CATA STREAM invalid ack\"}}",
	{"event_action=blocked", "rule_family=SURICATA"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"alert\":{\"signature\":\"Something without a family"
     "\"}}",
	{"!rule_family", "!event_action"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"alert\":{\"signature\":\"ET\"}}",
	{"!rule_family", "rule_name=ET"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"direction\":\"to_client\",\"flow\":{\"pkts_toserver"
     "\":4,\"pkts_toclient\":3,\"bytes_toserver\":793,\"bytes_toclient\":343,\"start\":\"2"
     "026-11-20T09:59:59.500000+0900\"}}",
	{"src_bytes=343", "dst_bytes=793", "bytes=1136", "src_packets=3", "dst_packets=4",
	    "packets=7", "start_time=2026-11-20T00:59:59.500000Z"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"direction\":\"to_server\",\"flow\":{\"bytes_toserver"
     "\":793,\"bytes_toclient\":343}}",
	{"src_bytes=793", "dst_bytes=343", "!packets"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"flow\":{\"bytes_toserver\":793,\"bytes_toclient\":34"
     "3,\"src_ip\":\"203.0.113.9\"}}",
	{"src_bytes=343", "dst_bytes=793"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00+0900\",\"event_type\":\"alert\",\"src_ip\":\"20"
     "3.0.113.9\",\"src_port\":80,\"dest_ip\":\"192.0.2.10\",\"dest_port\":50001,\"flow\":"
     "{\"bytes_toserver\":1,\"bytes_toclient\":2}}",
	{"src_bytes=2", "dst_bytes=1"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"fl"
     "ow\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"app_proto\":\"failed\",\"flow\":{\"bytes_toserver\":1"
     "8446744073709551615,\"bytes_toclient\":1,\"age\":16,\"reason\":\"timeout\",\"end\":"
     "\"2026-11-20T10:00:03.003264+0900\"}}",
	{"@category=firewall", "!app_protocol", "!bytes", "duration=16", "reason=timeout",
	    "end_time=2026-11-20T01:00:03.003264Z"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"ne"
     "tflow\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"d"
     "est_port\":80,\"proto\":\"TCP\",\"netflow\":{\"pkts\":12,\"bytes\":4821,\"age\":60}}",
	{"@category=firewall", "src_bytes=4821", "src_packets=12", "duration=60"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dr"
     "op\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"drop\":{\"len\":60,\"reason\":\"flow drop\"}}",
	{"@category=firewall", "event_action=blocked", "reason=flow drop"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dr"
     "op\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"alert\":{\"action\":\"allowed\"}}",
	{"event_action=allowed"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"st"
     "ats\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"host\":\"sensor1\",\"stats\":{\"uptime\":5,\"decoder"
     "\":{\"pkts\":3}}}",
	{"device=sensor1", "host=sensor1", "!machine", "stats.decoder.pkts=3", "!app_protocol"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dn"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"dns\":{\"type\":\"answer\",\"id\":1,\"rcode\":\"NOERRO"
     "R\",\"rrname\":\"a.example\",\"rrtype\":\"A\",\"ttl\":9,\"rdata\":\"192.0.2.1\"}}",
	{"@category=dns", "query=a.example", "record_type=A", "answer=192.0.2.1",
	    "dns_response_code=NOERROR", "dns_id=1", "app_protocol=dns"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dn"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"dns\":{\"version\":2,\"type\":\"answer\",\"rrname\":\""
     "a.example\",\"rrtype\":\"A\",\"answers\":[{\"rrname\":\"a.example\",\"rrtype\":\"CNA"
     "ME\",\"rdata\":\"b.example\"},{\"rrname\":\"b.example\",\"rrtype\":\"A\",\"rdata\":"
     "\"192.0.2.2\"}],\"grouped\":{\"A\":[\"192.0.2.2\"]}}}",
	{"query=a.example", "record_type=A", "answer=b.example ;; 192.0.2.2",
	    "dns.grouped.A=192.0.2.2"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dn"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"dns\":{\"version\":3,\"type\":\"response\",\"rcode\":"
     "\"NXDOMAIN\",\"queries\":[{\"rrname\":\"c.example\",\"rrtype\":\"MX\"},{\"rrname\":"
     "\"d.example\",\"rrtype\":\"A\"}]}}",
	{"query=c.example ;; d.example", "record_type=MX ;; A", "dns_response_code=NXDOMAIN",
	    "!answer"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"dns\":{\"query\":[{\"type\":\"query\",\"id\":2,\"rrn"
     "ame\":\"e.example\",\"rrtype\":\"TXT\"}],\"answer\":{\"rrname\":\"e.example\"}}}",
	{"query=e.example", "record_type=TXT"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dn"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"dns\":{\"answers\":{\"rrname\":\"f.example\",\"rdata\""
     ":\"192.0.2.6\"}}}",
	{"answer=192.0.2.6"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"ht"
     "tp\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"http\":{\"hostname\":\"www.parts.example\",\"url\":\""
     "/a%20b?x=%2e%2e%2f\",\"http_user_agent\":\"curl\",\"http_content_type\":\"text/html"
     "\",\"http_refer\":\"http://p.example/\",\"http_method\":\"GET\",\"protocol\":\"HTTP/"
     "1.1\",\"status\":404,\"length\":153,\"request_headers\":[{\"name\":\"Cookie\",\"valu"
     "e\":\"sid=1\"}]}}",
	{"@category=proxy",
	    "c-uri=/a%20b?x=%2e%2e%2f ;; http://www.parts.example/a%20b?x=%2e%2e%2f ;; http://www"
	    ".parts.example/a b?x=../",
	    "cs-host=www.parts.example", "cs-method=GET", "c-useragent=curl", "cs-user-agent=curl",
	    "cs-referer=http://p.example/", "sc-status=404", "sc-bytes=153",
	    "sc-content-type=text/html", "http_version=1.1", "cs-cookie=sid=1",
	    "dst_host=www.parts.example", "c-uri-query=x=%2e%2e%2f ;; x=../",
	    "cs-uri-stem=/a%20b ;; /a b"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00+0900\",\"event_type\":\"fileinfo\",\"src_ip\":"
     "\"203.0.113.9\",\"src_port\":80,\"dest_ip\":\"192.0.2.10\",\"dest_port\":50001,\"app"
     "_proto\":\"http\",\"http\":{\"hostname\":\"f.example\",\"url\":\"/x/p.exe\"},\"filei"
     "nfo\":{\"filename\":\"/x/p.exe\",\"size\":9,\"md5\":\"aa\",\"sha1\":\"bb\",\"sha256"
     "\":\"cc\",\"magic\":\"PE32\"}}",
	{"file_path=/x/p.exe", "Filename=p.exe", "file_size=9", "md5=aa", "sha1=bb", "sha256=cc",
	    "file_type=PE32", "src_host=f.example", "!dst_host", "app_protocol=http"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"tl"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"tls\":{\"subject\":\"CN=a\",\"issuerdn\":\"CN=b\",\"sn"
     "i\":\"c.example.\",\"version\":\"TLS 1.2\",\"ja3\":{\"hash\":\"aa\"},\"ja3s\":{\"has"
     "h\":\"bb\"}}}",
	{"tls_sni=c.example", "tls.sni=c.example.", "tls_version=1.2", "tls_subject=CN=a",
	    "tls_issuer=CN=b", "ja3=aa", "ja3s=bb", "dst_host=c.example"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"tl"
     "s\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"tls\":{\"version\":\"TLSv1\"}}",
	{"tls_version=1"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"qu"
     "ic\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"quic\":{\"version\":\"1\",\"sni\":\"q.example\"}}",
	{"tls_sni=q.example", "app_protocol=quic"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"sm"
     "b\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"smb\":{\"filename\":\"a.exe\",\"ntlmssp\":{\"domain\":"
     "\"PARTS\",\"user\":\"tanaka\",\"host\":\"PC07\"}}}",
	{"user=tanaka", "user_domain=PARTS", "src_host=PC07", "file_path=a.exe"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"kr"
     "b5\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"krb5\":{\"cname\":\"tanaka\",\"realm\":\"PARTS.EXAMPL"
     "E\"}}",
	{"user=tanaka", "user_domain=PARTS.EXAMPLE"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"sm"
     "tp\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"smtp\":{\"mail_from\":\"<a@x.example>\",\"rcpt_to\":["
     "\"<b@x.example>\",\"<c@x.example>\"]},\"email\":{\"from\":\"A <a@x.example>\",\"subj"
     "ect\":\"Hi\",\"message_id\":\"<1@x>\"}}",
	{"mail_from=a@x.example", "mail_to=b@x.example ;; c@x.example", "mail_subject=Hi",
	    "mail_id=<1@x>"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"sm"
     "tp\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"email\":{\"from\":\"A <a@x.example>\"}}",
	{"mail_from=A <a@x.example>"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"an"
     "omaly\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"d"
     "est_port\":80,\"proto\":\"TCP\",\"anomaly\":{\"type\":\"stream\",\"event\":\"stream."
     "pkt_invalid_ack\"}}",
	{"event_code=stream.pkt_invalid_ack", "@message=stream.pkt_invalid_ack"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"ft"
     "p\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest_"
     "port\":80,\"proto\":\"TCP\",\"ftp\":{\"command\":\"USER\",\"command_data\":\"bob\"}}",
	{"event_action=USER", "ftp.command_data=bob"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"dh"
     "cp\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"dest"
     "_port\":80,\"proto\":\"TCP\",\"dhcp\":{\"client_mac\":\"00:11:22:33:44:55\",\"hostna"
     "me\":\"pc7\"}}",
	{"src_mac=00:11:22:33:44:55", "src_host=pc7"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"so"
     "me_new_type\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9"
     "\",\"dest_port\":80,\"proto\":\"TCP\",\"some\":{\"deep\":[{\"a\":1},{\"a\":2}],\"non"
     "e\":null}}",
	{"@service=some_new_type", "some.deep.a=1 ;; 2", "app_protocol=some_new_type"}},
    {"{\"timestamp\":\"2026-11-20T10:00:00.000001+0900\",\"flow_id\":7,\"event_type\":\"al"
     "ert\",\"src_ip\":\"192.0.2.10\",\"src_port\":50001,\"dest_ip\":\"203.0.113.9\",\"des"
     "t_port\":80,\"proto\":\"TCP\",\"alert\":\"none\",\"dns\":[1,2],\"http\":7,\"flow\":["
     "],\"tls\":null}",
	{"@service=alert", "alert=none", "!rule_name"}},
    {"<134>Nov 20 10:00:00 fw1 suricata[99]: @cee: {\"timestamp\":\"2026-11-20T10:00:00+09"
     "00\",\"event_type\":\"ssh\",\"src_ip\":\"192.0.2.1\"}",
	{"@service=ssh", "src_ip=192.0.2.1", "@time=2026-11-20T01:00:00.000000Z", "device=fw1"}},
    {"{\"event_type\":\"ssh\",\"timestamp\":\"nonsense\"}", {"@time=none"}},
};

static void test_cases(void **state)
{
	(void)state;
	EXPECT("suricata", cases);
}

static void test_not_suricata(void **state)
{
	(void)state;
	expect_other("suricata", "{\"event_type\":\"alert\"}");
	expect_other("suricata", "{\"event_type\":7,\"timestamp\":\"2026-11-20T10:00:00Z\"}");
	expect_other("suricata", "{\"timestamp\":\"2026-11-20T10:00:00Z\"}");
	expect_other("suricata", "{\"event_type\":\"alert\",\"flow_id\":1");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(cases[0].record, NULL);
	expect_unharmed(cases[18].record, NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("suricata/eve.json", "suricata", 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cases),
	    cmocka_unit_test(test_not_suricata),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
