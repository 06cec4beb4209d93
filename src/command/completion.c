/* What the word at the cursor could become. */
#include "command/internal.h"

#include <dirent.h>
#include <string.h>
#include "command/embedded.h"
#include "text/text.h"

struct job {
	struct command_context *ctx;
	unsigned where, max;
	bool plain;		/* a word by itself: not quoted */
	const struct command *command;
	GPtrArray *params;	/* of the command */
	GPtrArray *words;	/* char *: whole ones before the cursor */
	char *word;		/* the one at the cursor, "" */
	size_t from;		/* where it begins in the line */
	GPtrArray *out;		/* struct completion * */
};

void completion_free(struct completion *c)
{
	if (!c)
		return;
	g_free(c->text);
	g_free(c->help);
	g_free(c);
}

static void free_completion(gpointer data)
{
	completion_free(data);
}

static void add(struct job *j, const char *text, const char *help)
{
	struct completion *c;

	if (j->out->len >= j->max)
		return;
	c = g_new0(struct completion, 1);
	c->text = g_strdup(text);
	c->help = g_strdup(help ? help : "");
	c->from = j->from;
	g_ptr_array_add(j->out, c);
}

static bool begins(const char *text, const char *prefix)
{
	return !g_ascii_strncasecmp(text, prefix, strlen(prefix));
}

static void add_if(struct job *j, const char *text, const char *help)
{
	g_autofree char *spaced = g_strconcat(text, " ", NULL);

	if (begins(text, j->word))
		add(j, spaced, help);
}

/* ---- values by the name of the argument ----------------------------------------- */

/* As one word of a line. Yours. */
static char *quoted(const struct job *j, const char *text)
{
	if (j->plain || !strpbrk(text, " \t'\"\\"))
		return g_strdup(text);
	g_autofree char *escaped = g_strescape(text, NULL);

	return strpbrk(text, "\"\\") ? g_strdup_printf("\"%s\"", escaped)
				     : g_strdup_printf("\"%s\"", text);
}

static bool is_only_one(const GPtrArray *rooms, const char *name)
{
	int n = 0;

	for (guint i = 0; i < rooms->len; i++) {
		const struct room *r = g_ptr_array_index(rooms, i);

		n += !g_ascii_strcasecmp(r->name, name);
	}
	return n == 1;
}

static void add_rooms(struct job *j)
{
	const char *pattern = j->word + (*j->word == '"');
	g_autoptr(GPtrArray) rooms = NULL;

	if (!j->ctx->reader)
		return;
	rooms = reader_switch(j->ctx->reader, pattern, j->max);
	for (guint i = 0; i < rooms->len; i++) {
		const struct room *r = g_ptr_array_index(rooms, i);
		g_autofree char *name = is_only_one(rooms, r->name) ?
			quoted(j, r->name) : g_strdup(r->alias ? r->alias
							    : r->rid);
		g_autofree char *spaced = g_strconcat(name, " ", NULL);

		add(j, spaced, r->topic ? r->topic : r->alias);
	}
}

static GPtrArray *find_people(struct job *j, const char *pattern)
{
	if (j->ctx->room)
		return reader_members(j->ctx->reader, j->ctx->room, pattern,
				      0, j->max);
	return reader_people(j->ctx->reader, j->ctx->account, pattern,
			     j->max);
}

static bool is_only_local(const GPtrArray *people, const struct member *m)
{
	size_t len = strcspn(m->uid, ":");
	int n = 0;

	for (guint i = 0; i < people->len; i++) {
		const struct member *other = g_ptr_array_index(people, i);

		n += strcspn(other->uid, ":") == len &&
		     !g_ascii_strncasecmp(other->uid, m->uid, len);
	}
	return n == 1;
}

static int likeness(const struct member *m, const char *pattern)
{
	g_autofree char *local = g_strndup(m->uid + 1,
					   strcspn(m->uid + 1, ":"));

	return MAX(fuzzy_score(pattern, m->name),
		   fuzzy_score(pattern, local));
}

static gint by_likeness(gconstpointer a, gconstpointer b, gpointer pattern)
{
	return likeness(*(struct member *const *)b, pattern) -
	       likeness(*(struct member *const *)a, pattern);
}

/* "@ben", with the server only where there are two of them. */
static void add_people(struct job *j)
{
	const char *pattern = j->word + (*j->word == '@');
	g_autoptr(GPtrArray) people = NULL;

	if (!j->ctx->reader)
		return;
	people = find_people(j, pattern);
	g_ptr_array_sort_with_data(people, by_likeness, (gpointer)pattern);
	for (guint i = 0; i < people->len; i++) {
		const struct member *m = g_ptr_array_index(people, i);
		int len = j->ctx->room && is_only_local(people, m) ?
			  strcspn(m->uid, ":") : strlen(m->uid);
		g_autofree char *text = g_strdup_printf("%.*s ", len, m->uid);
		g_autofree char *help = g_strdup_printf("%s · %s", m->name,
							m->server);

		add(j, text, help);
	}
}

static void add_emoji(struct job *j)
{
	g_autofree char *prefix = g_strdup(j->word + (*j->word == ':'));
	g_autoptr(GPtrArray) list = NULL;

	g_strdelimit(prefix, ":", '\0');
	list = emoji_complete(prefix, j->max);
	for (guint i = 0; i < list->len; i++) {
		const struct emoji *e = g_ptr_array_index(list, i);
		g_autofree char *code = g_strdup_printf(":%s:", e->code);

		add(j, e->text, code);
	}
}

static void add_dates(struct job *j)
{
	static const char *const words[] = {
		"today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "sat",
		"sun", "+3d", "+1w", "+2w", "+1m",
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *help = NULL;
		int64_t day;

		command_parse_date(j->ctx->world, words[i], &day);
		help = answer_day(day);
		add_if(j, words[i], help);
	}
	add_if(j, "none", "no date");
}

static void add_options(struct job *j)
{
	for (const struct option_row *o = option_rows(); o->name; o++)
		add_if(j, o->name, o->help);
}

static void add_choices(struct job *j, const char *choices, char part)
{
	const char parts[] = { part, '\0' };
	g_auto(GStrv) words = g_strsplit(choices, parts, -1);

	for (int i = 0; words[i]; i++)
		add_if(j, words[i], NULL);
}

static void add_themes(struct job *j)
{
	DIR *dir = opendir(j->ctx->paths->themes);
	struct dirent *e;

	for (const struct embedded *f = embedded_files; f->name; f++) {
		g_autofree char *name = g_strdup(f->name);

		if (!g_str_has_suffix(name, ".theme"))
			continue;
		name[strlen(name) - strlen(".theme")] = '\0';
		add_if(j, name, "built in");
	}
	while (dir && (e = readdir(dir))) {
		g_autofree char *name = text_clean(e->d_name, -1, TEXT_LINE,
						   200);

		if (!g_str_has_suffix(name, ".theme") || *name == '.')
			continue;
		name[strlen(name) - strlen(".theme")] = '\0';
		add_if(j, name, "your own");
	}
	if (dir)
		closedir(dir);
}

/* Values of the option that the word before names. */
static void add_values(struct job *j)
{
	const char *name = j->words->len ? g_ptr_array_index(j->words,
						j->words->len - 1) : "";

	if (!strcmp(name, "theme")) {
		add_themes(j);
		return;
	}
	for (const struct option_row *o = option_rows(); o->name; o++) {
		if (strcmp(o->name, name))
			continue;
		if (o->kind == OPTION_BOOL)
			add_choices(j, "yes no", ' ');
		else if (o->kind == OPTION_CHOICE)
			add_choices(j, o->choices, ' ');
	}
}

static void add_views(struct job *j)
{
	for (unsigned v = VIEW_ANY; v <= VIEW_LAST; v <<= 1)
		add_if(j, command_view_word(v), NULL);
	add_choices(j, "posts lists text listed", ' ');
}

static void add_files(struct job *j)
{
	g_autofree char *folder = strchr(j->word, '/') ?
		g_path_get_dirname(j->word) : g_strdup(".");
	const char *slash = strrchr(j->word, '/');
	const char *base = slash ? slash + 1 : j->word;
	DIR *dir = opendir(folder);
	struct dirent *e;

	while (dir && (e = readdir(dir))) {
		g_autofree char *path = NULL, *word = NULL;

		if (!g_str_has_prefix(e->d_name, base) ||
		    (*e->d_name == '.' && *base != '.') ||
		    !text_is_clean(e->d_name, strlen(e->d_name), TEXT_LINE))
			continue;
		path = g_strdup_printf("%.*s%s", (int)(base - j->word),
				       j->word, e->d_name);
		word = quoted(j, path);
		add(j, word, NULL);
	}
	if (dir)
		closedir(dir);
}

static void add_commands(struct job *j)
{
	g_autoptr(GPtrArray) list = command_set_list(j->ctx->set, j->where);

	for (int inside = 0; inside < 2; inside++)
		for (guint i = 0; i < list->len; i++) {
			const struct command *c = g_ptr_array_index(list, i);
			g_autofree char *text = g_strdup_printf("%s%s",
				c->name, *c->args ? " " : "");
			bool first = begins(c->name, j->word);

			if (inside ? !first && *j->word &&
			    strstr(c->name, j->word) : first)
				add(j, text, c->help);
		}
}

/* A word of a message: a person, a room, an emoji. */
static void add_in_text(struct job *j)
{
	if (*j->word == '@')
		add_people(j);
	else if (*j->word == '#')
		add_rooms(j);
	else if (*j->word == ':' && j->word[1])
		add_emoji(j);
}

static void add_key(struct job *j)
{
	static const char *const names[] = {
		"Enter", "Esc", "Tab", "Space", "Up", "Down", "Left", "Right",
		"PgUp", "PgDn", "Home", "End", "Ctrl-", "Alt-", "F1",
	};

	if (!(j->command->where & IN_CONFIG)) {
		add_emoji(j);
		return;
	}
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (begins(names[i], j->word))
			add(j, names[i], NULL);
}

static void add_priorities(struct job *j)
{
	add_choices(j, "none low high urgent", ' ');
}

/* The numbers of the selected poll's answers, each with its words. */
static void add_answers(struct job *j)
{
	const struct command_context *ctx = j->ctx;
	struct post *post = ctx->reader && ctx->eid ?
		reader_post(ctx->reader, ctx->room, ctx->eid) : NULL;

	for (guint i = 0; post && post->poll && i < post->poll->answers->len;
	     i++) {
		const struct poll_answer *a =
			g_ptr_array_index(post->poll->answers, i);
		g_autofree char *number = g_strdup_printf("%u", i + 1);

		if (begins(number, j->word) || begins(a->text, j->word))
			add(j, number, a->text);
	}
	post_free(post);
}

static const struct {
	const char *name;
	void (*add)(struct job *j);
} kinds[] = {
	{ "ROOM", add_rooms }, { "WHERE", add_rooms }, { "SPACE", add_rooms },
	{ "USER", add_people }, { "WHO", add_people },
	{ "DATE", add_dates }, { "KEY", add_key }, { "OPTION", add_options },
	{ "VALUE", add_values }, { "THEME", add_themes },
	{ "COMMAND", add_commands }, { "VIEW", add_views },
	{ "FILE", add_files }, { "TEXT", add_in_text },
	{ "TITLE", add_in_text }, { "PRIORITY", add_priorities },
	{ "ANSWER", add_answers },
};

static void add_kind(struct job *j, const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (!strcmp(kinds[i].name, name)) {
			kinds[i].add(j);
			return;
		}
	if (strchr(name, '|') && g_ascii_islower(*name))
		add_choices(j, name, '|');
}

GPtrArray *completion_of_word(struct command_context *ctx,
			      const struct completion_ask *ask)
{
	static const struct command none;
	struct job j = {
		.ctx = ctx, .where = IN_PROMPT, .max = ask->max,
		.plain = true, .command = &none, .words = ask->before,
		.word = (char *)ask->word,
	};

	j.out = g_ptr_array_new_with_free_func(free_completion);
	add_kind(&j, ask->kind);
	for (guint i = 0; i < j.out->len; i++) {
		struct completion *k = g_ptr_array_index(j.out, i);

		g_strchomp(k->text);
	}
	return j.out;
}

/* ---- which argument it is --------------------------------------------------------- */

static const struct param *option_called(const struct job *j,
					 const char *name)
{
	for (guint i = 0; i < j->params->len; i++) {
		const struct param *p = g_ptr_array_index(j->params, i);

		if (p->option && !strcmp(p->name, name))
			return p;
	}
	return NULL;
}

/* Positionals before the cursor, and the option whose value is there. */
static int count_before(const struct job *j, const struct param **open)
{
	int n = 0;

	*open = NULL;
	for (guint i = 0; i < j->words->len; i++) {
		const char *word = g_ptr_array_index(j->words, i);
		const struct param *p = option_called(j, word);

		*open = NULL;
		if (!p)
			n++;
		else if (p->value && ++i >= j->words->len)
			*open = p;
	}
	return n;
}

static bool is_skipped(const struct job *j, guint i)
{
	const struct param *p = g_ptr_array_index(j->params, i);
	bool screen = j->where & (IN_PROMPT | IN_SLASH);

	return p->option || (i == 0 && template_skips_room(j->params,
							   j->where)) ||
	       (screen && p->optional && !strcmp(p->name, "ID"));
}

static const struct param *positional(const struct job *j, int n)
{
	const struct param *last = NULL;

	for (guint i = 0; i < j->params->len; i++) {
		if (is_skipped(j, i))
			continue;
		last = g_ptr_array_index(j->params, i);
		if (n-- == 0)
			return last;
	}
	return last && (last->many || template_takes_rest(j->params, last)) ?
	       last : NULL;
}

static void add_flags(struct job *j)
{
	for (guint i = 0; i < j->params->len; i++) {
		const struct param *p = g_ptr_array_index(j->params, i);

		if (p->option)
			add_if(j, p->name, p->value);
	}
}

static void complete_argument(struct job *j)
{
	const struct param *open, *p;
	int n;

	j->params = template_parse(j->command->args);
	n = count_before(j, &open);
	p = open ? NULL : positional(j, n);
	if (open)
		add_kind(j, open->value);
	else if (g_str_has_prefix(j->word, "--"))
		add_flags(j);
	else if (p)
		add_kind(j, p->name);
	g_ptr_array_unref(j->params);
}

/* ---- the line ------------------------------------------------------------------------ */

/* Splits what stands before the cursor. */
static void split(struct job *j, const char *text)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	bool open;
	size_t len = strlen(text);

	j->words = args_split(text, starts, &open);
	if (!j->words->len || (!open && g_ascii_isspace(text[len - 1]))) {
		j->word = g_strdup("");
		j->from = len;
		return;
	}
	j->word = g_strdup(g_ptr_array_index(j->words, j->words->len - 1));
	j->from = g_array_index(starts, gsize, starts->len - 1);
	g_ptr_array_remove_index(j->words, j->words->len - 1);
}

static const char *word_at(const struct job *j, guint i)
{
	return i < j->words->len ? g_ptr_array_index(j->words, i) : NULL;
}

/* Names of two words are completed whole, from their first one on. */
static void complete_name(struct job *j, const char *text)
{
	size_t start = strspn(text, " \t");
	size_t from = j->from;
	char *word = j->word;

	j->word = (char *)text + start;
	j->from = start;
	add_commands(j);
	j->word = word;
	j->from = from;
}

static void complete_line(struct job *j, const char *text)
{
	int used = 0;

	split(j, text);
	if (word_at(j, 0))
		j->command = command_match(j->ctx->set, word_at(j, 0),
					   word_at(j, 1), j->where, &used);
	if (j->words->len < 2 && used < 2)
		complete_name(j, text);
	if (j->command) {
		g_ptr_array_remove_range(j->words, 0, used);
		complete_argument(j);
	}
	g_ptr_array_unref(j->words);
	g_free(j->word);
}

/* A message being written: only the word at the cursor counts. */
static void complete_message(struct job *j, const char *text)
{
	const char *at = text + strlen(text);

	while (at > text && !strchr(" \t\n(", at[-1]))
		at--;
	j->word = (char *)at;
	j->from = at - text;
	add_in_text(j);
}

GPtrArray *command_complete(struct command_context *ctx, const char *line,
			    size_t cursor, unsigned where, unsigned max)
{
	g_autofree char *text = g_strndup(line, cursor);
	struct job j = { .ctx = ctx, .where = where, .max = max };

	j.out = g_ptr_array_new_with_free_func(free_completion);
	if (where != IN_SLASH || (*text == '/' && text[1] != '/')) {
		complete_line(&j, text + (where == IN_SLASH));
		for (guint i = 0; where == IN_SLASH && i < j.out->len; i++)
			((struct completion *)g_ptr_array_index(j.out,
								i))->from++;
	} else {
		complete_message(&j, text);
	}
	return j.out;
}
