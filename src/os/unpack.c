/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk through what a file holds: a stack of streams, the outer file at its bottom. Each new
 * stream is looked into; an archive's members are streams above it, and a plain stream's bytes come
 * out.
 */
#include "os/unpack.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "os/unpack_parts.h"

#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const struct unpack_limits unpack_default_limits = {
    .total = UINT64_C(64) << 30,
    .ratio = 1000,
    .members = LIMIT_FILES,
    .depth = LIMIT_ARCHIVE_DEPTH,
};

#define NAMES_LOCALE "C.UTF-8"

static locale_t new_locale(void)
{
	return newlocale(LC_CTYPE_MASK, NAMES_LOCALE, (locale_t)0);
}

void unpack_prepare(void)
{
	/* Kept for as long as the process lives: the C library then makes others from it without
	 * opening a file. */
	static locale_t kept;
	if (kept == (locale_t)0)
		kept = new_locale();
	tzset();
}

static int64_t instant_of(int64_t seconds)
{
	const int64_t most = INT64_MAX / CLOCK_SECOND;
	return seconds > most || seconds < -most ? 0 : seconds * CLOCK_SECOND;
}

static void push(struct unpack *unpack, const char *name, int64_t modified)
{
	assert(unpack->depth < sizeof(unpack->streams) / sizeof(unpack->streams[0]));
	unpack->streams[unpack->depth] = unpack_stream_create(unpack, name, modified);
	unpack->depth++;
	unpack->state = STATE_STREAM;
}

static void pop(struct unpack *unpack)
{
	unpack->depth--;
	unpack_stream_destroy(unpack->streams[unpack->depth]);
	unpack->streams[unpack->depth] = NULL;
	bool over = unpack->depth == 0 || unpack->over_limit;
	unpack->state = over ? STATE_OVER : STATE_MEMBERS;
}

enum outcome unpack_open(const char *path, const char *name, const struct unpack_limits *limits,
    struct unpack **unpack, struct why *why)
{
	assert(limits->depth <= LIMIT_ARCHIVE_DEPTH && limits->ratio != 0);
	/* A named pipe put in a file's place must not make the open wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat stat;
	if (fd < 0 || fstat(fd, &stat) != 0) {
		why_set(why, "it cannot be opened: %s", strerror(errno));
		enum outcome outcome = errno == ENOENT ? NOT_FOUND : NOT_READABLE;
		if (fd >= 0)
			close(fd);
		return outcome;
	}
	if (!S_ISREG(stat.st_mode)) {
		why_set(why, "it is no regular file");
		close(fd);
		return NOT_SUPPORTED;
	}
	struct unpack *made = calloc(1, sizeof(*made));
	if (made == NULL)
		abort();
	made->fd = fd;
	made->limits = *limits;
	made->size = (uint64_t)stat.st_size;
	made->locale = new_locale();
	push(made, name, instant_of(stat.st_mtim.tv_sec));
	*unpack = made;
	return DONE;
}

void unpack_close(struct unpack *unpack)
{
	if (unpack == NULL)
		return;
	while (unpack->depth != 0)
		pop(unpack);
	if (unpack->locale != (locale_t)0)
		freelocale(unpack->locale);
	free(unpack->name);
	close(unpack->fd);
	free(unpack);
}

uint64_t unpack_consumed(const struct unpack *unpack)
{
	return unpack->read < unpack->size ? unpack->read : unpack->size;
}

static struct stream *top(struct unpack *unpack)
{
	return unpack->streams[unpack->depth - 1];
}

/* Keep the name for the caller, who may look at it after its stream is gone. */
static void set_name(struct unpack *unpack, const char *name, struct unpack_step *step)
{
	if (unpack->name == NULL || strcmp(unpack->name, name) != 0) {
		free(unpack->name);
		unpack->name = strdup(name);
		if (unpack->name == NULL)
			abort();
	}
	step->name = text_of(unpack->name);
}

static void fill_step(struct unpack *unpack, enum unpack_kind kind, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	*step = (struct unpack_step){
	    .kind = kind, .modified = stream->modified, .offset = stream->offset};
	set_name(unpack, stream->name, step);
}

/* The topmost stream is refused and done with. */
static void refuse(struct unpack *unpack, const char *why, struct unpack_step *step)
{
	fill_step(unpack, UNPACK_REFUSED, step);
	why_set(&step->why, "%s", why);
	pop(unpack);
}

static unsigned count(const struct unpack *unpack, bool containers)
{
	unsigned found = 0;
	for (unsigned i = 0; i < unpack->depth; i++) {
		enum content content = unpack->streams[i]->content;
		found += content != CONTENT_PLAIN && unpack_is_container(content) == containers;
	}
	return found;
}

/* Open an archive or a compressed stream; true when a refusal came of it. */
static bool open_stream(struct unpack *unpack, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	struct why why;
	if (count(unpack, unpack_is_container(stream->content)) > unpack->limits.depth) {
		why_set(&why, "archives within archives, more than %u deep", unpack->limits.depth);
	} else if (unpack_stream_open(stream, &why) == DONE) {
		unpack->state = STATE_MEMBERS;
		return false;
	}
	refuse(unpack, why.text, step);
	return true;
}

/* Look into a new stream; true when a step came of it. */
static bool look_into(struct unpack *unpack, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	if (!unpack_stream_peek(stream)) {
		struct why why = stream->failure;
		refuse(unpack, why.text, step);
		return true;
	}
	stream->content = unpack_content((struct text){stream->peek, stream->peeked});
	if (stream->content != CONTENT_PLAIN)
		return open_stream(unpack, step);
	fill_step(unpack, UNPACK_MEMBER, step);
	unpack->state = STATE_BYTES;
	return true;
}

static void give_bytes(struct unpack *unpack, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	const void *bytes;
	ssize_t got = unpack_stream_read(stream, &bytes);
	if (got < 0) {
		struct why why = stream->failure;
		refuse(unpack, why.text, step);
		return;
	}
	fill_step(unpack, got == 0 ? UNPACK_END : UNPACK_BYTES, step);
	if (got == 0) {
		pop(unpack);
		return;
	}
	step->bytes = (struct text){bytes, (size_t)got};
	stream->offset += (uint64_t)got;
}

/* "outer!member"; a compressed stream's content keeps the name. */
static char *member_name(const struct stream *stream, struct archive_entry *entry)
{
	if (!unpack_is_container(stream->content))
		return strdup(stream->name);
	struct buffer name;
	buffer_init(&name, (size_t)64 * 1024);
	buffer_put_string(&name, stream->name);
	buffer_put_char(&name, '!');
	unpack_clean_name(text_of(archive_entry_pathname(entry)), &name);
	char *copy = strndup(name.bytes, name.size);
	buffer_free(&name);
	return copy;
}

/*
 * Zip members packed in one of these ways name a dictionary or model of up to 4 GiB in their data,
 * and libarchive takes whatever they name. No program packs logs so unless told to. libarchive puts
 * the way into the name of the format, behind the version.
 */
static bool takes_any_memory(const struct stream *stream)
{
	static const struct text ways[] = {
	    TEXT_INIT("(lzma)"), TEXT_INIT("(xz)"), TEXT_INIT("(ppmd-8)")};
	const char *format = archive_format_name(stream->archive);
	if (stream->content != CONTENT_ZIP || format == NULL)
		return false;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (text_find(text_of(format), ways[i]) != TEXT_NONE)
			return true;
	}
	return false;
}

/* Why a member is not to be read; NULL when it is, "" when there is nothing to read or to say. */
static const char *objection(struct archive_entry *entry)
{
	if (archive_entry_is_encrypted(entry))
		return "encrypted: it can only be read with its password";
	if (archive_entry_hardlink(entry) != NULL)
		return "";
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG:
	case 0:
		return NULL;
	case AE_IFDIR:
		return "";
	case AE_IFLNK:
		return "a link, which is not followed";
	default:
		return "a device, a pipe or a socket, not a file";
	}
}

/* One member: a new stream, a refusal (true), or nothing. */
static bool take_member(
    struct unpack *unpack, struct archive_entry *entry, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	bool compressed = !unpack_is_container(stream->content);
	int64_t modified = !compressed && archive_entry_mtime_is_set(entry)
			       ? instant_of(archive_entry_mtime(entry))
			       : stream->modified;
	const char *against = compressed ? NULL : objection(entry);
	if (against == NULL && takes_any_memory(stream))
		against = "packed in a way that may take any memory to unpack: pack it as an "
			  "ordinary zip (deflate)";
	if (against != NULL && against[0] == 0)
		return false;
	char *name = member_name(stream, entry);
	if (name == NULL)
		abort();
	push(unpack, name, modified);
	free(name);
	if (against != NULL)
		refuse(unpack, against, step);
	return against != NULL;
}

static bool count_member(struct unpack *unpack)
{
	unpack->members++;
	if (unpack->members <= unpack->limits.members)
		return true;
	why_set(
	    &unpack->limit, "more than %llu members", (unsigned long long)unpack->limits.members);
	unpack->over_limit = true;
	return false;
}

/* A log that was empty when it was compressed is a plain stream without a byte. */
static void become_empty(struct stream *stream)
{
	stream->content = CONTENT_PLAIN;
	stream->replayed = true;
	stream->ended = true;
	stream->peeked = 0;
	stream->unpack->state = STATE_STREAM;
}

/* Step to the topmost archive's next member; true when a step came of it. */
static bool next_member(struct unpack *unpack, struct unpack_step *step)
{
	struct stream *stream = top(unpack);
	struct archive_entry *entry = NULL;
	struct why why;
	/* That a compressed stream's one member failed has been said. */
	bool said = stream->spent && !unpack_is_container(stream->content);
	enum outcome outcome = said ? AT_END : unpack_stream_next(stream, &entry, &why);
	if (outcome == AT_END) {
		bool nothing = stream->members == 0 && !said;
		if (nothing && !unpack_is_container(stream->content))
			become_empty(stream);
		else
			pop(unpack);
		return false;
	}
	if (outcome != DONE) {
		refuse(unpack, why.text, step);
		return true;
	}
	if (!count_member(unpack)) {
		refuse(unpack, unpack->limit.text, step);
		return true;
	}
	const char *path = archive_entry_pathname(entry);
	if (stream->content == CONTENT_ZIP && stream->members == 1 &&
	    unpack_is_office(text_of(path))) {
		refuse(unpack, "an Office document: save its table as CSV", step);
		return true;
	}
	return take_member(unpack, entry, step);
}

static enum outcome run(struct unpack *unpack, struct unpack_step *step)
{
	for (;;) {
		switch (unpack->state) {
		case STATE_OVER:
			return AT_END;
		case STATE_STREAM:
			if (look_into(unpack, step))
				return DONE;
			break;
		case STATE_MEMBERS:
			if (next_member(unpack, step))
				return DONE;
			break;
		case STATE_BYTES:
			give_bytes(unpack, step);
			return DONE;
		}
	}
}

enum outcome unpack_next(struct unpack *unpack, struct unpack_step *step)
{
	/* libarchive converts names to the thread's locale, and gives none where it cannot. */
	locale_t before = (locale_t)0;
	if (unpack->locale != (locale_t)0)
		before = uselocale(unpack->locale);
	enum outcome outcome = run(unpack, step);
	if (before != (locale_t)0)
		uselocale(before);
	return outcome;
}
