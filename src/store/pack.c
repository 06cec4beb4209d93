#include "store/internal.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

/* Fields end with RS; an absent one is empty, a present one begins with "=".
 * Clean texts hold neither RS nor US. */
#define FIELD_END '\x1e'
#define ITEM_END '\x1f'

/* ---- lists --------------------------------------------------------------- */

char *pack_list(const GPtrArray *list)
{
	GString *out;

	if (!list || !list->len)
		return NULL;
	out = g_string_new(NULL);
	for (guint i = 0; i < list->len; i++) {
		const char *item = list->pdata[i];

		if (!item || !item[0] || strchr(item, '\n'))
			continue;
		if (out->len)
			g_string_append_c(out, '\n');
		g_string_append(out, item);
	}
	return g_string_free(out, FALSE);
}

GPtrArray *pack_read_list(const char *text)
{
	GPtrArray *list;

	if (!text || !text[0])
		return NULL;
	list = g_ptr_array_new_with_free_func(g_free);
	while (*text) {
		size_t len = strcspn(text, "\n");

		g_ptr_array_add(list, g_strndup(text, len));
		text += len + (text[len] == '\n');
	}
	return list;
}

/* ---- tasks --------------------------------------------------------------- */

static void put_field(GString *out, const char *text)
{
	if (text) {
		g_string_append_c(out, '=');
		for (; *text; text++)
			if (*text != FIELD_END && *text != ITEM_END)
				g_string_append_c(out, *text);
	}
	g_string_append_c(out, FIELD_END);
}

static void put_list(GString *out, const GPtrArray *list)
{
	if (list) {
		g_string_append_c(out, '=');
		for (guint i = 0; i < list->len; i++)
			g_string_append_printf(out, "%s%c",
					       (char *)list->pdata[i],
					       ITEM_END);
	}
	g_string_append_c(out, FIELD_END);
}

char *pack_task(const struct task *t)
{
	GString *out;

	if (!t)
		return NULL;
	out = g_string_new(NULL);
	g_string_append_printf(out, "%u %d %" G_GINT64_FORMAT " %d%c",
			       t->fields, (int)t->status, t->due, t->priority,
			       FIELD_END);
	put_field(out, t->title);
	put_field(out, t->notes);
	put_field(out, t->source);
	put_list(out, t->assignees);
	put_list(out, t->tags);
	return g_string_free(out, FALSE);
}

/* The next field of *at, or NULL when it is absent. Yours. */
static char *take_field(const char **at)
{
	size_t len = strcspn(*at, "\x1e");
	char *field = **at == '=' ? g_strndup(*at + 1, len - 1) : NULL;

	*at += len + ((*at)[len] == FIELD_END);
	return field;
}

static GPtrArray *take_list(const char **at)
{
	g_autofree char *field = take_field(at);
	GPtrArray *list;

	if (!field)
		return NULL;
	list = g_ptr_array_new_with_free_func(g_free);
	for (const char *item = field; *item;) {
		size_t len = strcspn(item, "\x1f");

		g_ptr_array_add(list, g_strndup(item, len));
		item += len + (item[len] == ITEM_END);
	}
	return list;
}

struct task *pack_read_task(const char *text)
{
	struct task *t;
	char *end;

	if (!text || !text[0])
		return NULL;
	t = task_new();
	t->fields = (uint32_t)strtoul(text, &end, 10);
	t->status = strtol(end, &end, 10) == TASK_DONE ? TASK_DONE : TASK_OPEN;
	t->due = g_ascii_strtoll(end, &end, 10);
	t->priority = (int)strtol(end, &end, 10);
	if (*end != FIELD_END) {
		task_free(t);
		return NULL;
	}
	text = end + 1;
	t->title = take_field(&text);
	t->notes = take_field(&text);
	t->source = take_field(&text);
	t->assignees = take_list(&text);
	t->tags = take_list(&text);
	return t;
}

/* ---- texts --------------------------------------------------------------- */

const char *pack_bounded(const char *text, size_t max, char **own)
{
	const char *end;

	if (!text || strlen(text) <= max)
		return text;
	end = g_utf8_find_prev_char(text, text + max + 1);
	*own = g_strndup(text, end ? (size_t)(end - text) : 0);
	return *own;
}

/* FNV-1a with 64 bits over the skeleton of the name. */
int64_t pack_look(const char *name)
{
	g_autofree char *skeleton = text_skeleton(name);
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (const char *c = skeleton; *c; c++)
		h = (h ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	return (int64_t)h;
}

char *pack_local(const char *uid)
{
	const char *start = uid + (*uid == '@');
	size_t len = strcspn(start, ":");

	return len ? g_strndup(start, len) : g_strdup(uid);
}

void store_free_room(void *room)
{
	room_free(room);
}

void store_free_post(void *post)
{
	post_free(post);
}
