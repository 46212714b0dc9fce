"""FC407: a dependency that takes the body, beside parameters of the route that take it plainly.

FastAPI then wants the route's own part under a key of its own, or as one field of a form: nobody who
reads the function could tell what to send.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.bindings import Bindings, BoundClass, BoundFunction, Defined
from flashc.ir.code import CallCode, Code, LiteralCode, ProjectName
from flashc.ir.functions import MarkerDefault, Parameter
from flashc.ir.program import Program, Route
from flashc.ir.shape import ObjectBody, WholeBody
from flashc.ir.syntax import ParameterKind
from flashc.ir.targets import Constructor
from flashc.ir.types import AnnotatedType
from flashc.passes.lower.constructors import constructor_of
from flashc.passes.lower.functions import lower_function
from flashc.passes.names.linearize import class_order
from flashc.passes.names.lookup import follow, look_up_name
from flashc.passes.program_walk import routes_of
from flashc.passes.shape.bind import UPLOADS, bind, is_file, is_model
from flashc.passes.types.code import marker_of
from flashc.passes.types.markers import DEPENDENCIES

_BODIES = ("Body", "Form", "File")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What a dependency takes from the body, and how: FastAPI's marker, or by its type alone."""

    parameter: Parameter
    marker: str
    written: bool


def check_dependency_bodies(program: Program, bindings: Bindings) -> Iterator[Diagnostic]:
    """Report each route whose plain parameters share the body with a dependency, once."""
    for _, route in routes_of(program):
        plain = _plain(route)
        for source in bind(route).framework if plain is not None else ():
            taken = next(_taken(bindings, _markers(source.parameter), frozenset()), None)
            if taken is not None and plain is not None:
                yield _shared(route, source.parameter, taken, plain)
                break


def _plain(route: Route) -> Parameter | None:
    match bind(route).body:
        case ObjectBody(keys=keys, rest=rest):
            return keys[0].parameter if keys else rest
        case WholeBody(parameter=parameter):
            return parameter
        case _:
            return None


def _markers(parameter: Parameter) -> tuple[Code, ...]:
    default, kind = parameter.default, parameter.type
    metadata = kind.metadata if isinstance(kind, AnnotatedType) else ()
    return (default.code, *metadata) if isinstance(default, MarkerDefault) else metadata


def _taken(
    bindings: Bindings, markers: tuple[Code, ...], seen: frozenset[ProjectName]
) -> Iterator[_Taken]:
    """Yield what the dependencies among the markers take from the body, as far as code shows."""
    for code in markers:
        target = _target(code)
        if target is None or target in seen:
            continue
        for parameter in _parameters(bindings, target):
            inner = _markers(parameter)
            marker = next((name for name in map(marker_of, inner) if name in _BODIES), None)
            if marker is not None:
                yield _Taken(parameter=parameter, marker=marker, written=True)
            elif not inner and is_file(parameter.type, UPLOADS):
                yield _Taken(parameter=parameter, marker="File", written=False)
            elif not inner and is_model(parameter.type):
                yield _Taken(parameter=parameter, marker="Body", written=False)
            yield from _taken(bindings, inner, seen | {target})


def _target(code: Code) -> ProjectName | None:
    if not isinstance(code, CallCode) or marker_of(code) not in DEPENDENCIES:
        return None
    given = (*code.arguments, *(value for name, value in code.keywords if name == "dependency"))
    first = next((one for one in given if not isinstance(one, LiteralCode)), None)
    return first if isinstance(first, ProjectName) else None


def _parameters(bindings: Bindings, target: ProjectName) -> tuple[Parameter, ...]:
    symbol = follow(bindings, look_up_name(bindings, target.module, target.name))
    if not isinstance(symbol, Defined):
        return ()
    match symbol.binding.bound:
        case BoundFunction(function=function):
            return lower_function(bindings, symbol.module, function).parameters
        case BoundClass():
            made = constructor_of(bindings, class_order(bindings, symbol).classes)
            return made.parameters if isinstance(made, Constructor) else ()
        case _:
            return ()


def _shared(route: Route, source: Parameter, taken: _Taken, plain: Parameter) -> Diagnostic:
    how = f"with `{taken.marker}()`" if taken.written else "by its type"
    # What stands beside a file in a form is a field.
    advised = "Form" if taken.marker == "File" else taken.marker
    advice = f"write `{plain.name}` with `{advised}()` too, so that each has a name in the body"
    if plain.kind is ParameterKind.VAR_KEYWORD:
        advice = f"list the keys one by one instead of `**{plain.name}`, each with `{advised}()`"
    return Diagnostic(
        code=codes.MIXED_BODY,
        message=f"`{taken.parameter.name}`, on which `{source.name}` of `{route.function.name}` "
        f"depends, takes the body {how}, and so does `{plain.name}` without a marker",
        primary=Label(span=source.span, text="depends on it"),
        labels=(
            Label(span=taken.parameter.span, text="takes the body"),
            Label(span=plain.span, text="plain here"),
        ),
        help=advice,
    )
