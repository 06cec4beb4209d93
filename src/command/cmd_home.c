/* Commands: what needs me, done with or put off. */
#include "command/home.h"

#include <string.h>

#define MORNING 8	/* o'clock, when what was put off comes back */

/* ---- the list -------------------------------------------------------------------- */

static void answer_item(struct command_call *call, const struct home_item *i)
{
	struct record *r = call_begin(call, "item");

	record_text(r, "section", i->section);
	record_text(r, "item", i->key);
	record_text(r, "id", i->id ? i->id : i->rid);
	record_text(r, "room", i->rid);
	record_text(r, "room_name", i->room_name);
	record_text(r, "title", i->title);
	record_text(r, "left", i->left);
	record_text(r, "right", i->right);
	record_text(r, "why", i->why);
	record_text(r, "act", i->act);
	if (i->ts)
		record_int(r, "ts", i->ts);
	else
		record_null(r, "ts");
	record_bool(r, "late", i->late);
	if (i->op)
		record_int(r, "op", i->op);
	call_end(call, r);
}

static bool run_home(struct command_call *call, GError **err)
{
	struct home h;

	if (!call_reader(call, err))
		return false;
	home_init(&h, call);
	for (guint i = 0; i < h.items->len; i++)
		answer_item(call, g_ptr_array_index(h.items, i));
	if (h.hidden && h.items->len)
		call_note(call, "%d put off until later.", h.hidden);
	home_clear(&h);
	return true;
}

/* ---- done, later, again ------------------------------------------------------------- */

static bool put_state(struct command_call *call, const char *key,
		      const char *value, GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct message *m = message_new(REQ_STATE);

	m->a = g_strconcat("home:", key, NULL);
	m->b = g_strdup(value);
	message_free(call_ask(call, m, EV_STATE, &inner));
	if (!inner)
		return true;
	g_propagate_error(err, g_steal_pointer(&inner));
	return false;
}

/* It comes back at `until`, 0: only when something new happens to it. */
static bool hide(struct command_call *call, const struct home_item *i,
		 int64_t until, GError **err)
{
	g_autofree char *value = g_strdup_printf("%" G_GINT64_FORMAT
						 " %" G_GINT64_FORMAT, until,
						 i->stamp);

	if (!put_state(call, i->key, value, err))
		return false;
	call_undo(call, 0, "home again %s", i->key);
	return true;
}

static const struct home_item *find_item(struct command_call *call,
					 struct home *h, GError **err)
{
	const char *key = args_get(call->args, "ITEM");
	const struct home_item *i = home_find(h, key);

	if (!i)
		call_fail(err, FM_ERROR_NOT_FOUND, "There is no \"%s\" on Home "
			  "now; \"home --json\" shows each item.", key);
	return i;
}

/* Its act is a line for the screen, where its room would be the open one. */
static bool run_act(struct command_call *call, const struct home_item *i,
		    GError **err)
{
	struct command_context *ctx = call->ctx;
	struct room *room = i->rid ? reader_room_by_rid(ctx->reader,
							ctx->account, i->rid)
				   : NULL;
	int64_t was = ctx->room;
	bool ok;

	ctx->room = room ? room->id : was;
	ok = command_run_line(ctx, i->act, IN_PROMPT, err);
	ctx->room = was;
	room_free(room);
	return ok;
}

/* What has an act of its own does it. */
static bool run_done(struct command_call *call, GError **err)
{
	const struct home_item *i;
	struct home h;
	bool ok;

	if (!call_reader(call, err))
		return false;
	home_init(&h, call);
	i = find_item(call, &h, err);
	if (i && !g_str_has_prefix(i->act, "home ")) {
		ok = run_act(call, i, err);
	} else {
		ok = i && hide(call, i, 0, err);
		if (ok)
			call_say(call, "Done with. It comes back when "
				 "something new happens to it.");
	}
	home_clear(&h);
	return ok;
}

/* "+2h", "+30min" from now; a day as dates are said, in its morning. */
static bool parse_until(struct command_call *call, const char *words,
			int64_t *until)
{
	const struct world *w = call->ctx->world;
	char *end = NULL;
	gint64 n = *words == '+' ? g_ascii_strtoll(words + 1, &end, 10) : 0;
	g_autoptr(GDateTime) at = NULL;
	struct civil c;
	int64_t day;

	if (n > 0 && n < 10000 && (!strcmp(end, "h") || !strcmp(end, "min"))) {
		*until = world_now(w) + n * (*end == 'h' ? 3600000 : 60000);
		return true;
	}
	if (!command_parse_date(w, words, &day) || day == NO_DAY)
		return false;
	c = civil_from_day(day);
	at = g_date_time_new(w->zone, c.year, c.mon, c.mday, MORNING, 0, 0);
	*until = at ? g_date_time_to_unix(at) * 1000 : 0;
	return *until > world_now(w);
}

static bool run_later(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "DATE");
	const struct home_item *i;
	int64_t until = 0;
	struct home h;
	bool ok;

	if (!call_reader(call, err))
		return false;
	if (!parse_until(call, words ? words : "tomorrow", &until))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no time to "
				 "come. Say tomorrow, fri, +3d, +2h, +30min or "
				 "2026-12-01.", words);
	home_init(&h, call);
	i = find_item(call, &h, err);
	ok = i && hide(call, i, until, err);
	if (ok) {
		struct civil c = world_civil(call->ctx->world, until);
		g_autofree char *day = command_say_date(call->ctx->world,
							c.day);

		call_say(call, "Put off until %s %02d:%02d.", day, c.hour,
			 c.min);
	}
	home_clear(&h);
	return ok;
}

static bool run_again(struct command_call *call, GError **err)
{
	if (!call_reader(call, err) ||
	    !put_state(call, args_get(call->args, "ITEM"), NULL, err))
		return false;
	call_say(call, "It is on Home again.");
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command home_rows[] = {
	{ "home", "inbox", "", "list what needs you", "Messages for you, "
	  "replies you owe, your tasks by date, questions you could answer, "
	  "invitations, events, what could not be sent, and what happened in "
	  "each place while you were away. Each has an act, which the screen "
	  "does with one key.", NULL, BOTH | LISTED, run_home,
	  "Nothing needs you now. Messages for you, replies you owe, your "
	  "tasks by date, questions you could answer, invitations, coming "
	  "events, and what happened while you were away appear here. Ctrl-K "
	  "goes to a place." },
	{ "home done", NULL, "ITEM", "be done with something on Home",
	  "A task is marked done, a place read, an invitation accepted, what "
	  "failed is sent again; anything else goes until something new "
	  "happens to it. ITEM is as home --json shows it.", NULL,
	  BOTH, run_done },
	{ "home later", NULL, "ITEM [DATE]", "put something on Home off",
	  "Until tomorrow morning, or DATE: fri, +3d, +2h, 2026-12-01. It "
	  "comes back earlier when something new happens to it.", NULL, BOTH,
	  run_later },
	{ "home again", NULL, "ITEM", "bring back what was put off", NULL,
	  NULL, BOTH, run_again },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
