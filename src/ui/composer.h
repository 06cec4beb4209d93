/*
 * composer.h - where one writes: the audience above, the text, what it
 * answers.
 *
 * The text is kept as a draft in the store under the place's key at the end
 * of every turn of the loop, with what it answers or edits, and comes back
 * when the place is opened again, whatever ended the program. Enter sends;
 * Alt-Enter begins a new line. Pasted line breaks never send.
 *
 * Thread: ui.
 */
#ifndef UI_COMPOSER_H
#define UI_COMPOSER_H

#include "ui/editor.h"
#include "ui/surface.h"
#include "command/command.h"

struct ui;

enum compose { COMPOSE_NEW, COMPOSE_REPLY, COMPOSE_EDIT };

struct composer {
	struct editor editor;
	int64_t room;		/* 0: closed */
	char *thread;		/* root, or NULL */
	char *rid, *key;	/* room id; draft key */
	enum compose what;
	char *target;		/* message answered or edited */
	char *target_words;	/* "Ben Osei: Two of four…" */
	struct audience audience;
	bool known;		/* audience is filled */
	char *room_name;
	bool encrypted, may_write;
	bool dirty;		/* draft not handed over yet */
	bool typing;		/* we have said so */
	bool pasting;
	GPtrArray *origins;	/* struct origin *: where some of the text came
				 * from, or NULL; kept with the draft */
	GPtrArray *candidates;	/* struct completion *, or NULL */
	int candidate;
	GPtrArray *history;	/* char *: sent before, newest last: the text,
				 * \x1f, the room it went to */
	int past;		/* index into it while walking, or -1 */
	char *kept;		/* what was being written before walking */
};

void composer_init(struct composer *c);
void composer_clear(struct composer *c);
/* Move to a place: hands the old draft over, reads the new one. room 0
 * closes. */
void composer_open(struct ui *ui, int64_t room, const char *thread);
/* Answer or edit a message; NULL target: an ordinary one again. */
void composer_target(struct ui *ui, enum compose what, const struct post *p);
/* A key that no binding took: text. */
void composer_key(struct ui *ui, uint32_t key);
/* Rows needed for `width` columns, audience and reply line included, at most
 * `most`; 0 when closed. */
int composer_height(struct ui *ui, int width, int most);
void composer_draw(struct ui *ui, struct surface *s, struct rect r,
		   bool focus);
/* Who will read it, in one line: above the composer and in forms. */
struct audience_line {
	const struct audience *audience;	/* NULL: not known yet */
	const char *room;
	bool thread;
};
void composer_audience(struct surface *s, struct rect r,
		       const struct audience_line *line);
/* Facts of the room changed: compute the audience again. */
void composer_facts(struct ui *ui);
/* Hand a changed draft to the engine; called once a turn. */
void composer_flush(struct ui *ui);
bool composer_send(struct ui *ui, GError **err);
/* It has gone out, by an answer that was given later. */
void composer_sent(struct ui *ui);
/* Text of a room stands in the composer now. */
void composer_came_from(struct ui *ui, int64_t room, const char *text);
/* ... or may: what was copied in this process is known again. */
void composer_pasted(struct ui *ui, const char *text);
/* Origins as they were packed (origin.h), or NULL. */
void composer_origins(struct ui *ui, const char *packed);
/* Put text at the end, on a line of its own. */
void composer_append(struct ui *ui, const char *text);
/* Open the text in $VISUAL/$EDITOR. */
bool composer_editor(struct ui *ui, GError **err);
/* Tab: next candidate, or the only one. */
void composer_complete(struct ui *ui, int step);
void composer_history(struct ui *ui, int step);

#endif
