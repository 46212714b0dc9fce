"""One helper for each pass of the front end: text in, the pass's own values out."""

from collections.abc import Mapping
from textwrap import dedent

from flashc.diagnostic import Diagnostic
from flashc.ir import expressions as ex
from flashc.ir import syntax as ir
from flashc.ir.bindings import Bindings, Symbol
from flashc.ir.facts import Fact, Known, Unknown, Value
from flashc.ir.types import Type
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.names.resolve import resolve
from flashc.passes.parse import parse
from flashc.passes.types.annotations import type_of
from flashc.source import SourceFile, Span

Modules = Mapping[str, str]


def source_of(text: str, name: str = "m") -> SourceFile:
    """Give a file of this text; a name that ends in `.__init__` is a package's."""
    is_package = name.endswith("__init__")
    module = name.removesuffix(".__init__")
    path = f"{name.replace('.', '/')}.py"
    return SourceFile(
        path=path,
        shipped=path,
        module=module,
        is_package=is_package,
        text=text,
        content=text.encode("utf-8", "surrogatepass"),
    )


def parsed(text: str) -> ir.ModuleSyntax:
    """Parse text that is right."""
    syntax, problems = parse(source_of(text))
    assert problems == ()
    assert syntax is not None
    return syntax


def refused(text: str) -> Diagnostic:
    """Parse text that is wrong: there is one error, and no syntax."""
    syntax, problems = parse(source_of(text))
    assert syntax is None
    (problem,) = [p for p in problems if p.is_error]
    return problem


def expression(text: str) -> ex.Expression:
    """Parse one expression."""
    (statement,) = parsed(f"x = {text}\n").body[:1]
    assert isinstance(statement, ir.Assign)
    assert statement.value is not None
    return statement.value


def under(text: str, span: Span) -> str:
    """Give the text under a span."""
    return source_of(text).slice(span)


def bound(modules: Modules | str) -> Bindings:
    """Parse and resolve modules by name; a text alone is the module `m`."""
    texts = {"m": modules} if isinstance(modules, str) else modules
    found: dict[str, ir.ModuleSyntax] = {}
    broken: list[str] = []
    for name, text in texts.items():
        syntax, _ = parse(source_of(dedent(text), name))
        module = name.removesuffix(".__init__")
        if syntax is None:
            broken.append(module)
        else:
            found[module] = syntax
    return resolve(found, broken)


def leads_to(modules: Modules | str, written: str, module: str = "m") -> Symbol:
    """Look up what is written, from `module`, and follow it."""
    bindings = bound(modules)
    return follow(bindings, look_up(bindings, module, expression(written)))


def folded(modules: Modules | str, written: str = "X", module: str = "m") -> Fact:
    """Fold what is written, in `module`."""
    return fold(bound(modules), module, expression(written))


def value_of(modules: Modules | str, written: str = "X", module: str = "m") -> Value:
    """Fold what is written to a value that must be known."""
    fact = folded(modules, written, module)
    assert isinstance(fact, Known), fact
    return fact.value


def reason_of(modules: Modules | str, written: str = "X", module: str = "m") -> str:
    """Fold what is written to an unknown, and give its reason."""
    fact = folded(modules, written, module)
    assert isinstance(fact, Unknown), fact
    return fact.reason


def type_in(modules: Modules | str, annotation: str, module: str = "m") -> Type:
    """Read an annotation, in `module`."""
    texts = {"m": modules} if isinstance(modules, str) else dict(modules)
    texts[module] = dedent(texts[module]) + f"\ndef probe_(x: {annotation}): ...\n"
    bindings = bound(texts)
    (probe,) = bindings.namespaces[module].names["probe_"]
    return type_of(bindings, module, probe.bound.function.parameters[0].annotation)  # type: ignore[union-attr]
