/*
 * login.h - from the name of a server and a password to tokens.
 *
 * Steps: find the homeserver (client-server API, "Server Discovery"), see
 * that it is one (GET /versions), ask how it lets people in (GET /login),
 * log in with the password and ask for refresh tokens. Each way in which
 * this goes wrong has a sentence of its own that says what to do.
 *
 * What is typed as a URL ("https://matrix.council.org") is the homeserver
 * itself; a bare name is asked for its /.well-known first. A name without
 * one (404) is taken for the homeserver.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_LOGIN_H
#define PROVIDER_MATRIX_LOGIN_H

#include "provider/matrix/matrix.h"

/* As provider_ops.login. */
void login_begin(const struct provider_host *host, const struct login *l,
		 void (*done)(void *user, const struct login_result *r),
		 void *user);
/* As provider_ops.logout: tell the server, best effort. */
void login_end(struct matrix *m, void (*done)(void *user, const char *error),
	       void *user);

#endif
