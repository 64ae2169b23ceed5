/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records from body to group commit: journal-bench FOLDER RECORDS BATCH. Bodies of BATCH lines of
 * about 300 bytes, all different, made before; prints records, bytes, seconds of the clock and of
 * the processor, and groups, as JSON.
 */
#include "base/buffer.h"
#include "journal/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define BODIES 32

static _Atomic unsigned groups;

static void settled(void *data, uint64_t ticket, enum outcome outcome, const struct why *why)
{
	(void)data;
	(void)ticket;
	groups++;
	if (outcome != DONE) {
		fprintf(stderr, "%s\n", why->text);
		exit(1);
	}
}

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void put_line(struct buffer *body, unsigned n)
{
	char line[512];
	int size = snprintf(line, sizeof(line),
	    "<134>1 2026-11-20T%02u:%02u:%02u.%06uZ fw%u.example.jp filterlog %u ID%u - "
	    "action=\"%s\" proto=\"tcp\" src=\"10.%u.%u.%u\" srcport=\"%u\" dst=\"203.0.113.%u\" "
	    "dstport=\"%u\" bytes_in=\"%u\" bytes_out=\"%u\" rule=\"%u\" user=\"user%u\" "
	    "url=\"https://www%u.example.com/path/%08x/index.html\" agent=\"Mozilla/5.0\"",
	    n / 3600 % 24, n / 60 % 60, n % 60, n * 7919 % 1000000, n % 3, n % 65536, n % 997,
	    n % 5 == 0 ? "block" : "pass", n % 4, n * 31 % 256, n * 17 % 256, 1024 + n * 13 % 60000,
	    n * 3 % 256, n % 7 == 0 ? 443 : 80, n * 101 % 100000, n * 57 % 9000, n % 40, n % 200,
	    n % 300, n * 2654435761u);
	records_put(body, (struct text){line, (size_t)size});
}

static void append(struct log_writer *writer, const struct frame *frame)
{
	struct why why;
	uint64_t ticket;
	enum outcome outcome;
	while ((outcome = log_append(writer, frame, &ticket, &why)) == NEED_MORE)
		usleep(500);
	if (outcome == DONE)
		return;
	fprintf(stderr, "%s\n", why.text);
	exit(1);
}

int main(int argc, char **argv)
{
	static struct buffer bodies[BODIES];
	struct log_writer *writer = NULL;
	struct why why;
	uint64_t records = 0;
	uint64_t bytes = 0;
	if (argc != 4)
		return 2;
	uint64_t most = strtoull(argv[2], NULL, 10);
	unsigned batch = (unsigned)strtoul(argv[3], NULL, 10);
	for (unsigned i = 0; i < BODIES; i++) {
		buffer_init(&bodies[i], FRAME_BODY);
		for (unsigned k = 0; k < batch; k++)
			put_line(&bodies[i], i * batch + k);
	}
	struct log_options options = {.folder = argv[1], .wake = -1, .settled = settled};
	if (log_writer_open(&options, &writer, &why) != DONE) {
		fprintf(stderr, "%s\n", why.text);
		return 1;
	}
	double start = now(CLOCK_MONOTONIC);
	double used = now(CLOCK_PROCESS_CPUTIME_ID);
	for (unsigned i = 0; records < most; i++) {
		struct frame frame = {.kind = FRAME_RECORDS,
		    .received = i,
		    .company = TEXT("0123456789abcdef0123456789abcdef"),
		    .source = TEXT("fedcba9876543210fedcba9876543210"),
		    .origin = TEXT("192.0.2.1"),
		    .count = batch,
		    .body = buffer_text(&bodies[i % BODIES])};
		append(writer, &frame);
		records += batch;
		bytes += frame.body.size;
	}
	log_writer_close(writer);
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("{\"records\": %llu, \"bytes\": %llu, \"seconds\": %.4f, \"processor\": %.4f, "
	       "\"groups\": %u, \"peak_kib\": %ld}\n",
	    (unsigned long long)records, (unsigned long long)bytes, now(CLOCK_MONOTONIC) - start,
	    now(CLOCK_PROCESS_CPUTIME_ID) - used, groups, usage.ru_maxrss);
	return 0;
}
