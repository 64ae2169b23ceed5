/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of Zeek's TSV below a header: the first byte chooses the log, the rest is one row. */
#include "base/arena.h"
#include "base/limits.h"
#include "decode/decoder.h"
#include "decode/table/columns.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text names[] = {TEXT_INIT("ts"), TEXT_INIT("id.orig_h"), TEXT_INIT("proto"),
    TEXT_INIT("host"), TEXT_INIT("uri"), TEXT_INIT("answers"), TEXT_INIT("client"),
    TEXT_INIT("version"), TEXT_INIT("tunnel_parents"), TEXT_INIT("orig_bytes"),
    TEXT_INIT("resp_bytes"), TEXT_INIT("local_orig")};

static struct text types[] = {TEXT_INIT("time"), TEXT_INIT("addr"), TEXT_INIT("enum"),
    TEXT_INIT("string"), TEXT_INIT("string"), TEXT_INIT("vector[string]"), TEXT_INIT("string"),
    TEXT_INIT("string"), TEXT_INIT("set[string]"), TEXT_INIT("count"), TEXT_INIT("count"),
    TEXT_INIT("bool")};

static const struct text paths[] = {TEXT_INIT("conn"), TEXT_INIT("http"), TEXT_INIT("kerberos"),
    TEXT_INIT("ssl"), TEXT_INIT("smtp"), TEXT_INIT("notice"), TEXT_INIT("")};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0 || size > LIMIT_LINE)
		return 0;
	struct columns columns = {.kind = COLUMNS_ZEEK,
	    .separator = '\t',
	    .set_separator = TEXT_INIT(","),
	    .empty_field = TEXT_INIT("(empty)"),
	    .unset_field = TEXT_INIT("-"),
	    .path = paths[data[0] % (sizeof(paths) / sizeof(paths[0]))],
	    .names = names,
	    .types = types,
	    .count = sizeof(names) / sizeof(names[0])};
	struct arena *arena = arena_create("fuzz", (size_t)1 << 28);
	struct decode_context context = {
	    .received = INT64_C(1700000000) * CLOCK_SECOND, .columns = &columns};
	struct text row = {(const char *)data + 1, size - 1};
	struct events events;
	struct why why;
	events_init(&events, arena);
	const struct decoder *decoder = decode_record(row, &context, arena, &events, &why);
	assert(decoder != NULL || events.count == 0);
	arena_destroy(arena);
	return 0;
}
