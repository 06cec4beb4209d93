#include "ui/marks.h"

#include <string.h>
#include "base/error.h"

struct marks {
	const struct pane *owner;
	GPtrArray *all;		/* struct marked *, in the order of marking;
				 * the strings are its own */
	GHashTable *keys;	/* key → struct marked * */
};

static void marked_free(gpointer data)
{
	struct marked *m = data;

	g_free((char *)m->key);
	g_free((char *)m->eid);
	g_free((char *)m->uid);
	g_free(m);
}

/* Those of this pane, or NULL. */
static struct marks *of(const struct pane *p)
{
	struct marks *all = p ? p->ui->marks : NULL;

	return all && all->owner == p ? all : NULL;
}

static struct marks *make(const struct pane *p)
{
	struct marks *m = of(p);

	if (m)
		return m;
	marks_free(p->ui);
	m = g_new0(struct marks, 1);
	m->owner = p;
	m->all = g_ptr_array_new_with_free_func(marked_free);
	m->keys = g_hash_table_new(g_str_hash, g_str_equal);
	p->ui->marks = m;
	return m;
}

void marks_free(struct ui *ui)
{
	struct marks *m = ui->marks;

	ui->marks = NULL;
	if (!m)
		return;
	g_hash_table_unref(m->keys);
	g_ptr_array_unref(m->all);
	g_free(m);
}

static void drop(struct marks *all, struct marked *m)
{
	g_hash_table_remove(all->keys, m->key);
	g_ptr_array_remove(all->all, m);
}

bool marks_add(const struct pane *p, const struct marked *m)
{
	struct marks *all = make(p);
	struct marked *own;

	if (g_hash_table_contains(all->keys, m->key))
		return true;
	if (all->all->len >= MARKS_MAX)
		return false;
	own = g_new0(struct marked, 1);
	own->key = g_strdup(m->key);
	own->room = m->room;
	own->eid = g_strdup(m->eid);
	own->uid = g_strdup(m->uid);
	g_ptr_array_add(all->all, own);
	g_hash_table_insert(all->keys, (char *)own->key, own);
	return true;
}

void marks_toggle(const struct pane *p, const struct marked *m)
{
	struct marks *all = of(p);
	struct marked *old = all ? g_hash_table_lookup(all->keys, m->key)
				 : NULL;

	if (old)
		drop(all, old);
	else if (!marks_add(p, m))
		ui_say(p->ui, "No more than %d rows can be marked.",
		       MARKS_MAX);
}

bool marks_has(const struct pane *p, const char *key)
{
	const struct marks *all = of(p);

	return all && key && g_hash_table_contains(all->keys, key);
}

int marks_count(const struct pane *p)
{
	const struct marks *all = of(p);

	return all ? (int)all->all->len : 0;
}

bool marks_clear(const struct pane *p)
{
	bool any = marks_count(p) > 0;

	if (of(p))
		marks_free(p->ui);
	return any;
}

void marks_keep(const struct pane *p, GHashTable *keys)
{
	struct marks *all = of(p);

	for (guint i = all ? all->all->len : 0; i-- > 0;) {
		struct marked *m = g_ptr_array_index(all->all, i);

		if (!g_hash_table_contains(keys, m->key))
			drop(all, m);
	}
}

/* ---- doing something for all ------------------------------------------------ */

/* Rows that are places, and neither things in one nor people. */
static bool are_places(const struct marks *all)
{
	for (guint i = 0; i < all->all->len; i++) {
		const struct marked *m = g_ptr_array_index(all->all, i);

		if (!m->room || m->eid || m->uid)
			return false;
	}
	return true;
}

bool marks_want(struct ui *ui, const char *line)
{
	const struct marks *all = of(ui_pane(ui));
	const struct command *c = all ? command_set_find(ui->setup.set, line,
							 IN_PROMPT) : NULL;

	return c && !(c->where & LISTED) && all->all->len &&
	       command_uses_selection(&ui->ctx, line, are_places(all));
}

static bool ask_first(struct ui *ui, const char *line, int n)
{
	const struct command *c = command_set_find(ui->setup.set, line,
						   IN_PROMPT);
	bool final = c && c->where & FINAL;
	g_autofree char *question = NULL, *sure = NULL;

	if (!final && n <= MARKS_ASK)
		return false;
	question = g_strdup_printf("Do \"%s\" for %d row%s?%s", line, n,
				   n == 1 ? "" : "s", final ? " That cannot "
				   "be taken back." : "");
	sure = g_strdup_printf("marked %s", line);
	ui_confirm(ui, question, sure);
	return true;
}

static bool run_one(struct ui *ui, const struct marked *m, const char *line,
		    GError **err)
{
	struct command_context *ctx = &ui->ctx;

	ctx->room = m->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(m->eid);
	g_free(ctx->uid);
	ctx->uid = g_strdup(m->uid);
	g_clear_pointer(&ctx->thread, g_free);
	return command_run_line(ctx, line, IN_PROMPT, err);
}

static bool set_stopped(GError **err, GError *take, int done, int n)
{
	g_autoptr(GError) why = take;

	g_set_error(err, FM_ERROR, why ? why->code : FM_ERROR_FAILED,
		    "%d of %d done, then: %s What is left is still marked.",
		    done, n, why ? why->message : "one was refused.");
	return false;
}

bool marks_run(struct ui *ui, const char *line, bool sure, GError **err)
{
	const struct pane *p = ui_pane(ui);
	int n = marks_count(p), done = 0;
	GError *why = NULL;

	if (!n) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "No row is marked; v marks one.");
		return false;
	}
	if (!sure && ask_first(ui, line, n))
		return true;
	/* a command may open something, and the pane and its marks go */
	while (of(p) && ui->marks->all->len) {
		struct marked *m = g_ptr_array_index(ui->marks->all, 0);

		if (!run_one(ui, m, line, &why))
			return set_stopped(err, why, done, n);
		done++;
		if (of(p))
			drop(ui->marks, m);
	}
	marks_clear(p);
	ui_say(ui, "Done for %d: %s.", done, line);
	return true;
}
