/* What can be set: one table, and the values. */
#include "command/internal.h"

#include <string.h>

static const struct option_row rows[] = {
	{ "theme", OPTION_TEXT, "dark", NULL, "colours of the screen: dark, "
	  "light, contrast, mono, or a file of your own" },
	{ "symbols", OPTION_CHOICE, "auto", "auto unicode ascii",
	  "signs and lines; auto goes by the locale" },
	{ "emoji", OPTION_CHOICE, "auto", "auto all plain",
	  "joined emoji as they are (all) or by a stand-in of sure width "
	  "(plain)" },
	{ "notify", OPTION_CHOICE, "auto",
	  "auto desktop osc9 osc777 bell off", "how to be told of messages" },
	{ "notify-text", OPTION_BOOL, "yes", NULL,
	  "show the text of a message in its notice" },
	{ "remind-hour", OPTION_INT, "9", "0 23",
	  "from which hour to be reminded of what is due that day" },
	{ "typing", OPTION_BOOL, "yes", NULL,
	  "tell the others while you write" },
	{ "receipts", OPTION_BOOL, "yes", NULL,
	  "tell the others how far you have read" },
	{ "markdown", OPTION_BOOL, "yes", NULL,
	  "send what you type as Markdown" },
	{ "time-format", OPTION_CHOICE, "24h", "24h 12h",
	  "times of the day" },
	{ "joins", OPTION_CHOICE, "fold", "fold show hide",
	  "people who come and go: in one line, one by one, or not at all" },
	{ "sidebar-width", OPTION_INT, "28", "16 80",
	  "columns of the list of places" },
	{ "details-width", OPTION_INT, "24", "16 80",
	  "columns of the people and tasks at the right" },
	{ "scroll-off", OPTION_INT, "3", "0 20",
	  "rows kept in sight beyond the cursor" },
	{ "editor", OPTION_TEXT, "", NULL,
	  "program for long texts; empty: $VISUAL, then $EDITOR" },
	{ NULL, OPTION_TEXT, NULL, NULL, NULL },
};

#define ROWS (G_N_ELEMENTS(rows) - 1)

struct options {
	char *values[ROWS];	/* valid for their rows */
	GPtrArray *keeps;	/* struct keep * */
};

const struct option_row *option_rows(void)
{
	return rows;
}

static void free_keep(void *k)
{
	keep_free(k);
}

struct options *options_new(void)
{
	struct options *o = g_new0(struct options, 1);

	for (guint i = 0; i < ROWS; i++)
		o->values[i] = g_strdup(rows[i].fallback);
	o->keeps = g_ptr_array_new_with_free_func(free_keep);
	return o;
}

const GPtrArray *options_keeps(const struct options *o)
{
	return o->keeps;
}

bool options_keep(struct options *o, const char *words, enum area area,
		  GError **err)
{
	struct keep *k = area == AREA_PUBLIC ? NULL
					     : keep_new(words, area, err);

	if (!k && area != AREA_PUBLIC)
		return false;
	for (guint i = o->keeps->len; i > 0; i--)
		if (!strcmp(keep_words(o->keeps->pdata[i - 1]), words))
			g_ptr_array_remove_index(o->keeps, i - 1);
	if (k && o->keeps->len >= KEEPS_MAX) {
		keep_free(k);
		return call_fail(err, FM_ERROR_REFUSED, "There are %d words "
				 "and patterns already, which is the most.",
				 KEEPS_MAX);
	}
	if (k)
		g_ptr_array_add(o->keeps, k);
	return true;
}

void options_free(struct options *o)
{
	if (!o)
		return;
	for (guint i = 0; i < ROWS; i++)
		g_free(o->values[i]);
	g_ptr_array_unref(o->keeps);
	g_free(o);
}

static int find_row(const char *name)
{
	for (guint i = 0; i < ROWS; i++)
		if (!strcmp(rows[i].name, name))
			return i;
	return -1;
}

static bool set_unknown(const char *name, GError **err)
{
	const char *best = NULL;
	int distance = 4;

	for (guint i = 0; i < ROWS; i++) {
		int d = command_distance(rows[i].name, name);

		if (d < distance) {
			distance = d;
			best = rows[i].name;
		}
	}
	return call_fail(err, FM_ERROR_USAGE,
			 best ? "There is no option \"%s\". Did you mean %s?" :
			 "There is no option \"%s\". \"folkmoot doc "
			 "options\" lists them.", name, best);
}

static const char *word_of_bool(const char *value)
{
	static const char *const yes[] = { "yes", "on", "true", "1", NULL };
	static const char *const no[] = { "no", "off", "false", "0", NULL };

	return g_strv_contains(yes, value) ? "yes" :
	       g_strv_contains(no, value) ? "no" : NULL;
}

static bool in_bounds(const struct option_row *row, const char *value)
{
	g_auto(GStrv) bounds = g_strsplit(row->choices, " ", 2);
	gint64 low = g_ascii_strtoll(bounds[0], NULL, 10);
	gint64 high = g_ascii_strtoll(bounds[1], NULL, 10);

	return g_ascii_string_to_signed(value, 10, low, high, NULL, NULL);
}

static bool is_choice(const struct option_row *row, const char *value)
{
	g_auto(GStrv) choices = g_strsplit(row->choices, " ", -1);

	return g_strv_contains((const char *const *)choices, value);
}

/* What a row takes, in words. Yours. */
static char *expected(const struct option_row *row)
{
	g_auto(GStrv) words = g_strsplit(row->choices ? row->choices : "",
					 " ", -1);

	if (row->kind == OPTION_BOOL)
		return g_strdup("yes or no");
	if (row->kind == OPTION_INT)
		return g_strdup_printf("a number from %s to %s", words[0],
				       words[1]);
	g_autofree char *list = g_strjoinv(", ", words);

	return g_strdup_printf("one of %s", list);
}

/* The value as it is kept, or NULL when the row does not take it. */
static const char *accept(const struct option_row *row, const char *value)
{
	switch (row->kind) {
	case OPTION_BOOL:
		return word_of_bool(value);
	case OPTION_INT:
		return in_bounds(row, value) ? value : NULL;
	case OPTION_CHOICE:
		return is_choice(row, value) ? value : NULL;
	case OPTION_TEXT:
		break;
	}
	return value;
}

bool options_set(struct options *o, const char *name, const char *value,
		 GError **err)
{
	int i = find_row(name);
	const char *kept;

	if (i < 0)
		return set_unknown(name, err);
	kept = accept(&rows[i], value);
	if (!kept) {
		g_autofree char *words = expected(&rows[i]);

		return call_fail(err, FM_ERROR_USAGE, "The option %s cannot "
				 "be \"%s\"; expected %s.", name, value,
				 words);
	}
	if (kept != o->values[i]) {
		g_free(o->values[i]);
		o->values[i] = g_strdup(kept);
	}
	return true;
}

const char *options_text(const struct options *o, const char *name)
{
	int i = find_row(name);

	return i < 0 ? NULL : o->values[i];
}

bool options_bool(const struct options *o, const char *name)
{
	return !g_strcmp0(options_text(o, name), "yes");
}

int options_int(const struct options *o, const char *name)
{
	const char *value = options_text(o, name);

	return value ? (int)g_ascii_strtoll(value, NULL, 10) : 0;
}
