/* SPDX-License-Identifier: Apache-2.0 */
#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>

size_t address_read(struct text t, unsigned char bytes[ADDRESS_BYTES])
{
	static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
	char copy[INET6_ADDRSTRLEN];
	if (t.size == 0 || t.size >= sizeof(copy) || memchr(t.at, '\0', t.size) != NULL)
		return 0;
	memcpy(copy, t.at, t.size);
	copy[t.size] = '\0';
	if (inet_pton(AF_INET, copy, bytes) == 1)
		return 4;
	if (inet_pton(AF_INET6, copy, bytes) != 1)
		return 0;
	if (memcmp(bytes, mapped, sizeof(mapped)) != 0)
		return 16;
	memmove(bytes, bytes + sizeof(mapped), 4);
	return 4;
}
