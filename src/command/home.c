/* What needs me, gathered; what was put off is left out. */
#include "command/home.h"

#include <string.h>

static void item_free(gpointer data)
{
	struct home_item *i = data;

	g_free(i->key);
	g_free(i->id);
	g_free(i->rid);
	g_free(i->room_name);
	g_free(i->title);
	g_free(i->left);
	g_free(i->right);
	g_free(i->act);
	g_free(i->why);
	g_free(i);
}

struct home_item *home_item_new(const char *section, const char *kind,
				const char *id)
{
	struct home_item *i = g_new0(struct home_item, 1);

	i->section = section;
	i->key = g_strdup_printf("%s:%s", kind, id ? id : "");
	i->id = g_strdup(id);
	return i;
}

static bool is_put_off(struct home *h, const struct home_item *i)
{
	const char *words = g_hash_table_lookup(h->put_off, i->key);
	char *end = NULL;
	int64_t until, stamp;

	if (!words)
		return false;
	until = g_ascii_strtoll(words, &end, 10);
	stamp = g_ascii_strtoll(end, NULL, 10);
	return stamp == i->stamp &&
	       (!until || until > world_now(h->call->ctx->world));
}

static int count_section(const struct home *h, const char *section)
{
	int n = 0;

	for (guint i = h->items->len; i-- > 0; n++) {
		const struct home_item *x = g_ptr_array_index(h->items, i);

		if (strcmp(x->section, section))
			break;
	}
	return n;
}

void home_add(struct home *h, struct home_item *take)
{
	bool event = take->id && *take->id == '$';

	if (event && g_hash_table_contains(h->seen, take->id)) {
		item_free(take);
		return;
	}
	if (event)
		g_hash_table_add(h->seen, g_strdup(take->id));
	if (is_put_off(h, take)) {
		h->hidden++;
		item_free(take);
		return;
	}
	if (count_section(h, take->section) >= HOME_PER_SECTION) {
		item_free(take);
		return;
	}
	if (!take->act)
		take->act = g_strdup_printf("home done %s", take->key);
	g_ptr_array_add(h->items, take);
}

/* Sections are gathered in another order than they are shown in. */
static void arrange(struct home *h)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	for (guint i = 0; i < h->items->len; i++)
		g_ptr_array_add(all, h->items->pdata[i]);
	h->items->len = 0;
	for (int k = 0; home_order[k]; k++)
		for (guint i = 0; i < all->len; i++) {
			struct home_item *x = g_ptr_array_index(all, i);

			if (!strcmp(x->section, home_order[k]))
				g_ptr_array_add(h->items, x);
		}
}

void home_init(struct home *h, struct command_call *call)
{
	g_autoptr(GPtrArray) states = reader_states(call->ctx->reader,
						    "home:");

	memset(h, 0, sizeof *h);
	h->call = call;
	h->items = g_ptr_array_new_with_free_func(item_free);
	h->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					NULL);
	h->put_off = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					   g_free);
	for (guint i = 0; i + 1 < states->len; i += 2)
		g_hash_table_insert(h->put_off,
			g_strdup((char *)states->pdata[i] + strlen("home:")),
			g_strdup(states->pdata[i + 1]));
	for (int i = 0; home_sections[i]; i++)
		home_sections[i](h);
	arrange(h);
}

void home_clear(struct home *h)
{
	g_ptr_array_unref(h->items);
	g_hash_table_unref(h->seen);
	g_hash_table_unref(h->put_off);
}

const struct home_item *home_find(const struct home *h, const char *key)
{
	for (guint i = 0; i < h->items->len; i++) {
		const struct home_item *x = g_ptr_array_index(h->items, i);

		if (!strcmp(x->key, key))
			return x;
	}
	return NULL;
}
