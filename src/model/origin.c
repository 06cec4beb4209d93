#include "model/origin.h"

#include <string.h>

#define RUN 4		/* words in a row that make a line be there */
/* Letters and figures of a shorter line: of one word, of several. */
#define WORD_MIN 8
#define SHORT_MIN 12

/* Separate packed origins, their fields and lines; none of them is in a text
 * that passed the door (ASCII separators). */
#define SEP_ORIGIN "\x1e"
#define SEP_FIELD "\x1f"

struct origin *origin_new(const char *rid, const char *name)
{
	struct origin *o = g_new0(struct origin, 1);

	o->rid = g_strdup(rid);
	o->name = g_strdup(name);
	o->lines = g_ptr_array_new_with_free_func(g_free);
	return o;
}

void origin_free(struct origin *o)
{
	if (!o)
		return;
	g_free(o->rid);
	g_free(o->name);
	g_free(o->words);
	g_free(o->scope);
	g_ptr_array_unref(o->lines);
	g_free(o);
}

static struct origin *copy_head(const struct origin *o)
{
	struct origin *copy = origin_new(o->rid, o->name);

	copy->words = g_strdup(o->words);
	copy->scope = g_strdup(o->scope);
	return copy;
}

struct origin *origin_copy(const struct origin *o)
{
	struct origin *copy = copy_head(o);

	for (guint i = 0; i < o->lines->len; i++)
		g_ptr_array_add(copy->lines, g_strdup(o->lines->pdata[i]));
	return copy;
}

/* ---- words ----------------------------------------------------------- */

/* The words of a text, each between spaces: " two of four pumps ". Letters
 * and figures make a word; all else parts them, but what joins inside of one
 * ("don't", "half**bold**") is left out. */
static char *words_of(const char *text)
{
	g_autofree char *same = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	g_autofree char *low = g_utf8_casefold(same ? same : "", -1);
	GString *out = g_string_new(" ");

	for (const char *p = low; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalnum(c))
			g_string_append_unichar(out, c);
		else if (!strchr("'*_`~", (int)(c < 128 ? c : 'a')) &&
			 !g_unichar_ismark(c) && c != 0x2019 &&
			 out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

static guint count_words(const char *words)
{
	guint n = 0;

	for (const char *p = words + 1; *p; p++)
		n += *p == ' ';
	return n;
}

static bool can_be_known(const char *words)
{
	glong letters = g_utf8_strlen(words, -1) - (glong)count_words(words) -
			1;

	return letters >= (count_words(words) > 1 ? SHORT_MIN : WORD_MIN);
}

/* The end of the run of words that begins at a space. */
static const char *run_end(const char *from)
{
	int left = RUN;

	while (left > 0 && (from = strchr(from + 1, ' ')))
		left--;
	return from;
}

/* `has` and `line` are words_of(). */
static bool is_there(const char *has, const char *line)
{
	const char *end;

	if (!can_be_known(line))
		return false;
	if (count_words(line) < RUN)
		return strstr(has, line) != NULL;
	for (const char *p = line; p[1] && (end = run_end(p));
	     p = strchr(p + 1, ' ')) {
		g_autofree char *run = g_strndup(p, end - p + 1);

		if (strstr(has, run))
			return true;
	}
	return false;
}

/* ---- lines ----------------------------------------------------------- */

/* Without the marks of a quote, for showing. */
static char *bare_line(const char *line)
{
	line += strspn(line, "> \t\r");
	return g_strchomp(g_strndup(line, MIN(strlen(line),
					      ORIGIN_LINE_MAX)));
}

static char *valid_line(const char *line)
{
	g_autofree char *bare = bare_line(line);
	char *valid = g_utf8_make_valid(bare, -1);

	g_strdelimit(valid, SEP_ORIGIN SEP_FIELD, ' ');
	return valid;
}

static bool has_line(const struct origin *o, const char *line)
{
	for (guint i = 0; i < o->lines->len; i++)
		if (strcmp(o->lines->pdata[i], line) == 0)
			return true;
	return false;
}

void origin_add_text(struct origin *o, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	for (char **l = lines; *l && o->lines->len < ORIGIN_LINES_MAX; l++) {
		g_autofree char *line = valid_line(*l);
		g_autofree char *words = words_of(line);

		if (can_be_known(words) && !has_line(o, line))
			g_ptr_array_add(o->lines, g_steal_pointer(&line));
	}
}

guint origin_count_lines(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	guint n = 0;

	for (char **l = lines; *l; l++) {
		g_autofree char *words = words_of(*l);

		n += can_be_known(words);
	}
	return n;
}

static GPtrArray *lines_in(const struct origin *o, const char *has)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < o->lines->len; i++) {
		g_autofree char *words = words_of(o->lines->pdata[i]);

		if (is_there(has, words))
			g_ptr_array_add(found, g_strdup(o->lines->pdata[i]));
	}
	if (found->len)
		return found;
	g_ptr_array_unref(found);
	return NULL;
}

GPtrArray *origin_lines_in(const struct origin *o, const char *text)
{
	g_autofree char *has = words_of(text ? text : "");

	return lines_in(o, has);
}

/* ---- lists ----------------------------------------------------------- */

static void free_origin(void *o)
{
	origin_free(o);
}

GPtrArray *origins_new(void)
{
	return g_ptr_array_new_with_free_func(free_origin);
}

static bool same_place(const struct origin *a, const struct origin *b)
{
	return g_strcmp0(a->rid, b->rid) == 0 &&
	       g_strcmp0(a->scope, b->scope) == 0;
}

void origins_add(GPtrArray *list, struct origin *take)
{
	for (guint i = 0; i < list->len; i++) {
		struct origin *have = list->pdata[i];

		if (!same_place(have, take))
			continue;
		/* The newest are the likeliest to be pasted. */
		if (have->lines->len + take->lines->len > ORIGIN_LINES_MAX)
			g_ptr_array_remove_range(have->lines, 0,
				MIN(have->lines->len, take->lines->len));
		for (guint k = 0; k < take->lines->len; k++)
			origin_add_text(have, take->lines->pdata[k]);
		origin_free(take);
		return;
	}
	if (list->len >= ORIGINS_MAX)
		g_ptr_array_remove_index(list, 0);
	g_ptr_array_add(list, take);
}

GPtrArray *origins_in(const GPtrArray *list, const char *text)
{
	g_autofree char *has = words_of(text ? text : "");
	GPtrArray *out = origins_new();

	for (guint i = 0; list && i < list->len; i++) {
		GPtrArray *lines = lines_in(list->pdata[i], has);
		struct origin *o;

		if (!lines)
			continue;
		o = copy_head(list->pdata[i]);
		g_ptr_array_unref(o->lines);
		o->lines = lines;
		g_ptr_array_add(out, o);
	}
	if (out->len)
		return out;
	g_ptr_array_unref(out);
	return NULL;
}

/* ---- as one text ----------------------------------------------------- */

static void pack_field(GString *out, const char *text)
{
	g_autofree char *plain = g_strdelimit(g_strdup(text ? text : ""),
					      SEP_ORIGIN SEP_FIELD, ' ');

	g_string_append(out, plain);
	g_string_append(out, SEP_FIELD);
}

char *origins_pack(const GPtrArray *list)
{
	GString *out;

	if (!list || !list->len)
		return NULL;
	out = g_string_new(NULL);
	for (guint i = 0; i < list->len; i++) {
		const struct origin *o = list->pdata[i];

		if (i)
			g_string_append(out, SEP_ORIGIN);
		pack_field(out, o->rid);
		pack_field(out, o->name);
		pack_field(out, o->words);
		pack_field(out, o->scope);
		for (guint k = 0; k < o->lines->len; k++)
			g_string_append_printf(out, "%s%s", k ? "\n" : "",
				(const char *)o->lines->pdata[k]);
	}
	return g_string_free(out, FALSE);
}

static char *field(const char *text)
{
	return *text ? g_strdup(text) : NULL;
}

static struct origin *unpack_one(const char *text)
{
	g_auto(GStrv) f = g_strsplit(text, SEP_FIELD, 5);
	struct origin *o;

	if (g_strv_length(f) != 5 || !*f[0])
		return NULL;
	o = origin_new(f[0], f[1]);
	o->words = field(f[2]);
	o->scope = field(f[3]);
	origin_add_text(o, f[4]);
	if (o->lines->len)
		return o;
	origin_free(o);
	return NULL;
}

GPtrArray *origins_unpack(const char *text)
{
	g_auto(GStrv) all = g_strsplit(text ? text : "", SEP_ORIGIN,
				       ORIGINS_MAX + 1);
	GPtrArray *list = origins_new();

	for (char **one = all; *one && list->len < ORIGINS_MAX; one++) {
		struct origin *o = unpack_one(*one);

		if (o)
			g_ptr_array_add(list, o);
	}
	if (list->len)
		return list;
	g_ptr_array_unref(list);
	return NULL;
}
