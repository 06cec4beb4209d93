/* The list of tasks: sections by day, parts below what they are a part of. */
#include "text/text.h"
#include "ui/marks.h"
#include "ui/tasks.h"

#define WHO_FROM 66		/* columns from which it says who */
#define WHO_WIDTH 16
#define DUE_WIDTH 12
#define MARKS_FROM 44
#define MARKS_WIDTH 11

static const struct tree_row *row_at(const struct tasks *t, int64_t i)
{
	return i >= 0 && i < (int64_t)t->rows->len ?
	       &g_array_index(t->rows, struct tree_row, i) : NULL;
}

/* Screen lines that a row takes when it is not the first one: a section has
 * a heading and a blank line before it. */
static int height_of(const struct tasks *t, int64_t i, bool first)
{
	const struct tree_row *row = row_at(t, i), *before = row_at(t, i - 1);

	if (first)
		return 2;
	return before && before->section != row->section ? 3 : 1;
}

/* The screen lines from the first row that shows to the selected one. */
static int64_t lines_to_cursor(const struct tasks *t, int64_t top)
{
	int64_t n = 0;

	for (int64_t i = top; i <= t->list.cursor; i++)
		n += height_of(t, i, i == top);
	return n;
}

/* A list that moves by half a screen now and then sends less than one that
 * moves at each step. */
static void fit(struct tasks *t, int height)
{
	struct list *l = &t->list;

	l->height = MAX(height - 2, 1);
	l->top = CLAMP(l->top, 0, MAX(l->count - 1, 0));
	if (l->cursor >= l->top && l->cursor - l->top < height &&
	    lines_to_cursor(t, l->top) <= height)
		return;
	l->top = MAX(l->cursor - height / 2, 0);
	while (l->top < l->cursor && lines_to_cursor(t, l->top) > height)
		l->top++;
}

/* ---- one row ------------------------------------------------------------------- */

struct cells {
	struct surface *s;
	const struct thing *k;
	int y;
	unsigned marks;
	bool late;
};

static void put_people(struct tasks *t, const struct cells *c, int x)
{
	g_autofree char *who = tasks_say_people(t, c->k, false);
	bool nobody = !c->k->assignees || !c->k->assignees->len;

	surface_put_cut(c->s, AT(x, c->y, WHO_WIDTH - 1),
			PLAIN(nobody ? ROLE_DIM : ROLE_PERSON), who);
}

static void put_title(const struct cells *c, struct at at, unsigned depth)
{
	g_autofree char *tags = tasks_say_tags(c->k);
	const char *sign = surface_symbol(c->s, tasks_sign(c->k));
	struct ink ink = INK(tasks_role(c->k), c->marks);
	int used, indent = MIN((int)depth * 2, at.max / 3);

	if (depth)
		surface_put(c->s, AT(at.x + indent - 2, at.y, 1),
			    PLAIN(ROLE_DIM), surface_symbol(c->s, "└"), -1);
	at.x += indent;
	at.max -= indent;
	used = surface_put(c->s, AT(at.x, at.y, 3), ink, sign, -1) + 1;
	used += surface_put_cut(c->s, AT(at.x + used, at.y, at.max - used),
				ink, tasks_title(c->k));
	if (*tags && at.max - used > 6)
		surface_put_cut(c->s, AT(at.x + used, at.y, at.max - used),
				PLAIN(ROLE_DIM), tags);
}

static void draw_task(struct tasks *t, const struct cells *c, struct rect r,
		      unsigned depth)
{
	int who = r.w >= WHO_FROM ? WHO_WIDTH : 0;
	int marks = r.w >= MARKS_FROM ? MARKS_WIDTH : 4;
	int title = r.w - 3 - who - DUE_WIDTH - marks, x = r.x + 2;
	g_autofree char *due = tasks_say_due(t, c->k);
	g_autofree char *more = tasks_say_marks(c->s, c->k);

	put_title(c, AT(x, r.y, title - 1), depth);
	x += title;
	if (who)
		put_people(t, c, x);
	x += who;
	surface_put_cut(c->s, AT(x, r.y, DUE_WIDTH - 1),
			INK(c->late ? ROLE_TASK_LATE : ROLE_DIM, c->marks),
			due);
	x += DUE_WIDTH;
	surface_put_cut(c->s, AT(x, r.y, marks),
			INK(c->k->priority > 0 ? ROLE_WARNING : ROLE_DIM,
			    c->marks), more);
}

static void draw_row(struct tasks *t, struct surface *s, struct rect r,
		     int64_t i, bool focus)
{
	const struct tree_row *row = row_at(t, i);
	const struct thing *k = tasks_thing(t, row->line);
	bool selected = i == t->list.cursor;

	say_bar(s, r.x, r.y, selected, focus);
	if (!k)
		return;
	if (k->eid && marks_has(&t->pane, k->eid))
		surface_put(s, AT(r.x + 1, r.y, 1), PLAIN(ROLE_CHOSEN),
			    surface_symbol(s, "•"), -1);
	draw_task(t, &(struct cells){ s, k, r.y, selected && focus ?
		  MARK_BRIGHT : 0, tasks_late(t, k) }, r, row->depth);
}

/* ---- all of them ---------------------------------------------------------------- */

/* What is done and folded away has a line of its own. */
static void draw_folded(struct tasks *t, struct surface *s, struct rect r)
{
	char count[64];

	if (t->show_done || t->words || t->tab > TAB_OVERDUE || r.h < 1 || !t->done ||
	    !tasks_tab(t)->open_only || tasks_tab(t)->overdue)
		return;
	surface_put(s, AT(r.x + 2, r.y, r.w - 2), PLAIN(ROLE_HEADING),
		    section_words(SECTION_DONE), -1);
	g_snprintf(count, sizeof count, "%d   z shows them", t->done);
	surface_put_cut(s, AT(r.x + 8, r.y, r.w - 8), PLAIN(ROLE_DIM), count);
}

void tasks_list_draw(struct tasks *t, struct surface *s, struct rect r,
		     bool focus)
{
	int y = r.y;
	int64_t i;

	fit(t, r.h);
	for (i = t->list.top; i < t->list.count; i++) {
		const struct tree_row *row = row_at(t, i);
		int height = height_of(t, i, i == t->list.top);

		if (y + height > r.y + r.h)
			break;
		y += height - 1;
		if (height > 1)
			surface_put(s, AT(r.x + 2, y - 1, r.w - 2),
				    PLAIN(ROLE_HEADING),
				    section_words(row->section), -1);
		draw_row(t, s, (struct rect){ r.x, y++, r.w, 1 }, i, focus);
	}
	if (i == t->list.count)
		draw_folded(t, s, (struct rect){ r.x, y + (i > 0), r.w,
						 r.y + r.h - y - (i > 0) });
}
