"""Functions of the program: signatures with their types and defaults, and what they need installed."""

from dataclasses import dataclass

from flashc.ir.code import CallCode, ProjectName
from flashc.ir.facts import Scalar
from flashc.ir.syntax import ParameterKind
from flashc.ir.types import Type
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDefault:
    """The caller must pass it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralDefault:
    """An immutable literal, or a constant that folds to one."""

    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDefault:
    """Any other default: only Python knows its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerDefault:
    """`= Query(...)`, `= Depends(...)`, or a name of one: FastAPI's way to say where a value is.

    A `secret` one holds a literal that looks like a password, token or key: it is written nowhere.
    `undocumented` is true where only documentation with such a literal was left out of `code`.
    """

    code: CallCode | ProjectName
    secret: bool = False
    undocumented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnclearDefault:
    """What is or may be such a marker, and cannot be repeated; `text` is as it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretDefault:
    """A literal that looks like a password, token or key: it is written nowhere."""


Default = NoDefault | LiteralDefault | MarkerDefault | UnclearDefault | OtherDefault | SecretDefault


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a user's function. `type` is AnyType with `annotated` false where none is."""

    name: str
    kind: ParameterKind
    type: Type
    annotated: bool
    default: Default
    span: Span
    type_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of the user's at module level; `module` defines it.

    `secret` is where its docstring held what looks like one; `docstring` is without it.
    """

    module: str
    name: str
    parameters: tuple[Parameter, ...]
    is_async: bool
    is_generator: bool
    docstring: str | None
    span: Span
    secret: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """What a declaration asks the image to hold, as valid PEP 508 and Debian package names."""

    python: tuple[str, ...]
    system: tuple[str, ...]
