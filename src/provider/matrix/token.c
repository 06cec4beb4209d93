/* token.c - the access token: used, refreshed, refused. */
#include "provider/matrix/token.h"

#include <string.h>
#include "base/log.h"
#include "provider/matrix/refusal.h"

#define AHEAD_MS 60000		/* renew so long before the end */
#define PAUSE_MS 10000		/* but not more often than this */
#define REFUSED_MAX 2		/* new tokens that one request may try */

static void token_refresh(struct matrix *m);

static bool is_ending(const struct matrix *m)
{
	const struct world *w = m->host->world;

	if (!m->tokens.refresh || !m->tokens.expires)
		return false;
	if (m->refreshed && world_steady(w) - m->refreshed < PAUSE_MS)
		return false;
	return world_now(w) > m->tokens.expires - AHEAD_MS;
}

bool token_ready(struct matrix *m)
{
	if (!m->refreshing && is_ending(m))
		token_refresh(m);
	return !m->refreshing;
}

/* ---- refreshing -------------------------------------------------------- */

static void on_again(void *user)
{
	struct matrix *m = user;

	m->refresh_timer = 0;
	token_refresh(m);
}

static void again_later(struct matrix *m, const char *sentence,
			int64_t retry_after)
{
	const struct world *w = m->host->world;
	int64_t ms = http_backoff(++m->refresh_tries, retry_after,
				  world_random(w));

	m->refresh_timer = m->host->after(m->host->user, ms, on_again, m);
	m->host->status(m->host->user, ACCOUNT_OFFLINE, sentence,
			world_now(w) + ms);
}

/* On disk first; only then is it ours to use. */
static bool tokens_keep(struct matrix *m, const json_t *body)
{
	const char *refresh = json_text(body, "refresh_token");
	int64_t life = json_number(body, "expires_in_ms", 0);
	struct tokens new;

	tokens_copy(&new, &m->tokens);
	g_free(new.access);
	new.access = g_strdup(json_text(body, "access_token"));
	if (refresh && *refresh) {
		g_free(new.refresh);
		new.refresh = g_strdup(refresh);
	}
	new.expires = life > 0 ? world_now(m->host->world) + life : 0;
	if (!m->host->tokens(m->host->user, &new)) {
		tokens_clear(&new);
		return false;
	}
	tokens_clear(&m->tokens);
	m->tokens = new;
	return true;
}

static void refreshed(struct matrix *m, const json_t *body)
{
	if (!tokens_keep(m, body)) {
		again_later(m, "The new access to the server could not be "
			    "written to the profile. Make room on the disk; "
			    "it will be tried again.", -1);
		return;
	}
	m->refreshing = false;
	m->refresh_tries = 0;
	m->refreshed = world_steady(m->host->world);
	request_pump(m);
}

static void on_refreshed(void *user, const struct http_reply *reply)
{
	struct matrix *m = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	struct refusal refusal;

	if (reply->failure == HTTP_CANCELLED)
		return;
	if (reply->status == 200 && json_id(body, "access_token")) {
		refreshed(m, body);
		return;
	}
	refusal_init(&refusal, reply, m->site);
	if (refusal.passing || reply->status == 200)
		again_later(m, refusal.sentence, refusal.retry_after);
	else
		matrix_end(m, refusal.soft_logout, "The server has ended this "
			   "session. Log in again; nothing is lost.");
	refusal_clear(&refusal);
}

/* Fetch a new one now. */
static void token_refresh(struct matrix *m)
{
	struct request *r;

	m->refreshing = true;
	r = request_new_json("POST", g_strdup(MATRIX_CLIENT "/refresh"),
			     json_pack("{s:s}", "refresh_token",
				       m->tokens.refresh));
	r->anonymous = r->alone = true;
	r->done = on_refreshed;
	r->user = m;
	log_info("matrix", "%s: renewing the access token", m->site);
	request_send(m, r);
}

void token_stop(struct matrix *m)
{
	if (m->refresh_timer)
		m->host->cancel_after(m->host->user, m->refresh_timer);
	m->refresh_timer = 0;
}

void token_nudge(struct matrix *m)
{
	if (!m->refresh_timer)
		return;
	token_stop(m);
	token_refresh(m);
}

/* ---- refused ----------------------------------------------------------- */

/* Wait for the new token, first in the queue. */
static void send_again(struct matrix *m, struct request *r)
{
	g_queue_push_head(&m->waiting, r);
	if (strcmp(r->token, m->tokens.access) == 0 && !m->refreshing) {
		r->refused++;
		token_refresh(m);
	}
	request_pump(m);
}

bool token_refused(struct matrix *m, struct request *r,
		   const struct http_reply *reply)
{
	struct refusal refusal;
	bool dead, soft;

	refusal_init(&refusal, reply, m->site);
	dead = refusal_is(&refusal, "M_UNKNOWN_TOKEN") ||
	       refusal_is(&refusal, "M_MISSING_TOKEN");
	soft = refusal.soft_logout;
	refusal_clear(&refusal);
	if (!dead)
		return false;
	if (strcmp(r->token, m->tokens.access) ||
	    (m->tokens.refresh && r->refused < REFUSED_MAX)) {
		send_again(m, r);
		return true;
	}
	g_queue_push_head(&m->waiting, r);	/* told with all others */
	matrix_end(m, soft, soft ?
		   "The server asks you to log in again. Nothing is lost." :
		   "The server has ended this session. Log in again; what is "
		   "stored here stays readable.");
	return true;
}
