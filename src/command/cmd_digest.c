/* Commands: what happened, by place, since a moment; for mail by cron. */
#include "command/happened.h"

#include <string.h>

#define DAY INT64_C(86400000)

struct digest {
	struct command_call *call;
	struct period period;
	GArray *rooms;		/* ids; NULL: all */
	GString *out;		/* Markdown, or NULL: records */
	bool json;
	int places;
	char *since;		/* in words */
};

/* ---- since when ------------------------------------------------------------- */

static char *state_key(const struct room *room)
{
	return g_strdup_printf("digest:%s", room ? room->rid : "all");
}

static int64_t last_time(struct command_call *call, const struct room *room)
{
	g_autofree char *key = state_key(room);
	g_autofree char *value = reader_state(call->ctx->reader, key);

	return value ? g_ascii_strtoll(value, NULL, 10) : 0;
}

static bool remember(struct command_call *call, const struct room *room,
		     GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct message *m = message_new(REQ_STATE);

	m->a = state_key(room);
	m->b = g_strdup_printf("%" G_GINT64_FORMAT,
			       world_now(call->ctx->world));
	message_free(call_ask(call, m, EV_STATE, &inner));
	if (inner)
		g_propagate_error(err, g_steal_pointer(&inner));
	return !inner;
}

/* "last", "24h", "7d", a day or a moment; without words the last day. */
static bool read_since(struct command_call *call, const struct room *room,
		       int64_t *since, GError **err)
{
	const struct world *w = call->ctx->world;
	const char *words = args_get(call->args, "--since");
	int64_t day;
	int minutes;

	*since = world_now(w) - DAY;
	if (!words)
		return true;
	if (!strcmp(words, "last")) {
		int64_t last = last_time(call, room);

		*since = last ? last : *since;
		return true;
	}
	if (command_parse_length(words, &minutes) &&
	    g_ascii_isalpha(words[strlen(words) - 1])) {
		*since = world_now(w) - minutes * INT64_C(60000);
		return true;
	}
	if (command_parse_date(w, words, &day) && day != NO_DAY) {
		*since = world_moment(w, day, 0);
		return true;
	}
	if (command_parse_moment(w, words, since))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no moment. Say last, "
			 "24h, 7d, 2026-12-01 or \"2026-12-01 08:00\".",
			 words);
}

/* ---- one place -------------------------------------------------------------- */

static char *count_words(const struct happenings *h)
{
	return g_strdup_printf("%d message%s by %d %s", h->messages,
			       h->messages == 1 ? "" : "s", h->people,
			       h->people == 1 ? "person" : "people");
}

static char *local_name(const char *who)
{
	return *who == '@' ? g_strndup(who + 1, strcspn(who + 1, ":")) :
			     g_strdup(who);
}

/* What people wrote is text in Markdown, not more Markdown. */
static void put_escaped(GString *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>#|", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
}

static void put_markdown(struct digest *d, const struct happenings *h)
{
	g_autofree char *count = count_words(h);

	g_string_append(d->out, "\n## ");
	put_escaped(d->out, h->name);
	g_string_append_printf(d->out, "\n\n%s\n%s", count,
			       h->items->len ? "\n" : "");
	for (guint i = 0; i < h->items->len; i++) {
		const struct happened *x = g_ptr_array_index(h->items, i);
		g_autofree char *who = x->who ? local_name(x->who) : NULL;
		g_autofree char *link = x->eid ? answer_link(h->rid, x->eid)
					       : NULL;

		g_string_append_printf(d->out, "- **%s** ",
				       happened_title(x->what));
		put_escaped(d->out, x->title);
		if (who) {
			g_string_append(d->out, ", ");
			put_escaped(d->out, who);
		}
		if (link)
			g_string_append_printf(d->out, " ([open](%s))", link);
		g_string_append_c(d->out, '\n');
	}
}

static void put_lines(struct digest *d, const struct happenings *h)
{
	g_autofree char *count = count_words(h);

	call_line(d->call, "%s%s: %s", d->places ? "\n" : "", h->name, count);
	for (guint i = 0; i < h->items->len; i++) {
		const struct happened *x = g_ptr_array_index(h->items, i);
		g_autofree char *who = x->who ? local_name(x->who) : NULL;

		call_line(d->call, "  %s: %s%s%s", happened_title(x->what),
			  x->title, who ? ", " : "", who ? who : "");
	}
}

static void put_place(struct digest *d, const struct happenings *h)
{
	struct record *r = call_begin(d->call, "place");

	record_text(r, "room", h->rid);
	record_text(r, "name", h->name);
	record_int(r, "messages", h->messages);
	record_int(r, "people", h->people);
	record_int(r, "items", h->items->len);
	call_end(d->call, r);
	happened_answer(d->call, h, NULL);
}

static void put_screen(struct digest *d, const struct happenings *h)
{
	struct record *r = call_begin(d->call, "item");
	g_autofree char *count = count_words(h);

	record_text(r, "section", h->name);
	record_text(r, "id", h->rid);
	record_text(r, "room", h->rid);
	record_text(r, "left", "Written");
	record_text(r, "title", count);
	call_end(d->call, r);
	happened_answer(d->call, h, NULL);
}

static bool is_wanted(const struct digest *d, const struct room *room)
{
	if (room->last_ts < d->period.from)
		return false;
	for (guint i = 0; d->rooms && i < d->rooms->len; i++)
		if (g_array_index(d->rooms, int64_t, i) == room->id)
			return true;
	return !d->rooms;
}

static bool add_place(const struct room *room, void *user)
{
	struct digest *d = user;
	struct happenings h;

	if (!is_wanted(d, room))
		return true;
	happened_read(d->call->ctx->reader, room, &d->period, &h);
	if (h.messages || h.items->len) {
		if (d->out)
			put_markdown(d, &h);
		else if (d->json)
			put_place(d, &h);
		else if (d->call->ctx->shell)
			put_lines(d, &h);
		else
			put_screen(d, &h);
		d->places++;
	}
	happened_clear(&h);
	return true;
}

/* ---- all of it ------------------------------------------------------------------ */

static void finish(struct digest *d)
{
	struct record *r;

	if (!d->places && !d->json) {
		if (d->out)
			g_string_append(d->out, "\nNothing happened.\n");
		else
			call_say(d->call, "Nothing happened since %s.",
				 d->since);
	}
	if (!d->out)
		return;
	r = call_begin(d->call, "document");
	record_text(r, "document", "digest");
	record_text(r, "text", d->out->str);
	call_end(d->call, r);
}

static bool set_format(struct digest *d, GError **err)
{
	struct command_context *ctx = d->call->ctx;
	const char *format = args_get(d->call->args, "--format");

	if (format && strcmp(format, "text") && strcmp(format, "markdown") &&
	    strcmp(format, "json"))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no format; "
				 "expected text, markdown or json.", format);
	if (!g_strcmp0(format, "markdown")) {
		d->out = g_string_new(NULL);
		g_string_append_printf(d->out, "# Since %s\n", d->since);
	}
	d->json = !d->out && (ctx->json || !g_strcmp0(format, "json"));
	if (ctx->shell && d->json)
		ctx->json = true;
	return true;
}

static bool make_digest(struct digest *d, const struct room *room,
			GError **err)
{
	struct command_call *call = d->call;

	if (!read_since(call, room, &d->period.from, err))
		return false;
	d->since = command_say_moment(call->ctx->world, d->period.from);
	if (!set_format(d, err))
		return false;
	if (room)
		d->rooms = reader_below(call->ctx->reader, room->id);
	reader_rooms(call->ctx->reader, call->ctx->account, ROOMS_ALL,
		     add_place, d);
	finish(d);
	return g_strcmp0(args_get(call->args, "--since"), "last") ||
	       !call->ctx->shell || remember(call, room, err);
}

static bool run_digest(struct command_call *call, GError **err)
{
	struct digest d = { .call = call };
	struct room *room = NULL;
	bool ok;

	if (!call_reader(call, err))
		return false;
	if (args_get(call->args, "ROOM")) {
		room = call_room(call, err);
		if (!room)
			return false;
	}
	ok = make_digest(&d, room, err);
	if (d.rooms)
		g_array_unref(d.rooms);
	if (d.out)
		g_string_free(d.out, TRUE);
	g_free(d.since);
	room_free(room);
	return ok;
}

const struct command digest_rows[] = {
	{ "digest", NULL, "[ROOM] [--since WHEN] [--format FORMAT]",
	  "list what happened, by place", "Decisions, tasks, questions, ideas, "
	  "resources, events, who came, files, messages for you, and how much "
	  "was written; since a day ago, or WHEN: 24h, 7d, 2026-12-01, or last: "
	  "since the shell last asked with it, which is remembered. FORMAT is "
	  "text, markdown or json. Plain enough for mail by cron.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_digest,
	  "Nothing happened in that time." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
