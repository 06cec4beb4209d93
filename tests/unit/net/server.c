#include "unit/net/server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <glib.h>

#define CONNECTIONS_MAX 64

struct connection {
	struct server *server;
	pthread_t thread;
	int fd;
};

struct server {
	server_answer answer;
	void *user;
	int fd, port, count;
	pthread_t thread;
	pthread_mutex_t mutex;	/* guards requests, count */
	GString *requests;
	struct connection connections[CONNECTIONS_MAX];
};

void server_send(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = send(fd, text, left, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		text += n;
		left -= (size_t)n;
	}
}

void server_reply(int fd, const char *head, const char *body)
{
	g_autofree char *all = g_strdup_printf("%sContent-Length: %zu\r\n\r\n%s",
					       head, strlen(body), body);

	server_send(fd, all);
}

/* How many bytes of body follow the head. */
static size_t body_length(const char *head)
{
	const char *at = strstr(head, "Content-Length:");

	return at ? strtoul(at + strlen("Content-Length:"), NULL, 10) : 0;
}

/* As servers do: a greeting of TLS on a port for plain HTTP is answered in
 * plain HTTP. */
static bool is_tls(const GString *in)
{
	return in->len > 0 && in->str[0] == '\x16';
}

/* One request more is in the buffer: its length, or 0. */
static size_t whole_request(const GString *in)
{
	const char *end = strstr(in->str, "\r\n\r\n");
	size_t need;

	if (!end)
		return 0;
	need = (size_t)(end - in->str) + 4 + body_length(in->str);
	return in->len >= need ? need : 0;
}

static bool take_request(struct connection *c, GString *in, size_t len)
{
	struct server *s = c->server;
	g_autofree char *request = g_strndup(in->str, len);

	g_string_erase(in, 0, (gssize)len);
	pthread_mutex_lock(&s->mutex);
	g_string_append(s->requests, request);
	pthread_mutex_unlock(&s->mutex);
	return s->answer(s, c->fd, request);
}

static void *serve_connection(void *user)
{
	struct connection *c = user;
	GString *in = g_string_new(NULL);
	char part[4096];
	bool open = true;
	ssize_t n;

	while (open && (n = recv(c->fd, part, sizeof part, 0)) > 0) {
		size_t len;

		g_string_append_len(in, part, n);
		if (is_tls(in)) {
			server_send(c->fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
			break;
		}
		while (open && (len = whole_request(in)) > 0)
			open = take_request(c, in, len);
	}
	shutdown(c->fd, SHUT_RDWR);
	g_string_free(in, TRUE);
	return NULL;
}

static void *serve(void *user)
{
	struct server *s = user;
	int fd;

	while ((fd = accept(s->fd, NULL, NULL)) >= 0) {
		struct connection *c;

		pthread_mutex_lock(&s->mutex);
		c = &s->connections[s->count];
		c->server = s;
		c->fd = fd;
		pthread_create(&c->thread, NULL, serve_connection, c);
		s->count++;
		pthread_mutex_unlock(&s->mutex);
		if (s->count == CONNECTIONS_MAX)
			break;
	}
	return NULL;
}

struct server *server_new(server_answer answer, void *user)
{
	struct server *s = g_new0(struct server, 1);
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof at;

	s->answer = answer;
	s->user = user;
	s->requests = g_string_new(NULL);
	pthread_mutex_init(&s->mutex, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(s->fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(s->fd, 16) != 0 ||
	    getsockname(s->fd, (struct sockaddr *)&at, &len) != 0)
		g_error("no port on loopback");
	s->port = ntohs(at.sin_port);
	pthread_create(&s->thread, NULL, serve, s);
	return s;
}

void server_free(struct server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	for (int i = 0; i < s->count; i++) {
		shutdown(s->connections[i].fd, SHUT_RDWR);
		pthread_join(s->connections[i].thread, NULL);
		close(s->connections[i].fd);
	}
	close(s->fd);
	g_string_free(s->requests, TRUE);
	pthread_mutex_destroy(&s->mutex);
	g_free(s);
}

void *server_user(struct server *s)
{
	return s->user;
}

int server_port(const struct server *s)
{
	return s->port;
}

char *server_url(const struct server *s, const char *path)
{
	return g_strdup_printf("http://127.0.0.1:%d%s", s->port, path);
}

char *server_requests(struct server *s)
{
	char *copy;

	pthread_mutex_lock(&s->mutex);
	copy = g_strdup(s->requests->str);
	pthread_mutex_unlock(&s->mutex);
	return copy;
}

int server_connections(struct server *s)
{
	int count;

	pthread_mutex_lock(&s->mutex);
	count = s->count;
	pthread_mutex_unlock(&s->mutex);
	return count;
}
