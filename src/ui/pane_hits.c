/* Lists of things from several places: Home, search results, the outbox. One
 * row type serves all three: a heading, or something that can be opened. */
#include <string.h>
#include "text/text.h"
#include "ui/records.h"

enum hits_kind { HITS_HOME, HITS_SEARCH, HITS_OUTBOX };

#define FOUND_MAX 200
#define OP_LINES 9

struct row {
	bool heading;
	enum role role;
	char *left, *text, *right, *last;
	int64_t room, op, made;
	char *eid, *error;
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
	g_free(r->last);
	g_free(r->eid);
	g_free(r->error);
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

/* Many rooms are called "general": the space is said with it. */
static char *place_of(const struct hits *h, int64_t id)
{
	struct room *r = reader_room(h->pane.ui->reader, id);
	char *words = r ? say_room(h->pane.ui, r) : g_strdup("");

	room_free(r);
	return words;
}

static void add_hit(struct hits *h, const struct hit *hit)
{
	struct row *r = add_row(h, ROLE_TEXT, hit->snippet ? hit->snippet
				: hit->post->body);

	r->room = hit->post->room;
	r->eid = g_strdup(hit->post->eid);
	r->left = g_strdup(hit->post->name);
	r->right = place_of(h, hit->post->room);
	r->last = say_time(h->pane.ui, hit->post->ts);
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
	struct thing_query q = { .mine = true, .open_only = true, .limit = 12 };
	GPtrArray *tasks = reader_things(ui->reader, &q);
	struct civil now = world_civil(ui->setup.world,
				       world_now(ui->setup.world));

	if (tasks->len)
		add_heading(h, "MY TASKS");
	for (guint i = 0; i < tasks->len; i++) {
		const struct thing *t = g_ptr_array_index(tasks, i);
		bool late = t->due != NO_DAY && t->due < now.day;
		g_autofree char *due = t->due == NO_DAY ?
			g_strdup("no date") :
			command_say_date(ui->setup.world, t->due);
		struct row *r = add_row(h, late ? ROLE_TASK_LATE : ROLE_TASK,
					t->title);

		r->left = g_strdup_printf("%s %s", surface_symbol(&ui->screen,
					  "☐"), due);
		r->right = place_of(h, t->room);
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

static void name_place(const struct hits *h, struct row *r)
{
	if (r->heading)
		return;
	g_free(r->text);
	r->text = place_of(h, r->room);
}

static void fill_home(struct hits *h)
{
	struct reader *reader = h->pane.ui->reader;
	struct adding invites = { h, 10, false }, unread = { h, 20, false };
	guint first;

	reader_rooms(reader, 0, ROOMS_INVITES, add_invite, &invites);
	add_hits(h, reader_mentions(reader, 10), "FOR YOU");
	add_tasks(h);
	first = h->rows->len;
	reader_rooms(reader, 0, ROOMS_ONLY, add_unread, &unread);
	for (guint i = first; i < h->rows->len; i++)
		name_place(h, g_ptr_array_index(h->rows, i));
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
		struct row *r = add_row(h, op->state == OP_FAILED ||
			op->state == OP_HELD ? ROLE_FAILED : ROLE_WAITING,
			op->kind == OP_CARD ? op->key : op->body ? op->body :
			op->key ? op->key : op->error);

		r->left = g_strdup(op_kind_word(op->kind));
		r->right = place_of(h, op->room);
		r->last = g_strdup(op_state_word(op->state));
		r->room = op->room;
		r->op = op->id;
		r->made = op->made;
		r->error = g_strdup(op->error);
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
	int last = row->last ? text_width(row->last, -1) + 2 : 0;
	int right = row->right ? MIN(text_width(row->right, -1),
				     MAX(r.w / 3 - last, 0)) : 0;
	int x = r.x + 2, left = MIN(16, r.w / 4);

	if (row->heading) {
		surface_put_cut(s, AT(x, r.y, r.w - 3), PLAIN(row->role),
				row->text);
		return;
	}
	surface_put_cut(s, AT(x, r.y, left),
			INK(row->op ? ROLE_DIM : ROLE_PERSON, marks), row->left);
	x += left + 1;
	if (last)
		surface_put_right(s, AT(r.x + r.w - last, r.y, last - 1),
				  INK(ROLE_DIM, marks), row->last);
	if (right)
		surface_put_cut(s, AT(r.x + r.w - 1 - last - right, r.y, right),
				INK(ROLE_DIM, marks), row->right);
	right += last;
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
			"failed appears here.",
	};

	return words[h->kind];
}

/* The whole text and the reason of the selected one; lines taken. */
static int draw_op(struct hits *h, struct surface *s, struct rect r)
{
	const struct row *row = row_at(h, h->list.cursor);
	int tall = MIN(r.h / 2, OP_LINES);
	struct rect d = { r.x, r.y + r.h - tall, r.w, tall };
	g_autofree char *when = NULL, *words = NULL;

	if (!row || tall < 5)
		return 0;
	when = say_time(h->pane.ui, row->made);
	words = g_strdup_printf("%s\n\n%s\nWritten %s. R sends it again, E "
		"takes a text back into the composer, D drops it.",
		row->text, row->error && *row->error ? row->error :
		"It waits for the connection.", when);
	surface_hline(s, d.x, d.y, d.w);
	say_empty(s, d, words);
	return tall;
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
	else if (h->kind == HITS_OUTBOX)
		r.h -= draw_op(h, s, r);
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
		return records_op(p);
	r = row_at(h, h->list.cursor);
	return r ? r->op : 0;
}
