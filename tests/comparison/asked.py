"""The requests of the comparison: made from a fixed seed, so that every run sends the same."""

import json
import random
from typing import Any
from urllib.parse import quote, urlencode

SEED = 20_261
JSON = "application/json"
# By route: which path parameters, query parameters and keys of the body there are.
NUMBERS = ("1", "0", "-7", "x", "1.5", "1e3", "007")
ROUTES: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = {
    ("GET", "/scalars/{number}"): {
        "number": NUMBERS,
        "?text": ("a", "", "é"),
        "?flag": ("true", "0", "no", "maybe"),
        "?ratio": ("1.5", "nan", "x"),
        "?other": ("1",),
    },
    ("GET", "/lists"): {"?names": (("a", "b"), "a", ""), "?numbers": (("1", "2"), "3", "x")},
    ("GET", "/typed"): {
        "?colour": ("red", "green"),
        "?day": ("2030-01-31", "yesterday"),
        "?price": ("1.50", "x"),
        "?size": ("s", "m", "xl"),
    },
    ("GET", "/plain"): {"?first": ("1", "a"), "?second": ("3", "true")},
    ("GET", "/people/{name}"): {"name": ("me", "ada", "é", "a b", "null", "0", "a+b", "Ω")},
    ("GET", "/files/{path}"): {"path": ("a", "a/b/c", "a.txt")},
    ("POST", "/add"): {"x": (1, 2.0, 2.5, "3", "x", None, True), "y": (5, None, [1], "", "0")},
    ("POST", "/optional"): {"x": (1, None, "2", "x", []), "y": ("z", 1, None, "")},
    ("POST", "/item"): {
        "name": ("lamp", 1, None, ""),
        "price": (2, "3.5", "x", None),
        "more": (1,),
    },
    ("POST", "/items"): {
        "items": ([{"name": "a"}], [], [{"name": "a", "price": "x"}], {"name": "a"}, None)
    },
    ("POST", "/both"): {"item": ({"name": "a"}, {}, "a"), "count": (1, "2", None)},
    ("POST", "/anything"): {"a": (1, None, [1]), "self": ("b",), "kwargs": ({"c": 1},)},
    ("POST", "/data"): {
        "data": ({}, {"a": [None]}, [], "a", None),
        "options": ({"b": 1}, None, 1, {"c": {"d": [1.5]}}),
    },
    ("PUT", "/scalars/{number}"): {"number": NUMBERS, "text": ("a", 1), "flag": (True, "yes", 3)},
    ("PATCH", "/scalars/{number}"): {"number": NUMBERS, "text": ("a", None, 1)},
    ("DELETE", "/scalars/{number}"): {"number": NUMBERS, "?force": ("true", "x"), "force": (True,)},
    ("POST", "/fails"): {"how": ("http", "value", "not")},
    ("POST", "/results"): {
        "kind": ("response", "stream", "nan", "set", "model", "none", "bytes"),
    },
}
# Bodies that no route asks for, and paths that none has.
ODD = [
    ("POST", "/add", "", JSON),
    ("POST", "/add", "{", JSON),
    ("POST", "/add", "[1, 2]", JSON),
    ("POST", "/add", "null", JSON),
    ("POST", "/add", '{"x": 1}', ""),
    ("POST", "/add", '{"x": 1}', "text/plain"),
    ("POST", "/add", '{"x": 1, "x": 2}', JSON),
    ("POST", "/add", '{"x": NaN}', JSON),
    ("POST", "/anything", "", JSON),
    ("POST", "/anything", "[]", JSON),
    ("POST", "/optional", "", JSON),
    ("POST", "/optional", "null", JSON),
    ("GET", "/ping", "", ""),
    ("POST", "/ping", "", ""),
    ("POST", "/execute", "{}", JSON),
    ("GET", "/nowhere", "", ""),
    ("PATCH", "/add", "{}", JSON),
    ("GET", "/add", "", ""),
    ("HEAD", "/people/ada", "", ""),
    ("OPTIONS", "/add", "", ""),
    ("GET", "/lists/", "", ""),
]
PER_ROUTE = 60


def made_requests() -> list[dict[str, str]]:
    """Give every request: method, target, body and content type."""
    source = random.Random(SEED)
    found = [
        _request(method, path, values, source)
        for (method, path), values in ROUTES.items()
        for _ in range(PER_ROUTE)
    ]
    found += [{"method": m, "target": t, "body": b, "type": k} for m, t, b, k in ODD]
    unique = {json.dumps(one, sort_keys=True): one for one in found}
    return list(unique.values())


def _request(
    method: str, path: str, values: dict[str, tuple[Any, ...]], source: random.Random
) -> dict[str, str]:
    query: dict[str, Any] = {}
    body: dict[str, Any] = {}
    target = path
    for name, pool in values.items():
        value = source.choice(pool)
        if f"{{{name}}}" in target:
            target = target.replace(f"{{{name}}}", quote(str(value)))
        elif source.random() < 0.75:
            (query if name.startswith("?") else body)[name.removeprefix("?")] = value
    text = urlencode(query, doseq=True)
    has_body = method in {"POST", "PUT", "PATCH"} or bool(body)
    return {
        "method": method,
        "target": f"{target}?{text}" if text else target,
        "body": json.dumps(body) if has_body else "",
        "type": JSON if has_body else "",
    }
