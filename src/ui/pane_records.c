/* The answer of a command as a list: records, sections, lines of text. */
#include <string.h>
#include "base/error.h"
#include "command/visit.h"
#include "text/text.h"
#include "ui/asked.h"
#include "ui/looks.h"
#include "ui/marks.h"
#include "ui/records.h"
#include "ui/rows.h"

#define DETAILS_FROM 18		/* body lines from which details are shown */
#define DETAILS_LINES 8
#define DETAILS_BESIDE 110	/* columns from which they are at the right */
#define DEPTH_MAX 8		/* lists that were opened from lists */

struct entry {
	const struct record *r;	/* of the listing */
	char *key, *words;	/* words: made when first filtered */
	int section, place;	/* number of its section; place in the answer */
};

/* One line of the screen. */
enum line_kind { LINE_ROW, LINE_MORE, LINE_SECTION, LINE_BLANK, LINE_TEXT,
		 LINE_HEADING, LINE_CHART };
struct line {
	enum line_kind kind;
	int entry;		/* in `shown` */
	const char *text;	/* of SECTION, TEXT, HEADING */
};

struct records {
	struct pane pane;
	struct asked *asked;
	struct pane *before;	/* what q goes back to; owned */
	struct listing listing;
	GPtrArray *entries;	/* struct entry *, as they came */
	GPtrArray *shown;	/* those that fit the filter, sorted */
	GArray *lines;		/* struct line */
	GStringChunk *own;	/* their texts */
	char *filter, *error;
	int sort;		/* 0: as they came */
	int width;		/* the lines were made for; 0: none yet */
	bool overflows;		/* there are more than a listing holds */
	char *last_rid;		/* looked up last, … */
	int64_t last_room;	/* … and what it was */
	int cursor;		/* in `shown`, or -1: nothing to select */
	int top, height;
	char *visit;		/* the space whose home it is, or NULL */
};

static void entry_free(gpointer data)
{
	struct entry *e = data;

	g_free(e->key);
	g_free(e->words);
	g_free(e);
}

static struct records *as_records(struct pane *p)
{
	return (struct records *)p;
}

static struct entry *shown(const struct records *t, int i)
{
	return i >= 0 && i < (int)t->shown->len ?
	       g_ptr_array_index(t->shown, i) : NULL;
}

static bool is_row(const struct record *r)
{
	return !look_is_text(r) && !look_is_drawing(r);
}

static const struct record *selected(const struct records *t)
{
	const struct entry *e = shown(t, t->cursor);

	return e && is_row(e->r) ? e->r : NULL;
}

/* ---- entries -------------------------------------------------------------- */

/* What a record is known by from one answer to the next. */
static char *key_of(const struct record *r)
{
	static const char *const names[] = { "id", "user", "room", "name",
					     "title", "text" };
	const char *id = NULL, *section = record_get(r, "section");
	const struct field *op = record_field(r, "op");

	for (guint i = 0; !id && i < G_N_ELEMENTS(names); i++)
		id = record_get(r, names[i]);
	if (op && op->kind == FIELD_INT)
		return g_strdup_printf("op %" G_GINT64_FORMAT, op->number);
	return g_strdup_printf("%s\n%s\n%s", r->kind ? r->kind : "",
			       section ? section : "", id ? id : "");
}

static void make_entries(struct records *t)
{
	const GPtrArray *all = t->listing.records;
	const char *section = NULL;
	int n = 0;

	g_ptr_array_set_size(t->shown, 0);
	g_ptr_array_set_size(t->entries, 0);
	for (guint i = 0; all && i < all->len; i++) {
		struct entry *e = g_new0(struct entry, 1);
		const char *own;

		e->r = g_ptr_array_index(all, i);
		e->key = key_of(e->r);
		own = record_get(e->r, "section");
		n += i && g_strcmp0(own, section);
		section = own;
		e->section = n;
		e->place = i;
		g_ptr_array_add(t->entries, e);
	}
}

static const struct looks *look_here(const struct records *t)
{
	const struct entry *e = shown(t, 0);

	for (int i = 0; e && !is_row(e->r); i++)
		e = shown(t, i);
	return look_of(e ? e->r->kind : NULL);
}

/* The field of the sort order now, or NULL; *down when it descends. */
static char *sort_field(const struct records *t, bool *down)
{
	const char *orders = look_here(t)->sorts;
	g_auto(GStrv) list = g_strsplit(orders ? orders : "", " ", -1);
	int n = g_strv_length(list);
	const char *name = n ? list[MAX(t->sort - 1, 0) % n] : "";

	if (!t->sort || t->sort > n)
		return NULL;
	*down = *name == '-';
	return g_strdup(name + *down);
}

struct order {
	const char *field;
	bool down;
};

static int compare_values(const struct field *x, const struct field *y)
{
	if (!x || !y || x->kind == FIELD_NULL || y->kind == FIELD_NULL)
		return 0;
	if (x->text && y->text)
		return g_ascii_strcasecmp(x->text, y->text);
	return (x->number > y->number) - (x->number < y->number);
}

/* What has no value is last either way. */
static int compare_empty(const struct field *x, const struct field *y)
{
	bool a = !x || x->kind == FIELD_NULL, b = !y || y->kind == FIELD_NULL;

	return a - b;
}

static int compare_entries(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct entry *x = *(struct entry *const *)a;
	const struct entry *y = *(struct entry *const *)b;
	const struct order *o = data;
	const struct field *f = record_field(x->r, o->field);
	const struct field *g = record_field(y->r, o->field);
	int by = x->section - y->section;

	if (!by)
		by = compare_empty(f, g);
	if (!by)
		by = o->down ? compare_values(g, f) : compare_values(f, g);
	return by ? by : x->place - y->place;
}

static bool fits(struct entry *e, const char *words)
{
	if (!e->words)
		e->words = record_words(e->r);
	return record_has(e->words, words);
}

static void arrange(struct records *t)
{
	g_autofree char *field = NULL;
	struct order order = { 0 };

	g_ptr_array_set_size(t->shown, 0);
	for (guint i = 0; i < t->entries->len; i++) {
		struct entry *e = g_ptr_array_index(t->entries, i);

		if (!t->filter || fits(e, t->filter))
			g_ptr_array_add(t->shown, e);
	}
	order.field = field = sort_field(t, &order.down);
	if (field)
		g_ptr_array_sort_with_data(t->shown, compare_entries, &order);
	t->width = 0;
}

/* ---- lines ------------------------------------------------------------------ */

static void add_line(struct records *t, enum line_kind kind, int entry,
		     const char *text)
{
	struct line l = { .kind = kind, .entry = entry };

	if (text)
		l.text = g_string_chunk_insert(t->own, text);
	g_array_append_val(t->lines, l);
}

/* A text of several lines, wrapped. */
static void add_text(struct records *t, enum line_kind kind, int entry,
		     const char *raw)
{
	g_autofree char *text = text_clean(raw, -1, TEXT_BLOCK, 0);
	struct rich *rich = rich_from_plain(text, strlen(text));
	struct layout l;
	unsigned n;

	layout_init(&l, rich, MAX(t->width - 4, 8), 0, NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++) {
		const struct span *span = layout_line(&l, i, &n);
		g_autoptr(GString) line = g_string_new(NULL);

		for (unsigned k = 0; k < n; k++)
			g_string_append_len(line, span[k].s, span[k].len);
		add_line(t, kind, entry, line->str);
	}
	if (!layout_lines(&l))
		add_line(t, LINE_BLANK, entry, NULL);
	layout_clear(&l);
	rich_free(rich);
}

static void add_section(struct records *t, int entry)
{
	const char *name = record_get(shown(t, entry)->r, "section");
	g_autofree char *clean = NULL;

	if (t->lines->len)
		add_line(t, LINE_BLANK, entry, NULL);
	if (!name)
		return;
	clean = text_clean(name, -1, TEXT_LINE, 0);
	add_line(t, LINE_SECTION, entry, clean);
}

static void add_entry(struct records *t, int i)
{
	const struct record *r = shown(t, i)->r;
	const struct entry *last = shown(t, i - 1);
	bool first = !last || last->section != shown(t, i)->section;

	if (first && (last || record_get(r, "section")))
		add_section(t, i);
	if (look_is_drawing(r)) {
		add_line(t, LINE_CHART, i, NULL);
	} else if (!is_row(r)) {
		if (*r->kind == 'h' && t->lines->len)
			add_line(t, LINE_BLANK, i, NULL);
		add_text(t, *r->kind == 'h' ? LINE_HEADING : LINE_TEXT, i,
			 record_get(r, "text"));
	} else {
		add_line(t, LINE_ROW, i, NULL);
		if (look_height(t->pane.ui, r) > 1)
			add_line(t, LINE_MORE, i, NULL);
	}
}

static void make_lines(struct records *t, int width)
{
	t->width = width;
	g_array_set_size(t->lines, 0);
	g_string_chunk_clear(t->own);
	for (int i = 0; i < (int)t->shown->len; i++)
		add_entry(t, i);
}

static const struct line *line_at(const struct records *t, int i)
{
	return i >= 0 && i < (int)t->lines->len ?
	       &g_array_index(t->lines, struct line, i) : NULL;
}

/* The line of an entry, or -1. */
static int line_of(const struct records *t, int entry)
{
	int from = 0, to = t->lines->len;

	while (from < to) {
		int mid = from + (to - from) / 2;
		const struct line *l = line_at(t, mid);

		if (l->entry < entry || (l->entry == entry &&
		    (l->kind == LINE_BLANK || l->kind == LINE_SECTION)))
			from = mid + 1;
		else
			to = mid;
	}
	return line_at(t, from) && line_at(t, from)->entry == entry ? from
								   : -1;
}

/* ---- where one is ------------------------------------------------------------- */

static unsigned view_of(const struct records *t)
{
	const struct record *r = selected(t);
	unsigned named;

	if (!strcmp(t->asked->row->name, "home"))
		return VIEW_HOME;
	if (r)
		return look_of(r->kind)->view;
	named = command_view_from(t->asked->row->name) & VIEW_LISTED;
	return named && !(named & (named - 1)) ? named : VIEW_RECORDS;
}

static void clamp_top(struct records *t)
{
	t->top = CLAMP(t->top, 0, MAX((int)t->lines->len - t->height, 0));
}

/* Bring the selected row into view; see list_fit(). */
static void show_cursor(struct records *t)
{
	int line = line_of(t, t->cursor);
	struct list l = { .count = t->lines->len, .cursor = line,
			  .top = t->top };

	if (line >= 0) {
		list_fit(&l, t->height, 2);
		t->top = l.top;
		if (line < t->height - 2 && t->cursor >= 0 &&
		    !selected(t))
			t->top = 0;
	}
	clamp_top(t);
}

/* The nearest row at or after `from` in steps of `by`, or -1. */
static int next_row(const struct records *t, int from, int by)
{
	const struct entry *e;

	for (; (e = shown(t, from)); from += by)
		if (is_row(e->r))
			return from;
	return -1;
}

static void choose(struct records *t, int at)
{
	int last = (int)t->shown->len - 1, i;

	at = CLAMP(at, 0, MAX(last, 0));
	i = next_row(t, at, 1);
	t->cursor = i >= 0 ? i : next_row(t, at, -1);
	t->pane.ops = records_ops(view_of(t));
}

static int find_key(const struct records *t, const char *key)
{
	for (guint i = 0; key && i < t->shown->len; i++)
		if (!strcmp(shown(t, i)->key, key))
			return i;
	return -1;
}

/* ---- asking ---------------------------------------------------------------------- */

static void forget_marks(struct records *t)
{
	g_autoptr(GHashTable) keys = NULL;

	if (!marks_count(&t->pane) || t->overflows)
		return;
	keys = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < t->entries->len; i++)
		g_hash_table_add(keys, ((struct entry *)g_ptr_array_index(
				 t->entries, i))->key);
	marks_keep(&t->pane, keys);
}

/* Make rows of the listing, and stay on the same one at the same height. */
static void take_listing(struct records *t)
{
	const struct entry *e = shown(t, t->cursor);
	g_autofree char *key = e ? g_strdup(e->key) : NULL;
	int line = line_of(t, t->cursor), at = t->cursor, width = t->width;
	int above = line >= 0 ? line - t->top : 0;

	make_entries(t);
	arrange(t);
	if (find_key(t, key) >= 0)
		at = find_key(t, key);
	choose(t, at);
	if (width) {
		make_lines(t, width);
		if (line_of(t, t->cursor) >= 0)
			t->top = line_of(t, t->cursor) - above;
		clamp_top(t);
	}
	forget_marks(t);
}

/* Once a turn at most, and only when something has changed. */
static void ask_again(struct records *t)
{
	g_autoptr(GError) err = NULL;
	struct asked_how how = { t->overflows ? t->filter : NULL, true };
	struct listing fresh;

	t->pane.stale = false;
	g_clear_pointer(&t->error, g_free);
	g_clear_pointer(&t->last_rid, g_free);
	if (!asked_run(t->pane.ui, t->asked, how, &fresh, &err))
		t->error = g_strdup(err ? err->message : "That failed.");
	/* the rows of the old one are gone before it is */
	struct listing old = t->listing;

	t->listing = fresh;
	t->overflows = t->overflows || fresh.left_out;
	take_listing(t);
	listing_clear(&old);
}

static void refresh(struct records *t, int width)
{
	if (t->pane.stale)
		ask_again(t);
	if (t->width != width) {
		make_lines(t, width);
		show_cursor(t);
	}
}

/* ---- drawing ------------------------------------------------------------------------ */

static char *title_of(const struct records *t)
{
	char *title = text_clean(t->asked->line, -1, TEXT_NAME, 200);
	struct room *r = t->asked->room && ui_reader(t->pane.ui) &&
			 g_str_has_prefix(t->asked->row->args, "ROOM") ?
			 reader_room(t->pane.ui->reader, t->asked->room)
			 : NULL;

	*title = g_ascii_toupper(*title);
	if (t->visit && ui_reader(t->pane.ui)) {
		g_free(title);
		r = reader_room(t->pane.ui->reader, t->asked->room);
		title = g_strdup(r ? r->name : "");
	} else if (r) {
		char *with = g_strdup_printf("%s · %s", title, r->name);

		g_free(title);
		title = with;
	}
	room_free(r);
	return title;
}

static void add_part(GString *out, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
static void add_part(GString *out, const char *fmt, ...)
{
	va_list args;

	if (out->len)
		g_string_append(out, " · ");
	va_start(args, fmt);
	g_string_append_vprintf(out, fmt, args);
	va_end(args);
}

static char *right_of(const struct records *t)
{
	GString *out = g_string_new(NULL);
	int marks = marks_count(&t->pane);
	bool down = false;
	g_autofree char *by = sort_field(t, &down);

	if (marks)
		add_part(out, "%d marked", marks);
	if (t->filter)
		add_part(out, "/%s", t->filter);
	if (by)
		add_part(out, "by %s", g_strdelimit(by, "_", ' '));
	if (selected(t) || t->filter)
		add_part(out, "%u", t->shown->len);
	return g_string_free(out, FALSE);
}

static char *words_above(const struct records *t)
{
	if (t->listing.left_out)
		return g_strdup_printf("%u of %u shown, narrow it with /",
			t->listing.records->len,
			t->listing.records->len + t->listing.left_out);
	if (t->listing.said && t->shown->len)
		return text_clean(t->listing.said, -1, TEXT_LINE, 0);
	return NULL;
}

static char *empty_words(const struct records *t)
{
	const char *own = t->asked->row->empty;

	if (t->error)
		return g_strdup(t->error);
	if (t->filter)
		return g_strdup("Nothing here has these words. Esc shows all "
				"again.");
	if (t->listing.said)
		return text_clean(t->listing.said, -1, TEXT_BLOCK, 0);
	return g_strdup(own && *own ? own : "There is nothing to show.");
}

static void draw_line(struct records *t, struct surface *s, struct rect r,
		      const struct line *l, bool focus)
{
	const struct entry *e = shown(t, l->entry);
	struct look_state state = {
		.selected = focus && l->entry == t->cursor, .focus = focus,
		.marked = marks_has(&t->pane, e->key),
	};
	enum role role = l->kind == LINE_TEXT ? ROLE_TEXT : ROLE_HEADING;

	switch (l->kind) {
	case LINE_ROW:
		look_draw(t->pane.ui, s, r, e->r, state);
		break;
	case LINE_CHART:
		look_draw_chart(s, r, e->r);
		break;
	case LINE_SECTION:
	case LINE_TEXT:
	case LINE_HEADING:
		surface_put_cut(s, AT(r.x + 2, r.y, r.w - 3), PLAIN(role),
				l->text);
		break;
	case LINE_MORE:
	case LINE_BLANK:
		break;
	}
}

static void draw_lines(struct records *t, struct surface *s, struct rect r,
		       bool focus)
{
	for (int i = 0; i < r.h; i++) {
		const struct line *l = line_at(t, t->top + i);
		const struct line *next = line_at(t, t->top + i + 1);
		int tall = next && next->kind == LINE_MORE ? 2 : 1;

		if (!l)
			break;
		draw_line(t, s, (struct rect){ r.x, r.y + i, r.w,
			  MIN(tall, r.h - i) }, l, focus);
	}
}

/* Where the details go; what is left for the list. */
static struct rect cut_details(const struct records *t, struct rect *r)
{
	struct rect d = { 0, 0, 0, 0 };

	if (!selected(t))
		return d;
	if (r->w >= DETAILS_BESIDE) {
		d = (struct rect){ r->x + r->w * 3 / 5 + 1, r->y,
				   r->w - r->w * 3 / 5 - 1, r->h };
		r->w = r->w * 3 / 5;
	} else if (r->h >= DETAILS_FROM) {
		d = (struct rect){ r->x, r->y + r->h - DETAILS_LINES, r->w,
				   DETAILS_LINES };
		r->h -= DETAILS_LINES;
	}
	return d;
}

static void draw_details(struct records *t, struct surface *s, struct rect d,
			 bool beside)
{
	struct rect in = { d.x + 2, d.y, d.w - 3, d.h };

	if (beside) {
		surface_vline(s, d.x, d.y, d.h);
	} else {
		surface_hline(s, d.x, d.y, d.w);
		in.y++;
		in.h--;
	}
	look_draw_details(t->pane.ui, s, in, selected(t));
}

static void records_draw(struct pane *p, struct surface *s, struct rect r,
			 bool focus)
{
	struct records *t = as_records(p);
	g_autofree char *title = title_of(t), *right = NULL, *above = NULL;
	struct rect d;
	int y;

	if (p->stale)
		ask_again(t);
	above = words_above(t);
	right = right_of(t);
	y = say_heading(s, r, title, right, focus);
	if (above)
		surface_put_cut(s, AT(r.x + 1, y++, r.w - 2),
				PLAIN(ROLE_DIM), above);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	d = cut_details(t, &r);
	if (t->height != r.h) {
		t->height = MAX(r.h, 1);
		t->width = 0;
	}
	refresh(t, r.w);
	if (!t->shown->len) {
		g_autofree char *words = empty_words(t);

		say_empty(s, r, words);
		return;
	}
	draw_lines(t, s, r, focus);
	if (d.h && selected(t))
		draw_details(t, s, d, d.y == r.y);
}

/* ---- moving -------------------------------------------------------------------------- */

static int step_of(const struct records *t, enum move how)
{
	int page = MAX(t->height - 1, 1), half = MAX(t->height / 2, 1);
	const int steps[] = {
		[MOVE_UP] = -1, [MOVE_DOWN] = 1, [MOVE_PAGE_UP] = -page,
		[MOVE_PAGE_DOWN] = page, [MOVE_HALF_UP] = -half,
		[MOVE_HALF_DOWN] = half, [MOVE_TOP] = -(int)t->lines->len,
		[MOVE_BOTTOM] = t->lines->len,
	};

	return steps[how];
}

/* The entry that a step from the cursor leads to, or -1. */
static int reach(const struct records *t, int step)
{
	int by = step < 0 ? -1 : 1, line, to;
	const struct line *l;

	if (step == by)
		return next_row(t, t->cursor + by, by);
	line = CLAMP(line_of(t, t->cursor) + step, 0,
		     (int)t->lines->len - 1);
	l = line_at(t, line);
	to = l ? next_row(t, l->entry, by) : -1;
	return to >= 0 || !l ? to : next_row(t, l->entry, -by);
}

/* Is it so near that going there does not skip text unread? */
static bool is_near(const struct records *t, int entry)
{
	int line = line_of(t, entry);

	return line >= t->top - 2 && line < t->top + t->height + 2;
}

static void records_move(struct pane *p, enum move how)
{
	struct records *t = as_records(p);
	int step = step_of(t, how), to = -1;
	bool one = step == 1 || step == -1;

	if (t->cursor >= 0)
		to = reach(t, step);
	if (to >= 0 && to != t->cursor && (!one || is_near(t, to))) {
		choose(t, to);
		show_cursor(t);
	} else {
		t->top += step;
		clamp_top(t);
	}
	if (how == MOVE_TOP)
		t->top = 0;
}

/* ---- what is selected ------------------------------------------------------------------ */

static bool begins(const char *id, char sign)
{
	return id && *id == sign;
}

/* The room of an id, or 0. Most records of a list are in the same one. */
static int64_t room_of(struct records *t, const char *rid)
{
	struct reader *reader = t->pane.ui->reader;
	struct room *room;

	if (!g_strcmp0(rid, t->last_rid))
		return t->last_room;
	room = reader_room_by_rid(reader, t->asked->account, rid);
	if (!room)
		room = reader_room_by_rid(reader, 0, rid);
	g_free(t->last_rid);
	t->last_rid = g_strdup(rid);
	t->last_room = room ? room->id : 0;
	room_free(room);
	return t->last_room;
}

/* What a record is about; strings are the record's. */
static struct marked about(struct records *t, const struct entry *e)
{
	const char *id = record_get(e->r, "id");
	const char *rid = record_get(e->r, "room");
	const char *user = record_get(e->r, "user");
	struct marked m = { .key = e->key, .room = t->asked->room };

	m.eid = begins(id, '$') ? id : NULL;
	m.uid = begins(id, '@') ? id : begins(user, '@') ? user : NULL;
	rid = rid ? rid : begins(id, '!') ? id : NULL;
	if (rid && ui_reader(t->pane.ui))
		m.room = room_of(t, rid);
	return m;
}

static void records_select(struct pane *p, struct command_context *ctx)
{
	struct records *t = as_records(p);
	const struct entry *e = shown(t, t->cursor);
	struct marked m;

	if (t->asked->room)
		ctx->room = t->asked->room;
	if (!e || !is_row(e->r))
		return;
	m = about(t, e);
	ctx->room = m.room ? m.room : ctx->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(m.eid);
	g_free(ctx->uid);
	ctx->uid = g_strdup(m.uid);
}

static bool open_side(struct ui *ui, struct pane *take)
{
	ui_set_side(ui, take);
	ui_focus(ui, FOCUS_SIDE);
	return true;
}

static bool records_enter(struct pane *p)
{
	struct records *t = as_records(p);
	const struct record *r = selected(t);
	const struct looks *l = r ? look_of(r->kind) : NULL;
	struct marked m;

	if (!r || l->opens == OPENS_NOTHING)
		return false;
	m = about(t, shown(t, t->cursor));
	if (m.eid && m.room && l->opens == OPENS_POST)
		ui_open_post(p->ui, m.room, m.eid);
	else if (m.eid && m.room)
		return open_side(p->ui, feed_new(p->ui, m.room, m.eid));
	else if (m.uid)
		return open_side(p->ui, details_new_person(p->ui, m.room,
							   m.uid));
	else if (m.room)
		ui_open_room(p->ui, m.room);
	else
		ui_say(p->ui, "You are not in that place; :join goes there.");
	return true;
}

/* ---- the rest of the contract ------------------------------------------------------------ */

static void records_event(struct pane *p, const struct message *m)
{
	static const enum message_kind kinds[] = {
		EV_ROOM, EV_PLACES, EV_OP, EV_OUTBOX, EV_ACCOUNT, EV_LOGIN,
		EV_LOGOUT, EV_LOOKUP,
	};

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (m->kind == kinds[i])
			p->stale = true;
}

static void records_filter(struct pane *p, const char *words)
{
	struct records *t = as_records(p);

	if (!g_strcmp0(t->filter ? t->filter : "", words))
		return;
	/* what did not fit may have the words */
	p->stale = p->stale || t->overflows;
	g_free(t->filter);
	t->filter = *words ? g_strdup(words) : NULL;
	arrange(t);
	choose(t, 0);
	t->top = 0;
}

static void records_mark(struct pane *p, bool all)
{
	struct records *t = as_records(p);
	struct marked m;
	bool more = false;

	if (!all && selected(t)) {
		m = about(t, shown(t, t->cursor));
		marks_toggle(p, &m);
		records_move(p, MOVE_DOWN);
	}
	for (guint i = 0; all && i < t->shown->len; i++)
		more = more || (is_row(shown(t, i)->r) &&
				!marks_has(p, shown(t, i)->key));
	if (all && !more)
		marks_clear(p);
	for (guint i = 0; more && i < t->shown->len; i++) {
		if (!is_row(shown(t, i)->r))
			continue;
		m = about(t, shown(t, i));
		marks_add(p, &m);
	}
}

/* What changed since is counted from here. */
static void leave_space(struct records *t)
{
	struct ui *ui = t->pane.ui;
	g_autofree char *key = NULL, *value = NULL;

	if (!t->visit || !ui->reader)
		return;
	key = visit_key(t->visit);
	value = visit_end(ui->reader, ui->setup.world, t->visit);
	ui_set_state(ui, key, value);
}

static void records_free(struct pane *p)
{
	struct records *t = as_records(p);

	leave_space(t);
	ui_pane_free(t->before);
	g_ptr_array_unref(t->shown);
	g_ptr_array_unref(t->entries);
	g_array_unref(t->lines);
	g_string_chunk_free(t->own);
	listing_clear(&t->listing);
	asked_free(t->asked);
	g_free(t->filter);
	g_free(t->error);
	g_free(t->last_rid);
	g_free(t->visit);
	g_free(t);
}

/* The same pane under the name of what is selected in it. */
#define OPS(word, bit) { .name = word, .view = bit, .free = records_free, \
	.draw = records_draw, .move = records_move, .enter = records_enter, \
	.select = records_select, .event = records_event, \
	.filter = records_filter, .mark = records_mark }

static const struct pane_ops ops[] = {
	OPS("records", VIEW_RECORDS), OPS("people", VIEW_PEOPLE),
	OPS("questions", VIEW_QUESTIONS), OPS("ideas", VIEW_IDEAS),
	OPS("events", VIEW_EVENTS), OPS("resources", VIEW_RESOURCES),
	OPS("tasks", VIEW_TASKS), OPS("outbox", VIEW_OUTBOX),
	OPS("home", VIEW_HOME),
};

const struct pane_ops *records_ops(unsigned view)
{
	for (guint i = 0; i < G_N_ELEMENTS(ops); i++)
		if (ops[i].view == view)
			return &ops[i];
	return &ops[0];
}

bool records_is(const struct pane *p)
{
	return p && p->ops >= ops && p->ops < ops + G_N_ELEMENTS(ops);
}

/* ---- opening, going back ------------------------------------------------------------ */

static struct records *records_new(struct ui *ui, struct asked *take)
{
	struct records *t = g_new0(struct records, 1);

	t->pane = (struct pane){ &ops[0], ui, false };
	t->asked = take;
	t->entries = g_ptr_array_new_with_free_func(entry_free);
	t->shown = g_ptr_array_new();
	t->lines = g_array_new(FALSE, FALSE, sizeof(struct line));
	t->own = g_string_chunk_new(1024);
	t->height = 1;
	t->cursor = -1;
	return t;
}

/* Lists opened from lists are kept as far as anybody will go back. */
static void bound_depth(struct records *t)
{
	for (int i = 1; t->before && records_is(t->before); i++) {
		t = as_records(t->before);
		if (i < DEPTH_MAX)
			continue;
		g_ptr_array_add(t->pane.ui->gone, t->before);
		t->before = NULL;
	}
}

/* Over what is shown in the middle, which q goes back to. */
static void put_over(struct ui *ui, struct records *t)
{
	struct pane *old = ui->main;

	ui_set_side(ui, NULL);
	ui->main = NULL;
	ui_set_main(ui, &t->pane);
	if (records_is(old) && asked_same(as_records(old)->asked, t->asked)) {
		t->before = as_records(old)->before;
		as_records(old)->before = NULL;
		g_ptr_array_add(ui->gone, old);
	} else {
		t->before = old;
	}
	bound_depth(t);
	ui_focus(ui, FOCUS_MAIN);
}

bool records_show(struct ui *ui, struct asked *take, GError **err)
{
	struct records *t = records_new(ui, take);
	const char *empty = take->row->empty;
	struct asked_how how = { NULL, false };

	if (!asked_run(ui, take, how, &t->listing, err)) {
		records_free(&t->pane);
		return false;
	}
	if (empty && !*empty && !t->listing.records->len) {
		ui_say(ui, "%s", t->listing.said ? t->listing.said :
		       "There is nothing to show.");
		records_free(&t->pane);
		return true;
	}
	t->overflows = t->listing.left_out > 0;
	t->cursor = 0;
	take_listing(t);
	put_over(ui, t);
	ui_trail_list(ui, t->asked);
	return true;
}

/* Asked at its first draw. */
static struct records *new_stale(struct ui *ui, const char *line, int64_t room)
{
	const struct command *row = command_set_find(ui->setup.set, line,
						     IN_PROMPT);
	struct asked *a = asked_new(ui, row, line, 0);
	struct records *t;

	a->room = room;
	t = records_new(ui, a);
	t->pane.stale = true;
	t->cursor = 0;
	return t;
}

struct pane *records_home_new(struct ui *ui)
{
	struct records *t = new_stale(ui, "home", 0);

	t->pane.ops = records_ops(VIEW_HOME);
	return &t->pane;
}

struct pane *records_space_new(struct ui *ui, const struct room *space)
{
	struct records *t = new_stale(ui, "space", space->id);

	t->visit = g_strdup(space->rid);
	return &t->pane;
}

bool records_back(struct pane *p)
{
	struct records *t = as_records(p);
	struct ui *ui = p->ui;

	if (t->filter) {
		records_filter(p, "");
		return true;
	}
	if (!t->before)
		return false;
	t->before->stale = true;
	ui_trail_leave(ui, t->asked);
	ui_set_main(ui, g_steal_pointer(&t->before));
	ui_focus(ui, FOCUS_MAIN);
	return true;
}

int64_t records_room(const struct pane *p)
{
	return records_is(p) ? ((const struct records *)p)->asked->room : 0;
}

int64_t records_op(const struct pane *p)
{
	const struct record *r = records_is(p) ?
		selected((const struct records *)p) : NULL;

	return r ? record_number(r, "op") : 0;
}

const char *records_url(const struct pane *p)
{
	const struct record *r = records_is(p) ?
		selected((const struct records *)p) : NULL;

	return r ? record_get(r, "url") : NULL;
}

/* ---- rows ----------------------------------------------------------------------------- */

static struct records *focused_records(struct command_call *call,
				       GError **err)
{
	struct pane *p = ui_pane(row_ui(call));

	if (records_is(p))
		return as_records(p);
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
		    "No list is shown here.");
	return NULL;
}

bool records_row_sort(struct command_call *call, GError **err)
{
	struct records *t = focused_records(call, err);
	const struct entry *e = t ? shown(t, t->cursor) : NULL;
	const char *sorts = t ? look_here(t)->sorts : NULL;
	g_auto(GStrv) list = g_strsplit(sorts ? sorts : "", " ", -1);
	g_autofree char *key = e ? g_strdup(e->key) : NULL;

	if (!t)
		return false;
	if (!*list) {
		ui_say(t->pane.ui, "This list has one order only.");
		return true;
	}
	t->sort = (t->sort + 1) % (g_strv_length(list) + 1);
	arrange(t);
	choose(t, MAX(find_key(t, key), 0));
	return true;
}

/* What cannot be taken back is not done by one key. */
static bool run_act(struct ui *ui, const char *line, GError **err)
{
	const struct command *c = command_set_find(ui->setup.set, line,
						   IN_PROMPT);
	g_autofree char *question = NULL;

	if (!c || !(c->where & FINAL))
		return command_run_line(&ui->ctx, line, IN_PROMPT, err);
	question = g_strdup_printf("Really %s?", line);
	ui_confirm(ui, question, line);
	return true;
}

bool records_row_act(struct command_call *call, GError **err)
{
	struct records *t = focused_records(call, err);
	const struct record *r = t ? selected(t) : NULL;
	g_autofree char *line = r && !strcmp(r->kind, "item") ?
				g_strdup(record_get(r, "act")) : NULL;

	if (!t)
		return false;
	if (line)
		return run_act(t->pane.ui, line, err);
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
		    "There is nothing to be done with this one by a key; "
		    "Enter opens it.");
	return false;
}

bool records_row_later(struct command_call *call, GError **err)
{
	struct records *t = focused_records(call, err);
	const struct record *r = t ? selected(t) : NULL;
	const char *key = r ? record_get(r, "item") : NULL;
	const char *when = args_get(call->args, "DATE");
	g_autofree char *line = NULL;

	if (!t)
		return false;
	if (key) {
		line = g_strdup_printf("home later %s %s", key,
				       when ? when : "");
		return command_run_line(call->ctx, line, IN_PROMPT, err);
	}
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
		    "Only what is on Home can be put off.");
	return false;
}

bool row_select(struct command_call *call, GError **err)
{
	struct pane *p = ui_pane(row_ui(call));
	bool all = strstr(call->command->name, "all") != NULL;

	if (!p || !p->ops->mark) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "Rows cannot be marked here.");
		return false;
	}
	p->ops->mark(p, all);
	ui_touch(p->ui);
	return true;
}

bool row_marked(struct command_call *call, GError **err)
{
	return marks_run(row_ui(call), args_get(call->args, "COMMAND"), true,
			 err);
}
