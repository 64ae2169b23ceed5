/* SPDX-License-Identifier: Apache-2.0 */
/* What `sakimori journal` prints: findings of verifying, and what there is. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "journal/log.h"
#include "program/cli/command.h"
#include "program/cli/journal/journal_parts.h"

#include <stdio.h>
#include <stdlib.h>

#define OUTPUT ((size_t)256 << 20)

struct telling {
	bool json;
	struct buffer out;
	struct json_writer writer;
};

static void begin(struct telling *telling, bool json)
{
	*telling = (struct telling){.json = json};
	buffer_init(&telling->out, OUTPUT);
	json_begin(&telling->writer, &telling->out);
	if (json)
		json_open_object(&telling->writer, NULL);
}

static void end(struct telling *telling)
{
	if (telling->json) {
		json_close_object(&telling->writer);
		buffer_put_char(&telling->out, '\n');
	}
	fwrite(telling->out.bytes, 1, telling->out.size, stdout);
	buffer_free(&telling->out);
}

static void put_head(struct json_writer *json, const char *name, const struct chain_head *head)
{
	if (head == NULL || head->sequence == 0)
		return;
	json_open_object(json, name);
	json_put_int(json, "sequence", (int64_t)head->sequence);
	json_put_text(json, "hash", text_of(head->hash));
	json_close_object(json);
}

static void put_json(struct telling *telling, const char *name,
    const struct journal_company *company, const struct verified *v,
    const struct chain_head *anchor)
{
	struct json_writer *json = &telling->writer;
	json_open_object(json, name);
	if (company != NULL) {
		json_put_text(json, "company", company->id);
		if (company->name.size != 0)
			json_put_text(json, "name", company->name);
		json_put_bool(json, "key", !v->no_key);
	}
	json_put_bool(json, "good", v->good);
	json_put_int(json, company != NULL ? "blocks" : "frames", (int64_t)v->blocks);
	put_head(json, "head", &v->head);
	put_head(json, "anchor", anchor);
	if (!v->good) {
		json_open_object(json, "bad");
		if (v->bad_sequence != 0)
			json_put_int(json, "block", (int64_t)v->bad_sequence);
		json_put_text(json, "file", text_of(v->file));
		json_put_int(json, "offset", (int64_t)v->offset);
		json_put_text(json, "why", text_of(v->why.text));
		json_close_object(json);
	}
	json_close_object(json);
}

static void put_text(struct telling *telling, const struct journal_company *company,
    const struct verified *v, const struct chain_head *anchor)
{
	struct buffer *out = &telling->out;
	struct text name = TEXT("log");
	if (company != NULL)
		name = company->name.size != 0 ? company->name : company->id;
	if (!v->good) {
		buffer_format(out, "%.*s: BAD: %s (%s, offset %llu)\n", TEXT_ARGS(name),
		    v->why.text, v->file, (unsigned long long)v->offset);
		return;
	}
	buffer_format(out, "%.*s: good, %llu %s%s", TEXT_ARGS(name), (unsigned long long)v->blocks,
	    company != NULL ? "block" : "frame", plural(v->blocks));
	if (company != NULL && v->head.sequence != 0)
		buffer_format(out, ", up to block %llu (%s)", (unsigned long long)v->head.sequence,
		    v->head.hash);
	if (company != NULL && anchor == NULL && v->blocks != 0)
		buffer_put_string(out, ", not anchored yet");
	if (company != NULL && v->no_key && v->blocks != 0)
		buffer_put_string(out, ", without its key");
	buffer_put_char(out, '\n');
}

static void put(struct telling *telling, const char *name, const struct journal_company *company,
    const struct verified *verified, const struct chain_head *anchor)
{
	if (telling->json)
		put_json(telling, name, company, verified, anchor);
	else
		put_text(telling, company, verified, anchor);
}

static enum outcome verify_log(
    struct journal_command *command, struct telling *telling, bool *good, struct why *why)
{
	struct verified verified;
	enum outcome outcome = journal_verify_log(&command->place, &verified, why);
	if (outcome != DONE)
		return outcome;
	*good = *good && verified.good;
	put(telling, "log", NULL, &verified, NULL);
	return DONE;
}

static enum outcome verify_company(struct journal_command *command, struct telling *telling,
    const struct journal_company *company, bool *good, struct why *why)
{
	struct verified verified;
	struct chain_head head;
	/* The anchor first: a chain only grows behind it. */
	const struct chain_head *anchor = journal_anchor(command, company->id, &head);
	enum outcome outcome = journal_verify(&command->place, company->id, anchor, &verified, why);
	if (outcome != DONE)
		return outcome;
	*good = *good && verified.good;
	put(telling, NULL, company, &verified, anchor);
	return DONE;
}

int journal_run_verify(struct journal_command *command)
{
	struct telling telling;
	struct why why = {""};
	bool good = true;
	enum outcome outcome = DONE;
	begin(&telling, command->json);
	if (command->company == NULL)
		outcome = verify_log(command, &telling, &good, &why);
	if (command->json)
		json_open_array(&telling.writer, "companies");
	for (size_t i = 0; outcome == DONE && i < command->count; i++)
		outcome = verify_company(command, &telling, &command->companies[i], &good, &why);
	if (command->json) {
		json_close_array(&telling.writer);
		json_put_bool(&telling.writer, "good", good);
	}
	end(&telling);
	if (outcome != DONE)
		return journal_fail(&why);
	return good ? EXIT_DONE : EXIT_FOUND;
}

int journal_run_verify_export(struct journal_command *command, const char *folder)
{
	struct telling telling;
	struct verified verified;
	struct why why = {""};
	if (journal_verify_export(folder, &verified, &why) != DONE)
		return journal_fail(&why);
	struct journal_company company = {verified.company, {NULL, 0}};
	begin(&telling, command->json);
	put(&telling, "export", &company, &verified, &verified.head);
	end(&telling);
	return verified.good ? EXIT_DONE : EXIT_FOUND;
}

static void stat_company(struct telling *telling, const struct journal_company *company,
    const struct block_extent *extent)
{
	char oldest[CLOCK_TEXT] = "-";
	char newest[CLOCK_TEXT] = "-";
	if (extent->oldest != CLOCK_NONE)
		clock_format(extent->oldest, oldest);
	if (extent->newest != CLOCK_NONE)
		clock_format(extent->newest, newest);
	struct text name = company->name.size != 0 ? company->name : company->id;
	if (!telling->json) {
		buffer_format(&telling->out,
		    "%.*s: %llu record%s in %llu block%s, %llu bytes (%llu unpacked), %s to %s\n",
		    TEXT_ARGS(name), (unsigned long long)extent->records, plural(extent->records),
		    (unsigned long long)extent->blocks, plural(extent->blocks),
		    (unsigned long long)extent->stored, (unsigned long long)extent->unpacked,
		    oldest, newest);
		return;
	}
	struct json_writer *json = &telling->writer;
	json_open_object(json, NULL);
	json_put_text(json, "company", company->id);
	if (company->name.size != 0)
		json_put_text(json, "name", company->name);
	json_put_int(json, "blocks", (int64_t)extent->blocks);
	json_put_int(json, "records", (int64_t)extent->records);
	json_put_int(json, "stored", (int64_t)extent->stored);
	json_put_int(json, "unpacked", (int64_t)extent->unpacked);
	if (extent->oldest != CLOCK_NONE)
		json_put_text(json, "oldest", text_of(oldest));
	if (extent->newest != CLOCK_NONE)
		json_put_text(json, "newest", text_of(newest));
	put_head(json, "head", &extent->head);
	json_close_object(json);
}

static void stat_log(struct telling *telling, const struct log_extent *log)
{
	struct json_writer *json = &telling->writer;
	if (!telling->json) {
		buffer_format(&telling->out, "log: %llu bytes, positions %llu to %llu\n",
		    (unsigned long long)log->bytes, (unsigned long long)log->first,
		    (unsigned long long)log->end);
		return;
	}
	json_open_object(json, "log");
	json_put_int(json, "first", (int64_t)log->first);
	json_put_int(json, "end", (int64_t)log->end);
	json_put_int(json, "bytes", (int64_t)log->bytes);
	json_close_object(json);
}

int journal_run_stat(struct journal_command *command)
{
	struct telling telling;
	struct why why = {""};
	struct log_extent log = {.oldest = CLOCK_NONE};
	struct text folder = text_format(command->arena, "%s/log", command->place.folder);
	enum outcome outcome = log_extent(text_cstr(command->arena, folder), &log, &why);
	if (outcome == NOT_FOUND)
		outcome = DONE;
	begin(&telling, command->json);
	stat_log(&telling, &log);
	if (command->json)
		json_open_array(&telling.writer, "companies");
	for (size_t i = 0; outcome == DONE && i < command->count; i++) {
		struct block_extent extent;
		outcome = block_extent(&command->place, command->companies[i].id, &extent, &why);
		if (outcome == DONE)
			stat_company(&telling, &command->companies[i], &extent);
	}
	if (command->json)
		json_close_array(&telling.writer);
	end(&telling);
	return outcome == DONE ? EXIT_DONE : journal_fail(&why);
}
