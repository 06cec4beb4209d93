/*
 * wire_matrix.c - plays the host of the Matrix provider with recorded bytes.
 *
 * usage: wire_matrix [--update] [FILE …]
 *
 * Each file of tests/wire/matrix is a scene. Lines before the first section
 * say what it is about; "# split: every" has it played once for every place
 * at which its answers can be cut in two. A section begins with a line
 * "== WORD …" and its text goes on to the next:
 *
 *   == account KEY=VALUE …    me cursor name rules access refresh expires
 *   == room RID KEY=VALUE …   what is stored: joined kind mine inviter
 *                             encrypted notify
 *   == member RID UID KEY=VALUE …                name power
 *   == start [once] | nudge | logout | close | timer | disk-full
 *   == clock MS               time goes on
 *   == older RID TOKEN [UNTIL] | members RID | thread RID ROOT | event RID EID
 *   == typing RID on|off
 *   == profile UID
 *   == login SERVER USER PASSWORD [DEVICE]
 *   == lookup place|directory|tree [WORDS] KEY=VALUE …   servers from limit
 *   == made TXN RID           what sync has shown an op to have made
 *   == submit KIND KEY=VALUE …   an op; values may be in quotes; tries=N:
 *                             it was sent before
 *   == submit KIND KEY=VALUE …   an op; values may be in quotes, and
 *                             "packed" is a body with escapes as in C
 *   == reply METHOD PATH [STATUS] [KEY=VALUE …]   answers the first request
 *                             that begins so: retry fail type arrive
 *                             (how many bytes arrive, then it breaks)
 *   == part METHOD PATH       the same, but only these bytes arrive for now
 *   == expect                 everything that happened since the last one
 *
 * In the text of a reply "\xNN" is that byte and "@N*TEXT@" is N times TEXT.
 *
 * A scene is played whole, then cut at random places, and must tell the
 * same each time. --update writes what happened into the expect sections.
 * Output is TAP.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "provider/provider.h"
#include "wire/dump.h"

#define NOW INT64_C(1764000000000)
#define RANDOM_RUNS 4

struct pending {
	uint64_t handle;
	struct http_request *req;
	bool cancelled;
};

struct timer {
	uint64_t handle;
	int64_t at;
	void (*fn)(void *);
	void *arg;
};

/* How answers are cut into pieces. */
struct cut {
	gsize at;		/* 0: not in two */
	GRand *random;		/* or NULL */
};

struct play {
	struct world world;
	struct provider_host host;
	const struct provider_ops *ops;
	void *account;
	struct tokens tokens;
	char *cursor, *name, *rules;
	GHashTable *rooms, *members;
	GHashTable *made;	/* transaction id -> room id */
	GPtrArray *pending, *timers;
	uint64_t handles;
	int64_t ops_made;
	bool disk_full;
	struct cut cut;
	gsize longest;		/* body */
	GString *told;		/* since the last expect */
};

struct section {
	char **words;		/* of its first line */
	char *head, *text;
};

/* ---- the host ---------------------------------------------------------- */

static void tell(struct play *p, const char *format, ...)
	G_GNUC_PRINTF(2, 3);

static void tell(struct play *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_string_append_vprintf(p->told, format, args);
	va_end(args);
	g_string_append_c(p->told, '\n');
}

/* What was sent, with the name of this machine taken out. */
static void tell_body(struct play *p, const struct http_request *req)
{
	g_auto(GStrv) parts = NULL;
	g_autofree char *body = NULL, *host = NULL;

	if (!req->body)
		return;
	host = g_strconcat("on ", g_get_host_name(), "\"", NULL);
	parts = g_strsplit(req->body, host, -1);
	body = g_strjoinv("on HOST\"", parts);
	tell(p, "    %s", body);
}

static const char *host_free_path(const char *url)
{
	const char *path = strstr(url, "://");

	path = path ? strchr(path + 3, '/') : NULL;
	return path ? path : url;
}

static uint64_t on_http(void *user, struct http_request *take)
{
	struct play *p = user;
	struct pending *pending = g_new0(struct pending, 1);
	g_autofree char *token = take->bearer ?
		g_strdup_printf(" (%s)", take->bearer) : NULL;

	pending->handle = ++p->handles;
	pending->req = take;
	g_ptr_array_add(p->pending, pending);
	tell(p, "> %s %s%s", take->method, host_free_path(take->url),
	     token ? token : "");
	tell_body(p, take);
	return pending->handle;
}

static void on_cancel(void *user, uint64_t handle)
{
	struct play *p = user;

	for (guint i = 0; i < p->pending->len; i++) {
		struct pending *pending = p->pending->pdata[i];

		if (pending->handle == handle)
			pending->cancelled = true;
	}
}

static uint64_t on_after(void *user, int64_t ms, void (*fn)(void *), void *arg)
{
	struct play *p = user;
	struct timer *timer = g_new0(struct timer, 1);

	*timer = (struct timer){ ++p->handles, p->world.fixed + ms, fn, arg };
	g_ptr_array_add(p->timers, timer);
	return timer->handle;
}

static void on_cancel_after(void *user, uint64_t handle)
{
	struct play *p = user;

	for (guint i = 0; i < p->timers->len; i++)
		if (((struct timer *)p->timers->pdata[i])->handle == handle)
			g_ptr_array_remove_index(p->timers, i--);
}

static void on_emit(void *user, struct change *take)
{
	g_autofree char *line = dump_change(take);

	tell(user, "%s", line);
	change_free(take);
}

static void on_rollback(void *user)
{
	tell(user, "ROLLBACK");
}

static void on_commit(void *user)
{
	tell(user, "COMMIT");
}

static void on_status(void *user, enum account_state state,
		      const char *sentence, int64_t when)
{
	struct play *p = user;
	g_autofree char *wait = when ? g_strdup_printf(
		" next=+%" G_GINT64_FORMAT, when - p->world.fixed) : NULL;

	tell(p, "STATUS %s%s%s%s", account_state_word(state),
	     wait ? wait : "", sentence ? " " : "", sentence ? sentence : "");
}

static void on_progress(void *user, int64_t done, int64_t total, int rooms)
{
	(void)user;
	(void)done;
	(void)total;
	(void)rooms;
}

static bool on_tokens(void *user, const struct tokens *t)
{
	struct play *p = user;

	tell(p, "TOKENS access=%s refresh=%s expires=+%" G_GINT64_FORMAT "%s",
	     t->access, t->refresh ? t->refresh : "-",
	     t->expires ? t->expires - p->world.fixed : 0,
	     p->disk_full ? " (disk full)" : "");
	return !p->disk_full;
}

static void on_op_done(void *user, const struct op_result *r)
{
	struct play *p = user;
	GString *line = g_string_new(NULL);

	g_string_append_printf(line, "OP %" G_GINT64_FORMAT " %s", r->op,
			       r->ok ? "ok" : r->again ? "again" : "failed");
	if (r->eid)
		g_string_append_printf(line, " eid=%s", r->eid);
	if (r->rid)
		g_string_append_printf(line, " rid=%s", r->rid);
	if (r->retry_after >= 0)
		g_string_append_printf(line, " wait=%" G_GINT64_FORMAT,
				       r->retry_after);
	if (r->error)
		g_string_append_printf(line, ": %s", r->error);
	tell(p, "%s", line->str);
	g_string_free(line, TRUE);
}

static void on_logged_out(void *user, bool soft, const char *sentence)
{
	tell(user, "LOGGED OUT%s: %s", soft ? " softly" : "", sentence);
}

static const struct room *on_room(void *user, const char *rid)
{
	return g_hash_table_lookup(((struct play *)user)->rooms, rid);
}

static char *on_made(void *user, const char *txn)
{
	return g_strdup(g_hash_table_lookup(((struct play *)user)->made, txn));
}

static const struct member *on_member(void *user, const char *rid,
				      const char *uid)
{
	g_autofree char *key = g_strconcat(rid, " ", uid, NULL);

	return g_hash_table_lookup(((struct play *)user)->members, key);
}

static void on_done(void *user, const char *error)
{
	tell(user, "DONE%s%s", error ? ": " : "", error ? error : "");
}

static void on_login(void *user, const struct login_result *r)
{
	struct play *p = user;

	if (r->ok)
		tell(p, "LOGIN %s at %s device=%s access=%s refresh=%s "
		     "expires=+%" G_GINT64_FORMAT, r->tokens.user,
		     r->tokens.base, r->tokens.device, r->tokens.access,
		     r->tokens.refresh ? r->tokens.refresh : "-",
		     r->tokens.expires ? r->tokens.expires - p->world.fixed :
		     0);
	else
		tell(p, "LOGIN FAILED (%d): %s", r->code, r->error);
}

/* ---- words of a section ------------------------------------------------ */

/* The value of KEY=VALUE among the words, or NULL. */
static const char *value_of(char **words, const char *key)
{
	size_t len = strlen(key);

	for (; *words; words++)
		if (strncmp(*words, key, len) == 0 && (*words)[len] == '=')
			return *words + len + 1;
	return NULL;
}

static int64_t number_of(char **words, const char *key, int64_t otherwise)
{
	const char *value = value_of(words, key);

	return value ? g_ascii_strtoll(value, NULL, 10) : otherwise;
}

static bool has_word(char **words, const char *word)
{
	return g_strv_contains((const char *const *)words, word);
}

static const char *word_at(const struct section *s, unsigned i)
{
	return i < g_strv_length(s->words) ? s->words[i] : NULL;
}

/* ---- what sections do -------------------------------------------------- */

static void do_account(struct play *p, const struct section *s)
{
	char **w = s->words;
	const char *me = value_of(w, "me"), *access = value_of(w, "access");

	tokens_clear(&p->tokens);
	p->tokens = (struct tokens){
		.kind = g_strdup("matrix"),
		.base = g_strdup("https://council.org"),
		.user = g_strdup(me ? me : "@ann:council.org"),
		.device = g_strdup("DEVICE"),
		.access = g_strdup(access ? access : "secret"),
		.refresh = g_strdup(value_of(w, "refresh")),
		.expires = number_of(w, "expires", 0),
	};
	if (p->tokens.expires)
		p->tokens.expires += p->world.fixed;
	g_free(p->cursor);
	p->cursor = g_strdup(value_of(w, "cursor"));
	g_free(p->rules);
	p->rules = *s->text ? g_strdup(s->text) : NULL;
}

static void *account(struct play *p)
{
	struct account account = { .id = 7, .cursor = p->cursor };
	struct account_seed seed = { &account, &p->tokens, p->rules };

	if (!p->account)
		p->account = p->ops->open(&p->host, &seed);
	return p->account;
}

static void do_made(struct play *p, const struct section *s)
{
	g_hash_table_replace(p->made, g_strdup(s->words[1]),
			     g_strdup(s->words[2]));
}

static void do_room(struct play *p, const struct section *s)
{
	struct room *room = g_new0(struct room, 1);
	char **w = s->words;
	const char *mine = value_of(w, "mine");

	room->rid = g_strdup(w[1]);
	room->joined = (int)number_of(w, "joined", 0);
	room->encrypted = has_word(w, "encrypted");
	room->kind = has_word(w, "dm") ? ROOM_DM : ROOM_PLAIN;
	room->mine = membership_from(mine ? mine : "join");
	room->inviter = g_strdup(value_of(w, "inviter"));
	room->power_notify = (int)number_of(w, "notify", 50);
	g_hash_table_replace(p->rooms, g_strdup(w[1]), room);
}

static void do_member(struct play *p, const struct section *s)
{
	struct member *m = g_new0(struct member, 1);

	m->uid = g_strdup(s->words[2]);
	m->name = g_strdup(value_of(s->words, "name"));
	m->power = (int)number_of(s->words, "power", 0);
	g_hash_table_replace(p->members, g_strconcat(s->words[1], " ",
						     s->words[2], NULL), m);
}

static void do_start(struct play *p, const struct section *s)
{
	p->ops->start(account(p), has_word(s->words, "once"));
}

static void do_nudge(struct play *p, const struct section *s)
{
	(void)s;
	p->ops->nudge(account(p));
}

static void do_logout(struct play *p, const struct section *s)
{
	(void)s;
	p->ops->logout(account(p), on_done, p);
}

static void do_close(struct play *p, const struct section *s)
{
	(void)s;
	if (p->account)
		p->ops->close(p->account);
	p->account = NULL;
}

static void do_timer(struct play *p, const struct section *s)
{
	struct timer timer, *first = NULL;

	(void)s;
	for (guint i = 0; i < p->timers->len; i++) {
		struct timer *t = p->timers->pdata[i];

		if (!first || t->at < first->at)
			first = t;
	}
	if (!first) {
		tell(p, "!! no timer is set");
		return;
	}
	timer = *first;
	g_ptr_array_remove(p->timers, first);
	p->world.fixed = MAX(p->world.fixed, timer.at);
	timer.fn(timer.arg);
}

static void do_disk_full(struct play *p, const struct section *s)
{
	p->disk_full = !has_word(s->words, "no-more");
}

static void do_clock(struct play *p, const struct section *s)
{
	p->world.fixed += g_ascii_strtoll(s->words[1], NULL, 10);
}

static void do_older(struct play *p, const struct section *s)
{
	struct history_span span = { word_at(s, 1), word_at(s, 2),
				     word_at(s, 3) };

	p->ops->older(account(p), &span, on_done, p);
}

static void do_members(struct play *p, const struct section *s)
{
	p->ops->members(account(p), word_at(s, 1), on_done, p);
}

static void do_thread(struct play *p, const struct section *s)
{
	p->ops->thread(account(p), word_at(s, 1), word_at(s, 2), on_done, p);
}

static void do_event(struct play *p, const struct section *s)
{
	p->ops->event(account(p), word_at(s, 1), word_at(s, 2), on_done, p);
}

static void do_typing(struct play *p, const struct section *s)
{
	p->ops->typing(account(p), word_at(s, 1), has_word(s->words, "on"));
}

static void on_profile(void *user, const char *error, int64_t wait)
{
	tell(user, "PROFILE%s%s wait=%" G_GINT64_FORMAT, error ? ": " : "",
	     error ? error : "", wait);
}

static void do_profile(struct play *p, const struct section *s)
{
	p->ops->profile(account(p), word_at(s, 1), on_profile, p);
}

static void do_login(struct play *p, const struct section *s)
{
	struct login login = { word_at(s, 1), word_at(s, 2), word_at(s, 3),
			       word_at(s, 4) };

	p->ops->login(&p->host, &login, on_login, p);
}

static GPtrArray *list_of(char **words, const char *key)
{
	const char *value = value_of(words, key);
	GPtrArray *list = g_ptr_array_new();
	g_auto(GStrv) parts = g_strsplit(value ? value : "", ",", -1);

	for (char **part = parts; *part; part++)
		g_ptr_array_add(list, g_strdup(*part));
	return list;
}

static struct thing *task_of(char **w)
{
	struct thing *t = thing_new(KIND_TASK);
	const char *due = value_of(w, "due");

	t->title = g_strdup(value_of(w, "title"));
	t->notes = g_strdup(value_of(w, "notes"));
	t->status = has_word(w, "done") ? TASK_DONE : TASK_OPEN;
	if (value_of(w, "assignees"))
		t->assignees = list_of(w, "assignees");
	t->due = due && *due ? g_ascii_strtoll(due, NULL, 10) : NO_DAY;
	t->priority = (int)number_of(w, "priority", 0);
	t->fields = (value_of(w, "title") ? THING_TITLE : 0) |
		    (value_of(w, "notes") ? THING_NOTES : 0) |
		    (has_word(w, "done") ? THING_STATUS : 0) |
		    (value_of(w, "assignees") ? THING_ASSIGNEES : 0) |
		    (due ? THING_DUE : 0) |
		    (value_of(w, "priority") ? THING_PRIORITY : 0);
	return t;
}

/* question=…, "answers=red,blue", hidden, max=N */
static struct poll *poll_of(char **w)
{
	g_autoptr(GPtrArray) answers = list_of(w, "answers");
	struct poll *poll;

	if (!value_of(w, "question"))
		return NULL;
	poll = poll_new(value_of(w, "question"));
	g_ptr_array_set_free_func(answers, g_free);
	poll->hidden = has_word(w, "hidden");
	if (value_of(w, "max"))
		poll->max = (int)g_ascii_strtoll(value_of(w, "max"), NULL, 10);
	for (guint i = 0; i < answers->len; i++) {
		g_autofree char *id = g_strdup_printf("answer-%u", i + 1);

		poll_add(poll, id, answers->pdata[i]);
	}
	return poll;
}

static void tell_found(struct play *p, const struct finding *f)
{
	g_autofree char *topic = g_strescape(f->topic ? f->topic : "-", NULL);

	tell(p, "  %*s%s %s \"%s\" %s %s members=%d %s%s%s%s%s via=%s",
	     2 * f->depth, "", room_kind_word(f->kind), f->rid,
	     f->name ? f->name : "-", topic, join_rule_word(f->join),
	     f->members, membership_word(f->mine), f->world ? " world" : "",
	     f->guests ? " guests" : "", f->encrypted ? " encrypted" : "",
	     f->suggested ? " suggested" : "", f->via ? f->via : "-");
}

static void on_found(void *user, const struct lookup_result *r)
{
	struct play *p = user;

	tell(p, "FOUND %u of %d%s%s%s%s", r->found->len, (int)r->total,
	     r->next ? " next=" : "", r->next ? r->next : "",
	     r->error ? ": " : "", r->error ? r->error : "");
	for (guint i = 0; i < r->found->len; i++)
		tell_found(p, r->found->pdata[i]);
}

static void do_lookup(struct play *p, const struct section *s)
{
	const char *kind = s->words[1], *words = word_at(s, 2);
	struct lookup l = {
		.kind = !strcmp(kind, "place") ? LOOKUP_PLACE :
			!strcmp(kind, "tree") ? LOOKUP_TREE : LOOKUP_DIRECTORY,
		.words = words && !strchr(words, '=') ? words : NULL,
		.servers = value_of(s->words, "servers"),
		.from = value_of(s->words, "from"),
		.limit = (int)number_of(s->words, "limit", 50),
	};

	p->ops->lookup(account(p), &l, on_found, p);
}

/* access=WORD space kinds=A,B post=N and the texts of a plan. */
static struct plan *plan_of(char **w)
{
	struct plan *plan = plan_new(has_word(w, "space") ? ROOM_SPACE :
				     ROOM_PLAIN, value_of(w, "name"));

	access_from(value_of(w, "access"), &plan->access);
	plan->topic = g_strdup(value_of(w, "topic"));
	plan->alias = g_strdup(value_of(w, "alias"));
	plan->kinds = value_of(w, "kinds") ?
		g_strdelimit(g_strdup(value_of(w, "kinds")), ",", ' ') : NULL;
	plan->post_power = (int)number_of(w, "post", 0);
	if (value_of(w, "invites"))
		plan->invites = list_of(w, "invites");
	return plan;
}

static void do_submit(struct play *p, const struct section *s)
{
	char **w = s->words;
	struct op *op = op_new(op_kind_from(w[1]));

	op->id = ++p->ops_made;
	op->rid = g_strdup(value_of(w, "rid"));
	op->txn = g_strdup_printf("txn%" G_GINT64_FORMAT, op->id);
	op->target = g_strdup(value_of(w, "target"));
	op->thread = g_strdup(value_of(w, "thread"));
	op->key = g_strdup(value_of(w, "key"));
	op->reason = g_strdup(value_of(w, "reason"));
	op->body = g_strdup(value_of(w, "body"));
	/* several lines, on one */
	if (op->kind == OP_CARD && op->body) {
		g_free(op->body);
		op->body = g_strcompress(value_of(w, "body"));
	}

	if (value_of(w, "packed")) {
		g_free(op->body);
		op->body = g_strcompress(value_of(w, "packed"));
	}
	op->html = g_strdup(value_of(w, "html"));
	op->mentions = g_strdup(value_of(w, "mentions"));
	op->emote = has_word(w, "emote");
	if (op->kind == OP_THING || op->kind == OP_THING_CHANGE)
		op->thing = task_of(w);
	if (op->kind == OP_POLL)
		op->poll = poll_of(w);
	if (op->kind == OP_CREATE)
		op->plan = plan_of(w);
	op->tries = (int)number_of(w, "tries", 0);
	if (value_of(w, "txn")) {
		g_free(op->txn);
		op->txn = g_strdup(value_of(w, "txn"));
	}
	if (value_of(w, "via"))
		op->via = list_of(w, "via");
	p->ops->submit(account(p), op);
	op_free(op);
}

/* ---- answers ----------------------------------------------------------- */

static struct pending *pending_take(struct play *p, const char *method,
				    const char *path)
{
	for (guint i = 0; i < p->pending->len; i++) {
		struct pending *pending = p->pending->pdata[i];

		if (!pending->cancelled &&
		    strcmp(pending->req->method, method) == 0 &&
		    g_str_has_prefix(host_free_path(pending->req->url), path))
			return g_ptr_array_steal_index(p->pending, i);
	}
	return NULL;
}

static gsize piece_len(const struct cut *cut, gsize at, gsize len)
{
	gsize left = len - at, some;

	if (cut->at > at && cut->at < len)
		return cut->at - at;
	some = cut->random ? (gsize)g_rand_int_range(cut->random, 1, 40) :
			     left;
	return MIN(left, some);
}

/* False when the receiver said stop. Each piece is a copy of its own size,
 * so that reading beyond it is noticed. */
static bool feed(struct play *p, const struct http_request *req,
		 const char *bytes, gsize len)
{
	for (gsize at = 0, n; at < len; at += n) {
		g_autofree char *piece = NULL;

		n = piece_len(&p->cut, at, len);
		piece = g_memdup2(bytes + at, n);
		if (!req->data(req->user, piece, n))
			return false;
	}
	return true;
}

static enum http_failure failure_of(const char *word)
{
	static const char *const words[] = {
		[HTTP_NO_HOST] = "no-host", [HTTP_NO_ROUTE] = "no-route",
		[HTTP_TLS] = "tls", [HTTP_TIMEOUT] = "timeout",
		[HTTP_BROKEN] = "broken", [HTTP_TOO_BIG] = "too-big",
	};

	for (size_t i = 1; word && i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i], word) == 0)
			return (enum http_failure)i;
	return HTTP_OK;
}

/* "\xNN" in a recorded body is that byte, so that files stay text. */
static GString *bytes_of(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *t = text; *t; t++) {
		if (t[0] == '\\' && t[1] == 'x') {
			g_string_append_c(out, (char)(
				g_ascii_xdigit_value(t[2]) * 16 +
				g_ascii_xdigit_value(t[3])));
			t += 3;
		} else {
			g_string_append_c(out, *t);
		}
	}
	return out;
}

/* "@N*TEXT@" stands for N times TEXT. */
static GString *body_of(const struct section *s)
{
	GString *out = g_string_new(NULL);
	const char *p = s->text, *star, *end;

	for (; *p; p++) {
		long n = *p == '@' ? strtol(p + 1, (char **)&star, 10) : 0;

		end = n > 0 && *star == '*' ? strchr(star, '@') : NULL;
		if (!end) {
			g_string_append_c(out, *p);
			continue;
		}
		while (n-- > 0)
			g_string_append_len(out, star + 1, end - star - 1);
		p = end;
	}
	end = out->str;
	star = g_string_free(out, FALSE);
	out = bytes_of(star);
	g_free((char *)star);
	return out;
}

static void end_request(struct play *p, struct pending *pending,
			struct http_reply *reply)
{
	struct http_request *req = pending->req;

	(void)p;
	req->done(req->user, reply);
	http_request_free(req);
	g_free(pending);
}

static void do_reply(struct play *p, const struct section *s)
{
	struct pending *pending = pending_take(p, s->words[1], s->words[2]);
	GString *body = body_of(s);
	gsize len = (gsize)number_of(s->words, "arrive", (gint64)body->len);
	struct http_reply reply = {
		.status = 200, .message = "", .type = "application/json",
		.url = "", .retry_after = number_of(s->words, "retry", -1),
		.failure = failure_of(value_of(s->words, "fail")),
	};

	p->longest = MAX(p->longest, body->len);
	if (word_at(s, 3) && g_ascii_isdigit(*s->words[3]))
		reply.status = (int)g_ascii_strtoll(s->words[3], NULL, 10);
	reply.body = body->str;
	reply.len = body->len;
	if (!pending) {
		tell(p, "!! nobody asked for %s %s", s->words[1], s->words[2]);
	} else {
		if (reply.failure != HTTP_OK && len == body->len && !len)
			reply.status = 0;
		if (pending->req->data && reply.status == 200) {
			if (!feed(p, pending->req, body->str, len))
				reply.failure = HTTP_STOPPED;
			reply.body = "";
			reply.len = 0;
		}
		end_request(p, pending, &reply);
	}
	g_string_free(body, TRUE);
}

static void do_part(struct play *p, const struct section *s)
{
	struct pending *pending = pending_take(p, s->words[1], s->words[2]);
	GString *body = body_of(s);

	if (!pending) {
		tell(p, "!! nobody asked for %s %s", s->words[1], s->words[2]);
	} else {
		if (!feed(p, pending->req, body->str, body->len))
			tell(p, "!! the receiver said stop");
		g_ptr_array_insert(p->pending, 0, pending);
	}
	g_string_free(body, TRUE);
}

/* The net tells of what was cancelled some time later. */
static void end_cancelled(struct play *p)
{
	struct http_reply reply = { .failure = HTTP_CANCELLED, .body = "",
				    .message = "", .type = "", .url = "" };

	for (guint i = 0; i < p->pending->len; i++) {
		struct pending *pending = p->pending->pdata[i];

		if (!pending->cancelled)
			continue;
		g_ptr_array_steal_index(p->pending, i);
		end_request(p, pending, &reply);
		i = (guint)-1;
	}
}

static const struct {
	const char *word;
	void (*play)(struct play *p, const struct section *s);
} acts[] = {
	{ "account", do_account }, { "room", do_room }, { "made", do_made },
	{ "member", do_member }, { "start", do_start },
	{ "nudge", do_nudge }, { "logout", do_logout },
	{ "close", do_close }, { "timer", do_timer },
	{ "disk-full", do_disk_full }, { "clock", do_clock },
	{ "older", do_older }, { "members", do_members },
	{ "thread", do_thread }, { "typing", do_typing },
	{ "login", do_login }, { "submit", do_submit },
	{ "lookup", do_lookup },
	{ "reply", do_reply }, { "part", do_part },
	{ "profile", do_profile },
	{ "event", do_event },
};

static void act(struct play *p, const struct section *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(acts); i++) {
		if (strcmp(acts[i].word, s->words[0]))
			continue;
		acts[i].play(p, s);
		end_cancelled(p);
		return;
	}
	tell(p, "!! there is no section %s", s->words[0]);
}

/* ---- scenes ------------------------------------------------------------ */

struct scene {
	char *about;		/* the lines before the first section */
	GPtrArray *sections;	/* struct section * */
};

static void section_free(void *data)
{
	struct section *s = data;

	g_strfreev(s->words);
	g_free(s->head);
	g_free(s->text);
	g_free(s);
}

static struct section *section_new(const char *head, const char *text)
{
	struct section *s = g_new0(struct section, 1);

	s->head = g_strdup(head);
	s->text = g_strdup(text);
	if (!g_shell_parse_argv(head, NULL, &s->words, NULL))
		s->words = g_strsplit(head, " ", -1);
	return s;
}

static void scene_add(struct scene *scene, char *head, GString *text)
{
	/* The line break before the next section is not part of the text. */
	if (text->len && text->str[text->len - 1] == '\n')
		g_string_truncate(text, text->len - 1);
	if (head)
		g_ptr_array_add(scene->sections,
				section_new(head, text->str));
	else
		scene->about = g_strdup(text->str);
	g_string_truncate(text, 0);
}

static bool scene_read(struct scene *scene, const char *path)
{
	g_autofree char *all = NULL;
	g_auto(GStrv) lines = NULL;
	GString *text = g_string_new(NULL);
	char *head = NULL;

	if (!g_file_get_contents(path, &all, NULL, NULL))
		return false;
	*scene = (struct scene){ NULL, g_ptr_array_new_with_free_func(
					       section_free) };
	lines = g_strsplit(all, "\n", -1);
	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "== ")) {
			scene_add(scene, head, text);
			head = *line + 3;
		} else if (*line[0] || line[1]) {
			g_string_append(text, *line);
			g_string_append_c(text, '\n');
		}
	}
	scene_add(scene, head, text);
	g_string_free(text, TRUE);
	return true;
}

static void scene_clear(struct scene *scene)
{
	g_ptr_array_unref(scene->sections);
	g_free(scene->about);
}

static void room_drop(void *room)
{
	room_free(room);
}

static void member_drop(void *member)
{
	member_free(member);
}

static void play_init(struct play *p, struct cut cut)
{
	*p = (struct play){ .cut = cut };
	world_init_fixed(&p->world, NOW, "UTC");
	p->host = (struct provider_host){
		.world = &p->world, .user = p, .http = on_http,
		.cancel = on_cancel, .after = on_after,
		.cancel_after = on_cancel_after, .emit = on_emit,
		.rollback = on_rollback, .commit = on_commit,
		.status = on_status, .progress = on_progress,
		.tokens = on_tokens, .op_done = on_op_done,
		.logged_out = on_logged_out, .room = on_room,
		.member = on_member, .made = on_made,
	};
	p->ops = provider_find("matrix");
	p->made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	p->rooms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					 room_drop);
	p->members = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					   member_drop);
	p->pending = g_ptr_array_new();
	p->timers = g_ptr_array_new_with_free_func(g_free);
	p->told = g_string_new(NULL);
	do_account(p, &(struct section){ .words = (char *[]){ NULL },
					 .text = (char *)"" });
}

static void play_clear(struct play *p)
{
	do_close(p, NULL);
	for (guint i = 0; i < p->pending->len; i++)
		((struct pending *)p->pending->pdata[i])->cancelled = true;
	end_cancelled(p);
	tokens_clear(&p->tokens);
	g_free(p->cursor);
	g_free(p->rules);
	g_hash_table_unref(p->rooms);
	g_hash_table_unref(p->made);
	g_hash_table_unref(p->members);
	g_ptr_array_unref(p->pending);
	g_ptr_array_unref(p->timers);
	g_string_free(p->told, TRUE);
	world_clear(&p->world);
}

/* What happened, one text for each expect section; what nobody expected
 * comes last. */
static GPtrArray *scene_play(const struct scene *scene, struct cut cut,
			     gsize *longest)
{
	GPtrArray *told = g_ptr_array_new_with_free_func(g_free);
	struct play p;

	play_init(&p, cut);
	for (guint i = 0; i < scene->sections->len; i++) {
		const struct section *s = scene->sections->pdata[i];

		if (strcmp(s->words[0], "expect")) {
			act(&p, s);
			continue;
		}
		g_ptr_array_add(told, g_strdup(p.told->str));
		g_string_truncate(p.told, 0);
	}
	g_ptr_array_add(told, g_strdup(p.told->str));
	*longest = p.longest;
	play_clear(&p);
	return told;
}

static void complain(const char *how, const char *expected, const char *told)
{
	g_auto(GStrv) left = g_strsplit(expected, "\n", -1);
	g_auto(GStrv) right = g_strsplit(told, "\n", -1);
	guint i = 0;

	while (left[i] && right[i] && strcmp(left[i], right[i]) == 0)
		i++;
	printf("# %s, line %u of an expect section\n", how, i + 1);
	printf("#   expected: %s\n", left[i] ? left[i] : "(the end)");
	printf("#   happened: %s\n", right[i] ? right[i] : "(the end)");
}

/* Compare with the expect sections. */
static bool scene_check(const struct scene *scene, const GPtrArray *told,
			const char *how)
{
	guint n = 0;

	for (guint i = 0; i < scene->sections->len; i++) {
		const struct section *s = scene->sections->pdata[i];
		g_autofree char *expected = NULL;

		if (strcmp(s->words[0], "expect"))
			continue;
		expected = g_strconcat(s->text, *s->text ? "\n" : "", NULL);
		if (strcmp(expected, told->pdata[n])) {
			complain(how, expected, told->pdata[n]);
			return false;
		}
		n++;
	}
	if (*(char *)told->pdata[n] == '\0')
		return true;
	complain(how, "", told->pdata[n]);
	return false;
}

static bool scene_try(const struct scene *scene, struct cut cut,
		      const char *how, gsize *longest)
{
	GPtrArray *told = scene_play(scene, cut, longest);
	bool good = scene_check(scene, told, how);

	g_ptr_array_unref(told);
	return good;
}

static bool try_random(const struct scene *scene)
{
	bool good = true;
	gsize longest;

	for (guint32 i = 1; good && i <= RANDOM_RUNS; i++) {
		struct cut cut = { .random = g_rand_new_with_seed(i) };

		good = scene_try(scene, cut, "in pieces", &longest);
		g_rand_free(cut.random);
	}
	return good;
}

static bool try_every(const struct scene *scene, gsize longest)
{
	gsize unused;

	if (!scene->about || !strstr(scene->about, "# split: every"))
		return true;
	for (gsize at = 1; at < longest; at++) {
		g_autofree char *how = g_strdup_printf("cut at %zu", at);

		if (!scene_try(scene, (struct cut){ .at = at }, how, &unused))
			return false;
	}
	return true;
}

static void scene_update(const struct scene *scene, const char *path)
{
	gsize longest;
	GPtrArray *told = scene_play(scene, (struct cut){ 0 }, &longest);
	GString *out = g_string_new(scene->about);
	guint n = 0;

	g_string_append_c(out, '\n');
	for (guint i = 0; i < scene->sections->len; i++) {
		const struct section *s = scene->sections->pdata[i];

		g_string_append_printf(out, "== %s\n", s->head);
		if (strcmp(s->words[0], "expect") == 0)
			g_string_append(out, told->pdata[n++]);
		else if (*s->text)
			g_string_append_printf(out, "%s\n", s->text);
	}
	if (*(char *)told->pdata[n])
		g_string_append_printf(out, "== expect\n%s",
				       (char *)told->pdata[n]);
	g_file_set_contents(path, out->str, (gssize)out->len, NULL);
	g_string_free(out, TRUE);
	g_ptr_array_unref(told);
}

static bool run_file(const char *path, bool update)
{
	struct scene scene;
	gsize longest = 0;
	bool good;

	if (!scene_read(&scene, path)) {
		printf("# cannot read %s\n", path);
		return false;
	}
	if (update)
		scene_update(&scene, path);
	good = update || (scene_try(&scene, (struct cut){ 0 }, "whole",
				    &longest) &&
			  try_random(&scene) && try_every(&scene, longest));
	scene_clear(&scene);
	return good;
}

int main(int argc, char **argv)
{
	bool update = argc > 1 && strcmp(argv[1], "--update") == 0;
	int first = update ? 2 : 1, n = 0, failed = 0;
	glob_t files = { 0 };

	if (first == argc)
		glob("tests/wire/matrix/*.txt", 0, NULL, &files);
	for (size_t i = 0; i < files.gl_pathc || first < argc; i++) {
		const char *path = first < argc ? argv[first++] :
				   files.gl_pathv[i];
		bool good = run_file(path, update);

		printf("%sok %d - %s\n", good ? "" : "not ", ++n, path);
		failed += !good;
	}
	globfree(&files);
	printf("1..%d\n", n);
	return failed || !n;
}
