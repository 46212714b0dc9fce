"""Names: what the modules of one worker may have bound so far, and what is read from them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flashc.diagnostic import Diagnostic
from flashc.ir.expressions import Constant, Expression, Name
from flashc.ir.syntax import ModuleSyntax
from flashc.passes.names.bodies import root_of
from flashc.passes.names.builtin_names import ALL_BUILTINS
from flashc.passes.startup.ground import Ground, imports_by_text
from flashc.passes.startup.handlers import Failure
from flashc.passes.startup.loads import Load, loads_of
from flashc.passes.startup.members import lacks_member, module_of
from flashc.passes.startup.problems import half_imported, no_member, not_bound, not_imported
from flashc.passes.startup.typed import type_problems
from flashc.passes.startup.variables import variables_in
from flashc.source import Span


@dataclass(slots=True)
class Module:
    """One module that was started: the names it may have so far; `open` if it may have any."""

    names: set[str]
    open: bool
    done: bool = False
    # Whether its import never met a module that was not finished: then its turn does not matter.
    pure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a statement stands. `scopes` are the names of classes around it, innermost first."""

    module: str
    certain: bool
    scopes: tuple[set[str], ...] = ()

    def perhaps(self) -> "Around":
        """Give the same place in code that may not run, or whose failure may be expected."""
        return replace(self, certain=False)


class Names:
    """All that the imports of one worker have bound. `finished` are modules that are always alike."""

    def __init__(
        self, ground: Ground, stubs: Iterable[str], finished: dict[str, frozenset[str]]
    ) -> None:
        self._ground = ground
        self._bindings = ground.bindings
        self._stubs = frozenset(stubs)
        self._finished = finished
        self._modules: dict[str, Module] = {}
        # What is being imported, each with the place that imports it.
        self._stack: list[tuple[str, Span | None]] = []
        # How many modules, blocks and classes stand around what runs now.
        self._depth = 0
        self._sure: set[str] = set()
        # What a `try` around what runs now catches, and whether it has caught something.
        self._caught: frozenset[Failure] = frozenset()
        self._ended = False
        # Modules whose import such a failure ended, and how many were being imported before each.
        self._failed: set[tuple[str, int]] = set()
        self.found: list[Diagnostic] = []
        # Modules that certainly ran where nothing catches what a missing attribute raises.
        self.begun: set[str] = set()
        # By module, the variables of the environment that its import cannot do without.
        self.variables: dict[str, dict[str, Span]] = {}

    def _report(self, failure: Failure, problem: Diagnostic) -> None:
        if self._ended:
            return
        if failure not in self._caught:
            self.found.append(problem)
        else:
            self._ended = True
            self._failed |= {(module, depth) for depth, (module, _) in enumerate(self._stack)}

    def _evaluate(
        self, expression: Expression, around: Around, own: frozenset[str] = frozenset()
    ) -> None:
        if not around.certain or isinstance(expression, Constant):
            return
        broken: set[Span] = set()
        for load in loads_of(expression):
            if load.certain and not self._load(load, around, own, broken):
                broken.add(load.expression.span)
        if not broken and not isinstance(expression, Name):
            taken = own.union(*around.scopes)
            for failure, problem in type_problems(self._ground, around.module, expression, taken):
                self._report(failure, problem)
            if Failure.KEY not in self._caught:
                found = self.variables.setdefault(around.module, {})
                for name, span in variables_in(self._bindings, around.module, expression, taken):
                    found.setdefault(name, span)

    def _annotation(self, annotation: Expression, around: Around, own: frozenset[str]) -> None:
        if around.module not in self._ground.deferring:
            self._evaluate(annotation, around, own)

    def _load(self, load: Load, around: Around, own: frozenset[str], broken: set[Span]) -> bool:
        """Read a name or attribute; false where that fails, so that what hangs on it is silent."""
        expression = load.expression
        if isinstance(expression, Name):
            if expression.id in own or self._is_bound(expression.id, around):
                return True
            self._report(Failure.NAME, not_bound(self._bindings, around.module, expression))
            return False
        if expression.value.span in broken:
            return False
        return self._attribute(expression.name, load, around)

    def _attribute(self, name: str, load: Load, around: Around) -> bool:
        expression = load.expression
        if isinstance(expression, Name) or name in self._ground.set_anywhere:
            return True
        root = root_of(expression)
        # A name of a class body around it is not what the module calls so.
        if root is None or any(root.id in scope for scope in around.scopes):
            return True
        owner = module_of(self._bindings, around.module, expression.value)
        state = self._modules.get(owner) if owner is not None else None
        if owner is not None and state is not None:
            known = state.open or name in state.names or name.startswith("__")
            if not known and self._nobody_imports(f"{owner}.{name}"):
                self._report(Failure.ATTRIBUTE, not_imported(expression, owner))
                return False
            if known or self._bindings.has_module(f"{owner}.{name}"):
                return True
            if not state.done and name in self._bindings.namespaces[owner].names:
                self._met_half(Failure.ATTRIBUTE, owner, name, expression.name_span, around)
                return False
        missing = lacks_member(self._ground, around.module, expression)
        if missing is not None:
            self._report(Failure.ATTRIBUTE, no_member(expression, missing))
        return missing is None

    def _nobody_imports(self, module: str) -> bool:
        """Whether a module of the project is there, and certainly not imported by anything."""
        is_ours = self._bindings.has_module(module) and module not in self._bindings.broken
        is_named = module in self._ground.imported or module in self._modules
        return is_ours and not is_named and not imports_by_text(self._bindings)

    def _met_half(
        self, failure: Failure, target: str, name: str, span: Span, around: Around
    ) -> None:
        namespace = self._bindings.namespaces[target]
        if not around.certain or name not in namespace.names or name.startswith("__"):
            return
        names = [module for module, _ in self._stack]
        way = self._stack[names.index(target) :] if target in names else self._stack
        self._report(failure, half_imported(target, namespace.names[name][0], span, way))

    def _is_bound(self, name: str, around: Around) -> bool:
        state = self._modules[around.module]
        return (
            state.open
            or name in state.names
            or any(name in scope for scope in around.scopes)
            or name.startswith("__")
            or name in ALL_BUILTINS
        )

    def _bind(self, name: str, around: Around) -> None:
        self._names(around).add(name)

    def _names(self, around: Around) -> set[str]:
        return around.scopes[0] if around.scopes else self._modules[around.module].names

    def _syntax(self, around: Around) -> ModuleSyntax:
        return self._bindings.modules[around.module]
