/* SPDX-License-Identifier: Apache-2.0 */
/* The log: what is acknowledged is there, once, after whatever happened to the tail. */
#include "place.h"

#include "base/clock.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static _Atomic uint64_t durable;
static _Atomic uint32_t roll;

static struct log_writer *open_log(struct log_options options)
{
	struct log_writer *writer = NULL;
	struct why why = {""};
	options.folder = options.folder != NULL ? options.folder : below("log");
	options.durable = &durable;
	options.wake = options.wake == 0 ? -1 : options.wake;
	enum outcome outcome = log_writer_open(&options, &writer, &why);
	if (outcome != DONE)
		fail_msg("%s", why.text);
	return writer;
}

static struct log_reader *read_from(const char *folder, uint64_t position)
{
	struct log_reader *reader = NULL;
	struct why why = {""};
	if (log_reader_open(folder, position, &reader, &why) != DONE)
		fail_msg("%s", why.text);
	return reader;
}

/* How often each number below `most` is there; damaged stretches are counted. */
static size_t count_numbers(const char *folder, uint64_t until, unsigned *seen, unsigned most)
{
	struct arena *arena = arena_create("test", (size_t)32 << 20);
	struct log_extent extent;
	struct frame frame;
	struct why why;
	size_t damaged = 0;
	uint64_t last = 0;
	memset(seen, 0, most * sizeof(seen[0]));
	assert_int_equal(log_extent(folder, &extent, &why), DONE);
	struct log_reader *reader = read_from(folder, extent.first);
	enum outcome outcome;
	while ((outcome = log_read(reader, until, arena, &frame, &why)) == DONE ||
	       outcome == MALFORMED) {
		assert_true(frame.position >= last && frame.next > frame.position);
		last = frame.next;
		if (outcome == MALFORMED) {
			damaged++;
			continue;
		}
		unsigned number = number_of(&frame);
		assert_true(number < most);
		seen[number]++;
		arena_reset(arena);
	}
	assert_int_equal(outcome, AT_END);
	log_reader_close(reader);
	arena_destroy(arena);
	return damaged;
}

static void comes_back_as_it_was(void **state)
{
	(void)state;
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	struct arena *arena = arena_create("test", (size_t)32 << 20);
	struct why why = {""};
	uint64_t tickets[3];
	char *large = malloc(FRAME_BODY);
	for (size_t i = 0; i < FRAME_BODY; i++)
		large[i] = (char)(i * 2654435761u >> 24);
	struct frame frames[] = {
	    {.kind = FRAME_RECORDS,
		.history = true,
		.received = -5,
		.company = TEXT("a"),
		.source = TEXT("b"),
		.origin = TEXT("\xff\0x"),
		.batch = TEXT("k:1"),
		.count = 2,
		.body = TEXT("\1a\2bc")},
	    {.kind = FRAME_STREAM,
		.received = 7,
		.company = TEXT("a-9"),
		.source = TEXT("z"),
		.body = {large, FRAME_BODY}},
	    {.kind = FRAME_TALLY, .received = 8, .body = TEXT("{}")},
	};
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(log_append(writer, &frames[i], &tickets[i], &why), DONE);
	assert_int_equal(log_wait(writer, tickets[2], &why), DONE);
	struct log_reader *reader = read_from(below("log"), 0);
	for (size_t i = 0; i < 3; i++) {
		struct frame read;
		struct frame again;
		arena_reset(arena);
		assert_int_equal(log_read(reader, durable, arena, &read, &why), DONE);
		assert_int_equal(read.kind, frames[i].kind);
		assert_int_equal(read.history, frames[i].history);
		assert_int_equal(read.received, frames[i].received);
		assert_int_equal(read.count, frames[i].count);
		assert_true(text_equal(read.company, frames[i].company));
		assert_true(text_equal(read.source, frames[i].source));
		assert_true(text_equal(read.origin, frames[i].origin));
		assert_true(text_equal(read.batch, frames[i].batch));
		assert_true(text_equal(read.body, frames[i].body));
		assert_int_equal(
		    log_read_at(below("log"), read.position, arena, &again, &why), DONE);
		assert_true(text_equal(again.body, frames[i].body));
		assert_int_equal(
		    log_read_at(below("log"), read.position + 1, arena, &again, &why), NOT_FOUND);
	}
	struct frame none;
	assert_int_equal(log_read(reader, durable, arena, &none, &why), AT_END);
	log_reader_close(reader);
	log_writer_close(writer);
	arena_destroy(arena);
	free(large);
}

static void refused_at_the_door(void **state)
{
	(void)state;
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	struct log_writer *second = NULL;
	struct log_options options = {.folder = below("log"), .wake = -1};
	struct why why = {""};
	uint64_t ticket = 0;
	char *large = calloc(1, FRAME_BODY + 1);
	struct frame good = {.kind = FRAME_RECORDS, .company = TEXT("a"), .source = TEXT("b")};
	struct frame bad = good;
	bad.company = TEXT("../x");
	assert_int_equal(log_append(writer, &bad, &ticket, &why), MALFORMED);
	bad = good;
	bad.source = TEXT("");
	assert_int_equal(log_append(writer, &bad, &ticket, &why), MALFORMED);
	bad = good;
	bad.source = TEXT("A");
	assert_int_equal(log_append(writer, &bad, &ticket, &why), MALFORMED);
	bad = good;
	bad.body = (struct text){large, FRAME_BODY + 1};
	assert_int_equal(log_append(writer, &bad, &ticket, &why), TOO_LARGE);
	bad = good;
	bad.origin = (struct text){large, FRAME_ORIGIN + 1};
	assert_int_equal(log_append(writer, &bad, &ticket, &why), TOO_LARGE);
	bad = good;
	bad.count = FRAME_RECORDS_MOST + 1;
	assert_int_equal(log_append(writer, &bad, &ticket, &why), TOO_LARGE);
	assert_int_equal(log_writer_open(&options, &second, &why), ALREADY_THERE);
	log_writer_close(writer);
	free(large);
}

static void batches_once(void **state)
{
	(void)state;
	struct log_options options = {.segment = 4096};
	struct log_writer *writer = open_log(options);
	assert_int_equal(append(writer, 0, TEXT("one")), DONE);
	assert_int_equal(append(writer, 0, TEXT("one")), ALREADY_THERE);
	assert_int_equal(append(writer, 1, TEXT("seq:spool:7")), DONE);
	assert_int_equal(append(writer, 2, TEXT("seq:spool:6")), ALREADY_THERE);
	assert_int_equal(append(writer, 2, TEXT("seq:spool:07")), ALREADY_THERE);
	assert_int_equal(append(writer, 2, TEXT("seq:other:6")), DONE);
	/* Who makes no promise may send in any order. */
	assert_int_equal(append(writer, 103, TEXT("any:7")), DONE);
	assert_int_equal(append(writer, 104, TEXT("any:6")), DONE);
	assert_int_equal(append(writer, 104, TEXT("any:6")), ALREADY_THERE);
	for (unsigned i = 3; i < 100; i++)
		assert_int_equal(append(writer, i, TEXT("")), DONE);
	assert_true(count_files(below("log"), ".log") > 2);
	/* What is remembered goes over into every segment: the oldest may be dropped. */
	struct why why;
	assert_int_equal(log_drop(below("log"), durable, &why), DONE);
	assert_int_equal(count_files(below("log"), ".log"), 1);
	for (unsigned i = 0; i < 3; i++) {
		log_writer_close(writer);
		writer = open_log(options);
		assert_int_equal(append(writer, 0, TEXT("one")), ALREADY_THERE);
		assert_int_equal(append(writer, 2, TEXT("seq:spool:7")), ALREADY_THERE);
		char name[32];
		snprintf(name, sizeof(name), "seq:spool:%u", 8 + i);
		assert_int_equal(append(writer, 100 + i, text_of(name)), DONE);
	}
	log_writer_close(writer);
	unsigned seen[105];
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 105), 0);
	assert_int_equal(seen[100] + seen[101] + seen[102], 3);
}

static void segments_end_and_go(void **state)
{
	(void)state;
	struct log_writer *writer = open_log((struct log_options){.segment = 8192, .least = 5000});
	struct why why = {""};
	struct log_extent extent;
	unsigned seen[200];
	for (unsigned i = 0; i < 200; i++)
		assert_int_equal(append(writer, i, TEXT("")), DONE);
	assert_int_equal(log_extent(below("log"), &extent, &why), DONE);
	assert_int_equal(extent.first, 5000);
	assert_int_equal(extent.end, durable);
	assert_int_equal(extent.oldest, INT64_C(1700000000000000));
	struct log_span span = {0};
	assert_int_equal(log_segment_span(below("log"), 5000, &span, &why), DONE);
	assert_true(span.first == 5000 && span.last <= span.end && span.end < durable);
	assert_int_equal(log_segment_span(below("log"), durable, &span, &why), NOT_FOUND);
	assert_int_equal(log_segment_span(below("log"), 5000, &span, &why), DONE);
	size_t before = count_files(below("log"), ".log");
	assert_int_equal(log_drop(below("log"), span.end, &why), DONE);
	assert_int_equal(count_files(below("log"), ".log"), before - 1);
	struct log_reader *reader = NULL;
	assert_int_equal(log_reader_open(below("log"), 5000, &reader, &why), NOT_FOUND);
	assert_int_equal(count_numbers(below("log"), durable, seen, 200), 0);
	assert_int_equal(seen[199], 1);
	assert_int_equal(seen[0], 0);
	log_writer_close(writer);
}

static void ends_by_age_and_roll(void **state)
{
	(void)state;
	struct log_span span = {0};
	struct why why;
	struct log_writer *writer =
	    open_log((struct log_options){.age = CLOCK_SECOND / 5, .roll = &roll});
	assert_int_equal(append(writer, 0, TEXT("")), DONE);
	assert_int_equal(log_segment_span(below("log"), 0, &span, &why), NOT_FOUND);
	usleep(400000);
	assert_int_equal(log_segment_span(below("log"), 0, &span, &why), DONE);
	/* An empty segment stays. */
	usleep(300000);
	assert_int_equal(count_files(below("log"), ".log"), 2);
	log_writer_close(writer);
	writer = open_log((struct log_options){.age = CLOCK_HOUR, .roll = &roll});
	assert_int_equal(append(writer, 1, TEXT("")), DONE);
	uint64_t position = durable - 1;
	usleep(1300000); /* the mark is written after a second of rest */
	roll++;
	usleep(700000);
	assert_int_equal(log_segment_span(below("log"), position, &span, &why), DONE);
	/* Who has read all that is durable has read the segment, though a mark stands behind. */
	assert_true(span.last == durable && span.end > durable);
	log_writer_close(writer);
}

/* The tail, as a crash may leave it: cut, changed, with holes; what was known to be durable stays.
 */
static void crash(const char *name, struct text whole, uint64_t base, uint64_t kept, long cut,
    long hole, unsigned most)
{
	char path[512];
	unsigned seen[64];
	const char *folder = below("crash");
	remove_all(folder);
	mkdir(folder, 0700);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	save(path, (struct text){whole.at, (size_t)cut});
	if (hole >= 0)
		flip(path, hole);
	struct log_options options = {.folder = folder};
	struct log_writer *writer = open_log(options);
	assert_true(durable >= kept || durable >= base + (uint64_t)cut);
	uint64_t before = durable;
	for (unsigned i = 0; i < most; i++) {
		char batch[32];
		snprintf(batch, sizeof(batch), "b%u", i);
		enum outcome outcome = append(writer, i, text_of(batch));
		assert_true(outcome == DONE || outcome == ALREADY_THERE);
	}
	assert_true(durable >= before);
	log_writer_close(writer);
	assert_int_equal(count_numbers(folder, UINT64_MAX, seen, 64), 0);
	for (unsigned i = 0; i < most; i++)
		assert_int_equal(seen[i], 1);
	assert_int_equal(count_numbers(folder, durable, seen, 64), 0);
	for (unsigned i = 0; i < most; i++)
		assert_int_equal(seen[i], 1);
}

static void torn_tails(void **state)
{
	(void)state;
	char name[64];
	uint64_t kept = 0;
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	/* Half are settled one by one, then a burst, of which nobody was told yet. */
	for (unsigned i = 0; i < 20; i++) {
		char batch[32];
		snprintf(batch, sizeof(batch), "b%u", i);
		assert_int_equal(append(writer, i, text_of(batch)), DONE);
		if (i == 9)
			kept = durable;
	}
	uint64_t end = durable;
	const char *path = nth_file(below("log"), ".log", 0);
	struct text whole = load(path);
	snprintf(name, sizeof(name), "%s", strrchr(path, '/') + 1);
	log_writer_close(writer);
	/* Only the first ten, so that no later frame says that the tail was durable. */
	unsigned step = 0;
	for (long cut = (long)kept; cut <= (long)end; cut += 37 + (long)(step++ % 5) * 13)
		crash(name, whole, 0, kept, cut, -1, 20);
	/* The last group changed: behind the last position that anything says was durable. */
	for (long at = -1; at > -200; at -= 23)
		crash(name, whole, 0, kept, (long)end, (long)end + at, 20);
	free((char *)whole.at);
}

static void hole_before_the_end(void **state)
{
	(void)state;
	char body[1024];
	struct why why = {""};
	uint64_t ticket = 0;
	unsigned seen[64];
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	assert_int_equal(append(writer, 0, TEXT("")), DONE);
	uint64_t kept = durable;
	/* One group of many frames: none of them can say that another was durable. */
	for (unsigned i = 1; i < 40; i++) {
		struct frame frame = numbered(i, body, sizeof(body));
		assert_int_equal(log_append(writer, &frame, &ticket, &why), DONE);
	}
	assert_int_equal(log_wait(writer, ticket, &why), DONE);
	const char *path = nth_file(below("log"), ".log", 0);
	char copy[512];
	mkdir(below("copy"), 0700);
	snprintf(copy, sizeof(copy), "%s/%s", below("copy"), strrchr(path, '/') + 1);
	struct text whole = load(path);
	whole.size = durable;
	save(copy, whole);
	log_writer_close(writer);
	free((char *)whole.at);
	flip(copy, (long)kept + 70); /* in the group's first frame, behind what was kept */
	writer = open_log((struct log_options){.folder = below("copy")});
	/* Frames of the group's later parts may say that the first was durable. */
	size_t damaged = count_numbers(below("copy"), UINT64_MAX, seen, 64);
	assert_int_equal(seen[0], 1);
	assert_int_equal(seen[1], 0);
	if (damaged == 0)
		assert_int_equal(durable, kept);
	assert_int_equal(append(writer, 50, TEXT("")), DONE);
	uint64_t after = count_numbers(below("copy"), UINT64_MAX, seen, 64);
	assert_int_equal(after, damaged);
	assert_int_equal(seen[50], 1);
	assert_int_equal(seen[1], 0);
	log_writer_close(writer);
}

static void damage_is_told(void **state)
{
	(void)state;
	unsigned seen[32];
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	uint64_t at[21] = {0};
	for (unsigned i = 0; i < 20; i++) {
		at[i] = durable;
		assert_int_equal(append(writer, i, TEXT("")), DONE);
	}
	log_writer_close(writer);
	const char *path = nth_file(below("log"), ".log", 0);
	flip(path, (long)at[5] + 20);  /* a head */
	flip(path, (long)at[10] + 90); /* a body */
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 32), 2);
	for (unsigned i = 0; i < 20; i++)
		assert_int_equal(seen[i], i == 5 || i == 10 ? 0 : 1);
	/* Opening again neither cuts it nor forgets to tell. */
	writer = open_log((struct log_options){.segment = 0});
	assert_int_equal(append(writer, 20, TEXT("")), DONE);
	log_writer_close(writer);
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 32), 2);
	assert_int_equal(seen[19] + seen[20], 2);
	/* The head of a segment that another one follows. */
	flip(nth_file(below("log"), ".log", 0), 20);
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 32), 1);
	assert_int_equal(seen[20], 1);
}

/* Content that looks like frames is never taken for one, even where a search begins. */
static void frames_in_content(void **state)
{
	(void)state;
	unsigned seen[32];
	struct why why;
	uint64_t ticket = 0;
	struct log_writer *writer = open_log((struct log_options){.segment = 0});
	assert_int_equal(append(writer, 0, TEXT("")), DONE);
	uint64_t start = durable;
	struct text bytes = load(nth_file(below("log"), ".log", 0));
	/* Raw, because short: a copy of a real frame's start. */
	char body[250];
	memcpy(body, bytes.at + start - 250, 250);
	struct frame frame = {.kind = FRAME_STREAM,
	    .company = TEXT("a"),
	    .source = TEXT("b"),
	    .body = {body, sizeof(body)}};
	assert_int_equal(log_append(writer, &frame, &ticket, &why), DONE);
	assert_int_equal(log_wait(writer, ticket, &why), DONE);
	assert_int_equal(append(writer, 1, TEXT("")), DONE);
	log_writer_close(writer);
	flip(nth_file(below("log"), ".log", 0), (long)start + 3);
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 32), 1);
	assert_int_equal(seen[0] + seen[1], 2);
	free((char *)bytes.at);
}

struct tally {
	_Atomic uint64_t done;
	_Atomic uint64_t refused;
};

static void note(void *data, uint64_t ticket, enum outcome outcome, const struct why *why)
{
	struct tally *tally = data;
	if (outcome == DONE)
		tally->done = ticket;
	else {
		tally->refused++;
		assert_true(why->text[0] != '\0');
	}
}

static enum outcome wait_for_room(struct log_writer *writer)
{
	struct why why;
	for (unsigned i = 0; i < 100 && log_state(writer, &why) != DONE; i++)
		usleep(50000);
	return log_state(writer, &why);
}

static void full_disk(void **state)
{
	(void)state;
	unsigned seen[4096];
	struct tally tally = {0, 0};
	struct rlimit before;
	struct why why = {""};
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	struct log_writer *writer =
	    open_log((struct log_options){.segment = 0, .settled = note, .data = &tally});
	struct rlimit small = {65536, before.rlim_max};
	setrlimit(RLIMIT_FSIZE, &small);
	unsigned number = 0;
	enum outcome outcome = DONE;
	while (outcome == DONE && number < 4000)
		outcome = append(writer, number++, TEXT(""));
	assert_int_equal(outcome, NOT_READABLE);
	for (unsigned i = 0; i < 100 && tally.refused == 0; i++)
		usleep(10000);
	assert_true(tally.refused >= 1);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(wait_for_room(writer), DONE);
	assert_int_equal(append(writer, number - 1, TEXT("")), DONE);
	log_writer_close(writer);
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 4096), 0);
	for (unsigned i = 0; i < number; i++)
		assert_int_equal(seen[i], 1);
	/* A reserve that no disk has: refused with the reason, and nothing is harmed. */
	writer = open_log((struct log_options){.reserve = UINT64_MAX / 4});
	assert_int_equal(append(writer, 4000, TEXT("late")), NOT_READABLE);
	assert_int_equal(log_state(writer, &why), NOT_READABLE);
	assert_non_null(strstr(why.text, "full"));
	log_writer_close(writer);
	writer = open_log((struct log_options){.segment = 0});
	assert_int_equal(append(writer, 4000, TEXT("late")), DONE);
	log_writer_close(writer);
	assert_int_equal(count_numbers(below("log"), UINT64_MAX, seen, 4096), 0);
	assert_int_equal(seen[4000], 1);
}

#define THREADS 4
#define EACH 400

static void *append_many(void *data)
{
	struct log_writer *writer = data;
	static _Atomic unsigned next;
	for (unsigned i = 0; i < EACH; i++) {
		unsigned number = next++;
		char batch[32];
		snprintf(batch, sizeof(batch), "n%u", number / 2);
		enum outcome outcome = append(writer, number / 2, text_of(batch));
		assert_true(outcome == DONE || outcome == ALREADY_THERE);
	}
	return NULL;
}

/* A process that follows while others append, over many segments. */
static void followed(void **state)
{
	(void)state;
	pthread_t threads[THREADS];
	struct log_writer *writer = open_log((struct log_options){.segment = 16384});
	pid_t reader = fork();
	if (reader == 0) {
		struct arena *arena = arena_create("test", (size_t)32 << 20);
		struct log_reader *log = read_from(below("log"), 0);
		struct frame frame;
		struct why why;
		unsigned seen[THREADS * EACH / 2] = {0};
		unsigned count = 0;
		while (count < THREADS * EACH / 2) {
			arena_reset(arena);
			enum outcome outcome = log_read(log, UINT64_MAX, arena, &frame, &why);
			if (outcome == DONE) {
				count++;
				seen[number_of(&frame)]++;
			} else if (outcome == AT_END)
				usleep(1000);
			else
				_exit(2);
		}
		for (unsigned i = 0; i < count; i++) {
			if (seen[i] != 1)
				_exit(3);
		}
		_exit(0);
	}
	for (unsigned i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, append_many, writer);
	for (unsigned i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	int status = -1;
	alarm(30);
	waitpid(reader, &status, 0);
	alarm(0);
	assert_int_equal(status, 0);
	assert_true(count_files(below("log"), ".log") > 3);
	log_writer_close(writer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(comes_back_as_it_was, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(refused_at_the_door, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(batches_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(segments_end_and_go, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(ends_by_age_and_roll, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(torn_tails, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(hole_before_the_end, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(damage_is_told, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(frames_in_content, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(full_disk, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(followed, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
