/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The W3C extended log file format (WD-logfile-960323): Internet Information Services, the Windows
 * firewall's pfirewall.log, Exchange's message tracking, Blue Coat and other proxies. What wrote it
 * is told by its fields.
 *
 * Dates are UTC (the draft, section "Date"), but the Windows firewall writes local time. Strings
 * may be quoted; Internet Information Services writes spaces as "+" instead.
 */
#include "base/arena.h"
#include "base/limits.h"
#include "decode/table/columns.h"
#include "decode/table/csv_parts.h"
#include "decode/web/request.h"

#include <string.h>

/* What the fields say of the writer. */
enum writer {
	WRITER_WEB,
	WRITER_PROXY,
	WRITER_IIS,
	WRITER_FIREWALL,
	WRITER_EXCHANGE,
	WRITER_OTHER
};

static bool has_column(const struct columns *columns, struct text name)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (text_equal_fold(columns->names[i], name))
			return true;
	}
	return false;
}

static enum writer writer_of(const struct columns *columns)
{
	if (has_column(columns, TEXT("src-ip")) && has_column(columns, TEXT("action")))
		return WRITER_FIREWALL;
	if (has_column(columns, TEXT("date-time")) && has_column(columns, TEXT("client-ip")))
		return WRITER_EXCHANGE;
	if (has_column(columns, TEXT("sc-win32-status")) ||
	    has_column(columns, TEXT("sc-substatus")) || has_column(columns, TEXT("s-sitename")))
		return WRITER_IIS;
	if (has_column(columns, TEXT("s-action")) || has_column(columns, TEXT("cs-categories")) ||
	    has_column(columns, TEXT("s-hierarchy")) || has_column(columns, TEXT("r-ip")))
		return WRITER_PROXY;
	return has_column(columns, TEXT("cs-method")) ? WRITER_WEB : WRITER_OTHER;
}

static const struct logsource logsources[] = {
    [WRITER_WEB] = {.category = TEXT_INIT("webserver")},
    [WRITER_PROXY] = {.category = TEXT_INIT("proxy")},
    [WRITER_IIS] = {.product = TEXT_INIT("windows"),
	.category = TEXT_INIT("webserver"),
	.service = TEXT_INIT("iis")},
    [WRITER_FIREWALL] = {.product = TEXT_INIT("windows"),
	.category = TEXT_INIT("firewall"),
	.service = TEXT_INIT("pfirewall")},
    [WRITER_EXCHANGE] = {.product = TEXT_INIT("exchange"),
	.service = TEXT_INIT("message-tracking")},
    [WRITER_OTHER] = {.product = {NULL, 0}},
};

static const struct native_row rows[] = {
    {TEXT_INIT("c-ip"), FIELD_SRC_IP, NATIVE_IP},
    {TEXT_INIT("src-ip"), FIELD_SRC_IP, NATIVE_IP},
    {TEXT_INIT("client-ip"), FIELD_SRC_IP, NATIVE_IP},
    {TEXT_INIT("c-port"), FIELD_SRC_PORT, NATIVE_PORT},
    {TEXT_INIT("src-port"), FIELD_SRC_PORT, NATIVE_PORT},
    {TEXT_INIT("r-ip"), FIELD_DST_IP, NATIVE_IP},
    {TEXT_INIT("s-ip"), FIELD_DST_IP, NATIVE_IP},
    {TEXT_INIT("dst-ip"), FIELD_DST_IP, NATIVE_IP},
    {TEXT_INIT("server-ip"), FIELD_DST_IP, NATIVE_IP},
    {TEXT_INIT("r-port"), FIELD_DST_PORT, NATIVE_PORT},
    {TEXT_INIT("s-port"), FIELD_DST_PORT, NATIVE_PORT},
    {TEXT_INIT("dst-port"), FIELD_DST_PORT, NATIVE_PORT},
    {TEXT_INIT("protocol"), FIELD_TRANSPORT, NATIVE_TRANSPORT},
    {TEXT_INIT("cs-bytes"), FIELD_SRC_BYTES, NATIVE_NUMBER},
    {TEXT_INIT("sc-bytes"), FIELD_DST_BYTES, NATIVE_NUMBER},
    {TEXT_INIT("size"), FIELD_BYTES, NATIVE_NUMBER},
    {TEXT_INIT("s-action"), FIELD_ACTION, NATIVE_TEXT},
    {TEXT_INIT("x-edge-result-type"), FIELD_ACTION, NATIVE_TEXT},
    {TEXT_INIT("action"), FIELD_ACTION, NATIVE_LOWER},
    {TEXT_INIT("event-id"), FIELD_ACTION, NATIVE_TEXT},
    {TEXT_INIT("cs-categories"), FIELD_URL_CATEGORY, NATIVE_TEXT},
    {TEXT_INIT("sc-filter-category"), FIELD_URL_CATEGORY, NATIVE_TEXT},
    {TEXT_INIT("s-computername"), FIELD_HOST, NATIVE_LOWER},
    {TEXT_INIT("s-reason"), FIELD_REASON, NATIVE_TEXT},
    {TEXT_INIT("sender-address"), FIELD_MAIL_FROM, NATIVE_TEXT},
    {TEXT_INIT("recipient-address"), FIELD_MAIL_TO, NATIVE_TEXT},
    {TEXT_INIT("message-subject"), FIELD_MAIL_SUBJECT, NATIVE_TEXT},
    {TEXT_INIT("message-id"), FIELD_MAIL_ID, NATIVE_TEXT},
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next cell of a row whose cells stand apart by spaces or tabs; quoted ones may hold them. */
static bool next_spaced(struct text *rest, struct text *cell)
{
	while (rest->size != 0 && is_blank(rest->at[0]))
		*rest = text_from(*rest, 1);
	if (rest->size == 0)
		return false;
	if (rest->at[0] != '"')
		return *cell = text_word(rest), true;
	size_t end = text_find_char(text_from(*rest, 1), '"');
	size_t size = end == TEXT_NONE ? rest->size - 1 : end;
	*cell = text_part(*rest, 1, size);
	*rest = text_from(*rest, size + 2);
	return true;
}

static bool next_cell(struct cells *cells, struct text *cell)
{
	if (cells->separator == ' ')
		return next_spaced(&cells->rest, cell);
	return decode_next_cell(cells, cell);
}

static void add_cells(struct event *event, const struct view *view)
{
	const struct columns *columns = view->context->columns;
	struct cells cells = {
	    .rest = view->record, .separator = columns->separator, .arena = view->arena};
	struct text cell;
	for (size_t i = 0; i < columns->count && next_cell(&cells, &cell); i++) {
		if (!text_equal(cell, TEXT("-")))
			event_add(event, columns->names[i], cell, VALUE_TEXT);
	}
}

/* The first of two names that the event has. */
static struct text either(const struct event *event, const char *one, const char *two)
{
	struct text value = event_get(event, text_of(one));
	return value.size != 0 ? value : event_get(event, text_of(two));
}

/* Spaces that Internet Information Services wrote as "+". */
static struct text with_spaces(struct arena *arena, struct text t)
{
	if (text_find_char(t, ' ') != TEXT_NONE || text_find_char(t, '+') == TEXT_NONE)
		return t;
	char *copy = arena_copy(arena, t.at, t.size);
	for (size_t i = 0; i < t.size; i++) {
		if (copy[i] == '+')
			copy[i] = ' ';
	}
	return (struct text){copy, t.size};
}

static struct text target_of(const struct event *event)
{
	struct text stem = event_get(event, TEXT("cs-uri-stem"));
	struct text query = event_get(event, TEXT("cs-uri-query"));
	if (stem.size == 0)
		return either(event, "cs-uri", "c-uri");
	if (query.size == 0)
		return stem;
	return text_format(event->arena, "%.*s%s%.*s", TEXT_ARGS(stem),
	    query.at[0] == '?' ? "" : "?", TEXT_ARGS(query));
}

/* Native fields of the taxonomy's names are taken out, so that the request can put those. */
static void put_request(struct event *event, enum writer writer)
{
	static const char *const own[] = {"cs-method", "cs-uri-stem", "cs-uri-query", "c-uri",
	    "cs-host", "cs-username", "sc-status", "sc-bytes", "sc-content-type", "cs-referer",
	    "cs-user-agent"};
	struct request request = {
	    .method = event_get(event, TEXT("cs-method")),
	    .target = target_of(event),
	    .host = either(event, "cs-host", "cs(Host)"),
	    .version = either(event, "cs-version", "cs-protocol-version"),
	    .agent = with_spaces(event->arena, either(event, "cs(User-Agent)", "cs-user-agent")),
	    .referer = either(event, "cs(Referer)", "cs-referer"),
	    .user = event_get(event, TEXT("cs-username")),
	    .status = event_get(event, TEXT("sc-status")),
	    .bytes = event_get(event, TEXT("sc-bytes")),
	    .content_type = either(event, "sc-content-type", "rs(Content-Type)"),
	    .cookie = either(event, "cs(Cookie)", "cs-cookie"),
	    .server = writer == WRITER_WEB || writer == WRITER_IIS,
	    .secure = text_equal(event_get(event, TEXT("s-port")), TEXT("443")),
	};
	struct text scheme = either(event, "cs-uri-scheme", "cs-protocol");
	request.secure = request.secure || text_equal_fold(scheme, TEXT("https"));
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		event_remove(event, text_of(own[i]));
	request_put(event, &request);
}

/* Internet Information Services counts thousandths in time-taken, others seconds. */
static void put_duration(struct event *event, enum writer writer)
{
	struct text taken = event_get(event, TEXT("time-taken"));
	uint64_t milli;
	if (writer == WRITER_IIS && text_to_uint(taken, &milli))
		taken = text_format(event->arena, "%llu.%03u", (unsigned long long)(milli / 1000),
		    (unsigned)(milli % 1000));
	event_put(event, FIELD_DURATION, taken);
}

static void set_time(struct event *event, enum writer writer, const struct decode_context *context)
{
	struct text date = either(event, "date", "date-time");
	struct text time = event_get(event, TEXT("time"));
	struct decode_context utc = *context;
	if (writer != WRITER_FIREWALL)
		utc.zone = NULL;
	if (date.size == 0)
		date = either(event, "x-timestamp", "timestamp");
	else if (time.size != 0)
		date = decode_join(event->arena, date, ' ', time);
	decode_set_time_text(event, date, &utc);
}

enum outcome w3c_decode(const struct view *view, struct events *events, struct why *why)
{
	const struct columns *columns = view->context->columns;
	enum writer writer = writer_of(columns);
	struct event *event = event_create(view->arena, view->context->received);
	event->decoder = TEXT("w3c-extended");
	event->logsource = logsources[writer];
	add_cells(event, view);
	if (event->count * 2 < columns->count && event->count < 3) {
		why_set(why, "it has too few of its header's fields");
		return MALFORMED;
	}
	set_time(event, writer, view->context);
	native_apply(event, rows, sizeof(rows) / sizeof(rows[0]));
	put_duration(event, writer);
	if (has_column(columns, TEXT("cs-method")) || has_column(columns, TEXT("cs-uri")))
		put_request(event, writer);
	return native_give(event, events, why);
}
