#include "unit/command/desk.h"

static void add(struct desk *d, const char *eid, const char *title)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, ANN, "☐ task");
	struct thing *t = thing_new(KIND_TASK);

	t->fields = thing_bits(KIND_TASK);
	t->title = g_strdup(title);
	t->due = civil_day(2026, 12, 1);
	c->post->thing = t;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void out(void **state)
{
	static const char *const has[][2] = {
		{ "ics", "SUMMARY:Order pumps\r\n" },
		{ "todo", "Order pumps due:2026-12-01 id:$t\n" },
		{ "md", "Order pumps" },
		{ "csv", "\"Order pumps\",\"open\",\"\",\"2026-12-01\"" },
	};
	struct desk *d = *state;

	add(d, "$t", "Order pumps");
	add(d, "$u", "=1+1");
	for (size_t i = 0; i < G_N_ELEMENTS(has); i++) {
		g_autofree char *line = g_strdup_printf("task export general "
						"--format %s", has[i][0]);
		const struct record *r;

		assert_true(desk_shell(d, line));
		r = desk_record(d, 0);
		assert_non_null(strstr(record_get(r, "text"), has[i][1]));
	}
	assert_non_null(strstr(record_get(desk_record(d, 0), "text"),
			       "\"'=1+1\""));
	assert_false(desk_shell(d, "task export --format xls"));
	desk_failed(d, FM_ERROR_USAGE, "no format");
	assert_true(desk_shell(d, "event export"));
}

static void to_a_file(void **state)
{
	struct desk *d = *state;
	g_autofree char *path = g_build_filename(d->fx->folder, "t.ics",
						 NULL);
	g_autofree char *line = g_strdup_printf("task export --to %s", path);
	g_autofree char *text = NULL;

	add(d, "$t", "Order pumps");
	assert_true(desk_shell(d, line));
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_true(g_str_has_prefix(text, "BEGIN:VCALENDAR\r\n"));
	assert_false(desk_shell(d, "task export --to /nowhere/x.ics"));
}

static void in(void **state)
{
	struct desk *d = *state;

	add(d, "$t", "Order pumps");
	d->input = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:$t\nSUMMARY:Renamed\n"
		"END:VTODO\nBEGIN:VTODO\nUID:2\nSUMMARY:Order pumps\n"
		"DUE:20261201\nEND:VTODO\nBEGIN:VTODO\nUID:3\nSUMMARY:New\n"
		"RELATED-TO:$t\nEND:VTODO\nBEGIN:VTODO\nUID:4\nSUMMARY:New\n"
		"END:VTODO\nEND:VCALENDAR\n";
	assert_true(desk_shell(d, "task import general - --dry-run"));
	assert_int_equal(d->ops->len, 0);
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "New");
	assert_non_null(strstr(d->notes->str, "1 would be added, 3 left "
			       "out"));
	assert_true(desk_shell(d, "task import general -"));
	assert_string_equal(desk_op(d)->thing->title, "New");
	assert_string_equal(desk_op(d)->thing->parent, "$t");
	d->input = "(A) Ring +heat\n";
	assert_true(desk_shell(d, "task import general -"));
	assert_int_equal(desk_op(d)->thing->priority, 3);
	assert_false(desk_shell(d, "task import general /nowhere"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(out), DESK_TEST(to_a_file), DESK_TEST(in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
