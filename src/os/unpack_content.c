/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives and compressions told by their first bytes (RFC 1952, RFC 8878, the xz, bzip2, zip and
 * 7-Zip format descriptions, POSIX ustar), and members' names made fit for show.
 */
#include "base/buffer.h"
#include "base/cp932.h"
#include "base/utf8.h"
#include "os/unpack_parts.h"

#define TAR_BLOCK 512
#define TAR_SUM_AT 148
#define TAR_SUM_SIZE 8
#define LONGEST_NAME ((size_t)1024)

/* An octal number with spaces or NULs around it. */
static bool octal(struct text t, unsigned *value)
{
	size_t i = 0;
	unsigned sum = 0;
	while (i < t.size && t.at[i] == ' ')
		i++;
	size_t first = i;
	for (; i < t.size && t.at[i] >= '0' && t.at[i] <= '7'; i++)
		sum = sum * 8 + (unsigned)(t.at[i] - '0');
	*value = sum;
	return i != first && (i == t.size || t.at[i] == ' ' || t.at[i] == 0);
}

/* A tar header names the sum of its own bytes; older ones have no other mark. */
static bool is_tar(struct text start)
{
	unsigned wanted;
	unsigned sum = 0;
	if (start.size < TAR_BLOCK || start.at[0] == 0 ||
	    !octal(text_part(start, TAR_SUM_AT, TAR_SUM_SIZE), &wanted))
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++) {
		bool in_sum = i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_SIZE;
		sum += in_sum ? ' ' : (unsigned char)start.at[i];
	}
	return sum == wanted;
}

/* A compressed frame, or a skippable one that pzstd puts before it. */
static bool is_zstd(struct text start)
{
	if (text_starts(start, TEXT("\x28\xb5\x2f\xfd")))
		return true;
	return start.size >= 4 && (start.at[0] & 0xf0) == 0x50 &&
	       text_starts(text_from(start, 1), TEXT("\x2a\x4d\x18"));
}

static bool is_bzip2(struct text start)
{
	if (!text_starts(start, TEXT("BZh")) || start.size < 10 || start.at[3] < '1' ||
	    start.at[3] > '9')
		return false;
	struct text block = text_from(start, 4);
	return text_starts(block, TEXT("1AY&SY")) ||
	       text_starts(block, TEXT("\x17\x72\x45\x38\x50\x90"));
}

enum content unpack_content(struct text start)
{
	if (text_starts(start, TEXT("\x1f\x8b\x08")))
		return CONTENT_GZIP;
	if (is_bzip2(start))
		return CONTENT_BZIP2;
	if (text_starts(start, TEXT("\xfd"
				    "7zXZ\0")))
		return CONTENT_XZ;
	if (is_zstd(start))
		return CONTENT_ZSTD;
	if (text_starts(start, TEXT("PK\x03\x04")) || text_starts(start, TEXT("PK\x05\x06")) ||
	    text_starts(start, TEXT("PK00PK\x03\x04")))
		return CONTENT_ZIP;
	if (text_starts(start, TEXT("7z\xbc\xaf\x27\x1c")))
		return CONTENT_7ZIP;
	return is_tar(start) ? CONTENT_TAR : CONTENT_PLAIN;
}

/* A number of the xz format: seven bits a byte, the lowest first. Steps past it; no check of its
 * value. */
static void skip_number(struct text *rest)
{
	size_t size = 1;
	while (size < rest->size && size < 9 && (rest->at[size - 1] & 0x80) != 0)
		size++;
	*rest = text_from(*rest, size);
}

#define XZ_STREAM_HEADER 12
#define XZ_LARGEST 30 /* code of a 128 MiB dictionary; "xz -9" takes 64 MiB */

/*
 * The first block's header (xz file format 1.0.4, section 3.1): size, flags, perhaps two sizes,
 * then the filters; a single LZMA2 filter (id 0x21) has one property, which codes the dictionary's
 * size.
 */
bool unpack_wants_memory(struct text start)
{
	struct text rest = text_from(start, XZ_STREAM_HEADER + 1);
	if (rest.size == 0)
		return false;
	unsigned char flags = (unsigned char)rest.at[0];
	rest = text_from(rest, 1);
	if ((flags & 0x40) != 0)
		skip_number(&rest);
	if ((flags & 0x80) != 0)
		skip_number(&rest);
	for (unsigned filters = (flags & 3) + 1; filters > 1; filters--) {
		skip_number(&rest);
		size_t size = rest.size == 0 ? 0 : (unsigned char)rest.at[0];
		rest = text_from(rest, size + 1);
	}
	return rest.size > 2 && rest.at[0] == 0x21 && rest.at[1] == 1 &&
	       (unsigned char)rest.at[2] > XZ_LARGEST;
}

bool unpack_is_container(enum content content)
{
	return content == CONTENT_ZIP || content == CONTENT_TAR || content == CONTENT_7ZIP;
}

bool unpack_is_office(struct text first_member)
{
	static const struct text names[] = {TEXT_INIT("[Content_Types].xml"),
	    TEXT_INIT("_rels/.rels"), TEXT_INIT("docProps/app.xml"), TEXT_INIT("docProps/core.xml"),
	    TEXT_INIT("mimetype")};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(first_member, names[i]))
			return true;
	}
	return false;
}

/* Controls of C0 and C1, and the marks that turn the direction of writing (U+202A-202E,
 * U+2066-2069). */
static bool hides(struct text sequence)
{
	unsigned char first = (unsigned char)sequence.at[0];
	if (first < 0x20 || first == 0x7f)
		return true;
	unsigned char second = sequence.size > 1 ? (unsigned char)sequence.at[1] : 0;
	unsigned char third = sequence.size > 2 ? (unsigned char)sequence.at[2] : 0;
	if (first == 0xc2)
		return second < 0xa0;
	if (first != 0xe2)
		return false;
	return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
	       (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

static void put_shown(struct text part, struct buffer *out)
{
	while (part.size != 0) {
		size_t size = utf8_sequence(part);
		struct text sequence = text_part(part, 0, size == 0 ? utf8_broken(part) : size);
		if (size == 0)
			buffer_put(out, UTF8_REPLACEMENT);
		else if (hides(sequence))
			buffer_put_char(out, '?');
		else
			buffer_put(out, sequence);
		part = text_from(part, sequence.size);
	}
}

/* Without what leads out of the archive: a drive, a root, "." and "..". */
static void put_parts(struct text name, struct buffer *out)
{
	size_t before = out->size;
	while (name.size != 0) {
		size_t end = 0;
		while (end < name.size && name.at[end] != '/' && name.at[end] != '\\')
			end++;
		struct text part = text_part(name, 0, end);
		name = text_from(name, end + 1);
		bool drive = out->size == before && part.size == 2 && part.at[1] == ':';
		if (part.size == 0 || drive || text_equal(part, TEXT(".")) ||
		    text_equal(part, TEXT("..")))
			continue;
		if (out->size != before)
			buffer_put_char(out, '/');
		put_shown(part, out);
	}
	if (out->size == before)
		buffer_put(out, TEXT("(no name)"));
}

void unpack_clean_name(struct text name, struct buffer *out)
{
	struct buffer converted;
	buffer_init(&converted, 4 * LONGEST_NAME);
	name = text_part(name, 0, LONGEST_NAME);
	/* Windows in Japanese writes its code page into zip files. Its second bytes may be
	 * backslashes. */
	bool is_cp932 = !utf8_valid(name) && cp932_put(name, &converted);
	put_parts(is_cp932 ? buffer_text(&converted) : name, out);
	buffer_free(&converted);
}
