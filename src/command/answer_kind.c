/* The documented names of questions, ideas, events, resources and decisions
 * in answers. What all have comes first; then what is the kind's own. */
#include "command/internal.h"

#include <string.h>

/* A question that waited longer for an answer is late. */
#define LATE_MS (INT64_C(48) * 3600000)

char *answer_name(struct command_call *call, int64_t room, const char *uid)
{
	struct member *m = uid && call->ctx->reader ?
		reader_member(call->ctx->reader, room, uid) : NULL;
	char *name = m && m->name ? g_strdup(m->name) : uid ?
		g_strndup(uid + (*uid == '@'), strcspn(uid + 1, ":")) : NULL;

	member_free(m);
	return name;
}

static void add_common(struct command_call *call, struct record *r,
		       const struct thing *t)
{
	g_autofree char *link = t->eid ? answer_link(t->rid, t->eid) : NULL;
	g_autofree char *name = answer_name(call, t->room, t->creator);

	record_text(r, "id", t->eid);
	record_text(r, "room", t->rid);
	record_text(r, "room_name", t->room_name);
	record_text(r, "title", t->title);
	record_text(r, "status", t->same ? "duplicate" :
		    thing_status_word(t));
	record_text(r, "notes", t->notes);
	record_texts(r, "tags", t->tags);
	record_text(r, "source", t->source);
	record_text(r, "creator", t->creator);
	record_text(r, "creator_name", name);
	record_int(r, "ts", t->ts);
	record_int(r, "changed", t->changed);
	record_int(r, "age_ms", MAX(world_now(call->ctx->world) - t->ts, 0));
	record_int(r, "comments", t->comments);
	record_text(r, "link", link);
	record_text(r, "state", post_state_word(t->state));
}

static void add_time(struct record *r, const char *name, int64_t ms)
{
	if (ms)
		record_int(r, name, ms);
	else
		record_null(r, name);
}

static void add_owner(struct command_call *call, struct record *r,
		      const struct thing *t)
{
	g_autofree char *name = answer_name(call, t->room, t->owner);

	record_text(r, "owner", t->owner);
	record_text(r, t->kind == KIND_QUESTION ? "claimed" : "owner_name",
		    name);
}

/* ---- kinds ----------------------------------------------------------------- */

static int64_t answered_at(struct command_call *call, const struct thing *t,
			   char **who)
{
	return t->eid && call->ctx->reader ?
	       reader_thing_answered(call->ctx->reader, t, who) : 0;
}

const char *answer_section(struct command_call *call, const struct thing *t)
{
	bool late = world_now(call->ctx->world) - t->ts > LATE_MS;

	if (thing_is_closed(t))
		return "solved";
	if (t->owner || answered_at(call, t, NULL))
		return "being answered";
	return late ? "unanswered over 48 h" : "unanswered";
}

static void add_question(struct command_call *call, struct record *r,
			 const struct thing *t)
{
	g_autofree char *who = NULL;
	int64_t answered = answered_at(call, t, &who);

	add_owner(call, r, t);
	record_int(r, "answers", answered ? t->comments : 0);
	add_time(r, "answered", answered);
	record_text(r, "answered_by", who);
	record_text(r, "accepted", t->answer);
	record_text(r, "section", answer_section(call, t));
}

static const char *vote_word(const struct thing *t)
{
	static const char *const words[][4] = {
		{ NULL, "up", "down", "maybe" }, { NULL, "yes", "no", "maybe" },
	};

	return words[t->kind == KIND_EVENT][t->mine];
}

static void add_idea(struct command_call *call, struct record *r,
		     const struct thing *t)
{
	add_owner(call, r, t);
	record_int(r, "up", t->up);
	record_int(r, "down", t->down);
	record_text(r, "mine", vote_word(t));
	record_text(r, "reason", t->reason);
	record_text(r, "same_as", t->same);
}

static void add_event(struct command_call *call, struct record *r,
		      const struct thing *t)
{
	g_autofree char *when = t->begin ? command_say_span(call->ctx->world,
							t->begin, t->end)
					 : NULL;

	add_owner(call, r, t);
	add_time(r, "start", t->begin);
	add_time(r, "end", t->end);
	record_text(r, "when", when);
	record_text(r, "place", t->place);
	record_text(r, "url", t->url);
	record_text(r, "repeat", t->repeat);
	record_int(r, "yes", t->up);
	record_int(r, "maybe", t->maybe);
	record_int(r, "no", t->down);
	record_text(r, "mine", vote_word(t));
}

static void add_resource(struct command_call *call, struct record *r,
			 const struct thing *t)
{
	(void)call;
	record_text(r, "url", t->url);
	record_text(r, "why", t->notes);
}

/* The thread in which it was decided: that of the message it came from. */
static void add_decision(struct command_call *call, struct record *r,
			 const struct thing *t)
{
	const char *root = t->source ? t->source : t->eid;
	g_autofree char *thread = root ? answer_link(t->rid, root) : NULL;

	(void)call;
	record_text(r, "thread", thread);
}

static void add_note(struct command_call *call, struct record *r,
		     const struct thing *t)
{
	(void)call;
	record_text(r, "text", t->notes ? t->notes : t->title);
	record_text(r, "about", t->about);
}

void answer_kind(struct command_call *call, struct record *r,
		 const struct thing *t)
{
	static void (*const adders[THING_KINDS])(
		struct command_call *, struct record *,
		const struct thing *) = {
		[KIND_QUESTION] = add_question, [KIND_IDEA] = add_idea,
		[KIND_EVENT] = add_event, [KIND_RESOURCE] = add_resource,
		[KIND_DECISION] = add_decision, [KIND_NOTE] = add_note,
	};

	if (t->kind == KIND_TASK) {
		answer_thing(r, t);
		return;
	}
	add_common(call, r, t);
	if (adders[t->kind])
		adders[t->kind](call, r, t);
}
