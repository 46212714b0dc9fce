"""From a Python call to an HTTP request: the reverse of what a worker's routes do."""

import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from pydantic import BaseModel
from pydantic_core import to_json, to_jsonable_python

from flashc_runtime.sdk.http.shape import Shape, shape_of

_PLACE = re.compile(r"\{([^{}:]+)(?::([^{}]*))?\}")
_SCALARS = (str, int, float, bool)
_NO_BODY = frozenset({"GET", "DELETE"})


class HttpCall(NamedTuple):
    """A request without its endpoint's address."""

    method: str
    target: str
    """Path and query, percent-encoded."""
    content: bytes | None = None
    """The JSON body."""
    form: Mapping[str, str] | None = None
    """Text fields of a form; None when the request is no form."""
    files: Sequence[tuple[str, tuple[str, bytes]]] = ()
    """Names, file names and contents of uploads."""


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
    shape = shape_of(function)
    arguments = _named(shape, args, kwargs)
    places = {match[1] for match in _PLACE.finditer(path)}
    target = _fill(path, shape.signature, arguments)
    rest = {name: value for name, value in arguments.items() if name not in places}
    if method in _NO_BODY:
        return _with_query(function, method, target, shape.signature, rest)
    if shape.uploads or any(isinstance(value, bytes) for value in rest.values()):
        return _with_form(method, target, rest)
    if not rest:
        # What the endpoint requires is checked there; a body may be missing where nothing is.
        return HttpCall(method, target)
    sole = [name for name in shape.sent if name not in places]
    if len(sole) == 1 and (sole[0] in shape.models or isinstance(rest.get(sole[0]), BaseModel)):
        return HttpCall(method, target, to_json(rest[sole[0]], by_alias=True))
    return HttpCall(method, target, to_json(rest, by_alias=True))


def encode_json(method: str, target: str, data: Any) -> HttpCall:
    """Return the request that sends `data` as JSON to a path; None is no body."""
    if not target.startswith("/"):
        raise ValueError(f"path must start with '/': {target!r}")
    return HttpCall(method, target, None if data is None else to_json(data, by_alias=True))


def _named(shape: Shape, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, value in shape.signature.bind_partial(*args, **kwargs).arguments.items():
        kind = shape.signature.parameters[name].kind
        if kind is inspect.Parameter.VAR_KEYWORD:
            arguments.update(value)
        elif kind is inspect.Parameter.VAR_POSITIONAL:
            raise TypeError(f"*{name} cannot be sent over HTTP")
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
        plain = _text(name, value)
        if match[2] != "path" and (not plain or "/" in plain):
            # A server decodes the path before it splits it, so that not even %2F would arrive.
            raise ValueError(f"{name} must not be empty or contain '/' in {path}: {plain!r}")
        text = quote(plain, safe="/")
        # A client or proxy would resolve these two as steps within the path.
        return {".": "%2E", "..": "%2E%2E"}.get(text, text)

    return _PLACE.sub(replace, path)


def _text(name: str, value: Any) -> str:
    plain = to_jsonable_python(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if not isinstance(plain, _SCALARS):
        raise TypeError(f"{name} cannot be written into a URL: {value!r}")
    return str(plain)


def _with_query(
    function: Callable[..., Any],
    method: str,
    target: str,
    signature: inspect.Signature,
    rest: Mapping[str, Any],
) -> HttpCall:
    query: list[tuple[str, str]] = []
    body: dict[str, Any] = {}
    for name, value in rest.items():
        plain = to_jsonable_python(value)
        if isinstance(plain, dict) and method == "DELETE":
            body[name] = value
        elif isinstance(plain, list):
            query.extend((name, _text(name, each)) for each in plain)
        elif value is None:
            _check_default_is_none(function, signature, name)
        else:
            query.append((name, _text(name, value)))
    suffix = f"?{urlencode(query)}" if query else ""
    return HttpCall(method, target + suffix, to_json(body, by_alias=True) if body else None)


def _check_default_is_none(
    function: Callable[..., Any], signature: inspect.Signature, name: str
) -> None:
    # A query has no null. Leaving it out says the same only if None is the default.
    if signature.parameters[name].default is not None:
        raise TypeError(f"{function.__qualname__}: {name}=None cannot be sent in a query")


def _with_form(method: str, target: str, rest: Mapping[str, Any]) -> HttpCall:
    form: dict[str, str] = {}
    files: list[tuple[str, tuple[str, bytes]]] = []
    for name, value in rest.items():
        if isinstance(value, bytes):
            files.append((name, (name, value)))
        elif isinstance(value, list) and value and all(isinstance(each, bytes) for each in value):
            files.extend((name, (name, each)) for each in value)
        elif value is not None:
            plain = to_jsonable_python(value, by_alias=True)
            is_scalar = isinstance(plain, _SCALARS)
            form[name] = _text(name, value) if is_scalar else json.dumps(plain)
    return HttpCall(method, target, form=form, files=files)
