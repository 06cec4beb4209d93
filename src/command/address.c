/* Addresses of rooms: ids, aliases, links. */
#include "command/address.h"

#include <string.h>

#define ADDRESS_MAX 255
#define VIA_MAX 10

static bool is_printable(const char *s)
{
	for (; *s; s++)
		if (*s <= 0x20 || *s == 0x7f)
			return false;
	return true;
}

/* An id may come without a server since room version 12. */
static bool is_room(const char *s)
{
	size_t len = strlen(s);

	if (len < 2 || len > ADDRESS_MAX || !is_printable(s))
		return false;
	if (*s == '#')
		return strchr(s, ':') != NULL;
	return *s == '!';
}

static void add_via(struct address *a, const char *server)
{
	if (!a->via)
		a->via = g_ptr_array_new_with_free_func(g_free);
	if (*server && a->via->len < VIA_MAX && strlen(server) <= ADDRESS_MAX &&
	    is_printable(server))
		g_ptr_array_add(a->via, g_strdup(server));
}

static void take_query(struct address *a, const char *query)
{
	g_auto(GStrv) parts = g_strsplit(query, "&", -1);

	for (char **p = parts; *p; p++) {
		g_autofree char *server = g_str_has_prefix(*p, "via=") ?
			g_uri_unescape_string(*p + 4, NULL) : NULL;

		if (server)
			add_via(a, server);
	}
}

/* "ROOM/EVENT?via=A&via=B", each part escaped; `sigil` is what a URI leaves
 * out, or 0. */
static bool take_path(struct address *a, const char *path, char sigil)
{
	size_t len = strcspn(path, "/?");
	const char *query = strchr(path, '?');
	g_autofree char *part = g_strndup(path, len);
	g_autofree char *room = g_uri_unescape_string(part, NULL);
	char mark[2] = { sigil, '\0' };

	if (!room)
		return false;
	a->room = g_strconcat(mark, room, NULL);
	if (!is_room(a->room)) {
		g_clear_pointer(&a->room, g_free);
		return false;
	}
	if (query)
		take_query(a, query + 1);
	return true;
}

static const struct {
	const char *begin;
	char sigil;
} forms[] = {
	{ "https://matrix.to/#/", '\0' }, { "http://matrix.to/#/", '\0' },
	{ "matrix.to/#/", '\0' },
	{ "matrix:r/", '#' }, { "matrix:room/", '#' },
	{ "matrix:roomid/", '!' },
};

bool address_parse(struct address *a, const char *words)
{
	*a = (struct address){ 0 };
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if (!g_ascii_strncasecmp(words, forms[i].begin,
					 strlen(forms[i].begin)))
			return take_path(a, words + strlen(forms[i].begin),
					 forms[i].sigil);
	if (!is_room(words))
		return false;
	a->room = g_strdup(words);
	return true;
}

void address_clear(struct address *a)
{
	g_clear_pointer(&a->room, g_free);
	g_clear_pointer(&a->via, g_ptr_array_unref);
}
