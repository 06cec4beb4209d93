#include "fixture.h"

#include "store/internal.h"

#include "base/error.h"

static void values_go_in_and_out(void **state)
{
	struct fx *fx = *state;
	struct db *db = &fx->store->db;
	g_autofree char *text = db_text(db, "SELECT ?1 || ?2 || ?3", "sid",
					"a", INT64_C(5000000000), 7);

	assert_string_equal(text, "a50000000007");
	assert_null(db_text(db, "SELECT ?1", "s", NULL));
	assert_int_equal(db_int(db, -1, "SELECT ?1", "s", NULL), -1);
	assert_int_equal(db_int(db, -1, "SELECT 1 WHERE 0", ""), -1);
}

static void trouble_stays_until_it_is_taken(void **state)
{
	struct fx *fx = *state;
	struct db *db = &fx->store->db;
	GError *err = NULL;

	db_exec(db, "INSERT INTO nowhere VALUES(1)", "");
	assert_true(db_failed(db));
	assert_int_equal(db_int(db, -1, "SELECT 5", ""), -1);
	assert_false(db_take_error(db, &err));
	assert_non_null(strstr(err->message, "store.db"));
	g_error_free(err);
	assert_int_equal(db_int(db, -1, "SELECT 5", ""), 5);
}

static void a_reader_cannot_write(void **state)
{
	struct fx *fx = *state;

	db_exec(&fx->reader->db, "DELETE FROM account", "");
	assert_false(db_failed(&fx->reader->db));
	assert_int_equal(db_int(&fx->reader->db, 0, "SELECT count(*)"
				" FROM account", ""), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(values_go_in_and_out),
		FX_TEST(trouble_stays_until_it_is_taken),
		FX_TEST(a_reader_cannot_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
