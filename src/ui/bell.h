/*
 * bell.h - between the engine's EV_RING and notify/: says what the user is
 * looking at, and lets the terminal ring when the desktop cannot.
 *
 * Thread: ui.
 */
#ifndef UI_BELL_H
#define UI_BELL_H

#include "ui/pane.h"

void bell_start(struct ui *ui);
void bell_ring(struct ui *ui, const struct message *m);
void bell_unring(struct ui *ui, const struct message *m);
/* To poll, or -1: then bell_late() has something for the terminal. */
int bell_fd(const struct ui *ui);
void bell_late(struct ui *ui);
/* The terminal got or lost the focus. */
void bell_focus(struct ui *ui);
void bell_free(struct ui *ui);

#endif
