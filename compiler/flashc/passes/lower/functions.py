"""Functions: a definition's signature with its types and defaults understood."""

from flashc.ir.bindings import Bindings
from flashc.ir.code import CallCode, ProjectName
from flashc.ir.expressions import Expression
from flashc.ir.facts import Known
from flashc.ir.functions import (
    Default,
    Function,
    LiteralDefault,
    MarkerDefault,
    NoDefault,
    OtherDefault,
    Parameter,
    UnclearDefault,
)
from flashc.ir.syntax import Class
from flashc.ir.syntax import Function as FunctionSyntax
from flashc.ir.syntax import Parameter as ParameterSyntax
from flashc.ir.types import (
    AnnotatedType,
    AnyType,
    LibraryType,
    LiteralType,
    NoneType,
    Type,
    UnionType,
)
from flashc.passes.fold import fold
from flashc.passes.secrets import hidden, secret_in, without_secrets
from flashc.passes.types.annotations import type_of
from flashc.passes.types.code import marker_code
from flashc.passes.types.dependencies import annotated_with_classes, with_class
from flashc.passes.types.markers import may_mark
from flashc.passes.types.showable import is_showable
from flashc.source import Span


def lower_function(bindings: Bindings, module: str, definition: FunctionSyntax) -> Function:
    """Understand the signature of a function of `module`."""
    return Function(
        module=module,
        name=definition.name,
        parameters=tuple(
            _parameter(bindings, module, one, definition.name_span) for one in definition.parameters
        ),
        is_async=definition.is_async,
        is_generator=definition.is_generator,
        docstring=without_secrets(definition.docstring or "") or None,
        span=definition.name_span,
        secret=secret_span(bindings, module, definition),
    )


def secret_span(bindings: Bindings, module: str, definition: FunctionSyntax | Class) -> Span | None:
    """Give where the docstring of a definition holds what looks like a secret."""
    secret = secret_in(definition.docstring or "")
    if secret is None:
        return None
    # What the text escapes is not found in it: then the name stands for the place.
    at = bindings.modules[module].source.text.find(secret, definition.span.end)
    place = definition.name_span
    return place if at < 0 else Span(path=place.path, start=at, end=at + len(secret))


def _parameter(
    bindings: Bindings, module: str, parameter: ParameterSyntax, function: Span
) -> Parameter:
    kind = annotated_with_classes(type_of(bindings, module, parameter.annotation, function))
    return Parameter(
        name=parameter.name,
        kind=parameter.kind,
        type=kind,
        annotated=parameter.annotation is not None,
        default=hidden(parameter.name, _default(bindings, module, parameter.default, kind)),
        span=parameter.name_span,
        type_span=parameter.annotation.span if parameter.annotation else parameter.name_span,
    )


def _default(bindings: Bindings, module: str, expression: Expression | None, kind: Type) -> Default:
    if expression is None:
        return NoDefault()
    marker = marker_code(bindings, module, expression)
    code = with_class(marker, kind) if marker is not None else None
    if isinstance(code, CallCode | ProjectName):
        return MarkerDefault(code=code)
    if may_mark(bindings, module, expression):
        text = bindings.modules[module].source.slice(expression.span)
        return UnclearDefault(text=text, span=expression.span)
    return lower_value(bindings, module, expression, kind)


def lower_value(
    bindings: Bindings, module: str, expression: Expression, kind: Type
) -> LiteralDefault | OtherDefault:
    """Understand the value that stands where none is given, for something of type `kind`."""
    fact = fold(bindings, module, expression)
    if not isinstance(fact, Known) or not isinstance(fact.value, str | bytes | int | float | None):
        return OtherDefault()
    value = fact.value
    if not is_showable(value):
        return OtherDefault()
    return LiteralDefault(value=value) if value is None or fits(kind, value) else OtherDefault()


def fits(kind: Type, value: str | bytes | float | None) -> bool:
    """Whether a literal is of the declared type as it stands, so that generated code may repeat it."""
    match kind:
        case AnyType():
            return True
        case NoneType():
            return value is None
        case UnionType():
            return any(fits(member, value) for member in kind.members)
        case LiteralType():
            return any(type(v) is type(value) and v == value for v in kind.values)
        case LibraryType():
            return type(value).__name__ in _FITTING.get(kind.name, ())
        case AnnotatedType():
            return fits(kind.base, value)
        case _:
            return False


_FITTING = {
    "builtins.str": ("str",),
    "builtins.bytes": ("bytes",),
    "builtins.int": ("int", "bool"),
    "builtins.float": ("float", "int", "bool"),
    "builtins.bool": ("bool",),
}
