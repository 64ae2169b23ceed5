/* SPDX-License-Identifier: Apache-2.0 */
/* The writer's life: lock, recover, thread, waiting, end. */
#include "journal/log_writer.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define AGE (10 * CLOCK_MINUTE)

static void destroy(struct log_writer *writer)
{
	for (size_t i = 0; i < LOG_PACKERS; i++) {
		if (writer->idle[i] == NULL)
			continue;
		ZSTD_freeCCtx(writer->idle[i]->context);
		free(writer->idle[i]->bytes);
		free(writer->idle[i]);
	}
	if (writer->fd >= 0)
		close(writer->fd);
	if (writer->folder_fd >= 0)
		close(writer->folder_fd);
	log_batches_destroy(writer->batches);
	pthread_mutex_destroy(&writer->lock);
	pthread_cond_destroy(&writer->work);
	pthread_cond_destroy(&writer->settled);
	free(writer->folder);
	free(writer);
}

static struct log_writer *create(const struct log_options *options)
{
	struct log_writer *writer = disk_memory(NULL, sizeof(*writer));
	*writer = (struct log_writer){.options = *options,
	    .folder = strdup(options->folder),
	    .folder_fd = -1,
	    .fd = -1,
	    .left_over = UINT64_MAX,
	    .marked = true};
	if (writer->folder == NULL)
		abort();
	if (writer->options.segment == 0)
		writer->options.segment = LOG_SEGMENT;
	if (writer->options.age <= 0)
		writer->options.age = AGE;
	if (options->roll != NULL)
		writer->roll = atomic_load(options->roll);
	writer->batches = log_batches_create();
	pthread_condattr_t attributes;
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_mutex_init(&writer->lock, NULL);
	pthread_cond_init(&writer->work, &attributes);
	pthread_cond_init(&writer->settled, &attributes);
	pthread_condattr_destroy(&attributes);
	return writer;
}

static enum outcome lock_folder(struct log_writer *writer, struct why *why)
{
	enum outcome outcome = disk_folder(writer->folder, why);
	if (outcome != DONE)
		return outcome;
	writer->folder_fd = open(writer->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (writer->folder_fd < 0)
		return disk_failed(writer->folder, "it cannot be opened", why);
	if (flock(writer->folder_fd, LOCK_EX | LOCK_NB) == 0)
		return DONE;
	if (errno != EWOULDBLOCK)
		return disk_failed(writer->folder, "it cannot be locked", why);
	why_set(why, "%s: another process appends to this log", writer->folder);
	return ALREADY_THERE;
}

/* Signals are the program's own thread's matter. */
static bool start(struct log_writer *writer)
{
	sigset_t all;
	sigset_t before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int failed = pthread_create(&writer->thread, NULL, log_commit_thread, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = failed;
	return failed == 0;
}

enum outcome log_writer_open(
    const struct log_options *options, struct log_writer **writer, struct why *why)
{
	if (sodium_init() < 0) {
		why_set(why, "libsodium has no random numbers");
		return NOT_SUPPORTED;
	}
	struct log_writer *made = create(options);
	enum outcome outcome = lock_folder(made, why);
	if (outcome == DONE)
		outcome = log_recover(made, why);
	if (outcome == DONE && options->durable != NULL)
		atomic_store(options->durable, made->good_end);
	if (outcome == DONE && !start(made))
		outcome = disk_failed(made->folder, "no thread could be started", why);
	if (outcome != DONE) {
		destroy(made);
		return outcome;
	}
	*writer = made;
	return DONE;
}

void log_writer_close(struct log_writer *writer)
{
	if (writer == NULL)
		return;
	pthread_mutex_lock(&writer->lock);
	writer->closing = true;
	pthread_cond_signal(&writer->work);
	pthread_mutex_unlock(&writer->lock);
	pthread_join(writer->thread, NULL);
	destroy(writer);
}

static enum outcome how_settled(struct log_writer *writer, uint64_t ticket, struct why *why)
{
	size_t known = writer->refused < LOG_REFUSALS ? writer->refused : LOG_REFUSALS;
	for (size_t i = 0; i < known; i++) {
		const struct log_refusal *refusal = &writer->refusals[i];
		if (ticket < refusal->first || ticket > refusal->last)
			continue;
		why_set(why, "%s", refusal->why.text);
		return NOT_READABLE;
	}
	if (ticket > writer->forgotten)
		return DONE;
	why_set(why, "how this ticket was settled is no longer known");
	return NOT_READABLE;
}

enum outcome log_wait(struct log_writer *writer, uint64_t ticket, struct why *why)
{
	pthread_mutex_lock(&writer->lock);
	while (writer->settled_ticket < ticket)
		pthread_cond_wait(&writer->settled, &writer->lock);
	enum outcome outcome = ticket == 0 ? DONE : how_settled(writer, ticket, why);
	pthread_mutex_unlock(&writer->lock);
	return outcome;
}

enum outcome log_state(struct log_writer *writer, struct why *why)
{
	pthread_mutex_lock(&writer->lock);
	enum outcome outcome = writer->failing ? NOT_READABLE : DONE;
	if (writer->failing)
		why_set(why, "%s", writer->failure.text);
	pthread_mutex_unlock(&writer->lock);
	return outcome;
}
