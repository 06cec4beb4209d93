#include "fixture.h"

#include "store/internal.h"

#include <stdio.h>

static void people_have_one_number(void **state)
{
	struct fx *fx = *state;
	int64_t ben = cache_person(fx->store, BEN);

	assert_int_equal(cache_person(fx->store, BEN), ben);
	cache_drop(fx->store);
	assert_int_equal(cache_person(fx->store, BEN), ben);
	assert_int_not_equal(cache_person(fx->store, PAT), ben);
	assert_int_equal(cache_server(fx->store, "council.org"),
			 cache_self(fx->store, fx->account)->server);
	assert_null(cache_self(fx->store, 999));
}

static void rooms_are_of_an_account(void **state)
{
	struct fx *fx = *state;
	struct hot *h = cache_room_make(fx->store, fx->account, "!a:x");

	assert_ptr_equal(cache_room(fx->store, fx->account, "!a:x"), h);
	assert_ptr_equal(cache_room_id(fx->store, h->id), h);
	assert_null(cache_room(fx->store, fx->account + 1, "!a:x"));
	assert_null(cache_room_id(fx->store, h->id + 1));
	fx_commit(fx);
}

static void it_stays_small(void **state)
{
	struct fx *fx = *state;

	for (int i = 0; i < 1500; i++) {
		g_autofree char *rid = g_strdup_printf("!%d", i);

		fx_join(fx, rid, rid);
	}
	assert_true(g_hash_table_size(fx->store->rooms) >= 1500);
	fx_commit(fx);
	assert_true(g_hash_table_size(fx->store->rooms) <= 512);
	fx_post(fx, "!7", "$1", BEN, "still there");
	fx_commit(fx);
	assert_int_equal(fx->rooms->len, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(people_have_one_number),
		FX_TEST(rooms_are_of_an_account),
		FX_TEST(it_stays_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
