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
# The same of the routes that read headers, and what these may hold.
FIELDS = {
    "x-user": ("ada", "", "é"),
    "x-token": ("a", "b,c", " d "),
    "x-count": ("2", "x", ""),
    "cookie": ("session=s", "session=", "other=1; session=é", "=", "session"),
    "user-agent": ("test",),
}
HEADED: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = {
    ("GET", "/request"): {"?a": ("1", ("1", "2"), "é"), "?b": ("", "%")},
    ("GET", "/headers"): {},
    ("GET", "/user"): {"?times": ("2", "x")},
    ("GET", "/queries"): {"?word": ("a", ("a", "b"), ""), "?short": ("abc", "abcd", "")},
    ("GET", "/cookies/{name}"): {"name": ("a", "a b", "é")},
    ("GET", "/answers/{kind}"): {
        "kind": ("bytes", "empty", "html", "json", "text", "redirect", "stream", "other")
    },
    ("GET", "/status/{code}"): {"code": ("400", "404", "418", "503", "x"), "?detail": ("é", "")},
    ("GET", "/count"): {"?to": ("0", "2", "x")},
    ("GET", "/count/later"): {"?to": ("0", "2", "x")},
    ("POST", "/count"): {"to": (0, 2, "x")},
    ("POST", "/count/later"): {"to": (0, 2, "x")},
    ("POST", "/marked"): {"x": (1, "x"), "x_token": ("in the body", 1)},
    ("POST", "/guarded"): {"name": ("lamp", 1), "price": (1, "x")},
}
# By route: the files and the other fields of a form.
FORMS: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {
    ("POST", "/upload/a"): {
        "@content": ("", "text", "\udcff\udc80"),
        "title": ("a", "", "é"),
        "size": ("1", "x", ""),
    },
    ("PUT", "/upload"): {"@first": ("a", ""), "@second": ("b",), "tags": ('["a"]', "a", "1")},
    ("POST", "/upload-if"): {"@content": ("a", "")},
    ("POST", "/file"): {"@file": ("a", "\udcff"), "title": ("b",)},
    ("POST", "/add"): {"x": ("1",), "@y": ("2",)},
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
    # Methods that no function has.
    ("HEAD", "/plain?first=1", "", ""),
    ("HEAD", "/answers/text", "", ""),
    ("HEAD", "/add", "", ""),
    ("HEAD", "/nowhere", "", ""),
    ("OPTIONS", "/scalars/1", "", ""),
    ("OPTIONS", "/nowhere", "", ""),
    ("OPTIONS", "*", "", ""),
    ("TRACE", "/plain", "", ""),
    ("post", "/add", '{"x": 1}', JSON),
    ("PURGE", "/people/ada", "", ""),
    ("POST", "/scalars/1", "{}", JSON),
    ("PUT", "/count", "", ""),
    # Slashes at ends and in the middle.
    ("GET", "/closed", "", ""),
    ("GET", "/closed/", "", ""),
    ("GET", "/plain/?first=1&second=2", "", ""),
    ("POST", "/add/", '{"x": 1}', JSON),
    ("GET", "/people/", "", ""),
    ("GET", "/people/ada/", "", ""),
    ("GET", "//people/ada", "", ""),
    ("GET", "/people//", "", ""),
    ("GET", "/files/", "", ""),
    ("GET", "/files//a//", "", ""),
    ("GET", "/files/a/../b", "", ""),
    ("GET", "/nowhere/", "", ""),
    ("GET", "/", "", ""),
    # Percent signs in paths.
    ("GET", "/people/a%2Fb", "", ""),
    ("GET", "/people/%C3%A9", "", ""),
    ("GET", "/people/%FF", "", ""),
    ("GET", "/people/%2525", "", ""),
    ("GET", "/people/%00", "", ""),
    ("GET", "/people/%", "", ""),
    ("GET", "/people/%zz", "", ""),
    ("GET", "/people/a;b=c", "", ""),
    ("GET", "/people/m%65", "", ""),
    ("GET", "/%70eople/ada", "", ""),
    ("GET", "/files/a%2F%2E%2E%2Fb", "", ""),
    ("GET", "/files/%E2%82%AC%20", "", ""),
    ("GET", "/scalars/%31", "", ""),
    # Keys of a query that occur twice, have no value, or are not well-formed.
    ("GET", "/plain?first=1&first=2", "", ""),
    ("GET", "/scalars/1?text=a&text=b&flag=1&flag=0", "", ""),
    ("GET", "/scalars/1?ratio=1&ratio=x", "", ""),
    ("GET", "/queries?word=a&short=abc&word=b", "", ""),
    ("GET", "/plain?first", "", ""),
    ("GET", "/plain?first=&second", "", ""),
    ("GET", "/plain?first=1;second=2", "", ""),
    ("GET", "/plain?first=%FF", "", ""),
    ("GET", "/plain?first=%zz&&=&", "", ""),
    ("GET", "/plain?FIRST=1", "", ""),
    ("GET", "/plain?first=a+b%2Bc", "", ""),
    ("GET", "/plain?%66irst=1", "", ""),
    ("GET", "/plain?first=1?second=2", "", ""),
    # Bodies that are no UTF-8, or whose type is unusual.
    ("POST", "/data", '{"data": {"a": "\udcff"}}', JSON),
    ("POST", "/data", "\udcff\udcfe{\0}\0", JSON),
    ("POST", "/add", "\udcef\udcbb\udcbf" + '{"x": 1}', JSON),
    ("POST", "/item", '{"name": "\udce9"}', f"{JSON}; charset=latin-1"),
    ("POST", "/item", '{"name": "\\ud800"}', JSON),
    ("POST", "/add", '{"x": 1}', "APPLICATION/JSON; charset=utf-8"),
    ("POST", "/add", '{"x": 1}', "application/vnd.api+json"),
    ("POST", "/add", "x=1&y=2", "application/x-www-form-urlencoded"),
    ("POST", "/add", '{"x": 1} x', JSON),
    ("POST", "/add", '{"x": 1e999}', JSON),
    ("POST", "/add", '{"x": 1, "z": 2}', JSON),
    ("POST", "/upload/a", "content=a", "application/x-www-form-urlencoded"),
    ("POST", "/upload/a", "{}", JSON),
    ("POST", "/upload/a", "", "multipart/form-data"),
    ("POST", "/upload/a", "--b\r\nno form", "multipart/form-data; boundary=b"),
    ("GET", "/plain?first=1", '{"first": 2}', JSON),
]
PER_ROUTE = 60
PER_HEADED_ROUTE = 10
PER_FORM = 8


def made_requests() -> list[dict[str, Any]]:
    """Give every request: method, target, body and content type, and for some further headers."""
    source = random.Random(SEED)
    found = [
        _request(method, path, values, source)
        for (method, path), values in ROUTES.items()
        for _ in range(PER_ROUTE)
    ]
    found += [
        {**_request(method, path, values, source), "headers": _headers(source)}
        for (method, path), values in HEADED.items()
        for _ in range(PER_HEADED_ROUTE)
    ]
    found += [
        _form(method, path, fields, source)
        for (method, path), fields in FORMS.items()
        for _ in range(PER_FORM)
    ]
    found += [{"method": m, "target": t, "body": b, "type": k} for m, t, b, k in ODD]
    unique = {json.dumps(one, sort_keys=True): one for one in found}
    return list(unique.values())


def _request(
    method: str, path: str, values: dict[str, tuple[Any, ...]], source: random.Random
) -> dict[str, Any]:
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


def _headers(source: random.Random) -> list[tuple[str, str]]:
    chosen = source.choices(list(FIELDS), k=source.randrange(4))
    return [(name, source.choice(FIELDS[name])) for name in chosen]


def _form(
    method: str, path: str, fields: dict[str, tuple[str, ...]], source: random.Random
) -> dict[str, Any]:
    """Give a request with a form; a field that begins with `@` is a file."""
    lines = []
    for name, pool in fields.items():
        if source.random() < 0.8:
            file = '; filename="a.bin"\r\ncontent-type: image/x' if name.startswith("@") else ""
            named = f'content-disposition: form-data; name="{name.removeprefix("@")}"{file}'
            lines += ["--b", named, "", source.choice(pool)]
    body = "\r\n".join([*lines, "--b--", ""])
    return {
        "method": method,
        "target": path,
        "body": body,
        "type": "multipart/form-data; boundary=b",
    }
