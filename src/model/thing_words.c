/* thing_words.c - things and their changes in words, for any client. */
#include "base/world.h"
#include "model/model.h"

#include <string.h>

/* A person's name for a user id, as the caller of thing_body() gives it. */
struct naming {
	char *(*name)(const char *uid, void *user);
	void *user;
};

/* The part of "@ben:council.org" between the sign and the server. Yours. */
static char *local_part(const char *uid)
{
	const char *from = uid + (uid[0] == '@');

	return g_strndup(from, strcspn(from, ":"));
}

static char *person_name(const char *uid, const struct naming *naming)
{
	char *name = naming->name ? naming->name(uid, naming->user) : NULL;

	return name ? name : local_part(uid);
}

static void append_date(GString *out, int64_t day)
{
	struct civil c = civil_from_day(day);

	g_string_append_printf(out, "%04d-%02d-%02d", c.year, c.mon, c.mday);
}

/* The same for everybody: in UTC, and it says so. */
static void append_time(GString *out, int64_t ms)
{
	int64_t minutes = ms / 60000 - (ms % 60000 < 0);
	int64_t day = minutes / 1440 - (minutes % 1440 < 0);
	int rest = (int)(minutes - day * 1440);

	append_date(out, day);
	g_string_append_printf(out, " %02d:%02d UTC", rest / 60, rest % 60);
}

static void append_people(GString *out, const GPtrArray *people,
			  const struct naming *naming)
{
	for (guint i = 0; people && i < people->len; i++) {
		g_autofree char *who = person_name(people->pdata[i], naming);

		if (i > 0)
			g_string_append(out, i + 1 < people->len ? ", " :
								   " and ");
		g_string_append(out, who);
	}
}

/* ---- the body -------------------------------------------------------------- */

const char *thing_sign(const struct thing *t)
{
	static const char *const signs[THING_KINDS] = {
		[KIND_NONE] = "", [KIND_TASK] = "☐", [KIND_QUESTION] = "❓",
		[KIND_IDEA] = "💡", [KIND_EVENT] = "📅",
		[KIND_RESOURCE] = "🔗", [KIND_DECISION] = "⚖",
		[KIND_NOTE] = "✎",
	};

	if (t->kind == KIND_TASK && t->status == TASK_DONE)
		return "☑";
	return (unsigned)t->kind < THING_KINDS ? signs[t->kind] : "";
}

static void body_event(GString *out, const struct thing *t)
{
	if (t->begin) {
		g_string_append(out, " · ");
		append_time(out, t->begin);
	}
	if (t->place && *t->place)
		g_string_append_printf(out, " · %s", t->place);
}

static void body_task(GString *out, const struct thing *t,
		      const struct naming *naming)
{
	if (t->due != NO_DAY) {
		g_string_append(out, " · due ");
		append_date(out, t->due);
	}
	for (guint i = 0; t->assignees && i < t->assignees->len; i++) {
		g_autofree char *who = person_name(t->assignees->pdata[i],
						   naming);

		g_string_append_printf(out, " · @%s", who);
	}
}

char *thing_body(const struct thing *t, char *(*name)(const char *, void *),
		 void *user)
{
	const struct naming naming = { name, user };
	GString *out = g_string_new(thing_sign(t));

	g_string_append_printf(out, " %s%s",
			       t->kind == KIND_DECISION ? "Decided: " : "",
			       t->title ? t->title : "");
	if (t->kind == KIND_TASK)
		body_task(out, t, &naming);
	if (t->kind == KIND_EVENT)
		body_event(out, t);
	if (t->url && *t->url)
		g_string_append_printf(out, " · %s", t->url);
	if (t->kind != KIND_TASK && t->notes && *t->notes)
		g_string_append_printf(out, "\n%s", t->notes);
	return g_string_free(out, FALSE);
}

/* ---- changes ----------------------------------------------------------------- */

typedef void say_fn(GString *out, const struct thing *c,
		    const struct naming *naming);

static void say_status(GString *out, const struct thing *c,
		       const struct naming *naming)
{
	const char *word = thing_status_word(c);

	(void)naming;
	if (c->kind == KIND_IDEA && c->status == IDEA_DECLINED)
		g_string_append(out, "declined it");
	else if (c->kind == KIND_EVENT && c->status == EVENT_CANCELLED)
		g_string_append(out, "cancelled it");
	else if (c->kind == KIND_TASK && c->fields & THING_STAGE &&
		 c->stage == STAGE_DROPPED)
		g_string_append(out, "dropped it");
	else if (c->status || c->kind == KIND_IDEA)
		g_string_append_printf(out, "marked it %s",
				       c->kind == KIND_TASK ? "done" : word);
	else
		g_string_append(out, "reopened it");
}

static void say_stage(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	static const char *const words[] = {
		"put it back to be done", "began it", "waits for others with it",
	};

	(void)naming;
	if (c->stage < 0 || c->stage >= (int)G_N_ELEMENTS(words))
		return;
	if (c->stage == STAGE_NONE && c->fields & THING_STATUS)
		return;
	g_string_append(out, words[c->stage]);
}

static void say_title(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	(void)naming;
	if (c->title && *c->title)
		g_string_append_printf(out, "renamed it to “%s”", c->title);
}

static void say_assignees(GString *out, const struct thing *c,
			  const struct naming *naming)
{
	g_string_append(out, "assigned it to ");
	if (c->assignees && c->assignees->len)
		append_people(out, c->assignees, naming);
	else
		g_string_append(out, "nobody");
}

static void say_owner(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	g_autofree char *who = c->owner ? person_name(c->owner, naming) : NULL;

	if (who)
		g_string_append_printf(out, "gave it to %s", who);
	else
		g_string_append(out, "gave it back");
}

static void say_day(GString *out, const char *what, int64_t day)
{
	if (day == NO_DAY) {
		g_string_append_printf(out, "removed the %s date", what);
		return;
	}
	g_string_append_printf(out, "set the %s date to ", what);
	append_date(out, day);
}

static void say_due(GString *out, const struct thing *c,
		    const struct naming *naming)
{
	(void)naming;
	say_day(out, "due", c->due);
}

static void say_last(GString *out, const struct thing *c,
		     const struct naming *naming)
{
	(void)naming;
	if (c->last == NO_DAY) {
		g_string_append(out, "takes back that it was done");
		return;
	}
	g_string_append(out, "did it for ");
	append_date(out, c->last);
}

static void say_start(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	(void)naming;
	say_day(out, "start", c->start);
}

static void say_begin(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	(void)naming;
	if (!c->begin) {
		g_string_append(out, "removed its time");
		return;
	}
	g_string_append(out, "set it for ");
	append_time(out, c->begin);
}

static void say_end(GString *out, const struct thing *c,
		    const struct naming *naming)
{
	(void)naming;
	if (!c->end) {
		g_string_append(out, "removed its end");
		return;
	}
	g_string_append(out, "set its end to ");
	append_time(out, c->end);
}

static void say_priority(GString *out, const struct thing *c,
			 const struct naming *naming)
{
	static const char *const words[] = {
		"removed the priority", "set the priority to low",
		"set the priority to high", "set the priority to urgent",
	};

	(void)naming;
	g_string_append(out, words[c->priority >= 0 && c->priority <= 3 ?
				   c->priority : 0]);
}

static void say_estimate(GString *out, const struct thing *c,
			 const struct naming *naming)
{
	(void)naming;
	if (!c->estimate)
		g_string_append(out, "removed the estimate");
	else if (c->estimate < 60)
		g_string_append_printf(out, "estimated it at %d minutes",
				       c->estimate);
	else
		g_string_append_printf(out, "estimated it at %d:%02d hours",
				       c->estimate / 60, c->estimate % 60);
}

static void say_tags(GString *out, const struct thing *c,
		     const struct naming *naming)
{
	guint n = c->tags ? c->tags->len : 0;

	(void)naming;
	g_string_append(out, n ? "tagged it" : "removed the tags");
	for (guint i = 0; i < n; i++)
		g_string_append_printf(out, " #%s",
				       (const char *)c->tags->pdata[i]);
}

static void say_step(GString *out, const struct step *s)
{
	if (!s->text)
		g_string_append(out, "removed a step");
	else
		g_string_append_printf(out, "%s “%s”", s->done ? "ticked" :
				       "step to do:", s->text);
}

static void say_steps(GString *out, const struct thing *c,
		      const struct naming *naming)
{
	(void)naming;
	if (!c->steps || !c->steps->len)
		g_string_append(out, "removed the steps");
	for (guint i = 0; c->steps && i < c->steps->len; i++) {
		if (i)
			g_string_append(out, ", ");
		say_step(out, c->steps->pdata[i]);
	}
}

/* What is said of a text that is set and of one that is taken away. */
static const struct {
	enum thing_bit bit;
	const char *set, *cleared;
} plain[] = {
	{ THING_ANSWER, "accepted an answer", "no longer accepts the answer" },
	{ THING_SAME, "merged it into another idea", "parted it again" },
	{ THING_PARENT, "made it part of another task",
	  "made it a task of its own" },
	{ THING_AFTER, "says what goes before it",
	  "took away what goes before it" },
	{ THING_REPEAT, "made it repeat", "made it stop repeating" },
	{ THING_NOTES, "changed the notes", "removed the notes" },
};

static const void *pointer_of(const struct thing *c, enum thing_bit bit)
{
	for (const struct thing_field *f = thing_fields(); f->key; f++)
		if (f->bit == bit)
			return *(void *const *)((const char *)c + f->at);
	return NULL;
}

static void say_plain(GString *out, const struct thing *c, enum thing_bit bit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++)
		if (plain[i].bit == bit)
			g_string_append(out, pointer_of(c, bit) ?
					plain[i].set : plain[i].cleared);
}

/* Texts that are said as they are. */
static void say_value(GString *out, const struct thing *c, enum thing_bit bit)
{
	const char *what = bit == THING_PLACE ? "place" :
			   bit == THING_URL ? "link" : "reason";
	const char *value = pointer_of(c, bit);

	if (value && *value)
		g_string_append_printf(out, "%s: %s", what, value);
	else
		g_string_append_printf(out, "removed the %s", what);
}

/* In the order in which they are said; NULL: by one of the two above. */
static const struct saying {
	enum thing_bit bit;
	say_fn *say;
} sayings[] = {
	{ THING_LAST, say_last },
	{ THING_STATUS, say_status }, { THING_STAGE, say_stage },
	{ THING_REASON, NULL }, { THING_ANSWER, NULL }, { THING_SAME, NULL },
	{ THING_TITLE, say_title }, { THING_ASSIGNEES, say_assignees },
	{ THING_OWNER, say_owner }, { THING_START, say_start },
	{ THING_DUE, say_due }, { THING_BEGIN, say_begin },
	{ THING_END, say_end }, { THING_PLACE, NULL }, { THING_URL, NULL },
	{ THING_PRIORITY, say_priority }, { THING_ESTIMATE, say_estimate },
	{ THING_TAGS, say_tags }, { THING_STEPS, say_steps },
	{ THING_PARENT, NULL }, { THING_AFTER, NULL },
	{ THING_REPEAT, NULL }, { THING_NOTES, NULL },
};

static void say(GString *out, const struct saying *how, const struct thing *c,
		const struct naming *naming)
{
	if (how->say)
		how->say(out, c, naming);
	else if (how->bit & (THING_REASON | THING_PLACE | THING_URL))
		say_value(out, c, how->bit);
	else
		say_plain(out, c, how->bit);
}

char *thing_change_words(const struct thing *change,
			 char *(*name)(const char *, void *), void *user)
{
	const struct naming naming = { name, user };
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(sayings); i++) {
		g_autoptr(GString) words = g_string_new(NULL);

		if (change->fields & sayings[i].bit)
			say(words, &sayings[i], change, &naming);
		if (words->len && out->len)
			g_string_append(out, ", ");
		g_string_append(out, words->str);
	}
	if (out->len == 0)
		g_string_append(out, "changed nothing");
	return g_string_free(out, FALSE);
}
