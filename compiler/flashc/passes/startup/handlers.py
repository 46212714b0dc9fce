"""Handlers: which of the failures that are looked for the `except` clauses of a `try` catch."""

from collections.abc import Iterator
from enum import Enum

from flashc.ir.expressions import Expression, Name, Opaque
from flashc.ir.syntax import Arm, Block
from flashc.passes.names.bodies import children_of
from flashc.passes.names.builtin_names import ALL_BUILTINS


class Failure(Enum):
    """What an import can end with, as far as it is looked for."""

    NAME = "NameError"
    IMPORT = "ImportError"
    ATTRIBUTE = "AttributeError"
    KEY = "KeyError"
    TYPE = "TypeError"
    VALUE = "ValueError"
    # What pydantic raises inherits from it.
    RUNTIME = "RuntimeError"


EVERYTHING = frozenset(Failure)
_BY_NAME = {
    **{failure.value: frozenset({failure}) for failure in Failure},
    "ModuleNotFoundError": frozenset[Failure](),
    "LookupError": frozenset({Failure.KEY}),
}
_BROAD = frozenset({"Exception", "BaseException", "BaseExceptionGroup", "ExceptionGroup"})


def caught_by(block: Block) -> frozenset[Failure] | None:
    """Give what the handlers of a `try` catch; None if it has none."""
    handlers = [arm for arm in block.arms if arm.role.startswith("except")]
    return frozenset().union(*map(_caught, handlers)) if handlers else None


def _caught(handler: Arm) -> frozenset[Failure]:
    names = list(_names_in(handler.test)) if handler.test is not None else [""]
    # A name of the project's, or an exception of a library, may stand for anything.
    if any(name in _BROAD or name not in ALL_BUILTINS for name in names):
        return EVERYTHING
    return frozenset().union(*(_BY_NAME.get(name, frozenset()) for name in names))


def _names_in(test: Expression) -> Iterator[str]:
    match test:
        case Name():
            yield test.id
        case Opaque(kind="as_pattern"):
            yield from _names_in(test.parts[0])
        case _:
            children = children_of(test)
            for child in children:
                yield from _names_in(child)
            if not children:
                yield ""
