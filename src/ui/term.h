/*
 * term.h - the only file pair that knows a terminal.
 *
 * It shows a surface, and turns what is typed into keys. Underneath is
 * ncursesw, which sends only what changed. Whatever ends the program (return,
 * signal, crash) the terminal is given back as it was: term_open() installs
 * handlers for the deadly signals that restore it by plain write(2) and then
 * let the signal do its work.
 *
 * Signals that a front end must know (SIGWINCH, SIGTERM, SIGHUP, SIGINT) are
 * turned into keys or bits by a pipe, so that the loop sleeps in poll(2).
 *
 * The two things it keeps for signal handlers are globals (a pipe and the
 * saved terminal settings): they are in the enumerated list.
 *
 * Thread: ui.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include "ui/surface.h"

struct term;

/* NULL with err when there is no terminal to talk to. */
struct term *term_open(GError **err);
/* Restores the terminal. NULL is fine. */
void term_close(struct term *t);

/* Descriptors to poll: the keyboard and the signal pipe. */
int term_fd(const struct term *t);
int term_signal_fd(const struct term *t);
/* What signals have asked for since the last call. */
enum term_signal { TERM_RESIZE = 1, TERM_QUIT = 2, TERM_CONTINUE = 4 };
unsigned term_signals(struct term *t);

void term_size(const struct term *t, int *width, int *height);
bool term_utf8(const struct term *t);
/* How many it shows; 0 with NO_COLOR or where there are none. */
int term_colors(const struct term *t);

/* The next key (command.h's codes), or 0 when nothing is waiting. Bytes of a
 * bracketed paste come between KEY_PASTE_BEGIN and KEY_PASTE_END. */
uint32_t term_key(struct term *t);

/* Show a surface with a theme; the cursor at (x, y), or hidden when x < 0. */
void term_show(struct term *t, const struct surface *s,
	       const struct theme *theme, int x, int y);
/* Draw everything anew next time (Ctrl-L). */
void term_redraw(struct term *t);
/* Leave the screen for another program and come back. */
void term_suspend(struct term *t);
void term_resume(struct term *t);
/* Ctrl-Z: suspend, stop, and resume when continued. */
void term_stop(struct term *t);

/* Bytes that are not cells: notifications, bell, clipboard (OSC 52), made
 * elsewhere and already safe. */
void term_send(struct term *t, const char *bytes, size_t len);

#endif
