/*
 * prompt.h - the bottom line while one types a command (:) or a search (/).
 *
 * Candidates of completion are listed above it, each with a word of help.
 *
 * Thread: ui.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/editor.h"
#include "ui/surface.h"

struct ui;

struct prompt {
	struct editor editor;
	char sign;		/* ':' or '/', 0: closed */
	GPtrArray *candidates;	/* struct completion *, or NULL */
	int candidate;		/* -1: none chosen */
	GPtrArray *history;	/* char * */
	int past;
};

void prompt_init(struct prompt *p);
void prompt_clear(struct prompt *p);
void prompt_open(struct ui *ui, char sign, const char *text);
void prompt_close(struct ui *ui);
void prompt_key(struct ui *ui, uint32_t key);
/* The text was changed by an editing command. */
void prompt_edited(struct ui *ui);
/* Enter. */
void prompt_run(struct ui *ui);
void prompt_complete(struct ui *ui, int step);
void prompt_walk(struct ui *ui, int step);
/* Draws the line at the bottom of `r` and the candidates above. */
void prompt_draw(struct ui *ui, struct surface *s, struct rect r);

#endif
