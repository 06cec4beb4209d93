/*
 * address.h - where somebody wants to go, as people write it.
 *
 * A room is named by its id ("!abc:council.org"), its alias
 * ("#housing:council.org"), a matrix.to link or a matrix: URI; links often
 * name servers to join through. Sources: Matrix specification, appendices
 * "Common Identifier Format", "matrix.to navigation" and "Matrix URI scheme".
 *
 * Thread: any.
 */
#ifndef COMMAND_ADDRESS_H
#define COMMAND_ADDRESS_H

#include <stdbool.h>
#include <glib.h>

struct address {
	char *room;		/* an id or an alias */
	GPtrArray *via;		/* char * servers, or NULL */
};

/* False when it is none of these: a name, then. Nothing is to be cleared
 * then. */
bool address_parse(struct address *a, const char *words);
void address_clear(struct address *a);

#endif
