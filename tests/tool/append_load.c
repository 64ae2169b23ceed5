/* SPDX-License-Identifier: Apache-2.0 */
/*
 * append-load FOLDER LINES BYTES SECONDS: request bodies into the log, without the network: a body
 * is cut into records, the frame appended, the group committed. Run it on one core. Prints JSON,
 * with the time that groups took: more always waits, so that one begins when the last was settled.
 */
#include "journal/log.h"
#include "program/server/intake/intake_frames.h"

#include "load_lines.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#define GROUPS 65536

/* How long every group took; the log's thread writes, main() reads when it has ended. */
static double took[GROUPS];
static size_t groups;
static double last_settled;

static void settled(void *data, uint64_t ticket, enum outcome outcome, const struct why *why)
{
	(void)data;
	(void)ticket;
	(void)outcome;
	(void)why;
	double at = now();
	if (last_settled > 0 && groups < GROUPS)
		took[groups++] = at - last_settled;
	last_settled = at;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static struct text make_body(unsigned lines, unsigned bytes)
{
	size_t size = (size_t)lines * (bytes + 1);
	char *body = malloc(size + 1);
	if (body == NULL || bytes < 120)
		exit(2);
	load_lines(body, lines, bytes);
	return (struct text){body, size};
}

static bool append(struct log_writer *log, struct text body, uint64_t *ticket)
{
	static struct intake_frames frames;
	struct body_sink sink = {intake_frames_add, &frames};
	struct why why = {{0}};
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	intake_frames_init(&frames);
	enum outcome outcome = body_lines(body, &sink, &why);
	struct frame frame = {
	    .kind = FRAME_RECORDS,
	    .received = (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000,
	    .company = TEXT("0123456789abcdef0123456789abcdef"),
	    .source = TEXT("fedcba9876543210fedcba9876543210"),
	    .count = frames.counts[0],
	    .body = buffer_text(&frames.bodies[0]),
	};
	while (outcome == DONE && (outcome = log_append(log, &frame, ticket, &why)) == NEED_MORE) {
		outcome = DONE;
		sched_yield();
	}
	intake_frames_free(&frames);
	if (outcome != DONE)
		fprintf(stderr, "append-load: %s\n", why.text);
	return outcome == DONE;
}

int main(int argc, char **argv)
{
	struct log_options options = {.settled = settled, .wake = -1};
	struct log_writer *log = NULL;
	struct why why = {{0}};
	uint64_t ticket = 0;
	unsigned long records = 0;
	if (argc != 5)
		return 2;
	unsigned lines = (unsigned)strtoul(argv[2], NULL, 10);
	struct text body = make_body(lines, (unsigned)strtoul(argv[3], NULL, 10));
	options.folder = argv[1];
	if (lines > FRAME_RECORDS_MOST || log_writer_open(&options, &log, &why) != DONE) {
		fprintf(stderr, "append-load: %s\n", why.text);
		return 4;
	}
	double begun = now(), end = begun + strtod(argv[4], NULL);
	while (now() < end && append(log, body, &ticket))
		records += lines;
	if (log_wait(log, ticket, &why) != DONE) {
		fprintf(stderr, "append-load: %s\n", why.text);
		return 4;
	}
	double seconds = now() - begun;
	log_writer_close(log);
	qsort(took, groups, sizeof(took[0]), by_size);
	printf("{\"seconds\":%.3f,\"records\":%lu,\"groups\":%zu", seconds, records, groups);
	if (groups > 0)
		printf(",\"group_p50\":%.4f,\"group_p99\":%.4f,\"group_slowest\":%.4f",
		    took[groups / 2], took[groups * 99 / 100], took[groups - 1]);
	puts("}");
	return 0;
}
