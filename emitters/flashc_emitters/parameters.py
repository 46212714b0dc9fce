"""The parameters of a generated function: how FastAPI is told where each value comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from flashc.ir.plan.handlers import (
    Argument,
    BodyArgument,
    FieldFormat,
    FileArgument,
    FormArgument,
    FrameworkArgument,
    HiddenMarker,
    PathArgument,
    QueryArgument,
)
from flashc.ir.plan.types import AnnotatedType, Default, LiteralDefault, UserDefault
from flashc_emitters.annotations import annotation, expression
from flashc_emitters.layout import Bracket, Piece
from flashc_emitters.literals import python
from flashc_emitters.names import called

Marked = QueryArgument | BodyArgument | FileArgument | FormArgument


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter as Python; `helpers` are the imported names that it uses."""

    piece: Piece
    has_default: bool
    helpers: frozenset[str]


def parameters(arguments: tuple[Argument, ...], names: Mapping[str, str]) -> tuple[Parameter, ...]:
    """Return the parameters; Python wants those without a default first."""
    printed = [_parameter(argument, names) for argument in arguments]
    return tuple(sorted(printed, key=lambda parameter: parameter.has_default))


def _parameter(argument: Argument, names: Mapping[str, str]) -> Parameter:
    match argument:
        case PathArgument():
            return _plain(argument.name, annotation(argument.type), "")
        case QueryArgument():
            return _query(argument, names)
        case BodyArgument():
            return _body(argument, names)
        case FileArgument():
            return _marked("File", argument, [], names, always=True)
        case FormArgument():
            return _form(argument, names)
        case FrameworkArgument():
            return _framework(argument, names)
        case _:
            assert_never(argument)


def _query(argument: QueryArgument, names: Mapping[str, str]) -> Parameter:
    settings = []
    if argument.key != argument.name:
        settings.append(f"alias={python.string(argument.key)}")
    return _marked("Query", argument, settings, names, always=argument.repeated)


def _body(argument: BodyArgument, names: Mapping[str, str]) -> Parameter:
    settings = []
    if argument.optional:
        settings.append(f"default_factory={annotation(argument.type)}")
    return _marked("Body", argument, settings, names, always=False)


def _form(argument: FormArgument, names: Mapping[str, str]) -> Parameter:
    lists = ("or_json_array",) if argument.format is FieldFormat.LIST else ()
    return _marked("Form", argument, [], names, always=True, metadata=lists)


def _framework(argument: FrameworkArgument, names: Mapping[str, str]) -> Parameter:
    """Return what FastAPI is told by the user: a marker as the default, or by the type alone."""
    if isinstance(argument.marker, HiddenMarker):
        call = Bracket(
            before=f"{argument.name}: {annotation(argument.type)} = {called('marker_of', names)}(",
            items=(argument.marker.function, python.string(argument.name)),
            after=")",
        )
        return Parameter(piece=call, has_default=True, helpers=frozenset({"marker_of"}))
    if argument.marker is None:
        return _plain(argument.name, annotation(argument.type), _default(argument.default))
    return _plain(argument.name, annotation(argument.type), f" = {expression(argument.marker)}")


def _type_of(argument: Marked, names: Mapping[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the type as FastAPI reads it, what is said about it, and the helpers that both use."""
    kind = argument.type
    if isinstance(argument, FormArgument) and argument.format is FieldFormat.JSON:
        return (f"{called('Json', names)}[{annotation(kind)}]",), frozenset({"Json"})
    if isinstance(kind, AnnotatedType):
        # One `Annotated` in another says the same as a longer one.
        return (annotation(kind.base), *map(expression, kind.metadata)), frozenset()
    return (annotation(kind),), frozenset()


def _marked(
    marker: str,
    argument: Marked,
    settings: list[str],
    names: Mapping[str, str],
    *,
    always: bool,
    metadata: tuple[str, ...] = (),
) -> Parameter:
    """Return `name: Annotated[type, marker(settings)]`, or the plain form where that says it all.

    `metadata` are helpers that stand before the marker.
    """
    stated, used = _type_of(argument, names)
    helpers = {marker, "Annotated", *metadata, *used}
    if isinstance(argument.default, UserDefault):
        settings = [*settings, f"default_factory={called('unset', names)}"]
        helpers.add("unset")
    default = _default(argument.default)
    if not settings and not always:
        return _plain(argument.name, annotation(argument.type), default)
    call = Bracket(before=f"{called(marker, names)}(", items=tuple(settings), after=")")
    annotated = Bracket(
        before=f"{argument.name}: {called('Annotated', names)}[",
        items=(*stated, *(called(each, names) for each in metadata), call),
        after="]" + default,
    )
    return Parameter(piece=annotated, has_default=bool(default), helpers=frozenset(helpers))


def _plain(name: str, type_: str, default: str) -> Parameter:
    return Parameter(
        piece=f"{name}: {type_}{default}", has_default=bool(default), helpers=frozenset()
    )


def _default(default: Default) -> str:
    return f" = {python.literal(default.value)}" if isinstance(default, LiteralDefault) else ""
