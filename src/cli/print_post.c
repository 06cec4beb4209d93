/* Messages for people: who, when, what, wrapped. */
#include "cli/front.h"

#include <string.h>
#include "text/text.h"

#define INDENT 7
#define WIDEST 100	/* columns of text that the eye can follow */

static const char *const weekdays[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday",
};
static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};

char *print_clock(const struct printer *p, int64_t ts)
{
	struct civil c = world_civil(p->ctx->world, ts);
	const char *format = options_text(p->ctx->options, "time-format");

	if (!g_strcmp0(format, "12h"))
		return g_strdup_printf("%2d:%02d%s", c.hour % 12 ?
				       c.hour % 12 : 12, c.min,
				       c.hour < 12 ? "a" : "p");
	return g_strdup_printf("%02d:%02d", c.hour, c.min);
}

static void print_day(struct printer *p, int64_t ts)
{
	struct civil c = world_civil(p->ctx->world, ts);

	if (c.day == p->day)
		return;
	if (p->day != INT64_MIN)
		putchar('\n');
	p->day = c.day;
	print_style(p, "2");
	printf("%s %d %s %d\n", weekdays[c.wday], c.mday, months[c.mon - 1],
	       c.year);
	print_style(p, "0");
}

/* ---- the text ------------------------------------------------------------------ */

static const char *style_code(uint32_t style)
{
	return style & (RICH_BOLD | RICH_HEADING) ? "1" :
	       style & (RICH_DIM | RICH_HOST) ? "2" :
	       style & RICH_ITALIC ? "3" :
	       style & (RICH_UNDER | RICH_LINK) ? "4" :
	       style & RICH_MENTION ? "1" : NULL;
}

static void print_span(const struct printer *p, const struct span *s)
{
	const char *code = style_code(s->style);

	if (code)
		print_style(p, code);
	if (s->style & RICH_SPOILER)	/* nobody asked to see it */
		for (uint32_t i = 0; i < s->width; i++)
			fputs(p->ascii ? "#" : "▒", stdout);
	else
		print_text(s->s, s->len);
	if (code)
		print_style(p, "0");
}

static void print_wrapped(struct printer *p, const struct rich *rich)
{
	struct layout l;
	int width = p->width ? MIN(p->width - INDENT, WIDEST) : 10000;

	layout_init(&l, rich, width, 0, NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++) {
		unsigned n;
		const struct span *spans = layout_line(&l, i, &n);

		printf("%*s", INDENT, "");
		for (unsigned k = 0; k < n; k++)
			print_span(p, &spans[k]);
		putchar('\n');
	}
	layout_clear(&l);
}

static void print_body(struct printer *p, const struct record *r)
{
	const char *html = record_get(r, "html");
	const char *text = record_get(r, "text");
	const struct field *poll = record_field(r, "poll");
	struct rich *rich;

	if (!text)
		text = "";
	if (poll && poll->nested)
		text = record_get(poll->nested, "question");
	rich = html ? rich_from_html(html, strlen(html)) :
	       rich_from_plain(text, strlen(text));
	print_wrapped(p, rich);
	rich_free(rich);
	if (poll && poll->nested)
		print_poll(p, poll->nested, INDENT);
}

/* ---- what is around it ------------------------------------------------------------ */

static void append_part(GString *out, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

static void append_part(GString *out, const char *fmt, ...)
{
	va_list ap;

	if (out->len)
		g_string_append(out, " · ");
	va_start(ap, fmt);
	g_string_append_vprintf(out, fmt, ap);
	va_end(ap);
}

static void append_reactions(GString *out, const struct record *r)
{
	const struct field *f = record_field(r, "reactions");

	for (guint i = 0; f && i < f->nested->fields->len; i++) {
		const struct field *x = g_ptr_array_index(f->nested->fields,
							  i);

		g_string_append_printf(out, "%s%s %" G_GINT64_FORMAT, i ?
				       "  " : "", x->name, x->number);
	}
}

static void append_state(GString *out, const struct record *r)
{
	const char *state = record_get(r, "state");
	const char *error = record_get(r, "error");

	if (!g_strcmp0(state, "sent"))
		return;
	append_part(out, "%s%s%s", state, error ? ": " : "",
		    error ? error : "");
}

static void print_below(struct printer *p, const struct record *r)
{
	g_autoptr(GString) out = g_string_new(NULL);
	int64_t replies = record_number(r, "replies");

	append_reactions(out, r);
	if (replies)
		append_part(out, "%" G_GINT64_FORMAT " %s in its thread",
			    replies, replies == 1 ? "reply" : "replies");
	append_state(out, r);
	if (!out->len)
		return;
	printf("%*s", INDENT, "");
	print_style(p, "2");
	print_text(out->str, out->len);
	print_style(p, "0");
	putchar('\n');
}

static void print_answered(struct printer *p, const struct record *r)
{
	const char *name = record_get(r, "reply_name");
	const char *text = record_get(r, "reply_text");
	g_autofree char *line = NULL, *fit = NULL;

	if (!text)
		return;
	line = g_strdup_printf("%s %s: %s", p->ascii ? ">" : "┆", name ?
			       name : "?", text);
	g_strdelimit(line, "\n", ' ');
	fit = text_ellipsis(line, p->width ? p->width - INDENT : WIDEST);
	printf("%*s", INDENT, "");
	print_style(p, "2");
	print_text(fit, -1);
	print_style(p, "0");
	putchar('\n');
}

static void print_head(struct printer *p, const struct record *r)
{
	g_autofree char *clock = print_clock(p, record_number(r, "ts"));
	g_autofree char *id = print_short_id(record_get(r, "id"));

	printf("%s  ", clock);
	print_style(p, "1");
	print_text(record_get(r, "name") ? record_get(r, "name") : "?", -1);
	print_style(p, "0");
	print_style(p, "2");
	printf("  ");
	print_text(id, -1);
	if (record_number(r, "edited"))
		printf("  edited");
	print_style(p, "0");
	putchar('\n');
}

/* Joins, names, topics: one quiet line. */
static void print_quiet(struct printer *p, const struct record *r)
{
	g_autofree char *clock = print_clock(p, record_number(r, "ts"));

	print_style(p, "2");
	printf("%s  ", clock);
	print_text(record_get(r, "text") ? record_get(r, "text") : "", -1);
	print_style(p, "0");
	putchar('\n');
}

static bool is_quiet(const char *kind)
{
	return !g_strcmp0(kind, "member") || !g_strcmp0(kind, "state");
}

static void print_redacted(struct printer *p, const struct record *r)
{
	const char *reason = record_get(r, "reason");

	printf("%*s", INDENT, "");
	print_style(p, "2");
	print_text("removed", -1);
	if (reason) {
		print_text(": ", -1);
		print_text(reason, -1);
	}
	print_style(p, "0");
	putchar('\n');
}

void print_post(struct printer *p, const struct record *r)
{
	print_day(p, record_number(r, "ts"));
	if (is_quiet(record_get(r, "kind"))) {
		print_quiet(p, r);
		return;
	}
	print_head(p, r);
	print_answered(p, r);
	if (record_number(r, "redacted"))
		print_redacted(p, r);
	else
		print_body(p, r);
	print_below(p, r);
}

void print_hit(struct printer *p, const struct record *r)
{
	struct civil c = world_civil(p->ctx->world, record_number(r, "ts"));
	const char *snippet = record_get(r, "snippet");
	const char *room = record_get(r, "room_name");
	g_autofree char *id = print_short_id(record_get(r, "id"));
	g_autofree char *clock = print_clock(p, record_number(r, "ts"));
	g_autofree char *line = g_strdup(snippet ? snippet : "");

	g_strdelimit(line, "\n", ' ');
	print_style(p, "2");
	printf("%04d-%02d-%02d %s  ", c.year, c.mon, c.mday, clock);
	print_style(p, "0");
	print_style(p, "1");
	print_text(record_get(r, "name") ? record_get(r, "name") : "?", -1);
	print_style(p, "0");
	printf(" in ");
	print_text(room ? room : "?", -1);
	print_style(p, "2");
	printf("  ");
	print_text(id, -1);
	print_style(p, "0");
	printf("\n%*s", INDENT, "");
	print_text(line, -1);
	putchar('\n');
}
