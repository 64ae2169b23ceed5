/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store-load FOLDER COMPANIES FINDINGS: a new store with so many companies and findings, put as the
 * engine does it (look for the like, put, count; a thousand to a transaction), then the lists of
 * pages, asked for by an administrator, by an operator with 300 companies, by a company's member.
 * Prints JSON: what went in a second (of the last tenth, when the indexes are large), and for each
 * list the 99th percentile in milliseconds.
 */
#include "base/arena.h"
#include "store/directory.h"
#include "store/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define T0 (INT64_C(1700000000) * CLOCK_SECOND)
#define LARGE 300
#define TURN 1000
#define ASKED 200
#define GROUP 300
#define SAID(call) said((call), #call)

static struct why why;

static void said(enum outcome outcome, const char *call)
{
	if (outcome == DONE)
		return;
	fprintf(stderr, "store-load: %s: %s: %s\n", call, outcome_word(outcome), why.text);
	exit(1);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

struct load {
	struct store *store;
	struct arena *arena;
	struct viewer system;
	struct viewer administrator;
	struct viewer operator_;
	struct viewer member;
	struct company *companies;
	size_t count;
};

static void make_companies(struct load *load)
{
	struct group group = {.name = TEXT_INIT("Group"), .kind = TEXT_INIT("provider")};
	SAID(store_begin(load->store, &why));
	SAID(group_add(load->store, &load->administrator, T0, &group, &why));
	load->operator_ = (struct viewer){.role = ROLE_OPERATOR};
	memcpy(load->operator_.group, group.id, STORE_ID);
	load->companies = calloc(load->count, sizeof(*load->companies));
	for (size_t i = 0; i < load->count; i++) {
		struct company *company = &load->companies[i];
		company->name = text_format(load->arena, "Company %05zu", i);
		SAID(company_add(load->store, i < GROUP ? &load->operator_ : &load->administrator,
		    T0, company, &why));
		for (size_t j = 0; j < 2; j++) {
			struct source source = {
			    .name = j == 0 ? TEXT("UTM") : TEXT("Server"), .kind = TEXT("http")};
			memcpy(source.company, company->id, STORE_ID);
			SAID(source_add(load->store, &load->administrator, T0, &source, &why));
		}
	}
	SAID(store_commit(load->store, &why));
	load->member = (struct viewer){.role = ROLE_COMPANY};
	memcpy(load->member.company, load->companies[7].id, STORE_ID);
}

static struct rule_facts *make_rules(struct arena *arena, size_t count)
{
	static struct text tags[] = {TEXT_INIT("attack.execution"), TEXT_INIT("attack.t1059.001")};
	struct rule_facts *rules = arena_array(arena, count, sizeof(*rules));
	for (size_t i = 0; i < count; i++)
		rules[i] = (struct rule_facts){
		    .id = text_format(arena, "5f1abf38-3a3d-4059-939b-%012zu", i),
		    .title = text_format(arena, "Suspicious thing number %zu was started", i),
		    .severity = (enum severity)(i % 5),
		    .tags = tags,
		    .tag_count = 2,
		    .description = text_format(arena, "%0400zu", i)};
	return rules;
}

static void fill_finding(struct load *load, const struct rule_facts *rules, size_t i,
    struct kept_finding *kept, char subject[32])
{
	struct text parts[] = {{(const char *)&i, sizeof(i)}};
	*kept = (struct kept_finding){.change = i};
	struct finding *finding = &kept->finding;
	hash_id(parts, 1, finding->id);
	size_t company = (i * UINT64_C(2654435761)) % load->count;
	memcpy(kept->company, load->companies[company].id, STORE_ID);
	snprintf(subject, 32, "pc-%zu", i / load->count % 50);
	finding->rule = &rules[i % 200];
	finding->title = finding->rule->title;
	finding->subject = text_of(subject);
	finding->severity = finding->rule->severity;
	finding->first = finding->last = kept->seen = T0 + (int64_t)i * 30 * CLOCK_SECOND;
	finding->count = finding->unknown = 3;
	finding->hosts.at[0] = finding->subject;
	finding->hosts.count = 1;
	finding->addresses.at[0] = TEXT("192.168.10.23");
	finding->addresses.at[1] = TEXT("203.0.113.77");
	finding->addresses.count = 2;
	finding->evidence_count = 1;
	finding->evidence[0] = (struct evidence){.time = finding->first,
	    .excerpt = TEXT_INIT("process C:\\Windows\\System32\\cmd.exe /c whoami by user taro")};
	kept->names[0] = (struct record_name){i * 1000, 3};
}

/* A company's first LARGE findings are one incident, of the others every twenty have one of ten. */
static void put_incident(struct load *load, size_t i, struct kept_finding *kept)
{
	size_t nth = i / load->count;
	size_t begun = nth < LARGE ? 0 : nth - nth % 20;
	if (nth >= LARGE && nth % 20 >= 10)
		return;
	size_t oldest = begun * load->count + i % load->count;
	struct text parts[] = {{(const char *)&oldest, sizeof(oldest)}};
	hash_id(parts, 1, kept->incident);
	if (oldest != i)
		return;
	struct kept_incident incident = {.opened = kept->seen,
	    .changed = kept->seen,
	    .finding_count = begun == 0 ? LARGE : 10,
	    .status = begun / 20 % 3 == 0 ? INCIDENT_NEW : INCIDENT_CLOSED};
	memcpy(incident.incident.id, kept->incident, STORE_ID);
	memcpy(incident.company, kept->company, STORE_ID);
	incident.incident.state = (enum incident_state)(begun / 20 % 2);
	incident.incident.hosts = kept->finding.hosts;
	incident.incident.addresses = kept->finding.addresses;
	incident.incident.first = kept->finding.first;
	incident.incident.last = kept->finding.last;
	incident.incident.story.en = TEXT("Somebody started a thing. It was seen twice.");
	SAID(incident_put(load->store, &load->system, &incident, &why));
}

static void put_one(
    struct load *load, const struct rule_facts *rules, size_t i, struct arena *arena)
{
	char subject[32];
	struct kept_finding kept;
	struct kept_findings like;
	fill_finding(load, rules, i, &kept, subject);
	SAID(finding_near(load->store, &load->system, &kept, CLOCK_DAY, arena, &like, &why));
	put_incident(load, i, &kept);
	SAID(finding_put(load->store, &load->system, &kept, &why));
	struct counter counter = {.company = text_of(kept.company),
	    .hour = kept.seen,
	    .name = TEXT("matches"),
	    .detail = text_of(severity_word(kept.finding.severity)),
	    .value = 3};
	SAID(counter_add(load->store, &load->system, &counter, &why));
}

/* Findings a second over the last tenth. */
static double put_all(struct load *load, size_t findings)
{
	struct arena *rules_arena = arena_create("rules", (size_t)16 << 20);
	struct arena *arena = arena_create("turn", (size_t)256 << 20);
	struct rule_facts *rules = make_rules(rules_arena, 200);
	size_t last = findings - findings / 10;
	double start = now();
	for (size_t i = 0; i < findings; i += TURN) {
		if (i <= last && i + TURN > last)
			start = now();
		SAID(store_begin(load->store, &why));
		for (size_t j = i; j < i + TURN && j < findings; j++)
			put_one(load, rules, j, arena);
		SAID(position_set(load->store, &load->system, TEXT("engine"), i, &why));
		SAID(store_commit(load->store, &why));
		arena_reset(arena);
	}
	double rate = (double)(findings / 10) / (now() - start);
	arena_destroy(arena);
	arena_destroy(rules_arena);
	return rate;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return x < y ? -1 : x > y;
}

enum list { LIST_COMPANIES, LIST_SOURCES, LIST_FINDINGS, LIST_HIGH, LIST_INCIDENTS, LIST_COUNT };
static const char *const list_words[] = {
    "companies", "sources", "findings", "findings_critical", "incidents"};

static void ask(struct load *load, const struct viewer *as, enum list list, struct arena *arena)
{
	struct page page = {.limit = 50};
	struct companies companies;
	struct sources sources;
	struct kept_findings findings;
	struct kept_incidents incidents;
	struct finding_wish wish = {.since = CLOCK_NONE,
	    .least = list == LIST_HIGH ? SEVERITY_CRITICAL : SEVERITY_INFORMATIONAL,
	    .page = page};
	struct incident_wish open = {.page = page};
	switch (list) {
	case LIST_COMPANIES:
		SAID(company_list(load->store, as, page, false, arena, &companies, &why));
		break;
	case LIST_SOURCES:
		SAID(source_list(load->store, as, TEXT(""), page, arena, &sources, &why));
		break;
	case LIST_INCIDENTS:
		SAID(incident_list(load->store, as, &open, arena, &incidents, &why));
		break;
	default:
		SAID(finding_list(load->store, as, &wish, arena, &findings, &why));
	}
}

static void measure(struct load *load, const char *name, const struct viewer *as)
{
	struct arena *arena = arena_create("page", (size_t)64 << 20);
	double took[ASKED];
	printf(",\"%s\":{", name);
	for (enum list list = LIST_COMPANIES; list < LIST_COUNT; list++) {
		for (size_t i = 0; i < ASKED; i++) {
			double start = now();
			ask(load, as, list, arena);
			took[i] = (now() - start) * 1000;
			arena_reset(arena);
		}
		qsort(took, ASKED, sizeof(took[0]), by_size);
		printf("%s\"%s\":%.3f", list == 0 ? "" : ",", list_words[list],
		    took[ASKED * 99 / 100]);
	}
	printf("}");
	arena_destroy(arena);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: store-load FOLDER COMPANIES FINDINGS\n");
		return 2;
	}
	struct load load = {.system = viewer_system("load"), .administrator = viewer_local()};
	struct store_options options = {.folder = argv[1]};
	size_t findings = strtoul(argv[3], NULL, 10);
	load.count = strtoul(argv[2], NULL, 10);
	load.arena = arena_create("load", (size_t)64 << 20);
	SAID(store_open(&options, &load.store, &why));
	make_companies(&load);
	printf("{\"findings_a_second\":%.0f", put_all(&load, findings));
	store_close(load.store);
	/* As a page finds it: a connection of its own. */
	SAID(store_open(&options, &load.store, &why));
	measure(&load, "administrator", &load.administrator);
	measure(&load, "operator", &load.operator_);
	measure(&load, "member", &load.member);
	printf("}\n");
	store_close(load.store);
	arena_destroy(load.arena);
	free(load.companies);
	return 0;
}
