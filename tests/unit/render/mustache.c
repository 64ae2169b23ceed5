/* SPDX-License-Identifier: Apache-2.0 */
/* What the public specification's cases do not show: errors, limits, escaping, indentation, hostile
 * data. */
#include "render/mustache.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CEILING ((size_t)16 * 1024 * 1024)

struct page {
	const char *names[4];
	const char *sources[4];
};

static struct text find_in_page(void *data, struct text name)
{
	const struct page *page = data;
	for (size_t i = 0; i < 4; i++)
		if (page->names[i] != NULL && text_equal(text_of(page->names[i]), name))
			return text_of(page->sources[i]);
	return TEXT("");
}

struct result {
	struct arena *arena;
	struct buffer out;
	enum outcome outcome;
	struct why why;
};

static void render_sized(const char *source, const struct page *page, const char *data,
    size_t ceiling, struct result *result)
{
	*result = (struct result){.arena = arena_create("test", CEILING)};
	buffer_init(&result->out, ceiling);
	const struct json *json;
	assert_int_equal(
	    json_read(text_of(data), &json_strict_limits, result->arena, &json, NULL), DONE);
	struct partials partials = {find_in_page, (void *)(uintptr_t)page};
	const struct template *template;
	result->outcome = template_compile(text_of(source), page == NULL ? NULL : &partials,
	    result->arena, &template, &result->why);
	if (result->outcome == DONE)
		result->outcome = template_render(template, json, &result->out, &result->why);
}

static void clear(struct result *result)
{
	buffer_free(&result->out);
	arena_destroy(result->arena);
}

static void expect_page(
    const char *source, const struct page *page, const char *data, const char *expected)
{
	struct result result;
	render_sized(source, page, data, CEILING, &result);
	if (result.outcome != DONE)
		fail_msg("%s: %s", source, result.why.text);
	buffer_put_char(&result.out, '\0');
	assert_string_equal(result.out.bytes, expected);
	clear(&result);
}

static void expect(const char *source, const char *data, const char *expected)
{
	expect_page(source, NULL, data, expected);
}

static void expect_refused(const char *source, const char *reason)
{
	struct result result;
	render_sized(source, NULL, "{}", CEILING, &result);
	assert_int_equal(result.outcome, MALFORMED);
	assert_string_equal(result.why.text, reason);
	clear(&result);
}

static void escapes(void **state)
{
	(void)state;
	expect("<a title='{{x}}'>", "{\"x\": \"it's <b> & \\\"q\\\"\"}",
	    "<a title='it&#39;s &lt;b&gt; &amp; &quot;q&quot;'>");
	expect("{{x}}", "{\"x\": \"経理PC {{y}}\", \"y\": 1}", "経理PC {{y}}");
	expect("{{{x}}}{{&x}}{{ & x }}{{{ x }}}", "{\"x\": \"<\"}", "<<<<");
	expect("{{x}}{{y}}{{z}}", "{\"x\": true, \"y\": false, \"z\": -1.50}", "truefalse-1.50");
	expect("[{{x}}{{y}}]", "{\"x\": {\"a\": 1}, \"y\": [1]}", "[]");
}

static void truth(void **state)
{
	(void)state;
	expect("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": \"\"}", "no");
	expect("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": 0}", "yes");
	expect("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": {}}", "yes");
	expect("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": [[]]}", "yes");
	expect("{{#x}}yes{{/x}}{{^x}}no{{/x}}", "{\"x\": null}", "no");
	expect("{{#x}}({{#.}}{{.}}{{/.}}){{/x}}", "{\"x\": [[1, 2], [], [3]]}", "(12)()(3)");
}

static void looks_outwards(void **state)
{
	(void)state;
	expect("{{#a}}{{#b}}{{x}}{{y}}{{z}}{{/b}}{{/a}}",
	    "{\"x\": 1, \"y\": 1, \"z\": 1, \"a\": {\"y\": 2, \"z\": 2, \"b\": {\"z\": 3}}}",
	    "123");
	/* a null that is found hides what stands further out */
	expect("{{#a}}[{{x}}]{{/a}}", "{\"x\": 1, \"a\": {\"x\": null}}", "[]");
	expect("{{#a}}{{.}}{{x}}{{/a}}", "{\"x\": \"!\", \"a\": [\"p\", \"q\"]}", "p!q!");
	/* of two members of one name the first counts */
	expect("{{x}}", "{\"x\": 1, \"x\": 2}", "1");
}

static void indents(void **state)
{
	(void)state;
	struct page list = {
	    {"item", "inner"}, {"<li>\n{{x}}\n\n  {{> inner}}\n</li>\n", "a\n{{y}} b\n"}};
	expect_page("<ul>\n  {{> item}}\n</ul>\n", &list, "{\"x\": \"1\\n2\", \"y\": \"<\"}",
	    "<ul>\n  <li>\n  1\n2\n\n    a\n    &lt; b\n  </li>\n</ul>\n");
	/* inline: neither its own indentation nor the outer one */
	struct page in = {{"outer", "inner"}, {"[{{> inner}}]\n", "1\n2"}};
	expect_page("  {{> outer}}\n", &in, "{}", "  [1\n2]\n");
	/* a section that begins a line, and a list that is repeated over lines */
	struct page rows = {{"rows"}, {"{{#r}}\n- {{.}}\n{{/r}}\n{{#r}}{{.}}{{/r}};\n"}};
	expect_page("\t{{> rows}}\n", &rows, "{\"r\": [1, 2]}", "\t- 1\n\t- 2\n\t12;\n");
	struct page windows = {{"p"}, {"a\r\n\r\nb\r\n"}};
	expect_page(" {{> p}}\r\nc", &windows, "{}", " a\r\n\r\n b\r\nc");
}

static void partials(void **state)
{
	(void)state;
	struct page tree = {{"node"}, {"{{n}}{{#c}}({{> node}}){{/c}}"}};
	expect_page("{{> node}}", &tree,
	    "{\"n\": 1, \"c\": [{\"n\": 2, \"c\": []}, {\"n\": 3, \"c\": [{\"n\": 4, \"c\": "
	    "[]}]}]}",
	    "1(2)(3(4))");
	expect("[{{> nothing}}]", "{}", "[]");
	/* delimiters are the source's own: the partial begins with {{ }} and ends so for the outer
	 * one */
	struct page own = {{"p"}, {"{{x}}{{=< >=}}<x>"}};
	expect_page("{{=| |=}}|> p||x|{{x}}", &own, "{\"x\": 1}", "111{{x}}");
}

static void refuses(void **state)
{
	(void)state;
	expect_refused("a\nb {{x", "line 2: a tag is not closed");
	expect_refused("{{{x}}", "line 1: a tag is not closed");
	expect_refused("{{=< >}}", "line 1: a tag is not closed");
	expect_refused("\n\n{{}}", "line 3: a tag without a name");
	expect_refused("{{#}}{{/}}", "line 1: a tag without a name");
	expect_refused("{{a b}}", "line 1: a name with white space in it");
	expect_refused("{{a..b}}", "line 1: a name has an empty part");
	expect_refused("{{/a}}", "line 1: a section is closed that was not opened");
	expect_refused("{{#a}}\n{{/b}}", "line 2: a section is closed under another name");
	expect_refused(
	    "{{#a}}{{^b}}{{/a}}{{/b}}", "line 1: a section is closed under another name");
	expect_refused("{{#a}}\n", "line 2: section \"a\" is not closed");
	expect_refused("{{= =}}", "line 1: wrong delimiters");
	expect_refused("{{=<=}}", "line 1: wrong delimiters");
	expect_refused("{{=a b c=}}", "line 1: wrong delimiters");
	expect_refused("{{=<= =>=}}", "line 1: wrong delimiters");
	expect_refused("{{= aaaaaaaaaaaaaaaaa b =}}", "line 1: wrong delimiters");
	expect_refused("{{<a}}{{/a}}", "line 1: template inheritance is not supported");
	expect_refused("{{$a}}{{/a}}", "line 1: template inheritance is not supported");
}

static void names_the_partial(void **state)
{
	(void)state;
	struct page page = {{"broken"}, {"\n{{#a}}"}};
	struct result result;
	render_sized("{{> broken}}", &page, "{}", CEILING, &result);
	assert_int_equal(result.outcome, MALFORMED);
	assert_string_equal(result.why.text, "broken, line 2: section \"a\" is not closed");
	clear(&result);
}

static void expect_too_large(
    const char *source, const struct page *page, const char *data, size_t ceiling)
{
	struct result result;
	render_sized(source, page, data, ceiling, &result);
	assert_int_equal(result.outcome, TOO_LARGE);
	assert_true(result.why.text[0] != '\0');
	clear(&result);
}

static void nests(char *source, unsigned depth)
{
	source[0] = '\0';
	for (unsigned i = 0; i < depth; i++)
		memcpy(source + strlen(source), "{{#a}}", 7);
	for (unsigned i = 0; i < depth; i++)
		memcpy(source + strlen(source), "{{/a}}", 7);
}

static void limits(void **state)
{
	(void)state;
	expect_too_large("{{x}}{{x}}", NULL, "{\"x\": \"1234567\"}", 10);
	struct page endless = {{"p"}, {"x{{> p}}"}};
	expect_too_large("{{> p}}", &endless, "{}", CEILING);
	/* silent and endless: only the count of steps ends it */
	struct page deep = {
	    {"p"}, {"{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}"}};
	char data[2048];
	size_t at = (size_t)snprintf(data, sizeof(data), "{\"a\": [1");
	for (int i = 0; i < 200; i++)
		at += (size_t)snprintf(data + at, sizeof(data) - at, ",1");
	snprintf(data + at, sizeof(data) - at, "]}");
	expect_too_large("{{> p}}", &deep, data, CEILING);

	char source[12 * 65 + 1];
	nests(source, 64);
	expect(source, "{\"a\": 1}", "");
	nests(source, 65);
	expect_too_large(source, NULL, "{}", CEILING);
	/* 33 sections in a partial inside 33 of the page: each is allowed, together they are not */
	nests(source, 33);
	char outer[12 * 65 + 16];
	snprintf(outer, sizeof(outer), "%.*s{{> p}}%s", 33 * 6, source, source + 33 * 6);
	struct page inner = {{"p"}, {source}};
	expect_too_large(outer, &inner, "{\"a\": 1}", CEILING);
	expect_page(outer, &inner, "{\"a\": false}", "");
}

static void arena_is_asked_first(void **state)
{
	(void)state;
	struct arena *arena = arena_create("small", 32 * 1024);
	struct arena *large = arena_create("source", CEILING);
	size_t count = 4096;
	char *source = arena_alloc(large, count * 5 + 1);
	for (size_t i = 0; i < count; i++)
		memcpy(source + i * 5, "{{x}}", 5);
	const struct template *template;
	struct why why;
	assert_int_equal(
	    template_compile(text_of(source), NULL, arena, &template, &why), TOO_LARGE);
	assert_int_equal(template_compile(text_of(source), NULL, large, &template, &why), DONE);
	arena_destroy(arena);
	arena_destroy(large);
}

static void renders_any_bytes(void **state)
{
	(void)state;
	struct arena *arena = arena_create("bytes", CEILING);
	const struct template *template;
	struct text source = {"a\0{{x}}\xff", 8};
	assert_int_equal(template_compile(source, NULL, arena, &template, NULL), DONE);
	struct json value = {.kind = JSON_STRING, .name = TEXT("x"), .text = {"\0<", 2}};
	struct json data = {.kind = JSON_OBJECT, .first = &value, .count = 1};
	struct buffer out;
	buffer_init(&out, CEILING);
	assert_int_equal(template_render(template, &data, &out, NULL), DONE);
	assert_int_equal(out.size, 8);
	assert_memory_equal(out.bytes, "a\0\0&lt;\xff", 8);
	buffer_clear(&out);
	/* no data at all */
	assert_int_equal(template_render(template, NULL, &out, NULL), DONE);
	assert_int_equal(out.size, 3);
	buffer_free(&out);
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(escapes),
	    cmocka_unit_test(truth),
	    cmocka_unit_test(looks_outwards),
	    cmocka_unit_test(indents),
	    cmocka_unit_test(partials),
	    cmocka_unit_test(refuses),
	    cmocka_unit_test(names_the_partial),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(arena_is_asked_first),
	    cmocka_unit_test(renders_any_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
