/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/rules/rules_tell.h"

#include "base/limits.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* The lock of a data folder is held as long as a server uses it, and holds its parent's pid. */
pid_t rules_server(const char *rules_folder)
{
	char path[LIMIT_PATH];
	char digits[24] = "";
	uint64_t pid = 0;
	if (snprintf(path, sizeof(path), "%s/../run/lock", rules_folder) >= (int)sizeof(path))
		return 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return 0;
	bool held = flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
	ssize_t size = pread(fd, digits, sizeof(digits) - 1, 0);
	close(fd);
	struct text t = text_trim((struct text){digits, size < 0 ? 0 : (size_t)size});
	if (!held || !text_to_uint(t, &pid) || pid > INT32_MAX)
		return 0;
	return (pid_t)pid;
}

/* The lock's file belongs to the console's account: what it says must not make root signal others.
 */
static bool is_sakimori(pid_t pid)
{
	char path[40];
	char name[16] = "";
	snprintf(path, sizeof(path), "/proc/%ld/comm", (long)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t size = read(fd, name, sizeof(name) - 1);
	close(fd);
	return size > 0 && strncmp(name, "sakimori", 8) == 0;
}

void rules_tell(pid_t server, bool say)
{
	if (server == 0)
		return;
	bool told = is_sakimori(server) && kill(server, SIGHUP) == 0;
	if (say && told)
		puts("the running server takes them up now");
	else if (say)
		puts("a server runs: it takes them up at `systemctl reload sakimori`, or SIGHUP");
}
