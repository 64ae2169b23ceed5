/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may hold a connection of an HTTP daemon, and for how long. libmicrohttpd knows an idle time
 * only, which a byte now and then keeps from ending, and takes no new connection when there are as
 * many as may be. So connections that have not shown who they are wait here in line, each with a
 * time by which it must have got further; who is late is cut off. When too many wait, the one that
 * waited longest makes room for the new one: however many are half open, whoever sends at once gets
 * through.
 */
#ifndef PROGRAM_SERVER_GATE_H
#define PROGRAM_SERVER_GATE_H

#include <stddef.h>
#include <stdint.h>

struct gate;
struct gate_entry;

/* At most so many wait, each for so many seconds at first. */
struct gate *gate_create(size_t most, unsigned seconds);
/* When no connection is left. NULL is harmless. */
void gate_destroy(struct gate *gate);

/* A connection begins; the oldest may be cut off for it. */
struct gate_entry *gate_enter(struct gate *gate, int fd);
/* Before its descriptor is closed. */
void gate_leave(struct gate *gate, struct gate_entry *entry);
/* It got further: it has so many seconds from now. */
void gate_extend(struct gate *gate, struct gate_entry *entry, unsigned seconds);
/* It need not wait any more. */
void gate_pass(struct gate *gate, struct gate_entry *entry);
/* Cut off those whose time is over; about once a second. */
void gate_sweep(struct gate *gate);

/* Connections at present, and how many were cut off. */
uint64_t gate_connections(const struct gate *gate);
uint64_t gate_closed(const struct gate *gate);

#endif
