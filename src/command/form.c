/* Fields from a template, and arguments from fields. */
#include "command/internal.h"

#include <string.h>
#include "text/text.h"

#define VALUE_MAX 60000
#define FIELD_END "\x1e"	/* of a draft: between fields, */
#define NAME_END "\x1f"		/* between a name and its value */

/* ---- life ---------------------------------------------------------------------- */

static void field_free(gpointer data)
{
	struct form_field *x = data;

	g_free(x->name);
	g_free(x->word);
	g_free(x->label);
	g_strfreev(x->choices);
	g_free(x->value);
	g_free(x->start);
	g_free(x->now);
	g_free(x->problem);
	g_free(x);
}

void form_free(struct form *f)
{
	if (!f)
		return;
	g_ptr_array_unref(f->fields);
	g_free(f->problem);
	g_free(f->key);
	g_free(f->eid);
	g_free(f->uid);
	g_free(f->thread);
	g_free(f);
}

static bool is_fixed(const struct param *p)
{
	return !p->option && g_ascii_islower(*p->name) &&
	       !strchr(p->name, '|');
}

/* "--due" is due, TITLE is title; "none|low|high" goes by the last word of
 * the command: "task priority". */
static char *label_of(const struct command *c, const struct param *p)
{
	const char *last = strrchr(c->name, ' ');
	char *label;

	if (strchr(p->name, '|'))
		return g_strdup(last ? last + 1 : c->name);
	label = g_ascii_strdown(p->name + strspn(p->name, "-"), -1);
	return g_strdelimit(label, "-_", ' ');
}

/* "--about TEXT" is an ABOUT; other options of TEXT are a few words. */
static const struct argument_word *word_of(const struct form_field *x)
{
	g_autofree char *own = NULL;

	if (!x->option || g_strcmp0(x->word, "TEXT"))
		return argument_word_find(x->word);
	own = g_ascii_strup(x->name + strspn(x->name, "-"), -1);
	return argument_word_find(own);
}

static void set_kind(struct form_field *x)
{
	const char *choices = NULL;

	x->row = word_of(x);
	if (x->row && x->row->choices)
		choices = x->row->choices;
	else if (x->word && strchr(x->word, '|'))
		choices = x->word;
	x->kind = !x->word ? FORM_FLAG : choices ? FORM_CHOICE :
		  x->row ? x->row->kind : FORM_LINE;
	if (choices)
		x->choices = g_strsplit(choices, "|", -1);
	/* one a line needs lines */
	if (x->kind == FORM_LINE && x->many && !(x->row && x->row->commas))
		x->kind = FORM_TEXT;
}

static void add_field(struct form *f, const struct param *p)
{
	struct form_field *x = g_new0(struct form_field, 1);

	x->name = g_strdup(p->name);
	x->word = g_strdup(p->option ? p->value : p->name);
	x->label = label_of(f->command, p);
	x->option = p->option;
	x->many = p->many;
	x->needed = template_needs(p, IN_SHELL);
	x->value = g_strdup("");
	x->start = g_strdup("");
	set_kind(x);
	g_ptr_array_add(f->fields, x);
}

/* What is selected needs no field. */
static bool is_known(const struct form *f, const GPtrArray *params,
		     const struct param *p)
{
	if (p->option)
		return false;
	if (!strcmp(p->name, "ROOM"))
		return f->room && (p->optional ||
				   template_skips_room(params, IN_PROMPT));
	return !strcmp(p->name, "ID") && p->optional && f->eid;
}

static bool add_fields(struct form *f, const struct args *given, GError **err)
{
	g_autoptr(GPtrArray) params = template_parse(f->command->args);

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (argument_is_secret(p->name) ||
		    (p->value && argument_is_secret(p->value))) {
			if (!p->optional)
				return call_fail(err, FM_ERROR_REFUSED,
					"%s takes a secret, which no form "
					"keeps.", f->command->name);
			continue;
		}
		if (is_fixed(p) || (is_known(f, params, p) &&
				    !(given && args_flag(given, p->name))))
			continue;
		add_field(f, p);
	}
	return true;
}

static void put_given(struct form *f, const struct args *given)
{
	for (guint i = 0; given && i < f->fields->len; i++) {
		struct form_field *x = g_ptr_array_index(f->fields, i);
		const char *const *all = args_all(given, x->name);

		if (!args_flag(given, x->name))
			continue;
		form_field_put(x, x->kind == FORM_FLAG ? "yes" : "");
		x->given = true;
		g_free(g_steal_pointer(&x->now));
		for (; *all; all++)
			form_suggest(f, x->name, *all);
	}
}

static bool asks_for(const struct form *f, const char *name)
{
	g_autoptr(GPtrArray) params = template_parse(f->command->args);

	for (guint i = 0; i < params->len; i++)
		if (!strcmp(((struct param *)g_ptr_array_index(params, i))->name,
			    name))
			return true;
	return false;
}

/* Another message or person is another form, where they matter to it. */
static char *key_of(const struct form *f, const char *rid)
{
	const char *eid = asks_for(f, "ID") ? f->eid : NULL;
	const char *uid = asks_for(f, "USER") ? f->uid : NULL;

	return g_strdup_printf("form %s %s %s", f->command->name, rid,
			       eid ? eid : uid ? uid : "-");
}

static void select_context(struct form *f, const struct command_context *ctx)
{
	struct room *room = ctx->room && ctx->reader ?
			    reader_room(ctx->reader, ctx->room) : NULL;

	f->room = room ? ctx->room : 0;
	f->account = ctx->account;
	f->eid = g_strdup(ctx->eid);
	f->uid = g_strdup(ctx->uid);
	f->thread = g_strdup(ctx->thread);
	f->key = key_of(f, room ? room->rid : "-");
	room_free(room);
}

static bool run_fill(struct form *f, struct command_context *ctx,
		     const struct args *given, GError **err)
{
	struct args *none = args_new();
	struct command_call call = { .command = f->command, .ctx = ctx,
				     .args = given ? given : none };
	bool ok = !f->command->fill || f->command->fill(&call, f, err);

	args_free(none);
	return ok;
}

/* What may not be done is not asked for either. */
static bool may_run(const struct command_context *ctx, const struct command *c,
		    GError **err)
{
	g_autofree char *why = NULL;

	if (!c->can || !ctx->reader || c->can(ctx, &why))
		return true;
	return call_fail(err, FM_ERROR_REFUSED, "%s", why ? why :
			 "That cannot be done here.");
}

struct form *form_new(struct command_context *ctx, const struct command *c,
		      const struct args *given, GError **err)
{
	struct form *f;

	if (!may_run(ctx, c, err))
		return NULL;
	f = g_new0(struct form, 1);
	f->command = c;
	f->fields = g_ptr_array_new_with_free_func(field_free);
	select_context(f, ctx);
	if (!add_fields(f, given, err) || !run_fill(f, ctx, given, err)) {
		form_free(f);
		return NULL;
	}
	put_given(f, given);
	f->placed = f->room && !form_find(f, "ROOM") &&
		    (asks_for(f, "ROOM") || asks_for(f, "ID"));
	for (guint i = 0; i < f->fields->len; i++) {
		struct form_field *x = g_ptr_array_index(f->fields, i);

		g_free(x->start);
		x->start = g_strdup(x->value);
	}
	return f;
}

struct form *form_open(struct command_context *ctx, const char *line,
		       GError **err)
{
	const char *rest;
	const struct command *c = command_of_line(ctx, line, IN_PROMPT, &rest,
						  err);
	struct args *begun = c ? args_parse_begun(c, rest, IN_PROMPT, err)
			       : NULL;
	struct form *f = begun ? form_new(ctx, c, begun, err) : NULL;

	args_free(begun);
	return f;
}

/* ---- values -------------------------------------------------------------------------- */

struct form_field *form_find(const struct form *f, const char *argument)
{
	for (guint i = 0; i < f->fields->len; i++) {
		struct form_field *x = g_ptr_array_index(f->fields, i);

		if (!strcmp(x->name, argument))
			return x;
	}
	return NULL;
}

void form_field_put(struct form_field *x, const char *value)
{
	char *clean = text_clean(value, -1, x->kind == FORM_TEXT ? TEXT_BLOCK
							: TEXT_LINE,
				 VALUE_MAX);

	g_free(x->value);
	x->value = clean;
	g_clear_pointer(&x->problem, g_free);
}

static void append_value(struct form_field *x, const char *value)
{
	const char *between = x->row && x->row->commas ? ", " : "\n";
	g_autofree char *all = x->many && *x->value ?
		g_strconcat(x->value, between, value, NULL) : g_strdup(value);

	form_field_put(x, x->kind == FORM_FLAG ? "yes" : all);
}

void form_suggest(struct form *f, const char *argument, const char *value)
{
	struct form_field *x = form_find(f, argument);

	if (x && value)
		append_value(x, value);
}

void form_set(struct form *f, const char *argument, const char *value)
{
	struct form_field *x = form_find(f, argument);

	form_suggest(f, argument, value);
	if (!x || !*x->value)
		return;
	g_free(x->now);
	x->now = g_strdup(x->value);
}

static int choice_at(const struct form_field *x)
{
	for (int i = 0; x->choices[i]; i++)
		if (!strcmp(x->choices[i], x->value))
			return i;
	return -1;
}

/* "none of them" stands before the first where it may be left out. */
void form_field_step(struct form_field *x, int by)
{
	int n, least, to;

	if (x->kind == FORM_FLAG) {
		form_field_put(x, *x->value ? "" : "yes");
		return;
	}
	if (x->kind != FORM_CHOICE)
		return;
	n = g_strv_length(x->choices);
	least = x->needed || x->now ? 0 : -1;
	to = choice_at(x) + by;
	if (to < least)
		to = n - 1;
	if (to >= n)
		to = least;
	form_field_put(x, to < 0 ? "" : x->choices[to]);
}

bool form_field_pick(struct form_field *x, gunichar letter)
{
	int n = x->choices ? (int)g_strv_length(x->choices) : 0;
	int at = n ? choice_at(x) : 0;

	for (int i = 1; i <= n; i++) {
		const char *word = x->choices[(at + i + n) % n];

		if (g_unichar_tolower(g_utf8_get_char(word)) !=
		    g_unichar_tolower(letter))
			continue;
		form_field_put(x, word);
		return true;
	}
	return false;
}

char *form_field_below(const struct form_field *x, const struct world *w)
{
	g_autofree char *day = NULL, *words = g_strstrip(g_strdup(x->value));
	int64_t when;

	if (x->problem)
		return g_strdup(x->problem);
	if (x->kind == FORM_FLAG)
		return g_strdup("Space sets or clears the mark");
	if (!g_strcmp0(x->word, "DATE") && *words &&
	    command_parse_date(w, words, &when)) {
		day = when == NO_DAY ? g_strdup("no date")
					  : command_say_date(w, when);
		return g_strdup_printf("→ %s", day);
	}
	if (x->kind == FORM_CHOICE)
		return g_strdup("Left and Right change it, or its first "
				"letter");
	if (x->many && !x->row)
		return g_strdup("one a line");
	return g_strdup(x->row ? x->row->hint : NULL);
}

/* ---- completion ------------------------------------------------------------------------- */

/* Where the word at the cursor begins. */
static size_t word_begin(const struct form_field *x, size_t cursor)
{
	const char *ends = x->row && x->row->prose ? " \t\n(" :
			   x->row && x->row->commas ? ",\n" : "\n";
	size_t at = cursor;

	while (at && !strchr(ends, x->value[at - 1]))
		at--;
	while (at < cursor && x->value[at] == ' ')
		at++;
	return at;
}

static GPtrArray *values_before(const struct form *f,
				const struct form_field *x)
{
	GPtrArray *all = g_ptr_array_new();

	for (guint i = 0; i < f->fields->len; i++) {
		struct form_field *y = g_ptr_array_index(f->fields, i);

		if (y == x)
			break;
		if (!y->option)
			g_ptr_array_add(all, y->value);
	}
	return all;
}

/* What is selected changes places with what the form was opened for. */
static void swap_selection(struct form *f, struct command_context *ctx)
{
	struct form held = *f;

	f->room = ctx->room;
	f->account = ctx->account;
	f->eid = ctx->eid;
	f->uid = ctx->uid;
	f->thread = ctx->thread;
	ctx->room = held.room;
	ctx->account = held.account;
	ctx->eid = held.eid;
	ctx->uid = held.uid;
	ctx->thread = held.thread;
}

GPtrArray *form_complete(struct form *f, struct command_context *ctx,
			 const struct form_field *x, size_t cursor,
			 unsigned max)
{
	size_t from = word_begin(x, MIN(cursor, strlen(x->value)));
	g_autoptr(GPtrArray) before = values_before(f, x);
	g_autofree char *word = g_strndup(x->value + from, cursor - from);
	struct completion_ask ask = {
		.kind = x->row && x->row->prose ? "TEXT" : x->word,
		.word = word, .before = before, .max = max,
	};
	GPtrArray *out;

	if (x->kind == FORM_FLAG || x->kind == FORM_CHOICE)
		return g_ptr_array_new();
	swap_selection(f, ctx);
	out = completion_of_word(ctx, &ask);
	swap_selection(f, ctx);
	for (guint i = 0; i < out->len; i++)
		((struct completion *)g_ptr_array_index(out, i))->from += from;
	return out;
}

/* ---- sending ---------------------------------------------------------------------------- */

/* What is sent for a field: its text, or its values one by one (char *). */
static GPtrArray *values_of(const struct form_field *x)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = g_strstrip(g_strdup(x->value));
	g_auto(GStrv) parts = NULL;

	if (!x->many) {
		if (*text)
			g_ptr_array_add(all, g_steal_pointer(&text));
		return all;
	}
	parts = g_strsplit_set(text, x->row && x->row->commas ? ",\n" : "\n",
			       -1);
	for (int i = 0; parts[i]; i++)
		if (*g_strstrip(parts[i]))
			g_ptr_array_add(all, g_strdup(parts[i]));
	return all;
}

static void put_field(struct args *a, const struct form_field *x)
{
	g_autoptr(GPtrArray) all = values_of(x);

	if (x->kind == FORM_FLAG) {
		if (*x->value)
			args_put(a, x->name, NULL);
		return;
	}
	if (x->option && x->now && !strcmp(x->now, x->value))
		return;
	for (guint i = 0; i < all->len; i++)
		args_put(a, x->name, g_ptr_array_index(all, i));
	if (!all->len && x->now)
		args_put(a, x->name, x->row && x->row->clear ? x->row->clear
							     : "");
}

static struct args *args_of(const struct form *f)
{
	g_autoptr(GPtrArray) params = template_parse(f->command->args);
	struct args *a = args_new();

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);
		const struct form_field *x = form_find(f, p->name);

		if (x)
			put_field(a, x);
		else if (is_fixed(p) && !p->optional)
			args_put(a, p->name, p->name);
	}
	return a;
}

char *form_notice(const struct form *f, struct command_context *ctx)
{
	struct args *a;
	char *words;

	if (!f->command->notice)
		return NULL;
	a = args_of(f);
	words = f->command->notice(ctx, a);
	args_free(a);
	return words;
}

static bool check_field(struct form_field *x)
{
	g_autoptr(GPtrArray) all = values_of(x);

	g_clear_pointer(&x->problem, g_free);
	if (x->needed && !all->len)
		x->problem = g_strdup("this is needed");
	else if (x->kind == FORM_CHOICE && all->len && choice_at(x) < 0)
		x->problem = g_strdup_printf("\"%s\" cannot be chosen here",
					     x->value);
	return !x->problem;
}

static bool check_fields(struct form *f, GError **err)
{
	const struct form_field *wrong = NULL;

	g_clear_pointer(&f->problem, g_free);
	for (guint i = 0; i < f->fields->len; i++) {
		struct form_field *x = g_ptr_array_index(f->fields, i);

		if (!check_field(x) && !wrong)
			wrong = x;
	}
	return !wrong || call_fail(err, FM_ERROR_USAGE, "%s: %s.",
				   wrong->label, wrong->problem);
}

/* Whether a word stands in a sentence by itself. */
static bool says_word(const char *sentence, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = sentence; len && (at = strstr(at, word)); at++)
		if ((at == sentence || !g_ascii_isalnum(at[-1])) &&
		    !g_ascii_isalnum(at[len]))
			return true;
	return false;
}

static bool quotes_value(const char *sentence, const struct form_field *x)
{
	g_autoptr(GPtrArray) all = values_of(x);

	for (guint i = 0; i < all->len; i++) {
		g_autofree char *quoted = g_strdup_printf("\"%s\"",
			(char *)g_ptr_array_index(all, i));

		if (strstr(sentence, quoted))
			return true;
	}
	return false;
}

/* By its value in quotes, by its name in the template, by its label: what is
 * surest first. */
static struct form_field *blamed(const struct form *f, const char *sentence)
{
	for (int how = 0; how < 3; how++)
		for (guint i = 0; i < f->fields->len; i++) {
			struct form_field *x = g_ptr_array_index(f->fields, i);

			if (how == 0 ? quotes_value(sentence, x) :
			    says_word(sentence, how == 1 ? x->name : x->label))
				return x;
		}
	return NULL;
}

static void blame(struct form *f, const GError *err)
{
	struct form_field *x = blamed(f, err->message);

	if (x) {
		g_free(x->problem);
		x->problem = g_strdup(err->message);
	} else {
		f->problem = g_strdup(err->message);
	}
}

static void append_quoted(GString *line, const char *word)
{
	g_string_append(line, " \"");
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			g_string_append_c(line, '\\');
		g_string_append_c(line, *word);
	}
	g_string_append_c(line, '"');
}

static void append_param(GString *line, const GPtrArray *params,
			 const struct param *p, const struct args *a)
{
	const char *const *all = args_all(a, p->name);

	if (p->option && !p->value && args_flag(a, p->name))
		g_string_append_printf(line, " %s", p->name);
	for (; *all; all++) {
		if (p->option)
			g_string_append_printf(line, " %s", p->name);
		if (template_is_raw(p) && template_takes_rest(params, p))
			g_string_append_printf(line, " %s", *all);
		else
			append_quoted(line, *all);
	}
}

/* A list on the screen is read again by its line, so it has to have one. */
static char *line_of(const struct form *f)
{
	g_autoptr(GPtrArray) params = template_parse(f->command->args);
	struct args *a = args_of(f);
	GString *line = g_string_new(f->command->name);

	for (int options = 1; options >= 0; options--) {
		for (guint i = 0; i < params->len; i++) {
			const struct param *p = g_ptr_array_index(params, i);

			if (p->option == options)
				append_param(line, params, p, a);
		}
		if (options)
			g_string_append(line, " --");
	}
	args_free(a);
	return g_string_free(line, FALSE);
}

static bool run_command(struct form *f, struct command_context *ctx,
			GError **err)
{
	g_autofree char *line = NULL;

	if (!(f->command->where & LISTED) || !ctx->front || !ctx->front->list)
		return command_run_args(ctx, f->command, args_of(f), err);
	line = line_of(f);
	return ctx->front->list(ctx->user, f->command, line, err);
}

bool form_run(struct form *f, struct command_context *ctx, GError **err)
{
	GError *inner = NULL;
	bool ok;

	if (!check_fields(f, err))
		return false;
	swap_selection(f, ctx);
	ok = run_command(f, ctx, &inner);
	swap_selection(f, ctx);
	if (ok)
		return true;
	blame(f, inner);
	g_propagate_error(err, inner);
	return false;
}

const struct form_field *form_wrong(const struct form *f)
{
	for (guint i = 0; i < f->fields->len; i++) {
		const struct form_field *x = g_ptr_array_index(f->fields, i);

		if (x->problem)
			return x;
	}
	return NULL;
}

/* ---- drafts ----------------------------------------------------------------------------- */

char *form_draft(const struct form *f)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < f->fields->len; i++) {
		const struct form_field *x = g_ptr_array_index(f->fields, i);

		if (strcmp(x->value, x->start))
			g_string_append_printf(out, "%s" NAME_END "%s"
					       FIELD_END, x->name, x->value);
	}
	return g_string_free(out, FALSE);
}

bool form_restore(struct form *f, const char *draft)
{
	g_auto(GStrv) parts = g_strsplit(draft ? draft : "", FIELD_END, -1);
	bool any = false;

	for (int i = 0; parts[i]; i++) {
		char *value = strstr(parts[i], NAME_END);
		struct form_field *x;

		if (!value)
			continue;
		*value++ = '\0';
		x = form_find(f, parts[i]);
		if (!x || x->given || !strcmp(x->value, value))
			continue;
		form_field_put(x, value);
		any = true;
	}
	return any;
}

void form_reset(struct form *f)
{
	g_clear_pointer(&f->problem, g_free);
	for (guint i = 0; i < f->fields->len; i++) {
		struct form_field *x = g_ptr_array_index(f->fields, i);

		form_field_put(x, x->start);
	}
}
