/*
 * desk.h - commands run against a store in a fresh folder, before a front
 * end that notes down what they do.
 *
 * The store is that of tests/unit/store/fixture.h, with one room, "general",
 * in which Ann (who runs the commands), Ben Osei and Chloe Martin are, and a
 * space, "Flood defence". The clock stands at Friday 27 November 2026.
 */
#ifndef TESTS_UNIT_COMMAND_DESK_H
#define TESTS_UNIT_COMMAND_DESK_H

#include "base/error.h"
#include "command/command.h"
#include "command/record.h"
#include "unit/store/fixture.h"

struct desk {
	struct fx *fx;
	struct paths paths;	/* the fixture's, with a config and themes */
	struct command_context ctx;
	struct command_set *set;
	GPtrArray *records;	/* struct record * */
	GPtrArray *ops;		/* struct op * that were handed over */
	GPtrArray *asked;	/* struct message * */
	GString *said, *notes;
	GString *undo;		/* lines that take back what was done */
	GError *err;		/* of the last line */

	/* what the front end answers */
	enum op_state outcome;
	const char *input, *secret;
	struct message *reply;	/* to the next request; NULL: an empty one */
	bool silent;		/* requests fail: offline */
};

int desk_setup(void **state);
int desk_teardown(void **state);
#define DESK_TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, desk_setup, desk_teardown)

/* Run a line as in the shell, at the prompt, or after a slash. What came of
 * an earlier one is forgotten. */
bool desk_shell(struct desk *d, const char *line);
bool desk_prompt(struct desk *d, const char *line);
bool desk_slash(struct desk *d, const char *line);
/* The only op and the nth record; the test fails when it is not there. */
const struct op *desk_op(struct desk *d);
const struct record *desk_record(struct desk *d, guint n);
/* A field of it as text: "null", "5", "true", "a,b" for a list. Yours. */
char *desk_field(struct desk *d, guint n, const char *name);
void desk_expect(struct desk *d, guint n, const char *name,
		 const char *value);
/* The last line failed with this code and these words in the sentence. */
void desk_failed(struct desk *d, enum fm_error code, const char *words);
/* What is selected on the screen. */
void desk_select(struct desk *d, const char *rid, const char *eid,
		 const char *uid);

#endif
