/* SPDX-License-Identifier: Apache-2.0 */
/* How the installation itself does. */
#include "web/page/pages.h"

#include "base/arena.h"
#include "web/parts.h"

#define LATE (10 * CLOCK_SECOND) /* a heartbeat comes every second */
#define NAME_COLUMNS 80
#define BEHIND_MUCH ((uint64_t)64 << 20)

static void put_process(struct call *call, const char *name, int64_t seen, unsigned restarts)
{
	bool well = seen != CLOCK_NONE && call->now - seen < LATE;
	json_open_object(&call->data, NULL);
	json_put_text(&call->data, "name", text_of(name));
	data_time(&call->data, "seen", seen);
	json_put_int(&call->data, "restarts", restarts);
	json_put_bool(&call->data, "running", well);
	json_close_object(&call->data);
	json_open_object(&call->view, NULL);
	json_put_text(&call->view, "name", words_any(call, "console.process_", name));
	view_state(call, "state", well ? STATE_GOOD : STATE_ACT);
	view_moment(call, "seen", seen);
	view_count(call, "restarts", restarts);
	json_close_object(&call->view);
}

static void put_processes(struct call *call, const struct web_status *status)
{
	json_open_array(&call->data, "processes");
	json_open_array(&call->view, "processes");
	put_process(call, "intake", status->intake_seen, status->intake_restarts);
	put_process(call, "engine", status->engine_seen, status->engine_restarts);
	/* Whoever answers this runs. */
	put_process(call, "web", call->now, status->web_restarts);
	json_close_array(&call->data);
	json_close_array(&call->view);
}

static enum outcome put_set_aside(struct call *call, struct why *why)
{
	struct set_aside *list = NULL;
	size_t count = 0;
	enum outcome outcome = DONE;
	if (call_administers(call))
		outcome =
		    set_aside_list(call->store, &call->viewer, call->arena, &list, &count, why);
	json_open_array(&call->data, "set_aside");
	json_open_array(&call->view, "set_aside");
	for (size_t i = 0; i < count; i++) {
		json_open_object(&call->data, NULL);
		data_count(&call->data, "position", list[i].position);
		data_text(&call->data, "company", text_of(list[i].company));
		data_time(&call->data, "at", list[i].at);
		data_text(&call->data, "why", list[i].why);
		json_close_object(&call->data);
		json_open_object(&call->view, NULL);
		view_count(call, "position", list[i].position);
		view_moment(call, "at", list[i].at);
		view_text(call, "why", list[i].why, NAME_COLUMNS);
		json_close_object(&call->view);
	}
	json_close_array(&call->data);
	json_close_array(&call->view);
	return outcome;
}

static uint64_t behind_of(const struct web_status *status)
{
	return status->log_end > status->position ? status->log_end - status->position : 0;
}

static void put_numbers(struct call *call, const struct web_status *status)
{
	struct json_writer *data = &call->data;
	json_put_bool(data, "running", status->running);
	data_time(data, "started", status->running ? status->started : CLOCK_NONE);
	data_count(data, "log_end", status->log_end);
	data_count(data, "position", status->position);
	data_count(data, "behind", behind_of(status));
	data_count(data, "records", status->records);
	data_count(data, "refused", status->refused);
	data_count(data, "disk_free", status->disk_free);
	json_put_bool(data, "disk_refusing", status->disk_refusing);
	data_count(data, "rules", status->rules);
	data_count(data, "rules_refused", status->rules_refused);
	data_text(data, "intake_address", status->intake_address);
	data_text(data, "syslog_address", status->syslog_address);
	json_put_int(data, "schema", store_schema(call->store));
	json_put_bool(&call->view, "running", status->running);
	view_moment(call, "started", status->running ? status->started : CLOCK_NONE);
	json_put_text(&call->view, "behind", words_bytes(&call->words, behind_of(status)));
	view_count(call, "records", status->records);
	view_count(call, "refused", status->refused);
	json_put_text(&call->view, "disk_free", words_bytes(&call->words, status->disk_free));
	json_put_bool(&call->view, "disk_refusing", status->disk_refusing);
	view_count(call, "rules", status->rules);
	view_count(call, "rules_refused", status->rules_refused);
	json_put_bool(&call->view, "has_rules_refused", status->rules_refused != 0);
	view_text(call, "intake_address", status->intake_address, NAME_COLUMNS);
	view_text(call, "syslog_address", status->syslog_address, NAME_COLUMNS);
}

static enum state overall(const struct call *call, const struct web_status *status)
{
	if (!status->running)
		return STATE_UNKNOWN;
	bool dead = status->intake_seen == CLOCK_NONE || call->now - status->intake_seen > LATE ||
		    status->engine_seen == CLOCK_NONE || call->now - status->engine_seen > LATE;
	if (dead || status->disk_refusing)
		return STATE_ACT;
	if (status->rules_refused != 0 || behind_of(status) > BEHIND_MUCH)
		return STATE_LOOK;
	return STATE_GOOD;
}

void status_show(struct call *call)
{
	struct why why;
	struct web_status status = {.intake_seen = CLOCK_NONE, .engine_seen = CLOCK_NONE};
	/* The machine is the administrator's matter, and of whoever audits all. */
	bool all = call_administers(call) ||
		   (call->viewer.role == ROLE_AUDITOR && call->viewer.group[0] == '\0');
	if (!all) {
		call_refuse(call, 403, "not-allowed", "error_not_allowed");
		return;
	}
	if (call->options->status != NULL)
		call->options->status(call->options->data, &status);
	enum state state = overall(call, &status);
	json_put_text(&call->data, "state", text_of(state_word(state)));
	view_state(call, "state", state);
	put_numbers(call, &status);
	put_processes(call, &status);
	enum outcome outcome = put_set_aside(call, &why);
	if (outcome != DONE) {
		call_fail(call, outcome, &why);
		return;
	}
	json_put_text(
	    &call->view, "headline", words_any(call, "console.server_", state_word(state)));
	json_put_text(&call->view, "title", words_get(&call->words, "nav_status"));
	page_frame(call, "status");
	call_show(call, 200, "status");
}
