/* What most commands need: the room that is meant, the message, the person,
 * the way to the engine. */
#include "command/internal.h"

#include <inttypes.h>
#include <string.h>

#define TEXT_MAX 60000
#define ASK_MS 30000

bool call_fail(GError **err, enum fm_error code, const char *fmt, ...)
{
	g_autofree char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	words = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	g_set_error_literal(err, FM_ERROR, code, words);
	return false;
}

/* ---- the store -------------------------------------------------------------- */

struct reader *call_reader(struct command_call *call, GError **err)
{
	struct command_context *ctx = call->ctx;
	g_autoptr(GError) inner = NULL;

	if (ctx->reader)
		return ctx->reader;
	ctx->reader = reader_open(ctx->paths, ctx->world, &inner);
	if (ctx->reader)
		return ctx->reader;
	if (g_error_matches(inner, FM_ERROR, FM_ERROR_NOT_FOUND))
		call_fail(err, FM_ERROR_NOT_FOUND, "There is no account yet. "
			  "\"folkmoot login matrix SERVER --user NAME\" adds "
			  "one.");
	else
		g_propagate_error(err, g_steal_pointer(&inner));
	return NULL;
}

static struct account *account_of_room(struct command_call *call, int64_t id)
{
	struct room *room = id ? reader_room(call->ctx->reader, id) : NULL;
	struct account *a = room ? reader_account(call->ctx->reader,
						  room->account) : NULL;

	room_free(room);
	return a;
}

static struct account *only_account(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) all = reader_accounts(call->ctx->reader);
	g_autoptr(GString) names = g_string_new(NULL);
	const struct account *first;

	if (!all->len) {
		call_fail(err, FM_ERROR_NOT_FOUND, "There is no account yet. "
			  "\"folkmoot login matrix SERVER --user NAME\" adds "
			  "one.");
		return NULL;
	}
	first = g_ptr_array_index(all, 0);
	if (all->len == 1)
		return reader_account(call->ctx->reader, first->id);
	for (guint i = 0; i < all->len; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "",
			((struct account *)g_ptr_array_index(all, i))->name);
	call_fail(err, FM_ERROR_AMBIGUOUS, "Which account? Say one of them "
		  "with --account: %s.", names->str);
	return NULL;
}

struct account *call_account(struct command_call *call, GError **err)
{
	struct account *a;

	if (!call_reader(call, err))
		return NULL;
	if (call->ctx->account)
		return reader_account(call->ctx->reader, call->ctx->account);
	a = account_of_room(call, call->ctx->room);
	return a ? a : only_account(call, err);
}

struct room *call_room(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "ROOM");
	struct room *room;

	if (!call_reader(call, err))
		return NULL;
	if (words)
		return reader_room_find(call->ctx->reader, call->ctx->account,
					words, err);
	room = call->ctx->room ? reader_room(call->ctx->reader,
					     call->ctx->room) : NULL;
	if (!room)
		call_fail(err, call->ctx->shell ? FM_ERROR_USAGE
						: FM_ERROR_NOT_FOUND,
			  call->ctx->shell ?
			  "Which room? Name it: an id, an alias or a name." :
			  "No place is open. Ctrl-K opens one by its name.");
	return room;
}

/* ---- messages ---------------------------------------------------------------- */

/* In the shell an id may be newer than what is stored: that of a message sent
 * by the command before. */
bool call_catch_up(struct command_call *call, const char *words)
{
	struct message *m;
	bool came;

	if (!call->ctx->shell || *words != '$')
		return false;
	m = call->ctx->front->ask(call->ctx->user, message_new(REQ_NUDGE),
				  EV_CAUGHT_UP, ASK_MS, NULL);
	came = m != NULL;
	message_free(m);
	return came;
}

struct post *call_post_words(struct command_call *call,
			     const struct room *room, const char *words,
			     GError **err)
{
	struct reader *reader = call->ctx->reader;
	g_autoptr(GError) inner = NULL;
	struct post *post = reader_post_find(reader, room->id, words, &inner);

	if (!post && g_error_matches(inner, FM_ERROR, FM_ERROR_NOT_FOUND) &&
	    call_catch_up(call, words)) {
		g_clear_error(&inner);
		post = reader_post_find(reader, room->id, words, &inner);
	}
	if (!post) {
		g_propagate_error(err, g_steal_pointer(&inner));
	} else if (!post->eid) {
		call_fail(err, FM_ERROR_REFUSED, "That message has not been "
			  "sent yet; \"outbox\" shows what waits.");
		g_clear_pointer(&post, post_free);
	}
	return post;
}

struct post *call_post(struct command_call *call, const struct room *room,
		       GError **err)
{
	const char *words = args_get(call->args, "ID");

	if (!words)
		words = call->ctx->eid;
	if (words)
		return call_post_words(call, room, words, err);
	call_fail(err, FM_ERROR_NOT_FOUND, "No message is selected.");
	return NULL;
}

/* ---- people -------------------------------------------------------------------- */

struct search {
	const char *name;	/* without @ */
	char *folded;
	GPtrArray *exact, *near;	/* char * user ids */
};

static void add_once(GPtrArray *ids, const char *uid)
{
	for (guint i = 0; i < ids->len; i++)
		if (!strcmp(g_ptr_array_index(ids, i), uid))
			return;
	g_ptr_array_add(ids, g_strdup(uid));
}

/* "ben" of "@ben:council.org" */
static char *local_part(const char *uid)
{
	return g_strndup(uid + 1, strcspn(uid + 1, ":"));
}

static void consider(struct search *s, const struct member *m)
{
	g_autofree char *name = g_utf8_casefold(m->name, -1);
	g_autofree char *local = local_part(m->uid);
	g_autofree char *begin = g_strconcat(s->folded, " ", NULL);

	if (!strcmp(m->uid, s->name) || !g_ascii_strcasecmp(local, s->name) ||
	    !strcmp(name, s->folded))
		add_once(s->exact, m->uid);
	else if (g_str_has_prefix(name, begin))
		add_once(s->near, m->uid);
}

static GPtrArray *candidates(struct command_call *call,
			     const struct room *room, const char *name)
{
	if (room)
		return reader_members(call->ctx->reader, room->id, name, 0,
				      200);
	return reader_people(call->ctx->reader, call->ctx->account, name, 200);
}

static char *say_nearest(struct command_call *call, const struct room *room,
			 const char *name)
{
	g_autoptr(GPtrArray) all = candidates(call, room, "");
	g_autofree char *folded = g_utf8_casefold(name, -1);
	g_autoptr(GString) out = g_string_new(NULL);
	int limit = MAX(1, (int)strlen(name) / 3), n = 0;

	for (guint i = 0; i < all->len && n < 5; i++) {
		const struct member *m = g_ptr_array_index(all, i);
		g_autofree char *local = local_part(m->uid);
		g_autofree char *low = g_utf8_casefold(m->name, -1);
		g_autofree char *first = g_strndup(low, strcspn(low, " "));

		if (command_distance(local, folded) > limit &&
		    command_distance(low, folded) > limit &&
		    command_distance(first, folded) > limit)
			continue;
		g_string_append_printf(out, "%s%s (%s)", n++ ? ", " : "",
				       m->name, m->uid);
	}
	return n ? g_strdup_printf(" Nearest: %s.", out->str) : g_strdup("");
}

static char *pick(struct command_call *call, const struct room *room,
		  const char *words, struct search *s, GError **err)
{
	GPtrArray *fits = s->exact->len ? s->exact : s->near;
	g_autofree char *near = NULL, *list = NULL;

	if (fits->len == 1)
		return g_strdup(g_ptr_array_index(fits, 0));
	if (!fits->len) {
		near = say_nearest(call, room, s->name);
		call_fail(err, FM_ERROR_NOT_FOUND, "Nobody %s%s is called "
			  "\"%s\".%s", room ? "in " : "you share a room with",
			  room ? room->name : "", words, near);
		return NULL;
	}
	g_ptr_array_set_size(fits, MIN(fits->len, 6));
	g_ptr_array_add(fits, NULL);
	list = g_strjoinv(", ", (char **)fits->pdata);
	call_fail(err, FM_ERROR_AMBIGUOUS, "\"%s\" may be any of %s; use the "
		  "id.", words, list);
	return NULL;
}

char *call_user(struct command_call *call, const struct room *room,
		const char *words, GError **err)
{
	struct search s = { .name = words + (*words == '@') };
	g_autoptr(GPtrArray) list = NULL;
	char *uid;

	if (*words == '@' && strchr(words, ':') && strlen(words) < 256)
		return g_strdup(words);
	if (!call_reader(call, err))
		return NULL;
	s.folded = g_utf8_casefold(s.name, -1);
	s.exact = g_ptr_array_new_with_free_func(g_free);
	s.near = g_ptr_array_new_with_free_func(g_free);
	list = candidates(call, room, s.name);
	for (guint i = 0; i < list->len; i++)
		consider(&s, g_ptr_array_index(list, i));
	uid = pick(call, room, words, &s, err);
	g_ptr_array_unref(s.exact);
	g_ptr_array_unref(s.near);
	g_free(s.folded);
	return uid;
}

/* ---- text ----------------------------------------------------------------------- */

char *call_text(struct command_call *call, const char *words, GError **err)
{
	bool input = call->ctx->shell && !strcmp(words, "-");
	g_autofree char *text = input ? call->ctx->front->input(
						call->ctx->user, err)
				      : g_strdup(words);
	size_t len;

	if (!text)
		return NULL;
	len = strlen(text);
	while (input && len && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		text[--len] = '\0';
	if (!g_utf8_validate(text, len, NULL))
		call_fail(err, FM_ERROR_REFUSED, "The text is not valid "
			  "UTF-8; nothing was sent.");
	else if (len > TEXT_MAX)
		call_fail(err, FM_ERROR_REFUSED, "The text is %zu bytes long; "
			  "a message holds at most 60,000. Nothing was sent.",
			  len);
	else if (!text[strspn(text, " \t\r\n")])
		call_fail(err, FM_ERROR_USAGE, "There is no text to send.");
	else
		return g_steal_pointer(&text);
	return NULL;
}

/* ---- towards the engine ------------------------------------------------------------- */

struct op *call_op(struct command_call *call, enum op_kind kind,
		   const struct room *room)
{
	const struct world *w = call->ctx->world;
	struct op *op = op_new(kind);

	op->txn = g_strdup_printf("fm%" PRId64 "x%016" PRIx64, world_now(w),
				  world_random(w));
	op->made = world_now(w);
	if (room) {
		op->account = room->account;
		op->room = room->id;
		op->rid = g_strdup(room->rid);
	}
	return op;
}

bool call_submit(struct command_call *call, struct op *take,
		 struct op_outcome *out, GError **err)
{
	struct op_outcome own = { .state = OP_WAITING };
	struct op_outcome *o = out ? out : &own;
	bool ok = call->ctx->front->submit(call->ctx->user, take, o, err);

	if (ok && o->state == OP_FAILED)
		ok = call_fail(err, FM_ERROR_FAILED, "%s", o->error ?
			       o->error : "The server refused that.");
	if (!out)
		op_outcome_clear(&own);
	return ok;
}

bool call_submit_sent(struct command_call *call, struct op *take,
		      GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	bool ok = call_submit(call, take, &o, err);
	struct record *r;

	/* what failed for good has an id and a state like any other */
	if (ok || o.txn) {
		r = call_begin(call, "sent");
		record_text(r, "id", o.eid);
		record_text(r, "txn", o.txn);
		record_text(r, "state", op_state_word(o.state));
		record_int(r, "op", o.id);
		record_text(r, "error", o.error);
		call_end(call, r);
	}
	op_outcome_clear(&o);
	return ok;
}

void op_outcome_clear(struct op_outcome *o)
{
	g_free(o->txn);
	g_free(o->eid);
	g_free(o->rid);
	g_free(o->error);
	memset(o, 0, sizeof *o);
}

struct message *call_ask(struct command_call *call, struct message *take,
			 enum message_kind until, GError **err)
{
	return call->ctx->front->ask(call->ctx->user, take, until, ASK_MS,
				     err);
}

/* ---- towards the person --------------------------------------------------------------- */

struct record *call_begin(struct command_call *call, const char *kind)
{
	return call->ctx->front->begin(call->ctx->user, kind);
}

void call_end(struct command_call *call, struct record *r)
{
	call->ctx->front->end(call->ctx->user, r);
}

void call_say(struct command_call *call, const char *fmt, ...)
{
	g_autofree char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	words = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	if (call->ctx->front)	/* none while a config is read */
		call->ctx->front->say(call->ctx->user, words);
}

void call_undo(struct command_call *call, int64_t room, const char *fmt, ...)
{
	const struct command_front *front = call->ctx->front;
	g_autofree char *line = NULL;
	va_list ap;

	if (!front || !front->undo)
		return;
	va_start(ap, fmt);
	line = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	front->undo(call->ctx->user, room, line);
}

char *call_quote(const char *words)
{
	GString *out = g_string_new("\"");

	for (; words && *words; words++) {
		if (*words == '"' || *words == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *words);
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}

void call_note(struct command_call *call, const char *fmt, ...)
{
	const struct command_front *front = call->ctx->front;
	g_autofree char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	words = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	(front->note ? front->note : front->say)(call->ctx->user, words);
}
