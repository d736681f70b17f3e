"""Tests Tests/Support/gateway itself: the errors of API Gateway, the authorizer, events, the Runtime API, and permissions."""
import gzip
import json
import time
import unittest
import urllib.parse

from cryptography.hazmat.primitives.asymmetric import rsa
from emulator import Emulator

def call_dynamodb(method, path, operation, **arguments):
    """What a function gets as the answer to a request to DynamoDB."""
    query = urllib.parse.urlencode({"do": "dynamodb", "operation": operation, "arguments": json.dumps(arguments)})
    return emulator.request(method, f"{path}?{query}", b"{}", token=emulator.provider.token())[2].decode()


def warm(*arguments, **options):
    """Waits until a program has loaded boto3, which can take longer than the gateway waits."""
    for _ in range(30):
        if call_dynamodb(*arguments, **options) == "permitted":
            return
        time.sleep(0.5)


USERS, ACCOUNTS, ENTRIES = (f"hdoc-backend-dev-Data-{name}Table" for name in ("Users", "Accounts", "Entries"))


def setUpModule():
    global emulator
    emulator = Emulator("--integration-timeout", "2")


def tearDownModule():
    emulator.stop()


class ErrorTests(unittest.TestCase):
    def check(self, reply, status, kind, body):
        self.assertEqual((reply[0], reply[1]["x-amzn-ErrorType"], reply[2].decode()), (status, kind, body))
        self.assertEqual(reply[1]["Access-Control-Allow-Origin"], "*")

    def test_unknown_routes(self):
        missing = '{"message":"Missing Authentication Token"}'
        for method, path in [("GET", "/nothing"), ("PATCH", "/users"), ("GET", "/users/a/b"), ("GET", "/")]:
            self.check(emulator.request(method, path), 403, "MissingAuthenticationTokenException", missing)

    def test_an_unknown_route_does_not_repeat_the_token(self):
        status, headers, body = emulator.request("GET", "/nothing", token="secret")
        self.assertEqual((status, headers["x-amzn-ErrorType"]), (403, "IncompleteSignatureException"))
        self.assertNotIn(b"secret", body)

    def test_wrong_stage(self):
        self.check(emulator.request("GET", "//x/users"), 403, "ForbiddenException", '{"message":"Forbidden"}')

    def test_a_body_over_10_mb(self):
        status, headers, body = emulator.request("POST", "/signup", b"x" * 10_485_761)
        self.assertEqual((status, body), (413, b"HTTP content length exceeded 10485760 bytes."))
        self.assertEqual(headers["Content-Type"], "text/plain")

    def test_headers_over_10_kb(self):
        self.assertEqual(emulator.request("GET", "/users", X_Long="x" * 10_300)[0], 431)

    def test_failing_functions(self):
        for what in ["crash", "not json", "no object", "large", "error"]:
            with self.subTest(what):
                reply = emulator.request("GET", "/users?do=" + urllib.parse.quote(what))
                self.check(reply, 502, "InternalServerErrorException", '{"message": "Internal server error"}')
        self.assertEqual(emulator.request("GET", "/users")[0], 200, "a new program starts after a crash")

    def test_a_slow_function_goes_on_after_504(self):
        began = time.monotonic()
        reply = emulator.request("GET", "/users?do=slow&seconds=3")
        self.assertLess(time.monotonic() - began, 2.9)
        self.check(reply, 504, "InternalServerErrorException", '{"message":"Endpoint request timed out"}')

    def test_a_reply_without_a_body(self):
        self.assertEqual(emulator.request("GET", "/users?do=empty")[::2], (200, b""))


class AuthorizerTests(unittest.TestCase):
    def status(self, token):
        return emulator.request("POST", "/signup", b"{}", token=token)[0]

    def test_reads_are_open(self):
        self.assertEqual(emulator.request("GET", "/articles", token="nonsense")[0], 200)

    def test_a_valid_token(self):
        status, _, body = emulator.request("POST", "/signup", b"{}", token=emulator.provider.token())
        self.assertEqual(status, 200)
        claims = json.loads(body)["event"]["requestContext"]["authorizer"]["claims"]
        self.assertEqual((claims["sub"], claims["email_verified"]), ("subject", "true"))

    def test_bad_tokens(self):
        token = emulator.provider.token
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        bad = {
            "none": None, "nonsense": "nonsense", "another issuer": token(iss="http://other"), "another client": token(aud="other"),
            "an access token": token(token_use="access"), "another key": token(key=other), "unknown key": token(kid="other"),
            "no expiry": token(exp=None), "from the future": token(nbf=int(time.time()) + 600),
            "changed": token()[:-4] + "AAAA", "unsigned": "eyJhbGciOiJub25lIn0.e30.",
        }
        for what, value in bad.items():
            with self.subTest(what):
                status, headers, body = emulator.request("POST", "/signup", b"{}", token=value)
                self.assertEqual((status, body), (401, b'{"message":"Unauthorized"}'))
                self.assertEqual(headers["x-amzn-ErrorType"], "UnauthorizedException")

    def test_an_expired_token(self):
        status, headers, body = emulator.request("POST", "/signup", b"{}", token=emulator.provider.token(exp=int(time.time()) - 5))
        self.assertEqual((status, body), (401, b'{"message":"The incoming token has expired"}'))
        self.assertEqual(headers["x-amzn-ErrorType"], "ExpiredTokenException")


class EventTests(unittest.TestCase):
    def event(self, method, path, *arguments, **options):
        return json.loads(emulator.request(method, path, *arguments, **options)[2])["event"]

    def test_parameters_and_query(self):
        event = self.event("GET", "/users/a%20b?x=1&x=2&y=%C3%A9&empty=")
        self.assertEqual(event["resource"], "/users/{userID}")
        self.assertEqual(event["pathParameters"], {"userID": "a b"})
        self.assertEqual(event["multiValueQueryStringParameters"], {"x": ["1", "2"], "y": ["é"], "empty": [""]})
        self.assertEqual(event["queryStringParameters"]["x"], "2")
        self.assertIsNone(event["body"])

    def test_a_literal_path_wins_over_a_placeholder(self):
        self.assertEqual(self.event("GET", "/articles/article")["resource"], "/articles/{articleID}")
        # API Gateway goes down the tree of resources and does not come back: a user named "articles" could not post.
        self.assertEqual(emulator.request("POST", "/articles/article", b"{}", token=emulator.provider.token())[0], 403)

    def test_each_route_calls_its_function(self):
        token = emulator.provider.token()
        for method, path, handler in [("GET", "/users", "users"), ("GET", "/tags", "articles"), ("POST", "/signup", "signup"),
                                      ("PUT", "/a/article/1", "post"), ("DELETE", "/a/article/1", "post")]:
            reply = json.loads(emulator.request(method, path, b"{}", token=token)[2])
            self.assertEqual(reply["handler"], handler, path)

    def test_a_function_has_its_own_variables_only(self):
        variables = json.loads(emulator.request("GET", "/tags")[2])["environment"]
        self.assertIn("ENTRIES_TABLE", variables)
        self.assertNotIn("USERS_TABLE", variables)

    def test_replies(self):
        status, headers, _ = emulator.request("GET", "/users?do=headers")
        self.assertEqual((status, headers["X-One"], headers.get_all("Link")), (201, "1", ["a", "b"]))
        self.assertEqual(headers["x-amzn-Remapped-Date"], "now")
        self.assertEqual(emulator.request("GET", "/users?do=base64")[2], b"hello")

    def test_compression(self):
        status, headers, body = emulator.request("GET", "/users?" + "x" * 1000, Accept_Encoding="gzip")
        self.assertEqual(headers["Content-Encoding"], "gzip")
        self.assertIn("event", json.loads(gzip.decompress(body)))
        self.assertIsNone(emulator.request("GET", "/users?do=base64", Accept_Encoding="gzip")[1]["Content-Encoding"])

    def test_browsers(self):
        status, headers, _ = emulator.request("OPTIONS", "/a/article/1")
        self.assertEqual(status, 200)
        self.assertIn("If-Match", headers["Access-Control-Allow-Headers"])

    def test_a_program_is_used_again(self):
        first = emulator.request("GET", "/tags?do=pid")[2]
        self.assertEqual(emulator.request("GET", "/tags?do=pid")[2], first)


class PermissionTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        warm("GET", "/users", "scan", TableName=USERS)

    def call(self, operation, **arguments):
        return call_dynamodb("GET", "/users", operation, **arguments)

    def test_what_the_role_allows(self):
        key = {"github_username": {"S": "a"}}
        self.assertEqual(self.call("get_item", TableName=USERS, Key=key), "permitted")
        self.assertEqual(self.call("scan", TableName=USERS), "permitted")

    def test_what_the_role_does_not_allow(self):
        key, item = {"github_username": {"S": "a"}}, {"github_username": {"S": "a"}}
        write = [{"Put": {"TableName": USERS, "Item": item}}]
        for operation, arguments in [
            ("put_item", {"TableName": USERS, "Item": item}), ("delete_item", {"TableName": USERS, "Key": key}),
            ("get_item", {"TableName": ACCOUNTS, "Key": {"PK": {"S": "a"}}}), ("transact_write_items", {"TransactItems": write}),
            ("query", {"TableName": USERS, "IndexName": "board", "KeyConditionExpression": "#k = :k",
                       "ExpressionAttributeNames": {"#k": "_board"}, "ExpressionAttributeValues": {":k": {"S": "0"}}}),
            ("list_tables", {}),
        ]:
            with self.subTest(operation):
                self.assertIn("AccessDenied", self.call(operation, **arguments))


class StreamTests(unittest.TestCase):
    def put(self, key, title="good"):
        item = {"PK": {"S": key}, "SK": {"S": "A"}, "title": {"S": title}, "count": {"N": "1.50"}}
        self.assertEqual(call_dynamodb("POST", "/a/article", "put_item", TableName=ENTRIES, Item=item), "permitted")

    def batches(self, until):
        """The keys of each batch that the stream function got, as soon as one contains `until`."""
        for _ in range(100):
            batches = [line["batch"] for line in emulator.logged() if "batch" in line]
            if any(until in batch for batch in batches):
                return batches
            time.sleep(0.1)
        return self.fail(f"{until} was not delivered")

    def test_records_that_fail_do_not_stop_the_stream(self):
        warm("POST", "/a/article", "get_item", TableName=ENTRIES, Key={"PK": {"S": "A#0"}, "SK": {"S": "A"}})
        self.put("U#a")
        self.put("A#1")
        self.put("A#2", "bad")
        self.put("A#3")
        batches = self.batches(until="A#3")
        for _ in range(50):
            if (batches := self.batches(until="A#3"))[-1] == ["A#3"]:
                break
            time.sleep(0.1)
        keys = [key for batch in batches for key in batch]
        self.assertEqual(keys.count("A#1"), 1, batches)
        self.assertEqual(keys.count("A#2"), 11, "one delivery and ten repetitions")
        self.assertNotIn("U#a", keys, "the filter leaves out all but articles")


if __name__ == "__main__":
    unittest.main()
