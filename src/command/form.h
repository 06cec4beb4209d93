/*
 * form.h - a command as a form: its arguments as fields that can be filled in.
 *
 * Nothing is written twice: the fields come from the row's template, their
 * order too; what a field is called, whether it takes a line, several lines,
 * a choice or a mark, and the example beside it come from the table of
 * argument words. What is known beforehand is said by the row's `fill`.
 *
 * What is selected when the form is opened (room, message, person) stays with
 * the form, whatever is selected when it is sent. ROOM is a field only when
 * the template must have it, or when no room is selected; ID in brackets only
 * when nothing is selected; a word in lower case alone ("matrix") never.
 *
 * A form is bound to its command by name, argument by argument. No line is
 * put together and taken apart again, so quotes, dashes and dollar signs in a
 * value mean nothing. Only a row that is LISTED gets a line, quoted word by
 * word, because its list on the screen is read again by it.
 *
 * Secrets (--password…, --token…, PASSWORD, SECRET, TOKEN) are never fields;
 * a command that cannot do without one has no form. So whatever is in a form
 * may be kept as a draft.
 *
 * Repeated arguments are one field: people, tags and the like with commas or
 * on lines of their own; what may itself contain a comma, one a line.
 *
 * Everything set in a field is cleaned (text_clean) whoever it comes from.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_FORM_H
#define COMMAND_FORM_H

#include "command/command.h"

/* ---- argument words (words.c) -------------------------------------------- */

enum form_kind {
	FORM_LINE,	/* one line of text */
	FORM_TEXT,	/* several lines */
	FORM_CHOICE,	/* one of some words */
	FORM_FLAG,	/* there or not */
};

struct argument_word {
	const char *word;	/* as in templates: "DATE" */
	enum form_kind kind;
	bool commas;		/* of several, none contains a comma */
	bool prose;		/* @names, #rooms and :emoji: complete in it */
	const char *choices;	/* "none|low|high", or NULL */
	const char *clear;	/* the value that means none, or NULL: "" */
	const char *hint;	/* what it is, with an example */
};
/* The row of a word, or NULL for one that has none: it is a line then. */
const struct argument_word *argument_word_find(const char *word);
/* Whether such an argument (an option with its dashes, or a word) holds a
 * secret. */
bool argument_is_secret(const char *name);

/* ---- forms ------------------------------------------------------------------ */

struct form_field {
	char *name;		/* what args_get() is asked for */
	char *word;		/* "DATE", "a|b"; NULL for a flag */
	char *label;		/* "due" */
	enum form_kind kind;
	bool needed, many, option;
	bool given;		/* typed with the command: no draft is put
				 * over it */
	const struct argument_word *row;	/* or NULL */
	char **choices;		/* of FORM_CHOICE, else NULL */
	char *value;		/* never NULL; a flag: "yes" or "" */
	char *start;		/* the value at first, never NULL */
	char *now;		/* what form_set() said, or NULL */
	char *problem;		/* why it cannot be so, or NULL */
};

struct form {
	const struct command *command;
	GPtrArray *fields;	/* struct form_field * */
	char *problem;		/* about no field or several, or NULL */
	char *key;		/* its draft is kept under this */
	bool placed;		/* it is about the room or what is selected */
	int64_t room, account;
	char *eid, *uid, *thread;
};

/* The form of a command with the arguments that are there already (borrowed,
 * may be NULL). NULL with err: `fill` failed, it takes a secret, or the
 * row's `can` says why it cannot be done. Yours. */
struct form *form_new(struct command_context *ctx, const struct command *c,
		      const struct args *given, GError **err);
/* The same from what was typed: "task add Fix the pump --due fri". */
struct form *form_open(struct command_context *ctx, const char *line,
		       GError **err);
void form_free(struct form *f);

/* For `fill`. What is there now: an option that is left so is not sent again,
 * one that is emptied is sent as "none" or "". Call it once more for each
 * value of a repeated argument. An argument that is no field is ignored. */
void form_set(struct form *f, const char *argument, const char *value);
/* What would be a good answer: sent as it stands, left out when emptied. */
void form_suggest(struct form *f, const char *argument, const char *value);

/* NULL: there is no such field. Borrowed. */
struct form_field *form_find(const struct form *f, const char *argument);
/* What somebody typed; forgets the field's problem. */
void form_field_put(struct form_field *x, const char *value);
/* The next or previous choice; a flag is turned over. */
void form_field_step(struct form_field *x, int by);
/* The next choice that begins with this letter; false: there is none. */
bool form_field_pick(struct form_field *x, gunichar letter);
/* What stands below a field: its problem, how its date is understood, or the
 * example. Yours, NULL for nothing. */
char *form_field_below(const struct form_field *x, const struct world *w);

/* What the word at `cursor` (bytes) of a field's value could become, as
 * command_complete() does it; `from` counts in the value. Yours. */
GPtrArray *form_complete(struct form *f, struct command_context *ctx,
			 const struct form_field *x, size_t cursor,
			 unsigned max);

/* What the row's `notice` says of what is filled in now. Yours, or NULL. */
char *form_notice(const struct form *f, struct command_context *ctx);

/* Run the command. False: nothing was done; err says why, and so does the
 * field that the error is about, or the form when it is about none. */
bool form_run(struct form *f, struct command_context *ctx, GError **err);
/* Whether it is about a field or the form; for after form_run(). NULL: all is
 * well. Borrowed. */
const struct form_field *form_wrong(const struct form *f);

/* What was typed since it was opened, as text for a draft; "" for nothing.
 * Yours. */
char *form_draft(const struct form *f);
/* Put a draft back; what the form no longer has is left out. False: there was
 * nothing in it. */
bool form_restore(struct form *f, const char *draft);
/* As it was when it was opened. */
void form_reset(struct form *f);

#endif
