/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/web/web_welcome.h"

#include "base/arena.h"
#include "base/json.h"
#include "os/files.h"
#include "store/directory.h"
#include "web/session.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CODE_LEAST 20
#define SMALL_FILE ((size_t)64 << 10)

static bool has_members(struct store *store, struct arena *arena)
{
	struct members list = {0};
	struct viewer system = viewer_system("web");
	const struct page page = {.limit = 1};
	return member_list(store, &system, page, arena, &list, NULL) != DONE || list.count != 0;
}

/* Nobody else may read it, from the first moment on. */
static void keep(const struct process_given *given, const char *path, struct text code)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool kept = fd >= 0 && write(fd, code.at, code.size) == (ssize_t)code.size;
	if (fd >= 0)
		kept = close(fd) == 0 && kept;
	if (!kept)
		process_say(given, "run/welcome cannot be written: %s", strerror(errno));
}

static void tell(const struct process_given *given, struct text code, struct arena *arena)
{
	struct text bytes;
	const struct json *addresses = NULL;
	struct text console = text_of(given->config->listen);
	if (file_read(given->places->addresses, SMALL_FILE, arena, &bytes, NULL) == DONE &&
	    json_read(bytes, &json_record_limits, arena, &addresses, NULL) == DONE &&
	    json_get_text(addresses, "console").size != 0)
		console = json_get_text(addresses, "console");
	process_say(given, "first sign-in: %s://%.*s/welcome?code=%.*s",
	    given->sockets.console_tls ? "https" : "http", TEXT_ARGS(console), TEXT_ARGS(code));
}

const char *web_welcome_code(
    const struct process_given *given, struct store *store, struct arena *arena)
{
	const char *path = text_cstr(arena, text_format(arena, "%s/welcome", given->places->run));
	struct text code = TEXT("");
	if (has_members(store, arena)) {
		if (unlink(path) != 0 && errno != ENOENT)
			process_say(given, "run/welcome cannot be removed: %s", strerror(errno));
		return NULL;
	}
	if (file_read(path, SMALL_FILE, arena, &code, NULL) != DONE ||
	    text_trim(code).size < CODE_LEAST) {
		code = token_make("", arena);
		keep(given, path, code);
	}
	code = text_trim(code);
	tell(given, code, arena);
	return text_cstr(arena, code);
}
