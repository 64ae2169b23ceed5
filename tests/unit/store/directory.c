/* SPDX-License-Identifier: Apache-2.0 */
/* Companies, groups, members, sessions, sources: limits at the door, names, who gives what to whom.
 */
#include "scene.h"

#define ADMIN scene->store, &scene->administrator

static void refused(
    struct scene *scene, struct company company, enum outcome want, const char *field)
{
	enum outcome outcome = company_add(ADMIN, T0, &company, &scene->why);
	assert_int_equal(outcome, want);
	if (strncmp(scene->why.text, field, strlen(field)) != 0)
		fail_msg("%s", scene->why.text);
}

static void company_limits(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	char wide[202];
	(void)state;
	scene_open(scene);
	memset(wide, 'x', sizeof(wide));
	struct text name = TEXT("Good");
	refused(scene, (struct company){.name = TEXT_INIT("")}, MALFORMED, "name:");
	refused(scene, (struct company){.name = TEXT_INIT("  ")}, MALFORMED, "name:");
	refused(scene, (struct company){.name = {wide, 201}}, TOO_LARGE, "name:");
	refused(scene, (struct company){.name = TEXT_INIT("a\nb")}, MALFORMED, "name:");
	refused(scene,
	    (struct company){.name = TEXT_INIT("a\xc2\x85"
					       "b")},
	    MALFORMED, "name:");
	refused(scene, (struct company){.name = TEXT_INIT("a\xff")}, MALFORMED, "name:");
	refused(scene, (struct company){.name = name, .sector = TEXT_INIT("\x1b[2J")}, MALFORMED,
	    "sector:");
	refused(scene, (struct company){.name = name, .zone = TEXT_INIT("../etc/passwd")},
	    MALFORMED, "zone:");
	refused(scene, (struct company){.name = name, .retain = -1}, MALFORMED, "retain:");
	struct company company = {.name = {wide, 200}, .zone = TEXT_INIT("Etc/GMT+9")};
	OK(company_add(ADMIN, T0, &company, &scene->why));
	assert_int_equal(strlen(company.id), 32);
	scene_close(scene);
}

static void company_names(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct company got;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct company company = {.name = TEXT_INIT("ALPHA")};
	IS(company_add(ADMIN, T0, &company, &scene->why), ALREADY_THERE);
	assert_non_null(strstr(scene->why.text, "name"));
	OK(company_get(ADMIN, TEXT("aLPHa"), scene->arena, &got, &scene->why));
	assert_string_equal(got.id, scene->companies[0].id);
	assert_true(text_equal(got.zone, TEXT("Asia/Tokyo")));
	assert_int_equal(got.left, CLOCK_NONE);
	IS(company_get(ADMIN, TEXT("Alph"), scene->arena, &got, &scene->why), NOT_FOUND);
	IS(company_get(ADMIN, TEXT(""), scene->arena, &got, &scene->why), NOT_FOUND);
	/* Two that left with one name: the id is asked for. */
	for (int i = 0; i < 2; i++) {
		company = (struct company){.name = TEXT_INIT("Delta")};
		OK(company_add(ADMIN, T0, &company, &scene->why));
		OK(company_leave(ADMIN, text_of(company.id), T0, &scene->why));
	}
	IS(company_get(ADMIN, TEXT("delta"), scene->arena, &got, &scene->why), MALFORMED);
	OK(company_get(ADMIN, text_of(company.id), scene->arena, &got, &scene->why));
	struct company change = scene->companies[0];
	change.name = TEXT("bravo");
	IS(company_change(ADMIN, &change, &scene->why), ALREADY_THERE);
	change.name = TEXT("Omega");
	change.retain = 5 * CLOCK_DAY;
	OK(company_change(ADMIN, &change, &scene->why));
	OK(company_get(ADMIN, TEXT("omega"), scene->arena, &got, &scene->why));
	assert_int_equal(got.retain, 5 * CLOCK_DAY);
	scene_close(scene);
}

static void company_pages(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct companies list;
	(void)state;
	scene_open(scene);
	for (int i = 0; i < 25; i++) {
		struct company company = {.name = text_format(scene->arena, "C:%02d", i * 7 % 25)};
		OK(company_add(ADMIN, T0, &company, &scene->why));
		if (i % 5 == 0)
			OK(company_leave(ADMIN, text_of(company.id), T0, &scene->why));
	}
	for (int gone = 0; gone < 2; gone++) {
		struct page page = {4, {NULL, 0}};
		size_t seen = 0;
		struct text before = {NULL, 0};
		bool left = false;
		do {
			OK(company_list(ADMIN, page, gone != 0, scene->arena, &list, &scene->why));
			for (size_t i = 0; i < list.count; i++, seen++) {
				bool now = list.at[i].left != CLOCK_NONE;
				if (now == left)
					assert_true(text_compare(before, list.at[i].name) < 0);
				assert_true(now >= left);
				left = now;
				before = list.at[i].name;
			}
			page.after = list.next;
		} while (list.next.size != 0);
		assert_int_equal(seen, gone != 0 ? 25 : 20);
	}
	scene_close(scene);
}

static void operators_company(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct company got;
	struct group group;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct viewer first = scene_viewer(scene, ROLE_OPERATOR, 0, -1);
	struct viewer second = scene_viewer(scene, ROLE_OPERATOR, 1, -1);
	struct viewer none = scene_viewer(scene, ROLE_OPERATOR, -1, -1);
	struct company company = {.name = TEXT_INIT("New")};
	OK(company_add(scene->store, &first, T0, &company, &scene->why));
	struct text id = text_of(company.id);
	OK(company_get(scene->store, &first, id, scene->arena, &got, &scene->why));
	IS(company_get(scene->store, &second, id, scene->arena, &got, NULL), NOT_FOUND);
	OK(group_get(scene->store, &first, TEXT("first"), scene->arena, &group, &scene->why));
	assert_int_equal(group.companies, 2);
	/* What is destroyed, and when, is not an operator's to say. */
	company.retain = CLOCK_SECOND;
	IS(company_change(scene->store, &first, &company, &scene->why), NOT_ALLOWED);
	company.retain = 0;
	company.retain_bytes = 1;
	IS(company_change(scene->store, &first, &company, &scene->why), NOT_ALLOWED);
	OK(company_change(ADMIN, &company, &scene->why));
	company.name = TEXT("Newer");
	OK(company_change(scene->store, &first, &company, &scene->why));
	company.name = TEXT("Short-lived");
	IS(company_add(scene->store, &first, T0, &company, &scene->why), NOT_ALLOWED);
	company.retain_bytes = 0;
	company.name = TEXT("Nobody's");
	IS(company_add(scene->store, &none, T0, &company, &scene->why), NOT_ALLOWED);
	IS(company_get(ADMIN, TEXT("Nobody's"), scene->arena, &got, NULL), NOT_FOUND);
	scene_close(scene);
}

static struct member person(const char *login, enum role role)
{
	return (struct member){.login = text_of(login), .role = role, .language = TEXT_INIT("ja")};
}

static void members(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct members list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct viewer op = scene_viewer(scene, ROLE_OPERATOR, 0, -1);
	struct text secret = TEXT("$argon2id$x");
	struct member one = person("root", ROLE_ADMINISTRATOR);
	IS(member_add(scene->store, &op, T0, &one, secret, &scene->why), NOT_ALLOWED);
	OK(member_add(ADMIN, T0, &one, secret, &scene->why));
	IS(member_remove(ADMIN, text_of(one.id), &scene->why), NOT_ALLOWED);
	struct member again = person("ROOT", ROLE_ADMINISTRATOR);
	IS(member_add(ADMIN, T0, &again, secret, &scene->why), ALREADY_THERE);
	struct member lost = person("op", ROLE_OPERATOR);
	IS(member_add(ADMIN, T0, &lost, secret, &scene->why), MALFORMED);
	memcpy(lost.group, scene->groups[1].id, STORE_ID);
	IS(member_add(scene->store, &op, T0, &lost, secret, &scene->why), NOT_FOUND);
	memcpy(lost.group, scene->groups[0].id, STORE_ID);
	OK(member_add(scene->store, &op, T0, &lost, secret, &scene->why));
	IS(group_remove(ADMIN, text_of(scene->groups[0].id), &scene->why), NOT_ALLOWED);
	struct member all = person("auditor", ROLE_AUDITOR);
	IS(member_add(scene->store, &op, T0, &all, secret, &scene->why), NOT_ALLOWED);
	struct member own = person("a", ROLE_COMPANY);
	memcpy(own.company, scene->companies[1].id, STORE_ID);
	IS(member_add(scene->store, &op, T0, &own, secret, &scene->why), NOT_FOUND);
	memcpy(own.company, scene->companies[0].id, STORE_ID);
	OK(member_add(scene->store, &op, T0, &own, secret, &scene->why));
	struct member system = person("sys", ROLE_SYSTEM);
	IS(member_add(ADMIN, T0, &system, secret, &scene->why), MALFORMED);
	OK(member_list(scene->store, &op, (struct page){10, {NULL, 0}}, scene->arena, &list, NULL));
	assert_int_equal(list.count, 2);
	IS(member_remove(scene->store, &op, text_of(one.id), &scene->why), NOT_FOUND);
	struct viewer self = scene_viewer(scene, ROLE_COMPANY, -1, 0);
	memcpy(self.member, own.id, STORE_ID);
	OK(member_set_secret(scene->store, &self, text_of(own.id), secret, &scene->why));
	IS(member_set_secret(scene->store, &self, text_of(lost.id), secret, &scene->why),
	    NOT_FOUND);
	IS(member_remove(scene->store, &self, text_of(own.id), &scene->why), NOT_ALLOWED);
	OK(member_remove(scene->store, &op, text_of(lost.id), &scene->why));
	OK(group_remove(ADMIN, text_of(scene->groups[0].id), &scene->why));
	scene_close(scene);
}

static void sessions(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct viewer as;
	struct text secret;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct member one = person("someone", ROLE_COMPANY);
	memcpy(one.company, scene->companies[0].id, STORE_ID);
	OK(member_add(ADMIN, T0, &one, TEXT("hash"), &scene->why));
	struct store *store = scene->store;
	struct viewer *system = &scene->system;
	OK(member_secret(store, system, TEXT("SomeOne"), scene->arena, &one, &secret, &scene->why));
	assert_true(text_equal(secret, TEXT("hash")));
	struct session session = {.created = T0, .seen = T0, .expires = T0 + CLOCK_HOUR};
	memcpy(session.member, one.id, STORE_ID);
	OK(session_add(store, system, TEXT("h1"), &session, &scene->why));
	OK(session_find(store, system, TEXT("h1"), T0 + 1, scene->arena, &one, &as, &scene->why));
	assert_int_equal(as.role, ROLE_COMPANY);
	assert_string_equal(as.company, scene->companies[0].id);
	assert_string_equal(as.member, one.id);
	assert_string_equal(as.group, "");
	IS(session_find(store, system, TEXT("h1"), T0 + CLOCK_HOUR, scene->arena, &one, &as, NULL),
	    NOT_FOUND);
	OK(member_set_secret(ADMIN, text_of(one.id), TEXT("new"), &scene->why));
	IS(session_find(store, system, TEXT("h1"), T0 + 1, scene->arena, &one, &as, NULL),
	    NOT_FOUND);
	OK(session_add(store, system, TEXT("h2"), &session, &scene->why));
	OK(session_end(store, system, TEXT("h2"), &scene->why));
	IS(session_find(store, system, TEXT("h2"), T0 + 1, scene->arena, &one, &as, NULL),
	    NOT_FOUND);
	OK(session_add(store, system, TEXT("h3"), &session, &scene->why));
	OK(company_leave(ADMIN, text_of(scene->companies[0].id), T0, &scene->why));
	IS(session_find(store, system, TEXT("h3"), T0 + 1, scene->arena, &one, &as, NULL),
	    NOT_FOUND);
	IS(session_add(store, system, TEXT("h4"), &session, &scene->why), NOT_FOUND);
	scene_close(scene);
}

static struct source sender(struct scene *scene, size_t company, const char *name)
{
	struct source source = {.name = text_of(name), .kind = TEXT_INIT("syslog")};
	memcpy(source.company, scene->companies[company].id, STORE_ID);
	return source;
}

static void source_limits(void **state)
{
	static const char *const bad[] = {"", "10.0.0.0/33", "10.0.0.1/24", "host", "10.0.0.0/",
	    "::1/129", "1.2.3", "10.0.0.0/-1"};
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct source source = sender(scene, 0, "x");
		source.addresses[0] = text_of(bad[i]);
		source.address_count = 1;
		IS(source_add(ADMIN, T0, &source, &scene->why), MALFORMED);
		assert_non_null(strstr(scene->why.text, "addresses"));
	}
	struct source source = sender(scene, 0, "x");
	source.kind = TEXT("pigeon");
	IS(source_add(ADMIN, T0, &source, &scene->why), MALFORMED);
	source = sender(scene, 0, "x");
	memset(source.token_hash, 'A', 64);
	IS(source_add(ADMIN, T0, &source, &scene->why), MALFORMED);
	source = sender(scene, 0, "x");
	source.certificate = TEXT("aa:bb");
	IS(source_add(ADMIN, T0, &source, &scene->why), MALFORMED);
	source = sender(scene, 0, "x");
	memcpy(source.via, scene->sources[1].id, STORE_ID);
	IS(source_add(ADMIN, T0, &source, &scene->why), NOT_FOUND);
	source = sender(scene, 0, "x");
	source.address_count = SOURCE_ADDRESSES + 1;
	IS(source_add(ADMIN, T0, &source, &scene->why), TOO_LARGE);
	scene_close(scene);
}

static void source_room(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct sources list;
	char name[24];
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	OK(source_list(ADMIN, text_of(scene->companies[0].id), (struct page){.limit = 1000},
	    scene->arena, &list, &scene->why));
	OK(store_begin(scene->store, &scene->why));
	for (size_t i = list.count; i < SOURCES_OF_ONE; i++) {
		snprintf(name, sizeof(name), "source %zu", i);
		struct source source = sender(scene, 0, name);
		OK(source_add(ADMIN, T0, &source, &scene->why));
	}
	struct source source = sender(scene, 0, "one more");
	IS(source_add(ADMIN, T0, &source, &scene->why), TOO_LARGE);
	struct source other = sender(scene, 1, "another company's");
	OK(source_add(ADMIN, T0, &other, &scene->why));
	OK(store_commit(scene->store, &scene->why));
	scene_close(scene);
}

/* An operator claims no sender that may be of a company that it does not see. */
static void source_claims(void **state)
{
	static const struct {
		const char *address;
		enum outcome outcome;
	} tries[] = {{"198.51.100.7", NOT_ALLOWED}, {"198.51.100.0/24", NOT_ALLOWED},
	    {"198.51.0.0/16", NOT_ALLOWED}, {"0.0.0.0/0", NOT_ALLOWED},
	    {"203.0.0.0/8", NOT_ALLOWED}, {"2001:db8::7", NOT_ALLOWED}, {"2001:db8:0:1::/64", DONE},
	    {"::/0", NOT_ALLOWED}, {"198.51.100.128/25", DONE}, {"198.51.100.9", DONE},
	    {"203.0.113.0/24", DONE}};
	struct scene it;
	struct scene *scene = &it;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct viewer op = scene_viewer(scene, ROLE_OPERATOR, 0, -1);
	struct source theirs = sender(scene, 2, "theirs");
	theirs.addresses[0] = TEXT("198.51.100.0/29");
	theirs.addresses[1] = TEXT("2001:db8::/64");
	theirs.address_count = 2;
	OK(source_add(ADMIN, T0, &theirs, &scene->why));
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		struct source source = sender(scene, 0, tries[i].address);
		source.addresses[0] = text_of(tries[i].address);
		source.address_count = 1;
		IS(source_add(scene->store, &op, T0, &source, &scene->why), tries[i].outcome);
	}
	struct source source = sender(scene, 0, "port");
	source.port = 5140;
	IS(source_add(scene->store, &op, T0, &source, &scene->why), NOT_ALLOWED);
	/* What an administrator gave stays when an operator changes something else. */
	source.addresses[0] = TEXT("198.51.100.6");
	source.address_count = 1;
	OK(source_add(ADMIN, T0, &source, &scene->why));
	source.name = TEXT("renamed");
	OK(source_change(scene->store, &op, &source, &scene->why));
	source.port = 5141;
	IS(source_change(scene->store, &op, &source, &scene->why), NOT_ALLOWED);
	source.port = 5140;
	source.addresses[0] = TEXT("198.51.100.5");
	IS(source_change(scene->store, &op, &source, &scene->why), NOT_ALLOWED);
	scene_close(scene);
}

/* What names a sender names one source only. */
static void source_unique(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct source got;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct source first = sender(scene, 0, "first");
	first.addresses[0] = TEXT("2001:DB8:0:0::/64");
	first.addresses[1] = TEXT("::ffff:198.51.100.7");
	first.address_count = 2;
	first.port = 5140;
	memset(first.token_hash, 'a', 64);
	first.certificate =
	    TEXT("AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:"
		 "44:55:66:77:88:99");
	OK(source_add(ADMIN, T0, &first, &scene->why));
	OK(source_get(ADMIN, TEXT("alpha"), TEXT("FIRST"), scene->arena, &got, &scene->why));
	assert_true(text_equal(got.addresses[0], TEXT("2001:db8::/64")));
	assert_true(text_equal(got.addresses[1], TEXT("198.51.100.7")));
	assert_int_equal(got.certificate.size, 64);
	assert_int_equal(got.port, 5140);
	struct source same = sender(scene, 1, "same");
	same.addresses[0] = TEXT("2001:db8::/64");
	same.address_count = 1;
	IS(source_add(ADMIN, T0, &same, &scene->why), ALREADY_THERE);
	assert_non_null(strstr(scene->why.text, "addresses"));
	same.address_count = 0;
	same.port = 5140;
	IS(source_add(ADMIN, T0, &same, &scene->why), ALREADY_THERE);
	assert_non_null(strstr(scene->why.text, "port"));
	same.port = 0;
	memset(same.token_hash, 'a', 64);
	IS(source_add(ADMIN, T0, &same, &scene->why), ALREADY_THERE);
	assert_non_null(strstr(scene->why.text, "token"));
	memset(same.token_hash, 0, 65);
	same.certificate = got.certificate;
	IS(source_add(ADMIN, T0, &same, &scene->why), ALREADY_THERE);
	assert_non_null(strstr(scene->why.text, "certificate"));
	/* Behind a relay addresses are the relay's world. */
	struct source relay = sender(scene, 1, "relay");
	relay.kind = TEXT("relay");
	OK(source_add(ADMIN, T0, &relay, &scene->why));
	same.certificate = (struct text){NULL, 0};
	same.addresses[0] = TEXT("2001:db8::/64");
	same.address_count = 1;
	memcpy(same.via, relay.id, STORE_ID);
	OK(source_add(ADMIN, T0, &same, &scene->why));
	IS(source_remove(ADMIN, text_of(relay.id), T0, &scene->why), NOT_ALLOWED);
	/* What comes through a relay shows that the relay is there. */
	struct source_seen seen = {.last_seen = T0 + 9, .records = 1, .clock_off = CLOCK_NONE};
	memcpy(seen.source, same.id, STORE_ID);
	OK(source_saw(scene->store, &scene->system, &seen, &scene->why));
	OK(source_get(ADMIN, TEXT(""), text_of(relay.id), scene->arena, &got, &scene->why));
	assert_int_equal(got.last_seen, T0 + 9);
	assert_int_equal(got.records, 0);
	/* A source that was removed gives everything back, and is still found by its id. */
	OK(source_remove(ADMIN, text_of(first.id), T0 + 5, &scene->why));
	IS(source_remove(ADMIN, text_of(first.id), T0 + 6, &scene->why), NOT_ALLOWED);
	OK(source_get(ADMIN, TEXT(""), text_of(first.id), scene->arena, &got, &scene->why));
	assert_int_equal(got.removed, T0 + 5);
	assert_string_equal(got.token_hash, "");
	IS(source_get(ADMIN, TEXT("Alpha"), TEXT("first"), scene->arena, &got, NULL), NOT_FOUND);
	OK(source_add(ADMIN, T0, &first, &scene->why));
	scene_close(scene);
}

static void source_changes(void **state)
{
	struct scene it;
	struct scene *scene = &it;
	struct source got;
	struct sources list;
	(void)state;
	scene_open(scene);
	scene_fill(scene);
	struct source change = scene->sources[0];
	change.addresses[0] = TEXT("203.0.113.0/24");
	change.addresses[1] = TEXT("203.0.113.9");
	change.address_count = 2;
	change.quiet_after = CLOCK_HOUR;
	/* It stays its company's, whatever is said. */
	memcpy(change.company, scene->companies[1].id, STORE_ID);
	OK(source_change(ADMIN, &change, &scene->why));
	struct source_seen seen = {.last_seen = T0, .records = 5, .refused = 1, .clock_off = -7};
	memcpy(seen.source, change.id, STORE_ID);
	OK(source_saw(scene->store, &scene->system, &seen, &scene->why));
	seen.last_seen = T0 - 5;
	seen.clock_off = CLOCK_NONE;
	OK(source_saw(scene->store, &scene->system, &seen, &scene->why));
	OK(source_get(ADMIN, TEXT(""), text_of(change.id), scene->arena, &got, &scene->why));
	assert_string_equal(got.company, scene->companies[0].id);
	assert_int_equal(got.address_count, 2);
	assert_int_equal(got.quiet_after, CLOCK_HOUR);
	assert_int_equal(got.last_seen, T0);
	assert_int_equal(got.records, 10);
	assert_int_equal(got.refused, 2);
	assert_int_equal(got.clock_off, -7);
	/* The old address is free, the new ones are not; half a change is none. */
	change = scene->sources[1];
	change.addresses[0] = TEXT("192.0.2.1");
	change.addresses[1] = TEXT("203.0.113.9");
	change.address_count = 2;
	IS(source_change(ADMIN, &change, &scene->why), ALREADY_THERE);
	OK(source_get(ADMIN, TEXT(""), text_of(change.id), scene->arena, &got, &scene->why));
	assert_int_equal(got.address_count, 1);
	struct page page = {2, {NULL, 0}};
	size_t seen_count = 0;
	do {
		OK(source_list(ADMIN, TEXT(""), page, scene->arena, &list, &scene->why));
		seen_count += list.count;
		page.after = list.next;
	} while (list.next.size != 0);
	assert_int_equal(seen_count, 3);
	scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(company_limits),
	    cmocka_unit_test(company_names),
	    cmocka_unit_test(company_pages),
	    cmocka_unit_test(operators_company),
	    cmocka_unit_test(members),
	    cmocka_unit_test(sessions),
	    cmocka_unit_test(source_limits),
	    cmocka_unit_test(source_room),
	    cmocka_unit_test(source_claims),
	    cmocka_unit_test(source_unique),
	    cmocka_unit_test(source_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
