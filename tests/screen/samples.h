/*
 * samples.h - a command that answers with made-up records of every kind, for
 * tests of the lists.
 *
 * `sample WHAT`: people questions ideas events resources home report hostile
 * many (2,500) full (2,000) none silent fails. Marks are tried with `poke [ID]`, which says whom
 * it was for, and fails for "$q3"; `burn [ID]` is the same, but cannot be
 * taken back. samples_runs() counts how often a sample was asked for.
 */
#ifndef SCREEN_SAMPLES_H
#define SCREEN_SAMPLES_H

#include "command/command.h"

extern const struct command sample_rows[];

int samples_runs(void);
/* The ids that were poked since the last call, with blanks. Yours. */
char *samples_poked(void);

#endif
