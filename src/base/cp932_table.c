/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Run while building: writes the table of code page 932's double-byte characters for cp932.c from
 * the C library's own converter, in rows of 188 trail bytes (0x40-0x7e, 0x80-0xfc) for the lead
 * bytes 0x81-0x9f and 0xe0-0xfc. 0: no character.
 */
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>

static unsigned value_of(iconv_t converter, unsigned lead, unsigned trail)
{
	char in[2] = {(char)lead, (char)trail};
	unsigned char out[8];
	char *from = in;
	char *to = (char *)out;
	size_t left = sizeof(in);
	size_t room = sizeof(out);
	iconv(converter, NULL, NULL, NULL, NULL);
	size_t result = iconv(converter, &from, &left, &to, &room);
	/* Two bytes of UTF-16: one character of the basic plane. */
	if (result == (size_t)-1 || left != 0 || room != sizeof(out) - 2)
		return 0;
	return (unsigned)out[0] << 8 | out[1];
}

static void print_row(iconv_t converter, unsigned lead)
{
	putchar('{');
	for (unsigned trail = 0x40; trail <= 0xfc; trail++) {
		if (trail != 0x7f)
			printf("0x%x,", value_of(converter, lead, trail));
	}
	puts("},");
}

int main(void)
{
	iconv_t converter = iconv_open("UTF-16BE", "CP932");
	if ((intptr_t)converter == -1) {
		fputs("the C library does not know code page 932\n", stderr);
		return 1;
	}
	puts("static const uint16_t cp932_table[60][188] = {");
	for (unsigned lead = 0x81; lead <= 0xfc; lead++) {
		if (lead < 0xa0 || lead >= 0xe0)
			print_row(converter, lead);
	}
	puts("};");
	iconv_close(converter);
	return fflush(stdout) == 0 ? 0 : 1;
}
