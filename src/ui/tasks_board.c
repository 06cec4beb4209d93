/* The board: what is to do, in work, waiting and done, side by side. */
#include <string.h>
#include "text/text.h"
#include "ui/marks.h"
#include "ui/tasks.h"

#define COLUMN_MIN 22		/* narrower ones are not worth reading */
#define TITLE_LINES 2

static uint32_t card_at(const struct tasks *t, int column, guint i)
{
	return g_array_index(t->columns[column], uint32_t, i);
}

static uint16_t who_has(const struct tasks *t, int column, guint i)
{
	return g_array_index(tasks_lines(t), struct thing_line,
			     card_at(t, column, i)).who;
}

/* Does a card begin the lane of somebody? */
static bool is_lane(const struct tasks *t, int column, guint i, guint top)
{
	return t->lanes && column != COLUMN_DONE && (i == top ||
	       who_has(t, column, i) != who_has(t, column, i - 1));
}

/* ---- one card --------------------------------------------------------------------- */

struct ticket {
	const struct thing *k;
	struct rich *rich;
	struct layout title;
};

static bool ticket_init(struct ticket *c, struct tasks *t, uint32_t line,
		      int width)
{
	c->k = tasks_thing(t, line);
	if (!c->k)
		return false;
	c->rich = rich_from_plain(tasks_title(c->k), strlen(tasks_title(c->k)));
	layout_init(&c->title, c->rich, MAX(width, 4), TITLE_LINES + 1, NULL);
	return true;
}

static void ticket_clear(struct ticket *c)
{
	layout_clear(&c->title);
	rich_free(c->rich);
}

static int title_lines(struct ticket *c)
{
	return CLAMP((int)layout_lines(&c->title), 1, TITLE_LINES);
}

/* Title, a line of terms, a blank line; the name of a lane above. */
static int card_height(struct tasks *t, int column, guint i, guint top,
		       int width)
{
	struct ticket c;
	int height = 1;

	if (!ticket_init(&c, t, card_at(t, column, i), width - 3))
		return height;
	height = title_lines(&c) + 2 + is_lane(t, column, i, top);
	ticket_clear(&c);
	return height;
}

static void put_title_line(struct surface *s, struct at at, struct ink ink,
			   struct ticket *c, int i)
{
	unsigned n;
	const struct span *span = layout_line(&c->title, i, &n);
	bool more = i == TITLE_LINES - 1 &&
		    layout_lines(&c->title) > TITLE_LINES;

	at.max -= more;
	for (unsigned k = 0; k < n; k++) {
		int used = surface_put(s, at, ink, span[k].s, span[k].len);

		at.x += used;
		at.max -= used;
	}
	if (more)
		surface_put(s, AT(at.x, at.y, 1), ink, surface_symbol(s, "…"),
			    -1);
}

static void put_terms(struct tasks *t, struct surface *s, struct at at,
		      const struct thing *k)
{
	g_autofree char *who = tasks_say_people(t, k, false);
	g_autofree char *due = tasks_say_due(t, k);
	g_autofree char *marks = tasks_say_marks(s, k);
	bool dated = k->due != NO_DAY || k->status == TASK_DONE;
	int used = *marks ? text_width(marks, -1) + 1 : 0;

	surface_put_right(s, at, PLAIN(k->priority > 0 ? ROLE_WARNING :
				       ROLE_DIM), marks);
	at.max -= used;
	used = dated ? text_width(due, -1) + 1 : 0;
	if ((!t->lanes || k->status == TASK_DONE) && at.max - used > 3) {
		struct at name = AT(at.x, at.y, at.max - used);

		used = surface_put_cut(s, name, PLAIN(k->assignees &&
			k->assignees->len ? ROLE_PERSON : ROLE_DIM), who);
		at.x += used + 1;
		at.max -= used + 1;
	}
	if (dated)
		surface_put_cut(s, at, PLAIN(tasks_late(t, k) ?
				ROLE_TASK_LATE : ROLE_DIM), due);
}

static void draw_card(struct tasks *t, struct surface *s, struct rect r,
		      struct ticket *c, bool selected)
{
	struct ink ink = INK(tasks_role(c->k), selected ? MARK_BRIGHT : 0);
	int n = title_lines(c);

	for (int i = 0; i < n; i++) {
		say_bar(s, r.x, r.y + i, selected, selected);
		put_title_line(s, AT(r.x + 2, r.y + i, r.w - 3), ink, c, i);
	}
	say_bar(s, r.x, r.y + n, selected, selected);
	if (c->k->eid && marks_has(&t->pane, c->k->eid))
		surface_put(s, AT(r.x + 1, r.y, 1), PLAIN(ROLE_CHOSEN),
			    surface_symbol(s, "•"), -1);
	put_terms(t, s, AT(r.x + 2, r.y + n, r.w - 3), c->k);
}

static void draw_lane(struct tasks *t, struct surface *s, struct rect r,
		      const struct thing *k)
{
	g_autofree char *who = tasks_say_people(t, k, false);
	g_autofree char *upper = g_utf8_strup(who, -1);

	surface_put_cut(s, AT(r.x + 2, r.y, r.w - 3), PLAIN(ROLE_HEADING),
			upper);
}

/* ---- a column ------------------------------------------------------------------------ */

/* The first card that shows, so that the selected one does. */
static void fit(struct tasks *t, int column, int width, int height)
{
	guint *top = &t->card_top[column], card = t->card[column];
	int used = 0;
	guint i = card;

	*top = MIN(*top, card);
	/* going up from the selected one finds the earliest that may be first */
	for (;; i--) {
		used += card_height(t, column, i, i, width);
		if (used > height && i < card) {
			i++;
			break;
		}
		if (i == *top || i == 0)
			break;
	}
	*top = MAX(*top, i);
}

static void draw_head(struct tasks *t, struct surface *s, struct rect r,
		      int column, bool focus)
{
	guint n = t->columns[column]->len;
	bool here = column == t->column && focus;
	char count[32];
	int used;

	g_snprintf(count, sizeof count, "%u", n);
	if (column == COLUMN_DONE && t->done > (int)n && !t->words)
		g_snprintf(count, sizeof count, "%u of %d", n, t->done);
	used = surface_put_cut(s, AT(r.x + 2, r.y, r.w - 3),
			       PLAIN(here ? ROLE_HEADING_FOCUS : ROLE_HEADING),
			       column_words(column));
	surface_put_cut(s, AT(r.x + 3 + used, r.y, r.w - 4 - used),
			PLAIN(ROLE_DIM), count);
}

static void draw_more(struct surface *s, struct rect r, guint n)
{
	char words[32];

	g_snprintf(words, sizeof words, "%s %u more", surface_symbol(s, "↓"),
		   n);
	surface_put_cut(s, AT(r.x + 2, r.y + r.h - 1, r.w - 3),
			PLAIN(ROLE_DIM), words);
}

static void draw_column(struct tasks *t, struct surface *s, struct rect r,
			int column, bool focus)
{
	guint n = t->columns[column]->len, i;
	int y = r.y + 2, end = r.y + r.h - 1;

	draw_head(t, s, r, column, focus);
	if (!n) {
		surface_put_cut(s, AT(r.x + 2, y, r.w - 3), PLAIN(ROLE_DIM),
				surface_symbol(s, "–"));
		return;
	}
	fit(t, column, r.w, end - y);
	for (i = t->card_top[column]; i < n; i++) {
		int height = card_height(t, column, i, t->card_top[column],
					 r.w);
		bool lane = is_lane(t, column, i, t->card_top[column]);
		struct ticket c;

		if (y + height - 1 > end)
			break;
		if (ticket_init(&c, t, card_at(t, column, i), r.w - 3)) {
			if (lane)
				draw_lane(t, s, (struct rect){ r.x, y, r.w,
							       1 }, c.k);
			draw_card(t, s, (struct rect){ r.x, y + lane, r.w,
				  height }, &c, focus && column == t->column &&
				  i == t->card[column]);
			ticket_clear(&c);
		}
		y += height;
	}
	if (i < n)
		draw_more(s, r, n - i);
}

void tasks_board_draw(struct tasks *t, struct surface *s, struct rect r,
		      bool focus)
{
	int n = CLAMP(r.w / COLUMN_MIN, 2, COLUMNS);
	int left = CLAMP(t->column_left, MAX(t->column - n + 1, 0),
			 MIN(t->column, COLUMNS - n));

	t->column_left = left;
	for (int i = 0; i < n; i++) {
		int x = r.x + r.w * i / n, to = r.x + r.w * (i + 1) / n;

		draw_column(t, s, (struct rect){ x, r.y, to - x - (i < n - 1),
						 r.h }, left + i, focus);
		if (i < n - 1)
			surface_vline(s, to - 1, r.y, r.h);
	}
	if (left > 0)
		surface_put(s, AT(r.x, r.y, 1), PLAIN(ROLE_DIM),
			    surface_symbol(s, "‹"), -1);
	if (left + n < COLUMNS)
		surface_put(s, AT(r.x + r.w - 1, r.y, 1), PLAIN(ROLE_DIM),
			    surface_symbol(s, "›"), -1);
}

/* ---- moving ----------------------------------------------------------------------------- */

void tasks_board_move(struct tasks *t, enum move how)
{
	struct list l = { .count = t->columns[t->column]->len,
			  .cursor = t->card[t->column], .height = 5 };

	list_move(&l, how);
	t->card[t->column] = (guint)l.cursor;
}

void tasks_board_side(struct tasks *t, int by)
{
	t->column = CLAMP(t->column + by, 0, COLUMNS - 1);
}
