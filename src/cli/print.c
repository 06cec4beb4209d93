/* Answers as lines for people. */
#include "cli/front.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "text/text.h"

enum show {
	SHOW_TEXT,
	SHOW_COUNT,	/* right; nothing for 0 */
	SHOW_NUMBER,	/* right */
	SHOW_DAY,	/* "2026-12-01" as people say it */
	SHOW_PEOPLE,	/* user ids by their local parts */
	SHOW_BOX,	/* status of a task */
	SHOW_ID,	/* the beginning of an event id */
	SHOW_LIST,	/* texts, joined */
	SHOW_TIME,	/* ms since 1970 as "2026-12-01 14:05" */
	SHOW_AGE,	/* ms: "3 h", "12 d"; right */
};

#define COLUMNS 7

struct column {
	const char *field, *title;
	enum show show;
};

/* Rows of these kinds make a table. */
static const struct table {
	const char *kind;
	struct column columns[COLUMNS];
} tables[] = {
	{ "room", { { "name", "room", SHOW_TEXT },
		    { "unread", "unread", SHOW_COUNT },
		    { "mentions", "for you", SHOW_COUNT },
		    { "members", "people", SHOW_NUMBER },
		    { "area", "area", SHOW_TEXT },
		    { "topic", "topic", SHOW_TEXT } } },
	{ "space", { { "name", "space", SHOW_TEXT },
		     { "owner", "owner", SHOW_TEXT },
		     { "outcomes_done", "done", SHOW_COUNT },
		     { "outcomes_all", "outcomes", SHOW_COUNT },
		     { "review", "review", SHOW_DAY },
		     { "members", "people", SHOW_NUMBER },
		     { "area", "area", SHOW_TEXT } } },
	{ "guest", { { "name", "guest", SHOW_TEXT },
		     { "id", "id", SHOW_TEXT },
		     { "role", "role", SHOW_TEXT },
		     { "until", "until", SHOW_DAY },
		     { "state", "state", SHOW_TEXT },
		     { "room_name", "room", SHOW_TEXT } } },
	{ "arrival", { { "ts", "when", SHOW_TIME },
		       { "who", "who", SHOW_TEXT },
		       { "what", "what", SHOW_TEXT },
		       { "by", "by", SHOW_TEXT },
		       { "room_name", "room", SHOW_TEXT } } },
	{ "charter-change", { { "ts", "when", SHOW_TIME },
			      { "who", "who", SHOW_TEXT },
			      { "what", "what", SHOW_TEXT } } },
	{ "member", { { "name", "name", SHOW_TEXT },
		      { "id", "id", SHOW_TEXT },
		      { "role", "role", SHOW_TEXT } } },
	{ "person", { { "name", "name", SHOW_TEXT },
		      { "role", "role", SHOW_TEXT },
		      { "team", "team", SHOW_TEXT },
		      { "local_time", "there", SHOW_TEXT },
		      { "presence", "", SHOW_TEXT },
		      { "id", "id", SHOW_TEXT },
		      { "why", "why", SHOW_LIST } } },
	{ "task", { { "status", "", SHOW_BOX },
		    { "title", "task", SHOW_TEXT },
		    { "assignees", "who", SHOW_PEOPLE },
		    { "due", "due", SHOW_DAY },
		    { "room_name", "room", SHOW_TEXT },
		    { "section", "", SHOW_TEXT },
		    { "id", "id", SHOW_ID } } },
	{ "saved", { { "name", "list", SHOW_TEXT },
		     { "options", "shows", SHOW_TEXT } } },
	{ "invite", { { "name", "invited to", SHOW_TEXT },
		      { "kind", "", SHOW_TEXT },
		      { "inviter", "by", SHOW_TEXT },
		      { "members", "people", SHOW_COUNT },
		      { "area", "area", SHOW_TEXT },
		      { "why", "why", SHOW_TEXT } } },
	{ "found", { { "name", "place", SHOW_TEXT },
		     { "kind", "", SHOW_TEXT },
		     { "members", "people", SHOW_NUMBER },
		     { "readers", "who reads it", SHOW_TEXT },
		     { "alias", "alias", SHOW_TEXT },
		     { "topic", "topic", SHOW_TEXT } } },
	{ "op", { { "op", "", SHOW_NUMBER },
		  { "state", "state", SHOW_TEXT },
		  { "kind", "what", SHOW_TEXT },
		  { "room_name", "room", SHOW_TEXT },
		  { "tries", "tries", SHOW_COUNT },
		  { "text", "text", SHOW_TEXT },
		  { "error", "why", SHOW_TEXT } } },
	{ "account", { { "name", "account", SHOW_TEXT },
		       { "user", "user", SHOW_TEXT },
		       { "state", "state", SHOW_TEXT },
		       { "url", "server", SHOW_TEXT } } },
	{ "sync", { { "account", "account", SHOW_TEXT },
		    { "state", "state", SHOW_TEXT },
		    { "rooms", "rooms", SHOW_NUMBER },
		    { "unread", "unread", SHOW_COUNT },
		    { "mentions", "for you", SHOW_COUNT } } },
	{ "poll", { { "question", "poll", SHOW_TEXT },
		    { "voters", "votes", SHOW_NUMBER },
		    { "name", "asked by", SHOW_TEXT },
		    { "id", "id", SHOW_ID } } },
	{ "question", { { "title", "question", SHOW_TEXT },
			{ "section", "state", SHOW_TEXT },
			{ "answers", "answers", SHOW_COUNT },
			{ "claimed", "claimed by", SHOW_TEXT },
			{ "room_name", "room", SHOW_TEXT },
			{ "age_ms", "age", SHOW_AGE },
			{ "id", "id", SHOW_ID } } },
	{ "idea", { { "title", "idea", SHOW_TEXT },
		    { "status", "state", SHOW_TEXT },
		    { "up", "for", SHOW_NUMBER },
		    { "down", "against", SHOW_COUNT },
		    { "owner_name", "who", SHOW_TEXT },
		    { "room_name", "room", SHOW_TEXT },
		    { "id", "id", SHOW_ID } } },
	{ "event", { { "when", "when", SHOW_TEXT },
		     { "title", "event", SHOW_TEXT },
		     { "place", "where", SHOW_TEXT },
		     { "yes", "coming", SHOW_COUNT },
		     { "mine", "me", SHOW_TEXT },
		     { "room_name", "room", SHOW_TEXT },
		     { "id", "id", SHOW_ID } } },
	{ "resource", { { "title", "resource", SHOW_TEXT },
			{ "url", "link", SHOW_TEXT },
			{ "tags", "tags", SHOW_LIST },
			{ "creator_name", "by", SHOW_TEXT },
			{ "room_name", "room", SHOW_TEXT },
			{ "id", "id", SHOW_ID } } },
	{ "decision", { { "title", "decision", SHOW_TEXT },
			{ "creator_name", "by", SHOW_TEXT },
			{ "status", "state", SHOW_TEXT },
			{ "room_name", "room", SHOW_TEXT },
			{ "age_ms", "age", SHOW_AGE },
			{ "id", "id", SHOW_ID } } },
	{ "week", { { "week", "week of", SHOW_TEXT },
		    { "asked", "asked", SHOW_NUMBER },
		    { "answered", "answered", SHOW_NUMBER },
		    { "answered_percent", "%", SHOW_NUMBER },
		    { "median_ms", "median", SHOW_AGE },
		    { "p90_ms", "90th percentile", SHOW_AGE } } },
	{ "answer", { { "text", "answer", SHOW_TEXT },
		      { "why", "by", SHOW_TEXT },
		      { "id", "id", SHOW_ID } } },
	{ "note", { { "text", "note", SHOW_TEXT },
		    { "why", "by", SHOW_TEXT } } },
	{ "report-week", { { "week", "week of", SHOW_TEXT },
		    { "messages", "messages", SHOW_NUMBER },
		    { "people", "people", SHOW_NUMBER },
		    { "asked", "asked", SHOW_NUMBER },
		    { "answered", "answered", SHOW_NUMBER },
		    { "tasks_finished", "tasks done", SHOW_NUMBER } } },
	{ "item", { { "left", "", SHOW_TEXT },
		    { "title", "", SHOW_TEXT },
		    { "room_name", "", SHOW_TEXT },
		    { "right", "", SHOW_TEXT },
		    { "why", "", SHOW_TEXT } } },
	{ "key", { { "view", "view", SHOW_TEXT }, { "key", "key", SHOW_TEXT },
		   { "command", "command", SHOW_TEXT },
		   { "help", "", SHOW_TEXT } } },
	{ "help", { { "command", "command", SHOW_TEXT },
		    { "help", "", SHOW_TEXT } } },
};

static const struct table *find_table(const char *kind)
{
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		if (!strcmp(tables[i].kind, kind))
			return &tables[i];
	return NULL;
}

/* ---- the terminal ---------------------------------------------------------------- */

static int terminal_width(void)
{
	struct winsize size;
	const char *columns = g_getenv("COLUMNS");
	gint64 n;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col >= 20)
		return size.ws_col;
	if (columns && g_ascii_string_to_signed(columns, 10, 20, 1000, &n,
						NULL))
		return n;
	return 80;
}

static bool wants_color(int width)
{
	const char *no = g_getenv("NO_COLOR"), *term = g_getenv("TERM");

	return width && !(no && *no) && term && strcmp(term, "dumb");
}

static bool wants_ascii(const struct command_context *ctx)
{
	const char *symbols = options_text(ctx->options, "symbols");

	if (strcmp(symbols, "auto"))
		return !strcmp(symbols, "ascii");
	return isatty(STDOUT_FILENO) && !g_get_charset(NULL);
}

static void free_row(gpointer data)
{
	record_free(data);
}

struct printer *printer_new(const struct command_context *ctx)
{
	struct printer *p = g_new0(struct printer, 1);

	p->ctx = ctx;
	p->width = terminal_width();
	p->color = wants_color(p->width);
	p->ascii = wants_ascii(ctx);
	p->rows = g_ptr_array_new_with_free_func(free_row);
	p->day = INT64_MIN;
	return p;
}

void printer_free(struct printer *p)
{
	g_ptr_array_unref(p->rows);
	g_free(p->kind);
	g_free(p->section);
	g_free(p);
}

void print_text(const char *text, gssize bytes)
{
	size_t len = bytes < 0 ? strlen(text) : (size_t)bytes;
	g_autofree char *clean = NULL;

	if (text_is_clean(text, len, TEXT_BLOCK)) {
		fwrite(text, 1, len, stdout);
		return;
	}
	clean = text_clean(text, len, TEXT_BLOCK, 1 << 20);
	fputs(clean, stdout);
}

void print_style(const struct printer *p, const char *code)
{
	if (p->color)
		printf("\033[%sm", code);
}

static void print_blanks(int n)
{
	if (n > 0)
		printf("%*s", n, "");
}

/* ---- cells -------------------------------------------------------------------------- */

static char *local_names(const GPtrArray *ids)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; ids && i < ids->len; i++) {
		const char *id = g_ptr_array_index(ids, i);

		id += *id == '@';
		g_string_append_printf(out, "%s%.*s", i ? ", " : "",
				       (int)strcspn(id, ":"), id);
	}
	return g_string_free(out, FALSE);
}

static char *joined(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; texts && i < texts->len; i++)
		g_string_append_printf(out, "%s%s", i ? "; " : "",
				       (char *)g_ptr_array_index(texts, i));
	return g_string_free(out, FALSE);
}

static char *say_day(const struct printer *p, const char *iso)
{
	int64_t day;

	if (!iso || !command_parse_date(p->ctx->world, iso, &day))
		return g_strdup("");
	return command_say_date(p->ctx->world, day);
}

static char *say_time(const struct printer *p, int64_t ms)
{
	struct civil c = world_civil(p->ctx->world, ms);

	if (!ms)
		return g_strdup("");
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d", c.year, c.mon,
			       c.mday, c.hour, c.min);
}

static char *box(const struct printer *p, const char *status)
{
	bool done = !g_strcmp0(status, "done");

	return g_strdup(p->ascii ? (done ? "[x]" : "[ ]") :
			done ? "☑" : "☐");
}

char *print_short_id(const char *id)
{
	return g_strndup(id ? id : "", 9);
}

static char *one_line(const char *text)
{
	char *line = g_strdup(text ? text : "");

	return g_strdelimit(line, "\n\t", ' ');
}

static char *say_age(const struct field *f)
{
	int64_t minutes = f && f->kind == FIELD_INT ? f->number / 60000 : -1;

	if (minutes < 0)
		return g_strdup("");
	if (minutes < 120)
		return g_strdup_printf("%d min", (int)minutes);
	if (minutes < 2880)
		return g_strdup_printf("%d h", (int)(minutes / 60));
	return g_strdup_printf("%d d", (int)(minutes / 1440));
}

static char *cell(const struct printer *p, const struct record *r,
		  const struct column *c)
{
	const struct field *f = record_field(r, c->field);
	const char *text = record_get(r, c->field);

	switch (c->show) {
	case SHOW_TEXT:
		break;
	case SHOW_COUNT:
		if (!record_number(r, c->field))
			return g_strdup("");
		/* fall through */
	case SHOW_NUMBER:
		return g_strdup_printf("%" G_GINT64_FORMAT,
				       record_number(r, c->field));
	case SHOW_DAY:
		return say_day(p, text);
	case SHOW_PEOPLE:
		return local_names(f ? f->texts : NULL);
	case SHOW_BOX:
		return box(p, text);
	case SHOW_ID:
		return print_short_id(text);
	case SHOW_LIST:
		return joined(f ? f->texts : NULL);
	case SHOW_TIME:
		return say_time(p, record_number(r, c->field));
	case SHOW_AGE:
		return say_age(f);
	}
	return one_line(text);
}

/* ---- tables ----------------------------------------------------------------------------- */

struct sheet {
	const struct table *table;
	int columns;
	int widths[COLUMNS];
	GPtrArray *cells;	/* char *, row by row */
};

static bool is_right(const struct column *c)
{
	return c->show == SHOW_COUNT || c->show == SHOW_NUMBER ||
	       c->show == SHOW_AGE;
}

static void measure(struct sheet *s, const struct printer *p)
{
	int shown;

	for (guint i = 0; i < s->cells->len; i++) {
		int w = text_width(g_ptr_array_index(s->cells, i), -1);
		int *most = &s->widths[i % s->columns];

		*most = MAX(*most, w);
	}
	/* a column without anything in it is left out, title and all */
	for (int i = 0; i < s->columns; i++) {
		shown = text_width(s->table->columns[i].title, -1);
		if (s->widths[i] && p->width)
			s->widths[i] = MAX(s->widths[i], shown);
	}
}

/* Wide columns give until the line fits, texts at the end first. */
static void squeeze(struct sheet *s, int width)
{
	int all = -2;

	for (int i = 0; i < s->columns; i++)
		all += s->widths[i] ? s->widths[i] + 2 : 0;
	for (int i = s->columns; i-- > 0 && width && all > width;) {
		int least = i == 0 ? 16 : 10;
		int give = MIN(all - width, s->widths[i] - least);

		if (give <= 0 || is_right(&s->table->columns[i]) ||
		    s->table->columns[i].show == SHOW_ID)
			continue;
		s->widths[i] -= give;
		all -= give;
	}
}

static void print_cell(const struct sheet *s, int i, const char *text,
		       bool last)
{
	g_autofree char *fit = text_ellipsis(text, s->widths[i]);
	int pad = s->widths[i] - text_width(fit, -1);

	if (is_right(&s->table->columns[i]))
		print_blanks(pad);
	print_text(fit, -1);
	if (!is_right(&s->table->columns[i]) && !last)
		print_blanks(pad);
}

/* `row` -1: the titles. */
static void print_line(const struct sheet *s, int row)
{
	int last = s->columns - 1;
	bool any = false;

	while (last > 0 && (!s->widths[last] || (row >= 0 && !*(char *)
			g_ptr_array_index(s->cells, row * s->columns + last))))
		last--;
	for (int i = 0; i <= last; i++) {
		if (!s->widths[i])
			continue;
		if (any)
			print_blanks(2);
		any = true;
		print_cell(s, i, row < 0 ? s->table->columns[i].title :
			   g_ptr_array_index(s->cells, row * s->columns + i),
			   i == last);
	}
	putchar('\n');
}

static void fill_cells(struct sheet *s, const struct printer *p)
{
	for (guint i = 0; i < p->rows->len; i++)
		for (int c = 0; c < s->columns; c++)
			g_ptr_array_add(s->cells, cell(p,
				g_ptr_array_index(p->rows, i),
				&s->table->columns[c]));
}

void print_rows(struct printer *p)
{
	struct sheet s = { .table = p->kind ? find_table(p->kind) : NULL };

	if (!s.table || !p->rows->len)
		return;
	while (s.columns < COLUMNS && s.table->columns[s.columns].field)
		s.columns++;
	s.cells = g_ptr_array_new_with_free_func(g_free);
	fill_cells(&s, p);
	measure(&s, p);
	squeeze(&s, p->width);
	if (p->width && p->rows->len > 1 && s.table->columns[0].title) {
		print_style(p, "2");
		print_line(&s, -1);
		print_style(p, "0");
	}
	for (guint i = 0; i < p->rows->len; i++)
		print_line(&s, i);
	g_ptr_array_unref(s.cells);
	g_ptr_array_set_size(p->rows, 0);
	g_clear_pointer(&p->kind, g_free);
}

/* ---- answers of one thing --------------------------------------------------------------- */

static void print_sent(struct printer *p, const struct record *r)
{
	const char *id = record_get(r, "id");

	(void)p;
	if (id) {
		print_text(id, -1);
		putchar('\n');
	}
}

static void print_field(const char *label, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	for (int i = 0; text && *text && lines[i]; i++) {
		printf("  %-10s ", i ? "" : label);
		print_text(lines[i], -1);
		putchar('\n');
	}
}

static void print_steps(const struct record *r)
{
	const struct field *steps = record_field(r, "steps");

	for (guint i = 0; steps && steps->texts && i < steps->texts->len; i++)
		print_field(i ? "" : "steps", steps->texts->pdata[i]);
}

static void print_task(struct printer *p, const struct record *r)
{
	static const char *const priorities[] = { "", "low", "high",
						  "urgent" };
	const struct field *who = record_field(r, "assignees");
	const struct field *tags = record_field(r, "tags");
	g_autofree char *sign = box(p, record_get(r, "status"));
	g_autofree char *day = say_day(p, record_get(r, "due"));
	g_autofree char *names = local_names(who ? who->texts : NULL);
	g_autofree char *marks = local_names(tags ? tags->texts : NULL);
	int64_t priority = record_number(r, "priority");

	printf("%s ", sign);
	print_style(p, "1");
	print_text(record_get(r, "title"), -1);
	print_style(p, "0");
	putchar('\n');
	print_field("who", names);
	print_field("due", day);
	print_field("stage", record_get(r, "stage"));
	print_field("not before", record_get(r, "start"));
	print_field("priority", priorities[CLAMP(priority, 0, 3)]);
	print_steps(r);
	print_field("again", record_get(r, "repeat"));
	if (record_number(r, "blocked"))
		print_field("blocked", "by what goes before it");
	print_field("tags", marks);
	print_field("room", record_get(r, "room_name"));
	print_field("made by", record_get(r, "creator"));
	print_field("done by", record_get(r, "done_by"));
	print_field("notes", record_get(r, "notes"));
	print_field("id", record_get(r, "id"));
	print_field("link", record_get(r, "url"));
}

/* Somebody's card, or one's own. */
static void print_card(struct printer *p, const struct record *r)
{
	static const char *const names[] = {
		"role", "team", "org", "about", "skills", "endorsed",
		"languages", "local_time", "zone", "hours", "days",
		"presence", "rooms", "endorses", "declines", "id",
	};
	const char *name = record_get(r, "name");

	print_style(p, "1");
	print_text(name ? name : record_get(r, "id"), -1);
	print_style(p, "0");
	putchar('\n');
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct field *f = record_field(r, names[i]);
		g_autofree char *list = f && f->texts ? joined(f->texts) :
							NULL;

		print_field(strcmp(names[i], "local_time") ? names[i] :
			    "there now", list ? list :
			    record_get(r, names[i]));
	}
	if (record_number(r, "hidden"))
		print_field("hidden", "yes: others do not find you");
}

void print_poll(struct printer *p, const struct record *r, int indent)
{
	const struct field *answers = record_field(r, "answers");
	const struct field *counts = record_field(r, "counts");
	const struct field *mine = record_field(r, "mine");

	for (guint i = 0; answers && i < answers->texts->len; i++) {
		const char *text = g_ptr_array_index(answers->texts, i);
		g_autofree char *key = g_strdup_printf("%u", i + 1);
		bool my = mine && g_ptr_array_find_with_equal_func(
			mine->texts, text, g_str_equal, NULL);

		printf("%*s%2s %s ", indent, "", key, my ? "*" : " ");
		print_text(text, -1);
		if (counts && counts->nested)
			printf("  %" G_GINT64_FORMAT,
			       record_number(counts->nested, key));
		putchar('\n');
	}
	printf("%*s", indent, "");
	print_style(p, "2");
	if (counts && counts->nested)
		printf("%" G_GINT64_FORMAT " voted%s",
		       record_number(r, "voters"),
		       record_number(r, "ended") ? ", ended" : "");
	else
		printf("the counts are shown when it ends");
	print_style(p, "0");
	putchar('\n');
}

static void print_whole_poll(struct printer *p, const struct record *r)
{
	print_style(p, "1");
	print_text(record_get(r, "question"), -1);
	print_style(p, "0");
	putchar('\n');
	print_poll(p, r, 2);
	print_field("asked by", record_get(r, "name"));
	print_field("room", record_get(r, "room_name"));
	print_field("id", record_get(r, "id"));
}

static const char *yes_no(const struct record *r, const char *name)
{
	return record_number(r, name) ? "yes" : "no";
}

static void print_settings(struct printer *p, const struct record *r)
{
	print_style(p, "1");
	print_text(record_get(r, "name"), -1);
	print_style(p, "0");
	putchar('\n');
	print_field("topic", record_get(r, "topic"));
	print_field("join", record_get(r, "join"));
	print_field("history", record_get(r, "history"));
	print_field("guests", yes_no(r, "guests"));
	print_field("alias", record_get(r, "alias"));
	print_field("area", record_get(r, "area"));
	print_field("readers", record_get(r, "readers"));
	print_field("federated", yes_no(r, "federated"));
	print_field("your role", record_get(r, "role"));
	print_field("id", record_get(r, "id"));
}

/* What a question, an idea and the like have, in this order. */
static void print_whole(struct printer *p, const struct record *r)
{
	static const char *const fields[][2] = {
		{ "status", "state" }, { "when", "when" }, { "place", "where" },
		{ "url", "link" }, { "owner_name", "who" },
		{ "claimed", "claimed" }, { "reason", "reason" },
		{ "repeat", "repeats" }, { "mine", "me" },
		{ "room_name", "room" }, { "creator_name", "by" },
		{ "notes", "notes" }, { "id", "id" }, { "link", "thread" },
	};
	const struct field *tags = record_field(r, "tags");
	g_autofree char *marks = local_names(tags ? tags->texts : NULL);

	print_style(p, "1");
	print_text(record_get(r, "title"), -1);
	print_style(p, "0");
	putchar('\n');
	for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
		print_field(fields[i][1], record_get(r, fields[i][0]));
	print_field("tags", marks);
}

static void print_help(struct printer *p, const struct record *r)
{
	const char *more = record_get(r, "more");
	g_autofree char *usage = g_strdup(record_get(r, "usage"));
	struct rich *rich;
	struct layout l;

	print_style(p, "1");
	printf("folkmoot %s", usage);
	print_style(p, "0");
	g_autofree char *words = g_strdup_printf("%s.%s%s",
		record_get(r, "help"), more ? "\n" : "", more ? more : "");

	*words = g_ascii_toupper(*words);
	putchar('\n');
	rich = rich_from_plain(words, strlen(words));
	layout_init(&l, rich, MIN(p->width ? p->width : 80, 100) - 4, 0,
		    NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++) {
		unsigned n;
		const struct span *span = layout_line(&l, i, &n);

		printf("    ");
		for (unsigned k = 0; k < n; k++)
			print_text(span[k].s, span[k].len);
		putchar('\n');
	}
	layout_clear(&l);
	rich_free(rich);
}

static void print_version(struct printer *p, const struct record *r)
{
	(void)p;
	printf("folkmoot %s\n", record_get(r, "version"));
}

static void print_document(struct printer *p, const struct record *r)
{
	(void)p;
	fputs(record_get(r, "text"), stdout);
}

static void print_problem(struct printer *p, const struct record *r)
{
	(void)p;
	print_text(record_get(r, "problem"), -1);
	putchar('\n');
}

static void print_text_line(struct printer *p, const struct record *r)
{
	(void)p;
	print_text(record_get(r, "text"), -1);
	putchar('\n');
}

static void print_heading(struct printer *p, const struct record *r)
{
	print_style(p, "1");
	print_text(record_get(r, "text"), -1);
	print_style(p, "0");
	putchar('\n');
}

static const struct {
	const char *kind;
	void (*print)(struct printer *p, const struct record *r);
} singles[] = {
	{ "line", print_text_line }, { "heading", print_heading },
	{ "post", print_post }, { "hit", print_hit }, { "sent", print_sent },
	{ "task-whole", print_task }, { "help-one", print_help },
	{ "version", print_version }, { "document", print_document },
	{ "problem", print_problem },
	{ "question-whole", print_whole }, { "idea-whole", print_whole },
	{ "event-whole", print_whole }, { "resource-whole", print_whole },
	{ "decision-whole", print_whole },
	{ "card", print_card }, { "poll-whole", print_whole_poll },
	{ "settings", print_settings },
};

/* A record that begins another section says which. */
static void print_section(struct printer *p, const struct record *r)
{
	const char *section = record_get(r, "section");

	/* others are the state of a thing, which is a column */
	if (!section || !g_ascii_isupper(section[0]) ||
	    !g_ascii_isupper(section[1]) || !g_strcmp0(section, p->section))
		return;
	print_rows(p);
	printf("%s", p->section ? "\n" : "");
	print_style(p, "1");
	print_text(section, -1);
	print_style(p, "0");
	putchar('\n');
	g_free(p->section);
	p->section = g_strdup(section);
}

static void collect(struct printer *p, struct record *take)
{
	if (g_strcmp0(p->kind, take->kind)) {
		print_rows(p);
		p->kind = g_strdup(take->kind);
		if (!strcmp(p->kind, "help"))
			printf("folkmoot opens the screen; folkmoot [--profile "
			       "DIR] [--account NAME] [--json] COMMAND … does "
			       "one thing.\n\"folkmoot help COMMAND\" "
			       "explains it.\n\n");
	}
	g_ptr_array_add(p->rows, take);
}

void print_record(struct printer *p, struct record *take)
{
	print_section(p, take);
	if (find_table(take->kind)) {
		collect(p, take);
		return;
	}
	print_rows(p);
	for (guint i = 0; i < G_N_ELEMENTS(singles); i++)
		if (!strcmp(singles[i].kind, take->kind))
			singles[i].print(p, take);
	record_free(take);
}
