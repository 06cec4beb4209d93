#include "net/http.h"
#include "base/error.h"
#include "net/url.h"

#include <string.h>

#define BACKOFF_FIRST_MS INT64_C(1000)
#define BACKOFF_MAX_MS INT64_C(300000)

struct http_request *http_request_new(const char *method, char *take_url)
{
	struct http_request *req = g_new0(struct http_request, 1);

	req->method = method;
	req->url = take_url;
	return req;
}

static void free_secret(char *secret, size_t len)
{
	if (secret)
		explicit_bzero(secret, len);
	g_free(secret);
}

void http_request_free(struct http_request *req)
{
	if (!req)
		return;
	g_free(req->url);
	g_free(req->type);
	free_secret(req->bearer, req->bearer ? strlen(req->bearer) : 0);
	/* A log-in has the password in its body. */
	free_secret(req->body, req->len);
	g_free(req);
}

char *http_escape(const char *s)
{
	static const char digits[] = "0123456789ABCDEF";
	GString *out = g_string_sized_new(strlen(s) + 16);

	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (g_ascii_isalnum(c) || strchr("-._~", c)) {
			g_string_append_c(out, *s);
			continue;
		}
		g_string_append_c(out, '%');
		g_string_append_c(out, digits[c >> 4]);
		g_string_append_c(out, digits[c & 15]);
	}
	return g_string_free(out, FALSE);
}

/* ---- the base of a server -------------------------------------------- */

static char *base_text(const struct url *u)
{
	bool usual = strcmp(u->port, strcmp(u->scheme, "https") == 0 ?
			    "443" : "80") == 0;

	return g_strconcat(u->scheme, "://", u->host, usual ? NULL : ":",
			   u->port, NULL);
}

/* Without a scheme it is https, but http for this machine, where nobody
 * listens on the way and test servers have no certificates. */
static bool parse_typed(struct url *u, const char *typed)
{
	g_autofree char *secure = NULL, *plain = NULL;

	if (strstr(typed, "://"))
		return url_init(u, typed);
	secure = g_strconcat("https://", typed, NULL);
	if (!url_init(u, secure) || !url_is_loopback(u))
		return u->host != NULL;
	url_clear(u);
	plain = g_strconcat("http://", typed, NULL);
	return url_init(u, plain);
}

char *http_base(const char *typed, GError **err)
{
	g_autofree char *text = g_strstrip(g_strdup(typed));
	struct url u;
	char *base = NULL;

	if (strpbrk(text, " \t\r\n") || !parse_typed(&u, text)) {
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "That is not the name of a server; write it like "
			    "council.org or https://council.org.");
		return NULL;
	}
	if (url_is_safe(&u))
		base = base_text(&u);
	else
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "http://%s is not encrypted: others could read "
			    "the password on its way. Use https://%s; plain "
			    "http is for this machine only.", u.host, u.host);
	url_clear(&u);
	return base;
}

/* ---- waiting --------------------------------------------------------- */

int64_t http_backoff(int tries, int64_t retry_after, uint64_t random)
{
	int doublings = CLAMP(tries - 1, 0, 20);
	int64_t whole = MIN(BACKOFF_FIRST_MS << doublings, BACKOFF_MAX_MS);
	int64_t half = whole / 2;
	int64_t wait = half + (int64_t)(random % (uint64_t)(half + 1));

	return MAX(wait, retry_after);
}
