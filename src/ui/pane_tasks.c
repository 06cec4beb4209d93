/* Tasks of a room, of a space, or mine over all. */
#include <string.h>
#include "base/error.h"
#include "text/text.h"
#include "ui/marks.h"
#include "ui/rows.h"

#define PAGE 120
#define DETAIL_LINES 7
#define DETAIL_FROM 18		/* body lines from which details are shown */

enum tasks_shown { SHOWN_OPEN, SHOWN_ALL, SHOWN_MINE, SHOWN_OVERDUE };

static const char *const shown_words[] = { "open", "all", "mine", "overdue" };

struct tasks {
	struct pane pane;
	struct thing_query query;
	char *words;		/* filter */
	char *title, *topic;
	enum tasks_shown shown;
	struct list list;
	GPtrArray *rows;	/* struct thing *, from `first` */
	int first, open, done;
	int64_t today;		/* day number */
	char *selected;		/* event id, to stay on it */
};

static const struct thing *row(const struct tasks *t, int64_t i)
{
	i -= t->first;
	return t->rows && i >= 0 && i < (int64_t)t->rows->len ?
	       g_ptr_array_index(t->rows, i) : NULL;
}

static void set_query(struct tasks *t)
{
	t->query.open_only = t->shown == SHOWN_OPEN ||
			     t->shown == SHOWN_OVERDUE;
	t->query.overdue = t->shown == SHOWN_OVERDUE;
	t->query.mine = t->shown == SHOWN_MINE ||
			(!t->query.room && !t->query.space);
	t->query.filter = t->words;
}

static void read_rows(struct tasks *t)
{
	if (t->rows)
		g_ptr_array_unref(t->rows);
	t->first = MAX((int)t->list.top - PAGE / 4, 0);
	t->query.offset = t->first;
	t->query.limit = PAGE;
	t->rows = reader_things(t->pane.ui->reader, &t->query);
}

static void read_counts(struct tasks *t)
{
	struct thing_query q = t->query;

	q.filter = NULL;
	q.overdue = false;
	q.open_only = true;
	t->open = reader_things_count(t->pane.ui->reader, &q);
	q.open_only = false;
	q.done_only = true;
	t->done = reader_things_count(t->pane.ui->reader, &q);
	t->list.count = reader_things_count(t->pane.ui->reader, &t->query);
}

static void read_title(struct tasks *t)
{
	int64_t id = t->query.room ? t->query.room : t->query.space;
	struct room *r = id ? reader_room(t->pane.ui->reader, id) : NULL;

	g_free(t->title);
	g_free(t->topic);
	t->title = r ? g_strdup_printf("Tasks · %s", r->name)
		     : g_strdup("My tasks");
	t->topic = g_strdup(r && r->topic ? r->topic : "");
	g_strdelimit(t->topic, "\n", ' ');
	room_free(r);
}

static void keep_selected(struct tasks *t)
{
	for (guint i = 0; t->selected && i < t->rows->len; i++) {
		const struct thing *k = g_ptr_array_index(t->rows, i);

		if (!g_strcmp0(k->eid, t->selected))
			t->list.cursor = t->first + i;
	}
}

static void refresh(struct tasks *t)
{
	const struct world *w = t->pane.ui->setup.world;

	if (!ui_reader(t->pane.ui))
		return;
	t->today = world_civil(w, world_now(w)).day;
	set_query(t);
	if (t->pane.stale) {
		read_title(t);
		read_counts(t);
		read_rows(t);
		keep_selected(t);
	}
	list_fit(&t->list, t->list.height, 1);
	if (t->list.top < t->first ||
	    t->list.top + t->list.height > t->first + (int)t->rows->len)
		read_rows(t);
	t->pane.stale = false;
}

/* ---- drawing ------------------------------------------------------------------- */

static const char *group_of(const struct thing *k, int64_t today)
{
	if (k->status == TASK_DONE)
		return "DONE";
	if (k->due == NO_DAY)
		return "NO DATE";
	if (k->due <= today)
		return "TODAY AND LATE";
	return k->due <= today + 7 ? "THIS WEEK" : "LATER";
}

static void draw_people(struct tasks *t, struct surface *s, struct at at,
			const struct thing *k)
{
	guint n = k->assignees ? k->assignees->len : 0;
	g_autofree char *name = NULL, *text = NULL;

	if (!n) {
		surface_put_cut(s, at, PLAIN(ROLE_DIM), "nobody");
		return;
	}
	name = say_name_of(t->pane.ui, k->room,
			  g_ptr_array_index(k->assignees, 0));
	text = n > 1 ? g_strdup_printf("%s +%u", name, n - 1)
		     : g_strdup(name);
	surface_put_cut(s, at, PLAIN(ROLE_PERSON), text);
}

static void draw_task(struct tasks *t, struct surface *s, struct rect r,
		      const struct thing *k, bool selected)
{
	bool done = k->status == TASK_DONE;
	bool late = !done && k->due != NO_DAY && k->due < t->today;
	unsigned marks = selected ? MARK_BRIGHT : 0;
	struct ink ink = INK(done ? ROLE_TASK_DONE : ROLE_TASK, marks);
	int due_w = 13, who_w = r.w >= 60 ? 18 : 0, x = r.x + 2;
	int title_w = r.w - 6 - due_w - who_w - 4;
	g_autofree char *due = k->due == NO_DAY ?
		g_strdup(surface_symbol(s, "–")) :
		command_say_date(t->pane.ui->setup.world, k->due);

	x += surface_put(s, AT(x, r.y, 3), ink,
			 surface_symbol(s, done ? "☑" : "☐"), -1) + 1;
	surface_put_cut(s, AT(x, r.y, title_w), ink, k->title);
	x += title_w + 1;
	if (who_w)
		draw_people(t, s, AT(x, r.y, who_w - 1), k);
	x += who_w;
	surface_put_cut(s, AT(x, r.y, due_w),
			INK(late ? ROLE_TASK_LATE : ROLE_DIM, marks), due);
	x += due_w + 1;
	if (k->priority > 0)
		surface_put_cut(s, AT(x, r.y, 3), INK(ROLE_WARNING, marks),
				&"!!!"[3 - CLAMP(k->priority, 1, 3)]);
}

static void put_line(struct surface *s, struct rect r, int *y,
		     enum role role, const char *text)
{
	if (*y < r.y + r.h && text && *text)
		surface_put_cut(s, AT(r.x + 2, (*y)++, r.w - 3), PLAIN(role),
				text);
}

static char *tags_of(const struct thing *k)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; k->tags && i < k->tags->len; i++)
		g_string_append_printf(out, " #%s",
			(const char *)g_ptr_array_index(k->tags, i));
	return g_strdup(out->str);
}

static char *people_of(struct tasks *t, const struct thing *k)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; k->assignees && i < k->assignees->len; i++) {
		g_autofree char *name = say_name_of(t->pane.ui, k->room,
			g_ptr_array_index(k->assignees, i));

		g_string_append_printf(out, "%s%s", i ? ", " : "", name);
	}
	return g_strdup(out->len ? out->str : "nobody");
}

static void draw_detail(struct tasks *t, struct surface *s, struct rect r,
			const struct thing *k)
{
	struct ui *ui = t->pane.ui;
	g_autofree char *who = people_of(t, k), *tags = tags_of(k);
	g_autofree char *due = k->due == NO_DAY ? g_strdup("no date") :
			       command_say_date(ui->setup.world, k->due);
	g_autofree char *made = say_time(ui, k->ts);
	g_autofree char *by = say_name_of(ui, k->room, k->creator);
	g_autofree char *line = g_strdup_printf("%s · %s%s", who, due, tags);
	g_autofree char *from = g_strdup_printf("from %s, %s in %s", by, made,
						k->room_name);
	g_autofree char *more = k->comments ? g_strdup_printf(
		"%d comment%s; Enter opens the thread", k->comments,
		k->comments == 1 ? "" : "s") : g_strdup(
		"Enter opens its thread for comments");
	g_autofree char *notes = g_strdup(k->notes ? k->notes : "");
	int y = r.y + 1;

	surface_hline(s, r.x, r.y, r.w);
	g_strdelimit(notes, "\n", ' ');
	put_line(s, r, &y, ROLE_BRIGHT, k->title);
	put_line(s, r, &y, ROLE_TEXT, line);
	put_line(s, r, &y, ROLE_DIM, from);
	put_line(s, r, &y, ROLE_TEXT, notes);
	put_line(s, r, &y, ROLE_DIM, more);
}

static const char *empty_words(const struct tasks *t)
{
	if (t->words && *t->words)
		return "No task has these words. Esc shows all again.";
	if (t->shown == SHOWN_OVERDUE)
		return "Nothing is overdue. f shows the other tasks.";
	if (t->done && t->shown == SHOWN_OPEN)
		return "Everything is done. f shows what was, a adds a task.";
	if (t->query.mine)
		return "No task is yours. Tasks that are assigned to you "
		       "appear here, from all places.";
	return "No tasks yet. a adds one, t on a message makes one from it.";
}

static void draw_rows(struct tasks *t, struct surface *s, struct rect r,
		      bool focus)
{
	const char *group = NULL, *next;
	int y = r.y;

	for (int64_t i = t->list.top; y < r.y + r.h; i++) {
		const struct thing *k = row(t, i);
		bool selected = i == t->list.cursor && focus;

		if (!k)
			break;
		next = group_of(k, t->today);
		if (!group || strcmp(group, next)) {
			y += group != NULL;
			if (y >= r.y + r.h - 1)
				break;
			surface_put(s, AT(r.x + 2, y++, r.w),
				    PLAIN(ROLE_HEADING), next, -1);
			group = next;
		}
		say_bar(s, r.x, y, selected, focus);
		if (marks_has(&t->pane, k->eid))
			surface_put(s, AT(r.x + 1, y, 1), PLAIN(ROLE_CHOSEN),
				    surface_symbol(s, "•"), -1);
		draw_task(t, s, (struct rect){ r.x, y++, r.w, 1 }, k,
			  selected);
	}
}

static char *right_words(const struct tasks *t)
{
	GString *out = g_string_new(NULL);
	int marks = marks_count(&t->pane);

	if (marks)
		g_string_append_printf(out, "%d marked   ", marks);
	g_string_append_printf(out, "open %d · done %d   %s", t->open,
			       t->done, shown_words[t->shown]);
	if (t->words && *t->words)
		g_string_append_printf(out, " · %s", t->words);
	return g_string_free(out, FALSE);
}

static void tasks_draw(struct pane *p, struct surface *s, struct rect r,
		       bool focus)
{
	struct tasks *t = (struct tasks *)p;
	g_autofree char *right = NULL;
	const struct thing *k;
	int y, detail = r.h >= DETAIL_FROM ? DETAIL_LINES : 0;

	t->list.height = MAX(r.h - 3 - detail - 6, 3);
	refresh(t);
	right = right_words(t);
	y = say_heading(s, r, t->title ? t->title : "Tasks", right,
		       focus);
	if (t->topic && *t->topic && r.h > 12)
		surface_put_cut(s, AT(r.x + 1, y++, r.w - 2), PLAIN(ROLE_DIM),
				t->topic);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	if (!t->list.count) {
		say_empty(s, r, empty_words(t));
		return;
	}
	k = row(t, t->list.cursor);
	if (detail && k) {
		struct rect d = { r.x, r.y + r.h - detail, r.w, detail };

		draw_detail(t, s, d, k);
		r.h -= detail;
	}
	draw_rows(t, s, r, focus);
}

/* ---- the rest of the contract ----------------------------------------------------- */

static void remember(struct tasks *t)
{
	const struct thing *k = row(t, t->list.cursor);

	g_free(t->selected);
	t->selected = k ? g_strdup(k->eid) : NULL;
}

static void tasks_move(struct pane *p, enum move how)
{
	struct tasks *t = (struct tasks *)p;

	list_move(&t->list, how);
	refresh(t);
	remember(t);
}

static bool tasks_enter(struct pane *p)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k = row(t, t->list.cursor);

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
	const struct thing *k = row(t, t->list.cursor);

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
	p->stale = true;
}

static void tasks_free(struct pane *p)
{
	struct tasks *t = (struct tasks *)p;

	if (t->rows)
		g_ptr_array_unref(t->rows);
	g_free(t->words);
	g_free(t->title);
	g_free(t->topic);
	g_free(t->selected);
	g_free(t);
}

static struct marked about(const struct thing *k)
{
	return (struct marked){ .key = k->eid, .room = k->room,
				.eid = k->eid };
}

/* All of them, or as many as can be marked; false when all were already. */
static bool mark_all(struct tasks *t)
{
	struct thing_query q = t->query;
	int before = marks_count(&t->pane);

	for (q.offset = 0, q.limit = PAGE; q.offset < MARKS_MAX;
	     q.offset += PAGE) {
		g_autoptr(GPtrArray) list = reader_things(t->pane.ui->reader,
							 &q);

		for (guint i = 0; i < list->len; i++) {
			const struct thing *k = g_ptr_array_index(list, i);
			struct marked m = about(k);

			if (k->eid && !marks_add(&t->pane, &m))
				return true;
		}
		if (list->len < PAGE)
			break;
	}
	return marks_count(&t->pane) > before;
}

static void tasks_mark(struct pane *p, bool all)
{
	struct tasks *t = (struct tasks *)p;
	const struct thing *k = row(t, t->list.cursor);
	struct marked m;

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

struct pane *tasks_new(struct ui *ui, int64_t room, int64_t space, bool mine)
{
	struct tasks *t = g_new0(struct tasks, 1);

	t->pane = (struct pane){ &tasks_ops, ui, true };
	t->query.room = room;
	t->query.space = space;
	t->query.mine = mine;
	t->shown = mine ? SHOWN_MINE : SHOWN_OPEN;
	t->list.height = 1;
	if (room)
		ui_request(ui, REQ_LOOK, room, 0);
	return &t->pane;
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

/* ---- rows -------------------------------------------------------------------------- */

static struct tasks *focused_tasks(struct command_call *call, GError **err)
{
	struct pane *p = ui_pane(row_ui(call));

	if (p && p->ops == &tasks_ops)
		return (struct tasks *)p;
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
		    "The tasks are not shown; F4 shows them.");
	return NULL;
}

static void say_toggled(struct ui *ui, const char *title, bool was_done)
{
	ui_say(ui, "%s: %s. u takes it back.", was_done ? "Open again" :
	       "Done", title);
}

/* The selected task of whatever pane shows one, or an error. Yours. */
static struct thing *selected_task(struct command_call *call, GError **err)
{
	const struct command_context *c = call->ctx;
	struct thing *k = c->eid && ui_reader(row_ui(call)) ?
		reader_thing(c->reader, c->room, c->eid) : NULL;
	struct pane *p = ui_pane(row_ui(call));

	if (k && k->kind == KIND_TASK)
		return k;
	thing_free(k);
	if (p && p->ops == &tasks_ops && row((struct tasks *)p,
					((struct tasks *)p)->list.cursor))
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "That task has not been sent yet.");
	else
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "No task is selected; F4 shows the tasks.");
	return NULL;
}

bool tasks_row_toggle(struct command_call *call, GError **err)
{
	struct thing *k = selected_task(call, err);
	bool done = k && k->status == TASK_DONE;
	g_autofree char *line = NULL;
	struct ui *ui = row_ui(call);
	bool ok;

	if (!k)
		return false;
	line = g_strdup_printf("task %s %s", done ? "reopen" : "done", k->eid);
	ok = command_run_line(call->ctx, line, IN_PROMPT, err);
	if (ok)
		say_toggled(ui, k->title, done);
	thing_free(k);
	return ok;
}

bool tasks_row_ask(struct command_call *call, GError **err)
{
	const char *what = call->command->name + strlen("task-");
	struct thing *k = strcmp(what, "add") ? selected_task(call, err)
					      : NULL;
	g_autofree char *line = NULL;

	if (strcmp(what, "add") && !k)
		return false;
	line = !strcmp(what, "title") ?
	       g_strdup_printf("task title %s", k->title) :
	       g_strdup_printf("task %s ", what);
	prompt_open(row_ui(call), ':', line);
	thing_free(k);
	return true;
}

bool tasks_row_filter(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);
	const char *word = args_get(call->args, "all|open|mine|overdue");

	if (!t)
		return false;
	t->shown = (t->shown + 1) % G_N_ELEMENTS(shown_words);
	for (guint i = 0; word && i < G_N_ELEMENTS(shown_words); i++)
		if (!strcmp(word, shown_words[i]))
			t->shown = i;
	t->list.cursor = 0;
	t->pane.stale = true;
	ui_touch(t->pane.ui);
	return true;
}
