"""Imports by call: `importlib.import_module("name")` and `__import__("name")` with a literal name."""

from collections.abc import Mapping

from flashc.ir.syntax import (
    Attribute,
    Call,
    Constant,
    Expression,
    Import,
    ImportFrom,
    ModuleSyntax,
    Name,
    walk,
)

# A module whose text has none of them imports nothing by call; reading every expression is slow.
_SIGNS = ("import_module", "__import__")
_FUNCTIONS = frozenset({"importlib.import_module", "builtins.__import__", "__import__"})


def may_import_by_call(module: ModuleSyntax) -> bool:
    """Whether the expressions of a module have to be read for imports."""
    return any(sign in module.source.text for sign in _SIGNS)


def callables_in(module: ModuleSyntax) -> Mapping[str, str]:
    """Give what the module's imports, wherever they stand, call by which name.

    Bindings do not exist yet: what they are made of is still being looked for.
    """
    found = {"__import__": "__import__"}
    for statement in walk(module.body):
        if isinstance(statement, Import):
            for one in statement.modules:
                top = one.module.partition(".")[0]
                found[one.alias or top] = one.module if one.alias else top
        elif isinstance(statement, ImportFrom) and not statement.level:
            for name in statement.names:
                found[name.alias or name.name] = f"{statement.module}.{name.name}"
    return found


def imported_by(
    expression: Expression, module: ModuleSyntax, callables: Mapping[str, str]
) -> str | None:
    """Give the module that a call imports, by its absolute name; None for anything else."""
    if not isinstance(expression, Call) or not expression.arguments:
        return None
    called = _dotted(expression.function, callables)
    name = _text(expression.arguments[0])
    if called not in _FUNCTIONS or not name:
        return None
    if not name.startswith("."):
        return name
    return None if called.endswith("__import__") else _absolute(name, expression, module)


def _dotted(expression: Expression, callables: Mapping[str, str]) -> str:
    if isinstance(expression, Name):
        return callables.get(expression.id, "")
    if isinstance(expression, Attribute):
        owner = _dotted(expression.value, callables)
        return f"{owner}.{expression.name}" if owner else ""
    return ""


def _text(expression: Expression) -> str | None:
    is_text = isinstance(expression, Constant) and isinstance(expression.value, str)
    return str(expression.value) if isinstance(expression, Constant) and is_text else None


def _absolute(name: str, call: Call, module: ModuleSyntax) -> str | None:
    """Resolve leading dots from the package that the call names."""
    named = (one.value for one in call.keywords if one.name == "package")
    given = next(iter((*call.arguments[1:2], *named)), None)
    package = _text(given) if given is not None else None
    if isinstance(given, Name) and given.id in {"__package__", "__name__"}:
        own = module.name if module.source.is_package else module.name.rpartition(".")[0]
        package = module.name if given.id == "__name__" else own
    rest = name.lstrip(".")
    parts = (package or "").split(".")
    kept = parts[: len(parts) - (len(name) - len(rest) - 1)]
    return ".".join((*kept, rest)) if package and kept and rest else None
