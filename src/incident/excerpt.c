/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/excerpt.h"

#include "base/utf8.h"

#include <string.h>

/* What tells most of an event stands first; Windows names before the taxonomy's. */
static const struct text telling[] = {TEXT_INIT("CommandLine"), TEXT_INIT("Image"),
    TEXT_INIT("SourceImage"), TEXT_INIT("TargetImage"), TEXT_INIT("GrantedAccess"),
    TEXT_INIT("TargetObject"), TEXT_INIT("Details"), TEXT_INIT("TargetFilename"),
    TEXT_INIT("ImageLoaded"), TEXT_INIT("PipeName"), TEXT_INIT("ServiceName"),
    TEXT_INIT("ImagePath"), TEXT_INIT("ServiceFileName"), TEXT_INIT("TaskName"),
    TEXT_INIT("ShareName"), TEXT_INIT("ObjectName"), TEXT_INIT("ScriptBlockText"),
    TEXT_INIT("Payload"), TEXT_INIT("TargetUserName"), TEXT_INIT("Signature"),
    TEXT_INIT("cs-method"), TEXT_INIT("c-uri"), TEXT_INIT("cs-host"), TEXT_INIT("query"),
    TEXT_INIT("Filename"), TEXT_INIT("ParentImage"), TEXT_INIT("user"), TEXT_INIT("src_ip"),
    TEXT_INIT("src_port"), TEXT_INIT("dst_ip"), TEXT_INIT("dst_port"), TEXT_INIT("transport"),
    TEXT_INIT("sc-status"), TEXT_INIT("event_action"), TEXT_INIT("Operation"),
    TEXT_INIT("mail_from"), TEXT_INIT("mail_to"), TEXT_INIT("mail_subject")};

/* These add nothing where the free text already says it all. */
#define FEWEST 2
/* One long value must not push all others out. */
#define LONGEST 200
/* A message as short as this names no names: the fields stand behind it. */
#define BRIEF 60

struct line {
	char *out;
	size_t room;
	size_t size;
};

/* Append with control characters as spaces, and cut on a UTF-8 border. */
static void put(struct line *line, struct text t)
{
	t = utf8_cut(t, line->room - line->size);
	for (size_t i = 0; i < t.size; i++) {
		unsigned char c = (unsigned char)t.at[i];
		line->out[line->size++] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
	}
}

static void put_field(struct line *line, struct text name, struct text value)
{
	if (line->size != 0)
		put(line, TEXT("  "));
	put(line, name);
	put(line, TEXT("="));
	put(line, utf8_cut(value, LONGEST));
}

/* Free text as a person writes it, not a structure. */
static bool is_plain(struct text message)
{
	return message.size != 0 && message.size <= LONGEST &&
	       memchr("{<[", message.at[0], 3) == NULL && text_find_char(message, ' ') != TEXT_NONE;
}

size_t excerpt_of(const struct event *event, char *out, size_t room)
{
	struct line line = {out, room, 0};
	bool plain = is_plain(event->message);
	bool brief = plain && event->message.size < BRIEF;
	size_t told = 0;
	if (brief)
		put(&line, event->message);
	for (size_t i = 0; i < sizeof(telling) / sizeof(telling[0]); i++) {
		struct text value = event_get(event, telling[i]);
		if (value.size == 0 || text_equal(value, TEXT("-")))
			continue;
		put_field(&line, telling[i], value);
		told++;
	}
	if (told < FEWEST || (plain && !brief)) {
		line.size = 0;
		put(&line, event->message);
	}
	return line.size;
}
