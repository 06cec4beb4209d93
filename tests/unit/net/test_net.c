#include "net/http.h"
#include "unit/net/ask.h"
#include "unit/net/server.h"

#include <pthread.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The loop: many requests, waiting, waking, ending. The server holds an
 * answer to "/hold" until a byte comes through `gate`, then sends the rest. */
struct place {
	struct server *server;
	struct net *net;
	int gate[2];
	struct ask ask;
};

static bool answer(struct server *s, int fd, const char *request)
{
	struct place *p = server_user(s);
	char byte;

	if (strstr(request, " /hold ")) {
		server_send(fd, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
			    "first");
		if (read(p->gate[0], &byte, 1) != 1)
			return false;
		server_send(fd, "last");
	} else if (!strstr(request, " /hush ")) {
		server_reply(fd, "HTTP/1.1 200 OK\r\n", "yes");
	}
	return true;
}

static int make_place(void **state)
{
	struct place *p = g_new0(struct place, 1);

	if (pipe(p->gate) != 0)
		return -1;
	p->server = server_new(answer, p);
	p->net = net_new("folkmoot/test", NULL);
	ask_init(&p->ask, p->net);
	*state = p;
	return p->net ? 0 : -1;
}

static int remove_place(void **state)
{
	struct place *p = *state;

	net_free(p->net);
	ask_clear(&p->ask);
	close(p->gate[1]);
	server_free(p->server);
	close(p->gate[0]);
	g_free(p);
	return 0;
}

static struct http_request *request(struct place *p, struct ask *a,
				    const char *path)
{
	return ask_new(a, "GET", server_url(p->server, path));
}

static int64_t now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

static void open_gate(struct place *p)
{
	assert_int_equal(write(p->gate[1], "x", 1), 1);
}

static void bytes_are_handed_over_as_they_come(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, &p->ask, "/hold");
	int64_t end = now_ms() + 10000;

	ask_stream(req);
	ask_submit(&p->ask, req);
	while (p->ask.streamed->len < 5 && now_ms() < end)
		net_poll(p->net, -1, 1000);
	assert_string_equal(p->ask.streamed->str, "first");
	assert_int_equal(p->ask.done, 0);
	open_gate(p);
	ask_wait(&p->ask);
	assert_string_equal(p->ask.streamed->str, "firstlast");
	assert_int_equal(p->ask.size, 9);
}

/* Once a long poll stands there, nothing moves until its answer comes. The
 * connection is an old one, as it is from the second poll on. */
static void an_idle_poll_sleeps(void **state)
{
	struct place *p = *state;
	struct http_request *req;
	struct rusage before, after;
	int64_t start;

	ask_run(&p->ask, request(p, &p->ask, "/x"));
	ask_clear(&p->ask);
	ask_init(&p->ask, p->net);
	req = request(p, &p->ask, "/hold");
	ask_stream(req);
	req->idle_ms = 60000;
	ask_submit(&p->ask, req);
	while (p->ask.streamed->len < 5)
		net_poll(p->net, -1, 1000);
	net_poll(p->net, -1, 0);
	getrusage(RUSAGE_THREAD, &before);
	start = now_ms();
	net_poll(p->net, -1, 2500);
	getrusage(RUSAGE_THREAD, &after);
	assert_true(now_ms() - start >= 2400);
	assert_in_range(after.ru_nvcsw - before.ru_nvcsw, 1, 2);
	assert_int_equal(server_connections(p->server), 1);
	open_gate(p);
	ask_wait(&p->ask);
	assert_string_equal(p->ask.streamed->str, "firstlast");
}

static void *wake(void *net)
{
	net_wakeup(net);
	return NULL;
}

static void another_thread_can_wake_it(void **state)
{
	struct place *p = *state;
	int64_t start = now_ms();
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, wake, p->net), 0);
	net_poll(p->net, -1, 8000);
	pthread_join(thread, NULL);
	assert_true(now_ms() - start < 4000);
}

static void a_descriptor_can_wake_it(void **state)
{
	struct place *p = *state;
	int64_t start = now_ms();

	open_gate(p);
	net_poll(p->net, p->gate[0], -1);
	assert_true(now_ms() - start < 4000);
}

static void a_timeout_is_kept(void **state)
{
	struct place *p = *state;
	int64_t start = now_ms();

	net_poll(p->net, -1, 60);
	assert_in_range(now_ms() - start, 55, 3000);
}

static void many_at_once(void **state)
{
	struct place *p = *state;
	struct ask asks[20];
	int64_t end = now_ms() + 10000;

	for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
		ask_init(&asks[i], p->net);
		assert_int_not_equal(
			ask_submit(&asks[i], request(p, &asks[i], "/x")), 0);
	}
	assert_int_equal(net_active(p->net), G_N_ELEMENTS(asks));
	while (net_active(p->net) > 0 && now_ms() < end)
		net_poll(p->net, -1, 1000);
	for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
		assert_int_equal(asks[i].done, 1);
		assert_string_equal(asks[i].body, "yes");
		ask_clear(&asks[i]);
	}
}

static void connections_are_kept(void **state)
{
	struct place *p = *state;

	for (int i = 0; i < 5; i++) {
		ask_clear(&p->ask);
		ask_init(&p->ask, p->net);
		ask_run(&p->ask, request(p, &p->ask, "/x"));
	}
	assert_int_equal(server_connections(p->server), 1);
}

/* ---- ending early ---------------------------------------------------- */

static void cancelling_ends_it_once(void **state)
{
	struct place *p = *state;
	uint64_t handle = ask_submit(&p->ask, request(p, &p->ask, "/hush"));

	net_poll(p->net, -1, 20);
	net_cancel(p->net, handle);
	net_cancel(p->net, handle);
	assert_int_equal(p->ask.done, 0);
	ask_wait(&p->ask);
	assert_int_equal(p->ask.failure, HTTP_CANCELLED);
	assert_int_equal(net_active(p->net), 0);
	net_cancel(p->net, handle);
	net_cancel(p->net, 99999);
	net_poll(p->net, -1, 0);
	assert_int_equal(p->ask.done, 1);
}

static void what_has_not_begun_can_be_cancelled(void **state)
{
	struct place *p = *state;

	net_cancel(p->net, ask_submit(&p->ask, request(p, &p->ask, "/x")));
	ask_wait(&p->ask);
	assert_int_equal(p->ask.failure, HTTP_CANCELLED);
	assert_int_equal(server_connections(p->server), 0);
}

static void the_end_cancels_all(void **state)
{
	struct place *p = *state;
	struct net *net = net_new("folkmoot/test", NULL);
	struct ask a, b;

	ask_init(&a, net);
	ask_init(&b, net);
	ask_submit(&a, request(p, &a, "/hush"));
	net_poll(net, -1, 20);
	ask_submit(&b, request(p, &b, "/hush"));
	net_free(net);
	net_free(NULL);
	assert_int_equal(a.done, 1);
	assert_int_equal(a.failure, HTTP_CANCELLED);
	assert_int_equal(b.done, 1);
	assert_int_equal(b.failure, HTTP_CANCELLED);
	ask_clear(&a);
	ask_clear(&b);
}

/* ---- from inside ----------------------------------------------------- */

struct nested {
	struct place *place;
	uint64_t handle;
	enum http_failure failure;
	int done;
};

static void submit_again(void *user, const struct http_reply *reply)
{
	struct nested *n = user;
	struct place *p = n->place;

	n->done++;
	n->failure = reply->failure;
	ask_submit(&p->ask, request(p, &p->ask, "/x"));
}

static bool cancel_itself(void *user, const char *bytes, size_t len)
{
	struct nested *n = user;
	struct place *p = n->place;

	(void)bytes;
	(void)len;
	net_cancel(p->net, n->handle);
	ask_submit(&p->ask, request(p, &p->ask, "/x"));
	return true;
}

static void done_may_submit(void **state)
{
	struct place *p = *state;
	struct nested n = { .place = p };
	struct http_request *req =
		http_request_new("GET", server_url(p->server, "/x"));

	req->user = &n;
	req->done = submit_again;
	net_submit(p->net, req);
	ask_wait(&p->ask);
	assert_int_equal(n.done, 1);
	assert_string_equal(p->ask.body, "yes");
}

static void count_done(void *user, const struct http_reply *reply)
{
	struct nested *n = user;

	n->done++;
	n->failure = reply->failure;
}

static void data_may_cancel_and_submit(void **state)
{
	struct place *p = *state;
	struct nested n = { .place = p };
	struct http_request *req =
		http_request_new("GET", server_url(p->server, "/x"));

	req->user = &n;
	req->data = cancel_itself;
	req->done = count_done;
	n.handle = net_submit(p->net, req);
	ask_wait(&p->ask);
	assert_int_equal(n.done, 1);
	assert_int_equal(n.failure, HTTP_CANCELLED);
	assert_string_equal(p->ask.body, "yes");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_are_handed_over_as_they_come),
		TEST(an_idle_poll_sleeps),
		TEST(another_thread_can_wake_it),
		TEST(a_descriptor_can_wake_it),
		TEST(a_timeout_is_kept),
		TEST(many_at_once),
		TEST(connections_are_kept),
		TEST(cancelling_ends_it_once),
		TEST(what_has_not_begun_can_be_cancelled),
		TEST(the_end_cancels_all),
		TEST(done_may_submit),
		TEST(data_may_cancel_and_submit),
	};

	return cmocka_run_group_tests_name("net/net", tests, NULL, NULL);
}
