/* charter_pack.c - a charter as one text: a line for each member, its name
 * and its value. Line ends inside of values are RS, parts of an outcome end
 * with US; clean texts hold neither. */
#include "model/charter.h"

#include <string.h>

#define LINE_END '\x1e'
#define PART_END '\x1f'
#define PARTS 7

static void put_value(GString *out, const char *text)
{
	for (; text && *text; text++)
		if (*text == '\n')
			g_string_append_c(out, LINE_END);
		else if (*text != LINE_END && *text != PART_END)
			g_string_append_c(out, *text);
}

static void put_text(GString *out, const char *name, const char *text)
{
	if (!text)
		return;
	g_string_append_printf(out, "%s ", name);
	put_value(out, text);
	g_string_append_c(out, '\n');
}

static void put_number(GString *out, const char *name, int64_t n)
{
	g_string_append_printf(out, "%s %" G_GINT64_FORMAT "\n", name, n);
}

static void put_outcome(GString *out, const struct outcome *o)
{
	const char *const texts[] = { o->id, o->text, o->measure, o->unit };

	g_string_append(out, "outcome ");
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		put_value(out, texts[i]);
		g_string_append_c(out, PART_END);
	}
	g_string_append_printf(out, "%" G_GINT64_FORMAT "%c%" G_GINT64_FORMAT
			       "%c%d\n", o->target, PART_END, o->figure,
			       PART_END, o->done);
}

char *charter_pack(const struct charter *c)
{
	GString *out;

	if (!c)
		return NULL;
	out = g_string_new(NULL);
	put_number(out, "v", c->version);
	put_number(out, "fields", c->fields);
	put_text(out, "issue", c->issue);
	put_text(out, "owner", c->owner);
	put_text(out, "rules", c->rules);
	put_text(out, "contact", c->contact);
	put_number(out, "review", c->review);
	put_number(out, "area", (int64_t)c->area);
	put_number(out, "accept", c->accept);
	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++)
		put_outcome(out, c->outcomes->pdata[i]);
	return g_string_free(out, FALSE);
}

static char *take_value(const char *text)
{
	return *text ? g_strdelimit(g_strdup(text), "\x1e", '\n') : NULL;
}

static void free_outcome(void *o)
{
	outcome_free(o);
}

static void take_outcome(struct charter *c, const char *value)
{
	g_auto(GStrv) part = g_strsplit(value, "\x1f", PARTS + 1);
	struct outcome *o;

	if (g_strv_length(part) != PARTS || !*part[0])
		return;
	o = outcome_new(part[0]);
	o->text = take_value(part[1]);
	o->measure = take_value(part[2]);
	o->unit = take_value(part[3]);
	o->target = g_ascii_strtoll(part[4], NULL, 10);
	o->figure = g_ascii_strtoll(part[5], NULL, 10);
	o->done = *part[6] == '1';
	if (!c->outcomes)
		c->outcomes = g_ptr_array_new_with_free_func(free_outcome);
	g_ptr_array_add(c->outcomes, o);
}

static void take_line(struct charter *c, const char *name, const char *value)
{
	const struct {
		const char *name;
		char **at;
	} texts[] = {
		{ "issue", &c->issue }, { "owner", &c->owner },
		{ "rules", &c->rules }, { "contact", &c->contact },
	};
	int64_t n = g_ascii_strtoll(value, NULL, 10);

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(texts[i].name, name) == 0) {
			g_free(*texts[i].at);
			*texts[i].at = take_value(value);
		}
	if (strcmp(name, "v") == 0)
		c->version = (int)n;
	else if (strcmp(name, "fields") == 0)
		c->fields = (uint32_t)n;
	else if (strcmp(name, "review") == 0)
		c->review = n;
	else if (strcmp(name, "area") == 0 && n >= 0 && n <= AREA_PUBLIC)
		c->area = (enum area)n;
	else if (strcmp(name, "accept") == 0)
		c->accept = n == 1;
	else if (strcmp(name, "outcome") == 0)
		take_outcome(c, value);
}

struct charter *charter_unpack(const char *text)
{
	g_auto(GStrv) lines = NULL;
	struct charter *c;

	if (!text || !g_str_has_prefix(text, "v "))
		return NULL;
	c = charter_new();
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		char *gap = strchr(*line, ' ');

		if (!gap)
			continue;
		*gap = '\0';
		take_line(c, *line, gap + 1);
	}
	return c;
}
