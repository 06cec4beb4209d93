#include "unit/command/desk.h"
#include "command/internal.h"

static void every_name_of_a_post_is_there(void **state)
{
	struct desk *d = *state;
	static const char *const names[] = {
		"id", "room", "sender", "name", "ts", "kind", "text", "html",
		"reply_to", "thread", "edited", "redacted", "state",
		"reactions", "task",
	};

	assert_true(desk_shell(d, "read general --limit 1"));
	for (guint i = 0; i < G_N_ELEMENTS(names); i++)
		if (!record_field(desk_record(d, 0), names[i]))
			fail_msg("without \"%s\"", names[i]);
	desk_expect(d, 0, "id", "$ann1");
	desk_expect(d, 0, "room", "!a:council.org");
	desk_expect(d, 0, "html", "null");
	desk_expect(d, 0, "edited", "false");
}

static void links_are_escaped(void **state)
{
	g_autofree char *both = answer_link("!a:x.org", "$e/f+g");
	g_autofree char *one = answer_link("#room:x.org", NULL);

	(void)state;
	assert_string_equal(both, "https://matrix.to/#/!a:x.org/$e%2Ff%2Bg");
	assert_string_equal(one, "https://matrix.to/#/%23room:x.org");
	assert_null(answer_link(NULL, "$e"));
}

static void days_are_dates(void **state)
{
	g_autofree char *day = answer_day(civil_day(2026, 12, 1));

	(void)state;
	assert_string_equal(day, "2026-12-01");
	assert_null(answer_day(NO_DAY));
}

static void a_removed_text_is_gone(void **state)
{
	struct desk *d = *state;

	fx_redact(d->fx, "!a", "$ben1");
	fx_commit(d->fx);
	assert_true(desk_shell(d, "read general"));
	desk_expect(d, 0, "id", "$ben1");
	desk_expect(d, 0, "redacted", "true");
	desk_expect(d, 0, "text", "null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(every_name_of_a_post_is_there),
		DESK_TEST(links_are_escaped),
		DESK_TEST(days_are_dates),
		DESK_TEST(a_removed_text_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
