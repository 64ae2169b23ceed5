/* SPDX-License-Identifier: Apache-2.0 */
/* /metrics and /health from the board. */
#include "program/server/metrics.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "intake/tally.h"

#include <inttypes.h>

_Static_assert(REFUSED_COUNT <= BOARD_REFUSALS, "every refusal has its place on the board");

static void head(struct buffer *out, const char *name, const char *kind, const char *help)
{
	buffer_format(
	    out, "# HELP sakimori_%s %s\n# TYPE sakimori_%s %s\n", name, help, name, kind);
}

static void number(struct buffer *out, const char *name, uint64_t value)
{
	buffer_format(out, "sakimori_%s %" PRIu64 "\n", name, value);
}

static double seconds(int64_t instant)
{
	return (double)instant / (double)CLOCK_SECOND;
}

static void write_numbers(const struct board *board, struct buffer *out)
{
	const struct {
		const char *name;
		const char *kind;
		uint64_t value;
		const char *help;
	} rows[] = {
	    {"records_total", "counter", board->records, "Records made durable."},
	    {"record_bytes_total", "counter", board->bytes, "Their bytes."},
	    {"batches_total", "counter", board->batches, "Frames made durable."},
	    {"resent_batches_total", "counter", board->resent, "Batches that were there already."},
	    {"connections", "gauge", board->connections, "Connections of senders, open now."},
	    {"closed_connections_total", "counter", board->closed, "Closed by limits."},
	    {"console_connections", "gauge", board->console_connections,
		"Connections of the console, open now."},
	    {"console_closed_connections_total", "counter", board->console_closed,
		"Closed by limits."},
	    {"disk_refusing", "gauge", board->disk_refusing, "1: the disk takes no records."},
	    {"disk_free_bytes", "gauge", board->disk_free, "Free on the journal's disk."},
	    {"log_durable_position", "counter", board->durable, "End of what is durable."},
	    {"engine_position", "counter", board->position, "Up to here the engine has read."},
	    {"compacted_position", "counter", board->compacted, "Up to here the log is sealed."},
	    {"events_total", "counter", board->events, "Events decoded."},
	    {"not_understood_total", "counter", board->not_understood,
		"Records that no decoder knows."},
	    {"matches_total", "counter", board->matches, "Matches of rules."},
	    {"findings_total", "counter", board->findings, "Findings written."},
	    {"incidents_total", "counter", board->incidents, "Incidents written."},
	    {"rules", "gauge", board->rules, "Rules in force."},
	    {"rules_refused", "gauge", board->rules_refused, "Rules that could not be loaded."},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		head(out, rows[i].name, rows[i].kind, rows[i].help);
		number(out, rows[i].name, rows[i].value);
	}
}

static void write_processes(const struct board *board, struct buffer *out)
{
	head(out, "process_restarts_total", "counter", "Restarts of a process.");
	for (int p = PROCESS_INTAKE; p < PROCESS_COUNT; p++)
		buffer_format(out, "sakimori_process_restarts_total{process=\"%s\"} %" PRIu32 "\n",
		    process_word((enum process)p), (uint32_t)board->restarts[p]);
	head(out, "process_seen_seconds", "gauge", "Last heartbeat of a process, Unix time.");
	for (int p = PROCESS_PARENT; p < PROCESS_COUNT; p++)
		buffer_format(out, "sakimori_process_seen_seconds{process=\"%s\"} %.3f\n",
		    process_word((enum process)p), seconds(board->seen[p]));
}

void metrics_write(const struct board *board, struct buffer *out)
{
	head(out, "start_time_seconds", "gauge", "When the server started, Unix time.");
	buffer_format(out, "sakimori_start_time_seconds %.3f\n", seconds(board->started));
	write_numbers(board, out);
	head(out, "refused_records_total", "counter", "Records refused, by reason.");
	for (int r = 0; r < REFUSED_COUNT; r++)
		buffer_format(out, "sakimori_refused_records_total{reason=\"%s\"} %" PRIu64 "\n",
		    refusal_word((enum refusal)r), (uint64_t)board->refused[r]);
	head(out, "commit_latency_seconds", "gauge",
	    "From receiving to the results of the engine's last turn.");
	buffer_format(
	    out, "sakimori_commit_latency_seconds %.6f\n", seconds(board->commit_latency));
	write_processes(board, out);
}

static bool beats(const struct board *board, int p, int64_t now)
{
	int64_t seen = board->seen[p];
	/* A clock that was put back makes heartbeats of the future; they count for the next few. */
	return now - seen <= METRICS_SILENT * CLOCK_SECOND;
}

unsigned health_write(const struct board *board, int64_t now, struct buffer *out)
{
	bool well = !board->disk_refusing;
	for (int p = PROCESS_INTAKE; p < PROCESS_COUNT; p++)
		well = well && beats(board, p, now);
	struct json_writer json;
	json_begin(&json, out);
	json_open_object(&json, NULL);
	json_put_text(&json, "status", well ? TEXT("good") : TEXT("act"));
	json_open_object(&json, "processes");
	for (int p = PROCESS_INTAKE; p < PROCESS_COUNT; p++)
		json_put_text(&json, process_word((enum process)p),
		    beats(board, p, now) ? TEXT("running") : TEXT("stopped"));
	json_close_object(&json);
	json_put_text(&json, "disk", board->disk_refusing ? TEXT("refusing") : TEXT("taking"));
	json_put_int(&json, "disk_free", (int64_t)board->disk_free);
	json_put_int(&json, "behind",
	    board->durable > board->position ? (int64_t)(board->durable - board->position) : 0);
	json_close_object(&json);
	buffer_put_char(out, '\n');
	return well ? 200 : 503;
}
