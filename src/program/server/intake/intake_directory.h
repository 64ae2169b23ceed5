/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory of sources as intake has it in force: the snapshot that web writes, looked at once
 * a second. Finding copies out what is needed, so that nobody holds on to a directory that was
 * replaced. Thread-safe.
 */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_DIRECTORY_H
#define PROGRAM_SERVER_INTAKE_INTAKE_DIRECTORY_H

#include "intake/directory.h"
#include "intake/syslog_listener.h"

struct intake_directory;

/* Whom a record is from. */
struct intake_sender {
	char company[DIRECTORY_ID];
	char source[DIRECTORY_ID];
	uint32_t rate; /* records a second; 0: unlimited */
};

/* `rate` is that of sources which have none of their own. Empty until the first refresh. */
struct intake_directory *intake_directory_create(const char *snapshot, uint32_t rate);
/* NULL is harmless. */
void intake_directory_destroy(struct intake_directory *directory);
/* Read the snapshot again where it was replaced. On failure the directory before stays in force;
 * the same bad file is reported once. A snapshot that is not there yet is none. */
enum outcome intake_directory_refresh(
    struct intake_directory *directory, struct why *why) MUST_CHECK;
/* Changes whenever another snapshot comes into force; never 0. */
uint64_t intake_directory_generation(const struct intake_directory *directory);

/* By the token; `origin` (empty: none) picks the source behind it where it is a relay's. */
bool intake_directory_token(struct intake_directory *directory, struct text token,
    struct text origin, struct intake_sender *sender);
/* By client certificate, else by the port it came in, else by address. */
bool intake_directory_peer(struct intake_directory *directory, const struct syslog_peer *peer,
    struct intake_sender *sender);

#endif
