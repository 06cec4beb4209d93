#include "unit/store/fixture.h"
#include "base/world.h"
#include "store/charters.h"

static void say(struct fx *fx, const char *rid, const char *eid,
		const char *issue, int now)
{
	struct change *c = fx_new(fx, CHANGE_CHARTER, rid);

	c->eid = g_strdup(eid);
	c->user = g_strdup(ANN);
	c->ts = 1000;
	c->n = now;
	if (issue) {
		c->charter = charter_new();
		c->charter->issue = g_strdup(issue);
		c->charter->rules = g_strdup("Be kind");
		c->charter->accept = true;
		c->charter->area = AREA_EXTERNAL;
	}
	fx_apply(fx, c);
}

static void assert_issue(struct fx *fx, const char *wanted)
{
	struct charter *c = reader_charter(fx->reader, fx_room(fx, "!a"));

	if (wanted) {
		assert_non_null(c);
		assert_string_equal(c->issue, wanted);
	} else {
		assert_null(c);
	}
	charter_free(c);
}

static void assert_log(struct fx *fx, const char *wanted)
{
	g_autoptr(GPtrArray) log = reader_charter_log(fx->reader,
						      fx_room(fx, "!a"));
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < log->len; i++) {
		const struct charter *c = log->pdata[i];

		g_string_append_printf(out, "%s%s", i ? " " : "",
				       c->issue ? c->issue : "-");
	}
	assert_string_equal(out->str, wanted);
}

/* The log is in the order of the room, in whatever order it comes. */
static void test_versions(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "Heat");
	fx_commit(fx);
	assert_issue(fx, NULL);
	say(fx, "!a", "$1", "one", 1);
	fx_timeline(fx, "!a", "p1", 1);
	say(fx, "!a", "$2", "two", 1);
	fx_post(fx, "!a", "$2", ANN, "changed the charter");
	say(fx, "!a", "$2", "two", 0);
	fx_commit(fx);
	assert_issue(fx, "two");
	assert_log(fx, "one two");
	say(fx, "!a", "$0", "zero", 0);
	fx_older(fx, "!a", "$1", ANN, "wrote the charter");
	fx_older(fx, "!a", "$0", ANN, "wrote the charter");
	fx_commit(fx);
	assert_issue(fx, "two");
	assert_log(fx, "zero one two");
	fx_redact(fx, "!a", "$2");
	fx_commit(fx);
	assert_issue(fx, NULL);
	assert_log(fx, "zero one -");
}

static void test_taken_away(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "Heat");
	say(fx, "!a", NULL, "preview", 1);
	fx_commit(fx);
	assert_issue(fx, "preview");
	assert_log(fx, "");
	say(fx, "!a", "$1", "one", 1);
	fx_commit(fx);
	assert_issue(fx, "one");
	say(fx, "!a", "$2", NULL, 1);
	fx_commit(fx);
	assert_issue(fx, NULL);
	assert_log(fx, "one -");
}

/* What our op has made does not go before what came after it. */
static void test_own_echo(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	fx_join(fx, "!a", "Heat");
	say(fx, "!a", "$1", "ours", 1);
	say(fx, "!a", "$2", "theirs", 1);
	c = fx_new(fx, CHANGE_CHARTER, "!a");
	c->eid = g_strdup("$1");
	c->user = g_strdup(ANN);
	c->op = 7;
	c->n = 1;
	c->charter = charter_new();
	c->charter->issue = g_strdup("ours");
	fx_apply(fx, c);
	fx_commit(fx);
	assert_issue(fx, "theirs");
}

static void test_pending(void **state)
{
	struct fx *fx = *state;
	struct op *op;

	fx_join(fx, "!a", "Heat");
	say(fx, "!a", "$1", "one", 1);
	fx_commit(fx);
	op = fx_op(OP_CHARTER, fx_room(fx, "!a"), NULL,
		   "v 1\nfields 1\nissue soon\n");
	fx_push(fx, op);
	assert_issue(fx, "soon");
}

static void accept(struct fx *fx, const char *uid, const char *eid,
		   const char *charter, const char *rules)
{
	struct change *c = fx_new(fx, CHANGE_ACCEPT, "!a");

	c->user = g_strdup(uid);
	c->eid = g_strdup(eid);
	c->target = g_strdup(charter);
	c->key = g_strdup(rules);
	fx_apply(fx, c);
	fx_commit(fx);
}

static void test_acceptance(void **state)
{
	struct fx *fx = *state;
	int64_t room;
	struct charter like = { .rules = (char *)"Be kind" };
	g_autofree char *digest = charter_digest(&like);
	GPtrArray *list;

	fx_join(fx, "!a", "Heat");
	say(fx, "!a", "$1", "one", 1);
	fx_commit(fx);
	room = fx_room(fx, "!a");
	assert_true(reader_must_accept(fx->reader, room));
	accept(fx, ANN, NULL, "$old", "other rules");
	assert_true(reader_must_accept(fx->reader, room));
	accept(fx, ANN, NULL, "$1", NULL);
	assert_false(reader_must_accept(fx->reader, room));
	/* the words changed, the rules did not */
	say(fx, "!a", "$2", "two", 1);
	fx_commit(fx);
	assert_false(reader_must_accept(fx->reader, room));
	accept(fx, BEN, "$x", "$unknown", digest);
	accept(fx, CHLOE, "$y", "$unknown", NULL);
	list = reader_acceptances(fx->reader, room);
	assert_int_equal(list->len, 3);
	assert_true(((struct acceptance *)list->pdata[0])->current);
	assert_true(((struct acceptance *)list->pdata[1])->current);
	assert_false(((struct acceptance *)list->pdata[2])->current);
	g_ptr_array_unref(list);
	fx_redact(fx, "!a", "$y");
	accept(fx, ANN, NULL, NULL, NULL);
	assert_true(reader_must_accept(fx->reader, room));
	list = reader_acceptances(fx->reader, room);
	assert_int_equal(list->len, 1);
	g_ptr_array_unref(list);
}

static void guest(struct fx *fx, const char *rid, const char *uid, int64_t day,
		  bool is)
{
	struct change *c = fx_new(fx, CHANGE_GUEST, rid);

	c->user = g_strdup(uid);
	c->eid = g_strdup_printf("$guest%s", uid);
	c->target = g_strdup(ANN);
	c->reason = g_strdup("adviser");
	c->n = day;
	c->seen = is;
	fx_apply(fx, c);
}

static void test_guests(void **state)
{
	struct fx *fx = *state;
	GPtrArray *list;
	struct guest *g;

	fx_join(fx, "!a", "Heat");
	fx_space(fx, "!s", "Space");
	fx_child(fx, "!s", "!a", NULL);
	fx_member(fx, "!a", PAT, "Pat Roe", MEMBER_JOIN);
	guest(fx, "!a", PAT, 200, true);
	guest(fx, "!a", "@quinn:partner.org", GUEST_NO_DAY, true);
	guest(fx, "!s", PAT, 100, true);
	fx_commit(fx);
	list = reader_guests(fx->reader, 0, fx_room(fx, "!s"), GUEST_NO_DAY);
	assert_int_equal(list->len, 3);
	g = list->pdata[0];
	assert_int_equal(g->until, 100);
	g = list->pdata[2];
	assert_int_equal(g->until, GUEST_NO_DAY);
	g_ptr_array_unref(list);
	/* not mine to remove: nobody is reminded */
	list = reader_guests(fx->reader, 0, 0, 300);
	assert_int_equal(list->len, 0);
	g_ptr_array_unref(list);
	g = reader_guest(fx->reader, fx_room(fx, "!a"), PAT);
	assert_string_equal(g->name, "Pat Roe");
	assert_int_equal(g->membership, MEMBER_JOIN);
	guest_free(g);
	guest(fx, "!a", PAT, 200, false);
	fx_commit(fx);
	assert_null(reader_guest(fx->reader, fx_room(fx, "!a"), PAT));
}

static void passage(struct fx *fx, const char *eid, const char *uid,
		    const char *by, enum passage_kind what)
{
	struct change *c = fx_new(fx, CHANGE_PASSAGE, "!a");

	c->eid = g_strdup(eid);
	c->user = g_strdup(uid);
	c->target = g_strdup(by);
	c->n = (int64_t)what;
	c->ts = 5000;
	fx_apply(fx, c);
}

static void test_passages(void **state)
{
	struct fx *fx = *state;
	const struct passage *p;
	GPtrArray *list;

	fx_join(fx, "!a", "Heat");
	passage(fx, "$j", PAT, PAT, PASSAGE_JOINED);
	fx_post(fx, "!a", "$j", PAT, "joined");
	passage(fx, "$j", PAT, PAT, PASSAGE_JOINED);
	passage(fx, "$i", PAT, BEN, PASSAGE_INVITED);
	fx_older(fx, "!a", "$i", BEN, "invited");
	passage(fx, "$b", BEN, BEN, PASSAGE_JOINED);
	passage(fx, "$bad", PAT, BEN, PASSAGES);
	fx_commit(fx);
	list = reader_passages(fx->reader, 0, fx_room(fx, "!a"), 0);
	assert_int_equal(list->len, 2);
	p = list->pdata[0];
	assert_int_equal(p->what, PASSAGE_JOINED);
	assert_string_equal(p->by, BEN);
	assert_string_equal(p->server, "partner.org");
	p = list->pdata[1];
	assert_int_equal(p->what, PASSAGE_INVITED);
	g_ptr_array_unref(list);
	list = reader_passages(fx->reader, 0, 0, 6000);
	assert_int_equal(list->len, 0);
	g_ptr_array_unref(list);
}

/* The sign of a space comes from who is in it, as that of a room. */
static void test_sign_of_a_space(void **state)
{
	struct fx *fx = *state;
	g_autofree char *before = NULL, *with = NULL, *after = NULL;

	fx_space(fx, "!s", "Flood defence");
	fx_member(fx, "!s", ANN, "Ann", MEMBER_JOIN);
	fx_commit(fx);
	before = fx_sidebar(fx);
	assert_null(strstr(before, "!"));
	fx_member(fx, "!s", PAT, "Pat Roe", MEMBER_INVITE);
	fx_commit(fx);
	with = fx_sidebar(fx);
	assert_non_null(strstr(with, "Flood defence !"));
	fx_member(fx, "!s", PAT, NULL, MEMBER_LEAVE);
	fx_commit(fx);
	after = fx_sidebar(fx);
	assert_null(strstr(after, "!"));
}

static void test_rights(void **state)
{
	struct fx *fx = *state;
	struct charter_rights rights;
	struct change *c;

	fx_join(fx, "!a", "Heat");
	fx_commit(fx);
	rights = reader_charter_rights(fx->reader, fx_room(fx, "!a"));
	assert_int_equal(rights.charter, 50);
	c = fx_new(fx, CHANGE_POWERS, "!a");
	c->power_state = 50;
	c->power_charter = 70;
	c->power_guest = 20;
	fx_apply(fx, c);
	fx_commit(fx);
	rights = reader_charter_rights(fx->reader, fx_room(fx, "!a"));
	assert_int_equal(rights.charter, 70);
	assert_int_equal(rights.accept, 0);
	assert_int_equal(rights.guest, 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(test_versions), FX_TEST(test_taken_away),
		FX_TEST(test_own_echo), FX_TEST(test_pending),
		FX_TEST(test_acceptance), FX_TEST(test_guests),
		FX_TEST(test_passages), FX_TEST(test_rights),
		FX_TEST(test_sign_of_a_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
