"""Calls that are computed: copies of containers, and text from what is known."""

from collections.abc import Mapping

from flashc.ir.expressions import Call, Constant, DictDisplay, DictItem, Display, DisplayKind
from flashc.ir.facts import Value
from flashc.passes.fold.members import member_named
from flashc.passes.fold.operations import METHODS, call_method, formatted
from flashc.passes.fold.truth import truth

CONTAINERS = frozenset({"builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset"})


def call_builtin(name: str, arguments: list[Value], keywords: dict[str, Value]) -> Value:
    """Compute `list(x)`, `dict(x, a=1)`, `str(x)` and their kin; None for all others."""
    if name == "builtins.dict" and all(isinstance(argument, Mapping) for argument in arguments):
        merged: dict[str, Value] = {}
        for argument in arguments:
            merged.update(argument if isinstance(argument, Mapping) else {})
        return ({**merged, **keywords}) if len(arguments) <= 1 else None
    if name == "builtins.getattr" and len(arguments) in (2, 3) and not keywords:
        return member_named(arguments[0], arguments[1])
    if keywords or len(arguments) > 1:
        return None
    if name in CONTAINERS:
        given = arguments[0] if arguments else ()
        return (given) if isinstance(given, tuple) else None
    if name == "builtins.bool" and arguments:
        return truth(arguments[0])
    if name == "builtins.str" and arguments:
        return formatted(arguments[0])
    return _number(name, arguments[0]) if arguments else None


def _number(name: str, value: Value) -> Value:
    """Compute `int("3")` and `float("0.5")`, which is how a variable becomes a number."""
    if not isinstance(value, str | int | float):
        return None
    try:
        if name == "builtins.int":
            return int(value)
        return float(value) if name == "builtins.float" else None
    except (ValueError, OverflowError):
        return None


def call_pure(owner: Value, method: str, arguments: list[Value]) -> Value:
    """Compute a method that changes nothing: of text, and `copy` of containers."""
    if method == "copy" and isinstance(owner, tuple | Mapping) and not arguments:
        return owner
    if not isinstance(owner, str):
        return None
    if method == "join" and len(arguments) == 1 and isinstance(arguments[0], tuple):
        parts = [part for part in arguments[0] if isinstance(part, str)]
        return (owner.join(parts)) if len(parts) == len(arguments[0]) else None
    texts = [formatted(a) if method == "format" else a for a in arguments]
    given = [text for text in texts if isinstance(text, str)]
    if (method not in METHODS and method != "format") or len(given) != len(texts):
        return None
    return call_method(owner, method, given)


def given_display(call: Call) -> Display:
    """Give the positional arguments of a call as the tuple that they are."""
    return Display(kind=DisplayKind.TUPLE, items=call.arguments, span=call.span)


def keyword_display(call: Call) -> DictDisplay:
    """Give the keyword arguments of a call as the dictionary that they are."""
    items = tuple(
        DictItem(
            key=None if k.name is None else Constant(value=k.name, span=k.name_span), value=k.value
        )
        for k in call.keywords
    )
    return DictDisplay(items=items, span=call.span)
