/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog messages into the spool: those of one sender in one turn of the listener become one
 * frame. What was taken is durable before more is read; while the spool cannot take it, streams
 * wait and datagrams are refused (the listener counts them).
 */
#ifndef PROGRAM_RELAY_GATHER_H
#define PROGRAM_RELAY_GATHER_H

#include "intake/syslog_listener.h"
#include "program/relay/spool.h"

struct gather;

struct gather *gather_create(struct spool *spool);
/* NULL is harmless. What could not be appended is lost; returns how many messages. */
uint64_t gather_destroy(struct gather *gather);
struct syslog_receiver gather_receiver(struct gather *gather);
/* From another thread, about once a second: try again what could not be appended. */
void gather_tick(struct gather *gather);
/* Messages over the limit, or of connections that could not be understood. */
uint64_t gather_broken(struct gather *gather);

#endif
