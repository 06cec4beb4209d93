#include "ui/lookups.h"

#include <string.h>

#define KEPT 12

static void drop(void *message)
{
	message_free(message);
}

void lookups_clear(struct lookups *l)
{
	g_clear_pointer(&l->answers, g_ptr_array_unref);
}

static bool is_same(const struct message *m, int64_t account, const char *key)
{
	return m->account == account && !g_strcmp0(m->b, key);
}

void lookups_take(struct lookups *l, const struct world *world,
		  const struct message *event)
{
	struct message *copy = message_copy(event);

	if (!l->answers)
		l->answers = g_ptr_array_new_with_free_func(drop);
	for (guint i = l->answers->len; i > 0; i--)
		if (is_same(l->answers->pdata[i - 1], event->account,
			    event->b))
			g_ptr_array_remove_index(l->answers, i - 1);
	if (l->answers->len >= KEPT)
		g_ptr_array_remove_index(l->answers, 0);
	copy->when = world_steady(world);
	g_ptr_array_add(l->answers, copy);
}

struct message *lookups_find(const struct lookups *l,
			     const struct world *world,
			     const struct message *request, int64_t age_ms)
{
	g_autofree char *key = lookup_key(request);

	for (guint i = 0; l->answers && i < l->answers->len; i++) {
		const struct message *m = l->answers->pdata[i];

		if (is_same(m, request->account, key) && (age_ms < 0 ||
		    world_steady(world) - m->when <= age_ms))
			return message_copy(m);
	}
	return NULL;
}
