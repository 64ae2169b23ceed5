/* SPDX-License-Identifier: Apache-2.0 */
/* Viewers: the words for roles and what each may do. */
#include "store/store.h"

#include "store/rights.h"

#include <assert.h>
#include <stdio.h>

static const struct text roles[] = {
    [ROLE_ADMINISTRATOR] = TEXT_INIT("administrator"),
    [ROLE_OPERATOR] = TEXT_INIT("operator"),
    [ROLE_ANALYST] = TEXT_INIT("analyst"),
    [ROLE_COMPANY] = TEXT_INIT("company"),
    [ROLE_AUDITOR] = TEXT_INIT("auditor"),
    [ROLE_SYSTEM] = TEXT_INIT("system"),
};

#define BIT(right) (1u << (right))

static const unsigned rights[] = {
    [ROLE_ADMINISTRATOR] = BIT(RIGHT_COMPANIES) | BIT(RIGHT_INSTALLATION) | BIT(RIGHT_MEMBERS) |
			   BIT(RIGHT_SOURCES) | BIT(RIGHT_STATUS) | BIT(RIGHT_STRANGERS),
    [ROLE_OPERATOR] =
	BIT(RIGHT_COMPANIES) | BIT(RIGHT_MEMBERS) | BIT(RIGHT_SOURCES) | BIT(RIGHT_STATUS),
    [ROLE_ANALYST] = BIT(RIGHT_STATUS),
    [ROLE_COMPANY] = BIT(RIGHT_STATUS),
    [ROLE_AUDITOR] = 0,
    [ROLE_SYSTEM] = BIT(RIGHT_COMPANIES) | BIT(RIGHT_INSTALLATION) | BIT(RIGHT_MEMBERS) |
		    BIT(RIGHT_SOURCES) | BIT(RIGHT_STATUS) | BIT(RIGHT_STRANGERS) |
		    BIT(RIGHT_SYSTEM),
};

const char *role_word(enum role role)
{
	assert(role <= ROLE_SYSTEM);
	return roles[role].at;
}

bool role_parse(struct text word, enum role *role)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (text_equal_fold(roles[i], word)) {
			*role = (enum role)i;
			return true;
		}
	}
	return false;
}

struct viewer viewer_system(const char *process)
{
	(void)process; /* for whoever reads the call; the store keeps no trail yet */
	return (struct viewer){.role = ROLE_SYSTEM};
}

struct viewer viewer_local(void)
{
	return (struct viewer){.role = ROLE_ADMINISTRATOR};
}

bool viewer_may(const struct viewer *viewer, enum right right)
{
	assert(viewer->role <= ROLE_SYSTEM);
	return (rights[viewer->role] & BIT(right)) != 0;
}

enum outcome viewer_must(const struct viewer *viewer, enum right right, struct why *why)
{
	if (viewer_may(viewer, right))
		return DONE;
	why_set(why, "the role %s may not do this", role_word(viewer->role));
	return NOT_ALLOWED;
}

bool viewer_sees_all(const struct viewer *viewer)
{
	return viewer->role == ROLE_ADMINISTRATOR || viewer->role == ROLE_SYSTEM ||
	       (viewer->role == ROLE_AUDITOR && viewer->group[0] == '\0');
}
