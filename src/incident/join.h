/* SPDX-License-Identifier: Apache-2.0 */
/* Two findings that turn out to be one. */
#ifndef INCIDENT_JOIN_H
#define INCIDENT_JOIN_H

#include "incident/incident.h"

/*
 * Make `into` what it would be had it got all of `from`'s matches as well; both are of one rule,
 * title and subject. Texts are not copied: `into` points to those of `from` afterwards. The id
 * stays.
 */
void finding_join(struct finding *into, const struct finding *from);

/* Which of two records comes first: by time, then by where it stands. */
bool evidence_before(const struct evidence *a, const struct evidence *b);
/* Which of two places comes first: <0, 0, >0. */
int position_compare(const struct position *a, const struct position *b);

#endif
