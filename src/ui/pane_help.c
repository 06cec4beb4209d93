/* What works here: keys and commands of a view, searchable. Made from the
 * key map and the command table, which are all there is. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

#define KEYS_WIDTH 16

struct help_row {
	char *keys, *what, *line;
	bool cannot;		/* not here: `what` says why */
};

struct help {
	struct pane pane;
	unsigned view;
	bool problems;		/* shows what is wrong in the config */
	struct editor editor;
	struct list list;
	GPtrArray *all, *shown;	/* struct help_row * */
};

static void help_row_free(struct help_row *row)
{
	g_free(row->keys);
	g_free(row->what);
	g_free(row->line);
	g_free(row);
}

static void add_row(struct help *h, const char *keys, const char *what,
		    const char *line)
{
	struct help_row *row = g_new0(struct help_row, 1);

	row->keys = g_strdup(keys);
	row->what = g_strdup(what);
	row->line = g_strdup(line);
	g_ptr_array_add(h->all, row);
}

/* What is known to be forbidden here says why instead of what it does. */
static void add_command(struct help *h, const struct command *c,
			const char *keys, const char *what, const char *line)
{
	g_autofree char *why = NULL;
	bool can = ui_can(h->pane.ui, c, &why);
	struct help_row *row;

	add_row(h, keys, can ? what : why, line);
	row = g_ptr_array_index(h->all, h->all->len - 1);
	row->cannot = !can;
}

static bool has_line(const struct help *h, const char *line)
{
	for (guint i = 0; i < h->all->len; i++)
		if (!strcmp(((struct help_row *)g_ptr_array_index(h->all,
								  i))->line,
			    line))
			return true;
	return false;
}

/* One row a bound line, all its keys together. */
static void add_bindings(struct help *h)
{
	struct ui *ui = h->pane.ui;
	GPtrArray *list = keymap_list(ui->setup.keymap, h->view);

	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		const struct command *c = command_set_find(ui->setup.set,
						b->line, IN_PROMPT);
		g_autofree char *keys = NULL, *what = NULL;

		if (!c || has_line(h, b->line))
			continue;
		keys = keymap_keys(ui->setup.keymap, h->view, b->line);
		if (strlen(b->line) > strlen(c->name))
			what = g_strdup_printf("%s:%s", c->help,
					       b->line + strlen(c->name));
		else
			what = g_strdup(c->help);
		add_command(h, c, keys, what, b->line);
	}
	g_ptr_array_unref(list);
}

static void add_commands(struct help *h)
{
	struct ui *ui = h->pane.ui;
	GPtrArray *list = command_set_list(ui->setup.set, IN_PROMPT);

	for (guint i = 0; i < list->len; i++) {
		const struct command *c = g_ptr_array_index(list, i);
		g_autofree char *usage = NULL;

		if (has_line(h, c->name))
			continue;
		usage = command_usage(c);
		g_autofree char *keys = g_strdup_printf(":%s", usage);

		add_command(h, c, keys, c->help, c->name);
	}
	g_ptr_array_unref(list);
}

static void add_problems(struct help *h)
{
	const GPtrArray *all = h->pane.ui->setup.problems;

	for (guint i = 0; i < all->len; i++)
		add_row(h, "", g_ptr_array_index(all, i), "");
}

static bool fits(const struct help_row *row, const char *words)
{
	g_autofree char *text = g_strdup_printf("%s %s %s", row->keys,
						row->what, row->line);
	g_autofree char *folded = g_utf8_casefold(text, -1);
	g_autofree char *want = g_utf8_casefold(words, -1);

	return strstr(folded, want) != NULL;
}

static void filter(struct help *h)
{
	g_ptr_array_set_size(h->shown, 0);
	for (guint i = 0; i < h->all->len; i++)
		if (fits(g_ptr_array_index(h->all, i), h->editor.text->str))
			g_ptr_array_add(h->shown, g_ptr_array_index(h->all,
								    i));
	h->list.count = h->shown->len;
	h->pane.stale = false;
}

static void help_draw(struct pane *p, struct surface *s, struct rect r,
		      bool focus)
{
	struct help *h = (struct help *)p;
	const char *view = command_view_word(h->view);
	g_autofree char *title = h->problems ? g_strdup("config") :
				 g_strdup_printf("keys in %s", view);
	int x = r.x + 1, wide;
	struct editor_view v;

	(void)focus;
	if (p->stale)
		filter(h);
	x += surface_put(s, AT(x, r.y, r.w / 2), PLAIN(ROLE_HEADING_FOCUS),
			 title, -1) + 2;
	x += surface_put(s, AT(x, r.y, r.w), PLAIN(ROLE_ACCENT), "/ ", -1);
	surface_put(s, AT(x, r.y, r.x + r.w - x), PLAIN(ROLE_INPUT),
		    h->editor.text->str, -1);
	editor_layout(&h->editor, r.w - (x - r.x), &v);
	p->ui->cursor_x = x + v.column;
	p->ui->cursor_y = r.y;
	editor_view_clear(&v);
	r = (struct rect){ r.x, r.y + 2, r.w, r.h - 2 };
	list_fit(&h->list, r.h, 1);
	for (int i = 0; i < r.h && h->list.top + i < h->list.count; i++) {
		const struct help_row *row = g_ptr_array_index(h->shown,
							h->list.top + i);
		bool on = h->list.top + i == h->list.cursor;

		say_bar(s, r.x, r.y + i, on, true);
		wide = *row->keys == ':' ? r.w / 2 : KEYS_WIDTH;
		if (h->problems)
			wide = 0;
		surface_put_cut(s, AT(r.x + 2, r.y + i, wide),
				PLAIN(ROLE_HINT_KEY), row->keys);
		surface_put_cut(s, AT(r.x + 3 + wide, r.y + i, r.w - wide - 4),
				PLAIN(on ? ROLE_CHOSEN : row->cannot ? ROLE_DIM :
				      ROLE_TEXT), row->what);
	}
	if (!h->list.count)
		say_empty(s, r, "Nothing here is called so.");
}

static void help_move(struct pane *p, enum move how)
{
	if (p->stale)
		filter((struct help *)p);
	list_move(&((struct help *)p)->list, how);
}

/* Enter runs a key's line, and takes a command to the prompt. */
static bool help_enter(struct pane *p)
{
	struct help *h = (struct help *)p;
	struct ui *ui = p->ui;
	g_autofree char *line = NULL;
	g_autoptr(GError) err = NULL;
	const struct help_row *row;
	bool command;

	if (p->stale)
		filter(h);
	if (h->list.cursor >= (int64_t)h->shown->len || h->problems)
		return false;
	row = g_ptr_array_index(h->shown, h->list.cursor);
	command = *row->keys == ':';
	line = g_strdup_printf("%s%s", row->line, command ? " " : "");
	ui_set_popup(ui, NULL);
	if (command)
		prompt_open(ui, ':', line);
	else if (!ui_run_line(ui, line, &err))
		ui_complain(ui, err);
	return true;
}

static struct editor *help_editor(struct pane *p)
{
	return &((struct help *)p)->editor;
}

static void help_edited(struct pane *p)
{
	struct help *h = (struct help *)p;

	h->list.cursor = h->list.top = 0;
	p->stale = true;
}

static void help_free(struct pane *p)
{
	struct help *h = (struct help *)p;

	editor_clear(&h->editor);
	g_ptr_array_unref(h->shown);
	g_ptr_array_unref(h->all);
	g_free(h);
}

static const struct pane_ops help_ops = {
	.name = "help", .view = VIEW_HELP, .free = help_free,
	.draw = help_draw, .move = help_move, .enter = help_enter,
	.editor = help_editor, .edited = help_edited,
};

static struct help *help_base(struct ui *ui)
{
	struct help *h = g_new0(struct help, 1);

	h->pane = (struct pane){ &help_ops, ui, true };
	h->all = g_ptr_array_new_with_free_func(
		(GDestroyNotify)help_row_free);
	h->shown = g_ptr_array_new();
	editor_init(&h->editor, false);
	return h;
}

struct pane *help_new(struct ui *ui, unsigned view)
{
	struct help *h = help_base(ui);

	h->view = view;
	add_bindings(h);
	add_commands(h);
	return &h->pane;
}

struct pane *help_problems_new(struct ui *ui)
{
	struct help *h = help_base(ui);

	h->problems = true;
	add_problems(h);
	return &h->pane;
}
