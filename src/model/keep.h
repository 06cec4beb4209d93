/*
 * keep.h - words and patterns that do not leave an area.
 *
 * A rule says: a text in which this word or pattern occurs may be written in
 * places of this area or narrower ones, nowhere else. A place of which the
 * area is not known counts as PUBLIC: what cannot be shown to be safe is
 * refused.
 *
 * A word is found without regard to case, at word borders, and through
 * Markdown: "Falcon" is found in "**fal**con's" too. A pattern, written
 * between slashes, is a regular expression (PCRE, without regard to case). It
 * runs within a bound of steps; where a text exhausts the bound, the rule
 * counts as met, because the text has not been shown to be free of it.
 *
 * A list of rules crosses to the engine as one text, one rule a line, as
 * somebody would type it: "internal Falcon", "external /project-\d+/".
 *
 * Thread: any; a rule belongs to whoever holds it.
 */
#ifndef MODEL_KEEP_H
#define MODEL_KEEP_H

#include "model/model.h"

#define KEEP_BYTES_MAX 200	/* of a word or pattern */
#define KEEPS_MAX 500

struct keep;

/* Bounds on the area: internal or external (public keeps nothing). NULL with
 * err, a sentence that says what is wrong. */
struct keep *keep_new(const char *words, enum area area, GError **err);
void keep_free(struct keep *k);
/* As it was typed, slashes included; borrowed. */
const char *keep_words(const struct keep *k);
enum area keep_area(const struct keep *k);

/* Rules as one text, and back; a line that is no rule is left out. Yours. */
char *keeps_pack(const GPtrArray *keeps);
GPtrArray *keeps_unpack(const char *text);

/* Why a text may not go to a place of this area: a sentence that names the
 * rule and the word that met it, with `place` as its name; NULL when it may.
 * Yours. */
char *keeps_objection(const GPtrArray *keeps, const char *text,
		      enum area area, const char *place);

#endif
