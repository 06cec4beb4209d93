/* The table of what moves the screen. Rows that work on data are in
 * command/; the two together are all there is. */
#include "ui/rows.h"

#define ANY (IN_PROMPT | VIEW_ANY)
#define LISTS (IN_PROMPT | VIEW_LISTS)
#define POSTS (IN_PROMPT | VIEW_POSTS)
#define TYPING (IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT | VIEW_SWITCH | \
	VIEW_WELCOME | VIEW_HELP | VIEW_FORM)

const struct command ui_rows[] = {
	/* moving */
	{ "up", NULL, "", "one up", NULL, NULL, LISTS | VIEW_SWITCH,
	  row_move },
	{ "down", NULL, "", "one down", NULL, NULL, LISTS | VIEW_SWITCH,
	  row_move },
	{ "page-up", NULL, "", "a screen up", NULL, NULL, LISTS, row_move },
	{ "page-down", NULL, "", "a screen down", NULL, NULL, LISTS,
	  row_move },
	{ "half-up", NULL, "", "half a screen up", NULL, NULL, LISTS,
	  row_move },
	{ "half-down", NULL, "", "half a screen down", NULL, NULL, LISTS,
	  row_move },
	{ "top", NULL, "", "to the first one", NULL, NULL, LISTS, row_move },
	{ "bottom", NULL, "", "to the last one", NULL, NULL, LISTS,
	  row_move },
	{ "open", NULL, "", "open what is selected", NULL, "open", LISTS |
	  VIEW_SWITCH | VIEW_WELCOME, row_open },
	{ "close", NULL, "", "close the pane, go back one step", NULL, NULL,
	  LISTS | VIEW_ANY, row_close },
	{ "fold", NULL, "[open|close]", "open or close a space in the "
	  "sidebar", NULL, NULL, IN_PROMPT | VIEW_PLACES, row_fold },
	{ "focus", NULL, "next|prev|places|main|side|composer",
	  "give the keys to another pane", NULL, NULL, ANY | VIEW_COMPOSER,
	  row_focus },

	/* views */
	{ "pane", NULL, PANE_WORDS,
	  "show a view", NULL, NULL, ANY | VIEW_COMPOSER, row_pane },
	{ "switch", NULL, "", "go to a place by a few letters of its name",
	  NULL, "go to", ANY | VIEW_COMPOSER, row_switch },
	{ "go", NULL, "ROOM", "open a place", NULL, NULL, IN_PROMPT, row_go },
	{ "back", NULL, "", "back to the place before", NULL, NULL, ANY,
	  row_trail },
	{ "forward", NULL, "", "forward again", NULL, NULL, ANY, row_trail },
	{ "next-unread", NULL, "", "to the next place with something new",
	  NULL, "next new", ANY | VIEW_COMPOSER, row_unread },
	{ "next-mention", NULL, "", "to the next place that mentions me",
	  NULL, NULL, ANY | VIEW_COMPOSER, row_unread },
	{ "next-place", NULL, "", "to the place below", NULL, NULL,
	  ANY | VIEW_COMPOSER, row_neighbour },
	{ "prev-place", NULL, "", "to the place above", NULL, NULL,
	  ANY | VIEW_COMPOSER, row_neighbour },
	{ "prompt", NULL, "[TEXT]", "type a command", "TEXT is there already; "
	  "USER in it becomes who is selected.", NULL, ANY,
	  row_prompt },
	{ "find", NULL, "[TEXT]", "search, or filter the list", NULL, "find",
	  ANY, row_find },
	{ "keys-help", NULL, "", "what works here", "Lists all keys and "
	  "commands of the view one is in; typing filters the list.",
	  "help", ANY, row_help },
	{ "redraw", NULL, "", "draw the screen anew", NULL, NULL,
	  ANY | VIEW_COMPOSER | VIEW_PROMPT, row_redraw },
	{ "stop", NULL, "", "suspend; fg comes back", NULL, NULL,
	  ANY | VIEW_COMPOSER, row_stop },
	{ "nudge", NULL, "", "try to connect now", NULL, NULL, ANY,
	  row_nudge },
	{ "theme", NULL, "THEME", "change the colours", NULL, NULL,
	  IN_PROMPT | IN_CONFIG, row_theme },
	{ "color", NULL, "ROLE FG [BG] [ATTRIBUTE…]", "how a role looks",
	  "A role, a foreground and a background colour (a name, a number "
	  "from 0 to 255, or - for the terminal's own), then any of bold, "
	  "dim, italic, under, reverse.", NULL, IN_PROMPT | IN_CONFIG,
	  row_color },
	{ "dump-screen", NULL, "FILE", "write the screen as text to a file",
	  NULL, NULL, IN_PROMPT, row_dump },
	{ "screen", NULL, "[SIZE] [KEY]…", "print the screen as text",
	  "What the screen would show first, without a terminal, at a size "
	  "like 108x34, after the keys that are named.", NULL, IN_SHELL,
	  row_screen },
	{ "problems", NULL, "", "what is wrong with the config file", NULL,
	  NULL, IN_PROMPT, row_problems },
	{ "quit", "q", "", "end the program", NULL, NULL, ANY |
	  VIEW_COMPOSER | VIEW_WELCOME, row_quit },

	/* messages */
	{ "write", NULL, "", "write a message here", NULL, "write",
	  POSTS | VIEW_PLACES | VIEW_MEMBERS | VIEW_DETAILS, row_write },
	{ "reply", NULL, "", "answer the selected message", NULL, "reply",
	  POSTS, row_reply },
	{ "edit-post", NULL, "", "edit the selected message, or my last",
	  "A message that waits or was refused goes back into the composer.",
	  NULL, POSTS | VIEW_COMPOSER | VIEW_OUTBOX, row_edit_post },
	{ "react-ask", NULL, "", "react to the selected message", NULL,
	  "react", POSTS, row_react },
	{ "vote", NULL, "", "vote in the selected poll", NULL, NULL, POSTS,
	  row_vote },
	{ "remove", NULL, "", "remove the selected message (asks)", NULL,
	  NULL, POSTS, row_remove },
	{ "thread", NULL, "", "open the thread of the selected message",
	  NULL, "thread", POSTS, row_thread },
	{ "unfold", NULL, "", "show all of a long message or a folded run",
	  NULL, NULL, POSTS, row_unfold },
	{ "spoilers", NULL, "", "show or hide spoilers", NULL, NULL, POSTS,
	  row_spoilers },
	{ "info", NULL, "", "details of the message or person", NULL, NULL,
	  POSTS | VIEW_MEMBERS | VIEW_PEOPLE, row_info },
	{ "yank", NULL, "", "copy the text to the clipboard (OSC 52)", NULL,
	  NULL, POSTS | VIEW_DETAILS, row_yank },
	{ "quote", NULL, "", "quote the selected message in the composer",
	  NULL, NULL, POSTS, row_quote },
	{ "forward-to", NULL, "[TO]", "forward the selected message to "
	  "another room", "It is put into the composer there, where you can "
	  "say more; Enter asks when others can read it there.", NULL, POSTS,
	  row_forward },
	{ "link", NULL, "[N]", "open a link of the message, or copy it",
	  NULL, NULL, POSTS | VIEW_DETAILS | VIEW_RESOURCES, row_link },
	{ "task-from", NULL, "", "make a task from the selected message",
	  NULL, "task", POSTS, row_task_from },
	{ "send-again", NULL, "", "send a failed message again", NULL, NULL,
	  POSTS | VIEW_OUTBOX, row_resend },
	{ "drop-op", NULL, "", "drop a failed or waiting message", NULL,
	  NULL, POSTS | VIEW_OUTBOX, row_drop },
	{ "pin-toggle", NULL, "", "pin the selected message, or take it down",
	  NULL, NULL, POSTS, row_pin },
	{ "undo", NULL, "", "take back the last act that can be", "The last "
	  "20 votes, reactions, changes of tasks, marks, pins, favourites and "
	  "levels of notification, one after the other. A removed message "
	  "cannot come back.", NULL,
	  LISTS, row_undo },

	/* tasks */
	{ "task-toggle", NULL, "", "mark done, or reopen", NULL, "done",
	  IN_PROMPT | VIEW_TASKS | EACH, tasks_row_toggle },
	{ "task-add", NULL, "", "add a task", NULL, "add", IN_PROMPT |
	  VIEW_TASKS, tasks_row_ask },
	{ "task-title", NULL, "", "change the words of the task", NULL,
	  "change", IN_PROMPT | VIEW_TASKS, tasks_row_ask },
	{ "task-assign", NULL, "", "say who does the task", NULL, "assign",
	  IN_PROMPT | VIEW_TASKS, tasks_row_ask },
	{ "task-due", NULL, "", "say until when", NULL, "due", IN_PROMPT |
	  VIEW_TASKS, tasks_row_ask },
	{ "task-priority", NULL, "", "say how much it matters", NULL, NULL,
	  IN_PROMPT | VIEW_TASKS, tasks_row_ask },
	{ "task-step", NULL, "", "add a step to the task", NULL, "step",
	  IN_PROMPT | VIEW_TASKS, tasks_row_ask },
	{ "task-steps", NULL, "", "move among the steps, or leave them",
	  "Space then ticks the step one is at.", "steps", IN_PROMPT |
	  VIEW_TASKS, tasks_row_steps },
	{ "task-shift", NULL, "left|right", "to the stage before or after: "
	  "to do, doing, waiting, done", NULL, "stage", IN_PROMPT |
	  VIEW_TASKS | EACH, tasks_row_shift },
	{ "task-column", NULL, "left|right", "to the column beside it", NULL,
	  NULL, IN_PROMPT | VIEW_TASKS, tasks_row_column },
	{ "task-board", NULL, "[list|board|lanes]", "list, board, or board "
	  "with a lane for each person", NULL, "board", IN_PROMPT |
	  VIEW_TASKS, tasks_row_board },
	{ "task-filter", NULL, "[TAB]", "which tasks are shown", "TAB is one "
	  "of those in the heading, next or prev.", "tab", IN_PROMPT |
	  VIEW_TASKS, tasks_row_filter },
	{ "task-finished", NULL, "", "show or hide what is done", NULL, NULL,
	  IN_PROMPT | VIEW_TASKS, tasks_row_finished },
	{ "task-source", NULL, "", "to the message it came from", NULL, NULL,
	  IN_PROMPT | VIEW_TASKS, tasks_row_source },

	/* lists of records; marks */
	{ "select", NULL, "", "mark or unmark the row", "What is then done "
	  "by a key or at the prompt is done for every marked row.", "mark",
	  IN_PROMPT | VIEW_LISTED | VIEW_TASKS, row_select },
	{ "select-all", NULL, "", "mark all rows, or none", NULL, NULL,
	  IN_PROMPT | VIEW_LISTED | VIEW_TASKS, row_select },
	{ "marked", NULL, "COMMAND", "do it for every marked row, without "
	  "asking", NULL, NULL, IN_PROMPT, row_marked },
	{ "sort", NULL, "", "another order of the list", NULL, "sort",
	  IN_PROMPT | VIEW_LISTED, records_row_sort },
	{ "act", NULL, "", "do what the row proposes", NULL, NULL,
	  IN_PROMPT | VIEW_RECORDS, records_row_act },
	{ "done", NULL, "", "be done with it: what the row proposes",
	  "A task is done, a place read, an invitation accepted, what failed "
	  "is sent again; anything else goes until something new happens.",
	  "done", IN_PROMPT | VIEW_HOME, records_row_act },
	{ "later", NULL, "[DATE]", "put it off until tomorrow, or a day",
	  NULL, "later", IN_PROMPT | VIEW_HOME, records_row_later },

	/* typing */
	{ "edit", NULL, "ACT", "an act of the line editor: left right begin "
	  "end word-left word-right first last backspace delete kill-line "
	  "kill-begin kill-word kill-word-back rubout kill-all yank undo "
	  "newline transpose", NULL, NULL, TYPING, row_edit },
	{ "send-text", NULL, "", "send what is written; run what is typed",
	  NULL, "send", IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT |
	  VIEW_FORM, row_send },
	{ "cancel", NULL, "", "leave the text; twice drops the reply", NULL,
	  "leave", IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT | VIEW_SWITCH |
	  VIEW_WELCOME | VIEW_CONFIRM | VIEW_HELP | VIEW_FORM, row_cancel },
	{ "complete", NULL, "next|prev", "complete the word", NULL, NULL,
	  IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT | VIEW_WELCOME |
	  VIEW_FORM, row_complete },
	{ "history", NULL, "older|newer", "walk through what was typed "
	  "before", NULL, NULL, IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT,
	  row_history },
	{ "line", NULL, "up|down", "a line up or down, then the history",
	  NULL, NULL, IN_PROMPT | VIEW_COMPOSER | VIEW_PROMPT, row_vertical },
	{ "external-editor", NULL, "", "write in $VISUAL or $EDITOR", NULL,
	  "editor", IN_PROMPT | VIEW_COMPOSER | VIEW_FEED | VIEW_THREAD |
	  VIEW_FORM, row_editor },

	/* forms */
	{ "form", NULL, "COMMAND", "fill in a command as a form",
	  "What is typed after its name is filled in already.", NULL,
	  IN_PROMPT, row_form },
	{ "form-next", NULL, "", "to the next field; sends from the last",
	  NULL, "next", IN_PROMPT | VIEW_FORM, row_open },
	{ "form-reset", NULL, "", "the form as it was when it was opened",
	  NULL, "afresh", IN_PROMPT | VIEW_FORM, row_form_reset },
	{ "login", NULL, "", "log in, or log in again", NULL, NULL,
	  IN_PROMPT, row_login },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
