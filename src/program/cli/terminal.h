/* SPDX-License-Identifier: Apache-2.0 */
/* Foreign text on a terminal: a log line or file name must not be able to steer it. */
#ifndef PROGRAM_CLI_TERMINAL_H
#define PROGRAM_CLI_TERMINAL_H

#include "base/text.h"

#include <stdio.h>

/* Write `t` with "?" for control characters (C0, DEL, C1) and for what is no UTF-8. */
void terminal_put(FILE *out, struct text t);

#endif
