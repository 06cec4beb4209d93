#include "ui/field.h"

#include <string.h>

#define STARS 40

int field_lines(const struct field *f, int width)
{
	struct editor_view v;
	int n = 1;

	if (!f->editor || !f->editor->many)
		return 1;
	editor_layout(f->editor, width - f->label_width - 1, &v);
	n = CLAMP((int)v.starts->len - 1, 1, FIELD_LINES);
	editor_view_clear(&v);
	return n;
}

static void draw_secret(struct ui *ui, struct surface *s, struct at at,
			const struct field *f)
{
	const char *text = f->editor->text->str;
	g_autofree char *stars = g_strnfill(MIN(g_utf8_strlen(text, -1),
						STARS), '*');

	surface_put(s, at, PLAIN(ROLE_INPUT), stars, -1);
	if (!f->on)
		return;
	ui->cursor_x = at.x + MIN((int)g_utf8_strlen(text, f->editor->at),
				  STARS);
	ui->cursor_y = at.y;
}

/* A long line is shown where the cursor is. */
static void draw_one(struct ui *ui, struct surface *s, struct at at,
		     const struct field *f)
{
	const struct editor *e = f->editor;
	struct editor_view v;
	gsize from;

	editor_layout(e, at.max - 1, &v);
	from = f->on ? g_array_index(v.starts, gsize, v.line) : 0;
	if (f->on)
		surface_put(s, at, PLAIN(ROLE_INPUT), e->text->str + from, -1);
	else
		surface_put_cut(s, at, PLAIN(ROLE_INPUT), e->text->str);
	if (f->on) {
		ui->cursor_x = at.x + v.column;
		ui->cursor_y = at.y;
	}
	editor_view_clear(&v);
}

static void draw_many(struct ui *ui, struct surface *s, struct rect r,
		      const struct field *f)
{
	const char *text = f->editor->text->str;
	struct editor_view v;
	int lines, top;

	editor_layout(f->editor, r.w - 1, &v);
	lines = v.starts->len - 1;
	top = f->on ? CLAMP(v.line - r.h + 1, 0, MAX(lines - r.h, 0)) : 0;
	for (int i = 0; i < r.h && top + i < lines; i++) {
		gsize from = g_array_index(v.starts, gsize, top + i);
		gsize to = g_array_index(v.starts, gsize, top + i + 1);

		while (to > from && text[to - 1] == '\n')
			to--;
		surface_put(s, AT(r.x, r.y + i, r.w), PLAIN(ROLE_INPUT),
			    text + from, to - from);
	}
	if (f->on) {
		ui->cursor_x = r.x + v.column;
		ui->cursor_y = r.y + v.line - top;
	}
	editor_view_clear(&v);
}

void field_draw(struct ui *ui, struct surface *s, struct rect r,
		const struct field *f)
{
	struct rect in = { r.x + f->label_width, r.y, r.w - f->label_width,
			   MIN(field_lines(f, r.w), r.h) };

	say_bar(s, r.x - 2, r.y, f->on, true);
	surface_put_cut(s, AT(r.x, r.y, f->label_width - 1),
			PLAIN(f->on ? ROLE_HEADING_FOCUS : ROLE_DIM),
			f->label);
	if (!f->editor)
		return;
	if (!f->editor->text->len && f->example)
		surface_put_cut(s, AT(in.x + 1, in.y, in.w - 1),
				PLAIN(ROLE_DIM), f->example);
	if (f->secret)
		draw_secret(ui, s, AT(in.x, in.y, in.w), f);
	else if (f->editor->many)
		draw_many(ui, s, in, f);
	else
		draw_one(ui, s, AT(in.x, in.y, in.w), f);
}
