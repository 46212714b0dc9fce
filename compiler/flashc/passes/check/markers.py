"""FC408: what is or may be a marker of FastAPI's, and cannot be repeated in generated code."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import Function, Parameter, UnclearDefault
from flashc.ir.program import Program
from flashc.ir.types import UnknownType
from flashc.passes.program_walk import job_functions_of, routes_of
from flashc.passes.types.parts import parts_of
from flashc.source import Span


def check_markers(program: Program) -> Iterator[Diagnostic]:
    """Report each default and annotation that FastAPI may read otherwise than generated code."""
    routes = (route.function for _, route in routes_of(program))
    seen: set[Span] = set()
    for function in (*routes, *job_functions_of(program)):
        for parameter in function.parameters:
            if parameter.span not in seen:
                seen.add(parameter.span)
                yield from _check(function, parameter)


def _check(function: Function, parameter: Parameter) -> Iterator[Diagnostic]:
    default = parameter.default
    if isinstance(default, UnclearDefault):
        is_name = default.text.replace(".", "").isidentifier()
        advice = (
            f"bind `{default.text}` once, at module level, to a marker that says all itself"
            if is_name
            else f"give it a name at module level: `NAME = {default.text}`, then `= NAME` here"
        )
        yield _unclear(function, parameter, default.span, advice)
    for part in parts_of(parameter.type):
        if isinstance(part, UnknownType) and part.marked:
            advice = "write `Annotated[..., NAME]` here, with `NAME = Depends(...)` at module level"
            yield _unclear(function, parameter, parameter.type_span, advice)
            return


def _unclear(function: Function, parameter: Parameter, span: Span, advice: str) -> Diagnostic:
    return Diagnostic(
        code=codes.UNCLEAR_MARKER,
        message=f"`{parameter.name}` of `{function.name}` may be filled by FastAPI, "
        "in a way that generated code cannot repeat",
        primary=Label(span=span, text="holds or makes a `Depends`, `Header`, `Query` ..."),
        help=advice,
    )
