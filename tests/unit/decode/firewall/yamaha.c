/* SPDX-License-Identifier: Apache-2.0 */
/* Yamaha routers: with and without a syslog header, IPv6 and hardware addresses, log-ins, other
 * programs' lines. */
#include "expect.h"

static void test_traffic(void **state)
{
	static const struct expect_case cases[] = {
	    {"<134>[INSPECT] PP[01][out][101] TCP 192.168.100.2:50000 > 203.0.113.1:443 "
	     "(2023/04/01 "
	     "12:00:00)",
		{"@product=yamaha", "@category=firewall", "@service=inspect",
		    "@time=2023-04-01T12:00:00.000000Z", "event_action=pass", "blocked=false",
		    "rule_id=101", "transport=tcp", "src_ip=192.168.100.2", "src_port=50000",
		    "dst_ip=203.0.113.1", "dst_port=443", "direction=outbound",
		    "dst_interface=PP[01]", "start_time=2023-04-01T12:00:00.000000Z",
		    "level=info"}},
	    {"Apr  1 12:00:02 192.168.100.1 [INSPECT] LAN2[in][31] TCP 2001:db8:1::5.56609 > "
	     "2001:db8:2::80.443 (2023/04/01 12:00:02)",
		{"src_ip=2001:db8:1::5", "src_port=56609", "dst_ip=2001:db8:2::80", "dst_port=443",
		    "direction=inbound", "src_interface=LAN2", "device=192.168.100.1"}},
	    {"Apr  1 12:00:04 192.168.100.1 PP[01] Rejected at IN(2000) filter: TCP "
	     "198.51.100.7:4711 > "
	     "203.0.113.2:23",
		{"@service=filter", "event_action=reject", "blocked=true", "rule_id=2000",
		    "src_interface=PP[01]", "src_port=4711", "dst_port=23"}},
	    {"TUNNEL[1] Rejected at IN(default) filter: UDP 192.168.100.9:67 > 255.255.255.255:68",
		{"rule_id=default", "transport=udp", "dst_port=68"}},
	    {"Apr  1 12:00:06 192.168.100.1 LAN1(port2) Rejected at OUT(10) filter: "
	     "00:00:5e:00:53:01 > "
	     "00:00:5e:00:53:ff IP6",
		{"src_mac=00:00:5e:00:53:01", "dst_mac=00:00:5e:00:53:ff", "packet_detail=IP6",
		    "direction=outbound", "!src_ip", "!transport"}},
	    {"2023/04/01 12:00:08: PP[01] Passed at IN(200099) filter: ICMP 198.51.100.7 > "
	     "203.0.113.2 : "
	     "echo request",
		{"@time=2023-04-01T12:00:08.000000Z", "event_action=pass", "transport=icmp",
		    "packet_detail=echo request"}},
	    {"<13> [INSPECT] LAN2[out][200102] WWW 192.168.100.3:40980 > 198.51.100.80:80 "
	     "(2012/06/19 "
	     "10:10:44)",
		{"app_protocol=http", "!transport", "rule_id=200102"}},
	    {"2026/03/02 10:15:30: PP[01] RECV CHAP Failure in CS_OPEN/SS_CLOSED",
		{"@product=yamaha", "@time=2026-03-02T10:15:30.000000Z"}},
	    {"2026/03/02 10:15:30: PP[01] Local  PP IP address 0.0.0.0", {"@product=yamaha"}},
	    {"2026/03/02 10:15:30: [L2TP] TUNNEL[1] connected from 198.51.100.7",
		{"@service=l2tp", "src_ip=198.51.100.7", "interface=TUNNEL[1]"}},
	};

	(void)state;
	EXPECT("yamaha", cases);
}

static void test_services(void **state)
{
	static const struct expect_case cases[] = {
	    {"Apr  1 12:00:09 192.168.100.1 [DHCPD] LAN1(port1) Extends 192.168.100.5: "
	     "00:00:5e:00:53:01",
		{"@service=dhcpd", "@category=", "event_action=extends", "src_ip=192.168.100.5",
		    "src_mac=00:00:5e:00:53:01", "interface=LAN1(port1)"}},
	    {"[DHCPD] Allocates 192.168.100.6: 00:00:5e:00:53:02",
		{"event_action=allocates", "src_ip=192.168.100.6"}},
	    {"<174>Login succeeded for SSH: 192.0.2.5 admin",
		{"@service=login", "event_action=logged-in", "event_outcome=success", "user=admin",
		    "src_ip=192.0.2.5", "application=ssh"}},
	    {"<174>Login failed for HTTP: 198.51.100.66",
		{"event_action=logon-failed", "event_outcome=failure", "src_ip=198.51.100.66",
		    "!user"}},
	    {"<174>'administrator' failed for TELNET: 198.51.100.66 admin",
		{"event_action=administrator", "event_outcome=failure", "user=admin"}},
	    {"<174>Configuration saved in \"CONFIG0\" by SSH(admin)",
		{"@service=config", "event_action=config-saved", "user=admin"}},
	    {"2023/04/01 12:00:18: Login succeeded for Serial",
		{"event_action=logged-in", "!src_ip"}},
	    {"2023/04/01 12:00:22: [IKE2] respond IPsec phase to 198.51.100.1",
		{"@service=ike", "event_action=respond", "phase=IPsec", "dst_ip=198.51.100.1"}},
	    {"2023/04/01 12:00:29: PP[01] IP Commencing (DNS Query [www.example] from "
	     "192.168.100.9)",
		{"query=www.example", "src_ip=192.168.100.9"}},
	    {"2023/04/01 12:00:27: PPPOE[01] Disconnected, cause [PPPoE: PADI Timeout]",
		{"reason=PPPoE: PADI Timeout"}},
	    {"2023/04/01 12:00:37: [IDS] PP[01][in] SYN flooding: TCP 198.51.100.7:4711 > "
	     "203.0.113.2:80",
		{"@service=ids", "Signature=SYN flooding", "src_ip=198.51.100.7", "dst_port=80",
		    "direction=inbound"}},
	    {"Apr  1 12:00:38 192.168.100.1 [LUA] 100% done", {"@service=lua"}},
	    {"2023/04/01 12:00:36: same message repeated 3 times", {"@service=system"}},
	};

	(void)state;
	EXPECT("yamaha", cases);
}

static void test_others(void **state)
{
	(void)state;
	expect_other("yamaha", "[DNS] not behind any header");
	expect_other("yamaha", "[notice] Apache configured");
	expect_other("yamaha", "[INFO] something");
	expect_other("yamaha", "Login succeeded for alice");
	expect_other("yamaha", "Apr  1 12:00:38 web1 app[1]: Login failed for alice");
	expect_other("yamaha", "2016/10/25 14:49:34 [error] 54053#0: *1 open() failed");
	expect_other("yamaha", "2023/04/01 12:00:36: an ordinary program's line");
	expect_other("yamaha", "LANDSCAPE Rejected");
}

static void test_hostile(void **state)
{
	(void)state;
	expect_unharmed("<134>[INSPECT] PP[01][out][101] TCP 2001:db8::1.50000 > 203.0.113.1:443 "
			"(2023/04/01 12:00:00)",
	    NULL);
	expect_unharmed(
	    "2023/04/01 12:00:37: [IDS] PP[01][in] SYN flooding: TCP 198.51.100.7:4711 > "
	    "00:00:5e:00:53:ff x",
	    NULL);
}

static void test_sample(void **state)
{
	(void)state;
	expect_sample("yamaha/router.log", "yamaha", 35);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_traffic),
	    cmocka_unit_test(test_services),
	    cmocka_unit_test(test_others),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
