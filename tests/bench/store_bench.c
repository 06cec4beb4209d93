/*
 * What the store alone costs: writing a first sync, and reading pages beside
 * a million posts.
 *
 *	store_bench [POSTS]
 *
 * Everything happens in a fresh folder below TMPDIR, which is removed. The
 * first figure has a floor beside it: the same bodies into one table with one
 * unique index and FTS5, in one transaction. Reading is given as the median
 * of many runs with a reader that is warm.
 */
#include "store/store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

enum { ROOMS = 1000, POSTS = 20, PEOPLE = 300, FLOOD_ROOM = 0, RUNS = 200 };

struct bench {
	struct world world;
	struct paths paths;
	struct store *store;
	int64_t account;
	GPtrArray *changes;
	unsigned seed, serial;
};

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(GError *err)
{
	fprintf(stderr, "store_bench: %s\n", err ? err->message : "?");
	exit(1);
}

/* ---- an account that does not exist -------------------------------------- */

static unsigned draw(struct bench *b, unsigned n)
{
	b->seed = b->seed * 1664525u + 1013904223u;
	return (b->seed >> 8) % n;
}

static char *words(struct bench *b)
{
	static const char *const list[] = {
		"the", "report", "meeting", "plan", "invoice", "server",
		"tenant", "office", "street", "partner", "deadline", "answer",
		"change", "review", "please", "tomorrow", "checked", "signed",
		"before", "with", "without", "again", "should", "naïve",
		"Straße", "日本語の資料", "👍", "fundamental", "bridge", "pump",
	};
	GString *out = g_string_new(NULL);
	unsigned n = 6 + draw(b, 20);

	/* Common words, and rare ones, as in any language. */
	for (unsigned i = 0; i < n; i++)
		if (draw(b, 3))
			g_string_append_printf(out, "%s ", list[
				draw(b, G_N_ELEMENTS(list))]);
		else
			g_string_append_printf(out, "%c%cra%u ",
					       'a' + draw(b, 26),
					       'a' + draw(b, 26),
					       draw(b, 100));
	return g_string_free(out, FALSE);
}

static char *event_id(unsigned n)
{
	uint64_t h = (n + 1) * UINT64_C(0x9e3779b97f4a7c15);

	return g_strdup_printf("$%016lx%016lx%010lxA", (unsigned long)h,
			       (unsigned long)(h * h + n),
			       (unsigned long)(h >> 24));
}

static char *person(unsigned n)
{
	return g_strdup_printf("@u%03u:%s", n, n % 10 ? "bench.example" :
					       "partner.example");
}

static struct change *new_change(struct bench *b, enum change_kind kind,
				 unsigned room)
{
	struct change *c = change_new(kind, NULL);

	c->account = b->account;
	c->rid = g_strdup_printf("!r%017u:bench.example", room);
	g_ptr_array_add(b->changes, c);
	return c;
}

static struct change *new_post(struct bench *b, unsigned room)
{
	struct change *c = new_change(b, CHANGE_POST, room);
	struct post *p = c->post = post_new();

	p->eid = event_id(b->serial++);
	p->sender = person(draw(b, PEOPLE));
	p->ts = INT64_C(1790000000000) + b->serial * INT64_C(1000);
	p->body = words(b);
	if (draw(b, 20) == 0)
		p->html = g_strdup_printf("<p>%s</p>", p->body);
	if (draw(b, 10) == 0)
		p->reply_to = event_id(b->serial - 1 - draw(b, 3));
	else if (draw(b, 12) == 0)
		p->thread = event_id(b->serial - 1 - draw(b, 5));
	if (draw(b, 50) == 0) {
		p->thing = thing_new(KIND_TASK);
		p->thing->title = g_strdup(p->body);
		p->thing->fields = THING_TITLE;
	}
	return c;
}

static void add_reaction(struct bench *b, unsigned room)
{
	struct change *c = new_change(b, CHANGE_REACTION, room);

	c->eid = event_id(b->serial++ + 90000000u);
	c->user = person(draw(b, PEOPLE));
	c->target = event_id(b->serial - 2 - draw(b, 4));
	c->key = g_strdup(draw(b, 2) ? "👍" : "🎉");
	c->ts = INT64_C(1790000000000);
}

static void add_facts(struct bench *b, unsigned room)
{
	struct change *c = new_change(b, CHANGE_ROOM, room);
	struct room *r;

	c->membership = MEMBER_JOIN;
	c = new_change(b, CHANGE_FACTS, room);
	c->room = r = g_new0(struct room, 1);
	c->set = ROOM_NAME | ROOM_TOPIC | ROOM_KIND | ROOM_JOIN_RULE |
		 ROOM_HISTORY | ROOM_COUNTS | ROOM_VERSION | ROOM_FEDERATED;
	r->name = g_strdup_printf("Room number %u", room);
	r->topic = g_strdup("What we talk about here");
	r->kind = room % 20 ? ROOM_PLAIN : ROOM_SPACE;
	r->join = JOIN_INVITE;
	r->history = HISTORY_SHARED;
	r->joined = 12;
	r->federated = true;
	r->version = g_strdup("11");
	if (room % 20) {
		c = new_change(b, CHANGE_CHILD, room - room % 20);
		c->target = g_strdup_printf("!r%017u:bench.example", room);
		c->via = g_ptr_array_new();
		g_ptr_array_add(c->via, g_strdup("bench.example"));
	}
}

static void add_members(struct bench *b, unsigned room)
{
	for (unsigned i = 0; i < 7; i++) {
		struct change *c = new_change(b, CHANGE_MEMBER, room);
		unsigned n = draw(b, PEOPLE);

		c->user = person(n);
		c->name = g_strdup_printf("Person Number %u", n);
		c->membership = MEMBER_JOIN;
	}
}

static void add_room(struct bench *b, unsigned room)
{
	struct change *c;

	add_facts(b, room);
	add_members(b, room);
	c = new_change(b, CHANGE_TIMELINE, room);
	c->token = g_strdup("t1-start");
	c->n = 1;
	for (unsigned i = 0; i < POSTS; i++) {
		new_post(b, room);
		if (i % 10 == 5)
			add_reaction(b, room);
	}
	c = new_change(b, CHANGE_COUNTS, room);
	c->unread = (int)draw(b, 5);
	c = new_change(b, CHANGE_RECEIPT, room);
	c->eid = event_id(b->serial - 2);
	c->user = person(draw(b, PEOPLE));
}

/* ---- writing ------------------------------------------------------------- */

static void apply_all(struct bench *b)
{
	GError *err = NULL;

	for (guint i = 0; i < b->changes->len; i++)
		if (!store_apply(b->store, b->changes->pdata[i], &err))
			die(err);
	if (!store_commit(b->store, NULL, NULL, NULL, &err))
		die(err);
}

static void drop_changes(struct bench *b)
{
	g_ptr_array_set_size(b->changes, 0);
}

static void free_change(void *change)
{
	change_free(change);
}

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
}

static void floor_insert(sqlite3_stmt *event, sqlite3_stmt *text,
			 const struct change *c)
{
	const struct post *p = c->post;

	sqlite3_bind_text(event, 1, p ? p->eid : NULL, -1, SQLITE_STATIC);
	sqlite3_bind_text(event, 2, c->rid, -1, SQLITE_STATIC);
	sqlite3_bind_text(event, 3, p ? p->sender : c->user, -1,
			  SQLITE_STATIC);
	sqlite3_bind_int64(event, 4, p ? p->ts : c->ts);
	sqlite3_bind_text(event, 5, p ? p->body : NULL, -1, SQLITE_STATIC);
	sqlite3_step(event);
	sqlite3_reset(event);
	if (!p)
		return;
	sqlite3_bind_int64(text, 1, sqlite3_last_insert_rowid(
				   sqlite3_db_handle(event)));
	sqlite3_bind_text(text, 2, p->body, -1, SQLITE_STATIC);
	sqlite3_step(text);
	sqlite3_reset(text);
}

static double floor_ms(struct bench *b)
{
	g_autofree char *path = g_build_filename(b->paths.profile, "floor.db",
						 NULL);
	sqlite3_stmt *event, *text;
	double start = cpu_ms();
	sqlite3 *db;

	sqlite3_open(path, &db);
	run_sql(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
		"CREATE TABLE event(n INTEGER PRIMARY KEY, id TEXT UNIQUE,"
		" room TEXT, sender TEXT, ts INTEGER, body TEXT);"
		"CREATE VIRTUAL TABLE words USING fts5(body, content='event',"
		" content_rowid='n'); BEGIN");
	sqlite3_prepare_v2(db, "INSERT INTO event(id, room, sender, ts, body)"
			   " VALUES(?, ?, ?, ?, ?)", -1, &event, NULL);
	sqlite3_prepare_v2(db, "INSERT INTO words(rowid, body) VALUES(?, ?)",
			   -1, &text, NULL);
	for (guint i = 0; i < b->changes->len; i++)
		floor_insert(event, text, b->changes->pdata[i]);
	run_sql(db, "COMMIT");
	sqlite3_finalize(event);
	sqlite3_finalize(text);
	sqlite3_close(db);
	return cpu_ms() - start;
}

static void bench_first_sync(struct bench *b)
{
	double floor, cpu, wall;

	for (unsigned i = 0; i < ROOMS; i++)
		add_room(b, i);
	floor = floor_ms(b);
	cpu = cpu_ms();
	wall = wall_ms();
	apply_all(b);
	cpu = cpu_ms() - cpu;
	printf("first sync, %u changes   cpu %.0f ms  wall %.0f ms  "
	       "floor %.0f ms  ratio %.2f\n", b->changes->len, cpu,
	       wall_ms() - wall, floor, cpu / floor);
	drop_changes(b);
}

static void bench_small_commit(struct bench *b)
{
	double wall = wall_ms();

	for (unsigned i = 0; i < 100; i++) {
		new_post(b, i);
		apply_all(b);
		drop_changes(b);
	}
	printf("one post and its commit  wall %.3f ms\n",
	       (wall_ms() - wall) / 100);
}

/* A tenth of all posts are in one room. */
static void flood(struct bench *b, unsigned posts)
{
	double wall = wall_ms();

	for (unsigned i = 0; i < posts; i++) {
		unsigned room = draw(b, 10) ? draw(b, ROOMS) : FLOOD_ROOM;

		new_post(b, room);
		if (i % 10 == 0)
			add_reaction(b, room);
		if (b->changes->len < 20000)
			continue;
		apply_all(b);
		drop_changes(b);
	}
	apply_all(b);
	drop_changes(b);
	printf("%u posts more            wall %.1f s\n", posts,
	       (wall_ms() - wall) / 1e3);
}

/* ---- reading ------------------------------------------------------------- */

static int64_t busy_room(struct reader *r, int64_t account)
{
	struct room *room = reader_room_by_rid(r, account,
					       "!r00000000000000000:"
					       "bench.example");
	int64_t id = room ? room->id : 0;

	room_free(room);
	return id;
}

static void read_newest(struct reader *r, int64_t room)
{
	struct page_query q = { .room = room, .from = PAGE_NEWEST,
				.limit = 50 };
	struct page page;

	reader_page(r, &q, &page);
	page_clear(&page);
}

static void read_before(struct reader *r, int64_t room)
{
	struct page_query q = { .room = room, .from = PAGE_BEFORE,
				.limit = 50 };
	struct page page;
	g_autofree char *eid = reader_newest_eid(r, room, &q.pos);

	q.pos -= 20000;
	reader_page(r, &q, &page);
	page_clear(&page);
}

static void read_places(struct reader *r, int64_t room)
{
	(void)room;
	g_ptr_array_unref(reader_places(r, 100, 45));
}

static void read_totals(struct reader *r, int64_t room)
{
	int unread, mentions, invites;

	(void)room;
	reader_totals(r, &unread, &mentions, &invites);
}

static void read_switch(struct reader *r, int64_t room)
{
	(void)room;
	g_ptr_array_unref(reader_switch(r, "num 42", 20));
}

static void read_members(struct reader *r, int64_t room)
{
	g_ptr_array_unref(reader_members(r, room, NULL, 0, 50));
}

static void read_tasks(struct reader *r, int64_t room)
{
	struct thing_query q = { .room = room, .open_only = true, .limit = 50 };

	g_ptr_array_unref(reader_things(r, &q));
}

static void read_search(struct reader *r, int64_t room)
{
	(void)room;
	g_ptr_array_unref(reader_search(r, 0, "invoice bridge", 0, 20));
}

static void read_prefix(struct reader *r, int64_t room)
{
	(void)room;
	g_ptr_array_unref(reader_search(r, 0, "inv", 0, 20));
}

static void read_in_room(struct reader *r, int64_t room)
{
	g_ptr_array_unref(reader_search(r, room - 1 ? room : 2, "signed", 0,
					20));
}

static void read_people(struct reader *r, int64_t room)
{
	(void)room;
	g_ptr_array_unref(reader_people(r, 0, "Person Number 12", 10));
}

static const struct {
	const char *name;
	void (*fn)(struct reader *r, int64_t room);
} readings[] = {
	{ "page of 50, newest", read_newest },
	{ "page of 50, before", read_before },
	{ "45 places", read_places },
	{ "totals", read_totals },
	{ "switcher", read_switch },
	{ "members, 50", read_members },
	{ "tasks of a room, 50", read_tasks },
	{ "search, two words", read_search },
	{ "search, prefix", read_prefix },
	{ "search in a room", read_in_room },
	{ "people", read_people },
};

static int compare_times(const void *a, const void *b)
{
	double one = *(const double *)a, two = *(const double *)b;

	return one < two ? -1 : one > two;
}

static void bench_reading(struct bench *b)
{
	GError *err = NULL;
	double start = wall_ms(), times[RUNS];
	struct reader *r = reader_open(&b->paths, &b->world, &err);
	int64_t room;

	if (!r)
		die(err);
	printf("%-24s %.3f ms\n", "open a reader", wall_ms() - start);
	room = busy_room(r, b->account);
	start = wall_ms();
	read_newest(r, room);
	printf("%-24s %.3f ms\n", "first page, cold", wall_ms() - start);
	for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
		for (int n = 0; n < RUNS; n++) {
			start = wall_ms();
			readings[i].fn(r, room);
			times[n] = wall_ms() - start;
		}
		qsort(times, RUNS, sizeof *times, compare_times);
		printf("%-24s %.3f ms  (p99 %.3f)\n", readings[i].name,
		       times[RUNS / 2], times[RUNS - RUNS / 100]);
	}
	reader_close(r);
}

/* ---- around it ----------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static void bench_open(struct bench *b, const char *folder)
{
	struct account a = { .name = (char *)"ann@bench",
			     .kind = (char *)"matrix",
			     .base = (char *)"http://127.0.0.1",
			     .user = (char *)"@u001:bench.example" };
	GError *err = NULL;

	memset(b, 0, sizeof *b);
	world_init(&b->world);
	b->paths.profile = g_strdup(folder);
	b->paths.store = g_build_filename(folder, "store.db", NULL);
	b->changes = g_ptr_array_new_with_free_func(free_change);
	b->seed = 1;
	b->store = store_open(&b->paths, &b->world, &err);
	if (!b->store)
		die(err);
	b->account = store_account_put(b->store, &a, &err);
	if (!b->account)
		die(err);
}

static void bench_close(struct bench *b)
{
	store_close(b->store);
	g_ptr_array_unref(b->changes);
	g_free(b->paths.profile);
	g_free(b->paths.store);
	world_clear(&b->world);
}

int main(int argc, char **argv)
{
	unsigned posts = argc > 1 ?
			 (unsigned)strtoul(argv[1], NULL, 10) : 1000000;
	g_autofree char *folder = g_build_filename(g_get_tmp_dir(),
						   "store-bench-XXXXXX", NULL);
	struct bench b;

	if (!g_mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	bench_open(&b, folder);
	bench_first_sync(&b);
	bench_small_commit(&b);
	if (posts) {
		bench_reading(&b);
		flood(&b, posts);
		bench_small_commit(&b);
	}
	bench_reading(&b);
	bench_close(&b);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
