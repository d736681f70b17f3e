"""Runs the backend that deploy/ describes on this machine: the built templates, the real programs of the functions, moto in the
place of DynamoDB, and `hdoc serve` in the place of Cognito.

Prints one line of JSON, as `hdoc serve` does: {"api", "issuer", "client_id", "callback_ports", "username", "password"}.
Ends when its standard input ends, or with SIGTERM or SIGINT. Each line of its standard input is a command in JSON, and is
answered with a line {"requests", "posts"}, the numbers of requests and of posted entries since the last reset:
{"faults": "…"} gives the tables their first content again, sets the faults and resets the numbers; {} only asks.
"""
import argparse
import json
import os
import signal
import sys
import threading

import sources
import state
from api import API
from cloud import Cloud
from faults import Faults
from front import Server
from functions import Function
from provider import Provider
from stacks import REGION, Stack
from tokens import Authorizer


def arguments():
    parser = argparse.ArgumentParser(prog="gateway", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--built", required=True, help="the directory that `sam build` has written")
    parser.add_argument("--bootstrap", help="run this program in place of those in the built directory")
    parser.add_argument("--hdoc", help="the hdoc whose sign-in provider is used")
    parser.add_argument("--issuer", help="use this provider, which runs already; needs --client-id")
    parser.add_argument("--client-id")
    parser.add_argument("--stage", default="dev", choices=["dev", "staging", "prod"])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--callback-port", type=int, action="append", default=[])
    parser.add_argument("--users", type=int, default=0, help="begin with the sample community of `hdoc serve --users`")
    parser.add_argument("--state", help="the directory that keeps tables, accounts and ports until the next start")
    parser.add_argument("--fault", action="append", default=[], help="a fault, as `hdoc serve --fault` takes it")
    parser.add_argument("--log", help="the file for what the functions print (default: none)")
    parser.add_argument("--concurrency", type=int, default=8, help="how many programs of one function may run")
    parser.add_argument("--schedule-seconds", type=float, help="how often schedules run, in place of their own rate")
    parser.add_argument("--integration-timeout", type=float, default=29)
    parser.add_argument("--throttling", action="store_true", help="throttle requests as the templates say")
    parser.add_argument("--report", help="at the end, write what the functions were permitted and refused to this file")
    parser.add_argument("--maintainer", help="write what a maintainer needs to use the tables directly to this file: "
                        '{"endpoint", "region", "tables", "id", "secret", "token"}')
    parser.add_argument("--capacity", help="write the capacity units of each request to DynamoDB to this file")
    parser.add_argument("--keep-running", action="store_true", help="do not end with the standard input")
    options = parser.parse_args()
    if bool(options.issuer) != bool(options.client_id) or bool(options.issuer) == bool(options.hdoc):
        parser.error("either --hdoc, or --issuer and --client-id")
    return options


class Backend:
    def __init__(self, options):
        self.options = options
        self.log = open(options.log or os.devnull, "ab")
        self.kept = self.recall()
        self.provider = options.hdoc and Provider(
            options.hdoc, options.callback_port or [8080, 8765, 28080, 28765], max(1, options.users), self.kept.get("provider", 0),
            options.state)
        stage = self.provider.stage if self.provider else {"issuer": options.issuer, "client_id": options.client_id}
        self.cloud = Cloud(options.capacity)
        self.root = Stack(os.path.join(options.built, "template.yaml"), f"hdoc-backend-{options.stage}", {"Stage": options.stage})
        self.cloud.create_tables(self.root.child("Data"))
        stacks = list(self.root.all())
        for stack in stacks:
            self.cloud.create_queues(stack)
            self.cloud.create_roles(stack)
        self.credentials, self.functions = {}, {}
        for stack in stacks:
            self.create_functions(stack)
        events = [source for stack in stacks for source in self.event_sources(stack)]
        self.fill(stage)
        self.cloud.enforce()
        for source in events:
            source.start()
        api = API(self.root.child("API"), self.functions, Authorizer(stage["issuer"], stage["client_id"]),
                  options.integration_timeout, options.throttling)
        self.server = Server(options.port or self.kept.get("port", 0), api, Faults(options.fault))
        self.stage = {**stage, "api": f"http://127.0.0.1:{self.server.server_port}/{api.stage}/"}

    # --- the content of the tables

    def recall(self):
        """The ports of the last run with the same --state."""
        path = os.path.join(self.options.state or "", "ports.json")
        if not self.options.state or not os.path.exists(path):
            return {}
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def fill(self, stage):
        keys, data = self.cloud.maintainer(), self.root.child("Data")
        self.tables = {name.removesuffix("Table"): data.physical_id(name) for name in data.named("AWS::DynamoDB::Table")}
        self.client = self.cloud.client("dynamodb", keys)
        kept = self.options.state and state.load(self.client, self.tables, os.path.join(self.options.state, "tables.json"))
        if self.options.users and not kept:
            state.seed(self.client, self.tables, stage)
        self.first = state.items(self.client, self.tables)
        if self.options.maintainer:
            private = lambda name, flags: os.open(name, flags, 0o600)  # noqa: E731
            with open(self.options.maintainer, "w", encoding="utf-8", opener=private) as file:
                json.dump({"endpoint": self.cloud.endpoint, "region": REGION, "tables": self.tables, "id": keys["AccessKeyId"],
                           "secret": keys["SecretAccessKey"], "token": keys["SessionToken"]}, file)

    def obey(self, command):
        """Carries out a command of the standard input."""
        if "faults" in command:
            state.replace(self.client, self.tables, self.first)
            self.server.faults = Faults([command["faults"]])
        return {"requests": self.server.faults.requests, "posts": self.server.faults.posts}

    def keep(self):
        """Writes the state for the next start."""
        os.makedirs(self.options.state, exist_ok=True)
        state.save(self.client, self.tables, os.path.join(self.options.state, "tables.json"))
        ports = {"port": self.server.server_port}
        if self.provider:
            ports["provider"] = int(self.stage["issuer"].split(":")[2].split("/")[0])
        with open(os.path.join(self.options.state, "ports.json"), "w", encoding="utf-8") as file:
            json.dump(ports, file)

    # --- functions

    def create_functions(self, stack):
        for name in stack.named("AWS::Lambda::Function"):
            properties, arn = stack.properties(name), stack.get_att(name, "Arn")
            directory = os.path.join(os.path.dirname(stack.path), stack.resources[name]["Metadata"]["Built"])
            keys = self.cloud.credentials(properties["Role"])
            environment = {
                "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"], "AWS_SESSION_TOKEN": keys["SessionToken"],
                "AWS_ENDPOINT_URL_DYNAMODB": self.cloud.endpoint,
            }
            self.credentials[arn] = keys
            self.functions[arn] = Function(
                stack.physical_id(name), arn, properties, self.options.bootstrap or os.path.join(directory, "bootstrap"),
                environment, self.log, self.options.concurrency)

    def named(self, reference):
        """The function with this name or ARN."""
        return next(function for arn, function in self.functions.items() if reference in (arn, function.name))

    def event_sources(self, stack):
        for name in stack.named("AWS::Lambda::EventSourceMapping"):
            properties = stack.properties(name)
            function = self.named(properties["FunctionName"])
            failure = properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
            queue = failure and self.cloud.client("sqs").get_queue_url(QueueName=failure.rpartition(":")[2])["QueueUrl"]
            yield sources.StreamSource(self.cloud, function, properties, self.credentials[function.arn], queue)
        for name in stack.named("AWS::Events::Rule"):
            properties = stack.properties(name)
            for target in properties["Targets"]:
                yield sources.Schedule(
                    self.named(target["Arn"]), stack.get_att(name, "Arn"), properties["ScheduleExpression"],
                    self.options.schedule_seconds)

    def stop(self):
        for function in self.functions.values():
            function.stop()
        if self.options.state:
            self.keep()
        if self.provider:
            self.provider.stop()
        if self.options.report:
            with open(self.options.report, "w", encoding="utf-8") as file:
                json.dump({"used": sorted(self.cloud.guard.used), "refused": self.cloud.guard.refused}, file, indent=1)


def explain(stage):
    """Prints the commands with which a person uses the stage."""
    ports = "".join(f" --callback-port {port}" for port in stage.get("callback_ports", []))
    print(f"""
In another window:
  hdoc stage add local --api {stage['api']} --issuer {stage['issuer']} --client-id {stage['client_id']}{ports}
  hdoc login      # choose "Sign up" on the page, or sign in as {stage.get('username', 'your user')} with {stage.get('password', 'your password')}
  hdoc signup     # creates your user
  hdoc log "My first day" --tag aws
Ctrl-C stops the backend and keeps its data.""", file=sys.stderr, flush=True)


def obey(backend):
    for line in sys.stdin:
        print(json.dumps(backend.obey(json.loads(line))), flush=True)


def main():
    options = arguments()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    backend = Backend(options)
    threading.Thread(target=backend.server.serve_forever, daemon=True).start()
    print(json.dumps(backend.stage), flush=True)
    if options.keep_running:
        explain(backend.stage)
    if not options.keep_running:
        threading.Thread(target=lambda: (obey(backend), ended.set()), daemon=True).start()
    # The system may deliver a signal to another thread, which does not wake this one; Python then handles it when this one runs next.
    while not ended.wait(1):
        pass
    backend.stop()
    os._exit(0)  # connections that are still open must not delay the end


main()
