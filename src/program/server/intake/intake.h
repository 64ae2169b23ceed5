/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the intake process: what its parts share. Records come in over HTTP (intake_http.h) and
 * syslog (intake_syslog.h), are told apart by source (intake_directory.h), held to the source's
 * limit (intake_limit.h), appended to the log, and acknowledged when the log has settled.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_H
#define PROGRAM_SERVER_INTAKE_INTAKE_H

#include "intake/tally.h"
#include "journal/log.h"
#include "program/server/intake/intake_directory.h"
#include "program/server/intake/intake_groups.h"
#include "program/server/intake/intake_limit.h"
#include "program/server/process.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct intake_http;
struct intake_syslog;

struct intake {
	const struct process_given *given;
	struct intake_directory *directory;
	struct intake_limit *limit;
	struct tally *tally;
	struct log_writer *log;
	struct intake_groups groups;
	struct intake_http *http;
	struct intake_syslog *syslog;
};

/* Count on the board and, by source, in the tally. */
void intake_refused(struct intake *intake, const struct intake_sender *sender, enum refusal refusal,
    uint64_t records, uint64_t bytes);
void intake_stranger(
    struct intake *intake, struct text address, const char *transport, uint64_t records);
void intake_durable(struct intake *intake, uint64_t records, uint64_t bytes);

#endif
