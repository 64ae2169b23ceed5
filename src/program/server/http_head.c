/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/http_head.h"

#include "base/text.h"

#include <microhttpd.h>

struct framing {
	unsigned lengths;
	unsigned codings;
	bool unclear;
};

static enum MHD_Result look(
    void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct framing *framing = data;
	struct text word = text_trim(text_of(name));
	uint64_t length;
	(void)kind;
	if (text_equal_fold(word, TEXT("Content-Length"))) {
		framing->lengths++;
		framing->unclear |= !text_to_uint(text_of(value), &length);
	} else if (text_equal_fold(word, TEXT("Transfer-Encoding"))) {
		framing->codings++;
		framing->unclear |= !text_equal_fold(text_of(value), TEXT("chunked"));
	} else {
		return MHD_YES;
	}
	framing->unclear |= word.size != text_of(name).size; /* "Content-Length : 5" */
	return MHD_YES;
}

bool http_head_is_clear(struct MHD_Connection *connection)
{
	struct framing framing = {0};
	MHD_get_connection_values(connection, MHD_HEADER_KIND, look, &framing);
	return !framing.unclear && framing.lengths + framing.codings <= 1;
}
