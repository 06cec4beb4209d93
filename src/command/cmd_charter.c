/* Commands: what a space is for, and who has agreed to its rules
 * (doc/protocol.md, "Charter"). */
#include "command/internal.h"

#include <string.h>
#include "model/charter.h"
#include "store/charters.h"

/* ---- showing -------------------------------------------------------------- */

static void answer_figure(struct record *r, const char *name, int64_t n)
{
	g_autofree char *text = n == CHARTER_UNKNOWN ? NULL :
						charter_say_number(n);

	if (text && n % 1000 == 0)
		record_int(r, name, n / 1000);
	else
		record_text(r, name, text);
}

static void answer_outcome(struct record *r, const struct outcome *o)
{
	g_autofree char *figures = outcome_figures(o);

	record_text(r, "id", o->id);
	record_text(r, "text", o->text);
	record_text(r, "measure", o->measure);
	answer_figure(r, "figure", o->figure);
	answer_figure(r, "target", o->target);
	record_text(r, "unit", o->unit);
	record_bool(r, "done", outcome_reached(o));
	record_text(r, "figures", figures);
}

/* Outcomes are named by their numbers, as `charter outcome` takes them. */
static void answer_outcomes(struct record *r, const struct charter *c)
{
	struct record *in = record_nested(r, "outcomes");

	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++) {
		g_autofree char *n = g_strdup_printf("%u", i + 1);

		answer_outcome(record_nested(in, n), c->outcomes->pdata[i]);
	}
}

bool charter_is_due(struct command_call *call, const struct charter *c,
		    int64_t days)
{
	const struct world *w = call->ctx->world;

	return c && c->review != CHARTER_NO_DAY &&
	       c->review <= world_civil(w, world_now(w)).day + days;
}

void answer_charter(struct command_call *call, struct record *r,
		    const struct charter *c)
{
	g_autofree char *review = charter_say_day(c->review);
	int all, done = charter_reached(c, &all);

	record_int(r, "version", c->version);
	record_text(r, "issue", c->issue);
	record_text(r, "owner", c->owner);
	answer_outcomes(r, c);
	record_int(r, "outcomes_done", done);
	record_int(r, "outcomes_all", all);
	record_text(r, "rules", c->rules);
	record_text(r, "contact", c->contact);
	record_text(r, "review", review);
	record_bool(r, "review_due", charter_is_due(call, c, 0));
	record_text(r, "declared", c->area == AREA_UNKNOWN ? NULL :
		    area_word(c->area));
	record_bool(r, "accept", c->accept);
	record_text(r, "event", c->eid);
	record_text(r, "changed_by", c->by);
	record_int(r, "ts", c->ts);
	record_bool(r, "pending", c->pending);
}

/* "▓▓▓▓░░░░" */
static char *bar(int percent)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; percent >= 0 && i < 8; i++)
		g_string_append(out, i * 100 < percent * 8 ? "▓" : "░");
	if (out->len)
		g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

static void line_outcome(struct command_call *call, guint i,
			 const struct outcome *o)
{
	g_autofree char *figures = outcome_figures(o);
	g_autofree char *drawn = bar(outcome_percent(o));

	call_line(call, "%s %u. %s: %s%s%s%s%s", outcome_reached(o) ? "✓" : "·",
		  i + 1, o->text ? o->text : "", drawn, figures,
		  o->measure ? " (" : "", o->measure ? o->measure : "",
		  o->measure ? ")" : "");
}

static char *person_name(struct command_call *call, const struct room *room,
			 const char *uid)
{
	struct member *m = reader_member(call->ctx->reader, room->id, uid);
	char *name = m ? g_strdup_printf("%s (%s)", m->name, uid)
		       : g_strdup(uid);

	member_free(m);
	return name;
}

static void line_text(struct command_call *call, const char *title,
		      const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	for (int i = 0; text && lines[i]; i++)
		call_line(call, "%s%s%s", i ? "  " : title, i ? "" : ": ",
			  lines[i]);
}

static void line_review(struct command_call *call, const struct charter *c)
{
	g_autofree char *day = c->review == CHARTER_NO_DAY ? NULL :
		command_say_date(call->ctx->world, c->review);

	if (day)
		call_line(call, "Review: %s%s", day,
			  charter_is_due(call, c, 0) ? ", due" : "");
}

void charter_lines(struct command_call *call, const struct room *room,
		   const struct charter *c)
{
	g_autofree char *owner = c->owner ? person_name(call, room, c->owner)
					  : NULL;

	if (c->version != CHARTER_VERSION) {
		call_line(call, "A charter of a newer version (%d): update "
			  "folkmoot to read it.", c->version);
		return;
	}
	line_text(call, "Issue", c->issue);
	line_text(call, "Owner", owner);
	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++)
		line_outcome(call, i, c->outcomes->pdata[i]);
	line_text(call, "Rules", c->rules);
	line_text(call, "Contact", c->contact);
	line_review(call, c);
	if (c->area != AREA_UNKNOWN)
		call_line(call, "Declared: %s", area_word(c->area));
	if (reader_must_accept(call->ctx->reader, room->id))
		call_line(call, "You are asked to accept this charter: "
			  "charter accept.");
	if (c->pending)
		call_line(call, "Your changes are being sent.");
}

static void answer_acceptances(struct command_call *call, struct record *r,
			       const struct room *room)
{
	g_autoptr(GPtrArray) list = reader_acceptances(call->ctx->reader,
						       room->id);
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	for (guint i = 0; i < list->len; i++) {
		const struct acceptance *a = list->pdata[i];

		if (a->current)
			g_ptr_array_add(ids, a->uid);
	}
	record_texts(r, "accepted_by", ids);
	record_bool(r, "must_accept", reader_must_accept(call->ctx->reader,
							 room->id));
}

/* Who accepted is the business of those who may change it. */
static void line_acceptances(struct command_call *call,
			     const struct room *room, const struct charter *c)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GString) names = g_string_new(NULL);
	int n = 0;

	if (!c->accept || room->power < reader_charter_rights(
			call->ctx->reader, room->id).charter)
		return;
	list = reader_acceptances(call->ctx->reader, room->id);
	for (guint i = 0; i < list->len; i++) {
		const struct acceptance *a = list->pdata[i];

		if (!a->current)
			continue;
		g_string_append_printf(names, "%s%s", n ? ", " : "", a->name);
		n++;
	}
	call_line(call, "Accepted by %d of %d%s%s", n, MAX(room->joined, n),
		  n ? ": " : "", names->str);
}

static bool run_charter(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct charter *c = room ? reader_charter(call->ctx->reader, room->id)
				 : NULL;
	struct record *r;

	if (!room)
		return false;
	if (!c) {
		call_say(call, "%s has no charter. \"charter edit\" writes "
			 "one.", room->name);
	} else if (call->ctx->json) {
		r = call_begin(call, "charter");
		record_text(r, "room", room->rid);
		record_text(r, "name", room->name);
		answer_charter(call, r, c);
		answer_acceptances(call, r, room);
		call_end(call, r);
	} else {
		charter_lines(call, room, c);
		line_acceptances(call, room, c);
	}
	charter_free(c);
	room_free(room);
	return true;
}

/* ---- the log -------------------------------------------------------------- */

static void answer_change(struct command_call *call, const struct room *room,
			  const struct charter *c, const char *what)
{
	struct member *m = c->by ? reader_member(call->ctx->reader, room->id,
						 c->by) : NULL;
	struct record *r = call_begin(call, "charter-change");

	record_int(r, "ts", c->ts);
	record_text(r, "who", m ? m->name : c->by);
	record_text(r, "what", what);
	record_text(r, "user", c->by);
	record_text(r, "id", c->eid);
	record_text(r, "room", room->rid);
	call_end(call, r);
	member_free(m);
}

static void log_version(struct command_call *call, const struct room *room,
			const struct charter *was, const struct charter *now)
{
	g_autoptr(GPtrArray) list = charter_differences(was, now);

	if (charter_is_empty(now)) {
		answer_change(call, room, now, was ? "took the charter away" :
			      "a version that is gone");
		return;
	}
	for (guint i = 0; i < list->len; i++)
		answer_change(call, room, now, list->pdata[i]);
}

static bool run_log(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	const struct charter *was = NULL;
	g_autoptr(GPtrArray) log = NULL;

	if (!room)
		return false;
	call_whole_history(call, room);
	log = reader_charter_log(call->ctx->reader, room->id);
	for (guint i = 0; i < log->len; i++) {
		log_version(call, room, was, log->pdata[i]);
		was = log->pdata[i];
	}
	room_free(room);
	return true;
}

/* ---- spaces --------------------------------------------------------------- */

struct spaces {
	struct command_call *call;
	bool without, due;
	int64_t days;
};

static void answer_space(struct command_call *call, const struct room *room,
			 const struct charter *c)
{
	struct record *r = call_begin(call, "space");
	g_autofree char *review = c ? charter_say_day(c->review) : NULL;
	int all = 0, done = c ? charter_reached(c, &all) : 0;

	answer_room(call, r, room);
	record_int(r, "outsiders", room->outsiders);
	record_bool(r, "charter", c != NULL);
	record_text(r, "owner", c ? c->owner : NULL);
	record_text(r, "review", review);
	record_bool(r, "review_due", charter_is_due(call, c, 0));
	record_int(r, "outcomes_done", done);
	record_int(r, "outcomes_all", all);
	record_text(r, "declared", c && c->area != AREA_UNKNOWN ?
		    area_word(c->area) : NULL);
	call_end(call, r);
}

static bool show_space(const struct room *room, void *user)
{
	struct spaces *s = user;
	struct charter *c = reader_charter(s->call->ctx->reader, room->id);

	if (!(s->without && c) &&
	    !(s->due && !charter_is_due(s->call, c, s->days)))
		answer_space(s->call, room, c);
	charter_free(c);
	return true;
}

bool run_spaces(struct command_call *call, GError **err)
{
	const char *due = args_get(call->args, "--review-due");
	struct spaces s = { .call = call, .due = due != NULL,
			    .without = args_flag(call->args, "--no-charter") };

	if (due && !g_ascii_string_to_signed(due, 10, 0, 36500, &s.days, NULL))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no number of "
				 "days; --review-due 0 is by today.", due);
	if (!call_reader(call, err))
		return false;
	reader_rooms(call->ctx->reader, call->ctx->account, SPACES_ONLY,
		     show_space, &s);
	return true;
}

/* ---- its form ---------------------------------------------------------------- */

/* As --outcome takes it. Yours. */
static char *outcome_line(const struct outcome *o)
{
	g_autofree char *figure = o->figure == CHARTER_UNKNOWN ?
		g_strdup("?") : charter_say_number(o->figure);
	g_autofree char *target = o->target == CHARTER_UNKNOWN ?
		NULL : charter_say_number(o->target);
	GString *out = g_string_new(o->text ? o->text : "");

	if (!target && o->figure == CHARTER_UNKNOWN && !o->measure)
		return g_string_free(out, FALSE);
	g_string_append_printf(out, " = %s%s%s%s%s", figure,
			       target ? " / " : "", target ? target : "",
			       o->unit ? " " : "", o->unit ? o->unit : "");
	if (o->measure)
		g_string_append_printf(out, "; %s", o->measure);
	return g_string_free(out, FALSE);
}

static void show_fields(struct form *form, const struct charter *c)
{
	g_autofree char *review = answer_day(c->review);

	form_set(form, "--issue", c->issue);
	form_set(form, "--owner", c->owner);
	form_set(form, "--rules", c->rules);
	form_set(form, "--contact", c->contact);
	form_set(form, "--review", review);
	if (c->area != AREA_UNKNOWN)
		form_set(form, "--area", area_word(c->area));
	form_set(form, "--accept", c->accept ? "yes" : "no");
	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++) {
		g_autofree char *line = outcome_line(c->outcomes->pdata[i]);

		form_set(form, "--outcome", line);
	}
}

static bool show_now(struct command_call *call, struct form *form,
		     GError **err)
{
	struct room *room = call_room(call, err);
	struct charter *c = room ? reader_charter(call->ctx->reader,
						  room->id) : NULL;
	bool ok = room != NULL;

	if (c && c->version == CHARTER_VERSION)
		show_fields(form, c);
	charter_free(c);
	room_free(room);
	return ok;
}

#define TYPED (IN_SHELL | IN_PROMPT)

const struct command charter_rows[] = {
	{ "charter", NULL, "[ROOM]", "show what a space is for",
	  "The issue, the owner, the outcomes with their figures, the rules, "
	  "whom to ask, when it is looked at again, and who is meant to be "
	  "able to read.", NULL, TYPED | LISTED, run_charter, "" },
	{ "charter edit", NULL, "[ROOM] [--issue ISSUE] [--owner USER] "
	  "[--outcome OUTCOME]… [--rules RULES] [--contact CONTACT] [--review "
	  "DATE] [--area AREA] [--accept ACCEPT]", "write or change a charter",
	  "Only what is named changes; an empty text or none clears it. "
	  "OUTCOME is \"TEXT = FIGURE / TARGET UNIT; MEASURE\", each part after "
	  "TEXT may be left out, ? is a figure that is not known yet; the "
	  "outcomes named are all there are afterwards. AREA is internal, "
	  "external, public or none; ACCEPT is yes or no: whether everybody is "
	  "asked to accept the rules.", NULL, TYPED | IN_FORM,
	  charter_run_edit, .fill = show_now },
	{ "charter outcome", NULL, "ROOM N FIGURE", "say how far an outcome "
	  "is", "N is its number in the charter; FIGURE is a number, done, or "
	  "? for not known.", NULL, TYPED, charter_run_outcome, NULL },
	{ "charter log", NULL, "[ROOM]", "list how a charter changed",
	  "Each change of each field, oldest first, with who and when.", NULL,
	  TYPED | LISTED, run_log, "Nobody has written a charter here yet." },
	{ "charter accept", NULL, "[ROOM]", "accept the charter of a space",
	  "Once; you are asked again when its rules change.", NULL, TYPED,
	  charter_run_accept, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL },
};
