/* Lists of things from several places: Home, search results, the outbox. One
 * row type serves all three: a heading, or something that can be opened. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

enum hits_kind { HITS_HOME, HITS_SEARCH, HITS_OUTBOX };

#define FOUND_MAX 200

struct row {
	bool heading;
	enum role role;
	char *left, *text, *right;
	int64_t room, op;
	char *eid;
};

struct hits {
	struct pane pane;
	enum hits_kind kind;
	int64_t room;
	char *words;
	struct list list;
	GPtrArray *rows;	/* struct row * */
	int found;
};

static void row_free(struct row *r)
{
	g_free(r->left);
	g_free(r->text);
	g_free(r->right);
	g_free(r->eid);
	g_free(r);
}

static struct row *add_row(struct hits *h, enum role role, const char *text)
{
	struct row *r = g_new0(struct row, 1);

	r->role = role;
	r->text = g_strdup(text ? text : "");
	g_strdelimit(r->text, "\n", ' ');
	g_ptr_array_add(h->rows, r);
	return r;
}

static void add_heading(struct hits *h, const char *text)
{
	if (h->rows->len)
		add_row(h, ROLE_TEXT, "")->heading = true;
	add_row(h, ROLE_HEADING, text)->heading = true;
}

static struct row *row_at(const struct hits *h, int64_t i)
{
	return i >= 0 && i < (int64_t)h->rows->len ?
	       g_ptr_array_index(h->rows, i) : NULL;
}

/* ---- filling ------------------------------------------------------------------- */

static void add_hit(struct hits *h, const struct hit *hit)
{
	struct row *r = add_row(h, ROLE_TEXT, hit->snippet ? hit->snippet
				: hit->post->body);
	g_autofree char *when = say_time(h->pane.ui, hit->post->ts);

	r->room = hit->post->room;
	r->eid = g_strdup(hit->post->eid);
	r->left = g_strdup(hit->post->name);
	r->right = g_strdup_printf("%s  %s", hit->room_name,
				   when);
}

static void add_hits(struct hits *h, GPtrArray *hits, const char *heading)
{
	if (hits->len && heading)
		add_heading(h, heading);
	for (guint i = 0; i < hits->len; i++)
		add_hit(h, g_ptr_array_index(hits, i));
	g_ptr_array_unref(hits);
}

static void add_tasks(struct hits *h)
{
	struct ui *ui = h->pane.ui;
	struct task_query q = { .mine = true, .open_only = true, .limit = 12 };
	GPtrArray *tasks = reader_tasks(ui->reader, &q);
	struct civil now = world_civil(ui->setup.world,
				       world_now(ui->setup.world));

	if (tasks->len)
		add_heading(h, "MY TASKS");
	for (guint i = 0; i < tasks->len; i++) {
		const struct task *t = g_ptr_array_index(tasks, i);
		bool late = t->due != TASK_NO_DUE && t->due < now.day;
		g_autofree char *due = t->due == TASK_NO_DUE ?
			g_strdup("no date") :
			command_say_date(ui->setup.world, t->due);
		struct row *r = add_row(h, late ? ROLE_TASK_LATE : ROLE_TASK,
					t->title);

		r->left = g_strdup_printf("%s %s", surface_symbol(&ui->screen,
					  "☐"), due);
		r->right = g_strdup(t->room_name);
		r->room = t->room;
		r->eid = g_strdup(t->eid);
	}
	g_ptr_array_unref(tasks);
}

struct adding {
	struct hits *h;
	int left;
	bool headed;
};

static bool add_invite(const struct room *room, void *user)
{
	struct adding *a = user;
	struct row *r;

	if (!a->headed)
		add_heading(a->h, "INVITATIONS");
	a->headed = true;
	r = add_row(a->h, ROLE_BRIGHT, room->name);
	r->left = say_short_name(room->inviter);
	r->right = g_strdup(say_area(room->area));
	r->room = room->id;
	return --a->left > 0;
}

static bool add_unread(const struct room *room, void *user)
{
	struct adding *a = user;
	struct row *r;

	if (!room->unread || room->mine != MEMBER_JOIN ||
	    room->kind == ROOM_SPACE)
		return true;
	if (!a->headed)
		add_heading(a->h, "UNREAD");
	a->headed = true;
	r = add_row(a->h, ROLE_TEXT, room->name);
	r->left = g_strdup_printf("%d new", room->unread);
	r->right = say_time(a->h->pane.ui, room->last_ts);
	r->room = room->id;
	return --a->left > 0;
}

static void fill_home(struct hits *h)
{
	struct reader *reader = h->pane.ui->reader;
	struct adding invites = { h, 10, false }, unread = { h, 20, false };

	reader_rooms(reader, 0, ROOMS_INVITES, add_invite, &invites);
	add_hits(h, reader_mentions(reader, 10), "FOR YOU");
	add_tasks(h);
	reader_rooms(reader, 0, ROOMS_ONLY, add_unread, &unread);
}

static void fill_search(struct hits *h)
{
	GPtrArray *found = reader_search(h->pane.ui->reader, h->room,
					 h->words, 0, FOUND_MAX);

	h->found = found->len;
	add_hits(h, found, NULL);
}

static void fill_outbox(struct hits *h)
{
	GPtrArray *ops = reader_outbox(h->pane.ui->reader, 0);

	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = g_ptr_array_index(ops, i);
		struct row *r = add_row(h, op->state == OP_FAILED ?
			ROLE_FAILED : ROLE_WAITING, op->error && *op->error ?
			op->error : op->body ? op->body : op->key);

		r->left = g_strdup(op_kind_word(op->kind));
		r->right = g_strdup_printf("%s  %s", op->room_name ?
			op->room_name : "", op_state_word(op->state));
		r->room = op->room;
		r->op = op->id;
	}
	g_ptr_array_unref(ops);
}

static void skip_headings(struct hits *h, int by)
{
	struct row *r;

	while ((r = row_at(h, h->list.cursor)) && r->heading) {
		if (!row_at(h, h->list.cursor + by)) {
			by = -by;
			if (!row_at(h, h->list.cursor + by))
				return;
		}
		h->list.cursor += by;
	}
}

static void fill(struct hits *h)
{
	h->pane.stale = false;
	g_ptr_array_set_size(h->rows, 0);
	if (!ui_reader(h->pane.ui))
		return;
	if (h->kind == HITS_HOME)
		fill_home(h);
	else if (h->kind == HITS_SEARCH)
		fill_search(h);
	else
		fill_outbox(h);
	h->list.count = h->rows->len;
	h->list.cursor = CLAMP(h->list.cursor, 0, MAX(h->list.count - 1, 0));
	skip_headings(h, 1);
}

/* ---- drawing --------------------------------------------------------------------- */

/* Matches stand between \1 and \2. */
static void put_marked(struct surface *s, struct at at, struct ink ink,
		       const char *text)
{
	struct ink now = ink;
	int end = at.x + at.max;

	while (*text && at.x < end) {
		size_t n = strcspn(text, "\1\2");

		at.x += surface_put(s, AT(at.x, at.y, end - at.x), now, text,
				    n);
		text += n;
		if (!*text)
			break;
		now.role = *text++ == '\1' ? ROLE_MATCH : ink.role;
	}
}

static void draw_row(struct surface *s, struct rect r,
		     const struct row *row, bool selected)
{
	unsigned marks = selected ? MARK_BRIGHT : 0;
	int right = row->right ? MIN(text_width(row->right, -1), r.w / 3) : 0;
	int x = r.x + 2, left = MIN(16, r.w / 4);

	if (row->heading) {
		surface_put_cut(s, AT(x, r.y, r.w - 3), PLAIN(row->role),
				row->text);
		return;
	}
	surface_put_cut(s, AT(x, r.y, left),
			INK(row->op ? ROLE_DIM : ROLE_PERSON, marks), row->left);
	x += left + 1;
	if (right)
		surface_put_right(s, AT(r.x + r.w - 1 - right, r.y, right),
				  INK(ROLE_DIM, marks), row->right);
	put_marked(s, AT(x, r.y, r.x + r.w - 3 - right - x),
		   INK(row->role, marks), row->text);
}

static char *title_of(const struct hits *h)
{
	if (h->kind == HITS_HOME)
		return g_strdup("Home");
	if (h->kind == HITS_OUTBOX)
		return g_strdup("Outbox");
	return g_strdup_printf("Search · %s", h->words);
}

static const char *empty_words(const struct hits *h)
{
	static const char *const words[] = {
		[HITS_HOME] = "Nothing needs you now. Mentions, your tasks, "
			"invitations and unread places appear here. Ctrl-K "
			"goes to a place.",
		[HITS_SEARCH] = "No stored message has these words. Older "
			"ones are found once they have been scrolled to.",
		[HITS_OUTBOX] = "Everything has been sent. What waits or "
			"failed appears here; R sends again, D drops.",
	};

	return words[h->kind];
}

static void hits_draw(struct pane *p, struct surface *s, struct rect r,
		      bool focus)
{
	struct hits *h = (struct hits *)p;
	g_autofree char *title = title_of(h);
	char right[32] = "";
	int y;

	if (p->stale)
		fill(h);
	if (h->kind == HITS_SEARCH && h->found)
		g_snprintf(right, sizeof right, "%d%s found", h->found,
			   h->found == FOUND_MAX ? "+" : "");
	y = say_heading(s, r, title, right, focus);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	if (!h->list.count)
		say_empty(s, r, empty_words(h));
	list_fit(&h->list, r.h, 2);
	if (h->list.cursor <= 1)
		h->list.top = 0;
	for (int i = 0; i < r.h; i++) {
		const struct row *row = row_at(h, h->list.top + i);
		bool on = h->list.top + i == h->list.cursor && focus;

		if (!row)
			break;
		if (!row->heading)
			say_bar(s, r.x, r.y + i, on, focus);
		draw_row(s, (struct rect){ r.x, r.y + i, r.w, 1 }, row, on);
	}
}

/* ---- the rest of the contract ------------------------------------------------------ */

static void hits_move(struct pane *p, enum move how)
{
	struct hits *h = (struct hits *)p;

	list_move(&h->list, how);
	skip_headings(h, how == MOVE_UP || how == MOVE_PAGE_UP ||
		      how == MOVE_HALF_UP ? -1 : 1);
}

static bool hits_enter(struct pane *p)
{
	struct hits *h = (struct hits *)p;
	const struct row *r = row_at(h, h->list.cursor);
	g_autofree char *eid = NULL;

	if (!r || r->heading || !r->room)
		return false;
	eid = g_strdup(r->eid);
	if (eid)
		ui_open_post(p->ui, r->room, eid);
	else
		ui_open_room(p->ui, r->room);
	return true;
}

static void hits_select(struct pane *p, struct command_context *ctx)
{
	struct hits *h = (struct hits *)p;
	const struct row *r = row_at(h, h->list.cursor);

	if (!r || r->heading)
		return;
	ctx->room = r->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(r->eid);
}

static void hits_event(struct pane *p, const struct message *m)
{
	struct hits *h = (struct hits *)p;

	if (h->kind == HITS_HOME && (m->kind == EV_ROOM ||
				     m->kind == EV_PLACES))
		p->stale = true;
	if (h->kind == HITS_OUTBOX && (m->kind == EV_OP ||
				       m->kind == EV_OUTBOX))
		p->stale = true;
}

static void hits_free(struct pane *p)
{
	struct hits *h = (struct hits *)p;

	g_ptr_array_unref(h->rows);
	g_free(h->words);
	g_free(h);
}

static const struct pane_ops kinds[] = {
	[HITS_HOME] = { .name = "home", .view = VIEW_HOME, .free = hits_free,
		.draw = hits_draw, .move = hits_move, .enter = hits_enter,
		.select = hits_select, .event = hits_event },
	[HITS_SEARCH] = { .name = "search", .view = VIEW_SEARCH,
		.free = hits_free, .draw = hits_draw, .move = hits_move,
		.enter = hits_enter, .select = hits_select,
		.event = hits_event },
	[HITS_OUTBOX] = { .name = "outbox", .view = VIEW_OUTBOX,
		.free = hits_free, .draw = hits_draw, .move = hits_move,
		.enter = hits_enter, .select = hits_select,
		.event = hits_event },
};

static struct hits *hits_base(struct ui *ui, enum hits_kind kind)
{
	struct hits *h = g_new0(struct hits, 1);

	h->pane = (struct pane){ &kinds[kind], ui, true };
	h->kind = kind;
	h->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	return h;
}

struct pane *hits_home_new(struct ui *ui)
{
	return &hits_base(ui, HITS_HOME)->pane;
}

struct pane *hits_search_new(struct ui *ui, int64_t room, const char *words)
{
	struct hits *h = hits_base(ui, HITS_SEARCH);

	h->room = room;
	h->words = g_strdup(words);
	return &h->pane;
}

struct pane *hits_outbox_new(struct ui *ui)
{
	return &hits_base(ui, HITS_OUTBOX)->pane;
}

int64_t hits_outbox_selected(struct pane *p)
{
	struct hits *h = (struct hits *)p;
	const struct row *r;

	if (p->ops != &kinds[HITS_OUTBOX])
		return 0;
	r = row_at(h, h->list.cursor);
	return r ? r->op : 0;
}
