/* SPDX-License-Identifier: Apache-2.0 */
/* Snapshots of sources of any bytes; one that is read answers whatever it is asked. */
#include "intake/directory.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text snapshot = {(const char *)data, size};
	struct directory *directory = NULL;
	struct why why;
	enum outcome outcome = directory_read(snapshot, &directory, &why);
	assert((outcome == DONE) == (directory != NULL));
	if (directory == NULL)
		return 0;
	/* Whatever word of the snapshot it is asked for. */
	while (snapshot.size != 0) {
		struct text word = text_cut(&snapshot, '"');
		const struct intake_source *found = directory_by_address(directory, word);
		assert(found == NULL || found->via[0] == '\0');
		found = directory_by_certificate(directory, word);
		assert(found == NULL || text_equal(found->certificate, word));
		assert(directory_by_token(directory, word) == NULL || word.size != 0);
		found = directory_by_port(directory, (uint16_t)word.size);
		if (found != NULL)
			assert(directory_behind(directory, found, word) != NULL);
	}
	directory_destroy(directory);
	return 0;
}
