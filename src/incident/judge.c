/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weights and states.
 *
 * An incident calls for action when something severe is likely and is more than an attempt: a
 * server that faces the Internet is tried every day, and an alarm a day is read by nobody.
 */
#include "incident/judge.h"

bool judge_alarms(const struct finding *finding)
{
	return finding->severity >= SEVERITY_MEDIUM && finding->blocked < finding->count;
}

static bool has_tag(const struct rule_facts *rule, struct text tag)
{
	for (size_t i = 0; i < rule->tag_count; i++) {
		if (text_equal(rule->tags[i], tag))
			return true;
	}
	return false;
}

bool judge_attempt(const struct finding *finding)
{
	const struct rule_facts *rule = finding->rule;
	bool signature =
	    rule->category == CATEGORY_INTRUSION || rule->category == CATEGORY_WEB_APPLICATION;
	return signature && rule->stage <= STAGE_INITIAL_ACCESS &&
	       finding->severity < SEVERITY_CRITICAL && !has_tag(rule, TEXT("sakimori.answered"));
}

static bool is_weightier(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	if (a->rule->stage != b->rule->stage)
		return a->rule->stage > b->rule->stage;
	return a->rule->title_ja.size != 0 && b->rule->title_ja.size == 0;
}

const struct finding *judge_weightiest(const struct incident *incident)
{
	const struct finding *best = NULL;
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (judge_alarms(finding) && (best == NULL || is_weightier(finding, best)))
			best = finding;
	}
	return best;
}

/*
 * How sure one rule of a severity makes us that something real happened. Our own judgement
 * (2026-11), to be replaced by rates measured on closed incidents.
 */
static double weight_of(enum severity severity)
{
	static const double weights[] = {
	    [SEVERITY_INFORMATIONAL] = 0.01,
	    [SEVERITY_LOW] = 0.05,
	    [SEVERITY_MEDIUM] = 0.25,
	    [SEVERITY_HIGH] = 0.6,
	    [SEVERITY_CRITICAL] = 0.85,
	};
	return weights[severity];
}

static bool rule_seen_before(const struct incident *incident, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (incident->findings[i]->rule == incident->findings[index]->rule)
			return true;
	}
	return false;
}

static void lead_with(struct value_set *hosts, struct text host)
{
	for (size_t i = 1; i < hosts->count; i++) {
		if (!text_equal(hosts->at[i], host))
			continue;
		for (; i > 0; i--)
			hosts->at[i] = hosts->at[i - 1];
		hosts->at[0] = host;
	}
}

/* Different rules as independent witnesses, at most 0.99: nothing is certain from logs alone. */
void judge_incident(struct incident *incident)
{
	double wrong = 1.0;
	bool severe = false;
	incident->attempts = true;
	for (size_t i = 0; i < incident->finding_count; i++) {
		const struct finding *finding = incident->findings[i];
		if (!judge_alarms(finding))
			continue;
		bool attempt = judge_attempt(finding);
		incident->attempts = incident->attempts && attempt;
		severe = severe || (!attempt && finding->severity >= SEVERITY_HIGH);
		if (!rule_seen_before(incident, i))
			wrong *= 1.0 - weight_of(finding->severity);
	}
	incident->confidence = wrong < 0.01 ? 0.99 : 1.0 - wrong;
	bool act = severe && incident->confidence >= 0.6;
	incident->state = act ? INCIDENT_ACT : INCIDENT_LOOK;
	const struct finding *weightiest = judge_weightiest(incident);
	if (weightiest != NULL && weightiest->hosts.count != 0)
		lead_with(&incident->hosts, weightiest->hosts.at[0]);
}
