/*
 * A Matrix homeserver that costs next to nothing.
 *
 *	server DIR [--port N] [--user @NAME:SERVER] [--rate BYTES] [--chunked]
 *
 * It replays the files that generate.py wrote to DIR, so that what is measured
 * is the client alone: a /sync without "since" is answered with DIR/sync.json,
 * one with "since=X" with DIR/sync-X.json where there is such a file, and is
 * held otherwise, until somebody sends something or its timeout is over.
 * A PUT …/send/… puts an event into every held /sync.  The sender is named by
 * the access token, "bench-@name:server", so that a colleague is just another
 * token.
 *
 * One thread, one poll(), HTTP/1.1 with connections kept open, loopback only,
 * nothing checked that a measurement does not need.  It prints "ready PORT",
 * and ends with its standard input.  GET /_bench/stats tells what was asked;
 * POST /_bench/push/NAME answers what is held with DIR/NAME at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#define CONNS_MAX	64
#define REQUEST_MAX	(1 << 20)
#define SLICE		65536
#define TOKEN		"bench-"

/* One event that somebody sent while the server ran. */
struct event {
	char *room;
	char *sender;
	char *key;		/* token and path, which name the transaction */
	char *id;
	char *json;		/* with "%s" where unsigned belongs */
	char *txn;
};

struct conn {
	int fd;			/* -1: the slot is free */
	GString *in, *out;
	size_t sent;		/* bytes of out that are gone */
	int file;		/* -1, or what follows after out */
	off_t at, end;
	gint64 began;		/* of the file, for the rate */
	bool holding;		/* a /sync without an answer yet */
	gint64 deadline;	/* of that, in microseconds */
	guint seen;		/* events the client has */
	char *since;
	char *user;		/* of the last request's token, or NULL */
};

struct request {
	char *method;
	char *path;		/* without the query */
	char *query;		/* or "" */
	char *token;		/* or "" */
	const char *body;	/* borrowed */
	size_t length;
};

struct server {
	const char *dir;
	const char *user;
	long rate;		/* bytes a second of a file, 0: no limit */
	bool chunked;
	int listener;
	struct conn conns[CONNS_MAX];
	GPtrArray *events;
	guint requests, syncs, answered;
	char *since;		/* of the last /sync */
	guint32 run;		/* makes ids of this run its own */
};

struct route {
	const char *method;	/* NULL: any */
	const char *pattern;	/* "*" stands for one part of the path */
	void (*answer)(struct server *s, struct conn *c, struct request *r);
	const char *body;	/* where answer is NULL */
	int status;		/* 0: 200 */
};

static void event_free(gpointer data)
{
	struct event *e = data;

	g_free(e->room);
	g_free(e->sender);
	g_free(e->key);
	g_free(e->id);
	g_free(e->json);
	g_free(e->txn);
	g_free(e);
}

static void request_clear(struct request *r)
{
	g_free(r->method);
	g_free(r->path);
	g_free(r->query);
	g_free(r->token);
	memset(r, 0, sizeof *r);
}

static void conn_close(struct conn *c)
{
	close(c->fd);
	if (c->file >= 0)
		close(c->file);
	g_string_free(c->in, TRUE);
	g_string_free(c->out, TRUE);
	g_free(c->since);
	g_free(c->user);
	memset(c, 0, sizeof *c);
	c->fd = c->file = -1;
}

/* ---- answers ---------------------------------------------------------- */

static void reply(struct conn *c, int status, const char *body)
{
	g_string_append_printf(c->out,
		"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		status, status == 200 ? "OK" : "No", strlen(body), body);
}

static bool reply_file(struct server *s, struct conn *c, const char *name)
{
	g_autofree char *path = g_build_filename(s->dir, name, NULL);
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) < 0) {
		close(fd);
		return false;
	}
	c->file = fd;
	c->at = 0;
	c->end = st.st_size;
	c->began = g_get_monotonic_time();
	g_string_append(c->out, "HTTP/1.1 200 OK\r\n"
			"Content-Type: application/json\r\n");
	if (s->chunked)
		g_string_append(c->out, "Transfer-Encoding: chunked\r\n\r\n");
	else
		g_string_append_printf(c->out, "Content-Length: %lld\r\n\r\n",
				       (long long)c->end);
	return true;
}

static char *query_value(const char *query, const char *key)
{
	g_auto(GStrv) pairs = g_strsplit(query, "&", -1);
	size_t len = strlen(key);

	for (char **p = pairs; *p; p++)
		if (strncmp(*p, key, len) == 0 && (*p)[len] == '=')
			return g_uri_unescape_string(*p + len + 1, NULL);
	return NULL;
}

/* A part of the path, decoded, and harmless inside a JSON string. */
static char *path_part(const char *path, int n)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	char *text = NULL;

	if (n < (int)g_strv_length(parts))
		text = g_uri_unescape_string(parts[n], NULL);
	for (char *p = text; p && *p; p++)
		if ((unsigned char)*p < ' ' || *p == '"' || *p == '\\')
			*p = '_';
	return text ? text : g_strdup("");
}

static void append_event(GString *out, const struct event *e, const char *user)
{
	bool own = user && strcmp(user, e->sender) == 0;

	g_string_append(out, e->json);
	if (own)
		g_string_append_printf(out,
			",\"unsigned\":{\"age\":1,\"transaction_id\":\"%s\"}}",
			e->txn);
	else
		g_string_append(out, ",\"unsigned\":{\"age\":1}}");
}

/* The room of event n with all its events from n on; those are marked. */
static void append_room(struct server *s, struct conn *c, GString *out,
			guint n, bool *done)
{
	struct event *first = g_ptr_array_index(s->events, n);

	g_string_append_printf(out, "\"%s\":{\"timeline\":{\"limited\":false,"
			       "\"prev_batch\":\"p%u\",\"events\":[",
			       first->room, n);
	for (guint i = n; i < s->events->len; i++) {
		struct event *e = g_ptr_array_index(s->events, i);

		if (done[i] || strcmp(e->room, first->room) != 0)
			continue;
		done[i] = true;
		if (i > n)
			g_string_append_c(out, ',');
		append_event(out, e, c->user);
	}
	g_string_append(out, "]}}");
}

/* What happened since the client was last answered. */
static void answer_news(struct server *s, struct conn *c)
{
	g_autoptr(GString) body = g_string_new(NULL);
	g_autofree bool *done = g_new0(bool, s->events->len + 1);
	bool first = true;

	g_string_printf(body, "{\"next_batch\":\"e%u\",\"rooms\":{\"join\":{",
			s->events->len);
	for (guint i = c->seen; i < s->events->len; i++) {
		if (done[i])
			continue;
		if (!first)
			g_string_append_c(body, ',');
		first = false;
		append_room(s, c, body, i, done);
	}
	g_string_append(body, "}}}");
	c->holding = false;
	s->answered++;
	reply(c, 200, body->str);
}

static void answer_nothing(struct server *s, struct conn *c)
{
	g_autofree char *body =
		g_strdup_printf("{\"next_batch\":\"%s\"}", c->since);

	c->holding = false;
	s->answered++;
	reply(c, 200, body);
}

static void answer_sync(struct server *s, struct conn *c, struct request *r)
{
	g_autofree char *timeout = query_value(r->query, "timeout");
	g_autofree char *name = NULL;
	guint64 last = 0;

	g_free(c->since);
	c->since = query_value(r->query, "since");
	g_free(s->since);
	s->since = g_strdup(c->since ? c->since : "");
	s->syncs++;
	name = c->since ? g_strdup_printf("sync-%s.json", c->since)
			: g_strdup("sync.json");
	if (!strchr(name, '/') && reply_file(s, c, name))
		return;
	if (!c->since) {
		reply(c, 500, "{\"errcode\":\"M_UNKNOWN\","
		      "\"error\":\"there is no sync.json\"}");
		return;
	}
	if (c->since[0] == 'e')
		last = g_ascii_strtoull(c->since + 1, NULL, 10);
	c->seen = MIN(last, s->events->len);
	if (c->seen < s->events->len) {
		answer_news(s, c);
		return;
	}
	c->holding = true;
	c->deadline = g_get_monotonic_time() +
		(timeout ? g_ascii_strtoll(timeout, NULL, 10) * 1000 : 0);
}

static void answer_login(struct server *s, struct conn *c, struct request *r)
{
	g_autofree char *body = g_strdup_printf(
		"{\"user_id\":\"%s\",\"access_token\":\"" TOKEN "%s\","
		"\"device_id\":\"BENCH\"}", s->user, s->user);

	(void)r;
	reply(c, 200, body);
}

static void answer_whoami(struct server *s, struct conn *c, struct request *r)
{
	g_autofree char *body = g_strdup_printf(
		"{\"user_id\":\"%s\",\"device_id\":\"BENCH\"}",
		c->user ? c->user : s->user);

	(void)r;
	reply(c, 200, body);
}

static void answer_pushrules(struct server *s, struct conn *c,
			     struct request *r)
{
	(void)r;
	if (!reply_file(s, c, "pushrules.json"))
		reply(c, 200, "{\"global\":{}}");
}

static void answer_members(struct server *s, struct conn *c,
			   struct request *r)
{
	g_autofree char *room = path_part(r->path, 5);
	g_autofree char *name = NULL;

	g_strcanon(room, "abcdefghijklmnopqrstuvwxyz"
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", '_');
	name = g_strdup_printf("members/%s.json", room);
	if (!reply_file(s, c, name))
		reply(c, 200, "{\"chunk\":[]}");
}

static void answer_stats(struct server *s, struct conn *c, struct request *r)
{
	guint held = 0;

	(void)r;
	for (int i = 0; i < CONNS_MAX; i++)
		held += s->conns[i].fd >= 0 && s->conns[i].holding;
	g_autofree char *body = g_strdup_printf(
		"{\"requests\":%u,\"syncs\":%u,\"answered\":%u,\"held\":%u,"
		"\"events\":%u,\"since\":\"%s\"}", s->requests, s->syncs,
		s->answered, held, s->events->len, s->since ? s->since : "");
	reply(c, 200, body);
}

static struct event *find_event(struct server *s, const char *key)
{
	for (guint i = 0; i < s->events->len; i++) {
		struct event *e = g_ptr_array_index(s->events, i);

		if (strcmp(e->key, key) == 0)
			return e;
	}
	return NULL;
}

/* An event from PUT …/rooms/ROOM/send/TYPE/TXN; key becomes its own. */
static struct event *event_new(struct server *s, struct conn *c,
			       struct request *r, char *take_key)
{
	struct event *e = g_new0(struct event, 1);
	g_autofree char *type = path_part(r->path, 7);
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	e->key = take_key;
	e->room = path_part(r->path, 5);
	e->txn = path_part(r->path, 8);
	e->sender = g_strdup(c->user ? c->user : s->user);
	e->id = g_strdup_printf("$bench%08x%030u", s->run, s->events->len);
	e->json = g_strdup_printf(
		"{\"type\":\"%s\",\"event_id\":\"%s\",\"sender\":\"%s\","
		"\"origin_server_ts\":%lld,\"content\":%.*s", type, e->id,
		e->sender, now.tv_sec * 1000LL + now.tv_nsec / 1000000,
		(int)r->length, r->length ? r->body : "{}");
	return e;
}

static void answer_send(struct server *s, struct conn *c, struct request *r)
{
	char *key = g_strconcat(r->token, r->path, NULL);
	struct event *e = find_event(s, key);
	g_autofree char *body = NULL;
	bool known = e != NULL;

	if (known)
		g_free(key);
	else
		e = event_new(s, c, r, key);
	body = g_strdup_printf("{\"event_id\":\"%s\"}", e->id);
	reply(c, 200, body);
	if (!known)
		g_ptr_array_add(s->events, e);
}

/* Held requests get a file now, as if that much had just happened. */
static void answer_push(struct server *s, struct conn *c, struct request *r)
{
	g_autofree char *name = path_part(r->path, 3);
	int count = 0;

	for (int i = 0; i < CONNS_MAX && !strchr(name, '/'); i++) {
		struct conn *held = &s->conns[i];

		if (held->fd < 0 || !held->holding ||
		    !reply_file(s, held, name))
			continue;
		held->holding = false;
		s->answered++;
		count++;
	}
	reply(c, count ? 200 : 404, "{}");
}

#define V3 "/_matrix/client/v3/"
#define NOT_KNOWN "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized\"}"

static const struct route routes[] = {
	{ NULL, "/_matrix/client/versions", NULL,
	  "{\"versions\":[\"v1.1\",\"v1.5\",\"v1.11\",\"v1.12\"],"
	  "\"unstable_features\":{}}", 0 },
	{ "GET", V3 "login", NULL,
	  "{\"flows\":[{\"type\":\"m.login.password\"}]}", 0 },
	{ "POST", V3 "login", answer_login, NULL, 0 },
	{ NULL, V3 "account/whoami", answer_whoami, NULL, 0 },
	{ NULL, V3 "capabilities", NULL,
	  "{\"capabilities\":{\"m.room_versions\":{\"default\":\"11\","
	  "\"available\":{\"11\":\"stable\"}}}}", 0 },
	{ "POST", V3 "user/*/filter", NULL, "{\"filter_id\":\"1\"}", 0 },
	{ "GET", V3 "user/*/filter/*", NULL, "{}", 0 },
	{ "GET", V3 "pushrules/", answer_pushrules, NULL, 0 },
	{ "GET", V3 "sync", answer_sync, NULL, 0 },
	{ "GET", V3 "rooms/*/members", answer_members, NULL, 0 },
	{ "GET", V3 "rooms/*/messages", NULL,
	  "{\"chunk\":[],\"start\":\"p0\"}", 0 },
	{ "PUT", V3 "rooms/*/send/*/*", answer_send, NULL, 0 },
	{ "PUT", V3 "rooms/*/typing/*", NULL, "{}", 0 },
	{ "POST", V3 "rooms/*/receipt/*/*", NULL, "{}", 0 },
	{ "POST", V3 "rooms/*/read_markers", NULL, "{}", 0 },
	{ NULL, V3 "presence/*/status", NULL, "{}", 0 },
	{ "GET", V3 "profile/*", NULL, "{\"displayname\":\"Ada\"}", 0 },
	{ "POST", V3 "keys/*", NULL, "{}", 0 },
	{ "POST", V3 "logout", NULL, "{}", 0 },
	{ NULL, "/_matrix/client/v1/rooms/*/hierarchy", NULL,
	  "{\"rooms\":[]}", 0 },
	{ NULL, "/_matrix/client/v1/rooms/*/threads", NULL,
	  "{\"chunk\":[]}", 0 },
	{ NULL, "/_bench/stats", answer_stats, NULL, 0 },
	{ "POST", "/_bench/push/*", answer_push, NULL, 0 },
	{ NULL, NULL, NULL, NOT_KNOWN, 404 },
};

static bool path_matches(const char *pattern, const char *path)
{
	for (; *pattern; pattern++) {
		if (*pattern != '*') {
			if (*path++ != *pattern)
				return false;
			continue;
		}
		if (*path == '\0' || *path == '/')
			return false;
		path += strcspn(path, "/");
	}
	return *path == '\0';
}

static void dispatch(struct server *s, struct conn *c, struct request *r)
{
	const struct route *row = routes;

	s->requests++;
	g_free(c->user);
	c->user = g_str_has_prefix(r->token, TOKEN)
		? g_strdup(r->token + strlen(TOKEN)) : NULL;
	while (row->pattern &&
	       ((row->method && strcmp(row->method, r->method) != 0) ||
		!path_matches(row->pattern, r->path)))
		row++;
	if (row->answer)
		row->answer(s, c, r);
	else
		reply(c, row->status ? row->status : 200, row->body);
}

/* ---- requests --------------------------------------------------------- */

static char *header_value(const char *head, const char *name)
{
	for (const char *line = head; line; line = strstr(line, "\r\n")) {
		line += line[0] == '\r' ? 2 : 0;
		if (g_ascii_strncasecmp(line, name, strlen(name)) == 0) {
			const char *value = line + strlen(name);

			return g_strstrip(g_strndup(value,
						    strcspn(value, "\r\n")));
		}
	}
	return NULL;
}

/*
 * One request from the front of the buffer.  False: not all of it is there.
 * What r->body points to stays until *used bytes are taken off the buffer.
 */
static bool request_parse(GString *in, struct request *r, size_t *used)
{
	char *end = strstr(in->str, "\r\n\r\n");
	g_autofree char *head = end ? g_strndup(in->str, end - in->str) : NULL;
	g_autofree char *length = head ? header_value(head, "content-length:")
				       : NULL;
	g_autofree char *token = NULL;
	char *target, *rest, *mark;

	if (!head)
		return false;
	r->length = length ? g_ascii_strtoull(length, NULL, 10) : 0;
	*used = (size_t)(end - in->str) + 4 + r->length;
	if (in->len < *used)
		return false;
	r->body = end + 4;
	token = header_value(head, "authorization: bearer ");
	r->token = g_strdup(token ? token : "");
	target = head + strcspn(head, " ");
	target += strspn(target, " ");
	rest = target + strcspn(target, " \r\n");
	r->method = g_strndup(head, strcspn(head, " "));
	mark = memchr(target, '?', rest - target);
	r->path = g_strndup(target, (mark ? mark : rest) - target);
	r->query = mark ? g_strndup(mark + 1, rest - mark - 1) : g_strdup("");
	return true;
}

static bool conn_busy(const struct conn *c)
{
	return c->holding || c->file >= 0 || c->sent < c->out->len;
}

static void conn_requests(struct server *s, struct conn *c)
{
	struct request r = { 0 };
	size_t used = 0;

	while (!conn_busy(c) && request_parse(c->in, &r, &used)) {
		dispatch(s, c, &r);
		request_clear(&r);
		g_string_erase(c->in, 0, used);
	}
}

/* False: the connection is over. */
static bool conn_read(struct server *s, struct conn *c)
{
	char buf[SLICE];
	ssize_t n = read(c->fd, buf, sizeof buf);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0 || c->in->len + n > REQUEST_MAX)
		return false;
	g_string_append_len(c->in, buf, n);
	conn_requests(s, c);
	return true;
}

/* ---- writing ---------------------------------------------------------- */

/* How much of the file may go now; 0: the rate says wait. */
static size_t file_allowance(const struct server *s, const struct conn *c)
{
	gint64 passed = g_get_monotonic_time() - c->began;
	off_t left = c->end - c->at;

	if (s->rate > 0)
		left = MIN(left, passed * s->rate / 1000000 - c->at);
	return left > 0 ? MIN(left, SLICE) : 0;
}

/* The next slice of a file as a chunk, copied into out. */
static bool file_chunk(struct conn *c, size_t size)
{
	char buf[SLICE];
	ssize_t n = pread(c->file, buf, size, c->at);

	if (n <= 0)
		return false;
	c->at += n;
	g_string_append_printf(c->out, "%zx\r\n", (size_t)n);
	g_string_append_len(c->out, buf, n);
	g_string_append(c->out, c->at < c->end ? "\r\n" : "\r\n0\r\n\r\n");
	return true;
}

static bool out_write(struct conn *c)
{
	while (c->sent < c->out->len) {
		ssize_t n = send(c->fd, c->out->str + c->sent,
				 c->out->len - c->sent, MSG_NOSIGNAL);

		if (n < 0)
			return errno == EAGAIN || errno == EINTR;
		c->sent += n;
	}
	g_string_truncate(c->out, 0);
	c->sent = 0;
	return true;
}

static bool file_write(struct server *s, struct conn *c)
{
	size_t size = file_allowance(s, c);

	if (size == 0)
		return true;
	if (s->chunked)
		return file_chunk(c, size);
	return sendfile(c->fd, c->file, &c->at, size) > 0 ||
		errno == EAGAIN || errno == EINTR;
}

/* False: the connection is over. */
static bool conn_write(struct server *s, struct conn *c)
{
	if (!out_write(c))
		return false;
	if (c->sent < c->out->len || c->file < 0)
		return true;
	if (!file_write(s, c))
		return false;
	if (c->at >= c->end) {
		close(c->file);
		c->file = -1;
	}
	return out_write(c);
}

/* ---- the loop --------------------------------------------------------- */

static void accept_conn(struct server *s)
{
	int one = 1, fd = accept4(s->listener, NULL, NULL,
				  SOCK_NONBLOCK | SOCK_CLOEXEC);

	for (int i = 0; fd >= 0 && i < CONNS_MAX; i++) {
		struct conn *c = &s->conns[i];

		if (c->fd >= 0)
			continue;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		c->fd = fd;
		c->in = g_string_new(NULL);
		c->out = g_string_new(NULL);
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* Answers held requests for which something happened or time is up. */
static void settle_held(struct server *s)
{
	gint64 now = g_get_monotonic_time();

	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *c = &s->conns[i];

		if (c->fd < 0 || !c->holding)
			continue;
		if (c->seen < s->events->len)
			answer_news(s, c);
		else if (c->deadline <= now)
			answer_nothing(s, c);
		else
			continue;
		if (!conn_write(s, c))
			conn_close(c);
	}
}

/* Milliseconds until something is due without anybody asking, -1: never. */
static int next_due(struct server *s)
{
	gint64 now = g_get_monotonic_time(), due = G_MAXINT64;

	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *c = &s->conns[i];

		if (c->fd >= 0 && c->holding)
			due = MIN(due, c->deadline);
		if (c->fd >= 0 && c->file >= 0 && file_allowance(s, c) == 0)
			due = MIN(due, now + 1000);
	}
	return due == G_MAXINT64 ? -1 : (int)(MAX(due - now, 0) / 1000 + 1);
}

static short conn_interest(const struct server *s, const struct conn *c)
{
	bool file = c->file >= 0 && file_allowance(s, c) > 0;

	return POLLIN | (c->sent < c->out->len || file ? POLLOUT : 0);
}

static void conn_turn(struct server *s, struct conn *c, short events)
{
	if ((events & (POLLIN | POLLHUP | POLLERR)) && !conn_read(s, c)) {
		conn_close(c);
		return;
	}
	if (!conn_write(s, c)) {
		conn_close(c);
		return;
	}
	conn_requests(s, c);
	if (c->out->len > 0 && !conn_write(s, c))
		conn_close(c);
}

/* One turn; false when standard input has ended. */
static bool server_turn(struct server *s)
{
	struct pollfd fds[CONNS_MAX + 2] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = s->listener, .events = POLLIN },
	};
	char ignored[64];

	for (int i = 0; i < CONNS_MAX; i++) {
		struct conn *c = &s->conns[i];

		fds[i + 2].fd = c->fd;
		fds[i + 2].events = c->fd < 0 ? 0 : conn_interest(s, c);
	}
	if (poll(fds, CONNS_MAX + 2, next_due(s)) < 0 && errno != EINTR)
		return false;
	if (fds[0].revents && read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
		return false;
	for (int i = 0; i < CONNS_MAX; i++)
		if (fds[i + 2].fd >= 0 &&
		    (fds[i + 2].revents || s->conns[i].file >= 0))
			conn_turn(s, &s->conns[i], fds[i + 2].revents);
	if (fds[1].revents)
		accept_conn(s);
	settle_held(s);
	return true;
}

static int listen_on(int port)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof a;
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0 ||
	    listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&a, &len) < 0) {
		fprintf(stderr, "server: port %d: %s\n", port, g_strerror(errno));
		exit(1);
	}
	printf("ready %d\n", ntohs(a.sin_port));
	fflush(stdout);
	return fd;
}

int main(int argc, char **argv)
{
	struct server s = { .user = "@ada:bench.example" };
	int port = 0;

	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(argv[i], "--chunked") == 0)
			s.chunked = true;
		else if (argv[i][0] != '-')
			s.dir = argv[i];
		else if (strcmp(argv[i], "--port") == 0 && ++i)
			port = (int)g_ascii_strtoll(value, NULL, 10);
		else if (strcmp(argv[i], "--rate") == 0 && ++i)
			s.rate = (long)g_ascii_strtoll(value, NULL, 10);
		else if (strcmp(argv[i], "--user") == 0 && ++i)
			s.user = value;
		else
			s.dir = NULL, i = argc;
	}
	if (!s.dir) {
		fputs("usage: server DIR [--port N] [--user ID] "
		      "[--rate BYTES] [--chunked]\n", stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < CONNS_MAX; i++)
		s.conns[i].fd = s.conns[i].file = -1;
	s.events = g_ptr_array_new_with_free_func(event_free);
	s.run = g_random_int();
	s.listener = listen_on(port);
	while (server_turn(&s))
		;
	for (int i = 0; i < CONNS_MAX; i++)
		if (s.conns[i].fd >= 0)
			conn_close(&s.conns[i]);
	close(s.listener);
	g_ptr_array_unref(s.events);
	g_free(s.since);
	return 0;
}
