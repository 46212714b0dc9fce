"""Arguments of a call, bound to the names that the callee takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flashc import codes
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.dialects.foreign import without_foreign
from flashc.dialects.spread import Entry, entries_of
from flashc.ir.bindings import Bindings
from flashc.ir.expressions import Call, Constant, Expression, Keyword, Starred
from flashc.ir.facts import Fact, Unknown
from flashc.passes.fold import fold
from flashc.passes.fold.reads import reads_of
from flashc.passes.suggest import suggestion
from flashc.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument: its expression as `module` sees it, which may be another than the call's."""

    module: str
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a call passes, by name. A literal `None` counts as not passed."""

    passed: Mapping[str, Argument]

    def get(self, name: str) -> Argument | None:
        """Give the argument passed as `name`, or None."""
        found = self.passed.get(name)
        is_none = found and isinstance(found.value, Constant) and found.value.value is None
        return None if is_none else found

    def fact(self, bindings: Bindings, name: str) -> Fact | None:
        """Give what is known of the argument passed as `name`; None where none is."""
        found = self.get(name)
        if found is None:
            return None
        # A variable that `env` passes on is the worker's, whatever it is worth in this compile.
        known = replace(bindings, defines={}) if name == "env" and bindings.defines else bindings
        fact = without_foreign(name, fold(known, found.module, found.value))
        if isinstance(fact, Unknown) and not fact.broken:
            return replace(fact, reads=reads_of(bindings, found.module, found.value))
        return fact

    def is_defined(self, bindings: Bindings, name: str) -> bool:
        """Whether the argument passed as `name` has its value from the command line."""
        found = self.get(name)
        if found is None or not bindings.defines:
            return False
        open_ = replace(bindings, defines={})
        written = without_foreign(name, fold(open_, found.module, found.value))
        return isinstance(written, Unknown)

    def span(self, name: str) -> Span | None:
        """Give the place of the value passed as `name`."""
        found = self.get(name)
        return None if found is None else found.value.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Callee:
    """What is called: its name for messages, the arguments it knows, and whether by position too."""

    name: str
    known: tuple[str, ...]
    positional: bool


def bind_arguments(
    bindings: Bindings, module: str, call: Call, callee: Callee
) -> tuple[Arguments, tuple[Diagnostic, ...]]:
    """Bind the arguments of a call in `module` to names; report those that do not fit."""
    passed: dict[str, Argument] = {}
    guessed: set[str] = set()
    problems: list[Diagnostic] = []
    for index, value in enumerate(call.arguments):
        fits = callee.positional and index < len(callee.known) and not isinstance(value, Starred)
        if fits:
            passed[callee.known[index]] = Argument(module=module, value=value)
        else:
            problems.append(_unexpected(value, callee.name))
    for entry in _entries(bindings, module, call, problems, callee.name):
        name = entry.name
        if name not in callee.known:
            problems.append(_unknown(entry, callee))
            # Go on as if it were spelt right, so that what depends on it is not reported as missing.
            name = suggestion(name, callee.known) or ""
            if not name or name in passed:
                continue
            guessed.add(name)
        elif name in passed and name not in guessed:
            problems.append(_repeated(entry, passed[name].value.span))
            continue
        passed[name] = Argument(module=entry.module, value=entry.value)
    return Arguments(passed=passed), tuple(problems)


def _entries(
    bindings: Bindings, module: str, call: Call, problems: list[Diagnostic], what: str
) -> Iterator[Entry]:
    """Yield keyword arguments, with `**` written out; report what cannot be seen."""
    for keyword in call.keywords:
        if keyword.name is not None:
            yield Entry(
                name=keyword.name, module=module, value=keyword.value, name_span=keyword.name_span
            )
            continue
        spread = entries_of(bindings, module, keyword.value)
        if spread is None:
            problems.append(_unseen(keyword, what))
        else:
            yield from spread


def _unexpected(argument: Expression, what: str) -> Diagnostic:
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"`{what}` does not take this positional argument",
        primary=Label(span=argument.span),
        help="pass it by its name",
    )


def _unseen(keyword: Keyword, what: str) -> Diagnostic:
    return Diagnostic(
        code=codes.ARGUMENT_NOT_CONSTANT,
        message=f"the arguments of `{what}` cannot be seen behind `**`",
        primary=Label(span=keyword.span),
        help="write the arguments out",
    )


def _unknown(entry: Entry, callee: Callee) -> Diagnostic:
    near = suggestion(entry.name, callee.known)
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"`{callee.name}` has no argument `{entry.name}`",
        primary=Label(span=entry.name_span),
        notes=() if near else (f"it takes: {', '.join(f'`{k}`' for k in callee.known)}",),
        help=f"did you mean `{near}`?" if near else "remove it, or correct its name",
        fix=Fix(span=entry.name_span, replacement=near) if near else None,
    )


def _repeated(entry: Entry, first: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.UNKNOWN_ARGUMENT,
        message=f"argument `{entry.name}` is passed twice",
        primary=Label(span=entry.value.span, text="again here"),
        labels=(Label(span=first, text="first here"),),
        help="remove one of the two",
    )
