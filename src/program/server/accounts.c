/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/accounts.h"

#include <unistd.h>

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
	*accounts = found;
}
