/* Commands: accounts. */
#include "command/internal.h"

#include <string.h>

#define LOGIN_MS 90000

static void answer_account(struct record *r, const struct account *a,
			   const char *name)
{
	record_text(r, name, a->name);
	record_text(r, "user", a->user);
	record_text(r, "server", a->user ? uid_server(a->user) : NULL);
}

static struct account *account_again(struct command_call *call,
				     const char *server, const char *user)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GError) ignored = NULL;

	/* a login may be the first thing ever done: no store is no error */
	if (!call_reader(call, &ignored))
		return NULL;
	all = reader_accounts(call->ctx->reader);
	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);
		g_autofree char *local = g_strndup(a->user + 1,
						   strcspn(a->user + 1, ":"));

		if ((!strcmp(a->user, user) || !strcmp(local, user)) &&
		    (a->logged_out || a->soft_logout) &&
		    (!strcmp(a->base, server) ||
		     !strcmp(uid_server(a->user), server)))
			return reader_account(call->ctx->reader, a->id);
	}
	return NULL;
}

/* The first line of what a command of the user's prints. */
static char *ask_command(const char *command, GError **err)
{
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	g_autoptr(GError) inner = NULL;
	char *out = NULL;
	int status;

	if (!g_spawn_sync(NULL, (char **)argv, NULL,
			  G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, &out,
			  NULL, &status, &inner) ||
	    !g_spawn_check_wait_status(status, &inner)) {
		call_fail(err, FM_ERROR_FAILED, "The password command did not "
			  "work: %s", inner->message);
		g_free(out);
		return NULL;
	}
	return out;
}

static char *get_password(struct command_call *call, const char *prompt,
			  GError **err)
{
	const struct command_front *front = call->ctx->front;
	const char *command = args_get(call->args, "--password-command");
	bool input = args_flag(call->args, "--password-stdin");
	char *words;

	if (command && input) {
		call_fail(err, FM_ERROR_USAGE, "login: --password-stdin and "
			  "--password-command exclude each other.");
		return NULL;
	}
	words = input ? front->input(call->ctx->user, err) :
		command ? ask_command(command, err) :
		front->secret(call->ctx->user, prompt, err);
	if (words)
		words[strcspn(words, "\r\n")] = '\0';
	if (words && !*words) {
		call_fail(err, FM_ERROR_USAGE, "login: the password is "
			  "empty.");
		g_clear_pointer(&words, g_free);
	}
	return words;
}

static struct message *login_request(struct command_call *call,
				     const char *server, const char *user,
				     char *take_password)
{
	struct message *m = message_new(REQ_LOGIN);
	struct account *old = account_again(call, server, user);

	m->a = g_strdup(server);
	m->b = g_strdup(user);
	m->c = take_password;
	m->d = g_strdup("matrix");
	m->id = old ? old->id : 0;
	account_free(old);
	return m;
}

static bool answer_login(struct command_call *call, int64_t id, GError **err)
{
	struct reader *reader = call_reader(call, err);
	struct account *a = reader ? reader_account(reader, id) : NULL;
	struct record *r;

	if (!reader)
		return false;
	if (!a)
		return call_fail(err, FM_ERROR_FAILED, "The login worked, but "
				 "the account is not in the store.");
	r = call_begin(call, "login");
	answer_account(r, a, "account");
	record_text(r, "device", a->device);
	record_text(r, "url", a->base);
	call_end(call, r);
	call_say(call, "Logged in as %s. \"folkmoot sync\" fetches what is "
		 "new; \"folkmoot\" alone opens the screen.", a->user);
	account_free(a);
	return true;
}

static bool run_login(struct command_call *call, GError **err)
{
	const char *server = args_get(call->args, "SERVER");
	const char *user = args_get(call->args, "--user");
	g_autofree char *prompt = NULL;
	struct message *m;
	char *password;
	int64_t account;
	int code;

	if (!user)
		return call_fail(err, FM_ERROR_USAGE, "login: who are you "
				 "there? Add --user NAME.");
	prompt = g_strdup_printf("Password of %s on %s: ", user, server);
	password = get_password(call, prompt, err);
	if (!password)
		return false;
	m = call->ctx->front->ask(call->ctx->user,
		login_request(call, server, user, password), EV_LOGIN,
		LOGIN_MS, err);
	if (!m)
		return false;
	account = m->account;
	code = m->n;
	g_autofree char *why = g_strdup(m->a);

	message_free(m);
	if (!account)
		return call_fail(err, code, "%s", why ? why : "The login "
				 "failed; the server gave no reason.");
	return answer_login(call, account, err);
}

static bool run_logout(struct command_call *call, GError **err)
{
	struct account *a = call_account(call, err);
	g_autofree char *name = a ? g_strdup(a->name) : NULL;
	struct message *m;

	if (!a)
		return false;
	m = message_new(REQ_LOGOUT);
	m->account = a->id;
	account_free(a);
	m = call_ask(call, m, EV_LOGOUT, err);
	if (!m && call->ctx->shell)
		return false;
	message_free(m);
	call_say(call, "%s is logged out; what was stored of it here is "
		 "gone.", name);
	return true;
}

static bool run_accounts(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GError) inner = NULL;

	if (!call_reader(call, &inner)) {
		if (!g_error_matches(inner, FM_ERROR, FM_ERROR_NOT_FOUND)) {
			g_propagate_error(err, g_steal_pointer(&inner));
			return false;
		}
		call_note(call, "%s", inner->message);
		return true;
	}
	all = reader_accounts(call->ctx->reader);
	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);
		struct record *r = call_begin(call, "account");
		bool out = a->logged_out || a->soft_logout;

		answer_account(r, a, "name");
		record_text(r, "kind", a->kind);
		record_text(r, "state", out ? "logged_out" : "logged_in");
		record_text(r, "url", a->base);
		record_text(r, "device", a->device);
		record_text(r, "display_name", a->display);
		record_text(r, "reason", a->out_reason);
		call_end(call, r);
	}
	return true;
}

const struct command account_rows[] = {
	{ "login", NULL, "matrix SERVER [--user NAME] [--password-stdin | "
	  "--password-command CMD]", "add an account",
	  "SERVER is a name (example.org) or an address "
	  "(http://127.0.0.1:8008). The password is asked for without echo, "
	  "read from standard input, or is the first line that the shell "
	  "command CMD prints. It is never kept; the access token is, in a "
	  "file that only you can read. Logging in again to an account that "
	  "was logged out keeps what is stored of it.", NULL, IN_SHELL,
	  run_login },
	{ "logout", NULL, "", "end the session of an account",
	  "Tells the server, and forgets the account and all that was stored "
	  "of it here. With several accounts say which with --account.", NULL,
	  IN_SHELL, run_logout },
	{ "accounts", NULL, "", "list your accounts", NULL, NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_accounts,
	  "There is no account yet." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
