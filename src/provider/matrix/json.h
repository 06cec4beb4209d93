/*
 * json.h - reading JSON that anybody may have written.
 *
 * Two things. First, json_read(): text of one event to a jansson value, in
 * spite of what other people's servers let pass. jansson refuses a whole
 * text for a NUL or a lone surrogate written as \u escape, for an integer
 * beyond 64 bits, for invalid UTF-8 and for raw control bytes; each of them
 * can be sent by any member of a room and would otherwise hold up the sync
 * for ever. Such a text is cleaned and read again: the bad character becomes
 * U+FFFD, the number the nearest one that all JSON readers agree on (RFC
 * 8259, section 6: within 2^53-1). What is still no JSON is NULL.
 *
 * Second, readers for the fields of an object, for any type they might turn
 * out to have (MSC2801: every field of an event is untrusted). They take
 * NULL, or a value that is no object, for an object without the field. All
 * that they return is borrowed from the value. Strings are valid UTF-8
 * without NUL; they may hold any other character and have any length.
 *
 * Thread: any; a value belongs to one thread.
 */
#ifndef PROVIDER_MATRIX_JSON_H
#define PROVIDER_MATRIX_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>
#include <jansson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

/* The largest integer that may be written (Matrix: Canonical JSON). */
#define JSON_INTEGER_MAX INT64_C(9007199254740991)

/* The value of a text, of any type, or NULL. Yours: json_decref(). */
json_t *json_read(const char *raw, size_t len);
/* The same, but NULL unless it is an object. */
json_t *json_read_map(const char *raw, size_t len);
/* The text with everything replaced that jansson would refuse and that can
 * be replaced. Yours. Not needed before json_read(). */
GString *json_clean(const char *raw, size_t len);

/* A string field, or NULL. */
const char *json_text(const json_t *map, const char *key);
/* A string field that can be an identifier: not empty and of at most 255
 * bytes; or NULL. */
const char *json_id(const json_t *map, const char *key);
/* An object or an array field, or NULL. */
json_t *json_map(const json_t *map, const char *key);
json_t *json_list(const json_t *map, const char *key);
/* True when the field is `true`. */
bool json_flag(const json_t *map, const char *key);
/* An integer, or a real without its fraction; else `otherwise`. */
int64_t json_number(const json_t *map, const char *key, int64_t otherwise);
/* A power level: as json_number(), and a decimal string as rooms before
 * version 10 may have it ("50", " +100 "). Within +-10^9. */
int json_level(const json_t *map, const char *key, int otherwise);
/* Whether the array field holds this string. */
bool json_lists(const json_t *map, const char *key, const char *text);

/* The compact text of a value, which is given away. Yours. */
char *json_write(json_t *take);

#endif
