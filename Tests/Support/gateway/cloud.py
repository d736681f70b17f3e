"""AWS on this machine: moto with the tables, queues and roles of the templates. Every request must be signed and permitted."""
import io
import json
import sys
import threading

import boto3
from moto import settings
from moto.core import ActionAuthenticatorMixin
from moto.core.exceptions import JsonRESTError
from moto.iam.access_control import AssumedRoleAccessKey, IAMRequest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import snapshots
from capacity import Meter
from permissions import Guard
from quick import make_moto_quick
from stacks import ACCOUNT, REGION


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept
    wbufsize = -1  # one segment for the head and the body of a reply
    disable_nagle_algorithm = True

    def log_request(self, *_):
        pass


class AccessDenied(JsonRESTError):
    """As DynamoDB answers it."""
    code = 400


class Cloud:
    def __init__(self, meter_path=None):
        snapshots.install()
        make_moto_quick()
        self.guard, self._role = Guard(), None
        self._meter = Meter(meter_path) if meter_path else None
        self._lock = threading.Lock()
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._serial, threaded=True, request_handler=Handler)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _serial(self, environ, start_response):
        """moto undoes a cancelled transaction by restoring a copy of all tables, so requests must not overlap."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        environ.pop("wsgi.input_terminated", None)
        service, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")
        with self._lock:
            if self._meter is None or self._role is None or service != "DynamoDB_20120810":
                return self._moto(environ, start_response)
            return self._measured(operation, json.loads(body), environ, start_response)

    def _measured(self, operation, body, environ, start_response):
        status = []

        def start(line, headers, *arguments):
            status.append(line)
            return start_response(line, headers, *arguments)

        try:
            changes = self._meter.before(operation, body)
        except Exception:
            changes = []  # a bad request, which moto answers with an error
        reply = b"".join(self._moto(environ, start))
        if status[0].startswith("200"):
            self._meter.after(self._role, operation, body, changes, json.loads(reply))
        return [reply]

    def client(self, service, credentials=None):
        keys = credentials or {"AccessKeyId": "setup", "SecretAccessKey": "setup"}
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=keys["AccessKeyId"],
            aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys.get("SessionToken"))

    # --- creating what the templates describe

    def create_tables(self, stack):
        client = self.client("dynamodb")
        for name in stack.named("AWS::DynamoDB::Table"):
            properties = stack.properties(name)
            recovery = properties.pop("PointInTimeRecoverySpecification", None)
            expiry = properties.pop("TimeToLiveSpecification", None)
            stream = properties.get("StreamSpecification")
            if stream:
                properties["StreamSpecification"] = {"StreamEnabled": True, **stream}
            table = client.create_table(TableName=stack.physical_id(name), **properties)["TableDescription"]
            if stream:
                stack.attributes[name, "StreamArn"] = table["LatestStreamArn"]
            if recovery:
                client.update_continuous_backups(
                    TableName=table["TableName"], PointInTimeRecoverySpecification=recovery)
            if expiry:
                client.update_time_to_live(TableName=table["TableName"], TimeToLiveSpecification=expiry)

    def create_queues(self, stack):
        for name in stack.named("AWS::SQS::Queue"):
            self.client("sqs").create_queue(QueueName=stack.physical_id(name))

    def create_roles(self, stack):
        for name in stack.named("AWS::IAM::Role"):
            properties, role = stack.properties(name), stack.physical_id(name)
            self.client("iam").create_role(
                RoleName=role, AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]))
            self.guard.add(role, [policy["PolicyDocument"] for policy in properties.get("Policies", [])])

    def credentials(self, role_arn):
        """Temporary credentials of a role, as Lambda gives them to a function."""
        session = self.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="function")
        return session["Credentials"]

    def maintainer(self):
        """Credentials for all tables, as a person has them who changes an item in the console."""
        self.client("iam").create_role(RoleName="maintainer", AssumeRolePolicyDocument="{}")
        self.guard.add("maintainer", [{"Statement": {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}}])
        return self.credentials(f"arn:aws:iam::{ACCOUNT}:role/maintainer")

    # --- enforcing

    def enforce(self):
        """From now on, every request needs a valid signature and a role that permits it."""
        guard = self.guard

        def check(request, resource):
            key = request._access_key
            self._role = role = key._owner_role_name if isinstance(key, AssumedRoleAccessKey) else None
            if reason := guard.refuse(role, request._service, request._headers.get("X-Amz-Target", ""),
                                      request._body):
                print(f"gateway: refused: {reason}", file=sys.stderr, flush=True)
                raise AccessDenied("com.amazon.coral.service#AccessDeniedException", f"User: {role}: {reason}")

        IAMRequest.check_action_permitted = check
        settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
        ActionAuthenticatorMixin.request_count = 0
