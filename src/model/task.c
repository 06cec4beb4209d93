#include "base/world.h"
#include "model/model.h"
#include "model/strings.h"

#include <string.h>

/* A person's name for a user id, as the caller of task_body() gives it. */
struct naming {
	char *(*name)(const char *uid, void *user);
	void *user;
};

struct task *task_new(void)
{
	struct task *t = g_new0(struct task, 1);

	t->due = TASK_NO_DUE;
	return t;
}

struct task *task_copy(const struct task *t)
{
	struct task *copy;

	if (!t)
		return NULL;
	copy = g_memdup2(t, sizeof *t);
	copy->title = g_strdup(t->title);
	copy->notes = g_strdup(t->notes);
	copy->assignees = strings_copy(t->assignees);
	copy->tags = strings_copy(t->tags);
	copy->source = g_strdup(t->source);
	copy->eid = g_strdup(t->eid);
	copy->room_name = g_strdup(t->room_name);
	copy->rid = g_strdup(t->rid);
	copy->creator = g_strdup(t->creator);
	copy->done_by = g_strdup(t->done_by);
	return copy;
}

void task_free(struct task *t)
{
	if (!t)
		return;
	g_free(t->title);
	g_free(t->notes);
	strings_free(t->assignees);
	strings_free(t->tags);
	g_free(t->source);
	g_free(t->eid);
	g_free(t->room_name);
	g_free(t->rid);
	g_free(t->creator);
	g_free(t->done_by);
	g_free(t);
}

static void replace_string(char **at, const char *with)
{
	g_free(*at);
	*at = g_strdup(with);
}

static void replace_strings(GPtrArray **at, const GPtrArray *with)
{
	strings_free(*at);
	*at = strings_copy(with);
}

/* The fields of a change that take effect: a title cannot be cleared. */
static uint32_t effective_fields(const struct task *change)
{
	uint32_t fields = change->fields;

	if (!change->title || !change->title[0])
		fields &= ~(uint32_t)TASK_TITLE;
	return fields;
}

void task_apply(struct task *t, const struct task *change)
{
	uint32_t fields = effective_fields(change);

	if (t == change)
		return;
	if (fields & TASK_TITLE)
		replace_string(&t->title, change->title);
	if (fields & TASK_NOTES)
		replace_string(&t->notes, change->notes);
	if (fields & TASK_STATUS)
		t->status = change->status;
	if (fields & TASK_ASSIGNEES)
		replace_strings(&t->assignees, change->assignees);
	if (fields & TASK_DUE)
		t->due = change->due;
	if (fields & TASK_PRIORITY)
		t->priority = change->priority;
	if (fields & TASK_TAGS)
		replace_strings(&t->tags, change->tags);
	if (fields & TASK_SOURCE)
		replace_string(&t->source, change->source);
	t->fields |= fields;
}

/* ---- in words -------------------------------------------------------- */

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

char *task_body(const struct task *t, char *(*name)(const char *, void *),
		void *user)
{
	const struct naming naming = { name, user };
	GString *out = g_string_new(t->status == TASK_DONE ? "☑ " : "☐ ");

	g_string_append(out, t->title ? t->title : "");
	if (t->due != TASK_NO_DUE) {
		g_string_append(out, " · due ");
		append_date(out, t->due);
	}
	for (guint i = 0; t->assignees && i < t->assignees->len; i++) {
		g_autofree char *who =
			person_name(t->assignees->pdata[i], &naming);

		g_string_append_printf(out, " · @%s", who);
	}
	return g_string_free(out, FALSE);
}

static void say_title(GString *out, const struct task *c,
		      const struct naming *naming)
{
	(void)naming;
	g_string_append_printf(out, "renamed it to “%s”", c->title);
}

static void say_notes(GString *out, const struct task *c,
		      const struct naming *naming)
{
	(void)naming;
	g_string_append(out, c->notes && c->notes[0] ? "changed the notes" :
						       "removed the notes");
}

static void say_status(GString *out, const struct task *c,
		       const struct naming *naming)
{
	(void)naming;
	g_string_append(out, c->status == TASK_DONE ? "marked it done" :
						      "reopened it");
}

static void say_assignees(GString *out, const struct task *c,
			  const struct naming *naming)
{
	guint n = c->assignees ? c->assignees->len : 0;

	g_string_append(out, n ? "assigned it to " : "assigned it to nobody");
	for (guint i = 0; i < n; i++) {
		g_autofree char *who =
			person_name(c->assignees->pdata[i], naming);

		if (i > 0)
			g_string_append(out, i + 1 < n ? ", " : " and ");
		g_string_append(out, who);
	}
}

static void say_due(GString *out, const struct task *c,
		    const struct naming *naming)
{
	(void)naming;
	if (c->due == TASK_NO_DUE) {
		g_string_append(out, "removed the due date");
		return;
	}
	g_string_append(out, "set the due date to ");
	append_date(out, c->due);
}

static void say_priority(GString *out, const struct task *c,
			 const struct naming *naming)
{
	static const char *const words[] = {
		NULL, "set the priority to low", "set the priority to high",
		"set the priority to urgent",
	};

	(void)naming;
	if (c->priority < 1 || c->priority >= (int)G_N_ELEMENTS(words))
		g_string_append(out, "removed the priority");
	else
		g_string_append(out, words[c->priority]);
}

static void say_tags(GString *out, const struct task *c,
		     const struct naming *naming)
{
	guint n = c->tags ? c->tags->len : 0;

	(void)naming;
	g_string_append(out, n ? "tagged it" : "removed the tags");
	for (guint i = 0; i < n; i++)
		g_string_append_printf(out, " #%s",
				       (const char *)c->tags->pdata[i]);
}

/* In the order in which they are said. */
static const struct {
	enum task_field field;
	void (*say)(GString *out, const struct task *change,
		    const struct naming *naming);
} sayings[] = {
	{ TASK_STATUS, say_status },
	{ TASK_TITLE, say_title },
	{ TASK_ASSIGNEES, say_assignees },
	{ TASK_DUE, say_due },
	{ TASK_PRIORITY, say_priority },
	{ TASK_TAGS, say_tags },
	{ TASK_NOTES, say_notes },
};

char *task_change_words(const struct task *change,
			char *(*name)(const char *, void *), void *user)
{
	const struct naming naming = { name, user };
	uint32_t fields = effective_fields(change);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(sayings); i++) {
		if (!(fields & sayings[i].field))
			continue;
		if (out->len > 0)
			g_string_append(out, ", ");
		sayings[i].say(out, change, &naming);
	}
	if (out->len == 0)
		g_string_append(out, "changed nothing");
	return g_string_free(out, FALSE);
}
