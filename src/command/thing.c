/* What the commands about tasks, questions, ideas and the like share: fields
 * from words, making one, finding one, changing one. */
#include "command/internal.h"

#include <string.h>

#define MANY_MAX 32	/* tags */

/* ---- fields from words ------------------------------------------------------ */

static const struct thing_field *field_of(enum thing_bit bit)
{
	const struct thing_field *f = thing_fields();

	while (f->bit != bit)
		f++;
	return f;
}

bool call_set_text(struct thing *t, enum thing_bit bit, const char *words,
		   GError **err)
{
	const struct thing_field *f = field_of(bit);
	char **to = (char **)((char *)t + f->at);

	if (!words)
		return true;
	if (!g_utf8_validate(words, -1, NULL))
		return call_fail(err, FM_ERROR_REFUSED, "The text is not "
				 "valid UTF-8; nothing was sent.");
	if (g_utf8_strlen(words, -1) > f->max)
		return call_fail(err, FM_ERROR_REFUSED, "The %s is longer "
				 "than %u characters; nothing was sent.",
				 bit == THING_NOTES ? "text" : f->key, f->max);
	t->fields |= bit;
	g_free(*to);
	*to = g_strstrip(g_strdup(words));
	if (f->type == TYPE_LINE)
		g_strdelimit(*to, "\r\n\t", ' ');
	if (f->type == TYPE_LINE && !**to)
		return call_fail(err, FM_ERROR_USAGE, "%s %s needs a %s.",
				 strchr("aeio", *thing_kind_word(t->kind)) ?
				 "An" : "A", thing_kind_word(t->kind), f->key);
	return true;
}

bool call_set_day(struct command_call *call, struct thing *t,
		  enum thing_bit bit, const char *words, GError **err)
{
	if (!words)
		return true;
	t->fields |= bit;
	if (command_parse_date(call->ctx->world, words,
			       bit == THING_START ? &t->start : &t->due))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say fri, "
			 "tomorrow, +3d, +2w, 1 dec, 2026-12-01, or none.",
			 words);
}

bool call_set_tags(struct thing *t, const char *const *tags, GError **err)
{
	if (!*tags)
		return true;
	if (g_strv_length((char **)tags) > MANY_MAX)
		return call_fail(err, FM_ERROR_USAGE, "There are at most %d "
				 "tags on a %s.", MANY_MAX,
				 thing_kind_word(t->kind));
	t->fields |= THING_TAGS;
	t->tags = g_ptr_array_new_with_free_func(g_free);
	for (; *tags; tags++)
		g_ptr_array_add(t->tags, g_strdup(*tags + (**tags == '#')));
	return true;
}

/* ---- making one ---------------------------------------------------------------- */

struct thing *call_new_thing(enum thing_kind kind, const char *title,
			     GError **err)
{
	struct thing *t = thing_new(kind);

	if (kind != KIND_NOTE)
		t->fields = THING_STATUS;
	if (call_set_text(t, THING_TITLE, title, err))
		return t;
	thing_free(t);
	return NULL;
}

struct thing *call_thing_of_post(enum thing_kind kind,
				 const struct post *post, const char *title,
				 GError **err)
{
	const char *body = post->body ? post->body : "";
	g_autofree char *line = g_strndup(body, strcspn(body, "\n"));
	struct thing *t = call_new_thing(kind, title ? title : line, err);

	if (!t)
		return NULL;
	t->fields |= THING_SOURCE;
	t->source = g_strdup(post->eid);
	return t;
}

static enum post_state state_of(const struct op_outcome *o)
{
	return o->state == OP_SENT ? POST_SENT :
	       o->state == OP_HELD ? POST_HELD :
	       o->state == OP_FAILED ? POST_FAILED : POST_WAITING;
}

static void answer_new(struct command_call *call, const struct room *room,
		       const struct thing *t, const struct op_outcome *o)
{
	struct thing *shown = thing_copy(t);
	struct record *r = call_begin(call, thing_kind_word(t->kind));

	shown->eid = g_strdup(o->eid);
	shown->rid = g_strdup(room->rid);
	shown->room = room->id;
	shown->room_name = g_strdup(room->name);
	shown->ts = shown->changed = world_now(call->ctx->world);
	shown->state = state_of(o);
	answer_thing(r, shown);
	record_text(r, "txn", o->txn);
	record_int(r, "op", o->id);
	call_end(call, r);
	thing_free(shown);
}

bool call_add_thing(struct command_call *call, const struct room *room,
		    struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	struct thing *shown = thing_copy(take);
	struct op *op = call_op(call, OP_THING, room);
	bool ok;

	op->thing = take;
	op->target = g_strdup(take->source);
	ok = call_submit(call, op, &o, err);
	if (ok || o.txn)
		answer_new(call, room, shown, &o);
	if (ok)
		call_say(call, "Added the %s \"%s\".",
			 thing_kind_word(shown->kind), shown->title);
	op_outcome_clear(&o);
	thing_free(shown);
	return ok;
}

/* ---- finding one ----------------------------------------------------------------- */

struct thing *call_thing_words(struct command_call *call,
			       enum thing_kind kind, const char *words,
			       GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct reader *reader = call_reader(call, err);
	struct thing *t;

	if (!reader)
		return NULL;
	t = reader_thing_find(reader, 0, kind, words, &inner);
	if (!t && g_error_matches(inner, FM_ERROR, FM_ERROR_NOT_FOUND) &&
	    call_catch_up(call, words)) {
		g_clear_error(&inner);
		t = reader_thing_find(reader, 0, kind, words, &inner);
	}
	if (!t)
		g_propagate_error(err, g_steal_pointer(&inner));
	return t;
}

static struct thing *selected(struct command_call *call, enum thing_kind kind,
			      const char *eid)
{
	struct thing *t = eid ? reader_thing(call->ctx->reader,
					     call->ctx->room, eid) : NULL;

	if (t && (!kind || t->kind == kind))
		return t;
	thing_free(t);
	return NULL;
}

struct thing *call_thing(struct command_call *call, enum thing_kind kind,
			 GError **err)
{
	const char *words = args_get(call->args, "ID");
	struct thing *t;

	if (!call_reader(call, err))
		return NULL;
	if (words)
		return call_thing_words(call, kind, words, err);
	t = selected(call, kind, call->ctx->eid);
	if (!t)
		t = selected(call, kind, call->ctx->thread);
	if (!t)
		call_fail(err, FM_ERROR_NOT_FOUND, "No %s is selected.",
			  kind ? thing_kind_word(kind) : "thing");
	return t;
}

bool call_thing_scope(struct command_call *call, struct thing_query *q,
		      GError **err)
{
	const char *words = args_get(call->args, "ROOM");
	struct room *room;

	if (!call_reader(call, err))
		return false;
	if (!words)
		return true;
	room = call_room(call, err);
	if (!room)
		return false;
	if (room->kind == ROOM_SPACE)
		q->space = room->id;
	else
		q->room = room->id;
	room_free(room);
	return true;
}

/* ---- changing one ------------------------------------------------------------------ */

/* A root that is still in the outbox has no id to hang a change on. */
static bool is_sent(const struct thing *t, GError **err)
{
	return t->eid || call_fail(err, FM_ERROR_REFUSED, "The %s \"%s\" "
				   "has not been sent yet; \"outbox\" shows "
				   "what waits.", thing_kind_word(t->kind),
				   t->title);
}

bool call_may_change(struct command_call *call, const struct thing *t,
		     uint32_t fields, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct account *a = room ? reader_account(call->ctx->reader,
						  room->account) : NULL;
	bool moderator = room && room->power >= room->power_redact;
	uint32_t refused = fields & ~thing_allowed(t, fields, a ? a->user :
						   NULL, moderator);
	const char *why = refused ? thing_right_words(t->kind,
						      refused & -refused)
				  : NULL;

	account_free(a);
	room_free(room);
	return !refused || call_fail(err, FM_ERROR_REFUSED, "Nothing was "
				     "sent: %s.", why ? why :
				     "that cannot be changed");
}

static void answer_changed(struct command_call *call, const struct thing *t,
			   const struct op_outcome *o)
{
	struct record *r = call_begin(call, thing_kind_word(t->kind));

	answer_thing(r, t);
	record_text(r, "txn", o->txn);
	call_end(call, r);
}

bool call_change_thing(struct command_call *call, const struct thing *t,
		       struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	uint32_t fields = take->fields;
	struct thing *now;
	struct room *room;
	struct op *op;
	bool ok;

	if (!is_sent(t, err) || !call_may_change(call, t, take->fields, err)) {
		thing_free(take);
		return false;
	}
	room = reader_room(call->ctx->reader, t->room);
	now = thing_copy(t);
	thing_apply(now, take);
	op = call_op(call, OP_THING_CHANGE, room);
	op->target = g_strdup(t->eid);
	op->thing = take;
	ok = call_submit(call, op, &o, err);
	now->state = state_of(&o);
	if (ok) {
		answer_changed(call, now, &o);
		thing_undo(call, t, fields);
	}
	op_outcome_clear(&o);
	thing_free(now);
	room_free(room);
	return ok;
}

bool call_change(struct command_call *call, enum thing_kind kind,
		 thing_fill *fill, GError **err)
{
	struct thing *t = call_thing(call, kind, err), *change = NULL;
	bool ok = t && is_sent(t, err);

	if (ok) {
		change = thing_new(kind);
		ok = fill(call, t, change, err);
	}
	if (ok)
		ok = call_change_thing(call, t, g_steal_pointer(&change), err);
	thing_free(change);
	thing_free(t);
	return ok;
}
