"""Calls functions without a request: with the records of DynamoDB streams, and on a schedule."""
import base64
import json
import re
import sys
import threading
import time
import traceback
import uuid

from botocore.exceptions import ClientError

from stacks import ACCOUNT, REGION

POLL_SECONDS = 0.2


def matches(pattern, value):
    """Whether a record matches an event filter (the parts of its language that the templates use)."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(matches(part, value.get(key)) for key, part in pattern.items())
    return any(
        isinstance(value, str) and value.startswith(option["prefix"]) if isinstance(option, dict) else option == value
        for option in pattern)


def encoded(attribute):
    """An attribute as DynamoDB writes it in JSON. boto3 decodes binary values."""
    (kind, value), = attribute.items()
    if kind == "B":
        return {kind: base64.b64encode(value).decode()}
    if kind == "BS":
        return {kind: [base64.b64encode(element).decode() for element in value]}
    if kind == "L":
        return {kind: [encoded(element) for element in value]}
    if kind == "M":
        return {kind: {name: encoded(element) for name, element in value.items()}}
    return attribute


class StreamSource:
    """An event source mapping: reads one stream with the function's role and calls the function with batches."""

    def __init__(self, cloud, function, properties, credentials, queue):
        self.client = cloud.client("dynamodbstreams", credentials)
        # Batches that fail for good go to the queue with this URL.
        self.queue, self.sender = queue, cloud.client("sqs", credentials)
        self.function, self.arn = function, properties["EventSourceArn"]
        self.size = properties.get("BatchSize", 100)
        self.attempts = 1 + properties.get("MaximumRetryAttempts", 2)
        self.bisects = properties.get("BisectBatchOnFunctionError", False)
        self.partial = "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", [])
        filters = properties.get("FilterCriteria", {}).get("Filters", [])
        self.patterns = [json.loads(element["Pattern"]) for element in filters]
        #: Records read, records delivered, batches given up.
        self.read = self.delivered = self.failed = 0

    def start(self):
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        iterators = None
        while True:
            try:
                iterators = self._iterators() if iterators is None else iterators
                for shard in list(iterators):
                    page = self.client.get_records(ShardIterator=iterators[shard], Limit=1000)
                    iterators[shard] = page["NextShardIterator"]
                    self._deliver(page["Records"])
            except ClientError as error:
                print(f"gateway: {self.function.name} cannot use its stream or queue: {error}", file=sys.stderr, flush=True)
                time.sleep(1)
            except Exception:
                traceback.print_exc()
                raise
            time.sleep(POLL_SECONDS)

    def _iterators(self):
        shards = self.client.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        return {shard["ShardId"]: self.client.get_shard_iterator(
            StreamArn=self.arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"] for shard in shards}

    def _deliver(self, records):
        self.read += len(records)
        events = [self._event(record) for record in records]
        events = [event for event in events if not self.patterns or any(matches(pattern, event) for pattern in self.patterns)]
        for start in range(0, len(events), self.size):
            self._batch(events[start:start + self.size], self.attempts)

    def _event(self, record):
        change = dict(record["dynamodb"])
        created = change.get("ApproximateCreationDateTime")
        change["ApproximateCreationDateTime"] = int(created.timestamp()) if created else int(time.time())
        for image in ("Keys", "NewImage", "OldImage"):
            if image in change:
                change[image] = {name: encoded(attribute) for name, attribute in change[image].items()}
        return {
            "eventID": record["eventID"], "eventName": record["eventName"], "eventVersion": "1.1",
            "eventSource": "aws:dynamodb", "awsRegion": REGION, "dynamodb": change, "eventSourceARN": self.arn}

    def _batch(self, events, attempts):
        """Delivers a batch until it succeeds, or until the attempts are used up."""
        while events:
            failed = self._call(events)
            self.delivered += len(events) - len(failed)
            if not failed:
                return
            attempts -= 1
            if attempts <= 0:
                self._give_up(failed)
                return
            if self.bisects and len(failed) > 1:
                middle = len(failed) // 2
                self._batch(failed[:middle], attempts)
                events = failed[middle:]
            else:
                events = failed
            time.sleep(0.05)

    def _call(self, events):
        """The records that must be delivered again: from the first one that the function reports as failed."""
        invocation = self.function.invoke(json.dumps({"Records": events}).encode())
        if invocation.outcome != "response":
            return events
        if not self.partial:
            return []
        try:
            reply = json.loads(invocation.payload or b"null") or {}
            numbers = {failure["itemIdentifier"] for failure in reply.get("batchItemFailures", [])}
        except (ValueError, KeyError, AttributeError):
            return events
        for position, event in enumerate(events):
            if event["dynamodb"]["SequenceNumber"] in numbers:
                return events[position:]
        return events if numbers else []

    def _give_up(self, events):
        self.failed += 1
        print(f"gateway: {self.function.name} gave up {len(events)} records", file=sys.stderr, flush=True)
        if self.queue:
            numbers = [event["dynamodb"]["SequenceNumber"] for event in events]
            self.sender.send_message(QueueUrl=self.queue, MessageBody=json.dumps({"DDBStreamBatchInfo": {
                "streamArn": self.arn, "batchSize": len(events), "startSequenceNumber": numbers[0],
                "endSequenceNumber": numbers[-1]}}))


class Schedule:
    """An EventBridge rule with a rate."""

    def __init__(self, function, rule_arn, expression, every=None):
        number, unit = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression).groups()
        self.seconds = every or int(number) * {"minute": 60, "hour": 3600, "day": 86_400}[unit]
        self.function, self.rule_arn = function, rule_arn

    def start(self):
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            time.sleep(self.seconds)
            self.function.invoke(json.dumps({
                "version": "0", "id": str(uuid.uuid4()), "detail-type": "Scheduled Event", "source": "aws.events",
                "account": ACCOUNT, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "region": REGION,
                "resources": [self.rule_arn], "detail": {}}).encode())
