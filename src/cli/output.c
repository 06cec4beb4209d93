/* Answers as JSON, one object a line. */
#include "cli/front.h"

#include <jansson.h>
#include <string.h>
#include "text/text.h"

#define TEXT_MAX (1 << 22)

/* HTML is kept as it was received, and JSON leaves in what is above U+001F: a
 * terminal may yet be where this goes. */
static json_t *text_value(const char *text)
{
	g_autofree char *clean = NULL;

	if (text_is_clean(text, strlen(text), TEXT_BLOCK))
		return json_string(text);
	clean = text_clean(text, -1, TEXT_BLOCK, TEXT_MAX);
	return json_string(clean);
}

static json_t *texts_value(const GPtrArray *texts)
{
	json_t *list = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(list, text_value(
					g_ptr_array_index(texts, i)));
	return list;
}

static json_t *record_value(const struct record *r);

static json_t *field_value(const struct field *f)
{
	switch (f->kind) {
	case FIELD_TEXT:
		return text_value(f->text);
	case FIELD_INT:
		return json_integer(f->number);
	case FIELD_BOOL:
		return json_boolean(f->number);
	case FIELD_TEXTS:
		return texts_value(f->texts);
	case FIELD_RECORD:
		return record_value(f->nested);
	case FIELD_NULL:
		break;
	}
	return json_null();
}

static json_t *record_value(const struct record *r)
{
	json_t *object = json_object();

	for (guint i = 0; i < r->fields->len; i++) {
		const struct field *f = g_ptr_array_index(r->fields, i);

		json_object_set_new(object, f->name, field_value(f));
	}
	return object;
}

static void print_value(FILE *to, json_t *take)
{
	char *line = json_dumps(take, JSON_COMPACT);

	if (line)
		fprintf(to, "%s\n", line);
	free(line);
	json_decref(take);
}

void output_record(FILE *to, const struct record *r)
{
	print_value(to, record_value(r));
}

void output_error(FILE *to, const char *code, const char *message)
{
	json_t *inner = json_object();
	json_t *outer = json_object();

	if (code)
		json_object_set_new(inner, "code", json_string(code));
	json_object_set_new(inner, "message", text_value(message));
	json_object_set_new(outer, code ? "error" : "note", inner);
	print_value(to, outer);
}
