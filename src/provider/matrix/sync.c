/* sync.c - live delivery: the long poll. */
#include "provider/matrix/sync.h"

#include <string.h>
#include "base/log.h"
#include "provider/matrix/answer.h"
#include "provider/matrix/card.h"
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"
#include "text/text.h"

#define ONCE_ROUNDS 50
#define LOCKED_MS 60000		/* a locked account is asked no more often */
#define POLL_TOTAL_MS 1800000	/* for an answer that comes in drops */
#define PROGRESS_BYTES (128 * 1024)

/* What is not shown is not asked for. */
static const char filter[] =
	"{\"presence\":{\"types\":[\"m.presence\"]},"
	"\"room\":{\"timeline\":{\"limit\":20,\"lazy_load_members\":true},"
	"\"state\":{\"lazy_load_members\":true},\"include_leave\":false}}";

struct sync {
	struct matrix *m;
	char *cursor;		/* NULL before the first sync */
	bool on, once;
	bool known;		/* it was checked whose token this is */
	bool live;		/* has caught up since the last trouble */
	bool after_known;
	bool emitting;
	int rounds, tries;
	uint64_t timer;
	struct request *asked;
	struct answer *answer;
	int64_t total, told;	/* bytes announced; last told of */
};

static void sync_ask(struct sync *s);

struct sync *sync_new(struct matrix *m, const char *cursor)
{
	struct sync *s = g_new0(struct sync, 1);

	s->m = m;
	s->cursor = g_strdup(cursor);
	return s;
}

void sync_free(struct sync *s)
{
	if (!s)
		return;
	answer_free(s->answer);
	g_free(s->cursor);
	g_free(s);
}

bool sync_is_emitting(const struct sync *s)
{
	return s->emitting;
}

static void status(const struct sync *s, enum account_state state,
		   const char *sentence, int64_t when)
{
	s->m->host->status(s->m->host->user, state, sentence, when);
}

/* ---- waiting ----------------------------------------------------------- */

static void on_timer(void *user)
{
	struct sync *s = user;

	s->timer = 0;
	sync_ask(s);
}

static void timer_stop(struct sync *s)
{
	if (s->timer)
		s->m->host->cancel_after(s->m->host->user, s->timer);
	s->timer = 0;
}

/* Something went wrong that may pass. */
static void back_off(struct sync *s, const char *sentence, int64_t at_least)
{
	const struct world *w = s->m->host->world;
	int64_t ms = http_backoff(++s->tries, at_least, world_random(w));

	s->live = false;
	log_info("matrix", "%s: %s next try in %" G_GINT64_FORMAT " ms",
		 s->m->site, sentence, ms);
	s->timer = s->m->host->after(s->m->host->user, ms, on_timer, s);
	status(s, ACCOUNT_OFFLINE, sentence, world_now(w) + ms);
}

static void back_off_reply(struct sync *s, const struct http_reply *reply)
{
	struct refusal refusal;
	int64_t wait;

	refusal_init(&refusal, reply, s->m->site);
	wait = refusal.retry_after;
	if (refusal_is(&refusal, "M_USER_LOCKED"))
		wait = MAX(wait, LOCKED_MS);
	back_off(s, refusal.sentence, wait);
	refusal_clear(&refusal);
}

/* ---- what an answer brings --------------------------------------------- */

/* What the provider itself needs to know passes by here. */
static void emit(void *user, struct change *take)
{
	struct sync *s = user;
	struct matrix *m = s->m;

	if (take->kind == CHANGE_PUSH_RULES) {
		push_free(m->push);
		m->push = push_new(take->body, m->tokens.user);
		s->answer->decode.push = m->push;
	} else if (take->kind == CHANGE_FACTS && take->set & ROOM_ENCRYPTED) {
		g_hash_table_add(m->encrypted, g_strdup(take->rid));
	}
	m->host->emit(m->host->user, take);
}

static void answer_begin(struct sync *s)
{
	struct decode decode = {
		.host = s->m->host, .account = s->m->account,
		.me = s->m->tokens.user, .push = s->m->push,
		.emit = emit, .user = s, .joined = -1,
	};

	s->answer = answer_new(SCAN_SYNC, &decode, NULL);
	s->answer->after_known = s->after_known;
	s->total = -1;
	s->told = 0;
}

static void answer_drop(struct sync *s)
{
	if (s->emitting)
		s->m->host->rollback(s->m->host->user);
	s->emitting = false;
	g_clear_pointer(&s->answer, answer_free);
	matrix_deliver_rest(s->m);
}

/* The whole answer was sound: its last change is the cursor. */
static void answer_keep(struct sync *s)
{
	struct change *c = change_new(CHANGE_CURSOR, NULL);

	c->account = s->m->account;
	c->token = g_strdup(s->answer->next);
	g_free(s->cursor);
	s->cursor = g_strdup(s->answer->next);
	s->after_known = s->answer->after_known;
	s->m->host->emit(s->m->host->user, c);
	s->emitting = false;
	g_clear_pointer(&s->answer, answer_free);
	matrix_deliver_rest(s->m);
}

static void tell_progress(struct sync *s)
{
	const struct answer *a = s->answer;

	if (a->bytes - s->told < PROGRESS_BYTES)
		return;
	s->told = a->bytes;
	s->m->host->progress(s->m->host->user, a->bytes, s->total, a->rooms);
}

static void on_size(void *user, int64_t total)
{
	struct sync *s = user;

	s->total = total;
}

static bool on_data(void *user, const char *bytes, size_t len)
{
	struct sync *s = user;

	s->emitting = true;
	if (s->answer->bytes + (int64_t)len > SYNC_MAX)
		return false;
	if (!answer_feed(s->answer, bytes, len))
		return false;
	tell_progress(s);
	return true;
}

/* ---- the end of an answer ---------------------------------------------- */

/* What was wrong with a body that came with status 200. */
static char *broken_sentence(const struct sync *s)
{
	const struct answer *a = s->answer;
	const char *site = s->m->site;

	if (scanner_first(a->scan) == '<')
		return g_strdup_printf("%s answered with a web page instead "
				       "of Matrix data. Is there a proxy "
				       "that wants you to log in?", site);
	if (a->bytes + (1 << 20) > SYNC_MAX)
		return g_strdup_printf("%s sends without an end. Nothing of "
				       "it was kept.", site);
	return g_strdup_printf("The answer of %s is broken. Nothing of it was "
			       "kept; it will be asked again.", site);
}

static void answer_broken(struct sync *s)
{
	g_autofree char *sentence = broken_sentence(s);

	answer_drop(s);
	back_off(s, sentence, -1);
}

/* How the account stands once an answer is kept. */
static void go_on(struct sync *s, bool news)
{
	s->tries = 0;
	s->rounds++;
	if (s->live || (news && s->once && s->rounds < ONCE_ROUNDS)) {
		sync_ask(s);
		return;
	}
	s->live = true;
	if (s->once)
		s->on = false;
	sync_ask(s);
	status(s, ACCOUNT_LIVE, NULL, 0);
}

static void answer_good(struct sync *s)
{
	bool news = s->answer->rooms > 0;

	if (!answer_finish(s->answer) || !s->answer->next ||
	    !*s->answer->next) {
		answer_broken(s);
		return;
	}
	answer_keep(s);
	go_on(s, news);
}

/* Servers say in several ways that they do not know the cursor. */
static bool is_lost_cursor(const struct sync *s,
			   const struct http_reply *reply)
{
	struct refusal refusal;
	bool lost;

	if (!s->cursor || reply->status != 400)
		return false;
	refusal_init(&refusal, reply, s->m->site);
	lost = refusal_is(&refusal, "M_UNKNOWN") ||
	       refusal_is(&refusal, "M_UNKNOWN_POS") ||
	       refusal_is(&refusal, "M_INVALID_PARAM");
	refusal_clear(&refusal);
	return lost;
}

static void on_synced(void *user, const struct http_reply *reply)
{
	struct sync *s = user;

	s->asked = NULL;
	if (reply->failure == HTTP_CANCELLED) {
		answer_drop(s);
	} else if (reply->failure == HTTP_OK && reply->status == 200) {
		answer_good(s);
	} else if (reply->failure == HTTP_STOPPED) {
		answer_broken(s);
	} else if (is_lost_cursor(s, reply)) {
		log_warn("matrix", "%s: the cursor is unknown, starting anew",
			 s->m->site);
		answer_drop(s);
		g_clear_pointer(&s->cursor, g_free);
		s->live = false;
		sync_ask(s);
		status(s, ACCOUNT_SYNCING, "The server does not know any more "
		       "where we were. All is read anew.", 0);
	} else {
		answer_drop(s);
		back_off_reply(s, reply);
	}
}

/* ---- asking ------------------------------------------------------------ */

static char *sync_path(const struct sync *s)
{
	g_autofree char *escaped = http_escape(filter);
	g_autofree char *since = s->cursor ? http_escape(s->cursor) : NULL;

	return g_strdup_printf(
		MATRIX_CLIENT "/sync?filter=%s&timeout=%d"
		"&use_state_after=true"
		"&org.matrix.msc4222.use_state_after=true%s%s%s",
		escaped, s->live ? SYNC_POLL_MS : 0,
		s->once ? "&set_presence=offline" : "",
		since ? "&since=" : "", since ? since : "");
}

static void poll_send(struct sync *s)
{
	struct request *r = request_new("GET", sync_path(s));

	answer_begin(s);
	r->alone = true;
	r->total_ms = s->cursor ? POLL_TOTAL_MS : -1;
	r->idle_ms = s->cursor ? SYNC_IDLE_MS : SYNC_FIRST_IDLE_MS;
	r->data = on_data;
	r->size = on_size;
	r->done = on_synced;
	r->user = s;
	s->asked = r;
	request_send(s->m, r);
}

/* The account's own name, beside the sync. */
static void on_profile(void *user, const struct http_reply *reply)
{
	struct matrix *m = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	struct batch batch = { 0 };
	struct change *c;

	if (reply->failure != HTTP_OK || reply->status != 200 || !body)
		return;
	c = change_new(CHANGE_PROFILE, NULL);
	c->account = m->account;
	c->user = g_strdup(m->tokens.user);
	c->name = g_strdup(json_text(body, "displayname"));
	batch.changes = g_ptr_array_new();
	g_ptr_array_add(batch.changes, c);
	if (json_object_get(body, CARD_KEY))
		g_ptr_array_add(batch.changes,
				card_change(m, m->tokens.user, body));
	matrix_deliver(m, batch);
}

static void profile_ask(struct matrix *m)
{
	g_autofree char *user = http_escape(m->tokens.user);
	struct request *r = request_new("GET", g_strconcat(
		MATRIX_CLIENT "/profile/", user, NULL));

	r->done = on_profile;
	r->user = m;
	request_send(m, r);
}

static void wrong_user(struct sync *s, const char *user)
{
	g_autofree char *clean = text_clean(user, -1, TEXT_LINE, 255);
	g_autofree char *sentence = g_strdup_printf(
		"The access stored for %s is for %s instead. Nothing was "
		"read with it. Log in again.", s->m->tokens.user, clean);

	matrix_end(s->m, false, sentence);
}

static void on_whoami(void *user, const struct http_reply *reply)
{
	struct sync *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const char *whose = json_id(body, "user_id");

	s->asked = NULL;
	if (reply->failure == HTTP_CANCELLED)
		return;
	if (reply->failure != HTTP_OK || reply->status != 200 || !whose) {
		back_off_reply(s, reply);
		return;
	}
	if (strcmp(whose, s->m->tokens.user)) {
		wrong_user(s, whose);
		return;
	}
	s->known = true;
	s->tries = 0;
	profile_ask(s->m);
	sync_ask(s);
}

static void whoami_send(struct sync *s)
{
	struct request *r = request_new("GET", g_strdup(
		MATRIX_CLIENT "/account/whoami"));

	r->alone = true;
	r->done = on_whoami;
	r->user = s;
	s->asked = r;
	request_send(s->m, r);
}

/* The next request, whatever it is. */
static void sync_ask(struct sync *s)
{
	if (!s->on || s->asked || s->timer || s->m->over)
		return;
	if (!s->known)
		whoami_send(s);
	else
		poll_send(s);
}

void sync_start(struct sync *s, bool once)
{
	if (s->m->over)
		return;
	s->once = once;
	s->rounds = 0;
	if (s->on)
		return;
	s->on = true;
	s->live = false;
	status(s, s->cursor ? ACCOUNT_CONNECTING : ACCOUNT_SYNCING, NULL, 0);
	sync_ask(s);
}

void sync_nudge(struct sync *s)
{
	if (!s->timer)
		return;
	timer_stop(s);
	sync_ask(s);
}

void sync_stop(struct sync *s)
{
	s->on = false;
	timer_stop(s);
}
