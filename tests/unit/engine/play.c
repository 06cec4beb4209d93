#include "play.h"

#include "base/error.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The provider has no way to the test but this. */
static struct play *stage;

static void say(char *take)
{
	g_ptr_array_add(stage->script.said, take);
}

/* ---- the provider ------------------------------------------------------- */

struct change *play_change(enum change_kind kind, const char *rid)
{
	return change_new(kind, rid);
}

static void emit(struct fake *f, struct change *take)
{
	f->host->emit(f->host->user, take);
}

void play_join(struct fake *f, const char *rid, const char *name)
{
	struct change *c = play_change(CHANGE_ROOM, rid);

	c->membership = MEMBER_JOIN;
	emit(f, c);
	c = play_change(CHANGE_FACTS, rid);
	c->set = ROOM_NAME | ROOM_KIND | ROOM_JOIN_RULE | ROOM_HISTORY;
	c->room = g_new0(struct room, 1);
	c->room->name = g_strdup(name);
	c->room->join = JOIN_INVITE;
	c->room->history = HISTORY_SHARED;
	if (stage->script.encrypted && strcmp(rid, ROOM_B) == 0) {
		c->set |= ROOM_ENCRYPTED;
		c->room->encrypted = true;
	}
	emit(f, c);
}

void play_member(struct fake *f, const char *rid, const char *uid,
		 const char *name)
{
	struct change *c = play_change(CHANGE_MEMBER, rid);

	c->user = g_strdup(uid);
	c->name = g_strdup(name);
	c->membership = MEMBER_JOIN;
	emit(f, c);
}

void play_post(struct fake *f, const char *rid, const char *eid,
	       const char *body, unsigned ring)
{
	struct change *c = play_change(CHANGE_POST, rid);

	c->post = post_new();
	c->post->eid = g_strdup(eid);
	c->post->sender = g_strdup(BEN);
	c->post->body = g_strdup(body);
	c->post->ts = NOW - 1000;
	c->post->ring = (uint8_t)ring;
	emit(f, c);
}

void play_cursor(struct fake *f, const char *token)
{
	struct change *c = play_change(CHANGE_CURSOR, NULL);

	c->token = g_strdup(token);
	emit(f, c);
}

void play_live(struct fake *f)
{
	f->host->status(f->host->user, ACCOUNT_LIVE, NULL, 0);
}

static void timeline(struct fake *f, const char *rid, const char *token)
{
	struct change *c = play_change(CHANGE_TIMELINE, rid);

	c->token = g_strdup(token);
	emit(f, c);
}

static void first_sync(struct fake *f)
{
	if (stage->script.rooms && !f->cursor) {
		play_join(f, ROOM_A, "general");
		timeline(f, ROOM_A, "start-a");
		play_member(f, ROOM_A, ANN, "Ann");
		play_member(f, ROOM_A, BEN, "Ben");
		play_post(f, ROOM_A, "$1", "hello", 0);
		play_join(f, ROOM_B, "secrets");
		timeline(f, ROOM_B, "start-b");
	}
	play_cursor(f, "s1");
	play_live(f);
}

static void on_started(void *arg)
{
	struct fake *f = arg;

	if (stage->script.stay_offline)
		f->host->status(f->host->user, ACCOUNT_OFFLINE,
				"council.org refused the connection",
				NOW + 5000);
	else
		first_sync(f);
}

static void fake_start(void *p, bool once)
{
	struct fake *f = p;

	f->started = true;
	f->once = once;
	say(g_strdup_printf("start %s", f->user));
	f->host->after(f->host->user, 0, on_started, f);
}

static void *fake_open(const struct provider_host *host,
		       const struct account_seed *seed)
{
	struct fake *f = g_new0(struct fake, 1);

	f->host = host;
	f->agent = host->user;
	f->user = g_strdup(seed->account->user);
	f->cursor = g_strdup(seed->account->cursor);
	g_ptr_array_add(stage->script.fakes, f);
	return f;
}

static void fake_close(void *p)
{
	struct fake *f = p;

	while (play_answer(f, "closed"))
		;
	g_ptr_array_remove(stage->script.fakes, f);
	g_free(f->user);
	g_free(f->cursor);
	g_free(f);
}

static void fake_nudge(void *p)
{
	struct fake *f = p;

	f->nudges++;
	f->host->after(f->host->user, 0, on_started, f);
}

/* ---- jobs ---------------------------------------------------------------- */

struct waiting {
	void (*done)(void *user, const char *error);
	void *user;
};

bool play_answer(struct fake *f, const char *error)
{
	struct waiting *w = g_queue_pop_head(&f->waiting);

	if (!w)
		return false;
	w->done(w->user, error);
	g_free(w);
	return true;
}

static void wait_for(struct fake *f, void (*done)(void *, const char *),
		     void *user)
{
	struct waiting *w = g_new0(struct waiting, 1);

	w->done = done;
	w->user = user;
	g_queue_push_tail(&f->waiting, w);
}

static void fake_members(void *p, const char *rid,
			 void (*done)(void *, const char *), void *user)
{
	struct fake *f = p;

	say(g_strdup_printf("members %s", rid));
	if (stage->script.hold_jobs) {
		wait_for(f, done, user);
		return;
	}
	if (!stage->script.error) {
		play_member(f, rid, ANN, "Ann");
		play_member(f, rid, BEN, "Ben");
		emit(f, play_change(CHANGE_MEMBERS_DONE, rid));
		f->host->commit(f->host->user);
	}
	done(user, stage->script.error);
}

static void fake_older(void *p, const struct history_span *span,
		       void (*done)(void *, const char *), void *user)
{
	struct fake *f = p;
	struct change *c;
	struct script *s = &stage->script;

	say(g_strdup_printf("older %s", span->rid));
	if (s->hold_jobs) {
		wait_for(f, done, user);
		return;
	}
	if (!s->error) {
		c = play_change(CHANGE_OLDER, span->rid);
		c->target = g_strdup(span->token);
		if (s->stuck)
			c->token = g_strdup(span->token);
		else if (s->pages-- > 0)
			c->token = g_strdup_printf("%s-", span->token);
		emit(f, c);
		f->host->commit(f->host->user);
	}
	done(user, s->error);
}

static void fake_thread(void *p, const char *rid, const char *root,
			void (*done)(void *, const char *), void *user)
{
	(void)p;
	say(g_strdup_printf("thread %s %s", rid, root));
	done(user, stage->script.error);
}

/* ---- ops ------------------------------------------------------------------ */

/* Many processes append to it; a short write is whole. */
static void write_log(const char *line)
{
	int fd = open(stage->script.log, O_WRONLY | O_APPEND | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, line, strlen(line)), strlen(line));
	close(fd);
}

static void fake_submit(void *p, const struct op *op)
{
	struct fake *f = p;
	g_autofree char *eid = g_strconcat("$", op->txn, NULL);
	struct script *s = &stage->script;
	struct op_result r = {
		.op = op->id, .ok = s->fate == FATE_OK, .eid = eid,
		.again = s->fate == FATE_AGAIN, .error = s->error,
		.retry_after = s->retry_after,
	};

	say(g_strdup_printf("%s %s", op_kind_word(op->kind),
			    op->body ? op->body : ""));
	if (s->log) {
		g_autofree char *line = g_strdup_printf("%s %s\n", op->txn,
							op->body);

		write_log(line);
	}
	if (s->fate != FATE_HOLD)
		f->host->op_done(f->host->user, &r);
}

static void fake_typing(void *p, const char *rid, bool on)
{
	(void)p;
	say(g_strdup_printf("typing %s %s", rid, on ? "on" : "off"));
}

/* ---- sessions --------------------------------------------------------------- */

static void fake_login(const struct provider_host *host, const struct login *l,
		       void (*done)(void *, const struct login_result *),
		       void *user)
{
	const char *as = stage->script.login_as;
	struct login_result r = {
		.ok = !stage->script.error, .error = stage->script.error,
		.code = FM_ERROR_AUTH,
		.tokens = {
			.base = (char *)"https://council.org",
			.user = (char *)(as ? as : l->user),
			.device = (char *)"DEVICE",
			.access = (char *)"secret",
		},
	};

	(void)host;
	say(g_strdup_printf("login %s %s %s", l->server, l->user,
			    l->device ? l->device : "-"));
	done(user, &r);
}

static void fake_logout(void *p, void (*done)(void *, const char *),
			void *user)
{
	struct fake *f = p;

	say(g_strdup_printf("logout %s", f->user));
	done(user, NULL);
}

static const struct provider_ops fake_ops = {
	.name = "fake", .login = fake_login, .open = fake_open,
	.close = fake_close, .start = fake_start, .nudge = fake_nudge,
	.older = fake_older, .members = fake_members, .thread = fake_thread,
	.submit = fake_submit, .typing = fake_typing, .logout = fake_logout,
};

/* Everybody is a plumber. */
static void fake_profile(void *p, const char *uid, profile_done done,
			 void *user)
{
	struct fake *f = p;
	struct change *c = play_change(CHANGE_CARD, NULL);

	say(g_strdup_printf("profile %s", uid));
	c->user = g_strdup(uid);
	c->card = card_read("skill=+2 plumbing\n");
	if (stage->script.error) {
		change_free(c);
	} else {
		emit(f, c);
		f->host->commit(f->host->user);
	}
	done(user, stage->script.error, stage->script.retry_after);
}

static const struct provider_ops people_ops = {
	.name = "fake", .login = fake_login, .open = fake_open,
	.close = fake_close, .start = fake_start, .nudge = fake_nudge,
	.older = fake_older, .members = fake_members, .thread = fake_thread,
	.submit = fake_submit, .typing = fake_typing, .logout = fake_logout,
	.profile = fake_profile,
};

static const struct provider_ops *find(const char *kind)
{
	if (stage->script.people)
		return &people_ops;
	return g_strcmp0(kind, "fake") == 0 ? &fake_ops : NULL;
}

/* ---- the stage ---------------------------------------------------------------- */

int play_setup(void **state)
{
	struct play *p = g_new0(struct play, 1);
	g_autofree char *profile = NULL;

	p->folder = g_build_filename(g_get_tmp_dir(), "fm-eng-XXXXXX", NULL);
	assert_non_null(g_mkdtemp(p->folder));
	g_setenv("XDG_RUNTIME_DIR", p->folder, TRUE);
	profile = g_build_filename(p->folder, "profile", NULL);
	assert_true(paths_init(&p->paths, profile, NULL));
	world_init_fixed(&p->world, NOW, "UTC");
	p->script.retry_after = -1;
	p->script.rooms = true;
	p->script.fakes = g_ptr_array_new();
	p->script.said = g_ptr_array_new_with_free_func(g_free);
	p->events = g_ptr_array_new_with_free_func(
		(GDestroyNotify)message_free);
	stage = p;
	*state = p;
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

int play_teardown(void **state)
{
	struct play *p = *state;

	play_end(p);
	assert_int_equal(p->script.fakes->len, 0);
	g_ptr_array_unref(p->script.fakes);
	g_ptr_array_unref(p->script.said);
	g_ptr_array_unref(p->events);
	paths_clear(&p->paths);
	world_clear(&p->world);
	nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	g_free(p->folder);
	g_free(p);
	return 0;
}

int64_t play_account(struct play *p, const char *user)
{
	struct store *s = store_open(&p->paths, &p->world, NULL);
	struct account a = {
		.name = (char *)user + 1, .kind = (char *)"fake",
		.base = (char *)"https://council.org", .user = (char *)user,
		.device = (char *)"OLD",
	};
	struct tokens t = {
		.kind = a.kind, .base = a.base, .user = a.user,
		.device = a.device, .access = (char *)"secret",
	};
	int64_t id;

	assert_non_null(s);
	id = store_account_put(s, &a, NULL);
	assert_true(id > 0);
	assert_true(tokens_save(&p->paths, &t, NULL));
	store_close(s);
	return id;
}

struct engine *play_engine(struct play *p, enum engine_mode mode)
{
	struct engine *e = engine_new(&p->paths, &p->world, mode);

	e->find = find;
	return e;
}

void play_begin(struct play *p, enum engine_mode mode)
{
	p->e = play_engine(p, mode);
}

static void take_events(struct play *p)
{
	struct message *m;

	while ((m = engine_pop(p->e)))
		g_ptr_array_add(p->events, m);
}

void play_turn(struct play *p)
{
	engine_run(p->e, 0);
	take_events(p);
}

void play_turns(struct play *p, int n)
{
	while (n-- > 0)
		play_turn(p);
}

void play_wait(struct play *p, int64_t ms)
{
	p->world.fixed += ms;
	play_turns(p, 2);
}

void play_end(struct play *p)
{
	if (!p->e)
		return;
	/* The clock stands still: there is nothing to wait for. */
	engine_stop(p->e, 0);
	take_events(p);
	engine_free(g_steal_pointer(&p->e));
}

const struct message *play_last(struct play *p, enum message_kind kind)
{
	for (guint i = p->events->len; i > 0; i--) {
		const struct message *m = p->events->pdata[i - 1];

		if (m->kind == kind)
			return m;
	}
	return NULL;
}

int play_count(struct play *p, enum message_kind kind)
{
	int n = 0;

	for (guint i = 0; i < p->events->len; i++)
		n += ((struct message *)p->events->pdata[i])->kind == kind;
	return n;
}

void play_forget(struct play *p)
{
	g_ptr_array_set_size(p->events, 0);
	g_ptr_array_set_size(p->script.said, 0);
}

struct message *play_ask(struct play *p, enum message_kind kind, int64_t room)
{
	struct message *m = message_new(kind);

	m->room = room;
	engine_push(p->e, m);
	return m;
}

void play_send(struct play *p, int64_t room, const char *body, uint64_t tag)
{
	struct message *m = message_new(REQ_OP);

	m->op = op_new(OP_SEND);
	m->op->room = room;
	m->op->body = g_strdup(body);
	m->tag = tag;
	engine_push(p->e, m);
}

int play_said(struct play *p, const char *what)
{
	int n = 0;

	for (guint i = 0; i < p->script.said->len; i++)
		n += strcmp(p->script.said->pdata[i], what) == 0;
	return n;
}

struct fake *play_fake(struct play *p, const char *user)
{
	for (guint i = 0; i < p->script.fakes->len; i++) {
		struct fake *f = p->script.fakes->pdata[i];

		if (strcmp(f->user, user) == 0)
			return f;
	}
	fail_msg("no provider is open for %s", user);
	return NULL;
}

int64_t play_room(struct play *p, const char *rid)
{
	struct reader *r = reader_open(&p->paths, &p->world, NULL);
	GPtrArray *accounts = reader_accounts(r);
	int64_t id = 0;

	for (guint i = 0; i < accounts->len && !id; i++) {
		struct account *a = accounts->pdata[i];
		struct room *room = reader_room_by_rid(r, a->id, rid);

		id = room ? room->id : 0;
		room_free(room);
	}
	g_ptr_array_unref(accounts);
	reader_close(r);
	return id;
}
