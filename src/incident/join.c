/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/join.h"

#include "incident/value_set.h"

#include <string.h>

int position_compare(const struct position *a, const struct position *b)
{
	int order = text_compare(a->file, b->file);
	return order != 0 ? order : (a->record > b->record) - (a->record < b->record);
}

bool evidence_before(const struct evidence *a, const struct evidence *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	return position_compare(&a->where, &b->where) < 0;
}

static void join_evidence(struct finding *into, const struct evidence *shown)
{
	size_t at = into->evidence_count;
	while (at > 0 && evidence_before(shown, &into->evidence[at - 1]))
		at--;
	if (at == FINDING_EVIDENCE)
		return;
	if (into->evidence_count < FINDING_EVIDENCE)
		into->evidence_count++;
	memmove(&into->evidence[at + 1], &into->evidence[at],
	    (into->evidence_count - 1 - at) * sizeof(into->evidence[0]));
	into->evidence[at] = *shown;
}

void finding_join(struct finding *into, const struct finding *from)
{
	if (from->first < into->first)
		into->first = from->first;
	if (from->last > into->last)
		into->last = from->last;
	if (from->severity > into->severity)
		into->severity = from->severity;
	into->count += from->count;
	into->blocked += from->blocked;
	into->allowed += from->allowed;
	into->unknown += from->unknown;
	value_set_join(&into->hosts, &from->hosts);
	value_set_join(&into->users, &from->users);
	value_set_join(&into->addresses, &from->addresses);
	value_set_join(&into->processes, &from->processes);
	value_set_join(&into->files, &from->files);
	for (size_t i = 0; i < from->evidence_count; i++)
		join_evidence(into, &from->evidence[i]);
	if (position_compare(&from->begun, &into->begun) < 0)
		into->begun = from->begun;
}
