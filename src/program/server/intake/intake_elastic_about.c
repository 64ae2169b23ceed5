/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What clients of Elasticsearch ask before they send: who is there, which licence, is it well, are
 * templates and policies in place. Records are stored as they come, so whatever a client would set
 * up is not needed: it is told that it is there, or that it was done.
 */
#include "program/server/intake/intake_ways.h"

#include "base/clock.h"
#include "base/json.h"
#include "os/time.h"

#include <inttypes.h>
#include <stdio.h>

/* The version whose answers these are; clients refuse to talk to one older than themselves. */
#define ELASTIC_VERSION "8.19.0"
#define ELASTIC_LUCENE "9.12.2"
#define ELASTIC_UUID "c2FraW1vcmktaW50YWtlLQ"

static struct json_writer begin(struct intake_request *request)
{
	struct json_writer json;
	request->answer.status = 200;
	json_begin(&json, &request->answer.body);
	json_open_object(&json, NULL);
	return json;
}

void intake_elastic_info(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	json_put_text(&json, "name", TEXT("sakimori"));
	json_put_text(&json, "cluster_name", TEXT("sakimori"));
	json_put_text(&json, "cluster_uuid", TEXT(ELASTIC_UUID));
	json_open_object(&json, "version");
	json_put_text(&json, "number", TEXT(ELASTIC_VERSION));
	json_put_text(&json, "build_flavor", TEXT("default"));
	json_put_text(&json, "build_type", TEXT("deb"));
	json_put_text(&json, "build_hash", TEXT("0000000000000000000000000000000000000000"));
	json_put_text(&json, "build_date", TEXT("2025-01-01T00:00:00.000000000Z"));
	json_put_bool(&json, "build_snapshot", false);
	json_put_text(&json, "lucene_version", TEXT(ELASTIC_LUCENE));
	json_put_text(&json, "minimum_wire_compatibility_version", TEXT("7.17.0"));
	json_put_text(&json, "minimum_index_compatibility_version", TEXT("7.0.0"));
	json_close_object(&json);
	json_put_text(&json, "tagline", TEXT("You Know, for Search"));
	json_close_object(&json);
}

static void put_license(struct json_writer *json)
{
	json_open_object(json, "license");
	json_put_text(json, "status", TEXT("active"));
	json_put_text(json, "uid", TEXT("00000000-0000-4000-8000-000000000000"));
	json_put_text(json, "type", TEXT("basic"));
	json_put_text(json, "mode", TEXT("basic"));
	json_put_text(json, "issued_to", TEXT("sakimori"));
	json_put_text(json, "issuer", TEXT("sakimori"));
	json_close_object(json);
}

void intake_elastic_license(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	put_license(&json);
	json_close_object(&json);
}

void intake_elastic_xpack(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	put_license(&json);
	json_open_object(&json, "features");
	json_open_object(&json, "ilm");
	json_put_bool(&json, "available", true);
	json_put_bool(&json, "enabled", true);
	json_close_object(&json);
	json_close_object(&json);
	json_close_object(&json);
}

static bool is_well(const struct intake_request *request)
{
	return request->intake->given->board->disk_refusing == 0;
}

void intake_elastic_cat_health(struct intake_request *request, struct text body)
{
	const char *status = is_well(request) ? "green" : "red";
	int64_t now = time_now() / CLOCK_SECOND;
	(void)body;
	if (!text_equal(intake_argument(request, "format"), TEXT("json"))) {
		request->answer.status = 200;
		request->answer.content = "text/plain; charset=UTF-8";
		buffer_format(&request->answer.body,
		    "%" PRId64 " %02d:%02d:%02d sakimori %s 1 1 0 0 0 0 0 0 - 100.0%%\n", now,
		    (int)(now / 3600 % 24), (int)(now / 60 % 60), (int)(now % 60), status);
		return;
	}
	char epoch[24];
	struct json_writer json;
	snprintf(epoch, sizeof(epoch), "%" PRId64, now);
	request->answer.status = 200;
	json_begin(&json, &request->answer.body);
	json_open_array(&json, NULL);
	json_open_object(&json, NULL);
	json_put_text(&json, "epoch", text_of(epoch));
	json_put_text(&json, "cluster", TEXT("sakimori"));
	json_put_text(&json, "status", text_of(status));
	json_put_text(&json, "node.total", TEXT("1"));
	json_put_text(&json, "node.data", TEXT("1"));
	json_close_object(&json);
	json_close_array(&json);
}

void intake_elastic_health(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	json_put_text(&json, "cluster_name", TEXT("sakimori"));
	json_put_text(&json, "status", is_well(request) ? TEXT("green") : TEXT("red"));
	json_put_bool(&json, "timed_out", false);
	json_put_int(&json, "number_of_nodes", 1);
	json_put_int(&json, "number_of_data_nodes", 1);
	json_put_int(&json, "active_primary_shards", 0);
	json_put_int(&json, "active_shards", 0);
	json_put_int(&json, "relocating_shards", 0);
	json_put_int(&json, "initializing_shards", 0);
	json_put_int(&json, "unassigned_shards", 0);
	json_close_object(&json);
}

void intake_elastic_nodes(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	json_open_object(&json, "_nodes");
	json_put_int(&json, "total", 1);
	json_put_int(&json, "successful", 1);
	json_put_int(&json, "failed", 0);
	json_close_object(&json);
	json_put_text(&json, "cluster_name", TEXT("sakimori"));
	json_open_object(&json, "nodes");
	json_open_object(&json, "sakimori");
	json_put_text(&json, "name", TEXT("sakimori"));
	json_put_text(&json, "version", TEXT(ELASTIC_VERSION));
	json_open_array(&json, "roles");
	json_put_text(&json, NULL, TEXT("ingest"));
	json_close_array(&json);
	/* Clients that go by this list are sent where they asked. */
	json_open_object(&json, "http");
	json_put_text(&json, "publish_address", intake_header(request, "Host"));
	json_close_object(&json);
	json_close_object(&json);
	json_close_object(&json);
	json_close_object(&json);
}

/* Named by the last part of the path: {"NAME":{}} is what policies and pipelines look like, and
 * for templates and data streams their list is asked. */
void intake_elastic_there(struct intake_request *request, struct text body)
{
	struct text what = intake_part(request, 0);
	struct text name = intake_part(request, 1);
	const char *list = NULL;
	const char *member = NULL;
	(void)body;
	if (text_equal(what, TEXT("_ilm")) || text_equal(what, TEXT("_ingest")))
		name = intake_part(request, 2);
	if (text_equal(what, TEXT("_index_template")))
		list = "index_templates", member = "index_template";
	else if (text_equal(what, TEXT("_component_template")))
		list = "component_templates", member = "component_template";
	else if (text_equal(what, TEXT("_data_stream")))
		list = "data_streams", member = "timestamp_field";
	struct json_writer json = begin(request);
	if (list != NULL) {
		json_open_array(&json, list);
		json_open_object(&json, NULL);
		json_put_text(&json, "name", name);
		json_open_object(&json, member);
		json_close_object(&json);
		json_close_object(&json);
		json_close_array(&json);
	} else if (name.size > 0 || *what.at != '_') {
		char member_name[INTAKE_PATH];
		struct text own = name.size > 0 ? name : what;
		snprintf(member_name, sizeof(member_name), "%.*s", TEXT_ARGS(own));
		json_open_object(&json, member_name);
		json_close_object(&json);
	}
	json_close_object(&json);
}

void intake_elastic_acknowledge(struct intake_request *request, struct text body)
{
	(void)body;
	struct json_writer json = begin(request);
	json_put_bool(&json, "acknowledged", true);
	json_close_object(&json);
}

void intake_elastic_empty(struct intake_request *request, struct text body)
{
	(void)body;
	request->answer.status = 200;
	request->answer.content = "text/plain; charset=UTF-8";
}
