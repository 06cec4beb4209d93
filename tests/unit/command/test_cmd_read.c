#include "unit/command/desk.h"

static void many_posts(struct desk *d, int n)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *id = g_strdup_printf("$p%03d", i);

		fx_post(d->fx, "!a", id, BEN, "a post about boilers");
	}
	fx_commit(d->fx);
}

static void the_newest_oldest_first(void **state)
{
	struct desk *d = *state;

	many_posts(d, 5);
	assert_true(desk_shell(d, "read general --limit 3"));
	assert_int_equal(d->records->len, 3);
	desk_expect(d, 0, "id", "$p002");
	desk_expect(d, 2, "id", "$p004");
	assert_int_equal(d->asked->len, 0);
}

static void before_a_message(void **state)
{
	struct desk *d = *state;

	many_posts(d, 5);
	assert_true(desk_shell(d, "read general --limit 2 --before '$p003'"));
	assert_int_equal(d->records->len, 2);
	desk_expect(d, 0, "id", "$p001");
	desk_expect(d, 1, "id", "$p002");
}

static void more_than_a_page(void **state)
{
	struct desk *d = *state;

	many_posts(d, 700);
	assert_true(desk_shell(d, "read general --limit 600"));
	assert_int_equal(d->records->len, 600);
	desk_expect(d, 0, "id", "$p100");
	desk_expect(d, 599, "id", "$p699");
}

/* What is not stored is asked for; when nothing comes that is said. */
static void older_ones_are_asked_for(void **state)
{
	struct desk *d = *state;
	const struct message *m;

	fx_join(d->fx, "!b", "books");
	fx_timeline(d->fx, "!b", "t1", 1);
	fx_post(d->fx, "!b", "$b1", BEN, "hello");
	fx_commit(d->fx);
	d->silent = true;
	assert_true(desk_shell(d, "read books"));
	assert_int_equal(d->records->len, 1);
	assert_int_equal(d->asked->len, 1);
	m = d->asked->pdata[0];
	assert_int_equal(m->kind, REQ_OLDER);
	assert_true(m->room == fx_room(d->fx, "!b"));
	assert_non_null(strstr(d->notes->str, "could not be fetched"));
	assert_true(desk_shell(d, "read books --limit 1"));
	assert_int_equal(d->asked->len, 0);
}

static void a_thread(void **state)
{
	struct desk *d = *state;

	fx_reply(d->fx, "!a", "$r1", "$ben1", "which ones");
	fx_reply(d->fx, "!a", "$r2", "$ben1", "two and four");
	fx_commit(d->fx);
	assert_true(desk_shell(d, "read general --thread '$r1'"));
	assert_int_equal(d->records->len, 3);
	desk_expect(d, 0, "id", "$ben1");
	desk_expect(d, 1, "thread", "$ben1");
	assert_int_equal(d->asked->len, 0);
}

static void numbers_are_checked(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "read general --limit 0"));
	desk_failed(d, FM_ERROR_USAGE, "from 1 to 10000");
	assert_false(desk_shell(d, "read general --limit x"));
	desk_failed(d, FM_ERROR_USAGE, "not \"x\"");
	assert_false(desk_shell(d, "read nowhere"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "nowhere");
}

static void searching(void **state)
{
	struct desk *d = *state;

	many_posts(d, 3);
	assert_true(desk_shell(d, "search boil"));
	assert_int_equal(d->records->len, 3);
	desk_expect(d, 0, "id", "$p002");
	desk_expect(d, 0, "snippet", "a post about boilers");
	desk_expect(d, 0, "room", "!a:council.org");
	assert_true(desk_shell(d, "search pumps failed --limit 5"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "search nothing of this"));
	assert_int_equal(d->records->len, 0);
	assert_false(desk_shell(d, "search x --room nowhere"));
	assert_true(desk_shell(d, "search boil --room general"));
	assert_int_equal(d->records->len, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(the_newest_oldest_first),
		DESK_TEST(before_a_message),
		DESK_TEST(more_than_a_page),
		DESK_TEST(older_ones_are_asked_for),
		DESK_TEST(a_thread),
		DESK_TEST(numbers_are_checked),
		DESK_TEST(searching),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
