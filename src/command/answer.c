/* The documented names of answers. All of them are always there; what is not
 * known is null. */
#include "command/internal.h"

#include <string.h>

char *answer_day(int64_t day)
{
	struct civil c;

	if (day == NO_DAY)
		return NULL;
	c = civil_from_day(day);
	return g_strdup_printf("%04d-%02d-%02d", c.year, c.mon, c.mday);
}

char *answer_link(const char *id, const char *event)
{
	g_autofree char *a = id ? g_uri_escape_string(id, "!$@:", FALSE)
				: NULL;
	g_autofree char *b = event ? g_uri_escape_string(event, "!$@:", FALSE)
				   : NULL;

	if (!a)
		return NULL;
	return g_strdup_printf("https://matrix.to/#/%s%s%s", a, b ? "/" : "",
			       b ? b : "");
}

static void add_parents(struct command_call *call, struct record *r,
			const struct room *room)
{
	g_autoptr(GPtrArray) parents = reader_parents(call->ctx->reader,
						      room->id);

	record_texts(r, "parents", parents);
}

void answer_room(struct command_call *call, struct record *r,
		 const struct room *room)
{
	record_text(r, "id", room->rid);
	record_text(r, "name", room->name);
	record_text(r, "kind", room_kind_word(room->kind));
	record_text(r, "area", room->area == AREA_UNKNOWN ? NULL :
		    area_word(room->area));
	record_text(r, "topic", room->topic);
	add_parents(call, r, room);
	record_int(r, "unread", room->unread);
	record_int(r, "mentions", room->mentions);
	record_int(r, "members", room->joined ? room->joined :
		   reader_members_count(call->ctx->reader, room->id));
	record_text(r, "alias", room->alias);
	record_text(r, "membership", membership_word(room->mine));
	record_bool(r, "encrypted", room->encrypted);
	record_bool(r, "favourite", room->favourite);
	record_int(r, "tasks_open", room->tasks_open);
	record_int(r, "tasks_all", room->tasks_all);
	record_text(r, "user", room->dm_user);
	record_text(r, "inviter", room->inviter);
	record_text(r, "replaced_by", room->replaced_by);
	record_text(r, "notify", notify_level_word(room->notify));
	record_bool(r, "marked_unread", room->marked_unread);
}

static void add_reactions(struct record *r, const struct post *post)
{
	record_counts(r, "reactions", NULL, 0);
	for (guint i = 0; post->reactions && i < post->reactions->len; i++) {
		const struct reaction *x = g_ptr_array_index(post->reactions,
							     i);

		record_counts(r, "reactions", x->key, x->count);
	}
}

static void add_file(struct record *r, const struct post *post)
{
	struct record *file;

	if (!post->file_url) {
		record_null(r, "file");
		return;
	}
	file = record_nested(r, "file");
	record_text(file, "url", post->file_url);
	record_text(file, "mimetype", post->mimetype);
	if (post->file_size >= 0)
		record_int(file, "size", post->file_size);
	else
		record_null(file, "size");
}

void answer_post(struct command_call *call, struct record *r,
		 const struct post *post, const char *rid)
{
	(void)call;
	record_text(r, "id", post->eid);
	record_text(r, "room", rid);
	record_text(r, "sender", post->sender);
	record_text(r, "name", post->name);
	record_int(r, "ts", post->ts);
	record_text(r, "kind", post_kind_word(post->kind));
	record_text(r, "text", post->redacted ? NULL : post->body);
	record_text(r, "html", post->redacted ? NULL : post->html);
	record_text(r, "reply_to", post->reply_to);
	record_text(r, "thread", post->thread);
	record_bool(r, "edited", post->edited);
	record_bool(r, "redacted", post->redacted);
	record_text(r, "state", post_state_word(post->state));
	add_reactions(r, post);
	if (post->thing)
		answer_thing(record_nested(r, "task"), post->thing);
	else
		record_null(r, "task");
	if (post->poll)
		answer_poll(record_nested(r, "poll"), post->poll);
	else
		record_null(r, "poll");
	add_file(r, post);
	record_int(r, "replies", post->thread_count);
	record_bool(r, "mentions_me", post->mentions_me);
	record_bool(r, "own", post->own);
	record_text(r, "txn", post->txn);
	record_text(r, "error", post->error);
	record_text(r, "reply_name", post->reply_name);
	record_text(r, "reply_text", post->reply_body);
	record_text(r, "reason", post->redact_reason);
	record_bool(r, "pinned", post->pinned);
}

/* "[x] ring the plumber", in their order. */
static GPtrArray *step_texts(const struct thing *t)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; t->steps && i < t->steps->len; i++) {
		const struct step *s = t->steps->pdata[i];

		g_ptr_array_add(out, g_strdup_printf("[%c] %s", s->done ? 'x' :
						     ' ', s->text));
	}
	return out;
}

/* What tasks alone have. */
static void add_task(struct record *r, const struct thing *t)
{
	g_autoptr(GPtrArray) steps = step_texts(t);
	g_autofree char *start = answer_day(t->start);
	g_autofree char *last = answer_day(t->last);

	record_text(r, "stage", t->stage == STAGE_DOING ? "doing" :
		    t->stage == STAGE_WAITING ? "waiting" :
		    t->stage == STAGE_DROPPED ? "dropped" : NULL);
	record_text(r, "start", start);
	record_int(r, "estimate", t->estimate);
	record_texts(r, "steps", steps);
	record_int(r, "steps_done", thing_steps_done(t));
	record_text(r, "parent", t->parent);
	record_texts(r, "after", t->after);
	record_bool(r, "blocked", t->blocked);
	record_int(r, "parts", t->parts);
	record_int(r, "parts_done", t->parts_done);
	record_text(r, "repeat", t->repeat);
	record_text(r, "last_done", last);
}

void answer_thing(struct record *r, const struct thing *t)
{
	g_autofree char *due = answer_day(t->due);
	g_autofree char *url = answer_link(t->rid, t->eid);

	record_text(r, "id", t->eid);
	record_text(r, "room", t->rid);
	record_text(r, "title", t->title);
	record_text(r, "status", t->status == TASK_DONE ? "done" : "open");
	record_texts(r, "assignees", t->assignees);
	record_text(r, "due", due);
	record_text(r, "url", t->eid ? url : NULL);
	record_text(r, "notes", t->notes);
	record_int(r, "priority", t->priority);
	record_texts(r, "tags", t->tags);
	record_text(r, "source", t->source);
	record_text(r, "room_name", t->room_name);
	record_text(r, "creator", t->creator);
	record_text(r, "done_by", t->done_by);
	record_int(r, "ts", t->ts);
	record_int(r, "changed", t->changed);
	record_int(r, "comments", t->comments);
	record_text(r, "state", post_state_word(t->state));
	if (t->kind == KIND_TASK)
		add_task(r, t);
}

static void add_counts(struct record *r, const struct poll *p)
{
	if (!poll_is_open(p)) {
		record_null(r, "counts");
		record_null(r, "voters");
		return;
	}
	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = g_ptr_array_index(p->answers, i);
		g_autofree char *n = g_strdup_printf("%u", i + 1);

		record_counts(r, "counts", n, a->count);
	}
	record_int(r, "voters", p->voters);
}

void answer_poll(struct record *r, const struct poll *p)
{
	g_autoptr(GPtrArray) answers = g_ptr_array_new();
	g_autoptr(GPtrArray) mine = g_ptr_array_new();

	for (guint i = 0; i < p->answers->len; i++) {
		struct poll_answer *a = g_ptr_array_index(p->answers, i);

		g_ptr_array_add(answers, a->text);
		if (a->mine)
			g_ptr_array_add(mine, a->text);
	}
	record_text(r, "question", p->question);
	record_texts(r, "answers", answers);
	add_counts(r, p);
	record_texts(r, "mine", mine);
	record_bool(r, "hidden", p->hidden);
	record_int(r, "max", p->max);
	record_bool(r, "ended", p->ended);
}

void answer_member(struct record *r, const struct member *m)
{
	record_text(r, "id", m->uid);
	record_text(r, "name", m->name);
	record_text(r, "role", member_role(m));
	record_text(r, "server", uid_server(m->uid));
	record_int(r, "power", m->power);
	record_text(r, "membership", membership_word(m->membership));
	record_bool(r, "ambiguous", m->ambiguous);
}

/* The store marks matches by bytes that nobody should print. */
static char *plain_snippet(const char *snippet)
{
	GString *out = g_string_new(NULL);

	for (; snippet && *snippet; snippet++)
		if (*snippet != '\1' && *snippet != '\2')
			g_string_append_c(out, *snippet);
	return g_string_free(out, FALSE);
}

void answer_hit(struct command_call *call, const struct hit *hit)
{
	answer_found_hit(call, hit, NULL);
}

void answer_found_hit(struct command_call *call, const struct hit *hit,
		      const char *section)
{
	struct room *room = reader_room(call->ctx->reader, hit->post->room);
	g_autofree char *snippet = plain_snippet(hit->snippet);
	struct record *r = call_begin(call, "hit");

	if (section)
		record_text(r, "section", section);
	answer_post(call, r, hit->post, room ? room->rid : NULL);
	record_text(r, "snippet", snippet);
	record_text(r, "room_name", hit->room_name);
	call_end(call, r);
	room_free(room);
}
