/* Signs and words of tasks, for list, board and details. */
#include "ui/tasks.h"

#include <stdlib.h>
#include <string.h>

const char *tasks_title(const struct thing *k)
{
	return k->title ? k->title : "";
}

const char *tasks_sign(const struct thing *k)
{
	if (k->status == TASK_DONE)
		return k->stage == STAGE_DROPPED ? "✗" : "☑";
	return k->stage == STAGE_DOING ? "◐" :
	       k->stage == STAGE_WAITING ? "⧗" : "☐";
}

enum role tasks_role(const struct thing *k)
{
	return k->status == TASK_DONE ? ROLE_TASK_DONE : ROLE_TASK;
}

bool tasks_late(const struct tasks *t, const struct thing *k)
{
	return k->status == TASK_OPEN && k->due != NO_DAY && k->due < t->today;
}

char *tasks_say_due(const struct tasks *t, const struct thing *k)
{
	const struct world *w = t->pane.ui->setup.world;

	if (k->status == TASK_DONE)
		return k->closed ? say_time(t->pane.ui, k->closed) :
		       g_strdup("");
	if (k->due != NO_DAY)
		return command_say_date(w, k->due);
	return g_strdup(surface_symbol(&t->pane.ui->screen, "–"));
}

char *tasks_say_people(struct tasks *t, const struct thing *k, bool all)
{
	guint n = k->assignees ? k->assignees->len : 0;
	GString *out = g_string_new(n ? NULL : "nobody");

	for (guint i = 0; i < n && (all || i < 1); i++) {
		g_autofree char *name = say_name_of(t->pane.ui, k->room,
						    k->assignees->pdata[i]);

		g_string_append_printf(out, "%s%s", i ? ", " : "", name);
	}
	if (n > 1 && !all)
		g_string_append_printf(out, " +%u", n - 1);
	return g_string_free(out, FALSE);
}

char *tasks_say_tags(const struct thing *k)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; k->tags && i < k->tags->len; i++)
		g_string_append_printf(out, " #%s",
				       (const char *)k->tags->pdata[i]);
	return g_string_free(out, FALSE);
}

char *tasks_say_marks(const struct surface *s, const struct thing *k)
{
	int urgent = CLAMP(k->priority, 0, 3);
	GString *out = g_string_new(&"!!!"[3 - urgent]);

	if (k->steps && k->steps->len)
		g_string_append_printf(out, "%s%d/%u", out->len ? " " : "",
				       thing_steps_done(k), k->steps->len);
	else if (k->parts)
		g_string_append_printf(out, "%s%d/%d", out->len ? " " : "",
				       k->parts_done, k->parts);
	if (k->blocked && k->status == TASK_OPEN)
		g_string_append_printf(out, "%s%s", out->len ? " " : "",
				       surface_symbol(s, "⛓"));
	if (k->repeat)
		g_string_append_printf(out, "%s%s", out->len ? " " : "",
				       surface_symbol(s, "↻"));
	return g_string_free(out, FALSE);
}

/* The value of "KEY=" in a rule, or NULL. Yours. */
static char *rule_part(const char *rule, const char *key)
{
	const char *at = strstr(rule, key);

	return at ? g_strndup(at + strlen(key),
			      strcspn(at + strlen(key), ";")) : NULL;
}

char *tasks_say_repeat(const char *rule)
{
	static const char *const units[][2] = {
		{ "DAILY", "day" }, { "WEEKLY", "week" },
		{ "MONTHLY", "month" }, { "YEARLY", "year" },
	};
	g_autofree char *freq = rule_part(rule, "FREQ=");
	g_autofree char *every = rule_part(rule, "INTERVAL=");
	long n = every ? strtol(every, NULL, 10) : 1;

	for (guint i = 0; freq && i < G_N_ELEMENTS(units); i++)
		if (!strcmp(freq, units[i][0]))
			return n > 1 ? g_strdup_printf("every %ld %ss", n,
						       units[i][1]) :
			       g_strdup_printf("every %s", units[i][1]);
	return g_strdup_printf("again by %s", rule);
}

char *tasks_say_minutes(int minutes)
{
	int hours = minutes / 60, rest = minutes % 60;

	if (!hours)
		return g_strdup_printf("%d min", rest);
	if (!rest)
		return g_strdup_printf("%d h", hours);
	return g_strdup_printf("%d h %d min", hours, rest);
}
