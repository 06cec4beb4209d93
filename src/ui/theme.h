/*
 * theme.h - meaning in code, looks in themes.
 *
 * Code says what a cell is (ROLE_AREA_INTERNAL); a theme file says how that
 * looks, one line a role, in the language of the config file:
 *
 *	color area.internal green - bold
 *
 * role, foreground, background, then any of bold dim italic under reverse.
 * Colours are names (black red green yellow blue magenta cyan white, bright-…),
 * numbers 0 to 255, or "-" for the terminal's own. Fewer colours than the
 * theme wants are approximated; none at all (NO_COLOR, a mono terminal) leaves
 * the attributes. Roles a theme leaves out keep the terminal's colours.
 *
 * Thread: ui.
 */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

#define ROLES(X) \
	X(TEXT, "text", '.') \
	X(DIM, "dim", 'd') \
	X(BRIGHT, "bright", 'b') \
	X(ACCENT, "accent", 'a') \
	X(WARNING, "warning", 'w') \
	X(ERROR, "error", 'e') \
	X(FRAME, "frame", '|') \
	X(HEADING, "heading", 'h') \
	X(HEADING_FOCUS, "heading.focus", 'H') \
	X(BAR, "selection.bar", '>') \
	X(INTERNAL, "area.internal", 'I') \
	X(EXTERNAL, "area.external", 'E') \
	X(PUBLIC, "area.public", 'P') \
	X(UNREAD, "unread", 'u') \
	X(MENTION, "mention", 'm') \
	X(SELF, "author.self", 'S') \
	X(AUTHOR1, "author.1", '1') \
	X(AUTHOR2, "author.2", '2') \
	X(AUTHOR3, "author.3", '3') \
	X(AUTHOR4, "author.4", '4') \
	X(AUTHOR5, "author.5", '5') \
	X(AUTHOR6, "author.6", '6') \
	X(TIME, "time", 't') \
	X(CODE, "code", 'c') \
	X(QUOTE, "quote", 'q') \
	X(LINK, "link", 'l') \
	X(HOST, "link.host", 'o') \
	X(SPOILER, "spoiler", 's') \
	X(PERSON, "person", 'p') \
	X(STATE, "state", 'n') \
	X(TASK, "task", 'k') \
	X(TASK_DONE, "task.done", 'K') \
	X(TASK_LATE, "task.late", 'L') \
	X(REACTION, "reaction", 'r') \
	X(REACTION_MINE, "reaction.mine", 'R') \
	X(WAITING, "state.waiting", 'y') \
	X(FAILED, "state.failed", 'f') \
	X(NEWLINE, "line.new", 'N') \
	X(DAYLINE, "line.day", 'D') \
	X(HINT_KEY, "hint.key", 'x') \
	X(HINT, "hint", 'i') \
	X(INPUT, "input", 'v') \
	X(MATCH, "match", 'M') \
	X(CHOSEN, "chosen", 'C')

enum role {
#define X(id, name, letter) ROLE_##id,
	ROLES(X)
#undef X
	ROLE_COUNT
};

enum look_attr {
	LOOK_BOLD = 1, LOOK_DIM = 2, LOOK_ITALIC = 4, LOOK_UNDER = 8,
	LOOK_REVERSE = 16,
};

struct look {
	int16_t fg, bg;		/* 0-255, or -1 for the terminal's own */
	uint8_t attrs;		/* enum look_attr */
};

struct theme {
	struct look looks[ROLE_COUNT];
};

/* The name of a role and its letter in surface_marks(). Static. */
const char *theme_role_name(enum role role);
char theme_role_letter(enum role role);

void theme_reset(struct theme *t);
/* One `color` line, already split; an error names what was expected. */
bool theme_color(struct theme *t, const char *const *words, GError **err);
/* The role for somebody's name: a stable one of the six author roles. */
enum role theme_author(const char *uid);
/* Bring a colour down to a terminal with `colors` colours. */
int theme_nearest(int color, int colors);

#endif
