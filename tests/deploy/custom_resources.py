"""Checks resources of operators in a rendered file against the operators' own schemas (their CRDs).

    custom_resources.py FOLDER_OF_CRDS RENDERED.yaml

A CRD's schema lets unknown fields pass; here they are closed, so that a misspelt field is found.
"""

import pathlib
import sys

import jsonschema
import yaml


# The CRDs are large, and the loader in C is ten times as fast.
class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads times as texts, as Kubernetes does."""


Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_yaml_str)


def closed(schema):
    """The schema, refusing fields that it does not name."""
    if not isinstance(schema, dict):
        return schema
    schema = dict(schema)
    for key in ("items", "additionalProperties"):
        if key in schema:
            schema[key] = closed(schema[key])
    if "properties" in schema:
        schema["properties"] = {name: closed(part) for name, part in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
    return schema


def schemas(folder):
    """Schemas by apiVersion and kind."""
    found = {}
    for file in sorted(pathlib.Path(folder).glob("*.yaml")):
        for crd in yaml.load_all(file.read_text(), Loader):
            if not crd or crd.get("kind") != "CustomResourceDefinition":
                continue
            spec = crd["spec"]
            for version in spec["versions"]:
                schema = closed(version["schema"]["openAPIV3Schema"])
                # The schema says no more of it than that it is an object.
                schema["properties"]["metadata"] = {"type": "object"}
                found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = schema
    return found


def main():
    """Prints every fault; the status tells whether there was one."""
    folder, rendered = sys.argv[1:]
    known = schemas(folder)
    groups = {api_version.split("/")[0] for api_version, _ in known}
    faults = 0
    for resource in yaml.load_all(pathlib.Path(rendered).read_text(), Loader):
        api_version, kind = resource["apiVersion"], resource["kind"]
        name = f"{kind} {resource['metadata']['name']}"
        schema = known.get((api_version, kind))
        if schema is None:
            if api_version.split("/")[0] in groups:
                print(f"{rendered}: {name}: {api_version} has no such kind")
                faults += 1
            continue
        for fault in jsonschema.Draft202012Validator(schema).iter_errors(resource):
            print(f"{rendered}: {name}: {'.'.join(map(str, fault.absolute_path))}: {fault.message}")
            faults += 1
    sys.exit(1 if faults else 0)


main()
