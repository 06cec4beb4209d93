#include "net/transfer.h"
#include "net/failure.h"
#include "net/url.h"

#include <string.h>
#include <time.h>

#define CONNECT_MS INT64_C(20000)
#define TOTAL_MS INT64_C(60000)
#define BODY_MAX ((size_t)1024 * 1024)
#define HEADERS_MAX ((size_t)256 * 1024)
#define HOPS_MAX 5

int64_t transfer_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct transfer *transfer_new(uint64_t handle, struct http_request *take)
{
	struct transfer *t = g_new0(struct transfer, 1);

	t->handle = handle;
	t->req = take;
	t->url = g_strdup(take->url ? take->url : "");
	t->body = g_byte_array_new();
	t->started = t->tried = t->heard = transfer_clock();
	return t;
}

/* One of them is the bearer. */
static void free_headers(struct curl_slist *headers)
{
	for (struct curl_slist *h = headers; h; h = h->next)
		explicit_bzero(h->data, strlen(h->data));
	curl_slist_free_all(headers);
}

void transfer_free(struct transfer *t)
{
	if (!t)
		return;
	curl_easy_cleanup(t->easy);
	free_headers(t->headers);
	http_request_free(t->req);
	g_byte_array_unref(t->body);
	g_free(t->url);
	g_free(t);
}

/* ---- how it ends ----------------------------------------------------- */

static void set_message(struct transfer *t, char *take_words)
{
	g_strlcpy(t->message, take_words, sizeof t->message);
	g_free(take_words);
}

static char *host_of(const struct transfer *t)
{
	struct url u;
	char *host;

	if (!url_init(&u, t->url))
		return g_strdup("the server");
	host = g_steal_pointer(&u.host);
	url_clear(&u);
	return host;
}

void transfer_end(struct transfer *t, enum http_failure failure)
{
	g_autofree char *host = NULL;

	if (t->ended)
		return;
	host = host_of(t);
	t->ended = true;
	t->failure = failure;
	set_message(t, failure_own_words(host, failure));
}

static void end_with(struct transfer *t, enum http_failure failure,
		     const char *words)
{
	g_autofree char *host = host_of(t);

	if (t->ended)
		return;
	transfer_end(t, failure);
	set_message(t, g_strdup_printf("%s %s", host, words));
}

static void end_by_curl(struct transfer *t, CURLcode code)
{
	g_autofree char *host = host_of(t);
	long os_errno = 0, verify = 0;

	if (t->ended)
		return;
	curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &os_errno);
	curl_easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &verify);
	t->ended = true;
	t->failure = failure_from_curl(code, os_errno);
	set_message(t, failure_words(host, code, os_errno, verify));
}

int64_t transfer_deadline(const struct transfer *t)
{
	const struct http_request *req = t->req;
	int64_t deadline = TRANSFER_NEVER;

	if (!t->connected)
		deadline = t->tried +
			   (req->connect_ms ? req->connect_ms : CONNECT_MS);
	if (req->total_ms >= 0)
		deadline = MIN(deadline, t->started +
			       (req->total_ms ? req->total_ms : TOTAL_MS));
	if (req->idle_ms > 0)
		deadline = MIN(deadline, t->heard + req->idle_ms);
	return deadline;
}

/* ---- bytes as they come ---------------------------------------------- */

static long status_of(const struct transfer *t)
{
	long status = 0;

	if (t->easy)
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static const char *header_of(const struct transfer *t, const char *name)
{
	struct curl_header *h;

	if (!t->easy || curl_easy_header(t->easy, name, 0, CURLH_HEADER, -1,
					 &h) != CURLHE_OK)
		return NULL;
	return h->value;
}

/* There is a connection, old or new, and the request is about to leave. */
static int on_connected(void *user, char *there, char *here, int there_port,
			int here_port)
{
	struct transfer *t = user;

	(void)there;
	(void)here;
	(void)there_port;
	(void)here_port;
	t->connected = true;
	return CURL_PREREQFUNC_OK;
}

static size_t on_header(char *bytes, size_t size, size_t n, void *user)
{
	struct transfer *t = user;

	(void)bytes;
	t->heard = transfer_clock();
	t->header_bytes += size * n;
	if (t->header_bytes > HEADERS_MAX)
		transfer_end(t, HTTP_TOO_BIG);
	return t->ended ? CURL_WRITEFUNC_ERROR : size * n;
}

/* The length is that of the packed bytes when the answer is packed. */
static void tell_size(struct transfer *t)
{
	curl_off_t total = -1;

	if (t->sized)
		return;
	t->sized = true;
	if (!t->req->size)
		return;
	if (!header_of(t, "Content-Encoding"))
		curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
				  &total);
	t->req->size(t->req->user, total);
}

static void collect(struct transfer *t, const char *bytes, size_t len)
{
	size_t max = t->req->max_body ? t->req->max_body : BODY_MAX;

	if (len > max || t->body->len > max - len)
		transfer_end(t, HTTP_TOO_BIG);
	else
		g_byte_array_append(t->body, (const guint8 *)bytes,
				    (guint)len);
}

static size_t on_body(char *bytes, size_t size, size_t n, void *user)
{
	struct transfer *t = user;
	size_t len = size * n;
	long status = status_of(t);

	t->heard = transfer_clock();
	if (t->ended)
		return CURL_WRITEFUNC_ERROR;
	if (t->req->data && status >= 200 && status <= 299) {
		tell_size(t);
		if (!t->ended && !t->req->data(t->req->user, bytes, len))
			transfer_end(t, HTTP_STOPPED);
	} else {
		collect(t, bytes, len);
	}
	return t->ended ? CURL_WRITEFUNC_ERROR : len;
}

/* ---- starting -------------------------------------------------------- */

static bool is_own_origin(const struct transfer *t, const struct url *now)
{
	struct url first;
	bool same = url_init(&first, t->req->url) &&
		    url_same_origin(&first, now);

	url_clear(&first);
	return same;
}

static void add_header(struct transfer *t, const char *name, const char *value)
{
	g_autofree char *line = g_strconcat(name, value, NULL);
	struct curl_slist *more = curl_slist_append(t->headers, line);

	if (more)
		t->headers = more;
	explicit_bzero(line, strlen(line));
}

static void set_headers(struct transfer *t, const struct url *u)
{
	const struct http_request *req = t->req;

	free_headers(t->headers);
	t->headers = NULL;
	if (req->body && !t->plain_get)
		add_header(t, "Content-Type: ",
			   req->type ? req->type : "application/json");
	if (req->bearer && is_own_origin(t, u))
		add_header(t, "Authorization: Bearer ", req->bearer);
	/* Large bodies go at once, not after a question and a second. */
	add_header(t, "Expect:", "");
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_method(struct transfer *t)
{
	const struct http_request *req = t->req;
	const char *method = t->plain_get ? "GET" : req->method;
	bool has_body = !t->plain_get &&
			(req->body || strcmp(method, "POST") == 0 ||
			 strcmp(method, "PUT") == 0);

	curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
	if (has_body) {
		curl_easy_setopt(t->easy, CURLOPT_POST, 1L);
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS,
				 req->body ? req->body : "");
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)(req->body ? req->len : 0));
	}
	curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, method);
}

/* What never changes from hop to hop. Deadlines are ours: those of curl do
 * not go on while the machine sleeps, and wake it up for nothing: the one for
 * connecting once in each long poll, the low-speed limit every second. */
static void set_constant(struct transfer *t, const char *agent)
{
	CURL *easy = t->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, agent);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	/* libcurl repeats what was lost on a reused connection. */
	if (t->req->once)
		curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
			 (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			 (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 32768L);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 60L);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 30L);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
}

static void set_address(struct transfer *t, const struct url *u)
{
	bool secure = strcmp(u->scheme, "https") == 0;

	curl_easy_setopt(t->easy, CURLOPT_URL, t->url);
	/* Packing costs time where there is no wire. */
	curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING,
			 secure ? "gzip" : NULL);
	/* A proxy would see the token of a plain request to this machine. */
	curl_easy_setopt(t->easy, CURLOPT_PROXY,
			 url_is_loopback(u) ? "" : NULL);
}

bool transfer_start(struct transfer *t, const char *agent)
{
	struct url u;

	if (!url_init(&u, t->url)) {
		transfer_end(t, HTTP_BAD_URL);
		return false;
	}
	if (!url_is_safe(&u)) {
		end_with(t, HTTP_BAD_URL, "is not asked over plain http, "
			 "which others could read; https is needed");
		url_clear(&u);
		return false;
	}
	if (!t->easy) {
		t->easy = curl_easy_init();
		if (!t->easy)
			g_error("libcurl has no memory left");
		set_constant(t, agent);
	}
	t->connected = false;
	t->tried = transfer_clock();
	set_method(t);
	set_headers(t, &u);
	set_address(t, &u);
	url_clear(&u);
	return true;
}

/* ---- redirects ------------------------------------------------------- */

static bool is_redirect(const struct transfer *t, long status)
{
	return !t->req->no_redirect &&
	       (status == 301 || status == 302 || status == 303 ||
		status == 307 || status == 308);
}

/* Why not to go there, or NULL. */
static const char *objection(const struct transfer *t, const struct url *from,
			     const struct url *to, bool keeps_body)
{
	if (t->hops >= HOPS_MAX)
		return "sends us from one place to another without end";
	if (!url_is_safe(to) || (strcmp(from->scheme, "https") == 0 &&
				 strcmp(to->scheme, "http") == 0))
		return "sends us on to plain http, which others could read";
	if (keeps_body && !is_own_origin(t, to))
		return "sends us on to another server, which must not get "
		       "what was meant for this one";
	return NULL;
}

/* A 303 asks for a GET; the others ask for the same again (RFC 9110 section
 * 15.4; where it leaves a choice the method is kept, since a POST turned
 * into a GET helps nobody here). */
static bool follow(struct transfer *t, long status, const char *location)
{
	bool get = t->plain_get || status == 303;
	bool keeps_body = !get && strcmp(t->req->method, "GET") != 0;
	const char *words = "sends us to a place that makes no sense";
	struct url from, to;

	if (url_init(&from, t->url) && url_init(&to, location)) {
		words = objection(t, &from, &to, keeps_body);
		url_clear(&to);
	}
	url_clear(&from);
	if (words) {
		end_with(t, HTTP_BAD_URL, words);
		return false;
	}
	g_free(t->url);
	t->url = g_strdup(location);
	t->plain_get = get && strcmp(t->req->method, "GET") != 0;
	t->hops++;
	g_byte_array_set_size(t->body, 0);
	return true;
}

bool transfer_finish(struct transfer *t, CURLcode code)
{
	char *location = NULL;
	long status = status_of(t);

	if (code != CURLE_OK || t->ended) {
		end_by_curl(t, code);
		return false;
	}
	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &location);
	if (is_redirect(t, status) && location)
		return follow(t, status, location);
	t->ended = true;
	return false;
}

/* ---- handing over ---------------------------------------------------- */

static int64_t wall_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void transfer_deliver(struct transfer *t)
{
	const char *type = header_of(t, "Content-Type");
	const char *wait = header_of(t, "Retry-After");
	struct http_reply reply = {
		.failure = t->failure,
		.status = (int)status_of(t),
		.message = t->message,
		.type = type && g_str_is_ascii(type) ? type : "",
		.url = t->url,
		.retry_after = wait ?
			failure_retry_after(wait, wall_clock()) : -1,
		.arrived = t->heard,
	};

	/* So that a body is a string as well. */
	g_byte_array_append(t->body, (const guint8 *)"", 1);
	reply.body = (const char *)t->body->data;
	reply.len = t->body->len - 1;
	if (t->req->done)
		t->req->done(t->req->user, &reply);
}
