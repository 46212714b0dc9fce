"""From a Python call to an HTTP request: the reverse of what a worker's routes do."""

import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json, to_jsonable_python

from flashc_runtime.sdk.http.forms import File, as_files
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
    files: Sequence[tuple[str, File]] = ()
    """Names and contents of uploads."""
    headers: Sequence[tuple[str, str]] = ()
    """What the function takes from headers and cookies."""


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
    return HttpCall(method, target, None if data is None else _json(data))


def _encode(
    shape: Shape, method: str, path: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpCall:
    arguments = _named(shape, args, kwargs)
    in_path = {match[1] for match in _PLACE.finditer(path)}
    target = _fill(path, shape.signature, arguments)
    elsewhere = {name: value for name, value in arguments.items() if name not in in_path}
    headers, query, rest = _placed(shape, elsewhere)
    if method in _NO_BODY:
        call = _with_query(shape, method, target, {**query, **rest})
    else:
        target = _append(target, _pairs(shape, query))
        call = _with_body(shape, method, target, rest, in_path)
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
        plain = _text(name, value)
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


def _text(name: str, value: Any) -> str:
    plain = to_jsonable_python(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if not isinstance(plain, _SCALARS):
        raise TypeError(f"{name} cannot be written into a URL: {value!r}")
    return str(plain)


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
            _check_left_out(shape.signature, name, None)
        elif place.kind == "Header":
            values = value if isinstance(value, list | tuple) else [value]
            headers += [(place.name, _text(name, each)) for each in values]
        else:
            cookies.append(f"{place.name}={quote(_text(name, value))}")
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
    return HttpCall(method, target, _json(body) if body else None)


def _pairs(shape: Shape, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        key = shape.placed[name].name if name in shape.placed else name
        plain = to_jsonable_python(value)
        if plain is None or plain == []:
            _check_left_out(shape.signature, name, plain)
        elif isinstance(plain, list):
            pairs.extend((key, _text(name, each)) for each in plain)
        else:
            pairs.append((key, _text(name, value)))
    return pairs


def _append(target: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{target}?{urlencode(pairs)}" if pairs else target


def _check_left_out(signature: inspect.Signature, name: str, plain: Any) -> None:
    # A query or form has no null and no empty list. Leaving it out says the same only where that
    # is the default.
    default = signature.parameters[name].default
    # FastAPI's marker as the default holds it.
    default = getattr(default, "default", default)
    same = default is None if plain is None else isinstance(default, list | tuple | set | frozenset)
    if not same or default:
        raise TypeError(f"{name}={plain!r} cannot be sent in a query, header or form")


def _with_body(
    shape: Shape, method: str, target: str, rest: Mapping[str, Any], in_path: set[str]
) -> HttpCall:
    if shape.uploads:
        return _with_form(shape, method, target, rest)
    for name, value in rest.items():
        if isinstance(value, bytes | bytearray):
            raise TypeError(f"{name} is no JSON: annotate it as bytes, which makes it an upload")
    if not rest:
        # What the endpoint requires is checked there; a body may be missing where nothing is.
        return HttpCall(method, target)
    sole = [name for name in shape.sent if name not in in_path and name not in shape.placed]
    if len(sole) == 1 and (sole[0] in shape.models or isinstance(rest.get(sole[0]), BaseModel)):
        return HttpCall(method, target, _json(rest[sole[0]]))
    return HttpCall(method, target, _json(rest))


def _with_form(shape: Shape, method: str, target: str, rest: Mapping[str, Any]) -> HttpCall:
    form: dict[str, str] = {}
    files: list[tuple[str, File]] = []
    for name, value in rest.items():
        uploads = as_files(name, value)
        if uploads:
            files.extend((name, each) for each in uploads)
        elif value is None:
            _check_left_out(shape.signature, name, None)
        else:
            plain = to_jsonable_python(value, by_alias=True)
            is_scalar = isinstance(plain, _SCALARS)
            form[name] = _text(name, value) if is_scalar else json.dumps(plain)
    return HttpCall(method, target, form=form, files=files)


def _json(value: Any) -> bytes:
    # NaN and infinities as Python writes them, which is how Python's servers read them.
    return to_json(value, by_alias=True, inf_nan_mode="constants")
