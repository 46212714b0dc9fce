"""FC601, FC614: imports of modules and names that the standard library of a worker's Python does not have."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure, ImportEdge, ImportGraph
from flashc.ir.program import Program
from flashc.ir.syntax import ImportFrom, ModuleSyntax
from flashc.passes.closest import Closest
from flashc.passes.names.patched_attributes import is_patched
from flashc.passes.naming.standard_library import LINUX, StandardLibrary
from flashc.passes.naming.stdlib_names import is_standard
from flashc.passes.settle.python_ranges import PYTHONS, number
from flashc.passes.slips import slip_of
from flashc.source import Span

# Versions whose every public name was held against these rules; of others nothing is claimed.
PROVEN: Final = ("3.11", "3.12", "3.13")
# Names that modules have and their stubs leave out, near to one that stands there or that came later.
UNSTATED: Final = frozenset(
    """AppleFrameworkLoader BasePoolProxy Button Comment EOFHeaderError EmptyHeaderError
    FileSelectDialog Image NCC Name NamedTupleMeta Number SEMAPHORE String Tdb Text USER_SITE Widget
    XmlClient XmlListener async_generator c_encode_basestring c_encode_basestring_ascii
    c_make_scanner connection coroutine coroutines default_number defaultdict driver generator
    get_python_version grammar is_python_build isdevdrive iter_importer_modules name namedtuple
    print_instructions process py_make_scanner register_X_browsers test transports""".split()
)
_ELSEWHERE: Final = {"win32": "Windows", "darwin": "macOS"}
# Modules written in C, which import nothing for themselves: their stubs state all that they have.
STATED: Final = frozenset(
    "array cmath fcntl gc grp itertools marshal math pwd syslog time unicodedata zlib".split()
)
# How alike a misspelt name and the one that was meant are; less alike is a name that stubs lack.
_ALIKE: Final = 0.8
# Different doubtful names that are looked into in one compile; of more nothing is claimed.
MOST_QUESTIONS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Why a name is not there: what stands under it, and what to do."""

    label: str
    help: str
    # True where it is somewhere: code that runs only there, or then, may take it.
    elsewhere: bool = False
    # True where the module itself is not there.
    module: bool = False


def check_standard_names(
    program: Program,
    bindings: Bindings,
    graph: ImportGraph,
    closures: Mapping[str, Closure],
    library: StandardLibrary,
) -> Iterator[Diagnostic]:
    """Report each such import of a worker once, unless something around it expects that it fails."""
    seen: set[tuple[Span, str]] = set()
    absences = Absences(library)
    for endpoint in sorted(program.endpoints, key=lambda one: number(one.python)):
        closure = closures.get(endpoint.resource.name)
        if closure is None:
            continue
        for module in closure.modules:
            certain = frozenset(_unconditional(bindings.modules[module]))
            for imported in graph.imports.get(module, ()):
                edge = imported.edge
                taken = edge.name or ""
                if imported.modules or not _counts(edge) or not closure.runs(module, edge):
                    continue
                absent = _absent(absences, edge, taken, endpoint.python)
                if absent is None or (absent.elsewhere and edge.span not in certain):
                    continue
                if taken and not absent.module and is_patched(bindings, taken):
                    continue
                found = _problem(edge, taken, absent)
                if (edge.span, found.message) not in seen:
                    seen.add((edge.span, found.message))
                    yield found


def _unconditional(module: ModuleSyntax) -> Iterator[Span]:
    """Yield where the modules stand that importing `module` certainly imports from."""
    for statement in module.body:
        if isinstance(statement, ImportFrom):
            yield statement.module_span


def _absent(absences: "Absences", edge: ImportEdge, taken: str, python: str) -> Absent | None:
    absent = absences.of_module(edge.target, python)
    return absences.of_name(edge.target, taken, python) if taken and absent is None else absent


class Absences:
    """What the standard library certainly does not have; each question is answered once."""

    def __init__(self, library: StandardLibrary) -> None:
        self._library = library
        self._left = MOST_QUESTIONS
        self._answers: dict[tuple[str, str, str], Absent | None] = {}
        self._words: dict[tuple[str, str], Closest] = {}

    def names(self, module: str, python: str) -> frozenset[str]:
        """Give the names that a module of the standard library has, as far as stubs tell."""
        return self._library.names(module, python, LINUX) or frozenset()

    def of_module(self, target: str, python: str) -> Absent | None:
        """Say that a module below one of the standard library is misspelt; None where it may be there."""
        parts = target.split(".")
        if python not in PROVEN or not is_standard(parts[0], python):
            return None
        for depth, name in enumerate(parts[1:], start=1):
            package = ".".join(parts[:depth])
            if name not in self._library.below(package):
                # `os.path` and its kin are modules that no file in a package is.
                is_there = name in self._library.always(package)
                return None if is_there else self._answer(package, name, "", self._module)
        return None

    def of_name(self, module: str, name: str, python: str) -> Absent | None:
        """Say why a module of the standard library certainly has no such name; None where it may have.

        Stubs leave out what a module imports for itself. So a name that they lack is reported only
        where it is spelt almost like one that they have, or where another version or platform has it,
        or where the module is one of those that import nothing.
        """
        library = self._library
        if python not in PROVEN or not is_standard(module.partition(".")[0], python):
            return None
        if module == "collections" and name in library.always("collections.abc"):
            # The stub imports some of these for itself, as the module no longer does.
            return Absent(
                label=f"Python 3.9 was the last with `{name}` in `collections`; "
                f"this worker runs on {python}",
                help=f"import it from `collections.abc`: `from collections.abc import {name}`",
            )
        if name[:1] == "_" or name in UNSTATED or name in library.always(module):
            return None
        # `os.environ` is no module: for what is read of it, the stubs need no parser.
        if not library.always(module) and not library.below(module):
            return None
        return self._answer(module, name, python, self._name)

    def _answer(
        self, module: str, name: str, python: str, ask: Callable[[str, str, str], Absent | None]
    ) -> Absent | None:
        question = module, name, python
        if question not in self._answers and self._left > 0:
            self._left -= 1
            self._answers[question] = ask(module, name, python)
        return self._answers.get(question)

    def _module(self, package: str, name: str, python: str) -> Absent | None:
        near = self._near(package, name, python, self._library.below(package))
        if near is None:
            return None
        return Absent(
            label=f"the standard library has no `{package}.{name}`",
            help=f"did you mean `{package}.{near}`?",
            module=True,
        )

    def _name(self, module: str, name: str, python: str) -> Absent | None:
        library = self._library
        known = library.names(module, python, LINUX)
        if known is None or name in known or "__getattr__" in known:
            return None
        if module not in STATED and is_standard(name, python):
            return None
        if library.names(f"{module}.{name}", python, LINUX) is not None:
            return None
        elsewhere = _of_another_version(library, module, name, python)
        if elsewhere is not None:
            return elsewhere
        near = self._near(module, name, python, known | library.below(module))
        if near is not None:
            return Absent(label=f"has no `{name}`", help=f"did you mean `{near}`?")
        if module in STATED:
            return Absent(label=f"has no `{name}`", help="correct the name, or remove the import")
        return None

    def _near(self, module: str, name: str, python: str, known: frozenset[str]) -> str | None:
        words = self._words.get((module, python))
        public = sorted(one for one in known if one[:1] != "_")
        if words is None:
            words = self._words[module, python] = Closest(public)
        return words.to(name, _ALIKE) or slip_of(name, public)


def _of_another_version(
    library: StandardLibrary, module: str, name: str, python: str
) -> Absent | None:
    having = [
        one for one in PYTHONS if name in (library.names(module, one, LINUX) or frozenset[str]())
    ]
    later = next((one for one in having if number(one) > number(python)), None)
    if later is not None:
        return Absent(
            label=f"Python {later} was the first with `{name}` in `{module}`; "
            f"this worker runs on {python}",
            help=f"compile for a newer Python: `--python {later}`, or in flash.toml:\n"
            f'python = "{later}"\nor import it in a `try` and do without it in `except ImportError`',
            elsewhere=True,
        )
    if having:
        return Absent(
            label=f"Python {having[-1]} was the last with `{name}` in `{module}`; "
            f"this worker runs on {python}",
            help=f"import what replaced it, or compile for an older Python: `--python {having[-1]}`",
            elsewhere=True,
        )
    for platform, system in _ELSEWHERE.items():
        if name in (library.names(module, python, platform) or ()):
            return Absent(
                label=f"`{module}` has `{name}` on {system}; workers run on Linux",
                help=f'import it under `if sys.platform == "{platform}":`',
                elsewhere=True,
            )
    return None


def _counts(edge: ImportEdge) -> bool:
    return not (edge.guarded or edge.relative or edge.whole)


def _problem(edge: ImportEdge, name: str, absent: Absent) -> Diagnostic:
    code, what = codes.CANNOT_IMPORT_NAME, f"name '{name}' from '{edge.target}'"
    if absent.module:
        code, what = codes.CANNOT_IMPORT, f"module '{edge.target}'"
    return Diagnostic(
        code=code,
        message=f"Cannot import {what}",
        primary=Label(span=edge.span, text=absent.label),
        help=absent.help,
    )
