/*
 * command.h - everything a person can do is a row in one table.
 *
 * The prompt (:), the keys, the shell, /words in the composer, the config
 * file, the help screen, completion and the man pages all read the same
 * rows. There is no second list of anything.
 *
 * A row says its name ("task done"), its arguments as a template that is
 * parsed and shown alike, where it is valid, one line of help, and its
 * function. Rows that work on data live in command/ and run the same in the
 * shell and on the screen; rows that move the screen are added by ui/.
 *
 * Templates: words in capitals are arguments and say what they are (ROOM,
 * USER, DATE, TEXT, ID, KEY, FILE, OPTION, THEME, COMMAND, …: completion
 * goes by that name); `[X]` may be left out; `X…` takes one or more; `A|B`
 * means either; `[--name ARG]` is an option, `[--name ARG]…` one that may come
 * several times, `[--flag]` a flag; TEXT as the last argument takes the rest
 * of the line on the screen. In the shell `-` for TEXT reads standard input.
 *
 * On the screen ROOM, and ID where the template has it in brackets, default to
 * what is selected: the context gives them.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/paths.h"
#include "base/world.h"
#include "engine/engine.h"
#include "model/keep.h"
#include "model/origin.h"
#include "store/store.h"

/* Where a row is valid; also the views for key bindings. Bits. */
enum command_where {
	IN_SHELL = 1 << 0,	/* folkmoot NAME … */
	IN_PROMPT = 1 << 1,	/* :NAME … and bindable to keys */
	IN_SLASH = 1 << 2,	/* /NAME … typed in the composer */
	IN_CONFIG = 1 << 3,	/* a line of the config file or a theme */
	LISTED = 1 << 4,	/* its answer is shown as a list on the screen;
				 * such a row reads and changes nothing */
	FINAL = 1 << 5,		/* cannot be taken back: done for several it
				 * asks first */
	EACH = 1 << 6,		/* works on what is selected, though its
				 * template does not say so */
	IN_FORM = 1 << 7,	/* without the arguments it needs, or without
				 * any, it opens its form on the screen */

	/* the views in which its default keys work and help lists it */
	VIEW_ANY = 1 << 8,	/* everywhere but while typing text */
	VIEW_PLACES = 1 << 9, VIEW_FEED = 1 << 10, VIEW_THREAD = 1 << 11,
	VIEW_TASKS = 1 << 12, VIEW_MEMBERS = 1 << 13, VIEW_DETAILS = 1 << 14,
	VIEW_HOME = 1 << 15, VIEW_SEARCH = 1 << 16, VIEW_OUTBOX = 1 << 17,
	VIEW_HELP = 1 << 18, VIEW_COMPOSER = 1 << 19, VIEW_PROMPT = 1 << 20,
	VIEW_SWITCH = 1 << 21, VIEW_WELCOME = 1 << 22, VIEW_CONFIRM = 1 << 23,
	/* lists of records, by what kind the selected one is */
	VIEW_PEOPLE = 1 << 24,
	VIEW_QUESTIONS = 1 << 25,
	VIEW_IDEAS = 1 << 26,
	VIEW_EVENTS = 1 << 27,
	VIEW_RESOURCES = 1 << 28,
	VIEW_RECORDS = 1 << 29,	/* … of any other kind */
	VIEW_FORM = 1 << 30,
	VIEW_LAST = VIEW_FORM,
};
#define VIEW_POSTS (VIEW_FEED | VIEW_THREAD)
#define VIEW_LISTS (VIEW_PLACES | VIEW_FEED | VIEW_THREAD | VIEW_TASKS | \
	VIEW_MEMBERS | VIEW_DETAILS | VIEW_HOME | VIEW_SEARCH | VIEW_OUTBOX | \
	VIEW_HELP | VIEW_LISTED)
/* What shows the answers of rows that are LISTED. */
#define VIEW_LISTED (VIEW_PEOPLE | VIEW_QUESTIONS | VIEW_IDEAS | \
	VIEW_EVENTS | VIEW_RESOURCES | VIEW_RECORDS)
/* "feed", "composer", …: the words of `bind`. Static; NULL / 0 if none. */
const char *command_view_word(unsigned view);
unsigned command_view_from(const char *word);

struct command_call;
struct command_context;
struct form;
struct args;

struct command {
	const char *name;	/* one or two words */
	const char *alias;	/* short name, or NULL */
	const char *args;	/* template, "" for none */
	const char *help;	/* one line: what it does, no full stop */
	const char *more;	/* sentences for the man page, or NULL */
	const char *hint;	/* one word for the hint line, or NULL */
	unsigned where;
	bool (*run)(struct command_call *call, GError **err);
	/* LISTED: what the list says when there is nothing in it ("No
	 * questions yet. a asks one."); NULL has general words. "": then no
	 * list opens, and what the command says is all. */
	const char *empty;
	/* Whether it can be done to what is selected, by what is stored;
	 * *why, when not NULL, says why not (yours). NULL: always. Such a row
	 * is dim in help and hints, and its key says the reason. */
	bool (*can)(const struct command_context *ctx, char **why);
	/* What is known beforehand, for its form (command/form.h): the call
	 * has the context and the arguments given so far. NULL: nothing. */
	bool (*fill)(struct command_call *call, struct form *form,
		     GError **err);
	/* Something worth knowing about what is typed so far, shown below the
	 * title of its form while it is typed: a few lines (yours), or NULL.
	 * It must answer at once. NULL: never anything. */
	char *(*notice)(struct command_context *ctx, const struct args *args);
};

/* ---- arguments --------------------------------------------------------- */

/* Positional argument by its name in the template ("ROOM"), or NULL. */
const char *args_get(const struct args *a, const char *name);
/* All values of a repeated argument or option ("--assign"): NULL-ended,
 * borrowed; never NULL. */
const char *const *args_all(const struct args *a, const char *name);
bool args_flag(const struct args *a, const char *name);

/* ---- output ------------------------------------------------------------ */

/* One object of an answer: names are the stable JSON names. */
struct record;
void record_text(struct record *r, const char *name, const char *value);
void record_int(struct record *r, const char *name, int64_t value);
void record_bool(struct record *r, const char *name, bool value);
void record_null(struct record *r, const char *name);
void record_texts(struct record *r, const char *name, const GPtrArray *values);
/* An object of name → number ("reactions"). */
void record_counts(struct record *r, const char *name, const char *key,
		   int64_t n);
/* A nested object; borrowed. */
struct record *record_nested(struct record *r, const char *name);

/* ---- context ----------------------------------------------------------- */

struct op_outcome {
	enum op_state state;	/* SENT, WAITING (kept in the outbox), FAILED */
	int64_t id;
	char *txn, *eid, *rid, *error;
};
void op_outcome_clear(struct op_outcome *o);

/* What the front ends do differently. */
struct command_front {
	/* A sentence for the person (status line; standard output). */
	void (*say)(void *user, const char *sentence);
	/* Begin a record of a kind ("room", "post", …), then end it: shown as
	 * JSON, as a line of text, or not at all. The record is borrowed. */
	struct record *(*begin)(void *user, const char *kind);
	void (*end)(void *user, struct record *r);
	/* Hand an op over. The shell waits until it is sent, kept or failed
	 * and fills `out` (may be NULL); the screen returns at once with
	 * WAITING. */
	bool (*submit)(void *user, struct op *take, struct op_outcome *out,
		       GError **err);
	/* Hand over another request; the shell waits for its event of kind
	 * `until` (0: none) with the same tag and returns it (yours), the
	 * screen gets NULL at once. NULL with err set: it failed. */
	struct message *(*ask)(void *user, struct message *take,
			       enum message_kind until, int64_t timeout_ms,
			       GError **err);
	/* A secret: from a prompt without echo, or as the options said. */
	char *(*secret)(void *user, const char *prompt, GError **err);
	/* All of standard input (the shell), or NULL with err. */
	char *(*input)(void *user, GError **err);
	/* A sentence beside the answer: standard error in the shell. NULL:
	 * `say` does. */
	void (*note)(void *user, const char *sentence);
	/* How an account is as last told, with the reason in *why (borrowed;
	 * NULL: none). NULL: not known here. */
	enum account_state (*account)(void *user, int64_t account,
				      const char **why);
	/* Show the answer of a row that is LISTED: the line runs in a context
	 * whose front collects records. NULL: the row is run like any. */
	bool (*list)(void *user, const struct command *row, const char *line,
		     GError **err);
	/* The line takes back what the running command has done, in the room
	 * `room` (0: any). NULL: nothing is ever taken back here. */
	void (*undo)(void *user, int64_t room, const char *line);
	/* Open the form of a command in which `given` is filled in already
	 * (borrowed). NULL: there are no forms here. */
	bool (*form)(void *user, const struct command *c,
		     const struct args *given, GError **err);
};

struct command_context {
	const struct paths *paths;
	const struct world *world;
	struct reader *reader;		/* NULL: nothing stored yet */
	struct engine *engine;
	struct options *options;
	struct keymap *keymap;
	const struct command_set *set;
	const struct command_front *front;
	void *user;			/* of `front` */
	void *screen;			/* struct ui for rows of ui/, or NULL */
	void *looks;			/* struct theme for `color`, or NULL */
	int64_t account;		/* --account, or 0 */
	bool shell;
	bool json;
	/* what is selected, for arguments left out (screen) */
	int64_t room;
	char *eid;			/* selected message or task */
	char *thread;			/* the thread that is open */
	char *uid;			/* selected person */
	/* where a config line comes from, for its errors */
	const char *file;
	int line;
	int depth;			/* of `source` in `source` */
};

struct command_call {
	const struct command *command;
	const struct args *args;
	struct command_context *ctx;
};

/* ---- the table --------------------------------------------------------- */

struct command_set;

/* The rows of command/ are in it from the start. */
struct command_set *command_set_new(void);
void command_set_free(struct command_set *set);
/* Rows with name NULL at the end; borrowed for the set's life. */
void command_set_add(struct command_set *set, const struct command *rows);
const struct command *command_set_find(const struct command_set *set,
				       const char *words, unsigned where);
/* All rows valid in any of `where` bits, sorted by name. Yours. */
GPtrArray *command_set_list(const struct command_set *set, unsigned where);

/* Run a line as typed at the prompt, in the config, bound to a key (quotes
 * and backslashes as in the shell) or as argv. Errors: FM_ERROR_USAGE with
 * what was wrong and the usage line. */
bool command_run_line(struct command_context *ctx, const char *line,
		      unsigned where, GError **err);
bool command_run_argv(struct command_context *ctx, int argc,
		      const char *const *argv, unsigned where, GError **err);
/* Does this line work on what is selected, of which there may be several? So
 * it is when it leaves out an ID or USER (or, for places, a ROOM) that its
 * template lets it leave out. False also for a line that is wrong. */
bool command_uses_selection(struct command_context *ctx, const char *line,
			    bool places);
/* "task add ROOM TITLE [--assign USER]…" */
char *command_usage(const struct command *c);

/* Completion of a line as typed so far: candidates (struct completion *) for
 * the word at `cursor`, best first, at most `max`. Yours. */
struct completion {
	char *text;		/* what the word becomes */
	char *help;		/* a word of help, or NULL */
	size_t from;		/* byte where the word begins */
};
void completion_free(struct completion *c);
GPtrArray *command_complete(struct command_context *ctx, const char *line,
			    size_t cursor, unsigned where, unsigned max);

/* Fill body, html and mentions of an op from what somebody typed: Markdown
 * (unless the option is off), @names of members of the room and user ids
 * become mentions. */
void command_fill_text(struct command_context *ctx, int64_t room,
		       const char *text, struct op *op);

/* Before an op goes to the outbox: for whom it is, whether it may go there,
 * and whether a person must be asked. Fills scope and audience of the op when
 * they are not, and leaves in its origin what is still in its text; `known`
 * are origins of this process beside those of the op (struct origin *, or
 * NULL). doc/audience.md has the rules. */
enum guard {
	GUARD_PASS,
	GUARD_ASK,	/* *ask is filled: a person may confirm (op->wider) */
	GUARD_REFUSE,	/* err says why */
};
struct guard_ask {
	enum area from_area, to_area;
	char *from, *to;	/* "general › 14 readers, all council.org" */
	GPtrArray *lines;	/* char *: what came from there; NULL for an
				 * invitation */
	guint of;		/* of how many lines */
	char *word;		/* what is typed to confirm: "external" */
	char *sentence;		/* all of it as one, for the shell */
};
void guard_ask_clear(struct guard_ask *ask);
enum guard command_guard(struct command_context *ctx, struct op *op,
			 const GPtrArray *known, struct guard_ask *ask,
			 GError **err);
/* The origin of what is taken from a room now; NULL for no room. Yours. */
struct origin *command_origin(struct command_context *ctx, int64_t room,
			      const char *text);
/* "Ann Lee wrote:" and the text as a quote. Yours. */
char *command_quote(const struct post *post);
/* The rules to keep with the outbox (REQ_STATE "keep"), or NULL when they are
 * there already. Yours. */
char *command_keep_rules(struct command_context *ctx);

/* The names of the lists of tasks that are kept (`task save`), one a line; or
 * what follows `task list` for one of them, NULL: there is none. Yours. */
char *command_saved_tasks(struct reader *reader, const char *name);

/* Dates as people say them: "fri", "today", "tomorrow", "+3d", "+2w",
 * "2026-12-01", "1 dec", "none" (→ NO_DAY). False: not a date. */
bool command_parse_date(const struct world *w, const char *words,
			int64_t *day);
/* "today", "Tue 1 Dec", "overdue 2 d". Yours. */
char *command_say_date(const struct world *w, int64_t day);
/* Moments by the clocks of the local zone (as milliseconds since 1970): a day
 * as above and a time, "fri 18:00", "tomorrow 9am", "1 dec 18.30",
 * "2026-12-01T18:00", or a time alone, which is the next such. False: not a
 * moment. */
bool command_parse_moment(const struct world *w, const char *words,
			  int64_t *ms);
/* "90", "90m", "2h", "1h30", "3d": minutes, at least 1 and at most 60 days.
 * False: no length of time. */
bool command_parse_length(const char *words, int *minutes);
/* "Fri 4 Dec 18:00", with the year when it is another one; of a span, "Fri 4
 * Dec 18:00–20:00" when it ends the same day (`end` 0: no end). Yours. */
char *command_say_moment(const struct world *w, int64_t ms);
char *command_say_span(const struct world *w, int64_t begin, int64_t end);

/* ---- options ------------------------------------------------------------ */

/* Rows of options.c: name, kind, default, choices, help. */
enum option_kind { OPTION_BOOL, OPTION_INT, OPTION_CHOICE, OPTION_TEXT };
struct option_row {
	const char *name;
	enum option_kind kind;
	const char *fallback;	/* default, as text */
	const char *choices;	/* "dark light contrast mono", or "1 200" for
				 * the bounds of a number */
	const char *help;
};
const struct option_row *option_rows(void);	/* name NULL ends */

struct options;
struct options *options_new(void);
void options_free(struct options *o);
bool options_set(struct options *o, const char *name, const char *value,
		 GError **err);
bool options_bool(const struct options *o, const char *name);
int options_int(const struct options *o, const char *name);
const char *options_text(const struct options *o, const char *name);

/* Words and patterns that stay in an area (keep.h): struct keep *, borrowed.
 * Setting one again changes its area; public takes it away. */
const GPtrArray *options_keeps(const struct options *o);
bool options_keep(struct options *o, const char *words, enum area area,
		  GError **err);

/* ---- keys ---------------------------------------------------------------- */

/* A key: a Unicode character, or one of these, or'ed with KEY_CTRL/KEY_ALT/
 * KEY_SHIFT. Names: "j" "G" "Ctrl-K" "Alt-Enter" "F2" "PgUp" "Space". Ctrl
 * with a letter is the letter in lower case with KEY_CTRL. */
enum key_code {
	KEY_CTRL = 1 << 24, KEY_ALT = 1 << 25, KEY_SHIFT = 1 << 26,
	KEY_NAMED = 1 << 22,
	KEY_ENTER = KEY_NAMED + 1, KEY_ESC, KEY_TAB, KEY_BACKSPACE, KEY_DELETE,
	KEY_INSERT, KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_HOME, KEY_END,
	KEY_PGUP, KEY_PGDN, KEY_F1, KEY_F2, KEY_F3, KEY_F4, KEY_F5, KEY_F6,
	KEY_F7, KEY_F8, KEY_F9, KEY_F10, KEY_F11, KEY_F12,
	KEY_PASTE_BEGIN, KEY_PASTE_END, KEY_FOCUS_IN, KEY_FOCUS_OUT,
	KEY_MOUSE, KEY_RESIZE,
};
/* 0 when it is no key. */
uint32_t key_from_name(const char *name);
char *key_name(uint32_t key);		/* yours */

struct keymap;
struct keymap *keymap_new(void);
void keymap_free(struct keymap *k);
/* Bind a key in one view (or VIEW_ANY) to a command line; NULL unbinds. A
 * later binding of the same key and view replaces the earlier; *replaced, when
 * not NULL, gets the earlier line if it came from the same file level
 * (a conflict worth a warning). */
void keymap_bind(struct keymap *k, unsigned view, uint32_t key,
		 const char *line, char **replaced);
/* The line for a key in a view: the view's own, then VIEW_ANY (not in the
 * views where text is typed); borrowed, or NULL. */
const char *keymap_find(const struct keymap *k, unsigned view, uint32_t key);
/* The keys that run a line in a view ("r", "Ctrl-R"): yours, "" if none. */
char *keymap_keys(const struct keymap *k, unsigned view, const char *line);
struct binding {
	unsigned view;
	uint32_t key;
	char *line;
};
/* All bindings valid in a view, own ones first (struct binding *, borrowed
 * elements; the array is yours). view 0: all of all. */
GPtrArray *keymap_list(const struct keymap *k, unsigned view);

/* ---- config ------------------------------------------------------------- */

/* Run a config text line by line: rows with IN_CONFIG. Bad lines are skipped;
 * each gives a sentence "FILE:LINE: …, expected …" in `problems` (char *). */
void config_run(struct command_context *ctx, const char *file,
		const char *text, GPtrArray *problems);
/* The built-in default keys, then the user's file if there is one. */
void config_load(struct command_context *ctx, GPtrArray *problems);
/* The colours, after config_load(): the theme that the option names, then the
 * `color` lines of the user's file over it. */
void config_colors(struct command_context *ctx, GPtrArray *problems);
/* Run another file of the same language; a name is relative to the config's
 * folder, `~/` is home. The first problem in it is the error. */
bool config_source(struct command_context *ctx, const char *words,
		   GError **err);
/* A theme's text by name: the user's own folder, then built in; or NULL. */
char *config_theme(struct command_context *ctx, const char *name);

/* ---- pages made from the tables ------------------------------------------ */

/* "man1" (mdoc), "man5" (mdoc), "bash", "zsh", "fish", "keys", "options";
 * NULL for another word. Yours. */
char *command_document(const struct command_set *set,
		       const struct keymap *keys, const char *what);

#endif
