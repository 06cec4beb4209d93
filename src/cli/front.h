/*
 * front.h - the command line as a front end of commands, as its files see it.
 *
 *   cli.c     options, configuration, exit status
 *   front.c   the engine, made when something is asked of it, run on this
 *             thread until the answer has come
 *   output.c  answers as JSON
 *   print.c   answers as lines for people;  print_post.c messages among them
 *   secret.c  asking for a password without echo
 *
 * Private to cli/. Thread: main.
 */
#ifndef CLI_FRONT_H
#define CLI_FRONT_H

#include <stdio.h>
#include "command/command.h"
#include "command/record.h"

struct printer;

struct cli {
	struct command_context ctx;
	struct paths paths;
	struct printer *printer;
	GArray *accounts;	/* struct account_note: what EV_ACCOUNT said */
	uint64_t tag;		/* of the last request */
	bool kept;		/* something waits in the outbox: status 3 */
	int64_t held;		/* … for its author: the row, or 0 */
	char *kept_why;		/* a sentence, or NULL */
	char *ended;		/* why the engine ended, or NULL */
	char *trouble;		/* what is wrong with the profile, or NULL */
};

struct account_note {
	int64_t account;
	enum account_state state;
	char *why;
};

extern const struct command_front cli_front;
/* Stops the engine, if there is one. */
void front_close(struct cli *cli);
/* Why something could not be done: trouble with the profile, or what was last
 * said of an account that is not connected; or NULL. */
const char *front_reason(const struct cli *cli);

/* ---- output.c ---------------------------------------------------------- */

/* One object and a line feed. */
void output_record(FILE *to, const struct record *r);
/* {"error":{"code","message"}} or {"note":{"message"}} (code NULL). */
void output_error(FILE *to, const char *code, const char *message);

/* ---- print.c, print_post.c ---------------------------------------------------- */

struct printer {
	const struct command_context *ctx;
	int width;		/* columns of the terminal; 0: not one */
	bool color, ascii;
	char *kind;		/* of the rows being collected, or NULL */
	char *section;		/* that was last printed, or NULL */
	GPtrArray *rows;	/* struct record *: printed when all are known,
				 * because columns are as wide as they need */
	int64_t day;		/* of the last message printed */
};

struct printer *printer_new(const struct command_context *ctx);
void printer_free(struct printer *p);
/* Takes the record. */
void print_record(struct printer *p, struct record *take);
/* What has been collected so far. */
void print_rows(struct printer *p);
/* A text on standard output without a byte that a terminal would act on;
 * `bytes` -1: up to the NUL. */
void print_text(const char *text, gssize bytes);
/* Bold, dim or plain again ("1", "2", "0") on a terminal with colours. */
void print_style(const struct printer *p, const char *code);
/* The first bytes of an event id: enough to name it in a command. */
char *print_short_id(const char *id);
/* "14:02" in the user's form. Yours. */
char *print_clock(const struct printer *p, int64_t ts);
void print_post(struct printer *p, const struct record *r);
void print_hit(struct printer *p, const struct record *r);
/* The answers of a poll with what is known of the votes, `indent` columns
 * from the left. */
void print_poll(struct printer *p, const struct record *r, int indent);

/* ---- secret.c ------------------------------------------------------------- */

/* Ask on the terminal, without echo; the terminal is itself again whatever
 * happens. NULL with err when there is no terminal. Yours. */
char *secret_ask(const char *prompt, GError **err);
/* All of standard input, at most `max` bytes, without NUL bytes. Yours. */
char *secret_input(size_t max, GError **err);

#endif
