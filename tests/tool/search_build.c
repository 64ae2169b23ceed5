/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a company's journal for the search benchmark, the way the compactor does: lines as a
 * FortiGate, Windows and sshd write them, spread over so many days up to now, decoded, with their
 * tokens, in sealed blocks. One record in the middle is from "mallory" at 203.0.113.77.
 *
 *   search-build JOURNAL KEYS COMPANY SOURCE RECORDS DAYS
 */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "decode/decoder.h"
#include "journal/block.h"
#include "search/search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define A_FRAME 400

struct building {
	struct block_writer *writer;
	struct search_told *told;
	uint64_t block; /* `told` is of this one */
	struct arena *scratch;
	struct text company;
	struct text source;
	uint64_t records;
	uint64_t made;
	uint64_t bytes;
	uint64_t position;
	int64_t start;
	int64_t step; /* microseconds between records */
	uint64_t state;
};

static uint64_t dice(struct building *building, uint64_t sides)
{
	building->state = building->state * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (building->state >> 33) % sides;
}

static void put_firewall(struct building *building, const struct civil *t, struct text *line)
{
	static const char *const services[] = {"HTTPS", "DNS", "HTTP", "NTP", "SMTP"};
	*line = text_format(building->scratch,
	    "date=%04d-%02d-%02d time=%02d:%02d:%02d devname=\"FG100F-01\" "
	    "devid=\"FG100FTK20001234\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" "
	    "level=\"notice\" vd=\"root\" srcip=192.168.%d.%d srcport=%d srcintf=\"lan\" "
	    "dstip=%d.%d.%d.%d dstport=443 dstintf=\"wan1\" sessionid=%d proto=6 action=\"%s\" "
	    "policyid=%d service=\"%s\" trandisp=\"snat\" duration=%d sentbyte=%d rcvdbyte=%d",
	    t->year, t->month, t->day, t->hour, t->minute, t->second, (int)dice(building, 4),
	    (int)dice(building, 250) + 1, (int)dice(building, 60000) + 1024,
	    (int)dice(building, 200) + 11, (int)dice(building, 40), (int)dice(building, 40),
	    (int)dice(building, 250), (int)dice(building, 9000000),
	    dice(building, 20) == 0 ? "deny" : "accept", (int)dice(building, 30),
	    services[dice(building, 5)], (int)dice(building, 300), (int)dice(building, 100000),
	    (int)dice(building, 1000000));
}

static void put_windows(struct building *building, const struct civil *t, struct text *line)
{
	*line = text_format(building->scratch,
	    "{\"@timestamp\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\",\"winlog\":{\"channel\":"
	    "\"Security\",\"event_id\":%d,\"computer_name\":\"PC-%03d.yamada.example\","
	    "\"provider_name\":\"Microsoft-Windows-Security-Auditing\",\"event_data\":{"
	    "\"TargetUserName\":\"user%02d\",\"IpAddress\":\"192.168.1.%d\",\"LogonType\":\"3\","
	    "\"ProcessName\":\"C:\\\\Windows\\\\System32\\\\svchost.exe\"}}}",
	    t->year, t->month, t->day, t->hour, t->minute, t->second,
	    dice(building, 12) == 0 ? 4625 : 4624, (int)dice(building, 60), (int)dice(building, 60),
	    (int)dice(building, 250) + 1);
}

static void put_sshd(struct building *building, const struct civil *t, struct text *line)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	bool rare = building->made == building->records / 2;
	*line = text_format(building->scratch,
	    "<38>%.3s %2d %02d:%02d:%02d gw-%d sshd[%d]: Failed password for %s from %s port %d "
	    "ssh2",
	    months + (t->month - 1) * 3, t->day, t->hour, t->minute, t->second,
	    (int)dice(building, 3), (int)dice(building, 30000), rare ? "mallory" : "root",
	    rare ? "203.0.113.77" : "198.51.100.9", (int)dice(building, 60000));
}

static struct text make_line(struct building *building, int64_t at)
{
	struct civil t;
	struct text line;
	clock_to_civil(at, 0, &t);
	uint64_t kind = building->made == building->records / 2 ? 9 : dice(building, 10);
	if (kind < 6)
		put_firewall(building, &t, &line);
	else if (kind < 8)
		put_windows(building, &t, &line);
	else
		put_sshd(building, &t, &line);
	return line;
}

static void add_token(void *data, struct text token)
{
	block_add_token(data, token);
}

static void tell(struct building *building, struct text record, int64_t received)
{
	const struct decode_context context = {.received = received};
	const struct search_sink sink = {add_token, building->writer, building->told};
	struct events events;
	struct why why;
	arena_reset(building->scratch);
	events_init(&events, building->scratch);
	if (decode_record(record, &context, building->scratch, &events, &why) == NULL)
		(void)events_add(&events, received);
	for (size_t i = 0; i < events.count; i++)
		search_tokens(events.at[i], record, building->scratch, &sink);
}

static enum outcome add_frame(struct building *building, struct buffer *body, struct why *why)
{
	struct frame frame = {.kind = FRAME_RECORDS,
	    .position = building->position,
	    .next = building->position + 1,
	    .company = building->company,
	    .source = building->source};
	buffer_clear(body);
	while (frame.count < A_FRAME && building->made < building->records) {
		frame.received = building->start + building->step * (int64_t)building->made;
		arena_reset(building->scratch);
		struct text line = make_line(building, frame.received - CLOCK_SECOND);
		records_put(body, line);
		building->bytes += line.size;
		building->made++;
		frame.count++;
	}
	frame.body = buffer_text(body);
	building->position += frame.body.size;
	enum outcome outcome = block_add(building->writer, &frame, why);
	if (outcome == DONE && block_writer_block(building->writer) != building->block) {
		search_told_forget(building->told);
		building->block = block_writer_block(building->writer);
	}
	struct text rest = frame.body;
	struct text record;
	while (outcome == DONE && records_next(&rest, &record) == DONE)
		tell(building, record, frame.received);
	return outcome;
}

static enum outcome build(
    struct building *building, const struct journal_place *place, struct why *why)
{
	struct buffer body;
	struct chain_head head;
	if (!block_key_exists(place, building->company) &&
	    block_key_create(place, building->company, why) != DONE)
		return NOT_READABLE;
	enum outcome outcome = block_writer_open(place, building->company, &building->writer, why);
	if (outcome != DONE)
		return outcome;
	buffer_init(&body, FRAME_BODY);
	while (outcome == DONE && building->made < building->records)
		outcome = add_frame(building, &body, why);
	if (outcome == DONE)
		outcome = block_flush(building->writer, &head, why);
	block_writer_close(building->writer);
	buffer_free(&body);
	return outcome;
}

int main(int argc, char **argv)
{
	uint64_t records;
	uint64_t days;
	if (argc != 7 || !text_to_uint(text_of(argv[5]), &records) ||
	    !text_to_uint(text_of(argv[6]), &days) || records == 0) {
		fputs("usage: search-build JOURNAL KEYS COMPANY SOURCE RECORDS DAYS\n", stderr);
		return 2;
	}
	const struct journal_place place = {argv[1], argv[2]};
	struct building building = {
	    .scratch = arena_create("record", (size_t)512 << 20),
	    .told = search_told_create(),
	    .company = text_of(argv[3]),
	    .source = text_of(argv[4]),
	    .records = records,
	    .position = 1,
	    .start = (int64_t)time(NULL) * CLOCK_SECOND - (int64_t)days * CLOCK_DAY,
	    .step = (int64_t)(days * (uint64_t)CLOCK_DAY / records),
	    .state = 1,
	};
	struct why why;
	enum outcome outcome = build(&building, &place, &why);
	arena_destroy(building.scratch);
	search_told_destroy(building.told);
	if (outcome != DONE) {
		fprintf(stderr, "search-build: %s\n", why.text);
		return 1;
	}
	printf("{\"records\":%" PRIu64 ",\"bytes\":%" PRIu64 "}\n", building.made, building.bytes);
	return 0;
}
