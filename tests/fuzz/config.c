/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a configuration file: refused with the file's name, or every value within bounds. */
#include "program/server/config.h"

#include "base/arena.h"
#include "base/clock.h"
#include "os/sockets.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool good)
{
	if (!good)
		abort();
}

static void expect_address(const char *address)
{
	struct socket_address read;
	expect(socket_address_read(text_of(address), &read, NULL) == DONE);
}

static void check(const struct config *config)
{
	expect_address(config->listen);
	expect_address(config->intake_listen);
	expect(config->syslog_count <= CONFIG_SYSLOG);
	for (size_t i = 0; i < config->syslog_count; i++)
		expect_address(config->syslog[i].address);
	expect((config->certificate == NULL) == (config->key == NULL));
	expect(config->certificate == NULL || config->certificate[0] == '/');
	expect(config->placeholders == NULL || config->placeholders[0] == '/');
	for (size_t i = 0; i < config->rule_count; i++)
		expect(config->rules[i][0] == '/');
	expect(config->retain >= CLOCK_DAY && config->retain <= 36500 * CLOCK_DAY);
	expect(config->watchdog >= 5 * CLOCK_SECOND && config->log_age >= CLOCK_SECOND);
	expect(config->workers <= 16 && config->connections_of_one <= config->connections);
	expect(config->log_segment >= (uint64_t)1 << 20);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create("fuzz", (size_t)8 << 20);
	struct config config;
	struct why why = {""};
	struct text bytes = {(const char *)data, size};
	config_defaults("/data", &config);
	if (config_parse(bytes, "s.yaml", arena, &config, &why) == DONE)
		check(&config);
	else
		expect(strncmp(why.text, "s.yaml:", 7) == 0);
	arena_destroy(arena);
	return 0;
}
