/* What keys do with tasks. */
#include <string.h>
#include "base/error.h"
#include "ui/rows.h"
#include "ui/tasks.h"

static struct tasks *focused_tasks(struct command_call *call, GError **err)
{
	struct tasks *t = tasks_of(ui_pane(row_ui(call)));

	if (!t)
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "The tasks are not shown; F4 shows them.");
	else
		tasks_refresh(t);
	return t;
}

/* The selected task of whatever pane shows one, or an error. Yours. */
static struct thing *selected_task(struct command_call *call, GError **err)
{
	const struct command_context *c = call->ctx;
	struct thing *k = c->eid && ui_reader(row_ui(call)) ?
		reader_thing(c->reader, c->room, c->eid) : NULL;
	struct tasks *t = tasks_of(ui_pane(row_ui(call)));

	if (k && k->kind == KIND_TASK)
		return k;
	thing_free(k);
	if (t && tasks_line(t))
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "That task has not been sent yet.");
	else
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "No task is selected; F4 shows the tasks.");
	return NULL;
}

/* ---- done, stages ------------------------------------------------------------ */

static bool run(struct command_call *call, GError **err, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);

static bool run(struct command_call *call, GError **err, const char *fmt, ...)
{
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, fmt);
	line = g_strdup_vprintf(fmt, args);
	va_end(args);
	return command_run_line(call->ctx, line, IN_PROMPT, err);
}

static bool toggle_step(struct command_call *call, struct tasks *t,
			GError **err)
{
	const struct thing *k;
	const struct step *step;

	tasks_refresh(t);
	k = tasks_selected(t);
	step = k && k->steps && t->step < (int)k->steps->len ?
	       k->steps->pdata[t->step] : NULL;
	if (!step || !k->eid) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no step here; + adds one.");
		return false;
	}
	ui_say(row_ui(call), "%s: %s. u takes it back.", step->done ?
	       "Open again" : "Done", step->text);
	return run(call, err, "task step %s %d", step->done ? "undo" : "done",
		   t->step + 1);
}

bool tasks_row_toggle(struct command_call *call, GError **err)
{
	struct tasks *t = tasks_of(ui_pane(row_ui(call)));
	struct thing *k;
	bool done, ok;

	if (t && t->steps)
		return toggle_step(call, t, err);
	k = selected_task(call, err);
	if (!k)
		return false;
	done = k->status == TASK_DONE;
	ok = run(call, err, "task %s %s", done ? "reopen" : "done", k->eid);
	if (ok)
		ui_say(row_ui(call), "%s: %s. u takes it back.", done ?
		       "Open again" : "Done", tasks_title(k));
	thing_free(k);
	return ok;
}

/* The command that brings a task into a column. */
static bool into_column(struct command_call *call, const struct thing *k,
			int column, GError **err)
{
	static const char *const words[COLUMNS] = {
		"reopen", "start", "wait", "done",
	};
	bool ok;

	ok = run(call, err, "task %s %s", words[column], k->eid);
	if (ok)
		ui_say(row_ui(call), "%s: %s. u takes it back.",
		       column_words(column), tasks_title(k));
	return ok;
}

bool tasks_row_shift(struct command_call *call, GError **err)
{
	bool left = !strcmp(args_get(call->args, "left|right"), "left");
	struct thing *k = selected_task(call, err);
	int from, to;
	bool ok;

	if (!k)
		return false;
	from = column_of(k->status, k->stage);
	to = CLAMP(from + (left ? -1 : 1), 0, COLUMNS - 1);
	ok = to == from || into_column(call, k, to, err);
	thing_free(k);
	return ok;
}

/* ---- at the prompt ------------------------------------------------------------- */

static char *ask_line(const char *what, const struct thing *k)
{
	if (!strcmp(what, "title"))
		return g_strdup_printf("task title %s", tasks_title(k));
	if (!strcmp(what, "step"))
		return g_strdup("task step add ");
	return g_strdup_printf("task %s ", what);
}

bool tasks_row_ask(struct command_call *call, GError **err)
{
	const char *what = call->command->name + strlen("task-");
	struct thing *k = strcmp(what, "add") ? selected_task(call, err)
					      : NULL;
	g_autofree char *line = NULL;

	if (strcmp(what, "add") && !k)
		return false;
	if (!k)
		return run(call, err, "form task add");
	line = ask_line(what, k);
	prompt_open(row_ui(call), ':', line);
	thing_free(k);
	return true;
}

/* ---- how they are shown ---------------------------------------------------------- */

static bool show_tab(struct command_call *call, struct tasks *t, guint tab,
		     GError **err)
{
	t->tab = tab % t->tabs->len;
	if (tasks_tab(t)->elsewhere)
		return run(call, err, "task list @%s", tasks_tab(t)->name);
	t->list.cursor = 0;
	t->show_done = false;
	tasks_restart(t);
	return true;
}

bool tasks_row_filter(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);
	const char *word = args_get(call->args, "TAB");

	if (!t)
		return false;
	if (!word || !strcmp(word, "next"))
		return show_tab(call, t, t->tab + 1, err);
	if (!strcmp(word, "prev"))
		return show_tab(call, t, t->tab + t->tabs->len - 1, err);
	for (guint i = 0; i < t->tabs->len; i++)
		if (!strcmp(word, ((struct tasks_tab *)
				   t->tabs->pdata[i])->name))
			return show_tab(call, t, i, err);
	g_set_error(err, FM_ERROR, FM_ERROR_USAGE, "There is no tab \"%s\"; "
		    "the heading shows them.", word);
	return false;
}

bool tasks_row_finished(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);

	if (!t)
		return false;
	t->show_done = !t->show_done;
	tasks_restart(t);
	return true;
}

/* The list, the board, the board with a lane for everybody. */
bool tasks_row_board(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);
	const char *word = args_get(call->args, "list|board|lanes");

	if (!t)
		return false;
	if (t->width < BOARD_MIN && (!word || *word != 'l' || word[1] == 'a')) {
		ui_say(t->pane.ui, "The board needs %d columns; here are %d.",
		       BOARD_MIN, t->width);
		return true;
	}
	if (!word)
		word = !t->board ? "board" : !t->lanes ? "lanes" : "list";
	t->board = strcmp(word, "list") != 0;
	t->lanes = !strcmp(word, "lanes");
	tasks_restart(t);
	return true;
}

bool tasks_row_column(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);
	bool left = !strcmp(args_get(call->args, "left|right"), "left");

	if (!t)
		return false;
	if (tasks_on_board(t))
		tasks_board_side(t, left ? -1 : 1);
	tasks_remember(t);
	ui_touch(t->pane.ui);
	return true;
}

bool tasks_row_steps(struct command_call *call, GError **err)
{
	struct tasks *t = focused_tasks(call, err);
	const struct thing *k = t ? tasks_selected(t) : NULL;

	if (!t)
		return false;
	if (!t->steps && (!k || !k->steps || !k->steps->len)) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "It has no steps yet; + adds one.");
		return false;
	}
	t->steps = !t->steps;
	t->step = 0;
	if (t->steps)
		ui_say(t->pane.ui, "Steps: Space ticks one, x goes back.");
	ui_touch(t->pane.ui);
	return true;
}

bool tasks_row_source(struct command_call *call, GError **err)
{
	struct thing *k = selected_task(call, err);

	if (!k)
		return false;
	if (k->source)
		ui_open_post(row_ui(call), k->room, k->source);
	else
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "It was not made from a message.");
	thing_free(k);
	return !err || !*err;
}
