#include "notify/osc.h"

#define TITLE_MAX_BYTES 80
#define TEXT_MAX_BYTES 240

/* The words without a byte that a terminal could obey. */
static char *plain(const char *words, size_t max)
{
	g_autofree char *valid = g_utf8_make_valid(words ? words : "", -1);
	GString *out = g_string_new(NULL);

	for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);

		if (out->len + 4 > max) {
			g_string_append(out, "…");
			break;
		}
		g_string_append_unichar(out, control ? ' ' : c);
	}
	return g_string_free(out, FALSE);
}

static char *osc9(const char *title, const char *text)
{
	bool command = g_ascii_isdigit(title[0]);

	return g_strdup_printf("\033]9;%s%s%s%s\033\\", command ? " " : "",
			       title, *text ? ": " : "", text);
}

static char *osc777(char *title, const char *text)
{
	g_strdelimit(title, ";", ',');
	return g_strdup_printf("\033]777;notify;%s;%s\033\\", title, text);
}

/* Takes the sequence. */
static char *wrap_for_tmux(char *take)
{
	g_autofree char *sequence = take;
	GString *out = g_string_new("\033Ptmux;");

	for (const char *p = sequence; *p; p++) {
		if (*p == '\033')
			g_string_append_c(out, '\033');
		g_string_append_c(out, *p);
	}
	g_string_append(out, "\033\\\a");
	return g_string_free(out, FALSE);
}

char *osc_bytes(enum notify_way way, const struct notice *n, bool tmux)
{
	g_autofree char *title = plain(n->title, TITLE_MAX_BYTES);
	g_autofree char *text = plain(n->body, TEXT_MAX_BYTES);
	char *bytes;

	if (way == NOTIFY_BELL)
		return n->sound ? g_strdup("\a") : NULL;
	if (way == NOTIFY_OSC9)
		bytes = osc9(title, text);
	else if (way == NOTIFY_OSC777)
		bytes = osc777(title, text);
	else
		return NULL;
	return tmux ? wrap_for_tmux(bytes) : bytes;
}
