/* Votes on ideas and attendance of events: a reaction, one for each person. */
#include "command/internal.h"

#include <string.h>

static const char *key_of(enum vote vote)
{
	static const char *const keys[] = {
		[VOTE_UP] = "👍", [VOTE_DOWN] = "👎", [VOTE_MAYBE] = "🤔",
	};

	return keys[vote];
}

/* My votes but `keep` are taken back; *kept when there is that one. */
static bool take_back(struct command_call *call, const struct post *post,
		      enum vote keep, bool *kept, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, post->room);
	bool ok = true;

	for (guint i = 0; ok && post->reactions && i < post->reactions->len;
	     i++) {
		const struct reaction *x = g_ptr_array_index(post->reactions,
							     i);
		enum vote v = x->mine ? vote_from(x->key) : VOTE_NONE;
		struct op *op;

		*kept = *kept || (v && v == keep);
		if (!v || v == keep)
			continue;
		if (!x->mine_eid) {
			ok = call_fail(err, FM_ERROR_REFUSED, "Your vote is "
				       "still on its way; change it when it "
				       "is there.");
			continue;
		}
		op = call_op(call, OP_REDACT, room);
		op->target = g_strdup(x->mine_eid);
		ok = call_submit(call, op, NULL, err);
	}
	room_free(room);
	return ok;
}

static bool react(struct command_call *call, const struct thing *t,
		  enum vote vote, struct op_outcome *out, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct op *op = call_op(call, OP_REACT, room);
	bool ok;

	op->target = g_strdup(t->eid);
	op->key = g_strdup(key_of(vote));
	ok = call_submit(call, op, out, err);
	room_free(room);
	return ok;
}

/* As it will be counted. */
static void count(struct thing *t, enum vote vote)
{
	int *of[] = { NULL, &t->up, &t->down, &t->maybe };

	if (t->mine)
		--*of[t->mine];
	if (vote)
		++*of[vote];
	t->mine = vote;
}

static bool vote_on(struct command_call *call, struct thing *t,
		    const struct post *post, enum vote vote, GError **err)
{
	struct op_outcome o = { .state = OP_SENT };
	bool kept = false;
	/* what was only just sent has no reactions yet */
	bool ok = !post || take_back(call, post, vote, &kept, err);
	struct record *r;

	if (ok && vote && !kept)
		ok = react(call, t, vote, &o, err);
	if (ok) {
		count(t, vote);
		r = call_begin(call, thing_kind_word(t->kind));
		answer_kind(call, r, t);
		call_end(call, r);
	}
	op_outcome_clear(&o);
	return ok;
}

bool call_vote(struct command_call *call, enum thing_kind kind, enum vote vote,
	       GError **err)
{
	struct thing *t = call_thing(call, kind, err);
	struct post *post = t && t->eid ? reader_post(call->ctx->reader,
						      t->room, t->eid) : NULL;
	bool ok;

	if (t && !t->eid)
		ok = call_fail(err, FM_ERROR_REFUSED, "The %s \"%s\" has not "
			       "been sent yet; \"outbox\" shows what waits.",
			       thing_kind_word(kind), t->title);
	else
		ok = t && vote_on(call, t, post, vote, err);
	post_free(post);
	thing_free(t);
	return ok;
}
