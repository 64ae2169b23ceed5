/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IP addresses as texts (RFC 791 dotted decimal, RFC 4291 section 2.2): no names, no octal, no
 * short forms, no zone index, no brackets.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/text.h"

#define ADDRESS_BYTES 16

/*
 * The bytes of an address in network order: 4 or 16, or 0 when the text is none. An IPv4
 * address that is written as IPv6 (::ffff:192.0.2.1) comes out as its 4.
 */
size_t address_read(struct text t, unsigned char bytes[ADDRESS_BYTES]);

#endif
