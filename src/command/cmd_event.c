/* Commands: events. Who comes says so by a reaction; what is said there is a
 * message in its thread. */
#include "command/internal.h"

#include <string.h>

/* An event without an end is over after so long. */
#define USUAL_MS (INT64_C(2) * 3600000)

/* ---- when and where ----------------------------------------------------------- */

static bool parse_moment(struct command_call *call, const char *words,
			 int64_t *ms, GError **err)
{
	return command_parse_moment(call->ctx->world, words, ms) ||
	       call_fail(err, FM_ERROR_USAGE, "\"%s\" is no day and time. Say "
			 "\"fri 18:00\", \"1 dec 18:00\" or "
			 "2026-12-01T18:00.", words);
}

/* "21:00" alone is a time of the day it begins. */
static bool parse_end(struct command_call *call, const char *words,
		      struct thing *t, GError **err)
{
	const struct world *w = call->ctx->world;
	struct civil c = world_civil(w, t->begin);
	g_autofree char *same = g_strdup_printf("%04d-%02d-%02d %s", c.year,
						c.mon, c.mday, words);

	if (!command_parse_moment(w, same, &t->end) &&
	    !parse_moment(call, words, &t->end, err))
		return false;
	return t->end > t->begin ||
	       call_fail(err, FM_ERROR_USAGE, "It would end before it "
			 "begins.");
}

static bool set_end(struct command_call *call, struct thing *t, GError **err)
{
	const char *until = args_get(call->args, "--until");
	const char *length = args_get(call->args, "--for");
	int minutes;

	if (until && length)
		return call_fail(err, FM_ERROR_USAGE, "Say --until or --for, "
				 "not both.");
	if (!until && !length)
		return true;
	t->fields |= THING_END;
	if (until)
		return parse_end(call, until, t, err);
	if (!command_parse_length(length, &minutes))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no length of "
				 "time. Say 90m, 2h, 1h30 or 2 days.", length);
	t->end = t->begin + (int64_t)minutes * 60000;
	return true;
}

static bool set_repeat(struct thing *t, const char *words, GError **err)
{
	static const char *const plain[][2] = {
		{ "daily", "FREQ=DAILY" }, { "weekly", "FREQ=WEEKLY" },
		{ "fortnightly", "FREQ=WEEKLY;INTERVAL=2" },
		{ "monthly", "FREQ=MONTHLY" }, { "yearly", "FREQ=YEARLY" },
		{ "none", "" },
	};

	if (!words)
		return true;
	t->fields |= THING_REPEAT;
	for (guint i = 0; i < G_N_ELEMENTS(plain); i++)
		if (!strcmp(words, plain[i][0])) {
			t->repeat = *plain[i][1] ? g_strdup(plain[i][1]) :
						   NULL;
			return true;
		}
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no way to repeat; "
			 "expected daily, weekly, fortnightly, monthly, "
			 "yearly or none.", words);
}

static bool set_details(struct command_call *call, struct thing *t,
			GError **err)
{
	const struct args *a = call->args;

	return call_set_text(t, THING_PLACE, args_get(a, "--place"), err) &&
	       call_set_text(t, THING_URL, args_get(a, "--url"), err) &&
	       call_set_text(t, THING_NOTES, args_get(a, "--agenda"), err) &&
	       set_repeat(t, args_get(a, "--repeat"), err);
}

static bool add_extra(struct command_call *call, const struct room *room,
		      struct thing *t, GError **err)
{
	const char *at = args_get(call->args, "--at");

	(void)room;
	if (!at)
		return call_fail(err, FM_ERROR_USAGE, "When? An event needs "
				 "--at, for example --at \"fri 18:00\".");
	t->fields |= THING_BEGIN;
	return parse_moment(call, at, &t->begin, err) &&
	       set_end(call, t, err) && set_details(call, t, err);
}

static bool run_add(struct command_call *call, GError **err)
{
	return call_add_new(call, KIND_EVENT, add_extra, err);
}

/* ---- changes ----------------------------------------------------------------------- */

/* It lasts as long as before unless the end is said. */
static bool fill_move(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	change->fields = THING_BEGIN;
	if (!parse_moment(call, args_get(call->args, "WHEN"), &change->begin,
			  err))
		return false;
	if (t->end && t->begin) {
		change->fields |= THING_END;
		change->end = change->begin + (t->end - t->begin);
	}
	return set_end(call, change, err);
}

static bool fill_change(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	change->begin = t->begin;
	if (!call_set_text(change, THING_TITLE, args_get(call->args,
							 "--title"), err) ||
	    !set_end(call, change, err) || !set_details(call, change, err))
		return false;
	return change->fields || call_fail(err, FM_ERROR_USAGE, "What of it? "
		"--title, --until, --for, --place, --url, --agenda or "
		"--repeat.");
}

static bool fill_cancel(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	(void)t;
	(void)err;
	change->fields = THING_STATUS;
	change->status = g_str_has_suffix(call->command->name, "cancel") ?
			 EVENT_CANCELLED : EVENT_PLANNED;
	return true;
}

static bool run_move(struct command_call *call, GError **err)
{
	return call_change(call, KIND_EVENT, fill_move, err);
}

static bool run_change(struct command_call *call, GError **err)
{
	return call_change(call, KIND_EVENT, fill_change, err);
}

static bool run_cancel(struct command_call *call, GError **err)
{
	return call_change(call, KIND_EVENT, fill_cancel, err);
}

static bool run_attend(struct command_call *call, GError **err)
{
	const char *name = call->command->name;

	return call_vote(call, KIND_EVENT,
			 g_str_has_suffix(name, "yes") ? VOTE_UP :
			 g_str_has_suffix(name, "no") ? VOTE_DOWN :
			 g_str_has_suffix(name, "maybe") ? VOTE_MAYBE :
			 VOTE_NONE, err);
}

/* What was said there goes into its thread. */
static bool run_minutes(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_EVENT, err);
	g_autofree char *text = t ? call_text(call, args_get(call->args,
							     "TEXT"), err)
				  : NULL;
	struct room *room = text ? reader_room(call->ctx->reader, t->room)
				 : NULL;
	struct op *op;
	bool ok = room && t->eid;

	if (room && !t->eid)
		call_fail(err, FM_ERROR_REFUSED, "The event \"%s\" has not "
			  "been sent yet.", t->title);
	if (ok) {
		op = call_op(call, OP_SEND, room);
		op->thread = g_strdup(t->eid);
		command_fill_text(call->ctx, room->id, text, op);
		ok = call_submit_sent(call, op, err);
	}
	room_free(room);
	thing_free(t);
	return ok;
}

/* ---- the next time of one that repeats ---------------------------------------- */

/* "FREQ=WEEKLY;INTERVAL=2": what follows NAME= as a word. Yours. */
static char *rule_part(const char *rule, const char *name)
{
	g_auto(GStrv) parts = g_strsplit(rule, ";", 16);
	size_t len = strlen(name);

	for (int i = 0; parts[i]; i++)
		if (!strncmp(parts[i], name, len) && parts[i][len] == '=')
			return g_strdup(parts[i] + len + 1);
	return NULL;
}

/* So many months after a day, or on no day when the month is too short. */
static int64_t month_later(const struct civil *c, int months)
{
	int all = c->year * 12 + c->mon - 1 + months;

	return civil_day(all / 12, all % 12 + 1, c->mday);
}

/* The nth day of the rule, or INT64_MIN: there is none. */
static int64_t nth_day(const struct civil *c, const char *freq, int n)
{
	static const struct {
		const char *word;
		int days, months;
	} steps[] = {
		{ "DAILY", 1, 0 }, { "WEEKLY", 7, 0 }, { "MONTHLY", 0, 1 },
		{ "YEARLY", 0, 12 },
	};

	for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
		if (!strcmp(steps[i].word, freq))
			return steps[i].days ? c->day + steps[i].days * n :
			       month_later(c, steps[i].months * n);
	return INT64_MIN;
}

/* The same time by the clock, whatever the clocks did meanwhile. */
void event_advance(const struct world *w, struct thing *t)
{
	g_autofree char *freq = t->repeat ? rule_part(t->repeat, "FREQ") : NULL;
	g_autofree char *every = freq ? rule_part(t->repeat, "INTERVAL") : NULL;
	guint64 step = 1;
	int64_t length = t->end > t->begin ? t->end - t->begin : 0;
	int64_t gone = world_now(w) - (length ? length : USUAL_MS);
	struct civil c = world_civil(w, t->begin);

	if (every && !g_ascii_string_to_unsigned(every, 10, 1, 1000, &step,
						 NULL))
		return;
	for (int n = 0; freq && t->begin && t->begin < gone && n < 40000; n++) {
		int64_t day = nth_day(&c, freq, n * (int)step);
		int64_t at = day == INT64_MIN ? 0 :
			     world_moment(w, day, c.hour * 60 + c.min);

		if (at < gone)
			continue;
		t->begin = at;
		t->end = length ? at + length : 0;
	}
}

static int compare_begins(const void *a, const void *b)
{
	const struct thing *x = *(struct thing *const *)a;
	const struct thing *y = *(struct thing *const *)b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return g_strcmp0(x->eid, y->eid);
}

GPtrArray *event_list(struct command_call *call, const struct thing_query *q)
{
	GPtrArray *list = reader_things(call->ctx->reader, q);

	for (guint i = 0; i < list->len; i++)
		event_advance(call->ctx->world, g_ptr_array_index(list, i));
	g_ptr_array_sort(list, compare_begins);
	return list;
}

/* ---- listing -------------------------------------------------------------------------- */

static bool is_past(struct command_call *call, const struct thing *t)
{
	int64_t end = t->end > t->begin ? t->end : t->begin + USUAL_MS;

	return t->begin && end < world_now(call->ctx->world);
}

static bool run_list(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_EVENT };
	bool past = args_flag(call->args, "--past");
	g_autoptr(GPtrArray) list = NULL;

	if (!call_list_query(call, &q, err))
		return false;
	q.mine = false;
	list = event_list(call, &q);
	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (is_past(call, t) != past ||
		    (!past && thing_is_closed(t)) ||
		    (args_flag(call->args, "--mine") && t->mine != VOTE_UP))
			continue;
		call_answer(call, t);
	}
	return true;
}

static bool run_show(struct command_call *call, GError **err)
{
	return call_show(call, KIND_EVENT, err);
}

#define BOTH (IN_SHELL | IN_PROMPT)
#define ACT (BOTH | VIEW_EVENTS | VIEW_POSTS)

const struct command event_rows[] = {
	{ "event add", NULL, "ROOM TITLE [--at WHEN] [--until WHEN] "
	  "[--for LENGTH] [--place PLACE] [--url URL] [--agenda NOTES] "
	  "[--repeat HOW] [--tag TAG]…", "invite to a meeting", "WHEN is "
	  "\"fri 18:00\", \"1 dec 18:00\" or 2026-12-01T18:00 by the local "
	  "clocks; LENGTH is 90m, 2h or 2 days; HOW is daily, weekly, "
	  "fortnightly, monthly or yearly. People say by reacting if they "
	  "come: 👍, 🤔 or 👎.", NULL, BOTH | IN_SLASH | VIEW_EVENTS |
	  IN_FORM, run_add },
	{ "event list", NULL, "[ROOM] [--past] [--mine] [--tag TAG] "
	  "[--filter WORDS]", "list events", "Those to come, the next one "
	  "first; --mine: to which I go.", NULL, BOTH | LISTED, run_list,
	  "No events are planned. a adds one." },
	{ "event show", NULL, "[ID]", "show an event in full", NULL, NULL,
	  IN_SHELL, run_show },
	{ "event yes", NULL, "[ID]", "say that I come", NULL, "yes", ACT,
	  run_attend },
	{ "event maybe", NULL, "[ID]", "say that I may come", NULL, NULL, ACT,
	  run_attend },
	{ "event no", NULL, "[ID]", "say that I do not come", NULL, "no", ACT,
	  run_attend },
	{ "event unsure", NULL, "[ID]", "take back what I said about coming",
	  NULL, NULL, ACT, run_attend },
	{ "event move", NULL, "[ID] WHEN [--until WHEN] [--for LENGTH]",
	  "move an event to another time", "It lasts as long as before.",
	  NULL, ACT | IN_FORM, run_move },
	{ "event change", NULL, "[ID] [--title TITLE] [--until WHEN] "
	  "[--for LENGTH] [--place PLACE] [--url URL] [--agenda NOTES] "
	  "[--repeat HOW]", "change what is said of an event", NULL, NULL, ACT,
	  run_change },
	{ "event cancel", NULL, "[ID]", "call an event off", NULL, NULL, ACT,
	  run_cancel },
	{ "event restore", NULL, "[ID]", "an event that was cancelled takes "
	  "place", NULL, NULL, ACT, run_cancel },
	{ "event minutes", NULL, "[ID] TEXT", "write down what was said",
	  "A message in its thread; \"-\" reads it from standard input.",
	  NULL, ACT | IN_FORM, run_minutes },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
