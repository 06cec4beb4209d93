#include "unit/command/desk.h"

static int64_t failed(struct desk *d)
{
	int64_t id = fx_push(d->fx, fx_op(OP_SEND, fx_room(d->fx, "!a"), NULL,
					  "lost words"));

	assert_true(outbox_failed(d->fx->store, id, "The server said no.",
				  -1, NULL));
	return id;
}

static void what_waits_is_listed(void **state)
{
	struct desk *d = *state;
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, failed(d));

	assert_true(desk_shell(d, "outbox"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "op", id);
	desk_expect(d, 0, "account", "ann@council");
	desk_expect(d, 0, "room", "!a:council.org");
	desk_expect(d, 0, "kind", "send");
	desk_expect(d, 0, "state", "failed");
	desk_expect(d, 0, "error", "The server said no.");
	desk_expect(d, 0, "text", "lost words");
}

static void sent_again(void **state)
{
	struct desk *d = *state;
	int64_t id = failed(d);
	g_autofree char *line = g_strdup_printf("outbox resend %"
						G_GINT64_FORMAT, id);
	const struct message *m;

	d->reply = message_new(EV_OP);
	d->reply->n = OP_FAILED;
	d->reply->b = g_strdup("The server still says no.");
	assert_false(desk_shell(d, line));
	desk_failed(d, FM_ERROR_FAILED, "still says no");
	m = d->asked->pdata[0];
	assert_int_equal(m->kind, REQ_RESEND);
	assert_true(m->id == id);
	assert_true(outbox_sent(d->fx->store, id, "$x", NULL));
	assert_true(desk_shell(d, line));
	assert_non_null(strstr(d->said->str, "sent"));
}

static void dropped(void **state)
{
	struct desk *d = *state;
	int64_t id = failed(d);
	g_autofree char *line = g_strdup_printf("outbox drop %"
						G_GINT64_FORMAT, id);

	assert_false(desk_shell(d, line));
	desk_failed(d, FM_ERROR_REFUSED, "being sent");
	assert_true(desk_prompt(d, line));
	assert_true(outbox_drop(d->fx->store, id, NULL));
	assert_false(desk_shell(d, line));
	desk_failed(d, FM_ERROR_NOT_FOUND, "There is no");
	assert_false(desk_shell(d, "outbox drop x"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "\"x\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(what_waits_is_listed),
		DESK_TEST(sent_again),
		DESK_TEST(dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
