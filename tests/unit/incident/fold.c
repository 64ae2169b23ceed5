/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/fold.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct rule_facts rule = {.id = TEXT_INIT("r1"),
    .title = TEXT_INIT("Rule one"),
    .severity = SEVERITY_HIGH,
    .stage = STAGE_EXECUTION};
static const struct rule_facts other = {
    .id = TEXT_INIT("r2"), .title = TEXT_INIT("Rule two"), .severity = SEVERITY_LOW};

static struct sighting seen(int64_t hours, uint64_t record)
{
	return (struct sighting){
	    .rule = &rule,
	    .title = rule.title,
	    .severity = SEVERITY_HIGH,
	    .time = hours * CLOCK_HOUR,
	    .subject = {.host = TEXT_INIT("pc1"), .user = TEXT_INIT("sato")},
	    .where = {TEXT_INIT("a.log"), record},
	    .excerpt = TEXT_INIT("what it said"),
	};
}

static void matches_of_one_subject_fold(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT("c"));
	for (uint64_t i = 0; i < 100; i++) {
		struct sighting s = seen(i % 10, i + 1);
		s.disposition = i % 4 == 0 ? DISPOSITION_BLOCKED : DISPOSITION_ALLOWED;
		fold_add(fold, &s);
	}
	struct sighting elsewhere = seen(1, 7);
	elsewhere.subject.host = TEXT("pc2");
	fold_add(fold, &elsewhere);
	struct sighting by_other = seen(1, 8);
	by_other.rule = &other;
	by_other.title = other.title;
	fold_add(fold, &by_other);
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_int_equal(count, 3);
	assert_int_equal(findings[0].count, 100);
	assert_int_equal(findings[0].blocked, 25);
	assert_int_equal(findings[0].allowed, 75);
	assert_true(findings[0].first == 0 && findings[0].last == 9 * CLOCK_HOUR);
	assert_int_equal(findings[0].hosts.count, 1);
	assert_int_equal(findings[0].users.count, 1);
	fold_destroy(fold);
}

static void a_gap_begins_a_new_finding(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT("c"));
	static const int64_t hours[] = {0, 24, 49, 50};
	for (size_t i = 0; i < 4; i++) {
		struct sighting s = seen(hours[i], i + 1);
		fold_add(fold, &s);
	}
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_int_equal(count, 2);
	assert_int_equal(findings[0].count, 2);
	assert_int_equal(findings[1].count, 2);
	assert_string_not_equal(findings[0].id, findings[1].id);
	fold_destroy(fold);
}

/* Everything that must not depend on the order of arrival, as one text. */
static void describe(const struct finding *findings, size_t count, char *out, size_t room)
{
	size_t used = 0;
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &findings[i];
		used += (size_t)snprintf(out + used, room - used, "%s %lld %lld %llu %llu;", f->id,
		    (long long)f->first, (long long)f->last, (unsigned long long)f->count,
		    (unsigned long long)f->evidence[0].where.record);
	}
}

static void order_of_arrival_does_not_matter(void **state)
{
	(void)state;
	char first[4096] = "";
	unsigned seed = 1;
	for (int round = 0; round < 50; round++) {
		int64_t hours[40];
		for (size_t i = 0; i < 40; i++)
			hours[i] = (int64_t)(i * 11 % 40) * 20;
		for (size_t i = 39; round != 0 && i > 0; i--) {
			seed = seed * 1103515245u + 12345u;
			size_t j = (seed >> 16) % (i + 1);
			int64_t swapped = hours[i];
			hours[i] = hours[j];
			hours[j] = swapped;
		}
		struct fold *fold = fold_create(TEXT("c"));
		for (size_t i = 0; i < 40; i++) {
			/* Five runs with gaps between them: leave some hours out. */
			struct sighting s = seen(hours[i], (uint64_t)hours[i] + 1);
			if (hours[i] / 20 % 8 < 6)
				fold_add(fold, &s);
		}
		size_t count;
		struct finding *findings = fold_findings(fold, &count);
		char text[4096] = "";
		describe(findings, count, text, sizeof(text));
		if (round == 0)
			strcpy(first, text);
		assert_int_equal(count, 5);
		assert_string_equal(text, first);
		fold_destroy(fold);
	}
}

static void the_earliest_evidence_is_kept(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT(""));
	static const int64_t hours[] = {9, 3, 7, 1, 8, 2};
	for (size_t i = 0; i < 6; i++) {
		char said[32];
		snprintf(said, sizeof(said), "at %lld", (long long)hours[i]);
		struct sighting s = seen(hours[i], i + 1);
		s.excerpt = text_of(said);
		fold_add(fold, &s);
	}
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_int_equal(findings[0].evidence_count, FINDING_EVIDENCE);
	assert_true(text_equal(findings[0].evidence[0].excerpt, TEXT("at 1")));
	assert_true(text_equal(findings[0].evidence[1].excerpt, TEXT("at 2")));
	assert_true(text_equal(findings[0].evidence[2].excerpt, TEXT("at 3")));
	fold_destroy(fold);
}

static void the_subject_is_the_own_side(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT(""));
	struct sighting s = seen(0, 1);
	s.subject = (struct subject){
	    .src_ip = TEXT_INIT("203.0.113.9"), .dst_ip = TEXT_INIT("192.168.0.7")};
	fold_add(fold, &s);
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_true(text_equal(findings[0].subject, TEXT("192.168.0.7")));
	assert_int_equal(findings[0].addresses.count, 2);
	fold_destroy(fold);
}

static void what_has_no_room_is_counted(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT(""));
	char host[32];
	for (uint64_t i = 0; i < FOLD_FINDINGS + 5; i++) {
		struct sighting s = seen(0, i + 1);
		snprintf(host, sizeof(host), "pc%llu", (unsigned long long)i);
		s.subject.host = text_of(host);
		fold_add(fold, &s);
	}
	assert_int_equal(fold_overflow(fold), 5);
	size_t count;
	(void)fold_findings(fold, &count);
	assert_int_equal(count, FOLD_FINDINGS);
	fold_destroy(fold);
}

/* Names, files and evidence that change with every match: as much memory as for a few. */
static void very_many_names_take_no_memory(void **state)
{
	(void)state;
	static char user[EVIDENCE_EXCERPT];
	static char file[EVIDENCE_EXCERPT];
	struct fold *fold = fold_create(TEXT(""));
	memset(user, 'u', sizeof(user));
	memset(file, 'f', sizeof(file));
	for (int64_t i = 0; i < 1200000; i++) {
		struct sighting s = seen(0, 1);
		s.time -= i; /* each is earlier, so each is new evidence */
		snprintf(user, 10, "%09lld", (long long)i);
		snprintf(file, 10, "%09lld", (long long)i);
		s.subject.user = (struct text){user, sizeof(user)};
		s.subject.file = (struct text){file, sizeof(file)};
		s.where.file = (struct text){file, sizeof(file)};
		fold_add(fold, &s);
	}
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_int_equal(count, 1);
	assert_int_equal(findings[0].users.count, SET_VALUES);
	assert_int_equal(findings[0].users.more, 1200000 - SET_VALUES);
	assert_int_equal(findings[0].files.at[0].size, SET_VALUE_SIZE);
	assert_memory_equal(findings[0].evidence[0].where.file.at, "001199999", 9);
	assert_memory_equal(findings[0].evidence[2].where.file.at, "001199997", 9);
	fold_destroy(fold);
}

static void sets_are_bounded_and_say_so(void **state)
{
	(void)state;
	struct fold *fold = fold_create(TEXT(""));
	char user[2000];
	for (unsigned i = 0; i < 40; i++) {
		struct sighting s = seen(0, i + 1);
		memset(user, 'a' + (int)(i % 26), sizeof(user));
		snprintf(user, 16, "%u-", i);
		user[3] = 'x';
		s.subject.user = (struct text){user, sizeof(user)};
		fold_add(fold, &s);
	}
	size_t count;
	struct finding *findings = fold_findings(fold, &count);
	assert_int_equal(findings[0].users.count, SET_VALUES);
	assert_int_equal(findings[0].users.more, 40 - SET_VALUES);
	assert_int_equal(findings[0].users.at[0].size, SET_VALUE_SIZE);
	fold_destroy(fold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(matches_of_one_subject_fold),
	    cmocka_unit_test(a_gap_begins_a_new_finding),
	    cmocka_unit_test(order_of_arrival_does_not_matter),
	    cmocka_unit_test(the_earliest_evidence_is_kept),
	    cmocka_unit_test(the_subject_is_the_own_side),
	    cmocka_unit_test(what_has_no_room_is_counted),
	    cmocka_unit_test(sets_are_bounded_and_say_so),
	    cmocka_unit_test(very_many_names_take_no_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
