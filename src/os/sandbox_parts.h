/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the sandbox: its two halves. Nobody else includes this. */
#ifndef OS_SANDBOX_PARTS_H
#define OS_SANDBOX_PARTS_H

#include "os/sandbox.h"

/* Landlock; *entered stays false where the kernel has none. */
enum outcome sandbox_files(
    const struct sandbox *sandbox, bool *entered, struct why *why) MUST_CHECK;
/* seccomp; likewise. */
enum outcome sandbox_calls(
    const struct sandbox *sandbox, bool *entered, struct why *why) MUST_CHECK;

#endif
