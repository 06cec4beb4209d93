/* charter_words.c - what is different between two versions of a charter. */
#include "model/charter.h"

#include <string.h>

/* Longer texts are not repeated in a log; who wants them reads them. */
#define SHOWN 60

static const char *or_none(const char *text)
{
	return text && *text ? text : "none";
}

static char *shown(const char *text)
{
	g_autofree char *start = NULL;
	char *line;

	if (g_utf8_strlen(or_none(text), -1) > SHOWN) {
		start = g_utf8_substring(text, 0, SHOWN - 1);
		line = g_strconcat(start, "…", NULL);
	} else {
		line = g_strdup(or_none(text));
	}
	return g_strdelimit(line, "\n\t", ' ');
}

static void add(GPtrArray *out, const char *what, const char *was,
		const char *now)
{
	g_autofree char *before = shown(was);
	g_autofree char *after = shown(now);

	if (g_strcmp0(was, now) == 0 ||
	    (!(was && *was) && !(now && *now)))
		return;
	g_ptr_array_add(out, g_strdup_printf("%s: %s → %s", what, before,
					     after));
}

static void add_day(GPtrArray *out, const char *what, int64_t was, int64_t now)
{
	g_autofree char *before = charter_say_day(was);
	g_autofree char *after = charter_say_day(now);

	add(out, what, before, after);
}

/* ---- outcomes ------------------------------------------------------------ */

/* "outcome 2: 40 → 55 of 80 homes": what was is a figure alone. */
static void add_figures(GPtrArray *out, const char *what,
			const struct outcome *was, const struct outcome *now)
{
	g_autofree char *before = was->figure == CHARTER_UNKNOWN ?
		g_strdup("not counted") : charter_say_number(was->figure);
	g_autofree char *full = outcome_figures(was);
	g_autofree char *after = outcome_figures(now);

	if (was->figure == now->figure && was->target == now->target &&
	    g_strcmp0(was->unit, now->unit) == 0)
		return;
	add(out, what, was->target == now->target ? before : full, after);
}

static void compare(GPtrArray *out, guint i, const struct outcome *was,
		    const struct outcome *now)
{
	g_autofree char *what = g_strdup_printf("outcome %u", i + 1);
	g_autofree char *measure = g_strdup_printf("%s, measured by", what);

	add(out, what, was->text, now->text);
	add(out, measure, was->measure, now->measure);
	add_figures(out, what, was, now);
	if (was->done != now->done)
		g_ptr_array_add(out, g_strdup_printf("%s: %s", what, now->done ?
			"said to be reached" : "not said to be reached any "
			"more"));
}

static void say_new(GPtrArray *out, guint i, const struct outcome *o)
{
	g_autofree char *text = shown(o->text);
	g_autofree char *figures = outcome_figures(o);

	g_ptr_array_add(out, g_strdup_printf("outcome %u: new: %s, %s", i + 1,
					     text, figures));
}

static void add_outcomes(GPtrArray *out, const struct charter *was,
			 const struct charter *now)
{
	for (guint i = 0; now->outcomes && i < now->outcomes->len; i++) {
		const struct outcome *o = now->outcomes->pdata[i];
		const struct outcome *old = charter_outcome(was, o->id);

		if (old)
			compare(out, i, old, o);
		else
			say_new(out, i, o);
	}
	for (guint i = 0; was->outcomes && i < was->outcomes->len; i++) {
		const struct outcome *o = was->outcomes->pdata[i];
		g_autofree char *text = shown(o->text);

		if (!charter_outcome(now, o->id))
			g_ptr_array_add(out, g_strdup_printf(
				"outcome taken away: %s", text));
	}
}

/* ---- all of it ----------------------------------------------------------- */

static const char *area_shown(enum area a)
{
	return a == AREA_UNKNOWN ? NULL : area_word(a);
}

GPtrArray *charter_differences(const struct charter *was,
			       const struct charter *now)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	struct charter *none = was ? NULL : charter_new();

	if (!was)
		was = none;
	if (was->version != now->version)
		g_ptr_array_add(out, g_strdup(
			now->version != CHARTER_VERSION ?
			"written in a newer version of the format" :
			"written in a format that this program knows"));
	add(out, "issue", was->issue, now->issue);
	add(out, "owner", was->owner, now->owner);
	add_outcomes(out, was, now);
	add(out, "rules", was->rules, now->rules);
	add(out, "contact", was->contact, now->contact);
	add_day(out, "review", was->review, now->review);
	add(out, "declared area", area_shown(was->area),
	    area_shown(now->area));
	if (was->accept != now->accept)
		g_ptr_array_add(out, g_strdup(now->accept ?
			"is to be accepted by everybody" :
			"need not be accepted any more"));
	charter_free(none);
	return out;
}
