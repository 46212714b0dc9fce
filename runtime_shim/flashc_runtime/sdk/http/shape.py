"""What a remote function takes, found out once for each function."""

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Json

from flashc_runtime.signatures import signature_of

_FROM_THE_SERVER = frozenset({"Request", "Response", "BackgroundTasks", "HTTPConnection"})
_VARIADIC = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
# FastAPI's markers by the name of their class, so that FastAPI need not be installed to call.
_DEPENDENCIES = frozenset({"Depends", "Security"})
_PLACES = frozenset({"Header", "Cookie", "Query"})
_BODIES = frozenset({"Body", "Form", "File"})


class Place(NamedTuple):
    """Where FastAPI's marker says that a parameter is: `Header`, `Cookie` or `Query`."""

    kind: str
    name: str
    """On the wire."""


class Part(NamedTuple):
    """What FastAPI's marker says of a parameter in the body: `Body`, `Form` or `File`."""

    kind: str
    name: str
    """On the wire."""
    embed: bool
    """Whether it is a key of the body even where nothing else is."""
    is_json: bool
    """Whether a field of a form holds it as a JSON document."""


class Reader(NamedTuple):
    """A parameter whose dependency reads the body, which the caller then cannot send as a whole."""

    name: str
    required: bool


class Shape(NamedTuple):
    """A function's parameters, by what a call over HTTP does with them."""

    signature: inspect.Signature
    sent: frozenset[str]
    """All that the caller gives; others, such as the request itself, come from the server."""
    required: tuple[str, ...]
    """Those of them without a default."""
    models: frozenset[str]
    """Those that are annotated with a pydantic model, or with a model or None."""
    uploads: bool
    """Whether one of them is `bytes` or an upload, so that the request is a form."""
    placed: Mapping[str, Place]
    """Those with a marker of FastAPI's for a part of the request that is not its body."""
    parts: Mapping[str, Part]
    """Those with a marker of FastAPI's for the body."""
    readers: tuple[Reader, ...]
    """Those that the caller does not give and the server makes from the body."""


@functools.lru_cache(maxsize=4096)
def shape_of(function: Callable[..., Any]) -> Shape:
    """Return the function's shape; annotations that cannot be resolved count as absent."""
    signature = signature_of(function)
    hints = type_hints(function, extras=True)
    plain = {name: _without_extras(hint) for name, hint in hints.items()}
    markers = {
        name: _marker(hints.get(name), each.default) for name, each in signature.parameters.items()
    }
    sent = [
        each
        for each in signature.parameters.values()
        if getattr(plain.get(each.name), "__name__", "") not in _FROM_THE_SERVER
        and _kind(markers[each.name]) not in _DEPENDENCIES
    ]
    return Shape(
        signature=signature,
        sent=frozenset(each.name for each in sent),
        required=tuple(each.name for each in sent if _is_required(each)),
        models=frozenset(each.name for each in sent if _is_model(plain.get(each.name))),
        uploads=any(
            _holds_bytes(plain.get(each.name))
            for each in sent
            if _kind(markers[each.name]) not in _BODIES
        ),
        placed={
            each.name: _place(each.name, markers[each.name])
            for each in sent
            if _kind(markers[each.name]) in _PLACES
        },
        parts={
            each.name: _part(each.name, markers[each.name], hints.get(each.name))
            for each in sent
            if _kind(markers[each.name]) in _BODIES
        },
        readers=tuple(_readers(markers, plain)),
    )


def type_hints(function: Callable[..., Any], *, extras: bool = False) -> dict[str, Any]:
    """Return the function's annotations, none of them when one cannot be resolved.

    `extras` keeps what `Annotated` adds.
    """
    try:
        return get_type_hints(function, include_extras=extras)
    except Exception:  # noqa: BLE001  (evaluating annotations runs any code)
        return {}


def _without_extras(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _marker(hint: Any, default: Any) -> Any:
    extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    found = (each for each in (default, *extras) if _kind(each))
    return next(found, None)


def _kind(marker: Any) -> str:
    """Return the name of FastAPI's class, also of an object of a subclass of it."""
    found = (each.__name__ for each in type(marker).__mro__ if each.__module__ == "fastapi.params")
    return next(found, "")


def _place(name: str, marker: Any) -> Place:
    kind = _kind(marker)
    hyphens = kind == "Header" and getattr(marker, "convert_underscores", True)
    return Place(kind=kind, name=marker.alias or (name.replace("_", "-") if hyphens else name))


def _part(name: str, marker: Any, hint: Any) -> Part:
    alias = marker.validation_alias or marker.alias or name
    # Of several names each is understood.
    alias = alias if isinstance(alias, str) else getattr(alias, "choices", [None])[0]
    if not isinstance(alias, str):
        raise TypeError(f"{name} is read from within a part of the body, which a call cannot send")
    return Part(
        kind=_kind(marker),
        name=alias,
        embed=bool(marker.embed),
        is_json=_holds_json(hint),
    )


def _holds_json(hint: Any) -> bool:
    return Json in (hint, type(hint)) or any(_holds_json(each) for each in get_args(hint))


def _readers(markers: Mapping[str, Any], plain: Mapping[str, Any]) -> Iterator[Reader]:
    for name, marker in markers.items():
        if _kind(marker) in _DEPENDENCIES:
            needs = list(_body_of(marker.dependency or plain.get(name), frozenset()))
            if needs:
                yield Reader(name, any(needs))


def _body_of(dependency: Any, seen: frozenset[int]) -> Iterator[bool]:
    """Yield for each value that a dependency takes from the body whether it is required."""
    if id(dependency) in seen:
        return
    try:
        parameters = signature_of(dependency).parameters
    except (TypeError, ValueError):
        # Nothing that Python code has written, so nothing that FastAPI could see either.
        return
    hints = type_hints(_signed(dependency), extras=True)
    for name, each in parameters.items():
        hint = hints.get(name)
        marker = _marker(hint, each.default)
        kind, plain = _kind(marker), _without_extras(hint)
        if kind in _DEPENDENCIES:
            yield from _body_of(marker.dependency or plain, seen | {id(dependency)})
        elif kind in _BODIES or (not kind and _is_of_body(plain)):
            yield _is_required(each)


def _signed(dependency: Any) -> Any:
    """Return what has the annotations that FastAPI reads."""
    if inspect.isroutine(dependency):
        return dependency
    owner, name = (dependency, "__init__")
    if not isinstance(dependency, type):
        owner, name = type(dependency), "__call__"
    return getattr(owner, name)


def _is_of_body(hint: Any) -> bool:
    """Say whether FastAPI reads a value without a marker from the body."""
    named_upload = getattr(hint, "__name__", "") == "UploadFile"
    return named_upload or _is_model(hint) or (get_origin(hint) or hint) in (dict, list, set, tuple)


def _is_required(parameter: inspect.Parameter) -> bool:
    if parameter.kind in _VARIADIC:
        return False
    if _kind(parameter.default):
        required = getattr(parameter.default, "is_required", None)
        return bool(required and required())
    return parameter.default is inspect.Parameter.empty


def _is_model(hint: Any) -> bool:
    if isinstance(hint, type):
        return issubclass(hint, BaseModel)
    alternatives = [each for each in getattr(hint, "__args__", ()) if each is not type(None)]
    return len(alternatives) == 1 and _is_optional(hint) and _is_model(alternatives[0])


def _is_optional(hint: Any) -> bool:
    return type(None) in getattr(hint, "__args__", ())


def _holds_bytes(hint: Any) -> bool:
    arguments = getattr(hint, "__args__", ())
    named_upload = getattr(hint, "__name__", "") == "UploadFile"
    return hint is bytes or named_upload or any(_holds_bytes(each) for each in arguments)
