/* SPDX-License-Identifier: Apache-2.0 */
/* A company's sources: is everything reporting, how is the next one connected. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "intake/directory.h"
#include "intake/tally.h"
#include "web/parts.h"
#include "web/session.h"

#include <string.h>

#define SOURCES_A_PAGE 100
#define NAME_COLUMNS 80
#define TOKEN_PREFIX "skm_"

static bool source_of(struct call *call, struct company *company, struct source *source)
{
	struct why why;
	if (!company_of(call, company))
		return false;
	enum outcome outcome = source_get(call->store, &call->viewer, text_of(company->id),
	    call_part(call, 3), call->arena, source, &why);
	if (outcome != DONE)
		call_fail(call, outcome, &why);
	return outcome == DONE;
}

/* Refused in the last day, by reason. */
static enum outcome put_refusals(struct call *call, const struct company *company, struct why *why)
{
	struct counter *list = NULL;
	size_t count = 0;
	uint64_t sums[REFUSED_COUNT] = {0};
	bool any = false;
	int64_t since = (call->now - CLOCK_DAY) / CLOCK_HOUR * CLOCK_HOUR;
	enum outcome outcome = counter_list(call->store, &call->viewer, text_of(company->id),
	    TEXT("refused"), since, call->now, call->arena, &list, &count, why);
	if (outcome != DONE)
		return outcome;
	for (size_t i = 0; i < count; i++)
		for (int r = 0; r < REFUSED_COUNT; r++)
			if (text_equal(list[i].detail, text_of(refusal_word((enum refusal)r))))
				sums[r] += list[i].value;
	json_open_array(&call->data, "refusals");
	json_open_array(&call->view, "refusals");
	for (int r = 0; r < REFUSED_COUNT; r++) {
		const char *word = refusal_word((enum refusal)r);
		if (sums[r] == 0)
			continue;
		any = true;
		json_open_object(&call->data, NULL);
		json_put_text(&call->data, "reason", text_of(word));
		data_count(&call->data, "records", sums[r]);
		json_close_object(&call->data);
		json_open_object(&call->view, NULL);
		json_put_text(&call->view, "word", words_any(call, "console.refused_", word));
		view_count(call, "records", sums[r]);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	json_put_bool(&call->view, "has_refusals", any);
	return DONE;
}

static void view_company_link(struct call *call, const struct company *company)
{
	json_open_object(&call->view, "company");
	view_text(call, "name", company->name, NAME_COLUMNS);
	view_link(call, "link", "/companies/%s", company->id);
	json_close_object(&call->view);
}

void company_sources_show(struct call *call)
{
	struct why why;
	struct company company;
	struct sources list = {0};
	if (!company_of(call, &company))
		return;
	enum outcome outcome = source_list(call->store, &call->viewer, text_of(company.id),
	    call_page(call, SOURCES_A_PAGE), call->arena, &list, &why);
	if (outcome == DONE)
		outcome = put_refusals(call, &company, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	put_sources(call, "sources", &list, NULL);
	struct text path = text_format(call->arena, "/companies/%s/sources", company.id);
	put_next(call, text_cstr(call->arena, path), list.next);
	view_company_link(call, &company);
	json_put_text(&call->view, "add_link", path);
	json_put_bool(&call->view, "may_change", call_manages(call) && company.left == CLOCK_NONE);
	const struct fill fill = {"company", words_clean(&call->words, company.name, NAME_COLUMNS)};
	json_put_text(&call->view, "title", words_fill(&call->words, "sources_of", &fill, 1));
	page_frame(call, "sources");
	call_show(call, 200, "company_sources");
}

/* Addresses: one field each, or one field with commas, spaces or lines between. */
static enum outcome read_addresses(struct call *call, struct source *source, struct why *why)
{
	if (!form_has(&call->form, "addresses"))
		return DONE;
	source->address_count = 0;
	for (size_t i = 0; i < call->form.count; i++) {
		struct text rest = call->form.at[i].value;
		if (!text_equal(call->form.at[i].name, TEXT("addresses")))
			continue;
		char *bytes = arena_copy(call->arena, rest.size == 0 ? "" : rest.at, rest.size);
		for (size_t at = 0; at < rest.size; at++)
			if (memchr(",;\r\n\t", bytes[at], 5) != NULL)
				bytes[at] = ' ';
		rest.at = bytes;
		for (struct text word = text_word(&rest); word.size != 0; word = text_word(&rest)) {
			if (source->address_count == SOURCE_ADDRESSES) {
				why_set(why, "addresses: at most %d", SOURCE_ADDRESSES);
				return TOO_LARGE;
			}
			source->addresses[source->address_count++] = word;
		}
	}
	return DONE;
}

static enum outcome read_via(struct call *call, struct source *source, struct why *why)
{
	struct text via = form_get(&call->form, "via");
	if (!form_has(&call->form, "via"))
		return DONE;
	if (via.size >= sizeof(source->via)) {
		why_set(why, "via: the id of a source is wanted");
		return MALFORMED;
	}
	memset(source->via, 0, sizeof(source->via));
	memcpy(source->via, via.size == 0 ? "" : via.at, via.size);
	return DONE;
}

static enum outcome read_source(struct call *call, struct source *source, struct why *why)
{
	const struct form *form = &call->form;
	struct text *texts[] = {&source->name, &source->kind, &source->zone, &source->certificate};
	static const char *const names[] = {"name", "kind", "zone", "certificate"};
	uint64_t port = source->port;
	uint64_t limit = source->records_a_second;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (form_has(form, names[i]))
			*texts[i] = form_get(form, names[i]);
	source->certificate = text_lower(call->arena, source->certificate);
	enum outcome outcome = call_uint(call, "port", UINT16_MAX, &port, why);
	if (outcome == DONE)
		outcome = call_uint(call, "records_a_second", UINT32_MAX, &limit, why);
	if (outcome == DONE)
		outcome = call_seconds(call, "quiet_after", &source->quiet_after, why);
	if (outcome == DONE)
		outcome = read_addresses(call, source, why);
	if (outcome == DONE)
		outcome = read_via(call, source, why);
	source->port = (uint16_t)port;
	source->records_a_second = (uint32_t)limit;
	return outcome;
}

static struct text new_token(struct call *call, struct source *source)
{
	struct text token = token_make(TOKEN_PREFIX, call->arena);
	token_hash(token, source->token_hash);
	return token;
}

/* "host:port" taken apart. A server that listens everywhere is reached by the name that the browser
 * reached it with. */
static void split_address(
    const struct call *call, struct text address, struct text *host, struct text *port)
{
	size_t colon = text_find_last_char(address, ':');
	*host = address;
	*port = TEXT("");
	if (colon == TEXT_NONE)
		return;
	*host = text_part(address, 0, colon);
	*port = text_from(address, colon + 1);
	if (!text_equal(*host, TEXT("0.0.0.0")) && !text_equal(*host, TEXT("[::]")))
		return;
	struct text named = call->request->host;
	size_t end = text_find_last_char(named, ':');
	if (end != TEXT_NONE && named.at[named.size - 1] != ']')
		named = text_part(named, 0, end);
	*host = named.size != 0 ? words_clean(&call->words, named, NAME_COLUMNS) : *host;
}

static bool is_loopback(struct text host)
{
	return text_starts(host, TEXT("127.")) || text_equal(host, TEXT("[::1]")) ||
	       text_equal(host, TEXT("localhost"));
}

static void view_http(struct call *call, struct text address, struct text token)
{
	struct text host;
	struct text port;
	split_address(call, address, &host, &port);
	json_put_text(&call->view, "intake",
	    text_format(call->arena, "%.*s:%.*s", TEXT_ARGS(host), TEXT_ARGS(port)));
	json_put_bool(&call->view, "loopback", is_loopback(host));
	json_put_text(&call->view, "scheme", is_loopback(host) ? TEXT("http") : TEXT("https"));
	json_put_text(
	    &call->view, "token", token.size != 0 ? token : words_get(&call->words, "token_here"));
}

static void view_syslog(
    struct call *call, const struct source *source, const struct web_status *status)
{
	struct text host = TEXT("");
	struct text tcp = TEXT("");
	struct text udp = TEXT("");
	bool known_by = source->address_count != 0 || source->port != 0;
	split_address(call, status->syslog_udp, &host, &udp);
	if (status->syslog_address.size != 0)
		split_address(call, status->syslog_address, &host, &tcp);
	if (source->port != 0)
		tcp = udp = text_format(call->arena, "%u", source->port);
	/* What comes through a relay is sent to the relay. */
	json_put_bool(&call->view, "syslog", host.size != 0 && known_by && source->via[0] == '\0');
	json_put_text(&call->view, "host", host);
	json_put_text(&call->view, "tcp", tcp);
	json_put_text(&call->view, "udp", udp);
}

/* The lines that connect it: this server's addresses, filled in. */
static void view_connect(struct call *call, const struct source *source, struct text token)
{
	struct web_status status = {.running = false};
	if (call->options->status != NULL)
		call->options->status(call->options->data, &status);
	bool known = status.intake_address.size != 0;
	json_open_object(&call->view, "connect");
	json_put_bool(&call->view, "neither", !known);
	json_put_bool(&call->view, "http", known && source->token_hash[0] != '\0');
	view_syslog(call, source, &status);
	view_http(call, status.intake_address, token);
	json_put_bool(&call->view, "relay", text_equal(source->kind, TEXT("relay")));
	json_put_bool(&call->view, "via", source->via[0] != '\0');
	json_put_text(&call->view, "pin", status.pin);
	json_close_object(&call->view);
}

/* One source's page; `token` is shown this once. */
static void show_source(struct call *call, const struct company *company,
    const struct source *source, struct text token, unsigned status)
{
	data_text(&call->data, "token", token);
	put_source(call, source, company->name);
	view_company_link(call, company);
	json_put_text(&call->view, "token", token);
	json_put_text(&call->view, "quiet_after",
	    text_format(call->arena, "%lld", (long long)(source->quiet_after / CLOCK_SECOND)));
	json_put_text(&call->view, "quiet_word",
	    source->quiet_after == 0 ? TEXT("")
				     : words_duration(&call->words, source->quiet_after));
	view_text(call, "zone_name", source->zone, NAME_COLUMNS);
	json_put_text(&call->view, "certificate", source->certificate);
	view_moment(call, "created", source->created);
	json_put_bool(&call->view, "removed", source->removed != CLOCK_NONE);
	json_put_bool(
	    &call->view, "may_change", call_manages(call) && source->removed == CLOCK_NONE);
	view_connect(call, source, token);
	json_put_text(&call->view, "title", words_clean(&call->words, source->name, NAME_COLUMNS));
	page_frame(call, "sources");
	call_show(call, status, "source");
}

void source_show(struct call *call)
{
	struct company company;
	struct source source;
	if (source_of(call, &company, &source))
		show_source(call, &company, &source, TEXT(""), 200);
}

/* Also for the page of strangers. */
void connect_source(struct call *call, const struct company *company)
{
	struct why why;
	struct text token = TEXT("");
	struct source source = {.kind = TEXT("syslog"),
	    .removed = CLOCK_NONE,
	    .last_seen = CLOCK_NONE,
	    .created = call->now};
	memcpy(source.company, company->id, sizeof(source.company));
	enum outcome outcome = read_source(call, &source, &why);
	bool http = text_equal(source.kind, TEXT("http")) || text_equal(source.kind, TEXT("relay"));
	/* A form has no box for it: what sends over HTTP needs one. */
	if (call_bool(call, "token") || (!call->json && http))
		token = new_token(call, &source);
	if (outcome == DONE)
		outcome = source_add(call->store, &call->viewer, call->now, &source, &why);
	if (outcome == DONE)
		outcome = web_push_directory(call->web, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	if (!call->json && token.size == 0)
		call_redirect(call,
		    text_format(call->arena, "/companies/%s/sources/%s", company->id, source.id));
	else
		show_source(call, company, &source, token, 201);
}

void company_sources_add(struct call *call)
{
	struct company company;
	if (company_of(call, &company))
		connect_source(call, &company);
}

static void source_changed(struct call *call, const struct company *company,
    const struct source *source, struct text token)
{
	struct why why;
	enum outcome outcome = source_change(call->store, &call->viewer, source, &why);
	if (outcome == DONE)
		outcome = web_push_directory(call->web, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	if (!call->json && token.size == 0)
		call_redirect(call,
		    text_format(call->arena, "/companies/%s/sources/%s", company->id, source->id));
	else
		show_source(call, company, source, token, 200);
}

void source_do(struct call *call)
{
	struct why why;
	struct company company;
	struct source source;
	if (!source_of(call, &company, &source))
		return;
	enum outcome outcome = read_source(call, &source, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	source_changed(call, &company, &source, TEXT(""));
}

void source_token_do(struct call *call)
{
	struct company company;
	struct source source;
	struct text token = TEXT("");
	if (!source_of(call, &company, &source))
		return;
	/* {"none": true} takes the token away without a new one. */
	if (call_bool(call, "none"))
		source.token_hash[0] = '\0';
	else
		token = new_token(call, &source);
	source_changed(call, &company, &source, token);
}

void source_remove_do(struct call *call)
{
	struct why why;
	struct company company;
	struct source source;
	if (!source_of(call, &company, &source))
		return;
	enum outcome outcome =
	    source_remove(call->store, &call->viewer, text_of(source.id), call->now, &why);
	if (outcome == DONE)
		outcome = web_push_directory(call->web, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	source.removed = call->now;
	put_source(call, &source, company.name);
	call_done(call, 200, text_format(call->arena, "/companies/%s/sources", company.id));
}
