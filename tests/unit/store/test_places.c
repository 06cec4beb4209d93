#include "fixture.h"

#include <stdio.h>

static void expect(struct fx *fx, const char *want)
{
	g_autofree char *have = fx_sidebar(fx);

	assert_string_equal(have, want);
}

static void make_public(struct fx *fx, const char *rid)
{
	struct room facts = { .join = JOIN_PUBLIC, .federated = true };

	fx_fact(fx, rid, ROOM_JOIN_RULE | ROOM_FEDERATED, &facts);
}

static void areas_trees_rooms_people(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	fx_space(fx, "!s", "Flood defence");
	fx_join(fx, "!g", "general");
	fx_join(fx, "!t", "tasks");
	fx_join(fx, "!x", "Zebra");
	fx_join(fx, "!y", "apple");
	fx_join(fx, "!p", "Open door");
	fx_join(fx, "!d", "");
	fx_member(fx, "!d", BEN, "Ben Osei", MEMBER_JOIN);
	fx_child(fx, "!s", "!t", "b");
	fx_child(fx, "!s", "!g", "a");
	make_public(fx, "!p");
	c = fx_new(fx, CHANGE_DIRECT, NULL);
	c->users = g_ptr_array_new();
	c->names = g_ptr_array_new();
	g_ptr_array_add(c->users, g_strdup("!d:council.org"));
	g_ptr_array_add(c->names, g_strdup(BEN));
	fx_apply(fx, c);
	c = fx_new(fx, CHANGE_ROOM, "!i");
	c->membership = MEMBER_INVITE;
	fx_apply(fx, c);
	fx_commit(fx);
	assert_true(fx->places);
	expect(fx, "INVITES\nEmpty room\nINTERNAL\nFlood defence\n  general\n"
	       "  tasks\napple\nZebra\nBen Osei\nPUBLIC\nOpen door !\n");
}

static void children_in_the_order_of_the_space(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	fx_space(fx, "!s", "Space");
	for (int i = 0; i < 5; i++) {
		g_autofree char *rid = g_strdup_printf("!%d", i);
		g_autofree char *name = g_strdup_printf("room %d", i);

		fx_join(fx, rid, name);
	}
	fx_child(fx, "!s", "!0", NULL);
	fx_child(fx, "!s", "!1", "\xc3\xa9 is no order");
	fx_child(fx, "!s", "!2", "bb");
	fx_child(fx, "!s", "!3", "aa");
	fx_child(fx, "!s", "!4", NULL);
	c = fx_new(fx, CHANGE_CHILD, "!s");
	c->target = g_strdup("!4:council.org");
	c->via = g_ptr_array_new();
	g_ptr_array_add(c->via, g_strdup("council.org"));
	c->ts = 0;
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, "INTERNAL\nSpace\n  room 3\n  room 2\n  room 4\n"
	       "  room 0\n  room 1\n");
	/* Without via it is none any more. */
	c = fx_new(fx, CHANGE_CHILD, "!s");
	c->target = g_strdup("!3:council.org");
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, "INTERNAL\nSpace\n  room 2\n  room 4\n  room 0\n"
	       "  room 1\nroom 3\n");
}

static void folds_are_kept(void **state)
{
	struct fx *fx = *state;
	GPtrArray *rows;
	const struct place *p;

	fx_space(fx, "!s", "Top");
	fx_space(fx, "!n", "Nested");
	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "other");
	fx_child(fx, "!s", "!n", NULL);
	fx_child(fx, "!s", "!b", "a");
	fx_child(fx, "!n", "!a", NULL);
	fx_child(fx, "!n", "!b", NULL);
	fx_post(fx, "!a", "$1", BEN, "x");
	fx_counts(fx, "!a", 2, 1);
	fx_counts(fx, "!b", 3, 0);
	fx_commit(fx);
	expect(fx, "INTERNAL\nTop\n  other 3\n  Nested 5\n");
	assert_true(place_fold(fx->store, "!s:council.org/!n:council.org",
			       true, NULL));
	expect(fx, "INTERNAL\nTop\n  other 3\n  Nested\n    general 2\n"
	       "    other 3\n");
	assert_true(place_fold(fx->store, "!s:council.org", false, NULL));
	expect(fx, "INTERNAL\nTop 5\n");
	rows = reader_places(fx->reader, 1, 1);
	p = rows->pdata[0];
	assert_int_equal(p->mentions, 1);
	assert_true(p->children);
	assert_false(p->open);
	assert_string_equal(p->path, "!s:council.org");
	g_ptr_array_unref(rows);
	fx_reopen(fx);
	expect(fx, "INTERNAL\nTop 5\n");
	/* Counts below change without building. */
	fx_counts(fx, "!b", 1, 0);
	fx_commit(fx);
	assert_true(fx->places);
	expect(fx, "INTERNAL\nTop 3\n");
}

static void circles_end(void **state)
{
	struct fx *fx = *state;

	fx_space(fx, "!s", "One");
	fx_space(fx, "!t", "Two");
	fx_join(fx, "!a", "general");
	fx_child(fx, "!s", "!t", NULL);
	fx_child(fx, "!t", "!s", NULL);
	fx_child(fx, "!t", "!t", NULL);
	fx_child(fx, "!t", "!a", NULL);
	fx_commit(fx);
	expect(fx, "INTERNAL\nOne\n  Two\n");
	assert_true(place_fold(fx->store, "!s:council.org/!t:council.org",
			       true, NULL));
	expect(fx, "INTERNAL\nOne\n  Two\n    general\n    One\n");
}

/* Every space in every other: without a bound this never ends. */
static void a_thicket_is_bounded(void **state)
{
	struct fx *fx = *state;
	enum { SPACES = 30 };

	for (int i = 0; i < SPACES; i++) {
		g_autofree char *rid = g_strdup_printf("!%02d", i);

		fx_space(fx, rid, rid);
		for (int j = 0; j < SPACES; j++) {
			g_autofree char *child = g_strdup_printf("!%02d", j);

			fx_child(fx, rid, child, NULL);
		}
	}
	fx_commit(fx);
	for (int i = 1; i < SPACES; i++) {
		g_autofree char *path = g_strdup_printf(
			"!00:council.org/!%02d:council.org", i);

		assert_true(place_fold(fx->store, path, true, NULL));
	}
	assert_in_range(reader_places_count(fx->reader), SPACES,
			SPACES * SPACES * 4);
}

static void the_next_unread_wraps(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "a");
	fx_join(fx, "!b", "b");
	fx_join(fx, "!c", "c");
	fx_counts(fx, "!a", 1, 0);
	fx_counts(fx, "!c", 2, 1);
	fx_commit(fx);
	assert_int_equal(reader_next_unread(fx->reader, 0, false),
			 fx_room(fx, "!a"));
	assert_int_equal(reader_next_unread(fx->reader, 1, false),
			 fx_room(fx, "!c"));
	assert_int_equal(reader_next_unread(fx->reader, 3, false),
			 fx_room(fx, "!a"));
	assert_int_equal(reader_next_unread(fx->reader, 3, true),
			 fx_room(fx, "!c"));
	assert_int_equal(reader_place_of(fx->reader, fx_room(fx, "!b")), 2);
	fx_counts(fx, "!a", 0, 0);
	fx_counts(fx, "!c", 0, 0);
	fx_commit(fx);
	assert_int_equal(reader_next_unread(fx->reader, 0, false), 0);
}

static void what_was_left_is_not_shown(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .replaced_by = (char *)"!c:council.org" };
	struct change *c;

	fx_join(fx, "!a", "left");
	fx_join(fx, "!b", "old");
	fx_join(fx, "!c", "new");
	fx_fact(fx, "!b", ROOM_TOMBSTONE, &facts);
	c = fx_new(fx, CHANGE_ROOM, "!a");
	c->membership = MEMBER_LEAVE;
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, "INTERNAL\nnew\n");
}

static void favourites_come_first(void **state)
{
	struct fx *fx = *state;
	static const char *const tags[][2] = { { "!c", "favourite" },
					       { "!a", "low" } };

	fx_join(fx, "!a", "a");
	fx_join(fx, "!b", "b");
	fx_join(fx, "!c", "c");
	for (int i = 0; i < 2; i++) {
		struct change *c = fx_new(fx, CHANGE_TAG, tags[i][0]);

		c->key = g_strdup(tags[i][1]);
		c->n = 1;
		fx_apply(fx, c);
	}
	fx_commit(fx);
	expect(fx, "INTERNAL\nc\nb\na\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(areas_trees_rooms_people),
		FX_TEST(children_in_the_order_of_the_space),
		FX_TEST(folds_are_kept),
		FX_TEST(circles_end),
		FX_TEST(a_thicket_is_bounded),
		FX_TEST(the_next_unread_wraps),
		FX_TEST(what_was_left_is_not_shown),
		FX_TEST(favourites_come_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
