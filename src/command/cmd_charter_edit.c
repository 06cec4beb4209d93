/* Commands: writing and changing charters (doc/protocol.md, "Charter"). */
#include "command/internal.h"

#include <string.h>
#include "model/charter.h"
#include "store/charters.h"

bool call_has_power(struct command_call *call, const struct room *room,
		    int power, const char *what, GError **err)
{
	struct charter *c;

	if (room->power >= power)
		return true;
	c = reader_charter(call->ctx->reader, room->id);
	call_fail(err, FM_ERROR_REFUSED, "You may not %s %s: that takes a "
		  "power of %d, and yours is %d. Ask %s.", what, room->name,
		  power, room->power, c && c->owner ? c->owner :
		  "somebody who looks after it");
	charter_free(c);
	return false;
}

static bool submit_change(struct command_call *call, const struct room *room,
			  const struct charter *change, GError **err)
{
	struct op *op;

	if (!call_has_power(call, room, reader_charter_rights(call->ctx->reader,
							room->id).charter,
		      "change the charter of", err))
		return false;
	op = call_op(call, OP_CHARTER, room);
	op->body = charter_pack(change);
	return call_submit_sent(call, op, err);
}

static bool set_text(struct charter *c, uint32_t field, char **at,
		     const char *text, GError **err)
{
	glong most = field == CHARTER_CONTACT ? CHARTER_LINE_MAX
					      : CHARTER_TEXT_MAX;

	if (!text)
		return true;
	if (!g_utf8_validate(text, -1, NULL) ||
	    g_utf8_strlen(text, -1) > most)
		return call_fail(err, FM_ERROR_REFUSED, "That text is longer "
				 "than %ld characters or not valid UTF-8; "
				 "nothing was changed.", most);
	c->fields |= field;
	*at = g_strstrip(g_strdup(text));
	return true;
}

static bool set_owner(struct command_call *call, const struct room *room,
		      struct charter *c, GError **err)
{
	const char *words = args_get(call->args, "--owner");

	if (!words)
		return true;
	c->fields |= CHARTER_OWNER;
	if (!*words || !strcmp(words, "none"))
		return true;
	c->owner = call_user(call, room, words, err);
	return c->owner != NULL;
}

static bool set_review(struct command_call *call, struct charter *c,
		       GError **err)
{
	const char *words = args_get(call->args, "--review");

	if (!words)
		return true;
	c->fields |= CHARTER_REVIEW;
	if (!*words || command_parse_date(call->ctx->world, words, &c->review))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say +4w, 1 "
			 "dec, 2026-12-01, or none.", words);
}

static bool set_area(struct command_call *call, struct charter *c,
		     GError **err)
{
	const char *words = args_get(call->args, "--area");

	if (!words)
		return true;
	c->fields |= CHARTER_AREA;
	for (enum area a = AREA_INTERNAL; a <= AREA_PUBLIC; a++)
		if (!strcmp(words, area_word(a))) {
			c->area = a;
			return true;
		}
	return !*words || !strcmp(words, "none") ||
	       call_fail(err, FM_ERROR_USAGE, "\"%s\" is no area; expected "
			 "internal, external, public or none.", words);
}

static bool set_accept(struct command_call *call, struct charter *c,
		       GError **err)
{
	const char *words = args_get(call->args, "--accept");

	if (!words)
		return true;
	c->fields |= CHARTER_ACCEPT;
	c->accept = !strcmp(words, "yes");
	return c->accept || !strcmp(words, "no") ||
	       call_fail(err, FM_ERROR_USAGE, "Say --accept yes or --accept "
			 "no.");
}

/* ---- outcomes ------------------------------------------------------------- */

/* One number of "40 / 80 homes": "?" is not known yet. */
static bool take_number(const char **at, int64_t *n)
{
	size_t len = strcspn(*at, " /");
	g_autofree char *word = g_strndup(*at, len);

	if (!strcmp(word, "?"))
		*n = CHARTER_UNKNOWN;
	else if (!charter_read_number(word, n))
		return false;
	*at += len;
	*at += strspn(*at, " ");
	return true;
}

/* "FIGURE [/ TARGET] [UNIT][; MEASURE]" */
static bool set_figures(struct outcome *o, const char *words)
{
	const char *measure;

	words += strspn(words, " ");
	if (!take_number(&words, &o->figure))
		return false;
	if (*words == '/') {
		words++;
		words += strspn(words, " ");
		if (!take_number(&words, &o->target))
			return false;
	}
	measure = strchr(words, ';');
	g_free(o->unit);
	o->unit = g_strstrip(measure ? g_strndup(words, measure - words)
				     : g_strdup(words));
	if (measure) {
		g_free(o->measure);
		o->measure = g_strstrip(g_strdup(measure + 1));
	}
	if (!*o->unit)
		g_clear_pointer(&o->unit, g_free);
	return !o->unit || g_utf8_strlen(o->unit, -1) <= CHARTER_UNIT_MAX;
}

static const struct outcome *same_text(const struct charter *c,
				       const char *text)
{
	for (guint i = 0; c && c->outcomes && i < c->outcomes->len; i++) {
		const struct outcome *o = c->outcomes->pdata[i];

		if (!g_strcmp0(o->text, text))
			return o;
	}
	return NULL;
}

/* Who changes the words of an outcome means the same one: it is known by its
 * words, else by its place. */
static struct outcome *begin_outcome(struct command_call *call,
				     const struct charter *now, guint place,
				     const char *text)
{
	const struct outcome *old = same_text(now, text);
	const char *const *all = args_all(call->args, "--outcome");
	struct outcome *o;

	if (!old && now && now->outcomes && place < now->outcomes->len) {
		old = now->outcomes->pdata[place];
		for (; old && *all; all++)
			if (old->text && g_str_has_prefix(*all, old->text))
				old = NULL;
	}
	if (old) {
		o = outcome_copy(old);
	} else {
		g_autofree char *id = g_strdup_printf("o%08x",
			(unsigned)world_random(call->ctx->world));

		o = outcome_new(id);
	}
	g_free(o->text);
	o->text = g_strdup(text);
	return o;
}

static void free_outcome(void *o)
{
	outcome_free(o);
}

static bool add_outcome(struct command_call *call, struct charter *c,
			const struct charter *now, const char *words,
			GError **err)
{
	const char *figures = g_strrstr(words, " = ");
	g_autofree char *text = g_strstrip(figures ?
		g_strndup(words, figures - words) : g_strdup(words));
	struct outcome *o;

	if (!*text)
		return call_fail(err, FM_ERROR_USAGE, "An outcome needs words: "
				 "\"Homes insulated = 40 / 80 homes\".");
	if (!g_utf8_validate(text, -1, NULL) ||
	    g_utf8_strlen(text, -1) > CHARTER_LINE_MAX)
		return call_fail(err, FM_ERROR_REFUSED, "An outcome has at "
				 "most %d characters.", CHARTER_LINE_MAX);
	o = begin_outcome(call, now, c->outcomes->len, text);
	g_ptr_array_add(c->outcomes, o);
	if (figures && !set_figures(o, figures + 3))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" are no figures. "
				 "Say \"Homes insulated = 40 / 80 homes\", with "
				 "? for what is not known.", figures + 3);
	return true;
}

static bool set_outcomes(struct command_call *call, struct charter *c,
			 const struct charter *now, GError **err)
{
	const char *const *all = args_all(call->args, "--outcome");

	if (!*all)
		return true;
	c->fields |= CHARTER_OUTCOMES;
	c->outcomes = g_ptr_array_new_with_free_func(free_outcome);
	if (!strcmp(*all, "none") && !all[1])
		return true;
	if (g_strv_length((char **)all) > CHARTER_OUTCOMES_MAX)
		return call_fail(err, FM_ERROR_USAGE, "A charter has at most "
				 "%d outcomes.", CHARTER_OUTCOMES_MAX);
	for (; *all; all++)
		if (!add_outcome(call, c, now, *all, err))
			return false;
	return true;
}

static bool is_newer(const struct charter *now, GError **err)
{
	return now && now->version != CHARTER_VERSION &&
	       !call_fail(err, FM_ERROR_REFUSED, "This charter was written by "
			  "a newer folkmoot: nothing was changed. Update "
			  "folkmoot to change it.");
}

bool charter_take_args(struct command_call *call, const struct room *room,
		       struct charter *c, const struct charter *now,
		       GError **err)
{
	const struct args *a = call->args;

	return set_text(c, CHARTER_ISSUE, &c->issue,
			args_get(a, "--issue"), err) &&
	       set_text(c, CHARTER_RULES, &c->rules,
			args_get(a, "--rules"), err) &&
	       set_text(c, CHARTER_CONTACT, &c->contact,
			args_get(a, "--contact"), err) &&
	       set_owner(call, room, c, err) && set_review(call, c, err) &&
	       set_area(call, c, err) && set_accept(call, c, err) &&
	       set_outcomes(call, c, now, err);
}

static bool edit(struct command_call *call, const struct room *room,
		 const struct charter *now, GError **err)
{
	struct charter *c = charter_new();
	bool ok = !is_newer(now, err) &&
		  charter_take_args(call, room, c, now, err);

	if (ok && !c->fields)
		ok = call_fail(err, FM_ERROR_USAGE, "Say what changes: "
			       "--issue, --owner, --outcome, --rules, "
			       "--contact, --review, --area, --accept.");
	ok = ok && submit_change(call, room, c, err);
	charter_free(c);
	return ok;
}

bool charter_run_edit(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct charter *now = room ? reader_charter(call->ctx->reader,
						    room->id) : NULL;
	bool ok = room && edit(call, room, now, err);

	charter_free(now);
	room_free(room);
	return ok;
}

/* The outcome numbered N, with its new figure alone. */
static struct charter *figure_change(struct command_call *call,
				     const struct charter *now, GError **err)
{
	const char *number = args_get(call->args, "N");
	const char *words = args_get(call->args, "FIGURE");
	const struct outcome *old;
	struct charter *c;
	struct outcome *o;
	gint64 n = 0;

	g_ascii_string_to_signed(number, 10, 1, CHARTER_OUTCOMES_MAX, &n, NULL);
	if (!n || !now || !now->outcomes || n > now->outcomes->len) {
		call_fail(err, FM_ERROR_NOT_FOUND, "There is no outcome %s; "
			  "\"charter\" shows their numbers.", number);
		return NULL;
	}
	old = now->outcomes->pdata[n - 1];
	o = outcome_new(old->id);
	o->figure = old->figure;
	if (!strcmp(words, "done")) {
		o->done = true;
	} else if (!strcmp(words, "?")) {
		o->figure = CHARTER_UNKNOWN;
	} else if (!charter_read_number(words, &o->figure)) {
		call_fail(err, FM_ERROR_USAGE, "\"%s\" is no figure; expected "
			  "a number, done, or ? for not known.", words);
		outcome_free(o);
		return NULL;
	}
	c = charter_new();
	c->fields = CHARTER_FIGURES;
	c->outcomes = g_ptr_array_new_with_free_func(free_outcome);
	g_ptr_array_add(c->outcomes, o);
	return c;
}

bool charter_run_outcome(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct charter *now = room ? reader_charter(call->ctx->reader,
						    room->id) : NULL;
	struct charter *change = room ? figure_change(call, now, err) : NULL;
	bool ok = change && submit_change(call, room, change, err);

	charter_free(change);
	charter_free(now);
	room_free(room);
	return ok;
}

bool charter_run_accept(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct charter *c = room ? reader_charter(call->ctx->reader, room->id)
				 : NULL;
	struct op *op;
	bool ok = false;

	if (room && (!c || !c->eid || !*c->eid)) {
		call_fail(err, FM_ERROR_NOT_FOUND, "%s has no charter to "
			  "accept.", room->name);
	} else if (c) {
		op = call_op(call, OP_ACCEPT, room);
		op->target = g_strdup(c->eid);
		op->body = charter_digest(c);
		ok = call_submit_sent(call, op, err);
	}
	charter_free(c);
	room_free(room);
	return ok;
}
