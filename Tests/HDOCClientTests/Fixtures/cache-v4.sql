PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
INSERT INTO grdb_migrations VALUES('v2');
INSERT INTO grdb_migrations VALUES('v3');
INSERT INTO grdb_migrations VALUES('v4');
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
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','journeyer_search','journeyer_search',0,'CREATE VIRTUAL TABLE "journeyer_search" USING fts5(handle, full_name, bio, tokenize=''''''trigram'''''', content=''journeyer'')');
CREATE TABLE IF NOT EXISTS 'journeyer_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO journeyer_search_data VALUES(1,X'03040800');
INSERT INTO journeyer_search_data VALUES(10,X'000000000101010001010101');
INSERT INTO journeyer_search_data VALUES(137438953473,X'000000690430206f6b0106010105010361206f0106010104020264610108020101020202666f010601010802027265030203010362617203020202026f62020202010364612001060101030103666f72010601010901036b6166010601010701036f6b610106010106040a0a0a090708070a0a0a');
CREATE TABLE IF NOT EXISTS 'journeyer_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO journeyer_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'journeyer_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO journeyer_search_docsize VALUES(1,X'010800');
INSERT INTO journeyer_search_docsize VALUES(2,X'010000');
INSERT INTO journeyer_search_docsize VALUES(3,X'020000');
CREATE TABLE IF NOT EXISTS 'journeyer_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO journeyer_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','article_search','article_search',0,'CREATE VIRTUAL TABLE "article_search" USING fts5(title, subtitle, tags, body, tokenize=''''''unicode61'''''', content=''article'', prefix=''2 3'')');
CREATE TABLE IF NOT EXISTS 'article_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO article_search_data VALUES(1,X'0203000204');
INSERT INTO article_search_data VALUES(10,X'000000000101010001010101');
INSERT INTO article_search_data VALUES(137438953473,X'000000cd0230610106010302020174010203020277730106010202010464656164010601030301046c617374010204020565747465720106010304010571756575650106010305060173010202010373717301060102030003316174010203020177010601020201026465010601030301026c6101020402016501060103040102717501080201030501027371010601020300043261777301060102020103646561010601030301036c6173010204020265740106010304010371756501080201030501037371730106010203040806090b090c0c060a08080907080a090b0a08090b');
CREATE TABLE IF NOT EXISTS 'article_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO article_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'article_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO article_search_docsize VALUES(1,X'03000204');
INSERT INTO article_search_docsize VALUES(2,X'00000000');
CREATE TABLE IF NOT EXISTS 'article_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO article_search_config VALUES('version',4);
CREATE INDEX article_by_author ON article(author);
CREATE INDEX article_by_time ON article(created_at);
CREATE INDEX journeyer_beyond_ascii ON journeyer(handle) WHERE handle || coalesce(full_name, '') || coalesce(bio, '') GLOB '*[^ -~]*';
CREATE TRIGGER "__journeyer_search_ai" AFTER INSERT ON "journeyer" BEGIN
    INSERT INTO "journeyer_search"("rowid", "handle", "full_name", "bio") VALUES (new."rowid", new."handle", new."full_name", new."bio");
END;
CREATE TRIGGER "__journeyer_search_ad" AFTER DELETE ON "journeyer" BEGIN
    INSERT INTO "journeyer_search"("journeyer_search", "rowid", "handle", "full_name", "bio") VALUES('delete', old."rowid", old."handle", old."full_name", old."bio");
END;
CREATE TRIGGER "__journeyer_search_au" AFTER UPDATE ON "journeyer" BEGIN
    INSERT INTO "journeyer_search"("journeyer_search", "rowid", "handle", "full_name", "bio") VALUES('delete', old."rowid", old."handle", old."full_name", old."bio");
    INSERT INTO "journeyer_search"("rowid", "handle", "full_name", "bio") VALUES (new."rowid", new."handle", new."full_name", new."bio");
END;
CREATE TRIGGER "__article_search_ai" AFTER INSERT ON "article" BEGIN
    INSERT INTO "article_search"("rowid", "title", "subtitle", "tags", "body") VALUES (new."rowid", new."title", new."subtitle", new."tags", new."body");
END;
CREATE TRIGGER "__article_search_ad" AFTER DELETE ON "article" BEGIN
    INSERT INTO "article_search"("article_search", "rowid", "title", "subtitle", "tags", "body") VALUES('delete', old."rowid", old."title", old."subtitle", old."tags", old."body");
END;
CREATE TRIGGER "__article_search_au" AFTER UPDATE ON "article" BEGIN
    INSERT INTO "article_search"("article_search", "rowid", "title", "subtitle", "tags", "body") VALUES('delete', old."rowid", old."title", old."subtitle", old."tags", old."body");
    INSERT INTO "article_search"("rowid", "title", "subtitle", "tags", "body") VALUES (new."rowid", new."title", new."subtitle", new."tags", new."body");
END;
PRAGMA writable_schema=OFF;
COMMIT;
