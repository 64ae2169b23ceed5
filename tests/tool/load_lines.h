/* SPDX-License-Identifier: Apache-2.0 */
/* Log lines for the benchmarks of intake: addresses, ports and what is asked for vary, so that they
 * compress no better than a firewall's do. */
#ifndef LOAD_LINES_H
#define LOAD_LINES_H

#include <stddef.h>
#include <stdio.h>

/* `lines` lines of `bytes` bytes (120 at least) and a line end each. */
static inline void load_lines(char *body, unsigned lines, unsigned bytes)
{
	unsigned state = 1;
	for (unsigned i = 0; i < lines; i++) {
		char *at = body + (size_t)i * (bytes + 1);
		unsigned r = i * 2654435761u;
		int used = snprintf(at, bytes,
		    "<134>Nov 20 13:%02u:%02u gw kernel: DROP IN=eth0 SRC=203.0.113.%u "
		    "DST=192.0.2.%u "
		    "SPT=%u DPT=%u ID=%u URL=/",
		    i / 60 % 60, i % 60, r >> 24, r >> 16 & 255, r & 65535, r >> 8 & 1023, r);
		for (size_t k = (size_t)used; k < bytes; k++) {
			state = state * 1103515245u + 12345u;
			at[k] = "etaoinshrdlu/-.0123456789=&%ABCD"[state >> 27];
		}
		at[bytes] = '\n';
	}
}

#endif
