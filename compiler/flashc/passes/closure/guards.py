"""Guards: the statements around an import that mean that it may fail, or does not run in a worker."""

from collections.abc import Iterator

from flashc.ir.closure import Guard
from flashc.ir.expressions import (
    Attribute,
    Constant,
    Expression,
    Name,
    Opaque,
    Subscript,
    UnaryOperation,
)
from flashc.ir.syntax import Arm, Block, BlockKind, Import, ImportFrom

# What an `except` catches that says "this may be absent".
IMPORT_ERRORS = frozenset({"ImportError", "ModuleNotFoundError"})
# What an `except` catches that says so only where nothing but imports is tried.
ALL_ERRORS = frozenset({"Exception", "BaseException"})
# Names of `sys`, `os` and `platform` that tell one machine from another.
MACHINE = frozenset({"version_info", "platform", "implementation", "machine", "system"})


def guards_of(block: Block) -> Iterator[tuple[Arm, Guard]]:
    """Yield each arm of `block` with what it means for the imports in it."""
    if block.kind is BlockKind.IF:
        # Once for all arms: there may be a thousand.
        named = frozenset().union(*(_names_in(arm.test) for arm in block.arms))
        yield from ((arm, _guard_of_test(arm, named)) for arm in block.arms)
        return
    expects = block.kind is BlockKind.TRY and _expects_failure(block)
    yield from ((arm, Guard.TRY if expects else Guard.NONE) for arm in block.arms)


def _guard_of_test(arm: Arm, named: frozenset[str]) -> Guard:
    # Under `not TYPE_CHECKING`, or in the `else`, imports do run.
    runs = arm.test is None or isinstance(arm.test, UnaryOperation)
    if "TYPE_CHECKING" in named:
        return Guard.NONE if runs else Guard.TYPE_CHECKING
    if "__name__" in named and not runs:
        return Guard.MAIN
    return Guard.MACHINE if named & MACHINE else Guard.NONE


def is_type_checking(test: Expression) -> bool:
    """Tell a test for `TYPE_CHECKING` and nothing else: what it guards never runs."""
    name = test.name if isinstance(test, Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def _expects_failure(block: Block) -> bool:
    """Tell `except ImportError` from a `try` around work that happens to begin with imports."""
    handlers = [arm for arm in block.arms if arm.role.startswith("except")]
    caught = frozenset().union(*(_names_in(arm.test) for arm in handlers))
    if caught & IMPORT_ERRORS:
        return True
    anything = bool(caught & ALL_ERRORS) or any(arm.test is None for arm in handlers)
    tried = next((arm.body for arm in block.arms if arm.role == "try"), ())
    return anything and all(isinstance(one, Import | ImportFrom) for one in tried)


def _names_in(expression: Expression | None) -> frozenset[str]:
    """Give the names and attributes that an expression mentions."""
    match expression:
        case Name():
            return frozenset({expression.id})
        case Attribute():
            return _names_in(expression.value) | {expression.name}
        case Subscript():
            return _names_in(expression.value)
        case UnaryOperation():
            return _names_in(expression.operand)
        case Opaque():
            return frozenset().union(*(_names_in(part) for part in expression.parts))
        case Constant() | None:
            return frozenset()
        case _:
            return frozenset().union(
                *(_names_in(part) for part in getattr(expression, "items", ()))
            )
