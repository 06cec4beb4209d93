/* From what was typed to named arguments. */
#include "command/internal.h"

#include <string.h>
#include "base/error.h"

struct value {
	char *name;
	GPtrArray *words;	/* char *, ends with NULL */
};

struct args {
	GPtrArray *values;	/* struct value * */
};

/* What is being bound: the words, and where the binding stands. */
struct binder {
	const struct command *command;
	unsigned where;
	const char *line;	/* NULL when the words came as argv */
	GPtrArray *words;	/* char * */
	GArray *starts;		/* gsize: of the words in the line */
	GPtrArray *params;
	guint at;		/* next word */
	guint next;		/* next positional in params */
	bool plain;		/* "--" was seen: no more options */
	struct args *out;
};

/* ---- words ---------------------------------------------------------------- */

static const char *take_word(const char *at, GString *word, bool *open)
{
	char quote = *at == '\'' || *at == '"' ? *at : '\0';

	if (quote)
		at++;
	while (*at && (quote ? *at != quote : !g_ascii_isspace(*at))) {
		if (*at == '\\' && at[1] && quote != '\'')
			at++;
		g_string_append_c(word, *at++);
	}
	if (!quote)
		return at;
	if (!*at) {
		*open = true;
		return at;
	}
	at++;
	/* what touches the closing quote belongs to the word */
	while (*at && !g_ascii_isspace(*at))
		g_string_append_c(word, *at++);
	return at;
}

GPtrArray *args_split(const char *line, GArray *starts, bool *open)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	const char *at = line;
	bool unclosed = false;

	for (;;) {
		g_autoptr(GString) word = g_string_new(NULL);
		gsize from;

		while (g_ascii_isspace(*at))
			at++;
		if (!*at)
			break;
		from = at - line;
		at = take_word(at, word, &unclosed);
		g_ptr_array_add(words, g_strdup(word->str));
		if (starts)
			g_array_append_val(starts, from);
	}
	if (open)
		*open = unclosed;
	return words;
}

/* ---- values --------------------------------------------------------------- */

static void value_free(gpointer data)
{
	struct value *v = data;

	g_free(v->name);
	g_ptr_array_unref(v->words);
	g_free(v);
}

struct args *args_new(void)
{
	struct args *a = g_new0(struct args, 1);

	a->values = g_ptr_array_new_with_free_func(value_free);
	return a;
}

void args_free(struct args *a)
{
	if (!a)
		return;
	g_ptr_array_unref(a->values);
	g_free(a);
}

static struct value *find_value(const struct args *a, const char *name)
{
	for (guint i = 0; i < a->values->len; i++) {
		struct value *v = g_ptr_array_index(a->values, i);

		if (!strcmp(v->name, name))
			return v;
	}
	return NULL;
}

void args_put(struct args *a, const char *name, const char *word)
{
	struct value *v = find_value(a, name);

	if (!v) {
		v = g_new0(struct value, 1);
		v->name = g_strdup(name);
		v->words = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(v->words, NULL);
		g_ptr_array_add(a->values, v);
	}
	if (word)
		g_ptr_array_insert(v->words, v->words->len - 1,
				   g_strdup(word));
}

const char *args_get(const struct args *a, const char *name)
{
	return *args_all(a, name);
}

const char *const *args_all(const struct args *a, const char *name)
{
	static const char *const none[] = { NULL };
	const struct value *v = find_value(a, name);

	return v ? (const char *const *)v->words->pdata : none;
}

bool args_flag(const struct args *a, const char *name)
{
	return find_value(a, name) != NULL;
}

/* ---- binding -------------------------------------------------------------- */

static bool fail_usage(const struct binder *b, GError **err, const char *fmt,
		       ...) G_GNUC_PRINTF(3, 4);

static bool fail_usage(const struct binder *b, GError **err, const char *fmt,
		       ...)
{
	g_autofree char *usage = command_usage_for(b->command, b->where);
	g_autofree char *said = NULL;
	va_list ap;

	va_start(ap, fmt);
	said = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_set_error(err, FM_ERROR, FM_ERROR_USAGE, "%s: %s. Usage: %s",
		    b->command->name, said, usage);
	return false;
}

static const char *peek(const struct binder *b)
{
	return b->at < b->words->len ? g_ptr_array_index(b->words, b->at)
				     : NULL;
}

static const struct param *find_option(const struct binder *b,
				       const char *name)
{
	for (guint i = 0; i < b->params->len; i++) {
		const struct param *p = g_ptr_array_index(b->params, i);

		if (p->option && !strcmp(p->name, name))
			return p;
	}
	return NULL;
}

static bool bind_option(struct binder *b, GError **err)
{
	const char *word = peek(b), *equals = strchr(word, '=');
	g_autofree char *name = equals ? g_strndup(word, equals - word)
				       : g_strdup(word);
	const struct param *p = find_option(b, name);
	const char *value = equals ? equals + 1 : NULL;

	if (!p)
		return fail_usage(b, err, "there is no option %s (-- before "
				  "it takes it as text)", name);
	if (!p->many && args_flag(b->out, name))
		return fail_usage(b, err, "%s is given twice", name);
	b->at++;
	if (p->value && !value) {
		value = peek(b);
		if (!value)
			return fail_usage(b, err, "%s needs a value", name);
		b->at++;
	}
	if (!p->value && value)
		return fail_usage(b, err, "%s takes no value", name);
	args_put(b->out, name, value);
	return true;
}

/* Words left that are not options, as far as can be told beforehand. */
static guint words_left(const struct binder *b)
{
	guint n = 0;
	bool plain = b->plain;

	for (guint i = b->at; i < b->words->len; i++) {
		const char *w = g_ptr_array_index(b->words, i);
		const struct param *p = plain ? NULL : find_option(b, w);

		if (!plain && !strcmp(w, "--"))
			plain = true;
		else if (p && p->value)
			i++;
		else if (!p)
			n++;
	}
	return n;
}

static guint needed_after(const struct binder *b, guint i)
{
	guint n = 0;

	while (++i < b->params->len)
		n += template_needs(g_ptr_array_index(b->params, i),
				    b->where);
	return n;
}

/* "$abc" or "#12": nobody's text begins so. */
static bool looks_like_id(const char *word)
{
	return (*word == '$' && word[1]) ||
	       (*word == '#' && g_ascii_isdigit(word[1]));
}

/* Whether the next word is meant for this optional positional. */
static bool wants(const struct binder *b, guint i)
{
	const struct param *p = g_ptr_array_index(b->params, i);

	if (template_needs(p, b->where))
		return true;
	if (!strcmp(p->name, "ID") && b->where & (IN_PROMPT | IN_SLASH))
		return looks_like_id(peek(b));
	return words_left(b) > needed_after(b, i);
}

static const struct param *next_positional(struct binder *b)
{
	for (; b->next < b->params->len; b->next++) {
		const struct param *p = g_ptr_array_index(b->params, b->next);

		if (!p->option && wants(b, b->next))
			return p;
	}
	return NULL;
}

/* "next|prev": one of the words, "matrix": that word. Names in capitals stand
 * for anything. */
static bool check_choice(const struct binder *b, const struct param *p,
			 const char *word, GError **err)
{
	g_auto(GStrv) choices = NULL;
	g_autofree char *list = NULL;

	if (!g_ascii_islower(*p->name))
		return true;
	choices = g_strsplit(p->name, "|", -1);
	if (g_strv_contains((const char *const *)choices, word))
		return true;
	list = g_strjoinv(", ", choices);
	return fail_usage(b, err, "\"%s\", expected %s%s", word,
			  choices[1] ? "one of " : "", list);
}

static void bind_raw(struct binder *b, const struct param *p)
{
	gsize from = g_array_index(b->starts, gsize, b->at);
	g_autofree char *rest = g_strchomp(g_strdup(b->line + from));

	args_put(b->out, p->name, rest);
	b->at = b->words->len;
	b->next = b->params->len;
}

static bool append_rest(struct binder *b, const struct param *p)
{
	struct value *v = find_value(b->out, p->name);
	char **last;

	if (!v)
		return false;
	last = (char **)&v->words->pdata[0];
	g_autofree char *old = *last;

	*last = g_strconcat(old, " ", peek(b), NULL);
	return true;
}

static bool bind_positional(struct binder *b, GError **err)
{
	const struct param *p = next_positional(b);

	if (!p)
		return fail_usage(b, err, "there is no place for \"%s\"",
				  peek(b));
	if (b->line && template_is_raw(p) && template_takes_rest(b->params, p)) {
		bind_raw(b, p);
		return true;
	}
	if (!check_choice(b, p, peek(b), err))
		return false;
	if (template_takes_rest(b->params, p)) {
		if (!append_rest(b, p))
			args_put(b->out, p->name, peek(b));
	} else {
		args_put(b->out, p->name, peek(b));
		if (!p->many)
			b->next++;
	}
	b->at++;
	return true;
}

/* Raw text begins where the next word stands. */
static bool raw_is_next(struct binder *b)
{
	const struct param *p = b->line ? next_positional(b) : NULL;

	return p && template_is_raw(p) && template_takes_rest(b->params, p) &&
	       !find_option(b, peek(b));
}

static bool bind_word(struct binder *b, GError **err)
{
	const char *word = peek(b);

	if (b->plain || !g_str_has_prefix(word, "--") || raw_is_next(b))
		return bind_positional(b, err);
	if (strcmp(word, "--"))
		return bind_option(b, err);
	b->plain = true;
	b->at++;
	return true;
}

char *args_missing(const struct command *c, const struct args *a,
		   unsigned where)
{
	g_autoptr(GPtrArray) params = template_parse(c->args);

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (i == 0 && template_skips_room(params, where))
			continue;
		if (template_needs(p, where) && !args_flag(a, p->name))
			return g_strdup(p->name);
	}
	return NULL;
}

static struct args *bind_words(struct binder *b, GError **err)
{
	bool ok = true;

	b->params = template_parse(b->command->args);
	b->out = args_new();
	if (template_skips_room(b->params, b->where))
		b->next = 1;
	while (ok && peek(b))
		ok = bind_word(b, err);
	if (!ok)
		g_clear_pointer(&b->out, args_free);
	g_ptr_array_unref(b->params);
	return b->out;
}

static struct args *bind_all(struct binder *b, GError **err)
{
	struct args *a = bind_words(b, err);
	g_autofree char *missing = a ? args_missing(b->command, a, b->where)
				     : NULL;

	if (!missing)
		return a;
	fail_usage(b, err, "%s is missing", missing);
	args_free(a);
	return NULL;
}

struct args *args_parse_begun(const struct command *c, const char *line,
			      unsigned where, GError **err)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autoptr(GPtrArray) words = args_split(line, starts, NULL);
	struct binder b = { .command = c, .where = where, .line = line,
			    .words = words, .starts = starts };

	return bind_words(&b, err);
}

struct args *args_parse_line(const struct command *c, const char *line,
			     unsigned where, GError **err)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	bool open;
	g_autoptr(GPtrArray) words = args_split(line, starts, &open);
	struct binder b = { .command = c, .where = where, .line = line,
			    .words = words, .starts = starts };

	if (open && where & IN_CONFIG) {
		fail_usage(&b, err, "%s", "a quote is not closed");
		return NULL;
	}
	return bind_all(&b, err);
}

struct args *args_parse_argv(const struct command *c, int argc,
			     const char *const *argv, GError **err)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	struct binder b = { .command = c, .where = IN_SHELL, .words = words };

	for (int i = 0; i < argc; i++)
		g_ptr_array_add(words, (char *)argv[i]);
	return bind_all(&b, err);
}
