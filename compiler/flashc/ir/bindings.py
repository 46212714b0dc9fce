"""Bindings: what every module-level name of every module stands for. What resolve gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flashc.ir.expressions import Expression
from flashc.ir.syntax import BlockKind, Class, Function, ModuleSyntax
from flashc.source import Span

# --- What binds a name ---


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundModule:
    """`import a.b as x` binds x to module `a.b`; `import a.b` binds `a` to module `a`."""

    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundImport:
    """`from module import name`; the module's name is absolute."""

    module: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundValue:
    """`name = value` or `name: annotation = value`."""

    value: Expression
    annotation: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundFunction:
    """`def name(...)`."""

    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundClass:
    """`class name: ...`."""

    definition: Class


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundOtherwise:
    """Bound in a way that says nothing about the value; `how` completes "`x` is ..."."""

    how: str


Bound = BoundModule | BoundImport | BoundValue | BoundFunction | BoundClass | BoundOtherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One compound statement around a binding: which block (by its span), and which arm of it."""

    kind: BlockKind
    block: Span
    role: str
    arm: int
    test: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One binding of one name; `branch` holds the compound statements around it, outermost first."""

    name: str
    bound: Bound
    span: Span
    branch: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Star:
    """One `from module import *`; the module's name is absolute, `branch` as in a binding."""

    module: str
    span: Span
    branch: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Namespace:
    """The module-level names of one module, each with its bindings in source order.

    `stars` are the modules whose names `import *` brings in, in source order; `exports` are the
    names in a plain `__all__`, None where there is none.
    """

    module: str
    names: Mapping[str, tuple[Binding, ...]]
    stars: tuple[Star, ...]
    exports: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Bindings:
    """All modules of the project. Two are the same only if they are one: nobody compares projects.

    `modules` holds what parsed; `broken` names the modules that did not, so that what leads there
    is not reported a second time; `packages` are all prefixes of module names, namespace packages
    included. `changes` are the places where an object that a module binds is changed later, by the
    module and the (qualified) name that it is bound to. `python` is the version that workers run,
    `defines` are values that the command line gives to variables of the environment.
    """

    modules: Mapping[str, ModuleSyntax]
    namespaces: Mapping[str, Namespace]
    broken: frozenset[str]
    packages: frozenset[str]
    changes: Mapping[tuple[str, str], tuple[Span, ...]]
    python: str
    defines: Mapping[str, str] = field(default_factory=dict)

    def has_module(self, name: str) -> bool:
        """Whether `name` is a module or package of the project."""
        return name in self.modules or name in self.packages or name in self.broken


# --- What a name or a dotted expression leads to ---


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """Something outside the project, by its full name: `typing.Optional`, `builtins.int`."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSymbol:
    """A module or package of the project."""

    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """Something that a module of the project binds. `module` is where the binding stands.

    `name` is qualified; `within` is the class whose body binds it, None at module level.
    """

    module: str
    name: str
    binding: Binding
    within: "Defined | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Nothing certain. `reason` is a clause for a message; `candidates` are what it could be.

    `broken` is true when the trail ends in a module with a syntax error, reported already;
    `missing` when a module or class of the project simply binds no such name.
    """

    reason: str
    candidates: tuple[Defined, ...] = ()
    broken: bool = False
    missing: bool = False


Symbol = External | ModuleSymbol | Defined | Unresolved
