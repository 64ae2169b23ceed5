/* SPDX-License-Identifier: Apache-2.0 */
/* The stand-alone page: the model in content/templates/triage.html. */
#include "program/cli/triage/report_html.h"

#include "base/arena.h"
#include "render/mustache.h"

#define MEMORY ((size_t)64 * 1024 * 1024)

static const struct report_limits limits = {
    .incidents = 30,
    .findings = 16,
    .evidence = 2,
    .counted = 40,
    .timeline = 40,
    .files = 100,
    .samples = 3,
    .unreadable = 50,
    .refused = 12,
    .excerpt = 240,
    .name = 90,
    .values = SET_VALUES,
    .paths = 6,
};

static struct text find_partial(void *data, struct text name)
{
	const struct text *finding = data;
	return text_equal(name, TEXT("finding")) ? *finding : (struct text){NULL, 0};
}

enum outcome report_html(const struct report_input *input, struct buffer *out, struct why *why)
{
	struct arena *arena = arena_create("HTML report", MEMORY);
	const struct json *model;
	const struct template *template;
	struct text finding = input->finding;
	const struct partials partials = {find_partial, &finding};
	enum outcome outcome = report_model(input, &limits, arena, &model, why);
	if (outcome == DONE)
		outcome = template_compile(input->template, &partials, arena, &template, why);
	if (outcome == DONE)
		outcome = template_render(template, model, out, why);
	arena_destroy(arena);
	return outcome;
}
