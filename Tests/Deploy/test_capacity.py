"""Counts the capacity units of each access, with the real functions, and compares them with the table in docs/scale.md.

Usage:  test_capacity.py --print       prints the rows of the table
"""
import json
import os
import sys
import tempfile
import time
import unittest
import urllib.parse

import boto3
import common
import sizes
import test_functions
from emulator import Emulator
from sizes import size

DOCUMENT = os.path.join(common.ROOT, "docs", "scale.md")
# The sizes that docs/scale.md names.
BODY, TAGS, PAGE = "x" * 3000, ["aws", "lambda", "sqs"], 50
USER = {"full_name": "Ada Example Lovelace", "bio": "b" * 100, "twitter_username": "ada_example",
        "linkedin_profile": "https://www.linkedin.com/in/ada-example",
        "github_journey_url": "https://github.com/ada-example/100DaysOfCloud", "personal_blog_url": "https://ada.example"}
LISTED = 100


class Accesses:
    """Makes each access once, and counts what it costs."""

    def __init__(self):
        self.directory = tempfile.TemporaryDirectory()
        self.file = os.path.join(self.directory.name, "capacity")
        maintainer = os.path.join(self.directory.name, "maintainer")
        test_functions.emulator = self.emulator = Emulator(
            "--schedule-seconds", "3", "--capacity", self.file, "--maintainer", maintainer, "--concurrency", "1",
            bootstrap=test_functions.BOOTSTRAP)
        with open(maintainer, encoding="utf-8") as file:
            keys = json.load(file)
        self.tables = keys["tables"]
        self.database = boto3.client(
            "dynamodb", endpoint_url=keys["endpoint"], region_name=keys["region"], aws_access_key_id=keys["id"],
            aws_secret_access_key=keys["secret"], aws_session_token=keys["token"])
        self.position, self.rows = 0, []

    def lines(self):
        with open(self.file, encoding="utf-8") as file:
            file.seek(self.position)
            return [json.loads(line) for line in file if line.endswith("\n")]

    def settle(self):
        """Waits until the stream function has processed everything."""
        length = -1
        while (now := os.path.getsize(self.file)) != length:
            length = now
            time.sleep(0.8)

    def count(self, name, act, stream=False):
        if stream:
            self.settle()
        self.position = os.path.getsize(self.file)
        status = act()
        assert status in (200, 201, 204), (name, status)
        self.rows.append((name, *self.sum("Stream", False)))
        if stream:
            end = time.monotonic() + 60
            while self.sum("Stream", True) == (0, 0) and time.monotonic() < end:
                time.sleep(0.2)
            self.settle()
            self.rows.append((name + ", afterwards in the stream", *self.sum("Stream", True)))

    def sum(self, role, wanted):
        """The units of the requests with this role, or of those without it."""
        lines = [line for line in self.lines() if (role in line["role"]) == wanted
                 and not any(other in line["role"] for other in ("maintainer", "Tags"))]
        return sum(line["reads"] for line in lines), sum(line["writes"] for line in lines)

    def last_run_of_tags(self):
        """The units of the latest 16 queries and one write of the function that adds up the counters."""
        self.position = 0
        lines = [line for line in self.lines() if "Tags" in line["role"]][-17:]
        return sum(line["reads"] for line in lines), sum(line["writes"] for line in lines)

    def stored(self):
        """The bytes that a user and an article take, with their items in the indexes."""
        key = {"github_username": {"S": "ada-example"}}
        user = self.database.get_item(TableName=self.tables["Users"], Key=key)["Item"]
        total = size(user) + sum(size(item) + sizes.INDEX_OVERHEAD for index in ("changes", "board")
                                 for item in [self.projected("Users", index, user)] if item)
        entries = [item for page in self.database.get_paginator("scan").paginate(TableName=self.tables["Entries"])
                   for item in page["Items"]]
        article = next(item for item in entries if item["PK"]["S"].startswith("A#"))
        identifier = article["PK"]["S"][2:]
        items = [item for item in entries if item["PK"]["S"][:2] in ("A#", "U#", "T#")
                 and identifier in (item["PK"]["S"][2:], item.get("id", {}).get("S"))]
        bytes_of_article = sum(map(size, items)) + sum(
            size(self.projected("Entries", index, article)) + sizes.INDEX_OVERHEAD for index in ("author", "feed"))
        return size(user), total, bytes_of_article

    @staticmethod
    def projected(table, name, item):
        properties = next(properties for _, logical, _, properties in common.resources("AWS::DynamoDB::Table")
                          if logical == table + "Table")
        index = next(index for index in properties["GlobalSecondaryIndexes"] if index["IndexName"] == name)
        keys = {element["AttributeName"] for element in properties["KeySchema"] + index["KeySchema"]}
        if not keys <= set(item):
            return {}
        names = keys | set(index["Projection"].get("NonKeyAttributes", []))
        return item if index["Projection"]["ProjectionType"] == "ALL" else {
            key: value for key, value in item.items() if key in names}

    def get(self, path):
        return lambda: self.emulator.request("GET", path)[0]

    def send(self, *arguments, **options):
        return lambda: test_functions.send(*arguments, **options)[0]

    def fill(self):
        """Copies the first user until there are enough for a page."""
        item = self.database.get_item(TableName=self.tables["Users"], Key={"github_username": {"S": "ada-example"}})["Item"]
        items = [{**item, "github_username": {"S": f"ada-exam-{number:03}"}} for number in range(LISTED - 1)]
        for start in range(0, len(items), 25):
            self.database.batch_write_item(RequestItems={
                self.tables["Users"]: [{"PutRequest": {"Item": item}} for item in items[start:start + 25]]})

    def run(self):
        signup = {"github_username": "ada-example", **USER}
        self.count("`POST /signup`", self.send("POST", 0, "/signup", signup, Idempotency_Key="a"))
        for day in range(1, 11):
            assert self.send("POST", 0, "/ada-example/article", self.article(day))() == 201
        post = self.article(11)
        self.count("`POST /{userID}/article`", self.send("POST", 0, "/ada-example/article", post), stream=True)
        path = f"/ada-example/article/{post['id']}"
        self.count("`GET /articles/{articleID}`", self.get(f"/articles/{post['id']}"))
        self.count("`PUT`, one tag replaced", self.send(
            "PUT", 0, path, {**post, "title": "Better", "tags": ["aws", "lambda", "iam"]}, If_Match='"1"'), stream=True)
        self.count("`DELETE`", self.send("DELETE", 0, path, If_Match='"2"'), stream=True)
        for day in range(12, PAGE + 2):
            assert self.send("POST", 0, "/ada-example/article", self.article(day))() == 201
        self.settle()
        self.count(f"`GET /articles?limit={PAGE}`", self.get(f"/articles?limit={PAGE}"))
        self.count(f"`GET /articles?author=…&limit={PAGE}`", self.get(f"/articles?author=ada-example&limit={PAGE}"))
        self.count(f"`GET /articles?tag=…&limit={PAGE}`", self.get(f"/articles?tag=aws&limit={PAGE}"))
        self.count("`GET /users/{userID}`", self.get("/users/ada-example"))
        self.fill()
        link = test_functions.wait(lambda: self.emulator.request("GET", f"/users?limit={LISTED + 1}")[1]["Link"])
        since = "/users?since=" + urllib.parse.parse_qs(urllib.parse.urlsplit(link.split("<")[1].split(">")[0]).query)["since"][0]
        self.count(f"`GET /users`, a page of {LISTED}", self.get(f"/users?limit={LISTED}"))
        self.count(f"`GET /users?since=…`, {LISTED} changed today", self.get(f"{since}&limit={LISTED + 1}"))
        self.count("`GET /tags`, 4 tags", self.get("/tags"))
        self.rows.append(("the function `tags`, one run", *self.last_run_of_tags()))
        return self.rows

    @staticmethod
    def article(day):
        return test_functions.article(
            day, date="2026-11-27", title="Queues with SQS and a dead letter queue", subtitle="What happens to poison messages",
            body=BODY, tags=TAGS, link="https://github.com/ada-example/100DaysOfCloud/Journey/011")

    def stop(self):
        self.emulator.stop()
        self.directory.cleanup()


def formatted(rows):
    return [f"| {name} | {reads:g} | {writes:g} |" for name, reads, writes in rows]


class CapacityTests(unittest.TestCase):
    def test_the_table_in_the_documentation_is_what_the_functions_cost(self):
        accesses = Accesses()
        try:
            rows = formatted(accesses.run())
        finally:
            accesses.stop()
        with open(DOCUMENT, encoding="utf-8") as file:
            section = file.read().split("\n## Units of each access\n")[1].split("\n## ")[0]
        # The first two lines of the table are its head.
        documented = [line for line in section.splitlines() if line.startswith("|")][2:]
        self.assertEqual(documented, rows)


if __name__ == "__main__":
    if sys.argv[1:] == ["--print"]:
        measured = Accesses()
        print("\n".join(formatted(measured.run())))
        print("bytes: item of a user, with indexes, article with its tags and indexes:", *measured.stored())
        measured.stop()
    else:
        unittest.main()
