/* Rows: typing in the composer, the prompt, the switcher and forms. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/error.h"
#include "base/paths.h"
#include "ui/rows.h"
#include "ui/term.h"

bool row_edit(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct editor *e = ui_editor(ui);
	const char *act = args_get(call->args, "ACT");
	struct pane *p = ui_pane(ui);

	if (!e) {
		if (p && p->ops->act)
			p->ops->act(p, act);
		return true;
	}
	if (!editor_act(e, act)) {
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "The editor has no act \"%s\"; :help edit lists "
			    "them.", act);
		return false;
	}
	if (!strcmp(act, "yank") && e == &ui->composer.editor && e->killed)
		composer_pasted(ui, e->killed->str);
	ui_edited(ui);
	return true;
}

bool row_send(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	if (ui->focus == FOCUS_PROMPT) {
		prompt_run(ui);
		return true;
	}
	if (ui->focus == FOCUS_POPUP && ui->popup->ops->send)
		ui->popup->ops->send(ui->popup);
	if (ui->focus != FOCUS_COMPOSER)
		return true;
	if (!composer_send(ui, err))
		return false;
	if (feed_is(ui->main) && !ui->composer.thread)
		ui->main->ops->move(ui->main, MOVE_BOTTOM);
	else if (ui->side && ui->side->ops->move)
		ui->side->ops->move(ui->side, MOVE_BOTTOM);
	return true;
}

static void cancel_composer(struct ui *ui)
{
	struct composer *c = &ui->composer;

	if (c->candidates) {
		g_ptr_array_unref(c->candidates);
		c->candidates = NULL;
		return;
	}
	ui_focus(ui, c->thread && ui->side ? FOCUS_SIDE : FOCUS_MAIN);
}

bool row_cancel(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	if (ui->focus == FOCUS_PROMPT) {
		struct pane *p = ui_pane(ui);

		if (ui->prompt.sign == '/' && p && p->ops->filter)
			p->ops->filter(p, "");
		prompt_close(ui);
	} else if (ui->focus == FOCUS_POPUP) {
		struct pane *p = ui->popup;

		if (!p->ops->cancel || !p->ops->cancel(p))
			ui_set_popup(ui, NULL);
	} else if (ui->focus == FOCUS_COMPOSER) {
		cancel_composer(ui);
	}
	return true;
}

bool row_complete(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	int step = *args_get(call->args, "next|prev") == 'n' ? 1 : -1;
	struct pane *p = ui_pane(ui);

	(void)err;
	if (ui->focus == FOCUS_COMPOSER) {
		if (!ui->composer.editor.text->len)
			ui_focus(ui, ui->composer.thread ? FOCUS_SIDE
							 : FOCUS_MAIN);
		else
			composer_complete(ui, step);
	} else if (ui->focus == FOCUS_PROMPT) {
		prompt_complete(ui, step);
	} else if (p && p->ops->complete) {
		p->ops->complete(p, step);
	} else if (p && p->ops->move) {
		p->ops->move(p, step > 0 ? MOVE_DOWN : MOVE_UP);
	}
	return true;
}

static void walk(struct ui *ui, int step)
{
	if (ui->focus == FOCUS_COMPOSER)
		composer_history(ui, step);
	else if (ui->focus == FOCUS_PROMPT)
		prompt_walk(ui, step);
}

bool row_history(struct command_call *call, GError **err)
{
	(void)err;
	walk(row_ui(call), *args_get(call->args, "older|newer") == 'o' ? -1
									: 1);
	return true;
}

bool row_vertical(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	int by = *args_get(call->args, "up|down") == 'u' ? -1 : 1;

	(void)err;
	if (ui->focus == FOCUS_PROMPT && ui->prompt.candidates) {
		prompt_complete(ui, by);
		return true;
	}
	if (ui->focus == FOCUS_COMPOSER &&
	    editor_vertical(&ui->composer.editor, ui->screen.width - 4, by))
		return true;
	walk(ui, by);
	return true;
}

/* ---- external editor ------------------------------------------------------------ */

static const char *editor_program(struct ui *ui)
{
	const char *own = options_text(ui->setup.options, "editor");
	const char *names[] = { own, g_getenv("VISUAL"), g_getenv("EDITOR"),
				"editor", "vi" };

	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i] && *names[i])
			return names[i];
	return "vi";
}

static bool run_editor(struct ui *ui, const char *path, GError **err)
{
	g_auto(GStrv) argv = NULL;
	g_autofree char *quoted = g_shell_quote(path);
	g_autofree char *line = g_strdup_printf("%s %s", editor_program(ui),
						quoted);
	int status;

	if (!g_shell_parse_argv(line, NULL, &argv, err))
		return false;
	return g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH |
			    G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL,
			    NULL, &status, err) &&
	       g_spawn_check_wait_status(status, err);
}

/* The file is in the profile folder (0700), 0600, and gone afterwards. */
static bool edit_in_file(struct ui *ui, char **text, GError **err)
{
	g_autofree char *path = g_strdup_printf("%s/message-%d.md",
			ui->setup.paths->profile, (int)getpid());
	bool ok;

	if (!paths_write_private(path, *text, err))
		return false;
	if (ui->term)
		term_suspend(ui->term);
	ok = run_editor(ui, path, err);
	if (ui->term)
		term_resume(ui->term);
	if (ok) {
		g_free(*text);
		*text = NULL;
		ok = g_file_get_contents(path, text, NULL, err);
	}
	unlink(path);
	return ok;
}

/* The text of a form's field. */
static bool edit_field(struct ui *ui, struct editor *e, GError **err)
{
	g_autofree char *text = g_strdup(e->text->str);

	if (!edit_in_file(ui, &text, err))
		return false;
	g_strchomp(text);
	editor_set(e, "");
	if (!editor_insert(e, text, -1))
		ui_say(ui, "The text is longer than a field may be; it was "
		       "left out.");
	ui_edited(ui);
	return true;
}

bool row_editor(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	g_autofree char *text = g_strdup(ui->composer.editor.text->str);

	if (ui->focus == FOCUS_POPUP) {
		struct editor *e = ui_editor(ui);

		return !e || !e->many || edit_field(ui, e, err);
	}
	if (!ui->composer.room) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "Open a room first; messages go into rooms.");
		return false;
	}
	composer_flush(ui);
	if (!edit_in_file(ui, &text, err))
		return false;
	g_strchomp(text);
	editor_set(&ui->composer.editor, "");
	if (!editor_insert(&ui->composer.editor, text, -1))
		ui_say(ui, "The text is longer than a message may be; it was "
		       "cut off.");
	ui->composer.dirty = true;
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}
