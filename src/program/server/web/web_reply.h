/* SPDX-License-Identifier: Apache-2.0 */
/* An answer of the web room as an HTTP response: security headers, caching, 304, gzip. */
#ifndef PROGRAM_SERVER_WEB_WEB_REPLY_H
#define PROGRAM_SERVER_WEB_WEB_REPLY_H

#include "web/web.h"

#include <microhttpd.h>
#include <stdbool.h>

struct web_reply_wish {
	bool gzip;         /* the asker takes it */
	struct text known; /* If-None-Match */
};
enum MHD_Result web_reply(struct MHD_Connection *connection, const struct web_answer *answer,
    const struct web_reply_wish *wish);

#endif
