/* Commands: one search over people, things and messages. */
#include "command/internal.h"

#include <string.h>

#define LIMIT 50
#define LIMIT_MAX 10000
#define PAGE_MOST 500
#define FEW 10			/* of each kind but messages, unless asked */

struct searching {
	struct command_call *call;
	const char *words;
	int64_t room;		/* 0: all */
	int limit;		/* of messages; of any kind that is named */
	int few;		/* of the others */
	unsigned kinds;		/* bits of the table below */
};

/* ---- people ------------------------------------------------------------------ */

/* Found by what is said of them: whoever only wrote the words is found by the
 * message. */
static bool is_known_for(const struct person_hit *hit)
{
	const struct person_reason *first = hit->why->len ?
		g_ptr_array_index(hit->why, 0) : NULL;

	return first && first->why != WHY_WROTE && first->why != WHY_ANSWERED;
}

static void search_people(struct searching *s, int kind)
{
	struct people_query q = { .account = s->call->ctx->account,
				  .limit = s->few };
	g_autoptr(GPtrArray) hits = NULL;

	(void)kind;
	/* words with a key that the finder does not know find nobody */
	if (!s->room && people_query_parse(&q, s->words, NULL)) {
		hits = reader_people_find(s->call->ctx->reader, &q);
		for (guint i = 0; i < hits->len; i++)
			if (is_known_for(g_ptr_array_index(hits, i)))
				answer_found_person(s->call, g_ptr_array_index(
						    hits, i), "PEOPLE");
	}
	people_query_clear(&q);
}

/* ---- things ------------------------------------------------------------------- */

static const char *const headings[THING_KINDS] = {
	[KIND_TASK] = "TASKS", [KIND_QUESTION] = "QUESTIONS",
	[KIND_IDEA] = "IDEAS", [KIND_EVENT] = "EVENTS",
	[KIND_RESOURCE] = "RESOURCES", [KIND_DECISION] = "DECISIONS",
};

static void search_things(struct searching *s, int kind)
{
	struct thing_query q = {
		.kind = (enum thing_kind)kind, .room = s->room,
		.account = s->call->ctx->account, .filter = s->words,
		.limit = s->few,
	};
	g_autoptr(GPtrArray) list = reader_things(s->call->ctx->reader, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);
		struct record *r = call_begin(s->call, thing_kind_word(t->kind));

		answer_kind(s->call, r, t);
		record_text(r, "section", headings[kind]);
		record_text(r, "kind", thing_kind_word(t->kind));
		call_end(s->call, r);
	}
}

/* ---- messages -------------------------------------------------------------------- */

/* What is listed as a thing is not there again as its message. */
static bool is_listed(const struct searching *s, const struct hit *hit);

static void search_messages(struct searching *s, int kind)
{
	(void)kind;
	for (int at = 0; at < s->limit;) {
		g_autoptr(GPtrArray) hits = reader_search(
			s->call->ctx->reader, s->room, s->words, at,
			MIN(s->limit - at, PAGE_MOST));

		for (guint i = 0; i < hits->len; i++)
			if (!is_listed(s, g_ptr_array_index(hits, i)))
				answer_found_hit(s->call, g_ptr_array_index(
						 hits, i), "MESSAGES");
		at += hits->len;
		if (!hits->len)
			break;
	}
}

/* ---- the kinds --------------------------------------------------------------------- */

static const struct {
	const char *word;
	void (*search)(struct searching *s, int kind);
	int kind;
} kinds[] = {
	{ "person", search_people, 0 },
	{ "task", search_things, KIND_TASK },
	{ "question", search_things, KIND_QUESTION },
	{ "idea", search_things, KIND_IDEA },
	{ "decision", search_things, KIND_DECISION },
	{ "resource", search_things, KIND_RESOURCE },
	{ "event", search_things, KIND_EVENT },
	{ "message", search_messages, 0 },
};

static bool is_listed(const struct searching *s, const struct hit *hit)
{
	const struct thing *t = hit->post->thing;

	for (guint i = 0; t && i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].search == search_things &&
		    kinds[i].kind == (int)t->kind)
			return s->kinds >> i & 1;
	return false;
}

static int find_kind(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (!strcmp(kinds[i].word, word))
			return (int)i;
	return -1;
}

static bool read_kinds(struct searching *s, GError **err)
{
	const char *const *words = args_all(s->call->args, "--kind");

	s->few = *words ? s->limit : MIN(FEW, s->limit);
	if (!*words)
		s->kinds = (1u << G_N_ELEMENTS(kinds)) - 1;
	for (; *words; words++) {
		int at = find_kind(*words);

		if (at < 0)
			return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no "
				"kind; expected person, task, question, idea, "
				"decision, resource, event or message.",
				*words);
		s->kinds |= 1u << at;
	}
	return true;
}

static bool read_limit(struct searching *s, GError **err)
{
	const char *words = args_get(s->call->args, "--limit");
	guint64 n = LIMIT;

	if (words && !g_ascii_string_to_unsigned(words, 10, 1, LIMIT_MAX, &n,
						 NULL))
		return call_fail(err, FM_ERROR_USAGE, "search: --limit takes "
				 "a number from 1 to %d, not \"%s\".",
				 LIMIT_MAX, words);
	s->limit = (int)n;
	return true;
}

static bool read_room(struct searching *s, GError **err)
{
	const char *where = args_get(s->call->args, "--room");
	struct room *room;

	if (!where)
		return true;
	room = reader_room_find(s->call->ctx->reader, s->call->ctx->account,
				where, err);
	if (!room)
		return false;
	s->room = room->id;
	room_free(room);
	return true;
}

static bool run_search(struct command_call *call, GError **err)
{
	struct searching s = { .call = call,
			       .words = args_get(call->args, "TEXT") };

	if (!call_reader(call, err) || !read_limit(&s, err) ||
	    !read_kinds(&s, err) || !read_room(&s, err))
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (s.kinds >> i & 1)
			kinds[i].search(&s, kinds[i].kind);
	return true;
}

const struct command search_rows[] = {
	{ "search", NULL, "TEXT [--kind KIND]… [--room ROOM] [--limit N]",
	  "search people, tasks, questions, messages, all that is stored",
	  "KIND is person, task, question, idea, decision, resource, event or "
	  "message; without it all of them, of which messages come last, newest "
	  "first. All words must occur; in messages the last may be the "
	  "beginning of one.", NULL, IN_SHELL | IN_PROMPT | LISTED, run_search,
	  "Nothing that is stored has these words. Older messages are found "
	  "once they have been scrolled to." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
