"""What a remote function takes, found out once for each function."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, get_type_hints

from pydantic import BaseModel

_FROM_THE_SERVER = frozenset({"Request", "Response", "BackgroundTasks", "HTTPConnection"})
_VARIADIC = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)


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


@functools.lru_cache(maxsize=4096)
def shape_of(function: Callable[..., Any]) -> Shape:
    """Return the function's shape; annotations that cannot be resolved count as absent."""
    signature = inspect.signature(function)
    hints = type_hints(function)
    sent = [
        each
        for each in signature.parameters.values()
        if getattr(hints.get(each.name), "__name__", "") not in _FROM_THE_SERVER
    ]
    return Shape(
        signature=signature,
        sent=frozenset(each.name for each in sent),
        required=tuple(
            each.name
            for each in sent
            if each.default is inspect.Parameter.empty and each.kind not in _VARIADIC
        ),
        models=frozenset(each.name for each in sent if _is_model(hints.get(each.name))),
        uploads=any(_holds_bytes(hints.get(each.name)) for each in sent),
    )


def type_hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the function's annotations, none of them when one cannot be resolved."""
    try:
        return get_type_hints(function)
    except Exception:  # noqa: BLE001  (evaluating annotations runs any code)
        return {}


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
