/*
 * The least that any client has to do, to measure others against.
 *
 *	floor fetch URL TOKEN DATABASE
 *	floor follow URL TOKEN TEXT
 *
 * "fetch" gets the answer of a first /sync with libcurl, parses the whole of
 * it with jansson, and inserts every event into a fresh SQLite database: WAL,
 * one transaction, event ids unique, bodies in an FTS5 index with external
 * content.  Nothing is checked, cleaned, shown, or asked for a second time.
 *
 * "follow" asks for URL once, as a long poll, and prints the time at which an
 * answer holding TEXT was there, in nanoseconds of the monotonic clock.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>
#include <glib.h>
#include <jansson.h>
#include <sqlite3.h>

static const char schema[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = NORMAL;"
	"CREATE TABLE room (n INTEGER PRIMARY KEY, id TEXT UNIQUE);"
	"CREATE TABLE event (n INTEGER PRIMARY KEY, id TEXT UNIQUE,"
	" room INTEGER, type TEXT, sender TEXT, ts INTEGER, body TEXT);"
	"CREATE VIRTUAL TABLE words USING fts5"
	" (body, content = 'event', content_rowid = 'n');"
	"BEGIN;";

struct floor {
	sqlite3 *db;
	sqlite3_stmt *room, *event, *words;
	long events;
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "floor: %s: %s\n", what, why);
	exit(1);
}

static size_t take_bytes(char *data, size_t size, size_t count, void *arg)
{
	g_string_append_len(arg, data, size * count);
	return size * count;
}

static GString *fetch(const char *url, const char *token)
{
	g_autofree char *auth =
		g_strdup_printf("Authorization: Bearer %s", token);
	struct curl_slist *headers = curl_slist_append(NULL, auth);
	GString *body = g_string_new(NULL);
	CURL *curl = curl_easy_init();
	CURLcode code;

	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
	code = curl_easy_perform(curl);
	if (code != CURLE_OK)
		die(url, curl_easy_strerror(code));
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	return body;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
	return stmt;
}

static void run(struct floor *f, sqlite3_stmt *stmt)
{
	if (sqlite3_step(stmt) != SQLITE_DONE)
		die("insert", sqlite3_errmsg(f->db));
	sqlite3_reset(stmt);
}

static void bind_member(sqlite3_stmt *stmt, int n, json_t *in, const char *key)
{
	sqlite3_bind_text(stmt, n, json_string_value(json_object_get(in, key)),
			  -1, SQLITE_STATIC);
}

static void insert_event(struct floor *f, sqlite3_int64 room, json_t *event)
{
	json_t *content = json_object_get(event, "content");
	const char *body =
		json_string_value(json_object_get(content, "body"));
	json_t *ts = json_object_get(event, "origin_server_ts");

	bind_member(f->event, 1, event, "event_id");
	sqlite3_bind_int64(f->event, 2, room);
	bind_member(f->event, 3, event, "type");
	bind_member(f->event, 4, event, "sender");
	sqlite3_bind_int64(f->event, 5, json_integer_value(ts));
	sqlite3_bind_text(f->event, 6, body, -1, SQLITE_STATIC);
	run(f, f->event);
	f->events++;
	if (!body)
		return;
	sqlite3_bind_int64(f->words, 1, sqlite3_last_insert_rowid(f->db));
	sqlite3_bind_text(f->words, 2, body, -1, SQLITE_STATIC);
	run(f, f->words);
}

static void insert_room(struct floor *f, const char *id, json_t *room)
{
	static const char *const parts[] = { "state", "timeline" };
	sqlite3_int64 n;

	sqlite3_bind_text(f->room, 1, id, -1, SQLITE_STATIC);
	run(f, f->room);
	n = sqlite3_last_insert_rowid(f->db);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		json_t *part = json_object_get(room, parts[i]);
		json_t *events = json_object_get(part, "events");
		json_t *event;
		size_t k;

		json_array_foreach(events, k, event)
			insert_event(f, n, event);
	}
}

static void insert_all(struct floor *f, json_t *root)
{
	json_t *join = json_object_get(json_object_get(root, "rooms"), "join");
	const char *id;
	json_t *room;

	f->room = prepare(f->db, "INSERT INTO room (id) VALUES (?)");
	f->event = prepare(f->db, "INSERT INTO event (id, room, type, sender,"
			   " ts, body) VALUES (?, ?, ?, ?, ?, ?)");
	f->words = prepare(f->db, "INSERT INTO words (rowid, body)"
			   " VALUES (?, ?)");
	json_object_foreach(join, id, room)
		insert_room(f, id, room);
	sqlite3_finalize(f->room);
	sqlite3_finalize(f->event);
	sqlite3_finalize(f->words);
}

static void command_fetch(const char *url, const char *token, const char *path)
{
	GString *body = fetch(url, token);
	struct floor f = { 0 };
	json_error_t error;
	json_t *root = json_loadb(body->str, body->len, JSON_ALLOW_NUL, &error);

	if (!root)
		die("parse", error.text);
	if (sqlite3_open(path, &f.db) != SQLITE_OK ||
	    sqlite3_exec(f.db, schema, NULL, NULL, NULL) != SQLITE_OK)
		die(path, sqlite3_errmsg(f.db));
	insert_all(&f, root);
	if (sqlite3_exec(f.db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		die("commit", sqlite3_errmsg(f.db));
	sqlite3_close(f.db);
	json_decref(root);
	printf("%zu bytes, %ld events\n", body->len, f.events);
	g_string_free(body, TRUE);
}

static void command_follow(const char *url, const char *token,
			   const char *text)
{
	GString *body = fetch(url, token);
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!strstr(body->str, text))
		die("follow", "the answer does not hold the text");
	printf("%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
	g_string_free(body, TRUE);
}

int main(int argc, char **argv)
{
	bool known = argc == 5;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	if (known && strcmp(argv[1], "fetch") == 0)
		command_fetch(argv[2], argv[3], argv[4]);
	else if (known && strcmp(argv[1], "follow") == 0)
		command_follow(argv[2], argv[3], argv[4]);
	else
		known = false;
	if (!known)
		fputs("usage: floor fetch URL TOKEN DATABASE\n"
		      "       floor follow URL TOKEN TEXT\n", stderr);
	curl_global_cleanup();
	return known ? 0 : 2;
}
