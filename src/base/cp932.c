/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code page 932 as Microsoft publishes it: single bytes 0x00-0x7f, half-width katakana 0xa1-0xdf,
 * double bytes by table.
 */
#include "base/cp932.h"

#include "base/buffer.h"
#include "base/cp932.inc"
#include "base/utf8.h"

static void put_code(struct buffer *out, uint32_t code)
{
	char bytes[4];
	buffer_put(out, (struct text){bytes, utf8_put(code, bytes)});
}

static bool is_lead(unsigned char byte)
{
	return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

/* The double-byte character, 0 when there is none. */
static uint32_t double_byte(unsigned char lead, unsigned char trail)
{
	if (trail < 0x40 || trail == 0x7f || trail > 0xfc)
		return 0;
	unsigned row = lead < 0xa0 ? lead - 0x81u : lead - 0xe0u + 31;
	return cp932_table[row][trail - 0x40 - (trail > 0x7f)];
}

bool cp932_put(struct text raw, struct buffer *out)
{
	bool clean = true;
	for (size_t i = 0; i < raw.size; i++) {
		unsigned char byte = (unsigned char)raw.at[i];
		uint32_t code = byte < 0x80 ? byte : 0;
		if (byte >= 0xa1 && byte <= 0xdf)
			code = 0xff61u + byte - 0xa1;
		else if (is_lead(byte) && i + 1 < raw.size)
			code = double_byte(byte, (unsigned char)raw.at[i + 1]);
		/* The trail byte of a broken pair is looked at again: it may be a quote or a comma.
		 */
		if (code != 0 && is_lead(byte))
			i++;
		bool known = code != 0 || byte == 0;
		put_code(out, known ? code : 0xfffd);
		clean = clean && known;
	}
	return clean;
}
