"""Classes: why Python or pydantic refuses one when its statement runs."""

from collections.abc import Iterator

from flashc.diagnostic import Diagnostic
from flashc.ir.syntax import Class
from flashc.passes.startup.dataclass_fields import dataclass_problems
from flashc.passes.startup.enum_members import enum_problems
from flashc.passes.startup.ground import Ground
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.model_fields import model_problems

_CHECKS = (dataclass_problems, enum_problems, model_problems)


def class_problems(
    ground: Ground, module: str, definition: Class
) -> Iterator[tuple[Failure, Diagnostic]]:
    """Yield all that is certainly wrong with a class of a module's top level."""
    for check in _CHECKS:
        yield from check(ground, module, definition)
