#include "ui/prompt.h"

#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

#define CANDIDATES 8
#define HISTORY_MAX 100

void prompt_init(struct prompt *p)
{
	memset(p, 0, sizeof *p);
	editor_init(&p->editor, false);
	p->history = g_ptr_array_new_with_free_func(g_free);
	p->past = -1;
	p->candidate = -1;
}

static void drop_candidates(struct prompt *p)
{
	if (p->candidates)
		g_ptr_array_unref(p->candidates);
	p->candidates = NULL;
	p->candidate = -1;
}

void prompt_clear(struct prompt *p)
{
	drop_candidates(p);
	editor_clear(&p->editor);
	if (p->history)
		g_ptr_array_unref(p->history);
	p->history = NULL;
}

/* "react :" and nothing yet: what people mostly mean. */
static GPtrArray *common_reactions(const struct prompt *p)
{
	static const char *const codes[] = {
		"+1", "heart", "smile", "tada", "eyes", "white_check_mark",
	};
	GPtrArray *all;

	if (p->sign != ':' || strcmp(p->editor.text->str, "react :"))
		return NULL;
	all = g_ptr_array_new_with_free_func(
		(GDestroyNotify)completion_free);
	for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
		struct completion *k = g_new0(struct completion, 1);

		k->text = g_strdup(emoji_find(codes[i]));
		k->help = g_strdup_printf(":%s:", codes[i]);
		k->from = strlen("react ");
		g_ptr_array_add(all, k);
	}
	return all;
}

/* What could follow is shown while one types. */
static void suggest(struct ui *ui)
{
	struct prompt *p = &ui->prompt;

	drop_candidates(p);
	p->candidates = common_reactions(p);
	if (p->sign == ':' && !p->candidates)
		p->candidates = command_complete(&ui->ctx, p->editor.text->str,
						 p->editor.at, IN_PROMPT, 64);
	if (p->candidates && !p->candidates->len)
		drop_candidates(p);
}

static void preview(struct ui *ui)
{
	struct pane *pane = ui_pane(ui);

	if (ui->prompt.sign == '/' && pane && pane->ops->filter)
		pane->ops->filter(pane, ui->prompt.editor.text->str);
}

void prompt_open(struct ui *ui, char sign, const char *text)
{
	struct prompt *p = &ui->prompt;

	p->sign = sign;
	p->past = -1;
	editor_set(&p->editor, text);
	ui_focus(ui, FOCUS_PROMPT);
	suggest(ui);
}

void prompt_close(struct ui *ui)
{
	struct prompt *p = &ui->prompt;

	drop_candidates(p);
	p->sign = 0;
	if (ui->focus == FOCUS_PROMPT)
		ui_focus(ui, ui->before_popup);
}

void prompt_key(struct ui *ui, uint32_t key)
{
	struct prompt *p = &ui->prompt;

	if (key & (KEY_CTRL | KEY_ALT | KEY_NAMED))
		return;
	editor_insert_char(&p->editor, key);
	suggest(ui);
	preview(ui);
}

void prompt_edited(struct ui *ui)
{
	suggest(ui);
	preview(ui);
}

static void remember(struct prompt *p, const char *line)
{
	if (p->history->len && !strcmp(line, g_ptr_array_index(p->history,
			p->history->len - 1)))
		return;
	if (p->history->len >= HISTORY_MAX)
		g_ptr_array_remove_index(p->history, 0);
	g_ptr_array_add(p->history, g_strdup(line));
}

static void apply(struct prompt *p)
{
	struct completion *k = g_ptr_array_index(p->candidates, p->candidate);
	gsize from = MIN(k->from, p->editor.at);

	g_string_erase(p->editor.text, from, p->editor.at - from);
	g_string_insert(p->editor.text, from, k->text);
	p->editor.at = from + strlen(k->text);
}

/* Enter takes the first emoji that fits what was begun. */
static void finish_emoji(struct prompt *p)
{
	const char *word = strrchr(p->editor.text->str, ' ');

	if (p->candidate >= 0 || !p->candidates || !word || word[1] != ':' ||
	    p->editor.at != p->editor.text->len)
		return;
	p->candidate = 0;
	apply(p);
}

void prompt_run(struct ui *ui)
{
	struct prompt *p = &ui->prompt;
	g_autofree char *line = NULL;
	g_autoptr(GError) err = NULL;
	char sign = p->sign;

	finish_emoji(p);
	line = g_strstrip(g_strdup(p->editor.text->str));
	prompt_close(ui);
	if (!*line)
		return;
	remember(p, line);
	ui->hints_view = 0;	/* it may bind keys */
	if (sign == '/') {
		ui_search(ui, line);
		return;
	}
	if (!ui_run_line(ui, line, &err))
		ui_complain(ui, err);
}

void prompt_complete(struct ui *ui, int step)
{
	struct prompt *p = &ui->prompt;

	if (!p->candidates)
		return;
	p->candidate += step;
	if (p->candidate < 0)
		p->candidate = p->candidates->len - 1;
	if (p->candidate >= (int)p->candidates->len)
		p->candidate = 0;
	apply(p);
	if (p->candidates->len == 1)
		suggest(ui);
}

void prompt_walk(struct ui *ui, int step)
{
	struct prompt *p = &ui->prompt;
	int to = p->past < 0 ? (int)p->history->len + step : p->past + step;

	if (to < 0 || (p->past < 0 && step > 0))
		return;
	p->past = to >= (int)p->history->len ? -1 : to;
	editor_set(&p->editor, p->past < 0 ? "" :
		   g_ptr_array_index(p->history, p->past));
	suggest(ui);
}

static void draw_candidates(struct prompt *p, struct surface *s,
			    struct rect r)
{
	int n = p->candidates ? MIN((int)p->candidates->len, CANDIDATES) : 0;
	int from, y = r.y + r.h - 1 - n, wide = 0;

	n = MIN(n, r.h - 1);
	if (n <= 0)
		return;
	from = CLAMP(p->candidate - n / 2, 0, (int)p->candidates->len - n);
	surface_blank(s, (struct rect){ r.x, y - 1, r.w, n + 1 });
	surface_hline(s, r.x, y - 1, r.w);
	for (int i = 0; i < n; i++) {
		struct completion *k = g_ptr_array_index(p->candidates,
							 from + i);

		wide = MAX(wide, text_width(k->text, -1));
	}
	wide = MIN(wide, r.w / 2);
	for (int i = 0; i < n; i++, y++) {
		struct completion *k = g_ptr_array_index(p->candidates,
							 from + i);
		bool on = from + i == p->candidate;

		say_bar(s, r.x, y, on, true);
		surface_put_cut(s, AT(r.x + 2, y, wide),
				PLAIN(on ? ROLE_CHOSEN : ROLE_TEXT), k->text);
		surface_put_cut(s, AT(r.x + 4 + wide, y, r.w - wide - 5),
				PLAIN(ROLE_DIM), k->help);
	}
}

void prompt_draw(struct ui *ui, struct surface *s, struct rect r)
{
	struct prompt *p = &ui->prompt;
	char sign[2] = { p->sign, '\0' };
	int y = r.y + r.h - 1;
	struct editor_view v;

	draw_candidates(p, s, r);
	surface_blank(s, (struct rect){ r.x, y, r.w, 1 });
	surface_put(s, AT(r.x + 1, y, 1), PLAIN(ROLE_ACCENT), sign, 1);
	surface_put(s, AT(r.x + 2, y, r.w - 3), PLAIN(ROLE_INPUT),
		    p->editor.text->str, -1);
	editor_layout(&p->editor, r.w - 3, &v);
	ui->cursor_x = MIN(r.x + 2 + v.column, r.x + r.w - 1);
	ui->cursor_y = y;
	editor_view_clear(&v);
}
