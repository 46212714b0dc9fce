"""From an HTTP answer to what the function returned."""

import functools
import json
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
)
from typing import Any, get_args, get_origin

import httpx
from pydantic import PydanticUserError, TypeAdapter, ValidationError

from flashc_runtime.sdk.http.shape import type_hints

_STREAMS = (
    AsyncGenerator,
    AsyncIterable,
    AsyncIterator,
    Generator,
    Iterable,
    Iterator,
)


def decode_result(function: Callable[..., Any], answer: httpx.Response) -> Any:
    """Return the result: JSON as the function's return annotation describes it, else the body.

    Text is `str`, everything else `bytes`, an empty body None. Raises `TypeError` when the answer
    is no JSON though it says so, or does not fit the annotation.
    """
    adapter = _adapter(function)
    if answer.content and _is_json(_kind(answer)):
        return _from_json(function, adapter, answer.content)
    body = decode_body(answer)
    if adapter is None:
        return body
    try:
        return adapter.validate_python(body)
    except ValidationError:
        kind = _kind(answer) or "nothing"
        raise TypeError(
            f"{function.__qualname__}: {answer.request.url} answered {kind} ({body!r:.200}), which "
            f"its return annotation does not allow"
        ) from None


def decode_item(function: Callable[..., Any], line: str) -> Any:
    """Return one value of a generator from its line of JSON, as the annotation describes it."""
    return _from_json(function, _item_adapter(function), line.encode("utf-8"))


def decode_body(answer: httpx.Response) -> Any:
    """Return the body alone: JSON as it is, text as `str`, an empty body as None, else `bytes`."""
    content, kind = answer.content, _kind(answer)
    if not content:
        return None
    if kind.startswith("text/"):
        return content.decode("utf-8", "replace")
    if not _is_json(kind):
        return content
    try:
        return json.loads(content)
    except ValueError as error:
        raise TypeError(f"{answer.request.url} answered what is no JSON: {error}") from None


def _kind(answer: httpx.Response) -> str:
    kind: str = answer.headers.get("content-type", "")
    return kind.partition(";")[0].strip().lower()


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json")


def _from_json(
    function: Callable[..., Any], adapter: TypeAdapter[Any] | None, content: bytes
) -> Any:
    try:
        # As JSON, so that a strict model takes its dates and enumerations from texts.
        return json.loads(content) if adapter is None else adapter.validate_json(content)
    except ValidationError as error:
        shown = content[:200].decode("utf-8", "replace")
        raise TypeError(
            f"{function.__qualname__} returned {shown}, which its return annotation does not "
            f"allow: {error}"
        ) from None
    except ValueError as error:
        shown = content[:200].decode("utf-8", "replace")
        raise TypeError(
            f"{function.__qualname__} returned what is no JSON: {shown}: {error}"
        ) from None


@functools.lru_cache(maxsize=4096)
def _adapter(function: Callable[..., Any]) -> TypeAdapter[Any] | None:
    return _adapter_of(type_hints(function).get("return", Any))


@functools.lru_cache(maxsize=4096)
def _item_adapter(function: Callable[..., Any]) -> TypeAdapter[Any] | None:
    hint = type_hints(function).get("return", Any)
    arguments = get_args(hint)
    return _adapter_of(arguments[0]) if get_origin(hint) in _STREAMS and arguments else None


def _adapter_of(hint: Any) -> TypeAdapter[Any] | None:
    if hint is Any:
        return None
    try:
        return TypeAdapter(hint)
    except PydanticUserError:
        # pydantic does not know the type, so there is nothing to check against.
        return None
