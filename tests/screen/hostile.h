/*
 * hostile.h - what a malicious server may send, in a store: everything is too
 * long, too many, too deep or looks like something else.
 *
 * All strings go through text_clean() first, as a provider does it; what is
 * left after that is legal, and the screen has to stand it.
 */
#ifndef SCREEN_HOSTILE_H
#define SCREEN_HOSTILE_H

#include "store/store.h"

/* Fill an empty store. Takes about a second. */
void hostile_fill(struct store *s);

#endif
