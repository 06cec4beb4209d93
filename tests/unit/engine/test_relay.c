#include "play.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- two engines, stepped by turns ---------------------------------------- */

struct pair {
	struct play *p;		/* p->e leads */
	struct engine *second;
	GPtrArray *events;	/* of the second */
};

static void take(struct pair *pair)
{
	struct message *m;

	while ((m = engine_pop(pair->second)))
		g_ptr_array_add(pair->events, m);
}

static void turns(struct pair *pair, int n)
{
	while (n-- > 0) {
		if (pair->p->e)
			play_turn(pair->p);
		engine_run(pair->second, 0);
		take(pair);
	}
}

static void pair_begin(struct pair *pair, struct play *p,
		       enum engine_mode mode)
{
	pair->p = p;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	pair->second = play_engine(p, mode);
	pair->events = g_ptr_array_new_with_free_func(
		(GDestroyNotify)message_free);
	turns(pair, 3);
}

static void pair_end(struct pair *pair)
{
	engine_stop(pair->second, 0);
	engine_free(pair->second);
	g_ptr_array_unref(pair->events);
}

static const struct message *heard(const struct pair *pair,
				   enum message_kind kind)
{
	for (guint i = pair->events->len; i > 0; i--) {
		const struct message *m = pair->events->pdata[i - 1];

		if (m->kind == kind)
			return m;
	}
	return NULL;
}

static struct message *ask(struct pair *pair, enum message_kind kind)
{
	struct message *m = message_new(kind);

	engine_push(pair->second, m);
	return m;
}

static void send_from_second(struct pair *pair, const char *body, uint64_t tag)
{
	struct message *m = ask(pair, REQ_OP);

	m->op = op_new(OP_SEND);
	m->op->room = play_room(pair->p, ROOM_A);
	m->op->body = g_strdup(body);
	m->tag = tag;
}

static void test_second_follows(void **state)
{
	struct pair pair;
	const struct message *m;
	struct stat st;

	pair_begin(&pair, *state, ENGINE_LIVE);
	assert_int_equal(pair.second->role, ROLE_FOLLOW);
	assert_int_equal(stat(pair.p->paths.socket, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* It is told at once how things are. */
	m = heard(&pair, EV_ACCOUNT);
	assert_int_equal(m->n, ACCOUNT_LIVE);
	assert_int_equal(m->id, 1);
	assert_non_null(heard(&pair, EV_PLACES));
	assert_int_equal(heard(&pair, EV_ROOM)->room, 0);
	assert_int_equal(play_last(pair.p, EV_ACCOUNT)->id, 0);
	pair_end(&pair);
}

static void test_ops_go_through_the_leader(void **state)
{
	struct pair pair;
	const struct message *m;

	pair_begin(&pair, *state, ENGINE_LIVE);
	send_from_second(&pair, "hello", 9);
	turns(&pair, 4);
	m = heard(&pair, EV_OP);
	assert_int_equal(m->n, OP_SENT);
	assert_int_equal(m->tag, 9);
	assert_int_equal(play_last(pair.p, EV_OP)->n, OP_SENT);
	assert_int_equal(play_last(pair.p, EV_OP)->tag, 0);
	assert_int_equal(play_said(pair.p, "send hello"), 1);
	assert_true(relay_is_empty(pair.second));
	pair_end(&pair);
}

static void test_answers_go_to_who_asked(void **state)
{
	struct pair pair;
	struct message *m;

	pair_begin(&pair, *state, ENGINE_LIVE);
	m = ask(&pair, REQ_OLDER);
	m->room = play_room(pair.p, ROOM_A);
	m->tag = 5;
	turns(&pair, 4);
	assert_int_equal(heard(&pair, EV_OLDER)->tag, 5);
	assert_int_equal(play_last(pair.p, EV_OLDER)->tag, 0);
	pair_end(&pair);
}

static void test_shell_command_waits_for_idle(void **state)
{
	struct pair pair;

	pair_begin(&pair, *state, ENGINE_SEND);
	assert_true(relay_is_idle(pair.second));
	pair.p->script.fate = FATE_HOLD;
	send_from_second(&pair, "slowly", 1);
	turns(&pair, 6);
	assert_false(relay_is_idle(pair.second));
	sender_done(play_fake(pair.p, ANN)->agent, &(struct op_result){
			.op = 1, .ok = true, .eid = (char *)"$1" });
	turns(&pair, 4);
	assert_true(relay_is_idle(pair.second));
	pair_end(&pair);
}

/* A message rings once, where somebody was last. */
static void test_rings_in_one_place(void **state)
{
	struct pair pair;
	struct fake *f;

	pair_begin(&pair, *state, ENGINE_LIVE);
	f = play_fake(pair.p, ANN);
	play_ask(pair.p, REQ_LOOK, 0);
	turns(&pair, 2);
	play_post(f, ROOM_A, "$ring1", "ann?", RING_NOTIFY);
	play_cursor(f, "s2");
	turns(&pair, 2);
	assert_non_null(play_last(pair.p, EV_RING));
	assert_null(heard(&pair, EV_RING));
	play_forget(pair.p);

	ask(&pair, REQ_LOOK);
	turns(&pair, 2);
	play_post(f, ROOM_A, "$ring2", "ann!", RING_NOTIFY);
	play_cursor(f, "s3");
	turns(&pair, 2);
	assert_null(play_last(pair.p, EV_RING));
	assert_string_equal(heard(&pair, EV_RING)->b, "ann!");
	pair_end(&pair);
}

static void test_second_leads_when_first_quits(void **state)
{
	struct pair pair;

	pair_begin(&pair, *state, ENGINE_LIVE);
	play_end(pair.p);
	assert_int_equal(pair.p->script.fakes->len, 0);
	for (int i = 0; i < 50 && pair.second->role != ROLE_LEAD; i++) {
		turns(&pair, 1);
		pair.p->world.fixed += 50;
	}
	assert_int_equal(pair.second->role, ROLE_LEAD);
	turns(&pair, 3);
	assert_int_equal(heard(&pair, EV_ACCOUNT)->id, 0);
	assert_int_equal(heard(&pair, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	pair_end(&pair);
}

/* A peer that does not read is dropped; the leader goes on. */
static void test_stuck_peer_is_dropped(void **state)
{
	struct pair pair;

	pair_begin(&pair, *state, ENGINE_LIVE);
	assert_int_equal(pair.p->e->relay.peers->len, 1);
	for (int i = 0; i < 20000 && pair.p->e->relay.peers->len; i++) {
		struct message *m = message_new(EV_TROUBLE);

		m->a = g_strnfill(10000, 'x');
		event_push(pair.p->e, m);
		play_turn(pair.p);
		play_forget(pair.p);
	}
	assert_int_equal(pair.p->e->relay.peers->len, 0);
	pair_end(&pair);
}

static void test_garbage_closes_the_link(void **state)
{
	struct pair pair;
	struct peer *peer;

	pair_begin(&pair, *state, ENGINE_LIVE);
	peer = pair.p->e->relay.peers->pdata[0];
	g_byte_array_append(pair.second->relay.link.out,
			    (const guint8 *)"\377\377\377\377garbage", 11);
	engine_run(pair.second, 0);
	play_turns(pair.p, 2);
	(void)peer;
	assert_int_equal(pair.p->e->relay.peers->len, 0);
	pair_end(&pair);
}

/* ---- real processes ----------------------------------------------------------- */

static struct message *wait_event(struct engine *e, enum message_kind kind)
{
	for (;;) {
		struct pollfd fd = { engine_fd(e), POLLIN, 0 };
		struct message *m = engine_pop(e);

		if (m && m->kind == kind)
			return m;
		message_free(m);
		if (!m)
			assert_int_equal(poll(&fd, 1, 20000), 1);
	}
}

static struct message *wait_op(struct engine *e, enum op_state state)
{
	for (;;) {
		struct message *m = wait_event(e, EV_OP);

		if (m->n == state)
			return m;
		message_free(m);
	}
}

/* Never returns. */
static void lead_until_killed(struct play *p, int tell)
{
	struct engine *e = play_engine(p, ENGINE_LIVE);

	engine_start(e);
	message_free(wait_event(e, EV_CAUGHT_UP));
	if (write(tell, "!", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static pid_t fork_leader(struct play *p)
{
	int pipes[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		lead_until_killed(p, pipes[1]);
	close(pipes[1]);
	assert_int_equal(read(pipes[0], &c, 1), 1);
	close(pipes[0]);
	return pid;
}

static void be_real(struct play *p)
{
	play_account(p, ANN);
	world_clear(&p->world);
	world_init(&p->world);
	p->script.log = g_build_filename(p->folder, "log", NULL);
}

static void end_real(struct play *p, pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	g_free((char *)p->script.log);
}

static char **sent_lines(struct play *p)
{
	char *text = NULL;
	char **lines;

	assert_true(g_file_get_contents(p->script.log, &text, NULL, NULL));
	lines = g_strsplit(g_strchomp(text), "\n", -1);
	g_free(text);
	return lines;
}

static void push_op(struct play *p, const char *body)
{
	play_send(p, play_room(p, ROOM_A), body, 9);
}

static void test_kill_while_sending(void **state)
{
	struct play *p = *state;
	g_auto(GStrv) lines = NULL;
	pid_t pid;

	be_real(p);
	p->script.fate = FATE_HOLD;	/* the leader gets no answer */
	pid = fork_leader(p);
	p->script.fate = FATE_OK;
	play_begin(p, ENGINE_LIVE);
	engine_start(p->e);
	push_op(p, "hello");
	message_free(wait_op(p->e, OP_SENDING));
	kill(pid, SIGKILL);
	message_free(wait_op(p->e, OP_SENT));
	engine_stop(p->e, 10000);
	lines = sent_lines(p);
	/* Twice on the wire, and both times the same: the server keeps one. */
	assert_int_equal(g_strv_length(lines), 2);
	assert_string_equal(lines[0], lines[1]);
	end_real(p, pid);
}

static void test_kill_before_acknowledging(void **state)
{
	struct play *p = *state;
	g_auto(GStrv) lines = NULL;
	struct message *m;
	struct reader *r;
	struct draft *d;
	pid_t pid;

	be_real(p);
	pid = fork_leader(p);
	play_begin(p, ENGINE_LIVE);
	engine_start(p->e);
	message_free(wait_event(p->e, EV_ACCOUNT));
	kill(pid, SIGSTOP);
	m = message_new(REQ_DRAFT);
	m->a = g_strdup("place");
	m->b = g_strdup("not lost");
	engine_push(p->e, m);
	push_op(p, "one");
	push_op(p, "two");
	kill(pid, SIGKILL);
	message_free(wait_op(p->e, OP_SENT));
	m = wait_op(p->e, OP_SENT);
	assert_int_equal(m->tag, 9);
	message_free(m);
	engine_stop(p->e, 10000);
	lines = sent_lines(p);
	assert_int_equal(g_strv_length(lines), 2);
	assert_true(g_str_has_suffix(lines[0], " one"));
	assert_true(g_str_has_suffix(lines[1], " two"));
	r = reader_open(&p->paths, &p->world, NULL);
	d = reader_draft(r, "place");
	assert_string_equal(d->text, "not lost");
	draft_free(d);
	reader_close(r);
	end_real(p, pid);
}

static void test_stopped_leader_is_named(void **state)
{
	struct play *p = *state;
	g_autofree char *number = NULL;
	struct message *m;
	pid_t pid;

	be_real(p);
	pid = fork_leader(p);
	number = g_strdup_printf("process %d", (int)pid);
	kill(pid, SIGSTOP);
	play_begin(p, ENGINE_LIVE);
	engine_start(p->e);
	m = wait_event(p->e, EV_TROUBLE);
	assert_non_null(strstr(m->a, number));
	message_free(m);
	kill(pid, SIGCONT);
	message_free(wait_event(p->e, EV_CLEAR));
	engine_stop(p->e, 10000);
	end_real(p, pid);
}

/* One leads, the others follow, whatever the order in which they come. */
static void test_many_at_once(void **state)
{
	struct play *p = *state;
	g_auto(GStrv) lines = NULL;
	pid_t pids[6];
	int64_t room;

	be_real(p);
	play_begin(p, ENGINE_ONCE);
	engine_run(p->e, -1);
	play_end(p);
	room = play_room(p, ROOM_A);
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++) {
		pids[i] = fork();
		assert_true(pids[i] >= 0);
		if (pids[i])
			continue;
		p->e = play_engine(p, ENGINE_SEND);
		play_send(p, room, "from many", 1);
		_exit(engine_run(p->e, 20000) ? 0 : 1);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
	lines = sent_lines(p);
	assert_true(g_strv_length(lines) >= G_N_ELEMENTS(pids));
	g_free((char *)p->script.log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_second_follows),
		PLAY_TEST(test_ops_go_through_the_leader),
		PLAY_TEST(test_answers_go_to_who_asked),
		PLAY_TEST(test_shell_command_waits_for_idle),
		PLAY_TEST(test_rings_in_one_place),
		PLAY_TEST(test_second_leads_when_first_quits),
		PLAY_TEST(test_stuck_peer_is_dropped),
		PLAY_TEST(test_garbage_closes_the_link),
		PLAY_TEST(test_kill_while_sending),
		PLAY_TEST(test_kill_before_acknowledging),
		PLAY_TEST(test_stopped_leader_is_named),
		PLAY_TEST(test_many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
