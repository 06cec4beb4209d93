PRAGMA application_id = 0;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE account(id INTEGER PRIMARY KEY, name TEXT, kind TEXT, base TEXT NOT NULL, user TEXT NOT NULL, device TEXT, display TEXT, cursor TEXT, soft INT NOT NULL DEFAULT 0, out INT NOT NULL DEFAULT 0, reason TEXT, rules TEXT, person INT, server INT, UNIQUE(user, base));
INSERT INTO "account" VALUES(1,'ann@scripted','matrix','http://127.0.0.1:PORT','@ann:scripted.example','DEVICE14','Ann','s15',0,0,NULL,NULL,1,1);
CREATE TABLE allow(rid TEXT NOT NULL, room INT NOT NULL, PRIMARY KEY(rid, room)) WITHOUT ROWID;
CREATE TABLE child(space INT NOT NULL, rid TEXT NOT NULL, ord TEXT, via TEXT, ts INT NOT NULL DEFAULT 0, suggested INT NOT NULL DEFAULT 0, PRIMARY KEY(space, rid)) WITHOUT ROWID;
CREATE TABLE direct(account INT NOT NULL, rid TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY(account, rid)) WITHOUT ROWID;
CREATE TABLE edit(room INT NOT NULL, target TEXT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL, mention INT NOT NULL, body TEXT NOT NULL, html TEXT, PRIMARY KEY(room, target, eid)) WITHOUT ROWID;
CREATE TABLE gap(id INTEGER PRIMARY KEY, room INT NOT NULL, pos INT NOT NULL, floor INT NOT NULL, met INT NOT NULL DEFAULT 0, token TEXT NOT NULL, until TEXT);
CREATE TABLE inside(room INT NOT NULL, pos INT NOT NULL, PRIMARY KEY(room, pos)) WITHOUT ROWID;
CREATE TABLE member(room INT NOT NULL, person INT NOT NULL, membership INT NOT NULL, look INT NOT NULL DEFAULT 0, name TEXT, PRIMARY KEY(room, person)) WITHOUT ROWID;
INSERT INTO "member" VALUES(1,1,2,-1803800394952868680,'Ann');
INSERT INTO "member" VALUES(1,2,2,12129919973513514,'Ben');
CREATE TABLE part(room INT NOT NULL, root TEXT NOT NULL, pos INT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL, kind INT NOT NULL, packed TEXT NOT NULL, PRIMARY KEY(room, root, pos, eid)) WITHOUT ROWID;
INSERT INTO "part" VALUES(1,'$event11',1099511627785,'$event11',2,1795486115685,0,'255 0 -9223372036854775808 0=Buy paint');
INSERT INTO "part" VALUES(1,'$event11',1099511627786,'$event12',2,1795486115685,1,'4 1 -9223372036854775808 0');
INSERT INTO "part" VALUES(1,'$event9',1099511627783,'$event9',2,1795486115685,0,'255 0 20788 2=Fix the boiler=Ring first.=@ann:scripted.example=heating');
INSERT INTO "part" VALUES(1,'$event9',1099511627784,'$event10',2,1795486115685,1,'33 0 -9223372036854775808 3=Mend the boiler');
CREATE TABLE person(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, server INT NOT NULL, seen INT NOT NULL DEFAULT 0, name TEXT);
INSERT INTO "person" VALUES(1,'@ann:scripted.example',1,1795486116000,'Ann');
INSERT INTO "person" VALUES(2,'@ben:scripted.example',1,1795486115000,'Ben');
CREATE TABLE place(pos INTEGER PRIMARY KEY, kind INT NOT NULL, area INT NOT NULL, account INT NOT NULL, room INT NOT NULL, depth INT NOT NULL, open INT NOT NULL, children INT NOT NULL, outsiders INT NOT NULL, encrypted INT NOT NULL, unread INT NOT NULL, mentions INT NOT NULL, tasks_open INT NOT NULL, tasks_all INT NOT NULL, rank INT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL);
INSERT INTO "place" VALUES(0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,'INTERNAL','#internal');
INSERT INTO "place" VALUES(1,1,1,1,1,0,0,0,0,0,0,0,0,0,1,'repairs','!room1:scripted.example');
CREATE TABLE post(id INTEGER PRIMARY KEY, room INT NOT NULL, pos INT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL, kind INT NOT NULL, flags INT NOT NULL, own INT NOT NULL, mention INT NOT NULL, ring INT NOT NULL, body TEXT NOT NULL, html TEXT, reply_to TEXT, thread TEXT, change TEXT, file_url TEXT, mimetype TEXT, file_size INT, txn TEXT, reason TEXT);
INSERT INTO "post" VALUES(1,1,1099511627776,'$event2',1,1795486115685,12,0,1,0,0,'Ann made this room',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(2,1,1099511627777,'$event3',1,1795486115685,11,0,1,0,0,'Ann joined',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(3,1,1099511627778,'$event4',2,1795486115685,11,0,0,0,0,'Ben joined',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(4,1,1099511627779,'$event5',1,1795486115685,12,0,1,0,0,'Ann changed who may do what',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(5,1,1099511627780,'$event6',1,1795486115685,12,0,1,0,0,'Ann made this by invitation only',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(6,1,1099511627781,'$event7',1,1795486115685,12,0,1,0,0,'Ann lets members read everything written before',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(7,1,1099511627782,'$event8',1,1795486115685,12,0,1,0,0,'Ann set the name to “repairs”',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(8,1,1099511627783,'$event9',2,1795486115685,0,8,0,0,5,'☐ Fix the boiler · due 2026-12-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(9,1,1099511627784,'$event10',2,1795486115685,0,0,0,0,5,'set it',NULL,NULL,'$event9','33 0 -9223372036854775808 3=Mend the boiler',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(10,1,1099511627785,'$event11',2,1795486115685,0,8,0,0,5,'☐ Buy paint',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(11,1,1099511627786,'$event12',2,1795486115685,0,0,0,0,5,'marked it done',NULL,NULL,'$event11','4 1 -9223372036854775808 0',NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(12,1,1099511627787,'$event13',2,1795486115685,0,0,0,0,5,'Who has the key?',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "post" VALUES(13,1,1099511627788,'$event17',1,1795486116065,0,0,1,0,0,'I have it',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'fm1795486116033xfdf880a718f51a7f',NULL);
CREATE TABLE power(room INT NOT NULL, person INT NOT NULL, level INT NOT NULL, creator INT NOT NULL DEFAULT 0, PRIMARY KEY(room, person)) WITHOUT ROWID;
INSERT INTO "power" VALUES(1,1,100,0);
CREATE TABLE reaction(room INT NOT NULL, target TEXT NOT NULL, eid TEXT NOT NULL, sender INT NOT NULL, ts INT NOT NULL, key TEXT NOT NULL, PRIMARY KEY(room, target, eid)) WITHOUT ROWID;
CREATE TABLE receipt(room INT NOT NULL, person INT NOT NULL, thread TEXT NOT NULL, eid TEXT NOT NULL, ts INT NOT NULL, pos INT, PRIMARY KEY(room, person, thread)) WITHOUT ROWID;
CREATE TABLE redaction(room INT NOT NULL, target TEXT NOT NULL, reason TEXT, PRIMARY KEY(room, target)) WITHOUT ROWID;
CREATE TABLE room(id INTEGER PRIMARY KEY, account INT NOT NULL, rid TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', kind INT NOT NULL DEFAULT 0, mine INT NOT NULL DEFAULT 0, area INT NOT NULL DEFAULT 0, join_rule INT NOT NULL DEFAULT 0, history INT NOT NULL DEFAULT 0, guests INT NOT NULL DEFAULT 0, federated INT NOT NULL DEFAULT 1, encrypted INT NOT NULL DEFAULT 0, members_known INT NOT NULL DEFAULT 0, favourite INT NOT NULL DEFAULT 0, low INT NOT NULL DEFAULT 0, marked INT NOT NULL DEFAULT 0, task_room INT NOT NULL DEFAULT 0, joined INT NOT NULL DEFAULT 0, invited INT NOT NULL DEFAULT 0, outsiders INT NOT NULL DEFAULT 0, servers INT NOT NULL DEFAULT 0, unread INT NOT NULL DEFAULT 0, mentions INT NOT NULL DEFAULT 0, tasks_open INT NOT NULL DEFAULT 0, tasks_all INT NOT NULL DEFAULT 0, last_ts INT NOT NULL DEFAULT 0, read_pos INT NOT NULL DEFAULT 0, max_pos INT NOT NULL DEFAULT 0, min_pos INT NOT NULL DEFAULT 0, known INT NOT NULL DEFAULT 0, orphans INT NOT NULL DEFAULT 0, waiting INT NOT NULL DEFAULT 0, rank INT NOT NULL DEFAULT 0, sure INT NOT NULL DEFAULT 0, open INT NOT NULL DEFAULT 0, print INT NOT NULL DEFAULT 0, p_users INT NOT NULL DEFAULT 0, p_events INT NOT NULL DEFAULT 0, p_redact INT NOT NULL DEFAULT 50, p_state INT NOT NULL DEFAULT 50, p_invite INT NOT NULL DEFAULT 0, p_kick INT NOT NULL DEFAULT 50, p_ban INT NOT NULL DEFAULT 50, p_notify INT NOT NULL DEFAULT 50, dm_user TEXT, name TEXT, alias TEXT, words TEXT, inviter TEXT, version TEXT, replaced_by TEXT, heroes TEXT, allow TEXT, via TEXT, topic TEXT, UNIQUE(account, rid));
INSERT INTO "room" VALUES(1,1,'!room1:scripted.example','repairs',0,2,1,1,1,0,1,0,1,0,0,0,0,2,0,0,1,0,0,1,2,1795486116065,1099511627788,1099511627788,1099511627776,2,0,0,1,1,0,5342124772323263730,0,0,50,50,0,50,50,50,NULL,'repairs',NULL,'2 readers, all scripted.example · not encrypted',NULL,'11',NULL,'@ann:scripted.example
@ben:scripted.example',NULL,NULL,NULL);
CREATE TABLE room_server(room INT NOT NULL, server INT NOT NULL, n INT NOT NULL, PRIMARY KEY(room, server)) WITHOUT ROWID;
INSERT INTO "room_server" VALUES(1,1,2);
CREATE TABLE server(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO "server" VALUES(1,'scripted.example');
CREATE TABLE task(post INTEGER PRIMARY KEY, room INT NOT NULL, eid TEXT NOT NULL, status INT NOT NULL, due INT, priority INT NOT NULL, mine INT NOT NULL, ts INT NOT NULL, changed INT NOT NULL, creator INT NOT NULL, done_by INT, title TEXT NOT NULL, packed TEXT NOT NULL);
INSERT INTO "task" VALUES(8,1,'$event9',0,20788,3,1,1795486115685,1795486115685,2,NULL,'Mend the boiler','255 0 20788 3=Mend the boiler=Ring first.=@ann:scripted.example=heating');
INSERT INTO "task" VALUES(10,1,'$event11',1,NULL,0,0,1795486115685,1795486115685,2,2,'Buy paint','255 1 -9223372036854775808 0=Buy paint');
CREATE TABLE thread(room INT NOT NULL, root TEXT NOT NULL, n INT NOT NULL, plain INT NOT NULL, pos INT NOT NULL, ts INT NOT NULL, sender INT NOT NULL, PRIMARY KEY(room, root)) WITHOUT ROWID;
INSERT INTO "thread" VALUES(1,'$event11',1,0,1099511627786,1795486115685,2);
INSERT INTO "thread" VALUES(1,'$event9',1,0,1099511627784,1795486115685,2);
CREATE TABLE total(id INTEGER PRIMARY KEY CHECK(id = 1), unread INT NOT NULL, mentions INT NOT NULL, invites INT NOT NULL, places INT NOT NULL);
INSERT INTO "total" VALUES(1,0,0,0,2);
CREATE VIRTUAL TABLE words USING fts5(body, scope, content='post_text', content_rowid='id', columnsize=0, detail=full, tokenize='unicode61 remove_diacritics 2');
CREATE INDEX room_unread ON room(rank) WHERE unread > 0 AND mine = 2;
CREATE INDEX child_rid ON child(rid);
CREATE INDEX member_person ON member(person, room);
CREATE INDEX member_look ON member(room, look);
CREATE UNIQUE INDEX post_eid ON post(room, eid);
CREATE INDEX post_main ON post(room, pos) WHERE thread IS NULL;
CREATE INDEX post_thread ON post(room, thread, pos) WHERE thread IS NOT NULL;
CREATE INDEX post_own ON post(room, pos) WHERE own = 1;
CREATE INDEX post_mention ON post(room, pos) WHERE mention = 1;
CREATE INDEX post_txn ON post(txn) WHERE txn IS NOT NULL;
CREATE INDEX thread_pos ON thread(room, pos);
CREATE INDEX gap_room ON gap(room, pos);
CREATE INDEX edit_eid ON edit(room, eid);
CREATE INDEX reaction_eid ON reaction(room, eid);
CREATE INDEX receipt_waiting ON receipt(room) WHERE pos IS NULL;
CREATE UNIQUE INDEX part_eid ON part(room, eid);
CREATE INDEX task_room ON task(room, status, CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts, eid, mine);
CREATE INDEX task_order ON task(status, CASE status WHEN 1 THEN -changed END, due IS NULL, due, priority DESC, ts, eid, room, mine);
CREATE INDEX place_room ON place(room, pos);
CREATE INDEX inside_pos ON inside(pos);
CREATE VIEW post_text(id, body, scope) AS SELECT id, body, 'r' || room FROM post WHERE kind < 10 AND change IS NULL AND flags & 2 = 0 AND body <> '';
INSERT INTO words(words) VALUES('rebuild');
COMMIT;
