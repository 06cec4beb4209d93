/* Which key runs which line where. */
#include "command/internal.h"

#include <string.h>

struct entry {
	struct binding b;	/* line NULL: unbound on purpose */
	int file;
};

struct keymap {
	GPtrArray *entries;	/* struct entry * in the order first bound */
	GHashTable *index;	/* struct entry * by view and key */
	int file;
};

static guint entry_hash(gconstpointer data)
{
	const struct entry *e = data;

	return e->b.view * 31 + e->b.key;
}

static gboolean entry_equal(gconstpointer a, gconstpointer b)
{
	const struct entry *x = a, *y = b;

	return x->b.view == y->b.view && x->b.key == y->b.key;
}

static void entry_free(gpointer data)
{
	struct entry *e = data;

	g_free(e->b.line);
	g_free(e);
}

struct keymap *keymap_new(void)
{
	struct keymap *k = g_new0(struct keymap, 1);

	k->entries = g_ptr_array_new_with_free_func(entry_free);
	k->index = g_hash_table_new(entry_hash, entry_equal);
	return k;
}

void keymap_free(struct keymap *k)
{
	if (!k)
		return;
	g_hash_table_unref(k->index);
	g_ptr_array_unref(k->entries);
	g_free(k);
}

void keymap_next_file(struct keymap *k)
{
	k->file++;
}

static struct entry *find_entry(const struct keymap *k, unsigned view,
				uint32_t key)
{
	struct entry want = { .b = { .view = view, .key = key } };

	return g_hash_table_lookup(k->index, &want);
}

void keymap_bind(struct keymap *k, unsigned view, uint32_t key,
		 const char *line, char **replaced)
{
	struct entry *e = find_entry(k, view, key);

	if (replaced)
		*replaced = e && e->file == k->file && e->b.line && line &&
			    strcmp(e->b.line, line) ? g_strdup(e->b.line)
						    : NULL;
	if (!e) {
		e = g_new0(struct entry, 1);
		e->b.view = view;
		e->b.key = key;
		g_ptr_array_add(k->entries, e);
		g_hash_table_add(k->index, e);
	}
	g_free(e->b.line);
	e->b.line = g_strdup(line);
	e->file = k->file;
}

const char *keymap_find(const struct keymap *k, unsigned view, uint32_t key)
{
	const struct entry *e = find_entry(k, view, key);

	if (!e && !(view & VIEWS_TEXT))
		e = find_entry(k, VIEW_ANY, key);
	return e ? e->b.line : NULL;
}

static bool is_seen(const struct keymap *k, const struct entry *e,
		    unsigned view)
{
	if (!e->b.line)
		return false;
	return keymap_find(k, view, e->b.key) == e->b.line;
}

GPtrArray *keymap_list(const struct keymap *k, unsigned view)
{
	GPtrArray *list = g_ptr_array_new();

	for (int own = 1; own >= 0; own--)
		for (guint i = 0; i < k->entries->len; i++) {
			struct entry *e = g_ptr_array_index(k->entries, i);

			if (view ? (e->b.view == view) != own ||
				   !is_seen(k, e, view) : !own || !e->b.line)
				continue;
			g_ptr_array_add(list, &e->b);
		}
	return list;
}

char *keymap_keys(const struct keymap *k, unsigned view, const char *line)
{
	g_autoptr(GPtrArray) list = keymap_list(k, view);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		g_autofree char *name = NULL;

		if (strcmp(b->line, line))
			continue;
		name = key_name(b->key);
		g_string_append_printf(out, "%s%s", out->len ? " " : "", name);
	}
	return g_string_free(out, FALSE);
}

unsigned keymap_views(const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, ",", -1);
	unsigned all = 0;

	for (int i = 0; list[i]; i++) {
		unsigned one = command_view_from(list[i]);

		if (!one)
			return 0;
		all |= one;
	}
	return all;
}
