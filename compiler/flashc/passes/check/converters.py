"""FC409: path parameters of a type that nothing their converter gives can be."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.program import Program, Route
from flashc.ir.types import DistinctType, LibraryType, LiteralType, NoneType, Type, UnionType
from flashc.passes.program_walk import routes_of
from flashc.passes.shape.bind import CONVERTED, SCALARS, bind
from flashc.source import Span

_UUID = "uuid.UUID"
_GIVEN = {"int": "an `int`", "float": "a `float`", "uuid": "a `UUID`"}
# What pydantic makes of no number.
_NEVER_A_NUMBER = frozenset({"builtins.str", "pathlib.Path", _UUID})


def check_converters(program: Program) -> Iterator[Diagnostic]:
    """Report each route that would answer 422 to everybody."""
    for _, route in routes_of(program):
        converters = {one.name: one.converter for one in route.path.parameters}
        for source in bind(route).path:
            converter = converters[source.parameter.name]
            if converter in CONVERTED and _never(source.type, converter):
                yield _problem(route, source.parameter.name, converter, source.parameter.type_span)


def _never(kind: Type, converter: str) -> bool:
    """Whether no value of the converter is one of the type; False where only pydantic could tell."""
    match kind:
        case LibraryType():
            refused = SCALARS - {_UUID} if converter == "uuid" else _NEVER_A_NUMBER
            return kind.name in refused
        case LiteralType():
            # No literal is a UUID.
            return converter == "uuid" or all(isinstance(value, str) for value in kind.values)
        case UnionType():
            members = [member for member in kind.members if not isinstance(member, NoneType)]
            return all(_never(member, converter) for member in members)
        case DistinctType():
            return _never(kind.base, converter)
        case _:
            return False


def _problem(route: Route, name: str, converter: str, span: Span) -> Diagnostic:
    given = CONVERTED[converter].rpartition(".")[2]
    return Diagnostic(
        code=codes.CONVERTED_OTHERWISE,
        message=f"path parameter `{name}` of `{route.function.name}` is never of this type",
        primary=Label(span=span, text="every request would be answered 422"),
        labels=(Label(span=route.path_span, text=f"`:{converter}` gives {_GIVEN[converter]}"),),
        help=f"annotate it as `{given}`, or write `{{{name}}}` in the path",
    )
