#include "store/internal.h"

/*
 * Room: facts first, then what is derived from them, then what changes with
 * every message; long texts last, so that lists never read their pages.
 * Post: `id` is the order of arrival (FTS5 wants growing rowids), `pos` the
 * order in the room. A post is in exactly one of two indexes: the main
 * timeline or its thread. The view post_text holds what the index of texts
 * holds: the same as index_wants() says.
 */
static const char store_1[] =
"CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT, kind TEXT,"
" base TEXT NOT NULL, user TEXT NOT NULL, device TEXT, display TEXT,"
" cursor TEXT, soft INT NOT NULL DEFAULT 0, out INT NOT NULL DEFAULT 0,"
" reason TEXT, rules TEXT, person INT, server INT, UNIQUE(user, base));"
"CREATE TABLE server(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
"CREATE TABLE person(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
" server INT NOT NULL, seen INT NOT NULL DEFAULT 0, name TEXT);"
"CREATE TABLE room(id INTEGER PRIMARY KEY, account INT NOT NULL,"
" rid TEXT NOT NULL, title TEXT NOT NULL DEFAULT '',"
" kind INT NOT NULL DEFAULT 0, mine INT NOT NULL DEFAULT 0,"
" area INT NOT NULL DEFAULT 0, join_rule INT NOT NULL DEFAULT 0,"
" history INT NOT NULL DEFAULT 0, guests INT NOT NULL DEFAULT 0,"
" federated INT NOT NULL DEFAULT 1, encrypted INT NOT NULL DEFAULT 0,"
" members_known INT NOT NULL DEFAULT 0, favourite INT NOT NULL DEFAULT 0,"
" low INT NOT NULL DEFAULT 0, marked INT NOT NULL DEFAULT 0,"
" task_room INT NOT NULL DEFAULT 0, joined INT NOT NULL DEFAULT 0,"
" invited INT NOT NULL DEFAULT 0, outsiders INT NOT NULL DEFAULT 0,"
" servers INT NOT NULL DEFAULT 0, unread INT NOT NULL DEFAULT 0,"
" mentions INT NOT NULL DEFAULT 0, tasks_open INT NOT NULL DEFAULT 0,"
" tasks_all INT NOT NULL DEFAULT 0, last_ts INT NOT NULL DEFAULT 0,"
" read_pos INT NOT NULL DEFAULT 0, max_pos INT NOT NULL DEFAULT 0,"
" min_pos INT NOT NULL DEFAULT 0, known INT NOT NULL DEFAULT 0,"
" orphans INT NOT NULL DEFAULT 0, waiting INT NOT NULL DEFAULT 0,"
" rank INT NOT NULL DEFAULT 0, sure INT NOT NULL DEFAULT 0,"
" open INT NOT NULL DEFAULT 0, print INT NOT NULL DEFAULT 0,"
" p_users INT NOT NULL DEFAULT 0, p_events INT NOT NULL DEFAULT 0,"
" p_redact INT NOT NULL DEFAULT 50, p_state INT NOT NULL DEFAULT 50,"
" p_invite INT NOT NULL DEFAULT 0, p_kick INT NOT NULL DEFAULT 50,"
" p_ban INT NOT NULL DEFAULT 50, p_notify INT NOT NULL DEFAULT 50,"
" dm_user TEXT, name TEXT, alias TEXT, words TEXT, inviter TEXT,"
" version TEXT, replaced_by TEXT, heroes TEXT, allow TEXT, via TEXT,"
" topic TEXT, UNIQUE(account, rid));"
"CREATE INDEX room_unread ON room(rank) WHERE unread > 0 AND mine = 2;"
"CREATE TABLE allow(rid TEXT NOT NULL, room INT NOT NULL,"
" PRIMARY KEY(rid, room)) WITHOUT ROWID;"
"CREATE TABLE child(space INT NOT NULL, rid TEXT NOT NULL, ord TEXT,"
" via TEXT, ts INT NOT NULL DEFAULT 0, suggested INT NOT NULL DEFAULT 0,"
" PRIMARY KEY(space, rid)) WITHOUT ROWID;"
"CREATE INDEX child_rid ON child(rid);"
"CREATE TABLE direct(account INT NOT NULL, rid TEXT NOT NULL,"
" user TEXT NOT NULL, PRIMARY KEY(account, rid)) WITHOUT ROWID;"
"CREATE TABLE member(room INT NOT NULL, person INT NOT NULL,"
" membership INT NOT NULL, look INT NOT NULL DEFAULT 0,"
" name TEXT, PRIMARY KEY(room, person))"
" WITHOUT ROWID;"
"CREATE INDEX member_person ON member(person, room);"
"CREATE INDEX member_look ON member(room, look);"
"CREATE TABLE room_server(room INT NOT NULL, server INT NOT NULL,"
" n INT NOT NULL, PRIMARY KEY(room, server)) WITHOUT ROWID;"
"CREATE TABLE power(room INT NOT NULL, person INT NOT NULL,"
" level INT NOT NULL, creator INT NOT NULL DEFAULT 0,"
" PRIMARY KEY(room, person)) WITHOUT ROWID;"
"CREATE TABLE post(id INTEGER PRIMARY KEY, room INT NOT NULL,"
" pos INT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL,"
" ts INT NOT NULL, kind INT NOT NULL, flags INT NOT NULL,"
" own INT NOT NULL, mention INT NOT NULL, ring INT NOT NULL,"
" body TEXT NOT NULL, html TEXT, reply_to TEXT, thread TEXT, change TEXT,"
" file_url TEXT, mimetype TEXT, file_size INT, txn TEXT, reason TEXT);"
"CREATE UNIQUE INDEX post_eid ON post(room, eid);"
"CREATE INDEX post_main ON post(room, pos) WHERE thread IS NULL;"
"CREATE INDEX post_thread ON post(room, thread, pos)"
" WHERE thread IS NOT NULL;"
"CREATE INDEX post_own ON post(room, pos) WHERE own = 1;"
"CREATE INDEX post_mention ON post(room, pos) WHERE mention = 1;"
"CREATE INDEX post_txn ON post(txn) WHERE txn IS NOT NULL;"
"CREATE TABLE thread(room INT NOT NULL, root TEXT NOT NULL,"
" n INT NOT NULL, plain INT NOT NULL, pos INT NOT NULL, ts INT NOT NULL,"
" sender INT NOT NULL, PRIMARY KEY(room, root)) WITHOUT ROWID;"
"CREATE INDEX thread_pos ON thread(room, pos);"
"CREATE TABLE gap(id INTEGER PRIMARY KEY, room INT NOT NULL,"
" pos INT NOT NULL, floor INT NOT NULL, met INT NOT NULL DEFAULT 0,"
" token TEXT NOT NULL, until TEXT);"
"CREATE INDEX gap_room ON gap(room, pos);"
"CREATE TABLE edit(room INT NOT NULL, target TEXT NOT NULL,"
" eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL,"
" mention INT NOT NULL, body TEXT NOT NULL, html TEXT,"
" PRIMARY KEY(room, target, eid)) WITHOUT ROWID;"
"CREATE INDEX edit_eid ON edit(room, eid);"
"CREATE TABLE reaction(room INT NOT NULL, target TEXT NOT NULL,"
" eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL,"
" key TEXT NOT NULL, PRIMARY KEY(room, target, eid)) WITHOUT ROWID;"
"CREATE INDEX reaction_eid ON reaction(room, eid);"
"CREATE TABLE redaction(room INT NOT NULL, target TEXT NOT NULL,"
" reason TEXT, PRIMARY KEY(room, target)) WITHOUT ROWID;"
"CREATE TABLE receipt(room INT NOT NULL, person INT NOT NULL,"
" thread TEXT NOT NULL, eid TEXT NOT NULL, ts INT NOT NULL, pos INT,"
" PRIMARY KEY(room, person, thread)) WITHOUT ROWID;"
"CREATE INDEX receipt_waiting ON receipt(room) WHERE pos IS NULL;"
"CREATE TABLE part(room INT NOT NULL, root TEXT NOT NULL, pos INT NOT NULL,"
" eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL,"
" kind INT NOT NULL, packed TEXT NOT NULL,"
" PRIMARY KEY(room, root, pos, eid)) WITHOUT ROWID;"
"CREATE UNIQUE INDEX part_eid ON part(room, eid);"
"CREATE TABLE task(post INTEGER PRIMARY KEY, room INT NOT NULL,"
" eid TEXT NOT NULL, status INT NOT NULL, due INT, priority INT NOT NULL,"
" mine INT NOT NULL, ts INT NOT NULL, changed INT NOT NULL,"
" creator INT NOT NULL, done_by INT, title TEXT NOT NULL,"
" packed TEXT NOT NULL);"
"CREATE INDEX task_room ON task(room, status,"
" CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts,"
" eid, mine);"
"CREATE INDEX task_order ON task(status,"
" CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts,"
" eid, room, mine);"
"CREATE TABLE place(pos INTEGER PRIMARY KEY, kind INT NOT NULL,"
" area INT NOT NULL, account INT NOT NULL, room INT NOT NULL,"
" depth INT NOT NULL, open INT NOT NULL, children INT NOT NULL,"
" outsiders INT NOT NULL, encrypted INT NOT NULL, unread INT NOT NULL,"
" mentions INT NOT NULL, tasks_open INT NOT NULL, tasks_all INT NOT NULL,"
" rank INT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL);"
"CREATE INDEX place_room ON place(room, pos);"
"CREATE TABLE inside(room INT NOT NULL, pos INT NOT NULL,"
" PRIMARY KEY(room, pos)) WITHOUT ROWID;"
"CREATE INDEX inside_pos ON inside(pos);"
"CREATE TABLE total(id INTEGER PRIMARY KEY CHECK(id = 1),"
" unread INT NOT NULL, mentions INT NOT NULL, invites INT NOT NULL,"
" places INT NOT NULL);"
"INSERT INTO total VALUES(1, 0, 0, 0, 0);"
"CREATE VIEW post_text(id, body, scope) AS"
" SELECT id, body, 'r' || room FROM post WHERE kind < 10"
" AND change IS NULL AND flags & 2 = 0 AND body <> '';"
"CREATE VIRTUAL TABLE words USING fts5(body, scope, content='post_text',"
" content_rowid='id', columnsize=0, detail=full,"
" tokenize='unicode61 remove_diacritics 2');";

/*
 * People. `card` holds the cards as they came, of a profile (room 0) or the
 * state of a room; `profile` the one that counts, and whether somebody is
 * there. Words of `card_term` and `endorsement` are folded and begin
 * at each word of what they stand for, so that the beginning of any word is
 * the beginning of a key.
 */
static const char store_2[] =
"CREATE TABLE card(person INT NOT NULL, room INT NOT NULL,"
" ts INT NOT NULL, packed TEXT NOT NULL, PRIMARY KEY(person, room))"
" WITHOUT ROWID;"
"CREATE TABLE profile(person INTEGER PRIMARY KEY,"
" due INT NOT NULL DEFAULT 0, presence INT NOT NULL DEFAULT 0,"
" active INT NOT NULL DEFAULT 0, hidden INT NOT NULL DEFAULT 0,"
" packed TEXT);"
"CREATE TABLE card_term(kind INT NOT NULL, word TEXT NOT NULL,"
" person INT NOT NULL, text TEXT NOT NULL, level INT NOT NULL,"
" PRIMARY KEY(kind, word, person, text)) WITHOUT ROWID;"
"CREATE INDEX card_term_person ON card_term(person);"
"CREATE TABLE endorsement(word TEXT NOT NULL, person INT NOT NULL,"
" by INT NOT NULL, skill TEXT NOT NULL, text TEXT NOT NULL,"
" PRIMARY KEY(word, person, by, skill)) WITHOUT ROWID;"
"CREATE INDEX endorsement_by ON endorsement(by);"
"CREATE INDEX endorsement_person ON endorsement(person);"
"CREATE TABLE decline(person INT NOT NULL, by INT NOT NULL,"
" skill TEXT NOT NULL, PRIMARY KEY(person, by, skill)) WITHOUT ROWID;";

static const char own_1[] =
"CREATE TABLE op(id INTEGER PRIMARY KEY AUTOINCREMENT,"
" account INT NOT NULL, room INT NOT NULL, who TEXT, base TEXT,"
" kind INT NOT NULL, rid TEXT, txn TEXT NOT NULL UNIQUE, target TEXT,"
" thread TEXT, key TEXT, reason TEXT, body TEXT, html TEXT, mentions TEXT,"
" emote INT NOT NULL, task TEXT, via TEXT, state INT NOT NULL,"
" tries INT NOT NULL DEFAULT 0, error TEXT, eid TEXT, made INT NOT NULL,"
" next_try INT NOT NULL DEFAULT 0, audience INT NOT NULL DEFAULT 0);"
"CREATE INDEX op_room ON op(room);"
"CREATE TABLE draft(place TEXT PRIMARY KEY, text TEXT NOT NULL,"
" target TEXT, what TEXT, changed INT NOT NULL) WITHOUT ROWID;"
"CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL)"
" WITHOUT ROWID;"
"CREATE TABLE fold(path TEXT PRIMARY KEY, open INT NOT NULL) WITHOUT ROWID;";

/* Tasks become things of several kinds; texts packed before are understood. */
static const char store_6[] =
"ALTER TABLE room RENAME COLUMN task_room TO kinds;"
"UPDATE room SET kinds = kinds * 2;"
"ALTER TABLE room ADD COLUMN notes_of TEXT;"
"ALTER TABLE part ADD COLUMN refused INT NOT NULL DEFAULT 0;"
"CREATE TABLE thing(post INTEGER PRIMARY KEY, room INT NOT NULL,"
" kind INT NOT NULL, eid TEXT NOT NULL, status INT NOT NULL,"
" closed INT NOT NULL, due INT, priority INT NOT NULL,"
" mine INT NOT NULL, ts INT NOT NULL, changed INT NOT NULL,"
" creator INT NOT NULL, done_by INT, closed_at INT NOT NULL DEFAULT 0,"
" begins INT NOT NULL DEFAULT 0, up INT NOT NULL DEFAULT 0,"
" down INT NOT NULL DEFAULT 0, maybe INT NOT NULL DEFAULT 0,"
" vote INT NOT NULL DEFAULT 0, head INT NOT NULL DEFAULT 0,"
" title TEXT NOT NULL, same TEXT, parent TEXT, answer TEXT, owner TEXT,"
" packed TEXT NOT NULL);"
"INSERT INTO thing(post, room, kind, eid, status, closed, due, priority,"
" mine, ts, changed, creator, done_by, closed_at, title, packed)"
" SELECT post, room, 1, eid, status, status, due, priority, mine, ts,"
" changed, creator, done_by, CASE status WHEN 1 THEN changed ELSE 0 END,"
" title, packed FROM task;"
"DROP TABLE task;"
"CREATE UNIQUE INDEX thing_eid ON thing(room, eid);"
"CREATE INDEX thing_kind ON thing(kind, room, closed, ts);"
"CREATE INDEX thing_same ON thing(room, same) WHERE same IS NOT NULL;"
"CREATE INDEX thing_parent ON thing(room, parent) WHERE parent IS NOT NULL;"
"CREATE INDEX thing_room ON thing(room, status,"
" CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts,"
" eid, mine) WHERE kind = 1;"
"CREATE INDEX thing_order ON thing(status,"
" CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts,"
" eid, room, mine) WHERE kind = 1;";

/* Polls, with what is said about them under the event they name; votes in
 * the order in which they are counted. */
static const char store_4[] =
"CREATE TABLE poll(room INT NOT NULL, target TEXT NOT NULL,"
" eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL,"
" packed TEXT NOT NULL, PRIMARY KEY(room, target, eid)) WITHOUT ROWID;"
"CREATE INDEX poll_eid ON poll(room, eid);"
"CREATE TABLE vote(room INT NOT NULL, target TEXT NOT NULL,"
" sender INT NOT NULL, ts INT NOT NULL, eid TEXT NOT NULL, answers TEXT,"
" PRIMARY KEY(room, target, sender, ts, eid)) WITHOUT ROWID;"
"CREATE UNIQUE INDEX vote_eid ON vote(room, eid);"
"CREATE TABLE poll_end(room INT NOT NULL, target TEXT NOT NULL,"
" ts INT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL,"
" PRIMARY KEY(room, target, ts, eid)) WITHOUT ROWID;"
"CREATE UNIQUE INDEX poll_end_eid ON poll_end(room, eid);"
"CREATE TABLE pin(room INT NOT NULL, n INT NOT NULL, eid TEXT NOT NULL,"
" PRIMARY KEY(room, eid)) WITHOUT ROWID;"
"CREATE TABLE pinned(room INT NOT NULL, eid TEXT NOT NULL,"
" sender INT NOT NULL, ts INT NOT NULL, kind INT NOT NULL,"
" body TEXT NOT NULL, PRIMARY KEY(room, eid)) WITHOUT ROWID;"
"ALTER TABLE room ADD COLUMN notify INT NOT NULL DEFAULT 0;"
"ALTER TABLE room ADD COLUMN p_pin INT NOT NULL DEFAULT 50;"
"ALTER TABLE place ADD COLUMN notify INT NOT NULL DEFAULT 0;"
"ALTER TABLE place ADD COLUMN marked INT NOT NULL DEFAULT 0;";

static const char own_4[] =
"ALTER TABLE op ADD COLUMN poll TEXT;";

/* Which op of ours made a room: known for good once sync has shown it; and
 * what came with an invitation. */
static const char store_3[] =
"CREATE TABLE made(account INT NOT NULL, txn TEXT NOT NULL,"
" rid TEXT NOT NULL, PRIMARY KEY(account, txn)) WITHOUT ROWID;"
"ALTER TABLE room ADD COLUMN why TEXT;";

/* Every version of a charter by its event ('' is an invite's preview); room.
 * charter names the one that is so now. An acceptance in my own data is a row
 * of its own (own = 1). */
static const char store_5[] =
"CREATE TABLE charter(room INT NOT NULL, eid TEXT NOT NULL,"
" sender INT NOT NULL, ts INT NOT NULL, pos INT NOT NULL, packed TEXT,"
" PRIMARY KEY(room, eid)) WITHOUT ROWID;"
"CREATE TABLE accept(room INT NOT NULL, person INT NOT NULL,"
" own INT NOT NULL, eid TEXT, charter TEXT NOT NULL, rules TEXT,"
" ts INT NOT NULL, PRIMARY KEY(room, person, own)) WITHOUT ROWID;"
"CREATE TABLE guest(room INT NOT NULL, person INT NOT NULL, eid TEXT,"
" until INT, role TEXT, sender INT NOT NULL, ts INT NOT NULL,"
" PRIMARY KEY(room, person)) WITHOUT ROWID;"
"CREATE TABLE passage(room INT NOT NULL, eid TEXT NOT NULL,"
" person INT NOT NULL, sender INT NOT NULL, what INT NOT NULL,"
" ts INT NOT NULL, PRIMARY KEY(room, eid)) WITHOUT ROWID;"
"CREATE INDEX passage_ts ON passage(ts);"
"CREATE INDEX passage_person ON passage(room, person);"
"ALTER TABLE room ADD COLUMN charter TEXT;"
"ALTER TABLE room ADD COLUMN p_charter INT;"
"ALTER TABLE room ADD COLUMN p_accept INT;"
"ALTER TABLE room ADD COLUMN p_guest INT;";

/* What a charter declares; the audience is computed beside it. */
static const char store_7[] =
"ALTER TABLE room ADD COLUMN declared INT NOT NULL DEFAULT 0;";

/* For whom a text was written, where it came from, whether going wider was
 * confirmed; `held` is the scope that made it be held. */
static const char own_2[] =
"ALTER TABLE op ADD COLUMN scope TEXT;"
"ALTER TABLE op ADD COLUMN held TEXT;"
"ALTER TABLE op ADD COLUMN origin TEXT;"
"ALTER TABLE op ADD COLUMN wider INT NOT NULL DEFAULT 0;"
"ALTER TABLE draft ADD COLUMN origin TEXT;";

/* What was written in a room within a period, without reading the posts. */
static const char store_10[] =
"CREATE INDEX post_time ON post(room, ts, kind, sender)"
" WHERE change IS NULL AND flags & 2 = 0;";

const struct migration store_migrations[] = {
	{ 1, store_1 },
	{ 2, store_2 },
	{ 3, store_3 },
	{ 4, store_4 },
	{ 5, store_5 },
	{ 6, store_6 },
	{ 7, store_7 },
	{ 10, store_10 },
	{ 0, NULL },
};

const struct migration own_migrations[] = {
	{ 1, own_1 },
	{ 2, own_2 },
	{ 4, own_4 },
	{ 0, NULL },
};

int migrations_last(const struct migration *m)
{
	int last = 0;

	for (; m->sql; m++)
		last = m->version;
	return last;
}
