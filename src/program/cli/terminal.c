/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli/terminal.h"

#include "base/utf8.h"

/* C1 controls are U+0080..U+009F: the bytes c2 80 to c2 9f. */
static bool is_control(struct text character)
{
	unsigned char first = (unsigned char)character.at[0];
	if (character.size == 1)
		return first < 0x20 || first == 0x7f;
	return first == 0xc2 && (unsigned char)character.at[1] < 0xa0;
}

void terminal_put(FILE *out, struct text t)
{
	while (t.size != 0) {
		size_t size = utf8_sequence(t);
		struct text character = text_part(t, 0, size == 0 ? 1 : size);
		if (size == 0 || is_control(character))
			fputc('?', out);
		else
			fwrite(character.at, 1, character.size, out);
		t = text_from(t, character.size);
	}
}
