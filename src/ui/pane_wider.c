/* Going wider: text that others can read where it goes than where it came
 * from, or somebody invited who widens a place. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

struct wider {
	struct pane pane;
	struct op *op;		/* NULL once it has been sent */
	struct guard_ask ask;
	struct editor editor;
	bool composing, edit;
};

/* One row: "from   INTERNAL  general › 14 readers, all council.org". */
static void draw_place(struct surface *s, struct rect r, const char *label,
		       enum area area, const char *words)
{
	int x = r.x + 9, y = r.y;

	surface_put(s, AT(r.x + 2, y, 6), PLAIN(ROLE_DIM), label, -1);
	x += surface_put(s, AT(x, y, 10), INK(say_area_role(area), MARK_BOLD),
			 say_area(area), -1) + 2;
	surface_put_cut(s, AT(x, y, r.x + r.w - x), PLAIN(ROLE_TEXT), words);
}

static int draw_lines(const struct wider *w, struct surface *s,
		      struct rect r, int y)
{
	const GPtrArray *lines = w->ask.lines;
	g_autofree char *head = NULL;
	int room = r.y + r.h - y - 4;	/* the question needs some rows */
	guint shown = MIN(lines->len, (guint)MAX(room, 0));

	if (room < 1) {
		surface_put_cut(s, AT(r.x + 4, y, r.w - 4), PLAIN(ROLE_QUOTE),
				lines->pdata[0]);
		return y;
	}
	head = g_strdup_printf("%u of %u %s from there:", lines->len,
			       MAX(w->ask.of, lines->len), w->ask.of == 1 ?
			       "line is" : "lines are");
	surface_put_cut(s, AT(r.x + 4, y++, r.w - 4), PLAIN(ROLE_TEXT), head);
	for (guint i = 0; i < shown; i++) {
		surface_put(s, AT(r.x + 4, y, 1), PLAIN(ROLE_QUOTE),
			    surface_symbol(s, "▏"), -1);
		surface_put_cut(s, AT(r.x + 6, y++, r.w - 6),
				PLAIN(ROLE_QUOTE), lines->pdata[i]);
	}
	if (shown == lines->len)
		return y;
	g_free(head);
	head = g_strdup_printf("… and %u more", lines->len - shown);
	surface_put_cut(s, AT(r.x + 6, y++, r.w - 6), PLAIN(ROLE_DIM), head);
	return y;
}

static void draw_question(struct wider *w, struct surface *s, struct rect r,
			  int y)
{
	struct ui *ui = w->pane.ui;
	g_autofree char *ask = g_strdup_printf(w->ask.lines ?
		"Type the word %s to send, e to edit, Esc to keep it as a "
		"draft" : "Type the word %s to invite, Esc not to",
		w->ask.word);
	int x = r.x + 2;

	surface_put_cut(s, AT(x, y, r.w - 2), PLAIN(ROLE_BRIGHT), ask);
	x += surface_put(s, AT(x, y + 1, 1), PLAIN(ROLE_ACCENT),
			 surface_symbol(s, "›"), -1) + 1;
	surface_put(s, AT(x, y + 1, r.x + r.w - x), PLAIN(ROLE_INPUT),
		    w->editor.text->str, w->editor.text->len);
	ui->cursor_x = x + text_width(w->editor.text->str, w->editor.at);
	ui->cursor_y = y + 1;
}

static void wider_draw(struct pane *p, struct surface *s, struct rect r,
		       bool focus)
{
	struct wider *w = (struct wider *)p;
	int y = r.y;

	(void)focus;
	surface_put_cut(s, AT(r.x + 1, y, r.w - 1),
			INK(ROLE_WARNING, MARK_BOLD), w->ask.lines ?
			"This goes wider than where it came from" :
			"With this person others can read the place");
	draw_place(s, (struct rect){ r.x, y + 2, r.w, 1 },
		   w->ask.lines ? "from" : "now", w->ask.from_area,
		   w->ask.from);
	draw_place(s, (struct rect){ r.x, y + 3, r.w, 1 },
		   w->ask.lines ? "to" : "then", w->ask.to_area, w->ask.to);
	y += 5;
	if (w->ask.lines)
		y = draw_lines(w, s, r, y) + 1;
	draw_question(w, s, r, MIN(y, r.y + r.h - 2));
}

/* ---- the answer ---------------------------------------------------------------- */

static void send_it(struct wider *w)
{
	struct ui *ui = w->pane.ui;
	struct op *op = g_steal_pointer(&w->op);
	bool composing = w->composing;

	op->wider = true;
	ui_set_popup(ui, NULL);
	ui_keep_rules(ui);
	ui_push(ui, op);
	if (!composing)
		return;
	composer_sent(ui);
	if (feed_is(ui->main) && !ui->composer.thread)
		ui->main->ops->move(ui->main, MOVE_BOTTOM);
}

static void edit_it(struct wider *w)
{
	struct ui *ui = w->pane.ui;
	bool composing = w->composing;

	w->edit = true;
	ui_set_popup(ui, NULL);
	if (composing)
		ui_focus(ui, FOCUS_COMPOSER);
}

static bool is_e(const struct wider *w)
{
	return !g_ascii_strcasecmp(w->editor.text->str, "e");
}

static void wider_edited(struct pane *p)
{
	struct wider *w = (struct wider *)p;
	const char *typed = w->editor.text->str;

	if (!w->op)
		return;
	if (!g_ascii_strcasecmp(typed, w->ask.word))
		send_it(w);
	else if (is_e(w) && w->ask.word[0] != 'e')
		edit_it(w);
}

static bool wider_key(struct pane *p, uint32_t key)
{
	struct wider *w = (struct wider *)p;

	if (key == KEY_ENTER && is_e(w)) {
		edit_it(w);
		return true;
	}
	if (key == KEY_BACKSPACE) {
		editor_act(&w->editor, "backspace");
		return true;
	}
	return key >= KEY_NAMED;
}

static struct editor *wider_editor(struct pane *p)
{
	return &((struct wider *)p)->editor;
}

static void wider_free(struct pane *p)
{
	struct wider *w = (struct wider *)p;

	if (w->op && !w->edit)
		ui_say(p->ui, w->composing ? "Kept as a draft; nothing was "
		       "sent." : "Nothing was sent.");
	op_free(w->op);
	guard_ask_clear(&w->ask);
	editor_clear(&w->editor);
	g_free(w);
}

static const struct pane_ops wider_ops = {
	.name = "wider", .view = VIEW_CONFIRM, .free = wider_free,
	.draw = wider_draw, .key = wider_key, .editor = wider_editor,
	.edited = wider_edited,
};

struct pane *wider_new(struct ui *ui, struct op *take,
		       struct guard_ask *take_ask, bool composing)
{
	struct wider *w = g_new0(struct wider, 1);

	w->pane = (struct pane){ &wider_ops, ui, true };
	w->op = take;
	w->ask = *take_ask;
	memset(take_ask, 0, sizeof *take_ask);
	w->composing = composing;
	editor_init(&w->editor, false);
	return &w->pane;
}
