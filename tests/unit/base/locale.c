/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers and times are read and written the same in a locale with a decimal comma. The locale is
 * made here by localedef (Debian's packages libc-bin and locales), so none needs to be installed.
 */
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"

#include <locale.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static bool make_locale(const char *path)
{
	const char *const arguments[] = {
	    "localedef", "-c", "-i", "de_DE", "-f", "UTF-8", path, NULL};
	pid_t child;
	int status;
	if (posix_spawnp(&child, arguments[0], NULL, NULL, (char *const *)arguments, environ) != 0)
		return false;
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool set_locale(const char *folder)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/de_DE.UTF-8", folder);
	if (!make_locale(path) || setenv("LOCPATH", folder, 1) != 0)
		return false;
	return setlocale(LC_ALL, "de_DE.UTF-8") != NULL;
}

static void remove_locale(const char *folder)
{
	const char *const arguments[] = {"rm", "-rf", "--", folder, NULL};
	pid_t child;
	int status;
	if (posix_spawnp(&child, arguments[0], NULL, NULL, (char *const *)arguments, environ) == 0)
		waitpid(child, &status, 0);
}

static void the_comma_is_there(void **state)
{
	(void)state;
	char digits[16];
	snprintf(digits, sizeof(digits), "%.1f", 1.5);
	assert_string_equal(digits, "1,5");
}

static void reads_a_point(void **state)
{
	(void)state;
	double value;
	assert_true(text_to_double(TEXT("1.5"), &value));
	assert_true(value == 1.5);
	assert_true(text_to_double(TEXT("1.5e2"), &value));
	assert_true(value == 150);
	assert_true(text_to_double(TEXT("1234567890.123456789"), &value));
	assert_true(value == 1234567890.123456789);
	assert_false(text_to_double(TEXT("1,5"), &value));
}

static void writes_a_point(void **state)
{
	(void)state;
	struct buffer out;
	struct json_writer writer;
	buffer_init(&out, 1000);
	json_begin(&writer, &out);
	json_open_array(&writer, NULL);
	json_put_real(&writer, NULL, 0.1);
	json_put_real(&writer, NULL, -2.5e-10);
	json_put_int(&writer, NULL, 1234567);
	json_close_array(&writer);
	assert_true(text_equal(buffer_text(&out), TEXT("[0.1,-2.5e-10,1234567]")));
	buffer_free(&out);
}

static void months_are_english(void **state)
{
	(void)state;
	struct civil civil;
	assert_true(clock_parse(TEXT("12/May/2019:02:10:11 +0900"), &civil));
	assert_int_equal(civil.month, 5);
	assert_false(clock_parse(TEXT("12/Mai/2019:02:10:11 +0900"), &civil));
}

int main(void)
{
	char folder[] = "/tmp/locale-XXXXXX";
	if (mkdtemp(folder) == NULL || !set_locale(folder)) {
		remove_locale(folder);
		printf(
		    "1..0 # SKIP localedef cannot make de_DE.UTF-8 (Debian's package locales)\n");
		return 0;
	}
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_comma_is_there),
	    cmocka_unit_test(reads_a_point),
	    cmocka_unit_test(writes_a_point),
	    cmocka_unit_test(months_are_english),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	remove_locale(folder);
	return failed;
}
