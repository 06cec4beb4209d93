#include "fixture.h"

#include <unistd.h>

/* Somebody reads while another process writes, or none does. */
static void reads_beside_the_writer(void **state)
{
	struct fx *fx = *state;
	GError *err = NULL;
	struct reader *other;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_commit(fx);
	other = reader_open(&fx->paths, &fx->world, &err);
	assert_non_null(other);
	assert_int_equal(reader_places_count(other), 2);
	fx_join(fx, "!b", "other");
	assert_int_equal(reader_places_count(other), 2);
	fx_commit(fx);
	assert_int_equal(reader_places_count(other), 3);
	store_close(g_steal_pointer(&fx->store));
	assert_int_equal(reader_places_count(other), 3);
	reader_close(other);
	other = reader_open(&fx->paths, &fx->world, &err);
	assert_int_equal(reader_places_count(other), 3);
	reader_close(other);
}

static void reads_without_what_is_our_own(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	g_autofree char *page = NULL;
	GPtrArray *ops;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_commit(fx);
	store_close(g_steal_pointer(&fx->store));
	unlink(own);
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1");
	ops = reader_outbox(fx->reader, 0);
	assert_int_equal(ops->len, 0);
	g_ptr_array_unref(ops);
	assert_null(reader_op(fx->reader, 1));
	assert_null(reader_draft(fx->reader, "!a"));
	/* Looking has not made one. */
	assert_int_not_equal(access(own, F_OK), 0);
}

static void lists_the_outbox(void **state)
{
	struct fx *fx = *state;
	const struct op *op;
	GPtrArray *ops;
	int64_t a;

	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "other");
	fx_commit(fx);
	a = fx_room(fx, "!a");
	fx_push(fx, fx_op(OP_SEND, a, NULL, "one"));
	fx_push(fx, fx_op(OP_SEND, fx_room(fx, "!b"), NULL, "two"));
	ops = reader_outbox(fx->reader, 0);
	assert_int_equal(ops->len, 2);
	op = ops->pdata[0];
	assert_string_equal(op->body, "one");
	assert_string_equal(op->room_name, "general");
	g_ptr_array_unref(ops);
	ops = reader_outbox(fx->reader, a);
	assert_int_equal(ops->len, 1);
	g_ptr_array_unref(ops);
}

/* When store.db has been moved away the ops find their rooms by name. */
static void ops_outlive_the_store(void **state)
{
	struct fx *fx = *state;
	struct account pat = { .name = (char *)"pat", .user = (char *)PAT,
			       .base = (char *)"https://partner.org" };
	struct account ann = { .name = (char *)"ann", .user = (char *)ANN,
			       .base = (char *)"https://council.org" };
	int64_t wait;
	struct op *op;

	fx_join(fx, "!a", "general");
	fx_commit(fx);
	fx_push(fx, fx_op(OP_SEND, fx_room(fx, "!a"), NULL, "one"));
	reader_close(g_steal_pointer(&fx->reader));
	store_close(g_steal_pointer(&fx->store));
	unlink(fx->paths.store);
	fx->store = store_open(&fx->paths, &fx->world, NULL);
	assert_true(store_account_put(fx->store, &pat, NULL) > 0);
	fx->account = store_account_put(fx->store, &ann, NULL);
	fx_join(fx, "!z", "another");
	fx_join(fx, "!a", "general");
	fx_commit(fx);
	fx_reopen(fx);
	op = outbox_next(fx->store, fx->account, &wait);
	assert_string_equal(op->body, "one");
	assert_int_equal(op->account, fx->account);
	assert_int_equal(op->room, fx_room(fx, "!a"));
	op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(reads_beside_the_writer),
		FX_TEST(reads_without_what_is_our_own),
		FX_TEST(lists_the_outbox),
		FX_TEST(ops_outlive_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
