/* A record as a row, as a chart, and with all of its fields. */
#include <string.h>
#include "text/text.h"
#include "ui/looks.h"

#define LABEL_WIDTH 12
#define FIELD_LINES 6

int look_height(struct ui *ui, const struct record *r)
{
	const struct looks *l = look_of(r->kind);
	g_autofree char *second = l->second ? look_value(ui, r, l->second)
					    : NULL;

	return second && *second ? 2 : 1;
}

/* Room for a sign, if any record of the kind has one. */
static int sign_width(const struct surface *s, const struct looks *l)
{
	int most = 0;

	for (int i = 0; i < LOOK_SHADES; i++)
		if (l->shades[i].sign)
			most = MAX(most, text_width(surface_symbol(s,
						l->shades[i].sign), -1) + 1);
	return most;
}

static enum role column_role(const struct look_column *c,
			     const struct record *r)
{
	const char *text = record_get(r, c->field);

	if (text && !strcmp(c->field, "area"))
		return !strcmp(text, "internal") ? ROLE_INTERNAL :
		       !strcmp(text, "external") ? ROLE_EXTERNAL :
		       !strcmp(text, "public") ? ROLE_PUBLIC : ROLE_DIM;
	return c->role;
}

static char *column_words(struct ui *ui, const struct look_column *c,
			  const struct record *r)
{
	const struct field *f = record_field(r, c->field);
	char *value;

	if (c->one && f && f->kind == FIELD_INT) {
		if (!f->number && !c->zero)
			return g_strdup("");
		return g_strdup_printf("%" G_GINT64_FORMAT " %s", f->number,
				       f->number == 1 ? c->one : c->many);
	}
	value = look_value(ui, r, c->field);
	if (!strcmp(c->field, "area")) {
		char *upper = g_ascii_strup(value, -1);

		g_free(value);
		return upper;
	}
	return value;
}

/* Columns stand at the right edge, the last one outermost. Where the next
 * thing to their left must end. */
static int draw_columns(struct ui *ui, struct surface *s, struct rect at,
			const struct record *r, unsigned marks)
{
	const struct looks *l = look_of(r->kind);
	int right = at.x + at.w - 1;

	for (int i = LOOK_COLUMNS - 1; i >= 0; i--) {
		const struct look_column *c = &l->right[i];
		g_autofree char *words = NULL;

		if (!c->field || at.w < c->from)
			continue;
		words = column_words(ui, c, r);
		right -= c->width;
		surface_put_cut(s, AT(right, at.y, c->width - 1),
				INK(column_role(c, r), marks), words);
	}
	return right;
}

static void draw_second(struct ui *ui, struct surface *s, struct rect at,
			const struct record *r, int x)
{
	const struct looks *l = look_of(r->kind);
	g_autofree char *words = l->second && at.h > 1 ?
				 look_value(ui, r, l->second) : NULL;

	if (words)
		surface_put_cut(s, AT(x, at.y + 1, at.x + at.w - 1 - x),
				PLAIN(ROLE_DIM), words);
}

void look_draw(struct ui *ui, struct surface *s, struct rect at,
	       const struct record *r, struct look_state state)
{
	const struct looks *l = look_of(r->kind);
	unsigned marks = state.selected ? MARK_BRIGHT : 0;
	const char *sign;
	enum role role = look_role(ui, l, r, &sign);
	g_autofree char *text = look_value(ui, r, l->text);
	int x = at.x + 2, right = draw_columns(ui, s, at, r, marks);

	say_bar(s, at.x, at.y, state.selected, state.focus);
	if (state.marked)
		surface_put(s, AT(at.x + 1, at.y, 1), PLAIN(ROLE_CHOSEN),
			    surface_symbol(s, "•"), -1);
	if (sign)
		surface_put(s, AT(x, at.y, 3), INK(role, marks),
			    surface_symbol(s, sign), -1);
	x += sign_width(s, l);
	if (l->left) {
		g_autofree char *left = look_value(ui, r, l->left);
		int width = MIN(l->left_width, at.w / 4);

		surface_put_cut(s, AT(x, at.y, width),
				INK(l->left_role, marks), left);
		x += width + 1;
	}
	surface_put_cut(s, AT(x, at.y, right - 1 - x), INK(role, marks),
			*text ? text : surface_symbol(s, "–"));
	draw_second(ui, s, at, r, x);
}

/* ---- details ------------------------------------------------------------------ */

static const struct {
	const char *name, *label;	/* NULL: not shown */
} labels[] = {
	{ "section", NULL }, { "html", NULL }, { "room", NULL },
	{ "item", NULL }, { "late", NULL },
	{ "act", NULL }, { "left", NULL }, { "right", NULL },
	{ "id", NULL }, { "snippet", NULL }, { "own", NULL },
	{ "txn", NULL }, { "creator", NULL }, { "reply_to", NULL },
	{ "ts", "written" }, { "room_name", "place" },
	{ "creator_name", "by" }, { "age_ms", "age" },
	{ "mine", "my answer" }, { "yes", "coming" }, { "no", "not coming" },
	{ "up", "for" }, { "down", "against" }, { "made", "written" },
};

/* The words before a value; NULL: it is not shown. Yours. */
static char *label_of(const char *name)
{
	char *label;

	for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
		if (!strcmp(labels[i].name, name))
			return g_strdup(labels[i].label);
	label = text_clean(name, -1, TEXT_NAME, 64);
	return g_strdelimit(label, "_", ' ');
}

static int draw_wrapped(struct surface *s, struct rect r, struct ink ink,
			const char *text)
{
	struct rich *rich = rich_from_plain(text, strlen(text));
	struct layout l;
	unsigned n, lines;

	layout_init(&l, rich, MAX(r.w, 8), MIN(r.h, FIELD_LINES), NULL);
	lines = layout_lines(&l);
	for (unsigned i = 0; i < lines; i++) {
		const struct span *span = layout_line(&l, i, &n);
		int x = r.x;

		for (unsigned k = 0; k < n; k++)
			x += surface_put(s, AT(x, r.y + i, r.x + r.w - x),
					 ink, span[k].s, span[k].len);
	}
	layout_clear(&l);
	rich_free(rich);
	return MAX(lines, 1);
}

/* A whole text of a field, several lines of it. */
static char *whole_value(struct ui *ui, const struct record *r,
			 const struct field *f)
{
	if (f->kind == FIELD_TEXT && strchr(f->text, '\n'))
		return text_clean(f->text, -1, TEXT_BLOCK, 0);
	return look_value(ui, r, f->name);
}

static int draw_field(struct ui *ui, struct surface *s, struct rect at,
		      const struct record *r, const struct field *f)
{
	g_autofree char *label = label_of(f->name);
	g_autofree char *value = label ? whole_value(ui, r, f) : NULL;
	int wide = MIN(LABEL_WIDTH, at.w / 3);

	if (!label || !*value)
		return 0;
	surface_put_cut(s, AT(at.x, at.y, wide - 1), PLAIN(ROLE_DIM), label);
	return draw_wrapped(s, (struct rect){ at.x + wide, at.y,
			    at.w - wide, at.h }, PLAIN(ROLE_TEXT), value);
}

void look_draw_details(struct ui *ui, struct surface *s, struct rect at,
		       const struct record *r)
{
	g_autofree char *text = look_value(ui, r, look_of(r->kind)->text);
	const char *id = record_get(r, "id");
	int y = at.y, end = at.y + at.h;

	y += draw_wrapped(s, (struct rect){ at.x, y, at.w, at.h },
			  PLAIN(ROLE_BRIGHT), text);
	for (guint i = 0; i < r->fields->len && y < end; i++) {
		const struct field *f = g_ptr_array_index(r->fields, i);
		g_autofree char *value = look_value(ui, r, f->name);

		if (strcmp(value, text))
			y += draw_field(ui, s, (struct rect){ at.x, y, at.w,
					end - y }, r, f);
	}
	if (id && y < end) {
		g_autofree char *clean = text_clean(id, -1, TEXT_LINE, 0);

		surface_put_cut(s, AT(at.x, y, at.w), PLAIN(ROLE_DIM),
				clean);
	}
}

/* ---- what is not a row ----------------------------------------------------- */

bool look_is_text(const struct record *r)
{
	return !g_strcmp0(r->kind, "line") || !g_strcmp0(r->kind, "heading");
}

bool look_is_drawing(const struct record *r)
{
	return !g_strcmp0(r->kind, "bar") || !g_strcmp0(r->kind, "spark");
}

static void draw_bar(struct surface *s, struct at at, const struct record *r)
{
	int64_t max = MAX(record_number(r, "max"), 1);
	int64_t value = CLAMP(record_number(r, "value"), 0, max);
	int full = (int)((double)value / max * at.max + 0.5);

	full = MAX(full, value > 0);
	surface_fill(s, AT(at.x, at.y, full), PLAIN(ROLE_ACCENT), "█");
	surface_fill(s, AT(at.x + full, at.y, at.max - full),
		     PLAIN(ROLE_DIM), "·");
}

/* The values are numbers in words: texts, or one text with blanks. */
static GArray *spark_values(const struct record *r)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(double));
	const struct field *f = record_field(r, "values");
	g_auto(GStrv) words = f && f->text ? g_strsplit_set(f->text, " ,", -1)
					   : NULL;
	guint n = words ? g_strv_length(words) :
		  f && f->texts ? f->texts->len : 0;

	for (guint i = 0; i < n && i < 500; i++) {
		const char *word = words ? words[i] :
				   g_ptr_array_index(f->texts, i);
		double v = g_ascii_strtod(word, NULL);

		if (*word)
			g_array_append_val(out, v);
	}
	return out;
}

static void draw_spark(struct surface *s, struct at at,
		       const struct record *r)
{
	static const char *const steps[] = { "▁", "▂", "▃", "▄", "▅", "▆",
					     "▇", "█" };
	g_autoptr(GArray) values = spark_values(r);
	double most = 0;

	for (guint i = 0; i < values->len; i++)
		most = MAX(most, g_array_index(values, double, i));
	for (guint i = 0; i < values->len && (int)i < at.max; i++) {
		double v = g_array_index(values, double, i);
		int step = v > 0 && most > 0 ? (int)(v / most * 7 + 0.5) : 0;

		surface_put(s, AT(at.x + i, at.y, 1), PLAIN(ROLE_ACCENT),
			    surface_symbol(s, steps[CLAMP(step, 0, 7)]), -1);
	}
}

void look_draw_chart(struct surface *s, struct rect at,
		     const struct record *r)
{
	int label = at.w / 3, last = at.w / 5, x = at.x + 2;
	struct at chart = AT(x + label + 1, at.y, at.w - label - last - 5);
	const char *names[] = { "label", "text" };

	for (int i = 0; i < 2; i++) {
		const char *raw = record_get(r, names[i]);
		g_autofree char *text = text_clean(raw, -1, TEXT_LINE, 0);

		surface_put_cut(s, i ? AT(chart.x + chart.max + 1, at.y, last)
				: AT(x, at.y, label), PLAIN(ROLE_TEXT), text);
	}
	if (!strcmp(r->kind, "bar"))
		draw_bar(s, chart, r);
	else
		draw_spark(s, chart, r);
}
