/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the journal: numbers as they stand on disk (little-endian, whatever the machine). */
#ifndef JOURNAL_BYTES_H
#define JOURNAL_BYTES_H

#include <stdint.h>

static inline void bytes_put32(void *to, uint32_t value)
{
	unsigned char *at = to;
	for (unsigned i = 0; i < 4; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

static inline void bytes_put64(void *to, uint64_t value)
{
	unsigned char *at = to;
	for (unsigned i = 0; i < 8; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

static inline uint32_t bytes_get32(const void *from)
{
	const unsigned char *at = from;
	uint32_t value = 0;
	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)at[i] << (8 * i);
	return value;
}

static inline uint64_t bytes_get64(const void *from)
{
	const unsigned char *at = from;
	uint64_t value = 0;
	for (unsigned i = 0; i < 8; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}

#endif
