/* SPDX-License-Identifier: Apache-2.0 */
/* Zeek logs: JSON with and without its path, TSV with lists, booleans and escapes. */
#include "expect.h"

static const struct expect_case json_cases[] = {
    {"{\"_path\":\"dns\",\"ts\":1795136401.5,\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.10\","
     "\"id.orig_p\":5,\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":53,\"proto\":\"udp\",\"tra"
     "ns_id\":3,\"query\":\"a.example\",\"qtype_name\":\"A\",\"rcode_name\":\"NOERROR\",\""
     "answers\":[\"b.example\",\"192.0.2.2\"],\"rejected\":false}",
	{"@product=zeek", "@service=dns", "@category=dns", "@time=2026-11-20T01:00:01.500000Z",
	    "query=a.example", "record_type=A", "answer=b.example ;; 192.0.2.2",
	    "answers=b.example ;; 192.0.2.2", "src_ip=192.0.2.10", "src_port=5", "dst_ip=192.0.2.1",
	    "dst_port=53", "transport=udp", "rejected=false", "app_protocol=dns", "session_id=C1",
	    "dns_id=3"}},
    {"{\"ts\":\"2026-11-20T01:00:01.5Z\",\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.10\",\"id."
     "resp_h\":\"192.0.2.1\",\"conn_state\":\"SF\",\"proto\":\"TCP\",\"orig_bytes\":1,\"re"
     "sp_bytes\":2,\"orig_pkts\":3,\"resp_pkts\":4,\"service\":\"ssl\",\"orig_l2_addr\":\""
     "aa:bb:cc:dd:ee:ff\"}",
	{"@service=conn", "@category=firewall", "bytes=3", "packets=7", "src_bytes=1",
	    "dst_packets=4", "app_protocol=ssl", "src_mac=aa:bb:cc:dd:ee:ff", "transport=tcp",
	    "blocked=false"}},
    /* silence and a refusal do not say who */
    {"{\"ts\":1.5,\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.10\",\"conn_state\":\"S0\"}",
	{"@service=conn", "!blocked", "!event_action"}},
    {"{\"ts\":1.5,\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.10\",\"conn_state\":\"REJ\"}",
	{"@service=conn", "!blocked"}},
    {"{\"ts\":1.5,\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.10\",\"conn_state\":\"RSTR\"}",
	{"blocked=false"}},
    {"{\"ts\":1.5,\"uid\":\"C2\",\"id\":{\"orig_h\":\"192.0.2.10\",\"orig_p\":1,\"resp_h\""
     ":\"192.0.2.4\",\"resp_p\":135},\"endpoint\":\"svcctl\",\"operation\":\"CreateService"
     "W\"}",
	{"@service=dce_rpc", "src_ip=192.0.2.10", "dst_port=135", "operation=CreateServiceW"}},
    {"{\"ts\":1.5,\"uid\":\"C3\",\"id.orig_h\":\"192.0.2.10\",\"id.resp_h\":\"192.0.2.20\""
     ",\"trans_depth\":1,\"method\":\"PUT\",\"host\":\"dav.example\",\"uri\":\"/a%41\",\"v"
     "ersion\":\"1.1\",\"user_agent\":\"WebDAV\",\"request_body_len\":5,\"response_body_le"
     "n\":0,\"status_code\":201,\"resp_mime_types\":[\"text/plain\"]}",
	{"@service=http", "@category=proxy", "host=dav.example", "cs-host=dav.example",
	    "c-uri=/a%41 ;; http://dav.example/a%41 ;; http://dav.example/aA", "cs-method=PUT",
	    "c-useragent=WebDAV", "sc-status=201", "sc-bytes=0", "cs-bytes=5",
	    "sc-content-type=text/plain", "dst_host=dav.example"}},
    {"{\"ts\":1.5,\"uid\":\"C4\",\"id.orig_h\":\"192.0.2.10\",\"version\":\"TLSv13\",\"est"
     "ablished\":true,\"resumed\":false,\"server_name\":\"s.example\",\"ja3\":\"aa\"}",
	{"@service=ssl", "tls_version=1.3", "tls_sni=s.example", "ja3=aa"}},
    {"{\"ts\":1.5,\"uid\":\"C4\",\"id.orig_h\":\"192.0.2.10\",\"version\":\"SSLv3\",\"esta"
     "blished\":true}",
	{"tls_version=SSLv3"}},
    {"{\"ts\":1.5,\"fuid\":\"F1\",\"tx_hosts\":[\"203.0.113.9\"],\"rx_hosts\":[\"192.0.2.1"
     "0\",\"192.0.2.11\"],\"seen_bytes\":9,\"total_bytes\":9,\"filename\":\"p.exe\",\"mime"
     "_type\":\"x\",\"sha1\":\"aa\"}",
	{"@service=files", "src_ip=203.0.113.9", "dst_ip=192.0.2.10 ;; 192.0.2.11",
	    "Filename=p.exe", "file_size=9", "file_type=x", "sha1=aa"}},
    {"{\"ts\":1.5,\"note\":\"Scan::Port_Scan\",\"msg\":\"x scanned y\",\"src\":\"198.51.10"
     "0.7\",\"dst\":\"192.0.2.1\",\"p\":22,\"actions\":[\"Notice::ACTION_LOG\"],\"dropped"
     "\":false}",
	{"@service=notice", "@message=x scanned y", "Signature=Scan::Port_Scan",
	    "src_ip=198.51.100.7", "dst_ip=192.0.2.1", "dst_port=22", "dropped=false"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"note\":\"X::Y\",\"msg\":\"m"
     "\",\"src\":\"192.0.2.1\"}",
	{"src_ip=192.0.2.1"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"request_type\":\"TGS\",\"cli"
     "ent\":\"tanaka/PARTS.EXAMPLE\",\"service\":\"cifs/fs\",\"success\":false}",
	{"@service=kerberos", "user=tanaka", "user_domain=PARTS.EXAMPLE", "event_outcome=failure",
	    "app_protocol=kerberos"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"domainname\":\"PARTS\",\"use"
     "rname\":\"tanaka\",\"hostname\":\"PC7\",\"success\":true}",
	{"@service=ntlm", "user=tanaka", "user_domain=PARTS", "src_host=PC7",
	    "event_outcome=success"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"helo\":\"x\",\"mailfrom\":\""
     "a@x\",\"rcptto\":[\"b@x\",\"c@x\"],\"subject\":\"S\"}",
	{"@service=smtp", "mail_from=a@x", "mail_to=b@x ;; c@x", "mail_subject=S"}},
    {"{\"ts\":1.5,\"seen.indicator\":\"bad.example\",\"seen.where\":\"DNS::IN_REQUEST\",\""
     "sources\":[\"feed\"]}",
	{"@service=intel", "Signature=bad.example"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"tunnel_type\":\"Tunnel::GRE"
     "\",\"action\":\"Tunnel::DISCOVER\"}",
	{"@service=tunnel", "app_protocol=Tunnel::GRE"}},
    {"{\"ts\":1.5,\"uid\":\"C\",\"id.orig_h\":\"192.0.2.1\",\"my_own\":\"x\"}",
	{"@service=", "my_own=x", "src_ip=192.0.2.1"}},
    {"{\"_path\":\"my_log\",\"ts\":1.5,\"_system_name\":\"s1\"}",
	{"@service=my_log", "device=s1", "@message=my_log"}},
};

static struct text conn_names[] = {TEXT_INIT("ts"), TEXT_INIT("uid"), TEXT_INIT("id.orig_h"),
    TEXT_INIT("id.orig_p"), TEXT_INIT("local_orig"), TEXT_INIT("history"),
    TEXT_INIT("tunnel_parents"), TEXT_INIT("duration")};
static struct text conn_types[] = {TEXT_INIT("time"), TEXT_INIT("string"), TEXT_INIT("addr"),
    TEXT_INIT("port"), TEXT_INIT("bool"), TEXT_INIT("string"), TEXT_INIT("set[string]"),
    TEXT_INIT("interval")};
static const struct columns conn = {.kind = COLUMNS_ZEEK,
    .separator = '\t',
    .set_separator = TEXT_INIT(","),
    .empty_field = TEXT_INIT("(empty)"),
    .unset_field = TEXT_INIT("-"),
    .path = TEXT_INIT("conn"),
    .names = conn_names,
    .types = conn_types,
    .count = 8};

/* The same without its #types line: nothing is a list, a number is what looks like one. */
static const struct columns untyped = {.kind = COLUMNS_ZEEK,
    .separator = '\t',
    .set_separator = TEXT_INIT(","),
    .empty_field = TEXT_INIT("(empty)"),
    .unset_field = TEXT_INIT("-"),
    .path = TEXT_INIT("conn"),
    .names = conn_names,
    .count = 8};

static struct text smtp_names[] = {TEXT_INIT("ts"), TEXT_INIT("subject"), TEXT_INIT("to"),
    TEXT_INIT("path"), TEXT_INIT("tls"), TEXT_INIT("rcptto")};
static struct text smtp_types[] = {TEXT_INIT("time"), TEXT_INIT("string"), TEXT_INIT("set[string]"),
    TEXT_INIT("vector[addr]"), TEXT_INIT("bool"), TEXT_INIT("set[string]")};
static const struct columns smtp = {.kind = COLUMNS_ZEEK,
    .separator = '\t',
    .set_separator = TEXT_INIT(","),
    .empty_field = TEXT_INIT("(empty)"),
    .unset_field = TEXT_INIT("-"),
    .path = TEXT_INIT("smtp"),
    .names = smtp_names,
    .types = smtp_types,
    .count = 6};

static struct text one_name[] = {TEXT_INIT("name")};
static const struct columns single = {.kind = COLUMNS_ZEEK,
    .separator = '\t',
    .set_separator = TEXT_INIT(","),
    .empty_field = TEXT_INIT("(empty)"),
    .unset_field = TEXT_INIT("-"),
    .path = TEXT_INIT("loaded_scripts"),
    .names = one_name,
    .count = 1};

static const struct expect_case conn_cases[] = {
    {"1795136400.000001\tC1\t2001:db8::1\t5\tT\tF\tCa,Cb\t0.5",
	{"@service=conn", "@category=firewall", "@time=2026-11-20T01:00:00.000001Z",
	    "src_ip=2001:db8::1", "local_orig=true", "history=F", "tunnel_parents=Ca ;; Cb",
	    "duration=0.5"}},
    {"1795136400\tC1\t192.0.2.1\t5\t-\t-\t(empty)\t-",
	{"!local_orig", "!history", "!tunnel_parents", "!duration", "src_port=5"}},
    /* fewer and more cells than names */
    {"1795136400\tC1", {"uid=C1", "!id.orig_h"}},
    {"1795136400\tC1\t192.0.2.1\t5\tF\tD\t-\t1\textra\tcells", {"duration=1", "local_orig=false"}},
    {"1795136400\t\t192.0.2.1", {"uid=", "src_ip=192.0.2.1"}},
    {"1795136400\t\t", {"uid="}},
    {"x\ty", {"@time=none", "uid=y"}},
    /* escapes: separator, comma in a set, backslash, and what is none */
    {"1\ta\\x09b\\\\c\\xzz\\\t192.0.2.1\t5\tT\t-\ta\\x2cb,c",
	{"uid=a\tb\\c\\xzz\\", "tunnel_parents=a,b ;; c"}},
};

static const struct expect_case untyped_cases[] = {
    {"1795136400\t12\t2001:db8::1\t5\tT\tF\tCa,Cb\t0.5",
	{"uid=12", "local_orig=T", "tunnel_parents=Ca,Cb", "duration=0.5", "src_port=5"}},
};

static const struct expect_case smtp_cases[] = {
    {"1795136400\tDear a, b\tx@a,y@a\t192.0.2.1,192.0.2.2\tT\tz@a",
	{"subject=Dear a, b", "to=x@a ;; y@a", "path=192.0.2.1 ;; 192.0.2.2", "tls=true",
	    "mail_to=z@a", "mail_subject=Dear a, b"}},
};

static const struct expect_case single_cases[] = {
    {"  /usr/share/zeek/base/init-bare.zeek",
	{"name=  /usr/share/zeek/base/init-bare.zeek", "@time=none", "@service=loaded_scripts"}},
};

static void test_json(void **state)
{
	(void)state;
	EXPECT("zeek", json_cases);
}

static void test_tsv(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(conn_cases) / sizeof(conn_cases[0]); i++)
		expect_record("zeek", &conn, &conn_cases[i]);
	expect_record("zeek", &smtp, &smtp_cases[0]);
	expect_record("zeek", &untyped, &untyped_cases[0]);
	expect_record("zeek", &single, &single_cases[0]);
}

static void expect_kind(const struct columns *columns, const char *name, enum value_kind kind)
{
	struct arena *arena = arena_create("test", 1 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED, .columns = columns};
	struct events events;
	struct why why;
	events_init(&events, arena);
	struct text record = TEXT("1795136400\t12\t2001:db8::1\t5\tT\tF\t34\t0.5");
	assert_non_null(decode_record(record, &context, arena, &events, &why));
	assert_int_equal(event_find(events.at[0], text_of(name))->kind, kind);
	arena_destroy(arena);
}

static void test_kinds(void **state)
{
	(void)state;
	expect_kind(&conn, "duration", VALUE_NUMBER);
	expect_kind(&conn, "local_orig", VALUE_BOOL);
	expect_kind(&conn, "history", VALUE_TEXT);
	expect_kind(&conn, "uid", VALUE_TEXT);
	expect_kind(&conn, "tunnel_parents", VALUE_TEXT);
	expect_kind(&untyped, "uid", VALUE_NUMBER);
	expect_kind(&untyped, "local_orig", VALUE_TEXT);
}

static void test_not_zeek(void **state)
{
	(void)state;
	expect_other("zeek", "{\"ts\":1.5,\"message\":\"hello\"}");
	expect_other("zeek", "{\"id.orig_h\":\"192.0.2.1\"}");
	expect_other("zeek", "1795136400.000001\tC1\t192.0.2.1");
}

/* A line below a header that is no row is refused, not made into an event of one field. */
static void test_broken_row(void **state)
{
	(void)state;
	struct arena *arena = arena_create("test", 1 << 20);
	struct decode_context context = {.received = EXPECT_RECEIVED, .columns = &conn};
	struct events events;
	struct why why;
	events_init(&events, arena);
	assert_null(decode_record(TEXT("no tabs here"), &context, arena, &events, &why));
	assert_int_equal(events.count, 0);
	assert_non_null(strstr(why.text, "columns"));
	arena_destroy(arena);
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed(conn_cases[7].record, &conn);
	expect_unharmed(json_cases[3].record, NULL);
}

static void test_samples(void **state)
{
	(void)state;
	expect_sample("zeek/conn.log", "zeek", 2);
	expect_sample("zeek/dns.log", "zeek", 1);
	expect_sample("zeek/notice.log", "zeek", 1);
	expect_sample("zeek/unknown.log", "zeek", 1);
	expect_sample("zeek/json.log", "zeek", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_json),
	    cmocka_unit_test(test_tsv),
	    cmocka_unit_test(test_kinds),
	    cmocka_unit_test(test_not_zeek),
	    cmocka_unit_test(test_broken_row),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
