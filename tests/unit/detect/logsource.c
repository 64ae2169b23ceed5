/* SPDX-License-Identifier: Apache-2.0 */
/* Which events a rule's log source covers. */
#include "detect/logsource.h"

#include "trial.h"

/* "product/category/service", any of them empty. */
static struct logsource parse(const char *words)
{
	struct text rest = text_of(words);
	struct logsource logsource;
	logsource.product = text_cut(&rest, '/');
	logsource.category = text_cut(&rest, '/');
	logsource.service = rest;
	return logsource;
}

static bool covers(const char *rule, const char *event)
{
	struct logsource a = parse(rule);
	struct logsource b = parse(event);
	return logsource_covers(&a, &b);
}

static void test_each_named_must_be_equal(void **state)
{
	(void)state;
	assert_true(covers("windows/process_creation/", "windows/process_creation/sysmon"));
	assert_true(covers("windows/process_creation/", "windows/process_creation/security"));
	assert_false(covers("windows/process_creation/", "linux/process_creation/sysmon"));
	assert_false(covers("windows/process_creation/", "windows/image_load/sysmon"));
	assert_true(covers("windows//", "windows/anything/at all"));
	assert_true(covers("windows//security", "windows/process_creation/security"));
	assert_false(covers("windows//security", "windows//system"));
	assert_false(covers("windows//security", "windows//"));
	assert_true(covers("/proxy/", "squid/proxy/"));
	assert_true(covers("/webserver/", "nginx/webserver/"));
	assert_false(covers("/webserver/", "nginx//nginx"));
	assert_true(covers("//apache", "apache//apache"));
	assert_true(covers("windows//", "Windows//"));
}

static void test_registry(void **state)
{
	(void)state;
	assert_true(covers("windows/registry_event/", "windows/registry_set/sysmon"));
	assert_true(covers("windows/registry_event/", "windows/registry_add/sysmon"));
	assert_true(covers("windows/registry_event/", "windows/registry_delete/sysmon"));
	assert_true(covers("windows/registry_event/", "windows/registry_rename/sysmon"));
	assert_true(covers("windows/registry_event/", "windows/registry_event/sysmon"));
	assert_false(covers("windows/registry_set/", "windows/registry_event/sysmon"));
	assert_false(covers("windows/registry_set/", "windows/registry_delete/sysmon"));
	assert_false(covers("windows/registry_event/", "windows/file_event/sysmon"));
}

static void test_files(void **state)
{
	(void)state;
	assert_true(covers("windows/file_delete/", "windows/file_delete_detected/sysmon"));
	assert_false(covers("windows/file_delete_detected/", "windows/file_delete/sysmon"));
	assert_false(covers("windows/file_event/", "windows/file_delete/sysmon"));
}

static void test_linux(void **state)
{
	(void)state;
	assert_true(covers("linux//auth", "linux//sshd"));
	assert_true(covers("linux//auth", "linux//sudo"));
	assert_false(covers("linux//auth", "linux//nginx"));
	assert_false(covers("linux//auth", "windows//sshd"));
	assert_true(covers("linux//syslog", "linux//named"));
	assert_true(covers("linux//syslog", "linux//"));
	assert_false(covers("linux//syslog", "linux//auditd"));
	assert_false(covers("linux//syslog", "linux/process_creation/sysmon"));
	assert_false(covers("cisco//syslog", "linux//named"));
	assert_false(covers("linux//syslog", "cisco//asa"));
	assert_false(covers("linux//sshd", "linux//sudo"));
	assert_true(covers("linux//", "linux//auditd"));
}

static void test_devices(void **state)
{
	(void)state;
	assert_true(covers("fortigate//event", "fortigate//event"));
	assert_false(covers("fortigate//event", "fortigate/firewall/traffic"));
	assert_true(covers("fortios//sslvpnd", "fortigate//event"));
	assert_false(covers("fortios//sslvpnd", "paloalto//event"));
	assert_true(covers("paloalto/appliance/globalprotect", "paloalto//globalprotect"));
	assert_false(covers("paloalto/appliance/globalprotect", "paloalto//traffic"));
	assert_true(covers("cisco//bgp", "cisco//ios"));
	assert_false(covers("cisco//aaa", "cisco//ios"));
	assert_false(covers("cisco//bgp", "juniper//junos"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_named_must_be_equal),
	    cmocka_unit_test(test_registry),
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_linux),
	    cmocka_unit_test(test_devices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
