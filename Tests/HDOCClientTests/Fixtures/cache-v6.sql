PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
INSERT INTO grdb_migrations VALUES('v2');
INSERT INTO grdb_migrations VALUES('v3');
INSERT INTO grdb_migrations VALUES('v4');
INSERT INTO grdb_migrations VALUES('v5');
INSERT INTO grdb_migrations VALUES('v6');
CREATE TABLE journeyer (
    handle TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
    full_name TEXT, bio TEXT, days_completed INTEGER, github_score INTEGER, twitter_score INTEGER,
    github_streak INTEGER, twitter_streak INTEGER, last_entry_at REAL, date_joined REAL, status TEXT,
    twitter_username TEXT, linkedin_profile TEXT, avatar_image TEXT, github_journey_url TEXT,
    personal_blog_url TEXT, extra TEXT
) STRICT;
INSERT INTO journeyer VALUES('Ada','Ada Okafor',NULL,NULL,61,30,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"mood":"sunny"}');
INSERT INTO journeyer VALUES('bob',NULL,NULL,NULL,5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO journeyer VALUES('bare',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE article (
    id TEXT NOT NULL PRIMARY KEY,
    author TEXT COLLATE NOCASE, day INTEGER, date TEXT, title TEXT, subtitle TEXT, body TEXT,
    tags TEXT NOT NULL, link TEXT, template TEXT, image TEXT, created_at REAL, extra TEXT
) STRICT;
INSERT INTO article VALUES('0198c0de-0000-7000-8000-000000000001','ada',11,'2026-11-20','Queues at last',NULL,'A dead letter queue.','["aws","sqs"]',NULL,NULL,NULL,1795000000.125,NULL);
INSERT INTO article VALUES('2','bob',1,NULL,NULL,NULL,NULL,'[]',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE tag (tag TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL) STRICT;
INSERT INTO tag VALUES('aws',12);
INSERT INTO tag VALUES('sqs',3);
CREATE TABLE resource (
    name TEXT NOT NULL PRIMARY KEY, fetched_at REAL NOT NULL,
    unreadable INTEGER NOT NULL, partial INTEGER NOT NULL, received INTEGER
) STRICT;
INSERT INTO resource VALUES('journeyers',1795000000.0,2,0,3);
INSERT INTO resource VALUES('articles/*/*',1795000000.0,0,0,NULL);
INSERT INTO resource VALUES('tags',1795000000.0,0,0,NULL);
CREATE TABLE route (
    name TEXT NOT NULL PRIMARY KEY, status INTEGER, reason TEXT, checked_at REAL NOT NULL
) STRICT;
INSERT INTO route VALUES('tags',NULL,NULL,1795000000.0);
CREATE TABLE leaderboard (
    taken_at REAL NOT NULL, handle TEXT NOT NULL COLLATE NOCASE, rank INTEGER NOT NULL, score INTEGER NOT NULL,
    PRIMARY KEY (taken_at, handle)
) STRICT, WITHOUT ROWID;
INSERT INTO leaderboard VALUES(1795000000.0,'Ada',2,5);
INSERT INTO leaderboard VALUES(1795000000.0,'bob',1,9);
INSERT INTO leaderboard VALUES(1795000100.0,'Ada',1,91);
INSERT INTO leaderboard VALUES(1795000100.0,'bob',2,5);
CREATE TABLE body_read (article TEXT NOT NULL PRIMARY KEY, read_at REAL NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO body_read VALUES('0198c0de-0000-7000-8000-000000000001',1795000200.0);
CREATE TABLE list_memory (
    name TEXT NOT NULL PRIMARY KEY, entity_tag TEXT,
    changes TEXT, changes_at REAL, next TEXT, next_at REAL, tally TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO list_memory VALUES('journeyers',NULL,'since=t',1795000000.0,'cursor=c',1795000300.0,'{"isWhole":true,"pages":2,"received":3,"unreadable":1,"removed":0,"bytes":900,"mayBePartial":false}');
INSERT INTO list_memory VALUES('tags','"7"',NULL,NULL,NULL,NULL,NULL);
CREATE INDEX article_by_author ON article(author);
CREATE INDEX article_by_time ON article(created_at);
CREATE INDEX journeyer_by_score ON journeyer((coalesce(github_score, 0) + coalesce(twitter_score, 0)) DESC, handle) WHERE (github_score IS NOT NULL OR twitter_score IS NOT NULL);
COMMIT;
