/* Which tasks are shown: scope, tabs, filter, and reading them. */
#include "ui/tasks.h"

#include <string.h>

/* ---- tabs ------------------------------------------------------------------- */

void tasks_tab_free(void *tab)
{
	struct tasks_tab *b = tab;

	g_free(b->name);
	g_free(b->words);
	g_free(b->tag);
	g_free(b);
}

static struct tasks_tab *add_tab(struct tasks *t, const char *name)
{
	struct tasks_tab *tab = g_new0(struct tasks_tab, 1);

	tab->name = g_strdup(name);
	g_ptr_array_add(t->tabs, tab);
	return tab;
}

void tasks_tabs_init(struct tasks *t)
{
	struct tasks_tab *tab;

	t->tabs = g_ptr_array_new_with_free_func(tasks_tab_free);
	add_tab(t, "open")->open_only = true;
	tab = add_tab(t, "mine");
	tab->mine = tab->open_only = true;
	add_tab(t, "all");
	tab = add_tab(t, "overdue");
	tab->overdue = tab->open_only = true;
}

/* One option of a list that was saved, with the word after it (or NULL); how
 * many words it took, 0: it is not known here. */
static int take_option(struct tasks_tab *tab, const char *word,
		       const char *value)
{
	static const char *const stages[] = {
		"none", "doing", "waiting", "dropped",
	};
	const struct { const char *word; bool *flag; } flags[] = {
		{ "--mine", &tab->mine }, { "--open", &tab->open_only },
		{ "--done", &tab->done_only }, { "--overdue", &tab->overdue },
		{ "--blocked", &tab->blocked },
	};

	for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
		if (!strcmp(word, flags[i].word)) {
			*flags[i].flag = true;
			return 1;
		}
	if (!value)
		return 0;
	if (!strcmp(word, "--filter") && !tab->words)
		tab->words = g_strdup(value);
	else if (!strcmp(word, "--tag") && !tab->tag)
		tab->tag = g_utf8_casefold(value + (*value == '#'), -1);
	for (guint i = 0; i < G_N_ELEMENTS(stages); i++)
		if (!strcmp(word, "--stage") && !strcmp(value, stages[i]))
			tab->stages = 1u << i;
	return !strcmp(word, "--filter") || !strcmp(word, "--tag") ||
	       !strcmp(word, "--stage") ? 2 : 0;
}

static void take_options(struct tasks_tab *tab, const char *options)
{
	g_auto(GStrv) words = NULL;
	int n = 0, used;

	if (!options || !g_shell_parse_argv(options, &n, &words, NULL)) {
		tab->elsewhere = options && *options;
		return;
	}
	for (int i = 0; i < n && !tab->elsewhere; i += used) {
		used = take_option(tab, words[i], words[i + 1]);
		tab->elsewhere = !used;
	}
	tab->open_only |= tab->overdue;
}

void tasks_tabs_read(struct tasks *t)
{
	struct reader *r = t->pane.ui->reader;
	g_autofree char *text = command_saved_tasks(r, NULL);
	g_auto(GStrv) names = g_strsplit(text ? text : "", "\n", -1);

	g_ptr_array_set_size(t->tabs, TAB_OVERDUE + 1);
	for (int i = 0; names[i]; i++) {
		g_autofree char *options = *names[i] ?
			command_saved_tasks(r, names[i]) : NULL;

		if (options)
			take_options(add_tab(t, names[i]), options);
	}
	if (t->tab >= t->tabs->len)
		t->tab = TAB_OPEN;
}

const struct tasks_tab *tasks_tab(const struct tasks *t)
{
	return t->tabs->pdata[MIN(t->tab, t->tabs->len - 1)];
}

/* ---- reading ------------------------------------------------------------------ */

bool tasks_on_board(const struct tasks *t)
{
	return t->board && t->width >= BOARD_MIN;
}

static void drop_rows(struct tasks *t)
{
	g_clear_pointer(&t->rows, g_array_unref);
	for (int c = 0; c < COLUMNS; c++)
		g_clear_pointer(&t->columns[c], g_array_unref);
}

void tasks_restart(struct tasks *t)
{
	drop_rows(t);
	g_clear_pointer(&t->kept, g_array_unref);
	g_clear_pointer(&t->found, g_array_unref);
	t->scanned = 0;
	ui_touch(t->pane.ui);
}

void tasks_forget(struct tasks *t)
{
	tasks_restart(t);
	g_clear_pointer(&t->lines, thing_lines_free);
	g_clear_pointer(&t->coming, thing_lines_free);
	g_hash_table_remove_all(t->read);
}

/* Must each task be read to know whether it is shown? */
static bool is_narrowed(const struct tasks *t)
{
	const struct tasks_tab *tab = tasks_tab(t);

	return t->words || tab->words || tab->tag || tab->stages ||
	       tab->blocked;
}

bool tasks_scanning(const struct tasks *t)
{
	return is_narrowed(t) && t->kept && t->scanned < t->kept->len;
}

const GArray *tasks_lines(const struct tasks *t)
{
	return is_narrowed(t) && t->found ? t->found : t->kept;
}

static bool is_kept(const struct tasks *t, const struct thing_line *line,
		    guint done)
{
	const struct tasks_tab *tab = tasks_tab(t);

	if (tab->mine && !line->mine)
		return false;
	if (line->status == TASK_OPEN)
		return !tab->done_only && (!tab->overdue ||
					   line->due < t->today);
	if (!tab->open_only)
		return true;
	return !tab->overdue && done < TASKS_DONE &&
	       (t->show_done || tasks_on_board(t));
}

/* What is done grows for ever: the newest of it are enough, and the tab of
 * all has the others. */
static void keep(struct tasks *t)
{
	const GArray *all = t->lines->all;
	bool mine = tasks_tab(t)->mine;
	guint done = 0;

	t->open = t->done = 0;
	t->kept = g_array_sized_new(FALSE, FALSE, sizeof(struct thing_line),
				    MIN(all->len, 256));
	for (guint i = 0; i < all->len; i++) {
		const struct thing_line *line = &g_array_index(all,
			struct thing_line, i);

		if (!mine || line->mine)
			(*(line->status == TASK_DONE ? &t->done : &t->open))++;
		if (!is_kept(t, line, done))
			continue;
		done += line->status == TASK_DONE;
		g_array_append_val(t->kept, *line);
	}
}

static void take_lines(struct tasks *t, struct thing_lines *take)
{
	tasks_forget(t);
	t->lines = take;
}

/* A board waits until it is known where each task stands; what was shown
 * before stays so long. */
static void read_lines(struct tasks *t)
{
	struct reader *r = t->pane.ui->reader;
	struct thing_lines *lines = reader_thing_lines(r, &t->query);

	if (tasks_on_board(t) &&
	    !reader_thing_lines_fill(r, &t->query, lines, TASKS_FILL)) {
		thing_lines_free(t->coming);
		t->coming = lines;
		ui_again(t->pane.ui);
	} else {
		take_lines(t, lines);
	}
}

static void go_on(struct tasks *t)
{
	struct reader *r = t->pane.ui->reader;
	struct thing_lines *lines = t->coming ? t->coming : t->lines;

	if (!tasks_on_board(t) || !lines || (!t->coming &&
	    lines->filled == INT64_MAX))
		return;
	if (!reader_thing_lines_fill(r, &t->query, lines, TASKS_FILL))
		ui_again(t->pane.ui);
	else if (t->coming)
		take_lines(t, g_steal_pointer(&t->coming));
	else
		tasks_restart(t);
}

static void read_title(struct tasks *t)
{
	int64_t id = t->query.room ? t->query.room : t->query.space;
	struct room *r = id ? reader_room(t->pane.ui->reader, id) : NULL;

	g_free(t->title);
	g_free(t->topic);
	t->title = r ? g_strdup_printf("Tasks · %s", r->name)
		     : g_strdup("My tasks");
	t->topic = g_strdup(r && r->topic ? r->topic : "");
	g_strdelimit(t->topic, "\n", ' ');
	room_free(r);
}


const struct thing *tasks_thing(struct tasks *t, uint32_t line)
{
	const GArray *lines = tasks_lines(t);
	const struct thing_line *l;
	struct thing *k;
	void *key;

	if (line >= lines->len)
		return NULL;
	l = &g_array_index(lines, struct thing_line, line);
	key = l->loose ? GSIZE_TO_POINTER(-(gsize)l->loose) :
	      GSIZE_TO_POINTER(l->post);
	k = g_hash_table_lookup(t->read, key);
	if (k)
		return k;
	k = reader_thing_line(t->pane.ui->reader, t->lines, l);
	if (!k)
		return NULL;
	reader_thing_relations(t->pane.ui->reader, k);
	g_hash_table_insert(t->read, key, k);
	return k;
}

static bool has_tag(const struct thing *k, const char *folded)
{
	for (guint i = 0; k->tags && i < k->tags->len; i++) {
		g_autofree char *tag = g_utf8_casefold(k->tags->pdata[i], -1);

		if (!strcmp(tag, folded))
			return true;
	}
	return false;
}

static bool fits(struct tasks *t, struct thing *k)
{
	const struct tasks_tab *tab = tasks_tab(t);

	if ((t->words && !thing_has_words(k, t->words)) ||
	    (tab->words && !thing_has_words(k, tab->words)) ||
	    (tab->tag && !has_tag(k, tab->tag)) ||
	    (tab->stages && !(tab->stages >> k->stage & 1)))
		return false;
	if (tab->blocked)
		reader_thing_relations(t->pane.ui->reader, k);
	return !tab->blocked || k->blocked;
}

/* A chunk of those that may have the words; what was found already stays. */
static void scan(struct tasks *t)
{
	const GArray *all = t->kept;
	guint until = MIN(t->scanned + TASKS_SCAN, all->len), before;

	if (!t->found)
		t->found = g_array_new(FALSE, FALSE,
				       sizeof(struct thing_line));
	before = t->found->len;
	for (; t->scanned < until; t->scanned++) {
		const struct thing_line *l = &g_array_index(all,
			struct thing_line, t->scanned);
		struct thing *k = reader_thing_line(t->pane.ui->reader,
						    t->lines, l);

		if (k && fits(t, k))
			g_array_append_val(t->found, *l);
		thing_free(k);
	}
	if (t->found->len != before)
		drop_rows(t);
	if (tasks_scanning(t))
		ui_again(t->pane.ui);
}

/* ---- where one is ---------------------------------------------------------------- */

static uint32_t selected_index(const struct tasks *t)
{
	if (tasks_on_board(t)) {
		const GArray *c = t->columns[t->column];
		guint card = t->card[t->column];

		return c && card < c->len ? g_array_index(c, uint32_t, card) :
		       UINT32_MAX;
	}
	return t->rows && t->list.cursor >= 0 &&
	       t->list.cursor < (int64_t)t->rows->len ?
	       g_array_index(t->rows, struct tree_row, t->list.cursor).line :
	       UINT32_MAX;
}

const struct thing_line *tasks_line(const struct tasks *t)
{
	uint32_t i = t->lines ? selected_index(t) : UINT32_MAX;

	return i != UINT32_MAX && i < tasks_lines(t)->len ?
	       &g_array_index(tasks_lines(t), struct thing_line, i) : NULL;
}

const struct thing *tasks_selected(struct tasks *t)
{
	uint32_t i = t->lines ? selected_index(t) : UINT32_MAX;

	return i == UINT32_MAX ? NULL : tasks_thing(t, i);
}

void tasks_remember(struct tasks *t)
{
	const struct thing_line *line = tasks_line(t);

	t->selected = line ? line->post : 0;
	t->steps = false;
	t->step = 0;
}

static bool is_selected(struct tasks *t, uint32_t i)
{
	const struct thing_line *line = &g_array_index(tasks_lines(t),
						struct thing_line, i);

	return t->selected && line->post == t->selected;
}

static void select_row(struct tasks *t)
{
	for (guint i = 0; i < t->rows->len; i++)
		if (is_selected(t, g_array_index(t->rows, struct tree_row,
						 i).line))
			t->list.cursor = i;
}

static void select_card(struct tasks *t)
{
	for (int c = 0; c < COLUMNS; c++)
		for (guint i = 0; i < t->columns[c]->len; i++)
			if (is_selected(t, g_array_index(t->columns[c],
							 uint32_t, i))) {
				t->column = c;
				t->card[c] = i;
			}
}

static void arrange(struct tasks *t)
{
	if (tasks_on_board(t)) {
		columns_fill(tasks_lines(t), t->lanes, BOARD_DONE, t->columns);
		select_card(t);
		for (int c = 0; c < COLUMNS; c++)
			t->card[c] = MIN(t->card[c], MAX(t->columns[c]->len,
							 1) - 1);
	} else {
		t->rows = tree_arrange(tasks_lines(t), t->today);
		t->list.count = t->rows->len;
		select_row(t);
		t->list.cursor = CLAMP(t->list.cursor, 0,
				       MAX(t->list.count - 1, 0));
	}
}

static bool is_arranged(const struct tasks *t)
{
	return tasks_on_board(t) ? t->columns[0] != NULL : t->rows != NULL;
}

void tasks_refresh(struct tasks *t)
{
	const struct world *w = t->pane.ui->setup.world;

	if (!ui_reader(t->pane.ui))
		return;
	t->today = world_civil(w, world_now(w)).day;
	if (t->pane.stale || (!t->lines && !t->coming)) {
		read_title(t);
		tasks_tabs_read(t);
		read_lines(t);
		t->pane.stale = false;
	} else {
		go_on(t);
	}
	if (!t->lines)
		return;
	if (!t->kept)
		keep(t);
	if (is_narrowed(t) && (tasks_scanning(t) || !t->found))
		scan(t);
	if (!is_arranged(t)) {
		drop_rows(t);
		arrange(t);
	}
	if (g_hash_table_size(t->read) > 400)
		g_hash_table_remove_all(t->read);
}
