"""Code: which expressions of the user's a generated module can repeat, and what they name."""

from dataclasses import replace

from flashc.ir.bindings import Bindings, BoundValue, Defined, External
from flashc.ir.code import (
    CallCode,
    Code,
    DictCode,
    LibraryName,
    ListCode,
    LiteralCode,
    ProjectName,
)
from flashc.ir.expressions import (
    Attribute,
    Call,
    DictDisplay,
    Display,
    DisplayKind,
    EllipsisConstant,
    Expression,
    Name,
    Starred,
)
from flashc.ir.facts import Known, Scalar
from flashc.passes.fold import fold
from flashc.passes.names.lookup import follow, look_up
from flashc.passes.types.markers import (
    DEPENDENCIES,
    MARKERS,
    call_behind,
    called_marker,
    may_mark,
    names_dependency,
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
        case DictDisplay():
            return _dictionary(bindings, module, expression)
        case EllipsisConstant():
            return LibraryName(name="builtins.Ellipsis")
        case _:
            return None


def marker_of(code: Code) -> str | None:
    """Give the name of FastAPI's parameter function that `code` calls or names: `Depends`."""
    function = code.function if isinstance(code, CallCode) else code
    if isinstance(function, ProjectName):
        return function.marker
    if not isinstance(function, LibraryName) or function.name not in MARKERS:
        return None
    return function.name.rpartition(".")[2]


def marker_code(
    bindings: Bindings, module: str, expression: Expression
) -> CallCode | ProjectName | None:
    """Give a marker of FastAPI's as code that means the same elsewhere; None for all else."""
    code = code_of(bindings, module, expression)
    is_marker = isinstance(code, CallCode | ProjectName) and marker_of(code) is not None
    return code if is_marker and isinstance(code, CallCode | ProjectName) else None


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
        case DictCode():
            return frozenset().union(*(modules_in(value) for _, value in code.items))
        case _:
            return frozenset()


def _dictionary(bindings: Bindings, module: str, display: DictDisplay) -> DictCode | None:
    """Give a dictionary whose keys are literals; of pairs with one key the first key, the last value."""
    found: dict[Scalar, tuple[Code, Code]] = {}
    for item in display.items:
        key = None if item.key is None else code_of(bindings, module, item.key)
        value = code_of(bindings, module, item.value)
        if not isinstance(key, LiteralCode) or value is None:
            return None
        first, _ = found.get(key.value, (key, value))
        found[key.value] = (first, value)
    return DictCode(items=tuple(found.values()))


def _name(bindings: Bindings, module: str, expression: Name | Attribute) -> Code | None:
    """Give a name, or the marker that it stands for where the marker says nothing by itself."""
    found = call_behind(bindings, module, expression)
    marker = called_marker(bindings, *found) if found else None
    if found and marker in DEPENDENCIES and not names_dependency(found[1]):
        return _call(bindings, *found)
    code = _reference(bindings, module, expression)
    if not isinstance(code, ProjectName):
        return code
    if marker is None and may_mark(bindings, module, expression):
        # FastAPI itself sees what the object is.
        marker = "Depends"
    return replace(code, marker=marker)


def _reference(
    bindings: Bindings, module: str, expression: Name | Attribute
) -> ProjectName | LibraryName | None:
    symbol = look_up(bindings, module, expression)
    if isinstance(symbol, Defined):
        return ProjectName(module=symbol.module, name=symbol.name)
    followed = follow(bindings, symbol)
    if isinstance(followed, External):
        return LibraryName(name=followed.name)
    return _attribute(bindings, module, expression) if isinstance(expression, Attribute) else None


def _attribute(bindings: Bindings, module: str, expression: Attribute) -> ProjectName | None:
    """Give an attribute of an object that a module of the project binds: `checker.check`."""
    owner = expression.value
    found = _reference(bindings, module, owner) if isinstance(owner, Name | Attribute) else None
    if not isinstance(found, ProjectName):
        return None
    symbol = follow(bindings, look_up(bindings, module, owner))
    # What a class or a function lacks is a mistake; an object may have any attribute.
    if isinstance(symbol, Defined) and not isinstance(symbol.binding.bound, BoundValue):
        return None
    return ProjectName(module=found.module, name=f"{found.name}.{expression.name}")


def _call(bindings: Bindings, module: str, call: Call) -> CallCode | None:
    function = call.function
    callee = (
        _reference(bindings, module, function) if isinstance(function, Name | Attribute) else None
    )
    if isinstance(callee, ProjectName):
        callee = replace(callee, marker=called_marker(bindings, module, call))
    if callee is None or any(isinstance(a, Starred) for a in call.arguments):
        return None
    arguments = [code_of(bindings, module, argument) for argument in call.arguments]
    keywords = [(k.name, code_of(bindings, module, k.value)) for k in call.keywords]
    known = tuple(argument for argument in arguments if argument is not None)
    named = tuple((n, v) for n, v in keywords if n is not None and v is not None)
    if len(known) != len(arguments) or len(named) != len(keywords):
        return None
    return CallCode(function=callee, arguments=known, keywords=named)
