/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Endpoints. One is "interface:address/port" with, in parentheses, the
 * translated address and port, and the user or the name that identity firewall knows ("(LOCAL\user,
 * tag)"). The address may be a name where the device resolves names; the port may be a service's
 * name.
 */
#include "decode/firewall/cisco_endpoint.h"

#include "decode/decoder.h"

struct endpoint {
	struct text interface;
	struct text address;
	struct text port;
	struct text nat_address;
	struct text nat_port;
	struct text user;
	struct text other_user; /* a second account: whose session the connection is */
};

/* Which fields one side of a connection fills. */
struct side_fields {
	enum field_id ip;
	enum field_id host;
	enum field_id port;
	enum field_id nat_ip;
	enum field_id nat_port;
	enum field_id interface;
	enum field_id user;
};

static const struct side_fields sides[] = {
    [CISCO_SOURCE] = {FIELD_SRC_IP, FIELD_SRC_HOST, FIELD_SRC_PORT, FIELD_SRC_NAT_IP,
	FIELD_SRC_NAT_PORT, FIELD_SRC_INTERFACE, FIELD_SRC_USER},
    [CISCO_DESTINATION] = {FIELD_DST_IP, FIELD_DST_HOST, FIELD_DST_PORT, FIELD_DST_NAT_IP,
	FIELD_DST_NAT_PORT, FIELD_DST_INTERFACE, FIELD_DST_USER}};

static void read_user(struct text user, struct endpoint *endpoint)
{
	if (endpoint->user.size == 0)
		endpoint->user = user;
	else
		endpoint->other_user = user;
}

/* "(…)": a translation "address[/port]", else a user (a name with a dot and no sign of a user is a
 * host's and left out). */
static void read_group(struct text group, struct endpoint *endpoint)
{
	size_t slash = text_find_last_char(group, '/');
	size_t comma = text_find_char(group, ',');

	if (text_find_char(group, '\\') != TEXT_NONE || text_find_char(group, '@') != TEXT_NONE) {
		read_user(text_part(group, 0, comma), endpoint);
	} else if (slash != TEXT_NONE || decode_is_ip(group)) {
		endpoint->nat_address = text_part(group, 0, slash);
		if (slash != TEXT_NONE)
			endpoint->nat_port = text_from(group, slash + 1);
	} else if (text_find_char(group, '.') == TEXT_NONE) {
		read_user(text_part(group, 0, comma), endpoint);
	}
}

static void read_groups(struct text rest, struct endpoint *endpoint)
{
	while ((rest = text_trim(rest)).size != 0 && rest.at[0] == '(') {
		size_t close = text_find_char(rest, ')');

		read_group(
		    text_trim(text_part(rest, 1, close == TEXT_NONE ? rest.size : close - 1)),
		    endpoint);
		rest = close == TEXT_NONE ? TEXT("") : text_from(rest, close + 1);
	}
}

/* "[interface:]address[/port]", then groups. */
static void read_endpoint(struct text t, bool with_interface, struct endpoint *endpoint)
{
	size_t open = text_find_char(t, '(');
	struct text head = text_trim(text_part(t, 0, open));
	size_t colon = text_find_char(head, ':');
	size_t slash;

	*endpoint = (struct endpoint){0};
	if (with_interface && colon != TEXT_NONE) {
		endpoint->interface = text_part(head, 0, colon);
		head = text_from(head, colon + 1);
	}
	slash = text_find_last_char(head, '/');
	endpoint->address = text_part(head, 0, slash);
	if (slash != TEXT_NONE)
		endpoint->port = text_from(head, slash + 1);
	colon = text_find_last_char(endpoint->address, '@'); /* "user@address" of URL messages */
	if (colon != TEXT_NONE)
		endpoint->address = text_from(endpoint->address, colon + 1);
	if (open != TEXT_NONE)
		read_groups(text_from(t, open), endpoint);
}

/* "interface/address(port)(user)" of access lists. */
static void read_list_endpoint(struct text t, struct endpoint *endpoint)
{
	size_t slash = text_find_char(t, '/');
	size_t open = text_find_char(t, '(');
	struct text behind;
	size_t close;

	*endpoint = (struct endpoint){0};
	if (slash != TEXT_NONE && slash < open)
		endpoint->interface = text_part(t, 0, slash);
	else
		slash = TEXT_NONE;
	endpoint->address = text_part(t, 0, open);
	if (slash != TEXT_NONE)
		endpoint->address = text_from(endpoint->address, slash + 1);
	if (open == TEXT_NONE)
		return;
	behind = text_from(t, open + 1);
	close = text_find_char(behind, ')');
	endpoint->port = text_part(behind, 0, close);
	if (close != TEXT_NONE)
		read_groups(text_from(behind, close + 1), endpoint);
}

static bool is_number(struct text t)
{
	uint64_t number;

	return text_to_uint(t, &number);
}

/* An account "DOMAIN\user" without its domain, for the side's field. */
static struct text bare_user(struct text account)
{
	size_t back = text_find_last_char(account, '\\');
	size_t sign;

	if (back != TEXT_NONE)
		account = text_from(account, back + 1);
	sign = text_find_char(account, '@');
	return sign != 0 ? text_part(account, 0, sign) : account;
}

static void put_endpoint(
    struct event *event, enum cisco_side which, const struct endpoint *endpoint)
{
	const struct side_fields *side = &sides[which];

	event_put(
	    event, decode_is_ip(endpoint->address) ? side->ip : side->host, endpoint->address);
	if (is_number(endpoint->port))
		event_put(event, side->port, endpoint->port);
	else if (endpoint->port.size != 0)
		event_put(event, FIELD_APP_PROTOCOL, text_lower(event->arena, endpoint->port));
	if (decode_is_ip(endpoint->nat_address) &&
	    !text_equal(endpoint->nat_address, endpoint->address))
		event_put(event, side->nat_ip, endpoint->nat_address);
	if (is_number(endpoint->nat_port) && !text_equal(endpoint->nat_port, endpoint->port))
		event_put(event, side->nat_port, endpoint->nat_port);
	event_put(event, side->interface, endpoint->interface);
	event_put(event, side->user, bare_user(endpoint->user));
	decode_put_user(event, endpoint->other_user);
}

void cisco_endpoint_interfaced(struct event *event, enum cisco_side side, struct text t)
{
	struct endpoint endpoint;

	if (t.size == 0)
		return;
	read_endpoint(t, true, &endpoint);
	put_endpoint(event, side, &endpoint);
}

void cisco_endpoint_bare(struct event *event, enum cisco_side side, struct text t)
{
	struct endpoint endpoint;

	if (t.size == 0)
		return;
	read_endpoint(t, false, &endpoint);
	put_endpoint(event, side, &endpoint);
}

void cisco_endpoint_listed(struct event *event, enum cisco_side side, struct text t)
{
	struct endpoint endpoint;

	if (t.size == 0)
		return;
	read_list_endpoint(t, &endpoint);
	put_endpoint(event, side, &endpoint);
}

void cisco_endpoint_translated(struct event *event, struct text t)
{
	struct endpoint endpoint;

	read_endpoint(t, true, &endpoint);
	if (decode_is_ip(endpoint.address))
		event_put(event, FIELD_SRC_NAT_IP, endpoint.address);
	if (is_number(endpoint.port))
		event_put(event, FIELD_SRC_NAT_PORT, endpoint.port);
	event_put(event, FIELD_DST_INTERFACE, endpoint.interface);
}

/*
 * ICMP: the initiator is the foreign host where the connection is inbound. A teardown does not say;
 * there the initiator is the one whose "port" (the echo identifier) is not 0.
 */
void cisco_endpoint_icmp(struct event *event, const struct pattern_match *match)
{
	struct endpoint foreign;
	struct endpoint local;
	struct endpoint global;
	struct text direction = pattern_value(match, "dir");
	bool inward;

	if (pattern_value(match, "fa").size == 0)
		return;
	read_endpoint(pattern_value(match, "fa"), false, &foreign);
	read_endpoint(pattern_value(match, "la"), false, &local);
	read_endpoint(pattern_value(match, "ga"), false, &global);
	inward = direction.size != 0
		     ? text_equal_fold(direction, TEXT("inbound"))
		     : is_number(foreign.port) && !text_equal(foreign.port, TEXT("0")) &&
			   text_equal(local.port, TEXT("0"));
	local.nat_address = global.address;
	local.port = TEXT("");
	foreign.port = TEXT("");
	put_endpoint(event, inward ? CISCO_SOURCE : CISCO_DESTINATION, &foreign);
	put_endpoint(event, inward ? CISCO_DESTINATION : CISCO_SOURCE, &local);
}

/* Built messages name the outside first; "outbound" says that the other one began. */
void cisco_endpoint_built(struct event *event, const struct pattern_match *match)
{
	bool outward = text_equal_fold(pattern_value(match, "dir"), TEXT("outbound"));

	cisco_endpoint_interfaced(
	    event, outward ? CISCO_DESTINATION : CISCO_SOURCE, pattern_value(match, "F"));
	cisco_endpoint_interfaced(
	    event, outward ? CISCO_SOURCE : CISCO_DESTINATION, pattern_value(match, "T"));
}
