/* However the events of a room come in, the things in it are the same. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 60
#define WAYS 4
#define EVENTS 40

enum event_kind { ROOT, CHANGE, EDIT, REACT, REDACT, TALK };

/* One event as the server has it, in room order. */
struct event {
	enum event_kind kind;
	char eid[16], target[16];
	const char *sender, *key;
	struct thing *thing;
	int64_t ts;
	bool stripped;		/* history has it without its content */
};

struct story {
	GRand *rand;
	struct event events[EVENTS];
	int n, roots;
};

static const char *const people[] = { ANN, BEN, CHLOE, PAT };
static const char *const keys[] = { "👍", "👎🏽", "🤔", "🎉", "✅" };

static int pick(struct story *h, int n)
{
	return g_rand_int_range(h->rand, 0, n);
}

static struct event *add(struct story *h, enum event_kind kind)
{
	struct event *e = &h->events[h->n];

	*e = (struct event){ .kind = kind };
	g_snprintf(e->eid, sizeof e->eid, "$%02d", h->n++);
	e->sender = people[pick(h, 4)];
	/* clocks are years apart */
	e->ts = FX_NOW + (int64_t)pick(h, 1000) * 86400000 * 5;
	return e;
}

static const char *some_root(struct story *h)
{
	return h->events[pick(h, h->roots)].eid;
}

static enum thing_kind kind_of(const struct story *h, const char *root)
{
	for (int i = 0; i < h->roots; i++)
		if (!strcmp(h->events[i].eid, root))
			return h->events[i].thing->kind;
	return KIND_NONE;
}

static void fill_field(struct story *h, struct thing *t,
		       const struct thing_field *f)
{
	void *at = (char *)t + f->at;

	t->fields |= f->bit;
	if (f->type == TYPE_LINE || (f->type == TYPE_TEXT && pick(h, 2)))
		*(char **)at = g_strdup_printf("text %d", pick(h, 1000));
	else if (f->type == TYPE_WORD)
		*(int *)at = pick(h, 2);
	else if (f->type == TYPE_NUMBER)
		*(int *)at = pick(h, 4);
	else if (f->type == TYPE_DAY)
		*(int64_t *)at = pick(h, 2) ? NO_DAY : 20000 + pick(h, 99);
	else if (f->type == TYPE_USER && pick(h, 2))
		*(char **)at = g_strdup(people[pick(h, 4)]);
	else if (f->bit == THING_SAME && pick(h, 3))
		*(char **)at = g_strdup(some_root(h));
	else if (f->type == TYPE_STEPS)
		for (int i = pick(h, 4); i > 0; i--) {
			char id[8];

			g_snprintf(id, sizeof id, "s%d", pick(h, 5));
			thing_put_step(t, id, pick(h, 3) ? "step" : NULL,
				       pick(h, 2));
		}
}

static struct thing *some_fields(struct story *h, enum thing_kind kind,
				 bool root)
{
	struct thing *t = thing_new(kind);

	for (const struct thing_field *f = thing_fields(); f->key; f++)
		if (f->kinds & KIND_BIT(kind) &&
		    (f->bit == THING_TITLE ? root || !pick(h, 6) :
					     !pick(h, 3)))
			fill_field(h, t, f);
	return t;
}

static void make_roots(struct story *h)
{
	static const enum thing_kind kinds[] = {
		KIND_IDEA, KIND_IDEA, KIND_IDEA, KIND_TASK, KIND_QUESTION,
	};

	h->roots = G_N_ELEMENTS(kinds);
	for (int i = 0; i < h->roots; i++) {
		struct event *e = add(h, ROOT);

		e->thing = some_fields(h, kinds[i], true);
		if (kinds[i] == KIND_TASK)
			g_clear_pointer(&e->thing->steps, g_ptr_array_unref);
	}
}

/* Redactions and what is redacted already are left alone. */
static void aim_redaction(struct story *h, struct event *e)
{
	struct event *target = &h->events[pick(h, h->n - 1)];

	if (target->kind == REDACT || target->stripped) {
		e->kind = TALK;
		return;
	}
	g_strlcpy(e->target, target->eid, sizeof e->target);
	target->stripped = true;
}

static void make_event(struct story *h)
{
	static const enum event_kind kinds[] = {
		CHANGE, CHANGE, CHANGE, CHANGE, EDIT, REACT, REACT, REACT,
		REDACT, TALK,
	};
	struct event *e = add(h, kinds[pick(h, G_N_ELEMENTS(kinds))]);

	g_strlcpy(e->target, some_root(h), sizeof e->target);
	if (e->kind == REDACT)
		aim_redaction(h, e);
	if (e->kind == CHANGE || e->kind == EDIT) {
		e->thing = some_fields(h, kind_of(h, e->target), false);
		e->thing->turn = pick(h, 2) ? pick(h, 6) : 0;
	}
	if (e->kind == REACT)
		e->key = keys[pick(h, G_N_ELEMENTS(keys))];
}

static void story_init(struct story *h, guint32 seed)
{
	memset(h, 0, sizeof *h);
	h->rand = g_rand_new_with_seed(seed);
	make_roots(h);
	while (h->n < EVENTS)
		make_event(h);
}

static void story_clear(struct story *h)
{
	for (int i = 0; i < h->n; i++)
		thing_free(h->events[i].thing);
	g_rand_free(h->rand);
}

/* ---- giving it to the store ------------------------------------------------ */

static struct change *post_change(struct fx *fx, const char *rid,
				  const struct event *e, bool bare)
{
	struct change *c = fx_new_post(fx, rid, e->eid, e->sender,
				       bare ? "" : "words");

	c->post->ts = e->ts;
	c->post->redacted = bare;
	if (bare)
		return c;
	if (e->kind != ROOT)
		c->post->thread = g_strdup(e->target);
	if (e->kind == CHANGE)
		c->post->change = thing_copy(e->thing);
	if (e->kind == ROOT) {
		c->post->thing = thing_copy(e->thing);
		c->post->thing->fields = thing_bits(e->thing->kind);
	}
	return c;
}

static struct change *edit_change(struct fx *fx, const char *rid,
				  const struct event *e)
{
	struct change *c = fx_new(fx, CHANGE_EDIT, rid);

	c->target = g_strdup(e->target);
	c->post = post_new();
	c->post->eid = g_strdup(e->eid);
	c->post->sender = g_strdup(e->sender);
	c->post->body = g_strdup("other words");
	c->post->ts = e->ts;
	c->post->thing = thing_copy(e->thing);
	return c;
}

static struct change *relation_change(struct fx *fx, const char *rid,
				      const struct event *e)
{
	struct change *c = fx_new(fx, e->kind == REACT ? CHANGE_REACTION :
				  CHANGE_REDACTION, rid);

	c->eid = g_strdup(e->eid);
	c->target = g_strdup(e->target);
	c->user = g_strdup(e->sender);
	c->key = g_strdup(e->key);
	c->ts = e->ts;
	return c;
}

static void give(struct fx *fx, const char *rid, const struct event *e,
		 bool older, bool bare)
{
	bool post = e->kind == ROOT || e->kind == CHANGE || e->kind == TALK;
	struct change *c;

	/* Relations that are redacted come without saying what they were. */
	if (bare && !post)
		return;
	c = post ? post_change(fx, rid, e, bare) :
	    e->kind == EDIT ? edit_change(fx, rid, e) :
			      relation_change(fx, rid, e);
	c->older = older;
	fx_apply(fx, c);
}

static void give_powers(struct fx *fx, const char *rid, int ann, int ben)
{
	struct change *c = fx_new(fx, CHANGE_POWERS, rid);
	struct power levels[] = { { g_strdup(ANN), ann, false },
				  { g_strdup(BEN), ben, false } };

	c->powers = g_array_new(false, false, sizeof(struct power));
	g_array_append_vals(c->powers, levels, 2);
	c->power_redact = 50;
	fx_apply(fx, c);
}

/* Live from `split` on, then backwards to the beginning; commits now and
 * then; the levels somewhere between. */
static void give_all(struct fx *fx, struct story *h, const char *rid,
		     int split)
{
	int levels = pick(h, h->n);

	fx_join(fx, rid, "ideas");
	if (split)
		fx_timeline(fx, rid, "back", 1);
	for (int i = split; i < h->n; i++) {
		if (i == split)
			give_powers(fx, rid, 0, 50);
		if (i == levels)
			give_powers(fx, rid, 50, 0);
		give(fx, rid, &h->events[i], false,
		     h->events[i].stripped && !pick(h, 2));
		if (!pick(h, 6))
			fx_commit(fx);
	}
	for (int i = split - 1; i >= 0; i--) {
		give(fx, rid, &h->events[i], true,
		     h->events[i].stripped && pick(h, 2));
		if (!pick(h, 6))
			fx_commit(fx);
	}
	give_powers(fx, rid, 50, 0);
	fx_commit(fx);
}

/* ---- comparing -------------------------------------------------------------- */

static void tell(struct fx *fx, GString *out, const char *rid, const char *eid)
{
	struct thing *t = reader_thing(fx->reader, fx_room(fx, rid), eid);
	g_autofree char *packed = thing_pack(t);

	g_string_append_printf(out, "%s: %s", eid, packed ? packed : "none");
	if (t)
		g_string_append_printf(out, " +%d -%d ?%d mine %d by %s"
				       " closed %" G_GINT64_FORMAT
				       " changed %" G_GINT64_FORMAT, t->up,
				       t->down, t->maybe, (int)t->mine,
				       t->done_by ? t->done_by : "-",
				       t->closed, t->changed);
	g_string_append_c(out, '\n');
	thing_free(t);
}

static void tell_refused(struct fx *fx, GString *out, const char *rid,
			 const char *eid)
{
	struct post *p = reader_post(fx->reader, fx_room(fx, rid), eid);

	if (p && p->change)
		g_string_append_printf(out, "%s refuses %x\n", eid,
				       p->change->refused);
	post_free(p);
}

static char *tell_all(struct fx *fx, const struct story *h, const char *rid)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; i < h->n; i++)
		if (h->events[i].kind == ROOT)
			tell(fx, out, rid, h->events[i].eid);
		else if (h->events[i].kind == CHANGE)
			tell_refused(fx, out, rid, h->events[i].eid);
	return g_string_free(out, FALSE);
}

static void any_order_gives_the_same(void **state)
{
	struct fx *fx = *state;

	for (guint32 round = 0; round < ROUNDS; round++) {
		g_autofree char *first = NULL;
		struct story h;

		story_init(&h, round);
		for (int way = 0; way < WAYS; way++) {
			g_autofree char *rid = g_strdup_printf("!%u-%d",
							       round, way);
			g_autofree char *now = NULL;

			give_all(fx, &h, rid, way ? pick(&h, h.n) : 0);
			now = tell_all(fx, &h, rid);
			if (!first)
				first = g_steal_pointer(&now);
			else if (strcmp(first, now))
				g_printerr("round %u way %d\n%s\n%s\n",
					   round, way, first, now);
			if (now)
				assert_string_equal(first, now);
		}
		story_clear(&h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(any_order_gives_the_same),
	};

	return cmocka_run_group_tests_name("things_order", tests, NULL, NULL);
}
