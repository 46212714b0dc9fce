"""What a request asks to be executed: the wire format of the SDK's clients, read strictly."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

FIELDS = (
    "function_name",
    "function_code",
    "args",
    "kwargs",
    "dependencies",
    "system_dependencies",
    "accelerate_downloads",
    "modules",
)


class RefusedError(Exception):
    """The request cannot be executed; the text is the answer's `error`."""


class Task(NamedTuple):
    """One function and its arguments, which are still pickled."""

    function_name: str
    function_code: str
    args: tuple[bytes, ...]
    kwargs: Mapping[str, bytes]
    dependencies: tuple[str, ...]
    system_dependencies: tuple[str, ...]
    modules: Mapping[str, str]
    """Sources of further modules by relative path."""


def read_task(body: bytes) -> Task:
    """Read a request's body. Raises `RefusedError` that names the field and what is expected."""
    fields = _object(body)
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        raise RefusedError(
            f"Invalid request body: unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}"
        )
    if not fields.get("function_name") or not fields.get("function_code"):
        raise RefusedError("Missing function_name or function_code in request")
    # It goes into log lines and file names of tracebacks.
    if not _text(fields, "function_name").isidentifier():
        raise _wrong("function_name", "a name of a function")
    if not isinstance(fields.get("accelerate_downloads", True), bool | None):
        raise _wrong("accelerate_downloads", "true or false")
    return Task(
        function_name=_text(fields, "function_name"),
        function_code=_text(fields, "function_code"),
        args=tuple(_decoded("args", each) for each in _texts(fields, "args")),
        kwargs={
            name: _decoded(f"kwargs[{name!r}]", each)
            for name, each in _mapping(fields, "kwargs").items()
        },
        dependencies=_texts(fields, "dependencies"),
        system_dependencies=_texts(fields, "system_dependencies"),
        modules=_mapping(fields, "modules"),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"Invalid request body: {error}") from None
    if not isinstance(fields, dict):
        raise RefusedError("Invalid request body: it must be a JSON object")
    return fields


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise _wrong(name, "a text")
    return value


def _texts(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _wrong(name, "a list of texts")
    return tuple(value)


def _mapping(fields: Mapping[str, Any], name: str) -> Mapping[str, str]:
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise _wrong(name, "an object of texts")
    return value


def _decoded(name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError(f"Failed to deserialize arguments: {name}: {error}") from None


def _wrong(name: str, expected: str) -> RefusedError:
    return RefusedError(f"Invalid request body: {name} must be {expected}")
