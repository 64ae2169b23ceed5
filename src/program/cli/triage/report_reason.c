/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reasons in the reader's language. The program says in English why it could not read a file or use
 * a rule; content/texts/reasons.yaml holds what the usual ones mean. The English text of a key
 * "reason.*" is the reason itself, with "…" where anything may stand; the Japanese one may repeat
 * that as {rest}. The first that fits is taken.
 */
#include "base/arena.h"
#include "program/cli/triage/report_parts.h"

#define REASON_COLUMNS 160

static bool fits(struct text why, struct text pattern, struct text *rest)
{
	size_t gap = text_find(pattern, TEXT("…"));
	if (gap == TEXT_NONE)
		return text_equal(why, pattern);
	struct text end = text_from(pattern, gap + TEXT("…").size);
	if (!text_skip(&why, text_part(pattern, 0, gap)) || !text_ends(why, end))
		return false;
	*rest = text_part(why, 0, why.size - end.size);
	return true;
}

static struct text known_reason(const struct report *report, struct text why)
{
	const struct texts *texts = report->words.texts;
	for (size_t i = 0; i < texts_count(texts); i++) {
		struct text rest = {NULL, 0};
		struct text key = texts_key(texts, i);
		if (!text_starts(key, TEXT("reason.")))
			continue;
		const char *name = text_cstr(report->words.arena, key);
		if (!fits(why, texts_get(texts, LANGUAGE_EN, name), &rest))
			continue;
		const struct fill fill = {"rest", rest};
		return texts_fill(
		    report->words.arena, texts_get(texts, report->words.language, name), &fill, 1);
	}
	return (struct text){NULL, 0};
}

struct text report_reason(const struct report *report, struct text why)
{
	const struct words *words = &report->words;
	struct text clean = words_clean(words, why, REASON_COLUMNS);
	if (clean.size == 0 || words->language == LANGUAGE_EN)
		return clean;
	struct text known = known_reason(report, clean);
	const struct fill fill = {"why", clean};
	return known.size != 0 ? known : words_fill(words, "reason_other", &fill, 1);
}
