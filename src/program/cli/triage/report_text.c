/* SPDX-License-Identifier: Apache-2.0 */
/* The page of plain text: the model in content/templates/triage.txt, then laid out for a terminal.
 */
#include "program/cli/triage/report_text.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "program/cli/page.h"
#include "render/mustache.h"

#define MEMORY ((size_t)64 * 1024 * 1024)
#define RENDERED ((size_t)4 * 1024 * 1024)

static const struct report_limits limits = {
    .incidents = 10,
    .findings = 6,
    .evidence = 1,
    .counted = 8,
    .timeline = 20,
    .files = 15,
    .samples = 1,
    .unreadable = 10,
    .refused = 5,
    .excerpt = 150,
    .name = 60,
    .values = 6,
    .paths = 3,
};

enum outcome report_text(
    const struct report_input *input, size_t columns, struct buffer *out, struct why *why)
{
	struct arena *arena = arena_create("text report", MEMORY);
	struct buffer rendered;
	buffer_init(&rendered, RENDERED);
	const struct json *model;
	const struct template *template;
	enum outcome outcome = report_model(input, &limits, arena, &model, why);
	if (outcome == DONE)
		outcome = template_compile(input->template, NULL, arena, &template, why);
	if (outcome == DONE)
		outcome = template_render(template, model, &rendered, why);
	if (outcome == DONE)
		page_layout(buffer_text(&rendered), columns, out);
	if (outcome == DONE && out->full) {
		why_set(why, "the rendered page is over its limit");
		outcome = TOO_LARGE;
	}
	buffer_free(&rendered);
	arena_destroy(arena);
	return outcome;
}
