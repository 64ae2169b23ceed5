/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses of intake, in one table. */
#include "program/server/intake/intake_ways.h"

#include "os/time.h"
#include "program/server/metrics.h"

#include <microhttpd.h>
#include <string.h>

static void take_health(struct intake_request *request, struct text body)
{
	(void)body;
	request->answer.status =
	    health_write(request->intake->given->board, time_now(), &request->answer.body);
}

static void take_metrics(struct intake_request *request, struct text body)
{
	(void)body;
	request->answer.status = 200;
	request->answer.content = METRICS_CONTENT;
	metrics_write(request->intake->given->board, &request->answer.body);
}

#define GET METHOD_GET
#define POST METHOD_POST
#define PUT METHOD_PUT
#define ES STYLE_ELASTIC

static const struct intake_way ways[] = {
    {POST, "/intake/records", STYLE_PLAIN, false, intake_records_take, intake_records_done},
    {POST, "/v1/logs", STYLE_OTLP, false, intake_otlp_take, intake_otlp_done},
    {GET, "/health", STYLE_PLAIN, true, take_health, NULL},
    {GET, "/metrics", STYLE_PLAIN, true, take_metrics, NULL},
    /* records, as Elasticsearch takes them */
    {POST | PUT, "/_bulk", ES, false, intake_elastic_bulk, intake_elastic_bulk_done},
    {POST | PUT, "/%/_bulk", ES, false, intake_elastic_bulk, intake_elastic_bulk_done},
    {POST | PUT, "/%/%/_bulk", ES, false, intake_elastic_bulk, intake_elastic_bulk_done},
    {POST, "/%/_doc", ES, false, intake_elastic_document, intake_elastic_document_done},
    {POST | PUT, "/%/_doc/*", ES, false, intake_elastic_document, intake_elastic_document_done},
    {POST | PUT, "/%/_create/*", ES, false, intake_elastic_document, intake_elastic_document_done},
    /* what its clients ask before they send */
    {GET, "/", ES, false, intake_elastic_info, NULL},
    {GET, "/_license", ES, false, intake_elastic_license, NULL},
    {GET, "/_xpack", ES, false, intake_elastic_xpack, NULL},
    {GET, "/_cat/health", ES, false, intake_elastic_cat_health, NULL},
    {GET, "/_cluster/health", ES, false, intake_elastic_health, NULL},
    {GET, "/_cluster/health/*", ES, false, intake_elastic_health, NULL},
    {GET, "/_nodes/http", ES, false, intake_elastic_nodes, NULL},
    {GET, "/_nodes/_all/http", ES, false, intake_elastic_nodes, NULL},
    {GET, "/_nodes", ES, false, intake_elastic_nodes, NULL},
    {GET, "/_cat/templates/*", ES, false, intake_elastic_empty, NULL},
    /* what they set up: nothing is to be done for it here, so it is there already */
    {GET, "/_index_template/*", ES, false, intake_elastic_there, NULL},
    {PUT | POST, "/_index_template/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_component_template/*", ES, false, intake_elastic_there, NULL},
    {PUT | POST, "/_component_template/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_template/*", ES, false, intake_elastic_there, NULL},
    {PUT | POST, "/_template/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_ilm/policy/*", ES, false, intake_elastic_there, NULL},
    {PUT, "/_ilm/policy/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_ingest/pipeline/*", ES, false, intake_elastic_there, NULL},
    {GET, "/_ingest/pipeline", ES, false, intake_elastic_there, NULL},
    {PUT, "/_ingest/pipeline/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_data_stream/*", ES, false, intake_elastic_there, NULL},
    {PUT, "/_data_stream/*", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/_alias/*", ES, false, intake_elastic_there, NULL},
    {GET, "/%/_alias/*", ES, false, intake_elastic_there, NULL},
    {GET, "/%/_mapping", ES, false, intake_elastic_there, NULL},
    {PUT | POST, "/%/_mapping", ES, false, intake_elastic_acknowledge, NULL},
    {GET, "/%", ES, false, intake_elastic_there, NULL},
    {PUT, "/%", ES, false, intake_elastic_acknowledge, NULL},
};

/* Step to the next part between slashes; false: there is none. */
static bool next_part(struct text *rest, struct text *part)
{
	while (text_skip(rest, TEXT("/")))
		;
	if (rest->size == 0)
		return false;
	size_t slash = text_find_char(*rest, '/');
	*part = text_part(*rest, 0, slash == TEXT_NONE ? rest->size : slash);
	*rest = text_from(*rest, part->size);
	return true;
}

static bool part_fits(struct text pattern, struct text part)
{
	if (text_equal(pattern, TEXT("*")))
		return true;
	if (text_equal(pattern, TEXT("%")))
		return *part.at != '_';
	return text_equal(pattern, part);
}

static bool path_fits(struct text pattern, struct text path)
{
	struct text wanted, part;
	while (next_part(&pattern, &wanted))
		if (!next_part(&path, &part) || !part_fits(wanted, part))
			return false;
	return !next_part(&path, &part);
}

const struct intake_way *intake_way_find(const char *path, unsigned method)
{
	const struct intake_way *other = NULL;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (!path_fits(text_of(ways[i].path), text_of(path)))
			continue;
		if ((ways[i].methods & method) != 0)
			return &ways[i];
		if (other == NULL)
			other = &ways[i];
	}
	return other;
}

struct text intake_part(const struct intake_request *request, size_t n)
{
	struct text rest = text_of(request->path);
	struct text part = {NULL, 0};
	for (size_t i = 0; i <= n; i++)
		if (!next_part(&rest, &part))
			return (struct text){NULL, 0};
	return part;
}

struct text intake_argument(const struct intake_request *request, const char *name)
{
	return text_of(
	    MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name));
}

bool intake_is_type(const struct intake_request *request, const char *type)
{
	struct text value = intake_header(request, "Content-Type");
	return text_equal_fold(text_trim(text_cut(&value, ';')), text_of(type));
}
