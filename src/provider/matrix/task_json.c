/* task_json.c - tasks as they stand in messages (doc/protocol.md). */
#include "provider/matrix/task_json.h"

#include <string.h>
#include "base/world.h"

#define VERSION 1
#define TITLE_MAX 2000		/* characters */
#define NOTES_MAX 16000
#define LIST_MAX 32
#define TASK_ALL ((1u << 8) - 1)

/* ---- reading ----------------------------------------------------------- */

static char *text_cut(const char *text, glong max)
{
	if (g_utf8_strlen(text, -1) <= max)
		return g_strdup(text);
	return g_utf8_substring(text, 0, max);
}

static bool read_title(struct task *t, const json_t *v)
{
	const char *text = json_string_value(v);

	if (!text || !*text)
		return false;
	g_free(t->title);
	t->title = text_cut(text, TITLE_MAX);
	return true;
}

static bool read_notes(struct task *t, const json_t *v)
{
	if (!json_is_string(v) && !json_is_null(v))
		return false;
	if (json_string_length(v) > 0)
		t->notes = text_cut(json_string_value(v), NOTES_MAX);
	return true;
}

static bool read_status(struct task *t, const json_t *v)
{
	const char *word = json_string_value(v);

	if (g_strcmp0(word, "open") && g_strcmp0(word, "done"))
		return false;
	t->status = *word == 'd' ? TASK_DONE : TASK_OPEN;
	return true;
}

static bool is_user(const char *s)
{
	return s && *s == '@' && strchr(s, ':') && strlen(s) <= 255;
}

static bool is_word(const char *s)
{
	return s && *s && strlen(s) <= 255;
}

static bool list_has(const GPtrArray *list, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)list, text,
						g_str_equal, NULL);
}

/* What fits of an array of strings; NULL when nothing does. */
static GPtrArray *read_list(const json_t *v, bool (*fits)(const char *))
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	const json_t *item;
	size_t i;

	json_array_foreach(v, i, item) {
		const char *text = json_string_value(item);

		if (list->len < LIST_MAX && fits(text) &&
		    !list_has(list, text))
			g_ptr_array_add(list, g_strdup(text));
	}
	if (list->len)
		return list;
	g_ptr_array_unref(list);
	return NULL;
}

static bool read_assignees(struct task *t, const json_t *v)
{
	if (!json_is_array(v) && !json_is_null(v))
		return false;
	t->assignees = read_list(v, is_user);
	return true;
}

static bool read_tags(struct task *t, const json_t *v)
{
	if (!json_is_array(v) && !json_is_null(v))
		return false;
	t->tags = read_list(v, is_word);
	return true;
}

/* "2026-12-01" and nothing else. */
static int64_t read_day(const char *s)
{
	int part[3] = { 0 };

	if (!s || strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return INT64_MIN;
	for (int i = 0, n = 0; i < 10; i++) {
		if (i == 4 || i == 7) {
			n++;
			continue;
		}
		if (!g_ascii_isdigit(s[i]))
			return INT64_MIN;
		part[n] = part[n] * 10 + g_ascii_digit_value(s[i]);
	}
	return civil_day(part[0], part[1], part[2]);
}

static bool read_due(struct task *t, const json_t *v)
{
	int64_t day = read_day(json_string_value(v));

	if (day == INT64_MIN && !json_is_null(v))
		return false;
	t->due = day == INT64_MIN ? TASK_NO_DUE : day;
	return true;
}

static bool read_priority(struct task *t, const json_t *v)
{
	double n = json_number_value(v);

	if (!json_is_null(v) && (!json_is_number(v) || n < 0 || n > 3 ||
				 n != (int)n))
		return false;
	t->priority = (int)n;
	return true;
}

static bool read_source(struct task *t, const json_t *v)
{
	const char *id = json_string_value(v);

	if (!id || *id != '$' || strlen(id) > 255)
		return false;
	t->source = g_strdup(id);
	return true;
}

static const struct {
	enum task_field field;
	const char *key;
	bool (*read)(struct task *t, const json_t *value);
} fields[] = {
	{ TASK_TITLE, "title", read_title },
	{ TASK_NOTES, "notes", read_notes },
	{ TASK_STATUS, "status", read_status },
	{ TASK_ASSIGNEES, "assignees", read_assignees },
	{ TASK_DUE, "due", read_due },
	{ TASK_PRIORITY, "priority", read_priority },
	{ TASK_TAGS, "tags", read_tags },
	{ TASK_SOURCE, "source", read_source },
};

static struct task *read_fields(const json_t *map)
{
	struct task *t = task_new();

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		const json_t *value = json_object_get(map, fields[i].key);

		if (value && fields[i].read(t, value))
			t->fields |= fields[i].field;
	}
	return t;
}

/* The payload of a version that we know, or NULL. */
static const json_t *payload(const json_t *content, const char *key)
{
	const json_t *map = json_map(content, key);

	return json_number(map, "v", 0) == VERSION ? map : NULL;
}

struct task *task_json_read(const json_t *content)
{
	const json_t *map = payload(content, TASK_JSON_KEY);
	struct task *t;

	if (!map)
		return NULL;
	t = read_fields(map);
	if (!t->title) {
		task_free(t);
		return NULL;
	}
	t->fields = TASK_ALL;
	return t;
}

/* Where a task came from never changes. */
static struct task *read_change(const json_t *map)
{
	struct task *t = map ? read_fields(map) : NULL;

	if (t) {
		t->fields &= ~(uint32_t)TASK_SOURCE;
		g_clear_pointer(&t->source, g_free);
	}
	return t;
}

struct task *task_json_read_edit(const json_t *content)
{
	return read_change(payload(content, TASK_JSON_KEY));
}

struct task *task_json_read_change(const json_t *content)
{
	const json_t *map = payload(content, TASK_JSON_CHANGE_KEY);

	return read_change(json_map(map, "fields"));
}

/* ---- writing ----------------------------------------------------------- */

static json_t *write_list(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; list && i < list->len; i++)
		json_array_append_new(array, json_string(list->pdata[i]));
	return array;
}

static json_t *write_text(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

static json_t *write_due(int64_t due)
{
	struct civil c;
	char text[32];

	if (due == TASK_NO_DUE)
		return json_null();
	c = civil_from_day(due);
	g_snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.mon, c.mday);
	return json_string(text);
}

static json_t *write_field(const struct task *t, enum task_field field)
{
	switch (field) {
	case TASK_TITLE:
		return write_text(t->title);
	case TASK_NOTES:
		return write_text(t->notes);
	case TASK_STATUS:
		return json_string(t->status == TASK_DONE ? "done" : "open");
	case TASK_ASSIGNEES:
		return write_list(t->assignees);
	case TASK_DUE:
		return write_due(t->due);
	case TASK_PRIORITY:
		return json_integer(t->priority);
	case TASK_TAGS:
		return write_list(t->tags);
	case TASK_SOURCE:
		return write_text(t->source);
	}
	return NULL;
}

json_t *task_json_write(const struct task *t)
{
	json_t *map = json_object();

	json_object_set_new(map, "v", json_integer(VERSION));
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		json_t *value = write_field(t, fields[i].field);

		if (json_is_null(value))
			json_decref(value);
		else
			json_object_set_new(map, fields[i].key, value);
	}
	return map;
}

json_t *task_json_write_change(const struct task *change)
{
	json_t *map = json_object(), *said = json_object();

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (!(change->fields & fields[i].field) ||
		    fields[i].field == TASK_SOURCE)
			continue;
		json_object_set_new(said, fields[i].key,
				    write_field(change, fields[i].field));
	}
	json_object_set_new(map, "v", json_integer(VERSION));
	json_object_set_new(map, "fields", said);
	return map;
}
