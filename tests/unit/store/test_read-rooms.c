#include "fixture.h"

#include "base/error.h"

static void begin(struct fx *fx)
{
	struct room facts = { .alias = (char *)"#flood:council.org" };

	fx_space(fx, "!s", "Flood defence");
	fx_join(fx, "!g", "general");
	fx_join(fx, "!h", "General");
	fx_join(fx, "!t", "tasks");
	fx_fact(fx, "!t", ROOM_ALIAS, &facts);
	fx_child(fx, "!s", "!g", NULL);
	fx_child(fx, "!s", "!t", "a");
	fx_member(fx, "!g", BEN, "Ben", MEMBER_JOIN);
	fx_member(fx, "!t", BEN, "Ben", MEMBER_LEAVE);
	fx_commit(fx);
}

static void expect_found(struct fx *fx, const char *words, const char *rid)
{
	GError *err = NULL;
	struct room *r = reader_room_find(fx->reader, 0, words, &err);

	assert_null(err);
	assert_int_equal(r->id, fx_room(fx, rid));
	room_free(r);
}

static void expect_error(struct fx *fx, const char *words, int code,
			 const char *naming)
{
	GError *err = NULL;

	assert_null(reader_room_find(fx->reader, fx->account, words, &err));
	assert_int_equal(err->code, code);
	assert_non_null(strstr(err->message, naming));
	g_error_free(err);
}

static void rooms_by_words(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	expect_found(fx, "!t:council.org", "!t");
	expect_found(fx, "#flood:council.org", "!t");
	expect_found(fx, "general", "!g");
	expect_found(fx, "General", "!h");
	expect_found(fx, "TASKS", "!t");
	expect_found(fx, "flood", "!s");
	expect_error(fx, "GENERAL", FM_ERROR_AMBIGUOUS, "!g:council.org");
	expect_error(fx, "gen", FM_ERROR_AMBIGUOUS, "!h:council.org");
	expect_error(fx, "tsks", FM_ERROR_NOT_FOUND, "tasks");
	expect_error(fx, "", FM_ERROR_NOT_FOUND, "rooms");
	expect_error(fx, "xyz\x1b[31m", FM_ERROR_NOT_FOUND, "rooms");
}

struct names {
	GString *text;
	struct reader *r;
	int left;
};

static bool add_name(const struct room *room, void *user)
{
	struct names *n = user;

	g_string_append_printf(n->text, "%s,", room->name);
	/* Lists within lists. */
	g_ptr_array_unref(reader_parents(n->r, room->id));
	return --n->left > 0;
}

static void expect_rooms(struct fx *fx, enum rooms_which which, int most,
			 const char *want)
{
	struct names n = { g_string_new(NULL), fx->reader, most };

	reader_rooms(fx->reader, 0, which, add_name, &n);
	assert_string_equal(n.text->str, want);
	g_string_free(n.text, TRUE);
}

static void rooms_in_the_order_of_the_sidebar(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	expect_rooms(fx, ROOMS_ALL, 9, "Flood defence,tasks,general,General,");
	expect_rooms(fx, ROOMS_ONLY, 2, "tasks,general,");
	expect_rooms(fx, SPACES_ONLY, 9, "Flood defence,");
	expect_rooms(fx, ROOMS_INVITES, 9, "");
}

static void parents_and_children(void **state)
{
	struct fx *fx = *state;
	GPtrArray *list;

	begin(fx);
	list = reader_parents(fx->reader, fx_room(fx, "!g"));
	assert_int_equal(list->len, 1);
	assert_string_equal(list->pdata[0], "!s:council.org");
	g_ptr_array_unref(list);
	list = reader_children(fx->reader, fx_room(fx, "!s"));
	assert_int_equal(list->len, 2);
	assert_string_equal(((struct room *)list->pdata[0])->name, "tasks");
	g_ptr_array_unref(list);
	list = reader_shared_rooms(fx->reader, fx->account, BEN, 10);
	assert_int_equal(list->len, 1);
	g_ptr_array_unref(list);
}

static void switching_by_a_few_letters(void **state)
{
	struct fx *fx = *state;
	GPtrArray *list;

	begin(fx);
	fx_post(fx, "!t", "$1", BEN, "newest");
	fx_commit(fx);
	list = reader_switch(fx->reader, "fld", 10);
	assert_int_equal(list->len, 1);
	g_ptr_array_unref(list);
	list = reader_switch(fx->reader, "", 2);
	assert_int_equal(list->len, 2);
	assert_string_equal(((struct room *)list->pdata[0])->name, "tasks");
	g_ptr_array_unref(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(rooms_by_words),
		FX_TEST(rooms_in_the_order_of_the_sidebar),
		FX_TEST(parents_and_children),
		FX_TEST(switching_by_a_few_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
