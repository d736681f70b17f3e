PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
INSERT INTO grdb_migrations VALUES('v2');
INSERT INTO grdb_migrations VALUES('v3');
INSERT INTO grdb_migrations VALUES('v4');
CREATE TABLE entry (
    id TEXT NOT NULL PRIMARY KEY,
    day INTEGER NOT NULL, date TEXT NOT NULL, zone TEXT NOT NULL,
    title TEXT NOT NULL, subtitle TEXT, body TEXT NOT NULL, tags TEXT NOT NULL, link TEXT,
    template TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sending', 'unknown', 'sent', 'rejected')),
    attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, next_attempt_at REAL, article_url TEXT,
    created_at REAL NOT NULL, updated_at REAL NOT NULL
, day_is_proposed INTEGER, change TEXT, version INTEGER, posted TEXT, conflict TEXT) STRICT;
INSERT INTO entry VALUES('0198c0de-0000-7000-8000-000000000001',1,'2026-11-20','Europe/Berlin','One',NULL,'Body','["aws"]',NULL,'micro','sent',1,NULL,NULL,'https://api.example/articles/1',1795000001.0,1795000002.0,NULL,NULL,3,NULL,NULL);
INSERT INTO entry VALUES('0198c0de-0000-7000-8000-000000000002',2,'2026-11-21','Europe/Berlin','Two',NULL,'Body','[]',NULL,'short','queued',2,'Could not reach dev.',1795000300.0,NULL,1795000003.0,1795000004.0,0,'correct',5,'{"id":"0198c0de-0000-7000-8000-000000000002","day":2,"date":"2026-11-21","title":"Tow","body":"Body","tags":[],"template":"short"}',NULL);
INSERT INTO entry VALUES('0198c0de-0000-7000-8000-000000000003',3,'2026-11-22','Europe/Berlin','Three',NULL,'Über Wolken ☁️ und ''Zitate''','[]',NULL,'long','draft',0,NULL,NULL,NULL,1795000005.0,1795000006.0,0,NULL,NULL,NULL,NULL);
CREATE TABLE origin (is_demo INTEGER NOT NULL) STRICT;
INSERT INTO origin VALUES(0);
COMMIT;
