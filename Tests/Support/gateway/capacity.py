"""Counts the capacity units that DynamoDB would charge for each request, from the sizes of the items. moto does not.

The rules: a read unit reads 4 KB once, consistently, or twice otherwise; a write unit writes 1 KB; a transaction counts twice; an
index costs a write for each item that enters, leaves or changes in it; a query and a scan add up sizes before they are rounded.
"""
import json
from collections import namedtuple

from moto.dynamodb.models import dynamodb_backends

from permissions import ELEMENTS
from sizes import read_units, size, write_units
from stacks import ACCOUNT, REGION

Units = namedtuple("Units", "reads writes")


def index_units(table, old, new):
    """The writes to all indexes when an item changes from `old` to `new`; None stands for no item."""
    units = 0
    for index in table.global_indexes:
        before, after = (projected(table, index, item) for item in (old, new))
        if before == after:
            continue
        keys = index.schema_key_attrs
        if before and after and all(before[key] == after[key] for key in keys):
            units += write_units(max(size(before), size(after)))
        else:
            units += sum(write_units(size(item)) for item in (before, after) if item)
    return units


def projected(table, index, item):
    """The part of an item that an index holds, or None."""
    if not item or not all(key in item for key in index.schema_key_attrs):
        return None
    if index.projection["ProjectionType"] == "ALL":
        return item
    names = {*table.table_key_attrs, *index.schema_key_attrs, *index.projection.get("NonKeyAttributes", [])}
    return {name: value for name, value in item.items() if name in names}


class Meter:
    """Writes one line of JSON for each request that succeeds: {"role", "operation", "reads", "writes"}."""

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8")

    @staticmethod
    def _table(name):
        return dynamodb_backends[ACCOUNT][REGION].get_table(name)

    def _item(self, name, key):
        backend = dynamodb_backends[ACCOUNT][REGION]
        item = backend.get_item(name, key)
        return item.to_json()["Attributes"] if item else None

    def before(self, operation, body):
        """The items that a request may change, as they are before it: [(table, key, item, factor)]."""
        if operation == "TransactWriteItems":
            elements = [(kind, element, 2) for entry in body["TransactItems"] for kind, element in entry.items()]
        elif operation in ELEMENTS.values() and operation != "GetItem":
            elements = [(operation.removesuffix("Item"), body, 1)]
        else:
            return []
        changes = []
        for kind, element, factor in elements:
            table = self._table(element["TableName"])
            key = element["Key"] if kind != "Put" else {
                name: element["Item"][name] for name in (table.hash_key_attr, table.range_key_attr) if name}
            changes.append((table.name, key, self._item(table.name, key), factor))
        return changes

    def after(self, role, operation, body, changes, reply):
        units = Units(self._reads(operation, body, reply), sum(self._writes(*change) for change in changes))
        print(json.dumps({"role": role, "operation": operation, **units._asdict()}), file=self._file, flush=True)

    def _writes(self, name, key, old, factor):
        new = self._item(name, key)
        largest = max(size(item) for item in (old, new, key) if item)
        return write_units(largest) * factor + index_units(self._table(name), old, new)

    def _reads(self, operation, body, reply):
        consistent = body.get("ConsistentRead", False)
        if operation == "GetItem":
            return read_units(size(self._item(body["TableName"], body["Key"]) or {}), consistent)
        if operation in ("Query", "Scan"):
            return read_units(sum(map(size, reply.get("Items", []))), consistent)
        return 0
