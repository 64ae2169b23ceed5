/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/attribution.h"

#include "base/arena.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena *arena;
static struct attribution *attribution;

static int begin(void **state)
{
	(void)state;
	arena = arena_create("test", 8 << 20);
	attribution = attribution_create();
	return 0;
}

static int end(void **state)
{
	(void)state;
	attribution_destroy(attribution);
	arena_destroy(arena);
	return 0;
}

static struct event *connection(const char *initiated)
{
	struct event *event = event_create(arena, 5);
	event->logsource = (struct logsource){
	    TEXT_INIT("windows"), TEXT_INIT("network_connection"), TEXT_INIT("sysmon")};
	event_put(event, FIELD_HOST, TEXT("PC1.buhin.example"));
	event_add(event, TEXT("Initiated"), text_of(initiated), VALUE_TEXT);
	event_add(event, TEXT("SourceIp"), TEXT("192.168.0.7"), VALUE_TEXT);
	event_add(event, TEXT("DestinationIp"), TEXT("10.0.0.9"), VALUE_TEXT);
	return event;
}

static void an_endpoint_tells_its_own_end(void **state)
{
	(void)state;
	struct tenancy tenancy;
	assert_true(attribution_of(connection("true"), &tenancy));
	assert_true(text_equal(tenancy.address, TEXT("192.168.0.7")));
	assert_true(text_equal(tenancy.host, TEXT("pc1")));
	assert_true(attribution_of(connection("false"), &tenancy));
	assert_true(text_equal(tenancy.address, TEXT("10.0.0.9")));
}

static struct event *named(const char *host, const char *address)
{
	struct event *event = event_create(arena, 5);
	event_put(event, FIELD_SRC_HOST, text_of(host));
	event_put(event, FIELD_SRC_IP, text_of(address));
	return event;
}

static void what_tells_nothing(void **state)
{
	(void)state;
	struct tenancy tenancy;
	/* A peer's address beside the own machine's name is no tenancy. */
	struct event *logon = event_create(arena, 5);
	event_put(logon, FIELD_HOST, TEXT("srv"));
	event_put(logon, FIELD_SRC_IP, TEXT("192.168.0.7"));
	assert_false(attribution_of(logon, &tenancy));
	assert_false(attribution_of(named("pc1", "203.0.113.9"), &tenancy));
	assert_false(attribution_of(named("pc1", "127.0.0.1"), &tenancy));
	assert_false(attribution_of(named("192.168.0.7", "192.168.0.7"), &tenancy));
	assert_false(attribution_of(named("203.0.113.80", "192.168.0.7"), &tenancy));
	assert_false(attribution_of(named("2001:db8::80", "192.168.0.7"), &tenancy));
	assert_false(attribution_of(named("pc1", "fe80::7"), &tenancy));
	assert_false(attribution_of(named("", "192.168.0.7"), &tenancy));
	/* The name in somebody's web request is a claim, one in a lease is not. */
	struct event *request = named("pc-keiri", "192.168.0.80");
	request->logsource =
	    (struct logsource){TEXT_INIT("suricata"), TEXT_INIT("network"), TEXT_INIT("http")};
	assert_false(attribution_of(request, &tenancy));
	request->logsource.service = TEXT("dhcp");
	assert_true(attribution_of(request, &tenancy));
	assert_true(attribution_of(named("PC1.a.example", "192.168.0.7"), &tenancy));
}

static struct finding at(const char *address, int64_t hours)
{
	struct finding finding = {.subject = text_of(address), .first = hours * CLOCK_HOUR};
	finding.last = finding.first;
	finding.addresses = (struct value_set){.at = {text_of(address)}, .count = 1};
	return finding;
}

static void learn(const char *address, const char *host, int64_t hours)
{
	const struct tenancy tenancy = {text_of(address), text_of(host), hours * CLOCK_HOUR};
	attribution_add(attribution, &tenancy);
}

static void an_address_gets_its_machine(void **state)
{
	(void)state;
	learn("192.168.0.7", "pc1", 10);
	learn("192.168.0.7", "pc1", 12);
	struct finding findings[] = {at("192.168.0.7", 11), at("192.168.0.7", 100),
	    at("192.168.0.8", 11), at("192.168.0.7", 11)};
	findings[3].hosts = (struct value_set){.at = {TEXT_INIT("gate")}, .count = 1};
	attribution_name(attribution, findings, 4);
	assert_int_equal(findings[0].hosts.count, 1);
	assert_true(text_equal(findings[0].subject, TEXT("pc1")));
	/* Days later the lease may be another's. */
	assert_int_equal(findings[1].hosts.count, 0);
	assert_true(text_equal(findings[1].subject, TEXT("192.168.0.7")));
	assert_int_equal(findings[2].hosts.count, 0);
	assert_int_equal(findings[3].hosts.count, 1);
}

static void two_machines_at_one_address_name_neither(void **state)
{
	(void)state;
	learn("192.168.0.7", "pc1", 10);
	learn("192.168.0.7", "pc2", 20);
	learn("192.168.0.7", "pc3", 90);
	struct finding findings[] = {at("192.168.0.7", 15), at("192.168.0.7", 95)};
	attribution_name(attribution, findings, 2);
	assert_int_equal(findings[0].hosts.count, 0);
	assert_true(text_equal(findings[1].subject, TEXT("pc3")));
}

static void what_is_learnt_is_bounded(void **state)
{
	(void)state;
	char host[32];
	for (int i = 0; i < ATTRIBUTION_PAIRS + 100; i++) {
		snprintf(host, sizeof(host), "pc%d", i);
		learn("192.168.0.7", host, 1);
	}
	struct finding finding = at("192.168.0.7", 1);
	attribution_name(attribution, &finding, 1);
	assert_int_equal(finding.hosts.count, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    CASE(an_endpoint_tells_its_own_end),
	    CASE(what_tells_nothing),
	    CASE(an_address_gets_its_machine),
	    CASE(two_machines_at_one_address_name_neither),
	    CASE(what_is_learnt_is_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
