/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom an event is about. The same machine and person must come out the same from every
 * product, so names are folded: "MKT01.pandalab.com" and "mkt01" are one host, "PANDALAB\Kim" and
 * "kim" one account. Accounts that every machine has tell nothing of a person and are left out.
 */
#include "base/address.h"
#include "base/arena.h"
#include "event/finding.h"

#include <string.h>

/* Windows' own accounts, in English and Japanese as event logs write them. */
static const struct text built_in_accounts[] = {
    TEXT_INIT("system"),
    TEXT_INIT("localsystem"),
    TEXT_INIT("local service"),
    TEXT_INIT("network service"),
    TEXT_INIT("anonymous logon"),
    TEXT_INIT("iusr"),
    TEXT_INIT("n/a"),
    TEXT_INIT("unknown"),
    TEXT_INIT("(unknown)"),
};

static bool is_address(struct text t)
{
	bool digits_and_dots = t.size != 0;
	for (size_t i = 0; i < t.size; i++) {
		if (t.at[i] == ':')
			return true;
		if (t.at[i] != '.' && (t.at[i] < '0' || t.at[i] > '9'))
			digits_and_dots = false;
	}
	return digits_and_dots;
}

struct text host_folded(struct arena *arena, struct text host)
{
	if (!is_address(host))
		host = text_part(host, 0, text_find_char(host, '.'));
	return text_lower(arena, host);
}

static bool is_built_in(struct text user)
{
	for (size_t i = 0; i < sizeof(built_in_accounts) / sizeof(built_in_accounts[0]); i++) {
		if (text_equal_fold(user, built_in_accounts[i]))
			return true;
	}
	/* Window manager and font driver sessions: DWM-1, UMFD-0. */
	return text_starts_fold(user, TEXT("dwm-")) || text_starts_fold(user, TEXT("umfd-"));
}

static struct text user_of(const struct event *event)
{
	static const enum field_id order[] = {FIELD_USER, FIELD_SRC_USER, FIELD_USER_EMAIL};
	struct text user = {NULL, 0};
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && user.size == 0; i++)
		user = event_get_field(event, order[i]);
	size_t domain = text_find_last_char(user, '\\');
	if (domain != TEXT_NONE)
		user = text_from(user, domain + 1);
	/* Machine accounts end in a dollar sign. */
	if (text_ends(user, TEXT("$")) || is_built_in(user))
		return (struct text){NULL, 0};
	return text_lower(event->arena, user);
}

static struct text first_of(const struct event *event, const struct text *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct text value = event_get(event, names[i]);
		if (value.size != 0 && !text_equal(value, TEXT("-")))
			return value;
	}
	return (struct text){NULL, 0};
}

void subject_of(const struct event *event, struct subject *subject)
{
	static const struct text processes[] = {
	    TEXT_INIT("Image"), TEXT_INIT("SourceImage"), TEXT_INIT("process_name")};
	static const struct text files[] = {TEXT_INIT("TargetFilename"), TEXT_INIT("file_path"),
	    TEXT_INIT("ImageLoaded"), TEXT_INIT("Filename"), TEXT_INIT("sha256"), TEXT_INIT("md5")};
	subject->host = host_folded(event->arena, event_get_field(event, FIELD_HOST));
	subject->user = user_of(event);
	subject->src_ip = event_get_field(event, FIELD_SRC_IP);
	subject->dst_ip = event_get_field(event, FIELD_DST_IP);
	subject->process = first_of(event, processes, sizeof(processes) / sizeof(processes[0]));
	subject->file = first_of(event, files, sizeof(files) / sizeof(files[0]));
}

static bool own_v4(const unsigned char *a)
{
	return a[0] == 10 || a[0] == 127 || (a[0] == 172 && (a[1] & 0xf0) == 16) ||
	       (a[0] == 192 && a[1] == 168) || (a[0] == 169 && a[1] == 254) ||
	       (a[0] == 100 && (a[1] & 0xc0) == 64);
}

static bool own_v6(const unsigned char *a)
{
	static const unsigned char loopback[16] = {[15] = 1};
	return (a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) == 0x80) ||
	       memcmp(a, loopback, sizeof(loopback)) == 0;
}

bool address_is_own(struct text address)
{
	unsigned char bytes[ADDRESS_BYTES];
	size_t size = address_read(address, bytes);
	return (size == 4 && own_v4(bytes)) || (size == 16 && own_v6(bytes));
}
