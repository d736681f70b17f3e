"""Verifies the signature of a request (SigV4) with botocore's own signer."""
import re

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEBYaDEXAMPLETOKEN"
FORM = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>\w+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, ?"
    r"SignedHeaders=(?P<names>[^,]+), ?Signature=(?P<signature>[0-9a-f]{64})")


def verify(headers, body, service, region):
    """Returns the key id. Raises if the signature or its scope is wrong, or if a header that matters is not signed."""
    found = FORM.fullmatch(headers.get("Authorization", ""))
    assert found, "the request has no signature"
    assert (found["service"], found["region"]) == (service, region), f"wrong scope: {found['region']}/{found['service']}"
    names = found["names"].split(";")
    required = ["host", "x-amz-date"] + [name.lower() for name in headers if name.lower().startswith("x-amz-")]
    missing = sorted(set(required) - set(names))
    assert not missing, f"not signed: {missing}"
    token = headers.get("X-Amz-Security-Token")
    assert token in (None, TOKEN), "wrong session token"

    request = AWSRequest("POST", f"http://{headers['Host']}/", headers={name: headers[name] for name in names}, data=body)
    request.context["timestamp"] = headers["X-Amz-Date"]
    assert headers["X-Amz-Date"].startswith(found["date"]), "the scope has another date"
    signer = SigV4Auth(Credentials(found["key"], SECRET, token), service, region)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    assert signer.signature(text, request) == found["signature"], "wrong signature"
    return found["key"]
