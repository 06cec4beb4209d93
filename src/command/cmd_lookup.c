/* Commands: what a server says about places one may not be in. */
#include "command/internal.h"

#include <stdlib.h>
#include <string.h>
#include "command/address.h"

#define ROWS 50

/* ---- asking ------------------------------------------------------------------ */

static struct message *lookup_message(int64_t account, const char *what,
				      const char *words,
				      const char *const *servers)
{
	struct message *m = message_new(REQ_LOOKUP);

	m->account = account;
	m->a = g_strdup(what);
	m->b = g_strdup(words);
	m->c = servers && *servers ? g_strjoinv(" ", (char **)servers) : NULL;
	m->n = FINDINGS_MAX;
	return m;
}

GPtrArray *lookup_ask(struct command_call *call, int64_t account,
		      const char *what, const char *words,
		      const char *const *servers)
{
	g_autoptr(GError) inner = NULL;
	struct message *m = call_ask(call, lookup_message(account, what, words,
							  servers),
				     EV_LOOKUP, &inner);
	GPtrArray *found = m && !m->a ? g_steal_pointer(&m->found) : NULL;

	message_free(m);
	return found;
}

static const char *site_of(const char *rid, const struct account *a)
{
	const char *server = uid_server(rid ? rid : "");

	return *server ? server : uid_server(a->user);
}

/* The answer to a request, or NULL: with err it failed, without it is still
 * awaited, which is said. */
static struct message *ask_for(struct command_call *call, struct message *take,
			       const char *site, GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct message *m = call_ask(call, take, EV_LOOKUP, &inner);

	if (inner) {
		g_propagate_error(err, g_steal_pointer(&inner));
		return NULL;
	}
	if (!m) {
		call_say(call, "Asking %s …", site);
		return NULL;
	}
	if (m->a) {
		call_fail(err, FM_ERROR_FAILED, "%s", m->a);
		message_free(m);
		return NULL;
	}
	return m;
}

/* ---- answers ------------------------------------------------------------------- */

static void answer_finding(struct command_call *call, const struct finding *f,
			   bool tree)
{
	struct record *r = call_begin(call, "found");
	enum area area = finding_area(f);
	g_autofree char *link = answer_link(f->alias ? f->alias : f->rid,
					    NULL);

	record_text(r, "id", f->rid);
	record_text(r, "name", f->name ? f->name : f->alias ? f->alias :
		    f->rid);
	record_text(r, "kind", room_kind_word(f->kind));
	record_text(r, "topic", f->topic);
	record_int(r, "members", f->members);
	record_text(r, "area", area == AREA_UNKNOWN ? NULL : area_word(area));
	record_text(r, "readers", finding_readers(f));
	record_text(r, "join", f->join == JOIN_UNKNOWN ? NULL :
		    join_rule_word(f->join));
	record_bool(r, "encrypted", f->encrypted);
	record_bool(r, "world_readable", f->world);
	record_bool(r, "guests", f->guests);
	record_text(r, "alias", f->alias);
	record_text(r, "membership", membership_word(f->mine));
	record_text(r, "version", f->version);
	record_text(r, "url", link);
	if (tree)
		record_int(r, "depth", f->depth);
	if (tree)
		record_bool(r, "suggested", f->suggested);
	call_end(call, r);
}

/* ---- a place --------------------------------------------------------------------- */

/* The address of WHERE: as it was typed, or that of a stored room. */
static bool find_where(struct command_call *call, const char *words,
		       struct address *a, GError **err)
{
	struct room *room;

	if (address_parse(a, words))
		return true;
	room = reader_room_find(call->ctx->reader, call->ctx->account, words,
				err);
	if (!room)
		return false;
	a->room = g_strdup(room->rid);
	room_free(room);
	return true;
}

static bool where_or_here(struct command_call *call, const char *name,
			  struct address *a, GError **err)
{
	const char *words = args_get(call->args, name);
	struct room *room;

	if (!call_reader(call, err))
		return false;
	if (words)
		return find_where(call, words, a, err);
	room = call->ctx->room ? reader_room(call->ctx->reader,
					     call->ctx->room) : NULL;
	if (!room)
		return call_fail(err, FM_ERROR_USAGE, "Which place? Name it by "
				 "an id, an alias, a link or its name.");
	a->room = g_strdup(room->rid);
	room_free(room);
	return true;
}

static char *servers_of(struct command_call *call, const struct address *a)
{
	const char *const *via = args_all(call->args, "--via");

	if (*via)
		return g_strjoinv(" ", (char **)via);
	if (!a->via)
		return NULL;
	g_ptr_array_add(a->via, NULL);
	return g_strjoinv(" ", (char **)a->via->pdata);
}

/* `look` has one answer, `tree` many. */
static bool look_at(struct command_call *call, const char *what,
		    struct address *a, GError **err)
{
	struct account *account = call_account(call, err);
	struct message *m;

	if (!account)
		return false;
	m = lookup_message(account->id, what, a->room, NULL);
	m->c = servers_of(call, a);
	m = ask_for(call, m, site_of(a->room, account), err);
	account_free(account);
	for (guint i = 0; m && m->found && i < m->found->len; i++)
		answer_finding(call, m->found->pdata[i], *what == 't');
	message_free(m);
	return !*err;
}

static bool run_with(struct command_call *call, const char *what,
		     const char *name, GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct address a = { 0 };
	bool ok = where_or_here(call, name, &a, &inner) &&
		  look_at(call, what, &a, &inner);

	address_clear(&a);
	if (!ok)
		g_propagate_error(err, g_steal_pointer(&inner));
	return ok;
}

static bool run_look(struct command_call *call, GError **err)
{
	return run_with(call, "look", "WHERE", err);
}

static bool run_tree(struct command_call *call, GError **err)
{
	return run_with(call, "tree", "SPACE", err);
}

/* ---- the directory ------------------------------------------------------------------ */

static void answer_directory(struct command_call *call,
			     const struct message *m, const char *site)
{
	for (guint i = 0; m->found && i < m->found->len; i++)
		answer_finding(call, m->found->pdata[i], false);
	if (!m->found || !m->found->len)
		call_note(call, "%s lists nothing like that.", site);
	else if (m->c)
		call_note(call, "There are more: --from %s goes on.", m->c);
}

static bool run_directory(struct command_call *call, GError **err)
{
	const char *server = args_get(call->args, "--server");
	const char *limit = args_get(call->args, "--limit");
	struct account *account = call_account(call, err);
	g_autoptr(GError) inner = NULL;
	g_autofree char *site = NULL;
	struct message *m;

	if (!account)
		return false;
	site = g_strdup(server ? server : uid_server(account->user));
	m = lookup_message(account->id, "directory",
			   args_get(call->args, "WORDS"), NULL);
	m->c = g_strdup(server);
	m->d = g_strdup(args_get(call->args, "--from"));
	m->n = limit ? CLAMP(strtol(limit, NULL, 10), 1, FINDINGS_MAX) : ROWS;
	account_free(account);
	m = ask_for(call, m, site, &inner);
	if (m)
		answer_directory(call, m, site);
	message_free(m);
	if (!inner)
		return true;
	g_propagate_error(err, g_steal_pointer(&inner));
	return false;
}

/* While a server is asked, and when it has said nothing. */
#define LOOKED "Nothing to show yet."

#define LISTS (IN_SHELL | IN_PROMPT | LISTED)

const struct command lookup_rows[] = {
	{ .name = "look", .args = "[WHERE] [--via SERVER]…", .help = "show "
	  "what a place is, and who can read it, before joining",
	  .more = "WHERE is an id, an alias, a matrix.to link, a matrix: "
	  "address or a name.", .where = LISTS, .run = run_look,
	  .empty = LOOKED },
	{ .name = "tree", .args = "[SPACE] [--via SERVER]…", .help = "list the "
	  "rooms of a space, joined or not", .where = LISTS,
	  .run = run_tree, .empty = LOOKED },
	{ .name = "directory", .args = "[WORDS] [--server SERVER] "
	  "[--limit N] [--from TOKEN]", .help = "list the public rooms of a "
	  "server", .more = "With WORDS those that are called so, or say so "
	  "in their topic. --server: of another server.", .where = LISTS,
	  .run = run_directory, .empty = LOOKED },
	{ .name = NULL },
};
