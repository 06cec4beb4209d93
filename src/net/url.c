#include "net/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>

static char *take_part(CURLU *parsed, CURLUPart part, unsigned flags)
{
	char *value = NULL, *copy;

	if (curl_url_get(parsed, part, &value, flags) != CURLUE_OK)
		return NULL;
	copy = g_ascii_strdown(value, -1);
	curl_free(value);
	return copy;
}

static bool host_is_plausible(const char *host)
{
	size_t n = strspn(host, G_CSET_a_2_z G_CSET_DIGITS "._-");
	struct in6_addr six;
	char inner[INET6_ADDRSTRLEN];

	if (host[0] != '[')
		return n > 0 && n <= 253 && host[n] == '\0';
	n = strcspn(host + 1, "]");
	if (n >= sizeof inner || strcmp(host + 1 + n, "]") != 0)
		return false;
	memcpy(inner, host + 1, n);
	inner[n] = '\0';
	return inet_pton(AF_INET6, inner, &six) == 1;
}

static bool scheme_is_http(const char *scheme)
{
	return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

bool url_init(struct url *u, const char *text)
{
	CURLU *parsed = curl_url();
	bool ok;

	memset(u, 0, sizeof *u);
	if (parsed && curl_url_set(parsed, CURLUPART_URL, text,
				   CURLU_DISALLOW_USER) == CURLUE_OK) {
		u->scheme = take_part(parsed, CURLUPART_SCHEME, 0);
		u->host = take_part(parsed, CURLUPART_HOST, CURLU_PUNYCODE);
		u->port = take_part(parsed, CURLUPART_PORT,
				    CURLU_DEFAULT_PORT);
	}
	curl_url_cleanup(parsed);
	ok = u->scheme && u->host && u->port && scheme_is_http(u->scheme) &&
	     host_is_plausible(u->host) && strcmp(u->port, "0") != 0;
	if (!ok)
		url_clear(u);
	return ok;
}

void url_clear(struct url *u)
{
	g_clear_pointer(&u->scheme, g_free);
	g_clear_pointer(&u->host, g_free);
	g_clear_pointer(&u->port, g_free);
}

bool url_is_loopback(const struct url *u)
{
	struct in_addr four;

	if (inet_pton(AF_INET, u->host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return strcmp(u->host, "[::1]") == 0 ||
	       strcmp(u->host, "localhost") == 0 ||
	       g_str_has_suffix(u->host, ".localhost");
}

bool url_is_safe(const struct url *u)
{
	return strcmp(u->scheme, "https") == 0 || url_is_loopback(u);
}

bool url_same_origin(const struct url *a, const struct url *b)
{
	return strcmp(a->scheme, b->scheme) == 0 &&
	       strcmp(a->host, b->host) == 0 && strcmp(a->port, b->port) == 0;
}
