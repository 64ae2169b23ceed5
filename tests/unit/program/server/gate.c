/* SPDX-License-Identifier: Apache-2.0 */
/* Who waits at the gate, who is cut off. */
#include "program/server/gate.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct line {
	int ours;
	int theirs;
	struct gate_entry *entry;
};

static struct line enter(struct gate *gate)
{
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	return (struct line){pair[0], pair[1], gate_enter(gate, pair[0])};
}

static bool is_cut_off(const struct line *line)
{
	char byte;
	ssize_t got = recv(line->theirs, &byte, 1, 0);
	assert_true(got == 0 || (got < 0 && errno == EAGAIN));
	return got == 0;
}

static void leave(struct gate *gate, const struct line *line)
{
	gate_leave(gate, line->entry);
	close(line->ours);
	close(line->theirs);
}

static void the_oldest_makes_room(void **state)
{
	(void)state;
	struct gate *gate = gate_create(3, 60);
	struct line a = enter(gate), b = enter(gate), c = enter(gate);
	/* One that passed does not count, one that got further is younger. */
	gate_pass(gate, a.entry);
	gate_extend(gate, b.entry, 60);
	struct line d = enter(gate);
	assert_false(is_cut_off(&a) || is_cut_off(&b) || is_cut_off(&c) || is_cut_off(&d));
	struct line e = enter(gate);
	assert_true(is_cut_off(&c));
	assert_false(is_cut_off(&a) || is_cut_off(&b) || is_cut_off(&d) || is_cut_off(&e));
	assert_int_equal(gate_connections(gate), 5);
	assert_int_equal(gate_closed(gate), 1);
	/* What was cut off or has passed is not in line any more. */
	gate_extend(gate, c.entry, 60);
	gate_pass(gate, c.entry);
	struct line *all[] = {&a, &b, &c, &d, &e};
	for (size_t i = 0; i < 5; i++)
		leave(gate, all[i]);
	assert_int_equal(gate_connections(gate), 0);
	gate_leave(gate, NULL);
	gate_destroy(gate);
	gate_destroy(NULL);
}

static void who_is_late_is_cut_off(void **state)
{
	(void)state;
	struct gate *gate = gate_create(10, 0);
	struct line a = enter(gate), b = enter(gate), c = enter(gate);
	gate_extend(gate, a.entry, 60);
	gate_pass(gate, c.entry);
	gate_sweep(gate);
	assert_true(is_cut_off(&b));
	assert_false(is_cut_off(&a) || is_cut_off(&c));
	gate_extend(gate, a.entry, 0);
	gate_sweep(gate);
	assert_true(is_cut_off(&a));
	assert_int_equal(gate_closed(gate), 2);
	struct line *all[] = {&a, &b, &c};
	for (size_t i = 0; i < 3; i++)
		leave(gate, all[i]);
	gate_destroy(gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_oldest_makes_room),
	    cmocka_unit_test(who_is_late_is_cut_off),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
