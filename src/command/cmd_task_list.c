/* Commands: lists of tasks, lists that are kept by a name, the agenda. */
#include "command/internal.h"
#include "model/repeat.h"

#include <string.h>

#define PAGE 200
#define SAVED_KEY "saved_tasks"
#define SAVED_MAX 50

static void answer_task(struct command_call *call, struct thing *t,
			const char *section)
{
	struct record *r = call_begin(call, "task");

	if (t->eid)
		reader_thing_relations(call->ctx->reader, t);
	answer_thing(r, t);
	if (section)
		record_text(r, "section", section);
	call_end(call, r);
}

/* Each task that fits, page by page. */
static void each_task(struct command_call *call, struct thing_query *q,
		      void (*each)(struct command_call *, struct thing *,
				   void *), void *user)
{
	q->limit = PAGE;
	for (q->offset = 0;; q->offset += PAGE) {
		g_autoptr(GPtrArray) list = reader_things(call->ctx->reader,
							 q);

		for (guint i = 0; i < list->len; i++)
			each(call, list->pdata[i], user);
		if (list->len < PAGE)
			return;
	}
}

static void list_one(struct command_call *call, struct thing *t, void *user)
{
	(void)user;
	answer_task(call, t, NULL);
}

/* ---- one query ----------------------------------------------------------------- */

/* What the words of a query stand for; freed after it was asked. */
struct wanted {
	struct thing_query q;
	char *assignee, *parent;
};

static bool want_stage(struct thing_query *q, const char *word, GError **err)
{
	static const struct {
		const char *word;
		unsigned stages;
	} stages[] = {
		{ "none", 1 << STAGE_NONE }, { "doing", 1 << STAGE_DOING },
		{ "waiting", 1 << STAGE_WAITING },
		{ "dropped", 1 << STAGE_DROPPED },
	};

	if (!word)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(stages); i++)
		if (!strcmp(stages[i].word, word)) {
			q->stages = stages[i].stages;
			return true;
		}
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no stage; expected "
			 "none, doing, waiting or dropped.", word);
}

static bool want_start(struct command_call *call, struct thing_query *q,
		       const char *words, GError **err)
{
	if (!words)
		return true;
	q->has_start_by = true;
	if (command_parse_date(call->ctx->world, words, &q->start_by) &&
	    q->start_by != NO_DAY)
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say today, "
			 "fri, +3d or 2026-12-01.", words);
}

static bool want_people(struct command_call *call, struct wanted *w,
			GError **err)
{
	const char *who = args_get(call->args, "--assign");
	const char *parent = args_get(call->args, "--part-of");
	struct thing *t;

	if (who && !(w->assignee = call_user(call, NULL, who, err)))
		return false;
	w->q.assignee = w->assignee;
	if (!parent)
		return true;
	t = call_thing_words(call, KIND_TASK, parent, err);
	if (!t)
		return false;
	w->parent = g_strdup(t->eid ? t->eid : "");
	w->q.parent = w->parent;
	thing_free(t);
	return true;
}

static bool want(struct command_call *call, struct wanted *w, GError **err)
{
	const struct args *a = call->args;

	w->q = (struct thing_query){
		.kind = KIND_TASK, .account = call->ctx->account,
		.mine = args_flag(a, "--mine"),
		.open_only = args_flag(a, "--open"),
		.done_only = args_flag(a, "--done"),
		.overdue = args_flag(a, "--overdue"),
		.blocked = args_flag(a, "--blocked"),
		.filter = args_get(a, "--filter"),
		.tag = args_get(a, "--tag"),
	};
	if (w->q.tag && *w->q.tag == '#')
		w->q.tag++;
	return call_thing_scope(call, &w->q, err) &&
	       want_stage(&w->q, args_get(a, "--stage"), err) &&
	       want_start(call, &w->q, args_get(a, "--start-by"), err) &&
	       want_people(call, w, err);
}

static bool list_plain(struct command_call *call, GError **err)
{
	struct wanted w = { .assignee = NULL };
	bool ok = want(call, &w, err);

	if (ok)
		each_task(call, &w.q, list_one, NULL);
	g_free(w.assignee);
	g_free(w.parent);
	return ok;
}

/* ---- kept by a name --------------------------------------------------------------- */

static GPtrArray *read_saved(struct reader *reader)
{
	g_autofree char *text = reader ? reader_state(reader, SAVED_KEY)
				       : NULL;
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", SAVED_MAX);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (char **line = lines; *line; line++)
		if (strchr(*line, '\t'))
			g_ptr_array_add(out, g_strdup(*line));
	return out;
}

static bool is_named(const char *line, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(line, name, len) && line[len] == '\t';
}

char *command_saved_tasks(struct reader *reader, const char *name)
{
	g_autoptr(GPtrArray) saved = read_saved(reader);
	GString *names;

	for (guint i = 0; name && i < saved->len; i++)
		if (is_named(saved->pdata[i], name))
			return g_strdup(strchr(saved->pdata[i], '\t') + 1);
	if (name)
		return NULL;
	names = g_string_new(NULL);
	for (guint i = 0; i < saved->len; i++)
		g_string_append_printf(names, "%s%.*s", i ? "\n" : "",
				       (int)strcspn(saved->pdata[i], "\t"),
				       (char *)saved->pdata[i]);
	return g_string_free(names, FALSE);
}

static bool list_saved(struct command_call *call, const char *name,
		       GError **err)
{
	g_autofree char *options = command_saved_tasks(call->ctx->reader,
						       name);
	struct command_call inner = *call;
	struct args *args;
	bool ok;

	if (!options)
		return call_fail(err, FM_ERROR_NOT_FOUND, "No list of tasks "
				 "is saved as \"%s\"; \"task saved\" shows "
				 "those that are.", name);
	args = args_parse_line(call->command, options, call->command->where,
			       err);
	if (!args)
		return false;
	inner.args = args;
	ok = list_plain(&inner, err);
	args_free(args);
	return ok;
}

static bool run_list(struct command_call *call, GError **err)
{
	const char *room = args_get(call->args, "ROOM");

	if (!call_reader(call, err))
		return false;
	if (room && *room == '@' && !strchr(room, ':'))
		return list_saved(call, room + 1, err);
	return list_plain(call, err);
}

static bool keep_saved(struct command_call *call, const GPtrArray *lines,
		       GError **err)
{
	struct message *m = message_new(REQ_STATE);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) inner = NULL;

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s%s", i ? "\n" : "",
				       (char *)lines->pdata[i]);
	m->a = g_strdup(SAVED_KEY);
	m->b = g_strdup(text->str);
	message_free(call_ask(call, m, EV_STATE, &inner));
	if (!inner)
		return true;
	g_propagate_error(err, g_steal_pointer(&inner));
	return false;
}

static bool drop_saved(GPtrArray *lines, const char *name)
{
	for (guint i = 0; i < lines->len; i++)
		if (is_named(lines->pdata[i], name)) {
			g_ptr_array_remove_index(lines, i);
			return true;
		}
	return false;
}

/* The options must be those of a list, now rather than later. */
static bool check_options(struct command_call *call, const char *options,
			  GError **err)
{
	const struct command *list = command_set_find(call->ctx->set,
			"task list", call->command->where);
	struct args *args = args_parse_line(list, options,
					    call->command->where, err);

	args_free(args);
	return args != NULL;
}

static bool run_save(struct command_call *call, GError **err)
{
	const char *name = args_get(call->args, "AS");
	const char *options = args_get(call->args, "TEXT");
	g_autoptr(GPtrArray) lines = NULL;

	if (!call_reader(call, err))
		return false;
	if (!*name || strpbrk(name, " \t\n@") || strlen(name) > 40 ||
	    !g_utf8_validate(name, -1, NULL))
		return call_fail(err, FM_ERROR_USAGE, "A name is one word of "
				 "at most 40 bytes without @.");
	if (strlen(options) > 400 || strpbrk(options, "\t\n"))
		return call_fail(err, FM_ERROR_USAGE, "Those options are too "
				 "long.");
	if (!check_options(call, options, err))
		return false;
	lines = read_saved(call->ctx->reader);
	drop_saved(lines, name);
	if (lines->len >= SAVED_MAX)
		return call_fail(err, FM_ERROR_REFUSED, "%d lists are saved; "
				 "\"task forget\" makes room.", SAVED_MAX);
	g_ptr_array_add(lines, g_strconcat(name, "\t", options, NULL));
	if (!keep_saved(call, lines, err))
		return false;
	call_undo(call, 0, "task forget %s", name);
	call_say(call, "Saved; \"task list @%s\" shows it.", name);
	return true;
}

static bool run_saved(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) lines = NULL;

	if (!call_reader(call, err))
		return false;
	lines = read_saved(call->ctx->reader);
	for (guint i = 0; i < lines->len; i++) {
		g_auto(GStrv) parts = g_strsplit(lines->pdata[i], "\t", 2);
		struct record *r = call_begin(call, "saved");

		record_text(r, "name", parts[0]);
		record_text(r, "options", parts[1]);
		call_end(call, r);
	}
	return true;
}

static bool run_forget(struct command_call *call, GError **err)
{
	const char *name = args_get(call->args, "AS");
	g_autofree char *options = NULL;
	g_autoptr(GPtrArray) lines = NULL;

	if (!call_reader(call, err))
		return false;
	lines = read_saved(call->ctx->reader);
	options = command_saved_tasks(call->ctx->reader, name);
	if (!drop_saved(lines, name))
		return call_fail(err, FM_ERROR_NOT_FOUND, "No list of tasks "
				 "is saved as \"%s\".", name);
	if (!keep_saved(call, lines, err))
		return false;
	call_undo(call, 0, "task save %s %s", name, options);
	call_say(call, "Forgotten.");
	return true;
}

/* ---- the agenda ---------------------------------------------------------------------- */

enum section { OVERDUE, TODAY, WEEK, LATER, WAITING, SECTIONS };

static const char *const section_words[] = {
	"overdue", "today", "this week", "later", "waiting",
};

struct agenda {
	int64_t today;
	enum section section;	/* the one that is answered */
};

static enum section section_of_day(const struct agenda *a, int64_t day)
{
	if (day == NO_DAY || day > a->today + 7)
		return LATER;
	return day < a->today ? OVERDUE : day == a->today ? TODAY : WEEK;
}

static void agenda_mine(struct command_call *call, struct thing *t,
			void *user)
{
	const struct agenda *a = user;
	enum section s = t->stage == STAGE_WAITING ? WAITING :
			 section_of_day(a, t->due);

	if (s == a->section)
		answer_task(call, t, section_words[s]);
}

/* Mine, given to others. */
static bool is_with_others(struct command_call *call, const struct thing *t)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct account *me = room ? reader_account(call->ctx->reader,
						   room->account) : NULL;
	bool others = me && t->assignees && t->assignees->len &&
		      !g_ptr_array_find_with_equal_func(t->assignees, me->user,
							g_str_equal, NULL);

	account_free(me);
	room_free(room);
	return others;
}

static void agenda_given(struct command_call *call, struct thing *t,
			 void *user)
{
	(void)user;
	if (is_with_others(call, t))
		answer_task(call, t, section_words[WAITING]);
}

/* When it comes next, from today on; 0: no more. */
static int64_t next_begin(const struct world *w, const struct thing *t,
			  int64_t today)
{
	struct civil c = world_civil(w, t->begin);
	int64_t day = c.day;
	struct repeat r;

	if (day >= today)
		return t->begin;
	if (!t->repeat || !repeat_parse(t->repeat, &r))
		return 0;
	while (day != NO_DAY && day < today) {
		day = repeat_next(&r, day);
		r.count -= r.count > 0;
	}
	return day == NO_DAY ? 0 : world_moment(w, day, c.hour * 60 + c.min);
}

static void answer_event(struct command_call *call, const struct thing *t,
			 int64_t begin, enum section s)
{
	struct record *r = call_begin(call, "event");
	struct thing *next = thing_copy(t);

	next->end = t->end > t->begin ? begin + (t->end - t->begin) : 0;
	next->begin = begin;
	answer_kind(call, r, next);
	record_text(r, "section", section_words[s]);
	call_end(call, r);
	thing_free(next);
}

static void agenda_events(struct command_call *call, const struct agenda *a)
{
	const struct world *w = call->ctx->world;
	const struct thing_query q = {
		.kind = KIND_EVENT, .account = call->ctx->account,
		.open_only = true, .order = ORDER_BEGINS,
	};
	g_autoptr(GPtrArray) list = reader_things(call->ctx->reader, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = list->pdata[i];
		int64_t begin = t->mine == VOTE_UP && t->begin ?
				next_begin(w, t, a->today) : 0;
		enum section s = begin ? section_of_day(a, world_civil(w,
						begin).day) : SECTIONS;

		if (s == a->section)
			answer_event(call, t, begin, s);
	}
}

static bool run_agenda(struct command_call *call, GError **err)
{
	struct thing_query mine = {
		.kind = KIND_TASK, .account = call->ctx->account,
		.open_only = true, .mine = true,
	}, given = {
		.kind = KIND_TASK, .account = call->ctx->account,
		.open_only = true, .made_by_me = true,
	};
	struct agenda a = { .section = OVERDUE };

	if (!call_reader(call, err))
		return false;
	a.today = world_civil(call->ctx->world,
			      world_now(call->ctx->world)).day;
	for (; a.section < SECTIONS; a.section++) {
		agenda_events(call, &a);
		each_task(call, &mine, agenda_mine, &a);
	}
	each_task(call, &given, agenda_given, &a);
	return true;
}

static bool run_show(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_TASK, err);
	struct record *r;

	if (!t)
		return false;
	reader_thing_relations(call->ctx->reader, t);
	r = call_begin(call, "task-whole");
	answer_thing(r, t);
	call_end(call, r);
	thing_free(t);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command task_list_rows[] = {
	{ "task list", NULL, "[ROOM] [--mine] [--open] [--done] [--overdue] "
	  "[--filter WORDS] [--assign USER] [--tag TAG] [--stage STAGE] "
	  "[--part-of PARENT] [--blocked] [--start-by DATE]", "list tasks",
	  "Of a room, of a space with all its rooms, or of all; late ones "
	  "first. STAGE is none, doing, waiting or dropped; --start-by leaves "
	  "out what begins later. @NAME instead of ROOM is a list that was "
	  "kept with task save.", NULL, BOTH | LISTED, run_list,
	  "There are no such tasks." },
	{ "task show", NULL, "[ID]", "show a task in full", NULL, NULL,
	  IN_SHELL, run_show },
	{ "task save", NULL, "AS TEXT", "keep a list of tasks by a name",
	  "AS is the name, TEXT what would follow task list: task save late "
	  "--mine --overdue. In the shell -- goes before the options.", NULL, BOTH, run_save },
	{ "task saved", NULL, "", "show the lists that are kept", NULL, NULL,
	  BOTH | LISTED, run_saved, "No list is kept yet; :task save keeps "
	  "one." },
	{ "task forget", NULL, "AS", "forget a list that was kept", NULL, NULL,
	  BOTH, run_forget },
	{ "agenda", "my", "", "show what is yours to do, by date", "Over all "
	  "places: overdue, today, the next seven days, later, waiting for "
	  "others; with the events you go to.", NULL, BOTH | LISTED,
	  run_agenda, "Nothing is yours to do." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
