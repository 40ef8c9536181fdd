"""Derives the facts that OcsfChecker works from, out of a clone of the public repository ocsf/ocsf-schema.

    python3 derive.py PATH_OF_CLONE > api-activity-1.4.0.json

Kept are the names, types, requirements, enum values and constraints of class API Activity without profiles, and of the objects that our
events use; other objects are named as types only, and an event that holds one is refused. Descriptions are left out.
"""
import json
import subprocess
import sys

TAG = "1.4.0"
CLASS = "application/api_activity"
OBJECTS = ["actor", "user", "api", "service", "network_endpoint", "http_request", "metadata", "product"]

clone = sys.argv[1]


def git(*arguments):
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True, text=True).stdout


def read(path):
    return json.loads(git("show", f"{TAG}:{path}"))


dictionary = read("dictionary.json")
EVENTS = {"base_event": "base_event", "application": "application/application", "api_activity": CLASS}


def inherited(kind, name):
    """Attributes and constraints of a class or object, with those of what it extends; profiles ($include) left out."""
    item = read(f"events/{EVENTS[name]}.json" if kind == "events" else f"objects/{name}.json")
    parent = item.get("extends")
    attributes, constraints = inherited(kind, parent) if parent else ({}, {})
    for key, own in item.get("attributes", {}).items():
        if key != "$include":
            merged = {**attributes.get(key, {}), **own}
            merged["enum"] = {**attributes.get(key, {}).get("enum", {}), **own.get("enum", {})}
            attributes[key] = merged
    return attributes, {**constraints, **item.get("constraints", {})}


def facts(attributes):
    result = {}
    for key, own in sorted(attributes.items()):
        base = dictionary["attributes"][key]
        fact = {"type": own.get("type", base["type"]), "requirement": own.get("requirement", base.get("requirement", "optional"))}
        if own.get("is_array", base.get("is_array", False)):
            fact["array"] = True
        values = {**base.get("enum", {}), **own.get("enum", {})}
        if values:
            fact["enum"] = {value: entry["caption"] for value, entry in sorted(values.items())}
        sibling = own.get("sibling", base.get("sibling"))
        if sibling:
            fact["sibling"] = sibling
        result[key] = fact
    return result


definition = read(f"events/{CLASS}.json")
category = read("categories.json")["attributes"]["application"]
attributes, constraints = inherited("events", "api_activity")
class_uid = category["uid"] * 1000 + definition["uid"]
output = {
    "origin": f"github.com/ocsf/ocsf-schema, tag {TAG}, commit {git('rev-parse', TAG + '^{commit}').strip()} (Apache-2.0); see derive.py",
    "version": read("version.json")["version"],
    "category_uid": category["uid"],
    "category_name": category["caption"],
    "class_uid": class_uid,
    "class_name": definition["caption"],
    "types": {
        name: {key: item[key] for key in ("type", "regex", "max_len", "range") if key in item}
        for name, item in sorted(dictionary["types"]["attributes"].items())
    },
    "attributes": facts(attributes),
    "objects": {},
}
for name in OBJECTS:
    attributes, constraints = inherited("objects", name)
    output["objects"][name] = {"constraints": constraints, "attributes": facts(attributes)}


def lines(value, depth=0):
    """JSON with one line for each innermost fact, so that the file stays short and its differences readable."""
    if isinstance(value, dict) and depth < 4 and any(isinstance(item, dict) for item in value.values()):
        indent = "  " * (depth + 1)
        return "{\n" + ",\n".join(f"{indent}{json.dumps(key)}: {lines(item, depth + 1)}" for key, item in value.items()) + "\n" + "  " * depth + "}"
    return json.dumps(value)


print(lines(output))
