/*
 * notify.h - what deserves attention, and how to ring.
 *
 * Three parts, of which the front end needs the last alone:
 *   rules    pure: which message becomes a notice, and by which way notices
 *            can be shown in this environment
 *   desktop  libnotify on a thread of its own (desktop.h)
 *   osc      the byte strings that make a terminal ring (osc.h)
 *
 * A `struct notifier` puts them together. Whoever makes one hands it what
 * the engine's EV_RING and EV_UNRING say; it shows a notice on the desktop,
 * or gives back bytes for the terminal. It never waits: D-Bus is spoken to
 * by another thread, whose queue is bounded and whose daemon may be missing
 * or hang. A notice that the desktop could not show is rung by the terminal
 * later: notifier_late().
 *
 * The words of a notice have passed text_clean(); they leave by D-Bus or by
 * the terminal, never as arguments of a program.
 *
 * Thread: one, the front end's.
 */
#ifndef NOTIFY_NOTIFY_H
#define NOTIFY_NOTIFY_H

#include "base/world.h"
#include "model/model.h"

/* ---- rules ------------------------------------------------------------ */

/* What the user has chosen, and looks at now. */
struct notify_settings {
	bool enabled;
	bool hide_text;		/* say who and where, not what */
	bool sound;		/* the terminal's bell may ring */
	int64_t focus_room;	/* the room on the screen, 0 none */
	bool focused;		/* the terminal has the focus (true when it
				 * does not tell) */
};

/* A message that asks for attention; strings are borrowed. */
struct ring_words {
	int64_t room;
	unsigned ring;		/* enum ring bits of model.h */
	const char *who, *text, *place;	/* clean; any may be NULL */
};

/* What is shown. */
struct notice {
	int64_t room;
	char *title;		/* "Ben in general", one line */
	char *body;		/* "" when hidden */
	bool sound;		/* it names me, or the rules ask for one */
};

/* False when the message deserves none: switched off, no bits, or it came
 * in the room that the user looks at. Else `out` is filled. */
bool notice_init(struct notice *out, const struct notify_settings *s,
		 const struct ring_words *m);
struct notice *notice_copy(const struct notice *n);
void notice_clear(struct notice *n);
/* One on the heap. NULL is fine. */
void notice_free(struct notice *n);

enum notify_way {
	NOTIFY_OFF,
	NOTIFY_DESKTOP,		/* libnotify */
	NOTIFY_OSC9,		/* ESC ] 9 ; text: iTerm2, WezTerm, kitty … */
	NOTIFY_OSC777,		/* ESC ] 777 ; notify ; title ; text: urxvt,
				 * foot, Konsole, VTE */
	NOTIFY_BELL,
	NOTIFY_AUTO,		/* choose by the environment */
};
/* From the option: "off" "desktop" "osc9" "osc777" "bell"; any other word
 * is NOTIFY_AUTO. */
enum notify_way notify_way_from(const char *word);
/* The best way here. `get` answers like getenv(3). A desktop is there when
 * there is a session bus and a display, or a session bus and no sign of SSH;
 * terminals are known by what they set (TERM, TERM_PROGRAM, LC_TERMINAL,
 * VTE_VERSION, KONSOLE_VERSION). */
enum notify_way notify_choose(const char *(*get)(const char *name));
/* The same among the ways of the terminal alone. */
enum notify_way notify_choose_terminal(const char *(*get)(const char *name));

/* ---- ringing ----------------------------------------------------------- */

struct notifier;

/* `way` may be NOTIFY_AUTO. Starts nothing: the thread and libnotify come
 * with the first notice. */
struct notifier *notifier_new(enum notify_way way,
			      const char *(*get)(const char *name),
			      const struct world *world);
/* Waits at most `wait_ms` for the desktop's thread; one that hangs is left
 * behind. NULL is fine. */
void notifier_free(struct notifier *n, int64_t wait_ms);

/* Show it. The result, when not NULL, is bytes to write to the terminal
 * (yours to free). */
char *notifier_show(struct notifier *n, const struct notice *notice);
/* The room has been read: take its notices back where that is possible. */
void notifier_withdraw(struct notifier *n, int64_t room);
/* Readable when notifier_late() has something, or -1. It may appear with the
 * first notice, so ask before each poll(2). */
int notifier_fd(const struct notifier *n);
/* Bytes for a notice that the desktop did not show (yours), or NULL. */
char *notifier_late(struct notifier *n);

#endif
