/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SIGHUP: the configuration is read again. Either all of it counts or nothing: a file that is
 * refused, an address that is taken or a certificate that does not fit leave the server as it is.
 * Processes whose part changed are ended in good order and started with the new one; the others
 * read rules and the like again.
 */
#include "base/arena.h"
#include "program/server/serve_parts.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_rules(const struct config *a, const struct config *b)
{
	bool same = a->rule_count == b->rule_count && same_text(a->placeholders, b->placeholders);
	for (size_t i = 0; same && i < a->rule_count; i++)
		same = same_text(a->rules[i], b->rules[i]);
	return same;
}

static bool same_users(const struct config *a, const struct config *b)
{
	return same_text(a->user_intake, b->user_intake) &&
	       same_text(a->user_engine, b->user_engine) && same_text(a->user_web, b->user_web) &&
	       same_text(a->group, b->group);
}

static bool same_for_intake(const struct config *a, const struct config *b)
{
	return a->disk_reserve == b->disk_reserve && a->records_a_second == b->records_a_second &&
	       a->connections == b->connections && a->connections_of_one == b->connections_of_one &&
	       a->log_segment == b->log_segment && a->log_age == b->log_age;
}

static bool same_for_engine(const struct config *a, const struct config *b)
{
	return a->retain == b->retain && a->retain_bytes == b->retain_bytes &&
	       a->workers == b->workers && a->disk_reserve == b->disk_reserve && same_rules(a, b);
}

/* web tells people where records are to be sent, so every address concerns it. */
static bool same_bound(const struct bound_set *a, const struct bound_set *b, bool all)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++) {
		const struct bound *x = &a->entries[i];
		const struct bound *y = &b->entries[i];
		if (!all && x->use == BOUND_CONSOLE)
			continue;
		same = x->fd == y->fd && x->use == y->use && x->transport == y->transport &&
		       same_text(x->clients, y->clients);
	}
	return same;
}

static bool same_stamp(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->inode == b->inode && a->modified.tv_sec == b->modified.tv_sec &&
	       a->modified.tv_nsec == b->modified.tv_nsec;
}

static bool same_certificate(
    const struct server *server, const struct config *config, const struct file_stamp stamps[2])
{
	return same_text(server->config.certificate, config->certificate) &&
	       same_text(server->config.key, config->key) &&
	       same_stamp(&server->stamps[0], &stamps[0]) &&
	       same_stamp(&server->stamps[1], &stamps[1]);
}

/* What is read and bound, before any of it counts. */
struct next {
	struct arena *arena;
	struct config config;
	struct bound_set bound;
	struct file_stamp stamps[2];
	bool restart[PROCESS_COUNT];
};

static void compare(const struct server *server, struct next *next)
{
	const struct config *old = &server->config;
	const struct config *new = &next->config;
	bool certificate = !same_certificate(server, new, next->stamps);
	bool users = !same_users(old, new);
	next->restart[PROCESS_INTAKE] = users || certificate || !same_for_intake(old, new) ||
					!same_bound(&server->bound, &next->bound, false);
	next->restart[PROCESS_ENGINE] = users || !same_for_engine(old, new);
	next->restart[PROCESS_WEB] = users || certificate || !same_rules(old, new) ||
				     old->retain != new->retain ||
				     old->retain_bytes != new->retain_bytes ||
				     !same_bound(&server->bound, &next->bound, true);
}

static enum outcome read_next(struct server *server, struct next *next, struct why *why)
{
	bool tls = server->tls;
	enum outcome outcome = config_read(server->words, next->arena, &next->config, why);
	if (outcome == DONE)
		outcome = bind_all(&next->config, &server->bound, &next->bound, why);
	if (outcome != DONE)
		return outcome;
	outcome = serve_certificate(server, &next->bound, &next->config, why);
	if (outcome == DONE)
		outcome = places_make(&server->places, &next->config, why);
	if (outcome != DONE) {
		server->tls = tls;
		bind_close(&next->bound, &server->bound);
	}
	serve_stamp(&next->config, next->stamps);
	return outcome;
}

/* From here on the new one counts. */
static void take(struct server *server, struct next *next)
{
	struct why why;
	bind_close(&server->bound, &next->bound);
	arena_destroy(server->arena);
	server->arena = next->arena;
	server->config = next->config;
	server->bound = next->bound;
	memcpy(server->stamps, next->stamps, sizeof(server->stamps));
	atomic_fetch_add(&server->board->reload, 1);
	for (int i = PROCESS_INTAKE; i < PROCESS_COUNT; i++) {
		if (next->restart[i])
			serve_restart_child(server, (enum process)i);
	}
	if (serve_write_addresses(server, &why) != DONE)
		serve_say("%s", why.text);
}

void serve_reload(struct server *server)
{
	struct next next = {.arena = arena_create("configuration", (size_t)1 << 20)};
	struct why why;
	if (read_next(server, &next, &why) != DONE) {
		serve_say("the configuration stays as it was: %s", why.text);
		arena_destroy(next.arena);
		return;
	}
	compare(server, &next);
	bool any = next.restart[PROCESS_INTAKE] || next.restart[PROCESS_ENGINE] ||
		   next.restart[PROCESS_WEB];
	take(server, &next);
	serve_say("configuration and rules are read again%s%s%s%s", any ? "; started anew:" : "",
	    next.restart[PROCESS_INTAKE] ? " intake" : "",
	    next.restart[PROCESS_ENGINE] ? " engine" : "", next.restart[PROCESS_WEB] ? " web" : "");
}
