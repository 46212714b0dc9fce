"""Invents whole programs: one module of routes with hostile names, texts, defaults and values."""

import keyword
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from flashc.passes.check.names import problem_of

# Everything that means something in one of the languages that are emitted.
NASTY = "'\"\\`$#;&|%(){}[]<>!~^*=+,@ \t\néß漢☃😀\u202e\u2066\x1b"
TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            '"""',
            "{{ x }}",
            "{% raw %}",
            "${HOME}",
            "`id`",
            "a # b",
            "\\",
            "\\n",
            "'''",
            "%s",
            "\r\n",
        ]
    ),
    st.text(st.sampled_from("ab1" + NASTY), max_size=12),
)
# What one segment of an address may hold besides letters: all of these reach the worker decoded.
IN_PATHS = "'\"\\`$;&|%()[]<>!~^*=+,@:éß漢☃😀"
# Names that generated code, pydantic or Python use as well.
CLASHES = (
    *("body", "payload", "app", "json", "copy", "schema", "given", "unset", "Any", "model_x"),
    *("list", "str", "int", "dict", "fields", "validate", "Body", "Query", "Annotated", "own"),
    *(
        "match",
        "type",
        "module",
        "service",
        "create_app",
        "ROUTE_REGISTRY",
        "_hidden",
        "名前",
        "ſtar",
    ),
)
NAMES = st.one_of(
    st.sampled_from(CLASHES),
    st.text(st.sampled_from("abcé_名1"), min_size=1, max_size=6),
).filter(lambda name: name.isidentifier() and not keyword.iskeyword(name) and name != "self")
# A function that hides a type from the functions below it is another matter: Python itself refuses.
FUNCTIONS = NAMES.filter(lambda name: name not in {"str", "int", "list", "dict", "api", "remote"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type as it is annotated, and what may be sent for it."""

    annotation: str
    values: st.SearchStrategy[Any]
    in_query: bool
    in_path: bool = False


INTEGERS = st.integers(min_value=-(2**53), max_value=2**53)
SEGMENTS = st.text(st.sampled_from("ab1" + IN_PATHS), min_size=1, max_size=8)
KINDS = (
    Kind(annotation=": str", values=TEXTS, in_query=True),
    Kind(annotation=": int", values=INTEGERS, in_query=True),
    Kind(annotation=": bool", values=st.booleans(), in_query=True),
    Kind(annotation=": float", values=st.floats(-1e6, 1e6), in_query=True),
    Kind(annotation=": Optional[int]", values=INTEGERS, in_query=True),
    Kind(annotation=": List[str]", values=st.lists(TEXTS, min_size=1, max_size=3), in_query=True),
    Kind(annotation=": 'list[int]'", values=st.lists(INTEGERS, max_size=3), in_query=False),
    Kind(
        annotation=": dict[str, int]",
        values=st.dictionaries(TEXTS, INTEGERS, max_size=3),
        in_query=False,
    ),
    Kind(
        annotation=": Literal['a', '\"', '{{', 7]",
        values=st.sampled_from(["a", '"', "{{", 7]),
        in_query=False,
    ),
    Kind(annotation=": str | int | None", values=st.one_of(TEXTS, INTEGERS), in_query=False),
    Kind(annotation="", values=st.one_of(TEXTS, INTEGERS, st.none()), in_query=False),
)
IN_PATH = (
    Kind(annotation=": str", values=SEGMENTS, in_query=True, in_path=True),
    Kind(annotation="", values=SEGMENTS, in_query=True, in_path=True),
    Kind(annotation=": int", values=INTEGERS, in_query=True, in_path=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A module's text, and requests to send; `names` are those of its functions."""

    endpoint: str
    text: str
    requests: tuple[dict[str, Any], ...]


HEAD = """from typing import List, Literal, Optional
from tetra_rp import LiveLoadBalancer, remote
api = LiveLoadBalancer(name={name!r})
"""


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program with one to five routes, each with one request."""
    name = draw(st.text(st.sampled_from("aZ1-_ " + "'`$#;&%(){}!é漢☃😀"), min_size=1, max_size=10))
    endpoint = name if problem_of(name) is None else "plain"
    names = draw(st.lists(FUNCTIONS, min_size=1, max_size=5, unique_by=as_python_knows))
    routes = [draw(route(index, name)) for index, name in enumerate(names)]
    text = HEAD.format(name=endpoint) + "".join(source for source, _ in routes)
    return Program(endpoint=endpoint, text=text, requests=tuple(request for _, request in routes))


@st.composite
def route(draw: st.DrawFn, index: int, function: str) -> tuple[str, dict[str, Any]]:
    """Draw one route's source and one request that fits it."""
    method = draw(st.sampled_from(["GET", "POST", "PUT", "DELETE", "patch"]))
    has_body = method not in {"GET", "DELETE"}
    names = draw(st.lists(NAMES, max_size=4, unique_by=as_python_knows))
    # Starlette knows path parameters with ASCII names only.
    in_path = [n for n in names[:2] if n.isascii() and draw(st.booleans())]
    path, address, arguments = f"/r{index}/" + draw(SEGMENTS), "", {}
    address = path
    required, optional = [], []
    body: dict[str, Any] = {}
    query: list[tuple[str, str]] = []
    for name in names:
        known_as = as_python_knows(name)
        kinds = IN_PATH if name in in_path else [k for k in KINDS if has_body or k.in_query]
        kind = draw(st.sampled_from(kinds))
        value = draw(kind.values)
        if name in in_path:
            path, address = f"{path}/{{{name}}}", f"{address}/{value}"
            required.append(f"{name}{kind.annotation}")
            arguments[known_as] = value
            continue
        default = draw(st.sampled_from([None, "shown", "left out"]))
        written = f"{name}{kind.annotation}"
        (optional if default else required).append(
            f"{written} = {draw(kind.values)!r}" if default else written
        )
        if default == "left out":
            continue
        arguments[known_as] = value
        if has_body:
            body[known_as] = value
        else:
            query += [
                (known_as, in_query(v)) for v in (value if isinstance(value, list) else [value])
            ]
    keyword_ = draw(st.sampled_from(["def", "async def"]))
    every = ", ".join([*required, *optional])
    shown = ", ".join(f"{name!r}: {name}" for name in names)
    source = (
        f"\n@remote(api, method={method!r}, path={path!r})\n"
        f"{keyword_} {function}({every}):\n"
        f"    {draw(TEXTS)!r}\n"
        f"    return {{{shown}}}\n"
    )
    request = {
        "method": method.upper(),
        "path": address,
        "query": urlencode(query),
        "body": body if has_body and (body or optional) else None,
        "function": as_python_knows(function),
        "arguments": arguments,
    }
    return source, request


def as_python_knows(name: str) -> str:
    """Give a name as Python compares it (PEP 3131): what a client has to send, too."""
    return unicodedata.normalize("NFKC", name)


def in_query(value: Any) -> str:
    """Write a scalar as a query does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
