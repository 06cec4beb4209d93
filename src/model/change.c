#include "model/change.h"
#include "model/strings.h"

struct change *change_new(enum change_kind kind, const char *rid)
{
	struct change *c = g_new0(struct change, 1);

	c->kind = kind;
	c->rid = g_strdup(rid);
	return c;
}

/* The names are cleared, not only freed: an array may have a clear function
 * of its own. */
static void free_powers(GArray *powers)
{
	for (guint i = 0; powers && i < powers->len; i++)
		g_clear_pointer(&g_array_index(powers, struct power, i).user,
				g_free);
	if (powers)
		g_array_unref(powers);
}

void change_free(struct change *c)
{
	if (!c)
		return;
	g_free(c->rid);
	g_free(c->eid);
	g_free(c->user);
	g_free(c->target);
	g_free(c->key);
	g_free(c->name);
	g_free(c->reason);
	g_free(c->token);
	g_free(c->body);
	g_free(c->thread);
	g_free(c->order);
	room_free(c->room);
	post_free(c->post);
	charter_free(c->charter);
	strings_free(c->users);
	strings_free(c->names);
	strings_free(c->via);
	free_powers(c->powers);
	card_free(c->card);
	g_free(c);
}
