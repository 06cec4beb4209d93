/* A command as a form: its fields, one of them with the keys. */
#include <string.h>
#include "text/text.h"
#include "ui/composer.h"
#include "ui/field.h"

#define CANDIDATES 5
#define LABEL_MOST 16

struct form_pane {
	struct pane pane;
	struct form *form;
	struct editor *editors;		/* one a field */
	guint at;			/* the field with the keys */
	GPtrArray *candidates;		/* struct completion *, or NULL */
	int candidate;			/* -1: none chosen */
	char *place, *room_name;	/* NULL: no room is concerned */
	struct audience audience;
	bool known;			/* audience is filled */
	bool restored;			/* a draft was put back */
	bool dirty;			/* draft not handed over yet */
	bool sent;
	int label_width;
	int text_width;			/* as last drawn */
	char *title, *notice;		/* what is said of this title */
};

static struct form_field *nth(const struct form_pane *w, guint i)
{
	return g_ptr_array_index(w->form->fields, i);
}

static bool is_text(const struct form_field *x)
{
	return x->kind == FORM_LINE || x->kind == FORM_TEXT;
}

static void drop_candidates(struct form_pane *w)
{
	if (w->candidates)
		g_ptr_array_unref(w->candidates);
	w->candidates = NULL;
	w->candidate = -1;
}

/* ---- drafts -------------------------------------------------------------------- */

static void form_pane_flush(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;
	struct message *m;
	char *draft;

	if (!w->dirty)
		return;
	w->dirty = false;
	draft = w->sent ? g_strdup("") : form_draft(w->form);
	m = message_new(REQ_DRAFT);
	m->a = g_strdup(w->form->key);
	m->b = g_strdup(draft);
	engine_push(p->ui->setup.engine, m);
	g_hash_table_replace(p->ui->forms, g_strdup(w->form->key), draft);
}

/* What was handed over may not be in the store yet. */
static char *kept_draft(struct ui *ui, const char *key)
{
	const char *mine = g_hash_table_lookup(ui->forms, key);
	struct draft *d;
	char *text;

	if (mine)
		return g_strdup(mine);
	d = ui_reader(ui) ? reader_draft(ui->reader, key) : NULL;
	text = d ? g_strdup(d->text) : NULL;
	draft_free(d);
	return text;
}

/* ---- values -------------------------------------------------------------------- */

static void fill_editors(struct form_pane *w)
{
	for (guint i = 0; i < w->form->fields->len; i++)
		editor_set(&w->editors[i], nth(w, i)->value);
}

/* The only candidate is what stands there already. */
static bool is_said(const struct form_pane *w)
{
	const struct completion *k = g_ptr_array_index(w->candidates, 0);
	const struct editor *e = &w->editors[w->at];
	gsize n = strlen(k->text);

	return w->candidates->len == 1 && k->from + n == e->at &&
	       !strncmp(e->text->str + k->from, k->text, n);
}

static void suggest(struct form_pane *w)
{
	const struct form_field *x = nth(w, w->at);

	drop_candidates(w);
	if (!is_text(x) || !*x->value)
		return;
	w->candidates = form_complete(w->form, &w->pane.ui->ctx, x,
				      w->editors[w->at].at, 40);
	if (!w->candidates->len || is_said(w))
		drop_candidates(w);
}

static void put_value(struct form_pane *w)
{
	form_field_put(nth(w, w->at), w->editors[w->at].text->str);
	w->dirty = true;
}

static void form_pane_edited(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;

	put_value(w);
	suggest(w);
}

static struct editor *form_pane_editor(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;

	return is_text(nth(w, w->at)) ? &w->editors[w->at] : NULL;
}

static bool form_pane_act(struct pane *p, const char *name)
{
	struct form_pane *w = (struct form_pane *)p;
	struct form_field *x = nth(w, w->at);

	if (!strcmp(name, "left"))
		form_field_step(x, -1);
	else if (!strcmp(name, "right"))
		form_field_step(x, 1);
	else if (!strcmp(name, "backspace") && !x->now)
		form_field_put(x, "");
	else
		return false;
	w->dirty = true;
	return true;
}

static bool form_pane_key(struct pane *p, uint32_t key)
{
	struct form_pane *w = (struct form_pane *)p;
	struct form_field *x = nth(w, w->at);

	if (is_text(x) || key >= KEY_NAMED)
		return false;
	if (key == ' ')
		form_field_step(x, 1);
	else if (!form_field_pick(x, key))
		return true;
	w->dirty = true;
	return true;
}

void form_pane_reset(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;

	form_reset(w->form);
	fill_editors(w);
	drop_candidates(w);
	w->restored = false;
	w->dirty = true;
}

/* ---- moving --------------------------------------------------------------------- */

static void go_to(struct form_pane *w, guint at)
{
	drop_candidates(w);
	w->at = at;
}

static void step(struct form_pane *w, int by)
{
	guint n = w->form->fields->len;

	go_to(w, (w->at + n + by) % n);
}

static void form_pane_move(struct pane *p, enum move how)
{
	struct form_pane *w = (struct form_pane *)p;
	int by = how == MOVE_UP ? -1 : 1;

	if (nth(w, w->at)->kind == FORM_TEXT &&
	    editor_vertical(&w->editors[w->at], MAX(w->text_width, 4), by))
		return;
	step(w, by);
}

static void apply(struct form_pane *w)
{
	struct completion *k = g_ptr_array_index(w->candidates, w->candidate);
	struct editor *e = &w->editors[w->at];
	gsize from = MIN(k->from, e->at);

	g_string_erase(e->text, from, e->at - from);
	g_string_insert(e->text, from, k->text);
	e->at = from + strlen(k->text);
	put_value(w);
}

static void form_pane_complete(struct pane *p, int by)
{
	struct form_pane *w = (struct form_pane *)p;
	int n;

	if (!w->candidates) {
		step(w, by);
		return;
	}
	n = w->candidates->len;
	w->candidate = w->candidate < 0 && by < 0 ? n - 1 :
		       (w->candidate + by + n) % n;
	apply(w);
	if (n == 1)
		drop_candidates(w);
}

static void form_pane_send(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;
	struct ui *ui = p->ui;
	g_autoptr(GError) err = NULL;

	drop_candidates(w);
	if (form_run(w->form, &ui->ctx, &err)) {
		w->sent = w->dirty = true;
		form_pane_flush(p);
		if (ui->popup == p)
			ui_set_popup(ui, NULL);
		return;
	}
	for (guint i = 0; i < w->form->fields->len; i++)
		if (nth(w, i) == form_wrong(w->form))
			w->at = i;
}

static bool form_pane_enter(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;

	if (w->at + 1 < w->form->fields->len)
		step(w, 1);
	else
		form_pane_send(p);
	return true;
}

static bool form_pane_cancel(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;
	g_autofree char *draft = NULL;

	if (w->candidates) {
		drop_candidates(w);
		return true;
	}
	draft = form_draft(w->form);
	if (*draft)
		ui_say(p->ui, "What you typed is kept: the form will have it "
		       "again.");
	form_pane_flush(p);
	return false;
}

/* ---- drawing -------------------------------------------------------------------- */

static void read_place(struct form_pane *w)
{
	struct ui *ui = w->pane.ui;
	struct room *r = w->form->placed && ui_reader(ui) ?
			 reader_room(ui->reader, w->form->room) : NULL;

	w->pane.stale = false;
	g_clear_pointer(&w->place, g_free);
	g_clear_pointer(&w->room_name, g_free);
	if (w->known)
		audience_clear(&w->audience);
	w->known = false;
	if (!r)
		return;
	w->place = say_room(ui, r);
	w->room_name = g_strdup(r->name);
	w->known = reader_audience(ui->reader, r->id, &w->audience);
	room_free(r);
}

static void draw_flag(struct surface *s, struct at at,
		      const struct form_field *x)
{
	surface_put(s, at, PLAIN(*x->value ? ROLE_CHOSEN : ROLE_DIM),
		    *x->value ? "[x]" : "[ ]", -1);
}

static int put_choice(struct surface *s, struct at at, const char *word,
		      bool chosen)
{
	g_autofree char *shown = g_strdup_printf(chosen ? "[%s]" : " %s ",
						 word);

	return surface_put_cut(s, at, PLAIN(chosen ? ROLE_CHOSEN : ROLE_DIM),
			       shown);
}

static int choices_width(const struct form_field *x)
{
	int wide = 3;

	for (int i = 0; x->choices[i]; i++)
		wide += text_width(x->choices[i], -1) + 2;
	return wide;
}

/* Where they do not all fit, the one that is chosen. */
static void draw_choices(struct surface *s, struct at at,
			 const struct form_field *x)
{
	bool all = choices_width(x) <= at.max;
	const char *none = surface_symbol(s, "–");
	int end = at.x + at.max, px = at.x - 1;

	if (!all) {
		put_choice(s, AT(px, at.y, at.max), *x->value ? x->value
			   : none, true);
		return;
	}
	if (!x->needed && !x->now)
		px += put_choice(s, AT(px, at.y, end - px), none, !*x->value);
	for (int i = 0; x->choices[i]; i++)
		px += put_choice(s, AT(px, at.y, end - px), x->choices[i],
				 !strcmp(x->choices[i], x->value));
}

static void draw_candidates(struct form_pane *w, struct surface *s,
			    struct rect r)
{
	int n = w->candidates ? MIN((int)w->candidates->len, r.h) : 0;
	int from = CLAMP(w->candidate - n / 2, 0, w->candidates ?
			 (int)w->candidates->len - n : 0);

	for (int i = 0; i < n; i++) {
		struct completion *k = g_ptr_array_index(w->candidates,
							 from + i);
		bool on = from + i == w->candidate;
		int x = r.x;

		say_bar(s, x - 2, r.y + i, on, true);
		x += surface_put_cut(s, AT(x, r.y + i, r.w / 2),
				     PLAIN(on ? ROLE_CHOSEN : ROLE_TEXT),
				     k->text);
		surface_put_cut(s, AT(x + 2, r.y + i, r.x + r.w - x - 2),
				PLAIN(ROLE_DIM), k->help);
	}
}

static struct field look_of(const struct form_pane *w, guint i)
{
	const struct form_field *x = nth(w, i);

	return (struct field){
		.label = x->label, .label_width = w->label_width,
		.editor = is_text(x) ? &w->editors[i] : NULL,
		.on = i == w->at,
	};
}

static bool is_title(const struct form_field *x)
{
	return !strcmp(x->name, "TITLE");
}

/* Asked anew when the title has changed. */
static void update_notice(struct form_pane *w)
{
	const struct form_field *x = form_find(w->form, "TITLE");
	struct ui *ui = w->pane.ui;

	if (!x || !ui_reader(ui) || !g_strcmp0(w->title, x->value))
		return;
	g_free(w->title);
	g_free(w->notice);
	w->title = g_strdup(x->value);
	w->notice = form_notice(w->form, ui_context(ui));
}

/* The line under a field: of the current one, or what is wrong. */
static char *below(const struct form_pane *w, guint i)
{
	const struct form_field *x = nth(w, i);

	if (w->notice && is_title(x) && !x->problem)
		return g_strdup(w->notice);
	if (i == w->at)
		return form_field_below(x, w->pane.ui->setup.world);
	return g_strdup(x->problem);
}

static int candidates_height(const struct form_pane *w, guint i)
{
	return i == w->at && w->candidates ?
	       MIN((int)w->candidates->len, CANDIDATES) : 0;
}

static struct rect beside_label(const struct form_pane *w, struct rect r)
{
	return (struct rect){ r.x + w->label_width, r.y,
			      r.w - w->label_width, r.h };
}

static int field_height(const struct form_pane *w, guint i, struct rect r)
{
	struct field look = look_of(w, i);
	g_autofree char *under = below(w, i);
	int h = field_lines(&look, r.w) + candidates_height(w, i);

	if (under)
		h += say_block(NULL, beside_label(w, r), 0, ROLE_DIM, under);
	return h;
}

/* Draws one from the row r.y on; the row after it. */
static int draw_field(struct form_pane *w, struct surface *s, struct rect r,
		      guint i)
{
	const struct form_field *x = nth(w, i);
	struct field look = look_of(w, i);
	g_autofree char *under = below(w, i);
	struct rect in = beside_label(w, r);
	int y = r.y + field_lines(&look, r.w);

	field_draw(w->pane.ui, s, r, &look);
	if (x->kind == FORM_FLAG)
		draw_flag(s, AT(in.x, in.y, in.w), x);
	else if (x->kind == FORM_CHOICE)
		draw_choices(s, AT(in.x, in.y, in.w), x);
	draw_candidates(w, s, (struct rect){ in.x, y, in.w,
					     candidates_height(w, i) });
	y += candidates_height(w, i);
	return under ? say_block(s, in, y, x->problem ? ROLE_WARNING
						      : ROLE_DIM, under) : y;
}

/* The first field that is shown, so that the current one is. */
static guint first_shown(const struct form_pane *w, struct rect r)
{
	guint top = w->at;
	int left = r.h - field_height(w, w->at, r);

	while (top > 0 && (left -= field_height(w, top - 1, r)) >= 0)
		top--;
	return top;
}

static void draw_fields(struct form_pane *w, struct surface *s, struct rect r)
{
	guint n = w->form->fields->len, i = first_shown(w, r);
	int end = r.y + r.h;
	g_autofree char *more = NULL;

	if (i)
		surface_put_right(s, AT(r.x, r.y - 1, r.w), PLAIN(ROLE_DIM),
				  surface_symbol(s, "↑"));
	for (; i < n; i++) {
		int h = field_height(w, i, r);

		if (i != w->at && r.y + h > end)
			break;
		r.h = end - r.y;
		r.y = draw_field(w, s, r, i);
	}
	if (i == n)
		return;
	more = g_strdup_printf("%s %u more", surface_symbol(s, "↓"), n - i);
	surface_put_right(s, AT(r.x, end, r.w), PLAIN(ROLE_DIM), more);
}

static char *heading_of(const struct form *f)
{
	gunichar first = g_utf8_get_char(f->command->help);
	GString *s = g_string_new(NULL);

	g_string_append_unichar(s, g_unichar_toupper(first));
	g_string_append(s, g_utf8_next_char(f->command->help));
	return g_string_free(s, FALSE);
}

/* What it is, and where; the row after it. */
static int draw_top(struct form_pane *w, struct surface *s, struct rect r)
{
	g_autofree char *heading = heading_of(w->form);
	g_autofree char *place = w->place ? g_strdup_printf("in %s", w->place)
					  : NULL;
	int y = r.y + (r.h > 16);

	y = say_block(s, r, y, ROLE_HEADING_FOCUS, heading);
	if (place)
		surface_put_cut(s, AT(r.x, y++, r.w), PLAIN(ROLE_DIM), place);
	if (w->restored)
		surface_put_cut(s, AT(r.x, y++, r.w), PLAIN(ROLE_ACCENT),
				"What you typed before is back; Ctrl-R starts "
				"afresh.");
	return y + 1;
}

/* What is wrong with all of it, and who will read it; the rows it takes. */
static int draw_end(struct form_pane *w, struct surface *s, struct rect r)
{
	const char *problem = w->form->problem;
	int h = problem ? say_block(NULL, r, 0, ROLE_WARNING, problem) : 0;
	int y = r.y + r.h - 1;
	struct audience_line line = {
		.room = w->room_name,
		.audience = w->known ? &w->audience : NULL,
	};

	if (w->room_name)
		composer_audience(s, (struct rect){ r.x - 1, y--, r.w + 2, 1 },
				  &line);
	if (problem)
		say_block(s, r, y - h + 1, ROLE_WARNING, problem);
	return h + (w->room_name != NULL);
}

static void form_pane_draw(struct pane *p, struct surface *s, struct rect r,
			   bool focus)
{
	struct form_pane *w = (struct form_pane *)p;
	struct rect in = { r.x + 2, r.y, r.w - 4, r.h };
	int y;

	(void)focus;
	if (p->stale)
		read_place(w);
	update_notice(w);
	w->text_width = in.w - w->label_width - 1;
	y = draw_top(w, s, in);
	in.h = r.y + r.h - y - draw_end(w, s, in) - 1;
	in.y = y;
	draw_fields(w, s, in);
}

/* ---- life ----------------------------------------------------------------------- */

static void form_pane_event(struct pane *p, const struct message *m)
{
	if (m->kind == EV_ROOM)
		p->stale = true;
}

static void form_pane_free(struct pane *p)
{
	struct form_pane *w = (struct form_pane *)p;

	form_pane_flush(p);
	drop_candidates(w);
	for (guint i = 0; i < w->form->fields->len; i++)
		editor_clear(&w->editors[i]);
	if (w->known)
		audience_clear(&w->audience);
	g_free(w->editors);
	g_free(w->title);
	g_free(w->notice);
	g_free(w->place);
	g_free(w->room_name);
	form_free(w->form);
	g_free(w);
}

static const struct pane_ops form_pane_ops = {
	.name = "form", .view = VIEW_FORM, .free = form_pane_free,
	.draw = form_pane_draw, .move = form_pane_move,
	.enter = form_pane_enter, .event = form_pane_event,
	.editor = form_pane_editor, .edited = form_pane_edited,
	.key = form_pane_key, .complete = form_pane_complete,
	.act = form_pane_act, .send = form_pane_send,
	.cancel = form_pane_cancel, .flush = form_pane_flush, .whole = true,
};

bool form_pane_is(const struct pane *p)
{
	return p && p->ops == &form_pane_ops;
}

/* The first field that is needed and empty. */
static guint first_field(const struct form_pane *w)
{
	for (guint i = 0; i < w->form->fields->len; i++)
		if (nth(w, i)->needed && !*nth(w, i)->value)
			return i;
	return 0;
}

struct pane *form_pane_new(struct ui *ui, struct form *take)
{
	struct form_pane *w = g_new0(struct form_pane, 1);
	g_autofree char *draft = kept_draft(ui, take->key);

	w->pane = (struct pane){ &form_pane_ops, ui, true };
	w->form = take;
	w->candidate = -1;
	w->restored = form_restore(take, draft);
	w->editors = g_new0(struct editor, take->fields->len);
	for (guint i = 0; i < take->fields->len; i++) {
		const struct form_field *x = nth(w, i);

		editor_init(&w->editors[i], x->kind == FORM_TEXT);
		w->label_width = MAX(w->label_width,
				     text_width(x->label, -1) + 2);
	}
	w->label_width = MIN(w->label_width, LABEL_MOST);
	fill_editors(w);
	w->at = first_field(w);
	return &w->pane;
}
