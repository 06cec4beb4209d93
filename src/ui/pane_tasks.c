/* Tasks of a room, of a space, or mine over all: the pane. */
#include <string.h>
#include "base/error.h"
#include "text/text.h"
#include "ui/marks.h"
#include "ui/rows.h"
#include "ui/tasks.h"

#define DETAIL_FROM 14		/* body lines from which details are shown */
#define DETAIL_MIN 7
#define DETAIL_MAX 14

static const char *empty_words(const struct tasks *t)
{
	const struct tasks_tab *tab = tasks_tab(t);

	if (tasks_scanning(t) || !t->lines || tasks_on_board(t))
		return "Looking through the tasks …";
	if (t->words)
		return "No task has these words. Esc shows all again.";
	if (t->tab > TAB_OVERDUE)
		return "No task here is as this list asks. < and > show the "
		       "other tasks.";
	if (tab->overdue)
		return "Nothing is overdue. < and > show the other tasks.";
	if (tab->mine && (t->query.room || t->query.space))
		return "Nothing here is yours to do. @ assigns a task; < and "
		       "> show the other tasks.";
	if (t->done && tab->open_only && !t->query.mine)
		return "Everything is done. z shows what was, a adds a task.";
	if (t->query.mine)
		return "No task is yours. Tasks that are assigned to you "
		       "appear here, from all places.";
	return "No tasks yet. a adds one, t on a message makes one from it.";
}

/* ---- drawing --------------------------------------------------------------------- */

/* What is marked and looked for, and, where there is room, how it stands. */
static char *say_counts(const struct tasks *t, int room)
{
	GString *out = g_string_new(NULL);
	int marks = marks_count(&t->pane);
	g_autofree char *stand = g_strdup_printf("open %d · done %d", t->open,
						 t->done);

	if (marks)
		g_string_append_printf(out, "%d marked", marks);
	if (t->words)
		g_string_append_printf(out, "%s%.40s: %u%s", marks ? "   " :
			"", t->words, tasks_lines(t) ? tasks_lines(t)->len : 0,
			tasks_scanning(t) ? " …" : "");
	if (text_width(out->str, -1) + 3 + text_width(stand, -1) <= room)
		g_string_append_printf(out, "%s%s", out->len ? "   " : "",
				       stand);
	return g_string_free(out, FALSE);
}

static int tab_width(const struct tasks *t, guint i)
{
	return text_width(((const struct tasks_tab *)t->tabs->pdata[i])->name,
			  -1) + 2;
}

/* As many tabs as fit, from the last back; the one that is shown is among
 * them. */
static guint last_tab(const struct tasks *t, int room)
{
	guint end = t->tab;

	while (end < t->tabs->len && room >= tab_width(t, end))
		room -= tab_width(t, end++);
	return MAX(end, t->tab + 1);
}

/* The tabs at the right of the heading, the shown one bright; how many columns
 * they took. */
static int draw_tabs(const struct tasks *t, struct surface *s, struct rect r)
{
	int x = r.x + r.w - 1, used = 0;

	for (guint i = last_tab(t, r.w / 2); i > 0; i--) {
		const struct tasks_tab *tab = t->tabs->pdata[i - 1];
		int w = text_width(tab->name, -1);

		if (used + w + 2 > r.w / 2)
			break;
		x -= w;
		surface_put(s, AT(x, r.y, w), PLAIN(i - 1 == t->tab ?
			    ROLE_CHOSEN : ROLE_DIM), tab->name, -1);
		x -= 2;
		used += w + 2;
	}
	return used;
}

static int draw_heading(struct tasks *t, struct surface *s, struct rect r,
			bool focus)
{
	int tabs = draw_tabs(t, s, r), y;
	struct rect left = { r.x, r.y, r.w - tabs - 1, 1 };
	const char *title = t->title ? t->title : "Tasks";
	int used = MIN(text_width(title, -1), left.w / 2) + 4;
	g_autofree char *counts = say_counts(t, left.w - used);

	y = say_heading(s, left, title, counts, focus);

	if (t->topic && *t->topic && r.h > 20)
		surface_put_cut(s, AT(r.x + 1, y++, r.w - 2), PLAIN(ROLE_DIM),
				t->topic);
	surface_hline(s, r.x, y++, r.w);
	return y;
}

static bool is_empty(const struct tasks *t)
{
	if (!t->lines || tasks_on_board(t))
		return !t->columns[0] || t->lines->filled != INT64_MAX;
	return !t->list.count;
}

/* The board has other tasks than the list: what is done too. */
static void take_width(struct tasks *t, int width)
{
	bool before = tasks_on_board(t);

	t->width = width;
	if (tasks_on_board(t) != before)
		tasks_restart(t);
}

static void tasks_draw(struct pane *p, struct surface *s, struct rect r,
		       bool focus)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k;
	int y;

	take_width(t, r.w);
	tasks_refresh(t);
	y = draw_heading(t, s, r, focus);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	if (is_empty(t)) {
		say_empty(s, r, empty_words(t));
		return;
	}
	k = tasks_selected(t);
	if (k && r.h >= DETAIL_FROM) {
		int h = CLAMP(r.h * 2 / 5, DETAIL_MIN, DETAIL_MAX);
		struct rect d = { r.x, r.y + r.h - h, r.w, h };

		tasks_detail_draw(t, s, d, k);
		r.h -= h;
	}
	if (tasks_on_board(t))
		tasks_board_draw(t, s, r, focus);
	else
		tasks_list_draw(t, s, r, focus);
}

/* ---- the rest of the contract ------------------------------------------------------- */

static void move_step(struct tasks *t, const struct thing *k, enum move how)
{
	struct list l = { .count = k->steps->len, .cursor = t->step,
			  .height = 5 };

	list_move(&l, how);
	t->step = (int)l.cursor;
}

static void tasks_move(struct pane *p, enum move how)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k;

	tasks_refresh(t);
	k = t->steps ? tasks_selected(t) : NULL;
	if (k && k->steps && k->steps->len) {
		move_step(t, k, how);
		return;
	}
	if (tasks_on_board(t) && t->columns[0])
		tasks_board_move(t, how);
	else
		list_move(&t->list, how);
	tasks_remember(t);
}

static bool tasks_enter(struct pane *p)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k;

	tasks_refresh(t);
	k = tasks_selected(t);
	if (!k || !k->eid)
		return false;
	ui_set_side(p->ui, feed_new(p->ui, k->room, k->eid));
	ui_focus(p->ui, FOCUS_SIDE);
	return true;
}

/* Where a new task of a space goes: its room for tasks, else its first. */
static int64_t room_for_tasks(struct ui *ui, int64_t space)
{
	g_autoptr(GPtrArray) rooms = reader_children(ui->reader, space);
	int64_t found = 0;

	for (guint i = 0; i < rooms->len; i++) {
		const struct room *r = g_ptr_array_index(rooms, i);

		if (r->kind == ROOM_SPACE || r->mine != MEMBER_JOIN)
			continue;
		if (r->kinds & KIND_BIT(KIND_TASK))
			return r->id;
		found = found ? found : r->id;
	}
	return found ? found : space;
}

static void tasks_select(struct pane *p, struct command_context *ctx)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k;

	tasks_refresh(t);
	k = tasks_selected(t);
	ctx->room = t->query.room;
	if (t->query.space && !k && ui_reader(p->ui))
		ctx->room = room_for_tasks(p->ui, t->query.space);
	if (!k)
		return;
	if (!t->query.room)
		ctx->room = k->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(k->eid);
}

static void tasks_event(struct pane *p, const struct message *m)
{
	if ((m->kind == EV_ROOM && m->n & (ROOM_HAS_TASKS | ROOM_HAS_POSTS)) ||
	    m->kind == EV_OP)
		p->stale = true;
}

static void tasks_filter(struct pane *p, const char *words)
{
	struct tasks *t = (struct tasks *)p;

	g_free(t->words);
	t->words = *words ? g_strdup(words) : NULL;
	t->list.cursor = 0;
	tasks_restart(t);
}

static void tasks_free(struct pane *p)
{
	struct tasks *t = (struct tasks *)p;

	tasks_forget(t);
	g_hash_table_unref(t->read);
	g_ptr_array_unref(t->tabs);
	g_free(t->words);
	g_free(t->title);
	g_free(t->topic);
	g_free(t);
}

/* ---- marks ------------------------------------------------------------------------- */

static struct marked about(const struct thing *k)
{
	return (struct marked){ .key = k->eid, .room = k->room,
				.eid = k->eid };
}

/* All of them, or as many as can be marked; false when all were already. */
static bool mark_all(struct tasks *t)
{
	int before = marks_count(&t->pane);

	for (guint i = 0; i < tasks_lines(t)->len; i++) {
		struct thing *k = reader_thing_line(t->pane.ui->reader,
			t->lines, &g_array_index(tasks_lines(t),
						 struct thing_line, i));
		struct marked m = { NULL };
		bool more = true;

		if (k && k->eid) {
			m = about(k);
			more = marks_add(&t->pane, &m);
		}
		thing_free(k);
		if (!more)
			break;
	}
	return marks_count(&t->pane) > before;
}

static void tasks_mark(struct pane *p, bool all)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k;
	struct marked m;

	tasks_refresh(t);
	k = tasks_selected(t);
	if (!k)
		return;
	if (all) {
		if (!mark_all(t))
			marks_clear(p);
		return;
	}
	if (k->eid) {
		m = about(k);
		marks_toggle(p, &m);
	}
	tasks_move(p, MOVE_DOWN);
}

static const struct pane_ops tasks_ops = {
	.name = "tasks", .view = VIEW_TASKS, .free = tasks_free,
	.draw = tasks_draw, .move = tasks_move, .enter = tasks_enter,
	.select = tasks_select, .event = tasks_event,
	.filter = tasks_filter, .mark = tasks_mark,
};

static void free_thing(void *thing)
{
	thing_free(thing);
}

struct pane *tasks_new(struct ui *ui, int64_t room, int64_t space, bool mine)
{
	struct tasks *t = g_new0(struct tasks, 1);

	t->pane = (struct pane){ &tasks_ops, ui, true };
	t->query.room = room;
	t->query.space = space;
	t->query.mine = !room && !space;
	t->read = g_hash_table_new_full(NULL, NULL, NULL, free_thing);
	t->list.height = 1;
	tasks_tabs_init(t);
	t->tab = mine ? TAB_MINE : TAB_OPEN;
	if (room)
		ui_request(ui, REQ_LOOK, room, 0);
	return &t->pane;
}

struct tasks *tasks_of(struct pane *p)
{
	return p && p->ops == &tasks_ops ? (struct tasks *)p : NULL;
}

bool tasks_back(struct pane *p)
{
	struct tasks *t = tasks_of(p);

	if (!t || (!t->steps && !t->words))
		return false;
	if (!t->steps)
		tasks_filter(p, "");
	t->steps = false;
	ui_touch(p->ui);
	return true;
}

struct task_scope tasks_scope(struct ui *ui, int64_t room)
{
	struct task_scope scope = { room, 0 };
	struct room *r = reader_room(ui->reader, room), *space = NULL;
	g_autoptr(GPtrArray) parents = NULL;

	if (!r)
		return scope;
	if (r->kind == ROOM_SPACE)
		scope = (struct task_scope){ 0, room };
	if (r->kind != ROOM_SPACE && !(r->kinds & KIND_BIT(KIND_TASK))) {
		parents = reader_parents(ui->reader, room);
		if (parents->len)
			space = reader_room_by_rid(ui->reader, r->account,
				g_ptr_array_index(parents, 0));
		if (space)
			scope = (struct task_scope){ 0, space->id };
	}
	room_free(space);
	room_free(r);
	return scope;
}
