/*
 * record.h - an answer as a small tree of named values.
 *
 * Commands fill it through the functions of command.h; the front end of the
 * shell walks it to print JSON or a line for people. Names keep the order in
 * which they were first set; setting one again replaces it.
 *
 * Strings in it are clean: they came out of the store or are ours.
 *
 * Thread: the front end's; a record belongs to the front that made it.
 */
#ifndef COMMAND_RECORD_H
#define COMMAND_RECORD_H

#include "command/command.h"

enum field_kind {
	FIELD_NULL, FIELD_TEXT, FIELD_INT, FIELD_BOOL,
	FIELD_TEXTS,		/* texts: char * */
	FIELD_RECORD,		/* nested, also of counts */
};

struct field {
	char *name;
	enum field_kind kind;
	char *text;
	int64_t number;		/* of INT and BOOL */
	GPtrArray *texts;	/* char * */
	struct record *nested;
};

struct record {
	char *kind;		/* "room", "post", …; NULL in nested ones */
	GPtrArray *fields;	/* struct field * */
};

struct record *record_new(const char *kind);
void record_free(struct record *r);	/* NULL is fine */
/* The field of a name, or NULL. Borrowed. */
const struct field *record_field(const struct record *r, const char *name);
/* Its text when it is one, or NULL; its number, or 0. */
const char *record_get(const struct record *r, const char *name);
int64_t record_number(const struct record *r, const char *name);

#endif
