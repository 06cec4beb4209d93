/* The set of rows, finding one by its name, and what a row looks like. */
#include "command/internal.h"

#include <string.h>

struct command_set {
	GPtrArray *rows;	/* const struct command *, borrowed */
};

struct command_set *command_set_new(void)
{
	static const struct command *const groups[] = {
		account_rows, sync_rows, room_rows, read_rows, send_rows,
		task_rows, outbox_rows, config_rows, help_rows,
		people_rows,
		poll_rows, mark_rows, pin_rows,
		create_rows, membership_rows, setting_rows, lookup_rows,
		charter_rows, guest_rows, about_rows,
		audience_rows,
		question_rows, idea_rows, event_rows, resource_rows,
		decision_rows, community_rows,
		task_step_rows, task_list_rows,
		home_rows, report_rows, digest_rows, space_rows, search_rows,
		task_file_rows,
	};
	struct command_set *set = g_new0(struct command_set, 1);

	set->rows = g_ptr_array_new();
	for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
		command_set_add(set, groups[i]);
	return set;
}

void command_set_free(struct command_set *set)
{
	if (!set)
		return;
	g_ptr_array_unref(set->rows);
	g_free(set);
}

void command_set_add(struct command_set *set, const struct command *rows)
{
	for (; rows->name; rows++)
		g_ptr_array_add(set->rows, (gpointer)rows);
}

/* How many of the two words a name takes: 0 when it is another one. */
static int match_name(const char *name, const char *first, const char *second)
{
	size_t len = strlen(first);

	if (!strcmp(name, first))
		return 1;
	if (second && !strncmp(name, first, len) && name[len] == ' ' &&
	    !strcmp(name + len + 1, second))
		return 2;
	return 0;
}

const struct command *command_match(const struct command_set *set,
				    const char *first, const char *second,
				    unsigned where, int *used)
{
	const struct command *best = NULL;

	*used = 0;
	for (guint i = 0; i < set->rows->len; i++) {
		const struct command *c = g_ptr_array_index(set->rows, i);
		int n;

		if (!(c->where & where))
			continue;
		n = match_name(c->name, first, second);
		if (!n && c->alias)
			n = match_name(c->alias, first, second);
		if (n > *used) {
			best = c;
			*used = n;
		}
	}
	return best;
}

const struct command *command_set_find(const struct command_set *set,
				       const char *words, unsigned where)
{
	g_autoptr(GPtrArray) list = args_split(words, NULL, NULL);
	int used;

	if (!list->len)
		return NULL;
	return command_match(set, g_ptr_array_index(list, 0), list->len > 1 ?
			     g_ptr_array_index(list, 1) : NULL, where, &used);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
	const struct command *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

GPtrArray *command_set_list(const struct command_set *set, unsigned where)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < set->rows->len; i++) {
		const struct command *c = g_ptr_array_index(set->rows, i);

		if (c->where & where)
			g_ptr_array_add(list, (gpointer)c);
	}
	g_ptr_array_sort(list, compare_names);
	return list;
}

/* ---- names that are nearly right ------------------------------------------ */

int command_distance(const char *a, const char *b)
{
	/* three rows of the table of Damerau and Levenshtein */
	enum { LONGEST = 31 };
	int rows[3][LONGEST + 1];
	int n = MIN(strlen(a), LONGEST), m = MIN(strlen(b), LONGEST);

	for (int j = 0; j <= m; j++)
		rows[0][j] = j;
	for (int i = 1; i <= n; i++) {
		int *now = rows[i % 3], *last = rows[(i - 1) % 3];
		const int *before = rows[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= m; j++) {
			now[j] = MIN(MIN(last[j], now[j - 1]) + 1,
				     last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = MIN(now[j], before[j - 2] + 1);
		}
	}
	return rows[n % 3][m];
}

/* 0 is the very word; more is further; more than 9 is no relation. */
static int unlikeness(const char *name, const char *word)
{
	int limit = MAX(1, (int)strlen(word) / 3);
	int d = command_distance(name, word);

	if (g_str_has_prefix(name, word))
		return 1;
	return d <= limit ? 1 + d : 10;
}

/* "task add" is near to "taks" by its first word. */
static int nearness(const struct command *c, const char *word, char **shown)
{
	g_autofree char *first = g_strndup(c->name, strcspn(c->name, " "));
	int whole = unlikeness(c->name, word), part = unlikeness(first, word);

	*shown = part < whole ? g_strdup(first) : g_strdup(c->name);
	return MIN(whole, part);
}

char *command_nearest(const struct command_set *set, const char *word,
		      unsigned where)
{
	g_autoptr(GPtrArray) list = command_set_list(set, where);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (int want = 1; want < 10 && !names->len; want++)
		for (guint i = 0; i < list->len && names->len < 6; i++) {
			char *shown;
			bool near = nearness(g_ptr_array_index(list, i), word,
					     &shown) == want;

			if (near && !g_ptr_array_find_with_equal_func(names,
					shown, g_str_equal, NULL))
				g_ptr_array_add(names, shown);
			else
				g_free(shown);
		}
	if (!names->len)
		return NULL;
	g_ptr_array_add(names, NULL);
	return g_strjoinv(", ", (char **)names->pdata);
}

/* ---- how a row is written --------------------------------------------------- */

char *command_usage_for(const struct command *c, unsigned where)
{
	g_autofree char *words = template_words(c->args, where);

	return g_strdup_printf("%s%s%s", c->name, *words ? " " : "", words);
}

char *command_usage(const struct command *c)
{
	return command_usage_for(c, c->where & IN_SHELL ? IN_SHELL
							: IN_PROMPT);
}

/* ---- views -------------------------------------------------------------------- */

static const struct {
	unsigned view;
	const char *word;
} views[] = {
	{ VIEW_ANY, "any" }, { VIEW_PLACES, "places" }, { VIEW_FEED, "feed" },
	{ VIEW_THREAD, "thread" }, { VIEW_TASKS, "tasks" },
	{ VIEW_MEMBERS, "members" }, { VIEW_DETAILS, "details" },
	{ VIEW_HOME, "home" }, { VIEW_SEARCH, "search" },
	{ VIEW_OUTBOX, "outbox" }, { VIEW_HELP, "help" },
	{ VIEW_COMPOSER, "composer" }, { VIEW_PROMPT, "prompt" },
	{ VIEW_SWITCH, "switch" }, { VIEW_WELCOME, "welcome" },
	{ VIEW_CONFIRM, "confirm" },
	{ VIEW_PEOPLE, "people" },
	{ VIEW_QUESTIONS, "questions" },
	{ VIEW_IDEAS, "ideas" },
	{ VIEW_EVENTS, "events" },
	{ VIEW_RESOURCES, "resources" },
	{ VIEW_RECORDS, "records" },
	{ VIEW_FORM, "form" },
	/* groups, for `bind` alone */
	{ VIEW_POSTS, "posts" }, { VIEW_LISTS, "lists" },
	{ VIEWS_TEXT & ~VIEW_CONFIRM, "text" },
	{ VIEW_LISTED, "listed" },
};

const char *command_view_word(unsigned view)
{
	for (guint i = 0; i < G_N_ELEMENTS(views); i++)
		if (views[i].view == view)
			return views[i].word;
	return NULL;
}

unsigned command_view_from(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(views); i++)
		if (!strcmp(views[i].word, word))
			return views[i].view;
	return 0;
}
