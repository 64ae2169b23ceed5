/* SPDX-License-Identifier: Apache-2.0 */
/* How much memory this process has had at the most. */
#ifndef OS_MEMORY_H
#define OS_MEMORY_H

#include <stdint.h>

/* Get ready to be asked later from within a sandbox: call it before sandbox_enter(). */
void memory_watch(void);

/*
 * The peak of resident memory in bytes (VmHWM of proc(5)); 0 where the system does not tell.
 * getrusage() would not do: it counts what the parent had before it started this program.
 */
uint64_t memory_peak(void);

#endif
