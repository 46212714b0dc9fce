"""Arguments that a request did not send, so that the user's own default applies.

A default such as `[]` or `datetime.now()` must not be copied into generated code. The generated
field's default is therefore `UNSET`, and `given` leaves such arguments out of the call.
"""

from collections.abc import Callable
from typing import Any, Final


class _Unset:
    """The class of `UNSET`; copying and pickling give the same object back."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> "_Unset":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Unset":
        return self

    def __reduce__(self) -> str:
        # A string means "the global of this name in my module".
        return "UNSET"


UNSET: Final[Any] = _Unset()


def unset() -> Any:
    """Return `UNSET`; a `default_factory` keeps the field optional and shows no default."""
    return UNSET


def given(**arguments: Any) -> dict[str, Any]:
    """Return the arguments that were sent, that is all that are not `UNSET`."""
    return {name: value for name, value in arguments.items() if value is not UNSET}


def marker_of(function: Callable[..., Any], name: str) -> Any:
    """Return the marker, such as `Query(...)`, that `function` has as the default of a parameter.

    Its value is used when nothing is sent, and shown in no document. Raises `LookupError` when the
    parameters of the function cannot be seen, as a decorator of the user's hides them.
    """
    # Only workers with such a marker pay for these.
    from copy import copy  # noqa: PLC0415
    from inspect import signature  # noqa: PLC0415

    from pydantic_core import PydanticUndefined  # noqa: PLC0415

    parameter = signature(function).parameters.get(name)
    if parameter is None:
        raise LookupError(
            f"{function!r} shows no parameter {name!r}; functools.wraps(...) in its decorator does"
        )
    marker: Any = copy(parameter.default)
    if hasattr(marker, "default_factory") and marker.default is not PydanticUndefined:
        value = marker.default
        marker.default = PydanticUndefined
        marker.default_factory = lambda: value
    return marker
