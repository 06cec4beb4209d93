/* Keys by name. */
#include "command/internal.h"

#include <string.h>

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Space", ' ' }, { "Enter", KEY_ENTER }, { "Esc", KEY_ESC },
	{ "Tab", KEY_TAB }, { "Backspace", KEY_BACKSPACE },
	{ "Delete", KEY_DELETE }, { "Insert", KEY_INSERT }, { "Up", KEY_UP },
	{ "Down", KEY_DOWN }, { "Left", KEY_LEFT }, { "Right", KEY_RIGHT },
	{ "Home", KEY_HOME }, { "End", KEY_END }, { "PgUp", KEY_PGUP },
	{ "PgDn", KEY_PGDN }, { "F1", KEY_F1 }, { "F2", KEY_F2 },
	{ "F3", KEY_F3 }, { "F4", KEY_F4 }, { "F5", KEY_F5 },
	{ "F6", KEY_F6 }, { "F7", KEY_F7 }, { "F8", KEY_F8 },
	{ "F9", KEY_F9 }, { "F10", KEY_F10 }, { "F11", KEY_F11 },
	{ "F12", KEY_F12 },
	/* other names for them, read but not written */
	{ "Return", KEY_ENTER }, { "Escape", KEY_ESC }, { "Del", KEY_DELETE },
	{ "Ins", KEY_INSERT }, { "PageUp", KEY_PGUP },
	{ "PageDown", KEY_PGDN },
};

static const struct {
	const char *prefix;
	uint32_t bit;
} modifiers[] = {
	{ "Ctrl-", KEY_CTRL }, { "Alt-", KEY_ALT }, { "Shift-", KEY_SHIFT },
};

static uint32_t take_modifiers(const char **name)
{
	uint32_t bits = 0;

	for (guint i = 0; i < G_N_ELEMENTS(modifiers); i++) {
		size_t len = strlen(modifiers[i].prefix);

		if (g_ascii_strncasecmp(*name, modifiers[i].prefix, len) ||
		    !(*name)[len] || bits & modifiers[i].bit)
			continue;
		bits |= modifiers[i].bit;
		*name += len;
		i = -1;
	}
	return bits;
}

static uint32_t key_of_word(const char *name)
{
	gunichar c = g_utf8_get_char_validated(name, -1);

	if (c != (gunichar)-1 && c != (gunichar)-2 && c &&
	    !*g_utf8_next_char(name))
		return g_unichar_iscntrl(c) ? 0 : c;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (!g_ascii_strcasecmp(name, names[i].name))
			return names[i].key;
	return 0;
}

uint32_t key_from_name(const char *name)
{
	uint32_t bits, key;

	if (!*name)
		return 0;
	bits = take_modifiers(&name);
	key = key_of_word(name);
	if (!key)
		return 0;
	if (bits & KEY_CTRL && key < 128)
		key = g_ascii_tolower(key);
	if (bits & KEY_SHIFT && key < KEY_NAMED && key != ' ') {
		key = g_unichar_toupper(key);
		bits &= ~KEY_SHIFT;
	}
	return bits | key;
}

char *key_name(uint32_t key)
{
	GString *out = g_string_new(NULL);
	uint32_t plain = key & ~(KEY_CTRL | KEY_ALT | KEY_SHIFT);

	for (guint i = 0; i < G_N_ELEMENTS(modifiers); i++)
		if (key & modifiers[i].bit)
			g_string_append(out, modifiers[i].prefix);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i].key == plain) {
			g_string_append(out, names[i].name);
			return g_string_free(out, FALSE);
		}
	if (plain < KEY_NAMED)
		g_string_append_unichar(out, key & KEY_CTRL && plain < 128 ?
					(gunichar)g_ascii_toupper(plain)
					: plain);
	return g_string_free(out, FALSE);
}
