/* SPDX-License-Identifier: Apache-2.0 */
/* Who asks for what. */
#include "program/server/intake/intake_request.h"

#include "base/clock.h"
#include "os/time.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct text intake_header(const struct intake_request *request, const char *name)
{
	return text_of(MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name));
}

#define SPOOLED_MOST (92 * CLOCK_DAY)

/* The part behind the colon of what base64 holds. */
static struct text decoded_password(struct text base64, char room[INTAKE_TOKEN])
{
	size_t size = 0;
	struct text none = {NULL, 0};
	/* Padded or not: senders differ. */
	while (base64.size > 0 && base64.at[base64.size - 1] == '=')
		base64.size--;
	if (sodium_base642bin((unsigned char *)room, INTAKE_TOKEN, base64.at, base64.size, NULL,
		&size, NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
		return none;
	struct text whole = {room, size};
	size_t colon = text_find_char(whole, ':');
	return colon == TEXT_NONE ? none : text_from(whole, colon + 1);
}

size_t intake_token(struct text header, char room[INTAKE_TOKEN], struct text tokens[2])
{
	struct text rest = header;
	struct text scheme = text_word(&rest);
	struct text word = text_trim(rest);
	size_t count = 0;
	if (word.size == 0 || word.size > INTAKE_TOKEN)
		return 0;
	bool key = text_equal_fold(scheme, TEXT("ApiKey"));
	if (key || text_equal_fold(scheme, TEXT("Bearer")))
		tokens[count++] = word;
	if (key || text_equal_fold(scheme, TEXT("Basic"))) {
		struct text password = decoded_password(word, room);
		if (password.size > 0)
			tokens[count++] = password;
	}
	return count;
}

static void note_address(struct intake_request *request)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
	if (address != NULL && address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address;
		inet_ntop(AF_INET, &in->sin_addr, request->address, sizeof(request->address));
	} else if (address != NULL && address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in = (const void *)address;
		inet_ntop(AF_INET6, &in->sin6_addr, request->address, sizeof(request->address));
		if (IN6_IS_ADDR_V4MAPPED(&in->sin6_addr))
			memmove(
			    request->address, request->address + 7, sizeof(request->address) - 7);
	}
}

static bool printable(struct text t, bool ascii)
{
	for (size_t i = 0; i < t.size; i++) {
		unsigned char c = (unsigned char)t.at[i];
		if (c < 0x20 || c == 0x7f || (ascii && c > 0x7e))
			return false;
	}
	return true;
}

static void refuse_header(struct intake_request *request, const char *name, const char *how)
{
	struct intake_refusal refusal = {400, "malformed", REFUSED_MALFORMED, 0};
	intake_refuse(request, &refusal, "the header %s %s", name, how);
}

/* A relay's records were received before it could send them: never later than now. Nor so long ago
 * that its spool could not have kept them: then its clock is wrong, and by it they would soon be
 * removed for their age. */
static void take_received(struct intake_request *request)
{
	struct text t = intake_header(request, "Sakimori-Received");
	struct civil civil;
	int64_t instant;
	request->received = time_now();
	if (t.size == 0)
		return;
	if (!clock_parse(t, &civil) || !clock_from_civil(&civil, &instant) ||
	    instant < CLOCK_CREDIBLE)
		refuse_header(request, "Sakimori-Received", "is no time as in RFC 3339");
	else if (instant < request->received &&
		 (request->history || instant > request->received - SPOOLED_MOST))
		request->received = instant;
}

static void take_headers(struct intake_request *request)
{
	request->batch = intake_header(request, "Batch-Id");
	request->history = text_equal(intake_header(request, "Sakimori-History"), TEXT("1"));
	if (request->batch.size > FRAME_BATCH || !printable(request->batch, true))
		refuse_header(request, "Batch-Id", "is not of 1 to 128 printable ASCII characters");
	if (request->origin.size > FRAME_ORIGIN || !printable(request->origin, false))
		refuse_header(
		    request, "Sakimori-Origin", "is not of 1 to 255 printable characters");
	take_received(request);
}

static bool find_sender(struct intake_request *request)
{
	char room[INTAKE_TOKEN];
	struct text tokens[2];
	size_t count = intake_token(intake_header(request, "Authorization"), room, tokens);
	bool found = false;
	for (size_t i = 0; i < count && !found; i++)
		found = intake_directory_token(
		    request->intake->directory, tokens[i], request->origin, &request->sender);
	sodium_memzero(room, sizeof(room));
	return found;
}

static unsigned method_bit(const char *method)
{
	static const struct {
		const char *word;
		unsigned bit;
	} methods[] = {{"GET", METHOD_GET}, {"HEAD", METHOD_GET}, {"POST", METHOD_POST},
	    {"PUT", METHOD_PUT}, {"DELETE", METHOD_DELETE}};
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].word, method) == 0)
			return methods[i].bit;
	return 0;
}

static void authorise(struct intake_request *request)
{
	if (find_sender(request))
		return;
	struct intake_refusal refusal = {401, "not-allowed", REFUSED_STRANGER, 0};
	intake_stranger(request->intake, text_of(request->address), "http", 1);
	intake_refuse(request, &refusal, "%s",
	    intake_header(request, "Authorization").size == 0
		? "a token is needed: Authorization: Bearer TOKEN"
		: "this token is not known (any more)");
}

void intake_request_head(struct intake_request *request, const char *method)
{
	unsigned bit = method_bit(method);
	struct intake_refusal missing = {404, "not-found", REFUSED_COUNT, 0};
	struct intake_refusal wrong = {405, "not-supported", REFUSED_COUNT, 0};
	note_address(request);
	request->way = intake_way_find(request->path, bit);
	request->style = request->way != NULL ? request->way->style : STYLE_ELASTIC;
	if (request->way == NULL) {
		intake_refuse(request, &missing, "there is no such address here");
	} else if ((request->way->methods & bit) == 0) {
		intake_refuse(request, &wrong, "this address does not take %.8s", method);
	} else if (!request->way->open) {
		request->origin = intake_header(request, "Sakimori-Origin");
		authorise(request);
		take_headers(request);
	}
	if (request->origin.size == 0)
		request->origin = text_of(request->address);
}

bool intake_request_limit(struct intake_request *request, uint64_t records)
{
	struct intake_limit_ask ask = {
	    text_of(request->sender.source), request->sender.rate, records, time_monotonic()};
	int64_t wait = 0;
	if (intake_limit_take(request->intake->limit, &ask, &wait))
		return true;
	if (wait == INT64_MAX) {
		struct intake_refusal large = {413, "too-large", REFUSED_RATE, 0};
		intake_refuse(request, &large,
		    "%llu records at once are over what this source may send (%u a second)",
		    (unsigned long long)records, request->sender.rate);
		return false;
	}
	struct intake_refusal refusal = {429, "too-many", REFUSED_RATE, 0};
	refusal.retry = (unsigned)((wait + CLOCK_SECOND - 1) / CLOCK_SECOND);
	if (refusal.retry == 0)
		refusal.retry = 1;
	intake_refuse(request, &refusal, "this source may send %u records a second; wait %u s",
	    request->sender.rate, refusal.retry);
	return false;
}
