/* The sidebar: places by area, with the space tree and what is unread. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"
#include "ui/records.h"

#define MARGIN 20		/* rows kept around those in view */

struct places {
	struct pane pane;
	struct list list;
	GPtrArray *rows;	/* struct place *, from `first` */
	int64_t first;
	struct place home;	/* the first row */
	char home_name[8];
};

/* The first row is Home; the others are those of the store. */
static const struct place *row(const struct places *l, int64_t i)
{
	if (i == 0)
		return &l->home;
	i -= l->first + 1;
	return l->rows && i >= 0 && i < (int64_t)l->rows->len ?
	       g_ptr_array_index(l->rows, i) : NULL;
}

static void read_rows(struct places *l)
{
	struct ui *ui = l->pane.ui;
	int64_t from = MAX(l->list.top - 1 - MARGIN, 0);

	if (l->rows)
		g_ptr_array_unref(l->rows);
	l->rows = reader_places(ui->reader, from, l->list.height + 2 * MARGIN);
	l->first = from;
}

static void refresh(struct places *l, int height)
{
	struct ui *ui = l->pane.ui;
	const struct place *p = row(l, l->list.cursor);
	int64_t room = p ? p->room : 0, at;

	if (!ui_reader(ui))
		return;
	if (l->pane.stale) {
		l->list.count = reader_places_count(ui->reader) + 1;
		l->home.mentions = ui->mentions;
		at = room ? reader_place_of(ui->reader, room) + 1 : 0;
		if (at > 0 && at != l->list.cursor) {
			l->list.top += at - l->list.cursor;
			l->list.cursor = at;
		}
	}
	list_fit(&l->list, height, options_int(ui->setup.options,
					       "scroll-off"));
	if (l->pane.stale || !l->rows || l->list.top < l->first + 1 ||
	    l->list.top + height > l->first + 1 + (int64_t)l->rows->len)
		read_rows(l);
	l->pane.stale = false;
}

/* Headings cannot be selected. */
static void skip_headings(struct places *l, int by)
{
	const struct place *p;

	refresh(l, MAX(l->list.height, 1));
	while ((p = row(l, l->list.cursor)) && p->kind == PLACE_HEADING) {
		int64_t next = l->list.cursor + by;

		if (next < 0 || next >= l->list.count) {
			by = -by;
			next = l->list.cursor + by;
			if (next < 0 || next >= l->list.count)
				return;
		}
		l->list.cursor = next;
		refresh(l, MAX(l->list.height, 1));
	}
}

static void places_move(struct pane *p, enum move how)
{
	struct places *l = (struct places *)p;
	bool up = how == MOVE_UP || how == MOVE_PAGE_UP ||
		  how == MOVE_HALF_UP;

	list_move(&l->list, how);
	skip_headings(l, up ? -1 : 1);
}

/* ---- drawing ---------------------------------------------------------------- */

static int draw_counts(struct surface *s, const struct place *p, int right,
		       int y, unsigned marks)
{
	char buf[32];
	enum role role = p->mentions ? ROLE_MENTION : ROLE_UNREAD;

	if (p->kind == PLACE_INVITE)
		g_snprintf(buf, sizeof buf, "new");
	else if (p->mentions)
		g_snprintf(buf, sizeof buf, "@%d", p->mentions);
	else if (p->unread)
		g_snprintf(buf, sizeof buf, "%d", p->unread);
	else if (p->marked_unread)
		g_snprintf(buf, sizeof buf, "new");
	else if (p->tasks_all)
		g_snprintf(buf, sizeof buf, "%d/%d", p->tasks_open,
			   p->tasks_all);
	else
		return 0;
	if (!p->mentions && !p->unread && !p->marked_unread &&
	    p->kind != PLACE_INVITE)
		role = ROLE_DIM;
	return surface_put_right(s,
				 AT(right - (int)strlen(buf), y, strlen(buf)),
				 INK(role, marks), buf) + 1;
}

static const char *sign_of(const struct place *p)
{
	if (p->kind == PLACE_SPACE && p->children)
		return p->open ? "▾" : "▸";
	if (p->kind == PLACE_SPACE)
		return "·";
	return NULL;
}

static void draw_place(struct places *l, struct surface *s, struct rect r,
		       const struct place *p, bool selected)
{
	struct ui *ui = l->pane.ui;
	bool here = p->room == ui->room && p->room;
	unsigned marks = selected ? MARK_BRIGHT : 0;
	int x = r.x + (p == &l->home ? -1 : 1) + MIN(p->depth, 6) * 2, used;
	const char *sign = sign_of(p);
	enum role role = here ? ROLE_ACCENT : p->mentions || p->unread ||
			 p->marked_unread ? ROLE_BRIGHT : ROLE_TEXT;

	used = draw_counts(s, p, r.x + r.w - 1, r.y, marks);
	if (p->outsiders && p->kind != PLACE_HEADING) {
		surface_put_right(s, AT(r.x, r.y, r.w - 1 - used),
				  PLAIN(ROLE_EXTERNAL), surface_symbol(s, "⚑"));
		used += 2;
	}
	if (p->notify == NOTIFY_NONE && p->kind != PLACE_HEADING) {
		surface_put_right(s, AT(r.x, r.y, r.w - 1 - used),
				  PLAIN(ROLE_DIM), surface_symbol(s, "⊘"));
		used += 2;
	}
	if (sign)
		surface_put(s, AT(x, r.y, 1), INK(ROLE_DIM, marks),
			    surface_symbol(s, sign), -1);
	x += 2;
	surface_put_cut(s, AT(x, r.y, r.x + r.w - 1 - used - x), INK(role, marks),
			p->name);
}

static void draw_heading(struct surface *s, struct rect r, int y,
			 const struct place *p)
{
	surface_put_cut(s, AT(r.x + 1, y, r.w - 2),
			PLAIN(say_area_role(p->area)),
			p->area == AREA_UNKNOWN ? p->name : say_area(p->area));
}

static const char *nothing_words(struct ui *ui)
{
	if (ui->progress)
		return "Your places are being fetched for the first time…";
	return "No places yet. :join takes the address of a room, :dm opens "
	       "a conversation with somebody.";
}

static void places_draw(struct pane *pane, struct surface *s, struct rect r,
			bool focus)
{
	struct places *l = (struct places *)pane;

	refresh(l, r.h);
	if (row(l, l->list.cursor) &&
	    row(l, l->list.cursor)->kind == PLACE_HEADING)
		skip_headings(l, 1);
	if (l->list.count <= 1)
		say_empty(s, (struct rect){ r.x, r.y + 1, r.w, r.h - 1 },
			  nothing_words(pane->ui));
	for (int y = 0; y < r.h; y++) {
		int64_t i = l->list.top + y;
		const struct place *p = row(l, i);
		bool selected = i == l->list.cursor;

		if (!p)
			break;
		if (p->kind == PLACE_HEADING)
			draw_heading(s, r, r.y + y, p);
		else
			draw_place(l, s, (struct rect){ r.x, r.y + y, r.w, 1 },
				   p, selected && focus);
		if (p->kind != PLACE_HEADING)
			say_bar(s, r.x, r.y + y, selected && focus, focus);
	}
}

/* ---- the rest of the contract --------------------------------------------------- */

static bool places_enter(struct pane *pane)
{
	struct places *l = (struct places *)pane;
	const struct place *p = row(l, l->list.cursor);

	if (p == &l->home) {
		ui_set_side(pane->ui, NULL);
		ui_set_main(pane->ui, records_home_new(pane->ui));
		ui_focus(pane->ui, FOCUS_MAIN);
		return true;
	}
	if (!p || !p->room)
		return false;
	ui_open_room(pane->ui, p->room);
	return true;
}

static void places_select(struct pane *pane, struct command_context *ctx)
{
	struct places *l = (struct places *)pane;
	const struct place *p = row(l, l->list.cursor);

	if (p && p->room)
		ctx->room = p->room;
}

static void places_event(struct pane *pane, const struct message *m)
{
	if (m->kind == EV_PLACES || m->kind == EV_ROOM)
		pane->stale = true;
}

static void places_free(struct pane *pane)
{
	struct places *l = (struct places *)pane;

	if (l->rows)
		g_ptr_array_unref(l->rows);
	g_free(l);
}

static const struct pane_ops places_ops = {
	.name = "places", .view = VIEW_PLACES, .free = places_free,
	.draw = places_draw, .move = places_move, .enter = places_enter,
	.select = places_select, .event = places_event,
};

struct pane *places_new(struct ui *ui)
{
	struct places *l = g_new0(struct places, 1);

	l->pane = (struct pane){ &places_ops, ui, true };
	l->list.height = 1;
	l->home = (struct place){ .kind = PLACE_ROOM, .name = l->home_name };
	g_strlcpy(l->home_name, "Home", sizeof l->home_name);
	return &l->pane;
}

void places_show(struct pane *pane, int64_t room)
{
	struct places *l = (struct places *)pane;
	int64_t at;

	if (!ui_reader(pane->ui))
		return;
	at = reader_place_of(pane->ui->reader, room);
	if (at >= 0)
		l->list.cursor = at + 1;
	l->list.count = reader_places_count(pane->ui->reader) + 1;
}

bool places_fold(struct pane *pane, int open)
{
	struct places *l = (struct places *)pane;
	const struct place *p = row(l, l->list.cursor);
	struct message *m;

	if (!p || p->kind != PLACE_SPACE || !p->children)
		return false;
	if (open >= 0 && p->open == (open > 0))
		return false;
	m = message_new(REQ_FOLD);
	m->a = g_strdup(p->path);
	m->n = open < 0 ? !p->open : open;
	engine_push(pane->ui->setup.engine, m);
	return true;
}
