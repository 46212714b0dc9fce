"""FC404, FC406: annotations that lead nowhere, and parameter kinds that are not emitted yet."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import Function, MarkerDefault, Parameter
from flashc.ir.program import Program
from flashc.ir.types import AnnotatedType, ClassKind, LibraryType, ProjectType, Type, UnknownType
from flashc.passes.program_walk import job_functions_of, routes_of
from flashc.passes.shape.bind import FILES, INJECTED
from flashc.passes.types.dependencies import is_dependency
from flashc.passes.types.parts import parts_of
from flashc.passes.types.usable import NOT_YET, is_usable_library

ANNOTATE = "annotate with a scalar, a list, a dictionary, a pydantic model or a dataclass"


def check_annotations(program: Program) -> Iterator[Diagnostic]:
    """Report each parameter of a route or job whose type generated code cannot state."""
    seen: set[object] = set()
    routes = (route.function for _, route in routes_of(program))
    for function in (*routes, *job_functions_of(program)):
        for parameter in function.parameters:
            if parameter.type_span in seen or _depends(parameter):
                continue
            seen.add(parameter.type_span)
            for part in parts_of(parameter.type):
                yield from _report(function, parameter, part)


def _depends(parameter: Parameter) -> bool:
    """Whether a dependency gives the value: then no request has to state its type."""
    default, kind = parameter.default, parameter.type
    given = (default.code,) if isinstance(default, MarkerDefault) else ()
    return is_dependency((*given, *(kind.metadata if isinstance(kind, AnnotatedType) else ())))


def _report(function: Function, parameter: Parameter, part: Type) -> Iterator[Diagnostic]:
    match part:
        case LibraryType(name=name) if name in FILES | INJECTED:
            return
        case LibraryType(name=name) if name.startswith(NOT_YET):
            yield _not_supported(function, parameter, name)
        case ProjectType(kind=ClassKind.OLD_TYPED_DICT, name=name):
            yield _unknown(
                parameter,
                f"before Python 3.12 pydantic cannot validate `{name}`",
                "import `TypedDict` from `typing_extensions`",
            )
        case LibraryType(name=name) if not is_usable_library(name):
            shown = name.removeprefix("builtins.")
            yield _unknown(parameter, f"`{shown}` is not a type that a request can state")
        case ProjectType(kind=ClassKind.OTHER, name=name):
            yield _unknown(parameter, f"`{name}` is neither a model nor a dataclass")
        case UnknownType(text=text, reason=reason, marked=False, advice=advice):
            yield _unknown(parameter, f"`{text}` {reason}", advice or ANNOTATE)
        case _:
            return


def _not_supported(function: Function, parameter: Parameter, name: str) -> Diagnostic:
    return Diagnostic(
        code=codes.NOT_SUPPORTED_YET,
        message=f"`{parameter.name}` of `{function.name}` is a `{name}`, "
        "which a request cannot state",
        primary=Label(span=parameter.type_span),
        help="take JSON values: scalars, lists, dictionaries or models",
    )


def _unknown(parameter: Parameter, why: str, advice: str = ANNOTATE) -> Diagnostic:
    return Diagnostic(
        code=codes.UNKNOWN_ANNOTATION,
        message=f"the annotation of `{parameter.name}` is not used: {why}",
        primary=Label(span=parameter.type_span, text="passed on as it was sent"),
        help=advice,
    )
