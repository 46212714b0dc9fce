"""One generated function: decorator, signature, docstring and the call of the user's function."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashc.ir.plan.handlers import Handler
from flashc_emitters.black_layout import DECORATOR, IN_FUNCTION, IN_LOOP, SIGNATURE
from flashc_emitters.code import Code
from flashc_emitters.layout import INDENT, Bracket, Piece, lay_out
from flashc_emitters.literals import docstrings, python
from flashc_emitters.names import called
from flashc_emitters.parameters import parameters

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """The statements of one generated function; `helpers` are the imported names that they use."""

    decorator: Code
    signature: Code
    docstring: Code | None
    body: Code
    helpers: frozenset[str]


def function(handler: Handler, names: Names) -> Function:
    """Return the generated function of a route."""
    taken = parameters(handler.arguments, names)
    helpers = {"Any"}.union(*(parameter.helpers for parameter in taken))
    if any(argument.only_if_sent for argument in handler.passed):
        helpers.add("given")
    pieces = tuple(parameter.piece for parameter in taken)
    return Function(
        decorator=_decorator(handler, names),
        signature=_signature(handler, pieces, names),
        docstring=docstrings.docstring_or_none(handler.docstring, INDENT),
        body=_body(handler, names),
        helpers=frozenset(helpers),
    )


def _decorator(handler: Handler, names: Names) -> Code:
    register = f"@{called('app', names)}.{handler.method.lower()}("
    items = (python.string(handler.path), f"operation_id={python.string(handler.operation_id)}")
    return lay_out(Bracket(before=register, items=items, after=")"), 0, DECORATOR)


def _signature(handler: Handler, pieces: tuple[Piece, ...], names: Names) -> Code:
    define = "async def" if handler.is_async else "def"
    bracket = Bracket(
        before=f"{define} {handler.name}(", items=pieces, after=f") -> {called('Any', names)}:"
    )
    return lay_out(bracket, 0, SIGNATURE)


def _body(handler: Handler, names: Names) -> Code:
    if handler.is_generator and handler.is_async:
        # FastAPI streams what a generator yields, and has no `yield from` for an async one.
        item = _loop_variable(handler.target)
        loop = _call(f"async for {item} in ", handler, names, ":")
        return Code(f"{loop}\n{' ' * 2 * INDENT}yield {item}")
    if handler.is_generator:
        return _call("yield from ", handler, names, "")
    return _call("return await " if handler.is_async else "return ", handler, names, "")


def _call(before: str, handler: Handler, names: Names, after: str) -> Code:
    """Return the call by keyword: the order of the user's parameters does not matter."""
    plain = [f"{each.parameter}={each.value}" for each in handler.passed if not each.only_if_sent]
    optional = tuple(
        f"{each.parameter}={each.value}" for each in handler.passed if each.only_if_sent
    )
    items: list[Piece] = [*plain]
    if optional:
        items.append(Bracket(before=f"**{called('given', names)}(", items=optional, after=")"))
    if handler.collect is not None:
        items.append(f"**({handler.collect}.model_extra or {{}})")
    call = Bracket(before=f"{before}{handler.target}(", items=tuple(items), after=f"){after}")
    return lay_out(call, INDENT, IN_LOOP if after else IN_FUNCTION)


def _loop_variable(target: str) -> str:
    """Return a name that does not hide the module of the user's function."""
    return "each" if target.partition(".")[0] == "item" else "item"
