/* The switcher: to a place by a few letters of its name. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

#define FOUND_MAX 50

struct switcher {
	struct pane pane;
	struct editor editor;
	struct list list;
	GPtrArray *rooms;	/* struct room *, best first */
	GPtrArray *spaces;	/* char *, "" without: the space of each */
};

static char *space_of(struct ui *ui, const struct room *room)
{
	g_autoptr(GPtrArray) parents = reader_parents(ui->reader, room->id);
	struct room *space = parents->len ? reader_room_by_rid(ui->reader,
		room->account, g_ptr_array_index(parents, 0)) : NULL;
	char *name = g_strdup(space ? space->name : "");

	room_free(space);
	return name;
}

static void search(struct switcher *w)
{
	w->pane.stale = false;
	if (w->rooms)
		g_ptr_array_unref(w->rooms);
	w->rooms = NULL;
	if (!ui_reader(w->pane.ui))
		return;
	w->rooms = reader_switch(w->pane.ui->reader, w->editor.text->str,
				 FOUND_MAX);
	w->list.count = w->rooms->len;
	g_ptr_array_set_size(w->spaces, 0);
	for (guint i = 0; i < w->rooms->len; i++)
		g_ptr_array_add(w->spaces, space_of(w->pane.ui,
					g_ptr_array_index(w->rooms, i)));
}

static void draw_room(const struct switcher *w, struct surface *s,
		      struct rect r, int i, bool selected)
{
	const struct room *room = g_ptr_array_index(w->rooms, i);
	unsigned marks = selected ? MARK_BRIGHT : 0;
	char count[24] = "";
	int x = r.x + 2, right = r.x + r.w - 1;

	if (room->mentions)
		g_snprintf(count, sizeof count, "@%d", room->mentions);
	else if (room->unread)
		g_snprintf(count, sizeof count, "%d", room->unread);
	surface_put_right(s, AT(right - 6, r.y, 6),
			  INK(room->mentions ? ROLE_MENTION : ROLE_UNREAD, marks),
			  count);
	x += surface_put(s, AT(x, r.y, 8), INK(say_area_role(room->area), marks),
			 say_area(room->area), -1) + 2;
	x += surface_put_cut(s, AT(x, r.y, right - 8 - x),
			     INK(selected ? ROLE_CHOSEN : ROLE_TEXT, marks),
			     room->name);
	surface_put_cut(s, AT(x + 2, r.y, right - 10 - x),
			INK(ROLE_DIM, marks), g_ptr_array_index(w->spaces, i));
}

static void switch_draw(struct pane *p, struct surface *s, struct rect r,
			bool focus)
{
	struct switcher *w = (struct switcher *)p;
	struct editor_view v;

	(void)focus;
	if (p->stale)
		search(w);
	surface_put(s, AT(r.x + 1, r.y, 6), PLAIN(ROLE_ACCENT), "go to", -1);
	surface_put(s, AT(r.x + 8, r.y, r.w - 9), PLAIN(ROLE_INPUT),
		    w->editor.text->str, -1);
	editor_layout(&w->editor, r.w - 9, &v);
	p->ui->cursor_x = r.x + 8 + v.column;
	p->ui->cursor_y = r.y;
	editor_view_clear(&v);
	r = (struct rect){ r.x, r.y + 2, r.w, r.h - 2 };
	list_fit(&w->list, r.h, 1);
	if (!w->list.count)
		say_empty(s, r, "No place has such a name. :join takes the "
			 "address of one you are not in yet.");
	for (int i = 0; i < r.h && w->list.top + i < w->list.count; i++) {
		bool on = w->list.top + i == w->list.cursor;

		say_bar(s, r.x, r.y + i, on, true);
		draw_room(w, s, (struct rect){ r.x, r.y + i, r.w, 1 },
			  w->list.top + i, on);
	}
}

/* Keys may come faster than drawing: what is typed counts at once. */
static void switch_move(struct pane *p, enum move how)
{
	if (p->stale)
		search((struct switcher *)p);
	list_move(&((struct switcher *)p)->list, how);
}

static bool switch_enter(struct pane *p)
{
	struct switcher *w = (struct switcher *)p;
	struct ui *ui = p->ui;
	const struct room *r;
	int64_t id;

	if (p->stale)
		search(w);
	if (!w->rooms || w->list.cursor >= (int64_t)w->rooms->len)
		return false;
	r = g_ptr_array_index(w->rooms, w->list.cursor);
	id = r->id;
	ui_set_popup(ui, NULL);
	ui_open_room(ui, id);
	return true;
}

static struct editor *switch_editor(struct pane *p)
{
	return &((struct switcher *)p)->editor;
}

static void switch_edited(struct pane *p)
{
	struct switcher *w = (struct switcher *)p;

	w->list.cursor = w->list.top = 0;
	p->stale = true;
}

static void switch_free(struct pane *p)
{
	struct switcher *w = (struct switcher *)p;

	editor_clear(&w->editor);
	if (w->rooms)
		g_ptr_array_unref(w->rooms);
	g_ptr_array_unref(w->spaces);
	g_free(w);
}

static const struct pane_ops switch_ops = {
	.name = "switch", .view = VIEW_SWITCH, .free = switch_free,
	.draw = switch_draw, .move = switch_move, .enter = switch_enter,
	.editor = switch_editor, .edited = switch_edited,
};

struct pane *switch_new(struct ui *ui)
{
	struct switcher *w = g_new0(struct switcher, 1);

	w->pane = (struct pane){ &switch_ops, ui, true };
	w->spaces = g_ptr_array_new_with_free_func(g_free);
	editor_init(&w->editor, false);
	return &w->pane;
}
