/* SPDX-License-Identifier: Apache-2.0 */
/* The pairs, types and system calls of Linux audit records. For auditd.c. */
#ifndef DECODE_UNIX_AUDIT_VALUES_H
#define DECODE_UNIX_AUDIT_VALUES_H

#include "base/text.h"
#include "event/event.h"

#include <stdbool.h>

struct audit_pairs {
	struct text rest;
	struct text type; /* decides which values are in hexadecimal */
	struct arena *arena;
	bool nested; /* within msg='…' */
};

/*
 * The next pair; false at the end. Quotes are taken off; hexadecimal values of the fields that the
 * kernel encodes are decoded (NUL between words becomes a space). msg='…' is stepped into: its own
 * pairs follow.
 */
bool audit_values_next(struct audit_pairs *pairs, struct text *key, struct text *value);

/* The name of a message type that is given as a number; the text itself for names and unknown
 * numbers. */
struct text audit_values_type(struct text type);

/* The name of a system call (a number of the architecture given in hexadecimal, or a name already);
 * empty when unknown. */
struct text audit_values_call(struct text call, struct text arch);

/* Join a0, a1, … of an EXECVE record to the command line and put it, and the program where its path
 * is given. */
void audit_values_put_command_line(struct event *event);

#endif
