PRAGMA application_id = 0;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE draft(place TEXT PRIMARY KEY, text TEXT NOT NULL, target TEXT, what TEXT, changed INT NOT NULL) WITHOUT ROWID;
INSERT INTO "draft" VALUES('!room1:scripted.example','half a thought',NULL,NULL,1795486115927);
CREATE TABLE fold(path TEXT PRIMARY KEY, open INT NOT NULL) WITHOUT ROWID;
CREATE TABLE op(id INTEGER PRIMARY KEY AUTOINCREMENT, account INT NOT NULL, room INT NOT NULL, who TEXT, base TEXT, kind INT NOT NULL, rid TEXT, txn TEXT NOT NULL UNIQUE, target TEXT, thread TEXT, key TEXT, reason TEXT, body TEXT, html TEXT, mentions TEXT, emote INT NOT NULL, task TEXT, via TEXT, state INT NOT NULL, tries INT NOT NULL DEFAULT 0, error TEXT, eid TEXT, made INT NOT NULL, next_try INT NOT NULL DEFAULT 0, audience INT NOT NULL DEFAULT 0);
INSERT INTO "op" VALUES(3,1,1,'@ann:scripted.example','http://127.0.0.1:PORT',5,'!room1:scripted.example','fm1795486116088xf5bb0ff7731470e3','$event9',NULL,NULL,NULL,NULL,NULL,NULL,0,'16 0 20833 0',NULL,0,1,'127.0.0.1 refused the connection',NULL,1795486116088,1795486116685,0);
INSERT INTO "op" VALUES(4,1,1,'@ann:scripted.example','http://127.0.0.1:PORT',4,'!room1:scripted.example','fm1795486116149x02fafa70d1c59a3a',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'21 0 20850 0=Buy screws',NULL,0,0,NULL,NULL,1795486116149,0,0);
CREATE TABLE state(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "state" VALUES('place','!room1:scripted.example');
CREATE INDEX op_room ON op(room);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('op',4);
COMMIT;
