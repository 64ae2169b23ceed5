/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target once on every file of the folder that is its argument, and says so in TAP. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run(const char *folder, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	size_t size = 0;
	size_t room = 1 << 20;
	uint8_t *data = malloc(room);
	while (data != NULL) {
		size_t n = fread(data + size, 1, room - size, file);
		size += n;
		if (n == 0)
			break;
		if (size == room)
			data = realloc(data, room *= 2);
	}
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int main(int argc, char **argv)
{
	struct dirent **entries = NULL;
	int count = argc == 2 ? scandir(argv[1], &entries, is_file, alphasort) : -1;
	if (count <= 0) {
		printf("Bail out! no corpus in %s\n", argc == 2 ? argv[1] : "(no folder)");
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		run(argv[1], entries[i]->d_name);
		printf("ok %d - %s\n", i + 1, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}
