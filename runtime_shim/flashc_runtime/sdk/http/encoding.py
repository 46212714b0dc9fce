"""From a Python call to an HTTP request: the reverse of what a worker's routes do."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from pydantic_core import PydanticSerializationError, to_jsonable_python

from flashc_runtime.sdk.http.bodies import check_readers, with_body, with_parts
from flashc_runtime.sdk.http.call import HttpCall, as_json, as_text, check_left_out
from flashc_runtime.sdk.http.shape import Shape, shape_of

_PLACE = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
_NO_BODY = frozenset({"GET", "DELETE"})


def encode_call(
    function: Callable[..., Any],
    method: str,
    path: str,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
) -> HttpCall:
    """Return the request that calls `function` with these arguments.

    Positional arguments go by name; defaults are not sent. Raises `TypeError` for arguments that
    the function does not take or that the method cannot carry, `ValueError` for a path parameter
    that the path cannot carry.
    """
    try:
        return _encode(shape_of(function), method, path, args, kwargs)
    except (TypeError, PydanticSerializationError) as error:
        raise TypeError(f"{function.__qualname__}: {error}") from None


def encode_json(method: str, target: str, data: Any) -> HttpCall:
    """Return the request that sends `data` as JSON to a path; None is no body."""
    if not target.startswith("/"):
        raise ValueError(f"path must start with '/': {target!r}")
    return HttpCall(method, target, None if data is None else as_json(data))


def _encode(
    shape: Shape, method: str, path: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpCall:
    arguments = _named(shape, args, kwargs)
    in_path = {match[1] for match in _PLACE.finditer(path)}
    target = _fill(path, shape.signature, arguments)
    elsewhere = {name: value for name, value in arguments.items() if name not in in_path}
    headers, query, rest = _placed(shape, elsewhere)
    marked = {name: rest.pop(name) for name in shape.parts if name in rest}
    if method in _NO_BODY:
        call = _with_query(shape, method, target, {**query, **rest})
    else:
        target = _append(target, _pairs(shape, query))
        call = with_body(shape, HttpCall(method, target), rest, in_path)
    if shape.parts:
        call = with_parts(shape, call, marked)
    check_readers(shape, call)
    return call._replace(headers=tuple(headers))


def _named(shape: Shape, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, value in shape.signature.bind_partial(*args, **kwargs).arguments.items():
        kind = shape.signature.parameters[name].kind
        if kind is inspect.Parameter.VAR_KEYWORD:
            arguments.update(value)
        elif kind is inspect.Parameter.VAR_POSITIONAL:
            raise TypeError(f"*{name} cannot be sent over HTTP")
        elif name not in shape.sent:
            raise TypeError(f"{name} is given by the endpoint's server and cannot be sent")
        else:
            arguments[name] = value
    for name in shape.required:
        if name not in arguments:
            raise TypeError(f"missing a required argument: {name!r}")
    return arguments


def _fill(path: str, signature: inspect.Signature, arguments: Mapping[str, Any]) -> str:
    def replace(match: re.Match[str]) -> str:
        name = match[1]
        value = arguments[name] if name in arguments else signature.parameters[name].default
        plain = as_text(name, value)
        if match[2] == "path":
            return "/".join(map(_segment, plain.split("/")))
        if not plain or "/" in plain:
            # A server decodes the path before it splits it, so that not even %2F would arrive.
            raise ValueError(f"{name} must not be empty or contain '/' in {path}: {plain!r}")
        return _segment(plain)

    return _PLACE.sub(replace, path)


def _segment(text: str) -> str:
    # A client or proxy would resolve these two as steps within the path.
    return {".": "%2E", "..": "%2E%2E"}.get(text) or quote(text, safe="")


def _placed(
    shape: Shape, arguments: Mapping[str, Any]
) -> tuple[list[tuple[str, str]], dict[str, Any], dict[str, Any]]:
    """Split arguments by FastAPI's markers: headers; those of the query; and all others."""
    headers: list[tuple[str, str]] = []
    cookies: list[str] = []
    query: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for name, value in arguments.items():
        place = shape.placed.get(name)
        if place is None:
            rest[name] = value
        elif place.kind == "Query":
            query[name] = value
        elif value is None:
            check_left_out(shape.signature, name, None)
        elif place.kind == "Header":
            values = value if isinstance(value, list | tuple) else [value]
            headers += [(place.name, as_text(name, each)) for each in values]
        else:
            cookies.append(f"{place.name}={quote(as_text(name, value))}")
    if cookies:
        headers.append(("cookie", "; ".join(cookies)))
    return headers, query, rest


def _with_query(shape: Shape, method: str, target: str, arguments: Mapping[str, Any]) -> HttpCall:
    body = {
        name: value
        for name, value in arguments.items()
        if method == "DELETE" and isinstance(to_jsonable_python(value), dict)
    }
    query = {name: value for name, value in arguments.items() if name not in body}
    target = _append(target, _pairs(shape, query))
    return HttpCall(method, target, as_json(body) if body else None)


def _pairs(shape: Shape, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        key = shape.placed[name].name if name in shape.placed else name
        plain = to_jsonable_python(value)
        if plain is None or plain == []:
            check_left_out(shape.signature, name, plain)
        elif isinstance(plain, list):
            pairs.extend((key, as_text(name, each)) for each in plain)
        else:
            pairs.append((key, as_text(name, value)))
    return pairs


def _append(target: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{target}?{urlencode(pairs)}" if pairs else target
