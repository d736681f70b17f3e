"""What survives when the gateway ends and starts again: the items of the tables, and the accounts of the provider.

With --users, the tables begin with the sample community of `hdoc serve`, without the attributes that hdoc adds to
users it has changed.
"""
import base64
import hashlib
import json
import os
import secrets
import subprocess
import sys
import urllib.parse
import urllib.request

LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
BROWSER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "browser")


KEYS = {"Users": ("github_username",), "Accounts": ("PK",), "Entries": ("PK", "SK")}


def items(client, tables):
    """All items of the tables."""
    pages = {table: client.get_paginator("scan").paginate(TableName=name) for table, name in tables.items()}
    return {table: [item for page in found for item in page["Items"]] for table, found in pages.items()}


def replace(client, tables, wanted):
    """Gives the tables this content."""
    for table, found in items(client, tables).items():
        for item in found:
            if item not in wanted[table]:
                client.delete_item(TableName=tables[table], Key={name: item[name] for name in KEYS[table]})
        for item in wanted[table]:
            if item not in found:
                client.put_item(TableName=tables[table], Item=item)


def save(client, tables, path):
    """Writes all items of the tables to a file."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(items(client, tables), file, default=lambda value: {"bytes": base64.b64encode(value).decode()})
    os.replace(path + ".new", path)


def load(client, tables, path):
    """Puts the items of a file into the tables. Returns whether there is such a file."""
    if not os.path.exists(path):
        return False
    with open(path, encoding="utf-8") as file:
        content = json.load(file, object_hook=lambda value: base64.b64decode(value["bytes"]) if set(value) == {"bytes"} else value)
    for table, items in content.items():
        for item in items:
            client.put_item(TableName=tables[table], Item=item)
    return True


# --- the sample community

def attribute(value):
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [attribute(element) for element in value]}
    if isinstance(value, dict):
        return {"M": {name: attribute(element) for name, element in value.items()}}
    return {"NULL": True}


def as_list(tags):
    return tags if isinstance(tags, list) else [tags] if tags else []


def every(stage, path):
    """The elements of all pages of a list."""
    address = urllib.parse.urljoin(stage["api"], path)
    while address:
        reply = LOCAL.open(address, timeout=60)
        yield from json.load(reply)
        links = [link for link in (reply.headers["Link"] or "").split(",") if 'rel="next"' in link]
        address = urllib.parse.urljoin(address, links[0].split("<")[1].split(">")[0]) if links else None


def subject(stage):
    """`sub` of the provider's sample account: signs in on the hosted page and reads the ID token."""
    verifier, redirect = secrets.token_urlsafe(48), f"http://localhost:{stage['callback_ports'][0]}/callback"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    origin = stage["issuer"].rpartition("/")[0]
    query = {"response_type": "code", "client_id": stage["client_id"], "redirect_uri": redirect, "scope": "openid", "state": "seed",
             "code_challenge": challenge, "code_challenge_method": "S256"}
    address = f"{origin}/oauth2/authorize?{urllib.parse.urlencode(query)}"
    callback = subprocess.run(
        [sys.executable, BROWSER, "--print", stage["username"], stage["password"], address], stdout=subprocess.PIPE, text=True,
        check=True).stdout
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(callback.strip()).query)["code"][0]
    form = {"grant_type": "authorization_code", "client_id": stage["client_id"], "code": code, "redirect_uri": redirect,
            "code_verifier": verifier}
    tokens = json.load(LOCAL.open(f"{origin}/oauth2/token", urllib.parse.urlencode(form).encode(), timeout=60))
    payload = tokens["id_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"]


def seed(client, tables, stage):
    """Copies the users and articles of the provider's sample community. The sample account owns its user."""
    def put(table, **values):
        item = {name: attribute(value) for name, value in values.items() if value is not None}
        client.put_item(TableName=tables[table], Item=item)

    for user in every(stage, "users"):
        handle = user.get("github_username")
        if not isinstance(handle, str) or not handle:
            continue  # an item without a key, which DynamoDB cannot hold
        put("Users", **user)
        put("Accounts", PK="HANDLE#" + handle.lower(), handle=handle)
    put("Accounts", PK="SUB#" + subject(stage), handle=stage["username"])
    for summary in every(stage, "articles"):
        article = json.load(LOCAL.open(urllib.parse.urljoin(stage["api"], f"articles/{summary['id']}"), timeout=60))
        identifier, author, day, created = (article.get(name) for name in ("id", "author", "day", "created_at"))
        put("Entries", PK=f"A#{identifier}", SK="A", author=author, created_at=created, feed=str(created)[:10], day=day,
            date=article.get("date"), version=article.get("version", 1), tags=as_list(article.get("tags")),
            summary=json.dumps(summary, ensure_ascii=False), body=article.get("body"))
        put("Entries", PK=f"U#{author}", SK=f"N#{identifier}" if day is None else f"D#{day:05}", id=identifier, day=day,
            date=article.get("date"), created_at=created)
