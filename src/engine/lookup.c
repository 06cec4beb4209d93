/* lookup.c - what servers say about places: asked, cleaned, passed on. */
#include "engine/internal.h"

#include <string.h>

#define ROWS_DEFAULT 50

struct ask {
	struct engine *e;
	struct asker asker;
	int64_t account;
	char *key;
};

static const struct {
	const char *word;
	enum lookup_kind kind;
} kinds[] = {
	{ "look", LOOKUP_PLACE }, { "directory", LOOKUP_DIRECTORY },
	{ "tree", LOOKUP_TREE },
};

static void clean_all(GPtrArray *found)
{
	for (guint i = found->len; i > 0; i--)
		if (i > FINDINGS_MAX || !finding_clean(found->pdata[i - 1]))
			g_ptr_array_remove_index(found, i - 1);
}

static void answer(struct ask *ask, const struct lookup_result *r)
{
	struct message *m = message_new(EV_LOOKUP);

	m->account = ask->account;
	m->a = sentence_clean(r->error);
	m->b = g_steal_pointer(&ask->key);
	m->c = g_strdup(r->next && strlen(r->next) < 4096 ? r->next : NULL);
	m->n = r->total;
	m->found = findings_new();
	for (guint i = 0; r->found && i < MIN(r->found->len, FINDINGS_MAX); i++)
		g_ptr_array_add(m->found, finding_copy(r->found->pdata[i]));
	clean_all(m->found);
	ask->e->lookups--;
	event_reply(ask->e, &ask->asker, m);
	g_free(ask);
}

static void on_found(void *user, const struct lookup_result *r)
{
	answer(user, r);
}

static struct agent *agent_for(struct engine *e, int64_t account)
{
	if (!account && e->agents->len == 1)
		return e->agents->pdata[0];
	return engine_agent(e, account);
}

void lookup_begin(struct engine *e, const struct asker *asker,
		  const struct message *m)
{
	struct agent *a = agent_for(e, m->account);
	struct ask *ask = g_new0(struct ask, 1);
	struct lookup l = { .words = m->b, .servers = m->c, .from = m->d };
	size_t i = 0;

	*ask = (struct ask){ e, *asker, m->account, lookup_key(m) };
	e->lookups++;
	while (i < G_N_ELEMENTS(kinds) && g_strcmp0(kinds[i].word, m->a))
		i++;
	if (i == G_N_ELEMENTS(kinds) || !a || !a->ops->lookup ||
	    !agent_open(a)) {
		answer(ask, &(struct lookup_result){
			.total = -1, .error = a && a->sentence ? a->sentence :
			"There is no connection to ask for it." });
		return;
	}
	l.kind = kinds[i].kind;
	l.limit = m->n > 0 ? (int)MIN(m->n, FINDINGS_MAX) : ROWS_DEFAULT;
	a->ops->lookup(a->provider, &l, on_found, ask);
}
