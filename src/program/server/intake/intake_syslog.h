/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog into the log: messages of one sender and one turn of the listener become one frame.
 *
 * Syslog has no acknowledgement, so what was taken from a connection is kept here until the log has
 * made it durable, and appended again where the log could not. As long as that is so, or too much
 * waits, streams are not read (their senders wait) and datagrams are refused and counted.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_SYSLOG_H
#define PROGRAM_SERVER_INTAKE_INTAKE_SYSLOG_H

#include "program/server/intake/intake.h"

/* Reads the certificates; before the sandbox. DONE with *syslog NULL: there are no sockets. */
enum outcome intake_syslog_create(
    struct intake *intake, struct intake_syslog **syslog, struct why *why) MUST_CHECK;
/* Start its thread. */
enum outcome intake_syslog_start(struct intake_syslog *syslog, struct why *why) MUST_CHECK;
/* From the log's thread. */
void intake_syslog_settled(struct intake_syslog *syslog, const struct intake_group *group);
/* About once a second: what could not be appended is tried again. */
void intake_syslog_tick(struct intake_syslog *syslog);
void intake_syslog_counts(const struct intake_syslog *syslog, struct syslog_counts *counts);
/* End the thread; what was taken is appended. The functions take NULL. */
void intake_syslog_stop(struct intake_syslog *syslog);
/* After the log was closed. Messages that never became durable. */
uint64_t intake_syslog_destroy(struct intake_syslog *syslog);

#endif
