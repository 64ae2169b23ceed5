/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a stream is, by its first bytes: no text at all (by the signatures that the formats' own
 * descriptions name), UTF-16, or which framing its text has.
 */
#include "base/clock.h"
#include "decode/frame/framer_parts.h"

#include <string.h>

struct signature {
	size_t at;
	struct text bytes;
	const char *what;
};

static const char capture[] =
    "a packet capture (pcap): network captures are read by Suricata, its eve.json "
    "can be given instead";
static const char archive[] = "a compressed file that was not opened";

static const struct signature signatures[] = {
    {0, TEXT_INIT("\x0a\x0d\x0d\x0a"),
	"a packet capture (pcapng): network captures are read by Suricata, its eve.json can be "
	"given instead"},
    {0, TEXT_INIT("\xd4\xc3\xb2\xa1"), capture},
    {0, TEXT_INIT("\xa1\xb2\xc3\xd4"), capture},
    {0, TEXT_INIT("\x4d\x3c\xb2\xa1"), capture},
    {0, TEXT_INIT("\xa1\xb2\x3c\x4d"), capture},
    {0, TEXT_INIT("ElfFile\0"),
	"a Windows event log (EVTX): export it as XML or JSON (wevtutil qe /lf:true, evtx_dump) "
	"for "
	"this version"},
    {4, TEXT_INIT("LfLe"),
	"an event log of Windows XP or older (EVT): export it as CSV with its Event Viewer"},
    {0, TEXT_INIT("LPKSHHRH"),
	"a systemd journal file: export it with journalctl --file FILE -o json"},
    {0,
	TEXT_INIT("\x7f"
		  "ELF"),
	"a program (ELF)"},
    {0, TEXT_INIT("%PDF-"), "a PDF document"},
    {0, TEXT_INIT("\x89PNG\r\n\x1a\n"), "an image (PNG)"},
    {0, TEXT_INIT("\xff\xd8\xff"), "an image (JPEG)"},
    {0, TEXT_INIT("GIF87a"), "an image (GIF)"},
    {0, TEXT_INIT("GIF89a"), "an image (GIF)"},
    {0, TEXT_INIT("SQLite format 3\0"), "a database (SQLite)"},
    {4, TEXT_INIT("\xef\xcd\xab\x89"), "a database (ESE)"},
    {0, TEXT_INIT("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
	"an Office document or mail of the old form: save its table as CSV"},
    {0, TEXT_INIT("regf"), "a Windows registry file"},
    {0, TEXT_INIT("L\0\0\0\x01\x14\x02\0"), "a Windows shortcut"},
    {0, TEXT_INIT("MAM\x04"), "a Windows prefetch file"},
    {4, TEXT_INIT("SCCA"), "a Windows prefetch file"},
    {0, TEXT_INIT("PAGEDU64"), "a memory image"},
    {0, TEXT_INIT("PAGEDUMP"), "a memory image"},
    {0, TEXT_INIT("MDMP"), "a memory image of a process"},
    {0, TEXT_INIT("\0\x05\x16\x07"), "file information of macOS (AppleDouble)"},
    {0, TEXT_INIT("\x1f\x8b\x08"), archive},
    {0, TEXT_INIT("\x28\xb5\x2f\xfd"), archive},
    {0,
	TEXT_INIT("\xfd"
		  "7zXZ\0"),
	archive},
    {0, TEXT_INIT("BZh91AY&SY"), archive},
    {0, TEXT_INIT("PK\x03\x04"), archive},
    {0, TEXT_INIT("7z\xbc\xaf\x27\x1c"), archive},
    {0, TEXT_INIT("Rar!\x1a\x07"), "an archive (RAR), which is not read: unpack it first"},
    {0, TEXT_INIT("MSCF\0\0\0\0"), "an archive (cabinet), which is not read: unpack it first"},
};

/* A PE program names the place of its second header at 0x3c (Microsoft, "PE Format"); "MZ" alone
 * may be text. */
static bool is_program(struct text start)
{
	return text_starts(start, TEXT("MZ")) && start.size >= 64 && start.at[62] == 0 &&
	       start.at[63] == 0;
}

static bool is_odd_control(unsigned char c)
{
	return (c < 0x20 && c != 0 && strchr("\t\n\v\f\r\b\x1b\x1e\x1d", c) == NULL) || c == 0x7f;
}

/*
 * Text may hold stray control bytes and holes of NULs (a log that was cut while it was written has
 * them); one in twenty, or a third of NULs, is no text any more.
 */
static bool is_data(struct text start)
{
	size_t odd = 0;
	size_t nul = 0;
	for (size_t i = 0; i < start.size; i++) {
		odd += is_odd_control((unsigned char)start.at[i]);
		nul += start.at[i] == 0;
	}
	return (odd >= 8 && odd * 20 > start.size) || (nul >= 64 && nul * 3 > start.size);
}

const char *framer_binary(struct text start)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++) {
		const struct signature *signature = &signatures[i];
		if (text_starts(text_from(start, signature->at), signature->bytes))
			return signature->what;
	}
	if (is_program(start))
		return "a program (PE)";
	return is_data(start) ? "binary data" : NULL;
}

/* UTF-16 without a mark: nearly every second byte of mostly Latin text is zero, always the same one
 * of two. */
static enum framer_marks without_mark(struct text start)
{
	size_t nul[2] = {0, 0};
	for (size_t i = 0; i < start.size; i++)
		nul[i % 2] += start.at[i] == 0;
	size_t half = start.size / 2;
	if (half < 8)
		return MARK_NONE;
	if (nul[1] * 4 >= half * 3 && nul[0] * 16 <= half)
		return MARK_UTF16_LITTLE;
	if (nul[0] * 4 >= half * 3 && nul[1] * 16 <= half)
		return MARK_UTF16_BIG;
	return MARK_NONE;
}

enum framer_marks framer_mark(struct text start, size_t *size)
{
	*size = 0;
	if (text_starts(start, TEXT("\xef\xbb\xbf"))) {
		*size = 3;
		return MARK_UTF8;
	}
	if (text_starts(start, TEXT("\xff\xfe"))) {
		*size = 2;
		return MARK_UTF16_LITTLE;
	}
	if (text_starts(start, TEXT("\xfe\xff"))) {
		*size = 2;
		return MARK_UTF16_BIG;
	}
	return without_mark(start);
}

/* A local syslog file: a time without anything before it, as RFC 3164 or as ISO 8601 with its zone.
 */
static bool is_syslog(struct text line)
{
	struct civil civil;
	if (!clock_read(&line, &civil) || !text_starts(line, TEXT(" ")))
		return false;
	return civil.year == 0 || civil.has_offset;
}

static bool is_object(struct text t)
{
	if (!text_skip(&t, TEXT("{")))
		return false;
	t = text_trim(t);
	return t.size == 0 || t.at[0] == '"' || t.at[0] == '}';
}

static bool is_json(struct text t)
{
	bool array = text_skip(&t, TEXT("["));
	t = text_trim(t);
	return is_object(t) || (array && text_starts(t, TEXT("]")));
}

static bool is_xml_events(struct text t)
{
	if (text_starts(t, TEXT("<Events>")) || text_starts(t, TEXT("<Event>")) ||
	    text_starts(t, TEXT("<Event ")) || text_starts(t, TEXT("<Events ")))
		return true;
	return text_starts(t, TEXT("<?xml")) && text_find(t, TEXT("<Event")) != TEXT_NONE;
}

/* Whether a line of the first ones, all comments, begins with `word`. */
static bool has_directive(struct text start, struct text word)
{
	while (start.size != 0 && start.at[0] == '#') {
		if (text_starts(start, word))
			return true;
		text_cut(&start, '\n');
		start = text_trim(start);
	}
	return false;
}

static bool is_audit(struct text start)
{
	struct text name;
	char letter;
	return framer_boundary(text_cut(&start, '\n'), &name, &letter) && letter == 'A';
}

const struct framing *framer_sniff(struct framer *framer, struct text start)
{
	struct text first = text_trim(start);
	framer->json.fresh = true;
	framer->draft.separator = '\t';
	if (is_json(first))
		return &framer_json;
	if (is_xml_events(first))
		return &framer_xml;
	if (is_audit(first))
		return &framer_modsecurity;
	if (has_directive(first, TEXT("#separator ")) || has_directive(first, TEXT("#fields\t")))
		return &framer_zeek;
	if (has_directive(first, TEXT("#Fields:")))
		return &framer_w3c;
	if (framer_find_csv(framer, start))
		return &framer_csv;
	return is_syslog(first) ? &framer_syslog : &framer_lines;
}
