"""The syntax of one module as frozen values: what parse gives and resolve reads.

Statements without a bearing on names, calls or definitions are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from flashc.ir.expressions import Expression, Keyword, Name
from flashc.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedModule:
    """One `module` or `module as alias` of an import statement."""

    module: str
    alias: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """`import a, b as c`."""

    modules: tuple[ImportedModule, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """One `name` or `name as alias` of a from-import."""

    name: str
    alias: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFrom:
    """`from ..module import names`; `level` counts the dots, `star` is `import *`."""

    module: str
    level: int
    names: tuple[ImportedName, ...]
    star: bool
    module_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    """`target = ... = value`, with or without annotation; `value` is None for a bare annotation.

    `augmented` is true for `+=` and its kin, whose value says nothing by itself.
    """

    targets: tuple[Expression, ...]
    annotation: Expression | None
    value: Expression | None
    augmented: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Decorator:
    """`@expression`; the span includes the `@`."""

    expression: Expression
    span: Span


class ParameterKind(Enum):
    """How a parameter can be passed, with Python's names."""

    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional or keyword"
    VAR_POSITIONAL = "*args"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "**kwargs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a function as it is written; `name_span` covers the name alone."""

    name: str
    kind: ParameterKind
    annotation: Expression | None
    default: Expression | None
    name_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function definition; `span` runs from `def` or `async` to the end of the signature."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Expression | None
    decorators: tuple[Decorator, ...]
    docstring: str | None
    is_async: bool
    is_generator: bool
    body: tuple["Statement", ...]
    name_span: Span
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class definition; `span` covers the header."""

    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[Keyword, ...]
    decorators: tuple[Decorator, ...]
    docstring: str | None
    body: tuple["Statement", ...]
    name_span: Span
    span: Span


class BlockKind(Enum):
    """Why the statements of a block may run never, or more than once."""

    IF = "if"
    LOOP = "loop"
    TRY = "try"
    WITH = "with"
    MATCH = "match"

    @property
    def where(self) -> str:
        """A clause for messages: `in a loop`, `under an `if``."""
        if self is BlockKind.LOOP:
            return "in a loop"
        return "under an `if`" if self is BlockKind.IF else f"under a `{self.value}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One branch of a compound statement: `if`/`else`, the body or a handler of `try`, a `case`.

    `test` is the condition of an `if` or `elif`, or the exception of an `except`.
    """

    role: str
    test: Expression | None
    body: tuple["Statement", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A compound statement; `binds` are the targets of `for`, `with ... as` and `except ... as`."""

    kind: BlockKind
    arms: tuple[Arm, ...]
    binds: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionStatement:
    """A call or another expression for its effect, or what a `return` gives.

    `raise` and `assert` are an `Opaque` of what they hold, by their names in the grammar.
    """

    value: Expression
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """`del target`."""

    targets: tuple[Expression, ...]
    span: Span


# Why a module's name is uncertain that one of its functions assigns to.
BY_GLOBAL: Final = "changed by a function that declares it `global`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """A name that no statement of its own binds: `:=`, or `global` in a function of the module.

    `how` completes "`name` is ...". Stands at the end of the body that the name belongs to.
    """

    name: Name
    how: str
    span: Span


Statement = (
    Import | ImportFrom | Assign | Function | Class | Block | ExpressionStatement | Delete | Bind
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSyntax:
    """Syntax that older versions of Python refuse; `python` is the first one that has it: `3.12`."""

    what: str
    python: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSyntax:
    """One parsed module. `name` is the dotted import name; `new` holds the first use of each kind."""

    name: str
    source: SourceFile
    docstring: str | None
    body: tuple[Statement, ...]
    new: tuple[NewSyntax, ...] = ()


def walk(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yield every statement, those of compound statements, functions and classes included."""
    for statement in statements:
        yield statement
        if isinstance(statement, Block):
            for arm in statement.arms:
                yield from walk(arm.body)
        elif isinstance(statement, Function | Class):
            yield from walk(statement.body)
