/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 as in RFC 2781, surrogates of section 2.2. */
#include "decode/frame/encoding.h"

#include "base/buffer.h"
#include "base/utf8.h"

void encoding_utf16_start(struct utf16 *utf16, bool big)
{
	*utf16 = (struct utf16){.big = big};
}

static void put_code(struct buffer *out, uint32_t code)
{
	char bytes[4];
	buffer_put(out, (struct text){bytes, utf8_put(code, bytes)});
}

static void put_unit(struct utf16 *utf16, uint16_t unit, struct buffer *out)
{
	bool is_low = unit >= 0xdc00 && unit <= 0xdfff;
	bool is_high = unit >= 0xd800 && unit <= 0xdbff;
	if (utf16->high != 0 && is_low) {
		put_code(out, 0x10000 + (((uint32_t)utf16->high - 0xd800) << 10) + (unit - 0xdc00));
		utf16->high = 0;
		return;
	}
	if (utf16->high != 0)
		buffer_put(out, UTF8_REPLACEMENT);
	utf16->high = is_high ? unit : 0;
	if (is_low)
		buffer_put(out, UTF8_REPLACEMENT);
	else if (unit < 0x80)
		buffer_put_char(out, (char)unit);
	else if (!is_high)
		put_code(out, unit);
}

void encoding_utf16_put(struct utf16 *utf16, struct text raw, struct buffer *out)
{
	for (size_t i = 0; i < raw.size; i++) {
		unsigned char byte = (unsigned char)raw.at[i];
		if (!utf16->has_half) {
			utf16->half = byte;
			utf16->has_half = true;
			continue;
		}
		utf16->has_half = false;
		unsigned unit = utf16->big ? utf16->half * 256u + byte : byte * 256u + utf16->half;
		put_unit(utf16, (uint16_t)unit, out);
	}
}

void encoding_utf16_finish(struct utf16 *utf16, struct buffer *out)
{
	if (utf16->high != 0)
		buffer_put(out, UTF8_REPLACEMENT);
	if (utf16->has_half)
		buffer_put(out, UTF8_REPLACEMENT);
	encoding_utf16_start(utf16, utf16->big);
}

uint64_t encoding_utf16_size(struct text utf8)
{
	uint64_t units = 0;
	for (size_t i = 0; i < utf8.size; i++) {
		unsigned char byte = (unsigned char)utf8.at[i];
		units += (byte & 0xc0) != 0x80;
		units += byte >= 0xf0;
	}
	return units * 2;
}
