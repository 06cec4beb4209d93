/* thing_pack.c - a thing as one text, for tables and sockets. */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

/* "tKIND FIELDS [TURN]" RS, then "KEY=VALUE" RS for each field that says something.
 * Entries of a list end with US; the parts of a step are parted by GS. Clean
 * texts hold none of the three. */
#define FIELD_END '\x1e'
#define ITEM_END '\x1f'
#define PART_END '\x1d'

static void *member(const struct thing *t, const struct thing_field *f)
{
	return (char *)t + f->at;
}

/* ---- out ----------------------------------------------------------------- */

static void put_text(GString *out, const char *text)
{
	for (; *text; text++)
		if (*text < PART_END || *text > ITEM_END)
			g_string_append_c(out, *text);
}

static void put_list(GString *out, const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		put_text(out, list->pdata[i]);
		g_string_append_c(out, ITEM_END);
	}
}

static void put_steps(GString *out, const GPtrArray *steps)
{
	for (guint i = 0; i < steps->len; i++) {
		const struct step *s = steps->pdata[i];

		put_text(out, s->id);
		g_string_append_c(out, PART_END);
		g_string_append_c(out, !s->text ? '-' : s->done ? 'x' : ' ');
		put_text(out, s->text ? s->text : "");
		g_string_append_c(out, ITEM_END);
	}
}

static bool is_set(const struct thing *t, const struct thing_field *f)
{
	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
		return *(int *)member(t, f) != 0;
	case TYPE_DAY:
		return *(int64_t *)member(t, f) != NO_DAY;
	case TYPE_TIME:
		return *(int64_t *)member(t, f) != 0;
	default:
		return *(void **)member(t, f) != NULL;
	}
}

static void put_value(GString *out, const struct thing *t,
		      const struct thing_field *f)
{
	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
		g_string_append_printf(out, "%d", *(int *)member(t, f));
		break;
	case TYPE_DAY:
	case TYPE_TIME:
		g_string_append_printf(out, "%" G_GINT64_FORMAT,
				       *(int64_t *)member(t, f));
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		put_list(out, *(GPtrArray **)member(t, f));
		break;
	case TYPE_STEPS:
		put_steps(out, *(GPtrArray **)member(t, f));
		break;
	default:
		put_text(out, *(char **)member(t, f));
	}
}

char *thing_pack(const struct thing *t)
{
	GString *out;

	if (!t)
		return NULL;
	out = g_string_new(NULL);
	g_string_append_printf(out, "t%d %u", (int)t->kind, t->fields);
	if (t->turn)
		g_string_append_printf(out, " %" G_GINT64_FORMAT, t->turn);
	g_string_append_c(out, FIELD_END);
	for (const struct thing_field *f = thing_fields(); f->key; f++) {
		if (!is_set(t, f))
			continue;
		g_string_append_printf(out, "%s=", f->key);
		put_value(out, t, f);
		g_string_append_c(out, FIELD_END);
	}
	return g_string_free(out, FALSE);
}

/* ---- in ------------------------------------------------------------------- */

static GPtrArray *take_list(const char *text)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	while (*text) {
		size_t len = strcspn(text, "\x1f");

		g_ptr_array_add(list, g_strndup(text, len));
		text += len + (text[len] == ITEM_END);
	}
	return list;
}

static void take_step(struct thing *t, const char *text)
{
	const char *rest = strchr(text, PART_END);
	g_autofree char *id = rest ? g_strndup(text, (gsize)(rest - text)) :
				     NULL;

	if (id && rest[1])
		thing_put_step(t, id, rest[1] == '-' ? NULL : rest + 2,
			       rest[1] == 'x');
}

static void take_steps(struct thing *t, const char *text)
{
	g_autoptr(GPtrArray) list = take_list(text);

	for (guint i = 0; i < list->len; i++)
		take_step(t, list->pdata[i]);
}

static void take_value(struct thing *t, const struct thing_field *f,
		       const char *text)
{
	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
		*(int *)member(t, f) = (int)strtol(text, NULL, 10);
		break;
	case TYPE_DAY:
	case TYPE_TIME:
		*(int64_t *)member(t, f) = g_ascii_strtoll(text, NULL, 10);
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		if (!*(GPtrArray **)member(t, f))
			*(GPtrArray **)member(t, f) = take_list(text);
		break;
	case TYPE_STEPS:
		take_steps(t, text);
		break;
	default:
		if (!*(char **)member(t, f))
			*(char **)member(t, f) = g_strdup(text);
	}
}

static void take_field(struct thing *t, const char *text)
{
	for (const struct thing_field *f = thing_fields(); f->key; f++) {
		size_t len = strlen(f->key);

		if (strncmp(text, f->key, len) == 0 && text[len] == '=') {
			take_value(t, f, text + len + 1);
			return;
		}
	}
}

static struct thing *unpack_fields(const char *text)
{
	char *end;
	struct thing *t = thing_new((enum thing_kind)strtol(text, &end, 10));

	t->fields = (uint32_t)strtoul(end, &end, 10);
	if (*end == ' ')
		t->turn = g_ascii_strtoll(end, &end, 10);
	if (*end != FIELD_END || !thing_kind_word(t->kind)) {
		thing_free(t);
		return NULL;
	}
	for (text = end + 1; *text;) {
		size_t len = strcspn(text, "\x1e");
		g_autofree char *field = g_strndup(text, len);

		take_field(t, field);
		text += len + (text[len] == FIELD_END);
	}
	return t;
}

/* ---- the first schema: "FIELDS STATUS DUE PRIORITY", five fields ------------- */

/* The next field of *at, or NULL when it is absent. Yours. */
static char *next_field(const char **at)
{
	size_t len = strcspn(*at, "\x1e");
	char *field = **at == '=' ? g_strndup(*at + 1, len - 1) : NULL;

	*at += len + ((*at)[len] == FIELD_END);
	return field;
}

static GPtrArray *next_list(const char **at)
{
	g_autofree char *field = next_field(at);

	return field ? take_list(field) : NULL;
}

static struct thing *unpack_first(const char *text)
{
	struct thing *t = thing_new(KIND_TASK);
	char *end;

	t->fields = (uint32_t)strtoul(text, &end, 10);
	t->status = strtol(end, &end, 10) == TASK_DONE ? TASK_DONE : TASK_OPEN;
	t->due = g_ascii_strtoll(end, &end, 10);
	t->priority = (int)strtol(end, &end, 10);
	if (*end != FIELD_END) {
		thing_free(t);
		return NULL;
	}
	text = end + 1;
	t->title = next_field(&text);
	t->notes = next_field(&text);
	t->source = next_field(&text);
	t->assignees = next_list(&text);
	t->tags = next_list(&text);
	return t;
}

struct thing *thing_unpack(const char *text)
{
	if (!text || !text[0])
		return NULL;
	return text[0] == 't' ? unpack_fields(text + 1) : unpack_first(text);
}
