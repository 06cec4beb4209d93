#include "model/poll.h"

#include <string.h>

static void answer_free(void *answer)
{
	struct poll_answer *a = answer;

	g_free(a->id);
	g_free(a->text);
	g_free(a);
}

struct poll *poll_new(const char *question)
{
	struct poll *p = g_new0(struct poll, 1);

	p->question = g_strdup(question);
	p->max = 1;
	p->answers = g_ptr_array_new_with_free_func(answer_free);
	return p;
}

struct poll *poll_copy(const struct poll *p)
{
	struct poll *copy;

	if (!p)
		return NULL;
	copy = g_memdup2(p, sizeof *p);
	copy->question = g_strdup(p->question);
	copy->answers = g_ptr_array_new_with_free_func(answer_free);
	for (guint i = 0; i < p->answers->len; i++) {
		struct poll_answer *a = g_memdup2(p->answers->pdata[i],
						  sizeof *a);

		a->id = g_strdup(a->id);
		a->text = g_strdup(a->text);
		g_ptr_array_add(copy->answers, a);
	}
	return copy;
}

void poll_free(struct poll *p)
{
	if (!p)
		return;
	g_free(p->question);
	g_ptr_array_unref(p->answers);
	g_free(p);
}

/* ---- answers ------------------------------------------------------------- */

static struct poll_answer *answer_of(const struct poll *p, const char *id)
{
	for (guint i = 0; i < p->answers->len; i++) {
		struct poll_answer *a = p->answers->pdata[i];

		if (strcmp(a->id, id) == 0)
			return a;
	}
	return NULL;
}

bool poll_add(struct poll *p, const char *id, const char *text)
{
	struct poll_answer *a;

	if (!id || !*id || strlen(id) > POLL_ID_BYTES || strchr(id, '\n') ||
	    p->answers->len >= POLL_ANSWERS_MAX || answer_of(p, id))
		return false;
	a = g_new0(struct poll_answer, 1);
	a->id = g_strdup(id);
	a->text = g_strdup(text ? text : "");
	g_ptr_array_add(p->answers, a);
	return true;
}

/* ---- counting ------------------------------------------------------------ */

static bool is_spoiled(const struct poll *p, const GPtrArray *ids)
{
	if (!ids || !ids->len || ids->len > POLL_VOTE_MAX)
		return true;
	for (guint i = 0; i < ids->len; i++)
		if (!answer_of(p, ids->pdata[i]))
			return true;
	return false;
}

static bool is_again(const GPtrArray *ids, guint i)
{
	for (guint k = 0; k < i; k++)
		if (strcmp(ids->pdata[k], ids->pdata[i]) == 0)
			return true;
	return false;
}

void poll_count(struct poll *p, const GPtrArray *ids, bool mine)
{
	if (is_spoiled(p, ids))
		return;
	for (guint i = 0; i < ids->len && i < (guint)p->max; i++) {
		struct poll_answer *a = answer_of(p, ids->pdata[i]);

		if (is_again(ids, i))
			continue;
		a->count++;
		a->mine |= mine;
	}
	p->voters++;
	p->voted |= mine;
}

void poll_vote_mine(struct poll *p, const GPtrArray *ids)
{
	for (guint i = 0; i < p->answers->len; i++) {
		struct poll_answer *a = p->answers->pdata[i];

		a->count -= a->mine;
		a->mine = false;
	}
	p->voters -= p->voted;
	p->voted = false;
	poll_count(p, ids, true);
}

bool poll_is_open(const struct poll *p)
{
	return !p->hidden || p->ended;
}

GPtrArray *poll_mine(const struct poll *p)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		if (a->mine)
			g_ptr_array_add(ids, g_strdup(a->id));
	}
	return ids;
}

/* ---- words --------------------------------------------------------------- */

/* The only one that begins so, or the one that is just that. */
static const struct poll_answer *find_text(const struct poll *p,
					   const char *words)
{
	g_autofree char *want = g_utf8_casefold(words, -1);
	const struct poll_answer *found = NULL;
	int n = 0;

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];
		g_autofree char *text = g_utf8_casefold(a->text, -1);

		if (strcmp(text, want) == 0)
			return a;
		if (g_str_has_prefix(text, want)) {
			found = a;
			n++;
		}
	}
	return n == 1 ? found : NULL;
}

const struct poll_answer *poll_find(const struct poll *p, const char *words)
{
	guint64 n;

	if (!*words)
		return NULL;
	if (g_ascii_string_to_unsigned(words, 10, 1, p->answers->len, &n,
				       NULL))
		return p->answers->pdata[n - 1];
	return find_text(p, words);
}

char *poll_body(const struct poll *p)
{
	GString *out = g_string_new(p->question);

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		g_string_append_printf(out, "\n%u. %s", i + 1, a->text);
	}
	return g_string_free(out, FALSE);
}

char *poll_end_body(const struct poll *p)
{
	const struct poll_answer *top = NULL;
	bool tie = false;

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		tie = top && a->count == top->count ? true :
		      !top || a->count > top->count ? false : tie;
		if (!top || a->count > top->count)
			top = a;
	}
	if (!top || !top->count)
		return g_strdup("The poll has ended. Nobody voted.");
	if (tie)
		return g_strdup_printf("The poll has ended in a tie, with %d "
				       "vote%s each.", top->count,
				       top->count == 1 ? "" : "s");
	return g_strdup_printf("The poll has ended. Top answer: %s (%d "
			       "vote%s)", top->text, top->count,
			       top->count == 1 ? "" : "s");
}
