#include "net/failure.h"

#include <errno.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

/* "%s" is the host. */
static const struct {
	CURLcode code;
	enum http_failure failure;
	const char *words;
} rows[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_NO_HOST,
	  "%s was not found: the name is wrong, or there is no network" },
	{ CURLE_COULDNT_RESOLVE_PROXY, HTTP_NO_HOST,
	  "the proxy on the way to %s was not found" },
	{ CURLE_COULDNT_CONNECT, HTTP_NO_ROUTE, "%s cannot be reached" },
	{ CURLE_PROXY, HTTP_NO_ROUTE,
	  "the proxy on the way to %s refused" },
	{ CURLE_INTERFACE_FAILED, HTTP_NO_ROUTE, "%s cannot be reached" },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_TLS,
	  "%s and we could not agree on a secure connection" },
	{ CURLE_PEER_FAILED_VERIFICATION, HTTP_TLS,
	  "the certificate of %s is not valid" },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_TLS,
	  "the certificates of this machine, needed for %s, cannot be read" },
	{ CURLE_SSL_ENGINE_NOTFOUND, HTTP_TLS,
	  "no secure connection to %s is possible on this machine" },
	{ CURLE_SSL_CIPHER, HTTP_TLS,
	  "%s and we could not agree on a secure connection" },
	{ CURLE_SSL_ISSUER_ERROR, HTTP_TLS,
	  "the certificate of %s is not valid" },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_TIMEOUT,
	  "%s did not answer in time" },
	{ CURLE_GOT_NOTHING, HTTP_BROKEN,
	  "%s closed the connection without an answer" },
	{ CURLE_PARTIAL_FILE, HTTP_BROKEN, "the answer of %s broke off" },
	{ CURLE_RECV_ERROR, HTTP_BROKEN, "the answer of %s broke off" },
	{ CURLE_SEND_ERROR, HTTP_BROKEN, "the connection to %s broke off" },
	{ CURLE_HTTP2, HTTP_BROKEN, "the connection to %s broke off" },
	{ CURLE_HTTP2_STREAM, HTTP_BROKEN, "the answer of %s broke off" },
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_BROKEN,
	  "%s does not speak HTTP there" },
	{ CURLE_WEIRD_SERVER_REPLY, HTTP_BROKEN,
	  "%s gave an answer that is not HTTP" },
	{ CURLE_BAD_CONTENT_ENCODING, HTTP_BROKEN,
	  "the answer of %s cannot be unpacked" },
	{ CURLE_URL_MALFORMAT, HTTP_BAD_URL,
	  "the address of %s is not one that can be used" },
};

static const char *const own_words[] = {
	[HTTP_OK] = "",
	[HTTP_TIMEOUT] = "%s did not answer in time",
	[HTTP_BROKEN] = "the answer of %s makes no sense",
	[HTTP_TOO_BIG] = "the answer of %s is too big",
	[HTTP_STOPPED] = "the answer of %s was not read to its end",
	[HTTP_CANCELLED] = "the request to %s was given up",
	[HTTP_BAD_URL] = "the address of %s is not one that can be used",
};

static char *fill_in(const char *words, const char *host)
{
	g_auto(GStrv) part = g_strsplit(words, "%s", 2);

	return g_strjoinv(host, part);
}

static bool is_refusal(CURLcode code, long os_errno)
{
	return code == CURLE_COULDNT_CONNECT && os_errno == ECONNREFUSED;
}

static bool is_late(CURLcode code, long os_errno)
{
	return code == CURLE_COULDNT_CONNECT && os_errno == ETIMEDOUT;
}

enum http_failure failure_from_curl(CURLcode code, long os_errno)
{
	if (code == CURLE_OK)
		return HTTP_OK;
	if (is_late(code, os_errno))
		return HTTP_TIMEOUT;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].code == code)
			return rows[i].failure;
	return HTTP_BROKEN;
}

/* Numbers of OpenSSL's X509_verify_cert_error_string(3); other libraries
 * count otherwise and get the plain sentence. */
static const char *certificate_words(long verify)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	if (!info->ssl_version || !strstr(info->ssl_version, "OpenSSL"))
		return NULL;
	switch (verify) {
	case 0:
		return "the certificate of %s is for another name";
	case 9:
		return "the certificate of %s is not valid yet; is the clock "
		       "of this machine right?";
	case 10:
		return "the certificate of %s has expired";
	case 18:
	case 19:
		return "the certificate of %s is signed by itself, which "
		       "anybody can do";
	case 20:
	case 21:
		return "the certificate of %s is from an issuer that this "
		       "machine does not trust";
	default:
		return NULL;
	}
}

char *failure_words(const char *host, CURLcode code, long os_errno,
		    long verify)
{
	const char *words = NULL;

	if (code == CURLE_OK)
		return g_strdup("");
	if (is_refusal(code, os_errno))
		words = "%s refused the connection";
	else if (is_late(code, os_errno))
		words = own_words[HTTP_TIMEOUT];
	else if (code == CURLE_PEER_FAILED_VERIFICATION)
		words = certificate_words(verify);
	for (size_t i = 0; !words && i < G_N_ELEMENTS(rows); i++)
		if (rows[i].code == code)
			words = rows[i].words;
	return fill_in(words ? words : "the request to %s failed", host);
}

char *failure_own_words(const char *host, enum http_failure failure)
{
	const char *words = failure < G_N_ELEMENTS(own_words) ?
			    own_words[failure] : NULL;

	return fill_in(words ? words : "the request to %s failed", host);
}

int64_t failure_retry_after(const char *value, int64_t now)
{
	g_autofree char *text = g_strstrip(g_strdup(value));
	gint64 seconds;
	time_t when;

	if (g_ascii_string_to_signed(text, 10, 0, G_MAXINT64, &seconds, NULL))
		return MIN(seconds, DAY_MS / 1000) * 1000;
	if (text[0] && strspn(text, G_CSET_DIGITS) == strlen(text))
		return DAY_MS;
	when = curl_getdate(text, NULL);
	if (when == (time_t)-1)
		return -1;
	return CLAMP((int64_t)when * 1000 - now, 0, DAY_MS);
}
