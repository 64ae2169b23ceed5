/* SPDX-License-Identifier: Apache-2.0 */
/* Where a report is written. Logs are evidence: a slip of the hand must not empty one. */
#include "program/cli/output.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool same_file(const char *a, const char *b)
{
	struct stat x;
	struct stat y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* The folder that `path` stands in, without links; false when there is none. */
static bool folder_of(const char *path, char folder[PATH_MAX])
{
	char copy[PATH_MAX];
	size_t slash = text_find_last_char(text_of(path), '/');
	if (slash == TEXT_NONE)
		return realpath(".", folder) != NULL;
	if (slash >= sizeof(copy) - 1)
		return false;
	memcpy(copy, path, slash + 1);
	copy[slash + 1] = '\0';
	return realpath(copy, folder) != NULL;
}

static bool is_below(const char *folder, const char *input)
{
	char whole[PATH_MAX];
	if (realpath(input, whole) == NULL)
		return false;
	struct text rest = text_of(folder);
	return text_skip(&rest, text_of(whole)) &&
	       (rest.size == 0 || rest.at[0] == '/' || strcmp(whole, "/") == 0);
}

static bool among(const char *path, const char *const *inputs, size_t count)
{
	char folder[PATH_MAX];
	if (!folder_of(path, folder))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (is_below(folder, inputs[i]))
			return true;
	}
	return false;
}

enum outcome output_open(
    const char *path, const char *const *inputs, size_t count, FILE **out, struct why *why)
{
	for (size_t i = 0; i < count; i++) {
		if (same_file(path, inputs[i])) {
			why_set(why, "it is one of the files to be read, and would be overwritten");
			return NOT_ALLOWED;
		}
	}
	int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY;
	bool guarded = among(path, inputs, count);
	int fd = open(path, guarded ? flags | O_NOFOLLOW : flags, 0666);
	if (fd < 0) {
		why_set(why, "%s",
		    errno == ELOOP && guarded ? "a link in a folder that is to be read; links "
						"there are not followed"
					      : strerror(errno));
		return NOT_READABLE;
	}
	*out = fdopen(fd, "w");
	if (*out != NULL)
		return DONE;
	why_set(why, "%s", strerror(errno));
	close(fd);
	return NOT_READABLE;
}
