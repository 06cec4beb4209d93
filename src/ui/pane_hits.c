/* The outbox: what waits or was refused, with the reason of the selected. */
#include <string.h>
#include "text/text.h"
#include "ui/records.h"

#define OP_LINES 9

struct row {
	enum role role;
	char *left, *text, *right, *last;
	int64_t room, op, made;
	char *eid, *error;
};

struct hits {
	struct pane pane;
	struct list list;
	GPtrArray *rows;	/* struct row * */
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

static void fill(struct hits *h)
{
	h->pane.stale = false;
	g_ptr_array_set_size(h->rows, 0);
	if (!ui_reader(h->pane.ui))
		return;
	fill_outbox(h);
	h->list.count = h->rows->len;
	h->list.cursor = CLAMP(h->list.cursor, 0, MAX(h->list.count - 1, 0));
}

/* ---- drawing --------------------------------------------------------------------- */

static void draw_row(struct surface *s, struct rect r,
		     const struct row *row, bool selected)
{
	unsigned marks = selected ? MARK_BRIGHT : 0;
	int last = row->last ? text_width(row->last, -1) + 2 : 0;
	int right = row->right ? MIN(text_width(row->right, -1),
				     MAX(r.w / 3 - last, 0)) : 0;
	int x = r.x + 2, left = MIN(16, r.w / 4);

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
	surface_put(s, AT(x, r.y, r.x + r.w - 3 - right - x),
		    INK(row->role, marks), row->text, -1);
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
	int y;

	if (p->stale)
		fill(h);
	y = say_heading(s, r, "Outbox", "", focus);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	if (!h->list.count)
		say_empty(s, r, "Everything has been sent. What waits or "
			  "failed appears here.");
	else
		r.h -= draw_op(h, s, r);
	list_fit(&h->list, r.h, 2);
	if (h->list.cursor <= 1)
		h->list.top = 0;
	for (int i = 0; i < r.h; i++) {
		const struct row *row = row_at(h, h->list.top + i);
		bool on = h->list.top + i == h->list.cursor && focus;

		if (!row)
			break;
		say_bar(s, r.x, r.y + i, on, focus);
		draw_row(s, (struct rect){ r.x, r.y + i, r.w, 1 }, row, on);
	}
}

/* ---- the rest of the contract ------------------------------------------------------ */

static void hits_move(struct pane *p, enum move how)
{
	struct hits *h = (struct hits *)p;

	list_move(&h->list, how);
}

static bool hits_enter(struct pane *p)
{
	struct hits *h = (struct hits *)p;
	const struct row *r = row_at(h, h->list.cursor);
	g_autofree char *eid = NULL;

	if (!r || !r->room)
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

	if (!r)
		return;
	ctx->room = r->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(r->eid);
}

static void hits_event(struct pane *p, const struct message *m)
{
	if (m->kind == EV_OP || m->kind == EV_OUTBOX)
		p->stale = true;
}

static void hits_free(struct pane *p)
{
	struct hits *h = (struct hits *)p;

	g_ptr_array_unref(h->rows);
	g_free(h);
}

static const struct pane_ops ops = {
	.name = "outbox", .view = VIEW_OUTBOX, .free = hits_free,
	.draw = hits_draw, .move = hits_move, .enter = hits_enter,
	.select = hits_select, .event = hits_event,
};

struct pane *hits_outbox_new(struct ui *ui)
{
	struct hits *h = g_new0(struct hits, 1);

	h->pane = (struct pane){ &ops, ui, true };
	h->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	return &h->pane;
}

int64_t hits_outbox_selected(struct pane *p)
{
	struct hits *h = (struct hits *)p;
	const struct row *r;

	if (p->ops != &ops)
		return records_op(p);
	r = row_at(h, h->list.cursor);
	return r ? r->op : 0;
}
