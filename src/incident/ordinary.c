/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of ordinary names. Addresses: RFC 1122 section 3.2.1.3, RFC 4291 section 2.4, RFC 3927;
 * the name servers as their operators publish them.
 */
#include "incident/ordinary.h"

#include "base/address.h"

#include <stddef.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

bool ordinary_user(struct text user)
{
	static const struct text users[] = {TEXT_INIT("root"), TEXT_INIT("admin"),
	    TEXT_INIT("administrator"), TEXT_INIT("guest"), TEXT_INIT("user"), TEXT_INIT("test"),
	    TEXT_INIT("nobody"), TEXT_INIT("daemon"), TEXT_INIT("www-data"), TEXT_INIT("apache"),
	    TEXT_INIT("nginx"), TEXT_INIT("tomcat"), TEXT_INIT("postgres"), TEXT_INIT("mysql"),
	    TEXT_INIT("ubuntu"), TEXT_INIT("ec2-user"), TEXT_INIT("pi")};
	for (size_t i = 0; i < COUNT(users); i++) {
		if (text_equal_fold(user, users[i]))
			return true;
	}
	return false;
}

bool ordinary_file(struct text file)
{
	static const struct text folders[] = {TEXT_INIT("c:\\windows\\"),
	    TEXT_INIT("c:\\program files"), TEXT_INIT("/usr/"), TEXT_INIT("/bin/"),
	    TEXT_INIT("/lib"), TEXT_INIT("/sbin/"), TEXT_INIT("/etc/")};
	for (size_t i = 0; i < COUNT(folders); i++) {
		if (text_starts_fold(file, folders[i]))
			return true;
	}
	return false;
}

static bool ordinary_v4(const unsigned char *a)
{
	static const unsigned char servers[][4] = {{1, 0, 0, 1}, {1, 1, 1, 1}, {8, 8, 4, 4},
	    {8, 8, 8, 8}, {9, 9, 9, 9}, {149, 112, 112, 112}, {208, 67, 220, 220},
	    {208, 67, 222, 222}};
	for (size_t i = 0; i < COUNT(servers); i++) {
		if (memcmp(a, servers[i], sizeof(servers[i])) == 0)
			return true;
	}
	bool link_local = a[0] == 169 && a[1] == 254;
	return a[0] == 0 || a[0] == 127 || a[0] >= 224 || link_local;
}

static bool ordinary_v6(const unsigned char *a)
{
	static const unsigned char zeros[15] = {0};
	static const unsigned char servers[][4] = {
	    {0x20, 0x01, 0x48, 0x60}, /* 2001:4860:4860::8888 and ::8844 */
	    {0x26, 0x06, 0x47, 0x00}, /* 2606:4700:4700::1111 and ::1001 */
	};
	for (size_t i = 0; i < COUNT(servers); i++) {
		/* both operators repeat the third group */
		if (memcmp(a, servers[i], 4) == 0 && memcmp(a + 4, servers[i] + 2, 2) == 0)
			return true;
	}
	bool link_local = a[0] == 0xfe && (a[1] & 0xc0) == 0x80;
	bool none_or_loopback = memcmp(a, zeros, sizeof(zeros)) == 0 && a[15] <= 1;
	return none_or_loopback || link_local || a[0] == 0xff;
}

bool ordinary_address(struct text address)
{
	unsigned char bytes[ADDRESS_BYTES];
	size_t size = address_read(address, bytes);
	return (size == 4 && ordinary_v4(bytes)) || (size == 16 && ordinary_v6(bytes));
}
