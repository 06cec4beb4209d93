/* A question before something that cannot be undone. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

struct confirm {
	struct pane pane;
	char *question, *line;
};

static void confirm_draw(struct pane *p, struct surface *s, struct rect r,
			 bool focus)
{
	struct confirm *c = (struct confirm *)p;
	struct rich *rich = rich_from_plain(c->question, strlen(c->question));
	struct layout l;
	unsigned n, i;

	(void)focus;
	layout_init(&l, rich, r.w - 4, r.h - 3, NULL);
	for (i = 0; i < layout_lines(&l); i++) {
		const struct span *span = layout_line(&l, i, &n);
		int x = r.x + 2;

		for (unsigned k = 0; k < n; k++)
			x += surface_put(s, AT(x, r.y + 1 + i, r.x + r.w - x),
					 PLAIN(ROLE_BRIGHT), span[k].s,
					 span[k].len);
	}
	surface_put(s, AT(r.x + 2, r.y + 2 + i, 1), PLAIN(ROLE_HINT_KEY), "y",
		    1);
	surface_put(s, AT(r.x + 4, r.y + 2 + i, 4), PLAIN(ROLE_HINT), "yes", -1);
	surface_put(s, AT(r.x + 10, r.y + 2 + i, 3), PLAIN(ROLE_HINT_KEY),
		    "Esc", -1);
	surface_put(s, AT(r.x + 14, r.y + 2 + i, 3), PLAIN(ROLE_HINT), "no", -1);
	layout_clear(&l);
	rich_free(rich);
}

static bool confirm_key(struct pane *p, uint32_t key)
{
	struct ui *ui = p->ui;
	g_autofree char *line = NULL;
	g_autoptr(GError) err = NULL;

	if (key == 'y' || key == 'Y')
		line = g_strdup(((struct confirm *)p)->line);
	ui_set_popup(ui, NULL);
	if (line && !ui_run_line(ui, line, &err))
		ui_complain(ui, err);
	return true;
}

static void confirm_free(struct pane *p)
{
	struct confirm *c = (struct confirm *)p;

	g_free(c->question);
	g_free(c->line);
	g_free(c);
}

static const struct pane_ops confirm_ops = {
	.name = "confirm", .view = VIEW_CONFIRM, .free = confirm_free,
	.draw = confirm_draw, .key = confirm_key,
};

struct pane *confirm_new(struct ui *ui, const char *question,
			 const char *line)
{
	struct confirm *c = g_new0(struct confirm, 1);

	c->pane = (struct pane){ &confirm_ops, ui, true };
	c->question = g_strdup(question);
	c->line = g_strdup(line);
	return &c->pane;
}
