/*
 * task_json.h - tasks as they stand in messages (doc/protocol.md).
 *
 * A payload of a version we do not know is none; a field of the wrong type
 * counts as absent; texts and lists that are too long are cut.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_TASK_JSON_H
#define PROVIDER_MATRIX_TASK_JSON_H

#include "model/model.h"
#include "provider/matrix/json.h"

#define TASK_JSON_KEY "org.folkmoot.task"
#define TASK_JSON_CHANGE_KEY "org.folkmoot.change"

/* The task that a message's content is the root of, with all fields said
 * (absent ones have their default), or NULL. Yours. */
struct task *task_json_read(const json_t *content);
/* The same of the new content of an edit: only the fields that are there
 * are said. Yours. */
struct task *task_json_read_edit(const json_t *content);
/* The change of a task that a content holds, or NULL. Yours. */
struct task *task_json_read_change(const json_t *content);

/* The payload of a new task; of a change. Yours. */
json_t *task_json_write(const struct task *t);
json_t *task_json_write_change(const struct task *change);

#endif
