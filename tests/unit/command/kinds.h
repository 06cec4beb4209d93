/*
 * kinds.h - a thing of any kind in the store of a desk, in one line.
 */
#ifndef TESTS_UNIT_COMMAND_KINDS_H
#define TESTS_UNIT_COMMAND_KINDS_H

#include "unit/command/desk.h"

/* A root in "general" with a title and its first status; `ago` ms before now
 * (0: as the fixture's clock goes). Fields can be set before kinds_put(). */
static inline struct change *kinds_new(struct desk *d, enum thing_kind kind,
				       const char *eid, const char *who,
				       const char *title)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, who, title);

	c->post->thing = thing_new(kind);
	c->post->thing->fields = THING_TITLE | THING_STATUS;
	c->post->thing->title = g_strdup(title);
	return c;
}

static inline void kinds_put(struct desk *d, struct change *take, int64_t ago)
{
	if (ago)
		take->post->ts = FX_NOW - ago;
	fx_apply(d->fx, take);
	fx_commit(d->fx);
}

static inline void kinds_add(struct desk *d, enum thing_kind kind,
			     const char *eid, const char *who,
			     const char *title)
{
	kinds_put(d, kinds_new(d, kind, eid, who, title), 0);
}

/* Somebody writes in its thread; `ts` 0: as the fixture's clock goes. */
static inline void kinds_reply(struct desk *d, const char *eid,
			       const char *root, const char *who, int64_t ts)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, who, "Like this.");

	c->post->thread = g_strdup(root);
	if (ts)
		c->post->ts = ts;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static inline const struct thing *kinds_changed(struct desk *d,
						uint32_t fields)
{
	const struct op *op = desk_op(d);

	assert_int_equal(op->kind, OP_THING_CHANGE);
	assert_int_equal(op->thing->fields, fields);
	return op->thing;
}

#endif
