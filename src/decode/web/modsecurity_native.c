/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The section form of ModSecurity's audit log (ModSecurity Reference Manual, "Audit log parts"), of
 * versions 2 and 3: an entry of lines, each section behind a border line --ID-LETTER--.
 *
 *   A  [time] id client port server port     B  request line and headers
 *   F  answer's status line and headers      H  messages and what was done     Z  end
 *
 * Bodies (C, E, I, J) are not fields: they are the customer's data.
 */
#include "decode/decoder.h"
#include "decode/web/modsecurity.h"

/* The section's letter when a line is a border, else 0. */
static char border(struct text line)
{
	bool marks = line.size >= 8 && text_starts(line, TEXT("--")) && text_ends(line, TEXT("--"));
	if (!marks || line.at[line.size - 4] != '-')
		return 0;
	char letter = line.at[line.size - 3];
	return letter >= 'A' && letter <= 'Z' ? letter : 0;
}

static struct text next_line(struct text *rest)
{
	struct text line = text_cut(rest, '\n');
	if (line.size != 0 && line.at[line.size - 1] == '\r')
		line.size--;
	return line;
}

bool modsecurity_is_native(struct text record)
{
	struct text rest = record;
	return border(next_line(&rest)) == 'A';
}

/* "[20/Nov/2026:10:00:00.123456 +0000] id 192.0.2.1 40000 192.0.2.2 80" */
static void read_start(struct text line, struct transaction *transaction)
{
	size_t close = text_find_char(line, ']');
	if (line.size == 0 || line.at[0] != '[' || close == TEXT_NONE)
		return;
	transaction->time = text_part(line, 1, close - 1);
	struct text rest = text_from(line, close + 1);
	transaction->id = text_word(&rest);
	transaction->src_ip = text_word(&rest);
	transaction->src_port = text_word(&rest);
	transaction->dst_ip = text_word(&rest);
	transaction->dst_port = text_word(&rest);
}

static bool read_header(struct text line, struct transaction *transaction)
{
	size_t colon = text_find_char(line, ':');
	if (colon == TEXT_NONE)
		return false;
	modsecurity_take_header(
	    transaction, text_part(line, 0, colon), text_trim(text_from(line, colon + 1)));
	return true;
}

static void read_request(struct text line, struct transaction *transaction)
{
	if (transaction->request.method.size == 0 && request_split(line, &transaction->request))
		return;
	(void)read_header(line, transaction);
}

/* "HTTP/1.1 403 Forbidden" */
static void read_answer(struct text line, struct transaction *transaction)
{
	if (transaction->request.status.size == 0 && text_starts(line, TEXT("HTTP/"))) {
		(void)text_word(&line);
		transaction->request.status = text_word(&line);
		return;
	}
	if (text_starts_fold(line, TEXT("Content-Type:")))
		transaction->request.content_type = text_trim(text_from(line, 13));
}

static void read_trailer(struct event *event, struct text line, struct transaction *transaction)
{
	/* "Message: " is version 2's, "ModSecurity: " version 3's. */
	if (text_skip(&line, TEXT("Message: ")) || text_skip(&line, TEXT("ModSecurity: "))) {
		transaction->messages++;
		transaction->blocked = transaction->blocked || modsecurity_is_denial(line);
		modsecurity_put_message(event, line, &transaction->worst);
	} else if (text_starts(line, TEXT("Action: Intercepted"))) {
		transaction->blocked = true;
	} else if (text_skip(&line, TEXT("Engine-Mode: "))) {
		event_add(event, TEXT("engine_mode"), line, VALUE_TEXT);
	} else if (text_skip(&line, TEXT("Server: "))) {
		event_add(event, TEXT("server"), line, VALUE_TEXT);
	}
}

bool modsecurity_read_native(
    struct event *event, struct text record, struct transaction *transaction)
{
	char section = 0;
	while (record.size != 0) {
		struct text line = next_line(&record);
		char letter = border(line);
		if (letter != 0)
			section = letter;
		else if (section == 'A' && transaction->time.size == 0)
			read_start(line, transaction);
		else if (section == 'B')
			read_request(line, transaction);
		else if (section == 'F')
			read_answer(line, transaction);
		else if (section == 'H')
			read_trailer(event, line, transaction);
	}
	return transaction->time.size != 0;
}
