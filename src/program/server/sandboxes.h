/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each process may reach, for process_confine(). Paths are those of `given`; what `sandbox`
 * points to lives as long as the process (one sandbox a process).
 */
#ifndef PROGRAM_SERVER_SANDBOXES_H
#define PROGRAM_SERVER_SANDBOXES_H

#include "program/server/process.h"

/* Writes the log; reads the snapshot of sources, certificates and the content folder. */
void intake_sandbox(const struct process_given *given, struct sandbox *sandbox);
/* Writes journal, keys and state; reads rules, content and time zones. No connections at all. */
void engine_sandbox(const struct process_given *given, struct sandbox *sandbox);
/* Writes state, keys and the snapshot; reads the journal, rules, content, certificates. */
void web_sandbox(const struct process_given *given, struct sandbox *sandbox);

#endif
