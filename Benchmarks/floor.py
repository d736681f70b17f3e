"""The least work that storing a list can take: a fast JSON parser and SQLite, in one process, over bytes that are already there."""
import pathlib
import sqlite3
import tempfile
import time

import orjson

import community

COLUMNS = list(community.user(0))


def store(bodies):
    """Milliseconds to parse these bodies and store their elements in a new database, one transaction for each body."""
    with tempfile.TemporaryDirectory() as directory:
        database = sqlite3.connect(pathlib.Path(directory, "floor.sqlite"), isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(f"CREATE TABLE user ({', '.join(COLUMNS)}, PRIMARY KEY (github_username))")
        insert = f"INSERT OR REPLACE INTO user VALUES ({', '.join('?' * len(COLUMNS))})"
        begun = time.perf_counter()
        for body in bodies:
            rows = [[user.get(column) for column in COLUMNS] for user in orjson.loads(body)]
            database.execute("BEGIN")
            database.executemany(insert, rows)
            database.execute("COMMIT")
        elapsed = (time.perf_counter() - begun) * 1000
        database.close()
        return elapsed
