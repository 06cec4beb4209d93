#include "net/http.h"
#include "unit/net/ask.h"
#include "unit/net/server.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* What a single request does, against a server that answers by path. */
struct place {
	struct server *server, *other;
	struct net *net;
	struct ask ask;
};

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void send_much(int fd, size_t bytes)
{
	g_autofree char *block = g_strnfill(bytes, 'x');

	server_send(fd, block);
}

/* "/to/STATUS/URL": go there. */
static void send_redirect(int fd, const char *path)
{
	g_auto(GStrv) part = g_strsplit(path, "/", 4);
	char *end = strchr(part[3], ' ');
	g_autofree char *head = NULL;

	*end = '\0';
	head = g_strdup_printf("HTTP/1.1 %s Go\r\nLocation: %s\r\n", part[2],
			       part[3]);
	server_reply(fd, head, "elsewhere");
}

struct row {
	const char *path, *bytes;
	bool open;
};

static const struct row rows[] = {
	{ "/cut ", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
	  false },
	{ "/empty ", "", false },
	{ "/garbage ", "\001\002\003 this is not HTTP at all\r\n\r\n", false },
	{ "/429 ", "HTTP/1.1 429 Wait\r\nRetry-After: 7\r\n"
	  "Content-Length: 2\r\n\r\n{}", true },
	{ "/404 ", "HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone", true },
	{ "/chunks ", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	  "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", true },
	{ "/none ", "HTTP/1.1 204 No\r\n\r\n", true },
	{ "/loop ", "HTTP/1.1 302 Go\r\nLocation: /loop\r\n"
	  "Content-Length: 0\r\n\r\n", true },
	{ "/hush ", NULL, true },
	{ "/trickle ", OK_HEAD "Content-Length: 9\r\n\r\nabc", true },
	{ "/nowhere ", "HTTP/1.1 302 Go\r\nContent-Length: 4\r\n\r\nstay",
	  true },
};

static bool answer(struct server *s, int fd, const char *request)
{
	const char *path = strchr(request, ' ') + 1;

	(void)s;
	if (g_str_has_prefix(path, "/to/")) {
		send_redirect(fd, path);
		return true;
	}
	if (g_str_has_prefix(path, "/big ")) {
		server_send(fd, "HTTP/1.1 200 OK\r\n\r\n");
		send_much(fd, 100000);
		return false;
	}
	if (g_str_has_prefix(path, "/heads ")) {
		server_send(fd, "HTTP/1.1 200 OK\r\n");
		for (int i = 0; i < 40; i++) {
			server_send(fd, "X-Much: ");
			send_much(fd, 9000);
			server_send(fd, "\r\n");
		}
		return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (!g_str_has_prefix(path, rows[i].path))
			continue;
		if (rows[i].bytes)
			server_send(fd, rows[i].bytes);
		return rows[i].open;
	}
	server_reply(fd, OK_HEAD, "{\"ok\":true}");
	return true;
}

static int make_place(void **state)
{
	struct place *p = g_new0(struct place, 1);

	p->server = server_new(answer, p);
	p->other = server_new(answer, p);
	p->net = net_new("folkmoot/test", NULL);
	ask_init(&p->ask, p->net);
	*state = p;
	return p->net ? 0 : -1;
}

static int remove_place(void **state)
{
	struct place *p = *state;

	ask_clear(&p->ask);
	net_free(p->net);
	server_free(p->server);
	server_free(p->other);
	g_free(p);
	return 0;
}

static struct http_request *request(struct place *p, const char *method,
				    const char *path)
{
	return ask_new(&p->ask, method, server_url(p->server, path));
}

static void get(struct place *p, const char *path)
{
	ask_run(&p->ask, request(p, "GET", path));
}

static void with_body(struct http_request *req, const char *body)
{
	req->body = g_strdup(body);
	req->len = strlen(body);
}

static bool was_sent(struct server *s, const char *words)
{
	g_autofree char *all = server_requests(s);

	return strstr(all, words) != NULL;
}

static void collects_an_answer(void **state)
{
	struct place *p = *state;
	g_autofree char *url = server_url(p->server, "/x?y=1");

	get(p, "/x?y=1");
	assert_int_equal(p->ask.failure, HTTP_OK);
	assert_int_equal(p->ask.status, 200);
	assert_string_equal(p->ask.body, "{\"ok\":true}");
	assert_int_equal(p->ask.len, 11);
	assert_string_equal(p->ask.type, "application/json");
	assert_string_equal(p->ask.url, url);
	assert_string_equal(p->ask.message, "");
	assert_int_equal(p->ask.retry_after, -1);
	assert_true(p->ask.arrived > 0);
	assert_true(was_sent(p->server, "GET /x?y=1 HTTP/1.1\r\n"));
	assert_true(was_sent(p->server, "User-Agent: folkmoot/test\r\n"));
	assert_false(was_sent(p->server, "Accept-Encoding"));
	assert_false(was_sent(p->server, "Authorization"));
}

static void sends_a_body(void **state)
{
	struct place *p = *state;
	g_autofree char *big = g_strnfill(2000000, 'b');
	struct http_request *req = request(p, "PUT", "/send");

	req->bearer = g_strdup("s3cret");
	with_body(req, big);
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 200);
	assert_true(was_sent(p->server, "PUT /send HTTP/1.1\r\n"));
	assert_true(was_sent(p->server, "Authorization: Bearer s3cret\r\n"));
	assert_true(was_sent(p->server, "Content-Type: application/json\r\n"));
	assert_true(was_sent(p->server, "Content-Length: 2000000\r\n"));
	assert_false(was_sent(p->server, "Expect"));
}

static void a_body_may_be_missing(void **state)
{
	static const char *const methods[] = { "POST", "PUT", "DELETE" };
	struct place *p = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
		g_autofree char *line = g_strdup_printf("%s /x HTTP/1.1\r\n",
							methods[i]);

		ask_clear(&p->ask);
		ask_init(&p->ask, p->net);
		ask_run(&p->ask, request(p, methods[i], "/x"));
		assert_int_equal(p->ask.status, 200);
		assert_true(was_sent(p->server, line));
	}
	assert_true(was_sent(p->server, "Content-Length: 0\r\n"));
}

static void streams_what_is_wanted(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/x");

	ask_stream(req);
	ask_run(&p->ask, req);
	assert_string_equal(p->ask.streamed->str, "{\"ok\":true}");
	assert_string_equal(p->ask.body, "");
	assert_int_equal(p->ask.size, 11);
	assert_int_equal(p->ask.sizes, 1);
}

static void a_size_may_be_unknown(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/chunks");

	ask_stream(req);
	ask_run(&p->ask, req);
	assert_string_equal(p->ask.streamed->str, "abcde");
	assert_int_equal(p->ask.size, -1);
	assert_int_equal(p->ask.sizes, 1);
}

static void other_answers_are_not_streamed(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/404");

	ask_stream(req);
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 404);
	assert_int_equal(p->ask.failure, HTTP_OK);
	assert_string_equal(p->ask.body, "gone");
	assert_int_equal(p->ask.streamed->len, 0);
	assert_int_equal(p->ask.sizes, 0);
}

static void says_how_long_to_wait(void **state)
{
	struct place *p = *state;

	get(p, "/429");
	assert_int_equal(p->ask.status, 429);
	assert_int_equal(p->ask.retry_after, 7000);
}

static void an_answer_may_be_empty(void **state)
{
	struct place *p = *state;

	get(p, "/none");
	assert_int_equal(p->ask.status, 204);
	assert_string_equal(p->ask.body, "");
	assert_string_equal(p->ask.type, "");
}

/* ---- what goes wrong ------------------------------------------------- */

static void assert_failed(struct place *p, struct http_request *take,
			  enum http_failure failure, const char *words)
{
	ask_run(&p->ask, take);
	if (p->ask.failure != failure || !strstr(p->ask.message, words))
		fail_msg("%d: %s", p->ask.failure, p->ask.message);
	ask_clear(&p->ask);
	ask_init(&p->ask, p->net);
}

static void broken_answers_are_failures(void **state)
{
	struct place *p = *state;

	assert_failed(p, request(p, "GET", "/cut"), HTTP_BROKEN,
		      "the answer of 127.0.0.1 broke off");
	assert_failed(p, request(p, "GET", "/empty"), HTTP_BROKEN,
		      "127.0.0.1 closed the connection without an answer");
	assert_failed(p, request(p, "GET", "/garbage"), HTTP_BROKEN,
		      "127.0.0.1 does not speak HTTP there");
}

static void a_closed_port_refuses(void **state)
{
	struct place *p = *state;
	struct server *gone = server_new(answer, p);
	char *url = server_url(gone, "/");

	server_free(gone);
	assert_failed(p, ask_new(&p->ask, "GET", url), HTTP_NO_ROUTE,
		      "127.0.0.1 refused the connection");
}

static void tls_must_be_tls(void **state)
{
	struct place *p = *state;
	char *url = g_strdup_printf("https://127.0.0.1:%d/",
				    server_port(p->server));

	assert_failed(p, ask_new(&p->ask, "GET", url), HTTP_TLS, "127.0.0.1");
}

static void bodies_are_bounded(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/big");

	req->max_body = 99999;
	assert_failed(p, req, HTTP_TOO_BIG, "127.0.0.1 is too big");
	req = request(p, "GET", "/big");
	req->max_body = 100000;
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.failure, HTTP_OK);
	assert_int_equal(p->ask.len, 100000);
}

static void headers_are_bounded(void **state)
{
	struct place *p = *state;

	assert_failed(p, request(p, "GET", "/heads"), HTTP_TOO_BIG,
		      "127.0.0.1 is too big");
}

static void silence_has_an_end(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/hush");

	req->total_ms = 50;
	assert_failed(p, req, HTTP_TIMEOUT, "127.0.0.1 did not answer in time");
	req = request(p, "GET", "/trickle");
	req->idle_ms = 50;
	assert_failed(p, req, HTTP_TIMEOUT, "127.0.0.1");
}

/* Takes connections, in the kernel, and never says a word. */
static int mute_listener(int *port)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static void connecting_has_an_end(void **state)
{
	struct place *p = *state;
	struct http_request *req;
	int port, fd = mute_listener(&port);
	int64_t start;

	req = ask_new(&p->ask, "GET",
		      g_strdup_printf("https://127.0.0.1:%d/", port));
	req->connect_ms = 50;
	req->total_ms = -1;
	assert_failed(p, req, HTTP_TIMEOUT, "127.0.0.1 did not answer in time");
	close(fd);
	/* Once there is a connection, that limit is past. */
	start = g_get_monotonic_time();
	req = request(p, "GET", "/hush");
	req->connect_ms = 50;
	req->idle_ms = 300;
	assert_failed(p, req, HTTP_TIMEOUT, "127.0.0.1 did not answer in time");
	assert_true(g_get_monotonic_time() - start >= 290 * 1000);
}

static bool stop(void *user, const char *bytes, size_t len)
{
	(void)user;
	(void)bytes;
	(void)len;
	return false;
}

static void a_reader_can_stop(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/big");

	req->data = stop;
	assert_failed(p, req, HTTP_STOPPED, "127.0.0.1");
}

static void bad_addresses_are_not_asked(void **state)
{
	static const char *const urls[] = {
		"", "council.org", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/",
		"file:///etc/passwd", "http://council.org/",
		"http://[2001:db8::1]/",
	};
	struct place *p = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(urls); i++)
		assert_failed(p, ask_new(&p->ask, "GET", g_strdup(urls[i])),
			      HTTP_BAD_URL, "");
	assert_failed(p, ask_new(&p->ask, "GET", NULL), HTTP_BAD_URL, "");
}

/* ---- redirects ------------------------------------------------------- */

static void follows_redirects(void **state)
{
	struct place *p = *state;
	g_autofree char *end = server_url(p->server, "/end");
	struct http_request *req = request(p, "GET", "/to/301//end");

	req->bearer = g_strdup("s3cret");
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 200);
	assert_string_equal(p->ask.url, end);
	assert_string_equal(p->ask.body, "{\"ok\":true}");
	assert_true(was_sent(p->server, "GET /end HTTP/1.1\r\n"));
}

static void may_be_told_not_to(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "GET", "/to/301//end");

	req->no_redirect = true;
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 301);
	assert_string_equal(p->ask.body, "elsewhere");
}

static void a_redirect_needs_a_place(void **state)
{
	struct place *p = *state;

	get(p, "/nowhere");
	assert_int_equal(p->ask.status, 302);
	assert_string_equal(p->ask.body, "stay");
}

static void redirects_have_an_end(void **state)
{
	struct place *p = *state;
	g_autofree char *all = NULL;
	g_auto(GStrv) part = NULL;

	assert_failed(p, request(p, "GET", "/loop"), HTTP_BAD_URL,
		      "without end");
	all = server_requests(p->server);
	part = g_strsplit(all, "GET /loop ", -1);
	assert_int_equal(g_strv_length(part) - 1, 6);
}

static void the_method_is_kept(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "POST", "/to/307//end");

	with_body(req, "{\"a\":1}");
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 200);
	assert_true(was_sent(p->server, "POST /end HTTP/1.1\r\n"));
}

static void see_other_is_a_get(void **state)
{
	struct place *p = *state;
	struct http_request *req = request(p, "POST", "/to/303//end");

	with_body(req, "{\"a\":1}");
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 200);
	assert_true(was_sent(p->server, "GET /end HTTP/1.1\r\n"));
	assert_false(was_sent(p->server, "POST /end"));
}

static char *path_to_other(const struct place *p, const char *status)
{
	return g_strdup_printf("/to/%s/http://localhost:%d/end", status,
			       server_port(p->other));
}

static void the_bearer_stays_with_its_server(void **state)
{
	struct place *p = *state;
	g_autofree char *path = path_to_other(p, "302");
	struct http_request *req = request(p, "GET", path);

	req->bearer = g_strdup("s3cret");
	ask_run(&p->ask, req);
	assert_int_equal(p->ask.status, 200);
	assert_true(was_sent(p->server, "Bearer s3cret"));
	assert_true(was_sent(p->other, "GET /end HTTP/1.1\r\n"));
	assert_false(was_sent(p->other, "s3cret"));
}

static void bodies_stay_with_their_server(void **state)
{
	struct place *p = *state;
	g_autofree char *path = path_to_other(p, "307");
	struct http_request *req = request(p, "POST", path);

	with_body(req, "{\"password\":\"x\"}");
	assert_failed(p, req, HTTP_BAD_URL, "another server");
	assert_false(was_sent(p->other, "/end"));
}

static void plain_http_elsewhere_is_not_followed(void **state)
{
	struct place *p = *state;

	assert_failed(p, request(p, "GET", "/to/302/http://council.org/"),
		      HTTP_BAD_URL, "plain http");
	assert_failed(p, request(p, "GET", "/to/302/ftp://127.0.0.1/"),
		      HTTP_BAD_URL, "makes no sense");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(collects_an_answer),
		TEST(sends_a_body),
		TEST(a_body_may_be_missing),
		TEST(streams_what_is_wanted),
		TEST(a_size_may_be_unknown),
		TEST(other_answers_are_not_streamed),
		TEST(says_how_long_to_wait),
		TEST(an_answer_may_be_empty),
		TEST(broken_answers_are_failures),
		TEST(a_closed_port_refuses),
		TEST(tls_must_be_tls),
		TEST(bodies_are_bounded),
		TEST(headers_are_bounded),
		TEST(silence_has_an_end),
		TEST(connecting_has_an_end),
		TEST(a_reader_can_stop),
		TEST(bad_addresses_are_not_asked),
		TEST(follows_redirects),
		TEST(may_be_told_not_to),
		TEST(a_redirect_needs_a_place),
		TEST(redirects_have_an_end),
		TEST(the_method_is_kept),
		TEST(see_other_is_a_get),
		TEST(the_bearer_stays_with_its_server),
		TEST(bodies_stay_with_their_server),
		TEST(plain_http_elsewhere_is_not_followed),
	};

	return cmocka_run_group_tests_name("net/transfer", tests, NULL, NULL);
}
