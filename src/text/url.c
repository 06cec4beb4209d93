/*
 * url.c - which links may be followed, and where they truly lead.
 */
#include "text/text-internal.h"

#include <string.h>
#include <utf8proc.h>

enum {
	URL_MAX = 2048,
	ID_MAX = 255,		/* bytes of a Matrix identifier */
};

/* What begins a URL, in text and in an attribute. */
struct scheme {
	const char *begin;
	bool host;		/* a host follows */
};

static const struct scheme schemes[] = {
	{ "https://", true }, { "http://", true }, { "www.", false },
	{ "mailto:", false }, { "matrix:u/", false }, { "matrix:r/", false },
	{ "matrix:roomid/", false },
};

static const struct scheme *scheme_at(const char *s, size_t len)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
		size_t n = strlen(schemes[i].begin);

		if (len > n && g_ascii_strncasecmp(s, schemes[i].begin, n) == 0)
			return &schemes[i];
	}
	return NULL;
}

static bool is_word(unsigned char byte)
{
	return g_ascii_isalnum(byte) || byte >= 0x80;
}

static char *without_blanks(const char *s)
{
	GString *out = g_string_new(NULL);

	for (; *s; s++) {
		if (*s == ' ')
			g_string_append(out, "%20");
		else
			g_string_append_c(out, *s);
	}
	return g_string_free(out, FALSE);
}

char *text_url_clean(const char *s, size_t len)
{
	g_autofree char *line = NULL;
	const struct scheme *scheme;
	size_t begin;

	if (len > URL_MAX)
		return NULL;
	line = g_strstrip(text_clean(s, len, TEXT_LINE, 0));
	scheme = scheme_at(line, strlen(line));
	if (!scheme || strpbrk(line, "<>\""))
		return NULL;
	begin = strlen(scheme->begin);
	if (scheme->host && line[begin] != '[' && !is_word(line[begin]))
		return NULL;
	if (strcmp(scheme->begin, "www.") == 0) {
		g_autofree char *bare = g_steal_pointer(&line);

		line = g_strconcat("https://", bare, NULL);
	}
	return without_blanks(line);
}

/* The part between the slashes, user and port included; NULL when there is
 * none. */
static const char *authority(const char *url, size_t *len)
{
	const struct scheme *scheme = scheme_at(url, strlen(url));

	if (!scheme || !scheme->host)
		return NULL;
	url += strlen(scheme->begin);
	*len = strcspn(url, "/?#\\");
	return url;
}

bool text_url_has_user(const char *url)
{
	size_t len;

	url = authority(url, &len);
	return url && memchr(url, '@', len);
}

static char *lower(const char *s, size_t len)
{
	return len ? g_utf8_strdown(s, len) : NULL;
}

char *text_url_host(const char *url)
{
	const char *at, *begin;
	size_t len;

	if (g_ascii_strncasecmp(url, "mailto:", 7) == 0)
		return lower(url + 7, strcspn(url + 7, "?"));
	begin = authority(url, &len);
	if (!begin)
		return NULL;
	at = g_strrstr_len(begin, len, "@");
	if (at) {
		len -= at + 1 - begin;
		begin = at + 1;
	}
	if (len > 0 && *begin == '[')
		return lower(begin, strcspn(begin, "]"));
	return lower(begin, MIN(len, strcspn(begin, ":")));
}

/* ---- Matrix ------------------------------------------------------------ */

/* The forms of the Matrix URI scheme and the sigils they stand for (appendix
 * "URIs" of the specification); matrix.to has the sigil in the link. */
static const struct {
	const char *begin, *sigil;
} matrix_forms[] = {
	{ "https://matrix.to/#/", "" }, { "http://matrix.to/#/", "" },
	{ "matrix:u/", "@" }, { "matrix:r/", "#" }, { "matrix:roomid/", "!" },
};

static bool is_matrix_id(const char *id)
{
	size_t len = strlen(id);

	if (len < 2 || len > ID_MAX || !text_is_clean(id, len, TEXT_NAME))
		return false;
	if (strpbrk(id, " /"))
		return false;
	return *id == '!' || ((*id == '@' || *id == '#') && strchr(id, ':'));
}

char *text_url_matrix_id(const char *url)
{
	for (size_t i = 0; i < G_N_ELEMENTS(matrix_forms); i++) {
		size_t n = strlen(matrix_forms[i].begin);
		g_autofree char *part = NULL, *id = NULL;
		const char *rest = url + n;

		if (g_ascii_strncasecmp(url, matrix_forms[i].begin, n) != 0)
			continue;
		part = g_uri_unescape_segment(rest, rest + strcspn(rest, "?"),
					      NULL);
		if (!part)
			return NULL;
		id = g_strconcat(matrix_forms[i].sigil, part, NULL);
		return is_matrix_id(id) ? g_steal_pointer(&id) : NULL;
	}
	return NULL;
}

/* ---- in text ----------------------------------------------------------- */

static bool ends_url(int32_t cp)
{
	if (cp < 0x80)
		return cp <= ' ' || cp == 0x7F || strchr("<>\"`{}|\\^", cp);
	return g_unichar_isspace(cp) || g_unichar_ispunct(cp);
}

/* Give back what more likely belongs to the sentence: punctuation, and a
 * bracket that was not opened within. */
static size_t without_tail(const char *s, size_t len)
{
	int open = 0;

	for (size_t i = 0; i < len; i++)
		open += (s[i] == '(') - (s[i] == ')');
	while (len > 0 && strchr(".,:;!?'*_~)]", s[len - 1])) {
		if (s[len - 1] == ')' && open++ >= 0)
			break;
		len--;
	}
	return len;
}

static size_t url_length(const char *s, size_t len)
{
	size_t at = 0;
	int32_t cp;

	while (at < len) {
		int n = text_next_point(s + at, s + len, &cp);

		if (ends_url(cp))
			break;
		at += n;
	}
	return without_tail(s, at);
}

bool text_url_find(const char *s, size_t len, size_t from, size_t *start,
		   size_t *end)
{
	for (size_t i = from; i < len; i++) {
		const struct scheme *scheme;
		size_t n;

		if (!strchr("hHmMwW", s[i]) || (i > 0 && is_word(s[i - 1])))
			continue;
		scheme = scheme_at(s + i, len - i);
		if (!scheme)
			continue;
		n = strlen(scheme->begin);
		if (!is_word(s[i + n]) && s[i + n] != '[')
			continue;
		*start = i;
		*end = i + url_length(s + i, len - i);
		if (*end > i + n)
			return true;
	}
	return false;
}

/* ---- words and hosts --------------------------------------------------- */

static bool is_host_byte(unsigned char byte)
{
	return is_word(byte) || byte == '-' || byte == '.';
}

static const char *without_www(const char *s, size_t *len)
{
	if (*len <= 4 || strncmp(s, "www.", 4) != 0)
		return s;
	*len -= 4;
	return s + 4;
}

static bool same_host(const char *s, size_t len, const char *host)
{
	size_t host_len = strlen(host);

	s = without_www(s, &len);
	host = without_www(host, &host_len);
	return len == host_len && memcmp(s, host, len) == 0;
}

/* The next stretch of bytes that a host may be made of. */
static const char *next_token(const char *s, size_t *len)
{
	while (*s && !(is_host_byte(*s) && *s != '.'))
		s++;
	for (*len = 0; is_host_byte(s[*len]); ++*len)
		;
	while (*len > 0 && s[*len - 1] == '.')
		--*len;
	return s;
}

bool text_url_is_named(const char *words, size_t len, const char *host)
{
	g_autofree char *low = g_utf8_strdown(words, len);
	const char *s = low;
	bool found = false;

	if (strchr(host, '@'))
		return strstr(low, host) != NULL;
	for (;;) {
		s = next_token(s, &len);
		if (len == 0)
			break;
		if (same_host(s, len, host))
			found = true;
		else if (memchr(s, '.', len))
			return false;
		s += len;
		/* A path may name any file; but before an @ is no host. */
		if (found && *s != '@')
			s += strcspn(s, " \n");
	}
	return found || *low == '@' || *low == '#';
}
