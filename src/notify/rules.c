#include "notify/notify.h"

#include <string.h>

bool notice_init(struct notice *out, const struct notify_settings *s,
		 const struct ring_words *m)
{
	const char *who = m->who && *m->who ? m->who : "Somebody";
	const char *place = m->place && *m->place ? m->place : NULL;

	*out = (struct notice){ .room = m->room };
	if (!s->enabled || !(m->ring & (RING_NOTIFY | RING_HIGHLIGHT)))
		return false;
	if (s->focused && s->focus_room && s->focus_room == m->room)
		return false;
	/* A direct message's room has the other's name. */
	if (place && strcmp(place, who) != 0)
		out->title = g_strdup_printf("%s in %s", who, place);
	else
		out->title = g_strdup(who);
	out->body = g_strdup(s->hide_text || !m->text ? "" : m->text);
	out->sound = s->sound && m->ring & (RING_SOUND | RING_HIGHLIGHT);
	return true;
}

struct notice *notice_copy(const struct notice *n)
{
	struct notice *copy = g_memdup2(n, sizeof *n);

	copy->title = g_strdup(n->title);
	copy->body = g_strdup(n->body);
	return copy;
}

void notice_clear(struct notice *n)
{
	g_clear_pointer(&n->title, g_free);
	g_clear_pointer(&n->body, g_free);
}

void notice_free(struct notice *n)
{
	if (!n)
		return;
	notice_clear(n);
	g_free(n);
}

/* ---- ways -------------------------------------------------------------- */

enum notify_way notify_way_from(const char *word)
{
	static const struct {
		const char *word;
		enum notify_way way;
	} rows[] = {
		{ "off", NOTIFY_OFF }, { "desktop", NOTIFY_DESKTOP },
		{ "osc9", NOTIFY_OSC9 }, { "osc777", NOTIFY_OSC777 },
		{ "bell", NOTIFY_BELL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_strcmp0(word, rows[i].word) == 0)
			return rows[i].way;
	return NOTIFY_AUTO;
}

/* How terminals make themselves known: a variable that is set and, when
 * `value` is not NULL, contains it. The first row that fits counts. */
static const struct {
	const char *name, *value;
	enum notify_way way;
} terminals[] = {
	{ "STY", NULL, NOTIFY_BELL },		/* GNU screen passes nothing */
	{ "TERM_PROGRAM", "iTerm", NOTIFY_OSC9 },
	{ "LC_TERMINAL", "iTerm", NOTIFY_OSC9 },
	{ "TERM_PROGRAM", "WezTerm", NOTIFY_OSC9 },
	{ "TERM", "wezterm", NOTIFY_OSC9 },
	{ "TERM", "kitty", NOTIFY_OSC9 },
	{ "KITTY_WINDOW_ID", NULL, NOTIFY_OSC9 },
	{ "TERM", "ghostty", NOTIFY_OSC9 },
	{ "TERM_PROGRAM", "ghostty", NOTIFY_OSC9 },
	{ "TERM", "foot", NOTIFY_OSC777 },
	{ "TERM", "rxvt-unicode", NOTIFY_OSC777 },
	{ "KONSOLE_VERSION", NULL, NOTIFY_OSC777 },
	{ "VTE_VERSION", NULL, NOTIFY_OSC777 },
};

enum notify_way notify_choose_terminal(const char *(*get)(const char *name))
{
	for (size_t i = 0; i < G_N_ELEMENTS(terminals); i++) {
		const char *value = get(terminals[i].name);

		if (!value || !*value)
			continue;
		if (!terminals[i].value || strstr(value, terminals[i].value))
			return terminals[i].way;
	}
	return NOTIFY_BELL;
}

static bool is_set(const char *(*get)(const char *), const char *name)
{
	const char *value = get(name);

	return value && *value;
}

enum notify_way notify_choose(const char *(*get)(const char *name))
{
	bool bus = is_set(get, "DBUS_SESSION_BUS_ADDRESS");
	bool display = is_set(get, "DISPLAY") || is_set(get, "WAYLAND_DISPLAY");
	bool remote = is_set(get, "SSH_CONNECTION") || is_set(get, "SSH_TTY");

	if (bus && (display || !remote))
		return NOTIFY_DESKTOP;
	return notify_choose_terminal(get);
}
