"""Variables: what the worker still reads where `flash.toml` has settled a value for the compile.

The worker imports the module as it is written. Where the source is one read of the environment, the
settled value is what the variable must hold; where it computes more, the worker needs the variable.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings
from flashc.ir.closure import Closure
from flashc.ir.declarations import Declaration, Declarations
from flashc.ir.facts import Fact, Known, Reads, Unknown, Value
from flashc.ir.plan.worker import Variable
from flashc.ir.program import Resource
from flashc.passes.fold.environment import spells
from flashc.passes.secrets import looks_secret
from flashc.passes.toml_words import toml_key
from flashc.source import Span

_FILE = "flash.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """One value of the source: what it reads there, and what it is settled with."""

    module: str
    reads: Reads
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """By endpoint: the variables that are `given` a default, and those that its worker needs."""

    given: Mapping[str, tuple[Variable, ...]]
    needed: Mapping[str, tuple[str, ...]]
    diagnostics: tuple[Diagnostic, ...]

    def without(self, unset: Mapping[str, Mapping[str, Span]]) -> Mapping[str, Mapping[str, Span]]:
        """Leave out of `unset` what has a default, or has been reported."""
        known = {
            name: {*self.needed.get(name, ()), *(one.name for one in self.given.get(name, ()))}
            for name in unset
        }
        return {
            name: {one: span for one, span in found.items() if one not in known[name]}
            for name, found in unset.items()
        }

    def unset_in(self, unset: Mapping[str, Mapping[str, Span]]) -> Mapping[str, tuple[str, ...]]:
        """Give, by endpoint, all that nothing sets, sorted: `unset` is what `without` left."""
        return {
            name: tuple(sorted({*found, *self.needed.get(name, ())}))
            for name, found in unset.items()
        }


def settled_variables(
    before: Declarations,
    after: Declarations,
    bindings: Bindings,
    closures: Mapping[str, Closure],
) -> Variables:
    """Give the variables of each endpoint, and a warning for each that it needs.

    `before` is what the source says, `after` that with the values of `flash.toml`. A worker reads
    what its modules read, the resources of other endpoints in them included.
    """
    settled = (*_of_resources(before, after), *_of_functions(before, after))
    environments = {resource.name: _environment(resource) for resource in after.resources}
    given: dict[str, tuple[Variable, ...]] = {}
    needed: dict[str, tuple[str, ...]] = {}
    problems: list[Diagnostic] = []
    for name in sorted(closures) if settled or bindings.defines else ():
        env, modules = environments.get(name, {}), closures[name].modules
        mine = [one for one in settled if one.module in modules]
        found = {variable.name: variable for one in mine for variable in _exact(one)}
        found |= {variable.name: variable for variable in _defined(bindings, modules)}
        own = {variable for variable, value in env.items() if isinstance(value, str)}
        given[name] = tuple(found[one] for one in sorted(found) if one not in own)
        lacking = {
            variable: span
            for one in reversed(mine)
            for variable, span in one.reads.needed
            if variable not in found and variable not in env
        }
        needed[name] = tuple(lacking)
        problems += (_needed(name, variable, span) for variable, span in lacking.items())
    return Variables(given=given, needed=needed, diagnostics=tuple(problems))


def _defined(bindings: Bindings, modules: Iterable[str]) -> Iterator[Variable]:
    """Yield the definitions of the command line whose names a module spells."""
    texts = [bindings.modules[module].source.text for module in modules]
    for name, value in bindings.defines.items():
        if any(spells(text, name) for text in texts):
            yield Variable(name=name, value=value, by="--define")


def _exact(settled: _Settled) -> Iterator[Variable]:
    """Yield the variable whose text the settled value is."""
    variable, text = settled.reads.exact, _as_text(settled.value)
    if variable is not None and text is not None and not looks_secret(variable, text):
        yield Variable(name=variable, value=text, by=_FILE)


def _of_resources(before: Declarations, after: Declarations) -> Iterator[_Settled]:
    configured = {resource.span: resource for resource in after.resources}
    for resource in before.resources:
        now = configured[resource.span]
        values = {setting.name: setting.value for setting in now.settings}
        opened = (*((resource.open_name,) if resource.open_name else ()), *resource.unknown)
        for one in opened:
            value = now.name if one is resource.open_name else values.get(one.name)
            if value is not None:
                yield _Settled(module=resource.module, reads=one.reads, value=value)


def _of_functions(before: Declarations, after: Declarations) -> Iterator[_Settled]:
    for old, new in zip(before.declared, after.declared, strict=True):
        for was, now in zip(_facts(old), _facts(new), strict=True):
            if isinstance(was, Unknown) and isinstance(now, Known):
                yield _Settled(module=old.module, reads=was.reads, value=now.value)


def _facts(one: Declaration) -> tuple[Fact | None, ...]:
    return one.method, one.path, one.dependencies, one.system_dependencies


def _as_text(value: Value) -> str | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if isinstance(value, str) or is_number else None


def _environment(resource: Resource) -> Mapping[str, object]:
    env = next((s.value for s in resource.settings if s.name == "env"), None)
    return env if isinstance(env, Mapping) else {}


def _needed(name: str, variable: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SETTLED_FOR_COMPILE,
        message=f"the worker of `{name}` reads `{variable}`, which nothing sets",
        primary=Label(span=span, text="read when the worker imports the module"),
        notes=(f"`{_FILE}` settles the value for the compile only",),
        help="set it where the worker is deployed, or give it in flash.toml:\n"
        f'[endpoint.{toml_key(name)}.env]\n{toml_key(variable)} = "..."',
    )
