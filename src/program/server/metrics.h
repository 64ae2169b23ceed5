/* SPDX-License-Identifier: Apache-2.0 */
/* What the board says, for programs that watch: /metrics (Prometheus text, version 0.0.4) and
 * /health (JSON). Answered on the console's and on intake's port alike. */
#ifndef PROGRAM_SERVER_METRICS_H
#define PROGRAM_SERVER_METRICS_H

#include "program/server/board.h"

#include <stdint.h>

struct buffer;

#define METRICS_CONTENT "text/plain; version=0.0.4; charset=utf-8"
#define METRICS_SILENT                                                                             \
	10 /* seconds without a heartbeat after which a process counts as stopped                  \
	    */

void metrics_write(const struct board *board, struct buffer *out);
/* Returns the HTTP status: 200 when all processes beat and the disk takes records, else 503. */
unsigned health_write(const struct board *board, int64_t now, struct buffer *out);

#endif
