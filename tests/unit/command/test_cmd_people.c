#include "unit/command/desk.h"

static void put(struct desk *d, const char *uid, const char *packed)
{
	struct change *c = fx_new(d->fx, CHANGE_CARD, NULL);

	c->user = g_strdup(uid);
	c->card = card_read(packed);
	c->ts = FX_NOW;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static struct card *changed(struct desk *d)
{
	const struct op *op = desk_op(d);

	assert_int_equal(op->kind, OP_CARD);
	assert_null(op->rid);
	assert_true(op->account > 0);
	return card_read(op->body);
}

static void finding(void **state)
{
	struct desk *d = *state;

	put(d, BEN, "role=Engineer\nteam=Drainage\nlanguage=Svenska\n"
	    "skill=+3 Plumbing\nskill=+0 pipe fitting\nzone=Asia/Tokyo\n"
	    "hours=09:00-17:00\ndays=31\n");
	put(d, CHLOE, "endorse=+@ben:council.org plumbing\n");
	assert_true(desk_shell(d, "people skill:plumb"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "id", BEN);
	desk_expect(d, 0, "name", "Ben Osei");
	desk_expect(d, 0, "role", "Engineer");
	desk_expect(d, 0, "server", "council.org");
	desk_expect(d, 0, "presence", "null");
	desk_expect(d, 0, "zone", "Asia/Tokyo");
	/* 14:32 in London is 23:32 in Tokyo */
	desk_expect(d, 0, "local_time", "23:32");
	desk_expect(d, 0, "days", "mon-fri");
	desk_expect(d, 0, "at_work", "false");
	desk_expect(d, 0, "languages", "Svenska");
	desk_expect(d, 0, "skills", "Plumbing:expert,pipe fitting");
	desk_expect(d, 0, "why", "own card: Plumbing (expert),endorsed for "
		    "plumbing by Chloe Martin");
	desk_expect(d, 0, "endorsed", "plumbing (Chloe Martin)");
	assert_true(desk_shell(d, "people 'skill:pipe fitting'"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_prompt(d, "people skill:\"pipe fitting\" lang:sv"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "who"));
	assert_int_equal(d->records->len, 3);
	assert_true(desk_shell(d, "who --limit 2"));
	assert_int_equal(d->records->len, 2);
	desk_shell(d, "people --limit 0");
	desk_failed(d, FM_ERROR_USAGE, "from 1 to 200");
	desk_shell(d, "people colour:red");
	desk_failed(d, FM_ERROR_USAGE, "colour:");
}

static void nobody_found(void **state)
{
	struct desk *d = *state;

	put(d, BEN, "team=Drainage\nskill=+3 Plumbing\nskill=+1 pipe "
	    "fitting\n");
	assert_true(desk_shell(d, "people skill:plumbign"));
	assert_int_equal(d->records->len, 0);
	assert_string_equal(d->notes->str, "Nobody fits. There is: "
			    "skill:Plumbing.\n");
	assert_true(desk_shell(d, "people fiting"));
	assert_non_null(strstr(d->notes->str, "skill:\"pipe fitting\""));
	assert_true(desk_shell(d, "people zzzzzzzz"));
	assert_non_null(strstr(d->notes->str, "nothing is called alike"));
}

static void one_person(void **state)
{
	struct desk *d = *state;

	put(d, BEN, "role=Engineer\nabout=Ask.\nhidden=1\n");
	assert_true(desk_shell(d, "people ben"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "person @ben:council.org"));
	desk_expect(d, 0, "about", "Ask.");
	assert_int_equal(d->asked->len, 1);
	assert_int_equal(((struct message *)d->asked->pdata[0])->kind,
			 REQ_CARD);
	assert_true(desk_shell(d, "person ben --offline"));
	assert_int_equal(d->asked->len, 0);
	desk_shell(d, "person @nobody:x");
	desk_failed(d, FM_ERROR_NOT_FOUND, "Nothing is known of @nobody:x");
	d->silent = true;
	assert_true(desk_shell(d, "person ben"));
	assert_non_null(strstr(d->notes->str, "may be old"));
}

static void editing(void **state)
{
	struct desk *d = *state;
	struct card *c;

	assert_true(desk_shell(d, "card edit --role Clerk --team '' --skill "
			       "'pipe fitting:expert' --skill minutes "
			       "--no-skill juggling --language it --language "
			       "en --hours 9:00-17:00 --days mon-fri --zone "
			       "Europe/Rome --about 'Ask me.' --hidden yes"));
	c = changed(d);
	assert_int_equal(c->fields, CARD_ALL & ~CARD_ORG);
	assert_string_equal(c->role, "Clerk");
	assert_null(c->team);
	assert_int_equal(card_skill(c, "Pipe Fitting")->level, SKILL_EXPERT);
	assert_int_equal(card_skill(c, "minutes")->level, SKILL_UNKNOWN);
	assert_true(card_skill(c, "juggling")->gone);
	assert_int_equal(c->languages->len, 2);
	assert_int_equal(c->days, 0x1f);
	assert_true(c->hidden);
	card_free(c);
	/* the joined space may hold it where profiles cannot */
	assert_int_equal(desk_op(d)->via->len, 1);
	assert_non_null(strstr(desk_op(d)->key, "role"));
	assert_string_equal(d->said->str, "Your card is changed.\n");
}

static void editing_badly(void **state)
{
	static const struct { const char *line, *says; } rows[] = {
		{ "card edit", "What shall change?" },
		{ "card edit --zone Mars/Olympus", "no time zone" },
		{ "card edit --zone ../etc/passwd", "no time zone" },
		{ "card edit --hours 9-17", "no hours" },
		{ "card edit --days someday", "no days" },
		{ "card edit --skill plumbing:guru", "no level" },
		{ "card edit --skill :expert", "name of a skill" },
		{ "card edit --hidden maybe", "yes or no" },
	};
	struct desk *d = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		desk_shell(d, rows[i].line);
		desk_failed(d, FM_ERROR_USAGE, rows[i].says);
		assert_int_equal(d->ops->len, 0);
	}
}

static void my_own(void **state)
{
	struct desk *d = *state;

	put(d, ANN, "role=Clerk\nskill=+2 minutes\nhidden=1\n"
	    "endorse=+@ben:council.org plumbing\n");
	assert_true(desk_shell(d, "card"));
	desk_expect(d, 0, "id", ANN);
	desk_expect(d, 0, "role", "Clerk");
	desk_expect(d, 0, "skills", "minutes:working");
	desk_expect(d, 0, "hidden", "true");
	desk_expect(d, 0, "endorses", "@ben:council.org plumbing");
}

static void endorsing(void **state)
{
	struct desk *d = *state;
	struct card *c;

	put(d, ANN, "endorse=+@ben:council.org plumbing\n"
	    "decline=+@chloe:council.org magic\n");
	assert_true(desk_shell(d, "endorse ben pipe fitting"));
	c = changed(d);
	assert_non_null(card_link(c->endorses, BEN, "pipe fitting"));
	card_free(c);
	assert_true(desk_shell(d, "unendorse ben Plumbing"));
	c = changed(d);
	assert_true(card_link(c->endorses, BEN, "plumbing")->gone);
	card_free(c);
	assert_true(desk_shell(d, "card decline chloe juggling"));
	c = changed(d);
	assert_false(card_link(c->declines, CHLOE, "juggling")->gone);
	card_free(c);
	assert_true(desk_shell(d, "card decline chloe magic --undo"));
	c = changed(d);
	assert_true(card_link(c->declines, CHLOE, "magic")->gone);
	card_free(c);
	desk_shell(d, "unendorse ben welding");
	desk_failed(d, FM_ERROR_NOT_FOUND, "no such endorsement");
	desk_shell(d, "endorse @ann:council.org wisdom");
	desk_failed(d, FM_ERROR_REFUSED, "That is you");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(finding),
		DESK_TEST(nobody_found),
		DESK_TEST(one_person),
		DESK_TEST(editing),
		DESK_TEST(editing_badly),
		DESK_TEST(my_own),
		DESK_TEST(endorsing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
