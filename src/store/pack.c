#include "store/internal.h"

#include "text/text.h"

#include <stdlib.h>
#include <string.h>

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

/* ---- polls --------------------------------------------------------------- */

/* Fields end with RS; an absent one is empty, a present one begins with "=".
 * Clean texts hold no RS. */
#define FIELD_END '\x1e'

static void put_field(GString *out, const char *text)
{
	if (text) {
		g_string_append_c(out, '=');
		for (; *text; text++)
			if (*text != FIELD_END)
				g_string_append_c(out, *text);
	}
	g_string_append_c(out, FIELD_END);
}

/* The next field of *at, or NULL when it is absent. Yours. */
static char *take_field(const char **at)
{
	size_t len = strcspn(*at, "\x1e");
	char *field = **at == '=' ? g_strndup(*at + 1, len - 1) : NULL;

	*at += len + ((*at)[len] == FIELD_END);
	return field;
}

char *pack_poll(const struct poll *p)
{
	GString *out;

	if (!p)
		return NULL;
	out = g_string_new(NULL);
	g_string_append_printf(out, "%d %d%c", (int)p->hidden, p->max,
			       FIELD_END);
	put_field(out, p->question);
	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		put_field(out, a->id);
		put_field(out, a->text);
	}
	return g_string_free(out, FALSE);
}

struct poll *pack_read_poll(const char *text)
{
	struct poll *p;
	char *end;
	long max;

	if (!text || !text[0])
		return NULL;
	p = poll_new(NULL);
	p->hidden = strtol(text, &end, 10) != 0;
	max = strtol(end, &end, 10);
	p->max = (int)CLAMP(max, 1, POLL_ANSWERS_MAX);
	text = *end == FIELD_END ? end + 1 : "";
	p->question = take_field(&text);
	while (p->question && *text) {
		g_autofree char *id = take_field(&text);
		g_autofree char *answer = take_field(&text);

		poll_add(p, id, answer);
	}
	if (p->answers->len)
		return p;
	poll_free(p);
	return NULL;
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

void store_free_thing(void *thing)
{
	thing_free(thing);
}
