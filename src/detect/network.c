/* SPDX-License-Identifier: Apache-2.0 */
/* Address blocks for the modifier cidr. inet_pton() reads addresses: no names, no octal, no short
 * forms. */
#include "detect/network.h"

#include <arpa/inet.h>
#include <string.h>

#define LONGEST_ADDRESS 46

static bool parse_address(struct text t, bool *v6, uint8_t address[16])
{
	char copy[LONGEST_ADDRESS + 1];
	if (t.size == 0 || t.size > LONGEST_ADDRESS || memchr(t.at, '\0', t.size) != NULL)
		return false;
	memcpy(copy, t.at, t.size);
	copy[t.size] = '\0';
	*v6 = memchr(t.at, ':', t.size) != NULL;
	return inet_pton(*v6 ? AF_INET6 : AF_INET, copy, address) == 1;
}

bool network_parse(struct text t, struct network *network)
{
	struct network read = {.v6 = false};
	struct text length = t;
	struct text address = text_cut(&length, '/');
	if (!parse_address(address, &read.v6, read.address))
		return false;
	uint64_t prefix = read.v6 ? 128 : 32;
	if (address.size < t.size &&
	    (!text_to_uint(length, &prefix) || prefix > (read.v6 ? 128 : 32)))
		return false;
	read.prefix = (unsigned)prefix;
	*network = read;
	return true;
}

static bool same_beginning(const uint8_t *a, const uint8_t *b, unsigned bits)
{
	if (memcmp(a, b, bits / 8) != 0)
		return false;
	unsigned rest = bits % 8;
	return rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
}

bool network_holds(const struct network *network, struct text address)
{
	static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	uint8_t bytes[16];
	bool v6;
	struct text plain = text_part(address, 0, text_find_char(address, '%'));
	if (!parse_address(plain, &v6, bytes))
		return false;
	if (v6 == network->v6)
		return same_beginning(bytes, network->address, network->prefix);
	if (v6 && memcmp(bytes, mapped, sizeof(mapped)) == 0)
		return same_beginning(bytes + 12, network->address, network->prefix);
	return false;
}
