"""What one route needs to be served without FastAPI: its function and the validators around it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from fastapi._compat import ModelField

from flashc_runtime.fast.query import Query

Validator = Callable[..., Any]
Convert = Callable[[str], Any]

ABSENT: Final[Any] = object()
"""Stands for a value that the request did not send."""
_IMMUTABLE = (type(None), bool, int, float, str, bytes)


class NotFast(Exception):  # noqa: N818  (a way to go on, not a failure)
    """The request, or the route, must take FastAPI's way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a route's function, and where it comes from."""

    name: str
    key: str
    validate: Validator
    field: ModelField
    convert: Convert | None = None
    """The converter of a path's segment; None where the text is taken as it is."""
    repeated: bool = False
    """A list takes all values of a query's key, everything else the last one."""
    constant: Any = ABSENT
    """The default where it cannot be changed by who receives it."""

    def default(self) -> Any:
        """Return what the function receives when nothing was sent, as FastAPI would make it."""
        if self.constant is not ABSENT:
            return self.constant
        if self.field.field_info.is_required():
            raise NotFast
        return deepcopy(self.field.default)


def constant_default(field: ModelField) -> Any:
    """Return a default that needs no copy, else `ABSENT`."""
    info = field.field_info
    if info.is_required() or info.default_factory is not None:
        return ABSENT
    return info.default if type(info.default) in _IMMUTABLE else ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePlan:
    """A route that the fast path may serve."""

    route: Any
    function: Callable[..., Any]
    is_async: bool
    path: tuple[Argument, ...]
    query: tuple[Argument, ...]
    body: Argument | None
    serialize: Callable[[Any], bytes]

    def arguments(self, segments: dict[str, str], query_string: bytes) -> dict[str, Any]:
        """Validate what stands in the path and the query; any exception means FastAPI's way."""
        values: dict[str, Any] = {}
        for argument in self.path:
            value: Any = segments[argument.key]
            if argument.convert is not None:
                value = argument.convert(value)
            values[argument.name] = argument.validate(value, from_attributes=True)
        if self.query:
            query = Query(query_string)
            for argument in self.query:
                key = argument.key
                sent = (query.all(key) or None) if argument.repeated else query.last(key)
                values[argument.name] = (
                    argument.default()
                    if sent is None
                    else argument.validate(sent, from_attributes=True)
                )
        return values
