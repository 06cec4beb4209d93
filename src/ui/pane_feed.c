/* The feed of a room, and a thread: the same pane with a root. */
#include <string.h>
#include "text/text.h"
#include "ui/item.h"

#define PAGE 60
#define WINDOW 360		/* posts kept at most */
#define AIRY_FROM 26		/* lines from which authors stand apart */

struct feed {
	struct pane pane;
	int64_t room;
	char *thread;
	char *title, *topic;
	GPtrArray *items;	/* struct item * */
	bool more_before, more_after, gap_before;
	bool asked;		/* older messages are under way */
	bool failed;		/* … and did not come */
	int64_t new_pos;
	bool new_known;
	int64_t cursor;		/* key of the selected item, 0: the last */
	bool follow;		/* the end is in view and stays there */
	int64_t top;		/* key of the first item in view */
	int top_line;
	int height, width, below;
	int64_t seen;		/* newest position that has been in view */
	int64_t read_pos;	/* the read mark we have asked for */
	bool looked;		/* … since the page was read */
	GHashTable *unfolded, *spoilers;	/* keys */
	char *wanted;		/* event id to show once it is loaded */
	GHashTable *polls;	/* event ids whose votes have been asked for */
};

static struct item *item_at(const struct feed *f, int i)
{
	return i >= 0 && i < (int)f->items->len ?
	       g_ptr_array_index(f->items, i) : NULL;
}

static int index_of(const struct feed *f, int64_t key)
{
	for (int i = f->items->len - 1; i >= 0; i--)
		if (item_at(f, i)->key == key)
			return i;
	return -1;
}

static int index_of_eid(const struct feed *f, const char *eid)
{
	for (guint i = 0; i < f->items->len; i++)
		if (!g_strcmp0(item_at(f, i)->post->eid, eid))
			return i;
	return -1;
}

static int cursor_index(const struct feed *f)
{
	int i = f->cursor ? index_of(f, f->cursor) : -1;

	return i >= 0 ? i : (int)f->items->len - 1;
}

/* ---- loading ---------------------------------------------------------------- */

static gint64 *key_new(int64_t key)
{
	gint64 *p = g_new(gint64, 1);

	*p = key;
	return p;
}

/* The option `joins`: people who come and go are folded, shown, or hidden. */
static bool take_join(struct feed *f, struct item *last, struct post *p)
{
	const char *how = options_text(f->pane.ui->setup.options, "joins");

	if (p->kind != POST_MEMBER || !g_strcmp0(how, "show"))
		return false;
	if (!g_strcmp0(how, "hide")) {
		post_free(p);
		return true;
	}
	return last && item_fold(last, p);
}

/* Votes that were given while nobody looked may be missing: once, all that
 * belongs to a poll is asked for. */
static void ask_votes(struct feed *f, const struct post *p)
{
	struct message *m;

	if (!p->poll || p->poll->ended || !p->eid ||
	    !g_hash_table_add(f->polls, g_strdup(p->eid)))
		return;
	m = message_new(REQ_THREAD);
	m->room = f->room;
	m->a = g_strdup(p->eid);
	engine_push(f->pane.ui->setup.engine, m);
}

static void add_items(struct feed *f, GPtrArray *posts)
{
	for (guint i = 0; i < posts->len; i++) {
		struct post *p = g_ptr_array_index(posts, i);
		struct item *last = item_at(f, f->items->len - 1);

		g_ptr_array_index(posts, i) = NULL;
		if (take_join(f, last, p))
			continue;
		ask_votes(f, p);
		last = item_new(p);
		last->unfolded = g_hash_table_contains(f->unfolded,
						       &last->key);
		last->spoilers = g_hash_table_contains(f->spoilers,
						       &last->key);
		g_ptr_array_add(f->items, last);
	}
}

static void take_page(struct feed *f, struct page *page)
{
	g_ptr_array_set_free_func(page->posts, NULL);
	add_items(f, page->posts);
	page_clear(page);
}

static int64_t first_pos(const struct feed *f)
{
	return f->items->len ? item_at(f, 0)->post->pos : 0;
}

static void read_titles(struct feed *f)
{
	struct ui *ui = f->pane.ui;
	struct room *r = reader_room(ui->reader, f->room);

	if (!r)
		return;
	g_free(f->title);
	g_free(f->topic);
	f->title = f->thread ? g_strdup_printf("Thread · %s", r->name)
			     : say_room(ui, r);
	f->topic = g_strdup(r->replaced_by ? "This room has been replaced by "
			    "a newer one." : r->topic ? r->topic : "");
	g_strdelimit(f->topic, "\n", ' ');
	room_free(r);
}

static void query(struct feed *f, struct page_query *q, struct page *page)
{
	q->room = f->room;
	q->thread = f->thread;
	reader_page(f->pane.ui->reader, q, page);
}

/* Is what is unread more than a page? */
static bool far_back(struct feed *f)
{
	struct page_query q = { .from = PAGE_AFTER, .pos = f->new_pos,
				.limit = PAGE };
	struct page page;
	bool far;

	query(f, &q, &page);
	far = page.more_after;
	page_clear(&page);
	return far;
}

/* Read the page anew where it stands. */
static void reload(struct feed *f)
{
	struct page_query q = { .from = PAGE_NEWEST, .limit = PAGE };
	struct page page;
	int64_t first = first_pos(f);

	f->pane.stale = f->looked = false;
	if (!ui_reader(f->pane.ui))
		return;
	if (f->more_after && first) {
		q.from = PAGE_AFTER;
		q.pos = first - 1;
	}
	q.limit = CLAMP((int)f->items->len + 10, PAGE, WINDOW);
	if (!f->new_known && !f->thread)
		f->new_pos = reader_first_unread(f->pane.ui->reader, f->room);
	if (!f->new_known && f->new_pos && far_back(f)) {
		q.from = PAGE_AROUND;
		q.pos = f->new_pos;
	}
	query(f, &q, &page);
	g_ptr_array_set_size(f->items, 0);
	f->more_before = page.more_before;
	f->more_after = q.from != PAGE_NEWEST && page.more_after;
	f->gap_before = page.gap_before;
	take_page(f, &page);
	if (f->cursor && index_of(f, f->cursor) < 0)
		f->cursor = 0;
	read_titles(f);
}

static void trim(struct feed *f, bool end)
{
	int extra = (int)f->items->len - WINDOW;

	if (extra <= 0)
		return;
	g_ptr_array_remove_range(f->items, end ? f->items->len - extra : 0,
				 extra);
	if (end)
		f->more_after = true;
	else
		f->more_before = true;
}

static void load_before(struct feed *f)
{
	struct page_query q = { .from = PAGE_BEFORE, .limit = PAGE,
				.pos = first_pos(f) };
	GPtrArray *old = f->items;
	struct page page;

	query(f, &q, &page);
	f->items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
	f->more_before = page.more_before;
	f->gap_before = page.gap_before;
	take_page(f, &page);
	if (old->len)		/* what was first is now below another */
		item_relayout(g_ptr_array_index(old, 0));
	g_ptr_array_set_free_func(old, NULL);
	for (guint i = 0; i < old->len; i++)
		g_ptr_array_add(f->items, g_ptr_array_index(old, i));
	g_ptr_array_unref(old);
	trim(f, true);
}

static void load_after(struct feed *f)
{
	struct item *last = item_at(f, f->items->len - 1);
	struct page_query q = { .from = PAGE_AFTER, .limit = PAGE,
				.pos = last ? last->post->pos : 0 };
	struct page page;

	query(f, &q, &page);
	f->more_after = page.more_after;
	if (!page.more_after) {
		page_clear(&page);
		f->more_after = false;
		reload(f);
		return;
	}
	take_page(f, &page);
	trim(f, false);
}

static void ask_older(struct feed *f, int64_t pos)
{
	if (f->asked || f->failed || f->thread)
		return;
	f->asked = true;
	ui_request(f->pane.ui, REQ_OLDER, f->room, pos);
}

/* ---- laying out --------------------------------------------------------------- */

/* The answer that the asker of this thread accepted, or NULL. */
static const char *accepted_answer(struct feed *f)
{
	const struct item *root = f->thread ? item_at(f, 0) : NULL;
	const struct thing *t = root ? root->post->thing : NULL;

	return t && t->kind == KIND_QUESTION ? t->answer : NULL;
}

static int lay(struct feed *f, int i)
{
	struct item_setting set = {
		.before = item_at(f, i - 1), .new_pos = f->new_pos,
		.thread = f->thread != NULL,
		.beginning = !f->more_before && !f->gap_before,
		.airy = f->height >= AIRY_FROM,
		.answer = accepted_answer(f),
	};
	struct item *it = item_at(f, i);

	item_layout(it, f->pane.ui, f->width, &set);
	return item_lines(it);
}

/* A place in the feed: a line of an item. */
struct spot { int item, line; };

/* The spot `by` lines further up or down; stops at the ends. */
static struct spot spot_move(struct feed *f, struct spot s, int by)
{
	while (by > 0) {
		int left = lay(f, s.item) - 1 - s.line;

		if (by <= left || s.item + 1 >= (int)f->items->len) {
			s.line += MIN(by, left);
			break;
		}
		by -= left + 1;
		s = (struct spot){ s.item + 1, 0 };
	}
	while (by < 0) {
		if (-by <= s.line || s.item == 0) {
			s.line = MAX(s.line + by, 0);
			break;
		}
		by += s.line + 1;
		s.item--;
		s.line = lay(f, s.item) - 1;
	}
	return s;
}

static struct spot last_spot(struct feed *f)
{
	int last = f->items->len - 1;

	return (struct spot){ last, lay(f, last) - 1 };
}

/* Lines from a (included) to b (included), or `most`. */
static int spot_distance(struct feed *f, struct spot a, struct spot b,
			 int most)
{
	int n = 0;

	while (a.item < b.item && n < most) {
		n += lay(f, a.item) - a.line;
		a = (struct spot){ a.item + 1, 0 };
	}
	if (a.item == b.item)
		n += b.line - a.line + 1;
	return n;
}

static struct spot top_spot(struct feed *f)
{
	struct spot top = { index_of(f, f->top), f->top_line };
	struct spot end = last_spot(f);

	if (f->follow || top.item < 0)
		return spot_move(f, end, -(f->height - 1));
	top.line = MIN(top.line, lay(f, top.item) - 1);
	return top;
}

static void set_top(struct feed *f, struct spot top)
{
	struct spot end = last_spot(f);

	f->top = item_at(f, top.item)->key;
	f->top_line = top.line;
	f->follow = !f->more_after &&
		    spot_distance(f, top, end, f->height + 1) <= f->height;
}

/* Scroll so that the selected item is in view. */
static void show_cursor(struct feed *f)
{
	int i = cursor_index(f), lines;
	struct spot top = top_spot(f), last;

	if (i < 0)
		return;
	lines = lay(f, i);
	if (i < top.item || (i == top.item && top.line > 0 &&
			     lines <= f->height)) {
		set_top(f, (struct spot){ i, 0 });
		return;
	}
	last = (struct spot){ i, lines - 1 };
	if (spot_distance(f, top, last, f->height * 4) <= f->height)
		return;
	if (lines >= f->height)
		set_top(f, (struct spot){ i, 0 });
	else
		set_top(f, spot_move(f, last, -(f->height - 1)));
}

/* ---- moving --------------------------------------------------------------------- */

static void select_index(struct feed *f, int i)
{
	struct item *it;

	i = CLAMP(i, 0, (int)f->items->len - 1);
	it = item_at(f, i);
	f->cursor = it && (f->more_after || i < (int)f->items->len - 1) ?
		    it->key : 0;
}

static void scroll(struct feed *f, int by)
{
	struct spot top = spot_move(f, top_spot(f), by);

	set_top(f, top);
	if (cursor_index(f) < top.item)
		select_index(f, top.item);
	while (cursor_index(f) > top.item &&
	       spot_distance(f, top, (struct spot){ cursor_index(f), 0 },
			     f->height * 2) > f->height)
		select_index(f, cursor_index(f) - 1);
}

/* A message taller than the screen is scrolled through first. */
static bool scroll_inside(struct feed *f, int by)
{
	int i = cursor_index(f), lines = lay(f, i);
	struct spot top = top_spot(f);
	struct spot edge = { i, by > 0 ? lines - 1 : 0 };

	if (lines <= f->height)
		return false;
	if (by > 0 && spot_distance(f, top, edge, lines + 1) <= f->height)
		return false;
	if (by < 0 && (top.item < i || top.line == 0))
		return false;
	set_top(f, spot_move(f, top, by * MAX(f->height / 2, 1)));
	return true;
}

static void step(struct feed *f, int by)
{
	int i = cursor_index(f);

	if (scroll_inside(f, by))
		return;
	if (i + by < 0 && f->more_before) {
		load_before(f);
		i = cursor_index(f);
	}
	if (i + by < 0)
		ask_older(f, 0);
	if (i + by >= (int)f->items->len && f->more_after) {
		load_after(f);
		i = cursor_index(f);
	}
	if (i + by < 0 || i + by >= (int)f->items->len)
		return;
	select_index(f, i + by);
	show_cursor(f);
}

static void feed_move(struct pane *p, enum move how)
{
	struct feed *f = (struct feed *)p;

	if (!f->items->len || !f->height)
		return;
	switch (how) {
	case MOVE_UP:
		step(f, -1);
		break;
	case MOVE_DOWN:
		step(f, 1);
		break;
	case MOVE_PAGE_UP:
		scroll(f, -(f->height - 2));
		break;
	case MOVE_PAGE_DOWN:
		scroll(f, f->height - 2);
		break;
	case MOVE_HALF_UP:
		scroll(f, -f->height / 2);
		break;
	case MOVE_HALF_DOWN:
		scroll(f, f->height / 2);
		break;
	case MOVE_TOP:
		select_index(f, 0);
		set_top(f, (struct spot){ 0, 0 });
		break;
	case MOVE_BOTTOM:
		if (f->more_after) {
			f->more_after = false;
			reload(f);
		}
		f->cursor = 0;
		f->follow = true;
		break;
	}
}

/* A place opens where one stopped reading, when the rest does not fit. */
static void show_unread(struct feed *f)
{
	for (guint i = 0; f->new_pos && i < f->items->len; i++) {
		struct spot at = { i, 0 };

		if (item_at(f, i)->post->pos < f->new_pos)
			continue;
		if (f->more_after || spot_distance(f, at, last_spot(f),
				f->height + 1) > f->height) {
			select_index(f, i);
			set_top(f, spot_move(f, at, -2));
		}
		return;
	}
}

/* ---- drawing ---------------------------------------------------------------------- */

static void draw_edge_marks(struct feed *f, struct surface *s, struct rect r)
{
	g_autofree char *mark = NULL;

	if (f->below > 0)
		mark = g_strdup_printf(" %s %d new ",
				       surface_symbol(s, "↓"), f->below);
	else if (f->more_after)
		mark = g_strdup_printf(" %s more ", surface_symbol(s, "↓"));
	if (mark)
		surface_put_right(s, AT(r.x, r.y + r.h - 1, r.w),
				  PLAIN(ROLE_UNREAD), mark);
	if (f->asked)
		surface_put_right(s, AT(r.x, r.y, r.w), PLAIN(ROLE_DIM),
				  " fetching older messages… ");
	else if (f->failed)
		surface_put_right(s, AT(r.x, r.y, r.w), PLAIN(ROLE_WARNING),
				  " older messages did not come; k tries again ");
}

/* Messages that count below the last line in view. */
static int count_below(struct feed *f, int item)
{
	int n = 0;

	for (int i = item + 1; i < (int)f->items->len; i++)
		n += item_at(f, i)->post->pos > f->seen &&
		     post_kind_counts(item_at(f, i)->post->kind);
	return n;
}

static void draw_lines(struct feed *f, struct surface *s, struct rect r,
		       bool focus)
{
	struct spot at = top_spot(f);
	int selected = cursor_index(f), y = 0;

	if (at.item == 0 && at.line == 0 && f->more_before) {
		int64_t key = item_at(f, 0)->key;

		load_before(f);
		at.item = MAX(index_of(f, key), 0);
		at.line = MIN(at.line, lay(f, at.item) - 1);
		selected = cursor_index(f);
	}
	for (; y < r.h && at.item < (int)f->items->len; y++) {
		struct item *it = item_at(f, at.item);
		bool sel = at.item == selected && focus;

		if (it->post->gap && at.line == 0)
			ask_older(f, it->post->pos);
		item_draw(it, s, (struct rect){ r.x, r.y + y, r.w, 1 },
			  at.line, sel);
		if (sel && at.line >= it->rules)
			say_bar(s, r.x, r.y + y, true, focus);
		if (++at.line >= lay(f, at.item) &&
		    ++at.item < (int)f->items->len) {
			at.line = 0;
			lay(f, at.item);
		}
	}
	if (f->follow || !f->seen)
		f->seen = item_at(f, f->items->len - 1)->post->pos;
	f->below = f->follow ? 0 : count_below(f, at.item - (at.line == 0));
}

static const char *empty_words(const struct feed *f)
{
	if (f->asked || f->pane.ui->progress)
		return "Messages are being fetched…";
	if (f->thread)
		return "No replies yet. c writes the first one.";
	return "Nothing has been said here yet. c writes the first message.";
}

static struct rect draw_heading(struct feed *f, struct surface *s,
				struct rect r, bool focus)
{
	int y = say_heading(s, r, f->title ? f->title : "",
			   f->thread ? "q closes" : NULL, focus);

	if (f->topic && *f->topic && !f->thread && r.h > 12)
		surface_put_cut(s, AT(r.x + 1, y++, r.w - 2), PLAIN(ROLE_DIM),
				f->topic);
	surface_hline(s, r.x, y++, r.w);
	return (struct rect){ r.x, y, r.w, r.y + r.h - y };
}

static void feed_draw(struct pane *p, struct surface *s, struct rect r,
		      bool focus)
{
	struct feed *f = (struct feed *)p;

	if (p->stale)
		reload(f);
	r = draw_heading(f, s, r, focus);
	f->width = r.w;
	f->height = MAX(r.h, 1);
	if (!f->new_known && f->items->len) {
		f->new_known = true;
		show_unread(f);
	}
	if (f->wanted) {
		g_autofree char *eid = g_steal_pointer(&f->wanted);

		feed_show(p, eid);
	}
	if (!f->items->len) {
		say_empty(s, r, empty_words(f));
		if (f->gap_before)
			ask_older(f, 0);
		return;
	}
	if (!f->more_before && f->gap_before &&
	    spot_distance(f, (struct spot){ 0, 0 }, last_spot(f),
			  f->height + 1) <= f->height)
		ask_older(f, 0);
	draw_lines(f, s, r, focus);
	draw_edge_marks(f, s, r);
}

/* ---- the rest of the contract -------------------------------------------------------- */

static void feed_event(struct pane *p, const struct message *m)
{
	struct feed *f = (struct feed *)p;

	if (m->kind == EV_OLDER && m->room == f->room) {
		f->asked = false;
		f->failed = m->a != NULL;
		p->stale = true;
	}
	if (m->kind == EV_ROOM && (m->room == f->room || !m->room) &&
	    m->n & (ROOM_HAS_POSTS | ROOM_HAS_FACTS | ROOM_HAS_TASKS |
		    ROOM_HAS_MEMBERS))
		p->stale = true;
	if (m->kind == EV_OP && m->room == f->room)
		p->stale = true;
	if (m->kind == EV_ACCOUNT && m->n == ACCOUNT_LIVE)
		f->failed = false;
}

static void feed_select(struct pane *p, struct command_context *ctx)
{
	const struct feed *f = (const struct feed *)p;
	const struct item *it = item_at(f, cursor_index(f));

	ctx->room = f->room;
	if (!it)
		return;
	g_free(ctx->eid);
	ctx->eid = g_strdup(it->post->eid);
	g_free(ctx->uid);
	ctx->uid = g_strdup(it->post->sender);
}

/* What a reply answers; from a thread it may stand in the feed. */
static void show_answered(struct feed *f, const char *reply_to)
{
	struct ui *ui = f->pane.ui;
	g_autofree char *eid = g_strdup(reply_to);

	if (f->thread && index_of_eid(f, eid) < 0 && feed_is(ui->main)) {
		feed_show(ui->main, eid);
		ui_focus(ui, FOCUS_MAIN);
	} else {
		feed_show(&f->pane, eid);
	}
}

static bool feed_enter(struct pane *p)
{
	struct feed *f = (struct feed *)p;
	const struct item *it = item_at(f, cursor_index(f));
	const char *root;

	if (!it || !it->post->eid)
		return false;
	if (it->post->reply_to && !it->post->thread_count) {
		show_answered(f, it->post->reply_to);
		return true;
	}
	if (f->thread)
		return false;
	if (!post_kind_counts(it->post->kind))
		return false;
	root = it->post->thread ? it->post->thread : it->post->eid;
	ui_set_side(p->ui, feed_new(p->ui, f->room, root));
	ui_focus(p->ui, FOCUS_SIDE);
	return true;
}

static void feed_free(struct pane *p)
{
	struct feed *f = (struct feed *)p;

	g_ptr_array_unref(f->items);
	g_hash_table_unref(f->unfolded);
	g_hash_table_unref(f->spoilers);
	g_hash_table_unref(f->polls);
	g_free(f->thread);
	g_free(f->title);
	g_free(f->topic);
	g_free(f->wanted);
	g_free(f);
}

static const struct pane_ops feed_ops = {
	.name = "feed", .view = VIEW_FEED, .free = feed_free,
	.draw = feed_draw, .move = feed_move, .enter = feed_enter,
	.select = feed_select, .event = feed_event,
};
static const struct pane_ops thread_ops = {
	.name = "thread", .view = VIEW_THREAD, .free = feed_free,
	.draw = feed_draw, .move = feed_move, .enter = feed_enter,
	.select = feed_select, .event = feed_event,
};

struct pane *feed_new(struct ui *ui, int64_t room, const char *thread)
{
	struct feed *f = g_new0(struct feed, 1);

	f->pane = (struct pane){ thread ? &thread_ops : &feed_ops, ui, true };
	f->room = room;
	f->thread = g_strdup(thread);
	f->items = g_ptr_array_new_with_free_func((GDestroyNotify)item_free);
	f->unfolded = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					    g_free, NULL);
	f->spoilers = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					    g_free, NULL);
	f->polls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					 NULL);
	f->follow = true;
	if (thread) {
		struct message *m = message_new(REQ_THREAD);

		m->room = room;
		m->a = g_strdup(thread);
		engine_push(ui->setup.engine, m);
	} else {
		ui_request(ui, REQ_LOOK, room, 0);
	}
	return &f->pane;
}

bool feed_is(const struct pane *p)
{
	return p && (p->ops == &feed_ops || p->ops == &thread_ops);
}

int64_t feed_room(const struct pane *p)
{
	return feed_is(p) ? ((const struct feed *)p)->room : 0;
}

const char *feed_thread(const struct pane *p)
{
	return feed_is(p) ? ((const struct feed *)p)->thread : NULL;
}

const struct post *feed_selected(const struct pane *p)
{
	const struct feed *f = (const struct feed *)p;
	const struct item *it;

	if (!feed_is(p))
		return NULL;
	it = item_at(f, cursor_index(f));
	return it ? it->post : NULL;
}

void feed_show(struct pane *p, const char *eid)
{
	struct feed *f = (struct feed *)p;
	struct page_query q = { .from = PAGE_AROUND, .limit = PAGE };
	struct page page;
	struct post *post;
	int i = index_of_eid(f, eid);

	if (!f->height || !f->width) {
		g_free(f->wanted);
		f->wanted = g_strdup(eid);
		return;
	}
	post = i < 0 ? reader_post(p->ui->reader, f->room, eid) : NULL;
	if (i < 0 && !post) {
		ui_say(p->ui, "That message is not stored here yet; scroll "
		       "up to fetch older ones.");
		return;
	}
	if (i < 0) {
		q.pos = post->pos;
		query(f, &q, &page);
		g_ptr_array_set_size(f->items, 0);
		f->more_before = page.more_before;
		f->more_after = page.more_after;
		f->gap_before = page.gap_before;
		take_page(f, &page);
		i = index_of_eid(f, eid);
		post_free(post);
	}
	if (i < 0)
		return;
	f->follow = false;
	select_index(f, i);
	set_top(f, spot_move(f, (struct spot){ i, 0 }, -f->height / 3));
	ui_touch(p->ui);
}

/* What is hidden in the selected item is shown, or hidden again. */
static void toggle(struct feed *f, GHashTable *keys, bool spoilers)
{
	struct item *it = item_at(f, cursor_index(f));
	bool *flag;

	if (!it)
		return;
	flag = spoilers ? &it->spoilers : &it->unfolded;
	*flag = !*flag;
	if (*flag)
		g_hash_table_add(keys, key_new(it->key));
	else
		g_hash_table_remove(keys, &it->key);
	item_relayout(it);
	ui_touch(f->pane.ui);
}

void feed_unfold(struct pane *p)
{
	struct feed *f = (struct feed *)p;

	toggle(f, f->unfolded, false);
}

void feed_spoilers(struct pane *p)
{
	struct feed *f = (struct feed *)p;

	toggle(f, f->spoilers, true);
}

void feed_mark_read(struct pane *p)
{
	struct feed *f = (struct feed *)p;
	struct ui *ui = p->ui;
	int64_t pos = 0;
	g_autofree char *eid = NULL;
	struct op *op;
	struct room *room;

	if (!ui->focused || !f->follow || f->thread || !ui->reader ||
	    f->looked)
		return;
	f->looked = true;
	eid = reader_newest_eid(ui->reader, f->room, &pos);
	if (!eid || pos <= f->read_pos)
		return;
	room = reader_room(ui->reader, f->room);
	if (room && room->mine == MEMBER_JOIN && (pos > room->read_pos ||
						   room->unread)) {
		op = op_new(OP_READ);
		op->account = room->account;
		op->room = f->room;
		op->rid = g_strdup(room->rid);
		op->target = g_strdup(eid);
		ui_submit(ui, op);
	}
	f->read_pos = pos;
	room_free(room);
}
