/*
 * strings.h - lists of strings inside the values of the model.
 *
 * The model holds lists of ids and words as GPtrArray of char *. They are
 * owned by the value that holds them; NULL is a list that is not known or
 * empty. Whoever fills one need not have set a free function: strings_free()
 * frees what is in it in any case.
 *
 * Thread: any; private to model/.
 */
#ifndef MODEL_STRINGS_H
#define MODEL_STRINGS_H

#include <glib.h>

/* A deep copy, yours; NULL for NULL. */
GPtrArray *strings_copy(const GPtrArray *strings);
/* NULL is fine. */
void strings_free(GPtrArray *strings);

#endif
