/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom intake takes records from: an immutable table made from a snapshot that web writes whenever
 * sources change. Intake cannot open the store; it knows tokens as hashes only.
 *
 * The snapshot is one JSON document in a file that is replaced as a whole. Readers look for a new
 * one every second, so that a token that was revoked is refused within two.
 */
#ifndef INTAKE_DIRECTORY_H
#define INTAKE_DIRECTORY_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;
struct directory;

#define DIRECTORY_ID 41
#define DIRECTORY_ADDRESSES 16

struct intake_source {
	char id[DIRECTORY_ID];
	char company[DIRECTORY_ID];
	char token_hash[65];                        /* empty: none */
	struct text addresses[DIRECTORY_ADDRESSES]; /* addresses or CIDR blocks, IPv4 and IPv6 */
	size_t address_count;
	uint16_t port;
	struct text certificate; /* SHA-256 of its DER, lower-case hexadecimal; empty: none */
	char via[DIRECTORY_ID];  /* relay's source id; its addresses are those the relay reports */
	uint32_t records_a_second; /* 0: unlimited */
};

/* The hash under which a token is known: BLAKE2b-256, hexadecimal. */
void token_hash(struct text token, char out[65]);

/* Write the snapshot's JSON. */
void directory_write(struct buffer *out, const struct intake_source *sources, size_t count);
/* Read it; `directory` holds copies. MALFORMED names the place. */
enum outcome directory_read(
    struct text snapshot, struct directory **directory, struct why *why) MUST_CHECK;
/* NULL is harmless. */
void directory_destroy(struct directory *directory);
size_t directory_count(const struct directory *directory);

/* NULL where nobody is known. What they return lives as long as the directory. */
const struct intake_source *directory_by_token(
    const struct directory *directory, struct text token);
/* A syslog sender: the longest matching block of a directly connected source. */
const struct intake_source *directory_by_address(
    const struct directory *directory, struct text address);
const struct intake_source *directory_by_port(const struct directory *directory, uint16_t port);
const struct intake_source *directory_by_certificate(
    const struct directory *directory, struct text fingerprint);
/* A source behind a relay by what the relay says of the sender; the relay itself when none fits. */
const struct intake_source *directory_behind(
    const struct directory *directory, const struct intake_source *relay, struct text origin);

#endif
