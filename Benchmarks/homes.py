"""The files of a user: of hdoc with a stage, and of newsboat with a feed."""
import os
import pathlib
import sqlite3

import processes


class Home:
    def __init__(self, directory, hdoc, stage):
        self.directory, self.hdoc = pathlib.Path(directory), hdoc
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(directory), "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color",
            **{f"XDG_{kind}_HOME": str(self.directory / kind.lower()) for kind in ("CONFIG", "CACHE", "DATA", "STATE")},
        }
        configuration = self.directory / "config/hdoc/config.toml"
        configuration.parent.mkdir(parents=True)
        configuration.write_text(
            f'stage = "dev"\n[stages.dev]\napi = "{stage}/Prod/"\nissuer = "{stage}/pool"\nclient_id = "benchmark"\n'
            'handle = "journeyer-0000007"\n')

    @property
    def cache(self):
        return self.directory / "cache/hdoc/dev.sqlite"

    def command(self, *arguments):
        return [self.hdoc, *arguments]

    def forget(self):
        """Removes the cache."""
        for file in self.cache.parent.glob("dev.sqlite*"):
            file.unlink()

    def rows(self):
        with sqlite3.connect(self.cache) as database:
            return database.execute("SELECT count(*) FROM journeyer").fetchone()[0]

    def sync(self):
        """Milliseconds of `hdoc sync`."""
        return processes.run(self.command("sync"), self.environment)[0]


class Newsboat:
    """newsboat with one feed, which has an item for each user."""

    def __init__(self, directory, stage):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True)
        (self.directory / "urls").write_text(f"{stage}/feed.xml\n")
        (self.directory / "config").write_text("max-items 0\nauto-reload no\n")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(directory), "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}

    def command(self, *arguments):
        files = [("-u", "urls"), ("-c", "cache.db"), ("-C", "config")]
        return ["newsboat", *[word for flag, name in files for word in (flag, str(self.directory / name))], *arguments]

    def fetch(self):
        """Milliseconds to fetch and store the feed into a new cache."""
        (self.directory / "cache.db").unlink(missing_ok=True)
        return processes.run(self.command("-x", "reload"), self.environment)[0]
