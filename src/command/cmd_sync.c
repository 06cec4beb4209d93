/* Commands: catching up. */
#include "command/internal.h"

#define SYNC_S 300

struct totals {
	int64_t rooms, unread, mentions;
};

static bool add_room(const struct room *room, void *user)
{
	struct totals *t = user;

	if (room->mine != MEMBER_JOIN)
		return true;
	t->rooms++;
	t->unread += room->unread;
	t->mentions += room->mentions;
	return true;
}

static void answer_sync(struct command_call *call, const struct account *a,
			const char *state, const char *why)
{
	struct totals t = { 0 };
	struct record *r = call_begin(call, "sync");

	reader_rooms(call->ctx->reader, a->id, ROOMS_ALL, add_room, &t);
	record_text(r, "account", a->name);
	record_text(r, "state", state);
	record_int(r, "rooms", t.rooms);
	record_int(r, "unread", t.unread);
	record_int(r, "mentions", t.mentions);
	record_text(r, "reason", why);
	call_end(call, r);
}

/* One line an account; true when all are up to date. `failure` gets the
 * first that is not. */
static bool answer_all(struct command_call *call, char **failure)
{
	const struct command_front *front = call->ctx->front;
	g_autoptr(GPtrArray) all = reader_accounts(call->ctx->reader);

	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);
		const char *why = a->out_reason;
		enum account_state state = a->logged_out || a->soft_logout ?
			ACCOUNT_LOGGED_OUT : front->account ?
			front->account(call->ctx->user, a->id, &why) :
			ACCOUNT_LIVE;

		if (call->ctx->account && call->ctx->account != a->id)
			continue;
		answer_sync(call, a, account_state_word(state), why);
		if (state != ACCOUNT_LIVE && !*failure)
			*failure = g_strdup_printf("%s is not up to date: %s",
				a->name, why ? why : "the server has not "
				"answered yet; try again.");
	}
	return !*failure;
}

static bool get_seconds(struct command_call *call, int64_t *ms, GError **err)
{
	const char *words = args_get(call->args, "--timeout");
	guint64 seconds = SYNC_S;

	if (words && !g_ascii_string_to_unsigned(words, 10, 1, 86400, &seconds,
						 NULL))
		return call_fail(err, FM_ERROR_USAGE, "sync: --timeout takes "
				 "seconds from 1 to 86400, not \"%s\".",
				 words);
	*ms = seconds * 1000;
	return true;
}

static bool run_sync(struct command_call *call, GError **err)
{
	g_autofree char *failure = NULL;
	g_autoptr(GError) inner = NULL;
	int64_t ms = 0;

	if (!get_seconds(call, &ms, err) || !call_reader(call, err))
		return false;
	message_free(call->ctx->front->ask(call->ctx->user,
		message_new(REQ_NUDGE), EV_CAUGHT_UP, ms, &inner));
	if (inner && !g_error_matches(inner, FM_ERROR, FM_ERROR_OFFLINE)) {
		g_propagate_error(err, g_steal_pointer(&inner));
		return false;
	}
	if (!call->ctx->shell || answer_all(call, &failure))
		return true;
	return call_fail(err, FM_ERROR_OFFLINE, "%s", failure);
}

const struct command sync_rows[] = {
	{ "sync", NULL, "[--timeout SECONDS]", "catch up once, send what "
	  "waits", "Fetches what is new for all accounts, sends the outbox, "
	  "and ends. Fit for a cron job; while the screen is open it asks "
	  "that process to do it.", NULL, IN_SHELL, run_sync },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
