/* SPDX-License-Identifier: Apache-2.0 */
/* The head of a request: who asks for what, and whether that may be. For intake_http.c. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_REQUEST_H
#define PROGRAM_SERVER_INTAKE_INTAKE_REQUEST_H

#include "program/server/intake/intake_http.h"

/* Look at the address, the token and the headers; what is not in order is refused. */
void intake_request_head(struct intake_request *request, const char *method);
/* Whether the source may send so many records now; else refused. */
bool intake_request_limit(struct intake_request *request, uint64_t records);
/* The token of an Authorization header: Bearer, ApiKey (plain, or base64 of id:token), Basic (the
 * password). Every text that may be it, the likeliest first; 0: none. `room` has to hold
 * INTAKE_TOKEN bytes. */
#define INTAKE_TOKEN 512
size_t intake_token(struct text header, char room[INTAKE_TOKEN], struct text tokens[2]);

#endif
