/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/sandboxes.h"

#define MOST 96

/* A process enters one sandbox in its life, so that the lists are the process's own. */
static const char *readable[MOST];
static const char *writable[8];
static int shared[2 + CONFIG_SYSLOG];

static void begin(struct sandbox *sandbox)
{
	*sandbox = (struct sandbox){.readable = readable, .writable = writable, .shared = shared};
}

static void may_read(struct sandbox *sandbox, const char *path)
{
	if (path != NULL && sandbox->readable_count < MOST)
		readable[sandbox->readable_count++] = path;
}

static void may_write(struct sandbox *sandbox, const char *path)
{
	writable[sandbox->writable_count++] = path;
}

/* Listening sockets stay the parent's: the next process gets them again. */
static void may_accept(struct sandbox *sandbox, int fd)
{
	sandbox->accepts = true;
	if (fd >= 0)
		shared[sandbox->shared_count++] = fd;
}

static void may_read_certificates(const struct process_given *given, struct sandbox *sandbox)
{
	may_read(sandbox, given->places->tls);
	may_read(sandbox, given->config->certificate);
	may_read(sandbox, given->config->key);
}

static void may_read_zones(struct sandbox *sandbox)
{
	may_read(sandbox, "/usr/share/zoneinfo");
	may_read(sandbox, "/etc/localtime");
}

static void may_read_rules(const struct process_given *given, struct sandbox *sandbox)
{
	may_read(sandbox, given->places->rules);
	may_read(sandbox, given->config->placeholders);
	for (size_t i = 0; i < given->config->rule_count; i++)
		may_read(sandbox, given->config->rules[i]);
}

void intake_sandbox(const struct process_given *given, struct sandbox *sandbox)
{
	begin(sandbox);
	may_write(sandbox, given->places->log);
	may_read(sandbox, given->places->run);
	may_read(sandbox, given->content);
	may_read_certificates(given, sandbox);
	for (size_t i = 0; i < given->config->syslog_count; i++)
		may_read(sandbox, given->config->syslog[i].clients);
	may_accept(sandbox, given->sockets.intake);
	for (size_t i = 0; i < given->sockets.syslog_count; i++)
		may_accept(sandbox, given->sockets.syslog[i].fd);
}

void engine_sandbox(const struct process_given *given, struct sandbox *sandbox)
{
	begin(sandbox);
	may_write(sandbox, given->places->journal);
	may_write(sandbox, given->places->keys);
	may_write(sandbox, given->places->store);
	may_read(sandbox, given->content);
	may_read(sandbox, "/sys/devices/system/cpu/online");
	may_read_rules(given, sandbox);
	may_read_zones(sandbox);
}

void web_sandbox(const struct process_given *given, struct sandbox *sandbox)
{
	begin(sandbox);
	may_write(sandbox, given->places->store);
	may_write(sandbox, given->places->keys);
	may_write(sandbox, given->places->run);
	may_read(sandbox, given->places->journal);
	may_read(sandbox, given->content);
	may_read_certificates(given, sandbox);
	may_read_rules(given, sandbox);
	may_read_zones(sandbox);
	sandbox->accepts = true; /* and may end its listening sockets: the parent makes new ones */
}
