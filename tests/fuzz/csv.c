/* SPDX-License-Identifier: Apache-2.0 */
/* A mapping file, a NUL, and a stream that is framed and decoded with it; without a NUL a fixed
 * mapping. */
#include "decode/table/csv.h"
#include "base/arena.h"
#include "base/text.h"
#include "decode/decoder.h"
#include "decode/frame/framer.h"

#include <stdint.h>
#include <stdlib.h>

extern const struct decoder csv_decoder;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char mapping[] =
    "name: fuzz\nproduct: fuzz\nrequired: [[a, 日時], [b]]\ntime: {from: [a, 日時], clock: [t]}\n"
    "columns:\n  - {from: [b], to: src_ip, form: address, port: src_port}\n"
    "  - {from: [u], to: c-uri, form: url}\n  - {from: [n], to: bytes, form: number}\n"
    "  - {from: [w], to: event_action, words: {blocked: [block]}, else: keep}\n"
    "  - {from: [s], to: logsource.service}\nmessage: [m]\nextra: more\nnames: {n: number}\n";

static void decode(const struct framed *framed, struct arena *arena)
{
	struct decode_context context = {
	    .received = INT64_C(1800000000000000), .columns = framed->columns};
	struct view view = {.record = framed->bytes,
	    .message = framed->bytes,
	    .context = &context,
	    .arena = arena,
	    .envelope = {.priority = -1}};
	struct events events;
	struct why why;
	arena_reset(arena);
	events_init(&events, arena);
	if (csv_decoder.recognise(&view) && csv_decoder.decode(&view, &events, &why) == DONE &&
	    events.count != 1)
		abort();
}

static void run(struct text input, const struct csv_mappings *mappings, struct arena *arena)
{
	struct framer *framer = framer_create(mappings);
	struct framed framed;
	struct why why;
	framer_push(framer, input);
	framer_finish(framer);
	while (framer_next(framer, &framed, &why) == DONE) {
		if (!framed.refused)
			decode(&framed, arena);
	}
	framer_destroy(framer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text input = {(const char *)data, size};
	struct text rules = text_of(mapping);
	struct arena *own = arena_create("mappings", (size_t)64 * 1024 * 1024);
	struct arena *work = arena_create("rows", (size_t)64 * 1024 * 1024);
	struct csv_mappings *mappings = csv_mappings_create(own);
	struct why why;
	if (text_find_char(input, 0) != TEXT_NONE)
		rules = text_cut(&input, 0);
	if (csv_mappings_add(mappings, rules, &why) == DONE)
		run(input, mappings, work);
	arena_destroy(own);
	arena_destroy(work);
	return 0;
}
