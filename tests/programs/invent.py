"""Invents whole programs: one module of routes with hostile names, texts, defaults and values."""

import keyword
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from flashc.passes.check.names import problem_of
from programs.kinds import COLOURS, HEAD, IN_PATH, KINDS, RESTS, SEGMENTS, TEXTS

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
FUNCTIONS = NAMES.filter(
    lambda name: name not in {"str", "int", "list", "dict", "Annotated", "api", "remote"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A module's text, and requests to send; `names` are those of its functions."""

    endpoint: str
    text: str
    requests: tuple[dict[str, Any], ...]


# Control characters and line ends in them are errors.
NO_VARIABLE = re.compile("[=\x00-\x1f\x7f-\x9f\u2028\u2029]")
VARIABLES = TEXTS.filter(lambda text: text and not NO_VARIABLE.search(text))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program with one to five routes, each with one request."""
    name = draw(st.text(st.sampled_from("aZ1-_ " + "'`$#;&%(){}!é漢☃😀"), min_size=1, max_size=10))
    endpoint = name if problem_of(name) is None else "plain"
    names = draw(st.lists(FUNCTIONS, min_size=1, max_size=5, unique_by=as_python_knows))
    routes = [draw(route(index, name)) for index, name in enumerate(names)]
    env = draw(st.dictionaries(VARIABLES, TEXTS, max_size=2))
    head = HEAD.format(name=endpoint, env=env, colours=COLOURS)
    text = head + "".join(source for source, _ in routes)
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
    models: list[str] = []
    for name in names:
        known_as = as_python_knows(name)
        kinds = IN_PATH if name in in_path else [k for k in KINDS if has_body or k.in_query]
        kind = draw(st.sampled_from(kinds))
        value = draw(kind.values)
        models += [known_as] if kind.is_model else []
        if name in in_path:
            path, address = f"{path}/{{{name}}}", f"{address}/{value}"
            required.append(f"{name}{kind.annotation}")
            arguments[known_as] = value
            continue
        written_ = f"{name}{kind.annotation}"
        default = None
        if kind.defaults is not None:
            default = draw(st.sampled_from([None, "shown", "left out"]))
        if default is None or kind.defaults is None:
            required.append(written_)
        else:
            optional.append(f"{written_} = {draw(kind.defaults)}")
        if default == "left out":
            continue
        arguments[known_as] = value
        if has_body:
            body[known_as] = value
        else:
            query += [
                (known_as, in_query(v)) for v in (value if isinstance(value, list) else [value])
            ]
    rest = draw(st.sampled_from([None, *RESTS])) if has_body else None
    if rest is not None:
        taken = {as_python_knows(name) for name in names}
        keys = TEXTS.filter(lambda key: key not in taken)
        others = draw(st.dictionaries(keys, rest[1], max_size=2))
        body |= others
        arguments |= others
    free = [name for name in names if name not in in_path]
    is_whole = rest is None and len(free) == 1 and as_python_knows(free[0]) in models
    keyword_ = draw(st.sampled_from(["def", "async def"]))
    star = ["*"] if optional and draw(st.booleans()) else []
    collected = [] if rest is None else [f"**rest_{rest[0]}"]
    every = ", ".join([*required, *star, *optional, *collected])
    returned = [*names, *(["rest_"] if rest is not None else [])]
    shown = ", ".join(f"{name!r}: [builtins_.type({name}).__name__, {name}]" for name in returned)
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
        "body": sent_body(body, has_body=has_body, needed=bool(optional or rest), whole=is_whole),
        "function": as_python_knows(function),
        "arguments": arguments,
    }
    return source, request


def sent_body(body: dict[str, Any], *, has_body: bool, needed: bool, whole: bool) -> Any:
    """Give the JSON body: an object with a key each, the one model itself, or none."""
    if whole:
        return next(iter(body.values()), None)
    return body if has_body and (body or needed) else None


def as_python_knows(name: str) -> str:
    """Give a name as Python compares it (PEP 3131): what a client has to send, too."""
    return unicodedata.normalize("NFKC", name)


def in_query(value: Any) -> str:
    """Write a scalar as a query does."""
    return str(value).lower() if isinstance(value, bool) else str(value)
