/*
 * rich_dump.h - rich text and layouts as readable strings, for comparison.
 *
 * A block is a line: its kind (P paragraph, C code, R rule, T table row), a
 * ">" per quote, a "+" per level of indentation, the marker in brackets, a
 * blank and the text. A run with a style is {letters|text}; the letters are
 * b i s u c(ode) l(ink) m(ention) p(spoiler) h(eading) t(rue host) d(im), and
 * the number of its link follows. Line breaks show as ⏎, tabs as ⇥.
 */
#ifndef UNIT_TEXT_RICH_DUMP_H
#define UNIT_TEXT_RICH_DUMP_H

#include "text/text.h"

/* Frees the rich text. Yours. */
char *rich_dump(struct rich *take);
/* The lines of a layout without styles, each ended by \n. Yours. */
char *layout_dump(const struct layout *l);
/* Checks what must hold of any rich text: clean text, covered by its runs,
 * bounded depths, links in range. A failure ends the test. */
void rich_check(const struct rich *rich);
/* No line is wider than asked for, and spans say how wide they are. */
void layout_check(const struct layout *l, int width);

#endif
