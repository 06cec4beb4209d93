/*
 * url.h - what a URL may be, and whose it is.
 *
 * Private to net/. A thin layer over curl's own parser, so that what is
 * checked here is what curl connects to; no second opinion on the syntax.
 *
 * Thread: any; pure.
 */
#ifndef NET_URL_H
#define NET_URL_H

#include <stdbool.h>
#include <glib.h>

struct url {
	char *scheme;	/* "http" or "https" */
	char *host;	/* lower case; IPv6 in brackets; IDN as punycode */
	char *port;	/* always given, the default one too */
};

/* False when it cannot be parsed, has another scheme, names a user, or its
 * host has bytes that no host name has. */
bool url_init(struct url *u, const char *text);
void url_clear(struct url *u);

/* This machine, by name alone: 127.0.0.0/8, [::1], localhost, *.localhost
 * (RFC 6761 section 6.3; curl resolves these by itself). */
bool url_is_loopback(const struct url *u);
/* https, or plain http to this machine. */
bool url_is_safe(const struct url *u);
/* Same scheme, host and port (RFC 6454 section 4). */
bool url_same_origin(const struct url *a, const struct url *b);

#endif
