/*
 * server.h - a small HTTP server on loopback, scripted by the test.
 *
 * It accepts on a port of its own, reads one whole request after the other
 * from a connection and lets the test's function answer with whatever bytes
 * it likes. A thread for the listener and one for each connection.
 */
#ifndef UNIT_NET_SERVER_H
#define UNIT_NET_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct server;

/* Called on the connection's thread with the request as it came (head and
 * body). False closes the connection. */
typedef bool (*server_answer)(struct server *s, int fd, const char *request);

struct server *server_new(server_answer answer, void *user);
/* Closes everything and waits for the threads. */
void server_free(struct server *s);
void *server_user(struct server *s);
int server_port(const struct server *s);
/* "http://127.0.0.1:PORT" and the path. Yours. */
char *server_url(const struct server *s, const char *path);
/* All requests so far, one after the other. Yours. */
char *server_requests(struct server *s);
int server_connections(struct server *s);

void server_send(int fd, const char *text);
/* A whole answer with Content-Length; `head` is the status line and headers,
 * each ended by CRLF. */
void server_reply(int fd, const char *head, const char *body);

#endif
