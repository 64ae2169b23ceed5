/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/progress.h"

#include "os/time.h"
#include "program/cli/terminal.h"

#include <stdio.h>

#define EVERY 0.5
#define NAME_BYTES 40

double progress_now(void)
{
	return (double)time_monotonic() / 1e6;
}

void progress_begin(struct progress *progress, bool shown, enum language language, uint64_t total)
{
	double now = progress_now();
	*progress = (struct progress){shown, language, total, now, now};
}

/* The end of a name tells more than its beginning; control characters would steer the terminal. */
static void print_name(struct text name)
{
	if (name.size > NAME_BYTES) {
		name = text_from(name, name.size - NAME_BYTES);
		while (name.size != 0 && ((unsigned char)name.at[0] & 0xc0) == 0x80)
			name = text_from(name, 1);
	}
	terminal_put(stderr, name);
}

static void print_left(const struct progress *progress, uint64_t done, double rate)
{
	if (progress->total == 0 || rate <= 0 || done > progress->total)
		return;
	unsigned left = (unsigned)((double)(progress->total - done) / rate);
	if (progress->language == LANGUAGE_JA)
		fprintf(stderr, "  残り %u:%02u", left / 60, left % 60);
	else
		fprintf(stderr, "  %u:%02u left", left / 60, left % 60);
}

void progress_tell(struct progress *progress, uint64_t done, struct text name)
{
	double now = progress_now();
	if (!progress->shown || now - progress->last < EVERY)
		return;
	progress->last = now;
	double seconds = now - progress->started;
	double rate = seconds > 0 ? (double)done / seconds : 0;
	fputs("\r\033[K", stderr);
	if (progress->total != 0)
		fprintf(
		    stderr, "%3u %%  ", (unsigned)(100.0 * (double)done / (double)progress->total));
	fprintf(stderr, "%.1f MB  %.1f MB/s", (double)done / 1e6, rate / 1e6);
	print_left(progress, done, rate);
	fputs("  ", stderr);
	print_name(name);
	fflush(stderr);
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
