#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

/* ---- life ---------------------------------------------------------------- */

static void open_store(struct fx *fx)
{
	GError *err = NULL;

	fx->store = store_open(&fx->paths, &fx->world, &err);
	assert_null(err);
	assert_non_null(fx->store);
}

static void open_reader(struct fx *fx)
{
	GError *err = NULL;

	reader_close(fx->reader);
	fx->reader = reader_open(&fx->paths, &fx->world, &err);
	assert_null(err);
	assert_non_null(fx->reader);
}

int fx_setup(void **state)
{
	struct fx *fx = g_new0(struct fx, 1);
	struct account a = { .name = (char *)"ann@council",
			     .kind = (char *)"matrix",
			     .base = (char *)"https://council.org",
			     .user = (char *)ANN, .display = (char *)"Ann" };

	fx->folder = g_build_filename(g_get_tmp_dir(), "fm-store-XXXXXX",
				      NULL);
	assert_non_null(g_mkdtemp(fx->folder));
	fx->paths.profile = g_strdup(fx->folder);
	fx->paths.store = g_build_filename(fx->folder, "store.db", NULL);
	world_init_fixed(&fx->world, FX_NOW, "UTC");
	open_store(fx);
	fx->account = store_account_put(fx->store, &a, NULL);
	assert_true(fx->account > 0);
	open_reader(fx);
	*state = fx;
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

static void forget_told(struct fx *fx)
{
	if (fx->rooms)
		g_array_unref(g_steal_pointer(&fx->rooms));
	if (fx->rings)
		g_array_unref(g_steal_pointer(&fx->rings));
}

int fx_teardown(void **state)
{
	struct fx *fx = *state;

	forget_told(fx);
	reader_close(fx->reader);
	store_close(fx->store);
	world_clear(&fx->world);
	nftw(fx->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	g_free(fx->paths.profile);
	g_free(fx->paths.store);
	g_free(fx->folder);
	g_free(fx);
	return 0;
}

void fx_reopen(struct fx *fx)
{
	store_close(fx->store);
	open_store(fx);
	open_reader(fx);
}

void fx_commit(struct fx *fx)
{
	GError *err = NULL;

	forget_told(fx);
	assert_true(store_commit(fx->store, &fx->rooms, &fx->rings,
				 &fx->places, &err));
	assert_null(err);
}

/* ---- changes ------------------------------------------------------------- */

static char *full(const char *rid)
{
	return strchr(rid, ':') ? g_strdup(rid) :
	       g_strconcat(rid, ":council.org", NULL);
}

struct change *fx_new(struct fx *fx, enum change_kind kind, const char *rid)
{
	g_autofree char *name = rid ? full(rid) : NULL;
	struct change *c = change_new(kind, name);

	c->account = fx->account;
	return c;
}

void fx_apply(struct fx *fx, struct change *take)
{
	GError *err = NULL;

	assert_true(store_apply(fx->store, take, &err));
	assert_null(err);
	change_free(take);
}

static char *copy(const char *text)
{
	return g_strdup(text);
}

void fx_fact(struct fx *fx, const char *rid, uint32_t set,
	     const struct room *facts)
{
	struct change *c = fx_new(fx, CHANGE_FACTS, rid);

	c->set = set;
	c->room = g_new0(struct room, 1);
	c->room->name = copy(facts->name);
	c->room->topic = copy(facts->topic);
	c->room->alias = copy(facts->alias);
	c->room->inviter = copy(facts->inviter);
	c->room->replaced_by = copy(facts->replaced_by);
	c->room->notes_of = copy(facts->notes_of);
	c->room->kind = facts->kind;
	c->room->join = facts->join;
	c->room->history = facts->history;
	c->room->guests = facts->guests;
	c->room->federated = facts->federated;
	c->room->encrypted = facts->encrypted;
	c->room->kinds = facts->kinds;
	c->room->joined = facts->joined;
	c->room->invited = facts->invited;
	for (guint i = 0; facts->heroes && i < facts->heroes->len; i++) {
		if (!c->room->heroes)
			c->room->heroes = g_ptr_array_new();
		g_ptr_array_add(c->room->heroes,
				copy(facts->heroes->pdata[i]));
	}
	for (guint i = 0; facts->allow && i < facts->allow->len; i++) {
		if (!c->room->allow)
			c->room->allow = g_ptr_array_new();
		g_ptr_array_add(c->room->allow, copy(facts->allow->pdata[i]));
	}
	fx_apply(fx, c);
}

static void join(struct fx *fx, const char *rid, const char *name,
		 enum room_kind kind)
{
	struct change *c = fx_new(fx, CHANGE_ROOM, rid);
	struct room facts = { .name = (char *)name, .kind = kind,
			      .join = JOIN_INVITE, .history = HISTORY_SHARED };

	c->membership = MEMBER_JOIN;
	fx_apply(fx, c);
	fx_fact(fx, rid, ROOM_NAME | ROOM_KIND | ROOM_JOIN_RULE | ROOM_HISTORY,
		&facts);
}

void fx_join(struct fx *fx, const char *rid, const char *name)
{
	join(fx, rid, name, ROOM_PLAIN);
}

void fx_space(struct fx *fx, const char *rid, const char *name)
{
	join(fx, rid, name, ROOM_SPACE);
}

void fx_child(struct fx *fx, const char *space, const char *rid,
	      const char *order)
{
	struct change *c = fx_new(fx, CHANGE_CHILD, space);

	c->target = full(rid);
	c->order = copy(order);
	c->via = g_ptr_array_new();
	g_ptr_array_add(c->via, copy("council.org"));
	c->ts = 1;
	fx_apply(fx, c);
}

void fx_member(struct fx *fx, const char *rid, const char *uid,
	       const char *name, enum membership membership)
{
	struct change *c = fx_new(fx, CHANGE_MEMBER, rid);

	c->user = copy(uid);
	c->name = copy(name);
	c->membership = membership;
	fx_apply(fx, c);
}

struct change *fx_new_post(struct fx *fx, const char *rid, const char *eid,
			   const char *sender, const char *body)
{
	struct change *c = fx_new(fx, CHANGE_POST, rid);

	c->post = post_new();
	c->post->eid = copy(eid);
	c->post->sender = copy(sender);
	c->post->body = copy(body);
	c->post->ts = FX_NOW - 60000;
	return c;
}

void fx_post(struct fx *fx, const char *rid, const char *eid,
	     const char *sender, const char *body)
{
	fx_apply(fx, fx_new_post(fx, rid, eid, sender, body));
}

void fx_older(struct fx *fx, const char *rid, const char *eid,
	      const char *sender, const char *body)
{
	struct change *c = fx_new_post(fx, rid, eid, sender, body);

	c->older = true;
	fx_apply(fx, c);
}

void fx_reply(struct fx *fx, const char *rid, const char *eid,
	      const char *root, const char *body)
{
	struct change *c = fx_new_post(fx, rid, eid, BEN, body);

	c->post->thread = copy(root);
	fx_apply(fx, c);
}

void fx_edit(struct fx *fx, const char *rid, const char *eid,
	     const char *target, const char *body)
{
	struct change *c = fx_new(fx, CHANGE_EDIT, rid);

	c->target = copy(target);
	c->post = post_new();
	c->post->eid = copy(eid);
	c->post->sender = copy(BEN);
	c->post->body = copy(body);
	c->post->ts = FX_NOW;
	fx_apply(fx, c);
}

void fx_react(struct fx *fx, const char *rid, const char *eid,
	      const char *target, const char *key)
{
	struct change *c = fx_new(fx, CHANGE_REACTION, rid);

	c->eid = copy(eid);
	c->target = copy(target);
	c->user = copy(BEN);
	c->key = copy(key);
	c->ts = FX_NOW;
	fx_apply(fx, c);
}

void fx_redact(struct fx *fx, const char *rid, const char *target)
{
	struct change *c = fx_new(fx, CHANGE_REDACTION, rid);

	c->eid = g_strconcat(target, "-redaction", NULL);
	c->target = copy(target);
	c->user = copy(BEN);
	c->reason = copy("a mistake");
	fx_apply(fx, c);
}

void fx_timeline(struct fx *fx, const char *rid, const char *token, int n)
{
	struct change *c = fx_new(fx, CHANGE_TIMELINE, rid);

	c->token = copy(token);
	c->n = n;
	fx_apply(fx, c);
}

void fx_older_done(struct fx *fx, const char *rid, const char *from,
		   const char *token)
{
	struct change *c = fx_new(fx, CHANGE_OLDER, rid);

	c->target = copy(from);
	c->token = copy(token);
	fx_apply(fx, c);
}

void fx_receipt(struct fx *fx, const char *rid, const char *eid,
		const char *user)
{
	struct change *c = fx_new(fx, CHANGE_RECEIPT, rid);

	c->eid = copy(eid);
	c->user = copy(user);
	c->ts = FX_NOW;
	fx_apply(fx, c);
}

void fx_counts(struct fx *fx, const char *rid, int unread, int mentions)
{
	struct change *c = fx_new(fx, CHANGE_COUNTS, rid);

	c->unread = unread;
	c->mentions = mentions;
	fx_apply(fx, c);
}

void fx_cursor(struct fx *fx, const char *token)
{
	struct change *c = fx_new(fx, CHANGE_CURSOR, NULL);

	c->token = copy(token);
	fx_apply(fx, c);
}

/* ---- looking ------------------------------------------------------------- */

struct room *fx_read(struct fx *fx, const char *rid)
{
	g_autofree char *name = full(rid);
	struct room *r = reader_room_by_rid(fx->reader, fx->account, name);

	assert_non_null(r);
	return r;
}

int64_t fx_room(struct fx *fx, const char *rid)
{
	struct room *r = fx_read(fx, rid);
	int64_t id = r->id;

	room_free(r);
	return id;
}

char *fx_page(struct fx *fx, const char *rid)
{
	struct page_query q = { .room = fx_room(fx, rid), .limit = 100,
				.from = PAGE_NEWEST };
	GString *out = g_string_new(NULL);
	struct page page;

	reader_page(fx->reader, &q, &page);
	for (guint i = 0; i < page.posts->len; i++) {
		const struct post *p = page.posts->pdata[i];

		g_string_append_printf(out, "%s%s%s", i ? " " : "",
				       p->gap ? "| " : "",
				       p->eid ? p->eid : "-");
	}
	page_clear(&page);
	return g_string_free(out, FALSE);
}

struct post *fx_get(struct fx *fx, const char *rid, const char *eid)
{
	struct post *p = reader_post(fx->reader, fx_room(fx, rid), eid);

	assert_non_null(p);
	return p;
}

char *fx_sidebar(struct fx *fx)
{
	GPtrArray *places = reader_places(fx->reader, 0, 1000);
	GString *out = g_string_new(NULL);

	assert_int_equal(places->len, reader_places_count(fx->reader));
	for (guint i = 0; i < places->len; i++) {
		const struct place *p = places->pdata[i];

		assert_int_equal(p->pos, i);
		g_string_append_printf(out, "%*s%s%s", p->depth * 2, "",
				       p->name, p->outsiders ? " !" : "");
		if (p->unread)
			g_string_append_printf(out, " %d", p->unread);
		g_string_append_c(out, '\n');
	}
	g_ptr_array_unref(places);
	return g_string_free(out, FALSE);
}

/* ---- the outbox ---------------------------------------------------------- */

struct op *fx_op(enum op_kind kind, int64_t room, const char *target,
		 const char *body)
{
	struct op *op = op_new(kind);

	op->room = room;
	op->target = copy(target);
	op->body = copy(body);
	return op;
}

int64_t fx_push(struct fx *fx, struct op *take)
{
	GError *err = NULL;
	int64_t id;

	assert_true(outbox_push(fx->store, take, &err));
	assert_null(err);
	id = take->id;
	op_free(take);
	return id;
}
