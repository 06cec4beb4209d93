/* Before an op goes to the outbox: who reads it, and may they? */
#include "command/internal.h"

#include <string.h>

void guard_ask_clear(struct guard_ask *ask)
{
	g_free(ask->from);
	g_free(ask->to);
	g_free(ask->word);
	g_free(ask->sentence);
	if (ask->lines)
		g_ptr_array_unref(ask->lines);
	memset(ask, 0, sizeof *ask);
}

/* ---- where a text comes from --------------------------------------------------- */

struct origin *command_origin(struct command_context *ctx, int64_t room,
			      const char *text)
{
	struct room *r = ctx->reader && room ? reader_room(ctx->reader, room)
					     : NULL;
	struct origin *o;
	struct audience a;

	if (!r)
		return NULL;
	o = origin_new(r->rid, r->name);
	if (reader_audience(ctx->reader, room, &a)) {
		o->words = g_strdup(a.words);
		o->scope = g_strdup(a.scope);
	}
	audience_clear(&a);
	origin_add_text(o, text);
	room_free(r);
	return o;
}

char *command_quote(const struct post *post)
{
	GString *out = g_string_new(NULL);
	g_auto(GStrv) lines = g_strsplit(post->body ? post->body : "", "\n",
					 -1);

	g_string_append_printf(out, "%s wrote:", post->name ? post->name :
			       post->sender ? post->sender : "Somebody");
	for (char **l = lines; *l; l++)
		g_string_append_printf(out, "\n> %s", *l);
	return g_string_free(out, FALSE);
}

char *command_keep_rules(struct command_context *ctx)
{
	char *rules = keeps_pack(options_keeps(ctx->options));
	g_autofree char *have = ctx->reader ? reader_state(ctx->reader,
							   "keep") : NULL;

	if (strcmp(rules, have ? have : "") != 0)
		return rules;
	g_free(rules);
	return NULL;
}

/* ---- a place --------------------------------------------------------------------- */

/* The place an op is for, with its audience; `room` NULL: none that is
 * known here. */
struct target {
	struct room *room;
	struct audience audience;
};

static void target_init(struct target *t, struct command_context *ctx,
			const struct op *op)
{
	memset(t, 0, sizeof *t);
	if (!ctx->reader)
		return;
	if (op->room)
		t->room = reader_room(ctx->reader, op->room);
	else if (op->rid)
		t->room = reader_room_by_rid(ctx->reader, op->account,
					     op->rid);
	if (t->room)
		reader_audience(ctx->reader, t->room->id, &t->audience);
}

static void target_clear(struct target *t)
{
	audience_clear(&t->audience);
	room_free(t->room);
}

static char *say_place(const char *name, const char *words)
{
	return g_strdup_printf("%s › %s", name ? name : "a place",
			       words ? words : "its readers are not known "
			       "any more");
}

/* ---- from narrower to wider -------------------------------------------------------- */

/* Those who could not read it there and can here; NULL: nobody. Where it came
 * from is known as it was then and as it is now: the narrower one counts. Within
 * an area it is people that count, unless anybody of the area could come in. */
static char *who_more(struct command_context *ctx, const struct origin *o,
		      const struct target *t)
{
	struct room *from = reader_room_by_rid(ctx->reader, 0, o->rid);
	struct audience now = { .open = false };
	char *who = audience_widened(t->audience.scope, o->scope);
	int n;

	if (from && reader_audience(ctx->reader, from->id, &now)) {
		n = now.open || t->audience.area < now.area ? 0 :
		    reader_strangers(ctx->reader, from->id, t->room->id);
		if (!who)
			who = audience_widened(t->audience.scope, now.scope);
		if (!who && n > 0)
			who = g_strdup_printf("%d %s cannot read %s", n,
				n == 1 ? "reader" : "readers", from->name);
	}
	audience_clear(&now);
	room_free(from);
	return who;
}

static bool is_from_here(const struct origin *o, const struct target *t)
{
	return g_strcmp0(o->rid, t->room->rid) == 0;
}

static void add_lines(struct guard_ask *ask, const struct origin *o)
{
	for (guint i = 0; i < o->lines->len; i++)
		g_ptr_array_add(ask->lines, g_strdup(o->lines->pdata[i]));
}

static void fill_ask(struct guard_ask *ask, const struct origin *o,
		     const struct target *t, const char *who)
{
	enum area area = audience_scope_area(o->scope);

	if (!ask->lines)
		ask->lines = g_ptr_array_new_with_free_func(g_free);
	add_lines(ask, o);
	if (ask->from && area >= ask->from_area)
		return;
	g_free(ask->from);
	g_free(ask->sentence);
	ask->from_area = area;
	ask->from = say_place(o->name, o->words);
	ask->sentence = g_strdup_printf(
		"This text came from %s (%s), and %s is read by others: %s. "
		"Nothing was sent; --wider sends it all the same.",
		o->name ? o->name : "a narrower place",
		o->words ? o->words : area_word(area), t->room->name, who);
}

static void finish_ask(struct guard_ask *ask, const struct target *t,
		       const struct audience *to)
{
	ask->to_area = to->area;
	ask->to = say_place(t->room->name, to->words);
	ask->word = g_strdup(area_word(MAX(to->area, AREA_INTERNAL)));
}

static GPtrArray *origins_of(const struct op *op, const GPtrArray *known,
			     const char *text)
{
	GPtrArray *all = origins_unpack(op->origin), *here;

	if (!all)
		all = origins_new();
	for (guint i = 0; known && i < known->len; i++)
		origins_add(all, origin_copy(known->pdata[i]));
	here = origins_in(all, text);
	g_ptr_array_unref(all);
	return here;
}

static enum guard guard_origins(struct command_context *ctx, struct op *op,
				const GPtrArray *here, const struct target *t,
				struct guard_ask *ask)
{
	for (guint i = 0; here && i < here->len; i++) {
		const struct origin *o = here->pdata[i];
		g_autofree char *who = is_from_here(o, t) ? NULL :
				       who_more(ctx, o, t);

		if (who)
			fill_ask(ask, o, t, who);
	}
	if (!ask->lines || op->wider) {
		guard_ask_clear(ask);
		return GUARD_PASS;
	}
	finish_ask(ask, t, &t->audience);
	return GUARD_ASK;
}

static enum guard guard_text(struct command_context *ctx, struct op *op,
			     const GPtrArray *known, struct target *t,
			     struct guard_ask *ask)
{
	g_autofree char *text = op_text(op);
	g_autoptr(GPtrArray) here = origins_of(op, known, text);

	g_free(op->origin);
	op->origin = origins_pack(here);
	if (!t->room)
		return GUARD_PASS;
	if (!op->scope) {
		op->scope = g_strdup(t->audience.scope);
		op->audience = t->audience.print;
	}
	ask->of = origin_count_lines(text);
	return guard_origins(ctx, op, here, t, ask);
}

/* ---- an invitation ------------------------------------------------------------------- */

static enum guard guard_invite(struct command_context *ctx, struct op *op,
			       const struct target *t, struct guard_ask *ask)
{
	struct audience then;

	if (!t->room || !op->key || op->wider ||
	    !reader_audience_with(ctx->reader, t->room->id, op->key, &then))
		return GUARD_PASS;
	if (!audience_wider(then.scope, t->audience.scope)) {
		audience_clear(&then);
		return GUARD_PASS;
	}
	ask->from_area = t->audience.area;
	ask->from = say_place(t->room->name, t->audience.words);
	ask->sentence = g_strdup_printf(
		"With %s %s is read by others than now: %s (now: %s). Nobody "
		"was invited; --wider invites all the same.", op->key,
		t->room->name, then.words, t->audience.words);
	finish_ask(ask, t, &then);
	audience_clear(&then);
	return GUARD_ASK;
}

/* ---- all of it -------------------------------------------------------------------------- */

static bool may_leave(struct command_context *ctx, const struct op *op,
		      const struct target *t, GError **err)
{
	g_autofree char *text = op_text(op);
	g_autofree char *why = keeps_objection(options_keeps(ctx->options),
		text, t->room ? t->audience.area : AREA_PUBLIC,
		t->room ? t->room->name : "where this goes");

	return !why || call_fail(err, FM_ERROR_REFUSED, "%s", why);
}

enum guard command_guard(struct command_context *ctx, struct op *op,
			 const GPtrArray *known, struct guard_ask *ask,
			 GError **err)
{
	enum guard verdict = GUARD_PASS;
	struct target t;

	memset(ask, 0, sizeof *ask);
	if (!op_has_text(op) && op->kind != OP_INVITE)
		return GUARD_PASS;
	target_init(&t, ctx, op);
	if (op_has_text(op) && !may_leave(ctx, op, &t, err))
		verdict = GUARD_REFUSE;
	else if (op->kind == OP_INVITE)
		verdict = guard_invite(ctx, op, &t, ask);
	else
		verdict = guard_text(ctx, op, known, &t, ask);
	target_clear(&t);
	return verdict;
}
