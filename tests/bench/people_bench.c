/*
 * What finding people costs among 5,000 of them, in 40 rooms, each with a
 * card, 20,000 endorsements and 50,000 messages.
 *
 *	people_bench [PEOPLE]
 *
 * Given are the median and the 99th percentile of the first page of 50, with
 * a reader that is warm. The aim is 20 ms.
 */
#include "store/store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROOMS = 40, SKILLS = 400, POSTS = 50000, RUNS = 100 };

static const char *const queries[] = {
	"skill:\"skill 7\"", "skill:skill", "person 42", "pump",
	"team:\"team 3\" lang:sv", "is:online org:council", "room:\"room 1\"",
	"",
};

struct bench {
	struct world world;
	struct paths paths;
	struct store *store;
	int64_t account;
	unsigned people, seed;
};

static double wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const GError *err)
{
	fprintf(stderr, "%s\n", err ? err->message : "out of order");
	exit(1);
}

static unsigned draw(struct bench *b, unsigned below)
{
	b->seed = b->seed * 1103515245u + 12345u;
	return (b->seed >> 16) % below;
}

static void apply(struct bench *b, struct change *take)
{
	GError *err = NULL;

	take->account = b->account;
	if (!store_apply(b->store, take, &err))
		die(err);
	change_free(take);
}

static char *uid(unsigned n)
{
	return g_strdup_printf("@p%u:council.org", n);
}

static void add_member(struct bench *b, unsigned room, unsigned n)
{
	g_autofree char *rid = g_strdup_printf("!r%u:council.org", room);
	struct change *c = change_new(CHANGE_MEMBER, rid);

	c->user = uid(n);
	c->name = g_strdup_printf("Person %u", n);
	c->membership = MEMBER_JOIN;
	c->seen = true;
	apply(b, c);
}

static void add_room(struct bench *b, unsigned room)
{
	g_autofree char *rid = g_strdup_printf("!r%u:council.org", room);
	struct change *c = change_new(CHANGE_ROOM, rid);

	c->membership = MEMBER_JOIN;
	apply(b, c);
	c = change_new(CHANGE_FACTS, rid);
	c->set = ROOM_NAME;
	c->room = g_new0(struct room, 1);
	c->room->name = g_strdup_printf("room %u", room);
	apply(b, c);
}

static void add_card(struct bench *b, unsigned n)
{
	struct change *c = change_new(CHANGE_CARD, NULL);

	c->user = uid(n);
	c->card = card_new();
	c->card->role = g_strdup_printf("role %u", draw(b, 60));
	c->card->team = g_strdup_printf("team %u", draw(b, 40));
	c->card->org = g_strdup("Council");
	card_add_language(c->card, draw(b, 2) ? "en" : "sv");
	for (int i = 0; i < 6; i++) {
		g_autofree char *skill = g_strdup_printf("skill %u",
							 draw(b, SKILLS));
		g_autofree char *other = g_strdup_printf("skill %u",
							 draw(b, SKILLS));
		g_autofree char *whom = uid(draw(b, b->people));

		card_add_skill(c->card, skill, draw(b, 4));
		if (i < 4)
			card_add_link(c->card->endorses, whom, other);
	}
	apply(b, c);
	c = change_new(CHANGE_PRESENCE, NULL);
	c->user = uid(n);
	c->key = g_strdup(draw(b, 10) ? "offline" : "online");
	apply(b, c);
}

static void add_post(struct bench *b, unsigned n)
{
	g_autofree char *rid = g_strdup_printf("!r%u:council.org",
					       draw(b, ROOMS));
	struct change *c = change_new(CHANGE_POST, rid);

	c->post = post_new();
	c->post->eid = g_strdup_printf("$%u", n);
	c->post->sender = uid(draw(b, b->people));
	c->post->ts = 1700000000000 + n;
	c->post->body = g_strdup_printf("about pump %u and valve %u",
					draw(b, 50), draw(b, 50));
	apply(b, c);
}

static void commit(struct bench *b)
{
	GError *err = NULL;

	if (!store_commit(b->store, NULL, NULL, NULL, &err))
		die(err);
}

static void fill(struct bench *b)
{
	double start = wall_ms();

	for (unsigned room = 0; room < ROOMS; room++)
		add_room(b, room);
	for (unsigned n = 0; n < b->people; n++)
		for (unsigned i = 0; i < 4; i++)
			add_member(b, i ? draw(b, ROOMS) : 0, n);
	commit(b);
	for (unsigned n = 0; n < b->people; n++)
		add_card(b, n);
	commit(b);
	for (unsigned n = 0; n < POSTS; n++)
		add_post(b, n);
	commit(b);
	printf("%-28s %.0f ms\n", "fill", wall_ms() - start);
}

static int compare_times(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void measure(struct reader *r, const char *words)
{
	struct people_query q = { .limit = 50 };
	double times[RUNS];
	guint found = 0;

	if (!people_query_parse(&q, words, NULL))
		die(NULL);
	for (int i = 0; i < RUNS; i++) {
		double start = wall_ms();
		g_autoptr(GPtrArray) hits = reader_people_find(r, &q);

		times[i] = wall_ms() - start;
		found = hits->len;
	}
	people_query_clear(&q);
	qsort(times, RUNS, sizeof *times, compare_times);
	printf("people %-21s %.2f ms  (p99 %.2f)  %u on the page\n",
	       *words ? words : "(all)", times[RUNS / 2],
	       times[RUNS - RUNS / 100 - 1], found);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static void bench_run(struct bench *b, const char *folder)
{
	struct account a = { .name = (char *)"ann@bench",
			     .kind = (char *)"matrix",
			     .base = (char *)"http://127.0.0.1",
			     .user = (char *)"@p1:council.org" };
	struct reader *r;
	GError *err = NULL;

	world_init_fixed(&b->world, 1795789920000, "UTC");
	b->paths.profile = g_strdup(folder);
	b->paths.store = g_build_filename(folder, "store.db", NULL);
	b->store = store_open(&b->paths, &b->world, &err);
	if (!b->store)
		die(err);
	b->account = store_account_put(b->store, &a, &err);
	fill(b);
	r = reader_open(&b->paths, &b->world, &err);
	if (!r)
		die(err);
	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++)
		measure(r, queries[i]);
	reader_close(r);
	store_close(b->store);
	g_free(b->paths.profile);
	g_free(b->paths.store);
	world_clear(&b->world);
}

int main(int argc, char **argv)
{
	struct bench b = { .people = argc > 1 ?
		(unsigned)strtoul(argv[1], NULL, 10) : 5000 };
	g_autofree char *folder = g_build_filename(g_get_tmp_dir(),
						   "people-bench-XXXXXX", NULL);

	if (!b.people || !g_mkdtemp(folder)) {
		perror(folder);
		return 1;
	}
	bench_run(&b, folder);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
