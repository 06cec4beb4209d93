/*
 * A monkey at the keyboard of a hostile village: fixed seeds, every view, four
 * sizes. Whatever is shown, each row holds exactly the columns of the screen,
 * no control byte is in it, and nothing crashes or leaks (under sanitizers).
 */
#include <stdio.h>
#include <string.h>
#include "hostile.h"
#include "stage.h"
#include "text/text.h"

#define KEYS 260		/* for each view and size */
#define BUDGET_US (6 * G_USEC_PER_SEC)

static const struct { int w, h; } sizes[] = {
	{ 40, 10 }, { 80, 24 }, { 120, 40 }, { 200, 60 },
};

/* Lines that open the views. */
static const char *const views[] = {
	"pane home", "go !hall:evil.example", "pane members", "pane tasks",
	"pane mine", "pane outbox", "find line", "go !self", "pane places",
	"thread", "pane details", "switch", "keys-help",
};

/* What is pressed: mostly moving, now and then anything. Quitting is not
 * among it, nor what runs another program or stops this one. */
static const char *const keys[] = {
	"j", "k", "j", "k", "PgDn", "PgUp", "Ctrl-D", "Ctrl-U", "g", "G",
	"Home", "End", "Enter", "Esc", "Tab", "Shift-Tab", "Space", "s", "i",
	"T", "r", "e", "E", "x", "n", "N", "[", "]", "1", "2", "3", "4", "5",
	"6", "7", "8", "?", ":", "/", "Ctrl-K", "f", "m", "a", "b", "Up",
	"Down", "Left", "Right", "Backspace", "Ctrl-W", "Ctrl-N", "Ctrl-P",
	"l", "h", "c", "y", "R", "D", "u", "Alt-Enter",
};

static int failures;

static void complain(const struct surface *s, int y, const char *what)
{
	g_autofree char *text = surface_dump(s);

	if (failures++ > 3)
		return;
	printf("# row %d of %dx%d %s:\n", y, s->width, s->height, what);
	for (const char *p = text; *p; p = strchr(p, '\n') + 1)
		printf("# %.*s\n", (int)strcspn(p, "\n"), p);
}

static bool has_control(const struct cell *c)
{
	for (int i = 0; i < c->len; i++)
		if ((unsigned char)c->text[i] < 0x20 || c->text[i] == 0x7f)
			return true;
	return !g_utf8_validate(c->text, c->len, NULL) ||
	       strstr(c->text, "\xc2\x9b") || strstr(c->text, "\xe2\x80\xae");
}

static void check_row(const struct surface *s, int y)
{
	int columns = 0;

	for (int x = 0; x < s->width; x++) {
		const struct cell *c = surface_at(s, x, y);
		int shown = c->len ? text_width(c->text, c->len) : c->width;

		if (has_control(c))
			complain(s, y, "has a control character");
		if (shown > c->width)
			complain(s, y, "has a cell that is too narrow");
		columns += c->width;
	}
	if (columns != s->width)
		complain(s, y, "is not as wide as the screen");
}

static void check(struct ui *ui)
{
	const struct surface *s = ui_draw(ui);

	for (int y = 0; y < s->height; y++)
		check_row(s, y);
}

static void open_view(struct stage *s, const char *line)
{
	g_autoptr(GError) err = NULL;

	for (int i = 0; i < 3; i++)
		ui_key(s->ui, key_from_name("Esc"));
	if (!command_run_line(ui_context(s->ui), line, IN_PROMPT, &err) &&
	    failures++ < 3)
		printf("# %s: %s\n", line, err->message);
	check(s->ui);
}

static void monkey(struct stage *s, GRand *dice, gint64 until)
{
	for (int i = 0; i < KEYS && g_get_monotonic_time() < until; i++) {
		guint k = g_rand_int_range(dice, 0, G_N_ELEMENTS(keys));

		ui_key(s->ui, key_from_name(keys[k]));
		check(s->ui);
	}
}

/* Every view at every size, then keys until the time is over. */
static void walk(struct stage *s, guint size, gint64 until)
{
	GRand *dice = g_rand_new_with_seed(7 + size);

	ui_resize(s->ui, sizes[size].w, sizes[size].h);
	for (guint v = 0; v < G_N_ELEMENTS(views); v++) {
		if (strstr("thread pane details", views[v]))
			open_view(s, "go !hall:evil.example");
		open_view(s, views[v]);
		for (int i = 0; i < 4; i++) {
			ui_key(s->ui, key_from_name(i % 2 ? "PgUp" : "PgDn"));
			check(s->ui);
		}
	}
	for (guint v = 0; v < G_N_ELEMENTS(views) - 4; v++) {
		open_view(s, views[v]);
		monkey(s, dice, until);
	}
	g_rand_free(dice);
}

int main(void)
{
	struct stage s = { .name = "monkey" };
	gint64 begin;

	g_setenv("HOME", "/nonexistent", TRUE);
	g_setenv("XDG_CONFIG_HOME", "/nonexistent", TRUE);
	stage_open(&s);
	hostile_fill(s.store);
	stage_ui(&s);
	begin = g_get_monotonic_time();
	for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
		int before = failures;

		walk(&s, i, begin + (i + 1) * BUDGET_US /
		     (gint64)G_N_ELEMENTS(sizes));
		printf("%s %u - monkey at %dx%d\n", failures == before ? "ok" :
		       "not ok", i + 1, sizes[i].w, sizes[i].h);
	}
	printf("1..%u\n", (guint)G_N_ELEMENTS(sizes));
	stage_close(&s);
	return failures != 0;
}
