/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The line between the reader and the workers: a bounded queue of full batches, a pool of empty
 * ones, and the turn in which results are handed over.
 */
#ifndef PROGRAM_CLI_TRIAGE_TRIAGE_TURN_H
#define PROGRAM_CLI_TRIAGE_TRIAGE_TURN_H

#include "program/cli/triage/triage_batch.h"

struct turn;

/* `batches` is how many may be on the way at once. */
struct turn *turn_create(size_t batches);
void turn_destroy(struct turn *turn);

/* Reader: an empty batch; waits until there is one. */
struct batch *turn_empty(struct turn *turn);
/* Reader: hand a batch over; it gets the next sequence number. */
void turn_submit(struct turn *turn, struct batch *batch);
/* Reader: no more batches will come. */
void turn_finish(struct turn *turn);

/* Worker: the next full batch; NULL when there are no more. */
struct batch *turn_take(struct turn *turn);
/* Worker: wait until all batches before this one are done. Until turn_done() nobody else may write
 * results. */
void turn_wait(struct turn *turn, const struct batch *batch);
/* Worker: this batch is done (turn_wait() has been called for it); it goes back to the pool. */
void turn_done(struct turn *turn, struct batch *batch);

#endif
