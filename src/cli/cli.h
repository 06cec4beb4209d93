/*
 * cli.h - the front end without a screen: one command, its answer, an exit
 * status.
 *
 * The same rows of the command table as on the screen; `--json` prints one
 * object a line, otherwise lines for people. Exit status: 0 done, 1 failed,
 * 2 usage, 3 kept in the outbox but not yet sent. Errors are one sentence on
 * standard error (with --json {"error":{"code","message"}}).
 *
 * Works while another process of the profile runs: the engine follows it.
 * Knows no curses.
 *
 * Thread: main.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "command/command.h"

/* Global options, taken from argv wherever they stand. */
struct cli_options {
	const char *profile;	/* --profile DIR */
	const char *account;	/* --account NAME */
	bool json, help, version;
	int argc;		/* what is left: the command and its words */
	const char **argv;	/* yours to g_free */
};
bool cli_parse(int argc, char **argv, const struct command_set *set,
	       struct cli_options *out, GError **err);

/* Run the command of `o` and return the exit status. */
int cli_run(const struct cli_options *o, const struct command_set *set,
	    const struct world *world);
/* An error in the form the options ask for, to standard error. */
void cli_error(bool json, const GError *err);

#endif
