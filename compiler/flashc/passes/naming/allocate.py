"""Allocate: names for generated code that clash with nothing."""

import keyword
from collections.abc import Iterable
from itertools import chain, count

from flashc.diagnostic import InternalError

# What generated modules rely on and may not redefine. A fixed list: nothing depends on the host.
RESERVED = frozenset(
    """int str float bool bytes list dict set frozenset tuple object type print super property
    classmethod staticmethod Any Annotated Literal BaseModel Body ConfigDict Field File Form Json Query Self model_validator
    create_app given marker_of unset app importlib ROUTE_REGISTRY __name__ __file__ __doc__ __all__""".split()
)
# Reserved names that a user's expression may mean as well: the same thing, so the same name.
RESERVED_ORIGINS = frozenset(
    """fastapi.Body fastapi.File fastapi.Form fastapi.Query pydantic.BaseModel pydantic.ConfigDict
    pydantic.Field pydantic.Json pydantic.model_validator flashc_runtime.unset""".split()
)
# Keywords of Python up to 3.14; soft keywords are good names.
KEYWORDS = frozenset(keyword.kwlist)


class Allocator:
    """Hands out names of one scope, each once. Not a value: it lives within one function."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *KEYWORDS, *taken}

    def is_free(self, name: str) -> bool:
        """Whether `name` can still be handed out."""
        return name.isidentifier() and name not in self._taken

    def take(self, *candidates: str) -> str:
        """Hand out the first free candidate, or the last one with underscores, then numbers."""
        last = candidates[-1] if candidates[-1].isidentifier() else "name"
        numbered = (f"{last}_{number}" for number in count(2))
        for name in chain(candidates, (f"{last}_",), numbered):
            if self.is_free(name):
                self._taken.add(name)
                return name
        raise InternalError(last)
