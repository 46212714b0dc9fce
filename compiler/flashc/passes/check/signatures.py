"""FC401 to FC405, FC701, FC702, FC305: whether a request can fill a function's parameters."""

from collections.abc import Iterator

from flashc import codes
from flashc.diagnostic import Diagnostic, Label
from flashc.ir.functions import MarkerDefault, NoDefault, Parameter
from flashc.ir.program import Method, Program, Route
from flashc.ir.shape import FormBody, NoBody, ObjectBody, Shape, WholeBody
from flashc.ir.syntax import ParameterKind
from flashc.ir.types import AnnotatedType, AnyType, UnknownType
from flashc.passes.program_walk import routes_of
from flashc.passes.shape.bind import bind, is_file, is_scalar
from flashc.passes.types.code import marker_of
from flashc.source import Span


def check_signatures(program: Program) -> Iterator[Diagnostic]:
    """Report, per route, what HTTP cannot fill and what it would fill otherwise than it looks."""
    elsewhere = _taken_elsewhere(program)
    for _, route in routes_of(program):
        shape = bind(route)
        yield from _kinds(route)
        yield from _path_parameters(route, shape, elsewhere)
        yield from _query(route, shape)
        yield from _body(route, shape)


def _taken_elsewhere(program: Program) -> frozenset[Span]:
    """Give the parameters that some route takes elsewhere than from its path."""
    return frozenset(
        parameter.span
        for _, route in routes_of(program)
        for parameter in route.function.parameters
        if parameter.name not in {captured.name for captured in route.path.parameters}
    )


def _kinds(route: Route) -> Iterator[Diagnostic]:
    for parameter in route.function.parameters:
        advice = _ADVICE.get(parameter.kind)
        if parameter.kind is ParameterKind.VAR_KEYWORD and route.method is Method.GET:
            advice = "list the query parameters one by one"
        if parameter.kind is ParameterKind.VAR_KEYWORD and route.method is Method.DELETE:
            advice = "list the query parameters one by one"
        if advice is not None:
            yield Diagnostic(
                code=codes.UNSUPPORTED_PARAMETER,
                message=f"`{parameter.name}` of `{route.function.name}` is {_KINDS[parameter.kind]}, "
                "which a request cannot fill",
                primary=Label(span=parameter.span),
                labels=(Label(span=route.span, text=f"{route.method} {route.path.text}"),),
                help=advice,
            )


def _path_parameters(
    route: Route, shape: Shape, elsewhere: frozenset[Span]
) -> Iterator[Diagnostic]:
    taken = {source.parameter.name for source in shape.path}
    taken |= {source.parameter.name for source in shape.framework}
    for name in (parameter.name for parameter in route.path.parameters):
        if name not in taken:
            yield _not_taken(route, name)
    for source in shape.path:
        if not is_scalar(source.type):
            yield Diagnostic(
                code=codes.PATH_PARAMETER_TYPE,
                message=f"path parameter `{source.parameter.name}` cannot be of this type",
                primary=Label(span=source.parameter.type_span, text="one segment cannot hold it"),
                labels=(Label(span=route.path_span, text="captured here"),),
                help="take a scalar such as `str` or `int`, or move the parameter to the body",
            )
        elif (
            not isinstance(source.parameter.default, NoDefault)
            and source.parameter.span not in elsewhere
        ):
            yield Diagnostic(
                code=codes.PATH_PARAMETER_DEFAULT,
                message=f"the default of path parameter `{source.parameter.name}` is never used",
                primary=Label(span=source.parameter.span),
                labels=(Label(span=route.path_span, text="always captured here"),),
                help="remove the default, or take the parameter out of the path",
            )


def _not_taken(route: Route, name: str) -> Diagnostic:
    used = {parameter.name for parameter in route.path.parameters}
    free = [p.name for p in route.function.parameters if p.name not in used]
    path = route.path.text
    advice = f"add a parameter `{name}` to `{route.function.name}`"
    if len(free) == 1:
        renamed = path.replace("{" + name, "{" + free[0])
        advice = f"rename the parameter to `{name}`, or write `{renamed}`"
    return Diagnostic(
        code=codes.PATH_PARAMETER_NOT_TAKEN,
        message=f"`{{{name}}}` is in the path, but `{route.function.name}` takes no `{name}`",
        primary=Label(span=route.path_span, text="captured here"),
        labels=(Label(span=route.function.span, text="this function never receives it"),),
        help=advice,
    )


def _query(route: Route, shape: Shape) -> Iterator[Diagnostic]:
    for source in shape.query:
        if isinstance(source.parameter.type, AnyType) and not source.parameter.annotated:
            name = source.parameter.name
            yield Diagnostic(
                code=codes.UNANNOTATED_QUERY,
                message=f"query parameter `{name}` has no annotation, so it arrives as text",
                primary=Label(span=source.parameter.span),
                labels=(Label(span=route.method_span, text="a query is text"),),
                help=f"annotate it: `{name}: str`, or `{name}: int` to have it converted",
            )


def _body(route: Route, shape: Shape) -> Iterator[Diagnostic]:
    match shape.body:
        case NoBody():
            return
        case WholeBody(parameter=parameter):
            filled = [parameter]
        case ObjectBody(keys=keys):
            filled = [key.parameter for key in keys]
        case FormBody(files=files, fields=fields):
            filled = [*(file.parameter for file in files), *(f.parameter for f in fields)]
    yield from _mixed(shape, filled)
    if route.method.has_body:
        return
    is_form = isinstance(shape.body, FormBody)
    for parameter in filled:
        if route.method is Method.GET or (is_form and is_file(parameter.type)):
            yield _without_body(route, parameter)
        else:
            yield _on_delete(route, parameter)


def _mixed(shape: Shape, filled: list[Parameter]) -> Iterator[Diagnostic]:
    """Report `Body()`, `Form()` and `File()` beside parameters that need the body as well."""
    for source in shape.framework:
        marker = _body_marker(source.parameter)
        if marker is not None:
            yield Diagnostic(
                code=codes.MIXED_BODY,
                message=f"`{source.parameter.name}` takes the body with `{marker}()`, "
                f"and so does `{filled[0].name}` without",
                primary=Label(span=source.parameter.span, text=f"`{marker}()` here"),
                labels=(Label(span=filled[0].span, text="plain here"),),
                help=f"write both with `{marker}()`, or both without",
            )


def _body_marker(parameter: Parameter) -> str | None:
    default, kind = parameter.default, parameter.type
    found = [marker_of(default.code)] if isinstance(default, MarkerDefault) else []
    if isinstance(kind, AnnotatedType):
        found += [marker_of(code) for code in kind.metadata]
    return next((name for name in found if name in {"Body", "Form", "File"}), None)


def _without_body(route: Route, parameter: Parameter) -> Diagnostic:
    method, kind = route.method, parameter.type
    why, advice = (
        "does not fit into a query",
        f"use {_POST}, or take scalars and lists of scalars",
    )
    if isinstance(kind, UnknownType):
        why = f"{kind.reason}, so it is not known to fit"
        advice = kind.advice or "annotate it with a scalar"
    return Diagnostic(
        code=codes.BODY_ON_GET,
        message=f"`{parameter.name}` of `{route.function.name}` needs a body, "
        f"and {method} has none",
        primary=Label(span=parameter.type_span, text=why),
        labels=(Label(span=route.method_span, text=f"{method} here"),),
        help=advice,
    )


def _on_delete(route: Route, parameter: Parameter) -> Diagnostic:
    return Diagnostic(
        code=codes.BODY_ON_DELETE,
        message=f"`{parameter.name}` of `{route.function.name}` is sent in the body of a DELETE",
        primary=Label(span=parameter.type_span),
        labels=(Label(span=route.method_span, text="proxies may drop a DELETE's body"),),
        help=f"use {_POST}, or take the values from the path or the query",
    )


# As `@remote` says it, and as `Endpoint` does.
_POST = '`method="POST"` (`@api.post`)'
_KINDS = {
    ParameterKind.POSITIONAL_ONLY: "positional-only",
    ParameterKind.VAR_POSITIONAL: "`*args`",
    ParameterKind.VAR_KEYWORD: "`**kwargs`",
}
_ADVICE = {
    ParameterKind.POSITIONAL_ONLY: "remove the `/` from the signature",
    ParameterKind.VAR_POSITIONAL: "take a list instead: `items: list[str]`",
}
