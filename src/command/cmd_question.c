/* Commands: questions. Answers are messages in the thread of one; notes that
 * only those who answer may read live in a room of their own. */
#include "command/internal.h"

#include <string.h>

#define SIMILAR 8

static bool run_ask(struct command_call *call, GError **err)
{
	return call_add_new(call, KIND_QUESTION, NULL, err);
}

static bool run_from(struct command_call *call, GError **err)
{
	return call_add_from(call, KIND_QUESTION, NULL, err);
}

/* ---- changes ----------------------------------------------------------------- */

static bool fill_owner(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct account *a = reader_account(call->ctx->reader, room->account);

	(void)err;
	change->fields = THING_OWNER;
	if (g_str_has_suffix(call->command->name, "claim"))
		change->owner = g_strdup(a ? a->user : NULL);
	account_free(a);
	room_free(room);
	return true;
}

static bool fill_status(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	bool solved = g_str_has_suffix(call->command->name, "solved");

	(void)t;
	(void)err;
	change->fields = THING_STATUS;
	change->status = solved ? QUESTION_SOLVED : QUESTION_OPEN;
	return true;
}

/* REPLY, or the reply that is selected in its thread. */
static bool fill_answer(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	const char *words = args_get(call->args, "REPLY");
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct post *post = NULL;
	bool ok = false;

	words = words ? words : call->ctx->eid;
	if (!words || !g_strcmp0(words, t->eid))
		call_fail(err, FM_ERROR_USAGE, "Which answer? Select it in "
			  "the thread, or give its id.");
	else
		post = call_post_words(call, room, words, err);
	if (post && g_strcmp0(post->thread, t->eid))
		call_fail(err, FM_ERROR_REFUSED, "That message is not an "
			  "answer to \"%s\".", t->title);
	else if (post)
		ok = true;
	if (ok) {
		change->fields = THING_ANSWER | THING_STATUS;
		change->answer = g_strdup(post->eid);
		change->status = QUESTION_SOLVED;
	}
	post_free(post);
	room_free(room);
	return ok;
}

static bool run_owner(struct command_call *call, GError **err)
{
	return call_change(call, KIND_QUESTION, fill_owner, err);
}

static bool run_status(struct command_call *call, GError **err)
{
	return call_change(call, KIND_QUESTION, fill_status, err);
}

static bool run_accept(struct command_call *call, GError **err)
{
	return call_change(call, KIND_QUESTION, fill_answer, err);
}

/* ---- who answers, and their notes ----------------------------------------------- */

struct notes_search {
	const char *rid;
	int64_t found;
};

static bool is_notes_room(const struct room *room, void *user)
{
	struct notes_search *s = user;

	if (g_strcmp0(room->notes_of, s->rid) || room->mine != MEMBER_JOIN)
		return true;
	s->found = room->id;
	return false;
}

/* The room where notes of a room are kept and that I am in, or 0. */
static int64_t find_notes(struct reader *r, const struct room *room)
{
	struct notes_search s = { .rid = room->rid };

	reader_rooms(r, room->account, ROOMS_ONLY, is_notes_room, &s);
	return s.found;
}

bool call_is_staff(struct command_call *call, const struct room *room,
		   const char *uid)
{
	int64_t notes = find_notes(call->ctx->reader, room);
	struct member *m = reader_member(call->ctx->reader, notes ? notes :
					 room->id, uid);
	bool staff = m && m->membership == MEMBER_JOIN &&
		     (notes || m->creator || m->power >= MAX(
			room->power_redact, 1));

	member_free(m);
	return staff;
}

static struct thing *new_note(struct command_call *call,
			      const struct thing *t, const char *text,
			      GError **err)
{
	g_autofree char *line = g_strndup(text, strcspn(text, "\n"));
	struct thing *note = call_new_thing(KIND_NOTE, line, err);

	(void)call;
	if (!note)
		return NULL;
	note->fields |= THING_SOURCE | THING_ABOUT;
	note->source = g_strdup(t->eid);
	note->about = g_strdup(t->rid);
	if (!text[strlen(line)] || call_set_text(note, THING_NOTES, text, err))
		return note;
	thing_free(note);
	return NULL;
}

static bool add_note(struct command_call *call, const struct thing *t,
		     GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	int64_t id = find_notes(call->ctx->reader, room);
	struct room *notes = id ? reader_room(call->ctx->reader, id) : NULL;
	g_autofree char *text = NULL;
	struct thing *note;
	bool ok = false;

	if (!notes)
		call_fail(err, FM_ERROR_NOT_FOUND, "%s has no room for notes "
			  "that you are in. \"question notes\" makes one; who "
			  "made it already can invite you.", room->name);
	else if (!t->eid)
		call_fail(err, FM_ERROR_REFUSED, "The question has not been "
			  "sent yet.");
	else
		text = call_text(call, args_get(call->args, "TEXT"), err);
	note = text ? new_note(call, t, text, err) : NULL;
	if (note)
		ok = call_add_thing(call, notes, note, err);
	room_free(notes);
	room_free(room);
	return ok;
}

/* Not a part of the space: whoever is in it could come in. */
static struct plan *plan_notes(struct command_call *call,
			       const struct room *room, GError **err)
{
	const char *const *users = args_all(call->args, "WHO");
	g_autofree char *name = g_strdup_printf("%s notes", room->name);
	struct plan *p = plan_new(ROOM_PLAIN, name);

	p->access = ACCESS_INTERNAL;
	p->kinds = g_strdup("note");
	p->notes_of = g_strdup(room->rid);
	p->topic = g_strdup_printf("Notes of those who answer in %s",
				   room->name);
	p->invites = g_ptr_array_new_with_free_func(g_free);
	for (; *users; users++) {
		char *uid = call_user(call, room, *users, err);

		if (!uid) {
			plan_free(p);
			return NULL;
		}
		g_ptr_array_add(p->invites, uid);
	}
	return p;
}

static bool make_notes(struct command_call *call, const struct room *room,
		       GError **err)
{
	struct plan *plan = plan_notes(call, room, err);
	g_autofree char *name = plan ? g_strdup(plan->name) : NULL;
	struct op *op;
	bool ok;

	if (!plan)
		return false;
	op = call_op(call, OP_CREATE, NULL);
	op->account = room->account;
	op->plan = plan;
	ok = call_submit_sent(call, op, err);
	if (ok)
		call_say(call, "Making \"%s\", which only those who are "
			 "invited can read.", name);
	return ok;
}

static bool run_notes(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	int64_t have = room ? find_notes(call->ctx->reader, room) : 0;
	bool ok = room && !have;

	if (have)
		call_fail(err, FM_ERROR_REFUSED, "%s has a room for notes "
			  "already.", room->name);
	ok = ok && make_notes(call, room, err);
	room_free(room);
	return ok;
}

static bool run_note(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_QUESTION, err);
	bool ok = t && add_note(call, t, err);

	thing_free(t);
	return ok;
}

/* ---- one in full ------------------------------------------------------------------- */

static void answer_reply(struct command_call *call, const struct thing *t,
			 const struct room *room, const struct post *p)
{
	struct record *r = call_begin(call, "answer");
	bool staff = call_is_staff(call, room, p->sender);
	bool accepted = !g_strcmp0(t->answer, p->eid);
	g_autofree char *why = g_strdup_printf("%s%s%s", p->name ? p->name :
		p->sender, staff ? " · staff" : "", accepted ?
		" · accepted ✓" : "");

	record_text(r, "section", "answers");
	record_text(r, "id", p->eid);
	record_text(r, "room", room->rid);
	record_text(r, "sender", p->sender);
	record_text(r, "by", p->name);
	record_text(r, "text", p->body);
	record_text(r, "why", why);
	record_int(r, "ts", p->ts);
	record_bool(r, "staff", staff);
	record_bool(r, "accepted", accepted);
	call_end(call, r);
}

static void answer_replies(struct command_call *call, const struct thing *t,
			   const struct room *room)
{
	struct page_query q = { .room = t->room, .thread = t->eid,
				.from = PAGE_NEWEST, .limit = 500 };
	struct page page;

	reader_page(call->ctx->reader, &q, &page);
	for (guint i = 0; i < page.posts->len; i++) {
		const struct post *p = g_ptr_array_index(page.posts, i);

		if (!p->change && !p->redacted && post_kind_counts(p->kind) &&
		    g_strcmp0(p->eid, t->eid))
			answer_reply(call, t, room, p);
	}
	page_clear(&page);
}

static void answer_notes(struct command_call *call, const struct thing *t)
{
	g_autoptr(GPtrArray) notes = reader_thing_notes(call->ctx->reader, t);

	for (guint i = 0; i < notes->len; i++) {
		const struct thing *note = g_ptr_array_index(notes, i);
		struct record *r = call_begin(call, "note");
		g_autofree char *name = answer_name(call, note->room,
						    note->creator);
		g_autofree char *why = g_strdup_printf("%s · only in %s",
			name ? name : "", note->room_name ? note->room_name :
			"the notes");

		record_text(r, "section", "notes that only staff can read");
		record_text(r, "text", note->notes ? note->notes :
			    note->title);
		record_text(r, "why", why);
		answer_kind(call, r, note);
		call_end(call, r);
	}
}

static bool run_show(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_QUESTION, err);
	struct room *room = t ? reader_room(call->ctx->reader, t->room) : NULL;
	struct record *r;

	if (!t)
		return false;
	r = call_begin(call, call->ctx->shell ? "question-whole" :
		       "question");
	answer_kind(call, r, t);
	record_bool(r, "staff", call_is_staff(call, room, t->creator));
	call_end(call, r);
	if (t->eid)
		answer_replies(call, t, room);
	if (t->eid)
		answer_notes(call, t);
	room_free(room);
	thing_free(t);
	return true;
}

/* ---- listing -------------------------------------------------------------------------- */

/* The parts of the queue in their order. */
static const char *const sections[] = {
	"unanswered over 48 h", "unanswered", "being answered", "solved",
};

static bool is_mine(struct command_call *call, const struct thing *t)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct account *a = room ? reader_account(call->ctx->reader,
						  room->account) : NULL;
	bool mine = a && (!g_strcmp0(t->creator, a->user) ||
			  !g_strcmp0(t->owner, a->user));

	account_free(a);
	room_free(room);
	return mine;
}

static bool run_list(struct command_call *call, GError **err)
{
	const struct args *a = call->args;
	struct thing_query q = { .kind = KIND_QUESTION };
	bool mine = args_flag(a, "--mine"), all = args_flag(a, "--all");
	g_autoptr(GPtrArray) list = NULL;

	if (!call_list_query(call, &q, err))
		return false;
	q.mine = false;
	q.open_only = !all;
	q.unanswered = args_flag(a, "--unanswered");
	list = reader_things(call->ctx->reader, &q);
	for (guint part = 0; part < G_N_ELEMENTS(sections); part++)
		for (guint i = 0; i < list->len; i++) {
			const struct thing *t = g_ptr_array_index(list, i);

			if (!strcmp(answer_section(call, t), sections[part]) &&
			    (!mine || is_mine(call, t)))
				call_answer(call, t);
		}
	return true;
}

static bool run_similar(struct command_call *call, GError **err)
{
	struct reader *r = call_reader(call, err);
	g_autoptr(GPtrArray) list = r ? reader_similar(r, KIND_QUESTION,
		args_get(call->args, "TEXT"), SIMILAR) : NULL;

	for (guint i = 0; list && i < list->len; i++)
		call_answer(call, g_ptr_array_index(list, i));
	return r != NULL;
}

/* What was asked already, while somebody writes the question. */
static char *notice_similar(struct command_context *ctx,
			    const struct args *args)
{
	const char *title = args_get(args, "TITLE");
	g_autoptr(GPtrArray) list = title && ctx->reader ?
		reader_similar(ctx->reader, KIND_QUESTION, title, 3) : NULL;
	g_autoptr(GString) out = g_string_new("Asked before:");

	for (guint i = 0; list && i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		g_string_append_printf(out, "\n%s %s",
				       thing_is_closed(t) ? "✓" : "?",
				       t->title);
	}
	return list && list->len ? g_strdup(out->str) : NULL;
}

#define BOTH (IN_SHELL | IN_PROMPT)
#define ACT (BOTH | VIEW_QUESTIONS | VIEW_POSTS)

const struct command question_rows[] = {
	{ "ask", NULL, "ROOM TITLE [--notes NOTES] [--tag TAG]… "
	  "[--know WORDS]", "ask a question", "An ordinary message; answers "
	  "are replies in its thread. --know \"skill:pumps\" mentions those in "
	  "the room whom people finds so, at most 20.", NULL, BOTH | IN_SLASH | IN_FORM, run_ask,
	  .notice = notice_similar },
	{ "question add", NULL, "ROOM TITLE [--notes NOTES] [--tag TAG]… "
	  "[--know WORDS]",
	  "ask a question", NULL, NULL, BOTH | VIEW_QUESTIONS | VIEW_PLACES | IN_FORM,
	  run_ask, .notice = notice_similar },
	{ "question from", NULL, "ROOM [ID] [TITLE] [--tag TAG]…", "make a "
	  "question from a message", "Without TITLE its first line is the "
	  "question.", NULL, BOTH | VIEW_POSTS, run_from },
	{ "question list", NULL, "[ROOM] [--unanswered] [--mine] [--all] "
	  "[--tag TAG] [--filter WORDS]", "list questions", "The oldest "
	  "first, those that wait longest for an answer before; --all: also "
	  "what is solved; --mine: asked or claimed by me.", NULL,
	  BOTH | LISTED, run_list, "No open questions. a asks one." },
	{ "question show", NULL, "[ID]", "show a question with its answers",
	  "Notes about it are shown to those who are in their room.", NULL,
	  BOTH | LISTED, run_show },
	{ "question similar", NULL, "TEXT", "find questions like this one",
	  NULL, NULL, BOTH | LISTED, run_similar,
	  "Nobody has asked such a thing." },
	{ "question claim", NULL, "[ID]", "say that I answer a question",
	  NULL, "claim", ACT, run_owner },
	{ "question release", NULL, "[ID]", "leave a question to others",
	  NULL, NULL, ACT, run_owner },
	{ "question accept", NULL, "[ID] [REPLY]", "accept an answer",
	  "On the screen the reply that is selected. The question is solved "
	  "then.", NULL, ACT, run_accept },
	{ "question solved", NULL, "[ID]", "say that a question is solved",
	  NULL, NULL, ACT, run_status },
	{ "question reopen", NULL, "[ID]", "open a question again", NULL,
	  NULL, ACT, run_status },
	{ "question note", NULL, "[ID] TEXT", "write a note that only those "
	  "who answer can read", "It goes into the room of notes, never into "
	  "the room of the question.", NULL, ACT | IN_FORM, run_note },
	{ "question notes", NULL, "ROOM [WHO]…", "make the room for notes "
	  "about the questions of a room", "WHO is invited; nobody else can "
	  "read it.", NULL, BOTH, run_notes },
	{ "question stats", NULL, "[ROOM] [--weeks N]", "how fast questions "
	  "were answered, by week", QUESTION_STATS_HELP, NULL, BOTH | LISTED,
	  question_run_stats, "No questions were asked." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
