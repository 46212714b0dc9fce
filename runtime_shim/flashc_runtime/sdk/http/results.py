"""From an HTTP answer to what the function returned."""

import functools
import json
from collections.abc import Callable
from typing import Any

import httpx
from pydantic import PydanticUserError, TypeAdapter, ValidationError

from flashc_runtime.sdk.http.shape import type_hints


def decode_result(function: Callable[..., Any], answer: httpx.Response) -> Any:
    """Return the result: JSON as the function's return annotation describes it, else the body.

    Text is `str`, everything else `bytes`, an empty body None. Raises `TypeError` when the JSON
    does not fit the annotation.
    """
    body = decode_body(answer)
    return _as_annotated(function, body) if answer.content and _is_json(_kind(answer)) else body


def decode_body(answer: httpx.Response) -> Any:
    """Return the body alone: JSON as it is, text as `str`, an empty body as None, else `bytes`."""
    content, kind = answer.content, _kind(answer)
    if not content:
        return None
    if kind.startswith("text/"):
        return content.decode("utf-8", "replace")
    return json.loads(content) if _is_json(kind) else content


def _kind(answer: httpx.Response) -> str:
    kind: str = answer.headers.get("content-type", "")
    return kind.partition(";")[0].strip().lower()


def _is_json(kind: str) -> bool:
    return kind == "application/json" or kind.endswith("+json")


def _as_annotated(function: Callable[..., Any], value: Any) -> Any:
    adapter = _adapter(function)
    if adapter is None:
        return value
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise TypeError(
            f"{function.__qualname__} returned {value!r:.200}, which its return annotation does "
            f"not allow: {error}"
        ) from None


@functools.lru_cache(maxsize=4096)
def _adapter(function: Callable[..., Any]) -> TypeAdapter[Any] | None:
    hint = type_hints(function).get("return", Any)
    if hint is Any:
        return None
    try:
        return TypeAdapter(hint)
    except PydanticUserError:
        # pydantic does not know the type, so there is nothing to check against.
        return None
