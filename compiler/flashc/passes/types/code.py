"""Code: which expressions of the user's a generated module can repeat, and what they name."""

from flashc.ir.bindings import Bindings, Defined, External
from flashc.ir.code import CallCode, Code, LibraryName, ListCode, LiteralCode, ProjectName
from flashc.ir.facts import Known
from flashc.ir.syntax import (
    Attribute,
    Call,
    Display,
    DisplayKind,
    EllipsisConstant,
    Expression,
    Name,
    Starred,
)
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up

# FastAPI's own parameter functions: a default or an annotation's metadata that is one of them says
# where the value comes from, so FastAPI gets it as it is written.
MARKERS = frozenset(
    f"{package}.{name}"
    for package in ("fastapi", "fastapi.param_functions", "fastapi.params")
    for name in (
        *("Body", "Cookie", "Depends", "File", "Form", "Header", "Path", "Query", "Security"),
    )
)

# Those that take a value from the request, where there may be none.
VALUES = frozenset({"Body", "Cookie", "File", "Form", "Header", "Query"})


def code_of(bindings: Bindings, module: str, expression: Expression) -> Code | None:
    """Give `expression` of `module` as code that means the same elsewhere; None if it cannot be."""
    fact = fold(bindings, module, expression)
    if isinstance(fact, Known) and isinstance(fact.value, str | bytes | int | float | None):
        return LiteralCode(value=fact.value)
    match expression:
        case Name() | Attribute():
            return _name(bindings, module, expression)
        case Call():
            return _call(bindings, module, expression)
        case Display(kind=DisplayKind.LIST | DisplayKind.TUPLE):
            items = [code_of(bindings, module, item) for item in expression.items]
            known = tuple(item for item in items if item is not None)
            return ListCode(items=known) if len(known) == len(items) else None
        case EllipsisConstant():
            return LibraryName(name="builtins.Ellipsis")
        case _:
            return None


def marker_of(code: Code) -> str | None:
    """Give the name of FastAPI's parameter function that `code` calls or names: `Depends`."""
    function = code.function if isinstance(code, CallCode) else code
    if not isinstance(function, LibraryName) or function.name not in MARKERS:
        return None
    return function.name.rpartition(".")[2]


def modules_in(code: Code) -> frozenset[str]:
    """Give the user's modules that `code` names."""
    match code:
        case ProjectName():
            return frozenset({code.module})
        case CallCode():
            inner = (*code.arguments, *(value for _, value in code.keywords))
            return modules_in(code.function).union(*(modules_in(part) for part in inner))
        case ListCode():
            return frozenset().union(*(modules_in(item) for item in code.items))
        case _:
            return frozenset()


def _name(
    bindings: Bindings, module: str, expression: Name | Attribute
) -> ProjectName | LibraryName | None:
    symbol = look_up(bindings, module, expression)
    if isinstance(symbol, Defined):
        return ProjectName(module=symbol.module, name=symbol.name)
    followed = follow(bindings, symbol)
    return LibraryName(name=followed.name) if isinstance(followed, External) else None


def _call(bindings: Bindings, module: str, call: Call) -> CallCode | None:
    function = call.function
    callee = _name(bindings, module, function) if isinstance(function, Name | Attribute) else None
    if callee is None or any(isinstance(a, Starred) for a in call.arguments):
        return None
    arguments = [code_of(bindings, module, argument) for argument in call.arguments]
    keywords = [(k.name, code_of(bindings, module, k.value)) for k in call.keywords]
    known = tuple(argument for argument in arguments if argument is not None)
    named = tuple((n, v) for n, v in keywords if n is not None and v is not None)
    if len(known) != len(arguments) or len(named) != len(keywords):
        return None
    return CallCode(function=callee, arguments=known, keywords=named)
