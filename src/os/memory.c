/* SPDX-License-Identifier: Apache-2.0 */
#include "os/memory.h"

#include "base/text.h"

#include <fcntl.h>
#include <unistd.h>

static int status = -1;

void memory_watch(void)
{
	if (status < 0)
		status = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
}

uint64_t memory_peak(void)
{
	char bytes[8192];
	memory_watch();
	ssize_t size = status < 0 ? -1 : pread(status, bytes, sizeof(bytes), 0);
	if (size <= 0)
		return 0;
	struct text rest = {bytes, (size_t)size};
	size_t at = text_find(rest, TEXT("\nVmHWM:"));
	if (at == TEXT_NONE)
		return 0;
	rest = text_from(rest, at + sizeof("\nVmHWM:") - 1);
	uint64_t kibibytes;
	return text_to_uint(text_word(&rest), &kibibytes) ? kibibytes * 1024 : 0;
}
