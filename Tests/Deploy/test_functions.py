"""Runs the real functions behind the emulator: many posts at the same time, and what the roles permit.

HDOC_BOOTSTRAP is the path of the built program. HDOC_POSTS is the number of posts at the same time, by a tenth as many users.
"""
import concurrent.futures
import json
import os
import random
import tempfile
import time
import unittest
import uuid

import boto3
import common
from emulator import Emulator

BOOTSTRAP = os.environ.get("HDOC_BOOTSTRAP", os.path.join(common.ROOT, ".build", "debug", "bootstrap"))
POSTS = int(os.environ.get("HDOC_POSTS", "100"))
USERS = POSTS // 10


def setUpModule():
    global emulator, directory
    directory = tempfile.TemporaryDirectory()
    emulator = Emulator("--schedule-seconds", "1", "--concurrency", "4", "--report", file("report"), "--maintainer", file("maintainer"),
                        bootstrap=BOOTSTRAP)


def tearDownModule():
    if emulator.process.poll() is None:
        emulator.stop()
    directory.cleanup()


def file(name):
    return os.path.join(directory.name, name)


def token(user):
    return emulator.provider.token(sub=f"subject-{user}")


def new_id():
    """A UUID of version 7, as hdoc makes it."""
    number = (int(time.time() * 1000) << 80) | (7 << 76) | (random.getrandbits(12) << 64) | (2 << 62) | random.getrandbits(62)
    return str(uuid.UUID(int=number))


def article(day, **changes):
    return {"id": new_id(), "day": day, "date": f"2026-11-{day:02}", "title": f"Day {day}",
            "body": "text", "tags": ["aws", "sqs"], "template": "micro", **changes}


def send(method, user, path, value=None, **headers):
    body = None if value is None else json.dumps(value)
    headers.setdefault("Idempotency_Key", (value or {}).get("id", ""))
    status, reply_headers, text = emulator.request(method, path, body, token(user), Content_Type="application/json", **headers)
    return status, reply_headers, json.loads(text) if text else None


def wait(check, seconds=60):
    end = time.monotonic() + seconds
    while not (result := check()) and time.monotonic() < end:
        time.sleep(0.2)
    return result


class FunctionTests(unittest.TestCase):
    """The tests run in the order of their names, and the last one looks at what the others did."""

    def test_1_sign_up(self):
        for user in range(USERS):
            for expected in (201, 200):
                status, _, value = send("POST", user, "/signup", {"github_username": f"user-{user}"}, Idempotency_Key=f"key-{user}")
                self.assertEqual(status, expected, value)
        self.assertEqual(send("POST", 99, "/signup", {"github_username": "USER-1"})[0], 409, "ignoring case")
        self.assertEqual(send("POST", 1, "/user-2/article", article(1))[0], 403, "another user's")

    def test_2_posts_at_the_same_time(self):
        FunctionTests.before_posts = self.changes()
        days = [(user, day) for user in range(USERS) for day in (1, 2) for _ in range(POSTS // USERS // 2)]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            replies = list(pool.map(lambda post: send("POST", post[0], f"/user-{post[0]}/article", article(post[1])), days))
        statuses = [status for status, _, _ in replies]
        self.assertEqual(set(statuses), {201, 409}, statuses)
        stored = [post for post, status in zip(days, statuses) if status == 201]
        self.assertEqual(sorted(stored), sorted(set(days)), "each day once")

    def test_3_the_same_post_twice(self):
        post = article(3)
        self.assertEqual(send("POST", 0, "/user-0/article", post)[0], 201)
        self.assertEqual(send("POST", 0, "/user-0/article", post)[0], 200)
        self.assertEqual(send("POST", 0, "/user-0/article", {**post, "title": "other"})[0], 409)

    def test_4_correct_and_remove(self):
        post = article(4)
        path = f"/user-0/article/{post['id']}"
        self.assertEqual(send("POST", 0, "/user-0/article", post)[0], 201)
        corrected = {**post, "title": "better", "tags": ["aws", "iam"]}
        self.assertEqual(send("PUT", 0, path, corrected, If_Match='"1"')[0], 200)
        self.assertEqual(send("PUT", 0, path, {**corrected, "title": "late"}, If_Match='"1"')[0], 412)
        self.assertEqual(send("DELETE", 0, path, If_Match='"2"')[0], 204)
        self.assertEqual(emulator.request("GET", f"/articles/{post['id']}")[0], 404)

    def test_5_the_stream_counts_tags_once(self):
        expected = [{"tag": "aws", "count": 2 * USERS + 1}, {"tag": "sqs", "count": 2 * USERS + 1}]
        read = lambda: json.loads(emulator.request("GET", "/tags")[2])  # noqa: E731
        self.assertTrue(wait(lambda: read() == expected), read())

    def test_6_lists(self):
        for path in ["/articles", "/articles?author=user-0", "/articles?tag=aws"]:
            articles = wait(lambda path=path: json.loads(emulator.request("GET", path)[2]))
            self.assertTrue(articles, path)
            self.assertNotIn("body", articles[0])
        users = json.loads(emulator.request("GET", "/users")[2])
        self.assertEqual({user["days_completed"] for user in users}, {2, 3})
        self.assertEqual(emulator.request("GET", "/users/user-1")[0], 200)
        self.assertLessEqual({f"user-{user}" for user in range(USERS)},
                             {user["github_username"] for user in self.get(FunctionTests.before_posts)})

    def test_6_users_that_somebody_changes_by_hand(self):
        with open(file("maintainer"), encoding="utf-8") as written:
            keys = json.load(written)
        client = boto3.client(
            "dynamodb", endpoint_url=keys["endpoint"], region_name=keys["region"], aws_access_key_id=keys["id"],
            aws_secret_access_key=keys["secret"], aws_session_token=keys["token"])
        changes = self.changes()
        table = keys["tables"]["Users"]
        client.put_item(TableName=table, Item={"github_username": {"S": "by-hand"}, "status": {"BOOL": True}})
        self.assertTrue(wait(lambda: any(user["github_username"] == "by-hand" for user in self.get(changes))))
        client.delete_item(TableName=table, Key={"github_username": {"S": "by-hand"}})
        self.assertTrue(wait(lambda: {"github_username": "by-hand", "deleted": True} in self.get(changes)))

    def get(self, path):
        status, _, body = emulator.request("GET", path)
        self.assertEqual(status, 200, path)
        return json.loads(body)

    def changes(self):
        """The path of the list of changes from now on."""
        link = emulator.request("GET", "/users")[1]["Link"]
        self.assertIn('rel="changes"', link)
        return "/" + link.split("<")[1].split(">")[0].split("/Prod/")[-1].lstrip("/")

    def test_7_bad_requests(self):
        for body in [b"", b"{", b"[]", b"\xff\xfe", b'{"id": 1}', b'"' + b"x" * 200_000 + b'"']:
            status = emulator.request("POST", "/user-0/article", body, token(0), Content_Type="application/json")[0]
            self.assertEqual(status // 100, 4, body[:20])
        self.assertEqual(emulator.request("GET", "/articles?cursor=nonsense")[0] // 100, 4)

    def test_8_nothing_private_is_logged(self):
        with open(emulator.log, encoding="utf-8") as written:
            log = written.read()
        for text in ["Bearer", "eyJ", "Day 1", "user-1", "subject-"]:
            self.assertNotIn(text, log)
        self.assertNotIn('"level": "error"', log)

    def test_9_roles_permit_exactly_what_the_functions_use(self):
        emulator.stop()
        with open(file("report"), encoding="utf-8") as written:
            seen = json.load(written)
        self.assertEqual(seen["refused"], [])
        used = {}
        for role, action, arn in (use for use in seen["used"] if use[0] != "maintainer"):
            function = role.rsplit("-", 1)[1].removesuffix("Role").lower()
            used.setdefault(function, set()).add((common.resource_name(arn), action.removeprefix("dynamodb:")))
        with open(common.path("permissions.json"), encoding="utf-8") as written:
            declared = json.load(written)
        for function, tables in declared.items():
            for table, actions in tables.items():
                for action in set(actions) - {"ListStreams", "GetRecords"}:  # Lambda's own; GetRecords names no stream
                    self.assertIn((table, action), used.get(function, set()), f"{function} is never seen to use this permission")


if __name__ == "__main__":
    unittest.main()
