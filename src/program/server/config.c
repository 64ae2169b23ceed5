/* SPDX-License-Identifier: Apache-2.0 */
/* Where the configuration comes from: defaults, the file over them, the command line over both. */
#include "program/server/config.h"

#include "base/arena.h"
#include "base/clock.h"
#include "os/files.h"
#include "os/sockets.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CONFIG_BYTES ((size_t)64 << 10)
#define MEBIBYTE ((uint64_t)1 << 20)

const char *config_default_data(void)
{
	char path[PATH_MAX];
	struct stat status;
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path) - 1);
	struct text program = {path, size < 0 ? 0 : (size_t)size};
	struct text folder = text_part(program, 0, text_find_last_char(program, '/'));
	char share[PATH_MAX + 32];
	snprintf(share, sizeof(share), "%.*s/../share/sakimori", TEXT_ARGS(folder));
	return size > 0 && stat(share, &status) == 0 ? "/var/lib/sakimori" : "./var";
}

void config_defaults(const char *data, struct config *config)
{
	*config = (struct config){
	    .data = data,
	    .listen = "127.0.0.1:8480",
	    .intake_listen = "127.0.0.1:8481",
	    .syslog = {{SYSLOG_UDP, "127.0.0.1:8514", NULL}, {SYSLOG_TCP, "127.0.0.1:8514", NULL}},
	    .syslog_count = 2,
	    .retain = 400 * CLOCK_DAY,
	    .disk_reserve = 512 * MEBIBYTE,
	    .records_a_second = 20000,
	    .connections = 2000,
	    .connections_of_one = 256,
	    .log_segment = 64 * MEBIBYTE,
	    .log_age = 600 * CLOCK_SECOND,
	    .back_off = 30 * CLOCK_SECOND,
	    .watchdog = 60 * CLOCK_SECOND,
	    .user_intake = "sakimori-intake",
	    .user_engine = "sakimori-engine",
	    .user_web = "sakimori-web",
	    .group = "sakimori",
	};
}

static enum outcome absolute(
    const char *path, struct arena *arena, const char **result, struct why *why)
{
	char here[PATH_MAX];
	if (path[0] == '/') {
		*result = text_cstr(arena, text_of(path));
		return DONE;
	}
	if (getcwd(here, sizeof(here)) == NULL) {
		why_set(why, "the working folder: %s", strerror(errno));
		return NOT_READABLE;
	}
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	*result = text_cstr(arena, text_format(arena, "%s/%s", here, path));
	return DONE;
}

/* The file that is to be read; *file stays NULL where none was named and the usual is not there. */
static enum outcome find_file(const struct config_words *words, const char *data,
    struct arena *arena, const char **file, struct why *why)
{
	struct stat status;
	if (words->file != NULL)
		return absolute(words->file, arena, file, why);
	const char *usual = text_cstr(arena, text_format(arena, "%s/sakimori.yaml", data));
	if (stat(usual, &status) == 0 || errno != ENOENT)
		*file = usual;
	return DONE;
}

static enum outcome check_word(const char *word, const char *option, struct why *why)
{
	struct socket_address address;
	struct why reason;
	if (word == NULL || socket_address_read(text_of(word), &address, &reason) == DONE)
		return DONE;
	why_set(why, "%s: %s", option, reason.text);
	return MALFORMED;
}

static enum outcome read_file(struct config *config, struct arena *arena, struct why *why)
{
	struct text bytes;
	if (config->file == NULL)
		return DONE;
	enum outcome outcome = file_read(config->file, CONFIG_BYTES, arena, &bytes, why);
	return outcome == DONE ? config_parse(bytes, config->file, arena, config, why) : outcome;
}

enum outcome config_read(
    const struct config_words *words, struct arena *arena, struct config *config, struct why *why)
{
	const char *data = words->data != NULL ? words->data : config_default_data();
	struct config read;
	const char *file = NULL;
	enum outcome outcome = absolute(data, arena, &data, why);
	if (outcome == DONE)
		outcome = find_file(words, data, arena, &file, why);
	if (outcome != DONE)
		return outcome;
	config_defaults(data, &read);
	read.file = file;
	outcome = read_file(&read, arena, why);
	if (outcome == DONE)
		outcome = check_word(words->listen, "--listen", why);
	if (outcome == DONE)
		outcome = check_word(words->intake_listen, "--intake-listen", why);
	if (outcome != DONE)
		return outcome;
	if (words->listen != NULL)
		read.listen = words->listen;
	if (words->intake_listen != NULL)
		read.intake_listen = words->intake_listen;
	*config = read;
	return DONE;
}
