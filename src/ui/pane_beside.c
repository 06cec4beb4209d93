/* What stands beside a feed where there is room: members and open tasks. */
#include "text/text.h"
#include "ui/pane.h"

struct beside {
	int64_t room;
	bool stale;
	GPtrArray *members, *tasks;
	int count, open;
};

static void beside_drop(struct beside *b)
{
	if (b->members)
		g_ptr_array_unref(b->members);
	if (b->tasks)
		g_ptr_array_unref(b->tasks);
	b->members = b->tasks = NULL;
}

void beside_free(struct ui *ui)
{
	if (!ui->beside)
		return;
	beside_drop(ui->beside);
	g_free(ui->beside);
	ui->beside = NULL;
}

void beside_event(struct ui *ui, const struct message *m)
{
	if (ui->beside && (m->kind == EV_ROOM || m->kind == EV_OP))
		ui->beside->stale = true;
}

static struct beside *beside_read(struct ui *ui)
{
	struct beside *b = ui->beside;
	struct thing_query q = { .open_only = true, .limit = 40 };
	struct task_scope scope;

	if (!b)
		b = ui->beside = g_new0(struct beside, 1);
	if (!ui_reader(ui) || (b->room == ui->room && !b->stale && b->members))
		return b;
	beside_drop(b);
	b->room = ui->room;
	scope = tasks_scope(ui, ui->room);
	q.room = scope.room;
	q.space = scope.space;
	b->stale = false;
	b->members = reader_members(ui->reader, ui->room, NULL, 0, 40);
	b->count = reader_members_count(ui->reader, ui->room);
	b->tasks = reader_things(ui->reader, &q);
	b->open = reader_things_count(ui->reader, &q);
	return b;
}

static int beside_members(struct ui *ui, struct beside *b, struct surface *s,
			  struct rect r)
{
	g_autofree char *title = g_strdup_printf("MEMBERS %d", b->count);
	int n = MIN((int)b->members->len, r.h - 1), y = r.y;

	surface_put(s, AT(r.x + 1, y++, r.w), PLAIN(ROLE_HEADING), title, -1);
	for (int i = 0; i < n; i++)
		members_draw_one(ui, s, (struct rect){ r.x - 1, y++, r.w + 1,
				 1 }, g_ptr_array_index(b->members, i), false);
	if (b->count > n) {
		g_autofree char *more = g_strdup_printf("%d more, F3 shows "
							"all", b->count - n);

		surface_put_cut(s, AT(r.x + 3, y++, r.w - 3), PLAIN(ROLE_DIM),
				more);
	}
	return y;
}

static void beside_task(struct ui *ui, struct surface *s, struct rect r,
			int y, const struct thing *k)
{
	guint n = k->assignees ? k->assignees->len : 0;
	g_autofree char *who = n ? say_name_of(ui, k->room,
		g_ptr_array_index(k->assignees, 0)) : g_strdup("nobody");
	g_autofree char *due = k->due == NO_DAY ? NULL :
		command_say_date(ui->setup.world, k->due);
	struct civil now = world_civil(ui->setup.world,
				       world_now(ui->setup.world));
	bool late = k->due != NO_DAY && k->due < now.day;
	int x = r.x + 1, wide = due ? text_width(due, -1) : 0;

	x += surface_put(s, AT(x, y, 3), PLAIN(ROLE_TASK),
			 surface_symbol(s, "☐"), -1) + 1;
	surface_put_cut(s, AT(x, y, r.x + r.w - 1 - x), PLAIN(ROLE_TASK),
			k->title);
	surface_put_cut(s, AT(x, y + 1, r.x + r.w - wide - 2 - x),
			PLAIN(ROLE_DIM), who);
	if (due)
		surface_put_right(s, AT(x, y + 1, r.x + r.w - 1 - x),
				  PLAIN(late ? ROLE_TASK_LATE : ROLE_DIM), due);
}

void beside_draw(struct ui *ui, struct surface *s, struct rect r)
{
	struct beside *b = beside_read(ui);
	g_autofree char *title = NULL;
	int y, half = r.h;

	if (!b->members)
		return;
	if (b->open)
		half = MAX(r.h - 2 - MIN(b->open * 2 + 2, r.h / 2), 4);
	y = beside_members(ui, b, s, (struct rect){ r.x, r.y, r.w, half - 1 });
	if (!b->open)
		return;
	y++;
	title = g_strdup_printf("TASKS %d open", b->open);
	surface_put(s, AT(r.x + 1, y++, r.w), PLAIN(ROLE_HEADING), title, -1);
	for (guint i = 0; i < b->tasks->len && y + 1 < r.y + r.h; i++, y += 2)
		beside_task(ui, s, r, y, g_ptr_array_index(b->tasks, i));
}
