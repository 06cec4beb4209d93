#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include "base/error.h"
#include "ui/input.h"

struct term {
	SCREEN *screen;
	struct input input;
	struct surface shown;	/* what curses has been told */
	const struct theme *theme;
	bool valid;		/* `shown` is what is on the screen */
	bool utf8, modern, awake;
	int colors, cursor;
	short pair_of[ROLE_COUNT];
	unsigned attrs_of[ROLE_COUNT];
};

/* For signal handlers: a pipe, what to restore, how. */
static int signal_pipe[2] = { -1, -1 };
static struct termios saved_tty;
static volatile sig_atomic_t saved_valid;
static char restore_bytes[128];
static volatile sig_atomic_t restore_len;

static const char extras_on[] = "\033[?2004h\033[?1004h";
static const char extras_off[] = "\033[?2004l\033[?1004l";

static void on_signal(int sig)
{
	int saved = errno;
	char byte = sig == SIGWINCH ? 'w' : sig == SIGCONT ? 'c' : 'q';

	(void)!write(signal_pipe[1], &byte, 1);
	errno = saved;
}

static void on_crash(int sig)
{
	if (saved_valid) {
		(void)!write(STDOUT_FILENO, restore_bytes, restore_len);
		tcsetattr(STDIN_FILENO, TCSANOW, &saved_tty);
	}
	signal(sig, SIG_DFL);
	raise(sig);
}

static void catch_signals(bool on)
{
	static const int told[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT,
				    SIGQUIT, SIGCONT };
	static const int deadly[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE,
				      SIGILL };
	struct sigaction act = { .sa_flags = SA_RESTART };

	act.sa_handler = on ? on_signal : SIG_DFL;
	for (guint i = 0; i < G_N_ELEMENTS(told); i++)
		sigaction(told[i], &act, NULL);
	act.sa_handler = on ? on_crash : SIG_DFL;
	act.sa_flags = (int)SA_RESETHAND;
	for (guint i = 0; i < G_N_ELEMENTS(deadly); i++)
		sigaction(deadly[i], &act, NULL);
}

/* The bytes that give the terminal back, made now: a signal handler cannot. */
static void remember_restore(bool modern)
{
	static const char *const caps[] = { "op", "sgr0", "cnorm", "rmcup" };
	GString *all = g_string_new(modern ? extras_off : NULL);

	for (guint i = 0; i < G_N_ELEMENTS(caps); i++) {
		const char *bytes = tigetstr(caps[i]);

		if (bytes && bytes != (char *)-1)
			g_string_append(all, bytes);
	}
	g_string_append(all, "\r\n");
	restore_len = MIN(all->len, sizeof restore_bytes);
	memcpy(restore_bytes, all->str, restore_len);
	g_string_free(all, TRUE);
	saved_valid = 1;
}

static bool is_modern(void)
{
	static const char *const old[] = { "linux", "vt", "dumb", "ansi",
					   "cons", "sun", NULL };
	const char *name = g_getenv("TERM");

	for (int i = 0; name && old[i]; i++)
		if (g_str_has_prefix(name, old[i]))
			return false;
	return name != NULL;
}

static bool no_color(void)
{
	const char *value = g_getenv("NO_COLOR");

	return value && *value;
}

static void start_colors(struct term *t)
{
	t->colors = 0;
	if (no_color() || !has_colors() || start_color() == ERR)
		return;
	t->colors = COLORS;
	use_default_colors();
}

static bool open_pipe(GError **err)
{
	if (signal_pipe[0] >= 0)
		return true;
	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) == 0)
		return true;
	g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
		    "The screen cannot be opened: %s.", g_strerror(errno));
	return false;
}

static void enter(struct term *t)
{
	raw();
	noecho();
	nonl();
	curs_set(0);
	t->cursor = 0;
	t->awake = true;
	if (t->modern)
		term_send(t, extras_on, sizeof extras_on - 1);
}

struct term *term_open(GError **err)
{
	struct term *t;
	const char *name = g_getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
			    "The screen needs a terminal. Commands work "
			    "without one: folkmoot help lists them.");
		return NULL;
	}
	if (!open_pipe(err))
		return NULL;
	t = g_new0(struct term, 1);
	tcgetattr(STDIN_FILENO, &saved_tty);
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen) {
		g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
			    "The terminal type \"%s\" is not known here. Set "
			    "TERM to one that is, for example xterm or vt220.",
			    name ? name : "");
		g_free(t);
		return NULL;
	}
	t->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	t->modern = is_modern();
	start_colors(t);
	remember_restore(t->modern);
	catch_signals(true);
	surface_init(&t->shown, COLS, LINES);
	enter(t);
	return t;
}

static void leave(struct term *t)
{
	if (!t->awake)
		return;
	t->awake = false;
	if (t->modern)
		term_send(t, extras_off, sizeof extras_off - 1);
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &saved_tty);
}

void term_close(struct term *t)
{
	if (!t)
		return;
	leave(t);
	saved_valid = 0;
	catch_signals(false);
	delscreen(t->screen);
	surface_clear(&t->shown);
	g_free(t);
}

int term_fd(const struct term *t)
{
	(void)t;
	return STDIN_FILENO;
}

int term_signal_fd(const struct term *t)
{
	(void)t;
	return signal_pipe[0];
}

unsigned term_signals(struct term *t)
{
	unsigned bits = 0;
	char byte;

	while (read(signal_pipe[0], &byte, 1) == 1)
		bits |= byte == 'w' ? TERM_RESIZE :
			byte == 'c' ? TERM_CONTINUE : TERM_QUIT;
	if (bits & TERM_RESIZE && t->awake) {
		struct winsize size;

		if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
		    size.ws_row && size.ws_col)
			resizeterm(size.ws_row, size.ws_col);
		term_redraw(t);
	}
	return bits;
}

void term_size(const struct term *t, int *width, int *height)
{
	(void)t;
	*width = COLS;
	*height = LINES;
}

bool term_utf8(const struct term *t)
{
	return t->utf8;
}

int term_colors(const struct term *t)
{
	return t->colors;
}

static bool readable(int fd, int timeout)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, timeout) > 0 && p.revents & POLLIN;
}

uint32_t term_key(struct term *t)
{
	char bytes[512];
	uint32_t key = input_next(&t->input, false);
	ssize_t n;

	while (!key) {
		if (!readable(STDIN_FILENO,
			      input_waits(&t->input) ? INPUT_ESC_MS : 0))
			return input_waits(&t->input) ?
			       input_next(&t->input, true) : 0;
		n = read(STDIN_FILENO, bytes,
			 MIN(sizeof bytes, input_space(&t->input)));
		if (n <= 0)
			return 0;
		input_add(&t->input, bytes, n);
		key = input_next(&t->input, false);
	}
	return key;
}

/* ---- showing ----------------------------------------------------------- */

static unsigned attrs_from(const struct look *look)
{
	unsigned a = 0;

	a |= look->attrs & LOOK_BOLD ? A_BOLD : 0;
	a |= look->attrs & LOOK_DIM ? A_DIM : 0;
	a |= look->attrs & LOOK_ITALIC ? A_ITALIC : 0;
	a |= look->attrs & LOOK_UNDER ? A_UNDERLINE : 0;
	a |= look->attrs & LOOK_REVERSE ? A_REVERSE : 0;
	return a;
}

/* One colour pair for each different look. */
static void use_theme(struct term *t, const struct theme *theme)
{
	int next = 1;

	t->theme = theme;
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct look *look = &theme->looks[i];
		int fg = theme_nearest(look->fg, t->colors);
		int bg = theme_nearest(look->bg, t->colors);

		t->attrs_of[i] = attrs_from(look);
		t->pair_of[i] = 0;
		if (t->colors <= 0 || (fg < 0 && bg < 0) || next >= COLOR_PAIRS)
			continue;
		init_pair(next, fg, bg);
		t->pair_of[i] = next++;
	}
	t->valid = false;
}

static unsigned marks_to_attrs(unsigned marks)
{
	unsigned a = 0;

	a |= marks & (MARK_BOLD | MARK_BRIGHT) ? A_BOLD : 0;
	a |= marks & MARK_ITALIC ? A_ITALIC : 0;
	a |= marks & (MARK_UNDER) ? A_UNDERLINE : 0;
	return a;
}

/* The terminal and its C library must agree with us about the width; where
 * they would not, '?' or U+FFFD of the right width stands in. */
static int to_wide(const struct term *t, const struct cell *c,
		   wchar_t out[CCHARW_MAX + 1])
{
	const char *p = c->text, *end = c->text + c->len;
	int n = 0;

	if (!c->len) {
		out[0] = L' ';
		out[1] = 0;
		return 1;
	}
	while (p < end && n < CCHARW_MAX) {
		out[n++] = g_utf8_get_char(p);
		p = g_utf8_next_char(p);
	}
	out[n] = 0;
	if (!t->utf8 && (n > 1 || out[0] > 0x7e)) {
		out[0] = L'?';
		out[1] = 0;
		return 1;
	}
	for (int i = 1; i < n; i++)
		if (wcwidth(out[i]) != 0)
			out[i] = 0, n = i;
	return wcwidth(out[0]);
}

static void show_cell(struct term *t, const struct surface *s, int x, int y)
{
	const struct cell *c = surface_at(s, x, y);
	wchar_t wide[CCHARW_MAX + 1];
	cchar_t cell;
	unsigned attrs = t->attrs_of[c->role] | marks_to_attrs(c->marks);
	int width = to_wide(t, c, wide);

	if (c->marks & MARK_BRIGHT)
		attrs &= ~(unsigned)A_DIM;
	if (width < 1 || width > c->width) {
		wide[0] = t->utf8 ? 0xFFFD : L'?';
		wide[1] = 0;
		width = 1;
	}
	setcchar(&cell, wide, attrs, t->pair_of[c->role], NULL);
	mvadd_wch(y, x, &cell);
	if (c->width == 2 && width == 1) {
		setcchar(&cell, L" ", attrs, t->pair_of[c->role], NULL);
		mvadd_wch(y, x + 1, &cell);
	}
}

static bool cell_equal(const struct cell *a, const struct cell *b)
{
	return a->len == b->len && a->width == b->width &&
	       a->role == b->role && a->marks == b->marks &&
	       !memcmp(a->text, b->text, a->len);
}

static void show_row(struct term *t, const struct surface *s, int y)
{
	for (int x = 0; x < s->width; x++) {
		struct cell *old = surface_at(&t->shown, x, y);
		const struct cell *c = surface_at(s, x, y);

		if (t->valid && cell_equal(old, c))
			continue;
		if (c->width)
			show_cell(t, s, x, y);
		*old = *c;
	}
}

void term_show(struct term *t, const struct surface *s,
	       const struct theme *theme, int x, int y)
{
	bool cursor = x >= 0;

	if (!t->awake)
		return;
	if (theme != t->theme)
		use_theme(t, theme);
	if (t->shown.width != s->width || t->shown.height != s->height) {
		surface_resize(&t->shown, s->width, s->height);
		t->valid = false;
	}
	if (!t->valid)
		erase();
	for (int row = 0; row < s->height; row++)
		show_row(t, s, row);
	t->valid = true;
	if (cursor != t->cursor) {
		curs_set(cursor);
		t->cursor = cursor;
	}
	leaveok(stdscr, !cursor);
	if (cursor)
		move(y, x);
	wnoutrefresh(stdscr);
	doupdate();
}

void term_redraw(struct term *t)
{
	t->valid = false;
	t->theme = NULL;
	clearok(stdscr, TRUE);
}

void term_suspend(struct term *t)
{
	leave(t);
}

void term_resume(struct term *t)
{
	enter(t);
	term_redraw(t);
}

void term_stop(struct term *t)
{
	term_suspend(t);
	raise(SIGSTOP);
	term_resume(t);
}

void term_send(struct term *t, const char *bytes, size_t len)
{
	(void)t;
	fflush(stdout);
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, bytes, len);

		if (n <= 0)
			return;
		bytes += n;
		len -= n;
	}
}
