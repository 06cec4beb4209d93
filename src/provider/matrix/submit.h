/*
 * submit.h - ops to requests, answers to results.
 *
 * Each op ends with exactly one host->op_done(). A message goes out under
 * the op's own transaction id, so that asking again is harmless (client-server
 * API, "Transaction identifiers"). Trouble that may pass is told with
 * `again`; a refusal with a sentence that says what was refused and in which
 * words.
 *
 * Plain text never goes into a room that is known to be encrypted, by what
 * is stored or by what was seen since the start: servers would accept it.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_SUBMIT_H
#define PROVIDER_MATRIX_SUBMIT_H

#include "provider/matrix/matrix.h"

void submit_op(struct matrix *m, const struct op *op);

#endif
