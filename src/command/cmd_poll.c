/* Commands: polls (model/poll.h). */
#include "command/internal.h"

#include <string.h>
#include "text/text.h"

#define WORDS_MAX 340	/* characters of a question or an answer */
#define LIST_MAX 200

/* ---- asking ------------------------------------------------------------------ */

static char *one_line(const char *words, GError **err)
{
	g_autofree char *line = NULL;

	if (!g_utf8_validate(words, -1, NULL)) {
		call_fail(err, FM_ERROR_REFUSED, "The text is not valid "
			  "UTF-8; nothing was sent.");
		return NULL;
	}
	line = text_clean(words, -1, TEXT_LINE, WORDS_MAX * 4);
	g_strstrip(line);
	if (!*line)
		call_fail(err, FM_ERROR_USAGE, "A question or an answer has "
			  "no words; nothing was sent.");
	else if (g_utf8_strlen(words, -1) > WORDS_MAX)
		call_fail(err, FM_ERROR_REFUSED, "\"%.30s…\" is longer than "
			  "%d characters; nothing was sent.", line,
			  WORDS_MAX);
	else
		return g_steal_pointer(&line);
	return NULL;
}

static bool has_text(const struct poll *p, const char *text)
{
	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = g_ptr_array_index(p->answers, i);

		if (!strcmp(a->text, text))
			return true;
	}
	return false;
}

static bool add_answers(struct poll *p, const char *const *answers,
			GError **err)
{
	guint n = g_strv_length((char **)answers);

	if (n < 2 || n > POLL_ANSWERS_MAX)
		return call_fail(err, FM_ERROR_USAGE, "A poll has 2 to %d "
				 "answers; give each with --answer.",
				 POLL_ANSWERS_MAX);
	for (guint i = 0; i < n; i++) {
		g_autofree char *text = one_line(answers[i], err);
		g_autofree char *id = g_strdup_printf("answer-%u", i + 1);

		if (!text)
			return false;
		if (has_text(p, text))
			return call_fail(err, FM_ERROR_USAGE, "The answer "
					 "\"%s\" is given twice.", text);
		poll_add(p, id, text);
	}
	return true;
}

static bool set_max(struct poll *p, const char *words, GError **err)
{
	guint64 n = 1;

	if (words && !g_ascii_string_to_unsigned(words, 10, 1,
						 p->answers->len, &n, NULL))
		return call_fail(err, FM_ERROR_USAGE, "--max says how many "
				 "answers one person may give, from 1 to %u, "
				 "not \"%s\".", p->answers->len, words);
	p->max = (int)n;
	return true;
}

static struct poll *new_poll(struct command_call *call, GError **err)
{
	const struct args *a = call->args;
	g_autofree char *question = one_line(args_get(a, "QUESTION"), err);
	struct poll *p;

	if (!question)
		return NULL;
	p = poll_new(question);
	p->hidden = args_flag(a, "--hidden");
	if (add_answers(p, args_all(a, "--answer"), err) &&
	    set_max(p, args_get(a, "--max"), err))
		return p;
	poll_free(p);
	return NULL;
}

static bool run_new(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct poll *p = room ? new_poll(call, err) : NULL;
	struct op *op;
	bool ok = false;

	if (p) {
		op = call_op(call, OP_POLL, room);
		op->poll = p;
		op->body = poll_body(p);
		op->thread = g_strdup(call->ctx->thread);
		ok = call_submit_sent(call, op, err);
	}
	room_free(room);
	return ok;
}

/* ---- finding one --------------------------------------------------------------- */

struct found {
	struct room *room;
	struct post *post;
};

static bool find_poll(struct found *f, struct command_call *call,
		      GError **err)
{
	f->post = NULL;
	f->room = call_room(call, err);
	if (f->room)
		f->post = call_post(call, f->room, err);
	if (!f->post)
		return false;
	return f->post->poll || call_fail(err, FM_ERROR_REFUSED,
		"That message is no poll. \"polls\" lists those of a room.");
}

static void found_clear(struct found *f)
{
	post_free(f->post);
	room_free(f->room);
}

/* Votes that came while nobody looked may not be stored: they are fetched
 * with what else belongs to the poll. */
static void fetch_votes(struct command_call *call, const struct found *f)
{
	g_autoptr(GError) err = NULL;
	struct message *m = message_new(REQ_THREAD);

	m->account = f->room->account;
	m->room = f->room->id;
	m->a = g_strdup(f->post->eid);
	m = call_ask(call, m, EV_ROOM, &err);
	if (err || (m && m->a))
		call_note(call, "Some votes may be missing: %s", err ?
			  err->message : m->a);
	message_free(m);
}

/* ---- voting ---------------------------------------------------------------------- */

static bool add_vote(GPtrArray *ids, const struct poll *p, const char *words,
		     GError **err)
{
	const struct poll_answer *a = poll_find(p, words);

	if (!a)
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is none of the "
				 "%u answers. Give the number of one, or its "
				 "first words.", words, p->answers->len);
	if (!g_ptr_array_find_with_equal_func(ids, a->id, g_str_equal, NULL))
		g_ptr_array_add(ids, g_strdup(a->id));
	return true;
}

static GPtrArray *read_vote(struct command_call *call, const struct poll *p,
			    GError **err)
{
	const char *const *words = args_all(call->args, "ANSWER");
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	bool ok = true;

	for (; ok && *words; words++)
		ok = add_vote(ids, p, *words, err);
	if (ok && ids->len > (guint)p->max)
		ok = call_fail(err, FM_ERROR_REFUSED, "One may give at most "
			       "%d answer%s to this poll.", p->max,
			       p->max == 1 ? "" : "s");
	if (ok)
		return ids;
	g_ptr_array_unref(ids);
	return NULL;
}

/* The line that gives the vote before. */
static void keep_undo(struct command_call *call, const struct found *f)
{
	const struct poll *p = f->post->poll;
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = g_ptr_array_index(p->answers, i);

		if (a->mine)
			g_string_append_printf(line, " %u", i + 1);
	}
	call_undo(call, f->room->id, "poll %s %s%s", line->len ? "vote" :
		  "unvote", f->post->eid, line->str);
}

static bool cast(struct command_call *call, const struct found *f,
		 GPtrArray *take, GError **err)
{
	struct op *op = call_op(call, OP_VOTE, f->room);
	bool ok;

	op->target = g_strdup(f->post->eid);
	op->via = take;
	ok = call_submit_sent(call, op, err);
	if (ok)
		keep_undo(call, f);
	return ok;
}

static bool is_running(const struct found *f, GError **err)
{
	return !f->post->poll->ended || call_fail(err, FM_ERROR_REFUSED,
		"The poll \"%s\" has ended; votes do not count any more.",
		f->post->poll->question);
}

static bool run_vote(struct command_call *call, GError **err)
{
	GPtrArray *ids = NULL;
	struct found f;
	bool ok;

	if (find_poll(&f, call, err) && is_running(&f, err))
		ids = read_vote(call, f.post->poll, err);
	ok = ids && cast(call, &f, ids, err);
	found_clear(&f);
	return ok;
}

static bool run_unvote(struct command_call *call, GError **err)
{
	struct found f;
	bool ok = find_poll(&f, call, err) && is_running(&f, err);

	if (ok && !f.post->poll->voted)
		call_note(call, "You have not voted in this poll.");
	else if (ok)
		ok = cast(call, &f, NULL, err);
	found_clear(&f);
	return ok;
}

/* ---- ending ---------------------------------------------------------------------- */

static bool may_end(const struct found *f, GError **err)
{
	if (f->post->own || f->room->power >= f->room->power_redact)
		return true;
	return call_fail(err, FM_ERROR_REFUSED, "Only %s, who asked, and "
			 "moderators may end this poll.", f->post->name);
}

static bool run_end(struct command_call *call, GError **err)
{
	struct found f;
	struct op *op;
	bool ok = find_poll(&f, call, err) && is_running(&f, err) &&
		  may_end(&f, err);

	if (ok) {
		op = call_op(call, OP_POLL_END, f.room);
		op->target = g_strdup(f.post->eid);
		op->body = poll_end_body(f.post->poll);
		ok = call_submit_sent(call, op, err);
	}
	found_clear(&f);
	return ok;
}

/* ---- showing --------------------------------------------------------------------- */

static void show(struct command_call *call, const char *kind,
		 const struct found *f)
{
	struct record *r = call_begin(call, kind);

	record_text(r, "id", f->post->eid);
	record_text(r, "room", f->room->rid);
	answer_poll(r, f->post->poll);
	record_text(r, "sender", f->post->sender);
	record_text(r, "name", f->post->name);
	record_int(r, "ts", f->post->ts);
	record_text(r, "room_name", f->room->name);
	record_text(r, "state", post_state_word(f->post->state));
	call_end(call, r);
}

static bool run_show(struct command_call *call, GError **err)
{
	struct found f;
	bool ok = find_poll(&f, call, err);

	if (ok && call->ctx->shell) {
		fetch_votes(call, &f);
		found_clear(&f);
		ok = find_poll(&f, call, err);
	}
	if (ok)
		show(call, "poll-whole", &f);
	found_clear(&f);
	return ok;
}

static bool run_polls(struct command_call *call, GError **err)
{
	struct found f = { .room = call_room(call, err) };
	g_autoptr(GPtrArray) list = NULL;

	if (!f.room)
		return false;
	list = reader_polls(call->ctx->reader, f.room->id, LIST_MAX);
	for (guint i = 0; i < list->len; i++) {
		f.post = g_ptr_array_index(list, i);
		if (f.post->poll)
			show(call, "poll", &f);
	}
	room_free(f.room);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command poll_rows[] = {
	{ "poll new", NULL, "ROOM QUESTION [--answer ANSWER]… [--hidden] "
	  "[--max N]", "ask a question that people vote on", "2 to 20 answers. "
	  "With --hidden nobody sees the counts until it ends; --max lets one "
	  "person give N answers. Colleagues vote with any client that knows "
	  "polls.", NULL, BOTH | IN_SLASH, run_new },
	{ "poll vote", NULL, "ROOM [ID] ANSWER…", "vote in a poll", "ANSWER is "
	  "its number or its first words. A new vote takes the place of the "
	  "one before.", "vote", BOTH | VIEW_POSTS, run_vote },
	{ "poll unvote", NULL, "ROOM [ID]", "take your vote back", NULL, NULL,
	  BOTH, run_unvote },
	{ "poll end", NULL, "ROOM [ID]", "end a poll for everybody", "Your "
	  "own, or any where you are a moderator. It cannot be taken back.",
	  NULL, BOTH | FINAL, run_end },
	{ "poll show", NULL, "ROOM [ID]", "show a poll with its counts", NULL,
	  NULL, BOTH, run_show },
	{ "polls", NULL, "[ROOM]", "list the polls of a room", "Newest first. "
	  "Those that are stored here.", NULL, BOTH | LISTED, run_polls,
	  "No polls yet. :poll new QUESTION --answer A --answer B asks one." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
