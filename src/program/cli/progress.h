/* SPDX-License-Identifier: Apache-2.0 */
/* How far a long run is: one line on a terminal, rewritten twice a second, with rate and time left.
 */
#ifndef PROGRAM_CLI_PROGRESS_H
#define PROGRAM_CLI_PROGRESS_H

#include "base/text.h"
#include "render/texts.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool shown;
	enum language language;
	uint64_t total; /* bytes to read; 0: not known */
	double started; /* seconds of the monotonic clock */
	double last;
};

/* `shown` false makes the other calls do nothing. */
void progress_begin(struct progress *progress, bool shown, enum language language, uint64_t total);
/* Rewrite the line when half a second has passed; `name` is what is being read (shown cleaned and
 * cut). */
void progress_tell(struct progress *progress, uint64_t done, struct text name);
/* Take the line away. */
void progress_end(struct progress *progress);

/* Seconds of the monotonic clock. */
double progress_now(void);

#endif
