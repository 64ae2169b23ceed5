/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ModSecurity audit logs (ModSecurity Reference Manual, SecAuditLogFormat): JSON of version 2
 * ("audit_data"), JSON of version 3 ("transaction.messages"), and the section form.
 *
 * One transaction is one event; the fields of its messages repeat. Category webserver, because
 * the request is all there and web server rules should see it, too.
 */
#include "decode/web/modsecurity.h"

#include "decode/decoder.h"

static const struct json *version3(const struct json *json)
{
	const struct json *transaction = json_get(json, "transaction");
	bool fits =
	    json_get(transaction, "client_ip") != NULL &&
	    (json_get(transaction, "messages") != NULL || json_get(transaction, "request") != NULL);
	return fits ? transaction : NULL;
}

static const struct json *version2(const struct json *json)
{
	const struct json *transaction = json_get(json, "transaction");
	bool fits = json_get(transaction, "remote_address") != NULL &&
		    (json_get(json, "audit_data") != NULL || json_get(json, "request") != NULL);
	return fits ? transaction : NULL;
}

static bool recognise(const struct view *view)
{
	if (view->json == NULL)
		return modsecurity_is_native(view->message);
	return version2(view->json) != NULL || version3(view->json) != NULL;
}

void modsecurity_take_header(struct transaction *transaction, struct text name, struct text value)
{
	struct request *request = &transaction->request;
	if (text_equal_fold(name, TEXT("host")))
		request->host = value;
	else if (text_equal_fold(name, TEXT("user-agent")))
		request->agent = value;
	else if (text_equal_fold(name, TEXT("referer")))
		request->referer = value;
	else if (text_equal_fold(name, TEXT("cookie")))
		request->cookie = value;
	else if (text_equal_fold(name, TEXT("x-forwarded-for")))
		transaction->forwarded = value;
}

static void take_headers(struct transaction *transaction, const struct json *headers)
{
	bool object = headers != NULL && headers->kind == JSON_OBJECT;
	for (const struct json *item = object ? headers->first : NULL; item != NULL;
	     item = item->next)
		modsecurity_take_header(transaction, item->name, json_text(item));
}

static struct text content_type(const struct json *headers)
{
	bool object = headers != NULL && headers->kind == JSON_OBJECT;
	for (const struct json *item = object ? headers->first : NULL; item != NULL;
	     item = item->next) {
		if (text_equal_fold(item->name, TEXT("content-type")))
			return json_text(item);
	}
	return (struct text){NULL, 0};
}

static bool is_true(const struct json *value)
{
	return value != NULL && value->kind == JSON_TRUE;
}

static void read_version2(
    struct event *event, const struct json *json, struct transaction *transaction)
{
	const struct json *start = json_get(json, "transaction");
	transaction->time = json_get_text(start, "time");
	transaction->id = json_get_text(start, "transaction_id");
	transaction->src_ip = json_get_text(start, "remote_address");
	transaction->src_port = json_get_text(start, "remote_port");
	transaction->dst_ip = json_get_text(start, "local_address");
	transaction->dst_port = json_get_text(start, "local_port");
	take_headers(transaction, json_path(json, "request.headers"));
	(void)request_split(
	    json_text(json_path(json, "request.request_line")), &transaction->request);
	transaction->request.status = json_text(json_path(json, "response.status"));
	transaction->request.content_type = content_type(json_path(json, "response.headers"));
	const struct json *messages = json_path(json, "audit_data.messages");
	bool list = messages != NULL && messages->kind == JSON_ARRAY;
	for (const struct json *item = list ? messages->first : NULL; item != NULL;
	     item = item->next) {
		struct text message = json_text(item);
		transaction->messages++;
		transaction->blocked = transaction->blocked || modsecurity_is_denial(message);
		modsecurity_put_message(event, message, &transaction->worst);
	}
	transaction->blocked =
	    transaction->blocked || is_true(json_path(json, "audit_data.action.intercepted"));
}

static void put_version3_message(
    struct event *event, const struct json *item, struct modsecurity_worst *worst)
{
	const struct json *details = json_get(item, "details");
	struct text match = json_get_text(details, "match");
	struct modsecurity_rule rule = {
	    .id = json_get_text(details, "ruleId"),
	    .name = json_get_text(item, "message"),
	    .severity = json_get_text(details, "severity"),
	};
	if (rule.name.size == 0)
		rule.name = match;
	modsecurity_put_rule(event, &rule, worst);
	event_put(event, FIELD_REASON, match);
	const struct json *tags = json_get(details, "tags");
	bool list = tags != NULL && tags->kind == JSON_ARRAY;
	for (const struct json *tag = list ? tags->first : NULL; tag != NULL; tag = tag->next)
		event_put(event, FIELD_RULE_TAG, json_text(tag));
}

/*
 * Version 3 says whether it stopped the request only since 3.0.13 (is_interrupted). Before,
 * a refusal is told by the Core Rule Set's rules that decide by score, or by 403 as the answer to a
 * request that rules fired on while the engine was not only watching.
 */
static bool was_blocked(const struct event *event, const struct json *start)
{
	const struct json *told = json_get(start, "is_interrupted");
	if (told != NULL)
		return is_true(told);
	struct text mode = json_text(json_path(start, "producer.secrules_engine"));
	if (text_starts_fold(mode, TEXT("Detection")) || text_starts_fold(mode, TEXT("Disabled")))
		return false;
	bool refused = text_equal(json_text(json_path(start, "response.http_code")), TEXT("403"));
	return refused && event_find(event, TEXT("rule_id")) != NULL;
}

static void read_version3(
    struct event *event, const struct json *start, struct transaction *transaction)
{
	transaction->time = json_get_text(start, "time_stamp");
	transaction->id = json_get_text(start, "unique_id");
	if (transaction->id.size == 0)
		transaction->id = json_get_text(start, "id");
	transaction->src_ip = json_get_text(start, "client_ip");
	transaction->src_port = json_get_text(start, "client_port");
	transaction->dst_ip = json_get_text(start, "host_ip");
	transaction->dst_port = json_get_text(start, "host_port");
	const struct json *request = json_get(start, "request");
	take_headers(transaction, json_get(request, "headers"));
	transaction->request.method = json_get_text(request, "method");
	transaction->request.target = json_get_text(request, "uri");
	transaction->request.version = json_get_text(request, "http_version");
	transaction->request.status = json_text(json_path(start, "response.http_code"));
	transaction->request.content_type = content_type(json_path(start, "response.headers"));
	const struct json *messages = json_get(start, "messages");
	bool list = messages != NULL && messages->kind == JSON_ARRAY;
	for (const struct json *item = list ? messages->first : NULL; item != NULL;
	     item = item->next) {
		transaction->messages++;
		put_version3_message(event, item, &transaction->worst);
	}
	transaction->blocked = was_blocked(event, start);
}

static void put_transaction(struct event *event, struct transaction *transaction)
{
	event_put(event, FIELD_EVENT_ID, transaction->id);
	event_put(event, FIELD_RULE_NAME, transaction->worst.name);
	event_put(event, FIELD_SRC_IP, transaction->src_ip);
	event_put(event, FIELD_SRC_PORT, transaction->src_port);
	event_put(event, FIELD_DST_IP, transaction->dst_ip);
	event_put(event, FIELD_DST_PORT, transaction->dst_port);
	request_put_forwarded(event, transaction->forwarded);
	transaction->request.server = true;
	request_put(event, &transaction->request);
	if (transaction->messages != 0 || transaction->blocked)
		event_put(
		    event, FIELD_ACTION, transaction->blocked ? TEXT("blocked") : TEXT("detected"));
}

static bool read(struct event *event, const struct view *view, struct transaction *transaction)
{
	if (view->json == NULL)
		return modsecurity_read_native(event, view->message, transaction);
	decode_flatten(event, (struct text){NULL, 0}, view->json);
	const struct json *start = version3(view->json);
	if (start != NULL)
		read_version3(event, start, transaction);
	else
		read_version2(event, view->json, transaction);
	return true;
}

static enum outcome decode(const struct view *view, struct events *events, struct why *why)
{
	struct transaction transaction = {.messages = 0};
	size_t before = events->count;
	struct event *event = events_add(events, view->context->received);
	if (event == NULL) {
		why_set(why, "too many events in one record");
		return TOO_LARGE;
	}
	if (!read(event, view, &transaction)) {
		events->count = before;
		why_set(why, "an audit entry whose section A has no time");
		return MALFORMED;
	}
	event->logsource =
	    (struct logsource){TEXT("modsecurity"), TEXT("webserver"), TEXT("modsecurity")};
	(void)decode_set_time_text(event, transaction.time, view->context);
	put_transaction(event, &transaction);
	event->message = event_get_field(event, FIELD_RULE_NAME);
	if (event->message.size == 0)
		event->message = event_get_field(event, FIELD_SIGNATURE);
	if (event->message.size == 0)
		event->message = text_format(event->arena, "%.*s %.*s",
		    TEXT_ARGS(transaction.request.method), TEXT_ARGS(transaction.request.target));
	return DONE;
}

const struct decoder modsecurity_decoder = {
    "modsecurity", "ModSecurity audit log", "modsecurity", recognise, decode};
