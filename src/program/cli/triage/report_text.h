/* SPDX-License-Identifier: Apache-2.0 */
/* The report of `sakimori triage` as a page of plain text. */
#ifndef PROGRAM_CLI_TRIAGE_REPORT_TEXT_H
#define PROGRAM_CLI_TRIAGE_REPORT_TEXT_H

#include "program/cli/triage/report_model.h"

/*
 * Write the page, `columns` wide, behind what `out` holds; with colours (ESC [ … m) where
 * input->paint is set. MALFORMED: the template; TOO_LARGE: out's ceiling.
 */
enum outcome report_text(const struct report_input *input, size_t columns, struct buffer *out,
    struct why *why) MUST_CHECK;

#endif
