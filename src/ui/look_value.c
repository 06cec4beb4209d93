/* The value of a field in words, by its name. */
#include <string.h>
#include "text/text.h"
#include "ui/looks.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define MOMENT_MIN INT64_C(10000000000)	/* less is no time in ms */

char *look_say_age(int64_t ms)
{
	ms = MAX(ms, 0);
	if (ms < HOUR)
		return g_strdup_printf("%d min", (int)(ms / MINUTE));
	if (ms < 2 * DAY)
		return g_strdup_printf("%d h", (int)(ms / HOUR));
	if (ms < 60 * DAY)
		return g_strdup_printf("%d d", (int)(ms / DAY));
	return g_strdup_printf("%" G_GINT64_FORMAT " wk", ms / (7 * DAY));
}

static bool is_moment(const struct field *f)
{
	static const char *const names[] = {
		"ts", "start", "end", "until", "made", "changed", "seen",
		"review", "since", "expires", "due",
	};

	if (f->kind != FIELD_INT || f->number < MOMENT_MIN)
		return false;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (!strcmp(f->name, names[i]))
			return true;
	return g_str_has_suffix(f->name, "_ts");
}

/* Of what is to come the day and the hour are told. */
static bool is_appointment(const struct field *f)
{
	return is_moment(f) && (!strcmp(f->name, "start") ||
				!strcmp(f->name, "end") ||
				!strcmp(f->name, "until"));
}

static char *say_appointment(struct ui *ui, int64_t ts)
{
	const struct world *w = ui->setup.world;
	int64_t day = world_civil(w, ts).day;
	g_autofree char *clock = say_clock(ui, ts);
	g_autofree char *date = NULL;

	if (day < world_civil(w, world_now(w)).day)
		return say_time(ui, ts);	/* "overdue" it is not */
	date = command_say_date(w, day);
	return g_strdup_printf("%s %s", date, clock);
}

static bool is_day(const char *text)
{
	static const char shape[] = "dddd-dd-dd";

	for (int i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !g_ascii_isdigit(text[i])
				    : text[i] != shape[i])
			return false;
	return !text[strlen(shape)];
}

static char *say_line(const char *text)
{
	size_t len = strlen(text);

	return text_is_clean(text, len, TEXT_LINE) ? g_strndup(text, len) :
	       text_clean(text, len, TEXT_LINE, 0);
}

/* What people in the room of the record call somebody; kept with the names
 * that the screen knows until members change. */
static char *say_person(struct ui *ui, const struct record *r,
			const char *uid)
{
	const char *rid = record_get(r, "room");
	g_autofree char *key = g_strdup_printf("%s %s", rid ? rid : "", uid);
	const char *known = g_hash_table_lookup(ui->names, key);
	struct room *room;
	char *name;

	if (known)
		return g_strdup(known);
	room = rid && ui_reader(ui) ? reader_room_by_rid(ui->reader, 0, rid)
				    : NULL;
	name = room ? say_name_of(ui, room->id, uid) : say_short_name(uid);
	room_free(room);
	g_hash_table_insert(ui->names, g_steal_pointer(&key), g_strdup(name));
	return name;
}

static char *say_words(struct ui *ui, const struct record *r,
		       const char *text)
{
	int64_t day;

	if (is_day(text) && command_parse_date(ui->setup.world, text, &day))
		return command_say_date(ui->setup.world, day);
	if (*text == '@' && strchr(text, ':')) {
		g_autofree char *name = say_person(ui, r, text);

		return say_line(name);
	}
	return say_line(text);
}

static char *say_texts(struct ui *ui, const struct record *r,
		       const GPtrArray *texts)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++) {
		g_autofree char *one = say_words(ui, r,
				g_ptr_array_index(texts, i));

		g_string_append_printf(out, "%s%s", i ? ", " : "", one);
	}
	return g_strdup(out->str);
}

/* A nested record of counts is said as "a 2, b 1". */
static char *say_nested(const struct record *r)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < r->fields->len; i++) {
		const struct field *f = g_ptr_array_index(r->fields, i);
		g_autofree char *name = say_line(f->name);

		if (f->kind != FIELD_INT && f->kind != FIELD_TEXT)
			continue;
		g_string_append_printf(out, "%s%s ", out->len ? ", " : "",
				       name);
		if (f->kind == FIELD_INT)
			g_string_append_printf(out, "%" G_GINT64_FORMAT,
					       f->number);
		else
			g_string_append(out, f->text);
	}
	return say_line(out->str);
}

static char *say_field(struct ui *ui, const struct record *r,
		       const struct field *f)
{
	switch (f->kind) {
	case FIELD_NULL:
		return g_strdup("");
	case FIELD_TEXT:
		return say_words(ui, r, f->text);
	case FIELD_BOOL:
		return g_strdup(f->number ? "yes" : "no");
	case FIELD_TEXTS:
		return say_texts(ui, r, f->texts);
	case FIELD_RECORD:
		return say_nested(f->nested);
	case FIELD_INT:
		break;
	}
	if (is_appointment(f))
		return say_appointment(ui, f->number);
	if (is_moment(f))
		return say_time(ui, f->number);
	if (g_str_has_suffix(f->name, "_ms"))
		return look_say_age(f->number);
	return g_strdup_printf("%" G_GINT64_FORMAT, f->number);
}

static bool has_value(const struct field *f)
{
	return f && f->kind != FIELD_NULL &&
	       (f->kind != FIELD_TEXT || *f->text) &&
	       (f->kind != FIELD_TEXTS || f->texts->len) &&
	       (f->kind != FIELD_RECORD || f->nested->fields->len);
}

/* The first of "a|b" that has a value, or NULL. */
static const struct field *find_field(const struct record *r,
				      const char *names, size_t len)
{
	while (len) {
		size_t n = 0;
		g_autofree char *name = NULL;
		const struct field *f;

		while (n < len && names[n] != '|')
			n++;
		name = g_strndup(names, n);
		f = record_field(r, name);
		if (has_value(f))
			return f;
		n += n < len;
		names += n;
		len -= n;
	}
	return NULL;
}

char *look_value(struct ui *ui, const struct record *r, const char *field)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*field) {
		size_t n = strcspn(field, " ");
		const struct field *f = find_field(r, field, n);

		if (f) {
			g_autofree char *one = say_field(ui, r, f);

			g_string_append_printf(out, "%s%s", out->len ? " "
					       : "", one);
		}
		field += n + (field[n] == ' ');
	}
	return g_strdup(out->str);
}

/* ---- shades ------------------------------------------------------------------ */

static bool is_over(struct ui *ui, const struct field *f)
{
	const struct world *w = ui->setup.world;
	int64_t day, now = world_now(w);

	if (f->kind == FIELD_INT)
		return f->number < now;
	return f->kind == FIELD_TEXT && is_day(f->text) &&
	       command_parse_date(w, f->text, &day) &&
	       day < world_civil(w, now).day;
}

static bool holds(struct ui *ui, const struct look_shade *x,
		  const struct record *r)
{
	const struct field *f;

	if (!x->field)
		return true;
	f = find_field(r, x->field, strlen(x->field));
	if (!f)
		return false;
	if (!x->value)
		return f->kind == FIELD_TEXT || f->kind == FIELD_TEXTS ||
		       f->number;
	if (!strcmp(x->value, "<now"))
		return is_over(ui, f);
	return f->text && !strcmp(f->text, x->value);
}

static bool is_used(const struct look_shade *x)
{
	return x->field || x->role || x->sign;
}

enum role look_role(struct ui *ui, const struct looks *l,
		    const struct record *r, const char **sign)
{
	const struct look_shade *first = NULL;

	*sign = NULL;
	for (int i = 0; i < LOOK_SHADES && is_used(&l->shades[i]); i++) {
		const struct look_shade *x = &l->shades[i];

		if ((first && (*sign || !x->sign)) || !holds(ui, x, r))
			continue;
		first = first ? first : x;
		if (!*sign)
			*sign = x->sign;
	}
	return first ? first->role : ROLE_TEXT;
}
