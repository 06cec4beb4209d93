/*
 * pane.h - the private face of the folder: what a pane is, and the screen
 * that holds it.
 *
 * A pane is an ops table and private data (the first member of its struct is
 * `struct pane`). It says what it shows; the frame decides where, gives the
 * keys to commands, and draws once. A pane keeps only what it shows: a page
 * of rows around the visible ones, read from the store when `stale`.
 *
 * Handlers never draw: they change state and call ui_touch().
 *
 * Thread: ui.
 */
#ifndef UI_PANE_H
#define UI_PANE_H

#include "ui/lookups.h"
#include "command/form.h"
#include "ui/ui.h"
#include "ui/composer.h"
#include "ui/prompt.h"
#include "ui/undo.h"

struct pane;

enum move {
	MOVE_UP, MOVE_DOWN, MOVE_PAGE_UP, MOVE_PAGE_DOWN, MOVE_HALF_UP,
	MOVE_HALF_DOWN, MOVE_TOP, MOVE_BOTTOM,
};

struct pane_ops {
	const char *name;	/* word of the heading and of `pane NAME` */
	unsigned view;		/* one VIEW_ bit: whose keys are valid */
	void (*free)(struct pane *p);
	/* Fill the rectangle; it is blank. */
	void (*draw)(struct pane *p, struct surface *s, struct rect r,
		     bool focus);
	void (*move)(struct pane *p, enum move how);	/* may be NULL */
	/* Enter on the selected thing; false: nothing to open. */
	bool (*enter)(struct pane *p);			/* may be NULL */
	/* What is selected, into ctx->room, eid, uid (replace strings). */
	void (*select)(struct pane *p, struct command_context *ctx);
	/* Something happened; set p->stale when what is shown may differ. */
	void (*event)(struct pane *p, const struct message *m);
	/* Show only what has these words ("" all); also called while they are
	 * being typed. NULL: not filterable, / searches the store. */
	void (*filter)(struct pane *p, const char *words);
	/* Where one types in it: its editor, and what to do after a change.
	 * NULL: it has no text. */
	struct editor *(*editor)(struct pane *p);
	void (*edited)(struct pane *p);
	/* A key that no binding took; false: not used. May be NULL. */
	bool (*key)(struct pane *p, uint32_t key);
	/* Mark or unmark the selected row, or all of them (marks.h). NULL:
	 * rows cannot be marked. */
	void (*mark)(struct pane *p, bool all);
	/* Forms. Tab: the next candidate, or the next field. */
	void (*complete)(struct pane *p, int step);	/* NULL: as `move` */
	/* An act of the line editor where there is no text: false. */
	bool (*act)(struct pane *p, const char *name);	/* may be NULL */
	void (*send)(struct pane *p);			/* may be NULL */
	/* Esc; false: nothing in it to leave, so leave the pane. */
	bool (*cancel)(struct pane *p);			/* may be NULL */
	/* Hand over what was typed since; once a turn. */
	void (*flush)(struct pane *p);			/* may be NULL */
	bool whole;		/* as a popup it has the whole screen */
};

struct pane {
	const struct pane_ops *ops;
	struct ui *ui;
	bool stale;		/* read the page again before drawing */
};

void ui_pane_free(struct pane *p);		/* NULL is fine */

/* ---- lists of one-line rows --------------------------------------------- */

/* Cursor and scroll position over `count` rows of which `height` show. */
struct list {
	int64_t count, cursor, top;
	int height;
};
void list_move(struct list *l, enum move how);
/* Bring cursor and top into range. A cursor that comes closer than `margin`
 * rows to an edge is brought to the middle: a list that moves by half a screen
 * now and then sends a tenth of the bytes of one that moves at every step. */
void list_fit(struct list *l, int height, int margin);

/* ---- the screen ----------------------------------------------------------- */

enum focus {
	FOCUS_PLACES, FOCUS_MAIN, FOCUS_SIDE, FOCUS_COMPOSER, FOCUS_PROMPT,
	FOCUS_POPUP,
};

/* How one account is, as last told. */
struct account_status {
	int64_t account, when;
	enum account_state state;
	char *sentence;
	bool follows;
};

#define TRAIL_MAX 64
struct asked;
struct marks;

/* Where one has been, for back and forward: a room, or a list. */
struct trail {
	int64_t rooms[TRAIL_MAX];
	struct asked *lists[TRAIL_MAX];	/* owned; NULL: the room */
	int count, at;
};

struct ui {
	struct ui_setup setup;
	struct command_context ctx;
	struct reader *reader;		/* NULL until there is a store */
	struct surface screen;
	int cursor_x, cursor_y;		/* -1: hidden */
	struct theme *theme;
	struct term *term;		/* NULL without a terminal */

	struct pane *places, *main, *side, *popup;
	GPtrArray *gone;		/* panes that were replaced: a handler
					 * of theirs may still be running, so
					 * they are freed at the next draw */
	enum focus focus, before_popup;
	struct composer composer;
	struct prompt prompt;
	int64_t room;			/* that is open in main, or 0 */
	struct trail trail;

	struct lookups lookups;
	GArray *accounts;		/* struct account_status */
	char *home;			/* server of the only account, or NULL */
	char *who;			/* "ann@council" */
	char *notice;			/* one sentence in the bottom line */
	bool notice_bad;
	int64_t progress, progress_total;
	int progress_rooms;
	int unread, mentions, invites, waiting, failed, held;
	bool totals_stale, dirty, quit, focused, editing;
	bool reader_tried, pasting;
	bool fresh;			/* a pane has not been drawn yet */
	bool again;			/* what is being drawn is not all */
	GString *pasted;
	GHashTable *typing;		/* room id → names */
	GHashTable *names;		/* "room uid" → name, until they change */
	struct notifier *notifier;
	GPtrArray *hints;		/* of hints_view: key, word, NULL
					 * when it can be done, key … */
	unsigned hints_view;		/* 0: read them anew */
	struct undo undo;		/* lines that take back the last acts */
	int64_t hints_room;		/* … and where they hold */
	bool logged_in;			/* leave the form at the next draw */
	char *ended;			/* why the engine ended, or NULL */
	uint64_t tags, open_tag;	/* open the room that this op makes */
	char *open_rid;			/* … which is this one */
	int burst;			/* keys until the next draw */
	bool more_keys;			/* that came and were not taken */
	struct beside *beside;
	struct marks *marks;		/* NULL: none */
	GPtrArray *heard;		/* struct origin *: what was copied in
					 * this process */
	GString *out;			/* bytes for the terminal that are not
					 * cells */
	GHashTable *forms;		/* key of a form → its draft, as last
					 * handed over */
};

void ui_touch(struct ui *ui);			/* draw again */
/* While drawing: it is not all there yet; draw again when no key waits. */
void ui_again(struct ui *ui);
/* One sentence in the bottom line until the next key. */
void ui_say(struct ui *ui, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void ui_complain(struct ui *ui, const GError *err);
/* What is open or closed in the frame. */
void ui_open_room(struct ui *ui, int64_t room);
/* Open a room at a post (and its thread when it is in one). */
void ui_open_post(struct ui *ui, int64_t room, const char *eid);
/* Remember that a list is shown; borrows. */
void ui_trail_list(struct ui *ui, const struct asked *list);
/* It was left by q: what was before it is where one is. */
void ui_trail_leave(struct ui *ui, const struct asked *list);
/* Put a pane into the middle or at the side; takes it, frees the old. */
void ui_set_main(struct ui *ui, struct pane *take);
void ui_set_side(struct ui *ui, struct pane *take);	/* NULL closes */
void ui_set_popup(struct ui *ui, struct pane *take);	/* NULL closes */
void ui_focus(struct ui *ui, enum focus focus);
/* The pane that has the keys, or NULL (composer, prompt). */
struct pane *ui_pane(struct ui *ui);
unsigned ui_view(struct ui *ui);
/* Hand requests over. */
void ui_request(struct ui *ui, enum message_kind kind, int64_t room,
		int64_t n);
void ui_submit(struct ui *ui, struct op *take);
/* Whether a row can be done in the open place; *why as in struct command. */
bool ui_can(struct ui *ui, const struct command *c, char **why);
/* The same for words that people will read: GUARD_PASS, it is on its way;
 * GUARD_ASK, the person is being asked by a popup that has the op; else err.
 * `composing`: it is the composer's text, which stays there until then. */
enum guard ui_offer(struct ui *ui, struct op *take, bool composing,
		    GError **err);
/* Hand an op over without asking. */
void ui_push(struct ui *ui, struct op *take);
/* The rules of `keep` go to where the engine reads them. */
void ui_keep_rules(struct ui *ui);
/* This text was taken from a room: it is known when it is pasted. */
void ui_heard(struct ui *ui, int64_t room, const char *text);
/* Ask before something that cannot be undone: runs `line` when the answer is
 * y. Takes nothing. */
void ui_confirm(struct ui *ui, const char *question, const char *line);
void ui_set_state(struct ui *ui, const char *key, const char *value);
/* Where typing goes now, or NULL; and what to do after it changed. */
struct editor *ui_editor(struct ui *ui);
void ui_edited(struct ui *ui);
/* Run a line as typed at the prompt, with what is selected. */
bool ui_run_line(struct ui *ui, const char *line, GError **err);
/* Search in the focused pane if it can, else in the store. */
void ui_search(struct ui *ui, const char *words);
/* Read the store handle again if there was none. */
bool ui_reader(struct ui *ui);

/* ---- helpers for drawing -------------------------------------------------- */

enum role say_area_role(enum area a);
/* "INTERNAL" … Static. */
const char *say_area(enum area a);
/* The local part of a user id or the name; yours. */
char *say_short_name(const char *uid);
/* Who somebody is to people: display name in the room, else local part. */
char *say_name_of(struct ui *ui, int64_t room, const char *uid);
/* "general · Flood defence": a room and the space it is in. Yours. */
char *say_room(struct ui *ui, const struct room *r);
/* "14:32", "Tue 14:32", "Tue 1 Dec", "1 Dec 2025" as far as needed. Yours. */
char *say_time(struct ui *ui, int64_t ts);
char *say_clock(struct ui *ui, int64_t ts);	/* "14:32" or "2:32 pm" */
char *say_day(struct ui *ui, int64_t ts);	/* "Friday 20 November" */
/* A heading line with focus shown; returns the row below. */
int say_heading(struct surface *s, struct rect r, const char *text,
	       const char *right, bool focus);
/* The bar at the left edge of a selected row. */
void say_bar(struct surface *s, int x, int y, bool selected, bool focus);
/* A few dim lines where there is nothing (words wrap). */
void say_empty(struct surface *s, struct rect r, const char *words);
/* A text from row `y` of `r` on, wrapped in its width; the row after it.
 * Surface NULL: only count. */
int say_block(struct surface *s, struct rect r, int y, enum role role,
	      const char *words);

/* ---- the panes ------------------------------------------------------------- */

struct pane *places_new(struct ui *ui);
/* Select the row of a room. */
void places_show(struct pane *p, int64_t room);
/* Open (1), close (0) or toggle (-1) the selected space; false: not one. */
bool places_fold(struct pane *p, int open);
struct pane *feed_new(struct ui *ui, int64_t room, const char *thread);
/* Bring a post into view and select it. */
void feed_show(struct pane *p, const char *eid);
int64_t feed_room(const struct pane *p);	/* 0: not a feed */
const char *feed_thread(const struct pane *p);
/* The selected post, borrowed until the next draw; NULL. */
const struct post *feed_selected(const struct pane *p);
bool feed_is(const struct pane *p);
/* Show or hide what is folded, or the spoilers, of the selected post. */
void feed_unfold(struct pane *p);
void feed_spoilers(struct pane *p);
/* Called after a draw: when the newest message is in view and the terminal
 * has the focus, ask for the read mark. */
void feed_mark_read(struct pane *p);
/* Scope of tasks: a room, a space, or (both 0) mine over all. */
struct pane *tasks_new(struct ui *ui, int64_t room, int64_t space, bool mine);
/* Whose tasks are meant in a room: its own when it is made for tasks or in no
 * space, else those of the space it is in. */
struct task_scope { int64_t room, space; };
struct task_scope tasks_scope(struct ui *ui, int64_t room);
/* One step back: from the steps of a task to the list, from those with the
 * words looked for to all; false: there is none. */
bool tasks_back(struct pane *p);
struct pane *members_new(struct ui *ui, int64_t room);
/* One member in the first row of `r`. */
void members_draw_one(struct ui *ui, struct surface *s, struct rect r,
		      const struct member *m, bool selected);
struct pane *details_new_post(struct ui *ui, int64_t room, const char *eid);
struct pane *details_new_person(struct ui *ui, int64_t room, const char *uid);
struct pane *hits_outbox_new(struct ui *ui);
int64_t hits_outbox_selected(struct pane *p);	/* outbox row, 0 none */
struct pane *help_new(struct ui *ui, unsigned view);
struct pane *switch_new(struct ui *ui);
struct pane *welcome_new(struct ui *ui);
struct pane *help_problems_new(struct ui *ui);	/* of the config */
struct pane *confirm_new(struct ui *ui, const char *question,
			 const char *line);
/* Takes the form. A draft that is kept for it is put back into it. */
struct pane *form_pane_new(struct ui *ui, struct form *take);
/* As it was when it was opened. */
void form_pane_reset(struct pane *p);
bool form_pane_is(const struct pane *p);
/* Going wider: takes the op and what is to be asked. */
struct pane *wider_new(struct ui *ui, struct op *take,
		       struct guard_ask *take_ask, bool composing);
/* The members and open tasks of a room, for the right edge beside a feed:
 * drawn by the frame, not focusable. */
void beside_draw(struct ui *ui, struct surface *s, struct rect r);
void beside_event(struct ui *ui, const struct message *m);
void beside_free(struct ui *ui);

#endif
