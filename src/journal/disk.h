/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the journal: whole reads and writes at an offset, numbered files, folders made durable. */
#ifndef JOURNAL_DISK_H
#define JOURNAL_DISK_H

#include "base/outcome.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes read, fewer only where the file ends; SIZE_MAX with errno on failure. */
size_t disk_read(int fd, void *to, size_t size, uint64_t offset);
/* False with errno. */
bool disk_write(int fd, const void *from, size_t size, uint64_t offset);
/* The size of an open file; UINT64_MAX with errno on failure. */
uint64_t disk_size(int fd);
/* NOT_FOUND, NOT_ALLOWED or NOT_READABLE by errno, "PATH: DOING: reason". */
enum outcome disk_failed(const char *path, const char *doing, struct why *why);
/* FOLDER/NAME; NULL on no memory never: the process ends. Free it. */
char *disk_path(const char *folder, const char *name);
/* Make a folder (0770 less the umask) and those above it, each made durable in the one above. */
enum outcome disk_folder(const char *path, struct why *why) MUST_CHECK;
/* Replace a file: written beside it, synced, renamed, folder synced. */
enum outcome disk_replace(const char *folder, const char *name, struct text bytes, unsigned mode,
    struct why *why) MUST_CHECK;

struct disk_numbers {
	uint64_t *at; /* ascending */
	size_t count;
};
/* Files named by `digits` decimal digits and `ending`. NOT_FOUND: the folder is not there. */
enum outcome disk_list(const char *folder, unsigned digits, const char *ending,
    struct disk_numbers *numbers, struct why *why) MUST_CHECK;
void disk_list_free(struct disk_numbers *numbers);

/* Ends the process when there is none. */
void *disk_memory(void *old, size_t size);

#endif
