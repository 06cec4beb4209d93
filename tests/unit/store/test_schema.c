#include "fixture.h"

#include "store/internal.h"

static void versions_grow(void **state)
{
	const struct migration *both[] = { store_migrations, own_migrations };

	(void)state;
	for (int i = 0; i < 2; i++) {
		int last = 0;

		for (const struct migration *m = both[i]; m->sql; m++) {
			assert_true(m->version > last);
			last = m->version;
		}
		assert_int_equal(migrations_last(both[i]), last);
		assert_true(last >= 1);
	}
}

static void both_files_have_theirs(void **state)
{
	struct fx *fx = *state;

	assert_int_equal(db_int(&fx->store->db, 0, "PRAGMA user_version", ""),
			 migrations_last(store_migrations));
	assert_int_equal(db_int(&fx->store->own, 0, "PRAGMA user_version",
				""), migrations_last(own_migrations));
	assert_int_equal(db_int(&fx->store->own, 0, "PRAGMA synchronous", ""),
			 2);
	assert_int_equal(db_int(&fx->store->db, 0, "PRAGMA synchronous", ""),
			 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions_grow),
		FX_TEST(both_files_have_theirs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
