/* SPDX-License-Identifier: Apache-2.0 */
#include "program/server/metrics.h"

#include "base/buffer.h"
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NOW (INT64_C(1800000000) * CLOCK_SECOND)

static struct board *board_at_work(void)
{
	static struct board *board;
	struct why why;
	assert_int_equal(board_create(&board, &why), DONE);
	for (int p = 0; p < PROCESS_COUNT; p++)
		board->seen[p] = NOW - CLOCK_SECOND;
	return board;
}

static bool says(const struct buffer *out, const char *what)
{
	return text_find(buffer_text(out), text_of(what)) != TEXT_NONE;
}

static void health(void **state)
{
	struct board *board = board_at_work();
	struct buffer out;
	(void)state;
	buffer_init(&out, 1 << 16);
	assert_int_equal(health_write(board, NOW, &out), 200);
	assert_true(says(&out, "\"status\":\"good\""));
	buffer_clear(&out);
	board->seen[PROCESS_ENGINE] = NOW - 11 * CLOCK_SECOND;
	assert_int_equal(health_write(board, NOW, &out), 503);
	assert_true(says(&out, "\"engine\":\"stopped\""));
	assert_true(says(&out, "\"intake\":\"running\""));
	buffer_clear(&out);
	board->seen[PROCESS_ENGINE] = NOW;
	board->disk_refusing = 1;
	assert_int_equal(health_write(board, NOW, &out), 503);
	assert_true(says(&out, "\"disk\":\"refusing\""));
	buffer_free(&out);
}

static void metrics(void **state)
{
	struct board *board = board_at_work();
	struct buffer out;
	(void)state;
	buffer_init(&out, 1 << 16);
	board->records = 7;
	board->refused[0] = 3;
	board->restarts[PROCESS_WEB] = 2;
	metrics_write(board, &out);
	assert_false(out.full);
	assert_true(
	    says(&out, "# TYPE sakimori_records_total counter\nsakimori_records_total 7\n"));
	assert_true(says(&out, "sakimori_refused_records_total{reason=\"rate\"} 3\n"));
	assert_true(says(&out, "sakimori_process_restarts_total{process=\"web\"} 2\n"));
	buffer_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(health), cmocka_unit_test(metrics)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
