/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pairs of address and host with the time they were seen, in a table chained by the address.
 * Two machines at one address within the window (a lease that changed hands) name neither: a wrong
 * machine taken off the network is worse than an unnamed one.
 */
#include "incident/attribution.h"

#include "base/arena.h"
#include "incident/ordinary.h"
#include "incident/value_set.h"

/* Beyond so many an address is no machine's; it also bounds the search. */
#define HOSTS_AN_ADDRESS 64
#define BUCKETS 8192
#define ATTRIBUTION_MEMORY ((size_t)16 << 20)

struct pair {
	struct text address;
	struct text host;
	int64_t first;
	int64_t last;
	struct pair *next;
};

struct attribution {
	struct arena *arena;
	struct interned *texts;
	struct pair *buckets[BUCKETS];
	size_t count;
};

/* Sysmon 3: the machine that writes it began the connection, or took it. */
static struct text own_end(const struct event *event)
{
	bool began = text_equal_fold(event_get(event, TEXT("Initiated")), TEXT("true"));
	return event_get(event, began ? TEXT("SourceIp") : TEXT("DestinationIp"));
}

/* Suricata puts the server's name that a client asked for beside the server's address: whoever
 * sends a request could name a machine. */
static bool is_claimed(const struct event *event)
{
	struct text service = event->logsource.service;
	return text_equal(event->logsource.product, TEXT("suricata")) &&
	       !text_equal(service, TEXT("dhcp")) && !text_equal(service, TEXT("smb"));
}

static bool looks_like_address(struct text host)
{
	for (size_t i = 0; i < host.size; i++) {
		char c = host.at[i];
		if (c != '.' && (c < '0' || c > '9'))
			return c == ':' || text_find_char(host, ':') != TEXT_NONE;
	}
	return true;
}

bool attribution_of(const struct event *event, struct tenancy *tenancy)
{
	struct text address;
	struct text host;
	if (text_equal(event->logsource.category, TEXT("network_connection")) &&
	    text_equal(event->logsource.service, TEXT("sysmon"))) {
		address = own_end(event);
		host = event_get_field(event, FIELD_HOST);
	} else {
		host = event_get_field(event, FIELD_SRC_HOST);
		address = event_get_field(event, FIELD_SRC_IP);
	}
	/* Some products put an address where the name is not known. */
	if (!address_is_own(address) || ordinary_address(address) || looks_like_address(host) ||
	    is_claimed(event))
		return false;
	host = host_folded(event->arena, host);
	*tenancy = (struct tenancy){address, host, event->time};
	return true;
}

struct attribution *attribution_create(void)
{
	struct arena *arena = arena_create("attribution", ATTRIBUTION_MEMORY);
	struct attribution *attribution = arena_alloc(arena, sizeof(*attribution));
	attribution->arena = arena;
	attribution->texts = interned_create(arena);
	return attribution;
}

void attribution_destroy(struct attribution *attribution)
{
	if (attribution == NULL)
		return;
	interned_destroy(attribution->texts);
	arena_destroy(attribution->arena);
}

static struct pair **bucket_of(struct attribution *attribution, struct text address)
{
	return &attribution->buckets[text_hash(address) % BUCKETS];
}

void attribution_add(struct attribution *attribution, const struct tenancy *tenancy)
{
	struct pair **bucket = bucket_of(attribution, tenancy->address);
	size_t known = 0;
	for (struct pair *pair = *bucket; pair != NULL; pair = pair->next) {
		if (!text_equal(pair->address, tenancy->address))
			continue;
		known++;
		if (!text_equal(pair->host, tenancy->host))
			continue;
		if (tenancy->time < pair->first)
			pair->first = tenancy->time;
		if (tenancy->time > pair->last)
			pair->last = tenancy->time;
		return;
	}
	if (attribution->count == ATTRIBUTION_PAIRS || known == HOSTS_AN_ADDRESS)
		return;
	attribution->count++;
	struct pair *pair = arena_alloc(attribution->arena, sizeof(*pair));
	pair->address = interned_keep(attribution->texts, tenancy->address, SET_VALUE_SIZE);
	pair->host = interned_keep(attribution->texts, tenancy->host, SET_VALUE_SIZE);
	pair->first = pair->last = tenancy->time;
	pair->next = *bucket;
	*bucket = pair;
}

static bool at_the_time(const struct pair *pair, const struct finding *finding)
{
	return finding->first <= pair->last + ATTRIBUTION_WINDOW &&
	       finding->last >= pair->first - ATTRIBUTION_WINDOW;
}

/* The one machine that had the address at about the finding's time; empty when none or several. */
static struct text host_at(
    struct attribution *attribution, struct text address, const struct finding *finding)
{
	struct text host = {NULL, 0};
	for (struct pair *p = *bucket_of(attribution, address); p != NULL; p = p->next) {
		if (!text_equal(p->address, address) || !at_the_time(p, finding))
			continue;
		if (host.size != 0)
			return (struct text){NULL, 0};
		host = p->host;
	}
	return host;
}

static void name_one(struct attribution *attribution, struct finding *finding)
{
	for (size_t i = 0; i < finding->addresses.count; i++) {
		struct text address = finding->addresses.at[i];
		if (!address_is_own(address))
			continue;
		struct text host = host_at(attribution, address, finding);
		if (host.size == 0)
			continue;
		value_set_add(&finding->hosts, host);
		if (text_equal(finding->subject, address))
			finding->subject = host;
	}
}

void attribution_name(struct attribution *attribution, struct finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (findings[i].hosts.count == 0)
			name_one(attribution, &findings[i]);
	}
}
