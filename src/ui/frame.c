/* Where things go: header, panes, composer, hints. Drawn once a turn. */
#include <string.h>
#include "text/text.h"
#include "ui/frame.h"

#define LEAST_WIDTH 40
#define LEAST_HEIGHT 10
#define NOTICE_LINES 4
#define LEAST_WHO 6		/* columns that are worth a name */
#define SIDE_PLACES 92		/* from here on places stand beside the feed */
#define SIDE_DETAILS 108	/* from here on details stand beside both */

void frame_plan(struct ui *ui, struct frame *f)
{
	int w = ui->screen.width, h = ui->screen.height, left, right;
	struct options *o = ui->setup.options;

	memset(f, 0, sizeof *f);
	f->small = w < LEAST_WIDTH || h < LEAST_HEIGHT;
	f->body = (struct rect){ 0, 1, w, h - 2 };
	f->composer.h = composer_height(ui, w, h / 2);
	f->composer = (struct rect){ 0, h - 1 - f->composer.h, w,
				     f->composer.h };
	f->body.h -= f->composer.h;
	f->main = f->body;
	if (w < SIDE_PLACES) {
		f->one = true;
		return;
	}
	left = CLAMP(options_int(o, "sidebar-width"), 16, w / 3);
	f->places = (struct rect){ 0, f->body.y, left, f->body.h };
	f->main.x = left + 1;
	f->main.w = w - left - 1;
	if (w < SIDE_DETAILS)
		return;
	right = ui->side ? CLAMP(w * 36 / 100, 36, 64)
			 : CLAMP(options_int(o, "details-width"), 16, w / 3);
	if (!ui->side && !feed_is(ui->main))
		return;
	f->main.w -= right + 1;
	f->side = (struct rect){ w - right, f->body.y, right, f->body.h };
}

/* ---- header ------------------------------------------------------------------ */

static const struct account_status *worst(const struct ui *ui)
{
	const struct account_status *found = NULL;

	for (guint i = 0; i < ui->accounts->len; i++) {
		const struct account_status *a = &g_array_index(ui->accounts,
						struct account_status, i);

		if (!found || a->state == ACCOUNT_LOGGED_OUT ||
		    (found->state == ACCOUNT_LIVE &&
		     a->state != ACCOUNT_LIVE))
			found = a;
	}
	return found;
}

static char *progress_words(const struct ui *ui)
{
	if (ui->progress_total > 0)
		return g_strdup_printf("first sync %d %%, %d rooms",
			(int)(ui->progress * 100 / ui->progress_total),
			ui->progress_rooms);
	return g_strdup_printf("first sync %.1f MB, %d rooms",
			       ui->progress / 1e6, ui->progress_rooms);
}

static char *state_words(struct ui *ui, enum role *role)
{
	const struct account_status *a = worst(ui);
	g_autofree char *when = NULL;

	*role = ROLE_DIM;
	if (!a)
		return g_strdup("");
	if (a->state == ACCOUNT_SYNCING && ui->progress)
		return progress_words(ui);
	if (a->state == ACCOUNT_LIVE)
		return g_strdup("live");
	if (a->state == ACCOUNT_LOGGED_OUT) {
		*role = ROLE_WARNING;
		return g_strdup("logged out: :login");
	}
	if (a->state == ACCOUNT_OFFLINE) {
		*role = ROLE_WARNING;
		when = a->when ? say_clock(ui, a->when) : NULL;
		return when ? g_strdup_printf("offline, again at %s", when)
			    : g_strdup("offline");
	}
	return g_strdup(account_state_word(a->state));
}

static void draw_header(struct ui *ui, struct surface *s)
{
	enum role role;
	g_autofree char *state = state_words(ui, &role);
	g_autoptr(GString) right = g_string_new(state);
	const char *text;
	int x = 1, left;

	if (ui->waiting)
		g_string_append_printf(right, " · %d to send", ui->waiting);
	if (ui->held)
		g_string_append_printf(right, " · %d held", ui->held);
	if (ui->failed)
		g_string_append_printf(right, " · %d not sent", ui->failed);
	if (ui->mentions)
		g_string_append_printf(right, " · %d for you", ui->mentions);
	if (ui->invites)
		g_string_append_printf(right, " · %d invite%s", ui->invites,
				       ui->invites == 1 ? "" : "s");
	text = g_str_has_prefix(right->str, " · ") ? right->str + 4
						   : right->str;
	x += surface_put(s, AT(x, 0, 9), INK(ROLE_ACCENT, MARK_BOLD),
			 "folkmoot", -1) + 2;
	surface_put_right(s, AT(x, 0, s->width - 1 - x),
			  PLAIN(ui->failed || ui->held ? ROLE_FAILED : role), text);
	left = s->width - x - 2 - text_width(text, -1);
	if (left >= LEAST_WHO)
		surface_put_cut(s, AT(x, 0, left), PLAIN(ROLE_DIM), ui->who);
}

/* ---- bottom line ------------------------------------------------------------- */

/* Puts one hint and moves on; false when there is no room for it. */
static bool hint_put(struct surface *s, struct at *at, const char *key,
		     const char *word, bool can)
{
	int k = text_width(key, -1) + 1, w = text_width(word, -1) + 2;

	if (k + w - 2 > at->max)
		return false;
	surface_put(s, *at, PLAIN(can ? ROLE_HINT_KEY : ROLE_DIM), key, -1);
	surface_put(s, AT(at->x + k, at->y, at->max - k),
		    PLAIN(can ? ROLE_HINT : ROLE_DIM), word, -1);
	at->x += k + w;
	at->max -= k + w;
	return true;
}

/* In the order of the key map: what comes first there matters most. Key,
 * word, and "" for what cannot be done, NULL for what can, in turn. */
static void read_hints(struct ui *ui, unsigned view)
{
	GPtrArray *list = keymap_list(ui->setup.keymap, view);
	g_autoptr(GHashTable) said = g_hash_table_new(g_direct_hash,
						      g_direct_equal);

	g_ptr_array_set_size(ui->hints, 0);
	ui->hints_view = view;
	ui->hints_room = ui->room;
	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		const struct command *c = command_set_find(ui->setup.set,
						b->line, IN_PROMPT);

		if (!c || !c->hint || !g_hash_table_add(said, (void *)c))
			continue;
		g_ptr_array_add(ui->hints, key_name(b->key));
		g_ptr_array_add(ui->hints, g_strdup(c->hint));
		g_ptr_array_add(ui->hints, ui_can(ui, c, NULL) ? NULL :
				g_strdup(""));
	}
	g_ptr_array_unref(list);
}

static void draw_hints(struct ui *ui, struct surface *s, struct at at)
{
	unsigned view = ui_view(ui);

	if (view != ui->hints_view || ui->room != ui->hints_room)
		read_hints(ui, view);
	for (guint i = 0; i + 2 < ui->hints->len; i += 3)
		if (!hint_put(s, &at, g_ptr_array_index(ui->hints, i),
			      g_ptr_array_index(ui->hints, i + 1),
			      !g_ptr_array_index(ui->hints, i + 2)))
			break;
}

static char *typing_words(struct ui *ui)
{
	const char *names = ui->room ? g_hash_table_lookup(ui->typing,
							   &ui->room) : NULL;
	g_auto(GStrv) who = g_strsplit(names ? names : "", "\n", 4);
	guint n = g_strv_length(who);

	if (!n || !*who[0])
		return NULL;
	if (n == 1)
		return g_strdup_printf("%s is writing…", who[0]);
	if (n == 2)
		return g_strdup_printf("%s and %s are writing…", who[0],
				       who[1]);
	return g_strdup("several people are writing…");
}

static struct ink notice_ink(const struct ui *ui)
{
	return PLAIN(ui->notice_bad ? ROLE_WARNING : ROLE_TEXT);
}

/* What happened is said whole: what does not fit in the bottom line stands
 * above the composer. */
static void draw_notice(struct ui *ui, struct surface *s,
			const struct frame *f)
{
	struct rich *rich;
	struct layout l;
	unsigned n, lines;
	int y;

	if (!ui->notice || text_width(ui->notice, -1) <= s->width - 2)
		return;
	rich = rich_from_plain(ui->notice, strlen(ui->notice));
	layout_init(&l, rich, s->width - 2, NOTICE_LINES, NULL);
	lines = layout_lines(&l);
	y = f->body.y + f->body.h - (int)lines;
	surface_blank(s, (struct rect){ 0, y - 1, s->width, lines + 1 });
	surface_hline(s, 0, y - 1, s->width);
	for (unsigned i = 0; i < lines; i++, y++) {
		const struct span *span = layout_line(&l, i, &n);
		int x = 1;

		for (unsigned k = 0; k < n; k++)
			x += surface_put(s, AT(x, y, s->width - 1 - x),
					 notice_ink(ui), span[k].s,
					 span[k].len);
	}
	layout_clear(&l);
	rich_free(rich);
}

static void draw_bottom(struct ui *ui, struct surface *s)
{
	int y = s->height - 1, width;
	g_autofree char *typing = NULL;

	if (ui->notice && text_width(ui->notice, -1) <= s->width - 2) {
		surface_put(s, AT(1, y, s->width - 2), notice_ink(ui),
			    ui->notice, -1);
		return;
	}
	typing = typing_words(ui);
	width = typing ? text_width(typing, -1) + 2 : 0;
	draw_hints(ui, s, AT(1, y, s->width - 2 - width));
	if (typing)
		surface_put_right(s, AT(0, y, s->width - 1),
				  PLAIN(ROLE_STATE), typing);
}

/* ---- body -------------------------------------------------------------------- */

static void draw_pane(struct ui *ui, struct surface *s, struct pane *p,
		      struct rect r, enum focus focus)
{
	if (p && r.w > 0 && r.h > 0)
		p->ops->draw(p, s, r, ui->focus == focus ||
			     (ui->focus == FOCUS_PROMPT &&
			      ui->before_popup == focus));
}

/* At small widths one pane has the whole body. */
static void draw_one(struct ui *ui, struct surface *s, const struct frame *f)
{
	enum focus focus = ui->focus;

	if (focus == FOCUS_PROMPT || focus == FOCUS_POPUP)
		focus = ui->before_popup;
	if (focus == FOCUS_PLACES || !ui->main)
		draw_pane(ui, s, ui->places, f->body, FOCUS_PLACES);
	else if (ui->side && (focus == FOCUS_SIDE ||
			      (focus == FOCUS_COMPOSER &&
			       ui->composer.thread)))
		draw_pane(ui, s, ui->side, f->body, FOCUS_SIDE);
	else
		draw_pane(ui, s, ui->main, f->body, FOCUS_MAIN);
}

static void draw_body(struct ui *ui, struct surface *s, const struct frame *f)
{
	if (f->one) {
		draw_one(ui, s, f);
		return;
	}
	draw_pane(ui, s, ui->places, f->places, FOCUS_PLACES);
	surface_vline(s, f->places.w, f->body.y, f->body.h);
	if (ui->side && !f->side.w) {
		struct pane *p = ui->focus == FOCUS_SIDE ||
				 ui->composer.thread ? ui->side : ui->main;

		draw_pane(ui, s, p, f->main, p == ui->side ? FOCUS_SIDE
			  : FOCUS_MAIN);
		return;
	}
	draw_pane(ui, s, ui->main, f->main, FOCUS_MAIN);
	if (!f->side.w)
		return;
	surface_vline(s, f->side.x - 1, f->body.y, f->body.h);
	if (ui->side)
		draw_pane(ui, s, ui->side, f->side, FOCUS_SIDE);
	else
		beside_draw(ui, s, f->side);
}

/* A popup lies over the middle of the body. */
static void draw_popup(struct ui *ui, struct surface *s, const struct frame *f)
{
	int w = MIN(f->body.w - 4, 76), h = MIN(s->height - 4, 22);
	struct rect r = { (f->body.w - w) / 2, MAX((s->height - h) / 3, 1),
			  w, h };

	if (!ui->popup)
		return;
	if (ui->popup->ops->whole) {
		r = (struct rect){ r.x, 1, w, s->height - 2 };
		surface_blank(s, (struct rect){ 0, 1, s->width, r.h });
		ui->popup->ops->draw(ui->popup, s, r, true);
		return;
	}
	surface_blank(s, (struct rect){ 0, r.y, s->width, r.h });
	surface_hline(s, 0, r.y, s->width);
	surface_hline(s, 0, r.y + r.h - 1, s->width);
	ui->popup->ops->draw(ui->popup, s, (struct rect){ r.x, r.y + 1, r.w,
						       r.h - 2 }, true);
}

static void draw_small(struct surface *s)
{
	surface_put_cut(s, AT(0, 0, s->width), PLAIN(ROLE_WARNING),
			"The terminal is too small.");
	surface_put_cut(s, AT(0, 1, s->width), PLAIN(ROLE_TEXT),
			"It needs 40 columns, 10 lines.");
}

void frame_draw(struct ui *ui)
{
	struct surface *s = &ui->screen;
	struct frame f;

	surface_erase(s);
	ui->cursor_x = ui->cursor_y = -1;
	frame_plan(ui, &f);
	if (f.small) {
		draw_small(s);
		return;
	}
	draw_header(ui, s);
	draw_body(ui, s, &f);
	if (f.composer.h)
		composer_draw(ui, s, f.composer,
			      ui->focus == FOCUS_COMPOSER);
	draw_notice(ui, s, &f);
	draw_bottom(ui, s);
	draw_popup(ui, s, &f);
	if (ui->focus == FOCUS_PROMPT)
		prompt_draw(ui, s, (struct rect){ 0, 0, s->width,
						  s->height });
}
