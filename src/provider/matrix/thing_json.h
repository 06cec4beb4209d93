/*
 * thing_json.h - things as they stand in messages (doc/protocol.md).
 *
 * A payload of a version we do not know is none; a field of the wrong type
 * counts as absent; texts and lists that are too long are cut. Both ways go
 * by the table of model/thing.h.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_THING_JSON_H
#define PROVIDER_MATRIX_THING_JSON_H

#include "model/model.h"
#include "provider/matrix/json.h"

#define THING_JSON_PREFIX "org.folkmoot."
#define THING_JSON_CHANGE_KEY "org.folkmoot.change"

/* The thing that a message's content is the root of, with all fields of its
 * kind said (absent ones have their default), or NULL. Of several payloads
 * the first kind of model/thing.h counts. Yours. */
struct thing *thing_json_read(const json_t *content);
/* The same of the new content of an edit: only the fields that are there
 * are said. Yours. */
struct thing *thing_json_read_edit(const json_t *content);
/* The change of a thing that a content holds, or NULL. Yours. */
struct thing *thing_json_read_change(const json_t *content);

/* The payload of a new thing; of a change. Yours. */
json_t *thing_json_write(const struct thing *t);
json_t *thing_json_write_change(const struct thing *change);

#endif
