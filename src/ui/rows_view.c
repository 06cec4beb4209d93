/* Rows: moving, panes, views. */
#include <stdio.h>
#include <string.h>
#include "base/error.h"
#include "ui/marks.h"
#include "ui/records.h"
#include "ui/rows.h"
#include "ui/term.h"

struct ui *row_ui(struct command_call *call)
{
	return call->ctx->screen;
}

#define STOP_MS 1000

static bool fail(GError **err, enum fm_error code, const char *words)
{
	g_set_error_literal(err, FM_ERROR, code, words);
	return false;
}

bool row_move(struct command_call *call, GError **err)
{
	static const struct {
		const char *name;
		enum move how;
	} moves[] = {
		{ "up", MOVE_UP }, { "down", MOVE_DOWN },
		{ "page-up", MOVE_PAGE_UP }, { "page-down", MOVE_PAGE_DOWN },
		{ "half-up", MOVE_HALF_UP }, { "half-down", MOVE_HALF_DOWN },
		{ "top", MOVE_TOP }, { "bottom", MOVE_BOTTOM },
	};
	struct pane *p = ui_pane(row_ui(call));

	(void)err;
	for (guint i = 0; p && p->ops->move && i < G_N_ELEMENTS(moves); i++)
		if (!strcmp(call->command->name, moves[i].name))
			p->ops->move(p, moves[i].how);
	return true;
}

bool row_open(struct command_call *call, GError **err)
{
	struct pane *p = ui_pane(row_ui(call));

	(void)err;
	if (p && p->ops->enter)
		p->ops->enter(p);
	return true;
}

/* The Esc after the one that left the composer drops what it answers. */
static bool drop_target(struct ui *ui)
{
	struct pane *p = ui_pane(ui);
	bool edit = ui->composer.what == COMPOSE_EDIT;

	if (!ui->composer.target || !feed_is(p) || g_strcmp0(feed_thread(p),
						ui->composer.thread))
		return false;
	composer_target(ui, COMPOSE_NEW, NULL);
	composer_flush(ui);
	ui_say(ui, edit ? "The message stays as it was." :
	       ui->composer.editor.text->len ? "No longer a reply; the text "
	       "is kept." : "No longer a reply.");
	return true;
}

/* One step back: popup, marks, reply, side pane, list, then the sidebar. */
bool row_close(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	if (ui->popup) {
		ui_set_popup(ui, NULL);
	} else if (marks_clear(ui_pane(ui)) || drop_target(ui) ||
		   tasks_back(ui_pane(ui))) {
		return true;
	} else if (ui->side && ui->focus != FOCUS_PLACES) {
		ui_set_side(ui, NULL);
		ui_focus(ui, FOCUS_MAIN);
	} else if (ui->focus == FOCUS_MAIN && records_is(ui->main) &&
		   records_back(ui->main)) {
		return true;
	} else if (ui->focus == FOCUS_MAIN && !feed_is(ui->main) &&
		   ui->room) {
		struct room *r = ui_reader(ui) ? reader_room(ui->reader,
							     ui->room) : NULL;

		if (r && r->kind != ROOM_SPACE)
			ui_open_room(ui, ui->room);
		else
			ui_focus(ui, FOCUS_PLACES);
		room_free(r);
	} else if (ui->focus == FOCUS_PLACES && ui->main) {
		ui_focus(ui, FOCUS_MAIN);
	} else {
		ui_focus(ui, FOCUS_PLACES);
	}
	return true;
}

bool row_fold(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	const char *word = args_get(call->args, "open|close");
	int open = !word ? -1 : !strcmp(word, "open");

	(void)err;
	if (!places_fold(ui->places, open) && open == 1)
		ui->places->ops->enter(ui->places);
	return true;
}

static void focus_step(struct ui *ui, int by)
{
	static const enum focus ring[] = { FOCUS_PLACES, FOCUS_MAIN,
					   FOCUS_SIDE, FOCUS_COMPOSER };
	int n = G_N_ELEMENTS(ring), i = 0;
	enum focus f;

	while (i < n && ring[i] != ui->focus)
		i++;
	for (int tries = 0; tries < n; tries++) {
		i = (i + by + n) % n;
		f = ring[i];
		if ((f == FOCUS_SIDE && !ui->side) ||
		    (f == FOCUS_COMPOSER && !ui->composer.room) ||
		    (f == FOCUS_MAIN && !ui->main))
			continue;
		ui_focus(ui, f);
		return;
	}
}

bool row_focus(struct command_call *call, GError **err)
{
	static const struct {
		const char *word;
		enum focus focus;
	} words[] = {
		{ "places", FOCUS_PLACES }, { "main", FOCUS_MAIN },
		{ "side", FOCUS_SIDE }, { "composer", FOCUS_COMPOSER },
	};
	const char *word = args_get(call->args, "next|prev|places|main|side|"
				    "composer");
	struct ui *ui = row_ui(call);

	(void)err;
	if (!strcmp(word, "next") || !strcmp(word, "prev")) {
		focus_step(ui, *word == 'n' ? 1 : -1);
		return true;
	}
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (!strcmp(word, words[i].word))
			ui_focus(ui, words[i].focus);
	return true;
}

static bool need_room(struct command_call *call, GError **err)
{
	return call->ctx->room || fail(err, FM_ERROR_NOT_FOUND,
		"No place is open. Ctrl-K opens one by its name.");
}

static bool pane_feed(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	if (feed_is(ui->main) && ui->room) {
		ui_focus(ui, FOCUS_MAIN);
		return true;
	}
	if (!need_room(call, err))
		return false;
	ui_open_room(ui, call->ctx->room);
	return true;
}

static bool pane_members(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	if (!need_room(call, err))
		return false;
	ui_set_side(ui, members_new(ui, call->ctx->room));
	ui_focus(ui, FOCUS_SIDE);
	return true;
}

static bool pane_whole(struct ui *ui, struct pane *take)
{
	ui_set_side(ui, NULL);
	ui_set_main(ui, take);
	ui_focus(ui, FOCUS_MAIN);
	return true;
}

static bool pane_tasks(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct task_scope scope;
	struct room *r;

	if (!call->ctx->room)
		return pane_whole(ui, tasks_new(ui, 0, 0, true));
	r = reader_room(ui->reader, call->ctx->room);
	if (!r)
		return need_room(call, err);
	ui_set_side(ui, NULL);
	ui->room = r->id;
	scope = tasks_scope(ui, r->id);
	ui_set_main(ui, tasks_new(ui, scope.room, scope.space, false));
	ui_focus(ui, FOCUS_MAIN);
	room_free(r);
	return true;
}

/* The list of a kind of things: of the space of the room that is open, or of
 * all places. */
static bool pane_kind(struct command_call *call, const char *kind,
		      GError **err)
{
	struct ui *ui = row_ui(call);
	struct room *r = call->ctx->room && ui_reader(ui) ?
		reader_room(ui->reader, call->ctx->room) : NULL;
	g_autoptr(GPtrArray) spaces = r ? reader_parents(ui->reader, r->id)
					: NULL;
	const char *rid = r && r->kind == ROOM_SPACE ? r->rid :
			  spaces && spaces->len ?
			  g_ptr_array_index(spaces, 0) : NULL;
	g_autofree char *line = g_strdup_printf("%s list%s%s", kind,
						rid ? " " : "", rid ? rid :
						"");

	room_free(r);
	return command_run_line(call->ctx, line, IN_PROMPT, err);
}

bool row_pane(struct command_call *call, GError **err)
{
	static const char *const kinds[][2] = {
		{ "questions", "question" }, { "ideas", "idea" },
		{ "events", "event" }, { "resources", "resource" },
		{ "decisions", "decision" },
	};
	const char *word = args_get(call->args, PANE_WORDS);
	struct ui *ui = row_ui(call);

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (!strcmp(word, kinds[i][0]))
			return pane_kind(call, kinds[i][1], err);
	switch (*word) {
	case 'p':
		ui_focus(ui, FOCUS_PLACES);
		return true;
	case 'f':
		return pane_feed(call, err);
	case 't':
		return pane_tasks(call, err);
	case 'd':
		return row_info(call, err);
	case 'h':
		return pane_whole(ui, records_home_new(ui));
	case 'o':
		return pane_whole(ui, hits_outbox_new(ui));
	}
	if (!strcmp(word, "members"))
		return pane_members(call, err);
	return pane_whole(ui, tasks_new(ui, 0, 0, true));
}

bool row_switch(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	ui_set_popup(ui, switch_new(ui));
	return true;
}

bool row_go(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct room *r;

	if (!ui_reader(ui))
		return fail(err, FM_ERROR_NOT_FOUND, "Nothing is stored yet.");
	r = reader_room_find(ui->reader, 0, args_get(call->args, "ROOM"), err);
	if (!r)
		return false;
	ui_open_room(ui, r->id);
	room_free(r);
	return true;
}

bool row_trail(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	int to = ui->trail.at + (*call->command->name == 'b' ? -1 : 1);

	if (to < 0 || to >= ui->trail.count)
		return fail(err, FM_ERROR_NOT_FOUND,
			    "There is no place further that way.");
	ui->trail.at = to;
	if (ui->trail.lists[to])
		return records_show(ui, asked_copy(ui->trail.lists[to]), err);
	ui_open_room(ui, ui->trail.rooms[to]);
	return true;
}

bool row_unread(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	bool mentions = strstr(call->command->name, "mention") != NULL;
	int64_t at, room;

	if (!ui_reader(ui))
		return true;
	at = ui->room ? reader_place_of(ui->reader, ui->room) : -1;
	room = reader_next_unread(ui->reader, at, mentions);
	if (!room || room == ui->room)
		return fail(err, FM_ERROR_NOT_FOUND, mentions ?
			    "Nobody mentions you in what you have not read." :
			    "Everything is read.");
	ui_open_room(ui, room);
	return true;
}

static int64_t neighbour(struct ui *ui, int by)
{
	int64_t at = reader_place_of(ui->reader, ui->room);
	int64_t count = reader_places_count(ui->reader), room = 0;

	for (at += by; at >= 0 && at < count && !room; at += by) {
		GPtrArray *rows = reader_places(ui->reader, at, 1);
		const struct place *p = rows->len ?
					g_ptr_array_index(rows, 0) : NULL;

		if (p && (p->kind == PLACE_ROOM || p->kind == PLACE_DM))
			room = p->room;
		g_ptr_array_unref(rows);
	}
	return room;
}

bool row_neighbour(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	int64_t room = ui_reader(ui) ? neighbour(ui, *call->command->name ==
						 'n' ? 1 : -1) : 0;

	if (!room)
		return fail(err, FM_ERROR_NOT_FOUND,
			    "There is no place further that way.");
	ui_open_room(ui, room);
	return true;
}

/* "endorse USER" with who is selected, and room for what follows. */
static char *about_selected(const struct ui *ui, const char *words)
{
	const char *at = words ? strstr(words, "USER") : NULL;

	if (!at || !ui->ctx.uid)
		return g_strdup(words);
	return g_strdup_printf("%.*s%s%s%s", (int)(at - words), words,
			       ui->ctx.uid, at + 4, at[4] ? "" : " ");
}

bool row_prompt(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	g_autofree char *words = about_selected(ui, args_get(call->args,
							     "TEXT"));

	(void)err;
	prompt_open(ui, ':', words);
	return true;
}

bool row_find(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "TEXT");

	(void)err;
	if (words)
		ui_search(row_ui(call), words);
	else
		prompt_open(row_ui(call), '/', NULL);
	return true;
}

bool row_help(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	ui_set_popup(ui, help_new(ui, ui_view(ui)));
	return true;
}

bool row_quit(struct command_call *call, GError **err)
{
	(void)err;
	row_ui(call)->quit = true;
	return true;
}

bool row_redraw(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	if (ui->term)
		term_redraw(ui->term);
	ui_touch(ui);
	return true;
}

bool row_stop(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	composer_flush(ui);
	if (!ui->term)
		return true;
	/* others on the profile must not wait for a stopped leader */
	engine_stop(ui->setup.engine, STOP_MS);
	term_stop(ui->term);
	engine_start(ui->setup.engine);
	ui_touch(ui);
	return true;
}

bool row_nudge(struct command_call *call, GError **err)
{
	(void)err;
	ui_request(row_ui(call), REQ_NUDGE, 0, 0);
	ui_say(row_ui(call), "Trying to connect…");
	return true;
}

bool row_color(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct theme *theme = call->ctx->looks;
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	const char *const *more = args_all(call->args, "ATTRIBUTE");

	g_ptr_array_add(words, (char *)args_get(call->args, "ROLE"));
	g_ptr_array_add(words, (char *)args_get(call->args, "FG"));
	if (args_get(call->args, "BG"))
		g_ptr_array_add(words, (char *)args_get(call->args, "BG"));
	for (; *more; more++)
		g_ptr_array_add(words, (char *)*more);
	g_ptr_array_add(words, NULL);
	if (!theme)
		return true;
	if (ui && ui->term)
		term_redraw(ui->term);
	return theme_color(theme, (const char *const *)words->pdata, err);
}

bool row_theme(struct command_call *call, GError **err)
{
	const char *name = args_get(call->args, "THEME");
	g_autofree char *text = config_theme(call->ctx, name);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	if (!text) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no theme \"%s\"; built in are dark, "
			    "light, contrast and mono.", name);
		return false;
	}
	options_set(call->ctx->options, "theme", name, NULL);
	if (!call->ctx->looks)
		return true;
	theme_reset(call->ctx->looks);
	config_run(call->ctx, name, text, problems);
	if (problems->len)
		return fail(err, FM_ERROR_USAGE,
			    g_ptr_array_index(problems, 0));
	return true;
}

bool row_dump(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	g_autofree char *text = surface_dump(&ui->screen);

	return g_file_set_contents(args_get(call->args, "FILE"), text, -1,
				   err);
}

bool row_problems(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	const GPtrArray *all = ui->setup.problems;

	(void)err;
	if (!all || !all->len)
		ui_say(ui, "The config file is fine.");
	else
		ui_set_popup(ui, help_problems_new(ui));
	return true;
}

bool row_undo(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct undo_act *act = undo_pop(&ui->undo);
	g_auto(GStrv) lines = NULL;
	bool ok = true;

	(void)call;
	if (!act)
		return fail(err, FM_ERROR_NOT_FOUND,
			    "There is nothing to take back.");
	if (act->room)
		ui->ctx.room = act->room;
	ui_say(ui, "Taken back.");
	ui->undo.running = true;
	lines = g_strsplit(act->line, UNDO_AND, -1);
	for (int i = 0; ok && lines[i]; i++)
		ok = command_run_line(&ui->ctx, lines[i], IN_PROMPT, err);
	ui->undo.running = false;
	undo_act_free(act);
	return ok;
}

bool row_form(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct form *f = form_open(call->ctx, args_get(call->args, "COMMAND"),
				   err);
	bool ok = f != NULL;

	/* there is nothing to ask */
	if (ok && !f->fields->len) {
		ok = form_run(f, call->ctx, err);
		form_free(f);
	} else if (ok) {
		ui_set_popup(ui, form_pane_new(ui, f));
	}
	return ok;
}

bool row_form_reset(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	if (form_pane_is(ui->popup))
		form_pane_reset(ui->popup);
	return true;
}

bool row_login(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);

	(void)err;
	ui_set_popup(ui, welcome_new(ui));
	return true;
}
