"""Imports by call: `importlib.import_module`, `__import__`, and lists of a package by `pkgutil`.

Bindings do not exist yet: what they are made of is still being looked for. So names are followed only
as far as the text of the module itself shows what they are.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.expressions import (
    Attribute,
    BinaryOperation,
    Call,
    Constant,
    Expression,
    FormattedString,
    Name,
)
from flashc.ir.syntax import Assign, Class, Function, Import, ImportFrom, ModuleSyntax, walk
from flashc.passes.names.namespaces import absolute_name

# A module whose text has none of them imports nothing by call; reading every expression is slow.
_SIGNS = ("import_module", "__import__", "iter_modules", "walk_packages")
_FUNCTIONS = frozenset({"importlib.import_module", "builtins.__import__", "__import__"})
_LISTINGS = frozenset({"pkgutil.iter_modules", "pkgutil.walk_packages"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the text of a module says: what its names import, and its constant texts.

    `members` are those of classes, by name, where one class of the module binds the name, once.
    """

    module: ModuleSyntax
    imported: Mapping[str, str]
    constants: Mapping[str, str]
    members: Mapping[str, str]

    @property
    def package(self) -> str:
        """The value of `__package__`."""
        name = self.module.name
        return name if self.module.source.is_package else name.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a call imports: a module; with `whole` any module below it; "" is not known.

    `names` is what decides: the name to import, or the path to list.
    """

    target: str
    whole: bool
    names: Expression


def may_import_by_call(module: ModuleSyntax) -> bool:
    """Whether the expressions of a module have to be read for imports."""
    return any(sign in module.source.text for sign in _SIGNS)


def known_in(module: ModuleSyntax) -> Known:
    """Give what the imports of a module, wherever they stand, and its constants say."""
    found = {"__import__": "__import__"}
    bound: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for statement in walk(module.body):
        match statement:
            case Import():
                for one in statement.modules:
                    top = one.module.partition(".")[0]
                    found[one.alias or top] = one.module if one.alias else top
            case ImportFrom():
                package = absolute_name(module, statement)
                for name in statement.names if package is not None else ():
                    full = f"{package}.{name.name}" if package else name.name
                    found[name.alias or name.name] = full
            case Function():
                bound.update(parameter.name for parameter in statement.parameters)
            case Assign():
                bound.update(one.id for one in statement.targets if isinstance(one, Name))
    for statement in module.body:
        if isinstance(statement, Assign) and len(statement.targets) == 1:
            target, text = statement.targets[0], _text(statement.value)
            if isinstance(target, Name) and bound[target.id] == 1 and text is not None:
                texts[target.id] = text
    return Known(module=module, imported=found, constants=texts, members=_members(module))


def _members(module: ModuleSyntax) -> Mapping[str, str]:
    bound: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for statement in walk(module.body):
        if isinstance(statement, Assign):
            bound.update(one.name for one in statement.targets if isinstance(one, Attribute))
        for inner in statement.body if isinstance(statement, Class) else ():
            if isinstance(inner, Assign):
                text = _text(inner.value)
                for target in inner.targets:
                    if isinstance(target, Name):
                        bound[target.id] += 1
                        texts |= {} if text is None else {target.id: text}
    return {name: text for name, text in texts.items() if bound[name] == 1}


def imported_by(expression: Expression, known: Known) -> Called | None:
    """Give what a call imports, by its absolute name; None for anything else."""
    if not isinstance(expression, Call):
        return None
    called = _dotted(expression.function, known)
    if called in _LISTINGS:
        return _listed(expression, known)
    if called not in _FUNCTIONS:
        return None
    named = (one.value for one in expression.keywords if one.name == "name")
    argument = next(iter((*expression.arguments[:1], *named)), None)
    if argument is None:
        return None
    name, is_complete = _beginning(argument, known)
    if name.startswith("."):
        if called.endswith("__import__"):
            return None
        name = _absolute(name, expression, known) or ""
        is_complete = is_complete and bool(name)
    if is_complete:
        return Called(target=name, whole=False, names=argument) if name else None
    return Called(target=name.rpartition(".")[0], whole=True, names=argument)


def _listed(call: Call, known: Known) -> Called | None:
    named = (one.value for one in call.keywords if one.name == "path")
    path = next(iter((*call.arguments[:1], *named)), None)
    if path is None:
        # All that is installed, which is no business of the project's.
        return None
    target = ""
    if isinstance(path, Attribute) and path.name == "__path__":
        target = _dotted(path.value, known)
    elif isinstance(path, Name) and path.id == "__path__" and known.module.source.is_package:
        target = known.module.name
    return Called(target=target, whole=True, names=path)


def _dotted(expression: Expression, known: Known) -> str:
    if isinstance(expression, Name):
        return known.imported.get(expression.id, "")
    if isinstance(expression, Attribute):
        owner = _dotted(expression.value, known)
        return f"{owner}.{expression.name}" if owner else ""
    return ""


def _text(expression: Expression | None) -> str | None:
    is_text = isinstance(expression, Constant) and isinstance(expression.value, str)
    return str(expression.value) if isinstance(expression, Constant) and is_text else None


def _beginning(expression: Expression, known: Known) -> tuple[str, bool]:
    """Give the text that an expression certainly begins with, and whether that is all of it."""
    match expression:
        case Constant(value=str() as text):
            return text, True
        case Name(id="__name__"):
            return known.module.name, True
        case Name(id="__package__"):
            return known.package, True
        case Name():
            text = known.constants.get(expression.id, "")
            return text, bool(text)
        case Attribute(name="__name__"):
            name = _dotted(expression.value, known)
            return name, bool(name)
        case Attribute(value=Name(id="self" | "cls"), name=name):
            text = known.members.get(name, "")
            return text, bool(text)
        case FormattedString():
            return _begun(expression, known)
        case BinaryOperation(operator="+"):
            left, is_complete = _beginning(expression.left, known)
            if not is_complete:
                return left, False
            right, is_complete = _beginning(expression.right, known)
            return left + right, is_complete
        case BinaryOperation(operator="%", left=Constant(value=str() as text)):
            return text.partition("%")[0], False
        case Call(function=Attribute(name="format", value=Constant(value=str() as text))):
            return text.partition("{")[0], False
        case _:
            return "", False


def _begun(expression: FormattedString, known: Known) -> tuple[str, bool]:
    found = ""
    for part in expression.parts:
        text, is_complete = (part, True) if isinstance(part, str) else ("", False)
        if not isinstance(part, str) and part.plain:
            text, is_complete = _beginning(part.value, known)
        found += text
        if not is_complete:
            return found, False
    return found, True


def _absolute(name: str, call: Call, known: Known) -> str | None:
    """Resolve leading dots from the package that the call names; keeps a last dot."""
    named = (one.value for one in call.keywords if one.name == "package")
    given = next(iter((*call.arguments[1:2], *named)), None)
    package, is_complete = ("", False) if given is None else _beginning(given, known)
    if not is_complete:
        return None
    rest = name.lstrip(".")
    parts = package.split(".")
    kept = parts[: len(parts) - (len(name) - len(rest) - 1)]
    return ".".join((*kept, rest)) if package and kept else None
