/* SPDX-License-Identifier: Apache-2.0 */
/* What the addresses of intake do: take() and done() of struct intake_way. */
#ifndef PROGRAM_SERVER_INTAKE_INTAKE_WAYS_H
#define PROGRAM_SERVER_INTAKE_INTAKE_WAYS_H

#include "program/server/intake/intake_http.h"

/* intake_ways.c */
/* The n-th part of the path, from 0; empty: it has not so many. */
struct text intake_part(const struct intake_request *request, size_t n);
struct text intake_argument(const struct intake_request *request, const char *name);
/* Whether the body's type is `type`, whatever parameters follow. */
bool intake_is_type(const struct intake_request *request, const char *type);

/* intake_records.c */
void intake_records_take(struct intake_request *request, struct text body);
void intake_records_done(struct intake_request *request);
/* intake_otlp.c */
void intake_otlp_take(struct intake_request *request, struct text body);
void intake_otlp_done(struct intake_request *request);
/* intake_elastic.c */
void intake_elastic_bulk(struct intake_request *request, struct text body);
void intake_elastic_bulk_done(struct intake_request *request);
void intake_elastic_document(struct intake_request *request, struct text body);
void intake_elastic_document_done(struct intake_request *request);
/* intake_elastic_about.c: what agents ask before they send */
void intake_elastic_info(struct intake_request *request, struct text body);
void intake_elastic_license(struct intake_request *request, struct text body);
void intake_elastic_xpack(struct intake_request *request, struct text body);
void intake_elastic_cat_health(struct intake_request *request, struct text body);
void intake_elastic_health(struct intake_request *request, struct text body);
void intake_elastic_nodes(struct intake_request *request, struct text body);
void intake_elastic_there(struct intake_request *request, struct text body);
void intake_elastic_acknowledge(struct intake_request *request, struct text body);
void intake_elastic_empty(struct intake_request *request, struct text body);

#endif
