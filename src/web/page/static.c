/* SPDX-License-Identifier: Apache-2.0 */
/* Style sheet, script, icon. */
#include "web/call.h"
#include "web/page/pages.h"
#include "web/state.h"

void static_show(struct call *call)
{
	const struct web *web = call->web;
	for (size_t i = 0; i < web->file_count; i++) {
		const struct web_file *file = &web->files[i];
		if (!text_equal(file->name, call_part(call, 1)))
			continue;
		call->answer->status = 200;
		call->answer->content_type = file->content_type;
		call->answer->body = file->bytes;
		call->answer->etag = file->etag;
		call->answer->cacheable = true;
		return;
	}
	call_refuse(call, 404, "not-found", "error_not_found");
}
