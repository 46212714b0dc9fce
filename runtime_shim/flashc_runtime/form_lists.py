"""Lists in forms: one field for each item, as FastAPI reads them, or one field for all of them."""

from typing import Any, Final

from pydantic import BeforeValidator
from pydantic_core import from_json


def _read(values: Any) -> Any:
    if not isinstance(values, list) or len(values) != 1 or not isinstance(values[0], str):
        return values
    if not values[0].lstrip().startswith("["):
        return values
    try:
        items = from_json(values[0])
    except ValueError:
        return values
    return items


or_json_array: Final = BeforeValidator(_read)
"""For a list of a form: what is sent as one field that is a JSON array is that array.

Every other single value is a list of one item, even one that begins like an array and is none, and
of several fields each is an item as it stands.
"""
