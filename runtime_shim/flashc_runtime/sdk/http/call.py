"""A request, and how values are written in the parts of one."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic_core import to_json, to_jsonable_python

from flashc_runtime.sdk.http.forms import File

SCALARS = (str, int, float, bool)


class HttpCall(NamedTuple):
    """A request without its endpoint's address."""

    method: str
    target: str
    """Path and query, percent-encoded."""
    content: bytes | None = None
    """The JSON body."""
    form: Mapping[str, str | Sequence[str]] | None = None
    """Text fields of a form, those of a list several times; None when the request is no form."""
    files: Sequence[tuple[str, File]] = ()
    """Names and contents of uploads."""
    headers: Sequence[tuple[str, str]] = ()
    """What the function takes from headers and cookies."""


def as_text(name: str, value: Any) -> str:
    """Write a value of a path, query, header or field; `TypeError` where it is no scalar."""
    plain = to_jsonable_python(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if not isinstance(plain, SCALARS):
        raise TypeError(f"{name} cannot be written into a URL, header or form: {value!r}")
    return str(plain)


def as_json(value: Any) -> bytes:
    """Write a JSON body."""
    # NaN and infinities as Python writes them, which is how Python's servers read them.
    return to_json(value, by_alias=True, inf_nan_mode="constants")


def check_left_out(signature: inspect.Signature, name: str, plain: Any) -> None:
    """Raise `TypeError` for what can only be left out, where that would mean something else."""
    # A query or form has no null and no empty list, and a form no empty text that FastAPI would
    # read. Leaving it out says the same only where that is the default.
    default = signature.parameters[name].default
    # FastAPI's marker as the default holds it.
    default = getattr(default, "default", default)
    kinds = list | tuple | set | frozenset if plain == [] else str
    same = default is None if plain is None else isinstance(default, kinds)
    if not same or default:
        raise TypeError(f"{name}={plain!r} cannot be sent in a query, header or form")
