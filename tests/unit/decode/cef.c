/* SPDX-License-Identifier: Apache-2.0 */
/* Common Event Format: header and value escapes, values with blanks, labels, times, known products.
 */
#include "expect.h"

static void reads_events(void **state)
{
	static const struct expect_case cases[] = {
	    {"<134>May 12 02:10:11 gw CEF:0|Example|Gate \\| Keeper|1.0|100|worm \\\\ stopped|10|s"
	     "rc=192.0.2.1 dst=198.51.100.2 spt=1232 dpt=443 proto=6 cs1Label=Policy cs1=Main offi"
	     "ce act=blocked fname=C:\\Users\\x.exe rt=1557627011123 msg=two\\nlines and a\\=b",
		{"@product=cef", "@service=gate_keeper", "@time=2019-05-12T02:10:11.123000Z",
		    "@message=two\n"
		    "lines and a=b",
		    "src_ip=192.0.2.1", "src_port=1232", "dst_ip=198.51.100.2", "dst_port=443",
		    "transport=tcp", "event_action=blocked", "event_code=100", "event_severity=10",
		    "deviceProduct=Gate | Keeper", "name=worm \\ stopped", "cs1=Main office",
		    "Policy=Main office", "Filename=C:\\Users\\x.exe", "fname=C:\\Users\\x.exe",
		    "device=gw"}},
	    {"CEF:0|Example|Proxy|1|200|GET|3|request=http://a.example/p?x=1&y=2 requestMethod=GET"
	     " requestClientApplication=Mozilla/5.0 (X11) suser=taro dhost=a.example in=120 out=40"
	     "96 deviceDirection=1 outcome=success",
		{"c-uri=http://a.example/p?x=1&y=2", "cs-host=a.example", "cs-uri-query=x=1&y=2",
		    "cs-method=GET", "c-useragent=Mozilla/5.0 (X11)", "user=taro", "src_user=taro",
		    "dst_host=a.example", "src_bytes=120", "dst_bytes=4096", "direction=outbound",
		    "event_outcome=success", "@message=GET", "@time=none"}},
	    {"CEF: 1|Example|Box|1|x|y|Low|", {"@service=box", "severity=Low", "@product=cef"}},
	    {"CEF:0|a|b|c|d|e|f|free words without keys", {"extension=free words without keys"}},
	    {"CEF:0|a|b|c|d|e|f|src=not-an-address c6a2=2001:db8::5 c6a2Label=Source IPv6 fileHash"
	     "=00112233445566778899aabbccddeeff start=May 12 2019 02:10:11 UTC end=1557627012000",
		{"src_ip=2001:db8::5", "src=not-an-address", "md5=00112233445566778899aabbccddeeff",
		    "start_time=2019-05-12T02:10:11.000000Z",
		    "end_time=2019-05-12T02:10:12.000000Z", "@time=2019-05-12T02:10:12.000000Z"}},
	    {"CEF:0|Fortinet|Fortigate|v6.2|0211008192|utm:virus infected blocked|4|deviceExternal"
	     "Id=FGT1 cat=utm:virus FTNTFGTsubtype=virus FTNTFGTvirus=EICAR act=blocked src=192.0."
	     "2.4",
		{"@product=fortigate", "@service=", "type=utm", "subtype=virus", "virus=EICAR",
		    "action=blocked", "event_action=blocked", "device_serial=FGT1"}},
	    {"CEF:0|Palo Alto Networks|PAN-OS|10|url|THREAT|1|src=192.0.2.4",
		{"@product=paloalto", "name=THREAT"}},
	    {"CEF:0|Check Point|VPN-1 & FireWall-1|Check Point|Log|https|Unknown|act=Drop",
		{"@product=checkpoint", "event_action=Drop"}},
	    {"2026-03-02T10:15:30+09:00 gw app[5]: CEF:0|A|B|1|2|n|3|act=x",
		{"@time=2026-03-02T01:15:30.000000Z", "event_action=x", "device=gw"}},
	    {"CEF:0|A|B|1|2|n|3|k\\=1=a b=\\= trailing\\", {"extension=k\\=1=a b=\\= trailing\\"}},
	    {"CEF:0|A|B|1|2|n|3|a=1  b=  c=x\\", {"a=1", "b=", "c=x\\"}},
	};
	(void)state;
	EXPECT("cef", cases);
}

static void leaves_others_alone(void **state)
{
	(void)state;
	expect_other("cef", "CEF:0|too|short");
	expect_other("cef", "CEF:");
	expect_other("cef", "CEF:x|a|b|c|d|e|f|");
	expect_other("cef", "a CEF:0 b");
	expect_other("cef", "CEF:0|a|b|c|d|e\\|f|g");
}

static void broken_records_do_no_harm(void **state)
{
	(void)state;
	expect_unharmed(
	    "<134>May 12 02:10:11 gw CEF:0|Example|Gate \\| Keeper|1.0|100|worm \\\\ stopped|10|s"
	    "rc=192.0.2.1 dst=198.51.100.2 spt=1232 dpt=443 proto=6 cs1Label=Policy cs1=Main offi"
	    "ce act=blocked fname=C:\\Users\\x.exe rt=1557627011123 msg=two\\nlines and a\\=b",
	    NULL);
	expect_unharmed(
	    "CEF:0|a|b|c|d|e|f|src=not-an-address c6a2=2001:db8::5 c6a2Label=Source IPv6 fileHash"
	    "=00112233445566778899aabbccddeeff start=May 12 2019 02:10:11 UTC end=1557627012000",
	    NULL);
}

static void reads_the_samples(void **state)
{
	(void)state;
	expect_sample("cef/cef.log", "cef", 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_events),
	    cmocka_unit_test(leaves_others_alone),
	    cmocka_unit_test(broken_records_do_no_harm),
	    cmocka_unit_test(reads_the_samples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
