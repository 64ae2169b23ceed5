/* SPDX-License-Identifier: Apache-2.0 */
#include "program/content/timezone.h"

#include "base/arena.h"
#include "os/files.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASE "/usr/share/zoneinfo/"
#define LARGEST_ZONE ((size_t)256 * 1024)

/* Letters, digits and a few signs in parts between slashes: nothing that leaves the database's
 * folder. */
static bool is_name(struct text name)
{
	if (name.size == 0 || name.size > 64 || name.at[0] == '/' ||
	    text_find(name, TEXT("..")) != TEXT_NONE)
		return false;
	for (size_t i = 0; i < name.size; i++) {
		char c = name.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool other = (c >= '0' && c <= '9') || (c != '\0' && strchr("/_-+", c) != NULL);
		if (!letter && !other)
			return false;
	}
	return true;
}

/* "+09:00", "-0330" */
static bool read_offset(struct text t, int *seconds)
{
	uint64_t hours;
	uint64_t minutes;
	if (t.size < 5 || (t.at[0] != '+' && t.at[0] != '-'))
		return false;
	struct text behind = text_from(t, 3);
	(void)text_skip(&behind, TEXT(":"));
	if (behind.size != 2 || !text_to_uint(text_part(t, 1, 2), &hours) ||
	    !text_to_uint(behind, &minutes) || hours > 14 || minutes > 59)
		return false;
	*seconds = (int)(hours * 3600 + minutes * 60);
	if (t.at[0] == '-')
		*seconds = -*seconds;
	return true;
}

static enum outcome read_zone(
    const char *path, struct arena *arena, const struct zone **zone, struct why *why)
{
	struct text bytes;
	enum outcome outcome = file_read(path, LARGEST_ZONE, arena, &bytes, why);
	return outcome == DONE ? zone_from_tzif(bytes, arena, zone, why) : outcome;
}

/* /etc/localtime is a link into the database; its end is the name. */
static struct text local_name(struct arena *arena)
{
	char target[PATH_MAX];
	ssize_t size = readlink("/etc/localtime", target, sizeof(target));
	if (size <= 0)
		return TEXT("local");
	struct text path = {target, (size_t)size};
	size_t at = text_find(path, TEXT("zoneinfo/"));
	if (at == TEXT_NONE)
		return TEXT("local");
	return text_copy(arena, text_from(path, at + sizeof("zoneinfo/") - 1));
}

static enum outcome own_zone(struct arena *arena, const struct zone **zone, struct text *shown)
{
	if (read_zone("/etc/localtime", arena, zone, NULL) == DONE) {
		*shown = local_name(arena);
		return DONE;
	}
	*zone = zone_fixed(0, arena);
	*shown = TEXT("UTC");
	return DONE;
}

enum outcome timezone_find(const char *name, struct arena *arena, const struct zone **zone,
    struct text *shown, struct why *why)
{
	const char *environment = getenv("TZ");
	bool own = name == NULL;
	if (own && environment != NULL && is_name(text_of(environment)))
		name = environment;
	if (name == NULL)
		return own_zone(arena, zone, shown);
	struct text t = text_of(name);
	int offset = 0;
	if (text_equal(t, TEXT("UTC")) || text_equal(t, TEXT("Z")) || read_offset(t, &offset)) {
		*zone = zone_fixed(offset, arena);
		*shown = text_copy(arena, t);
		return DONE;
	}
	if (!is_name(t)) {
		why_set(why,
		    "'%.80s' is no time zone: give a name such as Asia/Tokyo, an offset "
		    "such as +09:00, or UTC",
		    name);
		return MALFORMED;
	}
	struct text path = text_format(arena, "%s%s", DATABASE, name);
	if (read_zone(text_cstr(arena, path), arena, zone, why) == DONE) {
		*shown = text_copy(arena, t);
		return DONE;
	}
	if (own)
		return own_zone(arena, zone, shown);
	why_set(why,
	    "the system's time zone database has no '%s' (package tzdata); an offset such as "
	    "+09:00 works without it",
	    name);
	return NOT_FOUND;
}
