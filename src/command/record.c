#include "command/record.h"

#include <string.h>

static void clear_value(struct field *f)
{
	g_clear_pointer(&f->text, g_free);
	if (f->texts)
		g_ptr_array_unref(f->texts);
	f->texts = NULL;
	g_clear_pointer(&f->nested, record_free);
	f->number = 0;
	f->kind = FIELD_NULL;
}

static void field_free(gpointer data)
{
	struct field *f = data;

	clear_value(f);
	g_free(f->name);
	g_free(f);
}

struct record *record_new(const char *kind)
{
	struct record *r = g_new0(struct record, 1);

	r->kind = g_strdup(kind);
	r->fields = g_ptr_array_new_with_free_func(field_free);
	return r;
}

void record_free(struct record *r)
{
	if (!r)
		return;
	g_ptr_array_unref(r->fields);
	g_free(r->kind);
	g_free(r);
}

const struct field *record_field(const struct record *r, const char *name)
{
	for (guint i = 0; i < r->fields->len; i++) {
		struct field *f = g_ptr_array_index(r->fields, i);

		if (!strcmp(f->name, name))
			return f;
	}
	return NULL;
}

const char *record_get(const struct record *r, const char *name)
{
	const struct field *f = record_field(r, name);

	return f ? f->text : NULL;
}

int64_t record_number(const struct record *r, const char *name)
{
	const struct field *f = record_field(r, name);

	return f ? f->number : 0;
}

/* The field of a name, empty; NULL for no record (a front that shows none). */
static struct field *put(struct record *r, const char *name,
			 enum field_kind kind)
{
	struct field *f;

	if (!r)
		return NULL;
	f = (struct field *)record_field(r, name);
	if (!f) {
		f = g_new0(struct field, 1);
		f->name = g_strdup(name);
		g_ptr_array_add(r->fields, f);
	}
	clear_value(f);
	f->kind = kind;
	return f;
}

void record_text(struct record *r, const char *name, const char *value)
{
	struct field *f = put(r, name, value ? FIELD_TEXT : FIELD_NULL);

	if (f)
		f->text = g_strdup(value);
}

void record_int(struct record *r, const char *name, int64_t value)
{
	struct field *f = put(r, name, FIELD_INT);

	if (f)
		f->number = value;
}

void record_bool(struct record *r, const char *name, bool value)
{
	struct field *f = put(r, name, FIELD_BOOL);

	if (f)
		f->number = value;
}

void record_null(struct record *r, const char *name)
{
	put(r, name, FIELD_NULL);
}

void record_texts(struct record *r, const char *name, const GPtrArray *values)
{
	struct field *f = put(r, name, FIELD_TEXTS);

	if (!f)
		return;
	f->texts = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; values && i < values->len; i++)
		g_ptr_array_add(f->texts,
				g_strdup(g_ptr_array_index(values, i)));
}

struct record *record_nested(struct record *r, const char *name)
{
	struct field *f = put(r, name, FIELD_RECORD);

	if (!f)
		return NULL;
	f->nested = record_new(NULL);
	return f->nested;
}

void record_counts(struct record *r, const char *name, const char *key,
		   int64_t n)
{
	const struct field *f = r ? record_field(r, name) : NULL;
	struct record *in = f && f->nested ? f->nested
					   : record_nested(r, name);

	if (key)
		record_int(in, key, n);
}
