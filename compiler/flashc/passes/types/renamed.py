"""Renamed: names of `typing` that are other names of something else."""

from typing import Final

from flashc.ir.types import AnyType, LibraryType, Type
from flashc.passes.types.calls import FILLED_WITH, TYPING

RENAMED: Final = {
    "List": "builtins.list",
    "Dict": "builtins.dict",
    "Set": "builtins.set",
    "FrozenSet": "builtins.frozenset",
    "Tuple": "builtins.tuple",
    "Text": "builtins.str",
    "Sequence": "collections.abc.Sequence",
    "Iterable": "collections.abc.Iterable",
    "Mapping": "collections.abc.Mapping",
    "MutableMapping": "collections.abc.MutableMapping",
    "MutableSequence": "collections.abc.MutableSequence",
    "MutableSet": "collections.abc.MutableSet",
    "Iterator": "collections.abc.Iterator",
    "Generator": "collections.abc.Generator",
    "AsyncIterable": "collections.abc.AsyncIterable",
    "AsyncIterator": "collections.abc.AsyncIterator",
    "AsyncGenerator": "collections.abc.AsyncGenerator",
    "Deque": "collections.deque",
    "OrderedDict": "collections.OrderedDict",
    "Counter": "collections.Counter",
}


def library_type(name: str) -> Type:
    """Give the type that the full name of something in a library stands for."""
    name = FILLED_WITH.get(name, name)
    if name.startswith(TYPING):
        short = name.rpartition(".")[2]
        if short == "Any":
            return AnyType()
        return LibraryType(name=RENAMED.get(short, name))
    return AnyType() if name == "builtins.object" else LibraryType(name=name)
