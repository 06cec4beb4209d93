/* What the commands about tasks, questions, ideas and the like share: fields
 * from words, making one, finding one, changing one. */
#include "command/internal.h"
#include "model/people.h"

#include <string.h>

#define MANY_MAX 32	/* tags */

#define MENTIONS_MAX 20	/* people asked at once */

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
	answer_kind(call, r, shown);
	record_text(r, "txn", o->txn);
	record_int(r, "op", o->id);
	call_end(call, r);
	thing_free(shown);
}

/* Members of the room among those whom --know finds, up to MENTIONS_MAX, by
 * blanks; NULL: nobody is meant. Yours. */
static bool who_knows(struct command_call *call, const struct room *room,
		      char **uids, GError **err)
{
	const char *words = args_get(call->args, "--know");
	struct people_query q = { .account = room->account,
				  .limit = MENTIONS_MAX };
	g_autoptr(GPtrArray) hits = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	bool ok = !words || people_query_parse(&q, words, err);

	if (words && ok)
		hits = reader_people_find(call->ctx->reader, &q);
	for (guint i = 0; hits && i < hits->len; i++) {
		const struct person_hit *hit = hits->pdata[i];
		struct member *m = reader_member(call->ctx->reader, room->id,
						 hit->uid);

		if (m && m->membership == MEMBER_JOIN)
			g_string_append_printf(out, "%s%s", out->len ? " " :
					       "", hit->uid);
		member_free(m);
	}
	people_query_clear(&q);
	if (ok && words && !out->len)
		ok = call_fail(err, FM_ERROR_NOT_FOUND, "Nobody in %s is found "
			       "by \"%s\"; nothing was asked. \"people %s\" "
			       "looks everywhere.", room->name, words, words);
	*uids = ok && out->len ? g_strdup(out->str) : NULL;
	return ok;
}

bool call_add_thing(struct command_call *call, const struct room *room,
		    struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	g_autofree char *known = NULL;
	struct thing *shown;
	struct op *op;
	bool ok;

	if (!who_knows(call, room, &known, err)) {
		thing_free(take);
		return false;
	}
	shown = thing_copy(take);
	op = call_op(call, OP_THING, room);
	op->thing = take;
	op->mentions = g_steal_pointer(&known);
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

/* Takes the thing, which may be NULL when it could not be made. */
static bool fill_and_add(struct command_call *call, const struct room *room,
			 struct thing *take, thing_extra *extra, GError **err)
{
	if (take && call_set_text(take, THING_NOTES,
				  args_get(call->args, "--notes"), err) &&
	    call_set_tags(take, args_all(call->args, "--tag"), err) &&
	    (!extra || extra(call, room, take, err)))
		return call_add_thing(call, room, take, err);
	thing_free(take);
	return false;
}

bool call_add_new(struct command_call *call, enum thing_kind kind,
		  thing_extra *extra, GError **err)
{
	struct room *room = call_room(call, err);
	bool ok = room && fill_and_add(call, room, call_new_thing(kind,
			args_get(call->args, "TITLE"), err), extra, err);

	room_free(room);
	return ok;
}

bool call_add_from(struct command_call *call, enum thing_kind kind,
		   thing_extra *extra, GError **err)
{
	struct room *room = call_room(call, err);
	struct post *post = room ? call_post(call, room, err) : NULL;
	bool ok = post && fill_and_add(call, room, call_thing_of_post(kind,
			post, args_get(call->args, "TITLE"), err), extra, err);

	post_free(post);
	room_free(room);
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

static void answer_changed(struct command_call *call, const struct thing *t,
			   const struct op_outcome *o)
{
	struct record *r = call_begin(call, thing_kind_word(t->kind));

	answer_kind(call, r, t);
	record_text(r, "txn", o->txn);
	call_end(call, r);
}

/* Who made it and who takes care of it are to know what becomes of it; of
 * tasks only whom they are given to. */
static char *whom_to_tell(const struct thing *t, const char *me)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *const people[] = { t->creator, t->owner };

	for (guint i = 0; t->kind != KIND_TASK && i < 2; i++)
		if (people[i] && g_strcmp0(people[i], me) &&
		    !strstr(out->str, people[i]))
			g_string_append_printf(out, "%s%s", out->len ? " " :
					       "", people[i]);
	return out->len ? g_strdup(out->str) : NULL;
}

static char *my_id(struct command_call *call, const struct room *room)
{
	struct account *a = reader_account(call->ctx->reader, room->account);
	char *user = a ? g_strdup(a->user) : NULL;

	account_free(a);
	return user;
}

bool call_may_change(struct command_call *call, const struct thing *t,
		     uint32_t fields, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	g_autofree char *me = room ? my_id(call, room) : NULL;
	bool moderator = room && room->power >=
			 MAX(room->power_redact, 1);
	uint32_t refused = fields & ~thing_allowed(t, fields, me, moderator);
	const char *why = refused ? thing_right_words(t->kind,
						      refused & -refused)
				  : NULL;

	room_free(room);
	return !refused || call_fail(err, FM_ERROR_REFUSED, "Nothing was "
				     "sent: %s.", why ? why :
				     "that cannot be changed");
}

bool call_change_thing(struct command_call *call, const struct thing *t,
		       struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	uint32_t fields = take->fields;
	g_autofree char *me = NULL;
	struct thing *now;
	struct room *room;
	struct op *op;
	bool ok;

	if (!is_sent(t, err) || !call_may_change(call, t, take->fields, err)) {
		thing_free(take);
		return false;
	}
	room = reader_room(call->ctx->reader, t->room);
	take->turn = thing_next_turn(t);
	now = thing_copy(t);
	thing_apply(now, take);
	op = call_op(call, OP_THING_CHANGE, room);
	me = my_id(call, room);
	op->target = g_strdup(t->eid);
	op->mentions = whom_to_tell(t, me);
	op->thing = take;
	ok = call_submit(call, op, &o, err);
	now->state = state_of(&o);
	if (ok) {
		answer_changed(call, now, &o);
		thing_undo(call, t, now, fields);
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

/* ---- answers --------------------------------------------------------------------------- */

void call_answer(struct command_call *call, const struct thing *t)
{
	struct record *r = call_begin(call, thing_kind_word(t->kind));

	answer_kind(call, r, t);
	call_end(call, r);
}

bool call_list_query(struct command_call *call, struct thing_query *q,
		     GError **err)
{
	const struct args *a = call->args;

	q->account = call->ctx->account;
	q->tag = args_get(a, "--tag");
	q->filter = args_get(a, "--filter");
	q->mine = args_flag(a, "--mine");
	return call_thing_scope(call, q, err);
}

bool call_since(struct command_call *call, const char *words, int64_t *ms,
		GError **err)
{
	int64_t day;

	if (!words)
		return true;
	if (!command_parse_date(call->ctx->world, words, &day) ||
	    day == NO_DAY)
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say "
				 "1 nov, yesterday or 2026-11-01.", words);
	/* a day without a year is the last such, not the next */
	while (day > world_civil(call->ctx->world,
				 world_now(call->ctx->world)).day)
		day -= 365;
	*ms = world_moment(call->ctx->world, day, 0);
	return true;
}

bool call_show(struct command_call *call, enum thing_kind kind, GError **err)
{
	g_autofree char *whole = g_strconcat(thing_kind_word(kind), "-whole",
					     NULL);
	struct thing *t = call_thing(call, kind, err);
	struct record *r;

	if (!t)
		return false;
	r = call_begin(call, whole);
	answer_kind(call, r, t);
	call_end(call, r);
	thing_free(t);
	return true;
}
