/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/accounts.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool may_pass(const struct process_account *account, const struct stat *folder)
{
	bool own_group = folder->st_gid == account->group;
	for (size_t i = 0; i < account->more_count; i++)
		own_group = own_group || folder->st_gid == account->more[i];
	if (folder->st_uid == account->user)
		return (folder->st_mode & S_IXUSR) != 0;
	return (folder->st_mode & (own_group ? S_IXGRP : S_IXOTH)) != 0;
}

/*
 * Whether an account can come to a folder: all that are above it let it pass. A tree below /root,
 * say, is closed to all but root. The folder itself need not be there yet.
 */
static bool reaches(const struct process_account *account, const char *path, struct why *why)
{
	char full[2 * LIMIT_PATH] = "";
	struct stat folder;
	if (path[0] != '/' && getcwd(full, LIMIT_PATH) == NULL)
		return true;
	size_t size = strlen(full);
	snprintf(full + size, sizeof(full) - size, "%s%s", size != 0 ? "/" : "", path);
	for (char *slash = strchr(full + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool there = stat(full, &folder) == 0;
		if (there && !may_pass(account, &folder)) {
			why_set(why, "%s is closed to those of setup/users", full);
			return false;
		}
		*slash = '/';
		if (!there)
			return true;
	}
	return true;
}

/* The data, and the program with its content, which lies beside it unless the environment says
 * else. */
static bool reach_all(const struct process_account *account, const char *data, struct why *why)
{
	char program[LIMIT_PATH] = "/";
	const char *content = getenv("SAKIMORI_CONTENT");
	ssize_t size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	program[size > 0 ? (size_t)size : 0] = '\0';
	return (data == NULL || reaches(account, data, why)) && reaches(account, program, why) &&
	       (content == NULL || reaches(account, content, why));
}

void accounts_find(const struct config *config, struct accounts *accounts, struct why *why)
{
	struct accounts found = {.separate = true};
	struct process_account *intake = &found.of[PROCESS_INTAKE];
	struct process_account *web = &found.of[PROCESS_WEB];
	struct why reason;
	*accounts = (struct accounts){.separate = false};
	if (geteuid() != 0) {
		why_set(why, "started without root");
		return;
	}
	if (config->user_intake == NULL || config->user_engine == NULL ||
	    config->user_web == NULL) {
		why_set(why, "the configuration wants no change of users");
		return;
	}
	enum outcome outcome = process_account_find(config->user_intake, NULL, intake, &reason);
	if (outcome == DONE)
		outcome = process_account_find(
		    config->user_engine, config->group, &found.of[PROCESS_ENGINE], &reason);
	if (outcome == DONE)
		outcome = process_account_find(config->user_web, config->group, web, &reason);
	if (outcome != DONE) {
		why_set(why, "%s; setup/users makes them", reason.text);
		return;
	}
	web->more[web->more_count++] = intake->group;
	for (int i = 0; i < PROCESS_COUNT; i++)
		if (!reach_all(&found.of[i], config->data, why))
			return;
	*accounts = found;
}
