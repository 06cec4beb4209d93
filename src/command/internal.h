/*
 * internal.h - what the files of command/ share among themselves.
 *
 * command.h is the face of the folder; nothing outside it includes this.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_INTERNAL_H
#define COMMAND_INTERNAL_H

#include "base/error.h"
#include "command/command.h"
#include "model/can.h"
#include "command/form.h"

/* ---- templates (template.c) ------------------------------------------- */

/* One thing a template asks for. */
struct param {
	char *name;	/* "ROOM", "--assign", "next|prev": what args_get() is
			 * asked for */
	char *value;	/* of an option: "USER"; NULL for a flag and for a
			 * positional */
	bool option;
	bool optional;	/* stands in brackets */
	bool many;	/* followed by … */
};

/* The parameters of a template in their order (struct param *). A template
 * is written by us: what is malformed is a bug, not an error. Yours. */
GPtrArray *template_parse(const char *template);
/* Is this the last positional and a text of several words (TEXT, TITLE,
 * DATE, …)? Then it takes all that is left. */
bool template_takes_rest(const GPtrArray *params, const struct param *p);
/* ... and the text is taken as it stands, quotes and all (TEXT, COMMAND). */
bool template_is_raw(const struct param *p);
/* On the screen ROOM is what is open when more arguments follow it. */
bool template_skips_room(const GPtrArray *params, unsigned where);
/* ID and USER in brackets are what is selected; in the shell nothing is, and
 * they must be given. */
bool template_needs(const struct param *p, unsigned where);
/* The template as it is shown where the command would be typed. Yours. */
char *template_words(const char *template, unsigned where);

/* ---- arguments (args.c) ------------------------------------------------ */

/* Words of a line (char *): quotes count at the beginning of a word, a
 * backslash takes the next character as it is. `starts`, when not NULL, gets
 * the byte offsets (gsize). *open is set when a quote was not closed; what
 * follows it is then one word. Yours. */
GPtrArray *args_split(const char *line, GArray *starts, bool *open);

/* Bind what was typed after the name of a command to its template. From a
 * line (`line` set, raw texts taken out of it) or an argv. NULL with
 * FM_ERROR_USAGE naming what is wrong and the usage. Yours. */
struct args *args_parse_line(const struct command *c, const char *line,
			     unsigned where, GError **err);
struct args *args_parse_argv(const struct command *c, int argc,
			     const char *const *argv, GError **err);
void args_free(struct args *a);
/* The same, but what is missing may still come: NULL when something is wrong
 * with what is there. */
struct args *args_parse_begun(const struct command *c, const char *line,
			      unsigned where, GError **err);
/* The first argument that is still missing, or NULL: from the template or, in
 * brackets, from what is selected. Yours. */
char *args_missing(const struct command *c, const struct args *a,
		   unsigned where);
/* Arguments by name, without a line or an argv: of forms. A NULL word says
 * that a flag is there. */
struct args *args_new(void);
void args_put(struct args *a, const char *name, const char *word);

/* ---- the table (table.c) ------------------------------------------------- */

/* The groups of rows; each ends with name NULL. */
extern const struct command account_rows[], sync_rows[], room_rows[],
	read_rows[], send_rows[], task_rows[], outbox_rows[], config_rows[],
	help_rows[],
	people_rows[],
	poll_rows[], mark_rows[], pin_rows[],
	create_rows[], membership_rows[], setting_rows[],
	lookup_rows[],
	charter_rows[], guest_rows[], about_rows[],
	audience_rows[],
	question_rows[], idea_rows[], event_rows[],
	resource_rows[], decision_rows[], community_rows[],
	task_step_rows[], task_list_rows[],
	home_rows[], report_rows[], digest_rows[], space_rows[],
	search_rows[], task_file_rows[];

/* The row whose name begins the words; *used is how many words it has. */
const struct command *command_match(const struct command_set *set,
				    const char *first, const char *second,
				    unsigned where, int *used);
/* The names most like `word`: "task add, task done"; NULL if none is. */
char *command_nearest(const struct command_set *set, const char *word,
		      unsigned where);
/* "task add ROOM TITLE" where that form is valid. Yours. */
char *command_usage_for(const struct command *c, unsigned where);
/* Run a row with its arguments, which are taken; NULL: they could not be
 * read, err is set already. */
bool command_run_args(struct command_context *ctx, const struct command *c,
		      struct args *take, GError **err);
/* The row that a line begins with, and its arguments in *rest (borrowed from
 * the line). NULL with what could have been meant. */
const struct command *command_of_line(struct command_context *ctx,
				      const char *line, unsigned where,
				      const char **rest, GError **err);
/* How unlike two words are: insertions, deletions, changes, swaps. */
int command_distance(const char *a, const char *b);

/* ---- keys (keymap.c) ------------------------------------------------------ */

/* Bindings from here on belong to the next file: replacing one of an earlier
 * file is what config files are for and no conflict. */
void keymap_next_file(struct keymap *k);
/* The views named by "feed,posts"; 0 if a word is none. */
unsigned keymap_views(const char *words);
/* Views in which keys are text: VIEW_ANY does not reach them. */
#define VIEWS_TEXT (VIEW_COMPOSER | VIEW_PROMPT | VIEW_SWITCH | \
	VIEW_WELCOME | VIEW_HELP | VIEW_CONFIRM | VIEW_FORM)

/* ---- running a call (call.c) ---------------------------------------------- */

bool call_fail(GError **err, enum fm_error code, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
/* The store's reader, opened when first asked for; NULL with NOT_FOUND and
 * what to do when there is none yet. */
struct reader *call_reader(struct command_call *call, GError **err);
/* The account that was named, or the only one, or that of the open room. */
struct account *call_account(struct command_call *call, GError **err);
/* ROOM of the arguments, or what is open on the screen. */
struct room *call_room(struct command_call *call, GError **err);
/* The post named ID (or `words`) in a room, or the selected one. */
struct post *call_post(struct command_call *call, const struct room *room,
		       GError **err);
struct post *call_post_words(struct command_call *call,
			     const struct room *room, const char *words,
			     GError **err);
/* Fetch what is new because an event id was not found; true when it is worth
 * looking again. */
bool call_catch_up(struct command_call *call, const char *words);
/* A person's id from "@ben:council.org", "@ben", "ben" or an unambiguous
 * display name among the members of a room (NULL: of all rooms). Yours. */
char *call_user(struct command_call *call, const struct room *room,
		const char *words, GError **err);
/* TEXT, or standard input for "-": valid UTF-8, no NUL, not empty, at most
 * 60,000 bytes. Yours. */
char *call_text(struct command_call *call, const char *words, GError **err);
/* An op for a room, with its transaction id. */
struct op *call_op(struct command_call *call, enum op_kind kind,
		   const struct room *room);
/* Hand it over. `out` may be NULL; false when it failed for good. */
bool call_submit(struct command_call *call, struct op *take,
		 struct op_outcome *out, GError **err);
/* Hand it over and answer {"id","txn","state",…}. */
bool call_submit_sent(struct command_call *call, struct op *take,
		      GError **err);
/* A command that has succeeded says which line takes its act back, as it would
 * be typed on the screen with the room open. The screen keeps the last ones
 * for `undo`; the shell keeps none. Call it before call_say(), which then adds
 * how it is taken back. */
#define CALL_UNDO_AND "\x1f"	/* parts lines, when it takes several */
void call_undo(struct command_call *call, int64_t room, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
/* A word of such a line: in quotes, with what they need. Yours. */
char *call_quote(const char *words);
/* The op says what a message said. */
void call_came_from(struct command_call *call, struct op *op,
		    const struct post *post);
struct record *call_begin(struct command_call *call, const char *kind);
void call_end(struct command_call *call, struct record *r);
void call_say(struct command_call *call, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);
/* A sentence beside the answer: standard error in the shell. */
void call_note(struct command_call *call, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);
/* Ask the engine and wait (the shell); an error becomes a note. */
struct message *call_ask(struct command_call *call, struct message *take,
			 enum message_kind until, GError **err);

/* ---- places (cmd_membership.c) ------------------------------------------------ */

/* Hand over an op about a room; answers {"room","name","state","txn"} and says
 * "DONE NAME." about it. */
bool call_submit_room(struct command_call *call, struct op *take,
		      const char *name, const char *done, GError **err);
/* False, with REFUSED and the reason, when an act is known to be forbidden. */
bool call_may(const struct room *room, enum can_act act, GError **err);
/* For rows' `can`: what is selected. */
bool can_invite_here(const struct command_context *ctx, char **why);
bool can_remove_here(const struct command_context *ctx, char **why);
bool can_ban_here(const struct command_context *ctx, char **why);
bool can_set_here(const struct command_context *ctx, char **why);

/* ---- looking up (cmd_lookup.c) -------------------------------------------------- */

/* What a server says, for a command that only wants to know: NULL when it does
 * not (or, on the screen, has not yet). `servers` NULL-ended or NULL. Yours. */
GPtrArray *lookup_ask(struct command_call *call, int64_t account,
		      const char *what, const char *words,
		      const char *const *servers);
/* ---- things (thing.c) ------------------------------------------------------ */

/* Fields from words, for a new thing or a change: each sets its bit of
 * `fields`; NULL words (no tags) set nothing. A text is stripped and at most
 * as long as the table of fields allows; `bit` THING_DUE or THING_START. */
bool call_set_text(struct thing *t, enum thing_bit bit, const char *words,
		   GError **err);
bool call_set_day(struct command_call *call, struct thing *t,
		  enum thing_bit bit, const char *words, GError **err);
bool call_set_tags(struct thing *t, const char *const *tags, GError **err);
/* A new one with its title and first status; one made from a message, whose
 * first line is the title unless one is given. Yours. */
struct thing *call_new_thing(enum thing_kind kind, const char *title,
			     GError **err);
struct thing *call_thing_of_post(enum thing_kind kind,
				 const struct post *post, const char *title,
				 GError **err);
/* Send it as a message of the room, answer it and say so. */
bool call_add_thing(struct command_call *call, const struct room *room,
		    struct thing *take, GError **err);
/* What all `add` and `from` rows do: ROOM, TITLE or ID, --notes and --tag; the
 * rest is `extra`'s, which may be NULL. */
typedef bool thing_extra(struct command_call *call, const struct room *room,
			 struct thing *t, GError **err);
bool call_add_new(struct command_call *call, enum thing_kind kind,
		  thing_extra *extra, GError **err);
bool call_add_from(struct command_call *call, enum thing_kind kind,
		   thing_extra *extra, GError **err);
/* The thing named ID (or `words`), else the one that is selected, else the one
 * whose thread is open; of one kind, or KIND_NONE any. Yours. */
struct thing *call_thing(struct command_call *call, enum thing_kind kind,
			 GError **err);
struct thing *call_thing_words(struct command_call *call,
			       enum thing_kind kind, const char *words,
			       GError **err);
/* ROOM of the arguments, a room or a space, as the scope of a list; opens the
 * reader. */
bool call_thing_scope(struct command_call *call, struct thing_query *q,
		      GError **err);
/* May I change these fields? False with the reason. */
bool call_may_change(struct command_call *call, const struct thing *t,
		     uint32_t fields, GError **err);
/* Send a change and answer the thing as it is then. What I may not do, and a
 * thing that has not been sent, is refused before. */
bool call_change_thing(struct command_call *call, const struct thing *t,
		       struct thing *take, GError **err);
/* The same for the thing that is meant, with a change that `fill` makes. */
typedef bool thing_fill(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err);
bool call_change(struct command_call *call, enum thing_kind kind,
		 thing_fill *fill, GError **err);
/* Say how a change of these fields is taken back: `t` as it was before, `now`
 * as it is then. */
void thing_undo(struct command_call *call, const struct thing *t,
		const struct thing *now, uint32_t fields);

/* [ROOM], --mine, --tag and --filter of a list; opens the reader. */
bool call_list_query(struct command_call *call, struct thing_query *q,
		     GError **err);
/* The beginning of a day that is not to come, as ms; NULL leaves *ms. */
bool call_since(struct command_call *call, const char *words, int64_t *ms,
		GError **err);
/* Answer it as a row; the one that is meant in full ("KIND-whole"). */
void call_answer(struct command_call *call, const struct thing *t);
bool call_show(struct command_call *call, enum thing_kind kind, GError **err);
/* My vote on the one that is meant, or VOTE_NONE to have none (vote.c). What I
 * had before is taken back first. */
bool call_vote(struct command_call *call, enum thing_kind kind, enum vote vote,
	       GError **err);
/* Is somebody of those who answer questions in a room? Who reads the room of
 * its notes is; where there is none, who may remove what others wrote. */
bool call_is_staff(struct command_call *call, const struct room *room,
		   const char *uid);

/* ---- tasks (task_fields.c, cmd_task_steps.c) ----------------------------------- */

/* Fields of a task from words, as above; "none" clears. `self` is the task as
 * it is: its room counts, and that nothing hangs on itself; `due` is the date
 * that a repetition is counted from. */
bool task_set_assignees(struct command_call *call, const struct room *room,
			struct thing *t, const char *const *users,
			GError **err);
bool task_set_priority(struct thing *t, const char *words, GError **err);
bool task_set_estimate(struct thing *t, const char *words, GError **err);
bool task_set_repeat(struct thing *t, int64_t due, const char *words,
		     GError **err);
bool task_set_parent(struct command_call *call, const struct thing *self,
		     struct thing *t, const char *words, GError **err);
bool task_set_after(struct command_call *call, const struct thing *self,
		    struct thing *t, const char *const *words, GError **err);
/* An id that no step of `t` has. Yours. */
char *task_step_id(struct command_call *call, const struct thing *t);
bool task_add_step(struct command_call *call, const struct thing *t,
		   struct thing *change, const char *words, GError **err);
/* What the options of `task add` and `task from` say. */
bool task_set_options(struct command_call *call, const struct room *room,
		      struct thing *t, GError **err);
/* The change by which a repeating task is done for its date (doc/protocol.md,
 * "Repetition"). False when it does not come again. */
bool task_fill_again(const struct thing *t, int64_t today,
		     struct thing *change);

/* ---- answers (answer.c) ---------------------------------------------------- */

/* The documented names of each kind of record, in their order. */
void answer_room(struct command_call *call, struct record *r,
		 const struct room *room);
void answer_post(struct command_call *call, struct record *r,
		 const struct post *post, const char *rid);
void answer_thing(struct record *r, const struct thing *t);
void answer_member(struct record *r, const struct member *m);
/* A post found in some room, with "snippet" and "room_name". */
void answer_hit(struct command_call *call, const struct hit *hit);
/* The same under a section of a list of several kinds, and a person. */
void answer_found_hit(struct command_call *call, const struct hit *hit,
		      const char *section);
void answer_found_person(struct command_call *call,
			 const struct person_hit *hit, const char *section);
/* "counts" is by number ("1"), null while it is hidden. */
void answer_poll(struct record *r, const struct poll *p);
/* A thing of any kind (answer_kind.c); of tasks the same as answer_thing. */
void answer_kind(struct command_call *call, struct record *r,
		 const struct thing *t);
/* "unanswered over 48 h", "unanswered", "being answered" or "solved": the part
 * of the queue a question is in. Static. */
const char *answer_section(struct command_call *call, const struct thing *t);
/* The name of somebody in a room; NULL for NULL. Yours. */
char *answer_name(struct command_call *call, int64_t room, const char *uid);
/* "2026-12-01", or NULL for NO_DAY. Yours. */
char *answer_day(int64_t day);
/* "https://matrix.to/#/…" of a room, event or person (NULL parts are left
 * out). Matrix specification, appendix "matrix.to navigation". Yours. */
char *answer_link(const char *id, const char *event);

/* ---- charters and guests (cmd_charter.c, cmd_guest.c, cmd_about.c) --------- */

/* A line of an answer for people. */
void call_line(struct command_call *call, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);
/* False with the reason when I have less than this power in the room; `what`
 * goes before the room's name: "change the charter of". */
bool call_has_power(struct command_call *call, const struct room *room,
		    int power, const char *what, GError **err);
/* In the shell: fetch a room's history to its beginning. */
void call_whole_history(struct command_call *call, const struct room *room);
struct charter;
void answer_charter(struct command_call *call, struct record *r,
		    const struct charter *c);
void charter_lines(struct command_call *call, const struct room *room,
		   const struct charter *c);
/* Is its review due within so many days? */
bool charter_is_due(struct command_call *call, const struct charter *c,
		    int64_t days);
/* What the options of the arguments say, laid into `c`; `now` is what it is
 * (NULL: none), `room` where people are looked for (NULL: everywhere). */
bool charter_take_args(struct command_call *call, const struct room *room,
		       struct charter *c, const struct charter *now,
		       GError **err);
bool charter_run_edit(struct command_call *call, GError **err);
bool charter_run_outcome(struct command_call *call, GError **err);
bool charter_run_accept(struct command_call *call, GError **err);
bool run_spaces(struct command_call *call, GError **err);
/* ---- candidates (completion.c) -------------------------------------------- */

/* For one word by itself, neither quoted nor followed by a blank: `kind` is a
 * word of templates, `before` the words before it (char *). Offsets count from
 * the word. Yours. */
struct completion_ask {
	const char *kind, *word;
	GPtrArray *before;	/* borrowed */
	unsigned max;
};
GPtrArray *completion_of_word(struct command_context *ctx,
			      const struct completion_ask *ask);

/* ---- questions (question_stats.c) -------------------------------------------- */

#define QUESTION_STATS_HELP "A question counts in the week (from Monday) in " \
	"which it was asked. It is answered when somebody else wrote in its " \
	"thread; that took from asking to the first such message. The median " \
	"and the 90th percentile (nearest rank) are over those answered."
bool question_run_stats(struct command_call *call, GError **err);
/* Of times in ms in order: the mean of the middle two for 50 of an even
 * number, else by nearest rank; -1 of none. */
int64_t question_percentile(const GArray *sorted, int percent);

/* ---- events (cmd_event.c) ------------------------------------------------------ */

/* Put the time of one that repeats and is over to when it is next; how it
 * repeats is RFC 5545's FREQ and INTERVAL, section 3.3.10. */
void event_advance(const struct world *w, struct thing *t);
/* Events at their next times, the first one first. */
GPtrArray *event_list(struct command_call *call, const struct thing_query *q);

/* ---- Markdown (markdown.c) --------------------------------------------------- */

/* "# what: where" (`where` may be NULL), and a thing as an item of a list. */
void markdown_heading(GString *out, int level, const char *what,
		      const char *where);
void markdown_thing(struct command_call *call, GString *out,
		    const struct thing *t);
/* Answer a text: one record in the shell, a line each on the screen. */
void call_document(struct command_call *call, const char *text);

/* ---- pages (manual.c, shells.c) --------------------------------------------- */

void manual_commands(const struct command_set *set, GString *out);
void manual_config(const struct command_set *set, const struct keymap *keys,
		   GString *out);
void shells_bash(const struct command_set *set, GString *out);
void shells_zsh(const struct command_set *set, GString *out);
void shells_fish(const struct command_set *set, GString *out);

#endif
