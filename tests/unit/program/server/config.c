/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration: defaults, every key, and what is refused with file and line. */
#include "program/server/config.h"

#include "base/arena.h"
#include "base/clock.h"
#include "os/files.h"
#include "program/server/accounts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct config config;
static struct why why;

static int set_up(void **state)
{
	(void)state;
	arena = arena_create("test", (size_t)1 << 20);
	config_defaults("/data", &config);
	why.text[0] = '\0';
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_destroy(arena);
	return 0;
}

static enum outcome parse(const char *yaml)
{
	return config_parse(text_of(yaml), "s.yaml", arena, &config, &why);
}

static void test_defaults(void **state)
{
	(void)state;
	assert_int_equal(parse(""), DONE);
	assert_int_equal(parse("# nothing but words\n"), DONE);
	assert_string_equal(config.listen, "127.0.0.1:8480");
	assert_string_equal(config.intake_listen, "127.0.0.1:8481");
	assert_int_equal(config.syslog_count, 2);
	assert_int_equal(config.syslog[0].transport, SYSLOG_UDP);
	assert_string_equal(config.syslog[1].address, "127.0.0.1:8514");
	assert_null(config.certificate);
	assert_int_equal(config.retain, 400 * CLOCK_DAY);
	assert_int_equal(config.watchdog, 60 * CLOCK_SECOND);
	assert_int_equal(config.back_off, 30 * CLOCK_SECOND);
	assert_null(config.rules);
}

static const char whole[] = "listen: '[::]:1'\n"
			    "watchdog: 90\n"
			    "back_off: 2\n"
			    "intake: {listen: 'localhost:2'}\n"
			    "syslog:\n"
			    "  - {udp: '0.0.0.0:514'}\n"
			    "  - {tls: '0.0.0.0:6514', clients: ca.pem}\n"
			    "tls: {certificate: /etc/ssl/c.pem, key: k.pem}\n"
			    "retain: {days: 30, gigabytes: 2}\n"
			    "disk: {reserve: 1G}\n"
			    "limits: {records_a_second: 0, connections: 5, connections_of_one: 2}\n"
			    "log: {segment: 1M, age: 60}\n"
			    "engine: {workers: 3}\n"
			    "rules: [mine, /srv/rules]\n"
			    "placeholders: p.yaml\n"
			    "users: {intake: a, engine: b, web: ~, group: c}\n";

static void test_addresses_of_all(void **state)
{
	(void)state;
	assert_int_equal(parse(whole), DONE);
	assert_string_equal(config.listen, "[::]:1");
	assert_string_equal(config.intake_listen, "localhost:2");
	assert_int_equal(config.syslog_count, 2);
	assert_int_equal(config.syslog[1].transport, SYSLOG_TLS);
	assert_string_equal(config.syslog[1].clients, "/data/ca.pem");
	assert_null(config.syslog[0].clients);
	assert_string_equal(config.certificate, "/etc/ssl/c.pem");
	assert_string_equal(config.key, "/data/k.pem");
	assert_int_equal(config.rule_count, 2);
	assert_string_equal(config.rules[0], "/data/mine");
	assert_string_equal(config.rules[1], "/srv/rules");
	assert_string_equal(config.placeholders, "/data/p.yaml");
	assert_string_equal(config.user_intake, "a");
	assert_string_equal(config.user_engine, "b");
	assert_null(config.user_web);
	assert_string_equal(config.group, "c");
}

static void test_numbers_of_all(void **state)
{
	(void)state;
	assert_int_equal(parse(whole), DONE);
	assert_int_equal(config.watchdog, 90 * CLOCK_SECOND);
	assert_int_equal(config.back_off, 2 * CLOCK_SECOND);
	assert_int_equal(config.retain, 30 * CLOCK_DAY);
	assert_int_equal(config.retain_bytes, (uint64_t)2 << 30);
	assert_int_equal(config.disk_reserve, (uint64_t)1 << 30);
	assert_int_equal(config.records_a_second, 0);
	assert_int_equal(config.connections, 5);
	assert_int_equal(config.connections_of_one, 2);
	assert_int_equal(config.log_segment, (uint64_t)1 << 20);
	assert_int_equal(config.log_age, 60 * CLOCK_SECOND);
	assert_int_equal(config.workers, 3);
}

static void test_refused(void **state)
{
	static const struct {
		const char *yaml;
		const char *says;
	} bad[] = {
	    {"listen: 127.0.0.1:8480\nlisten: x\n", "s.yaml:2:"},
	    {"\n\nlissen: 127.0.0.1:8480\n", "s.yaml:3: lissen is no key here"},
	    {"listen: 8480\n", "s.yaml:1: '8480' is no address"},
	    {"listen: [a]\n", "s.yaml:1: listen wants an address"},
	    {"listen:\n", "s.yaml:1: listen wants an address"},
	    {"intake: 127.0.0.1:1\n", "s.yaml:1: intake wants keys"},
	    {"intake:\n  port: 1\n", "s.yaml:2: port is no key here"},
	    {"syslog: {udp: '127.0.0.1:1'}\n", "s.yaml:1: syslog wants a list"},
	    {"syslog:\n  - udp\n", "s.yaml:2: an entry is written"},
	    {"syslog:\n  - {clients: a}\n", "s.yaml:2: the entry lacks udp, tcp or tls"},
	    {"syslog:\n  - {udp: 'a:1', tcp: 'a:1'}\n", "s.yaml:2: tcp is a second address"},
	    {"syslog:\n  - {tcp: 'a:1', clients: a}\n", "s.yaml:2: clients goes with tls"},
	    {"syslog:\n  - {quic: 'a:1'}\n", "s.yaml:2: quic is no key here"},
	    {"retain: {days: 0}\n", "s.yaml:1: days must be from 1 to 36500"},
	    {"retain: {days: many}\n", "s.yaml:1: days wants a whole number"},
	    {"retain: {days: [1]}\n", "s.yaml:1: days wants a whole number"},
	    {"disk: {reserve: 1X}\n", "s.yaml:1: reserve wants a size"},
	    {"disk: {reserve: 99999999999999999999}\n", "s.yaml:1: reserve wants a size"},
	    {"disk: {reserve: 18446744073709551615T}\n", "s.yaml:1: reserve wants a size"},
	    {"log: {segment: 1K}\n", "s.yaml:1: segment must be from"},
	    {"engine: {workers: 17}\n", "s.yaml:1: workers must be from 0 to 16"},
	    {"watchdog: 1\n", "s.yaml:1: watchdog must be from 5"},
	    {"tls: {certificate: c.pem}\n", "certificate and key go together"},
	    {"limits: {connections: 1}\n", "connections_of_one is more than connections"},
	    {"rules: []\n", "s.yaml:1: rules wants a list"},
	    {"rules: [[a]]\n", "s.yaml:1:"},
	    {"users: {web: [a]}\n", "s.yaml:1: web wants the name of an account"},
	    {"- a\n", "s.yaml:1: the file wants keys"},
	    {"listen: 'a:1'\n---\nlisten: 'a:1'\n", "a second document"},
	    {"listen: \"a\\0:1\"\n", "s.yaml:1:"},
	    {"listen: &a 'a:1'\nplaceholders: *a\n", "s.yaml:1:"},
	    {"listen: {\n", "s.yaml:"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		config_defaults("/data", &config);
		why.text[0] = '\0';
		if (parse(bad[i].yaml) == DONE)
			fail_msg("taken: %s", bad[i].yaml);
		if (strstr(why.text, bad[i].says) == NULL)
			fail_msg("'%s' does not say '%s'", why.text, bad[i].says);
	}
}

static void test_where_it_comes_from(void **state)
{
	char folder[] = "/tmp/unit-config-XXXXXX";
	char path[64];
	struct config_words words = {.data = folder};
	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(config_read(&words, arena, &config, &why), DONE);
	assert_null(config.file);
	assert_string_equal(config.data, folder);
	snprintf(path, sizeof(path), "%s/sakimori.yaml", folder);
	assert_int_equal(file_write(path, TEXT("listen: '127.0.0.1:1'\n"), &why), DONE);
	assert_int_equal(config_read(&words, arena, &config, &why), DONE);
	assert_string_equal(config.listen, "127.0.0.1:1");
	words.listen = "127.0.0.1:2";
	assert_int_equal(config_read(&words, arena, &config, &why), DONE);
	assert_string_equal(config.listen, "127.0.0.1:2");
	words.listen = "nowhere";
	assert_int_equal(config_read(&words, arena, &config, &why), MALFORMED);
	assert_non_null(strstr(why.text, "--listen"));
	words.listen = NULL;
	words.file = "/nowhere/at/all.yaml";
	assert_int_equal(config_read(&words, arena, &config, &why), NOT_FOUND);
	unlink(path);
	rmdir(folder);
}

static void test_relative_data(void **state)
{
	const struct config_words words = {.data = "./no-such-folder"};
	(void)state;
	assert_int_equal(config_read(&words, arena, &config, &why), DONE);
	assert_int_equal(config.data[0], '/');
	assert_true(text_ends(text_of(config.data), TEXT("/no-such-folder")));
}

static void remove_all(const char *path)
{
	int status;
	pid_t pid = fork();
	if (pid == 0) {
		execlp("rm", "rm", "-rf", path, (char *)NULL);
		_exit(1);
	}
	(void)waitpid(pid, &status, 0);
}

static void test_places(void **state)
{
	char folder[] = "/tmp/unit-places-XXXXXX";
	struct places places;
	struct stat status;
	char data[64];
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(data, sizeof(data), "%s/data", folder);
	config.user_intake = NULL; /* whoever runs this test stays who they are */
	places_of(data, arena, &places);
	assert_int_equal(places_make(&places, &config, &why), DONE);
	assert_int_equal(places_make(&places, &config, &why), DONE);
	const char *const folders[] = {places.blocks, places.log, places.journal, places.store,
	    places.keys, places.tls, places.run, places.rules, places.data};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		assert_int_equal(stat(folders[i], &status), 0);
		assert_int_equal(status.st_mode & 0007, 0);
		assert_int_equal(rmdir(folders[i]), 0);
	}
	assert_int_equal(file_write(data, TEXT("a file"), &why), DONE);
	assert_int_not_equal(places_make(&places, &config, &why), DONE);
	assert_non_null(strstr(why.text, data));
	unlink(data);
	rmdir(folder);
}

/* A server that root ran before the accounts were there, or a backup that root put back: blocks
 * change hands down to the last one. Data that the accounts cannot come to leave all as it is. */
static void test_hand_over(void **state)
{
	char folder[] = "/tmp/unit-places-XXXXXX";
	struct accounts accounts;
	struct places places;
	struct stat status;
	char data[64];
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_non_null(mkdtemp(folder));
	snprintf(data, sizeof(data), "%s/data", folder);
	config.user_intake = NULL;
	places_of(data, arena, &places);
	assert_int_equal(places_make(&places, &config, &why), DONE);
	const char *partition = text_cstr(arena, text_format(arena, "%s/07", places.blocks));
	const char *company = text_cstr(arena, text_format(arena, "%s/aa", partition));
	const char *volume = text_cstr(arena, text_format(arena, "%s/1.vol", company));
	assert_int_equal(mkdir(partition, 0770) | mkdir(company, 0770), 0);
	assert_int_equal(file_write(volume, TEXT("a volume"), &why), DONE);
	config.data = data;
	config.user_intake = "daemon";
	config.user_engine = "bin";
	config.user_web = "sys";
	config.group = "mail";
	accounts_find(&config, &accounts, &why);
	assert_false(accounts.separate);
	assert_non_null(strstr(why.text, folder));
	assert_int_equal(chmod(folder, 0755), 0);
	accounts_find(&config, &accounts, &why);
	if (accounts.separate) { /* the program's own folder may be closed to them */
		assert_int_equal(places_make(&places, &config, &why), DONE);
		assert_int_equal(stat(company, &status), 0);
		assert_int_equal(status.st_uid, accounts.of[PROCESS_ENGINE].user);
		assert_int_equal(status.st_mode & 07777, 02770);
		assert_int_equal(stat(volume, &status), 0);
		assert_int_equal(status.st_gid, accounts.of[PROCESS_ENGINE].group);
		assert_int_equal(status.st_mode & 0067, 0060);
	}
	remove_all(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_defaults, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_addresses_of_all, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_numbers_of_all, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_where_it_comes_from, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_relative_data, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(test_hand_over, set_up, tear_down),
	};
	umask(007);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
