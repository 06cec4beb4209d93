#include "command/todotxt.h"

#include "model/repeat.h"
#include "text/text.h"

#include <string.h>

#define LINE_MAX_BYTES 4096
#define TAGS_MAX 32

static const char units[] = "dwmy";	/* by enum repeat_every */

/* ---- out --------------------------------------------------------------------- */

static void put_day(GString *out, const char *before, int64_t day)
{
	struct civil c;

	if (day == NO_DAY)
		return;
	c = civil_from_day(day);
	g_string_append_printf(out, "%s%04d-%02d-%02d", before, c.year, c.mon,
			       c.mday);
}

static void put_tags(GString *out, const GPtrArray *tags)
{
	for (guint i = 0; tags && i < tags->len; i++) {
		g_autofree char *tag = g_strdup(tags->pdata[i]);

		g_strdelimit(tag, " \t\n", '-');
		g_string_append_printf(out, " %s%s", *tag == '@' ? "" : "+",
				       tag);
	}
}

static void put_repeat(GString *out, const struct thing *t)
{
	struct repeat r;
	g_autofree char *rule = NULL;

	if (!t->repeat || !repeat_parse(t->repeat, &r))
		return;
	rule = repeat_rule(&r);
	if (r.ons || r.mday_count || r.count || r.until != NO_DAY)
		g_string_append_printf(out, " rrule:%s", rule);
	else
		g_string_append_printf(out, " rec:%d%c", r.interval,
				       units[r.every]);
}

static void put_task(GString *out, const struct thing *t,
		     const struct world *world)
{
	static const char letters[] = " DBA";
	bool done = t->status == TASK_DONE;

	if (done)
		g_string_append(out, "x ");
	else if (t->priority > 0 && t->priority < 4)
		g_string_append_printf(out, "(%c) ", letters[t->priority]);
	/* the day it was done stands before the day it was made */
	if (done && t->closed && t->ts) {
		put_day(out, "", world_civil(world, t->closed).day);
		g_string_append_c(out, ' ');
	}
	if (t->ts) {
		put_day(out, "", world_civil(world, t->ts).day);
		g_string_append_c(out, ' ');
	}
	g_string_append(out, t->title);
	put_tags(out, t->tags);
	put_day(out, " due:", t->due);
	put_day(out, " t:", t->start);
	put_repeat(out, t);
	if (done && t->priority > 0 && t->priority < 4)
		g_string_append_printf(out, " pri:%c", letters[t->priority]);
	if (t->eid)
		g_string_append_printf(out, " id:%s", t->eid);
	g_string_append_c(out, '\n');
}

char *todotxt_write(const GPtrArray *tasks, const struct world *world)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < tasks->len; i++) {
		const struct thing *t = tasks->pdata[i];

		if (t->kind == KIND_TASK && t->title)
			put_task(out, t, world);
	}
	return g_string_free(out, FALSE);
}

/* ---- in ------------------------------------------------------------------------ */

/* Exactly "2026-12-01". */
static bool read_day(const char *word, int64_t *day)
{
	static const char form[] = "dddd-dd-dd";

	for (int i = 0; i < 10; i++)
		if (form[i] == 'd' ? !g_ascii_isdigit(word[i])
				   : word[i] != form[i])
			return false;
	if (word[10])
		return false;
	*day = civil_day((int)g_ascii_strtoull(word, NULL, 10),
			 (int)g_ascii_strtoull(word + 5, NULL, 10),
			 (int)g_ascii_strtoull(word + 8, NULL, 10));
	return *day != NO_DAY;
}

static void set_priority(struct thing *t, char letter)
{
	t->priority = letter == 'A' ? 3 : letter == 'B' ? 2 :
		      letter == 'C' ? 0 : 1;
	if (t->priority)
		t->fields |= THING_PRIORITY;
}

static bool is_letter(const char *word)
{
	return g_ascii_isupper(word[0]) && !word[1];
}

static bool read_recurrence(struct thing *t, const char *word)
{
	const char *unit;
	char *end;
	guint64 n = g_ascii_strtoull(word += *word == '+', &end, 10);

	if (end == word || n < 1 || n > 1000 || !*end || end[1] ||
	    !(unit = strchr(units, *end)))
		return false;
	g_free(t->repeat);
	t->repeat = repeat_rule(&(struct repeat){
		.every = (enum repeat_every)(unit - units),
		.interval = (int)n, .until = NO_DAY });
	t->fields |= THING_REPEAT;
	return true;
}

static bool read_rule(struct thing *t, const char *word)
{
	struct repeat r;

	if (!repeat_parse(word, &r))
		return false;
	g_free(t->repeat);
	t->repeat = repeat_rule(&r);
	t->fields |= THING_REPEAT;
	return true;
}

static bool read_due(struct thing *t, const char *word)
{
	t->fields |= THING_DUE;
	return read_day(word, &t->due);
}

static bool read_start(struct thing *t, const char *word)
{
	t->fields |= THING_START;
	return read_day(word, &t->start);
}

static bool read_letter(struct thing *t, const char *word)
{
	if (is_letter(word))
		set_priority(t, *word);
	return is_letter(word);
}

static bool read_id(struct thing *t, const char *word)
{
	g_free(t->eid);
	t->eid = g_strdup(word);
	return *word != '\0';
}

/* A word that means something; what it cannot mean is a word of the title. */
static bool read_key(struct thing *t, const char *word)
{
	static const struct {
		const char *key;
		bool (*read)(struct thing *, const char *);
	} keys[] = {
		{ "due:", read_due }, { "t:", read_start },
		{ "rec:", read_recurrence }, { "rrule:", read_rule },
		{ "pri:", read_letter }, { "id:", read_id },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		uint32_t had = t->fields;

		if (!g_str_has_prefix(word, keys[i].key))
			continue;
		if (keys[i].read(t, word + strlen(keys[i].key)))
			return true;
		t->fields = had;
	}
	return false;
}

static bool read_tag(struct thing *t, const char *word)
{
	if ((*word != '+' && *word != '@') || !word[1])
		return false;
	if (t->tags && t->tags->len >= TAGS_MAX)
		return true;
	if (!t->tags)
		t->tags = g_ptr_array_new_with_free_func(g_free);
	t->fields |= THING_TAGS;
	g_ptr_array_add(t->tags, g_strdup(word + (*word == '+')));
	return true;
}

/* "x", "(A)" and days at the beginning. How many words they are. */
static int read_head(struct thing *t, char **words)
{
	int at = 0;
	int64_t day;

	if (!strcmp(words[0], "x")) {
		t->status = TASK_DONE;
		at++;
	}
	if (words[at] && strlen(words[at]) == 3 && words[at][0] == '(' &&
	    words[at][2] == ')' && g_ascii_isupper(words[at][1]))
		set_priority(t, words[at++][1]);
	for (int days = 0; days < 2 && words[at] && read_day(words[at], &day);
	     days++)
		at++;
	return at;
}

static struct thing *read_line(const char *line)
{
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	g_autoptr(GString) title = g_string_new(NULL);
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_STATUS;
	for (int i = read_head(t, words); words[i]; i++)
		if (*words[i] && !read_key(t, words[i]) &&
		    !read_tag(t, words[i]))
			g_string_append_printf(title, "%s%s", title->len ?
					       " " : "", words[i]);
	t->title = text_clean(title->str, -1, TEXT_LINE, 500);
	if (*t->title)
		return t;
	thing_free(t);
	return NULL;
}

static void free_thing(gpointer t)
{
	thing_free(t);
}

GPtrArray *todotxt_read(const char *text, size_t len)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_thing);
	const char *end = text + len;

	while (text < end && out->len < TODOTXT_MAX) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t whole = (size_t)((stop ? stop : end) - text);
		g_autofree char *line = text_clean(text, (gssize)MIN(whole,
				LINE_MAX_BYTES), TEXT_LINE, LINE_MAX_BYTES);
		struct thing *t = *g_strstrip(line) ? read_line(line) : NULL;

		if (t)
			g_ptr_array_add(out, t);
		text += whole + (stop != NULL);
	}
	return out;
}
