/* dump.h - changes as lines of text, for comparing. */
#ifndef TESTS_WIRE_DUMP_H
#define TESTS_WIRE_DUMP_H

#include "model/change.h"

/* One line without its end: the kind, then key=value of all that is set.
 * Yours. */
char *dump_change(const struct change *c);
/* A string in quotes, with everything escaped that is not plain to see. */
void dump_string(GString *out, const char *s);

#endif
