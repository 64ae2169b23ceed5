/* SPDX-License-Identifier: Apache-2.0 */
/* The file that --out names. */
#ifndef PROGRAM_CLI_OUTPUT_H
#define PROGRAM_CLI_OUTPUT_H

#include "base/outcome.h"

#include <stddef.h>
#include <stdio.h>

/*
 * Open `path` for writing, emptied. Never one of the files that are to be read (`inputs`):
 * NOT_ALLOWED, and it stays as it is. Within a folder that is to be read no link is followed: who
 * filled the folder would choose what is overwritten.
 */
enum outcome output_open(const char *path, const char *const *inputs, size_t count, FILE **out,
    struct why *why) MUST_CHECK;

#endif
