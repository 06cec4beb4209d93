/* login.c - from the name of a server and a password to tokens. */
#include "provider/matrix/login.h"

#include <string.h>
#include "base/error.h"
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"
#include "text/text.h"

/* A login under way. */
struct entry {
	const struct provider_host *host;
	char *server;		/* as typed, for sentences */
	char *user, *password, *device;
	char *base, *site;
	bool exact;		/* a URL was typed: no discovery */
	void (*done)(void *user, const struct login_result *r);
	void *arg;
	void (*next)(struct entry *e, const struct http_reply *reply);
};

/* ---- ends -------------------------------------------------------------- */

static void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void entry_free(struct entry *e)
{
	g_free(e->server);
	g_free(e->user);
	secret_free(e->password);
	g_free(e->device);
	g_free(e->base);
	g_free(e->site);
	g_free(e);
}

static void fail(struct entry *e, enum fm_error code, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void fail(struct entry *e, enum fm_error code, const char *format, ...)
{
	struct login_result result = { .code = (int)code };
	g_autofree char *sentence = NULL;
	va_list args;

	va_start(args, format);
	sentence = g_strdup_vprintf(format, args);
	va_end(args);
	result.error = sentence;
	e->done(e->arg, &result);
	entry_free(e);
}

/* The network said no: that sentence is the best one. */
static void fail_network(struct entry *e, const struct http_reply *reply)
{
	const char *words = reply->message && *reply->message ?
			    reply->message : "It cannot be reached";

	if (reply->failure == HTTP_CANCELLED)
		fail(e, FM_ERROR_OFFLINE, "The login was broken off.");
	else if (reply->failure == HTTP_TLS)
		fail(e, FM_ERROR_OFFLINE, "The connection to %s is not safe: "
		     "%s. Nothing was sent. Ask its administrators about the "
		     "certificate.", e->site, words);
	else
		fail(e, FM_ERROR_OFFLINE, "%s. Check the name of the server "
		     "(%s) and your connection.", words, e->server);
}

static void fail_limited(struct entry *e, const struct refusal *r)
{
	if (r->retry_after >= 0)
		fail(e, FM_ERROR_LIMITED, "Too many logins on %s. Try again "
		     "in %" G_GINT64_FORMAT " s.", e->site,
		     (r->retry_after + 999) / 1000);
	else
		fail(e, FM_ERROR_LIMITED, "Too many logins on %s. Try again "
		     "in a few minutes.", e->site);
}

/* An answer that is none of those a step expects. */
static void fail_reply(struct entry *e, const struct http_reply *reply)
{
	struct refusal refusal;

	if (reply->failure != HTTP_OK) {
		fail_network(e, reply);
		return;
	}
	refusal_init(&refusal, reply, e->site);
	if (refusal.status == 429 || refusal_is(&refusal, "M_LIMIT_EXCEEDED"))
		fail_limited(e, &refusal);
	else
		fail(e, FM_ERROR_PROTOCOL, "%s", refusal.sentence);
	refusal_clear(&refusal);
}

/* ---- asking ------------------------------------------------------------ */

static void on_reply(void *user, const struct http_reply *reply)
{
	struct entry *e = user;

	e->next(e, reply);
}

static void ask(struct entry *e, const char *method, const char *path,
		char *take_body,
		void (*next)(struct entry *, const struct http_reply *))
{
	struct http_request *r = http_request_new(
		method, g_strconcat(e->base, path, NULL));

	r->body = take_body;
	r->len = take_body ? strlen(take_body) : 0;
	r->done = on_reply;
	r->user = e;
	e->next = next;
	e->host->http(e->host->user, r);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

/* ---- 4: the password --------------------------------------------------- */

static void succeed(struct entry *e, const json_t *body)
{
	struct login_result result = { .ok = true };
	int64_t life = json_number(body, "expires_in_ms", 0);
	const struct tokens tokens = {
		.kind = (char *)"matrix", .base = e->base,
		.user = (char *)json_id(body, "user_id"),
		.device = (char *)json_id(body, "device_id"),
		.access = (char *)json_text(body, "access_token"),
		.refresh = (char *)json_text(body, "refresh_token"),
		.expires = life > 0 ? world_now(e->host->world) + life : 0,
	};

	tokens_copy(&result.tokens, &tokens);
	e->done(e->arg, &result);
	tokens_clear(&result.tokens);
	entry_free(e);
}

static void refused(struct entry *e, const struct http_reply *reply)
{
	struct refusal r;

	refusal_init(&r, reply, e->site);
	if (refusal_is(&r, "M_USER_DEACTIVATED"))
		fail(e, FM_ERROR_AUTH, "The account %s on %s was closed for "
		     "good.", e->user, e->site);
	else if (refusal_is(&r, "M_USER_LOCKED"))
		fail(e, FM_ERROR_AUTH, "The account %s on %s is locked. Ask "
		     "its administrators.", e->user, e->site);
	else if (r.status == 429 || refusal_is(&r, "M_LIMIT_EXCEEDED"))
		fail_limited(e, &r);
	else if (refusal_is(&r, "M_FORBIDDEN"))
		fail(e, FM_ERROR_AUTH, "%s does not accept this name or "
		     "password for %s. Check both and try again.", e->site,
		     e->user);
	else
		fail(e, FM_ERROR_AUTH, "%s", r.sentence);
	refusal_clear(&r);
}

static void on_login(struct entry *e, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (is_good(reply) && json_id(body, "user_id") &&
	    json_id(body, "device_id") && json_text(body, "access_token"))
		succeed(e, body);
	else if (reply->failure == HTTP_OK && reply->status / 100 == 4)
		refused(e, reply);
	else
		fail_reply(e, reply);
}

static void login_ask(struct entry *e)
{
	g_autofree char *name = g_strdup_printf("folkmoot on %s",
						g_get_host_name());
	json_t *body = json_pack("{s:s, s:{s:s, s:s}, s:s, s:s, s:b}",
				 "type", "m.login.password", "identifier",
				 "type", "m.id.user", "user", e->user,
				 "password", e->password,
				 "initial_device_display_name", name,
				 "refresh_token", 1);

	if (!body) {
		fail(e, FM_ERROR_USAGE, "The name or the password is no valid "
		     "text (UTF-8). Check it and try again.");
		return;
	}
	if (e->device)
		json_object_set_new(body, "device_id",
				    json_string(e->device));
	ask(e, "POST", MATRIX_CLIENT "/login", json_write(body), on_login);
}

/* ---- 3: how it lets people in ------------------------------------------ */

static bool has_flow(const json_t *body, const char *type)
{
	const json_t *list = json_list(body, "flows"), *flow;
	size_t i;

	json_array_foreach(list, i, flow)
		if (g_strcmp0(json_text(flow, "type"), type) == 0)
			return true;
	return false;
}

static void on_flows(struct entry *e, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (is_good(reply) && has_flow(body, "m.login.password"))
		login_ask(e);
	else if ((is_good(reply) && body) || reply->status == 404)
		fail(e, FM_ERROR_AUTH, "%s lets people in through a web "
		     "browser only, not with a password. folkmoot cannot do "
		     "that; ask its administrators for a password login.",
		     e->site);
	else
		fail_reply(e, reply);
}

/* ---- 2: is it a homeserver --------------------------------------------- */

static void on_versions(struct entry *e, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (is_good(reply) && json_list(body, "versions"))
		ask(e, "GET", MATRIX_CLIENT "/login", NULL, on_flows);
	else if (reply->failure == HTTP_OK && reply->status != 429 &&
		 reply->status < 500)
		fail(e, FM_ERROR_PROTOCOL, "%s is not a Matrix homeserver: it "
		     "does not answer as one. Check the name, or type the "
		     "homeserver's own address (https://matrix.example.org).",
		     e->site);
	else
		fail_reply(e, reply);
}

static void versions_ask(struct entry *e)
{
	ask(e, "GET", "/_matrix/client/versions", NULL, on_versions);
}

/* ---- 1: where it is ---------------------------------------------------- */

static void set_base(struct entry *e, char *take)
{
	g_free(e->base);
	g_free(e->site);
	e->base = take;
	e->site = matrix_site(take);
}

static void fail_discovery(struct entry *e, const char *why)
{
	fail(e, FM_ERROR_PROTOCOL, "What %s says about its homeserver (at "
	     "/.well-known/matrix/client) cannot be used: %s. Type the "
	     "homeserver's own address instead (https://matrix.example.org).",
	     e->site, why);
}

static void discovered(struct entry *e, const char *url)
{
	char *base = url ? http_base(url, NULL) : NULL;

	if (!url) {
		fail_discovery(e, "it names none");
	} else if (!base) {
		fail_discovery(e, "the address it names is none that is safe");
	} else {
		set_base(e, base);
		versions_ask(e);
	}
}

static void on_well_known(struct entry *e, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (reply->failure != HTTP_OK)
		fail_network(e, reply);
	else if (reply->status == 404)
		versions_ask(e);
	else if (reply->status != 200)
		fail_discovery(e, "it answers with an error");
	else if (!body)
		fail_discovery(e, "it is no JSON");
	else
		discovered(e, json_text(json_map(body, "m.homeserver"),
					"base_url"));
}

/* The server that a full user id names. */
static const char *server_of(const char *user)
{
	const char *colon = *user == '@' ? strchr(user, ':') : NULL;

	return colon && colon[1] ? colon + 1 : NULL;
}

void login_begin(const struct provider_host *host, const struct login *l,
		 void (*done)(void *user, const struct login_result *r),
		 void *user)
{
	struct entry *e = g_new0(struct entry, 1);
	const char *typed = l->server && *l->server ? l->server :
			    server_of(l->user);
	g_autoptr(GError) error = NULL;
	char *base;

	e->host = host;
	e->done = done;
	e->arg = user;
	e->server = text_clean(typed ? typed : "", -1, TEXT_LINE, 255);
	e->user = text_clean(l->user, -1, TEXT_LINE, 255);
	e->password = g_strdup(l->password);
	e->device = g_strdup(l->device);
	e->exact = typed && strstr(typed, "://");
	base = typed ? http_base(typed, &error) : NULL;
	if (!base) {
		fail(e, FM_ERROR_USAGE, "%s", error ? error->message :
		     "Say which server: its name, or the user's full id as "
		     "in @ann:council.org.");
		return;
	}
	set_base(e, base);
	if (e->exact)
		versions_ask(e);
	else
		ask(e, "GET", "/.well-known/matrix/client", NULL,
		    on_well_known);
}

/* ---- logging out ------------------------------------------------------- */

struct leaving {
	struct matrix *m;
	void (*done)(void *user, const char *error);
	void *user;
};

static void on_logged_out(void *user, const struct http_reply *reply)
{
	struct leaving *l = user;
	struct refusal refusal;

	if (is_good(reply) || reply->status == 401 ||
	    reply->failure == HTTP_CANCELLED) {
		l->done(l->user, NULL);
	} else {
		refusal_init(&refusal, reply, l->m->site);
		l->done(l->user, refusal.sentence);
		refusal_clear(&refusal);
	}
	g_free(l);
}

void login_end(struct matrix *m, void (*done)(void *user, const char *error),
	       void *user)
{
	struct leaving *l = g_new0(struct leaving, 1);
	struct request *r = request_new_json("POST", g_strdup(
		MATRIX_CLIENT "/logout"), json_object());

	l->m = m;
	l->done = done;
	l->user = user;
	r->alone = true;
	r->done = on_logged_out;
	r->user = l;
	request_send(m, r);
}
