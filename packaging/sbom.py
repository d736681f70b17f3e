"""Writes the list of everything that is in a package of hdoc, as CycloneDX 1.6 in JSON.

Usage:  sbom.py VERSION PROGRAM DEPENDENCIES DEBIAN-DEPENDS > FILE

DEPENDENCIES is the output of `swift package show-dependencies --format json`, and DEBIAN-DEPENDS the value of the field Depends.
The time in it is SOURCE_DATE_EPOCH, so that the same inputs make the same bytes.
"""
import datetime
import hashlib
import json
import os
import pathlib
import re
import sys
import uuid

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL


def swift_packages(node, found):
    """Every package below the root by its name: the address and the version."""
    for child in node["dependencies"]:
        found[child["identity"]] = child
        swift_packages(child, found)
    return found


def library(name, version, purl, url=None):
    references = [ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(url))] if url else []
    return Component(type=ComponentType.LIBRARY, name=name, version=version, purl=purl, bom_ref=name, external_references=references)


def main(version, program, dependencies, depends):
    content = pathlib.Path(program).read_bytes()
    bom = Bom()
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    digest = hashlib.sha256(content).hexdigest()
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"hdoc:{version}:{digest}")
    root = Component(type=ComponentType.APPLICATION, name="hdoc", version=version, bom_ref="hdoc",
                     hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)])
    bom.metadata.component = root
    components = []
    for name, package in sorted(swift_packages(json.loads(pathlib.Path(dependencies).read_text()), {}).items()):
        url = re.sub(r"\.git$", "", package["url"])
        host, _, path = url.removeprefix("https://").partition("/")
        purl = PackageURL("swift", f"{host}/{os.path.dirname(path)}", os.path.basename(path), package["version"])
        components.append(library(name, package["version"], purl, url))
    for name in sorted(filter(None, (re.split(r"[ (|]", item.strip())[0] for item in depends.split(",")))):
        components.append(library(name, None, PackageURL("deb", "debian", name)))
    for component in components:
        bom.components.add(component)
    bom.register_dependency(root, components)
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if error:
        sys.exit(f"The list of components is not valid CycloneDX: {error}")
    print(text)


main(*sys.argv[1:])
