/* refusal.c - what an answer that is no success means. */
#include "provider/matrix/refusal.h"

#include <string.h>
#include "provider/matrix/json.h"
#include "text/text.h"

#define TEXT_MAX 300		/* bytes of the server's own words */

/* Words for codes that need more than the server's own. */
static const struct {
	const char *code, *words;
} meanings[] = {
	{ "M_USER_SUSPENDED", "your account is suspended there: you can read, "
			      "but not write. Ask the administrators" },
	{ "M_USER_LOCKED", "your account is locked there. Ask the "
			   "administrators; nothing is lost" },
	{ "M_USER_DEACTIVATED", "this account was closed for good" },
	{ "M_TOO_LARGE", "the message is too long. Make it shorter" },
	{ "M_RESOURCE_LIMIT_EXCEEDED", "the server is at its limits. Ask its "
				       "administrators" },
	{ "M_INVITE_BLOCKED", "this person takes no invitations" },
	{ "M_UNSUPPORTED_ROOM_VERSION", "the server is too old for this "
					"room" },
	{ "M_INCOMPATIBLE_ROOM_VERSION", "the server is too old for this "
					 "room" },
};

static const char *meaning(const struct refusal *r)
{
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (refusal_is(r, meanings[i].code))
			return meanings[i].words;
	return r->status == 413 ? meanings[3].words : NULL;
}

static char *network_sentence(const struct http_reply *reply,
			      const char *site)
{
	if (reply->message && *reply->message)
		return g_strdup(reply->message);
	return g_strdup_printf("%s cannot be reached.", site);
}

static char *limit_sentence(const struct refusal *r, const char *site)
{
	int64_t s = (r->retry_after + 999) / 1000;

	if (r->retry_after < 0)
		return g_strdup_printf("%s asks us to slow down.", site);
	return g_strdup_printf("%s asks us to wait %" G_GINT64_FORMAT
			       " s before trying again.", site, s);
}

static bool is_page(const struct http_reply *reply)
{
	return reply->len && reply->body[strspn(reply->body, " \t\r\n")] == '<';
}

static char *answer_sentence(const struct refusal *r,
			     const struct http_reply *reply, const char *site)
{
	const char *words = meaning(r);

	if (words)
		return g_strdup_printf("%s: %s.", site, words);
	if (r->status >= 500)
		return g_strdup_printf("%s has trouble of its own (error %d).",
				       site, r->status);
	if (!r->code && is_page(reply))
		return g_strdup_printf("%s answered with a web page instead "
				       "of Matrix data (status %d). Is the "
				       "address right, or a proxy between?",
				       site, r->status);
	if (r->status / 100 == 2)
		return g_strdup_printf("The answer of %s makes no sense.",
				       site);
	if (r->text && *r->text)
		return g_strdup_printf("%s refused: %s", site, r->text);
	return g_strdup_printf("%s refused (status %d%s%s).", site, r->status,
			       r->code ? ", " : "", r->code ? r->code : "");
}

static void body_read(struct refusal *r, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const char *text = json_text(body, "error");
	const char *code = json_id(body, "errcode");

	r->code = code ? text_clean(code, -1, TEXT_LINE, 80) : NULL;
	r->text = text ? text_clean(text, -1, TEXT_LINE, TEXT_MAX) : NULL;
	r->soft_logout = json_flag(body, "soft_logout");
	if (r->retry_after < 0)
		r->retry_after = json_number(body, "retry_after_ms", -1);
}

void refusal_init(struct refusal *r, const struct http_reply *reply,
		  const char *site)
{
	bool limited, between;

	*r = (struct refusal){ .status = reply->status,
			       .retry_after = reply->retry_after };
	if (reply->failure != HTTP_OK) {
		r->passing = reply->failure != HTTP_BAD_URL;
		r->sentence = network_sentence(reply, site);
		return;
	}
	body_read(r, reply);
	limited = r->status == 429 || refusal_is(r, "M_LIMIT_EXCEEDED");
	/* A 401 that is not Matrix comes from something in between, as does
	 * a success that nobody can read. */
	between = r->status / 100 == 2 ||
		  ((r->status == 401 || r->status == 407) && !r->code);
	r->passing = limited || between || r->status >= 500 ||
		     r->status == 408 || refusal_is(r, "M_USER_LOCKED");
	r->sentence = limited ? limit_sentence(r, site) :
				answer_sentence(r, reply, site);
}

void refusal_clear(struct refusal *r)
{
	g_free(r->code);
	g_free(r->text);
	g_free(r->sentence);
}

bool refusal_is(const struct refusal *r, const char *code)
{
	return g_strcmp0(r->code, code) == 0;
}
