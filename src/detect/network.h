/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Address blocks (RFC 4632 for IPv4, RFC 4291 section 2.3 for IPv6) and whether an address is in
 * one.
 */
#ifndef DETECT_NETWORK_H
#define DETECT_NETWORK_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct network {
	bool v6;
	unsigned prefix; /* bits */
	uint8_t address[16];
};

/* "10.0.0.0/8", "fe80::/10"; without a length the one address. Bits behind the length are ignored.
 */
bool network_parse(struct text t, struct network *network);

/*
 * Whether the text is an address in the block. An IPv6 zone ("%eth0") is ignored; an IPv4 address
 * that is mapped into IPv6 (::ffff:10.0.0.1) is in the blocks of both.
 */
bool network_holds(const struct network *network, struct text address);

#endif
