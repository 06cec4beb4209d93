/*
 * rows.h - the rows of the command table that move the screen, by group.
 *
 * Each file has a few rows and their functions; ui_rows joins them.
 *
 * Thread: ui.
 */
#ifndef UI_ROWS_H
#define UI_ROWS_H

#include "ui/pane.h"

#define PANE_WORDS "places|feed|members|tasks|details|home|outbox|mine|" \
	"questions|ideas|events|resources|decisions"

/* The screen a call belongs to. */
struct ui *row_ui(struct command_call *call);
/* The selected post of the focused feed, or an error that says so. */
const struct post *row_post(struct command_call *call, GError **err);

/* Movement, panes, views. */
bool row_move(struct command_call *call, GError **err);
bool row_open(struct command_call *call, GError **err);
bool row_close(struct command_call *call, GError **err);
bool row_fold(struct command_call *call, GError **err);
bool row_focus(struct command_call *call, GError **err);
bool row_pane(struct command_call *call, GError **err);
bool row_switch(struct command_call *call, GError **err);
bool row_prompt(struct command_call *call, GError **err);
bool row_find(struct command_call *call, GError **err);
bool row_go(struct command_call *call, GError **err);
bool row_trail(struct command_call *call, GError **err);
bool row_unread(struct command_call *call, GError **err);
bool row_neighbour(struct command_call *call, GError **err);
bool row_help(struct command_call *call, GError **err);
bool row_quit(struct command_call *call, GError **err);
bool row_redraw(struct command_call *call, GError **err);
bool row_stop(struct command_call *call, GError **err);
bool row_theme(struct command_call *call, GError **err);
bool row_color(struct command_call *call, GError **err);
bool row_nudge(struct command_call *call, GError **err);
bool row_dump(struct command_call *call, GError **err);
bool row_problems(struct command_call *call, GError **err);
bool row_undo(struct command_call *call, GError **err);
bool row_form(struct command_call *call, GError **err);
bool row_form_reset(struct command_call *call, GError **err);
bool row_login(struct command_call *call, GError **err);

bool row_screen(struct command_call *call, GError **err);

/* What is done with a message or a person. */
bool row_write(struct command_call *call, GError **err);
bool row_reply(struct command_call *call, GError **err);
bool row_edit_post(struct command_call *call, GError **err);
bool row_react(struct command_call *call, GError **err);
bool row_remove(struct command_call *call, GError **err);
bool row_thread(struct command_call *call, GError **err);
bool row_unfold(struct command_call *call, GError **err);
bool row_spoilers(struct command_call *call, GError **err);
bool row_info(struct command_call *call, GError **err);
bool row_yank(struct command_call *call, GError **err);
bool row_quote(struct command_call *call, GError **err);
bool row_forward(struct command_call *call, GError **err);
bool row_link(struct command_call *call, GError **err);
bool row_task_from(struct command_call *call, GError **err);
bool row_resend(struct command_call *call, GError **err);
bool row_drop(struct command_call *call, GError **err);
bool row_vote(struct command_call *call, GError **err);
bool row_pin(struct command_call *call, GError **err);

/* Typing: composer, prompt, switcher, forms. */
bool row_edit(struct command_call *call, GError **err);
bool row_send(struct command_call *call, GError **err);
bool row_cancel(struct command_call *call, GError **err);
bool row_complete(struct command_call *call, GError **err);
bool row_history(struct command_call *call, GError **err);
bool row_vertical(struct command_call *call, GError **err);
bool row_editor(struct command_call *call, GError **err);

/* Tasks pane. */
bool tasks_row_toggle(struct command_call *call, GError **err);
bool tasks_row_ask(struct command_call *call, GError **err);
bool tasks_row_filter(struct command_call *call, GError **err);
bool tasks_row_shift(struct command_call *call, GError **err);
bool tasks_row_finished(struct command_call *call, GError **err);
bool tasks_row_board(struct command_call *call, GError **err);
bool tasks_row_column(struct command_call *call, GError **err);
bool tasks_row_steps(struct command_call *call, GError **err);
bool tasks_row_source(struct command_call *call, GError **err);

/* Lists of records; marks. */
bool records_row_sort(struct command_call *call, GError **err);
bool records_row_act(struct command_call *call, GError **err);
bool records_row_later(struct command_call *call, GError **err);
bool row_select(struct command_call *call, GError **err);
bool row_marked(struct command_call *call, GError **err);

#endif
