/* SPDX-License-Identifier: Apache-2.0 */
/* The report of `sakimori triage` as one HTML page that stands alone. */
#ifndef PROGRAM_CLI_TRIAGE_REPORT_HTML_H
#define PROGRAM_CLI_TRIAGE_REPORT_HTML_H

#include "program/cli/triage/report_model.h"

/* Write the page behind what `out` holds. MALFORMED: the template; TOO_LARGE: out's ceiling. */
enum outcome report_html(
    const struct report_input *input, struct buffer *out, struct why *why) MUST_CHECK;

#endif
